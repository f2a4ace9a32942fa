//! The tables that stand as rows: one query each, whose columns are the columns of the export in their order.

use rusqlite::types::ValueRef;

use super::Output;
use super::line::Lines;
use crate::error::Result;
use crate::ledger::database;
use crate::ledger::store::Store;
use crate::ledger::verdicts::VERDICTS;

const RECORDS: &str = "
    SELECT record_id, dataset, uri, version, format, encoding, text_bytes, status, problem
    FROM records ORDER BY record_id, version, dataset";

const ARTICLES: &str = "
    SELECT a.article_id, r.record_id, a.ordinal, e.article_id AS embedded_in, a.title, a.original_title, a.publisher,
           a.declared_source, a.published_at, a.time_precision, a.body_chars, a.exact_hash, a.simhash
    FROM articles a JOIN records r USING (record)
    LEFT JOIN articles e ON e.record = a.record AND e.ordinal = a.embedded_in
    ORDER BY a.article_id";

const CLAIMS: &str = r#"
    SELECT c.claim_id, a.article_id, c.kind, c.source_name, c.source, c.source_kind, c.cue,
           c.start, c."end", c.start_char, c.end_char,
           c.scope_start, c.scope_end, c.scope_start_char, c.scope_end_char, c.rule, c.confidence
    FROM claims c JOIN articles a USING (article) ORDER BY c.claim_id"#;

const QUOTES: &str = r#"
    SELECT q.quote_id, a.article_id, q.kind, q.speaker, q.cue, q.start, q."end", q.start_char, q.end_char, q.text,
           f.family_id
    FROM quotes q JOIN articles a USING (article) LEFT JOIN families f USING (family) ORDER BY q.quote_id"#;

const PASSAGES: &str = "
    SELECT p.pair_id, f.family_id, p.kind,
           a.article_id AS a_article, p.a_start, p.a_end, p.a_start_char, p.a_end_char,
           b.article_id AS b_article, p.b_start, p.b_end, p.b_start_char, p.b_end_char, p.identity, p.edits
    FROM passages p JOIN families f USING (family)
    JOIN articles a ON a.article = p.a_article JOIN articles b ON b.article = p.b_article
    ORDER BY p.pair_id";

const CLUSTERS: &str = "
    SELECT c.cluster_id, a.article_id, c.representative, c.relation, c.frac_of_member, c.frac_of_representative
    FROM clusters c JOIN articles a USING (article) ORDER BY c.cluster_id, c.representative DESC, a.article_id";

const LINKS: &str = "
    SELECT l.link_id, f.family_id, o.article_id AS from_article, l.from_source, t.article_id AS to_article,
           l.from_start, l.from_end, l.from_start_char, l.from_end_char,
           l.to_start, l.to_end, l.to_start_char, l.to_end_char,
           l.relation, l.direction, l.confidence, l.evidence
    FROM links l JOIN families f USING (family)
    JOIN articles t ON t.article = l.to_article LEFT JOIN articles o ON o.article = l.from_article
    ORDER BY l.link_id";

const FINDINGS: &str = r#"
    SELECT x.finding_id, x.rule, x.severity, x.confidence, a.article_id, x.start, x."end", x.start_char, x.end_char,
           o.article_id AS other_article, x.other_start, x.other_end, x.message, x.evidence
    FROM findings x JOIN articles a ON a.article = x.article
    LEFT JOIN articles o ON o.article = x.other_article ORDER BY x.finding_id"#;

/// How a column's values are written.
#[derive(Clone, Copy)]
enum Values {
    /// As what they are.
    Plain,
    /// A text that is JSON already.
    Json,
    /// 0 and 1.
    Boolean,
}

/// Bytes that are gathered before they go to the file.
const PORTION: usize = 1 << 16;

/// Writes one table; `table` is one of the names of the format that is not expanded.
pub(super) fn write(store: &Store, table: &str, output: &mut Output) -> Result<()> {
    let sql = match table {
        "records" => RECORDS,
        "articles" => ARTICLES,
        "claims" => CLAIMS,
        "quotes" => QUOTES,
        "passages" => PASSAGES,
        "clusters" => CLUSTERS,
        "links" => LINKS,
        "verdicts" => VERDICTS,
        _ => FINDINGS,
    };
    let failed = database::failed(&store.path);
    let mut statement = store.connection.prepare(sql).map_err(&failed)?;
    let columns: Vec<(String, Values)> = statement
        .column_names()
        .map(|name| {
            let values = match name {
                "edits" | "evidence" => Values::Json,
                "representative" | "stands" => Values::Boolean,
                _ => Values::Plain,
            };
            (name.to_owned(), values)
        })
        .collect();
    output.lines(
        &Lines::head(output.form, columns.iter().map(|column| column.0.as_str())),
        0,
    )?;
    let mut lines = Lines::new(output.form);
    let mut rows = statement.query([]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        lines.begin();
        for (index, (name, values)) in columns.iter().enumerate() {
            match (row.get_ref(index).map_err(&failed)?, values) {
                (ValueRef::Text(text), Values::Json) => lines.json(name, &String::from_utf8_lossy(text)),
                (ValueRef::Text(text), _) => lines.text(name, &String::from_utf8_lossy(text)),
                (ValueRef::Integer(value), Values::Boolean) => {
                    lines.json(name, if value == 0 { "false" } else { "true" });
                }
                (ValueRef::Integer(value), _) => lines.integer(name, value),
                (ValueRef::Real(value), _) => lines.real(name, value),
                (ValueRef::Null | ValueRef::Blob(_), _) => lines.null(name),
            }
        }
        lines.end();
        if lines.len() >= PORTION {
            let (bytes, rows) = lines.take();
            output.lines(&bytes, rows)?;
        }
    }
    let (bytes, rows) = lines.take();
    output.lines(&bytes, rows)
}

//! The bundle `claimed`: what pages say about where their text is from. True or not, it is said.

use rusqlite::Row;

use super::document::{Document, Entry};
use super::identifiers::{agent, article, named_document, passage};
use super::{ExportedProv, passages};
use crate::document::SourceKind;
use crate::error::Result;
use crate::ledger::export::selection::Chosen;
use crate::ledger::store::Store;

/// Columns that [`claim`] reads.
const COLUMNS: &str = r#"
    c.claim_id, a.article_id, coalesce(c.source, c.source_name), c.scope_start, c.scope_end, c.kind, c.source_name,
    c.source_kind, c.cue, c.start, c."end", c.start_char, c.end_char, c.rule, c.confidence"#;

pub(super) fn write(
    store: &Store,
    chosen: &Chosen,
    document: &mut Document,
    exported: &mut ExportedProv,
) -> Result<()> {
    let (claims, quotes) = (chosen.articles("c.article"), chosen.articles("q.article"));
    document.group("entity")?;
    documents(store, chosen, document, &claims)?;
    let spans = format!(
        "SELECT article, scope_start, scope_end, scope_start_char, scope_end_char FROM claims c
         WHERE scope_start IS NOT NULL AND {claims}
         UNION SELECT article, start, \"end\", start_char, end_char FROM quotes q
         WHERE speaker IS NOT NULL AND {quotes}"
    );
    passages(store, chosen, document, &spans)?;
    document.end_group()?;
    document.group("agent")?;
    agents(store, chosen, document, &claims, &quotes)?;
    document.end_group()?;
    document.group("wasAttributedTo")?;
    let sql = format!(
        "SELECT {COLUMNS} FROM claims c JOIN articles a USING (article)
         WHERE source_kind <> 'document' AND {claims} ORDER BY c.claim_id"
    );
    exported.claims = document.rows(store, chosen, &sql, |row, document| {
        let name: String = row.get(2)?;
        claim(row, document, "prov:entity", ("prov:agent", &agent(&name)))
    })?;
    exported.quotes = speakers(store, chosen, document, &quotes)?;
    document.end_group()?;
    document.group("wasDerivedFrom")?;
    let sql = format!(
        "SELECT {COLUMNS} FROM claims c JOIN articles a USING (article)
         WHERE source_kind = 'document' AND {claims} ORDER BY c.claim_id"
    );
    exported.claims += document.rows(store, chosen, &sql, |row, document| {
        let name: String = row.get(2)?;
        let used = ("prov:usedEntity", named_document(&name));
        claim(row, document, "prov:generatedEntity", (used.0, &used.1))
    })?;
    document.end_group()
}

/// One claim as a relation: `subject` is the role of the text that it governs, or of the article where it governs none
/// in particular; `object` is the other role with who or what is named.
fn claim(
    row: &Row<'_>,
    document: &mut Document,
    subject: &str,
    object: (&str, &str),
) -> rusqlite::Result<()> {
    let (claim_id, article_id): (String, String) = (row.get(0)?, row.get(1)?);
    let (start, end): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
    let governed = match (start, end) {
        (Some(start), Some(end)) => passage(&article_id, start, end),
        _ => article(&article_id),
    };
    document.record(&format!("claim:{claim_id}"), |entry| {
        entry.text(subject, &governed);
        entry.text(object.0, object.1);
        entry.types(&["suyuan:Claim"]);
        entry.text("suyuan:claimId", &claim_id);
        entry.qualified("suyuan:article", &article(&article_id));
        entry.text("suyuan:kind", &row.get::<_, String>(5)?);
        entry.text("suyuan:sourceName", &row.get::<_, String>(6)?);
        entry.text("suyuan:sourceKind", &row.get::<_, String>(7)?);
        entry.text("suyuan:cue", &row.get::<_, String>(8)?);
        entry.optional_integer("suyuan:start", row.get(9)?);
        entry.optional_integer("suyuan:end", row.get(10)?);
        entry.optional_integer("suyuan:startChar", row.get(11)?);
        entry.optional_integer("suyuan:endChar", row.get(12)?);
        entry.text("suyuan:rule", &row.get::<_, String>(13)?);
        entry.real("suyuan:confidence", row.get(14)?);
        Ok(())
    })
}

fn speakers(store: &Store, chosen: &Chosen, document: &mut Document, quotes: &str) -> Result<u64> {
    let sql = format!(
        "SELECT q.quote_id, a.article_id, q.speaker, q.start, q.\"end\", q.kind, q.cue
         FROM quotes q JOIN articles a USING (article)
         WHERE q.speaker IS NOT NULL AND {quotes} ORDER BY q.quote_id"
    );
    document.rows(store, chosen, &sql, |row, document| {
        let (quote_id, article_id): (String, String) = (row.get(0)?, row.get(1)?);
        let speaker: String = row.get(2)?;
        document.record(&format!("quote:{quote_id}"), |entry| {
            entry.text("prov:entity", &passage(&article_id, row.get(3)?, row.get(4)?));
            entry.text("prov:agent", &agent(&speaker));
            entry.types(&["suyuan:Quote"]);
            entry.text("suyuan:quoteId", &quote_id);
            entry.text("suyuan:kind", &row.get::<_, String>(5)?);
            entry.optional("suyuan:cue", row.get(6)?);
            Ok(())
        })
    })
}

fn documents(store: &Store, chosen: &Chosen, document: &mut Document, claims: &str) -> Result<u64> {
    let sql = format!(
        "SELECT DISTINCT coalesce(source, source_name) FROM claims c
         WHERE source_kind = 'document' AND {claims} ORDER BY 1"
    );
    document.rows(store, chosen, &sql, |row, document| {
        let name: String = row.get(0)?;
        document.record(&named_document(&name), |entry| {
            entry.types(&["suyuan:NamedDocument"]);
            entry.text("prov:label", &name);
            Ok(())
        })
    })
}

/// Everybody whom a claim names or a quote lets speak, with the kinds that claims about them have.
fn agents(
    store: &Store,
    chosen: &Chosen,
    document: &mut Document,
    claims: &str,
    quotes: &str,
) -> Result<u64> {
    let sql = format!(
        "WITH named(name, kind) AS (
             SELECT coalesce(source, source_name), source_kind FROM claims c
             WHERE source_kind <> 'document' AND {claims}
             UNION SELECT speaker, NULL FROM quotes q WHERE speaker IS NOT NULL AND {quotes})
         SELECT name, group_concat(kind) FROM named GROUP BY name ORDER BY name"
    );
    document.rows(store, chosen, &sql, |row, document| {
        let name: String = row.get(0)?;
        let kinds: Option<String> = row.get(1)?;
        let mut kinds: Vec<String> = kinds
            .unwrap_or_default()
            .split(',')
            .filter(|kind| !kind.is_empty())
            .map(str::to_owned)
            .collect();
        kinds.sort_unstable();
        document.record(&agent(&name), |entry| {
            about(entry, &kinds);
            entry.text("prov:label", &name);
            Ok(())
        })
    })
}

/// PROV's own type where the kinds of claims agree on one, and the kinds.
fn about(entry: &mut Entry<'_>, kinds: &[String]) {
    let mut types: Vec<&str> = kinds.iter().filter_map(|kind| type_of(kind)).collect();
    types.dedup();
    match types.as_slice() {
        [kind] => entry.types(&["suyuan:NamedSource", kind]),
        _ => entry.types(&["suyuan:NamedSource"]),
    }
    if !kinds.is_empty() {
        entry.texts("suyuan:sourceKind", kinds);
    }
}

fn type_of(kind: &str) -> Option<&'static str> {
    match SourceKind::from_name(kind)? {
        SourceKind::Person => Some("prov:Person"),
        SourceKind::Outlet
        | SourceKind::Agency
        | SourceKind::Aggregator
        | SourceKind::Government
        | SourceKind::Website => Some("prov:Organization"),
        SourceKind::PressConference
        | SourceKind::Meeting
        | SourceKind::Document
        | SourceKind::Platform
        | SourceKind::Anonymous
        | SourceKind::Void
        | SourceKind::Unlisted => None,
    }
}

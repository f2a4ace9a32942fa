//! The bundle `observed`: what the texts show of who carried what from whom, whatever the pages say.

use rusqlite::Row;

use super::document::{Document, Entry};
use super::identifiers::{agent, article, ghost, passage};
use super::{ExportedProv, passages};
use crate::error::Result;
use crate::ledger::export::selection::Chosen;
use crate::ledger::store::Store;

/// Columns that [`LinkRow`] reads.
const COLUMNS: &str = "
    l.link_id, f.family_id, o.article_id, l.from_source, l.from_start, l.from_end, t.article_id, l.to_start, l.to_end,
    l.relation, l.direction, l.confidence, l.evidence
    FROM links l JOIN families f USING (family)
    JOIN articles t ON t.article = l.to_article LEFT JOIN articles o ON o.article = l.from_article";

/// A link with its ends as identifiers.
struct LinkRow {
    link_id: String,
    family_id: String,
    from: String,
    to: String,
    relation: String,
    direction: String,
    confidence: f64,
    evidence: String,
}

impl LinkRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let family_id: String = row.get(1)?;
        let from = match row.get::<_, Option<String>>(2)? {
            Some(article_id) => passage(&article_id, row.get(4)?, row.get(5)?),
            None => ghost(&family_id, &row.get::<_, Option<String>>(3)?.unwrap_or_default()),
        };
        Ok(Self {
            link_id: row.get(0)?,
            from,
            to: passage(&row.get::<_, String>(6)?, row.get(7)?, row.get(8)?),
            family_id,
            relation: row.get(9)?,
            direction: row.get(10)?,
            confidence: row.get(11)?,
            evidence: row.get(12)?,
        })
    }

    /// What is known of it besides its ends.
    fn describe(&self, entry: &mut Entry<'_>) {
        entry.text("suyuan:linkId", &self.link_id);
        entry.text("suyuan:familyId", &self.family_id);
        entry.text("suyuan:relation", &self.relation);
        entry.text("suyuan:direction", &self.direction);
        entry.real("suyuan:confidence", self.confidence);
        // The export's list as JSON: one value, for the values of an attribute are a set without order.
        entry.text("suyuan:evidence", &self.evidence);
    }

    /// True when only what somebody said was carried.
    fn is_quotation(&self) -> bool {
        matches!(self.relation.as_str(), "quote" | "headline_fragment")
    }
}

pub(super) fn write(
    store: &Store,
    chosen: &Chosen,
    document: &mut Document,
    exported: &mut ExportedProv,
) -> Result<()> {
    let links = chosen.families("l.family");
    let resolved = format!("SELECT {COLUMNS} WHERE direction = 'resolved' AND {links} ORDER BY l.link_id");
    let unresolved = format!("SELECT {COLUMNS} WHERE direction <> 'resolved' AND {links} ORDER BY l.link_id");

    document.group("entity")?;
    ghosts(store, chosen, document, &links)?;
    document.rows(store, chosen, &unresolved, |row, document| {
        let link = LinkRow::of(row)?;
        document.record(&format!("link:{}", link.link_id), |entry| {
            entry.types(&["suyuan:UnresolvedLink"]);
            entry.qualified("suyuan:first", &link.from);
            entry.qualified("suyuan:second", &link.to);
            link.describe(entry);
            Ok(())
        })
    })?;
    let spans = format!(
        "SELECT to_article, to_start, to_end, to_start_char, to_end_char FROM links l WHERE {links}
         UNION SELECT from_article, from_start, from_end, from_start_char, from_end_char FROM links l
         WHERE from_article IS NOT NULL AND {links}"
    );
    passages(store, chosen, document, &spans)?;
    document.end_group()?;

    document.group("activity")?;
    document.rows(store, chosen, &resolved, |row, document| {
        let link = LinkRow::of(row)?;
        document.record(&format!("carrying:{}", link.link_id), |entry| {
            entry.types(&["suyuan:Carrying"]);
            entry.text("suyuan:relation", &link.relation);
            Ok(())
        })
    })?;
    document.end_group()?;

    document.group("agent")?;
    publishers(store, chosen, document)?;
    document.end_group()?;

    document.group("wasDerivedFrom")?;
    exported.derivations = document.rows(store, chosen, &resolved, |row, document| {
        let link = LinkRow::of(row)?;
        document.record(&format!("link:{}", link.link_id), |entry| {
            entry.text("prov:generatedEntity", &link.to);
            entry.text("prov:usedEntity", &link.from);
            entry.text("prov:activity", &format!("carrying:{}", link.link_id));
            if link.is_quotation() {
                entry.types(&["suyuan:Link", "prov:Quotation"]);
            } else {
                entry.types(&["suyuan:Link"]);
            }
            link.describe(entry);
            Ok(())
        })
    })?;
    document.end_group()?;

    document.group("alternateOf")?;
    exported.alternates = document.rows(store, chosen, &unresolved, |row, document| {
        let link = LinkRow::of(row)?;
        document.record(&format!("_:{}", link.link_id), |entry| {
            entry.text("prov:alternate1", &link.from);
            entry.text("prov:alternate2", &link.to);
            Ok(())
        })
    })?;
    document.end_group()?;

    document.group("wasAttributedTo")?;
    attributions(store, chosen, document)?;
    document.end_group()
}

fn ghosts(store: &Store, chosen: &Chosen, document: &mut Document, links: &str) -> Result<u64> {
    let sql = format!(
        "SELECT DISTINCT f.family_id, coalesce(l.from_source, '') FROM links l JOIN families f USING (family)
         WHERE l.from_article IS NULL AND {links} ORDER BY 1, 2"
    );
    document.rows(store, chosen, &sql, |row, document| {
        let (family_id, name): (String, String) = (row.get(0)?, row.get(1)?);
        document.record(&ghost(&family_id, &name), |entry| {
            entry.types(&["suyuan:Ghost"]);
            entry.text("prov:label", &name);
            entry.text("suyuan:source", &name);
            entry.qualified("suyuan:namedSource", &agent(&name));
            entry.text("suyuan:familyId", &family_id);
            Ok(())
        })
    })
}

fn publishers(store: &Store, chosen: &Chosen, document: &mut Document) -> Result<u64> {
    let sql = format!(
        "SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL AND {} ORDER BY 1",
        chosen.articles("article")
    );
    document.rows(store, chosen, &sql, |row, document| {
        let name: String = row.get(0)?;
        document.record(&agent(&name), |entry| {
            entry.types(&["suyuan:Publisher", "prov:Organization"]);
            entry.text("prov:label", &name);
            Ok(())
        })
    })
}

/// On whose page an article stands.
fn attributions(store: &Store, chosen: &Chosen, document: &mut Document) -> Result<u64> {
    let sql = format!(
        "SELECT article_id, publisher FROM articles WHERE publisher IS NOT NULL AND {} ORDER BY article_id",
        chosen.articles("article")
    );
    let mut number = 0_u64;
    document.rows(store, chosen, &sql, |row, document| {
        let (article_id, publisher): (String, String) = (row.get(0)?, row.get(1)?);
        number += 1;
        document.record(&format!("_:p{number}"), |entry| {
            entry.text("prov:entity", &article(&article_id));
            entry.text("prov:agent", &agent(&publisher));
            entry.types(&["suyuan:Publication"]);
            Ok(())
        })
    })
}

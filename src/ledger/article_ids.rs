//! The ids of articles, and what happens when two articles would get one.
//!
//! An article's id is its record's id, with `#` and the ordinal for an embedded one, and with `dataset:` in front
//! where the dataset is not `default`. A record may be named so that its id equals that of another article: a
//! record `a#1` beside the first embedded article of `a`. Then hosts come before embedded articles, the dataset
//! `default` before others, and after that (dataset, record id, ordinal) decides; the first keeps the id, each
//! later one gets as many `~` at its end as it takes to be unique. This depends on the set of articles alone.

use std::collections::BTreeSet;

use rusqlite::Connection;
use xxhash_rust::xxh3::xxh3_64;

/// The plain id.
pub(super) fn article_id(dataset: &str, record_id: &str, ordinal: u32) -> String {
    let mut id = String::with_capacity(dataset.len() + record_id.len() + 12);
    if dataset != "default" {
        id.push_str(dataset);
        id.push(':');
    }
    id.push_str(record_id);
    if ordinal > 0 {
        id.push('#');
        id.push_str(&ordinal.to_string());
    }
    id
}

/// Finds articles whose plain ids are equal, by sorted hashes: 12 bytes an article.
#[derive(Debug, Default)]
pub(super) struct ArticleIds {
    /// (hash of the id, article's number).
    given: Vec<(u64, u32)>,
}

/// An article whose id another has too; the order of the fields is the order in which they keep it.
type Claimant = (String, bool, bool, String, String, u32, u32);

impl ArticleIds {
    /// Notes the plain id of an article.
    pub(super) fn note(&mut self, id: &str, article: u32) {
        self.given.push((xxh3_64(id.as_bytes()), article));
    }

    /// Makes the ids in the table `articles` unique.
    pub(super) fn resolve(mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.given.sort_unstable();
        let hashes = |id: &str| {
            let hash = xxh3_64(id.as_bytes());
            self.given.binary_search_by_key(&hash, |given| given.0).is_ok()
        };
        let mut claimants: Vec<Claimant> = Vec::new();
        let mut statement = connection.prepare(
            "SELECT a.article_id, a.ordinal, r.dataset, r.record_id FROM articles a JOIN records r USING (record)
             WHERE a.article = ?",
        )?;
        for group in self
            .given
            .chunk_by(|left, right| left.0 == right.0)
            .filter(|group| group.len() > 1)
        {
            for &(_, article) in group {
                claimants.push(statement.query_row([article], |row| {
                    let (id, ordinal, dataset, record_id) = row.try_into()?;
                    let (ordinal, dataset): (u32, String) = (ordinal, dataset);
                    Ok((
                        id,
                        ordinal > 0,
                        dataset != "default",
                        dataset,
                        record_id,
                        ordinal,
                        article,
                    ))
                })?);
            }
        }
        claimants.sort_unstable();
        let mut renamed = BTreeSet::new();
        let mut last: Option<&str> = None;
        for (id, .., article) in &claimants {
            if last != Some(id) {
                last = Some(id);
                continue;
            }
            let mut other = format!("{id}~");
            while hashes(&other) || renamed.contains(&other) {
                other.push('~');
            }
            connection.execute(
                "UPDATE articles SET article_id = ? WHERE article = ?",
                (&other, article),
            )?;
            renamed.insert(other);
        }
        Ok(())
    }
}

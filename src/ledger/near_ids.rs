//! Ids that are like one that does not exist: what somebody may have meant.

use super::database;
use super::store::Store;
use crate::error::Result;

impl Store {
    /// Up to `most` ids of articles that are like `wanted`: those that begin with it first, then those that it begins
    /// with or that hold it, then those that few changed characters part from it. All ids are looked at.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn near_ids(&self, wanted: &str, most: usize) -> Result<Vec<String>> {
        let failed = database::failed(&self.path);
        let mut statement = self
            .connection
            .prepare("SELECT article_id FROM articles")
            .map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        let mut near: Vec<(usize, usize, String)> = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let id = row
                .get_ref(0)
                .and_then(|value| Ok(value.as_str()?))
                .map_err(&failed)?;
            if let Some((class, changes)) = likeness(wanted, id) {
                near.push((class, changes, id.to_owned()));
            }
            // Kept small: an id of one character may be held by all.
            if near.len() > 4096 {
                near.sort_unstable();
                near.truncate(most);
            }
        }
        near.sort_unstable();
        near.truncate(most);
        Ok(near.into_iter().map(|(.., id)| id).collect())
    }
}

/// How an id is like the wanted one, the smaller the nearer; `None` when it is not.
fn likeness(wanted: &str, id: &str) -> Option<(usize, usize)> {
    let (wanted, id) = (wanted.to_lowercase(), id.to_lowercase());
    if wanted.is_empty() {
        return None;
    }
    let apart = wanted.len().abs_diff(id.len());
    if id.starts_with(&wanted) {
        return Some((0, apart));
    }
    if wanted.starts_with(&id) || id.contains(&wanted) {
        return Some((1, apart));
    }
    // A quarter of the characters may be other ones; of a short id two.
    let allowed = (wanted.chars().count() / 4).max(2);
    if apart > 4 * allowed {
        return None;
    }
    let changes = strsim::osa_distance(&wanted, &id);
    (changes <= allowed).then_some((2, changes))
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn prefixes_come_before_slips() {
        assert_eq!(likeness("page-1", "page-12"), Some((0, 1)));
        assert_eq!(likeness("pages/a.txt", "a.txt"), None);
        assert_eq!(likeness("a.txt", "pages/a.txt"), Some((1, 6)));
        assert_eq!(likeness("page-12", "paeg-12"), Some((2, 1)));
        assert_eq!(likeness("page-12", "report-77"), None);
    }
}

//! Groups of rows, so that a commit need not write what stands there already: the rows of one record, of one family with its
//! passages and links, of one cluster, and the findings of one article. A fingerprint of everything that the rows of a group
//! are made from stands in the ledger beside them; where it is the same, so are they.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::Xxh3;

use super::family_rows::FamilyRows;
use crate::document::Span;

/// What a group is of. The number stands in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A record with its articles, claims and quotes; by its number.
    Record = 1,
    /// A family with its passages and links; by its number.
    Family = 2,
    /// A cluster; by the number of its representative.
    Cluster = 3,
    /// The findings of an article; by its number.
    Findings = 4,
}

/// A group of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) key: u32,
    pub(super) fingerprint: u64,
}

/// A fingerprint in the making.
pub(super) struct Fingerprint(Box<Xxh3>);

impl Fingerprint {
    pub(super) fn new() -> Self {
        Self(Box::new(Xxh3::new()))
    }

    pub(super) fn number(&mut self, number: impl Into<u128>) -> &mut Self {
        self.0.update(&number.into().to_le_bytes());
        self
    }

    pub(super) fn share(&mut self, share: f32) -> &mut Self {
        self.number(share.to_bits())
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub(super) fn span(&mut self, span: Span) -> &mut Self {
        self.number(span.start).number(span.end)
    }

    /// Nothing and something.
    pub(super) fn option<T>(&mut self, value: Option<T>, add: impl FnOnce(&mut Self, T)) -> &mut Self {
        self.number(u8::from(value.is_some()));
        if let Some(value) = value {
            add(self, value);
        }
        self
    }

    /// The fingerprint as SQLite keeps it.
    pub(super) fn end(&self) -> u64 {
        self.0.digest()
    }
}

/// Which groups of a kind are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// Keys of those that are new or were made from something else; sorted.
    pub(super) written: Vec<u32>,
    /// Keys of those whose rows have to go, because they are written anew or are not there any more; sorted.
    pub(super) gone: Vec<u32>,
}

impl Touched {
    /// All groups, in a ledger that holds none.
    pub(super) fn all(groups: &[Group]) -> Self {
        Self {
            written: groups.iter().map(|group| group.key).collect(),
            gone: Vec::new(),
        }
    }

    /// What differs between the groups that are `held` and those that shall be. Both are sorted by key.
    pub(super) fn between(held: &[Group], groups: &[Group]) -> Self {
        let missing = |of: &[Group], from: &[Group]| -> Vec<u32> {
            let mut other = from.iter().peekable();
            let mut keys = Vec::new();
            for group in of {
                while other.next_if(|other| other.key < group.key).is_some() {}
                if other.peek() != Some(&group) {
                    keys.push(group.key);
                }
            }
            keys
        };
        Self {
            written: missing(groups, held),
            gone: missing(held, groups),
        }
    }

    /// True for a group that is written.
    pub(super) fn has(&self, key: u32) -> bool {
        self.written.binary_search(&key).is_ok()
    }

    /// Adds groups that stand there and are written all the same.
    pub(super) fn add(&mut self, keys: &[u32]) {
        for list in [&mut self.written, &mut self.gone] {
            list.extend_from_slice(keys);
            list.sort_unstable();
            list.dedup();
        }
    }

    /// How many groups are written or go.
    pub(super) fn count(&self) -> usize {
        self.written.len().max(self.gone.len())
    }
}

/// The groups of a kind that the ledger holds, by key.
pub(super) fn held(connection: &Connection, kind: Kind) -> rusqlite::Result<Vec<Group>> {
    let mut statement =
        connection.prepare("SELECT key, fingerprint FROM groups WHERE kind = ? ORDER BY key")?;
    let group = |row: &rusqlite::Row<'_>| {
        Ok(Group {
            key: row.get(0)?,
            fingerprint: row.get::<_, i64>(1)?.cast_unsigned(),
        })
    };
    statement.query_map([kind as u8], group)?.collect()
}

/// The rows of the families that the ledger holds, by the family's number.
pub(super) fn held_rows(connection: &Connection) -> rusqlite::Result<HashMap<u32, FamilyRows>> {
    let mut statement =
        connection.prepare("SELECT key, rows FROM groups WHERE kind = ? AND rows IS NOT NULL")?;
    let rows = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, FamilyRows::unpack(row.get_ref(1)?.as_blob()?)));
    statement.query_map([Kind::Family as u8], rows)?.collect()
}

/// Notes the groups of a kind that were touched; `rows` gives what is noted of the rows of a family.
pub(super) fn note(
    connection: &Connection,
    kind: Kind,
    groups: &[Group],
    touched: &Touched,
    rows: impl Fn(u32) -> Option<Vec<u8>>,
) -> rusqlite::Result<()> {
    let mut delete = connection.prepare("DELETE FROM groups WHERE kind = ? AND key = ?")?;
    for key in &touched.gone {
        delete.execute((kind as u8, key))?;
    }
    let mut insert = connection.prepare("INSERT INTO groups VALUES (?, ?, ?, ?)")?;
    for group in groups.iter().filter(|group| touched.has(group.key)) {
        let fingerprint = group.fingerprint.cast_signed();
        insert.execute(params![kind as u8, group.key, fingerprint, rows(group.key)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Group, Touched};

    fn groups(of: &[(u32, u64)]) -> Vec<Group> {
        let group = |&(key, fingerprint): &(u32, u64)| Group { key, fingerprint };
        of.iter().map(group).collect()
    }

    #[test]
    fn what_is_new_or_other_is_written_and_what_is_other_or_away_goes() {
        let held = groups(&[(1, 10), (2, 20), (4, 40)]);
        let wanted = groups(&[(0, 5), (1, 10), (2, 21), (7, 70)]);
        let mut touched = Touched::between(&held, &wanted);
        assert_eq!(touched.written, [0, 2, 7]);
        assert_eq!(touched.gone, [2, 4]);
        assert!(touched.has(7) && !touched.has(1));
        touched.add(&[1]);
        assert_eq!((touched.written, touched.gone), (vec![0, 1, 2, 7], vec![1, 2, 4]));
        assert_eq!(Touched::between(&wanted, &wanted), Touched::default());
        assert_eq!(Touched::all(&held).written, [1, 2, 4]);
    }
}

//! Who else has a wording: the carriers of a family whose text differs from the first holder's at one place in the same way. In: the passages of a
//! family beside its first holder. Out: the ranks of those with the same words there.
//!
//! Words that another page has as well, and did not take from this one, were not changed here.

use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Edit, Family, Passage};

/// The words of one carrier at one place of the first holder, where they are not its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wording {
    /// First byte of the place in the first holder's record, and one past its last byte.
    place: (u32, u32),
    /// xxh3 of the carrier's words.
    words: u64,
    /// Rank of the carrier.
    rank: u32,
}

impl Wording {
    fn of(edit: &Edit, rank: u32) -> Self {
        Self {
            place: (edit.b_span.start, edit.b_span.end),
            words: xxh3_64(edit.a_text.as_bytes()),
            rank,
        }
    }
}

/// The wordings of all families, each family's read when it is first asked for.
pub(super) struct Wordings<'a> {
    families: &'a [Family],
    /// By family.
    passages: &'a [Passage],
    of_family: Vec<OnceLock<Box<[Wording]>>>,
}

impl<'a> Wordings<'a> {
    /// `passages` are sorted by family.
    pub(super) fn new(families: &'a [Family], passages: &'a [Passage]) -> Self {
        Self {
            families,
            passages,
            of_family: families.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The carriers of `family` that have the words of `edit`, which compares one of them with the first holder; that one among them.
    pub(super) fn holders(&self, family: u32, edit: &Edit) -> impl Iterator<Item = u32> {
        let all = self.of_family.get(family as usize);
        let all = all.map_or(&[][..], |all| all.get_or_init(|| self.read(family)));
        let asked = Wording::of(edit, 0);
        let first = all.partition_point(|one| (one.place, one.words) < (asked.place, asked.words));
        let rest = all.iter().skip(first);
        let same = rest.take_while(move |one| (one.place, one.words) == (asked.place, asked.words));
        same.map(|one| one.rank)
    }

    fn read(&self, family: u32) -> Box<[Wording]> {
        let Some(holder) = self
            .families
            .get(family as usize)
            .map(|family| family.first.article)
        else {
            return Box::default();
        };
        let start = self.passages.partition_point(|passage| passage.family < family);
        let of_family = self
            .passages
            .iter()
            .skip(start)
            .take_while(|passage| passage.family == family);
        let beside_first = of_family.filter(|passage| passage.b.article == holder);
        let mut found: Vec<Wording> = beside_first
            .flat_map(|passage| {
                let rank = passage.a.article;
                let edits = passage.edits.unpack();
                edits
                    .iter()
                    .map(|edit| Wording::of(edit, rank))
                    .collect::<Vec<_>>()
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::Wordings;
    use crate::document::{Edit, EditKind, Edits, Family, Passage, PassageKind, Side, Span};

    #[test]
    fn issue_6_carriers_with_one_wording_are_found() {
        let side = |article: u32| Side {
            article,
            span: Span::new(0, 90),
        };
        let edit = |words: &str, at: usize| Edit {
            kind: EditKind::Number,
            a_text: words.to_owned(),
            b_text: "3".to_owned(),
            a_span: Span::new(at, at + words.len()),
            b_span: Span::new(30, 31),
        };
        let passage = |article: u32, words: &str| Passage {
            family: 0,
            kind: PassageKind::Body,
            a: side(article),
            b: side(0),
            identity: 0.9,
            edits: Edits::pack(&[edit(words, 30 + article as usize)]),
        };
        let families = [Family {
            kind: PassageKind::Body,
            first: side(0),
        }];
        let passages = [passage(1, "4"), passage(2, "4"), passage(3, "5")];
        let wordings = Wordings::new(&families, &passages);
        let holders = |words: &str| wordings.holders(0, &edit(words, 7)).collect::<Vec<_>>();
        assert_eq!(holders("4"), [1, 2]);
        assert_eq!(holders("5"), [3]);
        assert!(holders("6").is_empty());
    }
}

//! What the versions of a passage tell: which is nearest, who passed edits on, which holds the other, who assembled.
//!
//! Nearness is the same in both directions and chooses between possible sources only. Where a third version is known
//! to lie further up, edits tell the direction as well, as in textual criticism (Lachmann): of two versions the one
//! whose every edit the other has lies between the other and the third.

use std::collections::BTreeMap;

use crate::config::LineageParameters;
use crate::document::{Evidence, EvidenceKind};

/// Two carriers whose texts were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    /// Rank of the one.
    pub a: u32,
    /// Rank of the other.
    pub b: u32,
    /// Bytes of matching form by which their versions of the passage differ.
    pub distance: u32,
    /// Bytes by which they differ in what the link shows.
    pub told: u32,
    /// Bytes of the passage and the text around it that are equal in both, less those that differ.
    pub shared: u32,
    /// Share of the passage, of its longer side, that was put in other words, added or left out; zero for quotes.
    pub edited: f32,
    /// Share of the body of `a` that stands in `b`, and of the body of `b` that stands in `a`; zero for quotes.
    pub shares: (f32, f32),
    /// True when both begin with words of their own, so that what they share stands further down in both.
    pub own_leads: bool,
    /// Which of the two is put together from texts of several others.
    pub assembled: (bool, bool),
    /// Which of the two says that its text stood under a title (原标题) that the other does not bear.
    pub other_title: (bool, bool),
    /// Which of the two says that its text stood under the title that the other bears, which names no original one.
    pub titled_after: (bool, bool),
    /// True when the titles of the two pages have little in common.
    pub unlike_titles: bool,
}

/// Share of both bodies from which on one is a version of the other, not a passage in it.
const REPORTS: f32 = 0.5;

/// Share of both bodies from which on two texts are copies, whatever their leads are.
const COPY: f32 = 0.9;

impl Pair {
    /// True when the two are versions of one report.
    pub fn is_of_reports(&self) -> bool {
        self.shares.0.min(self.shares.1) >= REPORTS
    }

    /// True when nearly all of both bodies is the same.
    pub fn is_whole(&self) -> bool {
        self.shares.0.min(self.shares.1) >= COPY
    }

    /// True when the larger part of the body of `b` stands in `a`.
    pub fn holds_most_of_receiver(&self) -> bool {
        self.shares.1 >= REPORTS
    }

    /// The pair with `b` in the place of `a`.
    pub fn turned(&self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            shares: (self.shares.1, self.shares.0),
            assembled: (self.assembled.1, self.assembled.0),
            other_title: (self.other_title.1, self.other_title.0),
            titled_after: (self.titled_after.1, self.titled_after.0),
            ..*self
        }
    }
}

/// Bytes that are added to distances before they are compared: one changed word is no sign.
const DISTANCE_FLOOR: f32 = 30.0;

/// Part of what speaks for a near version beyond the cap, that counts.
const BEYOND_CAP: f32 = 0.1;

/// Bytes of edits from which on a version has some of its own: 20 Han characters,
const OWN_EDITS: f32 = 60.0;
/// and share of what two versions differ by. Two of which both have so much were made from one, not from each other.
const OWN_PART: f32 = 0.25;

/// Distances between the versions of one family.
#[derive(Debug, Default)]
pub struct Versions {
    /// For each carrier the others that it was compared with, by rank, with the distance.
    near: BTreeMap<u32, Vec<(u32, u32)>>,
    /// The least that each shares with any of them.
    least: BTreeMap<u32, u32>,
}

/// Weight of the logarithm of how many times more two versions share around the passage than another two, and the most that it adds: who carried it with
/// its surroundings did so from a page that has these.
const AROUND: (f32, f32) = (0.3, 0.6);

impl Versions {
    /// Takes the distances of all pairs.
    pub fn new(pairs: &[Pair]) -> Self {
        let mut near: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        let mut least: BTreeMap<u32, u32> = BTreeMap::new();
        for pair in pairs {
            near.entry(pair.a).or_default().push((pair.b, pair.distance));
            near.entry(pair.b).or_default().push((pair.a, pair.distance));
            for carrier in [pair.a, pair.b] {
                let least = least.entry(carrier).or_insert(pair.shared);
                *least = pair.shared.min(*least);
            }
        }
        for others in near.values_mut() {
            others.sort_unstable();
        }
        Self { near, least }
    }

    fn of(&self, carrier: u32) -> &[(u32, u32)] {
        self.near.get(&carrier).map_or(&[], Vec::as_slice)
    }

    fn between(&self, a: u32, b: u32) -> Option<u32> {
        let others = self.of(a);
        let at = others.binary_search_by_key(&b, |&(other, _)| other).ok()?;
        others.get(at).map(|&(_, distance)| distance)
    }

    /// How much nearer the two versions are than the farthest two that the receiver was compared in.
    pub fn nearer(&self, pair: &Pair, parameters: &LineageParameters) -> Option<Evidence> {
        let farthest = self.of(pair.b).iter().map(|&(_, distance)| distance).max()?;
        let least = self.least.get(&pair.b).copied().unwrap_or(pair.shared);
        let more = (pair.shared as f32 + DISTANCE_FLOOR) / (least as f32 + DISTANCE_FLOOR);
        let around = (AROUND.0 * more.ln()).min(AROUND.1);
        if pair.distance >= farthest {
            return (pair.shared > least && pair.distance == farthest).then(|| Evidence {
                kind: EvidenceKind::Text,
                log_odds: around,
                span: None,
                note: "shares more of the text around the passage than another version".to_owned(),
            });
        }
        let ratio = (farthest as f32 + DISTANCE_FLOOR) / (pair.distance as f32 + DISTANCE_FLOOR);
        let (told, cap) = (parameters.nearer_text * ratio.ln(), parameters.nearer_text_cap);
        // Of two that are both near enough the nearer one is still the nearer one.
        let log_odds = told.min(cap) + BEYOND_CAP * (told - cap).max(0.0) + around;
        let note = match (pair.told, pair.told.min(pair.distance)) {
            (0, _) => "the wording is the same to the letter".to_owned(),
            (_, 0) => "what others have as well is the same to the letter".to_owned(),
            (_, bytes) => format!("differs by {bytes} bytes where another version differs by {farthest}"),
        };
        Some(Evidence {
            kind: EvidenceKind::Text,
            log_odds,
            span: None,
            note,
        })
    }

    /// Who has edits that the other lacks, as seen from the third versions that `above` says lie further up than both:
    /// who copies does not restore what the one before had changed. Of several third versions the one that is nearest
    /// to both tells most.
    pub fn inherited(
        &self,
        pair: &Pair,
        above: &dyn Fn(u32) -> bool,
        parameters: &LineageParameters,
    ) -> Option<Evidence> {
        let third = self
            .of(pair.a)
            .iter()
            .filter(|&&(third, _)| third != pair.b && above(third))
            .filter_map(|&(third, from_a)| Some((from_a, self.between(third, pair.b)?)))
            .min_by_key(|&(from_a, from_b)| from_a + from_b)?;
        // Bytes of edits that only the one and only the other has: the distances of three points of a tree to where
        // their ways meet.
        let (from_a, from_b, apart) = (third.0 as f32, third.1 as f32, pair.distance as f32);
        let of_a = ((from_a + apart - from_b) / 2.0).max(0.0);
        let of_b = ((from_b + apart - from_a) / 2.0).max(0.0);
        let (log_odds, note) = if of_a.min(of_b) >= OWN_EDITS && of_a.min(of_b) >= OWN_PART * apart {
            let note = format!(
                "each has edits against a third version that the other lacks, {of_b:.0} bytes here and {of_a:.0} there"
            );
            (-parameters.siblings, note)
        } else {
            let ratio = (of_b + DISTANCE_FLOOR) / (of_a + DISTANCE_FLOOR);
            let mut log_odds = parameters.inherited * ratio.ln();
            if log_odds > 0.0 {
                // That the other lacks edits tells that it is not the lower one. To be the source of what lies lower,
                // rather than its sibling, it must have edits against the third that were passed on.
                let of_both = ((from_a + from_b - apart) / 2.0).max(0.0);
                log_odds *= of_both / (of_both + DISTANCE_FLOOR);
            }
            let (has, lacks) = if log_odds > 0.0 {
                (of_b, of_a)
            } else {
                (of_a, of_b)
            };
            let holder = if log_odds > 0.0 { "has" } else { "lacks" };
            let note = format!(
                "{holder} {has:.0} bytes of edits against a third version where the other way round it is {lacks:.0}"
            );
            let most = parameters.inherited_cap;
            // Short as a passage is, two that shorten it alike have made the same edits.
            let highest = if pair.is_of_reports() {
                most
            } else {
                most.min(parameters.inherited_of_passage)
            };
            (log_odds.clamp(-most, highest), note)
        };
        if log_odds.abs() < parameters.inherited_least {
            return None;
        }
        Some(Evidence {
            kind: EvidenceKind::InheritedEdits,
            log_odds,
            span: None,
            note,
        })
    }
}

/// Share of a body from which on all of it stands in the other.
const WHOLE: f32 = 0.95;
/// Share of a body up to which the other holds just a part of it.
const PART: f32 = 0.7;

/// One text holds the other and more: the shorter one was more likely cut than the longer one padded. And: a text that
/// is put together from several others is the one that carries.
pub fn shape(pair: &Pair, parameters: &LineageParameters) -> Vec<Evidence> {
    let (of_a, of_b) = pair.shares;
    let contained = match (of_a >= WHOLE && of_b <= PART, of_b >= WHOLE && of_a <= PART) {
        (false, true) => Some((1.0, "all of it stands in the other, which holds more")),
        (true, false) => Some((-1.0, "holds all of the other and more")),
        _ => None,
    };
    // A short item that stands whole in a long report was put in as likely as taken out.
    let contained = contained.filter(|_| pair.is_of_reports());
    let titled = match pair.titled_after {
        (false, true) if of_b >= REPORTS => {
            Some((1.0, "gives the title of the other as that of its original"))
        }
        (true, false) if of_a >= REPORTS => Some((-1.0, "the other gives its title as that of the original")),
        _ => None,
    };
    let mosaic = match pair.assembled {
        (false, true) => Some((1.0, "is put together from passages of several others")),
        (true, false) => Some((-1.0, "the other is put together from passages of several")),
        _ => None,
    };
    let items = [
        (EvidenceKind::Containment, parameters.containment, contained),
        (EvidenceKind::SourceLine, parameters.titled, titled),
        (EvidenceKind::Mosaic, parameters.mosaic, mosaic),
    ];
    let item = |(kind, weight, found): (EvidenceKind, f32, Option<(f32, &str)>)| {
        let (sign, note) = found?;
        Some(Evidence {
            kind,
            log_odds: sign * weight,
            span: None,
            note: note.to_owned(),
        })
    };
    items.into_iter().filter_map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pair, Versions, shape};
    use crate::config::LineageParameters;

    fn pair(a: u32, b: u32, distance: u32) -> Pair {
        Pair {
            a,
            b,
            distance,
            ..Pair::default()
        }
    }

    #[test]
    fn issue_6_who_gives_the_title_of_the_other_reprints_it() {
        let parameters = LineageParameters::default();
        let titled = |titled_after, shares| Pair {
            titled_after,
            shares,
            ..Pair::default()
        };
        let log_odds =
            |pair: &Pair| -> f32 { shape(pair, &parameters).iter().map(|item| item.log_odds).sum() };
        let copy = titled((false, true), (0.6, 0.8));
        assert_eq!(log_odds(&copy), parameters.titled);
        assert_eq!(log_odds(&copy.turned()), -parameters.titled);
        // A part of a page, and two that give each other's title.
        assert_eq!(log_odds(&titled((false, true), (0.6, 0.3))), 0.0);
        assert_eq!(log_odds(&titled((true, true), (0.6, 0.8))), 0.0);
    }

    #[test]
    fn issue_6_of_two_that_differ_as_much_who_shares_more_around_is_nearer() {
        let shares = |pair: Pair, shared| Pair { shared, ..pair };
        let pairs = [shares(pair(0, 2, 40), 900), shares(pair(1, 2, 40), 200)];
        let versions = Versions::new(&pairs);
        let parameters = LineageParameters::default();
        let nearer = |pair: &Pair| {
            versions
                .nearer(pair, &parameters)
                .map_or(0.0, |item| item.log_odds)
        };
        assert!(nearer(&pairs[0]) > 0.0);
        assert_eq!(nearer(&pairs[1]), 0.0);
        // What differs in the passage itself counts for more.
        let pairs = [shares(pair(0, 2, 300), 900), shares(pair(1, 2, 0), 200)];
        let versions = Versions::new(&pairs);
        let nearer = |pair: &Pair| {
            versions
                .nearer(pair, &parameters)
                .map_or(0.0, |item| item.log_odds)
        };
        assert!(nearer(&pairs[1]) > nearer(&pairs[0]));
    }

    #[test]
    fn who_lacks_edits_of_the_other_lies_between_it_and_the_origin() {
        let pairs = [pair(0, 1, 200), pair(0, 2, 350), pair(1, 2, 150)];
        let versions = Versions::new(&pairs);
        let parameters = LineageParameters::default();
        let log_odds = |pair: &Pair| {
            versions
                .inherited(pair, &|third| third == 0, &parameters)
                .map_or(0.0, |item| item.log_odds)
        };
        assert!(log_odds(&pairs[2]) > 0.0);
        assert!(log_odds(&pairs[2].turned()) < -log_odds(&pairs[2]));
        // A copy to the letter passes no edits on: what lies lower is as likely from the third itself.
        let letter = Versions::new(&[pair(0, 1, 0), pair(0, 2, 90), pair(1, 2, 90)]);
        let of = |pair: &Pair| letter.inherited(pair, &|third| third == 0, &parameters);
        assert!(of(&pair(1, 2, 90)).is_none());
        assert!(of(&pair(2, 1, 90)).is_some_and(|item| item.log_odds < 0.0));
        // Without a version that is known to lie further up nothing is told.
        assert!(versions.inherited(&pairs[2], &|_| false, &parameters).is_none());
        // Two that each changed as much are from the third, and neither is from the other.
        let siblings = Versions::new(&[pair(0, 1, 100), pair(0, 2, 100), pair(1, 2, 200)]);
        for pair in [pair(1, 2, 200), pair(2, 1, 200)] {
            let item = siblings.inherited(&pair, &|third| third == 0, &parameters);
            assert!(item.is_some_and(|item| item.log_odds < 0.0));
        }
    }

    #[test]
    fn the_part_was_cut_from_the_whole() {
        let parameters = LineageParameters::default();
        let mut cut = pair(0, 1, 0);
        cut.shares = (0.5, 1.0);
        assert!(shape(&cut, &parameters)[0].log_odds > 0.0);
        assert!(shape(&cut.turned(), &parameters)[0].log_odds < 0.0);
        assert!(parameters.containment < parameters.resolved);
        cut.shares = (0.9, 1.0);
        assert!(shape(&cut, &parameters).is_empty());
    }

    #[test]
    fn the_assembler_carries() {
        let parameters = LineageParameters::default();
        let mut mosaic = pair(0, 1, 0);
        mosaic.assembled = (false, true);
        assert!(shape(&mosaic, &parameters)[0].log_odds > 0.0);
        mosaic.assembled = (true, true);
        assert!(shape(&mosaic, &parameters).is_empty());
    }
}

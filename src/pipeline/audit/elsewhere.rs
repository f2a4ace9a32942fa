//! Where else the words stand that an article has from a source of which nothing is held. In: an article and the name of the source. Out: another
//! article with most of these words, first one that says that it is from there too.

use std::cmp::Reverse;

use super::Surroundings;
use crate::document::PassageKind;

/// Share of the longer side from which a passage of two articles is shown as the same words.
const MOSTLY_THE_SAME: f32 = 0.6;

impl Surroundings<'_> {
    /// Another article in which most of what `rank` has from `name` stands: of those that the passage was aligned with the one that has most
    /// of its words.
    pub(super) fn elsewhere(&self, rank: u32, name: u32) -> Option<u32> {
        let body = self.body(rank)?;
        let stands = self.stands.get(&rank).map_or(&[][..], Vec::as_slice);
        let credits = body.party.credits.iter().filter(|credit| credit.name == name);
        let governed = credits.flat_map(|credit| {
            stands.iter().filter_map(|stand| {
                let (common, of) = match credit.scope {
                    Some(scope) => (stand.span.overlap(scope), scope.len()),
                    None => (stand.span.len(), body.form.len as usize),
                };
                (2 * common >= of && common > 0).then_some((common, Reverse(stand.family)))
            })
        });
        let (_, Reverse(family)) = governed.max()?;
        let first = self.placed.families.get(family as usize)?;
        if !matches!(first.kind, PassageKind::Body | PassageKind::Quote) {
            return None;
        }
        let numbers = self.of_article.get(&rank).map_or(&[][..], Vec::as_slice);
        let own = numbers
            .iter()
            .filter_map(|&number| self.placed.passages.get(number as usize));
        let of_family = own.filter(|passage| passage.family == family);
        let declares = |other: u32| {
            let credits = self.body(other).map_or(&[][..], |body| &body.party.credits);
            credits
                .iter()
                .any(|credit| credit.name == name && credit.is_declaration())
        };
        // One that is from there as well tells most, then the one that has most of the words: the first holder may have half of them.
        let shared = of_family.filter_map(|passage| {
            let (own, other) = match (passage.a.article == rank, passage.b.article == rank) {
                (true, false) => (&passage.a, &passage.b),
                (false, true) => (&passage.b, &passage.a),
                _ => return None,
            };
            let kept = passage.identity * own.span.len().max(other.span.len()) as f32;
            let other = other.article;
            (passage.identity >= MOSTLY_THE_SAME).then(|| (declares(other), kept as u32, Reverse(other)))
        });
        shared.max().map(|(.., Reverse(article))| article)
    }
}

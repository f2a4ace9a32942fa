//! Quotes that stand in several articles: stars around the first quote, found through denser seeds than bodies have.

use std::collections::HashMap;

use crate::config::MatchParameters;
use crate::document::{Anchor, Stretch};

/// A quote that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteForm {
    /// Rank of its article.
    pub article: u32,
    /// Its index among the quotes of its record.
    pub index: u32,
    /// Its matching form.
    pub form: Box<[u8]>,
}

/// A quote that stands in the family of an earlier one. Numbers are indices of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteMatch {
    /// The later quote.
    pub later: u32,
    /// The first quote of the family.
    pub first: u32,
    /// How they are aligned (`x` is the later quote).
    pub stretch: Stretch,
}

/// First holders of a seed that a quote is compared with.
const HOLDERS: usize = 8;

/// Finds the families of quotes. `quotes` must be sorted by article and place. `seeds` gives the windows of a form,
/// `align` the stretches of two forms along anchors.
pub fn quote_families(
    quotes: &[QuoteForm],
    seeds: impl Fn(&[u8], &mut Vec<(u64, u32)>),
    mut align: impl FnMut(&[u8], &[u8], &[Anchor]) -> Vec<Stretch>,
    parameters: &MatchParameters,
) -> Vec<QuoteMatch> {
    let mut holders: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let mut matches = Vec::new();
    let mut windows = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        windows.clear();
        seeds(&quote.form, &mut windows);
        let mut meetings: Vec<(u32, Anchor)> = windows
            .iter()
            .flat_map(|(hash, x)| {
                holders
                    .get(hash)
                    .into_iter()
                    .flatten()
                    .map(move |(holder, y)| (*holder, Anchor { x: *x, y: *y }))
            })
            .collect();
        meetings.sort_unstable();
        let joined = meetings.chunk_by(|a, b| a.0 == b.0).find_map(|of_holder| {
            let holder = of_holder.first()?.0;
            let first = quotes.get(holder as usize)?;
            let anchors: Vec<Anchor> = of_holder.iter().map(|(_, anchor)| *anchor).collect();
            let longer = quote.form.len().max(first.form.len()) as f64;
            let stretch = align(&quote.form, &first.form, &anchors)
                .into_iter()
                .max_by_key(|stretch| stretch.matched)?;
            let enough = stretch.matched >= parameters.quote_bytes
                && f64::from(stretch.matched) >= parameters.quote_share * longer;
            enough.then_some(QuoteMatch {
                later: number as u32,
                first: holder,
                stretch,
            })
        });
        match joined {
            Some(found) => matches.push(found),
            None => {
                for &(hash, position) in &windows {
                    let of_seed = holders.entry(hash).or_default();
                    if of_seed.len() < HOLDERS {
                        of_seed.push((number as u32, position));
                    }
                }
            }
        }
    }
    matches
}

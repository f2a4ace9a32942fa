//! Matching forms -> clusters, families, quote families; keeps the alignments that lineage asks for.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Parameters;
use super::identity::Ranked;
use super::intake::Body;
use crate::align::{Scratch, align};
use crate::document::{Cluster, FormSpan, PassageKind, Stretch};
use crate::events::{Progress, Step};
use crate::fingerprint::{Seed, append_seeds, hamming_distance};
use crate::matching::{
    self, FormFamily, FormPassage, PairShape, QuoteForm, QuoteMatch, Seen, Selected, pair_shape,
    quote_families, select,
};

/// Bytes of a matching form from which two equal bodies are copies: 12 Han characters. Shorter ones (图集, 快讯) are
/// equal by chance.
const LEAST_EQUAL: usize = 36;

/// An aligned pair, kept with the later article.
#[derive(Clone, Debug)]
pub struct AlignedPair {
    pub earlier: u32,
    pub stretches: Vec<Stretch>,
    shape: PairShape,
    rarest: u32,
    frame: bool,
}

/// What was found. Articles are ranks.
#[derive(Debug, Default)]
pub struct Reuse {
    pub clusters: Vec<Cluster>,
    /// The centre of each article's cluster; itself where it is in none.
    pub centre_of: Vec<u32>,
    pub families: Vec<FormFamily>,
    pub passages: Vec<FormPassage>,
    pub quotes: Vec<QuoteForm>,
    pub quote_matches: Vec<QuoteMatch>,
    /// For each article the first one with the same form.
    pub equal_to: Vec<u32>,
    /// Articles by the first one with their form, where there are several; by rank.
    pub equals: HashMap<u32, Vec<u32>>,
    aligned: HashMap<u32, Vec<AlignedPair>>,
}

impl Reuse {
    /// The families of quotes in the order that numbers them after the body families: the number of the first quote,
    /// and the indices of the matches with it.
    pub fn quote_families(&self) -> Vec<(u32, Vec<usize>)> {
        let mut families: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, found) in self.quote_matches.iter().enumerate() {
            families.entry(found.first).or_default().push(index);
        }
        families.into_iter().collect()
    }

    /// The earlier articles that `article` was aligned with; of equal articles only the first was.
    pub fn pairs(&self, article: u32) -> &[AlignedPair] {
        self.aligned.get(&article).map_or(&[], Vec::as_slice)
    }
}

/// Finds everything that articles share. `bodies` and `articles` are by rank.
pub fn find(bodies: &[Body], articles: &[Ranked], parameters: &Parameters, progress: &dyn Progress) -> Reuse {
    let equal_to = first_equals(bodies, articles);
    let forms: Vec<&[u8]> = bodies
        .iter()
        .enumerate()
        .map(|(rank, body)| {
            if equal_to.get(rank) == Some(&(rank as u32)) {
                body.form.as_slice()
            } else {
                &[]
            }
        })
        .collect();

    progress.begin(Step::Match, None);
    let spread = parameters.fingerprint.body_spread;
    let candidates = matching::candidates(
        &forms,
        |form, into| seeds(form, spread, into),
        &parameters.fingerprint,
        &parameters.matching,
    );
    let candidates = candidates.articles();

    progress.begin(Step::Align, Some(candidates.len() as u64));
    let simhash = |rank: u32| articles.get(rank as usize).map_or(0, |article| article.simhash);
    let alike = |a: u32, b: u32| hamming_distance(simhash(a), simhash(b)) <= parameters.align.alike_distance;
    let mut aligned: Vec<(u32, Vec<AlignedPair>)> = candidates
        .into_par_iter()
        .map_init(Scratch::default, |scratch, (later, pairs)| {
            progress.advance(Step::Align, 1);
            let form = |rank: u32| forms.get(rank as usize).copied().unwrap_or(&[]);
            let x = form(later);
            let aligned = pairs.into_iter().filter_map(|pair| {
                let y = form(pair.earlier);
                let stretches = align(
                    x,
                    y,
                    &pair.anchors,
                    alike(later, pair.earlier),
                    &parameters.align,
                    scratch,
                );
                let shape = pair_shape(x, y, &stretches);
                let found = AlignedPair {
                    earlier: pair.earlier,
                    stretches,
                    shape,
                    rarest: pair.rarest,
                    frame: false,
                };
                (!found.stretches.is_empty()).then_some(found)
            });
            (later, aligned.collect::<Vec<_>>())
        })
        .filter(|(_, pairs)| !pairs.is_empty())
        .collect();
    aligned.sort_by_key(|(later, _)| *later);
    mark_frames(&mut aligned);

    let flat = aligned.iter().flat_map(|(later, pairs)| {
        pairs
            .iter()
            .filter(|pair| !pair.frame)
            .map(|pair| (*later, pair.earlier, &pair.shape))
    });
    let stars = matching::stars(&equal_to, flat, &parameters.matching);
    let equals = equal_groups(&equal_to);
    let mut selected: Vec<Selected> = aligned
        .par_iter()
        .flat_map_iter(|(later, pairs)| {
            let centre = stars
                .centre_of
                .get(*later as usize)
                .copied()
                .filter(|centre| centre != later);
            let seen: Vec<Seen<'_>> = pairs.iter().map(AlignedPair::seen).collect();
            select(
                *later,
                forms.get(*later as usize).copied().unwrap_or(&[]),
                centre,
                &seen,
                &parameters.matching,
            )
        })
        .collect();
    selected.extend(passages_of_equals(&equals, &selected, &stars.centre_of, &forms));
    let grouped = matching::group(selected);

    let (quotes, quote_matches) = match_quotes(bodies, parameters);
    Reuse {
        clusters: stars.clusters,
        centre_of: stars.centre_of,
        families: grouped.families,
        passages: grouped.passages,
        quotes,
        quote_matches,
        equal_to,
        equals,
        aligned: aligned.into_iter().collect(),
    }
}

impl AlignedPair {
    fn seen(&self) -> Seen<'_> {
        Seen {
            earlier: self.earlier,
            stretches: &self.stretches,
            shape: &self.shape,
            rarest: self.rarest,
            frame: self.frame,
        }
    }
}

fn seeds(form: &[u8], spread: usize, into: &mut Vec<(u64, u32)>) {
    let mut found: Vec<Seed> = Vec::new();
    append_seeds(form, spread, &mut found);
    into.extend(found.into_iter().map(|seed| (seed.hash, seed.position)));
}

/// For each article the first one (by rank) with the same form.
fn first_equals(bodies: &[Body], articles: &[Ranked]) -> Vec<u32> {
    let mut first: HashMap<u128, u32> = HashMap::with_capacity(articles.len());
    let ranks = articles.iter().zip(bodies).enumerate();
    ranks
        .map(|(rank, (article, body))| {
            let rank = rank as u32;
            if body.form.len() < LEAST_EQUAL {
                rank
            } else {
                *first.entry(article.exact_hash).or_insert(rank)
            }
        })
        .collect()
}

fn equal_groups(equal_to: &[u32]) -> HashMap<u32, Vec<u32>> {
    let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
    for (rank, &first) in equal_to.iter().enumerate() {
        if first != rank as u32 {
            groups
                .entry(first)
                .or_insert_with(|| vec![first])
                .push(rank as u32);
        }
    }
    groups
}

fn mark_frames(aligned: &mut [(u32, Vec<AlignedPair>)]) {
    let flat = aligned
        .iter()
        .flat_map(|(later, pairs)| pairs.iter().map(|pair| (*later, pair.earlier, &pair.shape)));
    let frames = matching::frame_articles(flat);
    for (pair, frame) in aligned.iter_mut().flat_map(|(_, pairs)| pairs).zip(frames) {
        pair.frame = frame;
    }
}

/// Articles that equal an earlier one carry what that one carries; if it is a centre, they carry it whole.
fn passages_of_equals(
    equals: &HashMap<u32, Vec<u32>>,
    selected: &[Selected],
    centre_of: &[u32],
    forms: &[&[u8]],
) -> Vec<Selected> {
    let mut of_first: HashMap<u32, Vec<&Selected>> = HashMap::new();
    for passage in selected
        .iter()
        .filter(|passage| passage.kind == PassageKind::Body)
    {
        if equals.contains_key(&passage.x) {
            of_first.entry(passage.x).or_default().push(passage);
        }
    }
    let mut found = Vec::new();
    for (&first, group) in equals {
        let is_centre = centre_of.get(first as usize) == Some(&first);
        for &article in group.iter().skip(1) {
            if is_centre {
                let length = forms.get(first as usize).map_or(0, |form| form.len() as u32);
                found.push(Selected {
                    x: article,
                    y: first,
                    kind: PassageKind::Body,
                    stretch: whole(length),
                });
            } else {
                let carried = of_first.get(&first).into_iter().flatten();
                found.extend(carried.map(|&passage| Selected {
                    x: article,
                    ..passage.clone()
                }));
            }
        }
    }
    found
}

/// A form aligned with itself.
pub fn whole(length: u32) -> Stretch {
    let span = FormSpan {
        start: 0,
        end: length,
    };
    Stretch {
        x: span,
        y: span,
        matched: length,
        longest: length,
        gaps: Vec::new(),
    }
}

fn match_quotes(bodies: &[Body], parameters: &Parameters) -> (Vec<QuoteForm>, Vec<QuoteMatch>) {
    let quotes: Vec<QuoteForm> = bodies
        .iter()
        .enumerate()
        .flat_map(|(rank, body)| {
            body.quotes.iter().map(move |(index, form)| QuoteForm {
                article: rank as u32,
                index: *index,
                form: form.clone(),
            })
        })
        .collect();
    let mut scratch = Scratch::default();
    // A quote is promised from 12 characters on, less than a passage needs.
    let mut within = parameters.align;
    within.min_matched = parameters.matching.quote_bytes;
    within.min_longest = parameters.matching.quote_bytes.min(within.min_longest);
    let spread = parameters.fingerprint.quote_spread;
    let matches = quote_families(
        &quotes,
        |form, into| seeds(form, spread, into),
        |x, y, anchors| align(x, y, anchors, true, &within, &mut scratch),
        &parameters.matching,
    );
    (quotes, matches)
}

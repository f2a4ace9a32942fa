//! Matching forms -> clusters, families, quote families; keeps the alignments that lineage asks for.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Parameters;
use super::answers::Answers;
use super::body::Body;
use super::forms::Forms;
use super::held::{HeldArticles, Renumbering, marks};
use super::identity::Ranked;
use super::pairs::{Compared, KeptPairs, Pairs};
use crate::align::align;
use crate::document::{Cluster, FormSpan, PassageKind, Posting, Stretch};
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::fingerprint::{Seed, append_seeds, hamming_distance};
use crate::matching::{
    self, Amended, Among, Before, FormFamily, FormPassage, QuoteForm, QuoteMatch, SeedKeeper, Selected,
    Stars, centres_to_try, quote_families, select, stars,
};
use crate::scratch::{Piece, Scratch};

/// Bytes of a matching form from which two equal bodies are copies: 12 Han characters. Shorter ones (图集, 快讯) are
/// equal by chance.
const LEAST_EQUAL: u32 = 36;

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
    /// What was aligned; of equal articles only the first was.
    pub pairs: Pairs,
    /// The same for the next scan.
    pub kept_pairs: Vec<Piece>,
    /// The marks of the articles, see [`marks`].
    pub marks: Vec<u128>,
}

impl Reuse {
    /// The first article with the form of this one.
    pub fn first_equal(&self, rank: u32) -> u32 {
        self.equal_to.get(rank as usize).copied().unwrap_or(rank)
    }

    /// The passages of a body family, by carrier and place.
    pub fn passages_of(&self, family: u32) -> &[FormPassage] {
        let at = |family: u32| self.passages.partition_point(|member| member.family < family);
        self.passages.get(at(family)..at(family + 1)).unwrap_or_default()
    }

    /// The families of quotes in the order that numbers them after the body families: the number of the first quote,
    /// and the indices of the matches with it.
    pub fn quote_families(&self) -> Vec<(u32, Vec<usize>)> {
        let mut families: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, found) in self.quote_matches.iter().enumerate() {
            families.entry(found.first).or_default().push(index);
        }
        families.into_iter().collect()
    }
}

/// What finding works with, beside the articles.
pub struct Means<'a> {
    /// Answers of the last scan.
    pub answers: &'a Answers<'a>,
    /// Its articles with their seeds and pairs.
    pub held: &'a HeldArticles,
    /// Where what does not fit in memory goes.
    pub scratch: &'a Scratch,
    /// Who is told how far it is.
    pub progress: &'a dyn Progress,
}

/// Finds everything that articles share. `bodies` and `articles` are by rank. All seeds go to `keeper` as well.
///
/// # Errors
/// When what does not fit in memory cannot be written or read.
pub fn find(
    bodies: &[Body],
    articles: &[Ranked],
    forms: &Forms<'_>,
    parameters: &Parameters,
    keeper: &impl SeedKeeper,
    means: &Means<'_>,
) -> Result<Reuse> {
    let &Means {
        answers,
        held,
        scratch,
        progress,
    } = means;
    let equal_to = first_equals(bodies, articles);
    // Of equal articles only the first takes part.
    let form = |rank: u32| match bodies.get(rank as usize) {
        Some(body) if equal_to.get(rank as usize) == Some(&rank) => forms.get(body.form),
        _ => Default::default(),
    };

    progress.begin(Step::Match, None);
    let marks = marks(bodies, &equal_to);
    let renumbering = Renumbering::of(held, &marks);
    let spread = parameters.fingerprint.body_spread;
    let bytes = bodies.iter().map(|body| body.form.len as usize).sum();
    let among = Among {
        articles: bodies.len(),
        expected: parameters.fingerprint.expected_seeds(bytes),
        form,
        append_seeds: |form: &[u8], into: &mut Vec<(u64, u32)>| seeds(form, spread, into),
        keeper,
    };
    let amended = match &held.postings {
        Some(postings) if renumbering.is_mostly_the_same() => {
            let before = Before {
                bits: postings.bits(),
                part: |part: usize, into: &mut Vec<Posting>| postings.part(part, into),
                rank_of: &renumbering.rank_of,
            };
            matching::amend(&among, &renumbering.new, &before, &parameters.matching, scratch)?
        }
        _ => None,
    };
    let (candidates, renewed) = match amended {
        Some(Amended { candidates, renewed }) => (candidates, Some(renewed)),
        None => (matching::candidates(&among, &parameters.matching, scratch)?, None),
    };

    progress.begin(Step::Align, None);
    let simhash = |rank: u32| articles.get(rank as usize).map_or(0, |article| article.simhash);
    let alike = |a: u32, b: u32| hamming_distance(simhash(a), simhash(b)) <= parameters.align.alike_distance;
    let kept = KeptPairs::new(held, &renumbering, scratch);
    let compared = Compared {
        form: among.form,
        hash: |rank: u32| {
            articles
                .get(rank as usize)
                .map_or(0, |article| article.exact_hash)
        },
        answers,
        kept: &kept,
        marks: &marks,
    };
    let is_renewed = |article: u32| {
        let renewed = renewed.as_ref();
        renewed.is_none_or(|renewed| renewed.get(article as usize) == Some(&true))
    };
    let mut pairs = Pairs::align(
        &candidates,
        is_renewed,
        &compared,
        alike,
        (&parameters.align, &parameters.matching),
        progress,
    )?;
    drop(candidates);
    let stars = clusters(&mut pairs, &equal_to, &compared, parameters);

    let equals = equal_groups(&equal_to);
    let mut selected: Vec<Selected> = pairs.select(|later, seen| {
        let centre = stars.centre_of.get(later as usize).copied();
        let centre = centre.filter(|&centre| centre != later);
        select(later, centre, seen, &parameters.matching)
    });
    selected.extend(passages_of_equals(&equals, &selected, &stars.centre_of, bodies));
    let grouped = matching::group(selected);

    let (quotes, quote_matches) = match_quotes(bodies, parameters);
    Ok(Reuse {
        clusters: stars.clusters,
        centre_of: stars.centre_of,
        families: grouped.families,
        passages: grouped.passages,
        quotes,
        quote_matches,
        equal_to,
        equals,
        pairs,
        kept_pairs: kept.into_chunks(),
        marks,
    })
}

/// Makes the clusters; articles are held against centres that seeds did not propose, until nothing changes.
fn clusters<B: AsRef<[u8]>>(
    pairs: &mut Pairs,
    equal_to: &[u32],
    compared: &Compared<'_, impl Fn(u32) -> B + Sync, impl Fn(u32) -> u128 + Sync>,
    parameters: &Parameters,
) -> Stars {
    let mut tried: HashSet<(u32, u32)> = HashSet::new();
    let mut found = stars(equal_to, pairs.shapes(), &parameters.matching);
    for _ in 0..parameters.matching.rounds {
        let wanted: Vec<(u32, u32)> = centres_to_try(&found.centre_of, pairs.shapes(), &parameters.matching)
            .into_iter()
            .filter(|&pair| tried.insert(pair))
            .collect();
        if wanted.is_empty() {
            break;
        }
        pairs.look_closer(&wanted, compared, &parameters.align, &parameters.matching);
        found = stars(equal_to, pairs.shapes(), &parameters.matching);
    }
    found
}

fn seeds(form: &[u8], spread: usize, into: &mut Vec<(u64, u32)>) {
    let mut found: Vec<Seed> = Vec::new();
    append_seeds(form, spread, &mut found);
    into.extend(found.into_iter().map(|seed| (seed.hash, seed.position)));
}

/// Appends the hashes of the seeds of a form.
pub fn seed_hashes(form: &[u8], spread: usize, into: &mut Vec<u64>) {
    let mut found: Vec<Seed> = Vec::new();
    append_seeds(form, spread, &mut found);
    into.extend(found.into_iter().map(|seed| seed.hash));
}

/// For each article the first one (by rank) with the same form.
fn first_equals(bodies: &[Body], articles: &[Ranked]) -> Vec<u32> {
    let mut first: HashMap<u128, u32> = HashMap::with_capacity(articles.len());
    let ranks = articles.iter().zip(bodies).enumerate();
    ranks
        .map(|(rank, (article, body))| {
            let rank = rank as u32;
            if body.form.len < LEAST_EQUAL {
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

/// Articles that equal an earlier one carry what that one carries; if it is a centre, they carry it whole.
fn passages_of_equals(
    equals: &HashMap<u32, Vec<u32>>,
    selected: &[Selected],
    centre_of: &[u32],
    bodies: &[Body],
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
                let length = bodies.get(first as usize).map_or(0, |body| body.form.len);
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
    let mut scratch = crate::align::Scratch::default();
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

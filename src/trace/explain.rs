//! Why two articles are linked, or why they are not.
//!
//! What the ledger knows of the two comes from there. Both texts are aligned again on the spot, with the functions and
//! thresholds of a scan, so that what was *not* kept can be named as well.

use std::collections::HashSet;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::compare::{aligned, body, meetings};
use super::held::{Piece, edits_between};
use super::page::stored;
use super::queries::place;
use crate::config::{AlignParameters, LineageParameters, MatchParameters};
use crate::document::{CharIndex, FormSpan, Span, Stretch};
use crate::error::Result;
use crate::ledger::{
    ArticleView, Carrier, ClaimView, ClusterView, EditView, LinkView, PassageView, PlaceView, Store,
    StoredPage,
};
use crate::matching::{PairShape, Seen, frame_articles, is_near_copy, pair_shape, select, set_phrases};
use crate::pipeline::origins::Origin;

/// What is known of two articles together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The article that was named first.
    pub a: Side,
    /// The article that was named second.
    pub b: Side,
    /// In one sentence.
    pub verdict: String,
    /// What decided, in the order in which a scan asks.
    pub reasons: Vec<String>,
    /// The measures of the two texts beside what a scan asks for.
    pub checks: Vec<Check>,
    /// True when both are in one cluster of copies.
    pub same_cluster: bool,
    /// Links between the two.
    pub links: Vec<LinkView>,
    /// Families that both belong to, with the way to each.
    pub families: Vec<CommonFamily>,
    /// Passages of the two that the ledger keeps.
    pub passages: Vec<PassageView>,
    /// What they share, as it is aligned here; by place in `a`.
    pub shared: Vec<SharedText>,
    /// Lines that both have and that count as their hosts' own.
    pub boilerplate: Vec<String>,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The article.
    pub article: ArticleView,
    /// Its cluster of copies.
    pub cluster: Option<ClusterView>,
    /// What it says about the publisher of the other.
    pub names_the_other: Vec<ClaimView>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// What is measured, and for what.
    pub what: &'static str,
    /// In these two articles.
    pub value: f64,
    /// What a scan asks for at least.
    pub least: f64,
    /// The unit: characters count 3 bytes each, as Han characters have.
    pub unit: &'static str,
    /// Whether that is met.
    pub met: bool,
}

/// A family of both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommonFamily {
    /// Its id.
    pub family_id: String,
    /// The word of its kind.
    pub kind: String,
    /// Articles that carry it.
    pub carriers: u64,
    /// Characters of the first holder's span.
    pub characters: u64,
    /// The way to `a`, root first.
    pub way_to_a: Vec<Carrier>,
    /// The way to `b`, root first.
    pub way_to_b: Vec<Carrier>,
}

/// A stretch of both texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedText {
    /// What a scan would take it for; `None` when earlier passages explain it or it is too short.
    pub kind: Option<&'static str>,
    /// Where in `a`.
    pub a: PlaceView,
    /// Where in `b`.
    pub b: PlaceView,
    /// Share of the longer side that is equal.
    pub identity: f64,
    /// The words of `a`, cut where the two differ; the pieces of `b` are as many.
    pub a_pieces: Vec<Piece>,
    /// The words of `b`.
    pub b_pieces: Vec<Piece>,
    /// What differs: `a_text` are the words of `a`.
    pub edits: Vec<EditView>,
}

/// Explains two articles of the store.
///
/// # Errors
/// [`crate::error::Error::Usage`] for an id that the store does not have; otherwise when the store cannot be read.
pub fn explain(store: &Store, a: &str, b: &str) -> Result<Explanation> {
    let (a, b) = (store.page(stored(store, a)?)?, store.page(stored(store, b)?)?);
    let (one, other) = (a.article.number, b.article.number);
    let compared = Compared::new(store, &a, &b)?;
    let links = store.links_between(one, other)?;
    let passages = store.passages_between(one, other)?;
    let families = common_families(store, one, other)?;
    let (of_a, of_b) = (side(store, &a, &b)?, side(store, &b, &a)?);
    let cluster = |side: &Side| side.cluster.as_ref().map(|cluster| cluster.cluster_id.clone());
    let same_cluster = cluster(&of_a).is_some() && cluster(&of_a) == cluster(&of_b);
    let boilerplate = common_boilerplate(&a, &b);
    let mut explanation = Explanation {
        verdict: String::new(),
        reasons: Vec::new(),
        checks: compared.checks(),
        same_cluster,
        links,
        families,
        passages,
        shared: compared.shared(&a, &b),
        boilerplate,
        a: of_a,
        b: of_b,
    };
    if one == other {
        explanation.verdict = "both are the same article".to_owned();
        return Ok(explanation);
    }
    explanation.verdict = verdict(&explanation);
    let explained = explained(store, &explanation)?;
    explanation.reasons = compared.reasons(&explanation, explained);
    Ok(explanation)
}

fn side(store: &Store, own: &StoredPage, other: &StoredPage) -> Result<Side> {
    let names = match &other.article.publisher {
        Some(publisher) if own.article.publisher.as_ref() != Some(publisher) => {
            store.claims_naming(own.article.number, publisher)?
        }
        _ => Vec::new(),
    };
    Ok(Side {
        article: own.article.clone(),
        cluster: store.cluster_of(own.article.number)?,
        names_the_other: names,
    })
}

fn common_families(store: &Store, a: u32, b: u32) -> Result<Vec<CommonFamily>> {
    let numbers = |article| -> Result<Vec<u32>> {
        let mut numbers: Vec<u32> = store
            .families_of(article)?
            .into_iter()
            .map(|(family, _)| family)
            .collect();
        numbers.dedup();
        Ok(numbers)
    };
    let of_b = numbers(b)?;
    let mut common = Vec::new();
    for family in numbers(a)?
        .into_iter()
        .filter(|family| of_b.binary_search(family).is_ok())
    {
        if let Some(head) = store.family(family)? {
            common.push(CommonFamily {
                family_id: head.family_id,
                kind: head.kind,
                carriers: head.carriers,
                way_to_a: store.way_to(a, family)?,
                way_to_b: store.way_to(b, family)?,
                characters: head.characters,
            });
        }
    }
    // Running text first; a formula says least.
    common.sort_by_key(|family| {
        (
            family.kind != "body",
            std::cmp::Reverse(family.characters),
            family.family_id.clone(),
        )
    });
    Ok(common)
}

/// With whom the text that both share was compared instead: of each article the earlier holders of it.
fn explained(store: &Store, explanation: &Explanation) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let spans = |place: fn(&SharedText) -> PlaceView| -> Vec<Span> {
        let places = explanation.shared.iter().map(place);
        places.map(PlaceView::span).collect()
    };
    let sides = [
        ("a", &explanation.a, spans(|shared| shared.a)),
        ("b", &explanation.b, spans(|shared| shared.b)),
    ];
    for (letter, side, shared) in sides {
        for holder in store.holders_behind(side.article.number)? {
            let own = holder.place.span();
            let bytes: usize = shared.iter().map(|span| span.overlap(own)).sum();
            if 2 * bytes >= own.len() {
                found.push(format!(
                    "{letter} was compared with an earlier holder of what both share: {} ({}), {} characters",
                    holder.name,
                    holder.article_id,
                    holder.place.end_char - holder.place.start_char
                ));
            }
        }
    }
    Ok(found)
}

/// Lines that both pages have and that are boilerplate on either.
fn common_boilerplate(a: &StoredPage, b: &StoredPage) -> Vec<String> {
    let lines = |page: &StoredPage, blocks: &[u32]| -> Vec<String> {
        let all = &page.facts.attributed.segmentation.blocks;
        let spans = blocks.iter().filter_map(|&block| all.get(block as usize));
        spans
            .map(|block| block.span.of(&page.facts.record.text).to_owned())
            .collect()
    };
    let (of_a, of_b) = (lines(a, &a.boilerplate), lines(b, &b.boilerplate));
    let held = |page: &StoredPage, line: &String| page.facts.record.text.contains(line.as_str());
    let mut found: Vec<String> = of_a.into_iter().filter(|line| held(b, line)).collect();
    found.extend(of_b.into_iter().filter(|line| held(a, line)));
    found.sort();
    found.dedup();
    found
}

fn verdict(explanation: &Explanation) -> String {
    let [a, b] = [&explanation.a, &explanation.b].map(|side| side.article.name());
    match explanation.links.first() {
        Some(link) if link.direction == "resolved" => format!(
            "linked: {} carried it from {} ({}, confidence {:.2})",
            link.to_name,
            link.from_name,
            link.relation.replace('_', " "),
            link.confidence
        ),
        Some(link) => format!(
            "linked, and the evidence does not decide who carried it from whom ({}, confidence {:.2})",
            link.relation.replace('_', " "),
            link.confidence
        ),
        None if explanation.same_cluster && explanation.families.is_empty() => {
            format!("not linked: {a} and {b} are copies of one report")
        }
        None if !explanation.families.is_empty() => {
            "not linked with each other: both carry the same passages, and each is linked with the one that it \
             most likely took them from"
                .to_owned()
        }
        None if !explanation.passages.is_empty() => "not linked: what they share makes no link".to_owned(),
        None if explanation.shared.is_empty() => "not linked: they share no passage".to_owned(),
        None => "not linked: what they share stands elsewhere first, or is too little".to_owned(),
    }
}

/// Both texts, aligned.
struct Compared<'a> {
    a: Origin<'a>,
    b: Origin<'a>,
    /// `a` is `x`.
    stretches: Vec<Stretch>,
    kinds: Vec<Option<&'static str>>,
    shape: PairShape,
    /// Articles that hold the rarest seed of both; 0 when they share none.
    rarest: usize,
    frame: bool,
    /// A page names the publisher of the other.
    credited: bool,
}

impl<'a> Compared<'a> {
    fn new(store: &Store, a: &'a StoredPage, b: &'a StoredPage) -> Result<Self> {
        let (of_a, of_b) = (body(a), body(b));
        let matching = MatchParameters::default();
        let (x, y) = (of_a.form(), of_b.form());
        let (anchors, hashes) = meetings(x, y);
        let mut rarest = None;
        for hash in hashes {
            let holders = store.holders(hash)?.len();
            rarest = Some(rarest.map_or(holders, |least: usize| least.min(holders)));
        }
        let stretches = aligned(x, y, &anchors);
        let shape = pair_shape(x, y, &stretches);
        let frame = frame_articles(std::iter::once((1, 0, &shape))).first() == Some(&true);
        let set_phrases = set_phrases(x, &stretches, &matching);
        let seen = Seen {
            earlier: 0,
            stretches: &stretches,
            set_phrases: &set_phrases,
            shape: &shape,
            rarest: rarest.unwrap_or(1) as u32,
            frame,
        };
        let selected = select(1, None, &[seen], &matching);
        let kind = |stretch: &Stretch| {
            let own = selected.iter().find(|passage| passage.stretch == *stretch);
            own.map(|passage| passage.kind.name())
        };
        let kinds = stretches.iter().map(kind).collect();
        let names = |own: &StoredPage, other: &StoredPage| -> Result<bool> {
            Ok(match &other.article.publisher {
                Some(publisher) => !store.claims_naming(own.article.number, publisher)?.is_empty(),
                None => false,
            })
        };
        Ok(Self {
            kinds,
            shape,
            rarest: rarest.unwrap_or(0),
            frame,
            credited: names(a, b)? || names(b, a)?,
            stretches,
            a: of_a,
            b: of_b,
        })
    }

    fn longest(&self) -> u32 {
        self.stretches
            .iter()
            .map(|stretch| stretch.longest)
            .max()
            .unwrap_or(0)
    }

    fn matched(&self) -> u32 {
        self.stretches.iter().map(|stretch| stretch.matched).sum()
    }

    fn checks(&self) -> Vec<Check> {
        let (align, matching) = (AlignParameters::default(), MatchParameters::default());
        let lineage = LineageParameters::default();
        let characters = |what, bytes: u32, least: u32| Check {
            what,
            value: (f64::from(bytes) / 3.0).round(),
            least: f64::from(least) / 3.0,
            unit: "Han characters",
            met: bytes >= least,
        };
        let share = |what, value: f64, least: f64| Check {
            what,
            value: (value * 1e4).round() / 1e4,
            least,
            unit: "share",
            met: value >= least,
        };
        let shape = &self.shape;
        let longest_stretch = self
            .stretches
            .iter()
            .map(|stretch| stretch.matched)
            .max()
            .unwrap_or(0);
        vec![
            characters(
                "longest equal run, for a shared passage",
                self.longest(),
                align.min_longest,
            ),
            characters(
                "equal text of one passage",
                longest_stretch,
                matching.passage_bytes,
            ),
            characters(
                "equal text of all, for a link without credit",
                self.matched(),
                lineage.link_bytes,
            ),
            share(
                "share of a that is aligned, for a copy",
                shape.share_x,
                matching.near_share,
            ),
            share(
                "share of b that is aligned, for a copy",
                shape.share_y,
                matching.near_share,
            ),
            share(
                "share of both together, where one has less",
                shape.share_of_both(),
                matching.padded_share,
            ),
            share(
                "identity of what is aligned, for a copy",
                shape.identity,
                matching.near_identity,
            ),
            share(
                "text that runs on word for word, for a copy",
                shape.running_x.max(shape.running_y),
                matching.near_running,
            ),
        ]
    }

    /// Why the two are not linked with each other, or what the link rests on.
    fn reasons(&self, explanation: &Explanation, explained: Vec<String>) -> Vec<String> {
        let (align, matching) = (AlignParameters::default(), MatchParameters::default());
        let lineage = LineageParameters::default();
        let han = |bytes: u32| bytes / 3;
        let mut reasons = Vec::new();
        if !explanation.links.is_empty() {
            for link in &explanation.links {
                if link.direction != "resolved" {
                    let sum: f64 = link.evidence.iter().map(|item| item.log_odds).sum();
                    reasons.push(format!(
                        "direction unresolved: the evidence sums up to {sum:+.2}, and {:.1} is asked for",
                        lineage.resolved
                    ));
                }
            }
            return reasons;
        }
        if let Some(family) = explanation.families.iter().find(|family| family.kind == "body") {
            reasons.push(format!(
                "family {}: way to a {}; way to b {}",
                family.family_id,
                way(&family.way_to_a),
                way(&family.way_to_b)
            ));
        }
        for line in &explanation.boilerplate {
            let head: String = line.chars().take(30).collect();
            reasons.push(format!(
                "a line that both have is boilerplate of the host: {head}"
            ));
        }
        if self.stretches.is_empty() {
            let run = common_run(self.a.form(), self.b.form());
            reasons.push(format!(
                "the longest run of equal text has {} Han characters; a passage needs a run of {} and {} equal ones",
                han(run),
                han(align.min_longest),
                han(align.min_matched)
            ));
            return reasons;
        }
        if self.rarest == 0 {
            reasons.push(
                "they share no seed: no run of 24 Han characters stands in both, so a scan never compared them".to_owned(),
            );
        }
        if self.frame {
            reasons
                .push("they are two fillings of one frame: most of what differs are its numbers".to_owned());
        }
        if self.kinds.contains(&Some("formula")) {
            reasons.push(format!(
                "short text that many articles hold, or set phrases, makes no link: its rarest seed has {} holders",
                self.rarest
            ));
        }
        if self.matched() < lineage.link_bytes && !self.credited {
            reasons.push(format!(
                "they share {} Han characters and neither credits the other: {} are asked for",
                han(self.matched()),
                han(lineage.link_bytes)
            ));
        }
        if explanation.passages.is_empty() && self.kinds.contains(&Some("body")) {
            if explained.is_empty() && explanation.families.is_empty() {
                reasons.push(
                    "a scan compares each article with the first holders of a seed and those next before it, and \
                     these two were not among them"
                        .to_owned(),
                );
            }
            reasons.extend(explained);
        }
        if !explanation.same_cluster && !is_near_copy(&self.shape, &matching) {
            let missed: Vec<&str> = explanation
                .checks
                .iter()
                .filter(|check| check.unit == "share" && !check.met)
                .map(|check| check.what)
                .collect();
            if !missed.is_empty() {
                reasons.push(format!(
                    "they are no copies of one report; missed: {}",
                    missed.join("; ")
                ));
            }
        }
        reasons
    }

    fn shared(&self, a: &StoredPage, b: &StoredPage) -> Vec<SharedText> {
        let indices = [a, b].map(|page| CharIndex::new(&page.facts.record.text));
        let [index_a, index_b] = &indices;
        let shared = self
            .stretches
            .iter()
            .zip(&self.kinds)
            .filter_map(|(stretch, &kind)| {
                let longer = stretch.x.len().max(stretch.y.len()).max(1);
                let identity = (f64::from(stretch.matched) / f64::from(longer)).min(1.0);
                Some(SharedText {
                    kind,
                    a: place(index_a, self.a.span(stretch.x)?),
                    b: place(index_b, self.b.span(stretch.y)?),
                    identity: (identity * 1e4).round() / 1e4,
                    a_pieces: pieces(&self.a, stretch.x, stretch.gaps.iter().map(|gap| gap.x)),
                    b_pieces: pieces(&self.b, stretch.y, stretch.gaps.iter().map(|gap| gap.y)),
                    edits: edits_between(&self.a, &self.b, stretch),
                })
            });
        shared.collect()
    }
}

/// Bytes of the longest run of equal text of two forms.
fn common_run(x: &[u8], y: &[u8]) -> u32 {
    // A run holds a shorter one at the same place, so its length can be searched for by halves.
    let (mut least, mut most) = (0, x.len().min(y.len()));
    while least < most {
        let length = (least + most).div_ceil(2);
        let windows = |form: &'_ [u8]| -> HashSet<u64> {
            let starts = form
                .windows(length)
                .filter(|window| window.first().is_some_and(|byte| byte & 0xC0 != 0x80));
            starts.map(xxh3_64).collect()
        };
        if windows(x).is_disjoint(&windows(y)) {
            most = length - 1;
        } else {
            least = length;
        }
    }
    least as u32
}

/// The words of one side of a stretch, cut at the differences.
fn pieces(origin: &Origin<'_>, whole: FormSpan, gaps: impl Iterator<Item = FormSpan>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = whole.start;
    // Marks belong to the words before them: the text between two places of the form is not lost.
    let mut reached = origin.span(whole).map_or(0, |span| span.start);
    let end_of_all = origin.span(whole).map_or(0, |span| span.end);
    let mut push = |end: u32, differs: bool| {
        let span = Span {
            start: reached,
            end: end.max(reached),
        };
        reached = span.end;
        pieces.push(Piece {
            text: origin.words(span).text,
            differs,
        });
    };
    for gap in gaps {
        let start = FormSpan {
            start: from,
            end: gap.start,
        };
        push(origin.span(start).map_or(0, |span| span.end), false);
        push(origin.span(gap).map_or(0, |span| span.end), true);
        from = gap.end;
    }
    push(end_of_all, false);
    pieces
}

/// A way in words.
fn way(carriers: &[Carrier]) -> String {
    let names: Vec<String> = carriers
        .iter()
        .map(|carrier| match &carrier.article_id {
            Some(id) => format!("{} ({id})", carrier.name),
            None => format!("{} (not held)", carrier.name),
        })
        .collect();
    names.join(" → ")
}

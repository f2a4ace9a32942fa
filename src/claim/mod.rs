//! segmentation -> claims with scopes, resolved against the outlet table; speakers; the chain behind each sentence.
//!
//! What a page says about its sources stands in labelled lines (`lines`, `credits`, `declared`) and in the text (`cues`,
//! `according`, `speech`, `english`). A mention in the text is completed by `anaphora` (who is 他?) and `scopes` (what does it govern?);
//! `sentences` then reads off the chain behind each sentence. Everything depends on the record alone.

mod according;
mod accounts;
mod acting_persons;
mod anaphora;
mod back;
mod behind_kinds;
mod beside;
mod bodies;
mod body;
mod carry;
mod context;
mod credits;
mod cues;
mod declared;
mod earlier_clauses;
mod edges;
mod english;
mod english_cited;
mod english_described;
mod english_names;
mod english_persons;
mod finder;
mod firms;
mod frames;
mod goes_on;
mod handed_over;
mod head_lines;
mod heads;
mod hearsay;
mod interviewers;
mod joint;
mod judged;
mod leads;
mod learned;
mod line_names;
mod lines;
mod listeners;
mod mention;
mod name_edges;
mod name_ends;
mod names;
mod no_speech;
mod notices;
mod openings;
mod outlets;
mod outside_names;
mod own_reporters;
mod partial;
mod people;
mod persons;
mod pronouns;
mod quoted;
mod reach;
mod reading;
mod relays;
mod remarked;
mod scopes;
mod sentences;
mod shapes;
mod speakers;
mod speech;
mod staff;
mod still_speaking;
mod subjects;
mod tidy;
mod titles;
mod turns;
mod venue;
mod words;

#[cfg(test)]
mod house_tests;
#[cfg(test)]
mod line_tests;
#[cfg(test)]
mod quote_tests;
#[cfg(test)]
mod reach_tests;
#[cfg(test)]
mod speaker_tests;
#[cfg(test)]
mod speaking_tests;
#[cfg(test)]
mod subject_tests;
#[cfg(test)]
mod tests;

pub use outlets::{OutletTable, Resolved};

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::document::{Attributed, Claim, Record, Segmentation};

use body::Body;
use context::Context;
use cues::mentions_of;
use learned::{Known, Unnamed};
use lines::Lines;
use mention::{Mention, Reach};

/// Finds all claims of a record, and fills in what follows from them: publisher and declared source of each article,
/// speaker, cue and final kind of each quote, the chain behind each sentence.
pub fn attribute(record: &Record, segmentation: Segmentation, outlets: &OutletTable) -> Attributed {
    let mut segmentation = segmentation;
    let body = Body::new(&record.text, &segmentation);
    let lines = Lines {
        record,
        body: &body,
        outlets,
    };
    let mut claims = lines.claims(&segmentation);
    let publisher = lines.publisher(&claims);
    let mut of_articles: HashMap<u32, Vec<&Claim>> = HashMap::new();
    for claim in &claims {
        of_articles.entry(claim.article).or_default().push(claim);
    }
    // 本报 is the paper that printed it first: the declared source, else the page's publisher.
    let mut printed_first: HashMap<u32, Option<String>> = HashMap::new();
    for article in &mut segmentation.articles {
        let own = of_articles.get(&article.ordinal).map_or(&[][..], Vec::as_slice);
        article.publisher.clone_from(&publisher);
        article.declared_source = lines.declared(own, article.ordinal);
        let first = article.declared_source.clone().or_else(|| publisher.clone());
        printed_first.insert(article.ordinal, first);
    }
    for claim in claims
        .iter_mut()
        .filter(|claim| matches!(claim.rule.as_str(), "own-dateline" | "own-byline"))
    {
        if let Some(first) = printed_first.get(&claim.article) {
            claim.source.clone_from(first);
        }
    }
    let mut mentions = mentions(&body, outlets);
    speakers::fill(&body, &mut segmentation, &mut mentions, outlets);
    let sentences = sentences::chains(&body, &segmentation.articles, &claims, &mentions);
    claims.extend(mentions.iter().flat_map(Mention::claims));
    claims.sort_by_key(|claim| {
        (
            claim.article,
            claim.span.map(|span| (span.start, span.end)),
            claim.kind,
        )
    });
    Attributed {
        segmentation,
        claims,
        sentences,
    }
}

/// What each article has made known, of those that have something to read again.
fn known_names(body: &Body<'_>, of_paragraphs: &[Vec<Mention>], unnamed: &[Unnamed]) -> Vec<(u32, Known)> {
    let articles: BTreeSet<u32> = body
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.article)
        .collect();
    let known = articles.into_iter().map(|article| {
        let own = body.of_article(article);
        let is_own = |index: usize| own.binary_search(&index).is_ok();
        let mentions: Vec<&Mention> = own
            .iter()
            .filter_map(|&index| of_paragraphs.get(index))
            .flatten()
            .collect();
        let clauses: Vec<Unnamed> = unnamed
            .iter()
            .filter(|clause| is_own(clause.paragraph))
            .copied()
            .collect();
        (article, Known::of(body, own, &mentions, &clauses))
    });
    known.filter(|(_, known)| !known.is_empty()).collect()
}

/// The in-text claims of all bodies, in order of the text.
fn mentions(body: &Body<'_>, outlets: &OutletTable) -> Vec<Mention> {
    let mut unnamed = Vec::new();
    let read = |index: usize, known: &Known, unnamed: &mut Vec<Unnamed>| {
        let Some(&paragraph) = body.paragraphs.get(index) else {
            return Vec::new();
        };
        let context = Context {
            body,
            index,
            paragraph,
            outlets,
            known,
            asked: RefCell::default(),
        };
        mentions_of(&context, unnamed)
    };
    let nobody = Known::default();
    let mut of_paragraphs: Vec<Vec<Mention>> = (0..body.paragraphs.len())
        .map(|index| read(index, &nobody, &mut unnamed))
        .collect();
    // What the article has made known by its end names the subjects that were nobody at first reading.
    for (article, known) in known_names(body, &of_paragraphs, &unnamed) {
        for &index in body.of_article(article) {
            let again =
                known.labels_paragraph(body, index) || unnamed.iter().any(|clause| clause.paragraph == index);
            if let Some(mentions) = of_paragraphs.get_mut(index).filter(|_| again) {
                *mentions = read(index, &known, &mut Vec::new());
            }
        }
    }
    let mut mentions: Vec<Mention> = of_paragraphs.into_iter().flatten().collect();
    english_persons::complete(body, &mut mentions);
    anaphora::resolve(body, &mut mentions, outlets);
    scopes::close(body, &mut mentions, outlets);
    mentions.retain(|mention| !(mention.reach == Reach::Occasion && mention.scope.is_empty()));
    mentions
}

//! Where an article holds a text that is asked for: the places, what differs, and the chain of sources behind them.

use serde::Serialize;

use super::queries::{Query, place};
use crate::align::{Scratch, align, framed_gaps};
use crate::config::{AlignParameters, MatchParameters};
use crate::document::{CharIndex, FormSpan, Span, Stretch};
use crate::ledger::{EditView, PlaceView, StoredPage};
use crate::pipeline::edits;
use crate::pipeline::origins::Origin;

/// A place where an article holds the text or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Where in the article's record.
    pub place: PlaceView,
    /// The words there.
    pub text: String,
    /// Which part of the text that was asked for.
    pub of_text: PlaceView,
    /// Share of the longer side that is equal, 0 to 1.
    pub identity: f64,
    /// True inside a quote of the article.
    pub quoted: bool,
    /// The sources behind it: names, the page's publisher first, the innermost last. Several where it runs over
    /// sentences with different chains.
    pub chains: Vec<Vec<String>>,
    /// What differs: `a_text` are the article's words, `b_text` those that were asked for.
    pub edits: Vec<EditView>,
    /// Equal bytes of the matching forms.
    #[serde(skip)]
    pub matched: u32,
}

/// A piece of one side of an alignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words as written.
    pub text: String,
    /// True where the other side has other words here, or none.
    pub differs: bool,
}

/// Where the article holds the text; by place.
pub(super) fn hits(page: &StoredPage, query: &Query<'_>, scratch: &mut Scratch) -> Vec<Hit> {
    let index = CharIndex::new(&page.facts.record.text);
    let body = Origin::of_body(&page.facts, page.body.iter().copied());
    let found = stretches(&body, query, false, scratch);
    let mut hits: Vec<Hit> = found
        .iter()
        .filter_map(|stretch| hit(page, &body, query, stretch, &index))
        .collect();
    if hits.is_empty() {
        // A quote may stand outside of the body: in a title.
        let quotes = (0..).zip(&page.facts.attributed.segmentation.quotes);
        for (number, _) in quotes.filter(|(_, quote)| quote.article == page.article.ordinal) {
            let quote = Origin::of_quote(&page.facts, number);
            let found = stretches(&quote, query, true, scratch);
            hits.extend(
                found
                    .iter()
                    .filter_map(|stretch| hit(page, &quote, query, stretch, &index)),
            );
        }
    }
    hits
}

/// What both share, as a scan sees it: the article is `x`, the text `y`.
fn stretches(article: &Origin<'_>, query: &Query<'_>, quote: bool, scratch: &mut Scratch) -> Vec<Stretch> {
    let parameters = MatchParameters::default();
    let mut within = AlignParameters::default();
    within.min_matched = parameters.quote_bytes;
    within.min_longest = within.min_longest.min(parameters.quote_bytes);
    let anchors = query.anchors(article.form());
    if anchors.is_empty() {
        return Vec::new();
    }
    let mut found = align(
        article.form(),
        query.origin.form(),
        &anchors,
        false,
        &within,
        scratch,
    );
    found.retain(|stretch| {
        quote
            || stretch.matched >= parameters.passage_bytes
            || in_quote(article, stretch.x, parameters.quote_bytes)
    });
    found
}

/// True when at least `bytes` of the place stand in one quote.
fn in_quote(article: &Origin<'_>, place: FormSpan, bytes: u32) -> bool {
    article
        .quotes()
        .iter()
        .any(|quote| quote.form.overlap(place) >= bytes)
}

fn hit(
    page: &StoredPage,
    article: &Origin<'_>,
    query: &Query<'_>,
    stretch: &Stretch,
    index: &CharIndex<'_>,
) -> Option<Hit> {
    let span = article.span(stretch.x)?;
    let of_text = query.origin.span(stretch.y)?;
    let longer = stretch.x.len().max(stretch.y.len()).max(1);
    let identity = (f64::from(stretch.matched) / f64::from(longer)).min(1.0);
    Some(Hit {
        place: place(index, span),
        text: article.words(span),
        of_text: query.place(of_text),
        identity: (identity * 1e4).round() / 1e4,
        quoted: edits::inside(article.quotes(), stretch.x),
        chains: chains(page, span),
        edits: edits_between(article, &query.origin, stretch),
        matched: stretch.matched,
    })
}

/// The differences of a stretch, typed: `x` is the carrier's side.
pub(super) fn edits_between(x: &Origin<'_>, y: &Origin<'_>, stretch: &Stretch) -> Vec<EditView> {
    let words = |origin: &Origin<'_>, place: FormSpan| {
        origin
            .span(place)
            .map_or_else(String::new, |span| origin.words(span))
    };
    let framed = framed_gaps(x.form(), y.form(), stretch);
    let mut found: Vec<_> = framed
        .iter()
        .flat_map(|place| {
            let quoted = edits::inside(x.quotes(), place.gap.x) && edits::inside(y.quotes(), place.gap.y);
            edits::edits_of(&words(x, place.frame.x), &words(y, place.frame.y), quoted)
        })
        .collect();
    edits::mark_moved(&mut found);
    found
        .into_iter()
        .map(|edit| EditView {
            kind: edit.kind.name().to_owned(),
            a_text: edit.a_text,
            b_text: edit.b_text,
        })
        .collect()
}

/// The chains of the sentences that a place runs over, in order, each once.
fn chains(page: &StoredPage, span: Span) -> Vec<Vec<String>> {
    let mut chains: Vec<Vec<String>> = Vec::new();
    for sentence in &page.facts.attributed.sentences {
        if sentence.article == page.article.ordinal
            && sentence.span.overlap(span) > 0
            && !chains.contains(&sentence.chain)
        {
            chains.push(sentence.chain.clone());
        }
    }
    chains
}

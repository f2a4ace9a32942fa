//! Where an article holds a text that is asked for: the places, what differs, and the chain of sources behind them.

use serde::Serialize;

use super::queries::{LEAST_ANYWHERE, Query, place};
use crate::align::{Scratch, align, framed_gaps};
use crate::config::{AlignParameters, MatchParameters};
use crate::document::{CharIndex, FormSpan, Span, Stretch};
use crate::error::Result;
use crate::ledger::{EditView, PlaceView, StoredPage};
use crate::pipeline::edits;
use crate::pipeline::origins::{Origin, Words};

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

/// Where an article holds the text.
pub(super) struct Held {
    /// What lies in families of the article, cut to their spans: (family, hit), by family, then place.
    pub(super) of_families: Vec<(u32, Hit)>,
    /// What does not, by place.
    pub(super) lone: Vec<Hit>,
}

impl Held {
    /// True when the article holds nothing of the text.
    pub(super) fn is_empty(&self) -> bool {
        self.of_families.is_empty() && self.lone.is_empty()
    }
}

/// Finds the text in an article. `families` gives the article's families with their spans in its record, by family; it
/// is asked only when there is something to find.
pub(super) fn held(
    page: &StoredPage,
    query: &Query<'_>,
    scratch: &mut Scratch,
    families: impl FnOnce() -> Result<Vec<(u32, Span)>>,
) -> Result<Held> {
    let index = CharIndex::new(&page.facts.record.text);
    let mut held = Held {
        of_families: Vec::new(),
        lone: Vec::new(),
    };
    let body = Origin::of_body(&page.facts, page.body.iter().copied());
    let mut places: Vec<(Origin<'_>, Vec<Stretch>)> = Vec::new();
    let found = stretches(&body, query, false, scratch);
    if found.is_empty() {
        // A quote may stand outside of the body: in a title.
        let quotes = (0..).zip(&page.facts.attributed.segmentation.quotes);
        for (number, _) in quotes.filter(|(_, quote)| quote.article == page.article.ordinal) {
            let quote = Origin::of_quote(&page.facts, number);
            let found = stretches(&quote, query, true, scratch);
            if !found.is_empty() {
                places.push((quote, found));
            }
        }
    } else {
        places.push((body, found));
    }
    if places.is_empty() {
        return Ok(held);
    }
    let families = families()?;
    for (origin, stretches) in &places {
        let spans: Vec<(u32, FormSpan)> = families
            .iter()
            .filter_map(|&(family, span)| Some((family, form_span(origin, span)?)))
            .collect();
        for stretch in stretches {
            let mut known: Vec<FormSpan> = Vec::new();
            for &(family, span) in &spans {
                let shared = stretch.x.overlap(span);
                // Enough of the family or of what was found.
                if shared == 0 || 2 * shared < span.len().min(stretch.x.len()) {
                    continue;
                }
                // What stands out a little belongs to it: nobody asks for exactly what the ledger keeps.
                let part = if stretch.x.len() - shared <= LEAST_ANYWHERE as u32 {
                    Some(stretch.clone())
                } else {
                    clipped(stretch, span)
                };
                if let Some(part) = part {
                    known.push(part.x);
                    held.of_families
                        .extend(hit(page, origin, query, &part, &index).map(|hit| (family, hit)));
                }
            }
            for rest in beyond(stretch.x, known) {
                let part = clipped(stretch, rest);
                held.lone
                    .extend(part.and_then(|part| hit(page, origin, query, &part, &index)));
            }
        }
    }
    held.of_families
        .sort_by_key(|(family, hit)| (*family, hit.place.start, hit.place.end));
    // One article may hold one span of a family on both sides of its passages, a little longer on one.
    held.of_families.dedup_by(|later, earlier| {
        later.0 == earlier.0 && later.1.place.span().overlap(earlier.1.place.span()) > 0
    });
    Ok(held)
}

/// The parts of a place that lie in none of the others: all of it, or what is long enough to be promised.
fn beyond(place: FormSpan, mut others: Vec<FormSpan>) -> Vec<FormSpan> {
    if others.is_empty() {
        return vec![place];
    }
    others.sort_unstable();
    let mut reached = place.start;
    let mut left = Vec::new();
    let end = FormSpan {
        start: place.end,
        end: place.end,
    };
    for other in others.into_iter().chain(std::iter::once(end)) {
        let part = FormSpan {
            start: reached,
            end: other.start,
        };
        if part.len() >= LEAST_ANYWHERE as u32 {
            left.push(part);
        }
        reached = reached.max(other.end);
    }
    left
}

/// The part of a form that stands in a span of the record; `None` when none of it does.
fn form_span(origin: &Origin<'_>, span: Span) -> Option<FormSpan> {
    let form = origin.form();
    // The first character of the form that begins at `at` or behind it.
    let first_from = |at: u32| {
        let (mut least, mut most) = (0, form.len());
        while least < most {
            let mut middle = least.midpoint(most);
            while form.get(middle).is_some_and(|byte| byte & 0xC0 == 0x80) {
                middle -= 1;
            }
            let mut end = middle + 1;
            while form.get(end).is_some_and(|byte| byte & 0xC0 == 0x80) {
                end += 1;
            }
            let character = FormSpan {
                start: middle as u32,
                end: end as u32,
            };
            if origin.span(character).is_some_and(|span| span.start < at) {
                least = end;
            } else {
                most = middle;
            }
        }
        least as u32
    };
    let found = FormSpan {
        start: first_from(span.start),
        end: first_from(span.end),
    };
    (!found.is_empty()).then_some(found)
}

/// The part of a stretch that lies inside `within` on the side of `x`; ends inside a difference are drawn in behind it.
fn clipped(stretch: &Stretch, within: FormSpan) -> Option<Stretch> {
    let mut part = stretch.clone();
    part.gaps.clear();
    let (mut x, mut y) = (stretch.x.start, stretch.y.start);
    let (mut begun, mut matched, mut longest) = (false, 0, 0);
    // The equal runs, each with the difference behind it.
    let ends = stretch.gaps.iter().map(|gap| (gap.x.start, Some(gap)));
    for (end, gap) in ends.chain(std::iter::once((stretch.x.end, None))) {
        let from = x.max(within.start);
        let to = end.min(within.end);
        if from < to {
            if !begun {
                part.x.start = from;
                part.y.start = y + (from - x);
            } else if let Some(before) = stretch
                .gaps
                .iter()
                .rev()
                .find(|gap| gap.x.end == x && gap.y.end == y)
            {
                part.gaps.push(*before);
            }
            begun = true;
            matched += to - from;
            longest = longest.max(to - from);
            part.x.end = to;
            part.y.end = y + (to - x);
        }
        if let Some(gap) = gap {
            (x, y) = (gap.x.end, gap.y.end);
        }
    }
    part.matched = matched;
    part.longest = longest;
    begun.then_some(part)
}

/// What both share, as a scan sees it: the article is `x`, the text `y`.
fn stretches(article: &Origin<'_>, query: &Query<'_>, quote: bool, scratch: &mut Scratch) -> Vec<Stretch> {
    let whole = query.as_a_whole(article.form());
    if !whole.is_empty() {
        return whole;
    }
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
        text: article.words(span).text,
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
            .map_or_else(Words::default, |span| origin.words(span))
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{beyond, clipped, form_span};
    use crate::document::{FormSpan, Gap, Span, Stretch};
    use crate::pipeline::origins::Origin;

    fn span(start: u32, end: u32) -> FormSpan {
        FormSpan { start, end }
    }

    #[test]
    fn a_span_of_the_record_leads_to_its_form() {
        let text = "（渡口）：１２日，恢复通航。";
        let origin = Origin::of_text(text);
        let form = std::str::from_utf8(origin.form()).unwrap();
        for words in ["渡口", "１２日，恢复", "通航。", "）：１"] {
            let start = text.find(words).unwrap();
            let place = form_span(&origin, Span::new(start, start + words.len())).unwrap();
            let expected = String::from_utf8(Origin::of_text(words).form().to_vec()).unwrap();
            assert_eq!(&form[place.start as usize..place.end as usize], expected);
        }
        assert_eq!(form_span(&origin, Span::new(0, 3)), None);
    }

    #[test]
    fn what_no_family_holds_is_left() {
        let place = span(0, 1000);
        assert_eq!(beyond(place, Vec::new()), [place]);
        assert_eq!(
            beyond(place, vec![span(500, 950), span(100, 300), span(120, 200)]),
            [span(0, 100), span(300, 500)]
        );
        assert!(beyond(place, vec![place]).is_empty());
    }

    #[test]
    fn a_stretch_is_cut_on_both_sides() {
        let stretch = Stretch {
            x: span(100, 200),
            y: span(0, 95),
            matched: 90,
            longest: 60,
            gaps: vec![Gap {
                x: span(130, 140),
                y: span(30, 35),
            }],
        };
        assert_eq!(clipped(&stretch, span(0, 300)).unwrap(), stretch);
        let tail = clipped(&stretch, span(135, 180)).unwrap();
        assert_eq!((tail.x, tail.y, tail.matched), (span(140, 180), span(35, 75), 40));
        assert!(tail.gaps.is_empty());
        let middle = clipped(&stretch, span(110, 150)).unwrap();
        assert_eq!(
            (middle.x, middle.y, middle.matched),
            (span(110, 150), span(10, 45), 30)
        );
        assert_eq!(middle.gaps, stretch.gaps);
        assert_eq!(clipped(&stretch, span(131, 139)), None);
    }
}

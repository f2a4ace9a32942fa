//! Places in matching forms -> where they stand in the records, with their words and the quotes around them.
//!
//! The way from a form back to its record is not kept in memory; it is made again, once for each article that places are wanted of.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::body::Body;
use super::clauses;
use super::edits::{self, QuotePlace};
use super::ends::{self, Difference, End};
use super::feet::is_of_site;
use crate::document::{Facts, FormSpan, Side, Span, Stretch};
use crate::error::Result;
use crate::ledger;
use crate::normalise::{Fold, Mapped};

/// Which form a place is in: the body of an article, or one of its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    pub article: u32,
    /// Index of the quote in the record; `None` for the body.
    pub quote: Option<u32>,
}

/// Places of forms that are wanted, then found.
#[derive(Default)]
pub struct Places {
    wanted: BTreeMap<Form, Vec<(FormSpan, Wish)>>,
    found: BTreeMap<Form, FoundIn>,
}

/// What is wanted of a place besides its span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    /// The words that stand there.
    Words,
    /// Where its ends can be cut off.
    Ends,
    /// Both of it.
    Both,
}

/// The places of one form that are wanted.
type Wanted = (Form, Vec<(FormSpan, Wish)>);

/// What was found in one form.
struct FoundIn {
    /// Sorted by place.
    places: Vec<Found>,
    quotes: Vec<QuotePlace>,
}

/// A place in a record, with what was wanted of it.
struct Found {
    place: FormSpan,
    span: Span,
    words: Words,
    /// What it is, where its ends were asked for.
    shape: Option<Box<Shape>>,
}

/// What a place is that a passage or a link can stand at.
struct Shape {
    /// Its head and its tail, where one of them can be cut off.
    ends: Option<[End; 2]>,
    /// The clauses that it ends in, whole.
    clauses: Span,
    /// True when a whole sentence stands in it.
    sentence: bool,
    /// True when it is the name of a document, and no sentence.
    name: bool,
    /// True when it stands in quotation marks as the name of a thing.
    thing: bool,
    /// True when it is led in as the words of an article of a law.
    law: bool,
    /// True when all of it can be that article.
    article: bool,
    /// True when it is what a site prints on all of its pages.
    foot: bool,
}

/// Words of a record with the places that they were taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The pieces, with a line end between them.
    pub text: String,
    /// Where each piece stands, in order.
    pieces: Vec<Span>,
}

impl Words {
    /// Where a range of the bytes of [`Self::text`] stands in the record; an empty range has an empty place.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let mut at = 0;
        let mut span: Option<Span> = None;
        for piece in &self.pieces {
            let end = at + piece.len();
            if range.start <= end && range.end >= at && (span.is_none() || range.end > at) {
                let place = |offset: usize| piece.start + (offset.clamp(at, end) - at) as u32;
                let start = span.map_or(place(range.start), |span| span.start);
                span = Some(Span {
                    start,
                    end: place(range.end),
                });
            }
            at = end + 1;
        }
        span.unwrap_or_default()
    }
}

/// Both sides of a stretch in the records.
pub struct Sides {
    /// In the carrier.
    pub a: Side,
    /// In the article that it is compared with.
    pub b: Side,
    /// Equal bytes of the stretch that its ends were cut by.
    pub cut: u32,
}

impl Found {
    fn ends(&self) -> Option<&[End; 2]> {
        self.shape.as_ref()?.ends.as_ref()
    }
}

impl Places {
    /// Asks for the span of a place, and for where its ends can be cut off.
    pub fn want(&mut self, form: Form, span: FormSpan) {
        if !span.is_empty() {
            self.wanted.entry(form).or_default().push((span, Wish::Ends));
        }
    }

    /// Asks for the span of a place and the words that stand there.
    pub fn want_words(&mut self, form: Form, span: FormSpan) {
        if !span.is_empty() {
            self.wanted.entry(form).or_default().push((span, Wish::Words));
        }
    }

    fn get(&self, form: Form, place: FormSpan) -> Option<&Found> {
        let found = &self.found.get(&form)?.places;
        found
            .binary_search_by_key(&place, |found| found.place)
            .ok()
            .and_then(|index| found.get(index))
    }

    fn shape(&self, form: Form, place: FormSpan) -> Option<&Shape> {
        self.get(form, place)?.shape.as_deref()
    }

    /// A found place as it is, in its record.
    pub fn side(&self, form: Form, place: FormSpan) -> Option<Side> {
        Some(Side {
            article: form.article,
            span: self.get(form, place)?.span,
        })
    }

    /// Both sides of a stretch, without what agrees by chance behind the last mark or before the first, also beyond the last difference if
    /// `over_differences`.
    pub fn sides(&self, a: Form, b: Form, stretch: &Stretch, over_differences: bool) -> Option<Sides> {
        let (one, other) = (self.get(a, stretch.x)?, self.get(b, stretch.y)?);
        let (mut spans, mut cut) = ([one.span, other.span], 0);
        let (mut at_head, mut at_tail) = differences(stretch);
        if !over_differences {
            (at_head.far, at_tail.far) = (None, None);
        }
        if let Some((one, other)) = one.ends().zip(other.ends()) {
            let ([one_head, one_tail], [other_head, other_tail]) = (one, other);
            if let Some(heads) = ends::joint(one_head, other_head, at_head) {
                for (span, head) in spans.iter_mut().zip(heads) {
                    span.start = head.at;
                    cut = head.form;
                }
                at_tail.equal = at_tail.equal.saturating_sub(cut);
            }
            if let Some(tails) = ends::joint(one_tail, other_tail, at_tail) {
                for (span, tail) in spans.iter_mut().zip(tails) {
                    span.end = tail.at;
                }
                cut += tails.first().map_or(0, |tail| tail.form);
            }
        }
        let [a, b] = [(a, spans[0]), (b, spans[1])].map(|(form, span)| Side {
            article: form.article,
            span,
        });
        (a.span.start < a.span.end && b.span.start < b.span.end).then_some(Sides { a, b, cut })
    }

    /// A found place with the whole of the clause that its end lies in, and of that which it begins in if `both`.
    pub fn clauses(&self, form: Form, place: FormSpan, both: bool) -> Option<Span> {
        let found = self.get(form, place)?;
        let clauses = found.shape.as_deref()?.clauses;
        let start = if both { clauses.start } else { found.span.start };
        Some(Span { start, ..clauses })
    }

    /// True when a whole sentence stands in a found place.
    pub fn holds_sentence(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place).is_none_or(|shape| shape.sentence)
    }

    /// True when a found place holds nothing but the name of a document.
    pub fn is_name(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place).is_some_and(|shape| shape.name)
    }

    /// True when a found place stands in quotation marks as the name of a thing.
    pub fn names_a_thing(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place).is_some_and(|shape| shape.thing)
    }

    /// True when a found place is led in as the words of an article of a law.
    pub fn is_of_law(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place).is_some_and(|shape| shape.law)
    }

    /// True when a found place is led in as the words of an article of a law and can be no more than one.
    pub fn is_all_of_law(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place)
            .is_some_and(|shape| shape.law && shape.article)
    }

    /// True when a found place holds what a site prints on all of its pages.
    pub fn is_foot(&self, form: Form, place: FormSpan) -> bool {
        self.shape(form, place).is_some_and(|shape| shape.foot)
    }

    /// True when what stands at a found place is the name of a document, what can be an article of a law, or what a site prints.
    pub fn is_nobodys(&self, form: Form, place: FormSpan) -> bool {
        self.is_name(form, place) || self.is_all_of_law(form, place) || self.is_foot(form, place)
    }

    /// The words of a found place; none where they were not asked for.
    pub fn words(&self, form: Form, place: FormSpan) -> &Words {
        static NONE: Words = Words {
            text: String::new(),
            pieces: Vec::new(),
        };
        self.get(form, place).map_or(&NONE, |found| &found.words)
    }

    /// The quotes of a form that places were asked of, by their place.
    pub fn quotes(&self, form: Form) -> &[QuotePlace] {
        self.found.get(&form).map_or(&[], |found| &found.quotes)
    }

    /// Reads every record that places are wanted of once.
    pub fn resolve(&mut self, bodies: &[Body], scan: &ledger::Scan) -> Result<()> {
        let wanted = std::mem::take(&mut self.wanted);
        let mut by_article: BTreeMap<u32, Vec<Wanted>> = BTreeMap::new();
        for (form, mut spans) in wanted {
            // Sorted by place; two wishes for one place become one.
            spans.sort_unstable();
            spans.dedup_by(|(later, wish), (earlier, kept)| {
                if later == earlier && wish != kept {
                    *kept = Wish::Both;
                }
                later == earlier
            });
            by_article.entry(form.article).or_default().push((form, spans));
        }
        let articles: Vec<_> = by_article.into_iter().collect();
        let found: Vec<Vec<(Form, FoundIn)>> = articles
            .into_par_iter()
            .map(|(article, forms)| {
                let Some(body) = bodies.get(article as usize) else {
                    return Ok(Vec::new());
                };
                let facts = scan.read(body.record)?;
                let found = forms.into_iter().map(|(form, wanted)| {
                    let origin = Origin::new(body, &facts, form);
                    let places = origin.find(&wanted);
                    let quotes = origin.quotes;
                    (form, FoundIn { places, quotes })
                });
                Ok(found.collect())
            })
            .collect::<Result<_>>()?;
        self.found = found.into_iter().flatten().collect();
        Ok(())
    }
}

/// The differences of a stretch that are nearest to its head and to its tail, as seen from there.
fn differences(stretch: &Stretch) -> (Difference, Difference) {
    let Stretch { x, y, gaps, .. } = stretch;
    let whole = Difference {
        equal: x.len(),
        far: None,
    };
    let head = gaps.first().map_or(whole, |gap| Difference {
        equal: gap.x.start - x.start,
        far: Some((gap.x.end - x.start, gap.y.end - y.start)),
    });
    let tail = gaps.last().map_or(whole, |gap| Difference {
        equal: x.end - gap.x.end,
        far: Some((x.end - gap.x.start, y.end - gap.y.start)),
    });
    (head, tail)
}

/// The matching form of an article's body or quote with the way back, and the parts of the record it was made from.
pub struct Origin<'a> {
    pub text: &'a str,
    parts: Vec<Span>,
    mapped: Mapped,
    quotes: Vec<QuotePlace>,
}

impl<'a> Origin<'a> {
    pub fn new(body: &Body, facts: &'a Facts, form: Form) -> Self {
        match form.quote {
            Some(index) => Self::of_quote(facts, index),
            None => Self::of_body(facts, body.blocks()),
        }
    }

    /// A text as it is, in one piece.
    pub fn of_text(text: &'a str) -> Self {
        let mut origin = Self {
            text,
            parts: Vec::new(),
            mapped: Mapped::default(),
            quotes: Vec::new(),
        };
        origin.take(Span::new(0, text.len()));
        origin
    }

    /// A quote of a record by its index.
    pub fn of_quote(facts: &'a Facts, index: u32) -> Self {
        let mut origin = Self {
            text: facts.record.text.as_str(),
            parts: Vec::new(),
            mapped: Mapped::default(),
            quotes: Vec::new(),
        };
        if let Some(quote) = facts.attributed.segmentation.quotes.get(index as usize) {
            origin.take(quote.span);
        }
        origin
    }

    fn take(&mut self, span: Span) {
        self.parts.push(span);
        self.mapped.append(Fold::shared(), self.text, span);
    }

    /// The body of an article that consists of these blocks of its record.
    pub fn of_body(facts: &'a Facts, blocks: impl Iterator<Item = u32>) -> Self {
        let text = facts.record.text.as_str();
        let segmentation = &facts.attributed.segmentation;
        let mut origin = Self {
            text,
            parts: Vec::new(),
            mapped: Mapped::default(),
            quotes: Vec::new(),
        };
        // Titles in 《》 are no quotes.
        let quoting = |span: Span| {
            text.get(..span.start as usize)
                .is_some_and(|ahead| ahead.ends_with(edits::MARKS))
        };
        let whole = segmentation
            .quotes
            .iter()
            .filter(|quote| quote.level == 0 && !quote.mismatched && quoting(quote.span));
        let mut cuts: Vec<u32> = whole
            .clone()
            .flat_map(|quote| [quote.span.start, quote.span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        // Where each end of a quote lies in the form.
        let mut ends: BTreeMap<u32, u32> = BTreeMap::new();
        for block in blocks.filter_map(|index| segmentation.blocks.get(index as usize)) {
            origin.parts.push(block.span);
            let first = cuts.partition_point(|cut| *cut < block.span.start);
            let mut from = block.span.start;
            for &cut in cuts.iter().skip(first).take_while(|cut| **cut <= block.span.end) {
                let piece = Span {
                    start: from,
                    end: cut,
                };
                origin.mapped.append(Fold::shared(), text, piece);
                ends.insert(cut, origin.mapped.form.len() as u32);
                from = cut;
            }
            let piece = Span {
                start: from,
                end: block.span.end,
            };
            origin.mapped.append(Fold::shared(), text, piece);
        }
        origin.quotes = whole
            .filter_map(|quote| {
                let (start, end) = (*ends.get(&quote.span.start)?, *ends.get(&quote.span.end)?);
                let form = FormSpan { start, end };
                (!form.is_empty()).then_some(QuotePlace {
                    form,
                    span: quote.span,
                })
            })
            .collect();
        origin
    }

    /// The matching form.
    pub fn form(&self) -> &[u8] {
        &self.mapped.form
    }

    /// The quotes in a body, by their place.
    pub fn quotes(&self) -> &[QuotePlace] {
        &self.quotes
    }

    /// Where a place stands. The sign behind a number is part of it, though forms have no signs.
    pub fn span(&self, place: FormSpan) -> Option<Span> {
        let span = self.mapped.map.original(self.text, place.start, place.end)?;
        let sign = ends::sign_behind(self.text, span);
        Some(Span {
            end: span.end + sign,
            ..span
        })
    }

    /// The words of a place; what stands between two parts of the form is left out.
    pub fn words(&self, span: Span) -> Words {
        let pieces: Vec<Span> = self.parts.iter().filter_map(|part| part.common(span)).collect();
        let words: Vec<&str> = pieces.iter().map(|piece| piece.of(self.text)).collect();
        Words {
            text: words.join("\n"),
            pieces,
        }
    }

    /// Where the part begins that a span begins in, and where that ends in which it ends.
    fn around(&self, span: Span) -> Span {
        let behind = self.parts.partition_point(|part| part.start <= span.start);
        let first = behind.checked_sub(1).and_then(|first| self.parts.get(first));
        let last = self
            .parts
            .get(self.parts.partition_point(|part| part.end < span.end));
        Span {
            start: first.map_or(0, |part| part.start),
            end: last.map_or(span.end, |part| part.end),
        }
    }

    fn find(&self, wanted: &[(FormSpan, Wish)]) -> Vec<Found> {
        let found = wanted.iter().filter_map(|&(place, wish)| {
            let span = self.span(place)?;
            let words = match wish {
                Wish::Words | Wish::Both => self.words(span),
                Wish::Ends => Words::default(),
            };
            let shape = match wish {
                Wish::Ends | Wish::Both => Some(Box::new(self.shape(span))),
                Wish::Words => None,
            };
            Some(Found {
                place,
                span,
                words,
                shape,
            })
        });
        found.collect()
    }

    fn shape(&self, span: Span) -> Shape {
        let around = self.around(span);
        let ends = ends::head(self.text, span).zip(ends::tail(self.text, span));
        let ends = ends.filter(|(head, tail)| !head.stays() || !tail.stays());
        let sentence = clauses::holds_sentence(self.text, around.start, span);
        Shape {
            ends: ends.map(|(head, tail)| [head, tail]),
            clauses: clauses::whole_clauses(self.text, around, span),
            sentence,
            thing: clauses::names_a_thing(self.text, span),
            law: clauses::is_of_law(self.text, span),
            article: clauses::can_be_one_article(span.of(self.text)),
            foot: is_of_site(span.of(self.text)),
            name: !sentence && clauses::is_name(self.text, span),
        }
    }
}

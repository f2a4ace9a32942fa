//! The body of a record as the rules see it: paragraphs with their sentences, quotes with their marks, the text in its
//! reading form. In goes a segmentation, out come places to ask about. Spans are those of the record's text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::{memchr_iter, memchr2, memchr3};

use crate::document::{BlockKind, Quote, QuoteKind, Segmentation, Span};

use super::reading::{is_han, is_quotation_mark, reading_form};

/// Bytes of a short sentence: room is made for so many of them.
const SENTENCE: usize = 90;

/// Bytes around a place in which a name is looked for again: some 20,000 Chinese characters, more than articles have. A record
/// may be a dump of megabytes in which every sentence asks.
pub(super) const NEAR: usize = 60_000;

/// A paragraph of an article's body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    /// Ordinal of its article.
    pub article: u32,
    /// Where it stands.
    pub span: Span,
    /// Index of its first sentence.
    pub first_sentence: usize,
    /// One past the index of its last sentence.
    pub last_sentence: usize,
    /// Bytes in the paragraphs of its article before it.
    pub before: usize,
}

/// The body of all articles of a record.
pub(super) struct Body<'text> {
    /// The record's text.
    pub text: &'text str,
    /// The same in reading form, same offsets.
    pub form: Cow<'text, str>,
    /// In order of the text.
    pub paragraphs: Vec<Paragraph>,
    /// Indices of the paragraphs of each article, in order of the text.
    of_articles: BTreeMap<u32, Vec<usize>>,
    /// In order of the text.
    pub sentences: Vec<Span>,
    /// Outer quotes that are no titles, with their index in the segmentation; sorted by place.
    pub quotes: Vec<(usize, Span)>,
    /// What stands between marks, titles included; sorted by start.
    pub marked: Vec<Span>,
}

impl<'text> Body<'text> {
    /// Reads the body out of a segmentation.
    pub fn new(text: &'text str, segmentation: &Segmentation) -> Self {
        let outer =
            |quote: &Quote| quote.level == 0 && !quote.span.is_empty() && !quote.span.of(text).is_empty();
        let quotes: Vec<(usize, Span)> = segmentation
            .quotes
            .iter()
            .enumerate()
            .filter(|(_, quote)| outer(quote) && quote.kind != QuoteKind::Title)
            .map(|(index, quote)| (index, quote.span))
            .collect();
        let marked = segmentation
            .quotes
            .iter()
            .filter(|quote| outer(quote))
            .map(|quote| quote.span)
            .collect();
        let mut body = Self {
            text,
            form: reading_form(text),
            paragraphs: Vec::with_capacity(segmentation.blocks.len()),
            of_articles: BTreeMap::new(),
            sentences: Vec::with_capacity(text.len() / SENTENCE),
            quotes,
            marked,
        };
        for block in &segmentation.blocks {
            let (BlockKind::Paragraph, Some(article)) = (block.kind, block.article) else {
                continue;
            };
            if block.span.of(text).is_empty() {
                continue;
            }
            let first_sentence = body.sentences.len();
            split_sentences(text, block.span, &mut body.sentences);
            let own = body.of_articles.entry(article).or_default();
            let last = own.last().and_then(|&last| body.paragraphs.get(last));
            let before = last.map_or(0, |last| last.before + last.span.len());
            own.push(body.paragraphs.len());
            body.paragraphs.push(Paragraph {
                article,
                span: block.span,
                first_sentence,
                last_sentence: body.sentences.len(),
                before,
            });
        }
        body
    }

    /// Indices of the paragraphs of an article, in order of the text.
    pub fn of_article(&self, article: u32) -> &[usize] {
        self.of_articles.get(&article).map_or(&[], Vec::as_slice)
    }

    /// The last paragraph of an article that ends at or before byte `at`.
    pub fn paragraph_before(&self, article: u32, at: u32) -> Option<usize> {
        let own = self.of_article(article);
        let after = own.partition_point(|&index| {
            self.paragraphs
                .get(index)
                .is_some_and(|paragraph| paragraph.span.end <= at)
        });
        after.checked_sub(1).and_then(|last| own.get(last)).copied()
    }

    /// The paragraphs, of any article, that share a byte with `span`: a range of indices.
    pub fn paragraphs_in(&self, span: Span) -> std::ops::Range<usize> {
        let from = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.end <= span.start);
        let to = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.start < span.end);
        from..to.max(from)
    }

    /// A slice of the reading form; empty when the range does not fit.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.form.get(start..end).unwrap_or("")
    }

    /// The reading form within [`NEAR`] bytes of byte `at`.
    pub fn around(&self, at: usize) -> &str {
        let start = self.form.floor_char_boundary(at.saturating_sub(NEAR));
        let end = self.form.floor_char_boundary(at.saturating_add(NEAR));
        self.slice(start, end)
    }

    /// The sentences of a paragraph.
    pub fn sentences_of(&self, paragraph: &Paragraph) -> &[Span] {
        self.sentences
            .get(paragraph.first_sentence..paragraph.last_sentence)
            .unwrap_or(&[])
    }

    /// The sentence of a paragraph that holds byte `at`.
    pub fn sentence_at(&self, paragraph: &Paragraph, at: usize) -> Span {
        let sentences = self.sentences_of(paragraph);
        let after = sentences.partition_point(|sentence| (sentence.end as usize) <= at);
        sentences
            .get(after)
            .or(sentences.last())
            .copied()
            .unwrap_or(paragraph.span)
    }

    /// True when byte `at` stands between marks.
    pub fn in_marks(&self, at: usize) -> bool {
        let after = self.marked.partition_point(|span| (span.start as usize) <= at);
        self.marked
            .get(after.saturating_sub(3)..after)
            .unwrap_or(&[])
            .iter()
            .any(|span| at < span.end as usize)
    }

    /// The first outer quote that begins at or after byte `at`.
    pub fn quote_from(&self, at: usize) -> Option<(usize, Span)> {
        let after = self
            .quotes
            .partition_point(|(_, span)| (span.start as usize) < at);
        self.quotes.get(after).copied()
    }

    /// The last outer quote that ends at or before byte `at`.
    pub fn quote_before(&self, at: usize) -> Option<(usize, Span)> {
        let after = self.quotes.partition_point(|(_, span)| (span.end as usize) <= at);
        after
            .checked_sub(1)
            .and_then(|index| self.quotes.get(index))
            .copied()
    }

    /// A quote's span with the marks around it.
    pub fn with_marks(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let after = self.text.get(span.end as usize..).unwrap_or("");
        let opening = before
            .chars()
            .next_back()
            .filter(|mark| is_quotation_mark(*mark))
            .map_or(0, char::len_utf8);
        let closing = after
            .chars()
            .next()
            .filter(|mark| is_quotation_mark(*mark))
            .map_or(0, char::len_utf8);
        Span::new(span.start as usize - opening, span.end as usize + closing)
    }
}

/// Splits a paragraph into sentences: after 。！？!? with the closing marks behind them, and after an English full
/// stop before a capital. What stands between two sentences (white space) belongs to none.
fn split_sentences(text: &str, span: Span, sentences: &mut Vec<Span>) {
    let base = span.start as usize;
    let paragraph = span.of(text);
    let mut start = 0;
    let mut put = |from: usize, to: usize| {
        let Some(piece) = paragraph.get(from..to) else {
            return;
        };
        let cut = piece.len() - piece.trim_start().len();
        let piece = piece.trim();
        // A run of marks alone is no sentence.
        if piece
            .chars()
            .any(|character| is_han(character) || character.is_alphanumeric())
        {
            sentences.push(Span::new(base + from + cut, base + from + cut + piece.len()));
        }
    };
    let mut marks = Marks::new(paragraph);
    while let Some((at, mut end)) = marks.next() {
        let rest = paragraph.get(end..).unwrap_or("");
        if end == at + 1 && paragraph.as_bytes().get(at) == Some(&b'.') && !full_stop(paragraph, start, at) {
            continue;
        }
        let mut straight = memchr_iter(b'"', paragraph.as_bytes().get(start..at).unwrap_or(&[])).count();
        for mark in rest.chars() {
            let closes = match mark {
                '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' | '。' | '！' | '？' | '!' | '?' | '…' => {
                    true
                }
                '"' => {
                    straight += 1;
                    straight.is_multiple_of(2)
                }
                _ => false,
            };
            if !closes {
                break;
            }
            end += mark.len_utf8();
        }
        put(start, end);
        start = end;
        marks.go_on_at(end);
    }
    put(start, paragraph.len());
}

/// The marks of a paragraph that may end a sentence, 。！？!? and the full stop, in order. Looks at bytes: the marks of Chinese
/// begin with two bytes that no Han character begins with.
struct Marks<'p> {
    bytes: &'p [u8],
    /// Where to go on.
    at: usize,
    /// The next ! or ? of English; they are rare in Chinese, so they are looked for apart.
    english: usize,
}

impl<'p> Marks<'p> {
    fn new(paragraph: &'p str) -> Self {
        let bytes = paragraph.as_bytes();
        let mut marks = Self {
            bytes,
            at: 0,
            english: 0,
        };
        marks.find_english();
        marks
    }

    /// Goes on at byte `at`, behind what closes a sentence.
    fn go_on_at(&mut self, at: usize) {
        self.at = at;
        if self.english < at {
            self.find_english();
        }
    }

    fn find_english(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        self.english = memchr2(b'!', b'?', rest).map_or(usize::MAX, |ahead| self.at + ahead);
    }

    /// The next mark: its first byte and one past its last.
    fn next(&mut self) -> Option<(usize, usize)> {
        let mut at = self.at;
        let (at, length) = loop {
            let rest = self
                .bytes
                .get(at..self.english.min(self.bytes.len()))
                .unwrap_or(&[]);
            let Some(ahead) = memchr3(b'.', 0xE3, 0xEF, rest) else {
                break (self.english, 1);
            };
            at += ahead;
            match rest.get(ahead..).unwrap_or(&[]) {
                [b'.', ..] => break (at, 1),
                [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC, 0x81 | 0x9F, ..] => break (at, 3),
                _ => at += 1,
            }
        };
        if at == usize::MAX {
            return None;
        }
        self.go_on_at(at + length);
        Some((at, at + length))
    }
}

/// True when the full stop at byte `at` of a paragraph ends the English sentence that begins at `start`.
fn full_stop(paragraph: &str, start: usize, at: usize) -> bool {
    let marks = paragraph
        .get(at + 1..)
        .unwrap_or("")
        .trim_start_matches(['"', '”', '’', ')']);
    let spaced = marks.trim_start();
    if spaced.len() == marks.len() {
        return false;
    }
    let sentence = paragraph.get(start..at).unwrap_or("");
    let initial = sentence.chars().next_back().is_some_and(char::is_uppercase);
    let next = spaced.chars().next();
    !initial
        && !abbreviated(sentence)
        && next.is_some_and(|next| next.is_uppercase() || matches!(next, '"' | '“'))
}

/// True when `text` ends with an English abbreviation that takes a full stop.
fn abbreviated(text: &str) -> bool {
    const SHORT: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Sen", "Rep", "Gov", "St", "Jr", "Sr", "Jan", "Feb", "Aug",
        "Sept", "Oct", "Nov", "Dec", "No",
    ];
    let word = text
        .rsplit(|character: char| !character.is_ascii_alphabetic())
        .next()
        .unwrap_or("");
    SHORT.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Marks, split_sentences};
    use crate::document::Span;

    proptest! {
        /// Oracle: character by character.
        #[test]
        fn marks_are_those_of_the_characters(text in "[。！？!?.、，甲\u{E000}a\" ]{0,60}") {
            let expected: Vec<(usize, usize)> = text
                .char_indices()
                .filter(|(_, mark)| "。！？!?.".contains(*mark))
                .map(|(at, mark)| (at, at + mark.len_utf8()))
                .collect();
            let mut marks = Marks::new(&text);
            let found: Vec<(usize, usize)> = std::iter::from_fn(|| marks.next()).collect();
            prop_assert_eq!(found, expected);
        }
    }

    fn split(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        split_sentences(text, Span::new(0, text.len()), &mut spans);
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn sentences_end_with_their_closing_marks() {
        assert_eq!(split("“甲来了。”乙走了！丙"), ["“甲来了。”", "乙走了！", "丙"]);
        assert_eq!(split("甲说\"来了。\"乙走了。"), ["甲说\"来了。\"", "乙走了。"]);
        assert_eq!(
            split("Mr. Gray left. “Why?” she asked."),
            ["Mr. Gray left.", "“Why?”", "she asked."]
        );
        assert_eq!(split("增长3.5%。 "), ["增长3.5%。"]);
        assert!(split(" 。 ").is_empty());
    }
}

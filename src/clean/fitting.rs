//! Spans as they are cut out of one record: no quotations, whole lines where nothing else stands in them, none over
//! another. In: a record's facts and the spans that the corpus suggests. Out: the spans, with their removals.

use std::collections::BTreeMap;

use super::plan::Embedded;
use super::removal::{Keeper, Removal, Rule};
use crate::config::CleanParameters;
use crate::document::{Block, BlockKind, CharIndex, Facts, Span};

/// What is asked for beside passages.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Lines that are not the article's own.
    pub lines: bool,
    /// Embedded articles, and what becomes of them.
    pub embedded: Option<Embedded>,
    /// Those that go for what is kept, by their numbers.
    pub embedded_copies: &'a BTreeMap<u32, Keeper>,
    /// A mark is put in the place of what is cut: lines keep their ends.
    pub masked: bool,
}

/// Fits the cuts of one record; `number` is its number, `first` that of its first article, `boilerplate` its blocks that
/// many pages share.
pub fn fit(
    facts: &Facts,
    number: u32,
    first: u32,
    passages: &[Removal],
    boilerplate: &[u32],
    wanted: Wanted<'_>,
    parameters: &CleanParameters,
) -> Vec<Removal> {
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let mut cuts: Vec<Removal> = passages
        .iter()
        .filter(|cut| !is_quotation(facts, cut.place.unwrap_or_default().0, parameters.quoted_share))
        .filter_map(|cut| of_sentences(text, cut, parameters))
        // A passage can become a quotation when its ends are trimmed.
        .filter(|cut| !is_quotation(facts, cut.place.unwrap_or_default().0, parameters.quoted_share))
        .collect();
    let passages_fitted = cuts.len();
    let article = |ordinal: u32| first + ordinal;
    let whole = |rule, block: &Block| Removal {
        rule,
        record: number,
        article: block.article.map(article),
        place: Some((block.span, Span::default())),
        keeper: None,
        passage: None,
    };
    for (index, block) in (0..).zip(&segmentation.blocks) {
        let embedded = block.article.is_some_and(|ordinal| ordinal > 0);
        if let Some(what) = wanted.embedded
            && (embedded || block.kind == BlockKind::RelatedHeader)
        {
            let copy = block
                .article
                .and_then(|ordinal| wanted.embedded_copies.get(&article(ordinal)));
            match (copy, what) {
                (Some(&keeper), _) => cuts.push(Removal {
                    keeper: Some(keeper),
                    ..whole(Rule::EmbeddedCopy, block)
                }),
                (None, Embedded::Split) if embedded => {
                    let parts = around(block.span, cuts.get(..passages_fitted).unwrap_or_default());
                    cuts.extend(parts.into_iter().map(|part| Removal {
                        place: Some((part, Span::default())),
                        ..whole(Rule::SplitOut, block)
                    }));
                }
                (None, _) => cuts.push(whole(Rule::EmbeddedArticle, block)),
            }
        } else if wanted.lines && boilerplate.binary_search(&index).is_ok() {
            cuts.push(whole(Rule::Boilerplate, block));
        } else if wanted.lines && is_furniture(block.kind) {
            cuts.push(whole(Rule::Furniture, block));
        }
    }
    let emptied = without_paragraphs(facts, first, &cuts);
    for cut in &mut cuts {
        if cut.rule == Rule::SplitOut && cut.article.is_some_and(|article| emptied.contains(&article)) {
            // A heading alone is no record: it goes with what was carried.
            cut.rule = Rule::EmbeddedArticle;
        }
    }
    if cuts.is_empty() {
        return cuts;
    }
    // Whole blocks before the passages in them.
    cuts.sort_by_key(|cut| {
        let span = cut.place.unwrap_or_default().0;
        (
            span.start,
            std::cmp::Reverse(span.end),
            cut.rule.level() == super::Level::Passages,
        )
    });
    let mut fitted: Vec<Removal> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let mut span = cut.place.unwrap_or_default().0;
        let reached = fitted
            .last()
            .map_or(0, |last| last.place.unwrap_or_default().0.end);
        span.start = span.start.max(reached);
        if !span.is_empty() {
            fitted.push(Removal {
                place: Some((span, Span::default())),
                ..cut
            });
        }
    }
    widen(text, &mut fitted, wanted.masked);
    let index = CharIndex::new(text);
    for cut in &mut fitted {
        if let Some((span, chars)) = &mut cut.place {
            let (start, end) = index.chars(*span);
            *chars = Span { start, end };
        }
    }
    fitted
}

/// The articles that would be split out without a letter of their paragraphs, by their numbers.
fn without_paragraphs(facts: &Facts, first: u32, cuts: &[Removal]) -> Vec<u32> {
    let text = facts.record.text.as_str();
    let paragraphs: Vec<(u32, Span)> = facts
        .attributed
        .segmentation
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .filter_map(|block| Some((first + block.article?, block.span)))
        .collect();
    let parts: Vec<(u32, Span)> = cuts
        .iter()
        .filter(|cut| cut.rule == Rule::SplitOut)
        .filter_map(|cut| Some((cut.article?, cut.place?.0)))
        .collect();
    let readable = |part: Span, paragraph: Span| {
        let both = Span {
            start: part.start.max(paragraph.start),
            end: part.end.min(paragraph.end),
        };
        both.start < both.end && both.of(text).chars().any(char::is_alphanumeric)
    };
    let holds = |article: u32, part: Span| {
        let own = paragraphs.iter().filter(|(of, _)| *of == article);
        own.into_iter().any(|&(_, paragraph)| readable(part, paragraph))
    };
    let mut articles: Vec<u32> = parts.iter().map(|part| part.0).collect();
    articles.dedup();
    articles.retain(|&article| {
        let mut own = parts.iter().filter(|(of, _)| *of == article);
        !own.any(|&(_, part)| holds(article, part))
    });
    articles
}

/// What passages leave of a block that becomes a part of another record.
fn around(block: Span, passages: &[Removal]) -> Vec<Span> {
    let mut spans: Vec<Span> = passages.iter().filter_map(|cut| Some(cut.place?.0)).collect();
    spans.sort_unstable();
    let (mut parts, mut reached) = (Vec::new(), block.start);
    let end = Span {
        start: block.end,
        end: block.end,
    };
    for span in spans
        .into_iter()
        .filter(|span| span.overlap(block) > 0)
        .chain([end])
    {
        if span.start > reached {
            parts.push(Span {
                start: reached,
                end: span.start,
            });
        }
        reached = reached.max(span.end);
    }
    parts
}

/// Blocks that are part of the page and not of the article. An editor's line and a by-line name people and stay.
fn is_furniture(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Boilerplate | BlockKind::Chrome | BlockKind::Counter | BlockKind::Disclaimer
    )
}

/// True when most of a span stands between quotation marks.
fn is_quotation(facts: &Facts, span: Span, share: f32) -> bool {
    let quotes = &facts.attributed.segmentation.quotes;
    let outer = quotes.iter().filter(|quote| quote.level == 0);
    let quoted: usize = outer.map(|quote| quote.span.overlap(span)).sum();
    quoted as f32 >= share * span.len() as f32
}

/// A cut of whole sentences: nobody can read half of one. A sentence of which a passage leaves more than a few
/// characters stays whole. `None` when no sentence is left to cut, or too little.
fn of_sentences(text: &str, cut: &Removal, parameters: &CleanParameters) -> Option<Removal> {
    let rest = parameters.sentence_rest as usize;
    let span = cut.place?.0;
    let (start, end) = (span.start as usize, span.end as usize);
    let begin = sentence_start(text, start);
    let start = if chars(text.get(begin..start)?) <= rest {
        begin
    } else {
        sentence_end(text, start)
    };
    let finish = if ends_sentence(text.get(..end)?) {
        end
    } else {
        sentence_end(text, end)
    };
    let end = if chars(text.get(end..finish)?) <= rest {
        finish
    } else {
        sentence_start(text, end)
    };
    let long = text
        .get(start..end)
        .is_some_and(|part| chars(part) >= parameters.least_passage as usize);
    long.then(|| Removal {
        place: Some((Span::new(start, end), Span::default())),
        ..*cut
    })
}

fn chars(text: &str) -> usize {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .count()
}

/// What ends a sentence, and what may stand after that and belongs to it.
const ENDS: [char; 8] = ['。', '！', '？', '；', '…', '\n', '!', '?'];
const CLOSING: [char; 10] = ['”', '’', '」', '』', '）', ')', '"', '】', '》', ' '];

/// True when a sentence ends with the text: with a stop, and the marks that close after it.
fn ends_sentence(head: &str) -> bool {
    let head = head.trim_end_matches(CLOSING);
    // A point between digits or letters ends nothing; one before a blank or at the end does.
    head.is_empty() || head.ends_with(ENDS) || head.ends_with('.')
}

/// Where the sentence begins that holds the character before or at `at`.
fn sentence_start(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or("");
    for (place, character) in head.char_indices().rev() {
        let after = place + character.len_utf8();
        let stops = ENDS.contains(&character)
            || character == '.'
                && text
                    .get(after..)
                    .is_some_and(|tail| tail.starts_with([' ', '\n']));
        if stops {
            let tail = text.get(after..at).unwrap_or("");
            return after + (tail.len() - tail.trim_start_matches(CLOSING).len());
        }
    }
    0
}

/// One past the end of the sentence that holds the character at `at`.
fn sentence_end(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or("");
    for (place, character) in tail.char_indices() {
        let after = at + place + character.len_utf8();
        if character == '\n' {
            return at + place;
        }
        let stops = ENDS.contains(&character)
            || character == '.'
                && text
                    .get(after..)
                    .is_none_or(|tail| tail.is_empty() || tail.starts_with([' ', '\n']));
        if stops {
            let rest = text.get(after..).unwrap_or("");
            return after + (rest.len() - rest.trim_start_matches(CLOSING).len());
        }
    }
    text.len()
}

/// Lets cuts take what nobody would read without them: the stop after a sentence that goes, and the rest of a line in
/// which no letter is left, with the line's end.
fn widen(text: &str, cuts: &mut [Removal], masked: bool) {
    let mut spans: Vec<std::ops::Range<usize>> = cuts
        .iter()
        .map(|cut| cut.place.unwrap_or_default().0.range())
        .collect();
    for at in 0..spans.len() {
        let next = spans.get(at + 1).map_or(text.len(), |next| next.start);
        if let Some(span) = spans.get_mut(at)
            && begins_sentence(text, span.start)
        {
            let tail = text.get(span.end..next).unwrap_or("");
            span.end += tail.len() - tail.trim_start_matches(STOPS).len();
        }
    }
    let mut at = 0;
    while let Some(line_start) = spans.get(at).map(|span| line_start(text, span.start)) {
        // The lines that a cut reaches over are one line with what stands around it.
        let mut last = at;
        let mut line_end = 0;
        while let Some(span) = spans.get(last) {
            line_end = line_end_from(text, span.end);
            match spans.get(last + 1) {
                Some(next) if next.start < line_end => last += 1,
                _ => break,
            }
        }
        take_line(text, &mut spans, at..last + 1, line_start..line_end, masked);
        at = last + 1;
    }
    for (cut, span) in cuts.iter_mut().zip(spans) {
        if let Some(place) = &mut cut.place {
            place.0 = Span::new(span.start, span.end);
        }
    }
}

/// Gives the cuts of a line its gaps, where no gap at its ends or between them holds a letter.
fn take_line(
    text: &str,
    spans: &mut [std::ops::Range<usize>],
    cuts: std::ops::Range<usize>,
    line: std::ops::Range<usize>,
    masked: bool,
) {
    let Some(cuts) = spans.get_mut(cuts) else { return };
    let starts = cuts.iter().map(|cut| cut.start).chain(std::iter::once(line.end));
    let ends = std::iter::once(line.start).chain(cuts.iter().map(|cut| cut.end));
    let readable = |gap: &str| gap.chars().any(char::is_alphanumeric);
    if ends
        .zip(starts)
        .any(|(end, start)| text.get(end..start).is_some_and(readable))
    {
        return;
    }
    let starts: Vec<usize> = cuts.iter().skip(1).map(|cut| cut.start).collect();
    for (cut, next) in cuts.iter_mut().zip(starts) {
        cut.end = cut.end.max(next);
    }
    if let Some(first) = cuts.first_mut() {
        first.start = first.start.min(line.start);
    }
    if let Some(last) = cuts.last_mut() {
        let with_end = if masked {
            line.end
        } else {
            (line.end + 1).min(text.len())
        };
        last.end = last.end.max(with_end);
    }
}

/// What ends a sentence or a part of one.
const STOPS: [char; 12] = ['。', '，', '；', '！', '？', '、', '.', ',', ';', '!', '?', ' '];

fn begins_sentence(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("").trim_end_matches([' ', '\u{3000}']);
    head.is_empty() || head.ends_with(['\n', '。', '！', '？', '.', '!', '?', '”', '」'])
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|head| head.rfind('\n'))
        .map_or(0, |end| end + 1)
}

fn line_end_from(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|tail| tail.find('\n'))
        .map_or(text.len(), |end| at + end)
}

/// True when nothing of the bodies is left to read after the cuts.
pub fn leaves_nothing(facts: &Facts, cuts: &[Removal]) -> bool {
    let text = facts.record.text.as_str();
    let gone = cuts.iter().filter(|cut| cut.rule != Rule::SplitOut);
    let spans: Vec<Span> = gone.filter_map(|cut| Some(cut.place?.0)).collect();
    let paragraphs = facts.attributed.segmentation.blocks.iter();
    let mut left = paragraphs
        .filter(|block| block.kind == BlockKind::Paragraph)
        .flat_map(|block| {
            let start = block.span.start as usize;
            let characters = block.span.of(text).char_indices();
            characters.map(move |(at, character)| (start + at, character))
        });
    let cut = |at: usize| {
        let index = spans.partition_point(|span| span.end as usize <= at);
        spans.get(index).is_some_and(|span| span.start as usize <= at)
    };
    !left.any(|(at, character)| character.is_alphanumeric() && !cut(at))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Wanted, fit, leaves_nothing};
    use crate::clean::removal::{Keeper, Removal, Rule};
    use crate::config::CleanParameters;
    use crate::document::{Facts, Record, Span};
    use crate::segment;

    fn facts(text: &str) -> Facts {
        let record = Record {
            text: text.to_owned(),
            ..Record::default()
        };
        let mut facts = Facts {
            record,
            ..Facts::default()
        };
        facts.attributed.segmentation = segment::segment(&facts.record);
        facts
    }

    fn cut(text: &str, part: &str) -> Removal {
        let start = text.find(part).unwrap_or(0);
        Removal {
            rule: Rule::CarriedPassage,
            record: 0,
            article: Some(0),
            place: Some((Span::new(start, start + part.len()), Span::default())),
            keeper: None,
            passage: None,
        }
    }

    fn rest(text: &str, cuts: &[Removal]) -> String {
        let (mut rest, mut reached) = (String::new(), 0);
        for cut in cuts {
            let span = cut.place.unwrap_or_default().0;
            rest.push_str(text.get(reached..span.start as usize).unwrap_or("?"));
            reached = span.end as usize;
        }
        rest + text.get(reached..).unwrap_or("?")
    }

    /// So that the sentences of the tests may be short.
    fn short_passages() -> CleanParameters {
        CleanParameters {
            least_passage: 10,
            ..CleanParameters::default()
        }
    }

    /// Passages alone.
    fn passages() -> Wanted<'static> {
        static NONE: BTreeMap<u32, Keeper> = BTreeMap::new();
        Wanted {
            lines: false,
            embedded: None,
            embedded_copies: &NONE,
            masked: false,
        }
    }

    const TEXT: &str = "渡口恢复通航\n\n海滨市的渡口昨天恢复通航，首日有十二艘船载着居民往返。\n市交通局说，明年还要添四艘新船。当地居民早就盼着这一天。\n本网记者到现场看了看。\n";

    #[test]
    fn a_whole_line_goes_with_its_end_and_a_part_leaves_the_rest() {
        let facts = facts(TEXT);
        let parameters = short_passages();
        let cuts = [
            cut(TEXT, "海滨市的渡口昨天恢复通航，首日有十二艘船载着居民往返"),
            cut(TEXT, "市交通局说，明年还要添四艘新船。"),
        ];
        let fitted = fit(&facts, 0, 0, &cuts, &[], passages(), &parameters);
        assert_eq!(
            rest(TEXT, &fitted),
            "渡口恢复通航\n\n当地居民早就盼着这一天。\n本网记者到现场看了看。\n"
        );
        let masked = Wanted {
            masked: true,
            ..passages()
        };
        let fitted = fit(&facts, 0, 0, &cuts, &[], masked, &parameters);
        assert_eq!(
            rest(TEXT, &fitted),
            "渡口恢复通航\n\n\n当地居民早就盼着这一天。\n本网记者到现场看了看。\n"
        );
        assert!(!leaves_nothing(&facts, &fitted));
    }

    #[test]
    fn two_cuts_in_a_line_that_leave_nothing_take_the_line() {
        let facts = facts(TEXT);
        let cuts = [
            cut(TEXT, "市交通局说，明年还要添四艘新船"),
            cut(TEXT, "当地居民早就盼着这一天"),
        ];
        let fitted = fit(&facts, 0, 0, &cuts, &[], passages(), &short_passages());
        assert_eq!(
            rest(TEXT, &fitted),
            "渡口恢复通航\n\n海滨市的渡口昨天恢复通航，首日有十二艘船载着居民往返。\n本网记者到现场看了看。\n"
        );
    }

    #[test]
    fn a_quotation_is_not_cut() {
        let text = "渡口恢复通航\n\n市交通局局长陈远说：“渡口恢复通航以后，两岸居民每天可以少走一个小时的路，这是大家等了多年的事。”\n";
        let facts = facts(text);
        let quote = cut(
            text,
            "渡口恢复通航以后，两岸居民每天可以少走一个小时的路，这是大家等了多年的事。",
        );
        let fitted = fit(
            &facts,
            0,
            0,
            &[quote],
            &[],
            passages(),
            &CleanParameters::default(),
        );
        assert!(fitted.is_empty());
    }
}

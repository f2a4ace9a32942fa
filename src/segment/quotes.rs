//! Text between quotation marks (GB/T 15834: “” outer, ‘’ inner; 「」『』 by nesting; "" by alternation; '' where they
//! are no apostrophes; 《》 for titles of works), paragraph by paragraph with a stack.
//!
//! A quotation of several paragraphs (each opens with “, only the last closes) is one [`Quote`] a paragraph, so that
//! every quote lies inside one block and its text is a slice of the record. A quote whose closing mark is missing
//! ends with its paragraph and is marked `mismatched`, unless the next paragraph opens with “ and so goes on with it.

use crate::document::{Quote, QuoteKind, Span};

use super::draft::is_blank;
use super::names::is_han;
use super::quote_kind;

/// Where a paragraph stands, for reading quotes over its border.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub span: Span,
    pub article: u32,
    /// Titles and headers: short quotes there are fragments of what is said in the body.
    pub headline: bool,
}

/// The longest quote without a closing mark that is kept, in bytes (some 500 Chinese characters).
const LONGEST_OPEN: usize = 1500;

/// Marks that can be open at once. Writers nest two or three; of more, the oldest are forgotten, so that a run of
/// openers costs no more than other text.
const DEEPEST: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Corner,
    WhiteCorner,
    Work,
    SmallWork,
    Straight,
    Apostrophe,
}

impl Mark {
    fn is_work(self) -> bool {
        matches!(self, Self::Work | Self::SmallWork)
    }
}

struct Open {
    mark: Mark,
    /// First byte behind the mark.
    start: usize,
    level: u8,
}

/// What a character does.
enum Turn {
    Opens(Mark),
    Closes(Mark),
    Straight,
    Apostrophe,
}

fn turn(character: char) -> Option<Turn> {
    Some(match character {
        '“' => Turn::Opens(Mark::Double),
        '”' => Turn::Closes(Mark::Double),
        '‘' => Turn::Opens(Mark::Single),
        '’' => Turn::Closes(Mark::Single),
        '「' | '﹁' => Turn::Opens(Mark::Corner),
        '」' | '﹂' => Turn::Closes(Mark::Corner),
        '『' | '﹃' => Turn::Opens(Mark::WhiteCorner),
        '』' | '﹄' => Turn::Closes(Mark::WhiteCorner),
        '《' => Turn::Opens(Mark::Work),
        '》' => Turn::Closes(Mark::Work),
        '〈' => Turn::Opens(Mark::SmallWork),
        '〉' => Turn::Closes(Mark::SmallWork),
        '"' | '＂' => Turn::Straight,
        '\'' => Turn::Apostrophe,
        _ => return None,
    })
}

/// True where one of the marks of [`turn`] begins, told from its bytes: they are looked for at every character.
fn begins_mark(rest: &[u8]) -> bool {
    matches!(
        rest,
        [b'"' | b'\'', ..]
            | [0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D, ..]
            | [0xE3, 0x80, 0x88..=0x8F, ..]
            | [0xEF, 0xB9, 0x81..=0x84, ..]
            | [0xEF, 0xBC, 0x82, ..]
    )
}

/// Reads the quotes of the places, which are in order of the text.
pub(super) fn read(text: &str, places: &[Place]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut continued = false;
    for (index, place) in places.iter().enumerate() {
        let next = places
            .get(index + 1)
            .filter(|next| next.article == place.article && !next.headline);
        let next_text = next.map_or("", |next| next.span.of(text));
        continued = paragraph(text, *place, continued, next_text, &mut quotes);
    }
    quotes.sort_by_key(|quote| (quote.span.start, std::cmp::Reverse(quote.span.end)));
    quote_kind::agree(text, &mut quotes);
    quotes
}

/// Reads one paragraph. `carried` tells that a quote of the paragraph before goes on without a mark of its own.
/// Returns whether a quote goes on into the next paragraph without a mark of its own.
fn paragraph(text: &str, place: Place, carried: bool, next: &str, quotes: &mut Vec<Quote>) -> bool {
    let slice = place.span.of(text);
    let bytes = slice.as_bytes();
    let mut stack: Vec<Open> = Vec::new();
    let first = quotes.len();
    if carried {
        stack.push(Open {
            mark: Mark::Double,
            start: 0,
            level: 0,
        });
    }
    let mut emit = |open: &Open, end: usize, mismatched: bool| {
        if end <= open.start
            || slice
                .get(open.start..end)
                .is_none_or(|inside| inside.trim_matches(is_blank).is_empty())
        {
            return;
        }
        let base = place.span.start as usize;
        quotes.push(Quote {
            article: place.article,
            kind: if open.mark.is_work() {
                QuoteKind::Title
            } else {
                QuoteKind::Unclear
            },
            span: Span::new(base + open.start, base + end),
            level: open.level,
            mismatched,
            speaker: None,
            cue: None,
        });
    };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // Han characters at once.
            0xE4..=0xED => {
                at += 3;
                continue;
            }
            b'"' | b'\'' | 0xE2 | 0xE3 | 0xEF if begins_mark(bytes.get(at..).unwrap_or_default()) => {}
            0xE2 | 0xE3 | 0xEF => {
                at += 3;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        }
        let Some(character) = slice.get(at..).and_then(|rest| rest.chars().next()) else {
            at += 1;
            continue;
        };
        let behind = at + character.len_utf8();
        let Some(turn) = turn(character) else {
            at = behind;
            continue;
        };
        let level = stack.iter().filter(|open| !open.mark.is_work()).count().min(9) as u8;
        let before = slice.get(..at).and_then(|head| head.chars().next_back());
        let after = slice.get(behind..).and_then(|rest| rest.chars().next());
        match turn {
            Turn::Opens(mark) => {
                let top_is_same = stack
                    .last()
                    .is_some_and(|open| open.mark == mark && !mark.is_work());
                // Two openers: `“某某事件“，后来`.
                let close_by = stack
                    .last()
                    .is_some_and(|open| short_name(slice.get(open.start..at).unwrap_or("")));
                let closes_name = top_is_same
                    && mark == Mark::Double
                    && close_by
                    && after
                        .is_none_or(|after| matches!(after, '，' | '。' | '的' | '、' | '；' | '！' | '？'));
                // An opener typed where the closer belongs: `“…多久？“他说`.
                let closes_sentence = top_is_same
                    && matches!(before, Some('。' | '？' | '！' | '，' | '?' | '!' | ','))
                    && after.is_some_and(|after| !is_blank(after))
                    && !closes_before_opening(slice, behind, mark);
                if closes_name || closes_sentence {
                    if let Some(open) = stack.pop() {
                        emit(&open, at, true);
                    }
                } else {
                    if stack.len() == DEEPEST {
                        stack.remove(0);
                    }
                    stack.push(Open {
                        mark,
                        start: behind,
                        level,
                    });
                }
            }
            Turn::Closes(mark) => {
                let letters = before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(|after| after.is_ascii_alphanumeric());
                let possessive = before == Some('s')
                    && after == Some(' ')
                    && !stack.iter().any(|open| open.mark == Mark::Single);
                if mark == Mark::Single
                    && (letters || possessive)
                    && before.is_some_and(|before| before.is_ascii())
                {
                    at = behind;
                    continue;
                }
                if let Some(depth) = stack.iter().rposition(|open| open.mark == mark) {
                    while stack.len() > depth + 1 {
                        if let Some(open) = stack.pop()
                            && !open.mark.is_work()
                            && open.mark != Mark::Apostrophe
                        {
                            emit(&open, at, true);
                        }
                    }
                    if let Some(open) = stack.pop() {
                        emit(&open, at, false);
                    }
                } else if stack.last().is_some_and(|open| {
                    matches!(
                        (open.mark, mark),
                        (Mark::Straight, Mark::Double)
                            | (Mark::Corner, Mark::WhiteCorner)
                            | (Mark::WhiteCorner, Mark::Corner)
                    )
                }) && let Some(open) = stack.pop()
                {
                    emit(&open, at, true);
                } else if mark == Mark::Double
                    && stack.is_empty()
                    && before.is_some_and(is_han)
                    && let Some(end) = inverted(slice, behind)
                {
                    let open = Open {
                        mark,
                        start: behind,
                        level,
                    };
                    emit(&open, end, true);
                    at = end + '“'.len_utf8();
                    continue;
                }
            }
            Turn::Straight => {
                if let Some(depth) = stack.iter().rposition(|open| open.mark == Mark::Straight) {
                    stack.truncate(depth + 1);
                    if let Some(open) = stack.pop() {
                        emit(&open, at, false);
                    }
                } else if stack.last().is_some_and(|open| open.mark == Mark::Double)
                    && !pairs_inside(slice, behind)
                {
                    if let Some(open) = stack.pop() {
                        emit(&open, at, true);
                    }
                } else if before.is_some_and(|before| before.is_ascii_digit())
                    && !slice.get(behind..).is_some_and(|rest| rest.contains(['"', '＂']))
                {
                    // Inches.
                } else {
                    stack.push(Open {
                        mark: Mark::Straight,
                        start: behind,
                        level,
                    });
                }
            }
            Turn::Apostrophe => {
                let inside_word = before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(|after| after.is_alphanumeric())
                    && !(before.is_some_and(is_han) || after.is_some_and(is_han));
                if inside_word {
                    at = behind;
                    continue;
                }
                let open = stack.iter().rposition(|open| open.mark == Mark::Apostrophe);
                if let Some(depth) = open.filter(|_| before.is_some_and(|before| !is_blank(before))) {
                    stack.truncate(depth + 1);
                    if let Some(open) = stack.pop() {
                        emit(&open, at, false);
                    }
                } else if before.is_none_or(|before| !before.is_ascii_alphanumeric())
                    && after.is_some_and(|after| !is_blank(after))
                    && apostrophe_closes(slice, behind)
                {
                    stack.push(Open {
                        mark: Mark::Apostrophe,
                        start: behind,
                        level,
                    });
                }
            }
        }
        at = behind;
    }
    let goes_on = end_of_paragraph(slice, &mut stack, next, &mut emit);
    for quote in quotes.get_mut(first..).unwrap_or(&mut []) {
        if quote.kind != QuoteKind::Title {
            quote.kind = quote_kind::guess(text, place, quote.span);
        }
    }
    goes_on
}

/// Ends what is open at the end of a paragraph. Returns whether the outer quote goes on without a mark.
fn end_of_paragraph(
    slice: &str,
    stack: &mut Vec<Open>,
    next: &str,
    emit: &mut impl FnMut(&Open, usize, bool),
) -> bool {
    let mut goes_on = false;
    while let Some(open) = stack.pop() {
        let length = slice.len().saturating_sub(open.start);
        match open.mark {
            Mark::Work | Mark::SmallWork | Mark::Apostrophe => {}
            Mark::Straight => {
                // An odd mark opens only where a quote can begin.
                let head = slice.get(..open.start.saturating_sub(1)).unwrap_or("");
                let begins = head.is_empty() || head.ends_with(['：', ':', '，', ',', '说', '道', '称', ' ']);
                let continued = next.starts_with('"');
                if (begins || continued) && length <= LONGEST_OPEN && length > 0 {
                    emit(&open, slice.len(), !continued);
                }
            }
            mark => {
                let opener = next
                    .chars()
                    .next()
                    .is_some_and(|first| matches!(turn(first), Some(Turn::Opens(other)) if other == mark));
                if stack.is_empty() && opener {
                    emit(&open, slice.len(), false);
                } else if length <= LONGEST_OPEN {
                    emit(&open, slice.len(), true);
                    goes_on = stack.is_empty()
                        && mark == Mark::Double
                        && open.start > 0
                        && closes_without_opening(next);
                }
            }
        }
    }
    goes_on
}

/// True when a ” stands in the next paragraph before any “: the scraper broke a paragraph in two.
fn closes_without_opening(next: &str) -> bool {
    let close = next.find('”');
    let open = next.find('“');
    match (close, open) {
        (Some(close), Some(open)) => close < open && close <= LONGEST_OPEN,
        (Some(close), None) => close <= LONGEST_OPEN,
        _ => false,
    }
}

/// True when behind an opener its closer comes before the next opener, so that it may be a real opener.
fn closes_before_opening(slice: &str, from: usize, mark: Mark) -> bool {
    let (opener, closer) = match mark {
        Mark::Double => ('“', '”'),
        Mark::Single => ('‘', '’'),
        Mark::Corner => ('「', '」'),
        _ => ('『', '』'),
    };
    let rest = slice.get(from..).unwrap_or("");
    rest.find([opener, closer])
        .is_some_and(|at| rest.get(at..).is_some_and(|rest| rest.starts_with(closer)))
}

/// True for words between two openers that are a name between marks: at most fifteen characters and no pause in them.
fn short_name(inside: &str) -> bool {
    (1..=15).contains(&inside.chars().count())
        && inside
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '·' | '：'))
}

/// The word between inverted marks, `”善“`: where its second mark begins. Behind an opener that nothing has opened, the closer
/// stands before the next ”.
fn inverted(slice: &str, from: usize) -> Option<usize> {
    let rest = slice.get(from..)?;
    let end = rest.find(['”', '“'])?;
    let inverted = rest.get(end..)?.starts_with('“') && short_name(rest.get(..end)?);
    // “甲”和“乙”: what follows is a pair of its own.
    let behind = rest.get(end + '“'.len_utf8()..)?;
    let pair = behind
        .find(['”', '“'])
        .is_some_and(|at| behind.get(at..).is_some_and(|rest| rest.starts_with('”')));
    (inverted && !pair).then_some(from + end)
}

/// True when another straight mark stands before the next curly one: a pair inside “…”.
fn pairs_inside(slice: &str, from: usize) -> bool {
    let rest = slice.get(from..).unwrap_or("");
    rest.find(['"', '＂', '“', '”'])
        .is_some_and(|at| rest.get(at..).is_some_and(|rest| rest.starts_with(['"', '＂'])))
}

/// True when a closing ' follows within a few hundred bytes.
fn apostrophe_closes(slice: &str, from: usize) -> bool {
    let rest = slice.get(from..).unwrap_or("");
    let mut previous = ' ';
    let mut characters = rest.chars().take(400).peekable();
    while let Some(character) = characters.next() {
        if character == '\'' {
            let next = characters.peek().copied();
            let ends = next.is_none_or(|next| !next.is_ascii_alphanumeric());
            if ends && !is_blank(previous) {
                return true;
            }
        }
        previous = character;
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Place, begins_mark, read, turn};
    use crate::document::{QuoteKind, Span};

    #[test]
    fn marks_are_told_from_their_bytes() {
        for character in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let bytes = character.encode_utf8(&mut bytes).as_bytes();
            assert_eq!(begins_mark(bytes), turn(character).is_some(), "{character:?}");
        }
    }

    fn quotes(text: &str) -> Vec<(&str, u8, bool)> {
        let mut places = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            places.push(Place {
                span: Span::new(at, at + line.len()),
                article: 0,
                headline: false,
            });
            at += line.len() + 1;
        }
        read(text, &places)
            .iter()
            .map(|quote| (quote.span.of(text), quote.level, quote.mismatched))
            .collect()
    }

    #[test]
    fn nesting_and_kinds_of_marks() {
        assert_eq!(
            quotes("他说：“我看了‘雨’这篇。”"),
            [("我看了‘雨’这篇。", 0, false), ("雨", 1, false)]
        );
        assert_eq!(
            quotes("他說：「我看了『雨』。」"),
            [("我看了『雨』。", 0, false), ("雨", 1, false)]
        );
        assert_eq!(
            quotes("he said \"it's raining\" and 'no more' today"),
            [("it's raining", 0, false), ("no more", 0, false)]
        );
        assert_eq!(
            quotes("the dogs' owner said “it’s fine”"),
            [("it’s fine", 0, false)]
        );
        let text = "据《春城晚报》报道";
        let place = Place {
            span: Span::new(0, text.len()),
            article: 0,
            headline: false,
        };
        assert_eq!(read(text, &[place]).first().unwrap().kind, QuoteKind::Title);
        assert_eq!(quotes("“”空的“ ”"), []);
    }

    #[test]
    fn several_paragraphs() {
        assert_eq!(
            quotes("他说：“第一段。\n“第二段。”完"),
            [("第一段。", 0, false), ("第二段。", 0, false)]
        );
        assert_eq!(
            quotes("他说：“第一段。\n第二段。”完"),
            [("第一段。", 0, true), ("第二段。", 0, false)]
        );
        assert_eq!(quotes("他说：“第一段。\n第二段。"), [("第一段。", 0, true)]);
    }

    #[test]
    fn broken_marks() {
        assert_eq!(quotes("“蹭了蹭\"，后来"), [("蹭了蹭", 0, true)]);
        assert_eq!(quotes("他问：“要多久？“对方说两天。"), [("要多久？", 0, true)]);
        assert_eq!(
            quotes("“所谓的\"秘密\"不准”"),
            [("所谓的\"秘密\"不准", 0, false), ("秘密", 1, false)]
        );
        assert_eq!(quotes("我说了。\"后来"), []);
        assert_eq!(
            quotes("他说的“断桥事件“，后来有人说“修好了”。"),
            [("断桥事件", 0, true), ("修好了", 0, false)]
        );
        assert_eq!(quotes("心里的那一点”善“就这样没了。"), [("善", 0, true)]);
        assert_eq!(quotes("一半”，他说“走”。"), [("走", 0, false)]);
    }
}

//! Lines made of labelled fields: `来源：X 作者：Y`, `2021-03-04 05:06 来源：X`, `责任编辑：X SN001`, `（原标题：X）`,
//! `相关新闻：X（Y）`. A line is read into items first; then the first items say what line it is, and whether it is one.

use crate::document::{BlockKind, PartKind, Span};

use super::clock::{self, Printed};
use super::closings::edition;
use super::draft::{Draft, Named, Opens, Shape, is_blank, trimmed};
use super::lists::{self, Class};
use super::names;
use super::reporters;
use super::values::{code_only, parts, staff_code, without_widgets};

/// An item of a labelled line.
enum Item {
    Field(Field),
    Time(Span, Printed),
    /// Text without a label.
    Free(Span),
}

/// A label with its value.
pub(super) struct Field {
    pub class: Class,
    pub label: Span,
    /// May be empty.
    pub value: Span,
    separator: Separator,
}

impl Field {
    /// True when nothing stands between label and value.
    pub(super) fn is_glued(&self) -> bool {
        self.separator == Separator::Nothing
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// A colon, a bar, a slash, or the bracket that closes behind the label.
    Mark,
    Blank,
    Nothing,
    /// The label is all there is.
    End,
}

/// The closing bracket of an opening one.
pub(super) fn closer(opener: char) -> Option<char> {
    Some(match opener {
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '[' => ']',
        '［' => '］',
        '〔' => '〕',
        _ => return None,
    })
}

/// True when two brackets close alike, widths aside.
fn closes_alike(closer: char, other: char) -> bool {
    closer == other
        || matches!(
            (closer, other),
            ('）', ')') | (')', '）') | ('】', ']') | (']', '】' | '］') | ('］', ']')
        )
}

fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '■' | '●'
            | '◆'
            | '★'
            | '▲'
            | '□'
            | '○'
            | '◎'
            | '※'
            | '*'
            | '▌'
            | '▍'
            | '▎'
            | '▶'
            | '►'
            | '|'
            | '｜'
            | '—'
            | '-'
            | '_'
            | '•'
            | '·'
            | '>'
            | '》'
            | '☞'
            | '→'
            | '»'
            | '@'
    )
}

/// The span without bullets and without a pair of brackets around it, and the bracket that was open.
pub(super) fn unwrapped(text: &str, span: Span) -> (Span, Option<char>) {
    let slice = span.of(text);
    let rest = slice.trim_start_matches(|character| is_bullet(character) || is_blank(character));
    let mut start = span.end as usize - rest.len();
    let mut end = span.end as usize;
    let opener = rest.chars().next().filter(|&first| closer(first).is_some());
    if let Some(opener) = opener {
        start += opener.len_utf8();
        let last = rest.chars().next_back();
        if let (Some(wanted), Some(last)) = (closer(opener), last)
            && closes_alike(wanted, last)
        {
            // Only when it is this bracket that closes at the end: not in `(甲)乙(丙)`.
            let inner = text.get(start..end - last.len_utf8()).unwrap_or("");
            let mut depth = 0i32;
            let mut whole = true;
            for character in inner.chars() {
                if character == opener {
                    depth += 1;
                } else if closes_alike(wanted, character) {
                    depth -= 1;
                    whole &= depth >= 0;
                }
            }
            if whole && depth == 0 {
                end -= last.len_utf8();
            }
        }
    }
    (Span::new(start.min(end), end), opener)
}

/// The separator behind a label at `at`, and where the value begins.
fn separator(text: &str, at: usize, end: usize, opener: Option<char>) -> (Separator, usize) {
    let rest = text.get(at..end).unwrap_or("");
    let value = rest.trim_start_matches(is_blank);
    let Some(next) = value.chars().next() else {
        return (Separator::End, end);
    };
    let marked = matches!(
        next,
        ':' | '：' | '|' | '｜' | '丨' | '/' | '／' | '︱' | '┃' | '∣'
    ) || opener
        .and_then(closer)
        .is_some_and(|wanted| closes_alike(wanted, next));
    if marked {
        let mut begin = end - value.len() + next.len_utf8();
        let mut rest = text.get(begin..end).unwrap_or("");
        // 【延伸阅读】：X and `来源: | X` have two.
        if let Some(second) = rest
            .chars()
            .next()
            .filter(|&second| matches!(second, ':' | '：' | '|' | '丨'))
        {
            begin += second.len_utf8();
            rest = text.get(begin..end).unwrap_or("");
        }
        (Separator::Mark, end - rest.trim_start_matches(is_blank).len())
    } else if value.len() < rest.len() {
        (Separator::Blank, end - value.len())
    } else {
        (Separator::Nothing, at)
    }
}

/// Where the next field begins behind `from`; `end` when there is none. In a field of `people` a role without a mark
/// belongs to the field: `文/某报记者某某`.
fn boundary(text: &str, from: usize, end: usize, people: bool) -> usize {
    let slice = text.get(from..end).unwrap_or("");
    let mut previous = ' ';
    let mut depth = 0i32;
    for (at, character) in slice.char_indices() {
        let begins = from + at;
        match character {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = (depth - 1).max(0),
            _ => {}
        }
        let rest = slice.get(at..).unwrap_or("");
        if at > 0
            && character.is_ascii_digit()
            && !previous.is_ascii_alphanumeric()
            && !matches!(previous, '.' | '-' | ':')
        {
            if depth == 0 && clock::printed(rest).is_some_and(|time| time.has_clock() || time.has_year()) {
                return begins;
            }
        } else if depth == 0
            && let Some((word, class)) = lists::label_at(rest)
        {
            let (separator, value) = separator(text, begins + word.len(), end, None);
            let role = matches!(class, Class::Editor | Class::Person);
            let apart = is_blank(previous) || matches!(previous, '|' | '｜' | '丨' | '，' | ',' | '。');
            let short = word.chars().count() < 2;
            let begins_field = match separator {
                Separator::Mark => apart || !(short || word.is_ascii()),
                Separator::Blank | Separator::Nothing => {
                    role && !people && !short && !word.is_ascii() && {
                        let stop = next_role(text, value, end);
                        trimmed(text, value, stop)
                            .and_then(|span| names::names(text, span))
                            .is_some()
                    }
                }
                Separator::End => role && apart && !short,
            };
            if begins_field && at > 0 {
                return begins;
            }
        }
        previous = character;
    }
    end
}

/// Where the next label of a role begins.
fn next_role(text: &str, from: usize, end: usize) -> usize {
    let slice = text.get(from..end).unwrap_or("");
    for (at, character) in slice.char_indices() {
        if names::is_separator(character) {
            continue;
        }
        if let Some((word, Class::Editor | Class::Person)) = slice.get(at..).and_then(lists::label_at)
            && word.chars().count() > 1
        {
            return from + at;
        }
    }
    end
}

/// Reads a line into items.
fn items(text: &str, span: Span, opener: Option<char>) -> Vec<Item> {
    let mut found = Vec::new();
    let end = span.end as usize;
    let mut at = span.start as usize;
    while at < end && found.len() < 16 {
        let rest = text.get(at..end).unwrap_or("");
        let skipped =
            rest.trim_start_matches(|next| is_blank(next) || matches!(next, '|' | '｜' | '丨' | '，' | ','));
        at = end - skipped.len();
        if skipped.is_empty() {
            break;
        }
        if let Some(time) = clock::printed(skipped) {
            let length = time.length;
            let counter = time.counter;
            found.push(Item::Time(Span::new(at, at + length), time));
            at += length + counter;
            continue;
        }
        if let Some((word, class)) = lists::label_at(skipped) {
            let behind = at + word.len();
            let (separator, value) =
                separator(text, behind, end, if found.is_empty() { opener } else { None });
            let whole = matches!(
                class,
                Class::Original | Class::Related(_) | Class::Disclaimer | Class::Link
            );
            let stop = if whole {
                end
            } else if class == Class::Time {
                value
            } else {
                boundary(text, value, end, matches!(class, Class::Editor | Class::Person))
            };
            let label = Span::new(at, behind);
            let kept = text.get(value..stop).map_or(0, |value| {
                value
                    .trim_end_matches(|next| is_blank(next) || matches!(next, '|' | '｜' | '丨'))
                    .len()
            });
            let value =
                trimmed(text, value, value + kept).unwrap_or(Span::new(value.min(stop), value.min(stop)));
            found.push(Item::Field(Field {
                class,
                label,
                value,
                separator,
            }));
            at = stop;
            continue;
        }
        let stop = boundary(text, at, end, false);
        found.extend(trimmed(text, at, stop).map(|span| Item::Free(without_widgets(text, span))));
        at = stop.max(at + skipped.chars().next().map_or(1, char::len_utf8));
    }
    found
}

/// Without the page or section in front of a label of the staff: `A08-09版统筹：某某`, `本版采写：某某`, `相关新闻责编：某某`.
fn without_page(text: &str, inner: Span) -> Span {
    let slice = inner.of(text);
    let page = slice.trim_start_matches(|next: char| {
        next.is_ascii_alphanumeric() || matches!(next, '-' | '—' | '~' | '、')
    });
    let staff = |rest: &str| {
        matches!(lists::label_at(rest), Some((word, Class::Editor | Class::Person)) if {
            let behind = rest.get(word.len()..).unwrap_or("");
            behind.starts_with([':', '：', '/', '／', '|', '丨', '｜'])
        })
    };
    let rest = match lists::label_at(slice) {
        Some((word, Class::Related(_))) => slice.get(word.len()..),
        _ if page.len() < slice.len() => page.strip_prefix('版'),
        _ => ["本版", "本组", "本期", "本篇"]
            .iter()
            .find_map(|word| slice.strip_prefix(word)),
    };
    match rest.filter(|rest| staff(rest)) {
        Some(rest) => Span::new(inner.end as usize - rest.len(), inner.end as usize),
        None => inner,
    }
}

/// Reads a line of labelled fields; `None` when it is none.
pub(super) fn labelled(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    let (inner, opener) = unwrapped(text, line);
    let mut inner = without_page(text, inner);
    // 来源：某号。作者为某报记者: the sentence about the author is no part of the name.
    if let Some(at) = ["。作者", "。本文作者"]
        .iter()
        .filter_map(|mark| inner.of(text).find(mark))
        .min()
        && matches!(lists::label_at(inner.of(text)), Some((_, Class::Source)))
    {
        inner.end = inner.start + at as u32;
    }
    let first = inner.of(text).chars().next()?;
    let label = lists::label_at(inner.of(text));
    // Sep. 26, 2019 12:11: a line that is nothing but an English time.
    let words = inner.of(text);
    if shape.latin
        && shape.chars <= STAMP
        && first.is_ascii_uppercase()
        && clock::printed(words).is_some_and(|time| time.length == words.len())
    {
        let time = Named {
            kind: PartKind::Time,
            span: inner,
        };
        return Some(Draft::with(text, BlockKind::ListingLine, line, vec![time]));
    }
    // A line without a label in front must hold a time to be looked at.
    if label.is_none() {
        let listing_possible = shape.chars <= 90 && line.of(text).bytes().any(|byte| byte.is_ascii_digit());
        if !listing_possible || !(first.is_ascii_digit() || holds_year(inner.of(text))) {
            return None;
        }
    }
    // 来源：湖水中的红色来自一种藻类，…。: a sentence about an origin, not a name.
    let sentence = inner.of(text).ends_with('。') && inner.of(text).matches('，').count() >= 2;
    if sentence && matches!(label, Some((_, Class::Source))) {
        return None;
    }
    let items = items(text, inner, opener);
    let kind = line_kind(text, &items, shape, opener)?;
    let mut draft = Draft::with(text, kind, line, Vec::new());
    let mut time_seen = false;
    for item in &items {
        match item {
            Item::Field(field) => {
                parts(text, field, &mut draft.named);
                if field.class == Class::Source && field.value.of(text).contains('版') {
                    draft
                        .named
                        .extend(Named::each(PartKind::Time, edition(text, line)));
                }
                if let Class::Related(opens) = field.class {
                    draft.opens = Some(opens);
                }
            }
            Item::Time(span, time) => {
                draft.named.push(Named {
                    kind: PartKind::Time,
                    span: *span,
                });
                if time.counter > 0 {
                    let end = span.end as usize;
                    draft.named.push(Named {
                        kind: PartKind::Counter,
                        span: Span::new(end, end + time.counter),
                    });
                }
                time_seen = true;
            }
            Item::Free(span) => {
                let value = span.of(text);
                let digits = value.bytes().all(|byte| byte.is_ascii_digit());
                let kind = match kind {
                    _ if digits => PartKind::Counter,
                    BlockKind::ListingLine if !time_seen || lists::ends_like_outlet(value) => {
                        PartKind::ListingLabel
                    }
                    _ => PartKind::Value,
                };
                draft.named.push(Named { kind, span: *span });
            }
        }
    }
    Some(draft)
}

/// True when four digits that can be a year stand in the line, followed by a mark of dates.
fn holds_year(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memmem::find_iter(bytes, "20").any(|at| {
        bytes
            .get(at + 2..at + 4)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
            && line
                .get(at + 4..)
                .is_some_and(|rest| rest.starts_with(['-', '/', '.', '年']))
    })
}

/// Characters of the longest English time.
const STAMP: usize = 50;
/// Characters of the longest note behind a time.
const NOTE: usize = 8;

/// True for a note on the state of a report behind its time: （更新）, (updated), 已更新.
fn is_note(words: &str) -> bool {
    let inside = words
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    match inside {
        Some(inside) => (1..=NOTE).contains(&inside.chars().count()),
        None => [
            "更新",
            "已更新",
            "有更新",
            "首发",
            "原创",
            "修订",
            "Updated",
            "updated",
        ]
        .contains(&words),
    }
}

/// What line the items make; `None` when they only look like labels in running text.
fn line_kind(text: &str, items: &[Item], shape: Shape, opener: Option<char>) -> Option<BlockKind> {
    let plain = |span: &Span| {
        let value = span.of(text);
        value.chars().count() <= 24 && !value.contains(['，', '。', ',', '；', '？', '！', '“'])
    };
    match items {
        [Item::Time(_, time), rest @ ..] | [Item::Free(_), Item::Time(_, time), rest @ ..] => {
            if let Some(Item::Free(label)) = items.first()
                && (!plain(label) || label.of(text).contains([':', '：']))
            {
                return None;
            }
            let fields = rest
                .iter()
                .any(|item| matches!(item, Item::Field(field) if field.separator == Separator::Mark));
            let rest_fits = rest.iter().all(|item| match item {
                Item::Free(span) => {
                    plain(span)
                        && (fields
                            || is_note(span.of(text))
                            || lists::opens_widget(span.of(text))
                            || lists::ends_like_outlet(span.of(text))
                            || span.of(text).bytes().all(|byte| byte.is_ascii_digit()))
                }
                Item::Time(..) => true,
                Item::Field(field) => field.value.len() <= 120 && field.separator != Separator::Nothing,
            });
            (rest_fits && shape.chars <= 100 && (time.has_clock() || time.has_year()) && !shape.stop)
                .then_some(BlockKind::ListingLine)
        }
        [Item::Field(field), rest @ ..] => field_kind(text, field, rest, shape, opener),
        _ => None,
    }
}

/// True for a source that is glued to its label, as scrapers leave it where the page had them apart: `来源某网`, `本文转载自微信公众号“某某”`,
/// `授权转载自“某某”（ID：abc）`. The name must show what it is, because `来源` and `转自` begin sentences too.
fn glued_source(label: &str, value: &str) -> bool {
    let chars = value.chars().count();
    if chars > 30 || value.contains(['，', '。', '、', '；', ',', '是', '的', '了']) {
        return false;
    }
    let outlet = chars <= 8 && lists::ends_like_outlet(value);
    if !label.ends_with('自') || label.starts_with(['来', '來']) {
        return outlet;
    }
    let account = ["微信公众号", "微信公号", "公众号"]
        .iter()
        .find_map(|channel| value.strip_prefix(channel))
        .unwrap_or(value);
    outlet || account.starts_with('“') && (account.ends_with('”') || account.contains("”（ID"))
}

/// What line a first field makes.
fn field_kind(
    text: &str,
    field: &Field,
    rest: &[Item],
    shape: Shape,
    opener: Option<char>,
) -> Option<BlockKind> {
    let value = field.value.of(text);
    let chars = value.chars().count();
    let marked = matches!(field.separator, Separator::Mark | Separator::End);
    let running = value.contains(['。', '？', '！', '?', '!'])
        && !value
            .trim_end_matches(['。', '）', ')'])
            .chars()
            .all(|next| !matches!(next, '。' | '？' | '！' | '?' | '!'));
    match field.class {
        Class::Source | Class::Media => {
            let whole = match field.separator {
                Separator::Mark => !running && chars <= 60 && shape.chars <= 160,
                Separator::End => field.label.of(text).chars().count() >= 2 && field.label.of(text) != "图片",
                Separator::Blank => {
                    chars <= 20
                        && !shape.clause
                        && !shape.stop
                        && (lists::ends_like_outlet(value) || chars <= 8)
                }
                Separator::Nothing if field.class == Class::Media => {
                    shape.chars <= 24 && value.starts_with(['于', '自'])
                }
                Separator::Nothing => !shape.stop && glued_source(field.label.of(text), value),
            };
            let kind = if field.class == Class::Media {
                BlockKind::Caption
            } else {
                BlockKind::SourceLine
            };
            whole.then_some(kind)
        }
        Class::Editor | Class::Person => {
            let kind = if field.class == Class::Editor {
                BlockKind::EditorLine
            } else {
                BlockKind::Byline
            };
            if running || shape.chars > 120 {
                return None;
            }
            let first_names = || {
                let value = staff_code(text, field.value).0;
                let editors = field.class == Class::Editor && reporters::signed(text, value).is_some();
                names::names(text, value).is_some() || editors
            };
            let label = field.label.of(text);
            let fits = match field.separator {
                Separator::Mark if field.class == Class::Editor => chars <= 60,
                Separator::Mark if label.ends_with("记者") || label == "采访" => {
                    chars <= 40 && (first_names() || value.contains("记者"))
                }
                Separator::Mark => chars <= 60 && !shape.stop,
                Separator::End => field.class == Class::Editor && opener.is_none() || !rest.is_empty(),
                Separator::Blank | Separator::Nothing => {
                    label.chars().count() > 1 && (first_names() || code_only(text, field.value))
                }
            };
            fits.then_some(kind)
        }
        Class::Account => None,
        Class::Original => {
            (marked && chars <= if opener.is_some() { 120 } else { 80 }).then_some(BlockKind::OriginalTitle)
        }
        Class::Link => (marked && value.contains("http")).then_some(BlockKind::SourceLine),
        Class::Time => match rest {
            [Item::Time(..), ..] if field.value.is_empty() => Some(BlockKind::ListingLine),
            _ => None,
        },
        Class::Related(opens) => {
            let plain = chars <= 80 && !value.ends_with(['。', '，', '；']);
            let clear = opens != Opens::Background || chars <= 40;
            (marked && plain && clear).then_some(BlockKind::RelatedHeader)
        }
        Class::Disclaimer => {
            let plain = field.label.of(text) == "声明";
            (field.separator == Separator::Mark && !plain).then_some(BlockKind::Disclaimer)
        }
    }
}

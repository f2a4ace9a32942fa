//! Lines and tails of lines that name who made a report: by-lines (`本报记者 某某 某地报道`, `某某/某报`), and the
//! credits that stand glued at the end of the last paragraph (`（据新华社）`, `(记者某某)`, `责任编辑：某某`).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::document::{BlockKind, PartKind, Span};

use super::bracket_credit;
use super::captions;
use super::draft::{Draft, Named, Shape, is_blank, trimmed};
use super::fields::{closer, labelled, unwrapped};
use super::house_bylines;
use super::lists;
use super::names;
use super::reporters;
use super::signatures;
use super::values::sources;

/// Roles that may open a by-line without a mark behind them.
pub(super) const REPORTERS: [&str; 8] = [
    "记者",
    "通讯员",
    "作者",
    "撰稿人",
    "特约撰稿",
    "特派员",
    "评论员",
    "观察员",
];

/// None begins with another, so every kind of matching finds the first of them; with this one the automaton is woken only
/// where several characters fit.
static ROLES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(REPORTERS)
        .ok()
});

/// A line that is a by-line: the paper and the role, then names, then perhaps the place.
pub(super) fn byline(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    if shape.chars > 80 || shape.ends_with_stop && !line.of(text).ends_with(['）', ')']) {
        return None;
    }
    let slice = line.of(text);
    if slice.starts_with("By ") && shape.chars <= 60 {
        let names = trimmed(text, line.start as usize + 3, line.end as usize)?;
        let people = names::names(text, names)?;
        let label = Named {
            kind: PartKind::Label,
            span: Span::new(line.start as usize, line.start as usize + 2),
        };
        let mut named = vec![label];
        named.extend(Named::each(PartKind::Person, people));
        return Some(Draft::with(text, BlockKind::Byline, line, named));
    }
    let (inner, _) = unwrapped(text, line);
    let body = inner.of(text);
    let author = ["本文", "文章"]
        .iter()
        .find_map(|text| body.strip_prefix(text))
        .unwrap_or(body);
    for opening in ["作者系", "作者为", "作者单位", "作者是"] {
        if let Some(rest) = author.strip_prefix(opening)
            && (inner != line || author.len() < body.len())
        {
            let house = house_bylines::of_author(
                text,
                Span::new(inner.end as usize - rest.len(), inner.end as usize),
            );
            let named = Named::each(PartKind::Agency, house).collect();
            return Some(Draft::with(text, BlockKind::Byline, line, named));
        }
    }
    if let Some(draft) =
        original_work(text, line, inner).or_else(|| house_bylines::house_writes(text, line, inner))
    {
        return Some(draft);
    }
    let role = ROLES.as_ref()?.find(body)?;
    let role = (role.start(), *REPORTERS.get(role.pattern().as_usize())?);
    let prefix = body.get(..role.0)?;
    if prefix.chars().count() > 16
        || prefix.contains(['（', '(', '，', '。', '：', ':', '、', '？', '“', '”', ','])
    {
        return None;
    }
    if let Some(draft) = with_source(text, line, inner, prefix) {
        return Some(draft);
    }
    let caption = body.ends_with('摄');
    let named = reporters::signed(text, inner).or_else(|| {
        let rest = Span::new(inner.start as usize + role.0, inner.end as usize);
        let mut named = spaced_name(text, rest, role.1)?;
        named.extend(house(text, Span::new(inner.start as usize, rest.start as usize)));
        named.sort_by_key(|part| part.span);
        Some(named)
    })?;
    let kind = if caption {
        BlockKind::Caption
    } else {
        BlockKind::Byline
    };
    Some(Draft::with(text, kind, line, named))
}

/// A by-line and a source on one line: `某报记者 某某 来源：某报`, `文章来源某网作者某某`.
fn with_source(text: &str, line: Span, inner: Span, prefix: &str) -> Option<Draft> {
    let start = inner.start as usize;
    let body = inner.of(text);
    let mut named = Vec::new();
    if let Some((label, lists::Class::Source)) = lists::label_at(prefix) {
        let mut source = trimmed(text, start + label.len(), start + prefix.len())?;
        // 转自微信公众号某号作者某某: the channel shows that an account is named.
        let account = ["微信公众号", "微信公号", "公众号"]
            .iter()
            .find_map(|channel| source.of(text).strip_prefix(channel))
            .filter(|account| account.chars().count() >= 2);
        match account {
            Some(account) => source.start = source.end - account.len() as u32,
            None if !lists::ends_like_outlet(source.of(text)) => return None,
            None => {}
        }
        push(&mut named, PartKind::Label, Span::new(start, start + label.len()));
        push(&mut named, PartKind::Source, source);
        named.extend(reporters::bracketed(text, inner));
        return Some(Draft::with(text, BlockKind::SourceLine, line, named));
    }
    let at = ["来源：", "来源:"]
        .iter()
        .filter_map(|label| body.find(label))
        .min()?;
    let head = trimmed(text, start, start + at)?;
    named.extend(reporters::signed(text, head)?);
    let label = Span::new(start + at, start + at + "来源".len());
    push(&mut named, PartKind::Label, label);
    let mark = text.get(label.end as usize..)?.chars().next()?.len_utf8();
    let value = trimmed(text, label.end as usize + mark, inner.end as usize)?;
    for source in sources(text, value) {
        push(&mut named, PartKind::Source, source);
    }
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

fn push(named: &mut Vec<Named>, kind: PartKind, span: Span) {
    named.push(Named { kind, span });
}

/// `原创 某某`, `原创： 某报 某某`: who signs a text that platforms mark as the account's own.
fn original_work(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const MARK: &str = "原创";
    let rest = inner.of(text).strip_prefix(MARK)?;
    let opens = rest.starts_with(|next| is_blank(next) || matches!(next, ':' | '：' | '|' | '丨'));
    let start = inner.start as usize;
    let value = trimmed(text, start + MARK.len(), inner.end as usize)?;
    let digits = value.of(text).bytes().any(|byte| byte.is_ascii_digit());
    if !opens || digits || value.of(text).chars().count() > 16 {
        return None;
    }
    let mut named = vec![Named {
        kind: PartKind::Label,
        span: Span::new(start, start + MARK.len()),
    }];
    named.extend(reporters::labelled(text, value));
    (named.len() > 1).then(|| Draft::with(text, BlockKind::Byline, line, named))
}

/// `记者 某某` and `记者 某某 某地报道` with blanks between: the word behind the role is a name, known or not.
fn spaced_name(text: &str, span: Span, role: &str) -> Option<Vec<Named>> {
    let start = span.start as usize + role.len();
    let rest = text.get(start..span.end as usize)?;
    if !rest.starts_with(is_blank) {
        return None;
    }
    let words: Vec<&str> = rest.split(is_blank).filter(|word| !word.is_empty()).collect();
    let place = |word: &str| {
        word.strip_suffix("报道")
            .is_some_and(|place| place.chars().count() <= 6)
    };
    let (name, report) = match words.as_slice() {
        [name] => (*name, None),
        [name, report] if place(report) => (*name, Some(*report)),
        _ => return None,
    };
    let chars = name.chars().count();
    if !(2..=4).contains(&chars) || !name.chars().all(names::is_han) {
        return None;
    }
    let at = start + rest.find(name)?;
    let person = Span::new(at, at + name.len());
    let place = report.and_then(|report| {
        let at = start + rest.rfind(report)?;
        trimmed(text, at, at + report.len() - "报道".len())
    });
    let person = Named {
        kind: PartKind::Person,
        span: person,
    };
    let place = Named::each(PartKind::Place, place);
    Some(std::iter::once(person).chain(place).collect())
}

/// The outlet in front of a role.
pub(super) fn house(text: &str, span: Span) -> Option<Named> {
    let slice = span.of(text);
    let edge = |next| is_blank(next) || matches!(next, '《' | '》' | '/');
    let name = slice.trim_matches(edge);
    let start = span.start as usize + slice.find(name)?;
    (!name.is_empty()).then(|| Named {
        kind: PartKind::Agency,
        span: reporters::without_post(text, Span::new(start, start + name.len())),
    })
}

/// A line of names only, as stands below a title: `徐小红 赵明`, `赵明/某报`.
pub(super) fn bare_names(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    if shape.chars > 24 || shape.chars < 2 {
        return None;
    }
    let slice = line.of(text);
    let mut named = Vec::new();
    let people = if let Some(slash) = slice.find(['/', '／']) {
        let head = trimmed(text, line.start as usize, line.start as usize + slash)?;
        let width = slice.get(slash..)?.chars().next()?.len_utf8();
        let mut outlet = trimmed(text, line.start as usize + slash + width, line.end as usize)?;
        // 文某网/某某: the stroke slid behind the house.
        let house = head
            .of(text)
            .strip_prefix('文')
            .filter(|house| lists::ends_like_outlet(house));
        if let Some(house) = house {
            named.push(Named {
                kind: PartKind::Agency,
                span: Span::new(head.end as usize - house.len(), head.end as usize),
            });
            named.extend(Named::each(PartKind::Person, names::names(text, outlet)?));
            return Some(Draft::with(text, BlockKind::Byline, line, named));
        }
        // 某某/某报评论: a desk of the house.
        let desk = ["评论部", "评论员", "评论", "时评"]
            .iter()
            .find_map(|desk| outlet.of(text).strip_suffix(desk))
            .filter(|house| lists::ends_like_outlet(house));
        if let Some(house) = desk {
            outlet.end = outlet.start + house.len() as u32;
        }
        if !lists::ends_like_outlet(outlet.of(text)) && !outlet.of(text).starts_with('@') {
            return None;
        }
        named.push(Named {
            kind: PartKind::Agency,
            span: outlet,
        });
        // Writers of comments sign with pen names.
        let pen = desk.is_some()
            && (2..=4).contains(&head.of(text).chars().count())
            && head.of(text).chars().all(names::is_han);
        names::names(text, head).or(pen.then(|| vec![head]))?
    } else if let Some(house) = house_bylines::glued_house(text, line) {
        named.push(Named {
            kind: PartKind::Agency,
            span: house,
        });
        names::names(text, trimmed(text, house.end as usize, line.end as usize)?)?
    } else {
        let people = names::names(text, line)?;
        // One run without a separator may be any word.
        if people.len() < 2 || !slice.contains(names::is_separator) {
            return None;
        }
        people
    };
    named.extend(Named::each(PartKind::Person, people));
    named.sort_by_key(|named| named.span);
    Some(Draft::with(text, BlockKind::Byline, line, named))
}

/// Words whose labelled credits are looked for near the end of a paragraph.
const TAIL_LABELS: [&str; 16] = [
    "文字来源",
    "内容来源",
    "信息来源",
    "稿件来源",
    "责任编辑",
    "责编",
    "编辑：",
    "编辑:",
    "文章来源",
    "本文来源",
    "来源：",
    "来源:",
    "记者：",
    "作者：",
    "推荐阅读：",
    "相关阅读：",
];

/// With this kind of matching the automaton is woken only where several characters fit a label.
static TAILS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(TAIL_LABELS)
        .ok()
});

/// Cuts the credit off the end of `text[line]`, a paragraph. What is left ends where the returned piece begins.
pub(super) fn closing(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let last = slice.chars().next_back()?;
    if matches!(last, '）' | ')' | '】' | ']')
        && let Some(found) = bracketed(text, line, last)
    {
        return Some(found);
    }
    if let Some(found) = captions::behind(text, line) {
        return Some(found);
    }
    // Labels without brackets, at most 70 characters before the end.
    let from = slice.ceil_char_boundary(slice.len().saturating_sub(210));
    let tail = slice.get(from..)?;
    if tail.ends_with("查看更多")
        && let Some(at) = tail.find("返回搜狐")
        && from + at > 0
    {
        let span = Span::new(line.start as usize + from + at, line.end as usize);
        return Some(Draft::new(text, BlockKind::Chrome, span));
    }
    let at = TAILS
        .as_ref()?
        .find_iter(tail)
        .map(|found| found.start())
        .find(|&at| from + at > 0);
    let Some(at) = at else {
        return signatures::signed_off(text, line, tail, last)
            .or_else(|| signatures::according(text, line, true));
    };
    let before = slice.get(..from + at)?;
    let kept =
        before.trim_end_matches(|next| is_blank(next) || matches!(next, '《' | '（' | '(' | '【' | '['));
    // A label inside a sentence is none; 首席记者某某来源：某报 goes with its by-line.
    if !kept.ends_with(CLOSES) {
        let signed = kept
            .rfind(CLOSES)
            .filter(|_| tail.get(at..).is_some_and(|tail| tail.starts_with("来源")))?;
        let from = signed + kept.get(signed..)?.chars().next()?.len_utf8();
        let span = trimmed(text, line.start as usize + from, line.end as usize)?;
        let head = Span::new(span.start as usize, line.start as usize + kept.len());
        let short = head.of(text).chars().count() <= signatures::LONGEST_SIGNATURE;
        return byline(text, span, Shape::of(span.of(text)))
            .filter(|draft| short && draft.kind == BlockKind::SourceLine);
    }
    let span = trimmed(text, line.start as usize + kept.len(), line.end as usize)?;
    let shape = Shape::of(span.of(text));
    if shape.chars > 70 {
        return None;
    }
    labelled(text, span, shape)
}

/// What ends a sentence in front of a credit.
pub(super) const CLOSES: [char; 12] = ['。', '！', '？', '”', '…', '!', '?', '"', '）', ')', '」', '；'];
/// A credit in brackets at the end of a paragraph.
fn bracketed(text: &str, line: Span, last: char) -> Option<Draft> {
    let slice = line.of(text);
    let mut depth = 0usize;
    let mut open = None;
    for (count, (at, character)) in slice.char_indices().rev().enumerate() {
        if count > 90 {
            break;
        }
        match character {
            '）' | ')' | '】' | ']' => depth += 1,
            '（' | '(' | '【' | '[' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    open = Some((at, character));
                    break;
                }
            }
            _ => {}
        }
    }
    let (open, opener) = open?;
    if open == 0 {
        return None;
    }
    closer(opener)?;
    let span = Span::new(line.start as usize + open, line.end as usize);
    let inside = trimmed(
        text,
        span.start as usize + opener.len_utf8(),
        span.end as usize - last.len_utf8(),
    )?;
    let before = slice.get(..open)?.trim_end_matches(is_blank);
    let after_stop = before.ends_with([
        '。', '！', '？', '”', '…', '!', '?', '"', '」', '；', '）', ')', '.',
    ]);
    let content = inside.of(text);
    if matches!(content, "完" | "全文完" | "详细" | "本文完" | "点击详细") {
        return Some(Draft::new(text, BlockKind::Chrome, span));
    }
    let shape = Shape::of(span.of(text));
    if let Some(draft) = labelled(text, span, shape).filter(|draft| {
        after_stop
            || draft.kind == BlockKind::EditorLine
            || draft.kind == BlockKind::OriginalTitle
            || draft.kind == BlockKind::SourceLine
    }) {
        return Some(draft);
    }
    if let Some(draft) = captions::bracketed(text, span, inside) {
        return Some(draft);
    }
    let signed = || {
        let round = span.of(text).starts_with(['（', '(']);
        round.then(|| signatures::bracketed(text, span, inside)).flatten()
    };
    after_stop
        .then(|| {
            signatures::dotted(text, span, inside)
                .or_else(|| bracket_credit::credit(text, span, inside, false))
                .or_else(signed)
        })
        .flatten()
}

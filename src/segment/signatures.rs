//! Who made a report, written where nothing introduces it: behind the last sentence of a paragraph (`……。据某社电`), in brackets
//! there (`（某报某某）`, `（某市卫计委）`), or as a line of its own that begins with 据 (`据某社、某报`). In goes a span, out come the piece
//! and its parts, or nothing. What such brackets hold beside credits (`（见图）`, `（组图）`) has none of these forms.

use crate::document::{BlockKind, PartKind, Span};

use super::bracket_credit;
use super::clock;
use super::credit;
use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::names;
use super::reporters;
use super::self_naming;
use super::terms;
use super::values::sources;

/// Characters of the longest credit with 据.
const CREDIT: usize = 20;
/// Characters of the longest list of what a report was put together from.
const COMPILED: usize = 40;
/// Characters of the longest signature in brackets.
const SIGNATURE: usize = 20;
/// What a name follows that says where somebody works.
const HOUSES: [&str; 9] = [
    "大学",
    "学院",
    "党校",
    "研究院",
    "研究所",
    "事务所",
    "医院",
    "中学",
    "小学",
];

/// Ends of names of desks and sections that reporters sign for.
pub(super) const DESKS: [&str; 8] = [
    "财经",
    "科技",
    "娱乐",
    "体育",
    "工作室",
    "报道组",
    "APP",
    "客户端",
];

/// `据某社、某报` without brackets: a line of its own or, `behind` a sentence, the end of a paragraph.
pub(super) fn according(text: &str, line: Span, behind: bool) -> Option<Draft> {
    let slice = line.of(text);
    let at = if behind {
        let from = slice.ceil_char_boundary(slice.len().saturating_sub(3 * (COMPILED + 1)));
        let tail = slice.get(from..)?;
        if !["据", "據", "综合"].iter().any(|word| tail.contains(word)) {
            return None;
        }
        let (stop, mark) = tail
            .char_indices()
            .rev()
            .find(|(_, next)| matches!(next, '。' | '！' | '？' | '”' | '!' | '?' | '…'))?;
        from + stop + mark.len_utf8()
    } else {
        0
    };
    let span = trimmed(text, line.start as usize + at, line.end as usize)?;
    // 本栏文字均据某社: of all that stands above.
    let span = match span.of(text).split_once("均据") {
        Some((head, _)) if head.chars().count() <= 8 && !behind => {
            Span::new(span.start as usize + head.len() + "均".len(), span.end as usize)
        }
        _ => span,
    };
    let words = span.of(text);
    // 综合甲社、乙报, 本组稿件综合甲社、乙报等: what a report was put together from.
    if behind
        && words.contains("综合")
        && words.chars().count() <= COMPILED
        && !words.contains(['，', '：', ':', '（', '('])
        && let Some(draft) = self_naming::put_together(text, span)
    {
        return Some(draft);
    }
    // 某报综合甲社、乙网: the house that put a report together, and from what.
    if !behind
        && words.chars().count() <= COMPILED
        && let Some((house, _)) = words.split_once("综合")
        && lists::ends_like_outlet(house)
        && house.chars().count() <= 10
        && let Some(draft) = self_naming::put_together(
            text,
            Span::new(span.start as usize + house.len(), span.end as usize),
        )
    {
        return Some(Draft { span: line, ..draft });
    }
    let fits = words.starts_with(['据', '據'])
        && words.chars().count() <= CREDIT
        && !words.contains(['，', ',', '：', ':', '。', '（', '(', '“']);
    if !fits {
        return None;
    }
    let mut draft = bracket_credit::credit(text, span, span, false)?;
    if !behind {
        draft.span = line;
    }
    (draft.kind == BlockKind::SourceLine).then_some(draft)
}

/// What brackets behind a sentence sign with: `（某报报道）`, `（某报某某）`, `（某校某某）`, `（某某媒体人）`, `（某市卫计委）`.
pub(super) fn bracketed(text: &str, span: Span, inside: Span) -> Option<Draft> {
    let content = inside.of(text);
    let chars = content.chars().count();
    let plain = content
        .chars()
        .all(|next| names::is_han(next) || next.is_ascii_alphanumeric() || is_blank(next) || next == '·');
    let start = inside.start as usize;
    let source = |span: Span| {
        vec![Named {
            kind: PartKind::Source,
            span,
        }]
    };
    // （综合）: put together from somewhere.
    if content == "综合" {
        return Some(Draft::with(text, BlockKind::SourceLine, span, source(inside)));
    }
    if let Some(draft) = addressed(text, span, inside)
        .or_else(|| account(text, span, inside))
        .or_else(|| pen_name(text, span, inside))
        .or_else(|| terms::authorised(text, span, inside))
    {
        return Some(draft);
    }
    if !(3..=SIGNATURE).contains(&chars) || !plain {
        return None;
    }
    // （5月6日某台）: the day before the outlet.
    let day = clock::printed(content).or_else(|| clock::bare_day(content));
    if let Some(rest) = day.and_then(|day| content.get(day.length..)).map(str::trim_start)
        && (lists::ends_like_outlet(rest) || lists::is_desk(rest))
        && rest.chars().count() <= 10
    {
        let named = source(Span::new(inside.end as usize - rest.len(), inside.end as usize));
        return Some(Draft::with(text, BlockKind::SourceLine, span, named));
    }
    if let Some(house) = [
        "综合报道",
        "综合整理",
        "整理报道",
        "编译报道",
        "报道",
        "整理",
        "编译",
    ]
    .iter()
    .find_map(|done| content.strip_suffix(done))
    .map(str::trim_end)
        && lists::ends_like_outlet(house)
    {
        let named = source(Span::new(start, start + house.len()));
        return Some(Draft::with(text, BlockKind::SourceLine, span, named));
    }
    if lists::is_organ(content) && !content.contains(['的', '在', '了']) {
        return Some(Draft::with(text, BlockKind::SourceLine, span, source(inside)));
    }
    if let Some(named) = several(text, inside) {
        return Some(Draft::with(text, BlockKind::Byline, span, named));
    }
    let (kind, at) = signed_behind(text, inside)?;
    let mut named = Vec::new();
    let house = trimmed(text, start, at)?;
    named.extend(kind.map(|kind| Named { kind, span: house }));
    let person = if kind.is_some() {
        trimmed(text, at, inside.end as usize)?
    } else {
        house
    };
    named.push(Named {
        kind: PartKind::Person,
        span: person,
    });
    Some(Draft::with(text, BlockKind::Byline, span, named))
}

/// `（某网lake.example）`, `（某网®lake.example）`: a site signs with its address.
pub(super) fn addressed(text: &str, span: Span, inside: Span) -> Option<Draft> {
    let content = inside.of(text);
    let house =
        content.trim_end_matches(|next: char| next.is_ascii_alphanumeric() || matches!(next, '.' | '-'));
    let address = content.get(house.len()..)?;
    let house = house.trim_end_matches(|next: char| !next.is_alphanumeric());
    let fits = address.len() >= 4
        && address.contains('.')
        && (3..=10).contains(&house.chars().count())
        && house.chars().all(names::is_han)
        && lists::ends_like_outlet(house);
    fits.then(|| {
        let source = Named {
            kind: PartKind::Source,
            span: Span::new(inside.start as usize, inside.start as usize + house.len()),
        };
        Draft::with(text, BlockKind::SourceLine, span, vec![source])
    })
}

/// `（春.城.晚.报）`, `（春 城 晚 报）`: sites set the name of a paper apart, letter by letter.
pub(super) fn dotted(text: &str, span: Span, inside: Span) -> Option<Draft> {
    const MARKS: [char; 6] = ['.', '．', '·', ' ', '\u{3000}', '-'];
    let content = inside.of(text).trim_matches(MARKS);
    let mut letters = String::new();
    for (at, next) in content.chars().enumerate() {
        let mark = MARKS.contains(&next);
        if mark != (at % 2 == 1) {
            return None;
        }
        if !mark {
            letters.push(next);
        }
    }
    let fits = (3..=10).contains(&letters.chars().count()) && lists::ends_like_outlet(&letters);
    fits.then(|| {
        let at = inside.start as usize + inside.of(text).find(content).unwrap_or(0);
        let source = Named {
            kind: PartKind::Source,
            span: Span::new(at, at + content.len()),
        };
        Draft::with(text, BlockKind::SourceLine, span, vec![source])
    })
}

/// `（某网赵大川钱兰）`: the house and two or three of its people.
fn several(text: &str, inside: Span) -> Option<Vec<Named>> {
    let content = inside.of(text);
    let start = inside.start as usize;
    content.char_indices().skip(3).find_map(|(at, _)| {
        let house = content.get(..at).filter(|head| lists::ends_like_outlet(head))?;
        let people = trimmed(text, start + at, inside.end as usize)
            .filter(|rest| !rest.of(text).contains('等'))
            .and_then(|rest| names::names(text, rest))?;
        let mut named = vec![Named {
            kind: PartKind::Agency,
            span: Span::new(start, start + house.len()),
        }];
        let fits = (2..=3).contains(&people.len());
        named.extend(Named::each(PartKind::Person, people));
        fits.then_some(named)
    })
}

/// `（@某某发布）`, `（微信公众号“某某”首发）`: the account that an item is from.
fn account(text: &str, span: Span, inside: Span) -> Option<Draft> {
    const CHANNELS: [&str; 6] = ["微信公众号", "微信公号", "公众号", "官方微博", "新浪微博", "微博"];
    let content = inside.of(text);
    let start = inside.start as usize;
    let name = if let Some(handle) = content.strip_prefix('@') {
        Span::new(inside.end as usize - handle.len(), inside.end as usize)
    } else {
        let named = ["首发", "原创", "独家", "供稿", ""]
            .iter()
            .find_map(|done| content.strip_suffix(done))?
            .strip_suffix('”')?;
        let (channel, name) = named.split_once('“')?;
        if !CHANNELS.contains(&channel) {
            return None;
        }
        let at = start + channel.len() + '“'.len_utf8();
        Span::new(at, at + name.len())
    };
    let handle = name.of(text);
    let fits = (2..=16).contains(&handle.chars().count())
        && handle
            .chars()
            .all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '·'));
    fits.then(|| {
        let source = Named {
            kind: PartKind::Source,
            span: name,
        };
        Draft::with(text, BlockKind::SourceLine, span, vec![source])
    })
}

/// `（湖边少年/文）`: authors sign with names that are none of a list; the stroke shows them.
fn pen_name(text: &str, span: Span, inside: Span) -> Option<Draft> {
    let content = inside.of(text);
    let head = ["/文", "／文", "/撰文", "／撰文"]
        .iter()
        .find_map(|role| content.strip_suffix(role))?;
    let name = ["实习生", "特约作者", "作者", "记者"]
        .iter()
        .find_map(|role| head.strip_prefix(role))
        .unwrap_or(head);
    let fits = (2..=8).contains(&name.chars().count()) && name.chars().all(names::is_han);
    let start = inside.start as usize + head.len() - name.len();
    fits.then(|| {
        let person = Named {
            kind: PartKind::Person,
            span: Span::new(start, start + name.len()),
        };
        Draft::with(text, BlockKind::Byline, span, vec![person])
    })
}

/// Where a name begins behind the house it works for, and what the house is; `None` for it where a profession follows the
/// name instead.
pub(super) fn signed_behind(text: &str, inside: Span) -> Option<(Option<PartKind>, usize)> {
    let content = inside.of(text);
    let start = inside.start as usize;
    let is_name = |from: usize, to: usize| {
        trimmed(text, from, to).is_some_and(|name| {
            let chars = name.of(text).chars().count();
            (2..=4).contains(&chars) && names::names(text, name).is_some_and(|found| found.len() == 1)
        })
    };
    if let Some(house) = reporters::house_of(text, inside) {
        return Some((Some(PartKind::Agency), house.end as usize));
    }
    for (at, _) in content.char_indices().skip(2) {
        let head = content.get(..at)?;
        let house = HOUSES.iter().any(|ending| head.ends_with(ending));
        if house && is_name(start + at, inside.end as usize) {
            return Some((Some(PartKind::Value), start + at));
        }
        // 某某财经赵川: the desk of an outlet.
        let desk = DESKS.iter().any(|ending| head.ends_with(ending)) && head.chars().count() >= 4;
        if desk && is_name(start + at, inside.end as usize) {
            return Some((Some(PartKind::Agency), start + at));
        }
        // A profession is all that follows the name.
        if is_name(start, start + at)
            && content
                .get(at..)
                .map(str::trim_start)
                .is_some_and(lists::is_profession)
        {
            return Some((None, start + at));
        }
    }
    None
}

/// The sources behind 综合 in brackets that begin with a reporter: `（记者某某综合某社、某报）`.
pub(super) fn put_together(text: &str, inside: Span) -> Vec<Named> {
    let content = inside.of(text);
    let Some((head, rest)) = content.split_once("综合") else {
        return Vec::new();
    };
    let start = inside.start as usize + head.len();
    let label = Named {
        kind: PartKind::Label,
        span: Span::new(start, start + "综合".len()),
    };
    let kept = ["等报道", "报道", "消息", "电", "等"]
        .iter()
        .find_map(|word| rest.strip_suffix(word))
        .unwrap_or(rest);
    let from = start + "综合".len();
    let Some(value) = trimmed(text, from, from + kept.len()) else {
        return Vec::new();
    };
    let listed: Vec<Span> = sources(text, value)
        .into_iter()
        .filter(|name| lists::ends_like_outlet(name.of(text)))
        .collect();
    if listed.is_empty() {
        return Vec::new();
    }
    std::iter::once(label)
        .chain(Named::each(PartKind::Source, listed))
        .collect()
}

/// Characters of the longest by-line behind a text.
pub(super) const LONGEST_SIGNATURE: usize = 24;

/// `……。某报记者某某`: papers sign the last paragraph itself. The paper and a name are asked for; `tail` is the end of the
/// line, `last` its last character.
pub(super) fn signed_off(text: &str, line: Span, tail: &str, last: char) -> Option<Draft> {
    if credit::CLOSES.contains(&last) || last == '摄' || !names::is_han(last) {
        return None;
    }
    let role = tail.rfind("记者")?;
    let close = tail.get(..role)?.rfind(['。', '！', '？', '”'])?;
    let from = line.end as usize - tail.len() + close;
    let from = from + text.get(from..)?.chars().next()?.len_utf8();
    let span = trimmed(text, from, line.end as usize)?;
    if span.of(text).chars().count() > LONGEST_SIGNATURE || span.of(text).contains(['，', '：', ':', ',']) {
        return None;
    }
    // 文内图均来自某报记者某某: whose pictures they are. 某报记者某某文/图 wrote too.
    let words = span.of(text);
    let wrote = (words.starts_with("文/") || words.starts_with("文／"))
        || words.ends_with("文/图")
        || words.ends_with("文／图");
    if words.contains(['图', '自', '摄']) && !wrote {
        return None;
    }
    let named = reporters::signed(text, span)?;
    let house = wrote || named.iter().any(|part| part.kind == PartKind::Agency);
    house.then(|| Draft::with(text, BlockKind::Byline, span, named))
}

#[cfg(test)]
mod tests {
    use crate::document::Span;
    use crate::segment::draft::{shown, whole};

    #[test]
    fn credits_with_no_brackets() {
        let behind = |credit: &str| {
            let line = format!("渔船都停在了岸上。{credit}");
            shown(&line, super::according(&line, whole(&line), true))
        };
        assert_eq!(behind("据《春城晚报》"), "source_line label=据 source=春城晚报");
        assert_eq!(behind("据新华社电"), "source_line label=据 source=新华社");
        assert_eq!(
            behind("据云岭社、春城网"),
            "source_line label=据 source=云岭社 source=春城网"
        );
        assert_eq!(
            behind("综合云岭社、春城网"),
            "source_line label=综合 source=云岭社 source=春城网"
        );
        assert_eq!(
            behind("本组稿件综合云岭社、春城网等"),
            "source_line label=本组稿件综合 source=云岭社 source=春城网"
        );
        let compiled = "春城新闻网综合云岭社、春城网";
        assert_eq!(
            shown(compiled, super::according(compiled, whole(compiled), false)),
            "source_line label=综合 source=云岭社 source=春城网"
        );
        let rule = "春城新闻网综合治理办法、细则";
        assert_eq!(shown(rule, super::according(rule, whole(rule), false)), "");
        let alone = "本栏文字均据云岭社";
        assert_eq!(
            shown(alone, super::according(alone, whole(alone), false)),
            "source_line label=据 source=云岭社"
        );
        for rest in [
            "综合治理湖边环境",
            "据渔民介绍",
            "据报道",
            "据公司年报",
            "据云岭社报道，船",
        ] {
            assert_eq!(behind(rest), "", "{rest}");
        }
    }

    #[test]
    fn signatures_in_brackets() {
        let signed = |line: &str| {
            let inside = Span::new("（".len(), line.len() - "）".len());
            shown(line, super::bracketed(line, whole(line), inside))
        };
        for (line, expected) in [
            ("（春城晚报报道）", "source_line source=春城晚报"),
            ("（春城市卫计委）", "source_line source=春城市卫计委"),
            ("（滇池经纬APP）", "source_line source=滇池经纬APP"),
            ("（5月6日春城卫视）", "source_line source=春城卫视"),
            ("（春城报综合整理）", "source_line source=春城报"),
            ("（@滇池发布）", "source_line source=滇池发布"),
            ("（微信公众号“湖边夜谈”首发）", "source_line source=湖边夜谈"),
            ("（湖边少年/文）", "byline person=湖边少年"),
            ("（滇池财经赵一鸣）", "byline agency=滇池财经 person=赵一鸣"),
            ("（“湖边夜谈”）", ""),
            ("（5月6日上午）", ""),
            ("（春城晚报赵一鸣）", "byline agency=春城晚报 person=赵一鸣"),
            (
                "（春城理工学院赵一鸣）",
                "byline value=春城理工学院 person=赵一鸣",
            ),
            ("（钱兰媒体人）", "byline person=钱兰"),
            (
                "（春城网赵一鸣钱小兰）",
                "byline agency=春城网 person=赵一鸣 person=钱小兰",
            ),
            ("（春城家具网®lake.example）", "source_line source=春城家具网"),
            ("（lake.example）", ""),
            ("（春城网赵一鸣钱小兰等人）", ""),
            ("（以时间先后为序）", ""),
            ("（渔业也是如此）", ""),
            ("（相关报道）", ""),
        ] {
            assert_eq!(signed(line), expected, "{line}");
        }
    }
}

//! Credits that are said in words instead of behind a label: `图文来自网络`, `信息来源于互联网`, `This story was originally
//! published by X.` A line goes in; out comes a source line when nothing else stands on it.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::draft::{Draft, Named, is_blank, trimmed};
use super::fields::unwrapped;
use super::lists;
use super::names;
use super::terms;
use super::values;

/// What is said to be from somewhere; of a picture alone the line would be a caption.
const THINGS: [&str; 17] = [
    "以上内容",
    "部分内容",
    "部分资料",
    "部分信息",
    "本文内容",
    "文章内容",
    "图文内容",
    "稿件",
    "图文",
    "文图",
    "文章",
    "内容",
    "信息",
    "资料",
    "素材",
    "文字",
    "本文",
];
/// How it is said, longer ones first.
const COMES: [&str; 12] = [
    "综合整理自",
    "来源于",
    "来源自",
    "综合自",
    "整理自",
    "整合自",
    "转载自",
    "来自于",
    "来自",
    "源自",
    "转自",
    "摘自",
];
/// The net, which is nobody.
const NET: [&str; 4] = ["互联网", "网络", "網絡", "网上"];

/// How an English page says who printed a text before.
const PUBLISHED: [&str; 6] = [
    "originally published by ",
    "originally published in ",
    "originally published on ",
    "first published by ",
    "first appeared in ",
    "first appeared on ",
];

/// Reads a line; `None` when it is no credit in words.
pub(super) fn read(text: &str, line: Span) -> Option<Draft> {
    let (inner, _) = unwrapped(text, line);
    let words = inner
        .of(text)
        .trim_end_matches(|next| is_blank(next) || matches!(next, '。' | '.'));
    let told = put_together(text, line, inner)
        .or_else(|| beside_outlet(text, line, inner))
        .or_else(|| issued(text, line, inner))
        .or_else(|| terms::authorised(text, line, inner))
        .or_else(|| printed_first(text, line, inner))
        .or_else(|| according(text, line, inner));
    if told.is_some() {
        return told;
    }
    let start = inner.start as usize;
    if let Some(found) = several(text, line, start, words) {
        return Some(found);
    }
    let (label, name) = if words.is_ascii() {
        published(words)?
    } else {
        chinese(words)?
    };
    let span = |(from, to): (usize, usize)| Span::new(start + from, start + to);
    let named = vec![
        Named {
            kind: PartKind::Label,
            span: span(label),
        },
        Named {
            kind: PartKind::Source,
            span: span(name),
        },
    ];
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// `本文综合某报、某网报道`, `声明：本文综合“甲报”“乙网”相关报道，在此致谢！`: what a text was put together from.
fn put_together(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const LONGEST: usize = 3 * 80;
    const LABELS: [&str; 4] = ["本文综合自", "本文综合", "文章综合", "文章来源综合"];
    let words = inner.of(text);
    let stated = ["声明：", "声明:", "注：", "注:"]
        .iter()
        .find_map(|head| words.strip_prefix(head))
        .unwrap_or(words);
    let label = LABELS.iter().find(|label| stated.starts_with(**label))?;
    if words.len() > LONGEST {
        return None;
    }
    let from = words.len() - stated.len() + label.len();
    let rest = words.get(from..)?;
    let clause = rest.split(['，', '。', '；']).next().unwrap_or("");
    let kept = [
        "相关报道",
        "等媒体报道",
        "等报道",
        "的报道",
        "报道",
        "消息",
        "整理",
        "等",
    ]
    .iter()
    .fold(clause, |kept, word| kept.strip_suffix(word).unwrap_or(kept));
    let start = inner.start as usize + from;
    let value = trimmed(text, start, start + kept.len())?;
    let mut listed: Vec<Span> = quoted(text, value);
    if listed.is_empty() {
        listed = values::sources(text, value);
        listed.retain(|name| name.of(text).chars().count() <= 14);
        if !listed.iter().any(|name| lists::ends_like_outlet(name.of(text))) {
            return None;
        }
    }
    let mut named = vec![Named {
        kind: PartKind::Label,
        span: Span::new(start - label.len(), start),
    }];
    named.extend(Named::each(PartKind::Source, listed));
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// `——首发某集——`, `（首发于某刊）`: where a text stood first, set off by dashes or brackets.
fn printed_first(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const LONGEST: usize = 12;
    let words = inner
        .of(text)
        .trim_end_matches(|next| is_blank(next) || matches!(next, '—' | '-'));
    let name = ["首发于", "首发自", "首发"]
        .iter()
        .find_map(|label| words.strip_prefix(label))?;
    let name = name
        .trim_start_matches([':', '：', ' ', '“', '《'])
        .trim_end_matches(['”', '》']);
    let set_off = line.of(text).starts_with(['—', '-', '（', '(', '【']);
    let plain = name.chars().all(char::is_alphanumeric) && !name.contains(['的', '了', '在', '是', '日']);
    if !set_off || !plain || !(2..=LONGEST).contains(&name.chars().count()) {
        return None;
    }
    let start = inner.start as usize;
    let at = start + words.find(name)?;
    let named = vec![
        Named {
            kind: PartKind::Label,
            span: Span::new(start, start + "首发".len()),
        },
        Named {
            kind: PartKind::Source,
            span: Span::new(at, at + name.len()),
        },
    ];
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// `本文由某网在2021年3月4日整编发布`: who put a text on its page, and when.
fn issued(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const LONGEST: usize = 3 * 50;
    let words = inner.of(text).trim_end_matches(['。', '.']);
    let rest = words.strip_prefix("本文由").filter(|_| words.len() <= LONGEST)?;
    let rest = ["整编发布", "编辑发布", "整理发布", "发布"]
        .iter()
        .find_map(|act| rest.strip_suffix(act))?;
    let day = rest.find(|next: char| next.is_ascii_digit())?;
    let time = clock::printed(rest.get(day..)?).filter(|time| time.has_year())?;
    if day + time.length < rest.trim_end_matches(is_blank).len() {
        return None;
    }
    let name = rest
        .get(..day)?
        .trim_end_matches(|next| is_blank(next) || matches!(next, '在' | '于'));
    let start = inner.start as usize + "本文由".len();
    if name.is_empty() || name.chars().count() > 14 {
        return None;
    }
    let named = vec![
        Named {
            kind: PartKind::ListingLabel,
            span: Span::new(start, start + name.len()),
        },
        Named {
            kind: PartKind::Time,
            span: Span::new(start + day, start + day + time.length),
        },
    ];
    Some(Draft::with(text, BlockKind::ListingLine, line, named))
}

/// `◆据某局、某报、某社`: a bullet, and whom a text is according to. No sentence follows.
fn according(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const NAME: std::ops::RangeInclusive<usize> = 2..=20;
    let words = inner.of(text).trim_end_matches(['。', ' ']);
    let rest = words.strip_prefix('据').filter(|_| inner.start > line.start)?;
    let mut at = inner.start as usize + '据'.len_utf8();
    let mut sources = Vec::new();
    for name in rest.split('、') {
        let plain = NAME.contains(&name.chars().count()) && name.chars().all(names::is_han);
        if !plain
            || ["的", "了", "称", "说", "悉"]
                .iter()
                .any(|word| name.contains(word))
        {
            return None;
        }
        sources.push(Span::new(at, at + name.len()));
        at += name.len() + '、'.len_utf8();
    }
    let house = sources
        .iter()
        .any(|source| lists::ends_like_outlet(source.of(text)) || source.of(text).ends_with("新闻"));
    let label = Named {
        kind: PartKind::Label,
        span: Span::new(inner.start as usize, inner.start as usize + '据'.len_utf8()),
    };
    (sources.len() >= 2 && house).then(|| {
        let named = std::iter::once(label).chain(Named::each(PartKind::Source, sources));
        Draft::with(text, BlockKind::SourceLine, line, named.collect())
    })
}

/// The short names between quotation marks in a value.
fn quoted(text: &str, value: Span) -> Vec<Span> {
    let slice = value.of(text);
    let start = value.start as usize;
    slice
        .match_indices(['“', '《'])
        .filter_map(|(at, mark)| {
            let from = at + mark.len();
            let length = slice.get(from..)?.find(['”', '》'])?;
            let name = Span::new(start + from, start + from + length);
            (2..=14).contains(&name.of(text).chars().count()).then_some(name)
        })
        .collect()
}

/// `某网 来源：某网`: an outlet with the source beside it.
fn beside_outlet(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const LONGEST: usize = 3 * 32;
    const LABEL: &[u8] = "来源".as_bytes();
    let words = inner.of(text);
    if words.len() > LONGEST {
        return None;
    }
    let at = memchr::memmem::find_iter(words.as_bytes(), LABEL).find(|at| {
        words
            .get(at + LABEL.len()..)
            .is_some_and(|rest| rest.starts_with(['：', ':']))
    })?;
    let before = words.get(..at)?;
    let outlet = before.trim_end_matches(is_blank);
    if outlet.len() == before.len() || !lists::ends_like_outlet(outlet) || outlet.contains(is_blank) {
        return None;
    }
    let start = inner.start as usize;
    let label = Span::new(start + at, start + at + LABEL.len());
    let mark = text.get(label.end as usize..)?.chars().next()?.len_utf8();
    let value = trimmed(text, label.end as usize + mark, inner.end as usize)?;
    if value.of(text).chars().count() > 16 || value.of(text).contains(['，', '。']) {
        return None;
    }
    let house = Named {
        kind: PartKind::ListingLabel,
        span: Span::new(start, start + outlet.len()),
    };
    let label = Named {
        kind: PartKind::Label,
        span: label,
    };
    let listed = Named::each(PartKind::Source, values::sources(text, value));
    let named = [house, label].into_iter().chain(listed).collect();
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// `部分内容来源于甲网、乙报、丙财经等`: several names, one of which looks like an outlet's.
fn several(text: &str, line: Span, start: usize, words: &str) -> Option<Draft> {
    const LONGEST: usize = 3 * 60;
    if words.len() > LONGEST || !words.contains('、') || words.contains(['，', '。']) {
        return None;
    }
    let said = ["注：", "注:", "声明：", "声明:"]
        .iter()
        .find_map(|head| words.strip_prefix(head))
        .unwrap_or(words);
    let said = said.strip_prefix("本文").unwrap_or(said);
    let thing = THINGS.iter().find(|thing| said.starts_with(**thing))?;
    let rest = said.get(thing.len()..)?;
    let comes = COMES.iter().find(|comes| rest.starts_with(**comes))?;
    let label = start + words.len() - said.len();
    let at = label + thing.len() + comes.len();
    let value = trimmed(text, at, start + words.len())?;
    let listed = values::sources(text, value);
    let short = |name: &Span| (2..=14).contains(&name.of(text).chars().count());
    let known = listed.iter().any(|name| lists::ends_like_outlet(name.of(text)));
    if listed.len() < 2 || !known || !listed.iter().all(short) {
        return None;
    }
    let mut named = vec![Named {
        kind: PartKind::Label,
        span: Span::new(label, at),
    }];
    named.extend(Named::each(PartKind::Source, listed));
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// Places of label and name in `图文来自网络`, `信息来源于某报`.
fn chinese(words: &str) -> Option<((usize, usize), (usize, usize))> {
    if words.len() > 3 * 20 {
        return None;
    }
    // 编译自《某报》, 摘自《某刊》: the marks show that a paper is named.
    let taken = [
        "编译自",
        "編譯自",
        "摘自",
        "转自",
        "轉自",
        "转载自",
        "轉載自",
        "节选自",
        "選自",
        "选自",
        "综合自",
        "改编自",
    ]
    .iter()
    .find_map(|taken| Some((taken.len(), words.strip_prefix(taken)?)));
    if let Some((from, name)) = taken
        && name.starts_with('《')
        && name.ends_with('》')
        && name.matches('《').count() == 1
        && (4..=16).contains(&name.chars().count())
    {
        return Some(((0, from), (from + "《".len(), words.len() - "》".len())));
    }
    let thing = THINGS
        .iter()
        .find(|thing| words.starts_with(**thing))
        .map_or(0, |thing| thing.len());
    let mut rest = words.get(thing..)?;
    rest = rest.strip_prefix(['均', '皆', '都']).unwrap_or(rest);
    let comes = COMES.iter().find(|comes| rest.starts_with(**comes))?;
    let from = words.len() - rest.len() + comes.len();
    let name = words
        .get(from..)?
        .trim_start_matches(|next| is_blank(next) || matches!(next, '：' | ':'));
    let from = words.len() - name.len();
    let net = NET.iter().find(|net| name.starts_with(**net));
    let length = match net {
        Some(net) => {
            let behind = name.get(net.len()..)?;
            ["", "整理", "综合", "公开资料", "公开信息", "资料"]
                .contains(&behind)
                .then_some(net.len())?
        }
        // A bare 来自某报 can be the head of a sentence or a title.
        None => (thing > 0 && name.chars().count() <= 10 && lists::ends_like_outlet(name))
            .then_some(name.len())?,
    };
    Some(((0, from), (from, from + length)))
}

/// Places of label and name in `This story was originally published by X`.
fn published(words: &str) -> Option<((usize, usize), (usize, usize))> {
    if words.len() > 120 {
        return None;
    }
    let (at, cue) = PUBLISHED.iter().find_map(|cue| {
        let whole = words.find(cue).map(|at| (at, cue.len()));
        whole.or_else(|| {
            // At the head of the line the cue begins with a capital.
            let head = words.get(..cue.len())?;
            head.eq_ignore_ascii_case(cue).then_some((0, cue.len()))
        })
    })?;
    let before = words.get(..at)?;
    let opens = before.is_empty()
        || [
            "This story",
            "This article",
            "This report",
            "This piece",
            "The story",
            "The article",
            "A version of this",
        ]
        .iter()
        .any(|head| before.starts_with(head));
    let name = words.get(at + cue..)?;
    let capital = name.starts_with(|first: char| first.is_ascii_uppercase());
    let plain = !name.contains([',', ';', ':', '"']) && name.split(' ').count() <= 6;
    (opens && before.len() <= 40 && capital && plain).then(|| ((0, at + cue), (at + cue, words.len())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::read;
    use crate::document::Span;

    fn name(line: &str) -> Option<&str> {
        let draft = read(line, Span::new(0, line.len()))?;
        draft.named.last().map(|named| named.span.of(line))
    }

    #[test]
    fn credits_in_words() {
        assert_eq!(name("图文来自网络"), Some("网络"));
        assert_eq!(name("（信息来源于互联网）"), Some("互联网"));
        assert_eq!(name("来自网络"), Some("网络"));
        assert_eq!(name("注：本文部分资料来源于云岭社、春城晚报等"), Some("春城晚报"));
        assert_eq!(name("（部分内容来源于春城晚报、滇池要参等）"), Some("滇池要参"));
        assert_eq!(name("文章均转自网络整理。"), Some("网络"));
        assert_eq!(name("内容来源于云岭晚报"), Some("云岭晚报"));
        assert_eq!(
            name("This story was originally published by The Lake Herald."),
            Some("The Lake Herald")
        );
        assert_eq!(name("Originally published on Lakeside"), Some("Lakeside"));
        assert_eq!(
            name("声明：本文综合公众号“滇池观察”“春城网”相关报道，在此致谢！"),
            Some("春城网")
        );
        assert_eq!(name("本文综合春城晚报、云岭新闻报道"), Some("云岭新闻"));
        assert_eq!(name("春城新闻 来源：云岭新闻"), Some("云岭新闻"));
        assert_eq!(name("——首发湖边集——"), Some("湖边集"));
        assert_eq!(name("（首发于《滇池》）"), Some("滇池"));
        assert_eq!(name("滇池咨询授权云岭网智库发布"), Some("滇池咨询"));
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "图片来自网络",
            "来自网络的谣言",
            "信息来源于三家机构",
            "他的灵感来自网络。后来他写了书。",
            "来自春城晚报",
            "首发阵容今晚公布",
            "——首发的是两名老将——",
            "本文综合运用多种方法，说明湿地的变化",
            "The novel was originally published by Lake House in 1999, and sold well.",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}

//! Lines in which a page names its own source in a sentence: `本文来自某网`, `本文系某网独家稿件`, `本文由某号整理`, `本版稿件综合甲报、
//! 乙网`, `以下是某报报道`. The name need not look like an outlet's, for the sentence says that it is one. A notice behind the
//! sentence is a piece of its own. An invitation to load the app of an outlet (`本文来自某新闻，更多资讯请下载…`) is printed below
//! the texts of others too and is a notice alone.

use crate::document::{BlockKind, PartKind, Span};

use super::contacts;
use super::draft::{Draft, Named, Shape, is_blank, trimmed};
use super::fields::unwrapped;
use super::lists;
use super::names;
use super::terms;
use super::values;

/// Characters of the longest line that is looked at.
const LINE: usize = 200;
/// Characters of the longest name.
const NAME: usize = 16;

/// What the sentence speaks of.
pub(super) const TEXTS: [&str; 7] = ["本文", "本稿", "此文", "本篇文章", "本篇", "本作品", "全文"];
/// Words before where it is from that say that somebody allowed it.
const ALLOWED: [&str; 6] = ["经作者授权", "已获授权", "获授权", "经授权", "授权", "系"];
/// What stands before who made or allowed a text.
const BY: [&str; 6] = ["由", "已获得", "获得", "已获", "获", "经"];
/// What of the text is from there.
const SHARES: [&str; 5] = ["部分内容", "主要内容", "内容", "部分", "全文"];
/// Where it is from, longer ones first.
const COMES: [&str; 22] = [
    "首发自",
    "刊发于",
    "刊载于",
    "原刊于",
    "刊于",
    "综合整理自",
    "援引自",
    "整理自",
    "编译自",
    "引自",
    "转载自",
    "来源于",
    "来自于",
    "首发于",
    "原载于",
    "转自",
    "来自",
    "选自",
    "摘自",
    "源自",
    "原载",
    "首发",
];
/// How a text is somebody's, behind the name.
const OWN: [&str; 9] = [
    "独家",
    "原创",
    "专稿",
    "特稿",
    "首发",
    "特约稿件",
    "特约",
    "供稿",
    "授权",
];
/// What somebody did with a text, behind the name; longer ones first.
const MADE: [&str; 14] = [
    "官方授权",
    "正式授权",
    "授权转载",
    "授权发布",
    "授权",
    "独家",
    "联合",
    "原创",
    "整理",
    "供稿",
    "提供",
    "出品",
    "首发",
    "编译",
];
/// Who is no source: anybody, and the text itself.
const NOBODY: [&str; 17] = [
    "作者",
    "专家",
    "网友",
    "用户",
    "商业",
    "版权",
    "机器",
    "读者",
    "本人",
    "编辑",
    "小编",
    "媒体",
    "我",
    "国家",
    "个人",
    "律师",
    "第三方",
];

/// What the sentences read here begin with: a name for the text, a label before it, or the word for a compilation.
const FIRSTS: [char; 14] = [
    '本', '此', '以', '综', '版', '原', '声', '注', '*', '稿', '文', '内', '报', '全',
];

/// Reads a line; the pieces that it is cut into, or `None` when it names no source of its own.
pub(super) fn read(text: &str, line: Span, shape: Shape) -> Option<Vec<Draft>> {
    if shape.chars > LINE || shape.latin {
        return None;
    }
    let (inner, opener) = unwrapped(text, line);
    let inner = without_number(text, inner);
    if let Some(pieces) = own_work(text, line, inner, shape)
        .or_else(|| terms::before_notice(text, line, inner))
        .or_else(|| terms::account_with_terms(text, line, shape))
        .or_else(|| terms::asked_to_name(text, line, inner))
    {
        return Some(pieces);
    }
    if !inner.of(text).trim_start_matches(is_blank).starts_with(FIRSTS) {
        return None;
    }
    let inner = behind_label(text, inner)?;
    if let Some(found) = compiled(text, inner) {
        return Some(vec![draft(text, line, found)]);
    }
    let (sentence, rest) = sentence(text, inner);
    let found = from(text, sentence)
        .or_else(|| own(text, sentence))
        .or_else(|| made(text, sentence))
        .or_else(|| announced(text, sentence).filter(|_| rest.is_none()))?;
    let Some(rest) = rest else {
        return Some(vec![draft(text, line, found)]);
    };
    let behind = rest.of(text);
    let nobody = |source: &Span| ["互联网", "网络"].contains(&source.of(text));
    // The invitation is the next clause, or all that follows is short.
    let clause = behind.split(['，', '。', ',', '[']).next().unwrap_or("");
    let promotes = ["更多", "下载", "APP", "客户端"]
        .iter()
        .any(|word| clause.contains(word));
    if promotes && !found.sources.iter().all(nobody) {
        return Some(vec![Draft::new(text, BlockKind::Disclaimer, line)]);
    }
    let stays = opener.is_some() || behind.chars().count() > LINE / 2;
    let notices = lists::has_notice(behind) || behind.starts_with("未经");
    // （本文摘自某网。题图来源：某社）: other credits stand in the same brackets.
    if opener.is_some() && lists::label_at(behind).is_some() {
        return Some(vec![draft(text, line, found)]);
    }
    if stays && !behind.contains("作者") && !notices {
        return None;
    }
    let head = trimmed(text, line.start as usize, rest.start as usize)?;
    let notice = Span::new(rest.start as usize, line.end as usize);
    let mut head = draft(text, head, found);
    head.named.extend(author(text, rest));
    if head.named.iter().any(|part| part.kind == PartKind::Person) && !lists::has_notice(behind) {
        let named = std::mem::take(&mut head.named);
        return Some(vec![Draft::with(text, BlockKind::SourceLine, line, named)]);
    }
    let mut notice = Draft::new(text, BlockKind::Disclaimer, notice);
    notice.glued = true;
    Some(vec![head, notice])
}

/// `【某圈原创，未经授权禁止转载】`: whose work a text is, in front of what is forbidden to others.
fn own_work(text: &str, line: Span, inner: Span, shape: Shape) -> Option<Vec<Draft>> {
    const LONGEST: usize = 60;
    if shape.chars > LONGEST {
        return None;
    }
    let slice = inner.of(text);
    let closed = line.of(text).starts_with(['【', '[', '（', '(']);
    let at = [
        "原创，未经",
        "原创,未经",
        "整理内容，未经",
        "原创内容，未经",
        "独家稿件，",
        "原创稿件，",
    ]
    .iter()
    .find_map(|mark| slice.find(mark))
    .or_else(|| own_work_closed(slice).filter(|_| closed))?;
    let start = inner.start as usize;
    let source = named(text, start, start + at)?;
    let plain = !TEXTS.iter().any(|word| source.of(text).starts_with(word));
    let mark = slice.get(at..).and_then(|rest| rest.find(['，', ',']));
    let cut = start + at + mark.unwrap_or("原创".len());
    let head = Draft::with(
        text,
        BlockKind::SourceLine,
        Span::new(line.start as usize, cut),
        Named::each(PartKind::Source, [source]).collect(),
    );
    let mut notice = Draft::new(text, BlockKind::Disclaimer, Span::new(cut, line.end as usize));
    notice.glued = true;
    plain.then(|| vec![head, notice])
}

/// Where `原创` stands in `【某圈原创未经允许禁止转载】`. In brackets below a text such words speak of it; on a line of their own a
/// site prints them below everything.
fn own_work_closed(slice: &str) -> Option<usize> {
    let at = slice.find("原创")?;
    let rest = slice.get(at + "原创".len()..)?;
    let rest = ["文章", "作品", "稿件", "内容"]
        .iter()
        .find_map(|thing| rest.strip_prefix(thing))
        .unwrap_or(rest);
    ["未经", "禁止", "谢绝", "严禁", "请勿"]
        .iter()
        .any(|word| rest.starts_with(word))
        .then_some(at)
}

/// Without the number of a clause of a notice: `1.本文援引自…`.
fn without_number(text: &str, inner: Span) -> Span {
    let slice = inner.of(text);
    let digits = slice.len() - slice.trim_start_matches(|next: char| next.is_ascii_digit()).len();
    let rest = slice
        .get(digits..)
        .and_then(|rest| rest.strip_prefix(['.', '．', '、', '）', ')']))
        .filter(|_| (1..=2).contains(&digits));
    rest.map_or(inner, |rest| {
        let rest = rest.trim_start_matches(is_blank);
        Span::new(inner.end as usize - rest.len(), inner.end as usize)
    })
}

/// Label and sources of a sentence.
pub(super) struct Found {
    pub label: Span,
    pub sources: Vec<Span>,
}

/// The source line that a sentence makes.
pub(super) fn draft(text: &str, span: Span, found: Found) -> Draft {
    let mut named = vec![Named {
        kind: PartKind::Label,
        span: found.label,
    }];
    named.extend(Named::each(PartKind::Source, found.sources));
    Draft::with(text, BlockKind::SourceLine, span, named)
}

/// Without a label in front: `版权声明：本文系…`.
fn behind_label(text: &str, inner: Span) -> Option<Span> {
    let slice = inner.of(text);
    let mut at = 0;
    for label in ["版权声明", "原创声明", "声明", "注", "*"] {
        if let Some(rest) = slice.strip_prefix(label)
            && let Some(rest) = rest.strip_prefix(['：', ':', '】'])
        {
            at = slice.len() - rest.len();
            break;
        }
    }
    trimmed(text, inner.start as usize + at, inner.end as usize)
}

/// The first clause, brackets skipped, and what stands behind it.
fn sentence(text: &str, inner: Span) -> (Span, Option<Span>) {
    let slice = inner.of(text);
    let start = inner.start as usize;
    let mut depth = 0usize;
    for (at, character) in slice.char_indices() {
        match character {
            '（' | '(' | '“' | '《' | '【' => depth += 1,
            '）' | ')' | '”' | '》' | '】' => depth = depth.saturating_sub(1),
            '，' | ',' | '。' | '；' if depth == 0 => {
                let rest = trimmed(text, start + at + character.len_utf8(), inner.end as usize);
                return (Span::new(start, start + at), rest);
            }
            _ => {}
        }
    }
    (inner, None)
}

/// The author behind the name of an account: `，作者：某某`.
fn author(text: &str, rest: Span) -> Vec<Named> {
    let slice = rest.of(text);
    let Some(value) = slice
        .strip_prefix("作者")
        .map(|value| value.trim_start_matches(['：', ':', '|']))
    else {
        return Vec::new();
    };
    let value = value.split(['。', '；']).next().unwrap_or("");
    let start = rest.start as usize + slice.find(value).unwrap_or(0);
    trimmed(text, start, start + value.len())
        .map_or_else(Vec::new, |value| super::reporters::labelled(text, value))
}

/// A name: short, plain, and somebody's.
pub(super) fn named(text: &str, start: usize, end: usize) -> Option<Span> {
    let span = *values::sources(text, trimmed(text, start, end)?).first()?;
    let name = span.of(text);
    let plain = name
        .chars()
        .all(|next| names::is_han(next) || next.is_alphanumeric() || "·•-—&.@ “”".contains(next));
    let fits = (2..=NAME).contains(&name.chars().count())
        && plain
        && !name.contains(['的', '了', '们'])
        && !NOBODY.iter().any(|word| name.starts_with(word))
        && !contacts::is_address(name);
    fits.then_some(span)
}

fn opening(slice: &str) -> Option<usize> {
    TEXTS
        .iter()
        .find(|word| slice.starts_with(**word))
        .map(|word| word.len())
}

/// `本文来自X`.
fn from(text: &str, sentence: Span) -> Option<Found> {
    let slice = sentence.of(text);
    let thing = opening(slice)?;
    let rest = slice.get(thing..)?;
    let share = SHARES
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    let thing = thing + share;
    let rest = slice.get(thing..)?;
    let allowed = ALLOWED
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    let rest = rest.get(allowed..)?;
    let comes = COMES.iter().find(|word| rest.starts_with(**word))?;
    let start = sentence.start as usize;
    let at = thing + allowed + comes.len();
    let value = slice
        .get(at..)?
        .trim_start_matches(|next| is_blank(next) || matches!(next, '：' | ':' | '于'));
    let from = sentence.end as usize - value.len();
    // 本文刊发于《某周刊》2021年第9期.
    let paper = value
        .strip_prefix('《')
        .and_then(|rest| rest.split_once('》'))
        .map(|(name, _)| name);
    let source = match paper.filter(|name| (2..=NAME).contains(&name.chars().count())) {
        Some(name) => Span::new(from + '《'.len_utf8(), from + '《'.len_utf8() + name.len()),
        None => named(text, from, sentence.end as usize)?,
    };
    Some(Found {
        label: Span::new(start, start + at),
        sources: vec![source],
    })
}

/// `本文系X独家稿件`, `本文为X原创`.
fn own(text: &str, sentence: Span) -> Option<Found> {
    let slice = sentence.of(text);
    let thing = opening(slice)?;
    let rest = slice.get(thing..)?.strip_prefix(['系', '为', '是'])?;
    let start = sentence.end as usize - rest.len();
    let end = OWN.iter().filter_map(|word| rest.find(word)).min()?;
    let source = named(text, start, start + end)?;
    Some(Found {
        label: Span::new(sentence.start as usize, start),
        sources: vec![source],
    })
}

/// `本文由X独家整理`.
fn made(text: &str, sentence: Span) -> Option<Found> {
    let slice = sentence.of(text);
    let thing = opening(slice)?;
    let rest = slice.get(thing..)?;
    let rest = BY.iter().find_map(|word| rest.strip_prefix(word))?;
    let start = sentence.end as usize - rest.len();
    let end = MADE.iter().filter_map(|word| rest.find(word)).min()?;
    let source = named(text, start, start + end)?;
    Some(Found {
        label: Span::new(sentence.start as usize, start),
        sources: vec![source],
    })
}

/// `以下是某报详细报道`, on a line of its own.
fn announced(text: &str, sentence: Span) -> Option<Found> {
    let slice = sentence.of(text);
    let rest = slice.strip_prefix("以下")?.strip_prefix(['是', '为'])?;
    let start = sentence.end as usize - rest.len();
    let rest = rest.trim_end_matches(['：', ':', '。']);
    let mut name = rest.strip_suffix("报道").or_else(|| rest.strip_suffix("全文"))?;
    for word in ["详细", "独家", "最新", "相关", "原文", "的"] {
        name = name.strip_suffix(word).unwrap_or(name);
    }
    let source = named(text, start, start + name.len())?;
    lists::ends_like_outlet(source.of(text)).then(|| Found {
        label: Span::new(sentence.start as usize, start),
        sources: vec![source],
    })
}

/// `本组稿件综合甲社、乙报等` behind the last sentence of a report.
pub(super) fn put_together(text: &str, span: Span) -> Option<Draft> {
    compiled(text, span).map(|found| draft(text, span, found))
}

/// `综合甲报、乙网报道`, `本版稿件综合甲社、乙报`, on a line of its own.
fn compiled(text: &str, inner: Span) -> Option<Found> {
    let slice = inner.of(text).trim_end_matches(['。', ' ']);
    if slice.chars().count() > 70 || slice.contains(['。', '？', '！']) {
        return None;
    }
    let mut head = slice;
    for word in ["本版", "本组", "本报", "本刊", "本文", "以上"] {
        head = head.strip_prefix(word).unwrap_or(head);
    }
    for word in ["稿件", "文章", "内容", "报道"] {
        head = head.strip_prefix(word).unwrap_or(head);
    }
    let said = head.len() < slice.len();
    let list = head.strip_prefix("综合")?;
    let bare = list.trim_start_matches(['自', '：', ':', '|', '丨', '｜', ' ']);
    let mut list = bare;
    for word in ["报道", "消息", "电", "整理", "媒体", "的", "等"] {
        list = list.strip_suffix(word).unwrap_or(list).trim_end();
    }
    // 甲社、乙报等某报: what is behind 等 names no source.
    list = list.split_once('等').map_or(list, |(named, _)| named);
    let start = inner.start as usize + slice.len() - bare.len();
    let value = trimmed(text, start, start + list.len())?;
    let sources = values::sources(text, value);
    let outlets = sources
        .iter()
        .filter(|source| lists::ends_like_outlet(source.of(text)))
        .count();
    let plain = |source: &Span| {
        let name = source.of(text);
        (2..=NAME).contains(&name.chars().count()) && !name.contains(['的', '了', '，', '：'])
    };
    let several = sources.len() > 1 && outlets > 0 && (said || outlets * 2 >= sources.len());
    let fits = !sources.is_empty() && sources.iter().all(plain) && (several || outlets == sources.len());
    fits.then(|| Found {
        label: Span::new(inner.start as usize, start),
        sources,
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::document::{BlockKind, PartKind, Span};
    use crate::segment::draft::{Draft, Shape};

    fn pieces(line: &str) -> Vec<Draft> {
        read(line, Span::new(0, line.len()), Shape::of(line)).unwrap_or_default()
    }

    fn sources(line: &str) -> Vec<&str> {
        let pieces = pieces(line);
        let named = pieces.iter().flat_map(|draft| &draft.named);
        named
            .filter(|part| part.kind == PartKind::Source)
            .map(|part| part.span.of(line))
            .collect()
    }

    #[test]
    fn a_page_names_its_source() {
        for (line, source) in [
            ("本文来自湖边夜谈", "湖边夜谈"),
            ("本文首发于微信公众号：湖边夜谈。", "湖边夜谈"),
            ("【本文来自微信公众号“春城晚报”】", "春城晚报"),
            ("本文系滇池网独家稿件", "滇池网"),
            ("本文系滇池网独家稿件，未经授权，不得转载。", "滇池网"),
            (
                "版权声明：本文系湖边娱乐独家稿件，未经授权，不得转载，否则将追究法律责任。",
                "湖边娱乐",
            ),
            ("本文由湖边学院独家整理，如需转载请注明出处。", "湖边学院"),
            ("以下是春城晚报详细报道。", "春城晚报"),
            ("本文部分内容首发自春城报公号“湖边夜谈”", "春城报公号“湖边夜谈”"),
            ("（本文刊发于《滇池周刊》2021年第9期）", "滇池周刊"),
        ] {
            assert_eq!(sources(line), [source], "{line}");
        }
        assert_eq!(sources("综合春城晚报、滇池网"), ["春城晚报", "滇池网"]);
        let line = "综合春城晚报、滇池新闻网";
        let parts: Vec<_> = pieces(line)
            .iter()
            .flat_map(|piece| {
                piece
                    .named
                    .iter()
                    .map(|part| (piece.kind, part.kind, part.span.of(line)))
            })
            .collect();
        assert_eq!(
            parts,
            [
                (BlockKind::SourceLine, PartKind::Label, "综合"),
                (BlockKind::SourceLine, PartKind::Source, "春城晚报"),
                (BlockKind::SourceLine, PartKind::Source, "滇池新闻网"),
            ]
        );
        assert_eq!(sources("综合云岭社、春城晚报等滇池新闻"), ["云岭社", "春城晚报"]);
        assert_eq!(
            sources("本版稿件综合云岭社、《春城晚报》、滇池网等"),
            ["云岭社", "春城晚报", "滇池网"]
        );
        let cut = pieces("本文系滇池网独家稿件，未经授权，不得转载。");
        let kinds: Vec<_> = cut.iter().map(|draft| draft.kind).collect();
        assert_eq!(kinds, [BlockKind::SourceLine, BlockKind::Disclaimer]);
    }

    #[test]
    fn allowed_and_taken_texts() {
        for (line, source) in [
            ("1.本文援引自互联网，旨在传递更多信息，与本站无关。", "互联网"),
            ("全文经湖边夜谈（ID：lake7）官方授权转载", "湖边夜谈"),
            (
                "*本文由湖边夜谈（ID：lake7）授权转载，如需转载请联系原作者。",
                "湖边夜谈",
            ),
            ("本文经授权转载自湖边夜谈", "湖边夜谈"),
            ("本文已获湖边夜谈授权转载", "湖边夜谈"),
        ] {
            assert_eq!(sources(line), [source], "{line}");
        }
        assert_eq!(sources("【滇池数据圈原创，未经授权禁止转载】"), ["滇池数据圈"]);
        assert_eq!(
            sources("【原创声明】本文为滇池讯原创，未经许可，任何人不得复制本文。"),
            ["滇池讯"]
        );
        assert!(pieces("全文经审议后表决通过，湖边的渔船也都停了。").is_empty());
    }

    #[test]
    fn promotions_and_other_sentences_name_nobody() {
        let kinds = |line: &str| -> Vec<_> { pieces(line).iter().map(|draft| draft.kind).collect() };
        let promotion = "（本文来自滇池新闻，更多原创资讯请下载“滇池新闻”APP）";
        assert_eq!(kinds(promotion), [BlockKind::Disclaimer]);
        assert_eq!(sources(promotion), [""; 0]);
        for line in [
            "本文系作者授权湖边网发表，未经许可，不得转载。",
            "本文仅代表作者个人观点",
            "本文为专家撰稿",
            "综合治理湖边环境",
            "综合多家公司来看，价格仍会下跌。",
            "以下是公告全文",
            "本文由用户投稿，未经同意，严禁转载。",
        ] {
            assert!(pieces(line).is_empty(), "{line}");
        }
    }
}

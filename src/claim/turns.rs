//! Whole paragraphs that are somebody's words, by how they open: a comment that a page collects (`@某某：…`, `网友“某某”：…`), and
//! the paragraph below a line that is an office, a name and a colon, and what stands below `以下为声明全文：`. In goes a paragraph, out comes a mention.

use crate::document::{SourceKind, Span, Voice};

use super::context::Context;
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::quoted::below;
use super::reading::is_boundary;
use super::subjects::subject;

/// Who says a paragraph, or the one below it.
pub(super) fn turn(context: &Context<'_>) -> Option<Mention> {
    let text = context.form(context.start(), context.end());
    comment(context, text)
        .or_else(|| above(context, text))
        .or_else(|| in_full(context, text))
        .or_else(|| announced(context, text))
        .or_else(|| excerpted(context, text))
}

/// The last sentence of a paragraph that ends with a colon: its bytes in the paragraph, without the colon.
fn last_words(text: &str) -> Option<(usize, &str)> {
    let head = text.trim_end().strip_suffix(['：', ':'])?;
    let words = head.rsplit(['。', '！', '？', '；', '\n']).next()?;
    Some((head.len() - words.len(), words))
}

/// `某某曾有这样一段关于渔港的表述：`: his words stand below.
fn announced(context: &Context<'_>, text: &str) -> Option<Mention> {
    const CALLED: [&str; 12] = [
        "表述", "描述", "论述", "论断", "评论", "评价", "话", "名言", "说法", "回应", "解释", "总结",
    ];
    let (from, sentence) = last_words(text)?;
    let clause = sentence.rsplit(['，', ',']).next().unwrap_or(sentence);
    let at = from + sentence.len() - clause.len();
    let (cue, whose) = [
        "有这样一段",
        "有这样一句",
        "有这么一段",
        "有这么一句",
        "有过这样",
        "有过一段",
        "有一段",
        "有一句",
        "说过这样",
        "写过这样",
    ]
    .iter()
    .find_map(|cue| Some((*cue, clause.get(..clause.find(cue)?)?)))?;
    if !CALLED.iter().any(|called| clause.ends_with(called)) {
        return None;
    }
    let named = subject(context, whose)?;
    let speaks =
        matches!(named.kind, SourceKind::Person | SourceKind::Government) || named.canonical.is_some();
    let line = (at + named.phrase_start, at + clause.len());
    let named = speaks.then_some(named)?;
    stands_below(context, &named, at, line, (cue, Voice::DirectSpeech))
}

/// `以下内容摘自《某报》：`: what stands below is from there.
fn excerpted(context: &Context<'_>, text: &str) -> Option<Mention> {
    /// Characters of the longest line.
    const LINE: usize = 40;
    let (from, sentence) = last_words(text)?;
    let at = sentence.find("以下")?;
    let line = sentence.get(at..)?;
    if line.chars().count() > LINE {
        return None;
    }
    let (cue, name) = [
        "摘自",
        "摘录自",
        "转自",
        "转载自",
        "引自",
        "选自",
        "来自",
        "节选自",
        "引用",
        "援引",
    ]
    .iter()
    .find_map(|cue| {
        let (_, name) = line.split_once(cue)?;
        Some((*cue, name.trim_start_matches(['的', '了', '自'])))
    })?;
    let name = [
        "的研报",
        "的报告",
        "的报道",
        "的文章",
        "的分析",
        "的数据",
        "的评论",
        "的微博",
        "一文",
    ]
    .iter()
    .find_map(|paper| name.strip_suffix(paper))
    .unwrap_or(name);
    let offset = (name.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let named = who(name, context.outlets).filter(|named| named.anaphor.is_none())?;
    let paper = named.kind == SourceKind::Document && name.starts_with('《');
    let named = Named {
        kind: if paper { SourceKind::Outlet } else { named.kind },
        ..named
    };
    let line = (from + at, from + sentence.len());
    stands_below(context, &named, offset, line, (cue, Voice::Reported))
}

/// `以下为声明全文：` on a line of its own: the notice stands below.
fn in_full(context: &Context<'_>, text: &str) -> Option<Mention> {
    let head = text.trim_end().strip_suffix(['：', ':'])?;
    let inner = ["以下为", "以下是", "附", "下为"]
        .iter()
        .find_map(|lead| head.strip_prefix(lead))
        .unwrap_or(head);
    let (cue, document) = ["全文内容", "全文", "原文"]
        .iter()
        .find_map(|whole| Some((*whole, inner.strip_suffix(whole)?)))?;
    let document = document.trim_matches(['：', ':', '《', '》', '“', '”']);
    let from = (document.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    // 以下是某某来信的全文.
    let document = document.strip_suffix('的').unwrap_or(document);
    let named = who(document, context.outlets)
        .filter(|named| named.kind == SourceKind::Document)
        .or_else(|| issuer(context, document))?;
    stands_below(
        context,
        &named,
        from,
        (from, head.len()),
        (cue, Voice::OfficialText),
    )
}

/// Who issued the notice that a line names: 白杨渔业官方回应.
fn issuer(context: &Context<'_>, document: &str) -> Option<Named> {
    const NOTICES: [&str; 20] = [
        "回应",
        "声明",
        "公告",
        "通告",
        "通报",
        "说明",
        "致歉信",
        "道歉信",
        "公开信",
        "内部信",
        "回复",
        "答复",
        "微博",
        "情况说明",
        "致歉声明",
        "倡议书",
        "来信",
        "回信",
        "公开回应",
        "书面回应",
    ];
    const NAME: std::ops::RangeInclusive<usize> = 2..=14;
    let owner = NOTICES.iter().find_map(|notice| document.strip_suffix(notice))?;
    let owner = ["官方", "正式", "最新", "发布的", "发表的", "的"]
        .iter()
        .find_map(|word| owner.strip_suffix(word))
        .unwrap_or(owner);
    let plain = NAME.contains(&owner.chars().count())
        && !owner.contains(is_boundary)
        && !owner.contains(['的', '《', '了']);
    plain.then(|| {
        who(owner, context.outlets)
            .filter(|named| named.anaphor.is_none())
            .unwrap_or_else(|| Named::plain(0, owner.len()))
    })
}

/// The mention of whoever is named in a phrase that begins at byte `base` of the paragraph, and whose words are the paragraph below. `line` are the bytes of
/// the words that say so.
fn stands_below(
    context: &Context<'_>,
    named: &Named,
    base: usize,
    line: (usize, usize),
    (cue, voice): (&str, Voice),
) -> Option<Mention> {
    const RULE: &str = "speaker-line";
    let mut mention = context.mention(named, context.start() + base, RULE);
    mention.cue = cue.to_owned();
    mention.span = Span::new(context.start() + line.0, context.start() + line.1);
    mention.level = 2;
    mention.voice = voice;
    below(context, &mut mention)?;
    // Between marks or not, the line tells.
    mention.rule = RULE;
    Some(mention)
}

/// `@某某：…`, `网友“某某”：…`.
fn comment(context: &Context<'_>, text: &str) -> Option<Mention> {
    /// Characters of the longest name.
    const NAME: usize = 16;
    let (open, handle) = match text.strip_prefix('@') {
        Some(_) => (1, true),
        None => {
            let rest = text.strip_prefix("网友")?;
            let inner = rest.strip_prefix(['“', '「', '@'])?;
            (text.len() - inner.len(), false)
        }
    };
    let rest = text.get(open..)?;
    let (at, _) = rest
        .char_indices()
        .take(NAME + 2)
        .find(|(_, next)| matches!(next, '：' | ':'))?;
    let name = rest.get(..at)?.trim_end_matches(['”', '」']);
    let plain = name.chars().count() >= 2 && !name.contains(is_boundary) && !name.contains(['的', '、', '@']);
    let colon = rest.get(at..)?.chars().next()?;
    let content = open + at + colon.len_utf8();
    let says = text.get(content..)?.trim().chars().count() >= 2;
    if !plain || !says {
        return None;
    }
    let named = Named {
        kind: if handle {
            SourceKind::Platform
        } else {
            SourceKind::Person
        },
        ..Named::plain(open, open + name.len())
    };
    let mut mention = context.mention(&named, context.start(), "comment");
    mention.cue = colon.to_string();
    mention.span = Span::new(context.start(), context.start() + content);
    mention.content = context.start() + content;
    mention.level = 2;
    mention.reach = Reach::Exactly(Span::new(context.start() + content, context.end()));
    mention.voice = Voice::DirectSpeech;
    Some(mention)
}

/// `全国政协委员某某：` on a line of its own: what is said stands below.
fn above(context: &Context<'_>, text: &str) -> Option<Mention> {
    /// Characters of the longest line.
    const LINE: usize = 40;
    let head = text.trim_end().strip_suffix(['：', ':'])?;
    // 以下是某某来信的全文：.
    if head.chars().count() > LINE
        || head.contains(is_boundary)
        || ["全文", "原文", "实录", "内容"]
            .iter()
            .any(|text| head.ends_with(text))
    {
        return None;
    }
    let named = who(head, context.outlets)?;
    let titled = named.kind == SourceKind::Person
        && named.anaphor.is_none()
        && named.start > named.phrase_start
        && named.end == head.len();
    if !titled {
        return None;
    }
    let line = (named.phrase_start, head.len());
    stands_below(context, &named, 0, line, ("：", Voice::DirectSpeech))
}

//! Whole paragraphs that are somebody's words, by how they open: a comment that a page collects (`@某某：…`, `网友“某某”：…`), and
//! the paragraph below a line that is an office, a name and a colon, and what stands below `以下为声明全文：`. In goes a paragraph, out comes a mention.

use crate::document::{SourceKind, Span, Voice};

use super::context::Context;
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::quoted::below;
use super::reading::is_boundary;

/// Who says a paragraph, or the one below it.
pub(super) fn turn(context: &Context<'_>) -> Option<Mention> {
    let text = context.form(context.start(), context.end());
    comment(context, text)
        .or_else(|| above(context, text))
        .or_else(|| in_full(context, text))
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
    let named = who(document, context.outlets).filter(|named| named.kind == SourceKind::Document)?;
    stands_below(
        context,
        &named,
        from,
        (from, head.len()),
        (cue, Voice::OfficialText),
    )
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
    if head.chars().count() > LINE || head.contains(is_boundary) {
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

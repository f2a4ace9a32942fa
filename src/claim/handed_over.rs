//! An introduction that hands over to the text of another house: `导语：某国《某报》网站今日发表文章称，…。以下为文章主要内容：`, as desks that
//! translate open their pages. In goes a paragraph, out comes a mention that governs all that stands below it.

use crate::document::{SourceKind, Span, Voice};

use super::context::Context;
use super::mention::{Mention, Reach};
use super::outlets::ends_like_outlet;
use super::reading::last_clause;
use super::subjects::subject;

/// What the introduction ends with, behind 以下为.
const HANDED: [&str; 15] = [
    "文章主要内容",
    "文章内容",
    "文章全文",
    "文章摘要",
    "文章要点",
    "文章主要观点",
    "报道主要内容",
    "报道内容",
    "报道全文",
    "报道摘要",
    "主要内容",
    "原文",
    "译文",
    "原文编译",
    "全文翻译",
];

/// How a house is said to have published the text.
const PUBLISHED: [&str; 7] = [
    "发表文章",
    "刊发文章",
    "刊登文章",
    "刊载文章",
    "发布文章",
    "撰文",
    "刊文",
];

/// Who wrote what stands below a paragraph that hands over to it.
pub(super) fn handed_over(context: &Context<'_>) -> Option<Mention> {
    let text = context.form(context.start(), context.end());
    let head = text.trim_end().trim_end_matches(['：', ':', '。']);
    let said = HANDED.iter().find_map(|what| head.strip_suffix(what))?;
    let said = said.trim_end_matches(['该', '其', '这', '篇', '的']);
    let said = ["以下为", "以下是", "下面是"]
        .iter()
        .find_map(|follow| said.strip_suffix(follow))?;
    let (cue, at) = PUBLISHED
        .iter()
        .filter_map(|cue| Some((*cue, said.find(cue)?)))
        .min_by_key(|(_, at)| *at)?;
    let clause = last_clause(said.get(..at)?);
    // 导语：美国某网站: the label of the paragraph.
    let clause = clause
        .rsplit_once(['：', ':'])
        .map_or(clause, |(_, clause)| clause);
    let base = context.start() + at - clause.len();
    let mut named = subject(context, clause).filter(|named| named.anaphor.is_none())?;
    let name = clause.get(named.start..named.end)?;
    if matches!(named.kind, SourceKind::Unlisted | SourceKind::Document)
        && ends_like_outlet(name.trim_matches(['《', '》']))
    {
        named.kind = SourceKind::Outlet;
    }
    let house = matches!(
        named.kind,
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Website | SourceKind::Platform
    );
    let below = *context.body.of_article(context.paragraph.article).last()?;
    if !house || below <= context.index {
        return None;
    }
    let next = context.body.paragraphs.get(context.index + 1)?;
    let last = context.body.paragraphs.get(below)?;
    let mut mention = context.mention(&named, base, "leading-credit");
    mention.cue = cue.to_owned();
    mention.span = Span::new(base + named.phrase_start, context.start() + at + cue.len());
    mention.content = next.span.start as usize;
    mention.voice = Voice::Reported;
    mention.reach = Reach::Exactly(Span {
        start: next.span.start,
        end: last.span.end,
    });
    Some(mention)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::claim::tests::run;

    #[test]
    fn the_text_below_an_introduction_is_from_the_house_that_it_names() {
        let below = "芯片的价格还在下降。\n需求也在减少，工厂停了两条线。";
        for lead in [
            "导语：美国《纽约时报》网站今日发表文章称，芯片业正在变化。以下为文章主要内容：",
            "《纽约时报》近日刊文称，芯片业正在变化。以下是报道全文。",
        ] {
            let text = format!("{lead}\n{below}");
            let claims = run(&text).claims;
            let claim = claims
                .iter()
                .find(|claim| claim.rule == "leading-credit")
                .unwrap_or_else(|| panic!("{lead} {claims:?}"));
            assert_eq!(claim.scope.unwrap().of(&text), below, "{lead}");
        }
        for text in [
            "赵大川近日撰文称，芯片业正在变化。以下为文章主要内容：\n芯片的价格还在下降。",
            "《纽约时报》近日刊文称，芯片业正在变化。以下为会议安排：\n芯片的价格还在下降。",
        ] {
            let claims = run(text).claims;
            assert!(
                claims.iter().all(|claim| claim.rule != "leading-credit"),
                "{text}"
            );
        }
    }
}

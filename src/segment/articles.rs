//! Host and embedded articles. A header (`相关新闻：题（某报）`) followed by running text opens an embedded article; it ends
//! at an editor line, at the next header, at a heading behind the last text, or with the record. A header followed by
//! short lines only is a list of links, and a header inside a host's text that carries a link leaves the host going.

use std::collections::HashSet;

use crate::document::{Article, BlockKind, PartKind, Record, Span};

use super::draft::{Draft, Opens};
use super::page;
use super::site_tail;
use super::times;

/// Gives every draft its article and describes the articles. Empty when no running text stands in the record.
pub(super) fn assign(record: &Record, drafts: &mut [Draft], title: Option<usize>) -> Vec<Article> {
    let text = record.text.as_str();
    let mut articles = Vec::new();
    if !drafts.iter().any(|draft| draft.kind == BlockKind::Paragraph) {
        return articles;
    }
    let title_span = title.and_then(|index| drafts.get(index)).map(|draft| draft.span);
    articles.push(Article {
        title: title_span.map(|span| page::title_text(text, span)).or_else(|| {
            let title = record.metadata.title.as_deref()?;
            Some(site_tail::without(text, title, drafts).to_owned())
        }),
        title_span,
        ..Article::default()
    });
    let last_paragraph = drafts
        .iter()
        .rposition(|draft| draft.kind == BlockKind::Paragraph)
        .unwrap_or(0);
    let mut current = 0u32;
    let mut host_has_text = false;
    // Of the embedded article: whether it has text. Of the host: whether framed words head its sections.
    let mut own_text = false;
    let mut framed = false;
    // Paragraphs since the last picture: a credit behind a single one is the picture's.
    let mut together = 0;
    for index in 0..drafts.len() {
        let opened = if host_has_text {
            embedded(text, drafts, index)
        } else {
            None
        };
        if let Some((title, title_span)) = opened {
            own_text = false;
            current = u32::try_from(articles.len()).unwrap_or(u32::MAX);
            articles.push(Article {
                ordinal: current,
                embedded_in: Some(0),
                title,
                title_span,
                ..Article::default()
            });
        }
        let Some(draft) = drafts.get_mut(index) else {
            continue;
        };
        // 【回放】 after 【走访】: the host goes on with its sections.
        let frame = draft.kind == BlockKind::Heading && draft.span.of(text).starts_with('【');
        if current == 0 {
            framed |= frame;
        } else if frame && framed && own_text {
            current = 0;
        }
        match draft.kind {
            BlockKind::Chrome | BlockKind::Counter | BlockKind::Disclaimer | BlockKind::Boilerplate => {}
            // The page's editor, so the host's.
            BlockKind::EditorLine => {
                current = 0;
                draft.article = Some(0);
            }
            BlockKind::Heading if index > last_paragraph => current = 0,
            BlockKind::RelatedHeader if opened_links(draft) => draft.article = Some(current),
            _ => draft.article = Some(current),
        }
        host_has_text |= draft.kind == BlockKind::Paragraph;
        // An embedded report ends with its credit: （某报）, （据某社）, （某报记者某某）.
        let credit = matches!(draft.kind, BlockKind::SourceLine | BlockKind::Byline)
            && draft.span.of(text).starts_with(['（', '(']);
        if current != 0 && together > 1 && credit {
            current = 0;
        }
        own_text |= draft.kind == BlockKind::Paragraph;
        match draft.kind {
            BlockKind::Paragraph => together += 1,
            BlockKind::Chrome | BlockKind::Image | BlockKind::RelatedHeader => together = 0,
            _ => {}
        }
    }
    let mut titled = HashSet::new();
    for draft in drafts.iter() {
        let own = draft.article.map_or(usize::MAX, |ordinal| ordinal as usize);
        if let Some(article) = articles.get_mut(own)
            && draft.kind == BlockKind::OriginalTitle
            && titled.insert(own)
        {
            let title = draft.part(PartKind::Title);
            article.original_title = title.map(|span| span.of(text).to_owned());
        }
    }
    times::set(record, drafts, &mut articles);
    for article in &mut articles {
        if article.title.is_none() {
            article.title.clone_from(&article.original_title);
        }
    }
    articles
}

/// True for a header that lists links and opens nothing.
fn opened_links(draft: &Draft) -> bool {
    draft.opens == Some(Opens::Links)
}

/// Characters of a paragraph that is text whatever it ends with.
const SENTENCE: usize = 60;

/// Title and its place, when the header at `index` opens an embedded article.
fn embedded(text: &str, drafts: &[Draft], index: usize) -> Option<(Option<String>, Option<Span>)> {
    let header = drafts
        .get(index)
        .filter(|draft| draft.kind == BlockKind::RelatedHeader)?;
    let title = header.part(PartKind::Title);
    let outlet = header.part(PartKind::Outlet).is_some();
    let own_title = drafts
        .get(index + 1)
        .filter(|draft| draft.kind == BlockKind::Title)
        .map(|draft| draft.span);
    let mut text_behind = false;
    for draft in drafts.iter().skip(index + 1) {
        match draft.kind {
            // Without a full stop it is one more headline.
            BlockKind::Paragraph
                if draft.shape.latin
                    || draft.shape.chars >= SENTENCE
                    || draft.span.of(text).contains(['。', '”', '；']) =>
            {
                text_behind = true;
                break;
            }
            BlockKind::RelatedHeader
            | BlockKind::EditorLine
            | BlockKind::Chrome
            | BlockKind::Disclaimer
            | BlockKind::Counter => break,
            _ => {}
        }
    }
    if !text_behind {
        return None;
    }
    let opens = match header.opens {
        _ if title.is_some() && outlet => true,
        Some(Opens::News) => true,
        // 相关阅读：X inside a text is a link; with the report's title on a line of its own it is the report.
        Some(Opens::Links) => title.is_none() && own_title.is_some(),
        _ => false,
    };
    let span = title.or(own_title);
    opens.then(|| (span.map(|span| page::title_text(text, span)), span))
}

//! record -> articles, blocks, named parts of lines, quotes.
//!
//! A page holds more than one report, and more than reports. The stage cuts every line into pieces told by the line
//! alone (`pieces`: labelled `fields` and their `values`, `dateline`, `credit`, `furniture`), settles what only the neighbourhood tells
//! (`page`: title, headings, head and tail), hands the pieces to host and embedded articles (`articles`) and reads the
//! quotes (`quotes`). It is pure: what it finds depends on the record alone. The words it knows are lists in `data/`.

mod articles;
mod bracket_credit;
mod bracketed;
mod calls;
mod captions;
mod clock;
mod closings;
mod contacts;
mod credit;
mod dateline;
mod dates;
mod dispatch;
mod dispatch_words;
mod draft;
mod english_credit;
mod english_dateline;
mod fields;
mod follow;
mod furniture;
mod gallery;
mod headings;
mod house_bylines;
mod house_heads;
mod house_lines;
mod lists;
mod mottos;
mod names;
mod neighbours;
mod openings;
mod page;
mod page_marks;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod page_tests;
mod pictured;
mod pieces;
mod places;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod property_tests;
mod quote_kind;
mod quotes;
mod report_lines;
mod reporters;
mod screenshots;
mod self_naming;
mod signatures;
mod site_tail;
mod terms;
mod times;
mod values;
mod worded_credit;
mod writers;

use crate::document::{Block, BlockKind, Part, PartKind, Record, Segmentation};

/// Finds articles, blocks, parts and quotes in a record's text.
///
/// Blocks are sorted, never overlap, and together with the white space between them are the whole text; every part
/// lies inside its block and every quote inside one block. A [`PartKind::Source`] part is empty where a label has no
/// value (`来源：`). A quotation of several paragraphs is one quote a paragraph. `articles` is empty when the record
/// holds no running text.
pub fn segment(record: &Record) -> Segmentation {
    let text = record.text.as_str();
    let hits = furniture::notice_hits(text);
    let lines = draft::lines(text);
    let mut drafts = Vec::with_capacity(lines.len() + 4);
    for line in lines {
        pieces::cut(text, line, &hits, &mut drafts);
    }
    let title = page::settle(text, &mut drafts, &record.metadata);
    let articles = articles::assign(record, &mut drafts, title);
    let mut places = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        let Some(article) = draft.article else { continue };
        let headline = matches!(
            draft.kind,
            BlockKind::Title | BlockKind::RelatedHeader | BlockKind::OriginalTitle
        );
        if headline || matches!(draft.kind, BlockKind::Paragraph | BlockKind::Heading) {
            places.push(quotes::Place {
                span: draft.span,
                article,
                headline,
            });
        }
    }
    let quotes = quotes::read(text, &places);
    let mut blocks = Vec::with_capacity(drafts.len());
    let mut parts = Vec::new();
    for draft in &mut drafts {
        let block = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
        blocks.push(Block {
            kind: draft.kind,
            span: draft.span,
            article: draft.article,
        });
        draft.named.sort_by_key(|named| (named.span, named.kind));
        for named in draft.named.drain(..) {
            let kept = !named.span.is_empty() || named.kind == PartKind::Source;
            if kept && draft.span.contains(named.span) {
                parts.push(Part {
                    kind: named.kind,
                    span: named.span,
                    block,
                });
            }
        }
    }
    Segmentation {
        articles,
        blocks,
        parts,
        quotes,
    }
}

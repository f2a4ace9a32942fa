//! What a line of credits governs. In go the blocks of a page and the place of a line, out comes the text it speaks for: a
//! line at the head the body below it, a line at the tail the whole body, a line in the midst the item that it closes or
//! opens. Where the items of a page are credited one by one, each credit speaks for its own.

use crate::document::{Block, BlockKind, ClaimKind, Segmentation, Span};

use super::body::Body;

/// A line with less than one part in so many of the body above it stands at the body's head.
const HEAD_PART: usize = 4;
/// With less than one part in so many below it, it stands at the tail: promotions of a page are longer than leads.
const TAIL_PART: usize = 4;

/// Where in its body a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Head,
    Midst,
    Tail,
}

/// The body of an article: from its first paragraph to the end of its last.
pub(super) fn body_span(body: &Body<'_>, article: u32) -> Option<Span> {
    let own = body.of_article(article);
    let first = body.paragraphs.get(*own.first()?)?;
    let last = body.paragraphs.get(*own.last()?)?;
    Some(Span {
        start: first.span.start,
        end: last.span.end,
    })
}

/// True for a name in brackets behind what is said of a picture: what stands right above it leads on to the next picture (点击图片进入下一页).
pub(super) fn is_below_gallery(text: &str, segmentation: &Segmentation, index: usize) -> bool {
    /// Bytes of the longest words that lead on.
    const LEADS_ON: usize = 3 * 16;
    let block = |back: usize| index.checked_sub(back).and_then(|at| segmentation.blocks.get(at));
    let caption = block(1).is_some_and(|block| block.kind == BlockKind::Paragraph);
    let leads_on = block(2).map(|block| block.span.of(text)).unwrap_or("");
    caption
        && leads_on.len() <= LEADS_ON
        && leads_on.contains('图')
        && ["下一页", "下一张", "查看大图", "看大图", "查看原图", "查看下一"]
            .iter()
            .any(|next| leads_on.contains(next))
}

/// The blocks of a page and its body.
pub(super) struct Reach<'a> {
    /// The body.
    pub body: &'a Body<'a>,
    /// The blocks.
    pub segmentation: &'a Segmentation,
}

impl Reach<'_> {
    /// Bytes of the body above byte `at`, and of the whole.
    fn above(&self, article: u32, at: u32) -> (usize, usize) {
        let reached = |index: usize| {
            let paragraph = self.body.paragraphs.get(index);
            paragraph.map_or(0, |paragraph| paragraph.before + paragraph.span.len())
        };
        let all = self
            .body
            .of_article(article)
            .last()
            .map_or(0, |&last| reached(last));
        let before = self.body.paragraph_before(article, at).map_or(0, reached);
        (before, all)
    }

    fn stands(&self, article: u32, at: u32) -> Stands {
        let (before, all) = self.above(article, at);
        if before * HEAD_PART <= all {
            Stands::Head
        } else if (all - before) * TAIL_PART <= all {
            Stands::Tail
        } else {
            Stands::Midst
        }
    }

    /// The item that the line of block `index` closes: the paragraphs back to the last credit, or to the last heading where
    /// `headings` part items, and whether a credit in the midst of the body is what stands there.
    fn closed(&self, index: usize, article: u32, headings: bool) -> Option<(Span, bool)> {
        let blocks = self.segmentation.blocks.get(..index)?;
        let sort = self.segmentation.blocks.get(index)?.kind;
        let tail = self.stands(article, self.segmentation.blocks.get(index)?.span.start) == Stands::Tail;
        let own = |block: &&Block| block.article == Some(article);
        let mut item: Option<Span> = None;
        for block in blocks.iter().rev().filter(own) {
            match block.kind {
                BlockKind::Paragraph => {
                    let end = item.map_or(block.span.end, |item| item.end);
                    item = Some(Span {
                        start: block.span.start,
                        end,
                    });
                }
                // Credits side by side close one item.
                BlockKind::SourceLine | BlockKind::Byline | BlockKind::EditorLine | BlockKind::Dateline
                    // At the tail one of the same sort: who wrote a part does not end what a source is named for.
                    if item.is_some() && (!tail || block.kind == sort) =>
                {
                    let credit = block.kind != BlockKind::Dateline;
                    let midst = credit && self.stands(article, block.span.start) != Stands::Head;
                    return item.map(|item| (item, midst));
                }
                BlockKind::Heading if !headings => {}
                BlockKind::Heading | BlockKind::Title | BlockKind::RelatedHeader if item.is_some() => {
                    return item.map(|item| (item, false));
                }
                _ => {}
            }
        }
        item.map(|item| (item, false))
    }

    /// False for the only by-line below the head of an article: the headings above it are those of one report, whatever the
    /// page carries behind it.
    fn signed_by_section(&self, index: usize, article: u32) -> bool {
        let blocks = &self.segmentation.blocks;
        if blocks
            .get(index)
            .is_none_or(|block| block.kind != BlockKind::Byline)
        {
            return true;
        }
        let signed = |block: &Block| {
            block.article == Some(article)
                && block.kind == BlockKind::Byline
                && self.stands(article, block.span.start) != Stands::Head
        };
        blocks
            .iter()
            .enumerate()
            .any(|(other, block)| other != index && signed(block))
    }

    /// The item that the line of block `index` opens: the paragraphs down to the next heading or credit.
    fn opened(&self, index: usize, article: u32) -> Option<Span> {
        let blocks = self.segmentation.blocks.get(index + 1..)?;
        let mut item: Option<Span> = None;
        for block in blocks.iter().filter(|block| block.article == Some(article)) {
            match block.kind {
                BlockKind::Paragraph => {
                    let start = item.map_or(block.span.start, |item| item.start);
                    item = Some(Span {
                        start,
                        end: block.span.end,
                    });
                }
                BlockKind::Heading
                | BlockKind::Title
                | BlockKind::RelatedHeader
                | BlockKind::SourceLine
                | BlockKind::Byline
                | BlockKind::Dateline
                    if item.is_some() =>
                {
                    return item;
                }
                _ => {}
            }
        }
        item
    }

    /// The body below a line at its head: what stands above is a teaser or a lead of the page.
    fn below(&self, article: u32, line: Span, whole: Span) -> Span {
        let own = self.body.of_article(article);
        let next = own.iter().filter_map(|&index| self.body.paragraphs.get(index));
        let first = next
            .map(|paragraph| paragraph.span.start)
            .find(|&start| start >= line.end);
        Span {
            start: first.unwrap_or(whole.start),
            end: whole.end,
        }
    }

    /// True when a heading is what stands right above block `index`.
    fn headed(&self, index: usize, article: u32) -> bool {
        let above = self.segmentation.blocks.get(..index).unwrap_or(&[]).iter().rev();
        let kind = above
            .filter(|block| block.article == Some(article))
            .map(|block| block.kind)
            .find(|kind| {
                !matches!(
                    kind,
                    BlockKind::Byline | BlockKind::SourceLine | BlockKind::EditorLine
                )
            });
        kind.is_some_and(|kind| matches!(kind, BlockKind::Heading | BlockKind::Title))
    }

    /// True for a credit behind the end of a paragraph: glued to it, or in brackets below it. It closes what stands above.
    fn closes(&self, index: usize, article: u32, line: Span) -> bool {
        let above = index
            .checked_sub(1)
            .and_then(|at| self.segmentation.blocks.get(at));
        let Some(above) = above.filter(|above| above.article == Some(article)) else {
            return false;
        };
        let text = self.body.text;
        let between = text
            .get(above.span.end as usize..line.start as usize)
            .unwrap_or("\n");
        let glued = !between.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        let bracketed = line.of(text).starts_with(['（', '(']) && line.of(text).ends_with(['）', ')']);
        above.kind == BlockKind::Paragraph && (glued || bracketed)
    }

    /// What a credit of block `index` governs, and whether that is an item of its article.
    pub(super) fn of_credit(&self, index: usize, article: u32, line: Span) -> Option<(Span, bool)> {
        let whole = body_span(self.body, article)?;
        // 本栏文字均据某社: of all that stands above, and of nothing below.
        if line.of(self.body.text).contains("均据") && whole.start < line.start && line.end < whole.end {
            let above = Span {
                end: line.start,
                ..whole
            };
            return Some((above, true));
        }
        match self.stands(article, line.start) {
            Stands::Head if self.closes(index, article, line) => {
                self.closed(index, article, true).map(|(item, _)| (item, true))
            }
            Stands::Head => Some((self.below(article, line, whole), false)),
            Stands::Midst if self.headed(index, article) && !self.closes(index, article, line) => {
                self.opened(index, article).map(|item| (item, true))
            }
            Stands::Midst => {
                let sections = self.signed_by_section(index, article);
                self.closed(index, article, sections)
                    .map(|(item, _)| (item, true))
            }
            Stands::Tail => match self.closed(index, article, false) {
                Some((item, true)) => Some((item, true)),
                _ => Some((whole, false)),
            },
        }
    }

    /// True for 来源：某某 between two paragraphs of a report that is under way: a by-line or a dateline opens it, and at least two paragraphs stand
    /// between that and the line. The source of a report stands at its head or its foot; here a picture or a screenshot was, whose place a scraped
    /// text does not show. Items of a digest begin with headings or end with their credits.
    fn is_below_picture(&self, index: usize, article: u32, line: Span) -> bool {
        if self.stands(article, line.start) != Stands::Head || self.closes(index, article, line) {
            return false;
        }
        let above = self.segmentation.blocks.get(..index).unwrap_or(&[]).iter();
        let own: Vec<BlockKind> = above
            .filter(|block| block.article == Some(article))
            .map(|block| block.kind)
            .collect();
        let Some(opened) = own.iter().position(|kind| *kind == BlockKind::Paragraph) else {
            return false;
        };
        let (head, body) = own.split_at(opened);
        head.iter()
            .any(|kind| matches!(kind, BlockKind::Byline | BlockKind::Dateline))
            && body.len() >= 2
            && body.iter().all(|kind| *kind == BlockKind::Paragraph)
    }

    /// Kind, rule and scope of a source line. `data` is one that names where figures are from.
    pub(super) fn of_source(
        &self,
        index: usize,
        article: u32,
        line: Span,
        data: bool,
    ) -> (ClaimKind, &'static str, Option<Span>) {
        let (before, all) = self.above(article, line.start);
        if data && before > 0 && before < all {
            return (ClaimKind::MediaCredit, "data-source", Some(line));
        }
        if self.is_below_picture(index, article, line)
            || is_below_gallery(self.body.text, self.segmentation, index)
        {
            return (ClaimKind::MediaCredit, "media-credit", Some(line));
        }
        match self.of_credit(index, article, line) {
            Some((scope, true)) => (ClaimKind::SourceLine, "item-source-line", Some(scope)),
            found => (
                ClaimKind::SourceLine,
                "source-line",
                found.map(|(scope, _)| scope),
            ),
        }
    }

    /// What a dateline governs: the body that it opens; further down, the text from it to the next dateline, or to the
    /// next heading where a heading stands above it as above each item. `None` for one that no text follows.
    pub(super) fn of_dateline(&self, index: usize, article: u32, line: Span) -> Option<Span> {
        let whole = body_span(self.body, article)?;
        if line.start <= whole.start {
            return Some(whole);
        }
        let blocks = &self.segmentation.blocks;
        let before = index.checked_sub(1).and_then(|at| blocks.get(at));
        let headed = before.is_some_and(|block| block.kind == BlockKind::Heading);
        let next = blocks
            .get(index + 1..)?
            .iter()
            .filter(|block| block.article == Some(article))
            .find(|block| block.kind == BlockKind::Dateline || headed && block.kind == BlockKind::Heading);
        let end = next.map_or(whole.end, |block| block.span.start.min(whole.end));
        let governed = Span {
            start: line.end.min(end),
            end,
        };
        let words = governed.of(self.body.text);
        let blank = words.len() - words.trim_start().len();
        let scope = Span::new(
            governed.start as usize + blank,
            governed.start as usize + blank.max(words.trim_end().len()),
        );
        (!scope.is_empty()).then_some(scope)
    }
}

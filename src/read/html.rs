//! A page to the text of its article. In: the decoded page. Out: title, header lines and body as plain text, one
//! block a line with an empty line between blocks, and what the page's metadata says.

use std::sync::LazyLock;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use regex::bytes::Regex;

use super::page_body::{self, Body};
use super::page_elements::Elements;
use super::page_frame::{self, Frame, frame};
use super::page_lines::{self, Line};
use super::page_scripts::{self, Parted};
use super::{page_captions, page_limits, page_metadata, page_publisher, page_times, page_widgets};
use crate::document::{BlockKind, Metadata, Span};

/// What a page holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Extracted {
    /// The article's text; empty when there is none.
    pub(super) text: String,
    /// What the page says of itself.
    pub(super) metadata: Metadata,
    /// Why there is no article.
    pub(super) problem: Option<String>,
}

/// Characters of Han, or of anything else, below which a page has no article.
const SHORTEST_ARTICLE: usize = 20;

/// Characters below which a line without a full stop is not taken for a paragraph.
const SHORTEST_PARAGRAPH: usize = 8;

/// The encoding that a page names in its first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    static CHARSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]{2,30})"#)
            .ok()
    });
    let head = bytes.get(..4096).unwrap_or(bytes);
    let label = CHARSET.as_ref()?.captures(head)?.get(1)?;
    String::from_utf8(label.as_bytes().to_vec()).ok()
}

/// Extracts the article.
pub(super) fn extract(page: &str) -> Extracted {
    let refused = |problem: String| Extracted {
        problem: Some(problem),
        ..Extracted::default()
    };
    let Parted { markup, scripts } = match page_scripts::part(page) {
        Ok(parted) => parted,
        Err(problem) => return refused(problem),
    };
    let document = Document::from(markup.as_ref());
    if let Some(problem) = page_limits::excess_depth(&document) {
        return refused(problem);
    }
    let mut elements = Elements::of(&document);
    if page_widgets::remove(&elements) {
        elements = Elements::of(&document);
    }
    let mut metadata = page_metadata::metadata(&elements);
    metadata.outlet_hints = page_publisher::hints(page, &document, &elements, metadata.title.as_deref());
    let lines = page_lines::lines(document.root());
    let mut body = page_body::body(&document, &lines, main_content(document.clone()));
    page_frame::drop_lists(&mut body.lines);
    page_frame::part_credits(&mut body.lines);
    page_captions::mark(&document, &elements.pictures, &mut body.lines);
    page_times::fill(&document, &elements, &scripts, &lines, &body, &mut metadata);
    let length: usize = body.lines.iter().map(|line| line.text.chars().count()).sum();
    if length < SHORTEST_ARTICLE {
        let problem = format!("no article: {length} characters of running text were found");
        return Extracted {
            problem: Some(problem),
            metadata,
            text: String::new(),
        };
    }
    let text = compose(&lines, body, &mut metadata);
    Extracted {
        text,
        metadata,
        problem: None,
    }
}

/// The lines of the main content, as an extractor finds it.
fn main_content(document: Document) -> Vec<Line> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    page_widgets::rename_inline(&document);
    page_limits::shorten(&document);
    let Ok(mut reader) = Readability::with_document(document, None, Some(config)) else {
        return Vec::new();
    };
    if reader.parse().is_err() {
        return Vec::new();
    }
    // The extractor's own tree is walked: parsing what it writes would be a second reading of the page.
    let content = reader.doc.select_single("#readability-page-1");
    content
        .nodes()
        .first()
        .map_or_else(Vec::new, |node| page_lines::lines(*node))
}

/// Puts title and frame around the body, where the extraction left them out.
fn compose(page: &[Line], body: Body, metadata: &mut Metadata) -> String {
    let known: Vec<&str> = [&metadata.outlet, &metadata.source, &metadata.author]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let title = metadata.title.as_deref();
    let Frame { head, foot } = frame(page, &body, title, &known);
    let titled = title.is_none_or(|title| body.lines.iter().take(3).any(|line| line.text == title));
    let title = title.filter(|_| !titled).map(|title| Line {
        is_heading: true,
        ..Line::of_text(title)
    });
    let mut lines: Vec<Line> = title.into_iter().chain(head).collect();
    let first = lines.len();
    lines.extend(body.lines);
    let last = lines.len();
    if let Some(line) = lines.get_mut(first) {
        line.opens_block = true;
    }
    lines.extend(foot);
    let (text, starts) = page_lines::join(&lines);
    let bodied = lines.iter().zip(starts).enumerate();
    metadata.layout = bodied
        .filter(|(index, _)| (first..last).contains(index))
        .filter_map(|(_, (line, start))| {
            Some((Span::new(start, start + line.text.len()), layout_kind(line)?))
        })
        .collect();
    text
}

/// What the markup says of a line of the body, where the words may not tell: captions, and paragraphs without a full stop.
fn layout_kind(line: &Line) -> Option<BlockKind> {
    if line.is_caption {
        return Some(BlockKind::Caption);
    }
    let open = !line
        .text
        .ends_with(['。', '！', '？', '”', '）', ')', '：', '.', '!', '?', '"']);
    let plain = line.in_row
        && line.text.chars().count() >= SHORTEST_PARAGRAPH
        && !line.is_bold
        && !line.is_link
        && !page_frame::is_date(line);
    (plain && open).then_some(BlockKind::Paragraph)
}

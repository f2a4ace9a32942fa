//! What a page may have of everything. In: a page before it is parsed, and the tree that it becomes. Out: why it is no page of
//! news, where it was made to keep a parser busy; and a tree that can be written in time.
//!
//! Parsing takes time that grows with the square of how deep elements stand, and of the attributes of one tag; a tag for bold
//! text that is never closed is opened again in every paragraph. Browsers bear this for one page. A corpus has millions.

use dom_query::{Document, NodeData, NodeRef};

use super::page_tags::{ElementName, Tag};

/// Elements inside one another that a page may have. Browsers stop at 512; sound pages have fewer than 60.
const DEEPEST: usize = 512;
/// Tags without an end tag that fits. Pages that were written by hand have hundreds, which the parser closes.
const MOST_UNCLOSED: usize = 8192;
/// Attributes of one tag; sound ones have fewer than 50.
const MOST_ATTRIBUTES: usize = 4096;
/// Elements that a parser opens again because nobody closed them, over the whole page,
const MOST_REOPENED: usize = 2_000_000;
/// not counting those that whole pages stand in.
const USUALLY_OPEN: usize = 8;
/// Bytes of a text or of an attribute that are written at once: html5ever looks at all of the rest for each `&` in it.
const LONGEST_TEXT: usize = 1 << 14;

/// Elements without content, and those whose end tags are left out as a habit.
const FLAT: [ElementName; 21] = ElementName::all([
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "td", "th", "tr", "wbr",
]);

/// Elements that are opened again.
const FORMATTING: [ElementName; 14] = ElementName::all([
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
]);

/// Elements of drawings.
const FOREIGN: [ElementName; 2] = ElementName::all(["svg", "math"]);

/// What has been opened, as the tags of a page tell it.
#[derive(Default)]
pub(super) struct Opened<'page> {
    open: Vec<&'page str>,
    formatting: [usize; FORMATTING.len()],
    reopened: usize,
    /// Drawings.
    foreign: usize,
}

impl<'page> Opened<'page> {
    /// True inside a drawing, where no element holds text alone.
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign > 0
    }

    /// Takes the next tag; `is_text` says that its element holds text alone. Out: why the page is not parsed. An end tag closes
    /// the last element that is open, or, as far as is known here, nothing.
    pub(super) fn take(&mut self, tag: &Tag<'page>, is_text: bool) -> Option<String> {
        if tag.attributes > MOST_ATTRIBUTES {
            return Some(format!(
                "no article: a tag has more than {MOST_ATTRIBUTES} attributes"
            ));
        }
        if is_text {
            return None;
        }
        let formatting = FORMATTING.iter().position(|known| *known == tag.element);
        let formatting = formatting.and_then(|which| self.formatting.get_mut(which));
        let foreign = FOREIGN.contains(&tag.element).then_some(&mut self.foreign);
        for count in [formatting, foreign].into_iter().flatten() {
            *count = if tag.closes {
                count.saturating_sub(1)
            } else {
                *count + 1
            };
        }
        if tag.closes {
            self.open.pop_if(|last| last.eq_ignore_ascii_case(tag.name));
            return None;
        }
        let unclosed: usize = self.formatting.iter().sum();
        self.reopened += unclosed.saturating_sub(USUALLY_OPEN);
        if !FLAT.contains(&tag.element) {
            self.open.push(tag.name);
        }
        if self.open.len() > MOST_UNCLOSED || self.reopened > MOST_REOPENED {
            return Some(format!(
                "no article: too many tags are never closed, {} at this place",
                self.open.len()
            ));
        }
        None
    }
}

/// Why a page that was parsed is not looked at.
pub(super) fn excess_depth(document: &Document) -> Option<String> {
    let depth = depth(document.root());
    (depth > DEEPEST)
        .then(|| format!("no article: {depth} elements stand inside one another, more than {DEEPEST}"))
}

/// How deep nodes stand below one.
fn depth(root: NodeRef<'_>) -> usize {
    let (mut node, mut depth, mut deepest) = (root, 0, 0);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            deepest = deepest.max(depth);
            continue;
        }
        loop {
            if depth == 0 {
                return deepest;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                return deepest;
            };
            node = parent;
            depth -= 1;
        }
    }
}

/// Cuts long texts of a tree into several that follow each other, and takes out long attributes. It reads the same.
pub(super) fn shorten(document: &Document) {
    let is_long = |node: &NodeRef<'_>| {
        node.query_or(false, |node| match &node.data {
            NodeData::Text { contents } => contents.len() > LONGEST_TEXT,
            NodeData::Element(element) => {
                let mut attributes = element.attrs.iter();
                attributes.any(|attribute| attribute.value.len() > LONGEST_TEXT)
            }
            _ => false,
        })
    };
    let long: Vec<NodeRef<'_>> = document.root().descendants_it().filter(is_long).collect();
    for node in long {
        let long_text = node.update(|node| match &mut node.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            NodeData::Element(element) => {
                element
                    .attrs
                    .retain(|attribute| attribute.value.len() <= LONGEST_TEXT);
                None
            }
            _ => None,
        });
        let Some(text) = long_text.flatten() else { continue };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (first, behind) = rest.split_at(rest.floor_char_boundary(LONGEST_TEXT));
            node.insert_before(&document.tree.new_text(first));
            rest = behind;
        }
        node.remove_from_parent();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dom_query::Document;

    use super::{MOST_ATTRIBUTES, excess_depth, shorten};
    use crate::read::page_scripts::part;

    fn is_parsed(page: &str) -> bool {
        part(page).is_ok()
    }

    #[test]
    fn what_keeps_a_parser_busy_is_told_from_the_tags() {
        let many = |part: &str| part.repeat(MOST_ATTRIBUTES * 3);
        assert!(!is_parsed(&format!("<p {}>", many("a "))));
        assert!(!is_parsed(&format!("<title>x</TITLE{}>", many(" a"))));
        assert!(!is_parsed(&format!(
            "<svg><title><p{}></title></svg>",
            many(" a")
        )));
        assert!(!is_parsed(&many("<div></x>")));
        assert!(!is_parsed(&many("<x><div></x></div>")));
        let reopened = "<b a=1></i>".repeat(400);
        assert!(!is_parsed(&format!("<div>{reopened}</div>{}", many("<p>x</p>"))));
        // A page that goes on for long, a script, a value and a comment are none of these.
        assert!(is_parsed(&many("<li><a href='/x'><b>x</b></a>")));
        assert!(is_parsed(&format!("<font><b>{}", many("<p>x<br>"))));
        assert!(is_parsed(&format!("<p data-x=\"{}\">", many("a "))));
        assert!(is_parsed(&format!("<script>a<b {}</script>", many("a "))));
        assert!(is_parsed(&format!("<!-- <p {} -->", many("a "))));
        assert!(is_parsed("<"));
        assert!(is_parsed("<!--><p>x"));
    }

    #[test]
    fn the_depth_of_a_tree_is_measured() {
        let nested = |depth: usize| Document::from(format!("{}x", "<div></i>".repeat(depth)));
        assert_eq!(excess_depth(&nested(500)), None);
        assert!(excess_depth(&nested(600)).unwrap().contains("603 elements"));
    }

    #[test]
    fn a_long_text_reads_the_same() {
        let text = "海&滨 ".repeat(20_000);
        let page = Document::from(format!(
            "<p a=\"{text}\" b=1>{}<i>y</i></p>",
            text.replace('&', "&amp;")
        ));
        shorten(&page);
        let paragraph = page.select("p");
        assert_eq!(paragraph.text().to_string(), format!("{text}y"));
        assert_eq!((paragraph.attr("a"), paragraph.attr("b").is_some()), (None, true));
    }
}

//! What a page may have of everything. In: a page before it is parsed, and the tree that it becomes. Out: why it is no page of
//! news, where it was made to keep a parser busy; and a tree that can be written in time.
//!
//! Parsing takes time that grows with the square of how deep elements stand, and of the attributes of one tag; a tag for bold
//! text that is never closed is opened again in every paragraph. Browsers bear this for one page. A corpus has millions.

use dom_query::{Document, NodeData, NodeRef};

use super::page_tags::{Tags, is_raw};

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
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "td", "th", "tr", "wbr",
];

/// Elements that are opened again.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Why a page is not parsed, judged from its tags alone.
pub(super) fn excess(page: &str) -> Option<String> {
    let mut opened = Opened::default();
    let mut tags = Tags::of(page);
    while let Some(tag) = tags.next() {
        if tag.attributes > MOST_ATTRIBUTES {
            return Some(format!(
                "no article: a tag has more than {MOST_ATTRIBUTES} attributes"
            ));
        }
        // In drawings no element holds text alone.
        if opened.foreign == 0 && is_raw(tag.name) {
            if !tag.closes {
                tags.pass_content(tag.name)?;
            }
            continue;
        }
        if let Some(excess) = opened.take(tag.name, tag.closes) {
            return Some(excess);
        }
    }
    None
}

fn is_one_of(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| name.eq_ignore_ascii_case(known))
}

/// What has been opened.
#[derive(Default)]
struct Opened<'page> {
    open: Vec<&'page str>,
    formatting: [usize; FORMATTING.len()],
    reopened: usize,
    /// Drawings.
    foreign: usize,
}

impl<'page> Opened<'page> {
    /// Takes a tag. An end tag closes the last element that is open, or, as far as is known here, nothing.
    fn take(&mut self, name: &'page str, closes: bool) -> Option<String> {
        let formatting = is_one_of(&FORMATTING, name).and_then(|which| self.formatting.get_mut(which));
        let foreign = is_one_of(&["svg", "math"], name).map(|_| &mut self.foreign);
        for count in [formatting, foreign].into_iter().flatten() {
            *count = if closes {
                count.saturating_sub(1)
            } else {
                *count + 1
            };
        }
        if closes {
            self.open.pop_if(|last| last.eq_ignore_ascii_case(name));
            return None;
        }
        let unclosed: usize = self.formatting.iter().sum();
        self.reopened += unclosed.saturating_sub(USUALLY_OPEN);
        if is_one_of(FLAT, name).is_none() {
            self.open.push(name);
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
    for node in document.root().descendants() {
        let long_text = node.update(|node| match &mut node.data {
            NodeData::Text { contents } if contents.len() > LONGEST_TEXT => Some(contents.to_string()),
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

    use super::{MOST_ATTRIBUTES, excess, excess_depth, shorten};

    fn is_parsed(page: &str) -> bool {
        excess(page).is_none()
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

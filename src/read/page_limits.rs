//! What a page may have of everything. In: a page before it is parsed, and the tree that it becomes. Out: why it is no page of
//! news, where it was made to keep a parser busy; and a tree that can be written in time.
//!
//! Parsing takes time that grows with the square of how deep elements stand, and of the attributes of one tag; a tag for bold
//! text that is never closed is opened again in every paragraph. Browsers bear this for one page. A corpus has millions.

use dom_query::{Document, NodeData, NodeRef};

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
const FLAT: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"dd", b"dt", b"embed", b"hr", b"img", b"input", b"li", b"link",
    b"meta", b"option", b"p", b"param", b"source", b"td", b"th", b"tr", b"wbr",
];

/// Elements that hold text and no tags.
const RAW: &[&[u8]] = &[
    b"iframe",
    b"noembed",
    b"noframes",
    b"script",
    b"style",
    b"textarea",
    b"title",
    b"xmp",
];

/// Elements that are opened again.
const FORMATTING: [&[u8]; 14] = [
    b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt",
    b"u",
];

/// Why a page is not parsed, judged from its tags alone.
pub(super) fn excess(page: &[u8]) -> Option<String> {
    let mut tags = Tags::default();
    let mut rest = page;
    while let Some(place) = memchr::memchr(b'<', rest) {
        rest = rest.get(place + 1..)?;
        if rest.starts_with(b"!--") {
            rest = rest.get(comment_end(rest)?..)?;
            continue;
        }
        let closes = rest.first() == Some(&b'/');
        let tag = rest.get(usize::from(closes)..)?;
        if !tag.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (name, behind) = tag.split_at(tag.iter().take_while(|byte| !ends_name(**byte)).count());
        let (attributes, length) = attributes(behind);
        if attributes > MOST_ATTRIBUTES {
            return Some(format!(
                "no article: a tag has more than {MOST_ATTRIBUTES} attributes"
            ));
        }
        rest = behind.get(length..)?;
        if tags.is_raw(name) {
            if !closes {
                rest = rest.get(raw_end(rest, name)?..)?;
            }
            continue;
        }
        if let Some(excess) = tags.take(name, closes) {
            return Some(excess);
        }
    }
    None
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn is_one_of(names: &[&[u8]], name: &[u8]) -> Option<usize> {
    names.iter().position(|known| name.eq_ignore_ascii_case(known))
}

/// What has been opened.
#[derive(Default)]
struct Tags<'p> {
    open: Vec<&'p [u8]>,
    formatting: [usize; FORMATTING.len()],
    reopened: usize,
    /// Drawings, in which no element holds text alone.
    foreign: usize,
}

impl<'p> Tags<'p> {
    fn is_raw(&self, name: &[u8]) -> bool {
        self.foreign == 0 && is_one_of(RAW, name).is_some()
    }

    /// Takes a tag. An end tag closes the last element that is open, or, as far as is known here, nothing.
    fn take(&mut self, name: &'p [u8], closes: bool) -> Option<String> {
        let formatting = is_one_of(&FORMATTING, name).and_then(|which| self.formatting.get_mut(which));
        let foreign = is_one_of(&[b"svg", b"math"], name).map(|_| &mut self.foreign);
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

/// Bytes up to the end of a comment; `comment` begins behind its `<`. `None` where it has no end, and so is all of the rest.
fn comment_end(comment: &[u8]) -> Option<usize> {
    let mut from = 1;
    loop {
        let dashes = from + memchr::memmem::find(comment.get(from..)?, b"--")?;
        match comment.get(dashes + 2..)? {
            [b'>', ..] => return Some(dashes + 3),
            [b'!', b'>', ..] if dashes > 1 => return Some(dashes + 4),
            _ => from = dashes + 1,
        }
    }
}

/// Bytes up to the end tag of an element that holds text alone; `None` where it has none, and so is all of the rest.
fn raw_end(content: &[u8], name: &[u8]) -> Option<usize> {
    let mut ends = memchr::memmem::find_iter(content, b"</");
    ends.find(|end| {
        let behind = content.get(end + 2..).unwrap_or_default();
        let named = behind
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name));
        named && behind.get(name.len()).is_none_or(|byte| ends_name(*byte))
    })
}

/// How many attributes a tag has, as the standard reads them, and where behind them it ends. Stops at too many.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    let passed = |from: usize, stops: &dyn Fn(u8) -> bool| {
        let rest = tag.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| stops(*byte)).unwrap_or(rest.len())
    };
    let is_no_space = |byte: u8| !byte.is_ascii_whitespace();
    while count <= MOST_ATTRIBUTES {
        at = passed(at, &|byte| is_no_space(byte) && byte != b'/');
        match tag.get(at) {
            None => break,
            Some(b'>') => return (count, at + 1),
            Some(_) => count += 1,
        }
        at = passed(at + 1, &|byte| ends_name(byte) || byte == b'=');
        let value = passed(at, &is_no_space);
        if tag.get(value) != Some(&b'=') {
            continue;
        }
        at = passed(value + 1, &is_no_space);
        at = match tag.get(at) {
            Some(quote @ (b'"' | b'\'')) => passed(at + 1, &|byte| byte == *quote) + 1,
            _ => passed(at, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
        };
    }
    (count, at.min(tag.len()))
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

    use super::{MOST_ATTRIBUTES, attributes, excess, excess_depth, shorten};

    fn is_parsed(page: &str) -> bool {
        excess(page.as_bytes()).is_none()
    }

    #[test]
    fn attributes_are_counted_as_a_parser_counts_them() {
        for (tag, count) in [
            (">", 0),
            ("/>x", 0),
            (" a>", 1),
            (" a = 1 b='>' c=\"a b c\"d>", 4),
            (" =a/b/c>", 3),
            (" a=x/y>", 1),
            (" a=\"no end>", 1),
        ] {
            let (found, length) = attributes(tag.as_bytes());
            assert_eq!(found, count, "{tag}");
            assert!(length <= tag.len());
        }
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

//! A parsed page, or a part of one, to the lines that a reader sees. In: a node. Out: its text, one [`Line`] for each
//! block or `<br>`, without what is never shown as text.

use dom_query::NodeRef;

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text; white space is collapsed as a browser does it, ideographic spaces inside stay.
    pub(super) text: String,
    /// False when only a `<br>` parts it from the line before: both belong to one paragraph.
    pub(super) opens_block: bool,
    /// True inside an `<h1>`.
    pub(super) is_heading: bool,
    /// True when it is nothing but links.
    pub(super) is_link: bool,
}

/// Elements whose content is no text of the page.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "select",
    "textarea", "button", "audio", "video", "canvas", "math",
];

/// Elements that stand inside a line. All others begin and end one.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "input", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u", "var", "wbr",
];

/// The lines below `root`.
pub(super) fn lines(root: NodeRef<'_>) -> Vec<Line> {
    let mut writer = Writer {
        lines: Vec::new(),
        current: String::new(),
        opens_block: true,
        headings: 0,
        links: 0,
        unlinked: false,
    };
    // Walked with the tree's own links instead of recursion: pages nest as deep as they like.
    let mut node = root;
    loop {
        if writer.enter(&node)
            && let Some(child) = node.first_child()
        {
            node = child;
            continue;
        }
        loop {
            writer.leave(&node);
            if node.id == root.id {
                writer.end_line();
                return writer.lines;
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return writer.lines,
            }
        }
    }
}

struct Writer {
    lines: Vec<Line>,
    current: String,
    opens_block: bool,
    /// `<h1>` elements that are open.
    headings: usize,
    /// `<a>` elements that are open.
    links: usize,
    /// True when the line has text outside of links.
    unlinked: bool,
}

impl Writer {
    /// Takes a node's own part; false when its children are not to be seen.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.push(&node.text());
            return false;
        }
        let Some(name) = node.node_name() else { return true };
        let name: &str = &name;
        if UNSEEN.contains(&name) || node.has_attr("hidden") || is_hidden(node) {
            return false;
        }
        match name {
            "br" => self.end_line(),
            "a" => self.links += 1,
            "td" | "th" if !self.current.is_empty() => self.current.push(' '),
            "h1" => {
                self.end_block();
                self.headings += 1;
            }
            _ if !INLINE.contains(&name) => self.end_block(),
            _ => {}
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        let name: &str = &name;
        if name == "a" {
            self.links = self.links.saturating_sub(1);
        }
        if name == "br" || INLINE.contains(&name) || !node.is_element() {
            return;
        }
        self.end_block();
        if name == "h1" {
            self.headings = self.headings.saturating_sub(1);
        }
    }

    /// Adds text, with every run of white space as one space.
    fn push(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                ' ' | '\t' | '\n' | '\r' | '\u{0C}' => {
                    if !self.current.is_empty() && !self.current.ends_with(' ') {
                        self.current.push(' ');
                    }
                }
                '\u{200B}' | '\u{FEFF}' => {}
                other => {
                    self.unlinked |= self.links == 0;
                    self.current.push(other);
                }
            }
        }
    }

    fn end_block(&mut self) {
        self.end_line();
        self.opens_block = true;
    }

    fn end_line(&mut self) {
        let text = self.current.trim();
        if !text.is_empty() {
            let line = Line {
                text: text.to_owned(),
                opens_block: self.opens_block,
                is_heading: self.headings > 0,
                is_link: !self.unlinked,
            };
            self.lines.push(line);
            self.opens_block = false;
        }
        self.current.clear();
        self.unlinked = false;
    }
}

/// True for what the page's own style hides.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        style.contains("display:none")
    })
}

/// Lines as text: blocks parted by an empty line.
pub(super) fn join<'lines>(lines: impl IntoIterator<Item = &'lines Line>) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text.push_str(if line.opens_block { "\n\n" } else { "\n" });
        }
        text.push_str(&line.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::{join, lines};

    #[test]
    fn blocks_and_breaks_make_lines() {
        let page = "<body><h1> 标 题 </h1>\n<div>甲<b>乙</b>\n丙<br>丁<p>\u{3000}戊</p><script>x</script>己</div>\
            <p style='display : none'>隐</p><table><tr><td>一</td><td>二</td></tr></table>";
        let document = Document::from(page);
        let found = lines(document.root());
        assert_eq!(join(&found), "标 题\n\n甲乙 丙\n丁\n\n戊\n\n己\n\n一 二");
        assert!(found.first().is_some_and(|line| line.is_heading));
        assert!(found.iter().skip(1).all(|line| !line.is_heading));
    }
}

//! A parsed page, or a part of one, to the lines that a reader sees. In: a node. Out: its text, one [`Line`] for each
//! block or `<br>`, without what is never shown as text, and what the markup around each line says of it.

use dom_query::{Element, NodeData, NodeId, NodeRef};

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its text; white space is collapsed as a browser does it, ideographic spaces inside stay.
    pub(super) text: String,
    /// False when only a `<br>` parts it from the line before: both belong to one paragraph.
    pub(super) opens_block: bool,
    /// True inside an `<h1>`.
    pub(super) is_heading: bool,
    /// True when it is nothing but links.
    pub(super) is_link: bool,
    /// True when all of it is bold: a heading rather than a caption.
    pub(super) is_bold: bool,
    /// True when all of it is set in the middle or in grey, as captions are.
    pub(super) is_pale: bool,
    /// True inside an element that says by its name or class that it holds a caption.
    pub(super) is_caption: bool,
    /// True for a `<p>` of the body that stands among others.
    pub(super) in_row: bool,
    /// The innermost block element around it.
    pub(super) block: Option<NodeId>,
    /// The block element around a picture that stands between the line before and this one.
    pub(super) picture: Option<NodeId>,
    /// Where inline elements meet in the text, in bytes: `<span>甲</span><span>乙</span>` has no white space there.
    pub(super) borders: Vec<usize>,
}

impl Line {
    /// A line of its own block, of which nothing else is known.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            opens_block: true,
            ..Self::default()
        }
    }

    /// The text with a space where inline elements meet.
    pub(super) fn spaced(&self) -> String {
        let mut text = String::with_capacity(self.text.len() + self.borders.len());
        let mut from = 0;
        for &border in &self.borders {
            let Some(piece) = self.text.get(from..border) else {
                continue;
            };
            text.push_str(piece);
            if !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
            from = border;
        }
        text.push_str(self.text.get(from..).unwrap_or(""));
        text
    }
}

/// Elements whose content is no text of the page.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "select",
    "textarea", "button", "audio", "video", "canvas", "math",
];

/// Elements that begin and end a line. The list is closed, as a browser's is: whatever it does not name, unknown elements
/// included, stands inside a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Inline elements that hold the parts of a line: its time, its outlet, its people.
const PARTS: &[&str] = &["a", "em", "i", "label", "span", "time"];

/// Elements that make text bold.
const BOLD: &[&str] = &["b", "strong", "h2", "h3", "h4", "h5", "h6"];

/// Parts of the class of an element that holds the caption of a picture.
const CAPTION_CLASSES: &[&str] = &[
    "caption",
    "img_desc",
    "img-desc",
    "imgdesc",
    "image_desc",
    "image-desc",
    "imagedesc",
    "pic_desc",
    "pic-desc",
    "picdesc",
    "photo_desc",
    "photo-desc",
    "photodesc",
    "img_info",
    "img-info",
    "pic_info",
    "pic-info",
];

/// Width and height below which a picture is an icon or a counter's pixel.
const ICON: u32 = 48;

/// The lines below `root`.
pub(super) fn lines(root: NodeRef<'_>) -> Vec<Line> {
    let mut writer = Writer {
        opens_block: true,
        ..Writer::default()
    };
    // Walked with the tree's own links instead of recursion: pages nest as deep as they like.
    let mut node = root;
    loop {
        if writer.enter(&node) {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            writer.leave();
        }
        loop {
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
            writer.leave();
        }
    }
}

/// What a node that is open does to its text.
#[derive(Clone, Copy, Default)]
struct Entered {
    block: bool,
    part: bool,
    link: bool,
    heading: bool,
    bold: bool,
    pale: bool,
    caption: bool,
}

/// How many elements of each kind are open.
#[derive(Default)]
struct Open {
    headings: usize,
    links: usize,
    bold: usize,
    pale: usize,
    captions: usize,
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    current: String,
    opens_block: bool,
    open: Open,
    /// What each node around the current place does.
    entered: Vec<Entered>,
    /// Block elements that are open.
    blocks: Vec<NodeId>,
    /// The block of a picture since the last line.
    picture: Option<NodeId>,
    borders: Vec<usize>,
    /// True when an inline element has ended and nothing was written since.
    left_inline: bool,
    /// True when the line has text outside of links, of bold, of what is pale, of captions.
    unlinked: bool,
    thin: bool,
    dark: bool,
    uncaptioned: bool,
}

fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

impl Writer {
    /// Takes a node's own part; false when its children are not to be seen.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        let goes_in = node.query(|inner| match &inner.data {
            NodeData::Text { contents } => {
                self.push(contents);
                false
            }
            NodeData::Element(element) => self.enter_element(node.id, element),
            _ => {
                self.entered.push(Entered::default());
                true
            }
        });
        goes_in.unwrap_or(false)
    }

    fn enter_element(&mut self, id: NodeId, element: &Element) -> bool {
        let name = &*element.name.local;
        if UNSEEN.contains(&name) {
            return false;
        }
        let (mut pale, mut caption) = (name == "center", name == "figcaption");
        for attribute in &element.attrs {
            let value = &*attribute.value;
            match &*attribute.name.local {
                "hidden" => return false,
                "class" => caption |= is_caption_class(value),
                "align" => pale |= value.eq_ignore_ascii_case("center"),
                "style" => {
                    let style: String = value.split_whitespace().collect();
                    if style.contains("display:none") {
                        return false;
                    }
                    pale |= is_pale_style(&style.to_ascii_lowercase());
                }
                _ => {}
            }
        }
        let block = is_block(name);
        let entered = Entered {
            block,
            part: !block && PARTS.contains(&name),
            link: name == "a",
            heading: name == "h1",
            bold: BOLD.contains(&name),
            pale,
            caption,
        };
        self.entered.push(entered);
        // What the line before has is not what begins here.
        if block && (entered.heading || entered.bold || entered.pale || entered.caption) {
            self.end_block();
        }
        self.count(entered, 1);
        match name {
            "br" => self.end_line(),
            "img" if self.current.trim().is_empty() && is_picture(element) => {
                self.picture = self.blocks.last().copied();
            }
            "td" | "th" if !self.current.is_empty() => self.current.push(' '),
            _ if block => {
                self.end_block();
                self.blocks.push(id);
            }
            _ if entered.part => self.border(),
            _ => {}
        }
        true
    }

    /// Ends what was entered last.
    fn leave(&mut self) {
        let Some(left) = self.entered.pop() else { return };
        if left.block {
            self.end_block();
            self.blocks.pop();
        } else if left.part {
            self.left_inline = true;
        }
        self.count(left, -1);
    }

    /// Counts what opens or closes.
    fn count(&mut self, node: Entered, step: isize) {
        let add = |count: &mut usize, counts: bool| {
            if counts {
                *count = count.saturating_add_signed(step);
            }
        };
        add(&mut self.open.links, node.link);
        add(&mut self.open.headings, node.heading);
        add(&mut self.open.bold, node.bold);
        add(&mut self.open.pale, node.pale);
        add(&mut self.open.captions, node.caption);
    }

    /// Adds text, with every run of white space as one space.
    fn push(&mut self, text: &str) {
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            if is_space(next) {
                if !self.current.is_empty() && !self.current.ends_with(' ') {
                    self.current.push(' ');
                }
                rest = rest.trim_start_matches(is_space);
            } else if is_unseen(next) {
                rest = rest.trim_start_matches(is_unseen);
            } else {
                let end = rest.find(|next| is_space(next) || is_unseen(next));
                let (run, behind) = rest.split_at(end.unwrap_or(rest.len()));
                if self.left_inline {
                    self.border();
                }
                self.unlinked |= self.open.links == 0;
                self.thin |= self.open.bold == 0;
                self.dark |= self.open.pale == 0;
                self.uncaptioned |= self.open.captions == 0;
                self.current.push_str(run);
                rest = behind;
            }
        }
    }

    /// Notes that inline elements meet here, unless a label stands before its value.
    fn border(&mut self) {
        self.left_inline = false;
        let at = self.current.len();
        if at > 0 && !self.current.ends_with([' ', ':', '：']) && self.borders.last() != Some(&at) {
            self.borders.push(at);
        }
    }

    fn end_block(&mut self) {
        self.end_line();
        self.opens_block = true;
    }

    fn end_line(&mut self) {
        let text = self.current.trim();
        if !text.is_empty() {
            let skipped = self.current.len() - self.current.trim_start().len();
            let borders = self
                .borders
                .iter()
                .filter_map(|border| border.checked_sub(skipped));
            let line = Line {
                text: text.to_owned(),
                opens_block: self.opens_block,
                is_heading: self.open.headings > 0,
                is_link: !self.unlinked,
                is_bold: !self.thin,
                is_pale: !self.dark,
                is_caption: !self.uncaptioned,
                in_row: false,
                block: self.blocks.last().copied(),
                picture: self.picture.take(),
                borders: borders
                    .filter(|&border| border > 0 && border < text.len())
                    .collect(),
            };
            self.lines.push(line);
            self.opens_block = false;
        }
        self.current.clear();
        self.borders.clear();
        self.left_inline = false;
        self.unlinked = false;
        self.thin = false;
        self.dark = false;
        self.uncaptioned = false;
    }
}

/// White space that a browser shows as one space; ideographic spaces are text.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{0C}')
}

/// Characters that are not shown at all.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200B}' | '\u{FEFF}')
}

/// True for a class that says that its element holds a caption.
fn is_caption_class(class: &str) -> bool {
    // Most elements have a class, and hardly one a part of these words.
    let may_be = class.as_bytes().windows(4).any(|part| {
        [b"capt", b"desc", b"info"]
            .iter()
            .any(|word| part.eq_ignore_ascii_case(*word))
    });
    may_be && {
        let class = class.to_ascii_lowercase();
        CAPTION_CLASSES.iter().any(|word| class.contains(word))
    }
}

/// Greys in which captions are set.
const GREYS: &[&str] = &[
    "#999",
    "#888",
    "#808080",
    "#7f7f7f",
    "#777",
    "#a5a5a5",
    "#b2b2b2",
    "gray",
    "grey",
    "rgb(128,128,128)",
    "rgb(153,153,153)",
    "rgb(136,136,136)",
    "rgb(127,127,127)",
    "rgb(178,178,178)",
];

/// True for a style, in lower case without white space, that sets text in the middle or in grey.
fn is_pale_style(style: &str) -> bool {
    let grey = style
        .split(';')
        .filter_map(|rule| rule.strip_prefix("color:"))
        .any(|colour| GREYS.iter().any(|grey| colour.starts_with(grey)));
    grey || style.contains("text-align:center")
}

/// True for a picture that is no icon.
fn is_picture(element: &Element) -> bool {
    let is_side = |name: &str| matches!(name, "width" | "height");
    let mut sides = element
        .attrs
        .iter()
        .filter(|attribute| is_side(&attribute.name.local));
    sides.all(|side| {
        let size = side.value.trim().trim_end_matches("px");
        size.parse::<u32>().map_or(true, |size| size >= ICON)
    })
}

/// Lines as text: blocks parted by an empty line. Says where each line begins.
pub(super) fn join<'lines>(lines: impl IntoIterator<Item = &'lines Line>) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for line in lines {
        if !text.is_empty() {
            text.push_str(if line.opens_block { "\n\n" } else { "\n" });
        }
        starts.push(text.len());
        text.push_str(&line.text);
    }
    (text, starts)
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::{BLOCKS, Line, join, lines};

    fn read(page: &str) -> Vec<Line> {
        lines(Document::from(page).root())
    }

    #[test]
    fn blocks_and_breaks_make_lines() {
        let found = read(
            "<body><h1> 标 题 </h1>\n<div>甲<b>乙</b>\n丙<br>丁<p>\u{3000}戊</p><script>x</script>己</div>\
            <p style='display : none'>隐</p><table><tr><td>一</td><td>二</td></tr></table>",
        );
        assert_eq!(join(&found).0, "标 题\n\n甲乙 丙\n丁\n\n戊\n\n己\n\n一 二");
        assert!(found.first().is_some_and(|line| line.is_heading));
        assert!(found.iter().skip(1).all(|line| !line.is_heading));
        assert!(BLOCKS.is_sorted());
    }

    #[test]
    fn unknown_and_rare_elements_stand_inside_a_line() {
        let found = read(
            "<p>新码头<u>今日</u><s>昨日</s><big>启</big><tt>用</tt><nobr>，泊</nobr><x-mark>位</x-mark><bdi>六</bdi>个。</p>",
        );
        assert_eq!(join(&found).0, "新码头今日昨日启用，泊位六个。");
    }

    #[test]
    fn the_markup_of_a_line_is_kept() {
        let found = read(
            "<div><img src=a width=600><span class='img_descr'>码头全景</span></div><p><strong>泊位</strong></p>\
             <p><a href=x>更多</a></p><p>全<b>粗</b></p><p><span>滨城</span><span>晚报</span> <i>3月</i></p>",
        );
        let captions: Vec<bool> = found.iter().map(|line| line.is_caption).collect();
        assert_eq!(captions, [true, false, false, false, false]);
        assert!(found.first().is_some_and(|line| line.picture.is_some()));
        assert!(found.iter().skip(1).all(|line| line.picture.is_none()));
        let bold: Vec<bool> = found.iter().map(|line| line.is_bold).collect();
        assert_eq!(bold, [false, true, false, false, false]);
        assert!(found.get(2).is_some_and(|line| line.is_link));
        assert_eq!(found.last().map(Line::spaced).as_deref(), Some("滨城 晚报 3月"));
        let listing = read("<div>2021-03-04<span>来源：<a>滨城晚报</a></span>评论</div>");
        assert_eq!(
            listing.first().map(Line::spaced).as_deref(),
            Some("2021-03-04 来源：滨城晚报 评论")
        );
    }
}

//! A Markdown file to the text that a reader sees. In: the decoded file, and the names of fields. Out: title, headings and
//! paragraphs as plain text, one block a line with an empty line between blocks, and what the front matter says. It is this
//! text that is stored and that all spans refer to, as for a web page.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::fields::{Found, Slot, Value, slot};
use super::front_matter;
use super::page_lines::{self, Line};
use crate::config::FieldNames;
use crate::document::Metadata;

/// Columns from which a line may have been broken because it was full, so that the next one goes on with it. Shorter ones
/// were broken on purpose.
const FULL_LINE: usize = 60;
/// Lines among which a title is looked for.
const TITLE_LINES: usize = 3;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    /// The text; empty when there is none.
    pub(super) text: String,
    /// What the front matter says, and the title.
    pub(super) metadata: Metadata,
}

/// Takes the marks off.
pub(super) fn render(source: &str, names: &FieldNames) -> Rendered {
    let (fields, body) = front_matter::split(source);
    let mut found = Found::default();
    found.offer(Slot::Text, 0, Value::Text(String::new()));
    for field in fields {
        let known = slot(names, field.name);
        // As of any other file, the record's id is its place.
        let Some((slot, rank)) = known.filter(|(slot, _)| !matches!(slot, Slot::Id | Slot::Text)) else {
            continue;
        };
        let joined = field.values.join("、");
        let value = if field.is_list {
            Value::List(joined)
        } else {
            Value::Text(joined)
        };
        found.offer(slot, rank, value);
    }
    let line = found.line(String::new);
    let mut metadata = line.map(|line| line.metadata).unwrap_or_default();
    let mut lines = lines(body);
    let mut first = lines.iter().take(TITLE_LINES);
    match &metadata.title {
        Some(title) if first.any(|line| line.text == *title) => {}
        Some(title) => lines.insert(
            0,
            Line {
                is_heading: true,
                ..Line::of_text(title)
            },
        ),
        None => metadata.title = first.find(|line| line.is_heading).map(|line| line.text.clone()),
    }
    Rendered {
        text: page_lines::join(&lines).0,
        metadata,
    }
}

/// The lines of a text.
fn lines(body: &str) -> Vec<Line> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::default();
    for event in Parser::new_ext(body, options) {
        writer.take(event);
    }
    writer.end_block();
    writer.lines
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    current: String,
    /// Where in it the line of the file begins.
    begun: usize,
    /// The line goes on with the block of the one before.
    goes_on: bool,
    heading: bool,
    /// Pictures that are open: what stands in them is shown when they are not.
    pictures: usize,
    /// Links that are open.
    links: usize,
    /// The line has text outside of links.
    unlinked: bool,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures = self.pictures.saturating_sub(1),
            Event::Start(Tag::Link { .. }) => self.links += 1,
            Event::End(TagEnd::Link) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.heading = level == HeadingLevel::H1;
            }
            Event::End(TagEnd::Heading(_)) => {
                self.end_block();
                self.heading = false;
            }
            Event::Start(Tag::TableCell) if !self.current.is_empty() => self.current.push(' '),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::TableCell)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::TableCell) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => self.end_block(),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.end_line(),
            // Not asked for.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    /// Adds text. Line ends stand in blocks of code and of HTML alone.
    fn text(&mut self, text: &str) {
        if self.pictures > 0 {
            return;
        }
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.unlinked |= self.links == 0 && !part.trim().is_empty();
            // The rules for emphasis know words with spaces between them: beside Chinese marks they leave some standing.
            self.current.push_str(&part.replace("**", ""));
        }
    }

    /// Adds what stands outside of tags.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some((before, tag)) = rest.split_once('<') {
            self.text(before);
            let (name, behind) = tag.split_once('>').unwrap_or((tag, ""));
            let name = name.trim_start_matches('/').get(..2).unwrap_or_default();
            if name.eq_ignore_ascii_case("br") {
                self.end_line();
            }
            rest = behind;
        }
        self.text(rest);
    }

    /// A line end in a paragraph.
    fn soft_break(&mut self) {
        let line = self.current.get(self.begun..).unwrap_or_default().trim_end();
        let is_full = line.width() >= FULL_LINE && !line.ends_with(['。', '！', '？', '”', '…', '：', ':']);
        if !is_full {
            self.end_line();
        } else if line.ends_with(|last: char| last.is_ascii()) {
            self.current.push(' ');
        }
        self.begun = self.current.len();
    }

    fn end_line(&mut self) {
        let words = self.current.split([' ', '\t']).filter(|word| !word.is_empty());
        let text = words.collect::<Vec<_>>().join(" ");
        let text = text.trim();
        if !text.is_empty() {
            self.lines.push(Line {
                text: text.to_owned(),
                opens_block: !self.goes_on,
                is_heading: self.heading,
                is_link: !self.unlinked,
                ..Line::default()
            });
            self.goes_on = true;
        }
        self.current.clear();
        self.begun = 0;
        self.unlinked = false;
    }

    fn end_block(&mut self) {
        self.end_line();
        self.goes_on = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::render;
    use crate::config::FieldNames;

    #[test]
    fn marks_are_taken_off_and_blocks_kept() {
        let source = "---\ntitle: 海滨市启用新码头\nsource: 海滨日报\ndate: 2021-03-04\nauthor: [林一舟, 周远]\nid: 7\n---\n\
            2021-03-04 来源：[海滨日报](https://a.example/)\n责任编辑：**周远**\n\n## 六个泊位\n\n新*码头*今日启用。\n\n\
            ![图](a.jpg)\n\n- 甲\n- 乙\n\n> **“通车了”**，他说。<br>\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n***\n";
        let found = render(source, &FieldNames::default());
        assert_eq!(
            found.text,
            "海滨市启用新码头\n\n2021-03-04 来源：海滨日报\n责任编辑：周远\n\n六个泊位\n\n新码头今日启用。\n\n甲\n\n乙\n\n\
             “通车了”，他说。\n\n一 二\n\n三 四"
        );
        let metadata = found.metadata;
        assert_eq!(metadata.title.as_deref(), Some("海滨市启用新码头"));
        assert_eq!(metadata.source.as_deref(), Some("海滨日报"));
        assert_eq!(metadata.published_at.as_deref(), Some("2021-03-04"));
        assert_eq!(metadata.author.as_deref(), Some("林一舟、周远"));
    }

    #[test]
    fn lines_that_were_full_go_on_and_others_end() {
        let source = "# The harbour bridge\n\nThe third bridge over the harbour opened to traffic this morning\nafter \
            four years of work.\nReporting by Lin\n\n新码头今日启用，市民可以乘坐公共汽车前往，沿途设站六处，首班车清晨五点发出，末班\n\
            车夜里十一点发出。\n记者：林一舟\n";
        let found = render(source, &FieldNames::default());
        assert_eq!(
            found.text,
            "The harbour bridge\n\nThe third bridge over the harbour opened to traffic this morning after four years of \
             work.\nReporting by Lin\n\n新码头今日启用，市民可以乘坐公共汽车前往，沿途设站六处，首班车清晨五点发出，末班车夜里\
             十一点发出。\n记者：林一舟"
        );
        assert_eq!(found.metadata.title.as_deref(), Some("The harbour bridge"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever it is, it is read, and no line is blank.
        #[test]
        fn any_text_is_read(text in "(---\n)?[#*_`>|~\\-\\[\\]()!<>&\\\\ \n\r\t0-9a海滨。：\"'=+{}]{0,200}") {
            let found = render(&text, &FieldNames::default());
            assert!(found.text.split("\n\n").all(|block| found.text.is_empty() || !block.trim().is_empty()));
        }

        /// What has no marks comes out as it is.
        #[test]
        fn a_text_without_marks_stays(paragraphs in proptest::collection::vec("[a-z海滨市，]{1,30}", 1..5)) {
            let text = paragraphs.join("\n\n");
            assert_eq!(render(&text, &FieldNames::default()).text, text);
        }
    }
}

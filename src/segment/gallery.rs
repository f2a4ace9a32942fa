//! The JSON of a picture gallery that a scraper took for the text of a page. What is said of its pictures are captions,
//! and the report where the page has no other text; all else is furniture.

use crate::document::{BlockKind, Span};

use super::draft::{Draft, trimmed};

/// True for brackets alone and for a member of an object: `"note": "…",`.
pub(super) fn is_line(line: &str) -> bool {
    let brackets = |byte: u8| matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b' ');
    line.starts_with(['{', '}', '[', ']']) && line.bytes().all(brackets) || value(line).is_some()
}

/// What follows the name of a member and its colon.
fn value(line: &str) -> Option<&str> {
    let name = line.strip_prefix('"')?;
    let length = name
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let named = (1..=24).contains(&length);
    name.get(length..)?.strip_prefix("\":").filter(|_| named)
}

/// Adds the pieces of such a line: the sentences of a member apart from what stands around them. A gallery often says
/// the same of each of its pictures; then it is said once.
pub(super) fn cut(text: &str, line: Span, drafts: &mut Vec<Draft>) {
    let Some(caption) = sentences(text, line).filter(|caption| !repeats(text, caption, drafts)) else {
        drafts.push(Draft::new(text, BlockKind::Chrome, line));
        return;
    };
    let around = [
        trimmed(text, line.start as usize, caption.span.start as usize),
        trimmed(text, caption.span.end as usize, line.end as usize),
    ];
    let [before, after] = around.map(|span| span.map(|span| Draft::new(text, BlockKind::Chrome, span)));
    drafts.extend([before, Some(caption), after].into_iter().flatten());
}

/// The value of a member that holds a sentence: neither a headline nor an address.
fn sentences(text: &str, line: Span) -> Option<Draft> {
    let rest = value(line.of(text))?;
    let quoted = rest.trim_start().strip_prefix('"')?;
    let inner = quoted.trim_end_matches([',', ' ']).strip_suffix('"')?;
    let start = line.end as usize - quoted.len();
    let span = trimmed(text, start, start + inner.len())?;
    let caption = Draft::new(text, BlockKind::Caption, span);
    (caption.shape.stop && !caption.shape.latin && span.of(text).contains('。')).then_some(caption)
}

/// Pieces of a gallery that are looked back over for what was said last: dozens of pictures.
const LOOK_BACK: usize = 512;

fn repeats(text: &str, caption: &Draft, drafts: &[Draft]) -> bool {
    let mut before = drafts.iter().rev().take(LOOK_BACK);
    let last = before.find(|draft| draft.kind == BlockKind::Caption);
    last.is_some_and(|last| last.span.of(text) == caption.span.of(text))
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Record};
    use crate::segment::segment;

    #[test]
    fn what_is_said_of_the_pictures_is_the_report_and_said_once() {
        let said =
            "3月4日，滇池北岸的湿地公园开门迎客，数百名市民在岸边看红嘴鸥，园方说这样的热闹要持续到四月初。";
        let other = "3月4日，几个孩子在湿地公园的木栈道上喂红嘴鸥，工作人员在一旁提醒他们不要投喂面包，以免鸟吃坏肚子。";
        let text = format!(
            "{{\n\"info\": {{\n\"setname\": \"滇池湿地公园开门 数百名市民看红嘴鸥\",\n\"imgsum\": 3,\n\"prevue\": \"{said}\"\n}},\n\
             \"list\": [\n{{\n\"img\": \"http://a.example/1.jpg\",\n\"note\": \"{said}\"\n}},\n{{\n\"note\": \"{other}\",\n\"title\": \"\"\n}}\n]\n}}"
        );
        let found = segment(&Record {
            text: text.clone(),
            ..Record::default()
        });
        let told: Vec<&str> = found
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Chrome)
            .map(|block| block.span.of(&text))
            .collect();
        assert_eq!(told, [said, other]);
        assert!(
            found
                .blocks
                .iter()
                .all(|block| matches!(block.kind, BlockKind::Chrome | BlockKind::Paragraph))
        );
        assert_eq!(found.articles.len(), 1);
    }
}

//! A line of JSONL with another text in it, or one field more. In: the line, the text that it holds and the spans to cut.
//! Out: the line with everything else as it was, byte for byte.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::clean::removal::{Removal, Rule};

/// A text without the spans of the cuts, which are sorted; with `mask` in the place of each passage.
pub fn without(text: &str, cuts: &[Removal], mask: Option<&str>) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut reached = 0;
    // What is cut out of an article that leaves the page leaves no mark there.
    let leaves = |article: Option<u32>| {
        let split = |cut: &&Removal| cut.rule == Rule::SplitOut && cut.article == article;
        mask.is_some() && cuts.iter().any(|cut| split(&cut))
    };
    for cut in cuts {
        let Some((span, _)) = cut.place else { continue };
        rest.push_str(text.get(reached..span.start as usize).unwrap_or(""));
        if let Some(mask) = mask
            && cut.rule == Rule::CarriedPassage
            && !leaves(cut.article)
        {
            rest.push_str(mask);
        }
        reached = span.end as usize;
    }
    rest.push_str(text.get(reached..).unwrap_or(""));
    rest
}

/// Puts `change(text)` in the place of the line's text: of each field at the top whose value `is_text`. `None` when there
/// is none.
pub fn with_text(
    line: &str,
    is_text: impl Fn(&str) -> bool,
    change: impl Fn(&str) -> String,
) -> Option<String> {
    with_values(line, |_, value| {
        let text: String = serde_json::from_str(value).ok()?;
        is_text(&text).then(|| string(&change(&text), value.is_ascii() && !text.is_ascii()))
    })
}

/// Puts other values in the place of those of fields at the top: what `change` gives for a name and a value, both JSON.
/// `None` when it gives nothing.
pub fn with_values(line: &str, change: impl Fn(&str, &str) -> Option<String>) -> Option<String> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    for (name, value) in &fields {
        let value = value.get();
        if let Some(changed) = change(name, value) {
            // The value is a part of the line.
            let start = value.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
            places.push((start, start + value.len(), changed));
        }
    }
    if places.is_empty() {
        return None;
    }
    places.sort_unstable();
    let (mut written, mut reached) = (String::with_capacity(line.len()), 0);
    for (start, end, changed) in places {
        written.push_str(line.get(reached..start)?);
        written.push_str(&changed);
        reached = end;
    }
    written.push_str(line.get(reached..)?);
    Some(written)
}

/// A JSON string, in ASCII alone where the rest of the line is.
pub fn string(text: &str, escaped: bool) -> String {
    let json = serde_json::Value::from(text).to_string();
    if escaped { ascii(&json) } else { json }
}

/// JSON in ASCII alone: other characters can only stand in strings, where they may be escaped.
pub fn ascii(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() * 2);
    for character in json.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// Whether the object in a line has a field.
pub fn has_field(line: &str, name: &str) -> bool {
    let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
    serde_json::from_str::<BTreeMap<String, &RawValue>>(line).is_ok_and(|fields| fields.contains_key(name))
}

/// The line, which holds an object, with a field more at the object's end. The line's encoding must hold ASCII as it is.
pub fn with_field(line: &[u8], name: &str, value: &str) -> Vec<u8> {
    let Some(end) = line.iter().rposition(|&byte| byte == b'}') else {
        return line.to_vec();
    };
    let (head, tail) = line.split_at_checked(end).unwrap_or((line, &[]));
    let empty = head.trim_ascii_end().ends_with(b"{");
    let mut written = Vec::with_capacity(line.len() + name.len() + value.len() + 4);
    written.extend_from_slice(head);
    written.extend_from_slice(if empty { b"" } else { b"," });
    written.extend_from_slice(format!("\"{name}\":{value}").as_bytes());
    written.extend_from_slice(tail);
    written
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{has_field, with_field, with_text};

    #[test]
    fn only_the_text_changes() {
        let line = r#" {"id" : 1.50, "text":"渡口\n恢复\u901a航" , "x":{"text":"渡口"}, "id":2} "#;
        let changed = with_text(
            line,
            |text| text == "渡口\n恢复通航",
            |text| text.replace("恢复", "\""),
        )
        .unwrap();
        assert_eq!(
            changed,
            r#" {"id" : 1.50, "text":"渡口\n\"通航" , "x":{"text":"渡口"}, "id":2} "#
        );
        assert_eq!(with_text(line, |_| false, str::to_owned), None);
    }

    #[test]
    fn a_line_of_ascii_stays_one() {
        let line = r#"{"text":"\u6e21\u53e3 \ud83d\ude00!"}"#;
        let changed = with_text(line, |text| text == "渡口 😀!", |text| text.replace('!', "?")).unwrap();
        assert_eq!(changed, r#"{"text":"\u6e21\u53e3 \ud83d\ude00?"}"#);
    }

    #[test]
    fn a_field_comes_last_and_only_once() {
        assert_eq!(with_field(b"{\"a\": 1 }\n", "b", "2"), b"{\"a\": 1 ,\"b\":2}\n");
        assert_eq!(with_field(b"{ }", "b", "2"), b"{ \"b\":2}");
        assert!(has_field("\u{FEFF}{\"b\": 1}", "b"));
        assert!(!has_field("{\"a\": {\"b\": 1}}", "b"));
    }
}

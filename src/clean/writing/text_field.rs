//! A line of JSONL with another text in it. In: the line, the text that it holds and the spans to cut. Out: the line with
//! everything else as it was, byte for byte.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use crate::clean::removal::Removal;

/// A text without the spans of the cuts, which are sorted; with `mask` in the place of each passage.
pub fn without(text: &str, cuts: &[Removal], mask: Option<&str>) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut reached = 0;
    for cut in cuts {
        let Some((span, _)) = cut.place else { continue };
        rest.push_str(text.get(reached..span.start as usize).unwrap_or(""));
        if let Some(mask) = mask
            && cut.keeper.is_some()
        {
            rest.push_str(mask);
        }
        reached = span.end as usize;
    }
    rest.push_str(text.get(reached..).unwrap_or(""));
    rest
}

/// Puts `change(text)` in the place of the line's text: of each field at the top whose value has this hash. `None` when
/// no field has it.
pub fn with_text(line: &str, text_hash: u64, change: impl Fn(&str) -> String) -> Option<String> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    for value in fields.values().map(|value| value.get()) {
        if !value.starts_with('"') {
            continue;
        }
        let text: String = serde_json::from_str(value).ok()?;
        if xxh3_64(text.as_bytes()) == text_hash {
            // The value is a part of the line.
            let start = value.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
            let changed = quoted(&change(&text), value.is_ascii() && !text.is_ascii())?;
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

/// A JSON string; in letters of ASCII alone where the line was written so.
fn quoted(text: &str, ascii: bool) -> Option<String> {
    let quoted = serde_json::to_string(text).ok()?;
    if !ascii {
        return Some(quoted);
    }
    let mut escaped = String::with_capacity(quoted.len() * 2);
    for character in quoted.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    Some(escaped)
}

/// The line with a field more at its end. `None` when it is no object, or has the field.
pub fn with_field(line: &str, name: &str, value: &str) -> Option<String> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
    if fields.contains_key(name) {
        return None;
    }
    let end = line.rfind('}')?;
    let comma = if fields.is_empty() { "" } else { "," };
    let (head, tail) = line.split_at_checked(end)?;
    Some(format!("{head}{comma}\"{name}\":{value}{tail}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use xxhash_rust::xxh3::xxh3_64;

    use super::{with_field, with_text};

    #[test]
    fn only_the_text_changes() {
        let line = r#" {"id" : 1.50, "text":"渡口\n恢复\u901a航" , "x":{"text":"渡口"}, "id":2} "#;
        let changed = with_text(line, xxh3_64("渡口\n恢复通航".as_bytes()), |text| {
            text.replace("恢复", "\"")
        })
        .unwrap();
        assert_eq!(
            changed,
            r#" {"id" : 1.50, "text":"渡口\n\"通航" , "x":{"text":"渡口"}, "id":2} "#
        );
        assert_eq!(with_text(line, 7, str::to_owned), None);
    }

    #[test]
    fn a_line_of_ascii_stays_one() {
        let line = r#"{"text":"\u6e21\u53e3 \ud83d\ude00!"}"#;
        let changed = with_text(line, xxh3_64("渡口 😀!".as_bytes()), |text| {
            text.replace('!', "?")
        })
        .unwrap();
        assert_eq!(changed, r#"{"text":"\u6e21\u53e3 \ud83d\ude00?"}"#);
    }

    #[test]
    fn a_field_comes_last_and_only_once() {
        assert_eq!(
            with_field("{\"a\": 1 }", "b", "2").unwrap(),
            "{\"a\": 1 ,\"b\":2}"
        );
        assert_eq!(with_field("{}", "b", "2").unwrap(), "{\"b\":2}");
        assert_eq!(with_field("{\"b\": 1}", "b", "2"), None);
    }
}

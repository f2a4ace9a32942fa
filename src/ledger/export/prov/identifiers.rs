//! Identifiers of PROV: qualified names `prefix:local` that every notation of PROV can hold.
//!
//! Ids of articles and names of sources are free text. Letters and digits of all scripts, `_`, `/`, and `-` and `.`
//! where PROV-N allows them stay as they are, everything else is percent-encoded as UTF-8. So different texts have
//! different identifiers, and `#`, `:`, `@` and spaces do not break them.

/// Prefixes with what they stand for.
pub(super) const PREFIXES: [(&str, &str); 11] = [
    ("agent", "urn:suyuan:agent:"),
    ("article", "urn:suyuan:article:"),
    ("bundle", "urn:suyuan:bundle:"),
    ("carrying", "urn:suyuan:carrying:"),
    ("claim", "urn:suyuan:claim:"),
    ("document", "urn:suyuan:document:"),
    ("ghost", "urn:suyuan:ghost:"),
    ("link", "urn:suyuan:link:"),
    ("passage", "urn:suyuan:passage:"),
    ("quote", "urn:suyuan:quote:"),
    ("suyuan", "urn:suyuan:term:"),
];

/// Somebody by name: an outlet, a person, a body.
pub(super) fn agent(name: &str) -> String {
    format!("agent:{}", local(name))
}

/// An article by its id.
pub(super) fn article(id: &str) -> String {
    format!("article:{}", local(id))
}

/// One of the two bundles.
pub(super) fn bundle(name: &str) -> String {
    format!("bundle:{name}")
}

/// A document that a page names.
pub(super) fn named_document(name: &str) -> String {
    format!("document:{}", local(name))
}

/// The text of a family at a named source that is not held.
pub(super) fn ghost(family_id: &str, name: &str) -> String {
    format!("ghost:{family_id}/{}", local(name))
}

/// A span of an article, in bytes of the record's text.
pub(super) fn passage(article_id: &str, start: i64, end: i64) -> String {
    format!("passage:{}@{start}-{end}", local(article_id))
}

/// A local name. An empty text is `_`, the text `_` is `%5F`.
fn local(text: &str) -> String {
    match text {
        "" => return "_".to_owned(),
        "_" => return "%5F".to_owned(),
        _ => {}
    }
    let mut name = String::with_capacity(text.len());
    let last = text.chars().count() - 1;
    for (index, character) in text.chars().enumerate() {
        let kept = match character {
            '_' | '/' => true,
            '-' => index > 0,
            '.' => index > 0 && index < last,
            _ => character.is_ascii_alphanumeric() || is_letter(character),
        };
        if kept {
            name.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                name.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    name
}

/// A letter beyond ASCII that may stand in names of PROV-N (PN_CHARS_BASE) and in IRIs (ucschar).
fn is_letter(character: char) -> bool {
    let allowed = matches!(character,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{ffef}'
        | '\u{20000}'..='\u{2fffd}' | '\u{30000}'..='\u{3fffd}');
    allowed && character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{agent, article, ghost, local, passage};

    #[test]
    fn identifiers_stay_readable_and_hold_nothing_that_breaks_them() {
        assert_eq!(article("渡口/a-1.txt#2"), "article:渡口/a-1.txt%232");
        assert_eq!(passage("wire:a b@c", 3, 90), "passage:wire%3Aa%20b%40c@3-90");
        assert_eq!(
            agent("江边晚报、“渡口网”"),
            "agent:江边晚报%E3%80%81%E2%80%9C渡口网%E2%80%9D"
        );
        assert_eq!(ghost("f1", "-a."), "ghost:f1/%2Da%2E");
        assert_eq!(
            (local(""), local("_"), local("%5F")),
            ("_".into(), "%5F".into(), "%255F".into())
        );
    }

    fn decoded(name: &str) -> String {
        if name == "_" {
            return String::new();
        }
        let mut bytes = Vec::new();
        let mut rest = name.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if byte == b'%' {
                let digits = std::str::from_utf8(&rest[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &rest[2..];
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn different_texts_have_different_names(text in any::<String>()) {
            let name = local(&text);
            prop_assert_eq!(decoded(&name), text);
            prop_assert!(!name.starts_with(['-', '.']) && !name.ends_with('.'));
            prop_assert!(!name.contains(|c: char| c.is_whitespace() || c.is_control() || "#:@'\"\\".contains(c)));
        }
    }
}

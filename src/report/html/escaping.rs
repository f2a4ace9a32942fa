//! What scraped text becomes on a page: every string that a template prints passes here, in text and in attributes.
//!
//! `< > & " '` are escaped. Characters that a reader cannot see, or that turn the direction of a line so that it reads
//! otherwise than it is written, stand as `⟦U+202E⟧`: a page about who wrote what must not be laid out by what it quotes.

use std::fmt::{Result, Write};

use askama::filters::Escaper;

/// The escaper of all templates, named in `askama.toml`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown;

impl Escaper for Shown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> Result {
        let mut from = 0;
        for (at, character) in string.char_indices() {
            let entity = match character {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ if is_unseen(character) => "",
                _ => continue,
            };
            dest.write_str(string.get(from..at).unwrap_or_default())?;
            from = at + character.len_utf8();
            if entity.is_empty() {
                write!(dest, "⟦U+{:04X}⟧", u32::from(character))?;
            } else {
                dest.write_str(entity)?;
            }
        }
        dest.write_str(string.get(from..).unwrap_or_default())
    }
}

/// Controls of all kinds but line ends and tabs, and those marks of no width that are no part of how words are written:
/// the joiners U+200C and U+200D stay, because scripts and emoji need them.
pub(crate) fn is_unseen(character: char) -> bool {
    match character {
        '\n' | '\t' | '\r' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
        | '\u{2029}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use askama::filters::Escaper;
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{Shown, is_unseen};

    fn escaped(text: &str) -> String {
        let mut written = String::new();
        Shown.write_escaped_str(&mut written, text).unwrap();
        written
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escaped("</textarea><script>alert('x' & \"y\")</script>"),
            "&lt;/textarea&gt;&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;"
        );
        assert_eq!(escaped("渡口 👨‍👩‍👧"), "渡口 👨‍👩‍👧");
    }

    #[test]
    fn what_turns_a_line_or_is_not_seen_is_shown() {
        assert_eq!(escaped("a\u{202e}b\u{2066}c"), "a⟦U+202E⟧b⟦U+2066⟧c");
        assert_eq!(
            escaped("\0\u{1b}[31m\u{200b}\u{feff}"),
            "⟦U+0000⟧⟦U+001B⟧[31m⟦U+200B⟧⟦U+FEFF⟧"
        );
        assert_eq!(escaped("一\n二\t三"), "一\n二\t三");
    }

    proptest! {
        #[test]
        fn nothing_gets_through(text in any::<String>()) {
            let written = escaped(&text);
            prop_assert!(!written.contains(['<', '>', '"', '\'']));
            prop_assert!(!written.chars().any(is_unseen));
        }
    }
}

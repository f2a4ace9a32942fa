//! Text on a terminal: columns that line up though a Han character takes two, and colour that can be left out.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` with spaces behind it up to `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `text` with spaces before it up to `columns`.
pub(super) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `text` on one line and in at most `columns`, with `…` where it was cut. Control characters of scraped text,
/// which a terminal would obey, are left out.
pub(super) fn cut(text: &str, columns: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|character| !is_control(*character)).collect();
    if width(&line) <= columns {
        return line;
    }
    let mut kept = String::new();
    let mut used = 0;
    for character in line.chars() {
        used += character.width().unwrap_or(0);
        // One column is for the ellipsis.
        if used + 1 > columns {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// `text` on lines of at most `columns`, broken between Han characters or at spaces; what a terminal would obey is left
/// out. Lines of the text stay lines.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (mut line, mut used) = (String::new(), 0);
        for word in words(paragraph) {
            let wide = width(&word);
            if used > 0 && used + width(word.trim_end()) > columns {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            line.push_str(&word);
            used += wide;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The pieces between which a line may be broken: single wide characters, and words with the spaces behind them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for character in text.chars().filter(|character| !is_control(*character)) {
        let wide = character.width().unwrap_or(0) > 1;
        let ends = words
            .last()
            .is_some_and(|word| word.ends_with(char::is_whitespace));
        let opens = words.last().is_some_and(|word| word.ends_with(OPENING));
        match words.last_mut() {
            Some(word) if opens => word.push(character),
            Some(word) if character.is_whitespace() || stays_behind(character) => word.push(character),
            Some(word) if open && !wide && !ends => word.push(character),
            _ => words.push(character.to_string()),
        }
        open = !wide;
    }
    words
}

/// Marks that do not end a line.
const OPENING: [char; 7] = ['“', '‘', '（', '《', '「', '『', '['];

/// Marks that do not begin a line.
fn stays_behind(character: char) -> bool {
    matches!(
        character,
        ',' | '.'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '”'
            | '’'
            | '）'
            | '》'
            | '」'
            | '』'
            | '…'
    )
}

/// C0, C1 and the marks that turn the direction of a line.
pub(super) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(super) fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Paint, cut, pad, pad_left, width, wrap};

    #[test]
    fn han_characters_take_two_columns() {
        assert_eq!(width("溯源 ok"), 7);
        assert_eq!(pad("溯源", 6), "溯源  ");
        assert_eq!(pad_left("12", 4), "  12");
        assert_eq!(pad("长过了", 2), "长过了");
    }

    #[test]
    fn long_text_is_cut_where_it_fits() {
        assert_eq!(cut("渡口的老船工", 12), "渡口的老船工");
        assert_eq!(cut("渡口的老船工", 11), "渡口的老船…");
        assert_eq!(cut("渡口的老船工", 10), "渡口的老…");
        assert_eq!(cut("两\n行\t文", 20), "两 行 文");
        assert_eq!(cut("红\x1b[31m色", 20), "红[31m色");
    }

    #[test]
    fn lines_are_broken_where_they_may_be() {
        assert_eq!(wrap("渡口的老船工，回来了。", 12), ["渡口的老船", "工，回来了。"]);
        assert_eq!(wrap("渡口叫“新渡”了", 8), ["渡口叫", "“新渡”了"]);
        assert_eq!(wrap("the old ferry 渡口", 10), ["the old", "ferry 渡口"]);
        assert_eq!(wrap("一\n\n二", 10), ["一", "二"]);
    }

    #[test]
    fn without_colour_text_stays_as_it_is() {
        assert_eq!(Paint { colour: false }.bold("渡口"), "渡口");
        assert_eq!(Paint { colour: true }.bold("渡口"), "\x1b[1m渡口\x1b[0m");
    }

    proptest! {
        #[test]
        fn what_is_cut_fits(text in any::<String>(), columns in 1usize..40) {
            let kept = cut(&text, columns);
            assert!(width(&kept) <= columns.max(1), "{kept:?}");
            assert!(!kept.contains('\n'));
        }
    }
}

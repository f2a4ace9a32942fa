//! Text with styles, broken into lines that fit a number of columns: between any two Han characters, between words of letters,
//! and never so that a line begins with a closing mark or ends with an opening one.

use super::text::{Paint, is_control, width};

/// How a piece of text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// Less bright.
    Dim,
    /// The place that is spoken of; ⟦…⟧ without colours.
    Place,
    /// Words that only the copy has; {+…+} without colours.
    Added,
    /// Words that only the other has; [-…-] without colours.
    Removed,
}

/// A piece of text with its style.
pub(super) type Piece = (Style, String);

impl Style {
    fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain | Self::Dim => ("", ""),
            Self::Place => ("⟦", "⟧"),
            Self::Added => ("{+", "+}"),
            Self::Removed => ("[-", "-]"),
        }
    }

    fn paint(self, text: &str, paint: Paint) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Dim => paint.dim(text),
            Self::Place => paint.yellow(text),
            Self::Added => paint.green(text),
            Self::Removed => paint.red(text),
        }
    }
}

/// The lines of `pieces`, each at most `columns` wide as long as no word is wider. Control characters are left out, white
/// space is made single spaces. Where nothing can be painted, marks stand around the words.
pub(super) fn wrapped(pieces: &[Piece], columns: usize, paint: Paint) -> Vec<String> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for word in words(pieces, paint) {
        let space = word.iter().all(|(_, text)| text == " ");
        let wide: usize = word.iter().map(|(_, text)| width(text)).sum();
        if used + wide > columns && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        if space && used == 0 {
            continue;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.extend(word);
        }
    }
    lines.iter().map(|line| painted(line, paint)).collect()
}

/// Plain text, wrapped.
pub(super) fn wrapped_text(text: &str, columns: usize) -> Vec<String> {
    wrapped(
        &[(Style::Plain, text.to_owned())],
        columns,
        Paint { colour: false },
    )
}

fn painted(line: &[Piece], paint: Paint) -> String {
    let mut text = String::new();
    for run in line.chunk_by(|left, right| left.0 == right.0) {
        let words: String = run.iter().map(|(_, word)| word.as_str()).collect();
        if let Some((style, _)) = run.first() {
            text.push_str(&style.paint(&words, paint));
        }
    }
    text.trim_end().to_owned()
}

/// What no line is broken in: a character with the marks before and behind it, or several, with the styles of each.
fn words(pieces: &[Piece], paint: Paint) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = Vec::new();
    let mut before = None;
    for (style, text) in pieces {
        let text = shown(text);
        let last = text.char_indices().next_back().map(|(at, _)| at);
        let (open, close) = if paint.colour { ("", "") } else { style.marks() };
        for (at, character) in text.char_indices() {
            if character == ' ' && before == Some(' ') && open.is_empty() {
                continue;
            }
            let open = if at == 0 { open } else { "" };
            let close = if last == Some(at) { close } else { "" };
            let word = (*style, format!("{open}{character}{close}"));
            let joined = before.is_some_and(|before| joins(before, character));
            before = Some(character);
            match words.last_mut().filter(|_| joined) {
                Some(word_before) => word_before.push(word),
                None => words.push(vec![word]),
            }
        }
    }
    words.into_iter().flat_map(parts).collect()
}

/// `text` without control characters, every white space a space.
fn shown(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| !is_control(*character))
        .collect()
}

/// The longest run of characters that stays on one line: addresses may be longer.
const LONGEST: usize = 40;

fn parts(word: Vec<Piece>) -> Vec<Vec<Piece>> {
    word.chunks(LONGEST).map(<[Piece]>::to_vec).collect()
}

/// True when no line may be broken between the two.
fn joins(left: char, right: char) -> bool {
    let letter = |character: char| character.is_ascii_graphic();
    if left == ' ' || right == ' ' {
        return false;
    }
    (letter(left) && letter(right)) || opens(left) || closes(right)
}

fn opens(character: char) -> bool {
    "“‘「『（《〈【〔⟦([{".contains(character)
}

fn closes(character: char) -> bool {
    "，。、；：！？”’」』）》〉】〕…⟧,.;:!?)]}%".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{LONGEST, Paint, Style, width, wrapped, wrapped_text};

    #[test]
    fn lines_break_between_han_characters_and_between_words() {
        assert_eq!(
            wrapped_text("渡口的老船工说，船还在。", 10),
            ["渡口的老船", "工说，船还", "在。"]
        );
        assert_eq!(wrapped_text("渡口的老船，还在", 10), ["渡口的老", "船，还在"]);
        assert_eq!(wrapped_text("他说“好。”又走了", 8), ["他说", "“好。”又", "走了"]);
        assert_eq!(
            wrapped_text("the ferry left  at\nnoon", 10),
            ["the ferry", "left at", "noon"]
        );
        assert_eq!(wrapped_text("", 10), [""]);
    }

    #[test]
    fn marks_stand_where_there_is_no_colour() {
        let pieces = [
            (Style::Plain, "有".to_owned()),
            (Style::Removed, "363".to_owned()),
            (Style::Added, "336".to_owned()),
            (Style::Plain, "个".to_owned()),
        ];
        assert_eq!(
            wrapped(&pieces, 40, Paint { colour: false }),
            ["有[-363-]{+336+}个"]
        );
        assert_eq!(
            wrapped(&pieces, 40, Paint { colour: true }),
            ["有\x1b[31m363\x1b[0m\x1b[32m336\x1b[0m个"]
        );
        let place = [(Style::Place, "网络".to_owned())];
        assert_eq!(wrapped(&place, 40, Paint { colour: false }), ["⟦网络⟧"]);
        let narrow = wrapped(&pieces, 8, Paint { colour: false });
        assert_eq!(narrow, ["有", "[-363-]{+336+}", "个"]);
        assert_eq!(
            wrapped(&[(Style::Added, String::new())], 40, Paint { colour: false }),
            [""]
        );
    }

    proptest! {
        #[test]
        fn nothing_but_space_is_lost(text in any::<String>(), columns in 1usize..60) {
            let lines = wrapped_text(&text, columns);
            let kept: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
            let meant: String = text.chars().filter(|c| !c.is_whitespace() && !super::is_control(*c)).collect();
            assert_eq!(kept, meant);
            for line in lines {
                assert!(width(&line) <= columns.max(2 * LONGEST), "{line:?}");
            }
        }
    }
}

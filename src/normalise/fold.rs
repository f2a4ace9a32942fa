//! One character -> its matching form: compatibility decomposition, lower case, simplified script, letters and
//! digits only. Looked up in a table that is made once from the Unicode and OpenCC data of the libraries.
//!
//! The form of a text is the concatenation of the forms of its characters. Decomposition (NFKD) is used in place of
//! NFKC because combining marks are dropped anyway, and per character it needs no context.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// A table entry that stands for several characters, kept apart in `expansions`.
const SEVERAL: u32 = u32::MAX;
/// A table entry that stands for a Hangul syllable, whose parts are counted out.
const SYLLABLE: u32 = u32::MAX - 1;
/// A table entry for characters that the matching form leaves out.
const DROPPED: u32 = 0;
/// The table covers the Basic Multilingual Plane; the rare characters beyond it are folded one by one.
const TABLE: usize = 0x1_0000;

/// Han characters, and those of the first extension.
const HAN: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';
const HAN_A: RangeInclusive<char> = '\u{3400}'..='\u{4DBF}';
/// Han characters that stand for others.
const HAN_COMPATIBLE: RangeInclusive<char> = '\u{F900}'..='\u{FAFF}';
/// The second extension, beyond the table.
const HAN_B: RangeInclusive<char> = '\u{20000}'..='\u{2A6DF}';

/// Hangul syllables.
const HANGUL: RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';
/// Characters for private use, which say nothing.
const PRIVATE: RangeInclusive<char> = '\u{E000}'..='\u{F8FF}';

/// The folding table; see the module.
pub struct Fold {
    /// For each code point below [`TABLE`]: the character it becomes, [`DROPPED`] or [`SEVERAL`].
    table: Box<[u32]>,
    expansions: HashMap<char, Box<str>>,
    /// Traditional -> simplified beyond the table, made when such a character comes.
    simplified_beyond: LazyLock<HashMap<char, char>>,
}

static FOLD: LazyLock<Fold> = LazyLock::new(Fold::build);

impl Fold {
    /// The table, made at first use.
    pub fn shared() -> &'static Self {
        &FOLD
    }

    fn build() -> Self {
        let simplified = simplified_characters(&[HAN_A, HAN, HAN_COMPATIBLE]);
        let mut table = vec![DROPPED; TABLE].into_boxed_slice();
        let mut expansions = HashMap::new();
        for (code, entry) in table.iter_mut().enumerate() {
            let Some(character) = u32::try_from(code).ok().and_then(char::from_u32) else {
                continue;
            };
            if HAN.contains(&character) || HAN_A.contains(&character) {
                // Nearly half of the table: letters that neither decompose nor have a case.
                *entry = unify(simplified.get(&character).copied().unwrap_or(character)) as u32;
                continue;
            }
            if HANGUL.contains(&character) {
                *entry = SYLLABLE;
                continue;
            }
            if PRIVATE.contains(&character) {
                continue;
            }
            let form = fold_by_library(character, &simplified);
            let mut characters = form.chars();
            match (characters.next(), characters.next()) {
                (None, _) => {}
                (Some(only), None) => *entry = only as u32,
                _ => {
                    *entry = SEVERAL;
                    expansions.insert(character, form.into_boxed_str());
                }
            }
        }
        Self {
            table,
            expansions,
            simplified_beyond: LazyLock::new(|| simplified_characters(&[HAN_B])),
        }
    }

    /// Calls `emit(character of the form)` for each character that `character` becomes.
    pub fn character(&self, character: char, mut emit: impl FnMut(char)) {
        match self.table.get(character as usize) {
            Some(&DROPPED) => {}
            Some(&SEVERAL) => self
                .expansions
                .get(&character)
                .into_iter()
                .flat_map(|form| form.chars())
                .for_each(emit),
            Some(&SYLLABLE) => parts_of_syllable(character).for_each(emit),
            Some(&code) => {
                if let Some(folded) = char::from_u32(code) {
                    emit(folded);
                }
            }
            None => fold_by_library(character, &self.simplified_beyond)
                .chars()
                .for_each(emit),
        }
    }

    /// Appends the matching form of `text` to `form`.
    pub fn append(&self, text: &str, form: &mut Vec<u8>) {
        form.reserve(text.len());
        let mut buffer = [0u8; 4];
        // Most characters stay what they are: runs of them are copied at once.
        let mut copied = 0;
        for (at, character) in text.char_indices() {
            if self.keeps(character) {
                continue;
            }
            form.extend_from_slice(text.as_bytes().get(copied..at).unwrap_or_default());
            copied = at + character.len_utf8();
            self.character(character, |folded| {
                form.extend_from_slice(folded.encode_utf8(&mut buffer).as_bytes());
            });
        }
        form.extend_from_slice(text.as_bytes().get(copied..).unwrap_or_default());
    }

    /// True when a character is its own form.
    pub(super) fn keeps(&self, character: char) -> bool {
        // Code 0 stands for what is dropped, and NUL is.
        self.table.get(character as usize) == Some(&(character as u32)) && character != '\0'
    }

    /// The matching form of `text`.
    pub fn form(&self, text: &str) -> String {
        let mut form = String::with_capacity(text.len());
        for character in text.chars() {
            self.character(character, |folded| form.push(folded));
        }
        form
    }
}

/// The letters of a Hangul syllable, as the Unicode standard counts them (section 3.12).
fn parts_of_syllable(syllable: char) -> impl Iterator<Item = char> {
    let index = (syllable as u32).wrapping_sub(0xAC00);
    let (lead, vowel, tail) = (index / 588, index % 588 / 28, index % 28);
    let tail = (tail > 0).then_some(0x11A7 + tail);
    [Some(0x1100 + lead), Some(0x1161 + vowel), tail]
        .into_iter()
        .flatten()
        .filter_map(char::from_u32)
}

/// The definition that the table must equal.
fn fold_by_library(character: char, simplified: &HashMap<char, char>) -> String {
    let decomposition = DecomposingNormalizerBorrowed::new_nfkd();
    decomposition
        .normalize_iter(std::iter::once(character))
        .flat_map(char::to_lowercase)
        .filter(|decomposed| decomposed.is_alphanumeric())
        .map(|decomposed| unify(simplified.get(&decomposed).copied().unwrap_or(decomposed)))
        .collect()
}

/// Characters that converters and writers do not keep apart: 着 and 著, 干 and 乾, 后 and 後 stand for each other in
/// one text or the other, so they fall into one class. Never applied to text that is shown.
fn unify(character: char) -> char {
    match character {
        '著' => '着',
        '乾' => '干',
        '後' => '后',
        '裏' | '裡' => '里',
        '臺' => '台',
        '勳' | '勛' => '勋',
        '於' => '于',
        other => other,
    }
}

/// Traditional -> simplified for the single Han characters of these ranges that OpenCC changes.
fn simplified_characters(han: &[RangeInclusive<char>]) -> HashMap<char, char> {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return HashMap::new();
    };
    let mut simplified = HashMap::new();
    for characters in han {
        let lines: String = characters
            .clone()
            .flat_map(|character| [character, '\n'])
            .collect();
        let converted = converter.convert(&lines);
        for (traditional, line) in characters.clone().zip(converted.split('\n')) {
            let mut line = line.chars();
            if let (Some(character), None) = (line.next(), line.next())
                && character != traditional
            {
                simplified.insert(traditional, character);
            }
        }
    }
    simplified
}

#[cfg(test)]
mod tests {
    use super::{Fold, HAN, HAN_A, HAN_B, HAN_COMPATIBLE, fold_by_library, simplified_characters};

    #[test]
    fn the_table_equals_the_definition() {
        let all = simplified_characters(&[HAN_A, HAN, HAN_COMPATIBLE, HAN_B]);
        let beyond = simplified_characters(&[HAN_B]);
        for character in ('\0'..='\u{FFFF}').chain(HAN_B).chain('\u{2F800}'..='\u{2FA1F}') {
            let mut folded = String::new();
            Fold::shared().character(character, |character| folded.push(character));
            let simplified = if character > '\u{FFFF}' { &beyond } else { &all };
            assert_eq!(folded, fold_by_library(character, simplified), "{character:?}");
        }
    }

    fn form(text: &str) -> String {
        Fold::shared().form(text)
    }

    #[test]
    fn blind_to_width_case_space_marks_and_script() {
        assert_eq!(form("ＡＢＣ１２３，　“Ｘ”"), "abc123x");
        assert_eq!(form("發布會於１２日在臺北召開"), form("发布会于12日在台北召开"));
        assert_eq!(form("Café — naïve…"), "cafenaive");
        assert_eq!(form("㎡①½"), "m2112");
        assert_eq!(form("乾旱著後"), form("干旱着后"));
        assert_eq!(form("\u{FEFF}\u{200B}　\n"), "");
    }

    #[test]
    fn digits_are_kept() {
        assert_ne!(form("1580万"), form("2580万"));
    }

    #[test]
    fn a_form_is_its_own_form() {
        for text in ["溯源：trace 到源頭", "ÄÖÜß ﬁ Ǆ İ", "ガギグ 한국", "𠀀𪘀"] {
            assert_eq!(form(&form(text)), form(text), "{text}");
        }
    }
}

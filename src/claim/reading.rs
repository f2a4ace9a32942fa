//! The reading form of a text: traditional characters that the word lists care for become simplified ones, so that one
//! list serves both scripts. Every character keeps its length in bytes, so spans in the reading form are spans in the
//! text. Also the small questions about text that several rules ask: boundaries, digits, Han characters.

use std::borrow::Cow;
use std::sync::LazyLock;

/// First and last code point that the table covers: the unified ideographs.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// `simplified - FIRST + 1` for a traditional character, 0 for every other one.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0u16; (LAST - FIRST + 1) as usize];
    for pair in crate::word_list::lines(include_str!("data/traditional.txt")).flat_map(str::split_whitespace)
    {
        let mut characters = pair.chars();
        if let (Some(traditional), Some(simplified)) = (characters.next(), characters.next()) {
            let simplified = (simplified as u32).wrapping_sub(FIRST) + 1;
            let slot = (traditional as u32)
                .checked_sub(FIRST)
                .and_then(|at| table.get_mut(at as usize));
            if let (Some(slot), Ok(simplified)) = (slot, u16::try_from(simplified)) {
                *slot = simplified;
            }
        }
    }
    table
});

/// A bit for each character of the table: set when it has a simplified form.
static MARKED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let bits = |group: &[u16]| {
        let set = |(at, &slot): (usize, &u16)| u64::from(slot != 0) << at;
        group.iter().enumerate().map(set).sum()
    };
    TABLE.chunks(64).map(bits).collect()
});

/// The simplified form of a character, or the character itself.
fn simplified(table: &[u16], character: char) -> Option<char> {
    let at = (character as u32).checked_sub(FIRST)?;
    match table.get(at as usize) {
        Some(0) | None => None,
        Some(&value) => char::from_u32(FIRST + u32::from(value) - 1),
    }
}

/// The first byte of the first character of `text` that has a simplified form. Looks at bytes: ideographs have three,
/// and most texts have none of these.
fn first_traditional(text: &str) -> Option<usize> {
    let marked = &*MARKED;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead < 0xE0 {
            at += if lead < 0x80 { 1 } else { 2 };
            continue;
        }
        let low = |ahead: usize| u32::from(bytes.get(at + ahead).copied().unwrap_or(0) & 0x3F);
        let code = u32::from(lead & 0x0F) << 12 | low(1) << 6 | low(2);
        let place = code.wrapping_sub(FIRST) as usize;
        let bits = marked.get(place / 64).copied().unwrap_or(0);
        if lead < 0xF0 && bits >> (place % 64) & 1 == 1 {
            return Some(at);
        }
        at += if lead < 0xF0 { 3 } else { 4 };
    }
    None
}

/// The reading form of `text`, of the same length and with the same character boundaries.
pub(super) fn reading_form(text: &str) -> Cow<'_, str> {
    let table = &*TABLE;
    let Some(first) = first_traditional(text) else {
        return Cow::Borrowed(text);
    };
    let (before, rest) = text.split_at_checked(first).unwrap_or(("", text));
    let mut form = String::with_capacity(text.len());
    form.push_str(before);
    form.extend(
        rest.chars()
            .map(|character| simplified(table, character).unwrap_or(character)),
    );
    // Both blocks of the table are written with three bytes, so this holds; were it not so, the text itself is safe.
    if form.len() == text.len() {
        Cow::Owned(form)
    } else {
        Cow::Borrowed(text)
    }
}

/// A character that ends a clause.
pub(super) fn is_boundary(character: char) -> bool {
    matches!(
        character,
        '，' | ','
            | '。'
            | '！'
            | '!'
            | '？'
            | '?'
            | '；'
            | ';'
            | '：'
            | ':'
            | '\n'
            | '\r'
            | '\t'
            | '\u{3000}'
            | '…'
            | '—'
            | '|'
            | '丨'
            | '【'
            | '】'
    ) || is_quotation_mark(character)
}

/// A mark of quotation, opening or closing.
pub(super) fn is_quotation_mark(character: char) -> bool {
    matches!(character, '“' | '”' | '"' | '「' | '」' | '『' | '』' | '＂')
}

/// An opening mark of quotation (the straight one may be one).
pub(super) fn is_opening_mark(character: char) -> bool {
    matches!(character, '“' | '"' | '「' | '『' | '＂')
}

/// True when the character can stand inside a word.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// The Chinese characters of a text.
pub(super) fn han_count(text: &str) -> usize {
    text.chars().filter(|&character| is_han(character)).count()
}

/// True for words that end as a sentence does.
pub(super) fn ends_as_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['。', '！', '？', '…', '!', '?'])
}

/// Bytes of the longest clause that is looked at: some 400 Chinese characters.
const CLAUSE: usize = 1200;

/// The last clause of `text`: what stands after its last boundary, parentheses being skipped; of text that goes on
/// without boundaries, the last [`CLAUSE`] bytes.
pub(super) fn last_clause(text: &str) -> &str {
    let mut from = text.len().saturating_sub(CLAUSE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let text = text.get(from..).unwrap_or(text);
    let mut depth = 0u32;
    for (at, character) in text.char_indices().rev() {
        match character {
            '）' | ')' | '》' => depth += 1,
            '（' | '(' | '《' if depth > 0 => depth -= 1,
            '（' | '(' => return text.get(at + character.len_utf8()..).unwrap_or(""),
            '\n' => return text.get(at + 1..).unwrap_or(""),
            _ if depth == 0 && is_boundary(character) => {
                return text.get(at + character.len_utf8()..).unwrap_or("");
            }
            _ => {}
        }
    }
    text
}

/// Bytes of the first clause of `text`, at most `limit` characters; parentheses and 《》 are skipped, quotation marks
/// are kept inside.
pub(super) fn first_clause(text: &str, limit: usize) -> &str {
    let mut depth = 0i32;
    for (count, (at, character)) in text.char_indices().enumerate() {
        let cut = match character {
            '（' | '(' | '《' | '“' | '「' => {
                depth += 1;
                false
            }
            '）' | ')' | '》' | '”' | '」' => {
                depth -= 1;
                depth < 0
            }
            '。' | '\n' => true,
            // 16:18 is one word.
            ':' if is_clock(text, at) => false,
            _ => depth <= 0 && is_boundary(character) && !is_quotation_mark(character),
        };
        if cut || count >= limit {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

/// True for a colon at byte `at` that stands between digits.
fn is_clock(text: &str, at: usize) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1))
}

/// `text` without white space at both ends, with the number of bytes cut at the start.
pub(super) fn trimmed(text: &str) -> (usize, &str) {
    let rest = text.trim_start();
    (text.len() - rest.len(), rest.trim_end())
}

/// Length in bytes of a date or time that `text` starts with: `2022年1月12日`, `11日`, `1月11日晚8时许`, `9月30日`.
pub(super) fn leading_time(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = text.get(end..).unwrap_or("");
        let digits = rest
            .char_indices()
            .find(|(_, character)| {
                !character.is_ascii_digit() && !('０'..='９').contains(character) && *character != ':'
            })
            .map_or(rest.len(), |(at, _)| at);
        if digits == 0 {
            break;
        }
        let after = rest.get(digits..).unwrap_or("");
        let unit = ["年", "月", "日", "号", "时许", "时", "点", "分", "秒"]
            .iter()
            .find(|unit| after.starts_with(**unit));
        let Some(unit) = unit else { break };
        // 30年代的调查: the time is said of the noun.
        if *unit == "年" && after.starts_with("年代") {
            break;
        }
        end += digits + unit.len();
        let after = text.get(end..).unwrap_or("");
        for part in [
            "凌晨", "早间", "早晨", "上午", "中午", "下午", "傍晚", "晚间", "晚上", "深夜", "晚", "早", "电",
            "许",
        ] {
            if after.starts_with(part) && part != "电" {
                end += part.len();
                break;
            }
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{first_clause, last_clause, leading_time, reading_form};

    #[test]
    fn traditional_keeps_its_places() {
        let text = "據新華社報道,記者從現場獲悉。";
        let form = reading_form(text);
        assert_eq!(form, "据新华社报道,记者从现场获悉。");
        assert_eq!(form.len(), text.len());
        assert!(matches!(
            reading_form("据新华社报道"),
            std::borrow::Cow::Borrowed(_)
        ));
    }

    #[test]
    fn clauses() {
        assert_eq!(last_clause("甲地下雨，乙地（丙，丁）放晴"), "乙地（丙，丁）放晴");
        assert_eq!(first_clause("据《甲，乙报》报道，丙", 40), "据《甲，乙报》报道");
        assert_eq!(
            first_clause("“甲乙”微信公众号消息,丙", 40),
            "“甲乙”微信公众号消息"
        );
        assert_eq!(
            &"1月11日晚8时许某地"[..leading_time("1月11日晚8时许某地")],
            "1月11日晚8时许"
        );
        assert_eq!(leading_time("363个"), 0);
    }
}

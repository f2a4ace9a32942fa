//! Values of numbers as news writes them: 33, 三十三, 5千, 130万.

/// The value of a number written in digits, in Chinese numerals or both mixed; `None` for anything else, and for what
/// does not fit.
pub fn value(words: &str) -> Option<u64> {
    // `section` is what stands before the next 万 or 亿, `digits` what stands before the next 十, 百 or 千.
    let (mut total, mut section, mut digits): (u64, u64, Option<u64>) = (0, 0, None);
    for character in words.chars() {
        if let Some(digit) = digit(character) {
            digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else if let Some(unit) = small_unit(character) {
            // 十三 is ten and three.
            section = section.checked_add(digits.take().unwrap_or(1).checked_mul(unit)?)?;
        } else {
            let unit = large_unit(character)?;
            let count = section.checked_add(digits.take().unwrap_or(0))?;
            total = total.checked_add(count.checked_mul(unit)?)?;
            section = 0;
        }
    }
    let value = total.checked_add(section)?.checked_add(digits.unwrap_or(0))?;
    (!words.is_empty()).then_some(value)
}

fn digit(character: char) -> Option<u64> {
    if let Some(digit) = character.to_digit(10) {
        return Some(u64::from(digit));
    }
    let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let character = match character {
        '〇' => '零',
        '两' => '二',
        other => other,
    };
    digits
        .iter()
        .position(|&digit| digit == character)
        .map(|value| value as u64)
}

fn small_unit(character: char) -> Option<u64> {
    Some(match character {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

fn large_unit(character: char) -> Option<u64> {
    Some(match character {
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn one_value_in_many_forms() {
        for (words, number) in [
            ("33", 33),
            ("三十三", 33),
            ("十", 10),
            ("5千万", 50_000_000),
            ("5000万", 50_000_000),
            ("两百零六", 206),
            ("二〇一八", 2018),
        ] {
            assert_eq!(value(words), Some(number), "{words}");
        }
        assert_eq!(value("三名"), None);
        assert_eq!(value(""), None);
        assert_eq!(value("99999999999999999999999"), None);
    }
}

//! Values of numbers as news writes them: 33, 三十三, 1,580, 5千万, 1.5亿.

/// A value is kept in millionths, so that 3.67 is a whole number too.
const ONE: u128 = 1_000_000;

/// The value of a number in millionths. It may be written in digits (with a decimal point and with commas between thousands), in Chinese
/// numerals or both mixed; `None` for anything else, and for what does not fit.
pub fn value(words: &str) -> Option<u128> {
    // `section` is what stands before the next 万 or 亿, `digits` what stands before the next 十, 百 or 千.
    let (mut total, mut section) = (0u128, 0u128);
    let mut digits: Option<Digits> = None;
    let mut any = false;
    for character in words.chars() {
        if matches!(character, ',' | '，') {
            continue;
        }
        any = true;
        if is_point(character) {
            digits.as_mut()?.point()?;
        } else if let Some(digit) = digit(character) {
            digits.get_or_insert_default().push(digit)?;
        } else if let Some(unit) = small_unit(character) {
            // 十三 is ten and three.
            let count = digits.take().map_or(Some(ONE), Digits::value)?;
            section = section.checked_add(count.checked_mul(unit)?)?;
        } else {
            let unit = large_unit(character)?;
            let count = section.checked_add(digits.take().map_or(Some(0), Digits::value)?)?;
            total = if count == 0 {
                // 1.5万亿
                total.checked_mul(unit)?
            } else {
                total.checked_add(count.checked_mul(unit)?)?
            };
            section = 0;
        }
    }
    let value = total
        .checked_add(section)?
        .checked_add(digits.map_or(Some(0), Digits::value)?)?;
    any.then_some(value)
}

/// Digits that stand together.
#[derive(Default)]
struct Digits {
    mantissa: u128,
    /// Digits after the point; `None` before it.
    decimals: Option<u32>,
}

impl Digits {
    fn push(&mut self, digit: u128) -> Option<()> {
        // What is smaller than a millionth is left out; such digits are zeros in practice.
        if self.decimals.is_some_and(|decimals| decimals >= 6) {
            return Some(());
        }
        self.mantissa = self.mantissa.checked_mul(10)?.checked_add(digit)?;
        self.decimals = self.decimals.map(|decimals| decimals + 1);
        Some(())
    }

    fn point(&mut self) -> Option<()> {
        self.decimals.is_none().then(|| self.decimals = Some(0))
    }

    fn value(self) -> Option<u128> {
        self.mantissa
            .checked_mul(10u128.pow(6u32.saturating_sub(self.decimals.unwrap_or(0))))
    }
}

/// True for the points that stand in decimal numbers.
pub fn is_point(character: char) -> bool {
    matches!(character, '.' | '．')
}

/// The value of a digit or of a Chinese numeral below ten.
pub fn digit(character: char) -> Option<u128> {
    Some(match character {
        '0'..='9' => u128::from(character.to_digit(10)?),
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// True for 十, 百, 千, 万 and 亿.
pub fn is_unit(character: char) -> bool {
    small_unit(character).or(large_unit(character)).is_some()
}

fn small_unit(character: char) -> Option<u128> {
    Some(match character {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

fn large_unit(character: char) -> Option<u128> {
    Some(match character {
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{ONE, value};

    #[test]
    fn one_value_in_many_forms() {
        for (words, number) in [
            ("33", 33),
            ("三十三", 33),
            ("十", 10),
            ("5千万", 50_000_000),
            ("1.5万亿", 1_500_000_000_000),
            ("5000万", 50_000_000),
            ("1,580", 1_580),
            ("1.5万", 15_000),
            ("7．20亿", 720_000_000),
            ("两百零六", 206),
            ("二〇一八", 2018),
        ] {
            assert_eq!(value(words), Some(number * ONE), "{words}");
        }
        assert_eq!(value("0.07"), Some(70_000));
        assert_eq!(value("288.8"), value("288.80"));
        assert_ne!(value("3.67"), value("36.7"));
        assert_eq!(value("三名"), None);
        assert_eq!(value("1.2.3"), None);
        assert_eq!(value(""), None);
        assert_eq!(value("9999999999999999999999999999999999999999"), None);
    }
}

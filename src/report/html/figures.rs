//! Numbers, shares and times as readers see them, and long text cut for lists.

/// A count with a comma between thousands.
pub(crate) fn grouped(count: u64) -> String {
    digits_grouped(&count.to_string())
}

/// The same for a number that is written already.
pub(crate) fn digits_grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `part` of `whole` in per cent: whole numbers from 10 % on, one place below; never 0 % or 100 % for what is not.
pub(crate) fn share(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0 %".to_owned();
    }
    if part >= whole {
        return "100 %".to_owned();
    }
    let percent = part as f64 * 100.0 / whole as f64;
    if percent > 99.0 {
        format!("{:.1} %", percent.min(99.9))
    } else if percent >= 9.95 {
        format!("{percent:.0} %")
    } else {
        format!("{:.1} %", percent.max(0.1))
    }
}

/// An RFC 3339 time as it is read: to the minute, or the day alone where only that is known. The zone is left out: pages
/// print the time of their place.
pub(crate) fn moment(time: &str, precision: &str) -> String {
    let length = if precision == "day" { 10 } else { 16 };
    time.get(..length).unwrap_or(time).replacen('T', " ", 1)
}

/// `text` on one line and of at most `most` characters, with `…` where it was cut.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let mut kept = String::new();
    let mut space = false;
    for (count, character) in text.trim().chars().enumerate() {
        // A line of a megabyte is not walked through for its first words.
        if count >= most {
            kept.truncate(kept.trim_end().len());
            kept.push('…');
            break;
        }
        let white = character.is_whitespace();
        if !(white && space) {
            kept.push(if white { ' ' } else { character });
        }
        space = white;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{grouped, moment, share, shortened};

    #[test]
    fn counts_and_shares_are_read_at_a_glance() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(share(0, 0), "0 %");
        assert_eq!(share(1, 100_000), "0.1 %");
        assert_eq!(share(1, 3), "33 %");
        assert_eq!(share(99_999, 100_000), "99.9 %");
        assert_eq!(share(3, 3), "100 %");
        assert_eq!(share(5, 100), "5.0 %");
    }

    #[test]
    fn times_say_no_more_than_is_known() {
        assert_eq!(moment("2031-05-06T07:08:00+08:00", "minute"), "2031-05-06 07:08");
        assert_eq!(moment("2031-05-06T00:00:00+08:00", "day"), "2031-05-06");
        assert_eq!(moment("", "none"), "");
    }

    #[test]
    fn long_titles_are_cut() {
        assert_eq!(shortened(" 渡口\n 通航 ", 10), "渡口 通航");
        assert_eq!(shortened("渡口今天通航", 3), "渡口今…");
        assert_eq!(shortened(&"长".repeat(10_000), 80).chars().count(), 81);
    }
}

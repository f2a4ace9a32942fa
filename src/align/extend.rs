//! The ends of a stretch, extended over small edits as long as the texts agree again behind them, or both end there.

use super::numerals;
use super::runs::{Run, is_boundary, run_before, run_from};

/// Bytes that an edit near the end may have on either side: 8 Han characters, more than a changed word.
const MAX_EDIT: usize = 24;
/// Equal bytes that must follow such an edit: 3 Han characters; unrelated texts rarely agree that long by chance.
const MIN_AGREEMENT: usize = 9;

/// The path with the runs that continue it beyond its two ends. A path is never empty here; an empty one stays so.
pub fn extend_ends(x: &[u8], y: &[u8], mut path: Vec<Run>) -> Vec<Run> {
    while let Some(last) = path.last().copied() {
        let Some(next) = beyond(x, y, last) else { break };
        path.push(next);
    }
    let mut head = Vec::new();
    while let Some(first) = head.last().or(path.first()).copied() {
        let Some(next) = ahead(x, y, first) else { break };
        head.push(next);
    }
    head.reverse();
    head.extend(path);
    let mut path = to_the_edges(x, y, head);
    if let Some(date) = path.first().and_then(|first| rest_of_a_date(x, y, *first)) {
        path.insert(0, date);
    }
    path
}

/// The beginning of a date in which the path begins (⟦日傍晚⟧ behind 5月5 and 5月8): a date is one word, and behind a lead of its own the day is the
/// first thing that a copy can change.
fn rest_of_a_date(x: &[u8], y: &[u8], first: Run) -> Option<Run> {
    let is_unit = |rest: &[u8]| {
        ["年", "月", "日", "号"]
            .iter()
            .any(|unit| rest.starts_with(unit.as_bytes()))
    };
    let behind = x.get(first.x as usize..)?;
    let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !is_unit(behind.get(digits..)?) {
        return None;
    }
    // Digits and units ahead of the path, up to the word before.
    let beginning = |form: &[u8], end: u32| -> Option<u32> {
        let end = end as usize;
        let mut start = end;
        while let Some(ahead) = form.get(..start) {
            let unit = start.checked_sub(3).and_then(|at| ahead.get(at..));
            if ahead.last().is_some_and(u8::is_ascii_digit) {
                start -= 1;
            } else if unit.is_some_and(is_unit) {
                start -= 3;
            } else {
                break;
            }
        }
        let date = form.get(start..end)?;
        let has_digit = date.iter().any(u8::is_ascii_digit);
        (has_digit && date.len() <= MAX_EDGE).then_some(start as u32)
    };
    let (from_x, from_y) = (beginning(x, first.x)?, beginning(y, first.y)?);
    let (rest_x, rest_y) = ((first.x - from_x) as usize, (first.y - from_y) as usize);
    let equal = run_from(x, y, from_x as usize, from_y as usize)
        .min(rest_x)
        .min(rest_y);
    // Left on both sides is a value for a value.
    (equal < rest_x && equal < rest_y).then_some(Run {
        x: from_x,
        y: from_y,
        length: equal as u32,
    })
}

/// Bytes that may be left on either side between a stretch and the edge of both texts: 8 Han characters.
const MAX_EDGE: usize = 24;
/// Equal bytes at the edge of both texts that are no chance, though they would be inside: 2 Han characters.
const MIN_EDGE: usize = 6;

/// The path with what is left up to the edges of both texts: a date that was changed at the very beginning, a word before
/// the last.
fn to_the_edges(x: &[u8], y: &[u8], mut path: Vec<Run>) -> Vec<Run> {
    if let Some(last) = path.last().copied()
        && let (Some(one), Some(other)) = (x.get(last.x_end() as usize..), y.get(last.y_end() as usize..))
        && is_small(one, other)
    {
        let equal = run_before(x, y, x.len(), y.len()).min(one.len()).min(other.len());
        if belongs(
            equal,
            one.get(..one.len() - equal),
            other.get(..other.len() - equal),
        ) {
            path.push(Run {
                x: (x.len() - equal) as u32,
                y: (y.len() - equal) as u32,
                length: equal as u32,
            });
        }
    }
    if let Some(first) = path.first().copied()
        && let (Some(one), Some(other)) = (x.get(..first.x as usize), y.get(..first.y as usize))
        && is_small(one, other)
    {
        let equal = run_from(x, y, 0, 0).min(one.len()).min(other.len());
        if belongs(equal, one.get(equal..), other.get(equal..)) {
            path.insert(
                0,
                Run {
                    x: 0,
                    y: 0,
                    length: equal as u32,
                },
            );
        }
    }
    path
}

fn is_small(one: &[u8], other: &[u8]) -> bool {
    (1..=MAX_EDGE).contains(&one.len()) && (1..=MAX_EDGE).contains(&other.len())
}

/// True when the texts agree at their edge, or nothing but a value was exchanged there.
fn belongs(equal: usize, one: Option<&[u8]>, other: Option<&[u8]>) -> bool {
    let is_value = |rest: Option<&[u8]>| {
        let rest = rest.and_then(|rest| std::str::from_utf8(rest).ok()).unwrap_or("");
        let of_value = |character: char| {
            matches!(character, '年' | '月' | '日' | '号' | '时' | '点' | '分')
                || numerals::digit(character).is_some()
                || numerals::is_unit(character)
        };
        !rest.is_empty() && rest.chars().all(of_value)
    };
    let both = one.is_some_and(|rest| !rest.is_empty()) && other.is_some_and(|rest| !rest.is_empty());
    both && (equal >= MIN_EDGE || is_value(one) && is_value(other))
}

/// Sizes of edits as (bytes skipped in `x`, bytes skipped in `y`), the smallest first, at which both sides stand at a
/// character. Bit `k` of a mask says so of `k` bytes beyond the end, up to [`MAX_EDIT`].
fn edits(of_x: u32, of_y: u32) -> impl Iterator<Item = (usize, usize)> {
    // Bit `MAX_EDIT - k` of `mirrored` is bit `k` of `of_y`, so that one shift lines up all pairs of one total.
    let mirrored = of_y.reverse_bits() >> (31 - MAX_EDIT);
    (1..=2 * MAX_EDIT).flat_map(move |total| {
        let shifted = if total >= MAX_EDIT {
            mirrored << (total - MAX_EDIT)
        } else {
            mirrored >> (MAX_EDIT - total)
        };
        let mut left = of_x & shifted & MASK;
        std::iter::from_fn(move || {
            let in_x = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (in_x <= MAX_EDIT).then(|| (in_x, total - in_x))
        })
    })
}

/// Bits of the sizes that one side of an edit may have.
const MASK: u32 = (1 << (MAX_EDIT + 1)) - 1;

/// The mask of the sizes at which `at_boundary` holds.
fn mask(at_boundary: impl Fn(usize) -> bool) -> u32 {
    (0..=MAX_EDIT)
        .filter(|&size| at_boundary(size))
        .fold(0, |mask, size| mask | 1 << size)
}

/// True when the agreement outweighs the edit before it.
fn outweighs(agreement: usize, (in_x, in_y): (usize, usize)) -> bool {
    agreement >= MIN_AGREEMENT.max(in_x.max(in_y))
}

/// The next equal run behind `last`, over a small edit.
fn beyond(x: &[u8], y: &[u8], last: Run) -> Option<Run> {
    let (x_end, y_end) = (last.x_end() as usize, last.y_end() as usize);
    let room = |form: &[u8], end: usize| {
        mask(|size| end + size + MIN_AGREEMENT <= form.len() && is_boundary(form, end + size))
    };
    edits(room(x, x_end), room(y, y_end)).find_map(|edit| {
        let (at_x, at_y) = (x_end + edit.0, y_end + edit.1);
        if x.get(at_x..at_x + MIN_AGREEMENT)? != y.get(at_y..at_y + MIN_AGREEMENT)? {
            return None;
        }
        let agreement = run_from(x, y, at_x, at_y);
        outweighs(agreement, edit).then_some(Run {
            x: at_x as u32,
            y: at_y as u32,
            length: agreement as u32,
        })
    })
}

/// The equal run ahead of `first`, over a small edit.
fn ahead(x: &[u8], y: &[u8], first: Run) -> Option<Run> {
    let (x_start, y_start) = (first.x as usize, first.y as usize);
    let room = |form: &[u8], start: usize| {
        mask(|size| start >= size + MIN_AGREEMENT && is_boundary(form, start - size))
    };
    edits(room(x, x_start), room(y, y_start)).find_map(|edit| {
        let (to_x, to_y) = (x_start - edit.0, y_start - edit.1);
        if x.get(to_x - MIN_AGREEMENT..to_x)? != y.get(to_y - MIN_AGREEMENT..to_y)? {
            return None;
        }
        let agreement = run_before(x, y, to_x, to_y);
        outweighs(agreement, edit).then(|| Run {
            x: (to_x - agreement) as u32,
            y: (to_y - agreement) as u32,
            length: agreement as u32,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_EDIT, edits, to_the_edges};
    use crate::align::runs::Run;

    #[test]
    fn a_change_at_the_edge_of_both_texts_belongs_to_the_passage() {
        let ends = |x: &str, y: &str, middle: &str| {
            let run = Run {
                x: x.find(middle).unwrap_or(0) as u32,
                y: y.find(middle).unwrap_or(0) as u32,
                length: middle.len() as u32,
            };
            let path = to_the_edges(x.as_bytes(), y.as_bytes(), vec![run]);
            let (first, last) = (path[0], path[path.len() - 1]);
            (first.x, x.len() as u32 - last.x_end())
        };
        assert_eq!(
            ends("11月13日傍晚开门", "10月13日傍晚开门", "月13日傍晚开门"),
            (0, 0)
        );
        assert_eq!(ends("水位回落仍已清走", "水位回落仍未清走", "水位回落仍"), (0, 0));
        assert_eq!(ends("甲社水位回落", "乙报水位回落", "水位回落"), (6, 0));
    }

    #[test]
    fn issue_6_a_path_that_begins_in_a_date_begins_with_the_date() {
        let begins = |x: &str, y: &str, middle: &str| {
            let run = Run {
                x: x.find(middle).unwrap_or(0) as u32,
                y: y.find(middle).unwrap_or(0) as u32,
                length: middle.len() as u32,
            };
            let date = super::rest_of_a_date(x.as_bytes(), y.as_bytes(), run)?;
            Some((x.get(date.x as usize..)?.to_owned(), date.length))
        };
        let (x, y) = ("据海风日报报道5月8日傍晚渡口停航", "通讯员何明5月5日傍晚渡口停航");
        assert_eq!(
            begins(x, y, "日傍晚渡口停航"),
            Some(("5月8日傍晚渡口停航".to_owned(), 4))
        );
        assert_eq!(
            begins("甲社3月20日停航", "乙报13月30日停航", "0日停航"),
            Some(("3月20日停航".to_owned(), 0))
        );
        assert_eq!(begins("共12人停航", "有15人停航", "人停航"), None);
        assert_eq!(begins("昨12日停航", "昨日停航", "日停航"), None);
    }

    #[test]
    fn all_pairs_of_sizes_come_once_and_the_smallest_first() {
        let (of_x, of_y) = (0b1001_0010_0100_1001_0000_0001u32, 0b1_0000_1010_0001u32);
        let mut expected: Vec<(usize, usize)> = (0..=MAX_EDIT)
            .flat_map(|in_x| (0..=MAX_EDIT).map(move |in_y| (in_x, in_y)))
            .filter(|&(in_x, in_y)| of_x >> in_x & 1 == 1 && of_y >> in_y & 1 == 1 && in_x + in_y > 0)
            .collect();
        expected.sort_by_key(|&(in_x, in_y)| (in_x + in_y, in_x));
        assert_eq!(edits(of_x, of_y).collect::<Vec<_>>(), expected);
    }
}

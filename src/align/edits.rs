//! The differences of a stretch as edits: widened to whole numbers and told apart by what they change.

use super::numerals;
use crate::document::{EditKind, FormSpan, Gap, Stretch};

/// Characters that deny or open what is said.
const NEGATIONS: [&str; 9] = ["不", "未", "无", "没", "非", "勿", "疑似", "可能", "否认"];
/// Words that hold such a character and deny nothing.
const NO_NEGATIONS: [&str; 14] = [
    "不过", "不幸", "不仅", "不但", "不断", "不少", "不久", "无锡", "无线", "无期", "非常", "非洲", "未来",
    "没收",
];
/// What ends a phrase that names a source or a speaker.
const CUES: [&str; 12] = [
    "表示",
    "指出",
    "介绍",
    "强调",
    "透露",
    "称",
    "说",
    "认为",
    "报道",
    "消息",
    "获悉",
    "了解到",
];
/// Bytes of a difference up to which it can be one changed number: 10 Han characters. Longer ones are other sentences.
const NUMBER_BYTES: usize = 30;
/// Characters that hedge a number.
const HEDGES: [&str; 10] = ["余", "约", "近", "超", "逾", "多", "以上", "不到", "至少", "左右"];
/// What follows the number of a date or time.
const DATE_UNITS: [&str; 6] = ["年", "月", "日", "号", "时", "点"];

/// The gaps of a stretch with their kinds, equal values in other forms left out; `x` is the carrier's form, `y` the form it is compared with. Numbers are
/// whole, so that 363 -> 336 is one edit of these numbers and not of their last digits.
pub fn typed_edits(x: &[u8], y: &[u8], stretch: &Stretch) -> Vec<(Gap, EditKind)> {
    let mut edits: Vec<(Gap, EditKind)> = Vec::with_capacity(stretch.gaps.len());
    for gap in &stretch.gaps {
        let mut gap = *gap;
        if [gap.x.of(x), gap.y.of(y)]
            .iter()
            .any(|words| words.iter().any(u8::is_ascii_digit))
        {
            gap = widened_to_numbers(x, y, gap, stretch);
        }
        // Two changed digits of one number are one edit.
        if let Some((last, _)) = edits.last_mut()
            && (gap.x.start < last.x.end || gap.y.start < last.y.end)
        {
            last.x.end = last.x.end.max(gap.x.end);
            last.y.end = last.y.end.max(gap.y.end);
            gap = *last;
            edits.pop();
        }
        edits.push((gap, kind(x, y, gap)));
    }
    edits.retain(|(gap, _)| !is_equal_value(x, y, *gap));
    edits
}

/// Takes in the equal digits on both sides of a gap.
fn widened_to_numbers(x: &[u8], y: &[u8], gap: Gap, stretch: &Stretch) -> Gap {
    let mut gap = gap;
    let digit = |form: &[u8], at: u32| form.get(at as usize).is_some_and(u8::is_ascii_digit);
    while gap.x.start > stretch.x.start
        && gap.y.start > stretch.y.start
        && digit(x, gap.x.start - 1)
        && digit(y, gap.y.start - 1)
    {
        gap.x.start -= 1;
        gap.y.start -= 1;
    }
    while gap.x.end < stretch.x.end && gap.y.end < stretch.y.end && digit(x, gap.x.end) && digit(y, gap.y.end)
    {
        gap.x.end += 1;
        gap.y.end += 1;
    }
    gap
}

fn kind(x: &[u8], y: &[u8], gap: Gap) -> EditKind {
    let words = |span: FormSpan, form: &[u8]| String::from_utf8_lossy(span.of(form)).into_owned();
    let (now, before) = (words(gap.x, x), words(gap.y, y));
    let numbers = |words: &str| words.bytes().any(|byte| byte.is_ascii_digit());
    if numbers(&now) && numbers(&before) && now.len().max(before.len()) <= NUMBER_BYTES {
        let following = x.get(gap.x.end as usize..).unwrap_or(&[]);
        let unit = |words: &str| DATE_UNITS.iter().any(|unit| words.contains(unit));
        let date = DATE_UNITS
            .iter()
            .any(|unit| following.starts_with(unit.as_bytes()))
            || unit(&now) && unit(&before);
        return if date { EditKind::Date } else { EditKind::Number };
    }
    let short = now.chars().count().max(before.chars().count()) <= 4;
    let denies = |words: &str, sign: &str| {
        words.contains(sign) && !NO_NEGATIONS.iter().any(|word| words.contains(word))
    };
    if short
        && NEGATIONS
            .iter()
            .any(|sign| denies(&now, sign) != denies(&before, sign))
    {
        EditKind::Negation
    } else if short
        && HEDGES
            .iter()
            .any(|sign| now.contains(sign) != before.contains(sign))
        && beside_number(x, gap.x)
    {
        EditKind::Hedge
    } else if CUES.iter().any(|cue| now.ends_with(cue) || before.ends_with(cue)) {
        EditKind::Attribution
    } else if now.is_empty() {
        EditKind::Omission
    } else if before.is_empty() {
        EditKind::Insertion
    } else {
        EditKind::Wording
    }
}

/// True when both sides write one number in other forms: no difference at all.
fn is_equal_value(x: &[u8], y: &[u8], gap: Gap) -> bool {
    let number = |span: FormSpan, form: &[u8]| numerals::value(std::str::from_utf8(span.of(form)).ok()?);
    number(gap.x, x).is_some_and(|value| number(gap.y, y) == Some(value))
}

/// True when a digit stands on either side of the place.
fn beside_number(form: &[u8], place: FormSpan) -> bool {
    let at = |offset: Option<u32>| {
        offset
            .and_then(|offset| form.get(offset as usize))
            .is_some_and(u8::is_ascii_digit)
    };
    at(place.start.checked_sub(1)) || at(Some(place.end)) || place.of(form).iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::super::{Scratch, align};
    use super::typed_edits;
    use crate::config::AlignParameters;
    use crate::document::{Anchor, EditKind};

    fn edits(now: &str, before: &str) -> Vec<(EditKind, String, String)> {
        let anchors: Vec<Anchor> = (0..now.len())
            .filter_map(|at| {
                let window = now.get(at..at + 24)?;
                Some(Anchor {
                    x: at as u32,
                    y: before.find(window)? as u32,
                })
            })
            .collect();
        let (x, y) = (now.as_bytes(), before.as_bytes());
        align(
            x,
            y,
            &anchors,
            true,
            &AlignParameters::default(),
            &mut Scratch::default(),
        )
        .iter()
        .flat_map(|stretch| typed_edits(x, y, stretch))
        .map(|(gap, kind)| {
            let words = |span: crate::document::FormSpan, form: &[u8]| {
                String::from_utf8_lossy(span.of(form)).into_owned()
            };
            (kind, words(gap.x, x), words(gap.y, y))
        })
        .collect()
    }

    #[test]
    fn numbers_are_whole_and_kinds_are_told_apart() {
        let before = "这座水库的蓄水量在汛期前已经降到设计库容的四成共设立监测点363个沿线村庄的撤离工作尚未完成预计到8月12日才能结束";
        let now = "这座水库的蓄水量在汛期前已经降到设计库容的四成共新设立监测点336个沿线村庄的撤离工作完成预计到8月13日才能结束";
        let found = edits(now, before);
        let kinds: Vec<EditKind> = found.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(
            kinds,
            [
                EditKind::Insertion,
                EditKind::Number,
                EditKind::Negation,
                EditKind::Date
            ]
        );
        assert_eq!((found[1].1.as_str(), found[1].2.as_str()), ("336", "363"));
        assert_eq!((found[3].1.as_str(), found[3].2.as_str()), ("13", "12"));
    }
}

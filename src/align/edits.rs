//! The differences of a stretch as edits: cut at whole numbers, dates and words, and told apart by what they change.
//!
//! In two steps, because the matching forms have no punctuation: first the gaps of a stretch with some words on both sides, as places in the forms;
//! then, when the words of these places are there as they were written, the edits in them.

mod attribution;
mod english;
mod exchange;
mod kinds;
mod names;
mod split;
mod sureness;
mod tokens;

use std::ops::Range;

use super::numerals;
use super::runs::is_boundary;
use crate::document::{EditKind, FormSpan, Gap, Stretch};
use exchange::Exchange;
use tokens::{Token, same, tokens};

/// Bytes of equal text that are looked at before a difference: 8 Han characters, a title and the rest of a name.
const AHEAD: u32 = 24;
/// Bytes of equal text behind it: 5 Han characters.
const BEHIND: u32 = 15;
/// Bytes that the equal parts of a number or date may have on one side of a difference.
const VALUE_BYTES: u32 = 30;

/// Bytes from which differences are no longer taken together: a page of nothing but digits would be one.
const MOST_TOGETHER: u32 = 600;

/// Tokens of an exchange up to which the equal words inside it are looked for.
const MOST_TOKENS: usize = 200;

/// A difference and the words around it, as places in the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framed {
    /// The difference, taken together with its neighbours where they lie in one number or date.
    pub gap: Gap,
    /// The same with equal text on both sides, for reading.
    pub frame: Gap,
}

/// An edit inside the words of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it changes.
    pub kind: EditKind,
    /// Its bytes in the carrier's words; empty for an omission.
    pub now: Range<usize>,
    /// Its bytes in the words that these are compared with; empty for an insertion.
    pub before: Range<usize>,
}

/// The gaps of a stretch with the text around them; `x` and `y` are the forms that it lies in.
pub fn framed_gaps(x: &[u8], y: &[u8], stretch: &Stretch) -> Vec<Framed> {
    let mut gaps: Vec<Gap> = Vec::with_capacity(stretch.gaps.len());
    for (index, gap) in stretch.gaps.iter().enumerate() {
        let mut gap = *gap;
        let from = gaps.last().map_or(stretch.x.start, |last| last.x.end);
        let to = stretch
            .gaps
            .get(index + 1)
            .map_or(stretch.x.end, |next| next.x.start);
        let (mut ahead, mut behind) = (0, 0);
        let full = gaps
            .last()
            .is_some_and(|last| last.x.len().max(last.y.len()) > MOST_TOGETHER);
        if !full && starts_inside_value(x, y, gap) {
            ahead = value_bytes(x.get(from as usize..gap.x.start as usize).unwrap_or(&[]), true);
        }
        if !full && ends_inside_value(x, y, gap) {
            behind = value_bytes(x.get(gap.x.end as usize..to as usize).unwrap_or(&[]), false);
        }
        gap = widened(gap, ahead, behind);
        match gaps.last_mut() {
            // Two changed digits of one number are one difference.
            Some(last) if gap.x.start <= last.x.end || gap.y.start <= last.y.end => {
                last.x.end = last.x.end.max(gap.x.end);
                last.y.end = last.y.end.max(gap.y.end);
            }
            _ => gaps.push(gap),
        }
    }
    let framed = gaps.iter().enumerate().map(|(index, &gap)| {
        let last = index.checked_sub(1).and_then(|last| gaps.get(last));
        let from = last.map_or(stretch.x.start, |last| last.x.end);
        let to = gaps.get(index + 1).map_or(stretch.x.end, |next| next.x.start);
        let mut ahead = gap.x.start.saturating_sub(from).min(AHEAD);
        while !is_boundary(x, (gap.x.start - ahead) as usize) {
            ahead -= 1;
        }
        let mut behind = to.saturating_sub(gap.x.end).min(BEHIND);
        while !is_boundary(x, (gap.x.end + behind) as usize) {
            behind -= 1;
        }
        Framed {
            gap,
            frame: widened(gap, ahead, behind),
        }
    });
    framed.collect()
}

fn widened(gap: Gap, ahead: u32, behind: u32) -> Gap {
    let widen = |span: FormSpan| FormSpan {
        start: span.start.saturating_sub(ahead),
        end: span.end + behind,
    };
    Gap {
        x: widen(gap.x),
        y: widen(gap.y),
    }
}

/// True for what numbers, dates and times are written with.
fn of_value(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '年' | '月' | '日' | '号' | '时' | '点' | '分')
        || numerals::digit(character).is_some()
        || numerals::is_unit(character)
}

fn first_of(form: &[u8], span: FormSpan) -> Option<char> {
    let bytes = span.of(form);
    let end = (1..=4).find(|&end| end >= bytes.len() || is_boundary(bytes, end))?;
    std::str::from_utf8(bytes.get(..end.min(bytes.len()))?)
        .ok()?
        .chars()
        .next()
}

fn last_of(form: &[u8], end: u32) -> Option<char> {
    let end = end as usize;
    let start = (1..=4)
        .filter_map(|back| end.checked_sub(back))
        .find(|&start| is_boundary(form, start))?;
    std::str::from_utf8(form.get(start..end)?).ok()?.chars().next()
}

/// True when a value runs from the equal text before the gap into it.
fn starts_inside_value(x: &[u8], y: &[u8], gap: Gap) -> bool {
    let into = |form: &[u8], span: FormSpan| first_of(form, span).is_some_and(of_value);
    last_of(x, gap.x.start).is_some_and(of_value) && (into(x, gap.x) || into(y, gap.y))
}

/// True when a value runs from the gap into the equal text behind it.
fn ends_inside_value(x: &[u8], y: &[u8], gap: Gap) -> bool {
    let out_of =
        |form: &[u8], span: FormSpan| !span.is_empty() && last_of(form, span.end).is_some_and(of_value);
    let behind = FormSpan {
        start: gap.x.end,
        end: x.len() as u32,
    };
    first_of(x, behind).is_some_and(of_value) && (out_of(x, gap.x) || out_of(y, gap.y))
}

/// Bytes of the part of a value that `equal` ends with (`at_end`) or begins with.
fn value_bytes(equal: &[u8], at_end: bool) -> u32 {
    let Ok(text) = std::str::from_utf8(equal) else {
        return 0;
    };
    let mut bytes = 0;
    let mut take = |characters: &mut dyn Iterator<Item = char>| {
        for character in characters.take_while(|character| of_value(*character)) {
            let length = character.len_utf8() as u32;
            if bytes + length > VALUE_BYTES {
                break;
            }
            bytes += length;
        }
    };
    if at_end {
        take(&mut text.chars().rev());
    } else {
        take(&mut text.chars());
    }
    bytes
}

/// The edits between two frames' words, which come folded in width and script: `now` the carrier's, `before` those that they are compared with.
/// Equal values in other forms are no edit.
pub fn typed_edits(now: &str, before: &str) -> Vec<Change> {
    let letters = |words: &str| -> Vec<Token> {
        let mut tokens = tokens(words);
        tokens.retain(|token| token.meaning != tokens::Meaning::Mark);
        tokens
    };
    let (x, y) = (letters(now), letters(before));
    let equal = |i: usize, j: usize| {
        x.get(i)
            .zip(y.get(j))
            .is_some_and(|(one, other)| same((now, *one), (before, *other)))
    };
    let shorter = x.len().min(y.len());
    let ahead = (0..shorter).take_while(|&i| equal(i, i)).count();
    let behind = (1..=shorter - ahead)
        .take_while(|&i| equal(x.len() - i, y.len() - i))
        .count();
    let (to_x, to_y) = (x.len() - behind, y.len() - behind);
    let exchange = |from: [usize; 2], to: [usize; 2]| {
        let one = Exchange {
            text: now,
            tokens: &x,
            from: from[0],
            to: to[0],
        };
        let other = Exchange {
            text: before,
            tokens: &y,
            from: from[1],
            to: to[1],
        };
        kinds::change(one, other)
    };
    if ahead == to_x && ahead == to_y {
        return Vec::new();
    }
    // Several values exchanged with the same words between them are an edit each.
    let values = |i: usize| {
        x.get(i)
            .zip(y.get(i))
            .is_some_and(|(one, other)| one.is_value() && other.is_value())
    };
    if to_x == to_y && to_x - ahead > 1 && (ahead..to_x).all(|i| equal(i, i) || values(i)) {
        let places = (ahead..to_x).filter(|&i| !equal(i, i));
        return places.filter_map(|i| exchange([i; 2], [i + 1; 2])).collect();
    }
    let between = |from: [usize; 2], to: [usize; 2]| {
        let back = if from[0] == to[0] {
            clause_shift(&y, from[1], to[1])
        } else if from[1] == to[1] {
            clause_shift(&x, from[0], to[0])
        } else {
            0
        };
        exchange([from[0] - back, from[1] - back], [to[0] - back, to[1] - back])
    };
    let whole = between([ahead; 2], [to_x, to_y]);
    // Han characters are aligned one by one; a chance character between two exchanges parts nothing.
    let letters_alone = |tokens: &[Token]| {
        let exchanged = tokens.get(ahead..tokens.len() - behind).unwrap_or(&[]);
        let mut letters = exchanged.iter().map(|token| token.meaning);
        letters.all(|meaning| matches!(meaning, tokens::Meaning::Letter(_)))
    };
    let apart = whole
        .as_ref()
        .is_some_and(|whole| whole.kind == EditKind::Wording)
        && !(letters_alone(&x) && letters_alone(&y));
    if apart && (to_x - ahead).max(to_y - ahead) <= MOST_TOKENS {
        let weight = |i: usize| x.get(i).map_or(0, |token| token.end - token.start);
        let parts = split::parts([ahead; 2], [to_x, to_y], &equal, &weight);
        if parts.len() > 1 {
            return parts
                .into_iter()
                .filter_map(|(from, to)| exchange(from, to))
                .collect();
        }
    }
    whole.into_iter().collect()
}

/// Where the whole names stand on both sides, when an exchange at `now` and `before` of two frames is one of names if it is the same at every place.
pub fn repeated_names(
    (now, at): (&str, Range<usize>),
    (before, there): (&str, Range<usize>),
) -> Option<[Range<usize>; 2]> {
    let side = |text, range: Range<usize>| names::Side {
        text,
        start: range.start,
        end: range.end,
    };
    let found = names::repeated_names(side(now, at), side(before, there))?;
    Some(found.map(|name| name.start..name.end))
}

/// How many tokens `from..to` can be moved to the front, its text staying the same, so that it begins and ends at marks: of 介绍说,水位 in 水务局长介绍说,水位
/// what was put in is 水务局长介绍说 and not 务局长介绍说,水.
fn clause_shift(tokens: &[Token], from: usize, to: usize) -> usize {
    let mark_before = |at: usize| match (at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at)) {
        (Some(before), Some(token)) => before.end < token.start,
        _ => true,
    };
    let fits = |shift: usize| u8::from(mark_before(from - shift)) + u8::from(mark_before(to - shift));
    let movable = (1..=from).take_while(|&shift| {
        tokens
            .get(from - shift)
            .zip(tokens.get(to - shift))
            .is_some_and(|(one, other)| one.meaning == other.meaning)
    });
    // The word in Latin letters is known by its place alone; it is not moved.
    let plain = movable.take_while(|&shift| {
        tokens
            .get(to - shift)
            .is_some_and(|token| token.meaning != tokens::Meaning::Word)
    });
    plain.fold(
        0,
        |best, shift| if fits(shift) > fits(best) { shift } else { best },
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Scratch, align};
    use super::{framed_gaps, typed_edits};
    use crate::config::AlignParameters;
    use crate::document::{Anchor, EditKind};

    fn edits<'a>(now: &'a str, before: &'a str) -> Vec<(EditKind, &'a str, &'a str)> {
        let changes = typed_edits(now, before).into_iter();
        changes
            .map(|change| (change.kind, &now[change.now], &before[change.before]))
            .collect()
    }

    /// The one edit of both texts.
    fn edit<'a>(now: &'a str, before: &'a str) -> (EditKind, &'a str, &'a str) {
        let found = edits(now, before);
        assert_eq!(found.len(), 1, "{now} {before} {found:?}");
        found[0]
    }

    #[test]
    fn numbers_and_dates_are_whole() {
        assert_eq!(
            edit("共投入1580万元", "共投入1880万元"),
            (EditKind::Number, "1580万", "1880万")
        );
        assert_eq!(
            edit("降到3.67米", "降到36.7米"),
            (EditKind::Number, "3.67", "36.7")
        );
        assert_eq!(
            edit("到8月12日才结束", "到8月13日才结束"),
            (EditKind::Date, "8月12日", "8月13日")
        );
        assert_eq!(
            edit("自2017年12月8日起", "自2017年21月8日起"),
            (EditKind::Date, "2017年12月8日", "2017年21月8日")
        );
        assert_eq!(edit("，21日上午", "，91日上午"), (EditKind::Date, "21日", "91日"));
        assert_eq!(
            edit("上午9时许", "上午10时许"),
            (EditKind::Date, "上午9时", "上午10时")
        );
        assert_eq!(edit("有11名村民", "有多名村民"), (EditKind::Number, "11", "多"));
        assert_eq!(
            edits("增长0.14%，报2807.5点", "增长0.42%，报2815.4点"),
            [
                (EditKind::Number, "0.14%", "0.42%"),
                (EditKind::Number, "2807.5", "2815.4")
            ]
        );
    }

    #[test]
    fn equal_values_are_no_edit() {
        for (now, before) in [
            ("共33人", "共三十三人"),
            ("共2千万元", "共2000万元"),
            ("共1,580户", "共1580户"),
            ("在1月11日上午", "在11日上午"),
            ("约100余人", "约100多人"),
            ("下午6点左右", "下午6时许"),
        ] {
            assert_eq!(edits(now, before), [], "{now} {before}");
        }
    }

    #[test]
    fn what_is_no_value_is_not_called_one() {
        // The number stays, something before it went.
        assert_eq!(
            edit("此后52岁的男子", "此后去年8月，52岁的男子"),
            (EditKind::Omission, "", "去年8月")
        );
        assert_eq!(edit("沪指跌3.8点", "沪指跌4.2点").0, EditKind::Number);
        assert_eq!(edit("。2）水源", "。3）水源").0, EditKind::Wording);
        assert_eq!(edit("编号A0012的", "编号A0013的").0, EditKind::Wording);
        assert_eq!(edit("董事7人", "监事4人").0, EditKind::Wording);
        assert_eq!(edit("（星期二）上午", "（星期五）上午").0, EditKind::Date);
        assert_eq!(edit("早在2017年启动", "早在2017年11月启动").0, EditKind::Wording);
    }

    #[test]
    fn denials_and_doubts() {
        assert_eq!(edit("原因尚未查明", "原因已经查明").0, EditKind::Negation);
        assert_eq!(edit("他可能离开", "他离开").0, EditKind::Hedge);
        assert_eq!(edit("一年或将减少", "一年将减少").0, EditKind::Hedge);
        assert_eq!(edit("该局承认存在", "该局否认存在").0, EditKind::Negation);
        assert_eq!(edit("涉嫌诈骗被捕", "诈骗被捕").0, EditKind::Negation);
        assert_eq!(edit("北京或上海", "北京上海").0, EditKind::Insertion);
        assert_eq!(edit("他没有买票", "他未买票").0, EditKind::Wording);
        assert_eq!(edit("他不断挥手", "他挥手").0, EditKind::Insertion);
        assert_eq!(edit("不同的地方", "各地的地方").0, EditKind::Wording);
        assert_eq!(edit("下雨的可能", "下雨的情况").0, EditKind::Wording);
        assert_eq!(edit("的非常设机构", "的常设非机构").0, EditKind::Wording);
        assert_eq!(edit("说无论如何", "说如何").0, EditKind::Insertion);
    }

    #[test]
    fn hedges_stand_beside_numbers() {
        assert_eq!(edit("约200名学生", "200名学生").0, EditKind::Hedge);
        assert_eq!(edit("完成260余万立方米", "完成260万立方米").0, EditKind::Hedge);
        assert_eq!(edit("，预计633个", "，633个").0, EditKind::Hedge);
        assert_ne!(edit("投入高达129亿元", "投入129亿元").0, EditKind::Hedge);
        assert_eq!(edit("近30家", "超过30家"), (EditKind::Hedge, "近", "超过"));
        assert_eq!(edit("剩余的4亿元", "另外4亿元").0, EditKind::Wording);
        assert_eq!(edit("许多人到场", "人到场").0, EditKind::Insertion);
    }

    #[test]
    fn sources_and_speakers() {
        assert_eq!(
            edit("水务局长介绍说，水位下降", "，水位下降").0,
            EditKind::Attribution
        );
        assert_eq!(
            edit("他证实，水位下降", "他说，水位下降").0,
            EditKind::Attribution
        );
        assert_eq!(edit("他表示，水位下降", "他说，水位下降").0, EditKind::Wording);
        assert_eq!(edit("他表示由衷感谢", "他再次由衷感谢").0, EditKind::Wording);
        assert_eq!(edit("这部小说出版", "这部新书出版").0, EditKind::Wording);
    }

    #[test]
    fn names_order_and_the_rest() {
        assert_eq!(
            edit("据副市长陈建国介绍", "据副市长陈建军介绍"),
            (EditKind::Name, "陈建国", "陈建军")
        );
        assert_eq!(
            edit("运往上海、北京的菜", "运往北京、上海的菜").0,
            EditKind::Order
        );
        assert_eq!(edit("整齐地码放", "码放"), (EditKind::Insertion, "整齐地", ""));
        assert_eq!(edit("码放", "整齐地码放"), (EditKind::Omission, "", "整齐地"));
        assert_eq!(edit("他走进院子", "他跨进院子"), (EditKind::Wording, "走", "跨"));
    }

    #[test]
    fn frames_take_in_the_value_and_the_words_beside_it() {
        let before = "这座水库的蓄水量在汛期前已经降到设计库容的四成共投资1880万元沿线村庄的撤离工作尚未完成";
        let now = "这座水库的蓄水量在汛期前已经降到设计库容的四成共投资1580万元沿线村庄的撤离工作尚未完成";
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
        let stretches = align(
            x,
            y,
            &anchors,
            true,
            &AlignParameters::default(),
            &mut Scratch::default(),
        );
        let framed = framed_gaps(x, y, &stretches[0]);
        assert_eq!(framed.len(), 1);
        let words = |span: crate::document::FormSpan, form: &[u8]| {
            String::from_utf8_lossy(span.of(form)).into_owned()
        };
        assert_eq!(words(framed[0].gap.x, x), "1580万");
        assert_eq!(words(framed[0].frame.y, y), "库容的四成共投资1880万元沿线村庄");
    }

    fn letters(words: &str) -> String {
        words
            .chars()
            .filter(|character| character.is_alphanumeric())
            .collect()
    }

    proptest! {
        /// Oracle: the earlier words with each edit put in are the later words. Without numbers and hedges, where equal values are left out.
        #[test]
        fn edits_lead_from_one_text_to_the_other(
            now in "[甲乙丙丁说不王记者，。 ]{0,14}",
            before in "[甲乙丙丁说不王记者，。 ]{0,14}",
        ) {
            let mut rebuilt = String::new();
            let mut at = 0;
            for change in typed_edits(&now, &before) {
                rebuilt.push_str(&before[at..change.before.start]);
                rebuilt.push_str(&now[change.now]);
                at = change.before.end;
            }
            rebuilt.push_str(&before[at..]);
            prop_assert_eq!(letters(&rebuilt), letters(&now));
        }

        /// Whatever is written, edits lie inside the words, and equal words have none.
        #[test]
        fn edits_lie_inside_their_words(
            now in "[0-9.,:%年月日时点半分万百十一二两约余凌晨上午Aa甲 。\n]{0,16}",
            before in "[0-9.,:%年月日时点半分万百十一二两约余凌晨上午Aa甲 。\n]{0,16}",
        ) {
            for change in typed_edits(&now, &before) {
                prop_assert!(now.get(change.now).is_some() && before.get(change.before).is_some());
            }
            prop_assert!(typed_edits(&now, &now).is_empty());
        }
    }
}

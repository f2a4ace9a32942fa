//! The ends of passages in the records: a few letters behind a mark that two texts share by chance do not belong to the passage, and no number,
//! date or word is cut in two.
//!
//! Equal text is followed as far as it goes, and now and then it goes on for 一 or 他们 behind the full stop where the two texts part, or for the 201 of
//! two years. Seen in the matching forms, which have no marks, this is one run; in the records it can be cut off.

mod words;

use words::{word_of_head, word_of_tail};

use crate::document::Span;
use crate::normalise::Fold;

/// Letters behind the last mark up to which the agreement can be chance.
const CHANCE: usize = 3;
/// Letters of a sentence up to which two that begin (or end) alike and then part are none of the passage: whom they are about, mostly.
const STUB: usize = 8;
/// Equal bytes behind a difference that can be chance, where that difference opens the clause: 4 Han characters.
const BEHIND_A_DIFFERENCE: u32 = 12;
/// Letters of a clause that opens with a difference, up to which it is looked at: what a sentence and a half of a headline take,
const REACH: usize = 30;
/// and equal bytes behind that difference, up to which such a sentence is another one: 8 Han characters.
const BEHIND_OTHER_WORDS: u32 = 24;
/// Letters beyond an end in which two texts that part there agree again when only a word was changed.
const BEYOND: usize = 8;

/// A place where an end of a passage can be cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the matching form that are cut off.
    pub form: u32,
    /// The new end, or the new start, in the record.
    pub at: u32,
    /// Letters that are cut off.
    letters: usize,
    /// True where a sentence ends.
    sentence: bool,
}

/// One end of a passage in its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Where it can be cut off at a mark, the nearest first.
    cuts: Vec<Cut>,
    /// The number, date or Latin word that the end stands in, or would stand in if it went on like the other side's.
    word: Option<Cut>,
    /// True when that word goes on beyond the end.
    broken: bool,
    /// True when no letter follows the old end: what is cut off is a clause of its own here.
    closed: bool,
    /// The next letters on the other side of the old end, in the order of walking away from it; unused places are blank.
    beyond: [char; BEYOND],
}

impl End {
    /// True when nothing can be cut off.
    pub fn stays(&self) -> bool {
        self.cuts.is_empty() && self.word.is_none()
    }
}

/// Marks that part clauses or close a quote. Opening marks part nothing: 对“…”提出.
pub fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\n' | '，'
            | ','
            | '。'
            | '.'
            | '；'
            | ';'
            | '：'
            | ':'
            | '、'
            | '！'
            | '!'
            | '？'
            | '?'
            | '…'
            | '—'
            | '”'
            | '’'
            | '」'
            | '』'
            | '》'
            | '）'
            | ')'
            | '】'
            | ']'
            | '"'
    )
}

/// Marks that end a sentence.
pub fn ends_sentence(character: char) -> bool {
    matches!(
        character,
        '\n' | '。' | '！' | '？' | '!' | '?' | '…' | '；' | ';'
    )
}

/// True for a letter or digit. Most are Han characters, for which the tables of Unicode need not be asked.
pub fn is_letter(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || character.is_alphanumeric()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// True for what stands between two digits of one number: 3.5, 1,200, 10:30.
fn is_point(character: char) -> bool {
    matches!(character, '.' | '．' | ',' | '，' | ':' | '：')
}

/// Bytes of the sign behind the number that `span` ends in: 17.72%, 38℃.
pub fn sign_behind(text: &str, span: Span) -> u32 {
    let inside = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let behind = text.get(span.end as usize..).unwrap_or("").chars().next();
    let sign = behind.filter(|sign| matches!(sign, '%' | '％' | '‰' | '℃' | '°'));
    sign.filter(|_| inside.ends_with(is_digit))
        .map_or(0, |sign| sign.len_utf8() as u32)
}

/// The tail of `span`.
pub fn tail(text: &str, span: Span) -> Option<End> {
    let inside = text.get(span.start as usize..span.end as usize)?;
    let after = text.get(span.end as usize..)?;
    let mut end = walked(inside.chars().rev(), after.chars());
    (end.word, end.broken) = word_of_tail(inside, after);
    Some(placed(end, |bytes| span.end - bytes))
}

/// The head of `span`.
pub fn head(text: &str, span: Span) -> Option<End> {
    let inside = text.get(span.start as usize..span.end as usize)?;
    let before = text.get(..span.start as usize)?;
    let mut end = walked(inside.chars(), before.chars().rev());
    (end.word, end.broken) = word_of_head(inside, before);
    Some(placed(end, |bytes| span.start + bytes))
}

/// The end with the places of its cuts, which are bytes to walk from it until then.
fn placed(mut end: End, at: impl Fn(u32) -> u32) -> End {
    for cut in end.cuts.iter_mut().chain(&mut end.word) {
        cut.at = at(cut.at);
    }
    end
}

/// Walks from an end into the passage; `outside` are the characters on the other side of the end.
fn walked(
    inside: impl Iterator<Item = char> + Clone,
    mut outside: impl Iterator<Item = char> + Clone,
) -> End {
    let letters_beyond = outside.clone().filter(|character| is_letter(*character));
    let mut beyond = [' '; BEYOND];
    for (place, letter) in beyond.iter_mut().zip(letters_beyond) {
        Fold::shared().character(letter, |folded| *place = folded);
    }
    let closed = outside.next().is_none_or(|next| !is_letter(next));
    let mut cuts = Vec::new();
    let (mut letters, mut form, mut bytes) = (0, 0, 0);
    let (mut last, mut walk) = (' ', inside.peekable());
    while let Some(&character) = walk.peek() {
        // The point of 3.5 parts no clauses.
        let mut ahead = walk.clone();
        ahead.next();
        let in_number = is_point(character) && is_digit(last) && ahead.next().is_some_and(is_digit);
        if in_number || !is_mark(character) {
            walk.next();
            last = character;
            letters += usize::from(is_letter(character));
            if letters > REACH {
                break;
            }
            (form, bytes) = (form + form_bytes(character), bytes + character.len_utf8() as u32);
            continue;
        }
        let mut sentence = false;
        while let Some(mark) = walk.next_if(|character| !is_letter(*character)) {
            bytes += mark.len_utf8() as u32;
            sentence |= ends_sentence(mark);
        }
        last = ' ';
        if walk.peek().is_some() && letters > 0 {
            cuts.push(Cut {
                form,
                at: bytes,
                letters,
                sentence,
            });
        }
    }
    End {
        cuts,
        word: None,
        broken: false,
        closed,
        beyond,
    }
}

fn form_bytes(character: char) -> u32 {
    let mut bytes = 0;
    Fold::shared().character(character, |folded| bytes += folded.len_utf8() as u32);
    bytes
}

/// Where the last difference before an end lies, seen from the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Difference {
    /// Bytes of the matching forms between the end and the near side of the difference, which are equal.
    pub equal: u32,
    /// Bytes of both matching forms between the end and its far side; `None` where there is no difference.
    pub far: Option<(u32, u32)>,
}

/// The cut of both sides, when both can be cut at the same place and what is cut off is a clause of its own on neither. Beyond the last
/// `difference` nothing is cut off but what opens with it.
pub fn joint(one: &End, other: &End, difference: Difference) -> Option<[Cut; 2]> {
    let Difference { equal, far } = difference;
    // A word that was broken off goes, also where the last difference lies in it.
    let broken = one.broken || other.broken;
    let words = one.word.zip(other.word).filter(|(a, b)| {
        broken && (a.form == b.form && a.form < equal || far.is_some_and(|far| differ_within(a, b, far)))
    });
    if let Some((one, other)) = words {
        return Some([one, other]);
    }
    // 维持|原判 and 维持|死刑原判: a changed word, and no chance.
    let meet_again = || {
        let mut pairs = one.beyond.windows(2).filter(|pair| !pair.contains(&' '));
        pairs.any(|pair| other.beyond.windows(2).any(|beyond| beyond == pair))
    };
    let in_word = broken && one.word.is_some() && other.word.is_some();
    if one.closed && other.closed || !in_word && meet_again() {
        return None;
    }
    let fits = |a: &Cut, b: &Cut| {
        let of_sentence = a.sentence && b.sentence;
        let long = a.letters.max(b.letters) > STUB;
        if far == Some((a.form, b.form)) {
            return if long {
                // Two sentences that begin in words of their own and have a name in common.
                of_sentence && equal <= BEHIND_OTHER_WORDS
            } else {
                of_sentence || equal <= BEHIND_A_DIFFERENCE
            };
        }
        if long {
            return false;
        }
        // Of a sentence that is hardly begun not even all is the same: 5月13日 here and 5月25日 there.
        if of_sentence && !one.closed && !other.closed && far.is_some_and(|far| differ_within(a, b, far)) {
            return true;
        }
        // A word or two at the border of a sentence part the texts, whatever follows them on one side.
        let (open, brief) = (!one.closed && !other.closed, a.letters <= CHANCE);
        a.form == b.form && a.form < equal && (open && (of_sentence || brief) || of_sentence && brief)
    };
    let pairs = one
        .cuts
        .iter()
        .flat_map(|a| other.cuts.iter().map(move |b| (*a, *b)));
    pairs
        .filter(|(a, b)| fits(a, b))
        .max_by_key(|(a, _)| a.form)
        .map(|(a, b)| [a, b])
}

/// True when the difference whose far sides are given lies in what both cut off, with the same ahead of it on both sides.
fn differ_within(a: &Cut, b: &Cut, (of_one, of_other): (u32, u32)) -> bool {
    let rest = a.form.checked_sub(of_one);
    rest.is_some() && rest == b.form.checked_sub(of_other)
}

#[cfg(test)]
mod tests {
    use super::{Difference, End, head, joint, sign_behind, tail};
    use crate::document::Span;

    fn of(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap_or(0);
        Span {
            start: start as u32,
            end: (start + words.len()) as u32,
        }
    }

    /// No difference near the end.
    const NONE: Difference = Difference {
        equal: u32::MAX,
        far: None,
    };

    /// The bytes of forms that are cut off the end of `words` where both sides can be.
    fn cut(one: &str, other: &str, words: [&str; 2], end: fn(&str, Span) -> Option<End>) -> Option<[u32; 2]> {
        let ends = [end(one, of(one, words[0]))?, end(other, of(other, words[1]))?];
        Some(joint(&ends[0], &ends[1], NONE)?.map(|cut| cut.form))
    }

    #[test]
    fn a_chance_agreement_behind_a_mark_is_cut_off() {
        let (one, other) = ("水位开始回落。他们说没事", "水位开始回落。他们想回家");
        let words = "水位开始回落。他们";
        assert_eq!(cut(one, other, [words; 2], tail), Some([6; 2]));
        let at = tail(one, of(one, words)).and_then(|end| Some(end.cuts.first()?.at));
        assert_eq!(at, Some("水位开始回落".len() as u32));
        assert_eq!(
            cut(
                "甲的，水位开始回落",
                "乙的，水位开始回落",
                ["的，水位开始回落"; 2],
                head
            ),
            Some([3; 2])
        );
    }

    #[test]
    fn clauses_and_long_agreements_stay() {
        // Four letters are more than chance.
        assert_eq!(
            cut(
                "开始回落，他们已经走",
                "开始回落，他们已经来",
                ["开始回落，他们已经"; 2],
                tail
            ),
            None
        );
        // A clause of its own on one side.
        assert_eq!(
            cut(
                "开始回落，他说，走",
                "开始回落，他说来",
                ["开始回落，他说"; 2],
                tail
            ),
            None
        );
        // The texts meet again behind a changed word.
        assert_eq!(
            cut(
                "裁定驳回，维持死刑原判",
                "裁定驳回，维持原判",
                ["裁定驳回，维持"; 2],
                tail
            ),
            None
        );
        // No mark on one side.
        assert_eq!(
            cut(
                "开始回落。他们说",
                "开始回落他们想",
                ["开始回落。他们", "开始回落他们"],
                tail
            ),
            None
        );
    }

    #[test]
    fn points_in_numbers_part_nothing() {
        let text = "气温升到3.5摄氏度";
        assert!(tail(text, of(text, "气温升到3.5")).is_some_and(|end| end.cuts.is_empty()));
    }

    #[test]
    fn words_and_numbers_are_not_cut_in_two() {
        assert_eq!(
            cut("the old company", "the old committee", ["the old com"; 2], tail),
            Some([3; 2])
        );
        assert_eq!(
            cut("共投入资金2018元", "共投入资金2017元", ["共投入资金201"; 2], tail),
            Some([3; 2])
        );
    }

    #[test]
    fn issue_6_the_sign_behind_a_number_is_part_of_it() {
        let text = "客流减少17.72%，气温降到３８℃。他说：“对%号。";
        let of = |words: &str| {
            let at = text.find(words).unwrap_or(0);
            sign_behind(text, Span::new(at, at + words.len()))
        };
        assert_eq!(of("减少17.72"), 1);
        assert_eq!(of("降到３８"), 3);
        assert_eq!(of("客流减少"), 0);
        assert_eq!(of("他说：“对"), 0);
    }

    #[test]
    fn issue_6_a_sentence_that_is_hardly_begun_is_none_of_the_passage() {
        let words = "船已停航。⏎市交通局".replace('⏎', "\n");
        let (one, other) = (format!("渡口{words}八日开会"), format!("北岸{words}一位科长说"));
        assert_eq!(cut(&one, &other, [&words; 2], tail), Some([12; 2]));
        let words = "在岸边等船。渡口已经停航";
        assert_eq!(
            cut(&format!("老人{words}"), &format!("孩子{words}"), [words; 2], head),
            Some([15; 2])
        );
        let words = "渡口停航。至此";
        assert_eq!(
            cut(
                &format!("{words}，桥已修好"),
                &format!("{words}船工离开"),
                [words; 2],
                tail
            ),
            Some([6; 2])
        );
        // Behind a comma it is more than chance.
        let words = "船已停航，市交通局";
        assert_eq!(
            cut(
                &format!("渡口{words}开会"),
                &format!("北岸{words}说"),
                [words; 2],
                tail
            ),
            None
        );
    }

    #[test]
    fn issue_6_a_sentence_of_other_words_with_a_name_in_common_is_none_of_the_passage() {
        let (one, other) = (
            "渡口船已停航。港务局的罚款只会帮助江北航运赚钱",
            "渡口船已停航。许多江北航运关门",
        );
        let words = [
            "渡口船已停航。港务局的罚款只会帮助江北航运",
            "渡口船已停航。许多江北航运",
        ];
        let ends = words
            .iter()
            .zip([one, other])
            .filter_map(|(words, text)| tail(text, of(text, words)));
        let ends: Vec<End> = ends.collect();
        let bytes = |letters: u32| 3 * letters;
        let behind = |equal, far| Difference {
            equal: bytes(equal),
            far: Some(far),
        };
        let cut = joint(&ends[0], &ends[1], behind(4, (bytes(14), bytes(6))));
        assert_eq!(cut.map(|cut| cut.map(|cut| cut.form)), Some([42, 18]));
        // A word that was changed at the head of a sentence that goes on in the same words.
        assert_eq!(joint(&ends[0], &ends[1], behind(10, (bytes(14), bytes(6)))), None);
    }

    #[test]
    fn issue_6_a_sentence_that_is_hardly_begun_and_differs_is_none_of_the_passage() {
        let (one, other) = (
            "渡口船已停航。今年3月江北市长说",
            "渡口船已停航。今年5月江北下了雨",
        );
        let words = ["渡口船已停航。今年3月江北", "渡口船已停航。今年5月江北"];
        let ends = words
            .iter()
            .zip([one, other])
            .filter_map(|(words, text)| tail(text, of(text, words)));
        let ends: Vec<End> = ends.collect();
        let difference = Difference {
            equal: 9,
            far: Some((10, 10)),
        };
        let cut = joint(&ends[0], &ends[1], difference);
        assert_eq!(cut.map(|cut| cut.map(|cut| cut.form)), Some([16, 16]));
    }

    #[test]
    fn issue_6_no_date_is_cut_in_two() {
        let of = |one: &str, other: &str, words: &str, end| cut(one, other, [words; 2], end);
        let words = "年6月8日渡口停航";
        assert_eq!(
            of("2018年6月8日渡口停航", "今年6月8日渡口停航", words, head),
            Some([3; 2])
        );
        assert_eq!(
            of("渡口3月15日，船停航", "近日，船停航", "日，船停航", head),
            Some([3; 2])
        );
        assert_eq!(of("共4人获救", "被困者人获救", "人获救", head), Some([3; 2]));
        assert_eq!(of("生日当天停航", "好日当天停航", "日当天停航", head), None);
        assert_eq!(
            of("前天上午渡口停航", "昨天上午渡口停航", "天上午渡口停航", head),
            Some([3; 2])
        );
        assert_eq!(
            of("十几名船工获救", "多名船工获救", "名船工获救", head),
            Some([3; 2])
        );
        let words = "以货币方式认购。201";
        assert_eq!(
            of(
                "以货币方式认购。2015年12月",
                "以货币方式认购。2014年12月",
                words,
                tail
            ),
            Some([3; 2])
        );
        let words = "船停航于2016年";
        assert_eq!(
            of("船停航于2016年5月8日", "船停航于2016年7月8日", words, tail),
            Some([7; 2])
        );
        assert_eq!(
            of("水深降到3.5米", "水深降到3.8米", "水深降到3", tail),
            Some([1; 2])
        );
        // A number that is whole on both sides stays.
        assert_eq!(of("船上共15人", "船上共15名", "船上共15", tail), None);
    }

    #[test]
    fn issue_6_words_behind_a_difference_that_opens_the_clause_are_cut_off() {
        let (one, other) = ("罚去奖金。“渡口管理处误了船", "罚去奖金。”对此，渡口管理处回应");
        let ends = [
            tail(one, of(one, "罚去奖金。“渡口管理处")),
            tail(other, of(other, "罚去奖金。”对此，渡口管理处")),
        ];
        let difference = Difference {
            equal: 15,
            far: Some((15, 21)),
        };
        let cut = |ends: [Option<End>; 2], difference: Difference| match ends {
            [Some(one), Some(other)] => joint(&one, &other, difference).map(|cuts| cuts.map(|cut| cut.at)),
            _ => None,
        };
        let cuts = cut(ends, difference);
        let kept = "罚去奖金".len() as u32;
        assert_eq!(cuts, Some([kept; 2]));
        // Inside of a clause the texts part for a word alone.
        let (one, other) = ("船停了，仍维持夜间停航的决定", "船停了，仍维持日间停航的规定");
        let ends = [
            tail(one, of(one, "船停了，仍维持夜间停航的")),
            tail(other, of(other, "船停了，仍维持日间停航的")),
        ];
        let difference = Difference {
            equal: 12,
            far: Some((18, 18)),
        };
        assert_eq!(cut(ends, difference), None);
    }
}

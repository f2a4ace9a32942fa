//! Is what was exchanged a name? Told by how news introduces names, never by a list of names.
//!
//! A person: a title before or a verb of speech, an honorific or an age behind, a surname and one or two characters between two boundaries. A foreign
//! name: characters of transliteration, often with a middle dot. A place or body: its suffix, below another place.

mod persons;
mod places;

use super::english;
use persons::is_function_word;

/// Where an exchange stands on one side: bytes `start..end` of `text`.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

impl<'a> Side<'a> {
    pub fn ahead(self) -> &'a str {
        self.text.get(..self.start).unwrap_or("")
    }

    pub fn words(self) -> &'a str {
        self.text.get(self.start..self.end).unwrap_or("")
    }

    pub fn behind(self) -> &'a str {
        self.text.get(self.end..).unwrap_or("")
    }

    /// With `back` letters before and `forth` letters behind taken in.
    fn widened(self, back: usize, forth: usize) -> Option<Self> {
        let start = self.start - last(self.ahead(), back)?.len();
        let end = self.end + first(self.behind(), forth)?.len();
        Some(Self { start, end, ..self })
    }
}

/// Both sides with the whole name, when both hold a name in the place of the exchange, and not the same.
pub fn names<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let (now, before) = (places::at_house(now), places::at_house(before));
    let plain = |words: &str| {
        let letters = words.chars().count();
        (1..=10).contains(&letters)
            && words
                .chars()
                .all(|character| character.is_alphabetic() && !character.is_ascii() || is_dot(character))
    };
    if let Some(names) = english::names(now, before) {
        return Some(names);
    }
    if !plain(now.words()) || !plain(before.words()) || are_of_time(now, before) {
        return None;
    }
    persons::introduced(now, before)
        .or_else(|| persons::transliterated(now, before))
        .or_else(|| places::levels(now, before))
        .or_else(|| places::sites(now, before))
        .or_else(|| places::listed(now, before))
        .or_else(|| places::bodies(now, before))
}

/// Both sides with the whole name, where the exchange would be one of names if it were the same at every place: a word that is changed here
/// and there is not. What stands beside a name need say less then.
pub fn repeated_names<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let han = |side: Side<'_>| {
        let count = side.words().chars().count();
        (1..=2).contains(&count)
            && side
                .words()
                .chars()
                .all(|letter| letter.is_alphabetic() && !letter.is_ascii() && !is_function_word(letter))
    };
    if !han(now) || !han(before) || now.words().chars().count() != before.words().chars().count() {
        return None;
    }
    if are_of_time(now, before) {
        return None;
    }
    let person = persons::repeated(now, before).filter(|_| now.words().chars().count() == 1);
    person.or_else(|| places::repeated(now, before))
}

/// Words that tell when something is and begin no name, whatever stands behind them: 往年银行…, 提早检查社区….
const OF_TIME: [&str; 43] = [
    "过去", "往年", "去年", "今年", "前年", "明年", "当年", "近年", "历年", "多年", "每年", "常年", "全年",
    "以往", "往常", "往日", "昔日", "从前", "以前", "此前", "日前", "之前", "先前", "事前", "早先", "早前",
    "提前", "提早", "尽早", "尽快", "及早", "及时", "如今", "眼下", "今天", "今日", "昨天", "昨日", "明天",
    "明日", "当天", "当日", "次日",
];

/// True when such a word was exchanged for such a word, or one of its two characters: 提前 and 提早.
fn are_of_time(now: Side<'_>, before: Side<'_>) -> bool {
    /// Bytes of one character, and of a whole word.
    const HALF: usize = 3;
    const WHOLE: usize = 2 * HALF;
    [now, before].iter().all(|side| {
        let words = side.words();
        match words.len() {
            WHOLE => OF_TIME.contains(&words),
            HALF => {
                let (ahead, behind) = (
                    last(side.ahead(), 1).unwrap_or(""),
                    first(side.behind(), 1).unwrap_or(""),
                );
                OF_TIME.iter().any(|word| {
                    let halves = word.split_at_checked(HALF);
                    halves.is_some_and(|(one, other)| {
                        one == ahead && other == words || one == words && other == behind
                    })
                })
            }
            _ => false,
        }
    })
}

fn is_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '・')
}

/// The last `count` characters of `words`, all letters.
fn last(words: &str, count: usize) -> Option<&str> {
    let start = words.len() - words.chars().rev().take(count).map(char::len_utf8).sum::<usize>();
    words
        .get(start..)
        .filter(|tail| tail.chars().count() == count && tail.chars().all(is_letter))
}

/// The first `count` characters of `words`, all letters.
fn first(words: &str, count: usize) -> Option<&str> {
    let end = words.chars().take(count).map(char::len_utf8).sum::<usize>();
    words
        .get(..end)
        .filter(|head| head.chars().count() == count && head.chars().all(is_letter))
}

/// True for a letter of any script. Most are Han characters, for which the tables of Unicode need not be asked.
fn is_letter(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || character.is_alphabetic()
}

/// Letters that are taken in on one side of an exchange at most.
const REACH: usize = 5;

/// The exchange on both sides with up to `back` letters before and `forth` behind it taken in, neither more than [`REACH`].
fn pairs<'a>(
    now: Side<'a>,
    before: Side<'a>,
    back: usize,
    forth: usize,
) -> impl Iterator<Item = [Side<'a>; 2]> {
    let sides = [now, before];
    let starts = sides.map(|side| lengths(side.ahead().chars().rev(), back));
    let ends = sides.map(|side| lengths(side.behind().chars(), forth));
    let reaches = (0..=back).flat_map(move |back| (0..=forth).map(move |forth| (back, forth)));
    let widened = move |side: usize, back: usize, forth: usize| {
        let Side { text, start, end } = *sides.get(side)?;
        let length = |lengths: &[[Option<usize>; REACH + 1]; 2], letters: usize| {
            lengths.get(side)?.get(letters).copied().flatten()
        };
        Some(Side {
            text,
            start: start - length(&starts, back)?,
            end: end + length(&ends, forth)?,
        })
    };
    reaches.filter_map(move |(back, forth)| Some([widened(0, back, forth)?, widened(1, back, forth)?]))
}

/// For each number of characters up to `most` how many bytes they have; none from the first on that is no letter.
fn lengths(characters: impl Iterator<Item = char>, most: usize) -> [Option<usize>; REACH + 1] {
    let mut lengths = [None; REACH + 1];
    let mut bytes = 0;
    let mut letters = characters
        .take(most)
        .take_while(|character| is_letter(*character));
    for length in &mut lengths {
        *length = Some(bytes);
        match letters.next() {
            Some(letter) => bytes += letter.len_utf8(),
            None => break,
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::{Side, names};

    /// Both sides with the exchange in brackets.
    fn is_name(now: &str, before: &str) -> bool {
        let texts = [now, before].map(|text| text.replace(['[', ']'], ""));
        let side = |index: usize, text: &str| Side {
            text: texts.get(index).map_or("", String::as_str),
            start: text.find('[').unwrap_or(0),
            end: text.find(']').unwrap_or(1) - 1,
        };
        names(side(0, now), side(1, before)).is_some()
    }

    #[test]
    fn persons_are_known_by_what_stands_beside_them() {
        assert!(is_name("据副市长陈建[国]介绍", "据副市长陈建[军]介绍"));
        assert!(is_name("，[王]小荷表示", "，[汪]小荷表示"));
        assert!(!is_name("该案将于今[日]开庭", "该案将于今[天]开庭"));
        assert!(is_name("，莫[某]红（女", "，莫[小]红（女"));
        assert!(is_name("，赵[某]向警方", "，赵[女士]向警方"));
        assert!(is_name("副局长蔡[松]梅解释说", "副局长蔡[存]梅解释说"));
        assert!(is_name("护桥人江佩[岚]带着", "护桥人江佩[兰]带着"));
        // Issue 6: names of a list that is counted, and the kind of an estate before the number of a house.
        assert!(is_name(
            "连着青石和白[和]两个村民小组",
            "连着青石和白[河]两个村民小组"
        ));
        assert!(is_name("杨柳湾[花苑3号院]北侧", "杨柳湾[小区3号楼]北侧"));
        assert!(!is_name("有[十]两个村", "有[另]两个村"));
        assert!(!is_name("走进[花园]", "走进[小区]"));
        // 高 and 关 are surnames as well.
        assert!(!is_name("，记者高[度]关注此事", "，记者高[调]关注此事"));
        assert!(!is_name("，连[续]表示感谢", "，继[续]表示感谢"));
        assert!(!is_name("他[还]表示", "他[也]表示"));
        assert!(!is_name("部长罗小[就]说", "部长罗小[所]说"));
    }

    #[test]
    fn issue_6_words_that_tell_when_begin_no_name() {
        assert!(!is_name("，[往年]银行的账", "，[过去]银行的账"));
        assert!(!is_name("，提[早]检查社区", "，提[前]检查社区"));
        assert!(is_name("护桥人江年[早]带着", "护桥人江年[前]带着"));
    }

    #[test]
    fn what_is_exchanged_everywhere_need_not_be_introduced() {
        let name = |now: &'static str, before: &'static str| {
            let texts = [now, before];
            let side = |text: &'static str| {
                let (start, end) = (text.find('[')?, text.find(']')?);
                let plain: &'static str = Box::leak(text.replace(['[', ']'], "").into_boxed_str());
                Some(Side {
                    text: plain,
                    start,
                    end: end - 1,
                })
            };
            let [Some(one), Some(other)] = texts.map(side) else {
                return None;
            };
            super::repeated_names(one, other).map(|[name, _]| name.words().to_owned())
        };
        assert_eq!(
            name("，桂[和]水库的人", "，桂[荫]水库的人").as_deref(),
            Some("桂和水库")
        );
        assert_eq!(
            name("。[溪]环村的展览", "。[石]环村的展览").as_deref(),
            Some("溪环村")
        );
        assert_eq!(
            name("。蒋[志]东与众人", "。蒋[丰]东与众人").as_deref(),
            Some("蒋志东")
        );
        assert_eq!(name("，孩[儿]都很高兴", "，孩[子]都很高兴"), None);
        assert_eq!(name("的[生态]公园", "的[湿地]公园"), None);
    }

    #[test]
    fn foreign_names_are_known_by_their_characters() {
        assert!(is_name("总理卡尔森·维[克]多", "总理卡尔森·维[特]多"));
        assert!(is_name("前锋罗德里[格]斯", "前锋罗德里[戈]斯"));
        assert!(!is_name("公司的[安]排", "公司的[编]排"));
        assert!(!is_name("同意[道]德", "同意[品]德"));
    }

    #[test]
    fn places_and_bodies_stand_below_places() {
        assert!(
            is_name("在甘泉省青[石]县", "在甘泉省青[山岭]县")
                || is_name("在甘泉省[青石]县", "在甘泉省[白沙]县")
        );
        assert!(is_name("青石[市]政府", "青石[县]政府"));
        assert!(is_name("青石县[法]院审理", "青石县[检察]院审理"));
        assert!(is_name("，[华盛]公司称", "，[华晟]公司称"));
        assert!(!is_name("全省[贫困]县", "全省[百强]县"));
        assert!(!is_name("青石市[贫困]县", "青石市[百强]县"));
        assert!(!is_name("在城[市]里", "在城[区]里"));
        assert!(!is_name("、李荷[为]公司总裁", "、李荷[将出任]公司总裁"));
        assert!(is_name("到长[翠]公园登记", "到长[金]公园登记"));
        assert!(is_name("住[槐]瑞花园小区", "住[乌]瑞花园小区"));
        assert!(is_name("在青石花[苑]", "在青石花[园]"));
        assert!(!is_name("在这[个]社区", "在这[座]社区"));
        assert!(!is_name("的[生态]公园", "的[湿地]公园"));
        assert!(!is_name("，[上市]公司称", "，[科技]公司称"));
        assert!(!is_name("全市[医]院", "全市[学]院"));
    }
}

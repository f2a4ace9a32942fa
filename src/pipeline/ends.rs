//! The ends of passages in the records: a few letters behind a mark that two texts share by chance do not belong to the passage.
//!
//! Equal text is followed as far as it goes, and now and then it goes on for 一 or 他们 behind the full stop where the two texts part. Seen in the matching
//! forms, which have no marks, this is one run; in the records it can be cut off.

use crate::document::Span;
use crate::normalise::Fold;

/// Letters behind the last mark up to which the agreement can be chance.
const CHANCE: usize = 3;
/// Letters of a word in Latin script, or digits of a number, up to which a passage that ends inside is cut back.
const WORD: usize = 16;

/// Letters beyond an end in which two texts that part there agree again when only a word was changed.
const BEYOND: usize = 8;

/// A place where an end of a passage can be cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the matching form that are cut off.
    pub form: u32,
    /// The new end, or the new start, in the record.
    pub at: u32,
    /// True when no letter follows the old end either: what is cut off is a clause of its own here.
    pub closed: bool,
    /// The next letters on the other side of the old end, in the order of walking away from it; unused places are blank.
    pub beyond: [char; BEYOND],
}

/// Marks that part clauses or close a quote. Opening marks part nothing: 对“…”提出.
fn is_mark(character: char) -> bool {
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

/// Bytes of the sign behind the number that `span` ends in: 17.72%, 38℃.
pub fn sign_behind(text: &str, span: Span) -> u32 {
    let inside = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let behind = text.get(span.end as usize..).unwrap_or("").chars().next();
    let sign = behind.filter(|sign| matches!(sign, '%' | '％' | '‰' | '℃' | '°'));
    let number = inside.ends_with(|last: char| last.is_ascii_digit() || ('０'..='９').contains(&last));
    sign.filter(|_| number).map_or(0, |sign| sign.len_utf8() as u32)
}

/// True for a letter or digit. Most are Han characters, for which the tables of Unicode need not be asked.
fn is_letter(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || character.is_alphanumeric()
}

/// Where the tail of `span` can be cut off.
pub fn tail(text: &str, span: Span) -> Option<Cut> {
    let inside = text.get(span.start as usize..span.end as usize)?;
    let after = text.get(span.end as usize..)?;
    let kept = cut(inside.chars().rev(), after.chars())?;
    Some(Cut {
        at: span.end - kept.bytes,
        ..kept.cut
    })
}

/// Where the head of `span` can be cut off.
pub fn head(text: &str, span: Span) -> Option<Cut> {
    let inside = text.get(span.start as usize..span.end as usize)?;
    let before = text.get(..span.start as usize)?;
    let kept = cut(inside.chars(), before.chars().rev())?;
    Some(Cut {
        at: span.start + kept.bytes,
        ..kept.cut
    })
}

/// A cut before its place is known: the bytes of the record that go.
struct Kept {
    bytes: u32,
    cut: Cut,
}

/// Walks from an end into the passage; `outside` are the characters on the other side of the end.
fn cut(
    inside: impl Iterator<Item = char> + Clone,
    mut outside: impl Iterator<Item = char> + Clone,
) -> Option<Kept> {
    let letters_beyond = outside.clone().filter(|character| is_letter(*character));
    let mut beyond = [' '; BEYOND];
    for (place, letter) in beyond.iter_mut().zip(letters_beyond) {
        Fold::shared().character(letter, |folded| *place = folded);
    }
    let next = outside.next();
    let of_word = |character: char| character.is_ascii_alphanumeric();
    let inside_word = next.is_some_and(of_word) && inside.clone().next().is_some_and(of_word);
    let (mut letters, mut form, mut bytes) = (0, 0, 0);
    let mut walk = inside.peekable();
    if inside_word {
        while let Some(character) = walk.next_if(|character| of_word(*character)) {
            letters += 1;
            (form, bytes) = (form + form_bytes(character), bytes + character.len_utf8() as u32);
        }
        if letters > WORD {
            return None;
        }
    } else {
        let mut last = ' ';
        loop {
            // The point of 3.5 parts no clauses.
            let mut ahead = walk.clone();
            let in_number = matches!(ahead.next(), Some('.' | '．' | ',' | '，' | ':' | '：'))
                && last.is_ascii_digit()
                && ahead.next().is_some_and(|digit| digit.is_ascii_digit());
            let Some(character) = walk.next_if(|character| in_number || !is_mark(*character)) else {
                break;
            };
            last = character;
            letters += usize::from(is_letter(character));
            (form, bytes) = (form + form_bytes(character), bytes + character.len_utf8() as u32);
            if letters > CHANCE {
                return None;
            }
        }
    }
    while let Some(mark) = walk.next_if(|character| !is_letter(*character)) {
        bytes += mark.len_utf8() as u32;
    }
    walk.peek()?;
    let closed = !inside_word && next.is_none_or(|next| !is_letter(next));
    Some(Kept {
        bytes,
        cut: Cut {
            form,
            at: 0,
            closed,
            beyond,
        },
    })
}

/// Letters that may lie between the end of a passage and the border of a sentence: a changed word ends a passage early.
const NEAR: usize = 2;
/// Letters from which on what stands between two marks is a sentence and not 记者获悉 or the number of an item.
const SENTENCE: usize = 10;

fn ends_sentence(character: char) -> bool {
    matches!(
        character,
        '\n' | '。' | '！' | '？' | '!' | '?' | '…' | '；' | ';'
    )
}

/// True when few letters lie beyond the end of a passage up to the border of a sentence, walking away from it.
fn near_border(beyond: impl Iterator<Item = char>) -> bool {
    let mut letters = 0;
    for character in beyond {
        if ends_sentence(character) {
            return true;
        }
        letters += usize::from(is_letter(character));
        if letters > NEAR {
            return false;
        }
    }
    true
}

/// Letters outside of title marks from which on a passage is more than the name of a document with those who issued it.
const BESIDE_NAMES: usize = 24;

/// Characters of the longest name of a document, with its subtitle.
const LONGEST_NAME: usize = 120;

/// True when hardly anything stands in `span` but the name of a document, which may begin or end in it.
pub fn is_name(text: &str, span: Span) -> bool {
    let Some(inside) = text.get(span.start as usize..span.end as usize) else {
        return false;
    };
    let is_frame = |character: char| matches!(character, '《' | '》');
    // The first mark inside tells what the span begins in; only a span without one is asked what stands before it.
    let mark = inside.chars().find(|character| is_frame(*character)).or_else(|| {
        let before = text.get(..span.start as usize)?;
        let mut near = before.chars().rev().take(LONGEST_NAME);
        let opening = near.find(|character| is_frame(*character))?;
        Some(if opening == '《' { '》' } else { '《' })
    });
    let (mut in_name, mut beside, mut within) = (mark == Some('》'), 0usize, 0usize);
    for character in inside.chars() {
        match character {
            '《' => in_name = true,
            '》' => in_name = false,
            letter if !is_letter(letter) => {}
            _ if in_name => within += 1,
            _ => {
                beside += 1;
                if beside == BESIDE_NAMES {
                    return false;
                }
            }
        }
    }
    within > 0
}

/// True when a whole sentence stands in `span`, up to a changed word at its ends. `head` is where the paragraph begins that
/// the span begins in: behind a dateline, say.
pub fn holds_sentence(text: &str, head: u32, span: Span) -> bool {
    let parts = text
        .get(head as usize..span.start as usize)
        .zip(text.get(span.start as usize..span.end as usize))
        .zip(text.get(span.end as usize..));
    let Some(((before, inside), after)) = parts else {
        return true;
    };
    let mut begun = near_border(before.chars().rev()) || before.trim_end().ends_with('.');
    let mut letters = 0;
    let mut walk = inside.chars().peekable();
    while let Some(character) = walk.next() {
        // The point of 3.5 ends no sentence.
        let point = character == '.' && walk.peek().is_none_or(|next| next.is_whitespace());
        if point || ends_sentence(character) {
            if begun && letters >= SENTENCE {
                return true;
            }
            (begun, letters) = (true, 0);
        } else {
            letters += usize::from(is_letter(character));
        }
    }
    begun && letters >= SENTENCE && (near_border(after.chars()) || after.starts_with('.'))
}

fn form_bytes(character: char) -> u32 {
    let mut bytes = 0;
    Fold::shared().character(character, |folded| bytes += folded.len_utf8() as u32);
    bytes
}

/// The cut of both sides, when both can be cut at the same place and what is cut off is a clause of its own on neither.
pub fn joint(one: Option<Cut>, other: Option<Cut>) -> Option<[Cut; 2]> {
    let (one, other) = (one?, other?);
    // 维持|原判 and 维持|死刑原判: a changed word, and no chance.
    let meet_again = || {
        let mut pairs = one.beyond.windows(2).filter(|pair| !pair.contains(&' '));
        pairs.any(|pair| other.beyond.windows(2).any(|beyond| beyond == pair))
    };
    (one.form == other.form && !one.closed && !other.closed && !meet_again()).then_some([one, other])
}

#[cfg(test)]
mod tests {
    use super::{Cut, head, holds_sentence, is_name, joint, sign_behind, tail};
    use crate::document::Span;

    fn of(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap_or(0);
        Span {
            start: start as u32,
            end: (start + words.len()) as u32,
        }
    }

    /// The words that are left when the end of `words` is cut as it can be on both sides.
    fn cut<'a>(
        one: &'a str,
        other: &'a str,
        words: [&str; 2],
        end: fn(&str, Span) -> Option<Cut>,
    ) -> Option<[u32; 2]> {
        let cuts = joint(end(one, of(one, words[0])), end(other, of(other, words[1])))?;
        Some(cuts.map(|cut| cut.form))
    }

    #[test]
    fn a_chance_agreement_behind_a_mark_is_cut_off() {
        let (one, other) = ("水位开始回落。他们说没事", "水位开始回落。他们想回家");
        let words = "水位开始回落。他们";
        assert_eq!(cut(one, other, [words; 2], tail), Some([6; 2]));
        let at = tail(one, of(one, words)).map(|cut| cut.at);
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
                "开始回落。他们已经走",
                "开始回落。他们已经来",
                ["开始回落。他们已经"; 2],
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
    fn issue_6_a_sentence_is_held_from_its_begin_to_its_end() {
        let holds = |text: &str, words: &str| holds_sentence(text, 0, of(text, words));
        let text = "昨天下雨。水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水。市民不必储水。";
        assert!(holds(
            text,
            "水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水"
        ));
        // A first word that was changed.
        assert!(holds(text, "局表示，北岸的三座泵站已经全部修好，今晚恢复供水"));
        assert!(!holds(text, "三座泵站已经全部修好，今晚恢复供水"));
        assert!(!holds(text, "水务局表示，北岸的三座泵站"));
        // What stands between the parts of two others is whole, if it is more than a word.
        assert!(holds(
            text,
            "下雨。水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水。市民"
        ));
        assert!(!holds(
            text,
            "北岸的三座泵站已经全部修好，今晚恢复供水。市民不必储水"
        ));
        let text = "江北日报讯（记者 马河）北岸的三座泵站已经全部修好。";
        let words = of(text, "北岸的三座泵站已经全部修好");
        assert!(!holds_sentence(text, 0, words));
        assert!(holds_sentence(text, words.start, words));
        let text = "It rained. The mayor opened the northern bridge at 3.5 m on Friday. Nobody came.";
        assert!(holds(
            text,
            "The mayor opened the northern bridge at 3.5 m on Friday"
        ));
        assert!(!holds(text, "the northern bridge at 3.5 m on Friday"));
    }

    #[test]
    fn issue_6_the_name_of_a_document_with_its_issuers_is_a_name() {
        let text = "市水务局、市教育局印发了《关于做好汛期校园供水安全工作的若干意见》，各校今天起逐一排查水池，九月之前把老旧管道全部换新。";
        let whole = of(
            text,
            "市水务局、市教育局印发了《关于做好汛期校园供水安全工作的若干意见",
        );
        assert!(is_name(text, whole));
        assert!(is_name(text, of(text, "汛期校园供水安全工作的若干意见")));
        assert!(!is_name(
            text,
            of(
                text,
                "《关于做好汛期校园供水安全工作的若干意见》，各校今天起逐一排查水池，九月之前把老旧管道全部换新"
            )
        ));
        assert!(!is_name(text, of(text, "各校今天起逐一排查水池")));
    }

    #[test]
    fn points_in_numbers_part_nothing() {
        let text = "气温升到3.5摄氏度";
        assert_eq!(tail(text, of(text, "气温升到3.5")), None);
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
}

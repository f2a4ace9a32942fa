//! What an exchange of English words changes: words -> a denial, a doubt, a day, a name.
//!
//! Names are known by their capital letters, apart from the words that stand at the head of a sentence; the rest by short
//! lists of the words that English has for it.

use super::exchange::Exchange;
use super::names::Side;
use super::tokens::Meaning;
use crate::document::EditKind;

/// Words of an exchange up to which it can be a denial, a doubt or a name; longer ones are other clauses.
const MOST: usize = 5;

/// Words that deny.
const DENIALS: [&str; 12] = [
    "not", "no", "never", "nobody", "none", "nothing", "nowhere", "neither", "nor", "cannot", "without",
    "unable",
];
/// Verbs of denial; one for another says the same.
const DENYING: [&str; 16] = [
    "deny",
    "denies",
    "denied",
    "denying",
    "reject",
    "rejects",
    "rejected",
    "refuse",
    "refuses",
    "refused",
    "refute",
    "refuted",
    "dispute",
    "disputes",
    "disputed",
    "disputing",
];
/// Words before the n't of don't.
const AUXILIARIES: [&str; 17] = [
    "don", "doesn", "didn", "isn", "aren", "wasn", "weren", "hasn", "haven", "hadn", "won", "wouldn",
    "couldn", "shouldn", "mustn", "needn", "can",
];
/// Words that leave open what is said.
const DOUBTS: [&str; 23] = [
    "may",
    "might",
    "could",
    "probably",
    "likely",
    "possibly",
    "possible",
    "perhaps",
    "maybe",
    "reportedly",
    "allegedly",
    "alleged",
    "apparently",
    "seemingly",
    "presumably",
    "supposedly",
    "potentially",
    "suspected",
    "purported",
    "expected",
    "seems",
    "appears",
    "arguably",
];
/// Verbs for what somebody held to be so.
const OPINIONS: [&str; 8] = [
    "thought",
    "expected",
    "believed",
    "imagined",
    "supposed",
    "assumed",
    "suspected",
    "guessed",
];
/// What stands before a number that is not told exactly, without blanks.
pub const OVER: [&str; 4] = ["morethan", "over", "above", "inexcessof"];
pub const ABOUT: [&str; 8] = [
    "about",
    "around",
    "roughly",
    "some",
    "approximately",
    "anestimated",
    "estimated",
    "circa",
];
pub const UNDER: [&str; 8] = [
    "nearly",
    "almost",
    "closeto",
    "lessthan",
    "fewerthan",
    "under",
    "below",
    "justunder",
];
pub const BOUND: [&str; 8] = [
    "atleast",
    "upto",
    "atmost",
    "asmanyas",
    "asmuchas",
    "asfewas",
    "aslittleas",
    "nofewerthan",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// Numbers in words; one is a pronoun as well.
const NUMBERS: [(&str, u128); 27] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("dozen", 12),
];
const MAGNITUDES: [(&str, u128); 5] = [
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];
/// Words that have a capital at the head of a sentence and are no names, and offices, which change with the writer.
const NO_NAMES: [&str; 98] = [
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "i",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "but",
    "and",
    "or",
    "so",
    "yet",
    "still",
    "however",
    "nevertheless",
    "meanwhile",
    "also",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "to",
    "of",
    "with",
    "as",
    "after",
    "before",
    "during",
    "while",
    "when",
    "if",
    "since",
    "until",
    "till",
    "because",
    "although",
    "though",
    "despite",
    "under",
    "over",
    "there",
    "here",
    "now",
    "then",
    "today",
    "yesterday",
    "tomorrow",
    "earlier",
    "later",
    "last",
    "next",
    "some",
    "many",
    "most",
    "more",
    "all",
    "both",
    "each",
    "no",
    "not",
    "nobody",
    "one",
    "another",
    "other",
    "first",
    "according",
    "mr",
    "mrs",
    "ms",
    "dr",
    "president",
    "minister",
    "chairman",
    "director",
    "mayor",
    "professor",
    "sir",
    "officials",
    "police",
    "early",
    "current",
    "new",
];

/// The month that a word names with a capital, written out or by its first three letters.
pub fn month(word: &str) -> Option<u8> {
    let found = MONTHS.iter().position(|month| {
        word == *month
            || word.len() == 3 && month.starts_with(word)
            || word == "Sept" && *month == "September"
    })?;
    u8::try_from(found + 1).ok()
}

/// The value of a number in words.
pub fn number(word: &str) -> Option<u128> {
    let lower = word.to_ascii_lowercase();
    NUMBERS
        .iter()
        .find(|(number, _)| *number == lower)
        .map(|(_, value)| *value)
}

/// The factor of a word like million at the head of `rest`, behind a blank or a hyphen, and the bytes of both.
pub fn magnitude(rest: &str) -> Option<(u128, usize)> {
    let word = rest.strip_prefix([' ', '-'])?;
    let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let lower = word.get(..length)?.to_ascii_lowercase();
    let (_, times) = MAGNITUDES.iter().find(|(name, _)| *name == lower)?;
    Some((*times, length + 1))
}

/// Bytes of " percent" at the head of `rest`.
pub fn percent(rest: &str) -> usize {
    [" percent", " per cent"]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len())
}

/// What an exchange of Latin words changes, when it is one of the things that are told here.
pub fn kind(now: Exchange<'_>, before: Exchange<'_>) -> Option<EditKind> {
    let (one, other) = (words(now)?, words(before)?);
    if one.is_empty() && other.is_empty() || one.len().max(other.len()) > MOST {
        return None;
    }
    let lone = |words: &[&str], list: &[&str]| matches!(words, [word] if list.contains(word));
    if [&WEEKDAYS[..], &MONTHS[..]]
        .iter()
        .any(|list| lone(&one, list) && lone(&other, list))
    {
        return Some(EditKind::Date);
    }
    if denies(now, &one) != denies(before, &other) {
        return Some(EditKind::Negation);
    }
    // Nobody expected, nobody thought: what somebody held is no doubt of the writer.
    let held = |words: &[&str]| words.last().is_some_and(|word| is_of(word, &OPINIONS));
    if held(&one) && held(&other) {
        return None;
    }
    // can and could differ in tense.
    let can = |words: &[&str]| words.contains(&"can");
    (doubts(&one) != doubts(&other) && !can(&one) && !can(&other)).then_some(EditKind::Hedge)
}

/// The words of an exchange, when it holds nothing else.
fn words<'a>(side: Exchange<'a>) -> Option<Vec<&'a str>> {
    let exchanged = side.tokens.get(side.from..side.to)?;
    let all = exchanged.iter().all(|token| token.meaning == Meaning::Word);
    all.then(|| {
        exchanged
            .iter()
            .filter_map(|token| side.text.get(token.start..token.end))
            .collect()
    })
}

fn is_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

fn denies(side: Exchange<'_>, words: &[&str]) -> bool {
    let next = side
        .tokens
        .get(side.to)
        .and_then(|token| side.text.get(token.start..token.end))
        .unwrap_or("");
    // not only, no doubt, No. 5
    let none =
        is_of(next, &["only", "doubt", "matter"]) || next.starts_with(|sign: char| sign.is_ascii_digit());
    let short = words
        .windows(2)
        .any(|pair| matches!(pair, [verb, "t"] if is_of(verb, &AUXILIARIES)));
    let said = words
        .iter()
        .any(|word| is_of(word, &DENIALS) || is_of(word, &DENYING));
    // The last who would, and not even he, deny alike.
    let least = words
        .windows(3)
        .any(|run| matches!(run, [one, two, three] if [*one, *two, *three] == ["least", "of", "all"]));
    short || least || said && !none
}

fn doubts(words: &[&str]) -> bool {
    // May is a month.
    words
        .iter()
        .any(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase()) && is_of(word, &DOUBTS))
        || matches!(words, [first, ..] if is_of(first, &DOUBTS) && !first.eq_ignore_ascii_case("may"))
}

/// Both sides with the whole name, when both hold a name in the place of the exchange: words with capital letters.
pub fn names<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let sides = [now, before];
    if !sides.into_iter().all(is_name) {
        return None;
    }
    let whole = sides.map(|side| Side {
        start: side.start - capitals(side.ahead(), true),
        end: side.end + capitals(side.behind(), false),
        ..side
    });
    // A name and the same in capitals, or with its other part left out.
    let [one, other] = sides.map(|side| letters(side.words()));
    (!one.contains(&other) && !other.contains(&one)).then_some(whole)
}

fn letters(words: &str) -> String {
    let letters = words.chars().filter(char::is_ascii_alphabetic);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

fn is_capital(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// One to three words with capitals, of more than capitals, none of which stands at the head of sentences.
fn is_name(side: Side<'_>) -> bool {
    let words = side.words();
    let parts: Vec<&str> = words
        .split(|sign: char| !sign.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let plain = words
        .chars()
        .all(|sign| sign.is_ascii_alphabetic() || " -.'’".contains(sign));
    // A frame may begin or end inside a word.
    let cut = side.ahead().ends_with(|sign: char| sign.is_ascii_alphabetic())
        || side.behind().starts_with(|sign: char| sign.is_ascii_alphabetic());
    plain
        && !cut
        && (1..=3).contains(&parts.len())
        && parts.iter().all(|word| {
            word.len() >= 3
                && is_capital(word)
                && word.chars().skip(1).any(|letter| letter.is_ascii_lowercase())
                && !is_of(word, &NO_NAMES)
                && !is_of(word, &MONTHS)
                && !is_of(word, &WEEKDAYS)
        })
        && (!opens_sentence(side.ahead()) || is_long_name(side))
}

fn opens_sentence(ahead: &str) -> bool {
    let before = ahead.trim_end_matches([' ', '"', '“', '\'', '‘', '(']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', ';', '”']) || ahead.ends_with(['"', '“'])
}

/// At the head of a sentence any word has a capital; a name goes on with another, or is what follows by its comma.
fn is_long_name(side: Side<'_>) -> bool {
    capitals(side.behind(), false) > 0 || side.words().contains(' ') || side.behind().starts_with(", ")
}

/// Bytes of the words with capitals that stand directly beside a name.
fn capitals(beside: &str, ahead: bool) -> usize {
    let take = |words: &str| -> Option<usize> {
        let (blank, word) = if ahead {
            let trimmed = words.strip_suffix(' ')?;
            let length = trimmed.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
            (1, trimmed.get(trimmed.len() - length..)?)
        } else {
            let trimmed = words.strip_prefix(' ')?;
            let length = trimmed.bytes().take_while(u8::is_ascii_alphabetic).count();
            (1, trimmed.get(..length)?)
        };
        (is_capital(word) && !is_of(word, &NO_NAMES)).then_some(blank + word.len())
    };
    take(beside).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::typed_edits;
    use crate::document::EditKind;

    fn kinds(now: &str, before: &str) -> Vec<EditKind> {
        typed_edits(now, before)
            .into_iter()
            .map(|change| change.kind)
            .collect()
    }

    #[test]
    fn denials_and_doubts() {
        assert_eq!(
            kinds("the crew did report", "the crew did not report"),
            [EditKind::Negation]
        );
        assert_eq!(
            kinds("it had already left", "it had not left"),
            [EditKind::Negation]
        );
        assert_eq!(
            kinds("the council admitted that", "the council denied that"),
            [EditKind::Negation]
        );
        assert_eq!(kinds("they didn't go", "they did go"), [EditKind::Negation]);
        assert_eq!(
            kinds("it would take", "it would probably take"),
            [EditKind::Hedge]
        );
        assert_eq!(kinds("they will lose", "they could lose"), [EditKind::Hedge]);
        assert_eq!(
            kinds("the council rejected that", "the council denied that"),
            [EditKind::Wording]
        );
        assert_eq!(kinds("who could see", "who can see"), [EditKind::Wording]);
    }

    #[test]
    fn numbers_and_days() {
        assert_eq!(
            kinds("cost 95.4 billion dollars", "cost 95.4 million dollars"),
            [EditKind::Number]
        );
        assert_eq!(kinds("until June 3.", "until June 13."), [EditKind::Date]);
        assert_eq!(kinds("on 13 June, they", "on 3 June, they"), [EditKind::Date]);
        assert_eq!(
            kinds("said on Monday that", "said on Sunday that"),
            [EditKind::Date]
        );
        assert_eq!(kinds("12 trains", "twelve trains"), []);
        assert_eq!(kinds("with 45 stalls", "with up to 45 stalls"), [EditKind::Hedge]);
    }

    #[test]
    fn names_have_capitals() {
        assert_eq!(
            kinds("of Margaret Kilbridge, who", "of Margaret Kilbride, who"),
            [EditKind::Name]
        );
        assert_eq!(
            kinds("the river Torrin will", "the river Torran will"),
            [EditKind::Name]
        );
        assert_eq!(
            kinds(
                "spread over 341 days at Westbridge.",
                "spread over 314 days at Whitebridge."
            ),
            [EditKind::Number, EditKind::Name]
        );
        assert_eq!(kinds("left. However, it", "left. But, it"), [EditKind::Wording]);
        assert_eq!(
            kinds("the Minister said", "the President said"),
            [EditKind::Wording]
        );
        assert_eq!(kinds("in the town", "in the city"), [EditKind::Wording]);
    }
}

//! English subjects without a name: pronouns (`She said`), people and bodies that are described (`A person familiar with the
//! talks said`, `The airline said`, `citing union officials`), and two people who speak jointly. In go the words before a
//! verb or behind a preposition, out comes whom they tell of and where.

use crate::document::SourceKind;

use super::names::Named;
use super::words::Anaphor;

/// Words that begin a described subject.
const OPENERS: &[&str] = &[
    "the", "a", "an", "one", "two", "three", "several", "some", "many", "most", "other", "another", "local",
    "senior", "former", "her", "his", "their", "its",
];

/// Words that a noun phrase before a verb does not hold: verbs, conjunctions, pronouns of a clause of its own.
const CLAUSE: &[&str] = &[
    "is", "was", "were", "are", "be", "been", "has", "have", "had", "that", "which", "and", "but", "or",
    "if", "when", "while", "because", "he", "she", "they", "it", "we", "i", "you", "said", "says", "to",
    "not", "never", "will", "would", "could", "can", "as", "than",
];

/// Nouns for people and for those who speak without a name.
const PEOPLE: &[&str] = &[
    "person",
    "people",
    "official",
    "officials",
    "source",
    "sources",
    "witness",
    "witnesses",
    "resident",
    "residents",
    "neighbour",
    "neighbours",
    "neighbor",
    "neighbors",
    "analyst",
    "analysts",
    "expert",
    "experts",
    "doctor",
    "doctors",
    "nurse",
    "nurses",
    "lawyer",
    "lawyers",
    "teacher",
    "teachers",
    "student",
    "students",
    "worker",
    "workers",
    "driver",
    "drivers",
    "farmer",
    "farmers",
    "passenger",
    "passengers",
    "researcher",
    "researchers",
    "scientist",
    "scientists",
    "economist",
    "economists",
    "trader",
    "traders",
    "diplomat",
    "diplomats",
    "minister",
    "ministers",
    "aide",
    "aides",
    "officer",
    "officers",
    "investigator",
    "investigators",
    "prosecutor",
    "prosecutors",
    "relative",
    "relatives",
    "mother",
    "father",
    "brother",
    "sister",
    "wife",
    "husband",
    "friend",
    "friends",
    "owner",
    "owners",
    "manager",
    "managers",
    "employee",
    "employees",
    "insider",
    "insiders",
    "critic",
    "critics",
    "activist",
    "activists",
    "campaigner",
    "campaigners",
    "villager",
    "villagers",
    "fisherman",
    "fishermen",
    "engineer",
    "engineers",
    "man",
    "woman",
    "men",
    "women",
    "user",
    "users",
    "reader",
    "readers",
    "member",
    "members",
    "leader",
    "leaders",
    "captain",
];

/// Offices that speak for a body.
const OFFICES: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokespeople",
    "representative",
];

fn plain(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase()
}

/// What a noun phrase without a name tells of. `None` when it holds a clause or tells of nothing that speaks.
fn kind_of(words: &[&str]) -> Option<SourceKind> {
    let words: Vec<String> = words.iter().map(|word| plain(word)).collect();
    if words.is_empty() || words.len() > 11 {
        return None;
    }
    // The head stands before the first preposition: a person familiar with the talks, the ministry of ports.
    let head = words
        .iter()
        .position(|word| {
            [
                "of", "close", "familiar", "with", "in", "at", "from", "for", "on", "who",
            ]
            .contains(&word.as_str())
        })
        .unwrap_or(words.len());
    if words
        .iter()
        .take(head)
        .any(|word| CLAUSE.contains(&word.as_str()))
    {
        return None;
    }
    let noun = words.get(head.checked_sub(1)?)?;
    if PEOPLE.contains(&noun.as_str()) {
        return Some(SourceKind::Anonymous);
    }
    if OFFICES.contains(&noun.as_str()) {
        return Some(SourceKind::Person);
    }
    let public = [
        "police",
        "ministry",
        "government",
        "court",
        "council",
        "board",
        "office",
        "authorities",
        "authority",
        "department",
        "mayor",
    ];
    if public.contains(&noun.as_str()) {
        return Some(SourceKind::Government);
    }
    Some(SourceKind::Unlisted)
}

/// The described subject or the pronoun that the words before a verb end with; they begin their clause.
pub(super) fn subject(before: &str) -> Option<Named> {
    let text = before.trim_end();
    let open = text.rfind([',', ';', ':', '"', '“', '”', '—']).map_or(0, |at| {
        at + text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    // The Times reported that campaigners said: the clause begins behind that.
    let open = text
        .rfind(" that ")
        .map_or(open, |at| open.max(at + " that ".len()));
    let clause = text.get(open..)?;
    let lead = clause.len() - clause.trim_start().len();
    let mut start = open + lead;
    let mut words: Vec<&str> = clause.split_whitespace().collect();
    if words
        .first()
        .is_some_and(|word| ["but", "and", "yet", "so"].contains(&plain(word).as_str()))
        && words.len() > 1
    {
        start += words.remove(0).len() + 1;
    }
    let end = text.len();
    if let [word] = words.as_slice() {
        let anaphor = match plain(word).as_str() {
            "he" | "she" => Anaphor::Person,
            "they" => Anaphor::People,
            _ => return described(&words, start, end),
        };
        return Some(Named {
            kind: SourceKind::Person,
            anaphor: Some(anaphor),
            ..Named::plain(start, end)
        });
    }
    described(&words, start, end)
}

fn described(words: &[&str], start: usize, end: usize) -> Option<Named> {
    let first = plain(words.first()?);
    let people = words.iter().any(|word| PEOPLE.contains(&plain(word).as_str()));
    let opens = OPENERS.contains(&first.as_str()) || people;
    // A single word (Dockers, Critics) tells of people only where the list has it.
    let kind = kind_of(words)?;
    let alone = words.len() == 1 && kind == SourceKind::Unlisted;
    (opens && !alone).then(|| Named {
        kind,
        ..Named::plain(start, end)
    })
}

/// Whom `citing …` names: a name or a description, up to the end of its clause.
pub(super) fn cited(rest: &str) -> Option<(usize, usize, Option<SourceKind>)> {
    let cut = rest
        .find([',', '.', ';', '\n', '"', '“', '(', '，', '。'])
        .unwrap_or(rest.len());
    let phrase = rest.get(..cut)?.trim_end();
    let words: Vec<&str> = phrase.split(' ').collect();
    if words.len() > 10 || phrase.is_empty() {
        return None;
    }
    let capital = words
        .iter()
        .any(|word| word.chars().next().is_some_and(char::is_uppercase));
    if capital {
        return Some((0, phrase.len(), None));
    }
    kind_of(&words).map(|kind| (0, phrase.len(), Some(kind)))
}

/// Two people in one run of capitalised words: `Hydrologists Ruth Abara and Simon Keel`. Where both names stand.
pub(super) fn two_people(name: &str) -> Option<((usize, usize), (usize, usize))> {
    let at = name.find(" and ")?;
    let (first, second) = (name.get(..at)?, name.get(at + " and ".len()..)?);
    let count = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
    // A word in the plural before both is what they are.
    let title = first
        .split(' ')
        .next()
        .filter(|word| word.ends_with('s') && count(first) >= 3);
    let from = title.map_or(0, |word| word.len() + 1);
    let people = count(first.get(from..)?) == 2
        && count(second) == 2
        && second.split(' ').all(|word| word.starts_with(char::is_uppercase));
    people.then_some(((from, at), (at + " and ".len(), name.len())))
}

#[cfg(test)]
mod tests {
    use super::{cited, subject, two_people};
    use crate::claim::words::Anaphor;
    use crate::document::SourceKind;

    #[test]
    fn subjects_without_names() {
        let kind = |before: &str| {
            subject(before).map(|named| (before[named.start..named.end].to_owned(), named.kind))
        };
        assert_eq!(
            kind("The ferry line"),
            Some(("The ferry line".to_owned(), SourceKind::Unlisted))
        );
        assert_eq!(
            kind("On Monday, a person close to the board"),
            Some(("a person close to the board".to_owned(), SourceKind::Anonymous))
        );
        assert_eq!(
            kind("The Port Weekly reported that campaigners"),
            Some(("campaigners".to_owned(), SourceKind::Anonymous))
        );
        assert_eq!(kind("which the mayor was told and it"), None);
        assert_eq!(kind("Rain"), None);
        assert_eq!(
            subject("But she").and_then(|named| named.anaphor),
            Some(Anaphor::Person)
        );
    }

    #[test]
    fn who_is_cited() {
        assert_eq!(
            cited("harbour officials."),
            Some((0, 17, Some(SourceKind::Anonymous)))
        );
        assert!(cited("Port Weekly, a paper").is_some());
        assert!(two_people("Pilots Jan Smit and Mary Gray").is_some());
        assert!(two_people("Marks and Spencer").is_none());
    }
}

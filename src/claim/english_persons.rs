//! Persons as English news names them: in full with the office before the name at first, by the surname from then on. In go
//! runs of capitalised words and the mentions of a record; out comes where a name begins behind an office, and the full name
//! that a surname stands for.

use memchr::memmem;

use crate::document::SourceKind;

use super::body::{Body, NEAR};
use super::english::{INSIDE, name_before};
use super::mention::Mention;

/// Last words of offices and forms of address that stand before a name.
const OFFICES: &[&str] = &[
    "Mayor",
    "President",
    "Minister",
    "Chancellor",
    "Premier",
    "Governor",
    "Senator",
    "Congressman",
    "Congresswoman",
    "Representative",
    "Secretary",
    "Ambassador",
    "Councilman",
    "Councilwoman",
    "Councillor",
    "Councilor",
    "Director",
    "Commissioner",
    "Superintendent",
    "Sheriff",
    "Chief",
    "Inspector",
    "Detective",
    "Officer",
    "Sergeant",
    "Lieutenant",
    "Captain",
    "Major",
    "Colonel",
    "Admiral",
    "Judge",
    "Justice",
    "Attorney",
    "Prosecutor",
    "Chairman",
    "Chairwoman",
    "Chairperson",
    "Chair",
    "Executive",
    "Manager",
    "Professor",
    "Principal",
    "Coach",
    "Spokesman",
    "Spokeswoman",
    "Spokesperson",
    "Analyst",
    "Economist",
    "Engineer",
    "Administrator",
    "Coordinator",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
];

/// Words before `General` that make an office of both: the word alone begins names of houses.
const GENERALS: &[&str] = &[
    "Attorney",
    "Director",
    "Secretary",
    "Surgeon",
    "Governor",
    "Solicitor",
];

/// Words of a name behind an office.
const NAME_WORDS: usize = 4;

/// Where the name begins in a run of capitalised words that an office opens: `Public Works Director Elena Marsh`. `None`
/// when no office stands before a name (`the Public Works Director`), or what it is an office of stands between both
/// (`Minister of Ports Jan Smit`).
pub(super) fn behind_office(name: &str) -> Option<usize> {
    let mut at = 0;
    let mut previous = "";
    let mut found = None;
    for word in name.split(' ') {
        let end = at + word.len();
        if OFFICES.contains(&word) || word == "General" && GENERALS.contains(&previous) {
            found = Some(end + 1);
        }
        (previous, at) = (word, end + 1);
    }
    let from = found?;
    let words = || name.get(from..).unwrap_or("").split(' ');
    let person = (1..=NAME_WORDS).contains(&words().count())
        && words().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|next| next.is_alphabetic() || matches!(next, '-' | '\'' | '’' | '.'))
        });
    person.then_some(from)
}

/// Times that a surname is looked at in a text: who is named in full is so near the beginning.
const LOOKS: usize = 20;

/// Gives the surnames among English mentions the full name that the text has before them: `Elena Marsh`, later `Marsh`.
/// A surname that two people bear stays alone.
pub(super) fn complete(body: &Body<'_>, mentions: &mut [Mention]) {
    for mention in mentions {
        let name = mention.source_name.as_str();
        let alone = mention.rule.starts_with("english")
            && mention.anaphor.is_none()
            && mention.source.is_none()
            && matches!(mention.kind, SourceKind::Unlisted | SourceKind::Person)
            && name.chars().count() >= 3
            && name.starts_with(char::is_uppercase)
            && name
                .chars()
                .all(|next| next.is_alphabetic() || matches!(next, '-' | '\'' | '’'));
        if !alone {
            continue;
        }
        let start = body
            .of_article(mention.article)
            .first()
            .and_then(|&first| body.paragraphs.get(first))
            .map_or(0, |first| first.span.start as usize);
        let at = mention.span.start as usize;
        let start = start.max(body.form.floor_char_boundary(at.saturating_sub(NEAR)));
        let text = body.slice(start, at);
        if let Some(full) = in_full(text, name) {
            mention.source = Some(full.to_owned());
            mention.kind = SourceKind::Person;
            mention.confidence = mention.confidence.max(0.8);
        }
    }
}

/// The full name in `text` that ends with `surname`, where there is one and no other.
fn in_full<'t>(text: &'t str, surname: &str) -> Option<&'t str> {
    let mut full: Option<&str> = None;
    for at in memmem::find_iter(text.as_bytes(), surname).take(LOOKS) {
        let end = at + surname.len();
        let whole = text.get(..at).is_some_and(|before| before.ends_with(' '))
            && !text
                .get(end..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let Some((from, to)) = text.get(..end).filter(|_| whole).and_then(name_before) else {
            continue;
        };
        // Tom Okafor and Ann Hill: the run goes over `and`.
        let run = text.get(from..to)?.rsplit(" and ").next()?;
        let name = run.get(behind_office(run).unwrap_or(0)..)?;
        let words = name.split(' ').count();
        let plain = (2..=NAME_WORDS).contains(&words) && !name.split(' ').any(|word| INSIDE.contains(&word));
        if !plain {
            continue;
        }
        if full.is_some_and(|known| known != name) {
            return None;
        }
        full = Some(name);
    }
    full
}

#[cfg(test)]
mod tests {
    use super::{behind_office, in_full};

    #[test]
    fn offices_stand_before_names() {
        for (run, name) in [
            ("Public Works Director Elena Marsh", Some("Elena Marsh")),
            ("Mayor Gray", Some("Gray")),
            ("Attorney General Mary Ann Hill", Some("Mary Ann Hill")),
            ("Council President Ann Hill", Some("Ann Hill")),
            ("Public Works Director", None),
            ("Minister of Ports Jan Smit", None),
            ("General Harbour Works", None),
            ("Jan Smit", None),
        ] {
            assert_eq!(behind_office(run).and_then(|at| run.get(at..)), name, "{run}");
        }
    }

    #[test]
    fn a_surname_stands_for_the_full_name() {
        let text = "Mayor Rita Gomez vetoed the plan. Although Gomez lost, Tom Okafor and Ann Hill cheered. Bill Hill left. ";
        assert_eq!(in_full(text, "Gomez"), Some("Rita Gomez"));
        assert_eq!(in_full(text, "Okafor"), Some("Tom Okafor"));
        assert_eq!(in_full(text, "Hill"), None, "two people bear it");
        assert_eq!(in_full(text, "Marsh"), None);
    }
}

//! Credits as English pages print them: `By A and B, Outlet`, `Source: X | Editor: y`, `(Reporting by A; Editing by B)`,
//! `X contributed to this report.`, `(With files from X | Y)`. A line goes in; out come its pieces when nothing else
//! stands on it.
//!
//! The pieces of a line are divided by `|` or `;`, each with a label of its own. Where agencies are credited behind the
//! text, it is for a part of it: that is a closing credit, not the origin.

use crate::document::{BlockKind, PartKind, Span};

use super::draft::{Draft, Named};

/// Labels, what they name and the block that they make; longer ones first where one begins another.
const LABELS: &[(&str, PartKind, BlockKind)] = &[
    ("Additional reporting by ", PartKind::Person, BlockKind::Byline),
    ("Reporting by ", PartKind::Person, BlockKind::Byline),
    ("Written by ", PartKind::Person, BlockKind::Byline),
    ("Writing by ", PartKind::Person, BlockKind::Byline),
    ("By ", PartKind::Person, BlockKind::Byline),
    ("Editing by ", PartKind::Person, BlockKind::EditorLine),
    ("Edited by ", PartKind::Person, BlockKind::EditorLine),
    ("Editor: ", PartKind::Person, BlockKind::EditorLine),
    ("Editors: ", PartKind::Person, BlockKind::EditorLine),
    ("Source: ", PartKind::Source, BlockKind::SourceLine),
    ("With files from ", PartKind::Source, BlockKind::SourceLine),
    ("With reporting from ", PartKind::Source, BlockKind::SourceLine),
];

/// What agencies did whose texts were used in part.
const CONTRIBUTED: [&str; 2] = ["contributed to this report", "contributed reporting"];

/// The longest line in bytes that is read; sentences are longer.
const LONGEST: usize = 160;

/// Adds the pieces of a line; false when it is no line of credits.
pub(super) fn cut(text: &str, line: Span, drafts: &mut Vec<Draft>) -> bool {
    let slice = line.of(text);
    if slice.len() > LONGEST || !slice.starts_with(|first: char| first.is_ascii_uppercase() || first == '(') {
        return false;
    }
    match contributed(text, line)
        .map(|draft| vec![draft])
        .or_else(|| labelled(text, line))
    {
        Some(found) => {
            drafts.extend(found);
            true
        }
        None => false,
    }
}

/// `The Associated Press contributed to this report.`, `CNN's Mary Gray contributed to this report.`
fn contributed(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let (at, cue) = CONTRIBUTED
        .iter()
        .find_map(|cue| Some((slice.find(cue)?, cue.len())))?;
    let rest = slice.get(at + cue..)?;
    let who = slice.get(..at)?;
    let open = who.len() - who.trim_start_matches('(').len();
    let who = who.get(open..)?.trim_end();
    if rest.trim_matches(['.', ')', ' ']).len() > 1 || !plain_name(who, 8) {
        return None;
    }
    // The paper before the possessive lent its reporter.
    let name = who.split("'s ").next()?.split("’s ").next()?;
    let base = line.start as usize;
    let named = vec![
        Named {
            kind: PartKind::Source,
            span: Span::new(base + open, base + open + name.len()),
        },
        Named {
            kind: PartKind::Label,
            span: Span::new(base + at, base + at + cue),
        },
    ];
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// Pieces with labels, the whole line or in parentheses.
fn labelled(text: &str, line: Span) -> Option<Vec<Draft>> {
    let slice = line.of(text);
    let inner = match slice.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')').or_else(|| rest.strip_suffix(").")),
        None => Some(slice),
    }?;
    let wrapped = inner.len() < slice.len();
    let base = line.start as usize + usize::from(wrapped);
    let mut found: Vec<(BlockKind, usize, Vec<Named>)> = Vec::new();
    let mut at = 0;
    for piece in inner.split_inclusive(['|', ';']) {
        let start = at + (piece.len() - piece.trim_start().len());
        at += piece.len();
        let words = piece.trim_end_matches(['|', ';', ' ', '.']).trim_start();
        let label = LABELS.iter().find(|(label, ..)| words.starts_with(label));
        match (label, found.last_mut()) {
            (Some((label, part, kind)), _) => {
                let value = words.get(label.len()..)?;
                let names = values(value, *part, *kind)?;
                let from = base + start;
                let mut named = vec![Named {
                    kind: PartKind::Label,
                    span: Span::new(from, from + label.trim_end_matches([' ', ':']).len()),
                }];
                named.extend(names.into_iter().map(|(kind, place)| Named {
                    kind,
                    span: Span::new(from + label.len() + place.0, from + label.len() + place.1),
                }));
                found.push((*kind, from, named));
            }
            // With files from X | Y: another name for the label before.
            (None, Some((BlockKind::SourceLine, _, named))) if plain_name(words, 6) => {
                let from = base + start;
                named.push(Named {
                    kind: PartKind::Source,
                    span: Span::new(from, from + words.len()),
                });
            }
            _ => return None,
        }
    }
    // Every byte of the line belongs to one of its pieces.
    let starts: Vec<usize> = found.iter().map(|(_, from, _)| *from).collect();
    let drafts = found.into_iter().enumerate().map(|(index, (kind, from, named))| {
        let from = if index == 0 { line.start as usize } else { from };
        let end = starts.get(index + 1).copied().unwrap_or(line.end as usize);
        let piece = text.get(from..end).unwrap_or("").trim_end();
        Draft::with(text, kind, Span::new(from, from + piece.len()), named)
    });
    let drafts: Vec<Draft> = drafts.collect();
    (!drafts.is_empty()).then_some(drafts)
}

/// The names of a value with their places in it: people divided by `and` and commas, with the outlet behind them; or one source.
fn values(value: &str, part: PartKind, kind: BlockKind) -> Option<Vec<(PartKind, (usize, usize))>> {
    if part == PartKind::Source {
        return plain_name(value, 6).then(|| vec![(PartKind::Source, (0, value.len()))]);
    }
    let mut found = Vec::new();
    let mut at = 0;
    for piece in value
        .split_inclusive([',', '&'])
        .flat_map(|piece| piece.split_inclusive(" and "))
    {
        let name = piece.trim_end_matches([',', '&', ' ']);
        let name = name.strip_suffix(" and").unwrap_or(name);
        let start = at + (name.len() - name.trim_start().len());
        at += piece.len();
        let name = name.trim();
        if name.is_empty() {
            continue;
        }
        let place = (start, start + name.len());
        // By A, Staff Writer; By A, Associated Press Writer: what A does, and for whom.
        if !found.is_empty()
            && let Some(house) = before_role(name)
        {
            if !house.is_empty() {
                found.push((PartKind::Agency, (start, start + house.len())));
            }
            continue;
        }
        let pen_name = kind == BlockKind::EditorLine && !name.contains(' ') && name.len() <= 20;
        if person(name) || pen_name {
            found.push((PartKind::Person, place));
        } else if !found.is_empty() && plain_name(name, 5) {
            found.push((PartKind::Agency, place));
        } else {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// What stands before the word for what a reporter does: the house, a desk, or nothing. `None` when there is no such word.
fn before_role(name: &str) -> Option<&str> {
    const ROLES: [&str; 10] = [
        "Writer",
        "Reporter",
        "Correspondent",
        "Editor",
        "Contributor",
        "Columnist",
        "Producer",
        "Photographer",
        "Intern",
        "Staff",
    ];
    const RANKS: [&str; 9] = [
        "Staff",
        "Senior",
        "Chief",
        "Special",
        "Contributing",
        "Freelance",
        "Associate",
        "Political",
        "Business",
    ];
    let role = |word: &str| {
        ROLES
            .iter()
            .any(|role| word.eq_ignore_ascii_case(role) || *role == word.trim_end_matches('s'))
    };
    let (mut house, last) = name.rsplit_once(' ').unwrap_or(("", name));
    if !role(last) {
        return None;
    }
    while let (head, last) = house.rsplit_once(' ').unwrap_or(("", house))
        && RANKS.iter().any(|rank| last.eq_ignore_ascii_case(rank))
    {
        house = head;
    }
    Some(house)
}

/// True for a personal name: two to four capitalised words of letters, none of them an article.
fn person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let particle = |word: &str| {
        matches!(
            word,
            "de" | "van" | "von" | "bin" | "al" | "da" | "di" | "la" | "del"
        )
    };
    (2..=4).contains(&words.len())
        && !words
            .first()
            .is_some_and(|first| matches!(*first, "The" | "A" | "An"))
        && words.iter().all(|word| {
            let letters = word
                .chars()
                .all(|next| next.is_alphabetic() || matches!(next, '-' | '\'' | '’' | '.'));
            letters && (word.starts_with(char::is_uppercase) || particle(word))
        })
        && !words.last().is_some_and(|last| {
            matches!(
                *last,
                "News"
                    | "Times"
                    | "Post"
                    | "Daily"
                    | "Weekly"
                    | "Press"
                    | "Herald"
                    | "Tribune"
                    | "Gazette"
                    | "Chronicle"
                    | "Globe"
                    | "Observer"
                    | "Telegraph"
                    | "Courier"
                    | "Inquirer"
                    | "Examiner"
                    | "Sentinel"
                    | "Journal"
                    | "Magazine"
                    | "Radio"
                    | "Agency"
                    | "Digital"
                    | "Staff"
                    | "Desk"
            )
        })
}

/// True for a name of at most `most` words that begins with a capital and holds no mark of a sentence.
fn plain_name(name: &str, most: usize) -> bool {
    name.starts_with(|first: char| first.is_uppercase())
        && name.split(' ').count() <= most
        && !name.contains([':', '"', '“', '?', '!', '/'])
        && !name.contains(". ")
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::document::Span;

    fn parts(line: &str) -> Vec<String> {
        let mut drafts = Vec::new();
        cut(line, Span::new(0, line.len()), &mut drafts);
        let mut shown = Vec::new();
        for draft in &drafts {
            for named in &draft.named {
                shown.push(format!(
                    "{} {} {}",
                    draft.kind.name(),
                    named.kind.name(),
                    named.span.of(line)
                ));
            }
        }
        shown
    }

    #[test]
    fn pieces_of_a_line() {
        assert_eq!(
            parts("Source: Port Weekly | Editor: meili"),
            [
                "source_line label Source",
                "source_line source Port Weekly",
                "editor_line label Editor",
                "editor_line person meili",
            ]
        );
        assert_eq!(
            parts("(Reporting by Jan Smit and Mary Gray; Editing by Ann Hill)"),
            [
                "byline label Reporting by",
                "byline person Jan Smit",
                "byline person Mary Gray",
                "editor_line label Editing by",
                "editor_line person Ann Hill",
            ]
        );
        assert_eq!(
            parts("By Joan Hill, The Lake Herald"),
            [
                "byline label By",
                "byline person Joan Hill",
                "byline agency The Lake Herald"
            ]
        );
        assert_eq!(
            parts("(With files from Lake News | Port Weekly)"),
            [
                "source_line label With files from",
                "source_line source Lake News",
                "source_line source Port Weekly",
            ]
        );
        assert_eq!(
            parts("Lake News's Mary Gray contributed to this report."),
            [
                "source_line source Lake News",
                "source_line label contributed to this report"
            ]
        );
    }

    #[test]
    fn what_a_reporter_does_is_no_person() {
        let person = "byline person Joan Hill";
        assert_eq!(parts("By Joan Hill, Staff Writer"), ["byline label By", person]);
        assert_eq!(
            parts("By Joan Hill, Senior Political Correspondent")
                .last()
                .map(String::as_str),
            Some(person)
        );
        assert_eq!(
            parts("By JOAN HILL, Associated Press Writer"),
            [
                "byline label By",
                "byline person JOAN HILL",
                "byline agency Associated Press"
            ]
        );
        assert_eq!(
            parts("By Joan Hill, Lakeside Tribune"),
            ["byline label By", person, "byline agency Lakeside Tribune"]
        );
    }

    #[test]
    fn sentences_are_no_credits() {
        for line in [
            "By noon the harbour was empty and the boats were gone",
            "Source: the river, which rises behind the mill.",
            "Reporting by phone was slow.",
            "The board contributed to this report, and it was late.",
            "By Monday, The Lake Herald",
        ] {
            assert!(parts(line).is_empty(), "{line}");
        }
    }
}

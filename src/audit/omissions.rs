//! counter-statement-omitted: a sentence of contrast that stood behind a carried one was left out.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::{Page, sentence_around};
use super::pair::Pair;
use crate::document::{EditKind, Finding, Rule, Severity, Span};

/// Words that open a sentence which takes back some of the one before it.
const CONTRAST: [&str; 24] = [
    "但是",
    "但",
    "不过",
    "然而",
    "可是",
    "只是",
    "却",
    "尽管如此",
    "与此相反",
    "相反",
    "遗憾的是",
    "问题是",
    "But ",
    "However",
    "But, ",
    "Yet ",
    "Yet, ",
    "Nevertheless",
    "Still, ",
    "Even so",
    "Nonetheless",
    "That said",
    "On the other hand",
    "Despite ",
];
/// Characters from which a sentence says something.
const LEAST: usize = 10;
/// Bytes of the end of a sentence that can be changed words: 12 Han characters.
const LAST_WORDS: usize = 36;
/// Share of a sentence's pairs of signs from which it is said elsewhere on the page.
const SAID: f64 = 0.6;

/// Share of a sentence's pairs of signs below which other words opposite to it are another sentence, and not that one told anew.
const ANOTHER: f64 = 0.3;

/// Findings for the contrasts that a pair lost.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    let own = page.is_of_one_house_with(pair.from);
    if !pair.is_certain() || own {
        return Vec::new();
    }
    let mut lost: Vec<(Span, Span)> = Vec::new();
    for shared in pair.shared.iter().filter(|shared| !shared.of_quotes) {
        for change in &shared.changes {
            let left_out = matches!(
                change.edit.kind,
                EditKind::Omission
                    | EditKind::Quotation
                    | EditKind::Wording
                    | EditKind::Negation
                    | EditKind::Attribution
            ) && change.before.chars().count() >= LEAST
                && change.now.chars().count() * 3 < change.before.chars().count();
            // The alignment puts what follows in the copy opposite to what it lacks.
            let replaced = change.edit.kind == EditKind::Wording
                && opens_with_contrast(change.before)
                && !opens_with_contrast(change.now)
                && Bigrams::of(change.now).hold(change.before) < ANOTHER;
            if (left_out || replaced) && pair.is_of_the_copy(change) {
                let contrasts = contrasts_in(pair.from.text(), change.there);
                lost.extend(contrasts.map(|there| (change.here, there)));
            }
        }
        // The sentence right behind the passage.
        if let Some(there) = contrast_behind(pair.from, shared.there) {
            let end = Span {
                start: shared.here.end,
                end: shared.here.end,
            };
            lost.push((end, there));
        }
    }
    lost.sort_by_key(|(_, there)| *there);
    lost.dedup_by_key(|(_, there)| *there);
    if lost.is_empty() {
        return Vec::new();
    }
    let held = Bigrams::of(page.text());
    let found = lost.into_iter().filter_map(|(here, there)| {
        let words = there.of(pair.from.text());
        let carried = pair.shared.iter().any(|shared| {
            2 * shared.there.overlap(there) >= there.len()
                && !shared
                    .changes
                    .iter()
                    .any(|change| 2 * change.there.overlap(there) >= there.len())
        });
        if carried || held.hold(words) >= SAID || plain(words).chars().count() < LEAST {
            return None;
        }
        let message = format!("left out here: {words}");
        let draft = Draft::new(Rule::CounterStatementOmitted, page, page.sentence(here), message)
            .beside(pair.from, there)
            .confidence(0.8)
            .exhibit("the sentence that is missing", "", words);
        // A digest leaves out most of what it tells; that it left out this as well is worth knowing and no more.
        let draft = if pair.is_reprint() || 3 * pair.carried() >= body_bytes(pair.from) {
            draft
        } else {
            draft.severity(Severity::Minor)
        };
        draft.finish()
    });
    found.collect()
}

fn body_bytes(page: Page<'_>) -> usize {
    page.paragraphs().map(Span::len).sum()
}

fn opens_with_contrast(words: &str) -> bool {
    let words = words.trim_start_matches(|character: char| {
        character.is_whitespace() || "，,、；;。“‘「『\"".contains(character)
    });
    CONTRAST.iter().any(|word| words.starts_with(word))
}

/// The sentences of contrast that begin inside `span`.
fn contrasts_in(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    std::iter::from_fn(move || {
        while at < span.end {
            let sentence = sentence_around(
                text,
                Span {
                    start: at,
                    end: next_character(text, at),
                },
            );
            let inside = sentence.start.max(span.start);
            at = sentence.end.max(at + 1);
            let words = Span {
                start: inside,
                end: sentence.end,
            }
            .of(text);
            if opens_with_contrast(words) || opens_with_contrast(sentence.of(text)) {
                return Some(sentence);
            }
        }
        None
    })
}

fn next_character(text: &str, at: u32) -> u32 {
    let length = text.get(at as usize..).and_then(|rest| rest.chars().next());
    at + length.map_or(1, char::len_utf8) as u32
}

/// The sentence behind `span` in the body, if it opens with a contrast.
fn contrast_behind(page: Page<'_>, span: Span) -> Option<Span> {
    let text = page.text();
    let rest = text.get(span.end as usize..)?;
    // The passage may end before the mark of its last sentence.
    let rest = rest.trim_start_matches(|character: char| {
        character.is_whitespace() || "。！？；.!?;”’\"'」』）)，, ".contains(character)
    });
    let start = (text.len() - rest.len()) as u32;
    contrast_at(page, start).or_else(|| {
        // The passage ends before the last words of its sentence, which were changed.
        let sentence = sentence_at(page, start)?;
        let left = Span {
            start,
            end: sentence.end,
        };
        let behind = text.get(sentence.end as usize..)?;
        let next = behind.len() - behind.trim_start().len();
        (left.len() <= LAST_WORDS && sentence.start < start)
            .then(|| contrast_at(page, sentence.end + next as u32))
            .flatten()
    })
}

fn sentence_at(page: Page<'_>, start: u32) -> Option<Span> {
    let text = page.text();
    (start < text.len() as u32).then(|| {
        sentence_around(
            text,
            Span {
                start,
                end: next_character(text, start),
            },
        )
    })
}

/// The sentence that begins at `start`, if it opens with a contrast.
fn contrast_at(page: Page<'_>, start: u32) -> Option<Span> {
    let text = page.text();
    let sentence = sentence_around(
        text,
        Span {
            start,
            end: next_character(text, start),
        },
    );
    let words = Span {
        start,
        end: sentence.end,
    };
    let in_body = page.paragraphs().any(|paragraph| paragraph.contains(words));
    (in_body && !words.is_empty() && opens_with_contrast(words.of(text))).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::opens_with_contrast;

    #[test]
    fn issue_6_a_contrast_is_told_by_its_first_word() {
        for sentence in [
            "Yet, the ferry did not run on Monday.",
            "Yet the ferry did not run.",
            "“但渡口没有停航。",
            "不过，桥没有修好。",
        ] {
            assert!(opens_with_contrast(sentence), "{sentence}");
        }
        for sentence in [
            "Yetholm lies on the river.",
            "Butter was sold at the ferry.",
            "桥修好了，但没有通车。",
        ] {
            assert!(!opens_with_contrast(sentence), "{sentence}");
        }
    }
}

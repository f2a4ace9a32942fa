//! speaker-changed: the same words in somebody else's mouth, quoted or reported.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::{Page, credit_name, name_span};
use super::pair::{Changed, Pair};
use super::persons::{is_described, may_be_one};
use crate::document::{Claim, ClaimKind, Finding, Quote, Rule, SourceKind, Span};

/// The same words in somebody else's mouth.
pub fn of_quote(page: Page<'_>, pair: &Pair<'_>, now: &Quote, before: &Quote) -> Option<Finding> {
    let (who, earlier) = (now.speaker.as_deref()?, before.speaker.as_deref()?);
    let texts = [page.text(), pair.from.text()];
    if may_be_one(who, earlier, &texts) {
        return None;
    }
    // An outlet reports what others say: where its name was read before the words, it is not their speaker.
    if is_outlet(page, who) || is_outlet(pair.from, earlier) {
        return None;
    }
    // One name written by a surname or an office alone stays one person.
    let pairs = Bigrams::of(who);
    if !pairs.is_empty() && Bigrams::of(earlier).hold(who) > 0.5 {
        return None;
    }
    // Where both can have it from a third, one gives the name and the other tells who that is.
    if !pair.is_certain() && (is_described(who) || is_described(earlier)) {
        return None;
    }
    if is_led_in_alike(page, now.span, pair.from, before.span) {
        return None;
    }
    // A name beside the quote that the reading of the page passed over, or saw in the next sentence.
    if is_beside(page, now.span, earlier) || is_beside(pair.from, before.span, who) {
        return None;
    }
    let (words, before_words) = (now.span.of(page.text()), before.span.of(pair.from.text()));
    let like = Bigrams::of(before_words).likeness(&Bigrams::of(words));
    if like < 0.7 && !plain(before_words).contains(&plain(words)) {
        return None;
    }
    // Two can say the same words, one behind the other: whoever has them here has them there too.
    if quotes_too(pair.from, who, words) || quotes_too(page, earlier, before_words) {
        return None;
    }
    finding(page, pair, (who, now.span), (earlier, before.span))
}

/// True when the page has `name` as that of an outlet.
fn is_outlet(page: Page<'_>, name: &str) -> bool {
    page.claims().any(|claim| {
        matches!(claim.source_kind, SourceKind::Outlet | SourceKind::Agency) && credit_name(claim) == name
    })
}

/// True when the page quotes `words` of `speaker` as well.
fn quotes_too(page: Page<'_>, speaker: &str, words: &str) -> bool {
    let words = plain(words);
    let same = |quote: &Quote| plain(quote.span.of(page.text())) == words;
    page.quotes()
        .any(|quote| quote.speaker.as_deref() == Some(speaker) && same(quote))
}

/// True when one clause leads to the quote on both pages (其父何明表示：): whoever that is, he is the same.
fn is_led_in_alike(page: Page<'_>, now: Span, other: Page<'_>, before: Span) -> bool {
    let lead = |page: Page<'_>, quote: Span| {
        let sentence = page.sentence(quote);
        let ahead = Span {
            start: sentence.start,
            end: quote.start.max(sentence.start),
        };
        let words = ahead.of(page.text());
        let words = words.trim_end_matches(|sign: char| sign.is_whitespace() || "“‘「『\"".contains(sign));
        words.ends_with(['：', ':']).then(|| plain(words))
    };
    let (ours, theirs) = (lead(page, now), lead(other, before));
    ours.is_some_and(|ours| !ours.is_empty() && theirs == Some(ours))
}

/// Characters behind a quote in which its speaker can stand.
const BEHIND: usize = 20;

/// True when `name` stands in the sentence of the quote outside of its marks, or right behind it.
fn is_beside(page: Page<'_>, quote: Span, name: &str) -> bool {
    let sentence = page.sentence(quote);
    let ahead = Span {
        start: sentence.start,
        end: quote.start.max(sentence.start),
    };
    let behind = page.text().get(quote.end as usize..).unwrap_or("");
    let end = behind.char_indices().nth(BEHIND + name.chars().count());
    let behind = end.and_then(|(at, _)| behind.get(..at)).unwrap_or(behind);
    ahead.of(page.text()).contains(name) || behind.contains(name)
}

/// Likeness of two reported statements from which they are one.
const SAME_STATEMENT: f64 = 0.7;

/// Reported words in somebody else's mouth: the name before the verb was exchanged and what it says is the same. `told` are
/// findings that are there already.
pub fn of_reported(page: Page<'_>, pair: &Pair<'_>, told: &[Finding]) -> Vec<Finding> {
    if !pair.is_certain() {
        return Vec::new();
    }
    let told = |sentence: Span| {
        told.iter()
            .any(|finding| finding.rule == Rule::SpeakerChanged && finding.at.span.overlap(sentence) > 0)
    };
    let found = pair
        .from
        .claims()
        .filter(|claim| speaks(claim))
        .filter_map(|before| {
            let name = name_span(pair.from.text(), before.span?, &before.source_name);
            let (at, now, change) =
                pair.shared
                    .iter()
                    .filter(|shared| !shared.of_quotes)
                    .find_map(|shared| {
                        // Only a name that was exchanged by the copy: what others did to it they answer for.
                        let change = shared.changes.iter().find(|change| {
                            pair.is_of_the_copy(change)
                                && change.there.overlap(name) > 0
                                && is_of_a_clause(change)
                        })?;
                        page.claims().filter(|claim| speaks(claim)).find_map(|claim| {
                            let at = name_span(page.text(), claim.span?, &claim.source_name);
                            (at.overlap(change.here) > 0).then_some((at, claim, change))
                        })
                    })?;
            let (who, earlier) = (credit_name(now), credit_name(before));
            let person = [now, before]
                .iter()
                .any(|claim| claim.source_kind == SourceKind::Person);
            if !person || may_be_one(who, earlier, &[page.text(), pair.from.text()]) {
                return None;
            }
            // What is said, without who says it.
            let said = |page: Page<'_>, sentence: Span, name: Span| {
                let rest = |start: u32, end: u32| {
                    Span {
                        start,
                        end: end.max(start),
                    }
                    .of(page.text())
                };
                let (ahead, behind) = (rest(sentence.start, name.start), rest(name.end, sentence.end));
                Bigrams::of(&format!("{ahead}\n{behind}"))
            };
            let sentence = page.sentence(change.here);
            let ours = said(page, sentence, now.span?);
            let theirs = said(pair.from, pair.from.sentence(change.there), before.span?);
            if told(sentence) || ours.likeness(&theirs) < SAME_STATEMENT {
                return None;
            }
            finding(page, pair, (who, at), (earlier, name))
        });
    found.collect()
}

/// True when no sentence ends in what was exchanged: where whole sentences stand for others the names in them are of other statements.
fn is_of_a_clause(change: &Changed<'_>) -> bool {
    let ends = |words: &str| words.contains(['。', '！', '？', '\n']);
    !ends(change.now) && !ends(change.before)
}

/// True for a claim in the text that names who says something.
fn speaks(claim: &Claim) -> bool {
    claim.kind == ClaimKind::InText
        && matches!(
            claim.source_kind,
            SourceKind::Person | SourceKind::Government | SourceKind::Unlisted
        )
        && !credit_name(claim).is_empty()
}

fn finding(page: Page<'_>, pair: &Pair<'_>, now: (&str, Span), before: (&str, Span)) -> Option<Finding> {
    let ((who, at), (earlier, there)) = (now, before);
    let message = format!(
        "{earlier} said it in the text of {}, here it is {who}",
        pair.from.name()
    );
    Draft::new(Rule::SpeakerChanged, page, at, message)
        .beside(pair.from, there)
        .sure(pair.is_certain())
        .exhibit("the speaker on both sides", who, earlier)
        .finish()
}

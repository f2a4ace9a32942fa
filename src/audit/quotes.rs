//! quote-altered, quote-truncated, quote-marks-added, quote-marks-removed, speaker-changed: what became of quoted words
//! on the way.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use super::pair::{Changed, Pair, Shared};
use crate::document::{ClaimKind, EditKind, Finding, Quote, QuoteKind, Rule, Severity, SourceKind, Span};

/// Characters up to which quoted words are a term: what is quoted of them is the marks.
const TERM_CHARS: usize = 6;
/// Characters from which quoted words without a speaker are more than a name.
const SPOKEN_CHARS: usize = 12;
/// Likeness from which two quotes are one quote with changed words.
const SAME_QUOTE: f64 = 0.45;
/// Quotes from which a page that has none of them has lost its marks altogether.
const ALL_LOST: usize = 3;

/// Findings for the quotes of a pair.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    let own = !page.publisher().is_empty() && page.publisher() == pair.from.publisher();
    if !pair.is_linked() || pair.has_common_source() || own {
        return Vec::new();
    }
    let mut found = words(page, pair);
    if pair.is_certain() {
        found.extend(marks(page, pair));
    }
    found
}

/// True for what somebody is quoted with, terms and titles left out.
fn is_said(quote: &Quote) -> bool {
    match quote.kind {
        QuoteKind::Speech | QuoteKind::Unclear => true,
        QuoteKind::Term | QuoteKind::Slogan => quote.speaker.is_some(),
        QuoteKind::HeadlineFragment | QuoteKind::Title => false,
    }
}

/// A quote of the copy beside the one it was carried from.
struct Versions<'a> {
    now: &'a Quote,
    before: &'a Quote,
    shared: &'a Shared<'a>,
}

/// The quotes that both have, one by one.
fn versions<'a>(page: Page<'a>, pair: &'a Pair<'a>) -> Vec<Versions<'a>> {
    let mut found: Vec<Versions<'a>> = Vec::new();
    for shared in &pair.shared {
        let inside = |quote: &Quote, span: Span| 2 * quote.span.overlap(span) >= quote.span.len();
        let theirs: Vec<&Quote> = pair
            .from
            .quotes()
            .filter(|quote| quote.level == 0 && is_said(quote) && quote.span.overlap(shared.there) > 0)
            .collect();
        let ours = page
            .quotes()
            .filter(|quote| quote.level == 0 && !quote.mismatched && inside(quote, shared.here));
        for now in ours {
            if found.iter().any(|earlier| earlier.now.span == now.span) {
                continue;
            }
            // The quote that stands at the same place of the passage.
            let same_place = theirs.iter().filter_map(|before| {
                let at = shared.across_span(before.span)?;
                let overlap = at.overlap(now.span);
                (overlap > 0).then_some((overlap, *before))
            });
            if let Some((_, before)) = same_place.max_by_key(|(overlap, _)| *overlap) {
                found.push(Versions { now, before, shared });
            }
        }
    }
    found
}

fn words<'a>(page: Page<'a>, pair: &'a Pair<'a>) -> Vec<Finding> {
    let mut found = Vec::new();
    let certain = pair.is_certain();
    for Versions { now, before, shared } in versions(page, pair) {
        let (words, earlier) = (now.span.of(page.text()), before.span.of(pair.from.text()));
        let (plain_now, plain_before) = (plain(words), plain(earlier));
        let said = |quote: &Quote| quote.kind == QuoteKind::Speech || quote.speaker.is_some();
        let long = plain_now.chars().count() >= SPOKEN_CHARS;
        if plain_now.chars().count() < 4 || !(said(now) || said(before) || long) {
            continue;
        }
        if let Some(finding) = speaker(page, pair, now, before, &plain_now, &plain_before) {
            found.push(finding);
        }
        // Where the first holder has the words of the copy, the other changed them. Without any edit the quotes differ in
        // nothing that counts (equal values, script, width).
        let touched =
            |change: &&Changed<'_>| touches(change.there, before.span) || touches(change.here, now.span);
        let changes: Vec<&Changed<'_>> = shared.changes.iter().filter(touched).collect();
        let by_the_other = !changes.is_empty() && changes.iter().all(|change| !change.by_the_copy);
        if plain_now == plain_before || by_the_other || changes.is_empty() {
            continue;
        }
        if name_changed_only(&changes) {
            continue;
        }
        let like = Bigrams::of(earlier).likeness(&Bigrams::of(words));
        let part = plain_before.contains(&plain_now);
        let (rule, message) = if part {
            if !is_cut_short(page, words, earlier, &plain_now, &plain_before, &changes) {
                continue;
            }
            let message = format!("the quote is shorter than in the text of {}", pair.from.name());
            (Rule::QuoteTruncated, message)
        } else if like >= SAME_QUOTE {
            let message = format!("quoted words are not those in the text of {}", pair.from.name());
            (Rule::QuoteAltered, message)
        } else {
            continue;
        };
        let mut draft = Draft::new(rule, page, now.span, message)
            .beside(pair.from, before.span)
            .confidence(if certain { 0.85 } else { 0.5 })
            .exhibit("the quote on both sides", words, earlier);
        for change in &changes {
            draft = draft.exhibit("the words that differ", change.now, change.before);
        }
        if !certain {
            draft = draft.severity(Severity::Info);
        } else if changes.iter().all(|change| is_small(change)) {
            draft = draft.severity(Severity::Minor);
        }
        found.extend(draft.finish());
    }
    found
}

/// True for a change of particles and the like, which a transcriber makes without thinking.
fn is_small(change: &Changed<'_>) -> bool {
    const PARTICLES: &str = "的地得了着过是就也都又还个这那们吧呢啊吗嘛呀哦能够在于与和及并而且所以";
    let particle = |character: char| PARTICLES.contains(character) || !character.is_alphanumeric();
    change.now.chars().chain(change.before.chars()).all(particle)
}

fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// True when all that changed is a name, which the copy has otherwise in the whole text.
fn name_changed_only(changes: &[&Changed<'_>]) -> bool {
    changes.iter().all(|change| change.edit.kind == EditKind::Name)
}

/// True when a shorter quote hides that it is one: no ellipsis, and the rest does not stand elsewhere on the page.
fn is_cut_short(
    page: Page<'_>,
    words: &str,
    earlier: &str,
    now: &str,
    before: &str,
    changes: &[&Changed<'_>],
) -> bool {
    let elided = ["…", "...", "……", "。。。"];
    if elided
        .iter()
        .any(|mark| words.contains(mark) && !earlier.contains(mark))
    {
        return false;
    }
    let rest = before.replacen(now, "", 1);
    if rest.chars().count() < 4 {
        return false;
    }
    // A quote that is split by the speaker's name goes on behind it. What is left out is known by the longest change, or,
    // where the passage ends before, by what stands before and behind the words that stayed.
    let held = Bigrams::of(page.text());
    let cut = match earlier.find(words.trim_matches(|sign: char| !sign.is_alphanumeric())) {
        Some(at) => {
            let (ahead, kept) = earlier.split_at(at);
            let behind = kept.get(words.len().min(kept.len())..).unwrap_or("");
            if ahead.len() > behind.len() { ahead } else { behind }
        }
        None => {
            let longest = changes.iter().max_by_key(|change| change.before.len());
            longest.map_or("", |change| change.before)
        }
    };
    let cut = if cut.is_empty() { rest.as_str() } else { cut };
    held.hold(cut) < 0.85
}

/// The same words in somebody else's mouth.
fn speaker(
    page: Page<'_>,
    pair: &Pair<'_>,
    now: &Quote,
    before: &Quote,
    plain_now: &str,
    plain_before: &str,
) -> Option<Finding> {
    let (who, earlier) = (now.speaker.as_deref()?, before.speaker.as_deref()?);
    let (short_who, short_earlier) = (plain(who), plain(earlier));
    let same = short_who.contains(&short_earlier) || short_earlier.contains(&short_who);
    if same || who.is_empty() || earlier.is_empty() {
        return None;
    }
    // One name written by a surname or an office alone stays one person.
    let pairs = Bigrams::of(who);
    if !pairs.is_empty() && Bigrams::of(earlier).hold(who) > 0.5 {
        return None;
    }
    let like = Bigrams::of(before.span.of(pair.from.text())).likeness(&Bigrams::of(now.span.of(page.text())));
    if like < 0.7 && !plain_before.contains(plain_now) {
        return None;
    }
    let message = format!(
        "{earlier} said it in the text of {}, here it is {who}",
        pair.from.name()
    );
    let draft = Draft::new(Rule::SpeakerChanged, page, now.span, message)
        .beside(pair.from, before.span)
        .confidence(if pair.is_certain() { 0.8 } else { 0.5 })
        .exhibit("the speaker on both sides", who, earlier);
    let draft = if pair.is_certain() {
        draft
    } else {
        draft.severity(Severity::Info)
    };
    draft.finish()
}

/// Marks that were put around words or taken away.
fn marks(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    let quotation = |change: &&Changed<'_>| change.edit.kind == EditKind::Quotation && change.by_the_copy;
    let changes: Vec<&Changed<'_>> = pair
        .shared
        .iter()
        .flat_map(|shared| shared.changes.iter().filter(quotation))
        .filter(|change| plain(change.now) == plain(change.before))
        .collect();
    // A page whose scraper dropped all marks says nothing about its writer.
    let carried = pair.from.quotes().filter(|quote| {
        quote.level == 0
            && pair
                .shared
                .iter()
                .any(|shared| quote.span.overlap(shared.there) > 0)
    });
    if page.quotes().next().is_none() && carried.count() >= ALL_LOST {
        return Vec::new();
    }
    let found = changes.into_iter().filter_map(|change| {
        let added = change.now.chars().count() > change.before.chars().count();
        let (holder, span, words) = if added {
            (page, change.here, change.now)
        } else {
            (pair.from, change.there, change.before)
        };
        let quote = holder
            .quotes()
            .find(|quote| quote.span.overlap(span) > 0 && quote.level == 0)?;
        if quote.kind != QuoteKind::Speech && quote.speaker.is_none() {
            return None;
        }
        let name = pair.from.name();
        let draft = if added {
            // Words behind a colon, and the words of a law, a letter or a post, were quoted already.
            if cites(pair.from, change.there) {
                return None;
            }
            let message = format!("words that {name} used without marks stand as a quote");
            Draft::new(Rule::QuoteMarksAdded, page, change.here, message)
        } else {
            let message = format!("words that {name} quotes stand without marks");
            let draft = Draft::new(Rule::QuoteMarksRemoved, page, change.here, message);
            // Somebody is still named for them.
            if plain(words).chars().count() > TERM_CHARS && is_said_by_somebody(page, change.here) {
                draft.severity(Severity::Info)
            } else {
                draft
            }
        };
        draft
            .beside(pair.from, change.there)
            .confidence(0.8)
            .exhibit("the words on both sides", change.now, change.before)
            .finish()
    });
    found.collect()
}

/// True when the words at `span` are cited without marks: behind a colon, or from a document.
fn cites(page: Page<'_>, span: Span) -> bool {
    let before = page.text().get(..span.start as usize).unwrap_or("").trim_end();
    before.ends_with(['：', ':'])
        || page.claims().any(|claim| {
            matches!(
                claim.source_kind,
                SourceKind::Document | SourceKind::Website | SourceKind::Platform
            ) && claim
                .scope
                .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
        })
}

/// True when a claim in the text governs the words.
fn is_said_by_somebody(page: Page<'_>, span: Span) -> bool {
    page.claims().any(|claim| {
        claim.kind == ClaimKind::InText
            && claim
                .scope
                .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
    })
}

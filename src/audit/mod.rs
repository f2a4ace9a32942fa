//! links against claims -> findings.
//!
//! What a page says about its sources is held against what its text shows: the links into it, the passages that they
//! carry with their edits, and the claims on both sides. Each rule says one thing; a wrong accusation is worse than a
//! missed one, so a rule that is in doubt keeps silent or speaks as information.

mod allowances;
mod catalogue;
mod changes;
mod credits;
mod deixis;
mod draft;
mod dropped;
mod headlines;
mod likeness;
mod nobodys;
mod not_held;
mod omissions;
mod own_text;
mod page;
mod pair;
mod persons;
mod quote_marks;
mod quotes;
mod revisions;
mod rings;
mod speakers;
mod times;
mod utterances;

use crate::document::{Facts, Finding};

pub use allowances::{Allowance, Scope};
pub use catalogue::{CATALOGUE, Description, describe};
pub use credits::{Elsewhere, Named};
pub use likeness::{marks_are_alike, title_marks, titles_are_alike};
pub use own_text::name_one_house;
pub use page::{Page, mentions_its_speakers};
pub use pair::{Changed, Pair, Shared};
pub use revisions::finding as revision;
pub use rings::{Rooted, rings};

/// Everything that bears on one article.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The article.
    pub page: Page<'a>,
    /// What it shares text with and may have been carried from, by rank.
    pub pairs: Vec<Pair<'a>>,
    /// The outlets that it names, with what the corpus holds of them.
    pub named: Vec<Named<'a>>,
    /// For each of them of which an article is held the rank of the article that its text goes back to.
    pub roots: Vec<Option<u32>>,
    /// The article that its text goes back to by settled links.
    pub first: Option<Page<'a>>,
    /// The ring of names that it stands in, its own outlet first, and an article of the next.
    pub ring: Option<(Vec<&'a str>, Page<'a>)>,
}

/// What an article's own page shows, whatever other pages say. `voice` is where the outlet that the text is credited to,
/// else the page's own, is at home, and whether it assembles the texts of others: (name, region, assembler).
pub fn own_findings(facts: &Facts, ordinal: u32, voice: Option<(&str, &str, bool)>) -> Vec<Finding> {
    let Some(page) = Page::new(0, facts, ordinal) else {
        return Vec::new();
    };
    let mut found = credits::own_findings(page);
    found.extend(headlines::own_finding(page));
    found.extend(times::impossible_stamp(page));
    if let Some((name, region, assembler)) = voice {
        found.extend(deixis::alone(page, name, region, assembler));
    }
    found
}

/// What is wrong with the credits of an article, and what changed in what it carries. In order of the rules' places.
pub fn findings(case: &Case<'_>) -> Vec<Finding> {
    let page = case.page;
    let mut found = credits::against_sources(page, &case.pairs, &case.named);
    // What names this outlet as its source was not the source, whatever the stamps say.
    let turned = |pair: &Pair<'_>| {
        let own = page.publisher();
        !own.is_empty()
            && pair.from.credits().any(|claim| page::credit_name(claim) == own)
            && !page
                .credits()
                .any(|claim| page::credit_name(claim) == pair.from.publisher())
    };
    for pair in case.pairs.iter().filter(|pair| !turned(pair)) {
        found.extend(changes::findings(page, pair));
        found.extend(quotes::findings(page, pair));
        found.extend(omissions::findings(page, pair));
        found.extend(dropped::findings(page, pair));
        found.extend(credits::missing(page, pair));
        found.extend(credits::middle_hop(page, pair));
        found.extend(headlines::finding(page, pair));
        found.extend(times::order(page, pair));
        found.extend(times::stale_days(page, pair));
        found.extend(deixis::carried(page, pair));
    }
    if let Some(first) = case.first {
        found.extend(quotes::end_to_end(page, &case.pairs, first));
    }
    if let Some((ring, next)) = &case.ring {
        found.extend(rings::circular(page, ring, *next));
    }
    let rooted: Vec<Rooted<'_>> = case
        .named
        .iter()
        .zip(&case.roots)
        .filter_map(|(named, root)| {
            Some(Rooted {
                named,
                root: (*root)?,
            })
        })
        .collect();
    found.extend(rings::dependent(page, &rooted, &case.pairs));
    found
}

/// Sorts findings by place and rule; of two that say the same of one place keeps the one that names the other text, then
/// the more serious, then the surer one.
pub fn settle(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (a.at, a.rule)
            .cmp(&(b.at, b.rule))
            .then(b.other.is_some().cmp(&a.other.is_some()))
            .then(b.severity.cmp(&a.severity))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(a.other.cmp(&b.other))
            .then(a.message.cmp(&b.message))
    });
    findings.dedup_by(|later, earlier| later.rule == earlier.rule && later.at == earlier.at);
}

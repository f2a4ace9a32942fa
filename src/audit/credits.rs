//! attribution-missing, misattributed, passage-not-in-source, source-not-held, void-source, aggregator-as-source: the
//! page's credits against where its text was carried from.

use super::draft::Draft;
use super::likeness::Bigrams;
use super::page::{Page, credit_name, governs, is_declaration, is_void};
use super::pair::Pair;
use crate::document::{Claim, ClaimKind, Finding, PassageKind, Rule, Severity, SourceKind, Span};

/// An outlet that the page names, with what the corpus holds of it.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// Its name.
    pub outlet: &'a str,
    /// An article of it that carries some of the page's text too.
    pub carrier: Option<Page<'a>>,
    /// An article of it on the same matter, by its title or by what it shares, that need not carry any of the text.
    pub report: Option<Page<'a>>,
    /// Kinds of what the page and the carrier share, and where it stands in the page.
    pub shared: Vec<(PassageKind, Span)>,
}

/// Bytes of carried text, 50 Han characters, from which it deserves a credit.
const WORTH_A_CREDIT: usize = 150;
/// Share of a statement's pairs of signs below which an article does not say it.
const NOT_SAID: f64 = 0.4;
/// Bytes of a statement, 25 Han characters, from which its absence is told from a paraphrase.
const STATEMENT: usize = 75;

/// What the page's own lines say, whatever other pages show.
pub fn own_findings(page: Page<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let real = page.credits().any(|claim| {
        is_declaration(claim)
            && claim.source_kind != SourceKind::Aggregator
            && credit_name(claim) != page.publisher()
    });
    if !real && let Some(claim) = page.claims().find(|claim| is_void(claim)) {
        let name = claim.source_name.as_str();
        let message = if name.is_empty() {
            "a source line that names nobody".to_owned()
        } else {
            format!("the source named is nobody: {name}")
        };
        let span = claim.span.or_else(|| page.head());
        found.extend(span.and_then(|span| Draft::new(Rule::VoidSource, page, span, message).finish()));
    }
    let assembler = page.claims().find(|claim| {
        let line = matches!(
            claim.kind,
            ClaimKind::SourceLine | ClaimKind::ClosingCredit | ClaimKind::Meta | ClaimKind::ListingLabel
        );
        let assembled = claim.kind != ClaimKind::ListingLabel || claim.rule == "assembler-label";
        line && assembled && claim.source_kind == SourceKind::Aggregator
    });
    if !real
        && let Some(claim) = assembler
        && (credit_name(claim) != page.publisher() || claim.source_name.contains("综合"))
    {
        let message = format!("{} assembles or carries the texts of others", claim.source_name);
        let span = claim.span.or_else(|| page.head());
        let draft =
            span.map(|span| Draft::new(Rule::AggregatorAsSource, page, span, message).confidence(0.85));
        found.extend(draft.and_then(Draft::finish));
    }
    found
}

/// A text of another outlet without any credit.
pub fn missing(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let (publisher, theirs) = (page.publisher(), pair.from.publisher());
    if publisher.is_empty() || theirs.is_empty() || publisher == theirs {
        return None;
    }
    if !pair.is_resolved() || pair.has_common_source() || page.mentions(theirs) {
        return None;
    }
    // A void line is a finding of its own and names nobody for the whole page.
    if page.claims().any(is_void) {
        return None;
    }
    let uncredited: Vec<&super::pair::Shared<'_>> = pair
        .shared
        .iter()
        .filter(|shared| !shared.of_quotes && !page.names_a_source_for(shared.here))
        .collect();
    let bytes: usize = uncredited.iter().map(|shared| shared.here.len()).sum();
    let longest = uncredited
        .iter()
        .max_by_key(|shared| (shared.here.len(), u32::MAX - shared.here.start))?;
    if bytes < WORTH_A_CREDIT {
        return None;
    }
    let known = pair.is_known_by_more_than_time();
    let message = format!("carries a text of {theirs} and names no source");
    Draft::new(Rule::AttributionMissing, page, longest.here, message)
        .beside(pair.from, longest.there)
        .severity(if known { Severity::Major } else { Severity::Minor })
        .confidence(pair.confidence() * if known { 0.95 } else { 0.85 })
        .exhibit(
            format!("{bytes} bytes of this page stand in the text of {theirs}"),
            "",
            "",
        )
        .finish()
}

/// The credits of a page to outlets, one by one: what is not held, and what is held and says otherwise.
pub fn against_sources(page: Page<'_>, pairs: &[Pair<'_>], named: &[Named<'_>]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for claim in page.credits() {
        let outlet = credit_name(claim);
        if outlet.is_empty() || outlet == page.publisher() || claim.source_kind == SourceKind::Aggregator {
            continue;
        }
        let Some(named) = named.iter().find(|named| named.outlet == outlet) else {
            continue;
        };
        if said.contains(&outlet) && is_declaration(claim) {
            continue;
        }
        said.push(outlet);
        found.extend(match (named.carrier, named.report) {
            (None, None) => not_held(page, claim, pairs),
            _ => contradicted(page, claim, pairs, named),
        });
    }
    found.dedup_by(|later, earlier| later.rule == earlier.rule && later.at == earlier.at);
    // One line for each outlet that is not held.
    let mut seen: Vec<String> = Vec::new();
    found.retain(|finding| {
        finding.rule != Rule::SourceNotHeld || {
            let new = !seen.contains(&finding.message);
            seen.push(finding.message.clone());
            new
        }
    });
    found
}

fn not_held(page: Page<'_>, claim: &Claim, pairs: &[Pair<'_>]) -> Option<Finding> {
    let outlet = credit_name(claim);
    let span = claim.span.or_else(|| page.head())?;
    let message = format!("the text of {outlet} is not in the corpus: the credit cannot be checked");
    let mut draft = Draft::new(Rule::SourceNotHeld, page, span, message).confidence(0.95);
    if let Some(pair) = main_pair(pairs) {
        draft = draft.exhibit(
            format!("the same text stands on a page of {}", pair.from.name()),
            "",
            "",
        );
    }
    draft.finish()
}

/// The article that most of the page was carried from.
fn main_pair<'p, 'a>(pairs: &'p [Pair<'a>]) -> Option<&'p Pair<'a>> {
    let resolved = pairs
        .iter()
        .filter(|pair| pair.is_resolved() && !pair.has_common_source());
    resolved.max_by_key(|pair| (pair.carried(), u32::MAX - pair.from.rank))
}

/// The named outlet's text is held: does the page's text stand there?
fn contradicted(page: Page<'_>, claim: &Claim, pairs: &[Pair<'_>], named: &Named<'_>) -> Option<Finding> {
    let held = named.carrier.or(named.report)?;
    let outlet = named.outlet;
    let carried_by_named = |span: Span| {
        let bytes: usize = named.shared.iter().map(|(_, shared)| shared.overlap(span)).sum();
        2 * bytes >= span.len()
    };
    // What the claim governs and another outlet's text holds, while the named one's does not.
    let elsewhere = pairs
        .iter()
        .filter(|pair| {
            let theirs = pair.from.publisher();
            pair.is_resolved() && !theirs.is_empty() && theirs != outlet && theirs != page.publisher()
        })
        .flat_map(|pair| pair.shared.iter().map(move |shared| (pair, shared)))
        .filter(|(_, shared)| {
            !shared.of_quotes
                && shared.here.len() >= STATEMENT
                && governs(claim, shared.here)
                && !carried_by_named(shared.here)
                && !governed_by_another(page, claim, shared.here)
        })
        .max_by_key(|(pair, shared)| (shared.here.len(), u32::MAX - pair.from.rank));
    if let Some((pair, shared)) = elsewhere {
        // The page's outlet of this text is itself named somewhere: then the credit is a middle hop or one of several.
        if page.mentions(pair.from.publisher()) {
            return None;
        }
        let words = shared.here.of(page.text());
        if Bigrams::of(held.text()).hold(words) >= 0.75 {
            return None;
        }
        let body: usize = page.paragraphs().map(Span::len).sum();
        let all = is_declaration(claim) && 2 * pair.carried() >= body && named.carrier.is_none();
        let (rule, message) = if all {
            let message = format!(
                "named is {outlet}, whose own text is held and reads differently; this is the text of {}",
                pair.from.name()
            );
            (Rule::Misattributed, message)
        } else {
            let message = format!(
                "named is {outlet}, whose text does not contain this; it stands in that of {}",
                pair.from.name()
            );
            (Rule::PassageNotInSource, message)
        };
        let (other, there) = if all {
            (pair.from, shared.there)
        } else {
            (held, held.head()?)
        };
        let cue = claim.span.map_or("", |span| span.of(page.text()));
        return Draft::new(rule, page, shared.here, message)
            .beside(other, there)
            .confidence(0.75)
            .exhibit("the credit", cue, "")
            .exhibit("where the text stands", "", shared.there.of(pair.from.text()))
            .finish();
    }
    // A statement put into the named outlet's mouth that its article does not make.
    let scope = claim.scope.filter(|_| claim.kind == ClaimKind::InText)?;
    let sentence = claim.span.map(|span| page.sentence(span))?;
    let statement = Span {
        start: scope.start.max(sentence.start),
        end: scope.end.min(sentence.end),
    };
    if statement.start >= statement.end || statement.len() < STATEMENT {
        return None;
    }
    let words = statement.of(page.text());
    if carried_by_named(statement) || Bigrams::of(held.text()).hold(words) >= NOT_SAID {
        return None;
    }
    let message = format!("{outlet} is named for this, and its article does not say it");
    Draft::new(Rule::PassageNotInSource, page, statement, message)
        .beside(held, held.head()?)
        .confidence(0.6)
        .exhibit(
            "the credit",
            claim.span.map_or("", |span| span.of(page.text())),
            "",
        )
        .finish()
}

/// True when a claim in the text names somebody else for the larger part of `span`.
fn governed_by_another(page: Page<'_>, claim: &Claim, span: Span) -> bool {
    page.credits().any(|other| {
        !is_declaration(other) && credit_name(other) != credit_name(claim) && governs(other, span)
    })
}

/// The outlet that the page names carried the text itself, and says from whom.
pub fn middle_hop(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let theirs = pair.from.publisher();
    if theirs.is_empty() || theirs == page.publisher() || !pair.is_resolved() {
        return None;
    }
    let claim = page
        .credits()
        .find(|claim| is_declaration(claim) && credit_name(claim) == theirs)?;
    let shared = pair.shared.iter().max_by_key(|shared| shared.here.len())?;
    let behind = pair.from.credits().find(|behind| {
        is_declaration(behind)
            && governs(behind, shared.there)
            && credit_name(behind) != theirs
            && behind.source_kind != SourceKind::Aggregator
            && matches!(
                behind.kind,
                ClaimKind::SourceLine | ClaimKind::Meta | ClaimKind::ClosingCredit | ClaimKind::Dateline
            )
    })?;
    let origin = credit_name(behind);
    let named_too =
        page.credits().any(|claim| credit_name(claim) == origin) || page.mentions(&behind.source_name);
    if named_too {
        return None;
    }
    let assembler = claim.source_kind == SourceKind::Aggregator;
    let span = claim.span.or_else(|| page.head())?;
    let message = format!("names {theirs}, which had the text from {origin} and says so");
    Draft::new(Rule::AggregatorAsSource, page, span, message)
        .beside(pair.from, behind.span.or_else(|| pair.from.head())?)
        .severity(if assembler {
            Severity::Minor
        } else {
            Severity::Info
        })
        .confidence(0.85)
        .exhibit(
            "the credits on both sides",
            claim.span.map_or("", |span| span.of(page.text())),
            behind.span.map_or("", |span| span.of(pair.from.text())),
        )
        .finish()
}

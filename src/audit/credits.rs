//! attribution-missing, misattributed, passage-not-in-source, void-source, aggregator-as-source: the
//! page's credits against where its text was carried from.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::likeness::Runs;
use super::not_held::{Unheld, findings as findings_of_unheld, is_told, not_held};
use super::own_text::{is_one_house, speaks_as_itself};
use super::page::{Page, Told, credit_name, is_declaration};
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
    /// True where a page that nobody knows to be its own speaks in its name, or in that of its house, and carries some of the page's text.
    pub in_its_name: bool,
    /// True where the page stands under another name of the same house.
    pub of_one_house: bool,
    /// Where nothing of it is held, other pages on which most of what the page has from it stands too, the one that tells most first.
    pub elsewhere: Vec<Elsewhere<'a>>,
    /// Where none of its pages carries the text, articles on the matter that say that they are from it.
    pub told: Vec<Page<'a>>,
}

/// Another page that has the words which a page has from an outlet.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere<'a> {
    /// The other page.
    pub page: Page<'a>,
    /// True where it says that they are from that outlet too.
    pub from_there: bool,
}

/// Bytes of carried text, 50 Han characters, from which it deserves a credit.
const WORTH_A_CREDIT: usize = 150;
/// Share of the runs of a text from which an article has most of them.
const MOSTLY: f64 = 0.75;
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
    // 来源 alone in a line, without a colon, is a heading, and so it is above a list.
    let heading = |claim: &Claim| {
        let words = claim.span.map_or("", |span| span.of(page.text()));
        let bare = !words.is_empty() && !words.contains([':', '：', '|', '丨']);
        claim.source_name.is_empty() && (bare || claim.span.is_some_and(|span| heads_a_list(page, span)))
    };
    let void = page
        .claims()
        .find(|claim| claim.is_void_source() && !heading(claim) && !is_of_a_disclaimer(page, claim));
    if !real && let Some(claim) = void {
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
        let credit = match claim.kind {
            ClaimKind::SourceLine | ClaimKind::ClosingCredit | ClaimKind::Meta => true,
            ClaimKind::ListingLabel => claim.rule == "assembler-label",
            ClaimKind::InText => page.opens_with(claim),
            _ => false,
        };
        // 来源：某门户 作者：何明: its own desk reported.
        let reported = page
            .claims()
            .any(|claim| claim.kind == ClaimKind::Byline && claim.source_kind == SourceKind::Person);
        if reported && claim.kind == ClaimKind::SourceLine && !claim.source_name.contains("综合") {
            return false;
        }
        // A portal's own label names nobody unless it says that the page was put together.
        let other = credit_name(claim) != page.publisher() || claim.source_name.contains("综合");
        credit && other && claim.source_kind == SourceKind::Aggregator
    });
    if !real && let Some(claim) = assembler {
        let message = format!("{} assembles or carries the texts of others", claim.source_name);
        let span = claim.span.or_else(|| page.head());
        let draft =
            span.map(|span| Draft::new(Rule::AggregatorAsSource, page, span, message).confidence(0.85));
        found.extend(draft.and_then(Draft::finish));
    }
    found
}

/// True for 本文援引自互联网，旨在传递更多信息，与本网站无关: a site has the words under whatever it prints, and they say nothing of this text.
fn is_of_a_disclaimer(page: Page<'_>, claim: &Claim) -> bool {
    const FORMULAS: [&str; 7] = [
        "旨在传递",
        "目的在于传递",
        "出于传递",
        "为传播更多",
        "与本网站无关",
        "与本站无关",
        "与本网无关",
    ];
    claim.span.is_some_and(|span| {
        let sentence = page.sentence(span).of(page.text());
        FORMULAS.iter().any(|words| sentence.contains(words))
    })
}

/// Characters of a line of a list of sources: the title of a text, its paper and its author.
const LISTED: usize = 30;

/// True when two short lines follow that are no sentences and no fields of a page (date, author): the sources stand there.
fn heads_a_list(page: Page<'_>, span: Span) -> bool {
    let behind = page.text().get(span.end as usize..).unwrap_or("");
    let mut lines = behind.lines();
    let alone = lines.next().is_some_and(|rest| rest.trim().is_empty());
    let mut lines = lines.map(str::trim).filter(|line| !line.is_empty());
    let listed = |line: Option<&str>| {
        line.is_some_and(|line| {
            line.chars().count() <= LISTED
                && !line.ends_with(['。', '！', '？', '.'])
                && !line.contains(['：', ':', '|'])
                && !line.contains(|sign: char| sign.is_ascii_digit())
        })
    };
    alone && listed(lines.next()) && listed(lines.next())
}

/// A text of another outlet without any credit.
pub fn missing(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let (publisher, theirs) = (page.publisher(), pair.from.publisher());
    if publisher.is_empty() || theirs.is_empty() || pair.of_one_house {
        return None;
    }
    // 文/某报记者某某 below the text, or a source line: the page says whose it is, be it right or wrong.
    let declared = page.article.declared_source.as_deref();
    if declared.is_some_and(|declared| declared != publisher) {
        return None;
    }
    if !pair.is_resolved() || pair.has_common_source() || page.mentions(theirs) {
        return None;
    }
    // Who writes for himself gives his column to several sites, and this page names him too.
    let author = pair.from.article.declared_source.as_deref();
    if author.is_some_and(|author| author != theirs && page.mentions(author)) {
        return None;
    }
    // What is named in parentheses below the text can be meant for its last item or for all of it.
    let closing = page
        .credits()
        .any(|claim| claim.kind == ClaimKind::ClosingCredit && credit_name(claim) != publisher);
    if closing {
        return None;
    }
    // A void line is a finding of its own and names nobody for the whole page.
    if page.claims().any(Claim::is_void_source) {
        return None;
    }
    let uncredited: Vec<&super::pair::Shared<'_>> = pair
        .shared
        .iter()
        // Sentences of one build that say different things are not carried.
        .filter(|shared| 10 * shared.kept() >= 7 * shared.here.len())
        .filter(|shared| !shared.of_quotes && !page.names_a_source_for(shared.here))
        .collect();
    // What another is named for in the middle of a passage is not missing a name.
    let bytes: usize = uncredited
        .iter()
        .map(|shared| shared.kept().saturating_sub(page.credited(shared.here)))
        .sum();
    let longest = uncredited
        .iter()
        .max_by_key(|shared| (shared.here.len(), u32::MAX - shared.here.start))?;
    // What two reports share in parts can be the words of a third.
    let body: usize = page.paragraphs().map(Span::len).sum();
    let theirs_alone = pair.is_certain() || 2 * bytes >= body || takes_a_paragraph(page, pair);
    if bytes < WORTH_A_CREDIT || !theirs_alone {
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

/// What gives words to somebody, in whichever frame.
const SAID: [&str; 12] = [
    "说",
    "称",
    "表示",
    "介绍",
    "指出",
    "据",
    "通告",
    "通报",
    "公告",
    "said",
    "according",
    "told",
];

/// True when a whole paragraph of the page is what a reporter of the other wrote, word for word: nobody whose words both could have is named there.
fn takes_a_paragraph(page: Page<'_>, pair: &Pair<'_>) -> bool {
    let reported = pair
        .from
        .claims()
        .any(|claim| matches!(claim.kind, ClaimKind::Dateline | ClaimKind::Byline));
    let taken = |paragraph: Span| {
        pair.shared.iter().any(|shared| {
            let told_by_another = pair.from.claims().any(|claim| {
                claim.kind == ClaimKind::InText
                    && claim.scope.is_some_and(|scope| scope.overlap(shared.there) > 0)
            });
            let words = shared.there.of(pair.from.text());
            !shared.of_quotes
                && !told_by_another
                && !SAID.iter().any(|verb| words.contains(verb))
                && 20 * shared.here.overlap(paragraph) >= 19 * paragraph.len()
                && 20 * shared.kept() >= 19 * shared.here.len()
        })
    };
    let mut paragraphs = page.paragraphs();
    reported && paragraphs.any(|paragraph| paragraph.len() >= WORTH_A_CREDIT && taken(paragraph))
}

/// The credits of a page to outlets, one by one: what is not held, and what is held and says otherwise.
pub fn against_sources<'a>(page: Page<'a>, pairs: &[Pair<'_>], named: &[Named<'a>]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut unheld: Vec<Unheld<'a>> = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    let mut looks: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in page.credits() {
        let outlet = credit_name(claim);
        if outlet.is_empty()
            || is_one_house(outlet, page.publisher())
            || claim.source_kind == SourceKind::Aggregator
            || claim.is_comment()
        {
            continue;
        }
        let Some(named) = named.iter().find(|named| named.outlet == outlet) else {
            continue;
        };
        if speaks_as_itself(page, outlet) {
            continue;
        }
        if said.contains(&outlet) && is_declaration(claim) {
            continue;
        }
        said.push(outlet);
        // What was written after the page is not what it cites.
        let report = named.report.filter(|report| !is_after(*report, page));
        found.extend(match (named.carrier, report) {
            (None, None) if named.in_its_name || named.of_one_house => None,
            (None, None) => {
                let left = looks.entry(outlet).or_insert(LOOKS);
                let source = (*left > 0).then(|| not_held(page, claim, pairs, named)).flatten();
                // One line for each outlet that is not held.
                *left = if source.is_some() {
                    0
                } else {
                    left.saturating_sub(1)
                };
                unheld.extend(source);
                None
            }
            _ => contradicted(page, claim, pairs, named),
        });
    }
    found.extend(findings_of_unheld(page, unheld));
    found.dedup_by(|later, earlier| later.rule == earlier.rule && later.at == earlier.at);
    found
}

/// Credits of a page to one outlet that are looked at as long as there is nothing to check: a page can cite one a thousand times.
const LOOKS: usize = 12;

/// True when `report` appeared a day and more after `page`.
fn is_after(report: Page<'_>, page: Page<'_>) -> bool {
    let times = report.time().zip(page.time());
    times.is_some_and(|(report, page)| report.epoch_seconds - page.epoch_seconds > 86_400)
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
                && page.governs(claim, shared.here)
                && !carried_by_named(shared.here)
                && !governed_by_another(page, claim, shared.here)
        })
        .max_by_key(|(pair, shared)| (shared.here.len(), u32::MAX - pair.from.rank));
    if let Some((pair, shared)) = elsewhere {
        // The page's outlet of this text is itself named somewhere: then the credit is a middle hop or one of several.
        if page.mentions(pair.from.publisher()) {
            return None;
        }
        // The cue is the page's own, wherever the alignment of both texts begins.
        let words = behind_cue(claim, shared.here).of(page.text());
        if Runs::of(held.text()).hold(words) >= MOSTLY {
            return None;
        }
        let body: usize = page.paragraphs().map(Span::len).sum();
        // The text is another's as a whole; the named outlet has a part of it at most.
        let whole = is_declaration(claim) || page.opens_with(claim);
        let all = whole && 5 * pair.carried() >= 4 * body && !carried_by_named_mostly(page, named);
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
    if claim.kind == ClaimKind::InText {
        // Another report of the outlet can be meant than the one on its own page.
        if is_told(page, claim, &named.told) {
            return None;
        }
        let pair = pairs.iter().find(|pair| pair.from.rank == held.rank);
        return not_said(page, claim, named, held, pair);
    }
    added(page, claim, pairs, named, held)
}

/// What of `span` stands behind the words that name the source, when they stand at its head.
fn behind_cue(claim: &Claim, span: Span) -> Span {
    let cue = claim
        .span
        .filter(|cue| span.contains(*cue) && 2 * (cue.end - span.start) as usize <= span.len());
    cue.map_or(span, |cue| Span {
        start: cue.end,
        ..span
    })
}

/// A statement put into the named outlet's mouth that its article does not make.
fn not_said(
    page: Page<'_>,
    claim: &Claim,
    named: &Named<'_>,
    held: Page<'_>,
    pair: Option<&Pair<'_>>,
) -> Option<Finding> {
    let cue = claim.span?;
    let sentence = page.sentence(cue);
    // Up to the end of the sentence; a quote with its speaker belongs to the cue that leads to it.
    let scope = claim.scope.filter(|scope| !scope.is_empty()).unwrap_or(sentence);
    let statement = Span {
        start: cue.end.max(sentence.start),
        end: scope.end.max(sentence.end),
    };
    if statement.start >= statement.end || statement.len() < STATEMENT {
        return None;
    }
    // Judged sentence by sentence: a cue can lead what the outlet said and what was put behind it. What goes on behind the sentence of the
    // cue is the outlet's only where it has that sentence.
    let carried = |span: Span| {
        let bytes: usize = named.shared.iter().map(|(_, shared)| shared.overlap(span)).sum();
        // A passage goes on over what was put in the place of something else.
        let rewritten = pair.is_some_and(|pair| {
            let reached = pair.shared.iter().map(|shared| shared.here.overlap(span));
            let kept = pair.shared.iter().map(|shared| shared.kept_of(span));
            2 * reached.sum::<usize>() >= span.len() && 2 * kept.sum::<usize>() < span.len()
        });
        2 * bytes >= span.len() && !rewritten
    };
    let paragraph = page.paragraphs().find(|paragraph| paragraph.overlap(cue) > 0);
    let told = Told::on(held);
    let mut led = false;
    let mut added = None;
    for sentence in page.sentences() {
        let piece = Span {
            start: sentence.start.max(statement.start),
            end: sentence.end.min(statement.end),
        };
        if piece.start >= piece.end {
            continue;
        }
        if paragraph.is_some_and(|paragraph| !paragraph.contains(sentence)) {
            continue;
        }
        let first = piece.start == statement.start;
        let words = piece.of(page.text());
        if carried(piece) || told.holds(words) {
            led = true;
        } else if piece.len() >= STATEMENT && (first || led) && !governed_by_another(page, claim, piece) {
            added = Some(piece);
            break;
        } else if first {
            break;
        }
    }
    let piece = added?;
    let quote = page
        .quotes()
        .find(|quote| quote.level == 0 && piece.contains(quote.span) && quote.span.len() >= STATEMENT / 2);
    let message = format!(
        "{} is named for this, and its article does not say it",
        named.outlet
    );
    // Of an article that shares nothing with the page around the credit another one of the outlet can be meant.
    let around = |shared: Span| paragraph.is_some_and(|paragraph| shared.overlap(paragraph) > 0);
    let meant = named.carrier.is_some() && named.shared.iter().any(|(_, shared)| around(*shared));
    let severity = if meant { Severity::Minor } else { Severity::Info };
    Draft::new(Rule::PassageNotInSource, page, piece, message)
        .severity(severity)
        .beside(held, held.head()?)
        .confidence(if quote.is_some() { 0.7 } else { 0.6 })
        .exhibit("the credit", cue.of(page.text()), "")
        .finish()
}

/// A sentence under the source line of a reprint that the source's article does not have. The page's own desk can have added it:
/// worth knowing, no accusation.
fn added(
    page: Page<'_>,
    claim: &Claim,
    pairs: &[Pair<'_>],
    named: &Named<'_>,
    held: Page<'_>,
) -> Option<Finding> {
    let pair = pairs
        .iter()
        .find(|pair| pair.from.rank == held.rank && pair.is_certain() && pair.is_reprint())?;
    let told = Told::on(held);
    let foreign = page.sentences().into_iter().find(|sentence| {
        let carried = named
            .shared
            .iter()
            .any(|(_, shared)| 4 * shared.overlap(*sentence) >= sentence.len());
        let own = page
            .claims()
            .any(|other| other.kind == ClaimKind::InText && is_own_voice(page, other, *sentence));
        sentence.len() >= STATEMENT
            && !carried
            && !own
            && !governed_by_another(page, claim, *sentence)
            && !told.holds(sentence.of(page.text()))
    })?;
    let message = format!(
        "{} is named as the source, and its text does not contain this",
        named.outlet
    );
    Draft::new(Rule::PassageNotInSource, page, foreign, message)
        .beside(
            held,
            pair.shared
                .first()
                .map(|shared| shared.there)
                .or_else(|| held.head())?,
        )
        .severity(Severity::Info)
        .confidence(0.6)
        .exhibit(
            "the credit",
            claim.span.map_or("", |span| span.of(page.text())),
            "",
        )
        .finish()
}

/// True when the page itself speaks in the paragraph: 本网记者了解到.
fn is_own_voice(page: Page<'_>, claim: &Claim, paragraph: Span) -> bool {
    let inside = claim.span.is_some_and(|span| span.overlap(paragraph) > 0);
    inside
        && (claim.source_name.contains("本网")
            || claim.source_name.contains("本站")
            || credit_name(claim) == page.publisher())
}

/// True when the larger part of the page stands in articles of the named outlet.
fn carried_by_named_mostly(page: Page<'_>, named: &Named<'_>) -> bool {
    let paragraphs: Vec<Span> = page.paragraphs().collect();
    let body: usize = paragraphs.iter().copied().map(Span::len).sum();
    let longest = named.shared.iter().map(|(_, shared)| {
        paragraphs
            .iter()
            .map(|paragraph| shared.overlap(*paragraph))
            .sum::<usize>()
    });
    2 * longest.max().unwrap_or(0) >= body
}

/// True when a claim in the text names somebody else for the larger part of `span`.
fn governed_by_another(page: Page<'_>, claim: &Claim, span: Span) -> bool {
    page.credits().any(|other| {
        !is_declaration(other) && credit_name(other) != credit_name(claim) && page.governs(other, span)
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
            && pair.from.governs(behind, shared.there)
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

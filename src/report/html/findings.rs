//! Findings: as cards with both texts and the difference, and the pages that list them, by rule, severity and outlet.

use askama::Template;

use super::address::{Address, FindingsOf};
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::marks::{Piece, of_styled};
use super::sentences::translated;
use super::site::{Site, findings_of_rule, findings_of_severity};
use super::vocabulary;
use crate::document::{Judgement, Rule, Severity};
use crate::error::Result;
use crate::ledger::{Excerpt, FindingView, Page, Quoted};
use crate::report::audit::texts;

/// Findings on one page.
pub(super) const ROWS: u32 = 50;
/// Characters of a title.
const TITLE: usize = 80;
/// Characters of the words of an exhibit.
const WORDS: usize = 160;

/// A page that a finding is about.
pub(crate) struct Side {
    pub(crate) outlet: Anchor,
    pub(crate) title: Anchor,
    pub(crate) time: String,
    pub(crate) declared: Option<String>,
    pub(crate) pieces: Vec<Piece>,
}

/// One thing that was seen.
pub(crate) struct Seen {
    pub(crate) note: String,
    pub(crate) here: String,
    pub(crate) there: String,
}

/// What an auditor decided.
pub(crate) struct Decided {
    pub(crate) confirmed: bool,
    pub(crate) note: String,
    pub(crate) by: Option<String>,
    pub(crate) day: String,
}

/// A finding as it is shown.
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) rule: Anchor,
    pub(crate) rule_name: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) severity_word: &'static str,
    pub(crate) confidence: String,
    pub(crate) message: String,
    /// The language of the message.
    pub(crate) message_in: &'static str,
    pub(crate) publisher: String,
    pub(crate) here: Side,
    pub(crate) there: Option<Side>,
    /// True when both have the same words.
    pub(crate) same: bool,
    pub(crate) seen: Vec<Seen>,
    pub(crate) refuted_by: &'static str,
    pub(crate) verdict: Option<Decided>,
}

/// Findings as cards, in their order.
pub(crate) fn cards(frame: &Frame<'_>, findings: Vec<FindingView>) -> Result<Vec<Card>> {
    let quoted = frame.site.store.quoted(&findings)?;
    Ok(quoted.iter().map(|quoted| card(frame, quoted)).collect())
}

fn card(frame: &Frame<'_>, quoted: &Quoted<'_>) -> Card {
    let finding = quoted.finding;
    let language = frame.language();
    let same = quoted
        .there
        .as_ref()
        .is_some_and(|there| !there.text.is_empty() && there.text == quoted.here.text);
    let (here, there) = texts(quoted);
    let here = whole_ends(of_styled(here), &quoted.here);
    let there_pieces = match (&quoted.there, there) {
        (Some(excerpt), Some(there)) if !same => whole_ends(of_styled(there), excerpt),
        _ => Vec::new(),
    };
    let message = translated(&finding.message, language);
    Card {
        id: finding.finding_id.clone(),
        rule: frame.anchor(
            vocabulary::rule(finding.rule, language),
            &findings_of_rule(finding.rule),
        ),
        rule_name: finding.rule.name(),
        severity: finding.severity.name(),
        severity_word: vocabulary::severity(finding.severity, language),
        confidence: format!("{:.2}", finding.confidence),
        message_in: message.1.tag(),
        message: message.0,
        publisher: finding.here.page.publisher.clone().unwrap_or_default(),
        here: side(frame, &finding.here.page, here),
        there: finding
            .there
            .as_ref()
            .map(|there| side(frame, &there.page, there_pieces)),
        same,
        seen: finding
            .evidence
            .iter()
            .map(|exhibit| Seen {
                note: translated(&exhibit.note, language).0,
                here: shortened(&exhibit.here, WORDS),
                there: shortened(&exhibit.there, WORDS),
            })
            .collect(),
        refuted_by: vocabulary::rule_refuted_by(finding.rule, language),
        verdict: finding.verdict.as_ref().map(|verdict| Decided {
            confirmed: verdict.verdict == Judgement::Confirmed,
            note: verdict.note.clone(),
            by: verdict.decided_by.clone(),
            day: verdict.decided_at.get(..10).unwrap_or_default().to_owned(),
        }),
    }
}

/// Where an excerpt is cut, its first or last words differ only because the other one is cut elsewhere.
fn whole_ends(mut pieces: Vec<Piece>, excerpt: &Excerpt) -> Vec<Piece> {
    let plain = |piece: Option<&mut Piece>| {
        if let Some(piece) = piece
            && matches!(piece.style, "added" | "removed")
        {
            piece.style = "plain";
        }
    };
    if excerpt.cut_before {
        plain(pieces.iter_mut().find(|piece| piece.style != "dim"));
    }
    if excerpt.cut_after {
        plain(pieces.iter_mut().rev().find(|piece| piece.style != "dim"));
    }
    pieces
}

fn side(frame: &Frame<'_>, page: &Page, pieces: Vec<Piece>) -> Side {
    let title = page.title.as_deref().map(|title| shortened(title, TITLE));
    Side {
        outlet: match &page.publisher {
            Some(publisher) => frame.outlet(publisher),
            None => Anchor {
                text: shortened(&page.record_id, TITLE),
                href: None,
            },
        },
        title: frame.article(
            title.unwrap_or_else(|| shortened(&page.article_id, TITLE)),
            &page.article_id,
        ),
        time: page
            .published_at
            .as_deref()
            .map(|time| moment(time, ""))
            .unwrap_or_default(),
        declared: page.declared_source.clone(),
        pieces,
    }
}

/// A choice of a list.
struct Choice {
    value: String,
    text: String,
    count: u64,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "findings.html")]
struct Findings<'site> {
    frame: Frame<'site>,
    says: Option<(&'static str, &'static str)>,
    total: u64,
    listed: u64,
    rules: Vec<Choice>,
    severities: Vec<Choice>,
    outlets: Vec<Choice>,
    by_rule: Vec<(Anchor, u64, bool)>,
    by_severity: Vec<(Anchor, u64, bool)>,
    cards: Vec<Card>,
    paging: Paging,
    rejected: u64,
}

pub(super) fn page(site: &Site<'_>, filter: &FindingsOf, sheet: u32) -> Result<Option<String>> {
    let like: Vec<i64> = site
        .digest
        .findings_like(filter.rule, filter.severity, filter.outlet.as_deref())
        .map(|finding| finding.number)
        .collect();
    let total = like.len() as u64;
    let rows = site.sheet_of(sheet, ROWS);
    if sheet > 0 && u64::from(sheet) * u64::from(rows.rows) >= site.listed(total) {
        return Ok(None);
    }
    let at = Address::Findings {
        filter: filter.clone(),
        sheet,
    };
    let language = site.language;
    let mut title = language.say("Findings", "疑点").to_owned();
    let about = [
        filter
            .rule
            .map(|rule| vocabulary::rule(rule, language).to_owned()),
        filter
            .severity
            .map(|severity| vocabulary::severity(severity, language).to_owned()),
        filter.outlet.clone(),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    if !about.is_empty() {
        title = format!(
            "{title}{}{}",
            language.say(": ", "："),
            about.join(language.say(", ", "，"))
        );
    }
    let frame = Frame::new(site, at, title);
    let found = site
        .store
        .findings_numbered(&site.within(rows, rows.of(&like).to_vec()))?;
    let digest = site.digest;
    let count = |rule: Option<Rule>, severity: Option<Severity>| {
        digest.findings_of(rule.map(Rule::name), severity.map(Severity::name))
    };
    let mut by_rule: Vec<(Anchor, u64, bool)> = Vec::new();
    let mut rules = Vec::new();
    for &rule in Rule::ALL {
        let (findings, chosen) = (count(Some(rule), None), filter.rule == Some(rule));
        if findings == 0 && !chosen {
            continue;
        }
        let text = vocabulary::rule(rule, language);
        by_rule.push((frame.anchor(text, &findings_of_rule(rule)), findings, chosen));
        rules.push(Choice {
            value: rule.name().to_owned(),
            text: text.to_owned(),
            count: findings,
            chosen,
        });
    }
    let mut by_severity = Vec::new();
    let mut severities = Vec::new();
    for &severity in Severity::ALL.iter().rev() {
        let (findings, chosen) = (count(None, Some(severity)), filter.severity == Some(severity));
        let text = vocabulary::severity(severity, language);
        by_severity.push((
            frame.anchor(text, &findings_of_severity(severity)),
            findings,
            chosen,
        ));
        severities.push(Choice {
            value: severity.name().to_owned(),
            text: text.to_owned(),
            count: findings,
            chosen,
        });
    }
    let mut outlets: Vec<Choice> = digest
        .outlets
        .iter()
        .filter(|outlet| outlet.findings > 0)
        .map(|outlet| Choice {
            value: outlet.name.clone(),
            text: shortened(&outlet.name, 40),
            count: outlet.findings,
            chosen: filter.outlet.as_deref() == Some(outlet.name.as_str()),
        })
        .collect();
    outlets.sort_by_key(|outlet| std::cmp::Reverse(outlet.count));
    let page = Findings {
        says: filter.rule.map(|rule| {
            (
                vocabulary::rule_says(rule, language),
                vocabulary::rule_refuted_by(rule, language),
            )
        }),
        total,
        listed: site.listed(total),
        rules,
        severities,
        outlets,
        by_rule,
        by_severity,
        cards: cards(&frame, found)?,
        paging: frame.paging(sheet, rows.rows, site.listed(total)),
        rejected: digest.rejected,
        frame,
    };
    filled(&page).map(Some)
}

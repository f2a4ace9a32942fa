//! An article from near: its text as it stands, each passage with its source, the chains and claims in the margin, and what it is
//! to others.

use askama::Template;

use super::address::Address;
use super::body::{Body, Flagged, Note, Sourced, body, palette};
use super::carriers::{CameFrom, came_from};
use super::drawing::Coverage;
use super::figures::{moment, share, shortened};
use super::filled;
use super::findings::{Card, cards};
use super::frame::{Anchor, Frame};
use super::site::Site;
use super::vocabulary;
use crate::error::Result;
use crate::ledger::{ArticleDetails, ClusterView, FindingQuery, LinkView, Sheet, StoredPage};

/// Findings, passages, quotes and takers that a page shows.
const FINDINGS: u32 = 30;
const PASSAGES: usize = 100;
const QUOTES: usize = 100;
const TAKERS: u32 = 30;
/// Characters of a heading.
const TITLE: usize = 160;

/// A source of the text.
struct SourceLine {
    number: usize,
    class: usize,
    name: Anchor,
    ghost: bool,
    resolved: bool,
    characters: u64,
    share: String,
    links: Vec<CameFrom>,
}

/// A passage in a family.
struct PassageLine {
    opening: Anchor,
    kind: String,
    characters: u64,
    carriers: u64,
    first: bool,
}

/// A quote of the article.
struct QuoteLine {
    text: String,
    kind: String,
    speaker: Option<String>,
    cue: String,
    elsewhere: Option<Anchor>,
}

/// The cluster of copies, in words.
struct CopyLine {
    exact: bool,
    representative: bool,
    other: Anchor,
    of_member: String,
}

#[derive(Template)]
#[template(path = "article.html")]
struct Article<'site> {
    frame: Frame<'site>,
    page: StoredPage,
    title: String,
    /// Where the heading is not all of it.
    whole_title: Option<String>,
    publisher: Option<Anchor>,
    time: String,
    details: ArticleDetails,
    same_page: Vec<Anchor>,
    others: Vec<(u32, Anchor)>,
    copy: Option<CopyLine>,
    carried: u64,
    credited: u64,
    characters: u64,
    share: String,
    credited_share: String,
    coverage: Option<Coverage>,
    sources: Vec<SourceLine>,
    body: Body,
    passages: Vec<PassageLine>,
    passages_total: usize,
    quotes: Vec<QuoteLine>,
    quotes_total: usize,
    takers: Vec<(Anchor, String)>,
    takers_total: u64,
    cards: Vec<Card>,
    findings_total: u64,
}

pub(super) fn page(site: &Site<'_>, id: &str) -> Result<Option<String>> {
    let store = site.store;
    let Some(article) = store.article(id)? else {
        return Ok(None);
    };
    let number = article.number;
    let details = store.article_details(number)?;
    let links = store.links_to(number)?;
    let page = store.page(article)?;
    let title = shortened(
        page.article.title.as_deref().unwrap_or(&page.article.article_id),
        TITLE,
    );
    let frame = Frame::new(site, Address::Article { id: id.to_owned() }, title.clone());

    let query = FindingQuery {
        article: Some(number),
        ..FindingQuery::default()
    };
    let findings = store.finding_rows(
        &query,
        Sheet {
            number: 0,
            rows: FINDINGS,
        },
    )?;
    let flagged: Vec<Flagged> = (1..)
        .zip(&findings)
        .map(|(place, finding)| Flagged {
            span: finding.here.span,
            number: place,
            rule: vocabulary::rule(finding.rule, site.language),
            mark: finding.finding_id.clone(),
        })
        .collect();
    let (sourced, mut sources) = sourced(&frame, &links);
    let body = body(&frame, &page, &sourced, &flagged);
    let total: usize = body.coverage.iter().map(|stretch| stretch.1).sum();
    let of = |source: usize| -> u64 {
        let own = body.coverage.iter().filter(|stretch| stretch.0 == source);
        own.map(|stretch| stretch.1 as u64).sum()
    };
    for source in &mut sources {
        source.characters = of(source.number);
        source.share = share(source.characters, total as u64);
    }
    let ghosts: Vec<usize> = sources
        .iter()
        .filter(|source| source.ghost)
        .map(|source| source.number)
        .collect();
    let credited: u64 = ghosts.iter().map(|&ghost| of(ghost)).sum();
    let carried = (total as u64).saturating_sub(of(0)).saturating_sub(credited);
    let name = |text: &str, id: &str| frame.article(shortened(text, 80), id);
    let mut same_page = Vec::new();
    let mut others = Vec::new();
    for other in store.same_page(&page.article)? {
        if let Some(article) = store.article(&other)? {
            let anchor = name(article.title.as_deref().unwrap_or(&other), &other);
            others.push((article.ordinal, anchor.clone()));
            same_page.push(anchor);
        }
    }
    let quotes = quotes(&frame, &page, &details);
    let passages = passages(&frame, &page, &details);
    let takers = store.takers_of(number, TAKERS)?.into_iter().map(|taker| {
        let row = store.article_row(taker)?;
        let words = shortened(row.title.as_deref().unwrap_or(&row.id), 70);
        Ok((frame.article(words, &row.id), row.publisher.unwrap_or_default()))
    });
    let takers = takers.collect::<Result<Vec<_>>>()?;
    let (quotes_total, passages_total) = (quotes.len(), passages.len());
    let whole_title = page
        .article
        .title
        .clone()
        .filter(|whole| whole.chars().count() > TITLE);
    let view = Article {
        title,
        whole_title,
        publisher: page
            .article
            .publisher
            .as_deref()
            .map(|publisher| frame.outlet(publisher)),
        time: page
            .article
            .published_at
            .as_deref()
            .map(|time| moment(time, &details.precision))
            .unwrap_or_default(),
        same_page,
        others,
        copy: store.cluster_of(number)?.map(|cluster| copy(&frame, cluster)),
        carried,
        credited,
        credited_share: share(credited, total as u64),
        characters: total as u64,
        share: share(carried, total as u64),
        coverage: (!sources.is_empty())
            .then(|| {
                let title = site
                    .language
                    .say("Where the text came from, in its order", "文字来源（按行文次序）");
                Coverage::of(&body.coverage, palette, title)
            })
            .flatten(),
        sources,
        passages: passages.into_iter().take(PASSAGES).collect(),
        passages_total,
        quotes: quotes.into_iter().take(QUOTES).collect(),
        quotes_total,
        takers,
        takers_total: store.receivers_of(number)?,
        cards: cards(&frame, findings)?,
        findings_total: store.finding_count(&query)?,
        details,
        body,
        page,
        frame,
    };
    filled(&view).map(Some)
}

/// The passages of an article with the numbers of their sources, and the sources. Text that was carried counts before mere
/// quotes, a decided direction before an undecided one, then confidence.
fn sourced(frame: &Frame<'_>, links: &[LinkView]) -> (Vec<Sourced>, Vec<SourceLine>) {
    let mut order: Vec<&LinkView> = links.iter().collect();
    let quote = |link: &LinkView| matches!(link.relation.as_str(), "quote" | "headline_fragment");
    order.sort_by(|left, right| {
        (quote(left).cmp(&quote(right)))
            .then_with(|| (left.direction != "resolved").cmp(&(right.direction != "resolved")))
            .then_with(|| left.from_article.is_none().cmp(&right.from_article.is_none()))
            .then(right.confidence.total_cmp(&left.confidence))
            .then_with(|| left.link_id.cmp(&right.link_id))
    });
    let mut sources: Vec<SourceLine> = Vec::new();
    let mut known: Vec<(Option<String>, String)> = Vec::new();
    let mut found = Vec::new();
    for link in order {
        let key = (link.from_article.clone(), link.from_name.clone());
        let place = match known.iter().position(|other| *other == key) {
            Some(place) => place,
            None => {
                known.push(key);
                let came = came_from(frame, link);
                sources.push(SourceLine {
                    number: known.len(),
                    class: palette(known.len()),
                    name: came.from,
                    ghost: came.ghost,
                    resolved: false,
                    characters: 0,
                    share: String::new(),
                    links: Vec::new(),
                });
                known.len() - 1
            }
        };
        if let Some(source) = sources.get_mut(place) {
            source.resolved |= link.direction == "resolved";
            source.links.push(came_from(frame, link));
        }
        let to = if quote(link) {
            super::quote::address(&link.family_id)
        } else {
            super::family::address(&link.family_id)
        };
        let arrow = if link.direction == "resolved" {
            "←"
        } else {
            "—"
        };
        found.push(Sourced {
            span: link.to_place.span(),
            source: place + 1,
            note: frame.anchor(format!("{arrow} {}", shortened(&link.from_name, 30)), &to),
            how: vocabulary::relation(&link.relation, frame.language()),
        });
    }
    (found, sources)
}

fn copy(frame: &Frame<'_>, cluster: ClusterView) -> CopyLine {
    CopyLine {
        exact: cluster.relation == "exact",
        representative: cluster.representative,
        other: frame.article(
            shortened(&cluster.representative_id, 80),
            &cluster.representative_id,
        ),
        of_member: format!("{:.0} %", cluster.frac_of_member * 100.0),
    }
}

fn passages(frame: &Frame<'_>, page: &StoredPage, details: &ArticleDetails) -> Vec<PassageLine> {
    let text = page.facts.record.text.as_str();
    details
        .passages
        .iter()
        .map(|passage| {
            let to = if passage.kind == "quote" {
                super::quote::address(&passage.family_id)
            } else {
                super::family::address(&passage.family_id)
            };
            PassageLine {
                opening: frame.anchor(shortened(passage.span.of(text), 44), &to),
                kind: vocabulary::passage_kind(&passage.kind, frame.language()),
                characters: passage.span.of(text).chars().count() as u64,
                carriers: passage.carriers,
                first: passage.first,
            }
        })
        .collect()
}

fn quotes(frame: &Frame<'_>, page: &StoredPage, details: &ArticleDetails) -> Vec<QuoteLine> {
    let text = page.facts.record.text.as_str();
    let ordinal = page.article.ordinal;
    let quotes = page.facts.attributed.segmentation.quotes.iter();
    quotes
        .filter(|quote| quote.article == ordinal)
        .map(|quote| {
            let held = details.quotes.iter().find(|held| held.span == quote.span);
            QuoteLine {
                text: shortened(quote.span.of(text), 200),
                kind: quote_kind(frame, quote.kind.name()),
                speaker: quote.speaker.as_deref().map(|speaker| shortened(speaker, 40)),
                cue: quote
                    .cue
                    .as_deref()
                    .map(|cue| shortened(cue, 20))
                    .unwrap_or_default(),
                elsewhere: held.map(|held| {
                    let words = frame.count(held.carriers, "article", "articles", "篇文章");
                    frame.anchor(words, &super::quote::address(&held.family_id))
                }),
            }
        })
        .collect()
}

fn quote_kind(frame: &Frame<'_>, kind: &str) -> String {
    vocabulary::quote_kind(kind, frame.language())
}

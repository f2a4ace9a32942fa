//! A page with the chain of sources beside each passage: an article of the store, with the links by which its
//! passages came; or a file that may be in no store, with what the store knows of its text.

use std::path::Path;

use serde::Serialize;

use super::passages::{Trace, trace_origin};
use super::queries::place;
use crate::claim::{self, OutletTable};
use crate::config::ReadParameters;
use crate::document::{Article, BlockKind, CharIndex, ClockKind, Facts, Precision, Sentence, Span, Status};
use crate::error::{Error, Result};
use crate::ledger::{ArticleView, Carrier, LinkView, PlaceView, Store};
use crate::pipeline::origins::Origin;
use crate::{read, segment};

/// A page, cut where the chain changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageTrace {
    /// The article as the store knows it; `None` for a file.
    pub article: Option<ArticleView>,
    /// The title as the page gives it.
    pub title: Option<String>,
    /// On whose page it stands.
    pub publisher: Option<String>,
    /// What the page says it is from.
    pub declared_source: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// All times that tell of it, where there is more than one.
    pub clocks: Vec<ClockView>,
    /// The body, by place.
    pub parts: Vec<PagePart>,
    /// Where its passages came from: by place.
    pub links: Vec<PageLink>,
    /// The ids of the other articles of the page: the host, or those embedded in it.
    pub same_page: Vec<String>,
    /// How many articles have a passage that they took from here.
    pub handed_on: u64,
    /// Of a file: what the store knows of its text.
    pub found: Option<Trace>,
}

/// One of several times of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClockView {
    /// Who tells it.
    pub kind: ClockKind,
    /// RFC 3339.
    pub time: String,
    /// How precise it is.
    pub precision: Precision,
    /// True when the zone was not written.
    pub zone_assumed: bool,
    /// Where it is printed.
    pub place: Option<PlaceView>,
}

/// A part of a paragraph with one chain of sources.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PagePart {
    /// Where it stands in the record.
    pub place: PlaceView,
    /// Its words.
    pub text: String,
    /// Names, the page's publisher first, the innermost source last.
    pub chain: Vec<String>,
    /// In whose voice it is told.
    pub voice: &'static str,
    /// Least of its sentences, 0 to 1.
    pub confidence: f64,
    /// True for lines that many pages of the host share, which are compared with nothing.
    pub boilerplate: bool,
    /// Indices in `links` of those whose passage has its head here.
    pub links: Vec<usize>,
}

/// A link to an article with the way behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageLink {
    /// The link.
    #[serde(flatten)]
    pub link: LinkView,
    /// Root or ghost first, the article itself last.
    pub way: Vec<Carrier>,
    /// How many articles carry the family.
    pub carriers: u64,
}

/// Traces an article of the store.
///
/// # Errors
/// [`Error::Usage`] for an id that the store does not have; it names those that are like it. Otherwise when the store
/// cannot be read.
pub fn trace_article(store: &Store, id: &str) -> Result<PageTrace> {
    let article = stored(store, id)?;
    let number = article.number;
    let page = store.page(article)?;
    let mut links = Vec::new();
    for link in store.links_to(number)? {
        let family = link.family;
        let mut way = match link.from_number {
            Some(from) => store.way_to(from, family)?,
            None => vec![Carrier {
                article_id: None,
                name: link.from_name.clone(),
                declared_source: None,
                published_at: None,
                ghost: true,
            }],
        };
        way.extend(store.way_to(number, family)?.pop());
        links.push(PageLink {
            carriers: store.family(family)?.map_or(0, |family| family.carriers),
            link,
            way,
        });
    }
    let mut traced = describe(&page.facts, page.article.ordinal, &page.boilerplate);
    for (index, link) in links.iter().enumerate() {
        let head = link.link.to_place.start;
        // A passage may begin before the first sentence that is told apart.
        let part = traced.parts.iter_mut().find(|part| part.place.end > head);
        if let Some(part) = part {
            part.links.push(index);
        }
    }
    traced.links = links;
    traced.same_page = store.same_page(&page.article)?;
    traced.handed_on = store.receivers_of(number)?;
    traced.article = Some(page.article);
    Ok(traced)
}

/// The article with this id, or an error that names ids that are like it.
pub(super) fn stored(store: &Store, id: &str) -> Result<ArticleView> {
    /// Ids that are named.
    const NEAR: usize = 5;
    if let Some(article) = store.article(id)? {
        return Ok(article);
    }
    let near = store.near_ids(id, NEAR)?;
    let hint = if near.is_empty() {
        "its ids stand in articles.jsonl of an export, and in the view `pages` of ledger.sqlite".to_owned()
    } else {
        format!("like it are {}", near.join(", "))
    };
    Err(Error::Usage(format!("the store has no article {id}: {hint}")))
}

/// Traces a file: its page by itself, and its body in the store. At most `limit` passages and holders of each.
///
/// # Errors
/// [`Error::Usage`] for a file of several records, of none, or without a text long enough; otherwise when the file or
/// the store cannot be read.
pub fn trace_file(store: &Store, file: &Path, limit: usize) -> Result<PageTrace> {
    let parameters = ReadParameters::default();
    let sources = read::sources(&[file.to_owned()], &parameters)?;
    let mut records = sources.iter().flat_map(|source| read::open(source, &parameters));
    let refuse = |reason: &str| Error::Usage(format!("{}: {reason}", file.display()));
    let first = records.next().ok_or_else(|| refuse("holds nothing"))?;
    if records.next().is_some() {
        return Err(refuse(
            "holds several records: scan it, then trace an article by its id",
        ));
    }
    let record = read::decode(first, &parameters);
    if record.status != Status::Ok {
        let problem = record.problem.unwrap_or_else(|| "cannot be read".to_owned());
        return Err(refuse(&problem));
    }
    let segmentation = segment::segment(&record);
    let attributed = claim::attribute(&record, segmentation, &OutletTable::builtin());
    let facts = Facts { record, attributed };
    let mut traced = describe(&facts, 0, &[]);
    let blocks = (0..).zip(&facts.attributed.segmentation.blocks);
    let body: Vec<u32> = blocks
        .filter(|(_, block)| block.article.is_some() && block.kind == BlockKind::Paragraph)
        .map(|(index, _)| index)
        .collect();
    // A file in which nothing reads as a page is a text.
    let origin = if body.is_empty() {
        Origin::of_text(&facts.record.text)
    } else {
        Origin::of_body(&facts, body.into_iter())
    };
    traced.found = Some(trace_origin(store, origin, limit)?);
    Ok(traced)
}

/// A page by itself.
fn describe(facts: &Facts, ordinal: u32, boilerplate: &[u32]) -> PageTrace {
    let segmentation = &facts.attributed.segmentation;
    let article = segmentation
        .articles
        .iter()
        .find(|article| article.ordinal == ordinal);
    let published = article.and_then(|article| article.published_at.as_ref());
    PageTrace {
        article: None,
        title: article.and_then(|article| article.title.clone()),
        publisher: article.and_then(|article| article.publisher.clone()),
        declared_source: article.and_then(|article| article.declared_source.clone()),
        published_at: published.map(|time| time.rfc3339.clone()),
        clocks: clocks(facts, article),
        parts: parts(facts, ordinal, boilerplate),
        links: Vec::new(),
        same_page: Vec::new(),
        handed_on: 0,
        found: None,
    }
}

fn clocks(facts: &Facts, article: Option<&Article>) -> Vec<ClockView> {
    let clocks = article.map_or(&[][..], |article| &article.clocks);
    if clocks.is_empty() {
        return Vec::new();
    }
    let index = CharIndex::new(&facts.record.text);
    clocks
        .iter()
        .map(|clock| ClockView {
            kind: clock.kind,
            time: clock.time.rfc3339.clone(),
            precision: clock.time.precision,
            zone_assumed: clock.time.zone_assumed,
            place: clock.span.map(|span| place(&index, span)),
        })
        .collect()
}

fn parts(facts: &Facts, ordinal: u32, boilerplate: &[u32]) -> Vec<PagePart> {
    let text = facts.record.text.as_str();
    let index = CharIndex::new(text);
    let blocks = &facts.attributed.segmentation.blocks;
    let block_at = |at: u32| {
        let after = blocks.partition_point(|block| block.span.start <= at);
        after.checked_sub(1)
    };
    let mut parts: Vec<(Option<usize>, PagePart)> = Vec::new();
    let own = |sentence: &&Sentence| sentence.article == ordinal;
    for sentence in facts.attributed.sentences.iter().filter(own) {
        let block = block_at(sentence.span.start);
        let confidence = (f64::from(sentence.confidence) * 1e4).round() / 1e4;
        match parts.last_mut() {
            Some((of, part))
                if *of == block && part.chain == sentence.chain && part.voice == sentence.voice.name() =>
            {
                let span = Span {
                    start: part.place.start,
                    end: sentence.span.end,
                };
                part.place = place(&index, span);
                part.text = span.of(text).to_owned();
                part.confidence = part.confidence.min(confidence);
            }
            _ => parts.push((
                block,
                PagePart {
                    place: place(&index, sentence.span),
                    text: sentence.span.of(text).to_owned(),
                    chain: sentence.chain.clone(),
                    voice: sentence.voice.name(),
                    confidence,
                    boilerplate: block.is_some_and(|block| boilerplate.contains(&(block as u32))),
                    links: Vec::new(),
                },
            )),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

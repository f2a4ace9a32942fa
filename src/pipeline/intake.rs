//! Sources -> facts in the store, and in memory what matching needs of each article.

use std::collections::HashMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::forms::{FormPlace, Forms};
use super::parties::PartyDraft;
use crate::boilerplate::{self, ArticleLines};
use crate::claim::{self, OutletTable};
use crate::config::{BoilerplateParameters, ReadParameters};
use crate::document::{
    Article, BlockKind, Claim, ClaimKind, Facts, Finding, FormSpan, QuoteKind, Record, RecordEntry,
    SourceKind, Span, Status,
};
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::lineage::Party;
use crate::normalise::Fold;
use crate::{audit, ledger, read, segment};

/// Raw bytes that one batch holds at most: enough for all threads, little beside the rest.
const BATCH_BYTES: usize = 16 << 20;
/// Records that one batch holds at most.
const BATCH_RECORDS: usize = 4096;

/// What identifies a record and its version.
#[derive(Clone, Debug)]
pub struct RecordHead {
    pub dataset: String,
    pub id: String,
    pub usable: bool,
    /// Seconds since the epoch, for the order of versions.
    pub published_at: Option<i64>,
    pub text_hash: u128,
}

/// A paragraph in a matching form.
#[derive(Clone, Copy, Debug)]
struct Line {
    block: u32,
    /// Where it stands in the record.
    span: Span,
    /// One past its last byte in the form.
    end: u32,
}

/// What matching needs of an article. `party` holds names as numbers of [`Names`].
#[derive(Clone, Debug)]
pub struct Body {
    pub record: u32,
    pub ordinal: u32,
    /// Breaks ties of rank.
    pub id: String,
    /// Its matching form.
    pub form: FormPlace,
    lines: Vec<Line>,
    /// Hash of each line's part of the form, until boilerplate is learnt.
    hashes: Vec<u64>,
    host: u64,
    /// Characters of its paragraphs.
    pub chars: u32,
    pub party: Party,
    /// Its quotes that are long enough: index in the record, and matching form.
    pub quotes: Vec<(u32, Box<[u8]>)>,
    /// Marks of its title, see [`audit::title_marks`].
    pub title_marks: u128,
    /// Hashes of the people and bodies that speak in it; sorted.
    pub names: Vec<u32>,
    /// What its own page shows to an auditor; the article's number in them is not its rank.
    pub findings: Vec<Finding>,
}

impl Body {
    /// The blocks of the record whose matching forms make up `form`.
    pub fn blocks(&self) -> impl Iterator<Item = u32> + '_ {
        self.lines.iter().map(|line| line.block)
    }

    /// True when a paragraph of at least `least` bytes lies in a stretch of the form, up to a character or two at its ends.
    pub fn holds_paragraph(&self, place: FormSpan, least: u32) -> bool {
        const FRINGE: u32 = 6;
        let starts = std::iter::once(0).chain(self.lines.iter().map(|line| line.end));
        starts.zip(&self.lines).any(|(start, line)| {
            line.end - start >= least && place.start <= start + FRINGE && line.end <= place.end + FRINGE
        })
    }

    /// About where a stretch of the form stands in the record: exact to the paragraph, and inside a paragraph in
    /// proportion. Enough to tell which credits govern it, without reading the record again.
    pub fn about(&self, place: FormSpan) -> Option<Span> {
        let offset = |at: u32| {
            let index = self.lines.partition_point(|line| line.end < at);
            let line = self.lines.get(index)?;
            let start = index
                .checked_sub(1)
                .and_then(|before| self.lines.get(before))
                .map_or(0, |before| before.end);
            let share =
                f64::from(at.saturating_sub(start)) / f64::from(line.end.saturating_sub(start).max(1));
            Some(line.span.start + (share * line.span.len() as f64) as u32)
        };
        Some(Span {
            start: offset(place.start + 1)?,
            end: offset(place.end)?,
        })
    }
}

/// Names of outlets as numbers, so that carriers and credits compare fast.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a name, a new one for a new name.
    pub fn number(&mut self, name: String) -> u32 {
        if let Some(&number) = self.numbers.get(&name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// The name behind a number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Intake {
    /// In the order of reading.
    pub records: Vec<RecordHead>,
    /// In the order of reading, later by rank.
    pub bodies: Vec<Body>,
    pub names: Names,
}

/// A record after the stages that need nothing but it, made in parallel.
struct Taken {
    head: RecordHead,
    packed: Vec<u8>,
    drafts: Vec<Draft>,
}

/// A body whose names are not numbers yet.
struct Draft {
    body: Body,
    form: Vec<u8>,
    party: PartyDraft,
}

impl Intake {
    /// Reads sources, runs the stages of a record, and appends its facts to the store.
    pub fn take_in(
        &mut self,
        sources: &[read::Source],
        parameters: &ReadParameters,
        outlets: &OutletTable,
        scan: &mut ledger::Scan,
        forms: &mut Forms<'_>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let mut batch: Vec<read::RawRecord> = Vec::new();
        let mut bytes = 0;
        for source in sources {
            for raw in read::open(source, parameters) {
                bytes += raw.held_bytes();
                batch.push(raw);
                if bytes >= BATCH_BYTES || batch.len() >= BATCH_RECORDS {
                    let batch = std::mem::take(&mut batch);
                    self.take(batch, parameters, outlets, scan, forms, progress)?;
                    bytes = 0;
                }
            }
        }
        self.take(batch, parameters, outlets, scan, forms, progress)
    }

    fn take(
        &mut self,
        batch: Vec<read::RawRecord>,
        parameters: &ReadParameters,
        outlets: &OutletTable,
        scan: &mut ledger::Scan,
        forms: &mut Forms<'_>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let units = batch.len() as u64;
        let taken: Vec<Taken> = batch
            .into_par_iter()
            .map(|raw| examine(read::decode(raw, parameters), outlets))
            .collect();
        let drafts = taken.iter().flat_map(|record| &record.drafts);
        let mut places = forms
            .append(drafts.map(|draft| draft.form.as_slice()))?
            .into_iter();
        let mut packed = Vec::with_capacity(taken.len());
        for mut record in taken {
            let number = self.records.len() as u32;
            for draft in record.drafts.drain(..) {
                let mut body = draft.body;
                body.record = number;
                body.form = places.next().unwrap_or_default();
                body.party = draft.party.number(&mut self.names);
                self.bodies.push(body);
            }
            self.records.push(record.head);
            packed.push(record.packed);
        }
        scan.append(&packed)?;
        progress.advance(Step::Read, units);
        Ok(())
    }

    /// Drops the articles of records that are not the newest version of their identity.
    pub fn keep_newest(&mut self, records: &[RecordEntry]) {
        self.bodies.retain(|body| {
            records
                .get(body.record as usize)
                .is_some_and(|record| record.newest)
        });
    }

    /// Takes learnt boilerplate out of the matching forms; gives it as (record, block), sorted.
    ///
    /// # Errors
    /// When a form that was cut has to be written and cannot.
    pub fn cut_boilerplate(
        &mut self,
        forms: &mut Forms<'_>,
        parameters: &BoilerplateParameters,
    ) -> Result<Vec<(u32, u32)>> {
        let lines = |body: &mut Body| ArticleLines {
            host: body.host,
            lines: std::mem::take(&mut body.hashes),
        };
        let articles: Vec<ArticleLines> = self.bodies.iter_mut().map(lines).collect();
        let learnt = boilerplate::learn(&articles, parameters);
        let mut found = Vec::new();
        for (body, lines) in self.bodies.iter_mut().zip(&learnt) {
            let blocks = body.cut(lines, forms)?;
            found.extend(blocks.into_iter().map(|block| (body.record, block)));
        }
        found.sort_unstable();
        Ok(found)
    }
}

impl Body {
    /// Removes lines by their indices (ascending) and gives their blocks.
    fn cut(&mut self, lines: &[u32], forms: &mut Forms<'_>) -> Result<Vec<u32>> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let (mut parts, mut kept, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        let (mut start, mut length) = (0, 0);
        for (index, line) in self.lines.iter().enumerate() {
            if lines.binary_search(&(index as u32)).is_ok() {
                blocks.push(line.block);
            } else {
                parts.push((start, line.end));
                length += line.end - start;
                kept.push(Line { end: length, ..*line });
            }
            start = line.end;
        }
        self.form = forms.cut(self.form, &parts)?;
        self.lines = kept;
        Ok(blocks)
    }
}

/// Runs the stages that need nothing but the record.
fn examine(mut record: Record, outlets: &OutletTable) -> Taken {
    let usable = record.status == Status::Ok;
    let segmentation = if usable {
        segment::segment(&record)
    } else {
        Default::default()
    };
    if usable && segmentation.articles.is_empty() {
        record.status = Status::NoArticle;
        record.problem = Some("no article: nothing in it reads as a paragraph".to_owned());
    }
    let attributed = if usable {
        claim::attribute(&record, segmentation, outlets)
    } else {
        Default::default()
    };
    let facts = Facts { record, attributed };
    let drafts = facts
        .attributed
        .segmentation
        .articles
        .iter()
        .map(|article| draft(&facts, article, outlets))
        .collect();
    let host = facts.attributed.segmentation.articles.first();
    let head = RecordHead {
        dataset: facts.record.dataset.clone(),
        id: facts.record.id.clone(),
        usable: matches!(facts.record.status, Status::Ok | Status::NoArticle),
        published_at: host
            .and_then(|article| article.published_at.as_ref())
            .map(|time| time.epoch_seconds),
        text_hash: xxh3_128(facts.record.text.as_bytes()),
    };
    Taken {
        head,
        packed: ledger::Scan::pack(&facts),
        drafts,
    }
}

/// The least bytes of a quote's matching form that takes part: 12 Han characters.
const QUOTE_BYTES: usize = 36;

fn draft(facts: &Facts, article: &Article, outlets: &OutletTable) -> Draft {
    let fold = Fold::shared();
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let (mut form, mut lines, mut hashes, mut chars) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (index, block) in segmentation.blocks.iter().enumerate() {
        if block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph {
            let words = block.span.of(text);
            let start = form.len();
            fold.append(words, &mut form);
            hashes.push(xxh3_64(form.get(start..).unwrap_or(&[])));
            chars += words.chars().count() as u32;
            lines.push(Line {
                block: index as u32,
                span: block.span,
                end: form.len() as u32,
            });
        }
    }
    let quotes = segmentation.quotes.iter().enumerate().filter(|(_, quote)| {
        quote.article == article.ordinal && quote.kind != QuoteKind::Title && quote.span.len() >= QUOTE_BYTES
    });
    let quotes = quotes
        .filter_map(|(index, quote)| {
            let mut form = Vec::new();
            fold.append(quote.span.of(text), &mut form);
            (form.len() >= QUOTE_BYTES).then(|| (index as u32, form.into_boxed_slice()))
        })
        .collect();
    let host = article
        .publisher
        .clone()
        .or_else(|| host_of(facts.record.metadata.url.as_deref()?));
    let speaks = article
        .declared_source
        .as_deref()
        .or(article.publisher.as_deref());
    let voice = speaks.and_then(|name| {
        let (region, kind) = outlets.home(name)?;
        Some((name, region, kind == SourceKind::Aggregator))
    });
    let body = Body {
        record: 0,
        ordinal: article.ordinal,
        id: format!("{}:{}#{}", facts.record.dataset, facts.record.id, article.ordinal),
        form: FormPlace::default(),
        lines,
        hashes,
        host: host.map_or(0, |host| xxh3_64(host.as_bytes()).max(1)),
        chars,
        party: Party::default(),
        quotes,
        title_marks: article.title.as_deref().map_or(0, audit::title_marks),
        names: names_in(facts, article.ordinal),
        findings: audit::own_findings(facts, article.ordinal, voice),
    };
    Draft {
        body,
        form,
        party: PartyDraft::of(facts, article, outlets),
    }
}

/// The people and bodies whose words an article gives, hashed and sorted.
fn names_in(facts: &Facts, ordinal: u32) -> Vec<u32> {
    let speaks = |claim: &&Claim| {
        claim.article == ordinal
            && claim.kind == ClaimKind::InText
            && matches!(
                claim.source_kind,
                SourceKind::Person | SourceKind::Government | SourceKind::Unlisted | SourceKind::Website
            )
    };
    let claims = facts.attributed.claims.iter().filter(speaks);
    let mut names: Vec<u32> = claims
        .map(|claim| claim.source.as_deref().unwrap_or(&claim.source_name))
        .map(|name| xxh3_64(name.as_bytes()) as u32)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The host of an address, without `www.`.
fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

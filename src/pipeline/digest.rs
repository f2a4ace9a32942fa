//! A record -> its facts and its digest: what a scan needs to know of it, and a later scan again. Both depend on the
//! record, the program and the table of outlets alone.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::body::{Body, Line, fingerprint};
use super::forms::FormPlace;
use super::parties::PartyDraft;
use crate::claim::{self, OutletTable};
use crate::document::{
    Article, BlockKind, Claim, Facts, QuoteKind, Record, Segmentation, SourceKind, Span, Status,
};
use crate::lineage::Party;
use crate::normalise::Fold;
use crate::{audit, ledger, segment};

/// Number of the rules by which facts and digests are made from records. Whoever changes what a stage before matching
/// finds counts it up; stores of other rules are examined anew.
const RULES: u32 = 15;

/// A fingerprint of the rules with the rows of the user's table of outlets.
pub fn rules(outlets: Option<&str>) -> u64 {
    let mut rules = RULES.to_le_bytes().to_vec();
    rules.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
    rules.extend_from_slice(outlets.unwrap_or_default().as_bytes());
    xxh3_64(&rules)
}

/// What identifies a record and its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHead {
    pub dataset: String,
    pub id: String,
    pub usable: bool,
    /// Seconds since the epoch, for the order of versions.
    pub published_at: Option<i64>,
    pub text_hash: u128,
    /// Hash of everything that the record is but its place: records with one say the same.
    pub content: u128,
    /// Hash of the bytes that it was decoded from, their place and the way of reading; 0 where there are none.
    pub reading: u128,
}

/// What is known of a record. Its articles stay packed until they are asked for: unpacked they take ten times as much.
#[derive(Clone, Debug)]
pub struct Digest {
    pub head: RecordHead,
    drafts: Box<[u8]>,
}

impl Digest {
    /// Empty where it cannot be packed, which makes the record unknown to later scans.
    fn new(head: RecordHead, drafts: &[Draft]) -> Self {
        let drafts = postcard::to_stdvec(drafts).unwrap_or_default().into_boxed_slice();
        Self { head, drafts }
    }

    /// Its bytes.
    pub fn pack(&self) -> Vec<u8> {
        let Ok(mut bytes) = postcard::to_stdvec(&self.head) else {
            return Vec::new();
        };
        bytes.extend_from_slice(&self.drafts);
        bytes
    }

    /// The digest in some bytes; none where any of it cannot be unpacked.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (head, drafts) = postcard::take_from_bytes(bytes).ok()?;
        let digest = Self {
            head,
            drafts: drafts.into(),
        };
        digest.drafts().map(|_| digest)
    }

    /// Its articles.
    pub fn drafts(&self) -> Option<Vec<Draft>> {
        postcard::from_bytes(&self.drafts).ok()
    }
}

/// A body whose names are not numbers yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub body: Body,
    pub party: PartyDraft,
}

/// A record after the stages that need nothing but it.
pub struct Taken {
    pub digest: Digest,
    pub packed: Vec<u8>,
    /// The matching form of each of its articles.
    pub forms: Vec<Vec<u8>>,
}

/// What is wrong with a record in which segmentation finds no article.
const NO_ARTICLE: &str = "no article: nothing in it reads as a paragraph";

/// A record of the store as it was before it was examined.
pub fn as_decoded(mut record: Record) -> Record {
    if record.status == Status::NoArticle && record.problem.as_deref() == Some(NO_ARTICLE) {
        record.status = Status::Ok;
        record.problem = None;
    }
    record
}

/// What a record is but its place.
pub fn content(record: &mut Record) -> u128 {
    let uri = std::mem::take(&mut record.uri);
    let mut bytes = postcard::to_stdvec(record).unwrap_or_default();
    let metadata = &record.metadata;
    if !(metadata.outlet_hints.is_empty() && metadata.layout.is_empty()) {
        let lists = (&metadata.outlet_hints, &metadata.layout);
        bytes.extend(postcard::to_stdvec(&lists).unwrap_or_default());
    }
    let content = xxh3_128(&bytes);
    record.uri = uri;
    content
}

/// Runs the stages that need nothing but the record.
pub fn examine(mut record: Record, content: u128, reading: u128, outlets: &OutletTable) -> Taken {
    let usable = record.status == Status::Ok;
    let segmentation = if usable {
        segment::segment(&record)
    } else {
        Default::default()
    };
    if usable && segmentation.articles.is_empty() {
        record.status = Status::NoArticle;
        record.problem = Some(NO_ARTICLE.to_owned());
    }
    let attributed = if usable {
        claim::attribute(&record, segmentation, outlets)
    } else {
        Default::default()
    };
    let facts = Facts { record, attributed };
    let articles = facts.attributed.segmentation.articles.iter();
    let (drafts, forms): (Vec<Draft>, Vec<Vec<u8>>) =
        articles.map(|article| draft(&facts, article, outlets)).unzip();
    let host = facts.attributed.segmentation.articles.first();
    let head = RecordHead {
        dataset: facts.record.dataset.clone(),
        id: facts.record.id.clone(),
        usable: matches!(facts.record.status, Status::Ok | Status::NoArticle),
        published_at: host
            .and_then(|article| article.published_at.as_ref())
            .map(|time| time.epoch_seconds),
        text_hash: xxh3_128(facts.record.text.as_bytes()),
        content,
        reading,
    };
    Taken {
        digest: Digest::new(head, &drafts),
        packed: ledger::Scan::pack(&facts),
        forms,
    }
}

/// The least bytes of a quote's matching form that takes part: 12 Han characters.
const QUOTE_BYTES: usize = 36;

/// The matching form of an article, and its paragraphs in it.
fn form_with_lines(text: &str, segmentation: &Segmentation, ordinal: u32) -> (Vec<u8>, Vec<Line>) {
    let fold = Fold::shared();
    let blocks = (0..).zip(&segmentation.blocks);
    let own =
        blocks.filter(|(_, block)| block.article == Some(ordinal) && block.kind == BlockKind::Paragraph);
    let bytes = own.clone().map(|(_, block)| block.span.len()).sum();
    let (mut form, mut lines) = (Vec::with_capacity(bytes), Vec::new());
    for (index, block) in own {
        fold.append(block.span.of(text), &mut form);
        lines.push(Line {
            block: index,
            span: block.span,
            end: form.len() as u32,
        });
    }
    (form, lines)
}

/// The matching form of an article with these paragraphs.
pub fn form(text: &str, paragraphs: &[Span]) -> Vec<u8> {
    let mut form = Vec::new();
    for paragraph in paragraphs {
        Fold::shared().append(paragraph.of(text), &mut form);
    }
    form
}

fn draft(facts: &Facts, article: &Article, outlets: &OutletTable) -> (Draft, Vec<u8>) {
    let fold = Fold::shared();
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let (form, lines) = form_with_lines(text, segmentation, article.ordinal);
    let (mut hashes, mut start) = (Vec::with_capacity(lines.len()), 0);
    for line in &lines {
        hashes.push(xxh3_64(form.get(start..line.end as usize).unwrap_or(&[])));
        start = line.end as usize;
    }
    let chars = lines
        .iter()
        .map(|line| line.span.of(text).chars().count() as u32)
        .sum();
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
        fingerprint: fingerprint(&form),
        lines,
        hashes,
        host: host.map_or(0, |host| xxh3_64(host.as_bytes()).max(1)),
        chars,
        party: Party::default(),
        quotes,
        title_marks: article.title.as_deref().map_or(0, audit::title_marks),
        original_marks: article.original_title.as_deref().map_or(0, audit::title_marks),
        names: names_in(facts, article.ordinal),
        findings: audit::own_findings(facts, article.ordinal, voice),
    };
    let party = PartyDraft::of(facts, article, outlets);
    (Draft { body, party }, form)
}

/// The people and bodies whose words an article gives, hashed and sorted.
fn names_in(facts: &Facts, ordinal: u32) -> Vec<u32> {
    let claims = facts.attributed.claims.iter();
    let mut names: Vec<u32> = claims
        .filter(|claim| claim.article == ordinal)
        .filter_map(Claim::speaker)
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

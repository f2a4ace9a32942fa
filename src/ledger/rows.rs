//! Rows that follow from one record each: records, articles, claims, quotes.
//!
//! Records are read back from their segments in batches, in parallel; rows go in one after the other, in the order of
//! their keys, so that SQLite appends to its tables where they are made anew. While the rows of one batch go in, the next one is read.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, Statement, params};
use xxhash_rust::xxh3::xxh3_64;

use super::ahead;
use super::article_ids::{ArticleIds, article_id};
use super::database;
use super::groups::Touched;
use super::ids::{ArticleKey, NaturalKey};
use super::places::Places;
use super::run::Run;
use super::words::Words;
use crate::document::{ArticleEntry, CharIndex, Claim, Facts, Precision, Quote, RecordEntry, Span};
use crate::error::Result;

/// The records that rows are written of.
pub(super) struct Source<'a> {
    /// Reads one, by its number.
    pub(super) read: &'a (dyn Fn(u32) -> Result<Facts> + Sync),
    /// Where one stands.
    pub(super) place: &'a (dyn Fn(u32) -> Option<RecordPlace<'a>> + Sync),
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordPlace<'a> {
    pub(super) uri: &'a str,
    /// Number of its segment in the ledger.
    pub(super) segment: u32,
    pub(super) offset: u64,
    pub(super) length: u32,
}

/// A record read back, with what is counted in characters.
struct Counted {
    facts: Facts,
    /// Span and scope of each claim.
    claims: Vec<[Option<Span>; 2]>,
    quotes: Vec<Span>,
    places: Vec<u32>,
    words: Vec<u64>,
}

fn count(facts: Facts, record: u32, places: &Places, words: &Words) -> Counted {
    let index = CharIndex::new(&facts.record.text);
    let chars = |span: Span| {
        let (start, end) = index.chars(span);
        Span { start, end }
    };
    let claims = facts
        .attributed
        .claims
        .iter()
        .map(|claim| [claim.span.map(chars), claim.scope.map(chars)])
        .collect();
    let quotes = facts
        .attributed
        .segmentation
        .quotes
        .iter()
        .map(|quote| chars(quote.span))
        .collect();
    let places = places.count(record, &index);
    let words = words.hash(record, &facts.record.text);
    Counted {
        facts,
        claims,
        quotes,
        places,
        words,
    }
}

/// Writes the rows of the records that are `touched`, and counts `places` and reads `words` on the way. `wanted` are the records
/// that any of this takes, ascending. What a record says about an article that the corpus does not list is left out.
pub(super) fn write(
    connection: &Connection,
    store: &Path,
    source: &Source<'_>,
    run: &Run<'_>,
    wanted: &[u32],
    touched: &Touched,
    (places, words): (Places, Words),
) -> Result<(Places, Words, ArticleIds)> {
    let failed = database::failed(store);
    let corpus = run.corpus;
    let entry_of = |rank: u32| corpus.articles.get(rank as usize).copied();
    let order = run.by_number();
    let mut ids = ArticleIds::default();
    let mut inserts = Inserts::prepare(connection).map_err(&failed)?;
    let read = |batch: Range<u32>| -> Result<Vec<(u32, Counted)>> {
        let records = wanted.get(batch.start as usize..batch.end as usize);
        let counted = |&record: &u32| Ok((record, count((source.read)(record)?, record, &places, &words)));
        records.unwrap_or_default().par_iter().map(counted).collect()
    };
    let (mut chars, mut hashes) = (Vec::new(), Vec::new());
    let insert = |_, batch: Vec<(u32, Counted)>| -> Result<()> {
        for (record, counted) in batch {
            if touched.has(record)
                && let Some(&entry) = corpus.records.get(record as usize)
            {
                inserts
                    .record(record, &counted.facts, entry, (source.place)(record))
                    .map_err(&failed)?;
                if entry.newest {
                    let first = order
                        .partition_point(|&rank| entry_of(rank).is_some_and(|entry| entry.record < record));
                    let own = order.iter().skip(first);
                    let own = own.map_while(|&rank| Some((rank, entry_of(rank)?)));
                    let own: Vec<_> = own.take_while(|(_, entry)| entry.record == record).collect();
                    inserts.articles(&counted, &own, run, &mut ids).map_err(&failed)?;
                }
            }
            chars.extend(counted.places);
            hashes.extend(counted.words);
        }
        Ok(())
    };
    ahead::batches(wanted.len() as u32, read, insert)?;
    Ok((places.counted(chars), words.hashed(hashes), ids))
}

/// What a claim or a quote is known by.
#[derive(Clone, Copy)]
struct Row {
    /// Number of the article in the ledger.
    article: u32,
    /// Among the claims or quotes of the article.
    ordinal: u32,
    /// The article's part of natural keys.
    key: ArticleKey,
}

impl Row {
    fn id(self, letter: char) -> String {
        NaturalKey::new()
            .article(self.key)
            .number(self.ordinal)
            .id(letter)
    }
}

/// The statements, prepared once.
struct Inserts<'connection> {
    record: Statement<'connection>,
    article: Statement<'connection>,
    claim: Statement<'connection>,
    quote: Statement<'connection>,
}

impl<'connection> Inserts<'connection> {
    fn prepare(connection: &'connection Connection) -> rusqlite::Result<Self> {
        let insert = |table: &str, columns: usize| {
            connection.prepare(&format!(
                "INSERT INTO {table} VALUES ({})",
                vec!["?"; columns].join(", ")
            ))
        };
        Ok(Self {
            record: insert("records", 16)?,
            article: insert("articles", 18)?,
            claim: insert("claims", 18)?,
            quote: insert("quotes", 12)?,
        })
    }

    fn record(
        &mut self,
        number: u32,
        facts: &Facts,
        entry: RecordEntry,
        place: Option<RecordPlace<'_>>,
    ) -> rusqlite::Result<()> {
        let record = &facts.record;
        self.record.execute(params![
            number,
            record.id,
            record.dataset,
            place.map_or(record.uri.as_str(), |place| place.uri),
            entry.version,
            entry.newest,
            record.format.name(),
            record.encoding,
            i64::try_from(record.text.len()).unwrap_or(i64::MAX),
            record.status.name(),
            record.problem,
            record.content_hash.cast_signed(),
            xxh3_64(record.text.as_bytes()).cast_signed(),
            place.map(|place| place.segment),
            place.and_then(|place| i64::try_from(place.offset).ok()),
            place.map(|place| place.length),
        ])?;
        Ok(())
    }

    /// Articles of one record, with their claims and quotes. `ranks` are its articles in order of their ordinals.
    fn articles(
        &mut self,
        counted: &Counted,
        ranks: &[(u32, ArticleEntry)],
        run: &Run<'_>,
        ids: &mut ArticleIds,
    ) -> rusqlite::Result<()> {
        let Facts { record, attributed } = &counted.facts;
        let segmentation = &attributed.segmentation;
        for &(rank, entry) in ranks {
            let key = run.key(rank);
            let number = run.number(rank).unwrap_or_default();
            let claims = attributed.claims.iter().zip(&counted.claims);
            let mut claim_count = 0;
            for (claim, spans) in claims.filter(|(claim, _)| claim.article == entry.ordinal) {
                let row = Row {
                    article: number,
                    ordinal: claim_count,
                    key,
                };
                self.claim(row, claim, spans)?;
                claim_count += 1;
            }
            let quotes = (0..).zip(segmentation.quotes.iter().zip(&counted.quotes));
            let mut quote_count = 0;
            for (index, (quote, &chars)) in quotes.filter(|(_, (quote, _))| quote.article == entry.ordinal) {
                let family = family_of(run, rank, index);
                let text = quote.span.of(&record.text);
                let row = Row {
                    article: number,
                    ordinal: quote_count,
                    key,
                };
                self.quote(row, quote, chars, text, family)?;
                quote_count += 1;
            }
            let found = segmentation
                .articles
                .iter()
                .find(|article| article.ordinal == entry.ordinal);
            let published = found.and_then(|article| article.published_at.as_ref());
            let id = article_id(&record.dataset, &record.id, entry.ordinal);
            ids.note(&id, number);
            self.article.execute(params![
                number,
                id,
                entry.record,
                entry.ordinal,
                run.rank(rank),
                found.and_then(|article| article.embedded_in),
                found.and_then(|article| article.title.as_deref()),
                found.and_then(|article| article.original_title.as_deref()),
                found.and_then(|article| article.publisher.as_deref()),
                found.and_then(|article| article.declared_source.as_deref()),
                published.map(|time| time.rfc3339.as_str()),
                published.map(|time| time.epoch_seconds),
                published.map_or(Precision::None, |time| time.precision).name(),
                entry.body_chars,
                format!("{:032x}", entry.exact_hash),
                format!("{:016x}", entry.simhash),
                claim_count,
                quote_count,
            ])?;
        }
        Ok(())
    }

    fn claim(&mut self, row: Row, claim: &Claim, chars: &[Option<Span>; 2]) -> rusqlite::Result<()> {
        let [span, scope] = chars;
        self.claim.execute(params![
            row.article,
            row.ordinal,
            row.id('c'),
            claim.kind.name(),
            claim.source_name,
            claim.source,
            claim.source_kind.name(),
            claim.cue,
            claim.span.map(|span| span.start),
            claim.span.map(|span| span.end),
            span.map(|span| span.start),
            span.map(|span| span.end),
            claim.scope.map(|scope| scope.start),
            claim.scope.map(|scope| scope.end),
            scope.map(|scope| scope.start),
            scope.map(|scope| scope.end),
            claim.rule,
            rounded(claim.confidence),
        ])?;
        Ok(())
    }

    fn quote(
        &mut self,
        row: Row,
        quote: &Quote,
        chars: Span,
        text: &str,
        family: Option<u32>,
    ) -> rusqlite::Result<()> {
        self.quote.execute(params![
            row.article,
            row.ordinal,
            row.id('q'),
            quote.kind.name(),
            quote.speaker,
            quote.cue,
            quote.span.start,
            quote.span.end,
            chars.start,
            chars.end,
            text,
            family,
        ])?;
        Ok(())
    }
}

/// The family of a quote; of several the first, whose holder is the earliest.
fn family_of(run: &Run<'_>, rank: u32, quote: u32) -> Option<u32> {
    let families = &run.corpus.quote_families;
    let at = families.partition_point(|entry| (entry.0, entry.1) < (rank, quote));
    let &(found_rank, found_quote, family) = families.get(at)?;
    run.family(family)
        .filter(|_| found_rank == rank && found_quote == quote)
}

/// A share or a confidence for the ledger: four digits, so that sums in another order give the same bytes.
pub(super) fn rounded(value: f32) -> f64 {
    if value.is_finite() {
        (f64::from(value) * 1e4).round() / 1e4
    } else {
        0.0
    }
}

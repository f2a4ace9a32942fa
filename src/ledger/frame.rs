//! A record's facts as bytes: the frame that stands in a segment.
//!
//! ```text
//! bytes 0..4    length of the payload, little endian
//! bytes 4..8    length of the facts before compression, little endian
//! bytes 8..16   xxh3-64 of the payload, seeded with the length before compression, little endian
//! bytes 16..    payload: postcard of `Facts`, and behind it, where they are not empty, of the two lists of a page's
//!               metadata and then of the clocks of its articles, compressed with zstd
//! ```
//!
//! In a segment without texts the text of the record is empty, and before the facts stand the hash and the size of the
//! text that was left out, eight bytes each.

use std::cell::RefCell;

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::texts::TextKey;
use crate::document::{Attributed, Claim, Clock, Facts, Format, Record, Segmentation};

/// Bytes before the payload.
pub(super) const HEAD: usize = 16;

/// zstd's fastest regular level: packing is part of every scan's time, and the segment is no archive.
const LEVEL: i32 = 1;

/// zstd's working memory and a buffer for the plain bytes, kept by each thread: what is made anew for
/// each record costs time in the allocator.
#[derive(Default)]
struct Workplace {
    compressor: Option<zstd::bulk::Compressor<'static>>,
    decompressor: Option<zstd::bulk::Decompressor<'static>>,
    plain: Vec<u8>,
    packed: Vec<u8>,
}

thread_local! {
    static WORKPLACE: RefCell<Workplace> = RefCell::new(Workplace {
        compressor: zstd::bulk::Compressor::new(LEVEL).ok(),
        decompressor: zstd::bulk::Decompressor::new().ok(),
        ..Workplace::default()
    });
}

/// Packs one record's facts. Pure; called from many threads. Facts that cannot be packed (over 4 GiB) give an
/// empty frame, which [`super::Scan::append`] refuses.
pub fn pack(facts: &Facts) -> Vec<u8> {
    try_pack(facts).unwrap_or_default()
}

fn try_pack(facts: &Facts) -> Option<Vec<u8>> {
    WORKPLACE.with_borrow_mut(
        |Workplace {
             compressor,
             plain,
             packed,
             ..
         }| {
            let mut buffer = std::mem::take(plain);
            buffer.clear();
            *plain = postcard::to_extend(facts, buffer).ok()?;
            let metadata = &facts.record.metadata;
            let lists = (&metadata.outlet_hints, &metadata.layout);
            let clocked = clocked(&facts.attributed.segmentation);
            if !(lists.0.is_empty() && lists.1.is_empty() && clocked.is_empty()) {
                *plain = postcard::to_extend(&lists, std::mem::take(plain)).ok()?;
            }
            if !clocked.is_empty() {
                *plain = postcard::to_extend(&clocked, std::mem::take(plain)).ok()?;
            }
            framed(plain, compressor.as_mut()?, packed)
        },
    )
}

/// The frame of these bytes. `packed` is room for the compressed ones.
fn framed(
    plain: &[u8],
    compressor: &mut zstd::bulk::Compressor<'static>,
    packed: &mut Vec<u8>,
) -> Option<Vec<u8>> {
    let plain_length = u32::try_from(plain.len()).ok()?;
    packed.resize(zstd::zstd_safe::compress_bound(plain.len()), 0);
    let written = compressor.compress_to_buffer(plain, packed.as_mut_slice()).ok()?;
    let payload = packed.get(..written)?;
    let mut frame = Vec::with_capacity(HEAD + written);
    frame.extend_from_slice(&u32::try_from(written).ok()?.to_le_bytes());
    frame.extend_from_slice(&plain_length.to_le_bytes());
    frame.extend_from_slice(&xxh3_64_with_seed(payload, u64::from(plain_length)).to_le_bytes());
    frame.extend_from_slice(payload);
    Some(frame)
}

/// What stands before the text of a record in [`Record`], as postcard lays it out: fields one after the other.
#[derive(Deserialize)]
struct BeforeText<'a> {
    _id: &'a str,
    _dataset: &'a str,
    _uri: &'a str,
    _format: Format,
    _encoding: &'a str,
    _replacements: u32,
}

/// A frame without its record's text: nothing but the text is cut out. `None` when the frame is damaged, or has none.
pub(super) fn without_text(frame: &[u8]) -> Option<Vec<u8>> {
    let (payload, plain_length) = checked(frame)?;
    WORKPLACE.with_borrow_mut(
        |Workplace {
             compressor,
             decompressor,
             plain,
             packed,
         }| {
            let plain = decompressed(payload, plain_length, decompressor.as_mut()?, plain)?;
            let (_, behind): (BeforeText<'_>, _) = postcard::take_from_bytes(plain).ok()?;
            let before = plain.get(..plain.len() - behind.len())?;
            let (text, after): (&[u8], _) = postcard::take_from_bytes(behind).ok()?;
            let key = TextKey::of(std::str::from_utf8(text).ok()?);
            // The length of an empty text is one byte.
            let cut = [&key.pack(), before, &[0], after].concat();
            framed(&cut, compressor.as_mut()?, packed)
        },
    )
}

/// The clocks of the articles that have several, with the articles' ordinals.
fn clocked(segmentation: &Segmentation) -> Vec<(u32, &[Clock])> {
    let articles = (0..).zip(&segmentation.articles);
    articles
        .filter(|(_, article)| !article.clocks.is_empty())
        .map(|(ordinal, article)| (ordinal, article.clocks.as_slice()))
        .collect()
}

/// The beginning of [`Facts`] as postcard lays it out: fields one after the other, sentences last. Sentences are most
/// of what there is to unpack, and rows and blocks need none.
#[derive(Deserialize)]
struct FactsBeforeSentences {
    record: Record,
    segmentation: Segmentation,
    claims: Vec<Claim>,
}

/// How much of a frame is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Everything.
    Whole,
    /// Without sentences.
    BeforeSentences,
    /// The record alone, without what was found in it.
    Record,
}

/// What is in a frame.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) facts: Facts,
    /// What the text is known by that was left out.
    pub(super) left_out: Option<TextKey>,
}

/// The payload of a frame and its length before compression; `None` when its lengths or its checksum do not fit.
fn checked(frame: &[u8]) -> Option<(&[u8], u32)> {
    let number = |at: usize| Some(u32::from_le_bytes(frame.get(at..at + 4)?.try_into().ok()?));
    let payload = frame.get(HEAD..)?;
    let plain_length = number(4)?;
    let checksum = u64::from_le_bytes(frame.get(8..HEAD)?.try_into().ok()?);
    let sound = number(0)? as usize == payload.len()
        && xxh3_64_with_seed(payload, u64::from(plain_length)) == checksum;
    sound.then_some((payload, plain_length))
}

/// The bytes of a payload before compression, in `plain`.
fn decompressed<'p>(
    payload: &[u8],
    plain_length: u32,
    decompressor: &mut zstd::bulk::Decompressor<'static>,
    plain: &'p mut Vec<u8>,
) -> Option<&'p [u8]> {
    plain.resize((plain_length as usize).max(plain.len()), 0);
    let written = decompressor
        .decompress_to_buffer(payload, plain.as_mut_slice())
        .ok()?;
    plain
        .get(..written)
        .filter(|plain| plain.len() == plain_length as usize)
}

/// What is in a frame of a segment that `has_texts` or has none; `None` when its lengths or its checksum do not fit, or it is
/// of another layout.
pub(super) fn unpack(frame: &[u8], extent: Extent, has_texts: bool) -> Option<Unpacked> {
    let (payload, plain_length) = checked(frame)?;
    WORKPLACE.with_borrow_mut(
        |Workplace {
             decompressor, plain, ..
         }| {
            let plain = decompressed(payload, plain_length, decompressor.as_mut()?, plain)?;
            if has_texts {
                let facts = facts(plain, extent)?;
                return Some(Unpacked {
                    facts,
                    left_out: None,
                });
            }
            let (key, plain) = TextKey::split_from(plain)?;
            let facts = facts(plain, extent)?;
            Some(Unpacked {
                facts,
                left_out: Some(key),
            })
        },
    )
}

/// The facts in the bytes of a frame.
fn facts(plain: &[u8], extent: Extent) -> Option<Facts> {
    match extent {
        Extent::Whole => {
            let (mut facts, behind): (Facts, &[u8]) = postcard::take_from_bytes(plain).ok()?;
            if !behind.is_empty() {
                let metadata = &mut facts.record.metadata;
                let (lists, behind) = postcard::take_from_bytes(behind).ok()?;
                (metadata.outlet_hints, metadata.layout) = lists;
                if !behind.is_empty() {
                    let clocked: Vec<(u32, Vec<Clock>)> = postcard::from_bytes(behind).ok()?;
                    let articles = &mut facts.attributed.segmentation.articles;
                    for (ordinal, clocks) in clocked {
                        if let Some(article) = articles.get_mut(ordinal as usize) {
                            article.clocks = clocks;
                        }
                    }
                }
            }
            Some(facts)
        }
        Extent::Record => {
            let (record, _) = postcard::take_from_bytes(plain).ok()?;
            Some(Facts {
                record,
                attributed: Attributed::default(),
            })
        }
        Extent::BeforeSentences => {
            let (
                FactsBeforeSentences {
                    record,
                    segmentation,
                    claims,
                },
                _,
            ) = postcard::take_from_bytes(plain).ok()?;
            Some(Facts {
                record,
                attributed: Attributed {
                    segmentation,
                    claims,
                    sentences: Vec::new(),
                },
            })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Extent, HEAD, pack, without_text};
    use crate::document::{
        Article, BlockKind, Claim, ClaimKind, Clock, ClockKind, Facts, Precision, Sentence, SourceKind, Span,
        Timestamp, Voice,
    };

    fn unpack(frame: &[u8], extent: Extent) -> Option<Facts> {
        super::unpack(frame, extent, true).map(|unpacked| unpacked.facts)
    }

    #[test]
    fn a_text_is_cut_out_and_nothing_else() {
        for text in [
            "",
            "港口通航。",
            &"港口昨日恢复通航，首日有十二艘船往返。".repeat(900),
        ] {
            let mut facts = Facts::default();
            facts.record.id = "a".repeat(200);
            facts.record.uri = "页面/港口.html".to_owned();
            facts.record.replacements = 300;
            facts.record.text = text.to_owned();
            facts.record.metadata.title = Some("港口通航".to_owned());
            facts.record.metadata.outlet_hints = vec!["滨城网".to_owned()];
            facts.attributed.segmentation.articles = vec![Article::default()];
            let cut = without_text(&pack(&facts)).unwrap();
            for extent in [Extent::Whole, Extent::BeforeSentences, Extent::Record] {
                let found = super::unpack(&cut, extent, false).unwrap();
                assert_eq!(found.left_out, Some(super::TextKey::of(text)));
                assert_eq!(found.facts.record.text, "");
                assert_eq!(found.facts.record.replacements, 300);
                assert_eq!(found.facts.record.metadata.title, facts.record.metadata.title);
                if extent == Extent::Whole {
                    assert_eq!(found.facts.record.metadata, facts.record.metadata);
                    assert_eq!(found.facts.attributed, facts.attributed);
                }
            }
            assert!(without_text(&cut[..cut.len() - 1]).is_none());
        }
    }

    #[test]
    fn what_a_page_says_stands_behind_the_facts() {
        let mut facts = Facts::default();
        let bare = pack(&facts);
        facts.record.metadata.outlet_hints = vec!["滨城网".to_owned()];
        facts.record.metadata.layout = vec![(Span::new(0, 4), BlockKind::Caption)];
        let frame = pack(&facts);
        assert!(bare.len() < frame.len());
        let whole = unpack(&frame, Extent::Whole).unwrap();
        assert_eq!(whole.record.metadata, facts.record.metadata);
        assert!(unpack(&frame, Extent::BeforeSentences).is_some());
        assert!(unpack(&bare, Extent::Whole).is_some_and(|facts| facts.record.metadata.layout.is_empty()));
        let mut clocked = Facts::default();
        clocked.attributed.segmentation.articles = vec![Article {
            clocks: vec![Clock {
                kind: ClockKind::Updated,
                time: Timestamp {
                    rfc3339: "2021-03-04T05:06:00+08:00".to_owned(),
                    epoch_seconds: 1_614_805_560,
                    precision: Precision::Minute,
                    zone_assumed: true,
                },
                span: Some(Span::new(3, 19)),
            }],
            ..Article::default()
        }];
        let again = unpack(&pack(&clocked), Extent::Whole).unwrap();
        assert_eq!(again.attributed, clocked.attributed);
    }

    #[test]
    fn the_beginning_is_read_without_the_sentences() {
        let mut facts = Facts::default();
        facts.record.text = "港口通航。".to_owned();
        facts.attributed.segmentation.articles = vec![Article::default()];
        facts.attributed.claims = vec![Claim {
            article: 0,
            kind: ClaimKind::Dateline,
            source_name: "潮声社".to_owned(),
            source: None,
            source_kind: SourceKind::Agency,
            cue: "电".to_owned(),
            span: Some(Span::new(0, 3)),
            scope: None,
            rule: "dateline".to_owned(),
            confidence: 1.0,
        }];
        facts.attributed.sentences = vec![Sentence {
            article: 0,
            span: Span::new(0, 15),
            chain: vec!["海风日报".to_owned()],
            voice: Voice::Narration,
            confidence: 0.5,
        }];
        let frame = pack(&facts);
        let whole = unpack(&frame, Extent::Whole).unwrap();
        assert_eq!(whole.attributed, facts.attributed);
        let mut beginning = unpack(&frame, Extent::BeforeSentences).unwrap();
        assert_eq!(beginning.record.text, facts.record.text);
        let record = unpack(&frame, Extent::Record).unwrap();
        assert_eq!(record.record.text, facts.record.text);
        assert!(record.attributed.claims.is_empty());
        beginning.attributed.sentences = whole.attributed.sentences;
        assert_eq!(beginning.attributed, facts.attributed);
    }

    #[test]
    fn every_flipped_or_missing_byte_is_seen() {
        let mut facts = Facts::default();
        facts.record.id = "a".to_owned();
        facts.record.text = "海风日报 讯 港口昨日恢复通航。".repeat(3);
        let frame = pack(&facts);
        assert_eq!(
            unpack(&frame, Extent::Whole).unwrap().record.text,
            facts.record.text
        );
        for at in 0..frame.len() {
            let mut damaged = frame.clone();
            damaged[at] ^= 0x10;
            assert!(unpack(&damaged, Extent::Whole).is_none(), "byte {at}");
        }
        assert!(unpack(&frame[..frame.len() - 1], Extent::Whole).is_none());
        assert!(unpack(&frame[..HEAD], Extent::Whole).is_none());
        assert!(unpack(&[], Extent::Whole).is_none());
    }
}

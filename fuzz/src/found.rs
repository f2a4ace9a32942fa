//! What is found in a text, held against what is promised of it: places are slices of the text, blocks are the whole of it,
//! nothing crosses anything.

use std::sync::OnceLock;

use suyuan::claim::{OutletTable, attribute};
use suyuan::document::{Attributed, BlockKind, PartKind, Record, Segmentation, Span};
use suyuan::segment::segment;

/// A record whose text this is. The first byte says whether its first line is also what the container calls its title.
pub fn record(bytes: &[u8]) -> Record {
    let (titled, rest) = match bytes.split_first() {
        Some((first, rest)) => (first & 1 == 1, rest),
        None => (false, bytes),
    };
    let mut record = Record {
        text: String::from_utf8_lossy(rest).into_owned(),
        ..Record::default()
    };
    if titled {
        record.metadata.title = record.text.lines().next().map(str::to_owned);
    }
    record
}

/// White space, and what is seen as little.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

fn is_slice(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.range()).is_some()
}

/// Cuts up a record; it must be sound.
pub fn segmented(record: &Record) -> Segmentation {
    let found = segment(record);
    blocks(&found, &record.text);
    quotes(&found, &record.text);
    found
}

fn blocks(found: &Segmentation, text: &str) {
    let mut at = 0;
    for block in &found.blocks {
        let gap = text.get(at..block.span.start as usize);
        assert!(
            gap.is_some_and(|gap| gap.chars().all(is_blank)),
            "{gap:?} is in no block"
        );
        assert!(!block.span.is_empty() && is_slice(block.span, text), "{block:?}");
        assert!(
            block
                .article
                .is_none_or(|article| (article as usize) < found.articles.len()),
            "{block:?}"
        );
        at = block.span.end as usize;
    }
    assert!(text.get(at..).is_some_and(|rest| rest.chars().all(is_blank)));
    for part in &found.parts {
        let block = &found.blocks[part.block as usize];
        assert!(
            block.span.contains(part.span) && is_slice(part.span, text),
            "{part:?}"
        );
        assert!(!part.span.is_empty() || part.kind == PartKind::Source, "{part:?}");
    }
    for (ordinal, article) in found.articles.iter().enumerate() {
        assert_eq!(article.ordinal as usize, ordinal);
        assert!(
            article.embedded_in.is_none_or(|host| host < article.ordinal),
            "{article:?}"
        );
        if let Some(span) = article.title_span {
            assert!(is_slice(span, text) && !span.is_empty(), "{article:?}");
        }
    }
}

fn quotes(found: &Segmentation, text: &str) {
    let mut open: Vec<Span> = Vec::new();
    for quote in &found.quotes {
        assert!(is_slice(quote.span, text) && !quote.span.is_empty(), "{quote:?}");
        let home = found.blocks.iter().find(|block| block.span.contains(quote.span));
        assert!(
            home.is_some_and(|block| block.article == Some(quote.article)),
            "{quote:?}"
        );
        assert!(
            home.is_some_and(|block| block.kind != BlockKind::Chrome),
            "{quote:?}"
        );
        open.retain(|outer| outer.end > quote.span.start);
        assert!(
            open.iter().all(|outer| outer.contains(quote.span)),
            "{quote:?} crosses {open:?}"
        );
        open.push(quote.span);
    }
}

/// Finds the claims of a record; they must be sound.
pub fn attributed(record: &Record) -> Attributed {
    static OUTLETS: OnceLock<OutletTable> = OnceLock::new();
    let outlets = OUTLETS.get_or_init(OutletTable::builtin);
    let text = record.text.as_str();
    let segmentation = segmented(record);
    // What a page says of itself is about article 0 also where it holds no article.
    let articles = segmentation.articles.len().max(1);
    let found = attribute(record, segmentation, outlets);
    quotes(&found.segmentation, text);
    for claim in &found.claims {
        assert!((claim.article as usize) < articles, "{claim:?}");
        assert!(claim.span.is_none_or(|span| is_slice(span, text)), "{claim:?}");
        assert!(claim.scope.is_none_or(|span| is_slice(span, text)), "{claim:?}");
        assert!((0.0..=1.0).contains(&claim.confidence), "{claim:?}");
    }
    for sentence in &found.sentences {
        assert!(
            is_slice(sentence.span, text) && !sentence.span.is_empty(),
            "{sentence:?}"
        );
        assert!((0.0..=1.0).contains(&sentence.confidence), "{sentence:?}");
    }
    found
}

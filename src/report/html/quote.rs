//! A quote from near: its versions aligned with the first one, who is said to have said it, and its lineage.

use askama::Template;

use super::address::Address;
use super::family::{Drawn, drawn, sheet_of};
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::marks::{Piece, of_styled};
use super::site::Site;
use super::vocabulary;
use crate::document::Span;
use crate::error::Result;
use crate::ledger::{CarrierRow, FamilyHead, Sources};
use crate::report::difference::aligned;

/// Characters of a version that are shown.
const MOST: usize = 800;

/// A version of the quote.
struct Version {
    mark: String,
    name: Anchor,
    title: Anchor,
    time: String,
    speaker: Option<String>,
    cue: String,
    /// True where the speaker is another than the first that is named.
    other_speaker: bool,
    /// True where the words are those of the first version.
    same: bool,
    first: bool,
    /// False where it stands without quotation marks.
    quoted: bool,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "quote.html")]
struct Quote<'site> {
    frame: Frame<'site>,
    head: FamilyHead,
    kind: String,
    words: String,
    sources: Sources,
    speakers: Vec<(String, u64)>,
    lineage: Drawn,
    versions: Vec<Version>,
    total: u64,
    paging: Paging,
}

/// The first sheet of the page.
pub(super) fn address(id: &str) -> Address {
    Address::Quote {
        id: id.to_owned(),
        sheet: 0,
    }
}

/// What a carrier has: its words and who speaks.
struct Said {
    words: String,
    speaker: Option<String>,
    cue: String,
    quoted: bool,
}

pub(super) fn page(site: &Site<'_>, id: &str, sheet: u32) -> Result<Option<String>> {
    let store = site.store;
    let Some(head) = store.family_called(id)? else {
        return Ok(None);
    };
    let rows = store.carrier_rows(head.number)?;
    let Some(on_page) = sheet_of(&rows, sheet) else {
        return Ok(None);
    };
    let first = rows
        .iter()
        .find(|row| row.number == head.first_article)
        .or(rows.first());
    let origin = first.map(|row| said(site, row)).transpose()?;
    let words = origin.as_ref().map(|said| said.words.clone()).unwrap_or_default();
    let named = store.speakers_of(head.number)?;
    let usual = named.first().map(|speaker| speaker.0.clone());
    let at = Address::Quote {
        id: id.to_owned(),
        sheet,
    };
    let title = format!(
        "{}: “{}”",
        site.language.say("Quote", "引语"),
        shortened(&words, 40)
    );
    let frame = Frame::new(site, at, title);
    let mut versions = Vec::new();
    for row in on_page {
        let said = said(site, row)?;
        let pieces = match aligned(&said.words, &words) {
            Some(pieces) => of_styled(pieces),
            None => vec![Piece::new("plain", said.words.clone())],
        };
        versions.push(Version {
            mark: super::carriers::mark(row.number),
            name: match &row.publisher {
                Some(publisher) => frame.outlet(publisher),
                None => frame.article(shortened(&row.name, 60), &row.id),
            },
            title: frame.article(shortened(row.title.as_deref().unwrap_or(&row.id), 60), &row.id),
            time: row
                .published_at
                .as_deref()
                .map(|time| moment(time, &row.precision))
                .unwrap_or_default(),
            other_speaker: said.speaker.is_some() && usual.is_some() && said.speaker != usual,
            speaker: said.speaker,
            cue: said.cue,
            same: said.words == words,
            first: row.number == head.first_article,
            quoted: said.quoted,
            pieces,
        });
    }
    let total = rows.len() as u64;
    let steps = store.family_steps(head.number)?;
    let page = Quote {
        kind: vocabulary::passage_kind(&head.kind, site.language),
        sources: store.sources(id)?,
        speakers: named,
        lineage: drawn(&frame, &rows, &steps, head.first_article, on_page),
        versions,
        total,
        paging: frame.paging(sheet, super::family::ROWS, if site.is_live() { total } else { 0 }),
        words: shortened(&words, 300),
        head,
        frame,
    };
    filled(&page).map(Some)
}

fn said(site: &Site<'_>, row: &CarrierRow) -> Result<Said> {
    let mut said = Said {
        words: String::new(),
        speaker: None,
        cue: String::new(),
        quoted: false,
    };
    let Some(article) = site.store.article_numbered(row.number)? else {
        return Ok(said);
    };
    let page = site.store.page(article)?;
    let text = page.facts.record.text.as_str();
    said.words = row.span.of(text).chars().take(MOST).collect();
    let own = |span: Span| 2 * span.overlap(row.span) >= row.span.len();
    let quotes = page.facts.attributed.segmentation.quotes.iter();
    let quote = quotes
        .filter(|quote| quote.article == page.article.ordinal && own(quote.span))
        .max_by_key(|quote| quote.span.overlap(row.span));
    if let Some(quote) = quote {
        said.quoted = true;
        said.speaker = quote.speaker.as_deref().map(|speaker| shortened(speaker, 40));
        said.cue = quote
            .cue
            .as_deref()
            .map(|cue| shortened(cue, 20))
            .unwrap_or_default();
    }
    Ok(said)
}

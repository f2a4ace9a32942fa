//! The list of articles: those that most others took text from first.

use askama::Template;

use super::address::Address;
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::site::Site;
use crate::error::Result;
use crate::ledger::ArticleRow;

/// Characters of a title.
const TITLE: usize = 80;

/// An article in a list.
pub(crate) struct ArticleLine {
    pub(crate) title: Anchor,
    pub(crate) outlet: Option<Anchor>,
    pub(crate) declared: Option<String>,
    pub(crate) time: String,
    pub(crate) characters: u64,
    pub(crate) gave: u64,
    pub(crate) took: u64,
}

/// Articles as lines of a list.
pub(crate) fn article_lines(frame: &Frame<'_>, rows: Vec<ArticleRow>) -> Vec<ArticleLine> {
    rows.into_iter()
        .map(|row| ArticleLine {
            title: frame.article(shortened(row.title.as_deref().unwrap_or(&row.id), TITLE), &row.id),
            outlet: row.publisher.as_deref().map(|publisher| frame.outlet(publisher)),
            declared: row.declared.as_deref().map(|declared| shortened(declared, 40)),
            time: row
                .published_at
                .as_deref()
                .map(|time| moment(time, &row.precision))
                .unwrap_or_default(),
            characters: row.characters,
            gave: row.gave,
            took: row.took,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "articles.html")]
struct Articles<'site> {
    frame: Frame<'site>,
    total: u64,
    listed: u64,
    lines: Vec<ArticleLine>,
    paging: Paging,
}

pub(super) fn page(site: &Site<'_>, sheet: u32) -> Result<Option<String>> {
    let articles = site.digest.overview.articles;
    let total = articles.host + articles.embedded;
    let rows = site.sheet(sheet);
    if sheet > 0 && u64::from(sheet) * u64::from(rows.rows) >= site.listed(total) {
        return Ok(None);
    }
    let frame = Frame::new(
        site,
        Address::Articles { sheet },
        site.language.say("Articles", "文章"),
    );
    let page = Articles {
        total,
        listed: site.listed(total),
        lines: article_lines(
            &frame,
            site.within(
                rows,
                site.store.article_rows(rows.of(&site.digest.article_order))?,
            ),
        ),
        paging: frame.paging(sheet, rows.rows, site.listed(total)),
        frame,
    };
    filled(&page).map(Some)
}

//! The reports that were copied whole: each with the articles that are copies of it, word for word or edited.

use askama::Template;

use super::address::Address;
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::site::Site;
use crate::error::Result;

/// A report with its copies.
struct CopiedLine {
    title: Anchor,
    outlet: Option<Anchor>,
    time: String,
    exact: u64,
    near: u64,
}

#[derive(Template)]
#[template(path = "copies.html")]
struct Copies<'site> {
    frame: Frame<'site>,
    total: u64,
    listed: u64,
    lines: Vec<CopiedLine>,
    paging: Paging,
}

pub(super) fn page(site: &Site<'_>, sheet: u32) -> Result<Option<String>> {
    let total = site.digest.overview.clusters;
    let rows = site.sheet(sheet);
    if sheet > 0 && u64::from(sheet) * u64::from(rows.rows) >= site.listed(total) {
        return Ok(None);
    }
    let frame = Frame::new(
        site,
        Address::Copies { sheet },
        site.language.say("Copies", "副本"),
    );
    let lines = site
        .within(rows, site.store.copied_rows(rows)?)
        .into_iter()
        .map(|row| CopiedLine {
            title: frame.article(
                shortened(row.article.title.as_deref().unwrap_or(&row.article.id), 80),
                &row.article.id,
            ),
            outlet: row
                .article
                .publisher
                .as_deref()
                .map(|publisher| frame.outlet(publisher)),
            time: row
                .article
                .published_at
                .as_deref()
                .map(|time| moment(time, &row.article.precision))
                .unwrap_or_default(),
            exact: row.exact,
            near: row.near,
        });
    let page = Copies {
        total,
        listed: site.listed(total),
        lines: lines.collect(),
        paging: frame.paging(sheet, rows.rows, site.listed(total)),
        frame,
    };
    filled(&page).map(Some)
}

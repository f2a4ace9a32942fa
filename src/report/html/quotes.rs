//! The list of quotes that stand in several articles.

use askama::Template;

use super::address::Address;
use super::families::{FamilyLine, family_lines};
use super::filled;
use super::frame::{Frame, Paging};
use super::site::Site;
use crate::error::Result;

#[derive(Template)]
#[template(path = "quotes.html")]
struct Quotes<'site> {
    frame: Frame<'site>,
    all: u64,
    shared: u64,
    total: u64,
    listed: u64,
    lines: Vec<FamilyLine>,
    paging: Paging,
}

pub(super) fn page(site: &Site<'_>, sheet: u32) -> Result<Option<String>> {
    let total = site.store.quote_count()?;
    let rows = site.sheet(sheet);
    if sheet > 0 && u64::from(sheet) * u64::from(rows.rows) >= site.listed(total) {
        return Ok(None);
    }
    let frame = Frame::new(
        site,
        Address::Quotes { sheet },
        site.language.say("Quotes", "引语"),
    );
    let page = Quotes {
        all: site.digest.overview.quotes.total,
        shared: site.digest.overview.quotes.shared,
        total,
        listed: site.listed(total),
        lines: family_lines(&frame, site.within(rows, site.store.quote_rows(rows)?)),
        paging: frame.paging(sheet, rows.rows, site.listed(total)),
        frame,
    };
    filled(&page).map(Some)
}

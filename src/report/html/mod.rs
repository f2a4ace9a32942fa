//! The pages of a report: ledger -> HTML. Each page is made by itself, from its address, so that the same pages are written as
//! files for a report that opens from disk ([`write_report`]) and served live.
//!
//! ```text
//! Store + Digest + Language + Links ─ Site ──▶ render(address) ──▶ a page, as text
//! ```
//! A file here is a kind of page; its template has the same name in `templates/`. Drawings are in `drawing/`, style and script in
//! `assets/`. Pages load nothing from elsewhere and hold no scripts, styles or handlers of their own, so that they work under a
//! content security policy that allows files of the same origin only. All scraped text goes through one escaper.

mod address;
mod article;
mod articles;
mod assets;
mod body;
mod carriers;
mod copies;
mod drawing;
mod escaping;
mod families;
mod family;
mod figures;
mod findings;
pub(crate) mod frame;
mod guide;
mod language;
mod marks;
mod outlet;
mod outlets;
mod overview;
mod problem;
mod quote;
mod quotes;
mod records;
mod searched;
mod sentences;
mod site;
mod traced;
mod vocabulary;
mod writing;

pub use address::{Address, FindingsOf};
pub use assets::{ASSETS, Asset};
pub use language::Language;
pub use site::{Held, Links, Site};
pub use writing::{Order, Written, write_report};

pub(crate) use escaping::Shown;
pub(crate) use problem::problem;
pub(crate) use searched::{Outcome, Typed, searched};
pub(crate) use traced::traced;

use crate::error::{Error, Result};

/// Makes one page; `None` when the store has nothing of this address.
///
/// # Errors
/// When the store cannot be read.
pub fn render(site: &Site<'_>, address: &Address) -> Result<Option<String>> {
    match address {
        Address::Overview => overview::page(site).map(Some),
        Address::Guide => guide::page(site).map(Some),
        Address::Records => records::page(site).map(Some),
        Address::Families { kind, sheet } => families::page(site, kind.as_deref(), *sheet),
        Address::Family { id, sheet } => family::page(site, id, *sheet),
        Address::Articles { sheet } => articles::page(site, *sheet),
        Address::Copies { sheet } => copies::page(site, *sheet),
        Address::Article { id } => article::page(site, id),
        Address::Outlets => outlets::page(site).map(Some),
        Address::Outlet { name, sheet } => outlet::page(site, name, *sheet),
        Address::Quotes { sheet } => quotes::page(site, *sheet),
        Address::Quote { id, sheet } => quote::page(site, id, *sheet),
        Address::Findings { filter, sheet } => findings::page(site, filter, *sheet),
    }
}

/// A template as text.
pub(crate) fn filled(template: &impl askama::Template) -> Result<String> {
    template
        .render()
        .map_err(|error| Error::Usage(format!("a page could not be made: {error}")))
}

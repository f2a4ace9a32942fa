//! The report as files: which pages it has, and writing them, several at a time.
//!
//! A small store has a page for everything. Of a large one the most telling things have pages, at most `top` of each kind, so that
//! a report of any store can be opened, kept and sent; every list says what it leaves out.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde::Serialize;

use super::address::{Address, FindingsOf};
use super::assets::ASSETS;
use super::language::Language;
use super::site::{Held, Links, Site};
use super::{family, findings, outlet, quote, render};
use crate::document::{Rule, Severity};
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::{Digest, Sheet, Store, Texts};

/// Articles with pages for each of the other things that a report has of a kind.
const ARTICLES: u32 = 5;
/// Carriers of one family whose articles have pages, while there is room.
const CARRIERS: usize = 30;
/// The most rows of a list on one page.
const ROWS: u64 = 100;

/// What a report is to be.
#[derive(Clone, Copy, Debug)]
pub struct Order<'store> {
    /// The store.
    pub store: &'store Path,
    /// The texts that it does not keep.
    pub texts: Option<&'store Arc<Texts>>,
    /// The language of the pages.
    pub language: Language,
    /// Families, quotes, outlets and findings that have pages, at most; articles five times as many.
    pub top: u32,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Pages.
    pub pages: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Articles that have a page.
    pub articles: u64,
    /// Articles of the store.
    pub articles_of_store: u64,
    /// Families and quotes that have a page.
    pub families: u64,
    /// Families of the store.
    pub families_of_store: u64,
}

/// Writes the report of a store into the folder `out`, which is there and empty.
///
/// # Errors
/// When the store cannot be read or a file cannot be written.
pub fn write_report(order: &Order<'_>, out: &Path, progress: &dyn Progress) -> Result<Written> {
    progress.begin(Step::Pages, None);
    let store = Store::open(order.store)?.with_texts(order.texts.cloned());
    store.must_have_texts()?;
    store.expect_many_pages()?;
    let digest = Digest::of(&store)?;
    let pages = chosen(&store, &digest, order.top)?;
    let held = Held::new(pages.iter().cloned(), order.top);
    let name = order
        .store
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let files = ["assets", "family", "article", "outlet", "quote"];
    for folder in files.map(|name| out.join(name)) {
        std::fs::create_dir_all(&folder).map_err(|source| failed(&folder, "create", source))?;
    }
    let bytes = AtomicU64::new(0);
    for asset in ASSETS {
        write(&out.join("assets").join(asset.name), asset.bytes, &bytes)?;
    }
    drop(store);
    progress.begin(Step::Pages, Some(pages.len() as u64));
    let next = AtomicUsize::new(0);
    let fault: Mutex<Option<Error>> = Mutex::new(None);
    // Each thread reads the store by a connection of its own, and takes the next page when it is done with one.
    let work = || -> Result<()> {
        let store = Store::open(order.store)?.with_texts(order.texts.cloned());
        store.expect_many_pages()?;
        let site = Site {
            store: &store,
            digest: &digest,
            language: order.language,
            links: Links::Files(&held),
            name: &name,
        };
        while let Some(address) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(page) = render(&site, address)? {
                write(&out.join(address.file()), page.as_bytes(), &bytes)?;
            }
            progress.advance(Step::Pages, 1);
        }
        Ok(())
    };
    let threads = rayon::current_num_threads().max(1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                if let Err(error) = work() {
                    next.store(pages.len(), Ordering::Relaxed);
                    let mut fault = fault.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    fault.get_or_insert(error);
                }
            });
        }
    });
    if let Some(error) = fault
        .into_inner()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
    {
        return Err(error);
    }
    let count = |wanted: fn(&Address) -> bool| pages.iter().filter(|page| wanted(page)).count() as u64;
    Ok(Written {
        pages: pages.len() as u64,
        bytes: bytes.into_inner(),
        articles: count(|page| matches!(page, Address::Article { .. })),
        articles_of_store: digest.overview.articles.host + digest.overview.articles.embedded,
        families: count(|page| {
            matches!(
                page,
                Address::Family { sheet: 0, .. } | Address::Quote { sheet: 0, .. }
            )
        }),
        families_of_store: digest.overview.families.total,
    })
}

fn failed(path: &Path, action: &'static str, source: std::io::Error) -> Error {
    Error::Io {
        path: path.to_owned(),
        action,
        source,
    }
}

fn write(path: &Path, content: &[u8], bytes: &AtomicU64) -> Result<()> {
    std::fs::write(path, content).map_err(|source| failed(path, "write", source))?;
    bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
    Ok(())
}

/// The pages of a report, each once, the first the most telling.
fn chosen(store: &Store, digest: &Digest, top: u32) -> Result<Vec<Address>> {
    let whole = Sheet { number: 0, rows: top };
    let mut pages = Pages::default();
    for address in [
        Address::Overview,
        Address::Guide,
        Address::Records,
        Address::Outlets,
    ] {
        pages.add(address);
    }
    let list = |pages: &mut Pages, first: &Address, rows: u64, total: u64| {
        let sheets = total
            .min(u64::from(top))
            .div_ceil(rows.min(u64::from(top)).max(1))
            .max(1);
        for sheet in 0..u32::try_from(sheets).unwrap_or(u32::MAX) {
            pages.add(first.at_sheet(sheet));
        }
    };
    let by_kind = &digest.overview.families.by_kind;
    let of = |kind: &str| by_kind.get(kind).copied().unwrap_or_default();
    list(
        &mut pages,
        &Address::Families { kind: None, sheet: 0 },
        ROWS,
        of("body") + of("headline_fragment"),
    );
    for (kind, &total) in by_kind {
        let first = Address::Families {
            kind: Some(kind.clone()),
            sheet: 0,
        };
        list(&mut pages, &first, ROWS, total);
    }
    list(
        &mut pages,
        &Address::Quotes { sheet: 0 },
        ROWS,
        store.quote_count()?,
    );
    let articles = digest.overview.articles.host + digest.overview.articles.embedded;
    list(&mut pages, &Address::Articles { sheet: 0 }, ROWS, articles);
    list(
        &mut pages,
        &Address::Copies { sheet: 0 },
        ROWS,
        digest.overview.clusters,
    );
    let findings = |pages: &mut Pages, filter: FindingsOf, total: u64| {
        list(
            pages,
            &Address::Findings { filter, sheet: 0 },
            findings::ROWS.into(),
            total,
        );
    };
    findings(&mut pages, FindingsOf::default(), digest.findings_of(None, None));
    for &rule in Rule::ALL {
        let total = digest.findings_of(Some(rule.name()), None);
        if total > 0 {
            let filter = FindingsOf {
                rule: Some(rule),
                ..FindingsOf::default()
            };
            findings(&mut pages, filter, total);
        }
    }
    for &severity in Severity::ALL {
        let total = digest.findings_of(None, Some(severity.name()));
        if total > 0 {
            let filter = FindingsOf {
                severity: Some(severity),
                ..FindingsOf::default()
            };
            findings(&mut pages, filter, total);
        }
    }
    for outlet in digest.outlets.iter().take(top as usize) {
        pages.add(outlet::address(&outlet.name));
    }

    let mut families = store.family_rows(None, whole)?;
    for kind in by_kind
        .keys()
        .filter(|kind| !matches!(kind.as_str(), "body" | "headline_fragment" | "quote"))
    {
        for row in store.family_rows(Some(kind), whole)? {
            pages.add(family::address(&row.head.family_id));
        }
    }
    families.extend(store.quote_rows(whole)?);
    for row in store.family_rows(Some("quote"), whole)?.iter().chain(&families) {
        pages.add(match row.head.kind.as_str() {
            "quote" => quote::address(&row.head.family_id),
            _ => family::address(&row.head.family_id),
        });
    }

    let most = top.saturating_mul(ARTICLES) as usize;
    let mut chosen = Articles {
        pages: &mut pages,
        left: most,
    };
    let worst: Vec<i64> = digest
        .finding_order
        .iter()
        .take(top as usize)
        .map(|finding| finding.number)
        .collect();
    for finding in store.findings_numbered(&worst)? {
        chosen.add(&finding.here.page.article_id);
        if let Some(there) = &finding.there {
            chosen.add(&there.page.article_id);
        }
    }
    for row in &families {
        chosen.add(&row.first_id);
    }
    for article in store.article_rows(whole.of(&digest.article_order))? {
        chosen.add(&article.id);
    }
    for row in &families {
        if chosen.left == 0 {
            break;
        }
        for carrier in store.carrier_rows(row.head.number)?.iter().take(CARRIERS) {
            chosen.add(&carrier.id);
        }
    }
    for &number in digest.article_order.iter().take(most) {
        if chosen.left == 0 {
            break;
        }
        chosen.add(&store.article_row(number)?.id);
    }
    Ok(pages.list)
}

/// Pages in the order in which they were chosen.
#[derive(Default)]
struct Pages {
    list: Vec<Address>,
    known: HashSet<Address>,
}

impl Pages {
    fn add(&mut self, address: Address) -> bool {
        let new = self.known.insert(address.clone());
        if new {
            self.list.push(address);
        }
        new
    }
}

/// Articles, as long as there is room.
struct Articles<'pages> {
    pages: &'pages mut Pages,
    left: usize,
}

impl Articles<'_> {
    fn add(&mut self, id: &str) {
        if self.left > 0 && self.pages.add(Address::Article { id: id.to_owned() }) {
            self.left -= 1;
        }
    }
}

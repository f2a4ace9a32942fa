//! One outlet: how much it carries, from whom and to whom, whom it names, what it had first, its findings and articles.

use askama::Template;

use super::address::{Address, FindingsOf};
use super::articles::{ArticleLine, article_lines};
use super::families::{FamilyLine, family_lines};
use super::figures::share;
use super::filled;
use super::findings::{Card, cards};
use super::frame::{Anchor, Frame, Paging};
use super::outlets::{NamedLine, PairLine, giver, named_lines};
use super::site::{Links, Site};
use crate::error::Result;
use crate::ledger::{CarriedPair, OutletFigures, Sheet};

/// Pairs, names, families and findings on one page.
const PAIRS: usize = 40;
const NAMED: u32 = 40;
const FAMILIES: u32 = 20;
const FINDINGS: usize = 20;
/// Articles on one sheet.
const ARTICLES: u32 = 60;

#[derive(Template)]
#[template(path = "outlet.html")]
struct Outlet<'site> {
    frame: Frame<'site>,
    figures: OutletFigures,
    share: String,
    from: Vec<PairLine>,
    to: Vec<PairLine>,
    named: Vec<NamedLine>,
    families: Vec<FamilyLine>,
    cards: Vec<Card>,
    all_findings: Anchor,
    articles: Vec<ArticleLine>,
    listed: u64,
    first_sheet: bool,
    paging: Paging,
}

/// The first sheet of the page.
pub(super) fn address(name: &str) -> Address {
    Address::Outlet {
        name: name.to_owned(),
        sheet: 0,
    }
}

pub(super) fn page(site: &Site<'_>, name: &str, sheet: u32) -> Result<Option<String>> {
    let Some(figures) = site.digest.outlet(name) else {
        return Ok(None);
    };
    let rows = Sheet {
        number: sheet,
        rows: ARTICLES,
    };
    if sheet > 0 && u64::from(sheet) * u64::from(ARTICLES) >= figures.articles {
        return Ok(None);
    }
    let at = Address::Outlet {
        name: name.to_owned(),
        sheet,
    };
    let frame = Frame::new(site, at, super::figures::shortened(name, 80));
    let pairs = |wanted: &dyn Fn(&CarriedPair) -> bool| -> Vec<PairLine> {
        let own = site.digest.pairs.iter().filter(|pair| wanted(pair)).take(PAIRS);
        own.map(|pair| PairLine {
            from: giver(&frame, &pair.from, pair.ghost),
            ghost: pair.ghost,
            to: frame.outlet(&pair.to),
            links: pair.links,
        })
        .collect()
    };
    let findings: Vec<i64> = site
        .digest
        .findings_like(None, None, Some(name))
        .take(FINDINGS)
        .map(|finding| finding.number)
        .collect();
    let first_sheet = sheet == 0;
    let part = |rows| Sheet { number: 0, rows };
    let articles = article_lines(&frame, site.store.articles_of(name, rows)?);
    let total = match site.links {
        Links::Live => figures.articles,
        Links::Files(_) => articles.len() as u64,
    };
    let page = Outlet {
        share: share(figures.carried, figures.characters),
        from: pairs(&|pair| pair.to == name && (pair.ghost || pair.from != name)),
        to: pairs(&|pair| pair.from == name && !pair.ghost && pair.to != name),
        named: if first_sheet {
            named_lines(&frame, &site.store.named_by(name, NAMED)?)
        } else {
            Vec::new()
        },
        families: if first_sheet {
            family_lines(&frame, site.store.families_first_at(name, part(FAMILIES))?)
        } else {
            Vec::new()
        },
        cards: if first_sheet && figures.findings > 0 {
            cards(&frame, site.store.findings_numbered(&findings)?)?
        } else {
            Vec::new()
        },
        all_findings: frame.anchor(
            frame.count(figures.findings, "finding", "findings", "条疑点"),
            &Address::Findings {
                filter: FindingsOf {
                    outlet: Some(name.to_owned()),
                    ..FindingsOf::default()
                },
                sheet: 0,
            },
        ),
        listed: articles.len() as u64,
        articles,
        first_sheet,
        paging: frame.paging(sheet, ARTICLES, total),
        figures: figures.clone(),
        frame,
    };
    filled(&page).map(Some)
}

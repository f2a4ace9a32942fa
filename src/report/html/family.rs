//! A family from near: its lineage drawn, every carrier with its words and what was changed in them, and the evidence of each link.

use std::collections::HashMap;

use askama::Template;

use super::address::Address;
use super::carriers::{Carried, carried, mark};
use super::drawing::{Lineage, Member, Step};
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::site::Site;
use super::vocabulary;
use crate::error::Result;
use crate::ledger::{CarrierRow, FamilyHead, FamilyStep, Sources};

/// Carriers with their words on one page.
pub(super) const ROWS: u32 = 40;
/// Links in the table of a drawing.
const LINKS: usize = 400;

/// A link in the table that says what the drawing shows.
pub(crate) struct LinkLine {
    pub(crate) from: Anchor,
    pub(crate) ghost: bool,
    pub(crate) to: Anchor,
    pub(crate) relation: String,
    pub(crate) resolved: bool,
    pub(crate) confidence: String,
}

/// The lineage of a family as a page shows it.
pub(crate) struct Drawn {
    pub(crate) drawing: Option<Lineage>,
    pub(crate) links: Vec<LinkLine>,
    pub(crate) links_left_out: usize,
}

#[derive(Template)]
#[template(path = "family.html")]
struct Family<'site> {
    frame: Frame<'site>,
    head: FamilyHead,
    kind: String,
    opening: String,
    outlets: u64,
    sources: Sources,
    first: Anchor,
    first_at: String,
    lineage: Drawn,
    carriers: Vec<Carried>,
    total: u64,
    shown: u64,
    paging: Paging,
}

/// The first sheet of the page.
pub(super) fn address(id: &str) -> Address {
    Address::Family {
        id: id.to_owned(),
        sheet: 0,
    }
}

pub(super) fn page(site: &Site<'_>, id: &str, sheet: u32) -> Result<Option<String>> {
    let Some(head) = site.store.family_called(id)? else {
        return Ok(None);
    };
    let rows = site.store.carrier_rows(head.number)?;
    let Some(on_page) = sheet_of(&rows, sheet) else {
        return Ok(None);
    };
    let row = site.store.family_row(head.clone())?;
    let opening = shortened(&row.opening, 60);
    let kind = vocabulary::passage_kind(&head.kind, site.language);
    let at = Address::Family {
        id: id.to_owned(),
        sheet,
    };
    let frame = Frame::new(site, at, format!("{kind}: {opening}"));
    let names = names(&rows);
    let total = rows.len() as u64;
    let page = Family {
        kind,
        opening,
        outlets: row.outlets,
        sources: site.store.sources(id)?,
        first: frame.article(shortened(&row.first_name, 60), &row.first_id),
        first_at: row
            .first_at
            .map(|time| moment(&time, &row.precision))
            .unwrap_or_default(),
        lineage: drawn(
            &frame,
            &rows,
            &site.store.family_steps(head.number)?,
            head.first_article,
            on_page,
        ),
        carriers: carried(&frame, head.number, head.first_article, on_page, &names)?,
        total,
        shown: on_page.len() as u64,
        paging: frame.paging(sheet, ROWS, if site.is_live() { total } else { 0 }),
        head,
        frame,
    };
    filled(&page).map(Some)
}

/// The carriers of a sheet; `None` beyond the last.
pub(super) fn sheet_of(rows: &[CarrierRow], sheet: u32) -> Option<&[CarrierRow]> {
    let (size, sheet) = (ROWS as usize, sheet as usize);
    let start = size.checked_mul(sheet)?;
    let end = start.saturating_add(size).min(rows.len());
    rows.get(start..end).filter(|rows| !rows.is_empty() || sheet == 0)
}

/// The name of each carrier.
pub(super) fn names(rows: &[CarrierRow]) -> HashMap<u32, String> {
    rows.iter()
        .map(|row| (row.number, shortened(&row.name, 60)))
        .collect()
}

/// Draws a lineage. Names lead to the words on the page where they stand there, else to the article.
pub(super) fn drawn(
    frame: &Frame<'_>,
    rows: &[CarrierRow],
    steps: &[FamilyStep],
    first: u32,
    on_page: &[CarrierRow],
) -> Drawn {
    let language = frame.language();
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut members = Vec::new();
    for row in rows {
        places.insert(row.number, members.len());
        let here = on_page.iter().any(|other| other.number == row.number);
        let article = Address::Article { id: row.id.clone() };
        members.push(Member {
            name: row.name.clone(),
            note: row
                .published_at
                .as_deref()
                .map(|time| moment(time, &row.precision))
                .unwrap_or_else(|| language.say("no time", "无时间").to_owned()),
            seconds: row.seconds,
            ghost: false,
            first: row.number == first,
            href: if here {
                Some(format!("#{}", mark(row.number)))
            } else {
                frame.href(&article)
            },
        });
    }
    let mut ghosts: HashMap<&str, usize> = HashMap::new();
    let mut lines = Vec::new();
    let mut drawn = Vec::new();
    for step in steps {
        let Some(&to) = places.get(&step.to) else { continue };
        let from = match (step.from, &step.ghost) {
            (Some(article), _) => places.get(&article).copied(),
            (None, Some(name)) => Some(*ghosts.entry(name).or_insert_with(|| {
                members.push(Member {
                    name: name.clone(),
                    note: language.say("not held", "未收录").to_owned(),
                    ghost: true,
                    ..Member::default()
                });
                members.len() - 1
            })),
            (None, None) => None,
        };
        let Some(from) = from else { continue };
        drawn.push(Step {
            from,
            to,
            resolved: step.resolved,
            relation: match step.relation.as_str() {
                "reprint" => String::new(),
                relation => vocabulary::relation(relation, language),
            },
        });
        let anchor = |index: usize| {
            let member = members.get(index);
            Anchor {
                text: member
                    .map(|member| shortened(&member.name, 60))
                    .unwrap_or_default(),
                href: member.and_then(|member| member.href.clone()),
            }
        };
        lines.push(LinkLine {
            from: anchor(from),
            ghost: step.from.is_none(),
            to: anchor(to),
            relation: vocabulary::relation(&step.relation, language),
            resolved: step.resolved,
            confidence: format!("{:.2}", step.confidence),
        });
    }
    let links_left_out = lines.len().saturating_sub(LINKS);
    lines.truncate(LINKS);
    let title = language.say("Lineage over time", "流转谱系（按时间）");
    Drawn {
        drawing: Lineage::of(&members, &drawn, language, title),
        links: lines,
        links_left_out,
    }
}

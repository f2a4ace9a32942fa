//! Lists of families: of all running text, or of one kind.

use askama::Template;

use super::address::Address;
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame, Paging};
use super::site::Site;
use super::vocabulary;
use crate::error::Result;
use crate::ledger::FamilyRow;

/// Characters of a family's first words.
const OPENING: usize = 64;

/// A family in a list.
pub(crate) struct FamilyLine {
    pub(crate) opening: Anchor,
    pub(crate) speaker: Option<String>,
    pub(crate) kind: String,
    pub(crate) carriers: u64,
    pub(crate) outlets: u64,
    pub(crate) characters: u64,
    pub(crate) first: Anchor,
    pub(crate) first_at: String,
    pub(crate) undecided: u64,
}

/// The families of `rows` as lines of a list; those of quotes lead to the pages of quotes.
pub(crate) fn family_lines(frame: &Frame<'_>, rows: Vec<FamilyRow>) -> Vec<FamilyLine> {
    rows.into_iter()
        .map(|row| {
            let quote = row.head.kind == "quote";
            let id = row.head.family_id.clone();
            let to = if quote {
                Address::Quote { id, sheet: 0 }
            } else {
                Address::Family { id, sheet: 0 }
            };
            let opening = shortened(&row.opening, OPENING);
            FamilyLine {
                opening: frame.anchor(
                    if quote {
                        format!("“{opening}”")
                    } else {
                        opening
                    },
                    &to,
                ),
                speaker: row.speaker.filter(|_| quote),
                kind: vocabulary::passage_kind(&row.head.kind, frame.language()),
                carriers: row.head.carriers,
                outlets: row.outlets,
                characters: row.head.characters,
                first: frame.article(shortened(&row.first_name, 40), &row.first_id),
                first_at: row
                    .first_at
                    .map(|time| moment(&time, &row.precision))
                    .unwrap_or_default(),
                undecided: row.unresolved,
            }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "families.html")]
struct Families<'site> {
    frame: Frame<'site>,
    kinds: Vec<(Anchor, u64, bool)>,
    explained: Option<&'static str>,
    total: u64,
    listed: u64,
    lines: Vec<FamilyLine>,
    paging: Paging,
}

pub(super) fn page(site: &Site<'_>, kind: Option<&str>, sheet: u32) -> Result<Option<String>> {
    let by_kind = &site.digest.overview.families.by_kind;
    let of = |kind: &str| by_kind.get(kind).copied().unwrap_or_default();
    let total = match kind {
        Some(kind) => of(kind),
        None => of("body") + of("headline_fragment"),
    };
    if sheet > 0 && u64::from(sheet) * u64::from(site.sheet(sheet).rows) >= site.listed(total) {
        return Ok(None);
    }
    let at = Address::Families {
        kind: kind.map(str::to_owned),
        sheet,
    };
    let title = match kind {
        Some(kind) => format!(
            "{}: {}",
            site.language.say("Families", "段落族"),
            vocabulary::passage_kind(kind, site.language)
        ),
        None => site.language.say("Families", "段落族").to_owned(),
    };
    let frame = Frame::new(site, at, title);
    let rows = site.within(
        site.sheet(sheet),
        site.store.family_rows(kind, site.sheet(sheet))?,
    );
    let mut kinds = vec![(
        frame.anchor(
            site.language.say("running text", "正文段落"),
            &Address::Families { kind: None, sheet: 0 },
        ),
        of("body") + of("headline_fragment"),
        kind.is_none(),
    )];
    for (name, &count) in by_kind
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "body" | "headline_fragment"))
    {
        let to = Address::Families {
            kind: Some(name.clone()),
            sheet: 0,
        };
        let anchor = frame.anchor(vocabulary::passage_kind(name, site.language), &to);
        kinds.push((anchor, count, kind == Some(name)));
    }
    let paging = frame.paging(sheet, site.sheet(sheet).rows, site.listed(total));
    let page = Families {
        kinds,
        explained: explained(site, kind),
        total,
        listed: site.listed(total),
        lines: family_lines(&frame, rows),
        paging,
        frame,
    };
    filled(&page).map(Some)
}

/// What a kind of family is, where it is not plain.
fn explained(site: &Site<'_>, kind: Option<&str>) -> Option<&'static str> {
    let (english, chinese) = match kind? {
        "formula" => (
            "Set phrases and names that many unrelated articles hold. They make no link.",
            "许多互不相干的文章都有的套语与名称，不构成流转关系。",
        ),
        "template" => (
            "A frame whose slots are filled anew each time, such as a daily bulletin. It makes no link.",
            "每次重新填空的固定框架（如每日通报），不构成流转关系。",
        ),
        "boilerplate" => (
            "Lines that many pages of one host share. They make no link.",
            "同一站点许多页面共有的文字，不构成流转关系。",
        ),
        "quote" => (
            "Text between quotation marks that stands in several articles.",
            "见于多篇文章的引号内文字。",
        ),
        _ => return None,
    };
    Some(site.language.say(english, chinese))
}

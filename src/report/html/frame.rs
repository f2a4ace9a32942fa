//! What stands around every page: title, navigation, where the reader is, the note at the foot. Templates extend `frame.html`
//! and have a field `frame` of this type.

use std::fmt::Display;

use super::address::Address;
use super::figures::digits_grouped;
use super::language::Language;
use super::marks::Piece;
use super::site::Site;
use super::vocabulary;

/// A link that may lead nowhere: then its words stand alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// The words.
    pub(crate) text: String,
    /// Where they lead.
    pub(crate) href: Option<String>,
}

/// An entry of the navigation.
pub(crate) struct Section {
    pub(crate) text: &'static str,
    pub(crate) href: String,
    pub(crate) here: bool,
}

/// A list that goes on over several sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) sheets: u32,
    pub(crate) first: Option<String>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) last: Option<String>,
}

/// The frame of one page.
pub(crate) struct Frame<'site> {
    /// The site.
    pub(crate) site: Site<'site>,
    /// Which page it is.
    pub(crate) at: Address,
    /// Its title.
    pub(crate) title: String,
}

impl<'site> Frame<'site> {
    /// The frame of the page `at`.
    pub(crate) fn new(site: &Site<'site>, at: Address, title: impl Into<String>) -> Self {
        Self {
            site: *site,
            at,
            title: title.into(),
        }
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        self.site.language
    }

    /// The wording in the language of the page.
    pub(crate) fn say<'words>(&self, english: &'words str, chinese: &'words str) -> &'words str {
        self.site.language.say(english, chinese)
    }

    /// A number with commas.
    pub(crate) fn n(&self, number: impl Display) -> String {
        digits_grouped(&number.to_string())
    }

    /// A number with what it counts.
    pub(crate) fn count(&self, number: impl Display, one: &str, many: &str, chinese: &str) -> String {
        self.site.language.count(number, one, many, chinese)
    }

    /// The language of scraped words, as far as their script tells, for the attribute `lang`.
    pub(crate) fn lang(&self, words: &str) -> &'static str {
        let han = |character: char| matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        // A megabyte on one line tells no more than its first words.
        if words.chars().take(400).any(han) {
            "zh"
        } else {
            "en"
        }
    }

    /// The same for words in pieces.
    pub(crate) fn lang_of(&self, pieces: &[Piece]) -> &'static str {
        let han = pieces.iter().take(20).any(|piece| self.lang(&piece.text) == "zh");
        if han { "zh" } else { "en" }
    }

    /// The word of a kind of edit.
    pub(crate) fn edit(&self, kind: &str) -> String {
        vocabulary::edit(kind, self.site.language)
    }

    /// Where a page stands, seen from this one.
    pub(crate) fn href(&self, to: &Address) -> Option<String> {
        self.site.href(&self.at, to)
    }

    /// A link to a page, or its words alone.
    pub(crate) fn anchor(&self, text: impl Into<String>, to: &Address) -> Anchor {
        Anchor {
            text: text.into(),
            href: self.href(to),
        }
    }

    /// A link to the page of an article.
    pub(crate) fn article(&self, text: impl Into<String>, id: &str) -> Anchor {
        self.anchor(text, &Address::Article { id: id.to_owned() })
    }

    /// A link to the page of an outlet.
    pub(crate) fn outlet(&self, name: &str) -> Anchor {
        let to = Address::Outlet {
            name: name.to_owned(),
            sheet: 0,
        };
        self.anchor(name, &to)
    }

    /// Where a file of the pages stands.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.site.asset(&self.at, name)
    }

    /// The navigation.
    pub(crate) fn sections(&self) -> Vec<Section> {
        let entry = |english, chinese, to: Address, here: bool| Section {
            text: self.say(english, chinese),
            href: self.href(&to).unwrap_or_default(),
            here,
        };
        let at = &self.at;
        vec![
            entry("Overview", "概览", Address::Overview, *at == Address::Overview),
            entry(
                "Families",
                "段落族",
                Address::Families { kind: None, sheet: 0 },
                matches!(at, Address::Families { .. } | Address::Family { .. }),
            ),
            entry(
                "Articles",
                "文章",
                Address::Articles { sheet: 0 },
                matches!(
                    at,
                    Address::Articles { .. } | Address::Copies { .. } | Address::Article { .. }
                ),
            ),
            entry(
                "Outlets",
                "媒体",
                Address::Outlets,
                matches!(at, Address::Outlets | Address::Outlet { .. }),
            ),
            entry(
                "Quotes",
                "引语",
                Address::Quotes { sheet: 0 },
                matches!(at, Address::Quotes { .. } | Address::Quote { .. }),
            ),
            entry(
                "Findings",
                "疑点",
                Address::findings(),
                matches!(at, Address::Findings { .. }),
            ),
            entry("Guide", "说明", Address::Guide, *at == Address::Guide),
        ]
    }

    /// The way through the sheets of a list of `total` rows, `rows` on each.
    pub(crate) fn paging(&self, sheet: u32, rows: u32, total: u64) -> Paging {
        let sheets = u32::try_from(total.div_ceil(u64::from(rows.max(1))))
            .unwrap_or(u32::MAX)
            .max(1);
        let to = |number: u32| self.href(&self.at.at_sheet(number));
        let last = sheets - 1;
        Paging {
            number: sheet.saturating_add(1),
            sheets,
            first: (sheet > 1).then(|| to(0)).flatten(),
            previous: sheet.checked_sub(1).and_then(to),
            next: (sheet < last).then(|| to(sheet + 1)).flatten(),
            last: (sheet.saturating_add(1) < last).then(|| to(last)).flatten(),
        }
    }
}

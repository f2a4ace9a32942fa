//! The pages that there are, and how one leads to another: relative file names in a report that is opened from disk, paths
//! with queries where a program serves them.

use xxhash_rust::xxh3::xxh3_128;

use crate::document::{Rule, Severity};

/// A page. Sheets count from 0; what fits on one page has one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// What was read, how much is copied, the largest families, the first findings.
    Overview,
    /// What the words and figures of the pages mean.
    Guide,
    /// What was read, and what could not be.
    Records,
    /// The families with the most carriers; of one kind, where one is named.
    Families {
        /// The word of the kind.
        kind: Option<String>,
        /// Which sheet.
        sheet: u32,
    },
    /// One family of passages.
    Family {
        /// Its id.
        id: String,
        /// Which sheet of its carriers.
        sheet: u32,
    },
    /// The articles that most others took text from.
    Articles {
        /// Which sheet.
        sheet: u32,
    },
    /// The reports that were copied whole, with how often.
    Copies {
        /// Which sheet.
        sheet: u32,
    },
    /// One article.
    Article {
        /// Its id.
        id: String,
    },
    /// Who carries whom.
    Outlets,
    /// One outlet.
    Outlet {
        /// Its name.
        name: String,
        /// Which sheet of its articles.
        sheet: u32,
    },
    /// The quotes with the most carriers.
    Quotes {
        /// Which sheet.
        sheet: u32,
    },
    /// One quote with its versions.
    Quote {
        /// The id of its family.
        id: String,
        /// Which sheet of its versions.
        sheet: u32,
    },
    /// The findings, or those of a rule, a severity, an outlet.
    Findings {
        /// Only these.
        filter: FindingsOf,
        /// Which sheet.
        sheet: u32,
    },
}

/// Which findings a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingsOf {
    /// Of this rule.
    pub rule: Option<Rule>,
    /// Of exactly this severity.
    pub severity: Option<Severity>,
    /// On pages of this outlet.
    pub outlet: Option<String>,
}

impl Address {
    /// All findings.
    pub fn findings() -> Self {
        Self::Findings {
            filter: FindingsOf::default(),
            sheet: 0,
        }
    }

    /// The same page at another sheet; pages of one sheet stay.
    pub fn at_sheet(&self, number: u32) -> Self {
        let mut other = self.clone();
        match &mut other {
            Self::Families { sheet, .. }
            | Self::Family { sheet, .. }
            | Self::Articles { sheet }
            | Self::Copies { sheet }
            | Self::Outlet { sheet, .. }
            | Self::Quotes { sheet }
            | Self::Quote { sheet, .. }
            | Self::Findings { sheet, .. } => *sheet = number,
            Self::Overview | Self::Guide | Self::Records | Self::Article { .. } | Self::Outlets => {}
        }
        other
    }

    /// The name of the file below the folder of a report. Ids and names may hold any characters, so their pages are named by a
    /// hash.
    pub fn file(&self) -> String {
        let numbered = |stem: String, sheet: &u32| match sheet {
            0 => format!("{stem}.html"),
            sheet => format!("{stem}-{}.html", sheet + 1),
        };
        match self {
            Self::Overview => "index.html".to_owned(),
            Self::Guide => "guide.html".to_owned(),
            Self::Records => "records.html".to_owned(),
            Self::Families { kind, sheet } => numbered(
                match kind {
                    None => "families".to_owned(),
                    Some(kind) => format!("families-{}", safe(kind)),
                },
                sheet,
            ),
            Self::Family { id, sheet } => numbered(format!("family/{}", safe(id)), sheet),
            Self::Articles { sheet } => numbered("articles".to_owned(), sheet),
            Self::Copies { sheet } => numbered("copies".to_owned(), sheet),
            Self::Article { id } => format!("article/{:032x}.html", xxh3_128(id.as_bytes())),
            Self::Outlets => "outlets.html".to_owned(),
            Self::Outlet { name, sheet } => {
                numbered(format!("outlet/{:032x}", xxh3_128(name.as_bytes())), sheet)
            }
            Self::Quotes { sheet } => numbered("quotes".to_owned(), sheet),
            Self::Quote { id, sheet } => numbered(format!("quote/{}", safe(id)), sheet),
            Self::Findings { filter, sheet } => {
                let mut stem = "findings".to_owned();
                if let Some(rule) = filter.rule {
                    stem.push('-');
                    stem.push_str(rule.name());
                }
                if let Some(severity) = filter.severity {
                    stem.push('-');
                    stem.push_str(severity.name());
                }
                if let Some(outlet) = &filter.outlet {
                    stem.push_str(&format!("-{:032x}", xxh3_128(outlet.as_bytes())));
                }
                numbered(stem, sheet)
            }
        }
    }

    /// Path and query where the page is served.
    pub fn url(&self) -> String {
        let mut url = match self {
            Self::Overview => "/".to_owned(),
            Self::Guide => "/guide".to_owned(),
            Self::Records => "/records".to_owned(),
            Self::Families { .. } => "/families".to_owned(),
            Self::Family { .. } => "/family".to_owned(),
            Self::Articles { .. } => "/articles".to_owned(),
            Self::Copies { .. } => "/copies".to_owned(),
            Self::Article { .. } => "/article".to_owned(),
            Self::Outlets => "/outlets".to_owned(),
            Self::Outlet { .. } => "/outlet".to_owned(),
            Self::Quotes { .. } => "/quotes".to_owned(),
            Self::Quote { .. } => "/quote".to_owned(),
            Self::Findings { .. } => "/findings".to_owned(),
        };
        for (place, (name, value)) in self.query().into_iter().enumerate() {
            url.push(if place == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            percent_encoded(&value, &mut url);
        }
        url
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        let mut on = 0;
        match self {
            Self::Families { kind, sheet } => {
                query.extend(kind.clone().map(|kind| ("kind", kind)));
                on = *sheet;
            }
            Self::Family { id, sheet } | Self::Quote { id, sheet } => {
                query.push(("id", id.clone()));
                on = *sheet;
            }
            Self::Article { id } => query.push(("id", id.clone())),
            Self::Outlet { name, sheet } => {
                query.push(("name", name.clone()));
                on = *sheet;
            }
            Self::Articles { sheet } | Self::Copies { sheet } | Self::Quotes { sheet } => on = *sheet,
            Self::Findings { filter, sheet } => {
                query.extend(filter.rule.map(|rule| ("rule", rule.name().to_owned())));
                query.extend(
                    filter
                        .severity
                        .map(|severity| ("severity", severity.name().to_owned())),
                );
                query.extend(filter.outlet.clone().map(|outlet| ("outlet", outlet)));
                on = *sheet;
            }
            Self::Overview | Self::Guide | Self::Records | Self::Outlets => {}
        }
        if on > 0 {
            query.push(("page", (u64::from(on) + 1).to_string()));
        }
        query
    }

    /// The page of a path and of the pairs of its query, already decoded; `None` where there is no such page. Empty values are
    /// none, as a form sends them.
    pub fn of_url(path: &str, query: &[(String, String)]) -> Option<Self> {
        let value = |name: &str| {
            let found = query.iter().find(|pair| pair.0 == name)?;
            (!found.1.is_empty()).then(|| found.1.clone())
        };
        let sheet = match value("page") {
            Some(page) => page.parse::<u32>().ok()?.checked_sub(1)?,
            None => 0,
        };
        Some(match path {
            "/" => Self::Overview,
            "/guide" => Self::Guide,
            "/records" => Self::Records,
            "/families" => Self::Families {
                kind: value("kind"),
                sheet,
            },
            "/family" => Self::Family {
                id: value("id")?,
                sheet,
            },
            "/articles" => Self::Articles { sheet },
            "/copies" => Self::Copies { sheet },
            "/article" => Self::Article { id: value("id")? },
            "/outlets" => Self::Outlets,
            "/outlet" => Self::Outlet {
                name: value("name")?,
                sheet,
            },
            "/quotes" => Self::Quotes { sheet },
            "/quote" => Self::Quote {
                id: value("id")?,
                sheet,
            },
            "/findings" => Self::Findings {
                filter: FindingsOf {
                    rule: value("rule").map_or(Some(None), |name| Rule::from_name(&name).map(Some))?,
                    severity: value("severity")
                        .map_or(Some(None), |name| Severity::from_name(&name).map(Some))?,
                    outlet: value("outlet"),
                },
                sheet,
            },
            _ => return None,
        })
    }

    /// How many folders deep the file stands.
    pub(super) fn depth(&self) -> usize {
        self.file().matches('/').count()
    }
}

/// Our own ids are letters and digits; whatever is not becomes a hash.
fn safe(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !id.is_empty() && id.len() <= 40 && id.bytes().all(plain) {
        id.to_owned()
    } else {
        format!("{:032x}", xxh3_128(id.as_bytes()))
    }
}

fn percent_encoded(value: &str, url: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Address, FindingsOf, Rule, Severity};

    fn pairs(url: &str) -> (String, Vec<(String, String)>) {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let decoded = |text: &str| {
            let mut bytes = Vec::new();
            let mut rest = text.as_bytes();
            while let Some((&first, after)) = rest.split_first() {
                if first == b'%' {
                    let digits = std::str::from_utf8(&after[..2]).unwrap();
                    bytes.push(u8::from_str_radix(digits, 16).unwrap());
                    rest = &after[2..];
                } else {
                    bytes.push(first);
                    rest = after;
                }
            }
            String::from_utf8(bytes).unwrap()
        };
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        (
            path.to_owned(),
            query
                .map(|(name, value)| (name.to_owned(), decoded(value)))
                .collect(),
        )
    }

    fn some() -> Vec<Address> {
        vec![
            Address::Overview,
            Address::Records,
            Address::Guide,
            Address::Outlets,
            Address::Copies { sheet: 4 },
            Address::Families {
                kind: Some("body".to_owned()),
                sheet: 3,
            },
            Address::Article {
                id: "数据:../../a b&c#1?<script>%".to_owned(),
            },
            Address::Outlet {
                name: "天津日报".to_owned(),
                sheet: 1,
            },
            Address::Quote {
                id: "f0123".to_owned(),
                sheet: 0,
            },
            Address::Findings {
                filter: FindingsOf {
                    rule: Some(Rule::NumberChanged),
                    severity: Some(Severity::Major),
                    outlet: Some("新浪 & Co".to_owned()),
                },
                sheet: 2,
            },
        ]
    }

    #[test]
    fn a_url_leads_back_to_its_page() {
        for address in some() {
            let (path, query) = pairs(&address.url());
            assert_eq!(Address::of_url(&path, &query), Some(address));
        }
        assert_eq!(Address::of_url("/nothing", &[]), None);
        let bad = [("rule".to_owned(), "no-such-rule".to_owned())];
        assert_eq!(Address::of_url("/findings", &bad), None);
        let empty = [("rule".to_owned(), String::new())];
        assert_eq!(Address::of_url("/findings", &empty), Some(Address::findings()));
    }

    #[test]
    fn file_names_are_harmless_whatever_an_id_holds() {
        for address in some() {
            let file = address.file();
            assert!(file.len() < 100, "{file}");
            assert!(
                file.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte)),
                "{file}"
            );
            assert!(!file.contains(".."), "{file}");
        }
        let family = |id: &str| {
            Address::Family {
                id: id.to_owned(),
                sheet: 1,
            }
            .file()
        };
        assert_eq!(family("f00ab"), "family/f00ab-2.html");
        assert!(!family("../x").contains(".."));
    }
}

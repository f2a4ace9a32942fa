//! The outlet table: which names and addresses belong to one publisher, and what kind of publisher it is. In goes a
//! name as a page writes it or the host of an address; out comes the canonical name with the channel that was peeled
//! off (客户端, 微信公众号, 频道). A name that the table does not know stays unknown: the callers keep it as written.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use crate::document::SourceKind;
use crate::error::{Error, Result};

use super::reading::{is_han, reading_form};
use super::words::words;

/// The table that the program carries: canonical name, aliases, domains, kind, region.
const BUILTIN: &str = include_str!("data/outlets.csv");

/// Characters of a running text that a name may take, its marks and spaces included.
const MOST_BEGUN: usize = 24;

/// The longest name in characters that is looked up.
const LONGEST: usize = 48;

/// A name resolved against the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Canonical name of the outlet; for an account on a platform the name as written.
    pub canonical: String,
    /// What it is.
    pub kind: SourceKind,
    /// What was peeled off the name: `客户端`, `科技频道`.
    pub channel: Option<String>,
    /// True for the label of a desk that assembles the texts of others: 新浪新闻综合.
    pub assembled: bool,
}

/// A row of the table.
#[derive(Clone, Debug)]
struct Outlet {
    canonical: String,
    kind: SourceKind,
    /// Where it is at home; 全国 for one of the whole country, empty where the table does not say.
    region: String,
}

/// Outlets by name and by domain.
#[derive(Clone, Debug, Default)]
pub struct OutletTable {
    outlets: Vec<Outlet>,
    /// Key of a canonical name or alias -> index of the outlet.
    by_name: HashMap<String, usize>,
    /// Domain -> index of the outlet.
    by_domain: HashMap<String, usize>,
    /// First characters of all keys, with what is known of the keys that begin so: most phrases that are asked about are
    /// turned away by it.
    beginnings: HashMap<char, Beginning>,
}

/// What the keys that begin with one character have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Beginning {
    /// Characters of the longest.
    longest: usize,
    /// A bit for each number of characters that one of them has.
    lengths: u64,
    /// A bit for each second character that one of them has, modulo 64; all bits when one has a single character.
    seconds: u64,
}

/// The bit of a second character in [`Beginning::seconds`].
fn second_bit(second: char) -> u64 {
    1 << (u32::from(second) % u64::BITS)
}

/// Marks around or before a name, which do not belong to it.
const MARKS: &[char] = &[
    '《', '》', '“', '”', '"', '「', '」', '【', '】', '[', ']', '@', '＠',
];

/// What a name is looked up by: simplified, lower case, without marks and white space. Most names are written so.
fn key(name: &str) -> Cow<'_, str> {
    let form = reading_form(name);
    let plain =
        |character: char| is_han(character) || character.is_ascii_lowercase() || character.is_ascii_digit();
    if form.chars().all(plain) {
        return form;
    }
    let folded = form
        .chars()
        .filter(|character| !is_skipped(*character))
        .flat_map(char::to_lowercase);
    Cow::Owned(folded.collect())
}

/// A character as keys have it: the first one where lower case has several.
fn folded(character: char) -> char {
    let mut form = [0; 4];
    let form = reading_form(character.encode_utf8(&mut form)).chars().next();
    let form = form.unwrap_or(character);
    if is_han(form) {
        form
    } else {
        form.to_lowercase().next().unwrap_or(form)
    }
}

/// True for what no key holds.
fn is_skipped(character: char) -> bool {
    !is_han(character) && (character.is_whitespace() || MARKS.contains(&character))
}

/// The kind that a word of the table's fourth column stands for.
fn kind_of(word: &str) -> Option<SourceKind> {
    Some(match word {
        "wire agency" => SourceKind::Agency,
        "central party paper" | "local daily" | "metro paper" | "broadcaster" | "online media" => {
            SourceKind::Outlet
        }
        "portal/aggregator" => SourceKind::Aggregator,
        "self-media platform" => SourceKind::Platform,
        "government site" => SourceKind::Government,
        word => return SourceKind::from_name(word),
    })
}

impl OutletTable {
    /// The table that the program carries.
    pub fn builtin() -> Self {
        let mut table = Self::default();
        // The carried table is tested to be well-formed; a faulty row would be left out.
        let _ = table.add(BUILTIN, Path::new("outlets.csv"));
        table
    }

    /// The rows of a user's CSV file.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read.
    pub fn read_user_file(path: &Path) -> Result<String> {
        std::fs::read_to_string(path).map_err(|source| Error::Io {
            path: path.to_owned(),
            action: "read",
            source,
        })
    }

    /// The carried table with the rows of a user's CSV file at `path` (`canonical,aliases,domains,kind[,region]`, aliases and
    /// domains separated by `|`) added; a name or domain of the file wins over a carried one.
    ///
    /// # Errors
    /// [`Error::UserFile`] with the line of the first faulty row.
    pub fn with_user_rows(rows: &str, path: &Path) -> Result<Self> {
        let mut table = Self::builtin();
        table.add(rows.trim_start_matches('\u{feff}'), path)?;
        Ok(table)
    }

    fn add(&mut self, rows: &str, path: &Path) -> Result<()> {
        let fault = |line: u64, reason: String| Error::UserFile {
            path: path.to_owned(),
            line,
            reason,
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .from_reader(rows.as_bytes());
        for row in reader.records() {
            let row = row.map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                fault(line, format!("cannot be read as CSV: {error}"))
            })?;
            let line = row.position().map_or(1, csv::Position::line);
            let field = |at: usize| row.get(at).map_or("", str::trim);
            let canonical = field(0);
            if canonical == "canonical" {
                continue;
            }
            if canonical.is_empty() {
                return Err(fault(
                    line,
                    "the first column, the outlet's name, is empty".to_owned(),
                ));
            }
            if row.len() < 4 {
                let reason = format!("{} columns; needed are name, aliases, domains, kind", row.len());
                return Err(fault(line, reason));
            }
            let kind = kind_of(field(3)).ok_or_else(|| {
                let known = "wire agency, central party paper, local daily, metro paper, broadcaster, online media, \
                             portal/aggregator, self-media platform, government site";
                fault(line, format!("unknown kind `{}`; known are {known}", field(3)))
            })?;
            self.insert(canonical, field(1), field(2), kind, field(4));
        }
        Ok(())
    }

    fn insert(&mut self, canonical: &str, aliases: &str, domains: &str, kind: SourceKind, region: &str) {
        let index = self.outlets.len();
        self.outlets.push(Outlet {
            canonical: canonical.to_owned(),
            kind,
            region: region.to_owned(),
        });
        for name in std::iter::once(canonical).chain(aliases.split('|')) {
            let name = key(name);
            let mut characters = name.chars();
            if let Some(first) = characters.next() {
                let count = name.chars().count();
                let beginning = self.beginnings.entry(first).or_default();
                beginning.longest = count.max(beginning.longest);
                beginning.lengths |= u32::try_from(count)
                    .ok()
                    .and_then(|count| 1u64.checked_shl(count))
                    .unwrap_or(u64::MAX);
                beginning.seconds |= characters.next().map_or(u64::MAX, second_bit);
                self.by_name.insert(name.into_owned(), index);
            }
        }
        for domain in domains
            .split('|')
            .map(str::trim)
            .filter(|domain| !domain.is_empty())
        {
            let domain = domain.to_ascii_lowercase();
            self.by_domain.insert(domain, index);
        }
    }

    /// What is known of the keys that begin as `text` does; `None` when no key can.
    fn beginning(&self, text: &str) -> Option<Beginning> {
        let mut kept = text.chars().filter(|&character| !is_skipped(character));
        let beginning = *self.beginnings.get(&folded(kept.next()?))?;
        let second = kept.next().map(folded);
        second
            .is_none_or(|second| beginning.seconds & second_bit(second) != 0)
            .then_some(beginning)
    }

    /// Where the outlet of a canonical name or alias is at home, as the table says it, and what it is.
    pub fn home(&self, name: &str) -> Option<(&str, SourceKind)> {
        let outlet = self.exact(name)?;
        (!outlet.region.is_empty()).then_some((outlet.region.as_str(), outlet.kind))
    }

    fn exact(&self, name: &str) -> Option<&Outlet> {
        self.by_name
            .get(&*key(name))
            .and_then(|&index| self.outlets.get(index))
    }

    /// Resolves a name as written on a page: canonical names and aliases, in either script, with or without 《》, with
    /// channels behind them. `None` when the table does not know it.
    pub fn resolve(&self, name: &str) -> Option<Resolved> {
        let name = name.trim();
        if self.beginning(name).is_none() || name.chars().count() > LONGEST {
            return None;
        }
        let of = |outlet: &Outlet, channel: Option<&str>| Resolved {
            canonical: outlet.canonical.clone(),
            kind: outlet.kind,
            channel: channel.map(str::to_owned),
            assembled: false,
        };
        if let Some(outlet) = self.exact(name) {
            return Some(of(outlet, None));
        }
        let plain = reading_form(name);
        // An account of somebody else on an outlet's platform: 澎湃新闻·澎湃号·政务. Two names of one outlet side by
        // side (中国青年报·中国青年网) are that outlet.
        for separator in ['·', '・', '•'] {
            if let Some((first, rest)) = plain.split_once(separator) {
                let outlet = self.exact(first)?;
                if rest.contains('号') {
                    return Some(Resolved {
                        canonical: name.to_owned(),
                        kind: SourceKind::Platform,
                        channel: Some(rest.to_owned()),
                        assembled: false,
                    });
                }
                return Some(of(outlet, Some(rest)));
            }
        }
        if let Some(label) = plain.strip_suffix("综合")
            && let Some(outlet) = self.resolve(label.trim_end_matches(['-', ' ']))
        {
            return Some(Resolved {
                canonical: outlet.canonical,
                kind: SourceKind::Aggregator,
                channel: Some("综合".to_owned()),
                assembled: true,
            });
        }
        // 人民网-文化频道, 新华网_体育.
        for separator in ['-', '－', '—', '_', '|', '丨', '/'] {
            if let Some((first, rest)) = plain.split_once(separator)
                && let Some(outlet) = self.exact(first)
            {
                return Some(of(outlet, Some(rest.trim())));
            }
        }
        if let Some(stem) = plain.strip_suffix("频道") {
            for (at, _) in stem.char_indices().rev().take(6) {
                if let Some(outlet) = stem.get(..at).and_then(|first| self.exact(first)) {
                    return Some(of(outlet, plain.get(at..)));
                }
            }
        }
        let mut rest: &str = &plain;
        for _ in 0..3 {
            let Some(stem) = words().suffixes.cut(rest) else {
                break;
            };
            rest = stem.trim_end();
            if let Some(outlet) = self.exact(rest) {
                // The own site of an office is a site, not the office: it stays as written.
                if outlet.kind == SourceKind::Government {
                    return None;
                }
                return Some(of(outlet, plain.get(rest.len()..).map(str::trim)));
            }
        }
        None
    }

    /// The outlet whose domain is `host` or the longest ending of it.
    pub fn by_domain(&self, host: &str) -> Option<Resolved> {
        let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
        let host = host.split(':').next().unwrap_or("");
        let mut rest = host;
        loop {
            if let Some(outlet) = self
                .by_domain
                .get(rest)
                .and_then(|&index| self.outlets.get(index))
            {
                return Some(Resolved {
                    canonical: outlet.canonical.clone(),
                    kind: outlet.kind,
                    channel: None,
                    assembled: false,
                });
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// True for an outlet of one place in China, false for one of the whole country or abroad; `None` where the table does
    /// not tell.
    pub fn is_local(&self, name: &str) -> Option<bool> {
        let region = self.exact(name)?.region.as_str();
        let han = region.chars().next().is_some_and(is_han);
        (!region.is_empty()).then_some(han && region != "全国")
    }

    /// The longest name of the table that `text` starts with: bytes in `text`. A name that goes on inside a longer
    /// word is no hit (新华社区).
    pub(super) fn name_at_start(&self, text: &str) -> Option<usize> {
        let beginning = self.beginning(text)?;
        // Marks and spaces count among the characters of the text and not among those of a key.
        let mut ends = [(0, 0u32); MOST_BEGUN];
        let (mut count, mut kept) = (0, 0u32);
        for ((slot, (at, character)), number) in ends.iter_mut().zip(text.char_indices()).zip(1..) {
            if super::reading::is_boundary(character) && !matches!(character, '“' | '”') {
                break;
            }
            // The one letter whose lower case is two.
            kept += match character {
                'İ' => 2,
                character => u32::from(!is_skipped(character)),
            };
            if kept as usize > beginning.longest {
                break;
            }
            *slot = (at + character.len_utf8(), kept);
            count = number;
        }
        let ends = ends.get(..count).unwrap_or(&[]);
        let ends = ends
            .iter()
            .skip(1)
            .filter(|(_, kept)| beginning.lengths.checked_shr(*kept).unwrap_or(1) & 1 == 1);
        ends.rev().map(|&(end, _)| end).find(|&end| {
            let Some(name) = text.get(..end) else { return false };
            self.exact(name).is_some() && !goes_on(name, text.get(end..).unwrap_or(""))
        })
    }
}

/// True when a name that the table does not know ends as names of papers, sites and broadcasters do: 晨报, not 年报.
pub(super) fn ends_like_outlet(name: &str) -> bool {
    let words = words();
    words
        .outlet_endings
        .cut(name)
        .is_some_and(|stem| !stem.is_empty())
        && (words.no_outlets.of(name).is_none()
            // 年报 is a report of a company, 青年报 a paper.
            || ["青年报", "少年报", "老年报"].iter().any(|ending| name.ends_with(ending)))
}

/// True when `rest` shows that a name which stands before it is only the head of a longer word.
fn goes_on(name: &str, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else {
        return false;
    };
    if name.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        return next.is_ascii_alphanumeric();
    }
    let words = [
        "区", "会", "论坛", "大会", "大学", "学院", "路", "街", "大厦", "酒店", "书店", "出版", "集团",
        "公司",
    ];
    is_han(next) && words.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::OutletTable;
    use crate::document::SourceKind;
    use crate::error::Error;

    fn canonical(name: &str) -> Option<String> {
        OutletTable::builtin()
            .resolve(name)
            .map(|resolved| resolved.canonical)
    }

    #[test]
    fn the_carried_table_is_well_formed() {
        let mut table = OutletTable::default();
        table
            .add(super::BUILTIN, std::path::Path::new("outlets.csv"))
            .unwrap();
        assert!(table.outlets.len() > 300);
    }

    #[test]
    fn names_resolve_with_their_channels() {
        assert_eq!(canonical("新华社客户端").as_deref(), Some("新华社"));
        assert_eq!(canonical("《光明日报》").as_deref(), Some("光明日报"));
        assert_eq!(canonical("天津日報").as_deref(), Some("天津日报"));
        assert_eq!(canonical("人民网-文化频道").as_deref(), Some("人民网"));
        assert_eq!(canonical("光明日报微信公众号").as_deref(), Some("光明日报"));
        assert_eq!(canonical("Reuters").as_deref(), Some("Reuters"));
        assert_eq!(canonical("新华社区"), None);
        assert_eq!(canonical("某某小报"), None);
        let account = OutletTable::builtin().resolve("澎湃新闻·澎湃号·政务").unwrap();
        assert_eq!(
            (account.kind, account.canonical.as_str()),
            (SourceKind::Platform, "澎湃新闻·澎湃号·政务")
        );
        let label = OutletTable::builtin().resolve("新浪新闻综合").unwrap();
        assert!(label.assembled && label.kind == SourceKind::Aggregator && label.canonical == "新浪新闻");
    }

    #[test]
    fn domains_resolve_by_their_longest_ending() {
        let table = OutletTable::builtin();
        let of = |host: &str| table.by_domain(host).map(|resolved| resolved.canonical);
        assert_eq!(of("news.sina.com.cn").as_deref(), Some("新浪新闻"));
        assert_eq!(of("finance.sina.com.cn:443").as_deref(), Some("新浪财经"));
        assert_eq!(of("nosina.com.cn"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn word_internal_hits_are_rejected() {
        let table = OutletTable::builtin();
        assert_eq!(table.name_at_start("新华社区服务中心消息"), None);
        assert_eq!(table.name_at_start("中国青年网报道"), Some("中国青年网".len()));
        assert_eq!(table.name_at_start("新华社9月9日报道"), Some("新华社".len()));
    }

    fn with_user_file(path: &std::path::Path) -> Result<OutletTable, Error> {
        OutletTable::with_user_rows(&OutletTable::read_user_file(path)?, path)
    }

    #[test]
    fn a_user_file_adds_and_overrides() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.csv");
        std::fs::write(
            &path,
            "某某小报,小报,paper.example,local daily\n新华社,通讯社,news.example,wire agency,x\n",
        )
        .unwrap();
        let table = with_user_file(&path).unwrap();
        assert_eq!(table.resolve("小报").unwrap().canonical, "某某小报");
        assert_eq!(table.by_domain("a.paper.example").unwrap().canonical, "某某小报");
        assert_eq!(table.resolve("通讯社").unwrap().canonical, "新华社");
        std::fs::write(&path, "甲报,,,local daily\n乙报,,,magazine\n").unwrap();
        match with_user_file(&path) {
            Err(Error::UserFile { line: 2, reason, .. }) => assert!(reason.contains("magazine")),
            other => panic!("{other:?}"),
        }
    }
}

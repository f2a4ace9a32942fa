//! The figures of a whole store: how much is carried, by outlet and over time, who carries whom, and the findings by rule.
//! Counted in one pass over the rows, which takes a second for 100,000 articles; pages share it.

use std::collections::{BTreeMap, HashMap};

use super::periods::{Period, periods};
use crate::document::{Rule, Severity};
use crate::error::Result;
use crate::ledger::overview::Overview;
use crate::ledger::store::Store;

/// The figures of a store.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    /// What the summary of a scan counts.
    pub overview: Overview,
    /// Files that were read.
    pub files: u64,
    /// Characters of all bodies.
    pub characters: u64,
    /// Of these, characters that a link of decided direction leads to from an article that is held, mere quotes left out.
    pub carried: u64,
    /// Articles with such a link.
    pub articles_carrying: u64,
    /// Outlets with pages, by articles, then by name.
    pub outlets: Vec<OutletFigures>,
    /// Articles whose publisher is not known.
    pub articles_without_outlet: u64,
    /// From whom to whom, with the number of links; most first, then by names.
    pub pairs: Vec<CarriedPair>,
    /// Articles over time, without gaps: days, months or years, whichever are at most 60.
    pub periods: Vec<Period>,
    /// Articles without a time.
    pub without_time: u64,
    /// Findings that no auditor rejected: (rule, severity, how many), in the words of the export, by name.
    pub findings: Vec<(String, String, u64)>,
    /// Findings that an auditor rejected.
    pub rejected: u64,
    /// The findings that no auditor rejected: what matters most first, then what is surest, then by place.
    pub finding_order: Vec<FindingEntry>,
    /// Numbers of the articles: those that most others took text from first, then the earliest.
    pub article_order: Vec<u32>,
    /// The numbers that [`FindingEntry::outlet`] has for names.
    outlet_numbers: HashMap<String, u32>,
    /// Sources that pages name, by the articles that name them: the most first.
    pub named: Vec<Named>,
    /// How many different sources are named.
    pub named_total: u64,
}

/// An outlet in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutletFigures {
    /// Its name.
    pub name: String,
    /// Articles on its pages.
    pub articles: u64,
    /// Characters of their bodies.
    pub characters: u64,
    /// Characters that links of decided direction lead to from articles that are held, mere quotes left out.
    pub carried: u64,
    /// Articles with such a link.
    pub carrying: u64,
    /// Links of decided direction that lead from its articles to those of others.
    pub gave: u64,
    /// Links of decided direction that lead from others to its articles.
    pub took: u64,
    /// Findings on its pages that no auditor rejected.
    pub findings: u64,
}

/// Who carried from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedPair {
    /// The outlet, or the named source that is not held.
    pub from: String,
    /// The outlet.
    pub to: String,
    /// True when the giver's text is not held.
    pub ghost: bool,
    /// Links of decided direction.
    pub links: u64,
}

/// A finding as far as lists choose by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingEntry {
    /// Its number in this store.
    pub number: i64,
    /// What it says.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// The outlet of its page.
    outlet: Option<u32>,
}

/// A source that pages name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The canonical name, or as written.
    pub name: String,
    /// The word of its kind.
    pub kind: String,
    /// Articles that name it.
    pub articles: u64,
}

/// Sources that are listed by name.
const NAMED: i64 = 50;
/// What is kept of an article while counting.
#[derive(Clone, Copy, Default)]
struct Counted {
    outlet: Option<u32>,
    characters: u32,
    carried: u32,
    carrying: bool,
    rank: u32,
    gave: u32,
    known: bool,
}

impl Digest {
    /// Counts a store.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of(store: &Store) -> Result<Self> {
        let mut digest = Self {
            overview: store.overview(0)?,
            ..Self::default()
        };
        digest
            .count(store)
            .map_err(crate::ledger::database::failed(&store.path))?;
        Ok(digest)
    }

    /// Findings of a severity and a rule; of all where none is named.
    pub fn findings_of(&self, rule: Option<&str>, severity: Option<&str>) -> u64 {
        let wanted = self.findings.iter().filter(|found| {
            rule.is_none_or(|rule| found.0 == rule) && severity.is_none_or(|severity| found.1 == severity)
        });
        wanted.map(|found| found.2).sum()
    }

    /// The findings of a rule, a severity, on pages of an outlet; all where none is named. In their order.
    pub fn findings_like(
        &self,
        rule: Option<Rule>,
        severity: Option<Severity>,
        outlet: Option<&str>,
    ) -> impl Iterator<Item = &FindingEntry> {
        let number = outlet.map(|name| self.outlet_numbers.get(name).copied());
        self.finding_order.iter().filter(move |finding| {
            rule.is_none_or(|rule| finding.rule == rule)
                && severity.is_none_or(|severity| finding.severity == severity)
                && number.is_none_or(|number| number.is_some() && finding.outlet == number)
        })
    }

    /// The figures of an outlet.
    pub fn outlet(&self, name: &str) -> Option<&OutletFigures> {
        self.outlets.iter().find(|outlet| outlet.name == name)
    }

    fn count(&mut self, store: &Store) -> rusqlite::Result<()> {
        let connection = &store.connection;
        let mut outlets: Vec<OutletFigures> = Vec::new();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut articles: Vec<Counted> = Vec::new();
        let mut days: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        let mut day_of: HashMap<usize, String> = HashMap::new();
        let mut statement = connection.prepare(
            "SELECT article, publisher, body_chars, published_at, rank FROM articles ORDER BY article",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let article: usize = row.get::<_, u32>(0)? as usize;
            let publisher = row.get_ref(1)?.as_str_or_null()?;
            let characters: u32 = row.get(2)?;
            if articles.len() <= article {
                articles.resize(article + 1, Counted::default());
            }
            let outlet = publisher.map(|name| match numbers.get(name) {
                Some(&number) => number,
                None => {
                    let number = outlets.len() as u32;
                    numbers.insert(name.to_owned(), number);
                    outlets.push(OutletFigures {
                        name: name.to_owned(),
                        ..OutletFigures::default()
                    });
                    number
                }
            });
            match outlet.and_then(|outlet| outlets.get_mut(outlet as usize)) {
                Some(outlet) => {
                    outlet.articles += 1;
                    outlet.characters += u64::from(characters);
                }
                None => self.articles_without_outlet += 1,
            }
            self.characters += u64::from(characters);
            if let Some(slot) = articles.get_mut(article) {
                *slot = Counted {
                    outlet,
                    characters,
                    rank: row.get(4)?,
                    known: true,
                    ..Counted::default()
                };
            }
            match row.get_ref(3)?.as_str_or_null()?.and_then(|time| time.get(..10)) {
                Some(day) => {
                    days.entry(day.to_owned()).or_default().0 += 1;
                    day_of.insert(article, day.to_owned());
                }
                None => self.without_time += 1,
            }
        }
        let pairs = count_links(connection, &mut articles)?;
        let mut order: Vec<(u32, &Counted)> = (0..)
            .zip(&articles)
            .filter(|(_, article)| article.known)
            .collect();
        order.sort_by_key(|(number, article)| (std::cmp::Reverse(article.gave), article.rank, *number));
        self.article_order = order.into_iter().map(|(number, _)| number).collect();
        for (number, article) in articles.iter().enumerate() {
            if !article.carrying {
                continue;
            }
            self.articles_carrying += 1;
            self.carried += u64::from(article.carried);
            if let Some(outlet) = article.outlet.and_then(|outlet| outlets.get_mut(outlet as usize)) {
                outlet.carrying += 1;
                outlet.carried += u64::from(article.carried);
            }
            if let Some(day) = day_of.get(&number).and_then(|day| days.get_mut(day)) {
                day.1 += 1;
            }
        }
        for ((from, to), links) in pairs {
            let name = |outlet: u32| outlets.get(outlet as usize).map(|outlet| outlet.name.clone());
            let (giver, ghost) = match &from {
                Giver::Outlet(outlet) => (name(*outlet), false),
                Giver::Ghost(ghost) => (Some(ghost.clone()), true),
            };
            let Some((giver, taker)) = giver.zip(name(to)) else {
                continue;
            };
            if ghost || giver != taker {
                if let Giver::Outlet(from) = from
                    && let Some(outlet) = outlets.get_mut(from as usize)
                {
                    outlet.gave += links;
                }
                if let Some(outlet) = outlets.get_mut(to as usize) {
                    outlet.took += links;
                }
            }
            self.pairs.push(CarriedPair {
                from: giver,
                to: taker,
                ghost,
                links,
            });
        }
        self.pairs.sort_by(|left, right| {
            (right.links.cmp(&left.links))
                .then_with(|| (&left.from, &left.to, left.ghost).cmp(&(&right.from, &right.to, right.ghost)))
        });
        self.periods = periods(&days);
        self.count_findings(connection, &mut outlets, &numbers)?;
        self.outlet_numbers = numbers;
        outlets.sort_by(|left, right| {
            (right.articles.cmp(&left.articles)).then_with(|| left.name.cmp(&right.name))
        });
        self.outlets = outlets;
        self.count_named(connection)?;
        let files: i64 = connection.query_row("SELECT count(*) FROM sources", [], |row| row.get(0))?;
        self.files = u64::try_from(files).unwrap_or_default();
        Ok(())
    }

    fn count_findings(
        &mut self,
        connection: &rusqlite::Connection,
        outlets: &mut [OutletFigures],
        numbers: &HashMap<String, u32>,
    ) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "SELECT x.finding, x.rule, x.severity, x.confidence, a.publisher, a.article_id, x.start, x.\"end\", x.finding_id,
                    x.finding_id IN (SELECT subject FROM verdicts WHERE verdict = 'rejected')
             FROM findings x JOIN articles a USING (article)",
        )?;
        let mut rows = statement.query([])?;
        let mut by_rule: BTreeMap<(String, String), u64> = BTreeMap::new();
        let mut order = Vec::new();
        while let Some(row) = rows.next()? {
            if row.get::<_, bool>(9)? {
                self.rejected += 1;
                continue;
            }
            let (rule, severity): (String, String) = (row.get(1)?, row.get(2)?);
            let publisher = row.get_ref(4)?.as_str_or_null()?;
            let outlet = publisher.and_then(|name| numbers.get(name).copied());
            if let Some(outlet) = outlet.and_then(|number| outlets.get_mut(number as usize)) {
                outlet.findings += 1;
            }
            // A rule that a newer program wrote is counted and not shown.
            if let Some((rule, severity)) = Rule::from_name(&rule).zip(Severity::from_name(&severity)) {
                let entry = FindingEntry {
                    number: row.get(0)?,
                    rule,
                    severity,
                    outlet,
                };
                let confidence: f64 = row.get(3)?;
                let place: (String, u32, u32, String) = (row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?);
                order.push((entry, confidence, place));
            }
            *by_rule.entry((rule, severity)).or_default() += 1;
        }
        order.sort_by(|left, right| {
            (right.0.severity.cmp(&left.0.severity))
                .then(right.1.total_cmp(&left.1))
                .then_with(|| left.2.cmp(&right.2))
        });
        self.finding_order = order.into_iter().map(|(entry, ..)| entry).collect();
        let found = by_rule.into_iter();
        self.findings = found
            .map(|((rule, severity), count)| (rule, severity, count))
            .collect();
        Ok(())
    }

    fn count_named(&mut self, connection: &rusqlite::Connection) -> rusqlite::Result<()> {
        // Whose page it is, who wrote and who edited it, and who is quoted in it name no source of the text.
        let named = "FROM claims WHERE source_kind NOT IN ('person', 'void', 'anonymous')
             AND kind NOT IN ('byline', 'editor', 'original_title', 'media_credit') AND coalesce(source, source_name) <> ''";
        self.named = connection
            .prepare(&format!(
                "SELECT coalesce(source, source_name), min(source_kind), count(DISTINCT article) {named}
                 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ?"
            ))?
            .query_map([NAMED], |row| {
                Ok(Named {
                    name: row.get(0)?,
                    kind: row.get(1)?,
                    articles: u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let total: i64 = connection.query_row(
            &format!("SELECT count(DISTINCT coalesce(source, source_name)) {named}"),
            [],
            |row| row.get(0),
        )?;
        self.named_total = u64::try_from(total).unwrap_or_default();
        Ok(())
    }
}

/// Who gave: the number of an outlet, or a named source that is not held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Giver {
    Outlet(u32),
    Ghost(String),
}

/// Counts the links of decided direction by outlets, and in `articles` the characters that they lead to.
fn count_links(
    connection: &rusqlite::Connection,
    articles: &mut [Counted],
) -> rusqlite::Result<BTreeMap<(Giver, u32), u64>> {
    let mut pairs: BTreeMap<(Giver, u32), u64> = BTreeMap::new();
    let mut statement = connection.prepare(
        "SELECT to_article, from_article, from_source, to_start_char, to_end_char,
                relation NOT IN ('quote', 'headline_fragment')
         FROM links WHERE direction = 'resolved' ORDER BY to_article, to_start_char, to_end_char",
    )?;
    let mut rows = statement.query([])?;
    // What the links before have covered of the receiver.
    let (mut receiver, mut reached) = (None, 0u32);
    while let Some(row) = rows.next()? {
        let to: u32 = row.get(0)?;
        if receiver.replace(to) != Some(to) {
            reached = 0;
        }
        let outlet_of = |articles: &[Counted], article: u32| articles.get(article as usize)?.outlet;
        let giver = match row.get::<_, Option<u32>>(1)? {
            Some(from) => outlet_of(articles, from).map(Giver::Outlet),
            None => row.get::<_, Option<String>>(2)?.map(Giver::Ghost),
        };
        if let Some((giver, taker)) = giver.zip(outlet_of(articles, to)) {
            *pairs.entry((giver, taker)).or_default() += 1;
        }
        let held = match row.get::<_, Option<u32>>(1)? {
            Some(from) => {
                if let Some(article) = articles.get_mut(from as usize) {
                    article.gave += 1;
                }
                true
            }
            None => false,
        };
        if held
            && row.get::<_, bool>(5)?
            && let Some(article) = articles.get_mut(to as usize)
        {
            let (start, end): (u32, u32) = (row.get(3)?, row.get(4)?);
            let fresh = end.saturating_sub(start.max(reached));
            reached = reached.max(end);
            article.carrying = true;
            article.carried = article.carried.saturating_add(fresh).min(article.characters);
        }
    }
    Ok(pairs)
}

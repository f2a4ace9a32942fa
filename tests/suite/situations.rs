//! The situations that an audit must tell apart (`fixtures/situations/`): in each folder a few pages, and what a careful
//! reader finds in them, no more and no less.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::program::{Export, Place, fixture};

/// `expected.json` of a folder. `fixtures/README.md` says what each list means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(rename = "about")]
    _about: String,
    findings: Vec<Finding>,
    tolerated: Vec<Finding>,
    links: Vec<Link>,
    no_links: Vec<[String; 2]>,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    apart: Vec<[String; 2]>,
    #[serde(default)]
    articles: BTreeMap<String, BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    rule: String,
    article_id: OneOrMore,
    other_article: Option<String>,
    words: Option<OneOrMore>,
    severity: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    from: Option<OneOrMore>,
    from_source: Option<String>,
    to: String,
    relation: Option<String>,
    direction: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    a: String,
    b: String,
}

/// One text, or several of which any will do.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }

    fn has(&self, value: &Value) -> bool {
        self.all().iter().any(|one| value == one)
    }
}

/// The text of each record of a folder, the last version of it.
fn record_texts(pages: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(pages).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let content = std::fs::read_to_string(&path).unwrap();
        if name.ends_with(".jsonl") {
            for line in content.lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                let field = |name: &str| line[name].as_str().unwrap().to_owned();
                texts.insert(field("id"), field("text"));
            }
        } else {
            texts.insert(name, content);
        }
    }
    texts
}

/// A folder with what was found in it.
struct Situation {
    texts: BTreeMap<String, String>,
    expected: Expected,
    export: Export,
}

impl Situation {
    fn read(folder: &Path) -> Self {
        let place = Place::new();
        place.scan([folder.join("pages")], 0);
        Self {
            texts: record_texts(&folder.join("pages")),
            expected: serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap(),
            export: place.export(),
        }
    }

    fn text_of(&self, article: &str) -> &str {
        let record = article.split('#').next().unwrap();
        self.texts.get(record).map_or("", String::as_str)
    }

    /// The words of a finding's span; nothing where it stands in metadata.
    fn words_of(&self, finding: &Value) -> &str {
        span(finding)
            .and_then(|span| self.text_of(text(&finding["article_id"])).get(span))
            .unwrap_or("")
    }

    fn is_meant(&self, meant: &Finding, found: &Value) -> bool {
        let touches = |words: &OneOrMore| {
            let article = text(&found["article_id"]);
            span(found).is_some_and(|span| {
                words.all().iter().any(|words| {
                    self.text_of(article)
                        .match_indices(words.as_str())
                        .any(|(at, words)| span.start < at + words.len() && at < span.end)
                })
            })
        };
        found["rule"] == *meant.rule
            && meant.article_id.has(&found["article_id"])
            && meant
                .other_article
                .as_ref()
                .is_none_or(|other| found["other_article"] == **other)
            && meant
                .severity
                .as_ref()
                .is_none_or(|severity| found["severity"] == **severity)
            && meant.words.as_ref().is_none_or(touches)
    }

    fn findings(&self, differences: &mut Vec<String>) {
        let found = self.export.rows("findings");
        for meant in &self.expected.findings {
            let same: Vec<&Value> = found.iter().filter(|found| self.is_meant(meant, found)).collect();
            if same.is_empty() {
                let words = meant.words.as_ref().and_then(|words| words.all().first());
                differences.push(format!(
                    "missing   {} on {}, against {}: {}",
                    meant.rule,
                    meant.article_id.all().join(" or "),
                    meant.other_article.as_deref().unwrap_or("any"),
                    words.map_or("", String::as_str)
                ));
            }
            let mut said = BTreeSet::new();
            for found in same {
                let key = (
                    text(&found["article_id"]),
                    text(&found["other_article"]),
                    self.words_of(found),
                );
                if !said.insert(key) {
                    differences.push(format!("twice     {}", self.told(found)));
                }
            }
        }
        let right = || self.expected.findings.iter().chain(&self.expected.tolerated);
        for found in &found {
            if !right().any(|meant| self.is_meant(meant, found)) {
                differences.push(format!("too many  {}", self.told(found)));
            }
        }
    }

    fn told(&self, found: &Value) -> String {
        format!(
            "{} on {}, against {}: {} [{}]",
            text(&found["rule"]),
            text(&found["article_id"]),
            found["other_article"].as_str().unwrap_or("nothing"),
            text(&found["message"]),
            self.words_of(found)
        )
    }

    fn links(&self, differences: &mut Vec<String>) {
        let links = self.export.rows("links");
        for meant in &self.expected.links {
            if !links.iter().any(|link| is_link(meant, link)) {
                differences.push(format!(
                    "no link   {} -> {} {} {}",
                    meant.from.as_ref().map_or_else(
                        || format!("({})", meant.from_source.as_deref().unwrap_or("a ghost")),
                        |from| from.all().join(" or ")
                    ),
                    meant.to,
                    meant.relation.as_deref().unwrap_or("in any relation"),
                    meant.direction.as_deref().unwrap_or("")
                ));
                let to = links.iter().filter(|link| link["to_article"] == *meant.to);
                differences.extend(to.map(|link| format!("          but {}", told_link(link))));
            }
        }
        for [a, b] in &self.expected.no_links {
            for link in links
                .iter()
                .filter(|link| joins(link, "from_article", "to_article", a, b))
            {
                differences.push(format!("a link    {}", told_link(link)));
            }
        }
    }

    fn passages(&self, differences: &mut Vec<String>) {
        let passages = self.export.rows("passages");
        for meant in &self.expected.kinds {
            let between = passages
                .iter()
                .filter(|passage| joins(passage, "a_article", "b_article", &meant.a, &meant.b));
            for passage in between.filter(|passage| passage["kind"] != *meant.kind) {
                differences.push(format!(
                    "kind      {} and {} share a {} and not a {}",
                    meant.a,
                    meant.b,
                    text(&passage["kind"]),
                    meant.kind
                ));
            }
        }
    }

    fn clusters(&self, differences: &mut Vec<String>) {
        let rows = self.export.rows("clusters");
        let cluster = |article: &str| {
            let row = rows.iter().find(|row| row["article_id"] == *article);
            row.map(|row| text(&row["cluster_id"]).to_owned())
        };
        for [a, b] in &self.expected.apart {
            if cluster(a).is_some() && cluster(a) == cluster(b) {
                differences.push(format!("merged    {a} and {b}"));
            }
        }
    }

    fn articles(&self, differences: &mut Vec<String>) {
        let rows = self.export.rows("articles");
        for (id, columns) in &self.expected.articles {
            let Some(row) = rows.iter().find(|row| row["article_id"] == **id) else {
                differences.push(format!("no article {id}"));
                continue;
            };
            for (column, value) in columns
                .iter()
                .filter(|(column, value)| row[column.as_str()] != **value)
            {
                differences.push(format!(
                    "article   {id} {column}: {} instead of {value}",
                    row[column.as_str()]
                ));
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn span(finding: &Value) -> Option<Range<usize>> {
    let offset = |column: &str| usize::try_from(finding[column].as_u64()?).ok();
    Some(offset("start")?..offset("end")?)
}

/// True when a row joins the two articles, whichever stands where.
fn joins(row: &Value, one: &str, other: &str, a: &str, b: &str) -> bool {
    (row[one] == *a && row[other] == *b) || (row[one] == *b && row[other] == *a)
}

/// True when a link is the one that is meant. One that must be `unresolved` has no from and no to.
fn is_link(meant: &Link, link: &Value) -> bool {
    let way = |from: &Value, to: &Value| match &meant.from {
        Some(articles) => articles.has(from) && *to == *meant.to,
        None => {
            let named = |source: &String| link["from_source"] == **source;
            from.is_null() && *to == *meant.to && meant.from_source.as_ref().is_none_or(named)
        }
    };
    let (from, to) = (&link["from_article"], &link["to_article"]);
    let turned = meant.direction.as_deref() == Some("unresolved") && way(to, from);
    (way(from, to) || turned)
        && meant
            .relation
            .as_ref()
            .is_none_or(|relation| link["relation"] == **relation)
        && meant
            .direction
            .as_ref()
            .is_none_or(|direction| link["direction"] == **direction)
}

fn told_link(link: &Value) -> String {
    format!(
        "{} -> {} {} {} {}",
        link["from_article"]
            .as_str()
            .unwrap_or(text(&link["from_source"])),
        text(&link["to_article"]),
        text(&link["relation"]),
        text(&link["direction"]),
        link["confidence"]
    )
}

/// What is found in a folder and should not be, or the other way round.
fn differences(folder: &Path) -> Vec<String> {
    let situation = Situation::read(folder);
    let mut differences = Vec::new();
    situation.findings(&mut differences);
    situation.links(&mut differences);
    situation.passages(&mut differences);
    situation.clusters(&mut differences);
    situation.articles(&mut differences);
    differences
}

#[test]
fn every_situation_has_exactly_the_right_findings() {
    let entries = std::fs::read_dir(fixture("situations")).unwrap();
    let mut folders: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    let differences: Vec<Vec<String>> = folders.par_iter().map(|folder| differences(folder)).collect();
    let name = |folder: &Path| folder.file_name().unwrap().to_string_lossy().into_owned();
    let mut report = String::new();
    for (folder, differences) in folders
        .iter()
        .zip(&differences)
        .filter(|(_, found)| !found.is_empty())
    {
        write!(report, "\n{}\n  {}\n", name(folder), differences.join("\n  ")).unwrap();
    }
    assert!(
        report.is_empty(),
        "of {} situations differ:\n{report}",
        folders.len()
    );
}

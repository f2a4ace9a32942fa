//! The fields of a record that a table or a line of JSON has, by their use. In: names and values. Out: text, id and
//! metadata. For each use the likeliest name wins; a field that holds something beats one that is blank; of one name
//! written twice the last counts.

use crate::config::FieldNames;
use crate::document::Metadata;

/// What a line or row holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The record's own id.
    pub(super) id: Option<String>,
    /// The text field, as it is.
    pub(super) text: String,
    /// All other fields that we know.
    pub(super) metadata: Metadata,
}

/// The fields of a record, by their use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Id,
    Text,
    Title,
    Url,
    Outlet,
    Source,
    Author,
    PublishedAt,
    UpdatedAt,
}

const SLOTS: usize = 9;

/// Names that scrapers and published corpora give to the fields; for each use the likeliest first. `source` says where
/// a text is from: it is a claim and never the publisher.
const GUESSES: [(Slot, &[&str]); SLOTS] = [
    (Slot::Id, &["id", "_id", "doc_id", "article_id", "news_id"]),
    (
        Slot::Text,
        &["text", "content", "body", "正文", "内容", "article", "full_text"],
    ),
    (Slot::Title, &["title", "headline", "标题", "题目"]),
    (Slot::Url, &["url", "link", "链接", "网址"]),
    (
        Slot::Outlet,
        &["outlet", "site", "publisher", "media", "媒体", "site_name"],
    ),
    (Slot::Source, &["source", "来源"]),
    (Slot::Author, &["author", "editor", "作者", "authors", "byline"]),
    (
        Slot::PublishedAt,
        &[
            "published_at",
            "publish_time",
            "pubtime",
            "pub_time",
            "publish_date",
            "pubdate",
            "datetime",
            "date",
            "time",
            "发布时间",
            "日期",
            "时间",
        ],
    ),
    (Slot::UpdatedAt, &["updated_at", "update_time", "modified_at"]),
];

/// The use of a field, and how unlikely its name is.
pub(crate) fn slot(names: &FieldNames, name: &str) -> Option<(Slot, usize)> {
    for (slot, guesses) in &GUESSES {
        let set = match slot {
            Slot::Id => &names.id,
            Slot::Text => &names.text,
            Slot::Title => &names.title,
            Slot::Url => &names.url,
            Slot::Outlet => &names.outlet,
            Slot::Source => &names.source,
            Slot::PublishedAt => &names.published_at,
            Slot::Author | Slot::UpdatedAt => &None,
        };
        let rank = match set {
            Some(set) => (set == name).then_some(0),
            None => guesses.iter().position(|guess| guess.eq_ignore_ascii_case(name)),
        };
        if let Some(rank) = rank {
            return Some((*slot, rank));
        }
    }
    None
}

/// A value of a field that we know.
#[derive(Debug)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// The strings of a list, joined by `、`.
    List(String),
    /// A number as it is written in Rust's shortest form; integers exactly.
    Number(String),
    /// `null`.
    Null,
    /// Something else; the words say what.
    Other(&'static str),
}

impl Value {
    /// How unlikely the value is, given how unlikely its name is: a field that holds something beats one that is blank.
    fn rank(&self, name: usize) -> usize {
        let blank = match self {
            Self::Text(text) | Self::List(text) => text.trim_start().is_empty(),
            Self::Number(_) | Self::Other(_) => false,
            Self::Null => true,
        };
        if blank { name + 1000 } else { name }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Number(_) => "a number",
            Self::Null => "null",
            Self::Other(kind) => kind,
        }
    }
}

/// The best value so far for each use.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By slot: how unlikely name and value are, and the value.
    best: [Option<(usize, Value)>; SLOTS],
}

impl Found {
    /// Takes a value, if it is no unlikelier than the one that is held.
    pub(super) fn offer(&mut self, slot: Slot, rank: usize, value: Value) {
        if let Some(best) = self.best.get_mut(slot as usize)
            && best.as_ref().is_none_or(|(held, _)| value.rank(rank) <= *held)
        {
            *best = Some((value.rank(rank), value));
        }
    }

    /// All of it; an error says what is wrong with the text, `missing` where there is none.
    pub(super) fn line(mut self, missing: impl FnOnce() -> String) -> Result<Line, String> {
        let mut take = |slot: Slot| {
            let best = self.best.get_mut(slot as usize);
            best.and_then(Option::take).map(|(_, value)| value)
        };
        let text = match take(Slot::Text) {
            Some(Value::Text(text)) => text,
            Some(other) => return Err(format!("the text field is {}, not a string", other.kind())),
            None => return Err(missing()),
        };
        // An id is taken to the letter: two lines may differ by the white space at its end only.
        let id = match take(Slot::Id) {
            Some(Value::Text(id) | Value::Number(id)) => Some(id).filter(|id| !id.trim().is_empty()),
            _ => None,
        };
        let mut filled = |slot: Slot| match take(slot) {
            Some(Value::Text(text) | Value::List(text) | Value::Number(text)) => trimmed(text),
            _ => None,
        };
        Ok(Line {
            text,
            id,
            metadata: Metadata {
                url: filled(Slot::Url),
                canonical: None,
                title: filled(Slot::Title),
                outlet: filled(Slot::Outlet),
                source: filled(Slot::Source),
                author: filled(Slot::Author),
                published_at: filled(Slot::PublishedAt),
                updated_at: filled(Slot::UpdatedAt),
                source_link: None,
                ..Metadata::default()
            },
        })
    }
}

/// What to say of a record whose text was not found among the fields `seen`; `what` is what it has, fields or columns.
pub(super) fn without_text(names: &FieldNames, what: (&str, &str), seen: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = seen
        .iter()
        .take(SHOWN)
        .map(|name| name.chars().take(40).collect())
        .collect();
    let more = if seen.len() > SHOWN { ", …" } else { "" };
    let seen = if shown.is_empty() {
        "none".to_owned()
    } else {
        format!("{}{more}", shown.join(", "))
    };
    let (one, many) = what;
    match &names.text {
        Some(name) => format!("no text {one} `{name}`; {many} seen: {seen}"),
        None => format!("no text {one} (text, content, body, 正文); {many} seen: {seen}"),
    }
}

/// The value without white space around it; `None` when nothing is left.
pub(super) fn trimmed(value: String) -> Option<String> {
    let inner = value.trim();
    match inner.len() {
        0 => None,
        length if length == value.len() => Some(value),
        _ => Some(inner.to_owned()),
    }
}

//! One line of JSONL to the fields of a record. In: the line as text, and the names that the user set. Out: the text,
//! the id and the metadata, or what is wrong with the line.
//!
//! The line is parsed once and without a tree: values of fields that nobody asked for are skipped where they stand.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::config::FieldNames;
use crate::document::Metadata;

/// What a line holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The record's own id.
    pub(super) id: Option<String>,
    /// The text field, as it is.
    pub(super) text: String,
    /// All other fields that we know.
    pub(super) metadata: Metadata,
}

/// What is wrong with a line.
#[derive(Debug)]
pub(super) enum LineFault {
    /// It is no JSON, or no object.
    NotJson(serde_json::Error),
    /// It has no text; the reason says which fields it has.
    Field(String),
}

/// The fields of a record, by their use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
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

/// Parses a line.
pub(super) fn parse(line: &str, fields: &FieldNames) -> Result<Line, LineFault> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let mut found = Fields {
        names: fields,
        best: [const { None }; SLOTS],
    };
    (&mut deserializer)
        .deserialize_map(&mut found)
        .and_then(|()| deserializer.end())
        .map_err(LineFault::NotJson)?;
    let mut take = |slot: Slot| {
        found
            .best
            .get_mut(slot as usize)
            .and_then(Option::take)
            .map(|(_, value)| value)
    };
    let text = match take(Slot::Text) {
        Some(Value::Text(text)) => text,
        Some(other) => {
            return Err(LineFault::Field(format!(
                "the text field is {}, not a string",
                other.kind()
            )));
        }
        None => return Err(LineFault::Field(without_text(line, fields))),
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
        },
    })
}

/// The value without white space around it; `None` when nothing is left.
fn trimmed(value: String) -> Option<String> {
    let inner = value.trim();
    match inner.len() {
        0 => None,
        length if length == value.len() => Some(value),
        _ => Some(inner.to_owned()),
    }
}

/// What to say of a line whose text was not found.
fn without_text(line: &str, fields: &FieldNames) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<String> = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line)
        .map(|object| {
            object
                .keys()
                .map(|name| name.chars().take(40).collect())
                .collect()
        })
        .unwrap_or_default();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    names.truncate(SHOWN);
    let seen = if names.is_empty() {
        "none".to_owned()
    } else {
        format!("{}{more}", names.join(", "))
    };
    match &fields.text {
        Some(name) => format!("no text field `{name}`; fields seen: {seen}"),
        None => format!("no text field (text, content, body, 正文); fields seen: {seen}"),
    }
}

/// Collects the fields of an object. For each use the likeliest name wins; of one name written twice, the last.
struct Fields<'names> {
    names: &'names FieldNames,
    /// By slot: how unlikely the name is, and its value.
    best: [Option<(usize, Value)>; SLOTS],
}

impl Fields<'_> {
    /// The use of a field, and how unlikely its name is.
    fn slot(&self, name: &str) -> Option<(Slot, usize)> {
        let names = self.names;
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
}

impl<'de> Visitor<'de> for &mut Fields<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key(self))? {
            let Some((slot, rank)) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value_seed(ValueSeed)?;
            if let Some(best) = self.best.get_mut(slot as usize)
                && best.as_ref().is_none_or(|(held, _)| value.rank(rank) <= *held)
            {
                *best = Some((value.rank(rank), value));
            }
        }
        Ok(())
    }
}

/// Reads a key without copying it.
struct Key<'fields, 'names>(&'fields Fields<'names>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<(Slot, usize)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<(Slot, usize)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.slot(name))
    }
}

/// A value of a field that we know.
#[derive(Debug)]
enum Value {
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

/// Reads a value.
struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // Beyond 2^53 a float no longer tells neighbours apart: two ids would become one.
        if number.abs() < 9.0e15 {
            Ok(Value::Number(number.to_string()))
        } else {
            Ok(Value::Other("a number"))
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other("true or false"))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut joined = String::new();
        while let Some(value) = list.next_element_seed(ValueSeed)? {
            if let Value::Text(text) = value
                && let Some(text) = trimmed(text)
            {
                if !joined.is_empty() {
                    joined.push('、');
                }
                joined.push_str(&text);
            }
        }
        Ok(Value::List(joined))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other("an object"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Line, LineFault, parse};
    use crate::config::FieldNames;
    use crate::document::Metadata;

    fn reason(line: &str) -> String {
        match parse(line, &FieldNames::default()).unwrap_err() {
            LineFault::NotJson(fault) => fault.to_string(),
            LineFault::Field(reason) => reason,
        }
    }

    #[test]
    fn fields_are_guessed() {
        let line = r#"{"news_id": 7, "extra": {"text": [1, {"a": null}]}, "Title": " 海滨\u5e02 ", "来源": "海滨日报",
            "media": "滨城网", "content": "正\n文 ", "date": 1700000000, "author": ["甲", null, "乙"], "link": ""}"#;
        let metadata = Metadata {
            title: Some("海滨市".to_owned()),
            outlet: Some("滨城网".to_owned()),
            source: Some("海滨日报".to_owned()),
            author: Some("甲、乙".to_owned()),
            published_at: Some("1700000000".to_owned()),
            ..Metadata::default()
        };
        let expected = Line {
            id: Some("7".to_owned()),
            text: "正\n文 ".to_owned(),
            metadata,
        };
        assert_eq!(parse(line, &FieldNames::default()).unwrap(), expected);
    }

    #[test]
    fn likelier_names_and_fuller_fields_win() {
        let found = parse(
            r#"{"content": "乙", "text": "甲", "body": "丙"}"#,
            &FieldNames::default(),
        )
        .unwrap();
        assert_eq!(found.text, "甲");
        let found = parse(
            r#"{"text": " ", "body": "丙", "content": null}"#,
            &FieldNames::default(),
        )
        .unwrap();
        assert_eq!(found.text, "丙");
    }

    #[test]
    fn names_that_the_user_set_are_the_only_ones() {
        let fields = FieldNames {
            text: Some("raw".to_owned()),
            id: Some("key".to_owned()),
            ..FieldNames::default()
        };
        let found = parse(r#"{"text": "甲", "raw": "乙", "id": 1, "title": "丙"}"#, &fields).unwrap();
        assert_eq!((found.text.as_str(), found.id), ("乙", None));
        assert_eq!(found.metadata.title.as_deref(), Some("丙"));
        let LineFault::Field(reason) = parse(r#"{"text": "甲"}"#, &fields).unwrap_err() else {
            unreachable!()
        };
        assert_eq!(reason, "no text field `raw`; fields seen: text");
    }

    #[test]
    fn faults_say_what_was_seen() {
        assert_eq!(
            reason(r#"{"id": 1, "b": 2}"#),
            "no text field (text, content, body, 正文); fields seen: b, id"
        );
        assert_eq!(
            reason(r#"{"text": [1]}"#),
            "the text field is a list, not a string"
        );
        assert!(reason("[1]").contains("expected an object"));
        assert!(reason(r#"{"text": "a"} x"#).contains("trailing"));
    }
}

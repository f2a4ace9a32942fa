//! One line of JSONL to the fields of a record. In: the line as text, and the names that the user set. Out: the text,
//! the id and the metadata, or what is wrong with the line.
//!
//! The line is parsed once and without a tree: values of fields that nobody asked for are skipped where they stand.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{self, Found, Line, Slot, Value, trimmed};
use crate::config::FieldNames;

/// What is wrong with a line.
#[derive(Debug)]
pub(super) enum LineFault {
    /// It is no JSON, or no object.
    NotJson(serde_json::Error),
    /// It has no text; the reason says which fields it has.
    Field(String),
}

/// Parses a line.
pub(super) fn parse(line: &str, fields: &FieldNames) -> Result<Line, LineFault> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let mut found = Fields {
        names: fields,
        found: Found::default(),
    };
    (&mut deserializer)
        .deserialize_map(&mut found)
        .and_then(|()| deserializer.end())
        .map_err(LineFault::NotJson)?;
    let line = found.found.line(|| without_text(line, fields));
    line.map_err(LineFault::Field)
}

/// What to say of a line whose text was not found.
fn without_text(line: &str, names: &FieldNames) -> String {
    let object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).unwrap_or_default();
    let seen: Vec<&str> = object.keys().map(String::as_str).collect();
    fields::without_text(names, ("field", "fields"), &seen)
}

/// Collects the fields of an object.
struct Fields<'names> {
    names: &'names FieldNames,
    found: Found,
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
            self.found.offer(slot, rank, value);
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
        Ok(fields::slot(self.0.names, name))
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

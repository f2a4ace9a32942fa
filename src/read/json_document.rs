//! Tells what holds the records of a JSON document. In: its first bytes. Out: whether they stand in an array, in arrays of
//! an object, or behind one another; or that there are none.

use std::fmt;
use std::io::Cursor;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::elements::{Elements, Passed};
use super::encoding;
use super::fields::{self, Slot};
use super::jsonl::{self, LineFault};
use crate::config::{FieldNames, ReadParameters};

/// Where the records of a document stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// One behind the other, outside of everything; else in arrays.
    pub(super) objects: bool,
    /// In an encoding that has characters of two bytes.
    pub(super) double: bool,
    fields: FieldNames,
}

impl Document {
    /// Of what was told to be a document; `head` are its first bytes.
    pub(super) fn of(head: &[u8], parameters: &ReadParameters) -> Self {
        let label = parameters.encoding.as_deref();
        let double = match std::str::from_utf8(head) {
            Ok(_) => false,
            // The head ends within a character.
            Err(fault) if fault.error_len().is_none() => false,
            Err(_) => {
                let label = label.unwrap_or_else(|| encoding::decode_fragment(head, None).encoding);
                encoding::named(label)
                    .is_some_and(|encoding| !encoding.is_single_byte() && encoding != encoding_rs::UTF_8)
            }
        };
        let bare = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        Self {
            objects: bare.starts_with(b"{") && has_text(bare, &parameters.fields),
            double,
            fields: parameters.fields.clone(),
        }
    }

    /// True when its records stand in no array.
    pub fn is_bare(&self) -> bool {
        self.objects
    }

    /// Whether bytes are a record: `None` where they are no JSON.
    pub(super) fn is_record(&self, bytes: &[u8]) -> Option<bool> {
        match jsonl::parse(&super::decoded(bytes), &self.fields) {
            Ok(_) => Some(true),
            Err(LineFault::Field(_)) => Some(false),
            Err(LineFault::NotJson(_)) => None,
        }
    }
}

/// True for the beginning of a JSON document that has records: an array of objects, an object with a text field, or one
/// with an array whose first element has one.
pub(super) fn begins(bytes: &[u8], parameters: &ReadParameters) -> bool {
    let second = |bytes: &[u8]| {
        let rest = bytes.get(1..).map(<[u8]>::trim_ascii_start);
        rest.and_then(<[u8]>::first).copied()
    };
    match (bytes.first(), second(bytes)) {
        (Some(b'['), Some(b'{')) => {
            let object = memchr::memchr(b'{', bytes).and_then(|at| bytes.get(at..));
            matches!(object.and_then(second), Some(b'"' | b'}') | None)
        }
        (Some(b'{'), Some(b'"')) => {
            let document = Document::of(bytes, parameters);
            document.objects || has_records(bytes, &document)
        }
        _ => false,
    }
}

/// True when an array of an object has records.
fn has_records(bytes: &[u8], document: &Document) -> bool {
    let mut elements = Elements::new(Box::new(Cursor::new(bytes.to_vec())), bytes.len(), document);
    let mut cut = 0;
    let mut passed = |passed: Passed<'_>| {
        if let Passed::Oversize(bytes) = passed {
            cut = bytes.len();
        }
        Ok::<(), ()>(())
    };
    match elements.next(&mut passed) {
        Ok(Some(element)) if element.content.is_ok() => true,
        // One that is longer than what is seen.
        Ok(Some(_)) => {
            let element = bytes.get(bytes.len().saturating_sub(cut)..).unwrap_or_default();
            cut > 0 && has_text(element, &document.fields)
        }
        _ => false,
    }
}

/// True for an object, which may be cut off, with a text field.
fn has_text(bytes: &[u8], fields: &FieldNames) -> bool {
    let text = super::decoded(bytes);
    let mut outline = Outline { fields, text: false };
    // What is wrong further on does not matter here.
    let _ = serde_json::Deserializer::from_str(&text).deserialize_map(&mut outline);
    outline.text
}

/// Looks for the name of a text field.
struct Outline<'names> {
    fields: &'names FieldNames,
    text: bool,
}

impl<'de> Visitor<'de> for &mut Outline<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let is_text = fields::slot(self.fields, &name).is_some_and(|(slot, _)| slot == Slot::Text);
            let before = self.text;
            // It may be cut off.
            self.text |= is_text;
            let value = map.next_value::<&RawValue>()?;
            // `"content": {"title": …}` is no text.
            if is_text && !value.get().starts_with('"') {
                self.text = before;
            }
        }
        Ok(())
    }
}

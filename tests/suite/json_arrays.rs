//! JSON documents as a container of the random corpora: how pages become elements of an array, and how the array is taken
//! apart again by the parser.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::containers::{Container, JsonLines, MARK, Unit, json_line, json_unit};
use crate::corpus::Page;
use crate::news_sentences::Random;

/// An array of records, alone or in an object, with this ending after `.json`.
pub struct JsonArrays(pub &'static str);

impl Container for JsonArrays {
    fn files(&self, stem: &str, pages: &[Page], random: &mut Random) -> Vec<(String, Vec<u8>)> {
        let between = random.of(&[",", ", ", "\n, ", ",\r\n  "]);
        let element = |page: &Page, random: &mut Random| match page.damage {
            None => json_line(page, random).trim().to_owned(),
            // What is no JSON would leave no array that the parser can take apart.
            Some(damage) => match serde_json::from_slice::<&RawValue>(damage) {
                Ok(element) => element.get().to_owned(),
                Err(_) => "{}".to_owned(),
            },
        };
        let elements: Vec<String> = pages.iter().map(|page| element(page, random)).collect();
        let is_told = pages.first().is_some_and(|page| page.damage.is_none());
        let array = format!("[{}]", elements.join(between));
        let document = match random.below(3) {
            // By its first element.
            _ if !is_told => array.replacen('[', "[{},", 1),
            0 => format!(
                "{{\"count\": {}, \"data\": {array}, \"next\": [1, \"]\"]}}\n",
                pages.len()
            ),
            1 => format!("{MARK}\n{array}\n"),
            _ => array,
        };
        vec![(format!("{stem}.json{}", self.0), document.into_bytes())]
    }

    fn units(&self, bytes: &[u8]) -> Vec<Unit> {
        let text = std::str::from_utf8(bytes).unwrap();
        let whole: &RawValue = serde_json::from_str(text.strip_prefix(MARK).unwrap_or(text)).unwrap();
        let array = if whole.get().starts_with('{') {
            serde_json::from_str::<BTreeMap<&str, &RawValue>>(whole.get()).unwrap()["data"]
        } else {
            whole
        };
        let elements: Vec<&RawValue> = serde_json::from_str(array.get()).unwrap();
        let elements = elements.into_iter().zip(1..);
        elements
            .map(|(element, number)| Unit {
                record: true,
                ..json_unit(element.get().as_bytes(), number)
            })
            .collect()
    }

    fn without_provenance(&self, bytes: &[u8]) -> Vec<u8> {
        JsonLines("").without_provenance(bytes)
    }
}

#[test]
fn a_document_comes_apart_as_it_was_put_together() {
    let pages = crate::corpus::pages(5, 30);
    let sound = pages.iter().filter(|page| page.damage.is_none()).count();
    for seed in 0..9 {
        for (_, bytes) in JsonArrays("").files("a", &pages, &mut Random::new(seed)) {
            let units = JsonArrays("").units(&bytes);
            assert!(units.len() >= pages.len());
            let is_read = |unit: &&Unit| unit.text.as_deref().is_some_and(|text| !text.trim().is_empty());
            assert_eq!(units.iter().filter(is_read).count(), sound);
            assert!(
                units
                    .iter()
                    .all(|unit| serde_json::from_slice::<Value>(&unit.raw).is_ok())
            );
        }
    }
}

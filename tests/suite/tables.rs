//! CSV and TSV as a container of the random corpora: how pages become rows, and how rows are taken apart again by a
//! reading of RFC 4180 that has nothing from the program.

use std::ops::Range;

use serde_json::Value;

use crate::containers::{Container, MARK, Unit};
use crate::corpus::{OUTLETS, Page};
use crate::news_sentences::Random;

/// A table with this ending after the stem: `.csv`, `.tsv.gz` and the like.
pub struct Tables(pub &'static str);

/// Names of columns that are the text.
const TEXTS: &[&str] = &["text", "text", "content", "正文"];

/// Columns that mean nothing, each with a value.
const EXTRAS: &[(&str, &str)] = &[
    ("score", "1.50"),
    ("note", " 两边\t有空白 "),
    ("备注", "引号“在”里面，\"也有\"半个\""),
    ("tags", "[\"渡口\", \"桥;梁\"]"),
    ("blank", ""),
    ("raw", "一\n\n二\r\n"),
];

impl Container for Tables {
    fn files(&self, stem: &str, pages: &[Page], random: &mut Random) -> Vec<(String, Vec<u8>)> {
        let delimiter = random.of(&[",", ",", "\t", ";", "|"]);
        let end = random.of(&["\n", "\n", "\r\n"]);
        let always = random.percent(40);
        let mut columns = vec!["id", "title", random.of(TEXTS), "outlet", "url", "published_at"];
        for (name, _) in EXTRAS {
            if random.percent(25) {
                columns.insert(random.below(columns.len() + 1), name);
            }
        }
        if random.percent(25) {
            columns.swap(0, 2);
        }
        let mut bytes = Vec::new();
        if random.percent(25) {
            bytes.extend(MARK.as_bytes());
        }
        let quoted = |value: &str, random: &mut Random| {
            let needs = value.contains([',', '\t', ';', '|', '"', '\n', '\r']);
            match needs || always || random.percent(8) {
                true => format!("\"{}\"", value.replace('"', "\"\"")),
                false => value.to_owned(),
            }
        };
        let header: Vec<String> = columns.iter().map(|name| quoted(name, random)).collect();
        bytes.extend(header.join(delimiter).as_bytes());
        bytes.extend(end.as_bytes());
        for page in pages {
            if random.percent(4) {
                bytes.extend(random.of(&["", "  ", "\t"]).as_bytes());
                bytes.extend(end.as_bytes());
            }
            let line_end = random.of(&["\n", "\n\n", "\r\n", "\"\n\"", "，\"", "; "]);
            let row: Vec<String> = columns
                .iter()
                .map(|name| quoted(&value(page, name, line_end, random), random))
                .collect();
            match page.damage {
                Some(damage) if random.percent(60) => bytes.extend(damage),
                Some(_) => bytes.extend(row[..random.within(1..=row.len() - 1)].join(delimiter).as_bytes()),
                None => bytes.extend(row.join(delimiter).as_bytes()),
            }
            if page.damage.is_none() && random.percent(2) {
                bytes.extend(delimiter.as_bytes());
                bytes.extend("一列太多".as_bytes());
            }
            bytes.extend(end.as_bytes());
        }
        if random.percent(40) {
            bytes.truncate(bytes.len() - end.len());
        } else if random.percent(12) {
            bytes.extend(format!("x{delimiter}\"没有收尾的引号{end}还有一行{end}").as_bytes());
        }
        vec![(format!("{stem}{}", self.0), bytes)]
    }

    fn units(&self, bytes: &[u8]) -> Vec<Unit> {
        let whole = std::str::from_utf8(bytes).unwrap();
        let mark = if whole.starts_with(MARK) { MARK.len() } else { 0 };
        let first = whole[mark..].lines().next().unwrap_or_default();
        let delimiter = [',', '\t', ';', '|']
            .into_iter()
            .max_by_key(|delimiter| first.matches(*delimiter).count())
            .unwrap();
        let (mut units, mut line, mut start) = (Vec::new(), 1, mark);
        let mut columns = Vec::new();
        while start < whole.len() {
            let Row { fields, end, open } = row(whole, start, delimiter);
            let from = if start == mark { 0 } else { start };
            let raw = &whole[from..end];
            let mut unit = Unit {
                place: format!("#{line}"),
                record: start > mark && !raw.trim_ascii().is_empty(),
                raw: raw.as_bytes().to_vec(),
                text: None,
                around: [raw.as_bytes().to_vec(), Vec::new()],
            };
            if start == mark {
                columns = fields.iter().map(|field| value_of(whole, field)).collect();
            } else if unit.record && fields.len() == columns.len() && !open {
                let column = columns.iter().position(|name| TEXTS.contains(&name.as_str()));
                let field = fields[column.unwrap()].clone();
                unit.text = Some(value_of(whole, &field));
                unit.around = [start..field.start, field.end..end].map(|part| bytes[part].to_vec());
            }
            units.push(unit);
            line += raw.matches('\n').count();
            start = end;
        }
        units
    }

    fn without_provenance(&self, bytes: &[u8]) -> Vec<u8> {
        let whole = String::from_utf8_lossy(bytes);
        let content = whole.trim_end_matches(['\r', '\n']);
        let end = &whole[content.len()..];
        let start = match content.rfind("\"{\"\"") {
            Some(start) if content.ends_with("}\"") => {
                let value = content[start + 1..content.len() - 1].replace("\"\"", "\"");
                let value: Value = serde_json::from_str(&value).unwrap_or_default();
                value["kept_because"].is_string().then_some(start)
            }
            _ => content.strip_suffix("suyuan").map(str::len),
        };
        match start {
            Some(start) => [&whole.as_bytes()[..start - 1], end.as_bytes()].concat(),
            None => bytes.to_vec(),
        }
    }
}

/// What a page has in a column.
fn value(page: &Page, column: &str, line_end: &str, random: &mut Random) -> String {
    if TEXTS.contains(&column) {
        return page.text(line_end);
    }
    let outlet = page.outlet.map(|outlet| OUTLETS[outlet]);
    let found = match column {
        "id" => page.id.clone(),
        "title" => Some(page.title.clone()),
        "outlet" => outlet.map(|outlet| outlet.0.to_owned()),
        "url" => outlet.map(|outlet| format!("https://{}/a/{}.html", outlet.1, random.below(90_000))),
        "published_at" => page.published_at.clone(),
        _ => EXTRAS
            .iter()
            .find(|(name, _)| *name == column)
            .map(|(_, value)| (*value).to_owned()),
    };
    found.unwrap_or_default()
}

/// A row: where its fields stand, with their quotation marks; one past its line end; whether a quotation is left open.
struct Row {
    fields: Vec<Range<usize>>,
    end: usize,
    open: bool,
}

fn row(whole: &str, start: usize, delimiter: char) -> Row {
    let (mut fields, mut from, mut open, mut quoted) = (Vec::new(), start, false, false);
    for (at, character) in whole[start..].char_indices() {
        let at = start + at;
        if open {
            // A mark within a quotation that is doubled closes it and opens it again at once.
            open = character != '"';
        } else if character == '"' && (at == from || quoted && whole[..at].ends_with('"')) {
            (open, quoted) = (true, true);
        } else if character == delimiter {
            fields.push(from..at);
            (from, quoted) = (at + 1, false);
        } else if character == '\n' {
            let until = if at > from && whole[..at].ends_with('\r') {
                at - 1
            } else {
                at
            };
            fields.push(from..until);
            return Row {
                fields,
                end: at + 1,
                open: false,
            };
        }
    }
    fields.push(from..whole.len());
    Row {
        fields,
        end: whole.len(),
        open,
    }
}

/// What a field means.
fn value_of(whole: &str, field: &Range<usize>) -> String {
    let written = &whole[field.clone()];
    match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => written.to_owned(),
    }
}

//! How pages become files and how files are taken apart again, one container a format. Another format is another
//! [`Container`] and a line in [`of_name`]: the properties of a cleaning are stated on [`Unit`]s and hold for all of them.

use std::io::{Read, Write};

use serde_json::Value;
use serde_json::value::RawValue;

use crate::corpus::{OUTLETS, Page};
use crate::json_arrays::JsonArrays;
use crate::news_sentences::Random;
use crate::tables::Tables;

/// A part of a file that goes or stays as a whole: a line, or all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// What its address has after the file's name.
    pub place: String,
    /// False for what only stands between records: a blank line.
    pub record: bool,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// The text; none where it cannot be read.
    pub text: Option<String>,
    /// The bytes before and after the text as it is written.
    pub around: [Vec<u8>; 2],
}

/// A format.
pub trait Container: Sync {
    /// The files for some pages, unpacked, by name.
    fn files(&self, stem: &str, pages: &[Page], random: &mut Random) -> Vec<(String, Vec<u8>)>;
    /// The parts of a file that was unpacked.
    fn units(&self, bytes: &[u8]) -> Vec<Unit>;
    /// Bytes beside a text without the field that `--provenance` adds; it is the last one.
    fn without_provenance(&self, bytes: &[u8]) -> Vec<u8>;
}

/// JSON Lines with this ending after `.jsonl`.
pub struct JsonLines(pub &'static str);

/// A folder of text files.
pub struct Texts;

/// The container of a file.
pub fn of_name(name: &str) -> &'static dyn Container {
    if name.contains(".jsonl") {
        &JsonLines("")
    } else if name.contains(".json") {
        &JsonArrays("")
    } else if name.contains(".csv") || name.contains(".tsv") {
        &Tables("")
    } else {
        &Texts
    }
}

/// Packs as the name says.
pub fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    if name.ends_with(".gz") {
        // Two members, as tools that append leave them.
        let mut packed = Vec::new();
        for part in bytes.chunks(bytes.len() / 2 + 1) {
            let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::default());
            encoder.write_all(part).unwrap();
            encoder.finish().unwrap();
        }
        packed
    } else if name.ends_with(".zst") {
        zstd::encode_all(bytes, 3).unwrap()
    } else {
        bytes.to_vec()
    }
}

/// Unpacks as the name says.
pub fn unpacked(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(bytes)
            .read_to_end(&mut unpacked)
            .unwrap();
        unpacked
    } else if name.ends_with(".zst") {
        zstd::decode_all(bytes).unwrap()
    } else {
        bytes.to_vec()
    }
}

/// What is no text and is copied as it is.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n";

/// The byte order mark.
pub const MARK: &str = "\u{FEFF}";

impl Container for JsonLines {
    fn files(&self, stem: &str, pages: &[Page], random: &mut Random) -> Vec<(String, Vec<u8>)> {
        let mut bytes = Vec::new();
        if random.percent(15) {
            bytes.extend(MARK.as_bytes());
        }
        let end: &[u8] = if random.percent(20) { b"\r\n" } else { b"\n" };
        for page in pages {
            match page.damage {
                Some(damage) => bytes.extend(damage),
                None => bytes.extend(json_line(page, random).as_bytes()),
            }
            bytes.extend(end);
        }
        if random.percent(40) {
            bytes.truncate(bytes.len() - end.len());
        }
        vec![(format!("{stem}.jsonl{}", self.0), bytes)]
    }

    fn units(&self, bytes: &[u8]) -> Vec<Unit> {
        let lines = bytes.split_inclusive(|&byte| byte == b'\n').zip(1..);
        lines.map(|(line, number)| json_unit(line, number)).collect()
    }

    fn without_provenance(&self, bytes: &[u8]) -> Vec<u8> {
        let whole = String::from_utf8_lossy(bytes).into_owned();
        let Some(start) = whole.find("\"suyuan\":") else {
            return bytes.to_vec();
        };
        let value = &whole[start + "\"suyuan\":".len()..];
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        assert!(values.next().unwrap().unwrap()["kept_because"].is_string());
        let tail = &value[values.byte_offset()..];
        let head = &whole[..start];
        (head.strip_suffix(',').unwrap_or(head).to_owned() + tail).into_bytes()
    }
}

/// A line of JSONL without its end.
pub fn json_line(page: &Page, random: &mut Random) -> String {
    let ascii = random.percent(20);
    let written = |text: &str| {
        let text = serde_json::to_string(text).unwrap();
        if ascii { escaped(&text) } else { text }
    };
    let line_end = random.of(&["\n", "\n\n", "\r\n", "\n\u{3000}\u{3000}"]);
    let text = page.text(line_end);
    let name = random.of(&["text", "text", "content", "正文"]);
    let mut fields = vec![
        ("title".to_owned(), written(&page.title)),
        (name.to_owned(), written(&text)),
    ];
    if let Some(id) = &page.id {
        fields.insert(0, ("id".to_owned(), written(id)));
    }
    if let Some(outlet) = page.outlet {
        fields.push(("outlet".to_owned(), written(OUTLETS[outlet].0)));
        let number = random.below(90_000);
        let address = format!("https://{}/a/{number}.html", OUTLETS[outlet].1);
        fields.push(("url".to_owned(), written(&address)));
    }
    if let Some(time) = &page.published_at {
        fields.push(("published_at".to_owned(), written(time)));
    }
    if random.percent(30) {
        let extra = [
            ("score", "1.50"),
            (
                "crawl",
                r#"{"status" : 200, "text": "\u6e21\u53e3", "depth":[1, 2]}"#,
            ),
            ("words", "12345678901234567890"),
            ("keywords", r#"["\/", "渡口", null]"#),
            ("blank", "null"),
        ];
        for _ in 0..random.within(1..=3) {
            let (name, value) = extra[random.below(extra.len())];
            if fields.iter().all(|(other, _)| other != name) {
                fields.insert(
                    random.below(fields.len() + 1),
                    (name.to_owned(), value.to_owned()),
                );
            }
        }
    }
    let (colon, comma) = *random.of(&[&(":", ","), &(": ", ", "), &(" :\t", " , ")]);
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\"{colon}{value}"))
        .collect();
    let blank = if random.percent(10) { " " } else { "" };
    format!("{blank}{{{}}}{blank}", fields.join(comma))
}

/// The JSON in letters of ASCII alone.
fn escaped(json: &str) -> String {
    let escape = |character: char| match character {
        ' '..='~' => character.to_string(),
        _ => character
            .encode_utf16(&mut [0; 2])
            .iter()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect(),
    };
    json.chars().map(escape).collect()
}

pub fn json_unit(line: &[u8], number: usize) -> Unit {
    let unread = Unit {
        place: format!("#{number}"),
        record: !line.trim_ascii().is_empty() && line.trim_ascii() != MARK.as_bytes(),
        raw: line.to_vec(),
        text: None,
        around: [line.to_vec(), Vec::new()],
    };
    let Ok(whole) = std::str::from_utf8(line) else {
        return unread;
    };
    let object = whole.strip_prefix(MARK).unwrap_or(whole);
    let Ok(fields) = serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(object) else {
        return unread;
    };
    let Some(raw) = ["text", "content", "正文"]
        .iter()
        .find_map(|name| fields.get(*name))
    else {
        return unread;
    };
    let Ok(Value::String(text)) = serde_json::from_str(raw.get()) else {
        return unread;
    };
    let start = raw.get().as_ptr().addr() - whole.as_ptr().addr();
    let end = start + raw.get().len();
    Unit {
        text: Some(text),
        around: [line[..start].to_vec(), line[end..].to_vec()],
        ..unread
    }
}

impl Container for Texts {
    fn files(&self, stem: &str, pages: &[Page], random: &mut Random) -> Vec<(String, Vec<u8>)> {
        let file = |(number, page): (usize, &Page)| {
            let line_end = random.of(&["\n", "\n", "\n\n", "\r\n"]);
            let mark = if random.percent(10) { MARK } else { "" };
            let mut head = format!("{mark}{}{line_end}", page.title);
            if let (Some(outlet), Some(time)) = (page.outlet, &page.published_at) {
                head += &format!("{time} 来源：{}{line_end}", OUTLETS[outlet].0);
            }
            let text = match page.damage {
                // What is JSON would be read as JSON whatever the file is called.
                Some(b"") => Vec::new(),
                Some(_) => PDF.to_vec(),
                None => (head + &page.text(line_end) + line_end).into_bytes(),
            };
            (format!("{stem}/{number:03}.txt"), text)
        };
        pages.iter().enumerate().map(file).collect()
    }

    fn units(&self, bytes: &[u8]) -> Vec<Unit> {
        let text = std::str::from_utf8(bytes).ok();
        let inner = text.map(|text| text.strip_prefix(MARK).unwrap_or(text));
        let inner = inner.filter(|text| !text.trim().is_empty() && text.as_bytes() != PDF);
        let mark = bytes.len() - inner.map_or(0, str::len);
        vec![Unit {
            place: String::new(),
            record: true,
            raw: bytes.to_vec(),
            text: inner.map(str::to_owned),
            around: [bytes[..mark].to_vec(), Vec::new()],
        }]
    }

    /// There are no fields.
    fn without_provenance(&self, bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }
}

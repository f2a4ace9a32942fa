//! What holds for every input: any bytes make records that say what became of them, a text comes out of each container as it
//! went in, and it makes no difference how a corpus is cut into files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use parquet::arrow::ArrowWriter;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::{Index, select};

use super::encoding;
use super::tests::{gzip, read_all, read_bytes, zstandard};
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

/// What files of each format begin with.
const BEGINNINGS: [(Option<Format>, &[u8]); 14] = [
    (Some(Format::Text), b""),
    (Some(Format::Markdown), b"---\ntitle: "),
    (Some(Format::Html), b"<html><body><p>"),
    (Some(Format::Jsonl), b"{\"text\": \""),
    (Some(Format::Json), b"[{\"text\": \""),
    (Some(Format::Csv), b"id,text\n"),
    (Some(Format::Warc), b"WARC/1.0\r\nContent-Length: 20\r\n"),
    (None, b"PAR1"),
    (None, b"PK\x03\x04"),
    (None, b"\x1F\x8B\x08\0\0\0\0\0\0\0"),
    (None, b"\x28\xB5\x2F\xFD"),
    (None, b"\xFF\xFE"),
    (None, b"<"),
    (None, b""),
];

/// What every record promises.
fn assert_sound(record: &Record, name: &str, maximum: usize) {
    assert_eq!(record.status == Status::Ok, record.problem.is_none());
    assert!(
        record
            .problem
            .as_ref()
            .is_none_or(|problem| problem.starts_with(name))
    );
    assert!(record.uri.starts_with(name) && !record.id.is_empty());
    assert!(record.text.is_empty() || matches!(record.status, Status::Ok | Status::NoArticle));
    assert!(record.text.len() <= maximum);
    let mut end = 0;
    for (span, _) in &record.metadata.layout {
        assert!(end <= span.start && record.text.get(span.range()).is_some());
        end = span.end;
    }
}

fn read_with(bytes: &[u8], parameters: &ReadParameters) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x"), bytes).unwrap();
    read_all(&folder.path().join("x"), parameters)
}

fn read_as(name: &str, bytes: &[u8], format: Option<Format>) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let parameters = ReadParameters {
        format,
        ..ReadParameters::default()
    };
    read_all(&folder.path().join(name), &parameters)
}

fn parquet(texts: &[String]) -> Vec<u8> {
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..texts.len() as i64));
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
    let batch = RecordBatch::try_from_iter(vec![("id", ids), ("text", texts)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A crawl of texts.
fn warc(texts: &[String]) -> Vec<u8> {
    let records = texts.iter().enumerate().map(|(number, text)| {
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: \
             http://a.example/{number}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    });
    records.collect::<String>().into_bytes()
}

/// Texts with all that containers have marks for.
fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[海a][a-z海滨\"',;|\\\\{}\\[\\]<>#\t\n：😀]{0,30}[市。b]", 1..6)
}

fn lines(texts: &[String]) -> Vec<String> {
    texts
        .iter()
        .map(|text| format!("{}\n", serde_json::json!({"text": text})))
        .collect()
}

fn texts_of(records: Vec<Record>) -> Vec<String> {
    records.into_iter().map(|record| record.text).collect()
}

/// Encodings with the label that pages give them, and a text in each that the encoding has the characters of.
fn encodings() -> impl Strategy<Value = (&'static Encoding, &'static str, String)> {
    let simplified = "海滨市气象台今天发布消息，受冷空气影响，全市大部分地区将有小到中雨，局部有大雨。";
    let traditional = "海濱市氣象臺今天發布消息，受冷空氣影響，全市大部分地區將有小到中雨，局部有大雨。";
    let gb = "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞 ，。“”0-9a-z\n]{0,60}";
    let common = "[的一是在不了有和人中大上以要他生到作地出就分成可主年同工也能下子面而方多定行法所民得十三之等部度家力里如水化高自二理起小物加量都使本去把性好合因由其些然前外天政四日那事平形相全表重新正心反你明看原又利比或但向道命此只公很情者最立代想已通提直程展五果象位入常文次品式活及管特件求老基流路少山接知手角期根九强放西被做必先回任取南色光即保北造百七海口器志世金受什六共收改清己美再更切打白教速花安身例真具目至走示完八名才科信米整空元今集土步石段研界拉林律且究低持音布容非深近千周委素技半青省列支般史感便往克何除消太值率族存毛快效斯院型眼王按格易置派片始育京火住局照引 ，。0-9a-z\n]{0,60}";
    let gb = move |encoding, label| gb.prop_map(move |rest| (encoding, label, format!("{simplified}{rest}")));
    proptest::prop_oneof![
        gb(GBK, "gb2312"),
        gb(GBK, "GBK"),
        gb(GB18030, "gb18030"),
        common.prop_map(move |rest| (BIG5, "big5", format!("{traditional}{rest}"))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_make_sound_records(bytes: Vec<u8>, (format, beginning) in select(BEGINNINGS.to_vec()), whole in any::<bool>()) {
        let mut bytes = [beginning, &bytes].concat();
        if beginning == b"PAR1" && whole {
            bytes.extend(b"\x10\0\0\0PAR1");
        }
        let parameters = ReadParameters { format, max_record: 200, ..ReadParameters::default() };
        let records = read_with(&bytes, &parameters);
        assert!(!records.is_empty());
        for record in records {
            assert_sound(&record, "x", 200);
        }
    }

    /// What is put into a container comes out of it.
    #[test]
    fn texts_come_out_as_they_went_in(texts in texts()) {
        let lines = lines(&texts);
        let values: Vec<_> = texts.iter().map(|text| serde_json::json!({"a": [1], "text": text})).collect();
        let row = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        let table = |mark: &str, end: &str| -> String {
            let rows = texts.iter().map(|text| format!("1{mark}{}{end}", row(text)));
            format!("id{mark}text{end}{}", rows.collect::<String>())
        };
        for (name, bytes) in [
            ("a.jsonl", lines.concat().into_bytes()),
            ("a.json", serde_json::to_vec(&values).unwrap()),
            ("b.json", serde_json::to_vec_pretty(&serde_json::json!({"n": 2, "data": values})).unwrap()),
            ("a.csv", table(",", "\r\n").into_bytes()),
            ("a.tsv", table("\t", "\n").into_bytes()),
            ("a.parquet", parquet(&texts)),
            ("a.warc", warc(&texts)),
        ] {
            let packed = [("", bytes.clone()), (".gz", gzip(&bytes)), (".zst", zstandard(&bytes))];
            for (end, bytes) in packed {
                if name != "a.parquet" || end.is_empty() {
                    assert_eq!(&texts_of(read_bytes(&format!("{name}{end}"), &bytes)), &texts, "{name}{end}");
                }
            }
        }
        for text in &texts {
            for bytes in [text.clone().into_bytes(), gzip(text.as_bytes()), zstandard(text.as_bytes())] {
                assert_eq!(&texts_of(read_as("a.txt", &bytes, Some(Format::Text))), std::slice::from_ref(text));
            }
        }
    }

    /// Lines are the same records however they are cut into files.
    #[test]
    fn files_of_any_size_hold_the_same_records(texts in texts(), cuts in proptest::collection::vec(any::<Index>(), 0..4), packed in any::<bool>()) {
        let lines = lines(&texts);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(lines.len())).chain([0, lines.len()]).collect();
        places.sort_unstable();
        places.dedup();
        let folder = tempfile::tempdir().unwrap();
        for (number, pair) in places.windows(2).enumerate() {
            let part = lines[pair[0]..pair[1]].concat();
            let (end, bytes) = if packed { (".gz", gzip(part.as_bytes())) } else { ("", part.into_bytes()) };
            fs::write(folder.path().join(format!("{number}.jsonl{end}")), bytes).unwrap();
        }
        let read = |path: &Path| texts_of(read_all(path, &ReadParameters::default()));
        assert_eq!(read(folder.path()), texts);
    }

    /// A text that is declared to be in an encoding is decoded to what was encoded; one that declares nothing is as well.
    #[test]
    fn encodings_decode_to_what_was_encoded((encoding, label, text) in encodings()) {
        let (bytes, _, lossy) = encoding.encode(&text);
        assert!(!lossy);
        for declared in [Some(label), None] {
            let decoded = encoding::decode(bytes.to_vec(), declared).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.replacements), (text.as_str(), 0));
        }
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for wide in [[b"\xFF\xFE".as_slice(), &little].concat(), [b"\xFE\xFF".as_slice(), &big].concat(), little, big] {
            // Without a NUL in it nothing tells that it is UTF-16.
            if wide.contains(&0) || wide.starts_with(b"\xFF\xFE") || wide.starts_with(b"\xFE\xFF") {
                assert_eq!(&encoding::decode(wide, Some(label)).unwrap().text, &text);
            }
        }
    }

    /// Each damaged place is counted, and nothing else is.
    #[test]
    fn replacements_are_counted(text in "[海滨市，。a-z]{60,90}", places in proptest::collection::btree_set(0usize..60, 0..3)) {
        let mut bytes = Vec::new();
        for (at, character) in text.chars().enumerate() {
            if places.contains(&at) {
                bytes.push(0xFF);
            }
            bytes.extend(character.to_string().bytes());
        }
        let decoded = encoding::decode(bytes, None);
        // One that holds hardly a Chinese character may be in any encoding.
        if text.chars().filter(|character| !character.is_ascii()).count() > 30 {
            let decoded = decoded.unwrap();
            assert_eq!((decoded.encoding, decoded.replacements as usize), ("UTF-8", places.len()));
            assert_eq!(decoded.text.replace('\u{FFFD}', ""), text);
        }
    }
}

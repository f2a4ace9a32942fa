//! The stage as a whole: one article in every container, and what a broken one becomes.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::write::GzEncoder;
use proptest::prelude::{ProptestConfig, any, proptest};

use super::{decode, open, sources};
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

const TITLE: &str = "海滨市第三座跨海大桥今日通车";
const SOURCE: &str = "2021-03-04 15:16:17 来源：海滨日报";
const PARAGRAPHS: [&str; 3] = [
    "本报讯（记者 林一舟）3月4日上午，海滨市第三座跨海大桥正式通车。大桥全长12.6公里，设计时速80公里，总投资约58亿元。",
    "“大桥通车后，两岸往来的时间将由一个多小时缩短到15分钟。”海滨市交通运输局局长周远在通车仪式上表示，公交线路当天同步开通。",
    "据了解，大桥于2017年9月开工建设，先后克服了台风、潮汐等不利条件，比原定工期提前了两个月，沿线居民的出行将更加方便。",
];

fn article() -> String {
    format!("{TITLE}\n\n{SOURCE}\n\n{}", PARAGRAPHS.join("\n\n"))
}

fn page(charset: &str) -> String {
    let body: String = PARAGRAPHS
        .iter()
        .map(|paragraph| format!("<p>\u{3000}\u{3000}{paragraph}</p>\n"))
        .collect();
    let links: String = (0..9)
        .map(|i| format!("<li><a href='/{i}.html'>滨城网第{i}条别的新闻标题</a></li>"))
        .collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"{charset}\"><title>{TITLE}_社会_滨城网</title></head><body>\
         <div class=nav><a href=/>首页</a><a href=/news>新闻</a></div><h1>{TITLE}</h1><div class=info>{SOURCE}</div>\
         <div class=content>{body}</div><ul class=related>{links}</ul><div class=footer>版权所有 滨城网</div></body></html>"
    )
}

fn markdown() -> String {
    let body = PARAGRAPHS.join("\n\n").replace("海滨市交通", "**海滨市交通**");
    format!("---\nauthor: 林一舟\n---\n# {TITLE}\n\n{SOURCE}\n\n{body}\n")
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

pub(super) fn read_all(path: &Path, parameters: &ReadParameters) -> Vec<Record> {
    let found = sources(&[path.to_owned()], parameters).unwrap();
    found
        .iter()
        .flat_map(|source| open(source, parameters))
        .map(|raw| decode(raw, parameters))
        .collect()
}

pub(super) fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    read_all(&folder.path().join(name), &ReadParameters::default())
}

fn line(id: usize, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

#[test]
fn one_article_gives_one_text_in_every_container() {
    let article = article();
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let jsonl = format!("{}\n", serde_json::json!({"title": TITLE, "text": article}));
    let table = |mark: &str| {
        format!(
            "id{mark}标题{mark}正文\r\n{mark}{TITLE}{mark}\"{}\"\r\n",
            article.replace('"', "\"\"")
        )
    };
    let cases = [
        ("a.txt", article.clone().into_bytes(), Format::Text, "UTF-8"),
        ("b.txt", gbk(&article), Format::Text, "GBK"),
        ("c.html", page("utf-8").into_bytes(), Format::Html, "UTF-8"),
        ("d.html", gbk(&page("gb2312")), Format::Html, "GBK"),
        ("e.jsonl", jsonl.clone().into_bytes(), Format::Jsonl, "UTF-8"),
        ("f.jsonl", gbk(&jsonl), Format::Jsonl, "GBK"),
        (
            "j.json",
            format!("\u{FEFF}[\n{jsonl}]").into_bytes(),
            Format::Json,
            "UTF-8",
        ),
        ("k.json", gbk(&format!("[{jsonl}]")), Format::Json, "GBK"),
        (
            "l.json",
            format!("{{\"count\": 1, \"data\": [{jsonl}]}}").into_bytes(),
            Format::Json,
            "UTF-8",
        ),
        (
            "m.json",
            jsonl.replace(",\"title\"", ",\n\"title\"").into_bytes(),
            Format::Json,
            "UTF-8",
        ),
        ("n.md", markdown().into_bytes(), Format::Markdown, "UTF-8"),
        ("o.md", gbk(&markdown()), Format::Markdown, "GBK"),
        (
            "g.csv",
            format!("\u{FEFF}{}", table(",")).into_bytes(),
            Format::Csv,
            "UTF-8",
        ),
        ("h.tsv", gbk(&table("\t")), Format::Csv, "GBK"),
        (
            "table-without-a-name",
            table(",").into_bytes(),
            Format::Csv,
            "UTF-8",
        ),
        (
            "without-a-name",
            page("utf-8").into_bytes(),
            Format::Html,
            "UTF-8",
        ),
    ];
    for (name, bytes, format, encoding) in cases {
        for (end, bytes) in [
            ("", bytes.clone()),
            (".gz", gzip(&bytes)),
            (".zst", zstandard(&bytes)),
        ] {
            let name = format!("{name}{end}");
            let records = read_bytes(&name, &bytes);
            assert_eq!(records.len(), 1, "{name}");
            let record = &records[0];
            let id = match format {
                Format::Jsonl | Format::Json => format!("{name}#1"),
                // After the header.
                Format::Csv => format!("{name}#2"),
                _ => name.clone(),
            };
            assert_eq!((record.status, &record.problem), (Status::Ok, &None), "{name}");
            assert_eq!(
                (record.format, record.encoding.as_str()),
                (format, encoding),
                "{name}"
            );
            assert_eq!((&record.id, &record.uri), (&id, &id));
            assert_eq!(record.text, article, "{name}");
            if format != Format::Text {
                assert_eq!(record.metadata.title.as_deref(), Some(TITLE), "{name}");
            }
        }
    }
}

#[test]
fn broken_lines_are_records_with_their_place_and_reason() {
    let text = format!(
        "\u{FEFF}{{\"text\": \"一\"}}\r\n\n{{\"text\": }}\n{{\"body\": 3, \"x\": 1}}\n{{\"x\": 1}}\n{}\n{{\"text\": \"\"}}\n{{\"text\": \"末\"}}",
        "y".repeat(200)
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.jsonl");
    fs::write(&path, text).unwrap();
    let records = read_all(
        &path,
        &ReadParameters {
            max_record: 100,
            ..ReadParameters::default()
        },
    );
    let told: Vec<_> = records
        .iter()
        .map(|record| {
            (
                record.uri.as_str(),
                record.status,
                record.problem.as_deref().unwrap_or(&record.text),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("news.jsonl#1", Status::Ok, "一"),
            (
                "news.jsonl#3",
                Status::Unreadable,
                "news.jsonl:3: not JSON: expected value at column 10"
            ),
            (
                "news.jsonl#4",
                Status::Unreadable,
                "news.jsonl:4: the text field is a number, not a string"
            ),
            (
                "news.jsonl#5",
                Status::Unreadable,
                "news.jsonl:5: no text field (text, content, body, 正文); fields seen: x"
            ),
            (
                "news.jsonl#6",
                Status::Oversize,
                "news.jsonl:6: larger than the largest record allowed (100 bytes, see --max-record)"
            ),
            (
                "news.jsonl#7",
                Status::NoArticle,
                "news.jsonl:7: the text field is empty"
            ),
            ("news.jsonl#8", Status::Ok, "末"),
        ]
    );
}

#[test]
fn lines_of_files_that_were_put_one_behind_the_other_are_read() {
    let records = read_bytes(
        "news.jsonl",
        "\u{FEFF}{\"text\": \"一\"}\n\u{FEFF}{\"text\": \"二\"}\r\n\u{FEFF}\n".as_bytes(),
    );
    let texts: Vec<_> = records.iter().map(|record| record.text.as_str()).collect();
    assert_eq!(texts, ["一", "二"]);
}

#[test]
fn what_is_no_text_is_a_record_with_its_reason() {
    for (name, bytes, reason) in [
        ("a.txt", b"".as_slice(), "a.txt: empty file"),
        ("b.txt", b" \n", "b.txt: empty file: only white space"),
        ("c.jsonl", b"\n\n", "c.jsonl: empty file: no line holds anything"),
        (
            "c.csv",
            b"\xEF\xBB\xBF\r\n",
            "c.csv: empty file: a table needs a header",
        ),
        ("d.pdf", b"%PDF-1.4 x", "d.pdf: not a text but a PDF document"),
        (
            "e.txt",
            b"ab\0c\0\0",
            "e.txt: binary data, not text (3 NUL bytes), first at byte 2",
        ),
        (
            "f.gz",
            &gzip("海滨".as_bytes())[..12],
            "f.gz: the gzip stream is cut off; what stands before this place was read",
        ),
    ] {
        let records = read_bytes(name, bytes);
        let told: Vec<_> = records
            .iter()
            .map(|record| (record.status, record.problem.as_deref()))
            .collect();
        assert_eq!(told, [(Status::Unreadable, Some(reason))], "{name}");
    }
    let empty = read_bytes("a.html", b"<html><body><div>ok</div></body></html>");
    assert_eq!(empty[0].status, Status::NoArticle);
}

#[test]
fn rows_before_a_cut_are_kept() {
    let text: String = (0..2000)
        .map(|id| line(id, &format!("第{id}条：{}", id * 7919 % 1000)))
        .collect();
    for (name, mut packed) in [
        ("a.jsonl.gz", gzip(text.as_bytes())),
        ("a.jsonl.zst", zstandard(text.as_bytes())),
    ] {
        packed.truncate(packed.len() / 2);
        let records = read_bytes(name, &packed);
        let (last, rows) = records.split_last().unwrap();
        assert!(
            rows.len() > 100 || name.ends_with("zst"),
            "{name}: {}",
            rows.len()
        );
        assert!(rows.iter().all(|record| record.status == Status::Ok));
        assert_eq!(last.status, Status::Unreadable);
        assert!(
            last.problem.as_deref().unwrap().contains("is cut off"),
            "{:?}",
            last.problem
        );
        assert_eq!(last.uri, format!("{name}#{}", rows.len() + 1));
    }
}

#[test]
fn a_hostile_page_is_read_or_refused_in_time_and_on_a_small_stack() {
    let bodies = [
        ("<div>".repeat(500), true),
        ("<div>".repeat(100_000), false),
        // An end tag of something else closes nothing.
        ("<div></i>".repeat(5_000), false),
        ("<x><div></x></div>".repeat(5_000), false),
        (
            (0..100_000).fold("<p ".to_owned(), |tag, number| tag + &format!("a{number}=1 ")) + ">",
            false,
        ),
        // Each of these is written as four more bytes by what extracts articles.
        ("&".repeat(500_000), true),
    ];
    for (body, is_read) in bodies {
        let page = format!("<html>{body}{}", "海滨市今日晴。".repeat(40));
        let reader = std::thread::Builder::new().stack_size(1 << 20);
        let records = reader
            .spawn(move || read_bytes("deep.html", page.as_bytes()))
            .unwrap()
            .join()
            .unwrap();
        let expected = if is_read { Status::Ok } else { Status::NoArticle };
        assert_eq!(records[0].status, expected, "{:?}", records[0].problem);
    }
}

#[test]
fn rows_that_do_not_fit_the_header_say_so_and_the_others_are_read() {
    let records = read_bytes(
        "news.csv",
        "id,title,text\r\n1,一,\"海滨,\n市\"\r\n\r\n2,二,海滨,市\n3,三,\n4,四,\"海滨\n5,五,市\n".as_bytes(),
    );
    let shown: Vec<_> = records
        .iter()
        .map(|record| {
            (
                record.uri.as_str(),
                record.status,
                record.problem.as_deref().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(shown[0], ("news.csv#2", Status::Ok, ""));
    assert_eq!(records[0].text, "海滨,\n市");
    assert_eq!((shown[1].0, shown[1].1), ("news.csv#5", Status::Unreadable));
    assert!(
        shown[1]
            .2
            .starts_with("news.csv:5: 4 columns, and the header has 3")
    );
    assert_eq!(
        shown[2],
        (
            "news.csv#6",
            Status::NoArticle,
            "news.csv:6: the text field is empty"
        )
    );
    assert_eq!((shown[3].0, shown[3].1), ("news.csv#7", Status::Unreadable));
    assert!(shown[3].2.contains("never closed"));
    assert_eq!(records.len(), 4);

    let one = |text: &str| {
        read_bytes("news.tsv", text.as_bytes())
            .pop()
            .unwrap()
            .problem
            .unwrap()
    };
    assert_eq!(one("id\ttext\n"), "news.tsv: a table without rows");
    assert!(one("id\ttext\r1\t海滨\r").contains("carriage returns alone; convert them"));
    assert!(one("id\tzhengwen\n1\t海滨\n").contains("columns seen: id, zhengwen; the first row"));
}

#[test]
fn a_format_that_was_set_is_not_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"text\": \"海滨\"}").unwrap();
    let parameters = ReadParameters {
        format: Some(Format::Text),
        ..ReadParameters::default()
    };
    assert_eq!(read_all(&path, &parameters)[0].text, "{\"text\": \"海滨\"}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_make_a_record(mut bytes: Vec<u8>, kind in 0usize..5) {
        let format = [Format::Text, Format::Html, Format::Jsonl, Format::Csv, Format::Markdown][kind];
        if kind == 1 {
            bytes.splice(0..0, *b"<html><body><p>");
        }
        if kind == 4 {
            bytes.splice(0..0, *b"---\ntitle: ");
        }
        if kind == 3 {
            bytes.splice(0..0, *b"id,text\n");
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), &bytes).unwrap();
        let parameters = ReadParameters { format: Some(format), max_record: 60, ..ReadParameters::default() };
        for record in read_all(&folder.path().join("x"), &parameters) {
            assert_eq!(record.status == Status::Ok, record.problem.is_none());
        }
    }

    #[test]
    fn members_do_not_show(cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..5), ends in any::<bool>()) {
        let mut text: String = (0..40).map(|id| line(id, &"海滨".repeat(id))).collect();
        if !ends {
            text.pop();
        }
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len())).chain([0, text.len()]).collect();
        places.sort_unstable();
        let members: Vec<&[u8]> = places.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
        let texts = |records: Vec<Record>| records.into_iter().map(|record| (record.id, record.text)).collect::<Vec<_>>();
        let plain = texts(read_bytes("a", text.as_bytes()));
        assert_eq!(plain.len(), 40);
        assert_eq!(texts(read_bytes("a", &members.iter().flat_map(|member| gzip(member)).collect::<Vec<_>>())), plain);
        assert_eq!(texts(read_bytes("a", &members.iter().flat_map(|member| zstandard(member)).collect::<Vec<_>>())), plain);
    }
}

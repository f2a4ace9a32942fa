//! WARC files as crawlers write them, and as they break: what is split off, what is decoded, what is said of the rest.

use std::convert::Infallible;
use std::io::{BufReader, Write};

use encoding_rs::{BIG5, GBK};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::{any, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy};

use super::warc::Splitter;
use super::{Source, decode, open, sources};
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

const TITLE: &str = "云岭县新建三座水库年内蓄水";
const TEXT: &str = "本报讯 云岭县水务局9日通报，县内新建的三座水库已完成主体工程，预计今年十月下闸蓄水，可灌溉农田四万余亩，解决沿线\
     十二个乡镇的饮水问题。水务局负责人何川说，工程自前年春天开工以来没有发生安全事故。";

/// A page; `meta` is the encoding that it names itself.
fn page(meta: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"{meta}\"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>\
         <div class=content><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    )
}

/// A WARC record of these fields.
fn record(fields: &[(&str, &str)], content: &[u8]) -> Vec<u8> {
    let mut bytes = b"WARC/1.0\r\n".to_vec();
    for (name, value) in fields {
        bytes.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    bytes.extend(format!("Content-Length: {}\r\n\r\n", content.len()).into_bytes());
    bytes.extend(content);
    bytes.extend(b"\r\n\r\n");
    bytes
}

/// A response with this HTTP head (without its end) and body.
fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let http = [head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat();
    record(
        &[
            ("WARC-Type", "response"),
            (
                "WARC-Record-ID",
                "<urn:uuid:00000000-aaaa-4000-8000-000000000001>",
            ),
            ("WARC-Date", "2031-05-06T07:08:09Z"),
            ("WARC-Target-URI", "<http://news.example.com/a.html>"),
            ("Content-Type", "application/http; msgtype=response"),
        ],
        &http,
    )
}

const HTML: &str = "HTTP/1.1 200 OK\nContent-Type: text/html";

fn sound() -> Vec<u8> {
    response(HTML, page("utf-8").as_bytes())
}

fn other(kind: &str) -> Vec<u8> {
    record(&[("WARC-Type", kind)], b"software: none\r\n\r\nWARC/ in it")
}

/// Units of a file as `number: length` or `number: reason`; what was passed over and given must be the file.
fn split(bytes: &[u8], maximum: usize) -> Vec<String> {
    // A small buffer, so that every place of a file is at an end of it once.
    let mut splitter = Splitter::new(BufReader::with_capacity(7, bytes), maximum);
    let (mut units, mut joined) = (Vec::new(), Vec::<u8>::new());
    while let Some(unit) = splitter
        .unit_and_rest(&mut |piece: &[u8]| {
            joined.extend(piece);
            Ok::<(), Infallible>(())
        })
        .unwrap()
    {
        let number = unit.number.map_or("-".to_owned(), |number| number.to_string());
        units.push(match unit.content {
            Ok(content) => {
                joined.extend(&content);
                format!("{number}: {}", content.len())
            }
            Err(problem) => format!("{number}: {}", problem.reason),
        });
    }
    assert!(joined == bytes, "the pieces are not the file");
    units
}

/// The record of a file of one.
fn decoded(warc: Vec<u8>) -> Record {
    let all = all(warc, &ReadParameters::default());
    assert_eq!(all.len(), 1);
    all.into_iter().next().unwrap()
}

fn all(warc: Vec<u8>, parameters: &ReadParameters) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crawl.warc");
    std::fs::write(&path, warc).unwrap();
    let listed: Vec<Source> = sources(&[path], parameters).unwrap();
    let raw = listed.iter().flat_map(|source| open(source, parameters));
    raw.map(|raw| decode(raw, parameters)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let chunks = bytes.chunks(100);
    let mut body: Vec<u8> = chunks
        .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat())
        .collect();
    body.extend(b"0\r\n\r\n");
    body
}

#[test]
fn pages_are_records_and_all_else_is_passed_over() {
    let redirect = response(
        "HTTP/1.1 301 Moved\nContent-Type: text/html\nLocation: /b",
        b"<p>moved",
    );
    let missing = response("HTTP/1.1 404 Not Found\nContent-Type: text/html", b"<p>no");
    let image = response("HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG");
    let dns = record(
        &[("WARC-Type", "response"), ("Content-Type", "text/dns")],
        b"20310506\na 1",
    );
    let file = [
        other("warcinfo"),
        other("request"),
        sound(),
        redirect,
        missing,
        image,
        dns,
        other("revisit"),
        record(
            &[("WARC-Type", "resource"), ("Content-Type", "text/html")],
            page("utf-8").as_bytes(),
        ),
        record(
            &[("WARC-Type", "conversion"), ("Content-Type", "text/plain")],
            TEXT.as_bytes(),
        ),
        other("metadata"),
        record(
            &[
                ("WARC-Type", "resource"),
                ("WARC-Target-URI", "<metadata://crawler.example.com/log.txt>"),
                ("Content-Type", "text/plain"),
            ],
            TEXT.as_bytes(),
        ),
    ]
    .concat();
    let records = all(file.clone(), &ReadParameters::default());
    let uris: Vec<&str> = records.iter().map(|record| record.uri.as_str()).collect();
    assert_eq!(uris, ["crawl.warc#3", "crawl.warc#9", "crawl.warc#10"]);
    let first = &records[0];
    assert_eq!(first.id, "00000000-aaaa-4000-8000-000000000001");
    assert_eq!(
        first.metadata.url.as_deref(),
        Some("http://news.example.com/a.html")
    );
    assert_eq!(
        (first.format, first.metadata.published_at.as_deref()),
        (Format::Warc, None)
    );
    assert_eq!(first.content_hash, super::content_hash(&sound()));
    assert!(first.text.contains(TITLE) && first.text.contains(TEXT) && !first.text.contains('<'));
    assert_eq!(
        (records[2].id.as_str(), records[2].text.as_str()),
        ("crawl.warc#10", TEXT)
    );
    assert!(records.iter().all(|record| record.status == Status::Ok));
    assert_eq!(split(&file, 1 << 20).len(), 3);
}

#[test]
fn a_file_without_pages_says_so() {
    let empty = decoded([other("warcinfo"), other("request")].concat());
    assert_eq!(
        (empty.status, empty.uri.as_str()),
        (Status::NoArticle, "crawl.warc")
    );
    assert!(empty.problem.unwrap().contains("among its 2 WARC records"));
    assert_eq!(decoded(Vec::new()).status, Status::Unreadable);
    assert_eq!(decoded(response(HTML, b"")).status, Status::NoArticle);
}

#[test]
fn bodies_are_taken_apart_as_far_as_they_really_are_packed() {
    let page = page("utf-8").into_bytes();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&page).unwrap();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&page).unwrap();
    let bodies = [
        ("", page.clone()),
        ("Transfer-Encoding: chunked", chunked(&page)),
        (
            "Transfer-Encoding: Chunked\nContent-Encoding: GZIP",
            chunked(&gzip(&page)),
        ),
        ("Content-Encoding: deflate", zlib.finish().unwrap()),
        ("Content-Encoding: deflate", deflate.finish().unwrap()),
        ("Content-Encoding: zstd", zstd::encode_all(&page[..], 3).unwrap()),
        (
            "Content-Encoding: gzip, zstd",
            zstd::encode_all(&gzip(&page)[..], 3).unwrap(),
        ),
        // Heads that lie.
        ("Transfer-Encoding: chunked", page.clone()),
        ("Transfer-Encoding: chunked\nContent-Encoding: gzip", page.clone()),
        ("Content-Encoding: gzip\nTransfer-Encoding: chunked", gzip(&page)),
        ("Content-Encoding: br", page.clone()),
        ("Content-Encoding: deflate", page.clone()),
        ("Content-Encoding: utf-8", page.clone()),
        ("X-Packed: yes", gzip(&page)),
    ];
    for (fields, body) in bodies {
        let head = format!("{HTML}\n{fields}");
        let record = decoded(response(head.trim_end(), &body));
        assert_eq!(record.problem, None, "{fields}");
        assert!(record.text.contains(TEXT), "{fields}");
    }
    // Cut off after a chunk: what is there is read.
    let mut half = chunked(&page);
    half.truncate(half.len() - 150);
    let head = format!("{HTML}\nTransfer-Encoding: chunked");
    assert!(decoded(response(&head, &half)).text.contains(TEXT));
}

#[test]
fn what_cannot_be_unpacked_says_why() {
    let page = page("utf-8").into_bytes();
    let reason = |head: &str, body: &[u8]| {
        let record = decoded(response(&format!("{HTML}\n{head}"), body));
        assert_eq!((record.status, record.text.as_str()), (Status::Unreadable, ""));
        assert!(record.metadata.url.is_some());
        record.problem.unwrap()
    };
    let brotli = reason("Content-Encoding: br", b"\x1B\x2F\x01\x00\xF8\x8D\x94\x6E\x02");
    assert!(
        brotli.starts_with("crawl.warc#1: ") && brotli.contains("`br`"),
        "{brotli}"
    );
    let packed = gzip(&page);
    assert!(reason("Content-Encoding: gzip", &packed[..packed.len() / 2]).contains("cut off"));
    assert!(reason("X: y", b"%PDF-1.4 <").contains("PDF"));
    let head = response("HTTP/1.1 2x0 OK", b"x");
    assert!(decoded(head).problem.unwrap().contains("HTTP head"));
    // A bomb.
    let small = ReadParameters {
        max_record: 1 << 16,
        ..ReadParameters::default()
    };
    let bomb = response(
        &format!("{HTML}\nContent-Encoding: gzip"),
        &gzip(&vec![b'a'; 1 << 24]),
    );
    assert_eq!(all(bomb, &small)[0].status, Status::Oversize);
}

#[test]
fn the_encoding_of_the_head_outranks_that_of_the_page() {
    let (gbk, _, _) = GBK.encode("要闻：水库蓄水");
    let (big5, _, _) = BIG5.encode("雲嶺縣新建三座水庫年內蓄水，預計可灌溉農田四萬餘畝");
    let plain = "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=";
    let short = decoded(response(&format!("{plain}\"gb2312\""), &gbk));
    assert_eq!(
        (short.text.as_str(), short.encoding.as_str()),
        ("要闻：水库蓄水", "GBK")
    );
    let traditional = decoded(response(&format!("{plain}Big5"), &big5));
    assert!(traditional.text.starts_with("雲嶺縣"), "{}", traditional.text);
    let source = page("gbk");
    let (bytes, _, _) = GBK.encode(&source);
    for named in ["; charset=gbk", "; charset=ISO-8859-1", "; charset=utf-8", ""] {
        let record = decoded(response(&format!("{HTML}{named}"), &bytes));
        assert_eq!(record.encoding, "GBK", "{named}");
        assert!(record.text.contains(TEXT), "{named}");
    }
}

#[test]
fn heads_that_are_written_otherwise_are_read() {
    let line_feeds = {
        let text = String::from_utf8(sound()).unwrap();
        let text = text.replace("\r\n", "\n");
        let (header, content) = text.split_once("\n\n").unwrap();
        let length = content.trim_end_matches('\n').len();
        let header: String = header
            .lines()
            .filter(|line| !line.starts_with("Content-Length"))
            .map(|line| format!("{line}\n"))
            .collect();
        format!(
            "{header}content-length:{length}\n\n{}\n\n",
            content.trim_end_matches('\n')
        )
        .into_bytes()
    };
    let second = response(
        "HTTP/2 200\nContent-Type: text/html; charset=utf-8",
        page("x").as_bytes(),
    );
    let untyped = response("HTTP/1.0 200 OK\nServer : a", page("utf-8").as_bytes());
    let folded = String::from_utf8(sound())
        .unwrap()
        .replace("WARC-Type: ", "warc-type:\r\n\t");
    let old = String::from_utf8(sound())
        .unwrap()
        .replace("WARC/1.0", "WARC/0.18");
    for (what, file) in [
        ("line feeds", line_feeds),
        ("HTTP/2", second),
        ("no type", untyped),
        ("folded", folded.into_bytes()),
        ("old", old.into_bytes()),
    ] {
        let twice = [file.as_slice(), &file].concat();
        assert_eq!(split(&twice, 1 << 20).len(), 2, "{what}");
        let record = decoded(file);
        assert_eq!((record.problem, record.status), (None, Status::Ok), "{what}");
        assert!(record.text.contains(TEXT), "{what}");
    }
}

#[test]
fn missing_and_surplus_line_ends_do_no_harm() {
    let bare = sound();
    let length = bare.len();
    let bare = bare.strip_suffix(b"\r\n\r\n").unwrap();
    let file = [bare, &sound(), b"\r\n\n\r\n", &sound(), bare].concat();
    let units = split(&file, 1 << 20);
    let (short, long) = (length - 4, length);
    assert_eq!(
        units,
        [
            format!("1: {short}"),
            format!("2: {long}"),
            format!("3: {long}"),
            format!("4: {short}")
        ]
    );
}

#[test]
fn a_fault_is_named_with_its_place_and_reading_goes_on() {
    let sound = sound();
    let length = sound.len();
    let with_length = |said: &str| {
        let text = String::from_utf8(sound.clone()).unwrap();
        let (before, after) = text.split_once("Content-Length: ").unwrap();
        let (_, rest) = after.split_once("\r\n").unwrap();
        format!("{before}Content-Length: {said}\r\n{rest}").into_bytes()
    };
    let content = length - 4 - sound.windows(4).position(|at| at == b"\r\n\r\n").unwrap() - 4;
    let faults = [
        (b"junk\nmore junk\n".to_vec(), "no WARC header"),
        (with_length("x12"), "no number: x12"),
        (with_length("+12"), "no number: +12"),
        (with_length(""), "without Content-Length"),
        (with_length(&(content - 50).to_string()), "wrong Content-Length"),
        (with_length(&(content + 50).to_string()), "wrong Content-Length"),
        (with_length("99999999999999999999"), "no number"),
        (
            [b"WARC/1.0\r\nX: ".as_slice(), &[b'y'; 70_000], b"\r\n\r\nz\r\n"].concat(),
            "without an end",
        ),
    ];
    for (fault, reason) in faults {
        let file = [sound.as_slice(), &fault, &sound].concat();
        let units = split(&file, 1 << 20);
        assert_eq!(units.len(), 3, "{units:?}");
        assert_eq!(units[0], format!("1: {length}"));
        assert!(
            units[1].starts_with(&format!("2: byte {length}: ")) && units[1].contains(reason),
            "{units:?}"
        );
        assert_eq!(units[2], format!("3: {length}"));
    }
    // A length that swallows the records behind it.
    let file = [
        with_length(&(content + 200).to_string()),
        sound.clone(),
        sound.clone(),
    ]
    .concat();
    assert_eq!(
        split(&file, 1 << 20)[1..],
        [format!("2: {length}"), format!("3: {length}")]
    );
    let file = [with_length("9999999"), sound.clone()].concat();
    assert!(split(&file, 1 << 24)[0].contains("cut off"));
}

#[test]
fn a_file_of_faults_takes_no_more_time_than_its_length() {
    for line in [
        "WARC/1.0\n".to_owned(),
        format!(
            "WARC/1.0\nWARC-Type: conversion\nContent-Length: {}\n\n",
            30 << 20
        ),
        "WARC/1.0\nWARC-Type: response\nContent-Length: 65000\n\nHTTP/1.1 200 OK\nContent-Type: text/html\n"
            .to_owned(),
    ] {
        let file = line.repeat(15_000);
        let begun = std::time::Instant::now();
        let mut splitter = Splitter::new(file.as_bytes(), 32 << 20);
        let mut units = 0;
        while splitter.unit().unwrap().is_some() {
            units += 1;
        }
        assert_eq!(units, 15_000);
        // Read again from each fault on, the file would take hours; a busy machine takes no minute for one way through.
        assert!(begun.elapsed().as_secs() < 60, "{line} {:?}", begun.elapsed());
    }
}

#[test]
fn a_file_is_told_by_content_then_by_name() {
    let told = |head: &[u8], name: &str| super::format::format(head, true, name, &ReadParameters::default());
    assert_eq!(told(b"WARC/1.1\r\n", "a.txt"), Ok(Format::Warc));
    assert_eq!(told(b"WARC/0.18\n", "a.jsonl"), Ok(Format::Warc));
    assert_eq!(told(b"WARC/9\n", "a.txt"), Ok(Format::Text));
    assert_eq!(told(b"WARC-Type: x\n", "a.WARC.gz"), Ok(Format::Warc));
    assert_eq!(told(b"<html><p>a", "a.warc"), Ok(Format::Html));
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let sound = sound();
    for end in 1..sound.len() - 4 {
        let file = [sound.as_slice(), &sound[..end]].concat();
        let units = split(&file, 1 << 20);
        assert_eq!(units.len(), 2, "{end}: {units:?}");
        assert!(
            units[1].starts_with(&format!("2: byte {}: ", sound.len())),
            "{units:?}"
        );
    }
    let image = response("HTTP/1.1 200 OK\nContent-Type: image/png", &[7; 5000]);
    assert!(split(&image[..4000], 1 << 20)[0].contains("cut off"));
}

#[test]
fn a_record_that_is_too_large_is_not_held() {
    let large = response(HTML, &vec![b'a'; 1 << 20]);
    let image = response("HTTP/1.1 200 OK\nContent-Type: image/png", &vec![b'a'; 1 << 20]);
    let file = [large, image, sound()].concat();
    let units = split(&file, 1 << 13);
    assert_eq!(units.len(), 2, "{units:?}");
    assert!(units[0].starts_with("1: larger than"), "{units:?}");
    assert_eq!(units[1], format!("3: {}", sound().len()));
}

#[test]
fn a_compressed_file_that_is_cut_off_keeps_what_stands_before() {
    let members = [gzip(&other("warcinfo")), gzip(&sound()), gzip(&sound())].concat();
    let records = all(members.clone(), &ReadParameters::default());
    assert_eq!(records.len(), 2);
    let records = all(members[..members.len() - 30].to_vec(), &ReadParameters::default());
    assert_eq!((records.len(), records[0].status), (2, Status::Ok));
    assert_eq!(
        (records[1].status, records[1].uri.as_str()),
        (Status::Unreadable, "crawl.warc#3")
    );
}

/// Pieces that files are made of.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(sound()),
        Just(other("request")),
        Just(b"WARC/1.1\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\nWARC/0.17\nContent-Length: 7\n\n".to_vec()),
        Just(b"WARC-Type: response\r\n".to_vec()),
        Just(b"WARC-Type: conversion\r\nContent-Length: 30\r\n\r\n".to_vec()),
        Just(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br, deflate\r\nTransfer-Encoding: chunked\r\n\r\n"
                .to_vec()
        ),
        Just(b"5\r\nabcde\r\n0\r\n".to_vec()),
        (0..900usize).prop_map(|cut| sound()[cut..].to_vec()),
        (0..900usize).prop_map(|cut| sound()[..cut].to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_split_and_are_the_file_again(
        pieces in proptest::collection::vec(piece(), 0..12),
        maximum in prop_oneof![Just(64usize), Just(1 << 20)],
    ) {
        let file = pieces.concat();
        let units = split(&file, maximum);
        assert!(!units.is_empty() && units.len() <= file.len() + 1);
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(
        head in proptest::collection::vec(piece(), 0..4),
        body: Vec<u8>,
    ) {
        let mut record = Record::default();
        let parameters = ReadParameters::default();
        let bytes = response(&format!("{HTML}\nContent-Encoding: gzip, deflate\nTransfer-Encoding: chunked"), &body);
        let _ = super::warc_page::fill(&mut record, &bytes, &parameters);
        let _ = super::warc_page::fill(&mut record, &[head.concat(), body].concat(), &parameters);
    }
}

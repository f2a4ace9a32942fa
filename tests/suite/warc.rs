//! A crawl as WARC: scanned, cleaned to JSONL, and put back together.

use std::io::{Read, Write};

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::program::{Place, complaint};

const FLOOD: [&str; 3] = [
    "本报讯 7月2日夜间，受上游强降雨影响，青禾江洪峰通过柳湾水文站，最大流量每秒4600立方米，水位超警戒1.2米，沿江三个乡镇\
     连夜转移群众2300余人。",
    "“洪峰过境比预报提前了两个小时，好在转移工作在傍晚就已经开始。”柳湾区应急管理局局长石敬说，截至3日8时没有人员伤亡。",
    "气象部门预计，未来两天青禾江流域仍有中到大雨，当地已开放九处安置点，并抽调四支队伍沿堤巡查，防止管涌和滑坡。",
];
const THEATRE: [&str; 3] = [
    "柳湾剧院修缮工程昨日完工，这座建于上世纪三十年代的老建筑恢复了原有的穹顶和彩绘玻璃，座席由八百个减为六百二十个。",
    "剧院负责人陶宁介绍，首场演出定于下月中旬，由本地剧团带来新编剧目，票价从三十元到一百八十元不等，学生半价入场。",
    "附近居民说，施工两年间门前的小广场一直围着挡板，如今重新铺了石板，种上了十几株银杏，傍晚又有人来下棋散步。",
];
const OWN: &str = "编者按：本周柳湾有两件事值得一记，一件在江上，一件在城里，记者分别走访了水文站和老剧院，写下所见所闻，供读者参考。";

fn page(title: &str, charset: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs
        .iter()
        .map(|paragraph| format!("<p>{paragraph}</p>\n"))
        .collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"{charset}\"><title>{title}</title></head><body><h1>{title}</h1>\
         <div class=content>{body}</div><div class=footer>版权所有</div></body></html>"
    )
}

fn record(kind: &str, number: u32, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:08}-0000-4000-8000-000000000000>\r\n\
         WARC-Date: 2033-01-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        content.len()
    );
    [header.as_bytes(), content, b"\r\n\r\n"].concat()
}

pub fn response(number: u32, url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n");
    let content = [http.as_bytes(), body].concat();
    record(
        "response",
        number,
        url,
        "application/http; msgtype=response",
        &content,
    )
}

/// The WARC records of a crawl.
fn crawl() -> Vec<Vec<u8>> {
    let flood = page("青禾江洪峰过境柳湾", "utf-8", &FLOOD);
    let theatre = page("柳湾剧院修缮完工", "gb2312", &THEATRE);
    let (theatre, _, _) = encoding_rs::GBK.encode(&theatre);
    let both = page("柳湾两日要闻", "utf-8", &[OWN, THEATRE[0], FLOOD[0]]);
    let html = "text/html; charset=utf-8";
    vec![
        record(
            "warcinfo",
            1,
            "",
            "application/warc-fields",
            b"software: none\r\n",
        ),
        record(
            "request",
            2,
            "http://a.example.com/1",
            "application/http",
            b"GET /1 HTTP/1.1\r\n\r\n",
        ),
        response(3, "http://a.example.com/1", html, flood.as_bytes()),
        response(
            4,
            "http://a.example.com/1.png",
            "image/png",
            &[0x89, b'P', b'N', b'G', 0, 1, 2, 3],
        ),
        response(5, "http://a.example.com/2", "text/html", &theatre),
        response(6, "http://b.example.com/7", html, flood.as_bytes()),
        response(7, "http://c.example.com/9", html, both.as_bytes()),
        response(8, "http://c.example.com/", html, b"<html><body>404</body></html>"),
        response(9, "http://c.example.com/bad", html, b"%PDF-1.4 <"),
        b"no WARC record at all\r\n".to_vec(),
    ]
}

fn members(records: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for record in records {
        let mut encoder = GzEncoder::new(&mut packed, flate2::Compression::default());
        encoder.write_all(record).unwrap();
        encoder.finish().unwrap();
    }
    packed
}

fn unpacked(place: &Place, name: &str) -> Vec<u8> {
    let file = std::fs::File::open(place.path(name)).unwrap();
    let mut bytes = Vec::new();
    let read = if name.ends_with(".zst") {
        zstd::Decoder::new(file).unwrap().read_to_end(&mut bytes)
    } else if name.ends_with(".gz") {
        MultiGzDecoder::new(file).read_to_end(&mut bytes)
    } else {
        std::io::BufReader::new(file).read_to_end(&mut bytes)
    };
    read.unwrap();
    bytes
}

fn run(place: &Place, arguments: &[&str]) {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
}

#[test]
fn a_crawl_is_scanned_cleaned_to_jsonl_and_put_back() {
    let records = crawl();
    let plain = records.concat();
    for (name, cleaned, bytes) in [
        ("crawl.warc.gz", "crawl.jsonl.gz", members(&records)),
        (
            "crawl.warc.zst",
            "crawl.jsonl.zst",
            zstd::encode_all(&plain[..], 3).unwrap(),
        ),
        ("crawl.warc", "crawl.jsonl", plain.clone()),
    ] {
        let place = Place::new();
        place.write(name, bytes);
        place.scan([name, "--max-unreadable", "50"], 0);
        let export = place.export();
        let column = |name: &str| -> Vec<Value> {
            let rows = export.rows("records");
            rows.iter().map(|row| row[name].clone()).collect()
        };
        assert_eq!(
            column("status"),
            ["ok", "ok", "ok", "ok", "no_article", "unreadable", "unreadable"]
        );
        assert_eq!(column("encoding")[..2], ["UTF-8", "GBK"]);
        assert_eq!(column("record_id")[1], "00000005-0000-4000-8000-000000000000");
        assert_eq!(column("uri")[1], format!("{name}#5"));

        let clean = ["clean", name, "-o", "cleaned", "--quiet", "--provenance"];
        let levels = ["--levels", "articles,passages"];
        run(&place, &[&clean[..], &levels].concat());
        let text = String::from_utf8(unpacked(&place, &format!("cleaned/{cleaned}"))).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert_eq!(lines[1]["id"], "00000005-0000-4000-8000-000000000000");
        assert_eq!(lines[1]["url"], "http://a.example.com/2");
        assert!(lines[1]["suyuan"]["kept_because"].is_string());
        assert!(lines[1].get("author").is_none() && lines[1].get("published_at").is_none());
        for paragraph in THEATRE.iter().chain(&FLOOD).chain([&OWN]) {
            assert_eq!(text.matches(paragraph).count(), 1, "{paragraph}");
        }

        run(&place, &["restore", "cleaned", "-o", "restored", "--quiet"]);
        assert!(unpacked(&place, &format!("restored/{name}")) == plain, "{name}");

        // What was written is read again as the same pages.
        let store = ["--store", "again.suyuan", "--quiet"];
        run(
            &place,
            &[&["scan", &format!("cleaned/{cleaned}")], &store[..]].concat(),
        );
    }
}

#[test]
fn a_crawl_and_a_file_of_the_name_it_would_get_are_refused() {
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    place.write("in/a.warc", crawl().concat());
    place.write("in/a.jsonl", "{\"text\": \"柳湾剧院修缮工程昨日完工。\"}\n");
    let output = place.run(["clean", "in", "-o", "out", "--quiet"]);
    assert_eq!(output.status.code(), Some(2));
    let said = complaint(&output);
    assert!(
        said.contains("a.warc") && said.contains("a.jsonl") && said.contains("rename"),
        "{said}"
    );
    // Another kind of file by a like name is no obstacle.
    place.write("in/a.warc", "这不是网页存档，只是一个文本文件。");
    std::fs::rename(place.path("in/a.warc"), place.path("in/a")).unwrap();
    run(&place, &["clean", "in", "-o", "out", "--quiet"]);
}

#[test]
fn a_cut_off_crawl_is_put_back_as_it_was_found() {
    let place = Place::new();
    let packed = members(&crawl()[..7]);
    place.write("crawl.warc.gz", &packed[..packed.len() - 20]);
    run(&place, &["clean", "crawl.warc.gz", "-o", "cleaned", "--quiet"]);
    run(&place, &["restore", "cleaned", "-o", "restored", "--quiet"]);
    let restored = std::fs::read(place.path("restored/crawl.warc.gz")).unwrap();
    assert!(restored == packed[..packed.len() - 20]);
    let output = place.run([
        "scan",
        "-",
        "--format",
        "warc",
        "--quiet",
        "--store",
        "other.suyuan",
    ]);
    assert_eq!(output.status.code(), Some(3), "{}", complaint(&output));
}

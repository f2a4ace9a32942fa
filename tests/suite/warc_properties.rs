//! What must hold of every cleaning of WARC, on random crawls with random settings: restoring gives back every byte of
//! the unpacked file, a page has no line where `removals.jsonl` says so and nowhere else, and a line is the one that it
//! is when nothing is taken out, without the spans that are listed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cleaning::{Settings, cut, cuts, expect, hold_on_corpora, text, unpacked_files};
use crate::containers;
use crate::corpus::{self, OUTLETS, Page};
use crate::news_sentences::Random;
use crate::program::{Place, complaint};

const CORPORA: u64 = 20;

/// The page as HTML.
fn html(page: &Page, random: &mut Random) -> Vec<u8> {
    if let Some(damage) = page.damage {
        return damage.to_vec();
    }
    let (mut head, mut by) = (
        format!("<meta charset=utf-8><title>{}</title>", page.title),
        String::new(),
    );
    if let Some(time) = &page.published_at {
        head += &format!(
            "<meta property=\"article:published_time\" content=\"{}+08:00\">",
            time.replace(' ', "T")
        );
        if let Some(outlet) = page.outlet {
            by = format!("<div class=info>{time} 来源：{}</div>", OUTLETS[outlet].0);
        }
    }
    let body = page.text("\n");
    let lines: String = body.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    let menu = random.of(&["", "<nav><a href=/>首页</a> <a href=/n>新闻</a></nav>"]);
    format!(
        "<!DOCTYPE html><html><head>{head}</head><body>{menu}<h1>{}</h1>{by}<div class=content>{lines}</div></body></html>",
        page.title
    )
    .into_bytes()
}

/// A WARC record.
fn record(
    kind: &str,
    id: &str,
    url: &str,
    content_type: &str,
    content: &[u8],
    random: &mut Random,
) -> Vec<u8> {
    let extra = random.of(&[
        "",
        "",
        "WARC-IP-Address: 192.0.2.7\r\n",
        "WARC-Block-Digest: sha1:\r\n",
    ]);
    let version = random.of(&["WARC/1.0", "WARC/1.1"]);
    let header = format!(
        "{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: 2033-01-01T00:00:00Z\r\n{extra}\
         WARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [header.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A response of HTTP, as it is or chunked, packed or both.
fn response(body: &[u8], content_type: &str, status: &str, random: &mut Random) -> Vec<u8> {
    let (mut head, mut body) = (
        format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"),
        body.to_vec(),
    );
    if random.percent(30) {
        body = containers::packed("body.gz", &body);
        head += "Content-Encoding: gzip\r\n";
    }
    if random.percent(30) {
        let length = random.within(50..=3000);
        let chunks = body
            .chunks(length)
            .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
        body = chunks.collect();
        body.extend(b"0\r\n\r\n");
        head += "Transfer-Encoding: chunked\r\n";
    }
    [head.as_bytes(), b"\r\n", &body].concat()
}

const HTTP: &str = "application/http; msgtype=response";

/// A crawl of the pages.
fn crawl(pages: &[Page], file: usize, random: &mut Random) -> Vec<u8> {
    let mut records: Vec<Vec<u8>> = Vec::new();
    let id = |number: usize| format!("{number:08}-{file:04}-4000-8000-000000000000");
    if random.percent(70) {
        let about = b"software: none\r\n";
        records.push(record(
            "warcinfo",
            &id(1),
            "",
            "application/warc-fields",
            about,
            random,
        ));
    }
    for page in pages {
        let host = page.outlet.map_or("unknown.example", |outlet| OUTLETS[outlet].1);
        let url = format!("https://{host}/a/{}.html", random.below(90_000));
        if random.percent(40) {
            let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
            let id = id(records.len() + 1);
            records.push(record(
                "request",
                &id,
                &url,
                "application/http",
                request.as_bytes(),
                random,
            ));
        }
        if random.percent(15) {
            let (status, kind, body) = [
                ("200 OK", "image/png", &b"\x89PNG\0\x01WARC/1.0\r\n"[..]),
                ("404 Not Found", "text/html", b"<html><body>404</body></html>"),
                ("301 Moved Permanently", "text/html", b""),
                ("200 OK", "application/json", b"{\"text\": 1}"),
            ][random.below(4)];
            let content = response(body, kind, status, random);
            let id = id(records.len() + 1);
            records.push(record("response", &id, &url, HTTP, &content, random));
        }
        let page = html(page, random);
        let content = response(
            &page,
            random.of(&["text/html; charset=utf-8", "text/html"]),
            "200 OK",
            random,
        );
        let id = id(records.len() + 1);
        records.push(record("response", &id, &url, HTTP, &content, random));
    }
    let mut bytes = records.concat();
    if random.percent(10) {
        bytes.truncate(bytes.len() - random.within(1..=200));
    }
    bytes
}

/// Cleaned files by name, and the removals.
type Cleaned = (BTreeMap<String, Vec<u8>>, Vec<Value>);

/// Runs `clean`.
fn clean(place: &Place, out: &str, arguments: &[&str]) -> Result<Cleaned, String> {
    let clean = ["clean", "in", "-o", out, "--quiet"];
    run(place, &[&clean, arguments].concat())?;
    let removals = std::fs::read_to_string(place.path(out).join("removals.jsonl")).unwrap();
    let removals = removals.lines().map(|line| serde_json::from_str(line).unwrap());
    Ok((unpacked_files(&place.path(out)), removals.collect()))
}

fn run(place: &Place, arguments: &[&str]) -> Result<(), String> {
    let output = place.run(arguments);
    expect(output.status.code() == Some(0), || {
        format!("{}: {}", arguments.join(" "), complaint(&output))
    })
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Cleans a crawl and puts it back; gives how many lines went or were cut.
fn check(seed: u64) -> Result<usize, String> {
    let mut random = Random::new(seed * 5000);
    let place = Place::new();
    let pages = corpus::pages(seed + 900, random.within(10..=50));
    let files = random.within(1..=3);
    for (number, part) in pages.chunks(pages.len().div_ceil(files)).enumerate() {
        let folder = random.of(&["", "a/", "a/b/"]);
        let name = format!("{folder}part-{number}.warc{}", random.of(&["", ".gz", ".zst"]));
        let path = place.path("in").join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(
            &path,
            containers::packed(&name, &crawl(part, number, &mut random)),
        )
        .unwrap();
    }
    let whole = ["--levels", "passages", "--min-passage", "1000000"];
    let (whole, none) = clean(&place, "whole", &whole)?;
    expect(none.is_empty(), || format!("{none:?} went"))?;
    let settings = Settings::draw(&place, &[], &mut random);
    let arguments: Vec<&str> = settings.arguments.iter().map(String::as_str).collect();
    let (left, removals) = clean(&place, "out", &arguments)?;
    run(&place, &["restore", "out", "-o", "back", "--quiet"])?;
    expect(
        unpacked_files(&place.path("in")) == unpacked_files(&place.path("back")),
        || "other bytes came back".to_owned(),
    )?;
    let gone = removals.iter().filter(|row| row["start"].is_null());
    let gone: BTreeSet<&str> = gone.map(|row| text(row, "uri")).collect();
    let (cuts, mut changed) = (cuts(&removals), 0);
    for name in unpacked_files(&place.path("in")).keys() {
        let cleaned = name.replace(".warc", ".jsonl");
        let mut are = lines(
            left.get(&cleaned)
                .ok_or_else(|| format!("{cleaned} is missing"))?,
        )
        .into_iter();
        for mut line in lines(&whole[&cleaned]) {
            // The numbers of the records are in their names.
            let number: usize = text(&line, "id")[..8].parse().unwrap();
            let uri = format!("{name}#{number}");
            if gone.contains(uri.as_str()) {
                changed += 1;
                continue;
            }
            let own = cuts.get(uri.as_str()).map_or(&[][..], Vec::as_slice);
            changed += own.len();
            let cut =
                cut(text(&line, "text"), own, settings.mask).map_err(|fault| format!("{uri}: {fault}"))?;
            if cut.trim().is_empty() {
                // Cut to nothing: a page without a text has no line.
                continue;
            }
            line["text"] = cut.into();
            let mut is = are.next().ok_or_else(|| format!("{uri} has no line"))?;
            let provenance = is.as_object_mut().unwrap().remove("suyuan");
            expect(provenance.is_some() == settings.provenance, || {
                format!("{uri}: {provenance:?}")
            })?;
            expect(is == line, || format!("{uri}:\n    {line}\n    {is}"))?;
        }
        expect(are.next().is_none(), || format!("{cleaned} has more lines"))?;
    }
    let listed: BTreeSet<&str> = removals.iter().map(|row| text(row, "uri")).collect();
    expect(changed >= listed.len(), || {
        format!("{} are listed and {changed} changed", listed.len())
    })?;
    Ok(changed)
}

#[test]
fn clean_takes_out_what_it_lists_and_restore_puts_it_back() {
    hold_on_corpora(CORPORA, check);
}

//! A served store as any program on this machine sees it: bytes over a socket, good and bad ones.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Place, complaint, fixture};

/// A server on a port of its own; stopped when dropped.
struct Served {
    child: Child,
    port: u16,
}

/// What came back.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    fn new(place: &Place, store: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_suyuan"))
            .args(["serve", "--port", "0", "--store"])
            .arg(place.path(store))
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line
            .split(['/', ' '])
            .nth(2)
            .and_then(|address| address.rsplit(':').next());
        let port = port.and_then(|port| port.parse().ok());
        Self {
            child,
            port: port.unwrap_or_else(|| panic!("no address in {line:?}")),
        }
    }

    /// Sends bytes as they are; `None` when the server closes without an answer.
    fn send(&self, request: &[u8]) -> Option<Reply> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // What is refused early may be closed before all is sent.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        Some(Reply {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head,
            body: bytes[at + 4..].to_vec(),
        })
    }

    fn ask(&self, method: &str, target: &str, host: &str, more: &str, body: &[u8]) -> Reply {
        let length = body.len();
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n"
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.send(&request).unwrap()
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &format!("127.0.0.1:{}", self.port), "", b"")
    }

    fn api(&self, target: &str) -> Value {
        let reply = self.get(target);
        assert_eq!(reply.status, 200, "{target}: {}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json"));
        reply.json()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn tianjin(index: bool) -> (Place, Served) {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    if index {
        let output = place.run(["store", "index-search", "--quiet"]);
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    }
    let served = Served::new(&place, "corpus.suyuan");
    (place, served)
}

/// Percent-encoded, all of it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn answers_are_for_this_machine_and_say_so() {
    let (_place, served) = tianjin(false);
    let port = served.port;
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|own| own == part), "{part} in {policy}");
    }
    for target in [
        "/",
        "/nothing",
        "/api/overview",
        "/api/nothing",
        "/assets/report.css",
        "/trace",
    ] {
        let reply = served.get(target);
        assert_eq!(
            reply.header("x-content-type-options"),
            Some("nosniff"),
            "{target}"
        );
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{target}");
        assert_eq!(reply.header("content-security-policy"), Some(policy), "{target}");
        assert_eq!(reply.header("set-cookie"), None, "{target}");
        assert_eq!(reply.header("access-control-allow-origin"), None, "{target}");
    }
    for host in [format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(
            served.ask("GET", "/api/overview", &host, "", b"").status,
            200,
            "{host}"
        );
    }
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
        format!("localhost:{port}.evil.example"),
    ] {
        let reply = served.ask("GET", "/api/overview", &host, "", b"");
        assert_eq!(reply.status, 421, "{host}");
        assert!(!reply.text().contains("records"), "{host}");
    }
    let foreign = format!("http://evil.example:{port}/api/overview");
    let reply = served.ask("GET", &foreign, &format!("127.0.0.1:{port}"), "", b"");
    assert_eq!(reply.status, 421);
    for request in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        format!(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        ),
    ] {
        assert!(matches!(
            served.send(request.as_bytes()).unwrap().status,
            400 | 421
        ));
    }
}

#[test]
fn nothing_but_reading_is_possible() {
    let (place, served) = tianjin(true);
    let host = format!("127.0.0.1:{}", served.port);
    let before = std::fs::read(place.path("corpus.suyuan/ledger.sqlite")).unwrap();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for target in ["/", "/api/overview", "/api/article/x", "/search"] {
            let reply = served.ask(method, target, &host, "", b"");
            assert!(
                matches!(reply.status, 404 | 405),
                "{method} {target}: {}",
                reply.status
            );
        }
    }
    let head = served.ask("HEAD", "/api/overview", &host, "", b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    let huge = vec![b'x'; 4 << 20];
    assert_eq!(served.ask("POST", "/api/trace", &host, "", &huge).status, 413);
    // A head that never ends is cut off.
    let endless = format!("GET /?{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a".repeat(1 << 20));
    assert!(
        served
            .send(endless.as_bytes())
            .is_none_or(|reply| matches!(reply.status, 414 | 431))
    );
    assert_eq!(
        std::fs::read(place.path("corpus.suyuan/ledger.sqlite")).unwrap(),
        before
    );
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn no_query_is_too_strange() {
    let (_place, served) = tianjin(true);
    let strange = [
        "%",
        "%zz",
        "%00",
        "%ff%fe",
        "'",
        "\"",
        "a%27%20OR%201=1--",
        "%22%20OR%20%22",
        "*",
        "NEAR(",
        "^",
        "%E2%80%AE",
        "-1",
        "99999999999999999999",
        "1e9",
        "4294967295",
        "..%2f..%2f",
        "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80",
        "a=b&c;d",
        "+",
        "",
    ];
    let names = [
        "q", "after", "limit", "page", "outlet", "from", "to", "rule", "title", "kind", "severity",
        "article", "text", "id", "name",
    ];
    let paths = [
        "/",
        "/search",
        "/trace",
        "/articles",
        "/article",
        "/families",
        "/family",
        "/findings",
        "/outlet",
        "/outlets",
        "/quotes",
        "/quote",
        "/api/articles",
        "/api/families",
        "/api/findings",
        "/api/search",
        "/api/trace",
        "/api/outlets",
        "/api/overview",
    ];
    for path in paths {
        for (number, name) in names.iter().enumerate() {
            let value = strange[(number * 7 + path.len()) % strange.len()];
            let other = strange[(number * 5 + 3) % strange.len()];
            for query in [
                format!("{name}={value}"),
                format!("{name}={other}&{name}={value}&q=%E6%A0%B8%E9%85%B8%E7%AD%9B"),
            ] {
                let reply = served.get(&format!("{path}?{query}"));
                assert!(
                    matches!(reply.status, 200 | 400 | 404),
                    "{path}?{query}: {}\n{}",
                    reply.status,
                    reply.text()
                );
            }
        }
    }
    for value in strange {
        for path in ["/api/article/", "/api/family/", "/assets/", "/"] {
            let target = format!("{path}{}", value.replace(['"', '^'], ""));
            let reply = served.get(&target);
            assert!(
                matches!(reply.status, 200 | 400 | 404),
                "{target}: {}",
                reply.status
            );
        }
    }
    assert_eq!(served.api("/api/overview")["records"]["total"], 11);
}

#[test]
fn the_api_says_what_the_ledger_holds() {
    let (place, served) = tianjin(true);
    let export = place.export();
    let overview = served.api("/api/overview");
    assert_eq!(overview["search_index"], "current");
    assert_eq!(
        overview["claims"].as_u64().unwrap() as usize,
        export.rows("claims").len()
    );

    // All articles, a page at a time, in the order of time.
    let (mut ids, mut target) = (Vec::new(), "/api/articles?limit=5".to_owned());
    loop {
        let page = served.api(&target);
        let articles = page["articles"].as_array().unwrap();
        assert!(articles.len() <= 5);
        ids.extend(
            articles
                .iter()
                .map(|article| article["article_id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_u64() {
            Some(next) => target = format!("/api/articles?limit=5&after={next}"),
            None => break,
        }
    }
    let mut exported: Vec<String> = export
        .rows("articles")
        .iter()
        .map(|row| row["article_id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    exported.sort();
    assert_eq!(ids, exported);

    for row in export.rows("articles") {
        let id = row["article_id"].as_str().unwrap();
        let whole = served.api(&format!("/api/article/{}", encoded(id)));
        assert_eq!(whole["article"]["title"], row["title"], "{id}");
        let of =
            |table: &str, column: &str| export.rows(table).iter().filter(|row| row[column] == id).count();
        assert_eq!(
            whole["claims"].as_array().unwrap().len(),
            of("claims", "article_id"),
            "{id}"
        );
        assert_eq!(
            whole["quotes"].as_array().unwrap().len(),
            of("quotes", "article_id"),
            "{id}"
        );
        assert_eq!(
            whole["links"].as_array().unwrap().len(),
            of("links", "to_article"),
            "{id}"
        );
        for quote in whole["quotes"].as_array().unwrap() {
            let range = quote["start"].as_u64().unwrap() as usize..quote["end"].as_u64().unwrap() as usize;
            assert_eq!(whole["text"].as_str().unwrap().get(range), quote["text"].as_str());
        }
    }

    for family in served.api("/api/families?limit=200")["families"]
        .as_array()
        .unwrap()
    {
        let id = family["family_id"].as_str().unwrap();
        let whole = served.api(&format!("/api/family/{id}"));
        assert_eq!(
            whole["held_by"].as_array().unwrap().len() as u64,
            family["carriers"].as_u64().unwrap()
        );
        let links = export.rows("links");
        let own: Vec<&str> = links
            .iter()
            .filter(|link| link["family_id"] == id)
            .map(|link| link["link_id"].as_str().unwrap())
            .collect();
        assert_eq!(whole["links"].as_array().unwrap().len(), own.len());
        for link in whole["links"].as_array().unwrap() {
            assert!(own.contains(&link["link_id"].as_str().unwrap()));
        }
        assert_eq!(whole["sources"]["id"], id);
    }

    let findings = served.api("/api/findings?limit=200");
    assert_eq!(
        findings["total"].as_u64().unwrap() as usize,
        export.rows("findings").len()
    );
    for finding in findings["findings"].as_array().unwrap() {
        let row = export.row("findings", "finding_id", finding["finding_id"].as_str().unwrap());
        assert_eq!(
            (&finding["rule"], &finding["message"]),
            (&row["rule"], &row["message"])
        );
    }

    let outlets = served.api("/api/outlets");
    let articles: u64 = outlets["outlets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outlet| outlet["articles"].as_u64().unwrap())
        .sum();
    assert_eq!(
        articles + outlets["articles_without_outlet"].as_u64().unwrap(),
        exported.len() as u64
    );

    for (target, status) in [
        ("/api/article/nobody", 404),
        ("/api/family/nobody", 404),
        ("/api/findings?article=nobody", 404),
        ("/api/articles?from=yesterday", 400),
        ("/api/articles?limit=201", 400),
        ("/api/findings?rule=attribution_mising", 400),
        ("/api/search", 400),
        ("/api/nothing", 404),
    ] {
        let reply = served.get(target);
        assert_eq!(reply.status, status, "{target}");
        assert!(reply.json()["error"].is_string(), "{target}");
    }
}

#[test]
fn every_run_of_three_is_found_and_nothing_else() {
    let (place, served) = tianjin(true);
    let export = place.export();
    let records = export.rows("records");
    assert!(!records.is_empty());
    // 阳性 in traditional characters, across marks, and with full-width figures.
    for (typed, words) in [
        ("核酸篩查", "核酸筛查"),
        ("“前所未遇”大仗", "前所未遇”大仗"),
        ("３６３個", "363个"),
        ("丰达园", "丰达园"),
    ] {
        let found = served.api(&format!("/api/search?q={}&limit=200", encoded(typed)));
        assert_eq!(found["searched"], "texts");
        let hits = found["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{typed}");
        let mut last = None;
        for hit in hits {
            let rank = hit["article"]["rank"].as_u64();
            assert!(rank > last);
            last = rank;
            if let Some(place) = hit["place"].as_object() {
                let id = hit["article"]["article_id"].as_str().unwrap();
                let text = served.api(&format!("/api/article/{}", encoded(id)))["text"]
                    .as_str()
                    .unwrap()
                    .to_owned();
                let range =
                    place["start"].as_u64().unwrap() as usize..place["end"].as_u64().unwrap() as usize;
                assert_eq!(text.get(range), hit["excerpt"]["words"].as_str(), "{words}");
            }
        }
    }
    let none = served.api(&format!("/api/search?q={}", encoded("此语全库所无")));
    assert_eq!(none["hits"].as_array().unwrap().len(), 0);
    // Filters, and paging by them.
    let all = served.api(&format!("/api/search?q={}&limit=200", encoded("天津市")));
    let all = all["hits"].as_array().unwrap().clone();
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = served.api(&format!("/api/search?q={}&limit=2{after}", encoded("天津市")));
        paged.extend(page["hits"].as_array().unwrap().clone());
        match page["next"].as_u64() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let one = served.api(&format!(
        "/api/search?q={}&outlet={}",
        encoded("天津市"),
        encoded("新浪新闻")
    ));
    let outlets: Vec<&Value> = one["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| &hit["article"]["publisher"])
        .collect();
    assert!(!outlets.is_empty() && outlets.iter().all(|outlet| *outlet == "新浪新闻"));
    let day = served.api(&format!(
        "/api/search?q={}&from=2022-01-13&to=2022-01-13",
        encoded("天津市")
    ));
    for hit in day["hits"].as_array().unwrap() {
        assert!(
            hit["article"]["published_at"]
                .as_str()
                .unwrap()
                .starts_with("2022-01-13")
        );
    }
    // Two characters: in titles.
    let short = served.api(&format!("/api/search?q={}", encoded("天津")));
    assert_eq!(short["searched"], "titles");
    assert!(!short["articles"].as_array().unwrap().is_empty());
}

#[test]
fn a_sent_text_is_traced() {
    let (_place, served) = tianjin(false);
    let host = format!("127.0.0.1:{}", served.port);
    let text = "设置核酸筛查场所365个，开通采样通道856个。截至1月12日8时，累计采样130万";
    let form = format!("text={}&limit=3", encoded(text));
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    for reply in [
        served.get(&format!("/api/trace?text={}", encoded(text))),
        served.ask("POST", "/api/trace", &host, kind, form.as_bytes()),
        served.ask(
            "POST",
            "/api/trace",
            &host,
            "Content-Type: text/plain\r\n",
            text.as_bytes(),
        ),
    ] {
        assert_eq!(reply.status, 200, "{}", reply.text());
        let trace = reply.json();
        let holders = trace["passages"][0]["holders"].as_array().unwrap();
        assert_eq!(holders[0]["article"]["publisher"], "天津日报");
        let ways: Vec<Vec<&str>> = holders
            .iter()
            .map(|holder| {
                holder["way"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|step| step["name"].as_str().unwrap())
                    .collect()
            })
            .collect();
        assert!(ways.contains(&vec!["天津日报", "北方网"]), "{ways:?}");
    }
    let page = served.ask("POST", "/trace", &host, kind, form.as_bytes());
    assert_eq!(page.status, 200);
    assert!(page.text().contains("天津日报") && page.text().contains("365"));
    // Without a search index a short text is refused, on the page and by the API.
    let short = format!("text={}", encoded("丰达园"));
    assert_eq!(
        served.ask("POST", "/trace", &host, kind, short.as_bytes()).status,
        400
    );
    let refused = served.get(&format!("/api/trace?{short}"));
    assert!(refused.json()["error"].as_str().unwrap().contains("index-search"));
}

#[test]
fn what_a_scan_commits_is_shown_and_an_old_index_is_told() {
    let (place, served) = tianjin(true);
    let content = served.api("/api/overview")["content"].clone();
    // Most of what lies there beside the pages is no page.
    place.scan([fixture("situations")], 3);
    let until = Instant::now() + Duration::from_secs(20);
    let overview = loop {
        let overview = served.api("/api/overview");
        if overview["content"] != content {
            break overview;
        }
        assert!(Instant::now() < until, "the new content is not shown");
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(overview["search_index"], "stale");
    let listed = place.export().rows("articles").len() as u64;
    let counted =
        overview["articles"]["host"].as_u64().unwrap() + overview["articles"]["embedded"].as_u64().unwrap();
    assert_eq!(counted, listed);
    assert!(served.get("/search?q=abc").text().contains("index-search"));
    let output = place.run(["store", "index-search", "--json"]);
    let built: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(built["articles"].as_u64(), Some(listed));
    let until = Instant::now() + Duration::from_secs(20);
    while served.api("/api/overview")["search_index"] != "current" {
        assert!(Instant::now() < until, "the new index is not used");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_cannot_be_served_is_one_line() {
    let (place, served) = tianjin(false);
    let port = served.port.to_string();
    for (arguments, words) in [
        (
            vec!["serve", "--port", &port],
            "is in use: choose another with --port N",
        ),
        (
            vec!["serve", "--port", "0", "--store", "nowhere"],
            "no store here",
        ),
        (
            vec!["store", "index-search", "--store", "nowhere"],
            "no store here",
        ),
    ] {
        let output = place.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let complaint = complaint(&output);
        assert!(
            complaint.contains(words) && complaint.lines().count() == 1,
            "{complaint}"
        );
    }
    // A damaged index is told, and replaced when it is made again.
    place.write(
        "corpus.suyuan/search.sqlite",
        "no database at all, and long enough to be read as one".repeat(99),
    );
    let output = place.run(["trace", "丰达园"]);
    assert!(
        complaint(&output).contains("index-search"),
        "{}",
        complaint(&output)
    );
    let output = place.run(["store", "index-search"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    let output = place.run(["trace", "丰达园"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("澎湃新闻"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_in_order() {
    let (_place, mut served) = tianjin(false);
    let status = Command::new("kill")
        .args(["-INT", &served.child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_empty_store_and_one_without_times_have_pages() {
    let place = Place::new();
    let empty = place.path("empty");
    std::fs::create_dir(&empty).unwrap();
    place.scan(
        ["empty", "--store", "empty.suyuan"].map(std::ffi::OsString::from),
        0,
    );
    let timeless = r#"{"id":"a","text":"渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返。"}"#;
    place.write("timeless.jsonl", timeless);
    place.scan(
        ["timeless.jsonl", "--store", "timeless.suyuan"].map(std::ffi::OsString::from),
        0,
    );
    for store in ["empty.suyuan", "timeless.suyuan"] {
        let output = place.run(["store", "index-search", "--quiet", "--store", store]);
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        let served = Served::new(&place, store);
        for target in [
            "/",
            "/families",
            "/articles",
            "/outlets",
            "/quotes",
            "/findings",
            "/guide",
            "/records",
            "/trace",
        ] {
            assert_eq!(served.get(target).status, 200, "{store} {target}");
        }
        let found = served.api(&format!("/api/search?q={}", encoded("恢复通航")));
        assert_eq!(
            found["hits"].as_array().unwrap().len(),
            usize::from(store == "timeless.suyuan")
        );
    }
}

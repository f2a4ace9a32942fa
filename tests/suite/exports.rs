//! The exports besides JSON lines: CSV, PROV-JSON, GraphML, DOT. What other programs make of them is tried by
//! `tests/read_exports.py`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::program::{Export, Place, complaint, fixture};

/// Two carriers of one report, with ids and texts that hold what breaks notations.
const FEED: &str = r#"{"id":"渡口/a b#1:@.txt","title":"=渡口 \"新\" <轮渡> & \\N\u0001\u001b","publisher":"江边晚报","published_at":"2031-05-06T07:08:00+08:00","text":"渡口镇的新轮渡昨天第一次开航，船长沈阿水把缆绳抛上码头，岸上等了半个钟头的人都鼓起掌来。镇里的老人说，上一回这样热闹还是三十年前大桥合龙的时候。新船一次能载四十八人和六辆三轮车，每天往返十二趟，末班在傍晚六点半。"}
{"id":"-copy.","title":"渡口镇新轮渡开航","publisher":"山城在线","source":"江边晚报","published_at":"2031-05-06T09:30:00+08:00","text":"渡口镇的新轮渡昨天第一次开航，船长沈阿水把缆绳抛上码头，岸上等了半个钟头的人都鼓起掌来。镇里的老人说，上一回这样热闹还是三十年前大桥合龙的时候。新船一次能载四十八人和六辆三轮车，每天往返十二趟，末班在傍晚六点半。"}
"#;

struct Scanned {
    place: Place,
    export: Export,
}

impl Scanned {
    fn new(paths: &[std::path::PathBuf], place: Place) -> Self {
        place.scan(paths, 0);
        let export = place.export();
        Self { place, export }
    }

    fn odd() -> Self {
        let place = Place::new();
        let feed = place.write("feed.jsonl", FEED);
        Self::new(&[feed], place)
    }

    /// The bytes of an export of the whole store.
    fn bytes(&self, format: &str, options: &[&str]) -> String {
        let arguments = ["export", format, "-q", "-o", "picture"];
        let output = self.place.run(arguments.iter().chain(options));
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        assert_eq!(output.stdout, b"");
        std::fs::read_to_string(self.place.path("picture")).unwrap()
    }

    fn prov(&self, options: &[&str]) -> Value {
        serde_json::from_str(&self.bytes("prov", options)).unwrap()
    }
}

static TIANJIN: LazyLock<Scanned> = LazyLock::new(|| Scanned::new(&[fixture("tianjin")], Place::new()));

fn members(value: &Value) -> usize {
    value.as_object().map_or(0, serde_json::Map::len)
}

#[test]
fn csv_has_the_rows_and_columns_of_jsonl() {
    for scanned in [&Scanned::odd(), &*TIANJIN] {
        let output = scanned.place.run(["export", "csv", "-q", "-o", "csv"]);
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        for (table, lines) in &scanned.export.files {
            let bytes = std::fs::read(scanned.place.path("csv").join(format!("{table}.csv"))).unwrap();
            let text = bytes
                .strip_prefix("\u{feff}".as_bytes())
                .expect("a byte order mark");
            let mut reader = csv::Reader::from_reader(text);
            let header = reader.headers().unwrap().clone();
            let records: Vec<_> = reader.records().map(Result::unwrap).collect();
            assert_eq!(records.len(), lines.lines().count(), "{table}");
            for (record, row) in records.iter().zip(scanned.export.rows(table)) {
                assert_eq!(header.len(), members(&row), "{table}");
                for (column, cell) in header.iter().zip(record) {
                    match &row[column] {
                        Value::Null => assert_eq!(cell, ""),
                        Value::String(text) => assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text),
                        other => assert_eq!(serde_json::from_str::<Value>(cell).unwrap(), *other),
                    }
                }
            }
        }
    }
    let odd = Scanned::odd();
    assert_eq!(
        odd.place
            .run(["export", "csv", "-q", "-o", "csv", "--tables", "articles"])
            .status
            .code(),
        Some(0)
    );
    let articles = std::fs::read_to_string(odd.place.path("csv/articles.csv")).unwrap();
    assert!(articles.contains("'-copy.,'-copy.,0"), "{articles}");
    assert!(articles.contains("\"'=渡口 \"\"新\"\""), "{articles}");
    assert_eq!(articles.matches("\r\n").count(), 3);
}

#[test]
fn prov_keeps_claims_and_observations_apart() {
    let document = TIANJIN.prov(&[]);
    let (claimed, observed) = (
        &document["bundle"]["bundle:claimed"],
        &document["bundle"]["bundle:observed"],
    );
    let links = TIANJIN.export.rows("links");
    let ids = |links: &[Value], resolved: bool, prefix: &str| -> BTreeSet<String> {
        links
            .iter()
            .filter(|link| (link["direction"] == "resolved") == resolved)
            .map(|link| format!("{prefix}{}", link["link_id"].as_str().unwrap()))
            .collect()
    };
    let keys =
        |records: &Value| -> BTreeSet<String> { records.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&observed["wasDerivedFrom"]), ids(&links, true, "link:"));
    assert_eq!(keys(&observed["activity"]), ids(&links, true, "carrying:"));
    assert_eq!(keys(&observed["alternateOf"]), ids(&links, false, "_:"));
    assert_eq!(
        members(&claimed["wasAttributedTo"]) + members(&claimed["wasDerivedFrom"]),
        TIANJIN.export.rows("claims").len()
            + TIANJIN
                .export
                .rows("quotes")
                .iter()
                .filter(|quote| !quote["speaker"].is_null())
                .count()
    );
    for kind in ["wasAttributedTo", "wasDerivedFrom"] {
        let ids = keys(&claimed[kind]);
        assert!(ids.is_disjoint(&keys(&observed[kind])));
        assert!(
            ids.iter()
                .all(|id| id.starts_with("claim:") || id.starts_with("quote:"))
        );
    }
    for link in links.iter().filter(|link| link["direction"] == "resolved") {
        let record = &observed["wasDerivedFrom"][format!("link:{}", link["link_id"].as_str().unwrap())];
        let carrier = record["prov:generatedEntity"].as_str().unwrap();
        assert!(
            carrier.ends_with(&format!("@{}-{}", link["to_start"], link["to_end"])),
            "{record}"
        );
        let from = record["prov:usedEntity"].as_str().unwrap();
        assert_eq!(
            from.starts_with("ghost:"),
            link["from_article"].is_null(),
            "{record}"
        );
        for end in [carrier, from] {
            assert!(observed["entity"][end].is_object(), "{end} is not declared");
        }
        assert_eq!(record["suyuan:confidence"], link["confidence"]);
        let evidence: Value = serde_json::from_str(record["suyuan:evidence"].as_str().unwrap()).unwrap();
        assert_eq!(evidence, link["evidence"]);
        let quotation = record["prov:type"].to_string().contains("prov:Quotation");
        assert_eq!(
            quotation,
            link["relation"] == "quote" || link["relation"] == "headline_fragment"
        );
    }
}

#[test]
fn odd_ids_and_titles_stay_whole() {
    let odd = Scanned::odd();
    let links = odd.export.rows("links");
    assert_eq!(links.len(), 1, "{links:?}");
    let document = odd.prov(&[]);
    let names: BTreeSet<&String> = document["entity"].as_object().unwrap().keys().collect();
    for name in ["article:%2Dcopy%2E", "article:渡口/a%20b%231%3A%40.txt"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    let graph = odd.bytes("graphml", &[]);
    assert!(
        graph.contains("<data key=\"title\">=渡口 \"新\" &lt;轮渡&gt; &amp; \\N"),
        "{graph}"
    );
    assert!(!graph.contains(['\u{1}', '\u{1b}']), "{graph}");
    assert_eq!(
        (graph.matches("<node ").count(), graph.matches("<edge ").count()),
        (2, 1)
    );
    let picture = odd.bytes("dot", &[]);
    assert!(picture.contains(r#"=渡口 \"新\" <轮渡> & \\N"#), "{picture}");
    assert!(picture.contains("article_id=\"-copy.\""), "{picture}");
}

#[test]
fn equal_stores_give_equal_bytes() {
    let mut pages: Vec<_> = std::fs::read_dir(fixture("tianjin"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    pages.reverse();
    let backward = Scanned::new(&pages, Place::new());
    for format in ["prov", "graphml", "dot"] {
        assert!(
            TIANJIN.bytes(format, &[]) == backward.bytes(format, &[]),
            "{format} differs"
        );
    }
}

#[test]
fn a_family_or_an_article_is_chosen() {
    let links = TIANJIN.export.rows("links");
    let family = links[0]["family_id"].as_str().unwrap();
    let expected = links.iter().filter(|link| link["family_id"] == family).count();
    let graph = TIANJIN.bytes("graphml", &["--family", family]);
    assert_eq!(graph.matches("<edge ").count(), expected);
    let document = TIANJIN.prov(&["--family", family]);
    let observed = &document["bundle"]["bundle:observed"];
    assert_eq!(
        members(&observed["wasDerivedFrom"]) + members(&observed["alternateOf"]),
        expected
    );
    let alone = TIANJIN.bytes("dot", &["--article", "gmw-20220113-0044"]);
    assert!(
        alone.contains("article_id=\"gmw-20220113-0044\"") && !alone.contains("->"),
        "{alone}"
    );
}

/// The one line that a command fails with.
fn failure(arguments: &[&str]) -> String {
    let output = TIANJIN.place.run(arguments);
    let complaint = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    complaint
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_left() {
    let blocked = TIANJIN.place.write("blocked", "no folder");
    for arguments in [
        ["export", "csv", "-o", "blocked/tables"],
        ["export", "prov", "-o", "blocked/prov.json"],
        ["export", "dot", "-o", "blocked/a.dot"],
        ["export", "graphml", "-o", "."],
    ] {
        let complaint = failure(&arguments);
        assert!(
            complaint.contains("blocked") || complaint.contains("is a directory"),
            "{complaint}"
        );
    }
    assert_eq!(std::fs::read_to_string(blocked).unwrap(), "no folder");
    let complaint = failure(&["export", "dot", "-o", "a.dot", "--article", "gmw"]);
    assert!(
        complaint.contains("`gmw`") && complaint.contains("gmw-20220113-0044"),
        "{complaint}"
    );
    failure(&["export", "prov", "-o", "a.json", "--family", "f0"]);
    failure(&["export", "prov", "-o", "a.json", "--tables", "links"]);
    failure(&["export", "jsonl", "-o", "a", "--family", "f0"]);
    for left in ["a.dot", "a.json", "a", "a.dot.pending"] {
        assert!(!TIANJIN.place.path(left).exists(), "{left}");
    }
}

#[test]
fn sources_are_counted_for_families_and_articles() {
    let odd = Scanned::odd();
    let family = odd.export.rows("links")[0]["family_id"].clone();
    for id in [family.as_str().unwrap(), "渡口/a b#1:@.txt"] {
        let output = odd.place.run(["sources", id, "--json"]);
        let sources: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (
                &sources["carriers"],
                &sources["roots_at_least"],
                &sources["roots_at_most"]
            ),
            (&2.into(), &1.into(), &1.into()),
            "{sources}"
        );
        assert_eq!(sources["roots"][0]["name"], "江边晚报", "{sources}");
    }
    let complaint = failure(&["sources", "nobody"]);
    assert!(complaint.contains("no family and no article"), "{complaint}");
}

//! The audit as a user meets it: findings planted in the store of a small corpus, shown in every format, let pass, denied, judged.

use rusqlite::{Connection, params};
use serde_json::Value;

use crate::program::{Place, complaint, fixture};

/// A corpus of two texts and two lines of JSONL, with the same report in three of them.
fn corpus(place: &Place, above: &str) {
    std::fs::create_dir_all(place.path("pages")).unwrap();
    let body = "新区三座人行桥今天同时开通，共设点位363个，全长一千二百米，连接东西两岸的居民区。\
                市水务局局长方宁说，“桥可以通行，但要限速，雨天还要有人值守。”桥面用旧船的木板铺成，夜里有灯。";
    place.write(
        "pages/桥 1.txt",
        format!("{above}三座人行桥开通\n来源：海风日报\n{body}\n"),
    );
    let copy = body.replace("363", "336");
    place.write("pages/copy.txt", format!("三座人行桥开通\n来源：网络\n{copy}\n"));
    let line = |id: &str, outlet: &str, text: &str| {
        serde_json::json!({ "id": id, "outlet": outlet, "title": "三座人行桥开通", "text": text,
                            "published_at": "2031-05-06T07:08:00+08:00" })
        .to_string()
    };
    let lines = [
        line("first", "海风日报", body),
        line("=second", "渡口网", &copy),
        line(
            "third",
            "渡口网",
            "渡口的老船工说，船还在，人已经走了，明年春天再来看看这里的江水和两岸的灯火。",
        ),
    ];
    place.write("pages/feed.jsonl", lines.join("\n"));
    place.scan(["pages"], 0);
}

/// Puts four findings into the store in the place of its own.
fn planted() -> Place {
    let place = Place::new();
    corpus(&place, "");
    plant(&place);
    place
}

fn plant(place: &Place) {
    // Another program writes to the ledger: it is not as it was sealed.
    let _ = std::fs::remove_file(place.path("corpus.suyuan/ledger.seal"));
    let ledger = Connection::open(place.path("corpus.suyuan/ledger.sqlite")).unwrap();
    ledger.execute("DELETE FROM findings", []).unwrap();
    let article = |id: &str| -> u32 {
        let sql = "SELECT article FROM articles WHERE article_id = ?";
        ledger.query_row(sql, [id], |row| row.get(0)).unwrap()
    };
    let text = |path: &str| std::fs::read_to_string(place.path(path)).unwrap();
    let feed: Vec<Value> = text("pages/feed.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let texts = [
        ("桥 1.txt", text("pages/桥 1.txt")),
        ("copy.txt", text("pages/copy.txt")),
        ("first", feed[0]["text"].as_str().unwrap().to_owned()),
        ("=second", feed[1]["text"].as_str().unwrap().to_owned()),
    ];
    let span = |id: &str, words: &str| -> [u32; 4] {
        let text = &texts.iter().find(|text| text.0 == id).unwrap().1;
        let start = text.find(words).unwrap();
        let end = start + words.len();
        [
            start,
            end,
            text[..start].chars().count(),
            text[..end].chars().count(),
        ]
        .map(|place| place as u32)
    };
    for (digit, rule, severity, here, words, there) in [
        (
            "1",
            "number-changed",
            "major",
            "copy.txt",
            "336",
            Some(("桥 1.txt", "363")),
        ),
        (
            "2",
            "number-changed",
            "major",
            "=second",
            "336",
            Some(("first", "363")),
        ),
        ("3", "void-source", "minor", "copy.txt", "网络", None),
        (
            "4",
            "time-conflict",
            "info",
            "=second",
            "新区三座",
            Some(("first", "新区三座")),
        ),
    ] {
        let [start, end, start_char, end_char] = span(here, words);
        let other = there.map(|(id, words)| (article(id), span(id, words)));
        ledger
            .execute(
                "INSERT INTO findings VALUES (NULL, ?, ?, ?, 0.9, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    format!("x{}", digit.repeat(20)),
                    rule,
                    severity,
                    article(here),
                    start,
                    end,
                    start_char,
                    end_char,
                    other.map(|other| other.0),
                    other.map(|other| other.1[0]),
                    other.map(|other| other.1[1]),
                    format!("{words} is not what the other says"),
                    r#"[{"note":"the words","here":"336","there":"363"}]"#,
                ],
            )
            .unwrap();
    }
}

/// What the program prints; its exit code must be `code`.
fn audit(place: &Place, arguments: &[&str], code: i32) -> String {
    let output = place.run(std::iter::once("audit").chain(arguments.iter().copied()));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        complaint(&output)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn id(digit: &str) -> String {
    format!("x{}", digit.repeat(20))
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    let all: Vec<&str> = std::iter::once("--json")
        .chain(arguments.iter().copied())
        .collect();
    serde_json::from_str(&audit(place, &all, 0)).unwrap()
}

#[test]
fn readers_see_both_texts_with_the_difference_marked() {
    let place = planted();
    let text = audit(&place, &[], 0);
    snapbox::assert_data_eq!(
        text,
        snapbox::Data::read_from(&fixture("../tests/cases/audit.stdout"), None).raw()
    );
    let text = audit(&place, &["--limit", "1"], 0);
    assert!(text.contains("… and 3 more (--limit 0 shows all)"), "{text}");
    assert_eq!(audit(&place, &["--limit", "0"], 0), audit(&place, &[], 0));
    assert_eq!(audit(&place, &["--quiet"], 0), "");
}

#[test]
fn filters_choose_and_refuse_what_does_not_exist() {
    let place = planted();
    let count = |arguments: &[&str]| json(&place, arguments)["findings"].as_array().unwrap().len();
    assert_eq!(count(&[]), 4);
    assert_eq!(count(&["--rule", "void-source,time-conflict"]), 2);
    assert_eq!(count(&["--severity", "minor"]), 3);
    assert_eq!(count(&["--outlet", "渡口网"]), 2);
    assert_eq!(count(&["--article", "copy.txt", "--severity", "major"]), 1);
    for (arguments, says) in [
        (
            ["--rule", "number-change"],
            "a similar value exists: 'number-changed'",
        ),
        (["--outlet", "渡口"], "did you mean 渡口网?"),
        (["--article", "copy.tx"], "did you mean copy.txt?"),
        (
            ["--explain", "void-sources"],
            "a similar value exists: 'void-source'",
        ),
        (["--store", "nowhere"], "no store here"),
    ] {
        let output = place.run(std::iter::once("audit").chain(arguments));
        assert_eq!(output.status.code(), Some(2));
        assert!(complaint(&output).contains(says), "{}", complaint(&output));
    }
}

#[test]
fn what_is_denied_is_an_exit_code() {
    let place = planted();
    let output = place.run(["audit", "--quiet", "--deny", "major"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        complaint(&output),
        "suyuan: 2 findings of severity major (--deny major)\n"
    );
    let output = place.run(["audit", "--quiet", "--deny", "minor", "--rule", "void-source"]);
    assert_eq!(
        complaint(&output),
        "suyuan: 1 finding of severity minor or above (--deny minor)\n"
    );
    audit(&place, &["--deny", "minor", "--rule", "time-conflict"], 0);
    audit(&place, &["--deny", "major", "--allow", "number-changed=known"], 0);
    audit(
        &place,
        &["--deny", "major", "--allow", "number-changed:copy.txt=known"],
        1,
    );
    for digit in ["1", "2"] {
        audit(
            &place,
            &["--verdict", &id(digit), "reject", "--note", "an update"],
            0,
        );
    }
    audit(&place, &["--deny", "major"], 0);
}

#[test]
fn what_is_let_pass_is_counted_and_what_lets_nothing_pass_is_said() {
    let place = planted();
    place.write(
        "known.txt",
        "# known\nvoid-source -- the crawler loses it\nnumber-changed outlet=渡口网 -- agreed\n\
         name-changed article=copy.txt -- a typing error\n",
    );
    let text = audit(&place, &["--allow-file", "known.txt"], 0);
    assert!(text.contains("allowed           2"), "{text}");
    assert!(
        text.contains("unused    known.txt:4: no finding of name-changed to let pass (a typing error)"),
        "{text}"
    );
    let rows = json(&place, &["--allow-file", "known.txt", "--severity", "major"]);
    assert_eq!(rows["allowed"][0]["allowed_because"], "agreed");
    assert_eq!(
        (&rows["summary"]["findings"], &rows["summary"]["allowed"]),
        (&1.into(), &1.into())
    );
    // An allowance of what the filter leaves out is used.
    assert_eq!(rows["summary"]["unused_allowances"].as_array().unwrap().len(), 1);
    let output = place.run(["audit", "--format", "csv", "--allow-file", "known.txt"]);
    assert!(
        complaint(&output).contains("known.txt:4"),
        "{}",
        complaint(&output)
    );
}

#[test]
fn allowances_that_cannot_be_read_are_named() {
    let place = planted();
    place.write("latin.txt", b"# one\n# \xe9\n");
    place.write("bad.txt", "# one\nvoid-source here -- why\n");
    for (arguments, says) in [
        (
            ["--allow-file", "bad.txt"],
            "bad.txt:2: `here` names no page: write article=ID or outlet=NAME",
        ),
        (["--allow-file", "latin.txt"], "latin.txt:2: is not UTF-8"),
        (["--allow-file", "none.txt"], "none.txt: no such file"),
        (["--allow-file", "pages"], "pages: cannot read"),
        (["--allow", "void-source"], "a reason is needed"),
        (["--allow", "void-sauce=x"], "did you mean void-source?"),
    ] {
        let output = place.run(std::iter::once("audit").chain(arguments));
        assert_eq!(output.status.code(), Some(2));
        assert!(complaint(&output).contains(says), "{}", complaint(&output));
    }
}

#[test]
fn sarif_keeps_its_schema() {
    let place = planted();
    audit(
        &place,
        &["--verdict", &id("1"), "reject", "--note", "an update"],
        0,
    );
    audit(
        &place,
        &["--verdict", &id("2"), "confirm", "--note", "read both"],
        0,
    );
    let allow = ["--allow", "void-source=lost", "--allow", "name-changed=never"];
    let arguments = [["--format", "sarif"], ["-o", "audit.sarif"]].concat();
    let said = audit(&place, &[arguments.as_slice(), &allow].concat(), 0);
    assert_eq!(said, "audit.sarif: 2 findings, 1 allowed, 1 rejected\n");
    let log: Value = serde_json::from_slice(&std::fs::read(place.path("audit.sarif")).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    let schema = fixture("../tests/sarif/sarif-schema-2.1.0.json");
    let schema = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    compiler.add_resource("https://schema/sarif", schema).unwrap();
    let schema = compiler.compile("https://schema/sarif", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error:#}");
    }
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(schemas.validate(&wrong, schema).is_err());

    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 25);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    let of = |digit: &str| {
        let own = |result: &&Value| result["partialFingerprints"]["findingId/v1"] == id(digit);
        results.iter().find(own).unwrap()
    };
    let number = of("1");
    assert_eq!(
        (&number["level"], &number["rank"]),
        (&"error".into(), &90.0.into())
    );
    assert_eq!(number["suppressions"][0]["status"], "accepted");
    assert_eq!(number["suppressions"][0]["justification"], "an update");
    let place_of = &number["locations"][0]["physicalLocation"];
    assert_eq!(place_of["artifactLocation"]["uri"], "copy.txt");
    let text = std::fs::read_to_string(place.path("pages/copy.txt")).unwrap();
    let characters: Vec<char> = text.chars().collect();
    let at = |name: &str| place_of["region"][name].as_u64().unwrap() as usize;
    let words: String = characters[at("charOffset")..at("charOffset") + at("charLength")]
        .iter()
        .collect();
    assert_eq!(words, "336");
    let line: Vec<char> = text.lines().nth(at("startLine") - 1).unwrap().chars().collect();
    let words: String = line[at("startColumn") - 1..at("endColumn") - 1].iter().collect();
    assert_eq!((words.as_str(), at("endLine")), ("336", 3));
    let related = &number["relatedLocations"][0];
    assert_eq!(
        related["physicalLocation"]["artifactLocation"]["uri"],
        "%E6%A1%A5%201.txt"
    );
    let confirmed = of("2");
    assert_eq!(confirmed["suppressions"], Value::Array(Vec::new()));
    assert_eq!(confirmed["properties"]["verdict"]["verdict"], "confirmed");
    let place_of = &confirmed["locations"][0];
    assert_eq!(
        place_of["physicalLocation"]["artifactLocation"]["uri"],
        "feed.jsonl"
    );
    assert_eq!(
        place_of["physicalLocation"]["region"],
        serde_json::json!({ "startLine": 2 })
    );
    assert_eq!(place_of["logicalLocations"][0]["fullyQualifiedName"], "=second");
    assert_eq!(of("3")["level"], "warning");
    assert_eq!(of("3")["suppressions"][0]["justification"], "lost");
    let rule = of("4")["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "time-conflict");
    let notification = &run["invocations"][0]["toolConfigurationNotifications"][0];
    assert!(
        notification["message"]["text"]
            .as_str()
            .unwrap()
            .contains("name-changed")
    );
}

#[test]
fn a_spreadsheet_has_one_line_a_finding_and_runs_none_of_them() {
    let place = planted();
    audit(&place, &["--verdict", &id("3"), "reject", "--note", "=1+1"], 0);
    let text = audit(&place, &["--format", "csv"], 0);
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    let rows = |text: &str| -> Vec<Vec<String>> {
        csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect()
    };
    assert_eq!(rows(&text).len(), 3);
    assert!(rows(&text).iter().any(|row| row.contains(&"'=second".to_owned())));
    let all = rows(&audit(&place, &["--format", "csv", "--rejected"], 0));
    assert_eq!(all.len(), 4);
    let rejected = all.iter().find(|row| row[0] == id("3")).unwrap();
    assert_eq!(
        (rejected[4].as_str(), rejected[7].as_str()),
        ("rejected", "'=1+1")
    );
}

#[test]
fn verdicts_are_kept_by_scans_and_silence_what_is_rejected() {
    let place = planted();
    let link = || {
        place.export().rows("links")[0]["link_id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let judged = link();
    let said = audit(
        &place,
        &[
            "--verdict",
            &judged,
            "confirm",
            "--note",
            "read both",
            "--by",
            "方宁",
        ],
        0,
    );
    assert!(
        said.starts_with(&format!("confirmed {judged}: reprint from ")),
        "{said}"
    );
    audit(
        &place,
        &["--verdict", &id("1"), "reject", "--note", "an update"],
        0,
    );
    audit(
        &place,
        &["--verdict", &id("2"), "confirm", "--note", "read both"],
        0,
    );
    let text = audit(&place, &[], 0);
    assert!(
        !text.contains(&id("1")) && text.contains("rejected          1  --rejected shows them"),
        "{text}"
    );
    assert!(text.contains(&format!("{}  confirmed", id("2"))), "{text}");
    assert!(audit(&place, &["--rejected"], 0).contains(&format!("{}  rejected", id("1"))));

    // The page grows above the report; what was planted is gone until it is found again.
    corpus(&place, "昨夜更新：另有一座桥停用检修，行人请绕行。\n");
    let verdicts: Value = serde_json::from_str(&audit(&place, &["--verdicts", "--json"], 0)).unwrap();
    let stands: Vec<_> = verdicts
        .as_array()
        .unwrap()
        .iter()
        .map(|v| (v["subject"].as_str().unwrap(), v["stands"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        stands,
        [
            (judged.as_str(), true),
            (id("1").as_str(), false),
            (id("2").as_str(), false)
        ]
    );
    let text = audit(&place, &["--verdicts"], 0);
    assert_eq!(text.matches("no longer in the store").count(), 2, "{text}");
    assert!(text.contains("by 方宁"), "{text}");
    plant(&place);
    assert!(!audit(&place, &[], 0).contains(&id("1")));
    let export = place.export().rows("verdicts");
    assert_eq!(export.len(), 3);
    let time = export[0]["decided_at"].as_str().unwrap();
    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");

    audit(&place, &["--verdict", &id("1"), "withdraw"], 0);
    assert!(audit(&place, &[], 0).contains(&id("1")));
    for (arguments, says) in [
        (
            vec!["--verdict", &judged[..15], "confirm", "--note", "x"],
            format!("did you mean {judged}?"),
        ),
        (
            vec!["--verdict", &judged, "maybe", "--note", "x"],
            "write confirm, reject or withdraw".to_owned(),
        ),
        (
            vec!["--verdict", &judged, "confirm"],
            "add --note TEXT".to_owned(),
        ),
        (vec!["--note", "x"], "--verdict".to_owned()),
    ] {
        let output = place.run(std::iter::once("audit").chain(arguments));
        assert_eq!(output.status.code(), Some(2));
        assert!(complaint(&output).contains(&says), "{}", complaint(&output));
    }
}

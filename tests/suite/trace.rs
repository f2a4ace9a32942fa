//! `trace` and `explain` on the small corpus, and the promise of what is found held against searching for substrings.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use suyuan::events::Silent;
use suyuan::ledger::Store;
use suyuan::normalise::Fold;
use suyuan::pipeline::{self, ScanOptions};
use suyuan::{config, trace};

use crate::program::{Place, complaint, fixture};

/// A place with the scanned corpus.
fn scanned() -> Place {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    place
}

/// What a command prints, held against `tests/cases/NAME.stdout`.
fn prints(place: &Place, arguments: &[&str], input: &str, name: &str) {
    let output = place.run_with_input(arguments, input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        snapbox::Data::read_from(&fixture(&format!("../tests/cases/{name}.stdout")), None).raw()
    );
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The words of a failure.
fn refused(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    complaint(&output)
}

#[test]
fn what_is_printed() {
    let place = scanned();
    // One number is another one than on the pages.
    let text =
        "设置核酸筛查场所365个，开通采样通道856个。截至1月12日8时，累计采样130万份，第一轮采样已全面完成";
    prints(&place, &["trace", text], "", "trace_text");
    prints(&place, &["trace"], text, "trace_text");
    prints(&place, &["trace", "-"], text, "trace_text");
    prints(
        &place,
        &["trace", "000_5d047767264b4ae8.txt#1"],
        "",
        "trace_article",
    );
    let file = fixture("tianjin/jiemian_zaobao_20220113.txt");
    prints(&place, &["trace", &file.display().to_string()], "", "trace_file");
    let (host, origin) = ("000_5d047767264b4ae8.txt", "tianjinwe_t20220112_5190417.html");
    prints(&place, &["explain", host, origin], "", "explain_linked");
    prints(
        &place,
        &["explain", host, "sina_unrelated_fuzhou_flood.txt"],
        "",
        "explain_unrelated",
    );
    prints(
        &place,
        &["explain", host, "jwb-20220113-A07"],
        "",
        "explain_not_linked",
    );
}

#[test]
fn a_quote_is_found_from_12_characters_on_and_other_text_from_24() {
    let place = scanned();
    let quote = json(&place, &["trace", "--json", "应对处置奥密克戎变异毒株"]);
    assert_eq!(quote["found_anywhere"], false);
    let first = &quote["passages"][0];
    assert_eq!(first["family"]["kind"], "quote");
    assert_eq!(first["family"]["carriers"], 4);
    let hit = &first["holders"][0]["hits"][0];
    assert_eq!(
        (&hit["text"], &hit["quoted"]),
        (&Value::from("应对处置奥密克戎变异毒株"), &Value::from(true))
    );
    let short = refused(&place, &["trace", "应对处置奥密克戎变异毒"]);
    assert!(
        short.contains("only 11 letters and digits")
            && short.contains("From 24 Han characters or 72 letters"),
        "{short}"
    );
    let nothing = refused(&place, &["trace", "，。！ …"]);
    assert!(nothing.contains("no letter and no digit"), "{nothing}");
}

#[test]
fn the_way_of_a_passage_leads_to_its_root() {
    let place = scanned();
    let page = json(&place, &["trace", "--json", "000_5d047767264b4ae8.txt#1"]);
    let ways: BTreeSet<String> = page["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| {
            let way = link["way"].as_array().unwrap();
            way.iter()
                .map(|carrier| carrier["name"].as_str().unwrap())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert!(ways.contains("天津日报 澎湃新闻 新浪新闻"), "{ways:?}");
    let explained = json(
        &place,
        &[
            "explain",
            "--json",
            "163_GTIA62QH0001899O.txt",
            "thepaper_newsDetail_forward_16257391.html",
        ],
    );
    assert_eq!(explained["same_cluster"], true);
    let sums = |text: &str| -> f64 {
        let link = explained["links"]
            .as_array()
            .unwrap()
            .iter()
            .find(|link| link["relation"] == text);
        let evidence = link.unwrap()["evidence"].as_array().unwrap();
        evidence
            .iter()
            .map(|item| item["log_odds"].as_f64().unwrap())
            .sum()
    };
    assert!(sums("reprint") > 1.0);
}

#[test]
fn ids_that_do_not_exist_are_named_with_those_that_are_like_them() {
    let place = scanned();
    let wrong = refused(&place, &["explain", "thepaper_newsdetail", "jwb-20220113-A07"]);
    assert!(
        wrong.contains(
            "no article thepaper_newsdetail: like it are thepaper_newsDetail_forward_16257391.html"
        ),
        "{wrong}"
    );
    let slip = refused(&place, &["trace", "jwb-20220131-A07"]);
    assert!(slip.contains("like it are jwb-20220113-A07"), "{slip}");
    let unlike = refused(&place, &["trace", "zzz"]);
    assert!(unlike.contains("articles.jsonl"), "{unlike}");
}

#[test]
fn an_index_of_seeds_that_is_damaged_is_an_error() {
    let place = scanned();
    let folder = place.path("corpus.suyuan/segments");
    let seeds = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "seeds"))
        .unwrap();
    let mut bytes = std::fs::read(&seeds).unwrap();
    for byte in bytes.iter_mut().skip(1000).step_by(100) {
        *byte ^= 1;
    }
    std::fs::write(&seeds, &bytes).unwrap();
    let text = "应对处置奥密克戎变异毒株引发的本土疫情，是一场前所未遇的大仗硬仗";
    let said = refused(&place, &["trace", text]);
    assert!(
        said.contains("fails its checksum") && said.contains("scan again"),
        "{said}"
    );
    std::fs::remove_file(&seeds).unwrap();
    let said = refused(&place, &["trace", text]);
    assert!(said.contains("is missing"), "{said}");
}

/// Sentences whose characters depend on `number` alone.
fn sentence(number: u32) -> String {
    const CHARACTERS: &str =
        "山水田林村镇河桥船车路灯花草鱼鸟春夏秋冬晨昏雨雪风云工农医学校厂店门窗桌椅书画茶饭衣帽鞋伞锅碗刀叉";
    let characters: Vec<char> = CHARACTERS.chars().collect();
    let mut state = number.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut text: String = (0..34)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            characters[(state >> 16) as usize % characters.len()]
        })
        .collect();
    text.push('。');
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Every run of 24 Han characters of a stored body is traced to every article whose body holds it.
    #[test]
    fn every_run_of_24_characters_is_traced_to_all_that_hold_it(
        articles in prop::collection::vec(prop::collection::vec(0u32..9, 1..6), 1..7), at in any::<prop::sample::Index>(),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let lines: Vec<String> = articles.iter().enumerate().map(|(number, sentences)| {
            let text: Vec<String> = sentences.iter().map(|&sentence_number| sentence(sentence_number)).collect();
            serde_json::json!({"id": format!("page-{number}"), "text": text.join("\n")}).to_string()
        }).collect();
        let corpus = directory.path().join("corpus.jsonl");
        std::fs::write(&corpus, lines.join("\n")).unwrap();
        let options = ScanOptions {
            reference: Vec::new(),
            paths: vec![corpus],
            store: directory.path().join("store"),
            read: config::ReadParameters::default(),
            outlets: None,
            held: pipeline::Held::Rebuild,
            keep_texts: true,
            input: Vec::new(),
            threads: Some(2),
            memory: None,
        };
        pipeline::scan(&options, &Silent).unwrap();
        let store = Store::open(&options.store).unwrap();

        let bodies: Vec<(String, String)> = (0..articles.len()).filter_map(|number| {
            let article = store.article(&format!("page-{number}")).unwrap()?;
            let page = store.page(article).unwrap();
            let blocks = &page.facts.attributed.segmentation.blocks;
            let words = page.body.iter().map(|&block| blocks[block as usize].span.of(&page.facts.record.text));
            Some((page.article.article_id, words.map(|words| Fold::shared().form(words)).collect()))
        }).collect();
        let runs: Vec<String> = bodies.iter().flat_map(|(_, body)| {
            let characters: Vec<char> = body.chars().collect();
            characters.windows(24).map(|run| run.iter().collect::<String>()).collect::<Vec<_>>()
        }).collect();
        prop_assume!(!runs.is_empty());
        // All of them would take long; another few in each case.
        let start = at.index(runs.len());
        for run in runs.iter().cycle().skip(start).step_by(17).take(12) {
            let expected: BTreeSet<&str> = bodies.iter()
                .filter(|(_, body)| body.contains(run.as_str())).map(|(id, _)| id.as_str()).collect();
            let traced = trace::trace_text(&store, run, 100).unwrap();
            let found: BTreeSet<&str> = traced.passages.iter().flat_map(|passage| &passage.holders)
                .filter(|holder| holder.hits.iter().any(|hit| Fold::shared().form(&hit.text).contains(run.as_str())))
                .map(|holder| holder.article.article_id.as_str()).collect();
            prop_assert_eq!(found, expected, "{}", run);
        }
    }
}

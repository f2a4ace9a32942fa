//! `suyuan report`: every page of the small corpus is there and leads somewhere, scraped text is text, and stores that are empty,
//! without times, or full of one report give sensible pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::program::{Place, complaint, fixture};

/// The files of a report by their names below its folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap().display().to_string();
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let pages = files(folder)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"));
    pages
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn report(place: &Place, options: &[&str]) -> BTreeMap<String, String> {
    let output = place.run(["report", "-o", "report", "--force"].iter().chain(options));
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(complaint(&output), "");
    pages(&place.path("report"))
}

/// The values of an attribute.
fn values<'page>(page: &'page str, attribute: &str) -> Vec<&'page str> {
    let mark = format!(" {attribute}=\"");
    page.split(mark.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Every link leads to a file of the report, and to a place in it.
fn assert_links_lead_somewhere(pages: &BTreeMap<String, String>) {
    for (name, page) in pages {
        let folder = Path::new(name).parent().unwrap();
        let ids: Vec<&str> = values(page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice");
        for link in values(page, "href") {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            if file.is_empty() {
                assert!(unique.contains(place), "{name}: #{place} leads nowhere");
                continue;
            }
            if file.contains("assets/") {
                continue;
            }
            let parts = folder.join(file);
            let mut path = Vec::new();
            for part in parts.iter() {
                if part == ".." {
                    path.pop().unwrap();
                } else {
                    path.push(part.to_str().unwrap());
                }
            }
            assert!(
                pages.contains_key(&path.join("/")),
                "{name}: {link} leads nowhere"
            );
        }
    }
}

/// Nothing that a content security policy of files from one place would refuse, and nothing from elsewhere.
fn assert_harmless(pages: &BTreeMap<String, String>) {
    for (name, page) in pages {
        assert_eq!(page.matches("<script").count(), 2, "{name}");
        assert_eq!(page.matches("<script src=\"").count(), 2, "{name}");
        for refused in [
            "<style",
            " style=",
            "javascript:",
            "<iframe",
            "<img",
            "http-equiv",
        ] {
            assert!(!page.contains(refused), "{name} holds {refused}");
        }
        for attribute in ["onclick", "onerror", "onload", "onmouseover"] {
            assert!(values(page, attribute).is_empty(), "{name} holds {attribute}");
        }
        for link in values(page, "href").into_iter().chain(values(page, "src")) {
            assert!(
                !link.contains("//") && !link.starts_with('/'),
                "{name} leads to {link}"
            );
        }
        let unseen =
            |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0');
        assert!(!page.contains(unseen), "{name} holds marks that turn lines");
        assert!(page.len() < 2_000_000, "{name} has {} bytes", page.len());
    }
}

#[test]
fn every_page_is_there_in_both_languages_and_leads_somewhere() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    for (language, tag, word) in [
        ("en", "en", "Who carried what from whom"),
        ("zh", "zh-Hans", "谁转载了谁"),
    ] {
        let pages = report(&place, &["--lang", language, "--quiet"]);
        assert_links_lead_somewhere(&pages);
        assert_harmless(&pages);
        assert!(pages["index.html"].contains(word));
        for (name, page) in &pages {
            assert!(page.contains(&format!("<html lang=\"{tag}\">")), "{name}");
            for mark in [
                "<main id=\"main\"",
                "<nav class=\"sections\"",
                "class=\"skip\"",
                "<h1",
            ] {
                assert_eq!(page.matches(mark).count(), 1, "{name}: {mark}");
            }
            for table in page.split("<table").skip(1) {
                assert!(table.contains("scope=\"col\""), "{name}: a table without a head");
            }
            for drawing in page.split("<svg").skip(1) {
                let tag = drawing.split('>').next().unwrap();
                let named = tag.contains("aria-labelledby") || tag.contains("aria-hidden");
                assert!(named, "{name}: a drawing without a name: {tag}");
            }
        }
        assert!(pages.contains_key("copies.html"));
        for kind in ["article/", "family/", "outlet/", "quote/"] {
            assert!(
                pages.keys().any(|name| name.starts_with(kind)),
                "no page below {kind}"
            );
        }
        assert_eq!(
            pages.keys().filter(|name| name.starts_with("article/")).count(),
            12
        );
    }
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    report(&place, &[]);
    let first = files(&place.path("report"));
    report(&place, &[]);
    assert!(first == files(&place.path("report")));
}

#[test]
fn the_language_follows_the_locale() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    let run = |variable: &str, value: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_suyuan"))
            .args(["report", "-o", "report", "--force", "--quiet"])
            .current_dir(place.path("."))
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("LANG")
            .env(variable, value)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        std::fs::read_to_string(place.path("report/index.html")).unwrap()
    };
    assert!(run("LANG", "zh_CN.UTF-8").contains("<html lang=\"zh-Hans\">"));
    assert!(run("LC_ALL", "C").contains("<html lang=\"en\">"));
}

#[test]
fn a_folder_with_something_in_it_is_not_overwritten() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    std::fs::create_dir(place.path("report")).unwrap();
    place.write("report/mine.txt", "mine");
    let refused = |arguments: &[&str], words: &str| {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(complaint(&output).contains(words), "{}", complaint(&output));
    };
    refused(&["report", "-o", "report"], "exists already");
    refused(
        &["report", "-o", "report", "--force"],
        "is not the output of an earlier run",
    );
    assert_eq!(
        std::fs::read_to_string(place.path("report/mine.txt")).unwrap(),
        "mine"
    );
    refused(&["report", "-o", "corpus.suyuan/report"], "lies inside");
    refused(&["report", "-o", "other", "--store", "none"], "no store here");
    refused(&["report", "-o", "other", "--top", "0"], "at least 1");
    assert!(!place.path("other").exists());
}

#[test]
fn scraped_text_is_shown_as_text() {
    let place = Place::new();
    let hostile =
        "</textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\u{2066}\0";
    let body = format!(
        "渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返{hostile}，老船工说这是三年来的头一回。"
    );
    let line = |id: &str, outlet: &str| {
        serde_json::json!({
            "id": format!("{id}{hostile}"),
            "outlet": format!("{outlet}{hostile}"),
            "source": format!("海风日报{hostile}"),
            "title": format!("{}{hostile}", "很长的标题".repeat(2_000)),
            "published_at": "2031-05-06T07:08:00+08:00",
            "text": format!("{body}\n“船还在{hostile}，人也在，等得久了也就等到了”，站长{hostile}林海说。\n{}", "长".repeat(350_000)),
        })
        .to_string()
    };
    let lines = [
        line("../../a", "甲报"),
        line("b?c#d&e=%00", "乙网"),
        line("\" onclick=\"x", "丙台"),
    ]
    .join("\n");
    let file = place.write("hostile.jsonl", lines);
    place.scan([file], 0);
    for language in ["en", "zh"] {
        let pages = report(&place, &["--quiet", "--lang", language]);
        assert_harmless(&pages);
        assert_links_lead_somewhere(&pages);
        let article = pages
            .iter()
            .find(|(name, _)| name.starts_with("article/"))
            .unwrap()
            .1;
        assert!(article.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(article.contains("⟦U+202E⟧"));
        // The whole title stands on the article's own page, and lists have its first words.
        assert!(article.contains(&"很长的标题".repeat(2_000)));
        assert!(!pages["articles.html"].contains(&"很长的标题".repeat(40)));
    }
}

#[test]
fn empty_stores_and_stores_without_times_have_sensible_pages() {
    let place = Place::new();
    // An empty file is a record that cannot be read.
    place.scan([place.write("empty.jsonl", "")], 3);
    let pages = report(&place, &["--quiet", "--lang", "en"]);
    assert_links_lead_somewhere(&pages);
    assert_harmless(&pages);
    assert!(pages["index.html"].contains("No passage stands in several articles."));
    assert!(pages["index.html"].contains("No article of this corpus bears a time."));
    assert!(pages["findings.html"].contains("0 findings"));

    let place = Place::new();
    let text =
        "渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返，老船工说这是三年来的头一回，码头上站满了人。";
    let lines: String = (0..5)
        .map(|number| {
            serde_json::json!({"id": number.to_string(), "outlet": format!("{number}报"), "text": text})
                .to_string()
                + "\n"
        })
        .collect();
    place.scan([place.write("a.jsonl", lines)], 0);
    let pages = report(&place, &["--quiet", "--lang", "en"]);
    assert_links_lead_somewhere(&pages);
    let family = pages
        .iter()
        .find(|(name, _)| name.starts_with("family/"))
        .unwrap()
        .1;
    assert!(
        family.contains("no time") && family.contains("5 articles carry"),
        "{family}"
    );
}

#[test]
fn a_family_of_two_thousand_fits_on_its_page() {
    let place = Place::new();
    let text =
        "渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返，老船工说这是三年来的头一回，码头上站满了人。"
            .repeat(12);
    let lines: String = (0..2_000)
        .map(|number: u32| {
            serde_json::json!({
                "id": format!("n{number:04}"),
                "outlet": format!("{}报", number % 700),
                "published_at": format!("2031-05-{:02}T07:08:00+08:00", number % 28 + 1),
                "text": format!("{text}\n本报第{number}号读者{}来信。", number * 7),
            })
            .to_string()
                + "\n"
        })
        .collect();
    place.scan([place.write("many.jsonl", lines)], 0);
    let pages = report(&place, &["--quiet", "--lang", "en", "--top", "20"]);
    assert_harmless(&pages);
    assert_links_lead_somewhere(&pages);
    assert_eq!(
        pages.keys().filter(|name| name.starts_with("article/")).count(),
        100
    );
    assert_eq!(
        pages.keys().filter(|name| name.starts_with("outlet/")).count(),
        20
    );
    let family = pages
        .iter()
        .filter(|(name, _)| name.starts_with("family/"))
        .max_by_key(|(_, page)| page.len())
        .unwrap()
        .1;
    assert!(family.contains("2,000 articles carry"));
    assert!(
        family.contains("Shown here: 40 of 2,000 carriers"),
        "a shortened list says so"
    );
    assert!(pages["articles.html"].contains("Listed are 20 of 2,000."));
}

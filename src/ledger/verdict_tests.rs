//! Findings and verdicts as their users meet them: what is judged stays judged when the corpus is scanned again, whatever else
//! has changed in it.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use super::tests::appended;
use super::tests::{TEXT, corpus, exported, fill, page, pages, rows, span_of};
use super::{Decision, FindingFilter, Keep, Scan, Store};
use crate::document::{Corpus, Exhibit, Facts, Finding, Judgement, Rule, Severity, Side, Span};
use crate::error::Error;

/// A run over these pages in which the second article by rank counts other ships than the first and names nobody.
fn findings(pages: &[Facts]) -> Corpus {
    let mut corpus = corpus(pages);
    let finding = |rule, severity, words: &str, other: bool| Finding {
        rule,
        severity,
        confidence: 0.9,
        at: Side {
            article: 1,
            span: span_of(&pages[0].record.text, words),
        },
        other: other.then(|| Side {
            article: 0,
            span: span_of(&pages[0].record.text, words),
        }),
        message: format!("{words}: 与原文不同"),
        evidence: vec![Exhibit {
            note: "the number".to_owned(),
            here: "12".to_owned(),
            there: "13".to_owned(),
        }],
        words: words.len() as u64,
    };
    corpus.findings = vec![
        finding(Rule::SourceNotHeld, Severity::Info, "海风日报讯", false),
        finding(Rule::NumberChanged, Severity::Major, "12艘船", true),
    ];
    corpus
}

fn fill_with_findings(store: &Path, pages: &[Facts]) {
    appended(store, pages).commit(&findings(pages)).unwrap();
}

fn store_in(directory: &tempfile::TempDir) -> PathBuf {
    let store = directory.path().join("store");
    fill_with_findings(&store, &pages());
    store
}

fn decide(store: &Path, subject: &str, judgement: Option<Judgement>) -> Result<super::Verdict, Error> {
    let decision = Decision {
        subject: subject.to_owned(),
        judgement,
        note: "read both pages".to_owned(),
        by: Some("方宁".to_owned()),
        at: "2031-06-01T08:00:00Z".to_owned(),
    };
    decision.write(store)
}

fn link_ids(store: &Path) -> Vec<String> {
    rows(&exported(store), "links")
        .iter()
        .map(|link| link["link_id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn findings_come_with_their_pages_worst_first() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&store_in(&directory)).unwrap();
    let all = store.findings().unwrap();
    let rules: Vec<Rule> = all.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::NumberChanged, Rule::SourceNotHeld]);
    let number = &all[0];
    assert_eq!(
        (
            number.here.page.article_id.as_str(),
            number.here.page.publisher.as_deref()
        ),
        ("b.txt", Some("潮声网"))
    );
    assert_eq!(number.there.as_ref().unwrap().page.article_id, "a.txt");
    assert_eq!(number.evidence[0].there, "13");
    let quoted = store.quoted(&all).unwrap();
    let here = &quoted[0].here;
    assert_eq!(here.text, "通航首日有12艘船。");
    assert_eq!(here.place.of(&here.text), "12艘船");
    assert_eq!(Some(here), quoted[0].there.as_ref());
    assert_eq!(
        (quoted[1].here.text.as_str(), &quoted[1].there),
        ("海风日报讯 “我们准备好了”，站长林海说。", &None)
    );
}

#[test]
fn a_filter_admits_what_it_names_and_says_what_does_not_exist() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&store_in(&directory)).unwrap();
    let found = store.findings().unwrap();
    let count = |filter: FindingFilter| {
        store.check(&filter)?;
        Ok::<_, Error>(found.iter().filter(|finding| filter.admits(finding)).count())
    };
    let any = FindingFilter::default;
    let rules = vec![Rule::SourceNotHeld, Rule::VoidSource];
    assert_eq!(count(FindingFilter { rules, ..any() }).unwrap(), 1);
    assert_eq!(
        count(FindingFilter {
            least: Severity::Minor,
            ..any()
        })
        .unwrap(),
        1
    );
    let outlet = |name: &str| FindingFilter {
        outlet: Some(name.to_owned()),
        ..any()
    };
    let article = |id: &str| FindingFilter {
        article: Some(id.to_owned()),
        ..any()
    };
    assert_eq!(count(outlet("潮声网")).unwrap(), 2);
    assert_eq!(count(outlet("海风日报")).unwrap(), 0);
    assert_eq!(count(article("b.txt")).unwrap(), 2);
    assert_eq!(count(article("a.txt#1")).unwrap(), 0);
    let message = count(outlet("海风日版")).unwrap_err().to_string();
    assert!(message.contains("海风日报"), "{message}");
    let message = count(article("a.tx")).unwrap_err().to_string();
    assert!(message.contains("a.txt, a.txt#1"), "{message}");
}

#[test]
fn verdicts_are_kept_by_a_scan_of_the_same_pages_and_of_changed_ones() {
    let directory = tempfile::tempdir().unwrap();
    let store = store_in(&directory);
    let all = Store::open(&store).unwrap().findings().unwrap();
    let finding = all[0].finding_id.clone();
    decide(&store, &finding, Some(Judgement::Rejected)).unwrap();
    let links = link_ids(&store);
    for link in &links {
        let verdict = decide(&store, link, Some(Judgement::Confirmed)).unwrap();
        assert!(verdict.about.contains("海风日报"), "{}", verdict.about);
    }

    fill_with_findings(&store, &pages());
    let opened = Store::open(&store).unwrap();
    let verdicts = opened.verdicts().unwrap();
    assert_eq!(verdicts.len(), 1 + links.len());
    assert!(verdicts.iter().all(|verdict| verdict.stands));
    let found = opened.findings().unwrap();
    assert_eq!(found[0].verdict.as_ref().unwrap().verdict, Judgement::Rejected);
    assert_eq!(found[0].verdict.as_ref().unwrap().note, "read both pages");
    assert!(found[1].verdict.is_none());

    // Every page grows by a line above the text.
    let above = "更新于昨夜\n";
    let mut grown = pages();
    let shift = |span: &mut Span| {
        span.start += above.len() as u32;
        span.end += above.len() as u32;
    };
    for page in &mut grown {
        page.record.text.insert_str(0, above);
        let attributed = &mut page.attributed;
        attributed
            .segmentation
            .blocks
            .iter_mut()
            .for_each(|block| shift(&mut block.span));
        attributed
            .segmentation
            .quotes
            .iter_mut()
            .for_each(|quote| shift(&mut quote.span));
        attributed.claims.iter_mut().for_each(|claim| {
            claim.span.iter_mut().chain(&mut claim.scope).for_each(shift);
        });
        attributed
            .sentences
            .iter_mut()
            .for_each(|sentence| shift(&mut sentence.span));
    }
    let mut corpus = findings(&grown);
    corpus
        .families
        .iter_mut()
        .for_each(|family| shift(&mut family.first.span));
    for passage in &mut corpus.passages {
        shift(&mut passage.a.span);
        shift(&mut passage.b.span);
    }
    for link in &mut corpus.links {
        shift(&mut link.to.span);
        link.from.iter_mut().for_each(|from| shift(&mut from.span));
    }
    appended(&store, &grown).commit(&corpus).unwrap();
    assert_eq!(link_ids(&store), links);
    let verdicts = Store::open(&store).unwrap().verdicts().unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.stands), "{verdicts:?}");

    // Other pages: nothing is left that was judged, and nothing is forgotten.
    fill(
        &store,
        &[
            page("new.txt", "潮声网", false),
            page("old.txt", "海风日报", false),
        ],
    );
    let verdicts = Store::open(&store).unwrap().verdicts().unwrap();
    assert_eq!(verdicts.len(), 1 + links.len());
    assert!(verdicts.iter().all(|verdict| !verdict.stands));
    let export = rows(&exported(&store), "verdicts");
    assert_eq!(export.len(), 1 + links.len());
    assert_eq!(export[0]["stands"], false);
}

#[test]
fn other_words_at_an_end_make_another_link() {
    let directory = tempfile::tempdir().unwrap();
    let store = store_in(&directory);
    let before = link_ids(&store);
    let mut changed = pages();
    for page in &mut changed {
        page.record.text = TEXT.replace("准备", "预备");
    }
    fill_with_findings(&store, &changed);
    let after = link_ids(&store);
    assert_eq!(before.len(), after.len());
    assert!(after.iter().all(|id| !before.contains(id)));
}

#[test]
fn a_verdict_is_replaced_and_withdrawn_and_unknown_ids_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = store_in(&directory);
    let link = link_ids(&store)[0].clone();
    decide(&store, &link, Some(Judgement::Confirmed)).unwrap();
    decide(&store, &link, Some(Judgement::Rejected)).unwrap();
    let verdicts = Store::open(&store).unwrap().verdicts().unwrap();
    assert_eq!((verdicts.len(), verdicts[0].verdict), (1, Judgement::Rejected));

    let refused = |subject: &str, judgement| {
        let error = decide(&store, subject, judgement).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{error}");
        error.to_string()
    };
    let message = refused(&link[..12], Some(Judgement::Confirmed));
    assert!(message.contains(&format!("did you mean {link}")), "{message}");
    assert!(!refused("zzz", Some(Judgement::Confirmed)).contains("did you mean"));
    let message = refused(&link[..20], None);
    assert!(message.contains(&link), "{message}");

    decide(&store, &link, None).unwrap();
    assert!(Store::open(&store).unwrap().verdicts().unwrap().is_empty());
}

#[test]
fn a_verdict_waits_for_no_scan_and_needs_a_store() {
    let directory = tempfile::tempdir().unwrap();
    let store = store_in(&directory);
    let link = link_ids(&store)[0].clone();
    let scan = Scan::begin(&store, Keep::Nothing).unwrap();
    let error = decide(&store, &link, Some(Judgement::Confirmed)).unwrap_err();
    assert!(error.to_string().contains("is writing to this store"), "{error}");
    drop(scan);
    decide(&store, &link, Some(Judgement::Confirmed)).unwrap();
    let missing = directory.path().join("missing");
    let error = decide(&missing, &link, Some(Judgement::Confirmed)).unwrap_err();
    assert!(
        error.to_string().contains("no store here") && !missing.exists(),
        "{error}"
    );
}

#[test]
fn a_store_from_before_there_were_verdicts_is_read_and_judged() {
    let directory = tempfile::tempdir().unwrap();
    let store = store_in(&directory);
    let link = link_ids(&store)[0].clone();
    rusqlite::Connection::open(store.join("ledger.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE verdicts")
        .unwrap();
    std::fs::remove_file(store.join("ledger.seal")).unwrap();
    assert!(Store::open(&store).unwrap().verdicts().unwrap().is_empty());
    assert_eq!(exported(&store)["verdicts"], "");
    decide(&store, &link, Some(Judgement::Confirmed)).unwrap();
    assert_eq!(Store::open(&store).unwrap().verdicts().unwrap().len(), 1);
}

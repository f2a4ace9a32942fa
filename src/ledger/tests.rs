//! The store as its users see it: what is committed is what is read and exported, whatever happens in between.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use super::{FramePlace, GraphFormat, Keep, Scan, Selection, Store, StoredRecord, TABLES, article_key, pack};
use xxhash_rust::xxh3::xxh3_128;

use crate::document::{
    Article, ArticleEntry, Attributed, Block, BlockKind, Claim, ClaimKind, Cluster, ClusterMember, Corpus,
    Direction, Edit, EditKind, Edits, Evidence, EvidenceKind, Facts, Family, Format, Link, Passage,
    PassageKind, Precision, Quote, QuoteKind, Record, RecordEntry, Relation, Segmentation, Sentence, Side,
    SourceKind, Span, Status, Timestamp, Voice,
};
use crate::error::Error;

pub(super) const TEXT: &str = "港口恢复通航\n海风日报讯 “我们准备好了”，站长林海说。\n通航首日有12艘船。";

pub(super) fn span_of(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

/// A page with a title, a paragraph with a quote and a last paragraph; `embedded` splits off the last one as an
/// article of its own.
pub(super) fn page(id: &str, publisher: &str, embedded: bool) -> Facts {
    let mut articles = vec![Article {
        title: Some("港口恢复通航".to_owned()),
        title_span: Some(span_of(TEXT, "港口恢复通航")),
        publisher: Some(publisher.to_owned()),
        declared_source: Some("海风日报".to_owned()),
        published_at: Some(Timestamp {
            rfc3339: "2031-05-06T07:08:00+08:00".to_owned(),
            epoch_seconds: 1_935_788_880,
            precision: Precision::Minute,
            zone_assumed: true,
        }),
        ..Article::default()
    }];
    if embedded {
        articles.push(Article {
            ordinal: 1,
            embedded_in: Some(0),
            ..Article::default()
        });
    }
    let last = u32::from(embedded);
    let block = |kind, part, article| Block {
        kind,
        span: span_of(TEXT, part),
        article: Some(article),
    };
    let sentence = |article, part, voice| Sentence {
        article,
        span: span_of(TEXT, part),
        chain: vec![publisher.to_owned(), "海风日报".to_owned()],
        voice,
        confidence: 0.9,
    };
    Facts {
        record: Record {
            id: id.to_owned(),
            dataset: "default".to_owned(),
            uri: format!("pages/{id}"),
            format: Format::Text,
            encoding: "UTF-8".to_owned(),
            text: TEXT.to_owned(),
            ..Record::default()
        },
        attributed: Attributed {
            segmentation: Segmentation {
                articles,
                blocks: vec![
                    block(BlockKind::Title, "港口恢复通航", 0),
                    block(BlockKind::Paragraph, "海风日报讯 “我们准备好了”，站长林海说。", 0),
                    block(BlockKind::Paragraph, "通航首日有12艘船。", last),
                ],
                parts: Vec::new(),
                quotes: vec![Quote {
                    article: 0,
                    kind: QuoteKind::Speech,
                    span: span_of(TEXT, "我们准备好了"),
                    level: 0,
                    mismatched: false,
                    speaker: Some("林海".to_owned()),
                    cue: Some("说".to_owned()),
                }],
            },
            claims: vec![
                Claim {
                    article: 0,
                    kind: ClaimKind::Meta,
                    source_name: "海风日报".to_owned(),
                    source: None,
                    source_kind: SourceKind::Outlet,
                    cue: String::new(),
                    span: None,
                    scope: None,
                    rule: "meta.source".to_owned(),
                    confidence: 1.0,
                },
                Claim {
                    article: 0,
                    kind: ClaimKind::InText,
                    source_name: "站长林海".to_owned(),
                    source: Some("林海".to_owned()),
                    source_kind: SourceKind::Person,
                    cue: "说".to_owned(),
                    span: Some(span_of(TEXT, "站长林海说")),
                    scope: Some(span_of(TEXT, "我们准备好了")),
                    rule: "speech".to_owned(),
                    confidence: 0.123_456,
                },
            ],
            sentences: vec![
                sentence(0, "海风日报讯 “我们准备好了”，站长林海说。", Voice::DirectSpeech),
                sentence(last, "通航首日有12艘船。", Voice::Narration),
            ],
        },
    }
}

/// The only version of a page.
fn entry_of(page: &Facts) -> RecordEntry {
    RecordEntry {
        version: 1,
        newest: true,
        content: xxh3_128(&pack(page)),
    }
}

/// A run over pages in which all have one embedded article, the first holder being the page that `first` numbers.
/// Ranks follow the ids of the pages, so that the run is the same whatever the order of reading.
pub(super) fn corpus(pages: &[Facts]) -> Corpus {
    let mut order: Vec<u32> = (0..).take(pages.len()).collect();
    order.sort_by_key(|&record| pages[record as usize].record.id.clone());
    let entry = |record: u32, ordinal: u32| ArticleEntry {
        record,
        ordinal,
        key: article_key("default", &pages[record as usize].record.id, ordinal),
        dated: true,
        body_chars: 20 + ordinal,
        exact_hash: 0xABC + u128::from(ordinal),
        simhash: 0xDEF,
    };
    let embedded = |record: u32| pages[record as usize].attributed.segmentation.articles.len() > 1;
    let mut articles: Vec<ArticleEntry> = order.iter().map(|&record| entry(record, 0)).collect();
    let hosts = articles.len() as u32;
    articles.extend(
        order
            .iter()
            .filter(|&&record| embedded(record))
            .map(|&record| entry(record, 1)),
    );
    let body = span_of(TEXT, "海风日报讯 “我们准备好了”，站长林海说。");
    let quote = span_of(TEXT, "我们准备好了");
    let side = |article, span| Side { article, span };
    let mut corpus = Corpus {
        records: pages.iter().map(entry_of).collect(),
        articles,
        boilerplate: vec![(order[0], 2)],
        families: vec![
            Family {
                kind: PassageKind::Body,
                first: side(0, body),
            },
            Family {
                kind: PassageKind::Quote,
                first: side(0, quote),
            },
        ],
        ..Corpus::default()
    };
    let mut members = Vec::new();
    for rank in 1..hosts {
        members.push(ClusterMember {
            article: rank,
            exact: rank == 1,
            share_of_member: 1.0,
            share_of_centre: 0.98765,
        });
    }
    corpus.clusters = vec![Cluster { centre: 0, members }];
    for (family, span, kind, relation) in [
        (0, body, PassageKind::Body, Relation::Reprint),
        (1, quote, PassageKind::Quote, Relation::Quote),
    ] {
        for rank in 1..hosts {
            corpus.passages.push(Passage {
                family,
                kind,
                a: side(rank, span),
                b: side(0, span),
                identity: 0.987_654,
                edits: Edits::pack(&[Edit {
                    kind: EditKind::Number,
                    a_text: "12".to_owned(),
                    b_text: "\"13\"".to_owned(),
                    a_span: Span { start: 3, end: 5 },
                    b_span: Span { start: 3, end: 7 },
                }]),
            });
            let evidence = |kind, span| Evidence {
                kind,
                log_odds: 1.5,
                span,
                note: "names 海风日报".to_owned(),
            };
            corpus.links.push(Link {
                family,
                from: (family == 0).then_some(side(0, span)),
                from_source: Some("海风日报".to_owned()),
                to: side(rank, span),
                relation: if family == 0 {
                    relation
                } else {
                    Relation::CommonSource
                },
                direction: if rank == 1 {
                    Direction::Resolved
                } else {
                    Direction::Unresolved
                },
                confidence: 0.75,
                evidence: vec![
                    evidence(EvidenceKind::Time, None),
                    evidence(EvidenceKind::InText, Some(span_of(TEXT, "海风日报讯"))),
                ],
            });
        }
    }
    corpus.quote_families = (0..hosts).map(|rank| (rank, 0, 1)).collect();
    corpus
}

/// Three pages: two without and one with an embedded article.
pub(super) fn pages() -> Vec<Facts> {
    vec![
        page("b.txt", "潮声网", false),
        page("a.txt", "海风日报", true),
        page("c\"引.txt", "浪花新闻", false),
    ]
}

/// A scan that holds these pages and nothing else, not committed yet.
pub(super) fn appended(store: &Path, pages: &[Facts]) -> Scan {
    let mut scan = Scan::begin(store, Keep::Nothing).unwrap();
    scan.set_rules(None, 1).unwrap();
    let packed: Vec<Vec<u8>> = pages.iter().map(pack).collect();
    let frames = scan.append(&packed, vec![Vec::new(); pages.len()]).unwrap();
    let stored = |(frame, page): (FramePlace, &Facts)| StoredRecord {
        frame,
        uri: page.record.uri.clone(),
    };
    let records = frames.into_iter().zip(pages).map(stored).collect();
    scan.number(records, Vec::new()).unwrap();
    scan
}

pub(super) fn fill(store: &Path, pages: &[Facts]) {
    appended(store, pages).commit(&corpus(pages)).unwrap();
}

pub(super) fn exported(store: &Path) -> BTreeMap<String, String> {
    exported_rows(&Store::open(store).unwrap())
}

pub(super) fn exported_rows(store: &Store) -> BTreeMap<String, String> {
    let directory = tempfile::tempdir().unwrap();
    store.export_jsonl(directory.path(), None).unwrap();
    TABLES
        .iter()
        .map(|table| {
            let path = directory.path().join(format!("{table}.jsonl"));
            ((*table).to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

pub(super) fn rows(export: &BTreeMap<String, String>, table: &str) -> Vec<serde_json::Value> {
    export[table]
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn reason(error: Error) -> String {
    assert!(matches!(error, Error::Store { .. }), "{error}");
    let message = error.to_string();
    assert!(!message.contains('\n'));
    message
}

#[test]
fn what_is_committed_is_exported() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    let export = exported(&store);
    for (table, count) in [
        ("records", 3),
        ("articles", 4),
        ("blocks", 9),
        ("claims", 6),
        ("quotes", 3),
        ("passages", 4),
        ("clusters", 3),
        ("links", 4),
        ("sentences", 6),
        ("findings", 0),
    ] {
        assert_eq!(rows(&export, table).len(), count, "{table}");
    }
    let articles = rows(&export, "articles");
    assert_eq!(articles[1]["article_id"], "a.txt#1");
    assert_eq!(articles[1]["embedded_in"], "a.txt");
    assert_eq!(articles[0]["exact_hash"], "00000000000000000000000000000abc");
    assert_eq!(articles[0]["simhash"], "0000000000000def");
    assert_eq!(articles[0]["time_precision"], "minute");
    assert_eq!(articles[1]["published_at"], serde_json::Value::Null);
    let blocks = rows(&export, "blocks");
    assert_eq!(blocks[2]["kind"], "boilerplate");
    assert_eq!(
        (&blocks[2]["article_id"], &blocks[5]["kind"]),
        (&"a.txt#1".into(), &"paragraph".into())
    );
    let characters: Vec<char> = TEXT.chars().collect();
    for quote in rows(&export, "quotes") {
        let at = |name: &str| quote[name].as_u64().unwrap() as usize;
        let by_characters: String = characters[at("start_char")..at("end_char")].iter().collect();
        assert_eq!(quote["text"], by_characters);
        assert_eq!(quote["text"], TEXT[at("start")..at("end")]);
        assert!(quote["family_id"].is_string());
    }
    let passage = &rows(&export, "passages")[0];
    assert_eq!(passage["identity"], 0.9877);
    assert_eq!(passage["edits"][0]["b_text"], "\"13\"");
    let ghosts = rows(&export, "links")
        .iter()
        .filter(|link| link["from_article"].is_null())
        .count();
    assert_eq!(ghosts, 2);
    let evidence = &rows(&export, "links")[0]["evidence"];
    assert_eq!(
        (&evidence[0]["start"], &evidence[1]["start_char"]),
        (&serde_json::Value::Null, &7.into())
    );
    let representative = &rows(&export, "clusters")[0];
    assert_eq!(
        (&representative["representative"], &representative["relation"]),
        (&true.into(), &"exact".into())
    );
    assert_eq!(
        (&representative["article_id"], &representative["frac_of_member"]),
        (&"a.txt".into(), &1.0.into())
    );
}

#[test]
fn every_file_is_sorted_by_the_bytes_of_its_ids() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    let records: Vec<Facts> = ["z", "a", "a!", "Ω", "a#", "B", "10", "9"]
        .iter()
        .map(|id| page(id, "海风日报", true))
        .collect();
    fill(&store, &records);
    let export = exported(&store);
    for (table, id) in [
        ("records", "record_id"),
        ("articles", "article_id"),
        ("blocks", "record_id"),
        ("claims", "claim_id"),
        ("quotes", "quote_id"),
        ("passages", "pair_id"),
        ("clusters", "cluster_id"),
        ("links", "link_id"),
        ("sentences", "article_id"),
    ] {
        let ids: Vec<String> = rows(&export, table)
            .iter()
            .map(|row| row[id].as_str().unwrap().to_owned())
            .collect();
        assert!(!ids.is_empty() && ids.is_sorted(), "{table}: {ids:?}");
    }
}

#[test]
fn the_order_of_reading_does_not_show() {
    let directory = tempfile::tempdir().unwrap();
    let mut records = pages();
    fill(&directory.path().join("one"), &records);
    records.reverse();
    fill(&directory.path().join("two"), &records);
    assert_eq!(
        exported(&directory.path().join("one")),
        exported(&directory.path().join("two"))
    );
}

#[test]
fn a_scan_replaces_what_the_store_held() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    let before = Store::open(&store).unwrap();
    fill(
        &store,
        &[
            page("new.txt", "潮声网", false),
            page("old.txt", "海风日报", false),
        ],
    );
    assert_eq!(rows(&exported(&store), "records").len(), 2);
    assert_eq!(std::fs::read_dir(store.join("segments")).unwrap().count(), 2);
    // Who had opened the store still reads what stood there.
    let out = directory.path().join("out");
    let exported = before.export_jsonl(&out, Some(&["blocks".to_owned()])).unwrap();
    assert_eq!((exported.files.len(), exported.files[0].rows), (1, 9));
}

#[test]
fn a_scan_that_is_dropped_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    let scan = appended(
        &store,
        &[page("x", "海风日报", false), page("y", "海风日报", false)],
    );
    assert_eq!(scan.read(1).unwrap().record.id, "y");
    assert!(scan.read(2).is_err());
    drop(scan);
    assert!(!store.exists());

    fill(&store, &pages());
    let before = exported(&store);
    let scan = appended(&store, &[page("x", "海风日报", false)]);
    assert_eq!(exported(&store), before);
    drop(scan);
    assert_eq!(exported(&store), before);
    assert_eq!(std::fs::read_dir(store.join("segments")).unwrap().count(), 2);
}

#[test]
fn what_a_killed_scan_leaves_does_not_count() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    std::fs::create_dir_all(store.join("segments")).unwrap();
    std::fs::write(store.join("lock"), "process 4294967\n").unwrap();
    std::fs::write(store.join("segments/00000001.pending"), "half").unwrap();
    assert!(reason(Store::open(&store).unwrap_err()).contains("no store here"));
    // A ledger whose first transaction was cut off.
    rusqlite::Connection::open(store.join("ledger.sqlite"))
        .unwrap()
        .execute_batch("PRAGMA journal_mode = WAL; VACUUM")
        .unwrap();
    assert!(reason(Store::open(&store).unwrap_err()).contains("no store here"));
    fill(&store, &pages());
    std::fs::write(store.join("segments/00000009.segment"), "sealed, not listed").unwrap();
    fill(&store, &pages());
    assert_eq!(rows(&exported(&store), "records").len(), 3);
    assert_eq!(std::fs::read_dir(store.join("segments")).unwrap().count(), 2);
}

#[test]
fn one_process_writes() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    let scan = Scan::begin(&store, Keep::Nothing).unwrap();
    let message = reason(Scan::begin(&store, Keep::Nothing).err().unwrap());
    assert!(
        message.contains(&format!("process {}", std::process::id())),
        "{message}"
    );
    drop(scan);
    drop(Scan::begin(&store, Keep::Nothing).unwrap());
}

#[test]
fn what_is_no_store_of_this_version_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let refused = |store: &Path| {
        (
            reason(Scan::begin(store, Keep::Nothing).err().unwrap()),
            reason(Store::open(store).unwrap_err()),
        )
    };

    let file = path.join("file");
    std::fs::write(&file, "text").unwrap();
    assert!(refused(&file).0.contains("is a file"));

    let folder = path.join("folder");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("notes.txt"), "text").unwrap();
    assert!(refused(&folder).0.contains("notes.txt"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    let foreign = path.join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    let ledger = foreign.join("ledger.sqlite");
    rusqlite::Connection::open(&ledger)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    assert!(refused(&foreign).0.contains("not written by suyuan"));
    std::fs::write(&ledger, "no database, but long enough to look at: ".repeat(40)).unwrap();
    assert!(refused(&foreign).0.contains("damaged"));

    let other = path.join("other");
    fill(&other, &pages());
    rusqlite::Connection::open(other.join("ledger.sqlite"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let (begin, open) = refused(&other);
    assert!(
        begin.contains("version 99") && open.contains("version 99"),
        "{begin}"
    );

    assert!(reason(Store::open(&path.join("missing")).unwrap_err()).contains("suyuan scan"));
    assert!(!path.join("missing").exists());
}

#[test]
fn a_damaged_segment_is_seen() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    let segment = store.join("segments/00000001.segment");
    let bytes = std::fs::read(&segment).unwrap();
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(&segment, &flipped).unwrap();
    let out = directory.path().join("out");
    let message = reason(Store::open(&store).unwrap().export_jsonl(&out, None).unwrap_err());
    assert!(message.contains("checksum"), "{message}");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
    std::fs::write(&segment, &bytes[..bytes.len() - 1]).unwrap();
    assert!(reason(Store::open(&store).unwrap_err()).contains("bytes"));
    std::fs::remove_file(&segment).unwrap();
    assert!(reason(Store::open(&store).unwrap_err()).contains("missing"));
}

#[test]
fn articles_that_would_get_one_id_stay_apart() {
    let directory = tempfile::tempdir().unwrap();
    let mut records = vec![
        page("a", "海风日报", true),
        page("a#1", "潮声网", false),
        page("a#1~", "潮声网", false),
        page("x:b", "潮声网", false),
    ];
    let mut other = page("b", "潮声网", false);
    other.record.dataset = "x".to_owned();
    records.push(other);
    let ids = |store: &Path| {
        let export = exported(store);
        let ids: Vec<(String, String)> = rows(&export, "articles")
            .iter()
            .map(|row| {
                (
                    row["article_id"].as_str().unwrap().to_owned(),
                    row["record_id"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        ids
    };
    let pair = |id: &str, record: &str| (id.to_owned(), record.to_owned());
    let expected = vec![
        pair("a", "a"),
        pair("a#1", "a#1"),
        pair("a#1~", "a#1~"),
        pair("a#1~~", "a"),
        pair("x:b", "x:b"),
        pair("x:b~", "b"),
    ];
    fill(&directory.path().join("one"), &records);
    assert_eq!(ids(&directory.path().join("one")), expected);
    records.reverse();
    fill(&directory.path().join("two"), &records);
    assert_eq!(ids(&directory.path().join("two")), expected);
}

#[test]
fn older_versions_and_bad_records_stand_among_the_records_only() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    let record = Record {
        id: "bad".to_owned(),
        dataset: "default".to_owned(),
        uri: "pages/bad".to_owned(),
        status: Status::Unreadable,
        problem: Some("no text field".to_owned()),
        ..Record::default()
    };
    let bad = Facts {
        record,
        attributed: Attributed::default(),
    };
    let records = [
        page("a", "海风日报", false),
        page("b", "潮声网", false),
        page("a", "海风日报", false),
        bad,
    ];
    let mut run = corpus(&records[1..3]);
    for article in &mut run.articles {
        article.record += 1;
    }
    run.boilerplate.clear();
    let version = |page: &Facts, version, newest| RecordEntry {
        version,
        newest,
        ..entry_of(page)
    };
    run.records = vec![
        version(&records[0], 1, false),
        version(&records[1], 1, true),
        version(&records[2], 2, true),
        version(&records[3], 1, true),
    ];
    appended(&store, &records).commit(&run).unwrap();
    let export = exported(&store);
    assert_eq!(rows(&export, "records").len(), 4);
    assert_eq!(
        (rows(&export, "articles").len(), rows(&export, "blocks").len()),
        (2, 6)
    );
    let overview = Store::open(&store).unwrap().overview(3).unwrap();
    assert_eq!(
        (
            overview.records.total,
            overview.records.ok,
            overview.records.unreadable
        ),
        (4, 3, 1)
    );
    assert_eq!(overview.problems.first[0].reason, "no text field");
    assert_eq!(overview.identities_with_several_texts, 1);
}

#[test]
fn the_overview_counts_and_shows_lineages() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    let overview = Store::open(&store).unwrap().overview(5).unwrap();
    assert_eq!((overview.articles.host, overview.articles.embedded), (3, 1));
    assert_eq!(
        (overview.copies.exact, overview.copies.near, overview.clusters),
        (1, 1, 1)
    );
    assert_eq!(
        (overview.families.total, overview.passages, overview.claims),
        (2, 4, 6)
    );
    assert_eq!((overview.links.resolved, overview.links.unresolved), (2, 2));
    assert_eq!((overview.quotes.total, overview.quotes.shared), (3, 3));
    assert_eq!(overview.text_bytes, 3 * TEXT.len() as u64);
    let family = &overview.top_families[0];
    assert_eq!(
        (family.carriers, family.characters, overview.top_families.len()),
        (3, 21, 1)
    );
    assert_eq!(family.text, "海风日报讯 “我们准备好了”，站长林海说。");
    let steps: Vec<_> = family
        .tree
        .iter()
        .map(|step| (step.from.name.as_str(), step.to.name.as_str()))
        .collect();
    assert_eq!(steps, [("海风日报", "潮声网"), ("海风日报", "浪花新闻")]);
    let quote = &overview.top_quotes[0];
    assert_eq!(
        (quote.text.as_str(), quote.speaker.as_deref(), quote.carriers),
        ("我们准备好了", Some("林海"), 3)
    );
    assert!(
        quote
            .tree
            .iter()
            .all(|step| step.from.ghost && step.from.name == "海风日报")
    );
}

#[test]
fn references_between_rows_hold() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    fill(&store, &pages());
    let connection = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    let mut check = connection.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(check.query([]).unwrap().next().unwrap().is_none());
    for view in [
        "pages",
        "copies",
        "credits",
        "lineage",
        "shared_quotes",
        "problems",
    ] {
        let rows: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {view}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows > 0, view != "problems", "{view}");
    }
}

#[test]
fn a_table_that_does_not_exist_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("store");
    fill(&store, &pages());
    let out = directory.path().join("out");
    let error = Store::open(&store)
        .unwrap()
        .export_jsonl(&out, Some(&["article".to_owned()]))
        .unwrap_err();
    assert!(
        matches!(error, Error::Usage(_)) && error.to_string().contains("articles"),
        "{error}"
    );
    assert!(!out.exists());
}

#[test]
fn an_unresolved_link_claims_no_direction() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    fill(&path, &pages());
    let store = Store::open(&path).unwrap();
    let file = directory.path().join("picture");
    let exported = store.export_prov(&file, &Selection::Everything).unwrap();
    assert_eq!((exported.derivations, exported.alternates), (2, 2));
    let document: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let observed = &document["bundle"]["bundle:observed"];
    let links = rows(&exported_rows(&store), "links");
    for link in links.iter().filter(|link| link["direction"] == "unresolved") {
        let id = link["link_id"].as_str().unwrap();
        assert!(observed["wasDerivedFrom"][format!("link:{id}")].is_null());
        let pair = &observed["alternateOf"][format!("_:{id}")];
        assert_eq!(pair.as_object().unwrap().len(), 2, "{pair}");
        let known = &observed["entity"][format!("link:{id}")];
        assert_eq!(known["suyuan:confidence"], 0.75);
        assert_eq!(known["suyuan:first"]["$"], pair["prov:alternate1"]);
        let carrier = pair["prov:alternate2"].as_str().unwrap();
        assert!(carrier.starts_with("passage:c%22引.txt@"), "{carrier}");
        assert!(observed["entity"][carrier].is_object());
    }
    store
        .export_graph(&file, GraphFormat::Dot, &Selection::Everything)
        .unwrap();
    let dot = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        (
            dot.matches(" -> ").count(),
            dot.matches("dir=none, style=dashed").count()
        ),
        (4, 2)
    );
    let sources = store.sources(links[0]["family_id"].as_str().unwrap()).unwrap();
    assert_eq!((sources.roots_at_least, sources.roots_at_most), (1, 1));
    assert!(sources.roots.iter().all(|root| !root.certain), "{sources:?}");
}

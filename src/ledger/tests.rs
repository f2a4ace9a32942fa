//! The store as its users see it: what is committed is what is read and exported, whatever happens in between.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Scan, Store, TABLES, pack};
use crate::document::{
    Article, ArticleEntry, Attributed, Block, BlockKind, Claim, ClaimKind, Cluster, ClusterMember, Corpus,
    Direction, Edit, EditKind, Evidence, EvidenceKind, Facts, Family, Format, Link, Passage, PassageKind,
    Precision, Quote, QuoteKind, Record, RecordEntry, Relation, Segmentation, Sentence, Side, SourceKind,
    Span, Status, Timestamp, Voice,
};
use crate::error::Error;

const TEXT: &str = "港口恢复通航\n海风日报讯 “我们准备好了”，站长林海说。\n通航首日有12艘船。";

fn span_of(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

/// A page with a title, a paragraph with a quote and a last paragraph; `embedded` splits off the last one as an
/// article of its own.
fn page(id: &str, publisher: &str, embedded: bool) -> Facts {
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

/// A run over pages in which all have one embedded article, the first holder being the page that `first` numbers.
/// Ranks follow the ids of the pages, so that the run is the same whatever the order of reading.
fn corpus(pages: &[Facts]) -> Corpus {
    let mut order: Vec<u32> = (0..).take(pages.len()).collect();
    order.sort_by_key(|&record| pages[record as usize].record.id.clone());
    let entry = |record: u32, ordinal: u32| ArticleEntry {
        record,
        ordinal,
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
        records: vec![
            RecordEntry {
                version: 1,
                newest: true
            };
            pages.len()
        ],
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
                edits: vec![Edit {
                    kind: EditKind::Number,
                    a_text: "12".to_owned(),
                    b_text: "\"13\"".to_owned(),
                }],
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
fn pages() -> Vec<Facts> {
    vec![
        page("b.txt", "潮声网", false),
        page("a.txt", "海风日报", true),
        page("c\"引.txt", "浪花新闻", false),
    ]
}

fn fill(store: &Path, pages: &[Facts]) {
    let mut scan = Scan::begin(store).unwrap();
    scan.append(&pages.iter().map(pack).collect::<Vec<_>>()).unwrap();
    scan.commit(&corpus(pages)).unwrap();
}

fn exported(store: &Path) -> BTreeMap<String, String> {
    let directory = tempfile::tempdir().unwrap();
    Store::open(store)
        .unwrap()
        .export_jsonl(directory.path(), None)
        .unwrap();
    TABLES
        .iter()
        .map(|table| {
            let path = directory.path().join(format!("{table}.jsonl"));
            ((*table).to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn rows(export: &BTreeMap<String, String>, table: &str) -> Vec<serde_json::Value> {
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

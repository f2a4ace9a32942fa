//! The first page: what was read, how much of it is carried, by whom and when, the largest families, the first findings.

use askama::Template;

use super::address::Address;
use super::drawing::{TimeChart, share_width};
use super::families::{FamilyLine, family_lines};
use super::figures::{grouped, share};
use super::filled;
use super::findings::{Card, cards};
use super::frame::{Anchor, Frame};
use super::site::{Site, findings_of_rule, findings_of_severity};
use super::vocabulary;
use crate::document::{Rule, Severity};
use crate::error::Result;
use crate::ledger::Sheet;

/// Families and quotes that the first page shows.
const FIRST: u32 = 8;
/// Findings that it shows.
const FINDINGS: usize = 4;
/// Outlets that it shows.
const OUTLETS: usize = 12;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'site> {
    frame: Frame<'site>,
    lede: Lede,
    figures: Vec<Figure>,
    held: Option<String>,
    time: Option<TimeChart>,
    without_time: u64,
    outlets: Vec<OutletLine>,
    outlets_total: u64,
    families: Vec<FamilyLine>,
    quotes: Vec<FamilyLine>,
    severities: Vec<(String, &'static str, Anchor)>,
    rules: Vec<(Anchor, u64)>,
    findings: Vec<Card>,
}

/// The sentence that says it all.
struct Lede {
    articles: Anchor,
    records: Anchor,
    outlets: Anchor,
    share: String,
    carried: String,
    characters: String,
}

/// A figure with what it counts.
struct Figure {
    label: &'static str,
    value: Anchor,
    parts: Vec<Anchor>,
    note: &'static str,
}

/// An outlet in the table.
struct OutletLine {
    name: Anchor,
    articles: u64,
    share: String,
    width: String,
    gave: u64,
    took: u64,
    findings: u64,
}

pub(super) fn page(site: &Site<'_>) -> Result<String> {
    let frame = Frame::new(site, Address::Overview, site.language.say("Overview", "概览"));
    let digest = site.digest;
    let overview = &digest.overview;
    let first = Sheet {
        number: 0,
        rows: FIRST,
    };
    let worst: Vec<i64> = digest
        .finding_order
        .iter()
        .take(FINDINGS)
        .map(|finding| finding.number)
        .collect();
    let say = |english, chinese| site.language.say(english, chinese);
    let articles = overview.articles.host + overview.articles.embedded;
    let counted = |number: u64, one, many, chinese, to: &Address| {
        frame.anchor(site.language.count(number, one, many, chinese), to)
    };
    let lede = Lede {
        articles: counted(
            articles,
            "article",
            "articles",
            "篇文章",
            &Address::Articles { sheet: 0 },
        ),
        records: counted(
            overview.records.total,
            "record",
            "records",
            "条记录",
            &Address::Records,
        ),
        outlets: counted(
            digest.outlets.len() as u64,
            "outlet",
            "outlets",
            "家媒体",
            &Address::Outlets,
        ),
        share: share(digest.carried, digest.characters),
        carried: grouped(digest.carried),
        characters: grouped(digest.characters),
    };
    let severities = Severity::ALL.iter().rev().filter_map(|&severity| {
        let count = digest.findings_of(None, Some(severity.name()));
        (count > 0).then(|| {
            let anchor = frame.anchor(grouped(count), &findings_of_severity(severity));
            (
                vocabulary::severity(severity, site.language).to_owned(),
                severity.name(),
                anchor,
            )
        })
    });
    let mut rules: Vec<(Anchor, u64)> = Rule::ALL
        .iter()
        .filter_map(|&rule| {
            let count = digest.findings_of(Some(rule.name()), None);
            let anchor = frame.anchor(vocabulary::rule(rule, site.language), &findings_of_rule(rule));
            (count > 0).then_some((anchor, count))
        })
        .collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.1));
    let outlets = digest.outlets.iter().take(OUTLETS).map(|outlet| OutletLine {
        name: frame.outlet(&outlet.name),
        articles: outlet.articles,
        share: share(outlet.carried, outlet.characters),
        width: share_width(outlet.carried, outlet.characters),
        gave: outlet.gave,
        took: outlet.took,
        findings: outlet.findings,
    });
    let held = match site.links {
        super::Links::Live => None,
        super::Links::Files(held) => Some(grouped(u64::from(held.top))),
    };
    let page = Overview {
        lede,
        figures: figures(site, &frame),
        held,
        time: TimeChart::of(
            &digest.periods,
            say(
                "articles that carry text from another one here",
                "含库内他文文字的文章",
            ),
            say("other articles", "其他文章"),
        ),
        without_time: digest.without_time,
        outlets: outlets.collect(),
        outlets_total: digest.outlets.len() as u64,
        families: family_lines(&frame, site.store.family_rows(None, first)?),
        quotes: family_lines(&frame, site.store.quote_rows(first)?),
        severities: severities.collect(),
        rules,
        findings: cards(&frame, site.store.findings_numbered(&worst)?)?,
        frame,
    };
    filled(&page)
}

fn figures(site: &Site<'_>, frame: &Frame<'_>) -> Vec<Figure> {
    let overview = &site.digest.overview;
    let say = |english, chinese| site.language.say(english, chinese);
    let count = |number: u64, one, many, chinese| site.language.count(number, one, many, chinese);
    let plain = |text: String| Anchor { text, href: None };
    let families = Address::Families { kind: None, sheet: 0 };
    let mut statuses = vec![frame.anchor(
        count(
            overview.records.ok,
            "with an article",
            "with an article",
            "条含文章",
        ),
        &Address::Records,
    )];
    for (number, english, chinese) in [
        (overview.records.no_article, "without an article", "条无文章"),
        (overview.records.unreadable, "unreadable", "条无法读取"),
        (overview.records.oversize, "too large", "条过大"),
    ] {
        if number > 0 {
            statuses.push(frame.anchor(count(number, english, english, chinese), &Address::Records));
        }
    }
    let kinds = overview.families.by_kind.iter().map(|(kind, &number)| {
        let to = Address::Families {
            kind: Some(kind.clone()),
            sheet: 0,
        };
        frame.anchor(
            format!(
                "{} {}",
                grouped(number),
                vocabulary::passage_kind(kind, site.language)
            ),
            &to,
        )
    });
    let articles = overview.articles.host + overview.articles.embedded;
    let copies = Address::Copies { sheet: 0 };
    let articles_page = Address::Articles { sheet: 0 };
    vec![
        Figure {
            label: say("records", "记录"),
            value: frame.anchor(grouped(overview.records.total), &Address::Records),
            parts: statuses,
            note: say(
                "files, lines, rows or pages that were read",
                "读入的文件、行或网页",
            ),
        },
        Figure {
            label: say("articles", "文章"),
            value: frame.anchor(grouped(articles), &articles_page),
            parts: vec![plain(count(
                overview.articles.embedded,
                "embedded in another’s page",
                "embedded in another’s page",
                "篇嵌在他人页面中",
            ))],
            note: say("reports; a page may hold several", "报道；一个页面可含多篇"),
        },
        Figure {
            label: say("copies", "副本"),
            value: frame.anchor(grouped(overview.copies.exact + overview.copies.near), &copies),
            parts: vec![
                plain(count(
                    overview.copies.exact,
                    "word for word",
                    "word for word",
                    "篇逐字相同",
                )),
                plain(count(overview.copies.near, "edited", "edited", "篇有改动")),
                frame.anchor(
                    count(
                        overview.clusters,
                        "report copied",
                        "reports copied",
                        "篇被复制的报道",
                    ),
                    &copies,
                ),
            ],
            note: say("articles that are another one, whole", "整篇与另一篇相同的文章"),
        },
        Figure {
            label: say("families", "段落族"),
            value: frame.anchor(grouped(overview.families.total), &families),
            parts: kinds.collect(),
            note: say(
                "passages that stand in several articles",
                "出现在多篇文章中的段落",
            ),
        },
        Figure {
            label: say("links", "流转关系"),
            value: frame.anchor(
                grouped(overview.links.resolved + overview.links.unresolved),
                &Address::Outlets,
            ),
            parts: vec![
                frame.anchor(
                    count(overview.links.resolved, "directed", "directed", "条方向已定"),
                    &Address::Outlets,
                ),
                frame.anchor(
                    count(
                        overview.links.unresolved,
                        "undecided in direction",
                        "undecided in direction",
                        "条方向未定",
                    ),
                    &families,
                ),
            ],
            note: say(
                "“this was carried from that”, with evidence",
                "“此段录自彼处”，附证据",
            ),
        },
        Figure {
            label: say("quotes", "引语"),
            value: frame.anchor(grouped(overview.quotes.total), &Address::Quotes { sheet: 0 }),
            parts: vec![frame.anchor(
                count(
                    overview.quotes.shared,
                    "in several articles",
                    "in several articles",
                    "条见于多篇文章",
                ),
                &Address::Quotes { sheet: 0 },
            )],
            note: say("text between quotation marks", "引号之内的文字"),
        },
        Figure {
            label: say("claims", "来源声明"),
            value: frame.anchor(grouped(overview.claims), &Address::Outlets),
            parts: vec![frame.anchor(
                count(
                    site.digest.named_total,
                    "source named",
                    "sources named",
                    "个被署名的来源",
                ),
                &Address::Outlets,
            )],
            note: say("what pages say about their sources", "页面对其来源的说法"),
        },
        Figure {
            label: say("findings", "疑点"),
            value: frame.anchor(grouped(site.digest.findings_of(None, None)), &Address::findings()),
            parts: match site.digest.rejected {
                0 => Vec::new(),
                rejected => vec![plain(count(
                    rejected,
                    "rejected by an auditor",
                    "rejected by an auditor",
                    "条已被审核者否决",
                ))],
            },
            note: say("what an auditor should see", "审核者应当看到的事"),
        },
    ]
}

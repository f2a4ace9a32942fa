//! Claims of lines, on short records written for the project: source lines, credits, datelines, headers.
#![allow(clippy::unwrap_used)]

use super::tests::{pair, run, segmentation};
use super::{OutletTable, attribute};
use crate::document::{
    Article, Attributed, BlockKind, ClaimKind, Metadata, Part, PartKind, Record, SourceKind, Span,
};

#[test]
fn lines_give_publisher_and_declared_source() {
    let text = "新浪新闻综合2024-07-03 10:00:120\n来源:光明日报\n桥已修好。";
    let mut segmentation = segmentation(text);
    let (label, line) = (Span::new(0, 18), text.find("来源").unwrap());
    segmentation.blocks[0].kind = BlockKind::ListingLine;
    segmentation.blocks[1].kind = BlockKind::SourceLine;
    let part = |kind, start, end, block| Part {
        kind,
        span: Span::new(start, end),
        block,
    };
    segmentation.parts = vec![
        part(
            PartKind::ListingLabel,
            label.start as usize,
            label.end as usize,
            0,
        ),
        part(PartKind::Label, line, line + 6, 1),
        part(PartKind::Source, line + 7, line + 19, 1),
    ];
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    let found = attribute(&record, segmentation.clone(), &OutletTable::builtin());
    let article = found.segmentation.articles.first().unwrap();
    assert_eq!(
        (article.publisher.as_deref(), article.declared_source.as_deref()),
        (Some("新浪新闻"), Some("光明日报"))
    );
    assert_eq!(found.claims.first().unwrap().source_kind, SourceKind::Aggregator);
    let source = found
        .claims
        .iter()
        .find(|claim| claim.kind == ClaimKind::SourceLine)
        .unwrap();
    assert_eq!(source.span.unwrap().of(text), "来源:光明日报");
    assert_eq!(source.scope.unwrap().of(text), "桥已修好。");
    assert_eq!(found.sentences.first().unwrap().chain, ["新浪新闻", "光明日报"]);
    // A void source declares nothing; metadata gives a claim without a place.
    let void = text.replace("光明日报", "互联网络");
    let metadata = Metadata {
        source: Some("网络".to_owned()),
        url: Some("https://www.thepaper.cn/x".to_owned()),
        ..Metadata::default()
    };
    let record = Record {
        text: void.replace("互联网络", "网络网络"),
        metadata,
        ..Record::default()
    };
    segmentation.parts[2].span.end = segmentation.parts[2].span.start + 6;
    let found = attribute(&record, segmentation, &OutletTable::builtin());
    let article = found.segmentation.articles.first().unwrap();
    assert_eq!(
        (article.publisher.as_deref(), article.declared_source.as_deref()),
        (Some("澎湃新闻"), None)
    );
    assert!(found.claims.iter().any(|claim| claim.kind == ClaimKind::Meta
        && claim.span.is_none()
        && claim.source_kind == SourceKind::Void));
}

/// The same with every line in parentheses a source line with its label 据 and one source.
fn run_with_credits(text: &str) -> Attributed {
    let mut segmentation = segmentation(text);
    for (index, block) in segmentation.blocks.iter_mut().enumerate() {
        let line = block.span.of(text);
        if let Some(inner) = line.strip_prefix("（据") {
            block.kind = BlockKind::SourceLine;
            let start = block.span.start as usize + "（".len();
            let mut part = |kind, from, length| {
                segmentation.parts.push(Part {
                    kind,
                    span: Span::new(from, from + length),
                    block: index as u32,
                });
            };
            part(PartKind::Label, start, "据".len());
            part(PartKind::Source, start + "据".len(), inner.len() - "）".len());
        }
    }
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    attribute(&record, segmentation, &OutletTable::builtin())
}

/// Closing credits with what they govern.
fn credited(found: &Attributed, text: &str) -> Vec<(String, String)> {
    let credits = found
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::ClosingCredit);
    credits
        .map(|claim| pair(&claim.source_name, claim.scope.unwrap().of(text)))
        .collect()
}

#[test]
fn the_only_credit_at_the_end_is_the_articles() {
    let text = "白杨县的便桥昨夜冲毁。\n道路已经封闭。\n（据新华社）";
    let found = run_with_credits(text);
    let article = found.segmentation.articles.first().unwrap();
    assert_eq!(article.declared_source.as_deref(), Some("新华社"));
    assert_eq!(
        credited(&found, text),
        [pair("新华社", "白杨县的便桥昨夜冲毁。\n道路已经封闭。")]
    );
    assert!(
        found
            .claims
            .iter()
            .all(|claim| claim.kind == ClaimKind::ClosingCredit)
    );
    // Left in its paragraph by the segmentation; 据统计 names nobody.
    let inside = "白杨县的便桥昨夜冲毁。（据统计，去年冲毁三座）\n道路已经封闭。(据光明日报报道)";
    let found = run(inside);
    assert_eq!(
        found
            .segmentation
            .articles
            .first()
            .unwrap()
            .declared_source
            .as_deref(),
        Some("光明日报")
    );
}

#[test]
fn a_credit_inside_a_digest_is_its_items() {
    let text = "白杨县的便桥昨夜冲毁。\n（据新华社）\n【天气】明日有雨。\n【文化】抄本已经编目。\n整理工作还要两年。\n（据光明日报）";
    let found = run_with_credits(text);
    assert_eq!(found.segmentation.articles.first().unwrap().declared_source, None);
    assert_eq!(
        credited(&found, text),
        [
            pair("新华社", "白杨县的便桥昨夜冲毁。"),
            pair("光明日报", "【文化】抄本已经编目。\n整理工作还要两年。"),
        ]
    );
    let chains: Vec<_> = found
        .sentences
        .iter()
        .map(|sentence| sentence.chain.join("<"))
        .collect();
    assert_eq!(chains, ["新华社", "", "光明日报", "光明日报"]);
    // One credit, and a paragraph of the digest's own behind it.
    let open = "湖上起了大风。\n便桥昨夜冲毁。\n（据新华社）\n明日有雨。";
    let found = run_with_credits(open);
    assert_eq!(found.segmentation.articles.first().unwrap().declared_source, None);
    assert_eq!(credited(&found, open), [pair("新华社", "便桥昨夜冲毁。")]);
}

#[test]
fn a_digests_label_names_who_made_it() {
    let text = "光明日报2024-07-03 10:00\n便桥昨夜冲毁。\n（据新华社）\n明日有雨。";
    let mut segmentation = segmentation(text);
    segmentation.blocks[0].kind = BlockKind::ListingLine;
    segmentation.blocks[2].kind = BlockKind::SourceLine;
    let name = text.find("新华社").unwrap();
    for (kind, start, length, block) in [
        (PartKind::ListingLabel, 0, "光明日报".len(), 0),
        (PartKind::Label, name - "据".len(), "据".len(), 2),
        (PartKind::Source, name, "新华社".len(), 2),
    ] {
        segmentation.parts.push(Part {
            kind,
            span: Span::new(start, start + length),
            block,
        });
    }
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    let found = attribute(&record, segmentation, &OutletTable::builtin());
    let article = found.segmentation.articles.first().unwrap();
    assert_eq!(
        (article.publisher.as_deref(), article.declared_source.as_deref()),
        (Some("光明日报"), None)
    );
}

#[test]
fn a_source_line_in_the_midst_of_a_body_is_of_what_stands_above() {
    let found = |text: &str| {
        let mut segmentation = segmentation(text);
        for (index, block) in segmentation.blocks.iter_mut().enumerate() {
            let Some((label, name)) = block.span.of(text).split_once('：') else {
                continue;
            };
            block.kind = BlockKind::SourceLine;
            let start = block.span.start as usize;
            for (kind, from, length) in [
                (PartKind::Label, start, label.len()),
                (PartKind::Source, block.span.end as usize - name.len(), name.len()),
            ] {
                segmentation.parts.push(Part {
                    kind,
                    span: Span::new(from, from + length),
                    block: index as u32,
                });
            }
        }
        let record = Record {
            text: text.to_owned(),
            ..Record::default()
        };
        let found = attribute(&record, segmentation, &OutletTable::builtin());
        let claim = found.claims.first().unwrap();
        (
            claim.kind,
            claim.scope.unwrap().of(text).to_owned(),
            found
                .segmentation
                .articles
                .first()
                .unwrap()
                .declared_source
                .clone(),
        )
    };
    let body = "桥在汛期里冲毁，两岸的人只好绕行。";
    let at = |line: &str| found(&format!("{body}\n{line}\n{body}\n{body}"));
    assert_eq!(
        at("来源：光明日报"),
        (ClaimKind::SourceLine, body.to_owned(), None)
    );
    assert_eq!(
        at("数据来源：光明日报"),
        (ClaimKind::MediaCredit, "数据来源：光明日报".to_owned(), None)
    );
    let last = format!("{body}{body}\n来源：光明日报（03版）\n明日有雨。");
    assert_eq!(found(&last).2.as_deref(), Some("光明日报"));
}

#[test]
fn a_dateline_further_down_governs_its_item() {
    let text = "两地同日有雨。\n一、白杨\n据新华社电\n桥已修好。\n二、青石\n路已通车。";
    let mut segmentation = segmentation(text);
    for (block, kind) in [
        (1, BlockKind::Heading),
        (2, BlockKind::Dateline),
        (4, BlockKind::Heading),
    ] {
        segmentation.blocks[block].kind = kind;
    }
    let at = text.find("新华社").unwrap();
    segmentation.parts.push(Part {
        kind: PartKind::Agency,
        span: Span::new(at, at + "新华社".len()),
        block: 2,
    });
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    let found = attribute(&record, segmentation, &OutletTable::builtin());
    let claim = found.claims.first().unwrap();
    assert_eq!(claim.scope.unwrap().of(text), "桥已修好。");
    assert_eq!(found.segmentation.articles.first().unwrap().declared_source, None);
}

#[test]
fn a_name_in_brackets_must_be_an_outlets() {
    let named = |line: &str, kind: BlockKind, part: PartKind, name: &str| {
        let text = format!("桥已修好。\n{line}\n桥很结实。");
        let mut segmentation = segmentation(&text);
        segmentation.articles.push(Article {
            ordinal: 1,
            embedded_in: Some(0),
            ..Article::default()
        });
        segmentation.blocks[1].kind = kind;
        for block in &mut segmentation.blocks[1..] {
            block.article = Some(1);
        }
        let at = text.find(name).unwrap();
        segmentation.parts.push(Part {
            kind: part,
            span: Span::new(at, at + name.len()),
            block: 1,
        });
        let record = Record {
            text,
            ..Record::default()
        };
        attribute(&record, segmentation, &OutletTable::builtin())
            .claims
            .len()
    };
    let head = |line, name| named(line, BlockKind::Dateline, PartKind::Agency, name);
    assert_eq!(head("【环球网报道】", "环球网"), 1);
    assert_eq!(head("【白杨晨报讯】", "白杨晨报"), 1);
    assert_eq!(head("【趣新闻】", "趣新闻"), 0);
    assert_eq!(head("【趣新闻报道】", "趣新闻"), 1);
    let header = |line, name| named(line, BlockKind::RelatedHeader, PartKind::Outlet, name);
    assert_eq!(header("相关新闻：桥（白杨晨报）", "白杨晨报"), 1);
    assert_eq!(header("相关新闻：桥（澎湃新闻）", "澎湃新闻"), 1);
    assert_eq!(header("相关新闻：桥（修订版）", "修订版"), 0);
}

/// A record whose lines have these kinds; the part of a line is the words between `<` and `>`, which are cut out.
fn lines_of(lines: &[(BlockKind, &str, Option<PartKind>)]) -> (Record, Attributed) {
    let written: Vec<String> = lines
        .iter()
        .map(|(_, line, _)| line.replace(['<', '>'], ""))
        .collect();
    let text = written.join("\n");
    let mut segmentation = segmentation(&text);
    let mut at = 0;
    for (index, ((kind, line, part), written)) in lines.iter().zip(&written).enumerate() {
        segmentation.blocks[index].kind = *kind;
        if let (Some(kind), Some(open)) = (part, line.find('<')) {
            let close = line.find('>').unwrap() - 1;
            segmentation.parts.push(Part {
                kind: *kind,
                span: Span::new(at + open, at + close),
                block: index as u32,
            });
        }
        at += written.len() + 1;
    }
    let record = Record {
        text,
        ..Record::default()
    };
    let found = attribute(&record, segmentation, &OutletTable::builtin());
    (record, found)
}

fn declares(lines: &[(BlockKind, &str, Option<PartKind>)]) -> Option<String> {
    let (_, found) = lines_of(lines);
    found
        .segmentation
        .articles
        .first()
        .unwrap()
        .declared_source
        .clone()
}

const BODY: (BlockKind, &str, Option<PartKind>) = (
    BlockKind::Paragraph,
    "两岸的人只好绕行，新桥明年才能完工，船只白天停航，晚上才放行。",
    None,
);

#[test]
fn a_dateline_below_a_lead_declares_the_source() {
    let lead = (BlockKind::Paragraph, "便桥昨夜冲毁。", None);
    let line = (
        BlockKind::Dateline,
        "<新华社>北京7月3日电",
        Some(PartKind::Agency),
    );
    assert_eq!(declares(&[lead, line, BODY]).as_deref(), Some("新华社"));
    // An item further down, or one that governs less than most of the body.
    assert_eq!(declares(&[BODY, BODY, BODY, BODY, line, BODY]), None);
    let other = (
        BlockKind::Dateline,
        "<中新社>北京7月3日电",
        Some(PartKind::Agency),
    );
    assert_eq!(declares(&[lead, line, lead, other, BODY]), None);
}

#[test]
fn a_dateline_behind_the_text_is_a_closing_credit() {
    let line = (BlockKind::Dateline, "<本报>北京7月3日电", Some(PartKind::Agency));
    let (record, found) = lines_of(&[BODY, BODY, line]);
    let claim = found.claims.first().unwrap();
    assert_eq!(claim.kind, ClaimKind::ClosingCredit);
    assert_eq!(
        claim.scope.unwrap().of(&record.text),
        format!("{}\n{}", BODY.1, BODY.1)
    );
}

#[test]
fn the_outlet_of_a_reporter_is_declared_last() {
    let byline = (BlockKind::Byline, "<新京报>记者赵一鸣", Some(PartKind::Agency));
    assert_eq!(declares(&[byline, BODY]).as_deref(), Some("新京报"));
    let source = (BlockKind::SourceLine, "来源：<光明日报>", Some(PartKind::Source));
    assert_eq!(declares(&[source, byline, BODY]).as_deref(), Some("光明日报"));
    let own = (BlockKind::Byline, "<本报>记者赵一鸣", Some(PartKind::Agency));
    assert_eq!(declares(&[own, BODY]), None);
    let short = (BlockKind::Byline, "<晚报>记者赵一鸣", Some(PartKind::Agency));
    assert_eq!(declares(&[short, BODY]), None);
    let (_, found) = lines_of(&[byline, BODY]);
    assert_eq!(found.claims.first().unwrap().rule, "byline-outlet");
    let desk = (
        BlockKind::SourceLine,
        "来源：<光明网财经>",
        Some(PartKind::Source),
    );
    assert_eq!(declares(&[desk, BODY]).as_deref(), Some("光明网"));
    let unknown = (BlockKind::SourceLine, "来源：<白杨财经>", Some(PartKind::Source));
    assert_eq!(declares(&[unknown, BODY]).as_deref(), Some("白杨财经"));
}

#[test]
fn credits_govern_the_item_that_they_close() {
    let first = (BlockKind::SourceLine, "来源：<光明日报>", Some(PartKind::Source));
    let second = (BlockKind::SourceLine, "来源：<新京报>", Some(PartKind::Source));
    let (record, found) = lines_of(&[BODY, BODY, first, BODY, second]);
    let scopes: Vec<_> = found
        .claims
        .iter()
        .map(|claim| claim.scope.unwrap().of(&record.text))
        .collect();
    assert_eq!(scopes, [format!("{}\n{}", BODY.1, BODY.1), BODY.1.to_owned()]);
    assert_eq!(found.segmentation.articles.first().unwrap().declared_source, None);
}

#[test]
fn a_credit_at_the_head_governs_what_is_below_it() {
    let teaser = (BlockKind::Paragraph, "桥毁船停。", None);
    let byline = (BlockKind::Byline, "记者<赵一鸣>", Some(PartKind::Person));
    let (record, found) = lines_of(&[teaser, byline, BODY, BODY]);
    let claim = found.claims.first().unwrap();
    assert_eq!(
        claim.scope.unwrap().of(&record.text),
        format!("{}\n{}", BODY.1, BODY.1)
    );
}

#[test]
fn a_label_says_whose_work_it_was() {
    let line = "记者 赵一鸣 校对 钱红 摄影 孙平";
    let text = format!("桥已修好。\n{line}");
    let mut segmentation = segmentation(&text);
    segmentation.blocks[1].kind = BlockKind::Byline;
    for (kind, word) in [
        (PartKind::Label, "记者"),
        (PartKind::Person, "赵一鸣"),
        (PartKind::Label, "校对"),
        (PartKind::Person, "钱红"),
        (PartKind::Label, "摄影"),
        (PartKind::Person, "孙平"),
    ] {
        let at = text.find(word).unwrap();
        segmentation.parts.push(Part {
            kind,
            span: Span::new(at, at + word.len()),
            block: 1,
        });
    }
    let record = Record {
        text,
        ..Record::default()
    };
    let found = attribute(&record, segmentation, &OutletTable::builtin());
    let kinds: Vec<_> = found.claims.iter().map(|claim| claim.kind).collect();
    assert_eq!(
        kinds,
        [ClaimKind::Byline, ClaimKind::Editor, ClaimKind::MediaCredit]
    );
}

#[test]
fn by_lines_govern_their_sections() {
    let heading = (BlockKind::Heading, "新桥", None);
    let byline = |name: &'static str| (BlockKind::Byline, name, Some(PartKind::Person));
    let scopes = |lines: &[(BlockKind, &str, Option<PartKind>)]| -> Vec<String> {
        let (record, found) = lines_of(lines);
        let own = found
            .claims
            .iter()
            .filter(|claim| claim.kind == ClaimKind::Byline);
        own.map(|claim| claim.scope.unwrap().of(&record.text).to_owned())
            .collect()
    };
    let one = byline("记者<赵一鸣>");
    let two = byline("记者<钱红>");
    // One report with a heading in it, and other things behind its by-line.
    let whole = format!("{0}\n新桥\n{0}", BODY.1);
    assert_eq!(scopes(&[BODY, heading, BODY, one, BODY]), [whole]);
    // Each section with its own.
    assert_eq!(
        scopes(&[BODY, heading, BODY, one, heading, BODY, two]),
        [BODY.1.to_owned(), BODY.1.to_owned()]
    );
}

/// Issue 4: pages print the fields of a report in any order, and the source behind the author.
#[test]
fn a_source_beside_the_author_is_declared() {
    let of = |line: &str| {
        let record = Record {
            text: format!("湖水上升了一米，沿岸的居民说，他们从没有见过这样的夏天。\n{line}"),
            ..Record::default()
        };
        let segmentation = crate::segment::segment(&record);
        let found = attribute(&record, segmentation, &OutletTable::builtin());
        let claims = found.claims.iter();
        let named: Vec<String> = claims
            .filter(|claim| claim.kind == ClaimKind::SourceLine)
            .map(|claim| claim.source_name.clone())
            .collect();
        named.join(" ")
    };
    assert_eq!(of("作者：赵一鸣来源：春城思想库"), "春城思想库");
    assert_eq!(of("编辑：赵一鸣来源：云岭网"), "云岭网");
    assert_eq!(of("作者：赵一鸣 供图：云岭网"), "");
    assert_eq!(of("（本文编辑：赵一鸣，题图来源：云岭网）"), "");
}

#[test]
fn issue_6_a_source_between_two_paragraphs_of_a_signed_report_is_that_of_a_picture() {
    let of = |text: &str| {
        let record = Record {
            text: text.to_owned(),
            ..Record::default()
        };
        let found = attribute(&record, crate::segment::segment(&record), &OutletTable::builtin());
        let named = |claim: &&crate::document::Claim| claim.source_name.contains("微博");
        found.claims.iter().find(named).map(|claim| claim.kind)
    };
    let rest = "渡口的船昨夜都回了港，码头上的灯亮到天明。管理处说，停航要到周五。\n".repeat(6);
    let paragraphs = "渡口昨日停航，三百名乘客改乘汽车过江。\n渡口管理处下午发布声明，说风大浪急。\n";
    assert_eq!(
        of(&format!(
            "文|赵一鸣\n{paragraphs}来源：渡口管理处官方微博\n{rest}"
        )),
        Some(ClaimKind::MediaCredit)
    );
    assert_eq!(
        of(&format!("来源：渡口管理处官方微博\n{paragraphs}{rest}")),
        Some(ClaimKind::SourceLine)
    );
}

//! Houses that only their own report names, and sources that a remark or the fellows of an item show, on short texts written for the
//! project.
#![allow(clippy::unwrap_used)]

use super::tests::{run, segmentation};
use super::{OutletTable, attribute};
use crate::document::{BlockKind, ClaimKind, Part, PartKind, Record, Span};

/// Whom a text declares.
fn declared(text: &str) -> Option<String> {
    let found = run(text);
    let article = found.segmentation.articles.first().unwrap();
    article.declared_source.clone()
}

#[test]
fn a_house_that_works_in_its_own_name() {
    let rain = "白杨县昨天下了一场大雨，县城多处积水，许多人没有出门，水务局派人巡查了三遍。";
    for act in [
        "截至光明日报发稿，水还没有退。",
        "昨天，光明日报记者第一时间赶到了县城。",
        "8月28日上午，澎湃新闻看到，水已经漫过了桥。",
        "澎湃新闻（www.thepaper.cn）发现，水已经漫过了桥。",
        "昨天，孙女士接受了光明日报记者的专访。",
    ] {
        let text = format!("{rain}\n{rain}\n{act}\n{rain}");
        let house = if act.contains("澎湃") {
            "澎湃新闻"
        } else {
            "光明日报"
        };
        assert_eq!(declared(&text).as_deref(), Some(house), "{act}");
    }
    for (act, house) in [
        ("河边组（微信ID：hebian37）获悉，水还没有退。", "河边组"),
        ("一位船主告诉河边组(微信号:hebian37)，水还没有退。", "河边组"),
    ] {
        let text = format!("{rain}\n{rain}\n{act}\n{rain}");
        assert_eq!(declared(&text).as_deref(), Some(house), "{act}");
    }
    let told = "一位船主告诉白杨河科技，水还没有退。";
    let again = "一位渔民对白杨河科技说，船还不能开。";
    assert_eq!(
        declared(&format!("{rain}\n{told}\n{again}")).as_deref(),
        Some("白杨河科技")
    );
    assert_eq!(declared(&format!("{rain}\n{told}\n{rain}")), None);
    for act in [
        "截至发稿，水还没有退。",
        "光明日报发现《水位上升记》写得很好。",
        "光明日报的专访写得很好。",
    ] {
        let text = format!("{rain}\n{rain}\n{act}\n{rain}");
        assert_eq!(declared(&text), None, "{act}");
    }
}

#[test]
fn remarks_declare_a_source() {
    let text = "海风注：此事讨论再多都不嫌多。本文转载自微信公众号“湖边夜话”（ID：lake2015），作者：赵川。\n水已经漫过了桥。";
    assert_eq!(declared(text).as_deref(), Some("湖边夜话"));
}

#[test]
fn names_below_items_of_a_digest() {
    let mut text = String::new();
    let mut credits = Vec::new();
    for (item, credit) in [
        ("白杨县下了一场大雨，许多人没有出门。", "（光明日报）"),
        ("清河水位上升了一米，大坝安全。", "（人民网）"),
        ("水利部发布了新的防汛目录。", "（新华网）"),
    ] {
        text.push_str(item);
        credits.push((text.len(), text.len() + credit.len()));
        text.push_str(credit);
        text.push('\n');
    }
    text.push_str("湖北开始实行免费的船舶检查，船主都说好。（湖边蓝）");
    let mut cut = segmentation(&text);
    for (start, end) in credits {
        let at = cut
            .blocks
            .iter()
            .position(|block| block.span.end as usize == end)
            .unwrap();
        cut.blocks[at].span = Span::new(cut.blocks[at].span.start as usize, start);
        let mut credit = cut.blocks[at];
        credit.kind = BlockKind::SourceLine;
        credit.span = Span::new(start, end);
        cut.blocks.insert(at + 1, credit);
    }
    cut.parts = cut
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind == BlockKind::SourceLine)
        .map(|(index, block)| Part {
            kind: PartKind::Source,
            span: Span::new(
                block.span.start as usize + "（".len(),
                block.span.end as usize - "）".len(),
            ),
            block: u32::try_from(index).unwrap(),
        })
        .collect();
    let record = Record {
        text: text.clone(),
        ..Record::default()
    };
    let found = attribute(&record, cut, &OutletTable::builtin());
    let names: Vec<&str> = found
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::ClosingCredit)
        .map(|claim| claim.source_name.as_str())
        .collect();
    assert!(names.contains(&"湖边蓝"), "{names:?}");
}

#[test]
fn names_in_brackets_below_a_gallery_are_those_of_pictures() {
    let text = "点击图片进入下一页\n渔港的旧码头停着三条船。（新华社）\n渔港去年修了两次，县里说今年不再修，渔民有别的想法。";
    let mut cut = segmentation(text);
    let open = text.find('（').unwrap();
    let close = text.find('）').unwrap() + '）'.len_utf8();
    let leads_on = text.find('\n').unwrap();
    cut.blocks.retain(|block| block.span.start as usize > leads_on);
    let line = |kind, start, end, article| crate::document::Block {
        kind,
        span: Span::new(start, end),
        article,
    };
    cut.blocks.first_mut().unwrap().span.end = u32::try_from(open).unwrap();
    cut.blocks.insert(0, line(BlockKind::Chrome, 0, leads_on, None));
    cut.blocks
        .insert(2, line(BlockKind::SourceLine, open, close, Some(0)));
    cut.parts.push(Part {
        block: 2,
        kind: PartKind::Source,
        span: Span::new(open + '（'.len_utf8(), close - '）'.len_utf8()),
    });
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    let found = attribute(&record, cut, &OutletTable::builtin());
    let credit = found
        .claims
        .iter()
        .find(|claim| claim.source_name == "新华社")
        .unwrap();
    assert_eq!(credit.kind, ClaimKind::MediaCredit);
    assert_eq!(found.segmentation.articles.first().unwrap().declared_source, None);
}

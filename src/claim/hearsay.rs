//! What spreads without anybody who is named or described: 有消息, 网上有说法, 有人, 也有机构. In goes a phrase of the reading
//! form, out comes what it tells of.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::edges::Edges;
use super::people::{Described, is_plain};
use super::words::Words;

/// What spreads without anybody who says it: 有消息, 网上有传言, 也有观点.
static HEARSAY: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "消息", "传闻", "传言", "说法", "观点", "分析", "声音", "评论", "报道", "猜测", "质疑",
    ])
});

/// What the phrase tells of; `None` where it is no hearsay.
pub(super) fn described(words: &Words, phrase: &str) -> Option<Described> {
    spreads(phrase)
        .or_else(|| some(phrase))
        .or_else(|| some_body(words, phrase))
}

/// Hearsay: 有 before what spreads, with or without a place before it (网上有说法).
fn spreads(phrase: &str) -> Option<Described> {
    let noun = HEARSAY.of(phrase)?;
    let before = HEARSAY.cut(phrase)?;
    // 一些报道, 不少评论: several of them, and not said whose.
    if ["报道", "评论", "分析", "观点"].contains(&noun)
        && ["一些", "不少", "部分", "多篇", "很多", "许多", "相关", "另有"].contains(&before)
    {
        return Some(Described {
            start: 0,
            kind: SourceKind::Anonymous,
            anaphor: None,
        });
    }
    // 有人提出质疑: what somebody did.
    if before.contains("有人") {
        return None;
    }
    let place = if noun == "传言" && before.ends_with("社会") {
        ""
    } else {
        before.split_once('有')?.0
    };
    let place = place.trim_end_matches(['也', '还', '曾', '又', '另', '就', '更', '仍', '确', '早']);
    let somewhere = place.is_empty()
        || [
            "网上",
            "网络上",
            "网络",
            "坊间",
            "市场上",
            "市场",
            "业内",
            "社会上",
            "民间",
            "国内",
            "此前",
        ]
        .contains(&place);
    let short = before.chars().count() <= 12 && is_plain(before.trim_start_matches(place));
    (somewhere && (short || before.ends_with('有'))).then_some(Described {
        start: before.find('有').map_or(0, |at| at + "有".len()),
        kind: SourceKind::Anonymous,
        anaphor: None,
    })
}

/// 有人, 也有人, 不少人: somebody, and nothing said of him.
fn some(phrase: &str) -> Option<Described> {
    const SOME: [&str; 8] = [
        "有人",
        "有的人",
        "有些人",
        "一些人",
        "不少人",
        "很多人",
        "许多人",
        "部分人",
    ];
    let head = SOME.iter().find_map(|some| phrase.strip_suffix(some))?;
    let lead = [
        "",
        "也",
        "还",
        "更",
        "又",
        "曾",
        "另",
        "就",
        "都",
        "甚至",
        "甚至还",
        "也曾",
        "网上",
        "很快",
        "很快就",
        "随即",
        "随后",
        "后来",
        "陆续",
        "接着",
        "此前",
        "其间",
        "期间",
    ];
    lead.contains(&head).then_some(Described {
        start: head.len(),
        kind: SourceKind::Anonymous,
        anaphor: None,
    })
}

/// 有券商, 也有机构: one of many bodies, and not said which.
fn some_body(words: &Words, phrase: &str) -> Option<Described> {
    let rest = phrase.trim_start_matches(['也', '还', '更', '又', '曾', '另', '就', '便']);
    let body = rest.strip_prefix('有')?;
    words.organisations.has(body).then_some(Described {
        start: phrase.len() - body.len(),
        kind: SourceKind::Anonymous,
        anaphor: None,
    })
}

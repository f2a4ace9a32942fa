//! Notices: to give one is a verb (某公司公告，…), and the notice is a noun (通报称, 发布公告称). In go the words around such a
//! verb, out comes whether it speaks and who does.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::context::Context;
use super::edges::Edges;
use super::names::{Named, who};
use super::reading::first_clause;
use super::words::{Anaphor, Verb, words};

/// Notices: to give one is a verb, and the notice is a noun.
const NOTICES: [&str; 4] = ["公告", "声明", "通告", "通报"];

/// Acts by which a notice comes out.
const ISSUES: [&str; 7] = ["发布", "发出", "发表", "公布", "贴出", "出具", "张贴"];

/// What is done with a notice of somebody else's, and what tells which notice it is.
static HOW_NOTICED: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "收到",
        "接到",
        "看到",
        "根据",
        "查阅",
        "查看",
        "阅读",
        "撤回",
        "删除",
        "转发",
        "这份",
        "该份",
        "这则",
        "该则",
        "上述",
        "此前的",
        "相关",
        "有关",
        "上市公司",
        "信息披露",
        "未见",
        "等候",
        "关注",
    ])
});

/// True for a word that is a notice and gives one.
pub(super) fn is_notice(word: &str) -> bool {
    NOTICES.contains(&word)
}

/// True when the clause before a notice tells which one it is or what is done with it: 收到公告, 上述公告.
pub(super) fn is_another(clause: &str) -> bool {
    HOW_NOTICED.of(clause).is_some()
}

/// True when somebody issues the notice that `clause` stands before: 发布关于某事的.
pub(super) fn is_issued(clause: &str) -> bool {
    clause.ends_with('的') && ISSUES.iter().any(|act| clause.contains(act))
}

/// Bytes of what a notice tells of, where a comma or a colon follows: 通报了案件的最新情况，….
pub(super) fn object(rest: &str) -> Option<usize> {
    const LONGEST: usize = 32;
    const TOLD: [&str; 18] = [
        "情况",
        "进展",
        "案情",
        "结果",
        "详情",
        "细节",
        "经过",
        "原因",
        "过程",
        "消息",
        "事项",
        "结论",
        "一事",
        "质疑",
        "传闻",
        "以下几点",
        "如下几点",
        "以下内容",
    ];
    let clause = first_clause(rest, LONGEST);
    let behind = rest.get(clause.len()..)?;
    // 公布案情，并悬赏20万元: what was done next.
    let next = behind.trim_start_matches(['，', ',', '：', ':']);
    let goes_on = behind.len() > next.len() && !next.starts_with(['并', '且', '而', '但', '还', '随']);
    let plain = !clause.contains(['“', '「', '、']);
    (goes_on && plain && TOLD.iter().any(|told| clause.ends_with(told))).then_some(clause.len())
}

/// Bytes of the title of what somebody printed, where a pause or a verb follows: 刊文《题》，…, 发表评论《题》称….
pub(super) fn titled(word: &str, rest: &str) -> Option<usize> {
    const PRINTS: [&str; 10] = [
        "刊文",
        "发文",
        "撰文",
        "评论",
        "发表评论",
        "刊发评论",
        "发表社评",
        "刊发社评",
        "发表社论",
        "发微博",
    ];
    const LONGEST: usize = 3 * 50;
    if !PRINTS.contains(&word) || !rest.starts_with('《') {
        return None;
    }
    let close = rest.find('》').filter(|&close| close <= LONGEST)? + '》'.len_utf8();
    let behind = rest.get(close..)?;
    let more = ["一文", "的文章"].iter().find(|more| behind.starts_with(**more));
    let close = close + more.map_or(0, |more| more.len());
    let behind = rest.get(close..)?;
    let said = ["称", "指出", "认为", "说", "表示"]
        .iter()
        .find(|verb| behind.starts_with(**verb));
    (said.is_some() || behind.starts_with(['，', ',', '：', ':']))
        .then(|| close + said.map_or(0, |verb| verb.len()))
}

/// Bytes of what somebody's words are called, where they follow: 很中肯的话，….
pub(super) fn saying(rest: &str) -> Option<usize> {
    const LONGEST: usize = 16;
    let clause = first_clause(rest, LONGEST);
    let end = clause.find("话").map(|at| at + "话".len())?;
    rest.get(end..)?
        .starts_with(['，', ',', '：', ':', '“', '「', '"'])
        .then_some(end)
}

/// Bytes of what somebody tells of behind his own words: 当时火灾现场的情况。
pub(super) fn told_of(rest: &str) -> Option<usize> {
    const LONGEST: usize = 24;
    let clause = first_clause(rest, LONGEST);
    let ends = rest.get(clause.len()..)?.starts_with(['。', '！']);
    let told = [
        "情况", "情景", "经过", "过程", "往事", "感受", "经历", "一幕", "场景", "心情",
    ]
    .iter()
    .any(|told| clause.ends_with(told));
    (ends && told && !clause.contains(['“', '「'])).then_some(clause.len())
}

/// A notice that speaks: 通报称.
pub(super) fn document(word: &str) -> Named {
    Named {
        kind: SourceKind::Document,
        anaphor: Some(Anaphor::Document),
        ..Named::plain(0, word.len())
    }
}

/// Who speaks where a document or an account is the subject of a verb: 某公司发布公告称, 某公司公告称, 某人发微博称. `None` where who made it
/// can be nobody's name.
pub(super) fn whose(context: &Context<'_>, verb: Verb, mut named: Named, base: usize) -> Option<Named> {
    if !matches!(named.kind, SourceKind::Document | SourceKind::Platform) || named.anaphor.is_some() {
        return Some(named);
    }
    let phrase = context.form(base + named.start, base + named.end);
    let acts: &[&str] = if named.kind == SourceKind::Document {
        &DOCUMENTED
    } else {
        &POSTED
    };
    let cut = acts.iter().filter_map(|act| phrase.find(act)).min();
    if let Some(cut) = cut {
        let mut head = phrase.get(..cut)?.trim_end();
        while let Some(rest) = words().adverbs.cut(head) {
            head = rest.trim_end();
        }
        if !(2..=14).contains(&head.chars().count()) {
            return None;
        }
        named.end = named.start + head.len();
        named.kind = SourceKind::Unlisted;
    } else if named.kind == SourceKind::Document
        && verb != Verb::Written
        && let Some(owner) = ["公告", "通报", "声明", "通告", "公开信"]
            .iter()
            .find_map(|act| phrase.strip_suffix(act))
        && who(owner, context.outlets).is_some_and(|owner| owner.kind != SourceKind::Document)
    {
        // 某公司公告称: to give notice is what it did.
        named.end = named.start + owner.len();
        named.kind = SourceKind::Unlisted;
    }
    Some(named)
}

/// Acts by which a document comes out.
const DOCUMENTED: [&str; 10] = [
    "刊文",
    "发文",
    "发布",
    "发公告",
    "发声明",
    "发表",
    "发出",
    "公布",
    "出具",
    "刊登",
];

/// Acts by which a post comes out.
const POSTED: [&str; 8] = [
    "发布",
    "发微博",
    "发多条",
    "连发",
    "连续发",
    "发新",
    "发最新",
    "更新",
];

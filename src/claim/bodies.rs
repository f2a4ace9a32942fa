//! Bodies, documents and occasions, told by how their names end: 某县公安局, 某公司年报, 某市新闻发布会. In goes a phrase, out comes
//! what it names; a phrase that is a clause or a bare ending of nobody's names nobody.

use crate::document::SourceKind;

use super::names::{Named, who};
use super::outlets::OutletTable;
use super::outside_names::{outside_name, outside_names};
use super::people::described_body;
use super::reading::{is_han, leading_time};
use super::words::{Anaphor, words};

/// What `body` names by its ending. `plain` is the phrase as a whole.
pub(super) fn body_named(body: &str, plain: &Named, outlets: &OutletTable) -> Option<Named> {
    let Some(kind) = words()
        .organisations
        .number(body)
        .and_then(|number| words().organisation_kinds.get(number))
    else {
        let named = |name: &str| {
            described_body(words(), name).map(|kind| Named {
                kind,
                start: plain.end - name.len(),
                ..plain.clone()
            })
        };
        // 深陷风波的某某二院: what is said of a house stands before its name.
        return named(body).or_else(|| {
            let (said, name) = body.rsplit_once('的')?;
            let fits = (3..=20).contains(&said.chars().count())
                && name.chars().count() >= 4
                && outside_name(name).is_none()
                && !said.starts_with(['在', '从', '对', '向', '把', '被', '让', '给', '据', '到'])
                && !said.contains(['把', '让', '给']);
            named(name).filter(|_| fits)
        });
    };
    let head = body.strip_suffix("的").unwrap_or(body);
    let after_date = head
        .get(leading_time(head)..)
        .unwrap_or("")
        .trim_start_matches('的');
    // 某公司的年报: a document may have an owner.
    let owned = *kind == SourceKind::Document;
    // 某法院的陪审团: a part of a body.
    let part = || {
        let (owner, part) = after_date.rsplit_once('的')?;
        let public = who(owner, outlets).filter(|owner| {
            owner.anaphor.is_none() && matches!(owner.kind, SourceKind::Government | SourceKind::Unlisted)
        });
        (words().organisations.has(part) && public.is_some()).then_some(())
    };
    // 某某所属的某省律师协会: a clause that is said of the body behind it.
    if let Some((before, tail)) = after_date.rsplit_once('的')
        && matches!(kind, SourceKind::Unlisted | SourceKind::Government)
        && tail.chars().count() >= 5
        && before.chars().count() >= 3
        && !words().organisations.has(tail)
        && outside_name(tail).is_none()
        && tail
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphabetic() || matches!(next, '@' | '-'))
        && !tail.contains(['下', '去', '到', '来'])
        && !["家长", "家属", "家人"].iter().any(|kin| tail.starts_with(kin))
        && !before.contains(['被', '把', '让', '对', '给'])
    {
        return Some(Named {
            kind: *kind,
            start: plain.end - tail.len(),
            ..plain.clone()
        });
    }
    let clean = outside_names(after_date)
        .all(|word| owned && after_date.get(word.start..word.end) == Some("的"))
        || !owned && part().is_some();
    // 召开新闻发布会: what somebody did, not who.
    let held = [
        "召开",
        "举行",
        "举办",
        "出席",
        "参加",
        "主持",
        "发微博",
        "发微信",
        "发推",
        "发布",
        "发表",
        "进行",
        "开展",
        "展开",
        "提供",
        "包括",
        "利用",
        "推动",
        "推进",
        "收集",
        "查询",
        "整理",
        "使用",
        "给予",
        "作出",
        "做出",
    ]
    .iter()
    .any(|verb| head.starts_with(verb));
    // 连发多条微博: what somebody did who is not named here.
    let posts = ["发", "连发", "连续发", "又发", "再发", "更新", "转发", "再次发"]
        .iter()
        .any(|verb| head.starts_with(verb))
        && (head.ends_with("微博") || head.ends_with("微信"));
    let clean = clean && !held && !posts;
    // A bare ending stands for a body or a document named before (公司, 协议); 新闻 names nobody.
    let bare = words().organisations.has(head) && *kind != SourceKind::Government;
    // 数据显示: whose data is not said.
    if bare && NOBODYS.contains(&head) {
        return None;
    }
    let anaphor = match *kind {
        SourceKind::Unlisted if bare => Some(Anaphor::Body),
        SourceKind::Document if bare => Some(Anaphor::Document),
        _ => None,
    };
    // 某法院召开新闻发布会: who holds it speaks there.
    if *kind == SourceKind::PressConference
        && let Some(at) = ["召开", "举行", "举办"]
            .iter()
            .find_map(|verb| head.find(verb))
            .filter(|&at| at > 0)
    {
        let holder = who(head.get(..at)?, outlets)?;
        return Some(holder.moved(plain.start));
    }
    let bare = bare && anaphor.is_none();
    let longest = match *kind {
        SourceKind::Outlet | SourceKind::Agency => 14,
        SourceKind::Document => 24,
        _ => 36,
    };
    (clean && !bare && (2..=longest).contains(&body.chars().count())).then_some(Named {
        kind: *kind,
        anaphor,
        ..plain.clone()
    })
}

/// Documents that are somebody's only where it is said whose.
const NOBODYS: &[&str] = &[
    "信息",
    "视频",
    "判决",
    "调查",
    "邮件",
    "短信",
    "聊天记录",
    "名单",
    "公示",
    "榜单",
    "监测数据",
    "数据",
    "资料",
    "监控",
    "录像",
    "记录",
    "统计",
    "截图",
    "监控视频",
    "档案",
    "病历",
    "规划",
    "手册",
    "问卷",
    "论文",
    "调查结果",
    "鉴定结果",
    "检测结果",
    "检查结果",
    "排行榜",
    "评估",
    "研究",
    "证言",
    "案卷",
];

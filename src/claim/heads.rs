//! Who the head of a clause names, once what hangs on it is cut: adverbs of one character, manner, an account in brackets, a verb
//! of place. In goes a head, out comes who it is.

use super::context::Context;
use super::leads::lead_length;
use super::learned;
use super::names::{Named, who};
use super::shapes::shaped;
use super::subjects::bare;
use super::words::{Anaphor, words};
use crate::document::SourceKind;

/// Who a head of a clause names: as it stands, or without what hangs on it.
pub(super) fn named_by(context: &Context<'_>, clause: &str, head: &str) -> Option<Named> {
    // 家属林某（@某某）: the account of whoever is named.
    if head.ends_with(['）', ')'])
        && let Some(bare) = head
            .find("（@")
            .or_else(|| head.find("(@"))
            .and_then(|at| head.get(..at))
    {
        return named_by(context, clause, bare.trim_end());
    }
    if let Some(shorter) = without_adverb(context, head) {
        return Some(shorter);
    }
    // 经警方确认: of a body the word in front is no part of its name, of anybody else only where it can be none.
    let behind = head
        .strip_prefix('经')
        .filter(|rest| !rest.starts_with(['济', '理', '营', '销', '常', '过', '纪', '办', '贸']))
        .and_then(|rest| who(rest, context.outlets))
        .map(|named| named.moved("经".len()));
    // 由某某的同学发布的说明: who did it.
    let behind = behind.or_else(|| {
        let rest = head.strip_prefix('由')?;
        let issued = clause.get(head.len()..).is_some_and(|act| {
            ["发布", "公布", "出具", "提供", "撰写"]
                .iter()
                .any(|verb| act.starts_with(verb))
        });
        Some(who(rest, context.outlets).filter(|_| issued)?.moved("由".len()))
    });
    let of_body = behind
        .as_ref()
        .is_some_and(|named| named.kind == SourceKind::Government);
    let named = if of_body { None } else { who(head, context.outlets) };
    if let Some(named) = named.or(behind) {
        return Some(named);
    }
    if let Some(named) = before_manner(context, head) {
        return Some(named);
    }
    // 某公司（以下简称某某）官方: what speaks for it.
    if let Some(house) = head
        .strip_suffix("官方")
        .filter(|house| house.ends_with(['）', ')']) || words().organisations.of(house).is_some())
    {
        return named_by(context, clause, house);
    }
    // 某公司（000001.SZ）, 某某（Bill Gray）: what stands in parentheses is said of the name.
    if head.ends_with(['）', ')']) {
        let open = head.rfind(['（', '('])?;
        let bare = head.get(..open)?.trim_end();
        let named = who(bare, context.outlets).or_else(|| shaped(context, head));
        return named.or_else(|| known_subject(context, clause).filter(|named| named.end <= head.len()));
    }
    if let Some(named) = shaped(context, head) {
        return Some(named);
    }
    // 两名保安守在门外: a verb of place stands between.
    if clause
        .get(head.len()..)
        .is_some_and(|rest| rest.starts_with('在'))
        && let Some(named) = head
            .strip_suffix([
                '守', '住', '坐', '站', '躺', '等', '跪', '留', '停', '待', '蹲', '围',
            ])
            .and_then(|name| who(name, context.outlets))
    {
        return Some(named);
    }
    // 某某规划中, 某社最新消息.
    if let Some(document) = head.strip_suffix(['中', '里', '内']) {
        return who(document, context.outlets).filter(|named| named.kind == SourceKind::Document);
    }
    let carrier = head
        .strip_suffix("消息")
        .or_else(|| head.strip_suffix("报道"))
        .or_else(|| head.strip_suffix("评论"))
        .map(|name| name.trim_end_matches("最新"))?;
    // 来自某社的消息, 从某社得到的消息.
    let lead = lead_length(carrier);
    let from = carrier.get(lead..).and_then(|carrier| {
        let from = carrier
            .strip_prefix("来自")
            .and_then(|from| from.strip_suffix('的'));
        let got = || {
            let from = carrier.strip_prefix('从')?;
            ["得到的", "获得的", "获悉的", "传来的", "了解到的"]
                .iter()
                .find_map(|got| from.strip_suffix(got))
        };
        from.or_else(got)
    });
    if let Some(from) = from {
        let start = (from.as_ptr() as usize).checked_sub(head.as_ptr() as usize)?;
        return Some(who(from, context.outlets).map_or_else(
            || Named::plain(start, start + from.len()),
            |named| Named {
                kind: if named.kind == SourceKind::Document {
                    SourceKind::Outlet
                } else {
                    named.kind
                },
                ..named.moved(start)
            },
        ));
    }
    who(carrier, context.outlets).filter(|named| {
        // 当地新闻报道: a word for news, not the name of who brings them.
        let generic = carrier.ends_with("新闻") && named.canonical.is_none();
        // 媒体报道显示.
        let media = named.kind == SourceKind::Anonymous
            && head.len() == clause.len()
            && (carrier.ends_with("媒体") || carrier.ends_with('媒'));
        let carries = media
            || named.anaphor == Some(Anaphor::Body)
            || matches!(
                named.kind,
                SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform | SourceKind::Website
            );
        !generic && carries
    })
}

/// The name in a head that ends with an adverb of one character, where the article has the name without it elsewhere: 中兴通讯曾.
fn without_adverb(context: &Context<'_>, head: &str) -> Option<Named> {
    const ENDS: &[char] = &[
        '曾', '又', '则', '也', '却', '昨', '连', '更', '同', '还', '才', '都', '将', '均', '再', '亦', '仍',
        '已', '就', '原',
    ];
    let shorter = head.strip_suffix(ENDS).filter(|name| name.chars().count() >= 2)?;
    let named = who(shorter, context.outlets).or_else(|| {
        // 某某已宣布: the article has made the name known.
        let (start, known) = learned::subject(&context.known.names, shorter)?;
        (start + known.name.len() == shorter.len()).then(|| Named {
            kind: known.kind,
            ..Named::plain(start, shorter.len())
        })
    })?;
    let name = shorter.get(named.start..named.end)?;
    // 谢文连: the last character may belong to the given name; the article tells.
    let whole = head.get(named.start..)?;
    let text = context.body.around(context.start());
    let repeated = text.matches(name).take(3).count() > text.matches(whole).take(3).count();
    repeated.then_some(named)
}

/// A name that the article has made known, at the head of a clause that names nobody otherwise.
pub(super) fn known_subject(context: &Context<'_>, clause: &str) -> Option<Named> {
    let (start, known) = learned::subject(&context.known.names, clause)?;
    Some(Named {
        kind: known.kind,
        ..Named::plain(start, start + known.name.len())
    })
}

/// Who stands before an adverb of manner: 局长坚定地, 他笑着. The adverb has one to four characters before its ending.
fn before_manner(context: &Context<'_>, head: &str) -> Option<Named> {
    let stem = head.strip_suffix('地').or_else(|| head.strip_suffix('着'))?;
    // 曾半开玩笑地: nobody.
    if bare(stem) {
        return None;
    }
    // 贺某反复地, 贺某很认真地: the adverbs are some of the list.
    let mut rest = stem;
    while let Some(shorter) = words().adverbs.cut(rest) {
        rest = shorter.trim_end();
        if let Some(named) = who(rest, context.outlets) {
            return Some(named);
        }
    }
    // 王亮忧心地: adverbs before 地 have two characters or more; those before 着 (他笑着) have one.
    let lengths: [usize; 4] = if head.ends_with('地') {
        [2, 3, 4, 1]
    } else {
        [1, 2, 3, 4]
    };
    let cut = |length: usize| stem.char_indices().rev().nth(length - 1).map(|(at, _)| at);
    lengths
        .into_iter()
        .filter_map(|length| stem.get(..cut(length)?))
        .map(str::trim_end)
        .filter(|name| !name.is_empty())
        .find_map(|name| who(name, context.outlets))
}

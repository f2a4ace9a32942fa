//! Accounts as sources: 某局微信公众号“某某警务”（ID：abc）, 某法院官方微博@某某法院, “某某发布”公众号, @某某. An account is named by whoever
//! keeps it, and no list has them all: the word for the channel shows what stands beside it. In goes a phrase of the reading
//! form, out comes the name; and a sentence that opens with one (`“某某中院”微信公号2月1日消息，…`) is read here too.

use crate::document::{SourceKind, Span};

use super::context::{Context, after_punctuation};
use super::leads::lead_length;
use super::mention::Mention;
use super::name_ends::clean_name;
use super::names::{Named, who};
use super::outlets::OutletTable;
use super::reading::is_boundary;
use super::subjects::spoken_clause;

/// Channels that are kept by accounts.
const CHANNELS: [&str; 12] = [
    "公众号",
    "公号",
    "微博",
    "官微",
    "微信",
    "视频号",
    "头条号",
    "百家号",
    "抖音号",
    "澎湃号",
    "搜狐号",
    "推特",
];
/// Channels of an outlet in which columns have names of their own: 某社客户端“某某”.
const COLUMNED: [&str; 4] = ["客户端", "栏目", "节目", "频道"];
/// Characters of the longest name of an account with whoever keeps it.
const LONGEST: usize = 32;

/// The account that a phrase names; `None` for a phrase without a channel beside a name between marks or behind @.
pub(super) fn account(phrase: &str, outlets: &OutletTable) -> Option<Named> {
    let bare = without_id(phrase);
    if bare.chars().count() > LONGEST {
        return None;
    }
    let platform = |start: usize, end: usize| Named {
        kind: SourceKind::Platform,
        ..Named::plain(start, end)
    };
    // 某法院官方微博@某某法院: the handle is the name.
    if let Some(at) = bare.rfind('@') {
        // 网友“@某某”.
        let handle = bare.get(at + 1..)?.trim_end_matches('”');
        let end = at + 1 + handle.len();
        let before = bare.get(..at)?.trim_end_matches('“');
        let kept = before.is_empty()
            || CHANNELS
                .iter()
                .chain(&["网友", "用户", "博主"])
                .any(|channel| before.ends_with(channel));
        let plain = (2..=20).contains(&handle.chars().count()) && !handle.contains(is_boundary);
        return (kept && plain).then(|| platform(at + 1, end));
    }
    let open = bare.find('“')?;
    let close = open + bare.get(open..)?.find('”')?;
    let name = bare.get(open + '“'.len_utf8()..close)?;
    let (before, behind) = (bare.get(..open)?, bare.get(close + '”'.len_utf8()..)?);
    if !(2..=14).contains(&name.chars().count()) || name.contains(is_boundary) {
        return None;
    }
    // 某社客户端“某某”: a column of an outlet.
    if behind.is_empty()
        && COLUMNED.iter().any(|channel| before.ends_with(channel))
        && let Some(house) = outlets.resolve(before)
    {
        return Some(Named {
            canonical: Some(house.canonical),
            kind: house.kind,
            ..Named::plain(0, before.len())
        });
    }
    // 某某微博用户“某某”, 网友“某某”.
    let bearer = ["用户", "网友", "网民", "博主", "答主", "楼主", "大V"]
        .iter()
        .any(|bearer| before.ends_with(bearer));
    let kept = behind.is_empty() && (bearer || CHANNELS.iter().any(|channel| before.ends_with(channel)))
        || CHANNELS.iter().any(|channel| behind.ends_with(channel)) && behind.chars().count() <= 6;
    kept.then(|| platform(0, bare.len()))
}

/// Without what stands in brackets behind a name: （ID：abc）.
fn without_id(phrase: &str) -> &str {
    let rest = phrase.trim_end();
    let cut = rest
        .strip_suffix(['）', ')'])
        .and_then(|inner| inner.rfind(['（', '(']));
    cut.and_then(|at| rest.get(..at)).map_or(rest, str::trim_end)
}

/// 某局官方微博6月4日消息，…, “某某中院”公号消息，…: whose news follows, said without 据. The clause is the carrier with a day or its
/// channel, and nothing else.
pub(super) fn news(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let before = context.form(context.start().max(taken), start);
    let clause = spoken_clause(context, before);
    let base = start - clause.len();
    let lead = lead_length(clause);
    let phrase = clause.get(lead..)?;
    let name = clean_name(phrase);
    let offset = base + (name.as_ptr() as usize).checked_sub(clause.as_ptr() as usize)?;
    let dated = name.len() < phrase.len() && phrase.contains('日') || clause.get(..lead)?.contains('日');
    let channel = CHANNELS.iter().any(|channel| name.ends_with(channel))
        || ["官网", "网站", "客户端"]
            .iter()
            .any(|channel| name.ends_with(channel));
    let named = account(name, context.outlets).or_else(|| {
        who(name, context.outlets).filter(|named| {
            named.anaphor.is_none()
                && match named.kind {
                    SourceKind::Outlet | SourceKind::Agency => named.canonical.is_some(),
                    SourceKind::Website | SourceKind::Platform => true,
                    _ => false,
                }
        })
    })?;
    let handle = named.start > 0 && name.get(..named.start).is_some_and(|head| head.ends_with('@'));
    let whole = named.end + 4 >= without_id(name).len();
    if !whole || !(dated || channel || handle) || name.contains(['，', '。']) {
        return None;
    }
    let mut mention = context.mention(&named, offset, "account-news");
    mention.cue = context.written(start, end);
    mention.span = Span::new(offset, end);
    mention.content = after_punctuation(context, end);
    mention.level = 0;
    Some(mention)
}

#[cfg(test)]
mod tests {
    use super::account;
    use crate::claim::OutletTable;

    fn name(phrase: &str) -> Option<String> {
        let named = account(phrase, &OutletTable::builtin())?;
        phrase.get(named.start..named.end).map(str::to_owned)
    }

    #[test]
    fn accounts_have_a_channel() {
        for (phrase, expected) in [
            (
                "白杨县公安局微信公众号“白杨警务”",
                "白杨县公安局微信公众号“白杨警务”",
            ),
            (
                "白杨警方微信公众号“白杨警务”（ID：baiyang）",
                "白杨警方微信公众号“白杨警务”",
            ),
            ("“白杨中院”微信公号", "“白杨中院”微信公号"),
            ("白杨法院官方微博@白杨法院", "白杨法院"),
            ("@白杨发布", "白杨发布"),
            ("新华社客户端“我在湖边”", "新华社客户端"),
        ] {
            assert_eq!(name(phrase).as_deref(), Some(expected), "{phrase}");
        }
        for phrase in [
            "“白杨发布”",
            "白杨县“湖边”小区",
            "他在微博上写道“不怕”",
            "白杨县公安局",
        ] {
            assert_eq!(name(phrase), None, "{phrase}");
        }
    }
}

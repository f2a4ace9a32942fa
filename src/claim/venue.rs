//! Occasions at which somebody speaks: 在X发布会上, 在X会议上. In goes the place where 上 closes one, out comes a mention of the
//! occasion.

use crate::document::{SourceKind, Span};

use super::context::{Context, after_punctuation};
use super::mention::{Mention, Reach};
use super::names::Named;
use super::reading::{last_clause, leading_time};

/// 在X发布会上, where somebody speaks in the same sentence.
pub(super) fn venue(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let before = context.form(context.start(), start);
    let clause = last_clause(before);
    let at = clause.find('在')? + "在".len();
    let from = start - clause.len() + at;
    let name = context.form(from, end - "上".len());
    let count = name.chars().count();
    let conference = ["发布会", "记者会", "通气会", "说明会", "吹风会"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let meeting = [
        "会议",
        "论坛",
        "座谈会",
        "研讨会",
        "碰头会",
        "调度会",
        "推进会",
        "大会",
        "年会",
        "峰会",
        "论坛",
        "全会",
    ]
    .iter()
    .any(|ending| name.ends_with(ending));
    if !(5..=60).contains(&count) || !(conference || meeting) || name.contains(['，', ',']) {
        return None;
    }
    let generic = ["的新闻发布会", "的发布会", "的记者会", "的会议"]
        .iter()
        .any(|ending| name.ends_with(ending))
        && count <= 10;
    if generic {
        return None;
    }
    let mut skip = leading_time(name);
    if name.get(skip..).is_some_and(|rest| rest.starts_with('的')) {
        skip = 0;
    } else {
        for word in [
            "底",
            "初",
            "末",
            "上旬",
            "中旬",
            "下旬",
            "举行的",
            "召开的",
            "举办的",
        ] {
            if name.get(skip..).is_some_and(|rest| rest.starts_with(word)) {
                skip += word.len();
            }
        }
    }
    let named = Named {
        phrase_start: 0,
        start: skip,
        end: name.len(),
        canonical: None,
        kind: if conference {
            SourceKind::PressConference
        } else {
            SourceKind::Meeting
        },
        anaphor: None,
        joint: Vec::new(),
    };
    let mut mention = context.mention(&named, from, "at-occasion");
    let shown = if conference {
        "在…发布会上"
    } else {
        "在…会上"
    };
    mention.cue = shown.to_owned();
    mention.span = Span::new(from - "在".len(), end);
    mention.content = after_punctuation(context, end);
    mention.reach = Reach::Occasion;
    mention.level = 1;
    Some(mention)
}

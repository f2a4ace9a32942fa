//! Names that hold more than a name: what their bearer did (某局成立调查组，认为), whom he met, when he spoke. In goes a mention as a rule found
//! it, out it comes with the name alone, or not at all where the words are a clause that names nobody who speaks.

use std::sync::LazyLock;

use crate::document::{SourceKind, Span};

use super::context::Context;
use super::finder::Finder;
use super::leads::lead_length;
use super::learned;
use super::mention::Mention;
use super::name_ends::clean_name;
use super::names::{Named, who};
use super::reading::{last_clause, leading_time};
use super::shapes::shaped;
use super::words::words;
use crate::word_list::lines;

/// What a verb inside a name shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// An act: who stands before it speaks, or nobody does.
    Act,
    /// A preposition or the like: who stands before it speaks, if that is somebody; otherwise it is part of a name.
    Link,
    /// A clause: nobody speaks.
    Clause,
    /// A longer word that holds one of these and is none.
    Hidden,
}

/// Verbs that no name of a body holds, and what each shows.
static VERBS: LazyLock<(Finder, Vec<Inside>)> = LazyLock::new(|| {
    let (found, shown): (Vec<&str>, Vec<Inside>) = lines(include_str!("data/clause_verbs.txt"))
        .filter_map(|line| {
            let (verb, shows) = line.split_once(' ')?;
            let shows = match shows {
                "act" => Inside::Act,
                "link" => Inside::Link,
                "clause" => Inside::Clause,
                _ => Inside::Hidden,
            };
            Some((verb, shows))
        })
        .unzip();
    (Finder::new(found), shown)
});

/// The mention with the name alone; `None` where its words are a clause.
pub(super) fn tidy(context: &Context<'_>, mention: Mention) -> Option<Mention> {
    let phrase = matches!(
        mention.kind,
        SourceKind::Unlisted
            | SourceKind::Government
            | SourceKind::Document
            | SourceKind::Website
            | SourceKind::Platform
    ) || mention.kind == SourceKind::Anonymous && !mention.source_name.contains('、');
    if !phrase || mention.anaphor.is_some() || mention.source.is_some() || !mention.listed.is_empty() {
        return Some(mention);
    }
    let words = context.form(mention.span.start as usize, mention.span.end as usize);
    let written = context.written(mention.span.start as usize, mention.span.end as usize);
    let Some(at) = written.find(mention.source_name.as_str()) else {
        return Some(mention);
    };
    let name = words.get(at..at + mention.source_name.len())?;
    // 《…》: what stands between marks is a title.
    if name.starts_with(['《', '“', '「', '@']) {
        return Some(mention);
    }
    let base = mention.span.start as usize + at;
    if let Some((from, to)) = site_alone(name, mention.kind) {
        // What was run into the sentence is no part of what names the site.
        let mut mention = mention;
        if let Some(head) = name.get(..from).filter(|head| !head.is_empty()) {
            let cue = head.strip_suffix('据').unwrap_or(head).len();
            mention.span = Span::new(base + cue, mention.span.end as usize);
        }
        return cut_to(context, mention, name, (from, to), base);
    }
    if let Some(named) = behind_particle(context, name) {
        return Some(renamed(context, mention, &named, base));
    }
    match acted(context, name) {
        Acted::Nobody => None,
        Acted::By(named) => Some(renamed(context, mention, &named, base)),
        Acted::No => {
            let (from, to) = without_edges(name, mention.kind);
            if to - from == name.len() {
                return Some(mention);
            }
            cut_to(context, mention, name, (from, to), base)
        }
    }
}

/// The mention with a part of its name, which begins at `base`, as its name.
fn cut_to(
    context: &Context<'_>,
    mention: Mention,
    name: &str,
    (from, to): (usize, usize),
    base: usize,
) -> Option<Mention> {
    let named = named(context, name.get(from..to)?).map_or_else(
        || Named {
            kind: mention.kind,
            ..Named::plain(from, to)
        },
        |named| named.moved(from),
    );
    Some(renamed(context, mention, &named, base))
}

/// Where the name of a site or an account stands in words that hold more: a title or a dateline was run into its sentence (渡口停航据某局网站,
/// 某社3日电某局网站), 按 leads to it, a day stands between two words for the channel (某局网站3日网站). `None` where there is nothing more.
fn site_alone(name: &str, kind: SourceKind) -> Option<(usize, usize)> {
    const SHORTEST: usize = 3;
    const CHANNELS: [&str; 5] = ["网站", "官网", "微博", "官微", "公众号"];
    if !matches!(kind, SourceKind::Website | SourceKind::Platform) {
        return None;
    }
    // 数据网站, 证据网: part of a word.
    let cue = name.rfind('据').filter(|&at| {
        let before = name.get(..at).unwrap_or("");
        !before.contains('《') && !before.ends_with(['数', '证', '依', '根', '占', '收', '票', '单', '论'])
    });
    let dated = |at: &usize| {
        name.get(..*at)
            .unwrap_or("")
            .ends_with(|next: char| next.is_ascii_digit())
    };
    let dateline = name.rfind("日电").filter(dated).map(|at| at + "日电".len());
    let basis = name
        .strip_prefix("按照")
        .or_else(|| {
            name.strip_prefix('按')
                .filter(|rest| !rest.starts_with(['揭', '摩', '键', '时', '需']))
        })
        .map(|rest| name.len() - rest.len());
    let from = cue
        .map(|at| at + '据'.len_utf8())
        .max(dateline)
        .or(basis)
        .unwrap_or(0);
    let inner = name.get(from..)?;
    let day = inner.find(|next: char| next.is_ascii_digit()).filter(|&at| {
        let head = inner.get(..at).unwrap_or("");
        let rest = inner.get(at..).unwrap_or("");
        let behind = rest.get(leading_time(rest)..).unwrap_or("");
        CHANNELS.iter().any(|channel| head.ends_with(channel)) && CHANNELS.contains(&behind)
    });
    let to = day.map_or(name.len(), |at| from + at);
    let kept = name.get(from..to)?;
    (to - from < name.len() && kept.chars().count() >= SHORTEST).then_some((from, to))
}

/// Who stands behind a particle of one character (如某基金, 即某方, 后某公司), where the article has the name without it more often: such
/// characters begin names as well.
fn behind_particle(context: &Context<'_>, name: &str) -> Option<Named> {
    const PARTICLES: &[char] = &[
        '如', '即', '后', '至', '以', '与', '到', '在', '则', '从', '经', '由', '为',
    ];
    /// Times that both are looked for.
    const OFTEN: usize = 8;
    let rest = name.strip_prefix(PARTICLES)?;
    let text = context.body.around(context.start());
    let count = |name: &str| text.matches(name).take(OFTEN).count();
    // 这家酒店 is no sign that 如家酒店 is 家酒店: the rest must begin a clause somewhere.
    let begins = || {
        text.match_indices(rest).take(OFTEN).any(|(at, _)| {
            text.get(..at)
                .is_some_and(|before| last_clause(before).is_empty())
        })
    };
    if count(rest) <= count(name) || !begins() {
        return None;
    }
    named(context, rest).map(|named| named.moved(name.len() - rest.len()))
}

/// Whether somebody acts in a name.
enum Acted {
    No,
    By(Named),
    Nobody,
}

/// Who acts in `name`, where it is a clause.
fn acted(context: &Context<'_>, name: &str) -> Acted {
    let (finder, shown) = &*VERBS;
    for verb in finder.find_iter(name) {
        let Some(&shows) = shown.get(verb.word) else {
            continue;
        };
        // 参与检查的民警: said of who stands behind. 某院的检查结果: a noun.
        let said = name.get(verb.end..).is_some_and(|rest| rest.contains('的'))
            || name.get(..verb.start).is_some_and(|head| head.ends_with('的'));
        if shows == Inside::Hidden || said {
            continue;
        }
        if shows == Inside::Clause || verb.start == 0 {
            if shows == Inside::Link {
                continue;
            }
            return Acted::Nobody;
        }
        let mut head = name.get(..verb.start).unwrap_or("").trim_end();
        loop {
            if let Some(named) = named(context, head) {
                return Acted::By(named);
            }
            match words().adverbs.cut(head).map(str::trim_end) {
                Some(rest) if !rest.is_empty() => head = rest,
                _ => break,
            }
        }
        if shows == Inside::Act {
            return Acted::Nobody;
        }
    }
    Acted::No
}

/// Who a head of a name is: by its words, by its shape, or since the article has made it known.
fn named(context: &Context<'_>, head: &str) -> Option<Named> {
    who(head, context.outlets)
        .or_else(|| shaped(context, head))
        .or_else(|| {
            let (start, known) = learned::subject(&context.known.names, head)?;
            (start + known.name.len() == head.len()).then(|| Named {
                kind: known.kind,
                ..Named::plain(start, head.len())
            })
        })
        .filter(|named| named.anaphor.is_none())
}

/// Where a name stands between lead-ins and times: 昨日某某通讯, 某某通讯4月28日.
fn without_edges(name: &str, kind: SourceKind) -> (usize, usize) {
    const SHORTEST: usize = 2;
    // 据某某及某公司公告指出: the word that joins it to another.
    if let Some(rest) = name
        .strip_prefix('及')
        .filter(|rest| rest.chars().count() > SHORTEST)
    {
        return (name.len() - rest.len(), name.len());
    }
    if !matches!(kind, SourceKind::Unlisted | SourceKind::Government) {
        return (0, name.len());
    }
    let from = Some(name)
        .and_then(|name| name.strip_prefix("来自").map(|_| "来自".len()))
        .unwrap_or_else(|| lead_length(name));
    let inner = name.get(from..).unwrap_or(name);
    let mut kept = clean_name(inner);
    if kept.len() < inner.len() {
        while let Some(rest) = words().adverbs.cut(kept) {
            kept = rest.trim_end();
        }
    }
    // 某院方面 is a side, and more than the name.
    if inner.get(kept.len()..).is_some_and(|cut| cut.contains("方面")) {
        kept = inner;
    }
    let end = (kept.as_ptr() as usize + kept.len()).checked_sub(name.as_ptr() as usize);
    match end {
        Some(end) if kept.chars().count() >= SHORTEST && end > from => (from, end),
        _ => (0, name.len()),
    }
}

/// The mention with another name of its source, that `named` is in the phrase at byte `base`.
fn renamed(context: &Context<'_>, mention: Mention, named: &Named, base: usize) -> Mention {
    let other = context.mention(named, base, mention.rule);
    Mention {
        source_name: other.source_name,
        titled: other.titled,
        source: other.source,
        kind: other.kind,
        level: mention.level,
        confidence: other.confidence.max(match mention.rule {
            "verb-quote" | "quote-verb" => mention.confidence,
            _ => 0.0,
        }),
        ..mention
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::tests::as_written as names;

    #[test]
    fn who_acts_in_a_name_speaks() {
        for (text, name) in [
            (
                "白杨县公安局和水务局成立调查组，认为事故与天气有关。",
                "白杨县公安局和水务局",
            ),
            ("白杨通讯再披露三则公告提出，明年不再裁员。", "白杨通讯"),
            ("根据白杨通讯本月9日发布的公告显示，明年不再裁员。", "白杨通讯"),
            ("据来自白杨县教育局的消息，学校下周复课。", "白杨县教育局"),
            ("十几名家长到白杨县派出所报案，称孩子受了伤。", "十几名家长"),
            ("医院的检查结果显示，孩子没有受伤。", "医院的检查结果"),
            ("白杨县医院方面表示，孩子没有受伤。", "白杨县医院方面"),
            ("调查组对渔船提出了以下整改要求：停航三天，检修网具。", "调查组"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn sites_stand_alone() {
        for (text, name) in [
            (
                "渡口停航三年后复航据白杨县水务局网站消息，6月3日，渡口恢复通航。",
                "白杨县水务局网站",
            ),
            (
                "据白杨县水务局网站14日网站消息，渡口恢复通航。",
                "白杨县水务局网站",
            ),
            (
                "据白杨《每日电讯报》网站报道，渡口恢复通航。",
                "白杨《每日电讯报》网站",
            ),
            ("根据白杨县大数据网站消息，渡口恢复通航。", "白杨县大数据网站"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn clauses_are_no_names() {
        for text in [
            "经上海一家中介公司介绍，她来到白杨县。",
            "法院无权命令律师透露此等内容。",
            "海关对渔船提出的三项指控包括了走私。",
            "渔民钱兰在博客上的公开指控，导致渔船停在了岸上。",
            "渔民钱兰曾向海关提出赔偿要求，但没有结果。",
            "按院方要求，家属签了字。",
            "每一次事故之后，医院和医生说什么，都没有人信。",
        ] {
            assert!(names(text).is_empty(), "{text} {:?}", names(text));
        }
    }
}

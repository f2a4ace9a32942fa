//! Whose text a page has of which nobody knows on whose site it stands: datelines, by-lines, reporters in the text, heads of flashes and notices of
//! rights are a house's own marks, and a page that bears them is a text of that house, however it came to stand there. In: a page and the name of a house.
//! Out: whether the text is the house's.

use super::page::{Page, credit_name};
use crate::document::{Claim, ClaimKind, SourceKind, Span};

/// What the name of a house has behind it where one of its channels is meant.
const CHANNELS: [&str; 10] = [
    "网",
    "新闻",
    "新闻网",
    "客户端",
    "新闻客户端",
    "APP",
    "官网",
    "杂志",
    "频道",
    "周刊",
];

/// True for one name, and for the name of a house beside that of its channel or of one of its parts: 江州晚报, 江州晚报客户端, 江州晚报·观潮新闻.
pub(super) fn is_one_house(one: &str, other: &str) -> bool {
    let is_channel = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| {
            rest.is_empty() || CHANNELS.contains(&rest) || rest.starts_with(['·', '•', '-', '－'])
        })
    };
    !one.is_empty() && !other.is_empty() && (is_channel(one, other) || is_channel(other, one))
}

/// Longest short name of a house, in signs: 北青报.
const LONGEST_SHORT: usize = 4;

/// True for the short name by which readers and reporters know a house: its first sign and signs from further on, in their order. 江晚 of 江州晚报,
/// 南江报 of 南方江州日报; the beginning of a name alone (江州) is a place as often.
fn is_short_for(short: &str, name: &str) -> bool {
    let count = short.chars().count();
    let mut rest = name.chars();
    let in_order = short.chars().all(|sign| rest.any(|next| next == sign));
    (2..=LONGEST_SHORT).contains(&count)
        && count < name.chars().count()
        && in_order
        && short.chars().next() == name.chars().next()
        && !name.starts_with(short)
}

/// True for two names of one house: one that has a channel behind it, or a short one.
pub fn name_one_house(one: &str, other: &str) -> bool {
    is_one_house(one, other) || is_short_for(one, other) || is_short_for(other, one)
}

/// True where nobody knows on whose page the text stands and its own dateline or by-line is the outlet's: 江州日报讯（记者 何明） may be the
/// paper's own page, and 某社江州6月3日电 over the whole shows what the agency wrote; 据某社电 is told by another. 本报江州6月3日电（江州日报记者 何明）
/// is a paper's own, whoever writes for it.
pub(super) fn speaks_as_itself(page: Page<'_>, outlet: &str) -> bool {
    let own = |claim: &Claim| {
        claim.is_signature() && (claim.source_kind != SourceKind::Agency || opens(page, claim))
            || claim.rule == "own-dateline"
    };
    // 【原创报道】 over it: on the agency's own page.
    let original = page
        .given_title()
        .is_some_and(|title| title.trim_start().starts_with("【原创"));
    let own = |claim: &Claim| own(claim) || original && claim.is_signature();
    page.publisher().is_empty()
        && page
            .credits()
            .any(|claim| credit_name(claim) == outlet && own(claim))
}

/// True for a dateline that stands over the whole text and is no other house's word for it.
pub(super) fn opens(page: Page<'_>, claim: &Claim) -> bool {
    const TOLD: [&str; 3] = ["据", "综合", "转"];
    let segmentation = &page.facts.attributed.segmentation;
    claim.kind == ClaimKind::Dateline
        && claim.span.is_some_and(|span| {
            let words = span.of(page.text()).trim_start_matches(['(', '（', '【']);
            segmentation.opens(page.article.ordinal, span) && !TOLD.iter().any(|word| words.starts_with(word))
        })
}

/// True where nobody knows on whose page the text stands and reporters of the outlet signed it, of no other house beside: 江州晚报此前报道 in its own report.
pub(super) fn is_signed_by(page: Page<'_>, outlet: &str) -> bool {
    let mut signed = page
        .claims()
        .filter(|claim| claim.is_signature())
        .map(credit_name);
    page.publisher().is_empty()
        && signed.next() == Some(outlet)
        && signed.all(|other| is_one_house(other, outlet))
}

/// True where a page of no known publisher, which says that it is from the outlet or from nobody, has the marks of the outlet's own text: its reporter
/// in the text (江州晚报记者赶到渡口), its name over a flash (#江州快讯#, 【江州快讯】), or its name as of who made it (江州晚报出品).
pub(super) fn has_marks_of(page: Page<'_>, outlet: &str) -> bool {
    let from_there = || {
        let declared = page.article.declared_source.as_deref();
        declared.is_none_or(|declared| name_one_house(declared, outlet))
    };
    page.publisher().is_empty()
        && from_there()
        && own_blocks(page).any(|block| {
            let words = block.of(page.text());
            has_reporter_of(words, outlet) || is_flash_of(words, outlet) || is_made_by(words, outlet)
        })
}

/// The blocks of the article, of whatever kind.
fn own_blocks<'a>(page: Page<'a>) -> impl Iterator<Item = Span> + use<'a> {
    let ordinal = page.article.ordinal;
    let blocks = page.facts.attributed.segmentation.blocks.iter();
    blocks
        .filter(move |block| block.article == Some(ordinal))
        .map(|block| block.span)
}

/// True where a reporter of the outlet is named: 江州晚报记者赶到渡口, 江晚记者 何明. Who took a picture (江州晚报记者 何明 摄) need not have written the text.
fn has_reporter_of(words: &str, outlet: &str) -> bool {
    words.match_indices("记者").any(|(at, found)| {
        let before = words.get(..at).unwrap_or("");
        let behind = words.get(at + found.len()..).unwrap_or("");
        let clause = behind
            .split(['，', '。', '）', ')', '\n'])
            .next()
            .unwrap_or(behind);
        if clause.chars().take(PHOTOGRAPHER).any(|sign| sign == '摄') {
            return false;
        }
        let before = before.trim_end_matches(['》', '”', ' ', '\u{3000}']);
        let is_name = |name: &str| is_one_house(name, outlet) || is_short_for(name, outlet);
        let starts = before
            .char_indices()
            .rev()
            .take(LONGEST_NAME)
            .map(|(start, _)| start);
        starts
            .filter_map(|start| before.get(start..))
            .any(|name| name.chars().count() >= 2 && is_name(name.trim_start_matches(['《', '“'])))
    })
}

/// Signs before 记者 in which the name of its house is looked for,
const LONGEST_NAME: usize = 12;
/// and behind it for the word that tells who took a picture.
const PHOTOGRAPHER: usize = 10;

/// True for the head of a flash: the name of a house in marks, with 快讯 and the like behind it or alone.
fn is_flash_of(words: &str, outlet: &str) -> bool {
    const FLASHES: [&str; 5] = ["", "快讯", "消息", "讯", "最新"];
    let words = words.trim_start();
    let head = [("#", "#"), ("【", "】"), ("[", "]"), ("［", "］")]
        .iter()
        .find_map(|(open, close)| words.strip_prefix(open)?.split_once(close));
    head.is_some_and(|(head, _)| {
        FLASHES.iter().any(|flash| {
            head.strip_suffix(flash)
                .is_some_and(|name| is_one_house(name, outlet))
        })
    })
}

/// True for 江州晚报出品, 江州晚报（公众号：jzwb）出品, 江州晚报特约稿件.
fn is_made_by(words: &str, outlet: &str) -> bool {
    words.match_indices(outlet).any(|(at, _)| {
        let behind = words.get(at + outlet.len()..).unwrap_or("");
        let behind = match behind.strip_prefix(['（', '(']) {
            Some(inside) => inside.split_once(['）', ')']).map_or("", |(_, rest)| rest),
            None => behind,
        };
        ["出品", "特约稿"].iter().any(|made| behind.starts_with(made))
    })
}

/// What a house says of a text that others must not print.
const FORBIDDEN: [&str; 7] = [
    "不得转载",
    "禁止转载",
    "谢绝转载",
    "请勿转载",
    "转载请注明",
    "转载须注明",
    "转载请保留",
];

/// True for what nobody says but who made the text: 【某圈原创，未经授权请勿转载】, 本文系某网独家稿件, 某网整理内容，未经许可，不得转载.
pub(super) fn is_of_its_maker(sentence: &str) -> bool {
    const OWN: [&str; 3] = ["原创", "独家稿件", "独家整理"];
    OWN.iter().chain(&FORBIDDEN).any(|words| sentence.contains(words))
}

/// True where a page of no known publisher says in the outlet's name that others must not print the text (未经江州晚报书面授权不得转载): it is the
/// outlet's page, or that of its account (江州晚报公众号“渡口”).
pub(super) fn reserves_its_rights(page: Page<'_>, outlet: &str) -> bool {
    let reserved = |line: &str| {
        FORBIDDEN.iter().any(|words| line.contains(words))
            && holder(line).is_some_and(|name| name.chars().count() >= 2 && outlet.starts_with(name))
    };
    page.publisher().is_empty() && page.text().lines().any(reserved)
}

/// Whose leave others need, as a line says: 江州晚报 in 未经江州晚报书面授权，不得转载.
fn holder(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("未经")?;
    let end = ["书面", "授权", "许可", "允许", "同意"]
        .iter()
        .filter_map(|word| rest.find(word))
        .min()?;
    Some(rest.get(..end)?.trim_matches(['《', '》', '“', '”', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{has_reporter_of, is_flash_of, is_made_by, is_short_for, reserves_its_rights};
    use crate::audit::page::Page;
    use crate::document::{Article, Facts};

    #[test]
    fn issue_6_who_forbids_to_print_a_text_made_it() {
        let of = |text: &str, outlet: &str| {
            let mut facts = Facts::default();
            facts.record.text = text.to_owned();
            let (facts, article) = (&facts, &Article::default());
            reserves_its_rights(
                Page {
                    rank: 0,
                    facts,
                    article,
                },
                outlet,
            )
        };
        let text = "渡口停航了。\n未经江州晚报书面授权，不得转载。";
        assert!(of(text, "江州晚报"));
        assert!(of(text, "江州晚报公众号“渡口”"));
        assert!(!of(text, "海风日报"));
        assert!(!of("渡口停航了。\n未经授权，不得转载。", "江州晚报"));
    }

    #[test]
    fn issue_6_a_house_goes_by_a_short_name() {
        for (short, name) in [
            ("江晚", "江州晚报"),
            ("南江报", "南方江州日报"),
            ("海风社", "海风通讯社"),
        ] {
            assert!(is_short_for(short, name), "{short}");
        }
        for (short, name) in [
            ("江州", "江州晚报"),
            ("晚报", "江州晚报"),
            ("江州晚报", "江州晚报"),
            ("江海", "江州晚报"),
        ] {
            assert!(!is_short_for(short, name), "{short}");
        }
    }

    #[test]
    fn issue_6_a_house_is_known_by_its_reporters_and_flashes() {
        assert!(has_reporter_of("昨天，江州晚报记者赶到渡口。", "江州晚报"));
        assert!(has_reporter_of(
            "船工告诉《江州晚报》记者，船已停航。",
            "江州晚报"
        ));
        assert!(has_reporter_of("采写：江晚记者 何明", "江州晚报"));
        assert!(has_reporter_of("观潮记者了解到，船已停航。", "观潮新闻"));
        assert!(!has_reporter_of("江州记者节昨天开幕。", "江州晚报"));
        assert!(!has_reporter_of(
            "停航的渡口。（江州晚报记者 何明 摄）",
            "江州晚报"
        ));
        assert!(!has_reporter_of("海风日报记者赶到渡口。", "江州晚报"));
        assert!(is_flash_of("#江州在线快讯#渡口停航。", "江州在线"));
        assert!(is_flash_of("【江州在线】渡口停航。", "江州在线"));
        assert!(!is_flash_of("【江州渡口停航】船工说，", "江州在线"));
        assert!(is_made_by("江州在线（公众号：jzzx）出品", "江州在线"));
        assert!(is_made_by("（本文为江州在线特约稿件）", "江州在线"));
        assert!(!is_made_by("江州在线：渡口停航", "江州在线"));
    }
}

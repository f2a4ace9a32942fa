//! In whose name a page speaks, and which houses left traces on it: datelines, by-lines, notices of rights, codes of editors. In: facts of a
//! record. Out: names with the words that bear them.

use std::sync::LazyLock;

use super::attributions::reports_words;
use super::credits::without_channel;
use crate::claim::OutletTable;
use crate::document::{Article, Block, BlockKind, Claim, ClaimKind, Facts, PartKind, Span};
use crate::word_list::Words;

/// In whose name a page speaks: its publisher's when its dateline or a by-line says so; where the publisher is unknown,
/// that of the first dateline, or the only one that its by-lines name: a page with reporters of several houses was put together from theirs.
/// 据某社电 speaks of another.
pub fn own_name<'a>(
    publisher: Option<&str>,
    claims: impl Iterator<Item = &'a Claim>,
    reporters: &[(String, Span)],
    text: &str,
) -> Option<(String, Span)> {
    let claimed = claims.filter(|claim| claim.is_signature()).filter_map(|claim| {
        let span = claim.span?;
        let name = claim.source.clone().unwrap_or_else(|| claim.source_name.clone());
        let relayed = span.of(text).trim_start_matches(['(', '（']).starts_with('据');
        (!relayed).then_some((claim.kind, (name, span)))
    });
    let signed = reporters.iter().map(|of| (ClaimKind::Byline, of.clone()));
    let mut named = claimed.chain(signed);
    if let Some(publisher) = publisher {
        return named.map(|(_, named)| named).find(|(name, _)| name == publisher);
    }
    let (kind, first) = named.next()?;
    if kind == ClaimKind::Byline {
        for (kind, other) in named {
            if kind == ClaimKind::Dateline {
                return Some(other);
            }
            if !are_one_house(&first.0, &other.0) {
                return None;
            }
        }
    }
    Some(first)
}

/// Names under which one house publishes: an agency or paper and its site, a broadcaster and its channels. A page of one that carries what
/// another made gives no source outside of the house, and who writes 来源 after it may write either name.
const HOUSES: [&[&str]; 8] = [
    &["新华社", "新华网"],
    &["中国新闻社", "中国新闻网"],
    &["人民日报", "人民网", "人民日报海外版"],
    &["光明日报", "光明网"],
    &["经济日报", "中国经济网"],
    &["中国青年报", "中国青年网"],
    &["中央广播电视总台", "央视网", "央视新闻", "央视财经"],
    &["新浪新闻", "新浪财经", "新浪科技", "新浪美股"],
];

/// The other names of the house that `name` is one of.
pub fn of_one_house(name: &str) -> impl Iterator<Item = &'static str> {
    let house = HOUSES.iter().find(|house| house.contains(&name));
    house
        .into_iter()
        .flat_map(|house| house.iter().copied())
        .filter(move |other| *other != name)
}

/// The name of the house behind one of its channels or sites: 江州晚报 of 江州晚报官方微博 and of 江州晚报杂志.
pub fn house_of(name: &str) -> &str {
    let marks = |sign: char| matches!(sign, '《' | '》' | '“' | '”' | '@');
    let name = name.trim_matches(marks);
    let name = without_channel(name).trim_matches(marks);
    let name = name
        .strip_suffix("杂志")
        .filter(|rest| rest.chars().count() >= 2)
        .unwrap_or(name);
    let house = HOUSES.iter().find(|house| house.contains(&name));
    house.and_then(|house| house.first().copied()).unwrap_or(name)
}

/// True for two names of one house, or one name twice.
pub fn are_one_house(one: &str, other: &str) -> bool {
    one == other || of_one_house(one).any(|name| name == other)
}

fn canonical(name: &str, outlets: &OutletTable) -> String {
    outlets
        .resolve(name)
        .map_or_else(|| name.to_owned(), |outlet| outlet.canonical)
}

/// The outlets of the reporters that by-lines and datelines name.
pub fn reporters(facts: &Facts, article: &Article, outlets: &OutletTable) -> Vec<(String, Span)> {
    let text = facts.record.text.as_str();
    let lines = facts.attributed.segmentation.blocks.iter().filter(|block| {
        block.article.unwrap_or(0) == article.ordinal
            && matches!(block.kind, BlockKind::Byline | BlockKind::Dateline)
    });
    let named = |block: &Block| {
        let name = reporters_outlet(block.span.of(text))?;
        Some((canonical(name, outlets), block.span))
    };
    lines.filter_map(named).collect()
}

/// True for 【某某圈原创未经允许禁止转载】, 本文系某某财经原创文章，转载请注明出处: whoever says so of a text made it. The line is that around `span`.
pub fn reserves_rights(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or("");
    let line = line.split('\n').next().unwrap_or(line);
    line.contains("原创")
        && ["转载", "转发", "侵权", "版权"]
            .iter()
            .any(|word| line.contains(word))
}

/// The outlets that copyright notices and editors' codes of the page belong to.
pub fn rights(facts: &Facts, article: &Article, outlets: &OutletTable) -> Vec<(String, Span)> {
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let own = |block: &Block| block.article.unwrap_or(0) == article.ordinal;
    let mut found: Vec<(String, Span)> = Vec::new();
    for block in segmentation.blocks.iter().filter(|&block| own(block)) {
        if block.kind == BlockKind::Disclaimer {
            let holders = rights_holders(block.span.of(text));
            found.extend(holders.map(|name| (canonical(name, outlets), block.span)));
        }
    }
    let codes = segmentation.parts.iter().filter(|part| {
        let block = segmentation.blocks.get(part.block as usize);
        part.kind == PartKind::StaffCode && block.is_some_and(own)
    });
    for part in codes {
        if let Some(portal) = portal_of_code(part.span.of(text)) {
            found.push((canonical(portal, outlets), part.span));
        }
    }
    found.dedup_by(|later, earlier| later.0 == earlier.0);
    found
}

/// Characters of a name that precedes 记者; longer runs are sentences.
const LONGEST_NAME: usize = 16;

/// 某报记者 张三: the outlet before the word. 本报记者 names nobody.
fn reporters_outlet(words: &str) -> Option<&str> {
    let (before, _) = words.split_once("记者").or_else(|| words.split_once("記者"))?;
    let marks = ['》', '”', '·', '丨', '|', ' '];
    let mut before = before.trim_end_matches(marks);
    for grade in ["见习", "实习", "特约", "特派", "首席", "全媒体", "文字"] {
        before = before.strip_suffix(grade).unwrap_or(before);
    }
    before = before.trim_end_matches(marks);
    let of_name = |character: char| character.is_alphanumeric();
    let start = before
        .char_indices()
        .rev()
        .take_while(|&(_, character)| of_name(character))
        .last()
        .map(|(start, _)| start)?;
    let name = before.get(start..)?;
    let length = name.chars().count();
    let own = ["本报", "本网", "本台", "本刊", "本社"];
    ((2..=LONGEST_NAME).contains(&length) && !own.iter().any(|own| name.ends_with(own))).then_some(name)
}

/// Characters behind a cue in which its clause names who listened.
const LISTENER: usize = 15;
/// Characters of the name of a house.
const HOUSE: std::ops::RangeInclusive<usize> = 2..=10;

/// A house whose reporter was told what an article gives as somebody's words.
pub struct Listener {
    /// Its name.
    pub house: String,
    /// The words that say so: 他告诉海风日报记者.
    pub cue: Span,
    /// What was told.
    pub scope: Span,
}

/// The houses that an article says were told the words that it reports.
pub fn listeners(claims: &[Claim], article: &Article, text: &str, outlets: &OutletTable) -> Vec<Listener> {
    let own = claims
        .iter()
        .filter(|claim| claim.article == article.ordinal && reports_words(claim));
    own.filter_map(|claim| {
        let cue = claim.span?;
        Some(Listener {
            house: listener(text, cue, outlets)?,
            cue,
            scope: claim.scope.unwrap_or(cue),
        })
    })
    .collect()
}

/// Cues from which on a page that names one house alone is a copy of that house's report.
const SELF_NAMING: usize = 2;

/// The house that a page of unknown publisher names again and again as the one that was told, and no other: whose report it is.
pub fn only_listener<'a>(
    listeners: &[Listener],
    article: &Article,
    mut credited: impl Iterator<Item = &'a str>,
) -> Option<(String, Span)> {
    let first = listeners.first()?;
    let of_house = |name: &str| are_one_house(&first.house, name);
    let alone = listeners.iter().all(|listener| of_house(&listener.house)) && credited.all(of_house);
    (article.publisher.is_none() && listeners.len() >= SELF_NAMING && alone)
        .then(|| (first.house.clone(), first.cue))
}

/// The house whose reporter was told the words of a cue (告诉海风日报记者, 对海风日报表示, 接受海风日报采访): its reporter was there.
fn listener(text: &str, cue: Span, outlets: &OutletTable) -> Option<String> {
    const TO: [&str; 5] = ["告诉", "接受", "对", "向", "告知"];
    let words = text.get(cue.start as usize..)?;
    let beyond = words.get(cue.len()..).unwrap_or("");
    let of_clause = |sign: &char| sign.is_alphanumeric() || matches!(sign, '《' | '》');
    let clause: usize = beyond
        .chars()
        .take(LISTENER)
        .take_while(of_clause)
        .map(char::len_utf8)
        .sum();
    let words = words.get(..cue.len() + clause)?;
    let named = |rest: &str| {
        let rest = rest.trim_start_matches('《');
        let ends: Vec<usize> = rest
            .char_indices()
            .map(|(at, sign)| at + sign.len_utf8())
            .collect();
        let names = HOUSE
            .rev()
            .filter_map(|length| rest.get(..*ends.get(length - 1)?));
        let known = names.filter_map(|name| outlets.resolve(name));
        known.map(|outlet| outlet.canonical).next()
    };
    TO.iter()
        .find_map(|to| words.split_once(to).and_then(|(_, rest)| named(rest)))
}

/// Words of copyright notices before the name of whose the text is.
const RIGHTS: &[&str] = &[
    "版权均属",
    "版权归",
    "版权属",
    "注明“来源：",
    "注明\"来源:",
    "注明“来源:",
    "注明来源：",
    "本文来自",
    "Copyright ",
    "copyright ",
    "© ",
];
static ANY_RIGHTS: LazyLock<Words> = LazyLock::new(|| Words::new(RIGHTS.iter().copied()));

/// Who is named as the holder of the rights: the name after each of those words.
fn rights_holders(words: &str) -> impl Iterator<Item = &str> {
    let cues: &[&str] = if ANY_RIGHTS.stand_in(words) { RIGHTS } else { &[] };
    const ENDS: &[char] = &[
        '，', ',', '。', '；', ';', '”', '"', '）', ')', '(', '（', '.', '、', '!', '！', '\n',
    ];
    cues.iter().filter_map(move |cue| {
        let (_, rest) = words.split_once(cue)?;
        let name = rest.split(ENDS).next()?;
        let name = name.trim_matches(['“', '《', '》', '：', ':', ' ']);
        let name = name.strip_prefix('于').unwrap_or(name);
        let name = name.strip_suffix("所有").unwrap_or(name).trim();
        (2..=LONGEST_NAME).contains(&name.chars().count()).then_some(name)
    })
}

/// Portals number their editors, each in its own way: SN240, _NBJ11331, PK155, HN666, DF064.
fn portal_of_code(code: &str) -> Option<&'static str> {
    let letters: String = code
        .trim_start_matches('_')
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    if code.starts_with('_') {
        return letters.starts_with('N').then_some("网易");
    }
    Some(match letters.as_str() {
        "SN" | "SF" => "新浪新闻",
        "NBJ" => "网易",
        "PK" => "凤凰网",
        "HN" => "和讯网",
        "DF" => "东方财富网",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{
        HOUSES, Listener, canonical, house_of, listener, of_one_house, only_listener, own_name,
        portal_of_code, reporters_outlet, rights_holders,
    };
    use crate::claim::OutletTable;
    use crate::document::{Article, Claim, ClaimKind, SourceKind, Span};

    #[test]
    fn issue_6_a_page_of_reporters_of_several_houses_speaks_in_no_name() {
        let claim = |kind, rule: &str, name: &str| Claim {
            article: 0,
            kind,
            source_name: name.to_owned(),
            source: Some(name.to_owned()),
            source_kind: SourceKind::Outlet,
            cue: String::new(),
            span: Some(Span::new(0, 3)),
            scope: None,
            rule: rule.to_owned(),
            confidence: 0.95,
        };
        let byline = |name| claim(ClaimKind::Byline, "byline-outlet", name);
        let dateline = |name| claim(ClaimKind::Dateline, "dateline", name);
        let of = |publisher, claims: &[Claim]| {
            let found = own_name(publisher, claims.iter(), &[], "记者");
            found.map(|(name, _)| name)
        };
        let several = [byline("海风日报"), byline("江州晚报")];
        assert_eq!(of(None, &several), None);
        assert_eq!(of(Some("江州晚报"), &several).as_deref(), Some("江州晚报"));
        assert_eq!(of(None, &several[..1]).as_deref(), Some("海风日报"));
        // Names of one house, and a dateline, which is whose report it is.
        assert_eq!(
            of(None, &[byline("新华网"), byline("新华社")]).as_deref(),
            Some("新华网")
        );
        assert_eq!(
            of(None, &[byline("海风日报"), dateline("江州晚报")]).as_deref(),
            Some("江州晚报")
        );
    }

    #[test]
    fn issue_6_a_house_has_other_names() {
        let names: Vec<&str> = of_one_house("新华网").collect();
        assert_eq!(names, ["新华社"]);
        assert!(of_one_house("央视新闻").any(|name| name == "中央广播电视总台"));
        assert_eq!(of_one_house("海风日报").count(), 0);
        assert_eq!(house_of("《海风日报》官方微博"), "海风日报");
        assert_eq!(house_of("海风杂志"), "海风");
        assert_eq!(house_of("央视新闻客户端"), house_of("央视网"));
        let table = OutletTable::builtin();
        for name in HOUSES.iter().flat_map(|house| house.iter()) {
            assert_eq!(canonical(name, &table), *name);
        }
    }

    #[test]
    fn issue_6_who_was_told_is_named_with_the_cue() {
        let outlets = OutletTable::builtin();
        let of = |cue: &str, rest: &str| {
            let text = format!("渡口停航。{cue}{rest}");
            let start = "渡口停航。".len();
            listener(&text, Span::new(start, start + cue.len()), &outlets)
        };
        let found = |cue: &str, rest: &str| of(cue, rest).unwrap_or_default();
        assert_eq!(found("船工李一告诉", "人民日报记者，船已停航。"), "人民日报");
        assert_eq!(found("船工李一对《人民日报》表示", "，船已停航。"), "人民日报");
        assert_eq!(found("船工李一接受人民日报采访时说", "，船已停航。"), "人民日报");
        assert_eq!(of("船工李一告诉记者", "，人民日报记者也在场。"), None);
        assert_eq!(of("船工李一表示", "，对方没有回答。"), None);
    }

    #[test]
    fn issue_6_a_page_that_names_one_house_again_and_again_is_of_that_house() {
        let told = |house: &str| Listener {
            house: house.to_owned(),
            cue: Span::new(10, 40),
            scope: Span::new(40, 90),
        };
        let of = |told: &[Listener], credited: &[&str]| {
            let found = only_listener(told, &Article::default(), credited.iter().copied());
            found.map(|(name, _)| name)
        };
        let twice = [told("海风日报"), told("海风日报")];
        assert_eq!(of(&twice, &[]).as_deref(), Some("海风日报"));
        assert_eq!(of(&twice, &["江州晚报"]), None);
        assert_eq!(of(&[told("海风日报"), told("江州晚报")], &[]), None);
        assert_eq!(of(&twice[..1], &[]), None);
    }

    #[test]
    fn the_outlet_stands_before_its_reporter() {
        assert_eq!(reporters_outlet("（东江晚报记者 李一 王二）"), Some("东江晚报"));
        assert_eq!(reporters_outlet("文/《江北周刊》见习记者 李一"), Some("江北周刊"));
        assert_eq!(reporters_outlet("本报记者 李一 江北报道"), None);
        assert_eq!(reporters_outlet("记者 李一"), None);
    }

    #[test]
    fn copyright_notices_name_their_outlet() {
        let notice = "凡本网注明“来源：东江晚报”的作品，版权均属于东江晚报，未经授权不得转载。";
        assert!(rights_holders(notice).all(|name| name == "东江晚报"));
        assert_eq!(rights_holders(notice).count(), 2);
        assert_eq!(
            rights_holders("Copyright River Times. All rights reserved.").next(),
            Some("River Times")
        );
        assert_eq!(rights_holders("未经授权不得转载").count(), 0);
    }

    #[test]
    fn codes_of_editors_belong_to_their_portals() {
        assert_eq!(portal_of_code("SN123"), Some("新浪新闻"));
        assert_eq!(portal_of_code("_NT9999"), Some("网易"));
        assert_eq!(portal_of_code("XY1"), None);
    }

    #[test]
    fn issue_6_who_reserves_the_rights_in_a_text_made_it() {
        let of = |text: &str, name: &str| {
            let at = text.find(name).unwrap_or(0);
            super::reserves_rights(text, Span::new(at, at + name.len()))
        };
        assert!(of("渡口停航。\n【海风圈原创未经允许禁止转载】\n责编", "海风圈"));
        assert!(of("本文系海风财经原创文章，如转载请注明出处。", "海风财经"));
        assert!(!of("来源：海风财经\n海风圈原创未经允许禁止转载", "海风财经"));
    }
}

//! What a pair of brackets credits, on its own line or behind a paragraph: a source (`（据某社）`), reporters (`（某报记者某某）`), an edition
//! (`（9月26日《某报》）`), one name. In goes the bracket, out come the piece and its parts, or nothing.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::credit;
use super::dateline;
use super::draft::{Draft, Named, trimmed};
use super::lists;
use super::names;
use super::places;
use super::reporters;
use super::signatures;
use super::values::sources;

/// What leads to a source.
const BEFORE_SOURCES: [&str; 9] = [
    "本文来自于",
    "本文来自",
    "据",
    "據",
    "综合",
    "綜合",
    "本报综合",
    "整理自",
    "摘自",
];

/// What stands behind a source.
const BEHIND_SOURCES: [&str; 9] = [
    "等新闻报道",
    "等综合报道",
    "等媒体报道",
    "等报道",
    "综合报道",
    "报道",
    "消息",
    "电",
    "等",
];

/// Reads the bracket `span`, which holds `inside`; `alone` where it is all of its line. On a line of its own `据` stands before a source even
/// where the name does not end as names of outlets do.
pub(super) fn credit(text: &str, span: Span, inside: Span, alone: bool) -> Option<Draft> {
    let content = inside.of(text);
    let chars = content.chars().count();
    if chars > 80 || content.contains(['。', '？', '！', '“', '：']) {
        return None;
    }
    if let Some(prefix) = BEFORE_SOURCES.iter().find(|prefix| content.starts_with(**prefix)) {
        return behind_cue(text, span, inside, prefix, alone);
    }
    if ["作者系", "作者为", "作者单位", "作者是"]
        .iter()
        .any(|opening| content.starts_with(opening))
    {
        return Some(Draft::with(text, BlockKind::Byline, span, Vec::new()));
    }
    // （某报记者某某对本文亦有贡献）: another of its reporters.
    if let Some(at) = ["对本文", "对此文", "为本文"]
        .iter()
        .find_map(|word| content.find(word))
        .filter(|_| content.ends_with("贡献"))
    {
        return signed(
            text,
            span,
            trimmed(text, inside.start as usize, inside.start as usize + at)?,
        );
    }
    let written = content.starts_with("文/") || content.starts_with("文／");
    if written
        || content.contains("记者")
        || content.contains("通讯员")
        || content.starts_with("编辑")
        || content.starts_with("作者")
    {
        return signed(text, span, inside);
    }
    // 【晚报】 opens a column; credits of one name stand in round brackets.
    if !span.of(text).starts_with(['（', '(']) {
        return None;
    }
    if let Some(found) = signatures::addressed(text, span, inside) {
        return Some(found);
    }
    let listed = sources(text, inside);
    if chars <= 24 && !listed.is_empty() && listed.iter().all(|name| outlet_like(name.of(text))) {
        let named = Named::each(PartKind::Source, listed).collect();
        return Some(Draft::with(text, BlockKind::SourceLine, span, named));
    }
    if chars <= 24
        && let Some(named) = edition(text, inside)
    {
        return Some(Draft::with(text, BlockKind::SourceLine, span, named));
    }
    // (CCTV) is no person.
    let acronym = content.bytes().all(|byte| byte.is_ascii_uppercase());
    if chars <= 9
        && !acronym
        && let Some(people) = names::names(text, inside)
    {
        let named = Named::each(PartKind::Person, people).collect();
        return Some(Draft::with(text, BlockKind::Byline, span, named));
    }
    None
}

/// 据某社, 综合某报、某网报道: sources behind `prefix`.
fn behind_cue(text: &str, span: Span, inside: Span, prefix: &str, alone: bool) -> Option<Draft> {
    let rest = inside.of(text).strip_prefix(prefix)?;
    let start = inside.start as usize + prefix.len();
    let end = inside.end as usize;
    let mut named = vec![Named {
        kind: PartKind::Label,
        span: Span::new(inside.start as usize, start),
    }];
    // 据某社某地某日电 记者某某: the dateline in brackets.
    if let Some(found) = dateline::dateline(text, inside) {
        named.extend(found.named.into_iter().map(|part| Named {
            kind: if part.kind == PartKind::Agency {
                PartKind::Source
            } else {
                part.kind
            },
            span: part.span,
        }));
        named.extend(reporters::bracketed(text, Span::new(found.end.min(end), end)));
        return Some(Draft::with(text, BlockKind::SourceLine, span, named));
    }
    let kept = BEHIND_SOURCES
        .iter()
        .find_map(|suffix| rest.strip_suffix(suffix).filter(|kept| !kept.is_empty()));
    let stop = kept.map_or(end, |kept| start + kept.len());
    let mut listed = sources(text, trimmed(text, start, stop)?);
    listed.retain(|name| !is_promotion(name.of(text)));
    let outlets = listed.iter().any(|name| outlet_like(name.of(text)));
    let can_be = alone && listed.iter().all(|name| can_be_named(name.of(text)));
    if listed.is_empty() || !(outlets || can_be || prefix.starts_with("本文")) {
        return None;
    }
    named.extend(Named::each(PartKind::Source, listed));
    Some(Draft::with(text, BlockKind::SourceLine, span, named))
}

/// 某报记者某某, 文/某某: who wrote it, with the house in front of them.
fn signed(text: &str, span: Span, inside: Span) -> Option<Draft> {
    let content = inside.of(text);
    let people = reporters::bracketed(text, inside);
    if people.is_empty() && !(content.starts_with('文') && content.chars().count() <= 40) {
        return None;
    }
    let role = credit::REPORTERS
        .iter()
        .filter_map(|role| content.find(role))
        .min()
        .unwrap_or(0);
    let start = inside.start as usize;
    let written = content.get(..role).map_or(0, |head| {
        let label = ["文/", "文／"].iter().find(|label| head.starts_with(**label));
        label.map_or(0, |label| label.len())
    });
    let mut named: Vec<Named> = trimmed(text, start + written, start + role)
        .and_then(|span| credit::house(text, span))
        .filter(|part| {
            let name = part.span.of(text);
            lists::is_own(name) || lists::ends_like_outlet(name) || is_short_for_a_house(name)
        })
        .into_iter()
        .collect();
    named.extend(people);
    let taken = signatures::put_together(text, inside);
    let kind = if taken.is_empty() {
        BlockKind::Byline
    } else {
        BlockKind::SourceLine
    };
    named.extend(taken);
    Some(Draft::with(text, kind, span, named))
}

/// 9月26日《某报》: the paper, and the day of the edition.
fn edition(text: &str, inside: Span) -> Option<Vec<Named>> {
    let (head, paper) = inside.of(text).split_once('《')?;
    let name = ["》", "》报道", "》网站"]
        .iter()
        .find_map(|behind| paper.strip_suffix(behind))?;
    if head.chars().count() > 12 || !lists::ends_like_outlet(name) {
        return None;
    }
    let from = inside.start as usize;
    let start = from + head.len() + '《'.len_utf8();
    let mut named = vec![Named {
        kind: PartKind::Source,
        span: Span::new(start, start + name.len()),
    }];
    let day = clock::printed(head).or_else(|| clock::bare_day(head));
    named.extend(day.map(|day| Named {
        kind: PartKind::Time,
        span: Span::new(from, from + day.length),
    }));
    Some(named)
}

/// True for what can be the short name of a paper in front of its reporter: （某都记者某某）.
fn is_short_for_a_house(name: &str) -> bool {
    const ENDS: [&str; 10] = [
        "特约",
        "见习",
        "实习",
        "首席",
        "特派",
        "摄影",
        "全媒体",
        "融媒体",
        "本次",
        "前方",
    ];
    (2..=3).contains(&name.chars().count())
        && name.chars().all(names::is_han)
        && !name.starts_with([
            '驻', '该', '有', '据', '多', '另', '由', '文', '图', '均', '为', '对', '与',
        ])
        && !ENDS.iter().any(|end| name.ends_with(end))
        && !places::is_place(name)
}

/// True for an invitation behind the source: 更多资讯请下载某客户端.
fn is_promotion(words: &str) -> bool {
    ["更多", "下载", "关注", "点击", "扫码", "订阅"]
        .iter()
        .any(|word| words.contains(word))
}

/// True for a word that can be the name of a source: no verb of reporting (据了解), no report of a company (据年报).
fn can_be_named(name: &str) -> bool {
    let chars = name.chars().count();
    let verbs = [
        "统计",
        "了解",
        "悉",
        "介绍",
        "估计",
        "估算",
        "推测",
        "分析",
        "记载",
        "传",
        "称",
        "说",
        "此",
        "公告",
        "公报",
        "资料",
        "数据",
        "文件",
        "判决书",
        "录音",
    ];
    (2..=10).contains(&chars)
        && name
            .chars()
            .all(|next| names::is_han(next) || next.is_ascii_alphanumeric())
        && !name.contains(['的', '了', '是', '等', '我', '他'])
        && !verbs.iter().any(|verb| name.ends_with(verb))
        && !lists::ends_like_report(name)
}

/// True for a name that can only be an outlet's where a credit is expected.
fn outlet_like(name: &str) -> bool {
    let chars = name.chars().count();
    (2..=14).contains(&chars)
        && !name.contains(|next: char| next.is_ascii_digit())
        && (lists::ends_like_outlet(name) || name == "央视" || name.ends_with("央视网"))
}

//! 电头: what opens a report and tells who sent it from where. `新华社北京2月29日电（记者某某）`, `本报讯`,
//! `新京报快讯（记者 某某）`, `【环球网综合报道】`, `BEIJING, Jan 12 (Xinhua) --`, `LONDON (AP) —`.
//!
//! A dateline is unit + place + date + marker (电, 讯, 消息, 报道), in that order but for the date before the place
//! of some sites. `据X消息，` without a comma-free run is an attribution in the text, not a dateline: it stays body.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{PartKind, Span};

use super::draft::{Named, is_blank};
use super::fields::closer;
use super::lists;
use super::names;

/// A dateline at the head of a line.
pub(super) struct Dateline {
    /// One past its last byte in the text.
    pub end: usize,
    /// Agency, place, date, persons.
    pub named: Vec<Named>,
}

/// Unit, desk, place, date, place again, in front of the marker.
static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<ag>本报|本网|本台|本刊|本社|(?:台湾)?[“]?[\p{Han}A-Za-z0-9·&+—-]{1,16}?",
        r"(?:社|网|报|台|刊|客户端|新闻|之家|之声|在线|广播|传媒|频道|央视)[”]?(?:[·\-][\p{Han}A-Za-z]{2,8}?)?(?:客户端|财经|科技|体育|娱乐|视频|网站|《\p{Han}{2,8}》)?",
        r"|[\p{Han}A-Za-z0-9]{2,10})",
        r"[ \x{3000}]*(?P<pl>\p{Han}{2,8}?)??[ \x{3000}]*(?P<dt>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}日|[0-9０-９]{1,2}日)?[ \x{3000}]*(?P<pl2>\p{Han}{2,4})?$"
    ))
    .ok()
});

/// English: place, date, agency in brackets, dash.
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?P<pl>[A-Z][A-Z.'\-]+(?:[ ,]+[A-Z][A-Za-z.'\-]+){0,4}?),? +)?(?P<dt>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}(?:, \d{4})?,? +)?",
        r"\((?P<ag>[A-Z][A-Za-z ]{1,24})\) ?(?:--|—|–|-)+ ?"
    ))
    .ok()
});

/// Markers, longer ones first where one begins with another.
const MARKERS: [&str; 12] = [
    "综合报道",
    "综合消息",
    "专电",
    "快讯",
    "电讯",
    "综合讯",
    "讯",
    "電",
    "电",
    "消息",
    "报道",
    "報道",
];

/// Finds the dateline that `text[line]` begins with.
pub(super) fn dateline(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let base = line.start as usize;
    if slice.starts_with(|first: char| first.is_ascii_uppercase() || first == '(')
        && let Some(found) = english(text, line)
    {
        return Some(found);
    }
    let opener = slice.chars().next().filter(|&first| closer(first).is_some());
    let mut begin = opener.map_or(0, char::len_utf8);
    if let Some(rest) = slice.get(begin..) {
        begin += rest.len() - rest.trim_start_matches([' ', '\u{3000}', '@', '■', '●']).len();
    }
    let quoted = slice.get(begin..).is_some_and(|rest| rest.starts_with('据'));
    if quoted {
        begin += '据'.len_utf8();
    }
    // The unit runs to a marker; punctuation ends the search.
    let head = slice.get(begin..)?;
    let mut at = 0usize;
    for (count, character) in head.chars().enumerate() {
        if count > 34 {
            break;
        }
        let rest = head.get(at..)?;
        if matches!(
            character,
            '，' | '。' | ',' | '、' | '：' | ':' | '；' | '？' | '！' | '…'
        ) {
            return None;
        }
        if matches!(character, '（' | '(') {
            // 某报·某新闻（记者某某）without a marker.
            let unit = head.get(..at)?.trim_end_matches(is_blank);
            if at > 0 && unit.chars().count() <= 14 && lists::ends_like_outlet(unit) && !quoted {
                let inside = rest.get(character.len_utf8()..)?;
                if inside.starts_with("记者") || inside.starts_with("通讯员") {
                    return complete(
                        text,
                        line,
                        base + begin,
                        unit,
                        base + begin + at,
                        "",
                        opener,
                        quoted,
                    );
                }
            }
            return None;
        }
        if at > 0
            && matches!(
                character,
                '综' | '专' | '快' | '电' | '讯' | '電' | '消' | '报' | '報'
            )
            && let Some(marker) = MARKERS.iter().find(|marker| rest.starts_with(**marker))
        {
            let unit = head.get(..at)?.trim_end_matches(is_blank);
            // 某刊某月某日刊发的通讯， is a kind of article.
            if unit.len() >= 4
                && !unit.ends_with("的通")
                && let Some(found) = complete(
                    text,
                    line,
                    base + begin,
                    unit,
                    base + begin + at + marker.len(),
                    marker,
                    opener,
                    quoted,
                )
            {
                return Some(found);
            }
        }
        at += character.len_utf8();
    }
    None
}

/// Checks unit and what follows the marker, and reads the reporters behind it. `after` is the first byte behind
/// the marker.
#[allow(clippy::too_many_arguments)]
fn complete(
    text: &str,
    line: Span,
    unit_start: usize,
    unit: &str,
    after: usize,
    marker: &str,
    opener: Option<char>,
    quoted: bool,
) -> Option<Dateline> {
    let groups = UNIT.as_ref()?.captures(unit)?;
    let part = |name: &str| {
        groups
            .name(name)
            .map(|found| Span::new(unit_start + found.start(), unit_start + found.end()))
    };
    let agency = part("ag")?;
    let date = part("dt");
    let place = part("pl").or_else(|| part("pl2"));
    let name = agency.of(text);
    let known = matches!(name, "本报" | "本网" | "本台" | "本刊" | "本社")
        || lists::is_desk(name)
        || lists::ends_like_outlet(name)
        || name.contains('《')
        || name.ends_with(['”', '》'])
        || ["客户端", "财经", "科技", "体育", "娱乐", "视频", "网站"]
            .iter()
            .any(|desk| name.ends_with(desk));
    // 另据某官网消息, 记者从某报: attributions in the text.
    let attribution = name.contains(['据', '从', '月'])
        || name.ends_with("官网")
        || ["记者", "有", "该", "多家", "另", "此前", "一些", "很多"]
            .iter()
            .any(|opening| name.starts_with(opening));
    let signed = text.get(after..line.end as usize).is_some_and(|rest| {
        let rest = rest.trim_start_matches(is_blank);
        rest.starts_with("（记者") || rest.starts_with("(记者")
    });
    let known = known || (signed && marker.ends_with('讯'));
    if !known || attribution {
        return None;
    }
    let end = line.end as usize;
    let rest = text.get(after..end)?;
    let next = rest.chars().next();
    let pauses = next.is_none_or(|next| {
        is_blank(next)
            || matches!(
                next,
                '（' | '(' | '：' | ':' | '】' | ']' | '）' | ')' | '-' | '—'
            )
    });
    let bracket_closes = opener.is_some();
    let accepted = match marker {
        "" => true,
        "电" | "電" | "专电" | "电讯" => {
            !matches!(
                next,
                Some(
                    '话' | '视'
                        | '影'
                        | '力'
                        | '子'
                        | '动'
                        | '商'
                        | '信'
                        | '器'
                        | '网'
                        | '缆'
                        | '台'
                        | '量'
                        | '价'
                        | '站'
                        | '池'
                        | '脑'
                        | '机'
                )
            ) && (date.is_some() || pauses || next == Some('，') || (name.ends_with('社') && quoted))
        }
        "讯" | "快讯" | "综合讯" => {
            !matches!(next, Some('息' | '号' | '问' | '道' | '飞' | '速' | '实'))
                && (place.is_none() || date.is_some() || pauses)
                && !quoted
        }
        "消息" => {
            !quoted
                && (date.is_some() || pauses || next == Some('，') || next == Some(','))
                && (place.is_none() || date.is_some())
        }
        "综合报道" | "综合消息" => {
            !quoted && (bracket_closes || pauses || matches!(next, Some('，' | ',')))
        }
        // 报道: a clause (`某网3月4日报道，某国…`) is an attribution, a pause or a new 据 shows a dateline.
        _ => {
            !quoted
                && ((date.is_some()
                    && (pauses
                        || rest.starts_with('据')
                        || rest.starts_with("美媒")
                        || rest.starts_with("外媒")
                        || rest.starts_with("港媒")))
                    || (bracket_closes && pauses))
        }
    };
    if !accepted || (place.is_some() && date.is_none() && !pauses && marker != "电") {
        return None;
    }
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: agency,
    }];
    named.extend(place.map(|span| Named {
        kind: PartKind::Place,
        span,
    }));
    named.extend(date.map(|span| Named {
        kind: PartKind::Date,
        span,
    }));
    let mut at = after;
    loop {
        let rest = text.get(at..end)?;
        let shown = rest.trim_start_matches(is_blank);
        let begin = end - shown.len();
        // （记者某某 通讯员某某）, or （新闻联播） behind 消息.
        if let Some(first @ ('（' | '(')) = shown.chars().next() {
            let wanted = closer(first)?;
            let Some(close) = shown
                .char_indices()
                .take(90)
                .find(|&(_, next)| next == wanted || matches!(next, '）' | ')'))
            else {
                break;
            };
            let inside = Span::new(begin + first.len_utf8(), begin + close.0);
            let content = inside.of(text);
            let people = reporters(text, inside);
            let roles = ["记者", "编辑", "总台"].iter().any(|role| content.contains(role));
            let programme = marker == "消息" && content.chars().count() <= 8;
            if people.is_empty() && !roles && !programme {
                break;
            }
            named.extend(people.into_iter().map(|span| Named {
                kind: PartKind::Person,
                span,
            }));
            at = begin + close.0 + close.1.len_utf8();
            continue;
        }
        // `[环球网报道 记者 某某]`
        if let Some(wanted) = opener.and_then(closer)
            && let Some(close) = shown.char_indices().take(60).find(|&(_, next)| next == wanted)
            && named.iter().all(|named| named.kind != PartKind::Link)
        {
            let inside = Span::new(begin, begin + close.0);
            named.extend(reporters(text, inside).into_iter().map(|span| Named {
                kind: PartKind::Person,
                span,
            }));
            at = begin + close.0 + close.1.len_utf8();
            break;
        }
        let shown_pause = shown
            .strip_prefix("综合报道，")
            .or_else(|| shown.strip_prefix("综合报道 "));
        if let (Some(pause), true) = (shown_pause, begin > after || date.is_some()) {
            at = end - pause.len();
        }
        break;
    }
    // 本报北京3月4日电 记者某某报道： is rare; what follows the marker is only taken with its colon.
    let rest = text.get(at..end)?;
    let shown = rest.trim_start_matches(is_blank);
    if let Some(first) = shown
        .chars()
        .next()
        .filter(|first| matches!(first, '：' | ':' | '，' | ',' | '-' | '—'))
    {
        at = end - shown.len() + first.len_utf8();
    }
    Some(Dateline { end: at, named })
}

/// Words of roles inside the brackets of a dateline or a credit.
pub(super) const ROLES: [&str; 36] = [
    "全媒体记者",
    "特约记者",
    "见习记者",
    "实习记者",
    "首席记者",
    "特派记者",
    "本报记者",
    "本网记者",
    "摄影记者",
    "融媒体记者",
    "总台央视记者",
    "总台记者",
    "记者",
    "通讯员",
    "特约撰稿",
    "实习生",
    "责任编辑",
    "新媒体编辑",
    "编辑",
    "校对",
    "统筹",
    "策划",
    "摄影",
    "摄像",
    "作者",
    "撰文",
    "采写",
    "执笔",
    "编译",
    "整合",
    "制图",
    "主播",
    "文/图",
    "图/文",
    "文/",
    "图/",
];

/// The people named in brackets: what stands behind words of roles, names one by one.
pub(super) fn reporters(text: &str, inside: Span) -> Vec<Span> {
    let slice = inside.of(text);
    let base = inside.start as usize;
    let mut found = Vec::new();
    let mut from: Option<usize> = None;
    let mut at = 0;
    let mut close = |from: Option<usize>, to: usize| {
        if let Some(span) = from.and_then(|from| super::draft::trimmed(text, base + from, base + to)) {
            let span = without_marks(text, span);
            if let Some(people) = names::names(text, span) {
                found.extend(people);
            } else if let Some(shorter) = without_report(text, span).0
                && let Some(people) = names::names(text, shorter)
            {
                found.extend(people);
            }
        }
    };
    while let Some(rest) = slice.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(role) = ROLES.iter().find(|role| rest.starts_with(**role)) {
            close(from, at);
            at += role.len();
            from = Some(at);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    close(from, slice.len());
    found
}

/// Without the colon or bar behind a role.
fn without_marks(text: &str, span: Span) -> Span {
    let slice = span.of(text);
    let rest = slice.trim_start_matches(|next| {
        matches!(next, ':' | '：' | '|' | '｜' | '丨' | '/' | '／' | '、' | '，') || is_blank(next)
    });
    let start = span.end as usize - rest.len();
    let kept = rest.trim_end_matches(|next| {
        matches!(next, '、' | '，' | ',' | '|' | '/' | '】' | ')' | '）' | '。') || is_blank(next)
    });
    Span::new(start, start + kept.len())
}

/// Without `发自某地`, `某地报道`, `摄`, `文` behind the names, and the place.
pub(super) fn without_report(text: &str, span: Span) -> (Option<Span>, Option<Span>) {
    let slice = span.of(text);
    let start = span.start as usize;
    if let Some(at) = slice.find("发自") {
        let place = super::draft::trimmed(text, start + at + "发自".len(), span.end as usize);
        return (super::draft::trimmed(text, start, start + at), place);
    }
    for suffix in [
        "综合报道",
        "摄影报道",
        "现场报道",
        "报道",
        "整合",
        "整理",
        "摄影",
        "摄",
        "文",
    ] {
        let Some(rest) = slice.strip_suffix(suffix) else {
            continue;
        };
        let whole = super::draft::trimmed(text, start, start + rest.len());
        let Some(kept) = whole else { return (None, None) };
        if names::names(text, kept).is_some() && !kept.of(text).contains(is_blank) {
            // 王小明北京 would split as two names; a place of its own stands behind a blank as a rule.
            return (Some(kept), None);
        }
        // 王李 北京
        if let Some(gap) = kept.of(text).rfind(is_blank) {
            let head = super::draft::trimmed(text, start, kept.start as usize + gap);
            let place = super::draft::trimmed(text, kept.start as usize + gap, kept.end as usize);
            if head.is_some_and(|head| names::names(text, head).is_some()) {
                return (head, place);
            }
        }
        // 王小明北京
        let characters: Vec<usize> = kept.of(text).char_indices().map(|(at, _)| at).collect();
        for length in [2, 3, 4] {
            let cut = characters
                .len()
                .checked_sub(length)
                .and_then(|index| characters.get(index))
                .copied();
            if let Some(cut) = cut.filter(|&cut| cut > 0) {
                let head = Span::new(kept.start as usize, kept.start as usize + cut);
                if names::names(text, head).is_some() {
                    return (Some(head), Some(Span::new(head.end as usize, kept.end as usize)));
                }
            }
        }
        return (Some(kept), None);
    }
    (Some(span), None)
}

fn english(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let mut stop = slice.len().min(100);
    while !slice.is_char_boundary(stop) {
        stop -= 1;
    }
    let groups = ENGLISH.as_ref()?.captures(slice.get(..stop)?)?;
    let base = line.start as usize;
    let mut named = Vec::new();
    for (name, kind) in [
        ("ag", PartKind::Agency),
        ("pl", PartKind::Place),
        ("dt", PartKind::Date),
    ] {
        if let Some(found) = groups.name(name) {
            let kept = found.as_str().trim_end_matches([' ', ',']);
            named.push(Named {
                kind,
                span: Span::new(base + found.start(), base + found.start() + kept.len()),
            });
        }
    }
    named.sort_by_key(|named| named.span);
    Some(Dateline {
        end: base + groups.get(0)?.end(),
        named,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::dateline;
    use crate::document::Span;

    fn head(text: &str) -> Option<(&str, Vec<(&'static str, &str)>)> {
        let found = dateline(text, Span::new(0, text.len()))?;
        Some((
            text.get(..found.end).unwrap(),
            found
                .named
                .iter()
                .map(|named| (named.kind.name(), named.span.of(text)))
                .collect(),
        ))
    }

    #[test]
    fn datelines_of_agencies_and_papers() {
        let (whole, parts) = head("新华社昆明5月6日电（记者赵一鸣、钱兰）6日上午，洱海").unwrap();
        assert_eq!(whole, "新华社昆明5月6日电（记者赵一鸣、钱兰）");
        assert_eq!(
            parts,
            [
                ("agency", "新华社"),
                ("place", "昆明"),
                ("date", "5月6日"),
                ("person", "赵一鸣"),
                ("person", "钱兰")
            ]
        );
        assert_eq!(
            head("中新网5月6日电 据气象台消息，暴雨").unwrap().0,
            "中新网5月6日电"
        );
        assert_eq!(
            head("据新华社大理５月６日电 洱海").unwrap().1,
            [("agency", "新华社"), ("place", "大理"), ("date", "５月６日")]
        );
        assert_eq!(
            head("本报讯（记者孙小红 通讯员李平）昨日").unwrap().0,
            "本报讯（记者孙小红 通讯员李平）"
        );
        assert_eq!(
            head("春城晚报讯(记者 孙小红)昨日").unwrap().1,
            [("agency", "春城晚报"), ("person", "孙小红")]
        );
        assert_eq!(head("春城新闻消息，昨日").unwrap().0, "春城新闻消息，");
        assert_eq!(
            head("[环球网报道 记者 赵一鸣]法国").unwrap().1,
            [("agency", "环球网"), ("person", "赵一鸣")]
        );
        assert_eq!(head("【环球网综合报道】法国").unwrap().0, "【环球网综合报道】");
        assert_eq!(
            head("某视网消息（晚间新闻）：昨日").unwrap().0,
            "某视网消息（晚间新闻）："
        );
        assert_eq!(
            head("春城在线昆明5月6日消息（记者王漪 褚夫晴）据")
                .unwrap()
                .1
                .len(),
            5
        );
    }

    #[test]
    fn attributions_are_no_datelines() {
        for text in [
            "据春城区政府官网消息，6日",
            "路透社5月6日报道，某国",
            "据路透社5月6日报道，",
            "警方通讯录上，",
            "结果见医学期刊《柳叶刀》当地时间6月4日刊发的通讯，",
            "他在电话里说",
            "某公司电网改造",
            "记者从消息人士处",
            "据新华社报道，",
        ] {
            assert!(head(text).is_none(), "{text}");
        }
    }

    #[test]
    fn english_datelines() {
        let (whole, parts) = head("KUNMING, May 6 (Xinhua) -- Rain fell").unwrap();
        assert_eq!(whole, "KUNMING, May 6 (Xinhua) -- ");
        assert_eq!(
            parts,
            [("place", "KUNMING"), ("date", "May 6"), ("agency", "Xinhua")]
        );
        assert_eq!(head("LONDON (AP) — Rain").unwrap().0, "LONDON (AP) — ");
        assert!(head("The company (NYSE) rose").is_none());
    }
}

//! 电头: what opens a report and tells who sent it from where. `新华社北京2月29日电（记者某某）`, `本报讯`,
//! `新京报快讯（记者 某某）`, `【环球网综合报道】`; those of English reports are read in `english_dateline`.
//!
//! A dateline is unit + place + date + marker (电, 讯, 消息, 报道), in that order but for the date before the place
//! of some sites. `据X消息，` without a comma-free run is an attribution in the text, not a dateline: it stays body.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{PartKind, Span};

use super::dispatch_words;
use super::draft::{Named, is_blank};
use super::english_dateline;
use super::fields::closer;
use super::lists;
use super::openings;
use super::reporters;

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
        r"^(?P<ag>本报|本网|本台|本刊|本社|(?:台湾)?[“]?[\p{Han}A-Za-z0-9·•.&+—-]{1,16}?",
        r"(?:社|网|报|台|刊|客户端|新闻|之家|之声|在线|广播|传媒|频道|央视)[”]?(?:[·•.\-][\p{Han}A-Za-z]{2,8}?)?(?:客户端|财经|科技|体育|娱乐|视频|网站|《\p{Han}{2,8}》)?",
        r"|[\p{Han}A-Za-z0-9]{2,10})",
        r"[ \x{3000}]*(?P<pl>\p{Han}{2,8}?)??[ \x{3000}]*(?P<dt>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}日|[0-9０-９]{1,2}日)?(?:[0-9０-９]{1,2}时|凌晨|早间|晚间)?[ \x{3000}]*(?P<pl2>\p{Han}{2,4})?$"
    ))
    .ok()
});

/// Characters of the longest unit with its day where the word for a dispatch got lost.
const LONGEST_DATED: usize = 22;

/// Bytes of the longest by-line in brackets behind such a unit.
const BY_LINE: usize = 180;

/// Characters within which the marker of a dateline begins.
const LONGEST_UNIT: usize = 35;

/// Finds the dateline that `text[line]` begins with.
pub(super) fn dateline(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let base = line.start as usize;
    if slice.starts_with(|first: char| first.is_ascii_uppercase() || first == '(')
        && let Some(found) = english_dateline::dateline(text, line)
    {
        return Some(found);
    }
    if let Some(found) = openings::of_two_names(text, line).or_else(|| openings::of_reporter(text, line)) {
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
    for (at, character) in head.char_indices().take(LONGEST_UNIT) {
        if matches!(
            character,
            '，' | '。' | ',' | '、' | '：' | ':' | '；' | '？' | '！' | '…'
        ) {
            return None;
        }
        if matches!(character, '（' | '(') {
            // 某报·某新闻（记者某某）without a marker.
            let unit = head.get(..at)?.trim_end_matches(is_blank);
            let place = Span::new(base + begin, base + begin + unit.len());
            if !quoted && let Some(found) = openings::with_address(text, line, place, base + begin + at) {
                return Some(found);
            }
            // 某社某地某月某日（记者某某）: the word for the dispatch got lost, the day shows it.
            let dated = unit.ends_with('日') && unit.chars().count() <= LONGEST_DATED;
            let named = unit.chars().count() <= 14 && lists::ends_like_outlet(unit);
            if at > 0 && (named || dated) && !quoted {
                let inside = head.get(at + character.len_utf8()..)?;
                let from = base + begin + at + character.len_utf8();
                let signs =
                    |close: usize| !reporters::bracketed(text, Span::new(from, from + close)).is_empty();
                if !named
                    && !inside
                        .find(['）', ')'])
                        .filter(|&close| close <= BY_LINE)
                        .is_some_and(signs)
                {
                    return None;
                }
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
            && let Some(rest) = head.get(at..)
            && let Some(marker) = dispatch_words::MARKERS
                .iter()
                .find(|marker| rest.starts_with(**marker))
        {
            let unit = head.get(..at)?.trim_end_matches(is_blank);
            let behind = rest.get(marker.len()..)?.chars().next();
            // 某刊某月某日刊发的通讯， is a kind of article.
            if unit.len() >= 4
                && !unit.ends_with("的通")
                && dispatch_words::is_dispatch(marker, unit, behind, quoted)
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
    let mut agency = part("ag")?;
    // A headline that is glued to 本报讯 is no part of the outlet.
    if let Some(own) = ["本报", "本网", "本台", "本刊", "本社"]
        .iter()
        .find(|own| agency.of(text).ends_with(**own))
    {
        agency = Span::new(agency.end as usize - own.len(), agency.end as usize);
    }
    let mut date = part("dt");
    let mut place = part("pl").or_else(|| part("pl2"));
    // 某晚报·某新闻（记者某某）: the second name of a house is no place, nor is the account by which it sends: 某网微信公号消息.
    if let Some(span) = place.filter(|_| date.is_none()) {
        let glued = span.start == agency.end && span.end as usize == unit_start + unit.len();
        let paired = agency.of(text).contains(['·', '•', '-', '—', '.']) && lists::ends_like_outlet(unit);
        if glued && paired && !lists::ends_like_outlet(agency.of(text)) {
            (agency.end, place) = (span.end, None);
        } else if glued && ["微信公号", "微信公众号", "官方微信", "公众号"].contains(&span.of(text))
        {
            place = None;
        }
    }
    // 某某娱乐8月28日讯, 某日报-某网北京7月5日讯: a date before the word for a dispatch is enough, whoever sends it.
    let sent = matches!(marker, "讯" | "电" | "专电" | "快讯");
    let mut by_date = false;
    if (sent || marker == "消息")
        && unit.ends_with('日')
        && !lists::ends_like_outlet(agency.of(text))
        && !lists::is_own(agency.of(text))
        && let Some(found) = openings::dated_unit(unit, unit_start)
    {
        // 讯 behind a day has no other sense at the head of a paragraph.
        let begins = marker.ends_with('讯')
            || text
                .get(after..line.end as usize)
                .is_some_and(openings::opens_report);
        if found.known || sent && begins {
            (agency, place, date) = (found.agency, found.place, Some(found.date));
            by_date = true;
        }
    }
    let name = agency.of(text);
    let known = matches!(name, "本报" | "本网" | "本台" | "本刊" | "本社")
        || lists::is_desk(name)
        || lists::is_channel(name)
        || lists::ends_like_outlet(name)
        || name.contains('《')
        || name.ends_with(['”', '》'])
        || name.ends_with("APP") && marker == "讯"
        || ["客户端", "财经", "科技", "体育", "娱乐", "视频", "网站"]
            .iter()
            .any(|desk| name.ends_with(desk));
    // 另据某官网消息, 记者从某报, 某部新闻办官方微博发布消息: attributions in the text.
    let office = |place: Span| {
        ["办", "官方", "微博", "发布", "发言"]
            .iter()
            .any(|word| place.of(text).contains(word))
    };
    let attribution = place.is_some_and(office)
        || name.contains(['据', '从', '月'])
        || name.ends_with("官网")
        || ["记者", "有", "该", "多家", "另", "此前", "一些", "很多"]
            .iter()
            .any(|opening| name.starts_with(opening));
    let signed = text.get(after..line.end as usize).is_some_and(|rest| {
        let rest = rest.trim_start_matches(is_blank);
        rest.starts_with("（记者") || rest.starts_with("(记者")
    });
    let alone = marker == "讯"
        && !quoted
        && place.is_none()
        && date.is_none()
        && openings::sends_alone(unit)
        && text.get(after..line.end as usize).is_some_and(|rest| {
            let closes = opener
                .and_then(closer)
                .is_some_and(|wanted| rest.starts_with(wanted));
            // 某圈讯7月12日，; 某都讯见习记者某某近日.
            let goes_on = rest.starts_with('，')
                || rest.starts_with(|next: char| next.is_ascii_digit()) && rest.contains('日')
                || ["记者", "见习记者", "实习记者", "通讯员"]
                    .iter()
                    .any(|role| rest.starts_with(role));
            if opener.is_some() { closes } else { goes_on }
        });
    let alone =
        alone || marker == "消息" && !quoted && openings::announces(unit, text.get(after..line.end as usize));
    if alone {
        agency = Span::new(unit_start, unit_start + unit.len());
    }
    let known = known || by_date || alone || (signed && marker.ends_with('讯'));
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
    // 某社5月4日消息称: what the outlet says is told here, not sent from there.
    if ["称", "显示", "指出", "说"]
        .iter()
        .any(|verb| rest.starts_with(verb))
    {
        return None;
    }
    let bracket_closes = opener.is_some();
    let accepted = match marker {
        "" => true,
        "专稿" => {
            place.is_none()
                && (date.is_some() || pauses || rest.starts_with(|next: char| next.is_ascii_digit()))
        }
        "电" | "電" | "专电" | "电讯" => {
            // 某社电记者17日从…获悉: the place and the day were cut out.
            let cut = name.ends_with('社') && (quoted || place.is_none() && rest.starts_with("记者"));
            date.is_some() || pauses || next == Some('，') || cut
        }
        "讯" | "快讯" | "综合讯" => place.is_none() || date.is_some() || pauses,
        // 某网消息据某局微博发布: a new 据 shows that the sentence begins behind the word.
        "消息" => {
            (date.is_some()
                || pauses
                || matches!(next, Some('，' | ','))
                || place.is_none() && rest.starts_with('据'))
                && (place.is_none() || date.is_some())
        }
        "综合报道" | "综合消息" => {
            bracket_closes || pauses || date.is_some() || matches!(next, Some('，' | ','))
        }
        // 报道: a clause (`某网3月4日报道，某国…`) is an attribution, a pause or a new 据 shows a dateline.
        _ => {
            (date.is_some()
                && (pauses
                    // It opens each of its digests so.
                    || name == "参考消息网"
                    || rest.starts_with('据')
                    || rest.starts_with("美媒")
                    || rest.starts_with("外媒")
                    || rest.starts_with("港媒")))
                || (bracket_closes && pauses)
        }
    };
    // 某娱乐专稿11月30日报道, 某网讯3月4日消息: the date and the word for the dispatch stand behind the marker.
    let again = |found: &(usize, Option<Span>)| marker == "专稿" || marker == "讯" && found.1.is_some();
    let (after, date) = match openings::dispatch(text, Span::new(after, end)).filter(again) {
        Some((behind, day)) => (behind, day.or(date)),
        None => (after, date),
    };
    if !accepted || (place.is_some() && date.is_none() && !pauses && marker != "电") {
        return None;
    }
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: agency,
    }];
    named.extend(Named::each(PartKind::Place, place));
    named.extend(Named::each(PartKind::Date, date));
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
            let people = reporters::bracketed(text, inside);
            let roles = ["记者", "编辑", "总台"].iter().any(|role| content.contains(role));
            let programme = marker == "消息" && content.chars().count() <= 8;
            let bare = (people.is_empty() && !roles && !programme && sent && at == after)
                .then(|| openings::bare_people(text, inside))
                .flatten();
            if people.is_empty() && !roles && !programme && bare.is_none() {
                break;
            }
            named.extend(people);
            named.extend(bare.unwrap_or_default());
            at = begin + close.0 + close.1.len_utf8();
            continue;
        }
        // `[环球网报道 记者 某某]`
        if let Some(wanted) = opener.and_then(closer)
            && let Some(close) = shown.char_indices().take(60).find(|&(_, next)| next == wanted)
            && named.iter().all(|named| named.kind != PartKind::Link)
        {
            let inside = Span::new(begin, begin + close.0);
            named.extend(reporters::bracketed(text, inside));
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
    if at == after && sent {
        let (people, behind) = openings::glued_reporter(text, at, end);
        named.extend(Named::each(PartKind::Person, people));
        at = behind;
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
    fn a_date_shows_the_dispatch_of_an_unknown_unit() {
        for (line, whole) in [
            ("春声娱乐5月6日讯5月4日，洱海", "春声娱乐5月6日讯"),
            (
                "云岭日报-春城新闻网北京5月6日讯（记者赵一鸣）洱海",
                "云岭日报-春城新闻网北京5月6日讯（记者赵一鸣）",
            ),
            (
                "新华社昆明5月6日电(赵一鸣 钱兰)洱海",
                "新华社昆明5月6日电(赵一鸣 钱兰)",
            ),
        ] {
            assert_eq!(head(line).unwrap().0, whole, "{line}");
        }
        for line in [
            "北京时间5月6日讯息传来",
            "公司定于5月6日电话通知",
            "新华社昆明5月6日电（图表）洱海",
        ] {
            assert!(
                head(line).is_none_or(|found| !found.0.contains("图表") && found.0.starts_with("新华社")),
                "{line}"
            );
        }
    }

    /// Issue 4: two names of a house, its account, an hour, and desks behind which a date and 消息 stand.
    #[test]
    fn openings_of_desks_and_accounts() {
        for (line, whole, agency) in [
            (
                "春城晚报·滇池新闻（记者赵一鸣）今天上午，洱海",
                "春城晚报·滇池新闻（记者赵一鸣）",
                "春城晚报·滇池新闻",
            ),
            (
                "春城晚报-滇池新闻消息，5月6日，洱海",
                "春城晚报-滇池新闻消息，",
                "春城晚报-滇池新闻",
            ),
            (
                "春城网微信公号消息，5月6日，洱海",
                "春城网微信公号消息，",
                "春城网",
            ),
            ("搜狐科技5月6日消息，洱海", "搜狐科技5月6日消息，", "搜狐科技"),
            (
                "云岭网5月6日6时讯（记者赵一鸣）洱海",
                "云岭网5月6日6时讯（记者赵一鸣）",
                "云岭网",
            ),
            ("滇池通财经APP讯，洱海", "滇池通财经APP讯，", "滇池通财经APP"),
            ("春城通讯，洱海", "", ""),
            ("e滇池讯，洱海", "e滇池讯，", "e滇池"),
            ("滇池生态圈讯5月6日，洱海", "滇池生态圈讯", "滇池生态圈"),
            ("春都讯见习记者赵一鸣近日，洱海", "春都讯见习记者赵一鸣", "春都"),
            (
                "春城网（www.lake.example湖区媒体）昆明5月6日电（记者赵一鸣）据水务局消息，洱海",
                "春城网（www.lake.example湖区媒体）昆明5月6日电（记者赵一鸣）",
                "春城网",
            ),
            (
                "春城晚报·滇池新闻2021年5月6日，洱海",
                "春城晚报·滇池新闻",
                "春城晚报·滇池新闻",
            ),
            ("【滇池动力讯】5月6日", "【滇池动力讯】", "滇池动力"),
            ("春城网消息据水务局微博发布，洱海", "春城网消息", "春城网"),
            (
                "春城网 实习记者 赵一鸣 今年洱海的水位比去年同期上升了一米多",
                "春城网 实习记者 赵一鸣",
                "春城网",
            ),
        ] {
            let Some((head, parts)) = head(line) else {
                assert_eq!(whole, "", "{line}");
                continue;
            };
            assert_eq!(head, whole);
            assert!(parts.contains(&("agency", agency)), "{parts:?}");
        }
        for line in ["公司5月6日消息，洱海", "有媒体-春城新闻消息称，洱海"] {
            assert!(head(line).is_none(), "{line}");
        }
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
    fn desks_and_outlets_that_introduce_themselves() {
        for (text, whole, agency) in [
            ("新浪美股讯 云岭公司周一宣布", "新浪美股讯", "新浪美股"),
            (
                "网易娱乐专稿3月4日报道（文/小赵）3月4日上午",
                "网易娱乐专稿3月4日报道（文/小赵）",
                "网易娱乐",
            ),
            (
                "腾讯娱乐专稿（文/赵一鸣）",
                "腾讯娱乐专稿（文/赵一鸣）",
                "腾讯娱乐",
            ),
            (
                "湖边创业网（公众号：lake7）3月4日消息，近日",
                "湖边创业网（公众号：lake7）3月4日消息，",
                "湖边创业网",
            ),
            (
                "春城时报网（www.lake.example）03月04日讯近日",
                "春城时报网（www.lake.example）03月04日讯",
                "春城时报网",
            ),
            (
                "春城网讯3月4日消息（赵一鸣）近日",
                "春城网讯3月4日消息（赵一鸣）",
                "春城网",
            ),
            (
                "春城网昆明3月4日（记者赵一鸣）据渔民介绍",
                "春城网昆明3月4日（记者赵一鸣）",
                "春城网",
            ),
            (
                "春城晚报.滇池新闻（记者赵一鸣）近日",
                "春城晚报.滇池新闻（记者赵一鸣）",
                "春城晚报.滇池新闻",
            ),
            ("春城网3月4日综合报道距离大雨", "春城网3月4日综合报道", "春城网"),
            (
                "春城晚报·滇池新闻今天上午9时，湖边",
                "春城晚报·滇池新闻",
                "春城晚报·滇池新闻",
            ),
        ] {
            let (read, parts) = head(text).unwrap();
            assert_eq!(read, whole);
            assert_eq!(parts.first().unwrap().1, agency);
        }
        for text in [
            "新华社3月4日消息称，某国",
            "云岭足协新闻办官方微博2日凌晨发布消息，",
            "中央气象台消息，今天",
            "湖边创业网（以下简称湖边网）3月4日消息，",
            "春城晚报·滇池新闻记者从水务局获悉，",
            "赵一鸣·钱红今天上午到达，",
            "中央气象台3月4日（记者发稿时）预计，",
            "春城网记者3月4日（记者节前）到访，",
        ] {
            assert!(head(text).is_none(), "{text}");
        }
    }

    /// The word for a dispatch, the colon or the place shows the unit whatever its name is.
    #[test]
    fn units_that_no_list_holds() {
        for (text, whole, agency) in [
            ("春声娱乐5月6日讯距离大雨已经十天", "春声娱乐5月6日讯", "春声娱乐"),
            ("新华社电记者6日从市水务局获悉", "新华社电", "新华社"),
            (
                "滇池财经报社（香港）讯湖水",
                "滇池财经报社（香港）讯",
                "滇池财经报社",
            ),
            ("湖游控消息：近日，湖水", "湖游控消息：", "湖游控"),
            (
                "春城晚报•滇池新闻（记者赵一鸣）2月3日",
                "春城晚报•滇池新闻（记者赵一鸣）",
                "春城晚报•滇池新闻",
            ),
        ] {
            let (read, parts) = head(text).unwrap();
            assert_eq!(read, whole);
            assert_eq!(parts.first().unwrap().1, agency);
        }
        for text in [
            "最新消息：湖水上升",
            "昆明警方消息：湖水上升",
            "有个消息：湖水上升",
            "滇池报社（筹）讯问",
            "新华社电影部记者",
        ] {
            assert!(head(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_headline_glued_to_the_paper() {
        let (_, parts) = head("湖边昨日发生怪事本报讯（记者赵一鸣）昨日").unwrap();
        assert_eq!(parts, [("agency", "本报"), ("person", "赵一鸣")]);
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

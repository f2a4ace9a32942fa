//! 电头: what opens a report and tells who sent it from where. `新华社北京2月29日电（记者某某）`, `本报讯`,
//! `新京报快讯（记者 某某）`, `【环球网综合报道】`; those of English reports are read in `english_dateline`.
//!
//! A dateline is unit + place + date + marker (电, 讯, 消息, 报道), in that order but for the date before the place
//! of some sites. `据X消息，` without a comma-free run is an attribution in the text, not a dateline: it stays body.

use crate::document::Span;

use super::dispatch::Dispatch;
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
    // 综合某社电: put together from a dispatch, as 据 says of one; 综合报道 names nobody.
    let prefix = ["据", "综合"].iter().find(|prefix| {
        let rest = slice.get(begin..).and_then(|rest| rest.strip_prefix(**prefix));
        rest.is_some_and(|rest| {
            **prefix == "据"
                || !["报道", "报導", "消息", "讯", "外电", "外媒"]
                    .iter()
                    .any(|word| rest.starts_with(word))
        })
    });
    let quoted = prefix.is_some();
    begin += prefix.map_or(0, |prefix| prefix.len());
    // The unit runs to a marker; punctuation ends the search.
    let head = slice.get(begin..)?;
    let dispatch = |unit, behind: usize, marker| Dispatch {
        text,
        line,
        start: base + begin,
        unit,
        after: base + begin + behind,
        marker,
        opener,
        quoted,
    };
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
                    return dispatch(unit, at, "").dateline();
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
                && let Some(found) = dispatch(unit, at + marker.len(), marker).dateline()
            {
                return Some(found);
            }
        }
    }
    None
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

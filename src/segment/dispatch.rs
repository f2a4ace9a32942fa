//! What stands around the marker of a dateline: the unit before it (who, where, when) and what follows it (reporters, a pause, the report). In go
//! both, out comes the dateline with its parts, or nothing where the words are an attribution in the text.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{PartKind, Span};

use super::dateline::Dateline;
use super::draft::{Named, is_blank};
use super::fields::closer;
use super::lists;
use super::openings;
use super::reporters;

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

/// The name of a house for itself.
const OWN: [&str; 5] = ["本报", "本网", "本台", "本刊", "本社"];

/// What can be a dateline: a unit in front of a marker.
#[derive(Clone, Copy)]
pub(super) struct Dispatch<'t> {
    /// The text of the record.
    pub text: &'t str,
    /// The line that it opens.
    pub line: Span,
    /// Byte at which the unit begins.
    pub start: usize,
    /// What stands in front of the marker.
    pub unit: &'t str,
    /// The first byte behind the marker.
    pub after: usize,
    /// The word for the dispatch; empty where it got lost.
    pub marker: &'t str,
    /// The bracket that opens the line.
    pub opener: Option<char>,
    /// True when 据 stands in front of the unit.
    pub quoted: bool,
}

/// Who sent a dispatch, from where and when.
struct Sender {
    agency: Span,
    place: Option<Span>,
    date: Option<Span>,
    /// True when its form shows that it is one that sends, whatever its name is.
    shown: bool,
}

impl<'t> Dispatch<'t> {
    /// The dateline, when the unit names who sends and what follows the marker is a report.
    pub(super) fn dateline(self) -> Option<Dateline> {
        let sender = self.sender()?;
        if !(sender.shown || is_known(sender.agency.of(self.text), self.marker)) || self.attributes(&sender) {
            return None;
        }
        let end = self.line.end as usize;
        if !self.is_followed_by_report(&sender) {
            return None;
        }
        // 某娱乐专稿11月30日报道, 某网讯3月4日消息: the date and the word for the dispatch stand behind the marker.
        let again =
            |found: &(usize, Option<Span>)| self.marker == "专稿" || self.marker == "讯" && found.1.is_some();
        let (after, date) = match openings::dispatch(self.text, Span::new(self.after, end)).filter(again) {
            Some((behind, day)) => (behind, day.or(sender.date)),
            None => (self.after, sender.date),
        };
        let mut named = vec![Named {
            kind: PartKind::Agency,
            span: sender.agency,
        }];
        named.extend(Named::each(PartKind::Place, sender.place));
        named.extend(Named::each(PartKind::Date, date));
        let at = self.people(after, date.is_some(), &mut named)?;
        // 本报北京3月4日电 记者某某报道： is rare; what follows the marker is only taken with its colon.
        let shown = self.text.get(at..end)?.trim_start_matches(is_blank);
        let pause = shown
            .chars()
            .next()
            .filter(|first| matches!(first, '：' | ':' | '，' | ',' | '-' | '—'));
        let end = pause.map_or(at, |first| end - shown.len() + first.len_utf8());
        Some(Dateline { end, named })
    }

    /// What follows the marker in its line.
    fn rest(&self) -> &'t str {
        self.text.get(self.after..self.line.end as usize).unwrap_or("")
    }

    /// True where the marker says that something was sent.
    fn is_sent(&self) -> bool {
        matches!(self.marker, "讯" | "电" | "专电" | "快讯")
    }

    /// Reads the unit.
    fn sender(&self) -> Option<Sender> {
        let (text, unit) = (self.text, self.unit);
        let groups = UNIT.as_ref()?.captures(unit)?;
        let part = |name: &str| {
            let found = groups.name(name)?;
            Some(Span::new(self.start + found.start(), self.start + found.end()))
        };
        let mut agency = part("ag")?;
        // A headline that is glued to 本报讯 is no part of the outlet.
        if let Some(own) = OWN.iter().find(|own| agency.of(text).ends_with(**own)) {
            agency = Span::new(agency.end as usize - own.len(), agency.end as usize);
        }
        let mut date = part("dt");
        let mut place = part("pl").or_else(|| part("pl2"));
        // 某晚报·某新闻（记者某某）: the second name of a house is no place, nor is the account by which it sends: 某网微信公号消息.
        if let Some(span) = place.filter(|_| date.is_none()) {
            let glued = span.start == agency.end && span.end as usize == self.start + unit.len();
            let paired = agency.of(text).contains(['·', '•', '-', '—', '.']) && lists::ends_like_outlet(unit);
            if glued && paired && !lists::ends_like_outlet(agency.of(text)) {
                (agency.end, place) = (span.end, None);
            } else if glued && ["微信公号", "微信公众号", "官方微信", "公众号"].contains(&span.of(text))
            {
                place = None;
            }
        }
        let mut shown = self.is_signed() && self.marker.ends_with('讯');
        if let Some(found) = self.by_date(agency) {
            (agency, place, date) = (found.agency, found.place, Some(found.date));
            shown = true;
        }
        if self.sends_alone(place.is_none() && date.is_none()) {
            agency = Span::new(self.start, self.start + unit.len());
            shown = true;
        }
        Some(Sender {
            agency,
            place,
            date,
            shown,
        })
    }

    /// 某某娱乐8月28日讯, 某日报-某网北京7月5日讯: a date before the word for a dispatch is enough, whoever sends it.
    fn by_date(&self, agency: Span) -> Option<openings::Dated> {
        let name = agency.of(self.text);
        let sent = self.is_sent();
        if !(sent || self.marker == "消息")
            || !self.unit.ends_with('日')
            || lists::ends_like_outlet(name)
            || lists::is_own(name)
        {
            return None;
        }
        let found = openings::dated_unit(self.unit, self.start)?;
        // 讯 behind a day has no other sense at the head of a paragraph.
        let begins = self.marker.ends_with('讯') || openings::opens_report(self.rest());
        (found.known || sent && begins).then_some(found)
    }

    /// True when reporters stand in brackets behind the marker.
    fn is_signed(&self) -> bool {
        let rest = self.rest().trim_start_matches(is_blank);
        rest.starts_with("（记者") || rest.starts_with("(记者")
    }

    /// True for a unit that nothing but its marker shows: 某圈讯7月12日，; 某都讯见习记者某某近日. `bare` says that it has neither place nor date.
    fn sends_alone(&self, bare: bool) -> bool {
        const ROLES: [&str; 4] = ["记者", "见习记者", "实习记者", "通讯员"];
        let rest = self.rest();
        if self.marker == "消息" && !self.quoted && openings::announces(self.unit, rest) {
            return true;
        }
        if self.marker != "讯" || self.quoted || !bare || !openings::sends_alone(self.unit) {
            return false;
        }
        if let Some(opener) = self.opener {
            return closer(opener).is_some_and(|wanted| rest.starts_with(wanted));
        }
        rest.starts_with('，')
            || rest.starts_with(|next: char| next.is_ascii_digit()) && rest.contains('日')
            || ROLES.iter().any(|role| rest.starts_with(role))
    }

    /// 另据某官网消息, 记者从某报, 某部新闻办官方微博发布消息: attributions in the text.
    fn attributes(&self, sender: &Sender) -> bool {
        const OFFICE: [&str; 5] = ["办", "官方", "微博", "发布", "发言"];
        const OPENINGS: [&str; 8] = ["记者", "有", "该", "多家", "另", "此前", "一些", "很多"];
        let name = sender.agency.of(self.text);
        let office = |place: Span| OFFICE.iter().any(|word| place.of(self.text).contains(word));
        sender.place.is_some_and(office)
            || name.contains(['据', '从', '月'])
            || name.ends_with("官网")
            || OPENINGS.iter().any(|opening| name.starts_with(opening))
    }

    /// True when what follows the marker begins a report.
    fn is_followed_by_report(&self, sender: &Sender) -> bool {
        const TOLD: [&str; 4] = ["称", "显示", "指出", "说"];
        const ABROAD: [&str; 3] = ["美媒", "外媒", "港媒"];
        let rest = self.rest();
        // 某社5月4日消息称: what the outlet says is told here, not sent from there.
        if TOLD.iter().any(|verb| rest.starts_with(verb)) {
            return false;
        }
        let next = rest.chars().next();
        let pauses = next.is_none_or(|next| {
            is_blank(next)
                || matches!(
                    next,
                    '（' | '(' | '：' | ':' | '】' | ']' | '）' | ')' | '-' | '—'
                )
        });
        let comma = matches!(next, Some('，' | ','));
        let (placed, dated) = (sender.place.is_some(), sender.date.is_some());
        // What looks like a place without a day can be the end of a headline.
        let placed_alone = placed && !dated;
        let name = sender.agency.of(self.text);
        let bracketed = self.opener.is_some();
        let accepted = match self.marker {
            "" => true,
            "专稿" => !placed && (dated || pauses || rest.starts_with(|next: char| next.is_ascii_digit())),
            "电" | "電" | "专电" | "电讯" => {
                // 某社电记者17日从…获悉: the place and the day were cut out.
                let cut = name.ends_with('社') && (self.quoted || !placed && rest.starts_with("记者"));
                dated || pauses || next == Some('，') || cut
            }
            "讯" | "快讯" | "综合讯" => !placed || dated || pauses,
            // 某网消息据某局微博发布: a new 据 shows that the sentence begins behind the word.
            "消息" => !placed_alone && (dated || pauses || comma || rest.starts_with('据')),
            "综合报道" | "综合消息" => bracketed || pauses || dated || comma,
            // 报道: a clause (`某网3月4日报道，某国…`) is an attribution, a pause or a new 据 shows a dateline; one house opens each of
            // its digests with the clause.
            _ => {
                let digest = name == "参考消息网"
                    || rest.starts_with('据')
                    || ABROAD.iter().any(|media| rest.starts_with(media));
                dated && (pauses || digest) || bracketed && pauses
            }
        };
        accepted && (!placed_alone || pauses || self.marker == "电")
    }

    /// Reads the reporters behind the marker, from byte `after` on, into `named`; returns the first byte behind them. `None` when a bracket cannot be
    /// read.
    fn people(&self, after: usize, dated: bool, named: &mut Vec<Named>) -> Option<usize> {
        let (text, end) = (self.text, self.line.end as usize);
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
                let programme = self.marker == "消息" && content.chars().count() <= 8;
                let bare = (people.is_empty() && !roles && !programme && self.is_sent() && at == after)
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
            if let Some(wanted) = self.opener.and_then(closer)
                && let Some(close) = shown.char_indices().take(60).find(|&(_, next)| next == wanted)
                && named.iter().all(|named| named.kind != PartKind::Link)
            {
                let inside = Span::new(begin, begin + close.0);
                named.extend(reporters::bracketed(text, inside));
                at = begin + close.0 + close.1.len_utf8();
                break;
            }
            let pause = shown
                .strip_prefix("综合报道，")
                .or_else(|| shown.strip_prefix("综合报道 "));
            if let (Some(pause), true) = (pause, begin > after || dated) {
                at = end - pause.len();
            }
            break;
        }
        if at == after && self.is_sent() {
            let (people, behind) = openings::glued_reporter(text, at, end);
            named.extend(Named::each(PartKind::Person, people));
            at = behind;
        }
        Some(at)
    }
}

/// True for what sends dispatches by its name, or by the marker behind it.
fn is_known(name: &str, marker: &str) -> bool {
    const DESKS: [&str; 7] = ["客户端", "财经", "科技", "体育", "娱乐", "视频", "网站"];
    OWN.contains(&name)
        || lists::is_desk(name)
        || lists::is_channel(name)
        || lists::ends_like_outlet(name)
        || name.contains('《')
        || name.ends_with(['”', '》'])
        || name.ends_with("APP") && marker == "讯"
        || DESKS.iter().any(|desk| name.ends_with(desk))
}

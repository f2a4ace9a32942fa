//! Who made a report, in a line of its own that has no word for a reporter: `某网某某某地报道`, `某某/文`, `某网综合`, `某报微信发布`. In goes the
//! line, out come the piece and its parts, or nothing.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::contacts;
use super::draft::{Draft, Named, Shape, is_blank, trimmed};
use super::lists;
use super::names;
use super::places;
use super::reporters;
use super::signatures::{DESKS, signed_behind};

/// Characters of the longest by-line of its own.
const LINE: usize = 24;
/// Characters of one with the address of an account.
const ADDRESSED: usize = 40;

/// `某网某某某地报道`, `某频道某某7月9日报道`, `某某/文`: a by-line that is a line of its own and has no word for a reporter.
pub(super) fn reported(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    if shape.chars > ADDRESSED || shape.stop || shape.clause {
        return None;
    }
    let slice = line.of(text);
    if shape.chars > LINE && !slice.ends_with("）出品") && !slice.ends_with(")出品") {
        return None;
    }
    if let Some(head) = ["/文", "／文", "/图", "／图", "/摄", "／摄", "文/图", "文／图"]
        .iter()
        .find_map(|role| slice.strip_suffix(role))
    {
        let plain = head
            .chars()
            .all(|next| names::is_han(next) || names::is_separator(next));
        let named = reporters::signed(text, line).filter(|_| plain)?;
        return Some(Draft::with(text, BlockKind::Byline, line, named));
    }
    if let Some(found) = house_at_work(text, line) {
        return Some(found);
    }
    let head = ["摄影报道", "综合报道", "报道", "编辑整理"]
        .iter()
        .find_map(|done| slice.strip_suffix(done))?;
    let head = head.trim_end_matches(is_blank);
    let (head, dated) = without_day(head);
    let own = trimmed(text, line.start as usize, line.start as usize + head.len())?;
    // 高考报道, 连续报道 have the shape of a name of two characters.
    let span = if dated { own } else { line };
    let by_house = || house_reports(text, own, dated);
    let named = reporters::signed(text, span).or_else(by_house)?;
    let told = dated
        || named
            .iter()
            .any(|part| matches!(part.kind, PartKind::Agency | PartKind::Place))
        || own.of(text).chars().count() >= 3 && slice.ends_with("整理");
    told.then(|| Draft::with(text, BlockKind::Byline, line, named))
}

/// The house in `《某网》报道组某某5月1日报道`, `某某财经赵川报道`, `某某营6月13日报道`, whose name looks like no outlet's: its marks, its
/// desk, or the day with nothing else on the line show it.
fn house_reports(text: &str, own: Span, dated: bool) -> Option<Vec<Named>> {
    let words = own.of(text);
    let agency = |span: Span| Named {
        kind: PartKind::Agency,
        span,
    };
    let start = own.start as usize;
    if let Some((name, rest)) = words.strip_prefix('《').and_then(|rest| rest.split_once('》')) {
        let rest = DESKS
            .iter()
            .find_map(|desk| rest.strip_prefix(desk))
            .unwrap_or(rest);
        let people = trimmed(text, own.end as usize - rest.len(), own.end as usize)
            .map_or(Some(Vec::new()), |rest| names::names(text, rest))?;
        let from = start + '《'.len_utf8();
        let mut named = vec![agency(Span::new(from, from + name.len()))];
        named.extend(Named::each(PartKind::Person, people));
        return (dated || named.len() > 1).then_some(named);
    }
    // 某财经APP赵川昆明报道.
    let sent = places::runs_at_end(words).last().copied();
    let own = sent
        .and_then(|at| trimmed(text, start, start + at))
        .unwrap_or(own);
    if let Some((Some(PartKind::Agency), at)) = signed_behind(text, own) {
        let mut named = vec![agency(Span::new(start, at))];
        let person = trimmed(text, at, own.end as usize)?;
        named.push(Named {
            kind: PartKind::Person,
            span: person,
        });
        return Some(named);
    }
    // 外媒5月6日报道 is an attribution.
    let words = own.of(text);
    let plain = words.chars().all(names::is_han)
        && (3..=8).contains(&words.chars().count())
        && !words.starts_with(['据', '另', '该', '此', '有', '多'])
        && !words.ends_with(['媒', '体'])
        && !words.contains(['的', '在', '于', '将', '从', '了', '自', '时'])
        && !places::ends_in_place(words)
        && names::names(text, own).is_none();
    (dated && plain).then(|| vec![agency(own)])
}

/// `某网综合`, `某报微信发布`, `某报·某网出品`: the house and what it did.
fn house_at_work(text: &str, line: Span) -> Option<Draft> {
    const CHANNELS: [&str; 6] = ["官方微信", "官方微博", "微信公众号", "微信", "微博", "公众号"];
    let slice = line.of(text);
    let act = ["综合", "发布", "出品", "供稿"]
        .iter()
        .find(|act| slice.ends_with(**act))?;
    let house = slice.strip_suffix(act)?.trim_end_matches(is_blank);
    let account = CHANNELS
        .iter()
        .find_map(|channel| house.strip_suffix(channel))
        .filter(|account| account.chars().count() >= 3);
    // 某某一刻（公众号：abc）出品: the address shows the account.
    let addressed = house
        .strip_suffix(['）', ')'])
        .and_then(|inner| inner.rsplit_once(['（', '(']))
        .filter(|(_, address)| contacts::opens_with_channel(address))
        .map(|(name, _)| name.trim_end());
    let account = account.or(addressed);
    let house = addressed.unwrap_or(house);
    let plain = house
        .chars()
        .all(|next| names::is_han(next) || next.is_ascii_alphanumeric() || matches!(next, '·' | '-' | '@'));
    let known = account.is_some() || lists::ends_like_outlet(house) || lists::is_own(house);
    let fits = known
        && plain
        && (2..=14).contains(&house.chars().count())
        && !house.contains(['的', '将', '由', '从', '据', '月', '了'])
        && !house.replace("在线", "").contains('在');
    // 某网综合 is the name of an assembler.
    let length = if *act == "综合" {
        slice.len()
    } else {
        house.len()
    };
    fits.then(|| {
        let source = Named {
            kind: PartKind::Source,
            span: Span::new(line.start as usize, line.start as usize + length),
        };
        Draft::with(text, BlockKind::SourceLine, line, vec![source])
    })
}

/// Without the day at the end.
fn without_day(head: &str) -> (&str, bool) {
    let Some(at) = head.find(|next: char| next.is_ascii_digit()) else {
        return (head, false);
    };
    let day = head.get(at..).unwrap_or("");
    let whole = clock::bare_day(day)
        .or_else(|| clock::printed(day))
        .is_some_and(|day_read| day_read.length == day.len());
    match head.get(..at).filter(|_| whole) {
        Some(kept) => (kept.trim_end_matches(is_blank), true),
        None => (head, false),
    }
}

#[cfg(test)]
mod tests {
    use crate::segment::draft::{Shape, shown, whole};

    #[test]
    fn bylines_without_a_reporter() {
        let read = |line: &str| shown(line, super::reported(line, whole(line), Shape::of(line)));
        for (line, expected) in [
            ("赵一鸣北京报道", "byline person=赵一鸣 place=北京"),
            ("腾讯科技赵一鸣7月9日报道", "byline agency=腾讯科技 person=赵一鸣"),
            ("春城网钱兰/文", "byline agency=春城网 person=钱兰"),
            ("赵一鸣/文", "byline person=赵一鸣"),
            ("春城网综合", "source_line source=春城网综合"),
            ("滇池观察微信发布", "source_line source=滇池观察微信"),
            ("春城报·滇池在线出品", "source_line source=春城报·滇池在线"),
            ("湖边一刻（公众号：lake_7）出品", "source_line source=湖边一刻"),
            (
                "《滇网》报道组赵一鸣钱兰5月1日报道",
                "byline agency=滇网 person=赵一鸣 person=钱兰",
            ),
            ("滇财APP赵一鸣昆明报道", "byline agency=滇财APP person=赵一鸣"),
            ("湖边训练营6月13日报道", "byline agency=湖边训练营"),
            ("多家外媒6月13日报道", ""),
            ("本次大会6月13日在昆明报道", ""),
            ("昆明6月13日报道", ""),
            ("《湖水》的连续报道", ""),
            ("湖边的风景在微博发布", ""),
            ("连续报道", ""),
            ("15:30报道", ""),
            ("请看春城晚报的报道", ""),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}

//! Lines that hold the name of a house, or of a house and whoever reports for it, and no word that says so: `某某新闻` above the address of
//! a page in its trailer, `某晚报` alone above or below a text, `某某科技某某发自某地`, `某某人物某某报道`, `某网《某某》4月17日某某报道`. What stands beside such a
//! line, or in the text, shows what it is. In go the drafts of a page, in which such lines are given their kinds.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::draft::{Draft, Named, trimmed};
use super::lists;
use super::names;
use super::places;

/// Characters of the longest name of a house on a line of its own, and of the longest line that signs.
const HOUSE: std::ops::RangeInclusive<usize> = 3..=12;
const LINE: usize = 26;
/// Ends of names that nothing but papers, agencies and news sites have: the line needs no neighbour.
const PAPERS: [&str; 18] = [
    "日报",
    "晚报",
    "早报",
    "晨报",
    "时报",
    "商报",
    "青年报",
    "都市报",
    "周刊",
    "周报",
    "导报",
    "快报",
    "新闻网",
    "通讯社",
    "新闻社",
    "电视台",
    "经济报道",
    "时报网",
];

/// Gives the kinds. Runs before titles and headings are told.
pub(super) fn settle(text: &str, drafts: &mut [Draft]) {
    above_addresses(text, drafts);
    alone(text, drafts);
    for draft in drafts.iter_mut().filter(|draft| draft.is_short()) {
        if draft.shape.chars > LINE || draft.shape.stop || draft.shape.clause || draft.shape.latin {
            continue;
        }
        let named = sent(text, draft.span).or_else(|| reported(text, draft.span));
        if let Some(named) = named {
            draft.kind = BlockKind::Byline;
            draft.named = named;
        }
    }
}

fn source(draft: &mut Draft) {
    draft.kind = BlockKind::SourceLine;
    draft.named = vec![Named {
        kind: PartKind::Source,
        span: draft.span,
    }];
}

/// A plain name: letters of one word that are nobody's given name.
fn is_plain(text: &str, line: Span) -> bool {
    let name = line.of(text);
    HOUSE.contains(&name.chars().count())
        && name
            .chars()
            .all(|next| names::is_han(next) || next.is_ascii_alphanumeric() || next == '·')
        && name.chars().any(names::is_han)
}

/// `某网` with the address of the page in the next line: dumps of pages end so.
fn above_addresses(text: &str, drafts: &mut [Draft]) {
    const PICTURES: [&str; 5] = [".jpg", ".jpeg", ".png", ".gif", ".webp"];
    for index in 1..drafts.len() {
        let Some([name, address]) = drafts.get_mut(index - 1..index + 1) else {
            continue;
        };
        let line = address.span.of(text);
        let page = (line.starts_with("http://") || line.starts_with("https://"))
            && line.bytes().all(|byte| byte.is_ascii_graphic())
            && !PICTURES.iter().any(|ending| line.ends_with(ending));
        let house =
            name.is_short() && is_plain(text, name.span) && lists::ends_like_outlet(name.span.of(text));
        if page && house {
            source(name);
        }
    }
}

/// `某某晚报`: the first line above the text or the last one of the page.
fn alone(text: &str, drafts: &mut [Draft]) {
    let last = drafts.len().checked_sub(1);
    let body = drafts.iter().position(Draft::is_body);
    let (Some(last), Some(body)) = (last, body) else {
        return;
    };
    for index in [0, last] {
        let above = index < body;
        if let Some(draft) = drafts.get_mut(index).filter(|_| above || index > body)
            && draft.is_short()
            && is_plain(text, draft.span)
            && PAPERS.iter().any(|ending| draft.span.of(text).ends_with(ending))
            && lists::ends_like_outlet(draft.span.of(text))
            && !CALLS.iter().any(|call| draft.span.of(text).contains(call))
        {
            source(draft);
        }
    }
}

/// Words of lines that call readers to an account.
const CALLS: [&str; 5] = ["点击", "关注", "订阅", "欢迎", "更多"];

/// Houses that a name on a line is told by: outlets, desks of portals, columns of a house.
fn is_house(name: &str) -> bool {
    lists::is_own(name)
        || lists::is_desk(name)
        || lists::is_channel(name)
        || lists::ends_like_outlet(name)
        || name
            .strip_suffix('》')
            .and_then(|name| name.split_once('《'))
            .is_some_and(|(house, column)| {
                (2..=6).contains(&house.chars().count()) && column.chars().count() <= 8
            })
}

/// The house and the people in `某某科技某某`; the house may be missing.
fn people(text: &str, span: Span) -> Option<Vec<Named>> {
    let words = span.of(text);
    let start = span.start as usize;
    let of_house = words.char_indices().map(|(at, _)| at).rev().find_map(|at| {
        let house = words.get(..at).filter(|house| is_house(house.trim_end()))?;
        let people =
            trimmed(text, start + at, span.end as usize).and_then(|rest| names::names(text, rest))?;
        let mut named = vec![Named {
            kind: PartKind::Agency,
            span: Span::new(start, start + house.trim_end().len()),
        }];
        named.extend(Named::each(PartKind::Person, people));
        Some(named)
    });
    of_house.or_else(|| {
        let people = names::names(text, span)?;
        Some(Named::each(PartKind::Person, people).collect())
    })
}

/// `某某科技某某发自某地`, `某某某某发自某地`.
fn sent(text: &str, line: Span) -> Option<Vec<Named>> {
    const PLACE: std::ops::RangeInclusive<usize> = 2..=10;
    let words = line.of(text);
    let (head, place) = words.split_once("发自")?;
    let start = line.start as usize;
    let plain = PLACE.contains(&place.chars().count()) && place.chars().all(names::is_han);
    if !plain || place.contains(['的', '了']) || place.starts_with("内心") {
        return None;
    }
    let mut named = people(text, trimmed(text, start, start + head.len())?)?;
    named.extend(Named::each(
        PartKind::Place,
        [Span::new(line.end as usize - place.len(), line.end as usize)],
    ));
    Some(named)
}

/// `某网《某某》4月17日某某报道`, and `某某人物某某报道` where the text names the house again.
fn reported(text: &str, line: Span) -> Option<Vec<Named>> {
    let words = line.of(text);
    let start = line.start as usize;
    let head = words.strip_suffix("报道")?;
    // The day stands between the house and the name.
    let day = head
        .char_indices()
        .filter(|(_, next)| next.is_ascii_digit())
        .find_map(|(at, _)| {
            Some((
                at,
                clock::printed(head.get(at..)?).or_else(|| clock::bare_day(head.get(at..)?))?,
            ))
        });
    if let Some((at, time)) = day {
        let house = head.get(..at)?.trim_end();
        let people = trimmed(text, start + at + time.length, start + head.len())
            .and_then(|rest| names::names(text, rest))?;
        let mut named = vec![Named {
            kind: PartKind::Agency,
            span: Span::new(start, start + house.len()),
        }];
        named.extend(Named::each(PartKind::Person, people));
        return is_house(house).then_some(named);
    }
    let (at, _) = head.char_indices().rev().nth(2)?;
    let (house, name) = head.split_at_checked(at)?;
    let person = Span::new(start + at, start + head.len());
    let again = || memchr::memmem::find_iter(text.as_bytes(), house).take(2).count() == 2;
    let fits = (3..=6).contains(&house.chars().count())
        && house.chars().all(names::is_han)
        && lists::has_common_surname(name)
        && names::names(text, person).is_some_and(|found| found.len() == 1)
        && !places::ends_in_place(house)
        && !["记者", "通讯员", "评论员", "本报"]
            .iter()
            .any(|role| house.contains(role))
        && again();
    fits.then(|| {
        vec![
            Named {
                kind: PartKind::Agency,
                span: Span::new(start, start + house.len()),
            },
            Named {
                kind: PartKind::Person,
                span: person,
            },
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::document::Record;
    use crate::segment::segment;

    const BODY: &str = "昆明今日有雨，气温下降，市气象台提醒市民出门带伞，注意路滑。";

    fn parts(text: &str, line: usize) -> String {
        let found = segment(&Record {
            text: text.to_owned(),
            ..Record::default()
        });
        let wanted = text.lines().nth(line).unwrap_or("");
        let block = found
            .blocks
            .iter()
            .position(|block| block.span.of(text) == wanted);
        let kind = block
            .and_then(|at| found.blocks.get(at))
            .map_or("", |block| block.kind.name());
        let named = found
            .parts
            .iter()
            .filter(|part| block == Some(part.block as usize))
            .map(|part| format!(" {}={}", part.kind.name(), part.span.of(text)));
        std::iter::once(kind.to_owned()).chain(named).collect()
    }

    #[test]
    fn trailers_name_the_house() {
        let page = format!("{BODY}\n{BODY}\n春城观察网\nhttp://lake.example/2021/1.html\nreport");
        assert_eq!(parts(&page, 2), "source_line source=春城观察网");
        let picture = format!("{BODY}\n湖边新闻\nhttp://lake.example/1.jpg\n{BODY}");
        assert!(!parts(&picture, 1).contains("source"));
        let page = format!("{BODY}\n{BODY}\n春城晚报");
        assert_eq!(parts(&page, 2), "source_line source=春城晚报");
        let company = format!("{BODY}\n{BODY}\n滇池新网");
        assert!(!parts(&company, 2).contains("source"));
    }

    #[test]
    fn houses_of_authors_and_letters_set_apart() {
        for (line, expected) in [
            ("文春城网/赵一鸣", "byline agency=春城网 person=赵一鸣"),
            ("鹤丁/春城晚报评论", "byline person=鹤丁 agency=春城晚报"),
            (
                "春城新闻实习记者丨赵一鸣昆明摄影报道",
                "byline agency=春城新闻 person=赵一鸣",
            ),
        ] {
            let page = format!("滇池水位上升一米有余\n{line}\n{BODY}\n{BODY}");
            assert!(parts(&page, 1).starts_with(expected), "{}", parts(&page, 1));
        }
        for (line, expected) in [
            (
                "（本文作者系滇池健康特约评论员、渔业观察者赵一鸣）",
                "byline agency=滇池健康",
            ),
            ("（作者为某大学渔业研究中心主任）", "byline"),
            ("（.春.城.晚.报.）", "source_line source=春.城.晚.报"),
            ("（春城网lake.example）", "source_line source=春城网"),
        ] {
            assert_eq!(parts(&format!("{BODY}\n{BODY}\n{line}"), 2), expected, "{line}");
        }
        let signed = format!("{BODY}\n{BODY}\n（来源：“湖边夜谈”公号。作者为春城晚报首席记者）");
        assert!(
            parts(&signed, 2).starts_with("source_line label=来源 source="),
            "{}",
            parts(&signed, 2)
        );
    }

    #[test]
    fn lines_that_sign() {
        for (line, expected) in [
            (
                "新浪科技赵一鸣发自湖边小镇",
                "byline agency=新浪科技 person=赵一鸣 place=湖边小镇",
            ),
            (
                "春城《一线》4月17日赵一鸣报道",
                "byline agency=春城《一线》 person=赵一鸣",
            ),
        ] {
            assert_eq!(parts(&format!("{line}\n{BODY}\n{BODY}"), 0), expected, "{line}");
        }
        let told = format!("湖边人物赵一鸣报道\n{BODY}渔民对湖边人物说，鱼少了。\n{BODY}");
        assert_eq!(parts(&told, 0), "byline agency=湖边人物 person=赵一鸣");
        let not = format!("湖边人物赵一鸣报道\n{BODY}\n{BODY}");
        assert!(!parts(&not, 0).starts_with("byline agency"));
    }
}

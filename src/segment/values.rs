//! What stands behind a label: sources one by one, people with the code of an editor, a title, an outlet in parentheses.
//! In goes a field of a labelled line, out come its named parts, without what the page glues to them.

use crate::document::{PartKind, Span};

use super::contacts;
use super::draft::{Named, is_blank, trimmed};
use super::fields::Field;
use super::lists::{self, Class};
use super::names;
use super::reporters;

/// The parts of a field.
pub(super) fn parts(text: &str, field: &Field, named: &mut Vec<Named>) {
    let mut push = |kind: PartKind, span: Span| named.push(Named { kind, span });
    push(PartKind::Label, field.label);
    match field.class {
        Class::Source | Class::Media => {
            // 图片来源于网络: the preposition is no part of the name.
            let mut value = field.value;
            if let Some(rest) = value
                .of(text)
                .strip_prefix(['于', '自'])
                .filter(|_| field.is_glued())
            {
                value.start = value.end - rest.len() as u32;
            }
            let mut listed = sources(text, value);
            if field.class == Class::Media {
                listed = listed.into_iter().filter_map(|span| owner(text, span)).collect();
            }
            if listed.is_empty() {
                push(
                    PartKind::Source,
                    Span::new(field.value.start as usize, field.value.start as usize),
                );
            }
            // Where a name stands beside it, an address says where the name's report is.
            if let Some(address) = address(text, value).filter(|address| !listed.contains(address)) {
                push(PartKind::Link, address);
            }
            // 来源：某报记者某某，综合乙报: the label names the paper first.
            let (houses, others): (Vec<Named>, Vec<Named>) = compiler(text, value)
                .into_iter()
                .partition(|part| field.class == Class::Source && part.kind == PartKind::Agency);
            let sources = houses.into_iter().map(|house| house.span).chain(listed);
            sources.for_each(|span| push(PartKind::Source, span));
            others.into_iter().for_each(|part| push(part.kind, part.span));
        }
        // A handle (公众号：abc) names nobody.
        Class::Account => {
            let named = sources(text, field.value)
                .into_iter()
                .find(|name| name.of(text).chars().any(names::is_han));
            named.into_iter().for_each(|span| push(PartKind::Source, span));
        }
        Class::Editor | Class::Person => {
            let (value, code) = staff_code(text, field.value);
            reporters::labelled(text, value)
                .into_iter()
                .for_each(|part| push(part.kind, part.span));
            code.into_iter().for_each(|span| push(PartKind::StaffCode, span));
        }
        Class::Original => {
            if let Some(title) = title(text, field.value) {
                push(PartKind::Title, title);
            }
        }
        Class::Related(_) => {
            let (head, outlet) = outlet_behind(text, field.value);
            if !head.is_empty() {
                push(PartKind::Title, head);
            }
            outlet.into_iter().for_each(|span| push(PartKind::Outlet, span));
        }
        Class::Link => {
            if let Some(at) = field.value.of(text).find("http") {
                let start = field.value.start as usize + at;
                let length = text.get(start..field.value.end as usize).map_or(0, |link| {
                    link.find(|next: char| is_blank(next) || !next.is_ascii())
                        .unwrap_or(link.len())
                });
                push(PartKind::Link, Span::new(start, start + length));
            }
        }
        Class::Time | Class::Disclaimer => {}
    }
}

/// Who compiled the sources of a value, in front of them: `某新闻记者某某综合甲报、乙网`.
fn compiler(text: &str, value: Span) -> Vec<Named> {
    let head = compiled(text, value).map(|at| Span::new(value.start as usize, at));
    let head = head.and_then(|head| trimmed(text, head.start as usize, head.end as usize));
    head.and_then(|head| reporters::signed(text, head))
        .unwrap_or_default()
}

/// Where `综合` stands behind a reporter who compiled the sources that follow.
fn compiled(text: &str, value: Span) -> Option<usize> {
    let (head, rest) = value.of(text).split_once("综合")?;
    (head.contains("记者") && !rest.is_empty()).then_some(value.start as usize + head.len())
}

/// The sources of a source line, one by one, without 综合 in front, 等 behind and the widgets of the page.
pub(super) fn sources(text: &str, value: Span) -> Vec<Span> {
    let mut value = value;
    let slice = value.of(text);
    for prefix in ["综合", "整理自", "整合自"] {
        if let Some(rest) = slice.strip_prefix(prefix)
            && !rest.is_empty()
            && !rest.starts_with(['消', '报', '整'])
        {
            value.start += prefix.len() as u32;
        }
    }
    if let Some(at) = compiled(text, value) {
        value.start = at as u32 + "综合".len() as u32;
    }
    if let Some(address) = address(text, value) {
        let marks = |next: char| is_blank(next) || "（(）)：:，,-—".contains(next);
        let (before, behind) = (
            Span::new(value.start as usize, address.start as usize),
            Span::new(address.end as usize, value.end as usize),
        );
        let named = |span: Span| {
            let name = span.of(text).trim_matches(marks);
            let at = span.start as usize + span.of(text).find(name)?;
            (!name.is_empty()).then_some(Span::new(at, at + name.len()))
        };
        let mut listed = named(before).map_or_else(|| vec![address], |before| sources(text, before));
        listed.extend(named(behind).into_iter().flat_map(|behind| sources(text, behind)));
        return listed;
    }
    let value = without_widgets(text, value);
    if let Some(listed) = side_by_side(text, value) {
        return listed;
    }
    let separates = |next: char| matches!(next, '、' | '，' | ',' | '；' | ';' | '|' | '｜' | '/' | '／');
    names::listed(text, value, separates)
        .into_iter()
        .filter_map(|span| {
            let name = span.of(text).trim_end_matches(['。', '.', '）', ')', '】', ']']);
            let open = name.matches(['（', '(']).count();
            // A bracket that belongs to the name (`X（ID：y）`) stays.
            let name = if open > 0 {
                span.of(text).trim_end_matches(['。', '.'])
            } else {
                name
            };
            let name = without_edition(without_handle(name));
            let mut span = Span::new(span.start as usize, span.start as usize + name.len());
            // 某网综合甲报、乙报: the compiler stands before the sources.
            if let Some((head, rest)) = span.of(text).split_once("综合")
                && !head.is_empty()
                && lists::ends_like_outlet(rest)
            {
                span.start = span.end - rest.len() as u32;
            }
            for suffix in ["等综合报道", "等新闻报道", "等报道", "等综合", "等", "整理"] {
                if let Some(rest) = span.of(text).strip_suffix(suffix) {
                    span.end = span.start + rest.len() as u32;
                    break;
                }
            }
            span = without_channel(text, span);
            for (opening, closing) in [('《', '》'), ('“', '”'), ('"', '"')] {
                let name = span.of(text);
                if name.chars().count() > 2 && name.starts_with(opening) && name.ends_with(closing) {
                    span = Span::new(
                        span.start as usize + opening.len_utf8(),
                        span.end as usize - closing.len_utf8(),
                    );
                }
            }
            trimmed(text, span.start as usize, span.end as usize)
        })
        .flat_map(|span| side_by_side(text, span).unwrap_or_else(|| vec![span]))
        .collect()
}

/// The first address in a value: `来源：https://…`, `来源：某网 http://…`, `Source: www.…`. What separates names separates the parts
/// of an address too, so it is found before the names.
fn address(text: &str, value: Span) -> Option<Span> {
    let slice = value.of(text);
    let at = ["http://", "https://", "www."]
        .iter()
        .filter_map(|head| slice.find(head))
        .min()?;
    let rest = slice.get(at..)?;
    let ends = |next: char| is_blank(next) || !next.is_ascii() || matches!(next, '"' | '<' | '>' | '|');
    let written = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
    let written = written.trim_end_matches(['.', ',', ';', ':', ')']);
    let start = value.start as usize + at;
    Some(Span::new(start, start + written.len()))
}

/// A name without the channel in front that is set off from it: `微信公众号“某某”`, `微信公众号：某某`.
fn without_channel(text: &str, span: Span) -> Span {
    let name = span.of(text);
    let Some(rest) = ["微信公众号", "微信公号", "公众号", "公号"]
        .iter()
        .find_map(|word| name.strip_prefix(word))
    else {
        return span;
    };
    let kept = rest.trim_start_matches(|next| is_blank(next) || matches!(next, '：' | ':'));
    let set_off = kept.len() < rest.len() || kept.starts_with(['“', '《', '"', '【']);
    if !set_off || kept.is_empty() {
        return span;
    }
    let start = span.end as usize - kept.len();
    let kept = kept
        .strip_prefix('【')
        .and_then(|kept| kept.strip_suffix('】'))
        .unwrap_or(kept);
    let start = start + text.get(start..).and_then(|rest| rest.find(kept)).unwrap_or(0);
    Span::new(start, start + kept.len())
}

/// A name without what stands behind it in brackets and is no part of it: the issue and page that it was printed in, an
/// account's id (`某报（2021年3月4日03版）`, `某号（ID：abc）`). Words of the name stay: `某时报（台湾）`.
fn without_edition(name: &str) -> &str {
    let mut kept = name.trim_end();
    while let Some(rest) = kept.strip_suffix(['）', ')'])
        && let Some(open) = rest.rfind(['（', '('])
        && let (Some(head), Some(inside)) = (rest.get(..open), rest.get(open..))
    {
        let inside = inside.trim_start_matches(['（', '(']).trim();
        let digits = inside.chars().any(|next| next.is_ascii_digit());
        let edition = digits && inside.contains(['日', '版', '期', '页', '月', '刊'])
            || inside.ends_with('版') && inside.chars().count() <= 4;
        let handle = !inside.is_empty()
            && inside
                .chars()
                .all(|next| next.is_ascii_alphanumeric() || "-_.:".contains(next));
        if !(edition || handle || contacts::opens_with_channel(inside)) || head.trim().is_empty() {
            break;
        }
        kept = head.trim_end();
    }
    kept
}

/// A name without the account behind it: `某报微信：abc`.
fn without_handle(name: &str) -> &str {
    let at = ["微信公众号", "微信号", "微信", "公众号", "ID"]
        .iter()
        .find_map(|channel| {
            let at = name.find(channel)?;
            let handle = name.get(at + channel.len()..)?.strip_prefix(['：', ':'])?;
            (at > 0 && handle.is_ascii()).then_some(at)
        });
    let head = at.and_then(|at| name.get(..at));
    head.map_or(name, |head| {
        head.trim_end_matches(|next| is_blank(next) || matches!(next, '（' | '('))
    })
}

/// Who owns a picture: without the preposition before and the medium or the act behind the name (`来自某网截图`). What is
/// called after its medium (`网页截图`) has no owner in its words and stays as it is.
fn owner(text: &str, span: Span) -> Option<Span> {
    let mut name = span.of(text);
    for head in ["来自于", "来自", "源自", "源于", "取自"] {
        name = name.strip_prefix(head).unwrap_or(name);
    }
    for act in [
        "视频截图",
        "资料图片",
        "资料照片",
        "资料图",
        "截图",
        "供图",
        "提供",
        "航拍",
        "摄影",
        "摄",
        "视频",
    ] {
        if let Some(rest) = name.strip_suffix(act)
            && rest.chars().count() >= 2
            && !["网页", "视频", "手机", "网络", "直播", "现场"].contains(&rest)
        {
            name = rest.trim_end_matches(|next| is_blank(next) || next == '/');
            break;
        }
    }
    let name = without_edition(name);
    let name = name
        .strip_prefix('“')
        .and_then(|name| name.strip_suffix('”'))
        .unwrap_or(name);
    let at = span.start as usize + span.of(text).find(name)?;
    trimmed(text, at, at + name.len())
}

/// Outlets with nothing but a blank between them (`甲报 乙网`), or the last joined with `and` (`X, Y and Z`); `None` when
/// anything else stands there.
fn side_by_side(text: &str, value: Span) -> Option<Vec<Span>> {
    let slice = value.of(text);
    let latin = slice.is_ascii() && (slice.contains(" and ") || slice.contains(" & "));
    if !latin && !slice.contains(is_blank) {
        return None;
    }
    let base = value.start as usize;
    let mut listed = Vec::new();
    let mut put = |from: usize, to: usize| listed.extend(trimmed(text, base + from, base + to));
    if latin {
        let mut from = 0;
        while let Some(rest) = slice.get(from..) {
            let next = [", and ", " and ", " & ", ", "]
                .iter()
                .filter_map(|mark| rest.find(mark).map(|at| (at, mark.len())))
                .min_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
            let Some((at, length)) = next else {
                put(from, slice.len());
                break;
            };
            put(from, from + at);
            from += at + length;
        }
        let named = |span: &Span| {
            span.of(text)
                .starts_with(|first: char| first.is_ascii_uppercase())
        };
        return (listed.len() > 1 && listed.iter().all(named)).then_some(listed);
    }
    let mut from = 0;
    for (at, blank) in slice.char_indices().filter(|&(_, next)| is_blank(next)) {
        put(from, at);
        from = at + blank.len_utf8();
    }
    put(from, slice.len());
    let named = |span: &Span| {
        let name = span.of(text);
        !name.is_ascii() && !name.contains(['、', '，', ',', '|', '：']) && lists::ends_like_outlet(name)
    };
    (listed.len() > 1 && listed.iter().all(named)).then_some(listed)
}

/// Cuts a staff code off: `SN240`, `_NBJ11331`, `(EN060)`, `HN666`.
pub(super) fn staff_code(text: &str, value: Span) -> (Span, Option<Span>) {
    let slice = value.of(text);
    let body = slice.trim_end_matches([')', '）', ']', '】', ' ']);
    let digits = body.bytes().rev().take_while(u8::is_ascii_digit).count();
    let letters = body
        .bytes()
        .rev()
        .skip(digits)
        .take_while(|byte| byte.is_ascii_uppercase())
        .count();
    if !(2..=6).contains(&digits) || !(1..=4).contains(&letters) {
        return (value, None);
    }
    let start = value.start as usize + body.len() - digits - letters;
    let before = text.get(value.start as usize..start).unwrap_or("");
    if before.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        return (value, None);
    }
    let name =
        before.trim_end_matches(|next| is_blank(next) || matches!(next, '_' | '(' | '（' | '[' | '/' | '-'));
    let head = Span::new(value.start as usize, value.start as usize + name.len());
    (head, Some(Span::new(start, start + digits + letters)))
}

/// A title without the marks around the whole of it.
fn title(text: &str, value: Span) -> Option<Span> {
    let slice = value.of(text);
    let inner = slice
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|inner| !inner.contains('《'))
        .map_or(value, |_| {
            Span::new(value.start as usize + 3, value.end as usize - 3)
        });
    let inner = trimmed(text, inner.start as usize, inner.end as usize)?;
    trimmed(
        text,
        inner.start as usize,
        inner.start as usize + balanced(inner.of(text)),
    )
}

/// Bytes of a title without the brackets at its end that nothing opens: `某事（组图））`.
fn balanced(title: &str) -> usize {
    let mut kept = title.trim_end();
    while let Some(rest) = kept.strip_suffix(['）', ')', '】', ']']) {
        let opened = kept.matches(['（', '(', '【', '[']).count();
        let closed = kept.matches(['）', ')', '】', ']']).count();
        if closed <= opened {
            break;
        }
        kept = rest.trim_end();
    }
    kept.len()
}

/// Cuts the outlet in parentheses off the end of a header.
fn outlet_behind(text: &str, value: Span) -> (Span, Option<Span>) {
    let slice = value.of(text);
    let Some(last) = slice
        .chars()
        .next_back()
        .filter(|&last| matches!(last, ')' | '）'))
    else {
        return (value, None);
    };
    let Some(open) = slice.rfind(['(', '（']) else {
        return (value, None);
    };
    let begins = open
        + slice
            .get(open..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
    let outlet = trimmed(
        text,
        value.start as usize + begins,
        value.end as usize - last.len_utf8(),
    );
    let name = outlet.map_or("", |outlet| outlet.of(text));
    let plausible = (2..=20).contains(&name.chars().count()) && !lists::is_remark(name);
    if !plausible {
        return (value, None);
    }
    let head = trimmed(text, value.start as usize, value.start as usize + open)
        .unwrap_or(Span::new(value.start as usize, value.start as usize));
    (head, outlet)
}

/// The value up to the widgets of the page that stand behind it (`某报 字号：大 中 小`, `某报 我要评论`). A widget's word
/// counts behind white space, where it is a word of its own; the few that are no part of any name also count glued to
/// the end.
pub(super) fn without_widgets(text: &str, value: Span) -> Span {
    let slice = value.of(text);
    let mut end = slice.len();
    for (at, _) in slice.char_indices().filter(|&(_, next)| is_blank(next)) {
        let rest = slice.get(at..).unwrap_or("");
        let shown =
            rest.trim_start_matches(|next| is_blank(next) || matches!(next, '【' | '[' | '|' | '｜' | '('));
        if at > 0 && lists::opens_widget(shown) {
            end = at;
            break;
        }
    }
    // 来源：某报【纠错】.
    if let Some(at) = slice.find(['【', '['])
        && at > 0
        && at < end
        && lists::opens_widget(slice.get(at..).unwrap_or("").trim_start_matches(['【', '[']))
    {
        end = at;
    }
    loop {
        let kept = slice.get(..end).unwrap_or("");
        let cut = lists::without_glued_widget(kept)
            .trim_end_matches(|next| is_blank(next) || matches!(next, '|' | '｜' | '丨'))
            .len();
        if cut == end || cut == 0 {
            break;
        }
        end = cut;
    }
    Span::new(value.start as usize, value.start as usize + end)
}

/// True for a value that is a staff code and nothing else.
pub(super) fn code_only(text: &str, value: Span) -> bool {
    matches!(staff_code(text, value), (head, Some(_)) if head.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{address, sources};
    use crate::document::Span;

    #[test]
    fn issue_4_an_address_is_one_source() {
        for (value, expected) in [
            (
                "https://www.harbour.example/a/2021.html",
                vec!["https://www.harbour.example/a/2021.html"],
            ),
            ("www.harbour.example.", vec!["www.harbour.example"]),
            ("滨城网 http://harbour.example/a/1.html", vec!["滨城网"]),
            ("滨城网（http://harbour.example/a,b）", vec!["滨城网"]),
            (
                "滨城网：http://harbour.example/a；海滨日报/港务局",
                vec!["滨城网", "海滨日报", "港务局"],
            ),
        ] {
            let whole = Span::new(0, value.len());
            let found: Vec<&str> = sources(value, whole)
                .into_iter()
                .map(|span| span.of(value))
                .collect();
            assert_eq!(found, expected, "{value}");
            assert!(address(value, whole).is_some());
        }
        assert_eq!(address("滨城网/海滨日报", Span::new(0, 25)), None);
    }
}

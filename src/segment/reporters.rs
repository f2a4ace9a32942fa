//! Who made a report, out of the words of a credit. A credit is segments of [outlet or desk][role][names], one behind the
//! other: `某报首席记者甲 乙 实习生丙`, `某网评论员甲`, `甲/文 乙/摄`. Only what follows a role is a person; what stands in front of
//! one says for whom he works. Brackets, contact data, professions and the place behind the names are no part of them.

use crate::document::{PartKind, Span};

use super::contacts;
use super::draft::{Named, is_blank, trimmed};
use super::lists::{self, Role};
use super::names;
use super::places;

/// What a stretch between two roles holds.
#[derive(Default)]
struct Made {
    outlets: Vec<Span>,
    people: Vec<Span>,
    places: Vec<Span>,
    /// Words that are none of these.
    other: Vec<Span>,
}

/// A stretch between two roles, with the role that it belongs to.
struct Chunk {
    span: Span,
    /// The role whose names it holds; `None` in front of the first one.
    role: Option<Role>,
    /// Where the role's word stands.
    word: Option<Span>,
    /// A role follows, so that an outlet may stand at its end.
    followed: bool,
}

/// Cuts a credit at the words of roles.
fn chunks(text: &str, span: Span) -> Vec<Chunk> {
    let slice = span.of(text);
    let base = span.start as usize;
    let mut found: Vec<Chunk> = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut before: Option<(Role, Span)> = None;
    while let Some(rest) = slice.get(at..).filter(|rest| !rest.is_empty()) {
        let role = lists::role_at(rest).filter(|role| {
            // 策划人 says what somebody is, no name follows; 摄影报道 what was done.
            let behind = rest.get(role.word.len()..).unwrap_or("");
            !behind.starts_with('人') && behind != "报道"
        });
        let Some(role) = role else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let word = Span::new(base + at, base + at + role.word.len());
        // 甲/文 乙/摄: the stroke belongs to the names before it.
        let own = if role.behind { Some((role, word)) } else { before };
        found.push(Chunk {
            span: Span::new(base + from, base + at),
            role: own.map(|(role, _)| role),
            word: own.map(|(_, word)| word),
            followed: !role.behind,
        });
        before = (!role.behind).then_some((role, word));
        at += role.word.len();
        from = at;
    }
    found.push(Chunk {
        span: Span::new(base + from, base + slice.len()),
        role: before.map(|(role, _)| role),
        word: before.map(|(_, word)| word),
        followed: false,
    });
    found
}

/// The runs of `text[span]` outside of brackets of any width; what is behind an unmatched bracket counts as inside it.
fn outside_brackets(text: &str, span: Span) -> Vec<Span> {
    let base = span.start as usize;
    let slice = span.of(text);
    let mut runs = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, character) in slice.char_indices() {
        match character {
            '（' | '(' | '[' | '【' => {
                if depth == 0 {
                    runs.extend(trimmed(text, base + from, base + at));
                }
                depth += 1;
            }
            '）' | ')' | ']' | '】' => {
                if depth <= 1 {
                    if depth == 0 {
                        runs.extend(trimmed(text, base + from, base + at));
                    }
                    from = at + character.len_utf8();
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    if depth == 0 {
        runs.extend(trimmed(text, base + from, base + slice.len()));
    }
    runs
}

/// Marks around a stretch that are no part of a name.
fn bare(text: &str, span: Span) -> Option<Span> {
    let slice = span.of(text);
    let edge = |next: char| {
        names::is_separator(next)
            || matches!(
                next,
                ':' | '：'
                    | '-'
                    | '—'
                    | '。'
                    | '■'
                    | '□'
                    | '●'
                    | '◎'
                    | '*'
                    | '“'
                    | '”'
                    | '@'
                    | '+'
                    | '＋'
                    | '\u{ad}'
            )
    };
    let start = span.end as usize - slice.trim_start_matches(edge).len();
    trimmed(
        text,
        start,
        start + text.get(start..span.end as usize)?.trim_end_matches(edge).len(),
    )
}

/// Reads a stretch. `pen` accepts words that are no known kind of name, as authors sign with them.
fn read(text: &str, span: Span, pen: bool) -> Made {
    let mut made = Made::default();
    for run in outside_brackets(text, span) {
        let kept = contacts::begins(run.of(text));
        let Some(run) = trimmed(text, run.start as usize, run.start as usize + kept) else {
            continue;
        };
        let Some(run) = bare(text, run) else { continue };
        let (head, place) = without_report(text, run);
        made.places.extend(place);
        let Some(head) = head.and_then(|head| bare(text, head)) else {
            continue;
        };
        // 时代某报 could be read as two names.
        if is_outlet(head.of(text)) && !head.of(text).contains(names::is_separator) {
            made.outlets.push(head);
            continue;
        }
        if behind_outlet(text, head).is_none()
            && let Some(people) = names::names(text, head)
        {
            made.people.extend(people);
            continue;
        }
        for word in names::listed(text, head, names::is_separator) {
            if let Some(word) = bare(text, word) {
                sort(text, word, pen, &mut made);
            }
        }
    }
    made
}

/// Puts one word of a stretch where it belongs.
fn sort(text: &str, word: Span, pen: bool, made: &mut Made) {
    let name = word.of(text).trim_matches(['《', '》']);
    if is_outlet(name) {
        made.outlets.push(word);
    } else if let Some(at) = behind_outlet(text, word) {
        made.outlets.push(Span::new(word.start as usize, at));
        let behind = trimmed(text, at, word.end as usize).and_then(|rest| names::names(text, rest));
        made.people.extend(behind.unwrap_or_default());
    } else if let Some(people) = names::names(text, word) {
        made.people.extend(people);
    } else if let Some(at) = lists::last_profession(name) {
        // 某校教授某某 is a name with its title, 某院研究员 the title of a name that stands before it.
        let rest = Span::new(word.start as usize + at, word.end as usize);
        if rest.is_empty() {
            return;
        }
        match names::names(text, rest) {
            Some(people) => made.people.extend(people),
            None => made.other.push(word),
        }
    } else if lists::is_page_word(name) || name.chars().count() == 1 && !pen {
    } else if places::is_place(name) {
        made.places.push(word);
    } else if pen && is_body(name) {
        made.outlets.push(word);
    } else if pen && can_sign(name) {
        made.people.push(word);
    } else {
        made.other.push(word);
    }
}

fn is_outlet(name: &str) -> bool {
    lists::is_own(name) || lists::ends_like_outlet(name)
}

/// Where the name begins behind an outlet that is glued to it: `某网某某`. Names behind outlets have two or three
/// characters, so the outlet is all but these.
fn behind_outlet(text: &str, word: Span) -> Option<usize> {
    let name = word.of(text);
    name.char_indices().skip(2).map(|(at, _)| at).find_map(|at| {
        let head = name.get(..at).filter(|head| is_outlet(head))?;
        let start = word.start as usize + at;
        let rest = trimmed(text, start, word.end as usize)?;
        let people = names::names(text, rest)?;
        (head.chars().count() >= 3 && people.len() == 1 && rest.of(text).chars().count() <= 4)
            .then_some(start)
    })
}

/// The outlet in front of the name that is glued to it: `某报` of `某报某某`.
pub(super) fn house_of(text: &str, word: Span) -> Option<Span> {
    behind_outlet(text, word).map(|at| Span::new(word.start as usize, at))
}

/// How names of bodies end that sign a text instead of a person.
const BODIES: [&str; 17] = [
    "工作室",
    "事务所",
    "研究院",
    "研究所",
    "研究",
    "策略",
    "团队",
    "报道组",
    "报道部",
    "编辑部",
    "课题组",
    "小组",
    "财经",
    "中心",
    "公司",
    "集团",
    "供稿",
];

fn is_body(name: &str) -> bool {
    BODIES.iter().any(|ending| name.ends_with(ending))
        // A column of an outlet: 某网思客.
        || name
            .char_indices()
            .skip(3)
            .any(|(at, _)| name.get(..at).is_some_and(lists::ends_like_outlet))
}

/// True for a word that an author may sign with although it is no known kind of name: a pen name, a foreign name.
fn can_sign(name: &str) -> bool {
    name.chars().count() <= 12
        && !contacts::opens_with_channel(name)
        && !contacts::is_address(name)
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['。', '：', ':', '“', '”', '《', '》', '@', '…', '？', '！', '%'])
}

/// What a credit names, role by role. `strict` gives `None` when words stand in it that are no names, or no person; else
/// such words are taken for pen names where a name is expected.
fn credit(text: &str, span: Span, strict: bool) -> Option<Vec<Named>> {
    let mut named = Vec::new();
    let chunks = chunks(text, span);
    let several = chunks.len() > 1;
    let mut house: Option<Span> = None;
    for (index, chunk) in chunks.iter().enumerate() {
        let affiliation = index == 0 && several && chunk.role.is_none();
        let mut own = chunk.span;
        // 某网记者甲某网编辑乙: the outlet stands again in front of the next role.
        if let (Some(house), true) = (house, chunk.followed)
            && let Some(rest) = own.of(text).trim_end().strip_suffix(house.of(text))
        {
            own.end = own.start + rest.len() as u32;
        }
        let pen = !strict && !affiliation && !chunk.followed || !strict && !several;
        let mut made = read(text, own, pen);
        if affiliation {
            // 某某特约记者甲: a desk whose name does not look like an outlet's.
            made.outlets.append(&mut made.other);
            // Behind a label names may stand without a role of their own: `作者：甲，策划乙`; 某窗 of `某窗主笔乙` has the
            // shape of one.
            let next = chunks.get(1);
            let role = lists::role_at(text.get(chunk.span.end as usize..).unwrap_or(""));
            let own = chunk.span.of(text);
            let glued = !own.ends_with(names::is_separator)
                && own.chars().count() <= 3
                && role.is_some_and(|role| !role.editor && !follows(role.word))
                && next.is_some_and(|next| !read(text, next.span, false).people.is_empty());
            if strict || glued {
                made.outlets.append(&mut made.people);
            }
        } else if strict && !made.other.is_empty() {
            return None;
        }
        for outlet in &mut made.outlets {
            *outlet = without_post(text, *outlet);
        }
        house = house.or(made.outlets.first().copied());
        if let (Some(role), Some(word)) = (chunk.role, chunk.word)
            && !role.behind
            && !made.people.is_empty()
        {
            named.extend(Named::each(PartKind::Label, role.editor.then_some(word)));
        }
        let unmarked = made.outlets.into_iter().map(|outlet| {
            let name = outlet.of(text);
            let inner = name.strip_prefix('《').and_then(|name| name.strip_suffix('》'));
            inner.map_or(outlet, |inner| {
                let start = outlet.start as usize + '《'.len_utf8();
                Span::new(start, start + inner.len())
            })
        });
        named.extend(Named::each(PartKind::Agency, unmarked));
        named.extend(Named::each(PartKind::Person, made.people));
        named.extend(Named::each(PartKind::Place, made.places));
    }
    let person = named.iter().any(|part| part.kind == PartKind::Person);
    named.sort_by_key(|part| (part.span, part.kind));
    (person || !strict && !named.is_empty()).then_some(named)
}

/// Without the post of a reporter: `某报驻京` of `某报驻京记者某某`.
pub(super) fn without_post(text: &str, house: Span) -> Span {
    const LONGEST: usize = 4;
    let name = house.of(text);
    let post = name
        .rfind('驻')
        .and_then(|at| Some((name.get(..at)?, name.get(at..)?)));
    match post {
        Some((head, post)) if head.chars().count() >= 2 && post.chars().count() <= LONGEST => {
            Span::new(house.start as usize, house.start as usize + head.trim_end().len())
        }
        _ => house,
    }
}

/// True for roles that stand behind the names of colleagues: 甲、乙 实习生丙.
fn follows(role: &str) -> bool {
    ["实习", "见习", "通讯员", "摄"]
        .iter()
        .any(|word| role.starts_with(word))
}

/// What a by-line names that nothing introduces (`某报记者某某 某地报道`); `None` when anything else stands in it.
pub(super) fn signed(text: &str, span: Span) -> Option<Vec<Named>> {
    credit(text, span, true)
}

/// What the value of a label like 作者 or 编辑 names.
pub(super) fn labelled(text: &str, value: Span) -> Vec<Named> {
    credit(text, value, false).unwrap_or_default()
}

/// The people named in brackets behind words of roles, with the labels of editors: `（记者甲 编辑乙）`.
pub(super) fn bracketed(text: &str, inside: Span) -> Vec<Named> {
    let mut named = Vec::new();
    for chunk in chunks(text, inside) {
        let (Some(role), Some(word)) = (chunk.role, chunk.word) else {
            continue;
        };
        let written = role.word.ends_with(['/', '／']);
        let mut made = read(text, chunk.span, written && !chunk.followed);
        made.people
            .retain(|person| person.of(text).chars().nth(1).is_some());
        if made.people.is_empty() {
            continue;
        }
        named.extend(Named::each(
            PartKind::Label,
            (role.editor && !role.behind).then_some(word),
        ));
        named.extend(Named::each(PartKind::Person, made.people));
    }
    named
}

/// Words behind a name for what was done with the report, longer ones first.
const DONE: [&str; 11] = [
    "综合报道",
    "摄影报道",
    "现场报道",
    "报道",
    "整合",
    "整理",
    "摄影",
    "摄",
    "文",
    "电",
    "编译",
];

/// Without `发自某地`, `某地报道`, `摄`, `文` behind the names, and the place.
pub(super) fn without_report(text: &str, span: Span) -> (Option<Span>, Option<Span>) {
    let slice = span.of(text);
    let start = span.start as usize;
    if let Some(at) = slice.find("发自") {
        let place = trimmed(text, start + at + "发自".len(), span.end as usize);
        return (trimmed(text, start, start + at), place);
    }
    for suffix in DONE {
        let Some(rest) = slice.strip_suffix(suffix) else {
            continue;
        };
        let Some(kept) = trimmed(text, start, start + rest.len()) else {
            return (None, None);
        };
        let head = |cut: usize| {
            trimmed(text, start, start + cut)
                .filter(|&head| bare(text, head).is_some_and(|head| names::names(text, head).is_some()))
        };
        let place = |cut: usize| trimmed(text, start + cut, kept.end as usize);
        // 王小明北京、上海: the longest run of places that leaves names.
        if let Some(found) = places::runs_at_end(kept.of(text))
            .into_iter()
            .rev()
            .find_map(|cut| Some((head(cut)?, place(cut)?)))
        {
            return (Some(found.0), Some(found.1));
        }
        if places::is_place(kept.of(text)) {
            return (None, Some(kept));
        }
        // A name that ends in 文 or 电 is a name.
        if suffix.chars().count() == 1 && !slice.contains(is_blank) && suffix != "摄" {
            continue;
        }
        if names::names(text, kept).is_some() && !kept.of(text).contains(is_blank) {
            return (Some(kept), None);
        }
        // 王李 某县, 王小明某县: a place that the gazetteer does not hold.
        if !suffix.ends_with("报道") {
            return (Some(kept), None);
        }
        if let Some(gap) = kept.of(text).rfind(names::is_separator)
            && let Some(head) = head(gap)
        {
            return (Some(head), place(gap));
        }
        let characters: Vec<usize> = kept.of(text).char_indices().map(|(at, _)| at).collect();
        for length in [2, 3, 4] {
            let cut = characters.len().checked_sub(length);
            let cut = cut.and_then(|index| characters.get(index)).copied();
            if let Some(found) = cut
                .filter(|&cut| cut > 0)
                .and_then(|cut| Some((head(cut)?, place(cut))))
            {
                return (Some(found.0), found.1);
            }
        }
        return (Some(kept), None);
    }
    (Some(span), None)
}

#[cfg(test)]
mod tests {
    use super::{bracketed, labelled, signed};
    use crate::document::{PartKind, Span};
    use crate::segment::draft::Named;

    fn written<'a>(text: &'a str, named: &[Named], kind: PartKind) -> Vec<&'a str> {
        let own = named.iter().filter(|part| part.kind == kind);
        own.map(|part| part.span.of(text)).collect()
    }

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    #[test]
    fn only_what_follows_a_role_is_a_person() {
        let is = |text: &str, people: &[&str], outlets: &[&str]| {
            let named = labelled(text, whole(text));
            assert_eq!(written(text, &named, PartKind::Person), people, "{text}");
            assert_eq!(written(text, &named, PartKind::Agency), outlets, "{text}");
        };
        is("本报记者赵一鸣", &["赵一鸣"], &["本报"]);
        is("湖都记者赵一鸣 实习记者钱红", &["赵一鸣", "钱红"], &["湖都"]);
        is("记者赵一鸣实习记者钱红", &["赵一鸣", "钱红"], &[]);
        is("南岸主笔赵一鸣", &["赵一鸣"], &["南岸"]);
        is("滇池评论特约撰稿赵一鸣", &["赵一鸣"], &["滇池评论"]);
        is("滇池网评论员赵一鸣", &["赵一鸣"], &["滇池网"]);
        is("AI滇池社赵一鸣", &["赵一鸣"], &["AI滇池社"]);
        is("滇池网（dianchi）赵一鸣", &["赵一鸣"], &["滇池网"]);
        is(
            "滇池晚报记者赵一鸣摄影（除署名外）|滇池晚报记者钱红",
            &["赵一鸣", "钱红"],
            &["滇池晚报"],
        );
        is("赵一鸣钱红/文孙平/编辑", &["赵一鸣", "钱红", "孙平"], &[]);
        is("某大学法学副教授赵一鸣", &["赵一鸣"], &[]);
        is("湖边写字的人", &["湖边写字的人"], &[]);
        is("Grace", &["Grace"], &[]);
        is("滇池夜话工作室", &[], &["滇池夜话工作室"]);
        is("原创", &[], &[]);
    }

    #[test]
    fn contact_data_and_professions_are_no_authors() {
        for text in [
            "赵一鸣,策划人,公众号lake7,微信hubian",
            "赵一鸣（微信号：lake7",
            "赵一鸣微信公众号：滇池夜话（ID:lake7）",
            "赵一鸣（云岭律师事务所律师）",
            "赵一鸣 湖泊研究院研究员、某会参事",
            "赵一鸣zhao@lake.example",
            "赵一鸣，邮箱：zhao@@lake.example",
            "赵一鸣)关键字：湖泊",
        ] {
            let named = labelled(text, whole(text));
            assert_eq!(written(text, &named, PartKind::Person), ["赵一鸣"], "{text}");
        }
        assert!(labelled("lake7news", whole("lake7news")).is_empty());
    }

    #[test]
    fn places_behind_names() {
        let is = |text: &str, people: &[&str], places: &[&str]| {
            let named = signed(text, whole(text)).unwrap_or_default();
            assert_eq!(written(text, &named, PartKind::Person), people, "{text}");
            assert_eq!(written(text, &named, PartKind::Place), places, "{text}");
        };
        is("本报记者黄大利北京报道", &["黄大利"], &["北京"]);
        is("本报记者黄大利上海、厦门报道", &["黄大利"], &["上海、厦门"]);
        is("本报记者黄大利发自东莞", &["黄大利"], &["东莞"]);
        is("本报记者王长春沈阳报道", &["王长春"], &["沈阳"]);
        is("本报记者王长春", &["王长春"], &[]);
        is("本报记者黄大利湖南县报道", &["黄大利"], &["湖南县"]);
        // Running text has no names behind its role.
        for text in ["本报记者在现场看到", "本报记者成都报道", "某记者站成立"] {
            assert!(signed(text, whole(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn editors_have_a_label() {
        let text = "记者赵一鸣 编辑钱红";
        let named = bracketed(text, whole(text));
        assert_eq!(written(text, &named, PartKind::Label), ["编辑"]);
        assert_eq!(written(text, &named, PartKind::Person), ["赵一鸣", "钱红"]);
    }
}

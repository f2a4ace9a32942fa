//! The credit of a picture, in the line below it: who took it, gave it, owns it. It is the last phrase of the line, behind
//! the sentence that says what is to be seen: `某处一景。某报记者 某某 摄`, `受访者供图`, `（图片由某某提供）`, `图据某校`. In goes a
//! line, out come the words of the act and the names. A credit of a picture says nothing of the text.

use crate::document::{BlockKind, PartKind, Span};

use super::draft::{Draft, Named, Shape, is_blank, trimmed};
use super::lists;
use super::names;
use super::reporters;
use super::screenshots::{marked_owner, shown_on};

/// What was done with the picture, at the end of the phrase; longer ones first.
const ACTS: [&str; 16] = [
    "资料图片",
    "资料照片",
    "视频截图",
    "资料图",
    "供图",
    "提供",
    "摄影",
    "航拍",
    "制图",
    "绘图",
    "截图",
    "资料",
    "摄",
    "发",
    "图",
    "绘",
];
/// What stands before the name, longer ones first. A stroke, bar or colon belongs to it.
const HEADS: [&str; 30] = [
    "资料图来源：",
    "资料图来源:",
    "截图来自",
    "下图来自",
    "图自@",
    "截自",
    "图片来源：",
    "图片来源:",
    "照片来源：",
    "图片来源",
    "照片来源",
    "视频来源",
    "图片来自",
    "照片来自",
    "图片源自",
    "图片源于",
    "图片据",
    "图源：",
    "图源:",
    "图源",
    "图据",
    "图片截自",
    "供图：",
    "供图:",
    "供图/",
    "图/",
    "图／",
    "图｜",
    "图丨",
    "图|",
];
/// Heads that are told from the words around them wherever they stand in a line: pages glue them to what the picture shows
/// (`湖边的小屋图片来源：某网`).
const INNER_HEADS: [&str; 19] = [
    "资料图来源：",
    "资料图来源:",
    "截图来自",
    "下图来自",
    "图片来源",
    "照片来源",
    "视频来源",
    "图片来自",
    "照片来自",
    "图片源自",
    "图片源于",
    "图片截自",
    "图源：",
    "图源:",
    "摄影/",
    "摄影／",
    "摄影：",
    "摄/",
    "摄／",
];
/// Words for kinds of pictures.
const KINDS: [&str; 7] = ["网页", "视频", "手机", "网络", "直播", "现场", "微信"];
/// Characters of the longest phrase that credits a picture.
const PHRASE: usize = 30;
/// Characters of the longest name of a giver.
pub(super) const GIVER: usize = 14;
/// Characters of a giver with what is said of him; what is longer tells what the picture shows.
const LONGEST_GIVER: usize = 11;
/// Characters of the longest outlet in front of a photographer.
const HOUSE: usize = 8;

/// Reads a line that ends with the credit of a picture.
pub(super) fn read(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    if shape.chars > 140 || shape.open_ended {
        return None;
    }
    let named = marked_owner(text, line)
        .or_else(|| phrase(text, line).and_then(|(phrase, alone)| credit(text, phrase, alone)))
        .or_else(|| shown_source(text, line))?;
    Some(Draft::with(text, BlockKind::Caption, line, named))
}

/// Reads a credit of a picture in brackets behind a paragraph.
pub(super) fn bracketed(text: &str, span: Span, inside: Span) -> Option<Draft> {
    let short = inside.of(text).chars().count() <= PHRASE;
    let named = credit(text, inside, false).filter(|_| short)?;
    Some(Draft::with(text, BlockKind::Caption, span, named))
}

/// Cuts the credit of a picture off the end of a paragraph: `……。某报记者某某摄`, `……。图片来源：某网`. Where a page prints nothing
/// but its picture, the words below it are the report.
pub(super) fn behind(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let last = slice.chars().next_back()?;
    if !matches!(last, '摄' | '图' | '影') && !is_headed(slice) {
        return None;
    }
    let (found, alone) = phrase(text, line)?;
    if last == '图'
        && let Some(named) = marked_owner(text, line)
        && let Some(owner) = named.last()
    {
        let from = text.get(..owner.span.start as usize)?.rfind(['。', '！', '？']);
        let from = from.map_or(line.start as usize, |at| at + '。'.len_utf8());
        let from = from.max(line.start as usize);
        return (from > line.start as usize).then(|| {
            Draft::with(
                text,
                BlockKind::Caption,
                Span::new(from, line.end as usize),
                named,
            )
        });
    }
    if alone || found.of(text).contains(['，', ',']) {
        return None;
    }
    let named = credit(text, found, false)?;
    let who = named.iter().find(|part| part.kind == PartKind::Source)?;
    // 他画了一张图 is no credit: a reporter, an outlet or a head shows one.
    let told = last != '图' || is_headed(found.of(text)) || found.of(text).contains("记者");
    (told && !who.span.is_empty()).then(|| Draft::with(text, BlockKind::Caption, found, named))
}

/// What begins the words below a picture or a film; a bare 来源 behind them is the picture's.
const OPENERS: [&str; 10] = [
    "▲",
    "▽",
    "▼",
    "△",
    "↑",
    "资料图",
    "（资料图",
    "(资料图",
    "视频：",
    "图：",
];

/// `▲湖边的老屋 来源：某社`, `视频：……来源：某台`: the source of what is shown.
fn shown_source(text: &str, line: Span) -> Option<Vec<Named>> {
    let slice = line.of(text);
    if !OPENERS.iter().any(|opener| slice.starts_with(opener)) {
        return None;
    }
    let (at, label) = ["来源：", "来源:"]
        .iter()
        .filter_map(|label| slice.rfind(label).map(|at| (at, *label)))
        .max()?;
    let rest = slice.get(at + label.len()..)?;
    let kept = rest.trim_end_matches(['。', '）', ')', ' ']);
    let start = line.start as usize + at + label.len();
    let value = trimmed(text, start, start + kept.len())?;
    let short = value.of(text).chars().count() <= GIVER && !value.of(text).contains(['，', '。', '：']);
    let label = Span::new(line.start as usize + at, line.start as usize + at + "来源".len());
    short.then(|| parts(label, owners(text, value)))
}

/// True when a head of a credit stands near the end of a line.
fn is_headed(slice: &str) -> bool {
    let from = slice.ceil_char_boundary(slice.len().saturating_sub(3 * PHRASE));
    let tail = slice.get(from..).unwrap_or("");
    tail.contains(['图', '照', '视', '摄']) && INNER_HEADS.iter().any(|head| tail.contains(head))
}

/// The owners behind the last head that stands inside a phrase, behind what the picture shows.
fn inner_head(text: &str, phrase: Span) -> Option<Vec<Named>> {
    let slice = phrase.of(text).trim_end_matches(['。', '”', '）', ')']);
    // Every head holds one of these, and most phrases none.
    if !slice.contains(['图', '照', '视', '摄']) {
        return None;
    }
    if let Some(found) = taken_from(text, phrase.start as usize, slice) {
        return Some(found);
    }
    let (at, head) = INNER_HEADS
        .iter()
        .filter_map(|head| slice.rfind(head).map(|at| (at, *head)))
        .max_by_key(|&(at, head)| (at, head.len()))?;
    let start = phrase.start as usize + at;
    let rest = slice.get(at + head.len()..)?;
    let value = rest.trim_start_matches(|next| {
        is_blank(next) || matches!(next, '于' | '自' | '：' | ':' | '|' | '｜' | '丨' | '/')
    });
    let end = phrase.start as usize + slice.len();
    let value = trimmed(text, end - value.len(), end)?;
    let words = value.of(text);
    // 摄/ needs a reporter or an outlet behind it: 拍摄/剪辑 is a list.
    let stroke = head.starts_with('摄');
    let signed =
        words.contains("记者") || names::names(text, value).is_some() || lists::ends_like_outlet(words);
    let before = slice.get(..at)?;
    let worked = ["文", "拍", "图", "采"].iter().any(|word| before.ends_with(word));
    if words.chars().count() > GIVER + 6
        || words.contains(['。', '，', ',', '？', '！', '：'])
        || stroke && (!signed || worked)
        || before.contains("文/")
        || before.contains("文／")
    {
        return None;
    }
    let bare = without_act(text, value).0;
    let value = if KINDS.contains(&bare.of(text)) {
        value
    } else {
        bare
    };
    Some(parts(Span::new(start, start + head.len()), owners(text, value)))
}

/// `湖边的老屋图据春城晚报`: 图据 stands inside other words too (地图据说), so an outlet or the net must follow.
fn taken_from(text: &str, start: usize, slice: &str) -> Option<Vec<Named>> {
    const HEAD: &str = "图据";
    let at = slice.rfind(HEAD).filter(|&at| at > 0)?;
    let from = start + at + HEAD.len();
    let value = trimmed(text, from, start + slice.len())?;
    let name = value.of(text);
    let told = ["网络", "互联网"].contains(&name) || lists::ends_like_outlet(name);
    (told && name.chars().count() <= GIVER && !name.contains(['，', '。']))
        .then(|| parts(Span::new(start + at, from), vec![value]))
}

/// The last phrase of a line, and whether it is the whole line.
fn phrase(text: &str, line: Span) -> Option<(Span, bool)> {
    // ▲ points at the picture.
    let pointing = line.of(text).len() - line.of(text).trim_start_matches(['▲', '△', '▼', '▽', '↑']).len();
    let line = trimmed(text, line.start as usize + pointing, line.end as usize)?;
    let slice = line.of(text);
    let start = line.start as usize;
    // 图片来源：某局官方微博。: the stop belongs to no sentence. A bracket may have lost the one that opens it.
    let unopened = slice.ends_with(['）', ')']) && !slice.contains(['（', '(']);
    let stopped = slice.ends_with('。') && is_headed(slice);
    if unopened || stopped {
        let kept = slice.trim_end_matches(['。', '）', ')']);
        return phrase(text, trimmed(text, start, start + kept.len())?);
    }
    let closed = slice.ends_with(['）', ')']);
    if closed && let Some(open) = slice.rfind(['（', '(']) {
        let width = slice.get(open..)?.chars().next()?.len_utf8();
        let inside = trimmed(text, start + open + width, line.end as usize)?;
        let inner = inside.of(text).trim_end_matches(['）', ')']);
        let inside = Span::new(inside.start as usize, inside.start as usize + inner.len());
        return (inner.chars().count() <= PHRASE).then_some((inside, false));
    }
    let marks = ['。', '！', '？', '”', '；', '）', ')', '】'];
    let cut = slice.char_indices().rev().find(|(_, next)| marks.contains(next));
    let behind = cut.map_or(0, |(at, mark)| at + mark.len_utf8());
    let found = trimmed(text, start + behind, line.end as usize)?;
    let fits = behind == 0 || found.of(text).chars().count() <= PHRASE;
    fits.then_some((found, behind == 0))
}

/// The parts of a phrase that credits a picture. `alone` on its line it must be nothing but the credit, or name a reporter.
fn credit(text: &str, phrase: Span, alone: bool) -> Option<Vec<Named>> {
    let slice = phrase.of(text);
    let (start, end) = (phrase.start as usize, phrase.end as usize);
    // 文/图: a by-line of who wrote and took pictures.
    if slice.contains("文/") || slice.contains("文／") || slice.contains("/文") || slice.contains("文并")
    {
        return None;
    }
    // 本文图片除署名外，均为某报记者某某 图; a comma stands in no other credit.
    if let Some(at) = ["均为", "均由", "均系"]
        .iter()
        .find_map(|word| slice.find(word).map(|at| at + word.len()))
        && slice.get(..at)?.contains(['图', '照'])
    {
        return credit(text, trimmed(text, start + at, end)?, false);
    }
    // 文中图片除注明外均来自网络.
    if let Some((before, value)) = ["均来源于", "均来自于", "均来自", "均源自", "皆来自"]
        .iter()
        .find_map(|word| slice.split_once(word))
        && before.contains(['图', '照'])
    {
        let value = trimmed(text, end - value.len(), end)?;
        let short = value.of(text).chars().count() <= GIVER && !value.of(text).contains(['，', '。']);
        let label = Span::new(start, value.start as usize);
        return short.then(|| parts(label, owners(text, value)));
    }
    let headed = HEADS.iter().any(|head| slice.starts_with(*head));
    if !headed && let Some(found) = inner_head(text, phrase) {
        return Some(found);
    }
    if slice.contains(['，', ',', '：']) && !headed {
        // 湖边的老屋，某某摄: the credit is the last clause.
        let (at, mark) = slice
            .char_indices()
            .rev()
            .find(|(_, next)| matches!(next, '，' | ',' | '：'))?;
        let clause = trimmed(text, start + at + mark.len_utf8(), end)?;
        let words = clause.of(text);
        let given = words
            .strip_suffix("供图")
            .is_some_and(|giver| lists::giver(giver).is_some());
        let signed = given || words.ends_with(['摄', '图']) && words.chars().count() <= GIVER;
        return credit(text, clause, false).filter(|_| alone && signed && mark != '：');
    }
    if let Some(head) = HEADS.iter().find(|head| slice.starts_with(**head)) {
        let rest = slice.get(head.len()..)?;
        let value = rest.trim_start_matches(|next| is_blank(next) || matches!(next, '于' | '：' | ':'));
        let value = trimmed(text, end - value.len(), end)?;
        let short = value.of(text).chars().count() <= GIVER + 6;
        let mapped = value.of(text).ends_with("地图");
        let bare = if mapped { value } else { without_act(text, value).0 };
        // 网页截图 says of what kind it is, not whose.
        let value = if KINDS.contains(&bare.of(text)) {
            value
        } else {
            bare
        };
        return short.then(|| parts(Span::new(start, start + head.len()), owners(text, value)));
    }
    // 图片由某某提供, 某某提供图片.
    for head in ["图片均由", "图片由", "照片由", "图由", "视频由", "均由", "由"] {
        let Some(rest) = slice.strip_prefix(head) else {
            continue;
        };
        let giver = ["提供", "供图", "拍摄", "授权提供"]
            .iter()
            .find_map(|act| rest.strip_suffix(act))?;
        let at = start + head.len();
        let giver = trimmed(text, at, at + giver.len())?;
        let fits = giver.of(text).chars().count() <= GIVER && (head != "由" || !alone);
        return fits.then(|| parts(Span::new(start, at), vec![giver]));
    }
    if !alone && let Some(found) = owners_in_a_row(text, phrase) {
        return Some(parts(Span::new(start, start), found));
    }
    let (stem, act) = without_act(text, phrase);
    let act = act?;
    let stem = trimmed(text, stem.start as usize, stem.end as usize)?;
    if let Some(found) = photographer(text, stem) {
        return (!matches!(act.of(text), "提供" | "发")).then(|| parts(act, found));
    }
    let words: Vec<Span> = names::listed(text, stem, is_blank);
    let last = *words.last()?;
    let name = last.of(text);
    let spaced = last.end < act.start;
    // 某网某某摄: the outlet is glued to the name.
    let glued = reporters::house_of(text, last);
    let known = lists::is_own(name)
        || lists::ends_like_outlet(name)
        || lists::is_picture_agency(name)
        || glued.is_some();
    let people = names::names(text, last).filter(|people| people.len() <= 3);
    let whole = words.len() == 1;
    // 某局官方微博截图, 某报报道截图.
    if whole
        && matches!(act.of(text), "截图" | "视频截图" | "图")
        && people.is_none()
        && let Some(end) = shown_on(name)
        && (act.of(text) != "图" || !alone)
    {
        let start = last.start as usize;
        return Some(parts(act, vec![Span::new(start, start + end)]));
    }
    let giver = lists::giver(name).is_some();
    let fits = match act.of(text) {
        "提供" => {
            whole
                && (giver && (!alone || name.chars().count() <= GIVER && !name.contains(['的', '由']))
                    || known
                    || !alone && people.is_some())
        }
        "供图" => giver || known || people.is_some() || whole && name.chars().count() <= GIVER,
        "发" => known && (whole || words.len() == 2),
        "摄" | "摄影" | "航拍" | "绘" => people.is_some() || known,
        "图" | "资料" | "资料图" | "资料图片" | "资料照片" | "制图" | "绘图" => {
            known && (spaced || whole && !alone) || spaced && people.is_some() && !alone
        }
        _ => known && whole,
    };
    if !fits || name.chars().count() > GIVER && !giver {
        return None;
    }
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).copied();
    let house = before.filter(|word| {
        let name = word.of(text);
        people.is_some()
            && name.chars().count() <= HOUSE
            && (lists::is_own(name) || lists::ends_like_outlet(name))
    });
    // 某某和朋友的合影受访者供图: of a long word only the giver.
    let long = name.chars().count() > LONGEST_GIVER || name.contains(['照', '片', '图', '影', '的', '和']);
    let own = lists::giver(name).filter(|_| people.is_none() && !known && long);
    let last = own.map_or(glued.unwrap_or(last), |giver| {
        Span::new(last.end as usize - giver.len(), last.end as usize)
    });
    Some(parts(
        act,
        house.map_or_else(|| people.unwrap_or(vec![last]), |house| vec![house]),
    ))
}

/// `某报某某/视觉中国/某报`: photographer, agency and paper with strokes between them and nothing else.
fn owners_in_a_row(text: &str, phrase: Span) -> Option<Vec<Span>> {
    let words = names::listed(text, phrase, |next| matches!(next, '/' | '／'));
    let known = |word: &Span| {
        let name = word.of(text);
        lists::is_picture_agency(name)
            || lists::ends_like_outlet(name)
            || names::names(text, *word).is_some()
            || reporters::house_of(text, *word).is_some()
    };
    let agency = words.iter().any(|word| lists::is_picture_agency(word.of(text)));
    (words.len() > 1 && agency && words.iter().all(known)).then(|| {
        let mut owners: Vec<Span> = Vec::new();
        for word in words {
            let owner = reporters::house_of(text, word).unwrap_or(word);
            if owners.iter().all(|other| other.of(text) != owner.of(text)) {
                owners.push(owner);
            }
        }
        owners
    })
}

pub(super) fn parts(label: Span, sources: Vec<Span>) -> Vec<Named> {
    let source = |span| Named {
        kind: PartKind::Source,
        span,
    };
    let label = Named {
        kind: PartKind::Label,
        span: label,
    };
    std::iter::once(label)
        .chain(sources.into_iter().map(source))
        .collect()
}

/// A phrase without the act at its end, and the act.
fn without_act(text: &str, phrase: Span) -> (Span, Option<Span>) {
    let slice = phrase.of(text);
    let found = ACTS.iter().find_map(|act| {
        let rest = slice.strip_suffix(act)?;
        let kept = rest.trim_end_matches(|next| is_blank(next) || matches!(next, '/' | '／'));
        (!kept.is_empty()).then_some((kept.len(), rest.len()))
    });
    let start = phrase.start as usize;
    match found {
        Some((kept, act)) => (
            Span::new(start, start + kept),
            Some(Span::new(start + act, phrase.end as usize)),
        ),
        None => (phrase, None),
    }
}

/// `某报记者 某某`, `某摄影队 某某` at the end of a stem: the outlet where one stands there, else the people.
fn photographer(text: &str, stem: Span) -> Option<Vec<Span>> {
    let slice = stem.of(text);
    let start = stem.start as usize;
    let (at, role) = ["记者", "通讯员", "摄影师", "实习生", "特约摄影"]
        .iter()
        .filter_map(|role| slice.rfind(role).map(|at| (at, *role)))
        .max()?;
    let behind = trimmed(text, start + at + role.len(), stem.end as usize)?;
    let people = names::names(text, behind).or_else(|| {
        let name = behind.of(text);
        let spaced = slice
            .get(at + role.len()..)
            .is_some_and(|rest| rest.starts_with(is_blank));
        let plain = spaced && (2..=4).contains(&name.chars().count()) && name.chars().all(names::is_han);
        plain.then(|| vec![behind])
    })?;
    let before = slice.get(..at)?;
    let house = before
        .rsplit(|next| is_blank(next) || matches!(next, '：' | ':' | '/' | '，' | ','))
        .next()
        .unwrap_or("");
    let house = ["全媒体", "特约", "见习", "实习", "首席", "特派", "融媒体", "摄影"]
        .iter()
        .fold(house, |house, word| house.strip_suffix(word).unwrap_or(house));
    let fits = house.chars().count() <= HOUSE && (lists::is_own(house) || lists::ends_like_outlet(house));
    if fits && let Some(begin) = before.rfind(house) {
        return Some(vec![Span::new(start + begin, start + begin + house.len())]);
    }
    Some(people)
}

/// The owners behind a head: a value, or several with strokes between them; of a reporter the outlet.
fn owners(text: &str, value: Span) -> Vec<Span> {
    if value.of(text).contains("记者")
        && let Some(found) = photographer(text, value)
    {
        return found;
    }
    let separates = |next| matches!(next, '/' | '／' | '、' | '，');
    names::listed(text, value, separates)
        .into_iter()
        .map(|owner| {
            // 记者某某, whatever the name begins with; 某报下同.
            let kept = owner.of(text).strip_suffix("下同").unwrap_or(owner.of(text));
            let name = ["实习记者", "特约记者", "记者", "通讯员"]
                .iter()
                .find_map(|role| kept.strip_prefix(role))
                .unwrap_or(kept);
            let end = owner.start as usize + kept.len();
            trimmed(text, end - name.len(), end).unwrap_or(owner)
        })
        .map(|owner| reporters::house_of(text, owner).unwrap_or(owner))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::document::{PartKind, Span};
    use crate::segment::draft::Shape;

    fn owners(line: &str) -> Option<Vec<&str>> {
        let draft = read(line, Span::new(0, line.len()), Shape::of(line))?;
        let sources = draft.named.iter().filter(|part| part.kind == PartKind::Source);
        Some(sources.map(|part| part.span.of(line)).collect())
    }

    #[test]
    fn who_took_gave_or_owns_a_picture() {
        for (line, owner) in [
            ("湿地公园的一角。 春城网记者 赵一鸣 摄", "春城网"),
            ("湿地公园的一角。春城晚报记者赵一鸣摄", "春城晚报"),
            ("湿地公园的一角。城市摄影队 赵一鸣 摄", "赵一鸣"),
            ("湿地公园的一角。赵一鸣摄", "赵一鸣"),
            ("湿地公园的一角。受访者供图", "受访者"),
            ("工地照片受访者供图", "受访者"),
            ("▲赵一鸣曾多次向老钱借船受访者供图", "受访者"),
            ("赵一鸣同学提供", "赵一鸣同学"),
            ("学生证。赵一鸣同学提供", "赵一鸣同学"),
            ("挖掘现场（图片由附近居民提供）", "附近居民"),
            ("学校的通知。图据学校", "学校"),
            ("湿地公园的一角。图/赵一鸣", "赵一鸣"),
            ("湿地公园的一角。图/春城网赵一鸣", "春城网"),
            ("湿地公园的一角。图片来自于春城网", "春城网"),
            ("湿地公园的一角（视觉中国/图）", "视觉中国"),
            ("盘龙江边。盘龙区公安分局供图 春城网发", "春城网"),
            ("盘龙江边。春城晚报图", "春城晚报"),
            ("本文图片除署名外，均为春城晚报记者赵一鸣 图", "春城晚报"),
            ("湖边的老屋图片来源：春城网", "春城网"),
            ("▲湖边的老屋图片来自春城网微博截图", "春城网微博"),
            ("湖边的老屋。图片来源于网络", "网络"),
            ("湖边的老屋。图片来源：春城区法院官方微博。", "春城区法院官方微博"),
            ("湖边的老屋|图片来源|赵一鸣", "赵一鸣"),
            ("湖边的老屋，赵一鸣摄", "赵一鸣"),
            ("湖边的老屋和渔船摄影/春城晚报记者赵一鸣", "春城晚报"),
            ("湖边的老屋。春城网赵一鸣摄", "春城网"),
            ("渔民修好了最后一条船。赵一鸣摄）", "赵一鸣"),
            ("▲湖边老屋内部图片图据网络", "网络"),
            ("文中图片除注明外均来自网络", "网络"),
            ("▲湖边的老屋 来源：春城社", "春城社"),
            ("资料图：湖边的老屋。来源：春城社。", "春城社"),
            ("视频：湖边老屋拆除来源：春城高清", "春城高清"),
            ("湖边的老屋，水面很静摄/记者黑一鸣", "黑一鸣"),
            ("注：图片截自春城网", "春城网"),
            ("春城区法院官方微博截图", "春城区法院官方微博"),
            ("▲湖边的老屋。《春城晚报》报道截图", "《春城晚报》"),
            ("春城二套《湖边人家》栏目视频截图", "春城二套《湖边人家》栏目"),
            ("湖边的老屋。微信公众号“湖边夜谈”图", "湖边夜谈"),
            ("“湖边人_2016”微博截图", "湖边人_2016"),
            ("湖边的老屋。（资料图来源：《春城晚报》网站）", "《春城晚报》网站"),
            ("▲截自春城地图", "春城地图"),
            ("祭奠用的花圈，照片摆放在一起受访者供图", "受访者"),
        ] {
            assert_eq!(owners(line), Some(vec![owner]), "{line}");
        }
        assert_eq!(
            owners("湿地公园的一角。春城晚报赵一鸣/视觉中国/春城晚报"),
            Some(vec!["春城晚报", "视觉中国"])
        );
    }

    #[test]
    fn other_lines_have_no_owner() {
        for line in [
            "一张被忽略的地图",
            "食宿由主办方提供",
            "会上，他把照片发给了记者，请大家辨认",
            "赵一鸣 钱红/文 孙平/图",
            "技术支持由三家公司共同提供",
            "台上依次为：春城网记者赵一鸣，水务局钱兰，还有孙平",
            "记者微博截图",
            "微博截图",
            "他说“不怕”的截图",
            "资料图片：湖边的老屋。",
            "他参与了全片的拍摄/剪辑",
        ] {
            assert_eq!(owners(line), None, "{line}");
        }
    }
}

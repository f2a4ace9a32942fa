//! Who acts at the head of a clause: a person by the shape of the name, by the office or the part in the matter that stands before it, or by a foreign
//! name. In: a clause, and the length of what leads it in. Out: where the name begins and ends in the clause, in bytes.

use crate::document::SourceKind;

use super::names::who;
use super::outlets::OutletTable;
use super::persons::is_personal_name;
use super::words::words;

/// Verbs whose object the person is: 会见律师某某.
const MET: &[&str] = &[
    "会见", "采访", "联系", "起诉", "看望", "聘请", "委托", "陪同", "见到", "找到", "送别", "绑架", "杀害",
    "杀死", "殴打", "袭击", "伤害", "逮捕", "抓获", "拘留", "救出", "劫持", "跟踪", "侵害",
];

/// What somebody is in the matter that a report tells of, before his name.
const IN_THE_MATTER: [&str; 18] = [
    "家属",
    "亲属",
    "家人",
    "父亲",
    "母亲",
    "妻子",
    "丈夫",
    "儿子",
    "女儿",
    "爱人",
    "被告人",
    "嫌疑人",
    "当事人",
    "受害人",
    "被害人",
    "受害者",
    "证人",
    "辩护人",
];

/// The person whose name stands behind what he is in the matter, before an adverbial: 被害人家属林某在微博上公布了时间. Where the name begins and
/// ends.
pub(super) fn described_person(clause: &str, lead: usize, outlets: &OutletTable) -> Option<(usize, usize)> {
    let words = words();
    let rest = clause.get(lead..)?;
    let end = words
        .markers
        .find_iter(rest)
        .find(|marker| marker.word < words.first_hiding_marker && marker.start > 0)?
        .start;
    let head = rest.get(..end)?.trim_end();
    let head = words.adverbs.cut(head).unwrap_or(head);
    // 被告人某某, 被害人家属某某 hold no 被.
    let held = head.replace("被告", "").replace("被害", "");
    let object = MET.iter().any(|verb| head.contains(verb))
        || held.contains([
            '对', '向', '被', '把', '给', '与', '和', '让', '找', '在', '从', '由',
        ]);
    if object {
        return None;
    }
    // 被害人家属某某: kin, or a party, before a name. 来刷卡 is none.
    let kin = head.char_indices().rev().skip(1).take(3).find_map(|(at, _)| {
        let (before, name) = head.split_at_checked(at)?;
        let role = IN_THE_MATTER.iter().any(|role| before.ends_with(role));
        (role && !name.starts_with('来') && is_personal_name(name, false)).then_some(at)
    });
    if let Some(at) = kin {
        return Some((lead + at, lead + head.len()));
    }
    let named = who(head, outlets)?;
    let described = named.kind == SourceKind::Person
        && named.anaphor.is_none()
        && named.joint.is_empty()
        && named.start > named.phrase_start
        && named.end == head.len();
    described.then(|| (lead + named.start, lead + named.end))
}

/// The person whose name a clause begins with, before an adverbial: 潘某对此非常气愤. Where the name begins and ends.
pub(super) fn plain_person(clause: &str, lead: usize) -> Option<(usize, usize)> {
    let words = words();
    let rest = clause.get(lead..)?;
    // 白先生是伤者的哥哥: the form of address shows where the name ends.
    let addressed = rest
        .char_indices()
        .nth(3)
        .and_then(|(end, _)| rest.get(..end))
        .filter(|name| {
            ["先生", "女士", "小姐", "大爷", "大妈", "阿姨", "师傅"]
                .iter()
                .any(|form| name.ends_with(form))
                && is_personal_name(name, false)
                && !rest
                    .get(name.len()..)
                    .is_some_and(|rest| rest.starts_with(['的', '、', '和', '与']))
        });
    if let Some(name) = addressed {
        return Some((lead, lead + name.len()));
    }
    let end = words
        .markers
        .find_iter(rest)
        .find(|marker| marker.word < words.first_hiding_marker && marker.start > 0)?
        .start;
    let name = rest.get(..end)?;
    // 花费, 特斯拉: two characters and foreign ones name things as well.
    let surname = name.chars().next().is_some_and(|first| words.is_surname(first));
    let count = name.chars().count();
    let plain = surname && count == 3 || count == 2 && name.ends_with('某') || count == 4;
    let named = plain && is_personal_name(name, false) && !words.people.has(name);
    named.then_some((lead, lead + end))
}

/// The foreign name that a clause begins with, before an adverbial: 约翰·史密斯在信中. Where it begins and ends.
pub(super) fn foreign_person(clause: &str, lead: usize) -> Option<(usize, usize)> {
    const SHORTEST: usize = 4;
    let words = words();
    let rest = clause.get(lead..)?;
    let end = rest
        .find(|next: char| !words.is_transliteration(next) && !matches!(next, '·' | '•'))
        .filter(|&end| end > 0)?;
    let name = rest.get(..end)?;
    let opens = words
        .markers
        .find_iter(rest)
        .any(|marker| marker.word < words.first_hiding_marker && marker.start == end);
    let fits = name.contains(['·', '•']) && name.chars().count() >= SHORTEST && !name.ends_with(['·', '•']);
    (opens && fits).then_some((lead, lead + end))
}

/// The person behind an office at the head of a clause: where the name begins and ends.
pub(super) fn titled_person(clause: &str) -> Option<(usize, usize)> {
    /// Characters that an office may have before it: 某省卫生健康委员会.
    const BEFORE: usize = 20;
    /// Characters that show that somebody else acts, and the person is whom he meets or tells.
    const OBJECT: &[char] = &[
        '对', '向', '被', '把', '给', '与', '和', '让', '找', '了', '着', '过', '他', '她', '我', '你', '是',
    ];
    let words = words();
    words.titles.find_iter(clause).find_map(|office| {
        let before = clause.get(..office.start)?;
        // 刚接任总裁的某某: what is said of the name behind it.
        let said = clause
            .get(office.end..)
            .is_some_and(|rest| rest.starts_with('的'));
        let office_end = office.end + if said { "的".len() } else { 0 };
        let met = MET.iter().any(|verb| before.contains(verb));
        if before.chars().count() > BEFORE || before.contains(OBJECT) || met {
            return None;
        }
        let rest = clause.get(office_end..)?;
        let surname = rest.chars().next().is_some_and(|first| words.is_surname(first));
        let head = |count: usize| {
            rest.char_indices()
                .nth(count)
                .map_or(rest, |(at, _)| rest.get(..at).unwrap_or(""))
        };
        // 院长钱某教授: an office stands behind the name too.
        let addressed = rest.get(head(2).len()..).is_some_and(|behind| {
            [
                "教授", "律师", "医生", "法官", "警官", "代表", "委员", "院士", "博士",
            ]
            .iter()
            .any(|office| behind.starts_with(office))
        });
        let heads = if addressed {
            [head(2), head(2)]
        } else {
            [head(3), head(2)]
        };
        let name = heads
            .into_iter()
            .find(|name| surname && name.chars().count() >= 2 && is_personal_name(name, !said))?;
        // 绑架学者某某的男子: somebody else acts.
        let told_of = rest
            .get(name.len()..)
            .is_some_and(|behind| behind.starts_with('的'));
        (!told_of).then_some((office_end, office_end + name.len()))
    })
}

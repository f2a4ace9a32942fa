//! Whom 他 and 她 mean: the last one who speaks, or a later one who acts at the head of a clause, or whom somebody has just asked. In
//! go the mentions before a pronoun and the text between, out comes a name, or nothing where it is open.

use crate::document::SourceKind;

use super::acting_persons::{described_person, foreign_person, plain_person, titled_person};
use super::anaphora::{joint, text_before};
use super::body::Body;
use super::leads::lead_length;
use super::mention::Mention;
use super::outlets::OutletTable;
use super::persons::is_personal_name;
use super::reading::{is_boundary, last_clause};
use super::words::words;

/// The person that a pronoun means: the last one who speaks, or a later one who acts at the head of a clause. Open when
/// another person is named behind an office between both.
pub(super) fn somebody(
    body: &Body<'_>,
    before: &[Mention],
    mention: &Mention,
    people: &[(u32, String, String)],
    outlets: &OutletTable,
) -> Option<String> {
    let speaker = before.iter().rev().find(|other| {
        other.article == mention.article
            && matches!(other.kind, SourceKind::Person | SourceKind::Anonymous)
            && other.chain_name().is_some()
            && !joint(other)
            && !speaks_there(other, mention)
            && (!several(other) || one_of(other, before, mention))
            && fits(&mention.source_name, &other.source_name)
    });
    let names: Vec<&str> = before
        .iter()
        .filter(|other| matches!(other.kind, SourceKind::Person | SourceKind::Anonymous))
        .filter(|other| other.anaphor.is_none() && !joint(other) && !several(other))
        .map(|other| other.source_name.as_str())
        .collect();
    // Who acts in what a speaker tells in his sentence is whom he tells of.
    let told = |speaker: &Mention| {
        let sentence = body
            .paragraphs
            .get(speaker.paragraph)
            .map(|paragraph| body.sentence_at(paragraph, speaker.span.end.saturating_sub(1) as usize));
        let end = sentence.map_or(0, |sentence| sentence.end as usize);
        let tied = !speaker.quotes.is_empty() || end > mention.span.start as usize;
        if tied { 0 } else { end }
    };
    let from = speaker.map_or(0, |speaker| (speaker.span.end as usize).max(told(speaker)));
    // Whoever speaks later in the article may act here.
    let own = people.partition_point(|(article, ..)| *article < mention.article);
    let known: Vec<(&str, &str)> = people
        .get(own..)
        .unwrap_or(&[])
        .iter()
        .take_while(|(article, ..)| *article == mention.article)
        .map(|(_, written, name)| (written.as_str(), name.as_str()))
        .chain(names.iter().map(|name| (*name, *name)))
        .collect();
    let acting =
        acting(body, mention, &known, from, outlets).filter(|(_, name)| fits(&mention.source_name, name));
    // The clause before the pronoun tells whom somebody asked, whether anybody spoke before or not.
    let place = mention.span.start as usize;
    if let Some(asked) = asked(body, mention, place, &known) {
        return asked.filter(|name| fits(&mention.source_name, name));
    }
    // 联系上了某某，她曾…。作为…，她说: the pronoun before this one was whom somebody asked.
    if let Some(earlier) = same_before(body, mention, from)
        && let Some(Some(name)) = asked(body, mention, earlier, &known)
    {
        return Some(name).filter(|name| fits(&mention.source_name, name));
    }
    // 记者搜索某平台，其写道: in a sentence that somebody else begins it is somebody else's.
    if mention.source_name == "其"
        && let Some(paragraph) = body.paragraphs.get(mention.paragraph)
    {
        let sentence = body.sentence_at(paragraph, place);
        let before = body.slice(sentence.start as usize, place);
        let spoken = speaker.is_some_and(|speaker| speaker.span.end > sentence.start);
        let clause = before.trim_end_matches(['，', ',']);
        if clause.len() < before.len() && !spoken && clause.contains("记者") {
            return None;
        }
    }
    let (at, found) = match (acting, speaker) {
        (Some((at, name)), _) => (at, name),
        (None, Some(speaker)) => (
            speaker.span.end as usize,
            speaker
                .source
                .clone()
                .unwrap_or_else(|| speaker.source_name.clone()),
        ),
        (None, None) => return None,
    };
    // 记者采访了一位专家，他表示: whom the clause right before ends with, without a name.
    let before_pronoun = body.slice(at, mention.span.start as usize);
    let clause = last_clause(before_pronoun.trim_end_matches(['，', ',']));
    if clause.len() < before_pronoun.len()
        && clause.chars().count() >= 6
        && words().people.of(clause).is_some()
    {
        return None;
    }
    let open = names_another(before_pronoun, &found)
        || contradicted(body, mention, &found)
        || somebody_feels(before_pronoun);
    (!open).then_some(found)
}

/// True where a pronoun stands in what `other` says himself behind his label or below it: 钱某：她说她疼.
fn speaks_there(other: &Mention, pronoun: &Mention) -> bool {
    match other.rule {
        "interview-label" => other.paragraph == pronoun.paragraph,
        "speaker-line" => other.paragraph + 1 == pronoun.paragraph,
        _ => false,
    }
}

/// True where the clause right before a pronoun begins with somebody described, and tells how he feels: 邻居非常气愤，他说.
fn somebody_feels(before: &str) -> bool {
    const DEGREES: [&str; 6] = ["非常", "十分", "很", "颇", "有些", "情绪"];
    let clause = last_clause(before.trim_end_matches(['，', ',']));
    if clause.len() == before.len() || !before.ends_with(['，', ',']) {
        return false;
    }
    DEGREES
        .iter()
        .filter_map(|degree| clause.get(..clause.find(degree)?))
        .any(|who| words().people.of(who).is_some())
}

/// True where the article tells that the pronoun is not that of `name`: behind the name it says 她 again and again, and never 他, and the
/// other way round.
fn contradicted(body: &Body<'_>, mention: &Mention, name: &str) -> bool {
    /// Places of the name that are looked at, characters behind each, and how many must tell.
    const PLACES: usize = 12;
    const BEHIND: usize = 30;
    const TOLD: usize = 2;
    let (own, other) = match mention.source_name.as_str() {
        "他" => ('他', '她'),
        "她" => ('她', '他'),
        _ => return false,
    };
    if name.chars().count() < 2 {
        return false;
    }
    let text = body.around(mention.span.start as usize);
    let (mut same, mut others) = (0, 0);
    for (at, _) in text.match_indices(name).take(PLACES) {
        let behind = text.get(at + name.len()..).unwrap_or("");
        let near: String = behind
            .chars()
            .take(BEHIND)
            .take_while(|next| !matches!(next, '。' | '\n' | '“'))
            .collect();
        // 他们, 其他: neither.
        let near = near.replace("他们", "").replace("她们", "").replace("其他", "");
        let first = near.chars().find(|next| [own, other].contains(next));
        match first {
            Some(pronoun) if pronoun == own => same += 1,
            Some(_) => others += 1,
            None => {}
        }
    }
    same == 0 && others >= TOLD
}

/// Verbs whose object answers: 记者联系了律师某某，他表示.
const ASKED: [&str; 16] = [
    "联系",
    "采访",
    "专访",
    "连线",
    "致电",
    "拨通",
    "询问",
    "找到",
    "见到",
    "走访",
    "对话",
    "遇到",
    "遇见",
    "碰到",
    "碰上",
    "其中一位是",
];

/// Who was asked in the clause right before a pronoun, where the clause ends with a name behind an office, or with a description that
/// counts one: 联系了法律顾问某某，他称, 找到了一位渔民，他说. `None` where nobody was asked, `Some(None)` where it is open who.
/// `end` is where the pronoun stands.
fn asked(body: &Body<'_>, mention: &Mention, end: usize, known: &[(&str, &str)]) -> Option<Option<String>> {
    const LONGEST: usize = 16;
    /// Characters of whom one asks, where it is somebody.
    const OBJECT: usize = 5;
    let text = text_before(body, mention);
    let text = text.get(..text.len() - (mention.span.start as usize).checked_sub(end)?)?;
    let before = text.trim_end_matches(['，', ',', '。', ' ', '\n']);
    // 在某网问某某“…”时，他表示: what was asked stands between.
    let question = before
        .strip_suffix(['时', '后'])
        .and_then(|rest| rest.strip_suffix('”'))
        .and_then(|rest| rest.rfind('“'))
        .and_then(|open| before.get(..open));
    let clause = last_clause(
        question
            .unwrap_or(before)
            .trim_end_matches(['，', ',', '：', ':']),
    );
    let questions: &[&str] = if question.is_some() {
        &["追问", "询问", "提问", "问"]
    } else {
        &[]
    };
    let verb = ASKED
        .iter()
        .chain(questions)
        .filter_map(|verb| clause.rfind(verb).map(|at| at + verb.len()))
        .max()?;
    let (head, object) = clause.split_at_checked(verb)?;
    // 某某接受采访时, 记者采访的某某: whom the clause is about.
    if head.contains("接受") || object.starts_with(['的', '他', '她', '其', '时', '后']) {
        return None;
    }
    let object = object.trim_end_matches("本人");
    let at = super::persons::name_after_title(words(), object)
        .filter(|&at| at > 0)
        .or_else(|| {
            let one = ["一位", "一名"]
                .iter()
                .filter_map(|one| object.rfind(one))
                .max()?;
            let described = object.get(one..)?;
            (words().people.of(described).is_some() && described.chars().count() <= LONGEST).then_some(one)
        })
        .or_else(|| {
            let ends = known
                .iter()
                .map(|(written, _)| *written)
                .filter(|name| object.ends_with(name));
            ends.max_by_key(|name| name.len())
                .map(|name| object.len() - name.len())
        })
        .or_else(|| foreign_at_end(object));
    let Some(name) = at.and_then(|at| object.get(at..)) else {
        let asks = head.contains("记者")
            && ["联系", "采访", "专访", "连线", "致电", "对话"]
                .iter()
                .any(|verb| head.ends_with(verb));
        let one = ["一位", "一名"].iter().any(|one| object.contains(one));
        let whom = !["时", "后", "中", "获悉", "了解到", "到"]
            .iter()
            .any(|tail| object.ends_with(tail));
        return ((asks || one) && whom && object.chars().count() >= OBJECT).then_some(None);
    };
    let start = name.as_ptr() as usize - text.as_ptr() as usize + end - text.len();
    Some(body.text.get(start..start + name.len()).map(str::to_owned))
}

/// Where the same pronoun stands at the head of a clause before a mention, behind byte `from`.
fn same_before(body: &Body<'_>, mention: &Mention, from: usize) -> Option<usize> {
    /// Characters between both.
    const NEAR: usize = 80;
    let text = text_before(body, mention);
    let base = mention.span.start as usize - text.len();
    let pronoun = mention.source_name.as_str();
    if !matches!(pronoun, "他" | "她") {
        return None;
    }
    let at = text.rfind(&format!("，{pronoun}"))? + '，'.len_utf8();
    let place = base + at;
    let near = text.get(at..)?.chars().count() <= NEAR;
    (near && place > from && !body.in_marks(place)).then_some(place)
}

/// Where the foreign name begins that `text` ends with: …前高级顾问彼得·克里斯.
fn foreign_at_end(text: &str) -> Option<usize> {
    let begin = text
        .char_indices()
        .rev()
        .take_while(|&(_, next)| words().is_transliteration(next) || matches!(next, '·' | '•'))
        .last()
        .map(|(at, _)| at)?;
    let found = text.get(begin..)?;
    (found.contains(['·', '•']) && found.chars().count() >= 4 && begin > 0).then_some(begin)
}

/// The people who speak in each article, sorted by article: how they are written at the head of a clause, and their name. Of
/// a foreign name the last part stands for the whole.
pub(super) fn speaking(mentions: &[Mention]) -> Vec<(u32, String, String)> {
    let mut people = Vec::new();
    let named = |mention: &&Mention| {
        mention.kind == SourceKind::Person
            && mention.anaphor.is_none()
            && !joint(mention)
            // 权利: two characters alone may be a word.
            && (mention.source_name.chars().count() > 2 || !mention.titled.is_empty())
            && is_personal_name(&mention.source_name, true)
    };
    for mention in mentions.iter().filter(named) {
        let name = &mention.source_name;
        people.push((mention.article, name.clone(), name.clone()));
        if let Some((_, last)) = name.rsplit_once('·')
            && last.chars().count() >= 2
        {
            people.push((mention.article, last.to_owned(), name.clone()));
        }
    }
    people.sort_unstable();
    people.dedup();
    people
}

/// True for several people who speak as one: 多名业主, 网友.
fn several(mention: &Mention) -> bool {
    let name = mention.source_name.as_str();
    mention.kind == SourceKind::Anonymous
        && (name.contains(['多', '两', '些', '几', '众', '们'])
            || name.ends_with("的人")
            || [
                "网友", "网民", "媒体", "专家", "村民", "市民", "居民", "消息", "传闻", "网传", "说法",
                "观点",
            ]
            .iter()
            .any(|group| name.ends_with(group) && !name.starts_with('一')))
}

/// True for somebody described who speaks right before a pronoun in its paragraph: 某局的专家称，…。他称，….
fn one_of(other: &Mention, before: &[Mention], pronoun: &Mention) -> bool {
    let name = other.source_name.as_str();
    matches!(pronoun.source_name.as_str(), "他" | "她")
        && before.last().is_some_and(|last| last.span == other.span)
        && other.paragraph == pronoun.paragraph
        && !name.contains(['多', '两', '些', '几', '众', '们'])
        && name.contains('的')
        && ["专家", "村民", "市民", "居民"]
            .iter()
            .any(|group| name.ends_with(group))
}

/// The last person who acts at the head of a clause behind byte `from` and before a mention: one of `names`, or one whose
/// office stands before the name. Where the name ends in the text, and the name.
fn acting(
    body: &Body<'_>,
    mention: &Mention,
    names: &[(&str, &str)],
    from: usize,
    outlets: &OutletTable,
) -> Option<(usize, String)> {
    let text = text_before(body, mention);
    let end = mention.span.start as usize;
    let base = end - text.len();
    let mut at = text.len();
    let mut near = 0..DESCRIBED;
    while at > 0 && base + at > from {
        let head = text.get(..at)?;
        let start = head
            .char_indices()
            .rev()
            .find(|&(_, character)| is_boundary(character))
            .map_or(0, |(place, character)| place + character.len_utf8());
        let clause = text.get(start..at)?;
        if base + start >= from && !body.in_marks(base + start) {
            let lead = lead_length(clause);
            let rest = clause.get(lead..)?;
            let known = names
                .iter()
                .filter(|(name, _)| rest.starts_with(*name))
                .max_by_key(|(name, _)| name.len());
            // 某某的母亲: somebody else acts.
            if let Some(&(written, name)) = known
                && !rest
                    .get(written.len()..)
                    .is_some_and(|rest| rest.starts_with(['的', '、', '和', '与']))
            {
                return Some((base + start + lead + written.len(), name.to_owned()));
            }
            let person = titled_person(clause)
                .or_else(|| plain_person(clause, lead))
                .or_else(|| foreign_person(clause, lead))
                .or_else(|| near.next().and_then(|_| described_person(clause, lead, outlets)));
            if let Some((first, last)) = person {
                let place = base + start;
                let name = body.text.get(place + first..place + last)?;
                return Some((place + last, name.to_owned()));
            }
        }
        at = start.saturating_sub(1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
    }
    None
}

/// Clauses before a pronoun in which a description before a name is looked for.
const DESCRIBED: usize = 4;

/// False when a form of address contradicts the pronoun: 她 is not 钱先生.
fn fits(pronoun: &str, name: &str) -> bool {
    // 他 and 她 are two.
    if matches!((pronoun, name), ("他", "她") | ("她", "他")) {
        return false;
    }
    let ends = |forms: &[&str]| forms.iter().any(|form| name.ends_with(form));
    match pronoun {
        "他" => !ends(&[
            "女士", "小姐", "大妈", "阿姨", "阿婆", "女子", "母亲", "妻子", "妈妈", "女儿", "姐姐", "妹妹",
            "奶奶",
        ]),
        "她" => !ends(&[
            "先生", "大爷", "男子", "男士", "父亲", "丈夫", "爸爸", "儿子", "哥哥", "弟弟", "爷爷",
        ]),
        _ => true,
    }
}

/// True when `text` names a person behind an office who is not `name`.
fn names_another(text: &str, name: &str) -> bool {
    let words = words();
    words.titles.find_iter(text).any(|office| {
        let rest = text.get(office.end..).unwrap_or("");
        let head = |count: usize| {
            rest.char_indices()
                .nth(count)
                .map_or(rest, |(at, _)| rest.get(..at).unwrap_or(""))
        };
        let surname = rest.chars().next().is_some_and(|first| words.is_surname(first));
        surname
            && is_personal_name(head(3), true)
            && is_personal_name(head(2), true)
            && !name.starts_with(head(2))
    })
}

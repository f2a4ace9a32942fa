//! Words that stand for somebody or something named before: 他, 双方, 会议, 《通知》, 该负责人. In go the mentions of a
//! record in order of the text, out they come with the full name where one candidate stands within two paragraphs.

use crate::document::SourceKind;

use super::body::Body;
use super::mention::Mention;
use super::names::{lead_length, who};
use super::outlets::OutletTable;
use super::persons::is_personal_name;
use super::reading::{is_boundary, last_clause, leading_time};
use super::words::{Anaphor, words};

/// How many paragraphs back an antecedent may stand.
const REACH: usize = 2;
/// How many mentions back, in paragraphs that never end.
const MENTIONS: usize = 200;
/// How many bytes back, in paragraphs that never end: some 5,000 Chinese characters.
const BYTES: usize = 15_000;

/// Fills in the names that anaphors stand for; drops those that stand for nothing and say nothing by themselves.
pub(super) fn resolve(body: &Body<'_>, mentions: &mut Vec<Mention>, outlets: &OutletTable) {
    let people = if mentions
        .iter()
        .any(|mention| mention.anaphor == Some(Anaphor::Person))
    {
        speaking(mentions)
    } else {
        Vec::new()
    };
    for index in 0..mentions.len() {
        let Some((before, rest)) = mentions.split_at_mut_checked(index) else {
            continue;
        };
        let Some(mention) = rest.first_mut() else { continue };
        let Some(anaphor) = mention.anaphor else { continue };
        // Mentions come paragraph by paragraph: what stands near is a tail of what came before.
        let far = before
            .iter()
            .rev()
            .take(MENTIONS)
            .position(|other| other.paragraph + REACH < mention.paragraph);
        let reach = far.unwrap_or(before.len().min(MENTIONS));
        let (all, before) = (&*before, before.get(before.len() - reach..).unwrap_or(&[]));
        let near = |other: &&Mention| other.article == mention.article;
        let name = |other: &Mention| other.source.clone().unwrap_or_else(|| other.source_name.clone());
        let found = match anaphor {
            Anaphor::Person => somebody(body, before, mention, &people),
            Anaphor::Office => office(before, mention),
            Anaphor::People => before
                .iter()
                .rev()
                .filter(near)
                .find(|other| joint(other))
                .map(name),
            Anaphor::Conference => before
                .iter()
                .rev()
                .filter(near)
                .find(|other| other.kind == SourceKind::PressConference && other.anaphor.is_none())
                .map(name)
                .or_else(|| introduced(body, mention, &["发布会", "记者会"])),
            Anaphor::Meeting => introduced(body, mention, MEETINGS),
            Anaphor::Document => document(body, mention).or_else(|| same_noun(before, mention)),
            Anaphor::Body => same_noun(before, mention).or_else(|| named_body(body, mention, outlets)),
            Anaphor::Article if !pointed(&mention.source_name).contains("报") => titled(body, mention),
            Anaphor::Article => reported(all, mention).map(name),
        };
        if found.is_none() {
            mention.confidence = 0.5;
        }
        mention.source = found;
    }
    // 报道称 without an outlet before it names nobody; a text that is spoken of is one.
    mentions.retain(|mention| {
        mention.anaphor != Some(Anaphor::Article)
            || mention.source.is_some()
            || !pointed(&mention.source_name).contains("报")
    });
}

/// Whose report 报道 is: the last outlet that the article has let report, however far above. A report that is told at length
/// names its outlet once, at its head.
fn reported<'a>(before: &'a [Mention], mention: &Mention) -> Option<&'a Mention> {
    before
        .iter()
        .rev()
        .take(MENTIONS)
        .take_while(|other| other.article == mention.article)
        .find(|other| {
            let media = other.kind == SourceKind::Anonymous && other.source_name.ends_with(['媒', '体']);
            (other.level == 0 || media) && other.anaphor.is_none()
        })
}

/// Endings of meetings that 会议 can mean.
const MEETINGS: &[&str] = &[
    "会议",
    "座谈会",
    "论坛",
    "调度会",
    "碰头会",
    "研讨会",
    "推进会",
    "大会",
    "全会",
    "例会",
];

/// The person that a pronoun means: the last one who speaks, or a later one who acts at the head of a clause. Open when
/// another person is named behind an office between both.
fn somebody(
    body: &Body<'_>,
    before: &[Mention],
    mention: &Mention,
    people: &[(u32, String, String)],
) -> Option<String> {
    let speaker = before.iter().rev().find(|other| {
        other.article == mention.article
            && matches!(other.kind, SourceKind::Person | SourceKind::Anonymous)
            && other.chain_name().is_some()
            && !joint(other)
            && !several(other)
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
    let acting = acting(body, mention, &known, from).filter(|(_, name)| fits(&mention.source_name, name));
    // The clause before the pronoun tells whom somebody asked, whether anybody spoke before or not.
    if let Some(asked) = asked(body, mention, &known) {
        return asked.filter(|name| fits(&mention.source_name, name));
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
    (!names_another(before_pronoun, &found)).then_some(found)
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
fn asked(body: &Body<'_>, mention: &Mention, known: &[(&str, &str)]) -> Option<Option<String>> {
    const LONGEST: usize = 16;
    /// Characters of whom one asks, where it is somebody.
    const OBJECT: usize = 5;
    let end = mention.span.start as usize;
    let text = text_before(body, mention);
    let before = text.trim_end_matches(['，', ',', '。', ' ', '\n']);
    let clause = last_clause(before);
    let verb = ASKED
        .iter()
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
fn speaking(mentions: &[Mention]) -> Vec<(u32, String, String)> {
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

/// The last person who acts at the head of a clause behind byte `from` and before a mention: one of `names`, or one whose
/// office stands before the name. Where the name ends in the text, and the name.
fn acting(
    body: &Body<'_>,
    mention: &Mention,
    names: &[(&str, &str)],
    from: usize,
) -> Option<(usize, String)> {
    let text = text_before(body, mention);
    let end = mention.span.start as usize;
    let base = end - text.len();
    let mut at = text.len();
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
            if let Some((first, last)) = titled_person(clause).or_else(|| plain_person(clause, lead)) {
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

/// The person whose name a clause begins with, before an adverbial: 潘某对此非常气愤. Where the name begins and ends.
fn plain_person(clause: &str, lead: usize) -> Option<(usize, usize)> {
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

/// The person behind an office at the head of a clause: where the name begins and ends.
pub(super) fn titled_person(clause: &str) -> Option<(usize, usize)> {
    /// Characters that an office may have before it: 某省卫生健康委员会.
    const BEFORE: usize = 20;
    /// Characters that show that somebody else acts, and the person is whom he meets or tells.
    const OBJECT: &[char] = &[
        '对', '向', '被', '把', '给', '与', '和', '让', '找', '了', '着', '过', '他', '她', '我', '你', '是',
    ];
    /// Verbs whose object the person is: 会见律师某某.
    const MET: &[&str] = &[
        "会见", "采访", "联系", "起诉", "看望", "聘请", "委托", "陪同", "见到", "找到", "送别",
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
        Some((office_end, office_end + name.len()))
    })
}

/// What a pointing phrase points at: 该公司 -> 公司.
fn pointed(name: &str) -> &str {
    [
        "该", "上述", "前述", "这位", "那位", "这名", "那名", "这份", "该份", "这家", "那家", "这个",
    ]
    .iter()
    .find_map(|pointer| name.strip_prefix(pointer))
    .filter(|noun| !noun.is_empty())
    .unwrap_or(name)
}

/// The speaker that 该负责人, 这位医生 means: the last one whose words hold the office.
fn office(before: &[Mention], mention: &Mention) -> Option<String> {
    let noun = pointed(&mention.source_name);
    let holds = |other: &&Mention| {
        other.article == mention.article
            && matches!(other.kind, SourceKind::Person | SourceKind::Anonymous)
            && !joint(other)
            && other.anaphor.is_none()
            && (other.source_name.ends_with(noun) || other.titled.contains(noun))
    };
    let other = before.iter().rev().find(holds)?;
    Some(other.source.clone().unwrap_or_else(|| other.source_name.clone()))
}

/// The last mention whose name ends with the noun that points back: 该公司 -> 某某科技公司.
fn same_noun(before: &[Mention], mention: &Mention) -> Option<String> {
    let noun = pointed(&mention.source_name);
    let media = matches!(noun, "媒体" | "报纸" | "电视台" | "通讯社" | "网站");
    let other = before.iter().rev().find(|other| {
        other.article == mention.article
            && other.anaphor.is_none()
            && (other.source_name.len() > noun.len() && other.source_name.ends_with(noun)
                || media && other.level == 0)
    })?;
    Some(other.source.clone().unwrap_or_else(|| other.source_name.clone()))
}

/// The last longer name in the text that ends with the noun that points back, whoever it acts as there.
fn named_body(body: &Body<'_>, mention: &Mention, outlets: &OutletTable) -> Option<String> {
    /// Places of the noun that are looked at, and characters before each.
    const PLACES: usize = 6;
    const BEFORE: usize = 16;
    let text = text_before(body, mention);
    let noun = pointed(&mention.source_name);
    text.rmatch_indices(noun).take(PLACES).find_map(|(at, _)| {
        let end = at + noun.len();
        let before = text.get(..at)?;
        let clause = before.rsplit(is_boundary).next()?;
        let mut starts: Vec<usize> = clause.char_indices().map(|(place, _)| place).collect();
        let skipped = starts.len().saturating_sub(BEFORE);
        starts.drain(..skipped);
        let offset = at - clause.len();
        starts.into_iter().find_map(|start| {
            let name = text.get(offset + start..end)?;
            let named = who(name, outlets)?;
            let whole =
                named.start == 0 && named.end == name.len() && named.anaphor.is_none() && !every(name);
            let body_kind = !matches!(
                named.kind,
                SourceKind::Person | SourceKind::Anonymous | SourceKind::Document
            );
            let base = mention.span.start as usize - text.len() + offset + start;
            (whole
                && body_kind
                && !name.contains(['《', '“', '「', '（', '('])
                && name.chars().count() >= noun.chars().count() + 2)
                .then(|| body.text.get(base..base + name.len()).map(str::to_owned))
                .flatten()
        })
    })
}

/// True for what names no single body, and for a clause that ends with one: 任何学校, 选出某人出任公司.
fn every(name: &str) -> bool {
    let acts = [
        "选举", "出任", "担任", "收购", "成为", "加入", "进入", "离开", "设立", "成立", "来到", "前往",
        "就读", "入职", "起诉",
    ]
    .iter()
    .any(|verb| name.contains(verb));
    acts || [
        "任何", "所有", "其他", "其它", "各", "每", "多", "一些", "部分", "两", "三", "几", "哪", "什么",
        "全", "很多", "许多",
    ]
    .iter()
    .any(|word| name.starts_with(word))
}

/// The last title in 《》 that is no outlet's: what 文章 means.
fn titled(body: &Body<'_>, mention: &Mention) -> Option<String> {
    let text = text_before(body, mention);
    let close = text.rfind('》')?;
    let open = text.get(..close)?.rfind('《')? + "《".len();
    let base = mention.span.start as usize - text.len();
    let title = body.text.get(base + open..base + close)?;
    (title.chars().count() >= 6).then(|| title.to_owned())
}

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

/// True for speakers that speak jointly.
fn joint(mention: &Mention) -> bool {
    mention.source_name.contains('、') || mention.source.as_ref().is_some_and(|name| name.contains('、'))
}

/// The text of the article before a mention, as far back as antecedents may stand.
fn text_before<'body>(body: &'body Body<'_>, mention: &Mention) -> &'body str {
    let end = mention.span.start as usize;
    let first = mention.paragraph.saturating_sub(REACH);
    let start = body
        .paragraphs
        .get(first..=mention.paragraph)
        .unwrap_or(&[])
        .iter()
        .find(|paragraph| paragraph.article == mention.article)
        .map_or(end, |paragraph| paragraph.span.start as usize);
    let mut start = start.max(end.saturating_sub(BYTES));
    while !body.form.is_char_boundary(start) {
        start += 1;
    }
    body.slice(start, end)
}

/// The last meeting that was 召开 or 举行: `主持召开X会议`, `X会议在某地举行`.
fn introduced(body: &Body<'_>, mention: &Mention, endings: &[&str]) -> Option<String> {
    let text = text_before(body, mention);
    let mut best: Option<(usize, &str)> = None;
    for verb in ["召开", "举行", "出席", "参加", "召集"] {
        for (at, _) in text.rmatch_indices(verb).take(3) {
            let after = text
                .get(at + verb.len()..)
                .unwrap_or("")
                .trim_start_matches(['了', '的']);
            let after = after.split(is_boundary).next().unwrap_or("");
            let before = text
                .get(..at)
                .unwrap_or("")
                .rsplit(is_boundary)
                .next()
                .unwrap_or("");
            let name = ending_with(after, endings).or_else(|| ending_with(subject(before), endings));
            if let Some(name) = name.filter(|name| name.chars().count() > 3) {
                if best.is_none_or(|(place, _)| place < at) {
                    best = Some((at, name));
                }
                break;
            }
        }
    }
    // What was meant is written as in the text, not in the reading form.
    let (_, name) = best?;
    let at = name.as_ptr() as usize - body.form.as_ptr() as usize;
    body.text.get(at..at + name.len()).map(str::to_owned)
}

/// The head of `text` up to the last of `endings` in it, when it is a name.
fn ending_with<'text>(text: &'text str, endings: &[&str]) -> Option<&'text str> {
    let end = endings
        .iter()
        .filter_map(|ending| text.find(ending).map(|at| at + ending.len()))
        .max()?;
    let name = text.get(..end)?;
    (name.chars().count() <= 40).then_some(name)
}

/// A clause without the time and the place (在北京) around its subject.
fn subject(clause: &str) -> &str {
    let clause = clause.trim();
    let clause = clause.get(leading_time(clause)..).unwrap_or(clause);
    clause
        .rfind('在')
        .filter(|&at| at > 0)
        .map_or(clause, |at| clause.get(..at).unwrap_or(clause))
}

/// The document that 《通知》 or 通报 means: the last longer title in 《》 that ends with the word.
fn document(body: &Body<'_>, mention: &Mention) -> Option<String> {
    let text = text_before(body, mention);
    let word = pointed(&mention.source_name);
    let mut end = text.len();
    while let Some(close) = text.get(..end)?.rfind('》') {
        let open = text.get(..close)?.rfind('《')?;
        let title = text.get(open + "《".len()..close)?;
        if title != word && title.ends_with(word) {
            let at = title.as_ptr() as usize - body.form.as_ptr() as usize;
            return body.text.get(at..at + title.len()).map(str::to_owned);
        }
        end = open;
    }
    None
}

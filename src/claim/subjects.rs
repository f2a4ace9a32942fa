//! The subject of a verb of speech: who stands before it in its clause, behind a lead-in and before adverbs and adverbials, in
//! an earlier clause of the sentence, before an occasion, or between marks. In go the words before a verb, out comes who
//! speaks and where the name stands.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::context::Context;
use super::finder::Finder;
use super::heads::{known_subject, named_by};
use super::leads::lead_length;
use super::name_edges::{begins_a_name, ends_a_name};
use super::names::{Named, who};
use super::reading::{is_boundary, last_clause};
use super::words::words;

/// Characters of the longest name between marks.
const MARKED_NAME: usize = 14;

/// Verbs behind which a second source stands.
const CITES: [&str; 3] = ["引述", "援引", "转引"];

/// What says that a name is none of its bearer's.
const ALIAS_MARKS: [&str; 2] = ["（化名）", "(化名)"];

/// Words that few clauses before a verb have, found in one pass: both lists and 时的.
static ASIDES: LazyLock<Finder> =
    LazyLock::new(|| Finder::new(CITES.into_iter().chain(ALIAS_MARKS).chain(["时的"])));

/// The clause before a verb: with a name between marks in it where it names nobody by itself.
pub(super) fn spoken_clause<'a>(context: &Context<'_>, before: &'a str) -> &'a str {
    let (clause, longer) = (last_clause(before), subject_clause(before));
    if longer.len() == clause.len() || !clause.is_empty() && subject(context, clause).is_some() {
        clause
    } else {
        longer
    }
}

/// The clause before a verb, with a name between marks that stands in it: “某某”网站报道, “某某”表示.
pub(super) fn subject_clause(before: &str) -> &str {
    let clause = last_clause(before);
    let head = before.get(..before.len() - clause.len()).unwrap_or("");
    let Some(inner) = head.strip_suffix(['”', '」']) else {
        return clause;
    };
    let Some(open) = inner.rfind(['“', '「']) else {
        return clause;
    };
    let name = inner.get(open..).unwrap_or("");
    let name = name.trim_start_matches(['“', '「']);
    let short = (2..=MARKED_NAME).contains(&name.chars().count()) && !name.contains(is_boundary);
    // “…”他说: words, not a name, stand between marks that a sentence ends in.
    if !short {
        return clause;
    }
    let lead = last_clause(inner.get(..open).unwrap_or(""));
    let from = open - lead.len();
    before.get(from..).unwrap_or(clause)
}

/// True when a clause before a verb holds nothing but adverbs and lead-ins.
pub(super) fn bare(clause: &str) -> bool {
    let mut rest = clause.trim();
    // 15分钟后表示.
    let digits = rest.trim_start_matches(|next: char| next.is_ascii_digit());
    if digits.len() < rest.len()
        && let Some(later) = ["分钟后", "小时后", "天后"]
            .iter()
            .find_map(|unit| digits.strip_prefix(unit))
    {
        rest = later;
    }
    loop {
        let before = rest;
        rest = words().adverbs.cut(rest).map_or(rest, str::trim);
        rest = words().lead_ins.cut(rest).map_or(rest, str::trim);
        if rest.is_empty() {
            return true;
        }
        if rest == before {
            return false;
        }
    }
}

/// The subject in the clause before a verb: the shortest head of the clause, ended by an adverbial, that names somebody.
pub(super) fn subject(context: &Context<'_>, clause: &str) -> Option<Named> {
    context.remembered(clause, || found(context, clause))
}

/// The same, looked for.
fn found(context: &Context<'_>, clause: &str) -> Option<Named> {
    // “…”的某某: what stood between marks is said of the name behind it.
    let cut = clause.len() - clause.trim_start_matches('的').len();
    if cut > 0 {
        return subject(context, clause.get(cut..)?).map(|named| named.moved(cut));
    }
    // （记者某某）某局: a by-line that stands before the subject.
    if clause.starts_with(['（', '('])
        && let Some(close) = clause.find(['）', ')'])
        && let Some(cut) = clause
            .get(close..)
            .and_then(|rest| rest.chars().next())
            .map(|mark| close + mark.len_utf8())
        && cut < clause.len()
    {
        return subject(context, clause.get(cut..)?).map(|named| named.moved(cut));
    }
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    // 对于网友质疑: nobody of these speaks, they are spoken of.
    // 假如, 一旦: nothing is asserted.
    // 结合某某的作用，认定…: what is weighed. 对方 is the other one.
    let about = rest.starts_with([
        '对', '针', '面', '关', '如', '假', '一', '若', '倘', '除', '因', '继', '结',
    ]) && !rest.starts_with("对方")
        && [
            "结合", "对", "针对", "面对", "关于", "如果", "假如", "假设", "一旦", "若", "倘若", "除非", "因",
            "继",
        ]
        .iter()
        .any(|about| rest.starts_with(about));
    if about {
        return pronoun_behind(context, clause, rest);
    }
    // 据某某中院发布的《…》称: what 据 stands before is who says it.
    if let Some(source) = rest.strip_prefix('据').filter(|source| !source.is_empty()) {
        let cut = clause.len() - source.len();
        let said = subject(context, source)?;
        // 据公开资料显示: nobody.
        let name = source.get(said.start..said.end)?;
        return (!words().void_sources.contains(name)).then(|| Named {
            phrase_start: lead,
            ..said.moved(cut)
        });
    }
    // 事后听爱人说, 用一位司机的话说: whose words they are stands inside.
    if let Some((inner, whose)) = told_by(rest)
        && let Some(named) = subject(context, whose)
        && matches!(named.kind, SourceKind::Person | SourceKind::Anonymous)
        && named.end == whose.len()
    {
        return Some(named.moved(clause.len() - rest.len() + inner));
    }
    // 部分游客“吐槽”称: a verb between marks.
    if let Some(open) = marked_verb(clause) {
        return subject(context, clause.get(..open)?);
    }
    let aside = ASIDES.find(rest).is_some();
    if let Some(named) = behind_another(context, clause, lead, aside) {
        return Some(named);
    }
    // 其在文中提到的好友某某: who is spoken of so speaks, not who spoke of him.
    if rest.starts_with('其')
        && let Some(at) = rest.rfind('的').map(|at| lead + at + "的".len())
        && let Some(named) = clause
            .get(at..)
            .filter(|name| !name.is_empty())
            .and_then(|name| subject(context, name))
            .filter(|named| named.kind == SourceKind::Person && named.anaphor.is_none())
    {
        return Some(Named {
            phrase_start: lead,
            ..named.moved(at)
        });
    }
    // 某某在船厂时的同学钱女士: the name behind is who speaks.
    if aside
        && let Some(at) = rest.find("时的").map(|at| lead + at + "时的".len())
        && rest.contains('在')
        && let Some(named) = clause
            .get(at..)
            .and_then(|name| who(name, context.outlets))
            .filter(|named| named.kind == SourceKind::Person && named.anaphor.is_none())
    {
        return Some(named.moved(at));
    }
    let mut ends: Vec<usize> = words()
        .markers
        .find_iter(rest)
        .filter(|found| found.word < words().first_hiding_marker)
        // 王明向说, 赵大川同时表示: right before the verb 向 has no listener behind it, 时 no time before it.
        .filter(|found| lead + found.end < clause.len() || !clause.ends_with(['向', '时', '年', '刚']))
        .map(|found| {
            // 某公司方面对此: the side of somebody, not 面对.
            let at = lead + found.start;
            let side = rest
                .get(found.start..)
                .is_some_and(|word| word.starts_with("面对"))
                && clause.get(..at).is_some_and(|head| head.ends_with('方'));
            if side { at + '面'.len_utf8() } else { at }
        })
        .filter(|&at| at > lead && !begins_a_name(clause, at) && !ends_a_name(context, clause, lead, at))
        .filter(|&at| !bracketed(clause.get(lead..at).unwrap_or("")))
        .collect();
    // Dates inside the clause begin with their digits.
    // 某园2岁的小男孩某某, 住了20余天的旅客: a measure is no date.
    let measured = |at: usize| {
        let digits = rest.get(at..).unwrap_or("");
        let unit = digits.trim_start_matches(|next: char| next.is_ascii_digit());
        let said_of = unit.chars().take(4).any(|next| next == '的') && !unit.starts_with(['日', '月']);
        unit.starts_with(['岁', '名', '位', '个']) || said_of
    };
    if let Some(at) = rest
        .find(|character: char| character.is_ascii_digit())
        .filter(|&at| at > 0 && !measured(at))
    {
        // 局长王某昨（22）日, 某公司（600000.SH）: what stands in the brackets belongs to what stands before them.
        let open = rest.get(..at).filter(|before| {
            before.ends_with(['（', '(']) && before.matches('《').count() == before.matches('》').count()
        });
        ends.push(lead + open.map_or(at, |before| before.trim_end_matches(['（', '(']).len()));
        let close = open.and_then(|_| rest.get(at..)?.find(['）', ')']));
        ends.extend(close.map(|close| lead + at + close).and_then(|close| {
            let mark = clause.get(close..)?.chars().next()?;
            let end = close + mark.len_utf8();
            // 某公司（600000.SH）董秘: who speaks for it stands behind.
            let office = words().titles.find(clause.get(end..)?);
            office.is_none_or(|office| office.start > 0).then_some(end)
        }));
    }
    // 家属王芸（化名）看完录像后: what says that a name is none of its bearer's ends it.
    if aside {
        let marks = ALIAS_MARKS.iter();
        ends.extend(marks.filter_map(|mark| rest.find(mark).map(|at| lead + at)));
    }
    ends.push(clause.len());
    ends.sort_unstable();
    for end in ends {
        let mut head = clause.get(..end)?.trim_end();
        loop {
            if head.chars().count() >= 1
                && let Some(named) = named_by(context, clause, head)
            {
                return Some(named);
            }
            let Some(rest) = words().adverbs.cut(head) else {
                break;
            };
            head = rest.trim_end();
        }
    }
    known_subject(context, clause)
        .or_else(|| clause_initial_he(clause, lead))
        .or_else(|| behind_adverbial(context, clause, lead))
}

/// Whose words a clause tells, and where they are named: 听爱人, 用一位司机 before 的话说.
fn told_by(clause: &str) -> Option<(usize, &str)> {
    const HEARD: &str = "听";
    let heard = clause.strip_prefix(HEARD).filter(|whom| {
        !whom.is_empty()
            && !whom.starts_with([
                '说', '到', '取', '着', '了', '完', '过', '众', '起', '证', '课', '力', '闻', '觉', '写',
                '见', '来', '上',
            ])
    });
    let worded = ["借用", "用"].iter().find_map(|with| {
        let whose = clause.strip_prefix(with)?;
        let whose = whose.strip_suffix("自己").unwrap_or(whose);
        (!whose.is_empty()).then_some((with.len(), whose))
    });
    heard.map(|whom| (HEARD.len(), whom)).or(worded)
}

/// Where the mark opens before a verb or an adverb that stands between marks at the end of a clause: 部分游客“吐槽”.
fn marked_verb(clause: &str) -> Option<usize> {
    let inner = clause.strip_suffix(['”', '」', '"'])?;
    let open = inner.rfind(['“', '「', '"'])?;
    let word = inner.get(open..)?.trim_start_matches(['“', '「', '"']);
    let verb = words().colon_verbs.find(word);
    let verb = verb.is_some_and(|verb| verb.start == 0 && verb.end == word.len());
    (open > 0 && (verb || words().adverbs.has(word))).then_some(open)
}

/// True when a bracket is open at the end of `text`.
fn bracketed(text: &str) -> bool {
    let count = |marks: [char; 2]| text.matches(marks).count();
    count(['（', '(']) > count(['）', ')'])
}

/// Characters of the longest place before somebody counted.
const PLACE: usize = 12;

/// Who stands behind an adverbial that opens the clause: 在接受采访时王某表示.
fn behind_adverbial(context: &Context<'_>, clause: &str, lead: usize) -> Option<Named> {
    let rest = clause.get(lead..)?;
    if !rest.starts_with(['在', '当'])
        && !["接受", "谈到", "谈及", "面对"]
            .iter()
            .any(|verb| rest.starts_with(verb))
    {
        return None;
    }
    // 在幼儿园门口一位家长告诉记者: where he was asked.
    if rest.starts_with('在')
        && let Some(at) = ["一位", "一名", "有位"]
            .iter()
            .filter_map(|one| rest.find(one))
            .min()
        && rest
            .get(..at)
            .is_some_and(|place| place.chars().count() <= PLACE && !place.contains(['，', '的', '了']))
        && let Some(name) = rest.get(at..)
        && let Some(named) = who(name, context.outlets)
        && named.kind == SourceKind::Anonymous
        && named.end == name.len()
    {
        return Some(named.moved(lead + at));
    }
    let close = ["采访时", "提问时", "时", "后", "中", "上"]
        .iter()
        .filter_map(|close| rest.rfind(close).map(|at| at + close.len()))
        .filter(|&at| at < rest.len())
        .max()?;
    let name = rest.get(close..)?;
    let named = who(name, context.outlets)?;
    let speaks =
        matches!(named.kind, SourceKind::Person | SourceKind::Government) || named.canonical.is_some();
    (speaks && named.phrase_start == 0 && named.end == name.len()).then(|| named.moved(lead + close))
}

/// The pronoun that a clause opens with, before how or while doing what somebody speaks: 她语带哭音说：…, 他叹了口气说，….
pub(super) fn pronoun_acting(context: &Context<'_>, clause: &str) -> Option<Named> {
    /// Characters of the longest act between the pronoun and the verb.
    const ACT: usize = 12;
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    let pronoun = ["他", "她"]
        .into_iter()
        .find(|pronoun| rest.starts_with(pronoun))?;
    let act = rest.get(pronoun.len()..)?;
    let other = act.starts_with([
        '的', '们', '和', '与', '及', '俩', '、', '被', '让', '使', '听', '据', '是',
    ]) || act.contains(['“', '”', '《', '：', ':', '的', '未', '没'])
        || [
            "听", "让", "被", "令", "有人", "看到", "发现", "觉得", "请", "叫", "记者",
        ]
        .iter()
        .any(|word| act.contains(word));
    let names = words().people.of(act).is_some()
        || words().organisations.of(act).is_some()
        || words().titles.find(act).is_some();
    let fits = (1..=ACT).contains(&act.chars().count()) && !other && !names;
    let named = who(pronoun, context.outlets).filter(|_| fits)?;
    Some(named.moved(lead))
}

/// The pronoun at the end of a clause about something: 对于酒店的声明她表示. Right behind a preposition it is the listener.
fn pronoun_behind(context: &Context<'_>, clause: &str, rest: &str) -> Option<Named> {
    const SHORTEST: usize = 5;
    let pronoun = ["他们", "她们", "他", "她"]
        .into_iter()
        .find(|pronoun| rest.ends_with(pronoun))?;
    let before = rest.strip_suffix(pronoun)?;
    let listener = before.ends_with([
        '对', '向', '给', '和', '与', '为', '让', '于', '的', '跟', '同', '、',
    ]);
    let topic = before.chars().count() >= SHORTEST && before.contains('的');
    let named = who(pronoun, context.outlets)?;
    (topic && !listener).then(|| named.moved(clause.len() - pronoun.len()))
}

/// The nearer of two who stand before one verb: 某报引述某局负责人表示, 他看到有报道说.
/// `aside` tells whether any of [`ASIDES`] stands in the clause.
fn behind_another(context: &Context<'_>, clause: &str, lead: usize, aside: bool) -> Option<Named> {
    const UNNAMED: [&str; 10] = [
        "报道", "媒体", "网友", "人", "消息", "传言", "传闻", "评论", "分析", "说法",
    ];
    let rest = clause.get(lead..)?;
    let cited = CITES
        .iter()
        .filter(|_| aside)
        .filter_map(|verb| rest.find(verb).map(|at| at + verb.len()))
        .max()
        .filter(|&at| at < rest.len());
    let unnamed = || {
        let at = rest.rfind('有').filter(|&at| at > 0)?;
        let heard = ["看到", "听到", "听说", "注意到", "发现", "得知"]
            .iter()
            .any(|verb| rest.get(..at).is_some_and(|before| before.ends_with(verb)));
        let who = rest.get(at + "有".len()..)?;
        (heard && UNNAMED.contains(&who)).then_some(at)
    };
    let at = lead + cited.or_else(unnamed)?;
    subject(context, clause.get(at..)?).map(|named| named.moved(at))
}

/// 和绍雄 in 和绍雄说: 和 is a surname too, of the Naxi. As a conjunction it opens no clause, and as a preposition it stands before
/// somebody described (和记者说).
fn clause_initial_he(clause: &str, lead: usize) -> Option<Named> {
    const NO_NAMES: &str = "他她它我你咱们这那其某有的地得着了过后时前上下里方家人者员生友爱解谐平睦气蔼善";
    let given = clause.get(lead..)?.strip_prefix('和')?;
    let described = words().people.of(given).is_some()
        || words().titles.find(given).is_some()
        || words().organisations.of(given).is_some()
        || given.contains(|sign: char| NO_NAMES.contains(sign))
        || ["媒体", "记者", "警方"].contains(&given);
    let han = given.chars().count() == 2 && given.chars().all(super::reading::is_han);
    (han && !described).then(|| Named {
        kind: SourceKind::Person,
        ..Named::plain(lead, clause.len())
    })
}

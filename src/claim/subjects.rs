//! The subject of a verb of speech: who stands before it in its clause, behind a lead-in and before adverbs and adverbials, in
//! an earlier clause of the sentence, before an occasion, or between marks. In go the words before a verb, out comes who
//! speaks and where the name stands.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::cues::Context;
use super::finder::Finder;
use super::learned;
use super::mention::{Mention, Reach};
use super::names::{Named, lead_length, who};
use super::persons::is_personal_name;
use super::reading::{is_boundary, last_clause};
use super::shapes::shaped;
use super::words::{Anaphor, words};

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
fn subject_clause(before: &str) -> &str {
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

/// True when a bracket is open at the end of `text`.
fn bracketed(text: &str) -> bool {
    let count = |marks: [char; 2]| text.matches(marks).count();
    count(['（', '(']) > count(['）', ')'])
}

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
    const NO_NAMES: &str = "他她它我你咱们这那其某的地得着了过后时前上下里方家人者员生友爱解谐平睦气蔼善";
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

/// Who a head of a clause names: as it stands, or without what hangs on it.
fn named_by(context: &Context<'_>, clause: &str, head: &str) -> Option<Named> {
    // 家属林某（@某某）: the account of whoever is named.
    if head.ends_with(['）', ')'])
        && let Some(bare) = head
            .find("（@")
            .or_else(|| head.find("(@"))
            .and_then(|at| head.get(..at))
    {
        return named_by(context, clause, bare.trim_end());
    }
    if let Some(shorter) = without_adverb(context, head) {
        return Some(shorter);
    }
    // 经警方确认: of a body the word in front is no part of its name, of anybody else only where it can be none.
    let behind = head
        .strip_prefix('经')
        .and_then(|rest| who(rest, context.outlets))
        .map(|named| named.moved("经".len()));
    let of_body = behind
        .as_ref()
        .is_some_and(|named| named.kind == SourceKind::Government);
    let named = if of_body { None } else { who(head, context.outlets) };
    if let Some(named) = named.or(behind) {
        return Some(named);
    }
    if let Some(named) = before_manner(context, head) {
        return Some(named);
    }
    // 某公司（000001.SZ）, 某某（Bill Gray）: what stands in parentheses is said of the name.
    if head.ends_with(['）', ')']) {
        let open = head.rfind(['（', '('])?;
        let bare = head.get(..open)?.trim_end();
        let named = who(bare, context.outlets).or_else(|| shaped(context, head));
        return named.or_else(|| known_subject(context, clause).filter(|named| named.end <= head.len()));
    }
    if let Some(named) = shaped(context, head) {
        return Some(named);
    }
    // 两名保安守在门外: a verb of place stands between.
    if clause
        .get(head.len()..)
        .is_some_and(|rest| rest.starts_with('在'))
        && let Some(named) = head
            .strip_suffix([
                '守', '住', '坐', '站', '躺', '等', '跪', '留', '停', '待', '蹲', '围',
            ])
            .and_then(|name| who(name, context.outlets))
    {
        return Some(named);
    }
    // 某某规划中, 某社最新消息.
    if let Some(document) = head.strip_suffix(['中', '里', '内']) {
        return who(document, context.outlets).filter(|named| named.kind == SourceKind::Document);
    }
    let carrier = head
        .strip_suffix("消息")
        .or_else(|| head.strip_suffix("报道"))
        .map(|name| name.trim_end_matches("最新"))?;
    // 来自某社的消息, 从某社得到的消息.
    let lead = lead_length(carrier);
    let from = carrier.get(lead..).and_then(|carrier| {
        let from = carrier
            .strip_prefix("来自")
            .and_then(|from| from.strip_suffix('的'));
        let got = || {
            let from = carrier.strip_prefix('从')?;
            ["得到的", "获得的", "获悉的", "传来的", "了解到的"]
                .iter()
                .find_map(|got| from.strip_suffix(got))
        };
        from.or_else(got)
    });
    if let Some(from) = from {
        let start = (from.as_ptr() as usize).checked_sub(head.as_ptr() as usize)?;
        return Some(who(from, context.outlets).map_or_else(
            || Named::plain(start, start + from.len()),
            |named| Named {
                kind: if named.kind == SourceKind::Document {
                    SourceKind::Outlet
                } else {
                    named.kind
                },
                ..named.moved(start)
            },
        ));
    }
    who(carrier, context.outlets).filter(|named| {
        // 当地新闻报道: a word for news, not the name of who brings them.
        let generic = carrier.ends_with("新闻") && named.canonical.is_none();
        let carries = named.anaphor == Some(Anaphor::Body)
            || matches!(
                named.kind,
                SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform | SourceKind::Website
            );
        !generic && carries
    })
}

/// The name in a head that ends with an adverb of one character, where the article has the name without it elsewhere: 中兴通讯曾.
fn without_adverb(context: &Context<'_>, head: &str) -> Option<Named> {
    const ENDS: &[char] = &[
        '曾', '又', '则', '也', '却', '昨', '连', '更', '同', '还', '才', '都', '将', '均', '再', '亦', '仍',
        '已', '就', '原',
    ];
    let shorter = head.strip_suffix(ENDS).filter(|name| name.chars().count() >= 2)?;
    let named = who(shorter, context.outlets)?;
    let name = shorter.get(named.start..named.end)?;
    // 谢文连: the last character may belong to the given name; the article tells.
    let whole = head.get(named.start..)?;
    let text = context.body.around(context.start());
    let repeated = text.matches(name).take(3).count() > text.matches(whole).take(3).count();
    repeated.then_some(named)
}

/// A name that the article has made known, at the head of a clause that names nobody otherwise.
fn known_subject(context: &Context<'_>, clause: &str) -> Option<Named> {
    let (start, known) = learned::subject(&context.known.names, clause)?;
    Some(Named {
        kind: known.kind,
        ..Named::plain(start, start + known.name.len())
    })
}

/// Who stands before an adverb of manner: 局长坚定地, 他笑着. The adverb has one to four characters before its ending.
fn before_manner(context: &Context<'_>, head: &str) -> Option<Named> {
    let stem = head.strip_suffix('地').or_else(|| head.strip_suffix('着'))?;
    // 曾半开玩笑地: nobody.
    if bare(stem) {
        return None;
    }
    // 贺某反复地, 贺某很认真地: the adverbs are some of the list.
    let mut rest = stem;
    while let Some(shorter) = words().adverbs.cut(rest) {
        rest = shorter.trim_end();
        if let Some(named) = who(rest, context.outlets) {
            return Some(named);
        }
    }
    // 王亮忧心地: adverbs before 地 have two characters or more; those before 着 (他笑着) have one.
    let lengths: [usize; 4] = if head.ends_with('地') {
        [2, 3, 4, 1]
    } else {
        [1, 2, 3, 4]
    };
    let cut = |length: usize| stem.char_indices().rev().nth(length - 1).map(|(at, _)| at);
    lengths
        .into_iter()
        .filter_map(|length| stem.get(..cut(length)?))
        .map(str::trim_end)
        .filter(|name| !name.is_empty())
        .find_map(|name| who(name, context.outlets))
}

/// True when the marker at byte `at` is the last character of a name: behind it stand adverbs alone (张新年解释), or the article
/// never has the name without it.
fn ends_a_name(context: &Context<'_>, clause: &str, lead: usize, at: usize) -> bool {
    let rest = clause.get(at..).unwrap_or("");
    let Some(marker) = rest
        .chars()
        .next()
        .filter(|marker| matches!(marker, '年' | '时' | '日' | '月' | '向' | '刚' | '为'))
    else {
        return false;
    };
    let end = at + marker.len_utf8();
    let name = clause.get(lead..end).unwrap_or("");
    let behind = clause.get(end..).unwrap_or("");
    if name.chars().count() != 3 || behind.is_empty() || !is_personal_name(name, true) {
        return false;
    }
    // 王立刚接受采访时: 刚 is an adverb as well.
    let shorter = name.get(..at - lead).unwrap_or(name);
    let always = || {
        let text = context.body.around(context.start());
        let whole = text.matches(name).take(NAMED_OFTEN).count();
        whole > 1 && whole == text.matches(shorter).take(NAMED_OFTEN).count()
    };
    bare(behind) || marker == '刚' && always()
}

/// Times that a name is looked for.
const NAMED_OFTEN: usize = 8;

/// True when the marker at byte `at` is a surname: 负责人于建国, 发言人曾小康, and behind it stands nothing but the name.
fn begins_a_name(clause: &str, at: usize) -> bool {
    let (head, mut name) = clause.split_at_checked(at).unwrap_or((clause, ""));
    if !name.starts_with(['于', '曾']) || words().people.of(head).is_none() {
        return false;
    }
    // 曾女士对记者: the name ends with its form of address.
    let address = name.get('曾'.len_utf8()..).is_some_and(|rest| {
        ["先生", "女士", "小姐", "老师", "医生", "律师"]
            .iter()
            .any(|form| rest.starts_with(form))
    });
    if address {
        return true;
    }
    while let Some(rest) = words().adverbs.cut(name) {
        name = rest.trim_end();
    }
    // 于本月, 于会前, 于现场.
    let times = [
        '日', '月', '年', '周', '前', '后', '间', '时', '天', '晚', '早', '场', '午', '初', '底',
    ];
    // 曾撰文, 曾接受: a verb.
    let rest = name.get('于'.len_utf8()..).unwrap_or("");
    let acts = words()
        .markers
        .find(rest)
        .is_some_and(|found| found.end - found.start > '于'.len_utf8());
    let given = (2..=3).contains(&name.chars().count()) && !name.ends_with(times) && !acts;
    given && is_personal_name(name, true)
}

/// The subject before an occasion that stands right before the verb: 某某在新闻发布会上表示.
pub(super) fn before_occasion(
    context: &Context<'_>,
    clause: &str,
    start: usize,
    earlier: &[Mention],
) -> Option<(Named, usize)> {
    let occasion = earlier.last().filter(|last| last.reach == Reach::Occasion)?;
    let adjacent = occasion.span.end as usize + clause.len() == start;
    if !adjacent || !bare(clause) {
        return None;
    }
    let clause = subject_clause(context.form(context.start(), occasion.span.start as usize));
    let base = occasion.span.start as usize - clause.len();
    subject(context, clause).map(|named| (named, base))
}

/// Clauses of a sentence that are looked back through for the subject of a verb that has none of its own.
const CLAUSES_BACK: usize = 3;

/// The subject of an earlier clause of the sentence: 某某，在接受采访时表示; 某局也出面回应，称…; 某县通报了调查结果，认定….
/// The clause of the verb opens with an adverbial or holds nothing but adverbs. Only somebody whose phrase fills the clause
/// before, or who acts in it before an adverbial.
pub(super) fn shared_subject(
    context: &Context<'_>,
    clause: &str,
    base: usize,
    taken: usize,
) -> Option<(Named, usize)> {
    let adverbial = [
        "在", "对", "就", "接受", "面对", "谈及", "谈到", "针对", "通过", "向",
    ]
    .iter()
    .any(|word| clause.trim_start().starts_with(word));
    if !adverbial && !bare(clause) {
        return None;
    }
    let sentence = context
        .body
        .sentence_at(&context.paragraph, base.min(context.end().saturating_sub(1)));
    let from = context.start().max(taken).max(sentence.start as usize);
    let mut at = base;
    for _ in 0..CLAUSES_BACK {
        let before = context.form(from, at);
        let rest = before.trim_end_matches([',', '，']);
        if rest.len() == before.len() || rest.is_empty() {
            return None;
        }
        let previous = last_clause(rest);
        // 某社独家获悉，…，称: who learnt it is not who says it.
        if previous.ends_with("获悉") || previous.ends_with("了解到") {
            return None;
        }
        at = from + rest.len() - previous.len();
        // 某某接到钱某的电话，说…: who calls speaks.
        if let Some(caller) = ["的电话", "的来电", "的短信", "的微信"]
            .iter()
            .find_map(|call| previous.strip_suffix(call))
            && ["接到", "收到"]
                .iter()
                .any(|verb| context.form(from, at + previous.len()).contains(verb))
        {
            let cut = ["接到", "收到"]
                .iter()
                .filter_map(|verb| caller.rfind(verb).map(|found| found + verb.len()))
                .max()
                .unwrap_or(0);
            return who(caller.get(cut..)?, context.outlets).map(|named| (named.moved(cut), at));
        }
        // 他十分同情…，并希望…: the pronoun alone.
        let lead = lead_length(previous);
        let pronoun = ["他们", "她们", "他", "她"].iter().find(|pronoun| {
            previous
                .get(lead..)
                .is_some_and(|rest| rest.starts_with(**pronoun))
        });
        if let Some(pronoun) = pronoun
            && let Some(named) = who(pronoun, context.outlets)
            && !previous
                .get(lead + pronoun.len()..)
                .is_some_and(|rest| rest.starts_with('的'))
        {
            return Some((named.moved(lead), at));
        }
        let speaks = |named: &Named| {
            named.anaphor.is_some()
                || named.canonical.is_some()
                || matches!(
                    named.kind,
                    SourceKind::Person
                        | SourceKind::Anonymous
                        | SourceKind::Government
                        | SourceKind::Meeting
                        | SourceKind::Unlisted
                )
        };
        if let Some(named) = subject(context, previous)
            .filter(speaks)
            .or_else(|| at_head(context, previous))
        {
            return Some((named, at));
        }
    }
    None
}

/// Who a clause begins with, before what he does in it: 警方勘查现场后, 家属林某得知此事后.
fn at_head(context: &Context<'_>, clause: &str) -> Option<Named> {
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    DEEDS
        .find_iter(rest)
        .filter(|deed| deed.start > 0)
        .find_map(|deed| {
            let named = who(rest.get(..deed.start)?.trim_end(), context.outlets)?;
            let titled = named.kind == SourceKind::Person && named.start > named.phrase_start;
            let sure = titled
                || matches!(
                    named.kind,
                    SourceKind::Government | SourceKind::Anonymous | SourceKind::Unlisted
                );
            (sure && named.anaphor.is_none()).then(|| named.moved(lead))
        })
}

/// What people and bodies do before they speak of it.
static DEEDS: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "得知", "听到", "听说", "听完", "看到", "看完", "看过", "见到", "发现", "勘查", "调查", "侦查",
        "查看", "查阅", "查询", "召开", "举行", "赶到", "赶赴", "抵达", "前往", "看望", "会见", "签署",
        "提交", "递交", "申请", "起诉", "上诉", "控告", "投诉", "举报", "进行", "收到", "接到", "开始",
        "转发", "分享", "贴出", "张贴", "警告", "审理", "经过", "组织", "成立", "启动", "提供", "透过",
        "打来", "拨打", "报警", "报案", "鞠躬", "道歉", "致歉", "落泪", "流泪", "摇头", "点头", "打断",
        "拒绝", "反对", "批评", "指责", "谴责", "称赞", "呼吁", "支持", "同意", "晒出", "上传", "更新",
        "发送", "写下", "引用", "援引", "列举", "比较", "总结", "梳理", "核实", "检查", "约谈", "责令",
        "要求", "邀请", "委托", "安排", "否认", "承认", "证实", "确认", "公开", "披露", "宣读", "出示",
        "辩称", "求助", "离开", "走出", "返回", "回到", "结束", "完成", "研究", "评估", "分析", "讨论",
        "协商", "沟通", "交涉",
    ])
});

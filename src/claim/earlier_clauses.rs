//! The subject of a verb that has none in its own clause: it stands before an occasion (某某在新闻发布会上表示) or in an earlier
//! clause of the sentence (某局也出面回应，称…). In go the clause of the verb and its place, out come who speaks and where
//! the clause with the name begins.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::context::Context;
use super::finder::Finder;
use super::leads::lead_length;
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::reading::last_clause;
use super::subjects::{bare, subject, subject_clause};
use crate::word_list::lines;

/// The subject before an occasion that stands right before the verb: 某某在新闻发布会上表示.
pub(super) fn before_occasion(
    context: &Context<'_>,
    clause: &str,
    start: usize,
    earlier: &[Mention],
) -> Option<(Named, usize)> {
    let occasion = earlier.last().filter(|last| last.reach == Reach::Occasion)?;
    let adjacent = occasion.span.end as usize + clause.len() == start;
    // 在发布会上回应“某某事件”时表示: what it was about stands between.
    let asked = || {
        let gap = context.form(occasion.span.end as usize, start);
        gap.ends_with('时')
            && gap.chars().count() <= ASKED
            && !gap.contains(['，', ',', '。'])
            && [
                "回应", "谈到", "谈及", "被问", "回答", "就", "针对", "对", "提及", "说到", "答",
            ]
            .iter()
            .any(|verb| gap.starts_with(verb))
    };
    if !(adjacent && bare(clause) || asked()) {
        return None;
    }
    let clause = subject_clause(context.form(context.start(), occasion.span.start as usize));
    let base = occasion.span.start as usize - clause.len();
    subject(context, clause).map(|named| (named, base))
}

/// Characters of what somebody was asked, between an occasion and the verb.
const ASKED: usize = 30;

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
        if let Some(caller) = caller(context.form(from, at + previous.len()), previous) {
            return who(previous.get(caller.clone())?, context.outlets)
                .map(|named| (named.moved(caller.start), at));
        }
        if let Some(named) = acting(context, previous).or_else(|| kin(previous)) {
            return Some((named, at));
        }
    }
    None
}

/// Somebody's kin at the head of a clause, whatever is told of them: 其妻子哭了很久.
fn kin(clause: &str) -> Option<Named> {
    const KIN: [&str; 16] = [
        "妻子", "丈夫", "父亲", "母亲", "父母", "儿子", "女儿", "姐姐", "妹妹", "哥哥", "弟弟", "家属",
        "家人", "亲属", "子女", "爱人",
    ];
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?.strip_prefix('其')?;
    let kin = KIN.iter().find(|kin| rest.starts_with(**kin))?;
    Some(Named {
        kind: SourceKind::Anonymous,
        ..Named::plain(lead, lead + '其'.len_utf8() + kin.len())
    })
}

/// Where the caller's name stands in a clause that ends with a call that somebody got: 某某接到钱某的电话，说….
/// `sentence` is what stands before the clause, and the clause.
fn caller(sentence: &str, clause: &str) -> Option<std::ops::Range<usize>> {
    const GOT: [&str; 2] = ["接到", "收到"];
    let caller = ["的电话", "的来电", "的短信", "的微信"]
        .iter()
        .find_map(|call| clause.strip_suffix(call))?;
    let from = GOT
        .iter()
        .filter_map(|verb| caller.rfind(verb).map(|found| found + verb.len()))
        .max();
    let got = from.is_some() || GOT.iter().any(|verb| sentence.contains(verb));
    got.then_some(from.unwrap_or(0)..caller.len())
}

/// True for a verb that asks or urges right behind a clause in which somebody speaks up without one: 某某接受了采访，呼吁…,
/// 某县长致电某县，要求…, 某局向社会征求意见，建议…. `base` is where the clause of the verb begins.
pub(super) fn appeals(context: &Context<'_>, verb: &str, base: usize) -> bool {
    const URGES: [&str; 8] = ["呼吁", "要求", "建议", "警告", "质疑", "主张", "提醒", "敦促"];
    const SPEAKS_UP: [&str; 14] = [
        "采访",
        "专访",
        "致电",
        "致信",
        "致函",
        "去信",
        "写信",
        "发函",
        "发文",
        "公开信",
        "征求意见",
        "通电话",
        "联名",
        "喊话",
    ];
    if !URGES.contains(&verb) {
        return false;
    }
    let before = context.form(context.start(), base);
    let rest = before.trim_end_matches([',', '，']);
    if rest.len() == before.len() {
        return false;
    }
    let clause = last_clause(rest);
    SPEAKS_UP.iter().any(|act| clause.contains(act))
}

/// Who acts in a clause: a pronoun at its head, its subject, or who begins it.
fn acting(context: &Context<'_>, clause: &str) -> Option<Named> {
    // 他十分同情…，并希望…: the pronoun alone.
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    let pronoun = ["他们", "她们", "他", "她"]
        .into_iter()
        .find(|pronoun| rest.starts_with(pronoun));
    if let Some(pronoun) = pronoun
        && let Some(named) = who(pronoun, context.outlets)
        && !rest
            .get(pronoun.len()..)
            .is_some_and(|behind| behind.starts_with('的'))
    {
        return Some(named.moved(lead));
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
    subject(context, clause)
        .filter(speaks)
        .or_else(|| at_head(context, clause))
}

/// Who a clause begins with, before what he does in it: 警方勘查现场后, 家属林某得知此事后.
fn at_head(context: &Context<'_>, clause: &str) -> Option<Named> {
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    let moved = STATES.find_iter(rest).map(|state| (state, true));
    DEEDS
        .find_iter(rest)
        .map(|deed| (deed, false))
        .chain(moved)
        .filter(|(deed, _)| deed.start > 0)
        .find_map(|(deed, moved)| {
            let named = who(rest.get(..deed.start)?.trim_end(), context.outlets)?;
            let titled = named.kind == SourceKind::Person && (moved || named.start > named.phrase_start);
            let sure = titled
                || matches!(
                    named.kind,
                    SourceKind::Government | SourceKind::Anonymous | SourceKind::Unlisted
                );
            (sure && named.anaphor.is_none()).then(|| named.moved(lead))
        })
}

/// What people and bodies do before they speak of it.
static DEEDS: LazyLock<Finder> = LazyLock::new(|| Finder::new(lines(include_str!("data/deeds.txt"))));

/// What shows how somebody feels who speaks next: 某某全身发抖，表示…. Only of people.
static STATES: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "情绪", "全身", "浑身", "神情", "神色", "表情", "面色", "脸色", "面容", "眼眶", "语气", "怒火",
        "满脸", "泪流", "泪如", "热泪", "哽咽", "痛哭", "红着",
    ])
});

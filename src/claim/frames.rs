//! Frames that report somebody's words without a verb of speech: a colon before a quotation (某某发微博：“…”), 在某某看来,
//! 网传, and the labels of an interview (某某：…). In goes a place where the frame stands, out comes a mention.

use crate::document::{SourceKind, Voice};

use super::context::{Context, after_punctuation, claimed};
use super::learned::ANSWER;
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::quoted::attach;
use super::reading::{is_opening_mark, last_clause};
use super::speech::Behind;
use super::subjects::subject;
use super::words::{Anaphor, words};

/// 在X看来，….
pub(super) fn view(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let clause = last_clause(context.form(context.start(), start));
    let at = clause.rfind('在')? + "在".len();
    let phrase = clause.get(at..)?;
    let named = who(phrase, context.outlets)?;
    let base = start - phrase.len();
    let mut mention = context.mention(&named, base, "in-the-view-of");
    mention.cue = format!("在…{}", context.written(start, end));
    mention.span.start = u32::try_from(base - "在".len()).unwrap_or(mention.span.start);
    mention.span.end = u32::try_from(end).unwrap_or(mention.span.end);
    mention.content = after_punctuation(context, end);
    mention.level = 2;
    mention.reach = Reach::Speech;
    mention.voice = Voice::IndirectSpeech;
    Some(mention)
}

/// 网传…: nobody stands behind it.
pub(super) fn hearsay(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let clause = last_clause(context.form(context.start(), start));
    let opens = super::leads::lead_length(clause) == clause.len();
    let rest = context.form(end, context.end());
    // 网传的视频: what spreads is a thing here, not what is said.
    if !opens || rest.starts_with(['的', '。', '，', ',', '、']) {
        return None;
    }
    let named = Named {
        kind: SourceKind::Anonymous,
        ..Named::plain(0, end - start)
    };
    let mut mention = context.mention(&named, start, "hearsay");
    mention.cue = context.written(start, end);
    mention.content = after_punctuation(context, end);
    mention.reach = Reach::Speech;
    Some(mention)
}

/// 某某发微博：“…”, 他的第一句话就是：“…”: whoever acts before the colon says what is quoted behind it.
pub(super) fn colon(
    context: &Context<'_>,
    start: usize,
    end: usize,
    taken: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    // A verb before the colon has taken the quote.
    if earlier.last().is_some_and(|last| last.content > start) {
        return None;
    }
    let clause = context.clause_before(start, taken);
    let base = start - clause.len();
    // 标题写着：“…” in the middle of a list is somebody's only where the clause begins with who it is.
    let told = as_told(context, clause);
    let cited = told.is_some();
    let named = told.or_else(|| subject(context, clause)).or_else(|| {
        // 网友表示赞同：“…”: the verb with its object stands between.
        if let Some(verb) = words().cue_words.find(clause).filter(|verb| verb.start > 0) {
            return subject(context, clause.get(..verb.start)?);
        }
        // 死者的父亲痛陈不幸：“…”: verbs that report words before a colon only.
        if let Some(verb) = words().colon_verbs.find(clause).filter(|verb| verb.start > 0)
            && let Some(named) = subject(context, clause.get(..verb.start)?)
        {
            return Some(named);
        }
        // 巡逻员的回答是：“…”.
        // 某某的名言：“…”.
        let famous = ["的名言", "的名句", "的格言", "的警句", "的原话", "的忠告"]
            .iter()
            .find_map(|what| clause.trim_end().strip_suffix(what));
        if let Some(owner) = famous {
            return subject(context, owner);
        }
        let (owner, words) = clause.split_once('的')?;
        let spoken = [
            "回答",
            "回复",
            "答复",
            "观点",
            "看法",
            "解释",
            "理由",
            "说法",
            "原话",
            "第一句话",
            "结论",
            "回应",
            "声明",
            "发问",
            "遗言",
            "回信",
        ];
        let rest = spoken.iter().find_map(|word| words.strip_prefix(word))?;
        (matches!(rest, "是" | "为" | "就是" | "只有" | "如下")
            || rest.contains("值得")
            || rest.contains("代表"))
        .then(|| subject(context, owner))
        .flatten()
    })?;
    // 某某表示，他们已经准备好：“…”: who is told of is not who speaks.
    let reported = earlier.last().is_some_and(|last| {
        let sentence = context.body.sentence_at(&context.paragraph, start);
        last.level == 2 && last.quotes.is_empty() && last.span.start >= sentence.start
    });
    if reported && named.anaphor == Some(Anaphor::People) {
        return None;
    }
    // 某医院通报了费用：“…”: a house gives notice.
    let notice = named.kind == SourceKind::Unlisted
        && clause.get(named.end..).is_some_and(|act| {
            ["通报了", "公布了", "发布了", "回应了", "公告了"]
                .iter()
                .any(|verb| act.contains(verb))
        });
    let speaks = cited
        || notice
        || matches!(
            named.kind,
            SourceKind::Person | SourceKind::Anonymous | SourceKind::Government | SourceKind::Platform
        )
        || named.canonical.is_some() && named.kind != SourceKind::Document;
    // 某某：“…”: a turn of a conversation.
    let office = clause.get(..named.start).unwrap_or("");
    let turn = named.kind == SourceKind::Person
        && named.anaphor.is_none()
        && !office.contains(['了', '的', '在', '说', '问', '对', '向']);
    // 某某可能将面临处罚：“…”: what is expected of him, and somebody else says it.
    let expected = clause.get(named.end..).is_some_and(|rest| {
        let rest = rest.trim_start_matches(['也', '还', '就', '都']);
        ["可能", "将", "应当", "应该", "会被", "或将", "需要", "必须"]
            .iter()
            .any(|word| rest.starts_with(word))
    });
    if expected {
        return None;
    }
    let names_more = named.end < clause.trim_end().len();
    if !speaks || !names_more && !turn {
        return None;
    }
    let mut mention = context.mention(&named, base, "");
    mention.level = 2;
    mention.cue = context.written(base + named.end, start).trim().to_owned();
    mention.span.start = u32::try_from(base + named.phrase_start).ok()?;
    mention.span.end = u32::try_from(start).ok()?;
    mention.content = end
        - context
            .form(start, end)
            .chars()
            .next_back()
            .map_or(0, char::len_utf8);
    mention.voice = Voice::DirectSpeech;
    mention.reach = Reach::Speech;
    let quoted = Behind::Quote { colon: true };
    attach(context, &mut mention, quoted, start, base, claimed(earlier));
    mention.rule = "colon-quote";
    (!mention.quotes.is_empty()).then_some(mention)
}

/// 正如某某所说，…: the clause names whose words follow.
pub(super) fn as_said(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let clause = last_clause(context.form(context.start(), start));
    let lead = behind_as(clause)?;
    let base = start - lead.len();
    let titled = |named: &Named| {
        let name = lead.get(named.start..named.end).unwrap_or("");
        named.kind == SourceKind::Anonymous && words().titles.find(name).is_some()
    };
    let named = subject(context, lead)
        .filter(|named| named.kind == SourceKind::Person || named.canonical.is_some() || titled(named))?;
    leading(context, &named, base, (start, end))
}

/// The mention of whoever is named in front of a cue whose last character is the mark behind it: what follows is what he said, between marks or not.
fn leading(
    context: &Context<'_>,
    named: &Named,
    base: usize,
    (start, end): (usize, usize),
) -> Option<Mention> {
    let mark = context
        .form(start, end)
        .chars()
        .next_back()
        .map_or(0, char::len_utf8);
    let mut mention = context.mention(named, base, "subject-verb");
    mention.level = 2;
    mention.cue = context.written(start, end - mark);
    mention.span.start = u32::try_from(base + named.phrase_start).ok()?;
    mention.span.end = u32::try_from(end - mark).ok()?;
    mention.content = after_punctuation(context, end - mark);
    mention.reach = Reach::Speech;
    mention.voice = Voice::IndirectSpeech;
    let quoted = context
        .form(end - mark, context.end())
        .trim_start_matches(['：', ':', '，', ','])
        .starts_with(is_opening_mark);
    if quoted {
        let behind = Behind::Quote { colon: true };
        attach(context, &mut mention, behind, end - mark, base, None);
    }
    Some(mention)
}

/// What stands behind 正如 and its kin at the head of a clause; 如果, 如此 and the like are other words.
fn behind_as(clause: &str) -> Option<&str> {
    ["正如", "诚如", "正像", "就像", "恰如", "如同", "如"]
        .iter()
        .find_map(|lead| clause.strip_prefix(lead))
        .filter(|name| !name.starts_with(['果', '此', '今', '何']))
}

/// 某某的解释是：…: whose words follow.
pub(super) fn owned(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let clause = context.clause_before(start, taken);
    let base = start - clause.len();
    let owner = clause.strip_suffix('的')?;
    // 某某在公司内部的评价是: what others think of him.
    let of_somebody = ["判断", "印象", "评价"]
        .iter()
        .any(|what| context.form(start, end).starts_with(what));
    if of_somebody && !owner.contains(['对', '给']) {
        return None;
    }
    let named = subject(context, owner)?;
    if named.kind == SourceKind::Document && named.anaphor.is_none() {
        return None;
    }
    leading(context, &named, base, (start, end))
}

/// Whom the words before a colon name as their author: 正如某某所言, 套用某某说的话.
fn as_told(context: &Context<'_>, clause: &str) -> Option<Named> {
    let trimmed = clause.trim_end();
    let head = [
        "所言",
        "说的那样",
        "说过的那样",
        "所说的",
        "所说",
        "说的话",
        "的话说",
        "的话来说",
        "说的",
        "的话",
        "所讲",
    ]
    .iter()
    .find_map(|tail| trimmed.strip_suffix(tail))?;
    let lead = behind_as(head).or_else(|| {
        ["套用", "借用", "引用", "难道真如", "真如", "用"]
            .iter()
            .find_map(|lead| head.strip_prefix(lead))
    })?;
    let from = head.len() - lead.len();
    who(lead, context.outlets)
        .map(|named| named.moved(from))
        .or_else(|| {
            // 《某某栏目》某某: where he said it stands before the name.
            let name = lead.rsplit_once('》')?.1;
            let at = head.len() - name.len();
            who(name, context.outlets).map(|named| named.moved(at))
        })
}

/// The label of an interview that a paragraph opens with: 某某：…. `labels` are those that open more than one paragraph of the
/// article, or name somebody who is known in it.
pub(super) fn label(context: &Context<'_>, labels: &[String]) -> Option<Mention> {
    if labels.is_empty() {
        return None;
    }
    let text = context.form(context.start(), context.end());
    let at = text.find(['：', ':'])?;
    let name = text.get(..at)?.trim_end();
    let colon = text.get(at..)?.chars().next()?;
    let content = at + colon.len_utf8();
    let rest = text.get(content..)?.trim_start();
    if rest.chars().count() < 8
        || rest.starts_with(is_opening_mark)
        || !labels.iter().any(|label| label == name)
    {
        return None;
    }
    let named = who(name, context.outlets).unwrap_or_else(|| Named {
        kind: SourceKind::Person,
        anaphor: (name == ANSWER).then_some(Anaphor::Person),
        ..Named::plain(0, name.len())
    });
    let mut mention = context.mention(&named, context.start(), "interview-label");
    mention.cue = colon.to_string();
    mention.span.end = u32::try_from(context.start() + content).ok()?;
    mention.content = context.start() + content;
    mention.level = 2;
    mention.reach = Reach::Official;
    mention.voice = Voice::DirectSpeech;
    Some(mention)
}

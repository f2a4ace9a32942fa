//! Sources that somebody has heard something from: 从X获悉, 援引X的话, X报道. In goes a place where the verb stands, out comes a
//! mention of who is heard, or of the outlet that reports.

use crate::document::SourceKind;

use super::accounts::account;
use super::context::{Context, after_punctuation};
use super::learned;
use super::mention::{Mention, Reach};
use super::name_ends::clean_name;
use super::names::{Named, who};
use super::outlets::ends_like_outlet;
use super::outside_names::outside_name;
use super::reading::{first_clause, is_han, last_clause, trimmed};
use super::subjects;
use super::words::words;
use crate::document::Span;

/// 记者从X获悉, 从X了解到.
pub(super) fn learned(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let sentence = context.body.sentence_at(&context.paragraph, start);
    let from = (sentence.start as usize).max(context.start());
    let before = context.form(from, start);
    let (at, preposition) = ["从", "向", "通过", "经", "自"]
        .iter()
        .filter_map(|from| Some((before.rfind(from)? + from.len(), from.len())))
        .max()?;
    let mut phrase = before.get(at..)?;
    if phrase.chars().count() > 40 || phrase.contains(['，', ',', '。', '；', ';']) {
        return None;
    }
    // 未能从某局了解到: nothing was learned. 从外地回到家的母亲得知: where she came from.
    let denied = before.get(..at - preposition).is_some_and(|head| {
        ["未能", "没有", "无法", "尚未", "不能", "没能"]
            .iter()
            .any(|denial| head.ends_with(denial))
    });
    let came = ["回到", "来到", "赶到", "赶来", "出来", "走出", "回来"]
        .iter()
        .any(|verb| {
            phrase
                .find(verb)
                .is_some_and(|found| phrase.get(found..).is_some_and(|rest| rest.contains('的')))
        });
    if denied || came {
        return None;
    }
    let clause = last_clause(phrase);
    let offset = from + at + (phrase.len() - clause.len());
    phrase = clause;
    for tail in [
        "处",
        "方面",
        "口中",
        "那里",
        "了解",
        "独家",
        "最新",
        "处独家",
        "有关部门",
        "上",
        "中",
        "里",
    ] {
        if let Some(rest) = phrase.strip_suffix(tail)
            && rest.chars().count() >= 2
        {
            phrase = rest;
        }
    }
    let mut phrase = clean_name(phrase);
    // 动物园方面 is a side where 动物园 alone names nobody.
    let mut named = who(phrase, context.outlets).filter(|named| named.anaphor.is_none());
    if named.is_none() {
        phrase = clause
            .trim_end_matches("独家")
            .trim_end_matches("最新")
            .trim_end_matches('处')
            .trim_end();
        named = who(phrase, context.outlets);
    }
    let named = named?;
    if named.anaphor.is_some() {
        return None;
    }
    let base = offset + (phrase.as_ptr() as usize).checked_sub(clause.as_ptr() as usize)?;
    let mut mention = context.mention(&named, base, "learned-from");
    mention.cue = format!(
        "{}…{}",
        context.written(from + at - preposition, from + at),
        context.written(start, end)
    );
    mention.span = Span::new(from + at - preposition, end);
    mention.content = after_punctuation(context, end);
    mention.level = mention.level.min(1);
    Some(mention)
}

/// The outlet that relays: 路透社援引…, 某报3日援引….
pub(super) fn carrier(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    // 某局官网援引了该消息，…: it passed on what is told here, and nothing of it is from there.
    const TOLD: [&str; 8] = [
        "该消息",
        "此消息",
        "这一消息",
        "上述消息",
        "该报道",
        "此报道",
        "这一报道",
        "上述报道",
    ];
    let rest = context.form(end, context.end()).trim_start_matches('了');
    if TOLD.iter().any(|told| rest.starts_with(told)) {
        return None;
    }
    let clause = context.clause_before(start, taken);
    let base = start - clause.len();
    let mut named = subjects::subject(context, clause)?;
    // 某国某某社援引: the end of its name shows it.
    if named.kind == SourceKind::Unlisted && clause.get(named.start..named.end).is_some_and(ends_like_outlet)
    {
        named.kind = SourceKind::Outlet;
    }
    let media = matches!(
        named.kind,
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Website | SourceKind::Platform
    );
    if !media || named.anaphor.is_some() {
        return None;
    }
    let mut mention = context.mention(&named, base, "outlet-relays");
    mention.cue = context.written(start, end);
    mention.span = Span::new(base + named.phrase_start, end);
    mention.content = end;
    mention.level = 0;
    Some(mention)
}

/// 援引X的报道, 转引X.
pub(super) fn relay(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let clause = first_clause(context.form(end, context.end()), 40);
    let known = context.outlets.name_at_start(clause).unwrap_or(0);
    let mut cut = clause.len();
    for tail in [
        "的话",
        "的报道",
        "的消息",
        "报道",
        "消息",
        "的说法",
        "称",
        "说",
        "数据",
    ] {
        if let Some(at) = clause.get(known..).and_then(|rest| rest.find(tail)) {
            cut = cut.min(known + at);
        }
    }
    let name = clean_name(clause.get(..cut)?.trim_start_matches(['自', '了']));
    let named = who(name, context.outlets)?;
    if named.anaphor.is_some() {
        return None;
    }
    let mut cue_end = cut;
    for more in ["的话", "的", "报道", "消息", "说法", "报道", "称", "说", "指出"] {
        if clause.get(cue_end..).is_some_and(|rest| rest.starts_with(more)) {
            cue_end += more.len();
        }
    }
    let offset = name.as_ptr() as usize - clause.as_ptr() as usize;
    let mut mention = context.mention(&named, end + offset, "relayed-from");
    mention.cue = context.written(start, end);
    mention.span = Span::new(start, end + cue_end);
    mention.content = after_punctuation(context, end + cue_end);
    mention.level = 2;
    mention.reach = Reach::Speech;
    Some(mention)
}

/// 某社5日报道称, 外媒报道: an outlet as subject.
pub(super) fn reports(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    // 报道到，.
    let rest = rest
        .strip_prefix('到')
        .filter(|next| next.starts_with(['，', ',', '：', ':']))
        .unwrap_or(rest);
    let closes = ["称", "说", "指出", "，", ",", "：", ":"]
        .iter()
        .any(|next| rest.starts_with(next));
    let before = context.form(context.start().max(taken), start);
    let clause = subjects::spoken_clause(context, before);
    // 曾有媒体报道这家动物园免费占地: what they report is a clause of its own.
    let told = clause.ends_with("媒体")
        && clause.contains('有')
        && rest.starts_with(is_han)
        && !rest.starts_with([
            '的', '了', '过', '后', '中', '里', '出', '此', '该', '时', '和', '与', '及', '或', '进', '工',
        ]);
    // 媒体并没有很多细致的报道，: a noun.
    let noun = clause.ends_with('的') && rest.starts_with(['，', ',', '：', ':']);
    if !closes && !told || noun {
        return None;
    }
    let base = start - clause.len();
    let (space, clause) = trimmed(clause);
    // 各大媒体对此进行了报道，: that they did, not what they said.
    if ["进行了", "作了", "做了", "作过", "做过"]
        .iter()
        .any(|done| clause.contains(done))
    {
        return None;
    }
    let known = context.outlets.name_at_start(clause);
    let lead = if known.is_some() {
        0
    } else {
        super::leads::lead_length(clause)
    };
    let clause = clause.get(lead..)?;
    let named_to = known
        .or_else(|| context.outlets.name_at_start(clause))
        .unwrap_or(0);
    let mut phrase = clause;
    for marker in [
        "在",
        "援引",
        "引述",
        "以",
        "就",
        "对",
        "曾",
        "也",
        "的",
        "当地时间",
        "当地",
    ] {
        // 海峡在线: a marker inside a known name is none.
        let behind = phrase.get(named_to.min(phrase.len())..).unwrap_or("");
        let found = behind.find(marker).map(|at| phrase.len() - behind.len() + at);
        if let Some(at) = found.filter(|&at| at > 0) {
            phrase = phrase.get(..at)?;
        }
    }
    let phrase = clean_name(phrase);
    // 甲报、乙网均报道: the adverb is no part of the names. 南都 ends like one and is a name.
    let stripped = words()
        .adverbs
        .of(phrase)
        .filter(|_| context.outlets.resolve(phrase).is_none())
        .and_then(|adverb| phrase.strip_suffix(adverb));
    let phrase = stripped.map_or(phrase, clean_name);
    // 综合甲报、乙网报道.
    let compiled = phrase
        .strip_prefix("综合")
        .filter(|rest| context.outlets.name_at_start(rest).is_some());
    let gathered = phrase.len() - compiled.map_or(phrase.len(), str::len);
    let phrase = compiled.unwrap_or(phrase);
    let said = ["称", "说", "指出"].iter().any(|next| rest.starts_with(next));
    let of_name = who(phrase, context.outlets);
    let mut named = of_name
        .clone()
        .filter(|named| named.kind != SourceKind::Unlisted)
        .or_else(|| account(phrase, context.outlets))
        .or_else(|| small_house(context, phrase, said && phrase.len() == clause.len()))
        .or(of_name)?;
    // 《某某晚报》报道: the marks are those of a paper that the table does not know.
    let paper = phrase
        .strip_prefix('《')
        .and_then(|inner| inner.strip_suffix('》'))
        .is_some_and(|inner| ends_like_outlet(inner) || inner.ends_with("周刊"));
    if paper && named.kind == SourceKind::Document {
        named.kind = SourceKind::Outlet;
    }
    let media = matches!(
        named.kind,
        SourceKind::Outlet
            | SourceKind::Agency
            | SourceKind::Anonymous
            | SourceKind::Platform
            | SourceKind::Website
            | SourceKind::Aggregator
    );
    // 当地新闻报道: a word for news, not the name of who brings them.
    let generic = phrase.ends_with("新闻") && named.canonical.is_none();
    if !media || generic || named.anaphor.is_some() || phrase.chars().count() < 2 {
        return None;
    }
    let base = base + space + lead + gathered;
    let mut mention = context.mention(&named, base, "outlet-reports");
    let more: usize = ["称", "说", "指出"]
        .iter()
        .find(|next| rest.starts_with(**next))
        .map_or(0, |next| next.len());
    mention.cue = context.written(start, end + more);
    if gathered > 0 {
        mention.cue.insert_str(0, "综合…");
    }
    mention.span = Span::new(base + named.phrase_start - gathered, end + more);
    mention.content = after_punctuation(context, end + more);
    // 此前有媒体报道，…。对此，…: in the middle of a paragraph what nobody in particular reports ends with its sentence.
    let sentence = context.body.sentence_at(&context.paragraph, start);
    if mention.kind == SourceKind::Anonymous && sentence.start as usize > context.start() {
        mention.reach = Reach::Speech;
    }
    Some(mention)
}

/// A house that no list has: 自媒体某某报道, and 某某报道称, since nobody else reports so.
fn small_house(context: &Context<'_>, phrase: &str, said: bool) -> Option<Named> {
    const NAME: std::ops::RangeInclusive<usize> = 2..=8;
    const KINDS: [&str; 12] = [
        "自媒体",
        "科技媒体",
        "财经媒体",
        "科技网站",
        "财经网站",
        "媒体",
        "网站",
        "博客",
        "公众号",
        "公号",
        "杂志",
        "新媒体",
    ];
    /// What is said of a report, and of no house.
    const OF_REPORTS: [&str; 22] = [
        "电视", "广播", "新闻", "报纸", "网络", "官方", "最新", "后续", "相关", "有关", "公开", "现场",
        "独家", "深度", "系列", "专题", "当时", "外界", "多篇", "上述", "首篇", "跟踪",
    ];
    let kind = KINDS
        .iter()
        .find_map(|kind| phrase.strip_prefix(kind).filter(|name| !name.is_empty()));
    let name = kind.unwrap_or(phrase);
    let plain = NAME.contains(&name.chars().count())
        && name
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphanumeric())
        && !learned::holds_function_words(name)
        && !OF_REPORTS.iter().any(|word| name.contains(word))
        && !name.contains(['篇', '年', '月', '家', '早'])
        && words().people.of(name).is_none()
        && outside_name(name).is_none();
    // What reports once is a house where its name shows it.
    let again = || context.body.around(context.start()).matches(name).take(2).count() == 2;
    let shown = said && (ends_like_outlet(name) || name.is_ascii() || again());
    (plain && (kind.is_some() || shown)).then(|| Named {
        kind: SourceKind::Website,
        ..Named::plain(phrase.len() - name.len(), phrase.len())
    })
}

//! Verbs of speech: who says it, and what is said. In goes a place where a verb stands, out comes a mention with the
//! speaker (titles stripped), the quotes that are the speaker's own words, and where the content begins.
//!
//! The speaker stands before the verb, in the same clause; between both stand adverbials (对记者, 在会上, 随后). What is
//! said follows (`某某表示，…`), precedes (`“…”某某说。`), or both (`“…”某某说，“…”`).

use std::sync::LazyLock;

use crate::document::{SourceKind, Span, Voice};

use super::body::Body;
use super::cues::{Context, after_punctuation, claimed};
use super::edges::Edges;
use super::mention::{Mention, Reach};
use super::names::{Named, lead_length, who};
use super::partial;
use super::reading::{first_clause, is_han, is_opening_mark, is_quotation_mark, last_clause};
use super::shapes::is_company;
use super::subjects::{bare, before_occasion, shared_subject, spoken_clause, subject};
use super::words::{Anaphor, Verb, words};

/// Characters of the longest brackets behind a listener.
const BRACKETS: usize = 40;

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A quotation mark, after `：` or not.
    Quote { colon: bool },
    /// A comma or colon and words.
    Pause,
    /// A colon that ends its paragraph: what is said stands below.
    Below,
    /// The end of the sentence.
    End,
    /// Words.
    Words,
    /// 与, 和: a verb that takes a clause goes on (宣布与某国建交), another one is a noun (介绍和说明).
    Joined,
    /// Something that makes it no verb of speech: 的, 、.
    Other,
}

/// The mention that a verb of speech at `start..end` makes. `earlier` are the mentions of the paragraph before it.
pub(super) fn mention(
    context: &Context<'_>,
    verb: Verb,
    start: usize,
    end: usize,
    taken: usize,
    earlier: &mut [Mention],
) -> Option<Mention> {
    let mut verb_end = end;
    for more in ["了", "道", "说", "称", "到", "过", "着"] {
        if context.form(verb_end, context.end()).starts_with(more) {
            verb_end += more.len();
            break;
        }
    }
    // 告知之后, 宣布时，: when something was, not what was said.
    let rest = context.form(verb_end, context.end());
    if [
        "之后", "以后", "之前", "以前", "之时", "时，", "时,", "后，", "后,",
    ]
    .iter()
    .any(|time| rest.starts_with(time))
    {
        return None;
    }
    if verb == Verb::Listener {
        // 告诉记者，: the listener belongs to the cue.
        let listener = first_clause(context.form(verb_end, context.end()), 16);
        let short = listener.find(is_quotation_mark).unwrap_or(listener.len());
        let listener = listener.get(..short)?;
        // 告诉某某(微信ID：abc)，: what stands in brackets belongs to the listener.
        let open = listener.find(['（', '(']).filter(|&open| open > 0);
        let close = open.and_then(|open| {
            let rest = context.form(verb_end + open, context.end());
            rest.char_indices()
                .take(BRACKETS)
                .find(|(_, next)| matches!(next, '）' | ')'))
                .map(|(at, mark)| open + at + mark.len_utf8())
        });
        if let Some(close) = close {
            verb_end += close;
        }
        let listener = if close.is_some() { "" } else { listener };
        if listener.chars().count() >= 16 {
            let at = listener.find("记者")?;
            verb_end += at + "记者".len();
        } else {
            verb_end += listener.len();
        }
    }
    // 通报了案件的最新情况，…: what it tells of stands between.
    if behind(context, verb_end) == Behind::Words
        && ["通报", "介绍", "公布", "讲述", "反映", "介绍了"].contains(&context.form(start, end))
        && let Some(object) = object(context.form(verb_end, context.end()))
    {
        verb_end += object;
    }
    let behind = behind(context, verb_end);
    let clausal = matches!(verb, Verb::Clause | Verb::Plain);
    let behind = match behind {
        Behind::Other => return None,
        // 盈利预测与投资建议: a noun among nouns.
        Behind::Joined if !clausal || verb == Verb::Clause && context.form(start, end) != "宣布" => {
            return None;
        }
        Behind::Joined => Behind::Words,
        behind => behind,
    };
    let before = context.form(context.start().max(taken), start);
    let clause = spoken_clause(context, before);
    let base = start - clause.len();
    let house = clause.ends_with('所') && words().organisations.of(clause).is_some();
    let notice = NOTICES.contains(&context.form(start, end));
    // 据其发布的公告: a source, and no act.
    let told = || {
        clause
            .get(lead_length(clause)..)
            .is_some_and(|rest| rest.starts_with(['据', '根', '按']))
    };
    if notice && (told() || clause.trim().is_empty() || HOW_NOTICED.of(clause).is_some()) {
        return None;
    }
    // 发布关于某事的公告，…: the notice is what was issued.
    let house = house || notice && clause.ends_with('的') && ISSUES.iter().any(|act| clause.contains(act));
    if !house && clause.ends_with(['被', '所', '的', '可', '再', '来', '听', '应', '未', '没', '不'])
        || denies(clause)
        || is_another_word(clause, context.form(start, end))
    {
        return None;
    }
    // 通报称: the verb is a notice here.
    let reports = context.form(start, end) == "通报" && context.form(end, verb_end) == "称";
    // 提出明确要求，强调…: a second verb with the same subject goes on with the first.
    if bare(clause) {
        let speaks = |last: &&mut Mention| last.level == 2 && last.rule != "according-to";
        if let Some(last) = earlier.last_mut().filter(speaks) {
            let adjacent = last.content >= base.saturating_sub(3) && last.content <= start;
            if adjacent {
                let follows = matches!(behind, Behind::Pause | Behind::Words | Behind::Quote { .. });
                if follows && !matches!(verb, Verb::Clause | Verb::Written) {
                    last.cue = format!("{},{}", last.cue, context.written(start, verb_end));
                    last.span.end = Span::new(0, verb_end).end;
                    last.content = after_punctuation(context, verb_end);
                    attach(context, last, behind, verb_end, base, None);
                }
                return None;
            }
        }
        // 某某说“…”，还说“…”: behind his own words the same one goes on.
        if let Some(again) = goes_on(context, (verb, start, verb_end), behind, base, earlier) {
            return Some(again);
        }
        // 某某证实…，但称…: who spoke before goes on, not who acts in what he says.
        if let Some(more) = says_more(context, (verb, start, verb_end), behind, base, earlier) {
            return Some(more);
        }
        // 某队拉起绳子，提醒游人不要越过: an act among acts. 某县通报了结果，认定…: what is stated.
        let states = ["认定", "宣布", "否认", "承认", "证实", "确认"].contains(&context.form(start, end));
        let shares = matches!(verb, Verb::Plain | Verb::Official) || states || reports;
        if !shares || behind == Behind::End {
            return None;
        }
    }
    // 对公众质疑展开…: what is spoken of, not who speaks.
    let about = clause.trim_start();
    if verb == Verb::Clause && about.starts_with(['对', '就', '针']) && !about.starts_with("对方") {
        return None;
    }
    // 某公司2017年财报显示: the document, not whose it is.
    let shown = (verb == Verb::Written && !told())
        .then(|| who(clause, context.outlets))
        .flatten()
        .filter(|named| named.kind == SourceKind::Document);
    let (named, base) = match shown.or_else(|| subject(context, clause)) {
        _ if reports && bare(clause) => (document(context.form(start, end)), start),
        Some(named) => (named, base),
        None => before_occasion(context, clause, start, earlier)
            .or_else(|| shared_subject(context, clause, base, taken))?,
    };
    let strict = named.anaphor.is_some()
        || matches!(named.kind, SourceKind::Person | SourceKind::Anonymous)
        || named.canonical.is_some();
    let official_body = matches!(
        named.kind,
        SourceKind::Government | SourceKind::Meeting | SourceKind::Document | SourceKind::PressConference
    );
    let fits = match (verb, behind) {
        (Verb::Decision, Behind::Pause) => {
            named.kind == SourceKind::Government
                && bare(clause.get(named.end.min(clause.len())..).unwrap_or(""))
        }
        (Verb::Decision, _) => false,
        (Verb::Written, _) => {
            // 某银行近期公布的数据显示: who made the document.
            let made = clause.get(named.end.min(clause.len())..).is_some_and(|rest| {
                ["公布的", "发布的", "出具的", "披露的", "提供的"]
                    .iter()
                    .any(|act| rest.contains(act))
                    && ["数据", "报告", "公告", "资料", "统计", "文件", "材料"]
                        .iter()
                        .any(|end| rest.ends_with(end))
            });
            made && strict_or_body(&named)
                || named.canonical.is_some()
                || matches!(
                    named.kind,
                    SourceKind::Document | SourceKind::Website | SourceKind::Platform
                )
        }
        (_, Behind::Below) => true,
        (Verb::Weak | Verb::WeakOfficial, Behind::Words) => verb == Verb::WeakOfficial && official_body,
        (Verb::Told, Behind::Words) => named.kind == SourceKind::Person,
        // 管理办法预计出台: a thing expects nothing.
        (Verb::Clause, Behind::Words) => {
            strict || official_body || is_body(context, context.form(base + named.start, base + named.end))
        }
        (Verb::Clause, Behind::Quote { .. } | Behind::Pause) => true,
        (Verb::Clause, _) => false,
        (_, Behind::Words) => strict || official_body || !context.form(start, end).ends_with('说'),
        _ => true,
    };
    if !fits {
        return None;
    }
    let mut named = named;
    // 某公司发布公告称: the company speaks, not the notice.
    if matches!(named.kind, SourceKind::Document | SourceKind::Platform) && named.anaphor.is_none() {
        let phrase = context.form(base + named.start, base + named.end);
        let acts: &[&str] = if named.kind == SourceKind::Document {
            &["发布", "发公告", "发声明", "发表", "发出", "公布", "出具", "刊登"]
        } else {
            &[
                "发布",
                "发微博",
                "发多条",
                "连发",
                "连续发",
                "发新",
                "发最新",
                "更新",
            ]
        };
        let cut = acts.iter().filter_map(|act| phrase.find(act)).min();
        if let Some(cut) = cut {
            let mut head = phrase.get(..cut)?.trim_end();
            while let Some(rest) = words().adverbs.cut(head) {
                head = rest.trim_end();
            }
            if !(2..=14).contains(&head.chars().count()) {
                return None;
            }
            named.end = named.start + head.len();
            named.kind = SourceKind::Unlisted;
        } else if named.kind == SourceKind::Document
            && verb != Verb::Written
            && let Some(owner) = ["公告", "通报", "声明", "通告", "公开信"]
                .iter()
                .find_map(|act| phrase.strip_suffix(act))
            && who(owner, context.outlets).is_some_and(|owner| owner.kind != SourceKind::Document)
        {
            // 某公司公告称: to give notice is what it did.
            named.end = named.start + owner.len();
            named.kind = SourceKind::Unlisted;
        }
    }
    // A portal or a platform that speaks is the company.
    if matches!(named.kind, SourceKind::Aggregator | SourceKind::Platform) {
        named.kind = SourceKind::Unlisted;
        named.canonical = None;
    }
    let mut mention = context.mention(&named, base, "");
    mention.level = match named.kind {
        SourceKind::PressConference if named.anaphor.is_none() => 1,
        _ => 2,
    };
    mention.cue = context.written(start, verb_end);
    mention.span = Span::new(base + named.phrase_start, verb_end);
    mention.content = after_punctuation(context, verb_end);
    mention.voice = Voice::IndirectSpeech;
    mention.rule = "subject-verb";
    mention.reach = match verb {
        Verb::Decision => Reach::Notice,
        Verb::Official | Verb::WeakOfficial => Reach::Official,
        _ if official_body => Reach::Official,
        _ => Reach::Speech,
    };
    if mention.kind == SourceKind::PressConference {
        mention.voice = Voice::Reported;
    }
    if verb == Verb::Decision {
        mention.voice = Voice::OfficialText;
        mention.rule = "official-act";
        mention.level = 1;
        mention.confidence = 0.6;
    }
    if behind == Behind::Pause
        && context.form(verb_end, context.end()).starts_with([':', '：'])
        && mention.reach == Reach::Speech
    {
        mention.reach = Reach::Official;
    }
    join(context, &mut mention, &named, base);
    let claimed = claimed(earlier);
    attach(context, &mut mention, behind, verb_end, base, claimed);
    // Nothing follows, and no quote precedes: 他说。
    if behind == Behind::End && !matches!(mention.reach, Reach::Exactly(_)) {
        return None;
    }
    if behind == Behind::Below {
        below(context, &mut mention)?;
    }
    Some(mention)
}

/// True for somebody or a body that can make a document.
fn strict_or_body(named: &Named) -> bool {
    named.anaphor.is_none()
        && matches!(
            named.kind,
            SourceKind::Government | SourceKind::Unlisted | SourceKind::Person
        )
}

/// Notices: to give one is a verb, and the notice is a noun.
const NOTICES: [&str; 4] = ["公告", "声明", "通告", "通报"];

/// Acts by which a notice comes out.
const ISSUES: [&str; 7] = ["发布", "发出", "发表", "公布", "贴出", "出具", "张贴"];

/// What is done with a notice of somebody else's, and what tells which notice it is.
static HOW_NOTICED: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "收到",
        "接到",
        "看到",
        "根据",
        "查阅",
        "查看",
        "阅读",
        "撤回",
        "删除",
        "转发",
        "这份",
        "该份",
        "这则",
        "该则",
        "上述",
        "此前的",
        "相关",
        "有关",
        "上市公司",
        "信息披露",
        "未见",
        "等候",
        "关注",
    ])
});

/// Bytes of what a notice tells of, where a comma or a colon follows: 通报了案件的最新情况，….
fn object(rest: &str) -> Option<usize> {
    const LONGEST: usize = 32;
    const TOLD: [&str; 12] = [
        "情况", "进展", "案情", "结果", "详情", "细节", "经过", "原因", "过程", "消息", "事项", "结论",
    ];
    let clause = first_clause(rest, LONGEST);
    let goes_on = rest.get(clause.len()..)?.starts_with(['，', ',', '：', ':']);
    let plain = !clause.contains(['“', '「', '、']);
    (goes_on && plain && TOLD.iter().any(|told| clause.ends_with(told))).then_some(clause.len())
}

/// Ties to a mention what stands in the paragraph below its colon.
fn below(context: &Context<'_>, mention: &mut Mention) -> Option<()> {
    let body = context.body;
    let next = body
        .paragraphs
        .get(context.index + 1)
        .filter(|next| next.article == context.paragraph.article)?;
    mention.reach = Reach::Exactly(next.span);
    mention.content = next.span.start as usize;
    let opens = body
        .slice(next.span.start as usize, next.span.end as usize)
        .starts_with(is_opening_mark);
    let quote = body
        .quote_from(next.span.start as usize)
        .filter(|(_, span)| opens && (span.start as usize) <= next.span.start as usize + 4);
    if let Some((index, span)) = quote {
        mention.quotes.push(index);
        mention.reach = Reach::Exactly(body.with_marks(span));
        mention.voice = Voice::DirectSpeech;
        mention.rule = "verb-quote";
    }
    Some(())
}

/// The mention of a verb without a subject right behind a quote: whoever said the quote goes on.
fn goes_on(
    context: &Context<'_>,
    (verb, start, end): (Verb, usize, usize),
    behind: Behind,
    base: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let body = context.body;
    let last = earlier
        .last()
        .filter(|last| last.level == 2 && last.rule != "hearsay")?;
    let (index, span) = body.quote_before(base)?;
    let gap = context.form(body.with_marks(span).end as usize, base);
    let own = last.quotes.contains(&index) && matches!(last.rule, "verb-quote" | "colon-quote");
    let plain = matches!(verb, Verb::Plain | Verb::Official | Verb::Weak);
    if !own
        || !plain
        || !gap.trim_matches(['，', ',', '；', ' ']).is_empty()
        || !matches!(behind, Behind::Quote { .. })
    {
        return None;
    }
    let mention = again(context, last, (start, end), behind, base, Some(index));
    (!mention.quotes.is_empty()).then_some(mention)
}

/// Another mention of the speaker of `last`, at the verb `start..end`.
fn again(
    context: &Context<'_>,
    last: &Mention,
    (start, end): (usize, usize),
    behind: Behind,
    base: usize,
    claimed: Option<usize>,
) -> Mention {
    let mut mention = last.clone();
    mention.cue = context.written(start, end);
    mention.span = Span::new(start, end);
    mention.content = after_punctuation(context, end);
    mention.quotes.clear();
    mention.reach = Reach::Speech;
    attach(context, &mut mention, behind, end, base, claimed);
    mention
}

/// The mention of a verb behind 但, 并 and the like in a sentence in which somebody has spoken before.
fn says_more(
    context: &Context<'_>,
    (verb, start, end): (Verb, usize, usize),
    behind: Behind,
    base: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let joins = ["但", "并", "还", "同时", "不过", "又", "也"];
    let clause = context.form(base, start).trim_start();
    let last = earlier
        .last()
        .filter(|last| last.rule == "subject-verb" && last.quotes.is_empty() && last.level == 2)?;
    let sentence = context
        .body
        .sentence_at(&context.paragraph, base.min(context.end().saturating_sub(1)));
    // A sentence that opens with the conjunction goes on from the one before it.
    let opens = base <= sentence.start as usize && sentence.start as usize > context.start();
    let from = if opens {
        context
            .body
            .sentence_at(&context.paragraph, sentence.start as usize - 1)
            .start
    } else {
        sentence.start
    };
    let goes_on = matches!(
        context.form(start, end),
        "披露" | "宣布" | "否认" | "承认" | "证实" | "确认" | "重申" | "呼吁" | "提到"
    );
    let fits = (matches!(verb, Verb::Plain | Verb::Official) || goes_on && clause.starts_with(['并', '但']))
        && behind != Behind::End
        && joins.iter().any(|word| clause.starts_with(word))
        && last.span.start >= from
        && last.content < base;
    if !fits {
        return None;
    }
    Some(again(context, last, (start, end), behind, base, None))
}

/// True for a firm or a house, or a name that the article has made known.
fn is_body(context: &Context<'_>, name: &str) -> bool {
    let house = [
        "公司",
        "集团",
        "银行",
        "医院",
        "大学",
        "学院",
        "学校",
        "协会",
        "基金会",
        "研究院",
        "研究所",
        "证券",
        "董事会",
        "专家团",
        "方",
        "组织",
    ];
    house.iter().any(|ending| name.ends_with(ending))
        || is_company(name)
        || context.known.names.iter().any(|known| known.name == name)
}

/// A notice that speaks: 通报称.
fn document(word: &str) -> Named {
    Named {
        kind: SourceKind::Document,
        anaphor: Some(Anaphor::Document),
        ..Named::plain(0, word.len())
    }
}

/// True for a verb that is denied or only possible: 拒绝透露, 没有表示, 无法证实.
fn denies(clause: &str) -> bool {
    let mut clause = clause;
    // 还没有正式宣布: an adverb stands between.
    while DENIALS.of(clause).is_none()
        && let Some(rest) = words().adverbs.cut(clause)
    {
        clause = rest;
    }
    DENIALS.of(clause).is_some()
}

/// True where the verb is none: 是否认罪 asks whether, 将宣布 tells what is to come (and 上将表示 of an officer), 经中介介绍 of
/// somebody who was introduced.
fn is_another_word(clause: &str, verb: &str) -> bool {
    const OFFICERS: [&str; 11] = [
        "上将", "中将", "少将", "准将", "大将", "小将", "名将", "老将", "主将", "女将", "干将",
    ];
    // 将当庭否认: adverbs stand between.
    let mut before_adverbs = clause;
    while let Some(rest) = words().adverbs.cut(before_adverbs) {
        before_adverbs = rest;
    }
    let asks = clause.ends_with('是') && verb == "否认";
    // 遭到广泛质疑: a noun.
    let met = before_adverbs.ends_with(['到', '发', '来', '起', '致', '受', '临', '应', '对'])
        && [
            "遭到", "受到", "引发", "引来", "引起", "招致", "饱受", "面临", "回应", "面对",
        ]
        .iter()
        .any(|act| before_adverbs.ends_with(act))
        && verb != "回应";
    let to_come = [clause, before_adverbs]
        .iter()
        .any(|clause| clause.ends_with('将') && !OFFICERS.iter().any(|officer| clause.ends_with(officer)));
    // 出处也很明确: of what kind it is.
    let described = verb == "明确"
        && (clause.ends_with(['很', '较', '更', '够', '最', '不', '为'])
            || ["非常", "十分", "并不", "足够"]
                .iter()
                .any(|degree| clause.ends_with(degree)));
    let introduced = verb == "介绍"
        && clause.rfind('经').is_some_and(|at| {
            let before = clause.get(..at).unwrap_or("");
            let behind = clause.get(at + '经'.len_utf8()..).unwrap_or("");
            !before.is_empty()
                && !before.ends_with(['已', '曾', '财'])
                && (2..=6).contains(&behind.chars().count())
                && !behind.starts_with(['理', '济', '营', '常', '过', '历', '纪', '贸', '办'])
        });
    // 某公司在披露其业务后: when something was, not what was said.
    let while_done = clause.ends_with('在')
        && !["正在", "还在", "现在", "仍在", "都在", "也在", "一直在"]
            .iter()
            .any(|going_on| clause.ends_with(going_on));
    asks || met || to_come || introduced || while_done || described
}

/// What denies a verb behind it or makes it only possible.
static DENIALS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "没有",
        "拒绝",
        "无法",
        "不能",
        "难以",
        "不便",
        "不愿",
        "尚未",
        "未能",
        "能够",
        "可以",
        "不敢",
        "不想",
        "不会",
        "没办法",
        "没法",
        "不方便",
        "无从",
    ])
});

/// What stands behind a verb that ends at `at`.
fn behind(context: &Context<'_>, at: usize) -> Behind {
    let rest = context.form(at, context.end());
    let mut characters = rest.chars();
    match characters.next() {
        None | Some('。' | '！' | '!' | '；' | ';' | '\n') => Behind::End,
        Some(mark) if is_opening_mark(mark) => Behind::Quote { colon: false },
        Some(mark @ (',' | '，' | ':' | '：' | ' ' | '\u{3000}')) => {
            let rest = rest.trim_start_matches([',', '，', ':', '：', ' ', '\u{3000}']);
            match rest.chars().next() {
                Some(next) if is_opening_mark(next) => Behind::Quote {
                    colon: matches!(mark, ':' | '：'),
                },
                None if matches!(mark, ':' | '：') => Behind::Below,
                None => Behind::End,
                Some(_) => Behind::Pause,
            }
        }
        Some('的' | '、' | '》' | '）' | ')' | '？' | '?' | '”' | '」' | '人' | '者' | '书' | '会') => {
            Behind::Other
        }
        Some('与' | '和' | '及') => Behind::Joined,
        Some(character) if is_han(character) || character.is_alphanumeric() || character == '《' => {
            Behind::Words
        }
        Some(_) => Behind::Other,
    }
}

/// Joins speakers over commas: 甲局局长某某，乙局局长某某表示. Both must have titles.
fn join(context: &Context<'_>, mention: &mut Mention, named: &Named, base: usize) {
    if named.kind != SourceKind::Person || named.anaphor.is_some() || named.start == named.phrase_start {
        return;
    }
    let mut at = base;
    for _ in 0..3 {
        let before = context.form(context.start(), at);
        let rest = before.trim_end_matches([',', '，']);
        if rest.len() == before.len() {
            return;
        }
        let clause = last_clause(rest);
        let start = context.start() + rest.len() - clause.len();
        let Some(other) = who(clause, context.outlets) else {
            return;
        };
        if other.kind != SourceKind::Person
            || other.anaphor.is_some()
            || other.start == other.phrase_start
            || other.end != clause.len()
        {
            return;
        }
        mention.source_name = format!(
            "{}、{}",
            context.written(start + other.start, start + other.end),
            mention.source_name
        );
        mention.span.start = Span::new(start + other.phrase_start, 0).start;
        at = start;
    }
}

/// Ties quotes to a mention: the one right behind the verb, the one right before the speaker, and for a verb at the end
/// of its sentence the last quote of the paragraph before it. Quotes up to `claimed` are the words of speakers before it.
pub(super) fn attach(
    context: &Context<'_>,
    mention: &mut Mention,
    behind: Behind,
    verb_end: usize,
    base: usize,
    claimed: Option<usize>,
) {
    let body = context.body;
    let mut spans: Vec<Span> = Vec::new();
    let before = context.form(context.start(), base);
    let trimmed_before = before.trim_end_matches([',', '，', ' ']);
    let adjacent = trimmed_before.ends_with(['”', '"', '」', '』', '＂']);
    let previous = body
        .quote_before(base)
        .filter(|&(index, span)| span.start as usize >= context.start() && Some(index) > claimed);
    let mut preceding = None;
    if let Some((index, span)) = previous {
        let gap = context.form(span.end as usize, base);
        let within = |most: usize| gap.len() <= 4 * most && gap.chars().count() <= most;
        let ended = ends_sentence(body, span);
        // “…案”受害者家属某某说: the quote is said of the noun behind it.
        let part = !ended && gap.chars().count() <= 1 && !partial::states(span.of(body.text));
        // “…”3月4日，某某表示: times and the like between both.
        let head = context.form(context.start(), body.with_marks(span).start as usize);
        let opening = (head.trim().is_empty() || head.ends_with(['）', ')', '】', '讯', '电']))
            && ended
            && within(40)
            && lead_in_only(gap);
        let near = adjacent && within(3) && !part || opening;
        // “…”。某某说到。: the stop stands behind the mark.
        let closed = long_enough(body, span) && gap.chars().nth(1) == Some('。');
        let far = behind == Behind::End && (ended || closed) && within(120) && !gap.contains('“');
        if (near && (behind != Behind::Words) && (long_enough(body, span) || ended)) || far {
            preceding = Some((index, span));
        }
    }
    if let Some((index, span)) = preceding {
        mention.quotes.push(index);
        spans.push(body.with_marks(span));
        // After the quote the claim's words begin with the name.
        mention.span.start = mention
            .span
            .start
            .max(Span::new(verb_end.min(name_start(context, mention, base)), 0).start);
    }
    let mut open_ended = behind == Behind::Pause;
    if let Behind::Quote { colon } = behind {
        if let Some((index, span)) = body
            .quote_from(verb_end)
            .filter(|(_, span)| (span.start as usize) <= verb_end + 12)
        {
            let after = context.form(span.end as usize, context.end());
            let next = after.chars().nth(1);
            let closes = next.is_none_or(|next| !is_han(next) && !next.is_alphanumeric());
            let ended = ends_sentence(body, span);
            let inside = span.of(body.text);
            // 提出“…”的口号, 表示，“…”是我们的宗旨: said of the noun behind it, or spoken of.
            let goes_on = next.is_some_and(is_han) && !partial::states(inside);
            let part = !ended && (matches!(next, Some('的' | '是' | '为')) || colon && goes_on);
            // 提出“…”: an act, unless the words state something.
            let act = mention.cue.ends_with("提出") && !colon && !ended && !partial::states(inside);
            if part || act {
                open_ended = true;
            } else if colon || long_enough(body, span) || ended || closes {
                mention.quotes.push(index);
                spans.push(body.with_marks(span));
                open_ended = !closes || matches!(next, Some('，' | ',' | '、')) && !ended;
            } else {
                open_ended = true;
            }
        } else {
            open_ended = true;
        }
    }
    let (Some(first), Some(last)) = (spans.first().copied(), spans.last().copied()) else {
        return;
    };
    mention.rule = if preceding.is_some() {
        "quote-verb"
    } else {
        "verb-quote"
    };
    mention.confidence = mention.confidence.max(0.9);
    mention.voice = Voice::DirectSpeech;
    let end = if open_ended {
        body.sentence_at(&context.paragraph, verb_end).end.max(last.end)
    } else {
        last.end
    };
    mention.reach = Reach::Exactly(Span {
        start: first.start,
        end,
    });
}

/// True when nothing but times and lead-ins stands between a quote and who said it.
fn lead_in_only(gap: &str) -> bool {
    let gap = gap.trim_start_matches(['”', '"', '」', '』', '，', ',', '。', ' ']);
    let gap = gap.trim_end_matches(['，', ',', ' ']);
    // A lead-in is one before something.
    !gap.is_empty() && lead_length(&format!("{gap}某")) == gap.len()
}

/// Where the name of a mention begins.
fn name_start(context: &Context<'_>, mention: &Mention, base: usize) -> usize {
    let written = context
        .body
        .text
        .get(base..mention.span.end as usize)
        .unwrap_or("");
    written
        .find(mention.source_name.as_str())
        .map_or(mention.span.start as usize, |at| base + at)
}

/// True when a quote ends with the mark of a sentence.
fn ends_sentence(body: &Body<'_>, span: Span) -> bool {
    span.of(body.text)
        .trim_end()
        .ends_with(['。', '！', '？', '…', '!', '?', '.', '，', ','])
}

/// True when a quote is long enough to be somebody's words.
fn long_enough(body: &Body<'_>, span: Span) -> bool {
    span.of(body.text).chars().count() >= 8
}

//! Verbs of speech: who says it, and what is said. In goes a place where a verb stands, out comes a mention with the
//! speaker (titles stripped), the quotes that are the speaker's own words, and where the content begins.
//!
//! The speaker stands before the verb, in the same clause; between both stand adverbials (对记者, 在会上, 随后). What is
//! said follows (`某某表示，…`), precedes (`“…”某某说。`), or both (`“…”某某说，“…”`).

use crate::document::{SourceKind, Span, Voice};

use super::context::{Context, after_punctuation, claimed};
use super::earlier_clauses::{self, before_occasion, shared_subject};
use super::firms::firm;
use super::goes_on::{goes_on, says_more};
use super::leads::lead_length;
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::no_speech::{self, denies, is_another_word};
use super::notices;
use super::outlets::ends_like_outlet;
use super::quoted::{attach, below, names_act};
use super::reading::{first_clause, is_han, is_opening_mark, is_quotation_mark, last_clause};
use super::shapes::is_company;
use super::subjects::{bare, pronoun_acting, spoken_clause, subject};
use super::words::{Verb, words};

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
    // 有评论认为: what spreads stands in the verb.
    let word = context.form(start, end);
    let spreads = ["评论", "分析", "猜测", "质疑", "推测"]
        .iter()
        .find(|noun| word.len() > noun.len() && word.starts_with(**noun));
    if let Some(noun) = spreads
        && context.form(context.start().max(taken), start).ends_with('有')
    {
        return mention(context, verb, start + noun.len(), end, taken, earlier);
    }
    let mut verb_end = told_end(context, verb, end)?;
    // 通报了案件的最新情况，…: what it tells of stands between.
    if behind(context, verb_end) == Behind::Words
        && ["通报", "介绍", "公布", "讲述", "反映", "介绍了", "回应"].contains(&context.form(start, end))
        && let Some(object) = notices::object(context.form(verb_end, context.end()))
    {
        verb_end += object;
    }
    // 某报刊文《题》称.
    if let Some(title) = notices::titled(context.form(start, end), context.form(verb_end, context.end())) {
        verb_end += title;
    }
    let mut behind = behind(context, verb_end);
    // “…”某某介绍当时的情况。: what was told of ends the sentence, and the words stand before it.
    if behind == Behind::Words
        && ["介绍", "讲述", "描述", "回忆", "谈到", "谈起", "说起"].contains(&context.form(start, end))
        && let Some(object) = notices::told_of(context.form(verb_end, context.end()))
        && let Some(before) = start.checked_sub(context.clause_before(start, taken).len())
        && context.form(context.start(), before).ends_with(['”', '」', '"'])
    {
        verb_end += object;
        behind = Behind::End;
    }
    let clausal = matches!(verb, Verb::Clause | Verb::Plain);
    let behind = match behind {
        // 表示会尽力配合: what somebody will do, behind a verb that takes a clause; 介绍会 is a noun.
        Behind::Other if clausal && no_speech::will(context.form(verb_end, context.end())) => Behind::Words,
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
    let notice = notices::is_notice(context.form(start, end));
    if notice && (follows_source(clause) || clause.trim().is_empty() || notices::is_another(clause)) {
        return None;
    }
    // 发布关于某事的公告，…: the notice is what was issued.
    let house = house || notice && notices::is_issued(clause);
    // 他选的就是他觉得好的: what he thinks is said of something.
    if ["觉得", "认为"].contains(&context.form(start, end))
        && ["就是他", "就是她", "都是他", "都是她", "正是他", "正是她"]
            .iter()
            .any(|is| clause.ends_with(is))
    {
        return None;
    }
    // 《某某法》第九条某机关认为…: the wording of a law.
    if no_speech::quotes_law(clause) || no_speech::is_condition(context.form(start, context.end())) {
        return None;
    }
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
                // 表示自己曾询问过: what he tells of.
                let tells = verb == Verb::Weak && behind == Behind::Words;
                if follows && !tells && !matches!(verb, Verb::Clause | Verb::Written) {
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
        // 咆哮质问：“…”.
        let shares = matches!(verb, Verb::Plain | Verb::Official)
            || behind == (Behind::Quote { colon: true })
            || states
            || reports
            || earlier_clauses::appeals(context, context.form(start, end), base);
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
    let shown = (verb == Verb::Written && !follows_source(clause))
        .then(|| who(clause, context.outlets))
        .flatten()
        .filter(|named| named.kind == SourceKind::Document);
    let (named, base) = match shown.or_else(|| subject(context, clause)) {
        _ if reports && bare(clause) => (notices::document(context.form(start, end)), start),
        Some(named) => (named, base),
        None => before_occasion(context, clause, start, earlier)
            .or_else(|| shared_subject(context, clause, base, taken))
            .or_else(|| {
                let told = ["说", "问", "称", "表示", "回答", "解释", "补充", "感叹", "感慨"]
                    .contains(&context.form(start, end));
                (told && behind != Behind::Words)
                    .then(|| pronoun_acting(context, clause))
                    .flatten()
                    .map(|named| (named, base))
            })?,
    };
    let word = context.form(start, end);
    let own_clause = base + clause.len() == start;
    let between = clause.get(named.end..).filter(|_| own_clause).unwrap_or("");
    let described = matches!(named.kind, SourceKind::Anonymous | SourceKind::Unlisted);
    // 提出了三个方面的具体建议：: the noun tells what follows.
    let tells = context.form(verb_end, context.end()).starts_with([':', '：']);
    let next = || context.form(after_punctuation(context, verb_end), context.end());
    let done = behind == Behind::Pause && no_speech::is_done(between, word, next());
    if !tells && (done || no_speech::is_a_noun(between, word))
        || described && no_speech::names_no_speaker(context.form(base + named.start, base + named.end))
    {
        return None;
    }
    let appeals = bare(clause) && earlier_clauses::appeals(context, word, start - clause.len());
    if !appeals && !can_speak(context, (verb, word), behind, clause, &named, base) {
        return None;
    }
    let official = is_official(&named);
    // 四次提出“管辖权异议”: an act, and what it is called.
    if word == "提出" && names_act(context, behind, verb_end) {
        return None;
    }
    let mut named = notices::whose(context, verb, named, base)?;
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
        _ if official => Reach::Official,
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

/// Where the words of a verb that ends at `end` end: behind 了, 道, 称 and the like, and behind whom somebody tells (告诉记者). `None` when
/// the verb tells when something was.
fn told_end(context: &Context<'_>, verb: Verb, end: usize) -> Option<usize> {
    let mut verb_end = end;
    // 说过一句很中肯的话，…: what the words are called belongs to the verb.
    if ["过一句", "了一句", "过一段", "了一段", "了句", "过这样", "过这么"]
        .iter()
        .any(|verb| context.form(context.start(), end).ends_with(verb))
    {
        verb_end += notices::saying(context.form(end, context.end()))?;
    }
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
    // 他说什么都没用: whatever it is.
    if rest.starts_with("什么") {
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
        // 告诉渔政官员他想要…: what was said begins with whoever says it.
        let told = listener.find(['他', '她']).filter(|&at| {
            listener
                .get(..at)
                .is_some_and(|whom| words().people.of(whom).is_some())
        });
        if let Some(at) = told {
            verb_end += at;
        } else if listener.chars().count() >= 16 {
            let at = listener.find("记者")?;
            verb_end += at + "记者".len();
        } else {
            verb_end += listener.len();
        }
    }
    Some(verb_end)
}

/// True when `named` (found in a phrase that begins at `base`) can be who speaks with a verb before which `clause` stands and behind
/// which `behind`.
fn can_speak(
    context: &Context<'_>,
    (verb, word): (Verb, &str),
    behind: Behind,
    clause: &str,
    named: &Named,
    base: usize,
) -> bool {
    let strict = named.anaphor.is_some()
        || matches!(named.kind, SourceKind::Person | SourceKind::Anonymous)
        || named.canonical.is_some();
    // 致歉信全文如下, 通报内容如下: only a document has a text.
    const NOTICES: [&str; 12] = [
        "通报", "声明", "公告", "通告", "通知", "说明", "回应", "信", "文章", "微博", "答复", "回复",
    ];
    if word == "内容如下" {
        let bare = words()
            .adverbs
            .cut(clause.trim_end())
            .unwrap_or(clause)
            .trim_end();
        return NOTICES.iter().any(|notice| bare.ends_with(notice));
    }
    if word.ends_with("文如下") {
        return named.kind == SourceKind::Document || named.canonical.is_some();
    }
    let official_body = is_official(named);
    match (verb, behind) {
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
            // 媒体报道显示.
            let media = named.kind == SourceKind::Anonymous && clause.ends_with("报道");
            // 他还表明，…: who makes something clear in words.
            let person = word == "表明"
                && behind == Behind::Pause
                && named.kind == SourceKind::Person
                && bare(clause.get(named.end.min(clause.len())..).unwrap_or(""));
            made && strict_or_body(named)
                || media
                || person
                || named.canonical.is_some()
                || matches!(
                    named.kind,
                    SourceKind::Document | SourceKind::Website | SourceKind::Platform
                )
        }
        // 某网评论，…: a house comments; of anybody else it is a noun, or only what he did.
        (Verb::Weak, behind)
            if ["评论", "刊文", "发表评论", "刊发评论"].contains(&word)
                && !matches!(behind, Behind::Quote { .. }) =>
        {
            // 曾刊发过评论: a noun.
            if clause.ends_with(['过', '了', '的', '篇']) {
                return false;
            }
            let name = context.form(base + named.start, base + named.end);
            let paper =
                named.kind == SourceKind::Document && ends_like_outlet(name.trim_matches(['《', '》']));
            let house = matches!(
                named.kind,
                SourceKind::Outlet | SourceKind::Agency | SourceKind::Website | SourceKind::Platform
            );
            (house || paper) && matches!(behind, Behind::Pause | Behind::Below)
        }
        // 部分学者担心，…: what somebody thinks; 颇有担心，不少学生…, 他们没有完全相信，… tell nothing.
        (Verb::Weak, _) if matches!(word, "坚信" | "相信" | "担心" | "担忧") => {
            behind == Behind::Pause && bare(clause.get(named.end.min(clause.len())..).unwrap_or(""))
        }
        (_, Behind::Below) => true,
        (Verb::Weak | Verb::WeakOfficial, Behind::Words) => verb == Verb::WeakOfficial && official_body,
        (Verb::Told, Behind::Words) => named.kind == SourceKind::Person,
        // 群众估计有些懵圈: an adverb of the author's.
        (Verb::Clause, Behind::Words)
            if word == "估计"
                && context
                    .form(base + clause.len() + word.len(), context.end())
                    .starts_with([
                        '有', '也', '都', '会', '是', '要', '不', '很', '没', '怎', '连', '还', '就',
                    ]) =>
        {
            false
        }
        // 管理办法预计出台: a thing expects nothing.
        (Verb::Clause, Behind::Words) => {
            strict || official_body || is_body(context, context.form(base + named.start, base + named.end))
        }
        // 调查结果公布，…: what comes out says nothing yet.
        (Verb::Weak, _) if word == "公布" && named.kind == SourceKind::Document => false,
        // 某某集团曝出丑闻: what comes out of it, not what it says.
        (Verb::Clause, _) if matches!(word, "曝出" | "爆出" | "爆料") => {
            matches!(named.kind, SourceKind::Person | SourceKind::Anonymous) || named.canonical.is_some()
        }
        // 《某某协定》又称某某安排: another name of it.
        (Verb::Plain, Behind::Words)
            if word == "称" && clause.ends_with(['又', '亦']) && named.kind == SourceKind::Document =>
        {
            false
        }
        // 某报记者询问, 某报记者梳理发现: the house's own work.
        _ if (word.ends_with('问') || word.ends_with("发现"))
            && (clause.contains("记者") || clause.trim_start().starts_with('@')) =>
        {
            false
        }
        (Verb::Clause, Behind::Quote { .. } | Behind::Pause) => true,
        (Verb::Clause, _) => false,
        (_, Behind::Words) => {
            let name = context.form(base + named.start, base + named.end);
            strict || official_body || firm(name).is_some() || !word.ends_with('说')
        }
        _ => true,
    }
}

/// True for public bodies, meetings and documents, whose words go on as a notice does.
fn is_official(named: &Named) -> bool {
    matches!(
        named.kind,
        SourceKind::Government | SourceKind::Meeting | SourceKind::Document | SourceKind::PressConference
    )
}

/// True for a clause that names a source instead of an act: 据其发布的公告.
fn follows_source(clause: &str) -> bool {
    clause
        .get(lead_length(clause)..)
        .is_some_and(|rest| rest.starts_with(['据', '根', '按']))
}

/// True for somebody or a body that can make a document.
fn strict_or_body(named: &Named) -> bool {
    named.anaphor.is_none()
        && matches!(
            named.kind,
            SourceKind::Government | SourceKind::Unlisted | SourceKind::Person
        )
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
        "院",
        "馆",
        "厂",
        "店",
        "署",
        "委",
    ];
    // FBI, CNBC: the short name of a body.
    let acronym = (2..=6).contains(&name.len()) && name.bytes().all(|letter| letter.is_ascii_uppercase());
    acronym
        || house.iter().any(|ending| name.ends_with(ending))
        || is_company(name)
        || firm(name).is_some()
        || context.known.names.iter().any(|known| known.name == name)
}

/// What stands behind a verb that ends at `at`.
fn behind(context: &Context<'_>, at: usize) -> Behind {
    let rest = context.form(at, context.end());
    // 某某在文中表示——…: as a colon.
    if let Some(said) = rest.strip_prefix("——") {
        return match said.chars().next() {
            Some(mark) if is_opening_mark(mark) => Behind::Quote { colon: true },
            Some(next) if is_han(next) || next.is_alphanumeric() => Behind::Pause,
            _ => Behind::Other,
        };
    }
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
        // 在局长通道上，局长某某: where he spoke.
        if clause
            .get(lead_length(clause)..)
            .is_some_and(|rest| rest.starts_with(['在', '从', '对', '向']))
        {
            return;
        }
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

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
use super::learned;
use super::mention::{Mention, Reach};
use super::names::{Named, is_personal_name, lead_length, who};
use super::reading::{first_clause, is_boundary, is_han, is_opening_mark, is_quotation_mark, last_clause};
use super::words::{Anaphor, Verb, words};

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A quotation mark, after `：` or not.
    Quote { colon: bool },
    /// A comma or colon and words.
    Pause,
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
    if verb == Verb::Listener {
        // 告诉记者，: the listener belongs to the cue.
        let listener = first_clause(context.form(verb_end, context.end()), 16);
        let short = listener.find(is_quotation_mark).unwrap_or(listener.len());
        let listener = listener.get(..short)?;
        if listener.chars().count() >= 16 {
            let at = listener.find("记者")?;
            verb_end += at + "记者".len();
        } else {
            verb_end += listener.len();
        }
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
    if !house && clause.ends_with(['被', '所', '的', '可', '再', '来', '听', '应', '未', '没', '不'])
        || denies(clause)
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
        // 某队拉起绳子，提醒游人不要越过: an act among acts. 某县通报了结果，认定…: what is stated.
        let states = ["认定", "宣布", "否认", "承认", "证实", "确认"].contains(&context.form(start, end));
        let shares = matches!(verb, Verb::Plain | Verb::Official) || states || reports;
        if !shares || behind == Behind::End {
            return None;
        }
    }
    // 对公众质疑展开…: what is spoken of, not who speaks.
    if verb == Verb::Clause && clause.trim_start().starts_with(['对', '就', '针']) {
        return None;
    }
    let (named, base) = match subject(context, clause) {
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
            named.canonical.is_some()
                || matches!(
                    named.kind,
                    SourceKind::Document | SourceKind::Website | SourceKind::Platform
                )
        }
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
    if named.kind == SourceKind::Document && named.anaphor.is_none() {
        let phrase = context.form(base + named.start, base + named.end);
        let cut = ["发布", "发公告", "发声明", "发表", "发出", "公布", "出具", "刊登"]
            .iter()
            .filter_map(|act| phrase.find(act))
            .min();
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
        } else if verb != Verb::Written
            && let Some(owner) = ["公告", "通报", "声明", "通告"]
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
    Some(mention)
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
    DENIALS.of(clause).is_some()
}

/// What denies a verb behind it or makes it only possible.
static DENIALS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "没有", "拒绝", "无法", "不能", "难以", "不便", "不愿", "尚未", "未能", "能够", "可以", "不敢",
        "不想", "不会",
    ])
});

/// Characters of the longest name between marks.
const MARKED_NAME: usize = 14;

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
fn bare(clause: &str) -> bool {
    let mut rest = clause.trim();
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
    let about = rest.starts_with(['对', '针', '面', '关', '如', '假', '一', '若', '倘', '除'])
        && [
            "对", "针对", "面对", "关于", "如果", "假如", "假设", "一旦", "若", "倘若", "除非",
        ]
        .iter()
        .any(|about| rest.starts_with(about));
    if about {
        return None;
    }
    let mut ends: Vec<usize> = words()
        .markers
        .find_iter(clause.get(lead..)?)
        .filter(|found| found.word < words().first_hiding_marker)
        // 王明向说, 赵大川同时表示: right before the verb 向 has no listener behind it, 时 no time before it.
        .filter(|found| lead + found.end < clause.len() || !clause.ends_with(['向', '时', '年']))
        .map(|found| lead + found.start)
        .filter(|&at| at > lead && !begins_a_name(clause, at) && !ends_a_name(clause, lead, at))
        .collect();
    // Dates inside the clause begin with their digits.
    if let Some(at) = clause
        .get(lead..)?
        .find(|character: char| character.is_ascii_digit())
        .filter(|&at| at > 0)
    {
        ends.push(lead + at);
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
}

/// Who a head of a clause names: as it stands, or without what hangs on it.
fn named_by(context: &Context<'_>, clause: &str, head: &str) -> Option<Named> {
    if let Some(shorter) = without_adverb(context, head) {
        return Some(shorter);
    }
    if let Some(named) = who(head, context.outlets) {
        return Some(named);
    }
    // 经警方确认.
    if let Some(named) = head
        .strip_prefix('经')
        .and_then(|rest| who(rest, context.outlets))
    {
        return Some(named.moved("经".len()));
    }
    if let Some(named) = before_manner(context, head) {
        return Some(named);
    }
    // 某公司（000001.SZ）, 某某（Bill Gray）: what stands in parentheses is said of the name.
    if head.ends_with(['）', ')']) {
        let open = head.rfind(['（', '('])?;
        let bare = head.get(..open)?.trim_end();
        let named = who(bare, context.outlets);
        return named.or_else(|| known_subject(context, clause).filter(|named| named.end <= head.len()));
    }
    // 某某规划中, 某社最新消息.
    if let Some(document) = head.strip_suffix(['中', '里', '内']) {
        return who(document, context.outlets).filter(|named| named.kind == SourceKind::Document);
    }
    let carrier = head
        .strip_suffix("消息")
        .or_else(|| head.strip_suffix("报道"))
        .map(|name| name.trim_end_matches("最新"))?;
    if let Some(from) = carrier
        .strip_prefix("来自")
        .and_then(|from| from.strip_suffix('的'))
    {
        let start = "来自".len();
        return Some(who(from, context.outlets).map_or_else(
            || Named::plain(start, start + from.len()),
            |named| named.moved(start),
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
        '已', '就',
    ];
    let shorter = head.strip_suffix(ENDS).filter(|name| name.chars().count() >= 2)?;
    let named = who(shorter, context.outlets)?;
    let name = shorter.get(named.start..named.end)?;
    let titled = named.kind == SourceKind::Person && named.start > named.phrase_start;
    // 谢文连: the last character may belong to the given name; the article tells.
    let whole = head.get(named.start..)?;
    let repeated = || {
        let text = context.form(0, context.body.text.len());
        text.matches(name).take(3).count() > text.matches(whole).take(3).count()
    };
    (!titled || name.chars().count() >= 3 || repeated())
        .then_some(named)
        .filter(|_| repeated())
}

/// A name that the article has made known, at the head of a clause that names nobody otherwise.
fn known_subject(context: &Context<'_>, clause: &str) -> Option<Named> {
    let (start, known) = learned::subject(&context.known.names, clause)?;
    Some(Named {
        phrase_start: start,
        start,
        end: start + known.name.len(),
        canonical: None,
        kind: known.kind,
        anaphor: None,
        joint: Vec::new(),
    })
}

/// Who stands before an adverb of manner: 局长坚定地, 他笑着. The adverb has one to four characters before its ending.
fn before_manner(context: &Context<'_>, head: &str) -> Option<Named> {
    let stem = head.strip_suffix('地').or_else(|| head.strip_suffix('着'))?;
    let mut cuts = stem.char_indices().rev().map(|(at, _)| at);
    let cuts: Vec<usize> = cuts.by_ref().take(4).collect();
    cuts.into_iter()
        .filter_map(|at| stem.get(..at))
        .map(str::trim_end)
        .filter(|name| !name.is_empty())
        .find_map(|name| who(name, context.outlets))
}

/// True when the marker at byte `at` is the last character of a name, and behind it stand adverbs alone: 张新年解释.
fn ends_a_name(clause: &str, lead: usize, at: usize) -> bool {
    let rest = clause.get(at..).unwrap_or("");
    let Some(marker) = rest
        .chars()
        .next()
        .filter(|marker| matches!(marker, '年' | '时' | '日' | '月' | '向'))
    else {
        return false;
    };
    let end = at + marker.len_utf8();
    let name = clause.get(lead..end).unwrap_or("");
    let behind = clause.get(end..).unwrap_or("");
    name.chars().count() == 3 && !behind.is_empty() && bare(behind) && is_personal_name(name, true)
}

/// True when the marker at byte `at` is a surname: 负责人于建国, 发言人曾小康, and behind it stands nothing but the name.
fn begins_a_name(clause: &str, at: usize) -> bool {
    let (head, mut name) = clause.split_at_checked(at).unwrap_or((clause, ""));
    if !name.starts_with(['于', '曾']) || words().people.of(head).is_none() {
        return false;
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
fn before_occasion(
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
fn shared_subject(context: &Context<'_>, clause: &str, base: usize, taken: usize) -> Option<(Named, usize)> {
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
        at = from + rest.len() - previous.len();
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
        if let Some(named) = subject(context, previous).filter(speaks) {
            return Some((named, at));
        }
    }
    None
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
        let near = adjacent && within(3);
        let ended = ends_sentence(body, span);
        let far = behind == Behind::End && ended && within(120) && !gap.contains('“');
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
            if colon || long_enough(body, span) || ends_sentence(body, span) || closes {
                mention.quotes.push(index);
                spans.push(body.with_marks(span));
                open_ended = !closes || matches!(next, Some('，' | ',' | '、')) && !ends_sentence(body, span);
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

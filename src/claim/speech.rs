//! Verbs of speech: who says it, and what is said. In goes a place where a verb stands, out comes a mention with the
//! speaker (titles stripped), the quotes that are the speaker's own words, and where the content begins.
//!
//! The speaker stands before the verb, in the same clause; between both stand adverbials (对记者, 在会上, 随后). What is
//! said follows (`某某表示，…`), precedes (`“…”某某说。`), or both (`“…”某某说，“…”`).

use crate::document::{SourceKind, Span, Voice};

use super::body::Body;
use super::cues::{Context, after_punctuation, claimed};
use super::mention::{Mention, Reach};
use super::names::{Named, is_personal_name, lead_length, who};
use super::reading::{first_clause, is_han, is_opening_mark, is_quotation_mark, last_clause};
use super::words::{Verb, words};

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// A quotation mark, after `：` or not.
    Quote { colon: bool },
    /// A comma or colon and words.
    Pause,
    /// The end of the sentence.
    End,
    /// Words.
    Words,
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
    if behind == Behind::Other {
        return None;
    }
    let before = context.form(context.start().max(taken), start);
    let clause = last_clause(before);
    let base = start - clause.len();
    if clause.ends_with(['被', '所', '的', '可', '再', '来', '听', '应']) {
        return None;
    }
    // 提出明确要求，强调…: a second verb with the same subject goes on with the first.
    if bare(clause) {
        let last = earlier
            .last_mut()
            .filter(|last| last.level == 2 && last.rule != "according-to")?;
        let adjacent = last.content >= base.saturating_sub(3) && last.content <= start;
        if adjacent && matches!(behind, Behind::Pause | Behind::Words | Behind::Quote { .. }) {
            last.cue = format!("{},{}", last.cue, context.written(start, verb_end));
            last.span.end = Span::new(0, verb_end).end;
            last.content = after_punctuation(context, verb_end);
            attach(context, last, behind, verb_end, base, None);
        }
        return None;
    }
    let named = subject(context, clause);
    let (named, base) = match named {
        Some(named) => (named, base),
        None => before_comma(context, clause, base, taken)?,
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
        (Verb::Weak | Verb::WeakOfficial, Behind::Words) => verb == Verb::WeakOfficial && official_body,
        (Verb::Told, Behind::Words) => named.kind == SourceKind::Person,
        (_, Behind::Words) => strict || official_body,
        _ => true,
    };
    if !fits {
        return None;
    }
    let mut named = named;
    // 某公司发布公告称: the company speaks, not the notice.
    if named.kind == SourceKind::Document && named.anaphor.is_none() {
        let phrase = context.form(base + named.start, base + named.end);
        let cut = ["发布", "发表", "发出", "公布", "出具", "刊登"]
            .iter()
            .filter_map(|act| phrase.find(act))
            .min();
        if let Some(cut) = cut {
            let head = phrase.get(..cut)?.trim_end();
            if !(2..=14).contains(&head.chars().count()) {
                return None;
            }
            named.end = named.start + head.len();
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
        Some(
            '的' | '、' | '》' | '）' | ')' | '？' | '?' | '”' | '」' | '与' | '和' | '及' | '人' | '者'
            | '书' | '会',
        ) => Behind::Other,
        Some(character) if is_han(character) || character.is_alphanumeric() || character == '《' => {
            Behind::Words
        }
        Some(_) => Behind::Other,
    }
}

/// The subject in the clause before a verb: the shortest head of the clause, ended by an adverbial, that names somebody.
fn subject(context: &Context<'_>, clause: &str) -> Option<Named> {
    let lead = lead_length(clause);
    let mut ends: Vec<usize> = words()
        .markers
        .find_iter(clause.get(lead..)?)
        .filter(|found| found.word < words().first_hiding_marker)
        // 王明向说, 赵大川同时表示: right before the verb 向 has no listener behind it, 时 no time before it.
        .filter(|found| lead + found.end < clause.len() || !clause.ends_with(['向', '时', '年']))
        .map(|found| lead + found.start)
        .filter(|&at| at > lead && !begins_a_name(clause, at))
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
                && let Some(named) = who(head, context.outlets)
            {
                return Some(named);
            }
            let Some(rest) = words().adverbs.cut(head) else {
                break;
            };
            head = rest.trim_end();
        }
    }
    None
}

/// True when the marker at byte `at` is a surname: 负责人于建国, 发言人曾小康, and behind it stands nothing but the name.
fn begins_a_name(clause: &str, at: usize) -> bool {
    let (head, mut name) = clause.split_at_checked(at).unwrap_or((clause, ""));
    if !name.starts_with(['于', '曾']) || words().generic_titles.of(head).is_none() {
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

/// The subject before the comma: `某某，在接受采访时表示`. Only a person whose phrase fills the clause before.
fn before_comma(context: &Context<'_>, clause: &str, base: usize, taken: usize) -> Option<(Named, usize)> {
    let adverbial = [
        "在", "对", "就", "接受", "面对", "谈及", "谈到", "针对", "通过", "向",
    ]
    .iter()
    .any(|word| clause.trim_start().starts_with(word));
    if !adverbial {
        return None;
    }
    let before = context.form(context.start().max(taken), base);
    let rest = before.trim_end_matches([',', '，']);
    if rest.len() == before.len() {
        return None;
    }
    let previous = last_clause(rest);
    let at = context.start().max(taken) + rest.len() - previous.len();
    let named = who(previous, context.outlets)?;
    (named.kind == SourceKind::Person).then_some((named, at))
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
fn attach(
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

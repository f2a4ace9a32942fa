//! A few words of somebody who judges, and the wording of a law: 某某指责他“…”, 《某某法》规定，“…”. In goes the place of the verb,
//! out comes a mention with its quote.
//!
//! Verbs of judgement take whom they judge as their object, so the quote stands at the end of the clause without a comma.
//! A law or a paper is quoted by its name, with 根据 before it or not.

use std::sync::LazyLock;

use crate::document::{SourceKind, Span};

use super::body::Body;
use super::context::Context;
use super::edges::Edges;
use super::leads::lead_length;
use super::mention::{Mention, Reach};
use super::names::Named;
use super::partial;
use super::reading::{is_boundary, is_opening_mark};
use super::subjects::{spoken_clause, subject};

/// Characters of whom or what is judged.
const OBJECT: usize = 24;

/// Papers that rule.
static PAPERS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "法", "条例", "规定", "办法", "合同", "协议", "章程", "标准", "细则", "规范", "宪法", "规则", "公约",
        "解释",
    ])
});

/// 某某指责他“…”, 某某将此形容为“…”.
pub(super) fn judged(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let open = rest.find(is_opening_mark)?;
    let object = rest.get(..open)?;
    if object.chars().count() > OBJECT || object.contains(is_boundary) || object.starts_with('的') {
        return None;
    }
    let (index, marks, inside) = quote_at(context.body, end + open)?;
    let behind = context.form(marks.end as usize, context.end());
    let said = partial::states(inside) || object.ends_with(['为', '是', '作']) && inside.chars().count() >= 5;
    if !said || !behind.starts_with(is_boundary) && !behind.is_empty() {
        return None;
    }
    let clause = spoken_clause(context, context.form(context.start().max(taken), start));
    let base = start - clause.len();
    if clause.ends_with(['被', '的', '受', '遭', '所', '不', '没']) {
        return None;
    }
    // 他将此事形容为: what is judged stands before the verb.
    let cut = clause
        .find(['将', '把', '用'])
        .filter(|&at| at > 0)
        .unwrap_or(clause.len());
    let named = subject(context, clause.get(..cut)?)?;
    let speaks = matches!(
        named.kind,
        SourceKind::Person | SourceKind::Anonymous | SourceKind::Government | SourceKind::Document
    ) || named.canonical.is_some();
    if !speaks {
        return None;
    }
    Some(context.quoting(&named, base, "judged", (start, end), (index, marks)))
}

/// True when the words behind 指责 are a clause of some length, and not whom or what somebody blames alone.
pub(super) fn tells(context: &Context<'_>, end: usize) -> bool {
    const LEAST: usize = 8;
    let clause = super::reading::first_clause(context.form(end, context.end()), 48);
    let object = ["其", "他", "她", "对方", "他们", "她们"]
        .iter()
        .find_map(|whom| clause.strip_prefix(whom));
    object.map_or_else(
        || clause.chars().count() >= LEAST,
        |rest| rest.chars().count() >= 4,
    ) && !clause.ends_with(['的', '声'])
}

/// 《某某法》第十条规定，“…”, 按照某某法的定义，“…”.
pub(super) fn ruled(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let open = rest.len() - rest.trim_start_matches(['，', ',', '：', ':', '了']).len();
    let first = rest.get(open..)?.chars().next()?;
    let quoted = is_opening_mark(first);
    // 《某某法》第十条规定，…: a pause before the wording, which stands without marks.
    if !quoted && (open == 0 || rest.starts_with('了')) {
        return None;
    }
    let quote = if quoted {
        let quote = quote_at(context.body, end + open)?;
        if quote.2.chars().count() < 8 {
            return None;
        }
        Some(quote)
    } else {
        None
    };
    let clause = context.clause_before(start, taken);
    let base = start - clause.len();
    let lead = ["不过", "而", "但", "同时"]
        .iter()
        .find_map(|word| clause.strip_prefix(word))
        .unwrap_or(clause);
    let lead = ["按照", "根据", "依照", "依据", "按", "依"]
        .iter()
        .find_map(|word| lead.strip_prefix(word))
        .unwrap_or(lead);
    let from = clause.len() - lead.len();
    // 第十条第二款明确.
    let paper = lead
        .split('第')
        .next()?
        .trim_end_matches(['的', '中', '里', '明', '确']);
    // 第四十条则规定：“…”: an article of the law that was cited last.
    if let Some(quote) = quote
        && let Some(number) = article_of_law(lead).filter(|_| paper.is_empty())
    {
        let law = last_law(context, base)?;
        let mut mention = context.quoting(
            &Named {
                kind: SourceKind::Document,
                ..Named::plain(from, from + number)
            },
            base,
            "judged",
            (start, end),
            (quote.0, quote.1),
        );
        mention.source = Some(law);
        return Some(mention);
    }
    let titled = paper.starts_with('《') && paper.ends_with('》');
    // 今年实施的《某某法》: what is said of it stands before the title.
    let title = paper.rfind('《').filter(|_| paper.ends_with('》'));
    if quote.is_none() {
        // 根据《某某法》规定，应当…: a basis of what is done.
        if ["按照", "根据", "依照", "依据", "按", "依", "据"]
            .iter()
            .any(|basis| clause.contains(basis))
        {
            return None;
        }
        let at = title?;
        let of_law = paper
            .trim_end_matches('》')
            .ends_with(['法', '例', '则', '定', '程', '约', '准', '释']);
        let named = Named {
            kind: SourceKind::Document,
            ..Named::plain(from + at, from + paper.len())
        };
        if !of_law || paper.chars().count() > 40 || !is_said(paper.get(..at)?, lead.get(paper.len()..)?) {
            return None;
        }
        let mut mention = context.mention(&named, base, "judged");
        mention.level = 2;
        mention.cue = context.written(start, end);
        mention.span = Span::new(base + from + at, end);
        mention.content = end + open;
        mention.reach = Reach::Speech;
        return Some(mention);
    }
    let (index, marks, _) = quote?;
    let named =
        titled || PAPERS.of(paper).is_some() && paper.chars().count() >= 3 && !paper.contains(['，', '的']);
    if !named || paper.chars().count() > 30 {
        return None;
    }
    let named = Named {
        kind: SourceKind::Document,
        ..Named::plain(from, from + paper.len())
    };
    Some(context.quoting(&named, base, "judged", (start, end), (index, marks)))
}

/// Bytes of the number of an article of a law that the words before a verb open with: 第四十条, 第7条第二款 in 第7条第二款则.
fn article_of_law(words: &str) -> Option<usize> {
    const LONGEST: usize = 16;
    let mut rest = words.strip_prefix('第')?;
    if words.chars().count() > LONGEST {
        return None;
    }
    let mut end = None;
    for part in ["条", "款", "项"] {
        let behind = rest.trim_start_matches(|next: char| {
            next.is_ascii_digit() || "零〇一二三四五六七八九十百千两".contains(next)
        });
        let Some(next) = behind.strip_prefix(part).filter(|_| behind.len() < rest.len()) else {
            break;
        };
        end = Some(words.len() - next.len());
        rest = next.strip_prefix('第').unwrap_or(next);
    }
    // 第三条线路规定: a line, and no article.
    let end = end?;
    let behind = words.get(end..)?;
    [
        "",
        "则",
        "还",
        "也",
        "又",
        "亦",
        "中",
        "明确",
        "也明确",
        "还明确",
        "则明确",
        "就",
    ]
    .contains(&behind)
    .then_some(end)
}

/// The name of the last law whose title stands before byte `at` in the article: 《某某法》, without its marks.
fn last_law(context: &Context<'_>, at: usize) -> Option<String> {
    /// Bytes that are looked at: a page tells of one law for some paragraphs.
    const NEAR: usize = 6_000;
    let first = *context.body.of_article(context.paragraph.article).first()?;
    let first = context.body.paragraphs.get(first)?.span.start as usize;
    let mut from = first.max(at.saturating_sub(NEAR)).min(at);
    while !context.body.form.is_char_boundary(from) {
        from += 1;
    }
    let before = context.form(from, at);
    let close = before
        .match_indices('》')
        .map(|(close, _)| close)
        .rfind(|&close| {
            before
                .get(..close)
                .is_some_and(|title| PAPERS.of(title).is_some())
        })?;
    let open = before.get(..close)?.rfind('《')? + '《'.len_utf8();
    Some(context.written(from + open, from + close))
}

/// True when a law speaks that `before` stands before and `behind` between it and 规定: nothing but what is said of it before, no noun
/// (违反了《某某法》的规定, 《某某法》之规定) behind.
fn is_said(before: &str, behind: &str) -> bool {
    const ACTED_ON: [&str; 8] = ["违反", "触犯", "适用", "执行", "违背", "修改", "删除", "符合"];
    let lead = lead_length(&format!("{before}某"));
    let rest = before.get(lead.min(before.len())..).unwrap_or("");
    let described = rest.is_empty()
        || rest.ends_with('的')
        || matches!(
            rest,
            "我国" | "现行" | "新" | "中国" | "国务院" | "司法部" | "公安部" | "民政部"
        );
    described
        && !ACTED_ON.iter().any(|verb| before.contains(verb))
        && !behind.ends_with(['之', '的', '关', '等', '式', '些', '项'])
}

/// The quote whose opening mark stands at byte `at`: index, span with its marks, text.
fn quote_at<'a>(body: &'a Body<'_>, at: usize) -> Option<(usize, Span, &'a str)> {
    let (index, span) = body.quote_from(at)?;
    let marks = body.with_marks(span);
    (marks.start as usize == at).then(|| (index, marks, body.slice(span.start as usize, span.end as usize)))
}

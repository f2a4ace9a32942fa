//! A first guess of what a quote is, from what can be seen without knowing who speaks: its length, its marks, its
//! neighbours. The claim stage corrects it where a speaker is found.
//!
//! Scores: +3 an end mark inside the quotation marks; +3 a colon in front; +2 a pronoun of the first or second person;
//! +2 a clause of twelve Chinese characters or more; +1 at the start of a paragraph; −3 eight characters or fewer
//! without punctuation; −3 a word behind it or before it that makes it a term; −4 the name of an event or a law; −2 in a
//! row of quotes. Speech from 3 upwards, a term from −1 downwards. Words that call it a slogan, a title or a rumour come
//! before all that; what else is a formula of equal parts is a slogan too.

use std::collections::HashMap;

use crate::document::{Quote, QuoteKind, Span};

use super::mottos::{names_a_thing, parallel, told};
use super::names::han_count;
use super::quotes::Place;

/// Words behind a quote that make it the name of something.
const TERM_BEHIND: [&str; 22] = [
    "的", "等", "之", "这", "政策", "原则", "工程", "行动", "精神", "策略", "要求", "意识", "决心", "计划",
    "事件", "案", "模式", "一词", "字样", "现象", "问题", "战略",
];
/// Words before a quote that make it the name of something.
const TERM_BEFORE: [&str; 14] = [
    "所谓",
    "所谓的",
    "称为",
    "被称",
    "称作",
    "誉为",
    "叫做",
    "叫作",
    "名为",
    "号称",
    "打赢",
    "俗称",
    "简称",
    "称之为",
];

/// The guess for the quote at `span` in `place`.
pub(super) fn guess(text: &str, place: Place, span: Span) -> QuoteKind {
    let inside = span.of(text);
    let chars = inside.chars().count();
    if place.headline {
        return QuoteKind::HeadlineFragment;
    }
    let before = text
        .get(place.span.start as usize..span.start as usize)
        .unwrap_or("");
    let before = {
        let mut characters = before.chars();
        characters.next_back();
        characters.as_str()
    };
    let behind = text.get(span.end as usize..place.span.end as usize).unwrap_or("");
    let behind = {
        let mut characters = behind.chars();
        characters.next();
        characters.as_str()
    };
    if let Some(kind) = told(before, inside, behind) {
        return kind;
    }
    let mut score = 0;
    let last = inside.chars().next_back();
    let latin = inside.bytes().filter(u8::is_ascii).count() * 10 > inside.len() * 8;
    let ends = match last {
        Some('。' | '！' | '？' | '…' | '!' | '?') => true,
        Some('.' | ',') => latin && chars > 12,
        Some('，') => chars > 4,
        _ => false,
    };
    if ends {
        score += 3;
    }
    if before.ends_with([':', '：']) {
        score += 3;
    }
    if inside.contains(['我', '您', '你', '咱'])
        || (latin
            && inside.split(' ').any(|word| {
                matches!(
                    word,
                    "I" | "we" | "We" | "you" | "You" | "I'm" | "I’m" | "my" | "our"
                )
            }))
    {
        score += 2;
    }
    let clause = inside.contains(['，', ',', '。', '；', '、']);
    let han = han_count(inside);
    if (han >= 12 && clause) || (latin && chars >= 40) {
        score += 2;
    }
    if before.is_empty() {
        score += 1;
    }
    let punctuation = clause || ends || inside.contains(['！', '？', '!', '?']);
    if (chars <= 8 && !punctuation) || (latin && inside.split(' ').count() <= 3 && !ends) {
        score -= 3;
    }
    if TERM_BEHIND.iter().any(|word| behind.starts_with(word))
        || TERM_BEFORE.iter().any(|word| before.ends_with(word))
    {
        score -= 3;
    }
    let row = behind.starts_with(['“', '「', '、'])
        || before.ends_with(['”', '」', '、'])
        || behind.starts_with("和“")
        || before.ends_with("”和");
    if row && (chars <= 20 || !ends) {
        score -= 2;
    }
    let idiom = han == chars && chars == 4;
    if idiom {
        score -= 2;
    }
    if names_a_thing(inside) && !ends {
        score -= 4;
    }
    match score {
        3.. => QuoteKind::Speech,
        _ if parallel(inside) => QuoteKind::Slogan,
        ..=-1 => QuoteKind::Term,
        _ => QuoteKind::Unclear,
    }
}

/// The longest text, in bytes, that has one kind wherever it stands on a page.
const FORMULA: usize = 120;

/// Gives equal texts of an article one kind: what is called a slogan or a term once is one everywhere.
pub(super) fn agree(text: &str, quotes: &mut [Quote]) {
    let settled = |kind| matches!(kind, QuoteKind::Slogan | QuoteKind::Term);
    let mut of_texts: HashMap<(u32, &str), QuoteKind> = HashMap::new();
    for quote in quotes
        .iter()
        .filter(|quote| settled(quote.kind) && quote.span.len() <= FORMULA)
    {
        let kind = of_texts
            .entry((quote.article, quote.span.of(text)))
            .or_insert(quote.kind);
        if quote.kind == QuoteKind::Slogan {
            *kind = quote.kind;
        }
    }
    if of_texts.is_empty() {
        return;
    }
    for quote in quotes.iter_mut() {
        let Some(&kind) = of_texts.get(&(quote.article, quote.span.of(text))) else {
            continue;
        };
        let open = matches!(quote.kind, QuoteKind::Unclear | QuoteKind::Term)
            || quote.kind == QuoteKind::Speech && kind == QuoteKind::Slogan;
        if open {
            quote.kind = kind;
        }
    }
}

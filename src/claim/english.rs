//! English attribution: `according to X`, `X said`, `…," said X`, `X, head of Y, told the meeting: …`. Names are runs of
//! capitalised words; a bare `the ministry` counts with `according to` only. The quote may be in any language: an English
//! text may carry the Chinese words in “”.

use crate::document::{SourceKind, Span, Voice};

use super::cues::Context;
use super::mention::{Mention, Reach};
use super::names::Named;

/// Words that may stand between the capitalised words of a name.
const INSIDE: &[&str] = &["of", "the", "and", "for", "de", "van", "von", "bin", "al"];

/// Capitalised words that are no names.
const NOT_NAMES: &[&str] = &[
    "The",
    "A",
    "An",
    "It",
    "This",
    "That",
    "But",
    "And",
    "In",
    "On",
    "At",
    "As",
    "If",
    "When",
    "While",
    "There",
    "They",
    "We",
    "I",
    "You",
    "Who",
    "What",
    "Which",
    "He",
    "She",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Words before a place or a time.
const PREPOSITIONS: &[&str] = &[
    "in", "at", "on", "from", "near", "of", "to", "for", "by", "with", "since", "after", "before", "during",
];

/// What a run of words names.
fn named(context: &Context<'_>, text: &str, start: usize, end: usize) -> Named {
    let name = text.get(start..end).unwrap_or("");
    let resolved = context.outlets.resolve(name);
    let body = [
        "Ministry",
        "Department",
        "Police",
        "Government",
        "Commission",
        "Court",
        "Council",
        "Office",
        "Bureau",
        "Agency",
    ];
    let kind = match &resolved {
        Some(outlet) => outlet.kind,
        None if body.iter().any(|word| name.contains(word)) => SourceKind::Government,
        None if name.split(' ').count() >= 2 && name.chars().next().is_some_and(char::is_uppercase) => {
            SourceKind::Person
        }
        None => SourceKind::Unlisted,
    };
    Named {
        phrase_start: start,
        start,
        end,
        canonical: resolved.map(|outlet| outlet.canonical),
        kind,
        anaphor: None,
        joint: Vec::new(),
    }
}

/// `according to X`: the rest of its sentence, or the sentence before it when it closes one.
pub(super) fn according(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let cut = rest
        .find([',', '.', ';', '\n', '，', '。', '"', '“', '('])
        .unwrap_or(rest.len());
    let phrase = rest.get(..cut)?.trim_end();
    let name = phrase
        .strip_prefix("the ")
        .or_else(|| phrase.strip_prefix("a "))
        .unwrap_or(phrase);
    if name.is_empty() || name.split(' ').count() > 9 || !name.chars().any(char::is_alphabetic) {
        return None;
    }
    let offset = phrase.len() - name.len();
    let named = named(context, rest, offset, phrase.len());
    let mut mention = context.mention(&named, end, "english-according-to");
    let sentence = context.body.sentence_at(&context.paragraph, start);
    // The A or a before `ccording`.
    let from = start.checked_sub(1).filter(|&at| at >= context.start())?;
    mention.cue = context.written(from, end).trim().to_owned();
    mention.span = Span::new(from, end + phrase.len());
    let closing = rest.get(cut..)?.starts_with('.') && from > sentence.start as usize + 1;
    mention.content = end + cut;
    mention.voice = Voice::Reported;
    mention.reach = Reach::Exactly(if closing {
        Span {
            start: sentence.start,
            end: Span::new(0, from).end,
        }
    } else {
        let skip = rest.get(cut..)?.len() - rest.get(cut..)?.trim_start_matches([',', ' ']).len();
        Span {
            start: Span::new(end + cut + skip, 0).start,
            end: sentence.end.max(Span::new(0, end + cut + skip).end),
        }
    });
    Some(mention)
}

/// The run of capitalised words that `text` ends with.
fn name_before(text: &str) -> Option<(usize, usize)> {
    let text = text.trim_end();
    let mut start = text.len();
    let mut first = None;
    for word in text.rsplit(' ').take(7) {
        let at = start.checked_sub(word.len())?;
        let capital = word.chars().next().is_some_and(char::is_uppercase)
            && !word.ends_with([',', '.', ';', ':', '"', '”']);
        if capital && !NOT_NAMES.contains(&word) {
            first = Some(at);
        } else if !(INSIDE.contains(&word) && first.is_some()) {
            break;
        }
        start = at.saturating_sub(1);
    }
    first.map(|first| (first, text.len()))
}

/// The name before an apposition that `text` ends with: `X, deputy head of Y,` and `X, 45,`. The apposition begins with a
/// small letter or a digit; a single word behind a preposition (`In Paris, a town …,`) is a place.
fn name_before_apposition(text: &str) -> Option<(usize, usize)> {
    let open = text.trim_end().strip_suffix(',')?;
    open.match_indices(',').find_map(|(comma, _)| {
        let apposition = open.get(comma + 1..)?.trim_start();
        let described = apposition.starts_with(|first: char| first.is_lowercase() || first.is_ascii_digit());
        let (from, to) = name_before(open.get(..comma)?)?;
        let previous = open.get(..from)?.split_whitespace().next_back().unwrap_or("");
        let placed = PREPOSITIONS.contains(&previous.to_lowercase().as_str());
        (described && !placed).then_some((from, to))
    })
}

/// True when the words between a verb and an opening mark lead to the quote: nothing, or `in a statement:`,
/// `the meeting:`, `reporters on Monday that`, without another sentence between.
fn leads_to_quote(between: &str) -> bool {
    if between.len() > 4 * 90 {
        return false;
    }
    let words = between.trim_end_matches(['"', '“', '”', '‘', '\'']).trim_end();
    let ends = words.is_empty() || words.ends_with([':', ',', '：', '，']) || words.ends_with(" that");
    ends && between.chars().count() <= 90
        && !words.contains(['。', '！', '？', '!', '?', ';', '“', '"'])
        && !words.contains(". ")
}

/// `X said`, `said X` behind a quote, `X told Reuters`.
pub(super) fn speech(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let whole_word = context.form(context.start(), start).ends_with(' ')
        && !context
            .form(end, context.end())
            .starts_with(|next: char| next.is_alphanumeric());
    if !whole_word {
        return None;
    }
    let sentence = context.body.sentence_at(&context.paragraph, start);
    let base = (sentence.start as usize).max(context.start());
    let before = context.form(base, start);
    let rest = context.form(end, context.end());
    let quoted_before =
        before.trim_end().trim_end_matches(',').ends_with(['"', '”']) || before.trim().is_empty();
    let subject = name_before(before)
        .or_else(|| name_before_apposition(before))
        .filter(|&(from, _)| !context.body.in_marks(base + from));
    let (mut mention, span) = if let Some((from, to)) = subject {
        let named = named(context, before, from, to);
        (
            context.mention(&named, base, "english-said"),
            Span::new(base + from, end),
        )
    } else if quoted_before && rest.starts_with(' ') {
        // ," said X.
        let cut = rest.find([',', '.', ';', '\n']).unwrap_or(rest.len());
        let phrase = rest.get(..cut)?;
        let (from, to) = name_before(phrase)?;
        let named = named(context, phrase, from, to);
        (
            context.mention(&named, end, "english-said"),
            Span::new(start, end + to),
        )
    } else {
        return None;
    };
    if mention.kind == SourceKind::Unlisted && mention.source_name.chars().count() < 3 {
        return None;
    }
    mention.cue = context.written(start, end);
    mention.span = span;
    mention.level = 2;
    mention.voice = Voice::IndirectSpeech;
    let quote = context
        .body
        .quote_before(span.start as usize)
        .filter(|(_, quote)| {
            quote.start as usize >= context.start()
                && context.form(quote.end as usize, span.start as usize).len() <= 6
        });
    let following = context
        .body
        .quote_from(span.end as usize)
        .filter(|(_, quote)| leads_to_quote(context.form(span.end as usize, quote.start as usize)))
        .filter(|(_, quote)| (quote.end as usize) <= context.end());
    mention.reach = match (quote, following) {
        (Some((index, quote)), _) => {
            mention.quotes.push(index);
            mention.voice = Voice::DirectSpeech;
            Reach::Exactly(context.body.with_marks(quote))
        }
        (None, Some((index, quote))) => {
            mention.quotes.push(index);
            mention.voice = Voice::DirectSpeech;
            Reach::Exactly(context.body.with_marks(quote))
        }
        (None, None) => {
            let tail = context
                .form(span.end as usize, sentence.end as usize)
                .trim_matches(['.', ' ', ',']);
            // `It rained, X said.`
            let closing = tail.chars().count() < 16 && span.start > sentence.start + 8;
            Reach::Exactly(if closing {
                Span {
                    start: sentence.start,
                    end: span.start,
                }
            } else {
                Span {
                    start: span.end.min(sentence.end),
                    end: sentence.end,
                }
            })
        }
    };
    Some(mention)
}

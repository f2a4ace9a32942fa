//! English verbs of speech: `X said`, `…," said X`, `X, head of Y, told the meeting: …`. Names are runs of
//! capitalised words; a bare `the ministry` counts with `according to` only. The quote may be in any language: an English
//! text may carry the Chinese words in “”.

use crate::document::{SourceKind, Span, Voice};

use super::context::Context;
use super::english_cited::reported_by;
use super::english_described;
use super::english_names::{listed_before, name_after, with_article};
use super::english_persons::behind_office;
use super::mention::{Mention, Reach};
use super::names::Named;
use super::outlets::ends_like_outlet;

/// Words that may stand between the capitalised words of a name.
pub(super) const INSIDE: &[&str] = &["of", "the", "and", "for", "de", "van", "von", "bin", "al"];

/// Capitalised words that are no names.
pub(super) const NOT_NAMES: &[&str] = &[
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
    "Although",
    "Though",
    "However",
    "Meanwhile",
    "Because",
    "Since",
    "Before",
    "After",
    "Until",
    "Unless",
    "Once",
    "Then",
    "Now",
    "Still",
    "Yet",
    "So",
    "Or",
    "Nor",
    "Not",
    "No",
    "Even",
    "Like",
    "With",
    "For",
    "From",
    "To",
    "By",
    "Both",
    "Also",
    "Later",
    "Earlier",
    "Asked",
    "Citing",
    "His",
    "Her",
    "Their",
    "Its",
    "Our",
    "My",
];

/// Words before a place or a time.
const PREPOSITIONS: &[&str] = &[
    "in", "at", "on", "from", "near", "of", "to", "for", "by", "with", "since", "after", "before", "during",
];

/// Words before the place where somebody lives or stands.
const AROUND: &[&str] = &["in", "at", "near", "around", "across", "outside", "along"];

/// Adverbs and helping verbs between a subject and its verb.
const BETWEEN: &[&str] = &[
    "also",
    "both",
    "all",
    "each",
    "first",
    "later",
    "earlier",
    "previously",
    "separately",
    "again",
    "already",
    "then",
    "has",
    "have",
    "had",
    "exclusively",
];

/// Words that show a clause, not a title, between a quote and a name.
const NO_TITLE: &[&str] = &[
    "he", "she", "they", "it", "we", "i", "you", "who", "that", "which", "as", "after", "while", "when",
    "because", "but", "said", "says", "told", "added", "asked", "is", "was", "were", "are", "has", "had",
    "than", "if", "so",
];

/// `text` without the adverbs behind its subject.
fn without_adverbs(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((head, last)) = text.rsplit_once(' ')
        && BETWEEN.contains(&last)
    {
        text = head.trim_end();
    }
    text
}

/// True for the title of a person between a quote and the name: `driver`, `Hull harbour master`, `a spokesman for the port`.
fn is_title(words: &str) -> bool {
    let plain = |character: char| character.is_alphabetic() || matches!(character, ' ' | '-' | '\'' | '’');
    words.len() <= 80
        && words.chars().all(plain)
        && words.split_whitespace().count() <= 8
        && !words
            .split_whitespace()
            .any(|word| NO_TITLE.contains(&word.to_lowercase().as_str()))
}

/// True for what carries news.
pub(super) fn is_media(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Aggregator | SourceKind::Platform
    )
}

/// What a run of words names.
pub(super) fn named(context: &Context<'_>, text: &str, start: usize, end: usize) -> Named {
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
        "Authority",
        "Board",
        "Committee",
    ];
    // What people found, join and work for has two capitals as well: Harbour Institute.
    let house = [
        "Institute",
        "University",
        "Association",
        "Federation",
        "Foundation",
        "Society",
        "Union",
        "Hospital",
        "Museum",
        "Company",
        "Group",
        "Bank",
    ];
    // Public Works Director Elena Marsh: the office is said of the name behind it.
    let office = behind_office(name).filter(|_| resolved.is_none());
    let kind = match &resolved {
        Some(outlet) => outlet.kind,
        None if office.is_some() => SourceKind::Person,
        None if name.starts_with(char::is_uppercase) && ends_like_outlet(name) => SourceKind::Outlet,
        None if body.iter().any(|word| name.contains(word)) => SourceKind::Government,
        None if house.iter().any(|word| name.ends_with(word)) => SourceKind::Unlisted,
        None if name.split(' ').count() >= 2 && name.chars().next().is_some_and(char::is_uppercase) => {
            SourceKind::Person
        }
        None => SourceKind::Unlisted,
    };
    Named {
        phrase_start: start,
        start: start + office.unwrap_or(0),
        end,
        canonical: resolved.map(|outlet| outlet.canonical),
        kind,
        anaphor: None,
        joint: Vec::new(),
    }
}

/// True when a sentence is the first of its paragraph: a report that is credited there goes on behind it.
pub(super) fn opens_paragraph(context: &Context<'_>, sentence: Span) -> bool {
    sentence.start as usize <= context.start() + 3
}

/// Two people who speak jointly in the run of capitalised words at `from..to`.
fn jointly(text: &str, from: usize, to: usize) -> Option<Named> {
    let (first, second) = english_described::two_people(text.get(from..to)?)?;
    Some(Named {
        phrase_start: from,
        kind: SourceKind::Person,
        joint: vec![(from + second.0, from + second.1)],
        ..Named::plain(from + first.0, from + first.1)
    })
}

/// The run of capitalised words that `text` ends with.
pub(super) fn name_before(text: &str) -> Option<(usize, usize)> {
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

/// The whole sentence between marks right behind the full stop of `X said.`
fn goes_on(context: &Context<'_>, at: usize) -> Option<(usize, Span)> {
    let (index, quote) = context.body.quote_from(at)?;
    let between = context.form(at, quote.start as usize);
    let words = quote.of(context.body.text);
    let whole = words.split(' ').count() >= 4 && words.ends_with(['.', '!', '?', ',']);
    let adjacent = between.len() <= 8 && between.trim_end_matches(['"', '“']).trim() == ".";
    (adjacent && whole && (quote.end as usize) <= context.end()).then_some((index, quote))
}

/// Words of the shortest part of a sentence between marks that counts as what a speaker said: one or two are a term.
const PART: usize = 3;

/// Parts of a told sentence that stand between marks, `X said the city “should have seen this coming.”`: their indices.
fn partial<'a>(
    context: &'a Context<'_>,
    said: Span,
    claimed: Option<usize>,
) -> impl Iterator<Item = usize> + 'a {
    let from = context
        .body
        .quotes
        .partition_point(|(_, quote)| quote.start < said.start);
    let behind = context.body.quotes.get(from..).unwrap_or(&[]).iter();
    behind
        .take_while(move |(_, quote)| quote.end <= said.end)
        .filter(move |&&(index, quote)| {
            let words = quote.of(context.body.text).split_whitespace().count();
            Some(index) > claimed && words >= PART
        })
        .map(|&(index, _)| index)
}

/// `X said`, `said X` behind a quote, `X told Reuters`. Quotes up to `claimed` are the words of speakers before it.
pub(super) fn speech(
    context: &Context<'_>,
    start: usize,
    end: usize,
    claimed: Option<usize>,
) -> Option<Mention> {
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
    if let Some(mention) = rest
        .starts_with(" by ")
        .then(|| reported_by(context, before, start, end))
    {
        return mention;
    }
    let before = without_adverbs(before);
    let quoted_before =
        before.trim_end().trim_end_matches(',').ends_with(['"', '”']) || before.trim().is_empty();
    // She wrote that, he wrote: “…”. Who wrote three times about it reports no words.
    let rest_of_sentence = context.form(end, (sentence.end as usize).max(end));
    let tells = rest_of_sentence.contains(" that ") || rest_of_sentence.contains([':', '"', '“', '‘']);
    if context.form(start, end) == "wrote" && !tells && !quoted_before {
        return None;
    }
    // Residents around Coldhurst: where they live says nothing.
    let placed = |&(from, _): &(usize, usize)| {
        let previous = before.get(..from).unwrap_or("").split_whitespace().next_back();
        previous.is_some_and(|word| AROUND.contains(&word.to_lowercase().as_str()))
    };
    let subject = name_before(before)
        .filter(|place| !placed(place))
        .or_else(|| name_before_apposition(before))
        .filter(|&(from, _)| !context.body.in_marks(base + from));
    let (mut mention, span) = if let Some((from, to)) = subject {
        let from = with_article(context, before, from, to);
        let named = listed_before(context, before, from, to)
            .or_else(|| jointly(before, from, to))
            .unwrap_or_else(|| named(context, before, from, to));
        let from = named.phrase_start;
        (
            context.mention(&named, base, "english-said"),
            Span::new(base + from, end),
        )
    } else if let Some(named) =
        english_described::subject(before).filter(|named| !context.body.in_marks(base + named.start))
    {
        (
            context.mention(&named, base, "english-said"),
            Span::new(base + named.start, end),
        )
    } else if quoted_before && rest.starts_with(' ') {
        // ," said X.
        let cut = rest.find([',', '.', ';', '\n']).unwrap_or(rest.len());
        let phrase = rest.get(..cut)?;
        let (from, to) = name_before(phrase).or_else(|| name_after(phrase))?;
        let from = with_article(context, phrase, from, to);
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
    let media = is_media(mention.kind);
    mention.level = if media { 0 } else { 2 };
    mention.voice = if media {
        Voice::Reported
    } else {
        Voice::IndirectSpeech
    };
    let quote = context
        .body
        .quote_before(span.start as usize)
        .filter(|&(index, _)| Some(index) > claimed)
        .filter(|(_, quote)| {
            let gap = context.form(quote.end as usize, span.start as usize);
            let title = gap.trim_start_matches(['"', '”', '’', ',', ' ']);
            quote.start as usize >= context.start()
                && (gap.len() <= 6 || title.len() < gap.len() && is_title(title))
        });
    let following = context
        .body
        .quote_from(span.end as usize)
        .filter(|(_, quote)| leads_to_quote(context.form(span.end as usize, quote.start as usize)))
        .filter(|(_, quote)| (quote.end as usize) <= context.end());
    // An outlet that reports words has not said them.
    let carried = media && context.form(start, end) == "reported";
    let (quote, following) = if carried { (None, None) } else { (quote, following) };
    mention.reach = match (quote, following) {
        (Some((index, quote)), following) => {
            mention.quotes.push(index);
            mention.voice = Voice::DirectSpeech;
            let mut said = context.body.with_marks(quote);
            // The plan was “dead on arrival,” X said: the words before the mark are X's as well.
            if quote.end <= span.start {
                said.start = said.start.min(sentence.start);
            }
            // “…,” X said, “…”; “…,” X said. “…”
            if let Some((index, more)) = following.or_else(|| goes_on(context, span.end as usize)) {
                mention.quotes.push(index);
                said.end = context.body.with_marks(more).end;
            }
            Reach::Exactly(said)
        }
        (None, Some((index, quote))) => {
            mention.quotes.push(index);
            mention.voice = Voice::DirectSpeech;
            Reach::Exactly(context.body.with_marks(quote))
        }
        (None, None) if media && opens_paragraph(context, sentence) && span.start <= sentence.start + 8 => {
            mention.content = span.end as usize;
            Reach::Report
        }
        (None, None) => {
            let tail = context
                .form(span.end as usize, sentence.end as usize)
                .trim_matches(['.', ' ', ',']);
            // `It rained, X said.`
            let closing = tail.chars().count() < 16 && span.start > sentence.start + 8;
            let said = if closing {
                Span {
                    start: sentence.start,
                    end: span.start,
                }
            } else {
                Span {
                    start: span.end.min(sentence.end),
                    end: sentence.end,
                }
            };
            if !media {
                mention.quotes.extend(partial(context, said, claimed));
            }
            Reach::Exactly(said)
        }
    };
    Some(mention)
}

//! English sources that a text cites: `according to X`, `as first reported by X`, `citing X`. In goes the place of the cue, out comes
//! a mention.

use crate::document::{Span, Voice};

use super::context::{Context, after_punctuation};
use super::english::{INSIDE, is_media, named, opens_paragraph};
use super::english_described;
use super::english_names::listed_from;
use super::mention::{Mention, Reach};
use super::names::Named;
use crate::document::SourceKind;

/// `according to X`: the rest of its sentence, or the sentence before it when it closes one.
pub(super) fn according(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let cut = rest
        .find([',', '.', ';', '\n', '，', '。', '"', '“', '('])
        .unwrap_or(rest.len());
    let phrase = rest.get(..cut)?.trim_end();
    let plain = |phrase: &'_ str| phrase.len() - without_report(phrase).len();
    let reported = plain(phrase);
    if let Some((list, length)) = listed_from(context, rest.get(reported..)?) {
        let cut = reported + length;
        let named = Named {
            start: reported + list.start,
            end: reported + list.end,
            phrase_start: reported + list.start,
            joint: list
                .joint
                .iter()
                .map(|&(from, to)| (reported + from, reported + to))
                .collect(),
            ..list
        };
        return governed(context, &named, start, end, cut);
    }
    let phrase_named = phrase.get(reported..)?;
    let article = phrase_named
        .strip_prefix("the ")
        .filter(|_| context.outlets.resolve(phrase_named).is_none())
        .or_else(|| phrase_named.strip_prefix("a "));
    let name = article.unwrap_or(phrase_named);
    // According to custom, to plan: one common noun names nobody.
    let common = article.is_none()
        && !name.contains(' ')
        && name.starts_with(|first: char| first.is_lowercase())
        && english_described::cited(name).is_none_or(|(.., kind)| kind == Some(SourceKind::Unlisted));
    if common || name.is_empty() || name.split(' ').count() > 9 || !name.chars().any(char::is_alphabetic) {
        return None;
    }
    let offset = phrase.len() - name.len();
    let named = named(context, rest, offset, phrase.len());
    governed(context, &named, start, end, phrase.len())
}

/// The words behind `a report by`, `reporting by`, `an article in`; the phrase itself when it is not of that form.
fn without_report(phrase: &str) -> &str {
    let bare = ["a ", "an ", "the ", ""]
        .iter()
        .find_map(|article| phrase.strip_prefix(article))
        .unwrap_or(phrase);
    let words = ["report", "reports", "reporting", "story", "article"];
    let Some(rest) = words
        .iter()
        .find_map(|word| bare.strip_prefix(word)?.strip_prefix(' '))
    else {
        return phrase;
    };
    [" by ", " in ", " from ", " on "]
        .iter()
        .find_map(|link| rest.strip_prefix(link.trim_start()))
        .filter(|name| name.starts_with(|first: char| first.is_uppercase()) || name.starts_with("the "))
        .unwrap_or(phrase)
}

/// The mention of `according to` at `start..end`, whose source ends `length` bytes behind it.
fn governed(
    context: &Context<'_>,
    named: &Named,
    start: usize,
    end: usize,
    length: usize,
) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let cut = length;
    let mut mention = context.mention(named, end, "english-according-to");
    let sentence = context.body.sentence_at(&context.paragraph, start);
    // The A or a before `ccording`; anything else is a letter that got lost.
    let from = start.checked_sub(1).filter(|&at| at >= context.start())?;
    if !matches!(context.written(from, start).as_str(), "A" | "a") {
        return None;
    }
    mention.cue = context.written(from, end).trim().to_owned();
    mention.span = Span::new(from, end + cut);
    let closing = rest.get(cut..)?.starts_with('.') && from > sentence.start as usize + 1;
    mention.content = end + cut;
    mention.voice = Voice::Reported;
    if !closing && opens_paragraph(context, sentence) && is_media(mention.kind) {
        mention.content = after_punctuation(context, end + cut);
        mention.reach = Reach::Report;
        if context.opens_article(from) {
            mention.rule = "leading-credit";
        }
        return Some(mention);
    }
    mention.reach = Reach::Exactly(if closing {
        Span {
            start: sentence.start,
            end: Span::new(0, from).end,
        }
    } else {
        let content = after_punctuation(context, end + cut);
        Span::new(content, content.max(sentence.end as usize))
    });
    Some(mention)
}

/// `As first reported by X, …`, `…, as reported by X.`; without `as` only outlets of the table, for crimes are reported by
/// people.
pub(super) fn reported_by(context: &Context<'_>, before: &str, start: usize, end: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let words = rest.strip_prefix(" by ")?;
    let skipped = rest.len() - words.len();
    let mut lead = before.trim_end();
    for word in ["first", "originally", "earlier", "previously"] {
        lead = lead.strip_suffix(word).unwrap_or(lead).trim_end();
    }
    let as_reported = lead.ends_with(" as") || lead.ends_with(" As") || lead == "As" || lead == "as";
    let from = if as_reported {
        lead.len() - "as".len()
    } else {
        lead.len()
    };
    let cut = words.find([',', '.', ';', '\n', '"', '(']).unwrap_or(words.len());
    let single = || {
        let phrase = words.get(..cut)?.trim_end();
        let article = if phrase.starts_with("the ") {
            "the ".len()
        } else {
            0
        };
        // The name ends with its capitals: as first reported by the Port Weekly because ….
        let mut named_to = article;
        for word in phrase.get(article..)?.split(' ') {
            let inside = INSIDE.contains(&word) && named_to > article;
            if !word.starts_with(|first: char| first.is_uppercase()) && !inside {
                break;
            }
            named_to += word.len() + usize::from(named_to > article);
        }
        let phrase = if named_to > article {
            phrase.get(..named_to)?
        } else {
            phrase
        };
        let known = context.outlets.resolve(phrase).is_some();
        let short = (1..=5).contains(&phrase.split(' ').count());
        let capital = named_to > article;
        (known || as_reported && short && capital)
            .then(|| (named(context, words, 0, phrase.len()), phrase.len()))
    };
    let (named, length) = listed_from(context, words).or_else(single)?;
    let base = end + skipped;
    let span_start = start - (before.len() - from);
    let mut mention = context.mention(&named, base, "english-reported-by");
    mention.cue = context.written(start, end + " by".len());
    mention.span = Span::new(span_start, base + length);
    mention.voice = Voice::Reported;
    let sentence = context.body.sentence_at(&context.paragraph, start);
    let content = after_punctuation(context, base + length);
    mention.content = content;
    if span_start <= sentence.start as usize + 1 {
        if context.opens_article(span_start) && is_media(mention.kind) {
            mention.rule = "leading-credit";
        }
        mention.reach = if opens_paragraph(context, sentence) && is_media(mention.kind) {
            Reach::Report
        } else {
            Reach::Exactly(Span::new(content, content.max(sentence.end as usize)))
        };
    } else {
        mention.reach = Reach::Exactly(Span {
            start: sentence.start,
            end: mention.span.start,
        });
    }
    Some(mention)
}

/// `…, citing X` and `Citing X, …`: what an outlet reports from somebody else.
pub(super) fn citing(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let before = context.form(context.start(), start);
    let leads = context.form(start, end).starts_with('C');
    if !(before.ends_with(' ') || leads && before.is_empty()) {
        return None;
    }
    let rest = context.form(end, context.end());
    let (from, to, kind) = english_described::cited(rest)?;
    let mut named = named(context, rest, from, to);
    if let Some(kind) = kind {
        named.kind = kind;
    }
    let mut mention = context.mention(&named, end, "english-citing");
    mention.cue = context.written(start, end).trim().to_owned();
    mention.span = Span::new(start, end + to);
    mention.content = end + to;
    mention.level = 2;
    mention.voice = Voice::Reported;
    let sentence = context.body.sentence_at(&context.paragraph, start);
    mention.reach = Reach::Exactly(if leads {
        let content = after_punctuation(context, end + to);
        Span::new(content, content.max(sentence.end as usize))
    } else {
        Span {
            start: sentence.start,
            end: Span::new(0, start).end,
        }
    });
    Some(mention)
}

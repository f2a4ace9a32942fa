//! Names in English running text: outlets whose names begin with The, several outlets behind one verb, a name with the
//! title before it. In go a phrase and the outlet table, out come places of names in the phrase.

use super::context::Context;
use super::english::{NOT_NAMES, name_before};
use super::names::Named;

/// What stands between the members of a list, longer ones first.
const BETWEEN: [&str; 4] = [", and ", " and ", " & ", ", "];

/// Where the name at `start..end` of `text` begins, with the `The` before it when that is part of the outlet's name.
pub(super) fn with_article(context: &Context<'_>, text: &str, start: usize, end: usize) -> usize {
    let Some(head) = text.get(..start) else {
        return start;
    };
    if !head.ends_with("The ") && !head.ends_with("the ") {
        return start;
    }
    let from = start - "The ".len();
    let known = text
        .get(from..end)
        .is_some_and(|name| context.outlets.resolve(name).is_some());
    if known { from } else { start }
}

/// The outlets that `text` begins with, two or more of the table, and where the last one ends.
pub(super) fn listed_from(context: &Context<'_>, text: &str) -> Option<(Named, usize)> {
    let mut places = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let end = rest
            .char_indices()
            .filter(|&(_, next)| matches!(next, ' ' | ',' | '.' | ';' | '"' | '('))
            .map(|(end, _)| end)
            .chain(std::iter::once(rest.len()))
            .take(8)
            .filter(|&end| {
                rest.get(..end).is_some_and(|name| {
                    name.starts_with(|first: char| first.is_uppercase() || first == 't')
                        && context.outlets.resolve(name).is_some()
                })
            })
            .last();
        let Some(end) = end else { break };
        places.push((at, at + end));
        let Some(mark) = BETWEEN
            .iter()
            .find(|mark| text.get(at + end..).is_some_and(|rest| rest.starts_with(**mark)))
        else {
            break;
        };
        at += end + mark.len();
    }
    let &(_, end) = places.last()?;
    Some((of_places(context, text, places)?, end))
}

/// The outlets of a list that ends with the name at `start..end` of `text`.
pub(super) fn listed_before(context: &Context<'_>, text: &str, start: usize, end: usize) -> Option<Named> {
    let known = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|name| context.outlets.resolve(name).is_some())
    };
    let mut places = Vec::new();
    let mut to = end;
    // The run of capitalised words goes over `and`.
    let mut from = start;
    if !known(from, to) {
        let at = text.get(from..to)?.rfind(" and ")?;
        from += at + " and ".len();
        from = with_article(context, text, from, to);
    }
    while known(from, to) {
        places.insert(0, (from, to));
        let head = text.get(..from)?;
        let Some(kept) = BETWEEN.iter().find_map(|mark| head.strip_suffix(mark)) else {
            break;
        };
        to = kept.len();
        let Some((first, _)) = name_before(kept) else {
            break;
        };
        from = with_article(context, text, first, to);
    }
    of_places(context, text, places)
}

fn of_places(context: &Context<'_>, text: &str, places: Vec<(usize, usize)>) -> Option<Named> {
    let (&(start, end), joint) = places.split_first()?;
    if joint.is_empty() {
        return None;
    }
    let kind = context.outlets.resolve(text.get(start..end)?)?.kind;
    Some(Named {
        phrase_start: start,
        start,
        end,
        canonical: None,
        kind,
        anaphor: None,
        joint: joint.to_vec(),
    })
}

/// The first run of capitalised words in `text` behind a title in small letters: `harbour master Jan Smit on Monday`.
pub(super) fn name_after(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    let mut found: Option<(usize, usize)> = None;
    for word in text.split(' ').take(12) {
        let capital = word.chars().next().is_some_and(char::is_uppercase) && !NOT_NAMES.contains(&word);
        let plain = word
            .chars()
            .all(|next| next.is_alphabetic() || matches!(next, '-' | '\'' | '’' | '.'));
        match (&mut found, capital && plain) {
            (Some((_, end)), true) => *end = at + word.len(),
            (None, true) => found = Some((at, at + word.len())),
            (Some(_), false) => break,
            (None, false) if !plain => return None,
            (None, false) => {}
        }
        at += word.len() + 1;
    }
    found
}

//! The edits of passages: the words of their differences as written -> what each changes; quotation marks that were put around equal words or taken
//! away; passages that stand in another order than their neighbours.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::origins::Words;
use crate::align::{repeated_names, typed_edits};
use crate::document::{Edit, EditKind, FormSpan, Gap, Span, Stretch};
use crate::normalise::Fold;

/// Signs that open or close a quote.
pub const MARKS: [char; 10] = ['“', '”', '‘', '’', '「', '」', '『', '』', '"', '\''];

/// A quote of an article: where its words stand in the matching form of the body and in the record, without the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotePlace {
    pub form: FormSpan,
    pub span: Span,
}

/// A quote on one side of a passage whose words stand on the other side without marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoneQuote {
    /// True when the carrier has the marks.
    pub in_carrier: bool,
    /// The quote on its side.
    pub quote: QuotePlace,
    /// The same words on the other side.
    pub bare: FormSpan,
}

/// The edits of one difference, from its words on both sides as they were written.
pub fn edits_of(now: &Words, before: &Words, quoted: bool) -> Vec<Edit> {
    let found = edits_and_names(now, before, quoted).into_iter();
    found.map(|(edit, _)| edit).collect()
}

/// The same, each with the change of a whole name that it is if the passage has it at every place.
pub fn edits_and_names(now: &Words, before: &Words, quoted: bool) -> Vec<(Edit, Option<Edit>)> {
    let (folded_now, folded_before) = (folded(&now.text), folded(&before.text));
    let changes = typed_edits(&folded_now, &folded_before);
    let written = |words: &Words, folded: &str, range: std::ops::Range<usize>| {
        let range = if words.text == folded {
            range
        } else {
            original(&words.text, range)
        };
        let text = words.text.get(range.clone()).unwrap_or("").to_owned();
        (text, words.span(range))
    };
    changes
        .into_iter()
        .map(|change| {
            let place = |kind, range: std::ops::Range<usize>, other: std::ops::Range<usize>| {
                let (a_text, a_span) = written(now, &folded_now, range);
                let (b_text, b_span) = written(before, &folded_before, other);
                Edit {
                    kind,
                    a_text,
                    b_text,
                    a_span,
                    b_span,
                }
            };
            let name = (change.kind == EditKind::Wording)
                .then(|| {
                    repeated_names(
                        (&folded_now, change.now.clone()),
                        (&folded_before, change.before.clone()),
                    )
                })
                .flatten()
                .map(|[range, other]| place(EditKind::Name, range, other));
            let edit = place(
                match change.kind {
                    EditKind::Wording | EditKind::Omission | EditKind::Insertion if quoted => {
                        EditKind::Quotation
                    }
                    kind => kind,
                },
                change.now,
                change.before,
            );
            (edit, name)
        })
        .collect()
}

/// Calls words that left one place and came back at another in the same passage a change of order.
pub fn mark_moved(edits: &mut [Edit]) {
    /// Characters from which equal words are the same words and no chance.
    const MOVED: usize = 4;
    /// Edits apart at which a shorter denial is the same denial: 不会影响 and 影响不会.
    const NEAR: usize = 2;
    /// Edits apart at which words are looked for at most.
    const FAR: usize = 200;
    let one_sided = |edit: &Edit| edit.a_text.is_empty() != edit.b_text.is_empty();
    for at in 1..edits.len() {
        let (head, tail) = edits.split_at_mut(at);
        let Some(later) = tail.first_mut().filter(|later| one_sided(later)) else {
            continue;
        };
        let words = later.a_text.chars().chain(later.b_text.chars()).count();
        let reach = if words >= MOVED {
            FAR
        } else if later.kind == EditKind::Negation {
            NEAR
        } else {
            continue;
        };
        let mut near = head.iter_mut().rev().take(reach);
        if let Some(earlier) = near.find(|edit| {
            edit.kind != EditKind::Order && edit.a_text == later.b_text && edit.b_text == later.a_text
        }) {
            earlier.kind = EditKind::Order;
            later.kind = EditKind::Order;
        }
    }
}

/// Takes the change of a whole name for each exchange that is the same at two places and more, and one of names at one of them at least.
pub fn mark_repeated(found: Vec<(Edit, Option<Edit>)>) -> Vec<Edit> {
    let mut places: BTreeMap<(String, String), (usize, bool)> = BTreeMap::new();
    let words = |edit: &Edit| (edit.a_text.clone(), edit.b_text.clone());
    for (edit, name) in &found {
        if matches!(edit.kind, EditKind::Wording | EditKind::Quotation) {
            let (count, named) = places.entry(words(edit)).or_default();
            *count += 1;
            *named |= name.is_some();
        }
    }
    let repeated = |edit: &Edit| {
        matches!(edit.kind, EditKind::Wording | EditKind::Quotation)
            && places
                .get(&words(edit))
                .is_some_and(|&(count, named)| count > 1 && named)
    };
    found
        .into_iter()
        .map(|(mut edit, name)| {
            if !repeated(&edit) {
                return edit;
            }
            edit.kind = EditKind::Name;
            name.unwrap_or(edit)
        })
        .collect()
}

/// Calls an exchange a change of name wherever it is one at another place of the passage: the words beside it do not show
/// it everywhere.
pub fn mark_names(edits: &mut [Edit]) {
    let names: BTreeSet<(String, String)> = edits
        .iter()
        .filter(|edit| edit.kind == EditKind::Name)
        .map(|edit| core(&edit.a_text, &edit.b_text))
        .filter(|(now, before)| !now.is_empty() && !before.is_empty())
        .collect();
    if names.is_empty() {
        return;
    }
    for edit in edits {
        if matches!(edit.kind, EditKind::Wording | EditKind::Quotation)
            && names.contains(&core(&edit.a_text, &edit.b_text))
        {
            edit.kind = EditKind::Name;
        }
    }
}

/// What two wordings do not share at their ends.
fn core(now: &str, before: &str) -> (String, String) {
    let (one, other): (Vec<char>, Vec<char>) = (now.chars().collect(), before.chars().collect());
    let shorter = one.len().min(other.len());
    let ahead = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b);
    let behind = behind.count().min(shorter - ahead);
    let middle = |characters: &[char]| {
        characters
            .iter()
            .skip(ahead)
            .take(characters.len() - ahead - behind)
            .collect()
    };
    (middle(&one), middle(&other))
}

/// The words folded in width and script, with case and punctuation kept.
pub(super) fn folded(words: &str) -> Cow<'_, str> {
    let fold = Fold::shared();
    let same = |character: char| {
        let (mut count, mut equal) = (0, true);
        fold.character(character, |folded| {
            count += 1;
            equal &= folded == character;
        });
        count == 0 || count == 1 && equal
    };
    if words
        .chars()
        .all(|character| character.is_ascii() || same(character))
    {
        return Cow::Borrowed(words);
    }
    let mut written = String::with_capacity(words.len());
    for character in words.chars() {
        fold_into(character, &mut written);
    }
    Cow::Owned(written)
}

fn fold_into(character: char, into: &mut String) {
    let length = into.len();
    if !character.is_ascii() {
        Fold::shared().character(character, |folded| into.push(folded));
    }
    if into.len() == length {
        into.push(character);
    }
}

/// The bytes of `words` that a range of its folded words came from.
fn original(words: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mut written = String::new();
    let (mut start, mut end) = (None, words.len());
    for (at, character) in words.char_indices() {
        let from = written.len();
        if from >= range.end {
            if start.is_none() {
                end = at;
            }
            break;
        }
        fold_into(character, &mut written);
        if written.len() > range.start && from < range.end {
            start.get_or_insert(at);
            end = at + character.len_utf8();
        }
    }
    start.map_or(end..end, |start| start..end)
}

/// True when the place lies inside one of the quotes, which are sorted and do not overlap.
pub fn inside(quotes: &[QuotePlace], place: FormSpan) -> bool {
    let after = quotes.partition_point(|quote| quote.form.start <= place.start);
    let before = after.checked_sub(1).and_then(|index| quotes.get(index));
    before.is_some_and(|quote| place.end <= quote.form.end)
}

/// The quotes that overlap the place; `quotes` are sorted and do not overlap each other.
fn overlapping(quotes: &[QuotePlace], place: FormSpan) -> impl Iterator<Item = QuotePlace> {
    let first = quotes.partition_point(|quote| quote.form.end <= place.start);
    let rest = quotes.iter().skip(first).copied();
    rest.take_while(move |quote| quote.form.start < place.end)
}

/// The quotes of either side of a passage that stand on the other without marks.
pub fn lone_quotes(stretch: &Stretch, carrier: &[QuotePlace], other: &[QuotePlace]) -> Vec<LoneQuote> {
    let lone = |in_carrier: bool, own: FormSpan, mine: &[QuotePlace], theirs: &[QuotePlace]| {
        let whole =
            overlapping(mine, own).filter(|quote| own.start <= quote.form.start && quote.form.end <= own.end);
        let found = whole.filter_map(|quote| {
            let bare = FormSpan {
                start: across(stretch, in_carrier, quote.form.start, true)?,
                end: across(stretch, in_carrier, quote.form.end, false)?,
            };
            let free = bare.end > bare.start && overlapping(theirs, bare).next().is_none();
            free.then_some(LoneQuote {
                in_carrier,
                quote,
                bare,
            })
        });
        found.collect::<Vec<_>>()
    };
    let mut found = lone(true, stretch.x, carrier, other);
    found.extend(lone(false, stretch.y, other, carrier));
    found
}

/// Where a place of one side stands on the other; `None` inside a difference. At an edge of a difference `begins` says that the text behind it counts.
fn across(stretch: &Stretch, from_carrier: bool, place: u32, begins: bool) -> Option<u32> {
    let sides = |x: FormSpan, y: FormSpan| if from_carrier { (x, y) } else { (y, x) };
    let (own, their) = sides(stretch.x, stretch.y);
    // The last difference that begins before the place, or at it.
    let reached = |gap: &Gap| {
        let (gap, _) = sides(gap.x, gap.y);
        gap.start < place || gap.start == place && begins
    };
    let last = stretch
        .gaps
        .partition_point(reached)
        .checked_sub(1)
        .and_then(|index| stretch.gaps.get(index));
    let (run, other_run) = match last.map(|gap| sides(gap.x, gap.y)) {
        Some((gap, _)) if place < gap.end => return None,
        Some((gap, other)) => (gap.end, other.end),
        None => (own.start, their.start),
    };
    Some(other_run + place.checked_sub(run)?)
}

/// The place of the quote with its marks.
pub fn with_marks(text: &str, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let opening = text
        .get(..start)?
        .chars()
        .next_back()
        .filter(|mark| MARKS.contains(mark))?;
    let closing = text
        .get(end..)?
        .chars()
        .next()
        .filter(|mark| MARKS.contains(mark))?;
    Some(Span::new(start - opening.len_utf8(), end + closing.len_utf8()))
}

/// The place itself, if it has no mark in it or around it.
pub fn without_marks(text: &str, span: Span) -> Option<Span> {
    const OPENING: [char; 6] = ['“', '‘', '「', '『', '"', '\''];
    let words = span.of(text);
    let opened = text.get(..span.start as usize)?.ends_with(OPENING);
    // Behind 。 a closing mark can stand as well.
    let mut behind = text
        .get(span.end as usize..)?
        .chars()
        .take(2)
        .take_while(|character| !character.is_alphanumeric());
    let closed =
        behind.any(|character| MARKS.contains(&character) && !matches!(character, '“' | '‘' | '「' | '『'));
    (!opened && !closed && !words.contains(MARKS)).then_some(span)
}

/// The passages of one pair of articles that stand in another order: all but those of the heaviest chain in which both texts advance.
/// `places` are the spans in both forms; returns their indices.
pub fn out_of_order(places: &[(FormSpan, FormSpan)]) -> Vec<usize> {
    /// More passages of one pair than this are not looked at: each is compared with each.
    const MOST: usize = 200;
    let mut distinct: BTreeMap<(FormSpan, FormSpan), Vec<usize>> = BTreeMap::new();
    for (index, place) in places.iter().enumerate() {
        distinct.entry(*place).or_default().push(index);
    }
    let sorted: Vec<(FormSpan, FormSpan)> = distinct.keys().copied().collect();
    if sorted.len() < 2 || sorted.len() > MOST {
        return Vec::new();
    }
    let follows = |later: (FormSpan, FormSpan), earlier: (FormSpan, FormSpan)| {
        earlier.0.end <= later.0.start && earlier.1.end <= later.1.start
    };
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(sorted.len());
    for (index, place) in sorted.iter().enumerate() {
        let before = (0..index).filter(|&earlier| {
            sorted
                .get(earlier)
                .is_some_and(|&earlier| follows(*place, earlier))
        });
        let heaviest = before
            .filter_map(|earlier| Some((best.get(earlier)?.0, earlier)))
            .max();
        best.push((
            place.0.len() + heaviest.map_or(0, |(weight, _)| weight),
            heaviest.map(|(_, earlier)| earlier),
        ));
    }
    let mut kept = vec![false; sorted.len()];
    let mut at = (0..best.len()).max_by_key(|&index| {
        (
            best.get(index).map_or(0, |(weight, _)| *weight),
            std::cmp::Reverse(index),
        )
    });
    while let Some(index) = at {
        if let Some(keep) = kept.get_mut(index) {
            *keep = true;
        }
        at = best.get(index).and_then(|(_, before)| *before);
    }
    let chain: Vec<(FormSpan, FormSpan)> = sorted
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(place, _)| *place)
        .collect();
    // Moved is what lies apart from a passage of the chain on both sides, and on the other hand of it on one.
    let crosses = |place: (FormSpan, FormSpan), other: (FormSpan, FormSpan)| {
        other.0.end <= place.0.start && place.1.end <= other.1.start
            || place.0.end <= other.0.start && other.1.end <= place.1.start
    };
    let moved = sorted
        .iter()
        .zip(&kept)
        .filter(|(place, kept)| !**kept && chain.iter().any(|other| crosses(**place, *other)));
    moved
        .filter_map(|(place, _)| distinct.get(place))
        .flatten()
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{LoneQuote, QuotePlace, lone_quotes, original, with_marks};
    use super::{across, mark_names, out_of_order, without_marks};
    use crate::document::{Edit, EditKind, FormSpan, Gap, Span, Stretch};

    #[test]
    fn an_exchange_at_two_places_takes_the_whole_name() {
        let edit = |kind, now: &str, before: &str| Edit {
            kind,
            a_text: now.to_owned(),
            b_text: before.to_owned(),
            a_span: Span::default(),
            b_span: Span::default(),
        };
        let bare = || edit(EditKind::Wording, "和", "荫");
        let whole = || edit(EditKind::Name, "桂和水库", "桂荫水库");
        let once = super::mark_repeated(vec![(bare(), Some(whole()))]);
        assert_eq!(once, [bare()]);
        let twice = super::mark_repeated(vec![(bare(), Some(whole())), (bare(), None)]);
        assert_eq!(twice, [whole(), edit(EditKind::Name, "和", "荫")]);
        let no_name = super::mark_repeated(vec![(bare(), None), (bare(), None)]);
        assert_eq!(no_name, [bare(), bare()]);
    }

    #[test]
    fn a_name_that_changed_is_one_at_every_place() {
        let edit = |kind, now: &str, before: &str| Edit {
            kind,
            a_text: now.to_owned(),
            b_text: before.to_owned(),
            a_span: Span::default(),
            b_span: Span::default(),
        };
        let mut edits = [
            edit(EditKind::Name, "方小宁", "方大宁"),
            edit(EditKind::Wording, "小", "大"),
            edit(EditKind::Wording, "小", "多"),
        ];
        mark_names(&mut edits);
        assert_eq!(
            edits.map(|edit| edit.kind),
            [EditKind::Name, EditKind::Name, EditKind::Wording]
        );
    }

    fn span(start: u32, end: u32) -> FormSpan {
        FormSpan { start, end }
    }

    #[test]
    fn swapped_passages_are_out_of_order_and_repeated_ones_are_not() {
        let places = [
            (span(0, 90), span(60, 150)),
            (span(90, 150), span(0, 60)),
            (span(150, 300), span(150, 300)),
        ];
        assert_eq!(out_of_order(&places), [1]);
        // The same text twice on one side.
        let twice = [(span(0, 90), span(0, 90)), (span(100, 190), span(0, 90))];
        assert!(out_of_order(&twice).is_empty());
    }

    #[test]
    fn marks_that_one_side_lacks_are_found_over_a_difference() {
        let stretch = Stretch {
            x: span(10, 100),
            y: span(0, 96),
            matched: 84,
            longest: 60,
            gaps: vec![Gap {
                x: span(20, 26),
                y: span(10, 22),
            }],
        };
        assert_eq!(across(&stretch, true, 40, true), Some(36));
        assert_eq!(across(&stretch, true, 23, true), None);
        let quote = QuotePlace {
            form: span(40, 70),
            span: Span { start: 50, end: 90 },
        };
        let bare = LoneQuote {
            in_carrier: true,
            quote,
            bare: span(36, 66),
        };
        assert_eq!(lone_quotes(&stretch, &[quote], &[]), [bare]);
        let other = QuotePlace {
            form: span(36, 66),
            ..quote
        };
        assert_eq!(lone_quotes(&stretch, &[quote], &[other]), []);
    }

    #[test]
    fn words_are_cut_out_with_and_without_their_marks() {
        let text = "他说：“雨停了。”然后走了";
        let start = text.find('雨').unwrap_or(0);
        let inner = Span {
            start: start as u32,
            end: (start + "雨停了。".len()) as u32,
        };
        let of = |span: Option<Span>| span.map(|span| span.of(text));
        assert_eq!(of(with_marks(text, inner)), Some("“雨停了。”"));
        assert_eq!(
            without_marks(
                text,
                Span {
                    end: inner.end - 3,
                    ..inner
                }
            ),
            None
        );
        assert_eq!(
            of(without_marks(
                text,
                Span {
                    start: inner.end + 3,
                    end: inner.end + 9
                }
            )),
            Some("然后")
        );
        assert_eq!(of(without_marks(text, Span { start: 0, end: 6 })), Some("他说"));
    }

    #[test]
    fn a_range_of_folded_words_leads_back() {
        // Full-width digits take three bytes, their folded form one.
        let words = "共１２人";
        assert_eq!(words.get(original(words, 3..5)), Some("１２"));
    }
}

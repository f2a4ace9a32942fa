//! Quotes that no verb of speech touches: who was speaking goes on. In go the mentions with what they govern, out come
//! speakers of the quotes that are still nobody's.
//!
//! News tells what somebody says in its own words and slides into the speaker's: in one sentence (某某表示，路已修好，“…”), in the
//! next one (某某表示，路已修好。“…”), or in a paragraph of its own. The last speaker holds as long as nobody else acts or
//! speaks between; where that is not plain the quote stays without a speaker, since a wrong one accuses somebody.

use std::cell::OnceCell;

use crate::document::{Quote, QuoteKind, Segmentation, Span};

use super::acting_persons::titled_person;
use super::body::{Body, Paragraph};
use super::mention::{Mention, Reach};
use super::outlets::OutletTable;
use super::partial;
use super::reading::{
    ends_as_sentence, first_clause, han_count, is_boundary, is_han, is_opening_mark, last_clause,
};
use super::scopes::people;
use super::still_speaking::still_speaks;
use super::words::{Cue, words};

/// Sentences between a speaker's words and a quote that goes on with them.
const SENTENCES: usize = 4;

/// Rules whose mentions are of somebody who speaks.
const SPEAKING: &[&str] = &[
    "subject-verb",
    "verb-quote",
    "quote-verb",
    "in-the-view-of",
    "colon-quote",
    "judged",
    "hearsay",
];

/// Words of a clause inside somebody's words that let another one, or a paper, speak.
const TO_OTHERS: &[&str] = &[
    "问他", "问她", "问我", "问道", "告诉", "对他", "对她", "对我", "向他", "向她", "向我", "回复", "回答",
];
const PAPERS: &[&str] = &[
    "规定",
    "载明",
    "写明",
    "写道",
    "打出",
    "写着",
    "条款",
    "标题",
    "一句",
    "说了句",
    "喊着",
    "关键词",
];
/// Openings of clauses that turn to another one who tells.
const TURNS: &[&str] = &[
    "记者",
    "据",
    "另据",
    "另外",
    "此外",
    "有网友",
    "网友",
    "有人",
    "也有人",
    "还有人",
    "有媒体",
    "也有媒体",
    "另有",
];

/// A quote whose speaker is known.
#[derive(Clone, Debug)]
struct Said {
    paragraph: usize,
    /// One past its closing mark.
    end: usize,
    speaker: Option<String>,
    cue: Option<String>,
    /// The mention that it is tied to, or goes on with.
    mention: Option<usize>,
}

/// A quote and its surroundings.
struct Place<'a> {
    paragraph: &'a Paragraph,
    index: usize,
    /// The quote with its marks.
    marks: Span,
    inside: &'a str,
    before: &'a str,
    behind: &'a str,
}

/// Who was speaking when a quote came.
struct Carrier<'a> {
    body: &'a Body<'a>,
    mentions: &'a [Mention],
    outlets: &'a OutletTable,
    /// The people that are mentioned, once they are asked for.
    people: OnceCell<Vec<String>>,
}

/// Fills in the speakers of quotes that no mention is tied to. Gives back which mention each of them goes on with: its number,
/// and the quote with its marks.
pub(super) fn carry(
    body: &Body<'_>,
    segmentation: &mut Segmentation,
    mentions: &[Mention],
    outlets: &OutletTable,
) -> Vec<(usize, Span)> {
    let carrier = Carrier {
        body,
        mentions,
        outlets,
        people: OnceCell::new(),
    };
    let mut last: Option<Said> = None;
    let mut taken: Vec<(usize, Span)> = Vec::new();
    for &(index, span) in &body.quotes {
        let (Some(place), Some(quote)) = (carrier.place(span), segmentation.quotes.get_mut(index)) else {
            continue;
        };
        let end = place.marks.end as usize;
        if quote.cue.is_some() {
            last = Some(Said {
                paragraph: place.index,
                end,
                speaker: quote.speaker.clone(),
                cue: quote.cue.clone(),
                mention: carrier.tied(index, &place),
            });
            continue;
        }
        if matches!(quote.kind, QuoteKind::Slogan | QuoteKind::Title) {
            continue;
        }
        if let Some((speaker, cue, mention)) = carrier.speaker(&place, quote, last.as_ref()) {
            quote.kind = QuoteKind::Speech;
            quote.speaker.clone_from(&speaker);
            taken.extend(mention.map(|mention| (mention, place.marks)));
            last = Some(Said {
                paragraph: place.index,
                end,
                speaker,
                cue,
                mention,
            });
        }
    }
    taken
}

/// A speaker, or nobody whose words it is all the same, the words that said so, and the number of the mention.
type Found = (Option<String>, Option<String>, Option<usize>);

impl<'a> Carrier<'a> {
    fn place(&self, span: Span) -> Option<Place<'a>> {
        let marks = self.body.with_marks(span);
        let index = self.body.paragraphs_in(span).next()?;
        let paragraph = self.body.paragraphs.get(index)?;
        Some(Place {
            paragraph,
            index,
            marks,
            inside: self.body.slice(span.start as usize, span.end as usize),
            before: self
                .body
                .slice(paragraph.span.start as usize, marks.start as usize),
            behind: self.body.slice(marks.end as usize, paragraph.span.end as usize),
        })
    }

    /// Those who speak in a paragraph before byte `at`, in order of the text.
    fn speakers(&self, paragraph: usize, at: usize) -> impl DoubleEndedIterator<Item = &'a Mention> {
        self.mentions_of(paragraph, at).filter(|mention| {
            mention.reach != Reach::Occasion
                && SPEAKING.contains(&mention.rule)
                // 公开资料显示: nobody speaks.
                && !["显示", "表明"].iter().any(|cue| mention.cue.contains(cue))
        })
    }

    /// The mentions of a paragraph that end before byte `at`.
    fn mentions_of(&self, paragraph: usize, at: usize) -> impl DoubleEndedIterator<Item = &'a Mention> {
        let (_, own) = self.of_paragraph(paragraph);
        own.iter().filter(move |mention| mention.span.end as usize <= at)
    }

    /// The mentions of a paragraph, and the number of the first.
    fn of_paragraph(&self, paragraph: usize) -> (usize, &'a [Mention]) {
        let from = self
            .mentions
            .partition_point(|mention| mention.paragraph < paragraph);
        let to = self
            .mentions
            .partition_point(|mention| mention.paragraph <= paragraph);
        (from, self.mentions.get(from..to).unwrap_or(&[]))
    }

    /// The mention of a paragraph that quote `index` is tied to.
    fn tied(&self, index: usize, place: &Place<'_>) -> Option<usize> {
        let (from, own) = self.of_paragraph(place.index);
        let at = own.iter().position(|mention| mention.quotes.contains(&index))?;
        Some(from + at)
    }

    /// The speaker of a mention. What spreads is said by nobody.
    fn found(&self, mention: &Mention) -> Found {
        let speaker = mention.chain_name().filter(|_| mention.rule != "hearsay");
        let (from, own) = self.of_paragraph(mention.paragraph);
        let at = own.iter().position(|other| std::ptr::eq(other, mention));
        (
            speaker.map(str::to_owned),
            Some(mention.cue.clone()),
            at.map(|at| from + at),
        )
    }

    fn speaker(&self, place: &Place<'_>, quote: &Quote, last: Option<&Said>) -> Option<Found> {
        self.beside(place, last)
            .or_else(|| self.in_sentence(place))
            .or_else(|| self.after_sentence(place))
            .or_else(|| self.alone(place, quote, last))
    }

    /// “…”，“…”: the second of two quotes with nothing but a mark between them.
    fn beside(&self, place: &Place<'_>, last: Option<&Said>) -> Option<Found> {
        let last = last.filter(|last| last.paragraph == place.index)?;
        let gap = self.body.slice(last.end, place.marks.start as usize);
        let near = gap
            .chars()
            .all(|mark| matches!(mark, '，' | '、' | '；' | '。' | ',' | ' '));
        // “走了吗？”“走了。”: the other one answers.
        let answers = gap.is_empty() && asks(last.cue.as_deref().unwrap_or(""));
        let said = partial::is_said("", place.inside, place.behind) || full(place.inside);
        (near && !answers && said && !turns_to_another(place.behind))
            .then(|| (last.speaker.clone(), last.cue.clone(), last.mention))
    }

    /// 某某表示，…，“…” and 某某表示，…“…”: the clause that is reported holds the quote.
    fn in_sentence(&self, place: &Place<'_>) -> Option<Found> {
        let at = place.marks.start as usize;
        let sentence = self.body.sentence_at(place.paragraph, at);
        let alone = self
            .speakers(place.index, at)
            .filter(|mention| mention.span.end > sentence.start)
            .nth(1)
            .is_none();
        let mention = self
            .speakers(place.index, at)
            .rev()
            .take_while(|mention| mention.span.end > sentence.start)
            .enumerate()
            // 某某表示，网传…不实，“…”: he answers what spreads.
            .filter(|(nth, mention)| *nth > 0 || mention.rule != "hearsay" || mention.content == at || alone)
            .map(|(_, mention)| mention)
            .next()?;
        let between = self.body.slice(mention.content.min(at), at);
        let reporter = between
            .split(is_boundary)
            .any(|clause| starts_with_any(clause.trim_start(), TURNS));
        let clause = last_clause(between.trim_end_matches(is_boundary));
        // 某某说，对方问他：“…”, 某某介绍，标准规定，“…”: what the other one, or the paper, says.
        let direct = !between.ends_with(['，', ',', '、']);
        let other = direct && TO_OTHERS.iter().any(|word| clause.contains(word))
            || PAPERS.iter().any(|word| clause.ends_with(word));
        if reporter || other {
            return None;
        }
        let opens = between.is_empty()
            || between.ends_with(|mark: char| is_boundary(mark) || matches!(mark, '、' | '—'));
        // 他希望同僚们将“…。”: a whole sentence stands inside the clause.
        let ended = ends_as_sentence(place.inside) && place.inside.chars().count() >= 8;
        let whole =
            (opens || ended) && full(place.inside) && !place.behind.starts_with(['的', '是', '为', '等']);
        (whole && !turns_to_another(place.behind)
            || partial::is_said(place.before, place.inside, place.behind))
        .then(|| self.found(mention))
    }

    /// 某某表示，…。“…”: a sentence that is a quote, behind what somebody says.
    fn after_sentence(&self, place: &Place<'_>) -> Option<Found> {
        let at = place.marks.start as usize;
        let opens = place
            .before
            .trim_end()
            .ends_with(['。', '！', '？', '”', '」', '!', '?', '"']);
        if !opens || !whole_sentence(place) {
            return None;
        }
        let mention = self.holding(place.index, place.paragraph, at)?;
        Some(self.found(mention))
    }

    /// A paragraph that is nothing but quotes goes on with the one before it.
    fn alone(&self, place: &Place<'_>, quote: &Quote, last: Option<&Said>) -> Option<Found> {
        let opens = place.before.trim().is_empty();
        let paragraph = place.paragraph.span;
        let whole = self.body.slice(paragraph.start as usize, paragraph.end as usize);
        if !opens || quote.kind == QuoteKind::Term || !partial::only_quotes(whole) {
            return None;
        }
        let index = place.index.checked_sub(1)?;
        let previous = self.body.paragraphs.get(index)?;
        if previous.article != place.paragraph.article {
            return None;
        }
        let end = previous.span.end as usize;
        if let Some(last) = last.filter(|last| last.paragraph == index && last.end + 3 >= end) {
            let speaker = last.speaker.clone()?;
            let asked = asks(last.cue.as_deref().unwrap_or(""));
            return (!asked).then(|| (Some(speaker), last.cue.clone(), last.mention));
        }
        if !full(place.inside) {
            return None;
        }
        let mention = self.holding(index, previous, end)?;
        Some(self.found(mention))
    }

    /// Who is speaking at byte `at` of a paragraph, where a sentence ends: the last speaker before it, when the sentences
    /// between go on with the same speech.
    fn holding(&self, index: usize, paragraph: &Paragraph, at: usize) -> Option<&'a Mention> {
        let speakers: Vec<&Mention> = self.speakers(index, at).collect();
        let mut mention = *speakers.last()?;
        let sentence = self
            .body
            .sentence_at(paragraph, (mention.span.start as usize).min(at));
        // 某某告诉记者，对方称…: what the other one says is told by the first.
        let outer = speakers.iter().rev().nth(1).copied();
        if let Some(outer) = outer
            && outer.span.start >= sentence.start
            && outer.quotes.is_empty()
            && self
                .body
                .slice(outer.content, mention.span.start as usize)
                .chars()
                .count()
                <= 8
        {
            mention = outer;
        }
        if asks(&mention.cue) || mention.rule == "hearsay" {
            return None;
        }
        // 判决书显示，…: a paper speaks between.
        let between = self.mentions_of(index, at).any(|other| {
            other.span.start >= sentence.end
                && other.reach != Reach::Occasion
                && (other.source_name != mention.source_name || other.kind != mention.kind)
        });
        if between {
            return None;
        }
        let sentences = self.body.sentences_of(paragraph);
        let after = sentences.partition_point(|other| other.start < sentence.end);
        let between: Vec<&Span> = sentences
            .get(after..)
            .unwrap_or(&[])
            .iter()
            .take_while(|other| (other.start as usize) < at)
            .filter(|other| !self.body.in_marks(other.start as usize))
            .collect();
        let known = self.people.get_or_init(|| people(self.mentions));
        let holds = |other: &&Span| {
            let text = self.body.slice(other.start as usize, other.end as usize);
            // 会计某某上前看了看: somebody else acts.
            let clause = first_clause(text, 30);
            let acts = titled_person(clause)
                .and_then(|(from, to)| clause.get(from..to))
                .is_some_and(|name| !mention.source_name.contains(name));
            text.starts_with(is_opening_mark) || !acts && still_speaks(text, mention, self.outlets, known)
        };
        (between.len() <= SENTENCES && between.iter().all(holds)).then_some(mention)
    }
}

/// True for a quote that is a sentence of its own by what stands between its marks and behind them.
fn whole_sentence(place: &Place<'_>) -> bool {
    full(place.inside)
        && !place
            .behind
            .starts_with(|next: char| is_han(next) || next.is_alphanumeric())
        && !turns_to_another(place.behind)
}

/// True when a quote can stand for itself: it ends as a sentence does or is a long clause.
fn full(inside: &str) -> bool {
    let count = han_count(inside);
    let ended = ends_as_sentence(inside) || inside.trim_end().ends_with(['，', ',']);
    ended && count >= 4 || count >= 12 && partial::states(inside)
}

/// True for a verb that asks: who answers is somebody else.
fn asks(cue: &str) -> bool {
    cue.contains('问') || cue.contains("质疑")
}

/// True when the words behind a quote name another speaker: ，某某表示; 某某曾如此评价.
fn turns_to_another(behind: &str) -> bool {
    let rest = behind.trim_start_matches(['，', ',', ' ']);
    if rest.len() == behind.len() && !rest.starts_with(is_han) {
        return false;
    }
    let clause = first_clause(rest, 30);
    words()
        .cue_words
        .find_iter(clause)
        .any(|verb| verb.start > 0 && matches!(words().cues.get(verb.word), Some(Cue::Speech(_))))
}

fn starts_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

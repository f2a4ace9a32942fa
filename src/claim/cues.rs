//! Cues of in-text attribution. One pass over a paragraph finds every cue; a rule runs only where a cue stands. A cue between
//! marks never leaves them, so it is not looked at.

use super::according;
use super::accounts;
use super::back;
use super::context::{Context, claimed};
use super::english;
use super::english_cited;
use super::frames;
use super::handed_over::handed_over;
use super::judged;
use super::learned::Unnamed;
use super::mention::Mention;
use super::relays;
use super::speech;
use super::tidy::tidy;
use super::turns;
use super::venue;
use super::words::{Cue, Verb, words};

/// Finds the mentions of a paragraph, in order of the text.
/// Clauses before verbs that named nobody are put to `unnamed`.
pub(super) fn mentions_of(context: &Context<'_>, unnamed: &mut Vec<Unnamed>) -> Vec<Mention> {
    let form = context.form(context.start(), context.end());
    let mut found: Vec<Mention> = Vec::new();
    found.extend(frames::label(context, &context.known.labels).or_else(|| turns::turn(context)));
    // Where the words of the last mention end; a cue inside them belongs to it.
    let mut taken = found.last().map_or(context.start(), |label| label.content);
    // Whose text stands below an introduction says nothing of the introduction.
    let below = handed_over(context);
    for hit in words().cue_words.find_iter(form) {
        let (start, end) = (context.start() + hit.start, context.start() + hit.end);
        let Some(&cue) = words().cues.get(hit.word) else {
            continue;
        };
        if cue == Cue::Decoy || start < taken || context.body.in_marks(start) {
            continue;
        }
        let mention = match cue {
            Cue::According => according::mention(context, start, end),
            Cue::Learned => relays::learned(context, start, end),
            Cue::Relay => {
                // 甲社援引乙局的消息: two sources, one inside the other.
                found.extend(relays::carrier(context, start, end, taken));
                relays::relay(context, start, end)
            }
            Cue::Reports => relays::reports(context, start, end, taken),
            Cue::Venue => venue::venue(context, start, end),
            Cue::Speech(verb) => speech::mention(context, verb, start, end, taken, &mut found),
            Cue::View => frames::view(context, start, end),
            Cue::News => accounts::news(context, start, start + "消息".len(), taken),
            Cue::Hearsay => frames::hearsay(context, start, end),
            Cue::Colon => frames::colon(context, start, end, taken, &found),
            // 指责某公司在合同中弄虚作假: what is judged is told in a clause, without a quote.
            Cue::Judged => judged::judged(context, start, end, taken).or_else(|| {
                let accuses =
                    ["指责", "质问"].contains(&context.form(start, end)) && judged::tells(context, end);
                // 咆哮质问：“…”: what was said stands behind the colon.
                let quoted = context.form(end, context.end()).starts_with([':', '：']);
                let verb = if quoted { Verb::Weak } else { Verb::Clause };
                (accuses || quoted)
                    .then(|| speech::mention(context, verb, start, end, taken, &mut found))
                    .flatten()
            }),
            Cue::AsTold => frames::as_said(context, start, end).or_else(|| {
                let mark = context
                    .form(start, end)
                    .chars()
                    .next_back()
                    .map_or(0, char::len_utf8);
                let quote = context
                    .form(end, context.end())
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                frames::colon(context, end - mark, end + quote, taken, &found)
            }),
            Cue::Owned => frames::owned(context, start, end, taken),
            Cue::Ruled => judged::ruled(context, start, end, taken),
            Cue::Pointing => back::pointing(context, start, end, taken, &found),
            Cue::Belonging => back::belonging(context, start, end, &found),
            Cue::EnglishAccording => english_cited::according(context, start, end),
            Cue::EnglishCiting => english_cited::citing(context, start, end),
            Cue::EnglishSpeech => english::speech(context, start, end, claimed(&found)),
            Cue::Decoy => None,
        };
        let mention = mention
            .filter(|mention| !opens_a_phrase(&mention.source_name))
            .and_then(|mention| tidy(context, mention));
        if let Some(mention) = mention {
            taken = mention.span.end as usize;
            // 据甲社援引乙报报道: the words of the second stand inside those of the first.
            if cue == Cue::According
                && let Some(at) = context
                    .form(mention.span.start as usize, mention.span.end as usize)
                    .find("援引")
            {
                taken = mention.span.start as usize + at;
            }
            found.push(mention);
        } else if matches!(cue, Cue::Speech(_) | Cue::Colon) {
            let clause = context.clause_before(start, taken);
            if !clause.trim().is_empty() {
                unnamed.push(Unnamed {
                    paragraph: context.index,
                    start: start - clause.len(),
                    end: start,
                });
            }
        }
    }
    if let Some(below) = below {
        let at = found.partition_point(|mention| mention.span.start <= below.span.start);
        found.insert(at, below);
    }
    found
}

/// True for words that begin as what is spoken of or read out does (针对某事, 宣读声明): no name.
fn opens_a_phrase(name: &str) -> bool {
    ["针对", "对于", "鉴于", "宣读"]
        .iter()
        .any(|word| name.starts_with(word))
}

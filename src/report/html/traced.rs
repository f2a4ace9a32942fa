//! A pasted text and what the store knows of it: who holds which part, on which way it came there, on what evidence, and what each
//! holder changed.

use askama::Template;

use super::address::Address;
use super::figures::{moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame};
use super::sentences::translated;
use super::site::Site;
use super::vocabulary;
use crate::error::Result;
use crate::ledger::{Carrier, LinkView};
use crate::trace::{Hit, Holder, Trace, TracedPassage};

/// Characters of the text that a heading shows.
const HEADING: usize = 60;
/// Characters of a title.
const TITLE: usize = 100;
/// Differences of one place that are shown.
const EDITS: usize = 12;
/// Characters of the words of a difference.
const WORDS: usize = 120;

/// A passage of the text.
struct Passage {
    heading: String,
    text: String,
    characters: u32,
    articles: u64,
    family: Option<Anchor>,
    holders: Vec<Held>,
    left_out: u64,
}

/// A step of a way: who, whether its text is held, and the sign that leads to the next.
struct Step {
    carrier: Anchor,
    ghost: bool,
    sign: &'static str,
}

/// A link behind the last step.
struct Because {
    from: String,
    relation: String,
    resolved: bool,
    confidence: String,
    evidence: Vec<Item>,
}

/// A piece of evidence.
struct Item {
    weight: String,
    kind: String,
    note: String,
    note_in: &'static str,
}

/// What differs.
struct Edit {
    kind: String,
    own: String,
    asked: String,
}

/// A place in an article.
struct Place {
    text: String,
    same: bool,
    start: u32,
    end: u32,
    chains: Vec<String>,
    edits: Vec<Edit>,
    more_edits: usize,
}

/// An article that holds the passage.
struct Held {
    outlet: Anchor,
    title: Anchor,
    time: String,
    first: bool,
    way: Vec<Step>,
    because: Vec<Because>,
    places: Vec<Place>,
}

#[derive(Template)]
#[template(path = "trace.html")]
struct Traced<'a> {
    frame: Frame<'a>,
    text: &'a str,
    refused: Option<&'a str>,
    characters: Option<u32>,
    articles: u64,
    passages: Vec<Passage>,
    left_out: u64,
    unread: u64,
}

/// The page: the form alone, or with what was found or why nothing can be.
pub(crate) fn traced(
    site: &Site<'_>,
    text: &str,
    trace: Option<&Trace>,
    refused: Option<&str>,
) -> Result<String> {
    let frame = Frame::new(
        site,
        Address::Records,
        site.language.say("Trace a text", "文本溯源"),
    );
    let passages = trace.map_or(&[][..], |trace| &trace.passages);
    let passages = passages.iter().map(|found| passage(&frame, found)).collect();
    filled(&Traced {
        text,
        refused,
        characters: trace.map(|trace| trace.characters),
        articles: trace.map_or(0, |trace| trace.articles),
        left_out: trace.map_or(0, |trace| trace.passages_left_out),
        unread: trace.map_or(0, |trace| trace.unread),
        passages,
        frame,
    })
}

fn passage(frame: &Frame<'_>, found: &TracedPassage) -> Passage {
    let family = found.family.as_ref().map(|head| {
        let kind = vocabulary::passage_kind(&head.kind, frame.language());
        let words = frame.count(head.characters, "character", "characters", "字");
        let to = Address::Family {
            id: head.family_id.clone(),
            sheet: 0,
        };
        frame.anchor(format!("{kind}, {words}"), &to)
    });
    Passage {
        heading: shortened(&found.text, HEADING),
        text: found.text.clone(),
        characters: found.of_text.end_char - found.of_text.start_char,
        articles: match &found.family {
            Some(head) => head.carriers,
            None => found.holders.len() as u64 + found.holders_left_out,
        },
        family,
        holders: found.holders.iter().map(|holder| held(frame, holder)).collect(),
        left_out: found.holders_left_out,
    }
}

fn held(frame: &Frame<'_>, holder: &Holder) -> Held {
    let article = &holder.article;
    let title = article.title.as_deref().filter(|title| !title.trim().is_empty());
    let undecided = holder
        .links
        .first()
        .is_some_and(|link| link.direction != "resolved");
    let steps = holder.way.len();
    let way = holder.way.iter().enumerate().map(|(at, carrier)| {
        let last = at + 2 == steps;
        let sign = match at + 1 == steps {
            true => "",
            false if last && undecided => "—",
            false => "→",
        };
        step(frame, carrier, sign)
    });
    let time = article.published_at.as_deref();
    Held {
        outlet: match &article.publisher {
            Some(name) => frame.outlet(name),
            None => frame.article(article.name(), &article.article_id),
        },
        title: frame.article(
            shortened(title.unwrap_or(&article.article_id), TITLE),
            &article.article_id,
        ),
        time: time.map(|time| moment(time, "minute")).unwrap_or_default(),
        first: holder.first,
        way: way.collect(),
        because: holder.links.iter().map(|link| because(frame, link)).collect(),
        places: holder.hits.iter().map(|hit| place(frame, hit)).collect(),
    }
}

fn step(frame: &Frame<'_>, carrier: &Carrier, sign: &'static str) -> Step {
    Step {
        carrier: match &carrier.article_id {
            Some(id) => frame.article(carrier.name.clone(), id),
            None => Anchor {
                text: carrier.name.clone(),
                href: None,
            },
        },
        ghost: carrier.ghost,
        sign,
    }
}

fn because(frame: &Frame<'_>, link: &LinkView) -> Because {
    let language = frame.language();
    let evidence = link.evidence.iter().map(|item| {
        let (note, note_in) = translated(&item.note, language);
        Item {
            weight: format!("{:+.1}", item.log_odds),
            kind: vocabulary::evidence(&item.kind, language),
            note,
            note_in: note_in.tag(),
        }
    });
    Because {
        from: link.from_name.clone(),
        relation: vocabulary::relation(&link.relation, language),
        resolved: link.direction == "resolved",
        confidence: format!("{:.2}", link.confidence),
        evidence: evidence.collect(),
    }
}

fn place(frame: &Frame<'_>, hit: &Hit) -> Place {
    let edits = hit.edits.iter().take(EDITS).map(|edit| Edit {
        kind: vocabulary::edit(&edit.kind, frame.language()),
        own: shortened(&edit.a_text, WORDS),
        asked: shortened(&edit.b_text, WORDS),
    });
    Place {
        text: hit.text.clone(),
        same: hit.edits.is_empty(),
        start: hit.place.start_char,
        end: hit.place.end_char,
        chains: hit.chains.iter().map(|chain| chain.join(" ◁ ")).collect(),
        edits: edits.collect(),
        more_edits: hit.edits.len().saturating_sub(EDITS),
    }
}

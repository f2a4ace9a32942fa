//! The text of an article as it stands, cut where something begins or ends: a passage and its source, a quote, a claim, the place
//! of a finding. Each block carries notes for the margin beside it.

use std::collections::BTreeSet;

use super::frame::{Anchor, Frame};
use super::vocabulary;
use crate::document::{BlockKind, Span};
use crate::ledger::StoredPage;

/// Characters of an article that are shown.
const MOST: usize = 60_000;
/// Notes beside one block.
const NOTES: usize = 12;

/// A stretch of text that came from somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Sourced {
    /// Where it stands in the record.
    pub(crate) span: Span,
    /// The number of its source, from 1.
    pub(crate) source: usize,
    /// What stands in the margin.
    pub(crate) note: Anchor,
    /// How it was carried, in words.
    pub(crate) how: String,
}

/// A place that a finding is about.
#[derive(Clone, Debug)]
pub(crate) struct Flagged {
    pub(crate) span: Span,
    pub(crate) number: usize,
    pub(crate) rule: &'static str,
    pub(crate) mark: String,
}

/// A piece of text with everything that is true of it.
pub(crate) struct Run {
    pub(crate) text: String,
    /// Class names.
    pub(crate) class: String,
    /// The number of the source that begins here.
    pub(crate) source: Option<usize>,
    /// Findings that begin here: number and mark.
    pub(crate) flags: Vec<(usize, String)>,
    /// True for runs without any mark.
    pub(crate) plain: bool,
}

/// A note in the margin.
pub(crate) enum Note {
    /// Who stands behind the words: names, the page's publisher first.
    Chain(String, String),
    /// What the page says about a source: kind, the name as written.
    Claim(String, String, String),
    /// Where the words came from.
    Passage(usize, Anchor, String),
    /// A finding.
    Finding(usize, String, &'static str),
}

/// A block of the page.
pub(crate) struct BlockView {
    /// The word of its kind.
    pub(crate) kind: &'static str,
    /// The same for readers; empty for a paragraph.
    pub(crate) label: String,
    pub(crate) runs: Vec<Run>,
    /// The language of its words.
    pub(crate) lang: &'static str,
    pub(crate) notes: Vec<Note>,
    /// Another article that stands here.
    pub(crate) other: Option<u32>,
}

/// The text of an article.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) blocks: Vec<BlockView>,
    /// Lines of the page that belong to no article.
    pub(crate) around: Vec<String>,
    /// Characters that are not shown.
    pub(crate) left_out: usize,
    /// Characters of the body by source, in order: (source or 0, characters).
    pub(crate) coverage: Vec<(usize, usize)>,
}

/// Cuts the text of an article. `sourced` are its passages, those that count first before others; `flagged` its findings.
pub(crate) fn body(frame: &Frame<'_>, page: &StoredPage, sourced: &[Sourced], flagged: &[Flagged]) -> Body {
    let text = page.facts.record.text.as_str();
    let segmentation = &page.facts.attributed.segmentation;
    let ordinal = page.article.ordinal;
    let quotes: Vec<Span> = segmentation
        .quotes
        .iter()
        .filter(|quote| quote.article == ordinal)
        .map(|quote| quote.span)
        .collect();
    let claims: Vec<Span> = page
        .facts
        .attributed
        .claims
        .iter()
        .filter(|claim| claim.article == ordinal)
        .filter_map(|claim| claim.span)
        .collect();
    let layers = Layers {
        sourced,
        flagged,
        quotes: &quotes,
        claims: &claims,
    };
    let mut whole = Body::default();
    let mut room = MOST;
    let mut chain_before = None;
    for (index, block) in (0..).zip(&segmentation.blocks) {
        match block.article {
            None => {
                let line = block.span.of(text);
                if whole.around.len() < 200 {
                    whole.around.push(super::figures::shortened(line, 200));
                }
                continue;
            }
            Some(other) if other != ordinal => {
                if whole.blocks.last().is_none_or(|last| last.other != Some(other)) {
                    whole.blocks.push(BlockView {
                        kind: "other",
                        label: String::new(),
                        runs: Vec::new(),
                        lang: "",
                        notes: Vec::new(),
                        other: Some(other),
                    });
                }
                continue;
            }
            Some(_) => {}
        }
        let is_boilerplate = page.boilerplate.binary_search(&index).is_ok();
        let kind = if is_boilerplate {
            BlockKind::Boilerplate
        } else {
            block.kind
        };
        let words = block.span.of(text);
        let length = words.chars().count();
        if page.body.binary_search(&index).is_ok() {
            layers.cover(text, block.span, &mut whole.coverage);
        }
        if room == 0 {
            whole.left_out += length;
            continue;
        }
        let shown = length.min(room);
        whole.left_out += length - shown;
        room -= shown;
        let end = words.char_indices().nth(shown).map_or(words.len(), |(at, _)| at);
        let span = Span {
            start: block.span.start,
            end: block.span.start + end as u32,
        };
        let notes = notes(frame, page, span, &layers, &mut chain_before);
        whole.blocks.push(BlockView {
            kind: kind.name(),
            label: match kind {
                BlockKind::Paragraph => String::new(),
                kind => vocabulary::block(kind.name(), frame.language()),
            },
            runs: layers.runs(text, span),
            lang: frame.lang(words),
            notes,
            other: None,
        });
    }
    whole
}

/// Everything that may be true of a place.
struct Layers<'a> {
    sourced: &'a [Sourced],
    flagged: &'a [Flagged],
    quotes: &'a [Span],
    claims: &'a [Span],
}

fn meets(span: Span, other: Span) -> bool {
    span.start < other.end && other.start < span.end
}

impl Layers<'_> {
    /// Offsets inside `span` at which something begins or ends, both ends among them.
    fn cuts(&self, text: &str, span: Span, all: bool) -> Vec<u32> {
        let mut cuts = BTreeSet::from([span.start, span.end]);
        let mut add = |other: Span| {
            for at in [other.start, other.end] {
                if at > span.start && at < span.end && text.is_char_boundary(at as usize) {
                    cuts.insert(at);
                }
            }
        };
        self.sourced.iter().for_each(|sourced| add(sourced.span));
        if all {
            self.flagged.iter().for_each(|flagged| add(flagged.span));
            self.quotes.iter().for_each(|quote| add(*quote));
            self.claims.iter().for_each(|claim| add(*claim));
        }
        cuts.into_iter().collect()
    }

    fn source_at(&self, piece: Span) -> Option<&Sourced> {
        self.sourced.iter().find(|sourced| meets(sourced.span, piece))
    }

    fn runs(&self, text: &str, span: Span) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut source_before = None;
        for pair in self.cuts(text, span, true).windows(2) {
            let &[start, end] = pair else { continue };
            let piece = Span { start, end };
            let source = self.source_at(piece).map(|sourced| sourced.source);
            let mut class = String::new();
            if let Some(source) = source {
                class.push_str(&format!("src src-{}", palette(source)));
            }
            let mut when = |held: bool, name: &str| {
                if held {
                    class.push_str(if class.is_empty() { "" } else { " " });
                    class.push_str(name);
                }
            };
            when(self.quotes.iter().any(|quote| meets(*quote, piece)), "quoted");
            when(self.claims.iter().any(|claim| meets(*claim, piece)), "claimed");
            when(
                self.flagged.iter().any(|flagged| meets(flagged.span, piece)),
                "flagged",
            );
            let flags = self.flagged.iter().filter(|flagged| {
                // A finding on a place that began in a block before is shown there.
                flagged.span.start == start
                    || (start == span.start && flagged.span.start < start && flagged.span.end > start)
            });
            runs.push(Run {
                text: piece.of(text).to_owned(),
                plain: class.is_empty(),
                class,
                source: source.filter(|_| source != source_before),
                flags: flags
                    .map(|flagged| (flagged.number, flagged.mark.clone()))
                    .collect(),
            });
            source_before = source;
        }
        runs
    }

    /// Adds what a block of the body holds of each source.
    fn cover(&self, text: &str, span: Span, coverage: &mut Vec<(usize, usize)>) {
        for pair in self.cuts(text, span, false).windows(2) {
            let &[start, end] = pair else { continue };
            let piece = Span { start, end };
            let source = self.source_at(piece).map_or(0, |sourced| sourced.source);
            let characters = piece.of(text).chars().count();
            match coverage.last_mut() {
                Some(last) if last.0 == source => last.1 += characters,
                _ => coverage.push((source, characters)),
            }
        }
    }
}

/// The number of the colour and pattern of a source: seven can be told apart, the number beside them tells the rest.
pub(crate) fn palette(source: usize) -> usize {
    match source {
        0 => 0,
        source => (source - 1) % 7 + 1,
    }
}

fn notes(
    frame: &Frame<'_>,
    page: &StoredPage,
    span: Span,
    layers: &Layers<'_>,
    chain_before: &mut Option<(String, &'static str)>,
) -> Vec<Note> {
    let language = frame.language();
    let ordinal = page.article.ordinal;
    let mut notes = Vec::new();
    let begins = |other: Span| other.start >= span.start && other.start < span.end;
    for flagged in layers.flagged.iter().filter(|flagged| begins(flagged.span)) {
        notes.push(Note::Finding(flagged.number, flagged.mark.clone(), flagged.rule));
    }
    for sourced in layers.sourced.iter().filter(|sourced| begins(sourced.span)) {
        notes.push(Note::Passage(
            sourced.source,
            sourced.note.clone(),
            sourced.how.clone(),
        ));
    }
    let facts = &page.facts.attributed;
    for sentence in &facts.sentences {
        if sentence.article != ordinal || !begins(sentence.span) {
            continue;
        }
        let names: Vec<String> = sentence
            .chain
            .iter()
            .map(|name| super::figures::shortened(name, 30))
            .collect();
        let chain = (names.join(" ◁ "), sentence.voice.name());
        if chain_before.as_ref() != Some(&chain) && !chain.0.is_empty() {
            notes.push(Note::Chain(chain.0.clone(), vocabulary::voice(chain.1, language)));
            *chain_before = Some(chain);
        }
    }
    for claim in &facts.claims {
        if claim.article == ordinal && claim.span.is_some_and(begins) {
            let written = super::figures::shortened(&claim.source_name, 30);
            let meant = claim
                .source
                .as_deref()
                .filter(|source| *source != claim.source_name);
            notes.push(Note::Claim(
                vocabulary::claim(claim.kind.name(), language),
                written,
                meant
                    .map(|name| super::figures::shortened(name, 30))
                    .unwrap_or_default(),
            ));
        }
    }
    notes.truncate(NOTES);
    notes
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Flagged, Layers, Sourced, Span, palette};

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap_or_default();
        Span::new(start, start + part.len())
    }

    #[test]
    fn text_is_cut_where_something_begins_and_nothing_is_lost() {
        let text = "渡口昨天恢复通航，“船还在”，站长说。";
        let sourced = [Sourced {
            span: span(text, "恢复通航，“船还"),
            source: 8,
            note: Anchor::default(),
            how: String::new(),
        }];
        let flagged = [Flagged {
            span: span(text, "昨天"),
            number: 1,
            rule: "stale deixis",
            mark: "x1".to_owned(),
        }];
        let layers = Layers {
            sourced: &sourced,
            flagged: &flagged,
            quotes: &[span(text, "船还在")],
            claims: &[span(text, "站长说")],
        };
        let runs = layers.runs(text, Span::new(0, text.len()));
        let together: String = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(together, text);
        let classes: Vec<(&str, &str)> = runs
            .iter()
            .map(|run| (run.text.as_str(), run.class.as_str()))
            .collect();
        assert_eq!(
            classes,
            [
                ("渡口", ""),
                ("昨天", "flagged"),
                ("恢复通航，“", "src src-1"),
                ("船还", "src src-1 quoted"),
                ("在", "quoted"),
                ("”，", ""),
                ("站长说", "claimed"),
                ("。", "")
            ]
        );
        assert_eq!(runs.iter().filter(|run| run.source == Some(8)).count(), 1);
        assert_eq!(runs.iter().map(|run| run.flags.len()).sum::<usize>(), 1);
        let mut coverage = Vec::new();
        layers.cover(text, Span::new(0, text.len()), &mut coverage);
        assert_eq!(coverage, [(0, 4), (8, 8), (0, 7)]);
    }

    #[test]
    fn places_inside_of_a_character_cut_nothing() {
        let text = "渡口";
        let flagged = [Flagged {
            span: Span::new(1, 2),
            number: 1,
            rule: "x",
            mark: String::new(),
        }];
        let layers = Layers {
            sourced: &[],
            flagged: &flagged,
            quotes: &[],
            claims: &[],
        };
        assert_eq!(layers.runs(text, Span::new(0, 6)).len(), 1);
        assert_eq!((palette(0), palette(7), palette(8)), (0, 7, 1));
    }
}

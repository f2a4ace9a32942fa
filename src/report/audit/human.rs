//! An audit for readers: the figures, then each finding with both texts and what would refute it.

use std::fmt::Write;

use super::explanation::severity_painted;
use super::{Audit, Counts, Entry, Standing};
use crate::audit::describe;
use crate::document::{Rule, Severity};
use crate::error::Result;
use crate::ledger::{Excerpt, Page, Place, Quoted, Store};
use crate::report::difference::compared;
use crate::report::text::{Paint, cut, pad, pad_left};
use crate::report::wrap::{Piece, Style, wrapped};

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns of the labels at the left.
const LABEL: usize = 10;
/// Columns of a title and of an exhibit's words.
const SHORT: usize = 120;
/// Characters of a long place that are shown at its beginning.
const HEAD: usize = 120;
/// Characters of a long place that are shown at its end.
const TAIL: usize = 40;

/// The audit as text: the figures, then the first `limit` findings that count; with `rejected`, those that were rejected
/// among them.
///
/// # Errors
/// When a record cannot be read from the store.
pub fn human(audit: &Audit, store: &Store, limit: usize, rejected: bool, colour: bool) -> Result<String> {
    let mut page = Sheet {
        text: String::new(),
        paint: Paint { colour },
    };
    page.figures(&audit.counts(), rejected);
    let wanted: Vec<&Entry> = audit
        .entries
        .iter()
        .filter(|entry| match entry.standing {
            Standing::Open => true,
            Standing::Allowed(_) => false,
            Standing::Rejected => rejected,
        })
        .collect();
    let shown = wanted.get(..limit).unwrap_or(&wanted);
    let quoted = store.quoted(shown.iter().map(|entry| &entry.finding))?;
    for (entry, quoted) in shown.iter().zip(&quoted) {
        page.finding(entry, quoted);
    }
    let left = wanted.len() - shown.len();
    if left > 0 {
        page.line(&format!("\n… and {left} more (--limit 0 shows all)"));
    }
    Ok(page.text)
}

struct Sheet {
    text: String,
    paint: Paint,
}

impl Sheet {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn figures(&mut self, counts: &Counts, rejected: bool) {
        let figure = |paint: Paint, count: u64| paint.bold(&pad_left(&count.to_string(), 9));
        let of = |name: &str| counts.by_severity.get(name).copied().unwrap_or_default();
        let mut notes: Vec<String> = Severity::ALL
            .iter()
            .rev()
            .map(|severity| (severity.name(), of(severity.name())))
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        if counts.confirmed > 0 {
            notes.push(format!("{} confirmed by an auditor", counts.confirmed));
        }
        let line = format!(
            "{}{}  {}",
            pad("findings", LABEL),
            figure(self.paint, counts.findings),
            self.paint.dim(&notes.join(", "))
        );
        self.line(&line);
        let note = if rejected {
            "shown below"
        } else {
            "--rejected shows them"
        };
        for (label, count, note) in [
            (
                "allowed",
                counts.allowed,
                "let pass with a reason; --json lists them",
            ),
            ("rejected", counts.rejected, note),
        ] {
            if count > 0 {
                let line = format!(
                    "{}{}  {}",
                    pad(label, LABEL),
                    figure(self.paint, count),
                    self.paint.dim(note)
                );
                self.line(&line);
            }
        }
        for unused in &counts.unused_allowances {
            let line = format!(
                "{}{}",
                pad("unused", LABEL),
                self.paint.yellow(&cut(unused, COLUMNS - LABEL))
            );
            self.line(&line);
        }
        if counts.by_rule.is_empty() {
            return;
        }
        self.line("");
        let name = Rule::ALL
            .iter()
            .map(|rule| rule.name().len())
            .max()
            .unwrap_or_default()
            + 2;
        let mut header = pad("rule", name);
        for severity in Severity::ALL.iter().rev() {
            header.push_str(&pad_left(severity.name(), 8));
        }
        self.line(&self.paint.dim(&header));
        for rule in &counts.by_rule {
            let mut line = pad(rule.rule, name);
            for severity in Severity::ALL.iter().rev() {
                let count = rule.by_severity.get(severity.name()).copied().unwrap_or_default();
                let figure = if count == 0 {
                    "·".to_owned()
                } else {
                    count.to_string()
                };
                line.push_str(&pad_left(&figure, 8));
            }
            self.line(&line);
        }
    }

    fn finding(&mut self, entry: &Entry, quoted: &Quoted<'_>) {
        let finding = quoted.finding;
        let paint = self.paint;
        let mut line = format!(
            "\n{}{}  {:.2}  {}",
            severity_painted(finding.severity, &pad(finding.severity.name(), LABEL), paint),
            paint.bold(finding.rule.name()),
            finding.confidence,
            paint.dim(&finding.finding_id)
        );
        if let Some(verdict) = &finding.verdict {
            let by = verdict
                .decided_by
                .as_ref()
                .map(|name| format!(" by {name}"))
                .unwrap_or_default();
            let word = verdict.verdict.name();
            let painted = if entry.is_confirmed() {
                paint.green(word)
            } else {
                paint.red(word)
            };
            let _ = write!(line, "  {painted}{}", paint.dim(&by));
        }
        self.line(&line);
        if let Some(verdict) = &finding.verdict {
            self.labelled("note", &[(Style::Plain, verdict.note.clone())]);
        }
        self.labelled("", &[(Style::Plain, finding.message.clone())]);
        let (here, there) = texts(quoted);
        self.place("here", &finding.here, &here);
        if let (Some(place), Some(there)) = (&finding.there, there) {
            self.place("there", place, &there);
        }
        for exhibit in &finding.evidence {
            let mut pieces: Vec<Piece> = vec![(Style::Plain, exhibit.note.clone())];
            for (lead, words) in [(" — here: ", &exhibit.here), (" — there: ", &exhibit.there)] {
                if !words.is_empty() {
                    pieces.push((Style::Dim, lead.to_owned()));
                    pieces.push((Style::Plain, shortened(words)));
                }
            }
            self.labelled("seen", &pieces);
        }
        let refuted = describe(finding.rule).refuted_by;
        self.labelled("wrong if", &[(Style::Dim, refuted.to_owned())]);
    }

    /// Whose page it is, then the words.
    fn place(&mut self, label: &str, place: &Place, words: &[Piece]) {
        self.labelled(label, &heading(&place.page));
        let lines = wrapped(words, COLUMNS - LABEL - 2, self.paint);
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(LABEL + 2)));
        }
    }

    fn labelled(&mut self, label: &str, pieces: &[Piece]) {
        for (number, line) in wrapped(pieces, COLUMNS - LABEL, self.paint).iter().enumerate() {
            let label = pad(if number == 0 { label } else { "" }, LABEL);
            self.line(&format!("{}{line}", self.paint.dim(&label)));
        }
    }
}

/// Publisher, title, time, uri.
fn heading(page: &Page) -> Vec<Piece> {
    let publisher = page.publisher.as_deref().unwrap_or("publisher unknown");
    let mut pieces = vec![(Style::Plain, publisher.to_owned())];
    let time = page.published_at.as_deref().unwrap_or("no time");
    if let Some(title) = &page.title {
        pieces.push((Style::Plain, format!(" 《{}》", shortened(title))));
    }
    pieces.push((Style::Dim, format!(" {time} {}", page.uri)));
    pieces
}

fn shortened(words: &str) -> String {
    cut(words, SHORT)
}

/// Both texts with what differs marked, or with the places marked where they are too unlike to be compared.
pub(in crate::report) fn texts(quoted: &Quoted<'_>) -> (Vec<Piece>, Option<Vec<Piece>>) {
    let there = quoted.there.as_ref().filter(|there| !there.text.is_empty());
    if let Some(there) = there
        && quoted.here.text != there.text
        && let Some((mut left, mut right)) = compared(&quoted.here.text, &there.text)
    {
        cut_marks(&quoted.here, &mut left);
        cut_marks(there, &mut right);
        return (left, Some(right));
    }
    let same = there.is_some_and(|there| there.text == quoted.here.text);
    let other = if same {
        Some(vec![(Style::Dim, "the same words".to_owned())])
    } else {
        there.map(marked)
    };
    (marked(&quoted.here), other)
}

/// An excerpt with its place marked; a place that is all of it needs no mark.
fn marked(excerpt: &Excerpt) -> Vec<Piece> {
    let text = excerpt.text.as_str();
    let (start, end) = (excerpt.place.start as usize, excerpt.place.end as usize);
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let (before, after) = (part(0..start), part(end..text.len()));
    let whole = before.is_empty() && after.is_empty();
    let style = if whole { Style::Plain } else { Style::Place };
    let mut pieces = vec![(Style::Plain, before)];
    pieces.extend(abridged(style, &part(start..end)));
    pieces.push((Style::Plain, after));
    cut_marks(excerpt, &mut pieces);
    pieces
}

/// The beginning and the end of words that are too long to be read in a list of findings.
fn abridged(style: Style, words: &str) -> Vec<Piece> {
    let offset = |nth: usize| words.char_indices().nth(nth).map(|(at, _)| at);
    let length = words.chars().count();
    let (Some(head), Some(tail)) = (offset(HEAD), offset(length.saturating_sub(TAIL))) else {
        return vec![(style, words.to_owned())];
    };
    if length <= HEAD + TAIL + 2 {
        return vec![(style, words.to_owned())];
    }
    let part = |range: std::ops::Range<usize>| (style, words.get(range).unwrap_or_default().to_owned());
    vec![
        part(0..head),
        (Style::Dim, " … ".to_owned()),
        part(tail..words.len()),
    ]
}

/// Says where the sentence goes on.
fn cut_marks(excerpt: &Excerpt, pieces: &mut Vec<Piece>) {
    let dots = || (Style::Dim, "…".to_owned());
    if excerpt.cut_before {
        pieces.insert(0, dots());
    }
    if excerpt.cut_after {
        pieces.push(dots());
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, HEAD, Style, TAIL, marked};
    use crate::document::Span;

    fn shown(text: &str, start: usize, end: usize, cut: bool) -> String {
        let excerpt = Excerpt {
            text: text.to_owned(),
            place: Span::new(start, end),
            cut_before: cut,
            cut_after: cut,
            ..Excerpt::default()
        };
        let mark = |(style, words): (Style, String)| match style {
            Style::Place => format!("<{words}>"),
            _ => words,
        };
        marked(&excerpt).into_iter().map(mark).collect()
    }

    #[test]
    fn a_place_in_a_sentence_is_marked() {
        assert_eq!(shown("来源：网络", 9, 15, false), "来源：<网络>");
        assert_eq!(shown("来源：网络", 0, 15, false), "来源：网络");
        assert_eq!(shown("来源：网络", 9, 15, true), "…来源：<网络>…");
    }

    #[test]
    fn a_long_place_is_known_by_its_beginning_and_its_end() {
        let long = format!("{}中{}", "前".repeat(HEAD), "后".repeat(TAIL + 9));
        let expected = format!("{} … {}", "前".repeat(HEAD), "后".repeat(TAIL));
        assert_eq!(shown(&long, 0, long.len(), false), expected);
        let short = "短".repeat(HEAD + 1);
        assert_eq!(shown(&short, 0, short.len(), false), short);
    }
}

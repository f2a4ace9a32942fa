//! Text cut into pieces with marks: what was added, what left out, what is spoken of. Marks are elements and signs, never colour
//! alone.

use crate::document::Span;
use crate::ledger::PlacedEdit;
use crate::report::wrap::{Piece as StyledPiece, Style};

/// A piece of text with its mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// `plain`, `dim`, `place`, `added`, `removed`.
    pub(crate) style: &'static str,
    /// The words.
    pub(crate) text: String,
    /// The word of the kind of edit, where one is known.
    pub(crate) kind: String,
}

impl Piece {
    pub(crate) fn new(style: &'static str, text: impl Into<String>) -> Self {
        Self {
            style,
            text: text.into(),
            kind: String::new(),
        }
    }
}

/// Pieces as the terminal has them.
pub(crate) fn of_styled(pieces: Vec<StyledPiece>) -> Vec<Piece> {
    pieces
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(style, text)| {
            let style = match style {
                Style::Plain => "plain",
                Style::Dim => "dim",
                Style::Place => "place",
                Style::Added => "added",
                Style::Removed => "removed",
            };
            Piece::new(style, text)
        })
        .collect()
}

/// Characters of an unchanged run that are shown before and behind a change, where only changes are wanted.
const CONTEXT: usize = 24;

/// A passage of `text` with what differs from another marked: its own words as added, those of the other as removed before
/// them. At most `most` characters; the second value says how many are left out.
pub(crate) fn with_edits(text: &str, span: Span, edits: &[PlacedEdit], most: usize) -> (Vec<Piece>, usize) {
    let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
    let mut edits: Vec<&PlacedEdit> = edits
        .iter()
        .filter(|edit| {
            edit.a_start as usize >= start && edit.a_end as usize <= end && edit.a_start <= edit.a_end
        })
        .collect();
    edits.sort_by_key(|edit| (edit.a_start, edit.a_end));
    let mut pieces = Vec::new();
    let mut room = most;
    let mut at = start;
    let mut left_out = 0;
    let mut push = |piece: Piece| {
        let characters = piece.text.chars().count();
        if room == 0 {
            left_out += characters;
        } else if characters <= room {
            room -= characters;
            pieces.push(piece);
        } else {
            left_out += characters - room;
            pieces.push(Piece {
                text: piece.text.chars().take(room).collect::<String>() + "…",
                ..piece
            });
            room = 0;
        }
    };
    for edit in edits {
        let (from, to) = (edit.a_start as usize, edit.a_end as usize);
        // Edits that stand in one another are shown by the first.
        if from < at {
            continue;
        }
        let Some((before, own)) = text.get(at..from).zip(text.get(from..to)) else {
            continue;
        };
        if !before.is_empty() {
            push(Piece::new("plain", before));
        }
        if !edit.b_text.is_empty() && edit.b_text != own {
            push(Piece {
                style: "removed",
                text: edit.b_text.clone(),
                kind: edit.kind.clone(),
            });
        }
        if !own.is_empty() {
            push(Piece {
                style: "added",
                text: own.to_owned(),
                kind: edit.kind.clone(),
            });
        }
        at = to;
    }
    let rest = text.get(at..end).unwrap_or_default();
    if !rest.is_empty() {
        push(Piece::new("plain", rest));
    }
    (pieces, left_out)
}

/// The same pieces with long unchanged runs cut to what stands beside a change.
pub(crate) fn abridged(pieces: &[Piece]) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut kept = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let length = piece.text.chars().count();
        let (head, tail) = (
            if place == 0 { 0 } else { CONTEXT },
            if place == last { 0 } else { CONTEXT },
        );
        if piece.style != "plain" || length <= head + tail + 8 {
            kept.push(piece.clone());
            continue;
        }
        if head > 0 {
            kept.push(Piece::new(
                "plain",
                piece.text.chars().take(head).collect::<String>(),
            ));
        }
        kept.push(Piece::new("dim", " … "));
        if tail > 0 {
            kept.push(Piece::new(
                "plain",
                piece.text.chars().skip(length - tail).collect::<String>(),
            ));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Piece, abridged, with_edits};
    use crate::document::Span;
    use crate::ledger::PlacedEdit;

    fn edit(text: &str, own: &str, other: &str) -> PlacedEdit {
        let start = text.find(own).unwrap_or_default();
        PlacedEdit {
            kind: "number".to_owned(),
            a_text: own.to_owned(),
            b_text: other.to_owned(),
            a_start: start as u32,
            a_end: (start + own.len()) as u32,
            b_start: 0,
            b_end: 0,
        }
    }

    fn read(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece.style {
                "added" => format!("<{}>", piece.text),
                "removed" => format!("[{}]", piece.text),
                _ => piece.text.clone(),
            })
            .collect()
    }

    #[test]
    fn what_differs_is_marked_and_nothing_of_the_text_is_lost() {
        let text = "共有336个点位开放。";
        let whole = Span::new(0, text.len());
        let (pieces, left_out) = with_edits(text, whole, &[edit(text, "336", "363")], 100);
        assert_eq!(
            (read(&pieces).as_str(), left_out),
            ("共有[363]<336>个点位开放。", 0)
        );
        let (pieces, left_out) = with_edits(text, whole, &[], 4);
        assert_eq!((read(&pieces).as_str(), left_out), ("共有33…", 7));
    }

    #[test]
    fn places_that_do_not_fit_are_passed_over() {
        let text = "共有336个点位";
        let mut wrong = edit(text, "336", "363");
        (wrong.a_start, wrong.a_end) = (1, 5000);
        let (pieces, _) = with_edits(text, Span::new(0, text.len()), &[wrong], 100);
        assert_eq!(read(&pieces), text);
        let (pieces, _) = with_edits(text, Span::new(1, 7), &[], 100);
        assert!(pieces.is_empty());
    }

    #[test]
    fn long_unchanged_runs_are_cut() {
        let long = "港".repeat(100);
        let pieces = [
            Piece::new("plain", long.clone()),
            Piece::new("added", "船"),
            Piece::new("plain", long),
        ];
        let near = "港".repeat(24);
        assert_eq!(read(&abridged(&pieces)), format!(" … {near}<船>{near} … "));
    }
}

//! What `explain` prints: the two articles, why they are linked or not, what was measured, and both texts side by side.

use std::fmt::Write;

use super::text::{Paint, cut, pad, width};
use super::traced::{evidence, heading, relation, way};
use crate::trace::{Explanation, Piece, SharedText, Side};

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns of one side of two texts.
const HALF: usize = 45;
/// Characters of equal text that are shown before and behind a difference.
const AROUND: usize = 24;
/// Shared passages that are shown in full; the JSON has all.
const SHOWN: usize = 8;

/// An explanation as lines, with colours or without.
pub fn explained(explanation: &Explanation, colour: bool) -> String {
    let mut page = Page {
        text: String::new(),
        paint: Paint { colour },
    };
    page.side("a", &explanation.a, &explanation.b);
    page.side("b", &explanation.b, &explanation.a);
    page.line("");
    let verdict = page.paint.bold(&explanation.verdict);
    page.line(&verdict);
    for reason in &explanation.reasons {
        page.line(&format!("  {reason}"));
    }
    page.links(explanation);
    page.families(explanation);
    page.cluster(explanation);
    page.checks(explanation);
    page.shared(explanation);
    page.text
}

struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn title(&mut self, title: &str, note: &str) {
        let note = self.paint.dim(note);
        let title = self.paint.bold(title);
        self.line("");
        self.line(&format!("{title}  {note}"));
    }

    fn side(&mut self, letter: &str, side: &Side, other: &Side) {
        let paint = self.paint;
        self.line(&format!(
            "{}  {}",
            paint.bold(letter),
            heading(&side.article, paint)
        ));
        if let Some(title) = &side.article.title {
            self.line(&format!("   {}", cut(title, COLUMNS - 3)));
        }
        let source = match &side.article.declared_source {
            Some(source) => format!("says it is from {source}"),
            None => "declares no source".to_owned(),
        };
        let mut facts = vec![format!("{} characters", side.article.body_chars), source];
        facts.extend(side.names_the_other.iter().take(3).map(|claim| {
            format!(
                "names {}: {}{}",
                other.article.name(),
                claim.kind.replace('_', " "),
                if claim.cue.is_empty() {
                    String::new()
                } else {
                    format!(" “{}”", cut(&claim.cue, 20))
                }
            )
        }));
        self.line(&format!("   {}", paint.dim(&facts.join(" · "))));
    }

    fn links(&mut self, explanation: &Explanation) {
        if explanation.links.is_empty() {
            return;
        }
        let paint = self.paint;
        self.title("Links", "natural logarithms of odds");
        for link in &explanation.links {
            let place = link.to_place;
            self.line(&format!(
                "  {} → {}  {}, {} characters, {}",
                paint.cyan(&link.from_name),
                paint.cyan(&link.to_name),
                relation(link),
                place.end_char - place.start_char,
                paint.dim(&link.link_id)
            ));
            for item in evidence(link) {
                self.line(&format!("      {item}"));
            }
        }
    }

    fn families(&mut self, explanation: &Explanation) {
        if explanation.families.is_empty() {
            return;
        }
        let paint = self.paint;
        self.title("Passages of both", "and the way on which each came to it");
        for family in explanation.families.iter().take(SHOWN) {
            self.line(&format!(
                "  {} {}",
                family.kind.replace('_', " "),
                paint.dim(&format!(
                    "of {} characters in {} articles, {}",
                    family.characters, family.carriers, family.family_id
                ))
            ));
            self.line(&format!("      a  {}", way(&family.way_to_a, paint)));
            self.line(&format!("      b  {}", way(&family.way_to_b, paint)));
        }
        if explanation.families.len() > SHOWN {
            let more = format!("  and {} more", explanation.families.len() - SHOWN);
            self.line(&paint.dim(&more));
        }
    }

    fn cluster(&mut self, explanation: &Explanation) {
        self.title("Copies", "");
        if !explanation.same_cluster {
            self.line("  not in one cluster of copies");
        }
        for (letter, side) in [("a", &explanation.a), ("b", &explanation.b)] {
            let text = match &side.cluster {
                None => "in no cluster".to_owned(),
                Some(cluster) if cluster.representative => {
                    format!("the report that others are compared with, {}", cluster.cluster_id)
                }
                Some(cluster) => format!(
                    "{} copy of {}: {:.0} % of it, {:.0} % of the other, {}",
                    cluster.relation,
                    cluster.representative_id,
                    100.0 * cluster.frac_of_member,
                    100.0 * cluster.frac_of_representative,
                    cluster.cluster_id
                ),
            };
            self.line(&format!("  {letter}  {text}"));
        }
    }

    fn checks(&mut self, explanation: &Explanation) {
        let paint = self.paint;
        self.title("Measures", "of the two texts, aligned here");
        self.line(&paint.dim(&format!("  {}  {:>6}  {:>6}", pad("", 48), "here", "asked")));
        for check in &explanation.checks {
            let number = |value: f64| match check.unit {
                "share" => format!("{value:.2}"),
                _ => format!("{value:.0}"),
            };
            let here = format!("{:>6}", number(check.value));
            let here = if check.met {
                paint.green(&here)
            } else {
                paint.red(&here)
            };
            let unit = if check.unit == "share" { "" } else { check.unit };
            let mark = if check.met { "" } else { "missed" };
            self.line(&format!(
                "  {}  {here}  {:>6}  {}  {unit}",
                pad(check.what, 48),
                number(check.least),
                pad(mark, 6)
            ));
        }
    }

    fn shared(&mut self, explanation: &Explanation) {
        if explanation.shared.is_empty() {
            return;
        }
        self.title(
            "Shared text",
            "a on the left, b on the right; [ ] what differs, ⋯ equal characters left out",
        );
        for shared in explanation.shared.iter().take(SHOWN) {
            self.passage(shared);
        }
        if explanation.shared.len() > SHOWN {
            let more = format!("and {} more: --json has all", explanation.shared.len() - SHOWN);
            let more = self.paint.dim(&more);
            self.line(&more);
        }
    }

    fn passage(&mut self, shared: &SharedText) {
        let paint = self.paint;
        let about = format!(
            "{}{} characters at {} | {} characters at {}, identity {:.2}",
            shared
                .kind
                .map(|kind| format!("{}, ", kind.replace('_', " ")))
                .unwrap_or_default(),
            shared.a.end_char - shared.a.start_char,
            shared.a.start_char,
            shared.b.end_char - shared.b.start_char,
            shared.b.start_char,
            shared.identity
        );
        self.line(&format!("  {}", paint.dim(&about)));
        let columns = [&shared.a_pieces, &shared.b_pieces].map(|pieces| column(pieces));
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let [left, right] = &columns;
        let empty = Vec::new();
        for row in 0..rows {
            let [a, b] = [left, right].map(|lines| lines.get(row).unwrap_or(&empty));
            let used: usize = a.iter().map(|piece| width(&piece.text)).sum();
            let space = " ".repeat(HALF.saturating_sub(used));
            let line = format!(
                "  {}{space} {} {}",
                self.painted(a, Paint::red),
                paint.dim("│"),
                self.painted(b, Paint::green)
            );
            self.line(&line);
        }
        for edit in shared.edits.iter().take(SHOWN) {
            let mut line = format!("      {}: ", edit.kind);
            let _ = match (edit.a_text.is_empty(), edit.b_text.is_empty()) {
                (true, _) => write!(line, "a lacks {}", cut(&edit.b_text, 60)),
                (_, true) => write!(line, "only a has {}", cut(&edit.a_text, 60)),
                _ => write!(line, "{} | {}", cut(&edit.a_text, 36), cut(&edit.b_text, 36)),
            };
            self.line(&line);
        }
        if shared.edits.len() > SHOWN {
            let more = format!("      and {} more differences", shared.edits.len() - SHOWN);
            self.line(&paint.dim(&more));
        }
    }

    fn painted(&self, pieces: &[Piece], colour: fn(Paint, &str) -> String) -> String {
        let pieces = pieces.iter().map(|piece| {
            if piece.differs {
                colour(self.paint, &piece.text)
            } else {
                piece.text.clone()
            }
        });
        pieces.collect()
    }
}

/// The pieces of one side on lines of [`HALF`] columns. Long equal text is cut in its middle; differences stand in [ ].
fn column(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.iter().enumerate() {
        let text = cut_middle(
            &cut(&piece.text, usize::MAX),
            index > 0,
            index < last,
            piece.differs,
        );
        let text = match (piece.differs, text.is_empty()) {
            (true, true) => "[]".to_owned(),
            (true, false) => format!("[{text}]"),
            _ => text,
        };
        for character in text.chars() {
            let wide = width(character.encode_utf8(&mut [0; 4]));
            if used + wide > HALF {
                lines.push(Vec::new());
                used = 0;
            }
            used += wide;
            let Some(line) = lines.last_mut() else { continue };
            match line.last_mut() {
                Some(open) if open.differs == piece.differs => open.text.push(character),
                _ => line.push(Piece {
                    text: character.to_string(),
                    differs: piece.differs,
                }),
            }
        }
    }
    lines
}

/// Equal text with its middle left out, where it is long: both ends are shown where a difference is next to them.
fn cut_middle(text: &str, before: bool, behind: bool, differs: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    if differs || characters.len() <= 3 * AROUND {
        return text.to_owned();
    }
    let head = if before || !behind { AROUND } else { AROUND / 2 };
    let tail = if behind || !before { AROUND } else { AROUND / 2 };
    let left_out = characters.len() - head - tail;
    let start: String = characters.iter().take(head).collect();
    let end: String = characters.iter().skip(head + left_out).collect();
    format!("{start}⋯{left_out}⋯{end}")
}

#[cfg(test)]
mod tests {
    use super::{HALF, Piece, column, cut_middle, width};

    fn piece(text: &str, differs: bool) -> Piece {
        Piece {
            text: text.to_owned(),
            differs,
        }
    }

    #[test]
    fn columns_fit_and_mark_what_differs() {
        let lines = column(&[
            piece("渡口昨天恢复通航，首日有", false),
            piece("十二", true),
            piece("艘船，两岸的居民都来了，孩子们唱起了歌", false),
            piece("", true),
        ]);
        let text = |line: &Vec<Piece>| line.iter().map(|piece| piece.text.as_str()).collect::<String>();
        assert!(lines.iter().all(|line| width(&text(line)) <= HALF));
        let whole: String = lines.iter().map(text).collect();
        assert_eq!(
            whole,
            "渡口昨天恢复通航，首日有[十二]艘船，两岸的居民都来了，孩子们唱起了歌[]"
        );
    }

    #[test]
    fn long_equal_text_is_cut_in_the_middle() {
        let text = "渡".repeat(200);
        let cut = cut_middle(&text, true, true, false);
        assert_eq!(cut, format!("{0}⋯152⋯{0}", "渡".repeat(24)));
        assert_eq!(cut_middle(&text, true, true, true), text);
    }
}

//! The lineage of one family as lines: who had it first, and who carried it from whom.
//!
//! ```text
//! 天津日报 → 新浪新闻 → 网易新闻
//!          → 大公报
//!          — 今晚报
//! ```
//! `→` is a link whose direction the evidence decides, `—` one that it does not. A source that is named and whose
//! text is not held stands with `(not held)`.

use std::collections::{BTreeMap, BTreeSet};

use super::text::{Paint, cut, width};
use crate::ledger::{Branch, Carrier};

/// Columns that a name may take.
const NAME: usize = 28;

/// The lines of a lineage, at most `most`, and how many links were left out. A family whose carriers no link joins
/// is its first holder alone.
pub(super) fn lines(first: &Carrier, tree: &[Branch], most: usize, paint: Paint) -> (Vec<String>, usize) {
    let mut drawing = Drawing {
        children: BTreeMap::new(),
        expanded: BTreeSet::new(),
        lines: Vec::new(),
        most,
        drawn: 0,
        paint,
    };
    let mut receivers = BTreeSet::new();
    for branch in tree {
        receivers.insert(key(&branch.to));
        drawing
            .children
            .entry(key(&branch.from))
            .or_default()
            .push(branch);
    }
    // The first holder leads; then the ghosts and articles that nobody is known to have handed anything to.
    let mut roots: Vec<&Carrier> = Vec::new();
    for candidate in std::iter::once(first).chain(tree.iter().map(|branch| &branch.from)) {
        let is_root = !receivers.contains(&key(candidate));
        if is_root && !roots.iter().any(|root| key(root) == key(candidate)) {
            roots.push(candidate);
        }
    }
    if roots.is_empty() {
        roots.push(first);
    }
    for root in roots {
        let has_children = drawing.children.contains_key(&key(root));
        if has_children || tree.is_empty() {
            let mut path = vec![key(root)];
            drawing.descend(&mut path, Line::begin(root, paint));
        }
    }
    let left_out = tree.len().saturating_sub(drawing.drawn);
    (drawing.lines, left_out)
}

/// What tells carriers apart: the article, or the ghost's name.
type Key<'tree> = (bool, &'tree str);

fn key(carrier: &Carrier) -> Key<'_> {
    match &carrier.article_id {
        Some(article) => (false, article.as_str()),
        None => (true, carrier.name.as_str()),
    }
}

/// A line that grows to the right.
struct Line {
    text: String,
    columns: usize,
}

impl Line {
    fn begin(carrier: &Carrier, paint: Paint) -> Self {
        let mut line = Self {
            text: String::new(),
            columns: 0,
        };
        line.name(carrier, "", paint);
        line
    }

    /// As many spaces as another line has columns.
    fn indented(columns: usize) -> Self {
        Self {
            text: " ".repeat(columns),
            columns,
        }
    }

    fn push(&mut self, plain: &str, painted: &str) {
        self.columns += width(plain);
        self.text.push_str(painted);
    }

    fn name(&mut self, carrier: &Carrier, relation: &str, paint: Paint) {
        let name = cut(&carrier.name, NAME);
        let note = match (carrier.ghost, relation) {
            (true, _) => " (not held)".to_owned(),
            (false, "" | "reprint") => String::new(),
            (false, relation) => format!(" ({})", relation.replace('_', " ")),
        };
        let painted = if carrier.ghost {
            paint.dim(&name)
        } else {
            paint.cyan(&name)
        };
        self.push(&name, &painted);
        self.push(&note, &paint.dim(&note));
    }
}

struct Drawing<'tree> {
    children: BTreeMap<Key<'tree>, Vec<&'tree Branch>>,
    /// Whose children are drawn already.
    expanded: BTreeSet<Key<'tree>>,
    lines: Vec<String>,
    most: usize,
    drawn: usize,
    paint: Paint,
}

impl<'tree> Drawing<'tree> {
    /// Draws what was carried on from the last of `path`, the first child on the line itself. A tree is as deep as
    /// the longest chain of reprints; `path` stops rings, which the lineage does not make. What an article with
    /// several sources handed on is drawn once.
    fn descend(&mut self, path: &mut Vec<Key<'tree>>, line: Line) {
        let branches: Vec<_> = path
            .last()
            .filter(|last| self.expanded.insert(**last))
            .and_then(|last| self.children.get(last))
            .map(|branches| {
                branches
                    .iter()
                    .copied()
                    .filter(|branch| !path.contains(&key(&branch.to)))
                    .collect()
            })
            .unwrap_or_default();
        let indent = line.columns;
        let mut line = Some(line);
        for branch in &branches {
            if self.lines.len() >= self.most {
                return;
            }
            let mut next = line.take().unwrap_or_else(|| Line::indented(indent));
            let arrow = if branch.direction == "resolved" {
                " → "
            } else {
                " — "
            };
            next.push(arrow, arrow);
            next.name(&branch.to, &branch.relation, self.paint);
            self.drawn += 1;
            path.push(key(&branch.to));
            self.descend(path, next);
            path.pop();
        }
        if let Some(line) = line {
            self.lines.push(line.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Paint, lines};
    use crate::ledger::{Branch, Carrier};

    fn held(name: &str) -> Carrier {
        Carrier {
            article_id: Some(name.to_owned()),
            name: name.to_owned(),
            declared_source: None,
            published_at: None,
            ghost: false,
        }
    }

    fn ghost(name: &str) -> Carrier {
        Carrier {
            article_id: None,
            ghost: true,
            ..held(name)
        }
    }

    fn branch(from: Carrier, to: &str, relation: &str, direction: &str) -> Branch {
        Branch {
            from,
            to: held(to),
            relation: relation.to_owned(),
            direction: direction.to_owned(),
            confidence: 0.9,
        }
    }

    fn drawn(first: &str, tree: &[Branch]) -> String {
        lines(&held(first), tree, 9, Paint { colour: false }).0.join("\n")
    }

    #[test]
    fn chains_and_forks_line_up_under_the_one_they_came_from() {
        let tree = [
            branch(held("江边晚报"), "渡口网", "reprint", "resolved"),
            branch(held("渡口网"), "山城在线", "embedded", "resolved"),
            branch(held("江边晚报"), "茶山早报", "partial_reprint", "unresolved"),
        ];
        let expected = "江边晚报 → 渡口网 → 山城在线 (embedded)\n         — 茶山早报 (partial reprint)";
        assert_eq!(drawn("江边晚报", &tree), expected);
    }

    #[test]
    fn ghosts_are_marked_and_stand_after_the_first_holder() {
        let tree = [
            branch(ghost("县政府网站"), "江边晚报", "reprint", "resolved"),
            branch(held("江边晚报"), "渡口网", "reprint", "resolved"),
        ];
        assert_eq!(
            drawn("江边晚报", &tree),
            "县政府网站 (not held) → 江边晚报 → 渡口网"
        );
    }

    #[test]
    fn a_family_without_links_is_its_first_holder() {
        assert_eq!(drawn("江边晚报", &[]), "江边晚报");
    }

    #[test]
    fn rings_end_and_long_lineages_are_cut() {
        let ring = [
            branch(held("江边晚报"), "渡口网", "reprint", "resolved"),
            branch(held("渡口网"), "江边晚报", "reprint", "resolved"),
        ];
        assert_eq!(drawn("江边晚报", &ring), "江边晚报 → 渡口网");
        let many: Vec<_> = (0..20)
            .map(|n| branch(held("江边晚报"), &format!("第{n}家"), "reprint", "resolved"))
            .collect();
        let (shown, left_out) = lines(&held("江边晚报"), &many, 5, Paint { colour: false });
        assert_eq!((shown.len(), left_out), (5, 15));
    }
}

//! The graph in DOT, for Graphviz: articles are boxes, ghosts dashed ellipses; an edge of unresolved direction is
//! dashed and has no arrow.

use std::io::Write;

use super::{Edge, Node, Notation};

pub(super) struct Dot;

/// Characters of a title that stand in a box.
const TITLE: usize = 24;

impl Notation for Dot {
    fn head(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(
            b"digraph lineage {\n\
              charset=\"UTF-8\";\n\
              rankdir=LR;\n\
              node [shape=box, style=rounded, fontsize=11];\n\
              edge [fontsize=9];\n",
        );
    }

    fn node(&self, node: &Node, text: &mut Vec<u8>) {
        // Writing into memory cannot fail.
        let _ = write!(text, "{} [label={}", node.id, quoted(&label(node)));
        match &node.article_id {
            Some(article_id) => {
                let title = node.title.as_deref().unwrap_or_default();
                let _ = write!(
                    text,
                    ", article_id={}, tooltip={}",
                    quoted(article_id),
                    quoted(title)
                );
            }
            None => text.extend_from_slice(b", shape=ellipse, style=dashed, tooltip=\"not held\""),
        }
        text.extend_from_slice(b"];\n");
    }

    fn edge(&self, edge: &Edge, text: &mut Vec<u8>) {
        let label = format!("{}\n{:.2}", edge.relation.replace('_', " "), edge.confidence);
        let _ = write!(
            text,
            "{} -> {} [label={}, link_id={}, family_id={}",
            edge.from,
            edge.to,
            quoted(&label),
            edge.link_id,
            edge.family_id
        );
        if !edge.resolved {
            text.extend_from_slice(b", dir=none, style=dashed");
        }
        text.extend_from_slice(b"];\n");
    }

    fn tail(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(b"}\n");
    }
}

/// Who, what and when, each on its line; an article about which nothing of this is known shows its id.
fn label(node: &Node) -> String {
    let Some(article_id) = &node.article_id else {
        return format!("{}\n(not held)", node.publisher.as_deref().unwrap_or_default());
    };
    let mut lines = Vec::new();
    lines.extend(node.publisher.clone());
    if let Some(title) = &node.title {
        let mut short: String = title.chars().take(TITLE).collect();
        if title.chars().nth(TITLE).is_some() {
            short.push('…');
        }
        lines.push(short);
    }
    if let Some(time) = &node.published_at {
        let characters = match node.precision.as_str() {
            "day" => 10,
            "minute" => 16,
            _ => 19,
        };
        let shown: String = time.chars().take(characters).collect();
        lines.push(shown.replace('T', " "));
    }
    if lines.is_empty() {
        lines.push(article_id.clone());
    }
    lines.join("\n")
}

/// A quoted string of DOT, in which a backslash begins an escape of Graphviz's own. Control characters are left out.
fn quoted(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for character in value.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            _ if character.is_control() => {}
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Node, label, quoted};

    #[test]
    fn quotes_and_backslashes_do_not_end_a_string() {
        assert_eq!(
            quoted("他说\"好\"\\N{<b>}\u{0}\u{1b}; ->\n#1"),
            "\"他说\\\"好\\\"\\\\N{<b>}; ->\\n#1\""
        );
        assert_eq!(quoted("\\"), "\"\\\\\"");
    }

    #[test]
    fn a_box_says_who_what_and_when() {
        let mut node = Node {
            article_id: Some("a#1".to_owned()),
            title: Some("渡".repeat(25)),
            publisher: Some("江边晚报".to_owned()),
            published_at: Some("2031-05-06T00:00:00+08:00".to_owned()),
            precision: "day".to_owned(),
            ..Node::default()
        };
        assert_eq!(
            label(&node),
            format!("江边晚报\n{}…\n2031-05-06", "渡".repeat(24))
        );
        node = Node {
            article_id: node.article_id,
            ..Node::default()
        };
        assert_eq!(label(&node), "a#1");
    }
}

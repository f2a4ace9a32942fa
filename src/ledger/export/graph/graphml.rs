//! The graph as GraphML 1.0 (<http://graphml.graphdrawing.org/specification.html>).
//!
//! All edges are directed, for many readers take no mixed graphs: what is not known stands in the edge's attribute
//! `direction`.

use std::io::Write;

use super::{Edge, Node, Notation};

pub(super) struct GraphMl;

/// Attributes: id, of what, name, type.
const KEYS: [(&str, &str, &str, &str); 12] = [
    ("kind", "node", "kind", "string"),
    ("label", "node", "label", "string"),
    ("article_id", "node", "article_id", "string"),
    ("title", "node", "title", "string"),
    ("publisher", "node", "publisher", "string"),
    ("published_at", "node", "published_at", "string"),
    ("time_precision", "node", "time_precision", "string"),
    ("relation", "edge", "relation", "string"),
    ("direction", "edge", "direction", "string"),
    ("confidence", "edge", "confidence", "double"),
    ("family_id", "edge", "family_id", "string"),
    ("characters", "edge", "characters", "int"),
];

impl Notation for GraphMl {
    fn head(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
              <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
              xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
              xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
              http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
        );
        for (id, domain, name, kind) in KEYS {
            // Writing into memory cannot fail.
            let _ = writeln!(
                text,
                "<key id=\"{id}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            );
        }
        text.extend_from_slice(b"<graph id=\"lineage\" edgedefault=\"directed\">\n");
    }

    fn node(&self, node: &Node, text: &mut Vec<u8>) {
        let _ = write!(text, "<node id=\"{}\">", node.id);
        let kind = if node.article_id.is_some() {
            "article"
        } else {
            "ghost"
        };
        data(text, "kind", Some(kind));
        let label = node.publisher.as_ref().or(node.article_id.as_ref());
        data(text, "label", label.map(String::as_str));
        data(text, "article_id", node.article_id.as_deref());
        data(text, "title", node.title.as_deref());
        data(text, "publisher", node.publisher.as_deref());
        data(text, "published_at", node.published_at.as_deref());
        data(text, "time_precision", Some(&node.precision));
        text.extend_from_slice(b"</node>\n");
    }

    fn edge(&self, edge: &Edge, text: &mut Vec<u8>) {
        let _ = write!(
            text,
            "<edge id=\"{}\" source=\"{}\" target=\"{}\">",
            edge.link_id, edge.from, edge.to
        );
        let direction = if edge.resolved { "resolved" } else { "unresolved" };
        data(text, "relation", Some(&edge.relation));
        data(text, "direction", Some(direction));
        data(text, "confidence", Some(&edge.confidence.to_string()));
        data(text, "family_id", Some(&edge.family_id));
        data(text, "characters", Some(&edge.characters.to_string()));
        text.extend_from_slice(b"</edge>\n");
    }

    fn tail(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(b"</graph>\n</graphml>\n");
    }
}

/// What is not known has no element.
fn data(text: &mut Vec<u8>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = write!(text, "<data key=\"{key}\">{}</data>", escaped(value));
    }
}

/// Text between tags. Control characters, which XML 1.0 cannot hold even as references, become U+FFFD; a carriage
/// return would be read as a line feed and is a reference.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escaped("a<b>&\"'\u{0}\u{8}\u{1b}\t\n\r\u{ffff}渡口#1: ok"),
            "a&lt;b&gt;&amp;\"'\u{fffd}\u{fffd}\u{fffd}\t\n&#13;\u{fffd}渡口#1: ok"
        );
        assert_eq!(escaped("]]>"), "]]&gt;");
    }
}

//! What pages put inside the sentences of an article that is no part of them. In: the parsed page. Out: the same page
//! without the figures of stock widgets and the links that lead away at the end of a paragraph.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use super::page_elements::Elements;

/// The longest link that leads away, in characters.
const LONGEST_LINK: usize = 40;

/// Empty elements behind a link that are looked at.
const MOST_BEHIND: usize = 64;

/// Price, change and per cent of a share in parentheses: `(115.39, 2.79, 2.47%)`.
static QUOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*[(（]\s*[-+]?[\d.]+%?(?:\s*[,，]\s*[-+]?[\d.]+%?)*\s*[)）]\s*$").ok());

/// Marks at the end of a link that leads away: `返回某网首页>>`.
const ARROWS: &[&str] = &[">>", "＞＞", "»", "››"];

/// Takes the widgets out; true where there were any.
pub(super) fn remove(elements: &Elements<'_>) -> bool {
    let mut removed = false;
    // Finance portals write the figures of a share behind its name, in an element that a script fills: `id=quote_X`.
    for node in &elements.quoted {
        let figures = QUOTE.as_ref().is_some_and(|quote| quote.is_match(&node.text()));
        if figures || node.text().trim().is_empty() {
            node.remove_from_parent();
            removed = true;
        }
    }
    // A link that ends in arrows at the end of its paragraph, or that is all of it, leads to a page of the site.
    for node in &elements.anchors {
        let text = node.text();
        let text = text.trim();
        let leads_away = ARROWS.iter().any(|arrow| text.ends_with(arrow));
        if leads_away && text.chars().count() <= LONGEST_LINK && in_paragraph(node) && is_last(node) {
            node.remove_from_parent();
            removed = true;
        }
    }
    removed
}

/// Elements that stand inside a line and that the extractor of main content would take for blocks.
const INLINE: &[&str] = &["u", "s", "big", "tt", "bdi", "nobr", "strike", "acronym"];

/// Names what stands inside a line as the extractor knows it, so that it breaks no paragraph there.
pub(super) fn rename_inline(page: &Document) {
    let stands_inside = |node: &NodeRef<'_>| {
        node.element_ref().is_some_and(|element| {
            let name = &*element.name.local;
            // Elements of a site's own making have a hyphen in their names.
            INLINE.contains(&name) || (name.contains('-') && in_paragraph(node))
        })
    };
    let found: Vec<NodeRef<'_>> = page.root().descendants_it().filter(stands_inside).collect();
    for node in found {
        node.rename("span");
    }
}

fn in_paragraph(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|above| above.has_name("p"))
}

/// True when nothing that can be read stands behind `node` in its paragraph.
fn is_last(node: &NodeRef<'_>) -> bool {
    let mut node = *node;
    for _ in 0..6 {
        let mut behind = node.next_sibling();
        for _ in 0..MOST_BEHIND {
            let Some(next) = behind else { break };
            if !next.is_comment() && !next.text().trim().is_empty() {
                return next.node_name().is_some_and(|name| &*name == "br");
            }
            behind = next.next_sibling();
        }
        match node.parent() {
            Some(parent) if !parent.has_name("p") => node = parent,
            _ => return true,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::remove;
    use crate::read::page_elements::Elements;
    use crate::read::page_lines::{join, lines};

    fn left(page: &str) -> String {
        let page = Document::from(page);
        remove(&Elements::of(&page));
        join(&lines(page.root())).0
    }

    #[test]
    fn figures_of_shares_are_no_text() {
        let page = "<p>滨城港<span id='quote_a1'>(11.39, 0.79, 2.47%)</span>今日上涨，海滨港<span id=x>(一期)</span>未变。</p>";
        assert_eq!(left(page), "滨城港今日上涨，海滨港(一期)未变。");
        assert_eq!(
            left("<p>滨城港<span id='quote_a'>（新）</span>。</p>"),
            "滨城港（新）。"
        );
    }

    #[test]
    fn links_that_lead_away_are_no_paragraphs() {
        assert_eq!(
            left("<p><a href=a>点击进入“码头”专题&gt;&gt;</a></p><p>新码头启用。</p>"),
            "新码头启用。"
        );
        assert_eq!(
            left("<p>新码头启用。<a href=a><img src=i><span>返回滨城网首页&gt;&gt;</span></a></p>"),
            "新码头启用。"
        );
        let inside = "<p>他在<a href=a>码头&gt;&gt;</a>工作。</p>";
        assert_eq!(left(inside), "他在码头>>工作。");
    }
}

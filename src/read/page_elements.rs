//! The elements of a page that its readers ask for by name or attribute, found in one walk. A selector each would be a dozen
//! walks over the tree, a tenth of what a page costs. In: the parsed page. Out: lists in the order of the page.

use dom_query::{Document, Element, NodeData, NodeRef};

/// Elements by what they are asked for.
#[derive(Default)]
pub(super) struct Elements<'page> {
    /// `<meta>` with `content`.
    pub(super) metas: Vec<NodeRef<'page>>,
    /// `<link>` with `href`.
    pub(super) links: Vec<NodeRef<'page>>,
    /// `<script type="application/ld+json">`.
    pub(super) data: Vec<NodeRef<'page>>,
    /// The `<title>` of the window.
    pub(super) window_title: Option<NodeRef<'page>>,
    /// `<h1>`, `<h2>`, and the `<meta>` with the title that is shown where the page is shared.
    pub(super) headings: Vec<NodeRef<'page>>,
    /// `<a>` with `href`.
    pub(super) anchors: Vec<NodeRef<'page>>,
    /// `<img>` with `alt`.
    pub(super) pictures: Vec<NodeRef<'page>>,
    /// Elements with a time in an attribute: `itemprop=datePublished`, `data-ptime` and its like, `<time pubdate>`.
    pub(super) stamped: Vec<NodeRef<'page>>,
    /// Inline elements with a class that says `source`.
    pub(super) sourced: Vec<NodeRef<'page>>,
    /// `<span>` whose `id` begins with `quote_`.
    pub(super) quoted: Vec<NodeRef<'page>>,
}

/// Attributes that sites write the time of publication into.
pub(super) const STAMPS: &[&str] = &["data-ptime", "data-publish-time", "data-pubtime"];

impl<'page> Elements<'page> {
    /// Walks over the page.
    pub(super) fn of(page: &'page Document) -> Self {
        let mut elements = Self::default();
        for node in page.root().descendants_it() {
            node.query(|inner| {
                if let NodeData::Element(element) = &inner.data {
                    elements.take(NodeRef::new(node.id, &page.tree), element);
                }
            });
        }
        elements
    }

    fn take(&mut self, node: NodeRef<'page>, element: &Element) {
        let value = |wanted: &str| {
            let mut attributes = element.attrs.iter();
            let found = attributes.find(|attribute| &*attribute.name.local == wanted);
            found.map(|attribute| &*attribute.value)
        };
        let name = &*element.name.local;
        match name {
            "h1" | "h2" => self.headings.push(node),
            // A title of a drawing is none of the window.
            "title" if self.window_title.is_none() && stands_in_head(&node) => self.window_title = Some(node),
            _ if element.attrs.is_empty() => return,
            "meta" => {
                if value("property") == Some("og:title") {
                    self.headings.push(node);
                }
                if value("content").is_some() {
                    self.metas.push(node);
                }
            }
            "link" if value("href").is_some() => self.links.push(node),
            "script"
                if value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) =>
            {
                self.data.push(node);
            }
            "a" if value("href").is_some() => self.anchors.push(node),
            "img" if value("alt").is_some() => self.pictures.push(node),
            "span" if value("id").is_some_and(|id| id.starts_with("quote_")) => self.quoted.push(node),
            _ => {}
        }
        if matches!(name, "span" | "a" | "em" | "i")
            && value("class").is_some_and(|class| class.contains("source"))
        {
            self.sourced.push(node);
        }
        let is_stamp = |attribute: &str, value: &str| match attribute {
            "itemprop" => value == "datePublished",
            "pubdate" => name == "time",
            _ => STAMPS.contains(&attribute),
        };
        let mut attributes = element.attrs.iter();
        if attributes.any(|attribute| is_stamp(&attribute.name.local, &attribute.value)) {
            self.stamped.push(node);
        }
    }
}

fn stands_in_head(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|above| above.has_name("head"))
}

#[cfg(test)]
mod tests {
    use dom_query::{Document, NodeRef};

    use super::Elements;

    /// The walk finds what selectors would find, in their order.
    #[test]
    fn elements_are_those_that_selectors_find() {
        let page = "<html><head><meta name=a content=b><meta name=c><meta property='og:title' content=t><link rel=canonical href=x>\
            <link rel=x><title>t</title><script type='application/LD+json'>{}</script><script>x</script></head><body>\
            <svg><title>drawing</title></svg><h2>b</h2><h1>a</h1><a href=1 class=source>s</a><a name=2>n</a><img alt=x><img src=y>\
            <span id=quote_1 class='news-source'>q</span><span id=a_quote_>q</span><em data-ptime=1>x</em><i itemprop=datePublished>y</i>\
            <time pubdate>z</time><p pubdate itemprop=other>w</p><b class=source>b</b></body></html>";
        let page = Document::from(page);
        let found = Elements::of(&page);
        let ids = |nodes: &[NodeRef<'_>]| nodes.iter().map(|node| node.id).collect::<Vec<_>>();
        for (nodes, selector) in [
            (&found.metas, "meta[content]"),
            (&found.links, "link[href]"),
            (&found.data, "script[type=\"application/ld+json\"]"),
            (&found.headings, "h1, h2, meta[property=\"og:title\"]"),
            (&found.anchors, "a[href]"),
            (&found.pictures, "img[alt]"),
            (
                &found.stamped,
                "[itemprop=\"datePublished\"], [data-ptime], [data-publish-time], [data-pubtime], time[pubdate]",
            ),
            (
                &found.sourced,
                "span[class*=\"source\"], a[class*=\"source\"], em[class*=\"source\"], i[class*=\"source\"]",
            ),
            (&found.quoted, "span[id^=\"quote_\"]"),
        ] {
            assert_eq!(ids(nodes), ids(page.select(selector).nodes()), "{selector}");
        }
        let title = page.select_single("head title");
        assert_eq!(
            found.window_title.map(|node| node.id),
            title.nodes().first().map(|node| node.id)
        );
    }
}

//! What a page says of itself. In: the parsed page. Out: the [`Metadata`] of its `<meta>` elements, its JSON-LD, its
//! links and its title, values as they are written.

use std::collections::BTreeMap;

use dom_query::NodeRef;
use serde_json::Value;

use super::page_elements::Elements;
use crate::document::Metadata;

/// Names of `<meta>` elements, likeliest first: `property`, `name` or `itemprop`, lower case, without white space
/// (portals write `og:time ` and `weibo: article:create_at`).
const TITLE: &[&str] = &["og:title", "twitter:title"];
const URL: &[&str] = &["og:url"];
const OUTLET: &[&str] = &["og:site_name", "publisher", "dc.publisher"];
/// Names under which content systems keep where a text was taken from.
const SOURCE: &[&str] = &[
    "mediaid",
    "source",
    "contentsource",
    "article:source",
    "og:source",
    "dc.source",
];
const AUTHOR: &[&str] = &[
    "article:author",
    "og:article:author",
    "author",
    "og:author",
    "byline",
];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "weibo:article:create_at",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "og:time",
    "og:release_date",
    "firstpublishedtime",
    "apub:time",
    "dc.date",
    "date",
];
const UPDATED: &[&str] = &[
    "article:modified_time",
    "weibo:article:update_at",
    "datemodified",
    "dateupdate",
    "og:updated_time",
];
const SOURCE_LINK: &[&str] = &["original-source", "syndication-source"];
/// The author that the commonest page template comes with.
const TEMPLATE_AUTHOR: &str = "name, email@gmail.com";

/// Reads the metadata.
pub(super) fn metadata(elements: &Elements<'_>) -> Metadata {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for element in &elements.metas {
        for attribute in ["property", "name", "itemprop"] {
            let name = element
                .attr(attribute)
                .map(|name| name.split_whitespace().collect::<String>().to_lowercase());
            if let (Some(name), Some(content)) = (
                name,
                element.attr("content").and_then(|content| written(&content)),
            ) {
                named.entry(name).or_insert(content);
            }
        }
    }
    let meta = |names: &[&str]| names.iter().find_map(|name| named.get(*name).cloned());
    let link = |rel: &str| {
        let mut related = elements.links.iter().filter(|element| {
            element
                .attr("rel")
                .is_some_and(|found| found.eq_ignore_ascii_case(rel))
        });
        related.find_map(|element| written(&element.attr("href")?))
    };
    let linked = Linked::of(&elements.data);
    let canonical = link("canonical");
    let url = meta(URL)
        .or_else(|| linked.url.clone())
        .or_else(|| canonical.clone());
    let author = meta(AUTHOR).filter(|author| author != TEMPLATE_AUTHOR && author.parse::<u64>().is_err());
    let outlet = meta(OUTLET).or(linked.publisher);
    Metadata {
        canonical: canonical.or_else(|| url.clone()),
        url,
        title: title(elements, meta(TITLE).or(linked.headline), outlet.as_deref()),
        source: meta(SOURCE),
        author: author.or(linked.author),
        published_at: meta(PUBLISHED).or(linked.published),
        updated_at: meta(UPDATED).or(linked.modified),
        source_link: link("original-source").or_else(|| meta(SOURCE_LINK)),
        outlet,
        ..Metadata::default()
    }
}

/// The value without white space around it; `None` when nothing is left.
fn written(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The title: the declared one, else the page's heading, else its `<title>`; without the names of section and site
/// behind it. An `"` in a declared title that the page does not escape ends the attribute, so a declared title that only
/// begins the heading, or the `<title>`, was cut there.
fn title(elements: &Elements<'_>, declared: Option<String>, site: Option<&str>) -> Option<String> {
    let collapsed = |text: &str| written(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let of_window = elements.window_title.and_then(|title| collapsed(&title.text()));
    let whole = declared
        .as_deref()
        .and_then(collapsed)
        .or_else(|| of_window.clone());
    // A heading is the article's when the declared title begins with it; a site's name in `<h1>` stands at the end.
    let headings: Vec<String> = elements
        .headings
        .iter()
        .filter(|node| node.has_name("h1"))
        .filter_map(|node| collapsed(&node.text()))
        .filter(|heading| heading.chars().count() > 3)
        .collect();
    let begins = |heading: &&String| {
        whole.as_ref().is_none_or(|whole| {
            whole.starts_with(heading.as_str())
                || (whole.chars().count() > 3 && heading.starts_with(whole.as_str()))
        })
    };
    let opens_window = |heading: &&String| {
        heading.chars().count() > 5
            && of_window
                .as_ref()
                .is_some_and(|window| window.starts_with(heading.as_str()))
    };
    let heading = headings
        .iter()
        .find(begins)
        .or_else(|| headings.iter().find(opens_window))
        .cloned();
    heading.or_else(|| {
        let whole = whole.map(|whole| without_site(&whole, site).to_owned())?;
        let window = of_window.as_deref().map(|window| without_site(window, site));
        Some(
            window
                .filter(|window| is_cut(&whole, window))
                .map_or(whole.clone(), str::to_owned),
        )
    })
}

/// True when `cut` is what is left of `title` before a quotation mark.
fn is_cut(cut: &str, title: &str) -> bool {
    let rest = title.strip_prefix(cut).map(str::trim_start);
    cut.chars().count() > 3 && rest.is_some_and(|rest| rest.starts_with(['"', '\'']))
}

/// Words that names of sites and sections are made of.
const SITE_WORDS: &[&str] = &[
    "网",
    "新闻",
    "频道",
    "客户端",
    "在线",
    "门户",
    "之家",
    "日报",
    "晚报",
    "早报",
    "时报",
    "中心",
    "资讯",
    "订阅",
    ".com",
    ".cn",
    "News",
    "news",
    "Paper",
    "Times",
    "Daily",
];

/// Takes `_财经_某某网`, `--文化--某某网`, ` - Some News` off the end of a title.
fn without_site<'title>(title: &'title str, site: Option<&str>) -> &'title str {
    const LONGEST_NAME: usize = 14;
    const SHORTEST_TITLE: usize = 6;
    let mut rest = title;
    while let Some(place) = rest.rfind(['_', '|', '-', '–', '—', '丨', '｜']) {
        let (before, after) = rest.split_at(place);
        let mut after = after.chars();
        let mark = after.next();
        let name = after.as_str().trim();
        let kept = before.trim_end_matches(['_', '|', '-', '–', '—', '丨', '｜', ' ']);
        let doubled = before.ends_with('-') || before.ends_with('_');
        let is_site = mark == Some('_')
            || doubled
            || site.is_some_and(|site| site == name)
            || SITE_WORDS.iter().any(|word| name.contains(word));
        if !is_site || name.chars().count() > LONGEST_NAME || kept.chars().count() < SHORTEST_TITLE {
            break;
        }
        rest = kept;
    }
    rest.trim()
}

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
struct Linked {
    headline: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    published: Option<String>,
    modified: Option<String>,
}

impl Linked {
    /// The first article of the page's JSON-LD.
    fn of(data: &[NodeRef<'_>]) -> Self {
        for script in data {
            let source = script.text();
            let Ok(value) = serde_json::from_str::<Value>(source.trim()) else {
                continue;
            };
            let mut waiting = vec![&value];
            while let Some(value) = waiting.pop() {
                match value {
                    Value::Array(values) => waiting.extend(values.iter().rev()),
                    Value::Object(object) => {
                        let found = Self::of_article(value);
                        if let Some(found) = found {
                            return found;
                        }
                        waiting.extend(object.get("@graph"));
                    }
                    _ => {}
                }
            }
        }
        Self::default()
    }

    /// Schema.org's articles, and the card that Chinese sites write for Baidu (`pubDate`, `upDate`, no type).
    fn of_article(value: &Value) -> Option<Self> {
        let types = match value.get("@type") {
            Some(Value::String(one)) => one.clone(),
            Some(Value::Array(several)) => several
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        };
        let card = value.get("pubDate").is_some();
        if !card
            && !["Article", "Posting", "Report"]
                .iter()
                .any(|word| types.contains(word))
        {
            return None;
        }
        let text = |names: &[&str]| names.iter().find_map(|name| written(value.get(*name)?.as_str()?));
        Some(Self {
            headline: text(&["headline", "title", "name"]),
            url: text(&["url", "@id"]).filter(|url| url.starts_with("http")),
            publisher: value.get("publisher").and_then(names),
            author: value.get("author").and_then(names),
            published: text(&["datePublished", "pubDate"]),
            modified: text(&["dateModified", "upDate"]),
        })
    }
}

/// The name of a person or organisation, which may be a string, an object or a list of both.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => written(name),
        Value::Object(object) => written(object.get("name")?.as_str()?),
        Value::Array(values) => {
            let found: Vec<String> = values
                .iter()
                .filter(|value| !value.is_array())
                .filter_map(names)
                .collect();
            written(&found.join("、"))
        }
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dom_query::Document;

    use super::{metadata, without_site};
    use crate::read::page_elements::Elements;

    #[test]
    fn site_names_are_taken_off_and_titles_kept() {
        for (title, expected) in [
            ("海滨市今日启用新码头_财经_滨城网", "海滨市今日启用新码头"),
            ("海滨市今日启用新码头--社会--滨城网", "海滨市今日启用新码头"),
            ("海滨市今日启用新码头-股票频道-滨城网", "海滨市今日启用新码头"),
            ("海滨市今日启用新码头 - Harbour News", "海滨市今日启用新码头"),
            ("海滨市开通海滨-南山高铁", "海滨市开通海滨-南山高铁"),
            (
                "深度|海滨市今日启用全省最大的新码头",
                "深度|海滨市今日启用全省最大的新码头",
            ),
            ("码头_滨城网", "码头_滨城网"),
        ] {
            assert_eq!(without_site(title, None), expected);
        }
    }

    #[test]
    fn meta_elements_are_read() {
        let page = Document::from(
            "<head><title>海滨市启用新码头_滨城网</title><meta property='og:title' content=' 海滨市启用新码头 '>\
            <meta name='og:time ' content='2020-01-02 03:04'><meta name=mediaid content=海滨日报>\
            <meta name=author content='name, email@gmail.com'><meta property='og:site_name' content='滨城网'>\
            <link rel=canonical href='https://a.example/1'></head><body><h1>滨城网</h1>",
        );
        let found = metadata(&Elements::of(&page));
        assert_eq!(found.title.as_deref(), Some("海滨市启用新码头"));
        assert_eq!(found.published_at.as_deref(), Some("2020-01-02 03:04"));
        assert_eq!(
            (found.source.as_deref(), found.outlet.as_deref()),
            (Some("海滨日报"), Some("滨城网"))
        );
        assert_eq!(found.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(found.author, None);
    }

    #[test]
    fn titles_cut_at_a_quotation_mark_are_completed() {
        let title = |page: &str| metadata(&Elements::of(&Document::from(page))).title;
        let cut = "<head><title>滨城港口连环停航 \"暗礁\"现身？_滨城网</title>\
            <meta property='og:title' content='滨城港口连环停航' 暗礁\"现身？\"=''></head><body>";
        let whole = Some("滨城港口连环停航 \"暗礁\"现身？".to_owned());
        assert_eq!(
            title(&format!("{cut}<h1>滨城港口连环停航 \"暗礁\"现身？</h1>")),
            whole
        );
        assert_eq!(title(cut), whole);
        let other = "<head><meta property='og:title' content='滨城港口启用'></head><body><h1>滨城网</h1>";
        assert_eq!(title(other).as_deref(), Some("滨城港口启用"));
        let renamed = "<head><title>海滨市启用新码头_滨城网</title><meta property='og:title' content='码头启用'></head>\
            <body><h1>海滨市启用新码头</h1>";
        assert_eq!(title(renamed).as_deref(), Some("海滨市启用新码头"));
    }

    #[test]
    fn linked_data_is_read() {
        let page = Document::from(
            r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
            "headline": "新码头启用", "datePublished": "2020-01-02", "publisher": {"name": "滨城网"},
            "author": [{"name": "甲"}, "乙"]}]}</script>"#,
        );
        let found = metadata(&Elements::of(&page));
        assert_eq!(found.title.as_deref(), Some("新码头启用"));
        assert_eq!(found.outlet.as_deref(), Some("滨城网"));
        assert_eq!(found.author.as_deref(), Some("甲、乙"));
        assert_eq!(found.published_at.as_deref(), Some("2020-01-02"));
    }
}

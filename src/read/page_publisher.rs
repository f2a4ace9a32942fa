//! On whose site a page stands, where its metadata do not say so outright. In: the parsed page. Out: names and addresses
//! that may be its publisher's, likeliest first. Which of them is an outlet only the table of outlets tells, so a later
//! stage chooses.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;
use serde_json::Value;

use super::page_elements::Elements;

/// The most links that are counted.
const MOST_LINKS: usize = 5000;
/// Links below which a domain is not a page's own: for one that more than half of the links lead to, and for one that
/// more than a third lead to, as on pages that print many links of their offices and partners.
const FEWEST_LINKS: usize = 3;
const FEWEST_OF_MANY: usize = 6;

/// The hints of a page; `source` is the page as it was read, `headline` the title that was found for it.
pub(super) fn hints(
    source: &str,
    page: &Document,
    elements: &Elements<'_>,
    headline: Option<&str>,
) -> Vec<String> {
    let mut hints = Vec::new();
    hints.extend(mobile_address(elements));
    hints.extend(title_ends(elements, headline));
    hints.extend(owners(elements));
    hints.extend(linked_addresses(elements));
    hints.extend(asked_for_link(source, page));
    hints.extend(saved_from(source));
    hints.extend(commonest_domain(elements));
    let mut kept: Vec<String> = Vec::new();
    for hint in hints {
        let hint = hint.trim();
        if !hint.is_empty() && hint.len() < 400 && !kept.iter().any(|known| known == hint) {
            kept.push(hint.to_owned());
        }
    }
    kept
}

/// The address of the page for telephones: `<meta name=mobile-agent content="format=html5; url=…">`.
fn mobile_address(elements: &Elements<'_>) -> Option<String> {
    mobile_agent(elements).or_else(|| {
        // The same as a link: `<link rel=alternate media="only screen and (max-width: 640px)">`.
        let mut links = elements.links.iter().filter(|node| {
            let rel = node.attr("rel");
            node.has_attr("media") && rel.is_some_and(|rel| rel.eq_ignore_ascii_case("alternate"))
        });
        let address = links.find_map(|node| node.attr("href"))?;
        let address = address.trim();
        match address.strip_prefix("//") {
            Some(rest) => Some(format!("https://{rest}")),
            None => address.starts_with("http").then(|| address.to_owned()),
        }
    })
}

fn mobile_agent(elements: &Elements<'_>) -> Option<String> {
    let is_agent = |node: &&NodeRef<'_>, attribute: &str| {
        node.attr(attribute)
            .is_some_and(|value| value.eq_ignore_ascii_case("mobile-agent"))
    };
    let mut metas = elements.metas.iter();
    let agent = metas.find(|node| is_agent(node, "name") || is_agent(node, "http-equiv"));
    let content = agent.and_then(|node| node.attr("content"))?;
    // Some name a service that turns pages round, with the page's address behind it.
    let address = content.rsplit("url=").next()?;
    address.starts_with("http").then(|| address.to_owned())
}

/// Marks between a title and the names of section and site.
const MARKS: &[char] = &['_', '|', '-', '–', '—', '丨', '｜'];

/// The ends of the `<title>` behind the heading, last first: `题_财经_某网`, `题--文化--某网`, `题_某栏_某新闻-The Paper`.
fn title_ends(elements: &Elements<'_>, headline: Option<&str>) -> Vec<String> {
    const MOST: usize = 3;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = elements
        .window_title
        .map_or_else(String::new, |title| plain(&title.text()));
    let rest = elements
        .headings
        .iter()
        .map(|node| plain(&node.attr("content").unwrap_or_else(|| node.text())))
        .chain(headline.map(plain))
        .filter(|heading| heading.chars().count() > 3)
        .filter_map(|heading| title.strip_prefix(heading.as_str()))
        .find(|rest| rest.trim_start().starts_with(MARKS));
    let rest = rest.unwrap_or("");
    let mut ends = Vec::new();
    for name in rest
        .rsplit(MARKS)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .take(MOST)
    {
        ends.push(name.to_owned());
        // The edition or the section is no part of the name: 手机某网, 某网订阅.
        let plain = EDITIONS
            .iter()
            .fold(name, |name, word| name.strip_prefix(word).unwrap_or(name));
        let plain = SECTIONS
            .iter()
            .fold(plain, |name, word| name.strip_suffix(word).unwrap_or(name));
        if plain.len() < name.len() && plain.chars().count() > 1 {
            ends.push(plain.to_owned());
        }
    }
    ends
}

/// Words before and behind the name of a site in a title.
const EDITIONS: &[&str] = &["手机", "移动", "掌上", "触屏"];
const SECTIONS: &[&str] = &[
    "首页",
    "订阅",
    "频道",
    "手机版",
    "移动版",
    "触屏版",
    "门户",
    "官网",
];

/// The owner in a copyright line (`某网版权所有`), and the author where that is the site.
fn owners(elements: &Elements<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for wanted in ["copyright", "author"] {
        for node in &elements.metas {
            let name = node.attr("name").map(|name| name.trim().to_ascii_lowercase());
            if name.as_deref() != Some(wanted) {
                continue;
            }
            let content = node.attr("content").unwrap_or_default().to_string();
            let owner = content
                .trim()
                .trim_start_matches(['©', '(', 'c', 'C', ')', ' '])
                .trim_end_matches(['。', '.', ' '])
                .trim_end_matches("版权所有")
                .trim_start_matches("版权所有")
                .trim();
            found.push(owner.to_owned());
        }
    }
    found
}

/// The page's address and its publisher in JSON-LD.
fn linked_addresses(elements: &Elements<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for script in &elements.data {
        let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) else {
            continue;
        };
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        found.extend(text(value.get("@id")).filter(|id| id.starts_with("http")));
        let publisher = value.get("publisher");
        found.extend(text(publisher.and_then(|publisher| publisher.get("name"))));
        found.extend(text(publisher.and_then(|publisher| publisher.get("url"))));
    }
    found
}

/// The link that a page asks to be named with: 转发请注明本文链接.
fn asked_for_link(source: &str, page: &Document) -> Option<String> {
    let holds = |words: &str| memchr::memmem::find(source.as_bytes(), words.as_bytes()).is_some();
    if !["文链接", "文地址"].into_iter().any(holds) {
        return None;
    }
    static ASKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:注明本文链接|注明原文链接|本文链接|本文地址|原文地址)[ \u{3000}]*[:：]?[ \u{3000}]*(https?://[A-Za-z0-9./_?=&%#:-]+)")
            .ok()
    });
    let text = page.body()?.text();
    let found = ASKED.as_ref()?.captures(&text)?.get(1)?;
    Some(found.as_str().to_owned())
}

/// The address in the comment that browsers and collectors write before a page that they save.
fn saved_from(source: &str) -> Option<String> {
    let comment = source.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let comment = comment.strip_prefix("<!--")?;
    let comment = comment.get(..comment.find("-->")?)?.trim();
    let address = comment
        .strip_prefix("saved from url=")
        .map_or(comment, |rest| {
            rest.trim_start_matches(|next: char| next == '(' || next == ')' || next.is_ascii_digit())
        })
        .trim();
    let whole = address.starts_with("http") && !address.contains(char::is_whitespace);
    whole.then(|| address.to_owned())
}

/// The domain that most links of the page lead to, as an address.
fn commonest_domain(elements: &Elements<'_>) -> Option<String> {
    // By host first: a page's links share few, and each is taken apart once.
    let mut hosts: BTreeMap<String, usize> = BTreeMap::new();
    for node in elements.anchors.iter().take(MOST_LINKS) {
        let Some(address) = node.attr("href") else {
            continue;
        };
        let Some((_, rest)) = address.split_once("//").filter(|(scheme, _)| scheme.len() <= 6) else {
            continue;
        };
        // Buttons that share the page carry its address.
        if rest.contains("share") || rest.contains("url=") {
            continue;
        }
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
        match hosts.get_mut(host) {
            Some(count) => *count += 1,
            None => {
                hosts.insert(host.to_owned(), 1);
            }
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (host, count) in hosts {
        if let Some(domain) = registrable(&host) {
            *counts.entry(domain).or_default() += count;
        }
    }
    let all: usize = counts.values().sum();
    let (domain, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let own = count >= FEWEST_LINKS && count * 2 > all || count >= FEWEST_OF_MANY && count * 3 > all;
    own.then(|| format!("https://{domain}/"))
}

/// The part of a host that is registered: two labels, three below `com.cn` and its like.
fn registrable(host: &str) -> Option<String> {
    let host = host.trim().to_ascii_lowercase();
    let labels: Vec<&str> = host.rsplit('.').collect();
    let second = labels.get(1).copied()?;
    let country = labels.first().is_some_and(|first| first.len() == 2);
    let generic = ["com", "net", "org", "gov", "edu", "co", "ac"].contains(&second);
    let count = if country && generic { 3 } else { 2 };
    let mut kept: Vec<&str> = labels.get(..count)?.to_vec();
    kept.reverse();
    let sound = |label: &&str| !label.is_empty() && !label.bytes().all(|byte| byte.is_ascii_digit());
    kept.iter().all(sound).then(|| kept.join("."))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::{hints, registrable};
    use crate::read::page_elements::Elements;

    fn found(page: &str) -> Vec<String> {
        let document = Document::from(page);
        hints(page, &document, &Elements::of(&document), None)
    }

    #[test]
    fn the_title_ends_with_section_and_site() {
        for (title, expected) in [
            ("新码头今日启用_财经_滨城网", vec!["滨城网", "财经"]),
            ("新码头今日启用--社会--滨城网", vec!["滨城网", "社会"]),
            (
                "新码头今日启用-股票频道-滨城网",
                vec!["滨城网", "股票频道", "股票"],
            ),
            ("新码头今日启用_手机滨城网", vec!["手机滨城网", "滨城网"]),
            ("新码头今日启用_滨城订阅", vec!["滨城订阅", "滨城"]),
            (
                "新码头今日启用_港口_滨城新闻-The Harbour",
                vec!["The Harbour", "滨城新闻", "港口"],
            ),
            ("另一条新闻_滨城网", vec![]),
            ("新码头今日启用", vec![]),
        ] {
            let page = format!("<head><title>{title}</title></head><body><h1>新码头今日启用</h1>");
            assert_eq!(found(&page), expected, "{title}");
        }
    }

    #[test]
    fn owners_and_addresses_are_hints() {
        let page = "<!-- https://saved.example/1.html --><html><head><meta name=Copyright content=滨城网版权所有>\
            <meta name=author content=滨城><meta http-equiv=mobile-agent content='format=html5; url=https://m.bincheng.example/1'>\
            <script type='application/ld+json'>{\"@id\": \"https://www.linked.example/1\"}</script></head>\
            <body><p>转发请注明本文链接：<a href=x>https://asked.example/1</a></p>";
        assert_eq!(
            found(page),
            [
                "https://m.bincheng.example/1",
                "滨城网",
                "滨城",
                "https://www.linked.example/1",
                "https://asked.example/1",
                "https://saved.example/1.html",
            ]
        );
    }

    #[test]
    fn most_links_lead_to_the_own_site() {
        let link = |host: &str| format!("<a href='//{host}/a'>a</a>");
        let own: String = ["www.bin.example", "m.bin.example", "a.bin.example"]
            .map(link)
            .concat();
        assert_eq!(found(&own), ["https://bin.example/"]);
        let spread: String = ["a.one.example", "b.two.example", "c.three.example"]
            .map(link)
            .concat();
        assert!(found(&spread).is_empty());
        assert_eq!(registrable("news.sina.com.cn").as_deref(), Some("sina.com.cn"));
        assert_eq!(registrable("127.0.0.1"), None);
        assert_eq!(registrable("localhost"), None);
        assert_eq!(registrable("a..b"), None);
    }
}

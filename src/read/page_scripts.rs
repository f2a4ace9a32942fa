//! A page without its scripts and styles, and the scripts apart. On news sites they are a third to a half of a page and no
//! part of its text: parsing them, copying them and passing over them costs more than finding them in the bytes. In: the
//! decoded page. Out: the page in which every script and style is empty, and what the scripts say. Data for search engines
//! (JSON-LD) stays where it is.

use std::borrow::Cow;

/// A page with its scripts taken out.
pub(super) struct Parted<'page> {
    /// The page; elements `<script>` and `<style>` are empty in it, those of JSON-LD excepted.
    pub(super) markup: Cow<'page, str>,
    /// The content of all scripts, in order.
    pub(super) scripts: Vec<&'page str>,
}

/// Elements whose content is no markup, up to their end tag.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes",
];

/// Takes the scripts out. A tag is read with its quoted attributes and a comment up to its end, as a browser does it, so that
/// `<script` in either is none.
pub(super) fn part(page: &str) -> Parted<'_> {
    let mut scripts = Vec::new();
    let mut markup = String::new();
    // What is copied so far, and where the search stands.
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'<', page.as_bytes().get(at..).unwrap_or_default()) {
        let start = at + found;
        let rest = page.get(start..).unwrap_or_default();
        let end = match rest.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] => comment_end(rest),
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => tag_end(rest),
            // What is neither tag nor comment is passed over up to the next `>`.
            [b'<', b'!' | b'?' | b'/', ..] => rest.find('>').map(|end| end + 1),
            [b'<', first, ..] if first.is_ascii_alphabetic() => tag_end(rest),
            _ => Some(1),
        };
        let Some(end) = end else { break };
        let tag = rest.get(..end).unwrap_or_default();
        let begun = start + end;
        at = begun;
        let Some(raw) = RAW.iter().find(|raw| name(rest).eq_ignore_ascii_case(raw)) else {
            continue;
        };
        let Some(length) = content_length(page.get(begun..).unwrap_or_default(), raw) else {
            break;
        };
        at = begun + length;
        let content = page.get(begun..at).unwrap_or_default();
        if *raw == "script" {
            // A comment inside a script may hide an end tag from browsers: such a page is left as it is.
            if content.contains("<!--") && !content.contains("-->") {
                break;
            }
            scripts.push(content);
        }
        let is_data = tag.to_ascii_lowercase().contains("ld+json");
        if matches!(*raw, "script" | "style") && !is_data {
            markup.push_str(page.get(copied..begun).unwrap_or_default());
            copied = at;
        }
    }
    let markup = if copied == 0 {
        Cow::Borrowed(page)
    } else {
        markup.push_str(page.get(copied..).unwrap_or_default());
        Cow::Owned(markup)
    };
    Parted { markup, scripts }
}

/// The name of the start tag that `rest` begins with; no name of an element for anything else.
fn name(rest: &str) -> &str {
    let name = rest.get(1..).unwrap_or_default();
    let end = name.find(|next: char| next.is_ascii_whitespace() || matches!(next, '/' | '>'));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

/// One past the comment that `rest` begins with.
fn comment_end(rest: &str) -> Option<usize> {
    const BEGINS: usize = "<!--".len();
    let inner = rest.get(BEGINS..)?;
    // `<!-->` and `<!--->` are whole comments.
    if let Some(short) = [">", "->"].iter().find(|end| inner.starts_with(**end)) {
        return Some(BEGINS + short.len());
    }
    let end = inner.find("-->").map(|end| end + "-->".len());
    // Not looked for behind the usual end: a page has many comments and hardly ever this one.
    let before = inner.get(..end.unwrap_or(inner.len()))?;
    let other = before.find("--!>").map(|end| end + "--!>".len());
    Some(BEGINS + other.or(end)?)
}

/// Where a reader of a tag stands: the states of the HTML standard (13.2.5) as far as they tell where the tag ends.
enum Inside {
    TagName,
    BeforeAttribute,
    AttributeName,
    BehindName,
    BehindEquals,
    Unquoted,
    Quoted(u8),
}

/// One past the `>` of the tag that `rest` begins with.
fn tag_end(rest: &str) -> Option<usize> {
    let mut inside = Inside::TagName;
    for (at, byte) in rest.bytes().enumerate().skip(2) {
        if byte == b'>' && !matches!(inside, Inside::Quoted(_)) {
            return Some(at + 1);
        }
        let blank = byte.is_ascii_whitespace();
        inside = match (inside, byte) {
            (Inside::Quoted(open), _) if byte == open => Inside::BeforeAttribute,
            (Inside::Quoted(open), _) => Inside::Quoted(open),
            (Inside::Unquoted, _) if blank => Inside::BeforeAttribute,
            (Inside::Unquoted, _) => Inside::Unquoted,
            (Inside::BehindEquals, b'"' | b'\'') => Inside::Quoted(byte),
            (Inside::BehindEquals, _) if blank => Inside::BehindEquals,
            (Inside::BehindEquals, _) => Inside::Unquoted,
            (Inside::AttributeName | Inside::BehindName, b'=') => Inside::BehindEquals,
            (Inside::AttributeName | Inside::BehindName, _) if blank => Inside::BehindName,
            (Inside::TagName, _) if !blank && byte != b'/' => Inside::TagName,
            (_, b'/') => Inside::BeforeAttribute,
            (_, _) if blank => Inside::BeforeAttribute,
            _ => Inside::AttributeName,
        };
    }
    None
}

/// Bytes up to the end tag of `name`.
fn content_length(rest: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memmem::find(rest.as_bytes().get(at..)?, b"</")?;
        let behind = rest.as_bytes().get(at + 2..)?;
        let ends = behind
            .get(..name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
            && behind
                .get(name.len())
                .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'));
        if ends {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::part;

    #[test]
    fn scripts_and_styles_are_emptied_and_data_stay() {
        let page = "<head><title>a <script> b</title><STYLE>p > a {}</STYLE><script type=\"application/ld+json\">{\"a\": 1}</script>\
            <script src='x>y'>if (a < b) { document.write('<p>') }</SCRIPT ></head><!-- <script> --><p title=\"<script>\">新码头</p>\
            <textarea><script></textarea><p>今日启用</p><script>";
        let parted = part(page);
        let expected = "<head><title>a <script> b</title><STYLE></STYLE><script type=\"application/ld+json\">{\"a\": 1}</script>\
            <script src='x>y'></SCRIPT ></head><!-- <script> --><p title=\"<script>\">新码头</p>\
            <textarea><script></textarea><p>今日启用</p><script>";
        assert_eq!(parted.markup, expected);
        assert_eq!(
            parted.scripts,
            ["{\"a\": 1}", "if (a < b) { document.write('<p>') }"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        /// Nothing but the content of scripts and styles is taken out, and what a parser shows of a page stays.
        #[test]
        fn the_text_of_a_page_stays(
            pieces in proptest::collection::vec(
                "(<p>|</p>|<script>|</script>|<style>|</style>|<!--|-->|--!>|<b title='|'>|<i title=\"|\">|<b a=b='|<b =\"|甲|乙 |< |</|<!|<\\?|<br/|>|=|/)", 0..14,
            ),
        ) {
            let page = pieces.concat();
            let text = |page: &str| {
                let document = dom_query::Document::from(page);
                for node in document.select("script, style").nodes() {
                    node.remove_from_parent();
                }
                document.text().to_string()
            };
            assert_eq!(text(&part(&page).markup), text(&page), "{page}");
        }
    }
}

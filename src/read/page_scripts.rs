//! A page without its scripts and styles, and the scripts apart. On news sites they are a third to a half of a page and no
//! part of its text: parsing them, copying them and passing over them costs more than finding them in the bytes. In: the
//! decoded page. Out: the page in which every script and style is empty, and what the scripts say; or why the page is not
//! parsed, which the same tags tell. Data for search engines (JSON-LD) stays where it is.

use std::borrow::Cow;

use super::page_limits::Opened;
use super::page_tags::{ElementName, Tags};

/// A page with its scripts taken out.
pub(super) struct Parted<'page> {
    /// The page; elements `<script>` and `<style>` are empty in it, those of JSON-LD excepted.
    pub(super) markup: Cow<'page, str>,
    /// The content of all scripts, in order.
    pub(super) scripts: Vec<&'page str>,
}

/// Takes the scripts out. An error says which limit the tags of the page exceed.
pub(super) fn part(page: &str) -> Result<Parted<'_>, String> {
    let mut scripts = Vec::new();
    let mut markup = String::new();
    let mut copied = 0;
    let mut is_parted = true;
    let mut opened = Opened::default();
    let mut tags = Tags::of(page);
    while let Some(tag) = tags.next() {
        let (script, style) = (
            tag.element == ElementName::SCRIPT,
            tag.element == ElementName::STYLE,
        );
        // In a drawing, elements hold tags that otherwise hold text alone; its scripts and styles go all the same.
        let is_text = tag.element.is_raw() && (!opened.is_foreign() || script || style);
        if let Some(excess) = opened.take(&tag, is_text) {
            return Err(excess);
        }
        if !is_text || tag.closes {
            continue;
        }
        let Some(content) = tags.pass_content(tag.name) else {
            break;
        };
        // A comment inside a script may hide an end tag from browsers: such a page is left as it is from there on.
        is_parted &= !(script && content.contains("<!--") && !content.contains("-->"));
        if !is_parted || !(script || style) {
            continue;
        }
        if script {
            scripts.push(content);
        }
        let written = page.get(tag.start..tag.end).unwrap_or_default();
        let is_data = script && written.to_ascii_lowercase().contains("ld+json");
        if !is_data {
            markup.push_str(page.get(copied..tag.end).unwrap_or_default());
            copied = tag.end + content.len();
        }
    }
    let markup = if copied == 0 {
        Cow::Borrowed(page)
    } else {
        markup.push_str(page.get(copied..).unwrap_or_default());
        Cow::Owned(markup)
    };
    Ok(Parted { markup, scripts })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::part;

    #[test]
    fn scripts_and_styles_are_emptied_and_data_stay() {
        let page = "<head><title>a <script> b</title><STYLE>p > a {}</STYLE><script type=\"application/ld+json\">{\"a\": 1}</script>\
            <script src='x>y'>if (a < b) { document.write('<p>') }</SCRIPT ></head><!-- <script> --><p title=\"<script>\">新码头</p>\
            <textarea><script></textarea><p>今日启用</p><script>";
        let parted = part(page).unwrap();
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
            assert_eq!(text(&part(&page).unwrap().markup), text(&page), "{page}");
        }
    }
}

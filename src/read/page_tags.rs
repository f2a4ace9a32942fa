//! The tags of a page before it is parsed. In: the decoded page. Out: its tags in order, where they end and how many attributes
//! they have, as a parser reads them (HTML standard, 13.2.5): what stands in a comment or in a quoted value is none.

/// The name of an element in lower case, its letters packed from the lowest byte up; 0 for one of more than eight, which none
/// that is asked for has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct ElementName(u64);

impl ElementName {
    pub(super) const SCRIPT: Self = Self::of("script");
    pub(super) const STYLE: Self = Self::of("style");

    /// Packs a name.
    pub(super) const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let (mut packed, mut at) = (0, bytes.len());
        if at > 8 {
            return Self(0);
        }
        while at > 0 {
            at -= 1;
            packed = packed << 8 | bytes[at].to_ascii_lowercase() as u64;
        }
        Self(packed)
    }

    /// Packs several.
    pub(super) const fn all<const N: usize>(names: [&str; N]) -> [Self; N] {
        let (mut packed, mut at) = ([Self(0); N], 0);
        while at < N {
            packed[at] = Self::of(names[at]);
            at += 1;
        }
        packed
    }

    /// True for an element that holds text and no tags, up to its end tag.
    pub(super) fn is_raw(self) -> bool {
        const RAW: [ElementName; 8] = ElementName::all([
            "script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes",
        ]);
        RAW.contains(&self)
    }
}

/// A tag of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'page> {
    /// The name of its element, as written.
    pub(super) name: &'page str,
    /// The same to compare.
    pub(super) element: ElementName,
    /// It is an end tag.
    pub(super) closes: bool,
    /// How many attributes it has.
    pub(super) attributes: usize,
    /// Where its `<` stands, in bytes of the page.
    pub(super) start: usize,
    /// One past its `>`; the end of the page where it has none.
    pub(super) end: usize,
}

/// The tags of a page, in order.
#[derive(Debug)]
pub(super) struct Tags<'page> {
    page: &'page str,
    at: usize,
}

impl<'page> Tags<'page> {
    pub(super) fn of(page: &'page str) -> Self {
        Self { page, at: 0 }
    }

    /// Passes over the content of an element that holds text alone and whose start tag came last. `None` where it has no end
    /// tag: then all that follows is its content.
    pub(super) fn pass_content(&mut self, name: &str) -> Option<&'page str> {
        let content = self.page.as_bytes().get(self.at..)?;
        let length = memchr::memmem::find_iter(content, b"</").find(|end| {
            let behind = content.get(end + 2..).unwrap_or_default();
            let named = behind
                .get(..name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
            named && behind.get(name.len()).is_none_or(|byte| ends_name(*byte))
        })?;
        let begun = self.at;
        self.at += length;
        self.page.get(begun..self.at)
    }
}

impl<'page> Iterator for Tags<'page> {
    type Item = Tag<'page>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let bytes = self.page.as_bytes().get(self.at..)?;
            let start = self.at + memchr::memchr(b'<', bytes)?;
            let rest = self.page.get(start..)?;
            let closes = rest.starts_with("</");
            let before = if closes { 2 } else { 1 };
            let named = rest.get(before..)?;
            if named.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let length = named.bytes().take_while(|byte| !ends_name(*byte)).count();
                let (name, behind) = named.split_at_checked(length)?;
                let (attributes, behind) = attributes(behind.as_bytes());
                let end = start + before + length + behind;
                self.at = end;
                return Some(Tag {
                    name,
                    element: ElementName::of(name),
                    closes,
                    attributes,
                    start,
                    end,
                });
            }
            self.at = start
                + match rest.as_bytes() {
                    [b'<', b'!', b'-', b'-', ..] => comment_end(rest)?,
                    // What is neither tag nor comment is passed over up to the next `>`.
                    [b'<', b'!' | b'?' | b'/', ..] => rest.find('>')? + 1,
                    _ => 1,
                };
        }
    }
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
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

/// The first place from `from` on whose byte stops the walk; the end of `tag` where none does.
fn passed(tag: &[u8], from: usize, stops: impl Fn(u8) -> bool) -> usize {
    let rest = tag.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| stops(*byte)).unwrap_or(rest.len())
}

/// How many attributes a tag has; and where behind its name it ends, which is the end of `tag` where nothing ends it.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    let is_no_space = |byte: u8| !byte.is_ascii_whitespace();
    loop {
        at = passed(tag, at, |byte| is_no_space(byte) && byte != b'/');
        match tag.get(at) {
            None => return (count, tag.len()),
            Some(b'>') => return (count, at + 1),
            Some(_) => count += 1,
        }
        at = passed(tag, at + 1, |byte| ends_name(byte) || byte == b'=');
        let value = passed(tag, at, is_no_space);
        if tag.get(value) != Some(&b'=') {
            continue;
        }
        at = passed(tag, value + 1, is_no_space);
        at = match tag.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let value = tag.get(at + 1..).unwrap_or_default();
                at + 2 + memchr::memchr(quote, value).unwrap_or(value.len())
            }
            _ => passed(tag, at, |byte| byte.is_ascii_whitespace() || byte == b'>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Tags, attributes};

    #[test]
    fn attributes_are_counted_as_a_parser_counts_them() {
        for (tag, count) in [
            (">", 0),
            ("/>x", 0),
            (" a>", 1),
            (" a = 1 b='>' c=\"a b c\"d>", 4),
            (" =a/b/c>", 3),
            (" a=x/y>", 1),
            (" a=\"no end>", 1),
        ] {
            let (found, length) = attributes(tag.as_bytes());
            assert_eq!(found, count, "{tag}");
            assert!(length <= tag.len());
        }
    }

    #[test]
    fn comments_and_values_hold_no_tags() {
        let page = "<p a='<b>'>甲</P x><!-- <i> --><!--><em><!--->< u></<s><!x <tt>><!-- a --!><br/>";
        let found: Vec<_> = Tags::of(page)
            .map(|tag| {
                (
                    page.get(tag.start..tag.end).unwrap_or_default(),
                    tag.name,
                    tag.closes,
                )
            })
            .collect();
        let expected = [
            ("<p a='<b>'>", "p", false),
            ("</P x>", "P", true),
            ("<em>", "em", false),
            ("<br/>", "br", false),
        ];
        assert_eq!(found, expected);
    }
}

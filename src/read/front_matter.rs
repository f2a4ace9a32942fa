//! The block of fields that a Markdown file may begin with. In: the file. Out: the fields that are lines of their own, and
//! what follows the block.
//!
//! ```text
//! ---
//! title: "海滨市启用新码头"
//! author: [林一舟, 周远]
//! tags:
//!   - 港口
//! ---
//! ```
//!
//! It is YAML, of which this much is read: names at the beginning of a line with a word, a text in quotation marks or a list
//! behind them. What is nested deeper is passed over.

/// A field and its values: one, or those of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'text> {
    pub(super) name: &'text str,
    pub(super) values: Vec<String>,
    pub(super) is_list: bool,
}

/// The fields of a file, and what follows the block. A file without one has none and is all that follows.
pub(super) fn split(text: &str) -> (Vec<Field<'_>>, &str) {
    let none = (Vec::new(), text);
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return none;
    };
    let mut reached = first.len();
    let mut fields: Vec<Field<'_>> = Vec::new();
    for line in lines {
        reached += line.len();
        let bare = line.trim_end();
        let inner = bare.trim_start();
        if bare == "---" || bare == "..." {
            // A rule at the head of a text that has another one further on is no block.
            return if fields.is_empty() {
                none
            } else {
                (fields, text.get(reached..).unwrap_or(""))
            };
        }
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        let item = if inner == "-" {
            Some("")
        } else {
            inner.strip_prefix("- ")
        };
        match (item, fields.last_mut()) {
            (Some(item), Some(last)) if last.is_list || last.values.is_empty() => {
                last.is_list = true;
                last.values.extend(value(item));
            }
            _ if bare.starts_with([' ', '\t']) => {}
            _ => match named(bare) {
                Some(field) => fields.push(field),
                // No field can stand there: it is a text.
                None => return none,
            },
        }
    }
    none
}

/// A line with a name and what stands behind it.
fn named(line: &str) -> Option<Field<'_>> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_parted = rest.is_empty() || rest.starts_with([' ', '\t']);
    if name.is_empty() || !is_parted || name.contains(char::is_whitespace) {
        return None;
    }
    let rest = rest.trim();
    let list = rest.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    // Texts over several lines and objects are not read.
    let is_simple = !rest.starts_with(['|', '>', '{', '&', '*']);
    Some(Field {
        name,
        values: match list {
            Some(list) => list.split([',', '，']).filter_map(value).collect(),
            None => value(rest).filter(|_| is_simple).into_iter().collect(),
        },
        is_list: list.is_some(),
    })
}

/// What is meant by a written value.
fn value(written: &str) -> Option<String> {
    let written = written.trim();
    let up_to =
        |text: &str, end: Option<usize>| text.get(..end.unwrap_or(text.len())).unwrap_or(text).to_owned();
    let meant = if let Some(rest) = written.strip_prefix('"') {
        let inner = up_to(rest, closing(rest));
        inner.replace("\\\"", "\"").replace("\\\\", "\\")
    } else if let Some(rest) = written.strip_prefix('\'') {
        up_to(rest, rest.rfind('\'')).replace("''", "'")
    } else {
        up_to(written, written.find(" #")).trim_end().to_owned()
    };
    (!meant.is_empty() && meant != "null" && meant != "~").then_some(meant)
}

/// Where the quotation mark stands that ends a text.
fn closing(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let is_end = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        is_end.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::split;

    fn told(text: &str) -> (Vec<(&str, String)>, &str) {
        let (fields, rest) = split(text);
        let fields = fields
            .into_iter()
            .map(|field| (field.name, field.values.join("|")));
        (fields.collect(), rest)
    }

    #[test]
    fn fields_are_read_as_they_are_written() {
        let text = "---\r\ntitle: \"甲：\\\"乙\\\"\" # note\r\ndate: 2021-03-04 15:16:17\nurl: https://a.example/1#x\n\
            author: [林一舟, '周远']\ntags:\n  - 港口\n- 桥\nextra:\n  title: 丙\nlong: |\n  丁\nempty:\n# note\nnull: ~\n---\n\n\
            正文\n---\n";
        let (fields, rest) = told(text);
        let expected = [
            ("title", "甲：\"乙\""),
            ("date", "2021-03-04 15:16:17"),
            ("url", "https://a.example/1#x"),
            ("author", "林一舟|周远"),
            ("tags", "港口|桥"),
            ("extra", ""),
            ("long", ""),
            ("empty", ""),
            ("null", ""),
        ];
        assert_eq!(fields, expected.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(rest, "\n正文\n---\n");
    }

    #[test]
    fn a_rule_opens_no_block() {
        for text in [
            "---\n正文\n---\n",
            "---\n\n---\n正文",
            "---\ntitle: 甲\n",
            "title: 甲\n---\n",
            "--- \n来源 海滨: b\n---",
        ] {
            assert_eq!(told(text), (Vec::new(), text));
        }
    }
}

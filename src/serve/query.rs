//! What stands behind the question mark, or in a form that was sent: names with values, whatever was typed.

use crate::document::Rule;
use crate::error::{Error, Result};
use crate::ledger::ArticleFilter;
use crate::nearest::{nearest, suggestion};

use super::days;

/// Bytes of a value that are quoted back in an error.
const QUOTED: usize = 40;

/// Names with values, in order. Of a name that is given twice the first counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(pub(super) Vec<(String, String)>);

impl Query {
    /// Reads `name=value&…`. Bytes that are no UTF-8 become U+FFFD.
    pub(super) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The value of a name, if it has one that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let own = self.0.iter().find(|(own, _)| own == name);
        own.map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The whole number that a name has.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is none, or beyond `most`.
    pub(super) fn number(&self, name: &str, most: u32) -> Result<Option<u32>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match value.parse() {
            Ok(number) if number <= most => Ok(Some(number)),
            _ => Err(wrong(
                name,
                value,
                &format!("a whole number from 0 to {most} is needed"),
            )),
        }
    }

    /// The filter that `outlet`, `from`, `to`, `rule` and `title` make.
    ///
    /// # Errors
    /// [`Error::Usage`] for days and rules that are none.
    pub(super) fn filter(&self) -> Result<ArticleFilter> {
        let day = |name: &str, behind: bool| -> Result<Option<i64>> {
            let Some(value) = self.get(name) else {
                return Ok(None);
            };
            let second = if behind {
                days::end(value)
            } else {
                days::start(value)
            };
            let needed = "a day is needed, such as 2022-01-12, or a month or a year";
            second.map(Some).ok_or_else(|| wrong(name, value, needed))
        };
        Ok(ArticleFilter {
            outlet: self.get("outlet").map(str::to_owned),
            from: day("from", false)?,
            before: day("to", true)?,
            rule: self.rule()?,
            title: self.get("title").map(str::to_owned),
        })
    }

    /// The rule that is named.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is no such rule.
    pub(super) fn rule(&self) -> Result<Option<Rule>> {
        let Some(value) = self.get("rule") else {
            return Ok(None);
        };
        if let Some(rule) = Rule::from_name(value) {
            return Ok(Some(rule));
        }
        let names = Rule::ALL.iter().map(|rule| rule.name().to_owned());
        let near = nearest(value, names, 3);
        Err(wrong(
            "rule",
            value,
            &format!("there is no such rule{}", suggestion(&near)),
        ))
    }
}

pub(super) fn wrong(name: &str, value: &str, reason: &str) -> Error {
    let end = value.floor_char_boundary(QUOTED);
    let mark = if end < value.len() { "…" } else { "" };
    let value = value.get(..end).unwrap_or_default();
    Error::Usage(format!("{name}={value}{mark}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn whatever_is_typed_is_read() {
        let query = Query::parse(b"q=%E6%B8%A1%E5%8F%A3+1&q=2&=&&%=%zz&outlet=&x=%FF%FE&limit=7");
        assert_eq!(query.get("q"), Some("渡口 1"));
        assert_eq!(query.get("outlet"), None);
        assert_eq!(query.get("x"), Some("\u{fffd}\u{fffd}"));
        assert_eq!(query.number("limit", 10).ok(), Some(Some(7)));
        assert!(query.number("limit", 6).is_err() && query.number("q", 6).is_err());
    }

    #[test]
    fn filters_are_checked() {
        for wrong in [
            "from=yesterday",
            "to=2022-13-01",
            "rule=no-such-rule",
            "from=99999999",
        ] {
            assert!(Query::parse(wrong.as_bytes()).filter().is_err(), "{wrong}");
        }
        let filter = Query::parse(b"from=2022-01-12&to=2022-01-12")
            .filter()
            .unwrap_or_default();
        let day = filter.before.zip(filter.from).map(|(before, from)| before - from);
        assert_eq!(day, Some(24 * 3600));
    }
}

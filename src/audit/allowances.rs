//! Allowances: findings that somebody has seen and lets pass, with the reason. From the command line or from a file.
//!
//! A file has one allowance a line; empty lines and lines that begin with `#` do not count:
//!
//! ```text
//! RULE [article=ID | outlet=NAME] -- REASON
//!
//! void-source -- our crawler loses the source line
//! aggregator-as-source outlet=渡口网 -- agreed with them in May
//! number-changed article=page-17.txt -- corrected by the source
//! ```

use std::path::Path;

use crate::document::Rule;
use crate::error::{Error, Result};
use crate::nearest::{nearest, suggestion};

/// What findings are let pass, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Findings of this rule.
    pub rule: Rule,
    /// On which pages.
    pub scope: Scope,
    /// Why they are let pass; never empty.
    pub reason: String,
    /// Where it was said: `--allow …` or `FILE:LINE`.
    pub origin: String,
}

/// The pages that an allowance holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Everywhere,
    /// That of the article with this id.
    Article(String),
    /// Those of this publisher.
    Outlet(String),
}

impl Allowance {
    /// True for a finding of `rule` about `article` on a page of `publisher`.
    pub fn covers(&self, rule: Rule, article: &str, publisher: Option<&str>) -> bool {
        self.rule == rule
            && match &self.scope {
                Scope::Everywhere => true,
                Scope::Article(id) => id == article,
                Scope::Outlet(name) => publisher == Some(name),
            }
    }

    /// Reads `RULE[:ARTICLE_ID]=REASON`. The first `=` ends the id: an id that has one in it can stand in a file only.
    ///
    /// # Errors
    /// What is wrong with it, in one line.
    pub fn from_option(text: &str) -> std::result::Result<Self, String> {
        let Some((what, reason)) = text.split_once('=') else {
            return Err("a reason is needed: RULE[:ARTICLE_ID]=REASON".to_owned());
        };
        let (rule, scope) = match what.split_once(':') {
            Some((rule, article)) => (rule, Scope::Article(article.trim().to_owned())),
            None => (what, Scope::Everywhere),
        };
        Self::new(rule, scope, reason, format!("--allow {text}"))
    }

    /// Reads the text of a file of allowances; `path` is for messages.
    ///
    /// # Errors
    /// [`Error::UserFile`] with the first line that cannot be read.
    pub fn from_file(text: &str, path: &Path) -> Result<Vec<Self>> {
        let mut allowances = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1u64..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let origin = format!("{}:{number}", path.display());
            match Self::from_line(line, origin) {
                Ok(allowance) => allowances.push(allowance),
                Err(reason) => {
                    return Err(Error::UserFile {
                        path: path.to_owned(),
                        line: number,
                        reason,
                    });
                }
            }
        }
        Ok(allowances)
    }

    fn from_line(line: &str, origin: String) -> std::result::Result<Self, String> {
        let Some((what, reason)) = line.split_once(" -- ").or_else(|| line.split_once("\t-- ")) else {
            return Err("no reason: write RULE [article=ID | outlet=NAME] -- REASON".to_owned());
        };
        let what = what.trim();
        let (rule, place) = what.split_once(char::is_whitespace).unwrap_or((what, ""));
        let place = place.trim();
        let scope = if place.is_empty() {
            Scope::Everywhere
        } else if let Some(id) = place.strip_prefix("article=") {
            Scope::Article(id.trim().to_owned())
        } else if let Some(name) = place.strip_prefix("outlet=") {
            Scope::Outlet(name.trim().to_owned())
        } else {
            return Err(format!(
                "`{place}` names no page: write article=ID or outlet=NAME between the rule and ` -- `"
            ));
        };
        Self::new(rule, scope, reason, origin)
    }

    fn new(rule: &str, scope: Scope, reason: &str, origin: String) -> std::result::Result<Self, String> {
        let rule = rule.trim();
        let Some(known) = Rule::from_name(rule) else {
            let near = nearest(rule, Rule::ALL.iter().map(|rule| rule.name()), 2);
            return Err(format!(
                "no rule `{rule}`{}: `suyuan audit --explain` lists the rules",
                suggestion(&near)
            ));
        };
        if let Scope::Article(name) | Scope::Outlet(name) = &scope
            && name.is_empty()
        {
            return Err(
                "the article or outlet has no name: give one, or leave it out to allow the rule on all pages"
                    .to_owned(),
            );
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err("the reason is empty: say why these findings are let pass".to_owned());
        }
        Ok(Self {
            rule: known,
            scope,
            reason: reason.to_owned(),
            origin,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::{Allowance, Scope};
    use crate::document::Rule;

    #[test]
    fn options_name_a_rule_and_may_name_an_article() {
        let everywhere = Allowance::from_option("void-source=the crawler loses it").unwrap();
        assert_eq!(
            (everywhere.rule, &everywhere.scope),
            (Rule::VoidSource, &Scope::Everywhere)
        );
        assert!(everywhere.covers(Rule::VoidSource, "a", None));
        assert!(!everywhere.covers(Rule::Misattributed, "a", None));
        let one = Allowance::from_option("number-changed:crawl:a.txt=x = 3").unwrap();
        assert_eq!(
            (&one.scope, one.reason.as_str()),
            (&Scope::Article("crawl:a.txt".to_owned()), "x = 3")
        );
        assert!(one.covers(Rule::NumberChanged, "crawl:a.txt", None));
        assert!(!one.covers(Rule::NumberChanged, "a.txt", None));
        for (wrong, says) in [
            ("void-source", "a reason is needed"),
            ("void-source=", "the reason is empty"),
            ("void-source:=why", "has no name"),
            ("void-sorce=why", "did you mean void-source"),
        ] {
            let message = Allowance::from_option(wrong).unwrap_err();
            assert!(message.contains(says), "{wrong}: {message}");
        }
    }

    #[test]
    fn files_name_rules_articles_and_outlets() {
        let text = "\u{feff}# known\n\nvoid-source -- lost -- twice\r\n\
                    aggregator-as-source  outlet=渡口网 -- agreed\nname-changed article=第 1 页.txt -- fine\n";
        let read = Allowance::from_file(text, Path::new("known.txt")).unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(
            (read[0].reason.as_str(), read[0].origin.as_str()),
            ("lost -- twice", "known.txt:3")
        );
        assert!(read[1].covers(Rule::AggregatorAsSource, "b", Some("渡口网")));
        assert!(!read[1].covers(Rule::AggregatorAsSource, "b", Some("潮声网")));
        assert!(!read[1].covers(Rule::AggregatorAsSource, "b", None));
        assert_eq!(read[2].scope, Scope::Article("第 1 页.txt".to_owned()));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_with_its_remedy() {
        for (line, says) in [
            ("void-source", "no reason: write RULE"),
            ("void-source -- ", "no reason"),
            (
                "void-source somewhere -- why",
                "`somewhere` names no page: write article=ID",
            ),
            ("void-source outlet= -- why", "has no name"),
            ("number-change -- why", "did you mean number-changed"),
            ("everything -- why", "--explain` lists the rules"),
        ] {
            let text = format!("# first\n{line}\n");
            let message = Allowance::from_file(&text, Path::new("known.txt"))
                .unwrap_err()
                .to_string();
            assert!(
                message.starts_with("known.txt:2: ") && message.contains(says),
                "{message}"
            );
        }
    }
}

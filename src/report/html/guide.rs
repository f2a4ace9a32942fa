//! What the words and figures of the pages mean, and the rules of the audit.

use askama::Template;

use super::address::Address;
use super::filled;
use super::frame::{Anchor, Frame};
use super::site::{Site, findings_of_rule};
use super::vocabulary;
use crate::document::Rule;
use crate::error::Result;

/// A rule with what it says.
struct RuleLine {
    name: Anchor,
    severity: &'static str,
    severity_word: &'static str,
    says: &'static str,
    refuted_by: &'static str,
}

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide<'site> {
    frame: Frame<'site>,
    rules: Vec<RuleLine>,
}

pub(super) fn page(site: &Site<'_>) -> Result<String> {
    let language = site.language;
    let frame = Frame::new(site, Address::Guide, language.say("Guide", "说明"));
    let rules = Rule::ALL.iter().map(|&rule| {
        let severity = crate::audit::describe(rule).severity;
        RuleLine {
            name: frame.anchor(vocabulary::rule(rule, language), &findings_of_rule(rule)),
            severity: severity.name(),
            severity_word: vocabulary::severity(severity, language),
            says: vocabulary::rule_says(rule, language),
            refuted_by: vocabulary::rule_refuted_by(rule, language),
        }
    });
    let page = Guide {
        rules: rules.collect(),
        frame,
    };
    filled(&page)
}

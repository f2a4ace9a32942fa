//! The catalogue of rules as text.

use std::fmt::Write;

use crate::audit::{CATALOGUE, Description};
use crate::document::Severity;
use crate::report::text::{Paint, pad};
use crate::report::wrap::wrapped_text;

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns of the labels at the left.
const LABEL: usize = 10;

/// All rules, one a line.
pub fn rules(colour: bool) -> String {
    let paint = Paint { colour };
    let name = CATALOGUE
        .iter()
        .map(|description| description.rule.name().len())
        .max()
        .unwrap_or_default()
        + 2;
    let mut text = String::new();
    for description in CATALOGUE {
        let severity = pad(description.severity.name(), 7);
        let indent = 7 + name;
        let lines = wrapped_text(description.says, COLUMNS - indent);
        for (number, line) in lines.iter().enumerate() {
            // Writing into a string does not fail.
            let _ = if number == 0 {
                let name = pad(description.rule.name(), name);
                writeln!(
                    text,
                    "{}{}{line}",
                    severity_painted(description.severity, &severity, paint),
                    paint.bold(&name)
                )
            } else {
                writeln!(text, "{}{line}", " ".repeat(indent))
            };
        }
    }
    text.push_str("\nsuyuan audit --explain RULE shows examples and what would refute a finding\n");
    text
}

/// One rule with its examples and what would refute it.
pub fn explanation(description: &Description, colour: bool) -> String {
    let paint = Paint { colour };
    let severity = description.severity;
    let mut text = format!(
        "{}  {}\n",
        paint.bold(description.rule.name()),
        severity_painted(severity, severity.name(), paint)
    );
    for (label, words) in [
        ("says", description.says),
        ("speaks", description.example),
        ("is silent", description.counter_example),
        ("wrong if", description.refuted_by),
    ] {
        text.push('\n');
        for (number, line) in wrapped_text(words, COLUMNS - LABEL).iter().enumerate() {
            let label = pad(if number == 0 { label } else { "" }, LABEL);
            // Writing into a string does not fail.
            let _ = writeln!(text, "{}{line}", paint.dim(&label));
        }
    }
    text
}

/// `text` in the colour of a severity.
pub(super) fn severity_painted(severity: Severity, text: &str, paint: Paint) -> String {
    match severity {
        Severity::Major => paint.red(text),
        Severity::Minor => paint.yellow(text),
        Severity::Info => paint.cyan(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, explanation, rules};
    use crate::audit::describe;
    use crate::document::Rule;
    use crate::report::text::width;

    #[test]
    fn every_rule_is_listed_and_explained_within_the_columns() {
        let list = rules(false);
        for rule in Rule::ALL {
            assert!(list.contains(rule.name()));
            let text = explanation(describe(*rule), false);
            assert!(
                text.starts_with(rule.name()) && text.contains("\nwrong if  "),
                "{text}"
            );
            assert!(text.lines().all(|line| width(line) <= COLUMNS), "{text}");
        }
        assert!(list.lines().all(|line| width(line) <= COLUMNS), "{list}");
        assert!(explanation(describe(Rule::VoidSource), true).contains("\x1b[1mvoid-source"));
    }
}

//! The verdicts of a store as text.

use std::fmt::Write;

use crate::document::Judgement;
use crate::ledger::Verdict;
use crate::report::text::{Paint, pad};
use crate::report::wrap::wrapped_text;

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns before the second line of a verdict.
const INDENT: usize = 10;

/// The verdicts, in their order; what they are about that the store no longer has is said.
pub fn verdicts(verdicts: &[Verdict], colour: bool) -> String {
    let paint = Paint { colour };
    if verdicts.is_empty() {
        return "no verdicts: suyuan audit --verdict ID confirm|reject --note TEXT writes one\n".to_owned();
    }
    let mut text = String::new();
    for verdict in verdicts {
        let word = pad(verdict.verdict.name(), INDENT);
        let word = match verdict.verdict {
            Judgement::Confirmed => paint.green(&word),
            Judgement::Rejected => paint.red(&word),
        };
        let by = verdict
            .decided_by
            .as_ref()
            .map(|name| format!(" by {name}"))
            .unwrap_or_default();
        let gone = if verdict.stands {
            ""
        } else {
            "  no longer in the store"
        };
        let id = paint.bold(&verdict.subject);
        let when = paint.dim(&format!("{}{by}", verdict.decided_at));
        // Writing into a string does not fail.
        let _ = writeln!(text, "{word}{id}  {when}{}", paint.yellow(gone));
        for line in [&verdict.about, &verdict.note]
            .into_iter()
            .flat_map(|line| wrapped_text(line, COLUMNS - INDENT))
        {
            let _ = writeln!(text, "{}{line}", " ".repeat(INDENT));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Verdict, verdicts};
    use crate::document::Judgement;

    #[test]
    fn what_is_gone_is_said() {
        let verdict = Verdict {
            subject: "x0123456789".to_owned(),
            verdict: Judgement::Rejected,
            note: "改正在文末".to_owned(),
            decided_by: Some("方宁".to_owned()),
            decided_at: "2031-06-01T08:00:00Z".to_owned(),
            about: "number-changed in b.txt (潮声网): 12艘 for 13艘".to_owned(),
            stands: false,
        };
        let expected = "rejected  x0123456789  2031-06-01T08:00:00Z by 方宁  no longer in the store\n          \
                        number-changed in b.txt (潮声网): 12艘 for 13艘\n          改正在文末\n";
        assert_eq!(verdicts(&[verdict], false), expected);
        assert!(verdicts(&[], false).contains("--verdict"));
    }
}

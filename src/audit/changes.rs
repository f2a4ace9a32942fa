//! number-, date-, name-, negation- and hedge-changed: what an edit of a carried passage changes of what it says.

use super::draft::Draft;
use super::page::Page;
use super::pair::{Changed, Pair};
use crate::document::{EditKind, Finding, Rule, Severity};

/// The rule that an edit breaks, with the word for what changed.
fn rule(kind: EditKind) -> Option<(Rule, &'static str)> {
    Some(match kind {
        EditKind::Number => (Rule::NumberChanged, "a number"),
        EditKind::Date => (Rule::DateChanged, "a date or time"),
        EditKind::Name => (Rule::NameChanged, "a name"),
        EditKind::Negation => (Rule::NegationChanged, "a denial or doubt"),
        EditKind::Hedge => (Rule::HedgeChanged, "how exact a number is"),
        _ => return None,
    })
}

/// Findings for the changed facts of a pair.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    if !pair.is_linked() || pair.has_common_source() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for shared in &pair.shared {
        let changes = shared.changes.iter().filter(|change| change.by_the_copy);
        for change in changes.filter(|change| stands_alone(change, &shared.changes)) {
            found.extend(finding(page, pair, change));
        }
    }
    found
}

/// Bytes around a change that are looked at: 20 Han characters on each side.
const AROUND: u32 = 60;
/// Bytes of other changes among them, 14 Han characters, from which the sentence was written anew: what stands opposite to
/// what is chance there.
const ANEW: usize = 42;

/// True when the change is one of a sentence that is otherwise the same: what it exchanged belongs together.
fn stands_alone(change: &Changed<'_>, all: &[Changed<'_>]) -> bool {
    let breaks = |words: &str| words.contains(['。', '！', '？', '\n']);
    if breaks(change.now) || breaks(change.before) {
        return false;
    }
    let near = all.iter().filter(|other| {
        (other.here, other.there) != (change.here, change.there)
            && other.here.start <= change.here.end + AROUND
            && change.here.start <= other.here.end + AROUND
    });
    let bytes: usize = near.map(|other| other.here.len().max(other.there.len())).sum();
    bytes < ANEW
}

/// True when one side does not say the name: 朱某某, 赵女士.
fn is_withheld(name: &str) -> bool {
    const WITHHELD: [&str; 8] = ["某", "×", "先生", "女士", "化名", "小姐", "xx", "XX"];
    WITHHELD.iter().any(|sign| name.contains(sign))
}

fn finding(page: Page<'_>, pair: &Pair<'_>, change: &Changed<'_>) -> Option<Finding> {
    let (rule, what) = rule(change.edit.kind)?;
    let certain = pair.is_certain();
    // An outlet that changes its own report updates it.
    let own = !page.publisher().is_empty() && page.publisher() == pair.from.publisher();
    let message = match (change.now.is_empty(), change.before.is_empty()) {
        (true, _) => format!("{what} was left out: {} has {}", pair.from.name(), change.before),
        (_, true) => format!("{what} was added: {}", change.now),
        _ => format!(
            "{what} changed: {} has {}, here it is {}",
            pair.from.name(),
            change.before,
            change.now
        ),
    };
    // A place that was left out or put in together with the words around it says less than one that was exchanged.
    let exchanged = !change.now.is_empty() && !change.before.is_empty();
    if !exchanged && !matches!(rule, Rule::NegationChanged | Rule::HedgeChanged) {
        return None;
    }
    if rule == Rule::NameChanged && (is_withheld(change.now) || is_withheld(change.before)) {
        return None;
    }
    // 数, 多 and 几 say less than a number, and nothing else.
    let counts = |words: &str| {
        words
            .chars()
            .any(|sign| sign.is_numeric() || "零一二三四五六七八九十百千万亿两半".contains(sign))
    };
    if rule == Rule::NumberChanged && !(counts(change.now) && counts(change.before)) {
        return None;
    }
    let mut draft = Draft::new(rule, page, change.here, message)
        .beside(pair.from, change.there)
        .confidence(if certain { 0.9 } else { 0.5 })
        .exhibit("the words on both sides", change.now, change.before);
    if own {
        draft = draft.severity(Severity::Info).exhibit(
            "both texts stand on pages of one outlet: an update",
            "",
            "",
        );
    } else if !certain {
        let note = if pair.is_resolved() {
            "both texts can have it from a third"
        } else {
            "it is open which of both texts came first"
        };
        draft = draft.severity(Severity::Info).exhibit(note, "", "");
    }
    draft.finish()
}

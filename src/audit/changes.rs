//! number-, date-, name-, negation- and hedge-changed: what an edit of a carried passage changes of what it says.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::page::Page;
use super::pair::{Changed, Pair, Shared};
use crate::document::{EditKind, Finding, Rule, Severity, Span};

/// The rule that an edit breaks, with the word for what changed.
fn rule(kind: EditKind) -> Option<(Rule, &'static str)> {
    Some(match kind {
        EditKind::Number => (Rule::NumberChanged, "a number"),
        EditKind::Date => (Rule::DateChanged, "a date or time"),
        EditKind::Name => (Rule::NameChanged, "a name"),
        EditKind::Negation => (Rule::NegationChanged, "a denial or doubt"),
        EditKind::Hedge => (
            Rule::HedgeChanged,
            "how exact a number or how sure a statement is",
        ),
        _ => return None,
    })
}

/// Findings for the changed facts of a pair.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    if !pair.is_linked() || pair.has_common_source() {
        return Vec::new();
    }
    if corrects(page) || corrects(pair.from) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // A name stands at many places; its longest wording is told, once.
    let mut names: BTreeMap<(&str, &str), Finding> = BTreeMap::new();
    for shared in &pair.shared {
        let later = if pair.is_reprint() {
            Vec::new()
        } else {
            later_counts(page, shared)
        };
        let changes = shared.changes.iter().filter(|change| change.by_the_copy);
        for change in changes.filter(|change| stands_alone(change, &shared.changes)) {
            if later.iter().any(|sentence| sentence.overlap(change.here) > 0) {
                continue;
            }
            let Some(finding) = finding(page, pair, change) else {
                continue;
            };
            if finding.rule != Rule::NameChanged {
                found.push(finding);
                continue;
            }
            let longer = |told: &Finding| told.at.span.len() < finding.at.span.len();
            let core = core(change.now, change.before);
            if names.get(&core).is_none_or(longer) {
                names.insert(core, finding);
            }
        }
    }
    found.extend(names.into_values());
    found
}

/// What two wordings do not share at their ends.
fn core<'a>(now: &'a str, before: &'a str) -> (&'a str, &'a str) {
    let shared = |(one, other): &(char, char)| one == other;
    let ahead = now.chars().zip(before.chars()).take_while(shared);
    let ahead: usize = ahead.map(|(sign, _)| sign.len_utf8()).sum();
    let (now, before) = (now.get(ahead..).unwrap_or(""), before.get(ahead..).unwrap_or(""));
    let behind = now.chars().rev().zip(before.chars().rev()).take_while(shared);
    let behind: usize = behind.map(|(sign, _)| sign.len_utf8()).sum();
    (
        now.get(..now.len() - behind).unwrap_or(""),
        before.get(..before.len() - behind).unwrap_or(""),
    )
}

/// True when the page says that it puts an earlier text right: the other number is the right one.
fn corrects(page: Page<'_>) -> bool {
    /// A correction of a paper, and the note below a corrected text.
    const SAID: [&str; 9] = [
        "特此更正",
        "现更正",
        "更正如下",
        "更正说明",
        "更正启事",
        "勘误",
        "was corrected on",
        "has been corrected",
        "earlier version of this",
    ];
    SAID.iter().any(|words| page.text().contains(words))
}

/// The sentences of the copy that give the state of a later hour: 截至12日18时 for 截至12日8时, with other numbers. Two bulletins
/// of one authority are no copies with changed numbers.
fn later_counts(page: Page<'_>, shared: &Shared<'_>) -> Vec<Span> {
    let of_state = |change: &&Changed<'_>| {
        let before = page.text().get(..change.here.start as usize).unwrap_or("");
        let near: String = before.chars().rev().take(12).collect();
        let near: String = near.chars().rev().collect();
        change.edit.kind == EditKind::Date
            && ["截至", "截止", "as of", "As of"]
                .iter()
                .any(|sign| near.contains(sign))
    };
    let states = shared.changes.iter().filter(of_state);
    let sentences = states.map(|change| page.sentence(change.here));
    let counts = |sentence: &Span| {
        let mut numbers = shared
            .changes
            .iter()
            .filter(|change| change.edit.kind == EditKind::Number);
        numbers.any(|change| sentence.overlap(change.here) > 0)
    };
    sentences.filter(counts).collect()
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
    // 数, 多 and 几, several and many say less than a number, and nothing else.
    let counts = |words: &str| {
        let told = |sign: char| sign.is_numeric() || "零一二三四五六七八九十百千万亿两半".contains(sign);
        words.contains(told)
            || words
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b' ' || byte == b'-')
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

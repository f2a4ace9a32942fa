//! number-, date-, name-, negation- and hedge-changed: what an edit of a carried passage changes of what it says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::draft::Draft;
use super::likeness::Bigrams;
use super::page::Page;
use super::pair::{Changed, Pair, Shared};
use super::persons::may_be_one;
use crate::document::{EditKind, Finding, Rule, Severity, Span};
use crate::word_list::Words;

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
    // Neither was made from the other: the one is signed, or months of news lie between them.
    if !pair.is_certain() && (page.is_signed_beside(pair.from) || are_of_two_times(page, pair.from)) {
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
        let changes = shared.changes.iter().filter(|change| pair.is_of_the_copy(change));
        for change in changes.filter(|change| stands_alone(change, &shared.changes)) {
            let later = later.iter().any(|sentence| sentence.overlap(change.here) > 0);
            if later || !is_of_one_sentence(page, pair, shared, change) {
                continue;
            }
            if change.edit.kind == EditKind::Number && counts_another(change, &shared.changes) {
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

/// Seconds from which on a later report of one matter has another state of knowledge: two months.
const TWO_TIMES: i64 = 60 * 86_400;

/// True for two pages of times so far apart that a value which differs can have become another one in between.
fn are_of_two_times(page: Page<'_>, other: Page<'_>) -> bool {
    let times = page.time().zip(other.time());
    times.is_some_and(|(one, other)| (one.epoch_seconds - other.epoch_seconds).abs() > TWO_TIMES)
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
    static SAID: LazyLock<Words> = LazyLock::new(|| {
        Words::new([
            "特此更正",
            "现更正",
            "更正如下",
            "更正说明",
            "更正启事",
            "勘误",
            "was corrected on",
            "has been corrected",
            "earlier version of this",
        ])
    });
    SAID.stand_in(page.text())
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

/// Bytes between a number and what it counts: 3 Han characters for the unit.
const UNIT: u32 = 9;

/// True when what the number counts was exchanged with it: 已缴4亿元押金 and 已缴14亿元罚款 are two sums, and neither is the other one changed.
fn counts_another(change: &Changed<'_>, all: &[Changed<'_>]) -> bool {
    let words = |words: &str| words.chars().filter(|sign| sign.is_alphabetic()).count() > 1;
    let close = |number: Span, other: Span| other.start >= number.end && other.start - number.end <= UNIT;
    all.iter().any(|other| {
        matches!(other.edit.kind, EditKind::Wording | EditKind::Quotation)
            && close(change.here, other.here)
            && close(change.there, other.there)
            && words(other.now)
            && words(other.before)
    })
}

/// Share of a sentence's pairs of signs, its changes left out, that the other sentence must have,
const ONE_SENTENCE: f64 = 0.5;
/// and where it is open who carried what: two companies have results of one build.
const SURELY_ONE: f64 = 0.65;

/// True when the change stands in one sentence that both have. Two reports of one matter, and two bulletins, have sentences of one build
/// that say different things; a value opposite to another is no changed one there.
fn is_of_one_sentence(page: Page<'_>, pair: &Pair<'_>, shared: &Shared<'_>, change: &Changed<'_>) -> bool {
    // What was left out at the head of a sentence belongs to the sentence behind it.
    let around = |page: Page<'_>, place: Span| {
        page.sentence(if place.is_empty() {
            word_behind(page, place)
        } else {
            place
        })
    };
    let (here, there) = (around(page, change.here), around(pair.from, change.there));
    // What facts were exchanged does not count; other words do.
    let fact = |other: &&Changed<'_>| rule(other.edit.kind).is_some();
    let without = |text: &str, sentence: Span, place: fn(&Changed<'_>) -> Span| -> String {
        let mut places: Vec<Span> = shared.changes.iter().filter(fact).map(place).collect();
        places.sort_unstable();
        let mut at = sentence.start;
        let mut rest = String::new();
        for span in places.into_iter().filter(|span| sentence.contains(*span)) {
            if span.start >= at {
                rest.push_str(
                    Span {
                        start: at,
                        end: span.start,
                    }
                    .of(text),
                );
                rest.push('\n');
                at = span.end;
            }
        }
        rest.push_str(
            Span {
                start: at,
                end: sentence.end.max(at),
            }
            .of(text),
        );
        rest
    };
    // Where it is open who carried what, a sentence with several other facts is about another matter: the notices of two meetings.
    let facts = shared.changes.iter().filter(fact);
    if !pair.is_certain() && facts.filter(|other| here.overlap(other.here) > 0).count() > 1 {
        return false;
    }
    // A word or value that stands at another place of the sentence moved there, or is one of a list that grew.
    let elsewhere = |words: &str, page: Page<'_>, sentence: Span| {
        words.chars().count() > 1 && sentence.of(page.text()).contains(words)
    };
    if !pair.is_certain() && (elsewhere(change.before, page, here) || elsewhere(change.now, pair.from, there))
    {
        return false;
    }
    let least = if pair.is_certain() {
        ONE_SENTENCE
    } else {
        SURELY_ONE
    };
    let ours = Bigrams::of(&without(page.text(), here, |change| change.here));
    let theirs = Bigrams::of(&without(pair.from.text(), there, |change| change.there));
    ours.is_empty() || theirs.is_empty() || ours.likeness(&theirs) >= least
}

/// True when one side does not say the name: 朱某某, 赵女士.
fn is_withheld(name: &str) -> bool {
    const WITHHELD: [&str; 8] = ["某", "×", "先生", "女士", "化名", "小姐", "xx", "XX"];
    WITHHELD.iter().any(|sign| name.contains(sign))
}

/// True for the number of a document: 公告编号：2018-64.
fn is_of_a_document(page: Page<'_>, span: Span) -> bool {
    let before = page.text().get(..span.start as usize).unwrap_or("");
    let before = before.trim_end_matches(|sign: char| !sign.is_alphanumeric() || sign.is_ascii());
    ["编号", "文号", "字号", "代码", "案号", "单号"]
        .iter()
        .any(|word| before.ends_with(word))
}

/// True for a count of days that a later page brought up to date: 已失踪12天 on the day after 已失踪11天.
fn grows_by_the_day(page: Page<'_>, pair: &Pair<'_>, change: &Changed<'_>) -> bool {
    let behind = page
        .text()
        .get(change.here.end as usize..)
        .unwrap_or("")
        .trim_start();
    let days = ["天", "日", "day"].iter().any(|unit| behind.starts_with(unit));
    let value = |words: &str| words.trim_end_matches('天').trim().parse::<i64>().ok();
    let (Some(now), Some(before)) = (value(change.now), value(change.before)) else {
        return false;
    };
    let (Some(later), Some(earlier)) = (page.time(), pair.from.time()) else {
        return false;
    };
    let apart = later.epoch_seconds - earlier.epoch_seconds;
    // A day more or less: pages are written before they are stamped.
    (days || change.now.ends_with('天')) && ((now - before) * 86_400 - apart).abs() <= 86_400
}

/// Characters of a charge up to 罪, several of them in a row.
const CHARGE: usize = 16;

/// True for 涉嫌, or nothing, in front of a charge.
fn is_of_a_charge(words: &str) -> bool {
    words.is_empty() || words.trim_start_matches('以') == "涉嫌"
}

/// The word, the number or the character behind an empty place.
fn word_behind(page: Page<'_>, gap: Span) -> Span {
    let behind = page.text().get(gap.end as usize..).unwrap_or("");
    let word = behind.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let start = gap.end + (behind.len() - word.len()) as u32;
    let ascii = word.chars().take_while(char::is_ascii_alphanumeric).count();
    let length = ascii.max(word.chars().next().map_or(0, char::len_utf8));
    Span {
        start,
        end: start + length as u32,
    }
}

fn finding(page: Page<'_>, pair: &Pair<'_>, change: &Changed<'_>) -> Option<Finding> {
    let (rule, what) = rule(change.edit.kind)?;
    // A year that no report can mean is a number with its digits mixed up.
    let far = |words: &str| {
        let year = words.strip_suffix('年').and_then(|year| year.parse::<u32>().ok());
        year.is_some_and(|year| !(1000..=2200).contains(&year))
    };
    let (rule, what) = if rule == Rule::DateChanged && (far(change.now) || far(change.before)) {
        (Rule::NumberChanged, "a number")
    } else {
        (rule, what)
    };
    let certain = pair.is_certain();
    // An outlet that changes its own report updates it.
    let own = page.is_of_one_house_with(pair.from);
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
    // ②1998年: the number of an item.
    let bare = |words: &'_ str| {
        words
            .trim_start_matches(|sign: char| matches!(sign, '①'..='⑳'))
            .to_owned()
    };
    if bare(change.now) == bare(change.before) {
        return None;
    }
    // 9点 and 9时, 8点半 and 8时30分: one time in two forms, whatever stands before it.
    let clock = |words: &str| words.replace('点', "时").replace('半', "30").replace('分', "");
    if rule == Rule::DateChanged && clock(change.now) == clock(change.before) {
        return None;
    }
    // 以涉嫌放火罪提起公诉 and 以放火罪提起公诉: before the verdict a charge is a suspicion, whether the word is written or not.
    if rule == Rule::NegationChanged
        && [change.now, change.before]
            .iter()
            .all(|words| is_of_a_charge(words))
    {
        let behind = page.text().get(change.here.end as usize..).unwrap_or("");
        let sentence = page.sentence(change.here).of(page.text());
        if behind.chars().take(CHARGE).any(|sign| sign == '罪') || sentence.contains("嫌疑人") {
            return None;
        }
    }
    // 做不到 and 无法 deny alike, and a list that is built anew denies once for all.
    let denies = |words: &str| words.contains(['不', '未', '没', '无', '非', '勿']);
    if rule == Rule::NegationChanged
        && !certain
        && (denies(change.now) && denies(change.before)
            || !change.now.is_empty()
                && !change.before.is_empty()
                && change.now.len().max(change.before.len()) > 15
            || [change.now, change.before]
                .iter()
                .any(|words| words.contains(['，', '；', '。'])))
    {
        return None;
    }
    // A number that came with other words than its unit counts something else.
    let told_of = |words: &str| {
        let value =
            |sign: char| sign.is_numeric() || "零一二三四五六七八九十百千万亿两半余多约近超".contains(sign);
        words
            .chars()
            .filter(|sign| sign.is_alphabetic() && !value(*sign))
            .count()
    };
    if rule == Rule::NumberChanged
        && !certain
        && !change.now.is_ascii()
        && told_of(change.now).max(told_of(change.before)) > 1
    {
        return None;
    }
    // A place that was left out or put in together with the words around it says less than one that was exchanged.
    let exchanged = !change.now.is_empty() && !change.before.is_empty();
    if !exchanged && !matches!(rule, Rule::NegationChanged | Rule::HedgeChanged) {
        return None;
    }
    let one_person = || may_be_one(change.now, change.before, &[]);
    if rule == Rule::NameChanged && (is_withheld(change.now) || is_withheld(change.before) || one_person()) {
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
    // 几十亿 for 30亿, 200多 for 220: a number that was rounded.
    let vague = |words: &str| words.contains(['几', '数', '多', '余']);
    if rule == Rule::NumberChanged && !certain && vague(change.now) != vague(change.before) {
        return None;
    }
    if rule == Rule::NumberChanged
        && (!(counts(change.now) && counts(change.before))
            || is_of_a_document(page, change.here)
            || grows_by_the_day(page, pair, change))
    {
        return None;
    }
    // What is missing is shown by the word that it stood before: About 300 volunteers, and not the sentence that ends there.
    let here = if change.here.is_empty() && rule == Rule::HedgeChanged {
        word_behind(page, change.here)
    } else {
        change.here
    };
    let mut draft = Draft::new(rule, page, here, message)
        .beside(pair.from, change.there)
        .confidence(if certain { 0.9 } else { 0.5 })
        .exhibit("the words on both sides", change.now, change.before);
    if own {
        draft = draft
            .severity(Severity::Info)
            .exhibit("both texts are of one outlet: an update", "", "");
    } else if !certain {
        let note = if pair.is_resolved() {
            "both texts can have it from a third"
        } else {
            "it is open whether one of both texts is from the other"
        };
        draft = draft.severity(Severity::Info).exhibit(note, "", "");
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use super::counts_another;
    use crate::audit::Changed;
    use crate::document::{Edit, EditKind, Span};

    #[test]
    fn issue_6_a_number_of_other_things_is_no_changed_number() {
        let edit = |kind| Edit {
            kind,
            a_text: String::new(),
            b_text: String::new(),
            a_span: Span::default(),
            b_span: Span::default(),
        };
        let (number, wording) = (edit(EditKind::Number), edit(EditKind::Wording));
        let changed = |edit, at: usize, now, before| Changed {
            edit,
            now,
            before,
            here: Span::new(at, at + 12),
            there: Span::new(at, at + 12),
            by_the_copy: true,
            elsewhere: false,
        };
        let value = changed(&number, 0, "4亿", "14亿");
        // 已缴4亿美元押金, 已缴14亿美元罚款.
        assert!(counts_another(
            &value,
            &[value, changed(&wording, 18, "押金", "罚款")]
        ));
        assert!(!counts_another(
            &value,
            &[value, changed(&wording, 18, "的", "了")]
        ));
        assert!(!counts_another(
            &value,
            &[value, changed(&wording, 60, "押金", "罚款")]
        ));
    }
}

//! The word lists of this stage, read once from the files in `data/`. A list is data; what is done with it is
//! the business of the rules.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::draft::Opens;
use crate::word_list::lines;

/// What a label says of the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Source,
    Account,
    Media,
    Original,
    Editor,
    Person,
    Time,
    Link,
    Related(Opens),
    Disclaimer,
}

/// Labels with their classes, sorted by first character, longer ones first.
static LABELS: LazyLock<Vec<(char, &'static str, Class)>> = LazyLock::new(|| {
    let mut labels = Vec::new();
    for line in lines(include_str!("data/labels.txt")) {
        let mut words = line.split('\t').filter(|word| !word.is_empty());
        let class = match words.next() {
            Some("source") => Class::Source,
            Some("account") => Class::Account,
            Some("media") => Class::Media,
            Some("original") => Class::Original,
            Some("editor") => Class::Editor,
            Some("person") => Class::Person,
            Some("time") => Class::Time,
            Some("link") => Class::Link,
            Some("related-news") => Class::Related(Opens::News),
            Some("related-read") => Class::Related(Opens::Links),
            Some("related-background") => Class::Related(Opens::Background),
            Some("disclaimer") => Class::Disclaimer,
            _ => continue,
        };
        labels.extend(words.filter_map(|word| word.chars().next().map(|first| (first, word, class))));
    }
    labels.sort_by_key(|&(first, word, _)| (first, std::cmp::Reverse(word.len()), word));
    labels
});

/// The first characters of labels: a bit for each of the basic plane. Labels are looked for at every character of a line
/// that may have fields, and hardly any character begins one.
static LABEL_FIRSTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0u64; (1 << 16) / 64];
    for &(first, _, _) in LABELS.iter() {
        if let Some(word) = bits.get_mut(first as usize / 64) {
            *word |= 1 << (first as usize % 64);
        }
    }
    bits
});

/// The longest label that `text` begins with.
pub(super) fn label_at(text: &str) -> Option<(&'static str, Class)> {
    let first = text.chars().next()?;
    let word = LABEL_FIRSTS.get(first as usize / 64)?;
    if word >> (first as usize % 64) & 1 == 0 {
        return None;
    }
    let labels = LABELS.as_slice();
    let from = labels.partition_point(|&(other, _, _)| other < first);
    labels
        .get(from..)?
        .iter()
        .take_while(|&&(other, _, _)| other == first)
        .find(|(_, word, _)| text.starts_with(word))
        .map(|&(_, word, class)| (word, class))
}

fn sorted(file: &'static str) -> Vec<&'static str> {
    let mut words: Vec<_> = lines(file).collect();
    words.sort_unstable();
    words
}

static WIDGETS: LazyLock<Vec<&'static str>> = LazyLock::new(|| sorted(include_str!("data/widgets.txt")));
static PLACEHOLDERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| sorted(include_str!("data/media_words.txt")));
static OUTLET_ENDINGS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| sorted(include_str!("data/outlet_endings.txt")));
static DESKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| sorted(include_str!("data/desks.txt")));

/// Phrases of legal notices. No phrase stands inside another, so every kind of matching finds the same; with this one
/// the automaton is woken only where several characters fit a phrase.
pub(super) static NOTICES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(lines(include_str!("data/notices.txt")))
        .ok()
});

/// True for a line of navigation, sharing or comments, reduced to its letters.
pub(super) fn is_widget(letters: &str) -> bool {
    WIDGETS.binary_search(&letters).is_ok()
}

/// Widgets behind the value of a field, longer ones first, and whether one counts where it is glued to the value.
static TRAILING: LazyLock<Vec<(&'static str, bool)>> = LazyLock::new(|| {
    let mut words: Vec<_> = lines(include_str!("data/trailing_widgets.txt"))
        .map(|line| line.strip_suffix(" +").map_or((line, false), |word| (word, true)))
        .collect();
    words.sort_by_key(|&(word, _)| (std::cmp::Reverse(word.len()), word));
    words
});

/// True when `text` begins with a widget's word that goes on with no further letter (`字号：大`, `打印`, `阅读(12)`,
/// `12条评论`), or with one that names where to (`分享到微信`).
pub(super) fn opens_widget(text: &str) -> bool {
    let text = text.trim_start_matches(|next: char| next.is_ascii_digit());
    TRAILING.iter().any(|(word, _)| {
        text.strip_prefix(word)
            .is_some_and(|rest| word.ends_with(['到', '至']) || !rest.starts_with(char::is_alphabetic))
    })
}

/// `text` without a widget's word glued to its end; `text` itself when nothing else is left.
pub(super) fn without_glued_widget(text: &str) -> &str {
    TRAILING
        .iter()
        .filter(|(_, glued)| *glued)
        .find_map(|(word, _)| text.strip_suffix(word))
        .filter(|rest| !rest.trim().is_empty())
        .unwrap_or(text)
}

/// True for what an extractor leaves where a picture was.
pub(super) fn is_placeholder(line: &str) -> bool {
    PLACEHOLDERS.binary_search(&line).is_ok()
}

static NO_OUTLETS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| sorted(include_str!("data/no_outlets.txt")));
static REMARKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| sorted(include_str!("data/remarks.txt")));

/// True when a name ends as names of outlets do: 晨报, not 年报.
pub(super) fn ends_like_outlet(name: &str) -> bool {
    is_desk(name)
        || OUTLET_ENDINGS
            .iter()
            .any(|ending| name.len() > ending.len() && name.ends_with(ending))
            && !ends_like_report(name)
}

/// True for a word that ends like an outlet's name and is a report, notice or picture: 年报, 通报.
pub(super) fn ends_like_report(name: &str) -> bool {
    NO_OUTLETS.iter().any(|ending| name.ends_with(ending)) && !is_paper_of_an_age(name)
}

/// True for the papers of the young and the old: 青年报 ends like 年报, the report of a year, and is none.
fn is_paper_of_an_age(name: &str) -> bool {
    ["青年报", "青年報", "少年报", "少年報", "老年报", "老年報"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// True for what stands in parentheses behind a headline and names no outlet: （组图）, （最全）.
pub(super) fn is_remark(words: &str) -> bool {
    REMARKS.binary_search(&words).is_ok()
}

/// True for a desk or brand that signs datelines.
pub(super) fn is_desk(name: &str) -> bool {
    DESKS.binary_search(&name).is_ok()
}

/// The portals and the desks of `data/channels.txt`.
static CHANNELS: LazyLock<(Vec<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
    let (mut portals, mut desks) = (Vec::new(), Vec::new());
    for line in lines(include_str!("data/channels.txt")) {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("portal") => portals.extend(words),
            Some("desk") => desks.extend(words),
            _ => {}
        }
    }
    (portals, desks)
});

/// True for the desk of a portal that signs with both names: 新浪美股.
pub(super) fn is_channel(name: &str) -> bool {
    let (portals, desks) = &*CHANNELS;
    portals
        .iter()
        .filter_map(|portal| name.strip_prefix(portal))
        .any(|desk| desks.contains(&desk))
}

/// True when a phrase of a legal notice stands in `text`.
pub(super) fn has_notice(text: &str) -> bool {
    NOTICES.as_ref().is_some_and(|phrases| phrases.is_match(text))
}

static CARRYING_ON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/carrying_on.txt")).collect());
static CALLS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(lines(include_str!("data/calls.txt"))).ok());

/// True for a question that begins as those do that carry on what was said before.
pub(super) fn carries_on(line: &str) -> bool {
    CARRYING_ON.iter().any(|opening| line.starts_with(opening))
}

/// True for a line that calls readers to click.
pub(super) fn calls(line: &str) -> bool {
    CALLS.as_ref().is_some_and(|phrases| phrases.is_match(line))
}

/// Family names of more than one character.
static COMPOUND_SURNAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    lines(include_str!("data/surnames.txt"))
        .filter(|line| line.contains(' '))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Family names of one character in the order of the file, the frequent ones first.
fn single_surnames() -> impl Iterator<Item = char> {
    lines(include_str!("data/surnames.txt"))
        .filter(|line| !line.contains(' '))
        .flat_map(str::chars)
}

/// Family names of one character.
static SURNAMES: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut surnames: Vec<char> = single_surnames().collect();
    surnames.sort_unstable();
    surnames.dedup();
    surnames
});

/// Family names that most people have.
static COMMON_SURNAMES: LazyLock<Vec<char>> = LazyLock::new(|| {
    const COUNT: usize = 140;
    let mut surnames: Vec<char> = single_surnames().take(COUNT).collect();
    surnames.sort_unstable();
    surnames
});

/// True when `name` begins with a family name that most people have.
pub(super) fn has_common_surname(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(|first| COMMON_SURNAMES.binary_search(&first).is_ok())
}

/// Characters of the family name that `name` begins with; 0 for none.
pub(super) fn surname_length(name: &str) -> usize {
    if COMPOUND_SURNAMES.iter().any(|surname| name.starts_with(surname)) {
        return 2;
    }
    let first = name.chars().next();
    usize::from(first.is_some_and(|first| SURNAMES.binary_search(&first).is_ok()))
}

/// What somebody did for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// The word, a stroke of it included.
    pub word: &'static str,
    /// Work on the page: editing, proof reading.
    pub editor: bool,
    /// It stands behind its names: `某某/文`.
    pub behind: bool,
}

/// Roles sorted by first character, longer ones first.
static ROLES: LazyLock<Vec<(char, Role)>> = LazyLock::new(|| {
    let mut roles = Vec::new();
    for line in lines(include_str!("data/roles.txt")) {
        let mut words = line.split_whitespace();
        let editor = words.next() == Some("editor");
        roles.extend(words.filter_map(|word| {
            let first = word.chars().next()?;
            let behind = matches!(first, '/' | '／');
            let role = Role { word, editor, behind };
            Some((first, role))
        }));
    }
    roles.sort_by_key(|&(first, role)| (first, std::cmp::Reverse(role.word.len()), role.word));
    roles
});

/// The longest word of a role that `text` begins with.
pub(super) fn role_at(text: &str) -> Option<Role> {
    let first = text.chars().next()?;
    let from = ROLES.partition_point(|&(other, _)| other < first);
    ROLES
        .get(from..)?
        .iter()
        .take_while(|&&(other, _)| other == first)
        .find(|(_, role)| text.starts_with(role.word))
        .map(|&(_, role)| role)
}

static GIVERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/picture_givers.txt")).collect());
static PICTURE_AGENCIES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| sorted(include_str!("data/picture_agencies.txt")));

/// The word for somebody who gives pictures that `name` ends with: 受访者, 同学; the longest one.
pub(super) fn giver(name: &str) -> Option<&'static str> {
    let fits = GIVERS.iter().filter(|giver| name.ends_with(**giver));
    fits.max_by_key(|giver| giver.len()).copied()
}

/// True for a seller of pictures.
pub(super) fn is_picture_agency(name: &str) -> bool {
    PICTURE_AGENCIES.binary_search(&name).is_ok()
}

static PROFESSIONS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/professions.txt")).collect());

/// Bytes up to the end of the last profession in `text`: `某校教授` of `某校教授某某`; `None` without one.
pub(super) fn last_profession(text: &str) -> Option<usize> {
    PROFESSIONS
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .max()
}

/// True for a word that is a profession and nothing else: 媒体人.
pub(super) fn is_profession(word: &str) -> bool {
    PROFESSIONS.contains(&word)
}

static ORGANS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/organs.txt")).collect());

/// True for a name that ends as those of public bodies and their pages do.
pub(super) fn is_organ(name: &str) -> bool {
    ORGANS
        .iter()
        .any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// True for a word of a page that can look like a name and never is one: a label, a role, 原创.
pub(super) fn is_page_word(word: &str) -> bool {
    label_at(word).is_some_and(|(label, _)| label == word)
        || role_at(word).is_some_and(|role| role.word == word)
        || is_remark(word)
        || is_own(word)
        || is_widget(word)
}

/// True for what a paper, site, station or magazine calls itself.
pub(super) fn is_own(word: &str) -> bool {
    [
        "本报", "本网", "本台", "本刊", "本社", "本站", "本報", "本網", "本臺",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn no_phrase_of_a_notice_stands_inside_another() {
        let phrases: Vec<&str> = lines(include_str!("data/notices.txt")).collect();
        for phrase in &phrases {
            assert_eq!(
                phrases.iter().filter(|other| other.contains(phrase)).count(),
                1,
                "{phrase}"
            );
        }
    }
}

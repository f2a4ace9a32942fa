//! The word lists of the stage, read once: what stands in `data/*.txt` becomes sorted lists and finders.
//!
//! A list holds one word a line (some with a kind behind it); lines that start with `#` are comments. All lists are
//! in simplified script, because rules read the text in its reading form (see [`super::reading`]).

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::finder::Finder;
use crate::word_list::lines;

/// How a verb reports words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Reports what somebody says: 表示, 说.
    Plain,
    /// Reports what a leader, a meeting or a document says, and goes on over the sentences that follow.
    Official,
    /// Reports words only before a comma, a colon or a quotation mark: 介绍, 要求.
    Weak,
    /// Weak and official: 要求.
    WeakOfficial,
    /// Takes its content without a comma: 介绍了.
    Told,
    /// Takes a listener: 告诉记者.
    Listener,
    /// An act of a body that is reported in its own words: 决定.
    Decision,
}

/// What an occurrence in the body may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// A verb of speech.
    Speech(Verb),
    /// 据 and 根据.
    According,
    /// 获悉, 了解到: from whom stands before it.
    Learned,
    /// 援引, 转引.
    Relay,
    /// …会上: an occasion.
    Venue,
    /// 外媒 and the like, which report without a verb of speech of the list: 报道, 曝.
    Reports,
    /// `according to`.
    EnglishAccording,
    /// `said` and the like.
    EnglishSpeech,
    /// Hides a shorter cue.
    Decoy,
}

/// What a person-like word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anaphor {
    /// 他.
    Person,
    /// 他们.
    People,
    /// 会议.
    Meeting,
    /// 发布会.
    Conference,
    /// 《通知》, 通报.
    Document,
    /// 报道, 文章.
    Article,
    /// 该负责人.
    Office,
}

/// A list, longest word first, so that the first word that fits is the longest.
fn longest_first(list: &'static str) -> Vec<&'static str> {
    let mut words: Vec<_> = lines(list).collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words
}

/// The lists.
pub(super) struct Words {
    /// Finds every cue in one pass.
    pub cue_words: Finder,
    /// What each word of the finder is.
    pub cues: Vec<Cue>,
    /// Words before a subject.
    pub lead_ins: Vec<&'static str>,
    /// Words between a subject and its verb.
    pub adverbs: Vec<&'static str>,
    /// Words that end a subject.
    pub markers: Finder,
    /// From this word on the finder's words only hide a marker in them (发布会 hides 发布).
    pub first_hiding_marker: usize,
    /// Offices before a name; finds the longest at each place.
    pub titles: Finder,
    /// Titles that speak without a name.
    pub generic_titles: Vec<&'static str>,
    /// Ends of phrases that name nobody.
    pub anonymous: Vec<&'static str>,
    /// Those of them that need a quantifier.
    pub collective: Vec<&'static str>,
    /// Ends of names of bodies.
    pub organisations: Vec<(&'static str, SourceKind)>,
    /// Words that speak for somebody named before.
    pub anaphors: Vec<(&'static str, Anaphor)>,
    /// What closes 据…, and whether it does so anywhere.
    pub tails: Finder,
    /// Whether each tail is strong.
    pub strong_tails: Vec<bool>,
    /// Bases of action after 根据.
    pub decoy_nouns: Vec<&'static str>,
    /// Values of a source line that name nobody.
    pub void_sources: Vec<&'static str>,
    /// How names of outlets end.
    pub outlet_endings: Vec<&'static str>,
    /// Ends of words that end like an outlet's name and are none.
    pub no_outlets: Vec<&'static str>,
    /// Channels behind an outlet's name.
    pub suffixes: Vec<&'static str>,
    /// Openings of sentences that go on with a speech.
    pub exhortations: Vec<&'static str>,
    /// Openings of sentences that end a speech.
    pub breaks: Vec<&'static str>,
    /// Compound surnames.
    pub compound_surnames: Vec<&'static str>,
    /// Surnames of one character, sorted.
    pub surnames: Vec<char>,
    /// Characters of foreign names, sorted.
    pub transliteration: Vec<char>,
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::load);

/// The lists, loaded at first use.
pub(super) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    fn load() -> Self {
        let mut patterns: Vec<&'static str> = Vec::new();
        let mut cues = Vec::new();
        let mut put = |pattern: &'static str, cue: Cue| {
            patterns.push(pattern);
            cues.push(cue);
        };
        for line in lines(include_str!("data/speech_verbs.txt")) {
            let Some((verb, kind)) = line.split_once(' ') else {
                continue;
            };
            let kind = match kind {
                "official" => Verb::Official,
                "weak" => Verb::Weak,
                "weak-official" => Verb::WeakOfficial,
                "told" => Verb::Told,
                "object" => Verb::Listener,
                "decision" => Verb::Decision,
                _ => Verb::Plain,
            };
            put(verb, Cue::Speech(kind));
        }
        for word in lines(include_str!("data/verb_decoys.txt")) {
            put(word, Cue::Decoy);
        }
        for (word, cue) in [
            ("据", Cue::According),
            ("根据", Cue::According),
            ("获悉", Cue::Learned),
            ("了解到", Cue::Learned),
            ("获知", Cue::Learned),
            ("援引", Cue::Relay),
            ("转引", Cue::Relay),
            ("会上", Cue::Venue),
            ("记者会上", Cue::Venue),
            ("论坛上", Cue::Venue),
            ("报道", Cue::Reports),
            ("报导", Cue::Reports),
            ("ccording to ", Cue::EnglishAccording),
        ] {
            put(word, cue);
        }
        for verb in lines(include_str!("data/english_verbs.txt")) {
            put(verb, Cue::EnglishSpeech);
        }
        let mut tails = Vec::new();
        let mut strong_tails = Vec::new();
        for line in lines(include_str!("data/according_tails.txt")) {
            if let Some((tail, kind)) = line.split_once(' ') {
                tails.push(tail);
                strong_tails.push(kind == "strong");
            }
        }
        let mut organisations: Vec<(&str, SourceKind)> = lines(include_str!("data/organisations.txt"))
            .filter_map(|line| {
                let (end, kind) = line.split_once(' ')?;
                let kind = if kind == "platform" {
                    "platform_account"
                } else {
                    kind
                };
                Some((end, SourceKind::from_name(kind)?))
            })
            .collect();
        organisations.sort_by_key(|(end, _)| (std::cmp::Reverse(end.len()), *end));
        let mut anaphors: Vec<(&str, Anaphor)> = lines(include_str!("data/anaphors.txt"))
            .filter_map(|line| {
                let (word, kind) = line.split_once(' ')?;
                let kind = match kind {
                    "people" => Anaphor::People,
                    "meeting" => Anaphor::Meeting,
                    "conference" => Anaphor::Conference,
                    "document" => Anaphor::Document,
                    "article" => Anaphor::Article,
                    "office" => Anaphor::Office,
                    _ => Anaphor::Person,
                };
                Some((word, kind))
            })
            .collect();
        anaphors.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), *word));
        let names = include_str!("data/surnames.txt");
        let mut surnames: Vec<char> = lines(names)
            .filter(|line| !line.contains(' '))
            .flat_map(str::chars)
            .collect();
        surnames.sort_unstable();
        let mut transliteration: Vec<char> = lines(include_str!("data/transliteration.txt"))
            .flat_map(str::chars)
            .collect();
        transliteration.sort_unstable();
        let mut markers: Vec<&'static str> = lines(include_str!("data/markers.txt")).collect();
        markers.sort_by_key(|marker| (marker.starts_with('!'), *marker));
        Self {
            cue_words: Finder::new(patterns),
            cues,
            lead_ins: longest_first(include_str!("data/lead_ins.txt")),
            adverbs: longest_first(include_str!("data/adverbs.txt")),
            first_hiding_marker: markers.partition_point(|marker| !marker.starts_with('!')),
            markers: Finder::new(markers.iter().map(|marker| marker.trim_start_matches('!'))),
            titles: Finder::new(lines(include_str!("data/titles.txt"))),
            generic_titles: longest_first(include_str!("data/generic_titles.txt")),
            anonymous: longest_first(include_str!("data/anonymous.txt")),
            collective: longest_first(include_str!("data/collective.txt")),
            organisations,
            anaphors,
            tails: Finder::new(tails),
            strong_tails,
            decoy_nouns: longest_first(include_str!("data/decoy_nouns.txt")),
            void_sources: longest_first(include_str!("data/void_sources.txt")),
            outlet_endings: longest_first(include_str!("data/outlet_endings.txt")),
            no_outlets: longest_first(include_str!("data/no_outlets.txt")),
            suffixes: longest_first(include_str!("data/suffixes.txt")),
            exhortations: longest_first(include_str!("data/exhortations.txt")),
            breaks: longest_first(include_str!("data/breaks.txt")),
            compound_surnames: lines(names)
                .filter(|line| line.contains(' '))
                .flat_map(str::split_whitespace)
                .collect(),
            surnames,
            transliteration,
        }
    }

    /// True for a surname of one character.
    pub fn is_surname(&self, character: char) -> bool {
        self.surnames.binary_search(&character).is_ok()
    }

    /// True for a character that foreign names are written with.
    pub fn is_transliteration(&self, character: char) -> bool {
        self.transliteration.binary_search(&character).is_ok()
    }
}

/// Bytes of a Han character. No word of a list that is looked for at an edge is shorter (tested), so its first or last
/// bytes, compared at once, turn most words away.
const CHARACTER: usize = 3;

/// The word of a list (longest first) that `text` starts with.
pub(super) fn prefix_of(list: &[&'static str], text: &str) -> Option<&'static str> {
    let head = text.as_bytes().first_chunk::<CHARACTER>();
    list.iter()
        .copied()
        .find(|word| word.as_bytes().first_chunk() == head && text.starts_with(word))
}

/// The word of a list (longest first) that `text` ends with.
pub(super) fn suffix_of(list: &[&'static str], text: &str) -> Option<&'static str> {
    let tail = text.as_bytes().last_chunk::<CHARACTER>();
    list.iter()
        .copied()
        .find(|word| word.as_bytes().last_chunk() == tail && text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::{CHARACTER, words};

    #[test]
    fn words_at_edges_have_a_whole_character() {
        let words = words();
        let lists = [
            &words.lead_ins,
            &words.adverbs,
            &words.generic_titles,
            &words.anonymous,
            &words.decoy_nouns,
            &words.exhortations,
            &words.breaks,
        ];
        assert!(lists.into_iter().flatten().all(|word| word.len() >= CHARACTER));
        assert!(words.organisations.iter().all(|(end, _)| end.len() >= CHARACTER));
    }
}

//! The word lists of the stage, read once: what stands in `data/*.txt` becomes sorted lists and finders.
//!
//! A list holds one word a line (some with a kind behind it); lines that start with `#` are comments. All lists are
//! in simplified script, because rules read the text in its reading form (see [`super::reading`]).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::document::SourceKind;

use super::edges::Edges;
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
    /// Takes what is said as a clause of its own: 宣布, 否认.
    Clause,
    /// What a document says: 显示.
    Written,
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
    /// `citing`.
    EnglishCiting,
    /// `said` and the like.
    EnglishSpeech,
    /// 在…看来.
    View,
    /// 消息， behind whoever carries it.
    News,
    /// 网传: what spreads without a source.
    Hearsay,
    /// A colon before a quotation: who acts before it says it.
    Colon,
    /// A verb of judgement: 指责, 形容.
    Judged,
    /// 规定, 的定义: the wording of a law.
    Ruled,
    /// 如此评价: points back to a quote.
    Pointing,
    /// 这是某某的原话, behind a quote.
    Belonging,
    /// 正如某某所说.
    AsTold,
    /// 解释是：, behind whose it is.
    Owned,
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
    /// 该负责人, 这位医生.
    Office,
    /// 该公司.
    Body,
}

/// The lists.
pub(super) struct Words {
    /// Finds every cue in one pass.
    pub cue_words: Finder,
    /// What each word of the finder is.
    pub cues: Vec<Cue>,
    /// Words before a subject.
    pub lead_ins: Edges,
    /// Words between a subject and its verb.
    pub adverbs: Edges,
    /// Words that end a subject.
    pub markers: Finder,
    /// From this word on the finder's words only hide a marker in them (发布会 hides 发布).
    pub first_hiding_marker: usize,
    /// Verbs that report words before a colon only.
    pub colon_verbs: Finder,
    /// Offices before a name; finds the longest at each place.
    pub titles: Finder,
    /// Offices, trades, kin and parties: words that descriptions of people end with.
    pub people: Edges,
    /// Countries that speak through their governments.
    pub countries: HashSet<&'static str>,
    /// Titles that speak without a name.
    pub generic_titles: Edges,
    /// Ends of phrases that name nobody.
    pub anonymous: Edges,
    /// Ends of names of bodies.
    pub organisations: Edges,
    /// What each of them is.
    pub organisation_kinds: Vec<SourceKind>,
    /// Words that speak for somebody named before.
    pub anaphors: HashMap<&'static str, Anaphor>,
    /// What closes 据…, and whether it does so anywhere.
    pub tails: Finder,
    /// Whether each tail is strong.
    pub strong_tails: Vec<bool>,
    /// Bases of action after 根据.
    pub decoy_nouns: Edges,
    /// Values of a source line that name nobody.
    pub void_sources: HashSet<&'static str>,
    /// How names of outlets end.
    pub outlet_endings: Edges,
    /// Ends of words that end like an outlet's name and are none.
    pub no_outlets: Edges,
    /// Channels behind an outlet's name.
    pub suffixes: Edges,
    /// Openings of sentences that go on with a speech.
    pub exhortations: Edges,
    /// Openings of sentences that end a speech.
    pub breaks: Edges,
    /// Openings of sentences in which the author comments.
    pub comments: Edges,
    /// Compound surnames.
    pub compound_surnames: Edges,
    /// Surnames of one character, sorted.
    pub surnames: Vec<char>,
    /// Rarer surnames, which count behind an office only, sorted.
    pub rare_surnames: Vec<char>,
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
                "clause" => Verb::Clause,
                "written" => Verb::Written,
                _ => Verb::Plain,
            };
            put(verb, Cue::Speech(kind));
        }
        for word in lines(include_str!("data/verb_decoys.txt")) {
            put(word, Cue::Decoy);
        }
        for words in lines(include_str!("data/owned_words.txt")) {
            put(words, Cue::Owned);
        }
        for (word, cue) in [
            ("据", Cue::According),
            ("根据", Cue::According),
            ("据此前", Cue::According),
            ("按照", Cue::According),
            ("获悉", Cue::Learned),
            ("了解到", Cue::Learned),
            ("获知", Cue::Learned),
            ("得知", Cue::Learned),
            ("核实", Cue::Learned),
            ("援引", Cue::Relay),
            ("转引", Cue::Relay),
            ("引述", Cue::Relay),
            ("转述", Cue::Relay),
            ("会上", Cue::Venue),
            ("记者会上", Cue::Venue),
            ("论坛上", Cue::Venue),
            ("报道", Cue::Reports),
            ("报导", Cue::Reports),
            ("看来", Cue::View),
            ("消息，", Cue::News),
            ("消息,", Cue::News),
            ("消息：", Cue::News),
            ("消息:", Cue::News),
            ("网传", Cue::Hearsay),
            ("坊间传言", Cue::Hearsay),
            ("坊间传", Cue::Hearsay),
            ("：“", Cue::Colon),
            (":“", Cue::Colon),
            ("：「", Cue::Colon),
            ("：\"", Cue::Colon),
            (":\"", Cue::Colon),
            ("规定", Cue::Ruled),
            ("的定义", Cue::Ruled),
            ("如此评价", Cue::Pointing),
            ("这样评价", Cue::Pointing),
            ("如此形容", Cue::Pointing),
            ("这样形容", Cue::Pointing),
            ("说出这句话", Cue::Pointing),
            ("说了这句话", Cue::Pointing),
            ("说过这句话", Cue::Pointing),
            ("说出这番话", Cue::Pointing),
            ("说了这番话", Cue::Pointing),
            ("这是", Cue::Belonging),
            ("所说，", Cue::AsTold),
            ("所说：", Cue::AsTold),
            ("所说“", Cue::AsTold),
            ("所言，", Cue::AsTold),
            ("所言：", Cue::AsTold),
            ("所言“", Cue::AsTold),
            ("citing ", Cue::EnglishCiting),
            ("Citing ", Cue::EnglishCiting),
            ("ccording to ", Cue::EnglishAccording),
        ] {
            put(word, cue);
        }
        for verb in lines(include_str!("data/judging_verbs.txt")) {
            put(verb, Cue::Judged);
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
        let (organisations, organisation_kinds): (Vec<&str>, _) =
            lines(include_str!("data/organisations.txt"))
                .filter_map(|line| {
                    let (end, kind) = line.split_once(' ')?;
                    let kind = if kind == "platform" {
                        "platform_account"
                    } else {
                        kind
                    };
                    Some((end, SourceKind::from_name(kind)?))
                })
                .unzip();
        let anaphors = lines(include_str!("data/anaphors.txt"))
            .filter_map(|line| {
                let (word, kind) = line.split_once(' ')?;
                let kind = match kind {
                    "people" => Anaphor::People,
                    "meeting" => Anaphor::Meeting,
                    "conference" => Anaphor::Conference,
                    "document" => Anaphor::Document,
                    "article" => Anaphor::Article,
                    "office" => Anaphor::Office,
                    "body" => Anaphor::Body,
                    _ => Anaphor::Person,
                };
                Some((word, kind))
            })
            .collect();
        let names = include_str!("data/surnames.txt");
        let mut surnames: Vec<char> = lines(names)
            .filter(|line| !line.contains(' '))
            .flat_map(str::chars)
            .collect();
        surnames.sort_unstable();
        let mut rare_surnames: Vec<char> = lines(include_str!("data/rare_surnames.txt"))
            .flat_map(str::chars)
            .collect();
        rare_surnames.sort_unstable();
        let mut transliteration: Vec<char> = lines(include_str!("data/transliteration.txt"))
            .flat_map(str::chars)
            .collect();
        transliteration.sort_unstable();
        let mut markers: Vec<&'static str> = lines(include_str!("data/markers.txt")).collect();
        markers.sort_by_key(|marker| (marker.starts_with('!'), *marker));
        Self {
            cue_words: Finder::new(patterns),
            cues,
            lead_ins: Edges::at_start(lines(include_str!("data/lead_ins.txt"))),
            adverbs: Edges::at_end(lines(include_str!("data/adverbs.txt"))),
            first_hiding_marker: markers.partition_point(|marker| !marker.starts_with('!')),
            markers: Finder::new(markers.iter().map(|marker| marker.trim_start_matches('!'))),
            colon_verbs: Finder::new(lines(include_str!("data/colon_verbs.txt"))),
            titles: Finder::new(lines(include_str!("data/titles.txt"))),
            people: Edges::at_end(
                [
                    include_str!("data/titles.txt"),
                    include_str!("data/people.txt"),
                    include_str!("data/anonymous.txt"),
                    include_str!("data/generic_titles.txt"),
                ]
                .into_iter()
                .flat_map(lines),
            ),
            countries: lines(include_str!("data/countries.txt")).collect(),
            generic_titles: Edges::at_end(lines(include_str!("data/generic_titles.txt"))),
            anonymous: Edges::at_end(lines(include_str!("data/anonymous.txt"))),
            organisations: Edges::at_end(organisations),
            organisation_kinds,
            anaphors,
            tails: Finder::new(tails),
            strong_tails,
            decoy_nouns: Edges::at_end(lines(include_str!("data/decoy_nouns.txt"))),
            void_sources: lines(include_str!("data/void_sources.txt")).collect(),
            outlet_endings: Edges::at_end(lines(include_str!("data/outlet_endings.txt"))),
            no_outlets: Edges::at_end(lines(include_str!("data/no_outlets.txt"))),
            suffixes: Edges::at_end(lines(include_str!("data/suffixes.txt"))),
            exhortations: Edges::at_start(lines(include_str!("data/exhortations.txt"))),
            breaks: Edges::at_start(lines(include_str!("data/breaks.txt"))),
            comments: Edges::at_start(lines(include_str!("data/comments.txt"))),
            compound_surnames: Edges::at_start(
                lines(names)
                    .filter(|line| line.contains(' '))
                    .flat_map(str::split_whitespace),
            ),
            surnames,
            rare_surnames,
            transliteration,
        }
    }

    /// True for a surname of one character.
    pub fn is_surname(&self, character: char) -> bool {
        self.surnames.binary_search(&character).is_ok()
    }

    /// True for a surname of one character that is a common word as well.
    pub fn is_rare_surname(&self, character: char) -> bool {
        self.rare_surnames.binary_search(&character).is_ok()
    }

    /// True for a character that foreign names are written with.
    pub fn is_transliteration(&self, character: char) -> bool {
        self.transliteration.binary_search(&character).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::edges::EDGE;
    use crate::word_list::lines;

    /// [`super::Edges`] leaves out shorter words.
    #[test]
    fn words_at_edges_have_a_whole_character() {
        let lists = [
            include_str!("data/people.txt"),
            include_str!("data/lead_ins.txt"),
            include_str!("data/adverbs.txt"),
            include_str!("data/generic_titles.txt"),
            include_str!("data/anonymous.txt"),
            include_str!("data/organisations.txt"),
            include_str!("data/decoy_nouns.txt"),
            include_str!("data/outlet_endings.txt"),
            include_str!("data/no_outlets.txt"),
            include_str!("data/suffixes.txt"),
            include_str!("data/exhortations.txt"),
            include_str!("data/breaks.txt"),
            include_str!("data/comments.txt"),
        ];
        let mut words = lists.into_iter().flat_map(lines);
        assert_eq!(
            words.find(|word| word.split(' ').next().unwrap_or("").len() < EDGE),
            None
        );
    }
}

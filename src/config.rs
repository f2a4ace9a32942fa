//! Parameters of all stages: one struct a stage, and the one place where defaults are given with their reasons.

use serde::{Deserialize, Serialize};

use crate::document::Format;

/// Parameters of `read`. The store keeps those that its input was read with, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadParameters {
    /// Name of the dataset that the records belong to.
    pub dataset: String,
    /// Take every file for this format instead of looking at its content.
    pub format: Option<Format>,
    /// Label of the encoding that everything is decoded from, instead of finding it out.
    pub encoding: Option<String>,
    /// Names of fields of JSON, where the user set them.
    pub fields: FieldNames,
    /// Largest record in bytes: of a file or JSONL line (unpacked) and of its decoded text.
    pub max_record: usize,
    /// How many times its packed size a file may unpack to,
    pub max_expansion: u64,
    /// unless it is no more than these bytes.
    pub harmless_expansion: u64,
}

impl Default for ReadParameters {
    fn default() -> Self {
        Self {
            dataset: "default".to_owned(),
            format: None,
            encoding: None,
            fields: FieldNames::default(),
            // The longest news page seen is under 2 MB; what is larger is a dump or an archive, not an article.
            max_record: 32 << 20,
            // On real news 4 was the most with gzip and 8 with xz, for pages with the same frame around each; what is made
            // to fill a disk reaches 1,000 with gzip and more with Zstandard.
            max_expansion: 200,
            // Seconds of work, whatever it is; and a file of copies of one page may be worth them.
            harmless_expansion: 256 << 20,
        }
    }
}

/// Names of fields of JSON that the user set; `None` means: guess.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldNames {
    /// Field of the id.
    pub id: Option<String>,
    /// Field of the text.
    pub text: Option<String>,
    /// Field of the title.
    pub title: Option<String>,
    /// Field of the address.
    pub url: Option<String>,
    /// Field of the publisher.
    pub outlet: Option<String>,
    /// Field of the declared source.
    pub source: Option<String>,
    /// Field of the publication time.
    pub published_at: Option<String>,
}

/// Parameters of `clean`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CleanParameters {
    /// Share of an article that must stand in a near copy of it that is kept.
    pub near_share: f32,
    /// Share of an article that must stand word for word in one that is kept and is no near copy: a longer one.
    pub contained_share: f32,
    /// Share of a reference article that an article must hold to be removed for it.
    pub reference_share: f32,
    /// Characters of a body below which only an equal one counts as the same.
    pub least_article: u32,
    /// Characters of the least passage that is cut.
    pub least_passage: u32,
    /// How alike a passage and what stays for it must be, 0 to 1.
    pub least_identity: f32,
    /// Characters of a sentence that may go with the rest of it although they stand nowhere else; where there are more,
    /// the whole sentence stays.
    pub sentence_rest: u32,
    /// Share of a passage inside quotation marks above which it is a quotation, which is never cut.
    pub quoted_share: f32,
    /// Kept members of a cluster that a member is held against, where it was not compared with them in the scan.
    pub mates: usize,
    /// Share of an outlet's records above which a removal is worth a warning.
    pub warn_share: f64,
    /// Records that an outlet must have for that.
    pub warn_records: u64,
}

impl Default for CleanParameters {
    fn default() -> Self {
        Self {
            // What a scan calls a near copy, see `MatchParameters::near_share`.
            near_share: 0.7,
            // On generated corpora all of .7 to .95 remove between .980 and .983 of planted copies and nothing else;
            // at .6 one text in a thousand goes that is more than a copy.
            contained_share: 0.8,
            reference_share: 0.8,
            // Two sentences: what is shorter (a caption, a line on a match) may be alike by chance.
            least_article: 50,
            // A long sentence. Shorter pieces are set phrases and descriptions more often than copies.
            least_passage: 50,
            // Below it a clause in ten characters differs. At 0.85, of 20 passages of real news that were read one had
            // lost a verdict to the notice that it would be given, and one two counts.
            least_identity: 0.9,
            // `对此，`, `据了解，`: nobody misses it, and nobody can read it alone.
            sentence_rest: 8,
            quoted_share: 0.8,
            // The first ones stand nearest to the root; a text that is none of these is a text of its own.
            mates: 8,
            // A cluster that swallows an outlet is rather wrong than right, except for portals.
            warn_share: 0.8,
            warn_records: 50,
        }
    }
}

/// Parameters of `fingerprint`.
#[derive(Clone, Copy, Debug)]
pub struct FingerprintParameters {
    /// Bytes of window starts that share one seed in a body. Windows are 24 bytes, so every common run of
    /// `24 + spread - 1` bytes is seeded.
    pub body_spread: usize,
    /// The same inside quotes.
    pub quote_spread: usize,
}

impl Default for FingerprintParameters {
    fn default() -> Self {
        Self {
            // 72 bytes: 24 Han characters or 72 letters.
            body_spread: 49,
            // 36 bytes: 12 Han characters.
            quote_spread: 13,
        }
    }
}

impl FingerprintParameters {
    /// About how many seeds bodies of `bytes` bytes have: winnowing keeps two windows of every stretch.
    pub fn expected_seeds(&self, bytes: usize) -> usize {
        bytes / self.body_spread.max(1) * 2
    }
}

/// Parameters of `matching`.
#[derive(Clone, Copy, Debug)]
pub struct MatchParameters {
    /// How many of the earliest holders of a seed every later holder is compared with. A first holder is what a
    /// family is a star around; the others catch texts that share more with each other than with it. The number of
    /// comparisons stays linear in the number of holders.
    pub holders: usize,
    /// How many of the holders next before it in rank are added: who copied from the copy is often next in time.
    pub previous: usize,
    /// Share of both bodies that must be aligned for a near copy. The design's value: below it, rewritten leads and
    /// digests begin to enter.
    pub near_share: f64,
    /// Share of both together (the harmonic mean of their shares) from which one may have less, as a short report has
    /// that a paragraph was added to or left out of: then more than half of each is still the other's.
    pub padded_share: f64,
    /// Equal bytes over all bytes of the aligned stretches that a near copy needs.
    pub near_identity: f64,
    /// Share of the 12-character windows of one side, at least, that must stand in the other word for word. Two
    /// reports of one event align over most of their length and yet are written by two hands; copies are not.
    pub near_running: f64,
    /// Instead of that, for a copy that was retouched word by word: how much of what differs may stand in differences
    /// longer than a word where [`Self::near_share`] or less is aligned. Another hand changes whole clauses.
    pub near_rewritten: f64,
    /// How much more of it may for each share that is aligned beyond,
    pub rewritten_slope: f64,
    /// and how much at most.
    pub most_rewritten: f64,
    /// Share of both bodies that, aligned, leaves nothing that another hand would have added: a copy edited through and through is
    /// aligned to its last sentence, two reports of one event are not, but for short ones that tell the same facts in
    pub whole_share: f64,
    /// other words, which have less equal text than this;
    pub whole_identity: f64,
    /// and how much of what differs may be rewritten in such a copy.
    pub whole_rewritten: f64,
    /// Share of both bodies that must be aligned for the pair to suggest that the centres of their clusters be tried.
    pub suggesting_share: f64,
    /// How often the clusters are made anew after centres were tried. Each time a whole cluster can follow its centre
    /// into another one; more was not needed in any corpus.
    pub rounds: usize,
    /// Bytes of matching form that a passage must add to what is already known of a carrier: 20 Han characters.
    /// Unrelated news texts share runs of 22 and 23 characters (titles, names of meetings); what is only that long
    /// is told from reuse by how many articles hold it.
    pub passage_bytes: u32,
    /// Articles (near copies counted once) that must hold a short stretch before it is taken for a formula.
    pub formula_holders: u32,
    /// Bytes up to which a stretch can be a formula: 28 Han characters. Longer ones are reuse, however frequent: read
    /// in real news, most of them were sentences of one notice or indictment that everybody carried.
    pub formula_bytes: u32,
    /// Bytes up to which a stretch of set phrases of official language is a formula: 45 Han characters.
    pub set_phrase_bytes: u32,
    /// Bytes that two quotes must have in common: 12 Han characters, the length from which quotes are promised.
    pub quote_bytes: u32,
    /// Share of the longer quote that must be aligned to be in one family.
    pub quote_share: f64,
}

impl Default for MatchParameters {
    fn default() -> Self {
        Self {
            holders: 4,
            previous: 2,
            near_share: 0.7,
            padded_share: 0.74,
            near_identity: 0.6,
            near_running: 0.62,
            near_rewritten: 0.35,
            rewritten_slope: 2.5,
            most_rewritten: 0.6,
            whole_share: 0.93,
            whole_identity: 0.75,
            whole_rewritten: 0.8,
            suggesting_share: 0.25,
            rounds: 4,
            passage_bytes: 60,
            formula_holders: 12,
            formula_bytes: 84,
            set_phrase_bytes: 135,
            quote_bytes: 36,
            quote_share: 0.5,
        }
    }
}

/// Parameters of `align`.
#[derive(Clone, Copy, Debug)]
pub struct AlignParameters {
    /// Bytes between two equal runs, on either side, up to which they can stand in one stretch: 300 Han characters,
    /// the longest distance between seeds that a text edited at 15 % shows.
    pub max_gap: u32,
    /// How many bytes the two sides of such a gap may differ in length.
    pub max_skew: u32,
    /// Bytes of one difference, on either side, from which it parts two passages instead of being an edit: 40 Han
    /// characters, a sentence.
    pub split_gap: u32,
    /// Cells of the table that may be spent on aligning one gap letter by letter: 77 letters on both sides. Larger gaps are divided by the words
    /// that both sides share first; letter by letter they would agree in what is chance.
    pub gap_cells: usize,
    /// Runs that chaining looks back over (minimap2's bounded look-back).
    pub look_back: usize,
    /// Equal bytes that a stretch needs: 18 Han characters.
    pub min_matched: u32,
    /// Longest equal run that a stretch needs: 12 Han characters.
    pub min_longest: u32,
    /// Bits in which the simhashes of two articles may differ to be looked at as possible copies. Unrelated texts lie
    /// at 32 of 64, machine-spun copies at 28, copies edited at 15 % nearer.
    pub alike_distance: u32,
    /// Share of both forms that must be covered before a pair is aligned again along shorter windows, and
    pub fine_from: f64,
    /// the share from which it need not be: little is left to find.
    pub fine_to: f64,
}

impl Default for AlignParameters {
    fn default() -> Self {
        Self {
            max_gap: 900,
            max_skew: 150,
            split_gap: 120,
            gap_cells: 6_000,
            look_back: 64,
            min_matched: 54,
            min_longest: 36,
            alike_distance: 26,
            fine_from: 0.35,
            fine_to: 0.95,
        }
    }
}

/// Parameters of `boilerplate`.
#[derive(Clone, Copy, Debug)]
pub struct BoilerplateParameters {
    /// Lines at the head of an article that are looked at.
    pub head_lines: usize,
    /// Lines at its tail.
    pub tail_lines: usize,
    /// Pages of one host that must share a line: fewer can be a series by one author.
    pub host_pages: u32,
    /// The same where the host is unknown and lines of different sites are counted together.
    pub unknown_host_pages: u32,
    /// Share of those pages on which the text beside the line must be different.
    pub host_distinct: f64,
    /// The same where the host is unknown.
    pub unknown_host_distinct: f64,
}

impl Default for BoilerplateParameters {
    fn default() -> Self {
        Self {
            head_lines: 3,
            tail_lines: 5,
            host_pages: 4,
            unknown_host_pages: 6,
            host_distinct: 0.6,
            unknown_host_distinct: 0.75,
        }
    }
}

impl BoilerplateParameters {
    /// Pages that must share a line; a host of 0 is unknown.
    pub fn least_pages(&self, host: u64) -> u32 {
        if host == 0 {
            self.unknown_host_pages
        } else {
            self.host_pages
        }
    }

    /// Share of pages with different neighbours; a host of 0 is unknown.
    pub fn distinct_share(&self, host: u64) -> f64 {
        if host == 0 {
            self.unknown_host_distinct
        } else {
            self.host_distinct
        }
    }
}

/// Parameters of `lineage`: natural logarithms of odds. They were set from how often each kind of sign is right in
/// news pages, as the catalogue of conventions orders them, not fitted to one corpus.
#[derive(Clone, Copy, Debug)]
pub struct LineageParameters {
    /// A link to the original names the other.
    pub link: f32,
    /// A source line, dateline, closing credit or header of an embedded article names the other.
    pub declared: f32,
    /// Metadata names the other.
    pub meta: f32,
    /// The text names the other inside the passage.
    pub in_text: f32,
    /// The text names the other outside of the passage: what a page has of a report it credits once. As much as decides together with a stamp.
    pub in_text_elsewhere: f32,
    /// The page gives the other's title as that of its original (原标题).
    pub titled: f32,
    /// Most that all credits together may weigh: they are not independent of each other.
    pub credits_cap: f32,
    /// The page declares a source, and it is another one.
    pub credit_elsewhere: f32,
    /// The page declares none, and another carrier of the passage declares this one; for each that does. A text that
    /// one page has from a paper, others mostly have from there as well.
    pub declared_by_others: f32,
    /// Most that such carriers may weigh together.
    pub declared_by_others_cap: f32,
    /// The name of the other in a by-line or copyright notice on the page. Nobody writes that; it is left there.
    pub residue: f32,
    /// A dateline or by-line of the receiver in its own name, where the other has none, speaks against it. Less than a
    /// stamp: reporters also put their names above what they took.
    pub own_name: f32,
    /// The same where nearly all of both is one text: as much as leaves no decision to a stamp.
    pub own_name_of_whole: f32,
    /// The same of the source speaks for it. Too weak to decide: the other may have it from a third.
    pub own_name_of_source: f32,
    /// Both bear the dateline of one outlet; the other stands on a page of that outlet, and nobody knows whose page this is. It was read there.
    pub own_page: f32,
    /// The page says whose words the passage is, and the other does not name that source at all. As much as leaves no
    /// decision to the times: what the other did not have cannot be from there.
    pub cites_body: f32,
    /// The page says that the passage is from an earlier report of its own.
    pub reported_before: f32,
    /// The page says that its text is from elsewhere and names nobody (来源：网络), and the other does not. As much as decides
    /// together with a stamp.
    pub void_source: f32,
    /// The page takes up a meeting or notice that only the other introduces: it was cut off there.
    pub takes_up: f32,
    /// The other page's reporter was told the words, and no reporter of this one was: as much as decides where times tell little.
    pub heard_there: f32,
    /// 本报 or 我市 in the passage that only one of the two can say.
    pub deixis: f32,
    /// One body stands whole in the other, which holds more. Too weak to decide: texts are padded as well as cut.
    pub containment: f32,
    /// One is put together from passages of several others.
    pub mosaic: f32,
    /// Times to the minute or second differ.
    pub time: f32,
    /// Dates differ, and no times are known.
    pub day: f32,
    /// Seconds from which times say little: a report is carried within days; what stands in two articles a month
    /// apart was as likely taken from somewhere else.
    pub time_span: i64,
    /// What differing times weigh beyond that.
    pub time_beyond: f32,
    /// Seconds within which times say little: an agency's dispatch and a company's notice are put up by all at once, and
    /// a stamp tells when a page was set up.
    pub time_close_span: i64,
    /// What times weigh within that: too little to decide.
    pub time_close: f32,
    /// What they weigh within the width of the zones when one of them does not tell its zone: too little to decide.
    pub time_zoneless: f32,
    /// Part of these weights that counts between two quotes, and of words that a third gave to many: whoever speaks is
    /// heard by many, at about one time.
    pub time_of_quotes: f32,
    /// Weight of the logarithm of how much nearer one text is than the farthest of the family.
    pub nearer_text: f32,
    /// Most that nearer text may weigh.
    pub nearer_text_cap: f32,
    /// Weight of the logarithm of how many more edits one has than the other, as seen from a version further up.
    pub inherited: f32,
    /// Both have many that the other lacks: they were made from one, and neither from the other.
    pub siblings: f32,
    /// Most that such edits may weigh,
    pub inherited_cap: f32,
    /// most that they may weigh between two that share a passage: too little to decide,
    pub inherited_of_passage: f32,
    /// and the least that is worth a word.
    pub inherited_least: f32,
    /// Two reports under leads of their own name one body for the words that they share.
    pub common_source: f32,
    /// Both are reports of one house, and this is the later one.
    pub earlier_report: f32,
    /// Log-odds from which a direction counts as resolved.
    pub resolved: f32,
    /// The same where times tell little, so that it takes more than several weak signs together: a page must say it.
    pub resolved_when_heard: f32,
    /// Equal bytes between two articles from which they are linked at all: 36 Han characters. Names of meetings and
    /// set phrases of officials reach 33 in unrelated reports; what is shorter is shown as a shared passage only,
    /// unless the page credits the other.
    pub link_bytes: u32,
    /// The same for what is a whole paragraph of one of them, edited or not: 24 Han characters. Names and set phrases
    /// stand inside of sentences.
    pub paragraph_bytes: u32,
    /// Bytes of a record's text that an in-text credit must govern inside a passage to stand for a ghost.
    pub ghost_bytes: usize,
}

impl Default for LineageParameters {
    fn default() -> Self {
        Self {
            link: 5.0,
            declared: 4.0,
            meta: 3.0,
            in_text: 2.5,
            in_text_elsewhere: 0.8,
            titled: 1.2,
            credits_cap: 5.0,
            credit_elsewhere: -1.0,
            declared_by_others: 0.8,
            declared_by_others_cap: 2.0,
            residue: 3.0,
            own_name: 1.0,
            own_name_of_whole: 1.3,
            own_name_of_source: 0.3,
            own_page: 1.2,
            cites_body: -1.2,
            reported_before: -1.5,
            void_source: 1.0,
            takes_up: 1.0,
            heard_there: 1.0,
            deixis: 1.5,
            containment: 0.3,
            mosaic: 0.7,
            time: 1.5,
            day: 1.0,
            time_span: 30 * 86_400,
            time_beyond: 0.5,
            time_close_span: 600,
            time_close: 0.3,
            time_zoneless: 0.3,
            time_of_quotes: 0.2,
            nearer_text: 1.5,
            nearer_text_cap: 3.5,
            inherited: 1.0,
            siblings: 1.0,
            inherited_cap: 2.0,
            inherited_of_passage: 0.2,
            inherited_least: 0.2,
            common_source: 1.5,
            earlier_report: 0.5,
            resolved: 0.4,
            resolved_when_heard: 1.0,
            link_bytes: 108,
            paragraph_bytes: 72,
            ghost_bytes: 60,
        }
    }
}

impl LineageParameters {
    /// The weights between two quotes of the same words.
    pub fn of_quotes(&self) -> Self {
        Self {
            time: self.time * self.time_of_quotes,
            day: self.day * self.time_of_quotes,
            time_beyond: self.time_beyond * self.time_of_quotes,
            void_source: self.void_source * self.time_of_quotes,
            ..*self
        }
    }
}

/// Parameters of `trace`.
#[derive(Clone, Copy, Debug)]
pub struct TraceParameters {
    /// Articles that are read to find a text in them, those with most of its seeds first; more when more are to be
    /// shown. A record is read and aligned in a tenth of a millisecond, and the answer should come at once. The families
    /// name the carriers that were not read.
    pub read: usize,
}

impl Default for TraceParameters {
    fn default() -> Self {
        Self { read: 64 }
    }
}

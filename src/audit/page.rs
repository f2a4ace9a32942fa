//! One article under audit: its facts with what the rules ask of them.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::likeness::Bigrams;
use crate::document::{
    Article, BlockKind, Claim, ClaimKind, Facts, Precision, Quote, SourceKind, Span, Timestamp,
};

/// An article with the facts of its record.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its rank: the smaller number is the earlier article.
    pub rank: u32,
    /// The record that it stands in.
    pub facts: &'a Facts,
    /// The article.
    pub article: &'a Article,
}

/// Marks behind which a sentence ends.
const ENDS: [char; 8] = ['。', '！', '？', '!', '?', '；', '\n', '\r'];
/// Marks that may follow the end of a sentence and belong to it.
const CLOSING: [char; 7] = ['”', '’', '」', '』', '）', ')', '"'];
/// Letters and digits that may stand before words at the head of a body: a date, 日前, a bracketed head.
const HEAD: usize = 10;
/// Share of a statement's pairs of signs in two neighbouring sentences from which it is told there,
const TOLD_IN_ONE_PLACE: f64 = 0.5;
/// and in a whole text from which it sums that up. The words of one matter are scattered over any report of it.
const TOLD_IN_ALL: f64 = 0.75;

/// True when `other` mentions half of the people and bodies that speak in `page`, and two at least: both report one event, though in each somebody else
/// may have the word.
pub fn mentions_its_speakers(page: Page<'_>, other: Page<'_>) -> bool {
    let names: BTreeSet<&str> = page
        .claims()
        .filter_map(Claim::speaker)
        .map(|name| name.strip_suffix("官网").unwrap_or(name))
        .collect();
    let mentioned = names.iter().filter(|name| other.text().contains(**name)).count();
    mentioned >= 2 && 2 * mentioned >= names.len()
}

impl<'a> Page<'a> {
    /// The article of `ordinal` in `facts`.
    pub fn new(rank: u32, facts: &'a Facts, ordinal: u32) -> Option<Self> {
        let articles = &facts.attributed.segmentation.articles;
        let article = articles.iter().find(|article| article.ordinal == ordinal)?;
        Some(Self { rank, facts, article })
    }

    /// The text of the record, which all spans refer to.
    pub fn text(&self) -> &'a str {
        &self.facts.record.text
    }

    /// The title that came with the page, for its own article.
    pub fn given_title(&self) -> Option<&'a str> {
        let title = self.facts.record.metadata.title.as_deref();
        title.filter(|_| self.article.ordinal == 0)
    }

    /// On whose page it stands; empty when nobody knows.
    pub fn publisher(&self) -> &'a str {
        self.article.publisher.as_deref().unwrap_or("")
    }

    /// The houses that a text is from where nobody knows on whose page it stands: those of its datelines and by-lines, and the one that it
    /// declares as its source.
    fn houses(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let signed = self
            .claims()
            .filter(|claim| claim.is_signature())
            .map(credit_name);
        let declared = self.article.declared_source.as_deref();
        let unknown = self.publisher().is_empty();
        signed
            .chain(declared)
            .filter(move |name| unknown && !name.is_empty())
    }

    /// True where `name` is the outlet on whose page the text stands, or, where nobody knows on whose, the house that it is from.
    pub fn is_known_as(&self, name: &str) -> bool {
        !name.is_empty() && (self.publisher() == name || self.houses().any(|house| house == name))
    }

    /// True when both stand on pages of one outlet, or, where nobody knows on whose, both texts are from one house: it edits its own.
    pub fn is_of_one_house_with(&self, other: Page<'_>) -> bool {
        match (self.publisher(), other.publisher()) {
            ("", "") => self
                .houses()
                .any(|own| other.houses().any(|theirs| own == theirs)),
            (own, theirs) => own == theirs,
        }
    }

    /// True where both say that they are from one house, under one of its names or the other, and nobody knows on whose pages they stand.
    pub fn declares_one_source_with(&self, other: Page<'_>) -> bool {
        let [one, theirs] = [self, &other].map(|page| {
            let declared = page.article.declared_source.as_deref();
            declared.filter(|_| page.publisher().is_empty())
        });
        one.zip(theirs)
            .is_some_and(|(one, theirs)| one.starts_with(theirs) || theirs.starts_with(one))
    }

    /// True for the report of a house's own reporters beside a page that speaks in nobody's name, neither with a known publisher: whatever differs,
    /// the page without a name is the one that was made from another.
    pub fn is_signed_beside(&self, other: Page<'_>) -> bool {
        let unknown = self.publisher().is_empty() && other.publisher().is_empty();
        unknown && other.houses().next().is_none() && self.claims().any(Claim::is_signature)
    }

    /// The publisher of another article than the one that a finding stands in, for a sentence to a reader.
    pub fn name(&self) -> &'a str {
        match self.publisher() {
            "" => "the other page",
            name => name,
        }
    }

    /// What the page says about sources.
    pub fn claims(&self) -> impl Iterator<Item = &'a Claim> + use<'a> {
        let ordinal = self.article.ordinal;
        let claims = &self.facts.attributed.claims;
        claims.iter().filter(move |claim| claim.article == ordinal)
    }

    /// Its quotes, in order of the text.
    pub fn quotes(&self) -> impl Iterator<Item = &'a Quote> + use<'a> {
        let ordinal = self.article.ordinal;
        let quotes = &self.facts.attributed.segmentation.quotes;
        quotes.iter().filter(move |quote| quote.article == ordinal)
    }

    /// The paragraphs of its body, in order of the text.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> + use<'a> {
        let ordinal = self.article.ordinal;
        let blocks = &self.facts.attributed.segmentation.blocks;
        let own = blocks
            .iter()
            .filter(move |block| block.article == Some(ordinal) && block.kind == BlockKind::Paragraph);
        own.map(|block| block.span)
    }

    /// When it was published, if that is known to the day at least.
    pub fn time(&self) -> Option<&'a Timestamp> {
        let time = self.article.published_at.as_ref()?;
        (time.precision >= Precision::Day).then_some(time)
    }

    /// Where to point when what is found has no place in the text: the title, else the first sentence of the body.
    pub fn head(&self) -> Option<Span> {
        let title = self.article.title_span.filter(|span| !span.is_empty());
        title.or_else(|| {
            let first = self.paragraphs().next()?;
            Some(self.sentence(Span {
                start: first.start,
                end: first.start,
            }))
        })
    }

    /// The sentence, or sentences, that `span` lies in; for an empty place in a gap the one beside it.
    pub fn sentence(&self, span: Span) -> Span {
        sentence_around(self.text(), span)
    }

    /// The sentences of its body, in order of the text.
    pub fn sentences(&self) -> Vec<Span> {
        let mut found = Vec::new();
        for paragraph in self.paragraphs() {
            let mut at = paragraph.start;
            while at < paragraph.end {
                let step = self
                    .text()
                    .get(at as usize..)
                    .and_then(|rest| rest.chars().next());
                let place = Span {
                    start: at,
                    end: at + step.map_or(1, char::len_utf8) as u32,
                };
                let sentence = self.sentence(place);
                at = sentence.end.max(place.end);
                found.push(sentence);
            }
        }
        found
    }

    /// The credits of the page for a text it carries: claims that name somebody a text can come from.
    pub fn credits(&self) -> impl Iterator<Item = &'a Claim> + use<'a> {
        self.claims().filter(|claim| is_credit(claim))
    }

    /// True when credits that name somebody else than the page itself govern the larger part of `span`, one of them or several
    /// together, or all of the article.
    pub fn names_a_source_for(&self, span: Span) -> bool {
        let named = |claim: &Claim| is_credit(claim) || is_body(claim) && !is_unexplained(claim);
        2 * self.governed(span, named) >= span.len()
    }

    /// Bytes of `span` for which the page names another outlet.
    pub fn credited(&self, span: Span) -> usize {
        self.governed(span, is_credit)
    }

    /// Bytes of `span` that claims of the kind which name somebody else than the page govern: all where one governs the larger part.
    fn governed(&self, span: Span, kind: impl Fn(&Claim) -> bool) -> usize {
        let own = self.publisher();
        let naming = |claim: &&Claim| kind(claim) && credit_name(claim) != own;
        if self
            .claims()
            .filter(naming)
            .any(|claim| self.governs(claim, span))
        {
            return span.len();
        }
        span.covered_by(self.claims().filter(naming).filter_map(|claim| claim.scope))
    }

    /// True when the claim governs the larger part of `span`. A declaration governs the whole article, and so does an outlet that
    /// is named before anything is told: 据海风日报报道，… at the head of a page says where all of it is from.
    pub fn governs(&self, claim: &Claim, span: Span) -> bool {
        if is_declaration(claim) {
            return true;
        }
        let Some(scope) = claim.scope.filter(|scope| !scope.is_empty()) else {
            return true;
        };
        if 2 * scope.overlap(span) >= span.len() {
            return true;
        }
        let outlet = matches!(
            claim.source_kind,
            SourceKind::Outlet | SourceKind::Agency | SourceKind::Aggregator
        );
        outlet && self.opens_with(claim)
    }

    /// True when the words of the claim stand at the head of the body.
    pub fn opens_with(&self, claim: &Claim) -> bool {
        let first = self.paragraphs().next();
        claim.span.zip(first).is_some_and(|(span, first)| {
            let before = Span {
                start: first.start,
                end: span.start.max(first.start),
            };
            first.contains(span)
                && before
                    .of(self.text())
                    .chars()
                    .filter(|sign| sign.is_alphanumeric())
                    .count()
                    <= HEAD
        })
    }

    /// True when the words of `name` stand anywhere on the page, or another name of the same outlet is named as a source.
    pub fn mentions(&self, name: &str) -> bool {
        !name.is_empty()
            && (self.text().contains(name)
                || self.claims().any(|claim| claim.source.as_deref() == Some(name)))
    }
}

/// The name that a claim stands for: canonical, else as written.
pub fn credit_name(claim: &Claim) -> &str {
    claim.source.as_deref().unwrap_or(&claim.source_name)
}

/// What a page tells, for several statements that are looked for on it.
pub struct Told<'a> {
    page: Page<'a>,
    all: OnceCell<Bigrams>,
    /// Of each sentence, and of every two that follow each other.
    places: OnceCell<Vec<Bigrams>>,
}

impl<'a> Told<'a> {
    /// Nothing is read before it is asked for.
    pub fn on(page: Page<'a>) -> Self {
        Self {
            page,
            all: OnceCell::new(),
            places: OnceCell::new(),
        }
    }

    /// True when `words` are told on the page in one place, in these words or in others that share most of their pairs: in two sentences that
    /// follow each other, or, for a summary, in the text as a whole.
    pub fn holds(&self, words: &str) -> bool {
        let in_one_place = |place: &Bigrams| place.hold(words) >= TOLD_IN_ONE_PLACE;
        let all = self.all.get_or_init(|| Bigrams::of(self.page.text()));
        all.hold(words) >= TOLD_IN_ALL || self.places().iter().any(in_one_place)
    }

    fn places(&self) -> &[Bigrams] {
        self.places.get_or_init(|| {
            let sentences = self.page.sentences();
            let text = |span: &Span| span.of(self.page.text());
            let alone = sentences.iter().map(|one| Bigrams::of(text(one)));
            let pairs = sentences.iter().zip(sentences.iter().skip(1));
            let pairs = pairs.map(|(one, other)| Bigrams::of(&format!("{}{}", text(one), text(other))));
            alone.chain(pairs).collect()
        })
    }
}

/// Where the name stands inside the words of the claim.
pub fn name_span(text: &str, span: Span, name: &str) -> Span {
    let words = span.of(text);
    let first = name.split('、').next().unwrap_or(name);
    match words.find(first).filter(|_| !first.is_empty()) {
        Some(at) => Span::new(span.start as usize + at, span.start as usize + at + first.len()),
        None => span,
    }
}

/// True for a claim that governs the whole article.
pub fn is_declaration(claim: &Claim) -> bool {
    claim.kind != ClaimKind::InText && !claim.rule.starts_with("item-")
}

/// True for a claim that names an outlet, or in a source line anybody, as where a text comes from.
fn is_credit(claim: &Claim) -> bool {
    let kind = matches!(
        claim.kind,
        ClaimKind::SourceLine
            | ClaimKind::Dateline
            | ClaimKind::EmbeddedHeader
            | ClaimKind::ClosingCredit
            | ClaimKind::Link
            | ClaimKind::Meta
            | ClaimKind::InText
    );
    let in_text = claim.kind == ClaimKind::InText;
    kind && match claim.source_kind {
        SourceKind::Outlet
        | SourceKind::Agency
        | SourceKind::Platform
        | SourceKind::Aggregator
        | SourceKind::Website => true,
        SourceKind::Unlisted | SourceKind::Government => !in_text,
        _ => false,
    }
}

/// True for a claim in the text that names a body or document whose words a passage can be.
fn is_body(claim: &Claim) -> bool {
    claim.kind == ClaimKind::InText
        && matches!(
            claim.source_kind,
            SourceKind::Government
                | SourceKind::PressConference
                | SourceKind::Meeting
                | SourceKind::Document
                | SourceKind::Unlisted
        )
}

/// True for 会议, 通知 and the like where the page does not say which one: they came with the text and name nobody.
fn is_unexplained(claim: &Claim) -> bool {
    const BARE: [&str; 7] = ["会议", "会上", "通知", "通报", "公告", "通告", "文件"];
    claim.source.is_none() && BARE.contains(&claim.source_name.as_str())
}

/// True when the sign at `offset` ends a sentence. A full stop of Latin script does before white space or a closing mark, where no
/// single letter (U.S., J. Smith) stands before it.
fn ends_sentence(text: &str, offset: usize, mark: char) -> bool {
    if mark != '.' {
        return ENDS.contains(&mark);
    }
    let after = text.get(offset + 1..).and_then(|rest| rest.chars().next());
    let closed = after.is_none_or(|next| next.is_whitespace() || CLOSING.contains(&next));
    let mut before = text.get(..offset).unwrap_or("").chars().rev();
    let (last, one_before) = (before.next(), before.next());
    let initial =
        last.is_some_and(char::is_uppercase) && one_before.is_none_or(|sign| !sign.is_alphanumeric());
    closed && !initial
}

/// The sentences of `text` that `span` touches, without the white space around them.
pub fn sentence_around(text: &str, span: Span) -> Span {
    let at = |offset: u32| {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let (from, to) = (at(span.start), at(span.end));
    let before = text.get(..from).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .find(|&(offset, mark)| ends_sentence(text, offset, mark))
        .map_or(0, |(offset, mark)| offset + mark.len_utf8());
    // A place right behind the end of a sentence, with nothing in it, is a gap: the sentence before it is meant.
    let skipped = before.get(start..).unwrap_or("");
    let blank = |character: char| character.is_whitespace() || CLOSING.contains(&character);
    if span.is_empty() && start > 0 && skipped.chars().all(blank) && before.get(..start).is_some() {
        let mark = |character: char| {
            character.is_whitespace()
                || character == '.'
                || ENDS.contains(&character)
                || CLOSING.contains(&character)
        };
        let inside = before.get(..start).unwrap_or("").trim_end_matches(mark);
        if !inside.is_empty() {
            let place = inside.len() as u32;
            let last = inside.chars().next_back().map_or(1, char::len_utf8) as u32;
            return sentence_around(
                text,
                Span {
                    start: place - last,
                    end: place,
                },
            );
        }
    }
    let rest = text.get(to..).unwrap_or("");
    let mut end = text.len();
    let last = text
        .get(from..to)
        .and_then(|words| words.char_indices().next_back());
    let ended = last.is_some_and(|(offset, mark)| ends_sentence(text, from + offset, mark));
    if ended {
        end = to;
    } else if let Some((offset, mark)) = rest
        .char_indices()
        .find(|&(offset, mark)| ends_sentence(text, to + offset, mark))
    {
        end = to + offset + mark.len_utf8();
        let behind = text.get(end..).unwrap_or("");
        let closing = behind.chars().take_while(|mark| CLOSING.contains(mark));
        end += closing.map(char::len_utf8).sum::<usize>();
    }
    let words = text.get(start..end).unwrap_or("");
    let skipped = |character: char| character.is_whitespace() || CLOSING.contains(&character);
    let trimmed = words.trim_start_matches(skipped);
    let start = start + (words.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if trimmed.is_empty() {
        return Span::new(from, to.max(from));
    }
    Span::new(start, start + trimmed.len())
}

#[cfg(test)]
mod tests {
    use super::{Page, sentence_around};
    use crate::document::{Article, Facts, Span};

    fn around(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap_or(0);
        let span = Span::new(start, start + words.len());
        sentence_around(text, span).of(text).to_owned()
    }

    #[test]
    fn a_place_is_widened_to_its_sentence() {
        let text = "大桥通车。车流量是363辆。“慢一点。”他说。\n限速三十。";
        assert_eq!(around(text, "363"), "车流量是363辆。");
        assert_eq!(around(text, "慢一点"), "“慢一点。”");
        assert_eq!(around(text, "限速"), "限速三十。");
        assert_eq!(around(text, "车流量是363辆。"), "车流量是363辆。");
        let english = "The bridge opened. J. Smith counted 3.5 tons of U.S. steel. It held.";
        assert_eq!(
            around(english, "counted"),
            "J. Smith counted 3.5 tons of U.S. steel."
        );
    }

    #[test]
    fn a_gap_gives_the_sentence_before_it() {
        let text = "大桥通车。\n限速三十。";
        let gap = "大桥通车。\n".len();
        assert_eq!(sentence_around(text, Span::new(gap, gap)).of(text), "大桥通车。");
        assert_eq!(sentence_around(text, Span::new(0, 0)).of(text), "大桥通车。");
        let end = text.len();
        assert_eq!(sentence_around(text, Span::new(end, end)).of(text), "限速三十。");
    }

    /// Messages name the page that the own one is held against, never the own one.
    #[test]
    fn issue_6_a_page_of_no_known_publisher_is_the_other_one() {
        let (facts, article) = (Facts::default(), Article::default());
        let (rank, facts, article) = (0, &facts, &article);
        let page = Page { rank, facts, article };
        assert_eq!(page.name(), "the other page");
    }
}

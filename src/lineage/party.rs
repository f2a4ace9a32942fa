//! What is known of a carrier beside its text: whose page it is, whom it names, whose traces it bears, when it appeared.
//!
//! Names are numbers of one table, so that carriers compare fast; the words behind a number are looked up for notes.

use serde::{Deserialize, Serialize};

use crate::document::{EvidenceKind, Precision, Span};

/// What a page says about a source, as far as it bears on direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Number of the name.
    pub name: u32,
    /// How it is said.
    pub kind: EvidenceKind,
    /// The words that say it.
    pub span: Option<Span>,
    /// The text that they govern; `None` governs the whole article.
    pub scope: Option<Span>,
    /// True where they say that there are others beside it: 据甲报等, 综合甲报.
    pub of_several: bool,
}

impl Credit {
    /// True when the credit governs the whole article rather than a stretch of its text.
    pub fn is_declaration(&self) -> bool {
        self.is_line() && self.scope.is_none()
    }

    /// True when it is said beside the text, in a line for it or for an item of it.
    pub fn is_line(&self) -> bool {
        self.kind != EvidenceKind::InText
    }

    /// True when the credit governs some of `span`.
    pub fn governs(&self, span: Option<Span>) -> bool {
        self.governed(span).is_none_or(|bytes| bytes > 0)
    }

    /// Bytes of `span` that the credit governs; `None` when it governs all of the article or the place is unknown.
    pub fn governed(&self, span: Option<Span>) -> Option<usize> {
        Some(self.scope?.overlap(span?))
    }

    /// True for words of the text that govern half of `span`, and more.
    pub fn cites_for(&self, span: Option<Span>) -> bool {
        let half = |(bytes, span): (usize, Span)| 2 * bytes >= span.len();
        self.kind == EvidenceKind::InText && self.governed(span).zip(span).is_some_and(half)
    }
}

/// When an article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Seconds since the Unix epoch.
    pub seconds: i64,
    /// How precise it is. A stamp of exactly midnight is a date.
    pub precision: Precision,
    /// Days since the Unix epoch in the calendar of the page: 8 o'clock in Shanghai is the same day there as 7.
    pub day: i64,
    /// False when the page does not write its zone.
    pub zone_known: bool,
}

/// A name of an outlet that stands on a page without saying "from": in a by-line, a copyright notice, the code of an
/// editor. On a page of somebody else it was left there by whoever copied the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residue {
    /// Number of the name.
    pub name: u32,
    /// The words that bear it.
    pub span: Span,
}

/// A body, person or document whose words an article reports. It is no outlet, so it tells nothing of who carried whom;
/// that two articles report the same one tells that both may have it from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Number of the name.
    pub name: u32,
    /// False for somebody whom the text does not name: 一位家长, 知情人士.
    pub named: bool,
    /// True for words that were given to all: of an office, and what is called a statement, notice or announcement.
    pub given_out: bool,
    /// True for somebody who speaks in another language than the page: two that give the same words have them from one who translated them.
    pub abroad: bool,
    /// Hash of the letters of the words that say it: of two pages with one the cue is the same.
    pub wording: u64,
    /// The words that say it.
    pub span: Option<Span>,
    /// The text that they govern.
    pub scope: Span,
}

/// Words that only some outlets can say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnWords {
    /// 本报: a paper.
    Paper,
    /// 本网: a site.
    Site,
    /// 本台: a broadcaster.
    Broadcaster,
    /// 我市, 我省 …: an outlet of a place.
    Place,
}

/// Words of deixis in the text of an article, outside of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deixis {
    /// Who can say them.
    pub words: OwnWords,
    /// Where they stand.
    pub span: Span,
}

/// What an outlet is, as far as its name or the table of outlets tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What it calls itself: 本报, 本网 or 本台.
    pub calls_itself: Option<OwnWords>,
    /// True for one of a province or city, false for one of the whole country or abroad.
    pub local: Option<bool>,
}

/// What is known of a carrier beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// On whose page it stands.
    pub publisher: Option<u32>,
    /// In whose name its dateline or by-line speaks, when that is the publisher or nobody knows the publisher.
    pub own_name: Option<Residue>,
    /// The other names of the house that it is known as: 新华网 for 新华社.
    pub of_house: Vec<u32>,
    /// What the publisher is.
    pub standing: Standing,
    /// Its credits, in order of the page.
    pub credits: Vec<Credit>,
    /// Where it says that its text is from elsewhere, and not from where: 来源：网络.
    pub void_source: Option<Span>,
    /// Traces of outlets other than the publisher.
    pub residues: Vec<Residue>,
    /// Whose words it reports.
    pub attributions: Vec<Attribution>,
    /// Cues for words that were told to another house: 他对某报记者说.
    pub heard_by_others: Vec<Span>,
    /// What its own reporters were told, as the page says with the name of its house: 他告诉海风日报记者.
    pub heard_itself: Vec<Span>,
    /// Where the text takes up a meeting or notice (会议强调) that nothing before it introduces.
    pub unexplained: Vec<Span>,
    /// Where somebody speaks in quotation marks, and documents that are given word for word.
    pub speech: Vec<Span>,
    /// Those of them that stand in quotation marks.
    pub marked: Vec<Span>,
    /// Where it tells what somebody said or wrote, read or not by whom.
    pub told: Vec<Span>,
    /// Where a clause that leads to such words ends: …的一封信中表示：.
    pub leads: Vec<u32>,
    /// Where it tells what a reporter did to learn of it: 记者来到…, 告诉某报记者.
    pub acts: Vec<Span>,
    /// What bears a day after the stamp: lists and teasers that the page got later.
    pub later_text: Vec<Span>,
    /// True when it opens with a notice, a press conference or results that a body made public.
    pub opens_with_notice: bool,
    /// True when a by-line says that its own reporter wrote it: 本报记者.
    pub own_report: bool,
    /// True when it says that it was put together from what others reported: 某网综合报道.
    pub compiles: bool,
    /// Who wrote it, as it says: 记者 张三.
    pub writers: Vec<u32>,
    /// 本报, 我市 and the like in its text.
    pub deixis: Vec<Deixis>,
    /// When it was published.
    pub stamp: Option<Stamp>,
    /// True for an article inside another page.
    pub embedded: bool,
    /// Hash of the address of its page.
    pub address: Option<u64>,
    /// Hashes of the addresses that it names as those of its original, with the words that say so.
    pub originals: Vec<(u64, Option<Span>)>,
}

/// Bytes of the marks between a lead and the words: ，“.
const MARKS: u32 = 9;

impl Party {
    /// By what name credits of others can mean this article: the publisher; where nobody knows the publisher, the name
    /// that its own dateline or by-line speaks in.
    pub fn known_as(&self) -> Option<u32> {
        self.publisher.or(self.own_name.map(|own| own.name))
    }

    /// True when `name` is a name of the house that it is known as.
    pub fn is_of_house(&self, name: u32) -> bool {
        self.known_as() == Some(name) || self.of_house.contains(&name)
    }

    /// True when the text says of half of what stands at `at`, and more, that it is from an outlet other than `but`.
    pub fn cites_for(&self, at: Span, but: Option<u32>) -> bool {
        self.credits
            .iter()
            .any(|credit| Some(credit.name) != but && credit.cites_for(Some(at)))
    }

    /// True when the text says of anything that stands at `at` that it is from an outlet other than `but`.
    pub fn cites_for_some_of(&self, at: Span, but: u32) -> bool {
        self.credits.iter().any(|credit| {
            credit.kind == EvidenceKind::InText
                && credit.name != but
                && credit.governed(Some(at)).is_some_and(|bytes| bytes > 0)
        })
    }

    /// True when what stands at `at` is all but a few words inside of quotation marks: the words of somebody who speaks,
    /// and whom more than one may have heard.
    pub fn quotes_all_of(&self, at: Option<Span>) -> bool {
        holds_all_of(&self.speech, at)
    }

    /// True when what stands at `at` is all but a few words between quotation marks.
    pub fn marks_all_of(&self, at: Span) -> bool {
        holds_all_of(&self.marked, Some(at))
    }

    /// Bytes of what stands at `at` outside of quotation marks and of documents.
    pub fn tells_beside(&self, at: Option<Span>) -> usize {
        at.map_or(0, |at| at.len() - at.covered_by(self.speech.iter().copied()))
    }

    /// True when two thirds of what stands at `at` are what somebody says, decides or gives notice of, as the text tells.
    pub fn reports_all_of(&self, at: Option<Span>) -> bool {
        at.is_some_and(|at| 3 * self.reported(at) >= 2 * at.len())
    }

    /// The same of half of it.
    pub fn reports_half_of(&self, at: Option<Span>) -> bool {
        at.is_some_and(|at| 2 * self.reported(at) >= at.len())
    }

    /// True when a quarter of what stands at `at` is told as the words of somebody, whoever that is: of another outlet, of somebody without a name,
    /// of a document that no reading made a source of.
    pub fn tells_some_of(&self, at: Option<Span>) -> bool {
        at.is_some_and(|at| {
            let attributed = self.attributions.iter().map(|of| of.scope);
            let credited = self.credits.iter().filter_map(|credit| credit.scope);
            let spans = attributed.chain(credited);
            let spans = spans
                .chain(self.speech.iter().copied())
                .chain(self.told.iter().copied());
            4 * at.covered_by(spans) >= at.len()
        })
    }

    /// True when a clause right ahead of `at` leads to it as the words of somebody.
    pub fn is_told_up_to(&self, at: Option<Span>) -> bool {
        at.is_some_and(|at| {
            let near = |lead: &u32| at.start >= *lead && at.start - *lead <= MARKS;
            self.leads.iter().any(near)
        })
    }

    /// Bytes of what stands at `at` that are the words of somebody.
    fn reported(&self, at: Span) -> usize {
        let named = self.attributions.iter().filter(|of| of.named);
        let attributed = named.map(|of| of.scope);
        at.covered_by(attributed.chain(self.speech.iter().copied()))
    }

    /// True when parts of it stand under datelines of others than `but`: the page was put together from their reports.
    pub fn is_of_dispatches(&self, but: Option<u32>) -> bool {
        let own = self.known_as();
        self.credits.iter().any(|credit| {
            credit.kind == EvidenceKind::Dateline
                && credit.scope.is_some()
                && Some(credit.name) != but
                && Some(credit.name) != own
        })
    }

    /// The first declaration for the whole article that names somebody else.
    pub fn declares_another(&self) -> Option<&Credit> {
        let own = self.known_as();
        self.credits
            .iter()
            .find(|credit| credit.is_declaration() && Some(credit.name) != own)
    }
}

/// True when one of `places` holds nine tenths of what stands at `at`.
fn holds_all_of(places: &[Span], at: Option<Span>) -> bool {
    at.is_some_and(|at| places.iter().any(|place| 10 * place.overlap(at) >= 9 * at.len()))
}

#[cfg(test)]
mod tests {
    use super::{Attribution, Party};
    use crate::document::Span;

    #[test]
    fn scopes_that_overlap_govern_what_they_cover_together() {
        let attribution = |start, end| Attribution {
            name: 1,
            named: true,
            given_out: false,
            abroad: false,
            wording: 0,
            span: None,
            scope: Span::new(start, end),
        };
        let party = Party {
            attributions: vec![attribution(50, 100), attribution(0, 80), attribution(60, 70)],
            ..Party::default()
        };
        assert!(party.reports_all_of(Some(Span::new(0, 150))));
        assert!(!party.reports_all_of(Some(Span::new(0, 151))));
        assert!(!party.reports_all_of(Some(Span::new(120, 150))));
        assert!(!party.reports_all_of(None));
    }
}

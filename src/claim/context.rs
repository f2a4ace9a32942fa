//! What the rules of one paragraph share: the text around a cue, and how a named source becomes a mention.

use std::cell::RefCell;

use crate::document::{SourceKind, Span, Voice};

use super::body::{Body, Paragraph};
use super::learned::Known;
use super::mention::{Mention, Reach};
use super::names::Named;
use super::outlets::OutletTable;
use super::reading::last_clause;

/// What the rules of one paragraph share.
pub(super) struct Context<'a> {
    /// The body.
    pub body: &'a Body<'a>,
    /// Index of the paragraph.
    pub index: usize,
    /// The paragraph.
    pub paragraph: Paragraph,
    /// The table.
    pub outlets: &'a OutletTable,
    /// What the article has made known by other paragraphs.
    pub known: &'a Known,
    /// Who the clauses of the paragraph that were asked last name (see [`Context::remembered`]).
    pub asked: RefCell<Vec<Asked>>,
}

/// A clause by its place in the text and its length, and who it names.
pub(super) type Asked = ((usize, usize), Option<Named>);

/// Clauses that are remembered.
const REMEMBERED: usize = 12;

impl Context<'_> {
    /// First byte of the paragraph.
    pub fn start(&self) -> usize {
        self.paragraph.span.start as usize
    }

    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.paragraph.span.end as usize
    }

    /// The reading form between two places.
    pub fn form(&self, start: usize, end: usize) -> &str {
        self.body.slice(start, end)
    }

    /// What `find` says of a clause of the paragraph. One clause is asked for each verb that may belong to it, and again for the
    /// verbs behind it, so the last answers are kept.
    pub fn remembered(&self, clause: &str, find: impl FnOnce() -> Option<Named>) -> Option<Named> {
        let place = (clause.as_ptr() as usize).checked_sub(self.body.form.as_ptr() as usize);
        let Some(place) = place.filter(|place| place + clause.len() <= self.body.form.len()) else {
            return find();
        };
        let key = (place, clause.len());
        let known = self
            .asked
            .borrow()
            .iter()
            .rev()
            .find_map(|(clause, named)| (*clause == key).then(|| named.clone()));
        known.unwrap_or_else(|| {
            let named = find();
            let mut asked = self.asked.borrow_mut();
            if asked.len() == REMEMBERED {
                asked.remove(0);
            }
            asked.push((key, named.clone()));
            named
        })
    }

    /// The text between two places, as written.
    pub fn written(&self, start: usize, end: usize) -> String {
        self.body.text.get(start..end).unwrap_or("").to_owned()
    }

    /// The last clause before a place, where what stands before byte `taken` belongs to a cue before.
    pub fn clause_before(&self, start: usize, taken: usize) -> &str {
        last_clause(self.form(self.start().max(taken), start))
    }

    /// A mention of whoever said a quote: its index, and its place with its marks. `cue` are the bytes of the words that tell.
    pub fn quoting(
        &self,
        named: &Named,
        base: usize,
        rule: &'static str,
        cue: (usize, usize),
        (index, marks): (usize, Span),
    ) -> Mention {
        let mut mention = self.mention(named, base, rule);
        mention.level = 2;
        mention.cue = self.written(cue.0, cue.1);
        mention.span = Span::new(base + named.phrase_start, cue.1);
        mention.content = cue.1;
        mention.voice = Voice::DirectSpeech;
        mention.reach = Reach::Exactly(marks);
        mention.quotes.push(index);
        mention
    }

    /// A mention of what `named` (found in a phrase that begins at `base`) says.
    pub fn mention(&self, named: &Named, base: usize, rule: &'static str) -> Mention {
        let mut source_name = self.written(base + named.start, base + named.end);
        let listed = self.listed(named, base);
        for &(start, end) in &named.joint {
            source_name.push('、');
            source_name.push_str(&self.written(base + start, base + end));
        }
        let unmarked = [('《', '》'), ('“', '”'), ('「', '」')]
            .iter()
            .find_map(|&(open, close)| source_name.strip_prefix(open)?.strip_suffix(close))
            .filter(|name| !name.contains(['《', '“', '「']));
        let source_name = unmarked.unwrap_or(&source_name).to_owned();
        Mention {
            paragraph: self.index,
            article: self.paragraph.article,
            level: level_of(named.kind),
            source_name,
            titled: self
                .form(base + named.phrase_start, base + named.start)
                .to_owned(),
            source: named.canonical.clone().or_else(|| joined(&listed)),
            kind: named.kind,
            anaphor: named.anaphor,
            cue: String::new(),
            span: Span::new(base + named.start, base + named.end),
            content: base + named.end,
            reach: Reach::Report,
            scope: Span::default(),
            voice: Voice::Reported,
            quotes: Vec::new(),
            listed,
            rule,
            confidence: match named.kind {
                SourceKind::Unlisted => 0.6,
                SourceKind::Anonymous => 0.7,
                _ if named.canonical.is_some() => 0.95,
                _ => 0.85,
            },
        }
    }

    /// True when byte `at` is the first of its article's body.
    pub fn opens_article(&self, at: usize) -> bool {
        let first = self.body.of_article(self.paragraph.article).first();
        first == Some(&self.index) && at <= self.start() + '“'.len_utf8()
    }

    /// The outlets that `named` lists, one by one; none when it names one source or persons.
    fn listed(&self, named: &Named, base: usize) -> Vec<(String, Option<String>, SourceKind)> {
        if named.joint.is_empty() || matches!(named.kind, SourceKind::Person | SourceKind::Anonymous) {
            return Vec::new();
        }
        let places = std::iter::once((named.start, named.end)).chain(named.joint.iter().copied());
        let one = |(start, end): (usize, usize)| {
            let written = self.written(base + start, base + end);
            let name = written.trim_matches(['《', '》', '“', '”']).to_owned();
            match self.outlets.resolve(&name) {
                Some(outlet) => (name, Some(outlet.canonical), outlet.kind),
                None => (name, None, SourceKind::Outlet),
            }
        };
        places.map(one).collect()
    }
}

/// The names that a chain has for several outlets.
fn joined(listed: &[(String, Option<String>, SourceKind)]) -> Option<String> {
    let names = listed
        .iter()
        .map(|(name, source, _)| source.as_deref().unwrap_or(name));
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// Which mentions end which (see [`Mention::level`]).
fn level_of(kind: SourceKind) -> u8 {
    match kind {
        SourceKind::Outlet
        | SourceKind::Agency
        | SourceKind::Aggregator
        | SourceKind::Platform
        | SourceKind::Website => 0,
        SourceKind::Government | SourceKind::PressConference | SourceKind::Meeting | SourceKind::Document => {
            1
        }
        _ => 2,
    }
}

/// Skips commas, colons and white space after `at`.
pub(super) fn after_punctuation(context: &Context<'_>, at: usize) -> usize {
    let rest = context.form(at, context.end());
    at + (rest.len()
        - rest
            .trim_start_matches([',', '，', ':', '：', ' ', '\u{3000}', '\u{a0}'])
            .len())
}

/// The last quote that a speaker among the mentions before has said. An outlet that reports a quote has not said it.
pub(super) fn claimed(before: &[Mention]) -> Option<usize> {
    let speakers = before.iter().filter(|other| other.level == 2);
    speakers.flat_map(|other| other.quotes.iter().copied()).max()
}

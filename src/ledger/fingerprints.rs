//! The groups of rows that a commit shall hold, each with the fingerprint of what its rows are made from. Articles stand in it
//! by their number, by what they are known by, and by all that their records say; so a row that was made from the same
//! fingerprint is the same row, places in characters included.

use super::family_rows::Marks;
use super::groups::{Fingerprint, Group};
use super::run::Run;
use super::scan::StoredRecord;
use crate::document::{Evidence, Finding, Link, Passage, Side};

/// The groups of each kind, by key.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) records: Vec<Group>,
    pub(super) families: Vec<Group>,
    pub(super) clusters: Vec<Group>,
    pub(super) findings: Vec<Group>,
    /// Those of the rows of families.
    pub(super) marks: Marks,
}

impl Groups {
    /// `stored` are the records, and `rules` those by which their facts were made.
    pub(super) fn of(run: &Run<'_>, stored: &[StoredRecord], rules: u64) -> Self {
        let known = Known::new(run);
        let marks = Marks {
            passages: run
                .corpus
                .passages
                .iter()
                .map(|passage| known.passage(passage))
                .collect(),
            links: run.corpus.links.iter().map(|link| known.link(link)).collect(),
        };
        Self {
            records: known.records(stored, rules),
            families: known.families(&marks),
            clusters: known.clusters(),
            findings: known.findings(),
            marks,
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.records.len() + self.families.len() + self.clusters.len() + self.findings.len()
    }
}

/// A commit with what its articles are known by.
struct Known<'r, 'c> {
    run: &'r Run<'c>,
    /// By rank: a hash of number, key and record.
    articles: Vec<u64>,
}

impl<'r, 'c> Known<'r, 'c> {
    fn new(run: &'r Run<'c>) -> Self {
        let known = |rank: u32| {
            let mut known = Fingerprint::new();
            known
                .number(run.number(rank).unwrap_or_default())
                .number(run.key(rank))
                .number(run.content(rank));
            known.end()
        };
        let articles = (0..).take(run.corpus.articles.len()).map(known).collect();
        Self { run, articles }
    }

    fn article(&self, rank: u32) -> u64 {
        self.articles.get(rank as usize).copied().unwrap_or_default()
    }

    fn side(&self, fingerprint: &mut Fingerprint, side: Side) {
        fingerprint.number(self.article(side.article)).span(side.span);
    }

    fn records(&self, stored: &[StoredRecord], rules: u64) -> Vec<Group> {
        let corpus = self.run.corpus;
        let entry_of = |rank: u32| corpus.articles.get(rank as usize);
        let mut articles = self.run.by_number().into_iter().peekable();
        let mut groups = Vec::with_capacity(stored.len());
        for (record, (stored, entry)) in (0..).zip(stored.iter().zip(&corpus.records)) {
            let mut fingerprint = Fingerprint::new();
            fingerprint
                .number(rules)
                .number(entry.content)
                .text(&stored.uri)
                .number(entry.version)
                .number(u8::from(entry.newest));
            let is_own = |rank: &u32| entry_of(*rank).is_some_and(|entry| entry.record <= record);
            while let Some(rank) = articles.next_if(is_own) {
                let Some(article) = entry_of(rank) else {
                    continue;
                };
                fingerprint
                    .number(self.article(rank))
                    .number(article.ordinal)
                    .number(article.body_chars)
                    .number(article.exact_hash)
                    .number(article.simhash);
                let quotes = &corpus.quote_families;
                let first = quotes.partition_point(|quote| quote.0 < rank);
                let own = quotes.iter().skip(first).take_while(|quote| quote.0 == rank);
                for &(_, quote, family) in own {
                    let family = self.run.family(family);
                    fingerprint.number(quote).option(family, |fingerprint, family| {
                        fingerprint.number(family);
                    });
                }
            }
            groups.push(Group {
                key: record,
                fingerprint: fingerprint.end(),
            });
        }
        groups
    }

    fn families(&self, marks: &Marks) -> Vec<Group> {
        let corpus = self.run.corpus;
        let mut passages = corpus.passages.iter().zip(&marks.passages).peekable();
        let mut links = corpus.links.iter().zip(&marks.links).peekable();
        let mut groups: Vec<Group> = Vec::with_capacity(corpus.families.len());
        for (index, (family, name)) in (0..).zip(corpus.families.iter().zip(&self.run.families)) {
            let mut fingerprint = Fingerprint::new();
            fingerprint.text(&name.id).text(family.kind.name());
            self.side(&mut fingerprint, family.first);
            while let Some((_, mark)) = passages.next_if(|(passage, _)| passage.family <= index) {
                fingerprint.number(*mark);
            }
            fingerprint.text("links");
            while let Some((_, mark)) = links.next_if(|(link, _)| link.family <= index) {
                fingerprint.number(*mark);
            }
            groups.push(Group {
                key: name.number,
                fingerprint: fingerprint.end(),
            });
        }
        groups.sort_unstable_by_key(|group| group.key);
        groups
    }

    /// A passage of a family that stays.
    fn passage(&self, passage: &Passage) -> u64 {
        let Passage {
            family: _,
            kind,
            a,
            b,
            identity,
            edits,
        } = passage;
        let mut fingerprint = Fingerprint::new();
        fingerprint.text(kind.name());
        self.side(&mut fingerprint, *a);
        self.side(&mut fingerprint, *b);
        fingerprint.share(*identity).bytes(edits.packed()).end()
    }

    /// A link of a family that stays.
    fn link(&self, link: &Link) -> u64 {
        let Link {
            family: _,
            from,
            from_source,
            to,
            relation,
            direction,
            confidence,
            evidence,
        } = link;
        let mut fingerprint = Fingerprint::new();
        self.side(&mut fingerprint, *to);
        fingerprint.option(*from, |fingerprint, from| self.side(fingerprint, from));
        fingerprint.option(from_source.as_deref(), |fingerprint, name| {
            fingerprint.text(name);
        });
        fingerprint
            .text(relation.name())
            .text(direction.name())
            .share(*confidence)
            .number(evidence.len() as u64);
        for Evidence {
            kind,
            log_odds,
            span,
            note,
        } in evidence
        {
            fingerprint.text(kind.name()).share(*log_odds).text(note);
            fingerprint.option(*span, |fingerprint, span| {
                fingerprint.span(span);
            });
        }
        fingerprint.end()
    }

    fn clusters(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for cluster in &self.run.corpus.clusters {
            let centre = self.run.number(cluster.centre);
            let Some(key) = centre.filter(|_| !cluster.members.is_empty()) else {
                continue;
            };
            let mut fingerprint = Fingerprint::new();
            fingerprint.number(self.article(cluster.centre));
            for member in &cluster.members {
                fingerprint
                    .number(self.article(member.article))
                    .number(u8::from(member.exact))
                    .share(member.share_of_member)
                    .share(member.share_of_centre);
            }
            groups.push(Group {
                key,
                fingerprint: fingerprint.end(),
            });
        }
        groups.sort_unstable_by_key(|group| group.key);
        groups
    }

    fn findings(&self) -> Vec<Group> {
        let named: Vec<(&Finding, &String)> =
            self.run.corpus.findings.iter().zip(&self.run.findings).collect();
        let of_articles = named.chunk_by(|(one, _), (other, _)| one.at.article == other.at.article);
        let group = |of_article: &[(&Finding, &String)]| {
            let key = self.run.number(of_article.first()?.0.at.article)?;
            let mut fingerprint = Fingerprint::new();
            for (finding, id) in of_article {
                self.finding(&mut fingerprint, finding, id);
            }
            Some(Group {
                key,
                fingerprint: fingerprint.end(),
            })
        };
        let mut groups: Vec<Group> = of_articles.filter_map(group).collect();
        groups.sort_unstable_by_key(|group| group.key);
        groups
    }

    fn finding(&self, fingerprint: &mut Fingerprint, finding: &Finding, id: &str) {
        let Finding {
            rule,
            severity,
            confidence,
            at,
            other,
            message,
            evidence,
            words: _,
        } = finding;
        fingerprint
            .text(id)
            .text(rule.name())
            .text(severity.name())
            .share(*confidence)
            .text(message);
        self.side(fingerprint, *at);
        fingerprint.option(*other, |fingerprint, other| self.side(fingerprint, other));
        fingerprint.number(evidence.len() as u64);
        for exhibit in evidence {
            fingerprint
                .text(&exhibit.note)
                .text(&exhibit.here)
                .text(&exhibit.there);
        }
    }
}

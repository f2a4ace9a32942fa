//! Facts of a record -> what lineage knows of an article beside its text: credits, traces, whose words it reports, 本报
//! and 我市, times, addresses. Depends on the record alone.

mod attributions;
mod credits;
mod documents;
mod house;
mod own_words;
mod stamps;
mod told;

use attributions::{AttributionDraft, attributions};
use credits::{CreditDraft, OWN, credits, is_further_down, is_of_title, is_own_house};
use documents::{document, later_text, was_filled_later};
use house::{Listener, listeners, of_one_house, only_listener, own_name, reporters, reserves_rights, rights};
pub use house::{are_one_house, house_of};
use own_words::{compiles, deixis, marked, opens_a_column, speech, standing, unexplained};
use serde::{Deserialize, Serialize};
use stamps::{address, agreed};
use told::Told;

use super::body::Names;
use crate::claim::OutletTable;
use crate::document::{Article, BlockKind, Claim, ClaimKind, EvidenceKind, Facts, SourceKind, Span};
use crate::lineage::{Attribution, Credit, Party, Residue};

/// A party whose names are not numbers yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PartyDraft {
    publisher: Option<String>,
    own_name: Option<(String, Span)>,
    credits: Vec<CreditDraft>,
    residues: Vec<(String, Span)>,
    attributions: Vec<AttributionDraft>,
    writers: Vec<String>,
    party: Party,
}

/// The paragraphs of an article; those that are of none are the first one's.
fn paragraphs<'f>(facts: &'f Facts, article: &Article) -> impl Iterator<Item = Span> + use<'f> {
    let ordinal = article.ordinal;
    let blocks = facts.attributed.segmentation.blocks.iter();
    blocks
        .filter(move |block| block.article.unwrap_or(0) == ordinal && block.kind == BlockKind::Paragraph)
        .map(|block| block.span)
}

impl PartyDraft {
    /// Takes what the facts tell of one article.
    pub fn of(facts: &Facts, article: &Article, outlets: &OutletTable) -> Self {
        let text = facts.record.text.as_str();
        let claims = || {
            let all = facts.attributed.claims.iter();
            all.filter(|claim| claim.article == article.ordinal)
        };
        let name = |claim: &Claim| claim.source.clone().unwrap_or_else(|| claim.source_name.clone());
        let mut credits = credits(facts, article);
        let reporters = reporters(facts, article, outlets);
        let of_article = claims().filter(|claim| !is_further_down(facts, article, claim));
        let listeners = listeners(&facts.attributed.claims, article, text, outlets);
        let own_name = own_name(article.publisher.as_deref(), of_article, &reporters, text).or_else(|| {
            only_listener(
                &listeners,
                article,
                credits.iter().map(|credit| credit.name.as_str()),
            )
        });
        let titled = || {
            let title = article.title.as_deref()?;
            let mut whole = credits.iter().filter(|credit| credit.scope.is_none());
            let own = whole.find(|credit| is_of_title(&credit.name, title))?;
            Some((own.name.clone(), own.span?))
        };
        let reserved = || {
            let mut lines = claims().filter(|claim| claim.kind == ClaimKind::SourceLine);
            let line = lines.find(|claim| claim.span.is_some_and(|span| reserves_rights(text, span)))?;
            Some((name(line), line.span?))
        };
        let unknown = article.publisher.is_none();
        let own_name = own_name.or_else(|| titled().or_else(reserved).filter(|_| unknown));
        // A house does not have its text from itself.
        let own = own_name
            .as_ref()
            .map(|(name, _)| name.as_str())
            .or(article.publisher.as_deref());
        credits.retain(|credit| !own.is_some_and(|own| is_own_house(&credit.name, own)));
        let mut residues = reporters;
        residues.extend(rights(facts, article, outlets));
        residues.retain(|(name, _)| Some(name) != article.publisher.as_ref());
        let void_source = claims()
            .filter(|claim| claim.is_void_source())
            .find_map(|claim| claim.span);
        let told = Told::of(facts, article);
        // 他告诉海风日报记者 on the page of another: nobody has it but from that report.
        let (of_others, of_own): (Vec<Listener>, Vec<Listener>) =
            listeners.into_iter().partition(|listener| {
                own.is_none_or(|own| {
                    !is_own_house(&listener.house, own) && !are_one_house(own, &listener.house)
                })
            });
        let heard_itself = of_own.iter().map(|listener| listener.scope).collect();
        let heard_by_others = of_others.iter().map(|listener| listener.cue).collect();
        credits.extend(of_others.into_iter().map(|listener| CreditDraft {
            name: listener.house,
            kind: EvidenceKind::InText,
            span: Some(listener.cue),
            scope: Some(listener.scope),
            of_several: false,
        }));
        let metadata = &facts.record.metadata;
        let marked = marked(facts, article);
        let document = document(facts, article);
        let mut originals: Vec<(u64, Option<Span>)> = claims()
            .filter(|claim| claim.kind == ClaimKind::Link)
            .map(|claim| (address(&claim.source_name), claim.span))
            .collect();
        originals.extend(metadata.source_link.as_deref().map(|link| (address(link), None)));
        let own_address = metadata.url.as_deref().map(address);
        if article.ordinal == 0 {
            // A canonical address elsewhere says whose text the page shows.
            originals.extend(metadata.canonical.as_deref().map(|link| (address(link), None)));
        }
        originals.retain(|&(original, _)| Some(original) != own_address);
        Self {
            publisher: article.publisher.clone(),
            own_name,
            credits,
            residues,
            attributions: attributions(facts, article, document.as_ref()),
            writers: claims()
                .filter(|claim| claim.kind == ClaimKind::Byline && claim.source_kind == SourceKind::Person)
                .map(name)
                .collect(),
            party: Party {
                standing: standing(article.publisher.as_deref(), outlets),
                void_source,
                unexplained: unexplained(facts, article),
                heard_by_others,
                heard_itself,
                speech: speech(facts, article, &marked, document.as_ref()),
                marked,
                told: told.sentences,
                leads: told.leads,
                acts: told.acts,
                later_text: article
                    .published_at
                    .as_ref()
                    .map(|time| later_text(facts, article, time.epoch_seconds))
                    .unwrap_or_default(),
                opens_with_notice: told::opens_with_notice(facts, article),
                own_report: opens_a_column(facts, article)
                    || claims().any(|claim| {
                        let own = |words: &str| OWN.iter().any(|own| words.starts_with(own));
                        claim.kind == ClaimKind::Byline && (own(&claim.source_name) || own(&claim.cue))
                    }),
                compiles: compiles(facts, article),
                deixis: deixis(facts, article),
                stamp: article
                    .published_at
                    .as_ref()
                    .filter(|time| !was_filled_later(facts, article, time.epoch_seconds))
                    .and_then(|_| agreed(article)),
                embedded: article.ordinal > 0,
                address: own_address.filter(|_| article.ordinal == 0),
                originals,
                ..Party::default()
            },
        }
    }

    /// The party, with `names` giving the numbers.
    pub fn number(self, names: &mut Names) -> Party {
        let mut party = self.party;
        let known_as = self
            .publisher
            .as_deref()
            .or(self.own_name.as_ref().map(|(name, _)| name.as_str()));
        let of_house = known_as.into_iter().flat_map(of_one_house);
        party.of_house = of_house.map(|name| names.number(name.to_owned())).collect();
        party.publisher = self.publisher.map(|name| names.number(name));
        party.own_name = self.own_name.map(|(name, span)| Residue {
            name: names.number(name),
            span,
        });
        let mut number = |name: String| names.number(name);
        let credits = self.credits.into_iter();
        party.credits = credits
            .map(|credit| Credit {
                name: number(credit.name),
                kind: credit.kind,
                span: credit.span,
                scope: credit.scope,
                of_several: credit.of_several,
            })
            .collect();
        let residues = self.residues.into_iter();
        party.residues = residues
            .map(|(name, span)| Residue {
                name: number(name),
                span,
            })
            .collect();
        let attributions = self.attributions.into_iter();
        party.writers = self.writers.into_iter().map(&mut number).collect();
        party.attributions = attributions
            .map(|said| Attribution {
                name: number(said.name),
                named: said.named,
                given_out: said.given_out,
                abroad: said.abroad,
                wording: said.wording,
                span: said.span,
                scope: said.scope,
            })
            .collect();
        party
    }
}

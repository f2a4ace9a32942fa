//! The chain behind each sentence of the body: publisher, declared source or the credit of the item it stands in, then
//! the sources of the mentions whose scopes hold the sentence, outermost first; and in whose voice it is told.

use crate::document::{Article, Claim, Sentence, Span, Voice};

use super::body::Body;
use super::mention::Mention;

/// True when `mention` governs the sentence: its scope covers at least half of what the sentence says beside the
/// mention's own words.
fn governs(mention: &Mention, sentence: Span) -> bool {
    let said = sentence.len().saturating_sub(sentence.overlap(mention.span));
    let covered = sentence.overlap(mention.scope);
    covered > 0 && covered * 2 >= said
}

/// For each paragraph the sources that the credit of an item of a digest names, joined, where it belongs to that item.
fn item_credits(body: &Body<'_>, claims: &[Claim]) -> Vec<Option<String>> {
    let mut credits: Vec<Option<String>> = vec![None; body.paragraphs.len()];
    for claim in claims.iter().filter(|claim| claim.rule == "item-credit") {
        let name = claim.source.as_deref().unwrap_or(&claim.source_name);
        let Some(scope) = claim.scope.filter(|_| !name.is_empty()) else {
            continue;
        };
        for index in body.paragraphs_in(scope) {
            let own = body.paragraphs.get(index).is_some_and(|paragraph| {
                paragraph.article == claim.article && scope.overlap(paragraph.span) > 0
            });
            let Some(credit) = credits.get_mut(index).filter(|_| own) else {
                continue;
            };
            match credit {
                Some(names) => {
                    names.push('、');
                    names.push_str(name);
                }
                None => *credit = Some(name.to_owned()),
            }
        }
    }
    credits
}

/// For each sentence the mentions that govern it, in order of the text.
fn governing<'m>(body: &Body<'_>, mentions: &'m [Mention]) -> Vec<Vec<&'m Mention>> {
    let mut behind: Vec<Vec<&Mention>> = vec![Vec::new(); body.sentences.len()];
    for mention in mentions {
        for index in body.paragraphs_in(mention.scope) {
            let Some(paragraph) = body.paragraphs.get(index) else {
                continue;
            };
            if paragraph.article != mention.article {
                continue;
            }
            let sentences = body.sentences_of(paragraph);
            let reached = sentences.partition_point(|sentence| sentence.end <= mention.scope.start);
            for (at, sentence) in sentences.iter().enumerate().skip(reached) {
                if sentence.start >= mention.scope.end {
                    break;
                }
                if governs(mention, *sentence)
                    && let Some(of_sentence) = behind.get_mut(paragraph.first_sentence + at)
                {
                    of_sentence.push(mention);
                }
            }
        }
    }
    behind
}

/// The sentences of all bodies with their chains. `claims` are those of lines.
pub(super) fn chains(
    body: &Body<'_>,
    articles: &[Article],
    claims: &[Claim],
    mentions: &[Mention],
) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(body.sentences.len());
    let credits = item_credits(body, claims);
    let mut governing = governing(body, mentions);
    for (paragraph, credit) in body.paragraphs.iter().zip(credits) {
        // Articles are in order of their ordinals, from 0.
        let article = articles.get(paragraph.article as usize);
        let mut carriers: Vec<String> = Vec::new();
        if let Some(article) = article {
            carriers.extend(article.publisher.iter().cloned());
            if article.declared_source != article.publisher {
                carriers.extend(article.declared_source.iter().cloned());
            }
        }
        if let Some(credit) = credit
            && !carriers.contains(&credit)
        {
            carriers.push(credit);
        }
        for (&span, place) in body
            .sentences_of(paragraph)
            .iter()
            .zip(paragraph.first_sentence..)
        {
            let mut behind = governing.get_mut(place).map(std::mem::take).unwrap_or_default();
            behind.sort_by_key(|mention| {
                (
                    mention.level,
                    std::cmp::Reverse(mention.scope.len()),
                    mention.span.start,
                )
            });
            let mut chain = Vec::with_capacity(carriers.len() + behind.len());
            chain.extend_from_slice(&carriers);
            let mut confidence = 1.0f32;
            let mut voice = Voice::Narration;
            for mention in behind {
                voice = mention.voice;
                confidence = confidence.min(mention.confidence);
                // Carried from another paragraph: probable, not certain.
                if mention.paragraph < body.paragraphs.len()
                    && body
                        .paragraphs
                        .get(mention.paragraph)
                        .is_some_and(|own| own.span != paragraph.span)
                {
                    confidence = confidence.min(0.6);
                }
                if let Some(name) = mention.chain_name()
                    && chain.last().map(String::as_str) != Some(name)
                {
                    chain.push(name.to_owned());
                }
            }
            if voice == Voice::Narration {
                confidence = 0.6;
            }
            sentences.push(Sentence {
                article: paragraph.article,
                span,
                chain,
                voice,
                confidence,
            });
        }
    }
    sentences
}

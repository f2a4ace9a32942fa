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

/// The sources that the credit of an item of a digest names, joined, where a paragraph belongs to that item.
fn item_credit(claims: &[Claim], article: u32, paragraph: Span) -> Option<String> {
    let names = claims
        .iter()
        .filter(|claim| claim.article == article && claim.rule == "item-credit")
        .filter(|claim| claim.scope.is_some_and(|scope| scope.overlap(paragraph) > 0))
        .map(|claim| claim.source.as_deref().unwrap_or(&claim.source_name))
        .filter(|name| !name.is_empty());
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// The sentences of all bodies with their chains. `claims` are those of lines.
pub(super) fn chains(
    body: &Body<'_>,
    articles: &[Article],
    claims: &[Claim],
    mentions: &[Mention],
) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(body.sentences.len());
    for paragraph in &body.paragraphs {
        let article = articles
            .iter()
            .find(|article| article.ordinal == paragraph.article);
        let mut carriers: Vec<String> = Vec::new();
        if let Some(article) = article {
            carriers.extend(article.publisher.iter().cloned());
            if article.declared_source != article.publisher {
                carriers.extend(article.declared_source.iter().cloned());
            }
        }
        if let Some(credit) = item_credit(claims, paragraph.article, paragraph.span)
            && !carriers.contains(&credit)
        {
            carriers.push(credit);
        }
        let near = mentions.iter().filter(|mention| {
            mention.article == paragraph.article && mention.scope.overlap(paragraph.span) > 0
        });
        let near: Vec<&Mention> = near.collect();
        for &span in body.sentences_of(paragraph) {
            let mut behind: Vec<&Mention> = near
                .iter()
                .copied()
                .filter(|mention| governs(mention, span))
                .collect();
            behind.sort_by_key(|mention| {
                (
                    mention.level,
                    std::cmp::Reverse(mention.scope.len()),
                    mention.span.start,
                )
            });
            let mut chain = carriers.clone();
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

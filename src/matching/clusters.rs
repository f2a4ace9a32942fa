//! Aligned pairs -> near-duplicate clusters: stars by rank.
//!
//! Articles are visited by rank; each joins the first centre that it verifies with, or becomes a centre itself. So
//! A ~ B ~ C never pulls C to A, and containment of one article in another (one share high, the other low) makes no
//! cluster but a passage.

use std::collections::BTreeSet;

use super::PairShape;
use crate::config::MatchParameters;
use crate::document::{Cluster, ClusterMember};

/// The clusters, and for each article (by rank) the centre of its cluster; its own rank when it is in none.
#[derive(Clone, Debug, Default)]
pub struct Stars {
    /// By centre.
    pub clusters: Vec<Cluster>,
    /// By rank.
    pub centre_of: Vec<u32>,
}

/// Makes the stars. `pairs` are (later, earlier, shape), sorted by later, then by earlier; frames must be left out.
/// `equal_to` gives for each article the first one with the same matching form (itself, if it is the first); only
/// first ones stand in `pairs`.
pub fn stars<'a>(
    equal_to: &[u32],
    pairs: impl Iterator<Item = (u32, u32, &'a PairShape)>,
    parameters: &MatchParameters,
) -> Stars {
    let mut centre_of: Vec<u32> = (0..equal_to.len() as u32).collect();
    let mut shares: Vec<(f32, f32)> = vec![(1.0, 1.0); equal_to.len()];
    for (later, earlier, shape) in pairs {
        let free = centre_of.get(later as usize) == Some(&later);
        let centre = centre_of.get(earlier as usize) == Some(&earlier);
        if free && centre && is_near_copy(shape, parameters) {
            if let Some(of) = centre_of.get_mut(later as usize) {
                *of = earlier;
            }
            if let Some(share) = shares.get_mut(later as usize) {
                *share = (shape.share_x as f32, shape.share_y as f32);
            }
        }
    }
    let mut members: Vec<(u32, ClusterMember)> = Vec::new();
    for (article, &first) in equal_to.iter().enumerate() {
        let article = article as u32;
        let Some(&centre) = centre_of.get(first as usize) else {
            continue;
        };
        if let Some(of) = centre_of.get_mut(article as usize) {
            *of = centre;
        }
        if article == centre {
            continue;
        }
        let (share_of_member, share_of_centre) = shares.get(first as usize).copied().unwrap_or((1.0, 1.0));
        members.push((
            centre,
            ClusterMember {
                article,
                exact: first == centre,
                share_of_member,
                share_of_centre,
            },
        ));
    }
    members.sort_by_key(|(centre, member)| (*centre, member.article));
    let clusters = members
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|star| {
            Some(Cluster {
                centre: star.first()?.0,
                members: star.iter().map(|(_, member)| *member).collect(),
            })
        })
        .collect();
    Stars { clusters, centre_of }
}

/// True when a pair is one report in two versions, see [`MatchParameters`].
pub fn is_near_copy(shape: &PairShape, parameters: &MatchParameters) -> bool {
    let lesser = shape.lesser_share();
    let beyond = (lesser - parameters.near_share).max(0.0);
    let allowed = parameters.near_rewritten + parameters.rewritten_slope * beyond;
    let whole = lesser >= parameters.whole_share && shape.identity >= parameters.whole_identity;
    let most = if whole {
        parameters.whole_rewritten
    } else {
        parameters.most_rewritten
    };
    let retouched = shape.rewritten <= allowed.min(most);
    let same_report = if lesser >= parameters.near_share {
        retouched || shape.running_x.max(shape.running_y) >= parameters.near_running
    } else {
        // A paragraph was added to a short report or left out of it. What is left must be by the same hand.
        retouched && shape.share_of_both() >= parameters.padded_share
    };
    same_report && shape.identity >= parameters.near_identity
}

/// Pairs of an article in no cluster, or a centre, with an earlier centre that it should be held against: one that it
/// was aligned with in part, or the centre of an article that it was. Seeds do not propose every centre of a text with
/// many copies, and are too far apart between copies that were edited several times. `pairs` are as for [`stars`]; the
/// result is sorted.
pub fn centres_to_try<'a>(
    centre_of: &[u32],
    pairs: impl Iterator<Item = (u32, u32, &'a PairShape)>,
    parameters: &MatchParameters,
) -> BTreeSet<(u32, u32)> {
    let centre = |article: u32| centre_of.get(article as usize).copied().unwrap_or(article);
    let mut wanted = BTreeSet::new();
    for (later, earlier, shape) in pairs {
        if shape.lesser_share() < parameters.suggesting_share {
            continue;
        }
        for (article, other) in [(later, earlier), (earlier, later)] {
            if centre(article) == article && centre(other) < article {
                wanted.insert((article, centre(other)));
            }
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::{PairShape, stars};
    use crate::config::MatchParameters;

    fn shape(share_x: f64, share_y: f64) -> PairShape {
        PairShape {
            share_x,
            share_y,
            identity: 0.9,
            running_x: 0.8,
            running_y: 0.8,
            ..PairShape::default()
        }
    }

    #[test]
    fn chains_do_not_grow() {
        // 1 is like 0, and 2 like 1 but not like 0.
        let pairs = [
            (1, 0, shape(0.8, 0.8)),
            (2, 0, shape(0.5, 0.5)),
            (2, 1, shape(0.9, 0.9)),
        ];
        let found = stars(
            &[0, 1, 2],
            pairs.iter().map(|(x, y, shape)| (*x, *y, shape)),
            &MatchParameters::default(),
        );
        assert_eq!(found.centre_of, [0, 0, 2]);
        assert_eq!(found.clusters.len(), 1);
    }

    #[test]
    fn containment_is_no_cluster_and_an_added_paragraph_no_containment() {
        let clusters = |shape: PairShape| {
            let pairs = [(1, 0, shape)];
            let pairs = pairs.iter().map(|(x, y, shape)| (*x, *y, shape));
            stars(&[0, 1], pairs, &MatchParameters::default()).clusters.len()
        };
        assert_eq!(clusters(shape(1.0, 0.3)), 0);
        assert_eq!(clusters(shape(1.0, 0.5)), 0);
        assert_eq!(clusters(shape(1.0, 0.62)), 1);
        // Two who report the same share that much as well, in other words.
        let rewritten = PairShape {
            rewritten: 0.5,
            ..shape(1.0, 0.62)
        };
        assert_eq!(clusters(rewritten), 0);
    }

    #[test]
    fn issue_5_a_copy_edited_through_and_through_is_one_and_short_reports_of_one_matter_are_not() {
        let clusters = |share: f64, identity: f64| {
            let edited = PairShape {
                identity,
                rewritten: 0.75,
                running_x: 0.1,
                running_y: 0.1,
                ..shape(share, share)
            };
            let pairs = [(1, 0, &edited)];
            stars(&[0, 1], pairs.into_iter(), &MatchParameters::default())
                .clusters
                .len()
        };
        assert_eq!(clusters(0.98, 0.86), 1);
        assert_eq!(clusters(0.98, 0.66), 0);
        assert_eq!(clusters(0.88, 0.86), 0);
    }

    #[test]
    fn equal_texts_follow_their_first() {
        let pairs = [(2, 0, shape(0.8, 0.9))];
        let found = stars(
            &[0, 0, 2, 2],
            pairs.iter().map(|(x, y, shape)| (*x, *y, shape)),
            &MatchParameters::default(),
        );
        let exact: Vec<(u32, bool)> = found
            .clusters
            .iter()
            .flat_map(|star| &star.members)
            .map(|member| (member.article, member.exact))
            .collect();
        assert_eq!(exact, [(1, true), (2, false), (3, false)]);
    }
}

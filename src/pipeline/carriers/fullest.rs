//! Of links that tell from whom one article has one text: the one that tells most of it. What stands in an article is traced to the first holder of each
//! part, so a part of what it shares with one page is linked to others as well, who had that part first. Where nothing says that it is from them, and the
//! page that shares the whole has the part as well, the link of the part tells no more than that others hold it too, which its family tells.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::fuller::equal_in;
use super::{FamilyLinks, Joint};
use crate::document::Stretch;
use crate::lineage::{self, Directed};

/// Equal bytes of the part that the page which shares the whole may lack: 3 Han characters.
const LACKS: u32 = 9;

/// Drops the links of parts.
pub fn keep_fullest(links: &mut [FamilyLinks]) {
    let mut of_receiver: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for (family, of_family) in links.iter().enumerate() {
        for (number, (link, joint)) in of_family.links.iter().enumerate() {
            if stretch(link, joint.as_ref()).is_some() {
                of_receiver.entry(link.to).or_default().push((family, number));
            }
        }
    }
    let mut dropped: HashSet<(usize, usize)> = HashSet::new();
    for places in of_receiver.values().filter(|places| places.len() > 1) {
        let found = places.iter().filter_map(|&(family, number)| {
            let (link, joint) = links.get(family)?.links.get(number)?;
            Some(((family, number), link, stretch(link, joint.as_ref())?))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(at, _, stretch)| (Reverse(stretch.matched), *at));
        for (index, (at, link, part)) in found.iter().enumerate() {
            let mut fuller = found.iter().take(index);
            let is_part = lineage::says_no_more(link.direction, &link.evidence)
                && fuller.any(|(_, other, whole)| other.from != link.from && holds(whole, part));
            if is_part {
                dropped.insert(*at);
            }
        }
    }
    for (family, of_family) in links.iter_mut().enumerate() {
        let mut number = 0;
        of_family.links.retain(|_| {
            number += 1;
            !dropped.contains(&(family, number - 1))
        });
    }
}

/// What the receiver of a link shares with the article that it leads from, the receiver being `x`.
fn stretch<'l>(link: &Directed, joint: Option<&'l Joint>) -> Option<&'l Stretch> {
    joint?.stretch().filter(|_| link.from.is_some())
}

/// True when a stretch holds what another one shares, of the same article.
fn holds(whole: &Stretch, part: &Stretch) -> bool {
    10 * whole.x.overlap(part.x) >= 9 * part.x.len() && equal_in(whole, part.x) + LACKS >= part.matched
}

#[cfg(test)]
mod tests {
    use super::{FamilyLinks, Joint, keep_fullest};
    use crate::document::{Direction, Evidence, EvidenceKind, FormSpan, Gap, Stretch};
    use crate::lineage::Directed;

    fn link(from: u32, (start, end): (u32, u32), gap: Option<(u32, u32)>) -> (Directed, Option<Joint>) {
        let span = |(start, end)| FormSpan { start, end };
        let differing = gap.map_or(0, |(start, end)| end - start);
        let stretch = Stretch {
            x: span((start, end)),
            y: span((start, end)),
            matched: end - start - differing,
            longest: end - start - differing,
            gaps: gap
                .into_iter()
                .map(|gap| Gap {
                    x: span(gap),
                    y: span(gap),
                })
                .collect(),
        };
        let time = Evidence {
            kind: EvidenceKind::Time,
            log_odds: 0.3,
            span: None,
            note: String::new(),
        };
        let link = Directed {
            from: Some(from),
            ghost: None,
            to: 9,
            governed: None,
            common_source: false,
            of_reports: false,
            direction: Direction::Unresolved,
            confidence: 0.5,
            evidence: vec![time],
        };
        (link, Some(Joint::Stretch(stretch)))
    }

    fn kept(of_families: Vec<(Directed, Option<Joint>)>) -> Vec<u32> {
        let mut links: Vec<FamilyLinks> = (0..)
            .zip(of_families)
            .map(|(family, link)| FamilyLinks {
                family,
                links: vec![link],
            })
            .collect();
        keep_fullest(&mut links);
        links
            .iter()
            .flat_map(|family| &family.links)
            .filter_map(|(link, _)| link.from)
            .collect()
    }

    #[test]
    fn issue_6_who_shares_the_whole_stands_for_who_shares_a_part() {
        let whole = || link(1, (0, 900), Some((700, 760)));
        assert_eq!(kept(vec![link(2, (100, 300), None), whole()]), [1]);
        // Another part, one in which the whole differs, and one that reaches beyond.
        assert_eq!(kept(vec![link(2, (1_000, 1_200), None), whole()]), [2, 1]);
        assert_eq!(kept(vec![link(2, (650, 800), None), whole()]), [2, 1]);
        assert_eq!(kept(vec![link(2, (800, 1_000), None), whole()]), [2, 1]);
        // Of two that share the same to the letter the one of the first family.
        assert_eq!(
            kept(vec![link(2, (100, 300), None), link(3, (100, 300), None)]),
            [2]
        );
    }

    #[test]
    fn issue_6_a_part_that_the_page_credits_or_that_is_settled_stays() {
        let whole = || link(1, (0, 900), None);
        let mut credited = link(2, (100, 300), None);
        credited.0.evidence.push(Evidence {
            kind: EvidenceKind::InText,
            log_odds: 0.5,
            span: None,
            note: String::new(),
        });
        let mut settled = link(2, (100, 300), None);
        settled.0.direction = Direction::Resolved;
        assert_eq!(kept(vec![credited, whole()]), [2, 1]);
        assert_eq!(kept(vec![settled, whole()]), [2, 1]);
    }
}

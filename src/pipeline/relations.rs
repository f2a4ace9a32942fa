//! Links -> how each was carried, and quotes that need no link of their own because the text around them was carried.

use std::collections::{HashMap, HashSet};

use crate::document::{Direction, EvidenceKind, Link, PassageKind, Relation, Side, Stretch};
use crate::lineage::{self, Directed};

/// Share of the longer side that is equal, below which a passage was put in other words,
const REWRITTEN: f64 = 0.65;
/// where no run makes up more than one in so many of the equal bytes: each clause was touched. A passage with a sentence
/// put in or left out has long runs beside the gap.
const RUNS: u32 = 3;

/// What is known of the two articles of a link.
#[derive(Clone, Copy, Debug, Default)]
pub struct Between {
    /// The receiver stands inside another page.
    pub embedded: bool,
    /// Both are copies of one report.
    pub same_report: bool,
    /// Each of the two speaks in a name of its own.
    pub of_two_houses: bool,
    /// The passage is what somebody says, in quotation marks, in both.
    pub quoted: bool,
}

/// How a link of a family of `kind` was carried.
pub fn relation(kind: PassageKind, link: &Directed, joint: Option<&Stretch>, between: Between) -> Relation {
    let Between {
        embedded,
        same_report,
        of_two_houses,
        quoted,
    } = between;
    // Two houses that each report one notice hold much of it, and neither reprints the other as long as nothing says so.
    let same_report = same_report && !(of_two_houses && link.direction == Direction::Unresolved);
    let rewritten = joint.is_some_and(is_rewritten);
    match kind {
        _ if link.common_source => Relation::CommonSource,
        PassageKind::Quote => Relation::Quote,
        _ if embedded => Relation::Embedded,
        _ if link.from.is_none() && is_for_a_part(link) => Relation::PartialReprint,
        _ if link.from.is_none() || same_report => Relation::Reprint,
        _ if quoted => Relation::Quote,
        _ if rewritten => Relation::Rewrite,
        _ => Relation::PartialReprint,
    }
}

/// True for a passage that was put in other words throughout.
pub fn is_rewritten(stretch: &Stretch) -> bool {
    let longer = stretch.x.len().max(stretch.y.len()).max(1);
    f64::from(stretch.matched) < REWRITTEN * f64::from(longer) && RUNS * stretch.longest <= stretch.matched
}

/// True for a source that is not held and that the page cites in its text, or as one of several: it has a part from there.
fn is_for_a_part(link: &Directed) -> bool {
    let in_text = link.evidence.iter().all(|item| item.kind == EvidenceKind::InText);
    in_text || link.direction == Direction::Unresolved
}

/// Drops the links of quotes between two articles that are linked by text which holds the quote on both sides, and what
/// is linked twice: the same spans of the same two articles in another family. `quotes` are (article, quote, family) of all quotes that stand in one.
pub fn drop_repeated(links: &mut Vec<Link>, quotes: &[(u32, u32, u32)]) {
    let mut bodies: HashMap<(u32, u32), Vec<(Side, Side)>> = HashMap::new();
    for link in links.iter().filter(|link| link.relation != Relation::Quote) {
        if let Some(from) = link.from {
            let sides = (from.min(link.to), from.max(link.to));
            bodies
                .entry((sides.0.article, sides.1.article))
                .or_default()
                .push(sides);
        }
    }
    let holds = |outer: Side, inner: Side| outer.span.contains(inner.span);
    drop_open_quotes_in_shared_text(links, quotes);
    // A quote that came with the text around it, from somebody else, needs no link to who had it first: that is the way of the text.
    let mut carried: HashMap<u32, Vec<Side>> = HashMap::new();
    let settled = links
        .iter()
        .filter(|link| link.direction == Direction::Resolved && link.relation != Relation::Quote);
    for link in settled.filter(|link| link.from.is_some()) {
        carried.entry(link.to.article).or_default().push(link.to);
    }
    // Nor has it one to somebody who is named in that text, for part of it.
    links.retain(|link| {
        let texts = carried.get(&link.to.article).map_or(&[][..], Vec::as_slice);
        let inside = |text: &Side| holds(*text, link.to) && text.span != link.to.span;
        match (link.relation, link.from) {
            (Relation::Quote, _) => !texts.iter().any(|text| holds(*text, link.to)),
            (Relation::CommonSource, None) => !texts.iter().any(inside),
            _ => true,
        }
    });
    links.retain(|link| {
        let Some(from) = link.from.filter(|_| link.relation == Relation::Quote) else {
            return true;
        };
        let (one, other) = (from.min(link.to), from.max(link.to));
        let around = bodies
            .get(&(one.article, other.article))
            .map_or(&[][..], Vec::as_slice);
        !around.iter().any(|&(a, b)| holds(a, one) && holds(b, other))
    });
    drop_contained_ghosts(links);
    drop_open_beside_settled(links);
    // Of links that say the same the surest stays; of equals the one of the first family.
    let mut best: HashMap<(Option<Side>, Side), (usize, f32)> = HashMap::new();
    for (index, link) in links.iter().enumerate().filter(|(_, link)| link.from.is_some()) {
        let kept = best
            .entry((link.from, link.to))
            .or_insert((index, link.confidence));
        if link.confidence > kept.1 {
            *kept = (index, link.confidence);
        }
    }
    let mut index = 0;
    links.retain(|link| {
        let here = index;
        index += 1;
        best.get(&(link.from, link.to)).is_none_or(|kept| kept.0 == here)
    });
}

/// Share of a place that lies in another one which says as much of it, in tenths.
const SAYS_AS_MUCH: usize = 9;

/// Drops open links of words of which it is settled where the page has them from, a held page or a third that gave them to several: whoever
/// else has them says nothing of that.
fn drop_open_beside_settled(links: &mut Vec<Link>) {
    let mut settled: HashMap<u32, Vec<Side>> = HashMap::new();
    let tells = |link: &&Link| {
        link.direction == Direction::Resolved
            && (link.from.is_some() || link.relation == Relation::CommonSource)
    };
    for link in links.iter().filter(tells) {
        settled.entry(link.to.article).or_default().push(link.to);
    }
    links.retain(|link| {
        let told = settled.get(&link.to.article).map_or(&[][..], Vec::as_slice);
        let span = link.to.span;
        let inside = |told: &Side| 10 * told.span.overlap(span) >= SAYS_AS_MUCH * span.len();
        link.direction == Direction::Resolved || link.from.is_none() || !told.iter().any(inside)
    });
}

/// Drops open links of quotes that stand in text which another page has as well, with the quote: nothing says that they are from who had them first.
fn drop_open_quotes_in_shared_text(links: &mut Vec<Link>, quotes: &[(u32, u32, u32)]) {
    let mut texts: HashMap<u32, Vec<(Side, u32)>> = HashMap::new();
    for link in links.iter().filter(|link| link.relation != Relation::Quote) {
        if let Some(from) = link.from {
            let of_receiver = texts.entry(link.to.article).or_default();
            of_receiver.push((link.to, from.article));
        }
    }
    let quotes: HashSet<(u32, u32)> = quotes
        .iter()
        .map(|&(article, _, family)| (family, article))
        .collect();
    links.retain(|link| {
        let texts = texts.get(&link.to.article).map_or(&[][..], Vec::as_slice);
        let mut around = texts.iter().filter(|(text, _)| text.span.contains(link.to.span));
        let has_it = |&(_, other): &(Side, u32)| quotes.contains(&(link.family, other));
        !(link.relation == Relation::Quote
            && lineage::says_no_more(link.direction, &link.evidence)
            && around.any(has_it))
    });
}

/// Drops links to a source that is not held where another says the same of a text that holds theirs: what a page has from somebody it has once.
fn drop_contained_ghosts(links: &mut Vec<Link>) {
    let is_ghost = |link: &Link| link.from.is_none() && link.relation != Relation::CommonSource;
    let mut ghosts: Vec<(usize, &Link)> = links
        .iter()
        .enumerate()
        .filter(|(_, link)| is_ghost(link))
        .collect();
    let key = |link: &Link| (link.to.article, link.from_source.clone());
    // One that holds another stands before it; of equals that of the first family.
    ghosts.sort_by_cached_key(|&(index, link)| {
        let span = link.to.span;
        (key(link), span.start, std::cmp::Reverse(span.end), index)
    });
    let mut dropped: HashSet<usize> = HashSet::new();
    for of_source in ghosts.chunk_by(|(_, one), (_, other)| {
        one.to.article == other.to.article && one.from_source == other.from_source
    }) {
        let mut reached: Option<u32> = None;
        for &(index, link) in of_source {
            if reached.is_some_and(|end| link.to.span.end <= end) {
                dropped.insert(index);
            }
            reached = reached.max(Some(link.to.span.end));
        }
    }
    let mut index = 0;
    links.retain(|_| {
        index += 1;
        !dropped.contains(&(index - 1))
    });
}

#[cfg(test)]
mod tests {
    use super::{Between, drop_repeated, relation};
    use crate::document::{Direction, FormSpan, Link, PassageKind, Relation, Side, Span, Stretch};
    use crate::lineage::Directed;

    #[test]
    fn a_passage_with_no_clause_left_alone_is_a_rewrite() {
        let link = Directed {
            from: Some(1),
            ghost: None,
            to: 2,
            governed: None,
            common_source: false,
            of_reports: false,
            direction: Direction::Resolved,
            confidence: 0.8,
            evidence: Vec::new(),
        };
        let whole = FormSpan { start: 0, end: 300 };
        let stretch = |matched, longest| Stretch {
            x: whole,
            y: whole,
            matched,
            longest,
            gaps: Vec::new(),
        };
        let of = |stretch: &Stretch, same_report| {
            let between = Between {
                same_report,
                ..Between::default()
            };
            relation(PassageKind::Body, &link, Some(stretch), between)
        };
        assert_eq!(of(&stretch(150, 45), false), Relation::Rewrite);
        assert_eq!(of(&stretch(150, 120), false), Relation::PartialReprint);
        assert_eq!(of(&stretch(290, 60), false), Relation::PartialReprint);
        assert_eq!(of(&stretch(150, 45), true), Relation::Reprint);
        // What somebody says in both is a quote, unless the whole report was carried.
        let quoted = |same_report| {
            let between = Between {
                same_report,
                quoted: true,
                ..Between::default()
            };
            relation(PassageKind::Body, &link, Some(&stretch(290, 60)), between)
        };
        assert_eq!(quoted(false), Relation::Quote);
        assert_eq!(quoted(true), Relation::Reprint);
    }

    fn link(family: u32, relation: Relation, from: (u32, usize, usize), to: (u32, usize, usize)) -> Link {
        let side = |(article, start, end)| Side {
            article,
            span: Span::new(start, end),
        };
        Link {
            family,
            from: Some(side(from)),
            from_source: None,
            to: side(to),
            relation,
            direction: Direction::Resolved,
            confidence: 0.8,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn a_quote_inside_carried_text_has_no_link_of_its_own() {
        let body = link(0, Relation::PartialReprint, (1, 0, 300), (2, 50, 350));
        let inside = link(1, Relation::Quote, (2, 100, 160), (1, 50, 110));
        let outside = link(2, Relation::Quote, (1, 400, 460), (2, 500, 560));
        let mut links = vec![body.clone(), inside, outside.clone()];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [body, outside]);
    }

    #[test]
    fn issue_6_a_quote_that_came_with_the_text_of_another_has_no_link_to_the_first() {
        let body = link(0, Relation::Reprint, (1, 0, 300), (2, 50, 350));
        let with_it = link(1, Relation::Quote, (0, 100, 160), (2, 150, 210));
        let of_its_own = link(1, Relation::Quote, (0, 100, 160), (3, 150, 210));
        let mut links = vec![body.clone(), with_it, of_its_own.clone()];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [body, of_its_own]);
    }

    #[test]
    fn issue_6_an_open_quote_in_open_text_goes_where_the_other_page_has_it_too() {
        let open = |link: Link| Link {
            direction: Direction::Unresolved,
            ..link
        };
        let text = open(link(0, Relation::PartialReprint, (1, 0, 300), (2, 50, 350)));
        let quote = open(link(1, Relation::Quote, (0, 100, 160), (2, 150, 210)));
        let left = |quotes: &[(u32, u32, u32)]| {
            let mut links = vec![text.clone(), quote.clone()];
            drop_repeated(&mut links, quotes);
            links.len()
        };
        assert_eq!(left(&[(0, 3, 1), (1, 4, 1), (2, 0, 1)]), 1);
        // The other has left it out.
        assert_eq!(left(&[(0, 3, 1), (2, 0, 1)]), 2);
    }

    #[test]
    fn issue_6_who_is_named_in_carried_text_is_no_source_of_its_own() {
        let body = link(0, Relation::PartialReprint, (1, 0, 300), (2, 50, 350));
        let ghost = |start, end| Link {
            from: None,
            ..link(1, Relation::CommonSource, (0, 0, 0), (2, start, end))
        };
        let mut links = vec![body.clone(), ghost(100, 160), ghost(400, 460)];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [body, ghost(400, 460)]);
    }

    #[test]
    fn issue_6_words_of_which_it_is_settled_where_they_are_from_have_no_open_link() {
        let open = |family, start, end| Link {
            direction: Direction::Unresolved,
            ..link(family, Relation::PartialReprint, (0, 100, 160), (2, start, end))
        };
        let common = Link {
            from: None,
            ..link(1, Relation::CommonSource, (0, 0, 0), (2, 95, 155))
        };
        let declared = Link {
            from: None,
            ..link(2, Relation::Reprint, (0, 0, 0), (2, 0, 900))
        };
        let mut links = vec![
            open(3, 100, 160),
            common.clone(),
            declared.clone(),
            open(4, 400, 460),
        ];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [common, declared, open(4, 400, 460)]);
    }

    #[test]
    fn issue_6_what_a_page_has_from_a_ghost_is_said_once() {
        let ghost = |family, source: &str, start, end| Link {
            from: None,
            from_source: Some(source.to_owned()),
            ..link(family, Relation::Reprint, (0, 0, 0), (2, start, end))
        };
        let (part, whole) = (ghost(0, "海风日报", 50, 90), ghost(1, "海风日报", 0, 300));
        let (again, other) = (ghost(2, "海风日报", 0, 300), ghost(3, "江州晚报", 50, 90));
        let mut links = vec![part, whole.clone(), again, other.clone()];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [whole, other]);
    }

    #[test]
    fn what_two_families_say_alike_is_said_once() {
        let one = link(0, Relation::PartialReprint, (1, 0, 300), (2, 50, 350));
        let mut again = link(1, Relation::PartialReprint, (1, 0, 300), (2, 50, 350));
        again.confidence = 0.9;
        let mut links = vec![one, again.clone()];
        drop_repeated(&mut links, &[]);
        assert_eq!(links, [again]);
    }
}

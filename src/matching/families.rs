//! Passages -> families: stars around a span of their first holder, never chains.

use super::Selected;
use crate::document::{FormSpan, PassageKind};

/// A family; `first` is in bytes of the holder's matching form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormFamily {
    /// What its passages are.
    pub kind: PassageKind,
    /// Rank of the first holder.
    pub holder: u32,
    /// The first holder's span.
    pub first: FormSpan,
}

/// A passage with its family.
#[derive(Clone, Debug)]
pub struct FormPassage {
    /// Index of its family.
    pub family: u32,
    /// The passage.
    pub passage: Selected,
}

/// Families with their passages, both in stable order.
#[derive(Clone, Debug, Default)]
pub struct Grouped {
    /// By holder, span and kind.
    pub families: Vec<FormFamily>,
    /// By family, then by carrier and place.
    pub passages: Vec<FormPassage>,
}

/// Groups passages by the span of the first holder that they overlap by half of both or more. The longest span comes
/// first, so that a family is known by the whole of what was carried.
pub fn group(mut selected: Vec<Selected>) -> Grouped {
    selected.sort_by_key(|passage| {
        let span = passage.stretch.y;
        (
            passage.y,
            passage.kind,
            u32::MAX - span.len(),
            span.start,
            passage.x,
            passage.stretch.x,
        )
    });
    let mut families: Vec<FormFamily> = Vec::new();
    let mut members: Vec<(usize, Selected)> = Vec::with_capacity(selected.len());
    let mut of_holder = 0usize;
    let mut last = None;
    for passage in selected {
        if last != Some((passage.y, passage.kind)) {
            of_holder = families.len();
            last = Some((passage.y, passage.kind));
        }
        let span = passage.stretch.y;
        let joined = families
            .iter()
            .skip(of_holder)
            .position(|family| overlap_by_half(family.first, span));
        let family = of_holder + joined.unwrap_or(families.len() - of_holder);
        if joined.is_none() {
            families.push(FormFamily {
                kind: passage.kind,
                holder: passage.y,
                first: span,
            });
        }
        members.push((family, passage));
    }
    let mut order: Vec<usize> = (0..families.len()).collect();
    order.sort_by_key(|&index| {
        families
            .get(index)
            .map(|family| (family.holder, family.first, family.kind))
    });
    let mut place = vec![0u32; families.len()];
    for (new, &old) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(old) {
            *slot = new as u32;
        }
    }
    let families = order
        .iter()
        .filter_map(|&index| families.get(index).copied())
        .collect();
    let mut passages: Vec<FormPassage> = members
        .into_iter()
        .map(|(family, passage)| FormPassage {
            family: place.get(family).copied().unwrap_or(0),
            passage,
        })
        .collect();
    passages.sort_by_key(|member| (member.family, member.passage.x, member.passage.stretch.x));
    Grouped { families, passages }
}

fn overlap_by_half(a: FormSpan, b: FormSpan) -> bool {
    2 * a.overlap(b) >= a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::{Selected, group};
    use crate::document::{FormSpan, PassageKind, Stretch};

    fn passage(x: u32, y: u32, start: u32, end: u32) -> Selected {
        let span = FormSpan { start, end };
        let stretch = Stretch {
            x: span,
            y: span,
            matched: end - start,
            longest: end - start,
            gaps: Vec::new(),
        };
        Selected {
            x,
            y,
            kind: PassageKind::Body,
            stretch,
        }
    }

    #[test]
    fn a_family_is_a_star_and_not_a_chain() {
        // The second overlaps the first by half, the third the second but not the first.
        let grouped = group(vec![
            passage(5, 1, 0, 400),
            passage(6, 1, 150, 500),
            passage(7, 1, 300, 640),
        ]);
        let families: Vec<u32> = grouped.passages.iter().map(|member| member.family).collect();
        assert_eq!(grouped.families.len(), 2);
        assert_eq!(families, [0, 0, 1]);
    }
}

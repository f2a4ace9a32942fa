//! Two bodies held against each other as a scan does it: where their seeds meet, the stretches that align, and how much
//! of each stands in the other.

use crate::align::{Scratch, align, align_closely};
use crate::config::{AlignParameters, FingerprintParameters};
use crate::document::{Anchor, Stretch};
use crate::fingerprint::{Seed, append_seeds};
use crate::ledger::StoredPage;
use crate::matching::{frame_articles, pair_shape};
use crate::pipeline::origins::Origin;

/// How much two articles share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// Share of `a` that stands in `b`, 0 to 1.
    pub of_a: f64,
    /// Share of `b` that stands in `a`.
    pub of_b: f64,
    /// Equal bytes over all bytes of what is aligned.
    pub identity: f64,
}

/// Aligns the bodies of two articles. Nothing is shared where both only fill one template.
pub fn shares(a: &StoredPage, b: &StoredPage) -> Shares {
    let (a, b) = (body(a), body(b));
    let (x, y) = (a.form(), b.form());
    let stretches = aligned(x, y, &meetings(x, y).0);
    let shape = pair_shape(x, y, &stretches);
    if frame_articles(std::iter::once((1, 0, &shape))).first() == Some(&true) {
        return Shares::default();
    }
    Shares {
        of_a: shape.share_x,
        of_b: shape.share_y,
        identity: shape.identity,
    }
}

/// The stretches of two bodies that align: from the places where their seeds meet, else in the way in which quotes are
/// compared.
pub(super) fn aligned(x: &[u8], y: &[u8], anchors: &[Anchor]) -> Vec<Stretch> {
    let (parameters, mut scratch) = (AlignParameters::default(), Scratch::default());
    let stretches = align(x, y, anchors, true, &parameters, &mut scratch);
    if stretches.is_empty() {
        align_closely(x, y, &parameters, &mut scratch)
    } else {
        stretches
    }
}

/// The body of a page as it is compared.
pub(super) fn body(page: &StoredPage) -> Origin<'_> {
    Origin::of_body(&page.facts, page.body.iter().copied())
}

/// Where the seeds of two bodies agree, and the hashes of these seeds, each once.
pub(super) fn meetings(x: &[u8], y: &[u8]) -> (Vec<Anchor>, Vec<u64>) {
    let spread = FingerprintParameters::default().body_spread;
    let sorted = |form: &[u8]| {
        let mut seeds: Vec<Seed> = Vec::new();
        append_seeds(form, spread, &mut seeds);
        seeds.sort_by_key(|seed| (seed.hash, seed.position));
        seeds
    };
    let (of_x, of_y) = (sorted(x), sorted(y));
    let (mut anchors, mut hashes) = (Vec::new(), Vec::new());
    for seed in of_x {
        let from = of_y.partition_point(|other| other.hash < seed.hash);
        let same = of_y.iter().skip(from).take_while(|other| other.hash == seed.hash);
        for other in same.take(4) {
            anchors.push(Anchor {
                x: seed.position,
                y: other.position,
            });
            hashes.push(seed.hash);
        }
    }
    anchors.sort_unstable();
    hashes.dedup();
    (anchors, hashes)
}

//! Seeds: hashes of short windows of a matching form, thinned by winnowing so that two texts with a long enough
//! common run always share one.
//!
//! A window is 24 *bytes* of normalised UTF-8 from a character's first byte on: 8 Han characters or 24 letters, so
//! that one rule serves every script. Winnowing (Schleimer, Wilkerson and Aiken 2003) keeps the smallest hash of
//! every stretch of `spread` consecutive bytes of window starts. A common run of `24 + spread - 1` bytes holds all
//! windows of such a stretch, so both texts keep one of them: that is the guarantee. A stretch ends where a window starts. Where characters
//! of several widths meet that can be up to three bytes further on, and the run must reach as far; a run that has its bytes in Han characters alone, or in
//! letters alone, has a window there, and so has one of as many Han characters with any letters or digits between them.

use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a window.
pub const WINDOW: usize = 24;

/// A kept window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed {
    /// Hash of the window's bytes.
    pub hash: u64,
    /// First byte of the window in the form.
    pub position: u32,
}

/// Appends the seeds of `form` to `seeds`, by position. Every common run of two forms of `WINDOW + spread - 1` bytes, up to the next start of a
/// window, gives both at least one seed of the same hash inside the run.
pub fn append_seeds(form: &[u8], spread: usize, seeds: &mut Vec<Seed>) {
    // Robust winnowing: keep the current minimum until it leaves the stretch or a smaller one comes, so that runs of
    // one repeated character do not keep every window.
    let mut stretch: Vec<Seed> = Vec::with_capacity(spread);
    let mut head = 0usize;
    let mut kept: Option<Seed> = None;
    let mut first: Option<usize> = None;
    for (position, window) in form.windows(WINDOW).enumerate() {
        if window.first().is_some_and(|byte| byte & 0xC0 == 0x80) {
            continue;
        }
        let seed = Seed {
            hash: window_hash(window),
            position: position as u32,
        };
        let first = *first.get_or_insert(position);
        // The stretch of window starts that ends here is (position - spread, position].
        while stretch
            .get(head)
            .is_some_and(|old| old.position as usize + spread <= position)
        {
            head += 1;
        }
        if head > 4096 {
            stretch.drain(..head);
            head = 0;
        }
        stretch.push(seed);
        // A stretch is complete once its next start would lie beyond `spread` bytes from the first one.
        let complete = next_start(form, position) >= first + spread;
        let expired = kept.is_some_and(|old| (old.position as usize) + spread <= position);
        let choice = match kept {
            Some(old) if !expired => {
                if seed.hash < old.hash {
                    Some(seed)
                } else {
                    None
                }
            }
            _ if complete => stretch
                .get(head..)
                .into_iter()
                .flatten()
                .copied()
                .reduce(|best, next| if next.hash <= best.hash { next } else { best }),
            _ => None,
        };
        if let Some(choice) = choice {
            kept = Some(choice);
            seeds.push(choice);
        }
    }
    // A form shorter than one stretch keeps its smallest window, so that short texts can meet at all.
    if kept.is_none()
        && let Some(best) = stretch
            .iter()
            .copied()
            .min_by_key(|seed| (seed.hash, seed.position))
    {
        seeds.push(best);
    }
}

/// The next character boundary after `position`.
fn next_start(form: &[u8], position: usize) -> usize {
    let mut next = position + 1;
    while form.get(next).is_some_and(|byte| byte & 0xC0 == 0x80) {
        next += 1;
    }
    next
}

fn window_hash(window: &[u8]) -> u64 {
    xxh3_64(window)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{WINDOW, append_seeds};

    fn seeds(form: &str, spread: usize) -> Vec<super::Seed> {
        let mut seeds = Vec::new();
        append_seeds(form.as_bytes(), spread, &mut seeds);
        seeds
    }

    #[test]
    fn one_repeated_character_keeps_few_seeds() {
        let form = "哈".repeat(10_000);
        assert!(seeds(&form, 49).len() < 800);
    }

    #[test]
    fn density_is_near_two_in_a_stretch() {
        let form: String = (0..20_000u32)
            .filter_map(|i| char::from_u32(0x4E00 + i.wrapping_mul(2_654_435_761) % 20_000))
            .collect();
        let kept = seeds(&form, 49).len();
        assert!((1_800..2_600).contains(&kept), "{kept}");
    }

    /// Hashes of the seeds inside of `run`, with other text around it.
    fn inside(before: &str, run: &str, after: &str, spread: usize) -> HashSet<u64> {
        let starts = before.len()..=before.len() + run.len() - WINDOW;
        let seeds = seeds(&format!("{before}{run}{after}"), spread);
        let inside = seeds
            .into_iter()
            .filter(|seed| starts.contains(&(seed.position as usize)));
        inside.map(|seed| seed.hash).collect()
    }

    #[test]
    fn issue_5_a_stretch_ends_where_a_window_starts() {
        // 36 bytes, whose 13th is inside of a character: the only window of the stretch that both texts must keep starts behind the run.
        let run = "724c2dc儜e冸3ebd儈e匂办b2d丕02";
        assert_eq!(run.len(), WINDOW + 13 - 1);
        assert!(!run.is_char_boundary(12));
        assert!(inside("b", run, "cb", 13).is_disjoint(&inside("", run, "", 13)));
        let longer = format!("{run}02");
        assert!(!inside("b", &longer, "cb", 13).is_disjoint(&inside("", &longer, "", 13)));
    }

    proptest! {
        /// The guarantee of the module: a common run of WINDOW + spread - 1 bytes, up to the next character, shares a seed inside the run.
        #[test]
        fn common_runs_share_a_seed(
            run in "[一-十a-f0-9]{24,90}", before in "[一-十a-f]{0,60}", after in "[一-十a-f]{0,60}",
            before2 in "[一-十a-f]{0,60}", after2 in "[一-十a-f]{0,60}", spread in prop::sample::select(vec![13usize, 49]),
        ) {
            let reached = (spread - 1..run.len()).find(|&start| run.is_char_boundary(start)).unwrap_or(run.len());
            prop_assume!(run.len() >= WINDOW + reached);
            let (a, b) = (inside(&before, &run, &after, spread), inside(&before2, &run, &after2, spread));
            prop_assert!(a.intersection(&b).next().is_some());
        }

        /// What is promised to users: 24 Han characters, 12 in quotes, whatever letters and digits stand between them.
        #[test]
        fn common_han_characters_share_a_seed(
            run in "([0-9a-f]{0,2}[一-十]){24,40}", before in "[一-十a-f]{0,60}", after in "[一-十a-f]{0,60}",
            before2 in "[一-十a-f]{0,60}", after2 in "[一-十a-f]{0,60}",
        ) {
            let half: String = run.chars().scan(0, |han, next| {
                *han += usize::from(!next.is_ascii());
                (*han <= 12).then_some(next)
            }).collect();
            for (run, spread) in [(run.as_str(), 49), (half.as_str(), 13)] {
                let (a, b) = (inside(&before, run, &after, spread), inside(&before2, run, &after2, spread));
                prop_assert!(a.intersection(&b).next().is_some());
            }
        }
    }
}

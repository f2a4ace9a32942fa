//! Anchors -> maximal equal runs.

use crate::document::Anchor;

/// Bytes that are equal in both forms, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in `x`.
    pub x: u32,
    /// First byte in `y`.
    pub y: u32,
    /// Bytes.
    pub length: u32,
}

impl Run {
    pub fn x_end(self) -> u32 {
        self.x + self.length
    }

    pub fn y_end(self) -> u32 {
        self.y + self.length
    }

    /// The longer side of the difference between `before` and this run.
    pub fn gap_after(self, before: &Self) -> u32 {
        self.x
            .saturating_sub(before.x_end())
            .max(self.y.saturating_sub(before.y_end()))
    }

    /// The run without its first `bytes` (rounded up to a character of `x`).
    pub fn without_head(self, bytes: u32, x: &[u8]) -> Option<Self> {
        let mut cut = bytes;
        while cut < self.length && !is_boundary(x, (self.x + cut) as usize) {
            cut += 1;
        }
        (cut < self.length).then(|| Self {
            x: self.x + cut,
            y: self.y + cut,
            length: self.length - cut,
        })
    }
}

/// True when `offset` begins a character of `form` or ends it.
pub fn is_boundary(form: &[u8], offset: usize) -> bool {
    form.get(offset).is_none_or(|byte| byte & 0xC0 != 0x80)
}

/// How many bytes `a` and `b` have in common from their beginning.
pub fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let mut equal = 0;
    for (left, right) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        if left != right {
            break;
        }
        equal += 8;
    }
    equal
        + a.iter()
            .skip(equal)
            .zip(b.iter().skip(equal))
            .take_while(|(left, right)| left == right)
            .count()
}

/// How many bytes `a` and `b` have in common before their end.
fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    a.iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(left, right)| left == right)
        .count()
}

/// The equal run from `(x_at, y_at)` on, cut back to whole characters.
pub fn run_from(x: &[u8], y: &[u8], x_at: usize, y_at: usize) -> usize {
    let mut length = common_prefix(x.get(x_at..).unwrap_or(&[]), y.get(y_at..).unwrap_or(&[]));
    while length > 0 && !(is_boundary(x, x_at + length) && is_boundary(y, y_at + length)) {
        length -= 1;
    }
    length
}

/// The equal run that ends at `(x_at, y_at)`, cut to whole characters.
pub fn run_before(x: &[u8], y: &[u8], x_at: usize, y_at: usize) -> usize {
    let mut length = common_suffix(x.get(..x_at).unwrap_or(&[]), y.get(..y_at).unwrap_or(&[]));
    while length > 0 && !is_boundary(x, x_at - length) {
        length -= 1;
    }
    length
}

/// Extends every anchor as far as the forms are equal; each run once, by start in `x`, then in `y`.
pub fn equal_runs(x: &[u8], y: &[u8], anchors: &[Anchor]) -> Vec<Run> {
    let mut by_diagonal: Vec<Anchor> = anchors.to_vec();
    by_diagonal.sort_unstable_by_key(|anchor| (i64::from(anchor.x) - i64::from(anchor.y), anchor.x));
    let mut runs: Vec<Run> = Vec::new();
    for anchor in by_diagonal {
        let same_run = runs.last().is_some_and(|run| {
            i64::from(run.x) - i64::from(run.y) == i64::from(anchor.x) - i64::from(anchor.y)
                && anchor.x < run.x_end()
        });
        if same_run {
            continue;
        }
        let (x_at, y_at) = (anchor.x as usize, anchor.y as usize);
        let after = run_from(x, y, x_at, y_at) as u32;
        if after == 0 {
            continue;
        }
        let before = run_before(x, y, x_at, y_at) as u32;
        runs.push(Run {
            x: anchor.x - before,
            y: anchor.y - before,
            length: before + after,
        });
    }
    runs.sort_unstable_by_key(|run| (run.x, run.y));
    runs.dedup();
    runs
}

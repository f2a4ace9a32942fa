//! An exchange of many words -> the exchanges in it, with the equal words between them left out.
//!
//! A gap takes in the values that it touches and so its neighbours, above all in texts without Han characters, where each
//! word looks like the digits of a code. By the longest common subsequence, weighed by bytes.

/// Bytes of equal words from which they part two exchanges: two Han characters; fewer are chance.
const PARTING: usize = 6;

/// The exchanges between tokens `from` and `to` of both sides, as (from, to). `equal(i, j)` compares tokens of the two,
/// `weight(i)` are the bytes of a token of the first.
pub fn parts(
    from: [usize; 2],
    to: [usize; 2],
    equal: &impl Fn(usize, usize) -> bool,
    weight: &impl Fn(usize) -> usize,
) -> Vec<([usize; 2], [usize; 2])> {
    let [rows, columns] = [to[0] - from[0], to[1] - from[1]];
    let width = columns + 1;
    // `best[i * width + j]` is the weight of the best way from (i, j) to the end.
    let mut best = vec![0usize; (rows + 1) * width];
    let cell = |best: &[usize], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let mut most = cell(&best, i + 1, j).max(cell(&best, i, j + 1));
            if equal(from[0] + i, from[1] + j) {
                most = most.max(weight(from[0] + i) + cell(&best, i + 1, j + 1));
            }
            if let Some(slot) = best.get_mut(i * width + j) {
                *slot = most;
            }
        }
    }
    // Runs of equal tokens: (start in both, tokens, bytes).
    let mut runs: Vec<([usize; 2], usize, usize)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        let bytes = weight(from[0] + i);
        if equal(from[0] + i, from[1] + j) && cell(&best, i, j) == bytes + cell(&best, i + 1, j + 1) {
            match runs.last_mut() {
                Some((start, tokens, sum)) if start[0] + *tokens == i && start[1] + *tokens == j => {
                    *tokens += 1;
                    *sum += bytes;
                }
                _ => runs.push(([i, j], 1, bytes)),
            }
            i += 1;
            j += 1;
        } else if cell(&best, i + 1, j) >= cell(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    let mut found = Vec::new();
    let mut at = from;
    for (start, tokens, bytes) in runs {
        if bytes < PARTING {
            continue;
        }
        let begin = [from[0] + start[0], from[1] + start[1]];
        found.push((at, begin));
        at = [begin[0] + tokens, begin[1] + tokens];
    }
    found.push((at, to));
    found.retain(|(from, to)| from != to);
    found
}

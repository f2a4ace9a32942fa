//! Two short texts side by side: which words only one of them has. By the longest common subsequence of characters, words of
//! letters and numbers being one character each.

use super::wrap::{Piece, Style};

/// Cells of the table up to which the subsequence is looked for; beyond it the middles count as different.
const CELLS: usize = 4_000_000;
/// Share of the shorter text that both have in common, below which the two are shown without a comparison.
const ALIKE: f64 = 0.5;
/// Characters that are shown before and behind a difference; longer common runs are cut.
const CONTEXT: usize = 36;
/// Common runs of fewer characters between two differences are no islands worth showing.
const ISLAND: usize = 2;

/// The pieces of both texts, what only `here` has as [`Style::Added`] and what only `there` has as [`Style::Removed`]. Both are
/// plain when they are equal; `None` when they have less than half of the shorter one in common.
pub(super) fn compared(here: &str, there: &str) -> Option<(Vec<Piece>, Vec<Piece>)> {
    let (left, right) = (tokens(here), tokens(there));
    let steps = joined(steps(&left, &right));
    let common: usize = steps
        .iter()
        .map(|step| if step.same { step.left.len() } else { 0 })
        .sum();
    let shorter = left.len().min(right.len());
    if shorter == 0 || (common as f64) < ALIKE * shorter as f64 {
        return None;
    }
    let last = steps.len().saturating_sub(1);
    let side = |tokens: &[&str], range: fn(&Step) -> std::ops::Range<usize>, style| {
        let mut pieces = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let words = tokens.get(range(step)).unwrap_or_default();
            if step.same {
                common_run(words, index == 0, index == last, &mut pieces);
            } else {
                pieces.push((style, words.concat()));
            }
        }
        pieces
    };
    Some((
        side(&left, |step| step.left.clone(), Style::Added),
        side(&right, |step| step.right.clone(), Style::Removed),
    ))
}

/// One line of both texts: what both have, and before it what only `there` has as [`Style::Removed`] and only `here` as
/// [`Style::Added`]. Nothing is cut; other widths and marks are no difference. `None` as in [`compared`].
pub(super) fn aligned(here: &str, there: &str) -> Option<Vec<Piece>> {
    let (left, right) = (tokens(here), tokens(there));
    let (folded_left, folded_right) = (folded(&left), folded(&right));
    let steps = joined(steps(
        &folded_left.iter().map(String::as_str).collect::<Vec<_>>(),
        &folded_right.iter().map(String::as_str).collect::<Vec<_>>(),
    ));
    let common: usize = steps
        .iter()
        .map(|step| if step.same { step.left.len() } else { 0 })
        .sum();
    let shorter = left.len().min(right.len());
    if shorter == 0 || (common as f64) < ALIKE * shorter as f64 {
        return None;
    }
    let mut pieces = Vec::new();
    for step in &steps {
        let own = left.get(step.left.clone()).unwrap_or_default().concat();
        if step.same {
            pieces.push((Style::Plain, own));
        } else {
            pieces.push((
                Style::Removed,
                right.get(step.right.clone()).unwrap_or_default().concat(),
            ));
            pieces.push((Style::Added, own));
        }
    }
    Some(pieces)
}

/// A run that both have, its middle left out where it is long: what stands beside a difference is what matters.
fn common_run(words: &[&str], first: bool, last: bool, pieces: &mut Vec<Piece>) {
    let (head, tail) = match (first, last) {
        // Equal texts: their beginning tells what they are.
        (true, true) => (4 * CONTEXT, 0),
        (true, false) => (0, CONTEXT),
        (false, true) => (CONTEXT, 0),
        (false, false) => (CONTEXT, CONTEXT),
    };
    if words.len() <= head + tail + 2 {
        pieces.push((Style::Plain, words.concat()));
        return;
    }
    let behind = words.len() - tail;
    pieces.push((Style::Plain, words.get(..head).unwrap_or_default().concat()));
    pieces.push((Style::Dim, "…".to_owned()));
    pieces.push((Style::Plain, words.get(behind..).unwrap_or_default().concat()));
}

/// Tokens as they are compared where width and marks make no difference: full width as half width, the marks of both scripts
/// as one.
fn folded(tokens: &[&str]) -> Vec<String> {
    let fold = |character: char| match character {
        '，' | '、' => ',',
        '。' => '.',
        '“' | '”' | '「' | '」' | '『' | '』' | '‘' | '’' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    };
    tokens
        .iter()
        .map(|token| token.chars().map(fold).collect())
        .collect()
}

/// Runs of letters and digits of ASCII, and every other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_alphanumeric() {
            rest.find(|character: char| !character.is_ascii_alphanumeric())
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// A run of tokens that both have, or of tokens that stand for each other.
#[derive(Clone, Debug)]
struct Step {
    same: bool,
    left: std::ops::Range<usize>,
    right: std::ops::Range<usize>,
}

fn steps(left: &[&str], right: &[&str]) -> Vec<Step> {
    let head = left
        .iter()
        .zip(right)
        .take_while(|(left, right)| left == right)
        .count();
    let room = left.len().min(right.len()) - head;
    let tail = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take(room)
        .take_while(|(left, right)| left == right)
        .count();
    let middle = |tokens: &[&str]| head..tokens.len() - tail;
    let mut steps = vec![Step {
        same: true,
        left: 0..head,
        right: 0..head,
    }];
    let (left_middle, right_middle) = (middle(left), middle(right));
    let common = subsequence(
        left.get(left_middle.clone()).unwrap_or_default(),
        right.get(right_middle.clone()).unwrap_or_default(),
    );
    let (mut at_left, mut at_right) = (head, head);
    for (in_left, in_right) in common {
        let (in_left, in_right) = (head + in_left, head + in_right);
        steps.push(Step {
            same: false,
            left: at_left..in_left,
            right: at_right..in_right,
        });
        steps.push(Step {
            same: true,
            left: in_left..in_left + 1,
            right: in_right..in_right + 1,
        });
        (at_left, at_right) = (in_left + 1, in_right + 1);
    }
    steps.push(Step {
        same: false,
        left: at_left..left_middle.end,
        right: at_right..right_middle.end,
    });
    steps.push(Step {
        same: true,
        left: left_middle.end..left.len(),
        right: right_middle.end..right.len(),
    });
    steps
}

/// Indexes of a longest common subsequence, in order.
fn subsequence(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    let columns = right.len() + 1;
    if left.is_empty() || right.is_empty() || left.len().saturating_mul(columns) > CELLS {
        return Vec::new();
    }
    // lengths[i * columns + j]: of the suffixes that begin at i and j.
    let mut lengths = vec![0u32; (left.len() + 1) * columns];
    let at = |lengths: &[u32], i: usize, j: usize| lengths.get(i * columns + j).copied().unwrap_or(0);
    for (i, word) in left.iter().enumerate().rev() {
        for (j, other) in right.iter().enumerate().rev() {
            let length = if word == other {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * columns + j) {
                *cell = length;
            }
        }
    }
    let mut common = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        if left.get(i) == right.get(j) {
            common.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// Neighbours of one kind made one, small islands between differences drowned, empty steps left out.
fn joined(steps: Vec<Step>) -> Vec<Step> {
    let merge = |steps: Vec<Step>| {
        let mut merged: Vec<Step> = Vec::new();
        for step in steps {
            if step.left.is_empty() && step.right.is_empty() {
                continue;
            }
            match merged.last_mut() {
                Some(last) if last.same == step.same => {
                    last.left.end = step.left.end;
                    last.right.end = step.right.end;
                }
                _ => merged.push(step),
            }
        }
        merged
    };
    let mut steps = merge(steps);
    let last = steps.len().saturating_sub(1);
    for (index, step) in steps.iter_mut().enumerate() {
        if step.same && index > 0 && index < last && step.left.len() < ISLAND {
            step.same = false;
        }
    }
    merge(steps)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Style, compared, joined, steps, tokens};

    fn shown(here: &str, there: &str) -> Option<(String, String)> {
        let mark = |pieces: Vec<(Style, String)>| {
            pieces
                .into_iter()
                .map(|(style, text)| {
                    if style == Style::Plain || style == Style::Dim {
                        text
                    } else {
                        format!("<{text}>")
                    }
                })
                .collect::<String>()
        };
        compared(here, there).map(|(here, there)| (mark(here), mark(there)))
    }

    #[test]
    fn one_line_holds_both_texts() {
        let pieces = super::aligned("共有336个。", "共有363个。").unwrap();
        let expected = [
            (Style::Plain, "共有"),
            (Style::Removed, "363"),
            (Style::Added, "336"),
            (Style::Plain, "个。"),
        ];
        assert_eq!(pieces, expected.map(|(style, text)| (style, text.to_owned())));
        assert_eq!(super::aligned("山城在线消息", "渡口的老船工说"), None);
        let widths = super::aligned("船来了,人也来了", "船来了，人也来了").unwrap();
        assert_eq!(widths, [(Style::Plain, "船来了,人也来了".to_owned())]);
    }

    fn pair(here: &str, there: &str) -> Option<(String, String)> {
        Some((here.to_owned(), there.to_owned()))
    }

    #[test]
    fn words_that_differ_are_marked_whole() {
        assert_eq!(
            shown("共有336个点位。", "共有363个点位。"),
            pair("共有<336>个点位。", "共有<363>个点位。")
        );
        assert_eq!(
            shown("专家认为有效。", "专家初步认为有效。"),
            pair("专家<>认为有效。", "专家<初步>认为有效。")
        );
        assert_eq!(
            shown("原因已经查明", "原因尚未查明"),
            pair("原因<已经>查明", "原因<尚未>查明")
        );
        assert_eq!(shown("港口通航", "港口通航"), pair("港口通航", "港口通航"));
    }

    #[test]
    fn single_characters_between_differences_are_drowned() {
        assert_eq!(
            shown("船在东的岸停靠着", "船在西的海停靠着"),
            pair("船在<东的岸>停靠着", "船在<西的海>停靠着")
        );
    }

    #[test]
    fn long_common_runs_are_cut_and_other_texts_are_not_compared() {
        let before = "港".repeat(100);
        let (here, there) = shown(&format!("{before}12艘"), &format!("{before}13艘")).unwrap();
        assert_eq!(here, format!("…{}<12>艘", "港".repeat(36)));
        assert_eq!(there, format!("…{}<13>艘", "港".repeat(36)));
        assert_eq!(shown("山城在线消息", "渡口的老船工说"), None);
        assert_eq!(shown("", "渡口"), None);
    }

    proptest! {
        #[test]
        fn both_texts_are_put_together_again(here in "[港口船a1 ]{0,20}", there in "[港口船a1 ]{0,20}") {
            let (left, right) = (tokens(&here), tokens(&there));
            let steps = joined(steps(&left, &right));
            let (mut a, mut b) = (String::new(), String::new());
            for step in &steps {
                a.push_str(&left[step.left.clone()].concat());
                b.push_str(&right[step.right.clone()].concat());
                if step.same {
                    prop_assert_eq!(&left[step.left.clone()], &right[step.right.clone()]);
                }
            }
            prop_assert_eq!((a, b), (here, there));
        }
    }
}

//! Lines that many pages of a host share at head or tail: learnt from the corpus itself.
//!
//! A line is boilerplate when it ends (or opens) many articles of one host and stands beside *different* text each
//! time. A last paragraph of a report that ten sites carry is frequent too, but its neighbours are the same in all
//! ten, so it stays body.

use std::collections::{HashMap, HashSet};

use crate::config::BoilerplateParameters;

/// The body of one article as lines.
#[derive(Clone, Debug, Default)]
pub struct ArticleLines {
    /// Hash of the host (publisher, else host of the address); 0 where neither is known.
    pub host: u64,
    /// Hashes of the matching forms of its paragraphs, in order.
    pub lines: Vec<u64>,
}

/// For each article the indices of the lines that are boilerplate, ascending.
pub fn learn(articles: &[ArticleLines], parameters: &BoilerplateParameters) -> Vec<Vec<u32>> {
    let mut pages: HashMap<(u64, u64), u32> = HashMap::new();
    for article in articles {
        let edges: HashSet<u64> = edge_lines(article, parameters).map(|(_, line)| line).collect();
        for line in edges {
            *pages.entry((article.host, line)).or_default() += 1;
        }
    }
    pages.retain(|(host, _), count| *count >= parameters.least_pages(*host));
    let frequent = |host: u64, line: u64| pages.contains_key(&(host, line));
    let mut neighbours: HashMap<(u64, u64), HashSet<u64>> = HashMap::new();
    for article in articles {
        for (index, line) in edge_lines(article, parameters).filter(|(_, line)| frequent(article.host, *line))
        {
            let neighbour = neighbour(article, index, |line| frequent(article.host, line));
            neighbours
                .entry((article.host, line))
                .or_default()
                .extend(neighbour);
        }
    }
    let learnt: HashSet<(u64, u64)> = neighbours
        .into_iter()
        .filter(|(key, beside)| {
            let count = pages.get(key).copied().unwrap_or(0);
            let needed = f64::from(count) * parameters.distinct_share(key.0);
            beside.len() as f64 >= needed.max(f64::from(parameters.least_pages(key.0)))
        })
        .map(|(key, _)| key)
        .collect();
    articles
        .iter()
        .map(|article| {
            let mut found: Vec<u32> = edge_lines(article, parameters)
                .filter(|(_, line)| learnt.contains(&(article.host, *line)))
                .map(|(index, _)| index as u32)
                .collect();
            found.sort_unstable();
            found.dedup();
            if is_its_report(article, found.len()) {
                found.clear();
            }
            found
        })
        .collect()
}

/// True when the learnt lines are most of an article of an unknown host, and more than a notice has: then many
/// retouched copies of its report voted for them, each beside other words.
fn is_its_report(article: &ArticleLines, learnt: usize) -> bool {
    const NOTICE: usize = 3;
    article.host == 0 && learnt > NOTICE && 2 * learnt > article.lines.len()
}

/// The first and last lines of an article with their indices; a line of a short article may come twice.
fn edge_lines<'a>(
    article: &'a ArticleLines,
    parameters: &BoilerplateParameters,
) -> impl Iterator<Item = (usize, u64)> + 'a {
    let tail = article.lines.len().saturating_sub(parameters.tail_lines);
    let numbered = || article.lines.iter().copied().enumerate();
    numbered()
        .take(parameters.head_lines)
        .chain(numbered().skip(tail))
}

/// The nearest line towards the middle of the article that is not frequent itself. None where frequent lines make up
/// more than half of the article: then they are its report, carried by many, and not what surrounds it.
fn neighbour(article: &ArticleLines, index: usize, frequent: impl Fn(u64) -> bool) -> Option<u64> {
    let rare = |line: &&u64| !frequent(**line);
    let (before, after) = (article.lines.get(..index)?, article.lines.get(index + 1..)?);
    let run_before = before.iter().rev().take_while(|line| frequent(**line)).count();
    let run_after = after.iter().take_while(|line| frequent(**line)).count();
    if 2 * (run_before + 1 + run_after) > article.lines.len() + 1 {
        return None;
    }
    if 2 * index >= article.lines.len() {
        before.iter().rev().find(rare).copied()
    } else {
        after.iter().find(rare).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{ArticleLines, learn};
    use crate::config::BoilerplateParameters;

    fn page(host: u64, lines: &[u64]) -> ArticleLines {
        ArticleLines {
            host,
            lines: lines.to_vec(),
        }
    }

    #[test]
    fn a_line_below_different_texts_is_boilerplate() {
        let pages: Vec<ArticleLines> = (0..6)
            .map(|i| page(7, &[100 + i, 200 + i, 300 + i, 1, 2]))
            .collect();
        let learnt = learn(&pages, &BoilerplateParameters::default());
        assert!(learnt.iter().all(|lines| lines == &[3, 4]));
    }

    #[test]
    fn the_last_paragraph_of_a_wire_story_is_not() {
        let pages: Vec<ArticleLines> = (0..12).map(|i| page(0, &[500 + i, 10, 11, 12, 13, 14])).collect();
        assert!(
            learn(&pages, &BoilerplateParameters::default())
                .iter()
                .all(Vec::is_empty)
        );
    }

    #[test]
    fn the_report_that_retouched_copies_vote_for_stays() {
        // Each copy keeps two paragraphs of seven, not side by side, and retouches the others.
        let mut pages = vec![page(0, &[1, 2, 3, 4, 5, 6, 7])];
        for copy in 0..70u64 {
            let kept = [copy % 7, (copy + 2) % 7];
            let lines = (0..7).map(|line| {
                if kept.contains(&line) {
                    line + 1
                } else {
                    1000 + 10 * copy + line
                }
            });
            pages.push(page(0, &lines.collect::<Vec<u64>>()));
        }
        let learnt = learn(&pages, &BoilerplateParameters::default());
        assert!(
            learnt[1..].iter().any(|lines| !lines.is_empty()),
            "the copies do vote"
        );
        assert!(learnt[0].is_empty());
    }

    #[test]
    fn other_hosts_do_not_count() {
        let pages: Vec<ArticleLines> = (0..6).map(|i| page(i + 1, &[100 + i, 200 + i, 1])).collect();
        assert!(
            learn(&pages, &BoilerplateParameters::default())
                .iter()
                .all(Vec::is_empty)
        );
    }
}

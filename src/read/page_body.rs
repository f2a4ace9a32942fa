//! Which lines of a page are the body of its article. In: the parsed page, its lines, and the lines that an extractor of
//! main content found. Out: the lines of the body, as the page has them.
//!
//! The extractor weighs elements by their text, so it leaves out a paragraph without a full stop among its like and takes
//! in a list that stands beside the text. Where the body ends is read off the page instead: at the end of the element
//! that holds most of what was found.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use super::page_frame::is_control;
use super::page_lines::Line;

/// A body and its place in the page.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) lines: Vec<Line>,
    /// Indices of its first and its last line among those of the page.
    pub(super) place: Option<(usize, usize)>,
    /// Index of its first line that is a sentence: what stands before that may be the head of the page.
    pub(super) first_sentence: usize,
    /// The element that holds most of it.
    pub(super) home: Option<NodeId>,
}

/// Lines that are looked at for the home of a body.
const MOST_WEIGHED: usize = 4000;
/// The part of a body that its home holds, in hundredths.
const MOST: usize = 75;
/// Characters that only a sentence has.
const SHORTEST_SENTENCE: usize = 80;
/// Paragraphs that make their parent a row of paragraphs.
const FEWEST_IN_ROW: usize = 2;

/// The body of the page.
pub(super) fn body(page: &Document, lines: &[Line], extracted: Vec<Line>) -> Body {
    let places = places(lines, &extracted);
    let found: Vec<usize> = places.iter().flatten().copied().collect();
    let (Some(&first), Some(&last)) = (found.iter().min(), found.iter().max()) else {
        return Body {
            lines: extracted,
            ..Body::default()
        };
    };
    let home = home(page, lines, &found);
    let within = Within::new(page, home);
    // The end: behind it, only an element that looks as the home does goes on with the text.
    let end = found
        .iter()
        .copied()
        .filter(|&index| lines.get(index).is_some_and(|line| within.holds(line)))
        .max()
        .unwrap_or(last);
    let goes_on = |index: usize| lines.get(index).is_some_and(|line| within.is_continued(line));
    let rows = rows(page, lines, &found);
    let taken: HashMap<usize, ()> = found.iter().map(|&index| (index, ())).collect();
    let is_row = |line: &Line| {
        let row = line.block.and_then(|block| row_of(page, block));
        row.is_some_and(|row| {
            rows.parents
                .get(&row)
                .is_some_and(|&count| count >= FEWEST_IN_ROW)
        })
    };
    let fits = |line: &Line| {
        let known = line.block.is_some_and(|block| rows.blocks.contains_key(&block));
        (known || is_row(line)) && !line.is_link && !is_control(&line.text) && within.holds(line)
    };
    let mut kept = Vec::new();
    let mut next = first;
    let mut final_line = first;
    let fill = |from: usize, to: usize, kept: &mut Vec<Line>| {
        let gap = lines.get(from..to).unwrap_or(&[]).iter().enumerate();
        kept.extend(
            gap.filter(|(at, line)| !taken.contains_key(&(from + at)) && fits(line))
                .map(|(_, line)| line.clone()),
        );
    };
    for (line, place) in extracted.into_iter().zip(places) {
        match place {
            Some(index) => {
                if index > end && !goes_on(index) {
                    continue;
                }
                if index >= next {
                    fill(next, index, &mut kept);
                    next = index + 1;
                    final_line = index;
                }
                kept.extend(lines.get(index).cloned());
            }
            // What the extractor put together or cut apart is taken from the page, where the page has it.
            None if next <= end && !lines.get(first..=end).is_some_and(|own| holds(own, &line.text)) => {
                kept.push(line);
            }
            None => {}
        }
    }
    // Paragraphs of the same row behind the last one that was found.
    let behind = lines.get(next..).unwrap_or(&[]);
    let row_end = behind
        .iter()
        .take_while(|line| within.holds(line))
        .enumerate()
        .filter(|(_, line)| fits(line))
        .map(|(at, _)| at)
        .last();
    if let Some(at) = row_end {
        fill(next, next + at + 1, &mut kept);
        final_line = next + at;
    }
    for line in &mut kept {
        line.in_row = is_row(line);
    }
    let is_sentence = |line: &Line| {
        line.text.ends_with(['。', '！', '？', '”', '.']) || line.text.chars().count() > SHORTEST_SENTENCE
    };
    let first_sentence = found
        .iter()
        .copied()
        .filter(|&index| lines.get(index).is_some_and(is_sentence))
        .min()
        .unwrap_or(first);
    Body {
        lines: kept,
        place: Some((first, final_line)),
        first_sentence,
        home,
    }
}

/// True when one of the lines has the text as a part.
fn holds(lines: &[Line], text: &str) -> bool {
    lines
        .iter()
        .take(MOST_WEIGHED)
        .any(|line| line.text.contains(text))
}

/// Where each extracted line stands in the page. They are sought from the longest one outwards, each beside the one
/// before, because short lines stand in menus and lists too.
fn places(lines: &[Line], extracted: &[Line]) -> Vec<Option<usize>> {
    let mut by_text: Vec<(&str, usize)> = lines.iter().map(|line| line.text.as_str()).zip(0..).collect();
    by_text.sort_unstable();
    let known = |line: &Line| {
        let text = line.text.as_str();
        let from = by_text.partition_point(|(other, _)| *other < text);
        let equal = by_text.get(from..).unwrap_or(&[]);
        let count = equal.partition_point(|(other, _)| *other == text);
        equal.get(..count).filter(|equal| !equal.is_empty())
    };
    let mut places = vec![None; extracted.len()];
    let anchor = extracted
        .iter()
        .enumerate()
        .filter(|(_, line)| known(line).is_some())
        .max_by_key(|(_, line)| line.text.len())
        .map(|(at, _)| at);
    let Some(anchor) = anchor else { return places };
    let mut before = usize::MAX;
    for at in (0..=anchor).rev() {
        let found = extracted.get(at).and_then(known).and_then(|found| {
            let count = found.partition_point(|(_, index)| *index < before);
            let (_, index) = found.get(count.checked_sub(1)?)?;
            Some(*index)
        });
        if let (Some(found), Some(place)) = (found, places.get_mut(at)) {
            *place = Some(found);
            before = found;
        }
    }
    let mut after = places.get(anchor).copied().flatten().unwrap_or(0);
    for at in anchor + 1..extracted.len() {
        let found = extracted.get(at).and_then(known).and_then(|found| {
            let from = found.partition_point(|(_, index)| *index <= after);
            found.get(from).map(|(_, index)| *index)
        });
        if let (Some(found), Some(place)) = (found, places.get_mut(at)) {
            *place = Some(found);
            after = found;
        }
    }
    places
}

/// The deepest element that holds most of the found text.
fn home(page: &Document, lines: &[Line], found: &[usize]) -> Option<NodeId> {
    let mut blocks: HashMap<NodeId, usize> = HashMap::new();
    let mut total = 0;
    for line in found
        .iter()
        .take(MOST_WEIGHED)
        .filter_map(|&index| lines.get(index))
    {
        let chars = line.text.chars().count();
        total += chars;
        *blocks.entry(line.block?).or_default() += chars;
    }
    let mut held: HashMap<NodeId, (usize, usize)> = HashMap::new();
    for (&block, &chars) in &blocks {
        let mut chain = vec![block];
        chain.extend(page.tree.ancestor_ids_of(&block, None));
        for (height, &node) in chain.iter().rev().enumerate() {
            let entry = held.entry(node).or_default();
            entry.0 += chars;
            entry.1 = height;
        }
    }
    let (&home, _) = held
        .iter()
        .filter(|(_, (chars, _))| chars * 100 >= total * MOST)
        .max_by_key(|(_, (_, height))| *height)?;
    // One long paragraph is not the place where its neighbours stand.
    let mut node = page.tree.get(&home)?;
    while ["p", "li", "blockquote", "h1", "h2", "h3"]
        .iter()
        .any(|name| node.has_name(name))
    {
        node = node.parent()?;
    }
    Some(node.id)
}

/// Tells what stands inside the home of a body, or in an element that looks as it does.
struct Within<'page> {
    page: &'page Document,
    home: Option<NodeId>,
    /// Name and class of the home.
    looks: Option<(String, String)>,
}

impl<'page> Within<'page> {
    fn new(page: &'page Document, home: Option<NodeId>) -> Self {
        let node = home.and_then(|home| page.tree.get(&home));
        let looks =
            node.and_then(|node| Some((node.node_name()?.to_string(), node.class()?.trim().to_owned())));
        Self {
            page,
            home,
            looks: looks.filter(|(_, class)| !class.is_empty()),
        }
    }

    /// The block of the line and what it stands in.
    fn chain(&self, line: &Line) -> impl Iterator<Item = NodeRef<'page>> {
        let block = line.block.and_then(|block| self.page.tree.get(&block));
        std::iter::successors(block, NodeRef::parent)
    }

    fn holds(&self, line: &Line) -> bool {
        self.home
            .is_none_or(|home| self.chain(line).any(|node| node.id == home))
    }

    fn is_continued(&self, line: &Line) -> bool {
        self.home.is_none()
            || self.looks.as_ref().is_some_and(|(name, class)| {
                self.chain(line).any(|node| {
                    let same_class = node.class().is_some_and(|other| other.trim() == class);
                    same_class && node.has_name(name)
                })
            })
    }
}

/// Where paragraphs of the body stand: the blocks of its lines, and the parents of its `<p>` with their number.
struct Rows {
    blocks: HashMap<NodeId, ()>,
    parents: HashMap<NodeId, usize>,
}

/// The element in which a `<p>` stands among others: its parent, or what stands around the wrappers that hold nothing but
/// it.
fn row_of(page: &Document, block: NodeId) -> Option<NodeId> {
    const MOST_WRAPPERS: usize = 3;
    let mut node = page.tree.get(&block).filter(|block| block.has_name("p"))?;
    for _ in 0..MOST_WRAPPERS {
        let alone = node.next_element_sibling().is_none() && node.prev_element_sibling().is_none();
        node = node.parent()?;
        if !alone {
            break;
        }
    }
    Some(node.id)
}

fn rows(page: &Document, lines: &[Line], found: &[usize]) -> Rows {
    let mut rows = Rows {
        blocks: HashMap::new(),
        parents: HashMap::new(),
    };
    let mut last = None;
    for block in found.iter().filter_map(|&index| lines.get(index)?.block) {
        rows.blocks.insert(block, ());
        if let Some(row) = row_of(page, block).filter(|_| last != Some(block)) {
            *rows.parents.entry(row).or_default() += 1;
        }
        last = Some(block);
    }
    rows
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::body;
    use crate::read::page_lines::{Line, lines};

    /// The body when the extractor has found the lines for which `found` says so.
    fn read(page: &str, found: impl Fn(&Line) -> bool) -> Vec<String> {
        let page = Document::from(page);
        let lines = lines(page.root());
        let extracted = lines.iter().filter(|line| found(line)).cloned().collect();
        let body = body(&page, &lines, extracted);
        body.lines.into_iter().map(|line| line.text).collect()
    }

    fn stops(line: &Line) -> bool {
        line.text.ends_with('。')
    }

    #[test]
    fn a_paragraph_among_paragraphs_needs_no_stop() {
        let found = read(
            "<div><p>新码头今日启用。</p><p>泊位六个，分三期建成</p><p>局长说还要扩建。</p><p><a>更多</a></p><p>分享</p><p>票价二十元</p></div><p>版权所有</p>",
            stops,
        );
        assert_eq!(
            found,
            [
                "新码头今日启用。",
                "泊位六个，分三期建成",
                "局长说还要扩建。",
                "票价二十元"
            ]
        );
        let wrapped = read(
            "<div><div><p>新码头今日启用。</p></div><div><p>局长说还要扩建。</p></div><div><p>票价二十元</p></div></div>",
            stops,
        );
        assert_eq!(wrapped.len(), 3);
    }

    #[test]
    fn the_body_ends_with_its_element() {
        let text =
            "<p>新码头今日启用，共有泊位六个，可以停靠货轮。</p><p>局长林一舟说，码头明年还要扩建。</p>";
        let list = "<div class=list><p>海滨市高铁通车了。</p><p>2021-03-04</p></div>";
        let found = read(&format!("<div class=text>{text}{text}</div>{list}"), |_| true);
        assert_eq!(found.len(), 4);
        let parted = read(
            &format!("<div class=text>{text}{text}</div><i>广告</i><div class=text>{text}</div>"),
            stops,
        );
        assert_eq!(parted.len(), 6);
        let halves = read(
            &format!("<div class=a>{text}</div><div class=b>{text}</div>"),
            stops,
        );
        assert_eq!(halves.len(), 4);
    }

    #[test]
    fn lines_are_found_beside_each_other() {
        // The extractor found the three lines in the middle.
        let place = std::cell::Cell::new(0);
        let middle = |_: &Line| (1..=3).contains(&place.replace(place.get() + 1));
        let found = read(
            "<ul><li>码头</li></ul><div><p>码头</p><p>新码头今日启用，共有泊位六个。</p><p>码头</p></div><ul><li>码头</li></ul>",
            middle,
        );
        assert_eq!(found, ["码头", "新码头今日启用，共有泊位六个。", "码头"]);
    }
}

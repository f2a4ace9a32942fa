//! Which lines of a body are captions of its pictures, where only the markup tells. In: the parsed page and the lines.
//! Out: the same lines, those that are captions marked.
//!
//! A caption stands in an element named or classed so, or repeats the `alt` of a picture beside it, or shares a small
//! element with the picture, or is set in grey or in the middle below it. A short line in the paragraph behind one that
//! holds nothing but a picture is a weaker sign: headings and sentences stand there too. It counts where the page has
//! no other captions and most of its pictures have such a line, and not where the page is a row of pictures with a
//! sentence below each.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};

use super::page_lines::Line;

/// The longest caption in characters, by what tells that it is one.
const LONGEST: usize = 140;
const LONGEST_SHARING: usize = 60;
const LONGEST_BEHIND: usize = 30;
/// Pictures with a short line below that make it the custom of a page.
const FEWEST_BEHIND: usize = 3;
/// Elements that are looked at for the text of a small element.
const MOST_LOOKED_AT: usize = 120;
/// How far up from a line its small element may be.
const HIGHEST: usize = 3;

/// Marks captions among the lines of a body.
pub(super) fn mark(page: &Document, pictures: &[NodeRef<'_>], lines: &mut [Line]) {
    let alts: HashSet<String> = pictures
        .iter()
        .filter_map(|picture| picture.attr("alt"))
        .map(|alt| alt.trim().to_owned())
        .filter(|alt| alt.chars().count() > 1)
        .collect();
    let (mut pale, mut behind) = (Vec::new(), Vec::new());
    let (mut alone, mut others) = (0, false);
    for (index, line) in lines.iter_mut().enumerate() {
        let chars = line.text.chars().count();
        let picture = line.picture;
        alone += usize::from(picture.is_some_and(|picture| stands_alone(page, line, picture)));
        // A digit below a picture numbers a section.
        let worded = chars > 1 && line.text.chars().any(char::is_alphabetic);
        if line.is_heading || chars > LONGEST || !worded || line.is_bold && !line.is_caption {
            line.is_caption &= chars <= LONGEST && worded && !line.is_heading;
            continue;
        }
        let Some(picture) = picture else { continue };
        let is_said = line.text.ends_with(['：', ':', '，', ',', '、', '？', '！'])
            || line.text.starts_with(['“', '"']);
        if line.is_caption
            || alts.contains(&line.text)
            || chars <= LONGEST_SHARING && shares(page, line, picture)
        {
            line.is_caption = true;
            others = true;
        } else if line.is_pale && chars <= LONGEST_SHARING && !is_said {
            pale.push(index);
        } else if chars <= LONGEST_BEHIND && !is_said && stands_alone(page, line, picture) {
            behind.push(index);
        }
    }
    if others || behind.len() < FEWEST_BEHIND || behind.len() * 3 < alone * 2 {
        behind.clear();
    }
    pale.extend(behind);
    // A page of pictures with a sentence below each: the sentences are its text.
    let long = |line: &&Line| !line.is_link && line.text.chars().count() > LONGEST_BEHIND;
    if pale.len() <= lines.iter().filter(long).count() / 2 {
        for index in pale {
            if let Some(line) = lines.get_mut(index) {
                line.is_caption = true;
            }
        }
    }
}

/// True when line and picture stand in one element that holds no other text.
fn shares(page: &Document, line: &Line, picture: NodeId) -> bool {
    let Some(block) = line.block.and_then(|block| page.tree.get(&block)) else {
        return false;
    };
    let limit = line.text.chars().count() + 4;
    let mut node = block;
    for _ in 0..HIGHEST {
        if node.has_name("body") || !is_small(&node, limit) {
            return false;
        }
        let holds = node.id == picture || {
            let mut above = page.tree.get(&picture);
            let mut steps = 0;
            while let Some(next) = above.filter(|next| next.id != node.id && steps < 2 * HIGHEST) {
                above = next.parent();
                steps += 1;
            }
            above.is_some_and(|found| found.id == node.id)
        };
        if holds {
            return true;
        }
        match node.parent() {
            Some(parent) => node = parent,
            None => return false,
        }
    }
    false
}

/// True when the element has no more text than `limit` characters.
fn is_small(node: &NodeRef<'_>, limit: usize) -> bool {
    let mut chars = 0;
    for (count, inner) in node.descendants_it().enumerate() {
        if count > MOST_LOOKED_AT {
            return false;
        }
        if inner.is_text() && !inner.parent().is_some_and(|parent| parent.has_name("script")) {
            chars += inner.text().chars().filter(|next| !next.is_whitespace()).count();
            if chars > limit {
                return false;
            }
        }
    }
    true
}

/// True when the picture is all that its block holds, and the block of the line stands beside it.
fn stands_alone(page: &Document, line: &Line, picture: NodeId) -> bool {
    let (Some(block), Some(picture)) = (
        line.block.and_then(|block| page.tree.get(&block)),
        page.tree.get(&picture),
    ) else {
        return false;
    };
    let same_parent = matches!(
        (block.parent(), picture.parent()),
        (Some(one), Some(other)) if one.id == other.id
    );
    block.has_name("p") && block.id != picture.id && same_parent && is_small(&picture, 0)
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::mark;
    use crate::read::page_elements::Elements;
    use crate::read::page_lines::lines;

    fn captions(page: &str) -> Vec<String> {
        let page = Document::from(page);
        let mut lines = lines(page.root());
        mark(&page, &Elements::of(&page).pictures, &mut lines);
        lines
            .into_iter()
            .filter(|line| line.is_caption)
            .map(|line| line.text)
            .collect()
    }

    const LONG: &str =
        "<p>海滨市新码头今日启用，共有泊位六个，其中四个可以停靠十万吨级的货轮，另外两个停靠客轮。</p>";

    #[test]
    fn captions_are_told_by_the_markup() {
        let found = captions(&format!(
            "{LONG}<div class=pic><img src=a><p>码头全景</p></div>{LONG}<p><img src=b></p><p>泊位六个</p>{LONG}\
             <p><img src=d alt='工人在装货'>工人在装货</p>{LONG}<div><img src=e></div><span style='color: #999'>海滨市</span><br>{LONG}"
        ));
        assert_eq!(found, ["码头全景", "工人在装货", "海滨市"]);
        let classed = captions("<p><img src=a></p><p class='text image_desc'>（部分报价单）</p>");
        assert_eq!(classed, ["（部分报价单）"]);
    }

    #[test]
    fn a_short_line_below_each_picture_is_the_custom_of_a_page() {
        let below = |line: &str| format!("{LONG}{LONG}<p><img src=a></p><p>{line}</p>");
        let custom = ["码头全景。", "码头的吊车。", "局长说，还要扩建。"]
            .map(below)
            .concat();
        assert_eq!(captions(&custom).len(), 3);
        let once = format!("{}{LONG}<p><img src=a></p>{LONG}", below("码头全景。"));
        assert!(captions(&once).is_empty());
    }

    #[test]
    fn headings_and_pages_of_pictures_keep_their_text() {
        let headed = format!("{LONG}<p><img src=a></p><p align=center><strong>泊位六个</strong></p>{LONG}");
        assert!(captions(&headed).is_empty());
        let told = "<p><img src=a></p><p align=center>今天码头启用了。</p><p><img src=b></p><p align=center>我们去看了看。</p>";
        assert!(captions(told).is_empty());
        let icon = format!("<div><img src=a width=16 height=16><p>海滨市</p></div>{LONG}");
        assert!(captions(&icon).is_empty());
    }
}

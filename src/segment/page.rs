//! What only the neighbourhood of a line tells: which line is the title, which short lines are headings, by-lines or
//! furniture. Furniture is taken off the head and the tail of a page only; a short line inside a body stays body or
//! becomes a heading, because losing a report's text is worse than keeping a stray line.

use crate::document::{BlockKind, Metadata, PartKind, Span};

use super::calls;
use super::clock;
use super::closings;
use super::credit;
use super::draft::{Draft, Named, Opens, is_blank, trimmed};
use super::follow;
use super::headings;
use super::house_heads;
use super::house_lines;
use super::lists;
use super::names;
use super::neighbours;
use super::page_marks;
use super::pictured;
use super::writers;

/// Finds titles, headings, by-lines and furniture among the drafts. Returns the index of the title.
pub(super) fn settle(text: &str, drafts: &mut Vec<Draft>, metadata: &Metadata) -> Option<usize> {
    let layout = metadata.layout.as_slice();
    page_marks::captions(drafts, layout);
    page_marks::original_titles(text, drafts);
    neighbours::split_sources(text, drafts);
    neighbours::source_lists(text, drafts);
    neighbours::contacts_of_house(text, drafts);
    neighbours::names_below_pictures(text, drafts);
    house_heads::settle(text, drafts);
    house_lines::settle(text, drafts);
    let metadata_title = metadata.title.as_deref();
    let title = find_title(text, drafts, metadata_title);
    if let Some(index) = title
        && let Some(draft) = drafts.get_mut(index)
    {
        draft.kind = BlockKind::Title;
    }
    pictured::settle(text, drafts, title);
    calls::settle(text, drafts, metadata.published_at.as_deref());
    follow::settle(text, drafts);
    headings::settle(text, drafts);
    if !drafts.iter().any(Draft::is_body) {
        captions_as_report(text, drafts);
    }
    let Some(first_body) = drafts.iter().position(Draft::is_body) else {
        if is_without_marks(text, drafts.len()) {
            return title;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.is_short()) {
            draft.kind = BlockKind::Chrome;
        }
        return None;
    };
    let first_body = first_body + page_marks::listing(text, drafts, title, first_body);
    let last_body = drafts
        .iter()
        .rposition(|draft| {
            draft.is_body() || draft.is_short() && page_marks::is_paragraph(layout, draft.span)
        })
        .unwrap_or(first_body);
    page_marks::events(text, drafts);
    times_in_body(text, drafts, first_body);
    neighbours::outlets_beside_times(text, drafts, title, first_body);
    neighbours::outlets_above_bylines(text, drafts, title, first_body);
    head(text, drafts, title, first_body);
    links(text, drafts);
    middle(text, drafts, first_body, last_body);
    tail(text, drafts, last_body);
    writers::settle(text, drafts);
    title
}

/// A page whose only text is the long caption of its picture: that caption is the report, and the credit behind its last
/// sentence stays the picture's.
fn captions_as_report(text: &str, drafts: &mut Vec<Draft>) {
    for mut draft in std::mem::take(drafts) {
        if draft.kind != BlockKind::Caption || !draft.shape.stop || draft.shape.chars < 40 {
            drafts.push(draft);
            continue;
        }
        let named = std::mem::take(&mut draft.named);
        let start = draft.span.start as usize;
        let credit = named.iter().map(|part| part.span.start as usize).min();
        let head = credit.and_then(|credit| text.get(start..credit));
        let body = head.and_then(|head| {
            let (at, stop) = head
                .char_indices()
                .rev()
                .find(|(_, next)| matches!(next, '。' | '！' | '？' | '”'))?;
            Some(start + at + stop.len_utf8())
        });
        draft.kind = BlockKind::Paragraph;
        let end = draft.span.end as usize;
        let Some((body, credit)) = body.and_then(|cut| Some((cut, trimmed(text, cut, end)?))) else {
            drafts.push(draft);
            continue;
        };
        draft.span.end = body as u32;
        drafts.push(draft);
        drafts.push(Draft {
            glued: true,
            ..Draft::with(text, BlockKind::Caption, credit, named)
        });
    }
}

/// True for a text that somebody took all marks out of: its sentences have no ends, and their lines are longer than those
/// of a menu. Headlines of a list of links have colons, quotation marks and spaces.
fn is_without_marks(text: &str, lines: usize) -> bool {
    const LEAST: usize = 150;
    const LINE: usize = 10;
    let letters = text.chars().filter(|next| !is_blank(*next)).count();
    let of_a_word = |next: char| next.is_alphanumeric() || matches!(next, '%' | '％' | '℃' | '°');
    let mut inside = text.split(['\n', '\r']).map(|line| line.trim_matches(is_blank));
    letters >= LEAST.max(LINE * lines) && inside.all(|line| line.chars().all(of_a_word))
}

/// Letters and digits in lower case: what two forms of one title share.
fn key(line: &str) -> Vec<char> {
    let mut key = Vec::with_capacity(line.len() / 2);
    for next in line.chars() {
        if names::is_han(next) {
            key.push(next);
        } else if next.is_alphanumeric() {
            key.extend(next.to_lowercase());
        }
    }
    key
}

/// True when two keys are one title: equal, one in the other with at least half of its length, or most pairs of
/// characters shared.
fn near(a: &[char], b: &[char]) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 6 {
        return false;
    }
    if short.len() * 2 >= long.len() && long.windows(short.len()).any(|window| window == short) {
        return true;
    }
    let pairs = |key: &[char]| {
        let mut pairs: Vec<(char, char)> = key.iter().copied().zip(key.iter().copied().skip(1)).collect();
        pairs.sort_unstable();
        pairs
    };
    let (x, y) = (pairs(a), pairs(b));
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while let (Some(left), Some(right)) = (x.get(i), y.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2 * shared * 10 >= (x.len() + y.len()) * 6
}

fn is_anchor(draft: &Draft) -> bool {
    match draft.kind {
        BlockKind::ListingLine | BlockKind::OriginalTitle | BlockKind::SourceLine | BlockKind::Byline => {
            !draft.glued
        }
        BlockKind::Dateline => true,
        _ => false,
    }
}

/// The line that is the title: the one that equals the container's title or the 原标题 value; else, where the
/// container has none, the last longer line above the listing or source line, or a first line that is no sentence.
fn find_title(text: &str, drafts: &[Draft], metadata_title: Option<&str>) -> Option<usize> {
    let original = drafts
        .iter()
        .find(|draft| draft.kind == BlockKind::OriginalTitle)
        .and_then(|draft| draft.part(PartKind::Title))
        .map(|span| key(span.of(text)));
    let wanted = metadata_title.map(key);
    let head = drafts.len().min(10);
    let plain = |draft: &Draft| draft.kind == BlockKind::Paragraph && draft.shape.chars <= 120;
    let mut body_before = 0usize;
    for (index, draft) in drafts.iter().enumerate().take(head) {
        if (wanted.is_some() || original.is_some()) && plain(draft) && draft.shape.chars >= 4 {
            let line = draft.span.of(text);
            let this = key(line);
            let full_stop = line.ends_with('。');
            let fits = |other: &Option<Vec<char>>| {
                other.as_ref().is_some_and(|other| {
                    if full_stop {
                        *other == this
                    } else {
                        near(&this, other)
                    }
                })
            };
            if fits(&wanted) || fits(&original) {
                return Some(index);
            }
        }
        if draft.is_body() {
            body_before += 1;
            if body_before > 2 {
                break;
            }
        }
    }
    if metadata_title.is_some() {
        return None;
    }
    let titled = |draft: &Draft| {
        plain(draft)
            && draft.shape.chars >= if draft.shape.latin { 12 } else { 6 }
            && draft.shape.chars <= if draft.shape.latin { 160 } else { 70 }
            && !draft.shape.open_ended
            && !draft.span.of(text).contains('。')
            && !["（记者", "(记者", "记者 "]
                .iter()
                .any(|role| draft.span.of(text).contains(role))
            && !(draft.shape.latin && draft.span.of(text).ends_with('.'))
    };
    let anchor = drafts.iter().take(head).position(is_anchor);
    if let Some(anchor) = anchor {
        let above = drafts.get(..anchor)?;
        if above.iter().filter(|draft| draft.is_body()).count() <= 1
            && let Some(found) = above.iter().rposition(titled)
        {
            return Some(found);
        }
    }
    let first_body = drafts.iter().position(Draft::is_body)?;
    let above = drafts.get(..first_body)?;
    // Without a line below it that belongs to a head, only one line stands above the body: the title.
    let shorts = above.iter().filter(|draft| draft.is_short()).count();
    let found = above.iter().position(|draft| titled(draft) && draft.is_short())?;
    (shorts <= 4 && drafts.len() > found + 1).then_some(found)
}

/// A date on a line of its own inside a body heads an entry of a chronicle; it is no listing line.
fn times_in_body(text: &str, drafts: &mut [Draft], first_body: usize) {
    let mut after_header = false;
    for draft in drafts.iter_mut().skip(first_body) {
        if draft.kind == BlockKind::RelatedHeader {
            after_header = true;
        } else if draft.is_body() {
            after_header = false;
        }
        if draft.kind != BlockKind::ListingLine || after_header || states_publication(text, draft) {
            continue;
        }
        let named_source = draft.named.iter().any(|named| match named.kind {
            PartKind::Source => true,
            PartKind::ListingLabel => {
                let label = named.span.of(text);
                lists::ends_like_outlet(label) || label.ends_with("综合")
            }
            _ => false,
        });
        if !named_source {
            let line = draft.span.of(text);
            let alone = clock::printed(line).is_some_and(|time| time.length == line.len());
            draft.kind = if alone {
                BlockKind::Heading
            } else {
                BlockKind::Paragraph
            };
            draft.named.clear();
        }
    }
}

/// True for a stamp that says it is one wherever it stands: behind a label of publication, or a whole time in brackets
/// below a report.
fn states_publication(text: &str, draft: &Draft) -> bool {
    let labelled = draft.part(PartKind::Label).is_some_and(|label| {
        let label = label.of(text);
        ["发布", "發布", "发表", "首发", "录入", "上传", "刊发", "更新"]
            .iter()
            .any(|word| label.starts_with(word))
    });
    let line = draft.span.of(text);
    let bracketed = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
    let whole = draft.part(PartKind::Time).is_some_and(|time| {
        let time = time.of(text);
        time.len() + 6 >= line.len() && clock::printed(time).is_some_and(|time| time.has_clock())
    });
    labelled || bracketed && whole
}

/// Short lines above the body: by-lines, furniture above the title, subtitles.
fn head(text: &str, drafts: &mut [Draft], title: Option<usize>, first_body: usize) {
    let title_key = title
        .and_then(|index| drafts.get(index))
        .map(|draft| key(draft.span.of(text)));
    let anchor = title.or_else(|| drafts.iter().take(first_body).position(is_anchor));
    let shorts = drafts
        .iter()
        .take(first_body)
        .filter(|draft| draft.is_short())
        .count();
    let end = (first_body + 2).min(drafts.len());
    for (index, draft) in drafts.iter_mut().enumerate().take(end) {
        let above_body = index < first_body;
        if !draft.is_short() {
            continue;
        }
        let line = draft.span.of(text);
        if title.is_some_and(|title| index > title)
            && title_key.as_ref().is_some_and(|title| *title == key(line))
        {
            draft.kind = BlockKind::Title;
        } else if let Some(byline) = credit::bare_names(text, draft.span, draft.shape) {
            draft.kind = BlockKind::Byline;
            draft.named = byline.named;
        } else if !above_body {
        } else if anchor.is_some_and(|anchor| index < anchor) {
            let path = line.contains(['>', '»', '›']);
            draft.kind = if path || draft.shape.chars <= 12 || title.is_some() {
                BlockKind::Chrome
            } else {
                BlockKind::Heading
            };
        } else if draft.shape.chars <= 40 && shorts <= 4 {
            draft.kind = BlockKind::Heading;
        }
    }
}

/// Lines of links behind a header that opens links.
fn links(text: &str, drafts: &mut [Draft]) {
    let mut index = 0;
    while index < drafts.len() {
        if drafts
            .get(index)
            .is_none_or(|draft| draft.kind != BlockKind::RelatedHeader)
        {
            index += 1;
            continue;
        }
        let run = drafts
            .iter()
            .skip(index + 1)
            .take_while(|draft| draft.is_short())
            .count();
        let body_behind = drafts.get(index + 1 + run).is_some_and(|draft| {
            draft.is_body()
                || matches!(
                    draft.kind,
                    BlockKind::Dateline
                        | BlockKind::Byline
                        | BlockKind::SourceLine
                        | BlockKind::ListingLine
                        | BlockKind::OriginalTitle
                )
        });
        let header = drafts
            .get(index)
            .map(|draft| (draft.opens, draft.part(PartKind::Title).is_some()));
        let background = matches!(header, Some((Some(Opens::Background), _)));
        // One line between the header and a body is the title of the report that follows, two may be its headline and
        // deck; more are links.
        let titled = matches!(header, Some((_, false)));
        let report = drafts.get(index + 1 + run).is_some_and(|draft| {
            draft.kind == BlockKind::Dateline || draft.is_body() && draft.span.of(text).contains('。')
        });
        let own_title = titled && (run == 1 && body_behind || run == 2 && report);
        let chain = background && titled && own_title && report && is_chain(text, drafts, index);
        let keep = background || own_title;
        if !keep {
            for draft in drafts.iter_mut().skip(index + 1).take(run) {
                draft.kind = BlockKind::Chrome;
            }
        } else if !background || chain {
            if chain && let Some(header) = drafts.get_mut(index) {
                header.opens = Some(Opens::News);
            }
            for (place, draft) in drafts.iter_mut().skip(index + 1).take(run).enumerate() {
                draft.kind = if place == 0 {
                    BlockKind::Title
                } else {
                    BlockKind::Heading
                };
            }
        }
        index += run + 1;
    }
}

/// True for a box under a mark that holds another report: `■新闻链接` with a headline of its own. 背景 and 名词解释 belong to the
/// report around them.
fn is_chain(text: &str, drafts: &[Draft], index: usize) -> bool {
    drafts
        .get(index)
        .is_some_and(|header| header.span.of(text).contains("链接") && !header.span.of(text).contains("知识"))
}

/// Short lines inside the body: one or two before running text are headings, more are text (lists, verses, tables).
fn middle(text: &str, drafts: &mut [Draft], first_body: usize, last_body: usize) {
    let mut index = first_body;
    while index < last_body {
        if drafts
            .get(index)
            .is_some_and(|draft| draft.kind == BlockKind::Counter && draft.shape.chars <= 2)
        {
            if let Some(draft) = drafts.get_mut(index) {
                draft.kind = BlockKind::Heading;
            }
            index += 1;
            continue;
        }
        let run = drafts
            .iter()
            .skip(index)
            .take_while(|draft| draft.is_short())
            .count();
        if run == 0 {
            index += 1;
            continue;
        }
        // Short lines over a framed word (【走访】) end the section before it: captions, as a rule.
        let before_frame = drafts.get(index + run).is_some_and(|draft| {
            draft.kind == BlockKind::Heading && draft.span.of(text).starts_with(['【', '■'])
        });
        if run <= 2 && !(run == 2 && before_frame) {
            for draft in drafts
                .iter_mut()
                .skip(index)
                .take(run)
                // …↓ points at the picture below: a sentence that goes on there.
                .filter(|draft| {
                    draft.shape.chars <= if draft.shape.latin { 80 } else { 30 }
                        && !draft.span.of(text).ends_with('↓')
                })
            {
                draft.kind = BlockKind::Heading;
            }
        }
        index += run;
    }
}

/// Short lines below the body: furniture behind an editor line, notice or counter; else one or two are headings whose
/// content is missing, and more are text.
fn tail(text: &str, drafts: &mut [Draft], last_body: usize) {
    let mut closed = false;
    let mut index = last_body + 1;
    while let Some(draft) = drafts.get(index) {
        if !draft.is_short() {
            closed |= matches!(
                draft.kind,
                BlockKind::EditorLine
                    | BlockKind::Disclaimer
                    | BlockKind::Chrome
                    | BlockKind::Counter
                    | BlockKind::RelatedHeader
            );
            index += 1;
            continue;
        }
        let run = drafts
            .iter()
            .skip(index)
            .take_while(|draft| draft.is_short())
            .count();
        let linked = !closed && headlines_before_credits(text, drafts, index, run);
        for draft in drafts.iter_mut().skip(index).take(run) {
            let line = draft.span;
            if linked {
                draft.kind = BlockKind::Chrome;
                continue;
            }
            if let Some(closing) = closings::read(text, line, draft.shape) {
                draft.kind = closing.kind;
                draft.named = closing.named;
                continue;
            }
            let name = draft.shape.chars <= 4 && !draft.shape.latin && names::names(text, line).is_some();
            if let Some(byline) = credit::bare_names(text, line, draft.shape).filter(|_| !closed) {
                draft.kind = BlockKind::Byline;
                draft.named = byline.named;
            } else if closed {
                draft.kind = BlockKind::Chrome;
            } else if name && run == 1 {
                draft.kind = BlockKind::Byline;
                draft.named.push(Named {
                    kind: PartKind::Person,
                    span: line,
                });
            } else if run <= 2 {
                draft.kind = BlockKind::Heading;
            }
        }
        index += run;
    }
}

/// True for a list of links without a header: bare headlines between the text and the credits of the page. Verses are
/// shorter, and items of a list have numbers.
fn headlines_before_credits(text: &str, drafts: &[Draft], index: usize, run: usize) -> bool {
    let credits = drafts.get(index + run).is_some_and(|draft| {
        matches!(
            draft.kind,
            BlockKind::EditorLine | BlockKind::Byline | BlockKind::SourceLine | BlockKind::Disclaimer
        )
    });
    let headline = |draft: &Draft| {
        let line = draft.span.of(text);
        let numbered = line.starts_with(|first: char| {
            first.is_ascii_digit() || "（(①②③④⑤⑥⑦⑧⑨一二三四五六七八九十“\"—".contains(first)
        });
        draft.shape.chars >= HEADLINE && !draft.shape.clause && !numbered && !line.contains(['：', ':', '；'])
            || draft.shape.chars >= HEADLINE && line.contains(' ')
    };
    run > 2 && credits && drafts.iter().skip(index).take(run).all(headline)
}

/// Characters of the shortest headline of another report.
const HEADLINE: usize = 12;

/// The title as the article's row gives it.
pub(super) fn title_text(text: &str, span: Span) -> String {
    span.of(text).to_owned()
}

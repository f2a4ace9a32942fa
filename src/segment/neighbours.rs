//! What a line is by the one beside it: a label and its value, a list that goes on, telephone numbers below a notice, the outlet
//! beside a time or above who signs. In go the drafts of a page, in which such lines are given their kinds.

use crate::document::{BlockKind, PartKind, Span};

use super::contacts;
use super::draft::{Draft, Named};
use super::lists;
use super::names;
use super::values;

/// `来源：` and its value on two lines.
pub(super) fn split_sources(text: &str, drafts: &mut [Draft]) {
    for index in 0..drafts.len().saturating_sub(1) {
        let Some([label, value]) = drafts.get_mut(index..index + 2) else {
            continue;
        };
        let empty = label.kind == BlockKind::SourceLine
            && label
                .named
                .last()
                .is_some_and(|named| named.kind == PartKind::Source && named.span.is_empty());
        let name = value.span.of(text);
        if empty
            && value.is_short()
            && value.shape.chars <= 14
            && (lists::ends_like_outlet(name) || value.shape.chars <= 6)
        {
            label.named.pop();
            value.kind = BlockKind::SourceLine;
            value.named.push(Named {
                kind: PartKind::Source,
                span: value.span,
            });
        }
    }
}

/// Characters of a further line of a list of sources.
const LISTED: usize = 40;

/// `综合甲社、` with `乙报、丙台` in the next line: a list of sources goes on where its line ends with its mark, or where the next one has nothing
/// but outlets.
pub(super) fn source_lists(text: &str, drafts: &mut [Draft]) {
    for index in 0..drafts.len().saturating_sub(1) {
        let Some([list, next]) = drafts.get_mut(index..index + 2) else {
            continue;
        };
        let lists = list.kind == BlockKind::SourceLine && list.part(PartKind::Source).is_some();
        if !lists || !next.is_short() && !next.is_body() || next.shape.chars > LISTED {
            continue;
        }
        let line = next.span.of(text);
        let between = text
            .get(list.span.end as usize..next.span.start as usize)
            .unwrap_or("");
        let unfinished = list.span.of(text).ends_with('、') || between.trim().starts_with('、');
        let value = line.strip_suffix('等').unwrap_or(line);
        if value.is_empty() || line.contains(['。', '，', '：', ':', '？', '！']) || !between.contains('\n')
        {
            continue;
        }
        let end = next.span.start as usize + value.len();
        let sources = values::sources(text, Span::new(next.span.start as usize, end));
        let outlets = sources
            .iter()
            .filter(|source| lists::ends_like_outlet(source.of(text)))
            .count();
        let only_outlets = outlets == sources.len() && (sources.len() > 1 || value.len() < line.len());
        let compiles = list.span.of(text).contains("综合");
        if sources.is_empty() || !(unfinished && 2 * outlets >= sources.len() || compiles && only_outlets) {
            continue;
        }
        next.kind = BlockKind::SourceLine;
        next.named = sources
            .into_iter()
            .map(|span| Named {
                kind: PartKind::Source,
                span,
            })
            .collect();
    }
}

/// Lines of telephone numbers below a notice of rights: where to order the paper, whom to ask. They belong to the notice.
pub(super) fn contacts_of_house(text: &str, drafts: &mut [Draft]) {
    for index in 1..drafts.len() {
        let Some([above, line]) = drafts.get_mut(index - 1..index + 1) else {
            continue;
        };
        let notice = above.kind == BlockKind::Disclaimer;
        if notice && (line.is_body() || line.is_short()) && contacts::is_list(line.span.of(text)) {
            line.kind = BlockKind::Disclaimer;
            line.named.clear();
        }
    }
}

/// `（某某）` alone on a line in the middle of a text: whom the picture above shows. Who wrote a text signs above or below it.
pub(super) fn names_below_pictures(text: &str, drafts: &mut [Draft]) {
    /// Paragraphs below that make a place the middle.
    const BELOW: usize = 3;
    let body: Vec<usize> = (0..drafts.len())
        .filter(|&index| drafts.get(index).is_some_and(Draft::is_body))
        .collect();
    let (Some(&first), Some(&last)) = (
        body.first(),
        body.len().checked_sub(BELOW).and_then(|at| body.get(at)),
    ) else {
        return;
    };
    for draft in drafts.iter_mut().take(last).skip(first) {
        let alone = draft.kind == BlockKind::Byline
            && !draft.glued
            && !draft.named.is_empty()
            && draft.named.iter().all(|part| part.kind == PartKind::Person)
            && draft.span.of(text).starts_with(['（', '('])
            && draft.span.of(text).chars().all(|next| {
                names::is_han(next)
                    || names::is_separator(next)
                    || matches!(next, '（' | '）' | '(' | ')' | '·')
            })
            && !["文", "记者", "编辑", "作者"]
                .iter()
                .any(|role| draft.span.of(text).contains(role));
        if alone {
            draft.kind = BlockKind::Caption;
            draft.named.clear();
        }
    }
}

/// Time and outlet on two lines of a head.
pub(super) fn outlets_beside_times(
    text: &str,
    drafts: &mut [Draft],
    title: Option<usize>,
    first_body: usize,
) {
    let last = first_body.min(drafts.len());
    for index in 0..last {
        let alone = drafts.get(index).is_some_and(|draft| {
            draft.kind == BlockKind::ListingLine
                && !draft
                    .named
                    .iter()
                    .any(|named| matches!(named.kind, PartKind::ListingLabel | PartKind::Source))
        });
        if !alone {
            continue;
        }
        for beside in [index + 1, index.wrapping_sub(1)] {
            if Some(beside) == title || beside >= last {
                continue;
            }
            if let Some(draft) = drafts.get_mut(beside)
                && draft.is_short()
                && draft.shape.chars <= 12
                && lists::ends_like_outlet(draft.span.of(text))
            {
                draft.kind = BlockKind::ListingLine;
                draft.named.push(Named {
                    kind: PartKind::ListingLabel,
                    span: draft.span,
                });
                break;
            }
        }
    }
}

/// `某基金报` on a line of its own above `原创 某某`: the house of who signs, where the by-line names none.
pub(super) fn outlets_above_bylines(
    text: &str,
    drafts: &mut [Draft],
    title: Option<usize>,
    first_body: usize,
) {
    const LONGEST: usize = 10;
    for index in 1..first_body.min(drafts.len()) {
        let signs = drafts.get(index).is_some_and(|draft| {
            draft.kind == BlockKind::Byline
                && draft.part(PartKind::Person).is_some()
                && draft.part(PartKind::Agency).is_none()
        });
        if !signs || title == Some(index - 1) {
            continue;
        }
        if let Some(draft) = drafts.get_mut(index - 1)
            && draft.is_short()
            && (3..=LONGEST).contains(&draft.shape.chars)
            && lists::ends_like_outlet(draft.span.of(text))
        {
            draft.kind = BlockKind::Byline;
            draft.named.push(Named {
                kind: PartKind::Agency,
                span: draft.span,
            });
        }
    }
}

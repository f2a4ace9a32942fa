//! A line becomes one piece or several: a dateline at its head, credits at its tail, and the text between them.

use crate::document::{BlockKind, PartKind, Span};

use super::bracket_credit;
use super::bracketed;
use super::captions;
use super::credit;
use super::dateline;
use super::draft::{Draft, Shape, is_blank, trimmed};
use super::english_credit;
use super::fields::{closer, labelled, unwrapped};
use super::furniture;
use super::gallery;
use super::lists;
use super::report_lines;
use super::reporters;
use super::self_naming;
use super::signatures;
use super::worded_credit;

/// Cuts a line and adds its pieces. `hits` are the places of notice phrases in the text.
pub(super) fn cut(text: &str, line: Span, hits: &[usize], drafts: &mut Vec<Draft>) {
    let slice = line.of(text);
    let shape = Shape::of(slice);
    if gallery::is_line(slice) {
        gallery::cut(text, line, drafts);
        return;
    }
    // Before the notice in its second half makes the whole line one.
    if let Some(pieces) = self_naming::read(text, line, shape) {
        drafts.extend(pieces);
        return;
    }
    if let Some(kind) = furniture::kind(slice, shape, furniture::hits_inside(hits, line)) {
        if kind == BlockKind::Disclaimer
            && let Some((body, notice)) = glued_notice(text, line)
        {
            cut(text, body, hits, drafts);
            drafts.push(Draft {
                glued: true,
                ..Draft::new(text, kind, notice)
            });
            return;
        }
        let mut draft = Draft::new(text, kind, line);
        if kind == BlockKind::Caption
            && let Some(read) = labelled(text, line, shape)
                .filter(|read| read.part(PartKind::Source).is_some())
                .or_else(|| captions::read(text, line, shape))
        {
            draft.named = read.named;
        }
        drafts.push(draft);
        return;
    }
    // 来源：某报本报讯（记者某某）: a source line that a scraper glued to the dateline behind it.
    if let Some(at) = glued_dateline(slice) {
        let cut_at = line.start as usize + at;
        let pieces = [
            trimmed(text, line.start as usize, cut_at),
            trimmed(text, cut_at, line.end as usize),
        ];
        for piece in pieces.into_iter().flatten() {
            cut(text, piece, hits, drafts);
        }
        return;
    }
    let mut bracketed = bracketed::head(text, line);
    if shape.chars <= 160 {
        if let Some((draft, _)) = bracketed.take_if(|(_, end)| *end == line.end as usize) {
            drafts.push(draft);
            return;
        }
        if english_credit::cut(text, line, drafts) {
            return;
        }
        if let Some(draft) = labelled(text, line, shape) {
            drafts.push(draft);
            return;
        }
        if let Some(draft) = captions::read(text, line, shape) {
            drafts.push(draft);
            return;
        }
        if let Some(draft) = credit::byline(text, line, shape) {
            drafts.push(draft);
            return;
        }
        if let Some(draft) = worded_credit::read(text, line) {
            drafts.push(draft);
            return;
        }
        if let Some(draft) = report_lines::reported(text, line, shape).or_else(|| {
            (!shape.open_ended)
                .then(|| signatures::according(text, line, false))
                .flatten()
        }) {
            drafts.push(draft);
            return;
        }
        let (inner, opener) = unwrapped(text, line);
        if opener.is_some()
            && slice.ends_with([')', '）', '】', ']'])
            && shape.chars <= 90
            && let Some(draft) = signatures::dotted(text, line, inner)
                .or_else(|| bracket_credit::credit(text, line, inner, true))
                .or_else(|| signatures::addressed(text, line, inner))
        {
            drafts.push(draft);
            return;
        }
    }
    let mut rest = line;
    if let Some((mut draft, end)) = bracketed {
        rest =
            trimmed(text, end, rest.end as usize).unwrap_or(Span::new(rest.end as usize, rest.end as usize));
        draft.glued = !rest.is_empty();
        drafts.push(draft);
    }
    if let Some(head) = bracketed_head(text, rest) {
        rest = trimmed(text, head.span.end as usize, rest.end as usize)
            .unwrap_or(Span::new(rest.end as usize, rest.end as usize));
        drafts.push(head);
    }
    if let Some(head) = flash(text, rest) {
        rest = Span::new(head.span.end as usize, rest.end as usize);
        drafts.push(head);
    }
    if let Some(head) = dateline::dateline(text, rest)
        && let Some(span) = trimmed(text, rest.start as usize, head.end)
    {
        let mut draft = Draft::with(text, BlockKind::Dateline, span, head.named);
        rest = trimmed(text, head.end, rest.end as usize)
            .unwrap_or(Span::new(rest.end as usize, rest.end as usize));
        draft.glued = !rest.is_empty();
        drafts.push(draft);
    }
    // Credits at the tail, the last one first.
    let mut tail = Vec::new();
    while tail.len() < 3 && !rest.is_empty() {
        let Some(mut found) = credit::closing(text, rest) else {
            break;
        };
        let Some(kept) = trimmed(text, rest.start as usize, found.span.start as usize) else {
            break;
        };
        found.glued = true;
        tail.push(found);
        rest = kept;
    }
    if !rest.is_empty() {
        let draft = if rest == line {
            Draft::shaped(BlockKind::Paragraph, rest, shape)
        } else {
            cut_off(text, rest, shape)
        };
        // `资料图：某地。来源：某社`: the source of the picture.
        if draft.kind == BlockKind::Caption || (draft.shape.chars <= CAPTION && !draft.shape.clause) {
            for source in tail.iter_mut().filter(|found| is_open_source(text, found)) {
                source.kind = BlockKind::Caption;
            }
        }
        drafts.push(draft);
    }
    drafts.extend(tail.into_iter().rev());
}

/// The headline of a flash in front of its dateline: `【洱海水位上升】某社5月6日讯，…`. It is part of the text, which says no more than
/// it often.
fn flash(text: &str, line: Span) -> Option<Draft> {
    const HEADLINE: usize = 50;
    // 10:20【洱海水位上升】某社讯: the minute of the flash stands in front.
    let slice = line.of(text);
    let clock = slice.len()
        - slice
            .trim_start_matches(|next: char| next.is_ascii_digit() || matches!(next, ':' | '：' | ' '))
            .len();
    let timed = clock > 0 && slice.get(..clock).is_some_and(|time| time.contains([':', '：']));
    let opens = if timed { clock } else { 0 };
    let inner = slice.get(opens..)?.strip_prefix('【')?;
    let (close, mark) = inner
        .char_indices()
        .take(HEADLINE)
        .find(|(_, next)| *next == '】')?;
    let end = line.start as usize + opens + '【'.len_utf8() + close + mark.len_utf8();
    let behind = trimmed(text, end, line.end as usize)?;
    let sent = dateline::dateline(text, behind)?;
    let house = |part: &&super::draft::Named| {
        part.kind == PartKind::Agency && lists::ends_like_outlet(part.span.of(text))
    };
    let dated = sent.named.iter().any(|part| part.kind == PartKind::Date)
        || sent.named.iter().any(|part| house(&part));
    let mut head = Draft::new(text, BlockKind::Paragraph, Span::new(line.start as usize, end));
    head.shape.ends_with_stop = true;
    (dated && close >= 4 * '】'.len_utf8()).then_some(head)
}

/// Where a dateline begins that is glued to a source line: behind 来源：某报.
fn glued_dateline(line: &str) -> Option<usize> {
    if !["来源", "稿源", "來源"]
        .iter()
        .any(|label| line.starts_with(label))
    {
        return None;
    }
    // Most source lines name nothing more.
    if !line.contains('本') {
        return None;
    }
    let at = ["本报讯", "本报记者", "本网讯", "本報訊"]
        .iter()
        .filter_map(|word| line.find(word))
        .min()?;
    let before = line.get(..at)?;
    (before.chars().count() <= 20 && before.contains([':', '：'])).then_some(at)
}

/// Body and legal notice of a line that holds both: the notice opens with its label behind the end of a sentence.
fn glued_notice(text: &str, line: Span) -> Option<(Span, Span)> {
    let slice = line.of(text);
    let at = ["免责声明", "版权声明", "特别声明", "郑重声明", "（声明", "(声明"]
        .iter()
        .filter_map(|label| slice.find(label))
        .min()?;
    let body = slice
        .get(..at)?
        .trim_end_matches(|next| is_blank(next) || matches!(next, '（' | '(' | '【' | '['));
    if body.chars().count() < 20 || !body.ends_with(['。', '！', '？', '”', '…']) {
        return None;
    }
    let cut = line.start as usize + body.len();
    Some((
        Span::new(line.start as usize, cut),
        trimmed(text, cut, line.end as usize)?,
    ))
}

/// `（某报记者某某）` in front of a text: a by-line that names the house, glued to the first paragraph.
fn signed_head(text: &str, span: Span) -> Option<Draft> {
    const LONGEST: usize = 3 * 30;
    let (inner, _) = unwrapped(text, span);
    let words = inner.of(text);
    if words.len() > LONGEST || !span.of(text).starts_with(['（', '(']) || !words.contains("记者") {
        return None;
    }
    let named = reporters::signed(text, inner)?;
    let house = named.first().is_some_and(|part| part.kind == PartKind::Agency);
    (house && !words.ends_with(['摄', '图'])).then(|| Draft {
        glued: true,
        ..Draft::with(text, BlockKind::Byline, span, named)
    })
}

/// Words of so many characters before a source on their line are a caption.
const CAPTION: usize = 10;

/// A source line without brackets, behind text on its line.
fn is_open_source(text: &str, draft: &Draft) -> bool {
    draft.kind == BlockKind::SourceLine && !draft.span.of(text).starts_with(['（', '(', '【', '['])
}

fn plain(text: &str, span: Span) -> Draft {
    Draft::new(text, BlockKind::Paragraph, span)
}

/// What is left of a line whose head or tail was cut off: body, however short, unless it is a label or a caption.
fn cut_off(text: &str, span: Span, line: Shape) -> Draft {
    let mut draft = plain(text, span);
    if furniture::is_caption(span.of(text), draft.shape) {
        draft.kind = BlockKind::Caption;
    } else if line.is_sentence() {
        draft.shape.ends_with_stop = true;
    }
    draft
}

/// A labelled field in brackets at the head of a longer line: `（原标题：X）` and then text.
fn bracketed_head(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let first = slice.chars().next()?;
    let wanted = closer(first)?;
    let mut depth = 0usize;
    for (at, character) in slice.char_indices().take(90) {
        if character == first {
            depth += 1;
        } else if character == wanted {
            depth -= 1;
            if depth == 0 {
                let end = line.start as usize + at + character.len_utf8();
                let span = Span::new(line.start as usize, end);
                if end == line.end as usize {
                    return None;
                }
                let shape = Shape::of(span.of(text));
                let labels = |draft: &Draft| {
                    matches!(
                        draft.kind,
                        BlockKind::OriginalTitle | BlockKind::SourceLine | BlockKind::EditorLine
                    )
                };
                return labelled(text, span, shape)
                    .filter(labels)
                    .or_else(|| signed_head(text, span));
            }
        }
    }
    None
}

//! Who signs a text with nothing but a name: behind its last sentence (`……。某某`, `……。（某某）`) or behind a square below its title
//! (`□某某`). Only the place tells such a name from a word, so the drafts of a whole page go in, kinds settled; out come the same,
//! such a name a piece of its own.

use crate::document::{BlockKind, PartKind, Span};

use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::names;
use super::places;

/// Finds the names on a page.
pub(super) fn settle(text: &str, drafts: &mut Vec<Draft>) {
    behind_the_text(text, drafts);
    behind_a_square(text, drafts);
}

/// Cuts the name off the last paragraph of the page.
fn behind_the_text(text: &str, drafts: &mut Vec<Draft>) {
    let Some(last) = drafts.iter().rposition(Draft::is_body) else {
        return;
    };
    // What was cut off its tail already signed it.
    let signed = drafts
        .get(last + 1)
        .is_some_and(|next| next.glued && matches!(next.kind, BlockKind::Byline | BlockKind::SourceLine));
    let Some(draft) = drafts.get_mut(last).filter(|_| !signed) else {
        return;
    };
    let Some((body, piece, name)) = at_end(text, draft.span) else {
        return;
    };
    draft.span.end = body as u32;
    draft.shape.ends_with_stop = true;
    let person = Named {
        kind: PartKind::Person,
        span: name,
    };
    let byline = Draft {
        glued: true,
        ..Draft::with(text, BlockKind::Byline, piece, vec![person])
    };
    drafts.insert(last + 1, byline);
}

/// Where the text ends, the piece behind it, and the name in that.
fn at_end(text: &str, line: Span) -> Option<(usize, Span, Span)> {
    /// Bytes of the longest name with its brackets and the stop in front of it.
    const LONGEST: usize = 3 * 7;
    let slice = line.of(text);
    let from = slice.ceil_char_boundary(slice.len().saturating_sub(LONGEST));
    if from == 0 {
        return None;
    }
    let (stop, mark) = slice
        .get(from..)?
        .char_indices()
        .rev()
        .find(|(_, next)| matches!(next, '。' | '！' | '？' | '”'))?;
    let body = line.start as usize + from + stop + mark.len_utf8();
    let piece = trimmed(text, body, line.end as usize)?;
    let words = piece.of(text);
    let inner = words
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    let name = inner.unwrap_or(words);
    let at = piece.start as usize + words.find(name)?;
    let span = Span::new(at, at + name.len());
    let known = names::names(text, span).is_some_and(|found| found.len() == 1);
    // In brackets anything of the length of a name is one: translators of sites sign with pen names.
    let pen = inner.is_some() && name.chars().all(names::is_han) && !ends_a_remark(name);
    let fits = (2..=3).contains(&name.chars().count()) && (known || pen) && !is_word(name, inner.is_some());
    fits.then_some((body, piece, span))
}

/// True for the end of a remark in brackets: （见图）, （完）, （化名）, （掌声）, （未完待续）.
fn ends_a_remark(name: &str) -> bool {
    name.ends_with([
        '图', '完', '名', '声', '笑', '续', '同', '略', '见', '上', '下', '文', '合', '报', '网', '社', '注',
        '者', '掌', '版', '稿', '电', '片', '频', '组', '表', '页', '一', '二', '三', '四', '五', '六', '委',
        '局', '部', '院', '年', '月', '日',
    ])
}

/// True for words that have the shape of a name: 谢谢, 全文完, 成都. In brackets 小小 is a pen name.
fn is_word(name: &str, in_brackets: bool) -> bool {
    let mut characters = name.chars();
    let doubled = name.chars().count() == 2 && characters.next() == characters.next();
    doubled && !in_brackets || name.ends_with('完') || lists::is_page_word(name) || places::is_place(name)
}

/// `□某某` where no other line of the page begins with a square: at its head or below its text.
fn behind_a_square(text: &str, drafts: &mut [Draft]) {
    let square = |draft: &&Draft| draft.span.of(text).starts_with('□');
    if drafts.iter().filter(square).count() != 1 {
        return;
    }
    let Some(index) = drafts.iter().position(|draft| square(&draft)) else {
        return;
    };
    let (first, last) = (
        drafts.iter().position(Draft::is_body),
        drafts.iter().rposition(Draft::is_body),
    );
    let outside = first.is_none_or(|first| index < first) || last.is_none_or(|last| index > last);
    let Some(draft) = drafts.get_mut(index).filter(|_| outside) else {
        return;
    };
    let head = draft.span.start as usize + '□'.len_utf8();
    let Some(name) = trimmed(text, head, draft.span.end as usize) else {
        return;
    };
    let plain = matches!(draft.kind, BlockKind::Paragraph | BlockKind::Heading);
    let chars = name.of(text).chars().filter(|next| !is_blank(*next)).count();
    let people = names::names(text, name).filter(|_| plain && (2..=7).contains(&chars));
    if let Some(people) = people.filter(|_| !is_word(name.of(text), false)) {
        draft.kind = BlockKind::Byline;
        draft.named = Named::each(PartKind::Person, people).collect();
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Record;
    use crate::segment::segment;

    const BODY: &str = "昆明今日有雨，气温下降，市气象台提醒市民出门带伞，注意路滑。";

    fn bylines(text: &str) -> Vec<String> {
        let found = segment(&Record {
            text: text.to_owned(),
            ..Record::default()
        });
        let people = found.parts.iter().filter(|part| part.kind.name() == "person");
        people.map(|part| part.span.of(text).to_owned()).collect()
    }

    #[test]
    fn names_that_sign_a_text() {
        assert_eq!(bylines(&format!("{BODY}\n{BODY}赵一鸣")), ["赵一鸣"]);
        assert_eq!(bylines(&format!("{BODY}\n{BODY}(小雨)")), ["小雨"]);
        assert_eq!(bylines(&format!("□赵一鸣\n{BODY}\n{BODY}")), ["赵一鸣"]);
    }

    #[test]
    fn other_words_sign_nothing() {
        for text in [
            format!("{BODY}\n{BODY}谢谢"),
            format!("{BODY}\n{BODY}（见图）"),
            format!("{BODY}（小雨）\n{BODY}"),
            format!("□赵一鸣\n{BODY}\n□钱兰\n{BODY}"),
        ] {
            assert_eq!(bylines(&text), [""; 0], "{text}");
        }
    }
}

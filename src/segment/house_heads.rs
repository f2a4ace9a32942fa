//! The name of the house in brackets at the head of a report: `【某网】（记者某某）洱海…`, `【某网科技频道】洱海…`, `【某网（微信：abc）昆明】洱海…`. It stands for a
//! dateline where it opens the page's text and no other paragraph begins so: a digest that names a paper before each item
//! has many, and they are attributions. In: the drafts of a page. Out: the same, such a head a piece of its own.

use crate::document::{BlockKind, PartKind, Span};

use super::contacts;
use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::places;
use super::reporters;

/// Characters of the name.
const NAME: std::ops::RangeInclusive<usize> = 3..=14;
/// Bytes of the text behind it.
const BEHIND: usize = 3 * 20;

/// Cuts the head off the paragraph that opens the page.
pub(super) fn settle(text: &str, drafts: &mut Vec<Draft>) {
    let mut found = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.is_body() && draft.span.of(text).starts_with('【'))
        .filter_map(|(index, draft)| Some((index, name(text, draft.span)?)));
    let (Some((index, name)), None) = (found.next(), found.next()) else {
        return;
    };
    let opens = drafts
        .iter()
        .take(index)
        .all(|draft| draft.kind != BlockKind::Dateline && !draft.is_body());
    let Some(draft) = drafts.get(index).filter(|_| opens) else {
        return;
    };
    let (line, shape) = (draft.span, draft.shape);
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: name,
    }];
    let closed = text
        .get(name.end as usize..)
        .and_then(|rest| rest.find('】'))
        .unwrap_or(0);
    let mut end = name.end as usize + closed + '】'.len_utf8();
    let rest = text.get(end..line.end as usize).unwrap_or("");
    let shown = rest.trim_start_matches(is_blank);
    if let Some(inner) = shown.strip_prefix(['（', '('])
        && let Some(close) = inner.find(['）', ')']).filter(|&close| close <= 90)
    {
        let from = line.end as usize - inner.len();
        let people = reporters::bracketed(text, Span::new(from, from + close));
        if !people.is_empty() {
            named.extend(people);
            let width = inner.get(close..).and_then(|rest| rest.chars().next());
            end = from + close + width.map_or(0, char::len_utf8);
        }
    }
    // 【某网】/某栏目（记者某某）: the column goes with the head.
    let column = text
        .get(end..line.end as usize)
        .and_then(|rest| rest.strip_prefix(['/', '／']))
        .and_then(|rest| Some((rest, rest.find(['（', '('])?)))
        .filter(|&(rest, open)| {
            let name = rest.get(..open).unwrap_or("");
            (2..=8).contains(&name.chars().count()) && name.chars().all(char::is_alphanumeric)
        });
    if let Some((rest, open)) = column
        && let Some(close) = rest.get(open..).and_then(|inner| inner.find(['）', ')']))
    {
        let from = line.end as usize - rest.len() + open;
        let width = |at: usize| {
            let mark = text.get(at..).and_then(|rest| rest.chars().next());
            mark.map_or(0, char::len_utf8)
        };
        let people = reporters::bracketed(text, Span::new(from + width(from), from + close));
        if !people.is_empty() {
            named.extend(people);
            end = from + close + width(from + close);
        }
    }
    // 【某网】/某栏目: more of the head follows.
    let begins = |body: &Span| {
        !body
            .of(text)
            .starts_with(['/', '／', '-', '|', '·', '】', '：', ':'])
    };
    let Some(body) = trimmed(text, end, line.end as usize).filter(begins) else {
        return;
    };
    let head = Draft {
        glued: true,
        ..Draft::with(
            text,
            BlockKind::Dateline,
            Span::new(line.start as usize, end),
            named,
        )
    };
    if let Some(draft) = drafts.get_mut(index) {
        *draft = Draft::shaped(BlockKind::Paragraph, body, shape);
    }
    drafts.insert(index, head);
}

/// The outlet's name in the brackets that open a line.
fn name(text: &str, line: Span) -> Option<Span> {
    let inner = line.of(text).strip_prefix('【')?;
    let close = inner.char_indices().take(36).find(|(_, next)| *next == '】')?.0;
    let name = without_address(inner.get(..close)?);
    let house = ["网", "频道", "日报", "晚报", "时报", "周刊", "客户端", "通讯社"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let fits = house
        && NAME.contains(&name.chars().count())
        && name.chars().all(|next| next.is_alphanumeric() || next == '·')
        && lists::ends_like_outlet(name)
        && inner.len() - close >= BEHIND;
    let start = line.start as usize + '【'.len_utf8();
    fits.then(|| Span::new(start, start + name.len()))
}

/// Without the account in brackets behind the name, and the place behind that.
fn without_address(head: &str) -> &str {
    let Some((name, rest)) = head.split_once(['（', '(']) else {
        return head;
    };
    let Some((address, place)) = rest.split_once(['）', ')']) else {
        return head;
    };
    let place = place.trim();
    let fits = contacts::opens_with_channel(address) && (place.is_empty() || places::is_place(place));
    if fits { name.trim_end() } else { head }
}

#[cfg(test)]
mod tests {
    use crate::document::Record;
    use crate::segment::segment;

    const BODY: &str = "昆明今日有雨，气温下降，市气象台提醒市民出门带伞，注意路滑。";

    fn blocks(text: &str) -> Vec<String> {
        let found = segment(&Record {
            text: text.to_owned(),
            ..Record::default()
        });
        let shown = |block: &crate::document::Block| {
            let line = block.span.of(text);
            format!(
                "{} {}",
                block.kind.name(),
                line.chars().take(14).collect::<String>()
            )
        };
        found.blocks.iter().map(shown).collect()
    }

    #[test]
    fn the_house_opens_its_report() {
        let found = blocks(&format!("【云岭新闻网】（记者 赵一鸣）{BODY}\n{BODY}"));
        assert_eq!(
            found.first().map(String::as_str),
            Some("dateline 【云岭新闻网】（记者 赵一鸣")
        );
        assert_eq!(found.len(), 3);
        for head in ["【云岭网（微信：lake7）昆明】", "【云岭网】/湖边谈（记者赵一鸣）"]
        {
            let first = blocks(&format!("{head}{BODY}\n{BODY}")).into_iter().next();
            assert!(first.is_some_and(|first| first.starts_with("dateline")), "{head}");
        }
        assert_eq!(blocks(&format!("【云岭网（二期）】{BODY}\n{BODY}")).len(), 2);
        // A review of the press names a paper before each item.
        assert_eq!(
            blocks(&format!("【云岭日报】{BODY}\n【春城晚报】{BODY}")).len(),
            2
        );
        assert_eq!(blocks(&format!("【走访】{BODY}\n{BODY}")).len(), 2);
    }
}

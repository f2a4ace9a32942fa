//! The tail of a title that a site has put behind it: `题 - 频道 - 某网`, `题_某网`, `题|关键词|某网`. In: the title of a record and
//! the lines of its text. Out: the title without it. Only what a line of the page or the name of an outlet shows to be a tail
//! is cut, for a headline may hold the same marks.

use super::draft::Draft;
use super::lists;

/// Marks between a title and its tail.
const MARKS: [&str; 12] = [
    " - ", " – ", " — ", " | ", " ｜ ", "_", "|", "｜", "丨", "--", "-", "－",
];
/// Characters of the longest name in a tail, and of the shortest title before one.
const NAME: usize = 14;
const TITLE: usize = 6;

/// The title without its tail.
pub(super) fn without<'title>(text: &str, title: &'title str, drafts: &[Draft]) -> &'title str {
    let title = title.trim();
    // A line of the page shows where the title ends.
    let head = cuts(title).find(|head| {
        head.chars().count() >= TITLE
            && drafts.iter().take(10).any(|draft| {
                let line = draft.span.of(text);
                line.len() == head.len() && line == *head
            })
    });
    if let Some(head) = head {
        return head;
    }
    let mut kept = title;
    // The site, then its channels and keywords before it by the same mark.
    let Some((mut head, mark)) = last_part(kept).filter(|(head, mark)| {
        let part = part_behind(title, head, mark);
        is_site(part) && head.chars().count() >= TITLE
    }) else {
        return kept;
    };
    loop {
        kept = head;
        match kept.rsplit_once(mark) {
            Some((before, part)) if before.trim_end().chars().count() >= TITLE && is_channel(part.trim()) => {
                head = before.trim_end();
            }
            _ => return kept,
        }
    }
}

/// The heads of a title before each of its marks, shortest first.
fn cuts(title: &str) -> impl Iterator<Item = &str> {
    title
        .char_indices()
        .filter(|(_, next)| matches!(next, '-' | '–' | '—' | '_' | '|' | '｜' | '丨' | '－'))
        .filter_map(|(at, _)| title.get(..at))
        .map(str::trim_end)
}

/// The title before its last mark, and the mark.
fn last_part(title: &str) -> Option<(&str, &'static str)> {
    MARKS
        .iter()
        .filter_map(|mark| {
            let at = title.rfind(mark)?;
            Some((at + mark.len(), title.get(..at)?.trim_end(), *mark))
        })
        .max_by_key(|&(behind, head, _)| (behind, std::cmp::Reverse(head.len())))
        .map(|(_, head, mark)| (head, mark))
}

fn part_behind<'title>(title: &'title str, head: &str, mark: &str) -> &'title str {
    title
        .get(head.len()..)
        .unwrap_or("")
        .trim_start()
        .trim_start_matches(mark.trim())
        .trim()
}

/// True for the name of a site: an outlet's, a portal's desk, or a domain.
fn is_site(part: &str) -> bool {
    let chars = part.chars().count();
    if !(2..=NAME).contains(&chars) || part.contains(['，', '。', '：', '“', '？', '！', ' ']) {
        return false;
    }
    let domain = part.is_ascii()
        && part.rsplit_once('.').is_some_and(|(name, ending)| {
            name.len() >= 3 && ["com", "cn", "net", "org"].contains(&ending.to_ascii_lowercase().as_str())
        });
    domain || lists::is_channel(part) || lists::ends_like_outlet(part)
}

/// True for a channel or keywords between title and site: `即时新闻`, `港口,物流`.
fn is_channel(part: &str) -> bool {
    const CHANNEL: usize = 8;
    part.split([',', '，']).count() <= 4
        && part.split([',', '，', ' ']).all(|word| {
            (1..=CHANNEL).contains(&word.chars().count()) && word.chars().all(char::is_alphanumeric)
        })
        && part.chars().count() >= 2
        && (part.contains([',', '，']) || part.chars().count() <= CHANNEL)
}

#[cfg(test)]
mod tests {
    use super::without;
    use crate::document::{BlockKind, Span};
    use crate::segment::draft::Draft;

    #[test]
    fn sites_and_channels_are_cut() {
        for (title, kept) in [
            ("滨城港新码头启用 - 即时新闻 - 滨城在线", "滨城港新码头启用"),
            ("滨城港新码头启用_滨城新闻网", "滨城港新码头启用"),
            ("滨城港新码头启用-港口-滨城网", "滨城港新码头启用"),
            ("滨城港新码头启用 - example.com", "滨城港新码头启用"),
            ("滨城港新码头启用 - 港口,物流 - 滨城网", "滨城港新码头启用"),
            ("滨城港新码头启用|港口|物流", "滨城港新码头启用|港口|物流"),
            ("滨城港：新码头-老码头的故事", "滨城港：新码头-老码头的故事"),
            ("滨城网", "滨城网"),
        ] {
            assert_eq!(without("", title, &[]), kept, "{title}");
        }
        // A line of the page shows that keywords are a tail.
        let text = "滨城港新码头启用";
        let line = Draft::new(text, BlockKind::Paragraph, Span::new(0, text.len()));
        assert_eq!(without(text, "滨城港新码头启用|港口|物流", &[line]), text);
    }
}

//! What stands behind the last text of a page and leads elsewhere: a call to click (`还不知道？快戳蓝字`) with the headlines of
//! other posts behind it, whatever mark they end with; links behind a header; and the variables of a page that a template
//! printed (`false`, an address, a host name). In: the drafts of a page, its title known. Out: the same, such lines chrome.

use crate::document::{BlockKind, PartKind};

use super::clock;
use super::contacts;
use super::draft::Draft;
use super::lists;

/// Characters of the longest line that calls.
const CALL: usize = 40;
/// Characters of the longest headline of another post.
const LINK: usize = 60;
/// Characters of the longest word of a program.
const WORD: usize = 12;
/// Characters that a cut copy of the text shares with it.
const COPY: usize = 20;
/// Characters of the longest opening of another report in a list.
const OPENING: usize = 130;
/// Seconds from the page's time to a time of another month.
const FAR: u64 = 30 * 24 * 3600;
/// Characters of the longest stamp below a teaser.
const STAMP: usize = 24;

/// Takes calls, links and variables off the end of a page. `published` is the time of its record as written.
pub(super) fn settle(text: &str, drafts: &mut [Draft], published: Option<&str>) {
    calls(text, drafts);
    teasers(text, drafts);
    openings_of_others(text, drafts);
    calls_for_authors(text, drafts);
    other_days(text, drafts, published);
    variables(text, drafts);
}

/// Openings of reports of other months at the end of a page, each with its dateline (`某网7月15日报道，…`): a site prints its
/// newest posts below an old one. A background that is carried whole is longer, or stands under a heading.
fn other_days(text: &str, drafts: &mut [Draft], published: Option<&str>) {
    let dated = |draft: &Draft| draft.kind == BlockKind::Dateline && draft.part(PartKind::Date).is_some();
    if !drafts.iter().any(dated) {
        return;
    }
    let Some(reference) = published.and_then(clock::metadata_time) else {
        return;
    };
    // The run of openings and furniture at the end.
    let run = drafts
        .iter()
        .rev()
        .take_while(|draft| match draft.kind {
            BlockKind::Dateline => true,
            BlockKind::Paragraph => draft.shape.chars <= OPENING,
            BlockKind::Chrome | BlockKind::Counter | BlockKind::Disclaimer => true,
            _ => false,
        })
        .count();
    let from = drafts.len() - run;
    let far = |draft: &Draft| {
        let day = draft.part(PartKind::Date).map(|span| span.of(text))?;
        let found = clock::printed(day).or_else(|| clock::bare_day(day))?;
        let time = clock::resolved(found, Some(&reference))?;
        Some(time.epoch_seconds.abs_diff(reference.epoch_seconds) > FAR)
    };
    let first = drafts
        .iter()
        .skip(from)
        .position(|draft| draft.kind == BlockKind::Dateline && far(draft) == Some(true));
    let Some(first) = first.map(|first| from + first) else {
        return;
    };
    let opened = drafts.iter().take(first).any(Draft::is_body);
    // Under a header, a headline or a source it is a report that is carried.
    let carried = drafts.get(first.wrapping_sub(1)).is_none_or(|above| {
        above.is_short()
            || !matches!(
                above.kind,
                BlockKind::Paragraph | BlockKind::Byline | BlockKind::EditorLine | BlockKind::Chrome
            )
    });
    if !opened || carried {
        return;
    }
    for draft in drafts.iter_mut().skip(first) {
        if matches!(draft.kind, BlockKind::Dateline | BlockKind::Paragraph) {
            draft.kind = BlockKind::Chrome;
            draft.named.clear();
        }
    }
}

/// A line without a full stop, as headlines are; no sentence of a report.
fn is_link(text: &str, draft: &Draft) -> bool {
    draft.kind == BlockKind::Paragraph
        && !draft.glued
        && draft.shape.chars <= LINK
        && !draft.span.of(text).contains(['。', '；'])
        && !(draft.shape.latin && draft.shape.ends_with_stop)
}

/// A call or a header, and behind it nothing but links and furniture up to the end.
fn calls(text: &str, drafts: &mut [Draft]) {
    // The last paragraph that is no link: what is behind it can be links.
    let text_ends = drafts
        .iter()
        .rposition(|draft| {
            draft.kind == BlockKind::Dateline || draft.kind == BlockKind::Paragraph && !is_link(text, draft)
        })
        .map_or(drafts.len(), |last| last + 1);
    let opens = |draft: &Draft| match draft.kind {
        BlockKind::RelatedHeader => draft.opens != Some(super::draft::Opens::Background),
        BlockKind::Paragraph | BlockKind::Caption => {
            draft.shape.chars <= CALL && lists::calls(draft.span.of(text))
        }
        _ => false,
    };
    let Some(call) = drafts.iter().skip(text_ends).position(opens) else {
        return;
    };
    for draft in drafts.iter_mut().skip(text_ends + call) {
        if draft.kind == BlockKind::Paragraph {
            draft.kind = BlockKind::Chrome;
        }
    }
}

/// Lines of a call for authors: what it promises, how to write.
const CALLING: usize = 12;

/// A house that asks for authors below a report: `专栏作者招募 …`, down to the address that texts are to be sent to.
fn calls_for_authors(text: &str, drafts: &mut [Draft]) {
    const OPENS: [&str; 4] = ["招募", "征稿", "约稿", "投稿"];
    const SENDS: [&str; 5] = ["投稿", "来稿", "发送到", "发送至", "发至"];
    let line = |draft: &Draft| draft.span.of(text);
    let Some(last) = drafts.iter().rposition(Draft::is_body) else {
        return;
    };
    let sends = drafts.get(last).map(line).is_some_and(|line| {
        SENDS.iter().any(|word| line.contains(word)) && contacts::begins(line) < line.len()
    });
    if !sends {
        return;
    }
    let opens = |draft: &Draft| {
        let head = line(draft)
            .char_indices()
            .nth(20)
            .map_or(line(draft), |(at, _)| line(draft).get(..at).unwrap_or(""));
        OPENS.iter().any(|word| head.contains(word))
    };
    let from = last.saturating_sub(CALLING);
    let Some(first) = drafts.iter().skip(from).take(last + 1 - from).position(opens) else {
        return;
    };
    let first = from + first;
    if !drafts.iter().take(first).any(Draft::is_body) {
        return;
    }
    for draft in drafts.iter_mut().skip(first).take(last + 1 - first) {
        draft.kind = BlockKind::Chrome;
        draft.named.clear();
    }
}

/// `…更多` with a stamp below it: the opening of another post in a list of posts.
fn teasers(text: &str, drafts: &mut [Draft]) {
    for index in 0..drafts.len().saturating_sub(1) {
        let Some([teaser, stamp]) = drafts.get(index..index + 2) else {
            continue;
        };
        let cut = |line: &str| {
            line.strip_suffix("更多")
                .is_some_and(|rest| rest.ends_with(['…', '.', '[', '【', '>']))
        };
        let line = teaser.span.of(text).trim_end_matches([']', '】', '>']);
        let under = teaser.kind == BlockKind::Paragraph
            && cut(line)
            && stamp.shape.chars <= STAMP
            && clock::printed(stamp.span.of(text)).is_some();
        if under {
            for draft in drafts.iter_mut().skip(index).take(2) {
                draft.kind = BlockKind::Chrome;
                draft.named.clear();
            }
        }
    }
}

/// `……[详细]图片榜2021-03-04 15:24` below the text: portals open other reports so, with the column and a stamp. What stands above every other paragraph
/// is the text itself, cut.
fn openings_of_others(text: &str, drafts: &mut [Draft]) {
    const BEHIND: usize = 30;
    let opens = |draft: &Draft| {
        let line = draft.span.of(text).trim_end();
        // Few lines end in a digit, which is one look.
        draft.kind == BlockKind::Paragraph
            && line.ends_with(|last: char| last.is_ascii_digit())
            && ["[详细]", "【详细】"].iter().any(|link| {
                line.split_once(link)
                    .is_some_and(|(_, behind)| behind.trim_start().chars().count() <= BEHIND)
            })
    };
    let Some(first) = drafts.iter().position(|draft| draft.is_body() && !opens(draft)) else {
        return;
    };
    for draft in drafts.iter_mut().skip(first).filter(|draft| opens(draft)) {
        draft.kind = BlockKind::Chrome;
        draft.named.clear();
    }
}

/// True for a value that only a program prints: an address, a host name, true or false.
fn is_variable(line: &str) -> bool {
    if line.len() > 200 || !line.is_ascii() || line.contains(' ') {
        return false;
    }
    if matches!(line, "true" | "false" | "null" | "undefined") {
        return true;
    }
    if line.starts_with("http://") || line.starts_with("https://") {
        return true;
    }
    let mut labels = line.split('.');
    let ending = labels.next_back().unwrap_or("");
    let lower = |label: &str| {
        label.len() >= 2
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    (2..=6).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_lowercase())
        && line.contains('.')
        && labels.all(lower)
}

/// Variables, and behind two in a row what else the template printed: names, cut copies of the text above. A single one,
/// as the address of a picture between two paragraphs, says nothing of what follows.
fn variables(text: &str, drafts: &mut [Draft]) {
    let mut first = None;
    let mut before: Option<usize> = None;
    for (index, draft) in drafts.iter_mut().enumerate() {
        if draft.kind != BlockKind::Paragraph {
            continue;
        }
        let line = draft.span.of(text);
        let variable = is_variable(line);
        // report: a word of a program behind the address.
        let value = draft.shape.chars <= WORD && line.bytes().all(|byte| byte.is_ascii_lowercase());
        if index > 0 && before == Some(index - 1) && first.is_none() && (variable || value) {
            first = before;
        }
        if variable {
            draft.kind = BlockKind::Chrome;
            before = Some(index);
        }
    }
    let Some(first) = first else {
        return;
    };
    let above = drafts
        .get(..first)
        .map_or(0, |above| above.iter().filter(|draft| draft.is_body()).count());
    if above == 0 {
        return;
    }
    let end = drafts.get(first).map_or(0, |draft| draft.span.start as usize);
    let read = text.get(..end).unwrap_or("");
    for draft in drafts.iter_mut().skip(first) {
        if draft.kind != BlockKind::Paragraph {
            continue;
        }
        let line = draft.span.of(text);
        // 摘要 with the opening of the text, cut off.
        let copied: String = ["[摘要]", "【摘要】", "摘要："]
            .iter()
            .find_map(|label| line.strip_prefix(label))
            .unwrap_or(line)
            .chars()
            .take_while(|next| !matches!(next, '.' | '…'))
            .take(COPY)
            .collect();
        let copy = copied.len() >= COPY && read.contains(copied.as_str());
        if copy || draft.is_short() {
            draft.kind = BlockKind::Chrome;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Record;
    use crate::segment::segment;

    fn kinds(lines: &[&str]) -> Vec<&'static str> {
        let text = lines.join("\n");
        let found = segment(&Record {
            text,
            ..Record::default()
        });
        found.blocks.iter().map(|block| block.kind.name()).collect()
    }

    const BODY: &str = "昆明今日有雨，气温下降，市气象台提醒市民出门带伞。";

    #[test]
    fn issue_6_openings_of_other_reports_below_a_text_are_links() {
        let opening =
            "湖边的候鸟今年来得早，管理处的人说，往年要到十一月才...【详细】图片榜2021-03-0415:24:10";
        assert_eq!(kinds(&[BODY, opening]), ["paragraph", "chrome"]);
        assert_eq!(kinds(&[opening]), ["paragraph"]);
        assert_eq!(kinds(&[opening, BODY]), ["paragraph", "paragraph"]);
        assert_eq!(
            kinds(&[BODY, "他说[详细]二字删了，桥边的人都知道。"]),
            ["paragraph", "paragraph"]
        );
    }

    #[test]
    fn behind_a_call_stand_links() {
        assert_eq!(
            kinds(&[
                BODY,
                "还没看过？快戳蓝字",
                "滇池为什么突然变清了？",
                "红嘴鸥来了！",
                "湿地地图更新"
            ]),
            ["paragraph", "chrome", "chrome", "chrome", "chrome"]
        );
        // Text goes on behind the call.
        assert_eq!(
            kinds(&[BODY, "点击查看全图", BODY]),
            ["paragraph", "heading", "paragraph"]
        );
    }

    #[test]
    fn addresses_of_pictures_do_not_end_a_text() {
        let picture = "http://img.example.com/1.jpg";
        let found = kinds(&[BODY, picture, BODY, picture, BODY, "湿地三期开工", BODY]);
        assert_eq!(found.get(5), Some(&"heading"));
    }

    #[test]
    fn openings_of_other_months_are_links() {
        let text = format!("{BODY}\n{BODY}\n春城新闻网7月15日讯 {BODY}\n春城新闻网7月14日讯 {BODY}");
        let kinds = |published: &str| -> Vec<_> {
            let mut record = Record {
                text: text.clone(),
                ..Record::default()
            };
            record.metadata.published_at = Some(published.to_owned());
            let found = segment(&record);
            found
                .blocks
                .iter()
                .skip(2)
                .map(|block| block.kind.name())
                .collect()
        };
        assert!(kinds("2021-03-04").iter().all(|kind| *kind == "chrome"));
        assert!(kinds("2021-07-15").contains(&"paragraph"));
    }

    #[test]
    fn variables_of_a_template() {
        assert_eq!(
            kinds(&[
                BODY,
                BODY,
                "http://news.example.com/1.html",
                "news.example.com",
                "false",
                "春城时报",
                "昆明今日有雨，气温下降..."
            ]),
            [
                "paragraph",
                "paragraph",
                "chrome",
                "chrome",
                "chrome",
                "chrome",
                "chrome"
            ]
        );
    }

    #[test]
    fn issue_6_a_call_for_authors_is_no_part_of_the_report() {
        let call = "滇池夜话专栏作者招募：你写湖，我们付稿酬。";
        let sends = "来稿请发送到 write@lake.example，我们等你。";
        assert_eq!(kinds(&[BODY, call, sends]), ["paragraph", "chrome", "chrome"]);
        assert_eq!(kinds(&[call, sends]), ["paragraph", "paragraph"]);
        assert_eq!(kinds(&[BODY, call]), ["paragraph", "paragraph"]);
    }
}

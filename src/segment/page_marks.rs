//! Lines of a page that its markup or their place between title and text tell: captions and short paragraphs that the
//! reader of pages has marked, listing lines whatever stands behind their date, by-lines of accounts. In: the drafts and
//! the marks. Out: the drafts with their kinds.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::closings;
use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::names;

/// Characters behind the time of a listing line.
const LONGEST_REST: usize = 30;
/// Characters of an outlet's name behind a time.
const LONGEST_LABEL: usize = 14;
/// Characters of an account's name.
const LONGEST_ACCOUNT: usize = 12;

/// True when the markup says that the line at `span` is a paragraph.
pub(super) fn is_paragraph(layout: &[(Span, BlockKind)], span: Span) -> bool {
    kind_of(layout, span) == Some(BlockKind::Paragraph)
}

fn kind_of(layout: &[(Span, BlockKind)], span: Span) -> Option<BlockKind> {
    let after = layout.partition_point(|(place, _)| place.start <= span.start);
    let (place, kind) = layout.get(after.checked_sub(1)?)?;
    place.contains(span).then_some(*kind)
}

/// Lines that the markup says are captions. What they name stays named: the credit of the picture.
pub(super) fn captions(drafts: &mut [Draft], layout: &[(Span, BlockKind)]) {
    if layout.is_empty() {
        return;
    }
    for draft in drafts {
        let open = matches!(
            draft.kind,
            BlockKind::Paragraph | BlockKind::Dateline | BlockKind::Byline | BlockKind::SourceLine
        );
        if open && kind_of(layout, draft.span) == Some(BlockKind::Caption) {
            draft.kind = BlockKind::Caption;
            draft.named.retain(|named| named.kind == PartKind::Source);
        }
    }
}

/// `（原题为《…》）`: the original title in a sentence of its own.
pub(super) fn original_titles(text: &str, drafts: &mut [Draft]) {
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.kind == BlockKind::Paragraph)
    {
        let line = draft.span.of(text);
        let inner = line
            .trim_start_matches(['（', '('])
            .trim_end_matches(['）', ')', '。']);
        let title = ["本文原题为", "原题为", "原标题为", "本文原标题为", "原标题是"]
            .iter()
            .find_map(|label| inner.strip_prefix(label))
            .map(|rest| rest.trim_start_matches([':', '：', ' ']))
            .and_then(|rest| rest.strip_prefix('《')?.strip_suffix('》'));
        let Some(title) = title.filter(|title| !title.is_empty() && line.chars().count() <= 90) else {
            continue;
        };
        if let Some(at) = line.find(title) {
            let start = draft.span.start as usize + at;
            draft.kind = BlockKind::OriginalTitle;
            draft.named = vec![Named {
                kind: PartKind::Title,
                span: Span::new(start, start + title.len()),
            }];
        }
    }
}

/// Lines between title and body: the listing line, the stamp of an update, accounts and authors beside the time. Says how
/// many drafts were added.
pub(super) fn listing(text: &str, drafts: &mut Vec<Draft>, title: Option<usize>, first_body: usize) -> usize {
    let Some(title) = title.filter(|&title| title < first_body) else {
        return 0;
    };
    for draft in drafts
        .iter_mut()
        .take(first_body)
        .skip(title + 1)
        .filter(|draft| may_be_stamp(draft))
    {
        let line = draft.span.of(text);
        if let Some(found) = dated(text, draft.span).or_else(|| stamp_alone(line, draft.span)) {
            draft.kind = BlockKind::ListingLine;
            draft.named = found;
        } else if draft.kind == BlockKind::Counter {
        } else if let Some(closing) = closings::printed_in(text, draft.span) {
            draft.kind = closing.kind;
            draft.named = closing.named;
        } else if let Some(rest) = ["原创：", "原创:", "原创｜", "原创|"]
            .iter()
            .find_map(|label| line.strip_prefix(label))
            .filter(|rest| rest.chars().count() <= LONGEST_REST)
            && let Some(span) = trimmed(
                text,
                draft.span.end as usize - rest.len(),
                draft.span.end as usize,
            )
        {
            draft.kind = BlockKind::Byline;
            draft.named = vec![Named {
                kind: PartKind::Person,
                span,
            }];
        }
    }
    // 2021-03-04 · 某报: the mark is no part of the name.
    for draft in drafts
        .iter_mut()
        .take(first_body)
        .filter(|draft| draft.kind == BlockKind::ListingLine)
    {
        for label in draft
            .named
            .iter_mut()
            .filter(|named| named.kind == PartKind::ListingLabel)
        {
            let name = label.span.of(text).trim_start_matches(is_mark);
            // 原创 某报 2021-03-04 08:09: what it is, and whose.
            let name = name
                .strip_prefix("原创")
                .filter(|rest| rest.starts_with(is_mark))
                .map_or(name, |rest| rest.trim_start_matches(is_mark));
            if !name.is_empty() {
                label.span.start = label.span.end - name.len() as u32;
            }
        }
    }
    let timed = |draft: &Draft| draft.kind == BlockKind::ListingLine && draft.part(PartKind::Time).is_some();
    let Some(time) = drafts.iter().take(first_body).skip(title + 1).position(timed) else {
        return 0;
    };
    let mut added = 0;
    let mut index = title + 1;
    while index < title + 1 + time + added {
        let Some(draft) = drafts.get_mut(index).filter(|draft| draft.is_short()) else {
            index += 1;
            continue;
        };
        if let Some((person, outlet)) = author_of_outlet(text, draft.span) {
            draft.span = outlet;
            draft.kind = BlockKind::ListingLine;
            draft.named = vec![Named {
                kind: PartKind::ListingLabel,
                span: outlet,
            }];
            drafts.insert(index, person);
            added += 1;
            index += 2;
            continue;
        }
        let line = draft.span.of(text);
        let account = draft.shape.chars <= LONGEST_ACCOUNT
            && !draft.shape.stop
            && !draft.shape.clause
            && !line.contains(['：', ':', '—', '·', '“', '《', '？', '！', ' '])
            && !lists::ends_like_outlet(line)
            && names::names(text, draft.span).is_none();
        // An account that tells its own stories stands between its title and their time; it is no heading.
        if account {
            draft.kind = BlockKind::Byline;
            draft.named.clear();
        }
        index += 1;
    }
    added
}

/// True for a line between title and text that can be a stamp: a short one, or eight digits, which look like a counter.
fn may_be_stamp(draft: &Draft) -> bool {
    draft.is_short() || draft.kind == BlockKind::Counter && draft.shape.chars == 8
}

/// The time of a line that is nothing but a stamp of a shape which is none elsewhere: `9月26日 星期四`, `20190926`, `3小时前`.
fn stamp_alone(line: &str, span: Span) -> Option<Vec<Named>> {
    let bare = || clock::bare_day(line).filter(|day| day.length == line.len());
    let stamp = clock::is_relative(line) || clock::compact(line).is_some() || bare().is_some();
    stamp.then(|| {
        vec![Named {
            kind: PartKind::Time,
            span,
        }]
    })
}

/// `时间：…` beside `地点：…` tells when something takes place; it is no time of publication.
pub(super) fn events(text: &str, drafts: &mut [Draft]) {
    const TIMES: [&str; 4] = ["时间", "活动时间", "会议时间", "举办时间"];
    const BESIDE: [&str; 10] = [
        "地点",
        "地址",
        "发布人",
        "主持人",
        "嘉宾",
        "主讲人",
        "出席",
        "参会",
        "会场",
        "对象",
    ];
    for index in 0..drafts.len() {
        let time = drafts.get(index).is_some_and(|draft| {
            draft.kind == BlockKind::ListingLine
                && draft
                    .part(PartKind::Label)
                    .is_some_and(|label| TIMES.contains(&label.of(text)))
        });
        if !time {
            continue;
        }
        let beside = [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
            .filter_map(|at| drafts.get(at))
            .any(|draft| {
                let line = draft.span.of(text);
                BESIDE.iter().any(|label| line.starts_with(label))
            });
        if beside && let Some(draft) = drafts.get_mut(index) {
            draft.kind = BlockKind::Paragraph;
            draft.named.clear();
        }
    }
}

fn label_length(name: &str) -> bool {
    (2..=LONGEST_LABEL).contains(&name.chars().count())
        && !name.contains(['：', ':', '，', ',', '。', '“', '《', '（', '('])
        && name.contains(names::is_han)
}

/// Marks between the parts of a listing line.
fn is_mark(next: char) -> bool {
    is_blank(next) || matches!(next, '·' | '|' | '｜' | '-' | '•')
}

/// The stamp of an update, its label left aside.
pub(super) fn update_stamp(line: &str) -> Option<&str> {
    ["最后更新", "最近更新", "更新时间", "更新于"]
        .iter()
        .find_map(|label| line.strip_prefix(label))
        .map(|rest| rest.trim_start_matches(|next| is_blank(next) || matches!(next, ':' | '：')))
}

/// The parts of a line that begins with a whole date: the time, and the outlet behind it where one stands there. A stamp of
/// an update has no part: it is not the time of publication.
fn dated(text: &str, span: Span) -> Option<Vec<Named>> {
    let line = span.of(text);
    let stamp = update_stamp(line);
    let update = stamp.is_some();
    let dated = stamp.unwrap_or(line);
    let time = clock::printed(dated).filter(|time| time.has_year() || time.has_clock())?;
    let rest = dated.get(time.length + time.counter..)?;
    if rest.chars().count() > LONGEST_REST {
        return None;
    }
    if update {
        return Some(Vec::new());
    }
    // 2021年3月4日海滨要闻 is a heading: a date without a clock stands apart from what follows.
    if !time.has_clock()
        && rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '，' | ',' | '、'))
    {
        return None;
    }
    let mut named = vec![Named {
        kind: PartKind::Time,
        span: Span::new(span.start as usize, span.start as usize + time.length),
    }];
    let label =
        rest.trim_start_matches(|next: char| is_blank(next) || matches!(next, '·' | '|' | '｜' | '-' | '•'));
    let start = span.end as usize - label.len();
    if let Some(label) = trimmed(text, start, span.end as usize) {
        // One word in the place of the outlet is its name; several may be anything.
        let name = label.of(text);
        let word = label_length(name) && !name.contains(|next: char| is_blank(next) || next.is_ascii_digit());
        named.push(Named {
            kind: if word || lists::ends_like_outlet(name) {
                PartKind::ListingLabel
            } else {
                PartKind::Value
            },
            span: label,
        });
    }
    Some(named)
}

/// `某某/某报` beside a time: the by-line, and the place of the outlet.
fn author_of_outlet(text: &str, span: Span) -> Option<(Draft, Span)> {
    let line = span.of(text);
    let slash = line.find(['/', '／'])?;
    let width = line.get(slash..)?.chars().next()?.len_utf8();
    let at = span.start as usize + slash;
    let person = trimmed(text, span.start as usize, at)?;
    let outlet = trimmed(text, at + width, span.end as usize)?;
    let people = names::names(text, person)?;
    if !lists::ends_like_outlet(outlet.of(text)) || outlet.of(text).chars().count() > LONGEST_ACCOUNT {
        return None;
    }
    let named = Named::each(PartKind::Person, people).collect();
    let whole = Span::new(span.start as usize, at + width);
    Some((Draft::with(text, BlockKind::Byline, whole, named), outlet))
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Metadata, Record, Segmentation, Span};
    use crate::segment::segment;

    const TITLE: &str = "滨城港新码头今日启用";
    const BODY: &str = "滨城港新码头今日启用，共有泊位六个。";

    fn read(head: &str, body: &str) -> (String, Segmentation) {
        let text = format!("{TITLE}\n\n{head}\n\n{body}");
        let record = Record {
            metadata: Metadata {
                title: Some(TITLE.to_owned()),
                ..Metadata::default()
            },
            text: text.clone(),
            ..Record::default()
        };
        (text, segment(&record))
    }

    fn head(lines: &str) -> Vec<String> {
        let (text, found) = read(lines, BODY);
        let inner = found
            .blocks
            .get(1..found.blocks.len().saturating_sub(1))
            .unwrap_or(&[]);
        let part = |block: usize| {
            let parts = found.parts.iter().filter(|part| part.block as usize == block);
            parts
                .map(|part| format!(" {}={}", part.kind.name(), part.span.of(&text)))
                .collect::<String>()
        };
        inner
            .iter()
            .enumerate()
            .map(|(at, block)| format!("{}{}", block.kind.name(), part(at + 1)))
            .collect()
    }

    #[test]
    fn a_line_that_begins_with_a_date_is_a_listing_line() {
        assert_eq!(
            head("2021年3月4日 08:09 参考文摘"),
            ["listing_line time=2021年3月4日 08:09 listing_label=参考文摘"]
        );
        assert_eq!(
            head("2021-03-04 · 滨城晚报"),
            ["listing_line time=2021-03-04 listing_label=滨城晚报"]
        );
        assert_eq!(
            head("2021-03-04 08:09:10\n最后更新: 2021-03-04 09:10:11"),
            ["listing_line time=2021-03-04 08:09:10", "listing_line"]
        );
        assert_eq!(
            head("2021-03-04 08:09 赵甲乙 钱丙丁"),
            ["listing_line time=2021-03-04 08:09 value=赵甲乙 钱丙丁"]
        );
        assert_eq!(
            head("原创 滨城晚报 2021-03-04 08:09:10"),
            ["listing_line listing_label=滨城晚报 time=2021-03-04 08:09:10"]
        );
        assert_eq!(head("2021年3月4日港口要闻"), ["heading"]);
    }

    #[test]
    fn who_stands_beside_the_time_is_no_heading() {
        assert_eq!(
            head("港湾必读\n2021-03-04 08:09"),
            ["byline", "listing_line time=2021-03-04 08:09"]
        );
        assert_eq!(
            head("赵一鸣/滨城晚报\n2021-03-04 08:09"),
            [
                "byline person=赵一鸣",
                "listing_line listing_label=滨城晚报",
                "listing_line time=2021-03-04 08:09"
            ]
        );
        assert_eq!(
            head("2021-03-04 08:09\n原创： 港湾编译 海运交易"),
            [
                "listing_line time=2021-03-04 08:09",
                "byline label=原创 agency=港湾 person=海运交易"
            ]
        );
    }

    #[test]
    fn an_original_title_may_stand_in_a_sentence() {
        let (_, found) = read(
            "2021-03-04 08:09",
            &format!("{BODY}\n\n（原题为《新码头启用，泊位够不够？》）"),
        );
        let original = found
            .articles
            .first()
            .and_then(|host| host.original_title.clone());
        assert_eq!(original.as_deref(), Some("新码头启用，泊位够不够？"));
    }

    #[test]
    fn the_markup_marks_captions_and_paragraphs() {
        let lines = [TITLE, BODY, "码头全景。", BODY, "票价二十元，儿童免费"];
        let text = lines.join("\n\n");
        let place = |line: &str| {
            let start = text.find(line).unwrap_or(0);
            Span::new(start, start + line.len())
        };
        let mut record = Record {
            text: text.clone(),
            ..Record::default()
        };
        record.metadata.title = Some(TITLE.to_owned());
        record.metadata.layout = vec![
            (place("码头全景。"), BlockKind::Caption),
            (place("票价二十元，儿童免费"), BlockKind::Paragraph),
        ];
        let found = segment(&record);
        let kinds: Vec<_> = found
            .blocks
            .iter()
            .map(|block| (block.kind.name(), block.article))
            .collect();
        assert_eq!(
            kinds,
            [
                ("title", Some(0)),
                ("paragraph", Some(0)),
                ("caption", Some(0)),
                ("paragraph", Some(0)),
                ("paragraph", Some(0))
            ]
        );
    }
}

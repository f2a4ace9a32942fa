//! Headings that look like sentences: questions over a section, numbered lines that head sections together, and words in a
//! frame of their own (`【现场】`, `■回访`) with the headline and the deck below them. In: the drafts of a page, its title
//! known. Out: the same drafts, some of them headings. A line stays text when in doubt: in an interview, in a page of
//! one-sentence paragraphs, and where the question carries on what was said before it.

use crate::document::BlockKind;

use super::draft::{Draft, is_blank};
use super::lists;
use super::names::is_han;

/// Characters of the longest heading that asks, and of the shortest.
const QUESTION: std::ops::RangeInclusive<usize> = 6..=28;
/// Characters of the longest heading that has a number.
const NUMBERED: usize = 40;
/// Characters of a paragraph that can stand beside a heading.
const SECTION: usize = 40;
/// Characters of the longest framed word that heads.
const FRAMED: usize = 12;

/// Finds headings among the paragraphs.
pub(super) fn settle(text: &str, drafts: &mut [Draft]) {
    counters(text, drafts);
    framed(text, drafts);
    let asks: Vec<usize> = (0..drafts.len())
        .filter(|&index| drafts.get(index).is_some_and(|draft| is_question(text, draft)))
        .collect();
    if asks.is_empty() {
        return;
    }
    numbered(text, drafts, &asks);
    if is_interview(text, drafts) {
        return;
    }
    let over = |least: usize| -> Vec<usize> {
        let asks = asks.iter().copied();
        asks.filter(|&index| heads(text, drafts, index, least)).collect()
    };
    let mut found = over(SECTION);
    // Where several sections are headed so, shorter paragraphs stand beside the others.
    if found.len() > 1 {
        found = over(SECTION / 2);
    }
    // A page in which every third paragraph is asked for is an interview without labels.
    let sections = drafts.iter().filter(|draft| is_section(draft, SECTION)).count();
    if found.len() * 3 > sections {
        return;
    }
    for index in found {
        if let Some(draft) = drafts.get_mut(index) {
            draft.kind = BlockKind::Heading;
        }
    }
}

/// A short line with one mark of a sentence: the question mark at its end.
fn is_question(text: &str, draft: &Draft) -> bool {
    if draft.kind != BlockKind::Paragraph || draft.glued || draft.shape.chars > NUMBERED || draft.shape.latin
    {
        return false;
    }
    let line = draft.span.of(text).trim_end_matches(['”', '’', '」', '"']);
    line.strip_suffix(['？', '?'])
        .is_some_and(|rest| !rest.contains(['。', '！', '？', '!', '?', '；', '…']))
}

fn is_section(draft: &Draft, least: usize) -> bool {
    draft.is_body() && draft.shape.chars >= least
}

/// What a paragraph ends with that says all it has to say.
const ENDS: [char; 10] = ['。', '！', '？', '…', '”', '」', '）', ')', '!', '?'];

/// True when the question at `index` stands over a section: text before and behind it, and nothing that it answers.
fn heads(text: &str, drafts: &[Draft], index: usize, least: usize) -> bool {
    let Some(draft) = drafts.get(index) else {
        return false;
    };
    let line = draft.span.of(text);
    if draft.kind != BlockKind::Paragraph
        || !QUESTION.contains(&draft.shape.chars)
        || lists::carries_on(line)
        || line.contains('您')
        || line.contains("：“")
        || line.chars().take(5).any(|next| matches!(next, '：' | ':'))
    {
        return false;
    }
    let seen = |draft: &&Draft| !matches!(draft.kind, BlockKind::Image | BlockKind::Caption);
    let before = drafts
        .get(..index)
        .and_then(|above| above.iter().rev().find(seen));
    let free = before.is_none_or(|before| match before.kind {
        BlockKind::Paragraph => is_section(before, least) && before.span.of(text).ends_with(ENDS),
        BlockKind::Counter | BlockKind::Chrome => false,
        _ => true,
    });
    let behind = drafts.get(index + 1..).and_then(|below| below.iter().find(seen));
    let section = behind.is_some_and(|behind| {
        is_section(behind, least) && {
            let opening = behind.span.of(text);
            !answers(opening)
        }
    });
    free && section
}

/// True for a paragraph that answers the question before it, or is another speaker's.
fn answers(opening: &str) -> bool {
    let speaker = opening
        .chars()
        .take(9)
        .take_while(|next| !matches!(next, '（' | '('))
        .any(|next| matches!(next, '：' | ':'));
    let replies = [
        "答案", "因为", "不是", "是的", "当然", "没错", "对此", "不，", "没有", "其实",
    ];
    speaker || opening.starts_with(['“', '"', '「']) || replies.iter().any(|reply| opening.starts_with(reply))
}

/// Labels of those who ask and answer.
const SPEAKERS: [&str; 12] = [
    "记者：",
    "记者:",
    "问：",
    "问:",
    "答：",
    "答:",
    "Q：",
    "Q:",
    "A：",
    "A:",
    "主持人：",
    "主持人:",
];

/// True for a page of questions and answers.
fn is_interview(text: &str, drafts: &[Draft]) -> bool {
    let labelled = drafts.iter().filter(|draft| {
        let line = draft.span.of(text);
        SPEAKERS.iter().any(|label| line.starts_with(label))
            // 某报记者：, 南都：
            || line.char_indices().take(8).any(|(at, next)| {
                matches!(next, '：' | ':')
                    && line.get(..at).is_some_and(|head| head.ends_with("记者") || lists::ends_like_outlet(head))
            })
    });
    labelled.count() >= 2
}

/// `01` over the first section, where `02` heads the second.
fn counters(text: &str, drafts: &mut [Draft]) {
    let number = |draft: &Draft| {
        (draft.kind == BlockKind::Counter && draft.shape.chars <= 2)
            .then(|| draft.span.of(text).parse::<u32>().ok())
            .flatten()
    };
    let Some(first) = drafts.iter().take(8).position(|draft| number(draft) == Some(1)) else {
        return;
    };
    let second = drafts
        .iter()
        .skip(first + 2)
        .any(|draft| number(draft) == Some(2));
    if second && let Some(draft) = drafts.get_mut(first) {
        draft.kind = BlockKind::Heading;
    }
}

/// What stands behind a number of things, not behind the number of a section.
const AMOUNTS: [&str; 44] = [
    "年", "月", "日", "号", "点", "时", "分", "秒", "个", "天", "人", "岁", "名", "万", "亿", "千", "百",
    "倍", "次", "元", "种", "条", "只", "张", "位", "家", "大", "小", "期", "届", "米", "公里", "公斤", "里",
    "度", "世", "代", "线", "%", "％", "/", "-", ":", "：",
];

/// The number that a line begins with.
fn number(line: &str) -> Option<u32> {
    const HAN: &str = "一二三四五六七八九十";
    let bare = line.trim_start_matches(['（', '(', '第', '之', 'Q', '问']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let behind = bare.get(digits..)?;
        // 3月, 50岁: an amount or a date.
        let amount = behind.is_empty() || AMOUNTS.iter().any(|word| behind.starts_with(word));
        return (!amount).then(|| bare.get(..digits)?.parse().ok()).flatten();
    }
    let first = bare.chars().next()?;
    let place = HAN.chars().position(|next| next == first)?;
    let behind = bare.chars().nth(1)?;
    matches!(behind, '、' | '，' | '）' | ')' | '：' | '.' | '．' | ' ')
        .then(|| u32::try_from(place + 1).ok())?
}

/// Lines that begin with the numbers from one on, each over text, are headings together when one of them asks.
fn numbered(text: &str, drafts: &mut [Draft], asks: &[usize]) {
    let mut run: Vec<usize> = Vec::new();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.kind != BlockKind::Paragraph || draft.shape.chars > NUMBERED {
            continue;
        }
        let line = draft.span.of(text);
        let Some(number) = number(line).filter(|_| !line.contains(['。', '；'])) else {
            continue;
        };
        let over_text = drafts.get(index + 1).is_some_and(|next| {
            next.is_body() && next.shape.chars >= SECTION / 2 || next.kind == BlockKind::Image
        });
        if number == 1 {
            runs.push(std::mem::take(&mut run));
        }
        if over_text && number as usize == run.len() + 1 {
            run.push(index);
        }
    }
    runs.push(run);
    for run in runs {
        if run.len() < 2 || !run.iter().any(|index| asks.contains(index)) {
            continue;
        }
        for index in run {
            if let Some(draft) = drafts.get_mut(index) {
                draft.kind = BlockKind::Heading;
            }
        }
    }
}

/// The mark that a line begins with, when it is a framed word alone: `【现场】`, `■回访`.
fn frame(text: &str, draft: &Draft) -> Option<char> {
    if draft.kind != BlockKind::Paragraph || draft.glued || draft.shape.chars > FRAMED {
        return None;
    }
    let line = draft.span.of(text);
    let first = line.chars().next()?;
    let inner = match first {
        '【' => line.strip_prefix('【')?.strip_suffix('】')?,
        '■' | '◆' | '●' | '▌' => line.get(first.len_utf8()..)?,
        _ => return None,
    };
    let inner = inner.trim_matches(is_blank);
    let plain = inner.chars().count() >= 2
        && inner
            .chars()
            .all(|next| is_han(next) || next == '·' || first == '【' && next.is_ascii_digit());
    plain.then_some(first)
}

/// Framed words over a section, with the short lines between them and its text.
fn framed(text: &str, drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        let Some(mark) = drafts.get(index).and_then(|draft| frame(text, draft)) else {
            continue;
        };
        let same = |at: Option<usize>| {
            at.and_then(|at| drafts.get(at))
                .is_some_and(|draft| draft.span.of(text).starts_with(mark))
        };
        // ■甲 ■乙 ■丙: items of a list.
        if same(index.checked_sub(1)) || same(Some(index + 1)) {
            continue;
        }
        let deck = drafts
            .iter()
            .skip(index + 1)
            .take_while(|draft| {
                let line = draft.span.of(text);
                draft.kind == BlockKind::Paragraph
                    && draft.shape.chars <= NUMBERED
                    && !line.contains('。')
                    && !line.starts_with(['■', '◆', '●', '▌', '【'])
                    && !line.ends_with(['…', '：', ':', '，'])
            })
            .count();
        let over_text = drafts.get(index + 1 + deck).is_some_and(|draft| {
            draft.is_body()
                || matches!(
                    draft.kind,
                    BlockKind::Dateline | BlockKind::Image | BlockKind::Caption
                )
        });
        if deck > 3 || !over_text {
            continue;
        }
        for draft in drafts.iter_mut().skip(index).take(deck + 1) {
            draft.kind = BlockKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Record};
    use crate::segment::segment;

    const LONG: &str = "昆明市水务局昨日公布了滇池沿岸三处湿地的修复方案，工程分为两期，预计明年年底以前全部完成并向市民开放。";

    fn kind_of(lines: &[&str], wanted: &str) -> Option<BlockKind> {
        let text = lines.join("\n");
        let found = segment(&Record {
            text: text.clone(),
            ..Record::default()
        });
        found
            .blocks
            .iter()
            .find(|block| block.span.of(&text) == wanted)
            .map(|block| block.kind)
    }

    #[test]
    fn a_question_between_sections_heads() {
        let ask = "湿地修好以后由谁来管？";
        assert_eq!(
            kind_of(&[LONG, LONG, ask, LONG, LONG], ask),
            Some(BlockKind::Heading)
        );
        // It carries on what was said, is answered, or stands among short paragraphs.
        let goes_on = "那么湿地由谁来管？";
        assert_eq!(
            kind_of(&[LONG, LONG, goes_on, LONG, LONG], goes_on),
            Some(BlockKind::Paragraph)
        );
        let answer = format!("答案是水务局。{LONG}");
        assert_eq!(
            kind_of(&[LONG, LONG, ask, &answer, LONG], ask),
            Some(BlockKind::Paragraph)
        );
        let short = "他没有回答。";
        assert_eq!(
            kind_of(&[LONG, short, ask, short, LONG], ask),
            Some(BlockKind::Paragraph)
        );
    }

    #[test]
    fn an_interview_has_no_such_headings() {
        let ask = "湿地修好以后由谁来管？";
        let lines = [
            LONG,
            "记者：工期多长？",
            LONG,
            "记者：何时开放？",
            LONG,
            ask,
            LONG,
        ];
        assert_eq!(kind_of(&lines, ask), Some(BlockKind::Paragraph));
    }

    #[test]
    fn numbers_decide_together() {
        let lines = [LONG, "1．工程何时开工？", LONG, "2．钱从哪里来？", LONG, LONG];
        assert_eq!(kind_of(&lines, "1．工程何时开工？"), Some(BlockKind::Heading));
        assert_eq!(kind_of(&lines, "2．钱从哪里来？"), Some(BlockKind::Heading));
    }

    #[test]
    fn framed_words_head_with_their_decks() {
        let lines = [
            LONG,
            "【走访】",
            "湿地里有三处观鸟台",
            "其中一处昨日还没有开放；围栏已经拆除",
            LONG,
            LONG,
        ];
        for line in lines.iter().skip(1).take(3) {
            assert_eq!(kind_of(&lines, line), Some(BlockKind::Heading), "{line}");
        }
        let list = [LONG, "■红嘴鸥", "■白鹭", "■苍鹭", LONG, LONG];
        assert_eq!(kind_of(&list, "■白鹭"), Some(BlockKind::Paragraph));
    }
}

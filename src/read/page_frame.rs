//! The lines around a body that say where and when it was published. An extractor of main content takes the body and
//! leaves the line with time and outlet below the title and the line with the editor behind the text; both are what
//! provenance lives on. In: all lines of the page, and those of the body. Out: the lines before and after to keep.

use std::sync::LazyLock;

use regex::Regex;

use super::page_body::Body;
use super::page_lines::Line;

/// Lines to keep around a body.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Between title and body.
    pub(super) head: Vec<Line>,
    /// Behind the body.
    pub(super) foot: Vec<Line>,
}

/// How far before the body a header is looked for when the page does not repeat the title, in lines.
const HEADER_REACH: usize = 12;
/// How far behind the body an editor or source is looked for, in lines.
const FOOTER_REACH: usize = 8;
/// How far behind that an editor of the page is looked for, in lines.
const EDITOR_REACH: usize = 32;
/// Longest line of a frame, in characters.
const LONGEST: usize = 80;
/// Longest outlet or author that stands alone beside the time, in characters.
const LONGEST_NAME: usize = 12;

/// A printed date, as `2020年1月2日`, `2020-01-02`, `01-02 08:09`.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:\d{2}|\d{4})[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/月]\d{1,2}日?[ \u{3000}]*\d{1,2}:\d{2}",
    )
    .ok()
});

/// Labels of source, author and editor.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:来源|來源|稿源|转自|原标题|原題|原标題|作者|记者|記者|编辑|編輯|责编|校对|撰文|供稿)[ \u{3000}]*[:：|丨/]|^[（(【\[]?(?:来源|來源|作者|记者|文|责任编辑|编辑|责编)[ /:：]",
    )
    .ok()
});

/// The editor's line that a page ends with.
static EDITOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(【\[]?(?:责任编辑|責任編輯|责编|编辑|編輯)[ \u{3000}]*[:：][^:：]{1,24}$").ok()
});

/// A label of people that follows time and source in a listing line.
static ROLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(【\[]?(?:作者|记者|責任編輯|责任编辑|责编|编辑|編輯|校对)[ \u{3000}]*[:：]").ok()
});

/// A label that opens a credit inside a line of credits.
static CREDIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(【\[]?(?:本文来源|文章来源|来源|來源|稿源|作者|记者|責任編輯|责任编辑|责编|编辑|編輯)[ \u{3000}]*[:：]").ok()
});

/// Words of buttons and counters that stand among the header's lines.
const CONTROLS: &[&str] = &[
    "分享",
    "评论",
    "收藏",
    "字号",
    "举报",
    "关注",
    "微博",
    "微信",
    "打印",
    "首页",
    "客户端",
    "扫一扫",
    "点击",
    "纠错",
    "朋友圈",
    "登录",
    "注册",
    "阅读",
    "点赞",
    "参与",
    "正文",
    "搜索",
    "下载",
    "返回",
    "更多",
    "订阅",
    "推荐",
    "大字",
    "小字",
    "放大",
    "缩小",
    "APP",
    "App",
    "+",
    ">",
    "QQ",
    "複製",
    "复制",
    "投稿",
];

fn is_match(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Finds the frame of `body` among the lines of the `page`; `known` are the outlets that the metadata names.
pub(super) fn frame(page: &[Line], body: &Body, title: Option<&str>, known: &[&str]) -> Frame {
    let Some((first, last)) = body.place else {
        return Frame::default();
    };
    let window = head_window(page, first, title);
    let foot: Vec<&Line> = page.iter().skip(last + 1).take(FOOTER_REACH).collect();
    let fresh = |line: &Line| !body.lines.iter().any(|known| known.text == line.text);
    let mut frame = Frame {
        head: kept(&window, known, true).into_iter().filter(fresh).collect(),
        foot: kept(&foot, known, false).into_iter().filter(fresh).collect(),
    };
    // The page's editor stands below what a page puts below its text: tags, buttons, a notice.
    let further = page.iter().skip(last + 1 + FOOTER_REACH).take(EDITOR_REACH);
    let named = |line: &Line| is_match(&EDITOR, &line.text);
    if !frame.foot.iter().chain(&body.lines).any(named)
        && let Some(line) = further
            .clone()
            .take_while(|line| !line.is_heading)
            .find(|line| named(line))
    {
        frame.foot.extend(parted(line, &CREDIT));
    }
    frame
}

/// The lines between the title and the first line of the body.
pub(super) fn head_window<'page>(page: &'page [Line], first: usize, title: Option<&str>) -> Vec<&'page Line> {
    let start = header_start(page, first, title);
    let mut window: Vec<&Line> = page.get(start..first).unwrap_or(&[]).iter().collect();
    if let Some(nav) = window.iter().rposition(|line| is_path(&line.text)) {
        window.drain(..=nav);
    }
    window
}

/// Takes the lines of credits that an extraction kept in a body apart, and the elements of a listing line there.
pub(super) fn part_credits(body: &mut Vec<Line>) {
    let mut is_head = true;
    let lines = std::mem::take(body).into_iter().enumerate();
    *body = lines
        .flat_map(|(index, line)| {
            let short = line.text.len() <= 4 * LONGEST && line.text.chars().count() <= LONGEST;
            is_head &= index < HEADER_REACH && !line.text.ends_with('。');
            if short && is_head && is_match(&TIME, &line.text) {
                parted(&line, &ROLE)
            } else if short && is_match(&CREDIT, behind_control(&line.spaced())) {
                parted(&line, &CREDIT)
            } else {
                vec![line]
            }
        })
        .collect();
}

/// The line without a button at its head: `【纠错】 责任编辑：某某`.
fn behind_control(text: &str) -> &str {
    match text.split_once([' ', '\u{3000}']) {
        Some((first, rest)) if is_control(first) => rest.trim_start(),
        _ => text,
    }
}

/// A line of credits cut before each label that opens another one: `本文来源：某报` and `责任编辑：某某` stand in two elements
/// of one line.
fn parted(line: &Line, opening: &LazyLock<Option<Regex>>) -> Vec<Line> {
    let spaced = line.spaced();
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in spaced.match_indices([' ', '\u{3000}']) {
        let (before, rest) = (spaced.get(from..at).unwrap_or(""), spaced.get(at..).unwrap_or(""));
        if !is_match(opening, rest.trim_start()) {
            continue;
        }
        if is_match(&LABEL, before) || is_match(&TIME, before) {
            pieces.push(before);
            from = at;
        } else if is_control(before) {
            from = at;
        }
    }
    pieces.push(spaced.get(from..).unwrap_or(""));
    let mut opens_block = line.opens_block;
    pieces
        .into_iter()
        .map(|piece| Line {
            text: piece.trim().to_owned(),
            opens_block: std::mem::replace(&mut opens_block, true),
            borders: Vec::new(),
            ..line.clone()
        })
        .collect()
}

/// True for a short line that is a button or a counter of the page.
pub(super) fn is_control(text: &str) -> bool {
    text.chars().count() <= LONGEST_NAME && CONTROLS.iter().any(|word| text.contains(word))
}

/// True for a line that is a date or a time and nothing else.
pub(super) fn is_date(line: &Line) -> bool {
    let mut words = line.text.chars().filter(|character| character.is_alphabetic());
    words.all(|character| "年月日时分".contains(character)) && is_match(&TIME, &line.text)
}

/// Takes lists of other articles off the end of a body: titles without a full stop among which at least three lines
/// are nothing but a link or nothing but a date.
pub(super) fn drop_lists(body: &mut Vec<Line>) {
    const FEWEST: usize = 3;
    const LONGEST_TITLE: usize = 60;
    let is_part = |line: &Line| {
        let title = line.text.chars().count() <= LONGEST_TITLE && !line.text.contains(['。', '！', '”']);
        line.is_link || (title && !is_match(&LABEL, &line.text))
    };
    let run = body.iter().rev().take_while(|line| is_part(line)).count();
    let start = body.len() - run;
    let list = body.get(start..).unwrap_or(&[]);
    let is_mark = |line: &Line| line.is_link || is_date(line);
    if list.iter().filter(|line| is_mark(line)).count() >= FEWEST
        && let Some(first) = list.iter().position(is_mark)
    {
        // A date stands behind the title that it belongs to.
        let titled = list.get(first).is_some_and(|line| !line.is_link) && first > 0;
        body.truncate(start + first - usize::from(titled));
    }
}

/// A line of the trail `首页 > 新闻 > 国内 > 正文`.
fn is_path(text: &str) -> bool {
    text.ends_with("正文") && text.contains(['>', '›', '»', '＞'])
}

/// The line behind the title, else a few lines before the body.
fn header_start(page: &[Line], first: usize, title: Option<&str>) -> usize {
    let plain = |text: &str| {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .collect::<String>()
    };
    let title = title.map(plain).filter(|title| title.chars().count() > 3);
    let reach = first.saturating_sub(4 * HEADER_REACH);
    let before = page.get(reach..first).unwrap_or(&[]);
    let found = before
        .iter()
        .rposition(|line| line.is_heading || title.as_ref().is_some_and(|title| plain(&line.text) == *title));
    found.map_or(first.saturating_sub(HEADER_REACH), |found| reach + found + 1)
}

/// The lines with a label, a time, or a name beside a time.
fn kept(window: &[&Line], known: &[&str], head: bool) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    let says = |line: &Line| is_match(&LABEL, &line.text) || (head && is_match(&TIME, &line.text));
    for (place, line) in window.iter().enumerate() {
        if line.text.chars().count() > LONGEST {
            continue;
        }
        let neighbour = |step: isize| place.checked_add_signed(step).and_then(|place| window.get(place));
        let beside =
            neighbour(-1).is_some_and(|line| says(line)) || neighbour(1).is_some_and(|line| says(line));
        let bare_label = neighbour(-1).is_some_and(|line| line.text.ends_with([':', '：']) && says(line));
        let name = line.text.chars().count() <= LONGEST_NAME
            && line.text.chars().any(char::is_alphabetic)
            && !CONTROLS.iter().any(|word| line.text.contains(word));
        if says(line)
            || bare_label
            || (head && known.contains(&line.text.as_str()))
            || (head && beside && name)
        {
            let line = Line {
                opens_block: !bare_label,
                ..(*line).clone()
            };
            if !head {
                kept.extend(parted(&line, &CREDIT));
            } else if is_match(&TIME, &line.text) {
                kept.extend(parted(&line, &ROLE));
            } else {
                kept.push(line);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::{drop_lists, frame, part_credits};
    use crate::read::page_body::body;
    use crate::read::page_lines::{Line, lines};

    /// The texts of head and foot around the paragraphs that end with a full stop.
    fn framed(page: &str, title: &str) -> (Vec<String>, Vec<String>) {
        let page = Document::from(page);
        let lines = lines(page.root());
        let extracted = lines.iter().filter(|line| line.text.ends_with('。'));
        let body = body(&page, &lines, extracted.cloned().collect());
        let found = frame(&lines, &body, Some(title), &[]);
        let texts = |lines: Vec<Line>| lines.into_iter().map(|line| line.text).collect();
        (texts(found.head), texts(found.foot))
    }

    fn parsed(page: &str) -> Vec<Line> {
        lines(Document::from(page).root())
    }

    fn texts(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn lines_with_time_outlet_and_editor_are_kept() {
        let (head, foot) = framed(
            "<p>2021-01-01 天气</p><p>首页</p><h1>海滨市启用新码头</h1><p>2021年3月4日 08:09</p><p>滨城晚报</p><p>分享</p>\
             <p>来源：</p><p>海滨市港务局</p><div><p>新码头今日启用。</p><p>共有泊位六个。</p></div><p>责任编辑：林一舟</p><p>评论</p>",
            "海滨市启用新码头",
        );
        assert_eq!(head, ["2021年3月4日 08:09", "滨城晚报", "来源：", "海滨市港务局"]);
        assert_eq!(foot, ["责任编辑：林一舟"]);
    }

    #[test]
    fn the_elements_of_a_line_are_kept_apart() {
        let (head, foot) = framed(
            "<h1>海滨市启用新码头</h1><div><span>金融</span><span>滨城</span><span>2021-03-04 08:09</span></div>\
             <div><p>新码头今日启用。</p><p>共有泊位六个。</p></div>\
             <div><span>本文来源：滨城晚报</span><span>责任编辑：林一舟_BC0012</span></div>",
            "海滨市启用新码头",
        );
        assert_eq!(head, ["金融 滨城 2021-03-04 08:09"]);
        assert_eq!(foot, ["本文来源：滨城晚报", "责任编辑：林一舟_BC0012"]);
    }

    #[test]
    fn people_behind_time_and_source_have_a_line_of_their_own() {
        let (head, _) = framed(
            "<h1>海滨市启用新码头</h1><div>2021-03-04 08:09<span>来源：滨城晚报</span><span>作者：林一舟</span></div>\
             <div><p>新码头今日启用。</p><p>共有泊位六个。</p></div>",
            "海滨市启用新码头",
        );
        assert_eq!(head, ["2021-03-04 08:09 来源：滨城晚报", "作者：林一舟"]);
    }

    #[test]
    fn a_button_before_a_credit_is_left_out() {
        let page = Document::from("<p>新码头今日启用。</p><div>【纠错】<span>责任编辑： 林一舟</span></div>");
        let mut body = lines(page.root());
        part_credits(&mut body);
        assert_eq!(texts(&body), ["新码头今日启用。", "责任编辑： 林一舟"]);
    }

    #[test]
    fn an_editor_below_the_furniture_is_the_pages() {
        let furniture = "<li>标签</li>".repeat(12);
        let (_, foot) = framed(
            &format!(
                "<h1>海滨市启用新码头</h1><div><p>新码头今日启用。</p></div>{furniture}<ul><li>责任编辑: 林一舟&nbsp; </li></ul>"
            ),
            "海滨市启用新码头",
        );
        assert_eq!(foot, ["责任编辑: 林一舟"]);
    }

    #[test]
    fn lists_of_other_articles_are_dropped_and_verses_are_not() {
        let mut listed = parsed(
            "<p>新码头今日启用。</p><p>南山高铁何时通车</p><p>2021年3月4日</p><p>海滨天气</p><p>03-05 08:09</p><p><a>更多</a></p>",
        );
        drop_lists(&mut listed);
        assert_eq!(texts(&listed), ["新码头今日启用。"]);
        let mut verses = parsed("<p>白日依山尽</p><p>黄河入海流</p><p>欲穷千里目</p><p>更上一层楼</p>");
        drop_lists(&mut verses);
        assert_eq!(verses.len(), 4);
    }
}

//! The lines around a body that say where and when it was published. An extractor of main content takes the body and
//! leaves the line with time and outlet below the title and the line with the editor behind the text; both are what
//! provenance lives on. In: all lines of the page, and those of the body. Out: the lines before and after to keep.

use std::sync::LazyLock;

use regex::Regex;

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
pub(super) fn frame(page: &[Line], body: &[Line], title: Option<&str>, known: &[&str]) -> Frame {
    let Some(first) = place_of(page, body.iter().take(4)) else {
        return Frame::default();
    };
    let start = header_start(page, first, title);
    let mut window: Vec<&Line> = page.get(start..first).unwrap_or(&[]).iter().collect();
    if let Some(nav) = window.iter().rposition(|line| is_path(&line.text)) {
        window.drain(..=nav);
    }
    let after = place_of_last(page, body.iter().rev().take(4)).map_or(page.len(), |last| last + 1);
    let foot: Vec<&Line> = page.iter().skip(after).take(FOOTER_REACH).collect();
    let fresh = |line: &Line| !body.iter().any(|known| known.text == line.text);
    Frame {
        head: kept(&window, known, true).into_iter().filter(fresh).collect(),
        foot: kept(&foot, known, false).into_iter().filter(fresh).collect(),
    }
}

/// Takes lists of links to other articles off the end of a body: lines that are nothing but links, with the dates and
/// short labels that stand among them.
pub(super) fn drop_lists(body: &mut Vec<Line>) {
    const FEWEST: usize = 3;
    let is_part = |line: &Line| {
        let short = line.text.chars().count() <= 20 && !line.text.contains(['。', '！', '？', '”']);
        line.is_link || (short && !is_match(&LABEL, &line.text))
    };
    let run = body.iter().rev().take_while(|line| is_part(line)).count();
    let start = body.len() - run;
    let list = body.get(start..).unwrap_or(&[]);
    if list.iter().filter(|line| line.is_link).count() >= FEWEST
        && let Some(first) = list.iter().position(|line| line.is_link)
    {
        body.truncate(start + first);
    }
}

/// A line of the trail `首页 > 新闻 > 国内 > 正文`.
fn is_path(text: &str) -> bool {
    text.ends_with("正文") && text.contains(['>', '›', '»', '＞'])
}

/// Where the first of `wanted` that the page has stands.
fn place_of<'body>(page: &[Line], mut wanted: impl Iterator<Item = &'body Line>) -> Option<usize> {
    wanted.find_map(|line| page.iter().position(|other| other.text == line.text))
}

fn place_of_last<'body>(page: &[Line], mut wanted: impl Iterator<Item = &'body Line>) -> Option<usize> {
    wanted.find_map(|line| page.iter().rposition(|other| other.text == line.text))
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
            let mut line = (*line).clone();
            line.opens_block = !bare_label;
            kept.push(line);
        }
    }
    kept
}

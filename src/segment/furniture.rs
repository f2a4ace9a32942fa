//! What a page carries beside its reports, told by the line alone: counters, navigation, pictures and their
//! captions, legal notices.

use memchr::memmem;

use crate::document::{BlockKind, Span};

use super::clock;
use super::draft::{Shape, is_blank};
use super::lists;
use super::names;

/// Bare numbers and their kin (`0000`, `共(0)条`, `+1`).
pub(super) fn is_counter(line: &str, shape: Shape) -> bool {
    if shape.chars > 40 {
        return false;
    }
    if shape.digits_only && line.bytes().any(|byte| byte.is_ascii_digit()) {
        // A year or a date alone is a heading of a chronicle, not a counter.
        return !line.contains(['年', '月', '-', '/', '.', ':', '：', '%', '％']);
    }
    false
}

/// A line of navigation, sharing, comments. Numbers, brackets and punctuation do not count.
pub(super) fn is_widget(line: &str, shape: Shape) -> bool {
    if shape.chars > 48 || (shape.stop && shape.clause) {
        return false;
    }
    let letters: String = line
        .chars()
        .filter(|&next| next.is_alphabetic() || (next == ' ' && shape.latin))
        .collect();
    let letters = letters.trim();
    if letters.is_empty() {
        // Signs only: rulers, bullets, arrows.
        return !line.contains(|next: char| next.is_numeric()) && !line.contains(['…', '。', '？', '！']);
    }
    if lists::is_widget(letters) {
        // 2021-03-04 12:11 阅读 1234: the stamp of a page with its counter.
        return !line.starts_with("20") || clock::printed(line).is_none_or(|time| !time.has_clock());
    }
    // Several widgets in one line: 微信 微博 QQ空间.
    let mut words = line
        .split(|next: char| !next.is_alphabetic())
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && !shape.latin && words.all(lists::is_widget)
}

/// A placeholder of a picture.
pub(super) fn is_image(line: &str) -> bool {
    let Some(first) = line.chars().next() else {
        return false;
    };
    match first {
        '{' => {
            line.ends_with('}')
                && line.len() < 60
                && (line.starts_with("{image")
                    || line.starts_with("{img")
                    || line.starts_with("{video")
                    || line.starts_with("{pic"))
        }
        '[' | '【' | '(' | '（' | '<' => {
            lists::is_placeholder(line)
                || line.starts_with("<img")
                || line.starts_with("[!--") && line.ends_with("--]")
        }
        '!' => line.starts_with("![") && line.ends_with(')'),
        _ => false,
    }
}

/// A caption or a credit of a picture.
pub(super) fn is_caption(line: &str, shape: Shape) -> bool {
    if shape.chars > 140 {
        return false;
    }
    if line.starts_with(['▲', '△', '▼', '↑', '↓']) {
        return true;
    }
    let opens = line.starts_with(['图', '资', '供', '视', '（', '(']);
    for opening in [
        "图：",
        "图:",
        "图/",
        "图｜",
        "图丨",
        "图|",
        "资料图",
        "资料照片",
        "图为",
        "图片来源",
        "图源",
        "供图",
        "视频截图",
        "（图片来源",
        "(图片来源",
        "（资料图",
        "(资料图",
    ] {
        if opens && line.starts_with(opening) {
            return shape.chars <= 100;
        }
    }
    if shape.chars > 100 || shape.ends_with_stop {
        return false;
    }
    let stem = line.trim_end_matches(['）', ')', '。', ' ']);
    // 某报记者某某文/图 wrote the text too.
    if line.contains("记者") && (stem.ends_with("文/图") || stem.ends_with("文／图")) {
        return false;
    }
    let credit = [
        "摄",
        "供图",
        "制图",
        "资料图",
        "资料图片",
        "资料照片",
        "视觉中国",
        "东方IC",
        "网络图片",
        "图片来源于网络",
        "图片均来自网络",
        "视频截图",
        "网页截图",
    ];
    credit.iter().any(|ending| stem.ends_with(ending))
        || (shape.chars <= 60 && line.contains("图片来源"))
        || is_signed_picture(stem)
        || is_labelled_picture(line)
}

/// `某人在会上。摄影/某报记者 某某`: the label of the photographer stands behind words that are no credit themselves.
fn is_labelled_picture(line: &str) -> bool {
    if !line.contains('摄') {
        return false;
    }
    let found = ["摄影/", "摄影／", "摄影：", "摄影:", "摄/", "摄／"]
        .iter()
        .filter_map(|label| {
            line.rfind(label)
                .map(|at| (line.get(..at).unwrap_or(""), at + label.len()))
        })
        .next();
    found.is_some_and(|(before, at)| {
        let reported = line.get(at..).is_some_and(|rest| rest.contains("记者"));
        (before.ends_with(['。', '，', '）', ')', ' ', '\u{3000}']) || reported)
            && before.chars().count() >= 6
            && !["文", "记者", "作者", "采写", "撰", "图"]
                .iter()
                .any(|credit| before.starts_with(credit))
            && line
                .get(at..)
                .is_some_and(|rest| !rest.is_empty() && rest.chars().count() <= 16)
    })
}

/// `…。某报记者 某某 图`: the line ends with 图 behind reporters or an outlet.
fn is_signed_picture(line: &str) -> bool {
    let Some(signed) = line.strip_suffix('图') else {
        return false;
    };
    let shown = signed.trim_end();
    let role = ["记者", "通讯员", "特约摄影", "实习生"]
        .iter()
        .filter_map(|role| shown.rfind(role).map(|at| at + role.len()))
        .max();
    if let Some(at) = role {
        let start = at
            + shown
                .get(at..)
                .map_or(0, |rest| rest.len() - rest.trim_start().len());
        let names = names::names(shown, Span::new(start.min(shown.len()), shown.len()));
        if names.is_some() {
            return true;
        }
    }
    let outlet = shown.rsplit(is_blank).next().unwrap_or("");
    let outlet = outlet.rsplit(['。', '，', ',']).next().unwrap_or("");
    shown.len() < signed.len() && lists::ends_like_outlet(outlet)
}

/// Assigns the hits of notice phrases to lines: how many stand in `span`. `hits` are sorted places of the text.
pub(super) fn hits_inside(hits: &[usize], span: Span) -> usize {
    let from = hits.partition_point(|&hit| hit < span.start as usize);
    let to = hits.partition_point(|&hit| hit < span.end as usize);
    to - from
}

/// Places of phrases of legal notices in the text.
pub(super) fn notice_hits(text: &str) -> Vec<usize> {
    let mut hits: Vec<usize> = lists::NOTICES.as_ref().map_or_else(Vec::new, |phrases| {
        phrases.find_iter(text).map(|hit| hit.start()).collect()
    });
    let views = memmem::find_iter(text.as_bytes(), NOT_FOR);
    hits.extend(views.filter(|&at| text.get(at + NOT_FOR.len()..).is_some_and(is_view_of_site)));
    hits.sort_unstable();
    hits.dedup();
    hits
}

const NOT_FOR: &str = "不代表";

/// True where a text goes on with the name of a site and its views, as in 不代表江州在线网立场: no notice names its house in any other way.
fn is_view_of_site(rest: &str) -> bool {
    const SITES: [&str; 5] = ["网", "网站", "平台", "客户端", "公众号"];
    const LONGEST: usize = 12;
    let words = rest
        .split(|sign: char| !sign.is_alphanumeric())
        .next()
        .unwrap_or("");
    let views = ["立场", "观点"]
        .iter()
        .filter_map(|views| words.find(views))
        .min();
    let name = views.and_then(|at| words.get(..at)).unwrap_or("");
    let name = name.strip_suffix('的').unwrap_or(name);
    (2..=LONGEST).contains(&name.chars().count()) && SITES.iter().any(|site| name.ends_with(site))
}

/// A legal notice: opened by its label, or short with one phrase, or long with two.
pub(super) fn is_notice(line: &str, shape: Shape, hits: usize) -> bool {
    if hits == 0 {
        return false;
    }
    let shown = line.trim_start_matches(['(', '（', '【', '[', '*', '●', '■', '※', '　', ' ']);
    let labelled = matches!(lists::label_at(shown), Some((_, lists::Class::Disclaimer)));
    let bytes = line.len();
    labelled || (shape.chars <= 110 && bytes <= 360) || (hits >= 2 && bytes <= 1800) || hits >= 4
}

/// `（文中人物均为化名）`: a note on the names of a report, in brackets on a line of its own.
fn is_note_on_names(line: &str, shape: Shape) -> bool {
    const LONGEST: usize = 50;
    shape.chars <= LONGEST
        && line.starts_with(['（', '(', '【', '['])
        && line
            .trim_end_matches(['）', ')', '】', ']', '。', ' '])
            .ends_with("化名")
}

/// `（图3来自某网，其他图片来自某网）`: whence the pictures of a page are, in brackets on a line of its own.
fn is_note_on_pictures(line: &str, shape: Shape) -> bool {
    const LONGEST: usize = 60;
    let Some(inner) = line
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']))
        .filter(|_| shape.chars <= LONGEST)
    else {
        return false;
    };
    let about = [
        "图",
        "照片",
        "题图",
        "配图",
        "本文图",
        "文中图",
        "封面图",
        "以上图",
    ]
    .iter()
    .any(|word| inner.starts_with(word));
    about
        && ["来自", "来源", "源自", "源于", "提供", "摄"]
            .iter()
            .any(|word| inner.contains(word))
}

/// The kind of a line that is furniture by itself, captions and pictures included.
pub(super) fn kind(line: &str, shape: Shape, hits: usize) -> Option<BlockKind> {
    if is_image(line) {
        Some(BlockKind::Image)
    } else if is_notice(line, shape, hits) || is_note_on_names(line, shape) {
        Some(BlockKind::Disclaimer)
    } else if is_counter(line, shape) {
        Some(BlockKind::Counter)
    } else if is_widget(line, shape) {
        Some(BlockKind::Chrome)
    } else if is_caption(line, shape) || is_note_on_pictures(line, shape) {
        Some(BlockKind::Caption)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::notice_hits;

    #[test]
    fn issue_6_a_site_that_does_not_share_a_view_gives_notice() {
        assert_eq!(notice_hits("文章为作者独立观点，不代表江州在线网立场。").len(), 1);
        assert_eq!(notice_hits("不代表渡口客户端的观点").len(), 1);
        for words in [
            "他说，这不代表市政府的立场。",
            "此话不代表全网网友，他们另有观点。",
        ] {
            assert!(notice_hits(words).is_empty(), "{words}");
        }
    }
}

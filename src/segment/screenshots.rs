//! Whose page, account or programme a picture was taken from: `某局官方微博截图`, `某台《某某》栏目视频截图`, `微信公众号“某某”图`. In goes a line
//! or the words before 截图, out comes the name with its channel; who only has a channel (`记者微博截图`) is nobody's source.

use crate::document::Span;

use super::captions::{GIVER, parts};
use super::draft::Named;
use super::lists;

/// What an outlet, a body or somebody shows pictures on; longer ones first.
const CHANNELS: [&str; 18] = [
    "官方微博",
    "官方微信",
    "官方网站",
    "微信公众号",
    "微信公号",
    "公众号",
    "公号",
    "新浪微博",
    "微博",
    "官微",
    "微信",
    "官网",
    "网站",
    "客户端",
    "栏目",
    "节目",
    "频道",
    "报道",
];
/// Characters of the longest name with its channel.
const CHANNELLED: usize = 20;
/// `微信公众号“某某”图`, `“某某”微博截图`: the account between marks, at the end of a line.
pub(super) fn marked_owner(text: &str, line: Span) -> Option<Vec<Named>> {
    let slice = line.of(text);
    let (rest, act) = ["视频截图", "截图", "供图", "图"]
        .iter()
        .find_map(|act| Some((slice.strip_suffix(act)?, *act)))?;
    let channel = |words: &str| {
        CHANNELS
            .iter()
            .find(|channel| words.ends_with(**channel))
            .copied()
    };
    let behind = channel(rest).filter(|channel| *channel != "报道");
    let rest = behind
        .and_then(|channel| rest.strip_suffix(channel))
        .unwrap_or(rest);
    let inner = rest.strip_suffix('”')?;
    let open = inner.rfind('“')?;
    let name = inner.get(open + '“'.len_utf8()..)?;
    let head = inner.get(..open)?;
    let before = channel(head);
    let shown = head.get(..head.len() - before.map_or(0, str::len))?;
    let opens =
        shown.trim_end_matches(['▲', '△', ' ']).is_empty() || shown.ends_with(['。', '！', '？', ' ', '）']);
    let fits = (2..=GIVER).contains(&name.chars().count())
        && !name.contains(['。', '，', '！', '？'])
        && (behind.is_some() || before.is_some() || act == "供图");
    let start = line.start as usize + open + '“'.len_utf8();
    let label = Span::new(line.end as usize - act.len(), line.end as usize);
    (opens && fits).then(|| parts(label, vec![Span::new(start, start + name.len())]))
}

/// Where the name ends in a stem that a screenshot was taken from: an outlet's report (`某报报道`), or a page, an account or a
/// programme of somebody, with its channel. `None` for a stem of another kind (`网页`, `记者微博`).
pub(super) fn shown_on(stem: &str) -> Option<usize> {
    const NOBODYS: [&str; 14] = [
        "记者",
        "网友",
        "本人",
        "手机",
        "网页",
        "视频",
        "官方",
        "该",
        "相关",
        "部分",
        "个人",
        "当事人",
        "多家",
        "其",
    ];
    let channel = CHANNELS.iter().find(|channel| stem.ends_with(**channel))?;
    let owner = stem.strip_suffix(channel)?;
    if *channel == "报道" {
        let paper = owner.trim_start_matches('《').trim_end_matches('》');
        return lists::ends_like_outlet(paper).then_some(owner.len());
    }
    let plain = owner.strip_suffix('的').unwrap_or(owner);
    let dated = plain.contains('月') && plain.contains('日');
    let fits = (2..CHANNELLED).contains(&plain.chars().count())
        && !plain.contains(['的', '了', '在', '，', '、', '和', '与', '上', '有'])
        && !dated
        && !NOBODYS.iter().any(|nobody| plain.ends_with(nobody));
    fits.then_some(stem.len())
}

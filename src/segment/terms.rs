//! Sources with the terms of a text beside them: `文章来源：某号未经许可不得转载`, `某某，公众号：某夜话，转载请保留作者信息`, `甲咨询授权乙网发布`. In goes a
//! line, out come the pieces that it is cut into, or nothing.

use crate::document::{BlockKind, Span};

use super::draft::{Draft, Shape, is_blank, trimmed};
use super::lists;
use super::names;
use super::self_naming::{Found, TEXTS, draft, named};

/// `文章来源某网，原文标题《…》`, `文章来源：某号未经许可不得转载`: a source with what else is said of the text glued behind it.
pub(super) fn before_notice(text: &str, line: Span, inner: Span) -> Option<Vec<Draft>> {
    const LONGEST: usize = 3 * 60;
    let slice = inner.of(text);
    if slice.len() > LONGEST || !slice.starts_with(['来', '文', '本', '稿', '原']) {
        return None;
    }
    let (label, lists::Class::Source) = lists::label_at(slice)? else {
        return None;
    };
    let rest = slice
        .get(label.len()..)
        .filter(|_| label.ends_with(['源', '自']))?;
    let value = rest.trim_start_matches(|next| is_blank(next) || matches!(next, '：' | ':'));
    let told = ["原文标题", "原标题", "原文链接", "原文地址"]
        .iter()
        .filter_map(|word| value.find(word));
    let forbids = value.find("未经");
    // （本文仅代表作者个人观点）: the notice in brackets.
    let closed = value
        .rfind(['（', '('])
        .filter(|&open| value.ends_with(['）', ')']) && value.get(open..).is_some_and(lists::has_notice));
    let forbids = forbids.or(closed);
    let at = told.chain(forbids).min().filter(|&at| at > 0)?;
    let name = value
        .get(..at)?
        .trim_end_matches(|next| is_blank(next) || matches!(next, '，' | ',' | '。' | '；'));
    // 微信公众号“某某”2018年4月20日: the channel before the account and the day behind it.
    let undated = name.trim_end_matches(|next: char| {
        next.is_ascii_digit() || matches!(next, '年' | '月' | '日' | '-' | '/' | '.')
    });
    let name = if name.ends_with('日') { undated } else { name };
    let account = ["微信公众订阅号", "微信公众号", "微信订阅号", "微信公号", "公众号"]
        .iter()
        .find_map(|channel| name.strip_prefix(channel))
        .unwrap_or(name);
    let shift =
        name.len() - account.len() + account.len() - account.trim_start_matches(['“', '：', ':']).len();
    let account = account.trim_start_matches(['“', '：', ':']).trim_end_matches('”');
    let start = inner.end as usize - value.len();
    let source = named(text, start + shift, start + shift + account.len())
        .filter(|source| source.of(text).chars().count() <= 12 && !name.contains(['，', '。']))?;
    let found = Found {
        label: Span::new(inner.start as usize, inner.start as usize + label.len()),
        sources: vec![source],
    };
    if forbids != Some(at) {
        return Some(vec![draft(text, line, found)]);
    }
    let head = trimmed(text, line.start as usize, start + at)?;
    let mut notice = Draft::new(
        text,
        BlockKind::Disclaimer,
        Span::new(start + at, line.end as usize),
    );
    notice.glued = true;
    Some(vec![draft(text, head, found), notice])
}

/// `某某，公众号：某夜话，转载请保留作者信息`: writers of platforms end with their account and on what terms others may print the text.
pub(super) fn account_with_terms(text: &str, line: Span, shape: Shape) -> Option<Vec<Draft>> {
    const LONGEST: usize = 120;
    const HOUSE: usize = 12;
    let slice = line.of(text);
    if shape.chars > LONGEST || !slice.contains("转载") {
        return None;
    }
    let (at, channel) = ["微信公众号", "微信公号", "公众号", "订阅号"]
        .iter()
        .filter_map(|channel| slice.find(channel).map(|at| (at, *channel)))
        .min()?;
    let rest = slice.get(at + channel.len()..)?;
    let value = rest.trim_start_matches(['：', ':', '“', '"', ' ']);
    let terms = [
        "转载请",
        "转载保留",
        "转载须",
        "谢绝",
        "未经",
        "禁止",
        "转载必须",
        "保留作者",
    ]
    .iter()
    .any(|word| slice.contains(word));
    if value.len() == rest.len() || !terms {
        return None;
    }
    let name = value
        .split(|next: char| !next.is_alphanumeric() && next != '·')
        .next()?;
    let start = line.end as usize - value.len();
    let source = Span::new(start, start + name.len());
    let fits = (2..=HOUSE).contains(&name.chars().count()) && name.chars().any(names::is_han);
    fits.then(|| {
        let label = Span::new(line.start as usize + at, line.start as usize + at + channel.len());
        let found = Found {
            label,
            sources: vec![source],
        };
        vec![draft(text, line, found)]
    })
}

/// `转载请注明来源：某社（微信号：abc）`: whom others are asked to name is whose text it is.
pub(super) fn asked_to_name(text: &str, line: Span, inner: Span) -> Option<Vec<Draft>> {
    const ASKS: [&str; 6] = [
        "如需转载请注明",
        "转载请务必注明",
        "转载请注明",
        "转载须注明",
        "转载应注明",
        "转载时请注明",
    ];
    const LABELS: [&str; 8] = [
        "文章来源",
        "稿件来源",
        "来源",
        "出处",
        "来自",
        "转自",
        "转载自",
        "摘自",
    ];
    const HOUSE: std::ops::RangeInclusive<usize> = 2..=14;
    let slice = inner.of(text);
    let rest = ASKS.iter().find_map(|ask| slice.strip_prefix(ask))?;
    let rest = rest.trim_start_matches(['：', ':', '“', '"']);
    let (label, value) = LABELS
        .iter()
        .find_map(|label| Some((*label, rest.strip_prefix(label)?)))?;
    let name = value.trim_start_matches(['：', ':', '“', '"', '《', ' ']);
    // 转载请注明来源“某社”, 转载请注明来自某社: a mark or the word shows where the name begins.
    let shown = name.len() < value.len() || label.ends_with('自');
    let end = name
        .find(|next: char| !next.is_alphanumeric() && next != '·')
        .unwrap_or(name.len());
    let (name, behind) = name.split_at_checked(end)?;
    let closes = behind.is_empty() || behind.starts_with(['（', '(', '。', '”', '"', '》', '，', '！', '!']);
    let plain = HOUSE.contains(&name.chars().count())
        && name.chars().any(names::is_han)
        && ![
            "链接", "作者", "出处", "本文", "原文", "网址", "我们", "地址", "来源", "本站", "本网", "及",
        ]
        .iter()
        .any(|word| name.contains(word));
    (shown && closes && plain).then(|| {
        let at = inner.end as usize;
        let start = at - (behind.len() + name.len());
        let from = at - rest.len();
        let found = Found {
            label: Span::new(from, from + label.len()),
            sources: vec![Span::new(start, start + name.len())],
        };
        vec![draft(text, line, found)]
    })
}

/// `甲咨询授权乙网发布`: whose text it is, and who was let print it. An author who lets a site print his text names no source.
fn allowed(text: &str, sentence: Span) -> Option<Found> {
    let slice = sentence.of(text);
    let (owner, rest) = slice.split_once("授权")?;
    let house = ["独家发布", "发布", "发表", "刊发", "刊登", "首发"]
        .iter()
        .find_map(|act| rest.strip_suffix(act))?;
    let start = sentence.start as usize;
    let at = start + owner.len() + "授权".len();
    named(text, at, at + house.len())?;
    let source = named(text, start, start + owner.len())
        .filter(|_| !TEXTS.iter().any(|word| owner.starts_with(word)))?;
    Some(Found {
        label: Span::new(at - "授权".len(), at),
        sources: vec![source],
    })
}

/// [`allowed`] in brackets behind a text, or on a line of its own.
pub(super) fn authorised(text: &str, span: Span, inside: Span) -> Option<Draft> {
    const LONGEST: usize = 3 * 30;
    let words = inside.of(text);
    let fits = words.len() <= LONGEST && !words.contains(['，', '。', '：', '“']);
    let found = fits.then(|| allowed(text, inside)).flatten()?;
    Some(draft(text, span, found))
}

#[cfg(test)]
mod tests {
    use super::authorised;
    use crate::document::{PartKind, Span};
    use crate::segment::draft::{Draft, Shape};
    use crate::segment::self_naming;

    fn sources(line: &str) -> Vec<&str> {
        let shape = Shape::of(line);
        let pieces: Vec<Draft> = self_naming::read(line, Span::new(0, line.len()), shape).unwrap_or_default();
        let parts = pieces.iter().flat_map(|draft| &draft.named);
        parts
            .filter(|part| part.kind == PartKind::Source)
            .map(|part| part.span.of(line))
            .collect()
    }

    /// What stands behind a source on its line is no part of its name.
    #[test]
    fn sources_with_terms_behind_them() {
        for (line, source) in [
            ("文章来源云岭科技，原文标题《湖水上升了》", "云岭科技"),
            ("文章来源：湖边号夜谈未经许可不得转载", "湖边号夜谈"),
            ("【滇池数据圈原创未经允许禁止转载】", "滇池数据圈"),
            (
                "文章来源：微信公众订阅号“湖边侃谈”2018年4月20日（本文仅代表作者个人观点）",
                "湖边侃谈",
            ),
            ("云头条（lake.example）独家稿件，转载请注明出处。", "云头条"),
            ("本文主要内容来源于滇池公司", "滇池公司"),
            ("（本文摘自春城网。题图来源：云岭社）", "春城网"),
            (
                "赵一鸣，独立撰稿人，公众号：湖边夜谈（lake7），转载请保留作者信息。",
                "湖边夜谈",
            ),
            (
                "本文来自湖边集，略经编辑修改，版权归作者所有。[下载湖边集APP，读懂湖水]",
                "湖边集",
            ),
        ] {
            assert_eq!(sources(line), [source], "{line}");
        }
        // A site prints these below everything, and a call to follow speaks of no text.
        for line in [
            "滇池网原创文章未经授权禁止转载",
            "来源未经证实的消息在湖边流传",
            "关注公众号：湖边夜谈，看转载的新闻",
        ] {
            assert_eq!(sources(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn who_let_whom_print_a_text() {
        let source = |line: &str| {
            let span = Span::new(0, line.len());
            let draft = authorised(line, span, span)?;
            draft.part(PartKind::Source).map(|span| span.of(line).to_owned())
        };
        assert_eq!(source("滇池咨询授权云岭网智库发布").as_deref(), Some("滇池咨询"));
        assert_eq!(source("本文系作者授权云岭网发布"), None);
        assert_eq!(source("公司的董事会授权经理发布"), None);
    }
}

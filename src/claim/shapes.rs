//! Names that no list has and whose shape shows that they are names: Latin letters, a stock code behind them, marks around
//! them, the ending of a company. In go the words before a verb of speech, out comes where the name stands. Only subjects are
//! read so: elsewhere in a text such words are things as often.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::accounts::account;
use super::context::Context;
use super::edges::Edges;
use super::leads::lead_length;
use super::names::Named;
use super::outside_names::outside_name;
use super::reading::{is_boundary, is_han};

/// The name in a head of a clause, by its shape.
pub(super) fn shaped(context: &Context<'_>, head: &str) -> Option<Named> {
    let lead = lead_length(head);
    // @某某_2016: the digits belong to the account, so a head that ends before them is cut inside the name.
    let rest = head.get(lead..)?.trim_end();
    if rest.ends_with('_') {
        return None;
    }
    let name = if rest.starts_with('@') {
        account(rest, context.outlets)
    } else if rest.ends_with('”') {
        account(rest, context.outlets).or_else(|| marked(context, rest))
    } else if rest.ends_with(['）', ')']) {
        bracketed(context, rest)
    } else {
        latin(rest).or_else(|| company(rest))
    };
    name.map(|named| named.moved(lead))
}

/// Words in Latin letters that name nobody who speaks.
const NO_LATIN: [&str; 26] = [
    "APP", "App", "app", "DNA", "GDP", "CPI", "PPI", "PMI", "AI", "IP", "PPT", "VR", "AR", "GPS", "WiFi",
    "CT", "ID", "QQ", "PS", "OK", "NO", "VS", "IPO", "CEO", "CFO", "IT",
];

/// Somebody or something that is written in Latin letters: OpenField, 甲 of a pair (Gray和Hill), what is said of it in front (总部位于某地的OpenField).
fn latin(rest: &str) -> Option<Named> {
    const LONGEST: usize = 40;
    let letter =
        |next: char| next.is_ascii_alphanumeric() || matches!(next, ' ' | '-' | '.' | '&' | '\'' | '_');
    let named = |name: &str| {
        let name = name.trim();
        (2..=LONGEST).contains(&name.len())
            && name.chars().all(letter)
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().any(|first| first.is_ascii_uppercase())
            && !NO_LATIN.contains(&name)
    };
    if named(rest) {
        return Some(Named::plain(0, rest.len()));
    }
    let cut = |mark: &str| {
        let (first, second) = rest.split_once(mark)?;
        (named(first) && named(second)).then(|| Named {
            kind: SourceKind::Person,
            joint: vec![(first.len() + mark.len(), rest.len())],
            ..Named::plain(0, first.len())
        })
    };
    if let Some(two) = ["和", "与", "、"].into_iter().find_map(cut) {
        return Some(two);
    }
    let (said, name) = rest.rsplit_once('的')?;
    let from = rest.len() - name.len();
    (named(name) && said.chars().count() >= 4 && said.chars().count() <= 24 && !said.contains(is_boundary))
        .then(|| Named {
            phrase_start: 0,
            ..Named::plain(from, rest.len())
        })
}

/// How the short names of companies end.
static COMPANIES: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "通讯",
        "通信",
        "股份",
        "控股",
        "实业",
        "电子",
        "软件",
        "医药",
        "药业",
        "制药",
        "生物",
        "重工",
        "汽车",
        "电器",
        "传媒",
        "影业",
        "保险",
        "人寿",
        "地产",
        "置业",
        "资本",
        "石油",
        "石化",
        "能源",
        "矿业",
        "钢铁",
        "水泥",
        "电力",
        "食品",
        "乳业",
        "服饰",
        "家居",
        "家电",
        "物流",
        "智能",
        "半导体",
        "光电",
        "材料",
        "化工",
        "重科",
        "国际",
        "互娱",
        "游戏",
        "影视",
        "文旅",
        "旅游",
        "网",
        "百货",
        "零售",
        "租车",
        "单车",
        "出行",
        "外卖",
        "支付",
        "金服",
        "金融",
    ])
});

/// 某某通讯, 某某股份: the short name of a company.
fn company(rest: &str) -> Option<Named> {
    /// What such an ending stands behind in common words.
    const COMMON: [&str; 46] = [
        "网",
        "互联",
        "官",
        "全",
        "因特",
        "物联",
        "新能源",
        "国产",
        "中国",
        "我国",
        "美国",
        "传统",
        "智能",
        "移动",
        "互联网",
        "共享",
        "网约",
        "网络",
        "全球",
        "世界",
        "国家",
        "国内",
        "国外",
        "行业",
        "普惠",
        "数字",
        "消费",
        "科技",
        "房",
        "的",
        "电动",
        "二手",
        "家用",
        "商业",
        "社会",
        "民营",
        "国有",
        "手机",
        "电脑",
        "人工",
        "在线",
        "第三方",
        "清洁",
        "绿色",
        "风险",
        "产业",
    ];
    let ending = COMPANIES.of(rest)?;
    let own = rest.strip_suffix(ending)?;
    let fits = (2..=6).contains(&own.chars().count())
        && own
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphanumeric())
        && !COMMON.iter().any(|common| own.ends_with(common))
        && outside_name(own).is_none()
        && !own.contains([
            '这', '那', '该', '各', '多', '某', '两', '几', '和', '与', '家', '类', '种', '辆', '用', '做',
            '买', '卖',
        ]);
    fits.then(|| Named::plain(0, rest.len()))
}

/// True for the short name of a company.
pub(super) fn is_company(name: &str) -> bool {
    company(name).is_some()
}

/// 某某通讯（000001.SZ）, “某某观察”（ID：abc）: what stands in brackets shows what the name before them is.
fn bracketed(context: &Context<'_>, rest: &str) -> Option<Named> {
    const LONGEST: usize = 12;
    let open = rest.rfind(['（', '('])?;
    let inside = rest.get(open..)?;
    let name = rest.get(..open)?.trim_end();
    if name.ends_with('”') {
        let open = name.rfind('“')?;
        let id = ["ID", "id", "微信", "公众号", "公号"]
            .iter()
            .any(|sign| inside.contains(sign));
        let inner = name.get(open + '“'.len_utf8()..name.len() - '”'.len_utf8())?;
        let short = (2..=14).contains(&inner.chars().count()) && !inner.contains(is_boundary);
        return account(name, context.outlets).or_else(|| {
            (id && short).then(|| Named {
                kind: SourceKind::Platform,
                ..Named::plain(open, name.len())
            })
        });
    }
    let digits = inside.chars().filter(char::is_ascii_digit).count();
    let code = inside
        .chars()
        .filter(|next| !matches!(next, '（' | '(' | '）' | ')'))
        .all(|next| {
            next.is_ascii_alphanumeric()
                || matches!(
                    next,
                    '.' | ':' | '-' | ' ' | ',' | '，' | '股' | '票' | '代' | '码' | '：'
                )
        });
    let stock = code && (4..=6).contains(&digits);
    let listed = (2..=LONGEST).contains(&name.chars().count())
        && name
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphanumeric())
        && outside_name(name).is_none();
    (stock && listed).then(|| Named::plain(0, name.len()))
}

/// Times that a name between marks stands in a text that is about its bearer.
const NAMED_AGAIN: usize = 3;

/// “某某”: a nickname between marks that the text comes back to.
fn marked(context: &Context<'_>, rest: &str) -> Option<Named> {
    const LONGEST: usize = 8;
    let name = rest.strip_prefix('“')?.strip_suffix('”')?;
    let plain = (2..=LONGEST).contains(&name.chars().count())
        && name
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphanumeric());
    let text = context.body.around(context.start());
    (plain && text.matches(name).take(NAMED_AGAIN).count() == NAMED_AGAIN).then(|| Named {
        phrase_start: 0,
        ..Named::plain('“'.len_utf8(), rest.len() - '”'.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use crate::claim::tests::as_written as names;

    #[test]
    fn names_show_by_their_shape() {
        for (text, name) in [
            ("OpenField还表示，今年不再裁员。", "OpenField"),
            ("总部位于海边的OpenField称，今年不再裁员。", "OpenField"),
            ("白杨通讯3月2日晚间公告，将召开股东大会。", "白杨通讯"),
            ("青木(600000.SH)公告，将召开股东大会。", "青木"),
            ("@海边看云朵还表示，会停更一个月。", "海边看云朵"),
            ("公众号“青木说”认为：“路还长，慢慢走就好。”", "公众号“青木说”"),
            ("“青木观察”（ID：qingmu）认为：路还长，慢慢走。", "青木观察"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
        assert_eq!(names("Gray和Hill都表示，路修好了。").len(), 1);
        assert_eq!(
            names("“小月”昨天来过。“小月”称，路修好了。“小月”走了。"),
            ["小月"]
        );
    }

    #[test]
    fn things_are_no_names() {
        assert!(names("APP表示，路修好了。").is_empty());
        assert!(names("国产汽车表示，路修好了。").is_empty());
        assert!(names("“小月”称，路修好了。").is_empty());
    }
}

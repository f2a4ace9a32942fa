//! Lines that ask readers to follow the house elsewhere: `关注某某公众号（ID：abc）`, `更多内容请下载某某客户端`, `…尽在微信号【某某】`, or to call
//! it with news: `某报新闻热线：12345678`. A house prints them below or between the text of every report, and they are no part of any. In: the
//! drafts of a page. Out: the same, such lines chrome.

use crate::document::BlockKind;

use super::draft::Draft;

/// Characters of the longest such line.
const LINE: usize = 100;

/// What readers are asked to do.
const ASKED: [&str; 10] = [
    "关注", "搜索", "下载", "扫描", "扫码", "登录", "登陆", "添加", "订阅", "长按",
];
/// What stands before it, in any order: politeness, and with what it is to be done.
const BEFORE: [&str; 14] = [
    "欢迎",
    "敬请",
    "请",
    "记得",
    "赶紧",
    "赶快",
    "快来",
    "快",
    "可",
    "或",
    "微信",
    "手机",
    "扫一扫",
    "识别",
];
/// Where the house is to be followed.
const CHANNELS: [&str; 7] = ["公众号", "微信号", "订阅号", "客户端", "小程序", "二维码", "APP"];
/// The telephone by which a house is told news.
const HOTLINES: [&str; 6] = [
    "新闻热线",
    "报料热线",
    "爆料热线",
    "报料电话",
    "爆料电话",
    "读者热线",
];
/// Digits of the shortest number.
const NUMBER: usize = 7;

/// What only a sentence of a report has: who said, found or did something.
const TOLD: [&str; 10] = [
    "说", "称", "表示", "指出", "网友", "用户", "获悉", "记者", "了解", "游客",
];

/// Takes such lines out of the text, where something else is left of it.
pub(super) fn settle(text: &str, drafts: &mut [Draft]) {
    let asks = |draft: &Draft| {
        let line = draft.span.of(text);
        draft.kind == BlockKind::Paragraph
            && draft.shape.chars <= LINE
            && (asks_to_follow(line) || asks_for_news(line))
    };
    let (asking, others): (Vec<&Draft>, Vec<&Draft>) = drafts
        .iter()
        .filter(|draft| draft.is_body())
        .partition(|draft| asks(draft));
    if asking.is_empty() || others.is_empty() {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| asks(draft)) {
        draft.kind = BlockKind::Chrome;
        draft.named.clear();
    }
}

/// True for a line in which a clause begins with what readers are asked to do and ends in where, or that says that something is all to be had there.
fn asks_to_follow(line: &str) -> bool {
    if !CHANNELS.iter().any(|channel| line.contains(channel)) || TOLD.iter().any(|word| line.contains(word)) {
        return false;
    }
    if line.contains("尽在微信") || line.contains("尽在公众号") {
        return true;
    }
    line.split(['，', '。', '！', '；', '～', '~', ',', '!'])
        .any(|clause| asks(clause.trim_start_matches(|sign: char| !sign.is_alphanumeric())))
}

/// True for a line with the telephone by which the house wants to be told news.
fn asks_for_news(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    digits >= NUMBER && HOTLINES.iter().any(|word| line.contains(word))
}

fn asks(clause: &str) -> bool {
    let mut rest = clause;
    // 更多热点请下载…: what there is to be had stands first.
    if rest.starts_with("更多") {
        let starts = BEFORE.iter().chain(&ASKED).filter_map(|word| rest.find(word));
        rest = starts.min().and_then(|at| rest.get(at..)).unwrap_or("");
    }
    while let Some(behind) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    if !ASKED.iter().any(|verb| rest.starts_with(verb)) {
        return false;
    }
    // 关注该公众号的人: a channel that is spoken of is followed by words, one that is named by its name.
    CHANNELS.iter().any(|channel| {
        rest.split_once(channel).is_some_and(|(_, behind)| {
            let behind = behind.trim_start();
            let named = |sign: char| !sign.is_alphabetic() || sign.is_ascii();
            behind.is_empty() || behind.starts_with(named) || behind.starts_with("即可")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{asks_for_news, asks_to_follow};
    use crate::document::Record;
    use crate::segment::segment;

    #[test]
    fn a_line_that_asks_to_follow() {
        for line in [
            "关注湖边科技公众号（lake365），每天推送你感兴趣的内容。",
            "更多精彩内容欢迎搜索关注微信公众号：湖边财经（lakemoney）。",
            "看懂盘面，指点明日，请关注微信号【湖边大师】或【lake588】",
            "湖边早餐，尽在微信号【湖边内参】",
            "下载“湖边晨报”新闻客户端，最全的新闻随时看！",
            "【更多热点请手机下载《湖边》客户端】",
            "扫描二维码即可关注湖边虎园微信公众号",
            "最后，记得关注微信公众号：湖边网（im2lake），更多在等你！",
        ] {
            assert!(asks_to_follow(line), "{line}");
        }
    }

    #[test]
    fn a_sentence_about_followers_is_text() {
        for line in [
            "关注该公众号的人越来越多。",
            "微信公众号“湖边夜谈”5月1日发出这篇文章。",
            "他呼吁市民下载客户端后再出门，市民表示支持。",
            "湖边夜谈公众号受到很大关注。",
            "股东可以登录证券公司交易客户端通过交易系统投票。",
            "下载客户端的人增加了三成。",
        ] {
            assert!(!asks_to_follow(line), "{line}");
        }
    }

    #[test]
    fn issue_6_a_line_with_the_number_for_news_is_of_the_house() {
        assert!(asks_for_news(
            "（湖边电台新闻热线4001234567，拨打即可将您手中的新闻线索告诉我们。）"
        ));
        assert!(asks_for_news("【湖边晨报爆料热线：0990-1234567】"));
        assert!(!asks_for_news("知情者可拨打警方电话0990-1234567。"));
        assert!(!asks_for_news("他拨打了湖边晨报的新闻热线。"));
    }

    #[test]
    fn a_page_of_nothing_else_keeps_its_text() {
        let kinds = |text: &str| -> Vec<&'static str> {
            let found = segment(&Record {
                text: text.to_owned(),
                ..Record::default()
            });
            found.blocks.iter().map(|block| block.kind.name()).collect()
        };
        let asks = "关注湖边科技公众号（lake365），每天推送你感兴趣的内容。";
        let body = "昆明今日有雨，气温下降，市气象台提醒市民出门带伞。";
        assert_eq!(kinds(&format!("{body}\n{asks}")), ["paragraph", "chrome"]);
        assert_eq!(kinds(asks), ["paragraph"]);
    }
}

//! What a whole page is cut into: pieces of every kind beside each other.

use super::segment;
use crate::document::{BlockKind, Metadata, PartKind, QuoteKind, Record};

fn record(text: &str) -> Record {
    Record {
        text: text.to_owned(),
        ..Record::default()
    }
}

const PORTAL: &str = "登陆注册\n90210\n\n滇池北岸湿地公园三期工程开工建设\n\n云岭新闻综合2021-03-04 05:06:070\n\n原标题：滇池北岸湿地公园三期工程开工\n\n来源：昆明晨报\n\n昆明晨报讯（记者 赵一鸣）3月3日，滇池北岸湿地公园三期工程开工建设，工期两年。\n\n“湿地要留给鸟，也要留给人。”市水务局副局长钱兰说。（记者赵一鸣）\n\n{image=1}\n\n相关新闻：滇池红嘴鸥“超员”了（春城早报）\n\n春城早报消息，今年飞抵滇池的红嘴鸥超过四万只。\n\n滇池观鸟地图\n\n责任编辑：孙红 YL017\n\n0000\n评论列表\n共(0)条\n热点";

#[test]
fn a_portal_page_with_an_embedded_article() {
    let found = segment(&record(PORTAL));
    let kinds: Vec<_> = found
        .blocks
        .iter()
        .map(|block| (block.kind.name(), block.article))
        .collect();
    let expected = [
        ("chrome", None),
        ("counter", None),
        ("title", Some(0)),
        ("listing_line", Some(0)),
        ("original_title", Some(0)),
        ("source_line", Some(0)),
        ("dateline", Some(0)),
        ("paragraph", Some(0)),
        ("paragraph", Some(0)),
        ("byline", Some(0)),
        ("image", Some(0)),
        ("related_header", Some(1)),
        ("dateline", Some(1)),
        ("paragraph", Some(1)),
        ("heading", None),
        ("editor_line", Some(0)),
        ("counter", None),
        ("chrome", None),
        ("chrome", None),
        ("chrome", None),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(found.articles.len(), 2);
    let host = found.articles.first().unwrap();
    assert_eq!(
        host.published_at.as_ref().unwrap().rfc3339,
        "2021-03-04T05:06:07+08:00"
    );
    assert_eq!(
        host.original_title.as_deref(),
        Some("滇池北岸湿地公园三期工程开工")
    );
    assert_eq!(
        found.articles.last().unwrap().title.as_deref(),
        Some("滇池红嘴鸥“超员”了")
    );
    let kinds: Vec<_> = found
        .quotes
        .iter()
        .map(|quote| (quote.kind, quote.article))
        .collect();
    assert_eq!(kinds, [(QuoteKind::Speech, 0), (QuoteKind::HeadlineFragment, 1)]);
}

#[test]
fn parts_of_lines() {
    let parts = |line: &str| {
        let text = format!("{line}\n昆明今日有雨，气温下降。");
        let found = segment(&record(&text));
        let kind = found.blocks.first().unwrap().kind;
        let parts: Vec<_> = found
            .parts
            .iter()
            .map(|part| format!("{}={}", part.kind.name(), part.span.of(&text)))
            .collect();
        (kind.name(), parts.join(" "))
    };
    let is = |line: &str, kind: &str, expected: &str| {
        assert_eq!(parts(line), (kind, expected.to_owned()), "{line}")
    };
    is(
        "2021-03-04 12:11来源：云岭时报网作者：李小山",
        "listing_line",
        "time=2021-03-04 12:11 label=来源 source=云岭时报网 label=作者 person=李小山",
    );
    is(
        "来源|昆明参考、盘龙发布、春城晚报",
        "source_line",
        "label=来源 source=昆明参考 source=盘龙发布 source=春城晚报",
    );
    is("来源：网络", "source_line", "label=来源 source=网络");
    is("来源：", "source_line", "label=来源 source=");
    is(
        "发布时间：2021-03-04 来源：云岭地理学会",
        "listing_line",
        "label=发布时间 time=2021-03-04 label=来源 source=云岭地理学会",
    );
    is(
        "来源 春城日报客户端 | 记者 孙云柯",
        "source_line",
        "label=来源 source=春城日报客户端 label=记者 person=孙云柯",
    );
    is(
        "本报记者 赵红 昆明报道",
        "byline",
        "agency=本报 person=赵红 place=昆明",
    );
    is("春城日报记者 赵红", "byline", "agency=春城日报 person=赵红");
    is(
        "本报记者 阿木 昆明报道",
        "byline",
        "agency=本报 person=阿木 place=昆明",
    );
    is(
        "春城时报讯（记者 赵红）",
        "dateline",
        "agency=春城时报 person=赵红",
    );
    is("编辑：赵红", "editor_line", "label=编辑 person=赵红");
    is(
        "编辑 刘小阳 校对 李铭",
        "editor_line",
        "label=编辑 person=刘小阳 label=校对 person=李铭",
    );
    is(
        "（责任编辑： YN666）",
        "editor_line",
        "label=责任编辑 staff_code=YN666",
    );
    is(
        "Source: Xinhua | Editor: huaxia",
        "source_line",
        "label=Source source=Xinhua label=Editor person=huaxia",
    );
    for widget in [
        "字号：大 中 小",
        "【字体：大 中 小】",
        "分享到：",
        "我要评论",
        "举报",
        "参与互动",
        "打印 收藏",
        "浏览次数：1024",
        "评论(0)",
        "分享到微信 微博",
        "12条评论",
        "大 中 小",
    ] {
        is(
            &format!("来源：昆明晨报 {widget}"),
            "source_line",
            "label=来源 source=昆明晨报",
        );
    }
    is(
        "来源:昆明晨报我要评论举报",
        "source_line",
        "label=来源 source=昆明晨报",
    );
    is(
        "来源：春城 收藏家",
        "source_line",
        "label=来源 source=春城 收藏家",
    );
    is("来源：春城收藏", "source_line", "label=来源 source=春城收藏");
    is(
        "2021-03-04 12:11 来源：昆明晨报 字号：大 中 小",
        "listing_line",
        "time=2021-03-04 12:11 label=来源 source=昆明晨报",
    );
    is(
        "By Joan Hill | 09:12 UTC+8, March 4, 2021",
        "byline",
        "label=By person=Joan Hill time=09:12 UTC+8, March 4, 2021",
    );
    is("（据新华社）", "source_line", "label=据 source=新华社");
    is("（据春城青年报）", "source_line", "label=据 source=春城青年报");
    is("（據春城晚報）", "source_line", "label=據 source=春城晚報");
    is("（据滇池财经）", "source_line", "label=据 source=滇池财经");
    is(
        "来源：昆明晨报 春城日报",
        "source_line",
        "label=来源 source=昆明晨报 source=春城日报",
    );
    is(
        "Sources: Lake Herald and Hill Post",
        "source_line",
        "label=Sources source=Lake Herald source=Hill Post",
    );
    is(
        "昆明晨报2021-03-04 12:11:00（更新）",
        "listing_line",
        "listing_label=昆明晨报 time=2021-03-04 12:11:00 value=（更新）",
    );
    is(
        "（本文来自昆明晨报）",
        "source_line",
        "label=本文来自 source=昆明晨报",
    );
    // Printed below the texts of others too: a promotion, no origin.
    is(
        "（本文来自昆明晨报，更多资讯请下载昆明晨报客户端）",
        "disclaimer",
        "",
    );
    is(
        "来源：昆明晨报（2021年03月04日03版）",
        "source_line",
        "label=来源 source=昆明晨报 time=2021年03月04日",
    );
    is(
        "来源：湖边夜谈（ID：lake7）；作者：孙云柯",
        "source_line",
        "label=来源 source=湖边夜谈 label=作者 person=孙云柯",
    );
    is(
        "来源：滇池时报（台湾）",
        "source_line",
        "label=来源 source=滇池时报（台湾）",
    );
    is(
        "来源：昆明晨报微信：lake",
        "source_line",
        "label=来源 source=昆明晨报",
    );
    is("来源：36号湖岸", "source_line", "label=来源 source=36号湖岸");
    is(
        "来源：滇池新闻记者孙云柯综合昆明晨报、春城日报",
        "source_line",
        "label=来源 source=滇池新闻 person=孙云柯 source=昆明晨报 source=春城日报",
    );
    is(
        "图片来源：盘龙区人民法院官方微博截图",
        "caption",
        "label=图片来源 source=盘龙区人民法院官方微博",
    );
    is("图片来源：网页截图", "caption", "label=图片来源 source=网页截图");
    is(
        "A08-09版统筹：湖都记者孙云柯",
        "editor_line",
        "label=统筹 agency=湖都 person=孙云柯",
    );
    is("相关新闻责编：孙云柯", "editor_line", "label=责编 person=孙云柯");
    is("（综编/孙云柯）", "editor_line", "label=综编 person=孙云柯");
    is(
        "（原标题：关于湖岸的通知(组图)）",
        "original_title",
        "label=原标题 title=关于湖岸的通知(组图)",
    );
    is(
        "（原标题：关于湖岸的通知(组图)））",
        "original_title",
        "label=原标题 title=关于湖岸的通知(组图)",
    );
    is(
        "《滇池网》报道组文/孙云柯",
        "byline",
        "agency=滇池网 person=孙云柯",
    );
    is(
        "湖边东西（公众号：lake7）文|孙云柯",
        "byline",
        "agency=湖边东西 person=孙云柯",
    );
    is("原创 孙云柯", "byline", "label=原创 person=孙云柯");
    is(
        "昆明晨报记者 孙云柯 来源：春城日报",
        "source_line",
        "agency=昆明晨报 person=孙云柯 label=来源 source=春城日报",
    );
    is("图文来自网络", "source_line", "label=图文来自 source=网络");
    is(
        "作者：赵一鸣微信公众号：湖边夜谈（ID：lake7）",
        "byline",
        "label=作者 person=赵一鸣 label=微信公众号 source=湖边夜谈",
    );
    is(
        "作者：赵一鸣 公众号：lake7",
        "byline",
        "label=作者 person=赵一鸣 label=公众号",
    );
    is(
        "转自微信公众号湖边夜谈作者赵一鸣",
        "source_line",
        "label=转自 source=湖边夜谈 person=赵一鸣",
    );
    is(
        "春城商报记者赵一鸣/文钱小兰/制表",
        "byline",
        "agency=春城商报 person=赵一鸣 person=钱小兰",
    );
    is("滇都记者赵一鸣文/图", "byline", "agency=滇都 person=赵一鸣");
    is(
        "春城晚报驻京记者赵一鸣",
        "byline",
        "agency=春城晚报 person=赵一鸣",
    );
    // On a line of its own an account invites readers.
    is("微信公众号：湖边夜谈", "title", "");
}

/// Issue 4: lines that declare a source and were taken for headings or paragraphs.
#[test]
fn sources_glued_to_their_labels() {
    let source = |line: &str| {
        let record = record(line);
        let found = segment(&record);
        let block = found.blocks.first().unwrap();
        let part = found.parts.iter().find(|part| part.kind == PartKind::Source);
        let name = part.map(|part| part.span.of(&record.text).to_owned());
        (block.kind.name(), name)
    };
    for (line, name) in [
        ("来源春城晚报", "春城晚报"),
        ("出处|湖边夜谈", "湖边夜谈"),
        ("▌本文来源：春城晚报", "春城晚报"),
        ("转载自微信公众号“湖边夜谈”", "湖边夜谈"),
        ("本文授权转载自“湖边夜谈”（ID：lake7）", "湖边夜谈"),
        ("本文授权转载自春城晚报", "春城晚报"),
        ("（参考资料来源：春城晚报、云岭网）", "春城晚报"),
    ] {
        let (kind, found) = source(line);
        assert_eq!(kind, "source_line", "{line}");
        assert!(
            found.unwrap().trim_matches(['“', '”']).starts_with(name),
            "{line}"
        );
    }
    for line in [
        "来源相关词是网",
        "来源单一的情报，引来质疑的网",
        "转自行车道的社区",
    ] {
        assert_ne!(source(line).0, "source_line", "{line}");
    }
}

/// Issue 4: papers sign at the end of the last paragraph, with the source behind the name where a site carries it.
#[test]
fn credits_glued_to_the_last_paragraph() {
    let tail = |line: &str| {
        let record = record(line);
        let found = segment(&record);
        let block = found.blocks.last().unwrap();
        (block.kind.name(), block.span.of(&record.text).to_owned())
    };
    let body = "湖水三年来上升了一米，沿岸的居民说，他们从没有见过这样的夏天，渔船也都停在了岸上。";
    for (credit, kind) in [
        ("首席记者赵一鸣来源：春城商报", "source_line"),
        ("记者赵一鸣来源：春城商报", "source_line"),
        ("文字来源：云岭网", "source_line"),
        ("春城晚报记者赵一鸣", "byline"),
        ("春城晚报记者 赵一鸣 钱红", "byline"),
        ("文内图均来自春城晚报记者赵一鸣", "caption"),
    ] {
        assert_eq!(tail(&format!("{body}{credit}")), (kind, credit.to_owned()));
    }
    for rest in ["他告诉春城晚报记者", "春城晚报记者赶到湖边", "这是收入来源：渔业"]
    {
        assert_eq!(tail(&format!("{body}{rest}")).0, "paragraph", "{rest}");
    }
}

/// Issue 4: the house stands above who signs.
#[test]
fn a_house_above_its_reporters() {
    let second = |house: &str, names: &str| {
        let text = format!(
            "滇池水位三年来上升了一米\n{house}\n{names}\n昆明今日有雨，气温下降，市气象台提醒市民出门带伞。"
        );
        segment(&record(&text)).blocks.get(1).unwrap().kind
    };
    assert_eq!(second("滇池基金报", "原创 赵一鸣 钱小兰"), BlockKind::Byline);
    assert_ne!(second("滇池的渔船", "原创 赵一鸣 钱小兰"), BlockKind::Byline);
    assert_ne!(second("滇池基金报", "湖水上升的原因"), BlockKind::Byline);
}

/// Issue 4: a by-line in brackets that is glued to the first paragraph.
#[test]
fn bylines_glued_to_the_first_paragraph() {
    let head = |head: &str| {
        let text = format!("{head}昆明今日有雨，气温下降，市气象台提醒市民出门带伞。");
        segment(&record(&text)).blocks.first().unwrap().kind
    };
    assert_eq!(head("(滇池时报记者赵一鸣)"), BlockKind::Byline);
    assert_eq!(head("（滇池时报记者赵一鸣摄）"), BlockKind::Paragraph);
    assert_eq!(head("（多名记者到场）"), BlockKind::Paragraph);
}

#[test]
fn the_time_of_a_byline_is_the_articles() {
    let text = "Lake rises again\nBy Joan Hill | 09:12 UTC+8, 2021-03-04\nThe lake rose by a metre on Tuesday, officials said.";
    let found = segment(&record(text));
    let time = found.articles.first().unwrap().published_at.clone().unwrap();
    assert_eq!(
        (time.rfc3339.as_str(), time.zone_assumed),
        ("2021-03-04T09:12:00+08:00", false)
    );
}

#[test]
fn what_only_ends_like_an_outlet_is_no_source() {
    for line in [
        "（来自滇池股份2019年年报）",
        "（据公司年报）",
        "（据知情人介绍）",
        "滇池股份去年盈利。（据公司年报）",
        "滇池股份去年盈利。（滇池股份年报）",
        "昆明今日无风。（晚间天气预报）",
    ] {
        let text = format!("昆明今日有雨，气温下降。\n{line}\n明天仍有雨，请带伞。");
        let found = segment(&record(&text));
        assert_eq!(found.parts, [], "{line}");
    }
    let text = "昆明今日有雨，气温下降。\n相关新闻：滇池观鸟手册（最全）\n手册昨日发布，收录一百种鸟。";
    let found = segment(&record(text));
    assert!(found.parts.iter().all(|part| part.kind != PartKind::Outlet));
}

#[test]
fn bare_headlines_before_the_credits_are_links() {
    let kinds = |lines: &str| {
        let text = format!("昆明今日有雨，气温下降。\n{lines}\n编辑：赵红");
        let found = segment(&record(&text));
        let kinds: Vec<_> = found.blocks.iter().skip(1).map(|block| block.kind).collect();
        kinds.first().copied().unwrap()
    };
    let links =
        "滇池湿地公园今年迎来第三批红嘴鸥\n两条公交线路明起调整运行时间安排\n盘龙江沿岸将建二十公里步道";
    assert_eq!(kinds(links), BlockKind::Chrome);
    let verses = "水面起风了\n灯也灭了\n没有人说话";
    assert_eq!(kinds(verses), BlockKind::Paragraph);
    let items =
        "一、请各单位于月底前报送名单和材料\n二、请各单位于下月底前完成整改\n三、逾期未报的单位视为没有";
    assert_eq!(kinds(items), BlockKind::Paragraph);
}

#[test]
fn captions_end_with_who_took_the_picture() {
    let kinds = |line: &str| {
        let text = format!("昆明今日有雨，气温下降。\n{line}\n明天仍有雨，请带伞。");
        segment(&record(&text)).blocks.get(1).unwrap().kind
    };
    for line in [
        "滇池边的一处观鸟点。春城晚报记者 赵一鸣 图",
        "滇池边的一处观鸟点。春城晚报记者赵一鸣 钱红 图",
        "滇池边的一处观鸟点 本报通讯员 赵一鸣 摄",
        "滇池边的观鸟点。 春城晚报 图",
        "春城晚报记者 赵一鸣 图",
        "市水务局副局长钱兰。摄影/春城晚报记者 赵一鸣",
        "资料图：滇池的鸟。来源：春城晚报",
    ] {
        assert_eq!(kinds(line), BlockKind::Caption, "{line}");
    }
    for line in ["一张被忽略的地图", "记者手绘的湿地图", "湿地的三张 图"] {
        assert_eq!(kinds(line), BlockKind::Heading, "{line}");
    }
}

#[test]
fn text_that_only_looks_like_labels_stays_body() {
    for line in [
        "记者：您当时在现场吗？",
        "感染来源尚不清楚。",
        "编辑部里灯火通明，大家都在等消息。",
        "据悉，工程将于明年完工。",
        "相关新闻报道称，工程已开工。",
    ] {
        let text = format!("昆明今日有雨，气温下降。\n{line}\n明天仍有雨。");
        let found = segment(&record(&text));
        assert!(
            found
                .blocks
                .iter()
                .all(|block| block.kind == BlockKind::Paragraph),
            "{line}: {:?}",
            found.blocks
        );
    }
}

#[test]
fn titles_come_from_text_or_metadata() {
    let with_title = |text: &str| Record {
        metadata: Metadata {
            title: Some("洱海水质连续三年为优".to_owned()),
            ..Metadata::default()
        },
        ..record(text)
    };
    let found = segment(&with_title(
        "洱海水质 连续三年为优\n洱海水质监测结果昨日公布，连续三年为优。",
    ));
    assert!(found.articles.first().unwrap().title_span.is_some());
    let found = segment(&with_title("洱海水质监测结果昨日公布，连续三年为优。"));
    let host = found.articles.first().unwrap();
    assert_eq!(
        (host.title.as_deref(), host.title_span),
        (Some("洱海水质连续三年为优"), None)
    );
    assert_eq!(segment(&record("首页\n登录\n12")).articles, []);
    assert_eq!(segment(&record("")).blocks, []);
}

#[test]
fn a_text_without_marks_is_text_and_a_list_of_headlines_is_none() {
    let lines = [
        "昨天一早湿地公园开了门",
        "岸边来了不少看鸟的人",
        "有人带着孩子有人带着相机",
        "管理处说今年飞来的红嘴鸥比去年多了两成",
        "最多的一天有四万只",
        "中午起了风水面上全是浪",
        "孩子们还是不愿意回家",
        "几位老人在亭子里说起三十年前第一批鸥飞来的冬天",
        "那时候岸边还没有路",
        "大家就站在田埂上看",
        "后来路修好了人也多了",
        "鸥每年十一月来第二年三月走",
        "管理处提醒大家不要喂面包",
    ];
    let found = segment(&record(&lines.join("\n")));
    assert_eq!(found.articles.len(), 1);
    assert!(
        found
            .blocks
            .iter()
            .all(|block| block.kind == BlockKind::Paragraph)
    );
    let links: Vec<String> = lines.iter().map(|line| format!("视频：{line}")).collect();
    assert_eq!(segment(&record(&links.join("\n"))).articles, []);
}

/// Kinds of the pieces of a page.
fn kinds(text: &str) -> Vec<(&'static str, String)> {
    let found = segment(&record(text));
    found
        .blocks
        .iter()
        .map(|block| (block.kind.name(), block.span.of(text).to_owned()))
        .collect()
}

#[test]
fn names_alone_in_the_middle_belong_to_pictures() {
    let body = "湿地要留给鸟，也要留给人，这是住在湖边的人说了三十年的话。";
    let middle = format!("滇池北岸的湿地\n{body}\n（赵一鸣）\n{body}\n{body}\n{body}\n{body}");
    assert!(
        kinds(&middle).contains(&("caption", "（赵一鸣）".to_owned())),
        "{middle}"
    );
    let end = format!("滇池北岸的湿地\n{body}\n{body}\n{body}\n{body}\n（赵一鸣）");
    assert!(
        kinds(&end).contains(&("byline", "（赵一鸣）".to_owned())),
        "{end}"
    );
}

#[test]
fn flashes_and_dispatches_that_were_put_together() {
    let agency = |text: &str| {
        let found = segment(&record(text));
        let part = found.parts.iter().find(|part| part.kind == PartKind::Agency);
        part.map(|part| part.span.of(text).to_owned())
    };
    for text in [
        "滇池水位\n10:20【滇池水位今天上升了一米】春城晚报讯 湖边的人都搬走了，水还在上升。",
        "滇池水位\n【滇池水位今天上升了一米】春城晚报讯 湖边的人都搬走了，水还在上升。",
        "滇池水位\n综合春城晚报电 湖边的人都搬走了，水还在上升。",
    ] {
        assert_eq!(agency(text).as_deref(), Some("春城晚报"), "{text}");
    }
    assert_eq!(agency("滇池水位\n综合报道 湖边的人都搬走了，水还在上升。"), None);
}

#[test]
fn reporters_who_helped_and_houses_that_are_no_names() {
    let people = |text: &str| -> Vec<String> {
        let found = segment(&record(text));
        let parts = found.parts.iter().filter(|part| part.kind == PartKind::Person);
        parts.map(|part| part.span.of(text).to_owned()).collect()
    };
    let body = "湿地要留给鸟，也要留给人，这是住在湖边的人说了三十年的话。";
    assert_eq!(
        people(&format!("滇池\n{body}\n（春城晚报记者赵一鸣对本文亦有贡献）")),
        ["赵一鸣"]
    );
    assert_eq!(
        people(&format!("滇池\n{body}\n（南湖师范学院 李庭）")),
        Vec::<String>::new()
    );
}

//! Who speaks where a verb, an office or a frame shows it, on short texts written for the project: what the rules find and what they
//! leave alone.
#![allow(clippy::unwrap_used)]

use super::tests::run;
use crate::document::ClaimKind;

/// Canonical names of the in-text claims, else the names as written.
fn names(text: &str) -> Vec<String> {
    let claims = run(text).claims;
    claims
        .into_iter()
        .filter(|claim| claim.kind == ClaimKind::InText)
        .map(|claim| claim.source.unwrap_or(claim.source_name))
        .collect()
}

fn is(cases: &[(&str, &str)]) {
    for (text, name) in cases {
        assert_eq!(names(text).last().map(String::as_str), Some(*name), "{text}");
        // ASCII marks tell the same.
        let plain = text.replace('，', ",").replace('：', ":");
        assert_eq!(names(&plain).last().map(String::as_str), Some(*name), "{plain}");
    }
}

fn nobody(texts: &[&str]) {
    for text in texts {
        assert_eq!(names(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn verbs_that_report() {
    is(&[
        ("知情人爆料，水位还会上升。", "知情人"),
        ("还有网友曝出大坝漏水。", "网友"),
        ("公诉人讯问：你为什么不报警？", "公诉人"),
        ("警察问，你知道水位吗？", "警察"),
        ("县长孙海估计，水位还会上升。", "孙海"),
        ("《白杨内参》梳理发现，三年里水位上升了一米。", "白杨内参"),
        ("居民坚持认为水位还会上升。", "居民"),
        (
            "白杨县水务局新闻发言人在官网上公布，大坝明天检修。",
            "白杨县水务局新闻发言人",
        ),
        ("白杨县水务局表示会尽力抢修。", "白杨县水务局"),
        ("白杨县水务局回应大坝漏水一事：已派人检修。", "白杨县水务局"),
        ("“水退了。”局长赵大川介绍当时大坝的情况。", "赵大川"),
    ]);
    nobody(&[
        "调查结果今日公布，大坝没有漏水。",
        "这座水库又曝出丑闻。",
        "施工方通过交叉询问，找到了漏点。",
        "村里人对大坝提出了种种质疑，没有人回答。",
        "局长赵大川在省城游说，想要拨款。",
        "今年的报告为治水指明方向。",
        "手机电量显示三成。",
        "法庭如果认为证据不足，可以退回。",
        "白杨日报记者询问，水位多高。",
        "渔民估计有些糊涂。",
    ]);
}

#[test]
fn names_behind_what_is_said_of_them() {
    is(&[
        ("资深水文人员艾米·杜布斯表示，水位还会上升。", "艾米·杜布斯"),
        ("协议的发起人之一范·霍伦发表声明说，水位还会上升。", "范·霍伦"),
        ("该局负责公共事务的卡勒说，水位还会上升。", "卡勒"),
        ("产妇赵川的闺蜜小麦说，水位还会上升。", "小麦"),
        ("警察钱亮（化名）分析，水位还会上升。", "钱亮"),
        ("外媒华尔街日报报道称，水位还会上升。", "The Wall Street Journal"),
        ("水利部印发的《防汛工作通知》明确，大坝每周巡查。", "防汛工作通知"),
        ("这份《大坝检修情况说明》称：大坝没有漏水。", "大坝检修情况说明"),
        ("深陷漏水风波的白杨二院贴出通知，宣布停诊三天。", "白杨二院"),
        ("网友“小海风”在微博上称，水位还会上升。", "网友“小海风”"),
        ("局长钱亮的家人曾在法庭上表示，水位还会上升。", "局长钱亮的家人"),
        ("一些报道称，水位还会上升。", "一些报道"),
        ("很快有人爆料称，水位还会上升。", "有人"),
        ("海平通讯（00763-HK）公布，预期上半年亏损。", "海平通讯"),
    ]);
    // A film is no document, and what happened to somebody is not him.
    nobody(&[
        "由钱兰导演的《河边有什么》昨日宣布提档。",
        "很多事件告诉我们，水火无情。",
    ]);
}

#[test]
fn pronouns_that_act_before_they_speak() {
    let text = "局长钱兰说，路通了。但她语带哭音说：水还没有退。";
    assert_eq!(names(text), ["钱兰", "钱兰"]);
}

#[test]
fn pronouns_of_whom_the_article_tells() {
    let text = "学者赵莹失踪了，她的家人赶来。赵莹到校才一个月，她在等公交。警方抓获涉嫌绑架学者赵莹的男子，他承认曾经见过面。";
    let claims = run(text).claims;
    let last = claims.last().unwrap();
    assert_eq!((last.source_name.as_str(), last.source.as_deref()), ("他", None));
}

#[test]
fn nouns_and_clauses_that_speak_for_nobody() {
    nobody(&[
        "媒体对于这件事并没有很多细致的报道，但村里人都知道。",
        "消息偶尔会通过外媒披露出来。",
        "赵川在公司内部的评价是“能打硬仗”，升得很快。",
    ]);
}

#[test]
fn what_was_asked_on_an_occasion() {
    let found = names("县长孙海在防汛工作座谈会上发表讲话称，水位还会上升。");
    assert!(found.contains(&"孙海".to_owned()), "{found:?}");
    let found = names("水务局发言人钱亮在例行新闻发布会上回应“漏水事件”时表示，大坝安全。");
    assert!(found.contains(&"钱亮".to_owned()), "{found:?}");
}

#[test]
fn whose_answer_it_was() {
    is(&[
        ("水务局的答复是：大坝没有漏水。", "水务局"),
        ("村民的说法是，水从坝底漏出来。", "村民"),
        ("村民对大坝的印象是“老而不牢”，谁都不放心。", "村民"),
        (
            "作家赵大川的名言：“水能载舟，亦能覆舟，人要知道它的脾气。”",
            "赵大川",
        ),
    ]);
}

#[test]
fn laws_say_something_and_are_no_basis() {
    is(&[
        ("《白杨防洪法》第十条规定，大坝每年检修。", "白杨防洪法"),
        ("今年实施的《白杨防洪法》明确规定：大坝每年检修。", "白杨防洪法"),
    ]);
    nobody(&[
        "根据《白杨防洪法》第十条规定，大坝应当检修。",
        "其行为触犯《白杨防洪法》第十条之规定，应予处罚。",
        "此举违反了《白杨防洪法》的规定，应予处罚。",
    ]);
}

#[test]
fn paragraphs_that_are_somebodys_words() {
    is(&[
        ("@荷花池边：不知道水位还会不会上升。", "荷花池边"),
        ("网友“李拉拉”：但愿水早点退。", "李拉拉"),
    ]);
    let below = |line: &str| {
        let text = format!("{line}\n大坝不能只修一半，要修就修到底。\n会上还通过了别的决议。");
        let claims = run(&text).claims;
        let claim = claims.into_iter().next()?;
        let scope = claim.scope?.of(&text).to_owned();
        Some((claim.source_name, scope))
    };
    let said = |name: &str| Some((name.to_owned(), "大坝不能只修一半，要修就修到底。".to_owned()));
    assert_eq!(below("县人大代表、船厂董事长孙立刚："), said("孙立刚"));
    assert_eq!(below("以下为声明全文："), said("声明"));
    assert_eq!(below("通报内容如下："), said("通报"));
    for line in ["具体内容如下：", "会议有三点要求：", "钱："] {
        assert_eq!(below(line), None, "{line}");
    }
}

//! Whose words a quote is and what kind it has, on short texts written for the project: speech that slides from indirect to
//! direct, judgements, turns of a conversation, words that point back.
#![allow(clippy::unwrap_used)]

use super::tests::{pair, run, said};

/// `speech` and the speaker of each quote, `-` for none; `no speech` for what nobody says.
fn quotes(text: &str) -> Vec<String> {
    let quotes = run(text).segmentation.quotes;
    let told = |quote: &crate::document::Quote| match quote.kind {
        crate::document::QuoteKind::Speech => {
            format!("speech {}", quote.speaker.as_deref().unwrap_or("-"))
        }
        _ => "no speech".to_owned(),
    };
    quotes.iter().map(told).collect()
}

fn are(text: &str, expected: &[&str]) {
    assert_eq!(quotes(text), expected, "{text}");
}

#[test]
fn speech_slides_into_the_speakers_words() {
    let said = ["speech 钱阿毛"];
    are("船厂厂长钱阿毛表示，桥已经修好，“以后大家不用再绕路了。”", &said);
    are(
        "船厂厂长钱阿毛表示，他们已经做好准备：“以后大家不用再绕路了。”",
        &said,
    );
    are("船厂厂长钱阿毛表示，桥已经修好。“以后大家不用再绕路了。”", &said);
    are(
        "船厂厂长钱阿毛表示，桥已经修好。\n“以后大家不用再绕路了。”",
        &said,
    );
    are(
        "船厂厂长钱阿毛表示，桥已经修好。\n“以后大家不用再绕路了。”\n“菜也能运进城里了。”",
        &["speech 钱阿毛", "speech 钱阿毛"],
    );
    are(
        "船厂厂长钱阿毛发文，“桥已经修好了。”15分钟后表示，“路还要等几天。”",
        &["speech 钱阿毛", "speech 钱阿毛"],
    );
}

#[test]
fn somebody_else_ends_it() {
    are(
        "船厂厂长钱阿毛表示，桥已经修好。会计赵明华上前看了看。“以后大家不用再绕路了。”",
        &["no speech"],
    );
    are(
        "船厂厂长钱阿毛问道：“桥修好了吗？”“昨天就修好了。”",
        &["speech 钱阿毛", "no speech"],
    );
    are(
        "船厂厂长钱阿毛表示，渡口规定，“船靠岸以后才能上下客人。”",
        &["no speech"],
    );
}

#[test]
fn a_few_words_are_said_where_they_state_something() {
    are("船厂厂长钱阿毛表示，走桥比坐船“省事得多”。", &["speech 钱阿毛"]);
    are("船厂厂长钱阿毛表示，这样的船是“修不好的”。", &["speech 钱阿毛"]);
    are("船厂厂长钱阿毛表示，要推进“一河两岸”。", &["no speech"]);
    are("船厂厂长钱阿毛表示，“断桥事件”已经过去。", &["no speech"]);
    are("船厂厂长钱阿毛指责会计赵明华“不管别人死活”。", &["speech 钱阿毛"]);
    are("船厂厂长钱阿毛将这座桥形容为“一块旧木板”。", &["speech 钱阿毛"]);
    are("船厂厂长钱阿毛提出“人停船不停”的口号。", &["no speech"]);
    are("“断桥案”遇难者家属钱阿毛发布微博称，桥已经修好。", &["no speech"]);
}

#[test]
fn words_behind_a_quote_point_back() {
    are(
        "“以后大家不用再绕路了。”3月4日，船厂厂长钱阿毛表示，桥已经修好。",
        &["speech 钱阿毛"],
    );
    are(
        "“以后大家不用再绕路了。”此前，船厂厂长钱阿毛曾如此评价这座桥。",
        &["speech 钱阿毛"],
    );
    are(
        "“以后大家不用再绕路了。”这是船厂厂长钱阿毛对乘客的承诺。",
        &["speech 钱阿毛"],
    );
}

#[test]
fn colons_laws_and_turns() {
    are(
        "乘客的父亲痛陈渡口的不便：“我们每天要绕十里路。”",
        &["speech 乘客的父亲"],
    );
    are(
        "正如船厂厂长钱阿毛所言：“桥修好了，路就近了。”",
        &["speech 钱阿毛"],
    );
    are(
        "会计赵明华：“桥修好了吗？”\n厂长钱阿毛：“昨天就修好了。”",
        &["speech 赵明华", "speech 钱阿毛"],
    );
    are(
        "按照渡口管理条例的定义，“渡口是指船舶停靠、上下乘客的地方。”",
        &["speech 渡口管理条例"],
    );
}

#[test]
fn pronouns_are_the_last_who_acts() {
    are(
        "船厂厂长钱阿毛说，桥很旧。\n钱阿毛对修桥有了新的打算，他说：“明年就动工。”",
        &["speech 钱阿毛"],
    );
    are(
        "船厂会见律师赵明华时，厂长钱阿毛说：“明年就动工。”",
        &["speech 钱阿毛"],
    );
    are("厂长曾女士对春城晚报记者说：“明年就动工。”", &["speech 曾女士"]);
}

#[test]
fn what_was_asked_is_nobodys_words() {
    let text = "而被问及“村里的桥会不会修好，还要等多久？”有六成的居民表示，不知道。";
    assert_eq!(said(text), [pair("六成的居民", "不知道。")]);
}

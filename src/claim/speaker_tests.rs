//! Who speaks and who is reported from, on short texts written for the project: trades, days, lists of outlets, English.
#![allow(clippy::unwrap_used)]

use super::tests::run;

/// Speakers of the quotes, `-` for none.
fn speakers(text: &str) -> Vec<String> {
    let quotes = run(text).segmentation.quotes;
    quotes
        .into_iter()
        .map(|quote| quote.speaker.unwrap_or_else(|| "-".to_owned()))
        .collect()
}

/// Canonical names of the claims, else the names as written, with what they govern.
fn sources(text: &str) -> Vec<String> {
    let claims = run(text).claims;
    let name = |claim: &crate::document::Claim| {
        let scope = claim.scope.unwrap().of(text);
        let name = claim.source.as_ref().unwrap_or(&claim.source_name);
        format!("{name}|{scope}")
    };
    claims.iter().map(name).collect()
}

#[test]
fn trades_stand_before_names() {
    for (title, name) in [
        ("船厂厂长", "钱阿毛"),
        ("船厂会计", "赵明华"),
        ("种菜户", "傅海"),
        ("渡口引航员", "孙长河"),
        ("乘客", "赖小敏"),
        ("县水务局局长", "钱向东"),
        ("县水务局负责人", "于建国"),
        ("县水务局发言人", "曾小康"),
        ("县水务局工程师", "钱向东"),
    ] {
        let text = format!("“水退得慢，菜都烂在地里了。”{title}{name}说。");
        assert_eq!(speakers(&text), [name], "{text}");
    }
    assert_eq!(
        speakers("县水务局发言人曾撰文说：“路修好了，请放心。”"),
        ["县水务局发言人"]
    );
    assert_eq!(speakers("局长赵明向说：“路修好了。”"), ["赵明向"]);
}

#[test]
fn officials_without_names_speak() {
    assert_eq!(speakers("一名官员说：“路一定会修好的。”"), ["一名官员"]);
    assert_eq!(speakers("县水务局官员钱芳说：“路一定会修好的。”"), ["钱芳"]);
}

#[test]
fn a_quote_keeps_its_first_speaker() {
    let text = "局长赵大川表示：“路一定会修好的。”副局长钱芳提醒，不能急。";
    assert_eq!(speakers(text), ["赵大川"]);
    let text = "Mary Gray said: “The road will be mended.” Port Council admitted that it was late.";
    assert_eq!(speakers(text), ["Mary Gray"]);
    assert_eq!(
        speakers("The Independent reported that “the road will be mended.”"),
        ["-"]
    );
    let text = "The Independent reported that “the road will be mended,” Mary Gray said.";
    assert_eq!(speakers(text), ["Mary Gray"]);
}

#[test]
fn days_letters_and_listeners_are_no_names() {
    for text in [
        "水务局官员周一表示，桥会修好。",
        "很多朋友来信表示，桥会修好。",
        "家属方面称，桥会修好。",
        "经济增长方面说，桥会修好。",
    ] {
        let found = run(text).claims;
        assert!(
            found
                .iter()
                .all(|claim| !["周一", "来信", "方面"].contains(&claim.source_name.as_str())),
            "{text}"
        );
    }
    assert_eq!(
        speakers("赵明的一位朋友向《春城晚报》·春城在线记者解释道，“桥是昨天修好的。”").len(),
        1
    );
}

#[test]
fn every_outlet_of_a_list_is_a_claim() {
    let both = ["新华社|桥已修好。", "光明日报|桥已修好。"];
    for text in [
        "据新华社、光明日报报道，桥已修好。",
        "据新华社和光明日报消息，桥已修好。",
        "据新华社、光明日报等多家媒体报道，桥已修好。",
        "新华社、光明日报均报道，桥已修好。",
        "综合新华社、光明日报报道，桥已修好。",
    ] {
        let mut found = sources(text);
        found.sort();
        let mut expected = both.to_vec();
        expected.sort();
        assert_eq!(found, expected, "{text}");
    }
    let chain = run("据新华社、光明日报报道，桥已修好。")
        .sentences
        .remove(0)
        .chain;
    assert_eq!(chain, ["新华社、光明日报"]);
    assert_eq!(sources("红星新闻报道称，桥已修好。"), ["红星新闻|桥已修好。"]);
    assert_eq!(sources("据今晚报报道，桥已修好。"), ["今晚报|桥已修好。"]);
    assert!(sources("当地新闻报道称，桥已修好。").is_empty());
    // A name that ends like an adverb stays whole.
    assert_eq!(sources("南都此前报道，桥已修好。"), ["南方都市报|桥已修好。"]);
}

#[test]
fn english_titles_and_outlets() {
    let quoted = |text: &str, expected: &[&str]| assert_eq!(speakers(text), expected, "{text}");
    quoted(
        "“We waited all night for the crane,” driver Mary Gray said.",
        &["Mary Gray"],
    );
    quoted(
        "“It fell at night,” said harbour master Mary Gray on Monday.",
        &["Mary Gray"],
    );
    quoted("“It fell at night,” she said after Mary Gray left.", &["-"]);
    quoted(
        "Mary Gray, deputy head of the port, explained: “The bridge was old.”",
        &["Mary Gray"],
    );
    quoted(
        "“It fell at night,” Mary Gray said. “We all heard it fall.”",
        &["Mary Gray", "Mary Gray"],
    );
    assert_eq!(
        sources("It rained. The Independent also reported that the bridge was shut."),
        ["The Independent| that the bridge was shut."]
    );
    for text in [
        "It rained. Al Jazeera and The Independent both reported that the bridge was shut.",
        "It rained. According to Al Jazeera and The Independent, the bridge was shut.",
        "It rained. As first reported by Al Jazeera and The Independent, the bridge was shut.",
        "It rained. According to a report by Al Jazeera and The Independent, the bridge was shut.",
    ] {
        let names: Vec<String> = sources(text)
            .iter()
            .filter_map(|found| found.split('|').next().map(str::to_owned))
            .collect();
        assert_eq!(names, ["Al Jazeera", "The Independent"], "{text}");
    }
    // Crimes are reported by people.
    assert!(sources("A theft was reported by Mary Gray on Monday.").is_empty());
}

#[test]
fn the_first_words_of_an_article_credit_it() {
    let rule = |text: &str| run(text).claims.first().unwrap().rule.clone();
    assert_eq!(rule("据新华社报道，桥已修好。"), "leading-credit");
    assert_eq!(rule("桥坏了。据新华社报道，桥已修好。"), "according-to");
    assert_eq!(rule("据白杨县应急管理局消息，桥已修好。"), "according-to");
}

/// Issue 4: names that took 据 or an adverb with them, and verbs that are none.
#[test]
fn names_begin_and_end_where_they_do() {
    let named = |text: &str| -> Vec<String> {
        run(text)
            .claims
            .iter()
            .map(|claim| claim.source_name.clone())
            .collect()
    };
    for (text, name) in [
        ("据春城中院发布的《情况通报》称，下午继续开庭。", "春城中院"),
        ("据律师钱兰在其微博上披露，她已经提出异议。", "钱兰"),
        ("钱兰当时表示，船队已经做好准备。", "钱兰"),
        ("其在文章中提到的好友钱兰则对记者表示，船已经卖了。", "钱兰"),
        ("据船队起诉书述称，事发前一晚风很大。", "船队起诉书"),
        ("春城中院审理查明，钱某多次收受财物。", "春城中院"),
        (
            "一位已入住该酒店20余天的女性旅客称，房间里每天都有卡片。",
            "一位已入住该酒店20余天的女性旅客",
        ),
    ] {
        assert_eq!(named(text), [name], "{text}");
    }
    for text in [
        "据公开资料显示，船队成立于三年前。",
        "钱兰经中介介绍，应聘到船队工作。",
        "船队将宣布停航，消息传遍了全城。",
        "家人不知道，赵大川是否认罪。",
        "根据最新的消息，船队最快在五月出发。",
    ] {
        assert_eq!(named(text), [""; 0], "{text}");
    }
}

#[test]
fn who_speaks_stands_in_more_places() {
    for (text, expected) in [
        ("在接受采访时赵大川称，路修好了。", "赵大川|路修好了。"),
        ("家属赵大川得知此事后，称路修好了。", "赵大川|路修好了。"),
        (
            "两名保安守在门外，称只有住户可以进入。",
            "两名保安|只有住户可以进入。",
        ),
        ("有旅行社甚至表示，路还没修好。", "旅行社|路还没修好。"),
        ("一名该村的老渡工表示，水退得慢。", "一名该村的老渡工|水退得慢。"),
        (
            "一位姓马的大夫说，伤口要先用肥皂水洗。洗完以后马上打疫苗。",
            "一位姓马的大夫|伤口要先用肥皂水洗。洗完以后马上打疫苗。",
        ),
        ("网友说，桥修得慢。桥面上还有积水。", "网友|桥修得慢。"),
        (
            "一名曾和她一起打工的当事人表示，水退得慢。",
            "一名曾和她一起打工的当事人|水退得慢。",
        ),
        ("我国商务部称，水退得慢。", "我国商务部|水退得慢。"),
        (
            "白杨县法院的陪审团表示，水退得慢。",
            "白杨县法院的陪审团|水退得慢。",
        ),
        ("县长赵大川昨（22）日表示，水退得慢。", "赵大川|水退得慢。"),
        (
            "白杨县水务局召开新闻发布会通报，水退得慢。",
            "白杨县水务局|水退得慢。",
        ),
        ("青木方表示，水退得慢。", "青木方|水退得慢。"),
        ("曾有媒体报道这座桥从未修过。", "有媒体|这座桥从未修过。"),
        (
            "记者29日从动物园方面了解到，该园将闭园。",
            "动物园方面|该园将闭园。",
        ),
        (
            "白杨警方通报了此案的最新情况，嫌犯已经落网。",
            "白杨警方|嫌犯已经落网。",
        ),
        (
            "白杨县水务局发出第一篇声明，强调水退得慢。",
            "白杨县水务局|水退得慢。",
        ),
        ("根据被告人钱芳昨天的陈述，她点了火。", "钱芳|她点了火。"),
        ("据人民日报(博客,微博)报道，水退得慢。", "人民日报|水退得慢。"),
    ] {
        assert_eq!(sources(text), [expected], "{text}");
    }
}

#[test]
fn what_is_said_stands_below_the_colon() {
    assert_eq!(
        sources("村民郝女士向记者表示：\n水退得慢，菜都烂在地里了。"),
        ["郝女士|水退得慢，菜都烂在地里了。"]
    );
    assert_eq!(
        speakers("村民郝女士说：\n“水退得慢，菜都烂在地里了。”"),
        ["郝女士"]
    );
}

#[test]
fn acts_and_denials_are_no_speech() {
    for text in [
        "县里还没有正式公告，大家都在等。",
        "时刻提醒不能大意。",
        "民警接到通告，立即出发。",
        "他和同事们忙着分析案情，没有休息。",
    ] {
        assert!(sources(text).is_empty(), "{text}");
    }
}

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
fn subjects_in_other_places() {
    is(&[
        // Heard from somebody, and in somebody's words.
        ("钱女士不在场，事后听爱人说，船上只有一位船工。", "爱人"),
        ("用当地一位司机的话说，这一代人是在船上长大的。", "当地一位司机"),
        // Where he was asked stands before him.
        ("在渡口一位船工告诉记者，水位还会上升。", "一位船工"),
        // An answer to the press, an act before the verb.
        (
            "水利部新闻发言人答记者问时表示，大坝明天检修。",
            "水利部新闻发言人",
        ),
        ("被告的律师赵大川提出了管辖异议，指出案子不归白杨县管。", "赵大川"),
        // A verb between marks, and one that holds what spreads.
        ("部分现场游客“吐槽”称，船票太贵了。", "部分现场游客"),
        ("有评论认为，大坝明年还会漏水。", "评论"),
        ("江州防身术教官刘大川介绍，遇到水要先看路。", "刘大川"),
    ]);
    nobody(&[
        "大坝的液晶公告显示屏上写着水位。",
        "他们有时候在船上说说话。",
        "孙某经白杨县一家中介公司介绍，上船做了船工。",
    ]);
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
        ("部分学者担心，大坝明年还会漏水。", "部分学者"),
        ("局长赵大川相信，大坝明年不会漏水。", "赵大川"),
        ("白杨县气象局提示，明天还有大雨。", "白杨县气象局"),
        ("嫌疑人孙海初步供述了在坝上偷铜的经过。", "孙海"),
        ("局长赵大川说，坝没有漏。他还表明，水位不会再升。", "赵大川"),
        (
            "据美国《纽约时报》网站3月2日报道，大坝明天检修。",
            "The New York Times",
        ),
        ("据白杨内参上周五报道，大坝明天检修。", "白杨内参"),
        ("据白杨水电披露的资料，公司有三座大坝。", "白杨水电"),
        (
            "白杨县水务局正式回函：“大坝明天检修，请大家放心。”",
            "白杨县水务局",
        ),
    ]);
    nobody(&[
        "调查结果今日公布，大坝没有漏水。",
        "随后，光明日报援引了该消息，大坝的事人人都知道了。",
        "学生对大坝颇有担心，不少人绕路走。",
        "他们对大坝没有完全相信，又去看了一遍。",
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
        (
            "《白杨防洪法》第十条规定，大坝每年检修。第十二条则规定：“检修的结果应当公布。”",
            "白杨防洪法",
        ),
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

#[test]
fn nouns_laws_and_objects_speak_no_words() {
    for text in [
        "《渔港法》第九条县级渔政机关认为申请不符合要求的，应当退回。",
        "青木县法院经审查认为异议成立的，应当移送。",
        "民警倒查其同村渔民，最终确认了赵大川。",
        "渔港一案从一个方面证实，堤坝早该重修了。",
        "两艘渔船后经确认，来自青木县。",
        "渔船改革方向要强调安全，这点没有人反对。",
        "县里放宽渔民住满一年的时间认定，明年起施行。",
        "渔民会馆进行了必要的安全提醒，随后开门。",
        "据公开报道，渔港去年修了两次。",
        "赵大川和渔民称兄道弟，喝到半夜。",
    ] {
        assert!(names(text).is_empty(), "{text} {:?}", names(text));
    }
}

#[test]
fn who_urges_after_speaking_up() {
    for (text, name) in [
        ("渔民赵大川3日接受了采访，呼吁大家早些回港。", "赵大川"),
        (
            "青木县渔业局上月向社会征求意见，建议渔船明年休渔。",
            "青木县渔业局",
        ),
        (
            "审判长看向赵大川，此时渔民钱芳全身发抖，表示“我没有做过这件事”。",
            "钱芳",
        ),
        ("渔民钱芳怒火难忍，咆哮质问：“船是谁凿的？”", "钱芳"),
        ("赵某落网后供认船是他凿的。", "赵某"),
        ("赵大川自己曾说过一句话，船比人金贵。", "赵大川"),
        ("赵大川曾在晚上告诉渔政官员他看见了火光。", "赵大川"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
}

#[test]
fn houses_comment_and_are_quoted_at_length() {
    for (text, name) in [
        ("光明网评论，堤坝早该重修了。", "光明网"),
        ("光明日报刊文《堤坝之问》称，堤坝早该重修了。", "光明日报"),
        ("自媒体草莓堆报道，堤坝去年已经裂了。", "草莓堆"),
        ("草莓堆报道称，堤坝裂了。渔民说不知道草莓堆是谁办的。", "草莓堆"),
        ("有媒体还报道到，堤坝去年已经裂了。", "有媒体"),
        ("媒体报道显示，堤坝去年已经裂了。", "媒体"),
        ("据一名前县政府官员，堤坝去年已经裂了。", "一名前县政府官员"),
        (
            "以下内容摘自《光明日报》：\n堤坝早该重修了，渔民也这么说过。",
            "光明日报",
        ),
        (
            "对于堤坝，钱守义有这样一段关于“老堤”的表述：\n堤是先人修的，后人要看着。",
            "钱守义",
        ),
        (
            "以下是青木渔业官方回应全文：\n堤坝由我们管，我们会修好。",
            "青木渔业",
        ),
    ] {
        assert_eq!(names(text).first().map(String::as_str), Some(name), "{text}");
    }
    assert!(names("渔民在网上发表评论，一时间议论很多。").is_empty());
}

#[test]
fn pronouns_of_whom_somebody_asked_or_who_feels() {
    let asked = "船主赵大川说，堤坝该修。\n渔民钱守义说，堤坝没坏。不过，在光明网问赵大川“堤坝坏在哪里”时，他表示“坏在石头上”。";
    let found = run(asked).claims;
    let pronoun = found.iter().find(|claim| claim.source_name == "他").unwrap();
    assert_eq!(pronoun.source.as_deref(), Some("赵大川"));
    let feels = "船主赵大川说，堤坝该修。\n邻居非常气愤，他说堤坝是被人挖的。";
    let found = run(feels).claims;
    let pronoun = found.iter().find(|claim| claim.source_name == "他").unwrap();
    assert_eq!(pronoun.source, None);
}

#[test]
fn other_words_and_other_people() {
    for text in [
        "《青木协定》又称青木安排，由三十个县签署。",
        "法庭上，书记员向被告赵大川逐一作了简短询问。",
        "根据早前的消息，渔船明天回港。",
        "船主选取的目标就是他觉得值钱的渔船。",
        "渔港的说法尚难证实，县里还在查。",
        "据爆料，渔船明天回港。",
    ] {
        assert!(names(text).is_empty(), "{text} {:?}", names(text));
    }
    for (text, name) in [
        ("船主赵大川被抓后，其妻子哭了很久，说自己不想活了。", "其妻子"),
        ("伤者钱女士讲述事发经过时称，她没有看见警示牌。", "钱女士"),
        ("钱守义在文中表示——感谢乡亲们的关爱和支持。", "钱守义"),
        ("有网友报料称：“这件事背后有人在做营销，渔民都知道。”", "网友"),
        (
            "渔业大学教授钱守义的观点也许值得我们思考：“渔港修好了，船往哪里去？”",
            "钱守义",
        ),
        (
            "青木县医院官方通报了费用：“三次住院一共花了二十万元，自付三万。”",
            "青木县医院",
        ),
        ("对此，经济专家称，渔港的钱够用三年。", "经济专家"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
    let asked = "记者：两家关系怎么样？\n孙某姑姑：两家关系一直都很好，逢年过节都走动。\n记者：孩子多大了？\n孙某姑姑：孩子今年才三岁，刚上幼儿园小班。";
    assert_eq!(names(asked), ["孙某姑姑", "孙某姑姑"]);
}

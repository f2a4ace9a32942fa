//! How far what somebody says reaches, and whose it is where a pronoun or a notice points back, on short texts written for the project.
#![allow(clippy::unwrap_used)]

use super::tests::run;
use crate::document::ClaimKind;

/// Names of the in-text claims with what they govern.
fn scopes(text: &str) -> Vec<(String, String)> {
    let claims = run(text).claims;
    claims
        .into_iter()
        .filter(|claim| claim.kind == ClaimKind::InText)
        .map(|claim| {
            let scope = claim.scope.unwrap().of(text).to_owned();
            (claim.source.unwrap_or(claim.source_name), scope)
        })
        .collect()
}

/// The first claim of each text is that of `name` and governs `scope`.
fn reaches(cases: &[(&str, &str, &str)]) {
    for (text, name, scope) in cases {
        let found = scopes(text);
        let first = found.first().unwrap_or_else(|| panic!("no claim: {text}"));
        assert_eq!((first.0.as_str(), first.1.as_str()), (*name, *scope), "{text}");
    }
}

#[test]
fn one_without_a_name_goes_on_and_many_do_not() {
    reaches(&[
        (
            "白杨县水务局相关负责人表示，坝没有漏。水位已经回落，水闸全部打开。",
            "白杨县水务局相关负责人",
            "坝没有漏。水位已经回落，水闸全部打开。",
        ),
        (
            "伤者的父亲说，船票是网上买的。买票的时候没有看到警示牌。",
            "伤者的父亲",
            "船票是网上买的。买票的时候没有看到警示牌。",
        ),
        (
            "不少网友说，船票太贵了。水位已经回落，水闸全部打开。",
            "不少网友",
            "船票太贵了。",
        ),
        (
            "许多专家指出，坝没有漏。其中的一条裂缝成了后来的话题。",
            "许多专家",
            "坝没有漏。",
        ),
        // One voice of those who know is told at length, a mere opinion is not.
        (
            "业内人士表示，坝没有漏。水位已经回落，水闸全部打开。",
            "业内人士",
            "坝没有漏。水位已经回落，水闸全部打开。",
        ),
        (
            "有专家称坝没有漏。水位已经回落，水闸全部打开。",
            "专家",
            "坝没有漏。",
        ),
        // An act in court is told by the reporter.
        ("审判长宣布休庭。旁听席上的人陆续走出法庭。", "审判长", "休庭。"),
    ]);
}

#[test]
fn the_author_takes_over() {
    reaches(&[
        (
            "县长孙海表示，坝没有漏。一段现场视频显示，坝脚一直在渗水。",
            "孙海",
            "坝没有漏。",
        ),
        (
            "县长孙海指出，坝没有漏。孙海去年才到白杨县任职。",
            "孙海",
            "坝没有漏。",
        ),
        (
            "县长孙海表示，坝没有漏。但这一说法没有得到证实。",
            "孙海",
            "坝没有漏。",
        ),
        (
            "白杨县政府表示，坝没有漏。而白杨县政府去年也这样说过。",
            "白杨县政府",
            "坝没有漏。",
        ),
        (
            "县长孙海表示，坝没有漏。周二，局长赵大川到了坝上。",
            "孙海",
            "坝没有漏。",
        ),
        // An act without a pause before what was done.
        (
            "白杨县政府宣布大坝停止放水。白杨渔业是下游最大的养鱼公司，三年没有亏损。",
            "白杨县政府",
            "大坝停止放水。",
        ),
        // The other one answers.
        (
            "公诉人讯问：你为什么不报警？钱某回答，手机掉进了水里。",
            "公诉人",
            "你为什么不报警？",
        ),
    ]);
}

#[test]
fn the_speaker_goes_on() {
    reaches(&[
        // The voice of a body.
        (
            "白杨县水务局答复称，我局已收到申请。3月2日，我局再次检查了大坝。",
            "白杨县水务局",
            "我局已收到申请。3月2日，我局再次检查了大坝。",
        ),
        // One's own account.
        (
            "钱女士回忆，自己那天晕船。于是上船以后，自己就坐在船头。",
            "钱女士",
            "自己那天晕船。于是上船以后，自己就坐在船头。",
        ),
        // What a notice tells in order of time.
        (
            "白杨县公安局通报，孙某偷了坝上的铜。3月2日晚，民警在船上找到孙某。目前，案件正在侦办。",
            "白杨县公安局",
            "孙某偷了坝上的铜。3月2日晚，民警在船上找到孙某。目前，案件正在侦办。",
        ),
    ]);
}

#[test]
fn quotes_are_taken_in_whole() {
    reaches(&[
        // No scope ends between marks.
        (
            "局长赵大川说，他在坝上听见有人喊“快跑！水来了！”",
            "赵大川",
            "他在坝上听见有人喊“快跑！水来了！”",
        ),
        // The next quote goes on.
        (
            "局长赵大川说：“坝没有漏。”“水闸今天全部打开了。”",
            "赵大川",
            "“坝没有漏。”“水闸今天全部打开了。”",
        ),
        (
            "局长赵大川说，坝没有漏。\n“水闸今天全部打开了，下游的水位很快会回落。”",
            "赵大川",
            "坝没有漏。\n“水闸今天全部打开了，下游的水位很快会回落。”",
        ),
    ]);
}

#[test]
fn labels_of_a_broadcast_govern_their_paragraph() {
    let broadcast = "大坝昨天开始放水。\n赵大川：坝没有漏，水闸都能打开。\n水位已经回落。\n下游的农田没有受淹。\n赵大川：水闸全部打开了。\n村里的路也通了。\n学校也复课了。";
    let found = scopes(broadcast);
    let answer = found.iter().find(|(name, _)| name == "赵大川").unwrap();
    assert_eq!(answer.1, "坝没有漏，水闸都能打开。");
    let interview = "记者：坝漏了吗？\n赵大川：坝没有漏，水闸都能打开。\n水位已经回落。\n记者：水闸呢？\n赵大川：全部打开了。";
    let found = scopes(interview);
    let answer = found.iter().find(|(name, _)| name == "赵大川").unwrap();
    assert_eq!(answer.1, "坝没有漏，水闸都能打开。\n水位已经回落。");
}

#[test]
fn whose_notice_it_is() {
    for (text, name) in [
        (
            "白杨县水务局昨日发布公告，大坝开始检修。公告称，检修为期三天。",
            "白杨县水务局",
        ),
        (
            "白杨县公安局今晚就此案发布通报。通报指出，孙某已被刑拘。",
            "白杨县公安局",
        ),
    ] {
        let found = scopes(text);
        assert_eq!(found.last().map(|(name, _)| name.as_str()), Some(name), "{text}");
    }
}

#[test]
fn who_he_is_by_what_he_is_in_the_matter() {
    let found = scopes("3月2日，被害人家属钱大江在微博上公布了开庭时间，他说，心里不好受。");
    assert_eq!(found.last().unwrap().0, "钱大江");
    // Whom he met is not who speaks.
    let found = scopes("会见辩护律师钱大江时，她第一次落泪，她说心里有愧。");
    assert_ne!(found.last().unwrap().0, "钱大江");
}

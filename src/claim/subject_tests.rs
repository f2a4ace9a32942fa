//! Who is the subject of a verb of speech, on short texts written for the project: names before manner and time, bodies behind what is
//! said of them, whoever was asked or posted something, and places where nobody reports anything.
#![allow(clippy::unwrap_used)]

use super::tests::run;

/// Canonical names of the claims, else the names as written.
fn names(text: &str) -> Vec<String> {
    let claims = run(text).claims;
    claims
        .into_iter()
        .map(|claim| claim.source.unwrap_or(claim.source_name))
        .collect()
}

fn is(cases: &[(&str, &str)]) {
    for (text, name) in cases {
        assert_eq!(names(text).last().map(String::as_str), Some(*name), "{text}");
    }
}

fn nobody(texts: &[&str]) {
    for text in texts {
        assert_eq!(names(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn names_stand_before_manner_and_time() {
    is(&[
        ("局长钱亮忧心地表示，水位还会上升。", "钱亮"),
        ("局长钱亮勇很认真地对记者表示，水位还会上升。", "钱亮勇"),
        ("局长赵大川近期在接受采访时认为，水位还会上升。", "赵大川"),
        ("据光明日报北京时间5月2日报道，水位还会上升。", "光明日报"),
        ("在昨天的发布会上赵一民表示，水位还会上升。", "赵一民"),
        ("结果局长赵大川说，水位还会上升。", "赵大川"),
        ("3、局长赵大川称，水位还会上升。", "赵大川"),
        ("据光明日报今日早上的消息，水位还会上升。", "光明日报"),
        (
            "孙立刚来了。孙立刚接受采访时表示，水位还会上升。孙立刚走了。",
            "孙立刚",
        ),
    ]);
    nobody(&[
        "三十年来，曾半开玩笑地说，水位还会上升。",
        "通俗地说，水位还会上升。",
    ]);
}

#[test]
fn bodies_stand_behind_what_is_said_of_them() {
    is(&[
        (
            "赵大川所属的白杨县律师协会也发表声明，称已派专人前往。",
            "白杨县律师协会",
        ),
        ("国际咨询机构海平预计，今年的鱼会多三成。", "海平"),
        ("白杨县水务局近期公布的数据显示，水位上升了一米。", "白杨县水务局"),
        ("反对建坝的人则认为，水位还会上升。", "反对建坝的人"),
        ("航运观察人士钱兰对记者表示，水位还会上升。", "钱兰"),
        ("联合创始人及CEO赵大川在现场宣布，新船明天下水。", "赵大川"),
    ]);
}

#[test]
fn who_answers_and_who_listens() {
    is(&[
        (
            "县长孙海说路通了。记者联系了律师赵大川，他称，船还没有修好。",
            "赵大川",
        ),
        ("昨天，记者找到了一位老渔民，他说，鱼少了。", "一位老渔民"),
        ("白杨警方回应网友对速度的质疑时称，案子要查清楚。", "白杨警方"),
        ("正如赵大川所说，水位还会上升。", "赵大川"),
        ("局长赵大川指责施工方在汛期里偷工减料。", "赵大川"),
        ("店主钱兰记得，那天的水特别大。", "钱兰"),
    ]);
    // Who was asked is open: not whoever spoke before.
    let open = run("局长赵大川说，路通了。\n记者采访了湖边那家老船厂，他表示，船还没有修好。");
    assert_eq!(open.claims.last().unwrap().source, None);
    // 他 and 她 are two.
    let two = run("他说，路通了。她说，船修好了。");
    assert!(two.claims.iter().all(|claim| claim.source.is_none()));
}

#[test]
fn nothing_is_reported() {
    nobody(&[
        "局长赵大川以正直著称。",
        "消息遭到广泛质疑，船照开。",
        "赵大川将当庭否认，记者明天再去。",
        "记者未能从白杨县水务局了解到，船在哪里。",
        "白杨县水务局告知之后，船才开走。",
        "他们进行组织协调和信息分析，一直到深夜。",
    ]);
}

#[test]
fn questions_and_conclusions_are_the_authors() {
    let scopes = |text: &str| -> Vec<String> {
        let claims = run(text).claims;
        claims
            .iter()
            .map(|claim| claim.scope.unwrap().of(text).to_owned())
            .collect()
    };
    assert_eq!(
        scopes("局长赵大川表示，船明天开。那么渔民怎么办呢？"),
        ["船明天开。"]
    );
    assert_eq!(
        scopes("局长赵大川表示，船明天开。这些消息都表明，水退了。"),
        ["船明天开。"]
    );
    assert_eq!(
        scopes("局长赵大川表示，船明天开。上午，县长孙海到了岸边。"),
        ["船明天开。"]
    );
}

//! Input that is too much of something: one text a thousand times, nothing but openers, a text that repeats itself. What
//! comes out must grow with what goes in, and stay right.

use std::fmt::Write;

use serde_json::json;

use crate::program::{Export, Place};

/// Numbers below 65,536 without a rhythm (splitmix64).
fn scattered(at: usize) -> u64 {
    let mut mixed = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 48
}

/// A sentence that no other number makes.
fn sentence(number: usize) -> String {
    const DEEDS: [&str; 5] = [
        "清理了水渠",
        "修好了屋顶",
        "补种了果苗",
        "粉刷了围墙",
        "更换了路灯",
    ];
    const PLACES: [&str; 7] = ["河湾", "北坡", "旧街", "林场", "码头", "南塘", "石桥"];
    let (deed, place) = (DEEDS[number % 5], PLACES[number % 7]);
    let mixed = number.wrapping_mul(2_654_435_761) % 99_991;
    format!(
        "{place}的{mixed}户人家昨天{deed}，编号{}的队伍留下来守夜，",
        number * 37 + 11
    )
}

fn article(from: usize, sentences: usize) -> String {
    let body: String = (from..from + sentences).map(sentence).collect();
    format!("{body}天亮才回家。")
}

/// Scans one record a text, in that order; ids are their numbers.
fn scanned(texts: impl Iterator<Item = String>) -> Export {
    let place = Place::new();
    let mut lines = String::new();
    for (number, text) in texts.enumerate() {
        let line = json!({"id": number.to_string(), "text": text, "outlet": format!("第{number}日报")});
        writeln!(lines, "{line}").unwrap();
    }
    let feed = place.write("feed.jsonl", lines);
    place.scan([feed], 0);
    place.export()
}

#[test]
fn issue_5_identical_records_are_a_star_with_one_link_each() {
    let copies = 400;
    let export = scanned((0..copies).map(|_| article(0, 8)));
    assert_eq!(export.rows("clusters").len(), copies);
    assert_eq!(export.rows("links").len(), copies - 1);
    let passages = export.rows("passages");
    assert_eq!(passages.len(), copies - 1);
    assert!(
        passages
            .iter()
            .all(|passage| passage["family_id"] == passages[0]["family_id"])
    );
}

#[test]
fn issue_5_one_quote_in_all_records_is_a_star() {
    let records = 300;
    let quote = "“河堤上的每一盏灯都要有人看着，谁也不许提前回家。”周树林说。";
    let export = scanned((0..records).map(|number| format!("{quote}\n{}", article(number * 50, 6))));
    let families: Vec<_> = export
        .rows("quotes")
        .iter()
        .map(|quote| quote["family_id"].clone())
        .collect();
    assert_eq!(families.len(), records);
    assert!(
        families
            .iter()
            .all(|family| family.is_string() && *family == families[0])
    );
    assert!(export.rows("links").len() <= 2 * records);
    assert!(export.rows("passages").len() <= 3 * records);
}

#[test]
fn issue_5_lines_of_digits_and_fillings_of_a_frame_are_no_copies() {
    let digits = |number: usize| {
        (number * 40..number * 40 + 40)
            .fold(String::new(), |line, at| line + &format!("{:05}", scattered(at)))
    };
    let export = scanned((0..200).map(digits));
    assert_eq!(export.rows("records").len(), 200);
    assert_eq!(
        (export.rows("clusters").len(), export.rows("links").len()),
        (0, 0)
    );

    let bulletin = |number: usize| {
        let of = |part: usize| scattered(number * 9 + part) % 997 + 3;
        format!(
            "{}月{}日收市播报：沙洲港今天装卸{}船，进港货物{}吨，出港货物{}吨，锚地待泊{}艘，码头最高风力{}级，夜班工人{}名，预计明日仍有{}船靠泊，请各船公司提前申报并按照引航站的安排依次进港，装卸期间注意防火防滑，遇有突发情况及时拨打港口值班电话。",
            number % 12 + 1,
            number % 28 + 1,
            of(1),
            of(2),
            of(3),
            of(4),
            of(5),
            of(6),
            of(7),
        )
    };
    let export = scanned((0..200).map(bulletin));
    assert_eq!(
        (export.rows("clusters").len(), export.rows("links").len()),
        (0, 0)
    );
}

#[test]
fn issue_5_openers_without_end_nest_no_deeper_than_quotes_do() {
    let export = scanned(
        ["“".repeat(20_000), "‘「『“".repeat(5_000), "说：“".repeat(5_000)]
            .into_iter()
            .map(|openers| format!("{openers}{}", article(3, 5))),
    );
    assert_eq!(export.rows("records").len(), 3);
    assert!(
        export.rows("quotes").len() <= 3 * 16,
        "{}",
        export.rows("quotes").len()
    );
}

#[test]
fn issue_5_quotes_behind_a_run_of_openers_are_found() {
    let text = format!(
        "{}\n周树林说：“河堤上的灯要有人看着，谁也不许提前回家。”\n{}",
        "“".repeat(5_000),
        article(9, 6)
    );
    let export = scanned(std::iter::once(text));
    let quote = export.row("quotes", "text", "河堤上的灯要有人看着，谁也不许提前回家。");
    assert_eq!(quote["speaker"], "周树林");
}

#[test]
fn issue_5_what_repeats_itself_meets_few_times() {
    let same = |sentence: &str, times: usize| sentence.repeat(times);
    let (a, b) = (article(100, 4), article(200, 4));
    let alternating = |first: &str, second: &str| format!("{first}\n{second}\n").repeat(60);
    let texts = [
        "哈".repeat(40_000),
        format!("{}{}", "哈".repeat(30_000), article(300, 5)),
        same("石桥边的人家昨天更换了路灯。", 1_500),
        same("石桥边的人家昨天更换了路灯。", 1_200),
        alternating(&a, &b),
        alternating(&b, &a),
    ];
    let export = scanned(texts.into_iter());
    assert_eq!(export.rows("records").len(), 6);
    assert!(
        export.rows("passages").len() <= 6 * 64,
        "{}",
        export.rows("passages").len()
    );
    let between = |one: &str, other: &str| {
        let link = |row: &serde_json::Value| {
            let ends = [&row["from_article"], &row["to_article"]];
            ends.contains(&&json!(one)) && ends.contains(&&json!(other))
        };
        export.rows("links").iter().any(link)
    };
    assert!(between("4", "5"));
    assert!(!between("0", "4"));
}

#[test]
fn issue_5_blank_records_say_why_they_hold_nothing() {
    let blank = [" ".repeat(200_000), "\u{3000}\n".repeat(20_000), String::new()];
    let good = article(0, 6);
    let export = scanned(blank.into_iter().chain([good]));
    for id in ["0", "1", "2"] {
        let row = export.row("records", "record_id", id);
        assert_eq!(row["status"], "no_article");
        assert!(row["problem"].is_string(), "{row}");
    }
    assert_eq!(export.rows("articles").len(), 1);
}

/// The item at the end of a long digest is read like the one at its head.
#[test]
fn issue_5_the_last_item_of_a_long_digest_is_read_like_the_first() {
    let items = 600;
    let mut text = String::from("各地要闻一览\n");
    for number in 0..items {
        let body = article(number * 20, 3);
        writeln!(
            text,
            "■{body}副镇长周树林表示，明天还要再来一次。（据石桥晚报消息）"
        )
        .unwrap();
    }
    let export = scanned(std::iter::once(text));
    let claims = export.rows("claims");
    let credits: Vec<_> = claims
        .iter()
        .filter(|claim| claim["source_name"] == "石桥晚报")
        .collect();
    assert_eq!(credits.len(), items);
    let reach = |claim: &serde_json::Value| {
        claim["scope_end"].as_u64().unwrap() - claim["scope_start"].as_u64().unwrap()
    };
    assert!(credits.iter().all(|credit| reach(credit) < 1_000));
    let chains: Vec<_> = export
        .rows("sentences")
        .iter()
        .map(|sentence| sentence["chain"].clone())
        .collect();
    let with_speaker = chains
        .iter()
        .filter(|chain| chain.to_string().contains("周树林"))
        .count();
    assert_eq!(with_speaker, items);
}

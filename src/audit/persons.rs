//! Whether two names can mean one person: 党律师 and 党琳山, Ms Pell and Moira Pell, 院长 where the text has 院长何明, 弯弯 where the
//! text says that she is 孟小姐.
//!
//! News names a person in full once and in short afterwards, and carriers keep whichever form stands nearest. So two names
//! are one person's when one of them is a short form of the other, or when a text puts them side by side as one.

use super::likeness::plain;

/// Forms of address, offices and trades that stand behind a surname.
const ADDRESSES: [&str; 59] = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "同学",
    "同志",
    "警官",
    "法官",
    "检察官",
    "律师",
    "老师",
    "医生",
    "大夫",
    "护士",
    "教授",
    "博士",
    "院士",
    "师傅",
    "大爷",
    "大妈",
    "大叔",
    "大伯",
    "大娘",
    "大姐",
    "大哥",
    "阿姨",
    "阿婆",
    "阿公",
    "奶奶",
    "爷爷",
    "老伯",
    "老汉",
    "经理",
    "主任",
    "书记",
    "局长",
    "院长",
    "校长",
    "队长",
    "所长",
    "部长",
    "主席",
    "总书记",
    "总理",
    "总统",
    "首相",
    "市长",
    "省长",
    "县长",
    "镇长",
    "村长",
    "站长",
    "馆长",
    "会长",
    "董事长",
    "总裁",
    "总",
    "姓",
];
/// Surnames of two characters.
const COMPOUND: [&str; 14] = [
    "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "宇文",
    "长孙",
];
/// Forms of address before an English name.
const TITLES: [&str; 26] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "rev",
    "president",
    "minister",
    "senator",
    "judge",
    "justice",
    "captain",
    "sergeant",
    "sgt",
    "inspector",
    "officer",
    "general",
    "col",
    "colonel",
    "mayor",
];
/// What says between two names that they are one person's.
const ALSO: [&str; 18] = [
    "本名",
    "原名",
    "又名",
    "真名",
    "网名",
    "艺名",
    "昵称",
    "化名",
    "人称",
    "外号",
    "绰号",
    "小名",
    "花名",
    "微博名",
    "微信名",
    "即",
    "也就是",
    "就是",
];
/// Words that stand between two names of two people.
const BETWEEN: [&str; 19] = [
    "告诉", "对", "向", "给", "和", "与", "及", "跟", "同", "称", "说", "的", "了", "是", "把", "让", "在",
    "从", "为",
];
/// Where, and in what, words are said: at a meeting, in a letter.
const OCCASIONS: [&str; 20] = [
    "大会",
    "会议",
    "发布会",
    "会上",
    "来信",
    "信中",
    "信里",
    "公开信",
    "内部信",
    "文章",
    "文中",
    "声明",
    "公告",
    "通告",
    "通知",
    "通报",
    "报告",
    "致辞",
    "帖子",
    "节目",
];
/// Characters that an office, or its end, has between a body and a name.
const OFFICE: usize = 10;

/// True when `one` and `other`, as they stand beside words of speech in `texts`, can be one person's names.
pub fn may_be_one(one: &str, other: &str, texts: &[&str]) -> bool {
    let names = |joint: &str| -> Vec<String> {
        joint
            .split(['、', ',', '，'])
            .flat_map(|name| name.split(" and "))
            .map(bare)
            .filter(|name| !plain(name).is_empty())
            .collect()
    };
    let (ours, theirs) = (names(one), names(other));
    // A title or a whole clause was no name to begin with, and where or in what somebody said it is nobody else.
    let is_no_name = |name: &String| {
        name.contains(['《', '》', '“', '”', '。', '；'])
            || name.contains("致电")
            || name.starts_with("记者")
            || OCCASIONS.iter().any(|end| name.ends_with(end))
    };
    if ours.iter().chain(&theirs).any(is_no_name) {
        return true;
    }
    if ours.is_empty() || theirs.is_empty() {
        return true;
    }
    ours.iter().any(|one| {
        theirs.iter().any(|other| {
            let (short, long) = (plain(one), plain(other));
            // 何明 and He Ming: one script does not tell what the other one writes.
            if short.is_ascii() != long.is_ascii() {
                return true;
            }
            long.contains(&short)
                || short.contains(&long)
                || is_short_for(one, other)
                || is_short_for(other, one)
                || abbreviates(&short, &long)
                || abbreviates(&long, &short)
                || is_side_of(&short, &long)
                || is_side_of(&long, &short)
                || is_kin(one, other)
                || is_kin(other, one)
                || speaks_for(one, other)
                || speaks_for(other, one)
                || is_english_form(one, other)
                || texts.iter().any(|text| stand_as_one(text, one, other))
        })
    })
}

/// A name without what stands in parentheses behind it.
fn bare(name: &str) -> String {
    let name = name.split(['（', '(']).next().unwrap_or(name);
    name.trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned()
}

/// The surname of a short form: 党 of 党律师, 孟 of 孟某某, 刘 of 小刘, 欧阳 of 欧阳女士.
fn surname_of(name: &str) -> Option<&str> {
    // 动物园的张姓负责人: who he is stands around the surname.
    if let Some((ahead, _)) = name.split_once('姓') {
        let (at, _) = ahead.char_indices().next_back()?;
        let compound = COMPOUND.iter().find(|surname| ahead.ends_with(**surname));
        return compound.copied().or_else(|| ahead.get(at..));
    }
    let rest = ADDRESSES
        .iter()
        .find_map(|address| name.strip_suffix(address))
        .or_else(|| Some(&name[..name.find(['某', '×', '姓'])?]))
        .or_else(|| name.strip_prefix(['小', '老', '阿']))?;
    let one = rest.chars().count() == 1;
    (one && rest.chars().all(|sign| !sign.is_ascii()) || COMPOUND.contains(&rest)).then_some(rest)
}

/// True when `short` is a surname with an address, or withholds the given name, of `full`.
fn is_short_for(short: &str, full: &str) -> bool {
    let Some(surname) = surname_of(short) else {
        return false;
    };
    let Some(given) = full.strip_prefix(surname) else {
        return surname_of(full).is_some_and(|other| other == surname);
    };
    // A given name has one or two characters; a form of address may follow it.
    let given = ADDRESSES
        .iter()
        .find_map(|address| given.strip_suffix(address))
        .unwrap_or(given);
    given.chars().count() <= 2 || surname_of(full) == Some(surname)
}

/// 江州高院 for 江州市高级人民法院: a body goes by some of the signs of its name, from the first to the last.
fn abbreviates(short: &str, long: &str) -> bool {
    const BODIES: [char; 13] = [
        '院', '局', '委', '厅', '部', '办', '会', '署', '队', '所', '社', '校', '司',
    ];
    let mut left = long.chars();
    let (count, all) = (short.chars().count(), long.chars().count());
    (3..all).contains(&count)
        && short.ends_with(BODIES)
        && short.chars().next() == long.chars().next()
        && short.chars().next_back() == long.chars().next_back()
        && short.chars().all(|sign| left.any(|other| other == sign))
}

/// 医院方, 校方, 警方 for a hospital, a school, the police that goes by its name elsewhere.
fn is_side_of(side: &str, body: &str) -> bool {
    const KINDS: [(&str, &[&str]); 3] = [
        ("警", &["公安", "派出所"]),
        ("校", &["大学", "学院", "中学", "小学"]),
        ("园", &["幼儿园", "公园", "动物园"]),
    ];
    let Some(stem) = side.strip_suffix('方').filter(|stem| !stem.is_empty()) else {
        return false;
    };
    let kinds = KINDS
        .iter()
        .find(|(kind, _)| *kind == stem)
        .map_or(&[][..], |(_, kinds)| kinds);
    body.ends_with(stem) || kinds.iter().any(|kind| body.contains(kind))
}

/// True for 相关负责人 beside a company or an authority: who speaks for a body is told without his name, and as the body itself.
fn speaks_for(office: &str, body: &str) -> bool {
    const OFFICES: [&str; 8] = [
        "负责人",
        "工作人员",
        "发言人",
        "新闻发言人",
        "客服",
        "客服人员",
        "内部人士",
        "知情人士",
    ];
    const WHOSE: [&str; 8] = ["相关", "有关", "该", "其", "一名", "一位", "多名", "某"];
    let mut left = office;
    while let Some(rest) = WHOSE.iter().find_map(|word| left.strip_prefix(word)) {
        left = rest;
    }
    let mut ends = BODIES.iter().chain(&HOUSES);
    OFFICES.contains(&left) && ends.any(|end| body.ends_with(end))
}

/// What the names of bodies end in that speak for themselves: 警方, 某局.
const BODIES: [&str; 12] = [
    "公司",
    "集团",
    "中心",
    "法院",
    "检察院",
    "委员会",
    "警方",
    "校方",
    "院方",
    "园方",
    "局",
    "厅",
];
/// What those of other bodies end in.
const HOUSES: [&str; 6] = ["医院", "酒店", "银行", "大学", "平台", "基金会"];

/// True for what tells of somebody without a name: 一名供应商, 死者家属, 他的邻居, 专业人士.
pub fn is_described(name: &str) -> bool {
    const TELLING: [&str; 9] = ["的", "某", "一名", "一位", "有", "该", "这", "岁", "多名"];
    const ENDS: [&str; 34] = [
        "人士", "一方", "方面", "家属", "同学", "邻居", "网友", "媒体", "人", "者", "员", "商", "男孩",
        "女孩", "男子", "女子", "孩子", "孙子", "儿子", "女儿", "父亲", "母亲", "丈夫", "妻子", "医生",
        "专家", "律师", "老师", "居民", "村民", "业主", "客户", "用户", "代表",
    ];
    // Whoever speaks for a body is told by his name or by that of the body.
    let mut ends = ENDS.iter().chain(&BODIES);
    TELLING.iter().any(|word| name.contains(word)) || ends.any(|end| name.ends_with(end))
}

/// 章父 and 章莹颖的父亲.
fn is_kin(short: &str, long: &str) -> bool {
    const KIN: [(char, &str); 8] = [
        ('父', "父亲"),
        ('母', "母亲"),
        ('妻', "妻子"),
        ('夫', "丈夫"),
        ('兄', "哥哥"),
        ('姐', "姐姐"),
        ('弟', "弟弟"),
        ('妹', "妹妹"),
    ];
    let mut signs = short.chars();
    let (Some(surname), Some(kin), None) = (signs.next(), signs.next(), signs.next()) else {
        return false;
    };
    KIN.iter().any(|(sign, word)| {
        *sign == kin && long.ends_with(word) && (long.starts_with(surname) || long == *word)
    })
}

/// True for two forms of an English name: one last name, and first names of which one is left out or an initial of the other.
fn is_english_form(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split([' ', '.'])
            .map(|word| word.to_lowercase())
            .filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str()))
            .collect()
    };
    if !one.is_ascii() || !other.is_ascii() {
        return false;
    }
    let (ours, theirs) = (words(one), words(other));
    let (Some((last, given)), Some((their_last, their_given))) = (ours.split_last(), theirs.split_last())
    else {
        return false;
    };
    let initial = |name: &str, other: &str| name.len() == 1 && other.starts_with(name);
    last == their_last
        && match (given.first(), their_given.first()) {
            (Some(name), Some(other)) => name == other || initial(name, other) || initial(other, name),
            _ => true,
        }
}

/// True when `text` puts the two side by side as one: 院长何明, 水务局局长方宁, 孟小姐（化名弯弯）, keeper Isla Renwick.
fn stand_as_one(text: &str, one: &str, other: &str) -> bool {
    [(one, other), (other, one)]
        .iter()
        .any(|(first, second)| follows_as_one(text, first, second))
}

fn follows_as_one(text: &str, first: &str, second: &str) -> bool {
    text.match_indices(first).any(|(at, _)| {
        let behind = text.get(at + first.len()..).unwrap_or("");
        let near = behind
            .char_indices()
            .nth(OFFICE + second.chars().count())
            .map_or(behind.len(), |(end, _)| end);
        let near = behind.get(..near).unwrap_or("");
        near.find(second)
            .and_then(|end| near.get(..end))
            .is_some_and(|between| joins(between, first, second))
    })
}

/// True when the words between two names make them one person's.
fn joins(between: &str, first: &str, second: &str) -> bool {
    let marks = |sign: char| sign.is_whitespace() || "“”‘’\"「」《》—".contains(sign);
    let between = between.trim_matches(marks);
    if between.is_empty() {
        return true;
    }
    if let Some(inside) = between.strip_prefix(['（', '(', '，', ',', '：', ':']) {
        let inside = inside.trim_matches(marks);
        let bracket = between.starts_with(['（', '(']);
        let described = [first, second]
            .iter()
            .any(|name| name.is_ascii() && name.starts_with(|sign: char| sign.is_lowercase()));
        return bracket && inside.is_empty()
            || is_also(inside)
            || described && (inside.is_empty() || ["the", "a", "an"].contains(&inside));
    }
    if is_also(between) {
        return true;
    }
    // 局长 between a body and a name.
    is_office(between)
}

/// 化名, 网名叫, 也就是被害人家属: what says that the name behind it is another one of the name before it.
fn is_also(words: &str) -> bool {
    let verbs = |sign: char| "为叫是作：:“‘「".contains(sign) || sign.is_whitespace();
    let words = words.trim_end_matches(verbs);
    let office = |rest: &str| is_office(rest) && rest.chars().count() <= OFFICE;
    ALSO.iter()
        .filter_map(|also| words.strip_prefix(also))
        .any(|rest| rest.is_empty() || office(rest))
}

/// True for a run of letters that ends as an office or a relation does and holds no verb: 局长, 被害人家属.
fn is_office(words: &str) -> bool {
    const ENDS: [char; 17] = [
        '长', '员', '人', '师', '授', '任', '席', '理', '监', '裁', '官', '生', '事', '总', '记', '属', '者',
    ];
    words.ends_with(ENDS)
        && words.chars().all(char::is_alphanumeric)
        && !words.ends_with("记者")
        && !BETWEEN.iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::may_be_one;

    #[test]
    fn a_short_form_and_the_full_name_are_one() {
        for (one, other) in [
            ("党律师", "党琳山"),
            ("党律师", "党琳山律师"),
            ("方主席", "方建国"),
            ("孟某", "孟晓琪"),
            ("孟某某", "孟小姐"),
            ("小刘", "刘洋"),
            ("刘姓男子", "刘洋"),
            ("动物园的张姓负责人", "张先生"),
            ("欧阳女士", "欧阳娜"),
            ("江州市水务局", "水务局"),
            ("江州高院", "江州市高级人民法院"),
            ("章父", "章采薇的父亲"),
            ("特朗普", "唐纳德·特朗普"),
            ("方宁、何明", "何明"),
            ("Ms Pell", "Moira Pell"),
            ("M. Pell", "Moira Pell"),
            ("Pell", "Moira Pell"),
        ] {
            assert!(may_be_one(one, other, &[]), "{one} {other}");
            assert!(may_be_one(other, one, &[]), "{other} {one}");
        }
    }

    #[test]
    fn where_it_was_said_is_nobody_else() {
        assert!(may_be_one("年度股东大会", "何明", &[]));
        assert!(may_be_one("方宁", "信中", &[]));
        assert!(may_be_one("何明", "He Ming", &[]));
        assert!(may_be_one("《海风日报》的文章《何明", "方宁", &[]));
    }

    #[test]
    fn two_people_stay_two() {
        let text = "市水务局局长方宁告诉院长何明，桥已经修好，党琳山、孟小姐也到了。Tom Reed told Isla Renwick, Moira Pell said.";
        for (one, other) in [
            ("党律师", "孟小姐"),
            ("党律师", "李党生"),
            ("章父", "章采薇的母亲"),
            ("小刘", "李洋"),
            ("方宁", "何明"),
            ("党琳山", "孟小姐"),
            ("江州市水务局", "江州市教育局"),
            ("江州高院", "江州市中级人民法院"),
            ("一名官员", "方宁"),
            ("Moira Pell", "Angus Pell"),
            ("Moira Pell", "Isla Renwick"),
            ("Tom Reed", "Isla Renwick"),
        ] {
            assert!(!may_be_one(one, other, &[text]), "{one} {other}");
            assert!(!may_be_one(other, one, &[text]), "{other} {one}");
        }
    }

    #[test]
    fn a_text_says_who_is_who() {
        let text = "市水务局局长方宁说桥修好了。省农科院研究员和绍雄在场。孟小姐（化名“弯弯”）和周明（网名阿浪）也来了，\
                    郑某即老网友“海风”。原告方，也就是被害人家属何建文没有来，死者家属——何建文后来说。Keeper Isla Renwick, the oldest islander, said so.";
        for (one, other) in [
            ("市水务局", "方宁"),
            ("局长", "方宁"),
            ("省农科院研究员", "和绍雄"),
            ("弯弯", "孟小姐"),
            ("阿浪", "周明"),
            ("原告方", "何建文"),
            ("死者家属", "何建文"),
            ("the oldest islander", "Isla Renwick"),
        ] {
            assert!(may_be_one(one, other, &[text]), "{one} {other}");
            assert!(may_be_one(other, one, &["", text]), "{other} {one}");
        }
        // 校方 is the school that goes by its name elsewhere.
        assert!(may_be_one("校方", "江州第一中学", &[]));
        assert!(may_be_one("医院方", "江州市第二医院", &[]));
        assert!(!may_be_one("校方", "江州市第二医院", &[]));
        assert!(!may_be_one("孟小姐", "周明", &[text]));
    }

    #[test]
    fn issue_6_who_speaks_for_a_body_is_the_body() {
        assert!(may_be_one("相关负责人", "江州市青禾农业科技有限公司", &[]));
        assert!(may_be_one("江州市水务局", "一名工作人员", &[]));
        assert!(!may_be_one("相关负责人", "何明", &[]));
        assert!(!may_be_one("教育局负责人", "江州市水务局", &[]));
    }
}

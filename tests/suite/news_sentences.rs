//! Sentences as local news has them, from word lists written for this project, drawn by a generator that gives the same
//! sentences for the same seed on every machine. Readable, and different enough that two of them are alike by chance
//! only in a few words.

/// Numbers from a seed (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give one stream, shifted.
        Self(mixed(seed ^ 0x5851_F42D_4C95_7F2D))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// A number of a range.
    pub fn within(&mut self, range: std::ops::RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of them.
    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

fn mixed(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

const PLACES: &[&str] = &[
    "青石镇",
    "柳河县",
    "白沙港",
    "东岭区",
    "南塘村",
    "望海街道",
    "松林乡",
    "云溪古城",
    "北堤新区",
    "盐田湾",
    "石桥社区",
    "红枫岭",
    "金沙渡口",
    "梅园小区",
    "龙泉水库",
    "西坪农场",
];
const OFFICES: &[&str] = &[
    "交通局",
    "水务局",
    "文化馆",
    "农技站",
    "供热公司",
    "公交集团",
    "气象台",
    "图书馆",
    "住建局",
    "渔业合作社",
    "园林处",
    "消防救援站",
];
const PEOPLE: &[&str] = &[
    "陈远",
    "周树林",
    "林芳",
    "许国平",
    "赵小满",
    "何秀英",
    "韩立冬",
    "吴海生",
    "郑雨桐",
    "马建业",
    "罗春燕",
    "谢文涛",
];
const DAYS: &[&str] = &[
    "昨天上午",
    "本周三",
    "前天傍晚",
    "元宵节前",
    "入冬以来",
    "上个月底",
    "清明假期",
    "今天凌晨",
    "端午前夕",
    "国庆期间",
];
const DEEDS: &[&str] = &[
    "更换了老旧路灯",
    "疏通了淤塞多年的排水沟",
    "给码头加装了防撞护栏",
    "开出了头一班夜间摆渡车",
    "把闲置校舍改成了养老食堂",
    "在河滩上补种了芦苇",
    "修好了被台风掀翻的凉亭",
    "为早市摊位搭起了雨棚",
    "公布了新的停车收费办法",
    "请来老匠人修补古戏台",
    "清点了库房里的旧档案",
    "试运行了智能灌溉系统",
    "组织渔民检修船舶发动机",
    "向学生开放了天文观测台",
    "加固了村口的百年石拱桥",
    "把垃圾转运站搬到了山坳里",
];
const EFFECTS: &[&str] = &[
    "附近居民晚归时不用再打手电",
    "雨季积水的老问题有望得到缓解",
    "往返两岸的时间缩短了将近一半",
    "老人们中午能吃上热乎饭菜",
    "候鸟的落脚点比往年多出好几处",
    "摊主们的生意没有因为下雨受影响",
    "施工噪声一度引来几户人家的抱怨",
    "外地游客也愿意多住一个晚上",
    "维护费用由镇里和村里各出一半",
    "孩子们放学以后有了去处",
    "粮食晾晒的场地总算够用",
    "小货车司机却担心绕路太远",
];
const SCENES: &[&str] = &[
    "仓库门口堆着还没拆封的水泵",
    "工人正把最后一块木板钉上去",
    "黑板上用粉笔写着值班人的名字",
    "一只黄狗趴在门槛上打盹",
    "收音机里放着天气预报",
    "墙上的旧照片已经泛黄",
    "货架上摆满了新腌的萝卜",
    "几位老人围着象棋盘争得面红耳赤",
    "渔网晾满了整条堤岸",
    "铁锅里的豆浆冒着白气",
    "屋檐下的燕子窝完好无损",
    "路边停着三辆装满西瓜的拖拉机",
];
const THINGS: &[&str] = &[
    "稻谷收购",
    "渡船班次",
    "自来水管网",
    "山路养护",
    "蔬菜大棚",
    "校车线路",
    "古树名录",
    "冬季供暖",
    "海带养殖",
    "图书借阅",
    "危房排查",
    "夜市摊位",
];
const MEASURES: &[&str] = &[
    "处",
    "户",
    "公里",
    "吨",
    "趟",
    "亩",
    "万元",
    "人次",
    "个小时",
    "株",
];
const PLANS: &[&str] = &[
    "再添两台备用发电机",
    "把办事窗口延长到晚上八点",
    "请邻县的专家来做一次检测",
    "在桥头设一块警示牌",
    "给每条船装上定位装置",
    "分批培训年轻的讲解员",
    "把结余的钱用来修缮祠堂",
    "试着在网上卖一部分山货",
    "将旧水塔改成观景台",
    "为独居老人装上呼叫铃",
];

const ENGLISH_PLACES: &[&str] = &[
    "Willow Bridge",
    "Stonehaven Market",
    "the north pier",
    "Maple Ward",
    "Salt Bay",
];
const ENGLISH_DEEDS: &[&str] = &[
    "reopened the old ferry landing",
    "repaired nine street lamps after the storm",
    "planted reeds along the bank",
    "moved the morning market under a new roof",
    "counted migrating cranes on the mudflats",
    "opened a canteen for elderly residents",
    "tested a second pump at the reservoir",
];
const ENGLISH_EFFECTS: &[&str] = &[
    "so that night workers can walk home safely",
    "although some drivers complained about the detour",
    "while children watched from the school gate",
    "and the cost was shared by both villages",
    "because the rainy season is only weeks away",
    "which pleased the fishermen more than anyone",
];

/// A sentence, with its stop.
pub fn sentence(random: &mut Random) -> String {
    let (place, office, person) = (random.of(PLACES), random.of(OFFICES), random.of(PEOPLE));
    let (day, deed, effect) = (random.of(DAYS), random.of(DEEDS), random.of(EFFECTS));
    let (scene, thing, measure) = (random.of(SCENES), random.of(THINGS), random.of(MEASURES));
    let (plan, number, less) = (random.of(PLANS), random.within(12..=980), random.within(2..=11));
    match random.below(8) {
        0 => format!("{place}{office}{day}{deed}，{effect}。"),
        1 => format!("{person}{day}告诉记者，{thing}涉及{number}{measure}，{effect}。"),
        2 => format!("在{place}，{scene}，{office}的{person}说还要{plan}。"),
        3 => format!("从{day}算起，{thing}已经完成{number}{measure}，剩下的{less}{measure}交给{office}。"),
        4 => format!(
            "{scene}，{scene_too}，{person}却顾不上看一眼。",
            scene_too = random.of(SCENES)
        ),
        5 => format!("据{office}统计，{place}今年{thing}增加{number}{measure}，{day}又{deed}。"),
        6 => format!("按照{place}的打算，下一步要{plan}，{effect}。"),
        _ => format!("{person}在{place}住了{less}年，{day}头一回见人{deed}！"),
    }
}

/// An English sentence.
pub fn english_sentence(random: &mut Random) -> String {
    let (place, deed, effect) = (
        random.of(ENGLISH_PLACES),
        random.of(ENGLISH_DEEDS),
        random.of(ENGLISH_EFFECTS),
    );
    let number = random.within(12..=980);
    match random.below(3) {
        0 => format!("Volunteers from {place} {deed} on day {number} of the project, {effect}."),
        1 => format!("About {number} people in {place} {deed}, {effect}."),
        _ => format!("In {place} the council {deed} for {number} thousand yuan, {effect}."),
    }
}

/// Somebody's words, between quotation marks.
pub fn quotation(random: &mut Random) -> String {
    let (person, first, second) = (random.of(PEOPLE), sentence(random), sentence(random));
    if random.percent(30) {
        format!("“{first}{second}”{person}说。")
    } else {
        format!("{}{person}说：“{first}{second}”", random.of(OFFICES))
    }
}

/// A headline.
pub fn headline(random: &mut Random) -> String {
    format!("{}{}{}", random.of(PLACES), random.of(OFFICES), random.of(DEEDS))
}

/// A bulletin: the same frame each time, with other numbers.
pub fn bulletin(random: &mut Random) -> String {
    let mut number = || random.within(3..=997);
    format!(
        "{}月{}日收市播报：白沙港今天装卸{}船，进港货物{}吨，出港货物{}吨，锚地待泊{}艘，夜班工人{}名，预计明日仍有{}船靠泊，请各船公司按照引航站的安排依次进港，装卸期间注意防火防滑。",
        number() % 12 + 1,
        number() % 28 + 1,
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
    )
}

/// The sentence as another hand left it: another number, another day, a word more.
pub fn edited(sentence: &str, random: &mut Random) -> String {
    match random.below(4) {
        0 => exchanged(sentence, DAYS, random.of(DAYS)),
        1 => exchanged(sentence, PEOPLE, random.of(PEOPLE)),
        2 => format!("据了解，{sentence}"),
        _ => sentence
            .chars()
            .map(|character| match character {
                '1'..='8' => char::from_digit(character.to_digit(10).unwrap() + 1, 10).unwrap(),
                _ => character,
            })
            .collect(),
    }
}

/// The text with a word in the place of the first of `words` that stands in it.
fn exchanged(text: &str, words: &[&str], by: &str) -> String {
    match words.iter().find(|word| text.contains(**word)) {
        Some(word) => text.replacen(word, by, 1),
        None => text.to_owned(),
    }
}

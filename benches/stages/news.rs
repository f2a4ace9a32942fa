//! News-like text for the benches, made from a few lists of words: the same on every machine and in every run, and
//! varied enough that two reports share no passage unless one was made from the other.

const OFFICES: &str =
    "市水务局 区教育局 县林业站 省气象台 市档案馆 县农技中心 省文物局 市供热公司 区图书馆 市公交集团";
const PLACES: &str = "青石镇 柳河村 北渡口 东岭林场 白沙湾 双龙水库 老城厢 新港码头 云雾山 古槐巷";
const SPEAKERS: &str = "赵明远 钱立群 孙晓岚 周树林 吴海燕 郑和平";
const TIMES: &str =
    "年底前 上半年 这几天 入冬以来 春分过后 节日期间 下个月 连日来 清晨 午后 雨停以后 去年秋天";
const WHO: &str =
    "居民 工人 学生 商户 司机 渔民 老人 游客 农户 志愿者 护林员 技术员 值班员 管理员 调度员 修理工";
const HOW: &str = "分批 主动 连夜 陆续 重新 提前 仔细 免费 轮流 及时 全部 逐一 冒雨 统一 临时 自愿";
const DEEDS: &str =
    "清理 检查 修缮 扩建 巡查 更换 登记 搬运 测量 加固 整理 补种 疏通 安装 收割 粉刷 拆除 调试 采集 运送";
const WHICH: &str = "新的 旧的 东侧 西侧 主要 剩余 公共 临街 老式 备用 受潮 低洼 沿河 山脚 全镇 两岸";
const WHAT: &str =
    "管网 校舍 围墙 路灯 水渠 站台 仓库 果园 书架 阀门 堤坝 屋顶 船只 档案 苗圃 井盖 电缆 粮食 护栏 展柜";

/// Simplified characters of the lists, each followed by its traditional form.
const TRADITIONAL: &str = "务務区區县縣业業气氣档檔馆館农農术術热熱图圖书書团團镇鎮东東岭嶺场場湾灣双雙龙龍库庫云雲雾霧码碼头頭赵趙远遠钱錢晓曉岚嵐树樹吴吳郑鄭来來过過节節间間个個连連后後学學户戶机機渔漁护護员員调調动動陆陸续續细細费費轮輪时時统統临臨愿願检檢缮繕扩擴换換记記运運测測种種装裝试試采採旧舊侧側余餘备備两兩网網围圍灯燈仓倉园園阀閥坝壩顶頂盖蓋电電缆纜粮糧栏欄据據说說为為万萬负負责責";

/// A small generator of numbers (splitmix64; Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn word(&mut self, words: &'static str) -> &'static str {
        let count = words.split(' ').count();
        words.split(' ').nth(self.below(count)).unwrap_or("")
    }

    fn clause(&mut self) -> String {
        let lists = [TIMES, WHO, HOW, DEEDS, WHICH, WHAT];
        lists.into_iter().map(|list| self.word(list)).collect()
    }

    /// A sentence; half of them name a source or a speaker.
    fn sentence(&mut self) -> String {
        let kind = self.below(4);
        self.sentence_of(kind)
    }

    fn sentence_of(&mut self, kind: usize) -> String {
        let (office, place, number) = (self.word(OFFICES), self.word(PLACES), self.below(99_999));
        let (first, second) = (self.clause(), self.clause());
        match kind {
            0 => format!(
                "{office}在{place}{}{}，{number}人受益，{first}，{second}。",
                self.word(DEEDS),
                self.word(WHAT)
            ),
            1 => format!(
                "{}月{}日，{place}{first}，{number}米，{second}。",
                1 + self.below(12),
                1 + self.below(28)
            ),
            2 => format!("据{office}消息，{place}投入{number}万元，{first}，{second}。"),
            _ => format!(
                "“{place}有{number}户，{first}，{second}。”{office}负责人{}说。",
                self.word(SPEAKERS)
            ),
        }
    }
}

/// The paragraphs of a report, each on a line of its own: about `bytes` long.
pub fn report(dice: &mut Dice, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        for _ in 0..2 + dice.below(3) {
            text.push_str(&dice.sentence());
        }
        text.push('\n');
    }
    text
}

/// The same with as many sources and speakers as news has, one in half a kilobyte: a quarter of its sentences.
pub fn calm_report(dice: &mut Dice, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        for _ in 0..2 + dice.below(3) {
            let kind = match dice.below(8) {
                0 => 2,
                1 => 3,
                other => other % 2,
            };
            text.push_str(&dice.sentence_of(kind));
        }
        text.push('\n');
    }
    text
}

/// The same words in traditional characters, with digits of full width.
pub fn traditional_wide(text: &str) -> String {
    let pairs: Vec<char> = TRADITIONAL.chars().collect();
    let traditional = |simple: char| {
        let pair = pairs.chunks_exact(2).find(|pair| pair[0] == simple);
        pair.map_or(simple, |pair| pair[1])
    };
    text.chars()
        .map(|character| match character.to_digit(10) {
            Some(digit) => char::from_u32(0xFF10 + digit).unwrap_or(character),
            None => traditional(character),
        })
        .collect()
}

/// The page that a report stands on: with title, source line and editor line.
pub fn page(dice: &mut Dice, report: &str) -> String {
    let (title, place) = (dice.clause(), dice.word(PLACES));
    let editor = dice.word(SPEAKERS);
    format!("{title}\n2021-03-04 05:06 来源：{place}晚报\n{report}（责任编辑：{editor}）\n")
}

/// The web page that a report stands on: with metadata, navigation, scripts, lists of other reports and a foot.
pub fn web_page(dice: &mut Dice, report: &str) -> String {
    let (title, place) = (dice.clause(), dice.word(PLACES));
    let mut links = |count: usize| -> String {
        let items = (0..count).map(|number| {
            let clause = dice.clause();
            format!("<li class=\"item\"><a href=\"https://news.example/{number}.html\" target=\"_blank\">{clause}</a></li>\n")
        });
        items.collect()
    };
    let (navigation, related, hot) = (links(40), links(30), links(30));
    let paragraphs: String = report.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{title}_{place}日报</title>\n\
         <meta property=\"og:title\" content=\"{title}\">\n<meta property=\"article:published_time\" content=\"2021-03-04T05:06:00+08:00\">\n\
         <style>.item {{ color: red }}</style>\n<script>var page = {{ \"id\": 1, \"list\": [1, 2, 3] }};</script></head>\n\
         <body><div class=\"nav\"><ul>{navigation}</ul></div>\n<div class=\"main\"><h1 class=\"title\">{title}</h1>\n\
         <div class=\"date-source\"><span class=\"date\">2021年03月04日 05:06</span> <a class=\"source\" href=\"https://paper.example/\">{place}晚报</a></div>\n\
         <div class=\"article\" id=\"artibody\">{paragraphs}<p class=\"editor\">责任编辑：周树林</p></div>\n\
         <div class=\"related\"><h2>相关新闻</h2><ul>{related}</ul></div></div>\n\
         <div class=\"side\"><h2>热点</h2><ul>{hot}</ul></div>\n\
         <div class=\"footer\"><p>Copyright © 2021 {place}日报 All Rights Reserved</p></div></body></html>\n"
    )
}

/// The text with about `percent` of its letters replaced by others.
pub fn edited(dice: &mut Dice, text: &str, percent: usize) -> String {
    const OTHERS: [char; 8] = ['山', '河', '田', '林', '天', '地', '风', '雨'];
    text.chars()
        .map(|character| {
            if character.is_alphabetic() && dice.below(100) < percent {
                OTHERS[dice.below(OTHERS.len())]
            } else {
                character
            }
        })
        .collect()
}

/// A corpus in JSONL: one report in four is an edited copy of one before it, one in eight holds half of one.
pub fn corpus(records: usize) -> String {
    let mut dice = Dice::new(7);
    let mut reports: Vec<String> = Vec::new();
    let mut lines = String::new();
    for number in 0..records {
        let earlier = reports.get(dice.below(reports.len())).cloned();
        let report = match (dice.below(8), earlier) {
            (0 | 1, Some(earlier)) => edited(&mut dice, &earlier, 2),
            (2, Some(earlier)) => {
                let half: String = earlier.lines().take(earlier.lines().count() / 2).collect();
                report(&mut dice, 1500) + &half + "\n"
            }
            _ => report(&mut dice, 3000),
        };
        let text = serde_json::Value::String(page(&mut dice, &report));
        let (place, day) = (dice.word(PLACES), 1 + dice.below(28));
        lines.push_str(&format!(
            "{{\"id\":\"{number}\",\"outlet\":\"{place}日报\",\"published_at\":\"2021-03-{day:02}\",\"text\":{text}}}\n"
        ));
        reports.push(report);
    }
    lines
}

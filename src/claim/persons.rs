//! Personal names: what is written as one, and where one stands behind an office or before it. In go phrases of the reading
//! form. A surname and one or two characters, a compound surname, a foreign name, 张某, 小李, 王女士; strict where nothing
//! stands before the name, since many words begin as surnames do.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::edges::Edges;
use super::outside_names::outside_name;
use super::reading::{is_han, trimmed};
use super::words::{Cue, Words, words};
use crate::word_list::lines;

/// Characters of the longest personal name, with the dots of a foreign one.
const LONGEST_NAME: usize = 16;

/// Forms of address behind a surname or a name: 周女士, 高师傅.
static ADDRESSES: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "先生", "女士", "小姐", "警官", "法官", "律师", "老师", "医生", "教授", "大爷", "大妈", "阿姨",
        "阿婆", "大伯", "大叔", "大婶", "大娘", "大姐", "大哥", "师傅", "阿公", "老汉", "老伯", "奶奶",
        "爷爷",
    ])
});

/// True when `name` is written as a personal name: surname and one or two characters, a compound surname, a foreign
/// name, 张某, 小李, 王女士. `titled` says that an office stands before it.
pub(super) fn is_personal_name(name: &str, titled: bool) -> bool {
    is_shaped_as_name(name, titled) && !holds_verb(name)
}

/// True for words that hold a verb of speech: 发言人强调称 is no name.
fn holds_verb(name: &str) -> bool {
    let words = words();
    let bare = name.split(['（', '(']).next().unwrap_or(name).trim();
    let verb = words
        .cue_words
        .find(bare)
        .filter(|found| found.end - found.start >= "强调".len());
    verb.is_some_and(|found| matches!(words.cues.get(found.word), Some(Cue::Speech(_))))
}

/// True for what is written as a personal name, whatever words it holds.
fn is_shaped_as_name(name: &str, titled: bool) -> bool {
    let words = words();
    let bare = name.split(['（', '(']).next().unwrap_or(name).trim();
    if bare.len() < name.trim().len() && !name.ends_with(['）', ')']) {
        return false;
    }
    let mut characters = [' '; LONGEST_NAME + 1];
    let mut count = 0;
    for (slot, character) in characters.iter_mut().zip(bare.chars()) {
        *slot = character;
        count += 1;
    }
    if count == 0 || count > LONGEST_NAME {
        return false;
    }
    let characters = characters.get(..count).unwrap_or(&[]);
    if bare
        .chars()
        .all(|character| character.is_ascii_alphabetic() || matches!(character, ' ' | '.' | '-' | '\''))
    {
        return titled && count >= 2;
    }
    let is_dot = |character: char| matches!(character, '·' | '・' | '•' | '-' | '－');
    if characters.iter().any(|&character| is_dot(character)) {
        let foreign = characters
            .iter()
            .filter(|&&character| {
                words.is_transliteration(character) || is_dot(character) || character.is_ascii_alphabetic()
            })
            .count();
        let all = characters.iter().all(|&character| {
            is_han(character) || is_dot(character) || character.is_ascii_alphabetic() || character == '-'
        });
        // 向甲报·乙网记者 is a listener.
        let listener =
            matches!(characters.first(), Some('向' | '问' | '对' | '给' | '跟')) || bare.ends_with("记者");
        return all && !listener && (titled || foreign * 3 >= count * 2);
    }
    if !characters.iter().all(|&character| is_han(character)) {
        return false;
    }
    let first = characters.first().copied().unwrap_or(' ');
    // 让某人接着做: a verb; foreign names that begin so have a dot.
    if first == '让' {
        return false;
    }
    // 曾多次, 曾公开: an adverb behind an adverb.
    if let Some(rest) = bare.strip_prefix('曾').filter(|rest| !rest.is_empty())
        && words.adverbs.of(rest) == Some(rest)
    {
        return false;
    }
    if let Some(rest) = ADDRESSES.cut(bare) {
        return (rest.chars().count() == 1 && words.is_surname(first))
            || (rest.chars().count() <= 3 && !rest.is_empty() && is_personal_name(rest, false));
    }
    if characters.get(1) == Some(&'某') && words.is_surname(first) {
        // 李某, 李某甲, 李某某, 李某某甲.
        return count <= 3 || count == 4 && characters.get(2) == Some(&'某');
    }
    if titled && count == 2 && first == '阿' {
        return true;
    }
    // 当事人笑笑: a nickname says a character twice, as adverbs do.
    if titled && count == 2 && characters.get(1) == Some(&first) {
        return !"等常纷连屡频往渐仅默稍偏刚每早悄缓匆急处时事样种方个天年人家一多三两".contains(first)
            && words.adverbs.of(bare).is_none();
    }
    // 闺蜜小麦: behind what somebody is 小 opens a nickname.
    if titled && count == 2 && first == '小' {
        return characters.get(1).is_some_and(|second| {
            !"组区学时队孩子朋伙姐哥妹弟说店型心声编吃车镇城路院费贩商工偷".contains(*second)
        });
    }
    if count == 2 && matches!(first, '小' | '老' | '阿') {
        return characters.get(1).is_some_and(|&second| words.is_surname(second)) && titled
            || characters.get(1).is_some_and(|&second| {
                words.is_surname(second) && !matches!(second, '时' | '区' | '学' | '家' | '国' | '门')
            });
    }
    // Function words and endings that no given name holds.
    let odd = |character: &char| {
        matches!(
            character,
            '的' | '了'
                | '是'
                | '在'
                | '和'
                | '与'
                | '们'
                | '这'
                | '那'
                | '有'
                | '不'
                | '也'
                | '都'
                | '就'
                | '被'
                | '把'
                | '对'
                | '向'
                | '从'
                | '各'
                | '很'
                | '最'
                | '说'
                | '称'
                | '某'
                | '你'
                | '我'
                | '他'
                | '她'
                | '它'
                | '什'
                | '么'
                | '没'
                | '给'
                | '要'
                | '会'
                | '者'
                | '员'
                | '所'
                | '等'
                | '还'
                | '但'
                | '因'
                | '此'
                | '位'
        )
    };
    // 凌晨, 曾经: times and adverbs.
    let adverb = bare.starts_with("关于")
        || words.adverbs.of(bare) == Some(bare)
        || words.lead_ins.of(bare) == Some(bare)
        || bare.starts_with("方面");
    if adverb || names_nobody(bare) || is_told(characters) {
        return false;
    }
    // 王向东, 李和平: behind an office these stand inside a given name.
    let given = |at: usize, character: &char| {
        titled
            && count == 3
            && (at == 1 && matches!(character, '向' | '和' | '有' | '从' | '会' | '在' | '要' | '还')
                || at == 2 && *character == '向')
            || titled && count == 2 && *character == '向'
    };
    // 王向东, 李向阳: names with 向 end in few ways, and no verb of speech has such a listener.
    let turned = count == 3
        && characters.get(1) == Some(&'向')
        && characters
            .get(2)
            .is_some_and(|&last| "东阳前明平荣南军华红辉群宇新".contains(last));
    let inside =
        |(at, character): (usize, &char)| odd(character) && !given(at, character) && !(turned && at == 1);
    // 赵川曾: the adverb behind a name. 忧心地, 时即: no name ends so.
    if count == 3 && characters.get(2) == Some(&'曾')
        || characters
            .last()
            .is_some_and(|last| "地即便则却已终仍".contains(*last))
    {
        return false;
    }
    if characters.iter().enumerate().skip(1).any(inside) || odd(&first) {
        return false;
    }
    if words.compound_surnames.of(bare).is_some() {
        return (3..=4).contains(&count);
    }
    if (2..=3).contains(&count) && words.is_surname(first) {
        return titled || !is_common_word(bare);
    }
    if titled && count == 3 && words.is_rare_surname(first) && !is_common_word(bare) {
        return true;
    }
    let foreign = characters
        .iter()
        .all(|&character| words.is_transliteration(character));
    foreign
        && if titled {
            (2..=7).contains(&count)
        } else {
            (3..=6).contains(&count) && !is_common_word(bare)
        }
}

/// Words that begin like a surname, stand where names do and name nobody: days, adverbs, things.
static NO_NAMES: LazyLock<Edges> =
    LazyLock::new(|| Edges::at_start(lines(include_str!("data/no_names.txt"))));

/// Adverbs that begin like a surname.
static ADVERBS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_start([
        "原本", "原来", "原定", "经常", "常常", "时常", "连忙", "连续", "陆续", "相继", "相互", "单独",
        "单纯", "全部", "全都", "宁可", "宁愿", "尚且", "尚未", "幸好", "毕竟", "应该", "应当", "能够",
        "曾经", "简直", "明明", "从来", "万一",
    ])
});

/// True for such a word, also with what makes an adverb of it behind: 简单地, 后来又.
fn names_nobody(bare: &str) -> bool {
    const BEHIND: &str = "地来讲而言到出以为起又再更并于";
    // 原本腰: an adverb with the next word.
    let led = bare.chars().count() == 3 && ADVERBS.of(bare).is_some();
    let adverbial = led
        || bare
            .strip_suffix(|last: char| BEHIND.contains(last))
            .is_some_and(|word| word.chars().count() == 2 && NO_NAMES.has(word));
    adverbial || NO_NAMES.has(bare)
}

/// True for a listener (向媒体) and for two things done at once (边哭边).
fn is_told(characters: &[char]) -> bool {
    match characters {
        ['边', .., '边'] => true,
        ['向', _, last] => [
            '体', '界', '方', '院', '庭', '众', '会', '报', '者', '局', '部', '市', '省', '外', '内', '家',
        ]
        .contains(last),
        _ => false,
    }
}

/// Words of two or three characters that begin like a surname and are none: bodies, groups, things.
pub(super) fn is_common_word(word: &str) -> bool {
    const ENDS: &[char] = &[
        '方', '局', '部', '院', '厅', '委', '办', '司', '署', '处', '所', '校', '府', '团', '队', '组', '社',
        '报', '网', '台', '店', '厂', '行', '市', '省', '县', '区', '镇', '村', '国', '人', '家', '员', '者',
        '生', '师', '书', '法', '案', '单', '号', '性', '度', '量', '率', '会', '事', '时', '后', '前', '中',
        '上', '下', '里', '内', '外', '间', '年', '月', '日', '化', '来', '去', '示', '力', '心', '们', '友',
        '民', '众', '士', '媒', '面', '点', '体', '机', '本', '章', '论', '说', '理', '策', '制', '式', '们',
        '期', '层', '界', '业', '券', '股', '货', '品', '车', '楼', '屋', '道', '路', '桥',
    ];
    const WORDS: &[&str] = &[
        "公司", "双方", "对方", "相关", "方面", "全国", "官方", "警方", "万科", "马上", "高通", "路透",
        "华为", "小米", "百度", "海尔", "安全", "和平", "时代", "计划", "关于", "应该", "常常", "经常",
        "毕竟", "明确", "明显", "温和", "平安", "康复", "石油", "金融", "白银", "黄金", "古代", "高度",
        "高管", "高层", "高校", "车主", "房东", "左右", "许多", "安排", "任何", "何况", "解释", "解读",
        "项目", "包括", "路人", "方案", "曾经", "曾自", "原告", "被告", "原审", "荣誉", "记者", "有关",
        "成立", "成都", "洪水", "洪峰", "洪涝", "习惯", "习俗", "展览", "展示", "展望", "揭晓", "伊朗",
        "任务", "成果", "成绩", "方向", "关键", "关系", "江苏", "江西", "云南", "贵州", "河南", "海南",
        "湖南", "马云",
    ];
    let last = word.chars().last().unwrap_or(' ');
    // 赵一民, 张卫国: given names of men end so.
    let given = word.chars().count() == 3
        && (last == '民' || last == '国' && word.starts_with(|first| FREQUENT.contains(first)));
    (word != "马云" && WORDS.contains(&word)) || ENDS.contains(&last) && !given
}

/// The last office in `phrase` behind which a name stands: where that name begins.
pub(super) fn name_after_title(words: &Words, phrase: &str) -> Option<usize> {
    let mut best = None;
    for found in words.titles.find_iter(phrase) {
        let rest = phrase.get(found.end..).unwrap_or("");
        // 发起人之一某某.
        let behind = rest.strip_prefix("之一").unwrap_or(rest);
        let cut = rest.len() - behind.len();
        let (space, rest) = trimmed(behind);
        let space = cut + space;
        // 局长（主持工作）王某; 记者 张某.
        let other = words.organisations.has(rest) || words.people.has(rest);
        if !rest.is_empty() && !other && is_personal_name(rest, true) {
            best = Some(found.end + space);
        }
    }
    best.or_else(|| name_after_trade(words, phrase))
        .or_else(|| foreign_behind(words, phrase))
}

/// Where a foreign name with a dot begins behind any noun for people or a body: 资深调查人员艾米·杜布斯.
fn foreign_behind(words: &Words, phrase: &str) -> Option<usize> {
    /// Characters of the longest given name.
    const GIVEN: usize = 6;
    // None of the dots is a Han character or a letter, whose bytes are others.
    phrase
        .bytes()
        .any(|byte| matches!(byte, 0xC2 | 0xE2 | 0xE3))
        .then_some(())?;
    let dot = phrase.find(['·', '・', '•'])?;
    let head = phrase.get(..dot)?;
    let cut = |at: usize| {
        let (noun, name) = phrase.split_at_checked(at)?;
        let described = words.people.of(noun).is_some() || words.organisations.of(noun).is_some();
        let foreign = phrase
            .get(at..dot)?
            .chars()
            .all(|next| words.is_transliteration(next) || next.is_ascii_alphabetic());
        (described && foreign && is_personal_name(name, true)).then_some(at)
    };
    head.char_indices()
        .rev()
        .map(|(at, _)| at)
        .take(GIVEN)
        .filter(|&at| at > 0)
        .find_map(cut)
}

/// Family names that most people have: what begins with another one and has two characters is a word as often.
const FREQUENT: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董肖曹袁邓沈彭吕苏卢蒋蔡贾丁魏薛叶潘杜戴钟汪姜姚谭廖邹熊陆郝崔邱秦顾侯邵孟段雷钱汤尹黎贺龚钱";

/// Where the name begins behind the house that somebody works for: 某某证券赵大川.
pub(super) fn name_after_house(words: &Words, phrase: &str) -> Option<usize> {
    const LONGEST: usize = 18;
    if phrase.chars().count() > LONGEST {
        return None;
    }
    [3, 2].iter().find_map(|&length: &usize| {
        let (at, _) = phrase.char_indices().rev().nth(length - 1)?;
        let (house, name) = phrase.split_at_checked(at)?;
        let first = name.chars().next()?;
        let kind = *words.organisation_kinds.get(words.organisations.number(house)?)?;
        let employs = matches!(kind, SourceKind::Unlisted | SourceKind::Government);
        let fits = employs
            && house.chars().count() >= 4
            && !words.organisations.has(house)
            && outside_name(house).is_none()
            && FREQUENT.contains(first)
            && is_personal_name(name, false)
            && !words.people.has(name);
        fits.then_some(at)
    })
}

/// Where the name begins behind a trade that no list has: 引航员, 拱桥工, 采藕户 end as words for people do.
fn name_after_trade(words: &Words, phrase: &str) -> Option<usize> {
    const ENDS: &[char] = &[
        '长', '员', '师', '工', '家', '手', '户', '匠', '夫', '贩', '商', '主', '兵',
    ];
    // Words that end alike and are no people.
    const OTHERS: &[&str] = &[
        "成长", "增长", "延长", "生长", "助长", "全长", "总长", "特长", "擅长", "身长", "时长", "见长",
        "漫长", "较长", "国家", "大家", "人家", "自家", "全家", "回家", "在家", "到家", "独家", "多家",
        "一家", "两家", "几家", "各家", "施工", "加工", "手工", "开工", "完工", "竣工", "复工", "停工",
        "动工", "分工", "人工", "化工", "军工", "罢工", "对手", "联手", "携手", "分手", "双手", "动手",
        "着手", "入手", "出手", "左手", "右手", "二手", "一手", "手手", "账户", "帐户", "落户", "门户",
        "窗户", "入户", "每户", "全员", "动员", "裁员", "满员", "超员", "出师", "会师",
    ];
    if phrase.chars().count() > 24 {
        return None;
    }
    // Names of Tibetans, Uighurs and foreigners behind the trade have up to six characters.
    [6, 5, 4, 3, 2].iter().find_map(|&length: &usize| {
        let (at, _) = phrase.char_indices().rev().nth(length - 1)?;
        let (title, name) = phrase.split_at_checked(at)?;
        let trade = (title.ends_with(ENDS) || title.ends_with("人士"))
            && title.chars().count() >= 2
            && !OTHERS.iter().any(|other| title.ends_with(other))
            && outside_name(title).is_none();
        // 工程师廖: the split goes through a title.
        let through = || {
            let cut = |found: super::finder::Found| found.start < at && at < found.end;
            words.titles.find_iter(phrase).any(cut)
        };
        let named = trade
            && !through()
            && if length > 3 {
                name.chars().all(|character| words.is_transliteration(character))
            } else {
                name.chars().next().is_some_and(|first| words.is_surname(first))
            }
            && is_personal_name(name, true)
            && (length >= 3 && !words.people.has(name) || !is_common_word(name));
        named.then_some(at)
    })
}

/// Offices that stand behind a whole name.
static OFFICES_BEHIND: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "律师",
        "法官",
        "检察官",
        "警官",
        "医生",
        "大夫",
        "教授",
        "老师",
        "博士",
        "院士",
        "院长",
        "主席",
        "总统",
        "总理",
        "首相",
        "总书记",
        "书记",
        "部长",
        "局长",
        "省长",
        "市长",
        "县长",
        "校长",
        "主任",
        "将军",
        "议员",
        "董事长",
        "总裁",
        "总经理",
        "委员",
        "代表",
        "大使",
        "总领事",
        "领事",
        "参赞",
        "公使",
        "镇长",
        "乡长",
        "区长",
        "厅长",
        "处长",
        "司长",
        "会长",
        "理事长",
        "秘书长",
        "行长",
        "社长",
        "台长",
        "园长",
        "馆长",
        "队长",
        "副主席",
        "副总统",
        "副总理",
        "副书记",
        "副部长",
        "副局长",
        "副省长",
        "副市长",
        "副县长",
        "副校长",
        "副院长",
        "副主任",
        "副区长",
        "副厅长",
        "副处长",
        "副会长",
        "副总裁",
        "副总经理",
        "副董事长",
        "副教授",
        "副秘书长",
        "副行长",
        "副社长",
        "副台长",
        "副馆长",
        "副队长",
    ])
});

/// Where the name begins and ends that stands between an office and a seat, as reports of congresses write it: 某市副主任赵大川代表,
/// 某大学院长钱某某委员.
pub(super) fn between_offices(words: &Words, body: &str) -> Option<(usize, usize)> {
    let titled = OFFICES_BEHIND.cut(body)?;
    let at = name_after_title(words, titled)?;
    Some((at, titled.len()))
}

/// The name before an office: 钱某某律师 is 钱某某, 赵大川总统 is 赵大川; 钱律师 stays.
pub(super) fn without_office(body: &str) -> Option<&str> {
    let name = OFFICES_BEHIND.cut(body)?;
    let surname = name.chars().next().is_some_and(|first| words().is_surname(first));
    ((2..=3).contains(&name.chars().count())
        && surname
        && is_personal_name(name, true)
        && !is_common_word(name))
    .then_some(name)
}

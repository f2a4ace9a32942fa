//! Where a verb of speech reports nothing: it is denied, only possible, still to come, or another word. In go the clause before a
//! verb and the verb, out comes yes or no.

use std::sync::LazyLock;

use super::edges::Edges;
use super::leads::lead_length;
use super::reading::{first_clause, is_han};
use super::words::words;

/// True for a verb that is denied or only possible: 拒绝透露, 没有表示, 无法证实.
pub(super) fn denies(clause: &str) -> bool {
    let mut clause = clause;
    // 还没有正式宣布: an adverb stands between.
    while DENIALS.of(clause).is_none()
        && let Some(rest) = words().adverbs.cut(clause)
    {
        clause = rest;
    }
    DENIALS.of(clause).is_some()
}

/// True where the verb is none: 是否认罪 asks whether, 将宣布 tells what is to come (and 上将表示 of an officer), 经中介介绍 of
/// somebody who was introduced.
pub(super) fn is_another_word(clause: &str, verb: &str) -> bool {
    const OFFICERS: [&str; 11] = [
        "上将", "中将", "少将", "准将", "大将", "小将", "名将", "老将", "主将", "女将", "干将",
    ];
    // 将当庭否认: adverbs stand between.
    let mut before_adverbs = clause;
    while let Some(rest) = words().adverbs.cut(before_adverbs) {
        before_adverbs = rest;
    }
    let asks = clause.ends_with('是') && verb == "否认";
    // 遭到广泛质疑: a noun.
    let met = before_adverbs.ends_with(['到', '发', '来', '起', '致', '受', '临', '应', '对'])
        && [
            "遭到", "受到", "引发", "引来", "引起", "招致", "饱受", "面临", "回应", "面对",
        ]
        .iter()
        .any(|act| before_adverbs.ends_with(act))
        && verb != "回应";
    let to_come = [clause, before_adverbs]
        .iter()
        .any(|clause| clause.ends_with('将') && !OFFICERS.iter().any(|officer| clause.ends_with(officer)));
    // 在国会游说, 与某某并称为: longer words. 导游说 is speech.
    let longer = verb == "说"
        && clause.ends_with('游')
        && !["导游", "旅游", "漫游"].iter().any(|word| clause.ends_with(word))
        || verb == "称" && clause.ends_with('并') && clause.contains(['与', '和', '被']);
    // 为经济指明方向: nothing is written there.
    let shows_way = verb == "指明" && clause.contains(['为', '给', '对']);
    // 手机电量显示: what a screen shows.
    let screen = verb == "显示"
        && ["电量", "来电", "屏幕", "号码", "手机", "客户端", "页面", "网页"]
            .iter()
            .any(|shown| before_adverbs.ends_with(shown));
    // 交回了一份指控, 对指控认罪: nouns.
    let one = ["指控", "质疑", "警告", "提醒", "预测", "估计", "推断", "预言", "追问", "提问", "询问", "讯问", "要求", "建议", "承诺", "解释", "表态", "希望", "主张"].contains(&verb)
        && (ONE.of(clause).is_some() || clause.ends_with('对') && !clause.ends_with("针对"))
        // 通过交叉询问，了解到: by what means.
        || verb.ends_with('问') && ["通过", "接受", "经过"].iter().any(|means| clause.contains(means));
    // 作了法庭讯问: what was done.
    let asked = verb.ends_with('问')
        && ["作了", "做了", "进行了", "进行"]
            .iter()
            .any(|done| clause.contains(done));
    // 出处也很明确: of what kind it is.
    let described = verb == "明确"
        && (clause.ends_with(['很', '较', '更', '够', '最', '不', '为'])
            || ["非常", "十分", "并不", "足够"]
                .iter()
                .any(|degree| clause.ends_with(degree)));
    let introduced = verb == "介绍"
        && clause.rfind('经').is_some_and(|at| {
            let before = clause.get(..at).unwrap_or("");
            let behind = clause.get(at + '经'.len_utf8()..).unwrap_or("");
            !before.is_empty()
                && !before.ends_with(['已', '曾', '财'])
                && ((2..=6).contains(&behind.chars().count())
                    || behind.ends_with("公司")
                    || behind.ends_with("中介"))
                && !behind.starts_with(['理', '济', '营', '常', '过', '历', '纪', '贸', '办'])
        });
    // 某公司在披露其业务后: when something was, not what was said.
    let while_done = clause.ends_with('在')
        && !["正在", "还在", "现在", "仍在", "都在", "也在", "一直在"]
            .iter()
            .any(|going_on| clause.ends_with(going_on));
    // 所作积极表态: what was done, a noun.
    let done = ["表态", "回应", "解释", "承诺", "说明"].contains(&verb)
        && ["所作", "所做"].iter().any(|act| clause.contains(act));
    // 经中介公司介绍, 通过路人介绍: who brought both together.
    let by = verb == "介绍"
        && clause.get(lead_length(clause)..).is_some_and(|rest| {
            rest.starts_with("通过")
                || rest.starts_with('由')
                || rest.starts_with('经')
                    && ["公司", "中介", "朋友", "熟人", "老乡"]
                        .iter()
                        .any(|by| rest.ends_with(by))
        });
    // 开了十指: a measure.
    let measured = verb == "指"
        && clause.ends_with([
            '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两', '几',
        ]);
    // 按院方要求, 将根据调查组的整改要求: what is acted on.
    let acted_on = ["要求", "规定", "建议"].contains(&verb)
        && (clause
            .get(lead_length(clause)..)
            .is_some_and(|rest| rest.starts_with('按'))
            || ["根据", "按照", "依照", "遵照"]
                .iter()
                .any(|basis| clause.contains(basis)));
    // 某人在博客上的公开指控: a noun; 真的 and the like are adverbs themselves.
    let noun = before_adverbs.len() < clause.len() && before_adverbs.ends_with('的');
    // 曾提出赔偿要求, 曾寄希望于: nouns too; 提出以下要求 tells what they are.
    let told = ["以下", "如下", "项", "点", "一个", "几个"]
        .iter()
        .any(|word| clause.contains(word));
    let proposed =
        verb == "要求" && clause.contains("提出") && !told || verb == "希望" && clause.ends_with('寄');
    // 提出的三项指控: a noun, counted.
    let counted = clause
        .strip_suffix(['项', '条', '份', '点', '次', '种', '类', '款', '个'])
        .is_some_and(|stem| {
            let bare = stem.trim_end_matches(|next: char| {
                next.is_ascii_digit() || "一二三四五六七八九十两多几数".contains(next)
            });
            bare.len() < stem.len() && bare.ends_with('的')
        });
    // 后经确认: what was done by whom is not told.
    let passive = clause
        .strip_suffix('经')
        .is_some_and(|rest| !rest.is_empty() && !rest.ends_with(['已', '曾', '财', '产', '神', '正', '历']));
    done || by
        || asked
        || passive
        || longer
        || shows_way
        || screen
        || one
        || acted_on
        || noun
        || proposed
        || counted
        || measured
        || asks
        || met
        || to_come
        || introduced
        || while_done
        || described
}

/// True for the words of a law before a verb: 《某某法》第九条某机关.
pub(super) fn quotes_law(clause: &str) -> bool {
    let Some((_, article)) = clause.strip_prefix('《').and_then(|rest| rest.split_once("》第")) else {
        return false;
    };
    let number = article.trim_start_matches(|next: char| {
        next.is_ascii_digit() || "零〇一二三四五六七八九十百千两之".contains(next)
    });
    number.len() < article.len()
        && number
            .strip_prefix('条')
            .is_some_and(|rest| rest.chars().count() >= 2)
}

/// True for `认为…的，应当…` and the like: rules tell so what follows from a finding, and nobody has found anything yet.
pub(super) fn is_condition(rest: &str) -> bool {
    const FOLLOWS: [&str; 9] = ["应当", "可以", "不得", "有权", "予以", "由", "应", "须", "依照"];
    let Some(found) = ["认为", "发现", "认定", "决定", "要求", "提出"]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))
    else {
        return false;
    };
    let clause = first_clause(found, 60);
    clause.ends_with('的')
        && found.get(clause.len()..).is_some_and(|behind| {
            behind
                .strip_prefix(['，', ','])
                .is_some_and(|next| FOLLOWS.iter().any(|follows| next.starts_with(follows)))
        })
}

/// What is a verb of speech alone and a noun behind others.
const NOUNS: [&str; 20] = [
    "认定", "确认", "估计", "估算", "预测", "质疑", "指控", "警告", "提醒", "提示", "建议", "承诺", "回应",
    "解释", "分析", "通报", "介绍", "答复", "回复", "公告",
];
/// Characters of the noun that such a verb makes a longer one with.
const NOUN: usize = 4;

/// True where a verb that means no more than to do makes a noun of the verb behind it: 也做出了回应, 向旅客提出停航建议, 予以风险提示. What goes on behind a pause is not
/// what was said, unless it begins with who speaks: 作出答复，其称：…; 作出回应，中方注意到….
pub(super) fn is_done(between: &str, verb: &str, next: &str) -> bool {
    const ITSELF: [&str; 7] = ["其", "他", "她", "中方", "我方", "我们", "本公司"];
    const DOES: [&str; 6] = ["做出", "作出", "给出", "予以", "给予", "提出"];
    let does = DOES
        .iter()
        .filter_map(|does| Some((does, between.rfind(does)?)))
        .max_by_key(|(_, at)| *at);
    NOUNS.contains(&verb)
        && !ITSELF.iter().any(|word| next.starts_with(word))
        && does.is_some_and(|(does, at)| {
            let noun = between.get(at + does.len()..).unwrap_or("");
            let noun = noun.strip_prefix('了').unwrap_or(noun);
            // 提出建议，…: what is proposed follows.
            let least = usize::from(*does == "提出");
            (least..=NOUN).contains(&noun.chars().count()) && noun.chars().all(is_han)
        })
}

/// True where what stands between a subject and a verb makes a noun of the verb: 某某在县内居住的时间认定, 进行了必要的通报.
pub(super) fn is_a_noun(between: &str, verb: &str) -> bool {
    let Some((_, noun)) = between.rsplit_once('的') else {
        return false;
    };
    let mut rest = noun.trim();
    while let Some(shorter) = words().adverbs.cut(rest) {
        rest = shorter.trim_end();
    }
    NOUNS.contains(&verb)
        && rest == noun.trim()
        && (1..=NOUN).contains(&rest.chars().count())
        && rest.chars().all(is_han)
        // 在昨天的采访中: when. 针对申请作出答复: what was done. 题为某某的文章解释: what says so.
        && !rest.ends_with(['中', '上', '时', '后', '里', '会', '前', '下', '也', '还', '都', '信', '出'])
        && !["期间", "之间", "发表", "进行", "发布", "文章", "推文", "微博", "报告", "声明", "帖子"]
            .iter()
            .any(|tail| rest.ends_with(tail))
}

/// True for words that begin with 会 as a verb: 会尽力配合. 会上, 会议 are other words.
pub(super) fn will(rest: &str) -> bool {
    const OF_NOUNS: &str = "上议后场晤见长员谈同堂章期展务费馆址籍计诊";
    rest.strip_prefix('会')
        .and_then(|rest| rest.chars().next())
        .is_some_and(|next| is_han(next) && !OF_NOUNS.contains(next))
}

/// True for a phrase that names nobody who speaks: 倒查其家属 holds whom something is done to, 从一个方面 tells how.
pub(super) fn names_no_speaker(name: &str) -> bool {
    // 土耳其 and 马其顿 are names.
    const IN_NAMES: [&str; 12] = [
        "与", "和", "及", "连", "同", "、", "“", "（", "在", "土", "土耳", "马",
    ];
    let object = name.find('其').is_some_and(|at| {
        let before = name.get(..at).unwrap_or("");
        at > 0
            && !IN_NAMES.iter().any(|end| before.ends_with(end))
            && !name
                .get(at..)
                .is_some_and(|rest| rest.starts_with("其他") || rest.starts_with("其中"))
    });
    // 从一个方面, 从这方面, 另一方面; 三一方面 and 从化方面 are sides of a company and a town.
    let how = name.strip_suffix("方面").is_some_and(|head| {
        let one = matches!(head, "一" | "另一");
        one || head.ends_with('个') || ["从这", "从各", "从哪", "从多", "从几"].contains(&head)
    });
    object || how
}

/// What counts a noun behind it.
static ONE: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "种种",
        "各种",
        "诸多",
        "所有",
        "任何",
        "这些",
        "一系列",
        "一些",
        "一份",
        "一项",
        "一纸",
        "一封",
        "一则",
        "一条",
        "一个",
        "这份",
        "这项",
        "该项",
        "多项",
        "数项",
        "两项",
        "这一",
        "这种",
        "此项",
        "上述",
    ])
});

/// What denies a verb behind it or makes it only possible.
static DENIALS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "没有",
        "拒绝",
        "无法",
        "不能",
        "难以",
        "尚难",
        "很难",
        "更难",
        "极难",
        "不便",
        "不愿",
        "尚未",
        "未能",
        "能够",
        "可以",
        "不敢",
        "不想",
        "不会",
        "没办法",
        "没法",
        "不方便",
        "无从",
        "如果",
        "假如",
        "一旦",
        "倘若",
        "只要",
        "除非",
    ])
});

#[cfg(test)]
mod tests {
    use super::{is_done, names_no_speaker};

    #[test]
    fn issue_4_what_is_done_is_not_said() {
        let is_done = |between, verb| is_done(between, verb, "船工不信");
        assert!(is_done("也做出了", "回应"));
        assert!(is_done("也向旅客提出停航", "建议"));
        assert!(is_done("对此予以风险", "提示"));
        assert!(!super::is_done("作出", "答复", "其称：船已停航"));
        // What is proposed follows, and a verb that speaks alone.
        assert!(!is_done("也向旅客提出", "建议"));
        assert!(!is_done("对此", "回应"));
        assert!(!is_done("也做出了", "表示"));
    }

    #[test]
    fn issue_4_who_something_is_done_to_and_how_are_no_speakers() {
        for name in ["倒查其家属", "从一个方面", "从这方面", "另一方面"] {
            assert!(names_no_speaker(name), "{name}");
        }
        for name in [
            "土耳其官员",
            "马其顿官员",
            "与其家属",
            "从化方面",
            "三一方面",
            "市政方面",
        ] {
            assert!(!names_no_speaker(name), "{name}");
        }
    }
}

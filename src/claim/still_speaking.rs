//! Who goes on speaking: whether a sentence behind somebody's words is still his. In go the sentence and who spoke before it, out comes
//! yes or no.
//!
//! Reported speech has no closing mark. A sentence is still the speaker's as long as nobody else acts or speaks in it and the author
//! does not tell of the speaker from outside. What a crowd or hearsay says ends with its sentence.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::acting_persons::titled_person;
use super::finder::Finder;
use super::firms::firm;
use super::leads::lead_length;
use super::mention::{Mention, Reach};
use super::names::who;
use super::outlets::OutletTable;
use super::reading::{first_clause, is_opening_mark, leading_time};
use super::words::words;

/// True when a sentence goes on with what a mention says. `words` are those of the mention up to what it says, `governed` what stands of that
/// before the sentence.
pub(super) fn follows(
    sentence: &str,
    (words, governed): (&str, &str),
    mention: &Mention,
    outlets: &OutletTable,
    people: &[String],
) -> bool {
    // 公诉人讯问：…？莫某回答：…: the other one answers.
    if asks(sentence) || mention.cue.contains('问') {
        return false;
    }
    let official = mention.reach == Reach::Official;
    // 某某宣布退出协定。称“…”: the same verb of speech, without a subject.
    if sentence.starts_with('称')
        && !["称呼", "称号", "称得"]
            .iter()
            .any(|word| sentence.starts_with(word))
    {
        return true;
    }
    // 有人指出：…: a colon opens what is told at length, whoever tells it.
    let told = words.trim_end().ends_with(['：', ':']);
    let crowd = official && !told && is_crowd(mention);
    if crowd || is_act(mention) || told_from_outside(sentence, mention) {
        return false;
    }
    if in_own_voice(sentence, governed) || dated(sentence) && gives_account(mention, words) {
        return true;
    }
    if official {
        let another = matches!(mention.kind, SourceKind::Person | SourceKind::Anonymous)
            && names_another(sentence, mention, people);
        return !another && goes_on(sentence, true);
    }
    goes_on(sentence, false)
        || speaks(
            sentence,
            mention,
            own_account(sentence, governed),
            outlets,
            people,
        )
}

/// True when a sentence has nobody new in it who could act or speak, and does not tell of the speaker from outside: the
/// one who was speaking goes on.
pub(super) fn still_speaks(
    sentence: &str,
    mention: &Mention,
    outlets: &OutletTable,
    people: &[String],
) -> bool {
    !asks(sentence)
        && !told_from_outside(sentence, mention)
        && speaks(sentence, mention, false, outlets, people)
}

/// 那么后来怎样了呢？: the author asks.
fn asks(sentence: &str) -> bool {
    sentence.ends_with(['？', '?']) && !sentence.starts_with(is_opening_mark)
}

/// True for a verb that takes what is said as its object, without a pause: 某国宣布禁止出口, 警方证实此事正在调查. The reporter tells what somebody
/// did, and goes on himself.
fn is_act(mention: &Mention) -> bool {
    const ACTS: [&str; 11] = [
        "宣布", "证实", "承认", "否认", "指控", "希望", "建议", "质疑", "认定", "提出", "确认",
    ];
    mention.content == mention.span.end as usize && ACTS.iter().any(|act| mention.cue.ends_with(act))
}

/// True for a mention of many, or of nobody in particular.
fn is_crowd(mention: &Mention) -> bool {
    // 法官宣布休庭，…: an act in court.
    let act = ["宣布", "希望"].iter().any(|act| mention.cue.contains(act));
    mention.kind == SourceKind::Anonymous
        && mention.rule != "according-to"
        && (act || !is_one(&mention.source_name) && !is_expert(mention))
}

/// True for one voice of those who know, though nobody's in particular: 专家, 业内人士. What they say is told at length.
fn is_expert(mention: &Mention) -> bool {
    let name = &mention.source_name;
    // 有专家称他是…: an opinion that the author weighs, told without a pause.
    let paused = mention.content > mention.span.end as usize;
    [
        "专家",
        "业内人士",
        "业界人士",
        "分析人士",
        "法律人士",
        "行业人士",
        "学者",
        "分析师",
    ]
    .iter()
    .any(|expert| name.ends_with(expert))
        && !is_several(name)
        && paused
}

/// True for somebody without a name who is one person, or a party of a trial, and goes on as anybody does who has a name: 一位马姓大夫,
/// 该负责人, 某局新闻发言人, 伤者的父亲, 公诉人. What a crowd or nobody in particular says ends with its sentence: 网友, 专家, 多名业主.
fn is_one(name: &str) -> bool {
    const COUNTED: [&str; 7] = ["一位", "一名", "另一位", "另一名", "这位", "这名", "该"];
    const PARTIES: [&str; 14] = [
        "公诉人",
        "公诉方",
        "辩护人",
        "审判长",
        "辩护律师",
        "代理律师",
        "原告方",
        "被告方",
        "原告",
        "被告",
        "被告人",
        "上诉人",
        "诉讼代理人",
        "法官",
    ];
    const GROUPS: [&str; 24] = [
        "学生",
        "群众",
        "民众",
        "公众",
        "观众",
        "听众",
        "读者",
        "游客",
        "旅客",
        "乘客",
        "顾客",
        "客户",
        "用户",
        "玩家",
        "粉丝",
        "会员",
        "业主",
        "投资者",
        "消费者",
        "股东",
        "患者",
        "朋友",
        "同学",
        "对方",
    ];
    if COUNTED.iter().any(|counted| name.starts_with(counted)) || PARTIES.contains(&name) {
        return true;
    }
    let several = is_several(name) || GROUPS.iter().any(|group| name.ends_with(group));
    let words = words();
    let role = words.people.of(name);
    // 医生说: whose words they are is somebody's of whom the text tells; 某某的主治医生说 is a source.
    role.is_some_and(|role| name.len() >= role.len() + "某某".len())
        && !several
        && words.anonymous.of(name).is_none()
}

/// True for more than one: 多名业主, 部分专家.
fn is_several(name: &str) -> bool {
    name.contains(['多', '两', '些', '几', '众', '们', '、', '数', '少'])
        || name.starts_with(['有', '各'])
        || name.starts_with("部分")
        || name.ends_with('等')
}

/// What the reporter says of his work, and of what became of an answer.
static REPORTER: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "截至发稿",
        "截止发稿",
        "截至记者",
        "截止记者",
        "得到证实",
        "得到官方",
        "未予置评",
        "暂无回应",
        "未作回应",
        "未做回应",
        "正面回答",
        "正面回应",
        "记者致电",
        "记者联系",
        "记者采访",
        "记者注意到",
        "记者看到",
        "记者了解",
        "记者发现",
        "记者未能",
        "记者查",
        "记者从",
        "记者在",
        "记者获",
        "记者梳理",
        "本报记者",
        "新闻记者",
        "不难发现",
        "不难看出",
        "正如媒体",
        "戳这里",
        "此前报道",
        "连日来",
        "置评",
        "未获回应",
    ])
});

/// True when the author speaks in a sentence: what it means, what was shown, what became of it, or what the speaker is and does.
fn told_from_outside(sentence: &str, mention: &Mention) -> bool {
    // 这些消息都表明: the author concludes.
    let concludes = sentence.starts_with('这')
        && [
            "表明",
            "意味着",
            "说明",
            "标志着",
            "使得",
            "让外界",
            "这也表示",
            "反映",
            "引发",
            "让所有人",
        ]
        .iter()
        .any(|verb| first_clause(sentence, 30).contains(verb));
    // 监控录像显示: a picture tells.
    let shown = first_clause(sentence, 40).trim_end_matches('出');
    let shown = shown.strip_suffix("显示").is_some_and(|what| {
        ["视频", "录像", "监控", "画面", "照片", "截图"]
            .iter()
            .any(|picture| what.ends_with(picture))
    });
    let own_words = sentence
        .find(is_opening_mark)
        .map_or(sentence, |open| sentence.get(..open).unwrap_or(""));
    let reported = REPORTER.find(own_words).is_some();
    // Nobody calls himself by his name. 而该局此举: of the speaker from outside. 但后来他却…: so is what he did otherwise.
    let own = mention.source.as_deref().unwrap_or(&mention.source_name);
    let named = mention.kind == SourceKind::Person || firm(own).is_some();
    let turned = ["而", "但", "不过", "然而"]
        .iter()
        .any(|turn| sentence.starts_with(turn));
    let told_of = if turned {
        first_clause(sentence, 40).contains(own)
            || ["他却", "她却", "其却"]
                .iter()
                .any(|other| own_words.contains(other))
    } else {
        named && sentence.contains(own)
    };
    concludes || shown || reported || own.chars().count() >= 2 && told_of
}

/// True when a sentence says we as the words before it do: 我局均已答复。…我局将…. The page itself is not that body.
fn in_own_voice(sentence: &str, governed: &str) -> bool {
    const WE: [&str; 14] = [
        "我局",
        "我院",
        "我司",
        "我公司",
        "本公司",
        "我校",
        "本院",
        "我方",
        "我单位",
        "本局",
        "我园",
        "我社",
        "本司",
        "我厂",
    ];
    sentence.contains(['我', '本']) && WE.iter().any(|we| sentence.contains(we) && governed.contains(we))
}

/// True when a sentence tells of oneself as the words before it do: 自己晕车，…。当时自己….
fn own_account(sentence: &str, governed: &str) -> bool {
    sentence.contains("自己") && governed.contains("自己")
}

/// True for a mention of a notice, a charge or a sentence that gives an account of what happened: 警方通报称, 判决书认定.
fn gives_account(mention: &Mention, words: &str) -> bool {
    const PAPERS: [&str; 11] = [
        "通报",
        "判决书",
        "起诉书",
        "裁定书",
        "公诉书",
        "情况说明",
        "通告",
        "调查报告",
        "公开资料",
        "简历",
        "招股书",
    ];
    match mention.kind {
        SourceKind::Document => PAPERS.iter().any(|paper| mention.source_name.ends_with(paper)),
        SourceKind::Government | SourceKind::Unlisted => ["通报", "查明", "通告", "指控"]
            .iter()
            .any(|cue| words.contains(cue)),
        _ => false,
    }
}

/// True for a sentence that opens with when it was.
fn dated(sentence: &str) -> bool {
    const TIMES: [&str; 14] = [
        "当天", "当日", "当晚", "次日", "翌日", "随后", "目前", "事发", "经审", "经查", "同日", "案发",
        "截至", "截止",
    ];
    sentence.starts_with(|first: char| first.is_ascii_digit())
        || TIMES.iter().any(|time| sentence.starts_with(time))
}

/// True when a sentence begins with somebody else whose name is known, or who stands behind an office.
fn names_another(sentence: &str, mention: &Mention, people: &[String]) -> bool {
    let clause = first_clause(sentence, 40);
    let clause = clause.get(lead_length(clause)..).unwrap_or(clause);
    people
        .iter()
        .any(|name| clause.starts_with(name.as_str()) && !mention.source_name.contains(name.as_str()))
}

/// True when nobody new could act or speak in a sentence. `own_account` lets it begin with when something was.
fn speaks(
    sentence: &str,
    mention: &Mention,
    own_account: bool,
    outlets: &OutletTable,
    people: &[String],
) -> bool {
    let words = words();
    let turns = words.breaks.of(sentence).is_some() || words.comments.of(sentence).is_some();
    if is_crowd(mention) || turns && !own_account {
        return false;
    }
    if sentence.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '（' | '(' | '他' | '她'))
    {
        return false;
    }
    if sentence.starts_with(is_opening_mark) {
        return true;
    }
    let clause = first_clause(sentence, 40);
    // 上午，某某到场: a time of its own, and who acts stands in the next clause.
    const TIMES: [&str; 18] = [
        "上午", "下午", "中午", "晚上", "晚间", "凌晨", "早上", "傍晚", "次日", "翌日", "随即", "之后",
        "事后", "当晚", "昨日", "昨天", "今日", "今天",
    ];
    let timed = TIMES.contains(&clause) || words.lead_ins.has(clause) || is_time(clause);
    let clause = if timed {
        let rest = sentence.get(clause.len()..).unwrap_or("");
        first_clause(rest.trim_start_matches(['，', ',', ' ']), 40)
    } else {
        clause
    };
    let another = |(from, to): (usize, usize)| {
        let name = clause.get(from..to).unwrap_or("");
        !mention.source_name.contains(name)
    };
    if timed && titled_person(clause).is_some_and(another) {
        return false;
    }
    let clause = clause.get(lead_length(clause)..).unwrap_or(clause);
    if people.iter().any(|name| clause.starts_with(name.as_str())) {
        return false;
    }
    let digit = clause
        .find(|next: char| next.is_ascii_digit())
        .filter(|&at| at > 0);
    let heads = words
        .markers
        .find_iter(clause)
        .filter(|marker| marker.word < words.first_hiding_marker && marker.start > 0)
        .map(|marker| marker.start)
        .take(2)
        .chain(digit)
        .chain(std::iter::once(clause.len()));
    let mut someone = heads
        .filter_map(|end| clause.get(..end))
        .filter_map(|head| Some((head, who(head, outlets)?)))
        // 每位阿姨都会…: of all of a kind, none of whom acts.
        .filter(|(head, _)| !["每", "任何", "凡是"].iter().any(|all| head.starts_with(all)))
        .filter(|(head, named)| {
            let name = head.get(named.start..named.end).unwrap_or("");
            firm(name).is_some()
                || matches!(
                    named.kind,
                    SourceKind::Person
                        | SourceKind::Anonymous
                        | SourceKind::Outlet
                        | SourceKind::Agency
                        | SourceKind::Government
                )
        });
    someone.next().is_none()
}

/// True for a clause that tells when: 4月3日, 周二, 今天上午十点左右.
fn is_time(clause: &str) -> bool {
    let time = leading_time(clause);
    let around = ["左右", "前后", "时许", "时分"]
        .iter()
        .any(|around| clause.ends_with(around));
    !clause.is_empty() && time == clause.len() || around && (time > 0 || lead_length(clause) > 0)
}

/// True when a sentence goes on with the speech before it.
fn goes_on(sentence: &str, official: bool) -> bool {
    let words = words();
    if words.exhortations.of(sentence).is_some() {
        return true;
    }
    if !official || words.breaks.of(sentence).is_some() {
        return false;
    }
    if sentence.starts_with(['“', '"', '「', '（', '('])
        || sentence.starts_with(|first: char| first.is_ascii_digit())
    {
        return false;
    }
    let clause = first_clause(sentence, 40);
    !["他", "她", "本报", "笔者", "小编", "有网友", "而在", "但在"]
        .iter()
        .any(|word| clause.starts_with(word))
}

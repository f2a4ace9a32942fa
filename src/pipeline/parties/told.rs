//! Where an article tells what somebody said, wrote or decided, whether or not the reading of the page could tell who: the words of a record ->
//! spans of sentences.
//!
//! Claims are made where a name was read. Whether a passage can be the words of a third asks for less: a clause that ends in a verb of reporting, or
//! begins with 据. 某市中院的受理通知书显示，… and 网上公开的消息称，… are as little the reporter's own as what a named person said.

use std::sync::LazyLock;

use memchr::memmem;

use super::paragraphs;
use crate::document::{Article, Facts, Span};
use crate::word_list::Endings;

/// What a clause ends in that leads to the words of somebody.
static VERBS: LazyLock<Endings> = LazyLock::new(|| {
    Endings::new([
        "称",
        "说",
        "表示",
        "认为",
        "指出",
        "介绍",
        "透露",
        "通报",
        "宣布",
        "回应",
        "显示",
        "获悉",
        "了解到",
        "强调",
        "证实",
        "披露",
        "裁定",
        "查明",
        "规定",
        "提出",
        "写道",
        "公告",
        "声明",
        "坦言",
        "呼吁",
        "要求",
        "判决",
        "告诉记者",
        "提到",
        "回忆",
        "解释",
        "分析",
        "发布",
        "公布",
        "消息",
        "报道",
        "讯",
    ])
});
/// What a clause begins with that names where something is from.
const HEADS: [&str; 6] = ["据", "根据", "按照", "依照", "依据", "从"];
/// How such a clause goes on to its end.
const FROM: [&str; 3] = ["获悉", "了解到", "看到"];

/// Where an article tells the words of somebody.
pub struct Told {
    /// Its sentences that do.
    pub sentences: Vec<Span>,
    /// Where the clauses that lead to them end.
    pub leads: Vec<u32>,
    /// Its sentences of what a reporter did to learn of it.
    pub acts: Vec<Span>,
}

impl Told {
    /// Reads the paragraphs of an article.
    pub fn of(facts: &Facts, article: &Article) -> Self {
        let text = facts.record.text.as_str();
        let mut told = Self {
            sentences: Vec::new(),
            leads: Vec::new(),
            acts: Vec::new(),
        };
        for paragraph in paragraphs(facts, article) {
            let mut at = paragraph.start as usize;
            for sentence in paragraph.of(text).split_inclusive(['。', '！', '？', '\n']) {
                let end = at + sentence.len();
                if let Some(lead) = lead(sentence) {
                    told.sentences.push(Span::new(at, end));
                    told.leads.push((at + lead) as u32);
                }
                if tells_of_reporter(sentence) {
                    told.acts.push(Span::new(at, end));
                }
                at = end;
            }
            // 文章表示： with what it says in the next paragraph.
            if let Some(lead) = lead_to_next(paragraph.of(text)) {
                told.leads.push(paragraph.start + lead as u32);
            }
        }
        told
    }
}

/// Characters of who speaks before a colon: 江州警方：.
const SPEAKER: std::ops::RangeInclusive<usize> = 2..=8;

/// Bytes of the sentence up to the end of its first clause that leads to the words of somebody.
fn lead(sentence: &str) -> Option<usize> {
    let is_mark = |sign: char| matches!(sign, '，' | ',' | '：' | ':' | '“' | '；' | '。' | '"');
    let mut end = 0;
    for marked in sentence.split_inclusive(is_mark) {
        let words = marked.trim_end_matches(is_mark);
        let (clause, mark) = (words.trim(), marked.get(words.len()..).unwrap_or(""));
        end += words.len();
        let behind = sentence.get(end + mark.len()..).unwrap_or("");
        let is_lead = || {
            VERBS.end(clause)
                || is_from(clause)
                || is_label(clause, mark, behind)
                || leads_to_list(mark, behind)
        };
        if is_lead() && behind.contains(char::is_alphanumeric) {
            return Some(end);
        }
        end += mark.len();
    }
    None
}

/// Bytes of a paragraph up to a colon at its end, behind a clause that leads to the words of somebody.
fn lead_to_next(paragraph: &str) -> Option<usize> {
    let words = paragraph.trim_end().strip_suffix(['：', ':'])?;
    let clause = words.rsplit(['，', ',', '。', '！', '？', '\n']).next()?;
    VERBS.end(clause.trim()).then_some(words.len())
}

/// What a body makes public in the first sentences of a report on it.
const NOTICES: [&str; 13] = [
    "公布",
    "发布",
    "通报",
    "公告",
    "通告",
    "发布会",
    "通气会",
    "说明会",
    "公开宣判",
    "开庭审理",
    "情况说明",
    "答记者问",
    "召开会议",
];
/// Sentences of a text that say what it is about.
const FIRST: usize = 2;

/// True when the first sentences of an article tell of a notice, a press conference or results that a body made public: 江州市卫计局公布调查结果.
pub fn opens_with_notice(facts: &Facts, article: &Article) -> bool {
    let text = facts.record.text.as_str();
    paragraphs(facts, article).next().is_some_and(|span| {
        let sentences = span.of(text).split_inclusive(['。', '！', '？']);
        gives_notice(sentences.take(FIRST))
    })
}

fn gives_notice<'a>(mut sentences: impl Iterator<Item = &'a str>) -> bool {
    sentences.any(|sentence| NOTICES.iter().any(|word| sentence.contains(word)))
}

/// True for a clause that names where something is from.
fn is_from(clause: &str) -> bool {
    match HEADS.iter().find(|head| clause.starts_with(**head)) {
        Some(&"从") => FROM.iter().any(|verb| clause.ends_with(verb)),
        head => head.is_some(),
    }
}

/// True for the name of who speaks before a colon.
fn is_label(clause: &str, mark: &str, behind: &str) -> bool {
    if !mark.starts_with(['：', ':']) {
        return false;
    }
    // A time or a number behind it is the value of a field.
    let value = behind
        .trim_start()
        .starts_with(|sign: char| sign.is_ascii_digit());
    let speaker = clause.trim_start_matches(|sign: char| !sign.is_alphabetic());
    !value && SPEAKER.contains(&speaker.chars().count()) && speaker.chars().all(char::is_alphabetic)
}

/// True where a numbered list follows a colon (申请公开：1、…；2、…): it is copied from what it is a list of.
fn leads_to_list(mark: &str, behind: &str) -> bool {
    const FIRST: [&str; 8] = ["1、", "1.", "1．", "（1）", "(1)", "①", "一、", "（一）"];
    const SECOND: [&str; 8] = ["2、", "2.", "2．", "（2）", "(2)", "②", "二、", "（二）"];
    let mut numbers = FIRST.iter().zip(SECOND);
    mark.starts_with(['：', ':'])
        && numbers.any(|(first, second)| behind.trim_start().starts_with(first) && behind.contains(second))
}

/// What a reporter does: to be told of a notice (获悉, 了解到) is none of it, for everybody is.
const ACTS: [&str; 19] = [
    "联系",
    "致电",
    "拨打",
    "拨通",
    "来到",
    "赶到",
    "走访",
    "走进",
    "探访",
    "采访",
    "看到",
    "见到",
    "注意到",
    "发现",
    "询问",
    "追问",
    "查询",
    "搜索",
    "登录",
];
static REPORTER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("记者"));
/// Characters between the word for a reporter and what he does, at most: a name, a day.
const TO_ACT: usize = 12;
/// Characters of a house between 告诉 and 记者.
const HOUSE: std::ops::RangeInclusive<usize> = 2..=10;

/// True when a sentence tells what a reporter did (记者来到渡口), or names the one who was told (他告诉江州晚报记者): nobody has it but from that report.
fn tells_of_reporter(sentence: &str) -> bool {
    REPORTER.find_iter(sentence.as_bytes()).any(|at| {
        let (before, after) = (
            sentence.get(..at).unwrap_or(""),
            sentence.get(at + REPORTER.needle().len()..).unwrap_or(""),
        );
        let clause: String = after
            .chars()
            .take(TO_ACT)
            .take_while(|sign| sign.is_alphanumeric())
            .collect();
        // 记者会 is a press conference.
        let acts = !clause.starts_with('会') && ACTS.iter().any(|act| clause.contains(act));
        let told = before.rsplit_once("告诉").is_some_and(|(_, house)| {
            HOUSE.contains(&house.chars().count()) && house.chars().all(char::is_alphanumeric)
        });
        acts || told
    })
}

#[cfg(test)]
mod tests {
    use super::{gives_notice, lead, lead_to_next, tells_of_reporter};

    #[test]
    fn issue_6_a_clause_that_leads_to_words_of_somebody_tells_them() {
        for words in [
            "江州市中院的受理通知书显示，案件已经立案。",
            "网上公开的消息称，渡口将在周一停航。",
            "据渡口客户端16时报道，船已停航。",
            "根据公告，船已停航。",
            "检察员认为：桥没有修好。",
            "记者从市水务局获悉，桥已修好。",
            "江州警方：船已停航，桥已修好。",
            "船工的家属向管理处申请公开：1、渡口的图纸；2、停航的记录。",
        ] {
            assert!(lead(words).is_some(), "{words}");
        }
        for words in [
            "这座桥建于1956年，长一千二百米，名称没有改过。",
            "船工从渡口走到桥头，花了半个小时。",
            "他没有看公告。",
            "开船时间：8时。",
        ] {
            assert!(lead(words).is_none(), "{words}");
        }
        let words = "昨日，他在信中表示：“船已停航。";
        let end = lead(words).and_then(|end| words.get(end..));
        assert_eq!(end, Some("：“船已停航。"));
    }

    #[test]
    fn issue_6_what_a_reporter_did_is_told_by_no_other() {
        for words in [
            "江州晚报记者随后联系了渡口管理处，对方没有回答。",
            "记者昨日来到渡口，船已停航。",
            "船工李一告诉江州晚报记者，桥没有修好。",
        ] {
            assert!(tells_of_reporter(words), "{words}");
        }
        for words in [
            "记者从市水务局获悉，桥已修好。",
            "记者会上看到的图纸已经公布。",
            "船工告诉记者，桥没有修好。",
            "渡口管理处联系了船工。",
        ] {
            assert!(!tells_of_reporter(words), "{words}");
        }
    }

    #[test]
    fn issue_6_a_paragraph_can_lead_to_the_next() {
        assert!(lead_to_next("渡口停航一个月后，文章表示：").is_some());
        assert!(lead_to_next("渡口的时间表：").is_none());
        assert!(lead_to_next("文章表示，桥已修好。").is_none());
    }

    #[test]
    fn issue_6_the_first_sentences_tell_of_a_notice() {
        let gives = |text: &str| gives_notice(text.split_inclusive('。'));
        assert!(gives("江州市交通局昨晚公布渡口停航的调查结果。"));
        assert!(gives("渡口停航三天了。昨天，管理处举行发布会。"));
        assert!(!gives("渡口停航三天了。船工在岸边等。"));
    }
}

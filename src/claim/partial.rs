//! Words between marks inside a reported clause: 某某表示，路“坏得很”. In go the quote and the clause around it, out comes
//! whether they are the speaker's own words or the name of a thing.
//!
//! News quotes a few words of a speaker where the words are the point: they are what is stated (是“…”, 对此“…”), or a
//! clause. A quote that is said of a noun behind it (“…”事件, “…”的做法) or that a verb takes as its thing (推进“…”) is a term.

use std::sync::LazyLock;

use super::edges::Edges;
use super::finder::Finder;
use super::reading::{han_count, is_han, is_opening_mark, is_quotation_mark};

/// Words before a quote that make it the name of a thing, or a sign.
static NAMING: LazyLock<Edges> =
    LazyLock::new(|| Edges::at_end(crate::word_list::lines(include_str!("data/naming_words.txt"))));

/// Characters that state even in a few words: denial, degree, modal verbs, pronouns, aspect.
const STATES: &str = "不没很太最要会能得了感我你咱您他她应须被让都也还已";
/// Characters that state in longer words: nouns hold them as well.
const STATES_LONGER: &str = "是有将把使就更无可";
/// Characters of such longer words.
const LONGER: usize = 8;

/// Words before a quote that make it what is stated.
const STATING: &[&str] = &["是", "像", "感到", "觉得", "显得"];

/// Words that state nothing by themselves though they hold one of the characters above.
static SET_PHRASES: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "不忘初心",
        "不动产",
        "不锈钢",
        "不可抗力",
        "不良",
        "得分",
        "得票",
        "会议",
        "大会",
        "协会",
        "都市",
        "成都",
        "首都",
        "要素",
        "要点",
        "要求",
        "能力",
        "能源",
        "功能",
        "性能",
        "智能",
        "机会",
        "社会",
        "会员",
        "最高",
        "最低",
        "最新",
        "最佳",
    ])
});

/// True when what stands between marks is a clause or says something of somebody: 很难甄别的, 深感屈辱.
pub(super) fn states(inside: &str) -> bool {
    let count = han_count(inside);
    let clause = inside.contains(['，', '。', '！', '？', '；', '…', '!', '?']);
    let any = |characters: &str| inside.contains(|character| characters.contains(character));
    let stating = any(STATES) && (count >= LONGER || SET_PHRASES.find(inside).is_none());
    clause && count >= LONGER
        || inside.starts_with("如此") && count >= 4
        || count >= 4 && stating
        || count >= LONGER && any(STATES_LONGER)
        || inside.ends_with('的') && count >= 3
        // 多得多, 高得多.
        || count >= 3 && inside.contains('得') && stating
}

/// True when the quote `inside` of a reported clause is the speaker's own words. `before` and `behind` are the text around
/// its marks.
pub(super) fn is_said(before: &str, inside: &str, behind: &str) -> bool {
    // “…”的做法, “…”事件: said of the noun behind it.
    if behind.starts_with(|next: char| is_han(next) || next.is_alphanumeric() || next == '《') {
        return false;
    }
    // 要实施“甲”、“乙”等: an item of a list of names.
    let listed = before.ends_with(['、', '”', '」']) || behind.starts_with(['、', '“', '「']);
    if NAMING.of(before).is_some() {
        return false;
    }
    let count = han_count(inside);
    if !listed && count >= 5 && STATING.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    states(inside) && (!listed || count >= LONGER)
}

/// True when nothing but quotes and the marks between them stands in `text`.
pub(super) fn only_quotes(text: &str) -> bool {
    let mut depth = 0i32;
    text.chars().all(|character| {
        if is_quotation_mark(character) {
            let opens = is_opening_mark(character) && (character != '"' || depth == 0);
            depth += if opens { 1 } else { -1 };
            true
        } else {
            depth > 0
                || character.is_whitespace()
                || matches!(character, '，' | '。' | '、' | '；' | ',' | '.')
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{is_said, only_quotes};

    #[test]
    fn what_is_stated_is_said() {
        assert!(is_said("种菜比种树", "省事得多", "，"));
        assert!(is_said("渡口的船都是", "修不好的", "。"));
        assert!(is_said("对这样的安排", "深感不安", "。"));
        assert!(is_said("桥只是", "一块旧木板", "。"));
        assert!(!is_said("桥只是", "旧木板", "。"));
    }

    #[test]
    fn names_of_things_are_not() {
        assert!(!is_said("要推进", "一河两岸", "。"));
        assert!(!is_said("", "断桥", "事件"));
        assert!(!is_said("这是", "绿色渡口", "的做法"));
        assert!(!is_said("要做到", "不等不靠", "。"));
        assert!(!is_said("墙上写着", "我们不卖菜", "。"));
    }

    #[test]
    fn paragraphs_of_quotes() {
        assert!(only_quotes("“水退了。”"));
        assert!(only_quotes("“水退了”，“路还没有修好”。"));
        assert!(only_quotes("\"水退了。\""));
        assert!(!only_quotes("“水退了。”他走了。"));
    }
}

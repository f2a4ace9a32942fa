//! What the words around a quote call it: a slogan (的口号, 打出“…”), a title (题为“…”, “…”一文), a rumour (网传“…”), the name of a
//! case or a law. In go the quote and the text around its marks, out comes its kind where those words tell.
//!
//! Short formulas look alike, whether a ministry calls so, a shop advertises or a reporter coins them; what carries them is
//! said beside them.

use std::sync::LazyLock;

use crate::document::QuoteKind;
use crate::word_list::lines;

use super::names::{han_count, is_han};

static CARRIERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/slogan_carriers.txt")).collect());
static NOUNS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/slogan_nouns.txt")).collect());
static VERBS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/slogan_verbs.txt")).collect());
static TERM_ENDINGS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/term_endings.txt")).collect());

/// Words between a carrier and the quote: 口号是, 定位为, 广告：.
const BETWEEN: &[&str] = &[
    "就是", "则是", "也是", "是", "为", "：", ":", "，", ",", "——", "有",
];

/// Works and papers that are named between marks.
const WORKS: &[&str] = &[
    "文章",
    "帖子",
    "报道",
    "报告",
    "论文",
    "博文",
    "视频",
    "长文",
    "评论",
    "社论",
    "专题",
    "栏目",
    "一书",
    "一文",
    "一帖",
    "调查问卷",
    "公开信",
];

/// Words that spread what nobody answers for.
const RUMOURS: &[&str] = &[
    "网传",
    "被爆",
    "被曝",
    "网曝",
    "爆出",
    "曝出",
    "疯传",
    "盛传",
    "传言",
    "谣言",
    "媒体称",
    "媒体爆",
];

/// The kind of the quote `inside` that stands between `before` and `behind`, where the words around it tell.
pub(super) fn told(before: &str, inside: &str, behind: &str) -> Option<QuoteKind> {
    if title(before, inside, behind) {
        return Some(QuoteKind::Title);
    }
    if slogan(before, inside, behind) {
        return Some(QuoteKind::Slogan);
    }
    rumour(before, inside).then_some(QuoteKind::Speech)
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

fn slogan(before: &str, inside: &str, behind: &str) -> bool {
    let count = han_count(inside);
    if !(3..=40).contains(&count) {
        return false;
    }
    let formula = count >= 6 || inside.contains(['，', '、', '！']);
    // “…”的理念, “…”这个口号, “…”服务宗旨.
    let noun = behind.trim_start_matches(['的', '这', '个', '一', '等']);
    let near = noun.len() < behind.len();
    // “苹果”的广告: the thing that is advertised.
    let advertised = noun.starts_with("广告") && count < 8 && !inside.contains(['，', '！']);
    let carried = CARRIERS.iter().any(|word| noun.starts_with(word)) && !advertised && (near || formula);
    let of_noun = formula && NOUNS.iter().any(|word| noun.starts_with(word));
    if carried || of_noun && (near || inside.contains(['，', '、'])) {
        return true;
    }
    // “…”是我们的企业宗旨.
    if let Some(clause) = behind.strip_prefix(['是', '为'])
        && let Some(clause) = clause.split(['，', '。', '；', '！', '“']).next()
        && clause.chars().count() <= 12
        && ends_with_any(clause, &CARRIERS)
    {
        return true;
    }
    if formula && ends_with_any(before, &VERBS) {
        return true;
    }
    let mut head = before.trim_end();
    for word in BETWEEN {
        head = head.strip_suffix(word).unwrap_or(head);
    }
    head.len() < before.len() && ends_with_any(head, &CARRIERS)
}

fn title(before: &str, inside: &str, behind: &str) -> bool {
    if han_count(inside) < 4 && inside.len() < 12 {
        return false;
    }
    let works = |text: &str| WORKS.iter().any(|word| text.starts_with(word));
    let named = ends_with_any(
        before,
        &[
            "题为",
            "标题为",
            "标题是",
            "题目是",
            "题目为",
            "题目叫",
            "文章名为",
        ],
    );
    let of_works = behind.strip_prefix('的').is_some_and(works)
        && ends_with_any(before, &["名为", "篇", "封", "则", "发布了", "发表了"]);
    let signed = ends_with_any(before, &["签订", "签订了", "签署", "签署了"])
        && ends_with_any(inside, &["合同", "协议", "协议书", "备忘录"]);
    let question = before.ends_with("问题，叫") || before.ends_with("问题叫");
    named
        || of_works
        || signed
        || question
        || ["一文", "一书", "一帖"]
            .iter()
            .any(|word| behind.starts_with(word))
}

/// 网传“…”: a sentence that nobody answers for.
fn rumour(before: &str, inside: &str) -> bool {
    let count = han_count(inside);
    let sentence = before.rsplit(['。', '！', '？']).next().unwrap_or("");
    // 网传“…”“…”: the second stands behind the first.
    let head = sentence.split('“').next().unwrap_or("");
    count >= 9
        && ends_with_any(head.trim_end_matches(['，', '：', '，', '了', '有']), RUMOURS)
        && (head.len() == sentence.len() || sentence.ends_with(['”', '、']))
}

/// True for the name of an event, a case, a law: no words of somebody.
pub(super) fn names_a_thing(inside: &str) -> bool {
    inside.chars().count() <= 20
        && !inside.contains(['，', '。', '！', '？', '；'])
        && ends_with_any(inside, &TERM_ENDINGS)
}

/// True for a formula of equal parts: 白天种菜、晚上修路.
pub(super) fn parallel(inside: &str) -> bool {
    let parts: Vec<usize> = inside
        .split(['、', '，', ' '])
        .map(|part| {
            if part.chars().all(is_han) {
                part.chars().count()
            } else {
                0
            }
        })
        .collect();
    parts.len() >= 2
        && !inside.contains(['我', '你', '他', '她', '了', '非', '吗', '吧', '呢', '就'])
        && parts
            .first()
            .is_some_and(|first| (3..=6).contains(first) && parts.iter().all(|part| part == first))
}

#[cfg(test)]
mod tests {
    use super::{names_a_thing, parallel, told};
    use crate::document::QuoteKind;

    #[test]
    fn carriers_make_slogans() {
        let slogan = |before, inside, behind| {
            assert_eq!(
                told(before, inside, behind),
                Some(QuoteKind::Slogan),
                "{before}“{inside}”{behind}"
            );
        };
        slogan("渡口提出", "人停船不停", "的口号");
        slogan("墙上打出", "买菜请排队，修路请绕行", "。");
        slogan("商会的定位是", "为小镇修路", "。");
        slogan("钱阿毛说，", "种好菜，修好路", "是商会的宗旨，大家都要");
        slogan("在", "先修路、后种菜", "的原则下");
        assert_eq!(told("推进", "渡口", "战略"), None);
    }

    #[test]
    fn titles_and_rumours() {
        assert_eq!(
            told("发表了题为", "渡口的桥修好了吗", "的文章"),
            Some(QuoteKind::Title)
        );
        assert_eq!(told("双方签订", "修桥合同", "。"), Some(QuoteKind::Title));
        assert_eq!(
            told("网传", "渡口的桥昨天晚上塌了一半", "。"),
            Some(QuoteKind::Speech)
        );
        assert_eq!(told("他看到", "渡口的桥昨天晚上塌了一半", "。"), None);
    }

    #[test]
    fn names_and_formulas() {
        assert!(names_a_thing("渡口断桥事件"));
        assert!(!names_a_thing("我们没有办法。"));
        assert!(parallel("白天种菜、晚上修路"));
        assert!(!parallel("白天种菜，晚上还要修路"));
    }
}

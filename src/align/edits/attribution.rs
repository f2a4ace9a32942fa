//! Who is said to have said it: verbs and nouns that name a source or a speaker. In: both sides of an exchange. Out: whether one of these was exchanged.

use std::sync::LazyLock;

use super::exchange::Exchange;
use crate::word_list::Endings;

/// Letters up to which words with a cue name a source.
const ATTRIBUTING: usize = 25;

/// Verbs and nouns with which a source or speaker is named, and that say nothing more.
const PLAIN_CUES: [&str; 17] = [
    "表示",
    "指出",
    "介绍",
    "强调",
    "认为",
    "谈到",
    "提到",
    "告诉",
    "回应",
    "报道",
    "消息",
    "写道",
    "介绍说",
    "称",
    "说",
    "道",
    "获悉",
];
/// Those that say how sure or willing the speaker was.
const WEIGHED_CUES: [&str; 12] = [
    "透露",
    "证实",
    "承认",
    "坦言",
    "爆料",
    "声称",
    "宣称",
    "坚称",
    "披露",
    "直言",
    "了解到",
    "据悉",
];
static CUES: LazyLock<Endings> = LazyLock::new(|| Endings::new(PLAIN_CUES.into_iter().chain(WEIGHED_CUES)));
/// Words that end as a cue does and name no speaker.
const NO_CUES: [&str; 25] = [
    "的消息",
    "小说",
    "传说",
    "学说",
    "再说",
    "难说",
    "胡说",
    "来说",
    "名称",
    "简称",
    "职称",
    "昵称",
    "统称",
    "堪称",
    "号称",
    "对称",
    "全称",
    "俗称",
    "人称",
    "别称",
    "的报道",
    "好消息",
    "坏消息",
    "知道",
    "自我介绍",
];
/// What 表示 is followed by when it shows a feeling and reports no words.
const FEELINGS: [&str; 32] = [
    "否认", "认同", "赞同", "认可", "关注", "抗议", "惋惜", "谴责", "由衷", "衷心", "深切", "诚挚", "诚恳",
    "强烈", "歉意", "道歉", "感谢", "祝贺", "欢迎", "支持", "反对", "理解", "同情", "遗憾", "哀悼", "慰问",
    "关切", "满意", "不满", "怀疑", "担忧", "愤怒",
];
/// What may stand beside a cue that is exchanged for another.
const BESIDE_CUE: [&str; 10] = ["对此", "则", "还", "也", "并", "曾", "均", "都", "中", "的"];

/// True when one side names a source or a speaker, or says how sure it was, and the other does not or differs in it.
pub fn attributes(now: Exchange<'_>, now_letters: &str, before: Exchange<'_>, before_letters: &str) -> bool {
    let (one, other) = (cue(now, now_letters), cue(before, before_letters));
    if one.is_none() && other.is_none() {
        return false;
    }
    // 说 for 称 says the same.
    let plain = |letters: &str| {
        let core = BESIDE_CUE
            .iter()
            .fold(letters, |core, word| core.strip_prefix(word).unwrap_or(core));
        PLAIN_CUES.contains(&core)
    };
    !(plain(now_letters) && plain(before_letters))
}

/// The cue that the words end with, or 据… that they begin with.
fn cue(side: Exchange<'_>, letters: &str) -> Option<&'static str> {
    let found = CUES.of(letters)?;
    if letters.chars().count() > ATTRIBUTING || NO_CUES.iter().any(|word| letters.ends_with(word)) {
        return None;
    }
    let behind = side
        .text
        .get(side.range().end..)
        .unwrap_or("")
        .trim_start_matches(|character: char| !character.is_alphanumeric());
    // A lone 道 or 说 is a cue only behind a name or before words; 介绍 and 报道 alone take an object.
    let feeling = found == "表示" && FEELINGS.iter().any(|word| behind.starts_with(word));
    let lone = letters == "道";
    (!feeling && !lone).then_some(found)
}

//! Set phrases of official news language. In a large corpus they are known by how many articles hold them; in a small
//! one only by their words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::word_list::lines;

/// Bytes that may be left of a formula without its set phrases: 7 Han characters, a name of a place or of a meeting.
const REST: usize = 21;

/// None only if the list cannot be compiled, which the tests would show.
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(lines(include_str!("data/set_phrases.txt")))
        .ok()
});

/// True when a stretch of a matching form consists of set phrases and little else.
pub fn is_set_phrase(words: &[u8]) -> bool {
    let known: usize = PHRASES
        .iter()
        .flat_map(|phrases| phrases.find_iter(words))
        .map(|found| found.len())
        .sum();
    known > 0 && words.len().saturating_sub(known) <= REST
}

#[cfg(test)]
mod tests {
    use super::is_set_phrase;

    #[test]
    fn phrases_and_names_of_meetings_are_formulae_and_facts_are_not() {
        assert!(is_set_phrase(
            "强调要深入贯彻落实重要指示精神坚持人民至上生命至上".as_bytes()
        ));
        assert!(is_set_phrase(
            "福州市新型冠状病毒肺炎疫情防控工作新闻发布会".as_bytes()
        ));
        assert!(!is_set_phrase(
            "全市共设置核酸筛查场所二百一十个开通采样通道四百余个".as_bytes()
        ));
        assert!(!is_set_phrase(
            "记者在现场看到工人们正在清理被洪水冲毁的路面".as_bytes()
        ));
    }
}

//! How to reach somebody, which pages print behind a name: `某某（微信号：abc）`, `某某，公众号某某`, `某某a@b.cn`. It is no author and no
//! part of a name. In goes the text of a credit, out comes how far its names go.

use std::sync::LazyLock;

use crate::word_list::lines;

static CHANNELS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<_> = lines(include_str!("data/contacts.txt")).collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words
});

/// Bytes of the channel's word that `text` begins with: `微信号` of `微信号：abc`.
fn channel(text: &str) -> Option<usize> {
    CHANNELS
        .iter()
        .find(|word| {
            text.strip_prefix(**word).is_some_and(|rest| {
                // ID and QQ are words of their own; IDC is none.
                !word.is_ascii() || !rest.starts_with(|next: char| next.is_ascii_alphanumeric())
            })
        })
        .map(|word| word.len())
}

/// True when `text` begins with a channel's word.
pub(super) fn opens_with_channel(text: &str) -> bool {
    channel(text).is_some()
}

/// True for a line of labels with telephone numbers and nothing else: `订报电话：010-12345678`, `江州：0512-1234567  海州：0513-7654321`.
pub(super) fn is_list(line: &str) -> bool {
    const LABEL: usize = 12;
    let is_number = |next: char| next.is_ascii_digit() || matches!(next, '-' | '－' | '转' | '+' | '(' | ')');
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let labels = line
        .split(is_number)
        .flat_map(|part| part.split(['：', ':', ' ', '\u{3000}', '\u{a0}', '/']));
    digits >= 7
        && !line.contains(['。', '，', '？', '！', '“'])
        && labels.into_iter().all(|label| label.chars().count() <= LABEL)
        && !line
            .chars()
            .zip(line.chars().skip(1))
            .any(|(one, next)| one.is_ascii_digit() && next.is_alphabetic())
}

/// True for the characters of addresses and handles.
fn is_handle(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '@' | '.' | '_' | '-' | '/' | ':' | '#')
}

/// Where the contact data in `text` begins; its length when there is none.
pub(super) fn begins(text: &str) -> usize {
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        let word_begins = !(previous.is_ascii_alphanumeric() && character.is_ascii_alphanumeric());
        if word_begins && channel(rest).is_some() {
            return at;
        }
        if word_begins && character.is_ascii_alphanumeric() {
            let run: String = rest.chars().take_while(|&next| is_handle(next)).collect();
            if run.contains('@') || run.starts_with("http") || run.starts_with("www.") {
                return at;
            }
        }
        previous = character;
    }
    text.len()
}

/// True for a Latin word that is a handle or an address: with a digit or an @.
pub(super) fn is_address(word: &str) -> bool {
    word.contains('@')
        || !word.is_empty()
            && word.chars().all(is_handle)
            && word.contains(|next: char| next.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{begins, is_address, is_list, opens_with_channel};

    #[test]
    fn contact_data_is_cut_off() {
        let kept = |text: &'static str| text.get(..begins(text)).unwrap_or("");
        assert_eq!(kept("赵一鸣微信公众号：滇池夜话"), "赵一鸣");
        assert_eq!(kept("赵一鸣zhao.yiming@lake.example"), "赵一鸣");
        assert_eq!(kept("赵一鸣 www.lake.example"), "赵一鸣 ");
        assert_eq!(kept("Grace"), "Grace");
        assert_eq!(kept("IDC赵一鸣"), "IDC赵一鸣");
        assert!(opens_with_channel("微博：滇池"));
        assert!(is_address("lake7") && is_address("a@b") && !is_address("Grace") && !is_address("滇池7号"));
    }

    #[test]
    fn issue_6_labels_with_numbers_are_a_list() {
        assert!(is_list("订报电话：010-12345678"));
        assert!(is_list("江州：0512-1234567  海州：0513-7654321"));
        assert!(!is_list("渡口管理处2024年投入12345678元修桥"));
        assert!(!is_list("昨天，他拨打了010-12345678。"));
    }
}

//! The words by which a dateline says that a report was sent: 电, 讯, 消息, 报道. In goes such a word with what stands around
//! it, out comes whether it can be one.

/// Markers, longer ones first where one begins with another.
pub(super) const MARKERS: [&str; 13] = [
    "专稿",
    "综合报道",
    "综合消息",
    "专电",
    "快讯",
    "电讯",
    "综合讯",
    "讯",
    "電",
    "电",
    "消息",
    "报道",
    "報道",
];

/// False where a marker is no more than a part of a word (停电, 电话, 讯息), or where the unit behind 据 makes it an
/// attribution: only an agency's 电 stands there. Told before the unit is looked at, which costs more.
pub(super) fn is_dispatch(marker: &str, unit: &str, next: Option<char>, quoted: bool) -> bool {
    match marker {
        "电" | "電" | "专电" | "电讯" => {
            let word = unit.ends_with([
                '停', '断', '来', '供', '用', '发', '充', '水', '核', '风', '触', '漏', '节', '缺', '家',
                '通', '心', '送',
            ]);
            let begins_word = matches!(
                next,
                Some(
                    '话' | '视'
                        | '影'
                        | '力'
                        | '子'
                        | '动'
                        | '商'
                        | '信'
                        | '器'
                        | '网'
                        | '缆'
                        | '台'
                        | '量'
                        | '价'
                        | '站'
                        | '池'
                        | '脑'
                        | '机'
                )
            );
            !word && !begins_word
        }
        "讯" | "快讯" | "综合讯" => {
            !quoted && !matches!(next, Some('息' | '号' | '问' | '道' | '飞' | '速' | '实'))
        }
        _ => !quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::is_dispatch;

    #[test]
    fn words_that_only_hold_the_sign_are_none() {
        assert!(is_dispatch("电", "新华社昆明5月6日", Some('（'), false));
        assert!(is_dispatch("电", "新华社昆明5月6日", None, true));
        assert!(!is_dispatch("电", "全镇停", Some('，'), false));
        assert!(!is_dispatch("电", "拨打了", Some('话'), false));
        assert!(!is_dispatch("讯", "春城晚报", Some('息'), false));
        assert!(!is_dispatch("消息", "市水务局", Some('，'), true));
    }
}

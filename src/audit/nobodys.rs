//! Names that stand where the name of a house belongs and of which no text can be held: sites and accounts of a kind, somebody's post, whoever is not
//! named. In: the name that a page credits. Out: whether it is nobody's.

/// True for what no text can be held of: 该公司公众号, 综合：甲报、微博, and fields of a page that stand where a name belongs; an outlet that is not
/// named (某省级日报, 媒体新闻), sites and accounts of a kind (房产网站, 当地群众微博), somebody's post (微博@某某), a work that anybody writes in (某某百科).
pub(super) fn is_nobodys(outlet: &str) -> bool {
    const BARE: [&str; 11] = [
        "微博",
        "微信",
        "朋友圈",
        "贴吧",
        "论坛",
        "新浪微博",
        "官方微博",
        "官网",
        "媒体新闻",
        "新闻媒体",
        "媒体",
    ];
    const POSTS: [&str; 5] = ["微博@", "网友", "网民", "博主", "知名微博"];
    outlet.starts_with(['该', '某'])
        || outlet.contains(['：', ':'])
        || BARE.contains(&outlet.trim_start_matches("当时"))
        || POSTS.iter().any(|post| outlet.starts_with(post))
        || outlet.ends_with("百科")
        || is_of_a_kind(outlet)
}

/// True for a site or an account of which the words say what it is about or who writes there, and not which one it is.
fn is_of_a_kind(outlet: &str) -> bool {
    const CHANNELS: [&str; 3] = ["网站", "微博", "论坛"];
    const KINDS: [&str; 22] = [
        "房产",
        "房地产",
        "招聘",
        "求职",
        "购物",
        "视频",
        "旅游",
        "医疗",
        "健康",
        "教育",
        "征婚",
        "交友",
        "募捐",
        "门户",
        "新闻",
        "社交",
        "群众",
        "网民",
        "居民",
        "家长",
        "村民",
        "专业",
    ];
    let head = CHANNELS.iter().find_map(|channel| outlet.strip_suffix(channel));
    let head = head.map(|head| head.trim_start_matches("当地").trim_start_matches("相关"));
    head.is_some_and(|head| head.is_empty() || head.ends_with("相关") || KINDS.contains(&head))
}

#[cfg(test)]
mod tests {
    use super::is_nobodys;

    #[test]
    fn issue_6_nothing_can_be_held_of_what_is_not_named() {
        for name in [
            "某北方省级日报",
            "房产网站",
            "当地群众微博",
            "水务局相关网站",
            "微博@河边的猫",
            "知名微博“河边的猫”",
            "媒体新闻",
            "江州百科",
        ] {
            assert!(is_nobodys(name), "{name}");
        }
        for name in [
            "江州房产网",
            "江州晚报官方微博",
            "水务局网站",
            "江州新闻网",
            "“江州发布”微博",
        ] {
            assert!(!is_nobodys(name), "{name}");
        }
    }
}

//! What a site prints on all of its pages: the numbers of the licences that it has to show (江ICP备12345678号-1, 江公网安备11010202000001号,
//! 信息网络传播视听节目许可证0101001号), and where else it can be read (更多资讯可登录海风网，也可关注微信公众号). Where two pages have nothing else in
//! common, neither has anything from the other. In: words of a record. Out: whether they are such lines.

use memchr::memmem;

/// Bytes of them, at most.
const LONGEST: usize = 600;
/// Who registers sites.
const REGISTERS: [&str; 3] = ["ICP备", "ICP证", "公网安备"];
/// What a site is permitted to do: to publish news, to show films, to sell.
const LICENCE: &str = "许可证";
/// Bytes between such a word and its number: （编号：.
const TO_NUMBER: usize = 18;
/// Digits of the number of a licence.
const DIGITS: usize = 4;

/// True for a few words that hold such numbers, or lead readers to a site.
pub fn is_of_site(words: &str) -> bool {
    is_licence(words) || is_invitation(words)
}

/// Bytes of an invitation with the by-line below it: 100 Han characters.
const INVITATION: usize = 300;
/// What readers are asked to do,
const DO: [&str; 7] = ["登录", "登陆", "关注", "下载", "扫描", "扫码", "订阅"];
/// and with what.
const WITH: [&str; 8] = [
    "公众号",
    "微信号",
    "客户端",
    "二维码",
    "官方网站",
    "手机版",
    "APP",
    "App",
];
/// How such a line calls what a reader finds there.
const MORE: [&str; 6] = ["更多", "精彩", "资讯", "敬请", "欢迎", "，请"];

/// True for 更多资讯可登录海风网，也可关注微信公众号, and no sentence that tells of it.
fn is_invitation(words: &str) -> bool {
    let holds = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let sentences = words.trim_end_matches(['。', '！', '\n']).contains(['。', '？']);
    words.len() <= INVITATION
        && !sentences
        && holds(&DO)
        && holds(&WITH)
        && (holds(&MORE) || words.starts_with('请'))
}

/// True for such numbers. A sentence tells of licences and is none.
fn is_licence(line: &str) -> bool {
    if line.len() > LONGEST || line.contains(['。', '；', '！', '？']) {
        return false;
    }
    let numbered = |word: &str| {
        memmem::find_iter(line.as_bytes(), word).any(|at| {
            let rest = line.get(at + word.len()..).unwrap_or("");
            let near = rest.get(..rest.floor_char_boundary(TO_NUMBER)).unwrap_or(rest);
            let digits = near.find(|sign: char| sign.is_ascii_digit());
            let number = digits.and_then(|at| rest.get(at..)).unwrap_or("");
            number.bytes().take_while(u8::is_ascii_digit).count() >= DIGITS
        })
    };
    REGISTERS.iter().any(|word| numbered(word)) || numbered(LICENCE) && !line.contains('，')
}

#[cfg(test)]
mod tests {
    use super::{is_invitation, is_licence};

    #[test]
    fn issue_6_a_site_says_where_else_it_can_be_read() {
        for words in [
            "更多资讯可登录海风网（example.com），也可关注微信公众号haifeng\n海风网何明/文",
            "欢迎下载海风新闻客户端",
        ] {
            assert!(is_invitation(words), "{words}");
        }
        for words in [
            "渡口停航。乘客可关注管理处的微信公众号。更多班次周一公布",
            "管理处昨日关注到船工的反映，将修好渡口的桥",
            "乘客可申请下载渡口客户端，凭二维码上船",
        ] {
            assert!(!is_invitation(words), "{words}");
        }
    }

    #[test]
    fn issue_6_the_foot_of_a_site_has_the_numbers_of_its_licences() {
        for line in [
            "江ICP备12345678号-1",
            "[网上传播视听节目许可证（0101001）][江ICP证010101号]总机：0100-1234567",
            "江公网安备 11010202000001号 海风网版权",
            "互联网新闻信息服务许可证编号：01120170001",
        ] {
            assert!(is_licence(line), "{line}");
        }
        for line in [
            "渡口的采砂许可证2016年到期，管理处没有换发",
            "管理处的采砂许可证到期。网站的江ICP备12345678号同日注销。",
            "船工没有许可证",
        ] {
            assert!(!is_licence(line), "{line}");
        }
    }
}

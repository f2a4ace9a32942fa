//! The numbers of licences and registrations that a Chinese site has to print at its foot: 江ICP备12345678号-1, 江公网安备11010202000001号,
//! 信息网络传播视听节目许可证0101001号. Where a page has hardly any text, that is what it has in common with others of its site. In: words of a record.
//! Out: whether they are such a foot.

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

/// True for such numbers. A sentence tells of licences and is none.
pub fn is_licence(line: &str) -> bool {
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
    use super::is_licence;

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

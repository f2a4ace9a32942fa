//! What a scan wrote down in English, messages of findings and notes of evidence, in the language of the pages. They are made of
//! fixed words around names, so that a table of frames turns them; a sentence that no frame fits stays as it was written.

use super::language::Language;

/// English and Chinese, `{}` for what stands between.
const FRAMES: &[(&str, &str)] = &[
    (
        "names {} as its source, whose text of the passage is not held",
        "署{}为来源，其文本未收录",
    ),
    (
        "other carriers of the passage name {} as their source",
        "此段的其他刊载者署{}为来源",
    ),
    ("names {} as its source", "署{}为来源"),
    ("{} names {} as its own source", "{}署{}为自己的来源"),
    ("declares another source: {}", "自称来自另一来源：{}"),
    ("the other page bears a trace of {}", "对方页面带有{}的痕迹"),
    ("speaks in its own name: {}", "以自己的名义发稿：{}"),
    ("the other speaks in its own name: {}", "对方以自己的名义发稿：{}"),
    (
        "says of itself what only the other can say",
        "自称之语只可能出自对方",
    ),
    (
        "gives the address of that page as its original",
        "给出对方页面的网址作为原文",
    ),
    (
        "both carry the passage; nothing tells who had it first",
        "双方都载有此段，无从判断谁在先",
    ),
    ("the wording is the same to the letter", "文字逐字相同"),
    (
        "is put together from passages of several others",
        "由数家的段落拼合而成",
    ),
    (
        "reports the words of {}, as another carrier does in a way of its own",
        "转述{}的话，另一刊载者亦然而各自引出",
    ),
    ("both give the words of {}", "双方都转述{}的话"),
    (
        "a later report of {}, of which the other is an earlier one",
        "系{}较晚的报道，对方系其较早的报道",
    ),
    (
        "says that it has the words from {}, whom the other does not name",
        "说明此语得自{}，而对方未提此人",
    ),
    (
        "gives words that a reporter of {} was told",
        "所载之语系{}的记者采访所得",
    ),
    ("was published {} min later", "晚 {} 分钟发布"),
    ("was published {} h later", "晚 {} 小时发布"),
    ("was published {} days later", "晚 {} 天发布"),
    ("was published {} day later", "晚 {} 天发布"),
    ("bears a later date", "日期较晚"),
    ("bears an earlier date", "日期较早"),
    ("the source named is nobody: {}", "所署来源不指向任何人：{}"),
    ("the source named is nobody", "所署来源不指向任何人"),
    (
        "{} assembles or carries the texts of others",
        "{}汇编或转载他人文字",
    ),
    (
        "carries a text of {} and names no source",
        "刊载{}的文字而未署来源",
    ),
    (
        "{} bytes of this page stand in the text of {}",
        "本页有 {} 字节见于{}的文本",
    ),
    (
        "no text of {} that has this is in the corpus: the credit cannot be checked",
        "语料库中没有{}载有此语的文本，署名无从核对",
    ),
    (
        "no page of {} that has this is in the corpus, but another page that says that it is from there",
        "语料库中没有{}载有此语的页面，但有另一页面称此语来自该处",
    ),
    ("the same words stand on a page of {}", "同样的文字见于{}的页面"),
    ("the same words stand on another page", "同样的文字见于另一页面"),
    ("the title names it", "标题署其名"),
    (
        "the same address had another text before, and the page does not say so",
        "同一网址先前是另一文本，页面未作说明",
    ),
    ("the first sentence that differs", "第一处不同的句子"),
    ("names in a circle: {}", "循环署源：{}"),
    ("the credits on both sides", "双方的署名"),
    (
        "{} has this from {}; here nobody is named as its source",
        "{}此语得自{}，此处未说得自何人",
    ),
    (
        "{} has this from {}; here nobody is named",
        "{}称此语得自{}，此处未署任何人",
    ),
    (
        "{} has this from {}; here only {} is left",
        "{}称此语得自{}，此处只剩{}",
    ),
    ("the words that named the source", "署明来源的文字"),
    (
        "a number changed: {} has {}, here it is {}",
        "数字改变：{}作{}，此处作{}",
    ),
    ("a number was left out: {} has {}", "数字被删：{}有{}"),
    ("a number was added: {}", "增加了数字：{}"),
    (
        "a date or time changed: {} has {}, here it is {}",
        "日期或时间改变：{}作{}，此处作{}",
    ),
    ("a date or time was left out: {} has {}", "日期或时间被删：{}有{}"),
    ("a date or time was added: {}", "增加了日期或时间：{}"),
    (
        "a name changed: {} has {}, here it is {}",
        "名称改变：{}作{}，此处作{}",
    ),
    ("a name was left out: {} has {}", "名称被删：{}有{}"),
    ("a name was added: {}", "增加了名称：{}"),
    (
        "a denial or doubt changed: {} has {}, here it is {}",
        "否定或存疑改变：{}作{}，此处作{}",
    ),
    (
        "a denial or doubt was left out: {} has {}",
        "否定或存疑被删：{}有{}",
    ),
    ("a denial or doubt was added: {}", "增加了否定或存疑：{}"),
    (
        "a hedge changed: {} has {}, here it is {}",
        "约数词改变：{}作{}，此处作{}",
    ),
    ("a hedge was left out: {} has {}", "约数词被删：{}有{}"),
    ("a hedge was added: {}", "增加了约数词：{}"),
    ("the words on both sides", "双方的文字"),
    ("the words in question", "相关文字"),
    ("both texts can have it from a third", "双方可能都得自第三方"),
    ("“{}” cannot be the voice of {}", "“{}”不可能是{}的口吻"),
    (
        "“{}” is the voice of {}, whose text this is and who is not named here",
        "“{}”是{}的口吻，此文出自该媒体，此处却未署其名",
    ),
    ("the sentence", "所在句"),
    ("{} is at home in: {}", "{}所在地：{}"),
    (
        "the title says “{}”, the original title “{}”",
        "标题作“{}”，原标题作“{}”",
    ),
    ("left out here: {}", "此处略去：{}"),
    ("the quote is shorter than in the text of {}", "引语比{}的文本短"),
    (
        "quoted words are not those in the text of {}",
        "引语与{}的文本不同",
    ),
    (
        "{} said it in the text of {}, here it is {}",
        "{}在{}的文本中说了此话，此处变为{}",
    ),
    ("the speaker on both sides", "双方的说话人"),
    (
        "words that {} used without marks stand as a quote",
        "{}未加引号的文字在此成了引语",
    ),
    (
        "words that {} quotes stand without marks",
        "{}加引号的文字在此没有引号",
    ),
    (
        "names {}, which had the text from {} and says so",
        "署{}为来源，而后者注明得自{}",
    ),
    (
        "named is {}, whose own text is held and reads differently; this is the text of {}",
        "署{}为来源，其文本已收录而与此不同；此文出自{}",
    ),
    (
        "named is {}, whose text does not contain this; it stands in that of {}",
        "署{}为来源，其文本中并无此段；此段见于{}",
    ),
    (
        "{} is named for this, and its article does not say it",
        "此处署{}，其文章并无此说",
    ),
    (
        "{} is named as the source, and its text does not contain this paragraph",
        "署{}为来源，其文本中并无此段",
    ),
    ("the credit", "署名"),
    ("where the text stands", "此文所在"),
    ("the title and the original title", "标题与原标题"),
    ("the titles on both sides", "双方的标题"),
    ("the sentence that is missing", "缺少的句子"),
    ("the quote on both sides", "双方的引语"),
    ("the words that differ", "不同之处"),
    (
        "sentences of the quote in the text of {} are left out",
        "{}文本中此引语的句子被删",
    ),
    ("the words that were left out", "被删的文字"),
    (
        "both texts are of one outlet: an update",
        "双方出自同一媒体：应为更新",
    ),
    (
        "it is open whether one of both texts is from the other",
        "是否一方录自另一方未定",
    ),
    (
        "an earlier page holds more of the text around the passage",
        "更早的一页载有此段前后更多文字",
    ),
    (
        "dated {} and carried from a text of {} dated {}",
        "日期为{0}，却录自{1}日期为{2}的文本",
    ),
    (
        "stamped {}, before the date of its dateline ({})",
        "时间戳为{}，早于其电头日期（{}）",
    ),
    ("the dates of both pages", "双方页面的日期"),
    ("the stamps", "双方的时间戳"),
    ("the dateline and the stamp", "电头与时间戳"),
    (
        "a zone was not written and +08:00 was assumed",
        "未写时区，按 +08:00 计",
    ),
    (
        "names {} and {}, whose texts are one: {}",
        "署{}与{}，二者文本实为一家：{}",
    ),
    ("bears a trace of {} that was left standing", "留有{}的痕迹"),
    ("says of itself what the other cannot say", "自称之语对方不可能说"),
    ("was published {} s later", "晚 {} 秒发布"),
    ("was published {} s earlier", "早 {} 秒发布"),
    ("was published {} min earlier", "早 {} 分钟发布"),
    ("was published {} h earlier", "早 {} 小时发布"),
    ("was published {} days earlier", "早 {} 天发布"),
    (
        "what others have as well is the same to the letter",
        "他处亦有的部分逐字相同",
    ),
    (
        "shares more of the text around the passage than another version",
        "与此段前后文字的共同之处多于另一版本",
    ),
    (
        "differs by {} bytes where another version differs by {}",
        "相差 {} 字节，另一版本相差 {}",
    ),
    (
        "each has edits against a third version that the other lacks, {} bytes here and {} there",
        "双方相对第三版本各有对方所无的改动：此处 {} 字节，彼处 {} 字节",
    ),
    (
        "has {} bytes of edits against a third version where the other way round it is {}",
        "相对第三版本有 {} 字节改动，反之为 {}",
    ),
    (
        "lacks {} bytes of edits against a third version where the other way round it is {}",
        "缺少 {} 字节相对第三版本的改动，反之为 {}",
    ),
    (
        "all of it stands in the other, which holds more",
        "全部见于对方，对方更多",
    ),
    ("holds all of the other and more", "包含对方全部且更多"),
    (
        "the other is put together from passages of several",
        "对方由数家的段落拼合而成",
    ),
    ("“{}” of {} stands in a copy of {}", "{1}的“{0}”留在{2}的副本中"),
];

/// `sentence` in `language`, and the language that it is then in.
pub(crate) fn translated(sentence: &str, language: Language) -> (String, Language) {
    if language == Language::English {
        return (sentence.to_owned(), Language::English);
    }
    for (english, chinese) in FRAMES {
        if let Some(values) = fitted(sentence, english) {
            return (filled(chinese, &values), language);
        }
    }
    (sentence.to_owned(), Language::English)
}

/// What stands in the places of a frame; `None` when the sentence is another one.
fn fitted<'sentence>(sentence: &'sentence str, frame: &str) -> Option<Vec<&'sentence str>> {
    let mut pieces = frame.split("{}");
    let mut rest = sentence.strip_prefix(pieces.next()?)?;
    let pieces: Vec<&str> = pieces.collect();
    let mut values = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let at = if place + 1 == pieces.len() {
            // The last words end the sentence.
            rest.len()
                .checked_sub(piece.len())
                .filter(|_| rest.ends_with(piece))?
        } else {
            rest.find(piece)?
        };
        values.push(rest.get(..at)?);
        rest = rest.get(at + piece.len()..)?;
    }
    rest.is_empty().then_some(values)
}

/// A frame with its places filled: in order, or by the numbers in them.
fn filled(frame: &str, values: &[&str]) -> String {
    let mut text = frame.to_owned();
    for (place, value) in values.iter().enumerate() {
        let numbered = format!("{{{place}}}");
        if text.contains(&numbered) {
            text = text.replacen(&numbered, value, 1);
        } else {
            text = text.replacen("{}", value, 1);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{FRAMES, translated};
    use crate::report::html::Language;

    fn chinese(sentence: &str) -> String {
        translated(sentence, Language::Chinese).0
    }

    #[test]
    fn frames_are_turned_with_what_stands_in_them() {
        assert_eq!(chinese("names 天津日报 as its source"), "署天津日报为来源");
        assert_eq!(
            chinese("names 天津日报 as its source, whose text of the passage is not held"),
            "署天津日报为来源，其文本未收录"
        );
        assert_eq!(
            chinese("a number changed: 大河报 has 472, here it is 427"),
            "数字改变：大河报作472，此处作427"
        );
        assert_eq!(
            chinese("“今日” of 1 May stands in a copy of 3 May"),
            "1 May的“今日”留在3 May的副本中"
        );
        let unknown = "something that nobody foresaw";
        assert_eq!(
            translated(unknown, Language::Chinese),
            (unknown.to_owned(), Language::English)
        );
        assert_eq!(
            translated("bears a later date", Language::English).0,
            "bears a later date"
        );
    }

    #[test]
    fn both_sides_of_a_frame_have_as_many_places() {
        for (english, chinese) in FRAMES {
            let places = chinese.matches('{').count();
            assert_eq!(english.matches("{}").count(), places, "{english}");
        }
    }
}

//! Sentences and clauses of a record around a passage: whether it holds a whole sentence or no more than a name, and how far the clauses reach
//! that it ends in.

use super::ends::{ends_sentence, is_letter, is_mark};
use crate::document::Span;

/// Letters that may lie between the end of a passage and the border of a sentence: a changed word ends a passage early.
const NEAR: usize = 2;
/// Letters from which on what stands between two marks is a sentence and not 记者获悉 or the number of an item.
const SENTENCE: usize = 10;

/// True when few letters lie beyond the end of a passage up to the border of a sentence, walking away from it.
fn near_border(beyond: impl Iterator<Item = char>) -> bool {
    let mut letters = 0;
    for character in beyond {
        if ends_sentence(character) {
            return true;
        }
        letters += usize::from(is_letter(character));
        if letters > NEAR {
            return false;
        }
    }
    true
}

/// Letters outside of title marks from which on a passage is more than the name of a document with those who issued it.
const BESIDE_NAMES: usize = 24;

/// Characters of the longest name of a document, with its subtitle.
const LONGEST_NAME: usize = 120;

/// True when hardly anything stands in `span` but the name of a document, which may begin or end in it.
pub fn is_name(text: &str, span: Span) -> bool {
    let Some(inside) = text.get(span.start as usize..span.end as usize) else {
        return false;
    };
    let is_frame = |character: char| matches!(character, '《' | '》');
    // The first mark inside tells what the span begins in; only a span without one is asked what stands before it.
    let mark = inside.chars().find(|character| is_frame(*character)).or_else(|| {
        let before = text.get(..span.start as usize)?;
        let mut near = before.chars().rev().take(LONGEST_NAME);
        let opening = near.find(|character| is_frame(*character))?;
        Some(if opening == '《' { '》' } else { '《' })
    });
    let (mut in_name, mut beside, mut within) = (mark == Some('》'), 0usize, 0usize);
    for character in inside.chars() {
        match character {
            '《' => in_name = true,
            '》' => in_name = false,
            letter if !is_letter(letter) => {}
            _ if in_name => within += 1,
            _ => {
                beside += 1;
                if beside == BESIDE_NAMES {
                    return false;
                }
            }
        }
    }
    within > 0
}

/// True when a whole sentence stands in `span`, up to a changed word at its ends. `head` is where the paragraph begins that
/// the span begins in: behind a dateline, say.
pub fn holds_sentence(text: &str, head: u32, span: Span) -> bool {
    let parts = text
        .get(head as usize..span.start as usize)
        .zip(text.get(span.start as usize..span.end as usize))
        .zip(text.get(span.end as usize..));
    let Some(((before, inside), after)) = parts else {
        return true;
    };
    let mut begun = near_border(before.chars().rev()) || before.trim_end().ends_with('.');
    let mut letters = 0;
    let mut walk = inside.chars().peekable();
    while let Some(character) = walk.next() {
        // The point of 3.5 ends no sentence.
        let point = character == '.' && walk.peek().is_none_or(|next| next.is_whitespace());
        if point || ends_sentence(character) {
            if begun && letters >= SENTENCE {
                return true;
            }
            (begun, letters) = (true, 0);
        } else {
            letters += usize::from(is_letter(character));
        }
    }
    begun && letters >= SENTENCE && (near_border(after.chars()) || after.starts_with('.'))
}

/// What things are that bear a name in quotation marks: “…”视频, “…”一案.
const THINGS: [&str; 24] = [
    "视频",
    "案件",
    "一案",
    "案",
    "事件",
    "系统",
    "平台",
    "小组",
    "专案组",
    "账号",
    "帐号",
    "话题",
    "帖",
    "栏目",
    "节目",
    "活动",
    "项目",
    "公司",
    "中心",
    "网站",
    "表格",
    "公众号",
    "客户端",
    "词条",
];
/// Bytes of such a name, at most.
const NAMED: usize = 90;

/// True when the words of `span` stand in quotation marks as the name of a thing that is called what it is behind them, and say nothing.
pub fn names_a_thing(text: &str, span: Span) -> bool {
    let inside = span.of(text);
    let after = text.get(span.end as usize..).unwrap_or("");
    let Some(after) = after.strip_prefix(['”', '’', '」', '』', '"']) else {
        return false;
    };
    let after = after.strip_prefix('的').unwrap_or(after);
    let parted = |character: char| is_mark(character) && !matches!(character, '.' | ':');
    inside.len() <= NAMED && !inside.contains(parted) && THINGS.iter().any(|thing| after.starts_with(thing))
}

/// Letters between the number of an article of a law and the words that it holds, at most: 第三十二条第二款规定：.
const OF_LAW: usize = 16;

/// True when the words of `span` are led in as those of an article of a law: by its number, 第三十二条, or by what the law is called, 《某某条例》早就规定：, as laws
/// are cited.
pub fn is_of_law(text: &str, span: Span) -> bool {
    let before = up_to_the_words(text, span);
    if lays_down(before) {
        return true;
    }
    let number =
        |character: char| character.is_ascii_digit() || "〇零一二三四五六七八九十百千之".contains(character);
    let lead = end_of(before);
    lead.rfind('条').is_some_and(|at| {
        let (numbered, behind) = lead.split_at(at);
        let ordinal = numbered.trim_end_matches(number);
        // 第三十二条第二款规定：; 第一条短信写道 is a message.
        let part = |sign: char| number(sign) || matches!(sign, '条' | '第' | '款' | '项' | '之' | '的');
        let says = behind.trim_start_matches(part);
        let of_law = says.is_empty()
            || ["规定", "明确", "要求", "指出"]
                .iter()
                .any(|word| says.starts_with(word))
            || says.starts_with(['：', ':', '，', ',', '“']);
        ordinal.len() < numbered.len() && ordinal.ends_with('第') && of_law
    })
}

/// The text ahead of the words of `span`. What two texts have in common can begin with the last words of their leads: 第三条|规定，“….
fn up_to_the_words(text: &str, span: Span) -> &str {
    const LAYS_DOWN: &str = "规定";
    let inside = span.of(text);
    let letters = inside
        .char_indices()
        .take(OF_LAW)
        .take_while(|(_, sign)| is_letter(*sign));
    let head = letters.last().map_or(0, |(at, sign)| at + sign.len_utf8());
    let lead = inside.get(..head).and_then(|head| head.rfind(LAYS_DOWN));
    let start = span.start as usize + lead.map_or(0, |at| at + LAYS_DOWN.len());
    text.get(..start).unwrap_or("")
}

/// The last letters of a text, in which the number of an article stands.
fn end_of(text: &str) -> &str {
    let first = text.char_indices().rev().take(OF_LAW).last();
    first.and_then(|(start, _)| text.get(start..)).unwrap_or("")
}

/// How laws are called at their end.
const LAWS: [&str; 6] = ["法》", "条例》", "规定》", "办法》", "细则》", "解释》"];

/// True where a law lays down what follows: 《某某条例》早就规定：“.
fn lays_down(before: &str) -> bool {
    let marks = |sign: char| matches!(sign, '“' | '「' | '：' | ':' | '，' | ',' | ' ');
    let Some(clause) = before.trim_end_matches(marks).strip_suffix("规定") else {
        return false;
    };
    let lead = end_of(clause);
    let named = LAWS
        .iter()
        .filter_map(|end| Some(lead.rfind(end)? + end.len()))
        .max();
    named.is_some_and(|at| {
        let between = lead.get(at..).unwrap_or("");
        !between.contains(is_mark)
    })
}

/// Characters of an article of a law, at most, that is cited in the news.
const ARTICLE: usize = 150;

/// True for words that can be those of one article of a law: few, and no quotation ends in them.
pub fn can_be_one_article(words: &str) -> bool {
    !words.contains(['”', '」', '』']) && words.chars().count() <= ARTICLE
}

/// Letters to the border of a clause, up to which a passage that ends inside is that clause.
const CLAUSE: usize = 24;
/// Letters behind the border of a sentence up to which the sentence is none of the passage.
const BEGUN: usize = 3;

/// The clauses of `part` that `span` ends in, whole. What a page has from a source whose text is not held ends where the page lets it end, and
/// not where another page that holds it parts from this one.
pub fn whole_clauses(text: &str, part: Span, span: Span) -> Span {
    let before = text.get(part.start as usize..span.start as usize);
    let after = text.get(span.end as usize..part.end as usize);
    let (Some(before), Some(after), inside) = (before, after, span.of(text)) else {
        return span;
    };
    let starts = |character: char| {
        is_mark(character)
            || matches!(
                character,
                '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '【' | ' ' | '　'
            )
    };
    let start = bytes_to_border(inside.chars().next(), before.chars().rev(), starts)
        .map_or(span.start, |bytes| span.start - bytes);
    let begun = inside.rfind(ends_sentence).map(|at| inside.split_at(at));
    if let Some((kept, rest)) = begun {
        let letters = rest.chars().filter(|character| is_letter(*character)).count();
        if (1..=BEGUN).contains(&letters) && after.starts_with(is_letter) {
            let kept = kept.trim_end_matches(|character| !is_letter(character));
            if !kept.is_empty() {
                return Span {
                    start,
                    end: span.start + kept.len() as u32,
                };
            }
        }
    }
    let end = bytes_to_border(inside.chars().next_back(), after.chars(), is_mark)
        .map_or(span.end, |bytes| span.end + bytes);
    Span { start, end }
}

/// Bytes from an end, inside of which stands `last`, to the border of the clause that it lies in, walking away from it; `None` where that is far.
fn bytes_to_border(
    last: Option<char>,
    beyond: impl Iterator<Item = char>,
    is_border: impl Fn(char) -> bool,
) -> Option<u32> {
    let (mut letters, mut bytes, mut last) = (0, 0, last.unwrap_or(' '));
    let mut walk = beyond.peekable();
    while let Some(character) = walk.next() {
        // The point of 3.5 parts nothing.
        let in_number = last.is_ascii_digit() && walk.peek().is_some_and(char::is_ascii_digit);
        if is_border(character) && !(in_number && matches!(character, '.' | ',' | ':')) {
            return Some(bytes);
        }
        letters += usize::from(is_letter(character));
        if letters > CLAUSE {
            return None;
        }
        (bytes, last) = (bytes + character.len_utf8() as u32, character);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{can_be_one_article, holds_sentence, is_name, is_of_law, names_a_thing, whole_clauses};
    use crate::document::Span;

    fn of(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap_or(0);
        Span::new(start, start + words.len())
    }

    #[test]
    fn issue_6_marks_around_a_name_are_no_quote() {
        let names = |text: &str, words: &str| names_a_thing(text, of(text, words));
        assert!(names(
            "网上流传的“北岸渡口夜间停航被拍”视频已经删除",
            "北岸渡口夜间停航被拍"
        ));
        assert!(names(
            "登录“江州市渡口班次网上查询”的系统",
            "江州市渡口班次网上查询"
        ));
        assert!(!names("他说：“船停在北岸。”视频里没有声音", "船停在北岸"));
        assert!(!names(
            "他说“船停在北岸，人都走了”案件还没有查清",
            "船停在北岸，人都走了"
        ));
        assert!(!names("他说“船停在北岸”，视频里没有声音", "船停在北岸"));
    }

    #[test]
    fn issue_6_words_that_are_led_in_by_the_number_of_an_article_are_those_of_a_law() {
        let words = "渡船开航前应当检查救生设备";
        let of_law = |lead: &str| {
            let text = format!("{lead}“{words}”。");
            is_of_law(&text, of(&text, words))
        };
        assert!(of_law("《江州市渡口条例》第三十二条规定，"));
        assert!(of_law("渡口条例第12条第2款明确规定："));
        let text = format!("《江州市渡口条例》第三十二条规定，“{words}”。");
        assert!(is_of_law(&text, of(&text, &format!("规定，“{words}"))));
        assert!(of_law("《江州市渡口条例》早就规定："));
        assert!(of_law("根据《渡口管理办法》的规定，"));
        assert!(!of_law("《渡口日记》写道，船老大规定："));
        assert!(!of_law("条例第三十二条没有改。老船工说，"));
        assert!(!of_law("他说这是规矩里的第一条：船老大发话，大家都要听，"));
        assert!(!of_law("两条渡船的船主都说，"));
    }

    #[test]
    fn issue_6_an_article_of_a_law_is_few_words_without_a_comment() {
        assert!(can_be_one_article("渡船开航前应当检查救生设备"));
        assert!(!can_be_one_article(
            "渡船开航前应当检查救生设备。”老船工说，没有人查过"
        ));
        assert!(!can_be_one_article(&"渡船".repeat(100)));
    }

    #[test]
    fn issue_6_what_a_source_is_named_for_ends_with_the_clause() {
        let text = "海风网讯市水务局表示，渡口收到押金之后，就将恢复对两岸居民的摆渡。目前已收到3.5万元。据了解，桥没有修好。";
        let whole = Span::new(0, text.len());
        let of_words = |words: &str| whole_clauses(text, whole, of(text, words)).of(text);
        assert_eq!(
            of_words("收到押金之后，就将恢复对"),
            "渡口收到押金之后，就将恢复对两岸居民的摆渡"
        );
        assert_eq!(
            of_words("就将恢复对两岸居民的摆渡。目前已收到3"),
            "就将恢复对两岸居民的摆渡。目前已收到3.5万元"
        );
        // A sentence that is hardly begun.
        assert_eq!(of_words("目前已收到3.5万元。据"), "目前已收到3.5万元");
        // What lies beyond the paragraph is not asked.
        let part = of(text, "就将恢复对两岸");
        assert_eq!(
            whole_clauses(text, part, of(text, "恢复对")).of(text),
            "就将恢复对两岸"
        );
    }

    #[test]
    fn issue_6_a_sentence_is_held_from_its_begin_to_its_end() {
        let holds = |text: &str, words: &str| holds_sentence(text, 0, of(text, words));
        let text = "昨天下雨。水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水。市民不必储水。";
        assert!(holds(
            text,
            "水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水"
        ));
        // A first word that was changed.
        assert!(holds(text, "局表示，北岸的三座泵站已经全部修好，今晚恢复供水"));
        assert!(!holds(text, "三座泵站已经全部修好，今晚恢复供水"));
        assert!(!holds(text, "水务局表示，北岸的三座泵站"));
        // What stands between the parts of two others is whole, if it is more than a word.
        assert!(holds(
            text,
            "下雨。水务局表示，北岸的三座泵站已经全部修好，今晚恢复供水。市民"
        ));
        assert!(!holds(
            text,
            "北岸的三座泵站已经全部修好，今晚恢复供水。市民不必储水"
        ));
        let text = "江北日报讯（记者 马河）北岸的三座泵站已经全部修好。";
        let words = of(text, "北岸的三座泵站已经全部修好");
        assert!(!holds_sentence(text, 0, words));
        assert!(holds_sentence(text, words.start, words));
        let text = "It rained. The mayor opened the northern bridge at 3.5 m on Friday. Nobody came.";
        assert!(holds(
            text,
            "The mayor opened the northern bridge at 3.5 m on Friday"
        ));
        assert!(!holds(text, "the northern bridge at 3.5 m on Friday"));
    }

    #[test]
    fn issue_6_the_name_of_a_document_with_its_issuers_is_a_name() {
        let text = "市水务局、市教育局印发了《关于做好汛期校园供水安全工作的若干意见》，各校今天起逐一排查水池，九月之前把老旧管道全部换新。";
        let whole = of(
            text,
            "市水务局、市教育局印发了《关于做好汛期校园供水安全工作的若干意见",
        );
        assert!(is_name(text, whole));
        assert!(is_name(text, of(text, "汛期校园供水安全工作的若干意见")));
        assert!(!is_name(
            text,
            of(
                text,
                "《关于做好汛期校园供水安全工作的若干意见》，各校今天起逐一排查水池，九月之前把老旧管道全部换新"
            )
        ));
        assert!(!is_name(text, of(text, "各校今天起逐一排查水池")));
    }
}

//! Captions without a credit: a phrase that names a picture (`官方公布的车辆照片`, `事发时的监控录像。`), the text of a film's frame
//! (`视频：…`), a line that is the same words twice (alt text glued to caption), and a short line with the source of its
//! picture behind it. In: the drafts of a page, its title known. Out: the same, such lines captions.

use crate::document::BlockKind;

use super::draft::{Draft, is_blank};
use super::names::is_han;

/// Characters of the longest phrase that names a picture.
const PHRASE: usize = 40;
/// Characters of the longest line that says twice what a picture shows.
const TWICE: usize = 120;

/// Words for pictures that end such a phrase, longer ones first.
const PICTURES: [&str; 21] = [
    "监控录像",
    "监控画面",
    "监控截图",
    "书面材料",
    "宣传海报",
    "K线图",
    "走势图",
    "示意图",
    "效果图",
    "现场图",
    "资料图",
    "截图",
    "照片",
    "图片",
    "画面",
    "海报",
    "画像",
    "录像",
    "剧照",
    "视频截图",
    "资料照片",
];

/// Verbs and amounts before such a word: the phrase says what was done with a picture.
const ACTS: [&str; 33] = [
    "公布", "发布", "曝光", "寻找", "收到", "看到", "拍下", "留下", "没有", "出示", "提供", "展示", "观看",
    "一张", "几张", "这张", "那张", "每张", "征集", "上传", "比对", "相信", "调取", "申请", "要求", "索要",
    "查看", "拒绝", "不要", "请勿", "应有", "应当", "需要",
];

/// Finds captions among the paragraphs.
pub(super) fn settle(text: &str, drafts: &mut [Draft], title: Option<usize>) {
    for index in 0..drafts.len() {
        let Some(draft) = drafts
            .get(index)
            .filter(|draft| draft.kind == BlockKind::Paragraph)
        else {
            continue;
        };
        if Some(index) == title || draft.glued || draft.shape.chars > TWICE || draft.shape.latin {
            continue;
        }
        let line = draft.span.of(text);
        let own = draft.shape.chars <= PHRASE && names_picture(line) || is_twice(line) || is_film(line);
        let credited =
            !own && draft.shape.chars <= PHRASE && !draft.shape.stop && credited_behind(text, drafts, index);
        let paged = !own && !credited && is_below_pager(text, drafts, index);
        if !own && !credited && !paged {
            continue;
        }
        let glued = |next: &Draft| next.glued && next.kind != BlockKind::Paragraph;
        let behind = credited || paged && drafts.get(index + 1).is_some_and(glued);
        for draft in drafts.iter_mut().skip(index).take(1 + usize::from(behind)) {
            draft.kind = BlockKind::Caption;
        }
    }
}

/// True for a phrase that names a picture. A verb that governs the word (`警方公布画像`) makes a headline of it, a particle
/// or a pronoun a sentence.
fn names_picture(line: &str) -> bool {
    let bare = line.trim_end_matches(is_blank);
    let noted = bare
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rfind(['（', '(']))
        .and_then(|at| bare.get(at..).map(|note| (at, note)));
    // 某某（资料图来自网络）: the note says it.
    if let Some((at, note)) = noted {
        let pictured = [
            "资料图",
            "图片来自",
            "图片来源",
            "图片源于",
            "视频截图",
            "网络图片",
            "图来自",
            "图源",
        ];
        return at > 0 && pictured.iter().any(|word| note.contains(word)) && !bare.contains('。');
    }
    let stopped = bare.ends_with('。');
    let phrase = bare.trim_end_matches('。');
    let Some(head) = PICTURES.iter().find_map(|word| phrase.strip_suffix(word)) else {
        return false;
    };
    let chars = head.chars().count();
    if chars < 2 || head.contains(['。', '，', ',', '？', '！', '：', ':', '；', '“', '、', '…']) {
        return false;
    }
    let described = head.rfind('的');
    // What stands behind the last 的 is the noun; before it anything may describe.
    let noun = described.map_or(head, |at| head.get(at + '的'.len_utf8()..).unwrap_or(""));
    let acted = ACTS.iter().any(|act| noun.contains(act))
        || noun.ends_with([
            '晒', '传', '发', '看', '有', '是', '为', '张', '删', '转', '翻', '和',
        ]);
    let told = head.contains([
        '他', '她', '我', '你', '您', '了', '着', '这', '那', '谁', '何', '吗',
    ]) || head.starts_with(['将', '请', '被', '有', '并', '不', '莫', '勿'])
        || ["里有", "上有", "中有", "还有", "也有"]
            .iter()
            .any(|verb| head.contains(verb));
    !acted && !told && chars >= 4 && (described.is_some() || !stopped && chars <= 20)
}

/// True for words that stand twice, with or without a blank between them.
fn is_twice(line: &str) -> bool {
    let half = line.len() / 2;
    let (first, second) = if line.len().is_multiple_of(2) {
        (line.get(..half), line.get(half..))
    } else {
        (line.get(..half), line.get(half..).map(str::trim_start))
    };
    let Some(first) = first.filter(|first| Some(*first) == second) else {
        // An even line with a blank of several bytes between its halves: it stands in the middle.
        const WIDEST_BLANK: usize = 12;
        let is_parted = (half.saturating_sub(WIDEST_BLANK)..=half)
            .filter_map(|at| line.get(at..))
            .any(|rest| rest.starts_with(is_blank));
        return is_parted
            && line
                .split_once(is_blank)
                .is_some_and(|(first, second)| first == second.trim_start() && first.chars().count() >= 5);
    };
    let mut different: Vec<char> = first.chars().filter(|&next| is_han(next)).collect();
    let han = different.len();
    different.sort_unstable();
    different.dedup();
    // 哈哈哈哈, 加油加油 are said twice.
    han >= 5 && different.len() >= 4 && !first.ends_with(['。', '！', '？', '，', '”'])
}

/// True for the label and the words of a film: `视频：…`.
fn is_film(line: &str) -> bool {
    const BYTES: usize = 60 * 3;
    const LABELS: [&str; 6] = ["视频：", "视频:", "视频丨", "视频|", "视频｜", "【视频】"];
    if line.len() > BYTES {
        return false;
    }
    let Some(rest) = LABELS.iter().find_map(|label| line.strip_prefix(label)) else {
        return false;
    };
    // Who made it, in a sentence of its own; or a phrase alone.
    let made = ["出品。", "制作。", "拍摄。", "出品", "制作", "拍摄"]
        .iter()
        .any(|act| rest.ends_with(act));
    made || rest.chars().count() >= 4 && !rest.contains(['，', '。', '？', '！'])
}

/// `某物（来源：某网）` with text behind it: the source is the picture's.
fn credited_behind(text: &str, drafts: &[Draft], index: usize) -> bool {
    let credit = drafts.get(index + 1).is_some_and(|credit| {
        credit.glued
            && credit.kind == BlockKind::SourceLine
            && ["（来源", "(来源", "（图片来源"]
                .iter()
                .any(|opening| credit.span.of(text).starts_with(opening))
    });
    let goes_on = drafts
        .get(index + 2..)
        .is_some_and(|below| below.iter().any(Draft::is_body));
    credit && goes_on && index > 0
}

/// `点击图片进入下一页` and below it what the picture shows, with its owner in brackets at the end: `湖边的小屋。（某社）`.
fn is_below_pager(text: &str, drafts: &[Draft], index: usize) -> bool {
    /// Characters of the longest owner.
    const OWNER: usize = 16;
    let above = index.checked_sub(1).and_then(|above| drafts.get(above));
    let (Some(above), Some(draft)) = (above, drafts.get(index)) else {
        return false;
    };
    if !above.span.of(text).starts_with("点击图片") {
        return false;
    }
    let rest = text.get(draft.span.start as usize..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("").trim_end();
    let owner = line
        .strip_suffix(['）', ')'])
        .and_then(|line| line.rsplit_once(['（', '(']));
    owner.is_some_and(|(shown, owner)| {
        let letters = owner.chars().filter(|sign| sign.is_alphabetic()).count();
        !shown.is_empty() && 2 * letters > owner.chars().count() && owner.chars().count() <= OWNER
    })
}

#[cfg(test)]
mod tests {
    use super::{is_film, is_twice, names_picture};

    #[test]
    fn phrases_that_name_pictures() {
        for line in [
            "水务局公布的湿地航拍照片",
            "湿地观鸟台上的监控录像。",
            "春城晚报评论区截图",
            "赵一鸣（资料图来自网络）",
            "滇池水位日K线图",
        ] {
            assert!(names_picture(line), "{line}");
        }
        for line in [
            "警方公布嫌疑人画像",
            "一张照片",
            "他给记者看了三张照片。",
            "寻找失踪的十张照片",
            "手机里有湿地的照片",
            "湿地里禁止拍照，请勿上传图片",
        ] {
            assert!(!names_picture(line), "{line}");
        }
    }

    #[test]
    fn the_same_words_twice() {
        assert!(is_twice("滇池水位近三年走势滇池水位近三年走势"));
        assert!(is_twice("滇池水位日线 滇池水位日线"));
        assert!(!is_twice("哈哈哈哈哈哈哈哈"));
        assert!(!is_twice("加油加油"));
        assert!(is_film("视频：回看湿地三处现场。春城视频报道部出品。"));
        assert!(!is_film("视频：他说，湿地要留给鸟，也要留给人。"));
    }
}

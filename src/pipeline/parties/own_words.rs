//! What the words of an article tell of whoever wrote it: a column of the house itself, a text put together from the reports of others, 本报 and
//! 我市, words that nothing before them explains, and where others speak. In: facts of a record. Out: marks and spans.

use std::sync::LazyLock;

use super::documents::{Document, in_its_own_person};
use crate::claim::OutletTable;
use crate::document::{Article, Block, BlockKind, ClaimKind, Facts, QuoteKind, Span};
use crate::lineage::{Deixis, OwnWords, Standing};
use crate::word_list::Words;

/// True where a house opens a column of its own: a line 开栏语 or 开栏的话 stands above what it says of it.
pub fn opens_a_column(facts: &Facts, article: &Article) -> bool {
    const OPENINGS: [&str; 4] = ["开栏语", "开栏的话", "开栏寄语", "栏目开篇"];
    let text = facts.record.text.as_str();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let mut lines = blocks.filter(|block| block.article.unwrap_or(0) == article.ordinal);
    lines.any(|block| {
        let line = block
            .span
            .of(text)
            .trim_matches(['【', '】', '[', ']', '：', ':', ' ', '■']);
        OPENINGS.contains(&line)
    })
}

/// What a dateline or the head of a text calls what was written from the reports of others.
const COMPILED: [&str; 5] = ["综合报道", "综合媒体报道", "综合消息", "综合讯", "综合整理"];

/// True when the dateline of an article, or the first words of its text behind it, say that it was put together from what others reported.
pub fn compiles(facts: &Facts, article: &Article) -> bool {
    let text = facts.record.text.as_str();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let mut own = blocks.filter(|block| block.article.unwrap_or(0) == article.ordinal);
    let says = |block: &Block| match block.kind {
        BlockKind::Dateline => COMPILED.iter().any(|words| block.span.of(text).contains(words)),
        BlockKind::Paragraph => COMPILED
            .iter()
            .any(|words| block.span.of(text).starts_with(words)),
        _ => false,
    };
    let heads = |block: &&Block| matches!(block.kind, BlockKind::Dateline | BlockKind::Paragraph);
    let first = own.by_ref().find(heads);
    let dated = first.is_some_and(|block| block.kind == BlockKind::Dateline);
    first.is_some_and(says) || dated && own.find(heads).is_some_and(says)
}

/// What the author of a comment calls himself, and what leads to his view.
static COMMENTS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "笔者",
        "小编认为",
        "在我看来",
        "我们认为",
        "我认为",
        "我觉得",
        "个人认为",
    ])
});

/// True where whoever wrote an article speaks as its author, outside of quotation marks: a report does not.
pub fn comments(facts: &Facts, article: &Article) -> bool {
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let quoted = |at: usize| {
        let mut quotes = segmentation.quotes.iter();
        quotes.any(|quote| (quote.span.start as usize..quote.span.end as usize).contains(&at))
    };
    let paragraphs = segmentation.blocks.iter();
    let own = |block: &&Block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph;
    paragraphs.filter(own).any(|block| {
        let places = COMMENTS.places(block.span.of(text));
        places
            .iter()
            .any(|(at, _)| !quoted(block.span.start as usize + at))
    })
}

/// Where the body takes up a meeting or notice by a bare word, and nothing before that word tells of one: whoever wrote that had
/// introduced it.
pub fn unexplained(facts: &Facts, article: &Article) -> Vec<Span> {
    const BARE: [(&str, &str); 6] = [
        ("会议", "会"),
        ("通知", "通知"),
        ("通报", "通报"),
        ("公告", "公告"),
        ("通告", "通告"),
        ("文件", "文件"),
    ];
    let text = facts.record.text.as_str();
    let paragraphs = || {
        let blocks = facts.attributed.segmentation.blocks.iter();
        blocks.filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph)
    };
    let told_before = |word: &str, at: u32| {
        paragraphs().any(|block| {
            let ahead = Span {
                start: block.span.start,
                end: block.span.end.min(at).max(block.span.start),
            };
            ahead.of(text).contains(word)
        })
    };
    let claims = facts.attributed.claims.iter();
    claims
        .filter(|claim| claim.article == article.ordinal && claim.kind == ClaimKind::InText)
        .filter(|claim| claim.source.is_none())
        .filter_map(|claim| {
            let (_, word) = BARE.iter().find(|(name, _)| *name == claim.source_name)?;
            let span = claim.span?;
            (!told_before(word, span.start)).then_some(span)
        })
        .collect()
}

/// Where somebody speaks in quotation marks, from a short sentence on.
pub fn marked(facts: &Facts, article: &Article) -> Vec<Span> {
    const SHORTEST: usize = 36;
    const NOTICE: usize = 120;
    let quotes = facts.attributed.segmentation.quotes.iter();
    quotes
        .filter(|quote| quote.article == article.ordinal)
        .filter(|quote| match quote.kind {
            QuoteKind::Speech => quote.span.len() >= SHORTEST,
            // A notice between quotation marks, or a speaker whom nothing names.
            QuoteKind::Unclear => quote.span.len() >= NOTICE,
            _ => false,
        })
        .map(|quote| quote.span)
        .collect()
}

/// What is `marked`, and documents that are given word for word: `document`, and what speaks in a body's own person.
pub fn speech(facts: &Facts, article: &Article, marked: &[Span], document: Option<&Document>) -> Vec<Span> {
    let marked = marked.iter().copied();
    marked
        .chain(document.map(|document| document.span))
        .chain(in_its_own_person(facts, article))
        .collect()
}

/// 本报, 我市 and the like in the paragraphs, outside of quotation marks.
pub fn deixis(facts: &Facts, article: &Article) -> Vec<Deixis> {
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| Words::new(["本报", "本网", "本台", "我市", "我省", "我县", "我区"]));
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let quoted = |span: Span| segmentation.quotes.iter().any(|quote| quote.span.contains(span));
    let mut found = Vec::new();
    let paragraphs = segmentation
        .blocks
        .iter()
        .filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph);
    for block in paragraphs {
        for (at, word) in WORDS.places(block.span.of(text)) {
            let start = block.span.start as usize + at;
            let span = Span::new(start, start + word.len());
            if !quoted(span) {
                let words = match word {
                    "本报" => OwnWords::Paper,
                    "本网" => OwnWords::Site,
                    "本台" => OwnWords::Broadcaster,
                    _ => OwnWords::Place,
                };
                found.push(Deixis { words, span });
            }
        }
    }
    found
}

/// What an outlet calls itself, by the end of its name, and whether it is one of a place.
pub fn standing(publisher: Option<&str>, outlets: &OutletTable) -> Standing {
    let Some(name) = publisher else {
        return Standing::default();
    };
    let ends = |with: &[&str]| with.iter().any(|end| name.ends_with(end));
    let calls_itself = if ends(&["报"]) {
        Some(OwnWords::Paper)
    } else if ends(&["网", "在线"]) {
        Some(OwnWords::Site)
    } else if ends(&["台", "广播", "卫视"]) {
        Some(OwnWords::Broadcaster)
    } else {
        None
    };
    let local = outlets.is_local(name);
    Standing { calls_itself, local }
}

#[cfg(test)]
mod tests {
    use super::{comments, compiles};
    use crate::document::{Article, Block, BlockKind, Facts, Span};

    #[test]
    fn issue_6_what_was_written_from_the_reports_of_others_says_so() {
        let of = |lines: &[(BlockKind, &str)]| {
            let mut facts = Facts::default();
            for (kind, line) in lines {
                let start = facts.record.text.len();
                facts.record.text.push_str(line);
                facts.attributed.segmentation.blocks.push(Block {
                    kind: *kind,
                    span: Span::new(start, start + line.len()),
                    article: Some(0),
                });
            }
            compiles(&facts, &Article::default())
        };
        let (dateline, text) = (BlockKind::Dateline, BlockKind::Paragraph);
        assert!(of(&[(dateline, "海风网7月9日综合报道"), (text, "渡口停航。")]));
        assert!(of(&[(dateline, "海风网讯"), (text, "综合媒体报道，渡口停航。")]));
        assert!(of(&[(text, "综合媒体报道，渡口停航。")]));
        assert!(!of(&[
            (dateline, "海风网讯"),
            (text, "渡口停航。"),
            (text, "综合报道说，桥已修好。")
        ]));
    }

    #[test]
    fn issue_6_whoever_says_i_in_a_text_comments_on_the_news() {
        let of = |line: &str| {
            let mut facts = Facts::default();
            facts.record.text = line.to_owned();
            facts.attributed.segmentation.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span: Span::new(0, line.len()),
                article: Some(0),
            });
            facts.attributed.segmentation.quotes = crate::segment::segment(&facts.record).quotes;
            comments(&facts, &Article::default())
        };
        assert!(of("据海风日报报道，渡口停航。笔者认为，桥早该修了。"));
        assert!(!of("据海风日报报道，渡口停航。老周说：“我认为，桥早该修了。”"));
        assert!(!of("据海风日报报道，渡口停航。"));
    }
}

//! What holds for every text: places are slices of it, blocks are all of it, what is found nests and never crosses, marks of a
//! quote fit or the quote says that they do not, and line ends make no difference.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::draft::is_blank;
use super::segment;
use crate::document::{Block, Metadata, PartKind, QuoteKind, Record, Segmentation, Span};

fn record(text: &str) -> Record {
    Record {
        text: text.to_owned(),
        ..Record::default()
    }
}

/// Lines in the shapes of news pages, mixed with anything.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "来源：",
        "（",
        "）",
        "(",
        ")",
        "“",
        "”",
        "\"",
        "'",
        "《",
        "》",
        "。",
        "，",
        "\n",
        "\r\n",
        "\u{3000}",
        "\u{feff}",
        "新华社",
        "北京",
        "5月6日",
        "电",
        "讯",
        "记者",
        "赵一鸣",
        "2021-03-04 05:06:070",
        "原标题：",
        "相关新闻：",
        "责任编辑：",
        "SN001",
        "【",
        "】",
        "本报",
        "网",
        "消息",
        "报道",
        "据",
        "编辑",
        "校对",
        "摄",
        "12",
        "|",
        " ",
        "By ",
        "(AP) -- ",
        "LONDON ",
        "昆明下了一场大雨，街上没有人。",
        "版权声明：",
        "不得转载",
        "免责声明",
        "「",
        "』",
        "‘",
        "’",
        "http://a.cn/1",
        "综合",
        "等报道",
        "来源:",
        "\u{2028}",
        "😀",
        "a",
    ]);
    let mixed = prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat());
    prop::strategy::Union::new([mixed.boxed(), ".{0,200}".boxed()])
}

/// A text that is nothing but marks, mostly.
fn marks() -> impl Strategy<Value = String> {
    prop::collection::vec("[“”‘’「」『』《》〈〉\"'＂。，：说a\n]", 0..40).prop_map(|pieces| pieces.concat())
}

/// All places in what was found.
fn places(found: &Segmentation) -> Vec<Span> {
    let blocks = found.blocks.iter().map(|block| block.span);
    let parts = found.parts.iter().map(|part| part.span);
    let quotes = found.quotes.iter().map(|quote| quote.span);
    let titles = found.articles.iter().filter_map(|article| article.title_span);
    let clocks = found.articles.iter().flat_map(|article| &article.clocks);
    let stamps = clocks.filter_map(|clock| clock.span);
    blocks
        .chain(parts)
        .chain(quotes)
        .chain(titles)
        .chain(stamps)
        .collect()
}

const PAIRS: [(&str, &str); 8] = [
    ("“", "”"),
    ("‘", "’"),
    ("「﹁", "」﹂"),
    ("『﹃", "』﹄"),
    ("《", "》"),
    ("〈", "〉"),
    ("\"＂", "\"＂"),
    ("'", "'"),
];

/// Both are openers of one kind.
fn same_opener(one: Option<char>, other: Option<char>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return false;
    };
    PAIRS
        .iter()
        .any(|(open, _)| open.contains(one) && open.contains(other))
}

/// The marks that may stand around a quote which is not flagged.
fn fit(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    PAIRS
        .iter()
        .any(|(open, close)| open.contains(before) && close.contains(after))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every place is a slice of the text, from one character to another.
    #[test]
    fn places_are_slices_of_the_text(text in texts()) {
        for span in places(&segment(&record(&text))) {
            prop_assert!(span.start <= span.end && text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
        }
    }

    /// Blocks and the white space between them are the text.
    #[test]
    fn blocks_join_to_the_text(text in texts()) {
        let found = segment(&record(&text));
        let (mut joined, mut at) = (String::new(), 0usize);
        for block in &found.blocks {
            let gap = text.get(at..block.span.start as usize);
            prop_assert!(gap.is_some_and(|gap| gap.chars().all(is_blank)), "gap {:?} in {:?}", gap, text);
            let inside = block.span.of(&text);
            prop_assert!(!inside.is_empty() && !inside.starts_with(is_blank) && !inside.ends_with(is_blank));
            joined.push_str(gap.unwrap_or_default());
            joined.push_str(inside);
            at = block.span.end as usize;
        }
        let rest = text.get(at..).unwrap_or_default();
        prop_assert!(rest.chars().all(is_blank));
        prop_assert_eq!(joined + rest, text);
    }

    /// An article holds its blocks, a block its parts, and all are in the order of the text.
    #[test]
    fn parts_are_in_blocks_and_blocks_in_articles(text in texts()) {
        let found = segment(&record(&text));
        for (ordinal, article) in found.articles.iter().enumerate() {
            prop_assert_eq!(article.ordinal as usize, ordinal);
            prop_assert!(article.embedded_in.is_none_or(|host| host < article.ordinal));
            if let Some(title) = article.title_span {
                let home = found.blocks.iter().find(|block| block.span.contains(title));
                prop_assert_eq!(home.and_then(|block| block.article), Some(article.ordinal));
            }
        }
        for block in &found.blocks {
            prop_assert!(block.article.is_none_or(|article| (article as usize) < found.articles.len()));
        }
        for part in &found.parts {
            let block = found.blocks.get(part.block as usize).unwrap();
            prop_assert!(block.span.contains(part.span));
            prop_assert!(!part.span.is_empty() || part.kind == PartKind::Source);
        }
        prop_assert!(found.parts.is_sorted_by_key(|part| part.block));
    }

    /// Each quote lies in one block of its article, and two of them are apart or one in the other, deeper.
    #[test]
    fn quotes_nest_and_never_cross(text in prop::strategy::Union::new([texts().boxed(), marks().boxed()])) {
        let found = segment(&record(&text));
        prop_assert!(found.quotes.is_sorted_by_key(|quote| quote.span.start));
        for (at, quote) in found.quotes.iter().enumerate() {
            prop_assert!(!quote.span.is_empty());
            let is_home = |block: &Block| block.span.contains(quote.span) && block.article == Some(quote.article);
            prop_assert!(found.blocks.iter().any(is_home));
            for later in found.quotes.iter().skip(at + 1) {
                let apart = later.span.start >= quote.span.end;
                prop_assert!(apart || quote.span.contains(later.span), "{:?} crosses {:?} in {:?}", later, quote, text);
                let works = [quote.kind, later.kind].contains(&QuoteKind::Title);
                prop_assert!(apart || works || later.level > quote.level || later.level == 9, "{:?} in {:?} in {:?}", later, quote, text);
            }
        }
    }

    /// The marks around a quote are a pair, or it goes on from or into another paragraph, or it says that they do not fit.
    #[test]
    fn quotes_balance_or_are_flagged(text in prop::strategy::Union::new([texts().boxed(), marks().boxed()])) {
        let found = segment(&record(&text));
        for quote in &found.quotes {
            let before = text.get(..quote.span.start as usize).and_then(|head| head.chars().next_back());
            let after = text.get(quote.span.end as usize..).and_then(|rest| rest.chars().next());
            let block = found.blocks.iter().find(|block| block.span.contains(quote.span)).unwrap();
            // Each paragraph of a long quotation opens it anew, and the last one closes it.
            let begins_alike = |later: &Block| {
                let first = later.span.of(&text).chars().next();
                later.span.start >= block.span.end && later.article == block.article && same_opener(before, first)
            };
            let into_next = quote.span.end == block.span.end && found.blocks.iter().any(begins_alike);
            // Scrapers break a paragraph within a quotation.
            let from_last = quote.span.start == block.span.start && after == Some('”');
            let goes_on = into_next || from_last;
            prop_assert!(quote.mismatched || goes_on || fit(before, after), "{:?} in {:?}", quote, text);
        }
    }

    /// Line ends of two bytes change places and nothing else.
    #[test]
    fn line_ends_make_no_difference(text in texts(), titled in any::<bool>()) {
        let plain = text.replace('\r', "");
        let wide = plain.replace('\n', "\r\n");
        let said = |text: &str| {
            let mut record = record(text);
            if titled {
                record.metadata = Metadata { title: plain.lines().next().map(str::to_owned), ..Metadata::default() };
            }
            let mut found = segment(&record);
            let slices: Vec<String> = places(&found).into_iter().map(|span| span.of(text).replace('\r', "")).collect();
            for article in &mut found.articles {
                article.title_span = None;
                for clock in &mut article.clocks {
                    clock.span = None;
                }
            }
            let blocks: Vec<_> = found.blocks.iter().map(|block| (block.kind, block.article)).collect();
            let parts: Vec<_> = found.parts.iter().map(|part| (part.kind, part.block)).collect();
            let quotes: Vec<_> = found.quotes.iter().map(|quote| (quote.kind, quote.level, quote.mismatched)).collect();
            (slices, found.articles, blocks, parts, quotes)
        };
        prop_assert_eq!(said(&plain), said(&wide));
    }
}

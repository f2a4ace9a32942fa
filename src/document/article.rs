//! What segmentation finds in a record: articles, blocks, named parts of lines, quotes, sentences.

use serde::{Deserialize, Serialize};

use super::{BlockKind, Clock, PartKind, QuoteKind, Span, Timestamp, Voice};

/// One report in a record. Ordinal 0 is the host article, the others are embedded in the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// 0 for the host, then in order of the text.
    pub ordinal: u32,
    /// Ordinal of the article that this one is embedded in.
    pub embedded_in: Option<u32>,
    /// The title as the page gives it.
    pub title: Option<String>,
    /// Where the title stands in the text; `None` when it comes from metadata.
    pub title_span: Option<Span>,
    /// Value of the 原标题 line.
    pub original_title: Option<String>,
    /// On whose page it stands (canonical outlet name). Filled by the claim stage.
    pub publisher: Option<String>,
    /// What the page says it is from (canonical name, else as written). Filled by the claim stage.
    pub declared_source: Option<String>,
    /// When it was published here.
    pub published_at: Option<Timestamp>,
    /// All times that tell of it, where there is more than one: by kind, then by place. Kept behind the facts of a record,
    /// so that older frames stay readable.
    #[serde(skip)]
    pub clocks: Vec<Clock>,
}

/// A run of the record with one kind: usually a line, without the white space around it. Blocks are sorted and
/// never overlap; together with the white space between them they are the whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What the run is.
    pub kind: BlockKind,
    /// Where it stands; never empty.
    pub span: Span,
    /// Ordinal of the article it belongs to; `None` for what belongs to the page only.
    pub article: Option<u32>,
}

/// A named part of a line: the label, time and counter of a listing line, the value of a source line and so on.
/// Several parts may have one kind (three sources in one source line).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What the part is.
    pub kind: PartKind,
    /// Where it stands, inside the block; may not be empty.
    pub span: Span,
    /// Index of its block in [`Segmentation::blocks`].
    pub block: u32,
}

/// Text between quotation marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Ordinal of its article.
    pub article: u32,
    /// What kind of quote it is.
    pub kind: QuoteKind,
    /// The quoted text without its marks.
    pub span: Span,
    /// 0 for an outer quote, 1 for a quote in a quote.
    pub level: u8,
    /// True when the closing mark is missing or of another kind.
    pub mismatched: bool,
    /// Who speaks (name without titles). Filled by the claim stage.
    pub speaker: Option<String>,
    /// The cue that ties the quote to its speaker. Filled by the claim stage.
    pub cue: Option<String>,
}

/// A sentence of the body with the chain of sources behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Ordinal of its article.
    pub article: u32,
    /// Where it stands.
    pub span: Span,
    /// Names, the page's publisher first, the innermost source last.
    pub chain: Vec<String>,
    /// In whose voice it is told.
    pub voice: Voice,
    /// 0 to 1.
    pub confidence: f32,
}

/// All that segmentation finds in one record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Segmentation {
    /// Host first; empty when the record holds no article.
    pub articles: Vec<Article>,
    /// Sorted by place, without overlap.
    pub blocks: Vec<Block>,
    /// Sorted by place.
    pub parts: Vec<Part>,
    /// Sorted by start, outer before inner.
    pub quotes: Vec<Quote>,
}

/// Bytes of paragraphs that may stand ahead of a report's own dateline, a summary or a caption: 150 Han characters.
const LEAD: usize = 450;

impl Segmentation {
    /// True when what stands at `span` opens the article of this ordinal. A dateline further down is that of another report on the page.
    pub fn opens(&self, ordinal: u32, span: Span) -> bool {
        let ahead = self.blocks.iter().filter(|block| {
            block.article.unwrap_or(0) == ordinal
                && block.kind == BlockKind::Paragraph
                && block.span.end <= span.start
        });
        ahead.map(|block| block.span.len()).sum::<usize>() <= LEAD
    }
}

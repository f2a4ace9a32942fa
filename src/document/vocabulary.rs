//! The closed vocabularies of the export, one enum each. The words in quotation marks are the words of the export
//! format; nothing else in the program spells them.

use serde::{Deserialize, Serialize};

/// Makes an enum whose variants each have one word in the export.
macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident, default $default:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All values, in the order of the format's description.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the export.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value that a word of the export stands for.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl Default for $name {
            fn default() -> Self { Self::$default }
        }
    };
}

vocabulary! {
    /// What a record was read from.
    Format, default Text {
        /// A plain text file.
        Text = "text",
        /// An HTML page.
        Html = "html",
        /// A line of a JSONL file.
        Jsonl = "jsonl",
        /// A row of a table as text: CSV, TSV.
        Csv = "csv",
        /// A row of a Parquet file.
        Parquet = "parquet",
        /// A page in a WARC file.
        Warc = "warc",
        /// An element of an array in a JSON document, or the document itself.
        Json = "json",
        /// A Markdown file.
        Markdown = "markdown",
    }
}

vocabulary! {
    /// Whether a record could be used.
    Status, default Ok {
        /// It was read and holds an article.
        Ok = "ok",
        /// It was read and holds no article.
        NoArticle = "no_article",
        /// It could not be read.
        Unreadable = "unreadable",
        /// It is larger than `--max-record`.
        Oversize = "oversize",
    }
}

vocabulary! {
    /// What a block is.
    BlockKind, default Paragraph {
        /// Title of an article.
        Title = "title",
        /// Outlet or assembler with the time, as portals print it below the title.
        ListingLine = "listing_line",
        /// 原标题 line.
        OriginalTitle = "original_title",
        /// 来源 line.
        SourceLine = "source_line",
        /// 电头 at the head of a body, when it is a line of its own or a run before the paragraph.
        Dateline = "dateline",
        /// Reporters, as a line of its own.
        Byline = "byline",
        /// 相关新闻 and the like: opens an embedded article or a list of links.
        RelatedHeader = "related_header",
        /// A heading inside or after a body.
        Heading = "heading",
        /// Body text.
        Paragraph = "paragraph",
        /// Placeholder of a picture.
        Image = "image",
        /// Caption or credit of a picture.
        Caption = "caption",
        /// 责任编辑 line.
        EditorLine = "editor_line",
        /// Copyright line, disclaimer, request to name the source.
        Disclaimer = "disclaimer",
        /// A line that many pages of one host share.
        Boilerplate = "boilerplate",
        /// Bare numbers of a widget.
        Counter = "counter",
        /// Navigation, tabs, share menus.
        Chrome = "chrome",
    }
}

vocabulary! {
    /// What a named part of a line is.
    PartKind, default Label {
        /// Label before the time of a listing line.
        ListingLabel = "listing_label",
        /// A printed time.
        Time = "time",
        /// Counter glued to a time.
        Counter = "counter",
        /// 来源, 原标题, 相关新闻, 责任编辑 …
        Label = "label",
        /// The value of a label that has no kind of its own.
        Value = "value",
        /// Value of an 原标题 line or title of an embedded article.
        Title = "title",
        /// A source named in a source line; one part for each.
        Source = "source",
        /// Outlet in parentheses of a related header.
        Outlet = "outlet",
        /// Agency or paper of a dateline.
        Agency = "agency",
        /// Place of a dateline.
        Place = "place",
        /// Date of a dateline.
        Date = "date",
        /// Reporter, author or editor; one part for each.
        Person = "person",
        /// Code of an editor.
        StaffCode = "staff_code",
        /// Address of an original.
        Link = "link",
    }
}

vocabulary! {
    /// How a claim is said.
    ClaimKind, default InText {
        /// 来源 line.
        SourceLine = "source_line",
        /// Label of a listing line.
        ListingLabel = "listing_label",
        /// 电头.
        Dateline = "dateline",
        /// Outlet in the header of an embedded article.
        EmbeddedHeader = "embedded_header",
        /// 据…消息, X表示, 记者从…获悉.
        InText = "in_text",
        /// （据新华社） at the end.
        ClosingCredit = "closing_credit",
        /// Reporters.
        Byline = "byline",
        /// 责任编辑.
        Editor = "editor",
        /// Credit of a picture.
        MediaCredit = "media_credit",
        /// 原标题.
        OriginalTitle = "original_title",
        /// 原文链接.
        Link = "link",
        /// Metadata of the container.
        Meta = "meta",
    }
}

vocabulary! {
    /// What a named source is.
    SourceKind, default Unlisted {
        /// A paper, broadcaster or site.
        Outlet = "outlet",
        /// A wire agency.
        Agency = "agency",
        /// Assembles the texts of others.
        Aggregator = "aggregator",
        /// A government body.
        Government = "government",
        /// A press conference.
        PressConference = "press_conference",
        /// A meeting.
        Meeting = "meeting",
        /// A person, or several that speak jointly.
        Person = "person",
        /// A notice, report or law.
        Document = "document",
        /// An official site.
        Website = "website",
        /// An account on a platform.
        Platform = "platform_account",
        /// Somebody who is not named.
        Anonymous = "anonymous",
        /// Nobody: 网络, 互联网, empty.
        Void = "void",
        /// A name that no table knows.
        Unlisted = "unlisted",
    }
}

vocabulary! {
    /// What a quote is.
    QuoteKind, default Unclear {
        /// Somebody speaks.
        Speech = "speech",
        /// A term.
        Term = "term",
        /// A slogan or idiom.
        Slogan = "slogan",
        /// A fragment in a title.
        HeadlineFragment = "headline_fragment",
        /// Title of a work, paper or document.
        Title = "title",
        /// The text does not tell.
        Unclear = "unclear",
    }
}

vocabulary! {
    /// In whose voice a sentence is told.
    Voice, default Narration {
        /// The carrier tells it.
        Narration = "narration",
        /// Somebody's words, without marks.
        IndirectSpeech = "indirect_speech",
        /// Somebody's words, in marks.
        DirectSpeech = "direct_speech",
        /// What another source reports.
        Reported = "reported",
        /// The wording of an official notice.
        OfficialText = "official_text",
    }
}

vocabulary! {
    /// What a shared passage is.
    PassageKind, default Body {
        /// Running text.
        Body = "body",
        /// A quote.
        Quote = "quote",
        /// A fragment of a quote in a title.
        HeadlineFragment = "headline_fragment",
        /// Lines of a host.
        Boilerplate = "boilerplate",
        /// A set phrase of news language.
        Formula = "formula",
        /// A frame whose slots differ.
        Template = "template",
    }
}

vocabulary! {
    /// What an edit changes.
    EditKind, default Wording {
        /// A number or its unit.
        Number = "number",
        /// A date or time.
        Date = "date",
        /// A name of a person, place or body.
        Name = "name",
        /// A negation or modality.
        Negation = "negation",
        /// 余, 约, 近 and the like.
        Hedge = "hedge",
        /// Words inside marks, or the marks.
        Quotation = "quotation",
        /// A source, speaker or cue.
        Attribution = "attribution",
        /// `a` lacks words of `b`.
        Omission = "omission",
        /// `a` has words that `b` lacks.
        Insertion = "insertion",
        /// The order of parts.
        Order = "order",
        /// Other words.
        Wording = "wording",
    }
}

vocabulary! {
    /// How a passage was carried.
    Relation, default Reprint {
        /// The whole report.
        Reprint = "reprint",
        /// A part of it.
        PartialReprint = "partial_reprint",
        /// A quote.
        Quote = "quote",
        /// A fragment in a title.
        HeadlineFragment = "headline_fragment",
        /// As an article inside another page.
        Embedded = "embedded",
        /// Both from a third.
        CommonSource = "common_source",
        /// In other words.
        Rewrite = "rewrite",
    }
}

vocabulary! {
    /// Whether the evidence decides who carried from whom.
    Direction, default Unresolved {
        /// It does.
        Resolved = "resolved",
        /// It does not.
        Unresolved = "unresolved",
    }
}

vocabulary! {
    /// What a piece of evidence is.
    EvidenceKind, default Text {
        /// The page links to the other.
        Link = "link",
        /// A dateline names the other.
        Dateline = "dateline",
        /// A source line names the other.
        SourceLine = "source_line",
        /// A header names the other.
        EmbeddedHeader = "embedded_header",
        /// The text names the other.
        InText = "in_text",
        /// Metadata names the other.
        Meta = "meta",
        /// Traces of the other outlet.
        Residue = "residue",
        /// 本报, 我市 that fits the other only.
        Deixis = "deixis",
        /// One text holds the other and more.
        Containment = "containment",
        /// Edits of the other stand here too.
        InheritedEdits = "inherited_edits",
        /// Several sources stand here.
        Mosaic = "mosaic",
        /// Times of publication.
        Time = "time",
        /// The shared text itself.
        Text = "text",
    }
}

vocabulary! {
    /// How much an auditor should care about a finding.
    Severity, default Info {
        /// Worth knowing; accuses nobody.
        Info = "info",
        /// Wrong or careless, and small.
        Minor = "minor",
        /// Changes what readers believe, or hides whose work it is.
        Major = "major",
    }
}

vocabulary! {
    /// What a finding says.
    Rule, default SourceNotHeld {
        /// Carries a text of another outlet and names no source for it.
        AttributionMissing = "attribution-missing",
        /// What it carries was attributed in the version it was carried from, and here no longer is.
        AttributionDropped = "attribution-dropped",
        /// Names a source whose text is held and is not where this comes from; another one is.
        Misattributed = "misattributed",
        /// The named source's article is held and does not contain the passage.
        PassageNotInSource = "passage-not-in-source",
        /// The named source's text is not in the corpus.
        SourceNotHeld = "source-not-held",
        /// The source named is nobody.
        VoidSource = "void-source",
        /// Names an assembler or a mere carrier as the source.
        AggregatorAsSource = "aggregator-as-source",
        /// A names B for the passage and B names A, or a longer ring.
        CircularCitation = "circular-citation",
        /// Several sources are named, and all come from one.
        DependentSources = "dependent-sources",
        /// Words inside quotation marks changed.
        QuoteAltered = "quote-altered",
        /// A quote was cut.
        QuoteTruncated = "quote-truncated",
        /// Words of the reporter became a quote.
        QuoteMarksAdded = "quote-marks-added",
        /// A quote became words of the reporter.
        QuoteMarksRemoved = "quote-marks-removed",
        /// Somebody else is said to have said it.
        SpeakerChanged = "speaker-changed",
        /// A number or its unit changed.
        NumberChanged = "number-changed",
        /// A date or time changed.
        DateChanged = "date-changed",
        /// A name changed.
        NameChanged = "name-changed",
        /// A negation or modality changed.
        NegationChanged = "negation-changed",
        /// 余, 约, 近 and the like changed.
        HedgeChanged = "hedge-changed",
        /// A sentence of contrast was left out.
        CounterStatementOmitted = "counter-statement-omitted",
        /// The title says other than the original title.
        HeadlineChanged = "headline-changed",
        /// The copy is dated before what it copies, or a stamp cannot be right.
        TimeConflict = "time-conflict",
        /// 我市, 本报 that cannot be this outlet's own voice.
        DeixisLeak = "deixis-leak",
        /// 今日, 昨日 kept in a copy of a later day.
        StaleDeixis = "stale-deixis",
        /// Same address, other text.
        SilentRevision = "silent-revision",
    }
}

vocabulary! {
    /// What an auditor decided about a finding or a link.
    Judgement, default Confirmed {
        /// It is right.
        Confirmed = "confirmed",
        /// It is wrong.
        Rejected = "rejected",
    }
}

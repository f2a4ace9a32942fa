//! The rules of the audit, described for readers: what each says, how much it matters, a page on which it speaks, one
//! on which it keeps silent, and what would refute it. `suyuan audit --explain RULE` prints it.

use crate::document::{Rule, Severity};

/// What a reader should know of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// The rule.
    pub rule: Rule,
    /// How much a finding matters, as a rule; a single finding may matter less.
    pub severity: Severity,
    /// What it says of a page.
    pub says: &'static str,
    /// A page on which it speaks.
    pub example: &'static str,
    /// A page on which it keeps silent, though it looks alike.
    pub counter_example: &'static str,
    /// What would show that a finding is wrong.
    pub refuted_by: &'static str,
}

/// The description of a rule.
pub fn describe(rule: Rule) -> &'static Description {
    CATALOGUE
        .iter()
        .find(|description| description.rule == rule)
        .unwrap_or(&UNDESCRIBED)
}

/// Stands for a rule that has no description; a test holds that there is none.
static UNDESCRIBED: Description = Description {
    rule: Rule::SourceNotHeld,
    severity: Severity::Info,
    says: "",
    example: "",
    counter_example: "",
    refuted_by: "",
};

/// All rules, in the order of the export format.
pub static CATALOGUE: &[Description] = &[
    Description {
        rule: Rule::AttributionMissing,
        severity: Severity::Major,
        says: "The page carries a text of another outlet and names no source for it.",
        example: "城南晚报 prints 新区三座人行桥今天同时开通… word for word as 海风日报 printed it two hours before under 海风日报讯（记者 方宁）; \
                  its page has no 来源 line, no dateline and no 据海风日报.",
        counter_example: "Two outlets print the same notice of a ministry, each under its own reporter: a common source, not a copy. \
                          A page with 来源：海风日报, or 据海风日报报道 before the passage, names its source.",
        refuted_by: "A credit that the scraper lost (in a picture, a header, the page's metadata), an agreement to share texts, or \
                     an earlier text of the page's own.",
    },
    Description {
        rule: Rule::AttributionDropped,
        severity: Severity::Major,
        says: "What the page carries was attributed in the version it was carried from, and here no longer is.",
        example: "海风日报: 据市水务局消息，昨夜起三座水库开闸。The copy: 昨夜起三座水库开闸。",
        counter_example: "The copy says 市水务局介绍 in another place of the same paragraph, or 该局 after it was named.",
        refuted_by: "The same source named in words that were not recognised.",
    },
    Description {
        rule: Rule::Misattributed,
        severity: Severity::Major,
        says: "The page names a source; that source's text is held and is not where this comes from, another one is.",
        example: "来源：江州晚报 stands over the text of 海风日报; 江州晚报's own report on the matter is held and reads differently.",
        counter_example: "来源：江州晚报, which itself reprinted 海风日报: a middle hop. Or 江州晚报's text is not held: nothing can be said.",
        refuted_by: "Another article of the named source, not held, that has the text.",
    },
    Description {
        rule: Rule::PassageNotInSource,
        severity: Severity::Minor,
        says: "The named source's article is held and does not contain the passage.",
        example: "据海风日报报道，… followed by a sentence that stands in another outlet's report and not in that of 海风日报.",
        counter_example: "A sentence of the page's own behind another cue (另据, 本报记者了解到).",
        refuted_by: "Another version of the named article, or a second article of that source.",
    },
    Description {
        rule: Rule::SourceNotHeld,
        severity: Severity::Info,
        says: "No text of the named source that has this is in the corpus: the credit cannot be checked. Accuses nobody.",
        example: "来源：海风日报, and no article of 海风日报 in the corpus has the text.",
        counter_example: "来源：海风日报 on a page of 海风日报 itself; 海风日报讯（记者 何明） on a page of nobody knows whom, which may be its own.",
        refuted_by: "The named source's article, once it is added to the corpus.",
    },
    Description {
        rule: Rule::VoidSource,
        severity: Severity::Minor,
        says: "The source named is nobody.",
        example: "来源：网络. 稿源：互联网. 来源： with nothing behind it.",
        counter_example: "A caption 灵感来源于海浪; 来源：网络 beside a second line 来源：海风日报; 原创.",
        refuted_by: "A real source named elsewhere on the page.",
    },
    Description {
        rule: Rule::AggregatorAsSource,
        severity: Severity::Minor,
        says: "The page names an assembler, or an outlet that merely carried the text, as its source.",
        example: "来源：新浪新闻 over a text that 新浪 had from 海风日报. 来源：新浪新闻综合.",
        counter_example: "The listing label 新浪新闻综合 beside a line 来源：海风日报. An original report of a portal's own desk.",
        refuted_by: "A report that the assembler's own desk wrote.",
    },
    Description {
        rule: Rule::CircularCitation,
        severity: Severity::Major,
        says: "A names B for the passage and B names A, or a longer ring: nobody is left who had it first.",
        example: "海风日报: 据江州晚报报道，… and 江州晚报: 据海风日报消息，… for the same sentence.",
        counter_example: "A names B for one passage, and B names A for another one.",
        refuted_by: "A third text from which one of them had it, or an update that added the credit later.",
    },
    Description {
        rule: Rule::DependentSources,
        severity: Severity::Minor,
        says: "Several sources are named for the passage, and all come from one.",
        example: "据海风日报、江州晚报报道，…, and the text of 江州晚报 is a reprint of that of 海风日报.",
        counter_example: "Two outlets that each sent a reporter.",
        refuted_by: "An own report of the second source that is not held.",
    },
    Description {
        rule: Rule::QuoteAltered,
        severity: Severity::Major,
        says: "Words inside quotation marks are not those of the version the quote was carried from.",
        example: "“这是一次前所未遇的考验” became “这是一次前所未有的考验”.",
        counter_example: "“33人” and “３３人”; other marks around the same words; reported speech without marks, which is the reporter's wording; words that another page has as well, where it is open who carried what.",
        refuted_by: "A recording or a transcript that has the new words.",
    },
    Description {
        rule: Rule::QuoteTruncated,
        severity: Severity::Minor,
        says: "A quote ends earlier or begins later than in the version it was carried from, and does not say so.",
        example: "“桥可以通车，但要限速。” became “桥可以通车。”",
        counter_example: "A fragment in a title; a quote that is split by the speaker's name and goes on, where the copy has both parts; an ellipsis.",
        refuted_by: "The rest of the quote elsewhere on the page.",
    },
    Description {
        rule: Rule::QuoteMarksAdded,
        severity: Severity::Major,
        says: "Words that a reporter used became somebody's quoted words.",
        example: "他表示桥梁可以通车 became 他表示：“桥梁可以通车”.",
        counter_example: "Marks around a title or a term.",
        refuted_by: "A recording or a transcript in which the words were said.",
    },
    Description {
        rule: Rule::QuoteMarksRemoved,
        severity: Severity::Minor,
        says: "Quoted words stand without marks, as if the reporter said them.",
        example: "他称这是“无限期”的停工 became 他称这是无限期的停工.",
        counter_example: "Marks that a scraper dropped on the whole page.",
        refuted_by: "The page as it was served, with its marks.",
    },
    Description {
        rule: Rule::SpeakerChanged,
        severity: Severity::Major,
        says: "The same words, quoted or reported, are put into somebody else's mouth.",
        example: "局长方宁说，“…” became 副局长林岳说，“…”.",
        counter_example: "方宁 and 市水务局局长方宁, 方律师 and 方宁, 阿浪 where the text says （网名阿浪）; 他 for the person named before.",
        refuted_by: "A correction by the source, or one person under two names.",
    },
    Description {
        rule: Rule::NumberChanged,
        severity: Severity::Major,
        says: "A number or its unit is not that of the version the passage was carried from.",
        example: "共检测363个点位 became 共检测336个点位.",
        counter_example: "33, ３３ and 三十三; 130万 and 1300000.",
        refuted_by: "An update or a correction by the source.",
    },
    Description {
        rule: Rule::DateChanged,
        severity: Severity::Major,
        says: "A date or time is not that of the version the passage was carried from.",
        example: "1月11日8时 became 1月12日8时.",
        counter_example: "今日（12日） for 1月12日.",
        refuted_by: "An update or a correction by the source.",
    },
    Description {
        rule: Rule::NameChanged,
        severity: Severity::Major,
        says: "A person, place or body has another name than in the version the passage was carried from.",
        example: "林锦花园24号楼 became 林锦花苑24号楼.",
        counter_example: "A short form of the same name (市水务局, 水务局), other script, a name with its office before it.",
        refuted_by: "A correction by the source, or two names of one thing.",
    },
    Description {
        rule: Rule::NegationChanged,
        severity: Severity::Major,
        says: "A denial, a doubt or its absence is not that of the version the passage was carried from.",
        example: "原因尚未查明 became 原因已经查明.",
        counter_example: "不会影响 and 影响不会…: the same denial in another order.",
        refuted_by: "An update by the source.",
    },
    Description {
        rule: Rule::HedgeChanged,
        severity: Severity::Minor,
        says: "A number lost or gained its 约, 余, 近, 超.",
        example: "130万份 became 130余万份.",
        counter_example: "余 and 多, 约 and 大约.",
        refuted_by: "An update by the source.",
    },
    Description {
        rule: Rule::CounterStatementOmitted,
        severity: Severity::Major,
        says: "A sentence of contrast (但, 不过, 然而) of the carried passage is left out.",
        example: "专家认为新药有效。但试验只有三十人。became 专家认为新药有效。",
        counter_example: "The contrast is kept in other words, or the page carries a digest that leaves out most of the text.",
        refuted_by: "The contrast elsewhere on the page.",
    },
    Description {
        rule: Rule::HeadlineChanged,
        severity: Severity::Minor,
        says: "The title says other than the original title.",
        example: "原标题：三名工人获救，title 三名工人遇难.",
        counter_example: "A shorter title, a subtitle, a title with the outlet's name.",
        refuted_by: "A change of the title by the source.",
    },
    Description {
        rule: Rule::TimeConflict,
        severity: Severity::Info,
        says: "The copy is dated before what it copies, or a stamp cannot be right. Accuses nobody: clocks of portals, updates and \
               dates without time do this.",
        example: "来源：海风日报 on a page of 8:00; the page of 海风日报 is stamped 18:10 of the same day.",
        counter_example: "A page with a date only, of the same day.",
        refuted_by: "The first publication's time.",
    },
    Description {
        rule: Rule::DeixisLeak,
        severity: Severity::Minor,
        says: "我市, 本报, 本报记者 that cannot be this outlet's own voice: it came with a text that is not credited.",
        example: "A portal's page without a credit says 本报记者昨日从市水务局获悉.",
        counter_example: "The same under 来源：海风日报, where 本报 is 海风日报; 我市 in a mayor's quoted words.",
        refuted_by: "An own report of that outlet from that place.",
    },
    Description {
        rule: Rule::StaleDeixis,
        severity: Severity::Minor,
        says: "今日, 昨日 and the like were kept in a copy of a later day and mean another day there.",
        example: "今日上午，大桥通车 printed on 12 January, and again, unchanged, on 14 January.",
        counter_example: "今日（12日）上午; a copy that keeps the dateline with its date.",
        refuted_by: "A copy that was first published on the day of the original.",
    },
    Description {
        rule: Rule::SilentRevision,
        severity: Severity::Info,
        says: "The same address has another text than before, and does not say so.",
        example: "A page read twice: first 三人受伤, then 五人受伤.",
        counter_example: "更正 or 更新 said on the page; changes of counters, related links and other furniture.",
        refuted_by: "A note of the change elsewhere on the page.",
    },
];

#[cfg(test)]
mod tests {
    use super::CATALOGUE;
    use crate::document::Rule;

    #[test]
    fn every_rule_is_described_once_in_the_order_of_the_vocabulary() {
        let described: Vec<Rule> = CATALOGUE.iter().map(|description| description.rule).collect();
        assert_eq!(described, Rule::ALL);
        for description in CATALOGUE {
            assert!(!description.says.is_empty() && !description.example.is_empty());
            assert!(!description.counter_example.is_empty() && !description.refuted_by.is_empty());
        }
    }
}

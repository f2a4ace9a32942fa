//! The words of the closed vocabularies, as readers know them in each language. A word that a newer store has and that is not known
//! here stands as it is.

use super::language::Language;
use crate::document::{Rule, Severity};

/// A word of the export, in English, in Chinese.
type Words = &'static [(&'static str, &'static str, &'static str)];

fn found(words: Words, name: &str, language: Language) -> String {
    match words.iter().find(|known| known.0 == name) {
        Some(known) => language.say(known.1, known.2).to_owned(),
        None => name.replace('_', " "),
    }
}

/// How much a finding matters.
pub(crate) fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Info => language.say("information", "供参考"),
        Severity::Minor => language.say("minor", "较轻"),
        Severity::Major => language.say("major", "严重"),
    }
}

/// The kind of a passage or family.
pub(crate) fn passage_kind(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("body", "running text", "正文段落"),
        ("quote", "quote", "引语"),
        ("headline_fragment", "fragment in a title", "标题片段"),
        ("boilerplate", "boilerplate", "站点固定文字"),
        ("formula", "formula", "套语"),
        ("template", "template", "模板"),
    ];
    found(WORDS, name, language)
}

/// What a quote is.
pub(crate) fn quote_kind(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("speech", "speech", "讲话"),
        ("term", "term", "术语"),
        ("slogan", "slogan", "口号"),
        ("headline_fragment", "fragment in a title", "标题片段"),
        ("title", "title of a work", "作品名"),
        ("unclear", "unclear", "未明"),
    ];
    found(WORDS, name, language)
}

/// How a passage was carried.
pub(crate) fn relation(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("reprint", "reprint", "全文转载"),
        ("partial_reprint", "partial reprint", "部分转载"),
        ("quote", "quote", "引语"),
        ("headline_fragment", "fragment in a title", "标题片段"),
        ("embedded", "embedded", "嵌入"),
        ("common_source", "common source", "同源"),
        ("rewrite", "rewrite", "改写"),
    ];
    found(WORDS, name, language)
}

/// In whose voice a sentence is told.
pub(crate) fn voice(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("narration", "narration", "叙述"),
        ("indirect_speech", "indirect speech", "间接引语"),
        ("direct_speech", "direct speech", "直接引语"),
        ("reported", "reported", "转述"),
        ("official_text", "official text", "公文原文"),
    ];
    found(WORDS, name, language)
}

/// What a block is.
pub(crate) fn block(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("title", "title", "标题"),
        ("listing_line", "listing line", "署名时间行"),
        ("original_title", "original title", "原标题"),
        ("source_line", "source line", "来源行"),
        ("dateline", "dateline", "电头"),
        ("byline", "by-line", "记者署名"),
        ("related_header", "related header", "相关栏目"),
        ("heading", "heading", "小标题"),
        ("paragraph", "paragraph", "段落"),
        ("image", "picture", "图片"),
        ("caption", "caption", "图注"),
        ("editor_line", "editor line", "编辑行"),
        ("disclaimer", "disclaimer", "声明"),
        ("boilerplate", "boilerplate", "站点固定文字"),
        ("counter", "counter", "计数"),
        ("chrome", "navigation", "导航"),
    ];
    found(WORDS, name, language)
}

/// How a claim is said.
pub(crate) fn claim(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("source_line", "source line", "来源行"),
        ("listing_label", "listing label", "署名标签"),
        ("dateline", "dateline", "电头"),
        ("embedded_header", "embedded header", "嵌入标头"),
        ("in_text", "in the text", "文中"),
        ("closing_credit", "closing credit", "文末署名"),
        ("byline", "by-line", "记者署名"),
        ("editor", "editor", "编辑"),
        ("media_credit", "picture credit", "图片署名"),
        ("original_title", "original title", "原标题"),
        ("link", "link", "链接"),
        ("meta", "metadata", "元数据"),
    ];
    found(WORDS, name, language)
}

/// What a named source is.
pub(crate) fn source_kind(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("outlet", "outlet", "媒体"),
        ("agency", "agency", "通讯社"),
        ("aggregator", "assembler", "聚合方"),
        ("government", "government body", "政府机构"),
        ("press_conference", "press conference", "新闻发布会"),
        ("meeting", "meeting", "会议"),
        ("person", "person", "人物"),
        ("document", "document", "文件"),
        ("website", "official site", "官方网站"),
        ("platform_account", "account on a platform", "平台账号"),
        ("anonymous", "not named", "匿名"),
        ("void", "nobody", "空来源"),
        ("unlisted", "not in the table of outlets", "未列名来源"),
    ];
    found(WORDS, name, language)
}

/// What an edit changes.
pub(crate) fn edit(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("number", "number", "数字"),
        ("date", "date", "日期"),
        ("name", "name", "名称"),
        ("negation", "negation", "否定"),
        ("hedge", "hedge", "约数"),
        ("quotation", "quotation", "引语"),
        ("attribution", "attribution", "署源"),
        ("omission", "left out", "删去"),
        ("insertion", "added", "增加"),
        ("order", "order", "次序"),
        ("wording", "wording", "措辞"),
    ];
    found(WORDS, name, language)
}

/// What a piece of evidence is.
pub(crate) fn evidence(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("link", "link", "链接"),
        ("dateline", "dateline", "电头"),
        ("source_line", "source line", "来源行"),
        ("embedded_header", "embedded header", "嵌入标头"),
        ("in_text", "in the text", "文中"),
        ("meta", "metadata", "元数据"),
        ("residue", "residue", "残留"),
        ("deixis", "deixis", "自称"),
        ("containment", "containment", "包含"),
        ("inherited_edits", "inherited edits", "沿袭改动"),
        ("mosaic", "mosaic", "拼合"),
        ("time", "time", "时间"),
        ("text", "text", "文字"),
    ];
    found(WORDS, name, language)
}

/// What was read.
pub(crate) fn status(name: &str, language: Language) -> String {
    const WORDS: Words = &[
        ("ok", "with an article", "含文章"),
        ("no_article", "without an article", "无文章"),
        ("unreadable", "unreadable", "无法读取"),
        ("oversize", "too large", "过大"),
    ];
    found(WORDS, name, language)
}

/// The name of a rule.
pub(crate) fn rule(rule: Rule, language: Language) -> &'static str {
    described(rule, language).0
}

/// What a rule says of a page.
pub(crate) fn rule_says(rule: Rule, language: Language) -> &'static str {
    match language {
        Language::English => crate::audit::describe(rule).says,
        Language::Chinese => described(rule, language).1,
    }
}

/// What would show that a finding of a rule is wrong.
pub(crate) fn rule_refuted_by(rule: Rule, language: Language) -> &'static str {
    match language {
        Language::English => crate::audit::describe(rule).refuted_by,
        Language::Chinese => described(rule, language).2,
    }
}

/// Name, statement, refutation; the last two in Chinese only, the catalogue of the audit has the English ones.
fn described(rule: Rule, language: Language) -> (&'static str, &'static str, &'static str) {
    let (english, chinese, says, refuted) = match rule {
        Rule::AttributionMissing => (
            "attribution missing",
            "未署来源",
            "页面刊载了其他媒体的文字，却没有署明任何来源。",
            "被抓取时丢失的署名（在图片、页眉或元数据中）、供稿协议，或该页面自己更早的文本。",
        ),
        Rule::AttributionDropped => (
            "attribution dropped",
            "署源被删",
            "所载文字在其所录版本中注明了出处，此处不再注明。",
            "同一来源以未被识别的说法署出。",
        ),
        Rule::Misattributed => (
            "misattributed",
            "署源有误",
            "页面署了某来源；该来源的文本已收录，却并非此文所出，此文出自另一家。",
            "该来源另有一篇未收录的文章含有此段文字。",
        ),
        Rule::PassageNotInSource => (
            "passage not in the source",
            "来源中无此段",
            "所署来源的文章已收录，其中没有这一段。",
            "该文章的另一版本，或该来源的另一篇文章。",
        ),
        Rule::SourceNotHeld => (
            "source not held",
            "来源未收录",
            "所署来源的文本不在语料库中，署名无从核对。不指责任何人。",
            "将该来源的文章加入语料库后即可核对。",
        ),
        Rule::VoidSource => (
            "void source",
            "空来源",
            "所署来源不指向任何人（如“网络”）。",
            "页面别处署了真实来源。",
        ),
        Rule::AggregatorAsSource => (
            "assembler as source",
            "聚合方作来源",
            "页面把汇编者或仅转载者署为来源。",
            "确由该聚合方自己的编辑部采写。",
        ),
        Rule::CircularCitation => (
            "circular citation",
            "循环引用",
            "甲署乙为此段来源，乙又署甲（或更长的环）：无人是首载者。",
            "二者之一所本的第三方文本，或事后补署的更新。",
        ),
        Rule::DependentSources => (
            "dependent sources",
            "来源不独立",
            "此段署了数个来源，而它们都出自同一家。",
            "第二来源自己采写、未被收录的报道。",
        ),
        Rule::QuoteAltered => (
            "quote altered",
            "引语被改",
            "引号内的文字与其所录版本不同。",
            "含有新说法的录音或实录。",
        ),
        Rule::QuoteTruncated => (
            "quote truncated",
            "引语被截",
            "引语比所录版本短，且未作说明。",
            "引语的其余部分出现在页面别处。",
        ),
        Rule::QuoteMarksAdded => (
            "quotation marks added",
            "添加引号",
            "记者的叙述变成了某人的直接引语。",
            "含有这些话的录音或实录。",
        ),
        Rule::QuoteMarksRemoved => (
            "quotation marks removed",
            "去掉引号",
            "引语失去引号，仿佛出自记者之口。",
            "页面原貌中带有引号。",
        ),
        Rule::SpeakerChanged => (
            "speaker changed",
            "说话人改变",
            "同样的引语被安到了另一个人名下。",
            "来源方的更正，或同一人的两个称呼。",
        ),
        Rule::NumberChanged => (
            "number changed",
            "数字改变",
            "数字或其单位与所录版本不同。",
            "来源方的更新或更正。",
        ),
        Rule::DateChanged => (
            "date changed",
            "日期改变",
            "日期或时间与所录版本不同。",
            "来源方的更新或更正。",
        ),
        Rule::NameChanged => (
            "name changed",
            "名称改变",
            "人名、地名或机构名与所录版本不同。",
            "来源方的更正，或同一事物的两个名称。",
        ),
        Rule::NegationChanged => (
            "negation changed",
            "否定改变",
            "否定、存疑之有无与所录版本不同。",
            "来源方的更新。",
        ),
        Rule::HedgeChanged => (
            "hedge changed",
            "约数词改变",
            "数字失去或添加了“约、余、近、超”等词。",
            "来源方的更新。",
        ),
        Rule::CounterStatementOmitted => (
            "counter-statement left out",
            "转折句被删",
            "所载段落中的转折句（但、不过、然而）被略去。",
            "页面别处有此转折。",
        ),
        Rule::HeadlineChanged => (
            "headline changed",
            "标题改变",
            "标题与原标题意思不同。",
            "来源方改过标题。",
        ),
        Rule::TimeConflict => (
            "time conflict",
            "时间矛盾",
            "副本的时间早于其所本，或时间戳不可能正确。不指责任何人：门户时钟、更新和无时刻的日期都会如此。",
            "两页面的真实发布时间。",
        ),
        Rule::DeixisLeak => (
            "deixis leak",
            "自称残留",
            "“我市”“本报”“本报记者”不可能是本媒体的口吻：它随未署名的文字而来。",
            "该媒体确在当地自行采写。",
        ),
        Rule::StaleDeixis => (
            "stale deixis",
            "时间词过期",
            "“今日”“昨日”等词原样留在较晚的副本中，所指已非同一天。",
            "副本首次发布于原文当日。",
        ),
        Rule::SilentRevision => (
            "silent revision",
            "暗中修改",
            "同一网址的文字与先前不同，且未作说明。",
            "页面别处注明了修改。",
        ),
    };
    (language.say(english, chinese), says, refuted)
}

#[cfg(test)]
mod tests {
    use super::{block, claim, edit, evidence, passage_kind, relation, rule, source_kind, status, voice};
    use crate::document::{
        BlockKind, ClaimKind, EditKind, EvidenceKind, PassageKind, Relation, Rule, SourceKind, Status, Voice,
    };
    use crate::report::html::Language;

    #[test]
    fn every_word_is_known_in_both_languages() {
        let in_chinese = |word: String| assert!(!word.is_ascii(), "{word}");
        let chinese = Language::Chinese;
        BlockKind::ALL
            .iter()
            .for_each(|kind| in_chinese(block(kind.name(), chinese)));
        ClaimKind::ALL
            .iter()
            .for_each(|kind| in_chinese(claim(kind.name(), chinese)));
        EditKind::ALL
            .iter()
            .for_each(|kind| in_chinese(edit(kind.name(), chinese)));
        EvidenceKind::ALL
            .iter()
            .for_each(|kind| in_chinese(evidence(kind.name(), chinese)));
        PassageKind::ALL
            .iter()
            .for_each(|kind| in_chinese(passage_kind(kind.name(), chinese)));
        Relation::ALL
            .iter()
            .for_each(|kind| in_chinese(relation(kind.name(), chinese)));
        Rule::ALL
            .iter()
            .for_each(|kind| in_chinese(rule(*kind, chinese).to_owned()));
        SourceKind::ALL
            .iter()
            .for_each(|kind| in_chinese(source_kind(kind.name(), chinese)));
        Status::ALL
            .iter()
            .for_each(|kind| in_chinese(status(kind.name(), chinese)));
        Voice::ALL
            .iter()
            .for_each(|kind| in_chinese(voice(kind.name(), chinese)));
        assert_eq!(block("some_new_kind", chinese), "some new kind");
    }
}

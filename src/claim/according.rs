//! 据X消息, 据X9月9日报道, 另据X官网: what a text says it is according to. In goes a place where 据 stands, out comes a mention
//! when it opens its clause, a tail closes it, and a name stands between; 根据 and its kin need a source that is known,
//! since they stand before laws and plans as well.

use std::sync::LazyLock;

use crate::document::{SourceKind, Span, Voice};

use super::accounts::account;
use super::context::{Context, after_punctuation};
use super::edges::Edges;
use super::finder::Finder;
use super::mention::{Mention, Reach};
use super::name_ends::clean_name;
use super::names::{Named, who};
use super::outlets::ends_like_outlet;
use super::quoted::below;
use super::reading::{first_clause, is_boundary, last_clause, leading_time};
use super::words::{Anaphor, words};

/// True when nothing but lead-ins and times stand between the last boundary and the end of `text`.
fn at_clause_start(text: &str) -> bool {
    let clause = last_clause(text);
    let mut rest = clause.trim();
    // A dateline glued to the text: （记者某某）据…, 电 据….
    if clause.len() < text.len() && rest.is_empty() {
        return true;
    }
    for glued in ["电", "讯", "消息", "报道", "日"] {
        if rest.ends_with(glued) && rest.chars().count() <= 24 && text.len() <= 120 {
            return true;
        }
    }
    while !rest.is_empty() {
        let step = leading_time(rest).max(words().lead_ins.of(rest).map_or(0, str::len));
        if step == 0 {
            return rest.ends_with(['）', ')']);
        }
        rest = rest.get(step..).unwrap_or("").trim_start();
    }
    true
}

/// 据X消息, 据X9月9日报道, 据X官网, 另据….
pub(super) fn mention(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    if !at_clause_start(context.form(context.start(), start)) {
        return None;
    }
    let basis = end - start > "据".len();
    // 按照某某的说法，…: what stands behind the word is a rule or a plan otherwise.
    let told = context.form(start, end) == "按照";
    if told && !first_clause(context.form(end, context.end()), 48).ends_with("的说法") {
        return None;
    }
    if let Some(mention) = published(context, start, end) {
        return Some(mention);
    }
    let clause = first_clause(context.form(end, context.end()), 48);
    let known = context.outlets.name_at_start(clause).unwrap_or(0);
    // 据称, 据说 with what was heard behind it: nobody is named.
    if !basis && known == 0 && clause.starts_with(['称', '说']) {
        return None;
    }
    // 据@某市发布：…: the handle is the name, whatever it ends with.
    if clause.starts_with('@')
        && clause.ends_with("发布")
        && let Some(named) = account(clause, context.outlets)
    {
        let mut mention = context.mention(&named, end, "according-to");
        mention.cue = context.written(start, end);
        mention.span = Span::new(start, end + clause.len());
        mention.content = after_punctuation(context, end + clause.len());
        return Some(mention);
    }
    let (mut name_end, mut cue_end) = (0, 0);
    let mut channel = false;
    for tail in words().tails.find_iter(clause) {
        if tail.start < known || tail.start == 0 {
            continue;
        }
        let rest = clause.get(tail.end..).unwrap_or("");
        // 接近警方的消息人士: who has news is part of who he is.
        if clause.get(tail.start..tail.end) == Some("消息")
            && ["人士", "源", "灵通"].iter().any(|kind| rest.starts_with(kind))
        {
            continue;
        }
        // 一位不愿透露姓名的法警: said of the source.
        if ["姓名", "身份", "真名", "名字"]
            .iter()
            .any(|word| rest.starts_with(word))
        {
            continue;
        }
        let strong = words().strong_tails.get(tail.word).copied().unwrap_or(false);
        let word = clause.get(tail.start..tail.end).unwrap_or("");
        let closes = rest.is_empty()
            || ["称", "说", "显示", "指出", "表示", "，"]
                .iter()
                .any(|next| rest.starts_with(next));
        if !strong && !closes {
            continue;
        }
        channel = !strong && words().suffixes.has(word);
        (name_end, cue_end) = (if channel { tail.end } else { tail.start }, tail.end);
        break;
    }
    if name_end == 0 {
        // 据《某报》, 据某某晚报，…, 根据公告，…, without a tail: names of the table, what ends as names of papers do, and documents
        // that the text has shown before.
        let whole =
            known == clause.len() || !basis && ends_like_outlet(clause) && clause.chars().count() <= 10;
        let shown =
            words().anaphors.get(clause) == Some(&Anaphor::Document) && !matches!(clause, "通知" | "意见");
        if !whole
            && !shown
            && let Some(mention) = issued(context, clause, start, end)
        {
            return Some(mention);
        }
        // 据一名前县政府官员，…: somebody who is counted.
        let counted = !basis
            && ["一名", "一位", "多名", "多位", "两名", "两位", "数名", "数位"]
                .iter()
                .any(|number| clause.starts_with(number))
            && who(clause, context.outlets)
                .is_some_and(|named| named.anaphor.is_none() && named.end == clause.len())
            && context
                .form(end + clause.len(), context.end())
                .starts_with(['，', ',', '：', ':']);
        if !whole && !shown && !counted {
            return None;
        }
        (name_end, cue_end) = (clause.len(), clause.len());
    }
    if basis && channel {
        return None;
    }
    // 据公开资料显示: nobody.
    if words()
        .void_sources
        .contains(clause.get(..name_end).unwrap_or("").trim())
    {
        return None;
    }
    for more in ["记者", "消息", "称", "说", "显示", "指出", "表示"] {
        if clause.get(cue_end..).is_some_and(|rest| rest.starts_with(more)) {
            cue_end += more.len();
        }
    }
    let mut name = clause.get(..name_end)?;
    if let Some(at) = RELAYS.find(name).map(|relay| relay.start).filter(|&at| at > 0) {
        name = name.get(..at)?;
    }
    // 按照某某自己事后的说法, 按照某某在微博上的说法.
    if told
        && let Some(cut) = ["自己", "本人", "事后", "在", "中的"]
            .iter()
            .filter_map(|word| name.find(word))
            .filter(|&at| at > 0)
            .min()
    {
        name = name.get(..cut)?;
    }
    // 华某街日报(博客,微博): links to the pages of a paper.
    let name = without_brackets(without_product(clean_name(name)));
    let name = before_adverbial(context, name);
    // 据某某生前在网上的自述.
    let name = name
        .find("生前")
        .filter(|&at| at > 0)
        .and_then(|at| name.get(..at))
        .unwrap_or(name);
    let offset = name.as_ptr() as usize - clause.as_ptr() as usize;
    // 根据某行的数据: what somebody has published is a source, what somebody asks for (要求) is none.
    let published = clause.get(..name_end).is_some_and(|name| name.ends_with('的'));
    let cue_word = clause.get(name_end..cue_end).unwrap_or("");
    // A lead is one only before something that it leads to.
    let mut named = if super::leads::lead_length(&format!("{name}某")) == name.len()
        && let Some(word) = ["公告", "声明", "通报", "公报", "报告", "财报"]
            .iter()
            .chain(&["报道", "消息"])
            .find(|word| {
                cue_word.starts_with(**word)
                    || clause.get(..name_end).is_some_and(|name| name.ends_with(**word))
            }) {
        // 根据早前的消息: whose it is is not told.
        if *word == "消息" {
            return None;
        }
        // 根据当晚发布的公告: the document, not the evening.
        let at = clause.find(word)?;
        let document = Named {
            kind: SourceKind::Document,
            anaphor: Some(if *word == "报道" {
                Anaphor::Article
            } else {
                Anaphor::Document
            }),
            ..Named::plain(at, at + word.len())
        };
        return Some(shown(context, &document, start, end, cue_end));
    } else if basis && !published {
        who(name, context.outlets)?
    } else {
        who_or_unlisted(context, name)?
    };
    if named.kind == SourceKind::Unlisted
        && named.canonical.is_none()
        && (known == 0 && cue_end < clause.len())
    {
        return None;
    }
    if matches!(named.kind, SourceKind::Government | SourceKind::Unlisted) && channel {
        named.kind = if name.ends_with('网') || name.ends_with("网站") {
            SourceKind::Website
        } else {
            SourceKind::Platform
        };
    }
    let carries = ["报道", "消息"].iter().any(|tail| {
        clause
            .get(name_end..cue_end)
            .is_some_and(|words| words.starts_with(tail))
    });
    if named.kind == SourceKind::Document && carries && name.starts_with('《') {
        named.kind = SourceKind::Outlet;
    }
    if named.kind == SourceKind::Person && named.anaphor.is_none() {
        // 据某某介绍 names a person; the titles before the name belong to the claim's words.
        named.phrase_start = 0;
    }
    let mut mention = context.mention(&named, end + offset, "according-to");
    let lead = context
        .form(context.start(), start)
        .chars()
        .next_back()
        .filter(|word| matches!(word, '另' | '又' | '再'));
    let span_start = start - lead.map_or(0, char::len_utf8);
    let span_end = end + cue_end;
    let opener = context.written(span_start, end);
    mention.cue = format!(
        "{opener}…{}",
        context.written(end + name_end.min(cue_end), span_end)
    );
    mention.span = Span::new(span_start, span_end);
    mention.content = after_punctuation(context, span_end);
    if mention.kind == SourceKind::Unlisted {
        mention.level = 1;
    }
    let carrier = matches!(
        mention.kind,
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Aggregator
    );
    if carries && carrier && context.opens_article(span_start) {
        // What the first words of an article name is its source as far as a line at its head would be, and often no
        // further than its first item: the scope stays, the rule tells.
        mention.rule = "leading-credit";
    }
    if matches!(mention.kind, SourceKind::Person | SourceKind::Anonymous) {
        mention.reach = Reach::Speech;
        mention.voice = Voice::IndirectSpeech;
    }
    // 据多名居民反映，: the line ends with it, and what they told stands in the next.
    let ends = context.form(span_end, context.end());
    if ends.trim_start_matches(['，', ',', '：', ':']).trim().is_empty()
        && ends.starts_with(['，', ',', '：', ':'])
    {
        below(context, &mut mention)?;
    }
    Some(mention)
}

/// Who stands before an adverbial in what 据 names: 据某社从某部获悉, 据某副局长对记者的通报.
fn before_adverbial<'a>(context: &Context<'_>, name: &'a str) -> &'a str {
    const OPENS: [&str; 5] = ["对", "向", "从", "在", "于"];
    let mut heads = words()
        .markers
        .find_iter(name)
        .filter(|marker| marker.word < words().first_hiding_marker && marker.start > 0)
        .filter(|marker| OPENS.contains(&name.get(marker.start..marker.end).unwrap_or("")))
        .filter_map(|marker| name.get(..marker.start))
        .peekable();
    if heads.peek().is_none() || name.contains(['“', '「']) {
        return name;
    }
    // 某人在某校的导师某某: the person at the end speaks.
    let person = who(name, context.outlets).is_some_and(|named| {
        named.kind == SourceKind::Person
            && named.anaphor.is_none()
            && named.end == name.len()
            && !name.get(..named.start).is_some_and(|said| said.ends_with('的'))
    });
    if person {
        return name;
    }
    let known = context.outlets.name_at_start(name);
    heads
        .find(|head| {
            known == Some(head.len())
                || who(head, context.outlets)
                    .is_some_and(|named| named.anaphor.is_none() && named.end == head.len())
        })
        .unwrap_or(name)
}

/// 根据某局印发的通知，…: a notice tells what somebody gives notice of. Laws and rules (办法, 规定) are a basis of action.
fn issued(context: &Context<'_>, clause: &str, start: usize, end: usize) -> Option<Mention> {
    let cut = |text: &'_ str, endings: &[&str]| {
        let ending = endings.iter().find(|ending| text.ends_with(**ending))?;
        Some(text.len() - ending.len())
    };
    let given = clause.get(..cut(clause, &["通知", "通告", "公告", "通报"])?)?;
    let issuer = given.get(..cut(given, &["印发的", "下发的", "发布的", "发出的", "公布的"])?)?;
    let named = who(clean_name(issuer), context.outlets)
        .filter(|named| named.kind == SourceKind::Government && named.anaphor.is_none())?;
    let mut mention = context.mention(&named, end, "according-to");
    mention.cue = format!(
        "{}…{}",
        context.written(start, end),
        context.written(end + issuer.len(), end + clause.len())
    );
    mention.span = Span::new(start, end + clause.len());
    mention.content = after_punctuation(context, end + clause.len());
    Some(mention)
}

/// What somebody did with a document that is named behind it.
static PUBLISHED: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "发布的",
        "公布的",
        "出具的",
        "发出的",
        "披露的",
        "提供的",
        "刊发的",
        "刊登的",
        "撰写的",
        "编制的",
        "推出的",
        "作出的",
    ])
});

/// 据某局发布的《…》显示，…, 根据某机构公布的数据，…: who made the document, not the document. Laws and plans that somebody published are
/// a basis of action.
fn published(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    const LONGEST: usize = 90;
    const SHOWN: [&str; 29] = [
        "显示",
        "称",
        "指出",
        "表明",
        "披露",
        "透露",
        "介绍",
        "说",
        "数据",
        "统计",
        "报告",
        "公告",
        "通报",
        "资料",
        "材料",
        "公开信",
        "信息",
        "消息",
        "声明",
        "说明",
        "年报",
        "财报",
        "名单",
        "公报",
        "简历",
        "排名",
        "排行榜",
        "榜单",
        "结果",
    ];
    let basis = end - start > "据".len();
    let clause = first_clause(context.form(end, context.end()), LONGEST);
    let act = PUBLISHED.find(clause)?;
    let shown = SHOWN.iter().any(|word| clause.ends_with(word)) || !basis && clause.ends_with('》');
    let head = without_brackets(clean_name(clause.get(..act.start)?));
    let lead = super::leads::lead_length(head);
    let name = head.get(lead..)?;
    if !shown || !(2..=24).contains(&name.chars().count()) || name.contains(['我', '其', '该', '，']) {
        return None;
    }
    let offset = (name.as_ptr() as usize).checked_sub(clause.as_ptr() as usize)?;
    let made_by = |name: &str| {
        who(name, context.outlets).filter(|named| {
            named.anaphor.is_none() && !matches!(named.kind, SourceKind::Document | SourceKind::Meeting)
        })
    };
    // 某国无线协会CTIA: the short name stands behind the name.
    let in_full = name.trim_end_matches(|next: char| next.is_ascii_uppercase());
    let known = account(name, context.outlets)
        .or_else(|| made_by(name))
        .or_else(|| {
            made_by(in_full)
                .filter(|named| in_full.len() < name.len() && named.end == in_full.len())
                .map(|named| Named {
                    end: name.len(),
                    ..named
                })
        });
    let named = match known {
        Some(named) => named,
        None if basis || ODD.find(name).is_some() || name.chars().any(is_boundary) => return None,
        None => Named::plain(0, name.len()),
    };
    let mut mention = context.mention(&named, end + offset, "according-to");
    mention.cue = format!(
        "{}…{}",
        context.written(start, end),
        context.written(end + act.start, end + act.end)
    );
    mention.span = Span::new(start, end + clause.len());
    mention.content = after_punctuation(context, end + clause.len());
    if mention.kind == SourceKind::Unlisted {
        mention.level = 1;
    }
    Some(mention)
}

/// Words that no unlisted name holds.
static ODD: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "的", "了", "是", "将", "把", "被", "不", "这", "那", "我", "此", "上述", "以上", "有关", "相关",
        "目前", "现", "多", "其", "一",
    ])
});

/// Words that relay another source, inside what 据 names.
static RELAYS: LazyLock<Finder> = LazyLock::new(|| Finder::new(["援引", "转引", "引述", "综合"]));

/// A mention of a document that the text has shown before.
fn shown(context: &Context<'_>, document: &Named, start: usize, end: usize, cue_end: usize) -> Mention {
    let mut mention = context.mention(document, end, "according-to");
    mention.cue = context.written(start, end);
    mention.span = Span::new(start, end + cue_end);
    mention.content = after_punctuation(context, end + cue_end);
    mention
}

/// A name without the brackets behind it.
fn without_brackets(name: &str) -> &str {
    let open = name
        .strip_suffix(['）', ')'])
        .and_then(|inner| inner.rfind(['（', '(']))
        .filter(|&open| open > 0);
    open.and_then(|open| name.get(..open)).map_or(name, str::trim_end)
}

/// What somebody has or made, behind the name: 据某社获悉的数据, 据某局不完全统计, 据某人的介绍.
fn without_product(name: &str) -> &str {
    // 某局网站上公开的信息: where it stands.
    let mut name = name
        .strip_suffix('上')
        .filter(|place| {
            ["网站", "官网", "微博", "公众号", "博客", "推特"]
                .iter()
                .any(|channel| place.ends_with(channel))
        })
        .unwrap_or(name);
    loop {
        let shorter = BEHIND_SOURCES
            .cut(name)
            .map(|rest| rest.trim_end_matches('的'))
            .filter(|rest| rest.chars().count() >= 2);
        match shorter {
            Some(rest) => name = rest,
            None => return name,
        }
    }
}

/// Adverbs and acts that stand between a source and the word that closes 据….
static BEHIND_SOURCES: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_end([
        "不完全",
        "编译",
        "整理",
        "初步",
        "述",
        "获悉",
        "掌握",
        "统计",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "上周",
        "本周",
        "上周一",
        "上周二",
        "上周三",
        "上周四",
        "上周五",
        "上周六",
        "上周日",
        "本周一",
        "本周二",
        "本周三",
        "本周四",
        "本周五",
        "本周六",
        "本周日",
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
        "监测",
        "最近",
        "视频",
        "截图",
        "照片",
        "资料",
        "材料",
        "提供",
        "给出",
        "最新",
        "新近",
        "刚刚",
        "稍后",
        "此前",
        "率先",
        "早些时候",
        "发布",
        "公布",
        "披露",
        "出具",
        "发表",
        "刊文",
        "发文",
        "撰文",
        "此前",
        "当晚发布",
        "今日发布",
    ])
});

/// Who `name` is; a phrase that no pattern fits but that can be a name is kept as unlisted.
fn who_or_unlisted(context: &Context<'_>, name: &str) -> Option<Named> {
    if let Some(named) = who(name, context.outlets).or_else(|| account(name, context.outlets)) {
        return Some(named);
    }
    if words().anonymous.of(name).is_some() && name.chars().count() <= 16 {
        return Some(Named {
            kind: SourceKind::Anonymous,
            ..Named::plain(0, name.len())
        });
    }
    if ["记者", "小编", "笔者", "本报", "本网", "我们"]
        .iter()
        .any(|own| name.ends_with(own))
    {
        return None;
    }
    // 根据最新的消息: whose news is not said.
    // 根据上面的信息, 据后来统计数据: where or when, not who.
    if [
        "最新", "最近", "官方", "权威", "上面", "下面", "前面", "后面", "后来", "此前", "之前", "当时",
    ]
    .contains(&name)
    {
        return None;
    }
    let count = name.chars().count();
    let clean = (2..=18).contains(&count)
        && ODD.find(name).is_none()
        && !name
            .chars()
            .any(|character| is_boundary(character) && !matches!(character, '“' | '”'))
        && words().decoy_nouns.of(name).is_none();
    clean.then(|| Named::plain(0, name.len()))
}

//! Cues of in-text attribution, and the rules for the shorter ones: 从X获悉, 援引X, X报道, 在X发布会上. One pass
//! over a paragraph finds every cue; a rule runs only where a cue stands. A cue between marks never leaves
//! them, so it is not looked at.

use std::sync::LazyLock;

use crate::document::{SourceKind, Span, Voice};

use super::according;
use super::accounts;
use super::back;
use super::body::{Body, Paragraph};
use super::edges::Edges;
use super::english;
use super::frames;
use super::judged;
use super::learned::{Known, Unnamed};
use super::mention::{Mention, Reach};
use super::names::{Named, who};
use super::outlets::OutletTable;
use super::reading::{first_clause, last_clause, leading_time, trimmed};
use super::speech;
use super::subjects;
use super::words::{Cue, Verb, words};
use crate::word_list::lines;

/// What the rules of one paragraph share.
pub(super) struct Context<'a> {
    /// The body.
    pub body: &'a Body<'a>,
    /// Index of the paragraph.
    pub index: usize,
    /// The paragraph.
    pub paragraph: Paragraph,
    /// The table.
    pub outlets: &'a OutletTable,
    /// What the article has made known by other paragraphs.
    pub known: &'a Known,
}

impl Context<'_> {
    /// First byte of the paragraph.
    pub fn start(&self) -> usize {
        self.paragraph.span.start as usize
    }

    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.paragraph.span.end as usize
    }

    /// The reading form between two places.
    pub fn form(&self, start: usize, end: usize) -> &str {
        self.body.slice(start, end)
    }

    /// The text between two places, as written.
    pub fn written(&self, start: usize, end: usize) -> String {
        self.body.text.get(start..end).unwrap_or("").to_owned()
    }

    /// The last clause before a place, where what stands before byte `taken` belongs to a cue before.
    pub fn clause_before(&self, start: usize, taken: usize) -> &str {
        last_clause(self.form(self.start().max(taken), start))
    }

    /// A mention of whoever said a quote: its index, and its place with its marks. `cue` are the bytes of the words that tell.
    pub fn quoting(
        &self,
        named: &Named,
        base: usize,
        rule: &'static str,
        cue: (usize, usize),
        (index, marks): (usize, Span),
    ) -> Mention {
        let mut mention = self.mention(named, base, rule);
        mention.level = 2;
        mention.cue = self.written(cue.0, cue.1);
        mention.span = Span::new(base + named.phrase_start, cue.1);
        mention.content = cue.1;
        mention.voice = Voice::DirectSpeech;
        mention.reach = Reach::Exactly(marks);
        mention.quotes.push(index);
        mention
    }

    /// A mention of what `named` (found in a phrase that begins at `base`) says.
    pub fn mention(&self, named: &Named, base: usize, rule: &'static str) -> Mention {
        let mut source_name = self.written(base + named.start, base + named.end);
        let listed = self.listed(named, base);
        for &(start, end) in &named.joint {
            source_name.push('、');
            source_name.push_str(&self.written(base + start, base + end));
        }
        let unmarked = [('《', '》'), ('“', '”'), ('「', '」')]
            .iter()
            .find_map(|&(open, close)| source_name.strip_prefix(open)?.strip_suffix(close))
            .filter(|name| !name.contains(['《', '“', '「']));
        let source_name = unmarked.unwrap_or(&source_name).to_owned();
        Mention {
            paragraph: self.index,
            article: self.paragraph.article,
            level: level_of(named.kind),
            source_name,
            titled: self
                .form(base + named.phrase_start, base + named.start)
                .to_owned(),
            source: named.canonical.clone().or_else(|| joined(&listed)),
            kind: named.kind,
            anaphor: named.anaphor,
            cue: String::new(),
            span: Span::new(base + named.start, base + named.end),
            content: base + named.end,
            reach: Reach::Report,
            scope: Span::default(),
            voice: Voice::Reported,
            quotes: Vec::new(),
            listed,
            rule,
            confidence: match named.kind {
                SourceKind::Unlisted => 0.6,
                SourceKind::Anonymous => 0.7,
                _ if named.canonical.is_some() => 0.95,
                _ => 0.85,
            },
        }
    }

    /// True when byte `at` is the first of its article's body.
    pub fn opens_article(&self, at: usize) -> bool {
        let first = self.body.of_article(self.paragraph.article).first();
        first == Some(&self.index) && at <= self.start() + '“'.len_utf8()
    }

    /// The outlets that `named` lists, one by one; none when it names one source or persons.
    fn listed(&self, named: &Named, base: usize) -> Vec<(String, Option<String>, SourceKind)> {
        if named.joint.is_empty() || matches!(named.kind, SourceKind::Person | SourceKind::Anonymous) {
            return Vec::new();
        }
        let places = std::iter::once((named.start, named.end)).chain(named.joint.iter().copied());
        let one = |(start, end): (usize, usize)| {
            let written = self.written(base + start, base + end);
            let name = written.trim_matches(['《', '》', '“', '”']).to_owned();
            match self.outlets.resolve(&name) {
                Some(outlet) => (name, Some(outlet.canonical), outlet.kind),
                None => (name, None, SourceKind::Outlet),
            }
        };
        places.map(one).collect()
    }
}

/// The names that a chain has for several outlets.
fn joined(listed: &[(String, Option<String>, SourceKind)]) -> Option<String> {
    let names = listed
        .iter()
        .map(|(name, source, _)| source.as_deref().unwrap_or(name));
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// Which mentions end which (see [`Mention::level`]).
fn level_of(kind: SourceKind) -> u8 {
    match kind {
        SourceKind::Outlet
        | SourceKind::Agency
        | SourceKind::Aggregator
        | SourceKind::Platform
        | SourceKind::Website => 0,
        SourceKind::Government | SourceKind::PressConference | SourceKind::Meeting | SourceKind::Document => {
            1
        }
        _ => 2,
    }
}

/// Skips commas, colons and white space after `at`.
pub(super) fn after_punctuation(context: &Context<'_>, at: usize) -> usize {
    let rest = context.form(at, context.end());
    at + (rest.len()
        - rest
            .trim_start_matches([',', '，', ':', '：', ' ', '\u{3000}', '\u{a0}'])
            .len())
}

/// Finds the mentions of a paragraph, in order of the text.
/// Clauses before verbs that named nobody are put to `unnamed`.
pub(super) fn mentions_of(context: &Context<'_>, unnamed: &mut Vec<Unnamed>) -> Vec<Mention> {
    let form = context.form(context.start(), context.end());
    let mut found: Vec<Mention> = Vec::new();
    found.extend(frames::label(context, &context.known.labels));
    // Where the words of the last mention end; a cue inside them belongs to it.
    let mut taken = found.last().map_or(context.start(), |label| label.content);
    for hit in words().cue_words.find_iter(form) {
        let (start, end) = (context.start() + hit.start, context.start() + hit.end);
        let Some(&cue) = words().cues.get(hit.word) else {
            continue;
        };
        if cue == Cue::Decoy || start < taken || context.body.in_marks(start) {
            continue;
        }
        let mention = match cue {
            Cue::According => according::mention(context, start, end),
            Cue::Learned => learned(context, start, end),
            Cue::Relay => {
                // 甲社援引乙局的消息: two sources, one inside the other.
                found.extend(carrier(context, start, end, taken));
                relay(context, start, end)
            }
            Cue::Reports => reports(context, start, end, taken),
            Cue::Venue => venue(context, start, end),
            Cue::Speech(verb) => speech::mention(context, verb, start, end, taken, &mut found),
            Cue::View => frames::view(context, start, end),
            Cue::News => accounts::news(context, start, start + "消息".len(), taken),
            Cue::Hearsay => frames::hearsay(context, start, end),
            Cue::Colon => frames::colon(context, start, end, taken, &found),
            // 指责某公司在合同中弄虚作假: what is judged is told in a clause, without a quote.
            Cue::Judged => judged::judged(context, start, end, taken).or_else(|| {
                let accuses =
                    ["指责", "质问"].contains(&context.form(start, end)) && judged::tells(context, end);
                accuses
                    .then(|| speech::mention(context, Verb::Clause, start, end, taken, &mut found))
                    .flatten()
            }),
            Cue::AsTold => frames::as_said(context, start, end).or_else(|| {
                let mark = context
                    .form(start, end)
                    .chars()
                    .next_back()
                    .map_or(0, char::len_utf8);
                let quote = context
                    .form(end, context.end())
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                frames::colon(context, end - mark, end + quote, taken, &found)
            }),
            Cue::Ruled => judged::ruled(context, start, end, taken),
            Cue::Pointing => back::pointing(context, start, end, taken, &found),
            Cue::Belonging => back::belonging(context, start, end, &found),
            Cue::EnglishAccording => english::according(context, start, end),
            Cue::EnglishCiting => english::citing(context, start, end),
            Cue::EnglishSpeech => english::speech(context, start, end, claimed(&found)),
            Cue::Decoy => None,
        };
        if let Some(mention) = mention.filter(|mention| !opens_a_phrase(&mention.source_name)) {
            taken = mention.span.end as usize;
            // 据甲社援引乙报报道: the words of the second stand inside those of the first.
            if cue == Cue::According
                && let Some(at) = context
                    .form(mention.span.start as usize, mention.span.end as usize)
                    .find("援引")
            {
                taken = mention.span.start as usize + at;
            }
            found.push(mention);
        } else if matches!(cue, Cue::Speech(_) | Cue::Colon) {
            let clause = context.clause_before(start, taken);
            if !clause.trim().is_empty() {
                unnamed.push(Unnamed {
                    paragraph: context.index,
                    start: start - clause.len(),
                    end: start,
                });
            }
        }
    }
    found
}

/// True for words that begin as what is spoken of or read out does (针对某事, 宣读声明): no name.
fn opens_a_phrase(name: &str) -> bool {
    ["针对", "对于", "鉴于", "宣读"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// The last quote that a speaker among the mentions before has said. An outlet that reports a quote has not said it.
pub(super) fn claimed(before: &[Mention]) -> Option<usize> {
    let speakers = before.iter().filter(|other| other.level == 2);
    speakers.flat_map(|other| other.quotes.iter().copied()).max()
}

/// What stands behind a name and does not belong to it.
static BEHIND_NAMES: LazyLock<Edges> =
    LazyLock::new(|| Edges::at_end(lines(include_str!("data/behind_names.txt"))));

/// Cuts what stands behind a name: times, 的, 官方.
pub(super) fn clean_name(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let before = name;
        if let Some(rest) = BEHIND_NAMES.cut(name)
            && rest.chars().count() >= 2
            && !(name.ends_with("官方") && rest.chars().count() <= 2)
        {
            name = rest.trim_end();
        }
        // 某客户端16:18: the time of the day at the end.
        let unclocked =
            name.trim_end_matches(|next: char| next.is_ascii_digit() || matches!(next, ':' | '：'));
        if name
            .get(unclocked.len()..)
            .is_some_and(|clock| clock.contains([':', '：']))
            && !unclocked.is_empty()
        {
            name = unclocked.trim_end();
        }
        // 路透社10月26日, 某法院今日14时30分: the date or the time at the end.
        if name.ends_with(['日', '月', '号', '时', '分', '许', '晚']) {
            let at = name
                .char_indices()
                .find(|&(at, character)| {
                    (character.is_ascii_digit() || ('０'..='９').contains(&character)) && {
                        let rest = name.get(at..).unwrap_or("");
                        leading_time(rest) == rest.len()
                    }
                })
                .map(|(at, _)| at);
            if let Some(at) = at.filter(|&at| at > 0) {
                name = name
                    .get(..at)
                    .unwrap_or(name)
                    .trim_end_matches(['于', '在'])
                    .trim_end();
            }
        }
        if name == before {
            return name;
        }
    }
}

/// 记者从X获悉, 从X了解到.
fn learned(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let sentence = context.body.sentence_at(&context.paragraph, start);
    let from = (sentence.start as usize).max(context.start());
    let before = context.form(from, start);
    let (at, preposition) = ["从", "向", "通过", "经", "自"]
        .iter()
        .filter_map(|from| Some((before.rfind(from)? + from.len(), from.len())))
        .max()?;
    let mut phrase = before.get(at..)?;
    if phrase.chars().count() > 40 || phrase.contains(['，', ',', '。', '；', ';']) {
        return None;
    }
    // 未能从某局了解到: nothing was learned. 从外地回到家的母亲得知: where she came from.
    let denied = before.get(..at - preposition).is_some_and(|head| {
        ["未能", "没有", "无法", "尚未", "不能", "没能"]
            .iter()
            .any(|denial| head.ends_with(denial))
    });
    let came = ["回到", "来到", "赶到", "赶来", "出来", "走出", "回来"]
        .iter()
        .any(|verb| {
            phrase
                .find(verb)
                .is_some_and(|found| phrase.get(found..).is_some_and(|rest| rest.contains('的')))
        });
    if denied || came {
        return None;
    }
    let clause = last_clause(phrase);
    let offset = from + at + (phrase.len() - clause.len());
    phrase = clause;
    for tail in [
        "处",
        "方面",
        "口中",
        "那里",
        "了解",
        "独家",
        "最新",
        "处独家",
        "有关部门",
        "上",
        "中",
        "里",
    ] {
        if let Some(rest) = phrase.strip_suffix(tail)
            && rest.chars().count() >= 2
        {
            phrase = rest;
        }
    }
    let mut phrase = clean_name(phrase);
    // 动物园方面 is a side where 动物园 alone names nobody.
    let mut named = who(phrase, context.outlets).filter(|named| named.anaphor.is_none());
    if named.is_none() {
        phrase = clause
            .trim_end_matches("独家")
            .trim_end_matches("最新")
            .trim_end_matches('处')
            .trim_end();
        named = who(phrase, context.outlets);
    }
    let named = named?;
    if named.anaphor.is_some() {
        return None;
    }
    let base = offset + (phrase.as_ptr() as usize).checked_sub(clause.as_ptr() as usize)?;
    let mut mention = context.mention(&named, base, "learned-from");
    mention.cue = format!(
        "{}…{}",
        context.written(from + at - preposition, from + at),
        context.written(start, end)
    );
    mention.span = Span::new(from + at - preposition, end);
    mention.content = after_punctuation(context, end);
    mention.level = mention.level.min(1);
    Some(mention)
}

/// The outlet that relays: 路透社援引…, 某报3日援引….
fn carrier(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let clause = context.clause_before(start, taken);
    let base = start - clause.len();
    let named = subjects::subject(context, clause)?;
    let media = matches!(
        named.kind,
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Website | SourceKind::Platform
    );
    if !media || named.anaphor.is_some() {
        return None;
    }
    let mut mention = context.mention(&named, base, "outlet-relays");
    mention.cue = context.written(start, end);
    mention.span = Span::new(base + named.phrase_start, end);
    mention.content = end;
    mention.level = 0;
    Some(mention)
}

/// 援引X的报道, 转引X.
fn relay(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let clause = first_clause(context.form(end, context.end()), 40);
    let known = context.outlets.name_at_start(clause).unwrap_or(0);
    let mut cut = clause.len();
    for tail in [
        "的话",
        "的报道",
        "的消息",
        "报道",
        "消息",
        "的说法",
        "称",
        "说",
        "数据",
    ] {
        if let Some(at) = clause.get(known..).and_then(|rest| rest.find(tail)) {
            cut = cut.min(known + at);
        }
    }
    let name = clean_name(clause.get(..cut)?.trim_start_matches(['自', '了']));
    let named = who(name, context.outlets)?;
    if named.anaphor.is_some() {
        return None;
    }
    let mut cue_end = cut;
    for more in ["的话", "的", "报道", "消息", "说法", "报道", "称", "说", "指出"] {
        if clause.get(cue_end..).is_some_and(|rest| rest.starts_with(more)) {
            cue_end += more.len();
        }
    }
    let offset = name.as_ptr() as usize - clause.as_ptr() as usize;
    let mut mention = context.mention(&named, end + offset, "relayed-from");
    mention.cue = context.written(start, end);
    mention.span = Span::new(start, end + cue_end);
    mention.content = after_punctuation(context, end + cue_end);
    mention.level = 2;
    mention.reach = Reach::Speech;
    Some(mention)
}

/// 某社5日报道称, 外媒报道: an outlet as subject.
fn reports(context: &Context<'_>, start: usize, end: usize, taken: usize) -> Option<Mention> {
    let rest = context.form(end, context.end());
    let closes = ["称", "说", "指出", "，", ",", "：", ":"]
        .iter()
        .any(|next| rest.starts_with(next));
    let before = context.form(context.start().max(taken), start);
    let clause = subjects::spoken_clause(context, before);
    // 曾有媒体报道这家动物园免费占地: what they report is a clause of its own.
    let told = clause.ends_with("媒体")
        && clause.contains('有')
        && rest.starts_with(super::reading::is_han)
        && !rest.starts_with([
            '的', '了', '过', '后', '中', '里', '出', '此', '该', '时', '和', '与', '及', '或', '进', '工',
        ]);
    if !closes && !told {
        return None;
    }
    let base = start - clause.len();
    let (space, clause) = trimmed(clause);
    // 各大媒体对此进行了报道，: that they did, not what they said.
    if ["进行了", "作了", "做了", "作过", "做过"]
        .iter()
        .any(|done| clause.contains(done))
    {
        return None;
    }
    let known = context.outlets.name_at_start(clause);
    let lead = if known.is_some() {
        0
    } else {
        super::names::lead_length(clause)
    };
    let clause = clause.get(lead..)?;
    let named_to = known
        .or_else(|| context.outlets.name_at_start(clause))
        .unwrap_or(0);
    let mut phrase = clause;
    for marker in [
        "在",
        "援引",
        "引述",
        "以",
        "就",
        "对",
        "曾",
        "也",
        "的",
        "当地时间",
        "当地",
    ] {
        // 海峡在线: a marker inside a known name is none.
        let behind = phrase.get(named_to.min(phrase.len())..).unwrap_or("");
        let found = behind.find(marker).map(|at| phrase.len() - behind.len() + at);
        if let Some(at) = found.filter(|&at| at > 0) {
            phrase = phrase.get(..at)?;
        }
    }
    let phrase = clean_name(phrase);
    // 甲报、乙网均报道: the adverb is no part of the names. 南都 ends like one and is a name.
    let stripped = words()
        .adverbs
        .of(phrase)
        .filter(|_| context.outlets.resolve(phrase).is_none())
        .and_then(|adverb| phrase.strip_suffix(adverb));
    let phrase = stripped.map_or(phrase, clean_name);
    // 综合甲报、乙网报道.
    let compiled = phrase
        .strip_prefix("综合")
        .filter(|rest| context.outlets.name_at_start(rest).is_some());
    let gathered = phrase.len() - compiled.map_or(phrase.len(), str::len);
    let phrase = compiled.unwrap_or(phrase);
    let named = who(phrase, context.outlets)?;
    let media = matches!(
        named.kind,
        SourceKind::Outlet
            | SourceKind::Agency
            | SourceKind::Anonymous
            | SourceKind::Platform
            | SourceKind::Website
            | SourceKind::Aggregator
    );
    // 当地新闻报道: a word for news, not the name of who brings them.
    let generic = phrase.ends_with("新闻") && named.canonical.is_none();
    if !media || generic || named.anaphor.is_some() || phrase.chars().count() < 2 {
        return None;
    }
    let base = base + space + lead + gathered;
    let mut mention = context.mention(&named, base, "outlet-reports");
    let more: usize = ["称", "说", "指出"]
        .iter()
        .find(|next| rest.starts_with(**next))
        .map_or(0, |next| next.len());
    mention.cue = context.written(start, end + more);
    if gathered > 0 {
        mention.cue.insert_str(0, "综合…");
    }
    mention.span = Span::new(base + named.phrase_start - gathered, end + more);
    mention.content = after_punctuation(context, end + more);
    Some(mention)
}

/// 在X发布会上, where somebody speaks in the same sentence.
fn venue(context: &Context<'_>, start: usize, end: usize) -> Option<Mention> {
    let before = context.form(context.start(), start);
    let clause = last_clause(before);
    let at = clause.find('在')? + "在".len();
    let from = start - clause.len() + at;
    let name = context.form(from, end - "上".len());
    let count = name.chars().count();
    let conference = ["发布会", "记者会", "通气会", "说明会", "吹风会"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let meeting = [
        "会议",
        "论坛",
        "座谈会",
        "研讨会",
        "碰头会",
        "调度会",
        "推进会",
        "大会",
        "年会",
        "峰会",
        "论坛",
        "全会",
    ]
    .iter()
    .any(|ending| name.ends_with(ending));
    if !(5..=60).contains(&count) || !(conference || meeting) || name.contains(['，', ',']) {
        return None;
    }
    let generic = ["的新闻发布会", "的发布会", "的记者会", "的会议"]
        .iter()
        .any(|ending| name.ends_with(ending))
        && count <= 10;
    if generic {
        return None;
    }
    let mut skip = leading_time(name);
    if name.get(skip..).is_some_and(|rest| rest.starts_with('的')) {
        skip = 0;
    } else {
        for word in [
            "底",
            "初",
            "末",
            "上旬",
            "中旬",
            "下旬",
            "举行的",
            "召开的",
            "举办的",
        ] {
            if name.get(skip..).is_some_and(|rest| rest.starts_with(word)) {
                skip += word.len();
            }
        }
    }
    let named = Named {
        phrase_start: 0,
        start: skip,
        end: name.len(),
        canonical: None,
        kind: if conference {
            SourceKind::PressConference
        } else {
            SourceKind::Meeting
        },
        anaphor: None,
        joint: Vec::new(),
    };
    let mut mention = context.mention(&named, from, "at-occasion");
    let shown = if conference {
        "在…发布会上"
    } else {
        "在…会上"
    };
    mention.cue = shown.to_owned();
    mention.span = Span::new(from - "在".len(), end);
    mention.content = after_punctuation(context, end);
    mention.reach = Reach::Occasion;
    mention.level = 1;
    Some(mention)
}

//! Names that an article itself introduces: people it has let speak with an office before, accounts and nicknames
//! (@某某, 网名“某某”, 某某（化名）), and words that stand again and again where speakers stand (a brand, a mononym). In go the
//! mentions of a first reading and the clauses before verbs that named nobody; out come the names that a second reading of
//! those clauses may trust.
//!
//! A surname or an office is not required of somebody whom the article has made known, and no list has every company.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::memmem;

use crate::document::SourceKind;

use super::body::Body;
use super::finder::Finder;
use super::leads::lead_length;
use super::mention::Mention;
use super::persons::is_personal_name;
use super::reading::{is_boundary, is_han};
use super::words::words;

/// A name that an article has made known, in reading form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Learned {
    /// The name.
    pub name: String,
    /// A person, or what it is otherwise: unlisted.
    pub kind: SourceKind,
}

/// What an article has made known.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Its names, the longest first.
    pub names: Vec<Learned>,
    /// Labels of an interview that open its paragraphs (see [`super::frames::label`]).
    pub labels: Vec<String>,
}

impl Known {
    /// What the paragraphs `own` make known, which hold `mentions` and the clauses `unnamed`.
    pub fn of(body: &Body<'_>, own: &[usize], mentions: &[&Mention], unnamed: &[Unnamed]) -> Self {
        let labels = labels(body, own, mentions);
        if unnamed.is_empty() {
            return Self {
                names: Vec::new(),
                labels,
            };
        }
        let span = own
            .first()
            .zip(own.last())
            .and_then(|(&first, &last)| Some((body.paragraphs.get(first)?, body.paragraphs.get(last)?)));
        let text = span.map_or("", |(first, last)| {
            body.slice(first.span.start as usize, last.span.end as usize)
        });
        let clauses: Vec<&str> = unnamed
            .iter()
            .map(|clause| body.slice(clause.start, clause.end))
            .collect();
        Self {
            names: names(text, mentions, &clauses),
            labels,
        }
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.labels.is_empty()
    }

    /// True when paragraph `index` opens with a label.
    pub fn labels_paragraph(&self, body: &Body<'_>, index: usize) -> bool {
        !self.labels.is_empty()
            && opening_label(body, index).is_some_and(|label| self.labels.iter().any(|known| known == label))
    }
}

/// Characters of the longest label: an office with a name.
const LABEL: usize = 24;

/// What stands before the colon that a paragraph opens with: 某某：….
pub(super) fn opening_label<'a>(body: &'a Body<'_>, index: usize) -> Option<&'a str> {
    let paragraph = body.paragraphs.get(index)?;
    let text = body.slice(paragraph.span.start as usize, paragraph.span.end as usize);
    // A label is Han with the letters of a house (AI某社), so the first other sign tells.
    let (at, _) = text
        .char_indices()
        .take(LABEL + 1)
        .find(|&(_, character)| !in_label(character) && !character.is_whitespace())
        .filter(|(_, character)| matches!(character, '：' | ':'))?;
    let label = text.get(..at)?.trim_end();
    (label.chars().all(in_label) && label.ends_with(is_han)).then_some(label)
}

/// True for a sign of a label.
fn in_label(sign: char) -> bool {
    is_han(sign) || sign == '·' || sign.is_ascii_alphabetic()
}

/// Labels that open paragraphs of an interview: names of people who are known, or who open two paragraphs and more. The
/// questions of a reporter are the outlet's own.
fn labels(body: &Body<'_>, own: &[usize], mentions: &[&Mention]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &index in own {
        if let Some(label) = opening_label(body, index) {
            *counts.entry(label).or_default() += 1;
        }
    }
    let known = |label: &str| mentions.iter().any(|mention| mention.source_name == label);
    let person = |label: &str| is_personal_name(label, false) && !words().people.has(label);
    // 网友某某：…: comments that a page collects.
    let reader = |label: &str| {
        label
            .strip_prefix("网友")
            .is_some_and(|name| (1..=8).contains(&name.chars().count()))
    };
    // 某支队参谋长某某：…: the office tells.
    let titled = |label: &str| super::persons::name_after_title(words(), label).is_some_and(|at| at > 0);
    // 问：…, 答：…: whoever answers.
    let answers = counts.get(ANSWER).is_some_and(|&count| count >= 2) && counts.contains_key("问");
    // 记者：…, 孙某母亲：…: whoever is asked, with or without a name.
    let asked = counts.get("记者").is_some_and(|&count| count >= 2);
    // 主持人：… is the house's own voice, 肇事者：… may be an entry of a list.
    let described = |label: &str, count: usize| {
        asked
            && !["记者", "主持人", "主播", "旁白", "解说"].contains(&label)
            && (count >= 2 || label.contains('某'))
            && words().people.of(label).is_some()
    };
    counts
        .into_iter()
        .filter(|&(label, count)| {
            (count >= 2 || known(label)) && person(label)
                || reader(label)
                || titled(label)
                || described(label, count)
                || answers && label == ANSWER
        })
        .map(|(label, _)| label.to_owned())
        .collect()
}

/// The label of an answer whose speaker the page has named before.
pub(super) const ANSWER: &str = "答";

/// Times that a name without any other sign stands before a verb of speech.
const SLOTS: usize = 2;
/// Times that it stands in the article.
const OCCURRENCES: usize = 3;
/// Times that it stands in the article when it stands in one such place only: what the article is about.
const TOPIC: usize = 6;
/// Characters of the longest name of Han characters that is learnt from its places alone.
const LONGEST: usize = 6;
/// Names that are kept of one article: a page has a few speakers.
const MOST: usize = 60;

/// Characters that stand in no name that is learnt from its places alone: function words, pronouns, what counts.
const FUNCTION: &str = "的了是在有不这那我你他她它们就都也还被把给让对向为从到与或且而则却但并等个些每各其此何谁自己再又才只能会可应该要想去来说话道称";
/// Characters that names hold and do not begin or end with: a place or a time behind a noun.
const EDGES: &str = "中上下里内外前后时和及";

/// True for words that hold a function word or one of those that name nobody.
pub(super) fn holds_function_words(name: &str) -> bool {
    name.chars().any(|character| FUNCTION.contains(character)) || NOBODY.find(name).is_some()
}

/// Words that stand where speakers stand and name nobody.
static NOBODY: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "大家",
        "人们",
        "当地",
        "结果",
        "事实",
        "数据",
        "问题",
        "原因",
        "内容",
        "事件",
        "案件",
        "情况",
        "记者",
        "小编",
        "笔者",
        "本报",
        "本网",
        "今年",
        "去年",
        "明年",
        "目前",
        "资料",
        "信息",
        "视频",
        "照片",
        "图片",
        "标题",
        "法律",
        "规定",
        "研究",
        "调查",
        "报道",
        "简单",
        "明确",
        "清楚",
        "实话",
        "老实",
        "一般",
        "普遍",
        "通常",
        "一度",
        "多次",
        "曾经",
        "已经",
        "正式",
        "公开",
        "消息",
        "方面",
        "全部",
        "多数",
        "少数",
        "左右",
        "以为",
        "随即",
        "随后",
        "一边",
        "有人",
        "没人",
        "任何",
        "所有",
        "作为",
        "身为",
        "互联网",
        "网络",
        "时代",
        "社会",
        "历史",
        "生活",
        "认罪",
        "拒绝",
        "接受",
        "开始",
        "遭遇",
        "经历",
        "事情",
        "行为",
        "做法",
        "态度",
        "言论",
        "说法",
    ])
});

/// A clause before a verb of speech that named nobody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unnamed {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The word that could be a name in a clause: what stands before its first adverbial.
fn candidate(clause: &str) -> Option<&str> {
    let words = words();
    let clause = clause.get(lead_length(clause)..)?.trim();
    let cut = words
        .markers
        .find_iter(clause)
        .filter(|marker| marker.word < words.first_hiding_marker && marker.start > 0)
        .map(|marker| marker.start)
        .next()
        .unwrap_or(clause.len());
    let mut head = clause.get(..cut)?.trim();
    while let Some(rest) = words.adverbs.cut(head) {
        head = rest.trim();
    }
    let count = head.chars().count();
    let han = head.chars().all(is_han);
    let latin = head.chars().any(|first| first.is_ascii_alphabetic())
        && head.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, ' ' | '.' | '-' | '_' | '&' | '\'')
        })
        && head.split(' ').count() <= 4;
    // CC直聘: letters and what the bearer does.
    let letters = head.len()
        - head
            .trim_start_matches(|first: char| first.is_ascii_alphanumeric())
            .len();
    let mixed = letters >= 2
        && head.starts_with(|first: char| first.is_ascii_uppercase())
        && head
            .get(letters..)
            .is_some_and(|rest| (1..=4).contains(&rest.chars().count()) && rest.chars().all(is_han))
        && words.people.of(head).is_none()
        && words.organisations.of(head).is_none();
    let fits = han && (2..=LONGEST).contains(&count) || latin && (2..=32).contains(&count) || mixed;
    // 中源协和: a name may end so; it counts when the article is about it.
    let edge = head.ends_with(|last: char| EDGES.contains(last) && last != '和')
        || head
            .starts_with(|first: char| EDGES.contains(first) && !matches!(first, '中' | '上' | '和' | '前'));
    let odd =
        edge || head.chars().any(|character| FUNCTION.contains(character)) || NOBODY.find(head).is_some();
    (fits && !odd).then_some(head)
}

/// The names that the text of an article (in reading form) has made known. `mentions` and `clauses`, those before verbs that
/// named nobody, are the article's.
fn names(text: &str, mentions: &[&Mention], clauses: &[&str]) -> Vec<Learned> {
    let mut found: BTreeMap<String, SourceKind> = BTreeMap::new();
    for mention in mentions {
        let name = super::reading::reading_form(&mention.source_name).into_owned();
        let named =
            mention.kind == SourceKind::Person && mention.anaphor.is_none() && is_personal_name(&name, true);
        if named && (2..=8).contains(&name.chars().count()) {
            found.insert(name, SourceKind::Person);
        }
    }
    introduced(text, &mut found);
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    for clause in clauses {
        if let Some(name) = candidate(clause) {
            *slots.entry(name).or_default() += 1;
        }
    }
    for (name, count) in slots {
        let occurrences = memmem::find_iter(text.as_bytes(), name).take(TOPIC).count();
        // 奉大川 where it speaks twice: three characters with a rare surname in front.
        let rare = count >= SLOTS
            && name.chars().count() == 3
            && name
                .chars()
                .next()
                .is_some_and(|first| words().is_rare_surname(first));
        if found.contains_key(name) || occurrences < OCCURRENCES && !rare {
            continue;
        }
        let latin = name.chars().any(|character| character.is_ascii_alphabetic());
        if name.contains('和') && occurrences < TOPIC {
            continue;
        }
        if count >= SLOTS || latin || occurrences >= TOPIC {
            found.insert(name.to_owned(), SourceKind::Unlisted);
        }
    }
    let mut names: Vec<Learned> = found
        .into_iter()
        .map(|(name, kind)| Learned { name, kind })
        .collect();
    names.sort_by(|one, other| (other.name.len(), &one.name).cmp(&(one.name.len(), &other.name)));
    names.truncate(MOST);
    names
}

/// Words that introduce a nickname or an account.
static INTRODUCTIONS: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "网名",
        "昵称",
        "化名",
        "名叫",
        "叫做",
        "自称",
        "名为",
        "官方微博",
        "官方微信",
        "官方公众号",
        "微信公众号",
        "微信公号",
        "公众号",
        "官微",
        "（化名",
        "(化名",
        "@",
    ])
});

/// Nicknames and accounts that the text introduces: @某某, 网名“某某”, 某某（化名）.
fn introduced(text: &str, found: &mut BTreeMap<String, SourceKind>) {
    for word in INTRODUCTIONS.find_iter(text).take(MOST) {
        let introduction = text.get(word.start..word.end).unwrap_or("");
        if introduction.ends_with("化名") && introduction != "化名" {
            let before = text.get(..word.start).unwrap_or("");
            let mut cuts = before.char_indices().rev().map(|(at, _)| at).take(3);
            let name = cuts
                .by_ref()
                .filter_map(|at| before.get(at..))
                .filter(|name| name.chars().count() >= 2 && name.chars().all(is_han))
                .find(|name| is_personal_name(name, true));
            if let Some(name) = name {
                found.insert(name.to_owned(), SourceKind::Person);
            }
            continue;
        }
        let rest = text.get(word.end..).unwrap_or("");
        let (open, rest) = match rest.strip_prefix(['“', '"', '「', '为', '叫', '是']) {
            Some(rest) => (true, rest.trim_start_matches(['“', '"', '「'])),
            None => (introduction == "@", rest),
        };
        let end = rest
            .find(|character: char| {
                is_boundary(character)
                    || character.is_whitespace()
                    || matches!(character, '的' | '：' | '、' | '（' | '(' | '#' | '@' | '》')
            })
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or("");
        if open && (2..=12).contains(&name.chars().count()) {
            let account = introduction == "@" || introduction.starts_with(['官', '微', '公']);
            let kind = if account {
                SourceKind::Platform
            } else {
                SourceKind::Person
            };
            found.entry(name.to_owned()).or_insert(kind);
        }
    }
}

/// The learnt name that a clause names as its subject: the clause is the name, or begins with it and says how and where it
/// speaks. A clause that ends as a description does (某某的母亲) names somebody else.
pub(super) fn subject<'a>(learned: &'a [Learned], clause: &str) -> Option<(usize, &'a Learned)> {
    let words = words();
    let lead = lead_length(clause);
    let rest = clause.get(lead..)?;
    let marked = rest.starts_with('“');
    let handle = if marked {
        '“'.len_utf8()
    } else {
        usize::from(rest.starts_with('@'))
    };
    let lead = lead + handle;
    let rest = rest.get(handle..)?;
    learned.iter().find_map(|name| {
        let behind = rest.strip_prefix(name.name.as_str())?;
        let behind = if marked {
            behind.strip_prefix('”')?
        } else {
            behind
        };
        let trimmed = behind.trim();
        if trimmed.is_empty() {
            return Some((lead, name));
        }
        let close = trimmed.chars().count() <= 16
            && !trimmed.starts_with([
                '的', '、', '和', '与', '及', '或', '等', '家', '父', '母', '夫', '一', '案',
            ])
            // 某某事件告诉我们: what happened to him.
            && !["事件", "现象", "效应", "模式", "精神", "事故", "这一", "那一", "此举"]
                .iter()
                .any(|thing| trimmed.starts_with(thing))
            && words.titles.find(trimmed.trim_end_matches("记者")).is_none()
            && (words.people.of(trimmed).is_none() || trimmed.ends_with("记者"))
            && words.organisations.of(trimmed).is_none();
        // 中兴 is not the subject of a clause that begins with 中兴通讯: the longer name is asked first, and what goes on
        // with a letter of a Latin word is another word.
        let whole = !(name.name.ends_with(|last: char| last.is_ascii_alphanumeric())
            && trimmed.starts_with(|next: char| next.is_ascii_alphanumeric()));
        (close && whole).then_some((lead, name))
    })
}

#[cfg(test)]
mod tests {
    use super::{candidate, names, subject};

    #[test]
    fn what_stands_where_speakers_stand() {
        assert_eq!(candidate("随后青云在电话中向记者"), Some("青云"));
        assert_eq!(candidate("青云在电话中向记者"), Some("青云"));
        assert_eq!(candidate("昨天SkyLab也"), Some("SkyLab"));
        assert_eq!(candidate("他们的意思"), None);
    }

    #[test]
    fn names_are_learnt_from_the_article() {
        let text = "青云表示，机器人已经卖完。青云还说，明年再造。青云是一家公司。网名“阿树”的玩家试过。";
        let unnamed = ["青云", "青云还"];
        let found = names(text, &[], &unnamed);
        let found: Vec<&str> = found.iter().map(|name| name.name.as_str()).collect();
        assert_eq!(found, ["阿树", "青云"]);
        assert_eq!(names("青云表示，卖完了。", &[], &unnamed), []);
    }

    #[test]
    fn a_known_name_leads_its_clause() {
        let text = "青云表示，机器人已经卖完。青云还说，明年再造。青云是一家公司。";
        let unnamed = ["青云", "青云还"];
        let learned = names(text, &[], &unnamed);
        assert!(subject(&learned, "青云今日乐观").is_some());
        assert!(subject(&learned, "青云的总经理").is_none());
        assert!(subject(&learned, "青云负责人").is_none());
    }
}

//! The house whose reporters work in a text that declares no other source: `某报记者今日从某局获悉，…`, `某某告诉某报记者`. A paper names its own
//! reporters so, and what is carried keeps the words. In go the paragraphs of an article and what its lines claim, out comes the
//! claim of a by-line, where one house has reporters in the text and no line says where it is from.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use crate::document::{Claim, ClaimKind, SourceKind, Span};

use super::declared::short_for_a_house;
use super::leads::lead_length;
use super::line_names::resolve;
use super::lines::Lines;
use super::listeners::listeners;
use super::outlets::{OutletTable, ends_like_outlet};
use super::reach::body_span;
use super::reading::{is_han, last_clause};

/// Characters of the longest name of a house.
const HOUSE: usize = 12;

/// Paragraphs at the head in which one mention is enough.
const HEAD: usize = 2;

/// Mentions that are enough anywhere.
const MENTIONS: usize = 2;

/// Characters of the longest name of a photographer, with the word behind it.
const PHOTOGRAPHER: usize = 6;

/// Mentions that are looked at in one article.
const MOST: usize = 40;

/// Kinds of reporters, in front of the word.
const KINDS: [&str; 22] = [
    "全媒体",
    "融媒体",
    "新媒体",
    "首席",
    "高级",
    "实习",
    "见习",
    "特派",
    "特约",
    "资深",
    "调查",
    "深度",
    "摄影",
    "视频",
    "文字",
    "时政",
    "财经",
    "体育",
    "驻地",
    "驻京",
    "驻沪",
    "驻站",
];

/// What a house does to its own reporters and nobody else's: they are told, and they ask.
const LISTENS: [&str; 9] = ["告诉", "对", "向", "接受", "接受了", "回复", "回应", "答复", "与"];

/// What a house did that somebody granted its reporters: 接受某报记者的专访.
const INTERVIEWS: [&str; 3] = ["的采访", "的专访", "的独家"];

/// What a house calls itself, whichever it is.
const OWN: [&str; 6] = ["本报", "本网", "本台", "本刊", "本社", "本版"];

/// What stands before a house that has not gone to press yet: 截至某网发稿.
const UNTIL: [&str; 4] = ["截至", "截止到", "截止", "到"];

/// What follows reporters whom a text tells of: 某报记者被打, 某报记者的报道.
const ABOUT: [&str; 13] = [
    "被", "遭", "的", "是", "报道", "称", "说", "表示", "撰文", "发表", "节", "证，", "证件",
];

/// What others say to reporters: 对某报记者表示. Without those who say it, it is what the reporters say.
const SAID_TO: [&str; 3] = ["称", "说", "表示"];

/// Where one house stands in a text as one that reports, and how often.
#[derive(Default)]
struct Seen {
    /// Times that its reporters act or are told something.
    reporters: usize,
    /// Times that the house itself is told something: 告诉某新闻.
    told: usize,
    /// Set when its reporters do something, and are not told of.
    acts: bool,
    /// Set when it prints its address behind its name: 某新闻（www.lake.example）, or says that it goes to press.
    addressed: bool,
    first: Option<Span>,
    in_head: bool,
    known: bool,
    /// Set when its reporters work inside what the text has from it: 据某报报道，…某报记者求证.
    reported: bool,
}

impl Seen {
    /// One more place of the house.
    fn at(&mut self, place: Span, known: bool) {
        self.known |= known;
        self.first = self.first.or(Some(place));
    }
}

impl Lines<'_> {
    /// The house that a name stands for, and whether the table knows it.
    fn house(&self, name: &str) -> (String, bool) {
        let (source, _) = resolve(name, self.outlets);
        let known = source.is_some();
        (source.unwrap_or_else(|| name.to_owned()), known)
    }

    /// The claim of the house whose reporters work in an article; `None` where a line says where it is from, or two houses have
    /// reporters in it.
    pub(super) fn own_reporters(&self, article: u32, claims: &[Claim]) -> Option<Claim> {
        let declares = |claim: &Claim| {
            // 本报讯 says that it is somebody's own, and not whose.
            let open = claim.source.is_none() && OWN.contains(&claim.source_name.as_str());
            !open
                && claim.source_kind != SourceKind::Void
                && match claim.kind {
                    ClaimKind::Byline => claim.rule == "byline-outlet",
                    ClaimKind::Editor | ClaimKind::MediaCredit | ClaimKind::OriginalTitle => false,
                    _ => true,
                }
        };
        let own = |claim: &&Claim| claim.article == article;
        if claims.iter().filter(own).any(declares) {
            return None;
        }
        // （记者某某） below a text whose house nobody names: one mention of its reporters tells.
        let signed = claims
            .iter()
            .filter(own)
            .any(|claim| claim.kind == ClaimKind::Byline && claim.rule == "byline");
        let mut houses: BTreeMap<String, Seen> = BTreeMap::new();
        let mut cited = false;
        let mut looked = 0;
        for (place, &index) in self.body.of_article(article).iter().enumerate() {
            let Some(paragraph) = self.body.paragraphs.get(index) else {
                continue;
            };
            let start = paragraph.span.start as usize;
            let form = self.body.slice(start, paragraph.span.end as usize);
            for at in memmem::find_iter(form.as_bytes(), "记者") {
                looked += 1;
                let Some((from, to, acts)) = self.house_before(form, at) else {
                    continue;
                };
                let name = form.get(from..to)?;
                let (house, known) = self.house(name);
                let seen = houses.entry(house).or_default();
                seen.reporters += 1;
                seen.acts |= acts;
                seen.in_head |= place < HEAD && acts;
                seen.reported |= form
                    .get(..from)
                    .is_some_and(|head| head.contains(&format!("据{name}报道")));
                seen.at(Span::new(start + from, start + to), known);
            }
            if let Some((from, to)) = self.going_to_press(form).or_else(|| with_account(form)) {
                let name = form.get(from..to)?;
                let (house, known) = self.house(name);
                let seen = houses.entry(house).or_default();
                seen.told += 1;
                seen.addressed = true;
                seen.at(Span::new(start + from, start + to), known);
            }
            let mut reports = BTreeSet::new();
            for house in listeners(form, self.outlets) {
                let seen = houses.entry(house.canonical.clone()).or_default();
                seen.told += 1;
                seen.acts |= house.acts;
                seen.addressed |= house.addressed;
                seen.in_head |= place < HEAD && house.acts;
                seen.at(Span::new(start + house.start, start + house.end), house.known);
                // Once for each house of a paragraph.
                if reports.insert(house.report.clone()) {
                    cited |= form.contains(house.report.as_str());
                }
            }
            if looked > MOST {
                break;
            }
        }
        // 他告诉某新闻, and 某报记者 all over the text: the reporters tell.
        if houses.values().any(|seen| seen.reporters > 0) {
            houses.retain(|_, seen| seen.reporters > 0);
        }
        joined(&mut houses);
        if houses.len() > 1 {
            houses.retain(|_, seen| !seen.reported);
        }
        let (Some((_, seen)), None) = ({
            let mut all = houses.into_iter();
            (all.next(), all.next())
        }) else {
            return None;
        };
        let enough = seen.reporters >= MENTIONS
            || seen.in_head && seen.known
            // （记者某某） and 海风晨报记者看到: whoever signs is one of these reporters, whether the table knows the paper or not.
            || signed && seen.reporters > 0 && seen.acts && !cited && !seen.reported
            || (seen.reporters > 0 || seen.acts && !cited)
                && seen.known
                && (signed || self.alone(article, &seen))
            // 据某新闻报道，某某告诉某新闻: the text has it from there, and is another's.
            || !cited && (seen.addressed || seen.reporters + seen.told >= MENTIONS);
        let span = seen.first.filter(|_| enough)?;
        let written = span.of(self.body.text);
        let (source, kind) = resolve(written, self.outlets);
        Some(Claim {
            article,
            kind: ClaimKind::Byline,
            source_name: written.to_owned(),
            source,
            source_kind: if kind == SourceKind::Person {
                SourceKind::Unlisted
            } else {
                kind
            },
            cue: "记者".to_owned(),
            span: Some(span),
            scope: body_span(self.body, article),
            rule: "reporter-in-text".to_owned(),
            confidence: if seen.reporters + seen.told >= MENTIONS || seen.in_head {
                0.6
            } else {
                0.5
            },
        })
    }

    /// True when one mention of its reporters is enough to tell whose text it is: it stands in the first two thirds (what it does itself: in the first three quarters), and the text cites
    /// no outlet (据某报报道). Texts put together from others' reports cite, and name their houses further down.
    fn alone(&self, article: u32, seen: &Seen) -> bool {
        let (Some(whole), Some(first)) = (body_span(self.body, article), seen.first) else {
            return false;
        };
        // What it does itself tells further down than what it is told.
        let place = first.start.saturating_sub(whole.start) as usize;
        let early = if seen.acts {
            place * 4 <= whole.len() * 3
        } else {
            place * 3 <= whole.len() * 2
        };
        let paragraphs = self.body.of_article(article).iter();
        let cites = paragraphs
            .filter_map(|&index| self.body.paragraphs.get(index))
            .any(|paragraph| {
                let form = self
                    .body
                    .slice(paragraph.span.start as usize, paragraph.span.end as usize);
                form.match_indices(['据', '引']).any(|(at, cue)| {
                    let behind = form.get(at + cue.len()..).unwrap_or("");
                    self.outlets
                        .name_at_start(behind.trim_start_matches('《'))
                        .is_some()
                })
            });
        // Reporters from abroad ask those whom others quote.
        let han = first
            .of(self.body.text)
            .chars()
            .all(|next| is_han(next) || matches!(next, '·' | '•' | '-'));
        early && han && !cites
    }

    /// The house that says when it went to press: 截至某网发稿. Its bytes in a paragraph.
    fn going_to_press(&self, form: &str) -> Option<(usize, usize)> {
        let at = memmem::find(form.as_bytes(), "发稿".as_bytes())?;
        let clause = last_clause(form.get(..at)?);
        let name = UNTIL
            .iter()
            .find_map(|until| clause.strip_prefix(until))?
            .trim_matches(['《', '》', ' ']);
        let fits = (3..=HOUSE).contains(&name.chars().count())
            && !OWN.contains(&name)
            && (self.outlets.resolve(name).is_some() || ends_like_outlet(name))
            && name.chars().all(char::is_alphanumeric);
        let from = (name.as_ptr() as usize).checked_sub(form.as_ptr() as usize)?;
        fits.then_some((from, from + name.len()))
    }

    /// The house in front of the word for a reporter at byte `at` of a paragraph who learns, sees, asks or is told something: its
    /// bytes, and whether the reporter acts.
    fn house_before(&self, form: &str, at: usize) -> Option<(usize, usize, bool)> {
        let behind = form.get(at + "记者".len()..)?;
        let interview = INTERVIEWS.iter().any(|word| behind.starts_with(word));
        let said = SAID_TO.iter().any(|word| behind.starts_with(word));
        if !interview && !said && ABOUT.iter().any(|word| behind.starts_with(word))
            || !behind.starts_with(|next: char| {
                is_han(next) || next.is_ascii_digit() || matches!(next, '，' | '。' | '（' | '(' | '“' | '：')
            })
        {
            return None;
        }
        // 某社记者某某摄: of a picture.
        let name: String = behind.chars().take(PHOTOGRAPHER).collect();
        if name.contains('摄') {
            return None;
        }
        let mut before = form.get(..at)?;
        // 某某财经记者: a kind that the name of a house of the table ends with is part of it.
        while let Some(kept) = KINDS.iter().find_map(|kind| before.strip_suffix(kind))
            && !ends_known(before, self.outlets)
        {
            before = kept;
        }
        let (end, marked) = match before.strip_suffix('》') {
            Some(inner) => (inner.len(), true),
            None => (before.len(), false),
        };
        let head = form.get(..end)?;
        // The name begins behind its mark, or is the longest one that is known, or fills its clause.
        let begin = if marked {
            head.rfind('《')? + '《'.len_utf8()
        } else {
            let clause = last_clause(head);
            let from = end - clause.len();
            let mut starts = clause
                .char_indices()
                .map(|(place, _)| from + place)
                .rev()
                .take(HOUSE)
                .collect::<Vec<_>>();
            starts.reverse();
            let known = starts.iter().copied().find(|&place| {
                head.get(place..)
                    .is_some_and(|name| name.chars().count() >= 2 && self.outlets.resolve(name).is_some())
            });
            let lead = lead_length(clause);
            // 当某报记者来到, 而某报记者看到.
            let conjunction = clause
                .get(lead..)
                .and_then(|rest| rest.chars().next())
                .filter(|first| matches!(first, '当' | '而' | '但' | '据' | '在' | '经'))
                .map_or(0, char::len_utf8);
            let whole = from + lead + conjunction;
            let listener = || {
                let cut = LISTENS
                    .iter()
                    .filter_map(|verb| clause.rfind(verb).map(|found| found + verb.len()))
                    .max()?;
                Some(from + cut)
            };
            match known {
                Some(place) => place,
                None => [Some(whole), listener()].into_iter().flatten().find(|&place| {
                    head.get(place..).is_some_and(|name| {
                        let count = name.chars().count();
                        ((3..=8).contains(&count) || count == 2 && short_for_a_house(name))
                            && ends_like_outlet(name)
                            && name.chars().all(char::is_alphanumeric)
                    })
                })?,
            }
        };
        let name = head.get(begin..)?;
        let outlet = self.outlets.resolve(name);
        let media = outlet.as_ref().map_or_else(
            // 《某经》记者: the marks show a paper.
            || ends_like_outlet(name) || marked && (2..=8).contains(&name.chars().count()),
            |outlet| {
                matches!(
                    outlet.kind,
                    SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform | SourceKind::Website
                )
            },
        );
        // What stands before the name: nothing but a lead-in, or whoever tells it.
        let open = if marked { begin - '《'.len_utf8() } else { begin };
        let clause = last_clause(form.get(..open)?);
        let opens = clause.is_empty() || lead_length(&format!("{clause}某")) == clause.len();
        let told = LISTENS.iter().any(|verb| clause.ends_with(verb)) && clause.chars().count() >= 2;
        let tells = ["据", "当", "在", "而", "但", "但当"].contains(&clause);
        let learned = tells
            && ["了解", "获悉", "问", "到", "调查", "观察"]
                .iter()
                .any(|verb| behind.starts_with(verb));
        let own = OWN.contains(&name);
        if (interview || said) && !told {
            return None;
        }
        // 稿件的作者——某报记者某某: who is told of.
        let apart = form.get(..open)?.ends_with(['—', '-']);
        (media && !own && !apart && (opens || told || learned)).then_some((begin, end, opens || learned))
    }
}

/// Puts what a text has of a short name to the house that it is short for: 海报记者 and 海风日报记者 are those of one paper.
fn joined(houses: &mut BTreeMap<String, Seen>) {
    let short: Vec<String> = houses
        .keys()
        .filter(|name| name.chars().count() == 2 && name.ends_with('报'))
        .cloned()
        .collect();
    for name in short {
        let first = name.chars().next();
        let mut longer = houses.keys().filter(|other| {
            other.chars().count() > 2 && other.ends_with('报') && other.chars().next() == first
        });
        let (Some(house), None) = (longer.next().cloned(), longer.next()) else {
            continue;
        };
        if let Some(seen) = houses.remove(&name)
            && let Some(whole) = houses.get_mut(&house)
        {
            whole.reporters += seen.reporters;
            whole.told += seen.told;
            whole.acts |= seen.acts;
            whole.in_head |= seen.in_head;
        }
    }
}

/// The house that prints its account behind its name where it works or is told something: 某某组（微信ID：abc）获悉. Its bytes in a paragraph.
fn with_account(form: &str) -> Option<(usize, usize)> {
    const MARKS: [&str; 6] = ["微信ID", "微信Id", "微信id", "微信号", "微信公号", "公众号ID"];
    const WORKS: [&str; 16] = [
        "记者",
        "注意到",
        "发现",
        "获悉",
        "了解",
        "采访",
        "梳理",
        "表示",
        "说",
        "称",
        "回忆",
        "透露",
        "讲述",
        "从",
        "联系",
        "致电",
    ];
    memmem::find(form.as_bytes(), "信".as_bytes())?;
    MARKS.iter().find_map(|mark| {
        let at = form.find(mark)?;
        let head = form.get(..at)?.strip_suffix(['（', '('])?;
        let inside = form.get(at + mark.len()..)?;
        let (account, rest) = inside.split_once(['）', ')'])?;
        let named = account
            .strip_prefix(['：', ':'])
            .is_some_and(|id| !id.is_empty() && id.trim().is_ascii());
        let clause = last_clause(head);
        let told = LISTENS
            .iter()
            .filter_map(|verb| clause.rfind(verb).map(|found| found + verb.len()))
            .max();
        let name = clause.get(told.unwrap_or_else(|| lead_length(clause))..)?;
        let name = name.trim_matches(['《', '》', ' ']);
        let works = WORKS.iter().any(|verb| rest.starts_with(verb))
            || told.is_some() && rest.starts_with(['，', ',', '。', '：', ':']);
        let fits = (2..=HOUSE).contains(&name.chars().count())
            && name
                .chars()
                .all(|next| next.is_alphanumeric() || matches!(next, '·' | '•'))
            && !["作者", "关注", "本文", "微信"]
                .iter()
                .any(|word| name.starts_with(word));
        let from = (name.as_ptr() as usize).checked_sub(form.as_ptr() as usize)?;
        (named && works && fits).then_some((from, from + name.len()))
    })
}

/// True when a name of the table that is longer than a kind of reporters ends `text`.
fn ends_known(text: &str, outlets: &OutletTable) -> bool {
    let starts = text.char_indices().rev().map(|(at, _)| at);
    starts
        .take(HOUSE)
        .filter_map(|at| text.get(at..))
        .any(|name| name.chars().count() >= 4 && outlets.resolve(name).is_some())
}

#[cfg(test)]
mod tests {
    use crate::claim::{OutletTable, attribute};
    use crate::document::Record;

    fn house(text: &str) -> Option<String> {
        let record = Record {
            text: text.to_owned(),
            ..Record::default()
        };
        let found = attribute(&record, crate::segment::segment(&record), &OutletTable::builtin());
        let mut claims = found.claims.into_iter();
        claims
            .find(|claim| claim.rule == "reporter-in-text")
            .map(|claim| claim.source_name)
    }

    const BODY: &str = "滇池的水位三年来上升了一米，渔船都停在了岸上。\n沿岸的居民说，这样的夏天从没有过。";

    #[test]
    fn whose_reporters_work_in_the_text() {
        for text in [
            format!("{BODY}今日，新京报记者从市水务局了解到，水位还会上升。"),
            format!("{BODY}\n渔民钱兰告诉新京报记者，船要修了。\n《新京报》记者看到，岸边停着船。"),
        ] {
            assert_eq!(house(&text).as_deref(), Some("新京报"), "{text}");
        }
    }

    #[test]
    fn houses_are_told_things() {
        for (text, expected) in [
            (
                format!("{BODY}\n渔民钱兰告诉澎湃新闻（www.thepaper.cn），船要修了。"),
                Some("澎湃新闻"),
            ),
            (
                format!(
                    "{BODY}\n渔民钱兰告诉澎湃新闻，船要修了。\n钱兰的弟弟在接受澎湃新闻采访时说，还要一年。"
                ),
                Some("澎湃新闻"),
            ),
            (
                format!("水位又涨了，澎湃新闻注意到，船都停在岸上。\n{BODY}"),
                Some("澎湃新闻"),
            ),
            (format!("{BODY}\n渔民钱兰告诉澎湃新闻，船要修了。"), None),
            (
                format!(
                    "{BODY}\n据澎湃新闻报道，渔民钱兰告诉澎湃新闻，船要修了。\n钱兰向澎湃新闻表示，还要一年。"
                ),
                None,
            ),
            (
                format!("{BODY}\n渔民钱兰告诉路透社，船要修了。\n钱兰向路透社表示，还要一年。"),
                None,
            ),
            (
                format!("{BODY}\n渔民钱兰告诉羊城晚报记者，船要修了。（记者吴兰）"),
                Some("羊城晚报"),
            ),
            (
                format!(
                    "{BODY}\n渔民钱兰回应《羊城晚报》记者称，船要修了。\n钱兰向《羊城晚报》记者证实，还要一年。"
                ),
                Some("羊城晚报"),
            ),
            (
                format!("{BODY}\n羊城晚报记者称，船要修了。\n羊城晚报记者表示，还要一年。"),
                None,
            ),
            (
                format!(
                    "{BODY}\n渔民钱兰告诉羊城晚报记者，船要修了。\n据春城晚报报道，船还在岸上。春城晚报记者多方求证，船是钱家的。\n羊城晚报记者看到，船还在。"
                ),
                Some("羊城晚报"),
            ),
            (
                format!("{BODY}\n澎湃新闻（www.thepaper.cn）从市水务局获悉，水位又涨了。"),
                Some("澎湃新闻"),
            ),
        ] {
            assert_eq!(house(&text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn lines_and_second_houses_say_otherwise() {
        for text in [
            format!("来源：春城晚报\n{BODY}今日，新京报记者从市水务局了解到，水位还会上升。"),
            format!("{BODY}\n渔民告诉新京报记者，船要修了。\n澎湃新闻记者看到，岸边停着船。"),
            format!("{BODY}\n\n另一天的事。\n新京报记者被打一事有了进展。"),
            format!("{BODY}\n\n另一天的事。\n新京报记者调查发现，船要修了。"),
            format!(
                "{BODY}\n新京报记者调查发现，船要修了。\n据光明日报报道，水位还会上升，岸边的渔民这个夏天都没有出过船。"
            ),
        ] {
            assert_eq!(house(&text), None, "{text}");
        }
    }
}

//! The house that the first words of a report name: `某报记者某某洱海……`, where a site glued the by-line to the first paragraph and
//! nothing shows where the name ends; `某新闻从市水务局获悉，…`, with which it tells in its own name; `某嗅注：…`. In goes an article's
//! first paragraph, out comes the claim of a by-line, unless another says as much.

use crate::document::{Claim, ClaimKind, SourceKind, Span};

use super::line_names::resolve;
use super::lines::Lines;
use super::outlets::{OutletTable, ends_like_outlet};
use super::persons::is_personal_name;
use super::reach::body_span;
use super::reading::{is_han, leading_time};
use super::words::words;

/// Paragraphs at the head in which an editor's remark may stand.
const HEADS: usize = 3;
/// Bytes within which the role begins.
const HEAD: usize = 3 * 16;
/// Characters of the house.
const HOUSE: std::ops::RangeInclusive<usize> = 3..=10;
/// Words for who reports.
const ROLES: [&str; 3] = ["记者", "评论员", "特派员"];
/// Kinds of reporters, in front of such a word.
const KINDS: [&str; 12] = [
    "全媒体",
    "融媒体",
    "新媒体",
    "调查",
    "高级",
    "特约",
    "见习",
    "实习",
    "首席",
    "特派",
    "深度",
    "资深",
];
/// First characters of words that tell what 某报记者 did (向某局了解, 曾到某地) and are surnames too.
const NO_SURNAMES: [char; 22] = [
    '向', '从', '于', '和', '曾', '应', '单', '连', '查', '全', '时', '有', '成', '多', '经', '来', '前',
    '另', '与', '随', '再', '同',
];
/// What follows the name of a reporter whom the report is about.
const ABOUT: [&str; 7] = ["被", "遭", "的", "是", "因", "去世", "遇难"];

impl Lines<'_> {
    /// The claim of the house that opens an article; `None` where a dateline or another by-line says as much.
    pub(super) fn opening_house(&self, article: u32, claims: &[Claim]) -> Option<Claim> {
        let own = self.body.of_article(article);
        let (first, form, opening) = own.iter().take(HEADS).enumerate().find_map(|(place, &index)| {
            let paragraph = self.body.paragraphs.get(index)?;
            let form = self
                .body
                .slice(paragraph.span.start as usize, paragraph.span.end as usize);
            // Soft hyphens and marks of width nothing stand in front of the first word of some pages.
            let form = form.trim_start_matches(|next: char| !next.is_alphanumeric() && next != '《');
            let titled = form.starts_with('《');
            let form = form.trim_start_matches('《');
            let head = form.get(..form.floor_char_boundary(HEAD))?;
            // What an editor remarks may stand below a lead.
            let opening = remarks(head).or_else(|| {
                if place > 0 {
                    return None;
                }
                learned(form, head, self.outlets)
                    .or_else(|| dated(form, self.outlets))
                    .or_else(|| broadcast(form, self.outlets))
                    .or_else(|| column(form, self.outlets))
                    .or_else(|| bracketed(form, self.outlets))
                    .or_else(|| signed(form, head, titled))
            })?;
            Some((*paragraph, form, opening))
        })?;
        let house = opening.house;
        let (source, kind) = resolve(house, self.outlets);
        let known = source.is_some() || opening.app || !opening.remark && ends_like_outlet(house);
        let told = claims
            .iter()
            .filter(|claim| claim.article == article)
            .any(|claim| {
                let same = claim.source_name == house || source.is_some() && claim.source == source;
                claim.kind == ClaimKind::Dateline
                    || same && matches!(claim.kind, ClaimKind::Byline | ClaimKind::SourceLine)
            });
        if !known || told {
            return None;
        }
        let start = first.span.end as usize - form.len();
        Some(Claim {
            article,
            kind: ClaimKind::Byline,
            source_name: house.to_owned(),
            source,
            source_kind: if kind == SourceKind::Person {
                SourceKind::Unlisted
            } else {
                kind
            },
            cue: opening.cue.to_owned(),
            span: Some(Span::new(start, start + house.len())),
            scope: body_span(self.body, article),
            rule: "byline-outlet".to_owned(),
            confidence: 0.75,
        })
    }
}

/// A house in the first words of a report.
struct Opening<'form> {
    house: &'form str,
    cue: &'static str,
    /// An editor of it tells what follows: only a known house is one.
    remark: bool,
    /// It is called an app, which no person and no office is.
    app: bool,
}

/// `某报记者某某……`, `《某报》记者从市水务局获悉，…`.
fn signed<'form>(form: &'form str, head: &'form str, titled: bool) -> Option<Opening<'form>> {
    let (role, cue) = ROLES
        .iter()
        .filter_map(|word| head.find(word).map(|at| (at, *word)))
        .min()?;
    let mut house = head.get(..role)?.trim_end();
    if titled {
        house = house.strip_suffix('》')?;
    }
    while let Some(kept) = KINDS.iter().find_map(|kind| house.strip_suffix(kind)) {
        house = kept.trim_end();
    }
    house = without_address(house);
    let plain = house
        .chars()
        .all(|next| is_han(next) || next.is_ascii_alphanumeric() || matches!(next, '·' | '-'));
    let fits = plain
        && HOUSE.contains(&house.chars().count())
        && !house.contains(['据', '从', '对', '向', '的', '在']);
    let behind = form.get(role + cue.len()..)?.trim_start();
    (fits && (signs(behind) || learns(behind))).then_some(Opening {
        house,
        cue,
        remark: false,
        app: false,
    })
}

/// `某新闻5月6日从市水务局获悉，…`, `某财经APP获悉，…`: what its reporters learned, told in the name of the house.
fn learned<'form>(form: &'form str, head: &'form str, outlets: &OutletTable) -> Option<Opening<'form>> {
    let known = outlets.name_at_start(form);
    let house = match known {
        Some(known) => form.get(..known)?,
        None => head.split_once("获悉")?.0,
    };
    let app = ["APP", "App", "客户端"].iter().any(|end| house.ends_with(end));
    if known.is_none() && !(app && HOUSE.contains(&house.chars().count())) {
        return None;
    }
    let rest = form.get(house.len()..)?;
    let rest = rest
        .strip_prefix(['（', '('])
        .and_then(|inner| inner.split_once(['）', ')']))
        .filter(|(address, _)| is_address(address))
        .map_or(rest, |(_, rest)| rest);
    let undated = rest.trim_start_matches(|next: char| {
        next.is_ascii_digit() || matches!(next, '月' | '日' | '今' | '昨' | '天')
    });
    let own = LEARNS.iter().any(|verb| undated.starts_with(verb));
    let told = own || undated.starts_with('从') && learns(undated);
    told.then_some(Opening {
        house,
        cue: "获悉",
        remark: false,
        app,
    })
}

/// `某网11月29日综合报道……`, `某网娱乐9月3日报道滇池……`, `某网北京7月1日电商务部……`: a dateline that nothing sets apart from the text. Who is
/// cited reports something (报道称).
fn dated<'form>(form: &'form str, outlets: &OutletTable) -> Option<Opening<'form>> {
    /// Characters of the longest desk or place between the house and the day.
    const BETWEEN: usize = 8;
    let house = form.get(..outlets.name_at_start(form)?)?;
    let rest = form.get(house.len()..)?.trim_start();
    let day = rest.find(|next: char| next.is_ascii_digit())?;
    let (between, day) = rest.split_at_checked(day)?;
    let plain = between.chars().count() <= BETWEEN && between.trim_end().chars().all(is_han);
    let time = leading_time(day);
    let behind = day.get(time..)?.trim_start();
    let (word, text) = ["综合报道", "综合消息", "综合讯", "报道", "电", "讯"]
        .iter()
        .find_map(|word| Some((*word, behind.strip_prefix(word)?)))?;
    let cites = text
        .trim_start()
        .starts_with(['称', '说', '指', '，', ',', '：', ':', '的', '了', '过', '、']);
    let dated = time > 0 && day.get(..time)?.ends_with('日');
    (plain && dated && !cites && text.starts_with(is_han)).then_some(Opening {
        house,
        cue: word,
        remark: false,
        app: true,
    })
}

/// `【某网·独家报道】`, `【某报讯】`: a house that a bracket at the head names, with what it does.
fn bracketed<'form>(form: &'form str, outlets: &OutletTable) -> Option<Opening<'form>> {
    const WORDS: [&str; 10] = [
        "资讯",
        "新闻",
        "独家报道",
        "综合报道",
        "报道",
        "快讯",
        "讯",
        "消息",
        "综合",
        "独家",
    ];
    let (inner, _) = form.split_once(['】', ']'])?;
    let inner = inner.trim_start_matches(['【', '[']);
    let house = inner.get(..outlets.name_at_start(inner)?)?;
    let rest = inner
        .get(house.len()..)?
        .trim_start_matches(['·', '•', ' ', '-', '|']);
    (WORDS.contains(&rest) || rest.starts_with("文/") || rest.starts_with("文｜")).then_some(Opening {
        house,
        cue: "【】",
        remark: false,
        app: true,
    })
}

/// `某报——今日快评`: the column of a house on a line of its own above the text.
fn column<'form>(form: &'form str, outlets: &OutletTable) -> Option<Opening<'form>> {
    const LONGEST: usize = 16;
    let house = form.get(..outlets.name_at_start(form)?)?;
    let rest = form.get(house.len()..)?;
    let name = rest.trim_start_matches('—');
    let fits = name.len() < rest.len() && !name.is_empty() && name.chars().all(is_han);
    (fits && form.trim_end().chars().count() <= LONGEST).then_some(Opening {
        house,
        cue: "——",
        remark: false,
        app: true,
    })
}

/// `某台《某栏目》3月2日节目，以下为节目内容：…`: what follows is what a programme said.
fn broadcast<'form>(form: &'form str, outlets: &OutletTable) -> Option<Opening<'form>> {
    const LONGEST: usize = 60;
    let house = form.get(..outlets.name_at_start(form)?)?;
    let follows = ["以下为", "以下是"].iter().any(|follow| {
        ["节目内容", "文字实录", "节目实录", "访谈实录", "文字整理"]
            .iter()
            .any(|what| form.contains(&format!("{follow}{what}")))
    });
    (follows && form.contains('《') && form.chars().count() <= LONGEST).then_some(Opening {
        house,
        cue: "以下为",
        remark: false,
        app: true,
    })
}

/// True for `www.lake.example`, with which a house names itself in its text.
fn is_address(words: &str) -> bool {
    words.is_ascii() && words.contains('.')
}

/// Without the address behind the name: `某新闻（www.lake.example）`.
fn without_address(house: &str) -> &str {
    house
        .strip_suffix(['）', ')'])
        .and_then(|inner| inner.rsplit_once(['（', '(']))
        .filter(|(_, address)| is_address(address))
        .map_or(house, |(name, _)| name)
}

/// `某嗅注：……`: a house in whose name an editor tells what follows.
fn remarks(head: &str) -> Option<Opening<'_>> {
    let (before, _) = head.split_once([':', '：'])?;
    let house = ["编者按", "注", "按"]
        .iter()
        .find_map(|word| before.strip_suffix(word))?;
    let plain = house.chars().all(char::is_alphanumeric) && house.chars().count() >= 2;
    plain.then_some(Opening {
        house,
        cue: "注",
        remark: true,
        app: false,
    })
}

/// Words by which a reporter says that he learned something.
const LEARNS: [&str; 5] = ["获悉", "了解到", "获知", "注意到", "证实"];

/// True for the rest of a clause in which 某报记者 learns something: `从市水务局获悉，`, `了解到，`.
fn learns(rest: &str) -> bool {
    let clause = rest.split(['，', ',', '。', '：', ':']).next().unwrap_or("");
    LEARNS.iter().any(|verb| clause.ends_with(verb)) && !clause.starts_with(['对', '向', '被'])
}

/// True for text that begins with the name of somebody who signs: a surname that begins no other word, and no verb of which
/// its bearer is the object.
fn signs(text: &str) -> bool {
    let mut characters = text.chars();
    let surname = characters
        .next()
        .is_some_and(|first| words().is_surname(first) && !NO_SURNAMES.contains(&first));
    surname
        && [3, 2].into_iter().any(|count| {
            let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
            let (name, rest) = text.split_at(end);
            is_personal_name(name, false) && !ABOUT.iter().any(|word| rest.starts_with(word))
        })
}

#[cfg(test)]
mod tests {
    use crate::claim::tests::run;

    fn house(opening: &str) -> Option<String> {
        let found = run(&format!(
            "{opening}滇池的水位三年来上升了一米，渔船都停在了岸上。\n沿岸的居民说，这样的夏天从没有过。"
        ));
        let mut claims = found.claims.into_iter();
        claims
            .find(|claim| claim.rule == "byline-outlet")
            .map(|claim| claim.source_name)
    }

    #[test]
    fn the_first_words_name_the_house() {
        for (opening, name) in [
            ("春城晚报记者赵一鸣", "春城晚报"),
            ("云岭观察网记者赵一鸣实习记者钱兰", "云岭观察网"),
            ("滇池商报评论员赵一鸣", "滇池商报"),
            ("《光明日报》记者从市水务局获悉，", "光明日报"),
            ("澎湃新闻5月6日从市水务局获悉，", "澎湃新闻"),
            ("滇池财经APP获悉，", "滇池财经APP"),
            ("澎湃新闻（www.lake.example）记者从市水务局证实，", "澎湃新闻"),
            ("虎嗅注：", "虎嗅"),
            ("澎湃新闻5月6日综合报道", "澎湃新闻"),
            ("新华网昆明5月6日电", "新华网"),
            ("【新民网·独家报道】", "新民网"),
            ("法制日报——今日快评\n", "法制日报"),
        ] {
            assert_eq!(house(opening).as_deref(), Some(name), "{opening}");
        }
    }

    #[test]
    fn who_is_told_of_is_no_house() {
        for opening in [
            "记者从市水务局获悉，",
            "春城晚报记者被打一事有了进展，",
            "春城晚报记者曾到湖边，",
            "市水务局对春城晚报记者说，",
            "警方获悉，",
            "路透社5月6日综合报道称，",
            "编者注：",
        ] {
            assert_eq!(house(opening), None, "{opening}");
        }
    }
}

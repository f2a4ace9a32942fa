//! Facts of a record -> what lineage knows of an article beside its text: credits, traces, whose words it reports, 本报
//! and 我市, times, addresses. Depends on the record alone.

mod documents;
mod house;
mod told;

use documents::{documents, in_its_own_person, later_text};
use house::{Listener, are_one_house, listeners, of_one_house, only_listener, own_name, reporters, rights};
use serde::{Deserialize, Serialize};
use told::Told;
use xxhash_rust::xxh3::xxh3_64;

use super::body::Names;
use crate::claim::OutletTable;
use crate::document::{
    Article, Block, BlockKind, Claim, ClaimKind, EvidenceKind, Facts, Precision, QuoteKind, SourceKind, Span,
    Timestamp,
};
use crate::lineage::{Attribution, Credit, Deixis, OwnWords, Party, Residue, Stamp, Standing};

/// A party whose names are not numbers yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PartyDraft {
    publisher: Option<String>,
    own_name: Option<(String, Span)>,
    credits: Vec<(String, EvidenceKind, Option<Span>, Option<Span>)>,
    residues: Vec<(String, Span)>,
    attributions: Vec<(String, bool, Option<Span>, Span)>,
    writers: Vec<String>,
    party: Party,
}

impl PartyDraft {
    /// Takes what the facts tell of one article.
    pub fn of(facts: &Facts, article: &Article, outlets: &OutletTable) -> Self {
        let text = facts.record.text.as_str();
        let claims = || {
            let all = facts.attributed.claims.iter();
            all.filter(|claim| claim.article == article.ordinal)
        };
        let name = |claim: &Claim| claim.source.clone().unwrap_or_else(|| claim.source_name.clone());
        let own_host = facts.record.metadata.url.as_deref().map(host);
        let segmentation = &facts.attributed.segmentation;
        let opens = |span| segmentation.opens(article.ordinal, span);
        let further_down = |claim: &Claim| claim.kind == ClaimKind::Dateline && !claim.span.is_none_or(opens);
        let scope = |claim: &Claim| {
            scope(claim)
                .or_else(|| claim.scope.filter(|_| further_down(claim)))
                .or_else(|| below(facts, article, claim))
        };
        let mut credits: Vec<(String, EvidenceKind, Option<Span>, Option<Span>)> = claims()
            .filter(|claim| claim.kind != ClaimKind::Link || leads_elsewhere(claim, own_host))
            .filter_map(|claim| Some((name(claim), credit_kind(claim)?, claim.span, scope(claim))))
            .collect();
        let mut attributions: Vec<(String, bool, Option<Span>, Span)> = claims()
            .filter(|claim| reports_words(claim))
            .filter_map(|claim| Some((name(claim), is_named(claim), claim.span, claim.scope?)))
            .collect();
        // A notice is the word of who gave it.
        let given = claims()
            .filter(|claim| claim.kind == ClaimKind::InText && claim.source_kind == SourceKind::Document);
        attributions.extend(given.filter_map(|claim| {
            let issuer = issuer(text, claim.source.as_deref()?)?;
            Some((issuer.to_owned(), true, claim.span, claim.scope?))
        }));
        // 根据某局印发的通知，……。通知明确，……: the notice is still that of whoever was named with it.
        let taken_up = claims().filter(|claim| {
            claim.kind == ClaimKind::InText
                && claim.source_kind == SourceKind::Document
                && claim.source.is_none()
        });
        attributions.extend(taken_up.filter_map(|claim| {
            let (span, scope) = (claim.span?, claim.scope?);
            let introduces = |before: &&Claim| {
                let words = before.span.filter(|words| words.end <= span.start);
                reports_words(before)
                    && words.is_some_and(|words| words.of(text).contains(&claim.source_name))
            };
            let giver = claims().filter(introduces).max_by_key(|before| before.span)?;
            Some((name(giver), true, Some(span), scope))
        }));
        let reporters = reporters(facts, article, outlets);
        let of_article = claims().filter(|claim| !further_down(claim));
        let listeners = listeners(&facts.attributed.claims, article, text, outlets);
        let own_name = own_name(article.publisher.as_deref(), of_article, &reporters, text).or_else(|| {
            only_listener(
                &listeners,
                article,
                credits.iter().map(|(name, ..)| name.as_str()),
            )
        });
        // A house does not have its text from itself.
        let own = own_name
            .as_ref()
            .map(|(name, _)| name.as_str())
            .or(article.publisher.as_deref());
        credits.retain(|(name, ..)| !own.is_some_and(|own| is_own_house(name, own)));
        let mut residues = reporters;
        residues.extend(rights(facts, article, outlets));
        residues.retain(|(name, _)| Some(name) != article.publisher.as_ref());
        let void_source = claims()
            .filter(|claim| claim.is_void_source())
            .find_map(|claim| claim.span);
        let told = Told::of(facts, article);
        // 他告诉海风日报记者 on the page of another: nobody has it but from that report.
        let of_others: Vec<Listener> = listeners
            .into_iter()
            .filter(|listener| {
                own.is_none_or(|own| {
                    !is_own_house(&listener.house, own) && !are_one_house(own, &listener.house)
                })
            })
            .collect();
        let heard_by_others = of_others.iter().map(|listener| listener.cue).collect();
        credits.extend(of_others.into_iter().map(|listener| {
            (
                listener.house,
                EvidenceKind::InText,
                Some(listener.cue),
                Some(listener.scope),
            )
        }));
        let metadata = &facts.record.metadata;
        let mut originals: Vec<(u64, Option<Span>)> = claims()
            .filter(|claim| claim.kind == ClaimKind::Link)
            .map(|claim| (address(&claim.source_name), claim.span))
            .collect();
        originals.extend(metadata.source_link.as_deref().map(|link| (address(link), None)));
        let own_address = metadata.url.as_deref().map(address);
        if article.ordinal == 0 {
            // A canonical address elsewhere says whose text the page shows.
            originals.extend(metadata.canonical.as_deref().map(|link| (address(link), None)));
        }
        originals.retain(|&(original, _)| Some(original) != own_address);
        Self {
            publisher: article.publisher.clone(),
            own_name,
            credits,
            residues,
            attributions,
            writers: claims()
                .filter(|claim| claim.kind == ClaimKind::Byline && claim.source_kind == SourceKind::Person)
                .map(name)
                .collect(),
            party: Party {
                standing: standing(article.publisher.as_deref(), outlets),
                void_source,
                unexplained: unexplained(facts, article),
                heard_by_others,
                speech: speech(facts, article),
                told: told.sentences,
                leads: told.leads,
                acts: told.acts,
                later_text: article
                    .published_at
                    .as_ref()
                    .map(|time| later_text(facts, article, time.epoch_seconds))
                    .unwrap_or_default(),
                opens_with_notice: told::opens_with_notice(facts, article),
                own_report: opens_a_column(facts, article)
                    || claims().any(|claim| {
                        let own = |words: &str| OWN.iter().any(|own| words.starts_with(own));
                        claim.kind == ClaimKind::Byline && (own(&claim.source_name) || own(&claim.cue))
                    }),
                compiles: compiles(facts, article),
                deixis: deixis(facts, article),
                stamp: article.published_at.as_ref().map(stamp),
                embedded: article.ordinal > 0,
                address: own_address.filter(|_| article.ordinal == 0),
                originals,
                ..Party::default()
            },
        }
    }

    /// The party, with `names` giving the numbers.
    pub fn number(self, names: &mut Names) -> Party {
        let mut party = self.party;
        let known_as = self
            .publisher
            .as_deref()
            .or(self.own_name.as_ref().map(|(name, _)| name.as_str()));
        let of_house = known_as.into_iter().flat_map(of_one_house);
        party.of_house = of_house.map(|name| names.number(name.to_owned())).collect();
        party.publisher = self.publisher.map(|name| names.number(name));
        party.own_name = self.own_name.map(|(name, span)| Residue {
            name: names.number(name),
            span,
        });
        let mut number = |name: String| names.number(name);
        let credits = self.credits.into_iter();
        party.credits = credits
            .map(|(name, kind, span, scope)| Credit {
                name: number(name),
                kind,
                span,
                scope,
            })
            .collect();
        let residues = self.residues.into_iter();
        party.residues = residues
            .map(|(name, span)| Residue {
                name: number(name),
                span,
            })
            .collect();
        let attributions = self.attributions.into_iter();
        party.writers = self.writers.into_iter().map(&mut number).collect();
        party.attributions = attributions
            .map(|(name, named, span, scope)| Attribution {
                name: number(name),
                named,
                span,
                scope,
            })
            .collect();
        party
    }
}

/// 原文地址 with an address alone is mostly the page's own, printed below its text so that copies tell where they are
/// from. It names a source when it is of an outlet, or of another host than the page.
fn leads_elsewhere(claim: &Claim, own_host: Option<&str>) -> bool {
    claim.source.is_some() || own_host.is_some_and(|own| own != host(&claim.source_name))
}

/// The host of an address, without `www.`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// What a house calls itself.
const OWN: [&str; 6] = ["本报", "本网", "本台", "本刊", "本社", "本站"];

/// True where a house opens a column of its own: a line 开栏语 or 开栏的话 stands above what it says of it.
fn opens_a_column(facts: &Facts, article: &Article) -> bool {
    const OPENINGS: [&str; 4] = ["开栏语", "开栏的话", "开栏寄语", "栏目开篇"];
    let text = facts.record.text.as_str();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let mut lines = blocks.filter(|block| block.article.unwrap_or(0) == article.ordinal);
    lines.any(|block| {
        let line = block
            .span
            .of(text)
            .trim_matches(['【', '】', '[', ']', '：', ':', ' ', '■']);
        OPENINGS.contains(&line)
    })
}

/// What a dateline or the head of a text calls what was written from the reports of others.
const COMPILED: [&str; 5] = ["综合报道", "综合媒体报道", "综合消息", "综合讯", "综合整理"];

/// True when the dateline of an article, or the first words of its text behind it, say that it was put together from what others reported.
fn compiles(facts: &Facts, article: &Article) -> bool {
    let text = facts.record.text.as_str();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let mut own = blocks.filter(|block| block.article.unwrap_or(0) == article.ordinal);
    let says = |block: &Block| match block.kind {
        BlockKind::Dateline => COMPILED.iter().any(|words| block.span.of(text).contains(words)),
        BlockKind::Paragraph => COMPILED
            .iter()
            .any(|words| block.span.of(text).starts_with(words)),
        _ => false,
    };
    let heads = |block: &&Block| matches!(block.kind, BlockKind::Dateline | BlockKind::Paragraph);
    let first = own.by_ref().find(heads);
    let dated = first.is_some_and(|block| block.kind == BlockKind::Dateline);
    first.is_some_and(says) || dated && own.find(heads).is_some_and(says)
}

/// True for the name of the house that a page speaks for, or of one of which that is a part: 海风日报 on a page of 海风日报·观潮新闻.
fn is_own_house(name: &str, own: &str) -> bool {
    let part_of = |part: &str, whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.starts_with(['·', '•', '-', '－']))
    };
    part_of(own, name) || part_of(name, own)
}

/// What kind of evidence a claim is; nothing when it does not name an outlet that a text can come from.
fn credit_kind(claim: &Claim) -> Option<EvidenceKind> {
    // 来源：本报 names nobody but the page that it was first printed on.
    if claim.source.is_none() && OWN.contains(&claim.source_name.as_str()) {
        return None;
    }
    let names_outlet = match claim.source_kind {
        // 其官网, 一家采购网站: nobody knows which.
        SourceKind::Website => !POINTING.iter().any(|word| claim.source_name.starts_with(word)),
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform => true,
        // An unknown name after 来源 is a source that no table lists; an unknown name in the text can be anything.
        SourceKind::Unlisted => claim.kind != ClaimKind::InText,
        SourceKind::Government => matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::Meta),
        _ => false,
    };
    if !names_outlet {
        return None;
    }
    match claim.kind {
        ClaimKind::SourceLine | ClaimKind::ClosingCredit => Some(EvidenceKind::SourceLine),
        ClaimKind::Dateline => Some(EvidenceKind::Dateline),
        ClaimKind::EmbeddedHeader => Some(EvidenceKind::EmbeddedHeader),
        ClaimKind::InText => Some(EvidenceKind::InText),
        ClaimKind::Link => Some(EvidenceKind::Link),
        ClaimKind::Meta => Some(EvidenceKind::Meta),
        _ => None,
    }
}

/// Words before a site that is not named.
const POINTING: [&str; 19] = [
    "其", "该", "这", "那", "某", "一家", "一个", "一些", "多家", "多个", "几家", "各大", "当地", "学校",
    "公司", "医院", "官方", "相关", "有关",
];

/// The text that a credit governs; `None` for declarations, which govern the whole article. Credits of one item of a
/// digest carry rules named `item-…`.
fn scope(claim: &Claim) -> Option<Span> {
    let of_a_part = claim.kind == ClaimKind::InText || claim.rule.starts_with("item-");
    // A cue that is followed by another one at once (据海风日报报道，据市水务局公告，…) says where all that follows is from.
    // At the head of a body it says the same of the whole text.
    let leads = claim.rule == "leading-credit";
    claim
        .scope
        .filter(|scope| of_a_part && !leads && !scope.is_empty())
}

/// The paragraphs below a cue that stands alone in its line (另据海风日报：), up to the next one: it leads to what follows.
fn below(facts: &Facts, article: &Article, claim: &Claim) -> Option<Span> {
    let text = facts.record.text.as_str();
    let alone = |claim: &Claim| {
        let rest = text.get(claim.span?.end as usize..)?;
        let rest = rest.trim_start_matches([':', '：', ' ', '\u{3000}']);
        let in_text = claim.kind == ClaimKind::InText && claim.scope.is_none_or(Span::is_empty);
        (in_text && rest.starts_with('\n')).then_some((text.len() - rest.len()) as u32)
    };
    let start = alone(claim)?;
    let all = facts.attributed.claims.iter();
    let next = all
        .filter(|other| other.article == article.ordinal && alone(other).is_some())
        .filter_map(|other| Some(other.span?.start))
        .filter(|at| *at > start)
        .min();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let own =
        blocks.filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph);
    let last = own.map(|block| block.span.end).max()?;
    let end = next.unwrap_or(last);
    (start < end).then_some(Span { start, end })
}

/// True for somebody whom others can name too: a name, or who speaks in public. A pronoun that nobody was found for names nobody.
fn is_named(claim: &Claim) -> bool {
    const PRONOUNS: [&str; 6] = ["他", "她", "他们", "她们", "其", "对方"];
    let pronoun = claim.source.is_none() && PRONOUNS.contains(&claim.source_name.as_str());
    !pronoun && (claim.source_kind != SourceKind::Anonymous || speaks_in_public(&claim.source_name))
}

/// True for a claim in the text whose source speaks, decides or gives notice, and is no outlet. An unlisted name in the
/// text is mostly a company.
fn reports_words(claim: &Claim) -> bool {
    claim.kind == ClaimKind::InText
        && matches!(
            claim.source_kind,
            SourceKind::Government
                | SourceKind::PressConference
                | SourceKind::Meeting
                | SourceKind::Person
                | SourceKind::Anonymous
                | SourceKind::Document
                | SourceKind::Website
                | SourceKind::Platform
                | SourceKind::Unlisted
        )
}

/// Parts in a hearing: everybody in the room hears the same words of them, and the court gives them to all.
const OF_HEARING: [&str; 12] = [
    "审判长",
    "审判员",
    "合议庭",
    "法庭",
    "公诉人",
    "检察员",
    "辩护人",
    "辩护律师",
    "代理人",
    "被告人",
    "原告",
    "被告",
];

/// True for somebody without a name whose words more than one reporter has at first hand.
fn speaks_in_public(name: &str) -> bool {
    OF_HEARING.iter().any(|part| name.ends_with(part))
}

/// Who gave a notice, where its title is first mentioned: 某局日前印发《某某的通知》. A run of Han characters that ends as bodies do.
fn issuer<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    const ACTS: [&str; 7] = ["印发", "下发", "发布", "发出", "公布", "出台", "制定"];
    const BEFORE: [&str; 12] = [
        "了", "日前", "近日", "今日", "昨日", "今天", "昨天", "联合", "正式", "已经", "已", "于",
    ];
    const ENDS: [char; 10] = ['厅', '局', '委', '部', '院', '办', '会', '府', '署', '室'];
    let before = text.get(..text.find(&format!("《{title}》"))?)?;
    let given = |text: &'t str| ACTS.iter().find_map(|act| text.strip_suffix(act));
    let mut head = given(before.strip_suffix('了').unwrap_or(before))?;
    while let Some(shorter) = BEFORE.iter().find_map(|word| head.strip_suffix(word)) {
        head = shorter;
    }
    let of_name = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    let name = head.rsplit(|character| !of_name(character)).next()?;
    let fits = name.ends_with(ENDS) && (3..=20).contains(&name.chars().count());
    fits.then_some(name)
}

/// Where the body takes up a meeting or notice by a bare word, and nothing before that word tells of one: whoever wrote that had
/// introduced it.
fn unexplained(facts: &Facts, article: &Article) -> Vec<Span> {
    const BARE: [(&str, &str); 6] = [
        ("会议", "会"),
        ("通知", "通知"),
        ("通报", "通报"),
        ("公告", "公告"),
        ("通告", "通告"),
        ("文件", "文件"),
    ];
    let text = facts.record.text.as_str();
    let paragraphs = || {
        let blocks = facts.attributed.segmentation.blocks.iter();
        blocks.filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph)
    };
    let told_before = |word: &str, at: u32| {
        paragraphs().any(|block| {
            let ahead = Span {
                start: block.span.start,
                end: block.span.end.min(at).max(block.span.start),
            };
            ahead.of(text).contains(word)
        })
    };
    let claims = facts.attributed.claims.iter();
    claims
        .filter(|claim| claim.article == article.ordinal && claim.kind == ClaimKind::InText)
        .filter(|claim| claim.source.is_none())
        .filter_map(|claim| {
            let (_, word) = BARE.iter().find(|(name, _)| *name == claim.source_name)?;
            let span = claim.span?;
            (!told_before(word, span.start)).then_some(span)
        })
        .collect()
}

/// Where somebody speaks in quotation marks, from a short sentence on, and documents that are given word for word.
fn speech(facts: &Facts, article: &Article) -> Vec<Span> {
    const SHORTEST: usize = 36;
    const NOTICE: usize = 120;
    let quotes = facts.attributed.segmentation.quotes.iter();
    quotes
        .filter(|quote| quote.article == article.ordinal)
        .filter(|quote| match quote.kind {
            QuoteKind::Speech => quote.span.len() >= SHORTEST,
            // A notice between quotation marks, or a speaker whom nothing names.
            QuoteKind::Unclear => quote.span.len() >= NOTICE,
            _ => false,
        })
        .map(|quote| quote.span)
        .chain(documents(facts, article))
        .chain(in_its_own_person(facts, article))
        .collect()
}

/// 本报, 我市 and the like in the paragraphs, outside of quotation marks.
fn deixis(facts: &Facts, article: &Article) -> Vec<Deixis> {
    const WORDS: &[(&str, OwnWords)] = &[
        ("本报", OwnWords::Paper),
        ("本网", OwnWords::Site),
        ("本台", OwnWords::Broadcaster),
        ("我市", OwnWords::Place),
        ("我省", OwnWords::Place),
        ("我县", OwnWords::Place),
        ("我区", OwnWords::Place),
    ];
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let quoted = |span: Span| segmentation.quotes.iter().any(|quote| quote.span.contains(span));
    let mut found = Vec::new();
    let paragraphs = segmentation
        .blocks
        .iter()
        .filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph);
    for block in paragraphs {
        let words = block.span.of(text);
        // Both beginnings are rare in print.
        for (at, _) in words.match_indices(['本', '我']) {
            let rest = words.get(at..).unwrap_or("");
            if let Some(&(word, says)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
                let start = block.span.start as usize + at;
                let span = Span::new(start, start + word.len());
                if !quoted(span) {
                    found.push(Deixis { words: says, span });
                }
            }
        }
    }
    found
}

/// What an outlet calls itself, by the end of its name, and whether it is one of a place.
fn standing(publisher: Option<&str>, outlets: &OutletTable) -> Standing {
    let Some(name) = publisher else {
        return Standing::default();
    };
    let ends = |with: &[&str]| with.iter().any(|end| name.ends_with(end));
    let calls_itself = if ends(&["报"]) {
        Some(OwnWords::Paper)
    } else if ends(&["网", "在线"]) {
        Some(OwnWords::Site)
    } else if ends(&["台", "广播", "卫视"]) {
        Some(OwnWords::Broadcaster)
    } else {
        None
    };
    let local = outlets.is_local(name);
    Standing { calls_itself, local }
}

/// Midnight to the second is how a date without a time is written down.
fn stamp(time: &Timestamp) -> Stamp {
    let date_only = time.rfc3339.get(11..19) == Some("00:00:00");
    Stamp {
        seconds: time.epoch_seconds,
        precision: if date_only {
            time.precision.min(Precision::Day)
        } else {
            time.precision
        },
        day: (time.epoch_seconds + offset(&time.rfc3339)).div_euclid(86_400),
        zone_known: !time.zone_assumed,
    }
}

/// Seconds by which the clock of an RFC 3339 time is ahead of the meridian.
fn offset(rfc3339: &str) -> i64 {
    let zone = || {
        let tail = rfc3339.get(19..)?;
        let at = tail.find(['+', '-'])?;
        let (sign, clock) = (tail.get(at..=at)?, tail.get(at + 1..)?);
        let (hours, minutes) = clock.split_once(':')?;
        let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
        Some(if sign == "-" { -seconds } else { seconds })
    };
    zone().unwrap_or(0)
}

/// An address as a number: without its scheme, `www.`, mobile host, fragment and last slash.
fn address(url: &str) -> u64 {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    xxh3_64(rest.to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{address, below, compiles, is_own_house, leads_elsewhere, offset, speaks_in_public};
    use crate::document::{Article, Block, BlockKind, Claim, ClaimKind, Facts, SourceKind, Span};

    #[test]
    fn issue_6_an_address_alone_names_no_source_unless_it_leads_elsewhere() {
        let link = |source: Option<&str>| Claim {
            article: 0,
            kind: ClaimKind::Link,
            source_name: "http://www.example.com/a/1.html".to_owned(),
            source_kind: SourceKind::Unlisted,
            source: source.map(str::to_owned),
            cue: "链接".to_owned(),
            span: None,
            scope: None,
            rule: "original-link".to_owned(),
            confidence: 0.95,
        };
        assert!(!leads_elsewhere(&link(None), None));
        assert!(!leads_elsewhere(&link(None), Some("example.com")));
        assert!(leads_elsewhere(&link(None), Some("example.org")));
        assert!(leads_elsewhere(&link(Some("海风日报")), None));
    }

    #[test]
    fn issue_6_what_was_written_from_the_reports_of_others_says_so() {
        let of = |lines: &[(BlockKind, &str)]| {
            let mut facts = Facts::default();
            for (kind, line) in lines {
                let start = facts.record.text.len();
                facts.record.text.push_str(line);
                facts.attributed.segmentation.blocks.push(Block {
                    kind: *kind,
                    span: Span::new(start, start + line.len()),
                    article: Some(0),
                });
            }
            compiles(&facts, &Article::default())
        };
        let (dateline, text) = (BlockKind::Dateline, BlockKind::Paragraph);
        assert!(of(&[(dateline, "海风网7月9日综合报道"), (text, "渡口停航。")]));
        assert!(of(&[(dateline, "海风网讯"), (text, "综合媒体报道，渡口停航。")]));
        assert!(of(&[(text, "综合媒体报道，渡口停航。")]));
        assert!(!of(&[
            (dateline, "海风网讯"),
            (text, "渡口停航。"),
            (text, "综合报道说，桥已修好。")
        ]));
    }

    #[test]
    fn issue_6_a_cue_alone_in_its_line_leads_to_what_stands_below() {
        let text =
            "渡口昨日停航。\n另据海风日报：\n桥已修好。\n又据江州晚报：\n水位回落。\n他据此认为，桥能通车。";
        let of = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
        let named = |words: &str| Claim {
            article: 0,
            kind: ClaimKind::InText,
            source_name: words.trim_start_matches(['另', '又', '据']).to_owned(),
            source_kind: SourceKind::Outlet,
            source: None,
            cue: "据".to_owned(),
            span: of(words),
            scope: None,
            rule: "according-to".to_owned(),
            confidence: 0.9,
        };
        let mut facts = Facts::default();
        facts.record.text = text.to_owned();
        facts.attributed.segmentation.blocks = text
            .lines()
            .filter_map(|line| {
                Some(Block {
                    kind: BlockKind::Paragraph,
                    span: of(line)?,
                    article: Some(0),
                })
            })
            .collect();
        facts.attributed.claims = vec![named("另据海风日报"), named("又据江州晚报"), named("他据此认为")];
        let article = Article::default();
        let words = |claim: &Claim| below(&facts, &article, claim).map(|span| span.of(text).trim());
        let found: Vec<_> = facts.attributed.claims.iter().map(words).collect();
        assert_eq!(
            found,
            [
                Some("桥已修好。"),
                Some("水位回落。\n他据此认为，桥能通车。"),
                None
            ]
        );
    }

    #[test]
    fn issue_6_who_speaks_in_a_hearing_is_heard_by_all() {
        assert!(speaks_in_public("被害人的诉讼代理人"));
        assert!(speaks_in_public("审判长"));
        assert!(!speaks_in_public("一位家长"));
        assert!(!speaks_in_public("知情人士"));
    }

    #[test]
    fn addresses_and_zones_are_read() {
        assert_eq!(
            address("https://www.example.com/a/1.html#top"),
            address("http://example.com/a/1.html/")
        );
        assert_eq!(offset("2024-05-01T00:00:00+08:00"), 28_800);
        assert_eq!(offset("2024-05-01T00:00:00.5-03:30"), -12_600);
        assert_eq!(offset("2024-05-01T00:00:00Z"), 0);
    }

    #[test]
    fn issue_6_a_house_is_no_source_of_its_own_part() {
        assert!(is_own_house("海风日报", "海风日报·观潮新闻"));
        assert!(is_own_house("海风日报·观潮新闻", "海风日报"));
        assert!(!is_own_house("海风日报", "海风日报社区版"));
        assert!(!is_own_house("海风日报", "江州晚报"));
    }
}

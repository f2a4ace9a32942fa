//! attribution-dropped: a text that was somebody's statement became the carrier's own.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::{Page, credit_name, is_declaration, name_span};
use super::pair::{Pair, Shared};
use crate::document::{Claim, ClaimKind, EditKind, Finding, Rule, Severity, SourceKind, Span};

/// Characters of a statement that must have been carried for the loss of its source to count.
const CARRIED: usize = 12;

/// Share of a statement's pairs of signs from which a sentence is that statement.
const SAME_STATEMENT: f64 = 0.6;

/// Characters behind a sentence in which its speaker can be caught up: ⏎据何明介绍.
const CAUGHT_UP: usize = 12;

/// Findings for the sources inside a text that a pair lost.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    // A house that shortens its own report answers for it; where no publisher is known, what both say that they are from is one house.
    let own = page.is_of_one_house_with(pair.from) || page.declares_one_source_with(pair.from);
    if !pair.is_certain() || own {
        return Vec::new();
    }
    let mut found: Vec<Finding> = Vec::new();
    let claims = pair
        .from
        .claims()
        .filter(|claim| claim.kind == ClaimKind::InText && names_somebody(claim))
        .filter(|claim| !is_brought_by_another(pair.from, claim));
    for claim in claims {
        let finding = pair
            .shared
            .iter()
            .filter(|shared| !shared.of_quotes)
            .find_map(|shared| dropped(page, pair, shared, claim));
        found.extend(finding);
    }
    // One lost sentence can have named several.
    found.dedup_by(|later, earlier| later.at == earlier.at);
    found
}

/// True for a claim that says where something is from; editors, pictures and titles do not.
fn names_a_source(claim: &Claim) -> bool {
    !matches!(
        claim.kind,
        ClaimKind::Editor | ClaimKind::MediaCredit | ClaimKind::OriginalTitle | ClaimKind::Byline
    )
}

fn names_somebody(claim: &Claim) -> bool {
    // 他们, of whom the page does not say who they are.
    const PRONOUNS: [&str; 9] = ["他", "她", "他们", "她们", "它", "其", "he", "she", "they"];
    let pronoun = PRONOUNS.contains(&credit_name(claim).to_lowercase().as_str());
    !pronoun
        && !matches!(
            claim.source_kind,
            SourceKind::Anonymous | SourceKind::Void | SourceKind::Aggregator
        )
        && !credit_name(claim).is_empty()
}

fn dropped<'a>(page: Page<'a>, pair: &Pair<'a>, shared: &Shared<'a>, claim: &Claim) -> Option<Finding> {
    let (span, scope) = (claim.span?, claim.scope?);
    // The statement that the claim stands beside: its own sentence, without the words of the claim.
    let sentence = pair.from.sentence(span);
    let said = scope_in(sentence, scope, span)?;
    let carried = shared.across_span(said)?;
    if said.of(pair.from.text()).chars().count() < CARRIED
        || 2 * said.overlap(shared.there) < said.len()
        || 2 * carried.len() < said.len()
    {
        return None;
    }
    // The claim's words: carried as they are, changed, or left behind.
    let name = name_span(pair.from.text(), span, &claim.source_name);
    let inside = shared.there.contains(name);
    let lost = if inside {
        shared.changes.iter().any(|change| {
            // A name for a name is a change of the speaker or of the name.
            pair.is_of_the_copy(change)
                && change.edit.kind != EditKind::Name
                && 2 * change.there.overlap(name) >= name.len()
                && !same_name(change.now, &claim.source_name)
        })
    } else {
        // Behind the end of the passage nothing of it was carried there.
        shared.there.overlap(name) == 0 || 2 * shared.there.overlap(name) < name.len()
    };
    if !lost {
        return None;
    }
    // The sentence around the middle: where a place stands on the other side is exact but for marks and white space.
    let middle = (carried.start + carried.end) / 2;
    let around = page.sentence(Span {
        start: middle,
        end: middle + 1,
    });
    // Sentences that only stand opposite to each other say different things.
    let said = said.of(pair.from.text());
    if still_named(page, around, claim, pair.from)
        || Bigrams::of(around.of(page.text())).hold(said) < SAME_STATEMENT
    {
        return None;
    }
    if is_item(page, around) || is_under_a_heading(page, around) || is_of_a_paper(page, around) {
        return None;
    }
    // A transcript has what a report tells of it in the speaker's own words.
    let first_person = |words: &str| {
        [
            "我们",
            "我认为",
            "本院",
            "我院",
            "本局",
            "我局",
            "本公司",
            "我公司",
            "我司",
        ]
        .iter()
        .any(|own| words.contains(own))
    };
    if first_person(around.of(page.text())) && !first_person(sentence.of(pair.from.text())) {
        return None;
    }
    let who = credit_name(claim);
    let instead = stand_in(page, around);
    if instead.is_none() && is_led_by_a_verb(around.of(page.text()), said) {
        return None;
    }
    // 市水务局派49人到场: of what the source did itself the words still tell.
    let here = around.of(page.text());
    let acts = short_forms(who).any(|form| here.contains(form))
        || without_city(who).is_some_and(|who| here.contains(&who));
    // 据悉 behind what somebody said goes on with him.
    if instead.is_some() && is_told_by(page, around, who) {
        return None;
    }
    let message = match &instead {
        Some(words) => format!(
            "{} has this from {who}; here only “{words}” is left",
            pair.from.name()
        ),
        None if acts => format!(
            "{} has this from {who}; here nobody is named as its source",
            pair.from.name()
        ),
        None => format!("{} has this from {who}; here nobody is named", pair.from.name()),
    };
    let severity = if instead.is_some() || acts {
        Severity::Minor
    } else {
        Severity::Major
    };
    Draft::new(Rule::AttributionDropped, page, around, message)
        .beside(pair.from, sentence)
        .severity(severity)
        .confidence(if instead.is_some() { 0.75 } else { 0.8 })
        .exhibit(
            "the words that named the source",
            instead.as_deref().unwrap_or(""),
            span.of(pair.from.text()),
        )
        .finish()
}

/// The larger piece of the claim's sentence on one side of its words, inside its scope.
fn scope_in(sentence: Span, scope: Span, span: Span) -> Option<Span> {
    let behind = Span {
        start: span.end.max(scope.start),
        end: sentence.end.min(scope.end),
    };
    let before = Span {
        start: sentence.start.max(scope.start),
        end: span.start.min(scope.end),
    };
    let length = |piece: Span| piece.end.saturating_sub(piece.start);
    let best = if length(behind) >= length(before) {
        behind
    } else {
        before
    };
    (best.start < best.end).then_some(best)
}

fn same_name(words: &str, name: &str) -> bool {
    let (words, name) = (plain(words), plain(name));
    if words.is_empty() || name.is_empty() {
        return false;
    }
    // A short form (市水务局 for 江州市水务局) ends like the long one.
    words.contains(&name) || words.chars().count() >= 3 && name.contains(&words)
}

/// True when the copy names the source all the same: in a claim over the sentence, or in words near it that the other does not have
/// beside its claim. 据市水务局通报，市水务局派49人到场 without its head tells what the bureau did, and no longer who says so.
fn still_named(page: Page<'_>, around: Span, claim: &Claim, from: Page<'_>) -> bool {
    let name = credit_name(claim);
    let governs =
        |other: &Claim| is_declaration(other) || other.scope.is_some_and(|scope| scope.overlap(around) > 0);
    let same = page.claims().any(|other| {
        names_a_source(other)
            && governs(other)
            && (same_name(credit_name(other), name) || same_name(name, credit_name(other)))
    });
    if same {
        return true;
    }
    let of_outlet = |claim: &Claim| {
        matches!(claim.source_kind, SourceKind::Outlet | SourceKind::Agency) || claim.cue.ends_with("报道")
    };
    // An outlet that is named once is the one that the report goes on with (报道称).
    let before = |other: &Claim| other.span.is_some_and(|span| span.end <= around.start);
    let named_before = page
        .claims()
        .any(|other| other.kind == ClaimKind::InText && before(other) && credit_name(other) == name);
    if of_outlet(claim) && named_before {
        return true;
    }
    // An outlet in whose stead the page names another one.
    let named = page.credits().any(|other| of_outlet(other) && governs(other));
    if of_outlet(claim) && named {
        return true;
    }
    // Somebody else is named in the sentence itself: the statement is attributed, to somebody else.
    let other = page.claims().any(|other| {
        other.kind == ClaimKind::InText
            && (names_somebody(other) || names_more(page, other))
            && other.span.is_some_and(|span| span.overlap(around) > 0)
    });
    if other {
        return true;
    }
    if goes_on_with_a_release(page, around) {
        return true;
    }
    // 何明接受采访时表示：, in a line of its own, leads to what he says; and a list follows 评判如下：.
    let led = page.text().get(..around.start as usize).unwrap_or("").trim_end();
    if led.ends_with(['：', ':']) || led.contains("如下：") || led.contains("如下:") {
        return true;
    }
    let near = with_neighbours(page, around);
    let ahead = Span {
        start: near.start,
        end: around.start.max(near.start),
    };
    let (ahead, here) = (
        ahead.of(page.text()),
        Span {
            start: around.start,
            ..near
        }
        .of(page.text()),
    );
    let beside = claim.span.map_or_else(String::new, |span| {
        let sentence = from.sentence(span);
        let near = Span {
            start: sentence.start,
            ..with_neighbours(from, sentence)
        };
        let words = near.of(from.text());
        let at = |offset: u32| offset.saturating_sub(near.start) as usize;
        let (head, tail) = (words.get(..at(span.start)), words.get(at(span.end)..));
        format!("{}\n{}", head.unwrap_or(""), tail.unwrap_or(""))
    });
    let stands =
        |form: &str| ahead.contains(form) || here.matches(form).count() > beside.matches(form).count();
    // 通报, 会议 and the like stand for one that was named before.
    let named_thing = matches!(
        claim.source_kind,
        SourceKind::Document | SourceKind::Meeting | SourceKind::PressConference
    );
    let words: Vec<&str> = claim.source_name.split('、').chain([name]).collect();
    words
        .iter()
        .any(|word| short_forms(word).any(|form| stands(form) || named_thing && page.mentions(form)))
}

/// True where the page opens with what a body gave out in its account or on its site (据市卫健委官方微博消息，…), and nobody else is named up to
/// `around`: the release goes on.
fn goes_on_with_a_release(page: Page<'_>, around: Span) -> bool {
    let in_text = || {
        let claims = page.claims().filter(|claim| claim.kind == ClaimKind::InText);
        claims.filter(|claim| names_somebody(claim))
    };
    let gave_out = |claim: &&Claim| {
        let account = matches!(claim.source_kind, SourceKind::Platform | SourceKind::Website);
        account && claim.cue.starts_with('据') && page.opens_with(claim)
    };
    let Some(opening) = in_text().find(gave_out).and_then(|claim| claim.span) else {
        return false;
    };
    let between = |span: Span| opening.end <= span.start && span.start < around.start;
    opening.end <= around.start && !in_text().any(|claim| claim.span.is_some_and(between))
}

/// A name with the shorter ways of saying it: without what stands in parentheses behind it, its last three characters (江州市水务局
/// and 水务局), all but the last (路透社 and 路透). English names go by their last word: Moira Pell and Pell.
fn short_forms(name: &str) -> impl Iterator<Item = &str> {
    let name = name.split(['（', '(']).next().unwrap_or(name).trim_end();
    if name.is_ascii() {
        let last = name.rsplit(' ').next().filter(|word| word.len() >= 3);
        return [Some(name), last, None].into_iter().flatten().filter(long_enough);
    }
    let name = name.split(' ').next().unwrap_or(name);
    // 路透社7月13日晚: the day of the report.
    let date = name
        .find(|sign: char| sign.is_ascii_digit())
        .filter(|at| *at >= "路透".len());
    let name = date.and_then(|at| name.get(..at)).unwrap_or(name);
    let count = name.chars().count();
    let from = name.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let to = name.char_indices().next_back().map_or(0, |(at, _)| at);
    let tail = (count > 4).then(|| name.get(from..)).flatten();
    let stem = (count == 3).then(|| name.get(..to)).flatten();
    [Some(name), tail, stem].into_iter().flatten().filter(long_enough)
}

/// A body without the word for a city in its name: 江州市中院 is 江州中院 too.
fn without_city(name: &str) -> Option<String> {
    let (place, rest) = name.split_once('市')?;
    (place.chars().count() >= 2 && rest.chars().count() >= 2).then(|| format!("{place}{rest}"))
}

fn long_enough(form: &&str) -> bool {
    form.chars().count() >= 2
}

/// The sentence with the one before it in the same paragraph, where a name stands that 他 and the like take up, and the first words of
/// the one behind it, where a name is caught up.
fn with_neighbours(page: Page<'_>, span: Span) -> Span {
    let behind = page.text().get(span.end as usize..).unwrap_or("");
    let reach = behind
        .char_indices()
        .nth(CAUGHT_UP)
        .map_or(behind.len(), |(at, _)| at);
    let paragraph = page.paragraphs().find(|paragraph| paragraph.overlap(span) > 0);
    let start = match paragraph {
        Some(paragraph) if paragraph.start < span.start => {
            let before = page.sentence(Span {
                start: span.start - 1,
                end: span.start - 1,
            });
            before.start.max(paragraph.start)
        }
        _ => span.start,
    };
    Span {
        start: start.min(span.start),
        end: span.end + reach as u32,
    }
}

/// True for 某某经一家中介公司介绍: who is introduced by somebody tells nothing.
fn is_brought_by_another(page: Page<'_>, claim: &Claim) -> bool {
    let words = claim.span.map_or("", |span| span.of(page.text()));
    let behind = words.split_once(claim.source_name.as_str());
    claim.cue.starts_with("介绍") && behind.is_some_and(|(_, behind)| behind.starts_with('经'))
}

/// True for a claim of which more stands between the name and the verb than was read: 某地畜牧兽医站站长何明认为, read as 某地畜牧兽医.
fn names_more(page: Page<'_>, claim: &Claim) -> bool {
    let words = claim.span.map_or("", |span| span.of(page.text()));
    let behind = words
        .split_once(claim.source_name.as_str())
        .map_or("", |(_, behind)| behind);
    let behind = behind.strip_suffix(claim.cue.as_str()).unwrap_or(behind);
    plain(behind).chars().count() > 2
}

/// True when `who` says something before the sentence in its paragraph.
fn is_told_by(page: Page<'_>, around: Span, who: &str) -> bool {
    let paragraph = page.paragraphs().find(|paragraph| paragraph.overlap(around) > 0);
    paragraph.is_some_and(|paragraph| {
        page.claims().any(|claim| {
            let before = claim
                .span
                .is_some_and(|span| paragraph.contains(span) && span.end <= around.start);
            claim.kind == ClaimKind::InText && before && same_name(credit_name(claim), who)
        })
    })
}

/// True for an item of a list (一是…, 2.…, （三）…): its head says whose it is.
fn is_item(page: Page<'_>, around: Span) -> bool {
    let numbered = |words: &str| {
        let words =
            words.trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '（' | '(' | '第'));
        let rest = words
            .trim_start_matches(|sign: char| sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign));
        let marks = ["是", "、", ".", "．", "）", ")", "，"];
        rest.len() < words.len()
            && words.len() - rest.len() <= "十二".len()
            && marks.iter().any(|mark| rest.starts_with(mark))
            && !rest.get(1..).is_some_and(|next| {
                rest.starts_with('.') && next.starts_with(|sign: char| sign.is_ascii_digit())
            })
            || words.starts_with(|sign: char| matches!(sign, '①'..='⑳'))
    };
    let paragraph = page.paragraphs().find(|paragraph| paragraph.overlap(around) > 0);
    numbered(around.of(page.text())) || paragraph.is_some_and(|paragraph| numbered(paragraph.of(page.text())))
}

/// True where a heading above the paragraph says whose words follow: 某某区政府回应, 警方通报.
fn is_under_a_heading(page: Page<'_>, around: Span) -> bool {
    /// Characters of the longest heading, and lines above a paragraph that can be one: a heading can have two.
    const HEADING: usize = 24;
    const LINES: usize = 2;
    const TOLD: [&str; 8] = ["回应", "通报", "表态", "声明", "发声", "说法", "答复", "说明"];
    let paragraph = page.paragraphs().find(|paragraph| paragraph.overlap(around) > 0);
    let Some(paragraph) = paragraph else {
        return false;
    };
    let above = page.text().get(..paragraph.start as usize).unwrap_or("");
    let lines = above.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let heading =
        |line: &&str| line.chars().count() <= HEADING && !line.ends_with(['。', '！', '？', '；', '，', '”']);
    let mut lines = lines.take(LINES).take_while(heading);
    lines.any(|line| TOLD.iter().any(|word| line.ends_with(word)))
}

/// True where the sentence says in which paper of somebody it stands: 在起诉书中，何明请求…; and where it goes on with whoever was named last: 后者呼吁….
fn is_of_a_paper(page: Page<'_>, around: Span) -> bool {
    const PAPERS: [&str; 12] = [
        "起诉书",
        "起诉状",
        "诉状",
        "判决书",
        "裁定书",
        "决定书",
        "申请书",
        "答辩状",
        "公开信",
        "报告",
        "公告",
        "声明",
    ];
    let words = around.of(page.text()).trim_start();
    let paper = |rest: &str| PAPERS.iter().any(|paper| rest.ends_with(paper));
    // 在江州市中级人民法院的判决书中: the first 中 is one of a name.
    let inside = words.strip_prefix('在').is_some_and(|rest| {
        let clause = rest.split(['，', ',']).next().unwrap_or("");
        let named = clause
            .strip_suffix(['中', '里'])
            .filter(|_| clause.len() < rest.len());
        named.is_some_and(paper)
    });
    inside || words.starts_with("后者")
}

/// True when a clause of the sentence ends with a verb of speech: somebody says it, in words of which the reading made no claim (三部门调查
/// 该院后认为，…). What stands in the statement itself (现场勘查显示，…) came with it.
fn is_led_by_a_verb(sentence: &str, said: &str) -> bool {
    const VERBS: [&str; 14] = [
        "称", "说", "表示", "认为", "指出", "介绍", "透露", "强调", "通报", "回应", "显示", "坦言", "宣布",
        "证实",
    ];
    let mut clauses = sentence.split(['，', ',', '：', ':', '“', '"']);
    clauses.next_back();
    clauses.any(|clause| {
        let clause = clause.trim_end();
        VERBS.iter().any(|verb| clause.ends_with(verb)) && !said.contains(clause)
    })
}

/// The words that name nobody and stand where somebody was named: 记者获悉, 据悉, 有关部门.
fn stand_in(page: Page<'_>, around: Span) -> Option<String> {
    let anonymous = page.claims().find(|claim| {
        claim.source_kind == SourceKind::Anonymous && claim.span.is_some_and(|span| span.overlap(around) > 0)
    });
    if let Some(claim) = anonymous {
        return claim.span.map(|span| span.of(page.text()).to_owned());
    }
    // 有关部门 alone is one of those who did something: 市水务局和有关部门组成的调查组.
    const NOBODY: [&str; 15] = [
        "据报道",
        "据媒体报道",
        "记者获悉",
        "记者了解到",
        "记者从有关部门获悉",
        "小编获悉",
        "据悉",
        "据了解",
        "据介绍",
        "有关部门获悉",
        "有关部门表示",
        "有关部门介绍",
        "有关部门通报",
        "reportedly",
        "sources said",
    ];
    let words = around.of(page.text());
    NOBODY
        .iter()
        .find(|word| words.contains(**word))
        .map(|word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_led_by_a_verb, is_of_a_paper, is_under_a_heading, short_forms, without_city};
    use crate::audit::page::Page;
    use crate::document::{Article, Block, BlockKind, Facts, Span};

    fn forms(name: &str) -> Vec<&str> {
        short_forms(name).collect()
    }

    #[test]
    fn issue_6_english_names_go_by_their_last_word() {
        assert_eq!(forms("Moira Pell"), ["Moira Pell", "Pell"]);
        assert_eq!(forms("江州市水务局"), ["江州市水务局", "水务局"]);
        assert_eq!(forms("路透社"), ["路透社", "路透"]);
    }

    #[test]
    fn issue_6_a_verb_of_speech_at_the_end_of_a_clause_names_somebody() {
        assert!(is_led_by_a_verb(
            "三个部门调查该院后认为，堤坝没有按图施工。",
            "堤坝没有按图施工"
        ));
        let said = "现场勘查显示，堤坝没有按图施工";
        assert!(!is_led_by_a_verb("现场勘查显示，堤坝没有按图施工。", said));
    }

    #[test]
    fn issue_6_a_heading_or_a_paper_names_whose_words_they_are() {
        let article = Article::default();
        let of = |text: &str, words: &str, asked: fn(Page<'_>, Span) -> bool| {
            let mut facts = Facts::default();
            facts.record.text = text.to_owned();
            let start = text.find(words).unwrap_or(0);
            let span = Span::new(start, start + words.len());
            facts.attributed.segmentation.blocks = vec![Block {
                kind: BlockKind::Paragraph,
                span,
                article: Some(0),
            }];
            let page = Page {
                rank: 0,
                facts: &facts,
                article: &article,
            };
            asked(page, span)
        };
        let words = "渡口三天内修好，不会再停。";
        let under = |heading: &str| of(&format!("{heading}\n{words}"), words, is_under_a_heading);
        assert!(under("渡口管理处回应"));
        assert!(under("渡口管理处回应\n不会拖到月底"));
        assert!(!under("渡口停航第三天"));
        assert!(!under("船工在岸边等了一天。"));
        let paper = |words: &str| of(words, words, is_of_a_paper);
        assert!(paper("在起诉书中，何明请求渡口赔偿三万元。"));
        assert!(paper("在江州市中级人民法院的判决书中，何明的请求得到支持。"));
        assert!(paper("后者呼吁渡口尽快复航。"));
        assert!(!paper("在渡口中，船停了三天。"));
        assert_eq!(without_city("江州市中院").as_deref(), Some("江州中院"));
        assert_eq!(without_city("他"), None);
    }
}

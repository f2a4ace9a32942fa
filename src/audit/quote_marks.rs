//! quote-marks-added, quote-marks-removed: marks that were put around words on the way, or taken away. In: a copy beside what it was carried from.
//! Out: findings where what is marked is what somebody said.

use super::draft::Draft;
use super::likeness::plain;
use super::page::{Page, credit_name};
use super::pair::{Changed, Pair};
use super::quotes::{SPOKEN_CHARS, TERM_CHARS};
use crate::document::{ClaimKind, EditKind, Finding, QuoteKind, Rule, Severity, SourceKind, Span};

/// Characters of who speaks at the head of a line of an interview, with the office.
const INTERVIEWED: usize = 14;
/// Quotes from which a page that has none of them has lost its marks altogether.
const ALL_LOST: usize = 3;

/// Marks that were put around words or taken away.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    let quotation =
        |change: &&Changed<'_>| change.edit.kind == EditKind::Quotation && pair.is_of_the_copy(change);
    let changes: Vec<&Changed<'_>> = pair
        .shared
        .iter()
        .flat_map(|shared| shared.changes.iter().filter(quotation))
        .filter(|change| same_words(change.now, change.before))
        .collect();
    // A page whose scraper dropped all marks says nothing about its writer.
    let carried = pair.from.quotes().filter(|quote| {
        quote.level == 0
            && pair
                .shared
                .iter()
                .any(|shared| quote.span.overlap(shared.there) > 0)
    });
    if page.quotes().next().is_none() && carried.count() >= ALL_LOST {
        return Vec::new();
    }
    let found = changes.into_iter().filter_map(|change| {
        let marked = |words: &str| words.starts_with(['“', '‘', '「', '『', '"', '\'']);
        let added = marked(change.now) && !marked(change.before);
        let (holder, span, words) = if added {
            (page, change.here, change.now)
        } else {
            (pair.from, change.there, change.before)
        };
        let quote = holder
            .quotes()
            .find(|quote| quote.span.overlap(span) > 0 && quote.level == 0)?;
        // Many words between marks are somebody's, whoever he is.
        let long = quote.kind == QuoteKind::Unclear && signs(words) >= SPOKEN_CHARS && !is_body(words);
        if quote.kind != QuoteKind::Speech && quote.speaker.is_none() && !long {
            return None;
        }
        let name = pair.from.name();
        let draft = if added {
            // Words behind a colon, and the words of a law, a letter or a post, were quoted already.
            if cites(pair.from, change.there) || names_it_for(page, pair.from, change.here) {
                return None;
            }
            let message = format!("words that {name} used without marks stand as a quote");
            Draft::new(Rule::QuoteMarksAdded, page, change.here, message)
        } else {
            if is_in_first_person(page, change.here) {
                return None;
            }
            let message = format!("words that {name} quotes stand without marks");
            let draft = Draft::new(Rule::QuoteMarksRemoved, page, change.here, message);
            // Somebody is still named for them; or nobody ever was: the wording of a rule, a title.
            let nobodys = quote.kind != QuoteKind::Speech && quote.speaker.is_none();
            if nobodys || plain(words).chars().count() > TERM_CHARS && is_said_by_somebody(page, change.here)
            {
                draft.severity(Severity::Info)
            } else {
                draft
            }
        };
        draft
            .beside(pair.from, change.there)
            .confidence(0.8)
            .exhibit("the words on both sides", change.now, change.before)
            .finish()
    });
    found.collect()
}

/// True where the page names the other's house for what it quotes: 根据《江州晚报》的报道，“…”. The marks stand around the words of the paper.
fn names_it_for(page: Page<'_>, from: Page<'_>, here: Span) -> bool {
    let sentence = page.sentence(here);
    page.credits().any(|claim| {
        let near = claim.span.is_some_and(|span| span.overlap(sentence) > 0);
        claim.kind == ClaimKind::InText && near && from.is_known_as(credit_name(claim))
    })
}

/// True when both are the same words. Behind English marks the that of reported speech goes, and comes back without them.
fn same_words(now: &str, before: &str) -> bool {
    let bare = |words: &str| {
        let words = words.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        plain(words.strip_prefix("that ").unwrap_or(words))
    };
    bare(now) == bare(before)
}

/// True for the long name of a body between marks: “某市某事件调查处置领导小组”.
fn is_body(words: &str) -> bool {
    const BODIES: [&str; 14] = [
        "小组",
        "委员会",
        "指挥部",
        "办公室",
        "中心",
        "公司",
        "集团",
        "协会",
        "联盟",
        "基金会",
        "工作组",
        "调查组",
        "专班",
        "研究院",
    ];
    let words = words.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    !words.contains(['，', '。', '；', ',']) && BODIES.iter().any(|end| words.ends_with(end))
}

/// True when the words speak of me or us, and so does the text beside them outside of marks: the page prints the letter or essay itself
/// that the other quotes.
fn is_in_first_person(page: Page<'_>, span: Span) -> bool {
    // 我国, 我市 and 我校 are what a reporter says of his own.
    let speaks = |words: &str| {
        let mut own = words
            .match_indices('我')
            .map(|(at, sign)| words.get(at + sign.len()..));
        own.any(|behind| {
            !behind.is_some_and(|behind| behind.starts_with(['国', '省', '市', '县', '区', '校', '院']))
        })
    };
    let beside = |sign: Span| {
        let sentence = page.sentence(sign);
        let quoted = page.quotes().any(|quote| quote.span.overlap(sentence) > 0);
        !quoted && sentence.overlap(span) == 0 && speaks(sentence.of(page.text()))
    };
    let before = page.text().get(..span.start as usize).unwrap_or("");
    let mut ahead = before
        .char_indices()
        .rev()
        .filter(|(_, sign)| sign.is_alphanumeric());
    let last = ahead.next().map(|(at, sign)| Span::new(at, at + sign.len_utf8()));
    let end = span.end as usize;
    let behind = page.text().get(end..).unwrap_or("");
    let mut rest = behind.char_indices().filter(|(_, sign)| sign.is_alphanumeric());
    let next = rest
        .next()
        .map(|(at, sign)| Span::new(end + at, end + at + sign.len_utf8()));
    speaks(span.of(page.text())) && (last.is_some_and(beside) || next.is_some_and(beside))
}

/// Han characters or words of `words`.
fn signs(words: &str) -> usize {
    if words.is_ascii() {
        words.split_whitespace().count()
    } else {
        plain(words).chars().count()
    }
}

/// True when the words at `span` are cited without marks: behind a colon, or from a document.
fn cites(page: Page<'_>, span: Span) -> bool {
    let before = page.text().get(..span.start as usize).unwrap_or("").trim_end();
    // A line of an interview: 何明：桥已经修好。
    let line = before.rsplit('\n').next().unwrap_or("");
    let speaker = line
        .split_once(['：', ':'])
        .map_or("", |(speaker, _)| speaker.trim());
    let interview = (1..=INTERVIEWED).contains(&speaker.chars().count())
        && !speaker.contains(['，', '。', ',', '！', '？']);
    // Who says 我们 outside of marks is not the reporter: a notice or letter that is printed whole.
    let first_person = span.of(page.text()).contains("我们");
    before.ends_with(['：', ':'])
        || interview
        || first_person
        || before.lines().any(leads_to_a_document)
        || page.claims().any(|claim| {
            matches!(
                claim.source_kind,
                SourceKind::Document | SourceKind::Website | SourceKind::Platform
            ) && claim
                .scope
                .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
        })
}

/// 以下为公开信全文：, 通报如下： what stands below such a line is the document itself.
fn leads_to_a_document(line: &str) -> bool {
    let words = line.trim_end().strip_suffix(['：', ':']);
    words.is_some_and(|words| ["全文", "原文", "如下"].iter().any(|end| words.ends_with(end)))
}

/// True when a claim in the text governs the words.
fn is_said_by_somebody(page: Page<'_>, span: Span) -> bool {
    page.claims().any(|claim| {
        claim.kind == ClaimKind::InText
            && claim
                .scope
                .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{is_body, leads_to_a_document};

    #[test]
    fn issue_6_the_long_name_of_a_body_is_nothing_said() {
        assert!(is_body("江州渡口停航事件调查处置领导小组"));
        assert!(!is_body("渡口停航以后，我们成立了领导小组"));
        assert!(!is_body("渡口停航以后大家都在等"));
    }

    #[test]
    fn issue_6_what_stands_below_such_a_line_is_the_document() {
        for line in ["以下为公开信全文：", "江州渡口管理处通报如下："] {
            assert!(leads_to_a_document(line), "{line}");
        }
        for line in ["他说：", "全文共三页。", "渡口的情况："] {
            assert!(!leads_to_a_document(line), "{line}");
        }
    }
}

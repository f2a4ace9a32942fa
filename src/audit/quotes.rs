//! quote-altered, quote-truncated: what became of quoted words on the way.

use std::cell::LazyCell;

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use super::pair::{Changed, Pair, Shared};
use super::quote_marks;
use super::speakers;
use super::utterances::half_utterances;
use crate::document::{EditKind, Finding, Quote, QuoteKind, Rule, Severity, Span};

/// Characters up to which quoted words are a term: what is quoted of them is the marks.
pub const TERM_CHARS: usize = 6;
/// Bytes of the marks at the end of a quote, which passages do not see: 。”，.
const MARKS_BYTES: u32 = 9;
/// Characters from which quoted words without a speaker are more than a name.
pub const SPOKEN_CHARS: usize = 12;
/// Likeness from which two quotes are one quote with changed words,
pub const SAME_QUOTE: f64 = 0.45;
/// and where neither text is known to be from the other: two translators and two listeners choose their own words.
const ALIKE_ALL_THE_SAME: f64 = 0.7;
/// What says that words were left out.
pub const ELISIONS: [&str; 4] = ["…", "...", "……", "。。。"];
/// Share of the pairs of left-out words from which they stand elsewhere on the page.
pub const STILL_THERE: f64 = 0.85;

/// Findings for the quotes of a pair.
pub fn findings(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    if !pair.is_linked() || pair.has_common_source() || page.is_of_one_house_with(pair.from) {
        return Vec::new();
    }
    if !pair.is_certain() && page.is_signed_beside(pair.from) {
        return Vec::new();
    }
    let mut found = words(page, pair);
    let cut: Vec<Finding> = half_utterances(page, pair)
        .filter(|cut| {
            !found
                .iter()
                .any(|told| told.rule == cut.rule && told.at.span.overlap(cut.at.span) > 0)
        })
        .collect();
    found.extend(cut);
    let spoken: Vec<Finding> = speakers::of_reported(page, pair, &found);
    found.extend(spoken);
    if pair.is_certain() {
        found.extend(quote_marks::findings(page, pair));
    }
    found
}

/// True for what somebody is quoted with, terms and titles left out.
pub fn is_said(quote: &Quote) -> bool {
    match quote.kind {
        QuoteKind::Speech | QuoteKind::Unclear => true,
        QuoteKind::Term | QuoteKind::Slogan => quote.speaker.is_some(),
        QuoteKind::HeadlineFragment | QuoteKind::Title => false,
    }
}

/// True for what is quoted as the words of somebody; a title or a name between marks is not.
fn is_spoken(quote: &Quote) -> bool {
    quote.kind == QuoteKind::Speech || quote.speaker.is_some()
}

/// A quote of the copy beside the one it was carried from.
struct Versions<'a> {
    now: &'a Quote,
    before: &'a Quote,
    shared: &'a Shared<'a>,
}

/// The quotes that both have, one by one.
fn versions<'a>(page: Page<'a>, pair: &'a Pair<'a>) -> Vec<Versions<'a>> {
    let mut found: Vec<Versions<'a>> = Vec::new();
    for shared in &pair.shared {
        let inside = |quote: &Quote, span: Span| 2 * quote.span.overlap(span) >= quote.span.len();
        let theirs: Vec<&Quote> = pair
            .from
            .quotes()
            .filter(|quote| quote.level == 0 && is_said(quote) && quote.span.overlap(shared.there) > 0)
            .collect();
        let ours = page
            .quotes()
            .filter(|quote| quote.level == 0 && !quote.mismatched && inside(quote, shared.here));
        for now in ours {
            // What is a quote inside of a quote there stands on its own here.
            let inner = || {
                let words = plain(now.span.of(page.text()));
                let mut inner = pair.from.quotes().filter(|quote| quote.level > 0);
                inner.any(|quote| plain(quote.span.of(pair.from.text())) == words)
            };
            if found.iter().any(|earlier| earlier.now.span == now.span) || inner() {
                continue;
            }
            // The quote that stands at the same place of the passage.
            let same_place = theirs.iter().filter_map(|before| {
                let at = shared.across_span(before.span)?;
                let overlap = at.overlap(now.span);
                (overlap > 0).then_some((overlap, *before))
            });
            if let Some((_, before)) = same_place.max_by_key(|(overlap, _)| *overlap) {
                found.push(Versions { now, before, shared });
            }
        }
    }
    found
}

fn words<'a>(page: Page<'a>, pair: &'a Pair<'a>) -> Vec<Finding> {
    let mut found = Vec::new();
    let certain = pair.is_certain();
    for Versions { now, before, shared } in versions(page, pair) {
        let (words, earlier) = (now.span.of(page.text()), before.span.of(pair.from.text()));
        let (plain_now, plain_before) = (plain(words), plain(earlier));
        let long = plain_now.chars().count() >= SPOKEN_CHARS;
        if plain_now.chars().count() < 4 || !(is_spoken(now) || is_spoken(before) || long) {
            continue;
        }
        found.extend(speakers::of_quote(page, pair, now, before));
        // Where the first holder has the words of the copy, the other changed them. Without any edit the quotes differ in
        // nothing that counts (equal values, script, width).
        // What differs behind the end of the copy's quote is none of its words.
        let touched = |change: &&Changed<'_>| {
            change.here.start <= now.span.end + MARKS_BYTES && now.span.start <= change.here.end + MARKS_BYTES
        };
        let changes: Vec<&Changed<'_>> = shared.changes.iter().filter(touched).collect();
        let by_the_other = !changes.is_empty() && changes.iter().all(|change| !pair.is_of_the_copy(change));
        // A passage ends where the quote was cut: nothing differs inside of it.
        // Of words that both can have from a third each takes what he needs.
        let beyond = certain
            && is_spoken(now)
            && is_spoken(before)
            && before.span.overlap(shared.there) < before.span.len();
        if plain_now == plain_before || by_the_other || changes.is_empty() && !beyond {
            continue;
        }
        // What says nothing of the quoted words: equal times and measures, and what an editor put in parentheses for the reader.
        let aside = |change: &&Changed<'_>| {
            is_of_a_time(page, pair, change)
                || is_of_a_measure(page, pair, change)
                || is_bracketed(page, change.here) && change.before.is_empty()
        };
        let idle = name_changed_only(&changes) || changes.iter().all(aside);
        if idle && !changes.is_empty() {
            continue;
        }
        let like = Bigrams::of(earlier).likeness(&Bigrams::of(words));
        let part = plain_before.contains(&plain_now);
        // Where both can have it from a third, a few words of it, or whole sentences, are a choice and no cut.
        let few = 2 * plain_now.chars().count() < plain_before.chars().count();
        // Nor did the page alter words that it has all of, with more around them: the other one was short.
        let fuller = plain_now.contains(&plain_before);
        if fuller || !certain && part && (few || is_of_whole_sentences(words, earlier)) {
            continue;
        }
        // Whole sentences that are gone from the midst of it: every word that is left is verbatim.
        if let Some(gone) = sentences_left_out(words, earlier) {
            // What goes on behind the speaker's name stands on the page.
            if !certain || Bigrams::of(page.text()).hold(gone) >= STILL_THERE {
                continue;
            }
            found.extend(without_sentences((page, now), (pair.from, before), gone));
            continue;
        }
        let (rule, message) = if part {
            if !is_cut_short(page, words, earlier, &plain_now, &plain_before, &changes) {
                continue;
            }
            let message = format!("the quote is shorter than in the text of {}", pair.from.name());
            (Rule::QuoteTruncated, message)
        } else if !changes.is_empty() && like >= if certain { SAME_QUOTE } else { ALIKE_ALL_THE_SAME } {
            let message = format!("quoted words are not those in the text of {}", pair.from.name());
            (Rule::QuoteAltered, message)
        } else {
            continue;
        };
        let inside = |page: Page<'a>, quote: Span, place: Span| {
            place.common(quote).map_or("", |place| place.of(page.text()))
        };
        // Words that moved within the quote are the same words.
        let moved = |change: &&&Changed<'_>| change.edit.kind == EditKind::Order;
        let told: Vec<(&Changed<'_>, &str, &str)> = changes
            .iter()
            .filter(|change| !moved(change))
            .map(|change| {
                let ours = inside(page, now.span, change.here);
                (*change, ours, inside(pair.from, before.span, change.there))
            })
            .filter(|(_, ours, theirs)| !(ours.is_empty() && theirs.is_empty()))
            .collect();
        let idle = told
            .iter()
            .all(|(change, ..)| is_small(change) || is_left_out_alone(pair.from, change));
        // Two who listened to the same words choose their own particles.
        if rule == Rule::QuoteAltered && !certain && idle {
            continue;
        }
        let mut draft = Draft::new(rule, page, now.span, message)
            .beside(pair.from, before.span)
            .confidence(if certain { 0.85 } else { 0.5 })
            .exhibit("the quote on both sides", words, earlier);
        for &(_, ours, theirs) in &told {
            draft = draft.exhibit("the words that differ", ours, theirs);
        }
        if !certain {
            draft = draft.severity(Severity::Info);
        } else if !told.is_empty() && idle {
            draft = draft.severity(Severity::Minor);
        }
        found.extend(draft.finish());
    }
    found
}

/// Share of a quote's pairs of signs that one of another text must have to be the one that it goes back to.
const GOES_BACK: f64 = 0.6;

/// Quotes that are no longer what they were in the text that the page's goes back to over others: each hop changed little, and
/// none of those who carried it last need have done it.
pub fn end_to_end(page: Page<'_>, pairs: &[Pair<'_>], first: Page<'_>) -> Vec<Finding> {
    let carried = |quote: &&Quote| {
        pairs.iter().filter(|pair| pair.is_certain()).any(|pair| {
            let mut shared = pair.shared.iter();
            shared.any(|shared| 2 * shared.here.overlap(quote.span) >= quote.span.len())
        })
    };
    if page.is_of_one_house_with(first) || pairs.iter().any(|pair| pair.from.rank == first.rank) {
        return Vec::new();
    }
    let whole = LazyCell::new(|| plain(first.text()));
    let earlier = LazyCell::new(|| -> Vec<(Bigrams, Span)> {
        let outer = first
            .quotes()
            .filter(|before| before.level == 0 && is_spoken(before));
        outer
            .map(|before| (Bigrams::of(before.span.of(first.text())), before.span))
            .collect()
    });
    let said = page
        .quotes()
        .filter(|quote| quote.level == 0 && !quote.mismatched && is_spoken(quote))
        .filter(carried);
    let found = said.filter_map(|quote| {
        let words = quote.span.of(page.text());
        let now = plain(words);
        if now.chars().count() < SPOKEN_CHARS || ELISIONS.iter().any(|mark| words.contains(mark)) {
            return None;
        }
        let (like, before) = earlier
            .iter()
            .map(|(pairs, span)| (pairs.hold(words), *span))
            .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        if like < GOES_BACK || whole.contains(&now) {
            return None;
        }
        let message = format!(
            "over several hands the quote is no longer that in the text of {}",
            first.name()
        );
        Draft::new(Rule::QuoteAltered, page, quote.span, message)
            .beside(first, before)
            .severity(Severity::Info)
            .confidence(0.7)
            .exhibit("the quote on both sides", words, before.of(first.text()))
            .finish()
    });
    found.collect()
}

/// True for words between parentheses: 她（妻子）.
fn is_bracketed(page: Page<'_>, span: Span) -> bool {
    let before = page.text().get(..span.start as usize).unwrap_or("");
    let behind = page.text().get(span.end as usize..).unwrap_or("");
    before.ends_with(['（', '(', '[', '［']) && behind.starts_with(['）', ')', ']', '］'])
}

/// True for 14：30分 in the place of 14：30.
fn is_of_a_time(page: Page<'_>, pair: &Pair<'_>, change: &Changed<'_>) -> bool {
    let bare = |words: &str| words.is_empty() || matches!(words, "分" | "时" | "点");
    let digit = |page: Page<'_>, span: Span| {
        let before = page.text().get(..span.start as usize).unwrap_or("");
        before.ends_with(|sign: char| sign.is_numeric())
    };
    bare(change.now) && bare(change.before) && digit(page, change.here) && digit(pair.from, change.there)
}

/// True for 3厘米×4厘米 in the place of 3×4厘米: a unit that stands on one side alone, and that the number behind the mark has too.
fn is_of_a_measure(page: Page<'_>, pair: &Pair<'_>, change: &Changed<'_>) -> bool {
    const UNITS: [&str; 10] = [
        "厘米", "毫米", "公里", "千米", "米", "公斤", "吨", "元", "岁", "度",
    ];
    const MARKS: [char; 9] = ['×', '*', 'x', 'X', '-', '—', '~', '～', '至'];
    let unit = match (change.now, change.before) {
        ("", unit) | (unit, "") => unit,
        _ => return false,
    };
    let between = |page: Page<'_>, span: Span| {
        let before = page.text().get(..span.start as usize).unwrap_or("");
        let behind = page.text().get(span.end as usize..).unwrap_or("");
        let second = behind.strip_prefix(MARKS).map(|behind| {
            behind.trim_start_matches(|sign: char| sign.is_numeric() || matches!(sign, '.' | '．'))
        });
        before.ends_with(char::is_numeric) && second.is_some_and(|rest| rest.starts_with(unit))
    };
    UNITS.contains(&unit) && between(page, change.here) && between(pair.from, change.there)
}

/// True for a change of particles and the like, which a transcriber makes without thinking, and of one sign, which is a slip or its correction (他们 and
/// 它们, 各人 and 个人) as long as it turns nothing round.
fn is_small(change: &Changed<'_>) -> bool {
    const PARTICLES: &str = "的地得了着过是就也都又还个这那们吧呢啊吗嘛呀哦能够在于与和及并而且所以";
    const TURNING: &str = "不没未无非否勿别莫上下多少大小高低增减升降涨跌进退有前后内外买卖胜败赢输男女老新旧好坏对错真假生死或";
    let all = || change.now.chars().chain(change.before.chars());
    let particle = |character: char| PARTICLES.contains(character) || !character.is_alphanumeric();
    let one = |words: &str| words.chars().filter(|sign| sign.is_alphanumeric()).count() <= 1;
    let plain_word = |sign: char| !sign.is_ascii() && !sign.is_numeric() && !TURNING.contains(sign);
    let slip = matches!(change.edit.kind, EditKind::Quotation | EditKind::Wording)
        && one(change.now)
        && one(change.before)
        && all().all(plain_word);
    slip || all().all(particle)
}

/// True for words that were left out and turn, doubt, limit or count nothing: what is left says the same in fewer words. So do whole sentences.
fn is_left_out_alone(from: Page<'_>, change: &Changed<'_>) -> bool {
    const SAYING: [&str; 24] = [
        "不", "没", "未", "无", "非", "否", "勿", "但", "却", "然而", "如果", "除非", "只有", "除了", "可能",
        "也许", "或", "据说", "应该", "大概", "必须", "一定", "仅", "只",
    ];
    let counts = |sign: char| sign.is_numeric() || "一二三四五六七八九十百千万亿两半".contains(sign);
    if !change.now.is_empty() {
        return false;
    }
    let ahead = from.text().get(..change.there.start as usize).unwrap_or("");
    let behind = from.text().get(change.there.end as usize..).unwrap_or("");
    let ends = |sign: char| matches!(sign, '。' | '！' | '？' | '“' | '”');
    ahead.ends_with(ends) && (behind.starts_with(ends) || change.before.ends_with(ends))
        || !change.before.contains(counts)
            && !change.before.contains(|sign: char| sign.is_ascii_alphabetic())
            && !SAYING.iter().any(|word| change.before.contains(word))
}

/// True when `words` are one or more sentences of `earlier` from end to end.
fn is_of_whole_sentences(words: &str, earlier: &str) -> bool {
    const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '…'];
    let kept = words.trim_matches(|sign: char| !sign.is_alphanumeric());
    let Some((ahead, behind)) = earlier.split_once(kept) else {
        return false;
    };
    let begins = ahead.trim_end_matches(|sign: char| sign.is_whitespace() || "“‘「『".contains(sign));
    (begins.is_empty() || begins.ends_with(ENDS)) && (behind.is_empty() || behind.starts_with(ENDS))
}

/// The finding that a quote lacks the sentences `gone` of the one it was carried from.
fn without_sentences(
    (page, now): (Page<'_>, &Quote),
    (from, before): (Page<'_>, &Quote),
    gone: &str,
) -> Option<Finding> {
    let message = format!(
        "sentences of the quote in the text of {} are left out",
        from.name()
    );
    let (words, earlier) = (now.span.of(page.text()), before.span.of(from.text()));
    Draft::new(Rule::QuoteTruncated, page, now.span, message)
        .beside(from, before.span)
        .severity(Severity::Minor)
        .confidence(0.8)
        .exhibit("the quote on both sides", words, earlier)
        .exhibit("the words that were left out", "", gone)
        .finish()
}

/// What stands more in `earlier` between two sentences of `words`, where the two are the same otherwise and it is whole sentences.
fn sentences_left_out<'e>(words: &str, earlier: &'e str) -> Option<&'e str> {
    const ENDS: [char; 5] = ['。', '！', '？', '!', '?'];
    words.match_indices(ENDS).find_map(|(at, end)| {
        let (head, tail) = words.split_at(at + end.len());
        let gone = earlier.strip_prefix(head)?.strip_suffix(tail)?;
        (!tail.is_empty() && !gone.is_empty() && gone.ends_with(ENDS)).then_some(gone)
    })
}

/// True when all that changed is a name, which the copy has otherwise in the whole text.
fn name_changed_only(changes: &[&Changed<'_>]) -> bool {
    changes.iter().all(|change| change.edit.kind == EditKind::Name)
}

/// True when a shorter quote hides that it is one: no ellipsis, and the rest does not stand elsewhere on the page.
fn is_cut_short(
    page: Page<'_>,
    words: &str,
    earlier: &str,
    now: &str,
    before: &str,
    changes: &[&Changed<'_>],
) -> bool {
    if ELISIONS
        .iter()
        .any(|mark| words.contains(mark) && !earlier.contains(mark))
    {
        return false;
    }
    let rest = before.replacen(now, "", 1);
    if rest.chars().count() < 4 {
        return false;
    }
    // A quote that is split by the speaker's name goes on behind it. What is left out is known by the longest change, or,
    // where the passage ends before, by what stands before and behind the words that stayed.
    let held = Bigrams::of(page.text());
    let cut = match earlier.find(words.trim_matches(|sign: char| !sign.is_alphanumeric())) {
        Some(at) => {
            let (ahead, kept) = earlier.split_at(at);
            let behind = kept.get(words.len().min(kept.len())..).unwrap_or("");
            if ahead.len() > behind.len() { ahead } else { behind }
        }
        None => {
            let longest = changes.iter().max_by_key(|change| change.before.len());
            longest.map_or("", |change| change.before)
        }
    };
    let cut = if cut.is_empty() { rest.as_str() } else { cut };
    held.hold(cut) < STILL_THERE
}

#[cfg(test)]
mod tests {
    use super::{is_of_whole_sentences, is_small, sentences_left_out};
    use crate::audit::Changed;
    use crate::document::{Edit, EditKind, Span};

    #[test]
    fn issue_6_one_sign_is_a_slip_unless_it_turns_what_is_said() {
        let small = |kind, now: &str, before: &str| {
            let edit = Edit {
                kind,
                a_text: now.to_owned(),
                b_text: before.to_owned(),
                a_span: Span::default(),
                b_span: Span::default(),
            };
            is_small(&Changed {
                edit: &edit,
                now,
                before,
                here: Span::default(),
                there: Span::default(),
                by_the_copy: true,
                elsewhere: false,
            })
        };
        assert!(small(EditKind::Quotation, "个", "各"));
        assert!(small(EditKind::Quotation, "", "方"));
        assert!(small(EditKind::Quotation, "了的", ""));
        assert!(!small(EditKind::Quotation, "下", "上"));
        assert!(!small(EditKind::Quotation, "", "不"));
        assert!(!small(EditKind::Quotation, "3", "8"));
        assert!(!small(EditKind::Quotation, "大半", "各"));
        assert!(!small(EditKind::Name, "武", "伟"));
    }

    #[test]
    fn issue_6_sentences_from_the_midst_of_a_quote_are_left_out() {
        let said = "船先停了。桥是后来修的，花了两年。现在都好了！";
        let gone = sentences_left_out("船先停了。现在都好了！", said);
        assert_eq!(gone, Some("桥是后来修的，花了两年。"));
        assert_eq!(sentences_left_out("船先停了。现在好了！", said), None);
        assert_eq!(sentences_left_out("船先停了。花了两年。现在都好了！", said), None);
        assert_eq!(sentences_left_out(said, said), None);
    }

    #[test]
    fn issue_6_whole_sentences_of_a_quote_are_a_choice() {
        let said = "船先停了。桥是后来修的，花了两年。现在都好了！";
        assert!(is_of_whole_sentences("桥是后来修的，花了两年。", said));
        assert!(is_of_whole_sentences("船先停了", said));
        assert!(!is_of_whole_sentences("桥是后来修的", said));
        assert!(!is_of_whole_sentences("花了两年", said));
    }
}

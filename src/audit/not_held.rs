//! source-not-held: a source that a page names and of which no text with its words is held. It accuses nobody, and is silent where there is nothing to
//! check: the page is the house's own, or what is named is no house. In: a page and its claim. Out: the finding.

use super::credits::{Elsewhere, Named};
use super::draft::Draft;
use super::nobodys::is_nobodys;
use super::own_text::{
    has_marks_of, is_of_its_maker, is_signed_by, name_one_house, opens, reserves_its_rights,
};
use super::page::{Page, Told, credit_name, is_declaration};
use super::pair::Pair;
use crate::document::{Claim, ClaimKind, Finding, Rule, SourceKind, Span};

/// True where the title of the page ends with the name, as a site puts those of its channels and its own there: `题目 - 江州娱乐 - 江州在线`.
fn stands_in_the_title(page: Page<'_>, name: &str) -> bool {
    let title = page.given_title().unwrap_or("");
    let mut parts = title.split(['-', '_', '|', '｜', '—', '–']);
    // The first part is the headline.
    parts.next();
    parts.any(|part| part.trim() == name)
}

/// True for a column that a page of no known publisher names as its source (来源：江州专栏): a house names its own so. 摘自江州专栏 is said by another.
fn is_own_column(page: Page<'_>, name: &str) -> bool {
    let column = ["专栏", "栏目", "频道"]
        .iter()
        .any(|column| name.ends_with(column));
    let labelled = |claim: &Claim| {
        let words = claim.span.map_or("", |span| span.of(page.text()));
        ["来源", "稿源", "源：", "源:", "源|", "源/"]
            .iter()
            .any(|label| words.contains(label))
    };
    page.publisher().is_empty() && column && declarations(page, name).any(labelled)
}

/// Where the page declares the outlet.
fn declarations<'a>(page: Page<'a>, outlet: &str) -> impl Iterator<Item = &'a Claim> {
    page.credits()
        .filter(move |claim| is_declaration(claim) && credit_name(claim) == outlet)
}

/// Bytes of what the page has from somebody, 12 Han characters, below which there is nothing to check: `官网显示“维护中”`.
const SAYS_NOTHING: usize = 36;

/// A source that the page names and of which nothing is held that has this.
pub(super) struct Unheld<'a> {
    /// Where the page names it.
    claim: &'a Claim,
    /// The words to point at.
    span: Span,
    /// Another page with most of the words.
    elsewhere: Option<Elsewhere<'a>>,
}

/// What `claim` names, where nothing of it is held and there is something to check.
pub(super) fn not_held<'a>(
    page: Page<'a>,
    claim: &'a Claim,
    pairs: &[Pair<'_>],
    named: &Named<'a>,
) -> Option<Unheld<'a>> {
    let outlet = credit_name(claim);
    // The place to look at is where the page declares the outlet, though it may name it in its text before.
    let declared = declarations(page, outlet).next();
    if is_nobodys(outlet) || stands_in_the_title(page, outlet) || is_own_column(page, outlet) {
        return None;
    }
    let nothing_to_check = || {
        let in_text = claim.kind == ClaimKind::InText;
        says_little(page, claim) || in_text && is_signed_by(page, outlet) || is_told(page, claim, &named.told)
    };
    if declared.is_none() && nothing_to_check() {
        return None;
    }
    let claim = declared.unwrap_or(claim);
    let names = [outlet, claim.source_name.as_str()];
    let has_marks = |text: Page<'_>| names.iter().any(|name| has_marks_of(text, name));
    let own = || declared.is_some() && (is_of_the_author(page, claim) || has_marks(page));
    if own() || named.elsewhere.iter().any(|other| has_marks(other.page)) {
        return None;
    }
    // A copy that bears the dateline or by-line of the outlet, and that this was carried from, shows what the outlet wrote.
    let bears_its_name = |pair: &Pair<'_>| {
        let mut claims = pair.from.claims();
        claims.any(|own| {
            matches!(own.kind, ClaimKind::Dateline | ClaimKind::Byline)
                && own.source.as_deref() == Some(outlet)
        })
    };
    if pairs
        .iter()
        .any(|pair| pair.is_resolved() && bears_its_name(pair))
    {
        return None;
    }
    let span = claim.span.or_else(|| page.head())?;
    if is_of_its_maker(page.sentence(span).of(page.text())) || reserves_its_rights(page, outlet) {
        return None;
    }
    let others = named.elsewhere.iter().map(|other| Elsewhere {
        from_there: other.from_there || is_signed_by_reporters(other.page, outlet),
        ..*other
    });
    // One that is from there as well tells more than one that has more of the words.
    let elsewhere = others.reduce(|best, next| {
        if !best.from_there && next.from_there {
            next
        } else {
            best
        }
    });
    Some(Unheld {
        claim,
        span,
        elsewhere,
    })
}

/// True where reporters of the outlet signed the text, on whosever page it stands.
fn is_signed_by_reporters(page: Page<'_>, outlet: &str) -> bool {
    let mut claims = page.claims();
    claims.any(|claim| claim.is_signature() && name_one_house(credit_name(claim), outlet))
}

/// The findings for the sources of which nothing is held: one for those that a line lists together (综合江州晚报、海风日报), as nobody can tell whose words
/// are which.
pub(super) fn findings(page: Page<'_>, mut unheld: Vec<Unheld<'_>>) -> Vec<Finding> {
    unheld.sort_by_key(|unheld| unheld.span);
    let listed = unheld.chunk_by(|one, next| stand_in_one_list(page, one, next));
    listed.filter_map(|list| finding(page, list)).collect()
}

/// True for two names of one list: nothing ends between them, whoever else is named there, and the list can go on in the next line. Another cue in the
/// next line (本文来自…) says something of its own.
fn stand_in_one_list(page: Page<'_>, one: &Unheld<'_>, next: &Unheld<'_>) -> bool {
    let of_list = one.claim.kind == next.claim.kind && one.claim.kind != ClaimKind::InText;
    let between = page.text().get(one.span.end as usize..next.span.start as usize);
    let is_bare = || next.span.of(page.text()).starts_with(&next.claim.source_name);
    let goes_on = |between: &str| {
        !between.trim().contains(['\n', '。', '！', '？', '；', '【'])
            && (!between.contains('\n') || is_bare())
    };
    of_list && between.is_some_and(goes_on)
}

/// The finding for the sources of one list.
fn finding(page: Page<'_>, list: &[Unheld<'_>]) -> Option<Finding> {
    let agrees = |unheld: &&Unheld<'_>| unheld.elsewhere.is_some_and(|other| other.from_there);
    // Of some of several another page tells that the words are from there: what is left to check are the others.
    let unknown: Vec<&Unheld<'_>> = list.iter().filter(|unheld| !agrees(unheld)).collect();
    let agreed = unknown.is_empty();
    let shown = if agreed { list.iter().collect() } else { unknown };
    let (first, last) = (shown.first()?, shown.last()?);
    let span = closed(
        page.text(),
        Span {
            start: first.span.start,
            end: last.span.end.max(first.span.end),
        },
    );
    let mut names: Vec<String> = shown
        .iter()
        .map(|unheld| as_credited(page, unheld.claim))
        .collect();
    names.dedup();
    let name = names.join("、");
    let message = if agreed {
        format!(
            "no page of {name} that has this is in the corpus, but another page that says that it is from there"
        )
    } else {
        format!("no text of {name} that has this is in the corpus: the credit cannot be checked")
    };
    let mut draft = Draft::new(Rule::SourceNotHeld, page, span, message).confidence(0.95);
    let claim = first.claim;
    if claim.span.is_none()
        && let Some(title) = page
            .given_title()
            .filter(|title| !claim.source_name.is_empty() && title.contains(&claim.source_name))
    {
        draft = draft.exhibit("the title names it", title, "");
    }
    if let Some(Elsewhere { page: other, .. }) = shown.iter().find_map(|unheld| unheld.elsewhere) {
        let place = match other.publisher() {
            "" => "another page".to_owned(),
            name => format!("a page of {name}"),
        };
        let title = other.given_title().or(other.article.title.as_deref());
        let note = format!("the same words stand on {place}");
        draft = draft.exhibit(note, "", title.unwrap_or(""));
    }
    draft.finish()
}

/// The span up to the mark that closes the name at its end: 《江州晚报》 for 《江州晚报.
fn closed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let behind = text.get(span.end as usize..).and_then(|rest| rest.chars().next());
    let open = [('《', '》'), ('“', '”'), ('「', '」')]
        .into_iter()
        .find(|(open, close)| {
            behind == Some(*close) && words.matches(*open).count() > words.matches(*close).count()
        });
    let end = open.map_or(span.end, |(_, close)| span.end + close.len_utf8() as u32);
    Span { end, ..span }
}

/// True where the line tells who wrote the text and in which account he writes (作者：何明，微信公众号：渡口；同名公众号：渡口), not where it is from
/// (来源：微信公众号渡口).
fn is_of_the_author(page: Page<'_>, claim: &Claim) -> bool {
    const ACCOUNTS: [&str; 5] = ["微信公众号", "微信公号", "公众号", "公号", "订阅号"];
    const FROM: [&str; 9] = [
        "来源",
        "来自",
        "源自",
        "转自",
        "转载自",
        "摘自",
        "首发",
        "授权",
        "综合",
    ];
    let Some(span) = claim.span else { return false };
    let words = span.of(page.text());
    let before = page.text().get(..span.start as usize).unwrap_or("");
    let before = before.rsplit('\n').next().unwrap_or(before);
    let line = page.text().get(span.end as usize..).unwrap_or("");
    let behind = line.split('\n').next().unwrap_or(line);
    ACCOUNTS.iter().any(|account| words.starts_with(account))
        && !FROM
            .iter()
            .any(|from| before.contains(from) || words.contains(from) || behind.contains(from))
        && (!before.trim().is_empty() || behind.contains("ID") || behind.contains("作者"))
}

/// Sentences behind a cue that are looked for: what goes on behind them can be the page's own.
const AT_FIRST: usize = 3;

/// True where what the page has from the outlet is told in one of `texts`, which say that they are from it: 据江州晚报报道，… and a text of 来源：江州晚报
/// that has these words, or tells the same in others.
pub(super) fn is_told(page: Page<'_>, claim: &Claim, texts: &[Page<'_>]) -> bool {
    let Some(scope) = claim.scope.filter(|scope| !scope.is_empty()) else {
        return false;
    };
    let texts: Vec<Told<'_>> = texts.iter().map(|text| Told::on(*text)).collect();
    if texts.is_empty() {
        return false;
    }
    let holds = |words: Span| texts.iter().any(|text| text.holds(words.of(page.text())));
    let sentences = page.sentences().into_iter().filter_map(|sentence| {
        let words = Span {
            start: sentence.start.max(scope.start),
            end: sentence.end.min(scope.end),
        };
        (words.start < words.end).then_some(words)
    });
    // Many texts have the words of a short sentence.
    let mut first = sentences.take(AT_FIRST);
    holds(scope) || first.any(|words| words.len() >= SAYS_NOTHING && holds(words))
}

/// True for words in the text that name sites at large (据当地多家求职网站), or give less than a statement: the words below a picture
/// (停在岸边的渡船。（江州网）), what leads to a picture (据某某消息，情况如下：).
fn says_little(page: Page<'_>, claim: &Claim) -> bool {
    let few =
        |scope: Span| scope.len() < SAYS_NOTHING || scope.of(page.text()).trim_end().ends_with("如下：");
    let many = || {
        let name = credit_name(claim);
        ["多个", "多家", "各大", "一些"]
            .iter()
            .any(|word| name.contains(word))
    };
    let of_an_item = claim.rule == "item-credit";
    if is_below_a_picture(page, claim) {
        return true;
    }
    // 江州晚报记者问：: a question at a press conference.
    let asks = claim.kind == ClaimKind::InText && claim.cue.ends_with('问');
    asks || (claim.kind == ClaimKind::InText || of_an_item)
        && (claim.scope.is_some_and(few) || claim.source_kind == SourceKind::Website && many())
}

/// Signs of the words below a picture, before the name of who took it.
const CAPTION: usize = 12;

/// True for a name in parentheses behind a few words that fill its line (停在岸边的渡船。（江州网）) or above the dateline, where the picture of a report
/// stands, and for where the figures of a drawing are from (资料来源：江州统计局): they are not said of the text.
fn is_below_a_picture(page: Page<'_>, claim: &Claim) -> bool {
    let Some(span) = claim.span else { return false };
    let line = page.text().get(..span.start as usize).unwrap_or("");
    let line = line.rsplit('\n').next().unwrap_or(line).trim();
    let words = line.strip_suffix(['（', '(']).map(str::trim);
    let few =
        |words: &str| (1..=CAPTION).contains(&words.chars().count()) && !words.contains(['、', '，', '☉']);
    let of_figures = ["资料来源", "数据来源", "制图", "图源"];
    let figures = of_figures
        .iter()
        .any(|label| span.of(page.text()).starts_with(label) || line.starts_with(label));
    let above = || {
        let mut datelines = page.claims().filter(|claim| claim.rule == "dateline");
        datelines.any(|dateline| {
            dateline.span.is_some_and(|place| place.start > span.end) && opens(page, dateline)
        })
    };
    claim.rule.starts_with("item-")
        && (figures || claim.rule == "item-credit" && words.is_some_and(|words| few(words) || above()))
}

/// The name of an outlet as the page credits it, and the one that it is known by where that is another: a paper and its app, an older name.
fn as_credited(page: Page<'_>, claim: &Claim) -> String {
    const MARKS: &str = "“”‘’\"《》「」『』@";
    let Some(known) = claim.source.as_deref() else {
        // 江州市法院微博 is an account of the court.
        const ACCOUNTS: [&str; 5] = ["官方微博", "微博", "微信公众号", "公众号", "微信"];
        let behind = claim.span.and_then(|span| page.text().get(span.end as usize..));
        let account = ACCOUNTS.iter().find(|account| {
            // 江州市法院 微信：jzfy gives the account's own name.
            let rest = behind.and_then(|text| text.strip_prefix(**account));
            rest.is_some_and(|rest| !rest.starts_with(['：', ':', '号']))
        });
        return format!("{}{}", claim.source_name, account.unwrap_or(&""));
    };
    let bare = |name: &str| name.replace(|sign| MARKS.contains(sign), "");
    let (written, plain) = (bare(&claim.source_name), bare(known));
    let written = written.trim();
    let is_own = ["本报", "本网", "本刊", "本台", "本社"].contains(&written);
    if written.is_empty() || is_own || plain.contains(written) || written.contains(&plain) {
        return known.to_owned();
    }
    format!("{written} ({known})")
}

#[cfg(test)]
mod tests {
    use super::{Unheld, as_credited, closed, is_below_a_picture, is_of_the_author, stand_in_one_list};
    use crate::audit::page::Page;
    use crate::document::{Article, Claim, ClaimKind, Facts, SourceKind, Span};

    /// A credit of a text, by its words and the name in them.
    fn credit(text: &str, words: &str, name: &str, rule: &str) -> Claim {
        let start = text.find(words).unwrap_or(0);
        Claim {
            article: 0,
            kind: ClaimKind::SourceLine,
            source_name: name.to_owned(),
            source_kind: SourceKind::Unlisted,
            source: None,
            cue: "来源".to_owned(),
            span: Some(Span::new(start, start + words.len())),
            scope: None,
            rule: rule.to_owned(),
            confidence: 0.9,
        }
    }

    fn on<T>(text: &str, asked: impl Fn(Page<'_>) -> T) -> T {
        let mut facts = Facts::default();
        facts.record.text = text.to_owned();
        asked(Page {
            rank: 0,
            facts: &facts,
            article: &Article::default(),
        })
    }

    #[test]
    fn issue_6_names_of_one_line_are_one_list() {
        let joined = |text: &str, one: (&str, &str), next: (&str, &str)| {
            let [one, next] = [one, next].map(|(words, name)| credit(text, words, name, "source-line"));
            let unheld = |claim| Unheld {
                claim,
                span: claim.span.unwrap_or_default(),
                elsewhere: None,
            };
            on(text, |page| {
                stand_in_one_list(page, &unheld(&one), &unheld(&next))
            })
        };
        let first = ("综合江州晚报", "江州晚报");
        assert!(joined("综合江州晚报、海风日报", first, ("海风日报", "海风日报")));
        assert!(joined(
            "综合江州晚报（ID：jzwb）、\n海风日报",
            first,
            ("海风日报", "海风日报")
        ));
        let next = ("本文来自海风日报", "海风日报");
        assert!(!joined("综合江州晚报\n本文来自海风日报", first, next));
        assert!(!joined(
            "综合江州晚报。桥已通车。海风日报",
            first,
            ("海风日报", "海风日报")
        ));
    }

    #[test]
    fn issue_6_the_account_of_the_author_is_no_source() {
        let of = |text: &str, words: &str| {
            let claim = credit(text, words, "渡口", "source-line");
            on(text, |page| is_of_the_author(page, &claim))
        };
        assert!(of("作者：何明，微信公众号：渡口】", "微信公众号：渡口"));
        assert!(of("同名公众号：渡口（ID：dk）", "公众号：渡口"));
        assert!(!of("本文首发于公众号：渡口", "公众号：渡口"));
        assert!(!of("来源：微信公众号渡口", "来源：微信公众号渡口"));
    }

    #[test]
    fn issue_6_a_credit_of_a_picture_is_none_of_the_text() {
        let of = |text: &str, words: &str| {
            let claim = credit(text, words, "江州网", "item-credit");
            on(text, |page| is_below_a_picture(page, &claim))
        };
        assert!(of("渡口停航。\n停在岸边的渡船。（江州网）", "江州网"));
        assert!(of("闸门的图。\n资料来源：江州网", "资料来源：江州网"));
        assert!(!of(
            "渡口昨天停航，船工说要等到水退，菜农绕路走了一个小时。（江州网）",
            "江州网"
        ));
    }

    #[test]
    fn issue_6_a_name_is_shown_as_it_is_credited() {
        let text = "来源：江州市法院微博、《海风日报》";
        let court = credit(text, "江州市法院", "江州市法院", "source-line");
        assert_eq!(on(text, |page| as_credited(page, &court)), "江州市法院微博");
        let paper = credit(text, "《海风日报", "海风日报", "source-line");
        let span = paper.span.unwrap_or_default();
        assert_eq!(closed(text, span).of(text), "《海风日报》");
        let own = Claim {
            source: Some("海风日报".to_owned()),
            ..credit(text, "本报", "本报", "own-dateline")
        };
        assert_eq!(on(text, |page| as_credited(page, &own)), "海风日报");
    }
}

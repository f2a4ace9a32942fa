//! source-not-held: a source that a page names and of which no text with its words is held. It accuses nobody, and is silent where there is nothing to
//! check: the page is the house's own, or what is named is no house. In: a page and its claim. Out: the finding.

use super::credits::Named;
use super::draft::Draft;
use super::page::{Page, Told, credit_name, is_declaration};
use super::pair::Pair;
use crate::document::{Claim, ClaimKind, Finding, Rule, SourceKind, Span};

/// What the name of a house has behind it where one of its channels is meant.
const CHANNELS: [&str; 10] = [
    "网",
    "新闻",
    "新闻网",
    "客户端",
    "新闻客户端",
    "APP",
    "官网",
    "杂志",
    "频道",
    "周刊",
];

/// True for one name, and for the name of a house beside that of its channel: 江州晚报, 江州晚报客户端.
pub(super) fn is_one_house(one: &str, other: &str) -> bool {
    let is_channel = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.is_empty() || CHANNELS.contains(&rest))
    };
    !one.is_empty() && !other.is_empty() && (is_channel(one, other) || is_channel(other, one))
}

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

/// The finding that nothing of what `claim` names is held.
pub(super) fn not_held(
    page: Page<'_>,
    claim: &Claim,
    pairs: &[Pair<'_>],
    named: &Named<'_>,
) -> Option<Finding> {
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
    let agrees = named.elsewhere.is_some_and(|other| {
        let declared = other.article.declared_source.as_deref() == Some(outlet);
        declared || declarations(other, outlet).next().is_some()
    });
    let name = as_credited(claim);
    let message = if agrees {
        format!(
            "no page of {name} that has this is in the corpus, but another page that says that it is from there"
        )
    } else {
        format!("no text of {name} that has this is in the corpus: the credit cannot be checked")
    };
    let mut draft = Draft::new(Rule::SourceNotHeld, page, span, message).confidence(0.95);
    if claim.span.is_none()
        && let Some(title) = page
            .given_title()
            .filter(|title| !claim.source_name.is_empty() && title.contains(&claim.source_name))
    {
        draft = draft.exhibit("the title names it", title, "");
    }
    if let Some(other) = named.elsewhere {
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

/// True where nobody knows on whose page the text stands and reporters of the outlet signed it, of no other house beside: 江州晚报此前报道 in its own report.
fn is_signed_by(page: Page<'_>, outlet: &str) -> bool {
    let mut signed = page
        .claims()
        .filter(|claim| claim.is_signature())
        .map(credit_name);
    page.publisher().is_empty()
        && signed.next() == Some(outlet)
        && signed.all(|other| is_one_house(other, outlet))
}

/// Sentences behind a cue that are looked for: what goes on behind them can be the page's own.
const AT_FIRST: usize = 3;

/// True where what the page has from the outlet is told in one of `texts`, which say that they are from it: 据江州晚报报道，… and a text of 来源：江州晚报
/// that has these words, or tells the same in others.
fn is_told(page: Page<'_>, claim: &Claim, texts: &[Page<'_>]) -> bool {
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

/// What a house says of a text that others must not print.
const FORBIDDEN: [&str; 6] = [
    "不得转载",
    "禁止转载",
    "谢绝转载",
    "请勿转载",
    "转载请注明",
    "转载须注明",
];

/// True for what nobody says but who made the text: 【某圈原创，未经授权请勿转载】, 本文系某网独家稿件, 某网整理内容，未经许可，不得转载.
fn is_of_its_maker(sentence: &str) -> bool {
    const OWN: [&str; 3] = ["原创", "独家稿件", "独家整理"];
    OWN.iter().chain(&FORBIDDEN).any(|words| sentence.contains(words))
}

/// True where a page of no known publisher says in the outlet's name that others must not print the text (未经江州晚报书面授权不得转载): it is the
/// outlet's page, or that of its account (江州晚报公众号“渡口”).
fn reserves_its_rights(page: Page<'_>, outlet: &str) -> bool {
    let reserved = |line: &str| {
        FORBIDDEN.iter().any(|words| line.contains(words))
            && holder(line).is_some_and(|name| name.chars().count() >= 2 && outlet.starts_with(name))
    };
    page.publisher().is_empty() && page.text().lines().any(reserved)
}

/// Whose leave others need, as a line says: 江州晚报 in 未经江州晚报书面授权，不得转载.
fn holder(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("未经")?;
    let end = ["书面", "授权", "许可", "允许", "同意"]
        .iter()
        .filter_map(|word| rest.find(word))
        .min()?;
    Some(rest.get(..end)?.trim_matches(['《', '》', '“', '”', ' ']))
}

/// True for what no text can be held of: 该公司公众号, 综合：甲报、微博, and fields of a page that stand where a name belongs; an outlet that is not
/// named (某省级日报, 媒体新闻), sites and accounts of a kind (房产网站, 当地群众微博), somebody's post (微博@某某).
fn is_nobodys(outlet: &str) -> bool {
    const BARE: [&str; 11] = [
        "微博",
        "微信",
        "朋友圈",
        "贴吧",
        "论坛",
        "新浪微博",
        "官方微博",
        "官网",
        "媒体新闻",
        "新闻媒体",
        "媒体",
    ];
    const POSTS: [&str; 5] = ["微博@", "网友", "网民", "博主", "知名微博"];
    outlet.starts_with(['该', '某'])
        || outlet.contains(['：', ':'])
        || BARE.contains(&outlet.trim_start_matches("当时"))
        || POSTS.iter().any(|post| outlet.starts_with(post))
        || is_of_a_kind(outlet)
}

/// True for a site or an account of which the words say what it is about or who writes there, and not which one it is.
fn is_of_a_kind(outlet: &str) -> bool {
    const CHANNELS: [&str; 3] = ["网站", "微博", "论坛"];
    const KINDS: [&str; 22] = [
        "房产",
        "房地产",
        "招聘",
        "求职",
        "购物",
        "视频",
        "旅游",
        "医疗",
        "健康",
        "教育",
        "征婚",
        "交友",
        "募捐",
        "门户",
        "新闻",
        "社交",
        "群众",
        "网民",
        "居民",
        "家长",
        "村民",
        "专业",
    ];
    let head = CHANNELS.iter().find_map(|channel| outlet.strip_suffix(channel));
    let head = head.map(|head| head.trim_start_matches("当地").trim_start_matches("相关"));
    head.is_some_and(|head| head.is_empty() || head.ends_with("相关") || KINDS.contains(&head))
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
    // 江州晚报记者问：: a question at a press conference.
    let asks = claim.kind == ClaimKind::InText && claim.cue.ends_with('问');
    asks || (claim.kind == ClaimKind::InText || of_an_item)
        && (claim.scope.is_some_and(few) || claim.source_kind == SourceKind::Website && many())
}

/// The name of an outlet as the page credits it, and the one that it is known by where that is another: a paper and its app, an older name.
fn as_credited(claim: &Claim) -> String {
    const MARKS: &str = "“”‘’\"《》「」『』@";
    let Some(known) = claim.source.as_deref() else {
        return claim.source_name.clone();
    };
    let bare = |name: &str| name.replace(|sign| MARKS.contains(sign), "");
    let (written, plain) = (bare(&claim.source_name), bare(known));
    let written = written.trim();
    if written.is_empty() || plain.contains(written) || written.contains(&plain) {
        return known.to_owned();
    }
    format!("{written} ({known})")
}

/// True where nobody knows on whose page the text stands and its own dateline or by-line is the outlet's: 江州日报讯（记者 何明） may be the
/// paper's own page. An agency writes for the pages of others; 本报江州6月3日电（江州日报记者 何明） is a paper's own, whoever writes for it.
pub(super) fn speaks_as_itself(page: Page<'_>, outlet: &str) -> bool {
    let own = |claim: &Claim| {
        claim.is_signature() && claim.source_kind != SourceKind::Agency || claim.rule == "own-dateline"
    };
    // 【原创报道】 over it: on the agency's own page.
    let original = page
        .given_title()
        .is_some_and(|title| title.trim_start().starts_with("【原创"));
    let own = |claim: &Claim| own(claim) || original && claim.is_signature();
    page.publisher().is_empty()
        && page
            .credits()
            .any(|claim| credit_name(claim) == outlet && own(claim))
}

#[cfg(test)]
mod tests {
    use super::{is_nobodys, reserves_its_rights};
    use crate::audit::page::Page;
    use crate::document::{Article, Facts};

    #[test]
    fn issue_6_who_forbids_to_print_a_text_made_it() {
        let of = |text: &str, outlet: &str| {
            let mut facts = Facts::default();
            facts.record.text = text.to_owned();
            let (facts, article) = (&facts, &Article::default());
            reserves_its_rights(
                Page {
                    rank: 0,
                    facts,
                    article,
                },
                outlet,
            )
        };
        let text = "渡口停航了。\n未经江州晚报书面授权，不得转载。";
        assert!(of(text, "江州晚报"));
        assert!(of(text, "江州晚报公众号“渡口”"));
        assert!(!of(text, "海风日报"));
        assert!(!of("渡口停航了。\n未经授权，不得转载。", "江州晚报"));
    }

    #[test]
    fn issue_6_nothing_can_be_held_of_what_is_not_named() {
        for name in [
            "某北方省级日报",
            "房产网站",
            "当地群众微博",
            "水务局相关网站",
            "微博@河边的猫",
            "知名微博“河边的猫”",
            "媒体新闻",
        ] {
            assert!(is_nobodys(name), "{name}");
        }
        for name in [
            "江州房产网",
            "江州晚报官方微博",
            "水务局网站",
            "江州新闻网",
            "“江州发布”微博",
        ] {
            assert!(!is_nobodys(name), "{name}");
        }
    }
}

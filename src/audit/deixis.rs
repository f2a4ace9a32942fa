//! deixis-leak: 我市, 本报, 本报记者 in the mouth of an outlet that cannot mean itself by it.

use std::sync::LazyLock;

use super::draft::Draft;
use super::page::{Page, credit_name};
use super::pair::Pair;
use crate::document::{Finding, Rule, Severity, SourceKind, Span};
use crate::word_list::Words;

/// Words by which an outlet means itself. 本报讯 at the head of a text is the outlet's that printed it first.
const OUTLET: [&str; 15] = [
    "本报记者",
    "本报讯",
    "本报",
    "本网记者",
    "本网讯",
    "本台记者",
    "本台",
    "本刊记者",
    "本刊",
    "本社记者",
    "本社",
    "our correspondent",
    "our reporter",
    "this newspaper",
    "this paper",
];
/// Words by which a local outlet means its place.
const PLACE: [&str; 9] = [
    "我市",
    "我省",
    "我区",
    "我县",
    "我州",
    "我盟",
    "our city",
    "our county",
    "our province",
];

static VOICES: LazyLock<Words> = LazyLock::new(|| Words::new(OUTLET.into_iter().chain(PLACE)));
static HERE: LazyLock<Words> = LazyLock::new(|| Words::new(PLACE));
static REPORTERS: LazyLock<Words> = LazyLock::new(|| Words::new(["本报记者", "本报讯"]));

/// A place where the text speaks for an outlet or a place.
struct Deixis {
    word: &'static str,
    span: Span,
}

/// What came with a text that the page does not credit.
pub fn carried(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let own = page.publisher().is_empty() || page.publisher() == pair.from.publisher();
    if own || !pair.is_resolved() || pair.has_common_source() {
        return None;
    }
    let (shared, deixis) = pair
        .shared
        .iter()
        .filter(|shared| !shared.of_quotes)
        .find_map(|shared| {
            let found = first(page, shared.here, &VOICES)?;
            Some((shared, found))
        })?;
    // 据市水务局介绍 says nothing of whose reporter was there.
    let of_an_outlet = page.credits().any(|claim| {
        credit_name(claim) != page.publisher()
            && claim.source_kind != SourceKind::Website
            && page.governs(claim, deixis.span)
    });
    if of_an_outlet || page.mentions(pair.from.publisher()) {
        return None;
    }
    let there = first_in(pair.from.text(), shared.there, deixis.word)?;
    let message = format!(
        "“{}” is the voice of {}, whose text this is and who is not named here",
        deixis.word,
        pair.from.name()
    );
    Draft::new(Rule::DeixisLeak, page, deixis.span, message)
        .beside(pair.from, there)
        .confidence(pair.confidence().min(0.85))
        .exhibit("the sentence", page.sentence(deixis.span).of(page.text()), "")
        .finish()
}

/// What the page says in a voice that its outlet cannot have: `region` is where the outlet that the text is credited to,
/// else the page's own, is at home.
pub fn alone(page: Page<'_>, voice: &str, region: &str, assembler: bool) -> Option<Finding> {
    // A paper of a province can say 我市 of any town in it; one of the whole country of none, one of a great city of no other.
    const CITIES: [&str; 4] = ["北京", "上海", "天津", "重庆"];
    let foreign = region == "全国" || CITIES.contains(&region) && !page.mentions(region);
    if !foreign {
        return None;
    }
    let told = || page.paragraphs().filter(|paragraph| !is_listed(page, *paragraph));
    let deixis = told().find_map(|paragraph| first(page, paragraph, &HERE));
    let own = || {
        assembler
            .then(|| told().find_map(|paragraph| first(page, paragraph, &REPORTERS)))
            .flatten()
    };
    let deixis = deixis.or_else(own)?;
    let message = format!("“{}” cannot be the voice of {voice}", deixis.word);
    Draft::new(Rule::DeixisLeak, page, deixis.span, message)
        .severity(Severity::Info)
        .confidence(0.55)
        .exhibit("the sentence", page.sentence(deixis.span).of(page.text()), "")
        .exhibit(format!("{voice} is at home in: {region}"), "", "")
        .finish()
}

/// True for a line of a list of other reports, which ends with their day: …有关会议精神。07-13.
fn is_listed(page: Page<'_>, paragraph: Span) -> bool {
    let words = paragraph.of(page.text()).trim_end();
    let tail = words.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '-');
    words.get(tail.len()..).is_some_and(|day| {
        let mut parts = day.rsplit('-');
        let number = |part: Option<&str>| part.is_some_and(|part| part.len() == 2);
        number(parts.next()) && number(parts.next())
    })
}

/// The first of `words` in `span` that stands in no quotation marks.
fn first(page: Page<'_>, span: Span, words: &Words) -> Option<Deixis> {
    let text = span.of(page.text());
    words.places(text).into_iter().find_map(|(at, word)| {
        let start = span.start as usize + at;
        let here = Span::new(start, start + word.len());
        let quoted = page.quotes().any(|quote| quote.span.overlap(here) > 0);
        let mut before = page.text().get(..start)?.chars();
        // 自我省察, 资本报酬: parts of other words.
        let inside = match word {
            "我省" | "我市" | "我区" | "我县" | "我州" | "我盟" => {
                matches!(before.next_back(), Some('自' | '本' | '忘'))
            }
            "本报" | "本台" | "本刊" => matches!(
                before.next_back(),
                Some('资' | '成' | '基' | '日' | '根' | '样' | '文')
            ),
            _ => false,
        };
        // 本报告期 is of a report.
        let report = word == "本报" && page.text().get(here.end as usize..)?.starts_with('告');
        (!quoted && !inside && !report).then_some(Deixis { word, span: here })
    })
}

fn first_in(text: &str, span: Span, word: &str) -> Option<Span> {
    let at = span.of(text).find(word)?;
    let start = span.start as usize + at;
    Some(Span::new(start, start + word.len()))
}

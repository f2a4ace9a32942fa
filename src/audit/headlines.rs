//! headline-changed: a title that says other than the original one.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use super::pair::Pair;
use crate::document::{ClaimKind, Finding, Rule, Severity};

/// Likeness below which two titles are two titles.
const OTHER: f64 = 0.2;
/// Likeness from which a title is the other one with something changed in it.
const SAME: f64 = 0.5;
/// Signs that turn what a title says round, or take its certainty away or give it.
const TURNS: [&str; 24] = [
    "不", "未", "无", "没", "非", "否认", "辟谣", "谣言", "疑似", "可能", "或", "遇难", "获救", "死亡",
    "取消", "恢复", "上涨", "下跌", " not ", " no ", "never", "denies", " may ", "without",
];

/// The page's title against its own 原标题 line.
pub fn own_finding(page: Page<'_>) -> Option<Finding> {
    let title = page.article.title.as_deref()?;
    let original = page.article.original_title.as_deref()?;
    let span = page.article.title_span.or_else(|| page.head())?;
    let line = page
        .claims()
        .find(|claim| claim.kind == ClaimKind::OriginalTitle)
        .and_then(|claim| claim.span);
    let change = change(title, original)?;
    let draft = Draft::new(Rule::HeadlineChanged, page, span, message(title, original))
        .severity(change.severity)
        .confidence(change.confidence)
        .exhibit("the title and the original title", title, original);
    match line {
        Some(line) => draft.beside(page, line).finish(),
        None => draft.finish(),
    }
}

/// The page's title against that of the article it was carried from; only where the page does not give the original title.
pub fn finding(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let own = !page.publisher().is_empty() && page.publisher() == pair.from.publisher();
    if page.article.original_title.is_some() || !pair.is_resolved() || !pair.is_reprint() || own {
        return None;
    }
    let title = page.article.title.as_deref()?;
    let original = pair.from.article.title.as_deref()?;
    // Reprints get titles of their own as a matter of course: only a title that turns the other round is worth a word.
    let change = change(title, original).filter(|change| change.severity > Severity::Info)?;
    let span = page.article.title_span.or_else(|| page.head())?;
    let there = pair.from.article.title_span.or_else(|| pair.from.head())?;
    Draft::new(Rule::HeadlineChanged, page, span, message(title, original))
        .beside(pair.from, there)
        .severity(change.severity)
        .confidence(change.confidence * 0.9)
        .exhibit("the titles on both sides", title, original)
        .finish()
}

fn message(title: &str, original: &str) -> String {
    format!("the title says “{title}”, the original title “{original}”")
}

/// How a title differs from the original one.
struct Change {
    severity: Severity,
    confidence: f32,
}

fn change(title: &str, original: &str) -> Option<Change> {
    // Behind | and _ stand tags and the name of the site.
    let head = |title: &str| {
        let head = title.split(['|', '｜', '_']).next().unwrap_or(title);
        format!(" {} ", head.to_lowercase())
    };
    let (title, original) = (head(title), head(original));
    let (now, before) = (plain(&title), plain(&original));
    if now == before || now.contains(&before) || before.contains(&now) || now.is_empty() || before.is_empty()
    {
        return None;
    }
    let like = Bigrams::of(&now).likeness(&Bigrams::of(&before));
    let numbers_differ = {
        let (mut ours, mut theirs) = (numbers(&now), numbers(&before));
        ours.sort();
        theirs.sort();
        !ours.is_empty() && !theirs.is_empty() && ours != theirs
    };
    let turned = TURNS
        .iter()
        .any(|sign| now.contains(sign.trim()) != before.contains(sign.trim()));
    if like >= SAME && (numbers_differ || turned) {
        return Some(Change {
            severity: Severity::Minor,
            confidence: 0.8,
        });
    }
    (like < OTHER).then_some(Change {
        severity: Severity::Info,
        confidence: 0.6,
    })
}

/// The runs of digits of a title.
fn numbers(title: &str) -> Vec<&str> {
    title
        .split(|character: char| !character.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::change;
    use crate::document::Severity;

    fn severity(title: &str, original: &str) -> Option<Severity> {
        change(title, original).map(|change| change.severity)
    }

    #[test]
    fn a_title_that_is_turned_round_is_told_from_a_shorter_one() {
        assert_eq!(severity("江州大桥今日通车", "江州大桥今日通车"), None);
        assert_eq!(severity("江州大桥通车", "海风日报｜江州大桥通车"), None);
        assert_eq!(
            severity("江州大桥三名工人遇难", "江州大桥三名工人获救"),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity("江州新增12例确诊", "江州新增21例确诊"),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity("这座城市火了", "市水务局昨夜打开三座水库"),
            Some(Severity::Info)
        );
    }
}

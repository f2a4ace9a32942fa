//! How many independent sources stand behind a family or a report, and who they are.

use std::fmt::Write;

use super::text::{cut, pad, width};
use crate::ledger::{Root, Sources};

/// Columns that a name may take.
const NAME: usize = 28;

/// One line with the numbers, then a line for each root.
pub fn sources(sources: &Sources) -> String {
    let carriers = counted(sources.carriers, "carrier");
    if !sources.traced {
        return format!(
            "{carriers}; a formula, template or boilerplate, which nobody carries from anybody: no sources are counted\n"
        );
    }
    let roots = if sources.roots_at_least == sources.roots_at_most {
        counted(sources.roots_at_least, "independent source")
    } else {
        format!(
            "{} to {} independent sources",
            sources.roots_at_least, sources.roots_at_most
        )
    };
    let mut text = format!("{carriers}, {roots}\n");
    let known: Vec<[String; 2]> = sources
        .roots
        .iter()
        .map(|root| [name(root), time(root)])
        .collect();
    let widest = |column: usize| {
        let cells = known.iter().filter_map(|cells| cells.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let (names, times) = (widest(0), widest(1));
    for (root, [name, time]) in sources.roots.iter().zip(&known) {
        let article = root.article_id.as_deref().unwrap_or("(not held)");
        let doubt = if root.certain {
            ""
        } else {
            " (perhaps: no link tells whether it depends on another)"
        };
        text.push(' ');
        for (cell, columns) in [(name, names), (time, times)] {
            if columns > 0 {
                // Writing into a string does not fail.
                let _ = write!(text, " {} ", pad(cell, columns));
            }
        }
        let _ = writeln!(text, " {}{doubt}", cut(article, usize::MAX));
    }
    text
}

/// Who it is; nothing where no more is known than the article's id, which stands beside it.
fn name(root: &Root) -> String {
    let rest = root
        .article_id
        .as_ref()
        .and_then(|id| id.strip_prefix(&root.name));
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#')) {
        return String::new();
    }
    cut(&root.name, NAME)
}

/// To the minute, or the date where no more is known.
fn time(root: &Root) -> String {
    let time = root.published_at.as_deref().unwrap_or_default();
    let bytes = if root.time_precision == "day" { 10 } else { 16 };
    time.get(..bytes).unwrap_or(time).replace('T', " ")
}

fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::ledger::{Root, Sources, Subject};

    fn root(name: &str, article: Option<&str>, certain: bool) -> Root {
        Root {
            name: name.to_owned(),
            article_id: article.map(str::to_owned),
            published_at: article.map(|_| "2031-05-06T07:08:00+08:00".to_owned()),
            time_precision: "minute".to_owned(),
            certain,
        }
    }

    #[test]
    fn a_range_is_shown_as_one_and_doubts_are_said() {
        let mut found = Sources {
            subject: Subject::Family,
            id: "f1".to_owned(),
            carriers: 5,
            roots_at_least: 1,
            roots_at_most: 2,
            traced: true,
            roots: vec![root("江边晚报", Some("a.txt"), false), root("县政府", None, true)],
        };
        assert_eq!(
            sources(&found),
            "5 carriers, 1 to 2 independent sources\n  \
             江边晚报  2031-05-06 07:08  a.txt (perhaps: no link tells whether it depends on another)\n  \
             县政府                      (not held)\n"
        );
        found.roots = vec![root("a.txt", Some("a.txt"), true)];
        found.roots_at_most = 1;
        assert_eq!(
            sources(&found),
            "5 carriers, 1 independent source\n  2031-05-06 07:08  a.txt\n"
        );
        found.traced = false;
        assert!(sources(&found).contains("formula"));
    }
}

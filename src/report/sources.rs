//! How many independent sources stand behind a family or a report, and who they are.

use std::fmt::Write;

use super::text::{cut, pad, width};
use crate::ledger::Sources;

/// Columns that a name may take.
const NAME: usize = 28;
/// Columns that an article's id may take.
const ID: usize = 60;

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
    let names: Vec<String> = sources.roots.iter().map(|root| cut(&root.name, NAME)).collect();
    let columns = names.iter().map(|name| width(name)).max().unwrap_or(0);
    for (root, name) in sources.roots.iter().zip(&names) {
        let article = match &root.article_id {
            Some(article_id) => cut(article_id, ID),
            None => "(not held)".to_owned(),
        };
        let time = root
            .published_at
            .as_deref()
            .map(|time| format!("  {time}"))
            .unwrap_or_default();
        let doubt = if root.certain {
            ""
        } else {
            "  perhaps: no link tells whether it depends on another"
        };
        // Writing into a string does not fail.
        let _ = writeln!(text, "  {}  {article}{time}{doubt}", pad(name, columns));
    }
    text
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
             江边晚报  a.txt  2031-05-06T07:08:00+08:00  perhaps: no link tells whether it depends on another\n  \
             县政府    (not held)\n"
        );
        found.roots_at_most = 1;
        assert!(sources(&found).starts_with("5 carriers, 1 independent source\n"));
        found.traced = false;
        assert!(sources(&found).contains("formula"));
    }
}

//! The summary after a scan: what was read, what was found, where it is, and what to run next.

use std::fmt::Write;
use std::path::Path;

use super::chains;
use super::text::{Paint, cut, pad, pad_left};
use crate::ledger::{Branch, Carrier, Overview};

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns of the labels at the left.
const LABEL: usize = 10;
/// Columns of what stands before a lineage.
const INDENT: usize = 6;
/// Lines of one lineage.
const LINEAGE: usize = 6;

/// The summary of a store as text, with colours or without.
pub fn summary(overview: &Overview, store: &Path, colour: bool) -> String {
    let mut page = Page {
        text: String::new(),
        paint: Paint { colour },
    };
    page.counts(overview);
    if !overview.top_families.is_empty() {
        page.heading("Passages in most articles", "→ carried, — direction not decided");
        for family in &overview.top_families {
            // A store without texts has a title at most.
            let words = match family.text.as_str() {
                "" => String::new(),
                text => format!(": {text}"),
            };
            let what = format!("{} characters{words}", grouped(family.characters));
            page.family(family.carriers, &what, &family.first_holder, &family.tree);
        }
    }
    if !overview.top_quotes.is_empty() {
        page.heading("Quotes in most articles", "");
        for quote in &overview.top_quotes {
            let speaker = quote
                .speaker
                .as_ref()
                .map(|speaker| format!("{speaker}: "))
                .unwrap_or_default();
            page.family(
                quote.carriers,
                &format!("{speaker}“{}”", quote.text),
                &quote.first_holder,
                &quote.tree,
            );
        }
    }
    page.problems(overview);
    page.without_texts(overview);
    page.next(store);
    page.text
}

struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str, note: &str) {
        let note = if note.is_empty() {
            String::new()
        } else {
            format!("  {}", self.paint.dim(note))
        };
        let heading = format!("\n{}{note}", self.paint.bold(heading));
        self.line(&heading);
    }

    fn counts(&mut self, overview: &Overview) {
        let records = &overview.records;
        let mut read = vec![format!("{} with an article", grouped(records.ok))];
        let statuses = [
            (records.no_article, "without"),
            (records.unreadable, "unreadable"),
            (records.oversize, "too large"),
        ];
        read.extend(
            statuses
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{} {what}", grouped(*count))),
        );
        self.count("records", records.total, &read.join(", "));

        let articles = &overview.articles;
        let note = match articles.embedded {
            0 => String::new(),
            embedded => format!("{} embedded in another's page", grouped(embedded)),
        };
        self.count("articles", articles.host + articles.embedded, &note);

        let copies = &overview.copies;
        let mut note = String::new();
        if overview.clusters > 0 {
            let reports = if overview.clusters == 1 {
                "report"
            } else {
                "reports"
            };
            let _ = write!(
                note,
                "of {} {reports}: {} exact, {} near",
                grouped(overview.clusters),
                grouped(copies.exact),
                grouped(copies.near)
            );
        }
        self.count("copies", copies.exact + copies.near, &note);

        let kinds = overview.families.by_kind.iter();
        let kinds: Vec<_> = kinds
            .map(|(kind, count)| format!("{} {}", grouped(*count), kind.replace('_', " ")))
            .collect();
        self.count("families", overview.families.total, &kinds.join(", "));

        let links = &overview.links;
        let note = match links.unresolved {
            0 => String::new(),
            unresolved => format!("{} of them undecided in direction", grouped(unresolved)),
        };
        self.count("links", links.resolved + links.unresolved, &note);

        let quotes = &overview.quotes;
        let note = match quotes.shared {
            0 => String::new(),
            shared => format!("{} of them in several articles", grouped(shared)),
        };
        self.count("quotes", quotes.total, &note);
        self.count("claims", overview.claims, "what pages say about their sources");

        if overview.datasets.len() > 1 {
            let names: Vec<_> = overview
                .datasets
                .iter()
                .map(|dataset| dataset.name.as_str())
                .collect();
            self.count("datasets", overview.datasets.len() as u64, &names.join(", "));
        }
        if overview.identities_with_several_texts > 0 {
            self.count(
                "versions",
                overview.identities_with_several_texts,
                "records with several texts; the newest counts",
            );
        }
    }

    fn count(&mut self, label: &str, count: u64, note: &str) {
        let figure = self.paint.bold(&pad_left(&grouped(count), 9));
        let note = self.paint.dim(&cut(note, COLUMNS - LABEL - 11));
        self.line(&format!("{}{figure}  {note}", pad(label, LABEL)));
    }

    fn family(&mut self, carriers: u64, what: &str, first: &Carrier, tree: &[Branch]) {
        let carriers = pad_left(&grouped(carriers), INDENT - 2);
        let what = cut(what, COLUMNS - INDENT);
        let line = format!("{}  {what}", self.paint.bold(&carriers));
        self.line(&line);
        let (lines, left_out) = chains::lines(first, tree, LINEAGE, self.paint);
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(INDENT)));
        }
        if left_out > 0 {
            let more = self
                .paint
                .dim(&format!("… and {} more links", grouped(left_out as u64)));
            self.line(&format!("{}{more}", " ".repeat(INDENT)));
        }
    }

    fn problems(&mut self, overview: &Overview) {
        let problems = &overview.problems;
        if problems.total == 0 {
            return;
        }
        self.heading("Records that could not be used", "");
        for problem in &problems.first {
            let file = problem.uri.split('#').next().unwrap_or_default();
            // Most reasons begin with their place.
            let line = if problem.reason.starts_with(file) {
                problem.reason.clone()
            } else {
                format!("{}: {}", problem.uri, problem.reason)
            };
            let line = self.paint.yellow(&cut(&line, COLUMNS - 2));
            self.line(&format!("  {line}"));
        }
        let more = problems.total.saturating_sub(problems.first.len() as u64);
        if more > 0 {
            let more = self
                .paint
                .dim(&format!("… and {} more in the table `records`", grouped(more)));
            self.line(&format!("  {more}"));
        }
    }

    /// What is not in the store, and who misses it.
    fn without_texts(&mut self, overview: &Overview) {
        let Some(left_out) = overview.text_bytes_left_out else {
            return;
        };
        let note = format!(
            "{} MB of them are left out of the store (--no-keep-text)",
            megabytes(left_out)
        );
        self.heading("Texts", &note);
        for line in [
            "Name the input with --input PATH from now on: trace, explain, audit, report, serve,",
            "store index-search, export of blocks and sentences, and scans that change the store.",
        ] {
            self.line(&format!("  {line}"));
        }
    }

    fn next(&mut self, store: &Path) {
        let path = store.display().to_string();
        self.line(&format!("\n{}{}", pad("store", LABEL), self.paint.bold(&path)));
        let path = shell_word(&path);
        let option = if path == "corpus.suyuan" {
            String::new()
        } else {
            format!(" --store {path}")
        };
        self.line(&format!(
            "{}suyuan export jsonl -o export{option}",
            pad("next", LABEL)
        ));
        let query = "SELECT from_name, to_name, relation FROM lineage";
        let ledger = shell_word(&store.join("ledger.sqlite").display().to_string());
        self.line(&format!("{}sqlite3 {ledger} \"{query}\"", pad("", LABEL)));
    }
}

/// Millions of bytes with one digit behind the point.
fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

/// A count with a comma between thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `text` as one word of a shell, in quotes where it needs them.
fn shell_word(text: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "/._-+@%:,".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{grouped, shell_word, summary};
    use crate::ledger::{Overview, Problem};

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn paths_can_be_pasted_into_a_shell() {
        assert_eq!(shell_word("out/语料.suyuan"), "out/语料.suyuan");
        assert_eq!(shell_word("it's here"), "'it'\\''s here'");
    }

    #[test]
    fn an_empty_store_has_a_summary_and_problems_are_named() {
        let mut overview = Overview::default();
        let text = summary(&overview, Path::new("corpus.suyuan"), false);
        assert!(text.starts_with("records           0"), "{text}");
        assert!(text.contains("suyuan export jsonl -o export\n"), "{text}");
        overview.problems.total = 3;
        overview.problems.first.push(Problem {
            uri: "页面/坏.txt".to_owned(),
            reason: "no text\nin it".to_owned(),
        });
        let text = summary(&overview, Path::new("a b"), false);
        assert!(
            text.contains("  页面/坏.txt: no text in it\n  … and 2 more"),
            "{text}"
        );
        assert!(text.contains("--store 'a b'"), "{text}");
        assert!(!text.contains('\x1b'));
    }
}

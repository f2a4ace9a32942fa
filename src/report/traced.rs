//! What `trace` prints: the passages of a text with who holds them, or a page with the chain beside each passage.
//!
//! ```text
//! 江边晚报 ◁ 县政府网站
//!   渡口昨天恢复通航。
//!   ← 江边晚报 → 渡口网 …  reprint, 0.98
//! ```
//! `◁` leads inwards, from who prints it to who is named as its source; `→` leads onwards, from where it was carried.

use std::collections::BTreeSet;

use super::text::{Paint, cut, pad, wrap};
use crate::document::{ClockKind, Precision};
use crate::ledger::{ArticleView, Carrier, LinkView};
use crate::trace::{ClockView, Hit, Holder, PageTrace, Trace, TracedPassage};

/// Columns of a line.
const COLUMNS: usize = 96;
/// Columns before the lines of a holder, and of their labels.
const INDENT: usize = 4;
const LABEL: usize = 8;
/// Links to one holder that are shown.
const LINKS: usize = 3;
/// Edits of one place that are shown.
const EDITS: usize = 6;

/// A trace of a text as lines, with colours or without.
pub fn traced_text(trace: &Trace, colour: bool) -> String {
    let mut page = Page {
        text: String::new(),
        paint: Paint { colour },
        described: BTreeSet::new(),
    };
    page.trace(trace);
    page.text
}

/// A page as lines, with colours or without.
pub fn traced_page(traced: &PageTrace, colour: bool) -> String {
    let mut page = Page {
        text: String::new(),
        paint: Paint { colour },
        described: BTreeSet::new(),
    };
    page.page(traced);
    if let Some(found) = &traced.found {
        page.line("");
        let heading = page.paint.bold("In the store");
        page.line(&heading);
        page.trace(found);
    }
    page.text
}

/// The way of a passage, root first.
pub(super) fn way(carriers: &[Carrier], paint: Paint) -> String {
    let name = |carrier: &Carrier| {
        let name = cut(&carrier.name, 28);
        if carrier.ghost {
            format!("{} {}", paint.dim(&name), paint.dim("(not held)"))
        } else {
            paint.cyan(&name)
        }
    };
    carriers.iter().map(name).collect::<Vec<_>>().join(" → ")
}

/// `name  time  id`.
pub(super) fn heading(article: &ArticleView, paint: Paint) -> String {
    let mut parts = vec![paint.cyan(&cut(article.name(), 40))];
    parts.extend(
        article
            .published_at
            .as_deref()
            .map(|time| paint.dim(&moment(time))),
    );
    parts.push(paint.dim(&article.article_id));
    parts.join("  ")
}

/// An RFC 3339 time to the minute.
fn moment(time: &str) -> String {
    let minute = time.get(..16).unwrap_or(time);
    minute.replacen('T', " ", 1)
}

/// One of several times of a page, to its own precision.
fn told(clock: &ClockView) -> String {
    let length = match clock.precision {
        Precision::Day => 10,
        Precision::Minute => 16,
        Precision::Second | Precision::None => 19,
    };
    let time = clock
        .time
        .get(..length)
        .unwrap_or(&clock.time)
        .replacen('T', " ", 1);
    let who = match clock.kind {
        ClockKind::MetadataPublished => "metadata say published",
        ClockKind::MetadataUpdated => "metadata say updated",
        ClockKind::Printed => "the page prints",
        ClockKind::Updated => "the page says updated",
        ClockKind::PrintEdition => "printed in the edition of",
        ClockKind::Address => "its address has",
    };
    let zone = match clock.time.get(19..) {
        Some(zone) if !clock.zone_assumed => format!(" {zone}"),
        _ => String::new(),
    };
    format!("{who} {time}{zone}")
}

/// A link in words.
pub(super) fn relation(link: &LinkView) -> String {
    let direction = match link.direction.as_str() {
        "resolved" => String::new(),
        other => format!(", direction {other}"),
    };
    format!(
        "{}, confidence {:.2}{direction}",
        link.relation.replace('_', " "),
        link.confidence
    )
}

/// The evidence of a link, one line an item.
pub(super) fn evidence(link: &LinkView) -> Vec<String> {
    let items = link.evidence.iter();
    items
        .map(|item| {
            format!(
                "{:+.1}  {}: {}",
                item.log_odds,
                item.kind.replace('_', " "),
                item.note
            )
        })
        .collect()
}

/// Names as a chain of sources.
fn chain(names: &[String]) -> String {
    if names.is_empty() {
        return "nobody named".to_owned();
    }
    names.join(" ◁ ")
}

struct Page {
    text: String,
    paint: Paint,
    /// Places that were described: article, first and last byte. A second family only adds how it came there.
    described: BTreeSet<(String, u32, u32)>,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn trace(&mut self, trace: &Trace) {
        let paint = self.paint;
        if trace.passages.is_empty() {
            self.line(&format!(
                "No article of the store holds a part of this text ({} characters).",
                trace.characters
            ));
            if !trace.found_anywhere {
                self.line("It was looked for inside quotes only: elsewhere text is found from 24 Han characters or 72 letters on.");
            }
            return;
        }
        for passage in &trace.passages {
            self.line("");
            self.passage(passage, trace);
        }
        if trace.passages_left_out > 0 {
            let more = format!("{} more: --limit shows more", trace.passages_left_out);
            self.line("");
            self.line(&paint.dim(&more));
        }
    }

    fn passage(&mut self, passage: &TracedPassage, trace: &Trace) {
        let paint = self.paint;
        let place = passage.of_text;
        let characters = place.end_char - place.start_char;
        let mut text = cut(&passage.text, COLUMNS - 2);
        if trace.passages.len() > 1 || characters < trace.characters {
            text = cut(&passage.text, COLUMNS - 24);
        }
        self.line(&paint.bold(&format!("“{text}”")));
        let about = match &passage.family {
            Some(family) => format!(
                "{characters} characters in {} · {} of {} characters · {}",
                articles(family.carriers),
                kind(&family.kind),
                family.characters,
                family.family_id
            ),
            None => format!(
                "{characters} characters in {} · in no family",
                articles(passage.holders.len() as u64 + passage.holders_left_out)
            ),
        };
        self.line(&paint.dim(&about));
        for holder in &passage.holders {
            self.holder(holder, passage);
        }
        if passage.holders_left_out > 0 {
            let more = format!("{}and {} more", " ".repeat(2), articles(passage.holders_left_out));
            self.line(&paint.dim(&more));
        }
    }

    fn holder(&mut self, holder: &Holder, passage: &TracedPassage) {
        let paint = self.paint;
        let mark = if holder.first && passage.family.is_some() {
            paint.yellow("  first here")
        } else {
            String::new()
        };
        self.line(&format!("  {}{mark}", heading(&holder.article, paint)));
        if holder.way.len() > 1 {
            self.labelled("carried", &way(&holder.way, paint));
        }
        for link in holder.links.iter().take(LINKS) {
            let from = format!("from {}: {}", cut(&link.from_name, 28), relation(link));
            self.labelled("because", &from);
            for item in evidence(link) {
                self.labelled("", &format!("{:4}{}", "", item));
            }
        }
        for hit in &holder.hits {
            let place = (holder.article.article_id.clone(), hit.place.start, hit.place.end);
            if self.described.insert(place) {
                self.hit(hit, passage);
            } else {
                self.labelled("text", &paint.dim("as above"));
            }
        }
    }

    fn hit(&mut self, hit: &Hit, passage: &TracedPassage) {
        let paint = self.paint;
        for names in &hit.chains {
            self.labelled("chain", &chain(names));
        }
        let part = hit.of_text.end_char - hit.of_text.start_char;
        let whole = passage.of_text.end_char - passage.of_text.start_char;
        let mut words = Vec::new();
        if part < whole {
            words.push(format!("{part} of these {whole} characters"));
        }
        if hit.quoted {
            words.push("inside a quote".to_owned());
        }
        if hit.edits.is_empty() {
            words.push("word for word".to_owned());
        } else {
            words.push(format!("with {}", edits_count(hit.edits.len())));
        }
        words.push(format!(
            "at characters {} to {}",
            hit.place.start_char, hit.place.end_char
        ));
        self.labelled("text", &words.join(", "));
        for edit in hit.edits.iter().take(EDITS) {
            let line = match (edit.a_text.is_empty(), edit.b_text.is_empty()) {
                (true, _) => format!("lacks {}", paint.red(&cut(&edit.b_text, 60))),
                (_, true) => format!("adds {}", paint.green(&cut(&edit.a_text, 60))),
                _ => format!(
                    "{} instead of {}",
                    paint.green(&cut(&edit.a_text, 36)),
                    paint.red(&cut(&edit.b_text, 36))
                ),
            };
            self.labelled("", &format!("{:4}{}: {line}", "", edit.kind));
        }
        if hit.edits.len() > EDITS {
            self.labelled("", &format!("{:4}and {} more", "", hit.edits.len() - EDITS));
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        let label = self.paint.dim(&pad(label, LABEL));
        self.line(&format!("{}{label} {text}", " ".repeat(INDENT)));
    }

    fn page(&mut self, traced: &PageTrace) {
        let paint = self.paint;
        match &traced.article {
            Some(article) => self.line(&heading(article, paint)),
            None => {
                let publisher = traced.publisher.as_deref().unwrap_or("unknown publisher");
                let time = traced.published_at.as_deref().map(moment).unwrap_or_default();
                self.line(&format!("{}  {}", paint.cyan(publisher), paint.dim(&time)));
            }
        }
        if let Some(title) = &traced.title {
            self.line(&paint.bold(&cut(title, COLUMNS)));
        }
        let mut facts = Vec::new();
        if let Some(source) = &traced.declared_source {
            facts.push(format!("says it is from {source}"));
        }
        if traced.handed_on > 0 {
            facts.push(format!("{} took text from it", articles(traced.handed_on)));
        }
        if !traced.same_page.is_empty() {
            facts.push(format!("on the same page: {}", traced.same_page.join(", ")));
        }
        if !facts.is_empty() {
            self.line(&paint.dim(&facts.join(" · ")));
        }
        for clock in &traced.clocks {
            self.line(&paint.dim(&told(clock)));
        }
        let mut last = None;
        for part in &traced.parts {
            let depth = part.chain.len().saturating_sub(1);
            let indent = " ".repeat(2 * depth);
            let head = (part.chain.as_slice(), part.voice, part.boilerplate);
            if last.replace(head) != Some(head) {
                self.line("");
                let mut note = part.voice.replace('_', " ");
                if part.boilerplate {
                    note.push_str(", boilerplate of the host");
                }
                self.line(&format!(
                    "{indent}{} {}",
                    paint.cyan(&chain(&part.chain)),
                    paint.dim(&format!("({note})"))
                ));
            }
            for line in wrap(&part.text, COLUMNS - 2 * depth - 2) {
                self.line(&format!("{indent}  {line}"));
            }
            for link in part.links.iter().filter_map(|&index| traced.links.get(index)) {
                let place = link.link.to_place;
                let about = format!(
                    "{} characters, {}, in {}",
                    place.end_char - place.start_char,
                    relation(&link.link),
                    articles(link.carriers)
                );
                self.line(&format!(
                    "{indent}  {} {}  {}",
                    paint.yellow("←"),
                    way(&link.way, paint),
                    paint.dim(&about)
                ));
                for item in evidence(&link.link) {
                    self.line(&format!("{indent}      {}", paint.dim(&item)));
                }
            }
        }
    }
}

/// What a passage of this kind is called.
fn kind(kind: &str) -> String {
    match kind {
        "body" => "passage".to_owned(),
        other => other.replace('_', " "),
    }
}

/// `1 article`, `3 articles`.
pub(super) fn articles(count: u64) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}

fn edits_count(count: usize) -> String {
    match count {
        1 => "1 difference".to_owned(),
        count => format!("{count} differences"),
    }
}

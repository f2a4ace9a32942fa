//! What opens an English report: place, date and agency (`BEIJING, Jan 12 (Xinhua) --`, `LONDON (AP) —`), or the paper's own
//! name first (`Harbour Times, Kelby –`). In goes a line, out comes its dateline.

use std::sync::LazyLock;

use regex::Regex;

use super::dateline::Dateline;
use super::draft::Named;
use crate::document::{PartKind, Span};

/// English: place, date, agency in brackets, dash.
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?P<pl>[A-Z][A-Z.'\-]+(?:[ ,]+[A-Z][A-Za-z.'\-]+){0,4}?),? +)?(?P<dt>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}(?:, \d{4})?,? +)?",
        r"\((?P<ag>[A-Z][A-Za-z ]{1,24})\) ?(?:--|—|–|-)+ ?"
    ))
    .ok()
});

/// English papers and broadcasters that put their own name first: outlet, place, dash. Their names end as those of papers do.
static HOUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<ag>(?:[A-Z][A-Za-z]{1,15} ){0,3}(?:Times|Post|News|Guardian|Independent|Telegraph|Herald|Journal|Tribune|Mail|Mirror|Star",
        r"|Observer|Standard|Gazette|Chronicle|Globe|Press|Express|Echo|Argus|BBC|CNN|Reuters|AFP)), ",
        r"(?P<pl>[A-Z][A-Za-z.'\-]+(?: [A-Z][A-Za-z.'\-]+){0,3})(?:,? (?P<dt>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}))? (?:--|—|–|-) "
    ))
    .ok()
});

/// The dateline that the line begins with.
pub(super) fn dateline(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let mut stop = slice.len().min(100);
    while !slice.is_char_boundary(stop) {
        stop -= 1;
    }
    let head = slice.get(..stop)?;
    let groups = ENGLISH
        .as_ref()?
        .captures(head)
        .or_else(|| HOUSE.as_ref()?.captures(head))?;
    let base = line.start as usize;
    let mut named = Vec::new();
    for (name, kind) in [
        ("ag", PartKind::Agency),
        ("pl", PartKind::Place),
        ("dt", PartKind::Date),
    ] {
        if let Some(found) = groups.name(name) {
            let kept = found.as_str().trim_end_matches([' ', ',']);
            named.push(Named {
                kind,
                span: Span::new(base + found.start(), base + found.start() + kept.len()),
            });
        }
    }
    named.sort_by_key(|named| named.span);
    Some(Dateline {
        end: base + groups.get(0)?.end(),
        named,
    })
}

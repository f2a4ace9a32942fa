//! Quotation marks that one side of a passage has and the other lacks, as edits: matching forms have no marks, so that the records are
//! asked.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::rows::Row;
use crate::document::{Edit, EditKind, FormSpan, PassageKind, Span};
use crate::error::Result;
use crate::ledger;
use crate::pipeline::body::Body;
use crate::pipeline::edits::{self, LoneQuote};
use crate::pipeline::origins::{Form, Origin, Places};

/// For each row the quotation marks that one side has and the other lacks, as edits. The records with such quotes are read once more.
pub fn changed_marks(
    rows: &[&Row<'_>],
    places: &Places,
    bodies: &[Body],
    scan: &ledger::Scan,
) -> Result<Vec<Vec<Edit>>> {
    let lone: Vec<Vec<LoneQuote>> = rows
        .par_iter()
        .map(|row| {
            if row.kind == PassageKind::Body {
                edits::lone_quotes(row.stretch, places.quotes(row.a), places.quotes(row.b))
            } else {
                Vec::new()
            }
        })
        .collect();
    // The words of both sides by form and place: with marks where the key has the quote's span, else without.
    let mut wanted: BTreeMap<Form, BTreeSet<(FormSpan, Option<Span>)>> = BTreeMap::new();
    let ends = |row: &Row<'_>, lone: &LoneQuote| {
        let (quoting, bare) = if lone.in_carrier {
            (row.a, row.b)
        } else {
            (row.b, row.a)
        };
        [
            (quoting, (lone.quote.form, Some(lone.quote.span))),
            (bare, (lone.bare, None)),
        ]
    };
    for (row, lone) in rows.iter().zip(&lone) {
        for (form, key) in lone.iter().flat_map(|lone| ends(row, lone)) {
            wanted.entry(form).or_default().insert(key);
        }
    }
    let wanted: Vec<_> = wanted.into_iter().collect();
    let words: BTreeMap<(Form, FormSpan, Option<Span>), (String, Span)> = wanted
        .into_par_iter()
        .map(|(form, keys)| {
            let Some(body) = bodies.get(form.article as usize) else {
                return Ok(Vec::new());
            };
            let facts = scan.read(body.record)?;
            let origin = Origin::new(body, &facts, form);
            let words = keys.into_iter().filter_map(|(place, quote)| {
                let span = match quote {
                    Some(span) => edits::with_marks(origin.text, span),
                    None => edits::without_marks(origin.text, origin.span(place)?),
                }?;
                Some(((form, place, quote), (span.of(origin.text).to_owned(), span)))
            });
            Ok(words.collect())
        })
        .collect::<Result<Vec<Vec<_>>>>()?
        .into_iter()
        .flatten()
        .collect();
    let edit = |row: &Row<'_>, lone: &LoneQuote| {
        let [quoting, bare] = ends(row, lone).map(|(form, (place, quote))| words.get(&(form, place, quote)));
        let (quoting, bare) = (quoting?.clone(), bare?.clone());
        let ((a_text, a_span), (b_text, b_span)) = if lone.in_carrier {
            (quoting, bare)
        } else {
            (bare, quoting)
        };
        Some(Edit {
            kind: EditKind::Quotation,
            a_text,
            b_text,
            a_span,
            b_span,
        })
    };
    let edits = rows
        .iter()
        .zip(&lone)
        .map(|(row, lone)| lone.iter().filter_map(|lone| edit(row, lone)).collect());
    Ok(edits.collect())
}

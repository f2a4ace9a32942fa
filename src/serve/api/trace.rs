//! `/api/trace`: who holds a text, on which way it came there, on what evidence, and what each holder changed.

use super::Asked;
use crate::error::{Error, Result};
use crate::serve::answer::Answer;
use crate::trace::trace_text;

/// Passages, and holders of each, when nobody says how many.
const USUAL: u32 = 5;
/// The most of them: each holder is read and aligned.
const MOST: u32 = 50;

pub(super) fn trace(asked: &Asked<'_>) -> Result<Answer> {
    let Some(text) = asked.query.get("text") else {
        return Err(Error::Usage(
            "text=TEXT is needed, or the text as the body of a POST".to_owned(),
        ));
    };
    let limit = asked.query.number("limit", MOST)?.unwrap_or(USUAL).max(1);
    Ok(Answer::json(&trace_text(
        &asked.reader()?.store,
        text,
        limit as usize,
    )?))
}

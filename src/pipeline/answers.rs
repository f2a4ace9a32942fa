//! Costly questions whose answer depends on nothing but what is asked: what the last scan into the store answered is not
//! worked out again.
//!
//! A question is everything that its answer depends on; articles stand in it by what they say and never by their ranks,
//! which change from scan to scan. Program, rules of facts and parameters are the same for all questions of a file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::Parameters;
use crate::error::Result;
use crate::ledger::{self, ANSWER_PARTS, HeldAnswers, answer_part, append_answer};
use crate::scratch::{Lists, Scratch};

/// Fingerprint of the sources that this program was built from: an answer of another program may be another.
const PROGRAM: &str = env!("SUYUAN_SOURCES");

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    /// How two articles align that are expected to be copies.
    AlignClosely,
    /// Where a passage stands in both records, and what was changed in it.
    Passage,
    /// Where both ends of a link stand.
    Joint,
    /// Where a part of an article stands.
    Place,
    /// Where the clauses stand that a part of an article ends in.
    Clauses,
    /// What an auditor should see of an article.
    Audit,
}

/// Something that was asked.
#[derive(Debug)]
pub struct Asked<T> {
    /// None where it cannot be written down.
    key: Option<u128>,
    /// The answer of the last scan.
    pub held: Option<T>,
}

/// Answers of the last scan, and those of this one.
#[derive(Debug)]
pub struct Answers<'s> {
    held: HeldAnswers,
    fingerprint: u64,
    /// The new ones by the part of their keys.
    given: Lists<'s>,
}

impl<'s> Answers<'s> {
    /// What the store of `scan` holds; `rules` are those by which facts are made from records.
    pub fn recall(scan: &ledger::Scan, rules: u64, parameters: &Parameters, scratch: &'s Scratch) -> Self {
        let fingerprint = xxh3_64(format!("{PROGRAM} {rules} {parameters:?}").as_bytes());
        Self {
            held: scan.answers(fingerprint),
            fingerprint,
            given: Lists::new(ANSWER_PARTS, scratch),
        }
    }

    /// Fingerprint of what gives the answers: the program, its rules of facts, the parameters.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The answer to `question` about `what`, which `work` gives where nobody has asked before.
    ///
    /// # Errors
    /// Those of `work`; none where it cannot fail.
    pub fn of<T: Serialize + DeserializeOwned, E>(
        &self,
        question: Question,
        what: &impl Serialize,
        work: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.or_give(self.ask(question, what), work)
    }

    /// Asks, for whoever works out many answers together.
    pub fn ask<T: DeserializeOwned>(&self, question: Question, what: &impl Serialize) -> Asked<T> {
        let what = postcard::to_stdvec(what).ok();
        let key = what.map(|what| xxh3_128_with_seed(&what, question as u64));
        let held = key.and_then(|key| self.held.get(key));
        Asked {
            key,
            held: held.and_then(|bytes| postcard::from_bytes(bytes).ok()),
        }
    }

    /// The held answer to what was asked, or what `work` gives, which is kept.
    ///
    /// # Errors
    /// Those of `work`; none where it cannot fail.
    pub fn or_give<T: Serialize, E>(
        &self,
        asked: Asked<T>,
        work: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if let Some(answer) = asked.held {
            return Ok(answer);
        }
        let answer = work()?;
        if let (Some(key), Ok(packed)) = (asked.key, postcard::to_stdvec(&answer)) {
            let mut entry = Vec::new();
            if append_answer(key, &packed, &mut entry).is_some() {
                // An answer that cannot be kept is worked out again.
                let _ = self.given.append(answer_part(key), &entry);
            }
        }
        Ok(answer)
    }

    /// Writes what was asked for into the store.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(self, scan: &mut ledger::Scan) -> Result<()> {
        scan.write_answers(&self.held, self.fingerprint, |part| self.given.take(part))
    }
}

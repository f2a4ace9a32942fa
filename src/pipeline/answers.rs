//! Costly questions whose answer depends on nothing but what is asked: what the last scan into the store answered is not
//! worked out again.
//!
//! A question is everything that its answer depends on; articles stand in it by what they say and never by their ranks,
//! which change from scan to scan. Program, rules of facts and parameters are the same for all questions of a file.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::Parameters;
use crate::error::Result;
use crate::ledger::{self, HeldAnswers};

/// Fingerprint of the sources that this program was built from: an answer of another program may be another.
const PROGRAM: &str = env!("SUYUAN_SOURCES");
/// Lists that new answers are kept in, so that threads seldom wait for each other.
const LISTS: usize = 64;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    /// How two articles align along their anchors.
    Align,
    /// How two articles align that are expected to be copies.
    AlignClosely,
    /// What was changed in the words of a passage.
    Edits,
    /// What an auditor should see of an article.
    Audit,
}

/// The key of a question, and its answer.
type Given = (u128, Vec<u8>);

/// Answers of the last scan, and those of this one.
#[derive(Debug)]
pub struct Answers {
    held: HeldAnswers,
    fingerprint: u64,
    given: Vec<Mutex<Vec<Given>>>,
}

impl Answers {
    /// What the store of `scan` holds; `rules` are those by which facts are made from records.
    pub fn recall(scan: &ledger::Scan, rules: u64, parameters: &Parameters) -> Self {
        let fingerprint = xxh3_64(format!("{PROGRAM} {rules} {parameters:?}").as_bytes());
        Self {
            held: scan.answers(fingerprint),
            fingerprint,
            given: (0..LISTS).map(|_| Mutex::default()).collect(),
        }
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
        let Ok(what) = postcard::to_stdvec(what) else {
            return work();
        };
        let key = xxh3_128_with_seed(&what, question as u64);
        let held = self.held.get(key);
        if let Some(answer) = held.and_then(|bytes| postcard::from_bytes(bytes).ok()) {
            return Ok(answer);
        }
        let answer = work()?;
        if let Ok(bytes) = postcard::to_stdvec(&answer)
            && let Some(list) = self.given.get(key as usize % LISTS)
        {
            list.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((key, bytes));
        }
        Ok(answer)
    }

    /// Writes what was asked for into the store.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(self, scan: &mut ledger::Scan) -> Result<()> {
        let lists = self.given.into_iter();
        let given: Vec<Given> = lists
            .flat_map(|list| list.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect();
        scan.write_answers(&self.held, self.fingerprint, &given)
    }
}

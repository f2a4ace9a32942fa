//! What all requests share: the store as it is now. A commit of another process is noticed within a second.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::http::StatusCode;

use super::answer::Answer;
use super::generation::{Generation, Lent};
use crate::error::Result;
use crate::ledger::{Changes, Stamp, Texts};
use crate::report::html::Language;

/// What all requests share.
pub(super) struct App {
    path: PathBuf,
    /// The texts that the store does not keep.
    texts: Option<Arc<Texts>>,
    /// The store's name, as pages give it.
    pub(super) name: String,
    /// Of pages for browsers that ask for none that there is.
    pub(super) language: Language,
    current: RwLock<Arc<Generation>>,
    watched: Mutex<(Changes, Stamp)>,
}

impl App {
    pub(super) fn open(path: PathBuf, texts: Option<Arc<Texts>>, language: Language) -> Result<Self> {
        let (generation, changes, stamp) = Generation::open(&path, texts.as_ref())?;
        let name = path.canonicalize().unwrap_or_else(|_| path.clone());
        let name = name
            .file_name()
            .unwrap_or(name.as_os_str())
            .to_string_lossy()
            .into_owned();
        Ok(Self {
            path,
            texts,
            name,
            language,
            current: RwLock::new(generation),
            watched: Mutex::new((changes, stamp)),
        })
    }

    /// Opens the store again when it has changed. What cannot be opened now is tried again; meanwhile the content
    /// that was there before is shown.
    pub(super) fn refresh(&self) -> Result<()> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if watched.0.stamp().is_ok_and(|stamp| stamp == watched.1) {
            return Ok(());
        }
        let (generation, changes, stamp) = Generation::open(&self.path, self.texts.as_ref())?;
        *watched = (changes, stamp);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = generation;
        Ok(())
    }

    fn generation(&self) -> Arc<Generation> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers from the store, in a thread that may wait for the disk.
    pub(super) async fn ask(
        self: Arc<Self>,
        answer: impl FnOnce(&Self, &Lent) -> Answer + Send + 'static,
    ) -> Answer {
        let asked = tokio::task::spawn_blocking(move || match self.generation().lend() {
            Some(lent) => answer(&self, &lent),
            None => Answer::line(
                StatusCode::SERVICE_UNAVAILABLE,
                "too many requests at once: try again",
            ),
        });
        // A thread ends without an answer only by a fault of this program.
        asked.await.unwrap_or_else(|_| {
            Answer::line(
                StatusCode::INTERNAL_SERVER_ERROR,
                "this page cannot be made: the program has a fault",
            )
        })
    }
}

//! One snapshot of the store with several readers of it, and what is counted once for all of them.
//!
//! Numbers of articles mean something in one snapshot only, so readers of different snapshots are never mixed: when a
//! scan commits, a new generation is opened beside the old one, which goes when its last answer is given.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::ledger::{Changes, Digest, Overview, Stamp, Store, Texts};
use crate::search::{self, SearchIndex, Standing};

/// Readers of a generation: as many requests are answered at once.
const READERS: usize = 4;
/// How long a request waits for a reader.
const PATIENCE: Duration = Duration::from_secs(20);
/// Families and quotes that the overview names.
const TOP: usize = 10;

/// A store opened for reading, with its search index.
pub(super) struct Reader {
    pub(super) store: Store,
    pub(super) index: Option<SearchIndex>,
}

/// Readers of one snapshot.
pub(super) struct Generation {
    idle: Mutex<Vec<Reader>>,
    returned: Condvar,
    /// What tells this content from another.
    pub(super) content: String,
    /// What the search index is worth.
    pub(super) search: Standing,
    /// The figures of the whole.
    pub(super) digest: Digest,
    overview: OnceLock<Overview>,
}

/// A reader on loan; it goes back when dropped.
pub(super) struct Lent {
    reader: Option<Reader>,
    pub(super) generation: Arc<Generation>,
}

impl Generation {
    /// Opens the store, with the texts that it does not keep, and says what it looked like. A scan that commits meanwhile is
    /// waited for.
    pub(super) fn open(path: &Path, texts: Option<&Arc<Texts>>) -> Result<(Arc<Self>, Changes, Stamp)> {
        /// A commit takes less than the opening of its result.
        const TRIES: usize = 5;
        // Says what is wrong where no store is.
        opened(path, texts)?.must_have_texts()?;
        for _ in 0..TRIES {
            let changes = Changes::watch(path)?;
            let before = changes.stamp()?;
            let generation = Self::open_once(path, texts)?;
            if changes.stamp()? == before {
                return Ok((Arc::new(generation), changes, before));
            }
        }
        Err(Error::Store {
            path: path.to_owned(),
            reason: "is being changed all the time: try again when the scan has ended".to_owned(),
        })
    }

    fn open_once(path: &Path, texts: Option<&Arc<Texts>>) -> Result<Self> {
        let mut idle = Vec::new();
        for _ in 0..READERS {
            let store = opened(path, texts)?;
            let index = SearchIndex::open(&store)?;
            idle.push(Reader { store, index });
        }
        let store = opened(path, texts)?;
        let (content, search) = (store.content()?, search::standing(&store)?);
        Ok(Self {
            idle: Mutex::new(idle),
            returned: Condvar::new(),
            content,
            search,
            digest: Digest::of(&store)?,
            overview: OnceLock::new(),
        })
    }

    /// Lends a reader; `None` when all are busy for longer than anybody waits.
    pub(super) fn lend(self: Arc<Self>) -> Option<Lent> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut idle, _) = self
            .returned
            .wait_timeout_while(idle, PATIENCE, |idle| idle.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let reader = idle.pop();
        drop(idle);
        reader.map(|reader| Lent {
            reader: Some(reader),
            generation: self,
        })
    }

    fn take_back(&self, reader: Reader) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(reader);
        self.returned.notify_one();
    }
}

fn opened(path: &Path, texts: Option<&Arc<Texts>>) -> Result<Store> {
    Ok(Store::open(path)?.with_texts(texts.cloned()))
}

impl Lent {
    /// The reader.
    pub(super) fn reader(&self) -> Result<&Reader> {
        let gone = || Error::Usage("the reader of the store is gone".to_owned());
        self.reader.as_ref().ok_or_else(gone)
    }

    /// The summary of the store, counted once.
    pub(super) fn overview(&self) -> Result<&Overview> {
        if let Some(known) = self.generation.overview.get() {
            return Ok(known);
        }
        let overview = self.reader()?.store.overview(TOP)?;
        Ok(self.generation.overview.get_or_init(|| overview))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.generation.take_back(reader);
        }
    }
}

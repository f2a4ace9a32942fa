//! Texts of a store that keeps none (`scan --no-keep-text`): what each of them is known by, and those that were read
//! from the input again.
//!
//! Who needs such texts says which ([`Texts::wanted`]), reads the input once more and offers every text that it finds. What
//! is wanted is kept, in memory as long as a budget lasts and beyond it in a scratch file. From then on a record that is read
//! from a segment gets its text from there ([`complete`]), in any number of threads.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use xxhash_rust::xxh3::xxh3_64;

use super::database;
use super::frame::Unpacked;
use crate::document::Facts;
use crate::error::{Error, Result};
use crate::scratch::Scratch;

/// What to say where texts are needed and no input was named.
const NO_INPUT: &str =
    "this store keeps no texts (it was made with --no-keep-text): name the input with --input PATH";

/// What a text is known by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey {
    /// xxh3-64.
    pub(super) hash: u64,
    /// Its size.
    pub(super) bytes: u64,
}

impl TextKey {
    /// Bytes of a packed key.
    pub(super) const BYTES: usize = 16;

    /// The key of a text.
    pub fn of(text: &str) -> Self {
        Self {
            hash: xxh3_64(text.as_bytes()),
            bytes: text.len() as u64,
        }
    }

    /// True for the key of no text: nobody has to look for it.
    pub fn is_empty(self) -> bool {
        self.bytes == 0
    }

    /// The key as bytes.
    pub(super) fn pack(self) -> [u8; Self::BYTES] {
        let mut packed = [0; Self::BYTES];
        let (hash, bytes) = packed.split_at_mut(8);
        hash.copy_from_slice(&self.hash.to_le_bytes());
        bytes.copy_from_slice(&self.bytes.to_le_bytes());
        packed
    }

    /// The key at the head of some bytes, and what follows.
    pub(super) fn split_from(packed: &[u8]) -> Option<(Self, &[u8])> {
        let (hash, rest) = packed.split_first_chunk()?;
        let (bytes, rest) = rest.split_first_chunk()?;
        let key = Self {
            hash: u64::from_le_bytes(*hash),
            bytes: u64::from_le_bytes(*bytes),
        };
        Some((key, rest))
    }
}

/// Where a text is kept.
#[derive(Debug)]
enum Kept {
    InMemory(Box<str>),
    /// First byte in the scratch file.
    Written(u64),
}

/// Texts that were read from the input again. Filled and read from any number of threads.
#[derive(Debug)]
pub struct Texts {
    kept: HashMap<TextKey, OnceLock<Kept>>,
    /// How many were not offered yet.
    left: AtomicUsize,
    scratch: Scratch,
}

impl Texts {
    /// None yet of those that are wanted.
    pub fn wanted(keys: impl IntoIterator<Item = TextKey>, scratch: Scratch) -> Self {
        let keys = keys.into_iter().filter(|key| !key.is_empty());
        let kept: HashMap<_, _> = keys.map(|key| (key, OnceLock::new())).collect();
        Self {
            left: AtomicUsize::new(kept.len()),
            kept,
            scratch,
        }
    }

    /// Keeps a text where it is wanted.
    ///
    /// # Errors
    /// When it does not fit in memory and cannot be written.
    pub fn offer(&self, text: &str) -> Result<()> {
        let Some(slot) = self.kept.get(&TextKey::of(text)) else {
            return Ok(());
        };
        if slot.get().is_some() {
            return Ok(());
        }
        let kept = if self.scratch.reserve(text.len() as u64) {
            Kept::InMemory(text.into())
        } else {
            Kept::Written(self.scratch.write(text.as_bytes())?)
        };
        if slot.set(kept).is_ok() {
            self.left.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// True when nothing is wanted any more.
    pub fn is_complete(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    /// True where a text was offered, and for no text at all.
    pub fn has(&self, key: TextKey) -> bool {
        key.is_empty() || self.kept.get(&key).is_some_and(|slot| slot.get().is_some())
    }

    fn get(&self, key: TextKey) -> Result<Option<String>> {
        let damaged = || Error::Usage("a scratch file was changed by somebody: try again".to_owned());
        match self.kept.get(&key).and_then(OnceLock::get) {
            None => Ok(None),
            Some(Kept::InMemory(text)) => Ok(Some(text.to_string())),
            Some(Kept::Written(offset)) => {
                let length = usize::try_from(key.bytes).map_err(|_| damaged())?;
                let bytes = self.scratch.read(*offset, length)?;
                String::from_utf8(bytes).map(Some).map_err(|_| damaged())
            }
        }
    }
}

/// The error of who needs texts that nobody has named the input for.
pub(super) fn no_input(store: &Path) -> Error {
    database::fault(store, NO_INPUT)
}

/// The facts of a record with its text, wherever that stands: the only place where a text that was left out is put in.
pub(super) fn complete(store: &Path, unpacked: Unpacked, texts: Option<&Texts>) -> Result<Facts> {
    let Unpacked { mut facts, left_out } = unpacked;
    let Some(key) = left_out.filter(|key| !key.is_empty()) else {
        return Ok(facts);
    };
    let texts = texts.ok_or_else(|| no_input(store))?;
    match texts.get(key)? {
        Some(text) => {
            facts.record.text = text;
            Ok(facts)
        }
        None => Err(database::fault(store, not_found(&facts.record.uri))),
    }
}

/// What to say of a record whose text is not in the input.
fn not_found(uri: &str) -> String {
    format!(
        "the text of {uri} is not in the named input: it was not named, has changed since it was scanned, or was scanned by a \
         suyuan that reads it otherwise; name the input as it was scanned with --input PATH, or scan it again with --rebuild"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::{TextKey, Texts, complete};
    use crate::document::Facts;
    use crate::ledger::frame::Unpacked;
    use crate::scratch::Scratch;

    const KEPT: &str = "渡口昨日恢复通航。";
    const WRITTEN: &str = "首日有十二艘船往返两岸，站长说一切正常。";

    fn left_out(text: &str) -> Unpacked {
        let mut facts = Facts::default();
        facts.record.uri = "页面/渡口.txt".to_owned();
        Unpacked {
            facts,
            left_out: Some(TextKey::of(text)),
        }
    }

    #[test]
    fn keys_come_back() {
        let key = TextKey::of(KEPT);
        let packed = [&key.pack()[..], b"rest"].concat();
        assert_eq!(TextKey::split_from(&packed), Some((key, &b"rest"[..])));
        assert_eq!(TextKey::split_from(&packed[..15]), None);
    }

    #[test]
    fn wanted_texts_are_kept_in_memory_and_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(folder.path(), KEPT.len() as u64);
        let keys = [KEPT, WRITTEN, ""].map(TextKey::of);
        let texts = Texts::wanted(keys, scratch);
        for text in [KEPT, "别的文字。", WRITTEN, KEPT] {
            assert!(!texts.is_complete() || text == KEPT);
            texts.offer(text).unwrap();
        }
        assert!(texts.is_complete());
        for text in [KEPT, WRITTEN] {
            let facts = complete(Path::new("s"), left_out(text), Some(&texts)).unwrap();
            assert_eq!(facts.record.text, text);
        }
    }

    #[test]
    fn what_is_missing_is_named_with_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let texts = Texts::wanted([TextKey::of(KEPT)], Scratch::new(folder.path(), 0));
        let message = |texts| {
            let failed = complete(Path::new("s"), left_out(KEPT), texts).unwrap_err();
            failed.to_string()
        };
        assert!(message(None).ends_with("name the input with --input PATH"));
        assert!(message(Some(&texts)).contains("页面/渡口.txt"));
        let nothing = complete(Path::new("s"), left_out(""), None).unwrap();
        assert_eq!(nothing.record.text, "");
    }
}

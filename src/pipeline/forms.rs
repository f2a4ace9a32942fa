//! The matching forms of all articles: in memory as long as the budget lasts, beyond it in a scratch file. Those of records
//! that the store held before are made from their texts when they are asked for.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::digest;
use crate::document::Span;
use crate::error::{Error, Result};
use crate::ledger::{FramePlace, StandingFrames};
use crate::scratch::Scratch;

/// Where a form stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormPlace {
    chunk: u32,
    /// First byte in the chunk.
    start: u32,
    /// Bytes.
    pub len: u32,
}

impl FormPlace {
    /// A part of the form.
    fn part(self, start: u32, end: u32) -> Self {
        Self {
            start: self.start + start.min(self.len),
            len: end.min(self.len).saturating_sub(start),
            ..self
        }
    }
}

/// Forms of one batch of records, one behind the other.
#[derive(Debug)]
enum Chunk {
    Held(Box<[u8]>),
    /// First byte in the scratch file.
    Kept(u64),
    /// The form of an article of the store, once somebody has asked for it.
    Promised {
        frame: FramePlace,
        paragraphs: Box<[Span]>,
        made: OnceLock<Box<Self>>,
    },
}

/// All forms, in chunks.
#[derive(Debug)]
pub struct Forms<'s> {
    scratch: &'s Scratch,
    standing: Arc<StandingFrames>,
    chunks: Vec<Chunk>,
    /// The first failure to read, which [`Self::check`] gives.
    fault: OnceLock<Error>,
}

impl<'s> Forms<'s> {
    /// `standing` are the records of the store.
    pub fn new(scratch: &'s Scratch, standing: Arc<StandingFrames>) -> Self {
        Self {
            scratch,
            standing,
            chunks: Vec::new(),
            fault: OnceLock::new(),
        }
    }

    /// Keeps a batch of forms; gives their places.
    ///
    /// # Errors
    /// When they do not fit in memory and cannot be written.
    pub fn append<'f>(&mut self, forms: impl Iterator<Item = &'f [u8]> + Clone) -> Result<Vec<FormPlace>> {
        let chunk = self.chunks.len() as u32;
        let mut bytes = Vec::with_capacity(forms.clone().map(<[u8]>::len).sum());
        let mut places = Vec::new();
        for form in forms {
            places.push(FormPlace {
                chunk,
                start: bytes.len() as u32,
                len: form.len() as u32,
            });
            bytes.extend_from_slice(form);
        }
        if self.scratch.reserve(bytes.len() as u64) {
            self.chunks.push(Chunk::Held(bytes.into_boxed_slice()));
            return Ok(places);
        }
        let offset = self.scratch.write(&bytes)?;
        self.chunks.push(Chunk::Kept(offset));
        Ok(places)
    }

    /// The bytes of a form. Empty when they cannot be read; then [`Self::check`] fails.
    pub fn get(&self, place: FormPlace) -> Cow<'_, [u8]> {
        let (start, len) = (place.start as usize, place.len as usize);
        match self.chunks.get(place.chunk as usize) {
            _ if len == 0 => Cow::Borrowed(&[]),
            Some(chunk) => self.part(chunk, start, len),
            None => Cow::Borrowed(&[]),
        }
    }

    fn part<'a>(&'a self, chunk: &'a Chunk, start: usize, len: usize) -> Cow<'a, [u8]> {
        match chunk {
            Chunk::Held(bytes) => Cow::Borrowed(bytes.get(start..start + len).unwrap_or(&[])),
            Chunk::Kept(offset) => self.scratch.read(offset + start as u64, len).map_or_else(
                |failed| {
                    let _ = self.fault.set(failed);
                    Cow::Borrowed([].as_slice())
                },
                Cow::Owned,
            ),
            Chunk::Promised {
                frame,
                paragraphs,
                made,
            } => {
                let chunk = made.get_or_init(|| Box::new(self.make(*frame, paragraphs)));
                self.part(chunk, start, len)
            }
        }
    }

    /// Makes a form from the text of its record.
    fn make(&self, frame: FramePlace, paragraphs: &[Span]) -> Chunk {
        let made = self.standing.text(frame).and_then(|text| {
            let form = digest::form(&text, paragraphs);
            if self.scratch.reserve(form.len() as u64) {
                Ok(Chunk::Held(form.into_boxed_slice()))
            } else {
                self.scratch.write(&form).map(Chunk::Kept)
            }
        });
        made.unwrap_or_else(|failed| {
            let _ = self.fault.set(failed);
            Chunk::Held(Box::default())
        })
    }

    /// The place of the form of an article of the store, of `len` bytes, that has these paragraphs.
    pub fn promise(&mut self, frame: FramePlace, paragraphs: Box<[Span]>, len: u32) -> FormPlace {
        let chunk = self.chunks.len() as u32;
        self.chunks.push(Chunk::Promised {
            frame,
            paragraphs,
            made: OnceLock::new(),
        });
        FormPlace { chunk, start: 0, len }
    }

    /// The form made of the given parts of another, ascending; parts that touch need no copy.
    ///
    /// # Errors
    /// Like [`Self::append`].
    pub fn cut(&mut self, place: FormPlace, parts: &[(u32, u32)]) -> Result<FormPlace> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Ok(FormPlace::default());
        };
        if parts.windows(2).all(|pair| pair[0].1 == pair[1].0) {
            return Ok(place.part(first.0, last.1));
        }
        let form = self.get(place).into_owned();
        let kept: Vec<u8> = parts
            .iter()
            .flat_map(|&(start, end)| form.get(start as usize..end as usize).unwrap_or(&[]))
            .copied()
            .collect();
        let places = self.append(std::iter::once(kept.as_slice()))?;
        Ok(places.first().copied().unwrap_or_default())
    }

    /// Fails when any form could not be read.
    ///
    /// # Errors
    /// The first failure.
    pub fn check(self) -> Result<()> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::Forms;
    use crate::scratch::Scratch;

    #[test]
    fn forms_come_back_from_memory_and_from_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(directory.path(), 7);
        let mut forms = Forms::new(&scratch, Arc::default());
        let held = forms
            .append([b"abc".as_slice(), b"", b"defg"].into_iter())
            .unwrap();
        let kept = forms.append([b"hijk".as_slice(), b"lm"].into_iter()).unwrap();
        let all: Vec<Vec<u8>> = held
            .iter()
            .chain(&kept)
            .map(|&place| forms.get(place).into_owned())
            .collect();
        assert_eq!(all, [b"abc".as_slice(), b"", b"defg", b"hijk", b"lm"]);
        let middle = forms.cut(kept[0], &[(1, 2), (2, 3)]).unwrap();
        assert_eq!(forms.get(middle).as_ref(), b"ij");
        let parts = forms.cut(held[2], &[(0, 1), (2, 4)]).unwrap();
        assert_eq!(forms.get(parts).as_ref(), b"dfg");
        forms.check().unwrap();
    }
}

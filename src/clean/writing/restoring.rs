//! Puts a cleaned corpus back together. In: the folder that was written; no store is needed. Out: the original files, byte
//! for byte as they were unpacked, under their own names.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::iter::Peekable;
use std::path::{Component, Path};

use flate2::read::MultiGzDecoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use super::cleaned_file::Packer;
use super::parquet_file;
use super::sidecar::{self, FileEntry, PlaceEntry, io, shown};
use super::target::{Target, apart};
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::read::Compression;

/// Bytes that are copied at once.
const CHUNK: usize = 1 << 16;

/// What was put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Files written.
    pub files: u64,
    /// Their bytes, unpacked.
    pub bytes: u64,
    /// Places that were put back.
    pub places: u64,
}

/// Writes the originals of `cleaned` into `out`.
///
/// # Errors
/// When `cleaned` is no output of a cleaning or is damaged or was changed: then nothing stands in `out`.
pub fn restore(cleaned: &Path, out: &Path, progress: &dyn Progress) -> Result<Restored> {
    let folder = cleaned.join(sidecar::FOLDER);
    let list = folder.join(sidecar::FILES);
    if !list.is_file() {
        return Err(Error::Usage(format!(
            "{}: is not the output of `suyuan clean`: {} is missing",
            cleaned.display(),
            list.display()
        )));
    }
    apart(out, &[cleaned.to_owned()])?;
    let files: Vec<FileEntry> = Lines::new(&list, open(&list)?).collect::<Result<_>>()?;
    progress.begin(Step::Copy, Some(files.len() as u64));
    let places_path = folder.join(sidecar::PLACES);
    let mut places = Lines::<PlaceEntry>::new(&places_path, unzstd(&places_path)?).peekable();
    let bytes_path = folder.join(sidecar::BYTES);
    let mut bytes = unzstd(&bytes_path)?;
    let target = Target::begin(out, false)?;
    let mut restored = Restored::default();
    for (number, entry) in (0..).zip(&files) {
        if let Some(rows) = &entry.rows {
            let (bytes, put_back) =
                parquet_file::restore(cleaned, target.folder(), entry, rows, number, &mut places)?;
            restored.bytes += bytes;
            restored.places += put_back;
            restored.files += 1;
            progress.advance(Step::Copy, 1);
            continue;
        }
        let mut original = Original::create(cleaned, target.folder(), entry)?;
        while let Some(place) = next_place(&mut places, number)? {
            original.copy(place.at)?;
            original.skip(place.put)?;
            let mut taken = Vec::new();
            let read = bytes.by_ref().take(place.bytes).read_to_end(&mut taken);
            read.map_err(|source| io(&bytes_path, "read", source))?;
            if taken.len() as u64 != place.bytes || shown(xxh3_64(&taken)) != place.checksum {
                return Err(damaged(
                    &bytes_path,
                    &format!("the bytes of {} are not those that were taken out", entry.file),
                ));
            }
            original.put(&taken)?;
            restored.places += 1;
        }
        restored.bytes += original.finish()?;
        if entry.damaged {
            // What could be read of it is a part; the file itself was kept.
            let kept = folder.join(sidecar::DAMAGED).join(inside(cleaned, &entry.file)?);
            let path = target.folder().join(&entry.file);
            std::fs::copy(&kept, &path).map_err(|source| io(&kept, "read", source))?;
        }
        restored.files += 1;
        progress.advance(Step::Copy, 1);
    }
    if let Some(place) = places.next().transpose()? {
        return Err(damaged(
            &places_path,
            &format!("names a file {} that is not listed", place.file),
        ));
    }
    target.finish()?;
    Ok(restored)
}

/// The next place of a file, by the file's number; `None` when the next one is another file's.
pub(super) fn next_place(
    places: &mut Peekable<impl Iterator<Item = Result<PlaceEntry>>>,
    number: u64,
) -> Result<Option<PlaceEntry>> {
    let own = |place: &Result<PlaceEntry>| place.as_ref().map_or(true, |place| place.file == number);
    places.next_if(own).transpose()
}

/// A file being put back.
struct Original<'a> {
    entry: &'a FileEntry,
    from: std::path::PathBuf,
    to: std::path::PathBuf,
    cleaned: Box<dyn Read>,
    /// Bytes of the cleaned file that were read.
    read: u64,
    packer: Packer,
    written: u64,
    checksum: Xxh3Default,
}

impl<'a> Original<'a> {
    fn create(cleaned: &Path, out: &Path, entry: &'a FileEntry) -> Result<Self> {
        // The list may come from anywhere: it must not name a place outside of the folder.
        let name = inside(cleaned, &entry.file)?;
        let cleaned_name = inside(cleaned, entry.cleaned_file.as_deref().unwrap_or(&entry.file))?;
        let compression = match entry.compression.as_str() {
            "gzip" => Compression::Gzip,
            "zstd" => Compression::Zstd,
            _ => Compression::None,
        };
        let (from, to) = (cleaned.join(cleaned_name), out.join(name));
        let stream: Box<dyn Read> = if entry.written {
            let file = File::open(&from).map_err(|source| io(&from, "read", source))?;
            match compression {
                Compression::None => Box::new(BufReader::new(file)),
                Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(file))),
                Compression::Zstd => {
                    Box::new(zstd::Decoder::new(file).map_err(|source| io(&from, "read", source))?)
                }
            }
        } else {
            Box::new(std::io::empty())
        };
        Ok(Self {
            packer: Packer::create(&to, compression)?,
            entry,
            from,
            to,
            cleaned: stream,
            read: 0,
            written: 0,
            checksum: Xxh3Default::new(),
        })
    }

    /// Copies the cleaned file up to a place.
    fn copy(&mut self, until: u64) -> Result<()> {
        let mut chunk = vec![0; CHUNK];
        while self.read < until {
            let most = usize::try_from(until - self.read).unwrap_or(CHUNK).min(CHUNK);
            let length = self.take(chunk.get_mut(..most).unwrap_or_default())?;
            if length == 0 {
                return Err(self.changed());
            }
            self.put(chunk.get(..length).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Passes over what was put in the place of the original.
    fn skip(&mut self, bytes: u64) -> Result<()> {
        let until = self.read.saturating_add(bytes);
        let mut chunk = vec![0; CHUNK];
        while self.read < until {
            let most = usize::try_from(until - self.read).unwrap_or(CHUNK).min(CHUNK);
            if self.take(chunk.get_mut(..most).unwrap_or_default())? == 0 {
                return Err(self.changed());
            }
        }
        Ok(())
    }

    fn take(&mut self, chunk: &mut [u8]) -> Result<usize> {
        loop {
            match self.cleaned.read(chunk) {
                Ok(length) => {
                    self.read += length as u64;
                    return Ok(length);
                }
                Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(io(&self.from, "read", fault)),
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.checksum.update(bytes);
        self.written += bytes.len() as u64;
        std::io::Write::write_all(&mut self.packer, bytes).map_err(|source| io(&self.to, "write", source))
    }

    fn finish(mut self) -> Result<u64> {
        self.copy(self.entry.cleaned_bytes)?;
        let more = self.take(&mut [0; 1])? > 0;
        if more || self.written != self.entry.bytes || shown(self.checksum.digest()) != self.entry.checksum {
            return Err(self.changed());
        }
        let written = self.written;
        self.packer
            .finish()
            .map_err(|source| io(&self.to, "write", source))?;
        Ok(written)
    }

    fn changed(&self) -> Error {
        damaged(
            &self.from,
            "has changed since it was cleaned, so that the original cannot be put back",
        )
    }
}

/// The path of a listed file, which lies inside of the folder.
pub(super) fn inside<'a>(cleaned: &Path, name: &'a str) -> Result<&'a Path> {
    let path = Path::new(name);
    if path.components().all(|part| matches!(part, Component::Normal(_))) {
        Ok(path)
    } else {
        Err(damaged(
            cleaned,
            &format!("lists a file {name} that lies outside of it"),
        ))
    }
}

/// What to say of an output that is not what was written.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::Usage(format!("{}: {what}", path.display()))
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    let file = File::open(path).map_err(|source| io(path, "read", source))?;
    Ok(Box::new(file))
}

fn unzstd(path: &Path) -> Result<Box<dyn Read>> {
    let file = File::open(path).map_err(|source| io(path, "read", source))?;
    Ok(Box::new(
        zstd::Decoder::new(file).map_err(|source| io(path, "read", source))?,
    ))
}

/// The lines of a file of JSON.
struct Lines<T> {
    path: std::path::PathBuf,
    lines: std::io::Lines<BufReader<Box<dyn Read>>>,
    number: u64,
    of: std::marker::PhantomData<T>,
}

impl<T> Lines<T> {
    fn new(path: &Path, stream: Box<dyn Read>) -> Self {
        Self {
            path: path.to_owned(),
            lines: BufReader::new(stream).lines(),
            number: 0,
            of: std::marker::PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.number += 1;
        Some(match self.lines.next()? {
            Err(fault) => Err(io(&self.path, "read", fault)),
            Ok(line) => serde_json::from_str(&line).map_err(|fault| Error::UserFile {
                path: self.path.clone(),
                line: self.number,
                reason: format!("is damaged: {fault}"),
            }),
        })
    }
}

//! One file of the output while it is written: what stays goes through, what goes is kept in the sidecar, both texts are
//! counted and summed up.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use xxhash_rust::xxh3::Xxh3Default;

use super::sidecar::{DAMAGED, FOLDER, FileEntry, Sidecar, io, shown};
use crate::error::Result;
use crate::read::Compression;

/// Packs what is written to it as the original was packed.
pub enum Packer {
    /// Not at all.
    Plain(BufWriter<File>),
    /// One member.
    Gzip(Box<GzEncoder<BufWriter<File>>>),
    /// One frame.
    Zstd(Box<zstd::Encoder<'static, BufWriter<File>>>),
}

impl Packer {
    /// Creates a file, with the folders above it.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, compression: Compression) -> Result<Self> {
        let created = || -> std::io::Result<Self> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
            Ok(match compression {
                Compression::None => Self::Plain(file),
                Compression::Gzip => {
                    Self::Gzip(Box::new(GzEncoder::new(file, flate2::Compression::default())))
                }
                Compression::Zstd => Self::Zstd(Box::new(zstd::Encoder::new(
                    file,
                    zstd::DEFAULT_COMPRESSION_LEVEL,
                )?)),
            })
        };
        created().map_err(|source| io(path, "create", source))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> std::io::Result<()> {
        match self {
            Self::Plain(mut file) => file.flush(),
            Self::Gzip(encoder) => encoder.finish().and_then(|mut file| file.flush()),
            Self::Zstd(encoder) => encoder.finish().and_then(|mut file| file.flush()),
        }
    }
}

impl Write for Packer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}

/// The word for a way to pack.
pub fn packing(compression: Compression) -> &'static str {
    match compression {
        Compression::None => "none",
        Compression::Gzip => "gzip",
        Compression::Zstd => "zstd",
    }
}

/// A file of the output.
pub struct CleanedFile<'s> {
    path: PathBuf,
    name: String,
    cleaned_name: Option<String>,
    number: u64,
    compression: Compression,
    /// `None` for a file of which nothing is left.
    packer: Option<Packer>,
    sidecar: &'s mut Sidecar,
    original: Xxh3Default,
    original_bytes: u64,
    cleaned: Xxh3Default,
    cleaned_bytes: u64,
    damaged: bool,
}

impl<'s> CleanedFile<'s> {
    /// Begins the file `name` below `out`, or `cleaned_name` where it becomes another, the `number`-th of the input;
    /// `written` is false for one of which nothing is left.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(
        out: &Path,
        name: &str,
        cleaned_name: Option<String>,
        number: u64,
        compression: Compression,
        written: bool,
        sidecar: &'s mut Sidecar,
    ) -> Result<Self> {
        let path = out.join(cleaned_name.as_deref().unwrap_or(name));
        Ok(Self {
            packer: if written {
                Some(Packer::create(&path, compression)?)
            } else {
                None
            },
            path,
            name: name.to_owned(),
            cleaned_name,
            number,
            compression,
            sidecar,
            original: Xxh3Default::new(),
            original_bytes: 0,
            cleaned: Xxh3Default::new(),
            cleaned_bytes: 0,
            damaged: false,
        })
    }

    /// Bytes that stay.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn keep(&mut self, bytes: &[u8]) -> Result<()> {
        self.original.update(bytes);
        self.original_bytes += bytes.len() as u64;
        self.put(bytes)
    }

    /// Bytes that others take the place of; none where they go.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn replace(&mut self, original: &[u8], put: &[u8]) -> Result<()> {
        self.original.update(original);
        self.original_bytes += original.len() as u64;
        let at = self.cleaned_bytes;
        self.sidecar.place(self.number, at, put.len() as u64, original)?;
        self.put(put)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.cleaned.update(bytes);
        self.cleaned_bytes += bytes.len() as u64;
        match &mut self.packer {
            Some(packer) => packer
                .write_all(bytes)
                .map_err(|source| io(&self.path, "write", source)),
            None => Ok(()),
        }
    }

    /// Keeps the file at `source` as it is as well: it cannot be read to its end.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn keep_damaged(&mut self, out: &Path, source: &Path) -> Result<()> {
        self.damaged = true;
        let path = out.join(FOLDER).join(DAMAGED).join(&self.name);
        let folder = path.parent().unwrap_or(out);
        std::fs::create_dir_all(folder).map_err(|fault| io(folder, "create", fault))?;
        std::fs::copy(source, &path).map_err(|fault| io(&path, "write", fault))?;
        Ok(())
    }

    /// Writes a text that was split out into a file of its own, packed like this one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn beside(&self, out: &Path, name: &str, text: &str) -> Result<()> {
        let path = out.join(name);
        let mut packer = Packer::create(&path, self.compression)?;
        let written = packer.write_all(text.as_bytes()).and_then(|()| packer.finish());
        written.map_err(|source| io(&path, "write", source))
    }

    /// xxh3-64 of the original bytes so far.
    pub fn original_checksum(&self) -> u64 {
        self.original.digest()
    }

    /// Ends the file and lists it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<()> {
        let written = self.packer.is_some();
        if let Some(packer) = self.packer {
            packer
                .finish()
                .map_err(|source| io(&self.path, "write", source))?;
        }
        self.sidecar.file(&FileEntry {
            file: self.name,
            cleaned_file: self.cleaned_name,
            written,
            damaged: self.damaged,
            compression: packing(self.compression).to_owned(),
            bytes: self.original_bytes,
            checksum: shown(self.original.digest()),
            cleaned_bytes: self.cleaned_bytes,
            cleaned_checksum: shown(self.cleaned.digest()),
            rows: None,
        })
    }
}

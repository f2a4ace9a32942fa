//! A ZIP archive to its members. In: the file, whose table of contents stands at its end. Out: one file after the other, as
//! a stream that is checked against its length and checksum, or why it cannot be read.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, RangeReader, ZipArchive, ZipArchiveEntryWayfinder,
};

use super::archive::{Member, member_name};
use super::raw_record::Problem;
use super::unpacking::{HEAD, Layer, Meter, Worded};

/// True for the beginning of a ZIP archive, also of one without members.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// First parts of names by which an archive is known to be a document or a program, and what it is then.
const MADE_OF_ZIP: &[(&str, &str)] = &[
    ("[Content_Types].xml", "an Office document"),
    ("mimetype", "an e-book or OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a Java program"),
    ("AndroidManifest.xml", "an Android program"),
];

/// A line of the table of contents.
struct Listed {
    name: String,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

/// Goes from member to member.
pub(super) struct ZipMembers {
    archive: ZipArchive<Arc<FileReader>>,
    listed: std::vec::IntoIter<Listed>,
    /// What is wrong with the table of contents, to be said after all that it lists.
    fault: Option<Problem>,
    meter: Meter,
    layer: Layer,
}

impl ZipMembers {
    /// Reads the table of contents; otherwise says why it cannot be read.
    pub(super) fn open(path: &Path, meter: &Meter) -> Result<Self, Problem> {
        let refused = |fault: &dyn std::fmt::Display| Problem::unreadable(format!("cannot be read: {fault}"));
        // A pipe would not give its bytes a second time.
        if !std::fs::metadata(path)
            .map_err(|fault| refused(&fault))?
            .is_file()
        {
            return Err(Problem::unreadable(
                "a ZIP archive cannot be read from a stream: name the file",
            ));
        }
        let file = File::open(path).map_err(|fault| refused(&fault))?;
        let length = file.metadata().map_err(|fault| refused(&fault))?.len();
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE * 2];
        let archive = rawzip::ZipLocator::new()
            .locate_in_reader(Arc::new(FileReader::from(file)), &mut buffer, length)
            .map_err(|(_, fault)| {
                Problem::unreadable(format!(
                    "the ZIP archive has no table of contents where it should end: it is damaged or cut off ({fault})"
                ))
            })?;
        let mut listed = Vec::new();
        let mut entries = archive.entries(&mut buffer);
        let mut made = None;
        let fault = loop {
            match entries.next_entry() {
                Ok(None) => break None,
                Err(fault) => {
                    break Some(Problem::unreadable(format!(
                        "the table of contents of the ZIP archive is damaged ({fault}); what it lists before was read"
                    )));
                }
                Ok(Some(entry)) => {
                    let raw = entry.file_path();
                    let raw: &[u8] = raw.as_ref();
                    let of_name = MADE_OF_ZIP.iter().find(|(name, _)| raw == name.as_bytes());
                    made = made.or(of_name.map(|(_, what)| *what));
                    let name = member_name(raw).filter(|_| !entry.is_dir() && !entry.mode().is_symlink());
                    if let Some(name) = name {
                        listed.push(Listed {
                            name,
                            place: entry.wayfinder(),
                            method: entry.compression_method(),
                            encrypted: entry.flags().is_encrypted(),
                        });
                    }
                }
            }
        };
        if let Some(what) = made {
            return Err(Problem::unreadable(format!("not a text but {what}")));
        }
        Ok(Self {
            archive,
            listed: listed.into_iter(),
            fault,
            meter: meter.clone(),
            layer: meter.layer(),
        })
    }

    /// The next file, or a problem with the archive itself.
    pub(super) fn next(&mut self) -> Option<Result<Member, Problem>> {
        let Some(listed) = self.listed.next() else {
            return self.fault.take().map(Err);
        };
        let content = self.content(&listed);
        Some(Ok(Member {
            name: listed.name,
            content,
        }))
    }

    fn content(&self, listed: &Listed) -> Result<Box<dyn Read + Send>, Problem> {
        if listed.encrypted {
            return Err(Problem::settled(
                "encrypted: unpack the archive with its password first",
            ));
        }
        let entry = self.archive.get_entry(listed.place).map_err(|fault| {
            Problem::unreadable(format!("the member is not where the archive lists it: {fault}"))
        })?;
        let (start, end) = entry.compressed_data_range();
        let stored = RangeReader::new(Arc::clone(self.archive.get_ref()), start..end);
        let stored = BufReader::with_capacity(HEAD, self.meter.counted(stored));
        let unpacked: Box<dyn Read + Send> = match listed.method {
            CompressionMethod::STORE => Box::new(stored),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(stored)),
            CompressionMethod::ZSTD => Box::new(
                zstd::Decoder::with_buffer(stored)
                    .map_err(|fault| Problem::unreadable(format!("cannot be unpacked: {fault}")))?,
            ),
            other => {
                let number = other.as_u16().to_string();
                let method = other.name().unwrap_or(&number);
                return Err(Problem::settled(format!(
                    "packed by method {method}, which is not read: unpack the archive first"
                )));
            }
        };
        let whole = entry.verifying_reader(self.layer.capped(unpacked));
        Ok(Box::new(Worded::new(whole, damaged)))
    }
}

fn damaged(fault: &io::Error) -> String {
    format!("the member is damaged or cut off ({fault}); what stands before this place was read")
}

//! Packed bytes to what they were. In: the bytes of a file or of a member of an archive. Out: the unpacked stream with its
//! first bytes at hand, and a fault where it unpacks to far more than what was packed: a few kilobytes can be made that
//! unpack to a full disk.

use std::fmt;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::format::Compression;
use crate::config::ReadParameters;

/// Bytes that are looked at to tell a format. A record's fields before its text fit into it many times over.
pub(super) const HEAD: usize = 1 << 16;

/// The first bytes of a stream, and the stream with them put back.
pub(super) struct Opened {
    pub(super) head: Vec<u8>,
    /// They are all there is.
    pub(super) complete: bool,
    pub(super) stream: Box<dyn Read + Send>,
}

impl Opened {
    /// Reads up to `length` bytes. A fault is put back too, to come after the bytes before it.
    pub(super) fn new(mut stream: Box<dyn Read + Send>, length: usize) -> Self {
        let mut head = Vec::new();
        let read = stream.by_ref().take(length as u64).read_to_end(&mut head);
        let complete = read.is_ok() && head.len() < length;
        let rest: Box<dyn Read + Send> = match read {
            Ok(_) => stream,
            Err(fault) => Box::new(Faulty(Some(fault))),
        };
        Self {
            stream: Box::new(Cursor::new(head.clone()).chain(rest)),
            head,
            complete,
        }
    }

    /// The stream as it is when it is unpacked, with a head that tells its format.
    pub(super) fn unpacked(self, compression: Compression, layer: &Layer) -> io::Result<Self> {
        self.unpacked_to(compression, layer, HEAD)
    }

    /// The same with a head of `length` bytes.
    pub(super) fn unpacked_to(
        self,
        compression: Compression,
        layer: &Layer,
        length: usize,
    ) -> io::Result<Self> {
        let stream: Box<dyn Read + Send> = match compression {
            Compression::None => self.stream,
            Compression::Gzip => {
                let packed = BufReader::with_capacity(HEAD, self.stream);
                Box::new(layer.capped(MultiGzDecoder::new(packed)))
            }
            Compression::Zstd => Box::new(layer.capped(zstd::Decoder::new(self.stream)?)),
        };
        Ok(Self::new(stream, length))
    }
}

/// Gives a fault, then nothing.
struct Faulty(Option<io::Error>);

impl Read for Faulty {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A fault of a stream that says all that is to be said of it.
#[derive(Debug)]
pub(super) struct Told(String);

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Told {}

impl Told {
    /// As a fault.
    pub(super) fn fault(reason: impl Into<String>) -> io::Error {
        io::Error::other(Self(reason.into()))
    }

    /// The words of a fault, if it has any of its own.
    pub(super) fn words(fault: &io::Error) -> Option<&str> {
        let told = fault.get_ref()?.downcast_ref::<Self>()?;
        Some(&told.0)
    }
}

/// What has been read of a file and what it was unpacked to, over everything in it.
#[derive(Clone, Debug)]
pub(super) struct Meter(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    /// Bytes as they are stored.
    packed: AtomicU64,
    /// An unpacker gave up.
    spent: AtomicBool,
    times: u64,
    harmless: u64,
}

impl Meter {
    pub(super) fn new(parameters: &ReadParameters) -> Self {
        Self(Arc::new(Counts {
            packed: AtomicU64::new(0),
            spent: AtomicBool::new(false),
            times: parameters.max_expansion,
            harmless: parameters.harmless_expansion,
        }))
    }

    /// Counts what is read from a stream as stored bytes.
    pub(super) fn counted<R: Read>(&self, stream: R) -> Counted<R> {
        Counted {
            stream,
            meter: self.clone(),
        }
    }

    /// What is unpacked of this file one time, or one time more.
    pub(super) fn layer(&self) -> Layer {
        Layer {
            meter: self.clone(),
            unpacked: Arc::new(AtomicU64::new(0)),
        }
    }

    /// True when something in the file unpacked to more than is allowed.
    pub(super) fn is_spent(&self) -> bool {
        self.0.spent.load(Ordering::Relaxed)
    }

    /// Bytes that the file may have unpacked to by now.
    fn allowed(&self) -> u64 {
        let packed = self.0.packed.load(Ordering::Relaxed);
        packed.saturating_mul(self.0.times).max(self.0.harmless)
    }
}

/// A stream whose bytes are counted.
pub(super) struct Counted<R> {
    stream: R,
    meter: Meter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(bytes)?;
        self.meter.0.packed.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// All that is unpacked at one depth: a file, or all members of an archive together.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    meter: Meter,
    unpacked: Arc<AtomicU64>,
}

impl Layer {
    /// Ends what an unpacker gives with a fault when it is more than is allowed.
    pub(super) fn capped<R: Read>(&self, stream: R) -> Capped<R> {
        Capped {
            stream,
            layer: self.clone(),
        }
    }
}

/// An unpacker with a bound.
pub(super) struct Capped<R> {
    stream: R,
    layer: Layer,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(bytes)?;
        let before = self.layer.unpacked.fetch_add(length as u64, Ordering::Relaxed);
        let meter = &self.layer.meter;
        if before.saturating_add(length as u64) <= meter.allowed() {
            return Ok(length);
        }
        meter.0.spent.store(true, Ordering::Relaxed);
        Err(Told::fault(format!(
            "unpacks to more than {} times its size, which texts do not: what stands before this place was read (see \
             --max-expansion)",
            meter.0.times
        )))
    }
}

/// A stream whose faults are told in other words, unless they have words of their own.
pub(super) struct Worded<R> {
    stream: R,
    words: fn(&io::Error) -> String,
}

impl<R> Worded<R> {
    pub(super) fn new(stream: R, words: fn(&io::Error) -> String) -> Self {
        Self { stream, words }
    }
}

impl<R: Read> Read for Worded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.read(bytes).map_err(|fault| {
            if fault.kind() == io::ErrorKind::Interrupted || Told::words(&fault).is_some() {
                fault
            } else {
                Told::fault((self.words)(&fault))
            }
        })
    }
}

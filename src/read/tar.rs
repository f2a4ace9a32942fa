//! A tar archive to its members. In: the unpacked bytes of the archive. Out: one file after the other, as a stream that must
//! be done with before the next is asked for; and a fault where a header is damaged, behind which reading goes on.
//!
//! ```text
//! header   512 bytes: name, size, kind, sum of its bytes
//! content  as many bytes as the header says, filled up to 512
//! …        two blocks of zeros at the end
//! ```
//!
//! The crate tar reads headers here. Its iterator over members does not serve: it takes a name of whatever length is claimed
//! into memory, lends out members that cannot be kept, and stops at the first fault.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tar::{Header, PaxExtensions};

use super::archive::{Member, member_name};
use super::raw_record::Problem;
use super::unpacking::Told;

/// Bytes of a header, and what contents are filled up to.
pub(super) const BLOCK: usize = 512;
/// Bytes of a header that continues another one: names and times, and attributes of files.
const LONGEST_MORE: u64 = 1 << 20;
/// Bytes that are passed over at once.
const CHUNK: usize = 1 << 16;

/// True for the beginning of a tar archive.
pub(super) fn begins(head: &[u8]) -> bool {
    let marked = head
        .get(257..)
        .is_some_and(|mark| mark.starts_with(b"ustar\0") || mark.starts_with(b"ustar  \0"));
    // Those of before 1988 have no mark.
    marked || head.get(..BLOCK).is_some_and(|block| header(block).is_some())
}

/// The header in a block, if it is one: the sum of its bytes is right.
fn header(block: &[u8]) -> Option<&Header> {
    if block.len() != BLOCK || block.first() == Some(&0) {
        return None;
    }
    let header = Header::from_byte_slice(block);
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    let (before, rest) = block.split_at_checked(148)?;
    // The place of the sum counts as eight spaces.
    let whole = sum(before) + 8 * u32::from(b' ') + sum(rest.get(8..)?);
    (header.cksum().ok()? == whole).then_some(header)
}

/// The bytes of the archive, of which a member is the part that comes next.
struct Stream {
    bytes: Box<dyn Read + Send>,
    /// Bytes read.
    offset: u64,
    /// Bytes of the member that are still to come,
    left: u64,
    /// and of what fills it up.
    filling: u64,
    /// It broke, and that was said of the member in which it did.
    broken: bool,
}

impl Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.bytes.read(bytes) {
                Ok(length) => {
                    self.offset += length as u64;
                    return Ok(length);
                }
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Reads as many bytes as there are, at most `length`.
    fn read_up_to(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.bytes.by_ref().take(length).read_to_end(&mut bytes)?;
        self.offset += bytes.len() as u64;
        Ok(bytes)
    }

    /// Passes over so many bytes; gives how many were not there.
    fn skip(&mut self, mut bytes: u64) -> io::Result<u64> {
        let mut chunk = vec![0; CHUNK];
        while bytes > 0 {
            let most = usize::try_from(bytes).unwrap_or(CHUNK).min(CHUNK);
            match self.read(chunk.get_mut(..most).unwrap_or_default())? {
                0 => break,
                length => bytes -= length as u64,
            }
        }
        Ok(bytes)
    }
}

/// The content of a member.
struct Content(Arc<Mutex<Stream>>);

impl Read for Content {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut stream = locked(&self.0);
        let most = usize::try_from(stream.left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let Some(room) = bytes.get_mut(..most).filter(|room| !room.is_empty()) else {
            return Ok(0);
        };
        if stream.broken {
            return Ok(0);
        }
        match stream.read(room) {
            Ok(0) => {
                stream.broken = true;
                let missing = stream.left;
                Err(Told::fault(format!(
                    "the archive is cut off in this member: {missing} of its bytes are missing; what stands before was read"
                )))
            }
            Ok(length) => {
                stream.left -= length as u64;
                Ok(length)
            }
            Err(fault) => {
                stream.broken = true;
                Err(fault)
            }
        }
    }
}

fn locked(stream: &Mutex<Stream>) -> MutexGuard<'_, Stream> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Goes from member to member.
pub(super) struct TarMembers {
    stream: Arc<Mutex<Stream>>,
    /// The end was marked, or a header was no header: only what is one counts.
    searching: bool,
}

/// What is said of a member in headers before its own.
#[derive(Default)]
struct More {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl TarMembers {
    pub(super) fn new(bytes: Box<dyn Read + Send>) -> Self {
        let stream = Stream {
            bytes,
            offset: 0,
            left: 0,
            filling: 0,
            broken: false,
        };
        Self {
            stream: Arc::new(Mutex::new(stream)),
            searching: false,
        }
    }

    /// The next file. A fault of the stream ends it; a problem with the archive itself does not.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Member, Problem>>> {
        let shared = Arc::clone(&self.stream);
        let mut stream = locked(&shared);
        let rest = stream.left.saturating_add(stream.filling);
        let cut = stream.skip(rest)? > stream.filling;
        (stream.left, stream.filling) = (0, 0);
        if stream.broken {
            return Ok(None);
        }
        if cut {
            stream.broken = true;
            return Err(Told::fault("the archive is cut off; what stands before was read"));
        }
        let mut more = More::default();
        loop {
            let start = stream.offset;
            let block = stream.read_up_to(BLOCK as u64)?;
            if block.len() < BLOCK {
                let rest = block.iter().any(|&byte| byte != 0);
                return match rest && !self.searching {
                    true => Err(Told::fault(
                        "the archive is cut off in a header; what stands before was read",
                    )),
                    false => Ok(None),
                };
            }
            if block.iter().all(|&byte| byte == 0) {
                // Archives that were put one behind the other have an end in the middle.
                self.searching = true;
                continue;
            }
            let sound = header(&block).and_then(|header| Some((header, header.entry_size().ok()?)));
            let Some((header, size)) = sound else {
                if std::mem::replace(&mut self.searching, true) {
                    continue;
                }
                return Ok(Some(Err(Problem::unreadable(format!(
                    "byte {start}: no tar header where a member should begin; reading goes on at the next one"
                )))));
            };
            self.searching = false;
            let kind = header.entry_type();
            let is_more = kind.is_gnu_longname() || kind.is_pax_local_extensions();
            if is_more && size <= LONGEST_MORE {
                let bytes = stream.read_up_to(size)?;
                stream.skip(filling(size))?;
                more.add(&bytes, kind.is_gnu_longname());
                continue;
            }
            // Of links, and of all that follow: neither says anything of the next file.
            if is_more || kind.is_gnu_longlink() || kind.is_pax_global_extensions() {
                stream.skip(size.saturating_add(filling(size)))?;
                continue;
            }
            let named = more
                .name
                .take()
                .unwrap_or_else(|| header.path_bytes().into_owned());
            let size = more.size.unwrap_or(size);
            let sparse = std::mem::take(&mut more).sparse || kind.is_gnu_sparse();
            let is_file =
                (kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) && !named.ends_with(b"/");
            let mut extended =
                kind.is_gnu_sparse() && header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
            while extended {
                let map = stream.read_up_to(BLOCK as u64)?;
                extended = map.get(504).is_some_and(|&more| more != 0);
            }
            (stream.left, stream.filling) = (size, filling(size));
            let name = member_name(&named).filter(|_| is_file);
            let Some(name) = name else {
                if stream.skip(size.saturating_add(filling(size)))? > filling(size) {
                    return Err(Told::fault("the archive is cut off; what stands before was read"));
                }
                (stream.left, stream.filling) = (0, 0);
                continue;
            };
            let content: Result<Box<dyn Read + Send>, Problem> = if sparse {
                Err(Problem::settled(
                    "a file with holes in it, which is not read: unpack the archive first",
                ))
            } else {
                Ok(Box::new(Content(Arc::clone(&self.stream))))
            };
            return Ok(Some(Ok(Member { name, content })));
        }
    }
}

impl More {
    /// Takes what a header says of the next one.
    fn add(&mut self, bytes: &[u8], is_name: bool) {
        if is_name {
            let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            self.name = bytes.get(..end).map(<[u8]>::to_vec);
            return;
        }
        for field in PaxExtensions::new(bytes).flatten() {
            match field.key_bytes() {
                b"path" => self.name = Some(field.value_bytes().to_vec()),
                b"size" => self.size = field.value().ok().and_then(|size| size.parse().ok()),
                key => self.sparse |= key.starts_with(b"GNU.sparse."),
            }
        }
    }
}

/// Bytes that fill a content up.
fn filling(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

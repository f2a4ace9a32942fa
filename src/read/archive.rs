//! The members of an archive as the files that they are. In: a tar or ZIP archive. Out: the records of each member, named
//! `archive.tar!/path/in/it`. Nothing is unpacked to the disk, so a name may be anything: it is only a name.
//!
//! As in a folder, hidden files are passed over. So are links, which have no content of their own, and folders.

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;

use super::encoding;
use super::raw_record::{Problem, RawRecord};
use super::records::Records;
use super::tar::TarMembers;
use super::unpacking::{Layer, Meter};
use super::zip::ZipMembers;
use crate::config::ReadParameters;

/// What parts the name of an archive and that of a member.
const WITHIN: &str = "!/";

/// A file in an archive.
pub(super) struct Member {
    /// Its path in the archive.
    pub(super) name: String,
    /// Its bytes, or why there are none.
    pub(super) content: Result<Box<dyn Read + Send>, Problem>,
}

/// The name of a member as it is shown; `None` for what is hidden.
pub(super) fn member_name(name: &[u8]) -> Option<String> {
    let name = match std::str::from_utf8(name) {
        Ok(name) => Cow::Borrowed(name),
        // Archives that were packed on a Chinese Windows have names in GBK and do not say so.
        Err(_) => Cow::Owned(encoding::decode_fragment(name, None).text),
    };
    let mut shown = name.trim_end_matches('\0');
    while let Some(rest) = shown.strip_prefix("./") {
        shown = rest;
    }
    let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    (!shown.split('/').any(is_hidden)).then(|| shown.to_owned())
}

/// How members are found.
pub(super) enum Walk {
    Tar(TarMembers),
    Zip(ZipMembers),
    Ended,
}

impl Walk {
    fn next(&mut self) -> io::Result<Option<Result<Member, Problem>>> {
        match self {
            Self::Tar(members) => members.next(),
            Self::Zip(members) => Ok(members.next()),
            Self::Ended => Ok(None),
        }
    }
}

/// The records of an archive, in the order of its members.
pub(super) struct Members {
    name: Arc<str>,
    walk: Walk,
    /// Of the member that is being read.
    current: Option<Box<Records>>,
    /// Records given.
    given: u64,
    parameters: ReadParameters,
    meter: Meter,
    /// What packed members unpack to.
    layer: Layer,
}

impl Members {
    pub(super) fn new(name: Arc<str>, walk: Walk, parameters: &ReadParameters, meter: &Meter) -> Self {
        Self {
            name,
            walk,
            current: None,
            given: 0,
            parameters: parameters.clone(),
            meter: meter.clone(),
            layer: meter.layer(),
        }
    }

    /// The next record; `broken` says what to say of a stream that broke.
    pub(super) fn next(&mut self, broken: impl Fn(&io::Error) -> Problem) -> Option<RawRecord> {
        loop {
            if let Some(raw) = self.current.as_mut().and_then(|records| records.next()) {
                if self.meter.is_spent() {
                    (self.walk, self.current) = (Walk::Ended, None);
                }
                return self.give(raw);
            }
            self.current = None;
            let problem = match self.walk.next() {
                Err(fault) => {
                    self.walk = Walk::Ended;
                    broken(&fault)
                }
                Ok(None) => {
                    let is_empty = self.given == 0 && !matches!(self.walk, Walk::Ended);
                    self.walk = Walk::Ended;
                    if !is_empty {
                        return None;
                    }
                    Problem::unreadable("an archive without files")
                }
                Ok(Some(Err(problem))) => problem,
                Ok(Some(Ok(member))) => {
                    let name = Arc::from(format!("{}{WITHIN}{}", self.name, member.name));
                    match member.content {
                        Ok(content) => {
                            let records =
                                Records::of_member(name, content, &self.parameters, &self.meter, &self.layer);
                            self.current = Some(Box::new(records));
                            continue;
                        }
                        Err(problem) => return self.give(RawRecord::refused(name, problem)),
                    }
                }
            };
            return self.give(RawRecord::refused(Arc::clone(&self.name), problem));
        }
    }

    fn give(&mut self, raw: RawRecord) -> Option<RawRecord> {
        self.given += 1;
        Some(raw)
    }
}

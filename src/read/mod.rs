//! bytes -> records: walking folders, telling formats, decoding text, extracting pages.
//!
//! Three steps, so that the costly one can run in parallel: [`sources`] lists what there is, [`open`] cuts a source
//! into undecoded units one after the other, [`decode`] makes a record of a unit. Nothing that stands in a file stops
//! a scan: what cannot be read becomes a record whose status and problem say why.

mod archive;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod archive_tests;
mod columns;
mod decode;
mod elements;
mod encoding;
mod fields;
mod format;
mod front_matter;
mod html;
mod json_document;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod json_tests;
mod jsonl;
mod markdown;
mod nesting;
mod page_body;
mod page_captions;
mod page_elements;
mod page_frame;
mod page_limits;
mod page_lines;
mod page_metadata;
mod page_publisher;
mod page_scripts;
mod page_tags;
mod page_times;
mod page_widgets;
mod parquet;
mod parquet_row;
mod pieces;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod property_tests;
mod raw_record;
mod records;
mod tar;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod unpacked;
mod unpacking;
mod walk;
mod warc;
mod warc_page;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod warc_tests;
mod zip;

pub use columns::Columns;
pub use decode::{content_hash, decode, decoded};
pub use elements::{Element, Elements, Halt, Passed, Start};
pub(crate) use fields::{Slot, slot};
pub use format::Compression;
pub use json_document::Document;
pub(crate) use parquet::{RowBatches, RowFile};
pub(crate) use parquet_row::{RowFields, plain, text_at};
pub use pieces::{Piece, Pieces, without_end};
pub use raw_record::RawRecord;
pub use records::{Records, open};
pub use unpacked::{Shape, Unpacked, is_archive, unpacked};
pub use walk::{Source, sources};
pub use warc::{Splitter, Stop, Unit};

//! Compaction: records of many small files, and of files whose records are mostly needless, go into new files.
//!
//! A store that is fed every hour would otherwise have thousands of files, and one whose pages change would keep each
//! text that a page ever had. Frames are copied as they are; nothing is unpacked but the digests. Where the store shall keep no
//! texts, they are cut out of the frames on the way.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::batches::{BatchWriter, FramePlace, RecordFile};
use super::segment::Place;
use crate::error::Result;

/// Small files that a store may have before they are brought together.
const MOST_SMALL: usize = 12;
/// Bytes of a file that is not small,
const SMALL: u64 = 32 << 20;
/// and of one to which nothing more is added.
const LARGE: u64 = 128 << 20;
/// Records that are copied at once.
const BATCH: usize = 256;

/// Where each record that was moved stands now: index of the new file, and place in it.
pub(super) type Moved = HashMap<FramePlace, (u32, Place)>;

/// The files that should be written anew, by their indices. `live` are the records that stay, sorted. With `all` those that
/// are small or hold anything needless, however few; where the texts shall not stay, all that have some.
pub(super) fn chosen(files: &[&RecordFile], live: &[FramePlace], all: bool, texts_stay: bool) -> Vec<u32> {
    let mut bytes = vec![0_u64; files.len()];
    for frame in live {
        if let Some(bytes) = bytes.get_mut(frame.file as usize) {
            *bytes += u64::from(frame.place.length);
        }
    }
    let held = || {
        (0..)
            .zip(files.iter().zip(&bytes))
            .filter(|(_, (_, live))| **live > 0)
    };
    let small: Vec<u32> = held()
        .filter(|(_, (file, _))| file.bytes < SMALL)
        .map(|(number, _)| number)
        .collect();
    let mut chosen: Vec<u32> = held()
        .filter(|(_, (file, live))| {
            2 * **live < file.bytes
                || all && **live < file.bytes - file.head()
                || !texts_stay && file.has_texts()
        })
        .map(|(number, _)| number)
        .collect();
    if small.len() > MOST_SMALL || all && small.len() > 1 {
        chosen.extend(small);
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Writes the live records of the chosen files into new ones in `folder`, in their order, with their texts where these stay.
/// `next_name` numbers the files.
///
/// # Errors
/// When a file cannot be read, or a new one cannot be written.
pub(super) fn compact(
    folder: &Path,
    files: &[&RecordFile],
    chosen: &[u32],
    live: &[FramePlace],
    (rules, texts_stay): (u64, bool),
    next_name: &mut u64,
) -> Result<(Vec<RecordFile>, Moved)> {
    let (mut written, mut moved) = (Vec::new(), Moved::new());
    let mut open: Option<BatchWriter> = None;
    let mut bytes = 0;
    for &number in chosen {
        let Some(file) = files.get(number as usize) else {
            continue;
        };
        let own = live.partition_point(|frame| frame.file < number)
            ..live.partition_point(|frame| frame.file <= number);
        let own = live.get(own).unwrap_or_default();
        let stays = |place: Place| {
            own.binary_search_by_key(&place.offset, |frame| frame.place.offset)
                .is_ok()
        };
        let mut entries = file.digests(folder, None)?.unwrap_or_default();
        entries.retain(|entry| stays(entry.place()));
        for entries in entries.chunks(BATCH) {
            let frames: Vec<Vec<u8>> = if texts_stay {
                let frames = entries.iter().map(|entry| file.frame(entry.place()));
                frames.collect::<Result<_>>()?
            } else {
                let frames = entries
                    .par_iter()
                    .map(|entry| file.frame_without_text(entry.place()));
                frames.collect::<Result<_>>()?
            };
            let digests = entries.iter().map(|entry| entry.digest.clone()).collect();
            let mut writer = match open.take() {
                Some(writer) => writer,
                None => {
                    let path = folder.join(format!("{next_name:08}.segment"));
                    *next_name += 1;
                    BatchWriter::of_moved(path, rules, texts_stay)?
                }
            };
            bytes += frames.iter().map(|frame| frame.len() as u64).sum::<u64>();
            let places = writer.append(&frames, digests)?;
            for (entry, place) in entries.iter().zip(places) {
                let frame = FramePlace {
                    file: number,
                    place: entry.place(),
                };
                moved.insert(frame, (written.len() as u32, place));
            }
            if bytes >= LARGE {
                written.push(writer.close()?);
                bytes = 0;
            } else {
                open = Some(writer);
            }
        }
    }
    if let Some(writer) = open {
        written.push(writer.close()?);
    }
    Ok((written, moved))
}

//! The names of cleaned files. In: the sources. Out: under what name each is written: its own, save for WARC files, whose
//! pages are written as JSONL; and whether two of them would get the same.

use std::collections::{HashMap, HashSet};

use super::RESERVED;
use super::sidecar::io;
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::read::{self, Shape, Source};

/// The name of the JSONL file that is written for a WARC file: `a.warc.gz` becomes `a.jsonl.gz`.
pub fn jsonl_name(name: &str) -> String {
    let ends_with = |name: &str, end: &str| {
        let at = name.len().checked_sub(end.len())?;
        let (stem, found) = name.split_at_checked(at)?;
        (!stem.is_empty() && found.eq_ignore_ascii_case(end)).then_some(stem.len())
    };
    let packed = [".gz", ".zst", ".zstd"]
        .iter()
        .find_map(|end| ends_with(name, end));
    let (stem, packing) = name.split_at(packed.unwrap_or(name.len()));
    let stem = stem.get(..ends_with(stem, ".warc").unwrap_or(stem.len()));
    format!("{}.jsonl{packing}", stem.unwrap_or(name))
}

/// Refuses files that would be written to one name.
///
/// # Errors
/// [`Error::Usage`] that names them; [`Error::Io`] when one of them has to be looked at and cannot be read.
pub fn check(sources: &[Source], parameters: &ReadParameters) -> Result<()> {
    // Whether a file is a WARC is told by what it holds: only those are opened whose name leaves a doubt.
    let possible: Vec<String> = sources.iter().map(|source| jsonl_name(source.name())).collect();
    let mut wanted: HashMap<&str, u32> = HashMap::new();
    let own = sources.iter().map(Source::name);
    for name in own.chain(possible.iter().map(String::as_str)) {
        *wanted.entry(name).or_insert(0) += 1;
    }
    let names: HashSet<&str> = sources.iter().map(Source::name).collect();
    let mut written: HashMap<&str, &str> = HashMap::new();
    for (source, jsonl) in sources.iter().zip(&possible) {
        let is_reserved = RESERVED.contains(&jsonl.as_str());
        if !is_reserved && wanted.get(jsonl.as_str()).is_none_or(|&count| count < 2) {
            continue;
        }
        let Some(path) = source.path() else { continue };
        let shape = read::unpacked(source, parameters)
            .map_err(|fault| io(path, "read", fault))?
            .shape;
        if shape != Shape::Warc {
            continue;
        }
        let other = written.insert(jsonl.as_str(), source.name());
        let other = other.or_else(|| names.get(jsonl.as_str()).copied());
        if is_reserved {
            return Err(Error::Usage(format!(
                "{}: would be written to {jsonl}, and a cleaned corpus has a file of its own by this name: rename \
                 the input",
                source.name()
            )));
        }
        if let Some(other) = other {
            return Err(Error::Usage(format!(
                "{} and {other} would both be written to {jsonl}: rename one of them, or clean them one after the \
                 other",
                source.name()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::jsonl_name;

    #[test]
    fn a_warc_file_becomes_a_jsonl_file_packed_alike() {
        for (name, jsonl) in [
            ("a.warc", "a.jsonl"),
            ("页/CC-MAIN-1.warc.gz", "页/CC-MAIN-1.jsonl.gz"),
            ("a.WARC.zst", "a.jsonl.zst"),
            ("a", "a.jsonl"),
            ("a.gz", "a.jsonl.gz"),
            (".warc", ".warc.jsonl"),
            ("a.warc.warc", "a.warc.jsonl"),
        ] {
            assert_eq!(jsonl_name(name), jsonl);
        }
    }
}

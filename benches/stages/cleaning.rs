//! What the writing of a cleaned corpus costs beside a plain copy of the same file: unpacked, and packed again with the
//! same codec at the same level. The plan is made once and is no part of the figures; what is decided, and for what, does
//! not depend on how it is written.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use criterion::Criterion;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use suyuan::clean::{Level, Order, Summary, Target, Wishes, plan, write};
use suyuan::config::ReadParameters;
use suyuan::events::Silent;
use suyuan::ledger::Store;
use suyuan::pipeline::{ScanOptions, scan};
use suyuan::read;

use crate::{group, news};

/// Records of the corpus: some ten megabytes, so that what is done once for a file does not show.
const RECORDS: usize = 4000;

/// Copies `from` to `to` through the codec that the name's end tells.
fn copy(from: &Path, to: &Path) {
    let (file, created) = (File::open(from).unwrap(), File::create(to).unwrap());
    let (file, created) = (BufReader::new(file), BufWriter::new(created));
    match from.extension().and_then(|end| end.to_str()) {
        Some("gz") => {
            let mut packed = GzEncoder::new(created, flate2::Compression::default());
            stream(&mut MultiGzDecoder::new(file), &mut packed);
            packed.finish().unwrap().flush().unwrap();
        }
        Some("zst") => {
            let mut packed = zstd::Encoder::new(created, zstd::DEFAULT_COMPRESSION_LEVEL).unwrap();
            stream(&mut zstd::Decoder::new(file).unwrap(), &mut packed);
            packed.finish().unwrap().flush().unwrap();
        }
        _ => stream(&mut { file }, &mut { created }),
    }
}

fn stream(from: &mut impl Read, to: &mut impl Write) {
    let mut chunk = vec![0; 1 << 16];
    loop {
        let length = from.read(&mut chunk).unwrap();
        if length == 0 {
            break;
        }
        to.write_all(&chunk[..length]).unwrap();
    }
    to.flush().unwrap();
}

/// A corpus in each of the codecs.
fn packed(folder: &Path) -> (Vec<std::path::PathBuf>, usize) {
    let corpus = news::corpus(RECORDS);
    let names = ["corpus.jsonl", "corpus.jsonl.gz", "corpus.jsonl.zst"];
    let paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
    std::fs::write(&paths[0], &corpus).unwrap();
    let mut gzip = GzEncoder::new(File::create(&paths[1]).unwrap(), flate2::Compression::default());
    gzip.write_all(corpus.as_ref()).unwrap();
    gzip.finish().unwrap();
    std::fs::write(
        &paths[2],
        zstd::encode_all(AsRef::<[u8]>::as_ref(&corpus), 3).unwrap(),
    )
    .unwrap();
    (paths, corpus.len())
}

pub fn beside_a_plain_copy(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (paths, bytes) = packed(folder.path());
    for path in paths {
        let codec = path.extension().unwrap().to_str().unwrap().to_owned();
        let read = ReadParameters::default();
        let options = ScanOptions {
            reference: Vec::new(),
            paths: vec![path.clone()],
            store: folder.path().join(format!("{codec}.suyuan")),
            read: read.clone(),
            outlets: None,
            held: suyuan::pipeline::Held::Rebuild,
            keep_texts: true,
            input: Vec::new(),
            threads: None,
            memory: None,
        };
        scan(&options, &Silent).unwrap();
        let store = Store::open(&options.store).unwrap();
        let holdings = store.holdings().unwrap();
        let wishes = Wishes {
            levels: vec![Level::Articles],
            ..Wishes::default()
        };
        let plan = plan(&store, &holdings, &wishes).unwrap();
        let summary = Summary::of(&plan, &holdings, wishes.keep.name(), None);
        let sources = read::sources(&options.paths, &read).unwrap();
        let order = Order {
            sources: &sources,
            read: &read,
            mask: None,
            provenance: false,
            removals_parquet: false,
            keep: wishes.keep.name(),
        };
        let mut group = group(criterion, "clean", bytes);
        let out = folder.path().join("out");
        group.bench_function(format!("plain_copy/{codec}"), |bencher| {
            bencher.iter(|| copy(&path, &folder.path().join("copied")));
        });
        group.bench_function(format!("write/{codec}"), |bencher| {
            bencher.iter(|| {
                let target = Target::begin(&out, true).unwrap();
                write(
                    &store,
                    &holdings,
                    &plan,
                    &summary,
                    &order,
                    target.folder(),
                    &Silent,
                )
                .unwrap();
                target.finish().unwrap();
            });
        });
        group.finish();
    }
}

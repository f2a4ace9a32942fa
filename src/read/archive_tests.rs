//! Archives: members of every kind, damaged and hostile ones, and any bytes.

use std::io::Write;

use proptest::prelude::{ProptestConfig, any, proptest};
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::tests::{gzip, read_all, read_bytes, zstandard};
use crate::config::ReadParameters;
use crate::document::{Record, Status};

type File<'a> = (&'a str, &'a [u8]);

fn tar(files: &[File<'_>]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(files: &[File<'_>], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let file = archive.new_file(rawzip::path::EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) = file.compression_method(method).start().unwrap();
        let descriptor = if method == CompressionMethod::DEFLATE {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(bytes).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        } else if method == CompressionMethod::ZSTD {
            let encoder = zstd::Encoder::new(&mut entry, 1).unwrap();
            let mut writer = config.wrap(encoder);
            writer.write_all(bytes).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap().1
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

/// What is told of each record: its address, its text, or what is wrong with it.
fn told(records: &[Record]) -> Vec<(&str, &str)> {
    let what = |record| -> (&str, &str) {
        let record: &Record = record;
        (&record.uri, record.problem.as_ref().unwrap_or(&record.text))
    };
    records.iter().map(what).collect()
}

#[test]
fn members_are_files_like_any_other() {
    let long = format!("{}/长.txt", "很长的名字".repeat(30));
    let lines = "{\"text\": \"一\"}\n{\"text\": \"二\", \"id\": 7}\n";
    let packed = gzip(lines.as_bytes());
    let files: [File<'_>; 8] = [
        ("./a.txt", "海滨市".as_bytes()),
        ("b/c.jsonl", lines.as_bytes()),
        ("b/c.jsonl.gz", &packed),
        ("t.csv", "id,text\n1,三\n".as_bytes()),
        ("j", "[{\"text\": \"四\"}]".as_bytes()),
        (&long, "五".as_bytes()),
        (".hidden/x.txt", b"no"),
        ("__MACOSX/._a.txt", b"no"),
    ];
    let expected = |archive: &str| -> Vec<(String, String)> {
        let of = |name: &str, text: &str| (format!("{archive}!/{name}"), text.to_owned());
        vec![
            of("a.txt", "海滨市"),
            of("b/c.jsonl#1", "一"),
            of("b/c.jsonl#2", "二"),
            of("b/c.jsonl.gz#1", "一"),
            of("b/c.jsonl.gz#2", "二"),
            of("t.csv#2", "三"),
            of("j#1", "四"),
            of(&long, "五"),
        ]
    };
    let tar = tar(&files);
    for (name, bytes) in [
        ("x.tar", tar.clone()),
        ("x.tgz", gzip(&tar)),
        ("x.tar.zst", zstandard(&tar)),
        ("without-a-name", tar),
        ("x.zip", zip(&files, CompressionMethod::DEFLATE)),
        ("y.zip", zip(&files, CompressionMethod::STORE)),
        ("z", zip(&files, CompressionMethod::ZSTD)),
    ] {
        let records = read_bytes(name, &bytes);
        let found: Vec<(String, String)> = told(&records)
            .into_iter()
            .map(|(uri, text)| (uri.to_owned(), text.to_owned()))
            .collect();
        assert_eq!(found, expected(name), "{name}");
        assert_eq!(records[0].id, format!("{name}!/a.txt"));
        assert_eq!(records[2].id, "7");
    }
}

#[test]
fn a_name_is_only_a_name() {
    let names = ["../../etc/passwd", "/etc/passwd", "a\\b.txt", "a\nb.txt", ""];
    let files: Vec<File<'_>> = names.iter().map(|name| (*name, "海滨".as_bytes())).collect();
    let records = read_bytes("x.zip", &zip(&files, CompressionMethod::STORE));
    let uris: Vec<String> = records.iter().map(|record| record.uri.clone()).collect();
    assert_eq!(uris, names.map(|name| format!("x.zip!/{name}")));
    let gbk = encoding_rs::GBK.encode("海滨市新闻.txt").0;
    let mut archive = zip(
        &[("0123456789abc.txt".get(..gbk.len()).unwrap(), b"a")],
        CompressionMethod::STORE,
    );
    while let Some(at) = memchr::memmem::find(&archive, b"0123456789abc") {
        archive.splice(at..at + gbk.len(), gbk.iter().copied());
    }
    assert_eq!(
        told(&read_bytes("x.zip", &archive)),
        [("x.zip!/海滨市新闻.txt", "a")]
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let inner = tar(&[("x.txt", b"no")]);
    let packed_inner = gzip(&inner);
    let parquet = b"PAR1 and so on";
    let files: [File<'_>; 6] = [
        ("inner.tar", &inner),
        ("inner.tar.gz", &packed_inner),
        ("p.parquet", parquet),
        ("i.png", b"\x89PNG and so on"),
        ("e.txt", b""),
        ("good.txt", "海滨市".as_bytes()),
    ];
    for (name, bytes) in [
        ("x.tar", tar(&files)),
        ("x.zip", zip(&files, CompressionMethod::DEFLATE)),
    ] {
        let records = read_bytes(name, &bytes);
        let reasons: Vec<&str> = told(&records)
            .iter()
            .map(|(uri, what)| what.strip_prefix(uri).unwrap_or(what))
            .collect();
        assert_eq!(
            reasons,
            [
                ": an archive inside an archive: unpack it first",
                ": an archive inside an archive: unpack it first",
                ": a Parquet file inside an archive: unpack it first",
                ": not a text but a PNG image",
                ": empty file",
                "海滨市",
            ],
            "{name}"
        );
    }
    let packed = read_bytes("x.zip.gz", &gzip(&zip(&files, CompressionMethod::STORE)));
    assert_eq!(
        told(&packed),
        [(
            "x.zip.gz",
            "x.zip.gz: a ZIP archive inside a compressed file: unpack it first"
        )]
    );
    let office = zip(
        &[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")],
        CompressionMethod::STORE,
    );
    assert_eq!(
        told(&read_bytes("a.docx", &office)),
        [("a.docx", "a.docx: not a text but an Office document")]
    );
    assert_eq!(
        told(&read_bytes("e.tar", &tar(&[(".x", b"")]))),
        [("e.tar", "e.tar: an archive without files")]
    );
    assert_eq!(
        told(&read_bytes("e.zip", &zip(&[], CompressionMethod::STORE))),
        [("e.zip", "e.zip: an archive without files")]
    );
}

#[test]
fn encrypted_and_strangely_packed_members_are_told() {
    let good = ("good.txt", "海滨市".as_bytes());
    let mut encrypted = zip(&[("secret.txt", b"abc"), good], CompressionMethod::STORE);
    let mut strange = zip(&[("bzip2.txt", b"abc"), good], CompressionMethod::STORE);
    // Flags and method of the first member, in its header and in the table of contents.
    for (archive, local, central, value) in [(&mut encrypted, 6, 8, 1), (&mut strange, 8, 10, 12)] {
        let directory = memchr::memmem::find(archive, b"PK\x01\x02").unwrap();
        archive[local] = value;
        archive[directory + central] = value;
    }
    for (bytes, reason) in [
        (
            encrypted,
            "x.zip!/secret.txt: encrypted: unpack the archive with its password first",
        ),
        (
            strange,
            "x.zip!/bzip2.txt: packed by method Bzip2, which is not read: unpack the archive first",
        ),
    ] {
        let records = read_bytes("x.zip", &bytes);
        let told = told(&records);
        assert_eq!(told[0].1.to_lowercase(), reason.to_lowercase());
        assert_eq!(told[1], ("x.zip!/good.txt", "海滨市"));
    }
}

#[test]
fn damage_costs_its_member_alone() {
    let text = "海滨市第三座跨海大桥今日通车。".repeat(40);
    let files: [File<'_>; 3] = [
        ("a.txt", text.as_bytes()),
        ("b.txt", text.as_bytes()),
        ("c.txt", text.as_bytes()),
    ];
    // The header of the second member.
    let mut archive = tar(&files);
    archive[512 + 2048] ^= 1;
    let records = read_bytes("x.tar", &archive);
    let told_of = told(&records);
    assert_eq!(
        (told_of[0].0, told_of[2].0),
        ("x.tar!/a.txt", "x.tar!/c.txt"),
        "{told_of:?}"
    );
    assert!(
        told_of[1].1.starts_with("x.tar: byte 2560: no tar header"),
        "{told_of:?}"
    );
    assert_eq!(records.len(), 3);
    // The content of the second member.
    let mut archive = zip(&files, CompressionMethod::STORE);
    let at = memchr::memmem::find(&archive, b"b.txt").unwrap();
    archive[at + 100] ^= 1;
    let records = read_bytes("x.zip", &archive);
    let told_of = told(&records);
    assert_eq!(records.len(), 3);
    assert!(
        told_of[1]
            .1
            .starts_with("x.zip!/b.txt: the member is damaged or cut off"),
        "{told_of:?}"
    );
    assert_eq!(records[2].text, text);
}

#[test]
fn a_cut_is_told_once() {
    let text = "海滨市第三座跨海大桥今日通车。".repeat(400);
    let other = "海滨市另一座大桥明日通车。".repeat(300);
    let files: [File<'_>; 2] = [("a.txt", text.as_bytes()), ("b.txt", other.as_bytes())];
    let whole = tar(&files);
    for (name, length, reason) in [
        // In the second content, in its header, in the first content.
        (
            "x.tar",
            whole.len() - 4000,
            "x.tar!/b.txt: the archive is cut off in this member",
        ),
        (
            "x.tar",
            512 + text.len().next_multiple_of(512) + 100,
            "x.tar: the archive is cut off in a header",
        ),
    ] {
        let records = read_bytes(name, &whole[..length]);
        assert_eq!((records.len(), records[0].status), (2, Status::Ok));
        assert!(told(&records)[1].1.starts_with(reason), "{:?}", told(&records));
    }
    let packed = gzip(&whole);
    let records = read_bytes("x.tar.gz", &packed[..packed.len() - 30]);
    let last = records.last().unwrap().problem.as_ref().unwrap();
    assert!(
        last.contains("the gzip stream is cut off; what stands before this place was read"),
        "{last}"
    );
    let archive = zip(&files, CompressionMethod::DEFLATE);
    let records = read_bytes("x.zip", &archive[..archive.len() - 30]);
    assert!(
        told(&records)[0]
            .1
            .contains("has no table of contents where it should end"),
        "{:?}",
        told(&records)
    );
}

#[test]
fn what_unpacks_to_too_much_ends_there() {
    let bomb = vec![b' '; 4 << 20];
    let lines = "{\"text\": \"好\"}\n".repeat(100_000);
    let small = ReadParameters {
        max_record: 100_000,
        max_expansion: 20,
        harmless_expansion: 500_000,
        ..ReadParameters::default()
    };
    let member = gzip(&bomb);
    let files: [File<'_>; 3] = [
        ("a.txt", "海滨".as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.txt", "市".as_bytes()),
    ];
    let inner: [File<'_>; 2] = [("a.txt", "海滨".as_bytes()), ("b.jsonl.gz", &member)];
    for (name, bytes) in [
        ("x.jsonl.gz", gzip(&bomb)),
        ("x.jsonl.zst", zstandard(lines.as_bytes())),
        ("x.zip", zip(&files, CompressionMethod::DEFLATE)),
        ("x.tar.gz", gzip(&tar(&files))),
        ("y.tar", tar(&inner)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let records = read_all(&path, &small);
        let problems: Vec<&String> = records
            .iter()
            .filter_map(|record| record.problem.as_ref())
            .collect();
        let oversize = problems
            .iter()
            .filter(|problem| problem.contains("--max-record"))
            .count();
        let expanded = problems
            .iter()
            .filter(|problem| problem.contains("--max-expansion"))
            .count();
        // A file that is one record ends where it is too large, before it is too much.
        assert_eq!(
            (problems.len() - oversize, expanded),
            (1, 1),
            "{name}: {problems:?}"
        );
        assert!(
            records.iter().map(|record| record.text.len()).sum::<usize>() <= 500_000,
            "{name}"
        );
    }
    let generous = ReadParameters {
        max_expansion: 1_000_000,
        ..small
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonl.zst");
    std::fs::write(&path, zstandard(lines.as_bytes())).unwrap();
    assert_eq!(read_all(&path, &generous).len(), 100_000);
}

/// Texts by what they are read from in a folder, an archive, an array; sorted.
fn texts(records: Vec<Record>) -> Vec<(String, Status)> {
    let mut texts: Vec<_> = records
        .into_iter()
        .map(|record| (record.text, record.status))
        .collect();
    texts.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// A folder and its archives, in any order, hold the same records.
    #[test]
    fn an_archive_holds_what_its_folder_holds(contents in proptest::collection::vec("[a-z海滨市。\n ]{0,40}", 1..6), order in any::<proptest::sample::Index>()) {
        let names: Vec<String> = (0..contents.len()).map(|number| format!("d/{number}.txt")).collect();
        let mut files: Vec<File<'_>> = names.iter().zip(&contents).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("d")).unwrap();
        for (name, bytes) in &files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let plain = texts(read_all(folder.path(), &ReadParameters::default()));
        let middle = order.index(files.len());
        files.rotate_left(middle);
        assert_eq!(texts(read_bytes("x.tar", &tar(&files))), plain);
        assert_eq!(texts(read_bytes("x.tar.gz", &gzip(&tar(&files)))), plain);
        assert_eq!(texts(read_bytes("x.zip", &zip(&files, CompressionMethod::DEFLATE))), plain);
    }

    /// Whatever is wrong with an archive, it makes records.
    #[test]
    fn damaged_archives_make_records(places in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6), length in any::<proptest::sample::Index>(), cut in any::<bool>(), kind in 0usize..4) {
        let files: [File<'_>; 3] = [("a.txt", b"abc"), ("b.jsonl", b"{\"text\": \"x\"}\n"), ("c.json", b"[{\"text\": \"y\"}]")];
        let mut bytes = match kind {
            0 | 1 => tar(&files),
            2 => zip(&files, CompressionMethod::DEFLATE),
            _ => zip(&files, CompressionMethod::STORE),
        };
        for (place, value) in places {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        if kind == 1 {
            bytes = gzip(&bytes);
        }
        let records = read_bytes("x", &bytes);
        assert!(!records.is_empty());
        for record in records {
            assert_eq!(record.status == Status::Ok, record.problem.is_none());
        }
    }

    #[test]
    fn any_bytes_behind_a_beginning_make_records(bytes: Vec<u8>, kind in 0usize..3) {
        let head: Vec<u8> = match kind {
            0 => b"PK\x03\x04".to_vec(),
            1 => [b"PK\x05\x06", &[0; 18][..]].concat(),
            _ => { let mut head = vec![0; 257]; head.extend_from_slice(b"ustar\x0000"); head }
        };
        let records = read_bytes("x", &[head, bytes].concat());
        assert!(!records.is_empty());
    }
}

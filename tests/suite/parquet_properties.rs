//! What must hold of every cleaning of Parquet, on random corpora with random settings: restoring gives back every row,
//! a row is missing where `removals.jsonl` says so and nowhere else, and a text is that of the input without the spans
//! that are listed.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch, StringArray, StructArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::cleaning::{Settings, cut, cuts, expect, hold_on_corpora, text};
use crate::corpus::{self, OUTLETS, Page};
use crate::news_sentences::Random;
use crate::program::{Place, complaint};

const CORPORA: u64 = 20;

/// A table of pages, its text of a random type, with random columns beside it.
fn table(pages: &[Page], random: &mut Random) -> RecordBatch {
    let dictionary = |key| DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8));
    let kinds = [
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::Utf8View,
        dictionary(DataType::Int32),
        dictionary(DataType::UInt16),
    ];
    let strings = |values: Vec<Option<String>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let texts = pages.iter().map(|page| match page.damage {
        Some(b"") => None,
        Some(damage) => Some(String::from_utf8_lossy(&damage[..damage.len() / 4]).into_owned()),
        None => Some(page.text(random.of(&["\n", "\n\n", "\r\n"]))),
    });
    let texts = strings(texts.collect());
    let outlets = strings(
        pages
            .iter()
            .map(|page| Some(OUTLETS[page.outlet?].0.to_owned()))
            .collect(),
    );
    let outlets = match random.percent(50) {
        true => arrow_cast::cast(&outlets, &dictionary(DataType::Int8)).unwrap(),
        false => outlets,
    };
    let of = |value: fn(&Page) -> Option<String>| strings(pages.iter().map(value).collect());
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("id", of(|page| page.id.clone())),
        (
            random.of(&["text", "content", "正文"]),
            arrow_cast::cast(&texts, &kinds[random.below(kinds.len())]).unwrap(),
        ),
        ("title", of(|page| Some(page.title.clone()))),
        ("outlet", outlets),
        ("published_at", of(|page| page.published_at.clone())),
    ];
    if random.percent(60) {
        let mut tags = ListBuilder::new(StringBuilder::new());
        for _ in pages {
            match random.below(4) {
                0 => tags.append_null(),
                count => tags.append_value((1..count).map(|tag| (tag != 2).then(|| format!("标签{tag}")))),
            }
        }
        columns.insert(random.below(columns.len() + 1), ("tags", Arc::new(tags.finish())));
    }
    if random.percent(60) {
        let numbers: Vec<Option<i32>> = pages
            .iter()
            .map(|_| random.percent(70).then(|| random.below(99) as i32))
            .collect();
        let there: Vec<bool> = pages.iter().map(|_| random.percent(80)).collect();
        let member: ArrayRef = Arc::new(Int32Array::from(numbers));
        let fields = vec![Field::new("depth", DataType::Int32, true)].into();
        let nested = StructArray::try_new(fields, vec![member], Some(there.into())).unwrap();
        columns.insert(random.below(columns.len() + 1), ("crawl", Arc::new(nested)));
    }
    let fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    RecordBatch::try_new(schema, columns.into_iter().map(|(_, array)| array).collect()).unwrap()
}

fn write(path: &Path, table: &RecordBatch, random: &mut Random) {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
    ];
    let properties = WriterProperties::builder()
        .set_compression(codecs[random.below(codecs.len())])
        .set_dictionary_enabled(random.percent(50))
        .set_max_row_group_row_count(Some(random.within(1..=40)))
        .build();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, table.schema(), Some(properties)).unwrap();
    writer.write(table).unwrap();
    writer.close().unwrap();
}

/// All rows, and how many there are in each row group.
fn read(path: &Path) -> (RecordBatch, Vec<i64>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = builder.schema().clone();
    let groups = builder.metadata().row_groups().iter();
    let groups = groups.map(|group| group.num_rows()).collect();
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    (
        arrow_select::concat::concat_batches(&schema, &batches).unwrap(),
        groups,
    )
}

/// The values of the text column, and its place.
fn texts(table: &RecordBatch) -> (usize, Vec<Option<String>>) {
    let schema = table.schema();
    let names = ["text", "content", "正文"];
    let column = schema
        .fields()
        .iter()
        .position(|field| names.contains(&field.name().as_str()))
        .unwrap();
    let plain = arrow_cast::cast(table.column(column), &DataType::Utf8).unwrap();
    let plain = plain.as_any().downcast_ref::<StringArray>().unwrap();
    (column, plain.iter().map(|text| text.map(str::to_owned)).collect())
}

fn run(place: &Place, arguments: &[&str]) -> Result<(), String> {
    let output = place.run(arguments);
    expect(output.status.code() == Some(0), || {
        format!("{}: {}", arguments.join(" "), complaint(&output))
    })
}

/// Checks the cleaned rows of a file against those of the input; gives how many went or were cut.
fn compare(
    name: &str,
    before: &RecordBatch,
    after: &RecordBatch,
    removals: &[Value],
    settings: &Settings,
) -> Result<usize, String> {
    let gone = removals.iter().filter(|row| row["start"].is_null());
    let gone: BTreeSet<&str> = gone.map(|row| text(row, "uri")).collect();
    let uris: Vec<String> = (1..=before.num_rows())
        .map(|row| format!("{name}#{row}"))
        .collect();
    let stays = |row: &usize| !gone.contains(uris[*row].as_str());
    let kept: Vec<usize> = (0..before.num_rows()).filter(stays).collect();
    expect(kept.len() == after.num_rows(), || {
        format!("{name}: {} rows stay and not {}", after.num_rows(), kept.len())
    })?;
    let (cuts, (column, were), (_, are)) = (cuts(removals), texts(before), texts(after));
    let mut changed = before.num_rows() - kept.len();
    for (&row, is) in kept.iter().zip(&are) {
        let (uri, was) = (&uris[row], &were[row]);
        let own = cuts.get(uri.as_str()).map_or(&[][..], Vec::as_slice);
        changed += own.len();
        let expected = match was {
            Some(was) => Some(cut(was, own, settings.mask).map_err(|fault| format!("{uri}: {fault}"))?),
            None => None,
        };
        expect(own.is_empty() || was.is_some(), || {
            format!("{uri} has no text to cut")
        })?;
        expect(expected == *is, || {
            format!("{uri}:\n    {expected:?}\n    {is:?}")
        })?;
    }
    let rows = UInt64Array::from_iter_values(kept.iter().map(|&row| row as u64));
    for beside in (0..before.num_columns()).filter(|&beside| beside != column) {
        let expected = arrow_select::take::take(before.column(beside), &rows, None).unwrap();
        expect(&expected == after.column(beside), || {
            format!("{name}: column {beside} has changed")
        })?;
    }
    let more = after.num_columns() - before.num_columns();
    expect(more == usize::from(settings.provenance), || {
        format!("{name}: {more} columns more")
    })?;
    Ok(changed)
}

/// Cleans a corpus and puts it back; gives how many rows went or were cut.
fn check(seed: u64) -> Result<usize, String> {
    let mut random = Random::new(seed * 3000);
    let place = Place::new();
    let pages = corpus::pages(seed + 700, random.within(10..=60));
    let files = random.within(1..=3);
    let mut names = Vec::new();
    for (number, part) in pages.chunks(pages.len().div_ceil(files)).enumerate() {
        let name = format!("{}part-{number}.parquet", random.of(&["", "a/", "a/b/"]));
        write(
            &place.path("in").join(&name),
            &table(part, &mut random),
            &mut random,
        );
        names.push(name);
    }
    let settings = Settings::draw(&place, &[], &mut random);
    let arguments: Vec<&str> = settings.arguments.iter().map(String::as_str).collect();
    run(
        &place,
        &[&["clean", "in", "-o", "out", "--quiet"], &arguments[..]].concat(),
    )?;
    run(&place, &["restore", "out", "-o", "back", "--quiet"])?;
    let removals = std::fs::read_to_string(place.path("out/removals.jsonl")).unwrap();
    let removals: Vec<Value> = removals
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut changed = 0;
    for name in &names {
        let file = |folder: &str| place.path(folder).join(name);
        let (before, restored) = (read(&file("in")), read(&file("back")));
        expect(before == restored, || format!("{name} came back with other rows"))?;
        let (after, _) = read(&file("out"));
        changed += compare(name, &before.0, &after, &removals, &settings)?;
    }
    let gone: BTreeSet<&str> = removals.iter().map(|row| text(row, "uri")).collect();
    expect(changed >= gone.len(), || {
        format!("{} are listed and {changed} changed", gone.len())
    })?;
    Ok(changed)
}

#[test]
fn clean_takes_out_what_it_lists_and_restore_puts_it_back() {
    hold_on_corpora(CORPORA, check);
}

//! Parquet from end to end: scanned, cleaned in its own format, and put back row for row.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    Array, ArrayRef, BinaryArray, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray, StructArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, ParquetMetaData};
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::program::{Place, complaint};

const PARAGRAPHS: [&str; 9] = [
    "海滨市东港渡口昨天清晨恢复通航，首班渡轮载着一百二十名乘客驶往对岸的白沙镇，停航四个月的水上通道重新热闹起来。",
    "渡口负责人说，停航期间工人更换了两座浮桥的全部缆绳，并在候船厅里加装了供老人使用的扶手和一台小型电梯。",
    "家住白沙镇的林阿婆每周都要过江看望孙子，她说绕行大桥要坐一个半小时的汽车，如今二十分钟就能见到家里人。",
    "南山县气象台傍晚发布消息称，受冷空气影响，未来三天山区最低气温将降至零下六度，果农应当及时给大棚加盖草帘。",
    "县农业技术站已经派出十一个小组下到各乡，帮助农户检修供暖管道，站里储备的草帘和薄膜足够覆盖两千亩果园。",
    "青石大学的研究人员在湖底淤泥中找到了一种能够分解塑料的细菌，实验显示它在三十度的水中活动最为旺盛。",
    "论文的第一作者表示，这种细菌离开湖水以后很难存活，要把它用到污水处理厂里，至少还需要五年的时间。",
    "古城管理处决定从下月起延长城墙的开放时间，游客可以在晚上九点以前登城，夜间票价比白天便宜十五元。",
    "附近的茶馆老板们对这一安排表示欢迎，他们说夏天夜里散步的人很多，晚些关门可以多招待两三拨客人。",
];

/// The texts of a corpus: articles of two or three paragraphs, copies of them, a passage of one inside of another, a blank
/// and a missing one.
fn texts(rows: usize) -> Vec<Option<String>> {
    let text = |paragraphs: &[usize]| {
        let chosen = paragraphs.iter().map(|&number| PARAGRAPHS[number]);
        Some(chosen.collect::<Vec<_>>().join("\n"))
    };
    let pool = [
        text(&[0, 1, 2]),
        text(&[3, 4]),
        text(&[0, 1, 2]),
        text(&[5, 6]),
        None,
        text(&[7, 8, 4]),
        text(&[5, 6]),
        Some(" ".to_owned()),
        text(&[3, 4]),
    ];
    (0..rows).map(|row| pool[row * 7 % pool.len()].clone()).collect()
}

/// A table with columns of many kinds; the text is of this type.
fn table(rows: usize, kind: &DataType) -> RecordBatch {
    let texts: ArrayRef = Arc::new(StringArray::from(texts(rows)));
    let texts = arrow_cast::cast(&texts, kind).unwrap();
    let outlets: ArrayRef =
        Arc::new(StringArray::from_iter((0..rows).map(|row| {
            (row % 5 != 0).then_some(["滨城网", "海滨日报", "南山新闻"][row % 3])
        })));
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut tags = ListBuilder::new(StringBuilder::new());
    for row in 0..rows {
        match row % 4 {
            0 => tags.append_null(),
            count => tags.append_value((0..count - 1).map(|tag| (tag != 1).then(|| format!("标签{tag}")))),
        }
    }
    let member: ArrayRef = Arc::new(Int32Array::from_iter(
        (0..rows as i32).map(|row| (row % 3 > 0).then_some(row)),
    ));
    let nested = StructArray::try_new(
        vec![Field::new("depth", DataType::Int32, true)].into(),
        vec![member],
        Some((0..rows).map(|row| row % 7 > 0).collect::<Vec<_>>().into()),
    );
    let floats = (0..rows).map(|row| [Some(f64::NAN), None, Some(-0.0), Some(1.5)][row % 4]);
    let times = (0..rows as i64).map(|row| (row % 6 > 0).then_some(1_614_842_177_000 + row * 60_000));
    let bytes = (0..rows).map(|row| (row % 2 > 0).then_some(&b"\xFF\x00\xB0"[..]));
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "id",
            Arc::new(Int64Array::from_iter_values(100..100 + rows as i64)),
        ),
        ("outlet", arrow_cast::cast(&outlets, &dictionary).unwrap()),
        ("text", texts),
        (
            "published_at",
            Arc::new(TimestampMillisecondArray::from_iter(times).with_timezone("+08:00")),
        ),
        ("tags", Arc::new(tags.finish())),
        ("nested", Arc::new(nested.unwrap())),
        ("score", Arc::new(Float64Array::from_iter(floats))),
        ("raw", Arc::new(BinaryArray::from_iter(bytes))),
        (
            "price",
            Arc::new(
                Decimal128Array::from_iter_values(0..rows as i128)
                    .with_precision_and_scale(20, 3)
                    .unwrap(),
            ),
        ),
    ];
    let fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), *name != "id"));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(
        Arc::new(schema),
        columns.into_iter().map(|(_, array)| array).collect(),
    )
    .unwrap()
}

fn write(path: &Path, table: &RecordBatch, group: usize, compression: Compression) {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(group))
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "huggingface".to_owned(),
            "{\"info\": {}}".to_owned(),
        )]))
        .build();
    let mut writer =
        ArrowWriter::try_new(File::create(path).unwrap(), table.schema(), Some(properties)).unwrap();
    writer.write(table).unwrap();
    writer.close().unwrap();
}

fn read(path: &Path) -> (RecordBatch, Arc<ParquetMetaData>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let (schema, metadata) = (builder.schema().clone(), builder.metadata().clone());
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    (
        arrow_select::concat::concat_batches(&schema, &batches).unwrap(),
        metadata,
    )
}

fn groups(metadata: &ParquetMetaData) -> Vec<i64> {
    metadata
        .row_groups()
        .iter()
        .map(|group| group.num_rows())
        .collect()
}

/// Both hold the same, and say the same of it.
fn assert_same(one: &Path, other: &Path) {
    let ((one, one_says), (other, other_says)) = (read(one), read(other));
    assert_eq!(one, other);
    assert_eq!(groups(&one_says), groups(&other_says));
    let (one, other) = (one_says.file_metadata(), other_says.file_metadata());
    assert_eq!(
        one.schema_descr().root_schema(),
        other.schema_descr().root_schema()
    );
    assert_eq!(one.key_value_metadata(), other.key_value_metadata());
}

fn run(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn rows_are_scanned() {
    let place = Place::new();
    write(
        &place.path("a.parquet"),
        &table(9, &DataType::Utf8),
        4,
        Compression::SNAPPY,
    );
    place.scan(["a.parquet", "--max-unreadable", "50"], 0);
    let rows = place.export().rows("records");
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[1]["uri"], "a.parquet#2");
    assert_eq!(rows[1]["format"], "parquet");
    let article = place.export().row("articles", "article_id", "104");
    assert_eq!(article["publisher"], "海滨日报");
    assert_eq!(article["published_at"], "2021-03-04T15:20:17+08:00");
}

#[test]
fn what_clean_takes_out_restore_puts_back() {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::LargeUtf8));
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let passages = ["--levels", "articles,passages", "--min-passage", "30"];
    let masked = [
        "--levels",
        "passages",
        "--min-passage",
        "30",
        "--mask",
        "[…]",
        "--provenance",
    ];
    let cases: [(usize, DataType, usize, Compression, &[&str]); 6] = [
        (40, DataType::Utf8, 7, Compression::SNAPPY, &[]),
        (30, DataType::LargeUtf8, 100, zstd, &passages),
        (25, DataType::Utf8View, 3, Compression::UNCOMPRESSED, &masked),
        (30, DataType::Binary, 10, Compression::LZ4_RAW, &passages),
        (30, dictionary, 8, zstd, &masked),
        // Nothing is taken out.
        (2, DataType::Utf8, 1, zstd, &["--provenance"]),
    ];
    for (rows, kind, group, compression, options) in cases {
        let place = Place::new();
        let table = table(rows, &kind);
        std::fs::create_dir_all(place.path("in/deep")).unwrap();
        write(&place.path("in/deep/a.parquet"), &table, group, compression);
        write(
            &place.path("in/b.parquet"),
            &table.slice(0, 2),
            group,
            compression,
        );
        run(
            &place,
            &[&["clean", "in", "-o", "out", "--quiet"], options].concat(),
        );
        let (cleaned, says) = read(&place.path("out/deep/a.parquet"));
        if rows > 2 {
            let removed = cleaned.num_rows() < rows;
            assert!(removed || options == masked, "{kind}");
            assert!(place.path("out/removed/rows/deep/a.parquet").is_file());
        }
        if options.contains(&"passages") || options.contains(&"articles,passages") {
            let cut = std::fs::read(place.path("out/removed/places.jsonl.zst")).unwrap();
            let places = String::from_utf8(zstd::decode_all(&cut[..]).unwrap()).unwrap();
            let put = |line: &str| {
                serde_json::from_str::<Value>(line).unwrap()["put"]
                    .as_u64()
                    .unwrap()
            };
            assert!(places.lines().any(|line| put(line) > 0), "{kind}: {places}");
        }
        if options.contains(&"--provenance") {
            let last = cleaned.column(cleaned.num_columns() - 1);
            let last = last.as_any().downcast_ref::<StringArray>().unwrap();
            assert!((0..last.len()).all(|row| {
                serde_json::from_str::<Value>(last.value(row))
                    .unwrap()
                    .is_object()
            }));
            assert_eq!(cleaned.schema().fields().len(), table.num_columns() + 1);
        } else {
            assert_eq!(cleaned.schema().fields(), table.schema().fields());
        }
        assert!(groups(&says).iter().all(|&rows| rows > 0 && rows <= group as i64));
        run(&place, &["restore", "out", "-o", "back", "--quiet"]);
        let packed = |name: &str| read(&place.path(name)).1.row_group(0).column(2).compression();
        assert_eq!(packed("in/deep/a.parquet"), packed("back/deep/a.parquet"));
        for name in ["deep/a.parquet", "b.parquet"] {
            assert_same(&place.path("in").join(name), &place.path("back").join(name));
        }
    }
}

#[test]
fn a_file_of_which_nothing_is_left_is_a_table_still() {
    let place = Place::new();
    write(
        &place.path("a.parquet"),
        &table(20, &DataType::Utf8).slice(2, 1),
        5,
        Compression::SNAPPY,
    );
    write(
        &place.path("b.parquet"),
        &table(20, &DataType::Utf8).slice(2, 1),
        5,
        Compression::SNAPPY,
    );
    run(
        &place,
        &["clean", "a.parquet", "b.parquet", "-o", "out", "--quiet"],
    );
    let (left, _) = read(&place.path("out/a.parquet"));
    let (gone, _) = read(&place.path("out/b.parquet"));
    assert_eq!(
        (left.num_rows() + gone.num_rows(), gone.schema()),
        (1, left.schema())
    );
    run(&place, &["restore", "out", "-o", "back", "--quiet"]);
    for name in ["a.parquet", "b.parquet"] {
        assert_same(&place.path(name), &place.path("back").join(name));
    }
}

#[test]
fn other_rows_are_refused() {
    let place = Place::new();
    let first = table(20, &DataType::Utf8);
    write(&place.path("a.parquet"), &first, 5, Compression::SNAPPY);
    run(&place, &["clean", "a.parquet", "-o", "out", "--quiet"]);
    // Rows that were changed since the cleaning cannot be put back.
    let (cleaned, _) = read(&place.path("out/a.parquet"));
    let rows = cleaned.num_rows();
    for changed in [
        cleaned.slice(0, rows - 1),
        arrow_select::concat::concat_batches(
            &cleaned.schema(),
            [&cleaned.slice(1, rows - 1), &cleaned.slice(0, 1)],
        )
        .unwrap(),
        cleaned.project(&[0, 1, 2]).unwrap(),
    ] {
        write(&place.path("out/a.parquet"), &changed, 5, Compression::SNAPPY);
        let output = place.run(["restore", "out", "-o", "back"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            complaint(&output).contains("a.parquet: has changed"),
            "{}",
            complaint(&output)
        );
        assert!(!place.path("back").exists());
    }
    // Nor are rows cleaned that are not those of the scan.
    let other = table(21, &DataType::Utf8).slice(1, 20);
    write(&place.path("a.parquet"), &other, 5, Compression::SNAPPY);
    let output = place.run(["clean", "a.parquet", "-o", "again"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        complaint(&output).contains("a.parquet has changed"),
        "{}",
        complaint(&output)
    );
    // A column by the name of the one that is added is left alone.
    let named = RecordBatch::try_from_iter([
        ("text", first.column(2).clone()),
        ("suyuan", first.column(0).clone()),
    ]);
    write(&place.path("c.parquet"), &named.unwrap(), 5, Compression::SNAPPY);
    let output = place.run([
        "clean",
        "c.parquet",
        "-o",
        "again",
        "--provenance",
        "--store",
        "c.suyuan",
    ]);
    assert!(
        complaint(&output).contains("has a column `suyuan` already"),
        "{}",
        complaint(&output)
    );
}

#[test]
fn files_that_cannot_be_read_go_over_as_they_are() {
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    let all = table(9, &DataType::Utf8);
    write(
        &place.path("in/empty.parquet"),
        &all.slice(0, 0),
        5,
        Compression::SNAPPY,
    );
    write(
        &place.path("in/textless.parquet"),
        &all.project(&[0, 1]).unwrap(),
        5,
        Compression::SNAPPY,
    );
    write(&place.path("in/whole.parquet"), &all, 5, Compression::SNAPPY);
    let mut bytes = std::fs::read(place.path("in/whole.parquet")).unwrap();
    bytes.truncate(bytes.len() - 9);
    place.write("in/cut.parquet", &bytes);
    run(&place, &["clean", "in", "-o", "out", "--quiet"]);
    for name in ["cut.parquet", "textless.parquet"] {
        let (before, after) = (place.path("in").join(name), place.path("out").join(name));
        assert_eq!(std::fs::read(before).unwrap(), std::fs::read(after).unwrap());
    }
    assert_eq!(read(&place.path("out/empty.parquet")).0.num_rows(), 0);
    run(&place, &["restore", "out", "-o", "back", "--quiet"]);
    assert_same(&place.path("in/whole.parquet"), &place.path("back/whole.parquet"));
    assert_eq!(std::fs::read(place.path("back/cut.parquet")).unwrap(), bytes);
}

#[test]
fn what_stands_before_the_damage_is_copied() {
    let place = Place::new();
    let all = table(9, &DataType::Utf8);
    write(&place.path("a.parquet"), &all, 4, Compression::SNAPPY);
    let (_, says) = read(&place.path("a.parquet"));
    let (start, length) = says.row_group(1).column(2).byte_range();
    let mut bytes = std::fs::read(place.path("a.parquet")).unwrap();
    bytes[start as usize..(start + length) as usize].fill(0xA5);
    place.write("a.parquet", &bytes);
    run(&place, &["clean", "a.parquet", "-o", "out", "--quiet"]);
    run(&place, &["restore", "out", "-o", "back", "--quiet"]);
    let (back, says) = read(&place.path("back/a.parquet"));
    assert_eq!(groups(&says), [4]);
    assert_eq!(back.columns(), all.slice(0, 4).columns());
}

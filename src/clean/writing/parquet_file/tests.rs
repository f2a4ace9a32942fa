//! Parts that no run shows alone: other texts in columns of every kind, and what rows are known by.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use xxhash_rust::xxh3::xxh3_64;

use super::checksum::RowHasher;
use super::replacing::{change, staying, with_column};

fn batch(kind: &DataType) -> RecordBatch {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![
        Some("渡口恢复通航"),
        None,
        Some("山区降温"),
        Some("山区降温"),
    ]));
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![0, 1, 2, 3]));
    let copies = Arc::clone(&texts);
    let texts = arrow_cast::cast(&texts, kind).unwrap();
    RecordBatch::try_from_iter_with_nullable(vec![
        ("n", numbers, false),
        ("text", texts, true),
        ("content", copies, true),
    ])
    .unwrap()
}

fn kinds() -> Vec<DataType> {
    let dictionary = |key: DataType, value: DataType| DataType::Dictionary(Box::new(key), Box::new(value));
    vec![
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::Utf8View,
        DataType::Binary,
        DataType::LargeBinary,
        DataType::BinaryView,
        dictionary(DataType::Int8, DataType::Utf8),
        dictionary(DataType::UInt32, DataType::LargeUtf8),
    ]
}

#[test]
fn a_text_is_changed_in_every_column_that_has_it_and_in_no_other_row() {
    for kind in kinds() {
        let batch = batch(&kind);
        let hash = xxh3_64("山区降温".as_bytes());
        let mut texts = Vec::new();
        let shorter = |text: &str| text.replace("山区", "");
        assert!(!change(&batch, 0, hash, &mut texts, shorter).unwrap());
        assert!(!change(&batch, 1, hash, &mut texts, shorter).unwrap());
        assert!(change(&batch, 3, hash, &mut texts, shorter).unwrap());
        let written = staying(&batch, &[0, 2, 3], &texts).unwrap();
        assert_eq!(written.schema(), batch.schema());
        for column in ["text", "content"] {
            let strings = arrow_cast::cast(written.column_by_name(column).unwrap(), &DataType::Utf8).unwrap();
            let expected = StringArray::from(vec!["渡口恢复通航", "山区降温", "降温"]);
            assert_eq!(
                strings.as_any().downcast_ref::<StringArray>(),
                Some(&expected),
                "{kind}"
            );
        }
    }
}

#[test]
fn rows_are_known_by_their_values() {
    let hashes = |batch: &RecordBatch, columns| {
        RowHasher::new(&batch.project(&(0..columns).collect::<Vec<_>>()).unwrap().schema())
            .unwrap()
            .hashes(batch, columns)
            .unwrap()
    };
    let plain = batch(&DataType::Utf8);
    let whole = hashes(&plain, 3);
    assert_eq!(hashes(&plain.slice(1, 2), 3), whole[1..3]);
    assert_ne!(whole[2], whole[3]);
    assert_eq!(hashes(&batch(&kinds()[6]), 3), whole);
    let mut fields: Vec<_> = plain.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(arrow_schema::Field::new("suyuan", DataType::Utf8, true)));
    let more = with_column(
        &plain,
        &Arc::new(arrow_schema::Schema::new(fields)),
        vec![String::new(); 4],
    )
    .unwrap();
    assert_eq!(hashes(&more, 3), whole);
}

//! A row of a Parquet file as a line of JSONL. In: a batch of rows. Out: for each an object of the columns that are read,
//! with their names, in the order of the schema. It is what a record is decoded from and known by.
//!
//! Strings, bytes that are UTF-8, numbers, truth values and lists of these are what they are in JSON. Dates are written as
//! `2021-03-04`, times as `2021-03-04T15:16:17`, with the offset of their zone where they have one. What is nested otherwise
//! is an empty object: no field that is read has such a value.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use super::fields::{self, Slot};
use super::raw_record::Problem;
use crate::config::FieldNames;

/// The columns that are read.
pub(crate) struct RowFields {
    /// Their places in the schema.
    columns: Vec<usize>,
    /// For each its name as JSON, and whether it may hold the text.
    names: Vec<(String, bool)>,
}

impl RowFields {
    /// Finds them; where none may hold a text, says which columns there are.
    pub(crate) fn find(schema: &Schema, names: &FieldNames) -> Result<Self, String> {
        let (mut columns, mut read) = (Vec::new(), Vec::new());
        for (column, field) in schema.fields().iter().enumerate() {
            if let Some((slot, _)) = fields::slot(names, field.name()) {
                columns.push(column);
                read.push((serde_json::json!(field.name()).to_string(), slot == Slot::Text));
            }
        }
        if !read.iter().any(|(_, text)| *text) {
            let seen: Vec<&str> = schema
                .fields()
                .iter()
                .map(|field| field.name().as_str())
                .collect();
            return Err(fields::without_text(names, ("column", "columns"), &seen));
        }
        Ok(Self { columns, names: read })
    }

    /// Their places in the schema.
    pub(crate) fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Gets ready to write the rows of a batch, which has `all` columns of the file or only these.
    pub(crate) fn contents(&self, batch: &RecordBatch, all: bool) -> Result<RowContents, String> {
        let mut columns = Vec::with_capacity(self.columns.len());
        for (at, (&place, (name, text))) in self.columns.iter().zip(&self.names).enumerate() {
            let array = batch.columns().get(if all { place } else { at });
            let array = array.ok_or_else(|| format!("the column {name} is missing"))?;
            columns.push((name.clone(), *text, plain(array)?));
        }
        Ok(RowContents {
            columns,
            rows: batch.num_rows(),
        })
    }
}

/// The rows of a batch, of the columns that are read.
pub(crate) struct RowContents {
    columns: Vec<(String, bool, ArrayRef)>,
    rows: usize,
}

impl RowContents {
    /// How many there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// What a row holds.
    pub(super) fn content(&self, row: usize, maximum: usize) -> Result<Vec<u8>, Problem> {
        let mut content = vec![b'{'];
        for (name, text, array) in &self.columns {
            if content.len() > 1 {
                content.push(b',');
            }
            content.extend_from_slice(name.as_bytes());
            content.push(b':');
            let known = write(&mut content, array, row).map_err(Problem::unreadable)?;
            if *text && !known {
                let reason = format!("the text column {name} holds bytes that are no UTF-8");
                return Err(Problem::unreadable(reason));
            }
            if content.len() > maximum {
                return Err(Problem::oversize(maximum));
            }
        }
        content.push(b'}');
        Ok(content)
    }

    /// What a row is known by, as [`content_hash`](super::content_hash) has it; 0 where it cannot be read.
    pub(crate) fn content_hash(&self, row: usize, maximum: usize) -> u64 {
        self.content(row, maximum)
            .map_or(0, |content| super::content_hash(&content))
    }
}

/// The array without a dictionary.
pub(crate) fn plain(array: &ArrayRef) -> Result<ArrayRef, String> {
    match array.data_type() {
        DataType::Dictionary(_, values) => arrow_cast::cast(array, values).map_err(|fault| fault.to_string()),
        _ => Ok(array.clone()),
    }
}

/// The string that stands in a row of a [`plain`] array; `None` when there is none.
pub(crate) fn text_at(array: &dyn Array, row: usize) -> Option<&str> {
    if row >= array.len() || array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(array.as_string_view().value(row)),
        DataType::Binary => std::str::from_utf8(array.as_binary::<i32>().value(row)).ok(),
        DataType::LargeBinary => std::str::from_utf8(array.as_binary::<i64>().value(row)).ok(),
        DataType::BinaryView => std::str::from_utf8(array.as_binary_view().value(row)).ok(),
        _ => None,
    }
}

/// Writes a value as JSON. False for bytes that are no text; they are written as `null`.
fn write(out: &mut Vec<u8>, array: &ArrayRef, row: usize) -> Result<bool, String> {
    if array.is_null(row) {
        json(out, &())?;
        return Ok(true);
    }
    macro_rules! number {
        ($kind:ty) => {
            json(out, &array.as_primitive::<$kind>().value(row))?
        };
    }
    match array.data_type() {
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView => {
            let text = text_at(array, row);
            json(out, &text)?;
            return Ok(text.is_some());
        }
        // Ids are kept so.
        DataType::FixedSizeBinary(_) => {
            let bytes = array.as_fixed_size_binary().value(row).iter();
            json(out, &bytes.map(|byte| format!("{byte:02x}")).collect::<String>())?;
        }
        DataType::Boolean => json(out, &array.as_boolean().value(row))?,
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float16 => json(out, &array.as_primitive::<Float16Type>().value(row).to_f32())?,
        DataType::Float32 => number!(Float32Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Decimal128(..) => {
            let decimal = array.as_primitive::<Decimal128Type>().value_as_string(row);
            out.extend_from_slice(decimal.as_bytes());
        }
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row));
            json(out, &date(i128::from(days) * 86_400_000_000_000))?;
        }
        DataType::Date64 => {
            let milliseconds = array.as_primitive::<Date64Type>().value(row);
            json(out, &date(i128::from(milliseconds) * 1_000_000))?;
        }
        DataType::Timestamp(unit, zone) => {
            let (value, nanoseconds) = match unit {
                TimeUnit::Second => (
                    array.as_primitive::<TimestampSecondType>().value(row),
                    1_000_000_000,
                ),
                TimeUnit::Millisecond => (
                    array.as_primitive::<TimestampMillisecondType>().value(row),
                    1_000_000,
                ),
                TimeUnit::Microsecond => (array.as_primitive::<TimestampMicrosecondType>().value(row), 1_000),
                TimeUnit::Nanosecond => (array.as_primitive::<TimestampNanosecondType>().value(row), 1),
            };
            json(out, &time(i128::from(value) * nanoseconds, zone.as_deref()))?;
        }
        DataType::List(_) => list(out, &array.as_list::<i32>().value(row))?,
        DataType::LargeList(_) => list(out, &array.as_list::<i64>().value(row))?,
        DataType::FixedSizeList(..) => list(out, &array.as_fixed_size_list().value(row))?,
        _ => out.extend_from_slice(b"{}"),
    }
    Ok(true)
}

fn json(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(out, value).map_err(|fault| fault.to_string())
}

fn list(out: &mut Vec<u8>, values: &ArrayRef) -> Result<(), String> {
    let values = plain(values)?;
    out.push(b'[');
    for row in 0..values.len() {
        if row > 0 {
            out.push(b',');
        }
        write(out, &values, row)?;
    }
    out.push(b']');
    Ok(())
}

/// A day; `None` for one that no calendar has.
fn date(nanoseconds: i128) -> Option<String> {
    let instant = Timestamp::from_nanosecond(nanoseconds).ok()?;
    Some(Offset::UTC.to_datetime(instant).date().to_string())
}

/// A time, with its offset where it has a zone; `None` for one that no calendar has.
fn time(nanoseconds: i128, zone: Option<&str>) -> Option<String> {
    let instant = Timestamp::from_nanosecond(nanoseconds).ok()?;
    let offset = zone.map(|zone| offset(zone, instant));
    let civil = offset.unwrap_or(Offset::UTC).to_datetime(instant);
    Some(match offset {
        None => civil.to_string(),
        Some(Offset::UTC) => format!("{civil}Z"),
        Some(offset) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{civil}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    })
}

/// Zones of eight hours before UTC, all through the year since 1992.
const EASTERN: [&str; 13] = [
    "Asia/Chongqing",
    "Asia/Harbin",
    "Asia/Hong_Kong",
    "Asia/Macao",
    "Asia/Macau",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Hongkong",
    "PRC",
    "ROC",
    "Singapore",
    "Asia/Chungking",
];
/// 1992-01-01.
const EASTERN_SINCE: i64 = 694_224_000;

/// The offset of a zone: `+08:00`, or one of the names of Chinese time. Any other is shown as UTC, which is the same instant.
fn offset(zone: &str, instant: Timestamp) -> Offset {
    if EASTERN.contains(&zone) && instant.as_second() >= EASTERN_SINCE {
        return Offset::constant(8);
    }
    let written = || {
        let (sign, rest) = match zone.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2))?;
        let minutes = if minutes.is_empty() {
            0
        } else {
            minutes.parse::<i32>().ok()?
        };
        let seconds = hours.parse::<i32>().ok()?.checked_mul(3600)? + minutes.checked_mul(60)?;
        Offset::from_seconds(sign * seconds).ok()
    };
    written().unwrap_or(Offset::UTC)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use arrow_array::builder::{ListBuilder, StringBuilder, StringDictionaryBuilder};
    use arrow_array::types::Int8Type;
    use arrow_array::{
        ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
        FixedSizeBinaryArray, Float32Array, Float64Array, Int64Array, LargeBinaryArray, LargeStringArray,
        RecordBatch, StringArray, StringViewArray, StructArray, TimestampMicrosecondArray,
        TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
    };

    use super::{RowFields, text_at};
    use crate::config::FieldNames;
    use crate::document::Status;
    use crate::read::raw_record::Problem;

    fn content(columns: Vec<(&str, ArrayRef)>, row: usize, maximum: usize) -> Result<String, Problem> {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let fields = RowFields::find(&batch.schema(), &FieldNames::default()).unwrap();
        let contents = fields.contents(&batch, true).unwrap();
        contents
            .content(row, maximum)
            .map(|content| String::from_utf8(content).unwrap())
    }

    /// What a value of the column `date` is written as.
    fn value(array: ArrayRef) -> String {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["文"; array.len()]));
        let whole = content(vec![("date", array), ("text", text)], 0, 1000).unwrap();
        let whole = whole.strip_suffix(",\"text\":\"文\"}").unwrap();
        whole.strip_prefix("{\"date\":").unwrap().to_owned()
    }

    #[test]
    fn values_are_written_as_json_has_them() {
        let large = u64::MAX;
        let lone: [(ArrayRef, &str); 20] = [
            (
                Arc::new(LargeStringArray::from(vec!["\"甲\"\n"])),
                r#""\"甲\"\n""#,
            ),
            (
                Arc::new(StringViewArray::from(vec!["一段比十二个字节更长的文字"])),
                "\"一段比十二个字节更长的文字\"",
            ),
            (Arc::new(BinaryArray::from(vec!["乙".as_bytes()])), "\"乙\""),
            (Arc::new(LargeBinaryArray::from(vec![&b"\xFF"[..]])), "null"),
            (Arc::new(BinaryViewArray::from(vec![&b"c"[..]])), "\"c\""),
            (
                Arc::new(FixedSizeBinaryArray::try_from_iter([b"\x01\xAB"].into_iter()).unwrap()),
                "\"01ab\"",
            ),
            (Arc::new(Int64Array::from(vec![-7])), "-7"),
            (Arc::new(UInt64Array::from(vec![large])), "18446744073709551615"),
            (Arc::new(Float32Array::from(vec![0.1])), "0.1"),
            (Arc::new(Float64Array::from(vec![f64::NAN])), "null"),
            (Arc::new(BooleanArray::from(vec![true])), "true"),
            (
                Arc::new(
                    Decimal128Array::from(vec![12345])
                        .with_precision_and_scale(9, 2)
                        .unwrap(),
                ),
                "123.45",
            ),
            (Arc::new(Date32Array::from(vec![18690])), "\"2021-03-04\""),
            (
                Arc::new(Date64Array::from(vec![1_614_816_000_000])),
                "\"2021-03-04\"",
            ),
            (
                Arc::new(TimestampSecondArray::from(vec![1_614_870_977])),
                "\"2021-03-04T15:16:17\"",
            ),
            (Arc::new(TimestampSecondArray::from(vec![i64::MAX])), "null"),
            (
                Arc::new(TimestampMillisecondArray::from(vec![1_614_842_177_250]).with_timezone("+08:00")),
                "\"2021-03-04T15:16:17.25+08:00\"",
            ),
            (
                Arc::new(
                    TimestampMicrosecondArray::from(vec![1_614_842_177_000_000])
                        .with_timezone("Asia/Shanghai"),
                ),
                "\"2021-03-04T15:16:17+08:00\"",
            ),
            (
                Arc::new(
                    TimestampNanosecondArray::from(vec![1_614_842_177_000_000_000]).with_timezone("-0330"),
                ),
                "\"2021-03-04T03:46:17-03:30\"",
            ),
            (
                Arc::new(TimestampSecondArray::from(vec![1_614_842_177]).with_timezone("Europe/Paris")),
                "\"2021-03-04T07:16:17Z\"",
            ),
        ];
        for (array, expected) in lone {
            let kind = array.data_type().clone();
            assert_eq!(value(array), expected, "{kind}");
        }
    }

    #[test]
    fn what_is_nested_is_written_where_it_is_read() {
        let mut list = ListBuilder::new(StringBuilder::new());
        list.append_value([Some("甲"), None, Some("乙")]);
        assert_eq!(value(Arc::new(list.finish())), r#"["甲",null,"乙"]"#);
        let mut dictionary = StringDictionaryBuilder::<Int8Type>::new();
        dictionary.append_value("滨城网");
        assert_eq!(value(Arc::new(dictionary.finish())), "\"滨城网\"");
        let member: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let nested = StructArray::try_from(vec![("a", member)]).unwrap();
        assert_eq!(value(Arc::new(nested)), "{}");
    }

    #[test]
    fn columns_that_nobody_reads_are_left_out() {
        let strings = |values: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
        let columns = || {
            vec![
                ("Title", strings(vec![Some("题"), None])),
                ("other", strings(vec![Some("x"), None])),
                ("正文", strings(vec![Some("文"), None])),
            ]
        };
        assert_eq!(
            content(columns(), 0, 1000).unwrap(),
            r#"{"Title":"题","正文":"文"}"#
        );
        assert_eq!(
            content(columns(), 1, 1000).unwrap(),
            r#"{"Title":null,"正文":null}"#
        );
        assert_eq!(content(columns(), 0, 20).unwrap_err().status, Status::Oversize);
        let bytes: ArrayRef = Arc::new(BinaryArray::from(vec![&b"\xCE\xC4"[..]]));
        assert_eq!(
            content(vec![("text", bytes)], 0, 1000).unwrap_err().reason,
            "the text column \"text\" holds bytes that are no UTF-8"
        );
        let batch =
            RecordBatch::try_from_iter(vec![("id", strings(vec![])), ("b", strings(vec![]))]).unwrap();
        assert_eq!(
            RowFields::find(&batch.schema(), &FieldNames::default())
                .err()
                .unwrap(),
            "no text column (text, content, body, 正文); columns seen: id, b"
        );
        assert_eq!(text_at(&StringArray::from(vec!["a"]), 1), None);
    }
}

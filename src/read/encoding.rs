//! Bytes to text. In: the bytes of a file, and the encoding it declares, if any. Out: the text without its byte order
//! mark, the name of the encoding and the number of characters that had to be replaced; or why these bytes are no text.
//!
//! Asked in this order: byte order mark, UTF-8 (which no other encoding passes for by accident), declaration, detection.
//! The detector is never told that a text is Chinese: with that hint it takes Big5 for GBK.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without byte order mark.
    pub(super) text: String,
    /// Name of the encoding as the WHATWG standard writes it: `UTF-8`, `GBK`, `gb18030`, `Big5`.
    pub(super) encoding: &'static str,
    /// Characters replaced by U+FFFD in decoding.
    pub(super) replacements: u32,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// The reason, to be read after the file's name.
    pub(super) reason: String,
    /// Byte where it shows first, counted from 0.
    pub(super) offset: usize,
}

/// The byte order mark as gb18030 writes it.
const GB18030_MARK: &[u8] = &[0x84, 0x31, 0x95, 0x33];
/// A text with more than one NUL in so many bytes is binary data; a page with a stray one is not.
const BYTES_PER_NUL: usize = 1000;
/// A text has one of the characters that every text has in so many.
const CHARACTERS_PER_USUAL: usize = 20;
/// A text with more than one damaged or control character in so many is in no encoding we know.
const CHARACTERS_PER_FAULT: usize = 10;

/// Decodes `bytes`; `declared` is the label that the document itself gives (`gb2312`).
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return finish(&bytes, mark, encoding);
    }
    if bytes.starts_with(GB18030_MARK) {
        return finish(&bytes, GB18030_MARK.len(), GB18030);
    }
    if let Some(first) = memchr::memchr(0, &bytes) {
        if let Some(encoding) = utf16_without_mark(&bytes) {
            return finish(&bytes, 0, encoding);
        }
        let count = memchr::memchr_iter(0, &bytes).count();
        if count.saturating_mul(BYTES_PER_NUL) > bytes.len() {
            let reason = format!("binary data, not text ({count} NUL bytes)");
            return Err(Undecodable {
                reason,
                offset: first,
            });
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => accept(text, UTF_8.name(), 0),
        Err(fault) => {
            let bytes = fault.into_bytes();
            let encoding = if is_damaged_utf8(&bytes) {
                UTF_8
            } else {
                guess(&bytes, declared)
            };
            finish(&bytes, 0, encoding)
        }
    }
}

/// Decodes a part of a file (a line, a row), where a byte order mark or a declaration cannot stand; `declared` is what the
/// rest of the file is in, where that is known.
pub(super) fn decode_fragment(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let encoding = if is_damaged_utf8(bytes) {
        UTF_8
    } else {
        guess(bytes, declared)
    };
    let (text, replacements) = replaced(bytes, encoding);
    Decoded {
        text,
        encoding: shown(bytes, encoding),
        replacements,
    }
}

/// Decodes `bytes` from the encoding that the user named; `None` when there is none of this name.
pub(super) fn decode_as(bytes: &[u8], label: &str) -> Option<Result<Decoded, Undecodable>> {
    let encoding = named(label)?;
    let mark = match Encoding::for_bom(bytes) {
        Some((marked, mark)) if marked == encoding => mark,
        _ if encoding == GB18030 && bytes.starts_with(GB18030_MARK) => GB18030_MARK.len(),
        _ => 0,
    };
    Some(finish(bytes, mark, encoding))
}

/// The same for a part of a file.
pub(super) fn decode_fragment_as(bytes: &[u8], label: &str) -> Option<Decoded> {
    let encoding = named(label)?;
    let (text, replacements) = replaced(bytes, encoding);
    Some(Decoded {
        text,
        encoding: shown(bytes, encoding),
        replacements,
    })
}

/// The encoding of a name.
pub(super) fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// Decodes what follows the mark.
fn finish(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Result<Decoded, Undecodable> {
    let body = bytes.get(mark..).unwrap_or(&[]);
    let (text, replacements) = replaced(body, encoding);
    accept(text, shown(body, encoding), replacements).map_err(|fault| {
        let offset = if replacements > 0 {
            mark + first_fault(body, encoding)
        } else {
            mark + first_control(body)
        };
        Undecodable { offset, ..fault }
    })
}

/// Refuses a text that is mostly damage or control characters.
fn accept(text: String, encoding: &'static str, replacements: u32) -> Result<Decoded, Undecodable> {
    let mut controls = controls(text.as_bytes());
    if encoding != UTF_8.name() {
        // U+0080 to U+009F, which encodings of one byte have for what they do not define.
        let bytes = text.as_bytes();
        let behind = memchr::memchr_iter(0xC2, bytes).filter_map(|lead| bytes.get(lead + 1));
        controls += behind.filter(|byte| (0x80..=0x9F).contains(*byte)).count();
    }
    let faults = controls + replacements as usize;
    // No character has more than four bytes: where even so the faults are few, the characters need no counting.
    if faults > 2 && faults.saturating_mul(CHARACTERS_PER_FAULT) > text.len() / 4 {
        let characters = text.chars().count();
        if faults.saturating_mul(CHARACTERS_PER_FAULT) > characters {
            let reason = format!(
                "no known encoding: as {encoding}, {replacements} of {characters} characters are damaged and {controls} are control characters"
            );
            return Err(Undecodable {
                reason,
                offset: first_control(text.as_bytes()),
            });
        }
    }
    Ok(Decoded {
        text,
        encoding,
        replacements,
    })
}

/// Control characters that no text has.
#[inline]
fn is_control(byte: &u8) -> bool {
    matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F)
}

/// How many control characters stand in a text. Counted in bytes for as long as a byte can hold the count, so that many are looked
/// at at once.
fn controls(bytes: &[u8]) -> usize {
    let counts = bytes.chunks(usize::from(u8::MAX)).map(|chunk| {
        let count: u8 = chunk.iter().map(|byte| u8::from(is_control(byte))).sum();
        usize::from(count)
    });
    counts.sum()
}

/// Byte of the first control character.
fn first_control(bytes: &[u8]) -> usize {
    bytes.iter().position(is_control).unwrap_or(0)
}

/// Decodes, and counts the characters that were replaced.
fn replaced(bytes: &[u8], encoding: &'static Encoding) -> (String, u32) {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut replacements = 0;
    if damaged {
        // U+FFFD that was written in the file is text, not damage.
        let written = if encoding == UTF_8 {
            memchr::memmem::find_iter(bytes, "\u{FFFD}").count()
        } else {
            0
        };
        replacements = memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}")
            .count()
            .saturating_sub(written);
    }
    (text.into_owned(), u32::try_from(replacements).unwrap_or(u32::MAX))
}

/// Byte of the first sequence that `encoding` cannot read.
fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(length, beyond), read) => {
            read.saturating_sub(usize::from(length) + usize::from(beyond))
        }
        (_, read) => read,
    }
}

/// True for UTF-8 with a few broken places: characters of three and four bytes, which GBK and Big5 hardly ever
/// form by accident, outnumber the faults; or the only fault is that the last character is cut.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut faults, mut cut) = (0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xE0).count();
        let broken = chunk.invalid();
        if !broken.is_empty() {
            faults += 1;
            cut = std::str::from_utf8(broken).is_err_and(|fault| fault.error_len().is_none());
        }
    }
    wide > faults.saturating_mul(4) || (faults == 1 && cut && wide > 0) || faults == 0
}

/// True where most of what is not ASCII are characters of three and four bytes of UTF-8: files that were put together from
/// several are partly in other encodings.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let chunks = bytes.utf8_chunks();
    let (wide, broken) = chunks.fold((0, 0), |(wide, broken), chunk| {
        let letters = chunk.valid().chars().filter(|letter| *letter >= '\u{800}');
        (
            wide + letters.map(char::len_utf8).sum::<usize>(),
            broken + chunk.invalid().len(),
        )
    });
    wide > broken
}

/// Chooses an encoding for bytes that are no UTF-8.
fn guess(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = match detector.guess(None, Utf8Detection::Deny) {
        // What fits nothing fits these. As UTF-8 it can at least be told how much is damaged.
        single if single.is_single_byte() && is_mostly_utf8(bytes) => UTF_8,
        detected => detected,
    };
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        // Servers and editors write these two where nobody chose an encoding: they say nothing.
        Some(encoding) if encoding == WINDOWS_1252 || encoding == UTF_8 => detected,
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE || !encoding.is_ascii_compatible() => {
            detected
        }
        Some(encoding) if encoding == detected => encoding,
        Some(encoding) => {
            // A declaration is believed unless the text breaks it. A single-byte encoding proves nothing by fitting:
            // it fits everything.
            let (text, faults) = replaced(bytes, encoding);
            let broken = if detected.is_single_byte() {
                faults as usize * CHARACTERS_PER_FAULT > text.chars().count()
            } else {
                faults > 2 * replaced(bytes, detected).1
            };
            if broken { detected } else { encoding }
        }
        None => detected,
    }
}

/// UTF-16 that came without a mark. Its line ends, digits and Latin letters have a NUL each, and so has 一 on the other side:
/// what tells the order of the bytes is which of both makes characters that are printed.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let readings = [UTF_16LE, UTF_16BE].into_iter().filter_map(|encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let (mut characters, mut foreign, mut usual) = (0usize, 0usize, 0usize);
        for character in text.chars() {
            characters += 1;
            foreign += usize::from(!is_printed(character));
            usual += usize::from(is_usual(character));
        }
        // Two letters of ASCII make a character too, and a Chinese one: but hardly ever a mark or a digit.
        let is_text = foreign * CHARACTERS_PER_FAULT <= characters
            && (usual * CHARACTERS_PER_USUAL >= characters || is_wide_only(bytes));
        is_text.then_some((foreign, encoding))
    });
    readings
        .min_by_key(|(foreign, _)| *foreign)
        .map(|(_, encoding)| encoding)
}

/// True for bytes that no encoding of single bytes or of one and two bytes would hold. The low bytes of Chinese characters are
/// spread over all values, so they break the pairs of GBK and Big5 soon, and hardly more than half of all bytes are letters of ASCII.
fn is_wide_only(bytes: &[u8]) -> bool {
    let unlike_letters = bytes
        .iter()
        .filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'))
        .count();
    unlike_letters * 4 >= bytes.len()
        && [UTF_8, GBK, BIG5].into_iter().all(|encoding| {
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            decoded.is_none()
        })
}

/// Characters that stand in every text of some length.
fn is_usual(character: char) -> bool {
    matches!(
        character,
        '\n' | ' '..='~' | '。' | '，' | '、' | '“' | '”' | '\u{3000}'
    )
}

/// Characters that news in Latin and East Asian scripts is printed with.
fn is_printed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{24F}' | '\u{2010}'..='\u{2FFF}'
        | '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF00}'..='\u{FFEF}')
}

/// The name to show: gb18030 only where a text uses more than GBK has, that is, characters of four bytes.
fn shown(bytes: &[u8], encoding: &'static Encoding) -> &'static str {
    if encoding != GBK && encoding != GB18030 {
        return encoding.name();
    }
    let mut rest = bytes;
    while let Some(lead) = rest.iter().position(|byte| *byte >= 0x81) {
        rest = rest.get(lead..).unwrap_or(&[]);
        match rest {
            [_, b'0'..=b'9', 0x81..=0xFF, ..] => return GB18030.name(),
            [_, _, tail @ ..] => rest = tail,
            _ => break,
        }
    }
    GBK.name()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use encoding_rs::{BIG5, Encoding, GB18030, GBK};
    use proptest::prelude::{any, proptest};

    use super::{decode, decode_fragment};

    const TEXT: &str =
        "海滨市气象台8日发布消息，受冷空气影响，预计今天夜间到明天，全市大部分地区将有小到中雨，局部有大雨。";
    const TRADITIONAL: &str =
        "海濱市氣象臺8日發布消息，受冷空氣影響，預計今天夜間到明天，全市大部分地區將有小到中雨，局部有大雨。";

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy);
        bytes.into_owned()
    }

    #[test]
    fn chinese_encodings_are_told_apart() {
        let gbk = decode(encoded(TEXT, GBK), None).unwrap();
        assert_eq!(
            (gbk.text.as_str(), gbk.encoding, gbk.replacements),
            (TEXT, "GBK", 0)
        );
        let big5 = decode(encoded(TRADITIONAL, BIG5), None).unwrap();
        assert_eq!((big5.text.as_str(), big5.encoding), (TRADITIONAL, "Big5"));
        let rare = format!("{TEXT}㐀䶵");
        let gb18030 = decode(encoded(&rare, GB18030), None).unwrap();
        assert_eq!(
            (gb18030.text.as_str(), gb18030.encoding),
            (rare.as_str(), "gb18030")
        );
    }

    #[test]
    fn a_declaration_decides_for_short_text_and_is_doubted_when_the_text_breaks_it() {
        let short = decode(encoded("要闻", GBK), Some("gb2312")).unwrap();
        assert_eq!((short.text.as_str(), short.encoding), ("要闻", "GBK"));
        for wrong in ["iso-8859-1", "utf-8", "big5", "utf-16"] {
            assert_eq!(
                decode(encoded(TEXT, GBK), Some(wrong)).unwrap().text,
                TEXT,
                "{wrong}"
            );
        }
    }

    #[test]
    fn byte_order_marks_are_taken_off() {
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        bytes.extend(TEXT.as_bytes());
        let marked = decode(bytes, None).unwrap();
        assert_eq!((marked.text.as_str(), marked.encoding), (TEXT, "UTF-8"));
        let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let little = decode([b"\xFF\xFE".as_slice(), &wide].concat(), None).unwrap();
        assert_eq!((little.text.as_str(), little.encoding), (TEXT, "UTF-16LE"));
        assert_eq!(decode(wide.clone(), None).unwrap().text, TEXT);
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            decode([b"\xFE\xFF".as_slice(), &big].concat(), None)
                .unwrap()
                .text,
            TEXT
        );
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_characters() {
        let text = format!("{TEXT}\n\n一只船 100 一天一班，一\n");
        for bytes in [
            text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ] {
            assert_eq!(decode(bytes, None).unwrap().text, text);
        }
        // A NUL among ASCII is a stray one.
        let stray = format!("{}\0{}", "the ferry sails again ".repeat(60), "x".repeat(99));
        for bytes in [stray.clone(), format!("a{stray}"), format!("{stray}a")] {
            let decoded = decode(bytes.clone().into_bytes(), None).unwrap();
            assert_eq!((decoded.text, decoded.encoding), (bytes, "UTF-8"));
        }
    }

    #[test]
    fn utf16_without_marks_and_digits_is_told_by_what_breaks_all_others() {
        let text = "海滨市气象台预计今天夜间到明天全市大部分地区有小到中雨局部有大雨一律停航";
        for bytes in [
            text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ] {
            assert_eq!(decode(bytes, None).unwrap().text, text);
        }
        for encoding in [GBK, BIG5] {
            let mut stray = encoded(TRADITIONAL, encoding);
            stray.extend(b"\0\0");
            assert_ne!(
                decode(stray, None)
                    .map(|decoded| decoded.encoding)
                    .unwrap_or("binary"),
                "UTF-16LE"
            );
        }
    }

    #[test]
    fn a_file_of_several_encodings_is_not_taken_for_latin() {
        let mixed = [
            TEXT.as_bytes(),
            b"\n",
            &encoded(TEXT, GBK),
            b"\n",
            TEXT.as_bytes(),
        ]
        .concat();
        let told = decode(mixed, None).unwrap_err();
        assert!(told.reason.contains("as UTF-8"), "{}", told.reason);
        assert_eq!(told.offset, TEXT.len() + 1);
        let latin = "Le débat s'est ouvert à Orléans, où l'été fut très long. ".repeat(3);
        let latin = decode(encoded(&latin, encoding_rs::WINDOWS_1252), None).unwrap();
        assert_eq!(latin.encoding, "windows-1252");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(28, 0xFF);
        let damaged = decode(bytes.clone(), Some("gbk")).unwrap();
        assert_eq!((damaged.encoding, damaged.replacements), ("UTF-8", 1));
        bytes.truncate(9);
        bytes.pop();
        let cut = decode(bytes, None).unwrap();
        assert_eq!((cut.text.as_str(), cut.replacements), ("海滨\u{FFFD}", 1));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let binary = decode(b"ab\0\0\x01\x02\0".to_vec(), None).unwrap_err();
        assert_eq!(binary.offset, 2);
        assert!(binary.reason.contains("NUL"), "{}", binary.reason);
        let noise: Vec<u8> = (0..4000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1)
            .collect();
        assert!(
            decode(noise, None)
                .unwrap_err()
                .reason
                .contains("no known encoding")
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes: Vec<u8>, label in "[a-z0-9-]{0,10}") {
            let _ = decode_fragment(&bytes, None);
            if let Err(fault) = decode(bytes.clone(), Some(&label)) {
                assert!(fault.offset <= bytes.len(), "{fault:?}");
            }
        }

        #[test]
        fn utf8_comes_out_as_it_went_in(text in "[一-龥，。a-z0-9\n]{0,200}", mark in any::<bool>()) {
            let bytes = if mark { format!("\u{FEFF}{text}") } else { text.clone() };
            assert_eq!(decode(bytes.into_bytes(), None).unwrap().text, text);
        }
    }
}

//! A WARC record to the page in it. In: the raw bytes of the record. Out: whether it is a page of text at all, which is
//! asked while the file is split, and later the decoded [`Record`]: HTTP head off, chunks joined, content unpacked, text
//! decoded and extracted.
//!
//! Many archives keep the body as the browser saw it under a head that still says `chunked` or `gzip`. So a body is only
//! taken apart where it really is so.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::decode::{fill_html, fill_text};
use super::format::{self, Compression};
use super::raw_record::Problem;
use super::warc::{content_length, field, header_end};
use crate::config::ReadParameters;
use crate::document::{Record, Status};

/// Fields of an HTTP head that are read.
const MOST_FIELDS: usize = 256;
/// Bytes that are looked at to tell text from packed bytes.
const PROBE: usize = 2048;

/// Whether a WARC record is a page of text: a response of HTTP with a status of 2xx, a resource or a conversion, each of
/// HTML or plain text. `content` are its first bytes.
pub(super) fn is_page(header: &[u8], content: &[u8]) -> bool {
    match kind(header) {
        Kind::Conversion => media(header, "Content-Type").is_none_or(|media| is_text(&media)),
        Kind::Resource => {
            let declared = media(header, "Content-Type").or_else(|| media(header, IDENTIFIED));
            declared.is_some_and(|media| is_text(&media))
        }
        Kind::Response => match http(content) {
            Ok(head) => {
                let declared = head.media().or_else(|| media(header, IDENTIFIED));
                let body = content.get(head.length..).unwrap_or_default();
                (200..300).contains(&head.status)
                    && declared.map_or_else(|| looks_like_page(body), |media| is_text(&media))
            }
            // What is wrong with it is said when it is decoded.
            Err(status) => status.is_none_or(|status| (200..300).contains(&status)),
        },
        Kind::Other => false,
    }
}

/// Decodes a WARC record.
pub(super) fn fill(record: &mut Record, bytes: &[u8], parameters: &ReadParameters) -> Result<(), Problem> {
    let (header, content) = header_end(bytes)
        .and_then(|end| bytes.split_at_checked(end))
        .unwrap_or((bytes, &[]));
    // The line ends behind it are the container's.
    let length = content_length(header).and_then(|length| usize::try_from(length).ok());
    let content = length.and_then(|length| content.get(..length)).unwrap_or(content);
    if let Some(id) = field(header, "WARC-Record-ID").and_then(|id| bare_id(&id)) {
        record.id = id;
    }
    let url = field(header, "WARC-Target-URI").map(|url| {
        let bare = url.strip_prefix('<').and_then(|url| url.strip_suffix('>'));
        bare.unwrap_or(&url).to_owned()
    });
    record.metadata.url.clone_from(&url);
    let filled = fill_page(record, header, content, parameters);
    // Where it was fetched is known; what the page says of it stays as `canonical`.
    if url.is_some() {
        record.metadata.url = url;
    }
    filled
}

fn fill_page(
    record: &mut Record,
    header: &[u8],
    content: &[u8],
    parameters: &ReadParameters,
) -> Result<(), Problem> {
    let kind = kind(header);
    let (declared, body) = if kind == Kind::Response {
        let head =
            http(content).map_err(|_| Problem::unreadable("the HTTP head of the response cannot be read"))?;
        let body = content.get(head.length..).unwrap_or_default();
        let body = unpacked(body, &head, parameters.max_record)?;
        (head.content_type, body)
    } else {
        (field(header, "Content-Type"), Cow::Borrowed(content))
    };
    if body.trim_ascii().is_empty() {
        return Err(Problem {
            status: Status::NoArticle,
            ..Problem::unreadable("no article: the page is empty")
        });
    }
    if let Some(what) = format::foreign(&body) {
        return Err(Problem::unreadable(format!("not a text but {what}")));
    }
    let is_html = kind != Kind::Conversion
        && (looks_like_page(&body)
            || declared.as_deref().is_none_or(|declared| !is_plain(declared))
                && memchr::memchr(b'<', &body).is_some());
    let charset = declared.as_deref().and_then(charset);
    if is_html {
        fill_html(record, body.into_owned(), charset, parameters)
    } else {
        fill_text(record, body.into_owned(), charset, parameters)
    }
}

/// The field in which a crawler says what it found the payload to be.
const IDENTIFIED: &str = "WARC-Identified-Payload-Type";

/// What a WARC record is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An answer over HTTP.
    Response,
    /// A file.
    Resource,
    /// Text that was made of a page.
    Conversion,
    Other,
}

fn kind(header: &[u8]) -> Kind {
    let said = field(header, "WARC-Type").map(|said| said.to_ascii_lowercase());
    match said.as_deref() {
        // Answers of other protocols, such as DNS, say so.
        Some("response") => match media(header, "Content-Type") {
            Some(media) if media != "application/http" => Kind::Other,
            _ => Kind::Response,
        },
        Some("resource") if is_about_crawl(header) => Kind::Other,
        Some("resource") => Kind::Resource,
        Some("conversion") => Kind::Conversion,
        _ => Kind::Other,
    }
}

/// True for what crawlers keep of their own work as resources: logs, arguments, texts of pages that they also keep.
fn is_about_crawl(header: &[u8]) -> bool {
    field(header, "WARC-Target-URI").is_some_and(|uri| {
        let uri = uri.trim_start_matches('<').to_ascii_lowercase();
        uri.starts_with("metadata:") || uri.starts_with("urn:")
    })
}

/// The media type that a field of the WARC header names.
fn media(header: &[u8], name: &str) -> Option<String> {
    field(header, name).map(|value| bare_media(&value))
}

/// A media type without its parameters.
fn bare_media(value: &str) -> String {
    let bare = value.split([';', ',']).next().unwrap_or(value);
    bare.trim().to_ascii_lowercase()
}

fn is_text(media: &str) -> bool {
    matches!(
        media,
        "text/html" | "text/plain" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml"
    )
}

fn is_plain(content_type: &str) -> bool {
    bare_media(content_type) == "text/plain"
}

/// True for a body that begins with a tag of HTML; the length of a chunk may stand before it.
fn looks_like_page(body: &[u8]) -> bool {
    let body = chunk(body).map_or(body, |(_, body)| body);
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    format::begins_as_page(body.trim_ascii_start())
}

/// The encoding that a content type names. Servers write these two where nobody chose one; then the page is asked.
fn charset(content_type: &str) -> Option<String> {
    let parameters = content_type.split(';').skip(1);
    let mut named = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, label) = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    let label = label.trim().trim_matches(['"', '\'']);
    let encoding = Encoding::for_label(label.as_bytes())?;
    (encoding != UTF_8 && encoding != WINDOWS_1252).then(|| label.to_owned())
}

/// `<urn:uuid:…>` without what stands in every id.
fn bare_id(id: &str) -> Option<String> {
    let bare = id.trim_start_matches('<').trim_end_matches('>');
    let bare = bare.strip_prefix("urn:uuid:").unwrap_or(bare).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// What an HTTP head says.
struct HttpHead {
    status: u16,
    length: usize,
    content_type: Option<String>,
    /// In the order in which they were applied.
    codings: Vec<String>,
    chunked: bool,
}

impl HttpHead {
    fn media(&self) -> Option<String> {
        self.content_type.as_deref().map(bare_media)
    }
}

/// Reads the HTTP head; where it cannot be read, gives its status if that much is known.
fn http(content: &[u8]) -> Result<HttpHead, Option<u16>> {
    // The parser knows the versions that are written as text; archives write the others so too.
    let later = [b"HTTP/2".as_slice(), b"HTTP/3"]
        .iter()
        .any(|version| content.starts_with(version));
    let space = memchr::memchr(b' ', content).filter(|_| later);
    let earlier = space.map(|space| [b"HTTP/1.1", content.get(space..).unwrap_or_default()].concat());
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let parsed = httparse::ParserConfig::default()
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true)
        .parse_response(&mut response, earlier.as_deref().unwrap_or(content));
    let (Ok(httparse::Status::Complete(length)), Some(status)) = (parsed, response.code) else {
        return Err(response.code);
    };
    let values = |name: &'static str| {
        let fields = response.headers.iter();
        fields
            .filter(move |field| field.name.eq_ignore_ascii_case(name))
            .map(|field| String::from_utf8_lossy(field.value).trim().to_owned())
    };
    let listed = |name| -> Vec<String> {
        values(name)
            .flat_map(|value| {
                let parts = value.split(',');
                parts
                    .map(|part| part.trim().to_ascii_lowercase())
                    .collect::<Vec<_>>()
            })
            .filter(|part| !part.is_empty())
            .collect()
    };
    Ok(HttpHead {
        status,
        length: match space {
            Some(space) => (length + space).saturating_sub(b"HTTP/1.1".len()),
            None => length,
        },
        content_type: values("Content-Type").find(|value| !value.is_empty()),
        codings: listed("Content-Encoding"),
        chunked: listed("Transfer-Encoding")
            .iter()
            .any(|coding| coding == "chunked"),
    })
}

/// The body as it was before it was sent.
fn unpacked<'a>(body: &'a [u8], head: &HttpHead, maximum: usize) -> Result<Cow<'a, [u8]>, Problem> {
    let joined = if head.chunked { unchunked(body) } else { None };
    let mut body = joined.map_or(Cow::Borrowed(body), Cow::Owned);
    // Once more for what is packed and does not say so.
    for coding in head.codings.iter().rev().map(String::as_str).chain([""]) {
        let whole = match (Compression::of(&body), coding) {
            (Compression::Gzip, _) => read(GzDecoder::new(&*body), maximum),
            (Compression::Zstd, _) => zstd::Decoder::new(&*body)
                .map_err(Failure::Broken)
                .and_then(|stream| read(stream.single_frame(), maximum)),
            (Compression::None, "" | "identity" | "gzip" | "x-gzip" | "zstd") => continue,
            (Compression::None, _) if looks_plain(&body) => continue,
            (Compression::None, "deflate") => match read(ZlibDecoder::new(&*body), maximum) {
                Err(Failure::Broken(_)) => read(DeflateDecoder::new(&*body), maximum),
                done => done,
            },
            (Compression::None, other) => {
                let other: String = other.chars().take(40).collect();
                return Err(Problem::unreadable(format!(
                    "the page is packed as `{other}`, which is not read"
                )));
            }
        };
        body = Cow::Owned(whole.map_err(|failure| match failure {
            Failure::TooLarge => Problem::oversize(maximum),
            Failure::Broken(fault) => {
                let coding = if coding.is_empty() { "gzip or zstd" } else { coding };
                Problem::unreadable(format!(
                    "the page is packed as {coding}, and damaged or cut off: {fault}"
                ))
            }
        })?);
    }
    Ok(body)
}

enum Failure {
    TooLarge,
    Broken(std::io::Error),
}

/// Reads a stream of at most `maximum` bytes.
fn read(stream: impl Read, maximum: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let most = (maximum as u64).saturating_add(1);
    match stream.take(most).read_to_end(&mut bytes) {
        Err(fault) => Err(Failure::Broken(fault)),
        Ok(length) if length > maximum => Err(Failure::TooLarge),
        Ok(_) => Ok(bytes),
    }
}

/// True when the first bytes hold no control characters: packed bytes do.
fn looks_plain(body: &[u8]) -> bool {
    let probe = body.get(..PROBE).unwrap_or(body);
    !probe
        .iter()
        .any(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F))
}

/// A body without the lengths of its chunks; `None` when it has none. Of one that is cut off, what is there.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut rest = body;
    loop {
        let Some((length, after)) = chunk(rest) else {
            return (!whole.is_empty()).then_some(whole);
        };
        if length == 0 {
            return (!whole.is_empty() || after.trim_ascii().is_empty()).then_some(whole);
        }
        let Some((data, behind)) = after.split_at_checked(length) else {
            whole.extend_from_slice(after);
            return (whole.len() > after.len()).then_some(whole);
        };
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        let next = behind.strip_prefix(b"\n");
        if whole.is_empty() && next.is_none() && !behind.is_empty() {
            return None;
        }
        whole.extend_from_slice(data);
        rest = next.unwrap_or(behind);
    }
}

/// The length of a chunk, and what follows the line that it stands on.
fn chunk(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', bytes.get(..256).unwrap_or(bytes))?;
    let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let length = line.split(';').next()?.trim();
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_hexdigit());
    let length = usize::from_str_radix(length, 16).ok().filter(|_| digits)?;
    Some((length, bytes.get(end + 1..)?))
}

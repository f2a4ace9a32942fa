//! What every answer says about itself, and who is not answered.
//!
//! A page of the web may make a name of its own point to 127.0.0.1 and then read what stands here with the visitor's
//! browser: so a request is answered under the names of this machine only. Texts of articles are anybody's: so
//! pages may load nothing but our own files and run nothing but our own scripts.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Answer;

/// How long a request may take, its body included.
const LIMIT: Duration = Duration::from_secs(30);

const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-cache"),
];

/// Refuses requests under other names, ends those that take too long, and adds the headers.
pub(super) async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = if is_ours(&request, port) {
        match tokio::time::timeout(LIMIT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Answer::line(StatusCode::SERVICE_UNAVAILABLE, "this took too long").into_response(),
        }
    } else {
        Answer::line(
            StatusCode::MISDIRECTED_REQUEST,
            &format!("suyuan answers as http://127.0.0.1:{port}/ and http://localhost:{port}/ only"),
        )
        .into_response()
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// True when every name under which the request was sent is one of this machine, with our port.
fn is_ours(request: &Request, port: u16) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| is_our_name(host, port)),
        _ => false,
    };
    let authority = request.uri().authority();
    named && authority.is_none_or(|authority| is_our_name(authority.as_str(), port))
}

fn is_our_name(host: &str, port: u16) -> bool {
    let host = host.to_ascii_lowercase();
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        // Browsers leave out the port of the scheme.
        None if port == 80 => &host,
        None => return false,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::is_our_name;

    #[test]
    fn only_this_machine_is_meant() {
        for ours in ["localhost:7480", "127.0.0.1:7480", "[::1]:7480", "LOCALHOST:7480"] {
            assert!(is_our_name(ours, 7480), "{ours}");
        }
        for other in [
            "evil.example:7480",
            "localhost",
            "localhost:80",
            "127.0.0.1:7480:7480",
            "localhost.evil.example:7480",
            "127.0.0.1@evil.example:7480",
            "",
            ":7480",
        ] {
            assert!(!is_our_name(other, 7480), "{other}");
        }
        assert!(is_our_name("localhost", 80));
    }
}

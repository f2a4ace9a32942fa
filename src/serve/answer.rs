//! What is sent back: a status, a kind of content, the bytes.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

/// What a request gets.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    content_type: &'static str,
    body: Vec<u8>,
}

/// A fault as the API tells it.
#[derive(Serialize)]
struct Fault<'a> {
    error: &'a str,
}

impl Answer {
    pub(super) fn html(page: String) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: HTML,
            body: page.into_bytes(),
        }
    }

    pub(super) fn bytes(content_type: &'static str, bytes: &[u8]) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body: bytes.to_vec(),
        }
    }

    pub(super) fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self {
                status: StatusCode::OK,
                content_type: JSON,
                body,
            },
            Err(error) => Self::fault(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        }
    }

    /// A fault for a program.
    pub(super) fn fault(status: StatusCode, error: &str) -> Self {
        Self {
            status,
            ..Self::json(&Fault { error })
        }
    }

    /// A line of text.
    pub(super) fn line(status: StatusCode, line: &str) -> Self {
        Self {
            status,
            content_type: TEXT,
            body: format!("{line}\n").into_bytes(),
        }
    }

    /// The same with another status.
    pub(super) fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

/// What an error means to whoever asked: what they typed is theirs to mend, all else is not.
pub(super) fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Usage(_) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let content_type = HeaderValue::from_static(self.content_type);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}

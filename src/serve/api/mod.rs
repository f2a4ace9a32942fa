//! The API: what the store knows, as JSON, for programs on this machine. `openapi.json` describes every route, and a test
//! holds the two against each other.
//!
//! Lists come a page at a time, at most [`MOST`] rows of it; where `next` is not null, it is the value of `after` (or `page`, from 0) for
//! the next page. What was asked wrongly is answered with 400 and `{"error": …}`, what the store does not have with 404.

mod articles;
mod families;
mod findings;
mod outlets;
mod overview;
mod search;
mod trace;

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

use super::answer::{self, Answer};
use super::app::App;
use super::generation::{Lent, Reader};
use super::query::Query;
use crate::error::Result;
use crate::ledger::Sheet;

/// Rows of one answer at most.
const MOST: u32 = 200;
/// Rows of one answer when nobody says how many.
const USUAL: u32 = 50;

/// The number of a page at most.
const PAGES: u32 = 10_000_000;

const OPENAPI: &str = include_str!("openapi.json");

/// An address of the API.
pub(super) struct Route {
    /// As OpenAPI writes it.
    pub(super) path: &'static str,
    /// True where a text may be sent with POST.
    pub(super) takes_text: bool,
    answer: fn(&Asked<'_>) -> Result<Answer>,
}

const fn route(path: &'static str, answer: fn(&Asked<'_>) -> Result<Answer>) -> Route {
    Route {
        path,
        takes_text: false,
        answer,
    }
}

/// All of them.
pub(super) const ROUTES: [Route; 10] = [
    route("/api/openapi.json", |_| {
        Ok(Answer::bytes(answer::JSON, OPENAPI.as_bytes()))
    }),
    route("/api/overview", overview::overview),
    route("/api/articles", articles::list),
    route("/api/article/{id}", articles::one),
    route("/api/families", families::list),
    route("/api/family/{id}", families::one),
    route("/api/outlets", outlets::list),
    route("/api/findings", findings::list),
    route("/api/search", search::search),
    Route {
        path: "/api/trace",
        takes_text: true,
        answer: trace::trace,
    },
];

impl Route {
    /// The id at the end of a path. Ids may hold anything, slashes among it.
    pub(super) fn id_in(&self, path: &str) -> Option<String> {
        let id = path.strip_prefix(self.path.strip_suffix("{id}")?)?;
        Some(percent_decode_str(id).decode_utf8_lossy().into_owned())
    }
}

/// What was asked, and of whom.
struct Asked<'a> {
    app: &'a App,
    lent: &'a Lent,
    query: &'a Query,
    id: String,
}

impl Asked<'_> {
    fn reader(&self) -> Result<&Reader> {
        self.lent.reader()
    }

    /// How many rows are wanted.
    fn limit(&self) -> Result<usize> {
        let limit = self.query.number("limit", MOST)?.unwrap_or(USUAL);
        Ok(limit as usize)
    }

    /// The page of a list that is counted in pages.
    fn sheet(&self) -> Result<Sheet> {
        let rows = self.query.number("limit", MOST)?.unwrap_or(USUAL).max(1);
        let number = self.query.number("page", PAGES)?.unwrap_or_default();
        Ok(Sheet { number, rows })
    }

    /// The page behind one that has so many rows.
    fn next(&self, sheet: Sheet, rows: usize) -> Option<u32> {
        (rows as u64 >= u64::from(sheet.rows)).then(|| sheet.number.saturating_add(1))
    }

    /// 404 for what the store does not have.
    fn nothing(&self, what: &str) -> Answer {
        Answer::fault(
            StatusCode::NOT_FOUND,
            &format!("the store has no {what} {}", self.id),
        )
    }
}

/// Answers one request.
pub(super) fn answer(app: &App, lent: &Lent, route: &Route, id: Option<String>, query: &Query) -> Answer {
    let asked = Asked {
        app,
        lent,
        query,
        id: id.unwrap_or_default(),
    };
    match (route.answer)(&asked) {
        Ok(answer) => answer,
        Err(error) => Answer::fault(answer::status_of(&error), &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{MOST, OPENAPI, ROUTES};

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let document: serde_json::Value = serde_json::from_str(OPENAPI).unwrap_or_default();
        assert_eq!(document["openapi"], "3.1.0");
        let described: BTreeSet<&str> = document["paths"]
            .as_object()
            .map(|paths| paths.keys().map(String::as_str).collect())
            .unwrap_or_default();
        let routes: BTreeSet<&str> = ROUTES.iter().map(|route| route.path).collect();
        assert_eq!(described, routes);
        for route in &ROUTES {
            let path = &document["paths"][route.path];
            assert!(path["get"]["responses"]["200"].is_object(), "{}", route.path);
            assert_eq!(path["post"].is_object(), route.takes_text, "{}", route.path);
            let named = path["get"]["parameters"].as_array();
            let is_in_path = |parameter: &serde_json::Value| {
                let named = parameter["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
                named
                    .and_then(|pointer| document.pointer(pointer))
                    .unwrap_or(parameter)["in"]
                    == "path"
            };
            let has_id = named.is_some_and(|named| named.iter().any(is_in_path));
            assert_eq!(has_id, route.path.contains("{id}"), "{}", route.path);
        }
        assert_eq!(
            document["components"]["parameters"]["limit"]["schema"]["maximum"],
            MOST
        );
    }

    #[test]
    fn references_lead_somewhere() {
        let document: serde_json::Value = serde_json::from_str(OPENAPI).unwrap_or_default();
        for part in OPENAPI.split("\"$ref\": \"#").skip(1) {
            let pointer = part.split('"').next().unwrap_or_default();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn ids_may_hold_anything() {
        let Some(route) = ROUTES.iter().find(|route| route.path == "/api/article/{id}") else {
            return;
        };
        let id = route.id_in("/api/article/%E6%96%B0%E9%97%BB/a%23%31.txt%2Fb//c");
        assert_eq!(id.as_deref(), Some("新闻/a#1.txt/b//c"));
        assert_eq!(route.id_in("/api/articles"), None);
    }
}

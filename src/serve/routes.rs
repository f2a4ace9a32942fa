//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};

use super::answer::Answer;
use super::app::App;
use super::query::Query;
use super::{api, pages, security};
use crate::report::html::ASSETS;

/// Bytes of a request's body: a text of a million bytes in a form, where each of them takes three.
const BODY: usize = 3 << 20;

/// Everything that is answered.
pub(super) fn router(app: Arc<App>, port: u16) -> Router {
    let mut router = Router::new()
        .route("/assets/{name}", get(asset))
        .route("/search", get(search))
        .route("/trace", get(trace).post(trace));
    for route in &api::ROUTES {
        let path = route.path.replace("{id}", "{*id}");
        let handler = move |State(app): State<Arc<App>>, request: Request| ask_api(app, request, route);
        let methods = get(handler);
        router = router.route(
            &path,
            if route.takes_text {
                methods.post(handler)
            } else {
                methods
            },
        );
    }
    let nothing = || async {
        Answer::fault(
            StatusCode::NOT_FOUND,
            "there is no such route: see /api/openapi.json",
        )
    };
    router
        .route("/api", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .fallback(get(page))
        .with_state(app)
        .layer(from_fn_with_state(port, security::guard))
}

async fn asset(Path(name): Path<String>) -> Answer {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => Answer::bytes(asset.content_type, asset.bytes),
        None => Answer::line(StatusCode::NOT_FOUND, "there is no such file"),
    }
}

async fn page(State(app): State<Arc<App>>, request: Request) -> Answer {
    let query = Query::parse(request.uri().query().unwrap_or_default().as_bytes());
    let visitor = pages::Visitor::of(&request);
    let path = request.uri().path().to_owned();
    app.ask(move |app, lent| pages::page(app, lent, visitor, &path, &query))
        .await
}

async fn search(State(app): State<Arc<App>>, request: Request) -> Answer {
    let query = Query::parse(request.uri().query().unwrap_or_default().as_bytes());
    let visitor = pages::Visitor::of(&request);
    app.ask(move |app, lent| pages::search(app, lent, visitor, &query))
        .await
}

async fn trace(State(app): State<Arc<App>>, request: Request) -> Answer {
    let visitor = pages::Visitor::of(&request);
    match sent(request).await {
        Ok(query) => {
            app.ask(move |app, lent| pages::trace(app, lent, visitor, &query))
                .await
        }
        Err(fault) => Answer::line(StatusCode::PAYLOAD_TOO_LARGE, fault),
    }
}

async fn ask_api(app: Arc<App>, request: Request, route: &'static api::Route) -> Answer {
    let id = route.id_in(request.uri().path());
    match sent(request).await {
        Ok(query) => {
            app.ask(move |app, lent| api::answer(app, lent, route, id, &query))
                .await
        }
        Err(fault) => Answer::fault(StatusCode::PAYLOAD_TOO_LARGE, fault),
    }
}

/// The query of a request with what its body adds: a form, or a text as it is.
async fn sent(request: Request) -> Result<Query, &'static str> {
    let mut query = Query::parse(request.uri().query().unwrap_or_default().as_bytes());
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let body: Body = request.into_body();
    let bytes = axum::body::to_bytes(body, BODY)
        .await
        .map_err(|_| "the text is too large: a million bytes can be traced at once")?;
    if kind.starts_with("application/x-www-form-urlencoded") {
        query.0.extend(Query::parse(&bytes).0);
    } else if !bytes.is_empty() {
        query
            .0
            .push(("text".to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(query)
}

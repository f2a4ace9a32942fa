//! The pages: those of the report, live; the search; the tracing of a text.

use axum::extract::Request;
use axum::http::{StatusCode, header};

use super::answer::{self, Answer};
use super::app::App;
use super::generation::Lent;
use super::query::Query;
use super::search;
use crate::error::{Error, Result};
use crate::report::html::{self, Address, Language, Links, Site, Typed};
use crate::trace::trace_text;

/// Hits on a page.
const HITS: usize = 25;
/// Passages of a traced text, and holders of each.
const PASSAGES: usize = 8;

/// What a request tells of who sent it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visitor {
    language: Option<Language>,
}

impl Visitor {
    pub(super) fn of(request: &Request) -> Self {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
        Self {
            language: accepted
                .and_then(|value| value.to_str().ok())
                .and_then(first_language),
        }
    }
}

/// The first language of a header that pages exist in. Browsers write the one that is liked best first.
fn first_language(accepted: &str) -> Option<Language> {
    accepted.split(',').find_map(|entry| {
        let tag = entry.split(';').next()?.trim().to_ascii_lowercase();
        match tag.split('-').next()? {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    })
}

/// What is shown of a request: a page, or why there is none.
fn answered(
    app: &App,
    lent: &Lent,
    visitor: Visitor,
    make: impl FnOnce(&Site<'_>) -> Result<Answer>,
) -> Answer {
    let reader = match lent.reader() {
        Ok(reader) => reader,
        Err(error) => return Answer::line(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    };
    let site = Site {
        store: &reader.store,
        digest: &lent.generation.digest,
        language: visitor.language.unwrap_or(app.language),
        links: Links::Live,
        name: &app.name,
    };
    make(&site).unwrap_or_else(|error| {
        let heading = site.language.say("This page cannot be shown", "无法显示此页");
        let reason = error.to_string();
        match html::problem(&site, heading, &reason) {
            Ok(page) => Answer::html(page).with(answer::status_of(&error)),
            Err(_) => Answer::line(StatusCode::INTERNAL_SERVER_ERROR, &reason),
        }
    })
}

/// A page of the report.
pub(super) fn page(app: &App, lent: &Lent, visitor: Visitor, path: &str, query: &Query) -> Answer {
    answered(app, lent, visitor, |site| {
        let page = match Address::of_url(path, &query.0) {
            Some(address) => html::render(site, &address)?,
            None => None,
        };
        if let Some(page) = page {
            return Ok(Answer::html(page));
        }
        let heading = site.language.say("There is no such page", "没有此页");
        let reason = site.language.say(
            "The store has nothing of this address. A scan may have changed what it holds.",
            "库中没有此地址的内容；库的内容可能已因重新扫描而改变。",
        );
        Ok(Answer::html(html::problem(site, heading, reason)?).with(StatusCode::NOT_FOUND))
    })
}

/// What a search finds.
pub(super) fn search(app: &App, lent: &Lent, visitor: Visitor, query: &Query) -> Answer {
    answered(app, lent, visitor, |site| {
        let value = |name| query.get(name).unwrap_or_default().to_owned();
        let typed = Typed {
            query: value("q"),
            outlet: value("outlet"),
            from: value("from"),
            to: value("to"),
            rule: value("rule"),
        };
        let index = lent.generation.search;
        let (outcome, next) = match search::search(lent, query, HITS) {
            Ok(None) => (html::Outcome::Nothing, None),
            Ok(Some(search::Searched::Texts(found))) => {
                let next = found.next;
                (html::Outcome::Texts(found), next)
            }
            Ok(Some(search::Searched::Titles(list))) => (html::Outcome::Titles(list.articles), list.next),
            Err(Error::Usage(reason)) => (html::Outcome::Refused(reason), None),
            Err(error) => return Err(error),
        };
        let status = match &outcome {
            html::Outcome::Refused(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        let next = next.map(|rank| further(&typed, rank));
        let page = html::searched(site, &typed, outcome, index, next.as_deref())?;
        Ok(Answer::html(page).with(status))
    })
}

/// The address of the next page of a search.
fn further(typed: &Typed, after: u32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let typed = [
        ("q", &typed.query),
        ("outlet", &typed.outlet),
        ("from", &typed.from),
        ("to", &typed.to),
        ("rule", &typed.rule),
    ];
    for (name, value) in typed.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.append_pair("after", &after.to_string());
    format!("/search?{}", query.finish())
}

/// The form for a text, and what the store knows of the text that was sent.
pub(super) fn trace(app: &App, lent: &Lent, visitor: Visitor, query: &Query) -> Answer {
    answered(app, lent, visitor, |site| {
        let Some(text) = query.get("text") else {
            return html::traced(site, "", None, None).map(Answer::html);
        };
        match trace_text(site.store, text, PASSAGES) {
            Ok(trace) => html::traced(site, text, Some(&trace), None).map(Answer::html),
            Err(Error::Usage(reason)) => {
                let page = html::traced(site, text, None, Some(&reason))?;
                Ok(Answer::html(page).with(StatusCode::BAD_REQUEST))
            }
            Err(error) => Err(error),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Typed, first_language, further};
    use crate::report::html::Language;

    #[test]
    fn the_first_language_that_we_have() {
        assert_eq!(first_language("zh-CN,zh;q=0.9,en;q=0.8"), Some(Language::Chinese));
        assert_eq!(first_language("fr-FR, en-GB;q=0.5"), Some(Language::English));
        for other in ["", "fr", ";;,,", "*"] {
            assert_eq!(first_language(other), None);
        }
    }

    #[test]
    fn the_next_page_keeps_what_was_typed() {
        let typed = Typed {
            query: "渡口 & \"x\"".to_owned(),
            from: "2022".to_owned(),
            ..Typed::default()
        };
        assert_eq!(
            further(&typed, 7),
            "/search?q=%E6%B8%A1%E5%8F%A3+%26+%22x%22&from=2022&after=7"
        );
    }
}

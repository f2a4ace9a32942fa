//! What a search found: the form with its filters, the articles by time, each with the words around the run.

use askama::Template;

use super::address::Address;
use super::figures::{grouped, moment, shortened};
use super::filled;
use super::frame::{Anchor, Frame};
use super::site::Site;
use super::vocabulary;
use crate::document::Rule;
use crate::error::Result;
use crate::ledger::ArticleView;
use crate::search::{Excerpt, Found, Standing};

/// Characters of a title.
const TITLE: usize = 120;

/// What was typed into the form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) query: String,
    pub(crate) outlet: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) rule: String,
}

/// What is to be shown of a search.
pub(crate) enum Outcome {
    /// Nothing was asked yet.
    Nothing,
    /// What was asked cannot be looked for; says why.
    Refused(String),
    /// Found in titles and texts.
    Texts(Found),
    /// Found in titles, because the run is too short for the index or there is none.
    Titles(Vec<ArticleView>),
}

/// An article that was found.
struct Line {
    title: Anchor,
    outlet: Option<Anchor>,
    time: String,
    excerpt: Option<Excerpt>,
    more: usize,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Searched<'a> {
    frame: Frame<'a>,
    typed: &'a Typed,
    rules: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    /// How many articles may hold it, in words.
    candidates: Option<String>,
    refused: Option<String>,
    asked: bool,
    in_titles: bool,
    index: Standing,
    next: Option<&'a str>,
}

fn line(frame: &Frame<'_>, article: &ArticleView, excerpt: Option<Excerpt>, places: usize) -> Line {
    let title = article.title.as_deref().filter(|title| !title.trim().is_empty());
    let title = shortened(title.unwrap_or(&article.article_id), TITLE);
    let published = article.published_at.as_deref();
    Line {
        title: frame.article(title, &article.article_id),
        outlet: article.publisher.as_deref().map(|name| frame.outlet(name)),
        time: published.map(|time| moment(time, "minute")).unwrap_or_default(),
        excerpt,
        more: places.saturating_sub(1),
    }
}

/// The page of a search. `next` leads to its next page.
pub(crate) fn searched(
    site: &Site<'_>,
    typed: &Typed,
    outcome: Outcome,
    index: Standing,
    next: Option<&str>,
) -> Result<String> {
    let heading = site.language.say("Search", "搜索");
    let title = if typed.query.is_empty() {
        heading.to_owned()
    } else {
        format!("{heading}: {}", shortened(&typed.query, 40))
    };
    let frame = Frame::new(site, Address::Records, title);
    let rules = Rule::ALL
        .iter()
        .map(|&rule| (rule.name(), vocabulary::rule(rule, site.language)));
    let rules = rules.collect();
    let mut page = Searched {
        typed,
        rules,
        lines: Vec::new(),
        candidates: None,
        refused: None,
        asked: !matches!(outcome, Outcome::Nothing),
        in_titles: matches!(outcome, Outcome::Titles(_)),
        index,
        next,
        frame,
    };
    match outcome {
        Outcome::Nothing => {}
        Outcome::Refused(reason) => page.refused = Some(reason),
        Outcome::Texts(found) => {
            page.candidates = Some(grouped(found.candidates));
            for hit in found.hits {
                page.lines
                    .push(line(&page.frame, &hit.article, Some(hit.excerpt), hit.places));
            }
        }
        Outcome::Titles(articles) => {
            for article in articles {
                page.lines.push(line(&page.frame, &article, None, 0));
            }
        }
    }
    filled(&page)
}

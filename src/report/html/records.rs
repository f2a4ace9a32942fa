//! What was read: records by status, datasets, and what could not be used, with the reasons.

use askama::Template;

use super::address::Address;
use super::figures::shortened;
use super::filled;
use super::frame::Frame;
use super::site::Site;
use super::vocabulary;
use crate::error::Result;

/// Problems that are listed.
const PROBLEMS: u32 = 200;

#[derive(Template)]
#[template(path = "records.html")]
struct Records<'site> {
    frame: Frame<'site>,
    statuses: Vec<(String, u64)>,
    formats: Vec<(String, u64)>,
    problems: Vec<(String, String, String)>,
}

pub(super) fn page(site: &Site<'_>) -> Result<String> {
    let frame = Frame::new(site, Address::Records, site.language.say("Records", "记录"));
    let records = site.digest.overview.records;
    let statuses = [
        ("ok", records.ok),
        ("no_article", records.no_article),
        ("unreadable", records.unreadable),
        ("oversize", records.oversize),
    ];
    let problems = site.store.problem_rows(PROBLEMS)?.into_iter();
    let page = Records {
        statuses: statuses
            .into_iter()
            .map(|(name, count)| (vocabulary::status(name, site.language), count))
            .collect(),
        formats: site.store.format_counts()?,
        problems: problems
            .map(|(uri, status, reason)| {
                (
                    shortened(&uri, 160),
                    vocabulary::status(&status, site.language),
                    shortened(&reason, 240),
                )
            })
            .collect(),
        frame,
    };
    filled(&page)
}

//! The page that says why there is no page: nothing of this address, or something went wrong.

use askama::Template;

use super::address::Address;
use super::filled;
use super::frame::Frame;
use super::site::Site;
use crate::error::Result;

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    frame: Frame<'a>,
    reason: &'a str,
}

/// A page with this heading and reason.
pub(crate) fn problem(site: &Site<'_>, heading: &str, reason: &str) -> Result<String> {
    filled(&Problem {
        frame: Frame::new(site, Address::Records, heading),
        reason,
    })
}

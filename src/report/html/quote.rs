//! Not made yet.

use super::site::Site;
use crate::error::Result;

pub(super) fn page(_site: &Site<'_>, _id: &str, _sheet: u32) -> Result<Option<String>> {
    Ok(None)
}

/// The first sheet of the page.
pub(super) fn address(id: &str) -> super::Address {
    super::Address::Quote {
        id: id.to_owned(),
        sheet: 0,
    }
}

//! Not made yet.

use super::site::Site;
use crate::error::Result;

pub(super) fn page(_site: &Site<'_>, _name: &str, _sheet: u32) -> Result<Option<String>> {
    Ok(None)
}

/// The first sheet of the page.
pub(super) fn address(name: &str) -> super::Address {
    super::Address::Outlet {
        name: name.to_owned(),
        sheet: 0,
    }
}

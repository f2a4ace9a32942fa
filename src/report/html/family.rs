//! Not made yet.

use super::site::Site;
use crate::error::Result;

pub(super) fn page(_site: &Site<'_>, _id: &str, _sheet: u32) -> Result<Option<String>> {
    Ok(None)
}

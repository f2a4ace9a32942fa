//! Not made yet.

use super::site::Site;
use crate::error::Result;

pub(super) fn page(_site: &Site<'_>) -> Result<String> {
    Ok(String::new())
}

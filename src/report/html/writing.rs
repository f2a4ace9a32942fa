//! Not made yet.

use crate::error::Result;
/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {}
/// Writes.
///
/// # Errors
/// None.
pub fn write_report() -> Result<Written> {
    Ok(Written {})
}

//! candidate pair -> aligned passages with their edits.

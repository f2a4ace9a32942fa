//! passages, claims and times -> directed links with evidence.

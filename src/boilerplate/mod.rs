//! lines that many pages of a host share.

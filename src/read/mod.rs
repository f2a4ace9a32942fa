//! bytes -> records: walking folders, telling formats, decoding text, extracting pages.

//! The files that all pages share.

/// A file beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name in the folder `assets`.
    pub name: &'static str,
    /// For whoever serves it.
    pub content_type: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

/// All of them.
pub const ASSETS: [Asset; 4] = [
    Asset {
        name: "report.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("assets/report.css"),
    },
    Asset {
        name: "theme.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("assets/theme.js"),
    },
    Asset {
        name: "report.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("assets/report.js"),
    },
    Asset {
        name: "mark.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("assets/mark.svg"),
    },
];

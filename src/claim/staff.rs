//! Claims of the people who made a report and of those who answer for the page: by-lines, editors, photographers, and the
//! outlet in front of a reporter's name. In go the named parts of a line, out come claims; whose work a person did is
//! said by the label that stands before the name.

use crate::document::{Claim, ClaimKind, Part, PartKind, SourceKind, Span};

use super::lines::{Lines, resolve};
use super::outlets::ends_like_outlet;
use super::reading::reading_form;

/// How labels of work on a page are written: its wording, its proofs, its plan.
const EDITORS: [&str; 15] = [
    "编辑", "责编", "综编", "编校", "编发", "编审", "校对", "审校", "审核", "终审", "监制", "主编", "统筹",
    "策划", "主任",
];
/// Labels of who made the pictures.
const PICTURES: [&str; 6] = ["摄影", "摄像", "制图", "绘图", "图", "摄"];

/// What the person behind a label did; `usual` where the label does not tell.
fn work(label: &str, usual: ClaimKind) -> ClaimKind {
    let form = reading_form(label);
    let form = form.trim_matches(|next: char| !next.is_alphanumeric());
    if EDITORS.iter().any(|word| form.ends_with(word)) || form.starts_with("Edit") {
        ClaimKind::Editor
    } else if PICTURES.contains(&form) {
        ClaimKind::MediaCredit
    } else if ["文", "记者", "作者", "采写", "撰文", "执笔"].contains(&form) {
        ClaimKind::Byline
    } else {
        usual
    }
}

/// True for what a paper, site, station or magazine calls itself.
pub(super) fn is_own(name: &str) -> bool {
    ["本报", "本网", "本台", "本刊", "本社"].contains(&&*reading_form(name))
}

/// The named parts of a line, and what it governs.
pub(super) struct Credited<'parts> {
    /// Ordinal of its article.
    pub article: u32,
    /// The line.
    pub line: Span,
    /// Its parts, in order of the text.
    pub parts: &'parts [Part],
    /// What it governs.
    pub scope: Option<Span>,
}

impl Lines<'_> {
    /// One claim for each person, and one for each outlet that somebody of these works for. A body that signs where an
    /// author or an editor is expected is claimed as it is written.
    pub(super) fn staff(
        &self,
        claims: &mut Vec<Claim>,
        usual: ClaimKind,
        rule: &str,
        credited: &Credited<'_>,
    ) {
        let text = &self.record.text;
        let &Credited {
            article,
            line,
            parts,
            scope,
        } = credited;
        let mut label = "";
        let signed = parts.iter().any(|part| part.kind == PartKind::Person);
        for part in parts.iter().filter(|part| !part.span.is_empty()) {
            let written = part.span.of(text).trim();
            if part.kind == PartKind::Label {
                label = written;
                continue;
            }
            let kind = work(label, usual);
            // Who took the pictures of a page says nothing of its text.
            let scope = if kind == ClaimKind::MediaCredit {
                Some(line)
            } else {
                scope
            };
            let claim = |rule: &str, source, source_kind, confidence| Claim {
                article,
                kind,
                source_name: written.to_owned(),
                source,
                source_kind,
                cue: label.to_owned(),
                span: Some(part.span),
                scope,
                rule: rule.to_owned(),
                confidence,
            };
            match part.kind {
                PartKind::Person => {
                    let rule = match kind {
                        ClaimKind::Editor => "editor-line",
                        ClaimKind::MediaCredit => "media-credit",
                        _ => rule,
                    };
                    claims.push(claim(rule, None, SourceKind::Person, 0.9));
                }
                PartKind::Agency if rule != "dateline-byline" => {
                    let (source, source_kind) = resolve(written, self.outlets);
                    let own = is_own(written);
                    let source_kind = if source_kind == SourceKind::Person {
                        SourceKind::Unlisted
                    } else {
                        source_kind
                    };
                    let outlet = own || source.is_some() || ends_like_outlet(&reading_form(written));
                    let editors = kind == ClaimKind::Editor && signed;
                    if (outlet || !signed) && !editors {
                        let source_kind = if own { SourceKind::Outlet } else { source_kind };
                        let (rule, confidence) = if own {
                            ("own-byline", 0.5)
                        } else if kind == ClaimKind::Byline && outlet {
                            ("byline-outlet", 0.85)
                        } else {
                            (rule, 0.7)
                        };
                        claims.push(claim(rule, source, source_kind, confidence));
                    }
                }
                // 责任编辑：DF001: the code is all that the page says of its editor.
                PartKind::StaffCode if !signed && kind == ClaimKind::Editor => {
                    claims.push(claim("editor-line", None, SourceKind::Unlisted, 0.8));
                }
                _ => {}
            }
        }
    }
}

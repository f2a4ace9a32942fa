//! Claims of the people who made a report and of those who answer for the page: by-lines, editors, photographers, and the
//! outlet in front of a reporter's name. In go the named parts of a line, out come claims; whose work a person did is
//! said by the label that stands before the name.

use crate::document::{Claim, ClaimKind, Part, PartKind, SourceKind, Span};

use super::line_names::resolve;
use super::lines::Lines;
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

/// Words for what somebody does for an outlet, which stand behind its name.
const ROLES: [&str; 9] = [
    "记者",
    "评论员",
    "观察员",
    "主笔",
    "主播",
    "作者",
    "特派员",
    "撰稿",
    "报道组",
];
/// What kind of reporter somebody is, in front of such a word.
const KINDS: [&str; 13] = [
    "全媒体",
    "融媒体",
    "特约",
    "专栏",
    "见习",
    "实习",
    "首席",
    "特派",
    "摄影",
    "资深",
    "高级",
    "深度",
    "调查",
];
/// Ends of words that stand before a role and are no house: `前方记者`, `多名记者`.
const NO_HOUSES: [&str; 29] = [
    "本版", "本组", "平台", "前方", "现场", "一线", "随行", "随队", "该", "名", "位", "的", "女", "男", "老",
    "新", "战地", "特邀", "知名", "青年", "独立", "自由", "专业", "外国", "中国", "本次", "校园", "图文",
    "文字",
];

/// True for a name that a role, a name that signs or the address of an account shows to be a house: `某都记者某某`, `《某线》记者某某`,
/// `某某（公众号：abc）文|某某`. Papers sign with their short names, sites with names that look like nobody's. `behind` is what
/// follows it.
fn is_house(written: &str, behind: &str, signs: bool) -> bool {
    const LONGEST: usize = 10;
    let titled = behind.starts_with('》');
    let mut rest = behind.trim_start_matches(['》', '”', ' ', '\u{3000}']);
    // 两会特派记者: an event of which somebody reports.
    if !titled && (rest.starts_with("特派") || rest.starts_with("前方")) {
        return false;
    }
    while let Some(kept) = KINDS.iter().find_map(|kind| rest.strip_prefix(kind)) {
        rest = kept;
    }
    let addressed = rest.starts_with(['（', '(']) && {
        let inside = rest.trim_start_matches(['（', '(']);
        ["微信", "公众号", "公号", "ID", "微博"]
            .iter()
            .any(|channel| inside.starts_with(channel))
    };
    let shown =
        signs || addressed || rest.ends_with("报道") || ROLES.iter().any(|role| rest.starts_with(role));
    let plain = written
        .chars()
        .all(|next| next.is_alphanumeric() || matches!(next, '·' | '•' | '-' | '《' | '》'));
    shown
        && plain
        && (2..=LONGEST).contains(&written.chars().count())
        && (titled || !NO_HOUSES.iter().chain(&KINDS).any(|word| written.ends_with(word)))
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
        // 某某财经赵川: the name of somebody is glued to the house.
        let signs = |house: &Part| {
            let next = |part: &&Part| part.span.start == house.span.end;
            parts
                .iter()
                .find(next)
                .is_some_and(|part| part.kind == PartKind::Person)
        };
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
                    let behind = text.get(part.span.end as usize..line.end as usize).unwrap_or("");
                    let outlet = own
                        || source.is_some()
                        || ends_like_outlet(&reading_form(written))
                        || is_house(written, &reading_form(behind), signs(part));
                    let editors = kind == ClaimKind::Editor && signed;
                    // 某经编辑某某 above the text: a house that lets its editors sign for a report.
                    let heads = editors
                        && source.is_some()
                        && line.start as usize
                            <= self
                                .body
                                .paragraphs
                                .first()
                                .map_or(0, |first| first.span.start as usize)
                        && reading_form(behind).starts_with("编辑");
                    if (outlet || !signed) && (!editors || heads) {
                        let source_kind = if own { SourceKind::Outlet } else { source_kind };
                        let (rule, confidence) = if own {
                            ("own-byline", 0.5)
                        } else if heads || kind == ClaimKind::Byline && outlet {
                            ("byline-outlet", 0.85)
                        } else {
                            (rule, 0.7)
                        };
                        let mut house = claim(rule, source, source_kind, confidence);
                        if heads {
                            house.kind = ClaimKind::Byline;
                        }
                        claims.push(house);
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

#[cfg(test)]
mod tests {
    use super::is_house;

    #[test]
    fn a_role_or_a_name_shows_the_house() {
        for (written, behind, signs) in [
            ("滇都", "记者赵一鸣", false),
            ("滇线", "》记者赵一鸣", false),
            ("湖边窗", "主笔钱兰", false),
            ("滇池新闻", "实习记者丨赵一鸣", false),
            ("滇池西", "（公众号：lake7）文|Lina", false),
            ("滇池财经", "赵一鸣", true),
            ("湖边训练营", "6月13日报道", false),
        ] {
            assert!(is_house(written, behind, signs), "{written}{behind}");
        }
        for (written, behind) in [
            ("前方", "记者赵一鸣"),
            ("多名", "记者"),
            ("滇池会", "特派记者赵一鸣"),
            ("本版", "摄影记者赵一鸣"),
            ("湖边的早晨", "，记者赵一鸣"),
            ("某大学", "教授赵一鸣"),
        ] {
            assert!(!is_house(written, behind, false), "{written}{behind}");
        }
    }
}

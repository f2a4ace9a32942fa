//! Houses that a text names as those that are told something or learn it: 告诉某新闻，…, 接受某新闻采访, 某网注意到. In goes a paragraph, out
//! come the houses of the table and where they stand.

use std::sync::LazyLock;

use super::finder::{Finder, Found};
use super::leads::lead_length;
use super::outlets::OutletTable;
use super::reading::{is_boundary, is_han, last_clause};
use crate::document::SourceKind;

/// Bytes of the longest address in brackets behind a name.
const ADDRESS: usize = 60;

/// A house that a text names as one that is told something.
pub(super) struct Listener {
    /// First byte of its name in the paragraph.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its name in the table, or as it is written.
    pub canonical: String,
    /// Set when the table knows it.
    pub known: bool,
    /// Set when its address stands behind its name.
    pub addressed: bool,
    /// Set when it learns something itself: 某新闻注意到.
    pub acts: bool,
    /// What a text that cites it says: 某新闻报道.
    pub report: String,
}

/// How the names of small houses end that write of one field.
const FIELDS: [&str; 16] = [
    "科技", "财经", "新闻", "观察", "周刊", "在线", "娱乐", "视频", "网", "报", "商业", "汽车", "体育",
    "日记", "评论", "传媒",
];

/// A house that the table does not know, told by the end of its name, and by what stands behind it: 告诉某某科技，, 接受某某财经采访. It counts when it
/// is told things more than once.
fn unlisted<'form>(verb: &str, rest: &'form str) -> Option<&'form str> {
    const NAME: std::ops::RangeInclusive<usize> = 4..=8;
    /// Characters up to the end of what stands behind the name.
    const NEAR: usize = 12;
    let near = rest.char_indices().nth(NEAR).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(..near)?;
    let first = |words: &[&str]| words.iter().filter_map(|word| rest.find(word)).min();
    let cut = match verb {
        "告诉" => rest.find(is_boundary)?,
        "接受" => first(&["采访", "专访"])?,
        // Most of what stands behind 对 and 向 is no house, and `rest` is short: no searcher is made for each word.
        _ => rest.char_indices().map(|(at, _)| at).find(|&at| {
            let behind = rest.get(at..).unwrap_or("");
            ["说，", "表示，", "说。"]
                .iter()
                .any(|said| behind.starts_with(said))
        })?,
    };
    let name = rest.get(..cut)?;
    let fits = NAME.contains(&name.chars().count())
        && name
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphanumeric())
        && FIELDS.iter().any(|field| name.ends_with(field))
        && !name.contains([
            '的', '了', '在', '和', '与', '们', '某', '该', '这', '那', '各', '多',
        ]);
    fits.then_some(name)
}

/// The houses that are told something in `form` (告诉某新闻，…, 接受某新闻采访, 向某新闻表示) or learn it (某网注意到). Houses abroad are told things by those whom
/// others quote.
pub(super) fn listeners(form: &str, outlets: &OutletTable) -> Vec<Listener> {
    const TELLS: [&str; 4] = ["告诉", "接受", "向", "对"];
    const SPEAKS: [&str; 12] = [
        "表示", "透露", "介绍", "证实", "确认", "说", "坦言", "称", "回应", "讲述", "解释", "回忆",
    ];
    const ASKED: [&str; 4] = ["采访", "专访", "独家", "电话"];
    let one = |verb: Found| {
        let rest = form.get(verb.end..)?;
        let marks = rest.len() - rest.trim_start_matches('《').len();
        if marks == 0
            && outlets.name_at_start(rest).is_none()
            && let Some(name) = unlisted(form.get(verb.start..verb.end)?, rest)
        {
            return Some(Listener {
                start: verb.end,
                end: verb.end + name.len(),
                canonical: name.to_owned(),
                known: false,
                addressed: false,
                acts: false,
                report: format!("{name}报道"),
            });
        }
        let length = outlets.name_at_start(rest.get(marks..)?)?;
        let (start, end) = (verb.end + marks, verb.end + marks + length);
        let name = form.get(start..end)?;
        let outlet = outlets.resolve(name)?;
        let own = matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
            && outlet.canonical.contains(is_han);
        let behind = form.get(end..)?.trim_start_matches('》');
        let plain = behind
            .strip_prefix(['（', '('])
            .and_then(|inner| inner.split_once(['）', ')']))
            .filter(|(address, _)| address.is_ascii() && address.contains('.'))
            .map_or(behind, |(_, rest)| rest);
        let told = match form.get(verb.start..verb.end)? {
            "告诉" => plain.starts_with(is_boundary),
            "接受" => ASKED.iter().any(|word| plain.starts_with(word)),
            _ => SPEAKS.iter().any(|word| plain.starts_with(word)),
        };
        (own && told).then(|| Listener {
            start,
            end,
            addressed: plain.len() < behind.len(),
            acts: false,
            report: format!("{name}报道"),
            canonical: outlet.canonical,
            known: true,
        })
    };
    let learns = |verb: Found| {
        let head = form.get(..verb.start)?;
        // 某报发现《…》: a headline follows.
        if form.get(verb.end..)?.starts_with('《') {
            return None;
        }
        // 某新闻（www.lake.example）发现: its address stands behind its name.
        // 某新闻（www.lake.example）从某局获悉: the end of the address is the cue.
        let inner = if form.get(verb.start..)?.starts_with(['c']) {
            Some(head)
        } else {
            head.strip_suffix(['）', ')'])
        };
        let (plain, bracket) = match inner.and_then(|inner| inner.rfind(['（', '('])) {
            Some(open) if verb.start - open <= ADDRESS => (head.get(..open)?, verb.start - open),
            _ => (head, 0),
        };
        let clause = last_clause(plain);
        let name = clause.get(lead_length(clause)..)?;
        let outlet = outlets.resolve(name)?;
        let own = matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
            && outlet.canonical.contains(is_han);
        own.then(|| Listener {
            start: verb.start - bracket - name.len(),
            end: verb.start - bracket,
            addressed: bracket > 0,
            acts: true,
            report: format!("{name}报道"),
            canonical: outlet.canonical,
            known: true,
        })
    };
    /// Both in one pass: no word of one list overlaps a word of the other.
    static CUES: LazyLock<Finder> = LazyLock::new(|| Finder::new(TELLS.into_iter().chain(LEARNS)));
    const LEARNS: [&str; 17] = [
        "注意到",
        "获悉",
        "了解到",
        "梳理发现",
        "查询发现",
        "看到",
        "联系到",
        "联系上",
        "致电",
        "查询",
        "发现",
        "采访了",
        "采访到",
        "cn）从",
        "com）从",
        "cn)从",
        "com)从",
    ];
    let (mut told, mut learnt) = (Vec::new(), Vec::new());
    for cue in CUES.find_iter(form) {
        if cue.word < TELLS.len() {
            told.extend(one(cue));
        } else {
            learnt.extend(learns(cue));
        }
    }
    told.append(&mut learnt);
    told
}

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

/// A house of the table that a text names as one that is told something.
pub(super) struct Listener {
    /// First byte of its name in the paragraph.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its name in the table.
    pub canonical: String,
    /// Set when its address stands behind its name.
    pub addressed: bool,
    /// Set when it learns something itself: 某新闻注意到.
    pub acts: bool,
    /// What a text that cites it says: 某新闻报道.
    pub report: String,
}

/// The houses that are told something in `form` (告诉某新闻，…, 接受某新闻采访, 向某新闻表示) or learn it (某网注意到). Houses abroad are told things by those whom
/// others quote.
pub(super) fn listeners(form: &str, outlets: &OutletTable) -> Vec<Listener> {
    static TELLS: LazyLock<Finder> = LazyLock::new(|| Finder::new(["告诉", "接受", "向", "对"]));
    const SPEAKS: [&str; 12] = [
        "表示", "透露", "介绍", "证实", "确认", "说", "坦言", "称", "回应", "讲述", "解释", "回忆",
    ];
    const ASKED: [&str; 4] = ["采访", "专访", "独家", "电话"];
    let one = |verb: Found| {
        let rest = form.get(verb.end..)?;
        let marks = rest.len() - rest.trim_start_matches('《').len();
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
        })
    };
    let learns = |verb: Found| {
        let head = form.get(..verb.start)?;
        // 某报发现《…》: a headline follows.
        if form.get(verb.end..)?.starts_with('《') {
            return None;
        }
        // 某新闻（www.lake.example）发现: its address stands behind its name.
        let (plain, bracket) = match head
            .strip_suffix(['）', ')'])
            .and_then(|inner| inner.rfind(['（', '(']))
        {
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
        })
    };
    static LEARNS: LazyLock<Finder> = LazyLock::new(|| {
        Finder::new([
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
        ])
    });
    TELLS
        .find_iter(form)
        .filter_map(one)
        .chain(LEARNS.find_iter(form).filter_map(learns))
        .collect()
}

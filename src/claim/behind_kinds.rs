//! Names behind what their bearers are: 咨询公司Gray & Hill, 研究机构某某. In goes a phrase, out comes where the name stands in it.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::finder::Finder;
use super::names::Named;
use super::outside_names::outside_name;
use super::reading::is_han;
use super::words::words;

/// A name in Latin letters behind what its bearer is: 咨询公司Gray & Hill, 民主党人Mary Gray. `plain` is the phrase as a whole.
pub(super) fn latin_behind_its_kind(body: &str, plain: &Named) -> Option<Named> {
    let latin = body.trim_end_matches(|next: char| {
        next.is_ascii_alphanumeric() || matches!(next, ' ' | '-' | '.' | '&' | '\'')
    });
    let what = [
        "公司",
        "机构",
        "企业",
        "平台",
        "网站",
        "集团",
        "品牌",
        "媒体",
        "智库",
        "银行",
        "厂商",
        "巨头",
        "制造商",
        "供应商",
        "运营商",
        "零售商",
        "开发商",
        "博客",
        "杂志",
        "组织",
    ];
    // 民主党人Mary Gray: somebody described before such a name.
    let person = words().people.of(latin.trim_end()).is_some() || latin.ends_with(['人', '员', '长']);
    if body.len() - latin.len() >= 2 && person && !latin.is_empty() && outside_name(latin).is_none() {
        let name = body.get(latin.len()..)?;
        let space = name.len() - name.trim_start().len();
        if name.trim().starts_with(|first: char| first.is_ascii_uppercase()) {
            return Some(Named {
                start: plain.start + latin.len() + space,
                kind: SourceKind::Person,
                ..plain.clone()
            });
        }
    }
    if body.len() - latin.len() >= 2
        && what.iter().any(|what| latin.ends_with(what))
        && outside_name(latin).is_none()
    {
        let at = plain.start + latin.len();
        let space = body
            .get(latin.len()..)
            .map_or(0, |name| name.len() - name.trim_start().len());
        return Some(Named {
            start: at + space,
            ..plain.clone()
        });
    }
    None
}

/// Where a name of two to four Han characters begins behind what its bearer is.
pub(super) fn behind_its_kind(body: &str) -> Option<usize> {
    static KINDS: LazyLock<Finder> = LazyLock::new(|| {
        Finder::new([
            "咨询机构",
            "咨询公司",
            "研究机构",
            "评级机构",
            "调研机构",
            "调查机构",
            "市场研究公司",
            "研究公司",
            "分析机构",
            "投资银行",
            "会计师事务所",
            "科技媒体",
            "财经媒体",
            "新闻网站",
        ])
    });
    let at = KINDS.find_iter(body).map(|kind| kind.end).max()?;
    let name = body.get(at..)?;
    let plain = (2..=4).contains(&name.chars().count())
        && name.chars().all(is_han)
        && outside_name(name).is_none()
        && !words().people.has(name)
        && words().people.of(name).is_none()
        && words().organisations.of(name).is_none();
    (plain && outside_name(body.get(..at)?).is_none()).then_some(at)
}

//! Houses that the title of a page names: the site behind a mark at its end (`题_某网`), and the paper whose opinion the
//! page carries (`某报社评：题`, `某报评“某事”：题`, `某报刊文：题`). In goes a title, out comes a house.

use crate::document::{Claim, ClaimKind, SourceKind};

use super::lines::Lines;
use super::outlets::ends_like_outlet;
use super::reading::reading_form;

/// What opinion pieces are called behind the name of the paper, longer ones first.
const OPINIONS: [&str; 14] = [
    "评论员文章",
    "评论员",
    "社评",
    "社论",
    "时评",
    "快评",
    "锐评",
    "短评",
    "热评",
    "评论",
    "三评",
    "连评",
    "再评",
    "评",
];

/// How a paper brings a text, behind its name.
const BRINGS: [&str; 5] = ["刊文", "发文", "撰文", "发表", "刊发"];

impl Lines<'_> {
    /// The outlet at the end of a title, behind a mark: `题 - 频道 - 某网`.
    pub(super) fn publisher_in_title(&self, title: &str) -> Option<String> {
        const LONGEST: usize = 14;
        let marks = ['_', '|', '-', '｜', '－', '–', '—'];
        let (head, name) = title.rsplit_once(marks)?;
        let name = name.trim();
        // 某报数字报: the edition is no part of the name.
        let name = [
            "数字报",
            "电子报",
            "电子版",
            "数字版",
            "手机版",
            "官方网站",
            "官网",
            "首页",
        ]
        .iter()
        .find_map(|edition| name.strip_suffix(edition))
        .filter(|paper| self.outlets.resolve(paper).is_some())
        .unwrap_or(name);
        let fits = (2..=LONGEST).contains(&name.chars().count()) && head.chars().count() >= 6;
        if let Some(outlet) = self.outlets.resolve(name).filter(|_| fits) {
            return Some(outlet.canonical);
        }
        // 题_某网: a site that the table does not know, told by the end of its name. Behind | stand keywords as well.
        let site = fits
            && !title
                .get(head.len()..)
                .is_some_and(|rest| rest.starts_with(['|', '｜']))
            && name.chars().all(char::is_alphanumeric)
            && [
                "网",
                "在线",
                "新闻",
                "日报",
                "晚报",
                "时报",
                "客户端",
                "频道",
                "之家",
            ]
            .iter()
            .any(|ending| name.ends_with(ending))
            && (ends_like_outlet(&reading_form(name)) || name.ends_with("之家"));
        site.then(|| name.to_owned())
    }

    /// The claim of the paper whose opinion the title says that a page carries; `None` where anything else on the page
    /// says where it is from.
    pub(super) fn titled_source(&self, claims: &[Claim]) -> Option<Claim> {
        let declares = |claim: &Claim| {
            claim.article == 0
                && match claim.kind {
                    ClaimKind::Byline => claim.rule != "byline" && claim.source_kind != SourceKind::Person,
                    ClaimKind::Editor
                    | ClaimKind::MediaCredit
                    | ClaimKind::OriginalTitle
                    | ClaimKind::InText => false,
                    _ => claim.source_kind != SourceKind::Void,
                }
        };
        if claims.iter().any(declares) {
            return None;
        }
        let original = claims
            .iter()
            .find(|claim| claim.article == 0 && claim.kind == ClaimKind::OriginalTitle)
            .map(|claim| claim.source_name.as_str());
        let titles = [self.record.metadata.title.as_deref(), original];
        titles.into_iter().flatten().find_map(|title| self.opinion(title))
    }

    /// The claim of the paper that a title opens with, before what it calls its opinion.
    fn opinion(&self, title: &str) -> Option<Claim> {
        let form = reading_form(title.trim());
        let title = form.trim_start_matches(['《', '“', '【', '[']);
        let length = self.outlets.name_at_start(title)?;
        let (name, rest) = title.split_at_checked(length)?;
        let outlet = self
            .outlets
            .resolve(name)
            .filter(|outlet| matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency))?;
        let rest = rest.trim_start_matches(['》', '”', '网', ' ']);
        let opens = |behind: &str| behind.starts_with(['：', ':', '丨', '|', '】', '︱', '│', '—']);
        // 某报评“某事”：题.
        let judges = |called: &str, behind: &str| {
            ["评", "三评", "连评", "再评"].contains(&called)
                && (behind.starts_with(['“', '《', '「']) || behind.contains(['：', ':']))
        };
        let opinion = OPINIONS
            .iter()
            .find_map(|called| Some((*called, rest.strip_prefix(called)?)))
            .filter(|(called, behind)| opens(behind) || judges(called, behind));
        let brings = || {
            let act = BRINGS.iter().find(|act| rest.starts_with(**act))?;
            let behind = rest.get(act.len()..)?;
            let (words, _) = behind.split_once(['：', ':'])?;
            (words.chars().count() <= 14).then_some((*act, behind))
        };
        let (cue, _) = opinion.or_else(brings)?;
        Some(Claim {
            article: 0,
            kind: ClaimKind::Meta,
            source_name: name.to_owned(),
            source: Some(outlet.canonical),
            source_kind: outlet.kind,
            cue: cue.to_owned(),
            span: None,
            scope: None,
            rule: "title-house".to_owned(),
            confidence: 0.6,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::tests::segmentation;
    use crate::claim::{OutletTable, attribute};
    use crate::document::{Metadata, Record};

    /// Publisher and declared source of a page with a title.
    fn page(title: &str) -> (Option<String>, Option<String>) {
        let text = "白杨县昨天下了一场大雨，县城多处积水，许多人没有出门。";
        let record = Record {
            text: text.to_owned(),
            metadata: Metadata {
                title: Some(title.to_owned()),
                ..Metadata::default()
            },
            ..Record::default()
        };
        let found = attribute(&record, segmentation(text), &OutletTable::builtin());
        let article = found.segmentation.articles.first().cloned().unwrap_or_default();
        (article.publisher, article.declared_source)
    }

    #[test]
    fn the_end_of_a_title_names_the_page_without_the_edition() {
        assert_eq!(
            page("白杨县下了一场大雨_新闻_中新网").0.as_deref(),
            Some("中国新闻网")
        );
        assert_eq!(
            page("白杨县下了一场大雨 - 光明日报数字报").0.as_deref(),
            Some("光明日报")
        );
        assert_eq!(
            page("白杨县下了一场大雨 - 船主之家").0.as_deref(),
            Some("船主之家")
        );
        for head in ["光明日报-白杨县下了一场大雨", "中新网-视频-白杨县下了一场大雨"]
        {
            assert_eq!(page(head).0, None, "{head}");
        }
    }

    #[test]
    fn titles_name_whose_opinion_it_is() {
        for title in [
            "光明日报社评：大雨教人什么",
            "光明日报评“白杨大雨”：要修堤",
            "光明日报评论员文章：大雨教人什么",
            "光明日报刊文：大雨教人什么",
            "《光明日报》发表专家署名文章：大雨教人什么",
        ] {
            assert_eq!(page(title).1.as_deref(), Some("光明日报"), "{title}");
        }
        for title in [
            "光明日报：大雨教人什么",
            "光明日报评奖揭晓",
            "光明日报记者遇大雨",
            "大雨教人什么",
        ] {
            assert_eq!(page(title).1, None, "{title}");
        }
    }
}

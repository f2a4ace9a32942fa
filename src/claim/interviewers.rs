//! The house that asks the questions of an interview: `某报：您怎么看？` above `钱芳：…`. A paper that prints its interview puts its own name before
//! each question. In go the labels that open the paragraphs of an article, out comes the claim of a by-line.

use std::collections::BTreeMap;

use crate::document::{Claim, ClaimKind, SourceKind, Span};

use super::learned::opening_label;
use super::lines::Lines;
use super::persons::is_personal_name;
use super::reach::body_span;

/// Questions, and answers of one person, that make an interview.
const TURNS: usize = 2;

impl Lines<'_> {
    /// The claim of the house that asks in an article; `None` where a line says where it is from, or two houses ask.
    pub(super) fn interviewer(&self, article: u32, claims: &[Claim]) -> Option<Claim> {
        let declares = |claim: &Claim| {
            claim.article == article
                && match claim.kind {
                    ClaimKind::Byline => claim.source.is_some() && claim.source_kind != SourceKind::Person,
                    ClaimKind::Editor | ClaimKind::MediaCredit | ClaimKind::OriginalTitle => false,
                    _ => claim.source_kind != SourceKind::Void,
                }
        };
        let mut houses: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        let mut people: BTreeMap<&str, usize> = BTreeMap::new();
        for &index in self.body.of_article(article) {
            let Some(label) = opening_label(self.body, index) else {
                continue;
            };
            let start = self.body.paragraphs.get(index)?.span.start as usize;
            let name = label.strip_suffix("记者").unwrap_or(label);
            let house = self
                .outlets
                .resolve(name)
                .filter(|outlet| matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency));
            if house.is_some() {
                let span = Span::new(start, start + name.len());
                houses.entry(name).or_insert((0, span)).0 += 1;
            } else if is_personal_name(label, false) {
                *people.entry(label).or_default() += 1;
            }
        }
        let mut asking = houses.into_iter().filter(|(_, (count, _))| *count >= TURNS);
        let (Some((name, (_, span))), None) = (asking.next(), asking.next()) else {
            return None;
        };
        let answered = people.values().any(|&count| count >= TURNS);
        if !answered || claims.iter().any(declares) {
            return None;
        }
        let outlet = self.outlets.resolve(name)?;
        Some(Claim {
            article,
            kind: ClaimKind::Byline,
            source_name: span.of(self.body.text).to_owned(),
            source: Some(outlet.canonical),
            source_kind: outlet.kind,
            cue: "：".to_owned(),
            span: Some(span),
            scope: body_span(self.body, article),
            rule: "reporter-in-text".to_owned(),
            confidence: 0.6,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::tests::run;

    fn declared(text: &str) -> Option<String> {
        let found = run(text);
        found.segmentation.articles.first()?.declared_source.clone()
    }

    #[test]
    fn the_paper_that_asks() {
        let turns = "钱芳在县里教书二十年。\n光明日报：您怎么看今年的大雨？\n钱芳：雨比往年大得多，堤要再修高一些。\n\
                     光明日报：学校停课了吗？\n钱芳：停了两天，孩子们都在家里看书。";
        assert_eq!(declared(turns).as_deref(), Some("光明日报"));
        let papers = "光明日报：大雨教人什么。\n人民日报：堤要修高。\n钱芳：我同意这些话，都说得对。";
        assert_eq!(declared(papers), None);
    }
}

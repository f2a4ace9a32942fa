//! The gold set of claims (`fixtures/claims`): every case is read, cut and attributed as a page of a corpus, and what comes
//! out is counted against what a careful reader of the conventions lists.

use std::collections::BTreeMap;

use serde::Deserialize;
use suyuan::claim::{OutletTable, attribute};
use suyuan::document::{Claim, ClaimKind, Record};
use suyuan::segment::segment;

/// The share that must be reached.
const ASKED: f64 = 0.97;

#[derive(Deserialize)]
struct Case {
    id: String,
    lang: String,
    text: String,
    claims: Vec<Expected>,
    #[serde(default)]
    may: Vec<Expected>,
    #[serde(default)]
    open: bool,
}

#[derive(Deserialize)]
struct Expected {
    kind: String,
    source: String,
    #[serde(default)]
    resolved: Option<String>,
    #[serde(default)]
    source_kind: Option<String>,
    #[serde(default)]
    scope: Option<(String, String)>,
    #[serde(default)]
    alt_kinds: Vec<String>,
    #[serde(default)]
    alt_sources: Vec<String>,
}

impl Expected {
    /// True when a claim says this: the kind, and the name as written or resolved.
    fn is(&self, claim: &Claim) -> bool {
        let kind = claim.kind.name();
        let kinds = std::iter::once(&self.kind).chain(&self.alt_kinds);
        let names = std::iter::once(&self.source)
            .chain(&self.alt_sources)
            .chain(&self.resolved)
            .map(|name| plain(name));
        let own = [Some(claim.source_name.as_str()), claim.source.as_deref()];
        let own: Vec<String> = own.into_iter().flatten().map(plain).collect();
        kinds.into_iter().any(|asked| asked == kind) && names.into_iter().any(|name| own.contains(&name))
    }

    /// What else the gold says of the claim, and whether it holds: resolution, kind of source, scope.
    fn more(&self, claim: &Claim, text: &str) -> Vec<(&'static str, bool)> {
        let mut held = Vec::new();
        if let Some(name) = &self.resolved {
            let own = claim.source.as_deref().unwrap_or(&claim.source_name);
            held.push(("resolution", plain(own) == plain(name)));
        }
        if let Some(kind) = &self.source_kind {
            held.push(("source kind", kind == claim.source_kind.name()));
        }
        if let Some((first, last)) = &self.scope {
            let scope = claim.scope.map_or(String::new(), |scope| plain(scope.of(text)));
            let end = scope.trim_end_matches(['。', '.', '！', '？']);
            let right = scope.starts_with(&plain(first))
                && end.ends_with(plain(last).trim_end_matches(['。', '.', '！', '？']));
            held.push(("scope", right));
        }
        held
    }

    /// The claims, by their places, that together say this: one, or one for each of several names.
    fn taken_by(&self, claims: &[Claim]) -> Vec<usize> {
        if let Some(at) = claims.iter().position(|claim| self.is(claim)) {
            return vec![at];
        }
        let parts = self.source.split('、').map(|part| Self {
            source: part.to_owned(),
            resolved: None,
            source_kind: None,
            scope: None,
            alt_sources: Vec::new(),
            kind: self.kind.clone(),
            alt_kinds: self.alt_kinds.clone(),
        });
        let places: Option<Vec<usize>> = parts
            .map(|part| claims.iter().position(|claim| part.is(claim)))
            .collect();
        places.unwrap_or_default()
    }
}

/// A claim as a line of the report.
fn shown(claim: &Claim, text: &str) -> String {
    let scope = claim.scope.map_or("", |scope| scope.of(text));
    let source = claim.source.as_deref().unwrap_or("-");
    format!("{source}, {}, {scope:?}", claim.source_kind.name())
}

/// A name without marks, white space and letter case.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace() && !"《》“”「」\"（）()".contains(*character))
        .flat_map(char::to_lowercase)
        .collect()
}

fn claims_of(text: &str, outlets: &OutletTable) -> Vec<Claim> {
    let record = Record {
        text: text.to_owned(),
        ..Record::default()
    };
    let claims = attribute(&record, segment(&record), outlets).claims;
    claims
        .into_iter()
        .filter(|claim| claim.kind != ClaimKind::Meta)
        .collect()
}

/// Names that several claims of one kind list on one line (甲、乙) are counted one by one.
fn one_by_one(claims: Vec<Claim>, expected: &[Expected]) -> Vec<Claim> {
    let whole = |claim: &Claim| expected.iter().any(|asked| asked.is(claim));
    claims
        .into_iter()
        .flat_map(|claim| {
            if whole(&claim) || !claim.source_name.contains('、') {
                return vec![claim];
            }
            let parts = claim.source_name.split('、').map(|part| Claim {
                source_name: part.to_owned(),
                source: None,
                ..claim.clone()
            });
            parts.collect()
        })
        .collect()
}

#[test]
fn gold_claims() {
    let outlets = OutletTable::builtin();
    let gold =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/claims/gold.jsonl")).unwrap();
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut details: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut report = String::new();
    for line in gold.lines().filter(|line| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap();
        if case.open {
            continue;
        }
        let mut found = one_by_one(claims_of(&case.text, &outlets), &case.claims);
        for asked in &case.claims {
            let taken = asked.taken_by(&found);
            for group in [case.lang.as_str(), "all"] {
                counts.entry(group.to_owned()).or_default()[usize::from(taken.is_empty())] += 1;
            }
            if taken.is_empty() {
                report += &format!("{} misses {} {}\n", case.id, asked.kind, asked.source);
            }
            if let Some(claim) = taken.first().and_then(|&at| found.get(at)) {
                for (what, right) in asked.more(claim, &case.text) {
                    details.entry(what).or_default()[usize::from(!right)] += 1;
                    if !right {
                        report += &format!(
                            "{} {what} of {}: {}\n",
                            case.id,
                            asked.source,
                            shown(claim, &case.text)
                        );
                    }
                }
            }
            let mut at = 0..;
            found.retain(|_| !taken.contains(&at.next().unwrap_or(0)));
        }
        found.retain(|claim| !case.may.iter().any(|may| may.is(claim)));
        for claim in found {
            for group in [case.lang.as_str(), "all"] {
                counts.entry(group.to_owned()).or_default()[2] += 1;
            }
            report += &format!(
                "{} has {} {} ({})\n",
                case.id,
                claim.kind.name(),
                claim.source_name,
                claim.rule
            );
        }
    }
    for (group, [right, missed, false_claims]) in &counts {
        let f1 = f1(*right, *missed, *false_claims);
        report += &format!("{group}: {right} right, {missed} missed, {false_claims} false, F1 {f1:.4}\n");
    }
    for (what, [right, wrong]) in &details {
        report += &format!("{what}: {right} of {} right\n", right + wrong);
    }
    let [right, missed, false_claims] = counts["all"];
    assert!(f1(right, missed, false_claims) >= ASKED, "{report}");
}

fn f1(right: usize, missed: usize, false_claims: usize) -> f64 {
    2.0 * right as f64 / (2 * right + missed + false_claims).max(1) as f64
}

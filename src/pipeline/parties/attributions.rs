//! Whose words an article reports: the claims of a record -> who speaks, decides or gives notice, and in which sentences.

use super::documents::Document;
use crate::document::{Article, Claim, ClaimKind, Facts, SourceKind, Span};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// An attribution whose name is no number yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttributionDraft {
    /// Who speaks.
    pub name: String,
    /// True where others can name them too.
    pub named: bool,
    /// True where the words were given to all.
    pub given_out: bool,
    /// True for somebody who speaks in another language than the page.
    pub abroad: bool,
    /// Hash of the letters of the words that lead in.
    pub wording: u64,
    /// The words that lead in what they say.
    pub span: Option<Span>,
    /// What they say.
    pub scope: Span,
}

/// Whose words stand in an article by its claims, and by the `document` that it gives in full.
pub fn attributions(facts: &Facts, article: &Article, document: Option<&Document>) -> Vec<AttributionDraft> {
    let text = facts.record.text.as_str();
    let claims = || {
        let all = facts.attributed.claims.iter();
        all.filter(|claim| claim.article == article.ordinal)
    };
    let name = |claim: &Claim| claim.source.clone().unwrap_or_else(|| claim.source_name.clone());
    let of_speakers = claims().filter(|claim| reports_words(claim)).filter_map(|claim| {
        let name = name(claim);
        Some(AttributionDraft {
            named: is_named(claim),
            given_out: is_given_out(claim, text),
            abroad: speaks_abroad(&name, claim.span, text),
            name,
            wording: wording(claim.span, text),
            span: claim.span,
            scope: claim.scope?,
        })
    });
    let of_documents = || {
        claims().filter(|claim| claim.kind == ClaimKind::InText && claim.source_kind == SourceKind::Document)
    };
    // A notice is the word of who gave it.
    let given = of_documents().filter_map(|claim| {
        Some(AttributionDraft {
            name: issuer(text, claim.source.as_deref()?)?.to_owned(),
            named: true,
            given_out: true,
            abroad: false,
            wording: wording(claim.span, text),
            span: claim.span,
            scope: claim.scope?,
        })
    });
    // 根据某局印发的通知，……。通知明确，……: the notice is still that of whoever was named with it.
    let taken_up = of_documents().filter(|claim| claim.source.is_none());
    let taken_up = taken_up.filter_map(|claim| {
        let (span, scope) = (claim.span?, claim.scope?);
        let introduces = |before: &&Claim| {
            let words = before.span.filter(|words| words.end <= span.start);
            reports_words(before) && words.is_some_and(|words| words.of(text).contains(&claim.source_name))
        };
        let giver = claims().filter(introduces).max_by_key(|before| before.span)?;
        let name = name(giver);
        Some(AttributionDraft {
            named: true,
            given_out: true,
            abroad: speaks_abroad(&name, giver.span, text),
            name,
            wording: wording(Some(span), text),
            span: Some(span),
            scope,
        })
    });
    of_speakers
        .chain(given)
        .chain(taken_up)
        .chain(document.and_then(|document| in_full(document, text)))
        .collect()
}

/// Who signed a document that is given in full says all of it.
fn in_full(document: &Document, text: &str) -> Option<AttributionDraft> {
    Some(AttributionDraft {
        name: document.signatory?.of(text).to_owned(),
        named: true,
        given_out: true,
        abroad: false,
        wording: wording(Some(document.lead), text),
        span: Some(document.lead),
        scope: document.span,
    })
}

/// Hash of the letters of a cue: marks and spaces do not make it another one.
fn wording(cue: Option<Span>, text: &str) -> u64 {
    let words = cue.map_or("", |cue| cue.of(text));
    let letters: String = words.chars().filter(|sign| sign.is_alphanumeric()).collect();
    xxh3_64(letters.as_bytes())
}

/// Lands whose bodies bear their names ahead of their own, and bodies of several lands. Whoever speaks for one does not speak Chinese.
const LANDS: [&str; 24] = [
    "美国",
    "英国",
    "法国",
    "德国",
    "意大利",
    "西班牙",
    "俄罗斯",
    "乌克兰",
    "日本",
    "韩国",
    "朝鲜",
    "印度",
    "巴基斯坦",
    "伊朗",
    "以色列",
    "土耳其",
    "加拿大",
    "澳大利亚",
    "新西兰",
    "巴西",
    "欧盟",
    "北约",
    "联合国",
    "白宫",
];

/// True for somebody of another land, and for a name in Latin letters in a text of Han characters.
fn speaks_abroad(name: &str, cue: Option<Span>, text: &str) -> bool {
    const NEAR: usize = 30;
    let is_han = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign);
    let behind = || {
        let end = cue.map_or(0, |cue| cue.end as usize);
        text.get(end..).unwrap_or("").chars().take(NEAR)
    };
    let latin = name.starts_with(|sign: char| sign.is_ascii_alphabetic()) && !name.contains(is_han);
    LANDS.iter().any(|land| name.starts_with(land)) || latin && behind().any(is_han)
}

/// True for somebody whom others can name too: a name, or who speaks in public. A pronoun that nobody was found for names nobody.
fn is_named(claim: &Claim) -> bool {
    const PRONOUNS: [&str; 6] = ["他", "她", "他们", "她们", "其", "对方"];
    let pronoun = claim.source.is_none() && PRONOUNS.contains(&claim.source_name.as_str());
    !pronoun && (claim.source_kind != SourceKind::Anonymous || speaks_in_public(&claim.source_name))
}

/// True for a claim in the text whose source speaks, decides or gives notice, and is no outlet. An unlisted name in the
/// text is mostly a company.
pub fn reports_words(claim: &Claim) -> bool {
    claim.kind == ClaimKind::InText
        && matches!(
            claim.source_kind,
            SourceKind::Government
                | SourceKind::PressConference
                | SourceKind::Meeting
                | SourceKind::Person
                | SourceKind::Anonymous
                | SourceKind::Document
                | SourceKind::Website
                | SourceKind::Platform
                | SourceKind::Unlisted
        )
}

/// What a body calls the words that it gives to all, and who gives them.
const GIVEN_OUT: [&str; 14] = [
    "公告",
    "通告",
    "通报",
    "声明",
    "公报",
    "公开信",
    "致歉信",
    "内部信",
    "发布会",
    "倡议书",
    "告知书",
    "官方微博",
    "发言人",
    "发表谈话",
];

/// True for the words of a body that gives them to all: of an office or a press conference, whatever it is said by, and of anybody where it is said to be
/// a statement or notice.
fn is_given_out(claim: &Claim, text: &str) -> bool {
    let of_office = matches!(
        claim.source_kind,
        SourceKind::Government | SourceKind::PressConference
    );
    let said = || claim.span.map_or("", |span| span.of(text));
    of_office || GIVEN_OUT.iter().any(|word| said().contains(word))
}

/// Parts in a hearing: everybody in the room hears the same words of them, and the court gives them to all.
const OF_HEARING: [&str; 12] = [
    "审判长",
    "审判员",
    "合议庭",
    "法庭",
    "公诉人",
    "检察员",
    "辩护人",
    "辩护律师",
    "代理人",
    "被告人",
    "原告",
    "被告",
];

/// True for somebody without a name whose words more than one reporter has at first hand.
fn speaks_in_public(name: &str) -> bool {
    OF_HEARING.iter().any(|part| name.ends_with(part))
}

/// Who gave a notice, where its title is first mentioned: 某局日前印发《某某的通知》. A run of Han characters that ends as bodies do.
fn issuer<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    const ACTS: [&str; 7] = ["印发", "下发", "发布", "发出", "公布", "出台", "制定"];
    const BEFORE: [&str; 12] = [
        "了", "日前", "近日", "今日", "昨日", "今天", "昨天", "联合", "正式", "已经", "已", "于",
    ];
    const ENDS: [char; 10] = ['厅', '局', '委', '部', '院', '办', '会', '府', '署', '室'];
    let before = text.get(..text.find(&format!("《{title}》"))?)?;
    let given = |text: &'t str| ACTS.iter().find_map(|act| text.strip_suffix(act));
    let mut head = given(before.strip_suffix('了').unwrap_or(before))?;
    while let Some(shorter) = BEFORE.iter().find_map(|word| head.strip_suffix(word)) {
        head = shorter;
    }
    let of_name = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    let name = head.rsplit(|character| !of_name(character)).next()?;
    let fits = name.ends_with(ENDS) && (3..=20).contains(&name.chars().count());
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{speaks_abroad, speaks_in_public, wording};
    use crate::document::Span;

    #[test]
    fn issue_6_who_speaks_in_a_hearing_is_heard_by_all() {
        assert!(speaks_in_public("被害人的诉讼代理人"));
        assert!(speaks_in_public("审判长"));
        assert!(!speaks_in_public("一位家长"));
        assert!(!speaks_in_public("知情人士"));
    }

    #[test]
    fn issue_6_who_speaks_in_another_language_is_translated() {
        let text = "ACME说，船已停航。";
        let cue = Some(Span::new(0, "ACME说".len()));
        assert!(speaks_abroad("ACME", cue, text));
        assert!(!speaks_abroad("ACME集团", cue, text));
        assert!(speaks_abroad("日本海事厅", cue, text));
        assert!(!speaks_abroad("江州海事局", cue, text));
        let english = "The harbour office said the ferry had stopped.";
        assert!(!speaks_abroad(
            "The harbour office",
            Some(Span::new(0, 23)),
            english
        ));
    }

    #[test]
    fn issue_6_marks_do_not_make_another_cue() {
        let of = |text: &str| wording(Some(Span::new(0, text.len())), text);
        assert_eq!(of("警方表示，"), of("警方 表示："));
        assert_ne!(of("警方表示，"), of("警方通报，"));
    }
}

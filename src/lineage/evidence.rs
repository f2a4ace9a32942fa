//! What speaks for "`to` carried it from `from`", item by item.

use crate::config::LineageParameters;
use crate::document::{Evidence, EvidenceKind, Precision, Span};

/// What a page says about a source, as far as it bears on direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Number of the name.
    pub name: u32,
    /// How it is said.
    pub kind: EvidenceKind,
    /// The words that say it.
    pub span: Option<Span>,
    /// The text that they govern; `None` governs the whole article.
    pub scope: Option<Span>,
}

/// When an article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since the Unix epoch.
    pub seconds: i64,
    /// How precise it is.
    pub precision: Precision,
}

/// What is known of a carrier beside its text. Names are numbers of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// On whose page it stands.
    pub publisher: Option<u32>,
    /// Its credits, in order of the page.
    pub credits: Vec<Credit>,
    /// When it was published.
    pub stamp: Option<Stamp>,
    /// True for an article inside another page.
    pub embedded: bool,
}

impl Credit {
    /// True when the credit governs the whole article rather than a stretch of its text.
    pub fn is_declaration(&self) -> bool {
        !matches!(self.kind, EvidenceKind::InText) && self.scope.is_none()
    }

    /// True when the credit governs some of `span`.
    pub fn governs(&self, span: Option<Span>) -> bool {
        self.governed(span).is_none_or(|bytes| bytes > 0)
    }

    /// Bytes of `span` that the credit governs; `None` when it governs all of the article or the place is unknown.
    pub fn governed(&self, span: Option<Span>) -> Option<usize> {
        Some(self.scope?.overlap(span?))
    }

    /// Log-odds that the credit is right.
    pub fn weight(&self, parameters: &LineageParameters) -> f32 {
        match self.kind {
            EvidenceKind::Link => parameters.link,
            EvidenceKind::Meta => parameters.meta,
            EvidenceKind::InText => parameters.in_text,
            _ => parameters.declared,
        }
    }
}

/// Everything that bears on `from` -> `to`, where the passage stands at `at` in `to`. `name` gives the words for a
/// number of a name.
pub fn weigh<'n>(
    from: &Party,
    to: &Party,
    at: Option<Span>,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Vec<Evidence> {
    let mut items = credits(from, to, at, name, parameters);
    items.extend(time(from, to, parameters));
    items
}

fn credits<'n>(
    from: &Party,
    to: &Party,
    at: Option<Span>,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Vec<Evidence> {
    let mut items = Vec::new();
    let Some(publisher) = from.publisher else {
        return items;
    };
    let mut total = 0f32;
    for credit in to
        .credits
        .iter()
        .filter(|credit| credit.name == publisher && credit.governs(at))
    {
        // Credits of one page repeat each other; the first counts in full, all together at most the cap.
        let weight = credit.weight(parameters).min(parameters.credits_cap - total);
        if weight <= 0.0 {
            break;
        }
        total += weight;
        items.push(Evidence {
            kind: credit.kind,
            log_odds: weight,
            span: credit.span,
            note: format!("names {} as its source", name(publisher)),
        });
    }
    if let Some(own) = to.publisher
        && own != publisher
        && let Some(credit) = from
            .credits
            .iter()
            .find(|credit| credit.name == own && credit.is_declaration())
    {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: -credit.weight(parameters),
            span: None,
            note: format!("{} names {} as its own source", name(publisher), name(own)),
        });
    }
    let elsewhere = to.credits.iter().find(|credit| {
        credit.is_declaration() && Some(credit.name) != to.publisher && credit.name != publisher
    });
    if items.is_empty()
        && let Some(credit) = elsewhere
    {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: parameters.credit_elsewhere,
            span: credit.span,
            note: format!("declares another source: {}", name(credit.name)),
        });
    }
    items
}

fn time(from: &Party, to: &Party, parameters: &LineageParameters) -> Option<Evidence> {
    const DAY: i64 = 86_400;
    let (before, after) = (from.stamp?, to.stamp?);
    let apart = after.seconds - before.seconds;
    let to_the_day = before.precision.min(after.precision) <= Precision::Day;
    let (order, weight) = if to_the_day {
        (
            after.seconds.div_euclid(DAY) - before.seconds.div_euclid(DAY),
            parameters.day,
        )
    } else {
        (apart, parameters.time)
    };
    let weight = if apart.abs() > parameters.time_span {
        parameters.time_beyond
    } else {
        weight
    };
    let (log_odds, direction) = match order.signum() {
        1 => (weight, "later"),
        -1 => (-weight, "earlier"),
        _ => return None,
    };
    let note = if to_the_day {
        format!(
            "bears {} {direction} date",
            if direction == "later" { "a" } else { "an" }
        )
    } else {
        format!("was published {} {direction}", duration(apart.abs()))
    };
    Some(Evidence {
        kind: EvidenceKind::Time,
        log_odds,
        span: None,
        note,
    })
}

fn duration(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::{Credit, Party, Stamp, weigh};
    use crate::config::LineageParameters;
    use crate::document::{EvidenceKind, Precision};

    fn party(publisher: u32, credits: &[u32], seconds: i64) -> Party {
        let credit = |&name: &u32| Credit {
            name,
            kind: EvidenceKind::SourceLine,
            span: None,
            scope: None,
        };
        Party {
            publisher: Some(publisher),
            credits: credits.iter().map(credit).collect(),
            stamp: Some(Stamp {
                seconds,
                precision: Precision::Second,
            }),
            embedded: false,
        }
    }

    fn log_odds(from: &Party, to: &Party) -> f32 {
        weigh(from, to, None, &|_| "X", &LineageParameters::default())
            .iter()
            .map(|item| item.log_odds)
            .sum()
    }

    #[test]
    fn a_declaration_outweighs_a_stamp() {
        let (origin, reprint) = (party(1, &[], 2_000), party(2, &[1], 1_000));
        assert!(log_odds(&origin, &reprint) > 0.0);
        assert!(log_odds(&reprint, &origin) < 0.0);
    }

    #[test]
    fn time_alone_is_weak_and_dates_are_weaker() {
        let (early, late) = (party(1, &[], 0), party(2, &[], 90_000));
        assert_eq!(log_odds(&early, &late), LineageParameters::default().time);
        let mut day = late.clone();
        day.stamp = Some(Stamp {
            seconds: 90_000,
            precision: Precision::Day,
        });
        assert_eq!(log_odds(&early, &day), LineageParameters::default().day);
    }
}

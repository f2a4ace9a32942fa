//! The families of quotes as rows: which quotes are in one, and which forms their places are in.

use std::collections::HashMap;

use super::of_body;
use super::rows::Row;
use crate::document::{FormSpan, PassageKind};
use crate::lineage::Directed;
use crate::matching::QuoteForm;
use crate::pipeline::origins::Form;
use crate::pipeline::reuse::Reuse;

/// The families of quotes: number of the first quote, and the matches with it.
pub struct QuoteRows<'a> {
    reuse: &'a Reuse,
    families: Vec<(u32, Vec<usize>)>,
    /// For each family the first quote of each article in it.
    of_articles: Vec<HashMap<u32, Form>>,
}

impl<'a> QuoteRows<'a> {
    pub fn new(reuse: &'a Reuse) -> Self {
        let mut rows = Self {
            reuse,
            families: reuse.quote_families(),
            of_articles: Vec::new(),
        };
        rows.of_articles = rows
            .families
            .iter()
            .map(|(first, members)| {
                let later = members.iter().filter_map(|&index| reuse.quote_matches.get(index));
                let numbers = std::iter::once(*first).chain(later.map(|found| found.later));
                let mut forms: HashMap<u32, Form> = HashMap::new();
                for form in numbers.filter_map(|quote| rows.form(quote)) {
                    forms.entry(form.article).or_insert(form);
                }
                forms
            })
            .collect();
        rows
    }

    fn form(&self, quote: u32) -> Option<Form> {
        let quote = self.reuse.quotes.get(quote as usize)?;
        Some(Form {
            article: quote.article,
            quote: Some(quote.index),
        })
    }

    /// Which of the families a number that counts body families first means.
    fn family(&self, number: u32) -> Option<usize> {
        (number as usize).checked_sub(self.reuse.families.len())
    }

    /// The first quote of a family, whole.
    pub fn first(&self, number: u32) -> Option<(Form, FormSpan)> {
        let (first, _) = self.families.get(self.family(number)?)?;
        let length = self.reuse.quotes.get(*first as usize)?.form.len() as u32;
        Some((
            self.form(*first)?,
            FormSpan {
                start: 0,
                end: length,
            },
        ))
    }

    /// All quotes of a family.
    pub fn members(&self, number: u32) -> impl Iterator<Item = &'a QuoteForm> {
        let reuse = self.reuse;
        let family = self.family(number).and_then(|place| self.families.get(place));
        let quotes: Vec<u32> = family.map_or_else(Vec::new, |(first, members)| {
            let later = members.iter().filter_map(|&index| reuse.quote_matches.get(index));
            std::iter::once(*first)
                .chain(later.map(|found| found.later))
                .collect()
        });
        quotes
            .into_iter()
            .filter_map(|quote| reuse.quotes.get(quote as usize))
    }

    pub fn rows(&self, number: u32) -> Vec<Row<'a>> {
        let Some((first, members)) = self.family(number).and_then(|place| self.families.get(place)) else {
            return Vec::new();
        };
        let reuse = self.reuse;
        let rows = members
            .iter()
            .filter_map(|&index| reuse.quote_matches.get(index))
            .filter_map(|found| {
                let (a, b) = (self.form(found.later)?, self.form(*first)?);
                (a.article != b.article).then_some(Row {
                    family: number,
                    kind: PassageKind::Quote,
                    a,
                    b,
                    stretch: &found.stretch,
                })
            });
        rows.collect()
    }

    /// The forms that a link's stretch lies in: of the receiver, and of the giver.
    pub fn ends(&self, link: &Directed, number: u32) -> (Form, Option<Form>) {
        let forms = self.family(number).and_then(|place| self.of_articles.get(place));
        let of = |article: u32| {
            let quote = forms.and_then(|forms| forms.get(&article));
            quote.copied().unwrap_or(of_body(article))
        };
        (of(link.to), link.from.map(of))
    }
}

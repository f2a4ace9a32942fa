//! One side of an exchange of words, with what its rules ask of it: its words, its letters, its values, its neighbours.

use super::super::numerals;
use super::names::Side;
use super::tokens::{Meaning, Token};

/// Tokens of an exchange up to which it can be a negation or a name; longer ones are other clauses.
const SHORT: usize = 6;
/// One side of an exchange: its tokens, of which `from..to` are exchanged, and the words that they were read from.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    pub text: &'a str,
    /// All tokens that are not marks.
    pub tokens: &'a [Token],
    pub from: usize,
    pub to: usize,
}

impl<'a> Exchange<'a> {
    pub fn exchanged(self) -> &'a [Token] {
        self.tokens.get(self.from..self.to).unwrap_or(&[])
    }

    /// Where the exchanged words stand, in bytes of the text.
    pub fn range(self) -> std::ops::Range<usize> {
        match self.exchanged() {
            [] => {
                let end = self
                    .tokens
                    .get(..self.from)
                    .and_then(<[Token]>::last)
                    .map_or(0, |token| token.end);
                end..end
            }
            [only] => only.start..only.end,
            [first, .., last] => first.start..last.end,
        }
    }

    pub fn words(self) -> &'a str {
        self.text.get(self.range()).unwrap_or("")
    }

    /// The words without the marks in them.
    pub fn letters(self) -> String {
        self.exchanged()
            .iter()
            .filter_map(|token| self.text.get(token.start..token.end))
            .collect()
    }

    pub fn values(self) -> Vec<Meaning> {
        self.exchanged()
            .iter()
            .filter(|token| token.is_value())
            .map(|token| token.meaning)
            .collect()
    }

    pub fn has_lone_numeral(self) -> bool {
        let words = self
            .exchanged()
            .iter()
            .filter_map(|token| self.text.get(token.start..token.end));
        words.into_iter().any(|word| {
            word.chars().count() == 1
                && word
                    .chars()
                    .any(|numeral| numerals::digit(numeral).is_some() && !numeral.is_ascii())
        })
    }

    pub fn rest(self) -> usize {
        self.exchanged().iter().filter(|token| !token.is_value()).count()
    }

    pub fn before(self) -> Option<Token> {
        self.from
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .copied()
    }

    pub fn after(self) -> Option<Token> {
        self.tokens.get(self.to).copied()
    }

    /// The word or letter behind it.
    pub fn after_word(self) -> &'a str {
        let token = self.after();
        token
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or("")
    }

    pub fn is_short(self) -> bool {
        self.exchanged().len() <= SHORT
    }

    pub fn beside_value(self) -> bool {
        [self.before(), self.after()]
            .into_iter()
            .flatten()
            .any(|token| token.is_value())
    }

    pub fn side(self) -> Side<'a> {
        let range = self.range();
        Side {
            text: self.text,
            start: range.start,
            end: range.end,
        }
    }
}

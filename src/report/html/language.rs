//! The languages of the pages. The two wordings of a sentence stand beside each other where it is said, so that whoever
//! changes one sees the other; what comes from closed vocabularies stands in `vocabulary.rs`.

use std::fmt::Display;

use super::figures::digits_grouped;

/// The language that pages are written in. Texts of articles stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Language {
    /// The language that a user's locale asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something.
    pub fn of_locale(variables: impl IntoIterator<Item = Option<String>>) -> Self {
        let locale = variables.into_iter().flatten().find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// The value of the attribute `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// The wording in this language.
    pub fn say<'words>(self, english: &'words str, chinese: &'words str) -> &'words str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// `1 article`, `1,200 articles`, `1,200 篇文章`: a number with what it counts.
    pub fn count(self, number: impl Display, one: &str, many: &str, chinese: &str) -> String {
        let number = number.to_string();
        let what = match (self, number.as_str()) {
            (Self::Chinese, _) => chinese,
            (Self::English, "1") => one,
            (Self::English, _) => many,
        };
        format!("{} {what}", digits_grouped(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    fn of(values: [&str; 3]) -> Language {
        Language::of_locale(values.map(|value| Some(value.to_owned())))
    }

    #[test]
    fn the_first_locale_that_says_something_counts() {
        assert_eq!(of(["", "", "zh_CN.UTF-8"]), Language::Chinese);
        assert_eq!(of(["en_GB.UTF-8", "zh_CN.UTF-8", "zh_CN"]), Language::English);
        assert_eq!(of(["", "zh-TW", "C"]), Language::Chinese);
        assert_eq!(Language::of_locale([None, None, None]), Language::English);
    }

    #[test]
    fn numbers_agree_with_what_they_count() {
        let say = |number: u64, language: Language| language.count(number, "article", "articles", "篇文章");
        assert_eq!(say(1, Language::English), "1 article");
        assert_eq!(say(1200, Language::English), "1,200 articles");
        assert_eq!(say(1200, Language::Chinese), "1,200 篇文章");
    }
}

//! What stands before a subject: lead-ins, times, numbers of items. In goes a phrase, out comes how many bytes of it lead in.

use super::reading::{is_han, leading_time, trimmed};
use super::words::words;

/// Names that begin with what leads in.
const NAMES: [&str; 3] = ["今日头条", "今晚报", "今晚网"];

/// Length of the words before a subject (lead-ins and times) that `phrase` starts with.
pub(super) fn lead_length(phrase: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = phrase.get(at..).unwrap_or("");
        // ①, ●, soft hyphens and the like before the first word.
        let odd = |character: char| {
            !is_han(character)
                && !character.is_alphanumeric()
                && !matches!(character, '《' | '“' | '「' | '(' | '（' | '@')
                || matches!(character, '①'..='⑳')
        };
        let rest = rest.trim_start_matches(odd);
        // 3、某某: the number of an item.
        let unnumbered = rest.trim_start_matches(|next: char| next.is_ascii_digit());
        let item = unnumbered
            .strip_prefix(['、', '．'])
            .filter(|_| at == 0 && (1..=2).contains(&(rest.len() - unnumbered.len())));
        let rest = item.unwrap_or(rest);
        at = phrase.len() - rest.len();
        let (space, rest) = trimmed(rest);
        // 今日头条 begins like a time and is a name.
        if NAMES.iter().any(|name| rest.starts_with(name)) {
            return at + space;
        }
        let step = words()
            .lead_ins
            .of(rest)
            .map_or(0, str::len)
            .max(leading_time(rest));
        // 上周六（3月2日）: the date of the day before it.
        let dated = rest
            .strip_prefix(['（', '('])
            .filter(|inner| at > 0 && inner.starts_with(|first: char| first.is_ascii_digit()))
            .and_then(|inner| inner.find(['）', ')']))
            .map_or(0, |close| close + 2 * "（".len());
        let step = step.max(if dated > 0 && rest.is_char_boundary(dated.min(rest.len())) {
            dated
        } else {
            0
        });
        if step == 0 || step >= rest.len() {
            return at + space;
        }
        let mut next = at + space + step;
        // 1月11日的发布会: the date belongs to the phrase.
        if phrase.get(next..).is_some_and(|after| after.starts_with('的')) {
            next = at + space;
            return next;
        }
        at = next;
    }
}

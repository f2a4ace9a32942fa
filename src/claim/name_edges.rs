//! Characters that open an adverbial and are part of a name as well: 张新年, 于建国. In go a clause and the place of such a
//! character, out comes whether a name ends or begins with it.

use super::context::Context;
use super::persons::is_personal_name;
use super::subjects::bare;
use super::words::words;

/// True when the marker at byte `at` is a surname: 负责人于建国, 发言人曾小康, and behind it stands nothing but the name.
pub(super) fn begins_a_name(clause: &str, at: usize) -> bool {
    let (head, mut name) = clause.split_at_checked(at).unwrap_or((clause, ""));
    if !name.starts_with(['于', '曾']) || words().people.of(head).is_none() {
        return false;
    }
    // 曾女士对记者: the name ends with its form of address.
    let address = name.get('曾'.len_utf8()..).is_some_and(|rest| {
        ["先生", "女士", "小姐", "老师", "医生", "律师"]
            .iter()
            .any(|form| rest.starts_with(form))
    });
    if address {
        return true;
    }
    while let Some(rest) = words().adverbs.cut(name) {
        name = rest.trim_end();
    }
    // 于本月, 于会前, 于现场.
    let times = [
        '日', '月', '年', '周', '前', '后', '间', '时', '天', '晚', '早', '场', '午', '初', '底',
    ];
    // 曾撰文, 曾接受: a verb; 曾在法庭上: an adverb before a place.
    let rest = name.get('于'.len_utf8()..).unwrap_or("");
    let acts = name.starts_with('曾') && rest.starts_with(['在', '对', '向', '被', '给', '就', '为'])
        || words()
            .markers
            .find(rest)
            .is_some_and(|found| found.end - found.start > '于'.len_utf8());
    let given = (2..=3).contains(&name.chars().count()) && !name.ends_with(times) && !acts;
    given && is_personal_name(name, true)
}

/// True when the marker at byte `at` is the last character of a name: behind it stand adverbs alone (张新年解释), or the article
/// never has the name without it.
pub(super) fn ends_a_name(context: &Context<'_>, clause: &str, lead: usize, at: usize) -> bool {
    let rest = clause.get(at..).unwrap_or("");
    let Some(marker) = rest
        .chars()
        .next()
        .filter(|marker| matches!(marker, '年' | '时' | '日' | '月' | '向' | '刚' | '为'))
    else {
        return false;
    };
    let end = at + marker.len_utf8();
    let name = clause.get(lead..end).unwrap_or("");
    let behind = clause.get(end..).unwrap_or("");
    if name.chars().count() != 3 || behind.is_empty() || !is_personal_name(name, true) {
        return false;
    }
    // 王立刚接受采访时: 刚 is an adverb as well.
    let shorter = name.get(..at - lead).unwrap_or(name);
    let always = || {
        let text = context.body.around(context.start());
        let whole = text.matches(name).take(NAMED_OFTEN).count();
        whole > 1 && whole == text.matches(shorter).take(NAMED_OFTEN).count()
    };
    // 赵立刚对记者表示: before what opens an adverbial it is no adverb.
    let opens = behind.starts_with(['对', '向', '在', '也', '还', '则']);
    bare(behind) || marker == '刚' && (opens || always())
}

/// Times that a name is looked for.
const NAMED_OFTEN: usize = 8;

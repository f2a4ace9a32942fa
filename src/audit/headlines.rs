//! headline-changed: a title that says other than the original one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use super::pair::Pair;
use crate::document::{ClaimKind, Finding, Rule, Severity, Span};

/// Likeness below which two titles are two titles.
const OTHER: f64 = 0.2;
/// Likeness from which a title is the other one with something changed in it.
const SAME: f64 = 0.5;
/// Signs that turn what a title says round, or take its certainty away or give it.
const TURNS: [&str; 7] = ["否认", "辟谣", "谣言", "疑似", "可能", "或", "拟"];
/// Signs that deny.
const DENYING: [char; 5] = ['不', '未', '无', '没', '非'];
/// The same in English, as words.
const ENGLISH_TURNS: [&str; 12] = [
    "not", "no", "never", "nobody", "none", "without", "may", "might", "could", "denies", "denied", "fails",
];
/// What a headline says of a matter, and its opposite.
const OPPOSITES: [(&str, &str); 46] = [
    ("支持", "反对"),
    ("赞成", "反对"),
    ("同意", "拒绝"),
    ("批准", "驳回"),
    ("通过", "否决"),
    ("承认", "否认"),
    ("获救", "遇难"),
    ("幸存", "遇难"),
    ("受伤", "死亡"),
    ("生还", "死亡"),
    ("上涨", "下跌"),
    ("上升", "下降"),
    ("增长", "下降"),
    ("增加", "减少"),
    ("上调", "下调"),
    ("盈利", "亏损"),
    ("恢复", "暂停"),
    ("恢复", "取消"),
    ("开放", "关闭"),
    ("启动", "停止"),
    ("成功", "失败"),
    ("战胜", "负于"),
    ("胜诉", "败诉"),
    ("有罪", "无罪"),
    ("提前", "推迟"),
    ("加入", "退出"),
    ("允许", "禁止"),
    ("放宽", "收紧"),
    ("扩大", "缩小"),
    ("安全", "危险"),
    ("back|backs|support|supports", "oppose|opposes|reject|rejects"),
    ("rise|rises|rose|up", "fall|falls|fell|down"),
    ("win|wins|won", "lose|loses|lost"),
    (
        "approve|approves|approved",
        "reject|rejects|rejected|block|blocks|blocked",
    ),
    (
        "open|opens|opened|reopen|reopens",
        "close|closes|closed|shut|shuts",
    ),
    ("gain|gains", "loss|losses"),
    ("guilty|convicted", "innocent|acquitted|cleared"),
    ("admit|admits|admitted|confirm|confirms", "deny|denies|denied"),
    (
        "spared|unharmed|survive|survives",
        "hit|hurt|killed|damaged|destroyed|struck",
    ),
    ("rescued|saved|alive", "dead|killed|dies|died|lost"),
    (
        "resume|resumes|start|starts",
        "halt|halts|stop|stops|suspend|suspends|cancel|cancels",
    ),
    ("more", "fewer|less"),
    ("higher", "lower"),
    ("above", "below"),
    ("pass|passes|passed", "fail|fails|failed"),
    ("allow|allows|allowed", "ban|bans|banned"),
];

/// The page's title against its own 原标题 line.
pub fn own_finding(page: Page<'_>) -> Option<Finding> {
    // The title of an embedded article is what the host says of it.
    let title = page
        .article
        .title
        .as_deref()
        .filter(|_| page.article.ordinal == 0)?;
    // What ends like a sentence is the first one of the text, put where the title belongs.
    let original = page.article.original_title.as_deref();
    let original = original.filter(|title| !title.trim_end().ends_with('。'))?;
    let line = page
        .claims()
        .find(|claim| claim.kind == ClaimKind::OriginalTitle)
        .and_then(|claim| claim.span);
    // Where the title stands in metadata alone, the line that contradicts it is shown.
    let title_span = page.article.title_span;
    let span = title_span.or(line).or_else(|| page.head())?;
    if line.is_some_and(|line| is_of_another(page, line)) || is_translated(title, original) {
        return None;
    }
    // The heading of its first item may stand where a title would; the page itself bears the original one.
    let given = page.given_title();
    if given.is_some_and(|given| plain(given) == plain(original)) {
        return None;
    }
    if line.is_some_and(|line| bears_its_second_line(page, line)) {
        return None;
    }
    let day = day_of(page);
    let change = change(&dated(title, original, day), &dated(original, title, day))?;
    let draft = Draft::new(Rule::HeadlineChanged, page, span, message(title, original))
        .severity(change.severity)
        .confidence(change.confidence)
        .exhibit("the title and the original title", title, original);
    match line.filter(|_| title_span.is_some()) {
        Some(line) => draft.beside(page, line).finish(),
        None => draft.finish(),
    }
}

/// True where an original title has two lines, and the page's own title has the second one: 原标题：一道闸门的账 with 堰塘换新闸 below it, over
/// 堰塘换新闸 水位能否守住.
fn bears_its_second_line(page: Page<'_>, line: Span) -> bool {
    /// Characters of the shortest line that is a title.
    const TITLE: usize = 4;
    let below = page.text().get(line.end as usize..).unwrap_or("");
    let mut lines = below.lines();
    let ended = lines
        .next()
        .is_some_and(|rest| !rest.contains(char::is_alphanumeric));
    let second = lines.map(plain).find(|line| !line.is_empty()).unwrap_or_default();
    let given = page.given_title().map(plain);
    let original = page.article.original_title.as_deref().map(plain);
    ended
        && second.chars().count() >= TITLE
        && original.as_ref() != Some(&second)
        && given.is_some_and(|given| given.contains(&second))
}

/// Bytes of body text, 50 Han characters, before and behind a line from which it stands inside of the text.
const INSIDE: usize = 150;

/// True for a 原标题 in the middle of the body: a page that puts several texts together gives each its own.
fn is_of_another(page: Page<'_>, line: Span) -> bool {
    let bytes = |kept: &dyn Fn(Span) -> bool| -> usize {
        let paragraphs = page.paragraphs().filter(|paragraph| kept(*paragraph));
        paragraphs.map(Span::len).sum()
    };
    let before = page.text().get(..line.start as usize).unwrap_or("");
    let under_a_heading = ["延伸阅读", "相关阅读", "相关报道", "相关新闻"]
        .iter()
        .any(|heading| before.contains(heading));
    under_a_heading
        || bytes(&|paragraph| paragraph.end <= line.start) >= INSIDE
            && bytes(&|paragraph| paragraph.start >= line.end) >= INSIDE
}

/// True for a title that is the original one in another language.
fn is_translated(title: &str, original: &str) -> bool {
    let han = |words: &str| words.contains(|sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign));
    han(title) != han(original)
}

/// The page's title against that of the article it was carried from; only where the page does not give the original title.
pub fn finding(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let own = !page.publisher().is_empty() && page.publisher() == pair.from.publisher();
    if page.article.original_title.is_some() || !pair.is_resolved() || !pair.is_reprint() || own {
        return None;
    }
    let title = page.article.title.as_deref()?;
    let original = pair.from.article.title.as_deref()?;
    // Reprints get titles of their own as a matter of course: only a title that turns the other round is worth a word.
    let [folded, folded_original] = pair.titles.as_ref()?;
    let day = day_of(page);
    let change = change(
        &dated(folded, folded_original, day),
        &dated(folded_original, folded, day_of(pair.from)),
    )
    .filter(|change| change.severity > Severity::Info)?;
    let span = page.article.title_span.or_else(|| page.head())?;
    let there = pair.from.article.title_span.or_else(|| pair.from.head())?;
    Draft::new(Rule::HeadlineChanged, page, span, message(title, original))
        .beside(pair.from, there)
        .severity(change.severity)
        .confidence(change.confidence * 0.9)
        .exhibit("the titles on both sides", title, original)
        .finish()
}

fn message(title: &str, original: &str) -> String {
    let [title, original] = [title, original].map(without_tags);
    format!("the title says “{title}”, the original title “{original}”")
}

/// The title between what stands before and behind | and _: a column, keywords, the name of the site. The title itself is longer.
fn without_tags(title: &str) -> &str {
    let parts = title.split(['|', '｜', '_']);
    let longest = parts
        .rev()
        .max_by_key(|part| plain(part).chars().count())
        .unwrap_or(title);
    // A title of marks alone.
    if longest.trim().is_empty() {
        title
    } else {
        longest.trim()
    }
}

/// The day on which the page was published.
fn day_of(page: Page<'_>) -> Option<Date> {
    page.time()?.rfc3339.get(..10)?.parse().ok()
}

/// The title with 去年, 三天后 and the like as the year or the day that it is on a page of `day`, where the other title has that year or day.
fn dated<'t>(title: &'t str, other: &str, day: Option<Date>) -> Cow<'t, str> {
    const YEARS: [(&str, i16); 4] = [("今年", 0), ("去年", -1), ("前年", -2), ("明年", 1)];
    let of_year = || {
        YEARS.iter().find_map(|(word, ahead)| {
            let year = format!("{}年", day?.year() + ahead);
            (title.contains(word) && other.contains(&year)).then(|| title.replace(word, &year))
        })
    };
    let of_day = || {
        days_away(title).find_map(|(at, length, ahead)| {
            let told = day?.checked_add(ahead.days()).ok()?;
            let told = format!("{}日", told.day());
            let stands = |at: usize| {
                let before = other.get(..at).unwrap_or("");
                !before.ends_with(|next: char| next.is_ascii_digit())
            };
            let in_other = other.match_indices(&told).any(|(at, _)| stands(at));
            let behind = title.get(at + length..)?;
            in_other.then(|| format!("{}{told}{behind}", title.get(..at).unwrap_or("")))
        })
    };
    let told = of_year().or_else(|| title.contains(['天', '日']).then(of_day).flatten());
    told.map_or(Cow::Borrowed(title), Cow::Owned)
}

/// True for what makes another number of the one behind it: 13天后, 十三天后.
fn is_numeral(sign: char) -> bool {
    sign.is_ascii_digit() || "零〇一二三四五六七八九十百两几".contains(sign)
}

/// Days of the title that are told from the one of the page: where the words stand, how long they are, and how many days they are ahead.
fn days_away(title: &str) -> impl Iterator<Item = (usize, usize, i64)> {
    const DAYS: [(&str, i64); 10] = [
        ("今天", 0),
        ("今日", 0),
        ("明天", 1),
        ("明日", 1),
        ("昨天", -1),
        ("昨日", -1),
        ("后天", 2),
        ("前天", -2),
        ("两天后", 2),
        ("两天前", -2),
    ];
    const COUNTS: [[&str; 2]; 10] = [
        ["一", "1"],
        ["二", "2"],
        ["三", "3"],
        ["四", "4"],
        ["五", "5"],
        ["六", "6"],
        ["七", "7"],
        ["八", "8"],
        ["九", "9"],
        ["十", "10"],
    ];
    let named = DAYS.iter().map(|(word, ahead)| ("", *word, *ahead));
    let counted = (1..).zip(COUNTS).flat_map(|(count, numerals)| {
        let tails = [("天后", count), ("日后", count), ("天前", -count)];
        tails
            .into_iter()
            .flat_map(move |(tail, ahead)| numerals.map(|numeral| (numeral, tail, ahead)))
    });
    named.chain(counted).filter_map(move |(numeral, word, ahead)| {
        let mut places = title
            .match_indices(word)
            .filter_map(|(at, _)| title.get(..at)?.strip_suffix(numeral).map(str::len));
        let at = places.find(|&at| {
            let before = title.get(..at).unwrap_or("");
            !before.ends_with(is_numeral) && !before.ends_with('天')
        })?;
        Some((at, numeral.len() + word.len(), ahead))
    })
}

/// How a title differs from the original one.
struct Change {
    severity: Severity,
    confidence: f32,
}

fn change(title: &str, original: &str) -> Option<Change> {
    let head = |title: &str| {
        let title = match title
            .trim_start()
            .strip_prefix('【')
            .and_then(|rest| rest.split_once('】'))
        {
            Some((_, rest)) if !rest.trim().is_empty() => rest,
            _ => title,
        };
        format!(" {} ", without_tags(title).to_lowercase())
    };
    let (whole, whole_original) = (plain(title), plain(original));
    if whole.contains(&whole_original) || whole_original.contains(&whole) {
        return None;
    }
    let (title, original) = (head(title), head(original));
    let (now, before) = (plain(&title), plain(&original));
    if now == before || now.contains(&before) || before.contains(&now) || now.is_empty() || before.is_empty()
    {
        return None;
    }
    if is_shortened(&now, &before) || is_shortened(&before, &now) {
        return None;
    }
    // Numbers are compared on their own: a changed one does not make another title.
    let wordy = |title: &str| -> String { title.chars().filter(|sign| !sign.is_numeric()).collect() };
    let like = Bigrams::of(&wordy(&title)).likeness(&Bigrams::of(&wordy(&original)));
    let numbers_differ = {
        let (mut ours, mut theirs) = (numbers(&now), numbers(&before));
        ours.sort();
        theirs.sort();
        !ours.is_empty() && !theirs.is_empty() && ours != theirs
    };
    let turned = is_turned(&title, &original);
    if like >= SAME && (numbers_differ || turned) {
        return Some(Change {
            severity: Severity::Minor,
            confidence: 0.8,
        });
    }
    (like < OTHER).then_some(Change {
        severity: Severity::Info,
        confidence: 0.6,
    })
}

/// True when the signs of one title stand in the other in their order, and what it leaves out denies or doubts nothing: a title that is only
/// shorter says the same.
fn is_shortened(short: &str, long: &str) -> bool {
    // Words in which 不 and the like deny nothing.
    const IDLE: [&str; 8] = ["不易", "不断", "不仅", "不只", "不少", "不禁", "无数", "非常"];
    let mut left = short.chars().peekable();
    let mut lost: String = long
        .chars()
        .filter(|sign| left.next_if_eq(sign).is_none())
        .collect();
    for word in IDLE {
        lost = lost.replace(word, "");
    }
    left.peek().is_none()
        && !lost.contains(DENYING)
        && !lost.contains(char::is_numeric)
        && !TURNS.iter().any(|turn| lost.contains(turn))
}

/// True when one title denies or doubts what the other says, or says the opposite.
fn is_turned(title: &str, original: &str) -> bool {
    let words = |title: &str| -> BTreeSet<String> {
        title
            .split(|sign: char| !sign.is_ascii_alphabetic())
            .map(str::to_owned)
            .collect()
    };
    let (ours, theirs) = (words(title), words(original));
    let has = |title: &str, words: &BTreeSet<String>, sign: &str| {
        sign.split('|').any(|sign| {
            if sign.is_ascii() {
                words.contains(sign)
            } else {
                title.contains(sign)
            }
        })
    };
    let only_in = |sign: &str, other: &str| {
        let one = [has(title, &ours, sign), has(original, &theirs, sign)];
        let opposite = [has(title, &ours, other), has(original, &theirs, other)];
        one == [true, false] && opposite == [false, true] || one == [false, true] && opposite == [true, false]
    };
    // 不是 and 非 deny alike. 停航不是终点，复航才是: it is said which of two, and nothing denied.
    let denials = |title: &str| {
        let contrast = title
            .split_once("不是")
            .is_some_and(|(_, rest)| rest.contains("才是") || rest.contains("而是"));
        title.matches(DENYING).count() - usize::from(contrast)
    };
    denials(title) != denials(original)
        || TURNS
            .iter()
            .any(|sign| title.contains(sign) != original.contains(sign))
        || ENGLISH_TURNS
            .iter()
            .any(|sign| ours.contains(*sign) != theirs.contains(*sign))
        || OPPOSITES.iter().any(|(one, other)| only_in(one, other))
}

/// The runs of digits of a title.
fn numbers(title: &str) -> Vec<&str> {
    title
        .split(|character: char| !character.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{change, dated, without_tags};
    use crate::document::Severity;

    fn severity(title: &str, original: &str) -> Option<Severity> {
        change(title, original).map(|change| change.severity)
    }

    fn told(title: &str, original: &str, day: jiff::civil::Date) -> Option<Severity> {
        let day = Some(day);
        severity(&dated(title, original, day), &dated(original, title, day))
    }

    #[test]
    fn issue_6_last_year_is_the_year_before_that_of_the_page() {
        let of = |year: i16| told("渡口去年亏损174万", "渡口2016年亏损174万元", date(year, 3, 1));
        assert_eq!(of(2017), None);
        assert_eq!(of(2019), Some(Severity::Minor));
    }

    #[test]
    fn issue_6_in_three_days_is_a_day_of_the_month() {
        let titles = ("渡口21日复航 2艘船待修", "渡口3天后复航！2艘船待修");
        assert_eq!(told(titles.0, titles.1, date(2019, 5, 18)), None);
        assert_eq!(told(titles.0, titles.1, date(2019, 5, 16)), Some(Severity::Minor));
        let titles = (
            "渡口21日复航 船工：复航才是终点",
            "渡口三天后复航！船工：停航不是终点，复航才是",
        );
        assert_eq!(told(titles.0, titles.1, date(2019, 5, 18)), None);
        let titles = ("渡口31日复航 2艘船待修", "渡口13天后复航！2艘船待修");
        assert_eq!(told(titles.0, titles.1, date(2019, 5, 28)), Some(Severity::Minor));
        let titles = ("渡口明天复航 2艘船待修", "渡口1日复航！2艘船待修");
        assert_eq!(told(titles.0, titles.1, date(2019, 5, 31)), None);
    }

    #[test]
    fn tags_of_a_portal_are_no_part_of_a_title() {
        assert_eq!(
            without_tags("渡口停航三天 船工不解|渡口|船工"),
            "渡口停航三天 船工不解"
        );
        assert_eq!(without_tags("人物｜船工何明的一年"), "船工何明的一年");
    }

    #[test]
    fn a_title_that_is_turned_round_is_told_from_a_shorter_one() {
        assert_eq!(severity("江州大桥今日通车", "江州大桥今日通车"), None);
        assert_eq!(severity("江州大桥通车", "海风日报｜江州大桥通车"), None);
        assert_eq!(
            severity("造桥人：“大桥不会关闭”", "人物|造桥人何明：“大桥不会关闭”"),
            None
        );
        // Words in between that were left out.
        assert_eq!(
            severity(
                "大桥终于通车 值得各方珍惜",
                "大桥终于通车了！来之不易，值得各方深思和珍惜"
            ),
            None
        );
        assert_eq!(
            severity("大桥今日通车 两岸期待多年", "大桥今日不通车，两岸居民期待多年"),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity("江州大桥三名工人遇难", "江州大桥三名工人获救"),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity("江州新增12例确诊", "江州新增21例确诊"),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity(
                "Farmers oppose move to close the old ferry",
                "Farmers back move to close the old ferry"
            ),
            Some(Severity::Minor)
        );
        assert_eq!(
            severity(
                "Northern ferry to open on Monday",
                "Northern ferry due to open Monday"
            ),
            None
        );
        assert_eq!(
            severity("这座城市火了", "市水务局昨夜打开三座水库"),
            Some(Severity::Info)
        );
    }
}

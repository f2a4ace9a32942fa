//! The lineage of a family as a tree over time: one row for each carrier, its place to the right the later it is. The scale narrows
//! with time, since most copies are made within hours and a few after years.
//!
//! Solid lines with an arrow are links of decided direction; dotted lines without one are not decided; dashed ones lead from a source
//! that is named and not held. A large family is drawn in part, with the number of what is left out.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::columns;
use super::time::number;
use crate::report::html::Language;
use crate::report::text::cut;

/// Somebody who carries the family, or a named source that is not held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    /// The name.
    pub(crate) name: String,
    /// What stands behind the name: the time as it is read.
    pub(crate) note: String,
    /// Seconds since 1970.
    pub(crate) seconds: Option<i64>,
    /// True for a named source whose text is not held.
    pub(crate) ghost: bool,
    /// True for the first holder.
    pub(crate) first: bool,
    /// Where the name leads.
    pub(crate) href: Option<String>,
}

/// A link between members, by their places in the list.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The giver.
    pub(crate) from: usize,
    /// The receiver.
    pub(crate) to: usize,
    /// Whether the direction is decided.
    pub(crate) resolved: bool,
    /// How it was carried, in words; nothing for a plain reprint.
    pub(crate) relation: String,
}

/// Members up to which all are drawn.
const ALL: usize = 60;
/// Receivers of one giver that are drawn of a larger family.
const CHILDREN: usize = 8;
/// Rows of a drawing.
const ROWS: usize = 120;

const PITCH: f64 = 30.0;
const TOP: f64 = 52.0;
/// Where ghosts and what has no time stand, and from where to where time runs.
const ROOT: f64 = 18.0;
const BEGIN: f64 = 60.0;
const END: f64 = 600.0;
/// Columns of a name and of what stands behind it.
const NAME: usize = 26;
const COLUMN: f64 = 7.4;

/// A dot with its name.
struct Dot {
    x: String,
    y: String,
    label_x: String,
    note_x: String,
    name: String,
    note: String,
    href: Option<String>,
    class: &'static str,
    first: bool,
    /// `+214`: nobody in particular.
    rest: bool,
}

struct Line {
    path: String,
    class: &'static str,
    arrow: bool,
    title: String,
}

struct Tick {
    x: String,
    name: String,
}

/// The drawing.
#[derive(Template)]
#[template(path = "drawings/lineage.svg")]
pub(crate) struct Lineage {
    dots: Vec<Dot>,
    lines: Vec<Line>,
    ticks: Vec<Tick>,
    height: String,
    floor: String,
    title: String,
    description: String,
}

/// A row: a member, or how many are left out of one giver's receivers.
enum Row {
    Member(usize),
    Rest(usize, usize),
}

impl Lineage {
    /// Draws a family; `None` when it has nobody.
    pub(crate) fn of(members: &[Member], steps: &[Step], language: Language, title: &str) -> Option<Self> {
        if members.is_empty() {
            return None;
        }
        let tree = Tree::of(members, steps);
        let rows = tree.rows(members.len() > ALL);
        let scale = Scale::of(members);
        let mut places: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        let mut dots = Vec::new();
        for (row, kind) in (0..).zip(&rows) {
            let y = TOP + PITCH * f64::from(row);
            match *kind {
                Row::Member(index) => {
                    let Some(member) = members.get(index) else {
                        continue;
                    };
                    let given = tree.parent.get(&index).and_then(|parent| places.get(parent));
                    let x = match (member.ghost, scale.x(member.seconds)) {
                        (true, _) => ROOT,
                        (false, Some(x)) => x,
                        (false, None) => given.map_or(BEGIN, |place| place.0 + 24.0),
                    };
                    places.insert(index, (x, y));
                    let relation = steps
                        .iter()
                        .find(|step| step.to == index)
                        .map(|step| step.relation.as_str());
                    let note = [relation.unwrap_or_default(), member.note.as_str()];
                    let note: Vec<&str> = note.into_iter().filter(|part| !part.is_empty()).collect();
                    dots.push(dot(x, y, member, &note.join(" · ")));
                }
                Row::Rest(giver, count) => {
                    let x = places.get(&giver).map_or(BEGIN, |place| place.0 + 24.0);
                    dots.push(Dot {
                        x: number(x),
                        y: number(y),
                        label_x: number(x),
                        note_x: number(x),
                        name: language.count(
                            count,
                            "more in the list below",
                            "more in the list below",
                            "个见下方列表",
                        ),
                        note: String::new(),
                        href: None,
                        class: "rest",
                        first: false,
                        rest: true,
                    });
                }
            }
        }
        let lines = steps.iter().filter_map(|step| {
            let (from, to) = (places.get(&step.from)?, places.get(&step.to)?);
            let (giver, taker) = (members.get(step.from)?, members.get(step.to)?);
            let class = match (giver.ghost, step.resolved) {
                (true, _) => "link ghost",
                (false, true) => "link",
                (false, false) => "link undecided",
            };
            let mark = if step.resolved { "→" } else { "—" };
            Some(Line {
                path: path(*from, *to),
                class,
                arrow: step.resolved,
                title: format!("{} {mark} {}", giver.name, taker.name),
            })
        });
        let floor = TOP + PITCH * rows.len() as f64 - 8.0;
        Some(Self {
            lines: lines.collect(),
            ticks: scale.ticks(language),
            height: number(floor + 8.0),
            floor: number(floor),
            title: title.to_owned(),
            description: description(members, steps, language),
            dots,
        })
    }
}

fn dot(x: f64, y: f64, member: &Member, note: &str) -> Dot {
    let name = cut(&member.name, NAME);
    let label = x + 13.0;
    Dot {
        label_x: number(label),
        note_x: number(label + COLUMN * f64::from(columns(&name)) + 9.0),
        x: number(x),
        y: number(y),
        name,
        note: note.to_owned(),
        href: member.href.clone(),
        class: if member.ghost { "carrier ghost" } else { "carrier" },
        first: member.first,
        rest: false,
    }
}

/// Down from the giver, then across to the receiver; straight where the receiver does not stand to the right.
fn path(from: (f64, f64), to: (f64, f64)) -> String {
    let down = if to.1 > from.1 { 1.0 } else { -1.0 };
    if to.0 - from.0 > 14.0 {
        let bend = 8.0_f64.min((to.1 - from.1).abs());
        format!(
            "M{} {}V{}q0 {} {} {}H{}",
            number(from.0),
            number(from.1 + 7.0 * down),
            number(to.1 - bend * down),
            number(bend * down),
            number(bend),
            number(bend * down),
            number(to.0 - 8.0)
        )
    } else {
        let bow = 26.0;
        format!(
            "M{} {}C{} {} {} {} {} {}",
            number(from.0 - 5.0),
            number(from.1 + 5.0 * down),
            number(from.0.min(to.0) - bow),
            number(from.1 + 10.0 * down),
            number(from.0.min(to.0) - bow),
            number(to.1),
            number(to.0 - 8.0),
            number(to.1)
        )
    }
}

/// Who is drawn below whom.
struct Tree {
    parent: BTreeMap<usize, usize>,
    children: BTreeMap<usize, Vec<usize>>,
    roots: Vec<usize>,
    size: Vec<usize>,
}

impl Tree {
    fn of(members: &[Member], steps: &[Step]) -> Self {
        let mut parent: BTreeMap<usize, usize> = BTreeMap::new();
        for step in steps {
            // The most confident link comes first; rings, which the ledger does not make, are cut where they would close.
            let mut above = Some(step.from);
            let mut count = 0;
            while let Some(at) = above
                && at != step.to
                && count <= members.len()
            {
                above = parent.get(&at).copied();
                count += 1;
            }
            if above != Some(step.to) && count <= members.len() {
                parent.entry(step.to).or_insert(step.from);
            }
        }
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (&child, &above) in &parent {
            children.entry(above).or_default().push(child);
        }
        let mut roots: Vec<usize> = (0..members.len())
            .filter(|index| !parent.contains_key(index))
            .collect();
        let key = |index: usize| {
            let member = members.get(index);
            (
                member.is_none_or(|member| !member.first),
                member.and_then(|member| member.seconds).unwrap_or(i64::MAX),
                index,
            )
        };
        roots.sort_by_key(|&index| {
            let seen = children
                .get(&index)
                .map(|own| own.iter().map(|&child| key(child)).min());
            // A ghost stands where the first stands that it gave to.
            match seen.flatten() {
                Some(first) if members.get(index).is_some_and(|member| member.ghost) => first,
                _ => key(index),
            }
        });
        let mut tree = Self {
            parent,
            children,
            roots,
            size: vec![1; members.len()],
        };
        tree.measure();
        let size = std::mem::take(&mut tree.size);
        for own in tree.children.values_mut() {
            own.sort_by_key(|&index| key(index));
        }
        tree.size = size;
        tree
    }

    fn measure(&mut self) {
        for index in 0..self.size.len() {
            let mut at = index;
            let mut seen = BTreeSet::from([index]);
            while let Some(&above) = self.parent.get(&at) {
                if !seen.insert(above) {
                    break;
                }
                if let Some(size) = self.size.get_mut(above) {
                    *size += 1;
                }
                at = above;
            }
        }
    }

    /// The rows in order; of a large family some receivers of each giver, those that handed most on.
    fn rows(&self, large: bool) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut open: Vec<Row> = Vec::new();
        let mut left_out = 0;
        let (shown, rest) = if large {
            let (shown, rest) = self.cut(&self.roots, CHILDREN * 4);
            (shown, rest)
        } else {
            (self.roots.clone(), 0)
        };
        if rest > 0 {
            open.push(Row::Rest(usize::MAX, rest));
        }
        open.extend(shown.into_iter().rev().map(Row::Member));
        while let Some(row) = open.pop() {
            if rows.len() >= ROWS {
                left_out += match row {
                    Row::Member(index) => self.size.get(index).copied().unwrap_or(1),
                    Row::Rest(_, count) => count,
                };
                continue;
            }
            if let Row::Member(index) = row {
                let own = self.children.get(&index).map(Vec::as_slice).unwrap_or_default();
                let (shown, rest) = if large {
                    self.cut(own, CHILDREN)
                } else {
                    (own.to_vec(), 0)
                };
                if rest > 0 {
                    open.push(Row::Rest(index, rest));
                }
                open.extend(shown.into_iter().rev().map(Row::Member));
            }
            rows.push(row);
        }
        if left_out > 0 {
            rows.push(Row::Rest(usize::MAX, left_out));
        }
        rows
    }

    /// The first of `own` that handed most on, in their order, and how many carriers the others are.
    fn cut(&self, own: &[usize], most: usize) -> (Vec<usize>, usize) {
        let size = |index: usize| self.size.get(index).copied().unwrap_or(1);
        let mut by_size: Vec<(usize, usize)> = (0..).zip(own).map(|(place, &index)| (place, index)).collect();
        by_size.sort_by_key(|&(place, index)| (std::cmp::Reverse(size(index)), place));
        let rest = by_size.iter().skip(most).map(|&(_, index)| size(index)).sum();
        by_size.truncate(most);
        by_size.sort_unstable();
        (by_size.into_iter().map(|(_, index)| index).collect(), rest)
    }
}

/// Time since the first, narrowing.
struct Scale {
    first: Option<i64>,
    span: f64,
}

/// Seconds from which on the scale narrows.
const HOUR: f64 = 3600.0;

impl Scale {
    fn of(members: &[Member]) -> Self {
        let times = || members.iter().filter_map(|member| member.seconds);
        let (first, last) = (times().min(), times().max());
        let span = first
            .zip(last)
            .map_or(0.0, |(first, last)| last.saturating_sub(first) as f64);
        Self { first, span }
    }

    fn x(&self, seconds: Option<i64>) -> Option<f64> {
        let since = seconds?.saturating_sub(self.first?) as f64;
        Some(self.place(since))
    }

    fn place(&self, since: f64) -> f64 {
        if self.span <= 0.0 {
            return BEGIN;
        }
        let share = (since / HOUR).ln_1p() / (self.span / HOUR).ln_1p();
        BEGIN + (END - BEGIN) * share
    }

    fn ticks(&self, language: Language) -> Vec<Tick> {
        if self.first.is_none() {
            return Vec::new();
        }
        let names = [
            (0.0, language.say("first", "首见")),
            (1.0, language.say("1 hour", "1 小时")),
            (6.0, language.say("6 hours", "6 小时")),
            (24.0, language.say("1 day", "1 天")),
            (168.0, language.say("1 week", "1 周")),
            (720.0, language.say("1 month", "1 个月")),
            (8_760.0, language.say("1 year", "1 年")),
            (87_600.0, language.say("10 years", "10 年")),
        ];
        let mut ticks: Vec<Tick> = Vec::new();
        let mut last = f64::NEG_INFINITY;
        for (hours, name) in names {
            let x = self.place(hours * HOUR);
            if hours * HOUR <= self.span && x - last >= 58.0 {
                last = x;
                ticks.push(Tick {
                    x: number(x),
                    name: name.to_owned(),
                });
            }
        }
        ticks
    }
}

fn description(members: &[Member], steps: &[Step], language: Language) -> String {
    let ghosts = members.iter().filter(|member| member.ghost).count();
    let undecided = steps.iter().filter(|step| !step.resolved).count();
    let parts = [
        language.count(members.len() - ghosts, "carrier", "carriers", "个刊载者"),
        language.count(
            ghosts,
            "named source that is not held",
            "named sources that are not held",
            "个未收录的署名来源",
        ),
        language.count(steps.len(), "link", "links", "条关系"),
        language.count(
            undecided,
            "of them undecided in direction",
            "of them undecided in direction",
            "条方向未定",
        ),
    ];
    parts.join(language.say(", ", "，"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use askama::Template;

    use super::{Language, Lineage, Member, Step};

    fn member(name: &str, seconds: Option<i64>) -> Member {
        Member {
            name: name.to_owned(),
            seconds,
            ..Member::default()
        }
    }

    fn step(from: usize, to: usize, resolved: bool) -> Step {
        Step {
            from,
            to,
            resolved,
            relation: String::new(),
        }
    }

    fn drawn(members: &[Member], steps: &[Step]) -> String {
        let drawing = Lineage::of(members, steps, Language::English, "t").unwrap();
        drawing.render().unwrap()
    }

    #[test]
    fn ghosts_are_dashed_and_undecided_links_have_no_arrow() {
        let mut members = vec![
            member("海风日报", Some(0)),
            member("新渡网", Some(7200)),
            member("江州晚报", None),
        ];
        members[0].ghost = true;
        let svg = drawn(&members, &[step(0, 1, true), step(1, 2, false)]);
        assert_eq!(svg.matches("class=\"link ghost\"").count(), 1);
        assert_eq!(svg.matches("class=\"link undecided\"").count(), 1);
        assert_eq!(svg.matches("marker-end").count(), 1);
        assert!(!svg.contains("style="), "{svg}");
    }

    #[test]
    fn names_are_escaped_and_rings_end() {
        let members = vec![member("<script>\u{202e}", Some(0)), member("b", Some(1))];
        let svg = drawn(&members, &[step(0, 1, true), step(1, 0, true)]);
        assert!(
            svg.contains("&lt;script&gt;") && !svg.contains("<script"),
            "{svg}"
        );
        assert!(Lineage::of(&[], &[], Language::English, "t").is_none());
    }

    #[test]
    fn large_families_are_drawn_in_part_and_all_are_counted() {
        let members: Vec<Member> = (0..2000).map(|place| member("a", Some(place))).collect();
        let steps: Vec<Step> = (1..2000).map(|place| step(0, place, true)).collect();
        let svg = drawn(&members, &steps);
        assert!(svg.contains("1,991 more in the list below"), "{svg}");
        assert!(svg.len() < 20_000);
        let alone: Vec<Member> = (0..500).map(|_| member("a", None)).collect();
        assert!(drawn(&alone, &[]).contains("468 more"));
    }
}

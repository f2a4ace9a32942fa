//! Templates: a frame that at least three articles share while more than half of its slots, or its date, differ
//! (stock and weather bulletins, daily counts). Their likeness says nothing about who copied from whom.
//!
//! Slots are told by their numbers: a difference with a digit on either side is a slot that differs, a number inside
//! equal text is a slot that agrees.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::document::{FormSpan, Gap, Stretch};

/// How two aligned forms relate. Lengths are bytes of matching form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairShape {
    /// Bytes of `x` inside stretches.
    pub covered_x: u32,
    /// Bytes of `y` inside stretches.
    pub covered_y: u32,
    /// Share of `x` inside stretches, 0 to 1.
    pub share_x: f64,
    /// Share of `y` inside stretches, 0 to 1.
    pub share_y: f64,
    /// Equal bytes over the bytes of the longer sides of all stretches.
    pub identity: f64,
    /// Share of the 12-character windows of `x` that stand in equal runs, 0 to 1.
    pub running_x: f64,
    /// The same of `y`.
    pub running_y: f64,
    /// Share of the differing bytes that stands in differences longer than a word, 0 to 1.
    pub rewritten: f64,
    /// Slots with other numbers.
    pub differing_slots: u32,
    /// All differences.
    pub differences: u32,
    /// Numbers that agree.
    pub equal_slots: u32,
    /// True when the first date differs.
    pub other_date: bool,
}

impl PairShape {
    /// Share of both texts together that is aligned: the harmonic mean of their shares.
    pub fn share_of_both(&self) -> f64 {
        2.0 * self.share_x * self.share_y / (self.share_x + self.share_y).max(f64::MIN_POSITIVE)
    }

    /// The share of the text of which less is aligned.
    pub fn lesser_share(&self) -> f64 {
        self.share_x.min(self.share_y)
    }

    /// True when the pair looks like two fillings of one frame. A third filling decides, see [`frame_articles`].
    fn like_a_frame(&self) -> bool {
        let slots =
            self.differing_slots >= 2 && self.differing_slots > self.equal_slots && self.differs_in_slots();
        self.is_whole() && (slots || self.is_of_another_day() && self.share_x >= 0.7 && self.share_y >= 0.7)
    }

    /// True when the first date differs, and not that date alone among many numbers: the bulletin of another day has other figures as well, and
    /// a report in which one date was changed has none.
    fn is_of_another_day(&self) -> bool {
        self.other_date && self.equal_slots <= ALL_THE_SAME * self.differing_slots
    }

    /// True when a pair needs no third filling: many numbers, nearly all of them other ones, and hardly anything else
    /// differs. No copy looks like that.
    fn plainly_a_frame(&self) -> bool {
        self.like_a_frame()
            && self.differing_slots >= 5
            && 4 * self.equal_slots <= self.differing_slots
            && 5 * self.differing_slots >= 4 * self.differences
    }

    /// True when slots are most of what differs. An edited copy differs in its words, and in numbers by the way.
    fn differs_in_slots(&self) -> bool {
        self.differing_slots > 0 && 2 * self.differing_slots >= self.differences
    }

    /// False for a passage from a longer article: that is no frame, whatever its numbers do.
    fn is_whole(&self) -> bool {
        self.share_x >= 0.4 && self.share_y >= 0.4
    }
}

/// Numbers that agree for each one that differs, beyond which they are those of one report.
const ALL_THE_SAME: u32 = 5;

/// Measures an aligned pair.
pub fn pair_shape(x: &[u8], y: &[u8], stretches: &[Stretch]) -> PairShape {
    let covered_x = union(stretches.iter().map(|stretch| stretch.x).collect());
    let covered_y = union(stretches.iter().map(|stretch| stretch.y).collect());
    let matched: u32 = stretches.iter().map(|stretch| stretch.matched).sum();
    let longer: u32 = stretches
        .iter()
        .map(|stretch| stretch.x.len().max(stretch.y.len()))
        .sum();
    let share = |covered: u32, form: &[u8]| f64::from(covered) / (form.len().max(1) as f64);
    let running: u32 = stretches.iter().map(running_bytes).sum();
    let windows = |form: &[u8]| f64::from(running) / (form.len().saturating_sub(RUNNING) as f64 + 1.0);
    let lengths = || {
        stretches
            .iter()
            .flat_map(|stretch| &stretch.gaps)
            .map(|gap| gap.x.len().max(gap.y.len()))
    };
    let differing: u32 = lengths().sum();
    let rewritten: u32 = lengths().filter(|&length| length > WORD).sum();
    let mut shape = PairShape {
        rewritten: f64::from(rewritten) / f64::from(differing.max(1)),
        running_x: windows(x).min(1.0),
        running_y: windows(y).min(1.0),
        covered_x,
        covered_y,
        share_x: share(covered_x, x),
        share_y: share(covered_y, y),
        identity: f64::from(matched) / f64::from(longer.max(1)),
        ..PairShape::default()
    };
    for stretch in stretches {
        let differing = stretch
            .gaps
            .iter()
            .filter(|gap| has_digit(gap.x.of(x)) || has_digit(gap.y.of(y)))
            .count();
        shape.differing_slots += differing as u32;
        shape.differences += stretch.gaps.len() as u32;
        shape.equal_slots += numbers_outside(x, stretch);
        shape.other_date |= stretch.gaps.iter().any(|gap| is_first_date(x, y, gap));
    }
    shape
}

/// Longest difference in bytes that is a changed word rather than a rewritten clause: 6 Han characters.
const WORD: u32 = 18;

/// Bytes of a window of running text: 12 Han characters.
const RUNNING: usize = 36;

/// Bytes at which an equal window of [`RUNNING`] bytes begins.
fn running_bytes(stretch: &Stretch) -> u32 {
    let mut from = stretch.x.start;
    let mut bytes = 0;
    let ends = stretch
        .gaps
        .iter()
        .map(|gap| (gap.x.start, gap.x.end))
        .chain([(stretch.x.end, stretch.x.end)]);
    for (end, next) in ends {
        bytes += (end.saturating_sub(from) + 1).saturating_sub(RUNNING as u32);
        from = next;
    }
    bytes
}

/// Bytes in the union of ranges.
fn union(mut spans: Vec<FormSpan>) -> u32 {
    spans.sort_unstable();
    let (mut covered, mut reached) = (0, 0);
    for span in spans {
        covered += span.end.saturating_sub(span.start.max(reached));
        reached = reached.max(span.end);
    }
    covered
}

fn has_digit(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_digit)
}

/// Runs of digits in `x` that touch no difference.
fn numbers_outside(x: &[u8], stretch: &Stretch) -> u32 {
    let bytes = stretch.x.of(x);
    let mut gaps = stretch.gaps.iter().peekable();
    let (mut numbers, mut at) = (0, 0usize);
    while let Some(start) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(u8::is_ascii_digit))
        .map(|p| p + at)
    {
        let length = bytes.get(start..).map_or(0, |rest| {
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        });
        at = start + length;
        let (from, to) = (stretch.x.start + start as u32, stretch.x.start + at as u32);
        while gaps.next_if(|gap| gap.x.end < from).is_some() {}
        if gaps.peek().is_none_or(|gap| gap.x.start > to) {
            numbers += 1;
        }
    }
    numbers
}

/// Bytes from the beginning of both forms within which the first date of a bulletin stands: 50 Han characters.
const OPENING: u32 = 150;

/// True when the difference is between two day or month numbers in the opening of both texts.
fn is_first_date(x: &[u8], y: &[u8], gap: &Gap) -> bool {
    if gap.x.start > OPENING || gap.y.start > OPENING {
        return false;
    }
    let digits =
        |span: FormSpan, form: &[u8]| !span.is_empty() && span.of(form).iter().all(u8::is_ascii_digit);
    let before_unit = form_after(x, gap.x.end);
    digits(gap.x, x)
        && digits(gap.y, y)
        && ["日", "月", "号"]
            .iter()
            .any(|unit| before_unit.starts_with(unit.as_bytes()))
}

/// What follows the digits that continue at `at`.
fn form_after(form: &[u8], at: u32) -> &[u8] {
    let rest = form.get(at as usize..).unwrap_or(&[]);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    rest.get(digits..).unwrap_or(&[])
}

/// Tells for each pair (by its index) whether it is two fillings of one frame: both articles look so with at least
/// two others, and between these two a slot differs as well; or the pair alone leaves no doubt. What two fillings of one
/// frame share in a part of either is a piece of the frame. Pairs are (article, article, shape).
pub fn frame_articles<'a>(pairs: impl Iterator<Item = (u32, u32, &'a PairShape)> + Clone) -> Vec<bool> {
    let mut fillings: HashMap<u32, u32> = HashMap::new();
    for (x, y, shape) in pairs.clone() {
        if shape.like_a_frame() {
            *fillings.entry(x).or_default() += 1;
            *fillings.entry(y).or_default() += 1;
        }
    }
    let many = |article: u32| fillings.get(&article).is_some_and(|&others| others >= 2);
    let frame = |x: u32, y: u32, shape: &PairShape| {
        let differs = shape.like_a_frame() || shape.is_whole() && shape.differs_in_slots();
        shape.plainly_a_frame() || differs && many(x) && many(y)
    };
    let mut frames = Frames::default();
    for (x, y, shape) in pairs.clone() {
        if frame(x, y, shape) {
            frames.join(x, y);
        }
    }
    pairs
        .map(|(x, y, shape)| frame(x, y, shape) || !shape.is_whole() && frames.of(x) == frames.of(y))
        .collect()
}

/// Which articles fill the same frame: each knows one with a smaller rank, the first of them itself.
#[derive(Default)]
struct Frames {
    before: HashMap<u32, u32>,
}

impl Frames {
    /// The first filling of the frame of an article; the article itself where it fills none.
    fn of(&self, article: u32) -> u32 {
        let mut at = article;
        while let Some(&before) = self.before.get(&at) {
            at = before;
        }
        at
    }

    fn join(&mut self, x: u32, y: u32) {
        let (one, other) = (self.of(x), self.of(y));
        let first = one.min(other);
        for mut at in [x, y] {
            // The way is made short, so that it is not walked again.
            while at != first {
                at = self.before.insert(at, first).unwrap_or(first);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{frame_articles, pair_shape};
    use crate::document::{FormSpan, Gap, Stretch};

    fn spans(start: usize, end: usize) -> FormSpan {
        FormSpan {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Aligns two texts of equal length that differ in digits only.
    fn aligned(x: &str, y: &str) -> Stretch {
        let mut gaps: Vec<Gap> = Vec::new();
        for (at, (a, b)) in x.bytes().zip(y.bytes()).enumerate() {
            if a != b {
                gaps.push(Gap {
                    x: spans(at, at + 1),
                    y: spans(at, at + 1),
                });
            }
        }
        Stretch {
            x: spans(0, x.len()),
            y: spans(0, y.len()),
            matched: x.len() as u32,
            longest: 60,
            gaps,
        }
    }

    #[test]
    fn three_bulletins_are_a_frame_and_a_changed_number_is_not() {
        let bulletins = [
            "截至收盘沪指报3212点跌12点深指报9871点涨21点成交6512亿元",
            "截至收盘沪指报3345点跌24点深指报9934点涨35点成交7341亿元",
            "截至收盘沪指报3178点跌31点深指报9612点涨47点成交5983亿元",
        ];
        let shapes: Vec<_> = [(0, 1), (0, 2), (1, 2)]
            .iter()
            .map(|&(a, b): &(usize, usize)| {
                let (x, y) = (bulletins[b], bulletins[a]);
                (
                    b as u32,
                    a as u32,
                    pair_shape(x.as_bytes(), y.as_bytes(), &[aligned(x, y)]),
                )
            })
            .collect();
        assert_eq!(
            frame_articles(shapes.iter().map(|(x, y, shape)| (*x, *y, shape))),
            [true, true, true]
        );
        // A piece that two of them share is a piece of the frame; one that another article holds is not.
        let piece = pair_shape(
            bulletins[0].as_bytes(),
            bulletins[2].as_bytes(),
            &[aligned("截至收盘沪指报3", "截至收盘沪指报3")],
        );
        let with_piece = shapes.iter().take(2).map(|(x, y, shape)| (*x, *y, shape)).chain([
            (2, 1, &shapes[2].2),
            (1, 2, &piece),
            (7, 2, &piece),
        ]);
        assert_eq!(frame_articles(with_piece), [true, true, true, true, false]);
        // Two alone: many other numbers leave no doubt, two other numbers do.
        let alone = shapes.iter().take(1).map(|(x, y, shape)| (*x, *y, shape));
        assert_eq!(frame_articles(alone), [true]);
        let (x, y) = (
            "沿江三个站点的水位已经全部回落其中下游站报24米上游站报7米",
            "沿江三个站点的水位已经全部回落其中下游站报31米上游站报9米",
        );
        let few = pair_shape(x.as_bytes(), y.as_bytes(), &[aligned(x, y)]);
        assert_eq!(frame_articles([(1, 0, &few)].into_iter()), [false]);
        let copy = bulletins[0].replace("6512", "6513");
        let shape = pair_shape(
            copy.as_bytes(),
            bulletins[0].as_bytes(),
            &[aligned(&copy, bulletins[0])],
        );
        assert_eq!((shape.differing_slots, shape.equal_slots), (1, 4));
    }

    #[test]
    fn another_day_is_another_filling() {
        let x = "1月13日零时至24时全市新增本地确诊病例3例均为集中隔离点发现";
        let y = "1月12日零时至24时全市新增本地确诊病例3例均为集中隔离点发现";
        let bulletin = pair_shape(x.as_bytes(), y.as_bytes(), &[aligned(x, y)]);
        assert!(bulletin.other_date && bulletin.is_of_another_day());
        let rest = "首批12家投入380万元改造7条线路每周6班单程40分钟票价2元";
        let (x, y) = (format!("3月20日{rest}"), format!("3月30日{rest}"));
        let report = pair_shape(x.as_bytes(), y.as_bytes(), &[aligned(&x, &y)]);
        assert!(report.other_date && !report.is_of_another_day());
    }
}

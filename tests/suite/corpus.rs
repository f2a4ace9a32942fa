//! A small corpus of news, the same for the same seed: originals, copies at other outlets, near copies, articles that reuse
//! paragraphs and quotes, digests, pages with embedded articles, bulletins, lines of a host, and what goes wrong in
//! scraped data. How pages become bytes is for `containers`.

use std::path::Path;

use crate::containers::{self, Container};
use crate::news_sentences::{Random, bulletin, edited, english_sentence, headline, quotation, sentence};

/// Publishers, each with the host of its addresses.
pub const OUTLETS: &[(&str, &str)] = &[
    ("海滨日报", "www.haibinribao.example"),
    ("滨城网", "news.bincheng.example"),
    ("东江晚报", "dongjiang.example"),
    ("石桥晚报", "shiqiao.example"),
    ("青山早报", "qingshan.example"),
];

/// The outlet whose pages all have the same lines at head and tail.
const FRAMED: usize = 1;

/// A page before it is written.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub id: Option<String>,
    /// Index of its outlet.
    pub outlet: Option<usize>,
    pub title: String,
    pub published_at: Option<String>,
    /// Paragraphs of sentences.
    pub body: Vec<Vec<String>>,
    /// Lines that follow the body: an embedded article.
    pub after: Vec<String>,
    /// Bytes that are written instead of all that: damage.
    pub damage: Option<&'static [u8]>,
}

impl Page {
    /// The text with lines ended by `end`.
    pub fn text(&self, end: &str) -> String {
        let framed = self.outlet == Some(FRAMED);
        let mut lines = Vec::new();
        if framed {
            lines.push("滨城网首页 > 本地新闻 > 正文".to_owned());
        }
        lines.extend(self.body.iter().map(|sentences| sentences.concat()));
        lines.extend(self.after.iter().cloned());
        if framed {
            lines.push("青石镇的街坊有新鲜事，随时可以到滨城网门口的小屋里讲给我们听。".to_owned());
            lines.push("滨城网版权所有，未经书面授权不得转载或者建立镜像，违者必究".to_owned());
            lines.push("分享到：微信 微博 QQ空间".to_owned());
        }
        lines.join(end)
    }
}

/// What a scraper leaves behind. The first ones are no JSON, or no object with a text.
const DAMAGE: &[&[u8]] = &[
    b"",
    b"   ",
    b"{\"id\": \"cut-off\", \"text\": \"\xE6\xB8\xA1",
    b"not json at all",
    b"[1, 2, 3]",
    b"null",
    b"\"a string\"",
    b"{}",
    b"{\"id\": \"without-text\", \"url\": \"https://haibin.example/1\"}",
    b"{\"id\": \"empty-text\", \"text\": \"\"}",
    b"{\"id\": \"text-of-numbers\", \"text\": [1, 2]}",
    b"{\"id\": \"blank\", \"text\": \" \\n \"}",
];

/// Draws `count` pages.
pub fn pages(seed: u64, count: usize) -> Vec<Page> {
    let mut random = Random::new(seed);
    let mut pages: Vec<Page> = Vec::with_capacity(count);
    for number in 0..count {
        let mut page = Page {
            id: random.percent(90).then(|| format!("n{seed}-{number}")),
            outlet: random.percent(90).then(|| random.below(OUTLETS.len())),
            title: headline(&mut random),
            published_at: random.percent(85).then(|| {
                let (month, day) = (random.within(1..=4), random.within(1..=28));
                format!(
                    "2022-{month:02}-{day:02} {:02}:{:02}:00",
                    random.below(24),
                    random.below(60)
                )
            }),
            ..Page::default()
        };
        // Whatever stands before may be taken from, copies and digests too.
        let with_body: Vec<usize> = (0..number).filter(|&at| !pages[at].body.is_empty()).collect();
        let earlier = |random: &mut Random| match with_body.len() {
            0 => Page {
                body: vec![vec![sentence(random)]],
                ..Page::default()
            },
            held => pages[with_body[random.below(held)]].clone(),
        };
        match random.below(100) {
            0..30 => page.body = original(&mut random),
            30..42 => {
                let source = earlier(&mut random);
                (page.title, page.body, page.after) = (source.title, source.body, source.after);
                if random.percent(40) {
                    page.outlet = source.outlet;
                }
            }
            42..56 => {
                let source = earlier(&mut random);
                page.title = source.title;
                page.body = near_copy(&source.body, &mut random);
            }
            56..70 => {
                page.body = original(&mut random);
                for _ in 0..random.within(1..=2) {
                    let source = earlier(&mut random);
                    let paragraph = source.body[random.below(source.body.len())].clone();
                    let place = random.below(page.body.len() + 1);
                    page.body.insert(place, paragraph);
                }
            }
            70..75 => {
                page.body = original(&mut random);
                let quotes = earlier(&mut random)
                    .body
                    .into_iter()
                    .flatten()
                    .filter(|part| part.contains('“'));
                page.body.extend(quotes.map(|quote| vec![quote]));
            }
            75..81 => {
                for _ in 0..random.within(2..=3) {
                    page.body.extend(earlier(&mut random).body);
                }
            }
            81..85 => {
                page.body = original(&mut random);
                let source = earlier(&mut random);
                page.after = vec![
                    "相关报道：".to_owned(),
                    source.title.clone(),
                    "2022-01-11 09:30 来源：澎湃新闻".to_owned(),
                ];
                page.after
                    .extend(source.body.iter().map(|sentences| sentences.concat()));
            }
            85..90 => page.body = vec![vec![bulletin(&mut random)]],
            90..94 => {
                let sentences = random.within(3..=7);
                page.body = vec![
                    (0..sentences)
                        .map(|_| english_sentence(&mut random) + " ")
                        .collect(),
                ];
            }
            94..96 if number > 0 => {
                // An identity again: with other text, or the same.
                let source = earlier(&mut random);
                page.id = source.id;
                page.body = if random.percent(50) {
                    source.body
                } else {
                    near_copy(&source.body, &mut random)
                };
            }
            _ => page.damage = Some(random.of(DAMAGE)),
        }
        pages.push(page);
    }
    pages
}

fn original(random: &mut Random) -> Vec<Vec<String>> {
    let paragraphs = random.within(2..=5);
    let mut body: Vec<Vec<String>> = (0..paragraphs)
        .map(|_| (0..random.within(1..=4)).map(|_| sentence(random)).collect())
        .collect();
    if random.percent(45) {
        let quoted = random.below(paragraphs);
        body[quoted].push(quotation(random));
    }
    body
}

/// The body after another hand has been at it.
fn near_copy(body: &[Vec<String>], random: &mut Random) -> Vec<Vec<String>> {
    let mut body = body.to_vec();
    for _ in 0..random.within(1..=3) {
        let paragraph = random.below(body.len());
        let sentences = &mut body[paragraph];
        let place = random.below(sentences.len());
        match random.below(6) {
            0 if sentences.len() > 1 => drop(sentences.remove(place)),
            1 => sentences.insert(place, sentence(random)),
            _ => sentences[place] = edited(&sentences[place], random),
        }
    }
    if random.percent(30) {
        body[0].insert(0, "本报讯（记者 林芳）".to_owned());
    }
    body
}

/// How a corpus lies in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One file.
    One,
    /// Several, beside each other.
    Shards,
    /// Several, in sub-folders.
    Folders,
}

/// Writes pages into `folder`, each shard in one of the containers.
pub fn write(
    folder: &Path,
    pages: &[Page],
    containers: &[&dyn Container],
    layout: Layout,
    random: &mut Random,
) {
    let shards = if layout == Layout::One {
        1
    } else {
        random.within(2..=4)
    };
    for (number, part) in pages.chunks(pages.len().div_ceil(shards).max(1)).enumerate() {
        let stem = match layout {
            Layout::Folders => format!("y{}/m{number}/part-{number:03}", 2020 + number % 2),
            _ => format!("part-{number:03}"),
        };
        for (name, bytes) in random.of(containers).files(&stem, part, random) {
            let path = folder.join(&name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, containers::packed(&name, &bytes)).unwrap();
        }
    }
}

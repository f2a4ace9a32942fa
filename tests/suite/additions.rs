//! Small additions to a store, whose seeds and pairs are kept from scan to scan: the same as one scan of everything that it
//! holds, with any budget of memory and any number of threads.

use std::collections::BTreeMap;

use serde_json::json;

use crate::incremental::{assert_same_content, content};
use crate::news_sentences::{self, Random};
use crate::program::Place;

/// Sentences that many of the articles have: some of them have more holders than are compared, some fewer, and some come to have
/// as many as a formula.
fn stock(random: &mut Random) -> Vec<String> {
    (0..6)
        .map(|_| {
            format!(
                "{}{}",
                news_sentences::sentence(random),
                news_sentences::sentence(random)
            )
        })
        .collect()
}

/// An article of its own sentences, of stock, and of what others have, at any time of a month.
fn line(number: usize, stock: &[String], pool: &mut Vec<String>, random: &mut Random) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for _ in 0..random.within(2..=5) {
        let copied = !pool.is_empty() && random.percent(45);
        let sentence = match copied
            .then(|| random.below(pool.len()))
            .and_then(|at| pool.get(at))
        {
            Some(other) if random.percent(50) => other.clone(),
            Some(other) => news_sentences::edited(other, random),
            None => news_sentences::sentence(random) + &news_sentences::sentence(random),
        };
        sentences.push(sentence);
    }
    pool.extend(sentences.iter().cloned());
    // The first ones of stock are frequent, the last ones rare.
    let (a, b) = (random.below(stock.len()), random.below(stock.len()));
    sentences.insert(random.below(sentences.len()), stock[a.min(b)].clone());
    let time = format!(
        "2031-05-{:02}T{:02}:30:00+08:00",
        1 + random.below(28),
        random.below(24)
    );
    let outlet = ["海风日报", "港城晚报", "江北新闻网"][random.below(3)];
    json!({"id": format!("n{number}"), "text": sentences.join("\n"), "outlet": outlet, "published_at": time})
        .to_string()
}

/// How a scan is run: what comes of it does not depend on that.
fn way(random: &mut Random) -> Vec<&'static str> {
    let memory = [&["--memory", "1"][..], &["--memory", "2M"], &[]][random.below(3)];
    let threads = [&["--threads", "1"][..], &["--threads", "3"]][random.below(2)];
    [memory, threads].concat()
}

#[test]
fn additions_changes_and_removals_give_what_one_scan_gives() {
    for seed in [31, 32, 33] {
        let mut random = Random::new(seed);
        let (stock, mut pool) = (stock(&mut random), Vec::new());
        let mut lines: Vec<String> = (0..150)
            .map(|number| line(number, &stock, &mut pool, &mut random))
            .collect();
        let place = Place::new();
        place.write("0.jsonl", lines.join("\n"));
        place.scan(["0.jsonl"], 0);
        // What each file holds now, and what the store holds.
        let mut files = BTreeMap::from([("0.jsonl".to_owned(), lines.clone())]);
        let mut held = lines.clone();
        for step in 1..=7 {
            let mut arguments: Vec<String> = Vec::new();
            match step {
                3 | 6 => {
                    // Articles go, in the middle and from the beginning of chains of copies.
                    let first = files.get_mut("0.jsonl").unwrap();
                    for _ in 0..8 {
                        first.remove(random.below(first.len()));
                    }
                    arguments.extend(files.keys().cloned());
                    arguments.push("--prune".to_owned());
                    held = files.values().flatten().cloned().collect();
                }
                4 => {
                    // Later versions, of which one says the same at another time.
                    let mut changed = Vec::new();
                    for at in [3, 40, 90] {
                        let mut row: serde_json::Value = serde_json::from_str(&held[at]).unwrap();
                        row["published_at"] = json!("2031-06-01T08:00:00+08:00");
                        if at > 3 {
                            let text = row["text"].as_str().unwrap();
                            row["text"] = json!(format!("{}{text}", stock[5]));
                        }
                        changed.push(row.to_string());
                    }
                    held.extend(changed.iter().cloned());
                    files.insert("4.jsonl".to_owned(), changed);
                    arguments.push("4.jsonl".to_owned());
                }
                _ => {
                    let count = random.within(1..=12);
                    let more: Vec<String> = (0..count)
                        .map(|number| line(lines.len() + number, &stock, &mut pool, &mut random))
                        .collect();
                    lines.extend(more.iter().cloned());
                    held.extend(more.iter().cloned());
                    files.insert(format!("{step}.jsonl"), more);
                    arguments.push(format!("{step}.jsonl"));
                }
            }
            for (name, lines) in &files {
                place.write(name, lines.join("\n"));
            }
            arguments.extend(way(&mut random).into_iter().map(str::to_owned));
            place.scan(&arguments, 0);
            let whole = Place::new();
            whole.write("all.jsonl", held.join("\n"));
            whole.scan(["all.jsonl"], 0);
            assert_same_content(
                &content(&whole),
                &content(&place),
                &format!("corpus {seed}, step {step}: {arguments:?}"),
            );
        }
    }
}

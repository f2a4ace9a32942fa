//! One corpus in every container and encoding: five articles that must come out as the same five. What a format has no field
//! for stands in the page's own lines.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};
use suyuan::config::ReadParameters;
use suyuan::read::{decode, open, sources};

use crate::archives::{tar, zip, zstandard};
use crate::program::Place;
use crate::warc::response;

/// A file by its name.
type File = (String, Vec<u8>);

/// Title, declared source, time and paragraphs.
struct Article {
    title: &'static str,
    source: &'static str,
    time: &'static str,
    paragraphs: [&'static str; 3],
}

const ARTICLES: [Article; 5] = [
    Article {
        title: "东港渡口恢复通航",
        source: "海滨日报",
        time: "2031-03-04 05:06:07",
        paragraphs: [
            "东港渡口昨天清晨恢复通航，首班渡轮载了一百二十名乘客驶往对岸的白沙镇，停航四个月的水上通道重新热闹起来。",
            "“船票不涨价，班次比停航以前多两班。”渡口主任周远说，停航期间工人更换了两座浮桥的全部缆绳。",
            "家住白沙镇的林阿婆每周都要过江看望孙子，她说绕行大桥要坐一个半小时的汽车，如今二十分钟就能到。",
        ],
    },
    Article {
        title: "南山果园开始采摘早熟桃",
        source: "南山晚报",
        time: "2031-05-06 07:08:09",
        paragraphs: [
            "南山的果园今天开始采摘早熟桃，比去年早了六天，第一批三千箱桃子中午以前就装上了开往省城的货车。",
            "果农何川说，今年春天雨水均匀，桃子个头不大但是很甜，预计全园产量能达到四十万斤。",
            "合作社已经同八家超市签订了合同，剩下的桃子送往本地的罐头厂，价格同去年持平。",
        ],
    },
    Article {
        title: "古城城墙延长夜间开放时间",
        source: "柳湾时报",
        time: "2031-07-08 09:10:11",
        paragraphs: [
            "从下月起古城城墙延长开放时间，游客可以在晚上九点以前登城，夜间票价比白天便宜十五元。",
            "“夏天夜里散步的人很多，城墙上凉快。”管理处主任陶宁说，沿线四百盏路灯已经全部更换。",
            "附近的茶馆老板表示欢迎，他们说晚些关门可以多招待两三拨客人，店里也准备增加人手。",
        ],
    },
    Article {
        title: "湖底细菌能够分解塑料",
        source: "青石科技报",
        time: "2031-09-10 11:12:13",
        paragraphs: [
            "青石大学的研究人员在湖底淤泥中找到了一种能够分解塑料的细菌，它在三十度的水中活动最为旺盛。",
            "论文第一作者白敏表示，这种细菌离开湖水以后很难存活，要把它用到污水处理厂里还需要五年时间。",
            "研究小组下一步将在六个湖泊取样，比较不同水温下细菌的活动，全部结果明年春天公布。",
        ],
    },
    Article {
        title: "山区今冬增开两条公交线",
        source: "北岭新闻",
        time: "2031-11-12 13:14:15",
        paragraphs: [
            "北岭山区今年冬天增开两条公交线，每天往返八个班次，沿途十七个村的村民不用再步行下山赶集。",
            "“车上有暖气，老人和孩子半价。”公交公司经理石敬说，司机都在山路上开过五年以上的车。",
            "遇到大雪封山，线路将临时停运，消息会提前一天在村口的公告栏和广播里公布。",
        ],
    },
];

/// Characters of the articles that are written otherwise in traditional script, each before its other form.
const TRADITIONAL: &str = "万萬东東两兩个個临臨为為产產从從们們价價关關农農动動匀勻区區厂廠后後员員园園墙牆处處备備复復够夠头頭孙孫学學宁寧对對将將\
    岭嶺广廣开開报報换換时時机機条條来來栏欄样樣桥橋欢歡气氣涨漲温溫游遊湾灣灯燈点點热熱盏盞离離种種签簽线線组組细細经經结結\
    绕繞绳繩缆纜装裝计計订訂论論说說货貨赶趕车車轮輪载載较較达達过過运運还還远遠采採里裡钟鐘镇鎮长長门門间間闹鬧闻聞难難预預\
    馆館驶駛会會凉涼拨撥滨濱这這";

fn traditional(text: &str) -> String {
    let pairs: Vec<char> = TRADITIONAL
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let other = |character: char| {
        pairs
            .chunks(2)
            .find(|pair| pair[0] == character)
            .map_or(character, |pair| pair[1])
    };
    text.chars().map(other).collect()
}

fn text(article: &Article) -> String {
    let Article {
        title,
        source,
        time,
        paragraphs,
    } = article;
    format!(
        "{title}\n\n{time} 来源：{source}\n\n{}\n",
        paragraphs.join("\n\n")
    )
}

fn page(article: &Article, charset: &str) -> String {
    let Article {
        title,
        source,
        time,
        paragraphs,
    } = article;
    let body: String = paragraphs
        .iter()
        .map(|paragraph| format!("<p>\u{3000}\u{3000}{paragraph}</p>\n"))
        .collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"{charset}\"><title>{title}</title></head><body><h1>{title}</h1>\
         <div class=info>{time} 来源：{source}</div><div class=content>{body}</div></body></html>"
    )
}

/// The articles as fields.
fn values() -> impl Iterator<Item = Value> {
    ARTICLES.iter().map(|article| {
        json!({
            "title": article.title,
            "source": article.source,
            "published_at": article.time,
            "text": article.paragraphs.join("\n\n"),
        })
    })
}

fn lines() -> Vec<u8> {
    values()
        .map(|value| format!("{value}\n"))
        .collect::<String>()
        .into_bytes()
}

fn table() -> Vec<u8> {
    let rows = values().map(|value| {
        let fields = ["title", "source", "published_at", "text"]
            .map(|name| format!("\"{}\"", value[name].as_str().unwrap()));
        fields.join(",") + "\r\n"
    });
    format!("title,source,published_at,text\r\n{}", rows.collect::<String>()).into_bytes()
}

fn parquet() -> Vec<u8> {
    let columns = ["title", "source", "published_at", "text"].map(|name| {
        let values: Vec<String> = values()
            .map(|value| value[name].as_str().unwrap().to_owned())
            .collect();
        (name, Arc::new(StringArray::from(values)) as ArrayRef)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One file an article.
fn each(end: &str, content: impl Fn(&Article) -> Vec<u8>) -> Vec<File> {
    let files = ARTICLES.iter().enumerate();
    files
        .map(|(number, article)| (format!("{number}.{end}"), content(article)))
        .collect()
}

fn one(name: &str, bytes: Vec<u8>) -> Vec<File> {
    vec![(name.to_owned(), bytes)]
}

fn texts(encode: impl Fn(&str) -> Vec<u8>) -> Vec<File> {
    each("txt", |article| encode(&text(article)))
}

fn encoded(encoding: &'static encoding_rs::Encoding) -> impl Fn(&str) -> Vec<u8> {
    move |text| {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{text}");
        bytes.into_owned()
    }
}

/// What a corpus says: of each article its title, source and time, its text for matching, and the paragraphs of its body.
fn said(what: &str, files: &[File]) -> Vec<(Vec<String>, Vec<String>)> {
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    for (name, bytes) in files {
        place.write(&format!("in/{name}"), bytes);
    }
    place.scan(["in"], 0);
    let export = place.export();
    let bad: Vec<Value> = export
        .rows("records")
        .into_iter()
        .filter(|row| row["status"] != "ok")
        .collect();
    assert!(bad.is_empty(), "{what}: {bad:?}");
    // An export has places and no texts.
    let parameters = ReadParameters::default();
    let sources = sources(&[place.path("in")], &parameters).unwrap();
    let records = sources.iter().flat_map(|source| open(source, &parameters));
    let records = records.map(|raw| decode(raw, &parameters));
    let texts: HashMap<String, String> = records.map(|record| (record.id, record.text)).collect();
    let blocks = export.rows("blocks");
    let mut articles: Vec<_> = export
        .rows("articles")
        .iter()
        .map(|article| {
            let columns = ["published_at", "title", "declared_source", "exact_hash"];
            let of_body =
                |block: &&Value| block["article_id"] == article["article_id"] && block["kind"] == "paragraph";
            let text = texts[article["record_id"].as_str().unwrap()].as_str();
            let slice = |block: &Value| {
                let [start, end] = ["start", "end"].map(|column| block[column].as_u64().unwrap() as usize);
                text[start..end].to_owned()
            };
            let body = blocks.iter().filter(of_body).map(slice);
            (
                columns.map(|column| article[column].to_string()).to_vec(),
                body.collect(),
            )
        })
        .collect();
    articles.sort_unstable();
    articles
}

fn assert_same(cases: Vec<(&str, Vec<File>)>) {
    let expected = said("text", &texts(|text| text.as_bytes().to_vec()));
    let paragraphs: Vec<&[String]> = expected.iter().map(|(_, body)| body.as_slice()).collect();
    assert_eq!(
        paragraphs,
        ARTICLES
            .iter()
            .map(|article| article.paragraphs.map(str::to_owned))
            .collect::<Vec<_>>()
    );
    for ((columns, _), article) in expected.iter().zip(&ARTICLES) {
        assert_eq!(
            columns[0],
            format!("\"{}+08:00\"", article.time.replace(' ', "T"))
        );
        assert_eq!(
            columns[1..3],
            [article.title, article.source].map(|name| format!("\"{name}\""))
        );
    }
    for (what, files) in cases {
        assert_eq!(said(what, &files), expected, "{what}");
    }
}

#[test]
fn containers_of_records_give_the_same_articles() {
    let array =
        serde_json::to_vec_pretty(&json!({"count": 5, "data": values().collect::<Vec<_>>()})).unwrap();
    assert_same(vec![
        ("JSONL", one("a.jsonl", lines())),
        ("JSONL in gzip", one("a.jsonl.gz", gzip(&lines()))),
        ("JSONL in Zstandard", one("a.jsonl.zst", zstandard(&lines()))),
        (
            "JSONL in GBK",
            one(
                "a.jsonl",
                encoded(encoding_rs::GBK)(&String::from_utf8(lines()).unwrap()),
            ),
        ),
        ("JSON", one("a.json", array)),
        ("CSV", one("a.csv", table())),
        ("Parquet", one("a.parquet", parquet())),
    ]);
}

#[test]
fn pages_and_archives_give_the_same_articles() {
    let address = |number: usize| format!("http://a.example/{number}.html");
    let html = "text/html; charset=utf-8";
    let crawl = ARTICLES.iter().enumerate().flat_map(|(number, article)| {
        response(
            number as u32,
            &address(number),
            html,
            page(article, "utf-8").as_bytes(),
        )
    });
    let markdown = |article: &Article| {
        let Article {
            title,
            source,
            time,
            paragraphs,
        } = article;
        let body = paragraphs.join("\n\n");
        format!("---\ntitle: {title}\nsource: {source}\ndate: {time}\n---\n# {title}\n\n{body}\n")
            .into_bytes()
    };
    let plain = texts(|text| text.as_bytes().to_vec());
    assert_same(vec![
        (
            "HTML",
            each("html", |article| page(article, "utf-8").into_bytes()),
        ),
        (
            "HTML in GBK",
            each("html", |article| {
                encoded(encoding_rs::GBK)(&page(article, "gb2312"))
            }),
        ),
        ("Markdown", each("md", markdown)),
        ("WARC", one("a.warc", crawl.collect())),
        ("tar", one("a.tar", tar(&plain))),
        ("tar in gzip", one("a.tar.gz", gzip(&tar(&plain)))),
        ("ZIP", one("a.zip", zip(&plain))),
    ]);
}

#[test]
fn encodings_give_the_same_articles() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    assert_same(vec![
        ("gzip", each("txt.gz", |article| gzip(text(article).as_bytes()))),
        (
            "Zstandard",
            each("txt.zst", |article| zstandard(text(article).as_bytes())),
        ),
        ("a mark", texts(|text| format!("\u{FEFF}{text}").into_bytes())),
        ("GBK", texts(encoded(encoding_rs::GBK))),
        (
            "GB18030",
            texts(|text| {
                [
                    b"\x84\x31\x95\x33",
                    encoded(encoding_rs::GB18030)(text).as_slice(),
                ]
                .concat()
            }),
        ),
        (
            "UTF-16",
            texts(|text| [b"\xFF\xFE", wide(text).as_slice()].concat()),
        ),
        ("UTF-16 without a mark", texts(wide)),
    ]);
}

/// In the other script the words differ, and what is compared does not.
#[test]
fn big5_gives_the_same_articles_in_traditional_script() {
    let big5 = said(
        "Big5",
        &texts(|text| encoded(encoding_rs::BIG5)(&traditional(text))),
    );
    let plain = said("traditional", &texts(|text| traditional(text).into_bytes()));
    assert_eq!(big5, plain);
    for (((columns, body), article), (simplified, _)) in big5
        .iter()
        .zip(&ARTICLES)
        .zip(said("text", &texts(|text| text.as_bytes().to_vec())))
    {
        assert_eq!(*body, article.paragraphs.map(traditional));
        assert_eq!(columns[1], format!("\"{}\"", traditional(article.title)));
        assert_eq!((&columns[0], &columns[3]), (&simplified[0], &simplified[3]));
    }
}

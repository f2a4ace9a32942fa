// News that nobody wrote: so many Chinese articles, the same for the same seed, with whole and partial copies, quotes
// and claims about sources. Written as JSONL for `suyuan scan`.
//
//   node corpus.mjs 20000 news.jsonl

import { createWriteStream } from "node:fs";
import { once } from "node:events";

const OUTLETS = [
  "海滨日报", "滨城网", "东江晚报", "石桥晚报", "青山早报", "南湖新闻", "北岭时报", "云川日报", "江口网", "河西晨报",
  "长堤新闻网", "白塔晚报", "松林日报", "金桥时报", "柳浦网", "红旗渠报", "望海新闻", "安澜早报", "清溪日报", "远山网",
];
const WHO = ["市交通局", "县水务局", "区教育局", "港务公司", "气象台", "图书馆", "园林处", "消防支队", "农业农村局", "供电公司", "卫生中心", "老城街道"];
const WHEN = ["昨天上午", "本周三", "今年入秋以来", "春节前后", "截至月底", "入汛以后", "近日", "清晨六时", "国庆假期里", "去年冬天"];
const WHERE = ["东门渡口", "青石镇", "白沙洲", "北岭隧道", "南湖公园", "旧铁桥", "柳浦码头", "望海街", "松林水库", "红砖厂旧址", "河西新区", "安澜闸"];
const DID = ["恢复通航", "开工修缮", "迎来首批居民", "完成第三轮检测", "增设便民窗口", "试行新的班次", "种下一批水杉", "清理淤泥", "更换老化线路", "公布水位数据", "举行应急演练", "推出夜间开放"];
const THEN = ["沿线居民出行时间缩短近一半", "施工期间行人请绕行", "首日到场人数超过预期", "相关数据每小时更新一次", "剩余路段计划年底前完工", "预约通道已经开放", "志愿者在路口值守到深夜", "费用由市区两级分担", "附近商户照常营业", "孩子们画下了这一天"];
const NAMES = ["林芳", "陈望", "周立民", "沈小鸥", "何远山", "吴桂兰", "郑海生", "许清", "马继东", "罗瑞"];
const SAID = ["我们等这条路等了很多年", "水一退就有人来问什么时候开船", "每一盏灯都要有人记得去关", "这里的树比我年纪还大", "先把账算清楚再谈扩建", "孩子上学不用再绕山走", "数字不会替人说话", "台风来之前我们要把最后一段补上", "老人看病坐船只要十分钟", "多开一个窗口就少排一条队"];

/** mulberry32: small, and the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export async function writeCorpus(path, count, seed = 1) {
  const draw = random(seed);
  const below = (most) => Math.floor(draw() * most);
  const of = (list) => list[below(list.length)];
  const figure = () => 3 + below(9000);
  const sentence = () =>
    `${of(WHEN)}，${of(WHO)}在${of(WHERE)}${of(DID)}，涉及${figure()}户${figure()}米，${of(THEN)}。`;
  const quote = () => `${of(NAMES)}说：“${of(SAID)}，${of(WHERE)}第${figure()}号也一样，${of(THEN)}。”`;
  const paragraph = () => Array.from({ length: 2 + below(3) }, sentence).join("") + (draw() < 0.3 ? quote() : "");
  const original = () => Array.from({ length: 3 + below(4) }, paragraph);

  const out = createWriteStream(path);
  const kept = [];
  for (let number = 0; number < count; number += 1) {
    const outlet = of(OUTLETS);
    const minute = number * 7;
    const time = new Date(Date.UTC(2022, 0, 1, 0, minute)).toISOString().replace(".000Z", "+08:00");
    const title = `${of(WHERE)}${of(DID)}：${of(WHO)}介绍第${figure()}号工程`;
    const article = { id: `n${number}`, outlet, published_at: time, title };
    const chance = draw();
    const source = kept.length > 0 ? of(kept) : undefined;
    let body;
    if (source !== undefined && chance < 0.12) {
      // A copy, now and then with another figure, mostly with its source.
      body = source.body.map((text) => (draw() < 0.15 ? text.replace(/\d+户/, `${figure()}户`) : text));
      article.title = source.title;
      if (draw() < 0.7) article.source = source.outlet;
    } else if (source !== undefined && chance < 0.2) {
      // One paragraph of another, with or without a credit.
      body = original();
      const lead = draw() < 0.6 ? `据${source.outlet}消息，` : "";
      body.splice(1 + below(body.length), 0, lead + of(source.body));
    } else {
      body = original();
    }
    if (chance >= 0.2 && kept.length < 2000) kept.push({ outlet, title, body });
    article.text = body.join("\n");
    if (!out.write(`${JSON.stringify(article)}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await writeCorpus(process.argv[3], Number(process.argv[2]));
}

// Texts of articles are anybody's: whatever stands in them is shown as text, in the report and by the server.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { place, run, serve } from "./program.mjs";
import { faults, fits, links, openBrowser, openPage } from "./visitor.mjs";

const HOSTILE = [
  "<script>window.hacked = 1</script>",
  "</textarea></title></style></script><script>window.hacked = 1</script>",
  "<img src=x onerror='window.hacked = 1'><svg onload=window.hacked=1>",
  "\"'><a href=javascript:window.hacked=1 onfocus=window.hacked=1 autofocus>点此</a>",
  "{{ 7 * 7 }} ${7 * 7} %3Cscript%3E <!-- --> ]]> &lt;b&gt; &#x3C;",
  "\u202e反转\u2066隔离\u200b零宽\u0000\u0007控制",
  "<meta http-equiv=refresh content='0;url=https://example.org/'><base href=https://example.org/>",
];

let browser;
let server;

before(async () => {
  const folder = place();
  const shared = "渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返，沿线居民出行时间缩短近一半，相关数据每小时更新一次。";
  const records = HOSTILE.flatMap((text, number) => [
    { id: `a${number}${text}`, outlet: `海滨${text}日报`, title: `标题 ${text}`, published_at: "2022-01-12 10:00", text: `${shared}第${number}段${text}\n${text}${shared}` },
    { id: `b${number}`, outlet: "滨城网", source: `来源${text}`, title: `标题 ${text}`, published_at: "2022-01-12 11:00", text: `${shared}第${number}段${text}\n“${text}”${shared}` },
  ]);
  records.push({ id: "long", outlet: "东江晚报", title: "长".repeat(10_000), published_at: "2022-01-13 10:00", text: `${shared}${"一行".repeat(170_000)}` });
  const corpus = join(folder, "hostile.jsonl");
  writeFileSync(corpus, records.map((record) => JSON.stringify(record)).join("\n"));
  const store = join(folder, "hostile.suyuan");
  run("scan", corpus, "--store", store, "--quiet");
  run("store", "index-search", "--store", store, "--quiet");
  server = await serve(store);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test("no page runs what stands in a text", async () => {
  const visit = await openPage(browser, server.home);
  const { page } = visit;
  const waiting = [server.home, ...HOSTILE.map((text) => `${server.home}search?q=${encodeURIComponent(text)}&outlet=${encodeURIComponent(text)}`)];
  const seen = new Set(waiting);
  let opened = 0;
  while (waiting.length > 0 && opened < 150) {
    const url = waiting.shift();
    const response = await page.goto(url);
    opened += 1;
    assert.ok([200, 400].includes(response.status()), `${url}: ${response.status()}`);
    if (response.status() === 400) visit.complaints.length = 0;
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined, url);
    assert.ok(page.url().startsWith(server.home), `${url} led to ${page.url()}`);
    await fits(page, 390);
    for (const link of await links(page)) {
      const plain = link.split("#")[0];
      assert.ok(plain.startsWith(server.home), `${url} leads to ${link}`);
      if (!seen.has(plain)) waiting.push(plain);
      seen.add(plain);
    }
  }
  assert.ok(opened > 20, `${opened} pages were opened`);
  visit.settle();
  await visit.close();
});

test("a text to trace comes back as text", async () => {
  const visit = await openPage(browser, server.home);
  const { page } = visit;
  for (const text of HOSTILE) {
    const typed = `渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返，沿线居民出行时间${text.replaceAll("\0", "")}`;
    await page.goto(`${server.home}trace`);
    await page.locator("#text").fill(typed);
    await page.getByRole("button", { name: "Trace" }).click();
    await page.waitForSelector("#result");
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined, text);
    assert.ok((await page.locator(".holders > li").count()) > 0, text);
    assert.deepEqual(await faults(page), [], text);
  }
  visit.settle();
  await visit.close();
});

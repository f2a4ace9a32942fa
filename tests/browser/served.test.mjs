// A served store of 20,000 generated articles, and one of fixtures/tianjin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { writeCorpus } from "./corpus.mjs";
import { place, root, run, serve } from "./program.mjs";
import { faults, fits, links, openBrowser, openPage, tabOrder } from "./visitor.mjs";

const ARTICLES = 20_000;
/** Pages of one kind that are opened in each theme; they are made by the same code. */
const OF_A_KIND = { light: 3, dark: 2 };

let browser;
let large;
let tianjin;

before(async () => {
  const folder = place();
  const corpus = join(folder, "news.jsonl");
  await writeCorpus(corpus, ARTICLES);
  const stores = [[corpus, join(folder, "news.suyuan")], [join(root, "fixtures/tianjin"), join(folder, "tianjin.suyuan")]];
  for (const [input, store] of stores) {
    run("scan", input, "--store", store, "--quiet");
    run("store", "index-search", "--store", store, "--quiet");
  }
  [large, tianjin] = [await serve(stores[0][1]), await serve(stores[1][1])];
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  large?.stop();
  tianjin?.stop();
});

/** The kind of page that an address is of. */
const kind = (url) => new URL(url).pathname;

for (const colorScheme of ["light", "dark"]) {
  test(`each page opens, fits, is accessible and leads somewhere, ${colorScheme}`, async () => {
    const visit = await openPage(browser, large.home, { colorScheme });
    const opened = new Map();
    const linked = new Set();
    const waiting = ["", "search?q=渡口恢复通航", "trace"].map((path) => large.home + path);
    while (waiting.length > 0) {
      const url = waiting.shift();
      const before = opened.get(kind(url)) ?? 0;
      if (before >= OF_A_KIND[colorScheme]) continue;
      opened.set(kind(url), before + 1);
      const response = await visit.page.goto(url);
      assert.equal(response.status(), 200, url);
      assert.deepEqual(await faults(visit.page), [], url);
      for (const width of [1280, 390]) await fits(visit.page, width);
      for (const link of await links(visit.page)) {
        const plain = link.split("#")[0];
        assert.ok(plain.startsWith(large.home), `${url} leads to ${link}`);
        if (!linked.has(plain)) waiting.push(plain);
        linked.add(plain);
      }
    }
    visit.settle();
    assert.ok(opened.size >= 8, `kinds of pages: ${[...opened.keys()].join(" ")}`);
    if (colorScheme === "light") {
      for (const url of [...linked].slice(0, 400)) {
        const response = await visit.page.request.get(url);
        assert.equal(response.status(), 200, url);
      }
    }
    await visit.close();
  });
}

test("dark is dark", async () => {
  const luminance = async (colorScheme) => {
    const visit = await openPage(browser, large.home, { colorScheme });
    await visit.page.goto(large.home);
    const colour = await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit.close();
    const [red, green, blue] = colour.match(/\d+/g).map(Number);
    return red + green + blue;
  };
  assert.ok((await luminance("light")) > 600);
  assert.ok((await luminance("dark")) < 200);
});

test("a search from the head of a page finds a Chinese quote, and its filters hold", async () => {
  const visit = await openPage(browser, large.home);
  const { page } = visit;
  await page.goto(large.home);
  await page.getByRole("searchbox").first().fill("我们等这条路等了很多年");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?/);
  const hits = page.locator(".hits > li");
  assert.ok((await hits.count()) > 5);
  assert.match(await hits.first().locator("mark").innerText(), /^我们等这条路等了很多年$/);
  await page.getByRole("link", { name: /Later articles/ }).click();
  assert.ok((await hits.count()) > 0);

  await page.goto(`${large.home}search?q=${encodeURIComponent("等这条路")}&outlet=${encodeURIComponent("滨城网")}&from=2022-02&to=2022-02`);
  assert.ok((await hits.count()) > 0);
  for (const about of await page.locator(".hit-about").allInnerTexts()) assert.match(about, /^滨城网 2022-02/);
  await page.goto(`${large.home}search?q=${encodeURIComponent("这里没有这句话一定没有")}`);
  assert.equal(await hits.count(), 0);
  visit.settle();
  await visit.close();
});

test("a pasted passage is traced: 天津日报 → 新浪新闻", async () => {
  const visit = await openPage(browser, tianjin.home);
  const { page } = visit;
  await page.goto(`${tianjin.home}trace`);
  await page.getByRole("textbox", { name: /Text/ }).fill("设置核酸筛查场所365个，开通采样通道856个。截至1月12日8时，累计采样130万");
  await page.getByRole("button", { name: "Trace" }).click();
  await page.waitForSelector(".holders");
  const ways = (await page.locator(".way").allInnerTexts()).map((way) => way.replace(/\s+/g, " "));
  assert.ok(ways.some((way) => way.includes("天津日报 → 新浪新闻")), ways.join("\n"));
  assert.match(await page.locator(".edits").first().innerText(), /365.*363/s);
  assert.deepEqual(await faults(page), []);
  for (const width of [1280, 390]) await fits(page, width);
  for (const link of await links(page)) {
    assert.equal((await page.request.get(link)).status(), 200, link);
  }

  // Three characters are enough where there is a search index.
  await page.goto(`${tianjin.home}trace?text=${encodeURIComponent("丰达园")}`);
  assert.ok((await page.locator(".holders > li").count()) > 0);
  visit.settle();
  await visit.close();
});

test("everything is reached by keyboard", async () => {
  const visit = await openPage(browser, large.home);
  const { page } = visit;
  await page.goto(large.home);
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the content/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.getElementById("main").contains(document.activeElement)));

  await page.goto(`${large.home}trace`);
  const order = await tabOrder(page, 40);
  for (const stop of order) assert.ok(stop.shown && stop.outlined, `${stop.tag} ${stop.name} is not seen when it has the focus`);
  const names = order.map((stop) => stop.name);
  assert.ok(names.indexOf("text") > 0 || order.some((stop) => stop.tag === "TEXTAREA"), names.join(", "));
  assert.ok(names.includes("Trace"), names.join(", "));
  visit.settle();
  await visit.close();
});

test("pages are in the language of the browser", async () => {
  const visit = await openPage(browser, large.home, { locale: "zh-CN" });
  await visit.page.goto(`${large.home}trace`);
  assert.equal(await visit.page.evaluate(() => document.documentElement.lang), "zh-Hans");
  assert.equal(await visit.page.locator("h1").innerText(), "文本溯源");
  assert.deepEqual(await faults(visit.page), []);
  visit.settle();
  await visit.close();
});

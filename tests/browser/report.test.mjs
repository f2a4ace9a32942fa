// The static report of fixtures/tianjin, opened from disk.

import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { place, root, run } from "./program.mjs";
import { faults, fits, links, openBrowser, openPage, tabOrder } from "./visitor.mjs";

/** A page of the report holds at most this. */
const BYTES = 2_000_000;

const languages = ["en", "zh"];
const folders = {};
let browser;

before(async () => {
  const folder = place();
  const store = join(folder, "tianjin.suyuan");
  run("scan", join(root, "fixtures/tianjin"), "--store", store, "--quiet");
  for (const language of languages) {
    folders[language] = join(folder, language);
    run("report", "-o", folders[language], "--store", store, "--lang", language);
  }
  browser = await openBrowser();
});

after(() => browser?.close());

const pages = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"));

for (const language of languages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`every page opens, fits, is accessible and leads somewhere: ${language}, ${colorScheme}`, async () => {
      const folder = folders[language];
      const visit = await openPage(browser, pathToFileURL(`${folder}/`).href, { colorScheme });
      for (const name of pages(folder)) {
        const path = join(folder, name);
        assert.ok(statSync(path).size <= BYTES, name);
        await visit.page.goto(pathToFileURL(path).href);
        assert.equal(await visit.page.evaluate(() => document.documentElement.lang.slice(0, 2)), language, name);
        assert.deepEqual(await faults(visit.page), [], name);
        for (const width of [1280, 390]) await fits(visit.page, width);
        for (const link of await links(visit.page)) {
          const url = new URL(link);
          assert.equal(url.protocol, "file:", `${name} leads to ${link}`);
          assert.ok(existsSync(fileURLToPath(url.origin === "null" ? `file://${url.pathname}` : url)), `${name} leads to ${link}`);
        }
      }
      visit.settle();
      await visit.close();
    });
  }
}

test("the way from 天津日报 to 新浪新闻 is on the first page's families", async () => {
  const visit = await openPage(browser, pathToFileURL(`${folders.en}/`).href);
  await visit.page.goto(pathToFileURL(join(folders.en, "index.html")).href);
  await visit.page.locator("a", { hasText: "2022年1月12日，在第166场" }).first().click();
  const text = await visit.page.locator("main").innerText();
  assert.match(text, /天津日报/);
  assert.match(text, /新浪新闻/);
  visit.settle();
  await visit.close();
});

test("what has the focus is seen, and the skip link comes first", async () => {
  const visit = await openPage(browser, pathToFileURL(`${folders.en}/`).href);
  await visit.page.goto(pathToFileURL(join(folders.en, "index.html")).href);
  const order = await tabOrder(visit.page, 30);
  assert.match(order[0].name, /Skip to the content/);
  for (const stop of order) assert.ok(stop.shown && stop.outlined, `${stop.tag} ${stop.name} is not seen when it has the focus`);
  visit.settle();
  await visit.close();
});

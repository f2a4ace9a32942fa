// A browser that may leave the machine nowhere, and complains of everything: requests elsewhere, errors on the console,
// dialogs, faults that axe finds.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A page in a context of its own. `home` is the prefix of every address that it may load. */
export async function openPage(browser, home, options = {}) {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  const complaints = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(home) || url.startsWith("data:")) return route.continue();
    complaints.push(`asks for ${url}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`${page.url()}: a dialog says ${dialog.message()}`);
    return dialog.dismiss();
  });
  return {
    page,
    complaints,
    /** Fails when anything was complained of. */
    settle: () => assert.deepEqual(complaints, []),
    close: () => context.close(),
  };
}

/** Serious faults of accessibility on the page as it is. */
export async function faults(page) {
  await page.evaluate(axe);
  // Without preloading: axe would ask for the style sheet once more, which a page from disk must not.
  const result = await page.evaluate(() => globalThis.axe.run(document, { preload: false, resultTypes: ["violations"] }));
  return result.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** All links of a page, absolute. */
export function links(page) {
  return page.evaluate(() => [...document.links].map((link) => link.href));
}

/** Tabs through a page from its head; gives what had the focus, in order, until it comes round or `most` are seen. */
export async function tabOrder(page, most) {
  const order = [];
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const own = document.activeElement;
      if (own === null || own === document.body) return null;
      const box = own.getBoundingClientRect();
      return {
        name: (own.getAttribute("aria-label") ?? own.textContent ?? "").trim().slice(0, 40) || own.id || own.name,
        tag: own.tagName,
        shown: box.width > 0 && box.height > 0,
        outlined: getComputedStyle(own).outlineStyle !== "none" || getComputedStyle(own).boxShadow !== "none",
      };
    });
    if (focused === null) break;
    order.push(focused);
  }
  return order;
}

/** Widths at which a page is looked at; nothing may stick out sideways. */
export async function fits(page, width) {
  await page.setViewportSize({ width, height: 900 });
  const [content, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= shown + 1, `${page.url()} is ${content} wide on a window of ${shown}`);
}

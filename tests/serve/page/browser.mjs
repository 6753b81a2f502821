// A browser of one's own, and a service to meet with it. Whatever leaves this machine, breaks the policy or slips fails.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../../src/page/package.json", import.meta.url))("playwright-core");

export const url = process.env.ONWARD_URL;
export const token = process.env.ONWARD_TOKEN;
/** What the test hands over. */
export const given = JSON.parse(process.env.ONWARD_GIVEN ?? "{}");

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long anything may take on a machine that others use too. */
export const PATIENCE = 180000;

/** Runs a test with a page; `options` are a context's. */
export async function run(test, options = {}) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  const wrong = [];
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: "reduce",
      acceptDownloads: true,
      ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    context.on("request", (request) => {
      const to = request.url();
      if (!to.startsWith(`${url}/`) && !to.startsWith("blob:") && !to.startsWith("data:"))
        wrong.push(`a request left for ${to}`);
    });
    context.on("page", (page) => {
      page.on("pageerror", (error) => wrong.push(`the page slipped: ${error.stack}`));
      // Refusals are part of what is tested; a browser logs each by itself.
      page.on("console", (message) => {
        if (message.type() === "error" && !/Failed to load resource/.test(message.text())) wrong.push(message.text());
      });
    });
    await test({ browser, context, page: await context.newPage() });
  } finally {
    await browser.close();
  }
  assert.deepEqual(wrong, []);
}

/** Enters a token in the form. */
export async function enter(page, secret = token) {
  await page.goto(`${url}/`);
  await page.getByLabel("Access token").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in and waits for the plans. */
export async function signIn(page, secret = token) {
  await enter(page, secret);
  await heading(page, "Plans");
}

/** Goes to a place of the page and waits for its heading. */
export async function go(page, hash, title) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await heading(page, title);
}

/** Waits for the heading that a view begins with. */
export const heading = (page, title) => page.getByRole("heading", { level: 1, name: title }).waitFor();

/** The JSON at a path of the API. */
export async function api(path, secret = token) {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${secret}` } });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

/** The bytes at a path of the API. */
export async function bytes(path) {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** The rows of the table with that caption, cells as text. */
export async function rows(page, caption) {
  const table = page.getByRole("table", { name: caption, exact: true });
  await table.waitFor();
  return table.evaluate((element) =>
    [...element.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, " "))),
  );
}

/** `1214.5` as the page writes it. */
export const money = (text) => {
  const [whole, cents] = text.replace("-", "").split(".");
  return `${text.startsWith("-") ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
};

/** The number that the page shows under that key, without its note. */
export const figure = (page, key) =>
  page.locator(`[data-figure="${key}"]`).evaluate((element) => element.firstChild.textContent);

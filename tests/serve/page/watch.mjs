// A feed is planned from the page; its progress is seen as it happens; a plan is cancelled.

import assert from "node:assert/strict";
import { api, figure, given, go, heading, money, run, signIn } from "./browser.mjs";

const idOf = (page) => page.evaluate(() => location.hash.split("/")[2]);

/** Has the feed planned by the form; the plan's id. */
async function plan(page, feed, name, gap, minutes) {
  await go(page, `#/feed/${feed}`, name);
  await page.getByLabel("Stop at a gap of, per cent").fill(gap);
  await page.getByLabel("Stop after, minutes").fill(minutes);
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/plan/"));
  return idOf(page);
}

await run(async ({ page }) => {
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await signIn(page);
  const busy = await plan(page, given.day, given.day_name, "0", "30");
  await heading(page, `Plan of ${given.day_name}`);
  // What the page shows of the bound and of time moves on by itself.
  const seen = async (key) => page.locator(`[data-figure="${key}"]`).innerText();
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-figure="time"]')?.textContent ?? ""));
  const before = await seen("time");
  await page.waitForFunction((was) => document.querySelector('[data-figure="time"]').textContent !== was, before);
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-figure="moved"]')?.firstChild.textContent ?? ""),
  );
  // The course is drawn, and the page isn't asked for anew with every piece of news.
  await page.waitForFunction(() => document.querySelector(".chart .line.total")?.getAttribute("d").includes("L"));
  const asked = requests.filter((to) => to.endsWith(`/v1/plans/${busy}`));
  assert.ok(asked.length < 4, `${asked.length} requests for one plan`);
  const { progress } = await api(`/v1/plans/${busy}`);
  assert.equal(
    await page.locator('[data-figure="moved"] small').innerText(),
    `of ${String(progress.persons).replace(/\B(?=(\d{3})+$)/g, ",")}`,
  );
  assert.ok(await page.locator("[data-phase]").count());
  // The list shows it at work, with the same stream.
  await page.getByRole("link", { name: "Plans" }).first().click();
  const line = page.getByRole("listitem").filter({ hasText: given.day_name });
  await line.getByText(/persons · total/).waitFor();
  const told = await line.innerText();
  await page.waitForFunction(
    ([name, was]) =>
      [...document.querySelectorAll(".jobs li")].find((one) => one.innerText.includes(name))?.innerText !== was,
    [given.day_name, told],
  );
  await line.getByRole("link").click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { level: 1 }).getByText("cancelled").waitFor();
  assert.equal((await api(`/v1/plans/${busy}`)).status, "cancelled");
  assert.equal(await page.getByRole("button", { name: "Cancel" }).count(), 0);

  // Planned to the end: the page goes on to the plan by itself, with the numbers of the plan.
  const done = await plan(page, given.small, given.small_name, "0.1", "1");
  await page.getByRole("navigation", { name: "Plan" }).waitFor();
  const { summary } = await api(`/v1/plans/${done}`);
  assert.equal(await figure(page, "total"), money(summary.total));
  assert.equal(await figure(page, "bound"), money(summary.bound));
  assert.equal(await figure(page, "moved"), String(summary.people.moved));
  await page.getByRole("link", { name: "Plans" }).first().click();
  const row = page.getByRole("row").filter({ hasText: given.small_name }).first();
  await row.getByText("done").waitFor();
  assert.ok((await row.innerText()).includes(money(summary.total)), await row.innerText());
});

// Lists begin with the newest plans and reach further back when asked; each done plan tells what it comes to.

import assert from "node:assert/strict";
import { api, given, heading, money, rows, run, signIn } from "./browser.mjs";

await run(async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: "Load older plans" }).waitFor();
  assert.equal(await page.locator(".listing .told").innerText(), "400");
  assert.equal(await page.locator(`a[href="#/plan/${given.oldest}"]`).count(), 0);
  await page.getByRole("button", { name: "Load older plans" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((all) => document.querySelector(".listing .told")?.textContent === all, `${given.plans}`);
  assert.equal(await page.locator("#said").innerText(), "Older plans loaded");
  assert.equal(await page.getByRole("button", { name: "Load older plans" }).count(), 0);
  // Nobody loses the keyboard when the button goes.
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "BODY");
  await page.getByRole("searchbox").fill("done");
  const { summary } = await api(`/v1/plans/${given.oldest}`);
  const told = (await rows(page, "Plans that have ended")).find((row) => row[3] === money(summary.total));
  assert.ok(told, "the oldest plan tells its total");
  // They stay while the tab is open, and can be compared.
  await page.getByRole("link", { name: "Compare" }).first().click();
  await heading(page, "Compare two plans");
  assert.equal(await page.locator(`option[value="${given.oldest}"]`).count(), 0);
  await page.getByRole("button", { name: "Load older plans" }).click();
  await page.locator(`option[value="${given.oldest}"]`).first().waitFor({ state: "attached" });
  await page.getByRole("link", { name: "Plans" }).first().click();
  await page.waitForFunction((all) => document.querySelector(".listing .told")?.textContent === all, `${given.plans}`);
});

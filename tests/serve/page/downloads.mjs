// What is downloaded is what the API gives, to the byte.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bytes, given, go, heading, run, signIn } from "./browser.mjs";

await run(async ({ page }) => {
  await signIn(page);
  await go(page, `#/plan/${given.plan}/downloads`, given.name);
  const tables = ["cases", "flights", "destinations", "unserved", "missions", "duties", "charters", "agreements"];
  const wanted = [["plan.json", `/v1/plans/${given.plan}/result`], [`${given.name}.zip`, `/v1/feeds/${given.feed}/content`],
    ...tables.map((table) => [`${table}.csv`, `/v1/plans/${given.plan}/export?table=${table}&format=csv`])];
  assert.equal(await page.locator("[data-file]").count(), wanted.length);
  async function saved(button, name, path) {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    assert.equal(download.suggestedFilename(), name);
    const file = readFileSync(await download.path());
    assert.ok(file.equals(await bytes(path)), name);
    return file;
  }
  for (const [name, path] of wanted) await saved(page.getByRole("button", { name: `Download ${name}`, exact: true }), name, path);
  await page.getByRole("link", { name: /^Flights/ }).click();
  const csv = await saved(page.getByRole("button", { name: "Download CSV" }), "flights.csv", wanted.find(([name]) => name === "flights.csv")[1]);
  assert.ok(csv.toString().startsWith("flight,"));
  await page.getByRole("link", { name: "Feeds" }).click();
  await heading(page, "Feeds");
  await saved(page.getByRole("button", { name: `Zip of ${given.name}` }), `${given.name}.zip`, `/v1/feeds/${given.feed}/content`);
});

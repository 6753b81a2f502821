// What is downloaded is what the API gives, to the byte.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bytes, given, go, heading, run, signIn } from "./browser.mjs";

/** Saves a file by its button; what was saved. */
async function saved(page, button, name, path) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  assert.equal(download.suggestedFilename(), name);
  const file = readFileSync(await download.path());
  assert.ok(file.equals(await bytes(path)), name);
  return file;
}

await run(async ({ page, context }) => {
  await signIn(page);
  await go(page, `#/plan/${given.plan}/downloads`, given.name);
  const tables = ["cases", "flights", "destinations", "unserved", "missions", "duties", "charters", "agreements"];
  const csv = (table) => `/v1/plans/${given.plan}/export?table=${table}&format=csv`;
  const zip = `/v1/feeds/${given.feed}/content`;
  const wanted = [
    ["plan.json", `/v1/plans/${given.plan}/result`],
    [`${given.name}.zip`, zip],
    ...tables.map((table) => [`${table}.csv`, csv(table)]),
  ];
  assert.equal(await page.locator("[data-file]").count(), wanted.length);
  for (const [name, path] of wanted) await saved(page, `Download ${name}`, name, path);

  // Chromium asks before a tab's eleventh download, so the rest is saved in another one.
  const other = await context.newPage();
  await signIn(other);
  await go(other, `#/plan/${given.plan}/flights`, given.name);
  const flights = await saved(other, "Download CSV", "flights.csv", csv("flights"));
  assert.ok(flights.toString().startsWith("flight,"));
  await go(other, "#/feeds", "Feeds");
  await saved(other, `Zip of ${given.name}`, `${given.name}.zip`, zip);
});

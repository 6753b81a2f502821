// Scenarios side by side, and a charter's break-even.

import assert from "node:assert/strict";
import { api, figure, given, go, heading, money, rows, run, signIn } from "./browser.mjs";

const idOf = (page) => page.evaluate(() => location.hash.split("/")[2]);

await run(async ({ page }) => {
  await signIn(page);

  const before = (await api("/v1/sweeps")).items.length;
  // Scenarios with a fault are told so at their place.
  await go(page, `#/scenarios?feed=${given.feed}`, "Scenarios");
  await page.waitForFunction(() => document.querySelector("textarea")?.value.includes("[[scenario]]"));
  const offered = await page.getByRole("textbox", { name: "Scenarios" }).inputValue();
  assert.ok(offered.includes("charter_dropped"), offered);
  await page
    .getByRole("textbox", { name: "Scenarios" })
    .fill('[[scenario]]\nname = "lost"\nchanges = [{ change = "charter_dropped", charter = "NONE" }]\n');
  await page.getByRole("button", { name: "Plan the scenarios" }).click();
  await page.getByText("Scenario lost, change 1").waitFor();
  await page.getByRole("cell", { name: "C101" }).waitFor();
  assert.equal((await api("/v1/sweeps")).items.length, before);

  // As offered they are planned, beside the base.
  await page.getByRole("textbox", { name: "Scenarios" }).fill(offered);
  await page.getByLabel("Stop at a gap of, per cent").fill("5");
  await page.getByRole("button", { name: "Plan the scenarios" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/sweep/"));
  await page.getByRole("heading", { level: 1 }).getByText("done").waitFor();
  const sweep = await idOf(page);
  const result = await api(`/v1/sweeps/${sweep}/result`);
  const table = await rows(page, "Scenarios beside the base");
  const told = [result.base, ...result.scenarios];
  assert.deepEqual(
    table.map((row) => [row[0], row[2]]),
    told.map((entry) => [entry.name, money(entry.total)]),
  );

  // The first against the base.
  await page.getByRole("link", { name: `Compare ${result.scenarios[0].name} with the base` }).click();
  await heading(page, "Compare two plans");
  const [from, to] = [result.base.plan, result.scenarios[0].plan];
  const difference = await api(`/v1/diff?from=${from}&to=${to}`);
  const figures = await rows(page, "Figures side by side");
  const total = difference.amounts.find((amount) => amount.of === "total");
  assert.deepEqual(figures.find((row) => row[0] === "Total").slice(1, 3), [money(total.before), money(total.after)]);
  const views = await Promise.all([from, to].map((id) => api(`/v1/plans/${id}/view`)));
  assert.deepEqual(
    figures.find((row) => row[0] === "Persons who travel").slice(1, 3),
    views.map((view) => String(view.summary.people.moved)),
  );
  await page.locator(".two .flow").first().waitFor({ state: "attached" });
  for (const [index, view] of views.entries())
    assert.equal(await page.locator(".two > section").nth(index).locator(".flow").count(), view.movements.length);
  const amounts = await rows(page, "Amounts");
  const counted = difference.amounts.filter((amount) => Number(amount.before) || Number(amount.after));
  assert.deepEqual(
    amounts.map((row) => row.slice(1, 3)),
    counted.map((amount) => [money(amount.before), money(amount.after)]),
  );
  const moved = await rows(page, "Cases that travel otherwise");
  assert.deepEqual(
    difference.cases.length ? moved.map((row) => [row[0], row[2], row[3]]) : [],
    difference.cases.map((one) => [one.case, one.before?.join(" ") ?? "stays", one.after?.join(" ") ?? "stays"]),
  );

  // Two picked from the table.
  await page.goBack();
  await heading(page, /Scenarios of/);
  await page.getByLabel("Compare base", { exact: true }).check();
  await page.getByLabel(`Compare ${result.scenarios[1].name}`, { exact: true }).check();
  await page.getByRole("button", { name: "Compare two" }).click();
  await heading(page, "Compare two plans");
  assert.ok((await page.evaluate(() => location.hash)).includes(result.scenarios[1].plan));

  // What a charter is worth.
  await go(page, `#/questions?feed=${given.feed}`, "Questions");
  const offers = await api(`/v1/feeds/${given.feed}/offers`);
  await page.getByRole("combobox", { name: "Charter" }).locator("option").nth(offers.charters.length - 1).waitFor({
    state: "attached",
  });
  await page.getByRole("combobox", { name: "Charter" }).selectOption(offers.charters[0].charter);
  await page.getByLabel("Stop at a gap of, per cent").fill("5");
  await page.getByLabel("Also with seats").fill("20");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).getByText("done").waitFor();
  const answer = await api(`/v1/questions/${await idOf(page)}/result`);
  assert.equal(answer.charter, offers.charters[0].charter);
  assert.equal(await figure(page, "low"), money(answer.break_even.low));
  assert.equal(await figure(page, "high"), money(answer.break_even.high));
  assert.equal(await figure(page, "asked"), money(answer.asked));
  const points = await rows(page, "Least total over the price");
  assert.deepEqual(
    points,
    answer.curve.map((point) => [point.price, point.total.low, point.total.high].map(money)),
  );
  assert.deepEqual(
    (await rows(page, "Least total over seats")).map((row) => row[0]),
    ["20"],
  );
  // The curve has a corner for each point, and never falls.
  const corners = await page.locator(".chart .line.total").getAttribute("d");
  const ys = corners
    .slice(1)
    .split("L")
    .map((corner) => Number(corner.split(",")[1]));
  assert.equal(ys.length, answer.curve.length);
  ys.forEach((y, index) => assert.ok(index === 0 || y <= ys[index - 1] + 0.01, corners));
  assert.match(await page.locator(".chart svg title").textContent(), /Least total over the price/);
  await page.getByRole("link", { name: "Questions" }).first().click();
  assert.equal((await rows(page, "Questions asked"))[0][0], `Charter ${answer.charter}`);
});

// What the map, the timeline and the tables show is what the plan says.

import assert from "node:assert/strict";
import { api, figure, given, go, money, rows, run, signIn } from "./browser.mjs";

const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const at = (text) => text.replace("T", " ");

await run(async ({ page }) => {
  const view = await api(`/v1/plans/${given.plan}/view`);
  const { summary } = view;
  await signIn(page);
  await go(page, `#/plan/${given.plan}`, summary.feed);

  // Totals, bound and gap stand above all.
  assert.equal(await figure(page, "total"), money(summary.total));
  assert.equal(await figure(page, "bound"), money(summary.bound));
  assert.equal(await figure(page, "gap"), `${(summary.gap * 100).toFixed(3)} %`);
  assert.equal(await figure(page, "moved"), count(summary.people.moved));
  assert.equal(await figure(page, "left"), count(summary.people.left));
  const plan = await api(`/v1/plans/${given.plan}/result`);
  const cents = (text) => Math.round(Number(text) * 100);
  const cash = Object.entries(plan.cash).reduce(
    (sum, [kind, amount]) => sum + (kind === "rebates" ? -1 : 1) * cents(amount),
    0,
  );
  assert.equal((await figure(page, "cash")).replace(/[,.]/g, ""), String(cash));

  // The map: a way for each movement, wider for more persons.
  await page.locator(".flow").first().waitFor({ state: "attached" });
  const drawn = await page
    .locator(".flow")
    .evaluateAll((all) =>
      all.map((one) => [
        one.dataset.flow,
        Number(one.dataset.persons),
        Number(one.getAttribute("stroke-width")),
        one.getAttribute("d").length,
      ]),
    );
  assert.deepEqual(
    drawn.map(([flow, persons]) => `${flow} ${persons}`).sort(),
    view.movements.map((one) => `${one.from}-${one.to} ${one.persons}`).sort(),
  );
  for (const [, persons, width, length] of drawn) {
    assert.ok(length > 10, "drawn as a way");
    for (const [, others, broader] of drawn) if (persons > others) assert.ok(width >= broader);
  }
  assert.ok(view.movements.some((one) => one.mode === "charter") === (await page.locator(".flow.charter").count()) > 0);
  assert.match(
    await page.locator(".map svg title").first().textContent(),
    new RegExp(`Map of ${view.movements.length} movements`),
  );
  const movements = await rows(page, "Movements");
  assert.deepEqual(
    movements.map((row) => [row[0].slice(0, 3), row[1].slice(0, 3), row[2], row[3]].join()).sort(),
    view.movements.map((one) => [one.from, one.to, one.mode, count(one.persons)].join()).sort(),
  );
  const first = movements[0];
  await page
    .getByRole("button", { name: `Show ${first[0].slice(0, 3)} to ${first[1].slice(0, 3)}` })
    .first()
    .click();
  assert.equal(await page.locator(".flow:not(.faint)").count(), 1);
  await page.getByRole("button", { name: "Whole world" }).click();
  await page.getByRole("button", { name: "Nearer" }).click();
  assert.equal(await page.locator(".flow").count(), view.movements.length);

  // The timeline: a bar for each flight of its first days; the keyboard walks along them.
  await page.getByRole("link", { name: "Timeline" }).click();
  await page.locator("[data-flight]").first().waitFor();
  const begin = Date.parse(`${view.flights[0].departs.slice(0, 10)}T00:00Z`);
  const within = view.flights
    .filter((flight) => Date.parse(flight.departs) < begin + 7 * 86400e3)
    .map((flight) => flight.sector);
  const bars = await page.locator("[data-flight]").evaluateAll((all) => all.map((one) => one.dataset.flight));
  assert.deepEqual([...bars].sort(), [...within].sort());
  assert.equal(await page.locator('[data-flight][tabindex="0"]').count(), 1);
  await page.locator("[data-flight]").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const chosen = view.flights.find((flight) => flight.sector === bars[1]);
  assert.match(await page.locator(".chosen").innerText(), new RegExp(`^${chosen.sector.replaceAll("/", "\\/")}`));
  for (const one of chosen.cases) assert.ok((await page.locator(".chosen").innerText()).includes(one));

  // Tables, row by row.
  await page.getByRole("link", { name: /^Flights/ }).click();
  const flights = (await rows(page, "Flights")).map((row) => [row[0].replace(" charter", ""), ...row.slice(1, 9)]);
  assert.deepEqual(
    flights,
    view.flights.map((flight) => [
      flight.sector,
      flight.from,
      flight.to,
      at(flight.dep),
      at(flight.arr),
      count(flight.persons),
      count(flight.escorts),
      count(flight.seats),
      count(flight.cases.length),
    ]),
  );
  await page.getByRole("link", { name: /^Cases/ }).click();
  const cases = (await rows(page, "Cases")).map((row) => row.slice(0, 6));
  assert.deepEqual(
    cases,
    view.cases.map((one) => [
      one.id,
      one.priority,
      count(one.persons),
      one.status === "served" ? "travels" : "stays",
      one.origin,
      one.destination,
    ]),
  );
  const total = view.cases.reduce((sum, one) => sum + one.persons, 0);
  assert.ok((await page.locator("tfoot").innerText()).includes(count(total)));

  // Filtered and sorted.
  const one = view.cases.find((one) => one.status === "served");
  await page.getByRole("searchbox").fill(`${one.id} ${one.origin}`);
  const found = await rows(page, "Cases");
  assert.ok(found.some((row) => row[0] === one.id) && found.length < view.cases.length);
  assert.match(await page.locator(".told").innerText(), new RegExp(`^${found.length} of`));
  await page.getByRole("searchbox").fill("no such thing");
  await page.getByText("Nothing here has these words.").waitFor();
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Persons", exact: true }).click();
  const sizes = (await rows(page, "Cases")).map((row) => Number(row[2]));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
  );
  assert.equal(await page.getByRole("columnheader", { name: "Persons" }).getAttribute("aria-sort"), "descending");

  await page.getByRole("link", { name: /^Destinations/ }).click();
  const destinations = (await rows(page, "Destinations")).map((row) => [row[0], row[1], row[4], row[5]]);
  assert.deepEqual(
    destinations,
    view.destinations.map((one) => [one.country, one.airport, count(one.cases), count(one.persons)]),
  );
  await page
    .getByRole("navigation", { name: "Plan" })
    .getByRole("link", { name: /^Charters/ })
    .click();
  assert.deepEqual(
    (await rows(page, "Charters used")).map((row) => row.slice(0, 2)).filter((row) => row.length > 1),
    view.charters.map((row) => [row.charter, String(row.leg)]),
  );
  await page.getByRole("link", { name: /^Escorts/ }).click();
  assert.deepEqual(
    (await rows(page, "Escorts' missions")).map((row) => row[0]),
    view.missions.map((one) => String(one.mission)),
  );

  // Who stays, with the reasons.
  await page.getByRole("link", { name: /^Staying behind/ }).click();
  const left = view.cases.filter((one) => one.status === "unserved");
  assert.ok(left.length > 0, "somebody stays");
  const reasons = (await rows(page, "Cases that stay behind")).map((row) => [row[0], row[5], row[6]]);
  const words = (all, of) => all.map(of).join(" ").replace(/\s+/g, " ").trim();
  assert.deepEqual(
    reasons,
    left.map((one) => [
      one.id,
      words(one.reasons, (reason) => reason.code.replaceAll("_", " ")),
      words(one.reasons, (reason) => reason.detail),
    ]),
  );
  await page.getByRole("button", { name: `Ask what would let ${left[0].id} travel` }).click();
  await page.getByRole("heading", { name: `What would let ${left[0].id} travel` }).waitFor();
  const explained = await api(`/v1/plans/${given.plan}/explain?case=${left[0].id}`);
  const verdict = explained.unserved.find((one) => one.case === left[0].id);
  assert.equal(await page.locator(".options li").count(), verdict.relaxations.length);

  // Costs, and the checker's word.
  await page.getByRole("link", { name: "Costs and check" }).click();
  await page.getByText(money(plan.cash.fares)).first().waitFor();
  await page.getByRole("button", { name: "Check the plan" }).click();
  await page.getByText("Valid: every rule is kept").waitFor();
});

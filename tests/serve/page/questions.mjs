// Every question that the API answers is asked by a form, and its answer drawn and tabled.

import assert from "node:assert/strict";
import { api, figure, given, go, heading, money, rows, run, signIn } from "./browser.mjs";

const idOf = (page) => page.evaluate(() => location.hash.split("/")[2]);
const negated = (text) => (text.startsWith("-") ? text.slice(1) : Number(text) === 0 ? text : `-${text}`);

/** Sends the form and waits for the answer: the question, and what the API says of it. */
async function answered(page) {
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/question/"));
  await page.getByRole("heading", { level: 1 }).getByText("done").waitFor();
  const id = await idOf(page);
  return [(await api(`/v1/questions/${id}`)).question, await api(`/v1/questions/${id}/result`)];
}

await run(async ({ page }) => {
  await signIn(page);
  const offers = await api(`/v1/feeds/${given.small}/offers`);

  // A feed without charters says so, and nothing can be sent.
  await go(page, `#/questions?feed=${given.small}`, "Questions");
  await page.getByText("This feed offers no charter.").waitFor();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  assert.equal((await api("/v1/questions")).items.length, 0);

  // What an agreement is worth, with terms of one's own.
  await page.getByRole("combobox", { name: "Question" }).selectOption("agreement");
  const [agreement] = offers.agreements;
  await page.getByRole("combobox", { name: "Agreement" }).selectOption(agreement);
  await page.getByLabel("Also with seats more a flight").fill("2, 5");
  await page.getByLabel("Also with fares lower by, per cent").fill("3");
  await page.getByLabel("Also with tiers of rebates").fill("60: 12.50");
  const [asked, worth] = await answered(page);
  assert.deepEqual(
    [asked.agreement, asked.terms],
    [agreement, { seats: [2, 5], cuts: [3], tiers: [{ from_seats: 60, rebate: "12.50" }] }],
  );
  const terms = await rows(page, "Terms");
  assert.deepEqual(
    terms.map((row) => [row[0], row[1], row[2], row[5]]),
    worth.terms.map((one) => [one.what, money(one.saves.low), money(one.saves.high), money(one.total.high)]),
  );
  for (const what of ["fares 3 % lower", "12.50 back a seat from 60 seats on"])
    assert.ok(
      worth.terms.some((one) => one.what === what),
      what,
    );
  const lost = worth.terms.find((one) => one.what === "without it");
  assert.equal(await figure(page, "low"), money(negated(lost.saves.high)));
  assert.equal(await figure(page, "high"), money(negated(lost.saves.low)));
  // A bar for each of the better terms, the longest for whatever is known least or saves most.
  const better = worth.terms.filter((one) => one !== lost);
  const bars = await page.locator(".spans rect").evaluateAll((all) => all.map((bar) => Number(bar.getAttribute("width"))));
  const spread = better.map((one) => Number(one.saves.high) - Number(one.saves.low));
  assert.equal(bars.length, better.length);
  bars.forEach((width, index) =>
    bars.forEach((other, rival) => assert.ok(spread[index] <= spread[rival] || width >= other - 0.1, `${bars}`)),
  );
  const told = await page.locator(".spans svg title").textContent();
  for (const one of better) assert.ok(told.includes(one.what), told);

  // Terms that can't be planned with are named, with why: a fixed lock needs the other feed's agreement.
  const { agreements } = await api(`/v1/feeds/${given.feed}/offers`);
  await go(page, `#/questions?kind=agreement&feed=${given.feed}`, "Questions");
  await page.getByRole("combobox", { name: "Agreement" }).selectOption(agreements[0]);
  const [, bound] = await answered(page);
  assert.ok(bound.left_out.length > 0);
  assert.deepEqual(
    (await rows(page, "Terms left out")).map((row) => row[0]),
    bound.left_out.map((one) => one.what),
  );

  // What less of a measure costs.
  await page.getByRole("link", { name: "Questions" }).first().click();
  await heading(page, "Questions");
  assert.deepEqual(
    (await rows(page, "Questions asked")).map((row) => row[0]),
    [agreements[0], agreement].map((id) => `Agreement ${id}`),
  );
  await page.getByRole("combobox", { name: "Question" }).selectOption("frontier");
  await page.getByRole("combobox", { name: "Less of" }).selectOption("unserved");
  const [of, front] = await answered(page);
  assert.equal(of.of, "unserved");
  assert.ok(front.length > 0);
  assert.deepEqual(
    (await rows(page, "Points of the front")).map((row) => row.slice(0, 3)),
    front.map((point) => [point.factor, String(point.measure), money(point.cost)]),
  );
  assert.equal(await figure(page, "cheapest"), money(front[0].cost));
  assert.equal(await figure(page, "fewest"), String(front.at(-1).measure));
  const dots = await page
    .locator(".chart circle")
    .evaluateAll((all) => all.map((dot) => ["cx", "cy"].map((at) => Number(dot.getAttribute(at)))));
  assert.equal(dots.length, front.length);
  // Fewer stand further left, dearer ones further up.
  dots.slice(1).forEach(([x, y], index) => assert.ok(x < dots[index][0] && y < dots[index][1], `${dots}`));

  // What else a case could fly, by the link from its row.
  const view = await api(`/v1/plans/${given.plan}/view`);
  const one = view.cases.find((row) => row.status === "served");
  await go(page, `#/plan/${given.plan}/cases`, view.summary.feed);
  await page.getByRole("link", { name: `Ask for other ways of ${one.id}` }).click();
  await heading(page, "Questions");
  assert.equal(await page.getByRole("combobox", { name: "Plan" }).inputValue(), given.plan);
  assert.equal(await page.getByLabel("Case", { exact: true }).inputValue(), one.id);
  await page.getByLabel("Price this itinerary too").fill(one.itinerary.join(" "));
  const [wish, explained] = await answered(page);
  assert.deepEqual([wish.case, wish.with], [one.id, one.itinerary]);
  assert.ok(explained.cost.length > 0);
  assert.deepEqual(
    (await rows(page, "What it costs")).map((row) => [row[1], row[2]]),
    explained.cost.map((item) => [item.of, money(item.amount)]),
  );
  if (explained.alternatives.length)
    assert.deepEqual(
      (await rows(page, "Other ways")).map((row) => row[0]),
      explained.alternatives.map((other) => other.itinerary.join(" ")),
    );
  // A case that isn't there is told so.
  await go(page, `#/questions?kind=explain&plan=${given.plan}&case=NONE`, "Questions");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).getByText("failed").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /no case/);
});

// All of it by keyboard: in, a feed planned, its plan read, two plans compared, out.

import assert from "node:assert/strict";
import { given, heading, run, token, url } from "./browser.mjs";

await run(async ({ page }) => {
  const { keyboard } = page;
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return {
        tag: element.tagName,
        words: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim(),
        label: element.labels?.[0]?.textContent ?? "",
      };
    });
  /** Walks by Tab to what has these words; whoever is met is seen to be focused. */
  async function reach(words, tag) {
    for (let step = 0; step < 120; step += 1) {
      await keyboard.press("Tab");
      const now = await focused();
      if (now.tag === "BODY") continue;
      const ring = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element.classList.contains("unseen") ? element.nextElementSibling : element);
        const hit = element.querySelector?.(".hit");
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
          ? "outline"
          : hit
            ? getComputedStyle(hit).stroke
            : "";
      });
      assert.ok(ring, `focus is seen on ${JSON.stringify(now)}`);
      if ((now.label.includes(words) || now.words.startsWith(words)) && (!tag || now.tag === tag)) return;
    }
    assert.fail(`${words} isn't reached by Tab`);
  }

  await page.goto(`${url}/`);
  await heading(page, "Sign in");
  assert.equal((await focused()).label, "Access token", "the token can be typed at once");
  await keyboard.type(token);
  await keyboard.press("Enter");
  await heading(page, "Plans");
  assert.equal((await focused()).words, "Plans", "whoever arrives is told where");

  // The skip link comes first and leads past the navigation.
  await page.evaluate(() => {
    document.activeElement.blur();
  });
  await page.reload();
  await heading(page, "Plans");
  await page.evaluate(() => {
    document.activeElement.blur();
    window.getSelection().removeAllRanges();
  });
  await page.locator("body").focus();
  await page.evaluate(() => document.querySelector(".skip").focus());
  await keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");

  // A feed, and a plan of it.
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Feeds", "A");
  await keyboard.press("Enter");
  await heading(page, "Feeds");
  await reach(given.name, "A");
  await keyboard.press("Enter");
  await heading(page, given.name);
  await reach("Stop at a gap", "INPUT");
  await keyboard.press("Control+a");
  await keyboard.type("1");
  await keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Plan" }).waitFor();

  // Its tabs, a table sorted and filtered.
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Cases", "A");
  await keyboard.press("Enter");
  const table = page.getByRole("table", { name: "Cases" });
  await table.waitFor();
  await reach("Persons", "BUTTON");
  await keyboard.press("Enter");
  assert.equal(await page.getByRole("columnheader", { name: "Persons" }).getAttribute("aria-sort"), "descending");
  assert.equal(await page.locator("#said").innerText(), "Sorted by Persons, descending");
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Timeline", "A");
  await keyboard.press("Enter");
  await page.locator("[data-flight]").first().waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  for (
    let step = 0;
    step < 40 && !(await page.evaluate(() => document.activeElement.hasAttribute("data-flight")));
    step += 1
  )
    await keyboard.press("Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("Space");
  await page.getByRole("link", { name: "In the table" }).waitFor();

  // A question of another kind, its fields reached in their order.
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Questions", "A");
  await keyboard.press("Enter");
  await heading(page, "Questions");
  await reach("Question", "SELECT");
  await keyboard.press("ArrowDown");
  await page.locator("select").nth(2).locator("option").first().waitFor({ state: "attached" });
  await reach("Feed", "SELECT");
  await reach("Agreement", "SELECT");
  await reach("Also with seats more a flight", "INPUT");
  await keyboard.type("1");
  await keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#/question/"));
  await page.getByRole("table", { name: "Terms", exact: true }).waitFor();

  // Two plans compared, and out.
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Plans", "A");
  await keyboard.press("Enter");
  await heading(page, "Plans");
  for (let step = 0, picked = 0; picked < 2 && step < 60; step += 1) {
    await keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.type === "checkbox")) {
      await keyboard.press("Space");
      picked += 1;
    }
  }
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Compare two", "BUTTON");
  await keyboard.press("Enter");
  await page.getByRole("table", { name: "Figures side by side" }).waitFor();
  await page.evaluate(() => document.querySelector(".skip").focus());
  await reach("Sign out", "BUTTON");
  await keyboard.press("Enter");
  await heading(page, "Sign in");
});

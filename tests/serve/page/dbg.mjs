import { given, go, run, signIn } from "./browser.mjs";
for (const [look,width] of [["light",1500],["dark",360]]) await run(async ({ page }) => {
  await signIn(page);
  await go(page, `#/plan/${given.dayplan}/map`, "day-2017-05-16");
  await page.waitForTimeout(500); await page.screenshot({ path: `/tmp/pg/day-map-${look}.png` });
  await go(page, `#/plan/${given.dayplan}/timeline`, "day-2017-05-16");
  await page.waitForTimeout(500); await page.screenshot({ path: `/tmp/pg/day-time-${look}.png` });
  await go(page, `#/plan/${given.dayplan}/staying`, "day-2017-05-16");
  await page.getByRole("button",{name:/^Ask/}).first().click(); await page.locator(".answer h2").waitFor();
  await page.waitForTimeout(300); await page.screenshot({ path: `/tmp/pg/day-stay-${look}.png` });
  await go(page, `#/plan/${given.dayplan}/flights`, "day-2017-05-16"); await page.screenshot({ path: `/tmp/pg/day-flights-${look}.png` });
}, { colorScheme: look, viewport: { width, height: 950 } });

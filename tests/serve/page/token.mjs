// Who may in, and what is kept of a token.

import assert from "node:assert/strict";
import { enter, given, heading, run, signIn, token, url } from "./browser.mjs";

await run(async ({ page, context }) => {
  await page.goto(`${url}/`);
  await heading(page, "Sign in");
  const input = page.getByLabel("Access token");
  assert.equal(await input.getAttribute("type"), "password");

  // A wrong token: told so, at the field, and nothing is kept.
  await enter(page, "onw_wrong");
  const alert = page.getByRole("alert").filter({ hasText: "token" });
  await alert.waitFor();
  assert.match(await alert.innerText(), /This token isn't known here/);
  assert.equal(await input.getAttribute("aria-invalid"), "true");
  assert.ok(
    await input.evaluate((element) => document.activeElement === element),
    "the keyboard is where to try again",
  );
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  assert.equal(await page.getByRole("navigation", { name: "Main" }).count(), 0);
  // What can't even be sent is no token either.
  await enter(page, "tökén");
  assert.match(await alert.innerText(), /isn't known here/);
  await enter(page, "  ");
  assert.match(await alert.innerText(), /Enter a token/);

  // The right one: kept by this tab, for this tab.
  await signIn(page);
  const kept = await page.evaluate(() => [
    JSON.stringify(sessionStorage),
    JSON.stringify(localStorage),
    document.cookie,
    location.href,
  ]);
  assert.ok(kept[0].includes(token));
  assert.ok(
    kept.slice(1).every((place) => !place.includes(token)),
    `${kept}`,
  );
  await page.reload();
  await heading(page, "Plans");
  const other = await context.newPage();
  await other.goto(`${url}/#/feeds`);
  await heading(other, "Sign in");
  await other.close();

  // One that may look may not plan.
  await page.getByRole("button", { name: "Sign out" }).click();
  await heading(page, "Sign in");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await signIn(page, given.viewer);
  await page.getByRole("link", { name: "Feeds" }).click();
  await page.getByText("This token may look, not upload.").waitFor();
  assert.equal(await page.getByText("Choose a zip").count(), 0);

  // Revoked while the page is open: told so.
  const revoked = await fetch(`${url}/v1/tokens/${given.viewer_id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  assert.ok(revoked.ok, `${revoked.status}`);
  await page.getByRole("link", { name: "Plans" }).click();
  await page.getByText("The service no longer takes this token.").waitFor();
  await heading(page, "Sign in");
});

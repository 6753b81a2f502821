// Feeds by button and by dragging; faults at their file, row and column.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { api, given, heading, rows, run, signIn, token, url } from "./browser.mjs";

/** Drops a file on the page, as a browser tells of it. */
async function drop(page, path, name) {
  const content = readFileSync(path).toString("base64");
  const transfer = await page.evaluateHandle(
    ([text, called]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], called, { type: "application/zip" }));
      return transfer;
    },
    [content, name],
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  assert.ok(await page.getByText("Drop the feed's zip to upload it").isVisible());
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  assert.ok(!(await page.getByText("Drop the feed's zip to upload it").isVisible()));
}

await run(async ({ page }) => {
  await signIn(page);
  await page.getByText("Nothing planned yet").waitFor();
  await page.getByRole("link", { name: "Upload a feed" }).click();
  await heading(page, "Feeds");

  await page
    .getByLabel("Choose a zip")
    .setInputFiles({ name: "by button.zip", mimeType: "application/zip", buffer: readFileSync(given.small) });
  await page.getByText("is uploaded and has no faults").waitFor();
  let feeds = (await api("/v1/feeds")).items;
  assert.deepEqual(
    feeds.map((feed) => feed.name),
    ["by button"],
  );

  // Dropped on another view, it is taken as well.
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await heading(page, "Compare two plans");
  await drop(page, given.escorted, "by dragging.zip");
  await heading(page, "Feeds");
  await page.getByText("is uploaded and has no faults").waitFor();
  feeds = (await api("/v1/feeds")).items;
  assert.deepEqual(feeds.map((feed) => feed.name).sort(), ["by button", "by dragging"]);
  const shown = (await rows(page, "Feeds")).map((row) => row.slice(0, 4));
  assert.deepEqual(
    shown,
    feeds.map((feed) => [feed.name, feed.persons, feed.cases, feed.sectors].map(String)),
  );
  await drop(page, given.escorted, "again.zip");
  await page.getByText("is here already").waitFor();

  // A faulty feed: every fault that the API tells, at its place.
  await drop(page, given.faulty, "faulty.zip");
  await page.getByRole("heading", { name: "faulty.zip was refused" }).waitFor();
  const refused = await fetch(`${url}/v1/feeds/validate`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/zip" },
    body: readFileSync(given.faulty),
  });
  assert.equal(refused.status, 422);
  const { faults } = await refused.json();
  assert.ok(faults.length >= 3, `${faults.length} faults`);
  const told = await page.locator(".faults > section").evaluateAll((sections) =>
    sections.flatMap((section) => {
      const file = section.querySelector("h3").firstChild.textContent;
      return [...section.querySelectorAll("tbody tr")].map((row) => [
        file,
        ...[...row.cells].map((cell) => cell.innerText.trim()),
      ]);
    }),
  );
  const wanted = faults.map((fault) => [
    fault.file,
    String(fault.row ?? "–"),
    fault.column ?? "–",
    fault.value || "–",
    fault.message,
    fault.remedy,
    fault.code,
  ]);
  assert.deepEqual([...told].sort(), wanted.sort());
  assert.equal((await api("/v1/feeds")).items.length, 2, "nothing of it is kept");
  assert.match(await page.locator("#said").innerText(), /faulty.zip was refused/);

  // Deleted after a question.
  await page.getByRole("button", { name: "Delete by dragging" }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  assert.equal((await api("/v1/feeds")).items.length, 2);
  await page.getByRole("button", { name: "Delete by dragging" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("link", { name: "by dragging", exact: true }).waitFor({ state: "detached" });
  assert.deepEqual(
    (await api("/v1/feeds")).items.map((feed) => feed.name),
    ["by button"],
  );
});

// Every view, in light, in dark and on a narrow screen: names, roles, headings, contrast, and no scrolling sideways.

import assert from "node:assert/strict";
import { given, go, heading, run, signIn, url } from "./browser.mjs";

/** What is wrong with a view for whoever doesn't see it, or sees it badly. */
function audit() {
  const wrong = [];
  const tell = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const text = (element) => (element.getAttribute("aria-label") ?? element.textContent).trim();
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  // Names.
  const views = ["plans", "plan", "feeds", "feed", "compare", "scenarios", "sweep", "questions", "question"];
  for (const element of all("a[href^='#/']"))
    if (!views.includes(element.getAttribute("href").split(/[/?]/)[1])) tell("leads to no view", element);
  for (const element of all("input, select, textarea"))
    if (!element.labels?.length && !element.getAttribute("aria-label")) tell("a field without a label", element);
  for (const element of all("button, a[href], [role=button]"))
    if (!text(element)) tell("nothing says what it does", element);
  for (const element of all("svg[role=img], svg[role=group]"))
    if (!document.getElementById(element.getAttribute("aria-labelledby"))?.textContent)
      tell("a picture without words", element);
  for (const element of all("[role=region], nav, dialog"))
    if (!element.getAttribute("aria-label") && !document.getElementById(element.getAttribute("aria-labelledby")))
      tell("a place without a name", element);
  for (const element of all("progress")) if (!element.getAttribute("aria-label")) tell("progress of what", element);
  // Structure.
  for (const [selector, number] of [
    ["h1", 1],
    ["main", 1],
    ["header", 1],
    ["footer", 1],
    ["#said[aria-live=polite]", 1],
  ]) {
    if (document.querySelectorAll(selector).length !== number)
      wrong.push(`${selector}: ${document.querySelectorAll(selector).length}`);
  }
  if (document.documentElement.lang !== "en-GB" || !document.title.endsWith("Onward"))
    wrong.push(`title ${document.title}`);
  let level = 0;
  for (const element of all("h1, h2, h3, h4")) {
    const now = Number(element.tagName[1]);
    if (now > level + 1) tell("a heading skips a level", element);
    level = now;
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) wrong.push(`two have the id ${id}`);
  for (const name of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\s+/))
        if (!document.getElementById(id)) tell(`${name} leads nowhere`, element);
    }
  }
  for (const element of document.querySelectorAll("[tabindex]"))
    if (Number(element.getAttribute("tabindex")) > 0) tell("a tabindex above 0", element);
  for (const element of all("th")) if (!element.getAttribute("scope")) tell("a heading of what", element);
  for (const element of all("table:not(.bars)"))
    if (!element.caption && !element.closest("[role=region][aria-label]")) tell("a table without a name", element);
  for (const element of all("[style]"))
    if (/expression|url\(/.test(element.getAttribute("style"))) tell("a style that loads", element);
  for (const element of all("button, a.button, select, input:not([type=checkbox])")) {
    const box = element.getBoundingClientRect();
    if (box.height < 20 && !element.classList.contains("unseen") && !element.classList.contains("sort"))
      tell(`${box.height} pixels to hit`, element);
  }

  // Contrast of every text on the colour it stands on.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((part, index) => part * a + ground[index] * (1 - a));
  const ground = (element) => {
    if (!element) return paint(getComputedStyle(document.body).backgroundColor).slice(0, 3);
    const own = paint(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !shown(element) || element.closest("svg, .unseen, button:disabled, option, noscript"))
      continue;
    texts += 1;
    const below = ground(element);
    const ratio = contrast(over(paint(getComputedStyle(element).color), below), below);
    if (ratio < 4.5) tell(`contrast ${ratio.toFixed(2)}`, element);
  }
  // Words in pictures stand on the picture's ground, a bar's on the bar.
  for (const element of all("svg text")) {
    const bar = element.parentElement.querySelector(":scope > .body");
    const below = ground(element.closest("svg").parentElement);
    const under = bar
      ? over([...paint(getComputedStyle(bar).fill).slice(0, 3), Number(getComputedStyle(bar).fillOpacity)], below)
      : below;
    const ratio = contrast(paint(getComputedStyle(element).fill).slice(0, 3), under);
    if (ratio < 4.5) tell(`contrast ${ratio.toFixed(2)} in a picture`, element);
  }
  if (texts < 5) wrong.push(`only ${texts} texts`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const broad = [...document.querySelectorAll("main *, header *")].find(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest(".scroll"),
    );
    wrong.push(`${scrollWidth} pixels on a screen of ${clientWidth}: ${broad?.outerHTML.slice(0, 160)}`);
  }
  return wrong;
}

const VIEWS = [
  ["#/plans", "Plans", ".listing"],
  ["#/feeds", "Feeds", ".listing"],
  [`#/feed/${given.feed}`, given.name, "form"],
  ...[
    "map",
    "timeline",
    "flights",
    "cases",
    "destinations",
    "staying",
    "charters",
    "escorts",
    "costs",
    "downloads",
  ].map((tab) => [`#/plan/${given.plan}/${tab}`, given.name, `[data-tab=${tab}]`]),
  [`#/compare?from=${given.plan}&to=${given.other}`, "Compare two plans", ".two"],
  ["#/compare", "Compare two plans", "form"],
  ["#/scenarios", "Scenarios", "textarea"],
  [`#/sweep/${given.sweep}`, /Scenarios of/, ".listing"],
  ...["charter", "agreement", "frontier", "explain"].map((kind) => [`#/questions?kind=${kind}`, "Questions", ".listing"]),
  ...[
    ["charter", /Charter/, ".chart svg"],
    ["agreement", /Agreement/, ".spans svg"],
    ["frontier", /Cost over/, ".chart svg"],
    ["explain", /Who stays/, ".card"],
  ].map(([kind, title, piece]) => [`#/question/${given.questions[kind]}`, title, piece]),
];

for (const [look, width] of [
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
  ["dark", 360],
]) {
  await run(
    async ({ page }) => {
      const at = (name) => `${name}, ${look}, ${width} pixels`;
      await page.goto(`${url}/`);
      await heading(page, "Sign in");
      assert.deepEqual(await page.evaluate(audit), [], at("sign in"));
      await signIn(page);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(Number(ground.match(/\d+/)[0]) < 128, look === "dark", `${look}: ${ground}`);
      for (const [hash, title, piece] of VIEWS) {
        await go(page, hash, title);
        await page.locator(piece).first().waitFor();
        await page.waitForFunction(() =>
          [...document.querySelectorAll(".map, .chart, .timeline")].every((place) => place.firstChild),
        );
        assert.deepEqual(await page.evaluate(audit), [], at(hash));
      }
      // A problem is told as one.
      await page.evaluate(() => {
        location.hash = "#/plan/nothing";
      });
      await heading(page, "This can't be shown");
      assert.match(await page.getByRole("alert").innerText(), /There is nothing here for this token/);
      assert.deepEqual(await page.evaluate(audit), [], at("a problem"));
      if (process.env.ONWARD_PICTURES) await pictures(page, `${process.env.ONWARD_PICTURES}/${look}-${width}`);
    },
    { colorScheme: look, viewport: { width, height: 800 } },
  );
}

/** For whoever wants to look: a picture of each view. */
async function pictures(page, folder) {
  for (const [index, [hash, title, piece]] of VIEWS.entries()) {
    await go(page, hash, title);
    await page.locator(piece).first().waitFor();
    await page.waitForTimeout(150);
    const { height } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight }));
    await page.screenshot({
      path: `${folder}/${index}-${hash.replace(/[^a-z]+/g, "-").slice(1, 12)}-${hash.split("/").at(-1).slice(0, 8)}.png`,
      clip: { x: 0, y: 0, width: page.viewportSize().width, height: Math.min(height, 1700) },
      fullPage: true,
    });
  }
}

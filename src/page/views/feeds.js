// The office's feeds: uploaded by dragging or by button, with every fault at its place.

import { download, list, remove } from "../api.js";
import { confirmed } from "../confirm.js";
import { deed } from "../deed.js";
import { h, say } from "../dom.js";
import { take } from "../drop.js";
import { mayOnlyLook } from "../form.js";
import { blank, trouble } from "../pieces.js";
import * as session from "../session.js";
import { sum, table } from "../table.js";
import { arrived } from "../upload.js";
import { count, moment, several } from "../words.js";

export async function feeds({ show, signal }) {
  const all = await list("/v1/feeds", 1000, signal);
  const failed = h("div");
  const gone = async (feed) => {
    if (!(await confirmed(`Delete ${feed.name}?`, "Every plan and study made of it goes with it, for good.", "Delete")))
      return;
    await remove(`/v1/feeds/${feed.id}`);
    say(`${feed.name} deleted`);
    arrived.news = null;
    show();
  };
  const named = (words, told) => [words, h("span", { class: "unseen" }, told)];
  const rows = table({
    caption: "Feeds",
    rows: all,
    empty: "No feed yet.",
    columns: [
      { name: "Feed", of: (feed) => feed.name, tell: (feed) => h("a", { href: `#/feed/${feed.id}` }, feed.name) },
      {
        name: "Persons",
        of: (feed) => feed.persons,
        tell: (feed) => count(feed.persons),
        right: true,
        total: sum((feed) => feed.persons),
      },
      {
        name: "Cases",
        of: (feed) => feed.cases,
        tell: (feed) => count(feed.cases),
        right: true,
        total: sum((feed) => feed.cases),
      },
      { name: "Rows of flights", of: (feed) => feed.sectors, tell: (feed) => count(feed.sectors), right: true },
      { name: "First day", of: (feed) => feed.from },
      { name: "Last day", of: (feed) => feed.to },
      { name: "Uploaded", of: (feed) => feed.created_at, tell: (feed) => moment(feed.created_at) },
      {
        name: "Version",
        of: (feed) => feed.version,
        tell: (feed) => h("code", { title: feed.version }, feed.version.slice(0, 8)),
      },
      {
        name: "Do",
        of: () => "",
        tell: (feed) =>
          h(
            "div",
            { class: "deeds" },
            session.plans() &&
              h("a", { class: "button", href: `#/feed/${feed.id}` }, named("Plan", ` ${feed.name}`)),
            deed(
              named("Zip", ` of ${feed.name}`),
              () => download(`/v1/feeds/${feed.id}/content`, `${feed.name}.zip`),
              failed,
              { class: "quiet" },
            ),
            session.plans() &&
              deed(named("Delete", ` ${feed.name}`), () => gone(feed), failed, { class: "quiet danger" }),
          ),
      },
    ],
  });
  return {
    title: "Feeds",
    node: h(
      "div",
      {},
      h("h1", {}, "Feeds"),
      session.plans() ? dropZone() : mayOnlyLook("upload"),
      news(),
      failed,
      all.length
        ? rows
        : blank(
            "No feed yet",
            "A feed says who travels, on which flights, at which fares and under which rules. Upload its zip to plan it.",
          ),
    ),
  };
}

/** The button, and the place to drop a zip on; a drop elsewhere on the page does as well. */
function dropZone() {
  const input = h("input", {
    type: "file",
    accept: ".zip,application/zip",
    class: "unseen",
    id: "zip",
    onchange: () => input.files[0] && take(input.files[0], say),
  });
  return h(
    "div",
    { class: "drop" },
    h("p", {}, "Drag a feed's zip onto this page, or"),
    input,
    h("label", { for: "zip", class: "button main" }, "Choose a zip"),
  );
}

/** What came of the last upload. */
function news() {
  const { news: last } = arrived;
  if (!last) return null;
  if (last.waiting) return h("p", { class: "wait", role: "status" }, `Uploading ${last.file} and checking it …`);
  if (last.error)
    return h(
      "section",
      { "aria-label": `Upload of ${last.file}` },
      h("h2", {}, `${last.file} was refused`),
      trouble(last.error),
    );
  const { feed, known } = last;
  return h(
    "div",
    { class: "good", role: "status" },
    h(
      "p",
      {},
      h("strong", {}, feed.name),
      known ? " is here already: " : " is uploaded and has no faults: ",
      `${several(feed.cases, "case")}, ${several(feed.persons, "person")}. `,
      h("a", { href: `#/feed/${feed.id}` }, "Plan it"),
    ),
  );
}

// A plan's files.

import { download } from "../api.js";
import { deed } from "../deed.js";
import { h } from "../dom.js";

const TABLES = [
  ["cases", "Which case goes how"],
  ["flights", "Who is on which flight"],
  ["destinations", "How many arrive where"],
  ["unserved", "Who stays, and why"],
  ["missions", "Which escort goes where"],
  ["duties", "With whom each escort goes"],
  ["charters", "What is aboard each charter"],
  ["agreements", "What is bought under each agreement"],
];

export function downloads({ id, told, job }) {
  const failed = h("div");
  const row = (name, about, path, file) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, file),
      h("td", { class: "wide" }, about),
      h(
        "td",
        {},
        deed(["Download", h("span", { class: "unseen" }, ` ${file}`)], () => download(path, file), failed, {
          "data-file": file,
        }),
      ),
    );
  return h(
    "div",
    {},
    failed,
    h(
      "div",
      { class: "scroll", role: "region", tabindex: "0", "aria-label": "Files" },
      h(
        "table",
        {},
        h("caption", { class: "unseen" }, "Files"),
        h(
          "tbody",
          {},
          row("plan", "The plan, as onward plan writes it", `/v1/plans/${id}/result`, "plan.json"),
          row(
            "feed",
            job.sweep ? "The feed that the scenario changes" : "The feed it is for",
            `/v1/feeds/${job.feed}/content`,
            `${told.summary.feed}.zip`,
          ),
          TABLES.map(([name, about]) =>
            row(name, `${about}, as CSV`, `/v1/plans/${id}/export?table=${name}&format=csv`, `${name}.csv`),
          ),
        ),
      ),
    ),
  );
}

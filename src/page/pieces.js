// Small pieces that several views show.

import { h } from "./dom.js";
import { count, STATUS } from "./words.js";

/** A status as a mark in words and colour. */
export const mark = (status) => h("span", { class: `mark ${status}` }, STATUS[status] ?? status);

/** What went wrong, with the place of each fault. */
export function trouble(error) {
  const problem = error.problem;
  if (!problem) {
    return h(
      "div",
      { class: "trouble", role: "alert" },
      h("strong", {}, "The page slipped"),
      h("p", {}, String(error.message ?? error)),
    );
  }
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("strong", {}, problem.title),
    h("p", {}, problem.detail),
    problem.faults?.length > 0 && faults(problem.faults),
  );
}

/** Faults at their file, row and column. */
export function faults(all) {
  const files = new Map();
  for (const fault of all) files.set(place(fault), [...(files.get(place(fault)) ?? []), fault]);
  const scenario = all.some((fault) => fault.scenario);
  return h(
    "div",
    { class: "faults" },
    [...files].map(([name, found]) =>
      h(
        "section",
        {},
        h(
          "h3",
          {},
          name,
          " ",
          h("span", { class: "quiet" }, `${count(found.length)} ${found.length === 1 ? "fault" : "faults"}`),
        ),
        h(
          "div",
          { class: "scroll", role: "region", tabindex: "0", "aria-label": `Faults in ${name}` },
          h(
            "table",
            {},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["Row", "Column", "Value", "What is wrong", "What to do", "Code"].map((head) =>
                  h("th", { scope: "col", class: head === "Row" && "right" }, head),
                ),
              ),
            ),
            h(
              "tbody",
              {},
              found
                .slice(0, 500)
                .map((fault) =>
                  h(
                    "tr",
                    {},
                    h("th", { scope: "row", class: "right" }, fault.row ?? "–"),
                    h("td", {}, h("code", {}, fault.column ?? "–")),
                    h("td", {}, fault.value ? h("code", {}, fault.value) : "–"),
                    h(
                      "td",
                      { class: "wide" },
                      fault.message,
                      fault.cases?.length > 0 && ` (${fault.cases.join(", ")})`,
                    ),
                    h("td", { class: "wide" }, fault.remedy),
                    h("td", {}, h("code", { title: fault.name }, fault.code)),
                  ),
                ),
            ),
          ),
        ),
        found.length > 500 && h("p", {}, `and ${count(found.length - 500)} more`),
      ),
    ),
    scenario && h("p", { class: "quiet" }, "Nothing was planned."),
  );
}

const place = (fault) =>
  fault.scenario
    ? `Scenario ${fault.scenario}${fault.change ? `, change ${fault.change}` : ""}`
    : (fault.file ?? "Fixed locks");

/** A number that matters, under its name. */
export const figure = (name, value, note, props = {}) =>
  h(
    "div",
    { class: `figure ${props.class ?? ""}` },
    h("dt", {}, name),
    h("dd", { "data-figure": props.key }, value, note && h("small", {}, note)),
  );

/** Figures beside each other. */
export const figures = (...all) => h("dl", { class: "figures" }, all);

/** Nothing is there yet, and what to do about it. */
export const blank = (title, text, ...more) => h("div", { class: "blank" }, h("h2", {}, title), h("p", {}, text), more);

/** Flight keys, each in one piece. */
export const legs = (keys) => (keys?.length ? keys.map((key) => [h("span", { class: "leg" }, key), " "]) : "–");

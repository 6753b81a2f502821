// A sweep: its scenarios beside the base, as they get done.

import { get, remove } from "../api.js";
import { deed } from "../deed.js";
import { h, put, say } from "../dom.js";
import { watch } from "../events.js";
import { mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { table } from "../table.js";
import { change, count, ended, later, money, percent, sumOf } from "../words.js";

export async function sweep({ of: [id], signal, show }) {
  const told = await get(`/v1/sweeps/${id}`, signal);
  const feed = await get(`/v1/feeds/${told.feed}`, signal).catch(() => null);
  const entries = [told.base, ...told.scenarios].filter(Boolean);
  const running = !ended(told.status);
  const failed = h("div");
  if (running) {
    let done = told.progress?.done;
    watch(
      `/v1/sweeps/${id}/events`,
      ({ kind, data }) => {
        if (signal.aborted) return;
        // A stream begins with what was, which is shown already.
        const news = kind === "progress" ? data.done !== done : later(data.status, told.status);
        done = data.done ?? done;
        if (news) {
          say(kind === "progress" ? `${data.done} of ${data.total} scenarios done` : `The sweep is ${data.status}`);
          show();
        }
      },
      signal,
    ).catch((error) => put(failed, trouble(error)));
  }
  const picked = new Set();
  const compare = h(
    "button",
    {
      type: "button",
      disabled: true,
      onclick: () => {
        const [from, to] = entries.map((entry) => entry.plan).filter((plan) => picked.has(plan));
        location.hash = `#/compare?from=${from}&to=${to}`;
      },
    },
    "Compare two",
  );
  const pick = (entry) =>
    h("input", {
      type: "checkbox",
      "aria-label": `Compare ${entry.name}`,
      onchange: (event) => {
        if (event.target.checked) picked.add(entry.plan);
        else picked.delete(entry.plan);
        compare.disabled = picked.size !== 2;
      },
    });
  const stop = deed("Cancel", () => remove(`/v1/sweeps/${id}`).then(show), failed, { class: "danger" });
  const row = (of) => (entry) => (entry.row ? of(entry.row) : undefined);
  const figure = (name, of, tell) => ({
    name,
    of: row(of),
    tell: (entry) => (entry.row ? tell(of(entry.row)) : ""),
    right: true,
  });
  return {
    title: `Scenarios of ${feed?.name ?? "a feed"}`,
    node: h(
      "div",
      {},
      h("p", { class: "crumbs" }, h("a", { href: "#/scenarios" }, "Scenarios")),
      h("h1", {}, `Scenarios of ${feed?.name ?? "a feed"} `, mark(told.status)),
      told.error && trouble({ problem: told.error }),
      failed,
      running &&
        h(
          "p",
          { class: "row" },
          h("progress", {
            max: told.progress?.total ?? 1,
            value: told.progress?.done ?? 0,
            "aria-label": "Scenarios done",
          }),
          ` ${count(told.progress?.done ?? 0)} of ${count(told.progress?.total ?? told.scenarios.length)} done `,
          session.plans() && stop,
        ),
      table({
        caption: "Scenarios beside the base",
        rows: entries,
        empty: "No scenario.",
        more: entries.filter((entry) => entry.status === "done").length > 1 && compare,
        open: (entry) => entry.name,
        columns: [
          {
            name: "Scenario",
            of: (entry) => entry.name,
            tell: (entry) =>
              entry.status === "done" ? h("a", { href: `#/plan/${entry.plan}` }, entry.name) : entry.name,
          },
          {
            name: "Status",
            of: (entry) => entry.status,
            tell: (entry) => [mark(entry.status), entry.error && h("p", { class: "hint" }, entry.error.detail)],
          },
          figure("Total", (numbers) => numbers.total, money),
          {
            name: "Against the base",
            of: row((numbers) => numbers.change),
            tell: (entry) =>
              entry.row &&
              entry !== told.base &&
              h("span", { class: Number(entry.row.change) > 0 ? "more" : "less" }, change(entry.row.change)),
            right: true,
          },
          figure("Bound", (numbers) => numbers.bound, money),
          figure("Gap", (numbers) => numbers.gap, percent),
          figure("Cash", (numbers) => sumOf(numbers.cash, "rebates"), money),
          figure("Persons", (numbers) => numbers.served_persons, count),
          figure("Stay", (numbers) => numbers.unserved_persons, count),
          figure("Days late", (numbers) => numbers.delay_days, count),
          {
            name: "Travel otherwise",
            of: row((numbers) => numbers.moved?.length),
            tell: (entry) => (entry.row && entry !== told.base ? count(entry.row.moved?.length ?? 0) : ""),
            right: true,
          },
          {
            name: "Beside the base",
            of: () => "",
            tell: (entry) =>
              entry !== told.base &&
              entry.status === "done" &&
              told.base?.status === "done" &&
              h(
                "a",
                { href: `#/compare?from=${told.base.plan}&to=${entry.plan}` },
                "Compare",
                h("span", { class: "unseen" }, ` ${entry.name} with the base`),
              ),
          },
          { name: "Pick", of: () => "", tell: (entry) => entry.status === "done" && pick(entry) },
        ],
      }),
    ),
  };
}

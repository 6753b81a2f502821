// Two plans side by side: figures, maps, amounts, and the cases that travel otherwise.

import { get, list } from "../api.js";
import { field, h } from "../dom.js";
import { chooser } from "../form.js";
import { newest } from "../newest.js";
import { legs, trouble } from "../pieces.js";
import { picture } from "../plan/map.js";
import { view } from "../plan/kept.js";
import { table } from "../table.js";
import { change, count, money, moment, percent, plain, several, sumOf } from "../words.js";

export async function compare({ query, signal, show }) {
  const [{ items: plans, older }, feeds] = await Promise.all([
    newest("/v1/plans", signal),
    list("/v1/feeds", 1000, signal),
  ]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  const [from, to] = [query.get("from"), query.get("to")];
  const done = plans
    .filter((plan) => plan.status === "done")
    .map((plan) => ({ id: plan.id, name: `${names.get(plan.feed) ?? plan.feed}, ${moment(plan.created_at, true)}` }));
  const [one, other] = await Promise.all([from, to].map((id) => named(id, done, signal)));
  const both = Boolean(one && other);
  let body = h(
    "p",
    { class: "hint" },
    done.length < 2 && !both ? "Two plans that are done are needed." : "Choose two plans.",
  );
  if (both) {
    try {
      const [difference, before, after] = await Promise.all([
        get(`/v1/diff?from=${from}&to=${to}`, signal),
        view(from, signal),
        view(to, signal),
      ]);
      body = beside({ difference, before, after, one, other });
    } catch (error) {
      if (signal.aborted) throw error;
      body = trouble(error);
    }
  }
  return {
    title: both ? `${one.name} and ${other.name}` : "Compare",
    node: h("div", {}, h("h1", {}, "Compare two plans"), choice([one, other], done), older("plans", show), body),
  };
}

/** A plan's name: its own, or within a sweep its scenario's. */
async function named(id, done, signal) {
  if (!id) return null;
  const known = done.find((plan) => plan.id === id);
  if (known) return known;
  const job = await get(`/v1/plans/${id}`, signal);
  if (!job.sweep) return { id, name: `Plan of ${moment(job.created_at)}` };
  const sweep = await get(`/v1/sweeps/${job.sweep}`, signal);
  const entries = [sweep.base, ...sweep.scenarios]
    .filter((entry) => entry?.status === "done")
    .map((entry) => ({ id: entry.plan, name: entry.name }));
  for (const entry of entries) if (!done.some((plan) => plan.id === entry.id)) done.push(entry);
  return entries.find((entry) => entry.id === id) ?? { id, name: "Scenario" };
}

function choice(now, done) {
  const selects = now.map((plan) =>
    chooser([["", "Choose a plan"], ...done.map((one) => [one.id, one.name])], plan?.id, { required: true }),
  );
  const swap = h(
    "button",
    { type: "button", class: "quiet", onclick: () => go(selects[1].value, selects[0].value) },
    "Swap",
  );
  const go = (from, to) => {
    if (from && to) location.hash = `#/compare?from=${from}&to=${to}`;
  };
  return h(
    "form",
    {
      class: "card",
      onsubmit: (event) => {
        event.preventDefault();
        go(selects[0].value, selects[1].value);
      },
    },
    h("div", { class: "fields" }, field("First plan", selects[0]), field("Second plan", selects[1])),
    h("p", {}, h("button", { class: "main" }, "Compare"), " ", now[0] && now[1] && swap),
  );
}

function beside({ difference, before, after, one, other }) {
  const { currency } = before.summary;
  const moved = (told) => told.summary.people?.moved ?? 0;
  const cash = (told) => sumOf(told.summary.cash, "rebates");
  const signed = (number) => (number === 0 ? "±0" : `${number > 0 ? "+" : "−"}${count(Math.abs(number))}`);
  const rows = [
    ["Persons who travel", count(moved(before)), count(moved(after)), signed(moved(after) - moved(before))],
    [
      "Total",
      money(before.summary.total),
      money(after.summary.total),
      change(difference.amounts.find((amount) => amount.of === "total").change),
    ],
    [
      "No plan costs less than",
      money(before.summary.bound),
      money(after.summary.bound),
      change(difference.amounts.find((amount) => amount.of === "bound").change),
    ],
    ["Gap", percent(before.summary.gap), percent(after.summary.gap), ""],
    [
      "Cash",
      money(cash(before)),
      money(cash(after)),
      change(difference.amounts.find((amount) => amount.of === "cash").change),
    ],
    ["Cash a person", money(before.summary.people?.cash_a_person), money(after.summary.people?.cash_a_person), ""],
    [
      "Cases that stay",
      count(before.summary.cases_left),
      count(after.summary.cases_left),
      signed(after.summary.cases_left - before.summary.cases_left),
    ],
    [
      "Flights in use",
      count(before.summary.flights),
      count(after.summary.flights),
      signed(after.summary.flights - before.summary.flights),
    ],
    [
      "Escorts' missions",
      count(before.summary.missions),
      count(after.summary.missions),
      signed(after.summary.missions - before.summary.missions),
    ],
  ];
  const amounts = difference.amounts.filter((amount) => Number(amount.before) !== 0 || Number(amount.after) !== 0);
  const lists = [
    ["Charters only in the second", difference.charters_added],
    ["Charters only in the first", difference.charters_dropped],
    ["Missions only in the second", difference.missions_added],
    ["Missions only in the first", difference.missions_dropped],
  ].filter(([, all]) => all.length);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "scroll", role: "region", tabindex: "0", "aria-label": "Figures" },
      h(
        "table",
        { class: "beside" },
        h("caption", { class: "unseen" }, "Figures side by side"),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, currency),
            [one, other].map((plan) =>
              h("th", { scope: "col", class: "right" }, h("a", { href: `#/plan/${plan.id}` }, plan.name)),
            ),
            h("th", { scope: "col", class: "right" }, "Second less first"),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map(([name, ...values]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name),
              values.map((value) => h("td", { class: "right" }, value)),
            ),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "two" },
      [
        [one, before],
        [other, after],
      ].map(([plan, told]) =>
        h(
          "section",
          { "aria-label": `Map of ${plan.name}` },
          h("h2", {}, plan.name),
          picture(told, { height: 280, tools: false, legend: plan === other }).node,
        ),
      ),
    ),
    h("h2", {}, "Amounts"),
    table({
      caption: "Amounts",
      rows: amounts,
      empty: "Nothing is paid.",
      columns: [
        { name: "Of", of: (amount) => plain(amount.of.replace(".", ": ")) },
        ...["before", "after"].map((when, index) => ({
          name: index ? "Second" : "First",
          of: (amount) => amount[when],
          tell: (amount) => money(amount[when]),
          right: true,
        })),
        {
          name: "Change",
          of: (amount) => amount.change,
          tell: (amount) =>
            h(
              "span",
              { class: Number(amount.change) > 0 ? "more" : Number(amount.change) < 0 ? "less" : "" },
              change(amount.change),
            ),
          right: true,
        },
      ],
    }),
    h(
      "h2",
      {},
      `${several(difference.cases.length, "case")} ${difference.cases.length === 1 ? "travels" : "travel"} otherwise`,
    ),
    table({
      caption: "Cases that travel otherwise",
      rows: difference.cases,
      empty: "Everyone travels alike in both.",
      filter: "Filter cases",
      open: (one) => one.case,
      columns: [
        { name: "Case", of: (one) => one.case },
        {
          name: "What",
          of: (one) =>
            one.before ? (one.after ? "other flights" : "stays in the second") : "travels only in the second",
        },
        {
          name: "First",
          of: (one) => one.before ?? [],
          tell: (one) => (one.before ? legs(one.before) : "stays"),
          wide: true,
        },
        {
          name: "Second",
          of: (one) => one.after ?? [],
          tell: (one) => (one.after ? legs(one.after) : "stays"),
          wide: true,
        },
      ],
    }),
    lists.map(([title, all]) =>
      h(
        "section",
        {},
        h("h2", {}, title),
        h(
          "ul",
          {},
          all.map((name) => h("li", {}, name)),
        ),
      ),
    ),
  );
}

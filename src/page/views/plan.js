// A plan: while it is made its progress, then what it comes to, a tab a question.

import { get } from "../api.js";
import { h } from "../dom.js";
import { costs } from "../plan/costs.js";
import { downloads } from "../plan/downloads.js";
import { view } from "../plan/kept.js";
import { map } from "../plan/map.js";
import { progress } from "../plan/progress.js";
import { staying } from "../plan/staying.js";
import { cases, charters, destinations, escorts, flights } from "../plan/tables.js";
import { timeline } from "../plan/timeline.js";
import { figure, figures, mark, trouble } from "../pieces.js";
import { count, money, moment, percent, plain, several, sumOf } from "../words.js";

/** The tabs: name in the address, words, how many it lists, what it shows. */
const TABS = [
  ["map", "Map", undefined, map],
  ["timeline", "Timeline", undefined, timeline],
  ["flights", "Flights", (view) => view.flights.length, flights],
  ["cases", "Cases", (view) => view.cases.length, cases],
  ["destinations", "Destinations", (view) => view.destinations.length, destinations],
  ["staying", "Staying behind", (view) => view.summary.cases_left, staying],
  ["charters", "Charters", (view) => view.summary.charters, charters],
  ["escorts", "Escorts", (view) => view.missions.length, escorts],
  ["costs", "Costs and check", undefined, costs],
  ["downloads", "Downloads", undefined, downloads],
];

export async function plan({ of: [id, wanted = "map"], query, signal, show }) {
  const job = await get(`/v1/plans/${id}`, signal);
  const crumbs = h(
    "p",
    { class: "crumbs" },
    job.sweep ? h("a", { href: `#/sweep/${job.sweep}` }, "Scenarios") : h("a", { href: "#/plans" }, "Plans"),
  );
  if (job.status !== "done") {
    const feed = await get(`/v1/feeds/${job.feed}`, signal).catch(() => null);
    const name = feed?.name ?? "a feed";
    return {
      title: `Plan of ${name}`,
      node: h(
        "div",
        {},
        crumbs,
        h("h1", {}, `Plan of ${name} `, mark(job.status)),
        job.error && trouble({ problem: job.error }),
        progress(job, signal, show),
      ),
    };
  }
  const told = await view(id, signal);
  const [name, title, , draw] = TABS.find(([tab]) => tab === wanted) ?? TABS[0];
  const { summary } = told;
  const tabs = h(
    "nav",
    { class: "tabs", "aria-label": "Plan" },
    h(
      "ul",
      {},
      TABS.map(([tab, words, number]) => {
        const many = number?.(told);
        return h(
          "li",
          {},
          h(
            "a",
            { href: `#/plan/${id}/${tab}`, "aria-current": tab === name && "page" },
            words,
            many !== undefined && h("span", { class: "many" }, count(many)),
          ),
        );
      }),
    ),
  );
  return {
    title: `${title}, plan of ${summary.feed}`,
    node: h(
      "div",
      {},
      crumbs,
      h(
        "div",
        { class: "titled" },
        h("h1", {}, summary.feed),
        h(
          "p",
          { class: "hint" },
          `planned ${moment(job.finished_at)} · ${ENDED[summary.status] ?? plain(summary.status)}`,
        ),
      ),
      headline(summary),
      tabs,
      h("section", { "aria-label": title, "data-tab": name }, draw({ id, told, job, query, signal, show })),
    ),
  };
}

const ENDED = { optimal: "proven to the gap asked for", feasible: "ended before the gap asked for" };

/** Totals, bound and gap, before all else. */
export function headline(summary) {
  const { people, currency } = summary;
  const all = people ? people.moved + people.left : undefined;
  return figures(
    figure("Persons who travel", people ? count(people.moved) : "–", people && `of ${count(all)}`, { key: "moved" }),
    figure("Total", money(summary.total), currency, { key: "total", class: "strong" }),
    figure("No plan costs less than", money(summary.bound), currency, { key: "bound" }),
    figure("Gap", percent(summary.gap), "at most this far from the best", { key: "gap", class: "strong" }),
    figure("Cash", money(sumOf(summary.cash, "rebates")), currency, { key: "cash" }),
    figure("Cash a person", money(people?.cash_a_person), people?.cash_a_person && currency, { key: "cash-a-person" }),
    figure("Stay behind", people ? count(people.left) : "–", several(summary.cases_left, "case"), {
      key: "left",
      class: summary.cases_left ? "warn" : "",
    }),
  );
}

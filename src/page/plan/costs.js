// What a plan costs, kind by kind, when people leave, and whether the checker finds anything.

import { get } from "../api.js";
import { bars } from "../chart.js";
import { h, put, say } from "../dom.js";
import { trouble } from "../pieces.js";
import { count, money, plain } from "../words.js";

export function costs({ id, told, signal }) {
  const { summary } = told;
  const { currency } = summary;
  const cash = Object.entries(summary.cash).map(([kind, amount]) => ({
    name: plain(kind),
    amount: kind === "rebates" ? `-${amount}` : amount,
  }));
  const penalties = Object.entries(summary.penalties).map(([kind, amount]) => ({ name: plain(kind), amount }));
  const sized = (rows) =>
    rows.filter((row) => Number(row.amount) !== 0).map((row) => ({ ...row, size: Number(row.amount) }));
  const amounts = (title, rows) =>
    h(
      "section",
      { class: "card" },
      h("h2", {}, title, " ", h("small", {}, currency)),
      sized(rows).length ? bars(sized(rows), (row) => money(row.amount)) : h("p", {}, "None."),
    );
  const days = Object.entries(summary.people?.departures ?? {}).map(([name, size]) => ({ name, size }));
  const answer = h("div", { class: "answer" });
  const button = h(
    "button",
    {
      type: "button",
      onclick: async () => {
        button.disabled = true;
        put(answer, h("p", { class: "wait", role: "status" }, "Checking every rule and every cent …"));
        try {
          const found = (await get(`/v1/plans/${id}/check`, signal)).violations;
          say(found.length ? `${found.length} violations` : "The plan is valid");
          put(
            answer,
            found.length === 0
              ? h("p", { class: "good" }, "Valid: every rule is kept and every amount is right.")
              : h(
                  "ul",
                  { class: "trouble" },
                  found.map((one) => h("li", {}, h("code", {}, one.code), ` ${one.where}: ${one.message}`)),
                ),
          );
        } catch (error) {
          if (!signal.aborted) put(answer, trouble(error));
        }
        button.disabled = false;
      },
    },
    "Check the plan",
  );
  return h(
    "div",
    { class: "cards" },
    amounts("Cash", cash),
    amounts("Penalties, counted but not paid", penalties),
    days.length > 0 &&
      h(
        "section",
        { class: "card" },
        h("h2", {}, "Persons who leave, by day"),
        bars(days, (row) => count(row.size)),
      ),
    h(
      "section",
      { class: "card" },
      h("h2", {}, "In short"),
      h(
        "table",
        { class: "bars" },
        h(
          "tbody",
          {},
          [
            ["Groups flying one itinerary", summary.movements],
            ["Sectors of these groups", summary.sectors],
            ["Flights in use", summary.flights],
            ["Charters in use", summary.charters],
            ["Escorts' missions", summary.missions],
            ["Countries of departure", summary.people?.departure_countries.length],
            ["Countries of arrival", summary.people?.resettlement_countries.length],
            ["Nationalities", summary.people?.nationalities],
          ].map(([name, value]) =>
            h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "right" }, count(value))),
          ),
        ),
      ),
    ),
    h(
      "section",
      { class: "card" },
      h("h2", {}, "Check"),
      h("p", {}, "The checker shares nothing with the planner and recomputes every rule and every cent."),
      h("p", {}, button),
      answer,
    ),
  );
}

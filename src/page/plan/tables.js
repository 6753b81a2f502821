// A plan's tables.

import { h } from "../dom.js";
import { legs } from "../pieces.js";
import * as session from "../session.js";
import { sum, table } from "../table.js";
import { at, count, money } from "../words.js";

const saved = (id, name) => ({ path: `/v1/plans/${id}/export?table=${name}&format=csv`, name: `${name}.csv` });
const number = (name, of, total = true) => ({
  name,
  of,
  tell: (row) => count(of(row)),
  right: true,
  total: total && sum((row) => of(row) ?? 0),
});

/** By flight: who is on it. */
export function flights({ id, told, query }) {
  return table({
    caption: "Flights",
    rows: told.flights,
    empty: "Nobody flies.",
    filter: "Filter flights: airport, carrier, case …",
    start: query.get("words") ?? "",
    save: saved(id, "flights"),
    open: (flight) => flight.sector,
    columns: [
      {
        name: "Flight",
        of: (flight) => flight.sector,
        tell: (flight) => [
          h("span", { class: "leg" }, flight.sector),
          flight.mode === "charter" && h("span", { class: "mark charter" }, "charter"),
        ],
      },
      {
        name: "From",
        of: (flight) => [flight.from, told.airports[flight.from]?.city],
        tell: (flight) => airport(told, flight.from),
      },
      {
        name: "To",
        of: (flight) => [flight.to, told.airports[flight.to]?.city],
        tell: (flight) => airport(told, flight.to),
      },
      { name: "Departs", of: (flight) => flight.dep, tell: (flight) => time(flight.dep) },
      { name: "Arrives", of: (flight) => flight.arr, tell: (flight) => time(flight.arr) },
      number("Persons", (flight) => flight.persons, false),
      number("Escorts", (flight) => flight.escorts, false),
      number("Seats", (flight) => flight.seats, false),
      number("Cases", (flight) => flight.cases.length, false),
      { name: "Who", of: (flight) => flight.cases, tell: (flight) => who(id, flight.cases), wide: true },
    ],
  });
}

/** By case: how it goes. */
export function cases({ id, told, job, query }) {
  const { currency } = told.summary;
  return table({
    caption: "Cases",
    rows: told.cases,
    empty: "No case.",
    filter: "Filter cases: id, airport, flight …",
    start: query.get("words") ?? "",
    save: saved(id, "cases"),
    open: (one) => one.id,
    columns: [
      { name: "Case", of: (one) => one.id },
      { name: "Priority", of: (one) => one.priority },
      number("Persons", (one) => one.persons),
      {
        name: "Status",
        of: (one) => (one.status === "served" ? "travels" : "stays"),
        tell: (one) => h("span", { class: `mark ${one.status}` }, one.status === "served" ? "travels" : "stays"),
      },
      { name: "From", of: (one) => one.origin },
      { name: "To", of: (one) => one.destination },
      { name: "Departs", of: (one) => one.dep, tell: (one) => time(one.dep) },
      { name: "Arrives", of: (one) => one.arr, tell: (one) => time(one.arr) },
      {
        name: "Days late",
        of: (one) => one.delay_days,
        tell: (one) => (one.delay_days > 0 ? count(one.delay_days) : ""),
        right: true,
      },
      { name: `Fares, ${currency}`, of: (one) => one.cost, tell: (one) => money(one.cost), right: true },
      {
        name: "Flights",
        of: (one) => one.itinerary,
        tell: (one) =>
          one.itinerary.length
            ? legs(one.itinerary)
            : h("a", { href: `#/plan/${id}/staying?words=${encodeURIComponent(one.id)}` }, "why not"),
        wide: true,
      },
      !job.sweep &&
        session.plans() && {
          name: "Other ways",
          of: () => "",
          tell: (one) =>
            one.itinerary.length > 0 &&
            h(
              "a",
              { href: `#/questions?kind=explain&plan=${id}&case=${encodeURIComponent(one.id)}` },
              "Ask",
              h("span", { class: "unseen" }, ` for other ways of ${one.id}`),
            ),
        },
    ].filter(Boolean),
  });
}

/** By destination: how many arrive where. */
export function destinations({ id, told }) {
  return table({
    caption: "Destinations",
    rows: told.destinations,
    empty: "Nobody arrives.",
    filter: "Filter destinations",
    save: saved(id, "destinations"),
    open: (one) => one.airport,
    columns: [
      { name: "Country", of: (one) => one.country },
      {
        name: "Airport",
        of: (one) => one.airport,
        tell: (one) =>
          one.airport ? h("a", { href: `#/plan/${id}/cases?words=${one.airport}` }, one.airport) : "by charter",
      },
      { name: "Place", of: (one) => one.name },
      number("Groups", (one) => one.movements),
      number("Cases", (one) => one.cases),
      number("Persons", (one) => one.persons),
      { name: "First arrival", of: (one) => one.first_arrival, tell: (one) => time(one.first_arrival) },
      { name: "Last arrival", of: (one) => one.last_arrival, tell: (one) => time(one.last_arrival) },
      { name: "From", of: (one) => one.origins, tell: (one) => one.origins.join(" "), wide: true },
    ],
  });
}

/** Charters used, leg by leg. */
export function charters({ id, told, job }) {
  return h(
    "div",
    {},
    table({
      caption: "Charters used",
      rows: told.charters,
      empty: "The plan uses no charter.",
      save: saved(id, "charters"),
      open: (row) => `${row.charter}/${row.leg}`,
      columns: [
        { name: "Charter", of: (row) => row.charter },
        { name: "Leg", of: (row) => row.leg, right: true },
        { name: "Group", of: (row) => row.group ?? "" },
        { name: "From", of: (row) => row.from },
        { name: "To", of: (row) => row.to },
        { name: "Departs", of: (row) => row.departure, tell: (row) => time(row.departure) },
        { name: "Arrives", of: (row) => row.arrival, tell: (row) => time(row.arrival) },
        number("Cases", (row) => row.cases, false),
        number("Persons", (row) => row.persons, false),
        number("Escorts", (row) => row.escorts, false),
        {
          name: "Seats taken",
          of: (row) => row.taken,
          tell: (row) => [count(row.taken), row.seats && h("small", {}, ` of ${count(row.seats)}`)],
          right: true,
        },
        { name: "Cost", of: (row) => row.cost, tell: (row) => (row.cost ? money(row.cost) : ""), right: true },
        {
          name: "A seat",
          of: (row) => row.cost_a_seat,
          tell: (row) => (row.cost_a_seat ? money(row.cost_a_seat) : ""),
          right: true,
        },
      ],
    }),
    h("p", {}, h("a", { href: `#/questions?feed=${job.feed}` }, "What is a charter worth?")),
  );
}

/** Missions of escorts. */
export function escorts({ id, told }) {
  return table({
    caption: "Escorts' missions",
    rows: told.missions,
    empty: "No escort travels.",
    filter: "Filter missions: pool, case, flight …",
    save: saved(id, "missions"),
    open: (one) => one.mission,
    columns: [
      { name: "Mission", of: (one) => one.mission, right: true },
      { name: "Pool", of: (one) => one.pool },
      { name: "Escort", of: (one) => one.escort, right: true },
      { name: "Types", of: (one) => one.duties, tell: (one) => one.duties.join(" ") },
      { name: "Leaves", of: (one) => one.departure, tell: (one) => time(one.departure) },
      { name: "Is back", of: (one) => one.arrival, tell: (one) => time(one.arrival) },
      number("Days", (one) => one.days),
      { name: "Cost", of: (one) => one.cost, tell: (one) => money(one.cost), right: true },
      { name: "With", of: (one) => one.cases, tell: (one) => who(id, one.cases), wide: true },
      { name: "Flights", of: (one) => one.flights, tell: (one) => legs(one.flights), wide: true },
    ],
  });
}

const time = (text) => h("span", { class: "time" }, at(text));
const airport = (told, code) => h("span", { title: told.airports[code]?.city }, code);

/** Cases, the first few of many. */
function who(id, all) {
  const link = (one) => [h("a", { href: `#/plan/${id}/cases?words=${encodeURIComponent(one)}` }, one), " "];
  if (all.length <= 8) return all.map(link);
  const more = h(
    "button",
    { type: "button", class: "quiet", onclick: () => more.replaceWith(...all.slice(6).flatMap(link)) },
    `and ${all.length - 6} more`,
  );
  return [all.slice(0, 6).map(link), more];
}

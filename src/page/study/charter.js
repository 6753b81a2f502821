// A charter's break-even: the interval, the verdict, and the least total over its price.

import { chart } from "../chart.js";
import { h } from "../dom.js";
import { figure, figures, legs } from "../pieces.js";
import { table } from "../table.js";
import { money, several } from "../words.js";
import { least } from "./least.js";
import { numbers, offered } from "./offered.js";

export const name = "What a charter is worth";
export const about = (question) => `Charter ${question.charter}`;
export const wait = "The feed is planned without it and with it for nothing.";
export const effort = { gap: "", minutes: "5", open: true };

export function ask({ feeds, query }) {
  const { shown, feed, value } = offered({
    feeds,
    chosen: query.get("feed"),
    label: "Charter",
    options: ({ charters, currency }) =>
      charters.map((one) => [
        one.charter,
        `${one.charter}: ${one.legs.map((leg) => `${leg.from}–${leg.to} ${leg.departure.slice(0, 10)}`).join(", ")}, asked ${money(one.asked, currency)}`,
      ]),
    none: "This feed offers no charter.",
  });
  const seats = numbers("Also with seats", "Numbers of seats a leg to plan with besides, such as 80, 120.");
  return {
    shown: [shown, seats.shown],
    asked: () => ({ kind: "charter", feed: feed(), charter: value(), seats: seats.read() }),
  };
}

const VERDICTS = {
  pays: "It pays at the price asked: every plan without it costs more.",
  does_not_pay: "It doesn't pay at the price asked: every plan with it costs more.",
  undecided: "The price asked lies where neither is proven; a smaller gap tells.",
};

export function answer(told) {
  const { break_even: even, asked, currency, curve, without } = told;
  const xs = curve.map((point) => Number(point.price));
  return h(
    "div",
    {},
    h("p", { class: `verdict ${told.verdict}` }, VERDICTS[told.verdict]),
    figures(
      figure("It pays below", money(even.low), currency, { key: "low", class: "strong" }),
      figure("It doesn't above", money(even.high), currency, { key: "high", class: "strong" }),
      figure("Asked", money(asked), currency, { key: "asked" }),
      figure("Least total without it", money(without.high), `at least ${money(without.low)}`, { key: "without" }),
      figure("Least total at no price", money(told.for_nothing.high), `at least ${money(told.for_nothing.low)}`, {
        key: "for-nothing",
      }),
      figure("Would fly on it", several(told.passengers.length, "case"), undefined, { key: "passengers" }),
    ),
    chart({
      told: `Least total over the price of ${told.charter}: it rises with the price up to the break-even between ${money(even.low)} and ${money(even.high)} ${currency}, and is level from there; asked is ${money(asked)}`,
      across: `price of ${told.charter}, ${currency}`,
      up: `least total, ${currency}`,
      height: 320,
      bands: [
        {
          name: "least total with it on offer, between bound and plan",
          class: "with",
          points: curve.map((point) => [Number(point.price), Number(point.total.low), Number(point.total.high)]),
        },
      ],
      lines: [
        { class: "total", points: curve.map((point) => [Number(point.price), Number(point.total.high)]) },
        {
          name: "without it",
          class: "bound",
          points: [
            [xs[0], Number(without.high)],
            [xs.at(-1), Number(without.high)],
          ],
        },
      ],
      marks: [
        { name: "break-even", class: "even", from: Number(even.low), to: Number(even.high) },
        { name: "asked", class: "asked", from: Number(asked) },
      ],
    }),
    table({
      caption: "Least total over the price",
      rows: curve,
      empty: "",
      open: (point) => point.price,
      columns: [
        { name: "Price", of: (point) => point.price, tell: (point) => money(point.price), right: true },
        ...least(),
      ],
    }),
    told.seats.length > 0 && [
      h("h2", {}, "Over its seats, at the price asked"),
      table({
        caption: "Least total over seats",
        rows: told.seats,
        empty: "",
        columns: [{ name: "Seats a leg", of: (one) => one.seats, right: true }, ...least(), used],
      }),
    ],
    told.offers.length > 0 && [
      h("h2", {}, "Offers of its group, each as if the only one"),
      table({
        caption: "Offers of the group",
        rows: told.offers,
        empty: "",
        columns: [
          { name: "Charter", of: (one) => one.charter },
          { name: "Asked", of: (one) => one.asked, tell: (one) => money(one.asked), right: true },
          ...least(),
          used,
        ],
      }),
    ],
    told.passengers.length > 0 &&
      h("section", {}, h("h2", {}, "Who would fly on it"), h("p", {}, legs(told.passengers))),
    Object.keys(told.frees).length > 0 &&
      h(
        "section",
        {},
        h("h2", {}, "What it frees"),
        h(
          "p",
          {},
          Object.entries(told.frees).map(([flight, cases]) => [
            h("span", { class: "leg" }, flight),
            ` ${several(cases, "case")} fewer `,
          ]),
        ),
      ),
  );
}

const used = { name: "Used", of: (one) => (one.used ? "yes" : "no") };

// Trade-offs: what less of a measure costs.

import { chart } from "../chart.js";
import { field, h } from "../dom.js";
import { chooser, feedField } from "../form.js";
import { figure, figures } from "../pieces.js";
import { table } from "../table.js";
import { count, money, percent } from "../words.js";

/** Measures: how they are asked for, what there is less of, and where a plan has it. */
const MEASURES = {
  delay: ["Days late", "days late"],
  hours: ["Hours of journey", "hours of journey"],
  unserved: ["Persons left behind", "persons left behind"],
  connections: ["Connections", "connections"],
};

export const name = "What less delay and the like costs";
export const about = (question) => `Cost over ${MEASURES[question.of]?.[1] ?? question.of}`;
export const wait = "The feed is planned with the policy's penalty smaller and larger, nine times at most.";
export const effort = { gap: "1", minutes: "5" };

export function ask({ feeds, query }) {
  const { shown, feed } = feedField(feeds, query.get("feed"));
  const of = chooser(Object.entries(MEASURES).map(([value, [words]]) => [value, words]));
  return {
    shown: [shown, field("Less of", of, "Everything else that a plan costs is weighed against it.")],
    asked: () => ({ kind: "frontier", feed: feed(), of: of.value }),
  };
}

export function answer(points, { question, currency }) {
  const [heading, words] = MEASURES[question.of];
  const [most, fewest] = [points[0], points.at(-1)];
  const places = points.map((point) => [point.measure, Number(point.cost)]);
  if (!points.length) return h("p", {}, "The policy has no penalty on it, so nothing is weighed against it.");
  return h(
    "div",
    {},
    h(
      "p",
      { class: "verdict" },
      points.length === 1
        ? `One plan has both the least cost and the fewest ${words} of all that were found.`
        : `From ${count(most.measure)} to ${count(fewest.measure)} ${words}, the cost of all else rises from ${money(most.cost)} to ${money(fewest.cost, currency)}.`,
    ),
    figures(
      figure("Cheapest plan", money(most.cost), `${count(most.measure)} ${words}`, { key: "cheapest" }),
      figure(`Fewest ${words}`, count(fewest.measure), money(fewest.cost, currency), { key: "fewest" }),
    ),
    chart({
      told: `Cost of all else over ${words}, ${currency}. ${points
        .map((point) => `${count(point.measure)} ${words} cost ${money(point.cost)} at penalty times ${point.factor}`)
        .join("; ")}`,
      across: words,
      up: `cost of all else, ${currency}`,
      height: 320,
      lines: points.length > 1 ? [{ class: "front", points: places }] : [],
      dots: [
        {
          name: "a plan that no other one found beats in both",
          class: "total",
          points: places.map(([x, y], index) => [x, y, `× ${points[index].factor}`]),
        },
      ],
    }),
    table({
      caption: "Points of the front",
      rows: points,
      empty: "",
      open: (point) => point.factor,
      columns: [
        { name: "Penalty times", of: (point) => point.factor },
        { name: heading, of: (point) => point.measure, tell: (point) => count(point.measure), right: true },
        { name: "Cost of all else", of: (point) => point.cost, tell: (point) => money(point.cost), right: true },
        { name: "Gap", of: (point) => point.gap, tell: (point) => percent(point.gap), right: true },
        ...[
          ["Persons", "served_persons"],
          ["Stay", "unserved_persons"],
          ["Days late in all", "delay_days"],
          ["Hours in all", "hours"],
          ["Connections in all", "connections"],
        ].map(([title, key]) => ({
          name: title,
          of: (point) => point[key],
          tell: (point) => count(point[key]),
          right: true,
        })),
      ],
    }),
    h(
      "p",
      { class: "hint" },
      "Each is the least total under its penalty, to its gap; plans between them that lie inside the curve aren't looked for.",
    ),
  );
}

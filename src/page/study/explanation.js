// Why cases stay, what would let them travel, and what else a case that travels could fly.

import { field, h } from "../dom.js";
import { chooser } from "../form.js";
import { legs } from "../pieces.js";
import { table } from "../table.js";
import { change, count, moment, money, plain, several } from "../words.js";

export const name = "Why cases stay, and other ways for one";
export const about = (question) => (question.case ? `Ways of ${question.case}` : "Who stays");
export const wait = "Changes and other itineraries are tried beside the plan that stands.";
export const effort = { gap: "0.1", minutes: "0.5" };

export function ask({ plans, names, query }) {
  const plan = chooser(
    plans.map((one) => [one.id, `${names.get(one.feed) ?? one.feed}, ${moment(one.created_at, true)}`]),
    query.get("plan"),
    { required: true },
  );
  const one = h("input", { type: "text", spellcheck: "false", value: query.get("case") ?? "" });
  const way = h("input", { type: "text", spellcheck: "false" });
  // An itinerary is a case's.
  const needed = () => (one.required = way.value.trim() !== "");
  way.addEventListener("input", needed);
  return {
    shown: [
      field("Plan", plan),
      field("Case", one, "Left empty, all who stay are explained."),
      field("Price this itinerary too", way, "Flight keys separated by blanks, such as QR1370/NBO/2017-05-16."),
    ],
    asked: () => ({
      kind: "explain",
      plan: plan.value,
      ...(one.value.trim() && { case: one.value.trim() }),
      ...(way.value.trim() && { with: way.value.trim().split(/\s+/) }),
    }),
  };
}

export function answer(told, { question, currency }) {
  const { unserved, cost, alternatives } = told;
  const nothing = unserved.length + cost.length + alternatives.length === 0;
  return h(
    "div",
    {},
    nothing && h("p", {}, "Everyone asked about travels, and no other itinerary was found."),
    unserved.map((one) => verdict(one, one.case, currency)),
    cost.length > 0 && [
      h("h2", {}, `What ${question.case} costs`),
      table({
        caption: "What it costs",
        rows: cost,
        empty: "",
        columns: [
          { name: "Item", of: (item) => plain(item.what) },
          { name: "Of", of: (item) => item.of },
          { name: `Amount, ${currency}`, of: (item) => item.amount, tell: (item) => money(item.amount), right: true },
        ],
      }),
    ],
    alternatives.length > 0 && [
      h("h2", {}, `Other ways for ${question.case}`),
      table({
        caption: "Other ways",
        rows: alternatives,
        empty: "",
        columns: [
          { name: "Itinerary", of: (other) => other.itinerary, tell: (other) => legs(other.itinerary), wide: true },
          {
            name: `Total, ${currency}`,
            of: (other) => other.delta,
            tell: (other) => change(other.delta),
            right: true,
          },
          {
            name: "Others then travel otherwise",
            of: (other) => other.displaces,
            tell: (other) => other.displaces.join(" ") || "nobody",
            wide: true,
          },
          {
            name: "Rules it breaks",
            of: (other) => other.breaks,
            tell: (other) => other.breaks.join(", ") || "none",
            wide: true,
          },
        ],
      }),
    ],
  );
}

/** What is told of a case that stays. */
export function verdict(told, id, currency) {
  const heading = h("h2", { tabindex: "-1" }, `What would let ${id} travel`);
  if (!told) return h("div", { class: "card" }, heading, h("p", {}, "Nothing is known of it."));
  const options = told.relaxations.map((option) =>
    h(
      "li",
      {},
      option.changes.length
        ? option.changes.map((single) => h("div", {}, inWords(single)))
        : h("div", {}, "Plan longer: nothing stands in its way."),
      h(
        "div",
        { class: "hint" },
        `cash ${change(option.delta, currency)}, total ${change(option.total_change, currency)} `,
        legs(option.itinerary),
      ),
    ),
  );
  return h(
    "div",
    { class: "card" },
    heading,
    told.reasons.map((reason) =>
      h("p", {}, h("span", { class: "kind" }, plain(reason.code)), ` ${reason.detail}`),
    ),
    told.alone &&
      h(
        "p",
        {},
        `Were nobody else to travel, it would cost ${money(told.alone.cost, currency)}; staying counts ${money(told.alone.penalty, currency)}.`,
      ),
    told.full?.length > 0 && [
      h("p", {}, "Full on the way that lacks fewest places:"),
      h(
        "ul",
        {},
        told.full.map((short) => h("li", {}, full(short))),
      ),
    ],
    told.reasons.some((reason) => reason.refs.length) &&
      h(
        "p",
        {},
        "Rows it hangs on: ",
        told.reasons.flatMap((reason) => reason.refs).map((ref) => [h("code", {}, ref), " "]),
      ),
    options.length
      ? [h("p", {}, "Each was planned and checked:"), h("ul", { class: "options" }, options)]
      : h("p", {}, "No change that was tried is enough."),
  );
}

/** A full place, and who holds it. */
function full({ needed, left, capacity, cases, escorts, ...place }) {
  const holders = [...cases, ...(escorts ? [several(escorts, "escort")] : [])];
  return [
    h("strong", {}, listed(place)),
    `: ${count(needed)} needed, ${count(left)} of ${count(capacity)} left`,
    holders.length > 0 && `; held by ${holders.join(", ")}`,
  ];
}

/** Fields and their values in words. */
const listed = (fields) =>
  Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${plain(key)} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");

/** A change of a scenario file in words. */
function inWords({ change: kind, ...rest }) {
  const told = listed(rest);
  return [h("strong", {}, plain(kind)), told && `: ${told}`];
}

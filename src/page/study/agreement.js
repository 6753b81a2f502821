// An agreement: what it saves as a whole, and what better terms of it would save.

import { field, h } from "../dom.js";
import { figure, figures } from "../pieces.js";
import { spans } from "../spans.js";
import { table } from "../table.js";
import { money } from "../words.js";
import { between, least, negated } from "./least.js";
import { numbers, offered } from "./offered.js";

export const name = "What an agreement is worth";
export const about = (question) => `Agreement ${question.agreement}`;
export const wait = "The feed is planned as it is, without the agreement, and with each of the better terms.";
export const effort = { gap: "1", minutes: "5" };

export function ask({ feeds, query }) {
  const { shown, feed, value } = offered({
    feeds,
    chosen: query.get("feed"),
    label: "Agreement",
    options: ({ agreements }) => agreements.map((id) => [id, id]),
    none: "This feed has no agreement.",
  });
  const seats = numbers("Also with seats more a flight", "Besides a tenth and a quarter more, such as 2, 5.");
  const cuts = numbers("Also with fares lower by, per cent", "Besides 5 and 10, such as 3, 15.");
  const tiers = h("input", {
    type: "text",
    pattern: "( *[0-9]+ *: *[0-9]+([.][0-9]{1,2})? *(,|$))*",
    title: "Seats, a colon, and an amount: 60:12.50",
  });
  return {
    shown: [
      shown,
      seats.shown,
      cuts.shown,
      field(
        "Also with tiers of rebates",
        tiers,
        "From how many seats on, a colon, and what comes back a seat in the agreement's currency, such as 60:12.50.",
      ),
    ],
    asked: () => ({
      kind: "agreement",
      feed: feed(),
      agreement: value(),
      seats: seats.read(),
      cuts: cuts.read(),
      tiers: tiers.value
        .split(",")
        .filter((text) => text.trim())
        .map((text) => text.split(":").map((part) => part.trim()))
        .map(([from, rebate]) => ({ from_seats: Number(from), rebate })),
    }),
  };
}

/** The terms that mean losing it. */
const WITHOUT = "without it";

const KNOWN = {
  proven: "saves, proven",
  nothing: "saves nothing, proven",
  undecided: "undecided within the gap",
};

/** What is known of a saving between two amounts. */
const known = ({ low, high }) => (Number(low) > 0 ? "proven" : Number(high) <= 0 ? "nothing" : "undecided");

export function answer(told) {
  const { currency, terms } = told;
  const lost = terms.find((one) => one.what === WITHOUT);
  const whole = lost && { low: negated(lost.saves.high), high: negated(lost.saves.low) };
  const better = terms.filter((one) => one !== lost);
  return h(
    "div",
    {},
    whole &&
      h(
        "p",
        { class: `verdict ${{ proven: "pays", nothing: "does_not_pay" }[known(whole)] ?? ""}` },
        {
          proven: "The agreement saves money: every plan without it costs more.",
          nothing: "The agreement saves nothing: no plan without it need cost more.",
          undecided: "Whether the agreement saves anything isn't proven; a smaller gap tells.",
        }[known(whole)],
      ),
    figures(
      whole && figure("As a whole it saves, at least", money(whole.low), currency, { key: "low", class: "strong" }),
      whole && figure("As a whole it saves, at most", money(whole.high), currency, { key: "high", class: "strong" }),
      figure("Least total as things stand", money(told.total.high), `at least ${money(told.total.low)}`, {
        key: "total",
      }),
    ),
    better.length > 0 && [
      h("h2", {}, "What better terms would save"),
      spans({
        told: `What better terms of ${told.agreement} would save, ${currency}: ${better
          .map((one) => `${one.what} between ${money(one.saves.low)} and ${money(one.saves.high)}`)
          .join("; ")}`,
        across: `saved, ${currency}`,
        rows: better.map((one) => ({
          name: one.what,
          low: Number(one.saves.low),
          high: Number(one.saves.high),
          class: known(one.saves),
        })),
        legend: Object.entries(KNOWN).filter(([kind]) => better.some((one) => known(one.saves) === kind)),
      }),
    ],
    table({
      caption: "Terms",
      rows: terms,
      empty: "No terms could be planned with.",
      open: (one) => one.what,
      columns: [
        { name: "Terms", of: (one) => one.what },
        ...between("Saves", (one) => one.saves),
        {
          name: "Known",
          of: (one) => (one === lost ? "" : KNOWN[known(one.saves)]),
        },
        ...least(),
      ],
    }),
    told.left_out.length > 0 && [
      h("h2", {}, "Terms that can't be planned with"),
      table({
        caption: "Terms left out",
        rows: told.left_out,
        empty: "",
        columns: [
          { name: "Terms", of: (one) => one.what },
          { name: "Why", of: (one) => one.why, wide: true },
        ],
      }),
    ],
  );
}

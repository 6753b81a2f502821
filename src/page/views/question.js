// A charter's break-even: the interval, the verdict, and the least total over its price.

import { ask, download, get, remove } from "../api.js";
import { chart } from "../chart.js";
import { h, put, say } from "../dom.js";
import { watch } from "../events.js";
import { figure, figures, legs, mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { table } from "../table.js";
import { ended, later, money, several } from "../words.js";

const VERDICTS = {
  pays: "It pays at the price asked: every plan without it costs more.",
  does_not_pay: "It doesn't pay at the price asked: every plan with it costs more.",
  undecided: "The price asked lies where neither is proven; a smaller gap tells.",
};

export async function question({ of: [id], signal, show }) {
  const job = await get(`/v1/questions/${id}`, signal);
  const title = job.question?.task === "charter" ? `Charter ${job.question.charter}` : "A question";
  const failed = h("div");
  const running = !ended(job.status);
  if (running) {
    watch(
      `/v1/questions/${id}/events`,
      ({ kind, data }) => {
        if (kind !== "status" || !later(data.status, job.status) || signal.aborted) return;
        say(`The question is ${data.status}`);
        job.status = data.status;
        show();
      },
      signal,
    ).catch((error) => put(failed, trouble(error)));
  }
  const save = h(
    "button",
    {
      type: "button",
      onclick: () =>
        download(`/v1/questions/${id}/result`, "answer.json").catch((error) => put(failed, trouble(error))),
    },
    "Download JSON",
  );
  const stop = h(
    "button",
    {
      type: "button",
      class: "danger",
      onclick: () =>
        remove(`/v1/questions/${id}`)
          .then(show)
          .catch((error) => put(failed, trouble(error))),
    },
    "Cancel",
  );
  let body = null;
  if (job.status === "done") {
    const answer = await (await ask(`/v1/questions/${id}/result`, { signal })).json();
    body = answer.break_even && answer.curve ? worth(answer) : h("pre", {}, JSON.stringify(answer, null, 2));
  }
  return {
    title,
    node: h(
      "div",
      {},
      h("p", { class: "crumbs" }, h("a", { href: "#/charters" }, "Charters")),
      h("h1", {}, `${title} `, mark(job.status)),
      failed,
      job.error && trouble({ problem: job.error }),
      running && h("p", {}, "The feed is planned without it and with it for nothing. ", session.plans() && stop),
      body,
      job.status === "done" && h("p", {}, save),
    ),
  };
}

function worth(answer) {
  const { break_even: even, asked, currency, curve } = answer;
  const without = answer.without;
  const xs = curve.map((point) => Number(point.price));
  return h(
    "div",
    {},
    h("p", { class: `verdict ${answer.verdict}` }, VERDICTS[answer.verdict]),
    figures(
      figure("It pays below", money(even.low), currency, { key: "low", class: "strong" }),
      figure("It doesn't above", money(even.high), currency, { key: "high", class: "strong" }),
      figure("Asked", money(asked), currency, { key: "asked" }),
      figure("Least total without it", money(without.high), `at least ${money(without.low)}`, { key: "without" }),
      figure("Least total at no price", money(answer.for_nothing.high), `at least ${money(answer.for_nothing.low)}`, {
        key: "for-nothing",
      }),
      figure("Would fly on it", several(answer.passengers.length, "case"), undefined, { key: "passengers" }),
    ),
    chart({
      told: `Least total over the price of ${answer.charter}: it rises with the price up to the break-even between ${money(even.low)} and ${money(even.high)} ${currency}, and is level from there; asked is ${money(asked)}`,
      across: `price of ${answer.charter}, ${currency}`,
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
        {
          name: "Least total, at least",
          of: (point) => point.total.low,
          tell: (point) => money(point.total.low),
          right: true,
        },
        {
          name: "Least total, at most",
          of: (point) => point.total.high,
          tell: (point) => money(point.total.high),
          right: true,
        },
      ],
    }),
    answer.seats.length > 0 && [
      h("h2", {}, "Over its seats, at the price asked"),
      table({
        caption: "Least total over seats",
        rows: answer.seats,
        empty: "",
        columns: [
          { name: "Seats a leg", of: (one) => one.seats, right: true },
          ...least(),
          { name: "Used", of: (one) => (one.used ? "yes" : "no") },
        ],
      }),
    ],
    answer.offers.length > 0 && [
      h("h2", {}, "Offers of its group, each as if the only one"),
      table({
        caption: "Offers of the group",
        rows: answer.offers,
        empty: "",
        columns: [
          { name: "Charter", of: (one) => one.charter },
          { name: "Asked", of: (one) => one.asked, tell: (one) => money(one.asked), right: true },
          ...least(),
          { name: "Used", of: (one) => (one.used ? "yes" : "no") },
        ],
      }),
    ],
    answer.passengers.length > 0 &&
      h("section", {}, h("h2", {}, "Who would fly on it"), h("p", {}, legs(answer.passengers))),
    Object.keys(answer.frees).length > 0 &&
      h(
        "section",
        {},
        h("h2", {}, "What it frees"),
        h(
          "p",
          {},
          Object.entries(answer.frees).map(([flight, cases]) => [
            h("span", { class: "leg" }, flight),
            ` ${several(cases, "case")} fewer `,
          ]),
        ),
      ),
  );
}

const least = () => [
  { name: "Least total, at least", of: (one) => one.total.low, tell: (one) => money(one.total.low), right: true },
  { name: "Least total, at most", of: (one) => one.total.high, tell: (one) => money(one.total.high), right: true },
];

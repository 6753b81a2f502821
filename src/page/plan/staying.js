// Who stays behind, why, and what would let them travel.

import { get } from "../api.js";
import { h, put, say } from "../dom.js";
import { trouble } from "../pieces.js";
import { verdict } from "../study/explanation.js";
import { sum, table } from "../table.js";
import { count, plain } from "../words.js";

export function staying({ id, told, job, query, signal }) {
  const rows = told.cases.filter((one) => one.status === "unserved");
  const { currency } = told.summary;
  const kinds = new Map();
  for (const one of rows)
    for (const reason of one.reasons) kinds.set(reason.code, (kinds.get(reason.code) ?? 0) + one.persons);
  const answer = h("div", { class: "answer" });
  const ask = async (one) => {
    put(answer, h("p", { class: "wait", role: "status" }, `Planning changes that would let ${one.id} travel …`));
    answer.scrollIntoView({ block: "nearest" });
    try {
      put(answer, verdict(await explained(id, one.id, signal), one.id, currency));
      say(`Explained ${one.id}`);
      answer.querySelector("h2").focus();
    } catch (error) {
      if (!signal.aborted) put(answer, trouble(error));
    }
  };
  return h(
    "div",
    {},
    kinds.size > 0 &&
      h(
        "p",
        { class: "kinds" },
        [...kinds]
          .sort((a, b) => b[1] - a[1])
          .map(([code, persons]) => [h("span", { class: "kind" }, plain(code), " ", h("b", {}, count(persons))), " "]),
      ),
    answer,
    table({
      caption: "Cases that stay behind",
      rows,
      empty: "Everyone travels.",
      filter: "Filter: case, reason, airport …",
      start: query.get("words") ?? "",
      save: { path: `/v1/plans/${id}/export?table=unserved&format=csv`, name: "unserved.csv" },
      open: (one) => one.id,
      columns: [
        { name: "Case", of: (one) => one.id },
        { name: "Priority", of: (one) => one.priority },
        {
          name: "Persons",
          of: (one) => one.persons,
          tell: (one) => count(one.persons),
          right: true,
          total: sum((one) => one.persons),
        },
        { name: "From", of: (one) => one.origin },
        { name: "To", of: (one) => one.destination },
        {
          name: "Reason",
          of: (one) => one.reasons.map((reason) => plain(reason.code)),
          tell: (one) =>
            one.reasons.map((reason) => h("span", { class: "kind", "data-code": reason.code }, plain(reason.code))),
        },
        {
          name: "In words",
          of: (one) => one.reasons.map((reason) => reason.detail),
          tell: (one) => one.reasons.map((reason) => h("p", {}, reason.detail)),
          wide: true,
        },
        !job.sweep && {
          name: "What would help",
          of: () => "",
          tell: (one) =>
            h(
              "button",
              { type: "button", onclick: () => ask(one) },
              "Ask",
              h("span", { class: "unseen" }, ` what would let ${one.id} travel`),
            ),
        },
      ].filter(Boolean),
    }),
  );
}

/** The explanation, asked for again until it is there. */
async function explained(id, one, signal) {
  for (;;) {
    const told = await get(`/v1/plans/${id}/explain?case=${encodeURIComponent(one)}`, signal);
    if (told.unserved) return told.unserved.find((verdict) => verdict.case === one) ?? told.unserved[0];
    await new Promise((resume) => setTimeout(resume, 1000));
    if (signal.aborted) throw new DOMException("left", "AbortError");
  }
}

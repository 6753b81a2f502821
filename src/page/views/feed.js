// A feed, and the form that has it planned.

import { get, list, post } from "../api.js";
import { field, h } from "../dom.js";
import { effort } from "../effort.js";
import { chooser, mayOnlyLook, sent } from "../form.js";
import { figure, figures } from "../pieces.js";
import * as session from "../session.js";
import { count, moment } from "../words.js";

export async function feed({ of: [id], signal }) {
  const [told, plans] = await Promise.all([get(`/v1/feeds/${id}`, signal), list(`/v1/plans?feed=${id}`, 200, signal)]);
  const earlier = plans.filter((plan) => plan.status === "done");
  return {
    title: told.name,
    node: h(
      "div",
      {},
      h("p", { class: "crumbs" }, h("a", { href: "#/feeds" }, "Feeds")),
      h("h1", {}, told.name),
      figures(
        figure("Persons", count(told.persons)),
        figure("Cases", count(told.cases)),
        figure("Rows of flights", count(told.sectors)),
        figure("Days", `${told.from} to ${told.to}`),
        figure("Uploaded", moment(told.created_at)),
      ),
      session.plans() ? planning(told, earlier) : mayOnlyLook(),
      h(
        "p",
        {},
        h("a", { href: `#/scenarios?feed=${id}` }, "Try scenarios on it"),
        " · ",
        h("a", { href: `#/questions?feed=${id}` }, "Ask what its charters and agreements are worth"),
        " · ",
        h("a", { href: `#/questions?kind=frontier&feed=${id}` }, "Ask what less delay costs"),
      ),
    ),
  };
}

function planning(told, earlier) {
  const { fields, asked } = effort();
  const from = chooser([
    ["", "nothing"],
    ...earlier.map((plan) => [plan.id, `the plan of ${moment(plan.created_at)}`]),
  ]);
  const seed = h("input", { type: "number", min: "0", step: "1", value: "0" });
  const send = async () => {
    const body = { feed: told.id, ...asked(), seed: Number(seed.value || 0), ...(from.value && { from: from.value }) };
    return `#/plan/${(await post("/v1/plans", body)).id}`;
  };
  return sent(
    { words: "Plan", send },
    h("h2", {}, "Plan it"),
    h(
      "div",
      { class: "fields" },
      fields,
      field("Start from", from, "An earlier plan of this feed makes the way shorter."),
      field("Seed", seed, "The same seed gives the same plan."),
    ),
  );
}

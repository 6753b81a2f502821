// Scenarios: named changes to a feed, planned beside it.

import { get, list, post } from "../api.js";
import { field, h, put } from "../dom.js";
import { effort } from "../effort.js";
import { blank, mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { table } from "../table.js";
import { count, moment } from "../words.js";

/** Scenarios to begin with, in the feed's own names. */
function example({ charters, agreements }) {
  const text = (name) => JSON.stringify(name);
  const one = (name, change) => `[[scenario]]\nname = ${text(name)}\nchanges = [{ ${change} }]\n`;
  return [
    ...charters
      .slice(0, 1)
      .map(({ charter }) =>
        one(`without charter ${charter}`, `change = "charter_dropped", charter = ${text(charter)}`),
      ),
    ...agreements
      .slice(0, 1)
      .map((agreement) =>
        one(
          `fares of ${agreement} 5 % higher`,
          `change = "fare_changed", agreement = ${text(agreement)}, by_percent = 5`,
        ),
      ),
  ].join("\n");
}

export async function sweeps({ query, signal }) {
  const [all, feeds] = await Promise.all([list("/v1/sweeps", 200, signal), list("/v1/feeds", 1000, signal)]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  return {
    title: "Scenarios",
    node: h(
      "div",
      {},
      h("h1", {}, "Scenarios"),
      !session.plans()
        ? h("p", { class: "hint" }, "This token may look, not plan.")
        : feeds.length
          ? form(feeds, query.get("feed"))
          : blank(
              "No feed yet",
              "Scenarios change a feed. Upload one first.",
              h("a", { class: "button main", href: "#/feeds" }, "Upload a feed"),
            ),
      all.length > 0 &&
        table({
          caption: "Sweeps of scenarios",
          rows: all,
          empty: "",
          open: (sweep) => sweep.id,
          columns: [
            {
              name: "Feed",
              of: (sweep) => names.get(sweep.feed),
              tell: (sweep) => h("a", { href: `#/sweep/${sweep.id}` }, names.get(sweep.feed) ?? sweep.feed),
            },
            { name: "Status", of: (sweep) => sweep.status, tell: (sweep) => mark(sweep.status) },
            {
              name: "Scenarios done",
              of: (sweep) => sweep.progress?.done,
              tell: (sweep) =>
                sweep.progress ? `${count(sweep.progress.done)} of ${count(sweep.progress.total)}` : "–",
              right: true,
            },
            { name: "Asked for", of: (sweep) => sweep.created_at, tell: (sweep) => moment(sweep.created_at) },
          ],
        }),
    ),
  };
}

function form(feeds, chosen) {
  const feed = h(
    "select",
    {},
    feeds.map((one) => h("option", { value: one.id, selected: one.id === chosen }, one.name)),
  );
  const text = h("textarea", { rows: "10", spellcheck: "false", required: true });
  const { fields, asked } = effort({ gap: "1", minutes: "5" });
  const failed = h("div");
  const button = h("button", { class: "main" }, "Plan the scenarios");
  let begun = "";
  const begin = async () => {
    const offers = await get(`/v1/feeds/${feed.value}/offers`).catch(() => null);
    // What somebody has written stays.
    if (offers && text.value === begun) text.value = begun = example(offers);
  };
  feed.addEventListener("change", begin);
  begin();
  return h(
    "form",
    {
      class: "card",
      onsubmit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        try {
          const { id } = await post("/v1/sweeps", { feed: feed.value, scenarios: text.value, ...asked() });
          location.hash = `#/sweep/${id}`;
        } catch (error) {
          put(failed, trouble(error));
          button.disabled = false;
        }
      },
    },
    h("h2", {}, "Try changes"),
    h("div", { class: "fields" }, field("Feed", feed), fields),
    field("Scenarios", text, "A scenario file: a name and a list of changes each; grids of values are written out."),
    failed,
    h("p", {}, button),
  );
}

// Scenarios: named changes to a feed, planned beside it.

import { get, list, post } from "../api.js";
import { field, h } from "../dom.js";
import { effort } from "../effort.js";
import { feedField, overFeeds, sent } from "../form.js";
import { newest } from "../newest.js";
import { mark } from "../pieces.js";
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

export async function sweeps({ query, signal, show }) {
  const [{ items: all, older }, feeds] = await Promise.all([
    newest("/v1/sweeps", signal),
    list("/v1/feeds", 1000, signal),
  ]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  return {
    title: "Scenarios",
    node: h(
      "div",
      {},
      h("h1", {}, "Scenarios"),
      overFeeds(feeds, "Scenarios change a feed. Upload one first.", () => form(feeds, query.get("feed"))),
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
      older("sweeps", show),
    ),
  };
}

function form(feeds, chosen) {
  const text = h("textarea", { rows: "10", spellcheck: "false", required: true });
  const { fields, asked } = effort({ gap: "1", minutes: "5" });
  let begun = "";
  const { shown, feed } = feedField(feeds, chosen, async (id) => {
    const offers = await get(`/v1/feeds/${id}/offers`).catch(() => null);
    // What somebody has written stays.
    if (offers && feed() === id && text.value === begun) text.value = begun = example(offers);
  });
  const send = async () => {
    const { id } = await post("/v1/sweeps", { feed: feed(), scenarios: text.value, ...asked() });
    return `#/sweep/${id}`;
  };
  return sent(
    { words: "Plan the scenarios", send },
    h("h2", {}, "Try changes"),
    h("div", { class: "fields" }, shown, fields),
    field("Scenarios", text, "A scenario file: a name and a list of changes each; grids of values are written out."),
  );
}

// Questions: what is asked of a feed or a plan, and what was asked before.

import { get, list, post } from "../api.js";
import { field, h, put } from "../dom.js";
import { effort } from "../effort.js";
import { chooser, overFeeds, sent } from "../form.js";
import { newest } from "../newest.js";
import { mark } from "../pieces.js";
import { KINDS } from "../study/kinds.js";
import { table } from "../table.js";
import { moment } from "../words.js";

/** Plans to choose from. */
const LATEST = 200;

export async function questions({ query, signal, show }) {
  const [feeds, plans, { items: all, older }] = await Promise.all([
    list("/v1/feeds", 1000, signal),
    list("/v1/plans", LATEST, signal),
    newest("/v1/questions", signal),
  ]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  const done = plans.filter((plan) => plan.status === "done");
  const wanted = query.get("plan");
  if (wanted && !done.some((plan) => plan.id === wanted)) done.push(await get(`/v1/plans/${wanted}`, signal));
  const ground = { feeds, plans: done, names, query };
  const about = (one) => KINDS[one.question?.task]?.about(one.question) ?? "A question";
  return {
    title: "Questions",
    node: h(
      "div",
      {},
      h("h1", {}, "Questions"),
      overFeeds(feeds, "Questions are about a feed. Upload one first.", () => form(ground)),
      all.length > 0 &&
        table({
          caption: "Questions asked",
          rows: all,
          empty: "",
          filter: "Filter questions",
          open: (one) => one.id,
          columns: [
            { name: "About", of: about, tell: (one) => h("a", { href: `#/question/${one.id}` }, about(one)) },
            { name: "Feed", of: (one) => names.get(one.feed) ?? one.feed },
            { name: "Status", of: (one) => one.status, tell: (one) => mark(one.status) },
            { name: "Asked", of: (one) => one.created_at, tell: (one) => moment(one.created_at) },
          ],
        }),
      older("questions", show),
    ),
  };
}

/** What can be asked; the fields are those of what is chosen. */
function form(ground) {
  const { query } = ground;
  const kind = chooser(
    Object.entries(KINDS).map(([value, { name }]) => [value, name]),
    query.get("kind") ?? "charter",
  );
  const place = h("div", { class: "fields" });
  let asked = () => ({});
  const choose = () => {
    const { ask, effort: standard } = KINDS[kind.value];
    const [own, trying] = [ask(ground), effort(standard)];
    put(place, own.shown, trying.fields);
    asked = () => ({ ...own.asked(), ...trying.asked() });
  };
  kind.addEventListener("change", choose);
  choose();
  return sent(
    { words: "Ask", send: async () => `#/question/${(await post("/v1/questions", asked())).id}` },
    h("h2", {}, "What would you like to know?"),
    h("div", { class: "fields" }, field("Question", kind)),
    place,
  );
}

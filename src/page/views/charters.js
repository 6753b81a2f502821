// What charters are worth: which is asked about, and what was asked before.

import { get, list, post } from "../api.js";
import { field, h, put } from "../dom.js";
import { effort } from "../effort.js";
import { blank, mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { table } from "../table.js";
import { moment, money } from "../words.js";

/** Questions of which it is told what was asked. */
const LATEST = 40;

export async function charters({ query, signal }) {
  const [feeds, asked] = await Promise.all([list("/v1/feeds", 1000, signal), list("/v1/questions", LATEST, signal)]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  const told = await Promise.all(asked.map((one) => get(`/v1/questions/${one.id}`, signal)));
  const rows = told
    .filter((one) => one.question?.task === "charter")
    .map((one) => ({ ...one, charter: one.question.charter }));
  return {
    title: "Charters",
    node: h(
      "div",
      {},
      h("h1", {}, "What is a charter worth?"),
      !session.plans()
        ? h("p", { class: "hint" }, "This token may look, not ask.")
        : feeds.length
          ? form(feeds, query.get("feed"))
          : blank(
              "No feed yet",
              "Charters are offered in a feed. Upload one first.",
              h("a", { class: "button main", href: "#/feeds" }, "Upload a feed"),
            ),
      rows.length > 0 &&
        table({
          caption: "Charters asked about",
          rows,
          empty: "",
          open: (one) => one.id,
          columns: [
            {
              name: "Charter",
              of: (one) => one.charter,
              tell: (one) => h("a", { href: `#/question/${one.id}` }, one.charter),
            },
            { name: "Feed", of: (one) => names.get(one.feed) ?? one.feed },
            { name: "Status", of: (one) => one.status, tell: (one) => mark(one.status) },
            { name: "Asked", of: (one) => one.created_at, tell: (one) => moment(one.created_at) },
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
  const charter = h("select", { required: true });
  const seats = h("input", { type: "text", inputmode: "numeric", pattern: "[0-9 ,]*" });
  const { fields, asked } = effort({ gap: "", minutes: "5", open: true });
  const failed = h("div");
  const button = h("button", { class: "main" }, "Ask");
  async function offer() {
    put(charter);
    button.disabled = true;
    try {
      const { charters, currency } = await get(`/v1/feeds/${feed.value}/offers`);
      put(
        charter,
        charters.map((one) =>
          h(
            "option",
            { value: one.charter },
            `${one.charter}: ${one.legs.map((leg) => `${leg.from}–${leg.to} ${leg.departure.slice(0, 10)}`).join(", ")}, asked ${money(one.asked, currency)}`,
          ),
        ),
      );
      put(failed, charters.length === 0 && h("p", { class: "hint" }, "This feed offers no charter."));
      button.disabled = charters.length === 0;
    } catch (error) {
      put(failed, trouble(error));
    }
  }
  feed.addEventListener("change", offer);
  offer();
  return h(
    "form",
    {
      class: "card",
      onsubmit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        try {
          const numbers = seats.value.split(/[ ,]+/).filter(Boolean).map(Number);
          const { id } = await post("/v1/questions", {
            kind: "charter",
            feed: feed.value,
            charter: charter.value,
            seats: numbers,
            ...asked(),
          });
          location.hash = `#/question/${id}`;
        } catch (error) {
          put(failed, trouble(error));
          button.disabled = false;
        }
      },
    },
    h("h2", {}, "Up to which price does it pay?"),
    h(
      "div",
      { class: "fields" },
      field("Feed", feed),
      field("Charter", charter),
      field("Also with seats", seats, "Numbers of seats a leg to plan with besides, such as 80, 120."),
      fields,
    ),
    failed,
    h("p", {}, button),
  );
}

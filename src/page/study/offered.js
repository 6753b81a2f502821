// What is asked about out of a feed's offers, and numbers that are planned with besides.

import { get } from "../api.js";
import { field, h, put } from "../dom.js";
import { chooser, feedField, offer } from "../form.js";
import { trouble } from "../pieces.js";

/** A feed and one of its offers: `options` makes `[value, words]` of them; `none` says that there are none. */
export function offered({ feeds, chosen, label, options, none }) {
  const select = chooser([], undefined, { required: true });
  const told = h("div");
  const { shown, feed } = feedField(feeds, chosen, async (id) => {
    offer(select, []);
    put(told);
    try {
      const offers = await get(`/v1/feeds/${id}/offers`);
      // Whoever has chosen another feed since is offered that one's.
      if (feed() !== id) return;
      const all = options(offers);
      offer(select, all);
      put(told, all.length === 0 && h("p", { class: "hint", role: "status" }, none));
    } catch (error) {
      put(told, trouble(error));
    }
  });
  return { shown: [shown, h("div", {}, field(label, select), told)], feed, value: () => select.value };
}

/** A field of whole numbers, and which there are in it. */
export function numbers(label, hint) {
  const input = h("input", { type: "text", inputmode: "numeric", pattern: "[0-9 ,]*" });
  const read = () => input.value.split(/[ ,]+/).filter(Boolean).map(Number);
  return { shown: field(label, input, hint), read };
}

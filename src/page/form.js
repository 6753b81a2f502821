// Forms that ask for work: about which feed, how they are sent, and what whoever may only look is told.

import { busy } from "./deed.js";
import { field, h, put, say } from "./dom.js";
import { blank, trouble } from "./pieces.js";
import * as session from "./session.js";

/** Told instead of a form to whoever may only look. */
export const mayOnlyLook = (what = "plan") => h("p", { class: "hint" }, `This token may look, not ${what}.`);

/** The form that `draw` makes, where the token may plan and there is a feed; else why there is none. */
export function overFeeds(feeds, why, draw) {
  if (!session.plans()) return mayOnlyLook();
  if (feeds.length) return draw();
  return blank("No feed yet", why, h("a", { class: "button main", href: "#/feeds" }, "Upload a feed"));
}

/** A chooser of `[value, words]`. */
export function chooser(options, chosen, props) {
  const select = h("select", props);
  offer(select, options, chosen);
  return select;
}

/** Puts other choices into a chooser. */
export const offer = (select, options, chosen) =>
  put(
    select,
    options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)),
  );

/** A chooser of the feed that is meant; `changed` hears of it at once and whenever it is another. */
export function feedField(feeds, chosen, changed = () => {}) {
  const select = chooser(
    feeds.map((feed) => [feed.id, feed.name]),
    chosen,
  );
  select.addEventListener("change", () => changed(select.value));
  changed(select.value);
  return { shown: field("Feed", select), feed: () => select.value };
}

/**
 * A form that is sent by its button, which waits meanwhile; whoever listens is told. `send` returns where to go then. What it
 * fails with is told above the button, or by `refuse`.
 */
export function sent({ words, send, refuse, ...props }, ...children) {
  const failed = h("div");
  const button = h("button", { class: "main" }, words);
  async function submitted(event) {
    event.preventDefault();
    if (!busy(button, true)) return;
    put(failed);
    say("Sending");
    try {
      const to = await send();
      if (to) location.hash = to;
    } catch (error) {
      if (refuse) refuse(error);
      else put(failed, trouble(error));
    } finally {
      busy(button, false);
    }
  }
  return h("form", { class: "card", ...props, onsubmit: submitted }, children, failed, h("p", {}, button));
}

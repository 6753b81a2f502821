// Lists of jobs: the newest, and older ones on demand.

import { listed } from "./api.js";
import { deed } from "./deed.js";
import { h, say } from "./dom.js";
import { count } from "./words.js";

/** So many at first, and more each time. */
const STEP = 400;
const reach = new Map();
window.addEventListener("signed-out", () => reach.clear());

/** The newest at a path; `older` is what brings more of them, where there are more: `show` then shows them. */
export async function newest(path, signal) {
  const most = reach.get(path) ?? STEP;
  const { items, next } = await listed(path, most, signal);
  const failed = h("div");
  const older = (what, show) => {
    if (!next) return null;
    const more = async () => {
      reach.set(path, most + STEP);
      await show();
      say(`Older ${what} loaded`);
    };
    const told = h("span", { class: "told" }, `The newest ${count(items.length)} are here.`);
    return h("div", { class: "rest" }, told, " ", deed(`Load older ${what}`, more, failed), failed);
  };
  return { items, older };
}

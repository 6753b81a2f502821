// A button that does something by itself.

import { h, put } from "./dom.js";
import { trouble } from "./pieces.js";

/** One press at a time; what goes wrong is told in `failed`. It stays where the keyboard can be meanwhile. */
export function deed(words, act, failed, props = {}) {
  const button = h("button", { type: "button", ...props, onclick: pressed }, words);
  async function pressed() {
    if (!busy(button, true)) return;
    put(failed);
    try {
      await act();
    } catch (error) {
      put(failed, trouble(error));
    } finally {
      busy(button, false);
    }
  }
  return button;
}

/** Marks a button as at work, or as ready again; false where it is at work already. */
export function busy(button, now) {
  if (now && button.getAttribute("aria-disabled") === "true") return false;
  if (now) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  return true;
}

// A question before something is gone.

import { h, newId } from "./dom.js";

/** Whether whoever is asked says yes. */
export function confirmed(title, text, yes) {
  return new Promise((answer) => {
    const id = newId("asked");
    const dialog = h(
      "dialog",
      { "aria-labelledby": id },
      h("h2", { id }, title),
      h("p", {}, text),
      h(
        "form",
        { method: "dialog", class: "deeds" },
        h("button", { value: "no", autofocus: true }, "Keep"),
        h("button", { class: "main danger", value: "yes" }, yes),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// A zip may be dropped anywhere on the page.

import { h } from "./dom.js";
import { arrived, upload } from "./upload.js";
import * as session from "./session.js";

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Uploads a file and shows the feeds with what came of it. */
export async function take(file, tell) {
  tell(`Uploading ${file.name}`);
  arrived.news = { file: file.name, waiting: true };
  refresh();
  try {
    arrived.news = { file: file.name, ...(await upload(file)) };
    tell(arrived.news.known ? `${file.name} was here already` : `${file.name} uploaded`);
  } catch (error) {
    arrived.news = { file: file.name, error };
    tell(`${file.name} was refused`);
  }
  refresh();
}

function refresh() {
  // Drawn anew where it is shown already: nobody has moved.
  if (location.hash === "#/feeds") window.dispatchEvent(new HashChangeEvent("hashchange", { newURL: "" }));
  else location.hash = "#/feeds";
}

/** Takes files that are dropped, while somebody who may upload is here. */
export function accept(tell) {
  const veil = h(
    "div",
    { class: "veil", hidden: true, "aria-hidden": "true" },
    h("p", {}, "Drop the feed's zip to upload it"),
  );
  document.body.append(veil);
  let depth = 0;
  const lift = () => {
    depth = 0;
    veil.hidden = true;
  };
  window.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event) || !session.plans()) return;
    depth += 1;
    veil.hidden = false;
  });
  window.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) lift();
  });
  window.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = session.plans() ? "copy" : "none";
  });
  window.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    lift();
    const file = event.dataTransfer.files[0];
    if (file && session.plans()) take(file, tell);
  });
}

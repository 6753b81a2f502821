// A question: how far it is, then its answer.

import { ask, download, get, remove } from "../api.js";
import { deed } from "../deed.js";
import { h, put, say } from "../dom.js";
import { watch } from "../events.js";
import { mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { KINDS } from "../study/kinds.js";
import { ended, later } from "../words.js";

export async function question({ of: [id], signal, show }) {
  const job = await get(`/v1/questions/${id}`, signal);
  const kind = KINDS[job.question?.task];
  const title = kind?.about(job.question) ?? "A question";
  const failed = h("div");
  const running = !ended(job.status);
  if (running) {
    watch(
      `/v1/questions/${id}/events`,
      ({ kind: event, data }) => {
        if (event !== "status" || !later(data.status, job.status) || signal.aborted) return;
        say(`The question is ${data.status}`);
        job.status = data.status;
        show();
      },
      signal,
    ).catch((error) => put(failed, trouble(error)));
  }
  const save = deed("Download JSON", () => download(`/v1/questions/${id}/result`, "answer.json"), failed);
  const stop = deed("Cancel", () => remove(`/v1/questions/${id}`).then(show), failed, { class: "danger" });
  return {
    title,
    node: h(
      "div",
      {},
      h("p", { class: "crumbs" }, h("a", { href: "#/questions" }, "Questions")),
      h("h1", {}, `${title} `, mark(job.status)),
      failed,
      job.error && trouble({ problem: job.error }),
      running && h("p", {}, kind?.wait, " ", session.plans() && stop),
      job.status === "done" && (await answer(kind, job, signal)),
      job.status === "done" && h("p", {}, save),
    ),
  };
}

async function answer(kind, job, signal) {
  const told = await (await ask(`/v1/questions/${job.id}/result`, { signal })).json();
  if (!kind) return h("pre", {}, JSON.stringify(told, null, 2));
  const { currency } = told.currency ? told : await get(`/v1/feeds/${job.feed}/offers`, signal);
  return kind.answer(told, { question: job.question, currency });
}

// The office's plans, those at work with their progress as it happens.

import { list } from "../api.js";
import { h, put } from "../dom.js";
import { watch } from "../events.js";
import { newest } from "../newest.js";
import { blank, mark, trouble } from "../pieces.js";
import * as session from "../session.js";
import { table } from "../table.js";
import { count, duration, ended, money, moment, percent } from "../words.js";

/** Streams at once: a browser opens six connections to a host, and the page needs some for itself. */
const STREAMS = 3;
/** How often the list is asked for anew while more are at work than are watched. */
const EVERY = 3000;

export async function plans({ signal, show }) {
  const [{ items: all, older }, feeds] = await Promise.all([
    newest("/v1/plans?summaries=true", signal),
    list("/v1/feeds", 1000, signal),
  ]);
  const names = new Map(feeds.map((feed) => [feed.id, feed.name]));
  const busy = all.filter((plan) => !ended(plan.status));
  const failed = h("div");
  const working = h("ul", { class: "jobs", "aria-label": "At work" });
  const boards = new Map(busy.map((plan) => [plan.id, board(plan, names.get(plan.feed))]));
  put(
    working,
    [...boards.values()].map((one) => one.node),
  );
  // The oldest are the ones that a worker has or takes next.
  for (const plan of busy.slice(-STREAMS)) {
    watch(
      `/v1/plans/${plan.id}/events`,
      ({ kind, data }) => {
        boards.get(plan.id).tell(kind, data);
        if (kind === "status" && ended(data.status) && !signal.aborted) show();
      },
      signal,
    ).catch((error) => put(failed, trouble(error)));
  }
  if (busy.length > STREAMS) look(all, boards, signal, show);

  const picked = new Set();
  const compare = h(
    "button",
    {
      type: "button",
      disabled: true,
      onclick: () => {
        const [to, from] = all.filter((plan) => picked.has(plan.id)).map((plan) => plan.id);
        location.hash = `#/compare?from=${from}&to=${to}`;
      },
    },
    "Compare two",
  );
  const pick = (plan) =>
    h("input", {
      type: "checkbox",
      "aria-label": `Compare the plan of ${names.get(plan.feed)}, ${moment(plan.created_at)}`,
      onchange: (event) => {
        if (event.target.checked) picked.add(plan.id);
        else picked.delete(plan.id);
        compare.disabled = picked.size !== 2;
      },
    });
  const rest = all.filter((plan) => ended(plan.status));
  const told = new Map(rest.map((plan) => [plan, sums(plan)]));
  return {
    title: "Plans",
    node: h(
      "div",
      {},
      h(
        "div",
        { class: "titled apart" },
        h("h1", {}, "Plans"),
        session.plans() && all.length > 0 && h("a", { class: "button main", href: "#/feeds" }, "Plan a feed"),
      ),
      failed,
      busy.length > 0 && h("section", {}, h("h2", {}, "At work"), working),
      all.length === 0 &&
        (feeds.length === 0
          ? blank(
              "Nothing planned yet",
              "Upload a feed first, then have it planned.",
              h("a", { class: "button main", href: "#/feeds" }, "Upload a feed"),
            )
          : blank(
              "Nothing planned yet",
              "Choose a feed and have it planned.",
              h("a", { class: "button main", href: "#/feeds" }, "Choose a feed"),
            )),
      rest.length > 0 &&
        table({
          caption: "Plans that have ended",
          rows: rest,
          filter: "Filter plans",
          more: rest.filter((plan) => plan.status === "done").length > 1 && compare,
          columns: [
            {
              name: "Feed",
              of: (plan) => names.get(plan.feed) ?? plan.feed,
              tell: (plan) => h("a", { href: `#/plan/${plan.id}` }, names.get(plan.feed) ?? plan.feed),
            },
            { name: "Status", of: (plan) => plan.status, tell: (plan) => mark(plan.status) },
            {
              name: "Persons",
              of: (plan) => told.get(plan).persons_planned,
              tell: (plan) => persons(told.get(plan)),
              right: true,
            },
            { name: "Total", of: (plan) => told.get(plan).total, tell: (plan) => money(told.get(plan).total), right: true },
            { name: "Bound", of: (plan) => told.get(plan).bound, tell: (plan) => money(told.get(plan).bound), right: true },
            { name: "Gap", of: (plan) => told.get(plan).gap, tell: (plan) => percent(told.get(plan).gap), right: true },
            { name: "Asked for", of: (plan) => plan.created_at, tell: (plan) => moment(plan.created_at) },
            { name: "Took", of: took, tell: (plan) => duration(took(plan)), right: true },
            { name: "Compare", of: () => "", tell: (plan) => plan.status === "done" && pick(plan) },
          ],
        }),
      older("plans", show),
    ),
  };
}

const took = (plan) =>
  plan.started_at && plan.finished_at ? (Date.parse(plan.finished_at) - Date.parse(plan.started_at)) / 1000 : undefined;

/** What a plan comes to, in the words of progress. */
const sums = ({ summary }) => ({
  persons_planned: summary?.people?.moved,
  persons: summary?.people && summary.people.moved + summary.people.left,
  total: summary?.total,
  bound: summary?.bound,
  gap: summary?.gap,
});

const persons = (told) =>
  told.persons_planned === undefined || told.persons_planned === null
    ? "–"
    : `${count(told.persons_planned)} of ${count(told.persons)}`;

/** A job at work: a line that tells how far it is. */
function board(plan, name) {
  const status = h("span", {}, mark(plan.status));
  const told = h("span", { class: "far" });
  const bar = h("progress", { max: "1", "aria-label": `Persons planned of ${name}` });
  const draw = (progress) => {
    if (!progress) return put(told, "waiting for a worker");
    bar.value = progress.persons ? (progress.persons_planned ?? 0) / progress.persons : 0;
    return put(
      told,
      `${persons(progress)} persons · total ${money(progress.total)} · gap ${percent(progress.gap)} · ${duration(progress.elapsed_s)}`,
    );
  };
  draw(plan.progress);
  const node = h(
    "li",
    { "data-key": plan.id },
    h("a", { href: `#/plan/${plan.id}` }, name ?? plan.feed),
    status,
    bar,
    told,
  );
  return { node, tell: (kind, data) => (kind === "progress" ? draw(data) : put(status, mark(data.status))) };
}

/** Asks for the list anew, for those that no stream is open for. */
async function look(before, boards, signal, show) {
  while (!signal.aborted) {
    await new Promise((resume) => setTimeout(resume, EVERY));
    if (signal.aborted) return;
    const now = await list("/v1/plans", 200, signal).catch(() => []);
    for (const plan of now) {
      const was = before.find((one) => one.id === plan.id);
      if (was && !ended(was.status) && ended(plan.status)) return show();
      if (plan.progress) boards.get(plan.id)?.tell("progress", plan.progress);
      boards.get(plan.id)?.tell("status", plan);
    }
  }
}

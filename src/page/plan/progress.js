// A plan while it is made: numbers and the closing gap as they come.

import { remove } from "../api.js";
import { chart } from "../chart.js";
import { deed } from "../deed.js";
import { h, put, say } from "../dom.js";
import { watch } from "../events.js";
import { figure, figures, trouble } from "../pieces.js";
import * as session from "../session.js";
import { count, duration, ended, later, money, percent, STATUS } from "../words.js";

/** How often whoever listens is told. */
const TELL_EVERY = 10000;

const PHASES = {
  network: "laying out flights and connections",
  pricing: "looking for itineraries",
  cutting: "sharpening the bound",
  improving: "looking for better plans",
  branching: "proving",
};

export function progress(job, signal, show) {
  const numbers = h("div", {});
  const drawn = h("div", {});
  const failed = h("div", {});
  const course = [];
  let [told, due] = [0, false];
  const closed = ended(job.status);
  const cancel = () => remove(`/v1/plans/${job.id}`).then(() => say("Cancelling"));
  const stop = deed("Cancel", cancel, failed, { class: "danger" });

  function draw(progress) {
    put(
      numbers,
      figures(
        figure(
          "Persons planned",
          progress ? count(progress.persons_planned) : "–",
          progress && `of ${count(progress.persons)}`,
          { key: "moved" },
        ),
        figure("Best plan so far", money(progress?.total), undefined, { key: "total", class: "strong" }),
        figure("No plan costs less than", money(progress?.bound), undefined, { key: "bound" }),
        figure("Gap", percent(progress?.gap), undefined, { key: "gap", class: "strong" }),
        figure("Columns", count(progress?.columns), undefined, { key: "columns" }),
        figure("Time", duration(progress?.elapsed_s), undefined, { key: "time" }),
      ),
      h(
        "p",
        { class: "hint", "data-phase": progress?.phase },
        progress
          ? closed
            ? "What planning had come to when it ended."
            : `Now ${PHASES[progress.phase] ?? progress.phase}.`
          : closed
            ? "It ended before it began."
            : "Waiting for a worker.",
      ),
    );
  }

  /** Drawn once for however many come at once. */
  function follow(progress) {
    course.push(progress);
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      picture(course.at(-1));
    });
  }

  function picture(progress) {
    draw(progress);
    const of = (key) =>
      course
        .filter((one) => one[key] !== null && one[key] !== undefined)
        .map((one) => [one.elapsed_s, Number(one[key])]);
    // Early bounds may lie below nothing, which says nothing.
    const [totals, bounds] = [of("total"), of("bound").filter(([, bound]) => bound >= 0)];
    if (totals.length + bounds.length > 1) {
      put(
        drawn,
        chart({
          told: `The best plan and the bound over time; the gap is ${percent(progress.gap)} after ${duration(progress.elapsed_s)}`,
          across: "seconds",
          up: "",
          height: 240,
          lines: [
            { name: "best plan so far", class: "total", points: steps(totals) },
            { name: "no plan costs less", class: "bound", points: steps(bounds) },
          ],
        }),
      );
    }
    if (Date.now() - told >= TELL_EVERY) {
      told = Date.now();
      say(
        `${count(progress.persons_planned)} of ${count(progress.persons)} persons planned, gap ${percent(progress.gap)}`,
      );
    }
  }

  draw(job.progress);
  if (!closed) {
    watch(
      `/v1/plans/${job.id}/events`,
      ({ kind, data }) => {
        if (signal.aborted) return;
        if (kind === "progress") follow(data);
        else if (later(data.status, job.status)) {
          say(`The plan is ${STATUS[data.status]}`);
          job.status = data.status;
          show();
        }
      },
      signal,
      0,
    ).catch((error) => put(failed, trouble(error)));
  }
  return h("div", {}, numbers, drawn, failed, !closed && session.plans() && h("p", {}, stop));
}

/** Values hold until the next one. */
const steps = (points) =>
  points.flatMap(([x, y], index) =>
    index
      ? [
          [x, points[index - 1][1]],
          [x, y],
        ]
      : [[x, y]],
  );

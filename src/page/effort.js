// How hard to try: fields that every job has.

import { field, h } from "./dom.js";

/** Fields for gap and time, and what they come to. */
export function effort({ gap = "0.1", minutes = "10", open = false } = {}) {
  const gaps = h("input", {
    type: "number",
    min: "0",
    max: "100",
    step: "any",
    value: gap,
    inputmode: "decimal",
    required: !open,
  });
  const time = h("input", {
    type: "number",
    min: "0.05",
    max: "240",
    step: "any",
    value: minutes,
    inputmode: "decimal",
    required: true,
  });
  return {
    fields: [
      field(
        "Stop at a gap of, per cent",
        gaps,
        open
          ? "Left empty, it is chosen so that the break-even is sharp."
          : "How far from the best possible the plan may be at most.",
      ),
      field("Stop after, minutes", time, "Ends with the best plan found until then."),
    ],
    asked: () => ({
      ...(gaps.value === "" ? {} : { gap: Number(gaps.value) / 100 }),
      time_limit_s: Math.round(Number(time.value) * 60000) / 1000,
    }),
  };
}

// Amounts that are known between two, beside each other on one scale.

import { ticks } from "./chart.js";
import { h, newId, onWidth, put, svg } from "./dom.js";
import { short } from "./words.js";

const ROW = 26;
const EDGE = { right: 16, top: 8, bottom: 40 };

/**
 * Draws `rows` (`{ name, low, high, class }`) as bars from `low` to `high`, with a line at nothing. `told` says in words what
 * the picture shows; `legend` explains the classes.
 */
export function spans({ told, across, rows, legend = [] }) {
  const id = newId("spans");
  const place = h("div", { class: "chart spans" });
  onWidth(place, (width) => put(place, picture(width)));

  function picture(width) {
    // Names stand above their bars where there is no room beside them.
    const narrow = width < 520;
    const left = narrow ? 16 : 190;
    const step = narrow ? ROW + 16 : ROW;
    const height = EDGE.top + rows.length * step + EDGE.bottom;
    const [low, high] = [
      Math.min(0, ...rows.map((row) => row.low)),
      Math.max(0, ...rows.map((row) => row.high)),
    ];
    const x = (value) => left + ((value - low) / (high - low || 1)) * (width - left - EDGE.right);
    return svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": id },
      svg("title", { id }, told),
      ticks(low, high, Math.max(2, Math.floor((width - left) / 110))).map((value) =>
        svg(
          "g",
          {},
          svg("line", { class: "grid", x1: x(value), x2: x(value), y1: EDGE.top, y2: height - EDGE.bottom }),
          svg(
            "text",
            { class: "tick", x: x(value), y: height - EDGE.bottom + 18, "text-anchor": "middle" },
            short(value),
          ),
        ),
      ),
      svg("line", { class: "line bound", x1: x(0), x2: x(0), y1: EDGE.top, y2: height - EDGE.bottom }),
      svg("text", { class: "axis", x: width - EDGE.right, y: height - 4, "text-anchor": "end" }, across),
      rows.map((row, index) => {
        const top = EDGE.top + index * step;
        const bar = narrow ? top + 20 : top + 7;
        return svg(
          "g",
          {},
          svg(
            "text",
            narrow
              ? { class: "tick", x: left, y: top + 14 }
              : { class: "tick", x: left - 10, y: top + 18, "text-anchor": "end" },
            row.name,
          ),
          svg("rect", {
            class: `span ${row.class}`,
            x: x(row.low),
            y: bar,
            width: Math.max(2, x(row.high) - x(row.low)),
            height: 12,
            rx: 2,
          }),
        );
      }),
    );
  }

  return h(
    "figure",
    { class: "drawn" },
    place,
    h(
      "figcaption",
      { class: "legend" },
      legend.map(([kind, words]) => h("span", {}, h("i", { class: `swatch span ${kind}` }), words)),
    ),
  );
}

// Lines and bands over two axes.

import { h, newId, onWidth, put, svg } from "./dom.js";
import { short } from "./words.js";

const EDGE = { left: 64, right: 16, top: 22, bottom: 40 };

/** Round steps between two numbers, some `about` of them. */
export function ticks(low, high, about) {
  const span = high - low || 1;
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const all = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step)
    all.push(Number(at.toPrecision(12)));
  return all;
}

/**
 * Draws `lines` (`{ name, class, points: [[x, y]] }`), `bands` (`{ name, class, points: [[x, low, high]] }`), `dots`
 * (`{ name, class, points: [[x, y, words]] }`) and `marks` (`{ name, class, from, to }` across, at an x or between two). `told`
 * says in words what the picture shows.
 */
export function chart({ told, across, up, lines = [], bands = [], dots = [], marks = [], height = 280 }) {
  const id = newId("chart");
  const place = h("div", { class: "chart" });
  const draw = (width) => put(place, picture(width));

  function picture(width) {
    const xs = [
      ...[...lines, ...dots].flatMap((line) => line.points.map(([x]) => x)),
      ...bands.flatMap((band) => band.points.map(([x]) => x)),
    ];
    const ys = [
      ...[...lines, ...dots].flatMap((line) => line.points.map(([, y]) => y)),
      ...bands.flatMap((band) => band.points.flatMap(([, low, high]) => [low, high])),
    ];
    if (!xs.length) return h("p", { class: "hint" }, "Nothing to draw yet.");
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [least, most] = [Math.min(...ys), Math.max(...ys)];
    const air = (most - least || Math.abs(most) || 1) * 0.06;
    const [low, high] = [least - air, most + air];
    const x = (value) => EDGE.left + ((value - left) / (right - left || 1)) * (width - EDGE.left - EDGE.right);
    const y = (value) => height - EDGE.bottom - ((value - low) / (high - low)) * (height - EDGE.top - EDGE.bottom);
    const path = (points) =>
      points.map(([px, py], index) => `${index ? "L" : "M"}${x(px).toFixed(1)},${y(py).toFixed(1)}`).join("");
    const area = (points) =>
      `${path(points.map(([px, , py]) => [px, py]))}${[...points]
        .reverse()
        .map(([px, py]) => `L${x(px).toFixed(1)},${y(py).toFixed(1)}`)
        .join("")}Z`;
    const clip = (value) => Math.max(EDGE.left, Math.min(width - EDGE.right, x(value)));
    return svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": id },
      svg("title", { id }, told),
      ticks(low, high, 5)
        .filter((value) => value >= low)
        .map((value) =>
          svg(
            "g",
            {},
            svg("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
            svg("text", { class: "tick", x: EDGE.left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value)),
          ),
        ),
      ticks(left, right, Math.max(2, Math.floor(width / 110))).map((value) =>
        svg(
          "text",
          { class: "tick", x: x(value), y: height - EDGE.bottom + 18, "text-anchor": "middle" },
          short(value),
        ),
      ),
      svg("text", { class: "axis", x: width - EDGE.right, y: height - 4, "text-anchor": "end" }, across),
      svg("text", { class: "axis", x: 10, y: 11 }, up),
      marks.map(({ class: kind, from, to = from }) =>
        svg("rect", {
          class: kind,
          x: clip(from) - (from === to ? 1 : 0),
          y: EDGE.top,
          width: Math.max(2, clip(to) - clip(from)),
          height: height - EDGE.top - EDGE.bottom,
        }),
      ),
      bands.map((band) => svg("path", { class: `band ${band.class}`, d: area(band.points) })),
      lines.map((line) => svg("path", { class: `line ${line.class}`, d: path(line.points) })),
      dots.map((dot) =>
        dot.points.map(([px, py, words]) => {
          // Words stand on the side where there is room for them.
          const turned = x(px) > width - 80;
          return svg(
            "g",
            {},
            svg("circle", { class: `point ${dot.class}`, cx: x(px), cy: y(py), r: 5 }),
            svg(
              "text",
              {
                class: "tick",
                x: x(px) + (turned ? -9 : 9),
                y: y(py) - 9,
                "text-anchor": turned ? "end" : "start",
              },
              words,
            ),
          );
        }),
      ),
    );
  }

  onWidth(place, draw);
  const legend = [...lines, ...bands, ...dots, ...marks].filter((one) => one.name);
  return h(
    "figure",
    { class: "drawn" },
    place,
    h(
      "figcaption",
      { class: "legend" },
      legend.map((one) => h("span", {}, h("i", { class: `swatch ${one.class}` }), one.name)),
    ),
  );
}

/** Bars of amounts, each beside its name. */
export function bars(rows, tell) {
  const most = Math.max(1e-9, ...rows.map((row) => Math.abs(row.size)));
  return h(
    "table",
    { class: "bars" },
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, row.name),
          h(
            "td",
            { class: "bar", "aria-hidden": "true" },
            h("i", { class: row.size < 0 ? "less" : "", style: { width: `${(Math.abs(row.size) / most) * 100}%` } }),
          ),
          h("td", { class: "right" }, tell(row)),
        ),
      ),
    ),
  );
}

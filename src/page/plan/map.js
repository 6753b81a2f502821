// The movements on a map: great circles as wide as the persons who fly them, and a table that says the same.

import { geoGraticule10, geoPath } from "d3-geo";
import { h, newId, onWidth, put, say, svg } from "../dom.js";
import { sum, table } from "../table.js";
import { count, several } from "../words.js";
import { arrow, BORDERS, LAND, project, way } from "./world.js";

const WIDEST = 9;

/** The map with its table. */
export function map({ id, told }) {
  const names = (code) => `${code}, ${told.airports[code]?.city ?? ""}`;
  const named = (code) => h("span", { class: "named" }, names(code));
  const world = picture(told, { choose: (movement) => choose(movement, true) });
  const chosen = h("p", { class: "hint chosen" });
  function choose(movement, spoken) {
    world.light(movement);
    put(
      chosen,
      movement
        ? [
            h("strong", {}, `${movement.from} to ${movement.to}`),
            `: ${several(movement.persons, "person")}, ${movement.mode}. `,
            h("a", { href: `#/plan/${id}/flights?words=${movement.from}+${movement.to}` }, "Its flights"),
          ]
        : "Choose a movement on the map or in the table to see it alone.",
    );
    if (spoken && movement) say(`${movement.from} to ${movement.to}, ${several(movement.persons, "person")}`);
  }
  choose(null);
  const rows = [...told.movements].sort((one, other) => other.persons - one.persons);
  return h(
    "div",
    {},
    world.node,
    chosen,
    table({
      caption: "Movements",
      rows,
      empty: "Nobody moves.",
      filter: "Filter movements: airport, place …",
      open: (one) => `${one.from}-${one.to}-${one.mode}`,
      columns: [
        {
          name: "From",
          of: (one) => [names(one.from), told.airports[one.from]?.country],
          tell: (one) => named(one.from),
        },
        { name: "To", of: (one) => [names(one.to), told.airports[one.to]?.country], tell: (one) => named(one.to) },
        { name: "By", of: (one) => one.mode, tell: (one) => h("span", { class: `mark ${one.mode}` }, one.mode) },
        {
          name: "Persons",
          of: (one) => one.persons,
          tell: (one) => count(one.persons),
          right: true,
          total: sum((one) => one.persons),
        },
        {
          name: "On the map",
          of: () => "",
          tell: (one) =>
            h(
              "button",
              {
                type: "button",
                class: "quiet",
                onclick: () => {
                  choose(one, true);
                  world.node.scrollIntoView({ block: "nearest" });
                },
              },
              "Show",
              h("span", { class: "unseen" }, ` ${one.from} to ${one.to}`),
            ),
        },
      ],
    }),
  );
}

/** The map alone; `light` shows one movement before all others. */
export function picture(told, { choose, height, tools = true, legend = true } = {}) {
  const id = newId("map");
  const place = (code) => {
    const airport = told.airports[code];
    return airport && airport.lat !== null && airport.lon !== null ? [airport.lon, airport.lat] : null;
  };
  const flows = told.movements
    .map((movement) => ({ movement, from: place(movement.from), to: place(movement.to) }))
    .filter((flow) => flow.from && flow.to)
    .sort((one, other) => other.movement.persons - one.movement.persons);
  const lost = told.movements.length - flows.length;
  const most = Math.max(1, ...flows.map((flow) => flow.movement.persons));
  const broad = (persons) => 1 + (WIDEST - 1) * Math.sqrt(persons / most);
  const ends = airports(told);
  let [lit, whole, near, centre, drawn] = [null, false, 1, [0.5, 0.5], [0, 0]];
  const board = h("div", { class: "map" });

  function draw(width) {
    const tall = height ?? Math.round(Math.max(260, Math.min(560, width * 0.5)));
    drawn = [width, tall];
    const ways = flows.map((flow) => way(flow.from, flow.to));
    const projection = project(
      ways,
      flows.map((flow) => flow.movement.persons),
      width,
      tall,
      whole,
    );
    if (near > 1) {
      const [dx, dy] = projection.translate();
      projection
        .scale(projection.scale() * near)
        .translate([width / 2 + (dx - centre[0] * width) * near, tall / 2 + (dy - centre[1] * tall) * near]);
    }
    const path = geoPath(projection);
    const faint = (movement) => (lit && lit !== movement ? " faint" : "");
    const lines = flows.map(({ movement, from, to }, index) =>
      svg(
        "path",
        {
          class: `flow ${movement.mode}${faint(movement)}`,
          d: path(ways[index]),
          "stroke-width": broad(movement.persons).toFixed(1),
          "data-flow": `${movement.from}-${movement.to}`,
          "data-persons": movement.persons,
          onclick: () => choose?.(movement === lit ? null : movement),
        },
        svg(
          "title",
          {},
          `${movement.from} to ${movement.to}: ${several(movement.persons, "person")}, ${movement.mode}`,
        ),
      ),
    );
    const arrows = flows.map(({ movement, from, to }) => {
      const one = arrow(projection, from, to, 46);
      const size = 2.5 + broad(movement.persons) * 0.5;
      return (
        one &&
        svg("path", {
          class: `arrow ${movement.mode}${faint(movement)}`,
          d: `M${-size},${-size * 0.8}L${size},0L${-size},${size * 0.8}Z`,
          transform: `translate(${one.at[0].toFixed(1)},${one.at[1].toFixed(1)}) rotate(${one.turn.toFixed(1)})`,
        })
      );
    });
    put(
      board,
      svg(
        "svg",
        { width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: "img", "aria-labelledby": id },
        svg("title", { id }, spoken(told, flows, lost)),
        svg("path", { class: "sea", d: path({ type: "Sphere" }) }),
        svg("path", { class: "graticule", d: path(geoGraticule10()) }),
        svg("path", { class: "land", d: path(LAND) }),
        svg("path", { class: "border", d: path(BORDERS) }),
        svg("g", {}, lines),
        svg("g", {}, arrows),
        marks(projection, width, tall),
      ),
    );
  }

  /** Airports, with the names of the biggest that don't stand on each other. */
  function marks(projection, width, tall) {
    const shown = [...ends.values()]
      .map((end) => ({ ...end, at: place(end.code) && projection(place(end.code)) }))
      .filter((end) => end.at)
      .sort((one, other) => other.persons - one.persons);
    const size = (end) => 2.5 + 3.5 * Math.sqrt(end.persons / Math.max(1, shown[0].persons));
    const taken = shown.map(({ at: [x, y], ...end }) => [x - size(end), y - size(end), x + size(end), y + size(end)]);
    return svg(
      "g",
      {},
      shown.map((end) => {
        const [x, y] = end.at;
        const reach = size(end);
        const box = [x + reach + 3, y - 7, x + reach + 33, y + 7];
        const free =
          x > 0 &&
          x < width - 36 &&
          y > 8 &&
          y < tall - 8 &&
          taken.every(([l, t, r, b]) => box[2] < l || box[0] > r || box[3] < t || box[1] > b);
        if (free) taken.push(box);
        return svg(
          "g",
          { class: `place ${end.kind}` },
          svg(
            "circle",
            { cx: x.toFixed(1), cy: y.toFixed(1), r: reach.toFixed(1) },
            svg("title", {}, `${end.code}, ${told.airports[end.code]?.city}: ${end.words}`),
          ),
          free && svg("text", { x: (x + reach + 3).toFixed(1), y: (y + 4).toFixed(1) }, end.code),
        );
      }),
    );
  }

  const again = () => drawn[0] && draw(drawn[0]);
  const zoom = (by) => {
    near = Math.min(12, Math.max(1, near * by));
    if (near === 1) centre = [0.5, 0.5];
    again();
  };
  drag(
    board,
    () => near > 1,
    (dx, dy) => {
      centre = [centre[0] - dx / drawn[0] / near, centre[1] - dy / drawn[1] / near];
      again();
    },
  );
  onWidth(board, draw);
  const button = (words, sign, deed) =>
    h("button", { type: "button", "aria-label": words, title: words, onclick: deed }, sign);
  const reach = h(
    "button",
    {
      type: "button",
      "aria-pressed": "false",
      onclick: () => {
        whole = !whole;
        near = 1;
        centre = [0.5, 0.5];
        reach.setAttribute("aria-pressed", String(whole));
        again();
      },
    },
    "Whole world",
  );
  const move = (dx, dy) => () => {
    if (near === 1) return;
    centre = [centre[0] + dx / near, centre[1] + dy / near];
    again();
  };
  const node = h(
    "figure",
    { class: "drawn" },
    tools &&
      h(
        "div",
        { class: "maptools", role: "group", "aria-label": "Map" },
        button("Nearer", "+", () => zoom(1.6)),
        button("Farther", "−", () => zoom(1 / 1.6)),
        button("West", "←", move(-0.15, 0)),
        button("East", "→", move(0.15, 0)),
        button("North", "↑", move(0, -0.15)),
        button("South", "↓", move(0, 0.15)),
        reach,
      ),
    board,
    legend &&
      h(
        "figcaption",
        { class: "legend" },
        h("span", {}, h("i", { class: "swatch scheduled" }), "scheduled flights"),
        h("span", {}, h("i", { class: "swatch charter" }), "charters"),
        h("span", {}, h("i", { class: "dot origin" }), "where journeys begin"),
        h("span", {}, h("i", { class: "dot end" }), "where they end"),
        h("span", {}, h("i", { class: "dot hub" }), "on the way"),
        h("span", {}, `Width: persons, up to ${count(most)}`),
        lost > 0 && h("span", {}, `${several(lost, "movement")} without known positions not drawn`),
      ),
  );
  return {
    node,
    light: (movement) => {
      lit = movement;
      again();
    },
  };
}

/** Airports in use: how many begin, end or change there. */
function airports(told) {
  const ends = new Map();
  const at = (code) => {
    if (!ends.has(code)) ends.set(code, { code, begin: 0, end: 0, persons: 0 });
    return ends.get(code);
  };
  for (const movement of told.movements) {
    at(movement.from).persons += movement.persons;
    at(movement.to).persons += movement.persons;
  }
  for (const one of told.cases.filter((one) => one.status === "served")) {
    at(one.origin).begin += one.persons;
    at(one.destination).end += one.persons;
  }
  for (const end of ends.values()) {
    end.kind = end.end > 0 ? "end" : end.begin > 0 ? "origin" : "hub";
    end.words = [
      end.begin && `${count(end.begin)} begin`,
      end.end && `${count(end.end)} arrive for good`,
      !end.begin && !end.end && "on the way",
    ]
      .filter(Boolean)
      .join(", ");
  }
  return ends;
}

/** The map in words, for whoever doesn't see it. */
function spoken(told, flows, lost) {
  const first = flows.slice(0, 3).map(({ movement }) => `${movement.from} to ${movement.to} with ${movement.persons}`);
  const rest = lost ? ` ${several(lost, "movement")} without known positions not drawn.` : "";
  return `Map of ${several(flows.length, "movement")}${first.length ? `, the largest ${first.join(", ")} persons` : ""}.${rest} The table of movements says the same.`;
}

/** Moves what is drawn with the pointer. */
function drag(board, may, moved) {
  let from = null;
  board.addEventListener("pointerdown", (event) => {
    from = may() && event.button === 0 ? [event.clientX, event.clientY] : null;
  });
  board.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) from = null;
    if (!from) return;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (Math.hypot(dx, dy) < 4) return;
    from = [event.clientX, event.clientY];
    moved(dx, dy);
  });
}

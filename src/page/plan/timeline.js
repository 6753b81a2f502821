// Flights over time: a row an airport of departure, a bar a flight, as high as it is full of the plan's people.

import { h, newId, onWidth, put, say, svg } from "../dom.js";
import { at, count, several } from "../words.js";
import { legs } from "../pieces.js";

const HOUR = 3600e3;
const DAY = 24 * HOUR;
/** Days shown at once, so that a year stays light. */
const SPAN = 7;
const LANE = 22;
const NAME = 56;
/** Pixels of a day at least: its date must fit. */
const LEAST = 92;

export function timeline({ id, told }) {
  const flights = told.flights
    .filter((flight) => flight.departs && flight.arrives)
    .map((flight) => ({ ...flight, from_ms: Date.parse(flight.departs), to_ms: Date.parse(flight.arrives) }));
  if (!flights.length) return h("p", { class: "nothing" }, "Nobody flies.");
  const first = Math.floor(Math.min(...flights.map((flight) => flight.from_ms)) / DAY) * DAY;
  const last = Math.max(...flights.map((flight) => flight.to_ms));
  const most = Math.max(1, ...flights.map((flight) => flight.persons));
  let [start, near, current] = [first, 1, 0];
  const id_of = newId("timeline");
  const board = h("div", {
    class: "scroll timeline",
    role: "region",
    tabindex: "0",
    "aria-label": "Timeline, scrolls",
  });
  const chosen = h(
    "div",
    { class: "chosen", role: "status" },
    h("p", { class: "hint" }, "Choose a flight; with the keyboard by the arrow keys."),
  );
  const about = h("span", { class: "told", role: "status" });
  let bars = [];

  function draw(width) {
    const end = Math.min(start + SPAN * DAY, Math.ceil(last / DAY) * DAY);
    const shown = flights.filter((flight) => flight.to_ms > start && flight.from_ms < end);
    const wide = Math.max(width - 4, NAME + ((end - start) / DAY) * LEAST) * near;
    const x = (ms) => NAME + ((ms - start) / (end - start)) * (wide - NAME - 6);
    const rows = lanes(shown);
    bars = [];
    let y = 30;
    const drawn = rows.map(({ airport, lines }) => {
      const top = y;
      y += lines.length * LANE + 6;
      return svg(
        "g",
        {},
        svg("line", { class: "grid", x1: 0, x2: wide, y1: y - 3, y2: y - 3 }),
        lines.flatMap((line, index) => line.map((flight) => bar(flight, x, top + index * LANE))),
        svg("rect", { class: "margin", x: 0, y: top - 2, width: NAME - 6, height: lines.length * LANE + 2 }),
        svg("text", { class: "rowname", x: 4, y: top + 14 }, airport, svg("title", {}, told.airports[airport]?.city)),
      );
    });
    const days = [];
    for (let day = start; day <= end; day += DAY) days.push(day);
    const hours = [];
    if ((wide - NAME) / days.length > 260)
      for (let hour = start; hour < end; hour += 6 * HOUR) if (hour % DAY) hours.push(hour);
    put(
      board,
      svg(
        "svg",
        { width: wide, height: y + 4, viewBox: `0 0 ${wide} ${y + 4}`, role: "group", "aria-labelledby": id_of },
        svg(
          "title",
          { id: id_of },
          `Timeline of ${several(shown.length, "flight")}, times in UTC; the table of flights says the same`,
        ),
        hours.map((hour) => [
          svg("line", { class: "grid fine", x1: x(hour), x2: x(hour), y1: 18, y2: y }),
          svg("text", { class: "tick", x: x(hour) + 3, y: 26 }, new Date(hour).toISOString().slice(11, 16)),
        ]),
        days.map((day) => [
          svg("line", { class: "grid", x1: x(day), x2: x(day), y1: 0, y2: y }),
          day < end && svg("text", { class: "day", x: x(day) + 4, y: 12 }, new Date(day).toISOString().slice(0, 10)),
        ]),
        drawn,
      ),
    );
    put(
      about,
      `${new Date(start).toISOString().slice(0, 10)} to ${new Date(end - 1).toISOString().slice(0, 10)}, ${several(shown.length, "flight")}, UTC`,
    );
    earlier.disabled = start <= first;
    later.disabled = end >= last;
    current = 0;
    bars[0]?.setAttribute("tabindex", "0");
  }

  function bar(flight, x, top) {
    const [left, right] = [Math.max(NAME, x(flight.from_ms)), Math.max(x(flight.to_ms), x(flight.from_ms) + 3)];
    const wide = Math.max(3, right - left);
    const full = 11 + 7 * Math.sqrt(flight.persons / most);
    const words = `${flight.flight} ${flight.from} to ${flight.to}, ${at(flight.departs)} to ${at(flight.arrives)} UTC, ${several(flight.persons, "person")}${flight.escorts ? `, ${several(flight.escorts, "escort")}` : ""}`;
    const label = flight.persons ? `${flight.to} ${flight.persons}` : flight.to;
    const node = svg(
      "g",
      {
        class: `flight ${flight.mode}${flight.persons ? "" : " alone"}`,
        role: "button",
        tabindex: "-1",
        "aria-label": words,
        "data-flight": flight.sector,
        onclick: () => choose(flight, node),
        onkeydown: (event) => keys(event, flight, node),
        onfocus: () => {
          current = bars.indexOf(node);
        },
      },
      svg("title", {}, words),
      svg("rect", { class: "hit", x: left, y: top, width: wide, height: LANE - 2 }),
      svg("rect", { class: "body", x: left, y: top + 9 - full / 2 + 1, width: wide, height: full, rx: 3 }),
      wide > label.length * 7 + 6 && svg("text", { x: left + 5, y: top + 14 }, label),
    );
    bars.push(node);
    return node;
  }

  function keys(event, flight, node) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const to = Math.max(0, Math.min(bars.length - 1, current + step));
      node.setAttribute("tabindex", "-1");
      bars[to].setAttribute("tabindex", "0");
      bars[to].focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(flight, node);
    }
  }

  function choose(flight, node) {
    bars.forEach((one) => one.classList.toggle("lit", one === node));
    put(
      chosen,
      h(
        "p",
        {},
        h("strong", {}, flight.sector),
        ` ${flight.from} ${at(flight.dep)} → ${flight.to} ${at(flight.arr)} local · ${several(flight.persons, "person")}`,
        flight.escorts > 0 && `, ${several(flight.escorts, "escort")}`,
        flight.seats !== null && ` on ${count(flight.seats)} seats`,
        ` · `,
        h("a", { href: `#/plan/${id}/flights?words=${encodeURIComponent(flight.sector)}` }, "In the table"),
      ),
      h("p", { class: "hint" }, legs(flight.cases)),
    );
    say(`${flight.sector} chosen`);
  }

  let width = 0;
  const again = () => width && draw(width);
  const earlier = h(
    "button",
    {
      type: "button",
      onclick: () => {
        start = Math.max(first, start - SPAN * DAY);
        again();
      },
    },
    "Earlier",
  );
  const later = h(
    "button",
    {
      type: "button",
      onclick: () => {
        start += SPAN * DAY;
        again();
      },
    },
    "Later",
  );
  const zoom = (words, sign, by) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": words,
        title: words,
        onclick: () => {
          near = Math.max(1, Math.min(12, near * by));
          again();
        },
      },
      sign,
    );
  onWidth(board, (now) => {
    width = now;
    again();
  });
  return h(
    "div",
    {},
    h(
      "div",
      { class: "tools" },
      zoom("Wider", "+", 1.6),
      zoom("Narrower", "−", 1 / 1.6),
      last - first > SPAN * DAY && [earlier, later],
      h("span", { class: "grow" }, about),
    ),
    board,
    chosen,
    h(
      "p",
      { class: "legend" },
      h("span", {}, h("i", { class: "swatch scheduled" }), "scheduled flights"),
      h("span", {}, h("i", { class: "swatch charter" }), "charters"),
      h("span", {}, h("i", { class: "swatch alone" }), "escorts alone"),
      h("span", {}, "Height: persons of the plan aboard"),
    ),
  );
}

/** The flights of each airport on as few lines as keep them apart; where flights leave first stands first. */
function lanes(flights) {
  const airports = new Map();
  for (const flight of flights) airports.set(flight.from, [...(airports.get(flight.from) ?? []), flight]);
  return [...airports.keys()].map((airport) => {
    const lines = [];
    for (const flight of airports.get(airport).sort((one, other) => one.from_ms - other.from_ms)) {
      const line = lines.find((line) => line.at(-1).to_ms + HOUR / 2 <= flight.from_ms);
      if (line) line.push(flight);
      else lines.push([flight]);
    }
    return { airport, lines };
  });
}

// A table of rows: sorted by any column, filtered by any word, with totals, a few hundred rows at a time.

import { download } from "./api.js";
import { deed } from "./deed.js";
import { h, newId, put, say } from "./dom.js";
import { count } from "./words.js";

const AT_ONCE = 200;

/**
 * Columns have a `name`, `of` (what it is sorted and filtered by), and may have `tell` (what is shown), `right`, `total`
 * (how the sum of shown rows is told), `wide`. `save` is a path and a name to download; `more` are further tools.
 */
export function table({ caption, columns, rows, empty, filter, save, more, open, start = "" }) {
  const id = newId("table");
  const state = { words: start, by: undefined, down: false, shown: AT_ONCE };
  const body = h("tbody");
  const foot = h("tfoot");
  const told = h("span", { class: "told", role: "status" });
  const rest = h("div", { class: "rest" });
  const heads = columns.map((column) => {
    const button = h("button", { type: "button", class: "sort", onclick: () => sort(column) }, column.name);
    return h("th", { scope: "col", class: column.right && "right" }, button);
  });
  const texts = new Map(
    rows.map((row) => [
      row,
      columns
        .map((column) => flat(column.of(row)))
        .join(" ")
        .toLowerCase(),
    ]),
  );
  const search = h("input", {
    type: "search",
    placeholder: filter ?? "Filter",
    "aria-label": filter ?? `Filter ${caption}`,
    value: start,
  });
  search.addEventListener("input", () => {
    state.words = search.value;
    state.shown = AT_ONCE;
    draw();
  });

  function sort(column) {
    state.down = state.by === column ? !state.down : Boolean(column.right);
    state.by = column;
    draw();
    say(`Sorted by ${column.name}, ${state.down ? "descending" : "ascending"}`);
  }

  function chosen() {
    const words = state.words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => words.every((word) => texts.get(row).includes(word)));
    if (!state.by) return found;
    const sign = state.down ? -1 : 1;
    return found.sort((one, other) => sign * order(state.by.of(one), state.by.of(other)));
  }

  function draw() {
    const found = chosen();
    heads.forEach((head, index) => {
      if (state.by === columns[index]) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    put(body, found.slice(0, state.shown).map(line));
    if (!found.length) {
      const nothing = rows.length ? "Nothing here has these words." : empty;
      put(body, h("tr", {}, h("td", { class: "nothing", colspan: columns.length }, nothing)));
    }
    const sums = columns.some((column) => column.total) && found.length > 1;
    put(
      foot,
      sums &&
        h(
          "tr",
          {},
          columns.map((column, index) => {
            if (column.total) return h("td", { class: "right" }, column.total(found));
            return h("td", {}, index === 0 ? "Sum" : "");
          }),
        ),
    );
    put(told, found.length === rows.length ? count(rows.length) : `${count(found.length)} of ${count(rows.length)}`);
    const left = found.length - state.shown;
    put(
      rest,
      left > 0 &&
        h(
          "button",
          {
            type: "button",
            onclick: () => {
              state.shown += AT_ONCE;
              draw();
            },
          },
          `Show ${count(Math.min(left, AT_ONCE))} more of ${count(left)}`,
        ),
      left > AT_ONCE &&
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            onclick: () => {
              state.shown = Infinity;
              draw();
            },
          },
          "Show all",
        ),
    );
  }

  function line(row) {
    const cells = columns.map((column, index) => {
      const shown = (column.tell ?? column.of)(row);
      const props = { class: [column.right && "right", column.wide && "wide"].filter(Boolean).join(" ") || undefined };
      return index === 0 ? h("th", { scope: "row", ...props }, shown) : h("td", props, shown);
    });
    return h("tr", { "data-key": open?.(row) }, cells);
  }

  draw();
  const long = rows.length > 5;
  const failed = h("div");
  return h(
    "section",
    { class: "listing" },
    h(
      "div",
      { class: "tools" },
      long && search,
      h("span", { class: "grow" }, told),
      more,
      save && deed("Download CSV", () => download(save.path, save.name), failed),
    ),
    failed,
    h(
      "div",
      { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": id },
      h("table", {}, h("caption", { id, class: "unseen" }, caption), h("thead", {}, h("tr", {}, heads)), body, foot),
    ),
    rest,
  );
}

const flat = (value) => (Array.isArray(value) ? value.join(" ") : String(value ?? ""));

/** Numbers by size, all else by its letters; whatever isn't known comes last. */
function order(one, other) {
  const [a, b] = [one ?? "", other ?? ""];
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return flat(a).localeCompare(flat(b), "en", { numeric: true });
}

/** The sum of a column of whole numbers. */
export const sum = (of) => (rows) => count(rows.reduce((all, row) => all + Number(of(row) ?? 0), 0));

// Elements without markup in strings: whatever a feed calls things, it stays text.

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "style") Object.entries(value).forEach(([key, set]) => element.style.setProperty(key, set));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== undefined && child !== null && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** An HTML element. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

/** Puts children in the place of an element's own. */
export function put(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

let last = 0;

/** An id of its own for whoever is to be pointed at. */
export function newId(what) {
  last += 1;
  return `${what}-${last}`;
}

/** A label with its field below. */
export function field(label, input, hint) {
  input.id ||= newId("field");
  const told = hint && h("small", { id: newId("hint"), class: "hint" }, hint);
  if (told) input.setAttribute("aria-describedby", told.id);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, told);
}

/** Says something to whoever listens instead of looking. */
export function say(text) {
  const place = document.getElementById("said");
  if (place && place.textContent !== text) place.textContent = text;
}

/** Redraws whenever the element's width changes, until it has left the page. */
export function onWidth(element, draw) {
  let before = 0;
  const watch = new ResizeObserver(() => {
    const width = Math.floor(element.clientWidth);
    if (width && width !== before) {
      before = width;
      draw(width);
    }
  });
  watch.observe(element);
}

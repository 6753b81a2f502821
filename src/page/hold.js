// Where the keyboard is, kept while a view is drawn anew beneath it.

const words = (element) =>
  element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent.trim();

/** Notes what is focused within `place`; the returned function puts the keyboard back there, or at the heading. */
export function hold(place) {
  const before = document.activeElement;
  if (!before || before === document.body || !place.contains(before) || before === place) return () => {};
  const { tagName, value } = before;
  const told = words(before);
  return () => {
    const again =
      [...place.querySelectorAll(tagName)].find((element) => words(element) === told) ?? place.querySelector("h1");
    if (!again) return;
    if (again.tagName === "H1") again.setAttribute("tabindex", "-1");
    again.focus({ preventScroll: true });
    if (again.type === "search" && value) {
      again.value = value;
      again.dispatchEvent(new Event("input"));
    }
  };
}

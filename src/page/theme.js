// Light, dark, or as the machine has it. No secret, so it outlives the tab.

const KEY = "onward-look";
const LOOKS = ["auto", "light", "dark"];

export const now = () => {
  const kept = localStorage.getItem(KEY);
  return LOOKS.includes(kept) ? kept : "auto";
};

export function begin() {
  document.documentElement.dataset.look = now();
}

export function next() {
  localStorage.setItem(KEY, LOOKS[(LOOKS.indexOf(now()) + 1) % LOOKS.length]);
  begin();
}

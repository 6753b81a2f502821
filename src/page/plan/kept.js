// Plans as they are drawn, kept while their tabs are walked through: a done plan doesn't change.

import { get } from "../api.js";

const MOST = 4;
const kept = new Map();

/** What is drawn of a plan. */
export async function view(id, signal) {
  if (!kept.has(id)) {
    const told = await get(`/v1/plans/${id}/view`, signal);
    kept.set(id, told);
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
  }
  return kept.get(id);
}

/** Forgets all, when somebody signs out. */
export const forget = () => kept.clear();

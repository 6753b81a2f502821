// Amounts that are known to lie between two, in tables and words.

import { money } from "../words.js";

/** Two columns of a table for what lies between a bound and a plan. */
export const between = (name, of) => [
  { name: `${name}, at least`, of: (one) => of(one).low, tell: (one) => money(of(one).low), right: true },
  { name: `${name}, at most`, of: (one) => of(one).high, tell: (one) => money(of(one).high), right: true },
];

/** The least total. */
export const least = () => between("Least total", (one) => one.total);

/** An amount the other way round: what is lost without is saved with. */
export const negated = (text) => (text.startsWith("-") ? text.slice(1) : /^0*(\.0*)?$/.test(text) ? text : `-${text}`);

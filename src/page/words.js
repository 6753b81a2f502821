// Numbers, amounts and times as people write them; amounts are text all the way, so that no cent is rounded.

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `1214` as `1,214`. */
export const count = (number) => (number === undefined || number === null ? "–" : grouped(String(number)));

/** `-923240.17` as `−923,240.17`, with the currency if it is given. */
export function money(text, currency) {
  if (text === undefined || text === null) return "–";
  const [whole, cents] = String(text).replace("-", "").split(".");
  const sign = String(text).startsWith("-") ? "−" : "";
  return `${sign}${grouped(whole)}${cents ? `.${cents}` : ""}${currency ? ` ${currency}` : ""}`;
}

/** A difference, with its sign. */
export function change(text, currency) {
  if (Number(text) === 0) return "±0.00";
  return Number(text) > 0 ? `+${money(text, currency)}` : money(text, currency);
}

/** An amount on an axis: `1.2 m`. */
export function short(number) {
  const size = Math.abs(number);
  const told = (value) => String(Number(value.toFixed(2)));
  if (size >= 1e9) return `${told(number / 1e9)} bn`;
  if (size >= 1e6) return `${told(number / 1e6)} m`;
  if (size >= 1e4) return `${told(number / 1e3)} k`;
  return grouped(told(number));
}

/** Amounts added up in whole cents; what is `less` is given back. */
export function sumOf(amounts, less) {
  let cents = 0n;
  for (const [kind, amount] of Object.entries(amounts)) {
    const sign = kind === less ? -1n : 1n;
    cents += sign * BigInt(amount.replace(".", ""));
  }
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A gap as per cent: one that isn't nought never reads as nought. */
export function percent(gap) {
  if (gap === undefined || gap === null) return "–";
  return gap > 0 && gap < 0.000005 ? "< 0.001 %" : `${(gap * 100).toFixed(3)} %`;
}

/** Seconds as a running time. */
export function duration(seconds) {
  if (seconds === undefined || seconds === null) return "–";
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** `2017-05-16T22:30` as `2017-05-16 22:30`. */
export const at = (text) => (text ? text.replace("T", " ").replace(/:\d\d(\.\d+)?Z$|Z$/, "") : "–");

/** An instant in the reader's own time zone, to the minute, or to the second. */
export function moment(text, second = false) {
  if (!text) return "–";
  const date = new Date(text);
  const two = (number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}${second ? `:${two(date.getSeconds())}` : ""}`;
}

/** `no_room` as `no room`. */
export const plain = (code) => String(code).replaceAll("_", " ").replaceAll("-", " ");

/** One thing or several. */
export const several = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** A status as it is told. */
export const STATUS = { queued: "waiting", running: "running", done: "done", failed: "failed", cancelled: "cancelled" };

/** Whether a status is later than another: streams begin with those that were. */
export const later = (status, than) =>
  ["queued", "running", "done"].indexOf(ended(status) ? "done" : status) >
  ["queued", "running", "done"].indexOf(ended(than) ? "done" : than);

/** Whether nothing more happens to a job. */
export const ended = (status) => ["done", "failed", "cancelled"].includes(status);

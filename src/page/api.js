// The service's API, with the token in a header and problems as errors.

import { h } from "./dom.js";
import * as session from "./session.js";

/** What the service refuses with: `application/problem+json`. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

const AWAY = {
  status: 0,
  code: "away",
  title: "The service can't be reached",
  detail: "Check that it runs and that this machine has a connection, then try again.",
  faults: [],
};

async function refusal(response) {
  try {
    const problem = await response.json();
    if (problem.code) return new Refused({ faults: [], ...problem });
  } catch {
    // Not from the service itself, e.g. from a proxy in between.
  }
  return new Refused({ ...AWAY, status: response.status, title: `The answer was ${response.status}` });
}

/** Asks with the tab's token, or with another one. */
export async function ask(path, options = {}) {
  const secret = options.token ?? session.token();
  const headers = { authorization: `Bearer ${secret}`, ...options.headers };
  let response;
  try {
    response = await fetch(path, {
      method: options.method,
      headers,
      body: options.body,
      signal: options.signal,
      redirect: "error",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(AWAY);
  }
  if (response.ok) return response;
  const refused = await refusal(response);
  if (response.status === 401 && options.token === undefined) {
    session.end("The service no longer takes this token. It may have ended or been revoked; enter another one.");
  }
  throw refused;
}

/** The JSON at a path. */
export async function get(path, signal) {
  return (await ask(path, { signal })).json();
}

/** Posts JSON. */
export async function post(path, body, signal) {
  const headers = {
    "content-type": "application/json",
    "idempotency-key": crypto.randomUUID?.() ?? String(Math.random()),
  };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(body), signal })).json();
}

/** Deletes, or cancels. */
export const remove = (path) => ask(path, { method: "DELETE" });

/** A list's items, page by page, so many at most; `next` where there are more. */
export async function listed(path, most, signal) {
  const items = [];
  let next;
  do {
    const asked = new URLSearchParams({ limit: Math.min(200, most), ...(next && { after: next }) });
    const page = await get(`${path}${path.includes("?") ? "&" : "?"}${asked}`, signal);
    items.push(...page.items);
    next = page.next;
  } while (next && items.length < most);
  return { items, next };
}

/** As `listed`, without what comes after. */
export const list = async (path, most = 200, signal) => (await listed(path, most, signal)).items;

/** Saves what is at a path as a file: the service's own bytes. */
export async function download(path, name) {
  const blob = await (await ask(path)).blob();
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// Server-sent events by fetch: an EventSource can't send a token. Goes on where it was when a connection breaks.

import { ask } from "./api.js";
import { ended } from "./words.js";

const PAUSE = 1000;

/**
 * Reads the events of a job and tells each, until it has ended or `signal` stops it. Without `last`, the id of an event that
 * is known, it begins with the statuses so far and the latest progress; with 0, with all there was.
 */
export async function watch(path, tell, signal, last) {
  while (!signal.aborted) {
    try {
      const headers = last === undefined ? {} : { "last-event-id": last };
      const response = await ask(path, { headers, signal });
      for await (const event of events(response.body)) {
        last = event.id ?? last;
        tell(event);
        if (event.kind === "status" && ended(event.data.status)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      const status = error.problem?.status;
      // Whoever may not see it, or sees it deleted, waits for nothing.
      if (status === 401 || status === 403 || status === 404) throw error;
    }
    await new Promise((resume) => setTimeout(resume, PAUSE));
  }
}

/** The events of a stream: lines `id:`, `event:` and `data:`, ended by an empty one. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = { kind: "message", data: "" };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data) yield { ...event, data: JSON.parse(event.data) };
        event = { kind: "message", data: "" };
      } else if (line.startsWith("id:")) event.id = line.slice(3).trim();
      else if (line.startsWith("event:")) event.kind = line.slice(6).trim();
      else if (line.startsWith("data:")) event.data += line.slice(5).trim();
    }
  }
}

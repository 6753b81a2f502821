// A feed on its way to the service.

import { ask } from "./api.js";

/** Uploads a zip; the feed, and whether the office had it already. */
export async function upload(file) {
  const name = file.name.replace(/\.zip$/i, "").slice(0, 200);
  const path = name && name !== "feed" ? `/v1/feeds?name=${encodeURIComponent(name)}` : "/v1/feeds";
  const response = await ask(path, { method: "POST", headers: { "content-type": "application/zip" }, body: file });
  return { feed: await response.json(), known: response.status === 200 };
}

/** What the feeds' view is to tell of the last upload once it is shown. */
export const arrived = { news: null };

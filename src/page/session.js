// Who is here: a token, kept by this tab alone and gone with it.

const KEY = "onward-token";

export const session = { me: null, notice: "" };

export const token = () => sessionStorage.getItem(KEY);

/** Whether the token may plan and upload. */
export const plans = () => session.me?.scope === "planner" || session.me?.scope === "admin";

/** Keeps a token once the service has known it. */
export function begin(secret, me) {
  sessionStorage.setItem(KEY, secret);
  session.me = me;
  session.notice = "";
}

/** Forgets the token; `notice` tells why, if it wasn't asked for. */
export function end(notice = "") {
  sessionStorage.removeItem(KEY);
  session.me = null;
  session.notice = notice;
  window.dispatchEvent(new Event("signed-out"));
}

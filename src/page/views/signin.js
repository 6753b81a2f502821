// The form that a token is entered in.

import { ask } from "../api.js";
import { field, h, put } from "../dom.js";
import { sent } from "../form.js";
import * as session from "../session.js";

const WORDS = {
  401: "This token isn't known here. Check that it was copied whole; it may also have ended or been revoked.",
  429: "Too many attempts from this address. Wait a little, then try again.",
};

export function signIn(entered) {
  const input = h("input", {
    type: "password",
    name: "token",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
    "aria-required": "true",
  });
  const wrong = h("div", { id: "wrong-token", role: "alert" });
  const form = sent(
    { words: "Sign in", class: "card narrow", novalidate: true, send, refuse: refused },
    h("h1", {}, "Sign in"),
    session.session.notice && h("p", { class: "trouble" }, session.session.notice),
    field("Access token", input, "It stays in this tab and is forgotten when the tab is closed."),
    wrong,
  );
  form.append(
    h(
      "p",
      { class: "hint" },
      "An administrator of your office makes tokens. ",
      h("code", {}, "onward serve"),
      " prints the first one when it starts.",
    ),
  );
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} wrong-token`);

  async function send() {
    const secret = input.value.trim();
    put(wrong);
    if (!secret) return refuse("Enter a token.");
    // What isn't visible ASCII can't stand in a header, so it is no token.
    if (!/^[!-~]+$/.test(secret)) return refuse(WORDS[401]);
    session.begin(secret, await (await ask("/v1/me", { token: secret })).json());
    return entered();
  }

  function refused(error) {
    refuse(WORDS[error.problem?.status] ?? `${error.problem?.title ?? "The page slipped"}. ${error.message}`);
  }

  function refuse(text) {
    put(wrong, h("p", { class: "trouble" }, text));
    input.setAttribute("aria-invalid", "true");
    input.focus();
    input.select();
  }

  return form;
}

// The page begins here: who is here, which view the address names, and where the keyboard is after that.

import "./style/base.css";
import "./style/pieces.css";
import "./style/drawn.css";

import { get, Refused } from "./api.js";
import { accept } from "./drop.js";
import { h, put, say } from "./dom.js";
import { trouble } from "./pieces.js";
import * as session from "./session.js";
import * as theme from "./theme.js";
import { hold } from "./hold.js";
import { forget } from "./plan/kept.js";
import { compare } from "./views/compare.js";
import { feed } from "./views/feed.js";
import { feeds } from "./views/feeds.js";
import { plan } from "./views/plan.js";
import { plans } from "./views/plans.js";
import { question } from "./views/question.js";
import { questions } from "./views/questions.js";
import { signIn } from "./views/signin.js";
import { sweep } from "./views/sweep.js";
import { sweeps } from "./views/sweeps.js";

const VIEWS = { plans, plan, feeds, feed, compare, scenarios: sweeps, sweep, questions, question };
const PLACES = [
  ["plans", "Plans"],
  ["feeds", "Feeds"],
  ["scenarios", "Scenarios"],
  ["compare", "Compare"],
  ["questions", "Questions"],
];
/** Views that stand under a place of the navigation. */
const UNDER = { plan: "plans", feed: "feeds", sweep: "scenarios", question: "questions" };

const main = document.getElementById("main");
const top = document.getElementById("top");
let leaving = new AbortController();

/** `#/plan/01ab/map?flight=QR1` as a view, what it is of, and what is asked of it. */
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...of] = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { name: VIEWS[name] ? name : "plans", of, query: new URLSearchParams(query) };
}

function header(place) {
  const { me } = session.session;
  const look = h(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        theme.next();
        put(look, `Look: ${theme.now()}`);
      },
    },
    `Look: ${theme.now()}`,
  );
  put(
    top,
    h("a", { class: "brand", href: "#/plans" }, "Onward"),
    me &&
      h(
        "nav",
        { "aria-label": "Main" },
        h(
          "ul",
          {},
          PLACES.map(([name, told]) =>
            h(
              "li",
              {},
              h("a", { href: `#/${name}`, "aria-current": (UNDER[place] ?? place) === name && "page" }, told),
            ),
          ),
        ),
      ),
    h(
      "div",
      { class: "who" },
      me && h("span", { class: "office" }, me.office, h("small", {}, me.scope)),
      look,
      me && h("button", { type: "button", class: "quiet", onclick: () => session.end() }, "Sign out"),
    ),
  );
}

/** Shows what the address names. */
async function show(moved = true) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { name, of, query } = address();
  if (!session.session.me) {
    header();
    place(
      "Sign in",
      signIn(() => show()),
      false,
    );
    main.querySelector("input")?.focus();
    return;
  }
  header(name);
  const wait = setTimeout(() => put(main, h("p", { class: "wait", role: "status" }, "Loading …")), 300);
  try {
    const { title, node } = await VIEWS[name]({ of, query, signal, show: () => show(false) });
    if (!signal.aborted) place(title, node, moved);
  } catch (error) {
    if (signal.aborted || !session.session.me) return;
    place(
      "Not shown",
      h(
        "div",
        {},
        h("h1", { tabindex: "-1" }, "This can't be shown"),
        trouble(error),
        h("p", {}, h("button", { type: "button", onclick: () => show() }, "Try again")),
      ),
      moved,
    );
  } finally {
    clearTimeout(wait);
  }
}

function place(title, node, moved) {
  document.title = `${title} · Onward`;
  const held = moved ? () => {} : hold(main);
  put(main, node);
  held();
  main.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (!moved) return;
  window.scrollTo(0, 0);
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  say(title);
}

async function start() {
  theme.begin();
  accept((text) => say(text));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  window.addEventListener("hashchange", (event) => show(event.newURL !== ""));
  window.addEventListener("signed-out", () => {
    forget();
    show();
  });
  if (session.token()) {
    try {
      session.session.me = await get("/v1/me");
    } catch (error) {
      // A token that isn't known any more was forgotten by now; anything else may be over soon.
      if (error instanceof Refused && error.problem.status !== 401) {
        header();
        place(
          "Not reached",
          h(
            "div",
            {},
            h("h1", {}, "Onward"),
            trouble(error),
            h("p", {}, h("button", { type: "button", onclick: () => location.reload() }, "Try again")),
          ),
        );
        return;
      }
    }
  }
  show();
}

start();

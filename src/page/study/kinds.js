// What can be asked, by the name that the service gives it.

import * as agreement from "./agreement.js";
import * as charter from "./charter.js";
import * as explain from "./explanation.js";
import * as frontier from "./frontier.js";

/**
 * Each has a `name` to be chosen by, what a question is `about`, words for the `wait`, its `effort`, what it `ask`s (`shown`
 * fields and what is `asked` by them), and draws its `answer`.
 */
export const KINDS = { charter, agreement, frontier, explain };

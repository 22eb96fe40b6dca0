/** Questions for the authors: comments in the catalog. */

import { showList } from "./list.js";
import { ask, say } from "./requests.js";
import { desk, element } from "./state.js";

const field = element("questions");
let seen = [];

const typed = () => field.value.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);

/** The questions of a text; what is typed and not saved stays until another text is chosen. */
export function showQuestions({ domain, key, questions, editable }) {
  const name = `${domain}\n${key}`;
  const isOther = field.dataset.name !== name;
  if (!isOther && typed().join("\n") !== seen.join("\n")) return;
  field.dataset.name = name;
  seen = questions;
  field.value = questions.join("\n");
  if (isOther) element("asking").open = questions.length > 0;
  element("ask").disabled = !editable;
}

export async function saveQuestions() {
  const { domain, key } = desk;
  const questions = typed();
  const answer = await ask("/questions", { domain, key, seen, questions });
  if (answer.status === 409) {
    seen = answer.questions;
    say(`${answer.error} (it has: ${seen.join(" · ") || "no question"})`, true);
    return;
  }
  seen = questions;
  desk.overview = answer;
  showList();
  say(questions.length ? "The question is saved." : "There is no question now.");
}

/** Suggestions for the chosen text; those of the user's own program come later. */

import { ask } from "./requests.js";
import { desk, element, make } from "./state.js";

let name = "";
let made = []; // what the program has suggested for this text
let all = [];

export const suggestionAt = (number) => all[number - 1];

export function showSuggestions(details, write) {
  const isOther = name !== `${details.domain}\n${details.key}`;
  if (isOther) {
    name = `${details.domain}\n${details.key}`;
    made = [];
    element("program").textContent = "";
  }
  all = [...details.suggestions, ...made];
  element("help").hidden = all.length === 0 && !element("program").textContent;
  element("suggestions").replaceChildren(...all.map((each) => item(each, write)));
}

function item({ translation, source, similarity, origin, part, fuzzy }, write) {
  const { tag, dir } = desk.overview;
  const button = make("button", { type: "button", lang: tag, dir }, translation);
  button.addEventListener("click", () => write(translation, fuzzy));
  const original = make("span", { lang: desk.overview.source.tag }, source);
  const like = source ? [part ? ": part of “" : `: ${similarity} % like “`, original, "”"] : [];
  return make("li", {}, button, make("small", {}, origin, fuzzy ? ", to be checked" : "", ...like));
}

/** Ask the user's program for the chosen text; a newer choice ends it. */
export async function askProgram(write) {
  const { details } = desk;
  const { program } = desk.overview;
  if (!program || !details.editable) return;
  element("program").textContent = `Asking ${program}…`;
  showSuggestions(details, write);
  let answer;
  try {
    answer = await ask("/suggest", { domain: details.domain, key: details.key });
  } catch (error) {
    answer = { suggestions: [], fault: error.message };
  }
  if (name !== `${details.domain}\n${details.key}`) return;
  made = answer.suggestions;
  element("program").textContent = answer.fault;
  showSuggestions(desk.details, write);
}

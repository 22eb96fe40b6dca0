/** The list of texts beside the page: by document, with search, counts and filters. */

import { draftOf } from "./drafts.js";
import { say } from "./requests.js";
import { announce, desk, element, isChosen, make, NAMES } from "./state.js";

const FILTERS = [
  ["left", "Left", (message) => message.state !== "translated"],
  ["missing", "Missing", (message) => message.state === "missing"],
  ["fuzzy", "To be checked", (message) => message.state === "fuzzy"],
  ["refused", "Refused", (message) => message.state === "refused"],
  ["warned", "Warned", (message) => message.state === "warned"],
  ["commented", "Commented", (message) => message.commented],
  ["all", "All", () => true],
];

let filter = "left";
let rows = []; // the texts that are shown, in their order

export function showList() {
  showProgress();
  showFilters();
  const isIn = FILTERS.find(([name]) => name === filter)[2];
  const words = element("search").value.trim().toLocaleLowerCase();
  const isShown = (domain, message) =>
    words
      ? isIn(message) && `${message.source}\n${message.translation}`.toLocaleLowerCase().includes(words)
      : isIn(message) || isChosen(domain, message);
  rows = [];
  const documents = desk.overview.documents.map(({ domain, messages, findings }) => {
    const shown = messages.filter((message) => isShown(domain, message));
    rows.push(...shown.map(({ key }) => [domain, key]));
    const summary = make("summary", {}, make("span", {}, domain), make("small", {}, `${shown.length} of ${messages.length}`));
    const list = make("ul", {}, ...shown.map((message) => make("li", {}, row(domain, message))));
    const faults = findings.map(({ severity, text }) => make("p", { className: `finding ${severity}` }, text));
    return make("details", { open: shown.length + faults.length > 0 }, summary, ...faults, list);
  });
  const nothing = rows.length ? [] : [make("p", { className: "nothing" }, words ? "No text has these words." : "Nothing here.")];
  element("documents").replaceChildren(...documents, ...nothing);
}

function row(domain, message) {
  const text = make("span", { lang: desk.overview.source.tag }, message.source);
  const state = make("span", { className: "unseen" }, ` (${NAMES[message.state]})`);
  const button = make("button", { type: "button", className: message.state, title: NAMES[message.state] }, text, state);
  if (draftOf(domain, message.key) !== null) button.append(make("small", {}, "not saved"));
  if (isChosen(domain, message)) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => announce(domain, message.key));
  return button;
}

function showProgress() {
  const { counts, name, canUndo } = desk.overview;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = counts.translated + counts.warned;
  element("title").textContent = name;
  document.title = `${name} · Translators’ desk`;
  element("counts").textContent = `${done} of ${total} translated`;
  element("bar").replaceChildren(
    ...["translated", "warned", "fuzzy", "refused"].map((state) => {
      const part = make("span", { className: state });
      part.style.flexGrow = counts[state];
      return part;
    }),
    Object.assign(make("span", { className: "missing" })),
  );
  element("bar").lastChild.style.flexGrow = counts.missing;
  element("undo").disabled = !canUndo;
}

function showFilters() {
  const messages = desk.overview.documents.flatMap((each) => each.messages);
  const group = element("filters");
  if (!group.childElementCount) {
    for (const [name, title] of FILTERS) {
      const button = make("button", { type: "button", className: name }, `${title} `, make("b"));
      button.addEventListener("click", () => {
        filter = name;
        showList();
      });
      group.append(button);
    }
  }
  FILTERS.forEach(([name, , isIn], index) => {
    const button = group.children[index];
    button.querySelector("b").textContent = messages.filter(isIn).length;
    button.setAttribute("aria-pressed", String(name === filter));
  });
}

/** Open the next text of the list, or the previous one. */
export function step(distance) {
  const place = rows.findIndex(([domain, key]) => domain === desk.domain && key === desk.key);
  const next = rows[place < 0 ? (distance > 0 ? 0 : rows.length - 1) : place + distance];
  if (next) announce(...next);
  else say(distance > 0 ? "This is the last text of the list." : "This is the first text of the list.");
}

export function scrollToChosen() {
  element("documents").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

/** The desk's page: a list of texts, the page as readers see it, and an editor for one text. */

import { choose, discard, isOpen, renewEditor, save, show, showDraft, takeCorrection, takeSuggestion, typed } from "./editor.js";
import { showAddress } from "./hand-in.js";
import { showList, step } from "./list.js";
import { isLoaded, showPage, switchEdition } from "./page.js";
import { saveQuestions } from "./questions.js";
import { ask, attempt, say } from "./requests.js";
import { desk, element } from "./state.js";

async function renew() {
  desk.overview = await ask("/overview");
  showList();
  showAddress(desk.overview.handIn);
  const { faults } = desk.overview;
  if (faults.length) say(faults.join(" · "), true);
  else if (element("status").classList.contains("fault")) say("");
  if (isLoaded()) await renewEditor();
  else await showPage();
}

async function undo() {
  const { domain, key } = await ask("/undo", {});
  await renew();
  await choose(domain, key);
  say("The last change is undone.");
}

function onClick(id, work) {
  element(id).addEventListener("click", () => attempt(async () => work()));
}

onClick("next", () => step(1));
onClick("previous", () => step(-1));
onClick("undo", undo);
onClick("discard", discard);
onClick("ask", saveQuestions);
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(save);
});
element("translation").addEventListener("input", typed);
element("fuzzy").addEventListener("change", typed);
element("search").addEventListener("input", showList);
for (const button of document.querySelectorAll(".views button")) {
  button.addEventListener("click", () => show(button.dataset.view));
}
for (const button of document.querySelectorAll("[data-edition]")) {
  button.addEventListener("click", () => attempt(() => showPage(button.dataset.edition)));
}
document.addEventListener("choose", ({ detail }) => attempt(() => choose(detail.domain, detail.key)));
document.addEventListener("page-shown", () => attempt(showDraft));

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  KeyB: switchEdition,
  KeyC: takeCorrection,
  KeyS: () => {
    show("list");
    element("search").focus();
  },
  KeyU: () => isOpen() && element("fuzzy").click(),
  KeyZ: () => !element("undo").disabled && undo(),
};

/** What a key does, or nothing. Letters by their place: with Alt, some keyboards write others. */
function actionOf(event) {
  if (event.isComposing) return undefined; // the key is for the input method, as in Japanese
  if (event.key === "Escape" && isOpen() && !element("discard").disabled) return discard;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isOpen()) return element("save").disabled ? undefined : save;
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (/^Digit[1-5]$/.test(event.code)) return () => takeSuggestion(Number(event.code.slice(-1)));
  return KEYS[event.code];
}

document.addEventListener("keydown", (event) => {
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  attempt(async () => action());
});

let version = -1;
const events = new EventSource("/events");
events.addEventListener("message", (event) => {
  if (Number(event.data) !== version) {
    version = Number(event.data);
    attempt(renew);
  }
});
events.addEventListener("error", () => say("The desk does not answer: is the command still running?", true));
events.addEventListener("open", () => say(""));

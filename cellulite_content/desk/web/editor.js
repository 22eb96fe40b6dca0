/** The editor of one text: what is typed is judged and shown on the page before it is saved. */

import { draftOf, keepDraft } from "./drafts.js";
import { scrollToChosen, showList } from "./list.js";
import { markPage, renewPage, shownPath, showPage } from "./page.js";
import { showQuestions } from "./questions.js";
import { ask, attempt, say } from "./requests.js";
import { desk, element, find, make, NAMES } from "./state.js";
import { askProgram, showSuggestions, suggestionAt } from "./suggestions.js";

const PAUSE = 250; // milliseconds without a key after which a text is judged

const translation = element("translation");
const fuzzy = element("fuzzy");
const nameQuery = (domain, key) => new URLSearchParams({ domain, key });
const inTranslation = () => ({ lang: desk.overview.tag, dir: desk.overview.dir });

export const isOpen = () => !element("form").hidden;

const isSame = (one, other) => one.text === other.text && one.fuzzy === other.fuzzy;
const inEditor = () => ({ text: translation.value, fuzzy: fuzzy.checked });
const isTyped = () => isOpen() && !isSame(inEditor(), desk.seen);
const savedOf = (details) => ({ text: details.translation, fuzzy: details.fuzzy });
const isOpened = (domain, key) => desk.domain === domain && desk.key === key;

let choices = 0;

/** Open a text. A draft of it that was not saved is there again, beside what was saved meanwhile. */
export async function choose(domain, key) {
  const own = ++choices;
  const details = await ask(`/message?${nameQuery(domain, key)}`);
  if (own !== choices) return; // another text was chosen meanwhile
  const wasTyped = desk.typed !== null;
  clearTimeout(timer);
  Object.assign(desk, { domain, key, details, typed: null });
  element("hint").hidden = true;
  element("form").hidden = false;
  element("actions").hidden = false;
  showDetails(details);
  const saved = savedOf(details);
  const draft = details.editable ? draftOf(domain, key) : null;
  const isOld = draft !== null && !isSame(draft.seen, saved);
  desk.seen = draft?.seen ?? saved;
  Object.assign(translation, inTranslation(), { value: (draft ?? saved).text });
  fuzzy.checked = (draft ?? saved).fuzzy;
  element("conflict").hidden = true;
  showFindings(details.findings);
  showState();
  showList();
  scrollToChosen();
  if (wasTyped) await renewPage();
  await showPage();
  show("editor");
  element("text").scrollTop = 0;
  translation.focus({ preventScroll: true });
  say(draft === null ? "" : "This is what you typed before; it is not saved.");
  if (isOld) showConflict("Another text was saved after you typed this; compare the two", saved);
  if (draft !== null) await judge();
  await askProgram(write);
}

function showDetails(details) {
  translation.readOnly = element("fuzzy").disabled = element("save").disabled = !details.editable;
  element("obstacles").replaceChildren(...details.obstacles.map((text) => make("li", {}, text)));
  element("place").textContent = [...details.section, details.kind].join(" › ");
  Object.assign(element("source"), { textContent: details.source, lang: desk.overview.source.tag });
  element("change").hidden = details.change.length === 0;
  element("difference").replaceChildren(
    ...details.change.flatMap(([kind, text]) => [
      kind === "same" ? text : make(kind === "old" ? "del" : "ins", {}, text),
      " ",
    ]),
  );
  const notes = [
    ["Context", details.context],
    ["Note of the author", details.note],
    ...details.comments.map((comment) => ["Comment", comment]),
    ...details.terms.map(({ term, use }) => [`Glossary: ${term}`, use]),
  ].filter(([, text]) => text);
  element("notes").replaceChildren(...notes.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
  showSuggestions(details, write);
  showQuestions(details);
  element("download").hidden = false;
  element("download").href = `/catalog/${details.domain.split("/").map(encodeURIComponent).join("/")}.po`;
}

function showFindings(findings) {
  desk.findings = findings;
  element("findings").replaceChildren(
    ...findings.map((finding) => {
      const item = make("li", { className: finding.severity }, make("p", {}, `${finding.text}; ${finding.hint}`));
      if (finding.correction) {
        const button = make("button", { type: "button" }, "Take over: ", make("span", inTranslation(), finding.correction));
        button.addEventListener("click", () => write(finding.correction, false));
        item.append(button);
      }
      return item;
    }),
  );
}

function showState() {
  const state = desk.typed ?? find(desk.domain, desk.key)?.state ?? "missing";
  Object.assign(element("state"), { className: state, textContent: NAMES[state] + (desk.typed ? ", not saved" : "") });
  element("discard").disabled = !isTyped();
}

// What is typed

let timer = 0;

/** Put another text into the editor, as if it had been typed: the browser's undo takes it back. */
export function write(text, isFuzzy) {
  if (translation.readOnly) return;
  fuzzy.checked = isFuzzy;
  replaceTyped(text);
  typed();
}

/** A value that a script sets would delete what the browser can undo. */
function replaceTyped(text) {
  translation.focus();
  if (document.activeElement === translation && translation.value !== text) {
    translation.select();
    document.execCommand(text ? "insertText" : "delete", false, text);
  }
  if (translation.value !== text) translation.value = text;
}

export function takeCorrection() {
  const found = desk.findings.find((finding) => finding.correction);
  if (found) write(found.correction, false);
}

export function takeSuggestion(number) {
  const chosen = suggestionAt(number);
  if (chosen) write(chosen.translation, chosen.fuzzy);
}

const keepTyped = () => keepDraft(desk.domain, desk.key, isTyped() ? { ...inEditor(), seen: desk.seen } : null);

export function typed() {
  keepTyped();
  element("discard").disabled = !isTyped();
  clearTimeout(timer);
  timer = setTimeout(() => attempt(judge), PAUSE);
}

async function judge() {
  const text = translation.value;
  const { domain, key } = desk;
  const { findings } = await ask("/judge", { domain, key, text });
  if (!isOpened(domain, key) || translation.value !== text) return;
  showFindings(findings);
  await showDraft();
}

let rendering = null; // one rendering at a time: what is typed meanwhile is rendered after it

/** Show the page with what is typed; without it, the page as it is saved. */
export async function showDraft() {
  if (rendering) {
    rendering.isOld = true;
    return;
  }
  const { domain, key } = desk;
  const own = { isOld: false };
  rendering = own;
  try {
    if (isTyped()) {
      const draft = { domain, key, text: translation.value, fuzzy: fuzzy.checked, path: shownPath() };
      const answer = await ask("/draft", draft);
      if (isOpened(domain, key) && isTyped() && shownPath() === draft.path) {
        desk.typed = answer.state;
        await renewPage(answer.page);
      }
    } else if (desk.typed !== null) {
      desk.typed = null;
      await renewPage();
    }
  } finally {
    rendering = null;
  }
  showState();
  if (own.isOld) await showDraft();
}

/** Go back to what is saved. */
export async function discard() {
  fuzzy.checked = desk.seen.fuzzy;
  replaceTyped(desk.seen.text);
  clearTimeout(timer);
  keepDraft(desk.domain, desk.key, null);
  desk.typed = null;
  element("conflict").hidden = true;
  await renewEditor();
  showList();
  say("What was not saved is discarded.");
}

// Saving

let saving = null; // saves go one after another: each has seen the text of the one before it

/** Save what is in the editor. What is typed or opened meanwhile is left alone. */
export async function save() {
  const { domain, key, seen } = desk;
  const text = inEditor();
  clearTimeout(timer);
  say("Saving…");
  while (saving) await saving.catch(() => {});
  saving = saveText(domain, key, text, isOpened(domain, key) ? desk.seen : seen);
  try {
    await saving;
  } finally {
    saving = null;
  }
}

async function saveText(domain, key, { text, fuzzy: isFuzzy }, seen) {
  const answer = await ask("/save", { domain, key, text, fuzzy: isFuzzy, seen: seen.text, seenFuzzy: seen.fuzzy });
  if (answer.status === 409) {
    if (isOpened(domain, key)) showConflict(answer.error, { text: answer.translation, fuzzy: answer.fuzzy });
    say(answer.error, true);
    return;
  }
  desk.overview = answer;
  keepDraft(domain, key, null);
  if (!isOpened(domain, key)) {
    showList();
    say("Saved.");
    return;
  }
  element("conflict").hidden = true;
  if (fuzzy.checked === isFuzzy) fuzzy.checked = answer.saved.fuzzy;
  Object.assign(desk, { seen: answer.saved, typed: null });
  keepTyped();
  const state = find(domain, key)?.state;
  showList();
  await renewPage();
  showState();
  if (answer.saved.fuzzy && !isFuzzy) say("Saved as fuzzy, since a program has made this text. If it is right, save it once more without the mark.");
  else say(state === "refused" ? "Saved, but readers do not see it yet: it is refused." : "Saved.", state === "refused");
  if (isTyped()) return judge();
  const { findings } = await ask(`/message?${nameQuery(domain, key)}`);
  if (isOpened(domain, key) && !isTyped()) showFindings(findings);
}

/** Show the text that was saved elsewhere; from now on it is the one that was seen. */
function showConflict(error, saved) {
  const other = make("p", inTranslation(), saved.text);
  const take = make("button", { type: "button" }, "Take the other text");
  take.addEventListener("click", () => {
    desk.seen = saved;
    element("conflict").hidden = true;
    write(saved.text, saved.fuzzy);
  });
  const keep = make("button", { type: "button" }, "Save mine instead");
  keep.addEventListener("click", () => {
    desk.seen = saved;
    attempt(save);
  });
  element("conflict").replaceChildren(make("p", {}, error), other, make("p", { className: "buttons" }, take, keep));
  element("conflict").hidden = false;
  say(error, true);
}

/** What another program changed: the texts of the open message, unless a draft of it is here. */
export async function renewEditor() {
  if (!isOpen()) return renewPage();
  if (isTyped()) return showDraft();
  const { domain, key } = desk;
  if (find(domain, key)) {
    const details = await ask(`/message?${nameQuery(domain, key)}`);
    if (isOpened(domain, key) && !isTyped()) {
      Object.assign(desk, { details, seen: savedOf(details) });
      if (translation.value !== details.translation) translation.value = details.translation;
      fuzzy.checked = details.fuzzy;
      showDetails(details);
      showFindings(details.findings);
      showState();
    }
  }
  return renewPage();
}

/** The view of a narrow window. */
export function show(view) {
  document.querySelector("main").dataset.view = view;
  const buttons = [...document.querySelectorAll(".views button")];
  const isBeside = getComputedStyle(buttons.at(-1)).display === "none"; // the editor is always there
  const pressed = view === "editor" && isBeside ? "page" : view;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === pressed));
  markPage(true);
}

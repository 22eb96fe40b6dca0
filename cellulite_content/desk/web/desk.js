/** The desk's page: a list of texts, the page as readers see it, and an editor for one text. */

import { showAddress, suggestions, watchQuestions } from "./around.js";

const token = document.querySelector('meta[name="desk-token"]').content;
const element = (id) => document.getElementById(id);
const frame = element("frame");
const PAUSE = 250; // milliseconds without a key after which a text is judged
const LIT = 1500; // milliseconds for which a changed text is lit

const desk = { overview: null, domain: "", key: "", details: null, seen: null, rows: [] };

// Requests

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Desk-Token": token },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The desk does not answer: is the command still running? Your text is kept here.");
  }
  const values = await response.json().catch(() => ({}));
  if (!response.ok && response.status !== 409) {
    throw new Error(values.error || `The desk refused this (${response.status}); reload the page.`);
  }
  return { ...values, status: response.status };
}

function say(text, fault = false) {
  const status = element("status");
  status.textContent = text;
  status.classList.toggle("fault", fault);
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error.message, true);
  }
}

// Drafts: what was typed survives a lost connection and a closed page

const draftName = () => `${desk.overview.locale}\n${desk.domain}\n${desk.key}`;

function keepDraft(text) {
  try {
    if (text === null) localStorage.removeItem(draftName());
    else localStorage.setItem(draftName(), text);
  } catch { /* a browser without storage */ }
}

function draft() {
  try {
    return localStorage.getItem(draftName());
  } catch {
    return null;
  }
}

// The list

const isShown = (message) => {
  const filter = element("filter").value;
  const words = element("search").value.trim().toLocaleLowerCase();
  const inFilter =
    filter === "all" ||
    (filter === "left" && message.state !== "translated") ||
    (filter === "commented" && message.commented) ||
    filter === message.state;
  const text = `${message.source}\n${message.translation}`.toLocaleLowerCase();
  return (inFilter || (message.key === desk.key && !words)) && text.includes(words);
};

function make(tag, values = {}, ...children) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
}

const NAMES = {
  missing: "missing",
  fuzzy: "to be checked",
  refused: "refused",
  warned: "with a warning",
  translated: "translated",
};

function showList() {
  const { overview } = desk;
  const counts = Object.entries(overview.counts).map(([state, count]) => `${count} ${NAMES[state]}`);
  element("counts").textContent = counts.join(", ");
  element("title").textContent = `Translators’ desk · ${overview.name}`;
  element("undo").disabled = !overview.canUndo;
  desk.rows = [];
  const documents = overview.documents.map((each) => {
    const shown = each.messages.filter(isShown);
    const list = make("ul");
    for (const message of shown) {
      const button = make("button", { type: "button", className: message.state, title: NAMES[message.state] }, message.source);
      button.lang = overview.source.tag;
      if (each.domain === desk.domain && message.key === desk.key) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => attempt(() => choose(each.domain, message.key)));
      list.append(make("li", {}, button));
      desk.rows.push([each.domain, message.key]);
    }
    const summary = make("summary", {}, `${each.domain} (${shown.length})`);
    return make("details", { open: shown.length > 0 }, summary, list);
  });
  element("documents").replaceChildren(...documents);
}

const find = (domain, key) =>
  desk.overview.documents.find((each) => each.domain === domain)?.messages.find((each) => each.key === key);

function step(distance) {
  const place = desk.rows.findIndex(([domain, key]) => domain === desk.domain && key === desk.key);
  const next = desk.rows[place < 0 ? 0 : place + distance];
  if (next) attempt(() => choose(...next));
  else say(distance > 0 ? "This is the last text of the list." : "This is the first text of the list.");
}

// The page

function pageOf(domain) {
  return desk.overview.documents.find((each) => each.domain === domain)?.page;
}

function domainOfFrame() {
  const path = decodeURIComponent(frame.contentWindow.location.pathname).replace(/^\/page\//, "");
  return desk.overview.documents.find((each) => each.page === path)?.domain;
}

function markPage() {
  const page = frame.contentDocument;
  if (!page?.head || !desk.overview) return;
  if (!page.querySelector('link[href="/web/page.css"]')) {
    page.head.append(Object.assign(page.createElement("link"), { rel: "stylesheet", href: "/web/page.css" }));
  }
  const domain = domainOfFrame();
  const messages = new Map();
  for (const message of desk.overview.documents.find((each) => each.domain === domain)?.messages ?? []) {
    for (const id of message.ids) messages.set(id, message);
  }
  for (const node of page.querySelectorAll("[data-unit]")) {
    const message = messages.get(node.dataset.unit);
    if (!message) continue;
    node.dataset.desk = message.state;
    node.tabIndex = 0;
    node.toggleAttribute("data-desk-changed", lit.has(node.dataset.unit));
    node.toggleAttribute("data-desk-current", domain === desk.domain && message.key === desk.key);
    const open = (event) => {
      if (event.target.closest("a[href], summary, button")) return;
      event.preventDefault();
      event.stopPropagation();
      attempt(() => choose(domain, message.key, false));
    };
    node.onclick = open;
    node.onkeydown = (event) => event.key === "Enter" && open(event);
  }
}

const lit = new Map(); // the timers of changed units: the page may be renewed again meanwhile

async function renewPage() {
  const page = frame.contentDocument;
  if (!page?.body || frame.contentWindow.location.pathname === "blank") return;
  const response = await fetch(frame.contentWindow.location.pathname);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const old = new Map([...page.querySelectorAll("[data-unit]")].map((node) => [node.dataset.unit, node.textContent]));
  const { scrollX, scrollY } = frame.contentWindow;
  page.body.replaceChildren(...[...fresh.body.childNodes].map((node) => page.adoptNode(node)));
  page.title = fresh.title;
  frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  for (const node of page.querySelectorAll("[data-unit]")) {
    const unit = node.dataset.unit;
    if (old.get(unit) !== node.textContent) {
      clearTimeout(lit.get(unit));
      lit.set(unit, setTimeout(() => { lit.delete(unit); markPage(); }, LIT));
    }
  }
  markPage();
}

function showOnPage() {
  const page = pageOf(desk.domain);
  if (page && domainOfFrame() !== desk.domain) {
    frame.src = `/page/${page.split("/").map(encodeURIComponent).join("/")}`;
    return;
  }
  markPage();
  frame.contentDocument?.querySelector("[data-desk-current]")?.scrollIntoView({ block: "nearest" });
}

// The editor

async function choose(domain, key, scroll = true) {
  const details = await ask(`/message?${new URLSearchParams({ domain, key })}`);
  Object.assign(desk, { domain, key, details, seen: { text: details.translation, fuzzy: details.fuzzy } });
  element("hint").hidden = true;
  element("form").hidden = false;
  const { overview } = desk;
  element("place").textContent = [...details.section, details.kind].join(" · ");
  Object.assign(element("source"), { textContent: details.source, lang: overview.source.tag });
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
  const kept = draft();
  Object.assign(element("translation"), {
    value: kept ?? details.translation,
    lang: overview.tag,
    dir: overview.dir,
    readOnly: !details.editable,
  });
  element("fuzzy").checked = details.fuzzy && kept === null;
  element("save").disabled = !details.editable;
  element("conflict").hidden = true;
  suggestions.show(desk, details);
  questions.show(details);
  element("download").hidden = false;
  element("download").href = `/catalog/${domain.split("/").map(encodeURIComponent).join("/")}.po`;
  if (kept === null) showFindings(details.findings);
  else await judge();
  showList();
  showOnPage();
  show("editor");
  element("translation").focus();
  if (scroll) element("documents").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  say(kept === null ? "" : "This is what you typed before; it is not saved.");
}

function write(text, fuzzy) {
  element("translation").value = text;
  element("fuzzy").checked = fuzzy;
  element("translation").focus();
  typed();
}

function showFindings(findings) {
  desk.findings = findings;
  element("findings").replaceChildren(
    ...findings.map((finding) => {
      const item = make("li", { className: finding.severity }, make("p", {}, `${finding.text}; ${finding.hint}`));
      if (finding.correction) {
        const button = make("button", { type: "button" }, "Take over: ", make("span", { lang: desk.overview.tag, dir: desk.overview.dir }, finding.correction));
        button.addEventListener("click", () => write(finding.correction, false));
        item.append(button);
      }
      return item;
    }),
  );
}

let timer = 0;

function typed() {
  keepDraft(element("translation").value);
  clearTimeout(timer);
  timer = setTimeout(() => attempt(judge), PAUSE);
}

async function judge() {
  const text = element("translation").value;
  const { domain, key } = desk;
  const { findings } = await ask("/judge", { domain, key, text });
  if (desk.key === key && desk.domain === domain && element("translation").value === text) showFindings(findings);
}

async function save() {
  const text = element("translation").value;
  const fuzzy = element("fuzzy").checked;
  const { domain, key, seen } = desk;
  say("Saving…");
  const answer = await ask("/save", { domain, key, text, fuzzy, seen: seen.text, seenFuzzy: seen.fuzzy });
  if (answer.status === 409) {
    showConflict(answer);
    return;
  }
  keepDraft(null);
  element("conflict").hidden = true;
  desk.seen = answer.saved;
  element("fuzzy").checked = answer.saved.fuzzy;
  desk.overview = answer;
  const state = find(domain, key)?.state;
  showList();
  await renewPage();
  if (answer.saved.fuzzy && !fuzzy) say("Saved as fuzzy: a program has made this text. If it is right, save it once more without the mark.");
  else say(state === "refused" ? "Saved, but readers do not see it yet: it is refused." : "Saved.", state === "refused");
  const { findings } = await ask(`/message?${new URLSearchParams({ domain, key })}`);
  if (desk.key === key) showFindings(findings);
}

function showConflict({ error, translation, fuzzy }) {
  const other = make("p", { lang: desk.overview.tag, dir: desk.overview.dir }, translation);
  const take = make("button", { type: "button" }, "Take the other text");
  take.addEventListener("click", () => {
    desk.seen = { text: translation, fuzzy };
    element("conflict").hidden = true;
    write(translation, fuzzy);
  });
  const keep = make("button", { type: "button" }, "Save mine instead");
  keep.addEventListener("click", () => {
    desk.seen = { text: translation, fuzzy };
    attempt(save);
  });
  element("conflict").replaceChildren(make("p", {}, error), other, take, " ", keep);
  element("conflict").hidden = false;
  say(error, true);
}

// Views of a narrow window

function show(view) {
  document.querySelector("main").dataset.view = view;
  for (const button of document.querySelectorAll(".views button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

// Start

async function renew() {
  desk.overview = await ask("/overview");
  showList();
  showAddress(desk.overview.handIn);
  if (desk.overview.faults.length) say(desk.overview.faults.join(" · "), true);
  if (!frame.getAttribute("src")) {
    const first = desk.overview.documents.find((each) => each.page);
    if (first) frame.src = `/page/${first.page.split("/").map(encodeURIComponent).join("/")}`;
  } else {
    await renewPage();
  }
}

frame.addEventListener("load", () => {
  markPage();
  frame.contentDocument?.querySelector("[data-desk-current]")?.scrollIntoView({ block: "center" });
});
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(save);
});
element("translation").addEventListener("input", typed);
element("next").addEventListener("click", () => step(1));
element("previous").addEventListener("click", () => step(-1));
element("search").addEventListener("input", showList);
element("filter").addEventListener("change", showList);
element("undo").addEventListener("click", () =>
  attempt(async () => {
    const { domain, key } = await ask("/undo", {});
    await renew();
    await choose(domain, key);
    say("The last change is undone.");
  }),
);
for (const button of document.querySelectorAll(".views button")) {
  button.addEventListener("click", () => show(button.dataset.view));
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !element("form").hidden) {
    event.preventDefault();
    attempt(save);
  } else if (event.altKey && event.key === "ArrowDown") {
    event.preventDefault();
    step(1);
  } else if (event.altKey && event.key === "ArrowUp") {
    event.preventDefault();
    step(-1);
  } else if (event.altKey && event.code === "KeyC") {
    const correction = desk.findings?.find((each) => each.correction)?.correction;
    if (correction) {
      event.preventDefault();
      write(correction, false);
    }
  } else if (event.altKey && /^Digit[1-5]$/.test(event.code)) {
    const chosen = suggestions.all[Number(event.code.slice(-1)) - 1];
    if (chosen) {
      event.preventDefault();
      write(chosen.translation, chosen.fuzzy);
    }
  }
});

suggestions.connect(ask, write);
const questions = watchQuestions(desk, ask, (overview) => {
  desk.overview = overview;
  showList();
}, say, attempt);

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

/** The page or the book's chapter as readers see it, with a mark beside each text. */

import { ask, say } from "./requests.js";
import { announce, desk, documentOf, element, find, isChosen } from "./state.js";

const LIT = 1500; // milliseconds for which a changed text is lit

const frame = element("frame");
const lit = new Map(); // the timers of changed units: the page may be renewed again meanwhile
let edition = "page";
let theme = 0; // the number of the theme with which the page was loaded
let keptPlace = null; // where the reader was before the page was loaded again

const unitsOf = (page) => page.querySelectorAll("[data-unit]");
const unitNode = (page, unit) => page.querySelector(`[data-unit="${CSS.escape(unit)}"]`);
const pathOf = (domain) => documentOf(domain)?.[edition] || "";
const encoded = (path) => `/${path.split("/").map(encodeURIComponent).join("/")}`;

/** The path of the file in the frame, as the desk names it. */
export const shownPath = () => decodeURIComponent(frame.contentWindow.location.pathname).slice(1);

const shownDocument = () => desk.overview?.documents.find((each) => [each.page, each.book].includes(shownPath()));

/** Show the chosen text's page, or its chapter of the book, which is rendered when it is first
 * asked for. */
export async function showPage(other = edition) {
  edition = other;
  for (const button of document.querySelectorAll("[data-edition]")) {
    button.setAttribute("aria-pressed", String(button.dataset.edition === edition));
  }
  if (edition === "book" && !desk.overview.documents.some((each) => each.book)) {
    say("Preparing the book…");
    desk.overview = await ask("/books", {});
    say("");
  }
  const current = shownDocument()?.domain;
  const domain = [desk.domain, current].find(pathOf) ?? desk.overview.documents.find((each) => each[edition])?.domain;
  const path = pathOf(domain);
  if (path && (shownPath() !== path || !isLoaded())) frame.src = encoded(path);
  else markPage(true);
}

export const switchEdition = () => showPage(edition === "page" ? "book" : "page");

export function markPage(scrolls = false) {
  const page = frame.contentDocument;
  if (!page?.head || !desk.overview) return;
  if (!page.querySelector('link[href="/web/page.css"]')) {
    const link = page.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: "/web/page.css" });
    page.head.append(link);
  }
  const shown = shownDocument();
  const messages = new Map((shown?.messages ?? []).flatMap((message) => message.ids.map((id) => [id, message])));
  for (const node of unitsOf(page)) {
    const message = messages.get(node.dataset.unit);
    if (!message) continue;
    const isCurrent = isChosen(shown.domain, message);
    node.dataset.desk = (isCurrent && desk.typed) || message.state;
    node.tabIndex = 0;
    node.toggleAttribute("data-desk-changed", lit.has(node.dataset.unit));
    node.toggleAttribute("data-desk-current", isCurrent);
  }
  element("shown").textContent = shown?.domain ?? page.title;
  if (scrolls) page.querySelector("[data-desk-current]")?.scrollIntoView({ block: "nearest" });
}

function choose(event) {
  const node = event.target.closest("[data-desk]");
  if (!node || event.target.closest("a[href], summary, button")) return;
  if (event.type === "keydown" && (event.key !== "Enter" || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const shown = shownDocument();
  const message = shown?.messages.find((each) => each.ids.includes(node.dataset.unit));
  if (message) announce(shown.domain, message.key);
}

/** Follow a link inside the rendered pages alone: the frame may show nothing else. */
function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const address = new URL(link.href, frame.contentWindow.location.href);
  if (address.origin !== location.origin) {
    event.preventDefault();
    window.open(address, "_blank", "noopener,noreferrer");
  } else if (!/^\/(page|book)\//.test(address.pathname)) {
    event.preventDefault();
    say("The desk shows the pages of one language.");
  }
}

/** Where the reader is: the chosen text, or else the first one in view, and its distance from the
 * top of the window. */
function placeIn(page) {
  const { innerHeight, scrollY } = frame.contentWindow;
  const isInView = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const chosen = [...page.querySelectorAll("[data-desk-current]")].find(isInView);
  const node = chosen ?? [...unitsOf(page)].find(isInView);
  return { scrollY, unit: node?.dataset.unit, top: node?.getBoundingClientRect().top };
}

function scrollBack(page, { scrollY, unit, top }) {
  const node = unit && unitNode(page, unit);
  frame.contentWindow.scrollTo({ top: scrollY, behavior: "instant" });
  if (node) frame.contentWindow.scrollBy({ top: node.getBoundingClientRect().top - top, behavior: "instant" });
}

/** Show the file of the frame as it is now, or `text` instead, in place: without a new scroll. */
export async function renewPage(text = null) {
  const page = frame.contentDocument;
  if (!page?.body || !shownPath()) return;
  const isDraft = text !== null;
  if (desk.overview.theme !== theme) {
    theme = desk.overview.theme;
    keptPlace = placeIn(page);
    frame.contentWindow.location.reload();
    return;
  }
  const path = frame.contentWindow.location.pathname;
  if (!isDraft) {
    const response = await fetch(path);
    if (!response.ok) return;
    text = await response.text();
    if (frame.contentWindow.location.pathname !== path) return; // another page meanwhile
  }
  const fresh = new DOMParser().parseFromString(text, page.contentType);
  if (!fresh.body) return;
  const old = new Map([...unitsOf(page)].map((node) => [node.dataset.unit, node.textContent]));
  const open = [...page.querySelectorAll("details")].map((node) => node.open);
  const focused = page.activeElement?.dataset?.unit;
  const place = placeIn(page);
  page.body.replaceChildren(...[...fresh.body.childNodes].map((node) => page.adoptNode(node)));
  page.title = fresh.title;
  page.querySelectorAll("details").forEach((node, index) => { node.open = open[index] ?? node.open; });
  scrollBack(page, place);
  for (const node of unitsOf(page)) {
    const unit = node.dataset.unit;
    if (!isDraft && old.get(unit) !== node.textContent) {
      clearTimeout(lit.get(unit));
      lit.set(unit, setTimeout(() => { lit.delete(unit); markPage(); }, LIT));
    }
  }
  markPage();
  if (focused) unitNode(page, focused)?.focus({ preventScroll: true });
}

/** Whether the desk has loaded a page. A browser that goes back fills the frame by itself, perhaps
 * before this script runs. */
export const isLoaded = () => frame.hasAttribute("src");

frame.addEventListener("load", () => {
  if (!isLoaded()) return;
  const page = frame.contentDocument;
  theme = desk.overview.theme;
  page.addEventListener("click", choose);
  page.addEventListener("click", follow);
  page.addEventListener("keydown", choose);
  // Keys of the desk work while the page has the focus.
  page.addEventListener("keydown", (event) => {
    if (!event.altKey && !event.ctrlKey && !event.metaKey && event.key !== "Escape") return;
    const copy = new KeyboardEvent("keydown", event);
    if (!document.dispatchEvent(copy)) event.preventDefault();
  });
  markPage();
  if (keptPlace) scrollBack(page, keptPlace);
  else page.querySelector("[data-desk-current]")?.scrollIntoView({ block: "center" });
  keptPlace = null;
  if (find(desk.domain, desk.key)) document.dispatchEvent(new CustomEvent("page-shown"));
});

// Additions to a page: without this script all of it can be read and used.
const sections = [...document.querySelectorAll("article section[id]")];

// The section at the top of the window.
function here() {
  const passed = sections.filter((section) => {
    const margin = parseFloat(getComputedStyle(section).scrollMarginBlockStart) || 0;
    return section.getBoundingClientRect().top < margin + 8;
  });
  return passed.length ? passed[passed.length - 1].id : "";
}

// Links to other languages lead to this section: anchors are the same in all languages.
for (const type of ["pointerdown", "focusin", "click"]) {
  document.addEventListener(type, ({ target }) => {
    const link = target.closest("[hreflang], .languages [lang]");
    if (link) link.hash = here();
  });
}

// The list of contents is open beside the text, and marks the section that is read.
const contents = document.querySelector(".contents details");
if (contents) {
  const wide = matchMedia("(min-width: 70rem)");
  const unfold = () => (contents.open = wide.matches);
  wide.addEventListener("change", unfold);
  unfold();
  let current;
  const mark = () => {
    const id = here();
    const link = id && contents.querySelector(`a[href="#${CSS.escape(id)}"]`);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "true");
    current = link || undefined;
  };
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
}

// The menu of languages closes by Escape and by a click outside; a link at the end opens it.
const menu = document.querySelector("details.languages");
document.addEventListener("click", ({ target }) => {
  if (!menu || menu.contains(target)) return;
  menu.open = !!target.closest(`[href="#${menu.id}"]`);
  if (menu.open) menu.querySelector("summary").focus();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A note opens beside its number, or at the foot of a narrow window; a second click closes it.
const noteOf = (link) => link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
let pressed;
document.addEventListener("pointerdown", ({ target }) => {
  const note = noteOf(target.closest("[role=doc-noteref]"));
  pressed = note?.hasAttribute("popover") && note;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[role=doc-backlink]")) event.target.closest("[popover]")?.hidePopover();
  const link = event.target.closest("[role=doc-noteref]");
  const note = noteOf(link);
  if (!note?.togglePopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (note === pressed) return;
  note.popover = "auto";
  note.tabIndex = -1;
  note.style.setProperty("--top", `${link.getBoundingClientRect().top + scrollY}px`);
  note.ontoggle = ({ newState }) => {
    if (newState === "open") return;
    for (const name of ["popover", "tabindex", "style"]) note.removeAttribute(name);
  };
  note.showPopover();
  note.focus({ preventScroll: true });
});

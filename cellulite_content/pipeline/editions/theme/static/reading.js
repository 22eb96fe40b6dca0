// Links to other languages lead to the section that is at the top of the window.
// Anchors are the same in all languages. Without this script they lead to the page's beginning.
function here() {
  const passed = [...document.querySelectorAll("article section[id]")].filter((section) => {
    const margin = parseFloat(getComputedStyle(section).scrollMarginBlockStart) || 0;
    return section.getBoundingClientRect().top < margin + 8;
  });
  return passed.length ? passed[passed.length - 1].id : "";
}
for (const type of ["pointerdown", "focusin", "click"]) {
  document.addEventListener(type, ({ target }) => {
    const link = target.closest("a[hreflang]");
    if (link) link.hash = here();
  });
}

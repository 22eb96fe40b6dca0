// Opens a book in foliate-js and lets a test turn its pages. The book is the address's `book`.
import "./node_modules/foliate-js/view.js";

const view = document.createElement("foliate-view");
document.body.append(view);
const name = new URLSearchParams(location.search).get("book");
await view.open(name);
await view.goTo(0);

// The texts of the page's section with their boxes, in the window's coordinates.
function texts() {
  const { doc } = view.renderer.getContents()[0];
  const frame = doc.defaultView.frameElement.getBoundingClientRect();
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    const range = doc.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].map((box) => ({
      left: box.left + frame.left,
      right: box.right + frame.left,
      top: box.top + frame.top,
      bottom: box.bottom + frame.top,
    }));
    found.push({ text: node.data, boxes });
  }
  return found;
}

// Those that a reader sees now, each with the boxes that lie in the window.
function shown() {
  const inside = (box) =>
    box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return texts()
    .map(({ text, boxes }) => ({ text, boxes: boxes.filter(inside) }))
    .filter(({ boxes }) => boxes.length);
}

function place() {
  const { page, pages } = view.renderer;
  return [view.renderer.getContents()[0].index, page, pages];
}

window.reader = { view, texts, shown, place };

// The texts of a document in a frame with their boxes, in the window's coordinates.
export function textsOf(doc) {
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
    const isInHead = node.parentElement.closest("thead") !== null;
    found.push({ text: node.data, boxes, isInHead });
  }
  return found;
}

// Those that a reader sees now, each with the boxes that lie in the window.
export function seen(texts) {
  const inside = (box) =>
    box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return texts
    .map(({ text, boxes }) => ({ text, boxes: boxes.filter(inside) }))
    .filter(({ boxes }) => boxes.length);
}

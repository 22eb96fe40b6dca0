// Opens a book in foliate-js and lets a test turn its pages. The book is the address's `book`.
import "./node_modules/foliate-js/view.js";
import { seen, textsOf } from "./texts.mjs";

const view = document.createElement("foliate-view");
document.body.append(view);
const name = new URLSearchParams(location.search).get("book");
await view.open(name);
await view.goTo(0);

const texts = () => textsOf(view.renderer.getContents()[0].doc);
const shown = () => seen(texts());

function place() {
  const { page, pages } = view.renderer;
  return [view.renderer.getContents()[0].index, page, pages];
}

window.reader = { view, texts, shown, place };

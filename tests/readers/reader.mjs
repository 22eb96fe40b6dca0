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

// Turn the pages to the end of the book: for each page, its section and the texts on it, with their
// numbers in the section.
async function readThrough(mostPages) {
  const onPage = ({ left, right }) => right > 1 && left < innerWidth - 1;
  const read = [];
  while (read.length < mostPages) {
    const [section, number, pages] = place();
    const numbered = texts().map(({ text, boxes }, index) => ({ index, text, boxes: boxes.filter(onPage) }));
    read.push({ section, texts: numbered.filter(({ boxes }) => boxes.length) });
    if (view.renderer.atEnd && number >= pages - 2) return read;
    await view.next();
  }
  throw new Error("the book does not end");
}

window.reader = { view, shown, place, texts, readThrough };

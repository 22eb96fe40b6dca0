// Opens a book in Readium's navigator, which Thorium Web has, and lets a test turn its pages.
// `book` in the address is the folder of a book that `readium_manifests.mjs` unpacked.
import { EpubNavigator } from "./node_modules/@readium/navigator/dist/index.js";
import {
  HttpFetcher,
  Locator,
  LocatorLocations,
  Manifest,
  Publication,
} from "./node_modules/@readium/shared/dist/index.js";
import { seen, textsOf } from "./texts.mjs";

const folder = new URL(new URLSearchParams(location.search).get("book"), location.href);
const values = await (await fetch(new URL("manifest.json", folder))).json();
// Thorium's reader writes a single value without a list, which is valid, but not read here.
const { accessibility } = values.metadata;
accessibility.hazard = [accessibility.hazard].flat();
const address = new URL("manifest.json", folder).href;
values.links = [{ rel: "self", href: address, type: "application/webpub+json" }];
const manifest = Manifest.deserialize(values);
const publication = new Publication({ manifest, fetcher: new HttpFetcher(undefined, folder.href) });
const pages = manifest.readingOrder.items;
const positions = pages.map(
  ({ href, type }, number) =>
    new Locator({
      href,
      type,
      locations: new LocatorLocations({
        position: number + 1,
        progression: 0,
        totalProgression: number / pages.length,
      }),
    }),
);
const no = () => false;
const listeners = {
  frameLoaded: no,
  positionChanged: no,
  tap: no,
  click: no,
  zoom: no,
  miscPointer: no,
  scroll: no,
  customEvent: no,
  handleLocator: no,
  textSelected: no,
};
const navigator = new EpubNavigator(
  document.querySelector("main"),
  publication,
  listeners,
  positions,
);
await navigator.load();

// The page's own frame: those before and after it are loaded, too.
const frame = () => navigator._cframes[0].iframe;
const texts = () => textsOf(frame().contentDocument);
const shown = () => seen(texts());
const place = () => pages.findIndex(({ href }) => href === navigator.currentLocator.href);
const turn = (way) => new Promise((done) => navigator[way](false, done));
const open = (number) => new Promise((done) => navigator.goLink(pages[number], false, done));

window.reader = { navigator, publication, frame, texts, shown, place, turn, open };

// Reads books as Thorium does, and writes the manifest of each for Readium's navigators.
//
//   node readium_manifests.mjs FOLDER BOOK...
//
// That of `a.de.epub` is `manifest.json` in the folder `a.de.epub`, beside the unpacked files.

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const require = createRequire(import.meta.url);
const built = "dist/es8-es2017/src";
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require(
  `r2-shared-js/${built}/init-globals.js`,
);
const { EpubParsePromise } = require(`r2-shared-js/${built}/parser/epub.js`);
const { TaJsonSerialize } = require(`r2-lcp-js/${built}/serializable.js`);

initGlobalConverters_GENERIC();
initGlobalConverters_SHARED();

const [folder, ...books] = process.argv.slice(2);
for (const book of books) {
  const publication = await EpubParsePromise(book);
  mkdirSync(join(folder, basename(book)), { recursive: true });
  const text = JSON.stringify(TaJsonSerialize(publication));
  writeFileSync(join(folder, basename(book), "manifest.json"), text);
  publication.freeDestroy();
}

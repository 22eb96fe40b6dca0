// Runs Ace by DAISY on books, all in one browser; writes JSON: file name to what it asserts.
//
//   node run_ace.mjs REPORT BOOK...
//
// Ace starts a browser for each book, which costs as much as the check itself. It takes the
// functions that start and end one as an argument, so here they are called once for all books.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const require = createRequire(import.meta.url);
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");
const winston = require("winston");

const shared = { ...runner, launch: async () => {}, close: async () => {} };
const folder = mkdtempSync(join(tmpdir(), "ace-"));

function summary(report) {
  const asserted = report.assertions.flatMap((document) =>
    document.assertions.map((each) => ({
      place: document["earl:testSubject"].url,
      code: each["earl:test"]["dct:title"],
      impact: each["earl:test"]["earl:impact"],
      outcome: each["earl:result"]["earl:outcome"],
      message: each["earl:result"]["dct:description"],
      html: each["earl:result"].html,
    })),
  );
  return { outcome: report["earl:result"]["earl:outcome"], asserted };
}

async function check(book) {
  const outdir = mkdtempSync(join(folder, "report-"));
  const [, report] = await ace(book, { cwd: ".", outdir, lang: "en" }, shared);
  return summary(report);
}

const [place, ...books] = process.argv.slice(2);
winston.configure({ silent: true });
await runner.launch();
const found = {};
try {
  for (const book of books) found[basename(book)] = await check(book);
} finally {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(place, JSON.stringify(found));
process.exit(0); // Ace's timers would hold the process for minutes

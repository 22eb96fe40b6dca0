// The search page: what was typed, looked up in Sphinx's index, shown with the passages found.
"use strict";

// What searchtools.js expects of Sphinx's own pages, and this one has no use for.
const SPHINX_HIGHLIGHT_ENABLED = false;
const _ready = () => {};
const _ = (text) => text;

const PASSAGES = 3;
const BEFORE = 80;
const LONGEST = 260;
const WORDS = /[\p{L}\p{M}\p{N}\p{Cf}]+/gu;

// The counterpart of WholeWords.split in search.py; UNSPACED comes from there.
const runs = () => new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const unspaced = (run) => new RegExp(`^[${UNSPACED}]`, "u").test(run);

function pairs(run) {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, at) => characters[at] + character);
}

function splitQuery(query) {
  const words = query.normalize("NFKC").match(WORDS) ?? [];
  return words
    .map((word) => word.replace(/\p{Cf}/gu, ""))
    .flatMap((word) => word.match(runs()) ?? [])
    .flatMap((run) => (unspaced(run) ? pairs(run) : [run]));
}

// The index holds words as they stand: the same stemmer takes them and the query.
function stemmed(terms, stem) {
  const found = {};
  for (const [word, files] of Object.entries(terms)) {
    const key = stem(word);
    const before = Object.hasOwn(found, key) ? found[key] : [];
    found[key] = [...new Set([before, files].flat())];
  }
  return found;
}

// Names of documents, best first, and the terms that found them. What finds nothing is tried
// again with shorter words: endings differ, and not every language has a stemmer.
function find(query) {
  const [text, terms, ...others] = Search._parseQuery(query);
  for (let cut = 0; cut < 4; cut += 1) {
    const wanted = new Set([...terms].map((term) => term.slice(0, Math.max(term.length - cut, 3))));
    const results = Search._performSearch(text, wanted, ...others);
    if (results.length) return { names: new Set(results.reverse().map(([name]) => name)), wanted };
  }
  return { names: new Set(), wanted: terms };
}

// Where a text holds the terms: [from, to, term].
function hits(text, wanted, stem) {
  const found = [];
  for (const word of text.matchAll(WORDS)) {
    for (const run of word[0].matchAll(runs())) {
      const at = word.index + run.index;
      if (unspaced(run[0])) {
        for (const term of wanted)
          for (let next = run[0].indexOf(term); next >= 0; next = run[0].indexOf(term, next + 1))
            found.push([at + next, at + next + term.length, term]);
      } else {
        const plain = run[0].normalize("NFKC").toLowerCase().replace(/\p{Cf}/gu, "");
        const same = (each) => stem(plain) === each || (each.length > 2 && plain.includes(each));
        const term = [...wanted].find(same);
        if (term) found.push([at, at + run[0].length, term]);
      }
    }
  }
  return found.sort(([one], [other]) => one - other);
}

// Hits that touch, as pairs of characters do, become one.
function joined(found) {
  const parts = [];
  for (const [from, to] of found) {
    const last = parts.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else parts.push([from, to]);
  }
  return parts;
}

// A text from a little before its first hit, with the hits marked.
function excerpt(text, found) {
  const part = document.createElement("p");
  let from = found[0][0] > BEFORE && text.length > LONGEST ? found[0][0] - BEFORE : 0;
  if (from) from += text.slice(from, from + BEFORE / 2).indexOf(" ") + 1;
  const to = Math.min(text.length, from + LONGEST);
  let at = from;
  if (from) part.append("… ");
  for (const [start, end] of joined(found).filter(([, end]) => end <= to)) {
    const mark = document.createElement("mark");
    mark.append(text.slice(start, end));
    part.append(text.slice(at, start), mark);
    at = end;
  }
  part.append(text.slice(at, to), to < text.length ? " …" : "");
  part.normalize();
  return part;
}

const BLOCKS = "p, li, h1, h2, h3, h4, th, td, dt, dd";

// The passages of a page that hold most of the terms, in the page's order.
function passages(page, wanted, stem) {
  const all = [...page.querySelectorAll(`article :is(${BLOCKS})`)]
    .filter((block) => !block.querySelector(BLOCKS))
    .map((block) => {
      block.querySelectorAll("[role=doc-noteref]").forEach((note) => note.remove());
      const text = block.textContent.replace(/\s+/g, " ").trim();
      const found = hits(text, wanted, stem);
      return { block, text, found, count: new Set(found.map(([, , term]) => term)).size };
    });
  const most = Math.max(1, ...all.map(({ count }) => count));
  return all.filter(({ count }) => count === most).slice(0, PASSAGES);
}

function told(element, origin) {
  const marked = origin?.closest("article [lang]");
  if (marked) Object.assign(element, { lang: marked.lang, dir: marked.dir });
  return element;
}

function link(address, origin) {
  const anchor = told(document.createElement("a"), origin);
  anchor.href = address;
  anchor.textContent = origin.textContent;
  return anchor;
}

function shown(name, page, wanted, stem) {
  const address = `${name}.html`;
  const entry = document.createElement("li");
  const title = document.createElement("h3");
  title.append(link(address, page.querySelector("h1")));
  entry.append(title);
  for (const { block, text, found } of passages(page, wanted, stem)) {
    const section = block.closest("section[id]");
    const heading = section?.querySelector(":scope > :is(h2, h3, h4)");
    if (heading) {
      const place = document.createElement("p");
      place.className = "place";
      place.append(link(`${address}#${section.id}`, heading));
      entry.append(place);
    }
    if (!block.matches("h1, h2, h3, h4")) entry.append(told(excerpt(text, found), block));
  }
  return entry;
}

// A page opened from a disk may not read its neighbours: then the title alone is shown.
async function pageOf(name) {
  const text = await fetch(`${name}.html`).then((answer) => answer.text(), () => "");
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.querySelector("h1")) {
    const title = page.createElement("h1");
    title.textContent = Search._index.titles[Search._index.docnames.indexOf(name)];
    page.body.append(title);
  }
  return page;
}

async function run() {
  const part = (id) => document.getElementById(id);
  if (typeof Search === "undefined" || !Search.hasIndex()) {
    part("unavailable").hidden = false;
    return;
  }
  const stemmer = new Stemmer();
  const stem = (word) => stemmer.stemWord(word);
  const index = Search._index;
  index.terms = stemmed(index.terms, stem);
  index.titleterms = stemmed(index.titleterms, stem);
  part("search").hidden = false;
  const query = new URLSearchParams(window.location.search).get("q")?.trim();
  if (!query) return;
  part("search").elements.q.value = query;
  const { names, wanted } = find(query);
  const pages = await Promise.all([...names].map(async (name) => [name, await pageOf(name)]));
  const entries = pages.map(([name, page]) => shown(name, page, wanted, stem));
  part("found").querySelector("ol").append(...entries);
  part(names.size ? "found" : "nothing").hidden = false;
  part("search").dataset.done = "";
}

document.addEventListener("DOMContentLoaded", run);

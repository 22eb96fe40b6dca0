// The search page: finds a query in Sphinx's index, and shows the sentences that have its words.
// UNSPACED, MARKS, LETTERS, stopwords and Stemmer come from language_data.js.
"use strict";

const SENTENCES = 6;
const A_SECTION = 2;
const SHORT = 60;
const LONG = 300;
const POINT = "\ue000";
const SEPARATOR = /(?<=\p{Nd})[.,\u066b\u066c\u00a0\u202f](?=\p{Nd})/gu;
const TOKENS = /\d+(?:\ue000\d+)*|[^\d\s\ue000][^\s\ue000]*/g;
const GROUPED = /^\d{1,3}(?:\ue000\d{3})+$/;
const CLUSTER = /[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\p{M}\uff9e\uff9f]+/gu;
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const { lang } = document.documentElement;

// The index and the articles' sentences are scripts, so that they also load from a disk.
const articles = new Map();
const Search = { setIndex: (index) => Object.assign(Search, index) };
const setPassages = (name, marks, sections) => articles.set(name, { marks, sections });

const digit = (character) => {
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((character.codePointAt(0) - zero) % 10);
};

// The counterpart of `fold` in search.py, for one letter with its marks.
function fold(cluster) {
  let text = cluster.normalize("NFKC").toLowerCase().normalize("NFD");
  for (const [pattern, other] of MARKS) text = text.replace(pattern, other);
  return [...text.normalize("NFC")]
    .map((each) => LETTERS[each] ?? each)
    .map((each) => (/\p{Nd}/u.test(each) ? digit(each) : each))
    .map((each) => (/[\p{L}\p{M}\p{N}\ue000]/u.test(each) ? each : /\p{Cf}/u.test(each) ? "" : " "))
    .join("");
}

// A text as it is compared, and the place in the text of each of its characters.
function folded(text) {
  let plain = "";
  const places = [];
  for (const cluster of text.replace(SEPARATOR, POINT).matchAll(CLUSTER)) {
    const part = fold(cluster[0]);
    plain += part;
    for (let at = 0; at < part.length; at += 1)
      places.push([cluster.index, cluster.index + cluster[0].length]);
  }
  return { plain, places };
}

function forms(word, stem) {
  if (/^\d/.test(word)) {
    const plain = GROUPED.test(word) ? [word.replaceAll(POINT, "")] : [];
    return [word.replaceAll(POINT, "."), ...plain];
  }
  return [stem(word)];
}

// The counterpart of `split` in search.py: runs of a text, with the place of each.
function* runs(plain) {
  for (const token of plain.matchAll(TOKENS))
    for (const run of token[0].matchAll(RUNS)) yield [run[0], token.index + run.index];
}

// The words of a query, each in one or more equal forms.
function wanted(query, stem) {
  const words = [];
  for (const [run] of runs(folded(query).plain)) {
    const characters = [...run];
    if (!IS_UNSPACED.test(run)) {
      if (!stopwords.has(run)) words.push(forms(run, stem));
    } else if (characters.length === 1) words.push([run]);
    else characters.slice(1).forEach((each, at) => words.push([characters[at] + each]));
  }
  return words;
}

const isPart = (word, form) => form.length > 2 && !/^\d/.test(form) && word.includes(form);

// The index holds words as they are written: the same stemmer takes them and the query.
function stemmed(terms, stem) {
  return Object.entries(terms).map(([word, files]) => [
    IS_UNSPACED.test(word) || /^\d/.test(word) ? word : stem(word),
    files,
  ]);
}

// The articles that have a word, and how much it counts in each.
function scores(terms, word, exact, part) {
  const found = new Map();
  for (const [term, files] of terms) {
    const score = word.includes(term) ? exact : word.some((form) => isPart(term, form)) ? part : 0;
    if (score)
      for (const file of files) found.set(file, Math.max(score, found.get(file) ?? 0));
  }
  return found;
}

// Names of the articles with all words, the best first, and the words that found them. Without a
// result, shorter words are tried: endings differ, and few languages have a stemmer.
function find(query, index, stem) {
  const asked = wanted(query, stem);
  for (let cut = 0; cut < 4 && asked.length; cut += 1) {
    const shorter = (form) =>
      /^\d/.test(form) ? form : form.slice(0, Math.max(form.length - cut, 3));
    const words = asked.map((word) => word.map(shorter));
    const found = words.map((word) => [
      scores(index.terms, word, 5, 2),
      scores(index.titles, word, 15, 7),
    ]);
    const score = (file) =>
      found.reduce((sum, [terms, titles]) => {
        const own = (terms.get(file) ?? 0) + (titles.get(file) ?? 0);
        return own ? sum + own : -Infinity;
      }, 0);
    const files = index.names
      .map((name, file) => [name, score(file)])
      .filter(([, own]) => own > 0)
      .sort(([, one], [, other]) => other - one);
    if (files.length) return { names: files.map(([name]) => name), words };
  }
  return { names: [], words: asked };
}

// Where a text holds the words: [from, to, word].
function hits(text, words, stem) {
  const { plain, places } = folded(text);
  const found = [];
  const add = (from, length, word) =>
    found.push([places[from][0], places[from + length - 1][1], word]);
  for (const [run, at] of runs(plain)) {
    if (IS_UNSPACED.test(run)) {
      for (const word of words)
        for (const form of word)
          for (let next = run.indexOf(form); next >= 0; next = run.indexOf(form, next + 1))
            add(at + next, form.length, word);
    } else {
      const own = forms(run, stem);
      const same = (form) => own.includes(form) || isPart(run, form);
      const word = words.find((each) => each.some(same));
      if (word) add(at, run.length, word);
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

// A character of a script without spaces counts as three of another script.
const width = (text) => [...text].reduce((sum, each) => sum + (IS_UNSPACED.test(each) ? 3 : 1), 0);

// Sentences; a short one, such as an abbreviation with a full stop, is joined to its neighbour.
function sentences(text) {
  if (!Intl.Segmenter) return [text];
  const parts = [];
  for (const { segment } of new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text))
    if (parts.length && (width(segment) < SHORT || width(parts.at(-1)) < SHORT))
      parts.push(parts.pop() + segment);
    else parts.push(segment);
  return parts;
}

// A sentence with the hits marked; of a long one, the part around its first hit.
function marked(text, found) {
  const part = document.createElement("p");
  let from = text.length > LONG ? Math.max(0, found[0][0] - LONG / 3) : 0;
  if (from) from += text.slice(from, from + LONG / 6).indexOf(" ") + 1;
  const to = Math.min(text.length, from + LONG);
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

// The sentences of an article that hold most of the words, in the article's order, a few a section.
function passages({ sections }, words, stem) {
  const all = [];
  for (const [id, heading, ...texts] of sections)
    for (const text of [heading, ...texts]) {
      const [whole, foreign] = [text].flat();
      for (const sentence of text === heading ? [whole] : sentences(whole)) {
        const found = hits(sentence, words, stem);
        const count = new Set(found.map(([, , word]) => word)).size;
        if (count) all.push({ id, heading, text: text !== heading && sentence, found, count, foreign });
      }
    }
  const most = Math.max(0, ...all.map(({ count }) => count));
  const best = all.filter(({ count }) => count === most);
  const place = ({ id }, at) => best.slice(0, at).filter((other) => other.id === id).length;
  return best.filter((each, at) => place(each, at) < A_SECTION).slice(0, SENTENCES);
}

function link(address, text, marks) {
  const anchor = document.createElement("a");
  const [words, foreign] = [text].flat();
  anchor.href = address;
  anchor.textContent = words;
  return Object.assign(anchor, foreign ? marks : {});
}

function shown(name, title, words, stem) {
  const address = `${name}.html`;
  const entry = document.createElement("li");
  const article = articles.get(name) ?? { marks: {}, sections: [] };
  const heading = document.createElement("h3");
  heading.append(link(address, article.sections[0]?.[1] || title, article.marks));
  entry.append(heading);
  let last = "";
  for (const passage of passages(article, words, stem)) {
    if (passage.id && passage.id !== last) {
      const place = document.createElement("p");
      place.className = "place";
      place.append(link(`${address}#${passage.id}`, passage.heading, article.marks));
      entry.append(place);
    }
    last = passage.id;
    if (passage.text) {
      const part = marked(passage.text, passage.found);
      entry.append(Object.assign(part, passage.foreign ? article.marks : {}));
    }
  }
  return entry;
}

function load(name) {
  const script = document.createElement("script");
  script.src = `${name}.js`;
  return new Promise((done) => {
    script.onload = script.onerror = done;
    document.head.append(script);
  });
}

// The index with all its words stemmed.
function prepared(stem) {
  const { docnames: names, terms, titleterms } = Search;
  return { names, terms: stemmed(terms, stem), titles: stemmed(titleterms, stem) };
}

async function run() {
  const part = (id) => document.getElementById(id);
  if (!Search.docnames) {
    part("unavailable").hidden = false;
    return;
  }
  part("search").hidden = false;
  const query = new URLSearchParams(window.location.search).get("q")?.trim();
  if (!query) return;
  part("search").elements.q.value = query;
  const stemmer = new Stemmer();
  const stem = (word) => stemmer.stemWord(word);
  const { names, words } = find(query, prepared(stem), stem);
  await Promise.all(names.map(load));
  const title = (name) => Search.titles[Search.docnames.indexOf(name)];
  const entries = names.map((name) => shown(name, title(name), words, stem));
  part("found").querySelector("ol").append(...entries);
  part(names.length ? "found" : "nothing").hidden = false;
  part("search").dataset.done = "";
}

document.addEventListener("DOMContentLoaded", run);

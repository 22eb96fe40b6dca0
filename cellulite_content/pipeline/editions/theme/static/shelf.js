// Offers the reader's language at the top of the shelf, in the words of its own part of the page.
// The browser says which languages its reader prefers; nothing is stored, and nobody is redirected.
const sections = [...document.querySelectorAll("main > section[lang]")];

function full(tag) {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    return {};
  }
}

// The section in a language and its script; of several, the one of the same region.
function match(tag) {
  const { language, script, region } = full(tag);
  const same = sections.filter(({ lang }) => {
    const own = full(lang);
    return language && own.language === language && own.script === script;
  });
  return same.find(({ lang }) => full(lang).region === region) || same[0];
}

const [section] = navigator.languages.map(match).filter(Boolean);
if (section && section.lang !== document.documentElement.lang) {
  const offer = document.getElementById("offer");
  const words = section.querySelector(".site").cloneNode(true);
  const link = section.querySelector("h2 a").cloneNode(true);
  offer.lang = section.lang;
  offer.dir = section.dir;
  // Words that nobody has translated are at the top of the page already.
  offer.append(...(words.querySelector(".fallback") ? [] : [...words.childNodes, " "]), link);
  offer.hidden = false;
}

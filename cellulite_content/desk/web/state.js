/** What the desk's page knows, and small things that all of its modules use. */

export const desk = {
  overview: null, // the list, as the desk last sent it
  domain: "", // the document and the key of the chosen text
  key: "",
  details: null, // what the editor shows of it
  seen: null, // its translation as the editor last read it
  findings: [],
  typed: null, // the state of what is typed and not saved; null if all is saved
};

export const NAMES = {
  missing: "missing",
  fuzzy: "to be checked",
  refused: "refused",
  warned: "with a warning",
  translated: "translated",
};

export const element = (id) => document.getElementById(id);

export function make(tag, values = {}, ...children) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
}

export const documentOf = (domain) => desk.overview?.documents.find((each) => each.domain === domain);

export const find = (domain, key) => documentOf(domain)?.messages.find((each) => each.key === key);

export const isChosen = (domain, message) => domain === desk.domain && message.key === desk.key;

/** Say that a person has chosen a text; the editor opens it. */
export function announce(domain, key) {
  document.dispatchEvent(new CustomEvent("choose", { detail: { domain, key } }));
}

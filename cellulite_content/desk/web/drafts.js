/** Drafts: what was typed survives a lost connection and a closed page. */

import { desk } from "./state.js";

const nameOf = (domain, key) => `${desk.overview.locale}\n${domain}\n${key}`;

export function keepDraft(text) {
  const name = nameOf(desk.domain, desk.key);
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch { /* a browser without storage */ }
}

/** What was typed for a text and not saved, or null. */
export function draftOf(domain, key) {
  try {
    return localStorage.getItem(nameOf(domain, key));
  } catch {
    return null;
  }
}

/** Drafts: what was typed survives a lost connection and a closed page, with the translation that it
 * began from. Without that one, an old draft would be saved over a colleague's newer text. */

import { desk } from "./state.js";

const nameOf = (domain, key) => `${desk.overview.locale}\n${domain}\n${key}`;

/** Keep `{ text, fuzzy, seen }` of a text until it is saved; null forgets it. */
export function keepDraft(domain, key, draft) {
  const name = nameOf(domain, key);
  try {
    if (draft === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(draft));
  } catch { /* a browser without storage */ }
}

/** What was typed for a text and not saved, or null. */
export function draftOf(domain, key) {
  try {
    const draft = JSON.parse(localStorage.getItem(nameOf(domain, key)));
    return typeof draft?.text === "string" && draft.seen ? draft : null;
  } catch {
    return null;
  }
}

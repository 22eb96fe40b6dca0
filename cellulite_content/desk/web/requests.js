/** Requests to the desk, and the line that says how they went. */

import { element } from "./state.js";

const token = document.querySelector('meta[name="desk-token"]').content;

/** The desk's answer; with a body, the request writes or judges. Rejects with one line. */
export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Desk-Token": token },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The desk does not answer: is the command still running? Your text is kept here.");
  }
  const text = await response.text();
  const values = valuesOf(text);
  if (!response.ok && response.status !== 409) {
    const reason = values.error || (response.status < 500 && text.trim()); // the guard's is one line of text
    throw new Error(reason || `The desk failed (${response.status}); reload the page. Your text is kept here.`);
  }
  return { ...values, status: response.status };
}

function valuesOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export function say(text, fault = false) {
  const status = element("status");
  status.textContent = text;
  status.classList.toggle("fault", fault);
}

export async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error.message, true);
  }
}

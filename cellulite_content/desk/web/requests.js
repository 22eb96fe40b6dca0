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
  const values = await response.json().catch(() => ({}));
  if (!response.ok && response.status !== 409) {
    throw new Error(values.error || `The desk refused this (${response.status}); reload the page.`);
  }
  return { ...values, status: response.status };
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

/** Where a volunteer's work is sent. */

import { element, make } from "./state.js";

export function showAddress({ address, sinceCommit }) {
  element("since").textContent = sinceCommit ? "(since the last commit)" : "(since the desk was started)";
  const link = make("a", { href: address, target: "_blank", rel: "noreferrer" }, address.replace(/^mailto:/, ""));
  element("address").replaceChildren(...(address ? ["Send it to ", link] : []));
}

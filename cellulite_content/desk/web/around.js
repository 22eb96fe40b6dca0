/** What surrounds the text: suggestions, questions for the authors, and handing in. */

import { element, make } from "./state.js";

/** The suggestions for the chosen text; those of the user's program come later. */
export const suggestions = {
  all: [],
  desk: null,
  connect(ask, write) {
    Object.assign(this, { ask, write });
  },
  show(desk, details) {
    this.desk = desk;
    this.all = details.suggestions;
    element("program").textContent = "";
    this.draw();
    if (desk.overview.program && details.editable) this.askProgram(details);
  },
  async askProgram({ domain, key }) {
    element("program").textContent = `Asking ${this.desk.overview.program}…`;
    this.draw();
    let answer;
    try {
      answer = await this.ask("/suggest", { domain, key });
    } catch (error) {
      answer = { suggestions: [], fault: error.message };
    }
    if (this.desk.key !== key || this.desk.domain !== domain) return;
    this.all = [...this.all, ...answer.suggestions];
    element("program").textContent = answer.fault;
    this.draw();
  },
  draw() {
    element("help").hidden = this.all.length === 0 && !element("program").textContent;
    element("suggestions").replaceChildren(...this.all.map((each) => this.item(each)));
  },
  item({ translation, source, similarity, origin, part, fuzzy }) {
    const { tag, dir, source: original } = this.desk.overview;
    const button = make("button", { type: "button", lang: tag, dir }, translation);
    button.addEventListener("click", () => this.write(translation, fuzzy));
    const like = part ? "part of" : `${similarity} % like`;
    const place = source ? [`${like} “`, make("span", { lang: original.tag }, source), `”, from ${origin}`] : [`from ${origin}`];
    return make("li", {}, button, make("small", {}, ...place, fuzzy ? "; to be checked" : ""));
  },
};

/** The field for questions; `done` gets the overview after one was saved. */
export function watchQuestions(desk, ask, done, say, attempt) {
  const field = element("questions");
  let seen = [];
  async function save() {
    const { domain, key } = desk;
    const questions = field.value.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);
    const answer = await ask("/questions", { domain, key, seen, questions });
    if (answer.status === 409) {
      seen = answer.questions;
      say(`${answer.error} It has: ${seen.join(" · ") || "no question"}`, true);
      return;
    }
    seen = questions;
    done(answer);
    say(questions.length ? "The question is saved." : "The entry has no question now.");
  }
  element("ask").addEventListener("click", () => attempt(save));
  return {
    show(details) {
      seen = details.questions;
      field.value = seen.join("\n");
      element("asking").open = seen.length > 0;
      element("ask").disabled = !details.editable;
    },
  };
}

/** Where the work is sent. */
export function showAddress({ address, sinceCommit }) {
  const since = sinceCommit ? "since the last commit" : "since the desk was started";
  const link = address && make("a", { href: address, target: "_blank", rel: "noreferrer" }, address.replace(/^mailto:/, ""));
  element("address").replaceChildren(`(${since}).`, ...(link ? [" Send it to ", link, "."] : []));
}

// The small dialog in which Slack asks "are you sure?".

import { freshId, h } from "./dom.js";
import { plainWords, words } from "./mrkdwn.js";

/** Shows a Block Kit confirm object; resolves to whether the person agreed. */
export function confirmed(question, session) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const yes = h(
      "button",
      { type: "button", class: `button ${question.style ?? "primary"}`, onclick: () => done(true) },
      plainWords(question.confirm) || "Yes",
    );
    const no = h(
      "button",
      { type: "button", class: "button", onclick: () => done(false) },
      plainWords(question.deny) || "Cancel",
    );
    const dialog = h(
      "dialog",
      { class: "dialog dialog-small", "aria-labelledby": title, oncancel: () => done(false) },
      h("h2", { id: title }, plainWords(question.title) || "Are you sure?"),
      h("div", { class: "dialog-body" }, question.text ? words(question.text, session) : null),
      h("div", { class: "dialog-foot" }, no, yes),
    );
    const done = (agreed) => {
      dialog.close();
      dialog.remove();
      resolve(agreed);
    };
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}

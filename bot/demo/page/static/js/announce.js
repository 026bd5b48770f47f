// Says things to the person: a short note on screen, or a line for the screen reader only.

import { h } from "./dom.js";

const STAYS = 5000;

const WORDS = {
  operation_timeout: "The app did not answer in time. Nothing was lost: try once more.",
  dispatch_failed: "The app is not connected right now. Try again in a moment.",
  unknown_command: "There is no such command here.",
  internal_error: "Something went wrong on the app's side. Try once more.",
};

export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  const shelf = document.getElementById("toasts");
  const top = [...document.querySelectorAll("dialog[open]")].at(-1);
  (top?.querySelector(".toasts") ?? shelf).append(note);
  setTimeout(() => note.remove(), STAYS);
}

export const explain = (error) => WORDS[error] ?? `The app answered with an error (${error}).`;

export function whisper(text) {
  document.getElementById("announcer").textContent = text;
}

/** Runs an action; a refusal of the server becomes a note. Answers the outcome, or null. */
export async function attempt(action) {
  try {
    const outcome = await action();
    if (outcome?.error && !Object.keys(outcome.errors ?? {}).length) toast(explain(outcome.error));
    return outcome;
  } catch (error) {
    toast(
      error instanceof TypeError
        ? "The workspace cannot be reached. Is the demo still running?"
        : error.message,
    );
    return null;
  }
}

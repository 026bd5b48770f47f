// The side panel: the simulated date, the story so far, its next step, and a look under the hood.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { longDay, shortDay, time } from "./dates.js";
import { h, replace } from "./dom.js";
import { Hood } from "./hood.js";
import { icon } from "./icons.js";

export class Panel {
  #busy = false;
  #chapters = 0;

  constructor(session, node) {
    Object.assign(this, { session, node });
    this.day = h("span", { class: "panel-day" });
    this.clock = h("span", { class: "panel-clock" });
    this.next = h("section", { class: "next", "aria-label": "Next step", hidden: true });
    this.told = h("ol", { class: "chapters", "aria-label": "The story so far", tabindex: "0" });
    this.days = [this.#mover("Next day", 1, "play"), this.#mover("Next week", 7, "forward")];
    this.hood = new Hood(session);
    this.#build();
  }

  #build() {
    const toggle = h(
      "button",
      {
        type: "button",
        class: "panel-handle",
        "aria-expanded": "false",
        "aria-controls": "panel-body",
        onclick: () => this.session.togglePanel(),
      },
      h("span", { class: "panel-dates" }, this.day, this.clock),
      icon("down"),
    );
    this.handle = toggle;
    const body = h(
      "div",
      { class: "panel-body", id: "panel-body" },
      this.session.hasStory
        ? [
            h("div", { class: "movers" }, this.days),
            this.next,
            h("h2", { class: "panel-title" }, "The story so far"),
            this.told,
          ]
        : null,
      this.hood.node,
    );
    this.node.append(toggle, h("div", { class: "progress", "aria-hidden": "true" }), body);
  }

  #mover(label, days, mark) {
    return h(
      "button",
      { type: "button", class: "button mover", onclick: () => this.#run(() => api.move(days)) },
      icon(mark, 16),
      label,
    );
  }

  async refresh() {
    this.hood.refresh();
    const panel = this.session.hasStory
      ? await attempt(api.story)
      : { now: this.session.now, chapters: [], next_step: null, busy: false };
    if (panel) this.#draw(panel);
  }

  #draw(panel) {
    const zone = this.session.me.tz;
    this.session.now = panel.now;
    this.day.textContent = longDay(panel.now, zone);
    this.clock.textContent = `${time(panel.now, zone)} for ${this.session.me.real_name}`;
    this.handle.setAttribute("aria-label", `Story. Today is ${this.day.textContent}`);
    this.#setBusy(panel.busy || this.#busy);
    this.#drawNext(panel.next_step);
    if (panel.chapters.length === this.#chapters) return;
    this.#chapters = panel.chapters.length;
    replace(
      this.told,
      panel.chapters.map((chapter) =>
        h("li", {}, h("time", {}, shortDay(chapter.when, zone)), h("p", {}, chapter.text)),
      ),
    );
    this.told.scrollTop = this.told.scrollHeight;
  }

  #drawNext(step) {
    this.next.hidden = !step;
    const print = JSON.stringify(step);
    if (!step || this.shownStep === print) return;
    this.shownStep = print;
    const who = step.person_id ? this.session.people.get(step.person_id) : null;
    this.button = h(
      "button",
      { type: "button", class: "button primary", disabled: this.#busy, onclick: () => this.#take(step) },
      step.label,
    );
    const visit = who
      ? h(
          "button",
          {
            type: "button",
            class: "link-button",
            onclick: () => this.session.visit(step.person_id, step.place),
          },
          `See it as ${who.real_name}`,
        )
      : null;
    replace(
      this.next,
      h("h2", { class: "panel-title" }, "Next"),
      h("p", {}, step.text),
      h("div", { class: "next-buttons" }, this.button, visit),
    );
  }

  async #take(step) {
    if (step.person_id) await this.session.visit(step.person_id, step.place);
    await this.#run(api.nextStep);
  }

  async #run(action) {
    if (this.#busy) return;
    this.#busy = true;
    this.#setBusy(true);
    await attempt(action);
    this.#busy = false;
    this.#setBusy(false);
    await this.session.changedByStory();
  }

  #setBusy(busy) {
    this.node.classList.toggle("busy", busy);
    this.node.setAttribute("aria-busy", String(busy));
    for (const button of [...this.days, this.button]) if (button) button.disabled = busy;
  }
}

// The acted person's stack of modals; the top one is open. What was typed survives errors and updates.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { freshId, h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { plainWords } from "./mrkdwn.js";
import { pressed, Surface } from "./surface.js";

const FIRST = "input:not([type=hidden]), textarea, .dialog-body button";

export class Modals {
  #surfaces = new Map();
  #stack = [];
  #shown = null;

  /** `changed` is called when the person has done something that may change the stack. */
  constructor(session, changed) {
    Object.assign(this, { session, changed });
    this.title = h("h2", { id: freshId("modal") });
    this.back = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => this.#close(false) },
      icon("back"),
    );
    this.body = h("div", { class: "dialog-body", tabindex: "-1" });
    this.trouble = h("p", { class: "dialog-trouble", role: "alert", hidden: true });
    this.cancel = h("button", { type: "button", class: "button", onclick: () => this.#close(false) });
    this.send = h("button", { type: "submit", class: "button primary" });
    this.node = this.#frame();
    document.body.append(this.node);
  }

  #frame() {
    const away = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.#close(true) },
      icon("close"),
    );
    const form = h(
      "form",
      { class: "dialog-form", novalidate: true, onsubmit: (event) => this.#submit(event) },
      h("header", { class: "dialog-head" }, this.back, this.title, away),
      this.body,
      this.trouble,
      h("footer", { class: "dialog-foot" }, this.cancel, this.send),
    );
    const node = h(
      "dialog",
      { class: "dialog", "aria-labelledby": this.title.id },
      form,
      h("div", { class: "toasts", role: "status" }),
    );
    node.addEventListener("cancel", (event) => {
      if (event.target !== node) return;
      event.preventDefault();
      this.#close(false);
    });
    node.addEventListener("input", (event) => this.#clearError(event.target));
    return node;
  }

  /** Shows the stack as the workspace has it now. */
  show(stack) {
    this.#stack = stack;
    const ids = new Set(stack.map((view) => view.id));
    for (const id of [...this.#surfaces.keys()]) if (!ids.has(id)) this.#surfaces.delete(id);
    const top = stack.at(-1);
    if (top) this.#draw(top);
    else this.#hide();
  }

  #hide() {
    this.#shown = null;
    if (this.node.open) this.node.close();
    replace(this.body);
  }

  #draw(view) {
    const isNew = this.#shown !== view.id;
    if (!this.#surfaces.has(view.id))
      this.#surfaces.set(view.id, new Surface(this.session, view.id, view.state?.values));
    const surface = this.#surfaces.get(view.id);
    surface.values.renew(view.state?.values);
    surface.onrevert = () => this.#redraw(surface, view);
    this.title.textContent = plainWords(view.title);
    this.back.hidden = this.#stack.length < 2;
    this.send.hidden = !view.submit;
    this.send.textContent = plainWords(view.submit);
    this.cancel.textContent = plainWords(view.close) || (view.submit ? "Cancel" : "Close");
    if (isNew) this.#turn(surface);
    surface.draw(this.body, view.blocks);
    this.#shown = view.id;
    if (!this.node.open) this.node.showModal();
    if (isNew) (this.body.querySelector(FIRST) ?? this.body).focus();
  }

  #turn(surface) {
    this.trouble.hidden = true;
    surface.forget();
    replace(this.body);
    this.body.scrollTop = 0;
  }

  #redraw(surface, view) {
    surface.forget();
    surface.draw(this.body, view.blocks);
  }

  async #close(all) {
    const top = this.#stack.at(-1);
    if (!top) return;
    this.show(all ? [] : this.#stack.slice(0, -1));
    await attempt(() => api.close(this.session.me.id, top.id, all));
    this.changed();
  }

  async #submit(event) {
    event.preventDefault();
    const top = this.#stack.at(-1);
    if (!top?.submit || this.send.getAttribute("aria-busy") === "true") return;
    this.#clearErrors();
    const values = this.#surfaces.get(top.id).values.all();
    const outcome = await pressed(this.send, () => api.submit(this.session.me.id, top.id, values));
    if (outcome?.errors) this.#showErrors(outcome.errors);
    this.changed();
  }

  #showErrors(errors) {
    const fields = Object.entries(errors)
      .map(([block, text]) => this.#showError(block, text))
      .filter(Boolean);
    const first = fields.sort((one, other) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    )[0];
    first?.querySelector("input, textarea, button")?.focus();
    first?.scrollIntoView({ block: "nearest" });
  }

  #showError(block, text) {
    const owner = this.body.querySelector(`[data-block="${CSS.escape(block)}"]`);
    const note = owner?.querySelector(".input-error");
    if (!note) {
      this.trouble.textContent = text;
      this.trouble.hidden = false;
      return null;
    }
    note.textContent = text;
    note.hidden = false;
    owner.classList.add("wrong");
    owner.querySelector("input, textarea, .select")?.setAttribute("aria-invalid", "true");
    return owner;
  }

  #clearErrors() {
    this.trouble.hidden = true;
    for (const owner of this.body.querySelectorAll(".wrong")) this.#clearError(owner);
  }

  #clearError(target) {
    const owner = target.closest(".wrong");
    if (!owner) return;
    owner.classList.remove("wrong");
    owner.querySelector(".input-error").hidden = true;
    owner.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }
}

// Where one writes: Enter sends, "/" completes commands, "@" names people, "+" holds the shortcuts.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { Completion } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";

const HIGHEST = 200;
const drafts = new Map();

export class Composer {
  #mentions = new Map();

  constructor(session, channel, title) {
    Object.assign(this, { session, channel });
    this.draft = `${session.me.id}:${channel}`;
    this.field = h("textarea", {
      class: "composer-field",
      rows: 1,
      placeholder: `Message ${title}`,
      "aria-label": `Message ${title}`,
      role: "combobox",
      "aria-expanded": "false",
      "aria-haspopup": "listbox",
      autocomplete: "off",
    });
    this.completion = new Completion(
      session,
      this.field,
      (option) => option.person && this.#mentions.set(option.value.trim(), option.person),
    );
    this.sender = h(
      "button",
      {
        type: "button",
        class: "icon-button send",
        "aria-label": "Send",
        disabled: true,
        onclick: () => this.#send(),
      },
      icon("send"),
    );
    this.field.value = drafts.get(this.draft) ?? "";
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("blur", () => this.completion.hide());
    this.node = h(
      "div",
      { class: "composer" },
      this.completion.node,
      h("div", { class: "composer-box" }, this.#plus(), this.field, this.sender),
    );
    this.#typed();
    this.completion.hide();
  }

  #plus() {
    const items = this.session.shortcuts
      .filter((shortcut) => shortcut.type === "global")
      .map((shortcut) => ({
        label: shortcut.name,
        description: shortcut.description,
        act: () => attempt(() => api.shortcut(this.session.me.id, shortcut.callback_id)),
      }));
    const node = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Shortcuts",
        title: "Shortcuts",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
      },
      icon("plus"),
    );
    const slash = {
      label: "Run a command",
      description: "Type / and choose",
      act: () => this.#startCommand(),
    };
    node.addEventListener("click", () => openMenu(node, [...items, slash], "Shortcuts"));
    return h("div", { class: "select-box" }, node);
  }

  #startCommand() {
    this.field.value = "/";
    this.field.focus();
    this.#typed();
  }

  #typed() {
    drafts.set(this.draft, this.field.value);
    this.sender.disabled = !this.field.value.trim();
    this.field.style.height = "auto";
    if (this.field.isConnected) this.field.style.height = `${Math.min(this.field.scrollHeight, HIGHEST)}px`;
    this.completion.refresh();
  }

  #key(event) {
    if (this.completion.key(event)) {
      this.#typed();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.#typed();
    const written = this.#addressed(text);
    const me = this.session.me.id;
    const send = text.startsWith("/")
      ? () => api.command(me, this.channel, written)
      : () => api.say(me, this.channel, written);
    this.node.setAttribute("aria-busy", "true");
    const outcome = await attempt(send);
    this.node.removeAttribute("aria-busy");
    if ((!outcome || outcome.error) && !this.field.value) this.field.value = text;
    this.#typed();
  }

  /** Chosen people as their ids. */
  #addressed(text) {
    return [...this.#mentions].reduce((whole, [name, id]) => whole.replaceAll(name, `<@${id}>`), text);
  }

  focus() {
    this.field.focus();
  }
}

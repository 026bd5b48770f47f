// Public channels that one is not in: a way to find them, and a bar to join.

import * as api from "./api.js";
import { h } from "./dom.js";
import { openMenu } from "./popover.js";
import { pressed } from "./surface.js";

/** Stands where the composer would be. */
export class JoinBar {
  constructor(session, channel) {
    this.button = h(
      "button",
      { type: "button", class: "button primary", onclick: () => this.#join(session, channel) },
      "Join channel",
    );
    this.node = h(
      "div",
      { class: "join-bar" },
      h("span", {}, `You are looking at #${channel.name}`),
      this.button,
    );
  }

  async #join(session, channel) {
    await pressed(this.button, () => api.join(session.me.id, channel.id));
    await session.refresh();
    await session.go(channel.id);
  }

  focus() {
    this.button.focus();
  }
}

/** The line under the channels that offers the others; null when there are none. */
export function browser(session) {
  const items = session.openChannels.map((channel) => ({
    label: `#${channel.name}`,
    description: channel.topic,
    act: () => session.go(channel.id),
  }));
  if (!items.length) return null;
  const node = h(
    "button",
    { type: "button", class: "place quiet", "aria-haspopup": "menu", "aria-expanded": "false" },
    h("span", { class: "hash", "aria-hidden": "true" }, "+"),
    "More channels",
  );
  node.addEventListener("click", () => openMenu(node, items, "More channels"));
  return h("div", { class: "select-box" }, node);
}

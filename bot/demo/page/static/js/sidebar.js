// The left column: who acts, channels, direct messages, and the app.

import { avatar, avatars } from "./avatar.js";
import { freshId, h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { browser } from "./join.js";
import { Switcher } from "./switcher.js";
import { isUnread } from "./unread.js";

export class Sidebar {
  constructor(session, node) {
    Object.assign(this, { session, node });
    this.switcher = new Switcher(session);
    this.lists = h("nav", { class: "places", "aria-label": "Conversations" });
    node.append(
      h(
        "div",
        { class: "sidebar-head" },
        h(
          "span",
          { class: "brand" },
          h("span", { class: "brand-mark", "aria-hidden": "true" }, "⇄"),
          session.app.team_name,
        ),
      ),
      this.switcher.frame,
      this.lists,
    );
  }

  draw() {
    const { session } = this;
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    this.switcher.draw();
    const of = (...kinds) =>
      session.conversations.filter(
        (channel) => kinds.includes(channel.kind) && !channel.is_app_dm && !channel.is_archived,
      );
    const named = of("public", "private").sort((one, other) => one.name.localeCompare(other.name));
    replace(
      this.lists,
      this.#section("App", [this.#app()]),
      this.#section("Channels", [...named.map((channel) => this.#channel(channel)), browser(session)]),
      this.#section(
        "Direct messages",
        of("im", "mpim").map((channel) => this.#direct(channel)),
      ),
    );
    if (focus) this.node.querySelector(`[data-place="${CSS.escape(focus)}"]`)?.focus();
  }

  #section(title, items) {
    const id = freshId("section");
    const known = items.filter(Boolean);
    if (!known.length) return null;
    return h(
      "section",
      { "aria-labelledby": id },
      h("h2", { id, class: "places-title" }, title),
      h(
        "ul",
        {},
        known.map((item) => h("li", {}, item)),
      ),
    );
  }

  #item(place, picture, title, unread, current) {
    const props = {
      type: "button",
      class: unread ? "place unread" : "place",
      "aria-current": current ? "page" : null,
      dataset: { place },
      onclick: () => this.session.go(place),
    };
    return h(
      "button",
      props,
      picture,
      h("span", { class: "place-name" }, title),
      unread ? h("span", { class: "dot" }, h("span", { class: "visually-hidden" }, "New messages")) : null,
    );
  }

  #app() {
    const { session } = this;
    const inApp = session.place === "home" || session.place === "app";
    const dm = session.appDm;
    const unread = session.place !== "app" && dm && isUnread(session, dm);
    const place =
      unread || session.place === "home" ? (session.place === "home" && !unread ? "home" : "app") : "home";
    return this.#item(
      place,
      avatar(session.person(session.app.bot_user_id), "s"),
      session.app.name,
      unread,
      inApp,
    );
  }

  #channel(channel) {
    const mark =
      channel.kind === "private"
        ? icon("lock", 16)
        : h("span", { class: "hash", "aria-hidden": "true" }, "#");
    return this.#item(
      channel.id,
      mark,
      channel.name,
      this.#isNew(channel),
      this.session.place === channel.id,
    );
  }

  #direct(channel) {
    const others = this.session.others(channel);
    return this.#item(
      channel.id,
      avatars(others),
      this.session.titleOf(channel),
      this.#isNew(channel),
      this.session.place === channel.id,
    );
  }

  #isNew(channel) {
    return this.session.place !== channel.id && isUnread(this.session, channel);
  }
}

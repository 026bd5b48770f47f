// The middle: the head of the place, and below it messages with the composer, or the app's Home.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { avatar, avatars } from "./avatar.js";
import { Composer } from "./composer.js";
import { h, replace } from "./dom.js";
import { Home } from "./home.js";
import { icon } from "./icons.js";
import { Messages } from "./messages.js";
import { JoinBar } from "./join.js";
import { mrkdwn } from "./mrkdwn.js";
import { markSeen } from "./unread.js";

export class Conversation {
  /** `tools`: make buttons for the head (the drawer, the story). */
  constructor(session, node, tools) {
    Object.assign(this, { session, node, tools });
    this.head = h("header", { class: "head" });
    this.body = h("div", { class: "body" });
    this.node.append(this.head, this.body);
  }

  /** From now on nothing is typed here: it would be said by somebody else, or elsewhere. */
  leave() {
    if (this.body.contains(document.activeElement)) document.activeElement.blur();
    this.body.inert = true;
  }

  #arriveAt(...nodes) {
    replace(this.body, ...nodes);
    this.body.inert = false;
  }

  /** Opens the session's place anew. */
  async open() {
    const { session } = this;
    this.drawHead();
    if (session.place === "home") return this.#openHome();
    this.home = null;
    const channel = session.conversation(session.channelId);
    if (!channel) {
      this.#arriveAt(h("p", { class: "empty-note" }, "This conversation is not open to you."));
      return null;
    }
    const messages = new Messages(session, channel.id);
    this.messages = messages;
    await messages.refresh();
    if (this.messages !== messages) return null;
    this.composer = session.isMember(channel)
      ? new Composer(session, channel.id, this.#title(channel))
      : new JoinBar(session, channel);
    this.#arriveAt(messages.node, this.composer.node);
    messages.toEnd();
    markSeen(session, channel);
    if (matchMedia("(hover: hover)").matches) this.composer.focus();
    if (session.place === "app") attempt(() => api.openMessages(session.me.id));
    return null;
  }

  async #openHome() {
    const { session } = this;
    this.messages = null;
    const home = new Home(session);
    this.home = home;
    const known = await attempt(() => api.views(session.me.id));
    if (this.home !== home) return;
    home.show(known?.home);
    this.#arriveAt(home.node);
    await attempt(() => api.openHome(session.me.id));
  }

  /** Something new in the open conversation. */
  async refresh() {
    if (!this.messages) return;
    await this.messages.refresh();
    const channel = this.session.conversation(this.session.channelId);
    if (channel) markSeen(this.session, channel);
  }

  drawHead() {
    const { session } = this;
    const inApp = session.place === "home" || session.place === "app";
    const focus = this.head.contains(document.activeElement) ? document.activeElement.dataset.tab : null;
    replace(this.head, this.tools.left(), inApp ? this.#appHead() : this.#channelHead(), this.tools.right());
    if (focus) this.head.querySelector(`[data-tab="${focus}"]`)?.focus();
  }

  #title(channel) {
    if (channel.is_app_dm) return this.session.app.name;
    return channel.kind === "im" || channel.kind === "mpim"
      ? this.session.titleOf(channel)
      : `#${channel.name}`;
  }

  #channelHead() {
    const channel = this.session.conversation(this.session.channelId);
    if (!channel) return h("div", { class: "head-words" });
    const isDirect = channel.kind === "im" || channel.kind === "mpim";
    const count = channel.members.length;
    const note = channel.topic
      ? h("span", { class: "head-note" }, mrkdwn(channel.topic, this.session))
      : h(
          "span",
          { class: "head-note" },
          isDirect ? this.#titles(channel) : `${count} ${count === 1 ? "person" : "people"}`,
        );
    return h(
      "div",
      { class: "head-words" },
      isDirect ? avatars(this.session.others(channel), "s") : null,
      h("div", {}, h("h1", {}, this.#title(channel)), note),
    );
  }

  #titles(channel) {
    return this.session
      .others(channel)
      .map((person) => person.title)
      .filter(Boolean)
      .join(" · ");
  }

  #appHead() {
    const { session } = this;
    const tab = (place, label) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: "tab",
          dataset: { tab: place },
          tabindex: session.place === place ? "0" : "-1",
          "aria-selected": String(session.place === place),
          onclick: () => session.go(place),
        },
        label,
      );
    const tabs = h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": session.app.name },
      tab("home", "Home"),
      tab("app", "Messages"),
    );
    tabs.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight")
        session.go(session.place === "home" ? "app" : "home");
    });
    return h(
      "div",
      { class: "head-words" },
      avatar(session.person(session.app.bot_user_id), "s"),
      h("h1", {}, session.app.name),
      tabs,
    );
  }
}

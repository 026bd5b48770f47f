// The list of messages of one conversation: grouped by author, parted by days, pinned to the newest.

import * as api from "./api.js";
import { attempt, whisper } from "./announce.js";
import { dayKey, separator } from "./dates.js";
import { h, keep } from "./dom.js";
import { plainWords } from "./mrkdwn.js";
import { authorOf, messageNode } from "./message.js";
import { holdFocus } from "./surface.js";

const PAGE = 50;
const TOGETHER = 5 * 60;
const NEAR = 80;

export class Messages {
  #cache = new Map();
  #surfaces = new Map();
  #messages = [];
  #before = false;

  constructor(session, channel) {
    Object.assign(this, { session, channel });
    this.list = h("div", { class: "message-list" });
    this.older = h(
      "button",
      { type: "button", class: "button older", hidden: true, onclick: () => this.#showOlder() },
      "Show earlier messages",
    );
    this.node = h(
      "div",
      { class: "messages", tabindex: "0", role: "region", "aria-label": "Messages" },
      this.older,
      this.list,
    );
    this.opened = false;
  }

  async refresh() {
    const answer = await attempt(() => api.messages(this.session.me.id, this.channel));
    if (!answer) return;
    const oldest = Number(answer.messages[0]?.ts ?? 0);
    const kept = this.#before ? this.#messages.filter((message) => Number(message.ts) < oldest) : [];
    if (!this.#before) this.older.hidden = answer.messages.length < PAGE;
    this.#announce(answer.messages);
    this.#messages = [...kept, ...answer.messages];
    this.#draw();
  }

  async #showOlder() {
    const answer = await attempt(() => api.messages(this.session.me.id, this.channel, this.#messages[0]?.ts));
    if (!answer) return;
    this.#before = true;
    this.older.hidden = answer.messages.length < PAGE;
    const height = this.node.scrollHeight;
    this.#messages = [...answer.messages, ...this.#messages];
    this.#draw();
    this.node.scrollTop += this.node.scrollHeight - height;
  }

  #announce(fresh) {
    if (!this.opened) return;
    const last = fresh.at(-1);
    if (!last || last.ts === this.#messages.at(-1)?.ts || last.user === this.session.me.id) return;
    whisper(`${this.session.nameOf(authorOf(last, this.session))}: ${plainWords({ text: last.text ?? "" })}`);
  }

  #draw() {
    const pinned =
      !this.opened || this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR;
    const rows = arranged(this.#messages, this.session);
    holdFocus(this.list, () =>
      keep(this.list, rows, this.#cache, (value, key) =>
        value.day ? line(value.day) : messageNode(value, this.session, this.channel, this.#surfaces, key),
      ),
    );
    this.opened = true;
    if (pinned) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }
}

const line = (day) => h("div", { class: "day-line", role: "separator" }, h("span", {}, day));

/** [[key, {day} | {message, compact, reply}]], replies behind the message that they answer. */
function arranged(messages, session) {
  const rows = [];
  let previous = null;
  let day = null;
  for (const { message, reply } of threaded(messages)) {
    const key = dayKey(Number(message.ts), session.me.tz);
    if (!reply && key !== day) {
      rows.push([`day-${key}`, { day: separator(Number(message.ts), session.me.tz, session.now) }]);
      previous = null;
      day = key;
    }
    rows.push([message.ts, { message, reply, compact: follows(message, previous, session) && !reply }]);
    previous = reply ? null : message;
  }
  return rows;
}

function threaded(messages) {
  const known = new Set(messages.map((message) => message.ts));
  const isReply = (message) =>
    message.thread_ts && message.thread_ts !== message.ts && known.has(message.thread_ts);
  const roots = messages.filter((message) => !isReply(message));
  return roots.flatMap((root) => [
    { message: root, reply: false },
    ...messages
      .filter((one) => isReply(one) && one.thread_ts === root.ts)
      .map((message) => ({ message, reply: true })),
  ]);
}

function follows(message, previous, session) {
  if (!previous || message.is_ephemeral || previous.is_ephemeral || message.subtype) return false;
  return (
    authorOf(message, session) === authorOf(previous, session) &&
    Number(message.ts) - Number(previous.ts) < TOGETHER
  );
}

// One message: who, when, what, with its blocks, files and reactions.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { avatar } from "./avatar.js";
import { stamp, time } from "./dates.js";
import { h } from "./dom.js";
import { character } from "./emoji.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { Surface } from "./surface.js";

/** The author's id; the app's own messages come from its bot user. */
export const authorOf = (message, session) => message.user ?? session.app.bot_user_id;

/** `value`: {message, compact}. `surfaces` keeps the answers of a message's menus while it is redrawn. */
export function messageNode({ message, compact, reply }, session, channel, surfaces) {
  const author = session.person(authorOf(message, session));
  const name = message.username ?? author.real_name;
  const classes = [
    "message",
    compact && "compact",
    message.is_ephemeral && "ephemeral",
    reply && "reply",
  ].filter(Boolean);
  return h(
    "article",
    {
      class: classes.join(" "),
      tabindex: "-1",
      dataset: { ts: message.ts },
      "aria-label": `${name}, ${time(Number(message.ts), session.me.tz)}`,
    },
    h("div", { class: "message-side" }, compact ? when(message, session) : avatar(author, "m")),
    h(
      "div",
      { class: "message-main" },
      message.is_ephemeral ? h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you") : null,
      compact ? null : head(name, author, message, session),
      content(message, session, channel, surfaces),
      files(message, session),
      reactions(message, session, channel),
    ),
  );
}

function head(name, author, message, session) {
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "author" }, name),
    author.is_bot ? h("span", { class: "app-badge" }, "App") : null,
    when(message, session),
  );
}

const when = (message, session) =>
  h(
    "time",
    { class: "when", title: stamp(Number(message.ts), session.me.tz) },
    time(Number(message.ts), session.me.tz),
  );

const EDITED = () => h("span", { class: "edited" }, " (edited)");

/** What a person typed is read as mrkdwn, what the app built as its blocks. */
function content(message, session, channel, surfaces) {
  const edited = message.edited ? EDITED() : null;
  if (!message.blocks?.length || message.client_msg_id)
    return h("div", { class: "message-text" }, mrkdwn(message.text ?? "", session), edited);
  const surface = surfaceOf(message, session, channel, surfaces);
  const body = h("div", { class: "message-blocks" });
  surface.forget();
  surface.onrevert = () => {
    surface.forget();
    surface.draw(body, message.blocks);
  };
  surface.draw(body, message.blocks);
  return [body, edited];
}

function surfaceOf(message, session, channel, surfaces) {
  if (!surfaces.has(message.ts))
    surfaces.set(message.ts, new Surface(session, `${channel}:${message.ts}`, message.state?.values));
  return surfaces.get(message.ts);
}

function files(message, session) {
  if (!message.files?.length) return null;
  return h(
    "div",
    { class: "files" },
    message.files.map((file) =>
      file.mimetype?.startsWith("image/") ? shownFile(file, session) : fileCard(file, session),
    ),
  );
}

function shownFile(file, session) {
  const address = api.fileAddress(session.me.id, file.id);
  const title = file.title || file.name;
  return h(
    "figure",
    { class: "image-block" },
    h("figcaption", {}, title),
    h(
      "a",
      { href: address, download: file.name },
      h("img", { class: "picture", src: address, alt: file.alt_txt || title }),
    ),
  );
}

function fileCard(file, session) {
  return h(
    "a",
    { class: "file-card", href: api.fileAddress(session.me.id, file.id), download: file.name },
    h("span", { class: "file-mark" }, icon("file", 22)),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, file.title || file.name),
      h(
        "span",
        { class: "file-kind" },
        `${file.pretty_type || file.filetype || "File"} · ${size(file.size)}`,
      ),
    ),
    icon("download"),
  );
}

const size = (bytes) =>
  bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round((bytes ?? 0) / 1000))} kB`;

function reactions(message, session, channel) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((reaction) => {
      const mine = reaction.users.includes(session.me.id);
      const who = reaction.users.map((id) => session.nameOf(id)).join(", ");
      const props = {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        title: who,
        "aria-label": `${reaction.name.replaceAll("_", " ")}, ${reaction.count}: ${who}`,
      };
      const act = () => !mine && attempt(() => api.react(session.me.id, channel, message.ts, reaction.name));
      return h(
        "button",
        { ...props, onclick: act },
        character(reaction.name) ?? `:${reaction.name}:`,
        h("span", {}, String(reaction.count)),
      );
    }),
  );
}

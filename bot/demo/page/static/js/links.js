// Links, mentions and dates: the pieces that mrkdwn and rich text share.

import { fill, stamp } from "./dates.js";
import { h } from "./dom.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

export function link(url, label) {
  if (!SAFE.test(url)) return label || url;
  return h(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer nofollow" },
    label || url.replace(/^mailto:/, ""),
  );
}

/** Goes where a button's or menu item's address leads: to the app's own tabs, or to a new window. */
export function follow(session, url) {
  const [, tab] = /^slack:\/\/app\?(?:.*&)?tab=(home|messages)\b/.exec(url) ?? [];
  if (tab) session.go(tab === "home" ? "home" : "app");
  else if (SAFE.test(url)) open(url, "_blank", "noopener,noreferrer");
}

export function mention(session, id, fallback) {
  const known = session.people.get(id);
  const mine = id === session.me?.id ? " mention-me" : "";
  return h(
    "span",
    { class: `mention${mine}`, title: known?.title || null },
    `@${known?.real_name ?? fallback ?? id}`,
  );
}

export function channelMention(session, id, fallback) {
  const known = session.conversation(id);
  const name = `#${known?.name ?? fallback ?? "private channel"}`;
  return known
    ? h("button", { type: "button", class: "mention mention-link", onclick: () => session.go(id) }, name)
    : h("span", { class: "mention" }, name);
}

export const broadcast = (range) => h("span", { class: "mention mention-me" }, `@${range}`);

export function date(session, seconds, format, url, fallback) {
  const zone = session.me.tz;
  const words = Number.isFinite(seconds) ? fill(format, seconds, zone, session.now) : fallback;
  const node = h(
    "time",
    { class: "date", title: Number.isFinite(seconds) ? stamp(seconds, zone) : null },
    words,
  );
  return url && SAFE.test(url)
    ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, node)
    : node;
}

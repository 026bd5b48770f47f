// Slack's mrkdwn as DOM nodes.

import { h } from "./dom.js";
import { PATTERN as EMOJI, character } from "./emoji.js";
import { broadcast, channelMention, date, link, mention } from "./links.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const ADDRESS = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"]/y;

export const decode = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** The nodes of a mrkdwn text: paragraphs' lines, quotes, lists and code blocks. */
export function mrkdwn(text, session) {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/g).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, decode(part)))];
    return part ? lines(part, session) : [];
  });
}

const QUOTE = /^(?:>|&gt;) ?/;
const BULLET = /^\s*• ?/;

function lines(text, session) {
  return runs(text.split("\n")).flatMap(({ kind, rows }, index, all) => {
    if (kind === "quote")
      return [
        h(
          "blockquote",
          {},
          broken(
            rows.map((row) => row.replace(QUOTE, "")),
            session,
          ),
        ),
      ];
    if (kind === "list")
      return [
        h(
          "ul",
          {},
          rows.map((row) => h("li", {}, inline(row.replace(BULLET, ""), session))),
        ),
      ];
    const before = index > 0 && rows[0] === "" ? rows.slice(1) : rows;
    const trimmed = index < all.length - 1 && before.at(-1) === "" ? before.slice(0, -1) : before;
    return broken(trimmed, session);
  });
}

function runs(rows) {
  const found = [];
  for (const row of rows) {
    const kind = QUOTE.test(row) ? "quote" : BULLET.test(row) ? "list" : "text";
    if (found.at(-1)?.kind === kind) found.at(-1).rows.push(row);
    else found.push({ kind, rows: [row] });
  }
  return found;
}

const broken = (rows, session) =>
  rows.flatMap((row, index) => [...(index ? [h("br")] : []), ...inline(row, session)]);

/** The nodes of one line. */
export function inline(text, session) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
  };
  while (at < text.length) {
    const found = piece(text, at, session);
    if (found?.node) {
      flush();
      nodes.push(found.node);
    } else plain += found?.text ?? text[at];
    at += found?.length ?? 1;
  }
  flush();
  return nodes;
}

/** The markup that begins at `at`: {length, node} or {length, text}; null for an ordinary character. */
function piece(text, at, session) {
  switch (text[at]) {
    case "<":
      return token(text, at, session);
    case "&":
      return entity(text, at);
    case "`":
      return code(text, at);
    case ":":
      return emoji(text, at);
    case "h":
      return address(text, at);
    case "*":
    case "_":
    case "~":
      return styled(text, at, session);
    default:
      return null;
  }
}

function token(text, at, session) {
  const end = text.indexOf(">", at);
  if (end < at + 2) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const label = rest.length ? decode(rest.join("|")) : null;
  return { length: end - at + 1, node: reference(decode(target), label, session) };
}

function reference(target, label, session) {
  if (target.startsWith("@")) return mention(session, target.slice(1), label);
  if (target.startsWith("#")) return channelMention(session, target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    return date(session, Number(seconds), format ?? "", url, label ?? "");
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return broadcast(target.slice(1));
  const node = link(target, label);
  return typeof node === "string" ? document.createTextNode(node) : node;
}

function entity(text, at) {
  const match = /^&(?:amp|lt|gt);/.exec(text.slice(at, at + 5));
  return match && { length: match[0].length, text: ENTITIES[match[0]] };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end < at + 2) return null;
  return { length: end - at + 1, node: h("code", {}, decode(text.slice(at + 1, end))) };
}

function emoji(text, at) {
  EMOJI.lastIndex = at;
  const match = EMOJI.exec(text);
  const found = match && character(match[1]);
  return (
    found && {
      length: match[0].length,
      node: h("span", { class: "emoji", role: "img", "aria-label": match[1].replaceAll("_", " ") }, found),
    }
  );
}

function address(text, at) {
  ADDRESS.lastIndex = at;
  const match = ADDRESS.exec(text);
  return match && { length: match[0].length, node: link(decode(match[0]), null) };
}

const OUTSIDE = /[^\p{L}\p{N}]/u;

function styled(text, at, session) {
  const mark = text[at];
  const opens =
    (at === 0 || OUTSIDE.test(text[at - 1])) && text[at + 1] !== mark && /\S/.test(text[at + 1] ?? " ");
  if (!opens) return null;
  const end = closing(text, at, mark);
  if (end < 0) return null;
  return { length: end - at + 1, node: h(STYLES[mark], {}, inline(text.slice(at + 1, end), session)) };
}

function closing(text, at, mark) {
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === "<") index = Math.max(index, text.indexOf(">", index));
    else if (text[index] === "`") index = Math.max(index, text.indexOf("`", index + 1));
    else if (text[index] === mark && index > at + 1 && /\S/.test(text[index - 1])) {
      if (index + 1 === text.length || OUTSIDE.test(text[index + 1])) return index;
    }
  }
  return -1;
}

/** A Block Kit text object ({type: "mrkdwn" | "plain_text", text}) as nodes. */
export function words(object, session) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, session);
  return object.text.split("\n").flatMap((row, index) => [...(index ? [h("br")] : []), ...emojiOnly(row)]);
}

function emojiOnly(row) {
  return row
    .split(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/)
    .map((part, index) => (index % 2 ? (character(part) ?? `:${part}:`) : part));
}

/** The same as one string, for labels and the screen reader. */
export const plainWords = (object) => (object ? emojiOnly(object.text).join("") : "");

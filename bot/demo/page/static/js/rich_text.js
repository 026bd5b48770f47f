// Slack's rich_text blocks as DOM nodes.

import { h } from "./dom.js";
import { character } from "./emoji.js";
import { broadcast, channelMention, date, link, mention } from "./links.js";

export const richText = (block, session) =>
  block.elements.map((element) => PARTS[element.type]?.(element, session) ?? null);

const inside = (element, session) => element.elements.map((leaf) => dressed(leaf, session));

const PARTS = {
  rich_text_section: (element, session) => h("p", {}, inside(element, session)),
  rich_text_quote: (element, session) => h("blockquote", {}, inside(element, session)),
  rich_text_preformatted: (element) =>
    h(
      "pre",
      {},
      h(
        "code",
        {},
        element.elements.map((leaf) => leaf.text ?? leaf.url ?? ""),
      ),
    ),
  rich_text_list: (element, session) => {
    const tag = element.style === "ordered" ? "ol" : "ul";
    const items = element.elements.map((item) => h("li", {}, inside(item, session)));
    return h(
      tag,
      {
        class: `indent-${Math.min(element.indent ?? 0, 4)}`,
        start: element.offset ? element.offset + 1 : null,
      },
      items,
    );
  },
};

const LEAVES = {
  text: (leaf) => leaf.text.split("\n").flatMap((row, index) => [...(index ? [h("br")] : []), row]),
  link: (leaf) => [link(leaf.url, leaf.text)],
  emoji: (leaf) => [leaf.unicode ? fromCodes(leaf.unicode) : (character(leaf.name) ?? `:${leaf.name}:`)],
  user: (leaf, session) => [mention(session, leaf.user_id)],
  channel: (leaf, session) => [channelMention(session, leaf.channel_id)],
  broadcast: (leaf) => [broadcast(leaf.range)],
  usergroup: () => [h("span", { class: "mention" }, "@group")],
  date: (leaf, session) => [date(session, leaf.timestamp, leaf.format, leaf.url, leaf.fallback)],
  color: (leaf) => [h("code", {}, leaf.value)],
};

const fromCodes = (codes) => String.fromCodePoint(...codes.split("-").map((code) => parseInt(code, 16)));

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function dressed(leaf, session) {
  const nodes = LEAVES[leaf.type]?.(leaf, session) ?? [];
  return Object.keys(TAGS)
    .filter((name) => leaf.style?.[name])
    .reduce((wrapped, name) => [h(TAGS[name], {}, wrapped)], nodes);
}

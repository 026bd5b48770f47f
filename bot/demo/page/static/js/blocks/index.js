// Block Kit's blocks by type. Each takes (block, ctx) and answers a node.

import { freshId, h } from "../dom.js";
import { element } from "../elements/index.js";
import { mrkdwn, plainWords, words } from "../mrkdwn.js";
import { richText } from "../rich_text.js";
import { chart } from "./chart.js";
import { image, picture, video } from "./media.js";
import { table } from "./table.js";

const BLOCKS = {
  section,
  header: (block) => h("h3", { class: "header-block" }, plainWords(block.text)),
  divider: () => h("hr"),
  context: (block, ctx) =>
    h(
      "div",
      { class: "context-block" },
      block.elements.map((part) =>
        part.type === "image" ? picture(part, ctx, "context-image") : h("span", {}, words(part, ctx.session)),
      ),
    ),
  image,
  video,
  table,
  data_table: table,
  data_visualization: (block) => chart(block),
  alert: (block, ctx) =>
    h(
      "div",
      { class: `alert-block ${block.level ?? "default"}`, role: "note" },
      words(block.text, ctx.session),
    ),
  actions: (block, ctx) =>
    h(
      "div",
      { class: "actions-block" },
      block.elements.map((part) => element(part, ctx)),
    ),
  rich_text: (block, ctx) => h("div", { class: "rich-block" }, richText(block, ctx.session)),
  markdown: (block, ctx) =>
    h(
      "div",
      { class: "section-text" },
      mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#+ (.*)$/gm, "*$1*"), ctx.session),
    ),
  input,
};

/** One block as a node; `ctxOf(block)` gives its elements their context. */
export function block(value, ctxOf) {
  const make = BLOCKS[value.type];
  const ctx = ctxOf(value);
  const node = make
    ? make(value, ctx)
    : h("p", { class: "unknown" }, `A block of type “${value.type}” is not shown here.`);
  return h("div", { class: `block block-${value.type}`, dataset: { block: value.block_id ?? "" } }, node);
}

function section(value, ctx) {
  return h(
    "div",
    { class: value.accessory ? "section has-accessory" : "section" },
    h(
      "div",
      { class: "section-words" },
      value.text ? h("div", { class: "section-text" }, words(value.text, ctx.session)) : null,
      value.fields
        ? h(
            "div",
            { class: "section-fields" },
            value.fields.map((field) => h("div", {}, words(field, ctx.session))),
          )
        : null,
    ),
    value.accessory ? h("div", { class: "section-accessory" }, element(value.accessory, ctx)) : null,
  );
}

function input(value, ctx) {
  const labelId = freshId("label");
  const hintId = freshId("hint");
  const errorId = freshId("error");
  const parts = { ...ctx, labelId, hintIds: `${hintId} ${errorId}` };
  return h(
    "div",
    { class: "input-block" },
    h(
      "div",
      { class: "input-label", id: labelId, onclick: enter },
      plainWords(value.label),
      value.optional ? h("span", { class: "optional" }, " (optional)") : null,
    ),
    element(value.element, parts),
    h("div", { class: "input-hint", id: hintId }, plainWords(value.hint)),
    h("div", { class: "input-error", id: errorId, role: "alert", hidden: true }),
  );
}

/** A click on a label goes into its field. */
const enter = (event) => event.currentTarget.parentNode.querySelector("input, textarea, button")?.focus();

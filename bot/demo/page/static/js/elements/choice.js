// Radio buttons and checkboxes.

import { freshId, h } from "../dom.js";
import { words } from "../mrkdwn.js";

export const radios = (element, ctx) => group(element, ctx, "radio");
export const checkboxes = (element, ctx) => group(element, ctx, "checkbox");

function group(element, ctx, type) {
  const name = freshId("choice");
  const given = ctx.get(element);
  const chosen = new Set(Array.isArray(given) ? given : [given]);
  const node = h("div", {
    class: "choices",
    role: type === "radio" ? "radiogroup" : "group",
    "aria-labelledby": ctx.labelId,
    "aria-describedby": ctx.hintIds,
  });
  const boxes = element.options.map((option) =>
    h("input", {
      type,
      name,
      checked: chosen.has(option.value),
      "aria-label": ctx.labelId ? null : option.text.text,
    }),
  );
  const read = () =>
    element.options.filter((_option, index) => boxes[index].checked).map((option) => option.value);
  node.addEventListener("change", () =>
    ctx.use(element, type === "radio" ? (read()[0] ?? null) : read(), node),
  );
  node.append(...element.options.map((option, index) => row(option, boxes[index], ctx)));
  return node;
}

function row(option, box, ctx) {
  return h(
    "label",
    { class: "choice" },
    box,
    h(
      "span",
      { class: "choice-words" },
      h("span", {}, words(option.text, ctx.session)),
      option.description
        ? h("span", { class: "choice-description" }, words(option.description, ctx.session))
        : null,
    ),
  );
}

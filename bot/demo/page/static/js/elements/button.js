// Buttons, overflow menus and the element that triggers a link.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { follow } from "../links.js";
import { plainWords } from "../mrkdwn.js";
import { openMenu } from "../popover.js";

export function button(element, ctx) {
  const style = element.style ? ` ${element.style}` : "";
  const props = {
    type: "button",
    class: `button${style}`,
    "aria-label": element.accessibility_label,
    dataset: { action: element.action_id },
    onclick: () => {
      if (element.url) follow(ctx.session, element.url);
      ctx.use(element, null, node);
    },
  };
  const node = h("button", props, plainWords(element.text));
  return node;
}

export function overflow(element, ctx) {
  const node = h(
    "button",
    {
      type: "button",
      class: "button square",
      "aria-label": "More options",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      dataset: { action: element.action_id },
    },
    icon("more"),
  );
  const items = element.options.map((option) => ({
    label: plainWords(option.text),
    description: plainWords(option.description),
    act: () => {
      if (option.url) follow(ctx.session, option.url);
      ctx.use(element, option.value, node);
    },
  }));
  node.addEventListener("click", () => openMenu(node, items, "More options"));
  return h("div", { class: "select-box" }, node);
}

// A small surface that hangs on a button: lists, menus. Escape or a click beside it closes it.

import { h } from "./dom.js";

const GAP = 4;
const EDGE = 8;

/** Shows `content` at `anchor`; answers a function that closes it. The anchor gets the focus back. */
export function openPopover(anchor, content, { onclose, wide = false } = {}) {
  const panel = h("div", { class: wide ? "popover popover-wide" : "popover", popover: "auto" }, content);
  const follow = () => settle(panel, anchor, wide);
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    removeEventListener("resize", follow);
    const hadFocus = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (hadFocus && anchor.isConnected) anchor.focus();
    onclose?.();
  });
  anchor.after(panel);
  anchor.setAttribute("aria-expanded", "true");
  panel.showPopover();
  follow();
  addEventListener("resize", follow);
  return () => panel.isConnected && panel.hidePopover();
}

function settle(panel, anchor, wide) {
  const box = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, wide ? 320 : 220), innerWidth - 2 * EDGE);
  panel.style.width = `${width}px`;
  panel.style.maxHeight = "";
  const below = innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const goesUp = below < Math.min(panel.offsetHeight, 240) && above > below;
  panel.style.maxHeight = `${Math.max(goesUp ? above : below, 120)}px`;
  const left = Math.min(Math.max(EDGE, box.left), innerWidth - width - EDGE);
  const top = goesUp ? box.top - GAP - panel.offsetHeight : box.bottom + GAP;
  panel.style.left = `${left}px`;
  panel.style.top = `${Math.max(EDGE, top)}px`;
}

/** A menu button's list of commands: [{label, description, danger, act}]. */
export function openMenu(anchor, items, label) {
  const menu = h("div", { role: "menu", "aria-label": label, class: "menu" });
  const buttons = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: item.danger ? "menu-item danger" : "menu-item",
        onclick: () => choose(item),
      },
      h("span", { class: "menu-label" }, item.label),
      item.description ? h("span", { class: "menu-description" }, item.description) : null,
    ),
  );
  menu.append(...buttons);
  menu.addEventListener("keydown", (event) => walk(event, buttons));
  const close = openPopover(anchor, menu);
  const choose = (item) => {
    close();
    item.act();
  };
  buttons[0]?.focus();
}

function walk(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[
    event.key
  ];
  if (to === undefined) return;
  event.preventDefault();
  buttons[to % buttons.length].focus();
}

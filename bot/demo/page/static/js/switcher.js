// "Act as": who the visitor is right now, and the searchable list of everybody else.

import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { fromPerson } from "./elements/choices.js";
import { icon } from "./icons.js";
import { Listbox, narrow } from "./listbox.js";
import { openPopover } from "./popover.js";

export class Switcher {
  constructor(session) {
    this.session = session;
    this.node = h("button", {
      type: "button",
      class: "switcher",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      onclick: () => this.open(),
    });
    this.frame = h("div", { class: "select-box switcher-box" }, this.node);
  }

  draw() {
    const { me } = this.session;
    this.node.setAttribute("aria-label", `You act as ${me.real_name}. Act as somebody else`);
    replace(
      this.node,
      avatar(me, "m"),
      h(
        "span",
        { class: "switcher-words" },
        h("span", { class: "switcher-hint" }, "You act as"),
        h("span", { class: "switcher-name" }, me.real_name),
        h("span", { class: "switcher-title" }, me.title),
      ),
      icon("swap", 18),
    );
  }

  open() {
    if (this.close) {
      this.close();
      return;
    }
    const everybody = this.session
      .humans()
      .map(fromPerson)
      .sort((one, other) => one.label.localeCompare(other.label));
    const field = h("input", {
      type: "text",
      role: "combobox",
      class: "popover-search",
      placeholder: "Act as…",
      "aria-label": "Find a person",
      "aria-expanded": "true",
      autocomplete: "off",
    });
    const mark = (person) => ({ ...person, selected: person.value === this.session.me.id });
    const pick = (option) => {
      this.close();
      this.session.actAs(option.value);
    };
    const list = new Listbox(field, {
      load: (query) => narrow(everybody.map(mark), query),
      onpick: pick,
      label: "People",
    });
    field.addEventListener("input", () => list.refresh());
    field.addEventListener("keydown", (event) => list.key(event) || (event.key === "Tab" && this.close()));
    const shut = openPopover(this.node, [field, list.node], {
      wide: true,
      onclose: () => (this.close = null),
    });
    this.close = shut;
    list.refresh();
    field.focus();
  }
}

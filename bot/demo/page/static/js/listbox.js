// A list of options that follows a text field: arrows move, Enter picks, typing narrows.

import { freshId, h, replace } from "./dom.js";

const SHOWN = 120;

/** `load(query)` answers (a promise of) [{value, label, description, group, picture, selected}]. */
export class Listbox {
  #options = [];
  #rows = [];
  #active = -1;
  #asked = 0;

  constructor(field, { load, onpick, label, multiple = false, empty = "Nothing found" }) {
    Object.assign(this, { field, load, onpick, empty });
    this.node = h("ul", {
      role: "listbox",
      id: freshId("list"),
      class: "listbox",
      "aria-label": label,
      "aria-multiselectable": multiple,
    });
    field.setAttribute("aria-controls", this.node.id);
    field.setAttribute("aria-autocomplete", "list");
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  async refresh(query = this.field.value) {
    const asked = (this.#asked += 1);
    const answer = this.load(query);
    const options = Array.isArray(answer) ? answer : await this.#awaited(answer);
    if (asked !== this.#asked) return;
    this.#options = options.slice(0, SHOWN);
    this.#draw(options.length);
  }

  async #awaited(answer) {
    replace(this.node, h("li", { class: "listbox-note", role: "presentation" }, "Looking…"));
    return answer;
  }

  #draw(count) {
    let group = null;
    const nodes = [];
    this.#rows = this.#options.map((option, index) => {
      if (option.group && option.group !== group)
        nodes.push(h("li", { class: "listbox-group", role: "presentation" }, option.group));
      group = option.group ?? group;
      const row = this.#row(option, index);
      nodes.push(row);
      return row;
    });
    if (!nodes.length) nodes.push(h("li", { class: "listbox-note", role: "presentation" }, this.empty));
    if (count > SHOWN)
      nodes.push(h("li", { class: "listbox-note", role: "presentation" }, "Type to see more"));
    replace(this.node, nodes);
    this.#activate(
      Math.max(
        0,
        this.#options.findIndex((option) => option.selected),
      ),
    );
  }

  #row(option, index) {
    return h(
      "li",
      {
        role: "option",
        id: `${this.node.id}-${index}`,
        class: "option",
        "aria-selected": String(Boolean(option.selected)),
        onclick: () => this.pick(index),
        onmousemove: () => this.#activate(index, false),
      },
      option.picture ?? null,
      h(
        "span",
        { class: "option-words" },
        h("span", { class: "option-label" }, option.label),
        option.description ? h("span", { class: "option-description" }, option.description) : null,
      ),
    );
  }

  #activate(index, scroll = true) {
    this.#rows[this.#active]?.classList.remove("active");
    this.#active = this.#rows.length ? (index + this.#rows.length) % this.#rows.length : -1;
    const row = this.#rows[this.#active];
    row?.classList.add("active");
    if (scroll) row?.scrollIntoView({ block: "nearest" });
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  pick(index = this.#active) {
    const option = this.#options[index];
    if (option) this.onpick(option);
    return Boolean(option);
  }

  get size() {
    return this.#options.length;
  }

  /** Handles a key of the field; answers whether it did. */
  key(event) {
    if (event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate(this.#active + step);
    else if (event.key === "Enter") this.pick();
    else return false;
    event.preventDefault();
    return true;
  }
}

/** Those options whose label or description has every word of the query. */
export function narrow(options, query) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (!wanted.length) return options;
  return options.filter((option) => {
    const text = fold(`${option.label} ${option.description ?? ""} ${option.also ?? ""}`);
    return wanted.every((word) => text.includes(word));
  });
}

const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

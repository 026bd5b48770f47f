// Every select menu, single and multi: a button that shows the choice, and a searchable list.

import { freshId, h, replace } from "../dom.js";
import { icon } from "../icons.js";
import { Listbox, narrow } from "../listbox.js";
import { plainWords } from "../mrkdwn.js";
import { openPopover } from "../popover.js";
import { choicesOf, fromAnswer, fromOption, isExternal } from "./choices.js";

export const single = (element, ctx) => new Select(element, ctx, false).node;
export const multi = (element, ctx) => new Select(element, ctx, true).node;

class Select {
  constructor(element, ctx, multiple) {
    Object.assign(this, { element, ctx, multiple });
    this.chosen = this.#fromValue(ctx.get(element));
    this.words = h("span", { class: "select-words", id: freshId("chosen") });
    this.button = h(
      "button",
      {
        type: "button",
        class: "select",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        dataset: { action: element.action_id },
        onclick: () => this.#toggle(),
      },
      this.words,
      icon("down", 16),
    );
    this.node = h("div", { class: "select-box" }, this.button);
    this.#label();
    this.#show();
  }

  #label() {
    const { labelId, hintIds } = this.ctx;
    if (labelId) this.button.setAttribute("aria-labelledby", `${labelId} ${this.words.id}`);
    if (hintIds) this.button.setAttribute("aria-describedby", hintIds);
  }

  #fromValue(value) {
    const values = Array.isArray(value) ? value : value === null ? [] : [value];
    if (isExternal(this.element)) return values.map((option) => fromOption(option));
    const all = choicesOf(this.element, this.ctx.session);
    return values.map((one) => all.find((option) => option.value === one) ?? { value: one, label: one });
  }

  #value() {
    const values = this.chosen.map((option) => (isExternal(this.element) ? option.raw : option.value));
    return this.multiple ? values : (values[0] ?? null);
  }

  #show() {
    const placeholder =
      plainWords(this.element.placeholder) || (this.multiple ? "Select options" : "Select an option");
    this.button.classList.toggle("empty", !this.chosen.length);
    if (!this.chosen.length) replace(this.words, placeholder);
    else if (this.multiple)
      replace(
        this.words,
        this.chosen.map((option) => h("span", { class: "chip" }, option.label)),
      );
    else replace(this.words, this.chosen[0].label);
    if (!this.ctx.labelId)
      this.button.setAttribute(
        "aria-label",
        [placeholder, ...this.chosen.map((option) => option.label)].join(", "),
      );
  }

  #toggle() {
    if (this.close) return this.close();
    const before = JSON.stringify(this.#value());
    const field = h("input", {
      type: "text",
      role: "combobox",
      class: "popover-search",
      placeholder: "Search",
      "aria-label": "Search",
      "aria-expanded": "true",
      autocomplete: "off",
    });
    const list = new Listbox(field, {
      load: (query) => this.#load(query),
      onpick: (option) => this.#pick(option, list),
      label: plainWords(this.element.placeholder) || "Options",
      multiple: this.multiple,
      empty: this.#emptyNote(),
    });
    field.addEventListener("input", () => list.refresh());
    field.addEventListener("keydown", (event) => list.key(event) || (event.key === "Tab" && this.close?.()));
    const onclose = () => {
      this.close = null;
      if (this.multiple && before !== JSON.stringify(this.#value()))
        this.ctx.use(this.element, this.#value(), this.node);
    };
    this.close = openPopover(this.button, [field, list.node], { onclose });
    list.refresh();
    field.focus();
    return null;
  }

  #emptyNote() {
    return isExternal(this.element) && this.#minimum() > 0 ? "Type to search" : "Nothing found";
  }

  #minimum() {
    return this.element.min_query_length ?? 3;
  }

  #load(query) {
    const mark = (options) =>
      options.map((option) => ({
        ...option,
        selected: this.chosen.some((one) => one.value === option.value),
      }));
    if (!isExternal(this.element)) return mark(narrow(choicesOf(this.element, this.ctx.session), query));
    if (query.length < this.#minimum()) return [];
    return this.ctx.options(this.element, query).then((answer) => mark(fromAnswer(answer)));
  }

  #pick(option, list) {
    if (!this.multiple) {
      this.chosen = [option];
      this.#show();
      this.close();
      this.ctx.use(this.element, this.#value(), this.node);
      return;
    }
    const without = this.chosen.filter((one) => one.value !== option.value);
    const most = this.element.max_selected_items ?? Infinity;
    if (without.length < this.chosen.length) this.chosen = without;
    else if (this.chosen.length < most) this.chosen = [...without, option];
    this.ctx.set(this.element, this.#value());
    this.#show();
    list.field.value = "";
    list.refresh();
  }
}

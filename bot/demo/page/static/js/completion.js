// What the composer offers while one types: slash commands from the manifest, and people after "@".

import { fromPerson } from "./elements/choices.js";
import { h } from "./dom.js";
import { Listbox, narrow } from "./listbox.js";

/** Words of a usage hint such as "[join | pause | thanks @person]". */
const subcommands = (hint) =>
  (hint ?? "")
    .replace(/[[\]()]/g, "")
    .split(/\s*[|,]\s*/)
    .map((part) => part.trim())
    .filter((part) => /^[a-z]/.test(part));

function commandOptions(session, text) {
  const all = session.commands.flatMap((command) => [
    { value: `${command.name} `, label: command.name, description: command.description, exact: command.name },
    ...subcommands(command.usage_hint).map((part) => ({
      value: `${command.name} ${part.split(/\s/)[0]}${/\s/.test(part) ? " " : ""}`,
      label: `${command.name} ${part}`,
      description: "",
    })),
  ]);
  return all.filter((option) => option.label.startsWith(text.trimStart()));
}

function offers(session, text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*( [a-z]*)?$/.test(before)) return { from: 0, options: commandOptions(session, before) };
  const at = /(?:^|\s)@([\p{L}\p{N}'. -]{0,30})$/u.exec(before);
  if (!at) return null;
  const people = narrow(session.humans().map(fromPerson), at[1]).slice(0, 8);
  return {
    from: caret - at[1].length - 1,
    options: people.map((option) => ({ ...option, value: `@${option.label} `, person: option.value })),
  };
}

export class Completion {
  constructor(session, field, onpick) {
    Object.assign(this, { session, field, onpick });
    this.list = new Listbox(field, {
      load: () => this.offer?.options ?? [],
      onpick: (option) => this.#pick(option),
      label: "Suggestions",
    });
    this.node = h("div", { class: "completion", hidden: true }, this.list.node);
  }

  refresh() {
    const text = this.field.value;
    this.offer = offers(this.session, text, this.field.selectionStart);
    const done = this.offer?.options.length === 1 && text.trim() === this.offer.options[0].value.trim();
    this.node.hidden = !this.offer?.options.length || done;
    this.field.setAttribute("aria-expanded", String(!this.node.hidden));
    if (!this.node.hidden) this.list.refresh();
  }

  /** Tab and arrows work on the list; Enter picks unless what stands there is already complete. */
  key(event) {
    if (this.node.hidden) return false;
    if (event.key === "Escape") this.hide();
    else if (event.key === "Tab") this.list.pick();
    else if (event.key === "Enter" && this.#complete()) return false;
    else return this.list.key(event);
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #complete() {
    return this.offer.options.some((option) => option.value.trim() === this.field.value.trim());
  }

  hide() {
    this.node.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }

  #pick(option) {
    const caret = this.field.selectionStart;
    this.field.setRangeText(option.value, this.offer.from, caret, "end");
    this.onpick(option);
    this.refresh();
  }
}

// A surface that the app drew on: a message, a modal or the Home. Holds the answers, sends what is used.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { block } from "./blocks/index.js";
import { confirmed } from "./confirm.js";
import { keep } from "./dom.js";
import { Values } from "./values.js";

export class Surface {
  #cache = new Map();

  /** `place`: a view's id, or "<channel>:<ts>". */
  constructor(session, place, state) {
    Object.assign(this, { session, place, values: new Values(state) });
  }

  /** Draws the blocks; those that did not change stay as they are. */
  draw(parent, blocks) {
    this.values.keepOnly(new Set(blocks.map((value) => value.block_id)));
    const seen = new Map();
    const keyed = blocks.map((value, index) => {
      const name = value.block_id || `${value.type}-${index}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return [`${name}#${seen.get(name)}`, value];
    });
    holdFocus(parent, () =>
      keep(parent, keyed, this.#cache, (value) => block(value, (one) => this.#ctx(one))),
    );
  }

  #ctx(owner) {
    const id = owner.block_id;
    const heard = owner.type !== "input" || owner.dispatch_action;
    return {
      session: this.session,
      get: (element) => this.values.get(id, element),
      set: (element, value) => this.values.set(id, element, value),
      use: (element, value, node) => this.#use(id, element, value, node, heard),
      options: (element, query) =>
        api.options(this.session.me.id, { place: this.place, block: id, action: element.action_id, query }),
    };
  }

  async #use(id, element, value, node, heard) {
    const before = this.values.get(id, element);
    if (holdsAnswer(element)) this.values.set(id, element, value);
    if (!heard) return;
    if (node.getAttribute("aria-busy") === "true") return;
    if (element.confirm && !(await confirmed(element.confirm, this.session))) {
      this.values.set(id, element, before);
      this.onrevert?.();
      return;
    }
    await pressed(node, () =>
      api.act(this.session.me.id, {
        place: this.place,
        block: id,
        action: element.action_id,
        value,
        values: this.values.all(),
      }),
    );
  }

  forget() {
    this.#cache.clear();
  }
}

/** Whether Slack keeps what was chosen here: not for buttons and overflow menus. */
const holdsAnswer = (element) => element.type !== "overflow" && !element.type.endsWith("button");

/** Marks a control as pressed at once, until the app has answered. */
export async function pressed(node, action) {
  node.setAttribute("aria-busy", "true");
  const outcome = await attempt(action);
  node.removeAttribute("aria-busy");
  return outcome;
}

/** Draws anew; the focus stays on the control that had it, or on its successor. */
export function holdFocus(parent, draw) {
  const held = parent.contains(document.activeElement) ? document.activeElement : null;
  const action = held?.dataset.action;
  draw();
  if (!held || held.isConnected) return;
  const successor = action && parent.querySelector(`[data-action="${CSS.escape(action)}"]`);
  (
    successor ||
    parent.closest("[tabindex]") ||
    parent.querySelector("button, input, textarea, [tabindex]")
  )?.focus({ preventScroll: true });
}

// What a person has answered so far on one surface, as plain values by block and action.

const PLAIN = {
  selected_option: (one) => one?.value ?? null,
  selected_options: (many) => many.map((one) => one.value),
  selected_user: (id) => id,
  selected_users: (ids) => ids,
  selected_conversation: (id) => id,
  selected_conversations: (ids) => ids,
  selected_channel: (id) => id,
  selected_channels: (ids) => ids,
  selected_date: (date) => date,
  selected_time: (time) => time,
  selected_date_time: (seconds) => seconds,
  rich_text_value: (block) => block,
  files: (files) => files.map((file) => file.id ?? file),
  value: (text) => text,
};

const WHOLE = new Set(["external_select", "multi_external_select"]);

function plain(answer) {
  if (WHOLE.has(answer.type)) return answer.selected_option ?? answer.selected_options ?? null;
  const field = Object.keys(PLAIN).find((name) => answer[name] !== undefined && answer[name] !== null);
  return field ? PLAIN[field](answer[field]) : null;
}

const INITIAL = {
  initial_option: PLAIN.selected_option,
  initial_options: PLAIN.selected_options,
};

function initial(element) {
  const field = Object.keys(element).find((name) => name.startsWith("initial_"));
  if (!field) return null;
  return (!WHOLE.has(element.type) && INITIAL[field]?.(element[field])) || element[field];
}

export class Values {
  #touched = new Map();
  #state;

  constructor(state = {}) {
    this.#state = state;
  }

  /** The app has shown the surface anew; what was typed into fields that are still there stays. */
  renew(state = {}) {
    this.#state = state;
  }

  get(block, element) {
    const key = `${block}/${element.action_id}`;
    if (this.#touched.has(key)) return this.#touched.get(key).value;
    const answer = this.#state[block]?.[element.action_id];
    return answer ? plain(answer) : initial(element);
  }

  set(block, element, value) {
    this.#touched.set(`${block}/${element.action_id}`, { block, action: element.action_id, value });
  }

  /** Forgets what was touched in blocks that are gone. */
  keepOnly(blocks) {
    for (const [key, { block }] of this.#touched) if (!blocks.has(block)) this.#touched.delete(key);
  }

  /** {block_id: {action_id: plain value}}: what this person has touched. */
  all() {
    const found = {};
    for (const { block, action, value } of this.#touched.values()) (found[block] ??= {})[action] = value;
    return found;
  }
}

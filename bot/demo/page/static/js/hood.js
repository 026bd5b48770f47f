// Under the hood: what the app and the workspace have just said to each other.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { h, replace } from "./dom.js";

const KINDS = { "web-api": "app → Slack", payload: "Slack → app", event: "Slack → app" };

export class Hood {
  constructor(session) {
    this.session = session;
    this.list = h("ol", { class: "hood-list", tabindex: "0", "aria-label": "Recent traffic" });
    this.sums = h("p", { class: "hood-sums" });
    this.node = h("details", { class: "hood" }, h("summary", {}, "Under the hood"), this.sums, this.list);
    this.node.addEventListener("toggle", () => this.refresh());
  }

  async refresh() {
    if (!this.node.open) return;
    const record = await attempt(api.record);
    if (!record) return;
    const acks = `acks: median ${ms(record.ack_p50)}, 99 % within ${ms(record.ack_p99)}`;
    this.sums.textContent = `${record.calls} calls · ${record.acks} ${acks}`;
    replace(
      this.list,
      record.entries.map((entry) => this.#row(entry)),
    );
  }

  #row(entry) {
    return h(
      "li",
      { class: entry.error ? "hood-row refused" : "hood-row" },
      h("span", { class: "hood-way" }, KINDS[entry.kind] ?? entry.kind),
      h("span", { class: "hood-name" }, entry.name, entry.error ? ` ${entry.error}` : ""),
      h("span", { class: "hood-time" }, entry.seconds ? ms(entry.seconds) : ""),
    );
  }
}

const ms = (seconds) => `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;

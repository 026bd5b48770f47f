// The Home tab of the app.

import { h, replace } from "./dom.js";
import { Surface } from "./surface.js";

export class Home {
  #surface = null;

  constructor(session) {
    this.session = session;
    this.blocks = h("div", { class: "home-blocks" });
    this.node = h(
      "div",
      { class: "home", tabindex: "0", role: "tabpanel", "aria-label": "Home" },
      this.blocks,
    );
  }

  show(view) {
    if (!view) {
      replace(
        this.blocks,
        h("p", { class: "empty-note" }, "Nothing here yet. The app fills this page when it is ready."),
      );
      return;
    }
    if (this.#surface?.place !== view.id) this.#open(view);
    this.#surface.values.renew(view.state?.values);
    this.#surface.draw(this.blocks, view.blocks);
  }

  #open(view) {
    replace(this.blocks);
    this.#surface = new Surface(this.session, view.id, view.state?.values);
    this.#surface.onrevert = () => {
      this.#surface.forget();
      this.#surface.draw(this.blocks, view.blocks);
    };
  }
}

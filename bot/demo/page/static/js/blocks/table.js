// The table block: cells of raw text, numbers or rich text; the first row is its head.

import { h } from "../dom.js";
import { richText } from "../rich_text.js";

export function table(block, ctx) {
  const [head, ...rows] = block.rows;
  const row = (cells, tag) => h("tr", {}, cells.map((cell, index) => h(tag, { scope: tag === "th" ? "col" : null, class: align(block, index) }, content(cell, ctx))));
  return h("div", { class: "table-block", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, rows.map((cells) => row(cells, "td")))));
}

const align = (block, index) => `align-${block.column_settings?.[index]?.align ?? "left"}`;

function content(cell, ctx) {
  if (cell.type === "rich_text") return richText(cell, ctx.session);
  return String(cell.text ?? cell.value ?? "");
}

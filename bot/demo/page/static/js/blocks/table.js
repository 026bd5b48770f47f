// The table blocks: cells of raw text, numbers or rich text; the first row is the head.

import { h } from "../dom.js";
import { richText } from "../rich_text.js";

export function table(block, ctx) {
  const [head, ...rows] = block.rows;
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, index) => cellNode(cell, index, tag, block, ctx)),
    );
  return h(
    "div",
    { class: "table-block", tabindex: "0", role: "region", "aria-label": block.caption ?? "Table" },
    h(
      "table",
      {},
      block.caption ? h("caption", {}, block.caption) : null,
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        rows.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

function cellNode(cell, index, tag, block, ctx) {
  const isNumber = cell.type === "raw_number";
  const align = block.column_settings?.[index]?.align ?? (isNumber ? "right" : "left");
  const names = tag === "td" && block.row_header_column_index === index;
  return h(
    names ? "th" : tag,
    { scope: names ? "row" : tag === "th" ? "col" : null, class: `align-${align}` },
    content(cell, ctx),
  );
}

function content(cell, ctx) {
  if (cell.type === "rich_text") return richText(cell, ctx.session);
  return String(cell.text ?? cell.value ?? "");
}

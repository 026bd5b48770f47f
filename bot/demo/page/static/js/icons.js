// Line icons on a 20 by 20 grid, drawn as paths.

import { svg } from "./dom.js";

const PATHS = {
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  down: "M5 8l5 5 5-5",
  plus: "M10 4v12M4 10h12",
  send: "M4 10L16.5 4 13 16.5 10 11.5 4 10zM10 11.5l3-3",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  story:
    "M4 4.5h4.5A1.5 1.5 0 0 1 10 6v10a1.5 1.5 0 0 0-1.5-1.5H4zM16 4.5h-4.5A1.5 1.5 0 0 0 10 6v10a1.5 1.5 0 0 1 1.5-1.5H16z",
  search: "M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM13 13l4 4",
  lock: "M5.5 9h9v7h-9zM7 9V7a3 3 0 0 1 6 0v2",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  file: "M6 3h5.5L15 6.5V17H6zM11.5 3v3.5H15",
  download: "M10 4v8M6.5 9l3.5 3.5L13.5 9M4.5 16h11",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  bolt: "M11 3L5 11h4l-1 6 6-8h-4z",
  play: "M7 5l8 5-8 5z",
  swap: "M4 7h11l-3-3M16 13H5l3 3",
  forward: "M4 5l6 5-6 5zM10 5l6 5-6 5z",
};

export function icon(name, size = 20) {
  const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 1.6 };
  const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  return svg(
    "svg",
    { viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true" },
    svg("path", { d: PATHS[name], ...stroke, ...round, ...(name === "more" ? { "stroke-width": 2.4 } : {}) }),
  );
}

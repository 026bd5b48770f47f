// The data_visualization block: bars, lines, areas and pies, each with its numbers in words.

import { h, svg } from "../dom.js";

const WIDTH = 520;
const HEIGHT = 200;
const FOOT = 22;
const TOP = 14;

export function chart(block) {
  const { chart: data } = block;
  const names = data.segments
    ? data.segments.map((segment) => `${segment.label} ${segment.value}`)
    : data.series.map((series) => series.name);
  const legend = h(
    "ul",
    { class: "chart-legend", "aria-hidden": "true" },
    names.map((name, index) => h("li", {}, h("span", { class: `chart-key tone-${index}` }), name)),
  );
  return h(
    "figure",
    { class: "chart-block", role: "img", "aria-label": spoken(block) },
    h("figcaption", { "aria-hidden": "true" }, block.title),
    (DRAWN[data.type] ?? bars)(data),
    names.length > 1 ? legend : null,
  );
}

function spoken({ title, chart: data }) {
  if (data.segments) return `${title}: ${data.segments.map((one) => `${one.label} ${one.value}`).join(", ")}`;
  const lines = data.series.map(
    (series) => `${series.name}: ${series.data.map((point) => `${point.label} ${point.value}`).join(", ")}`,
  );
  return `${title}. ${lines.join("; ")}`;
}

const frame = (...children) =>
  svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", "aria-hidden": "true" },
    ...children.flat(2),
  );

/** Where categories and values stand: {x(index), y(value), step}. */
function scale(data) {
  const values = data.series.flatMap((series) => series.data.map((point) => point.value));
  const highest = Math.max(...values, 0) || 1;
  const lowest = Math.min(...values, 0);
  const step = WIDTH / data.axis_config.categories.length;
  const y = (value) => TOP + ((highest - value) / (highest - lowest)) * (HEIGHT - FOOT - TOP);
  return { step, y, x: (index) => step * (index + 0.5) };
}

function words(x, y, text, name = "chart-label") {
  return svg("text", { x, y, class: name, "text-anchor": "middle" }, document.createTextNode(text));
}

function axis(data, { x, y, step }) {
  const every = Math.ceil(46 / step);
  const labels = data.axis_config.categories.map((name, index) =>
    index % every ? [] : [words(x(index), HEIGHT - 6, name)],
  );
  return [svg("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0), class: "chart-axis" }), ...labels.flat()];
}

const valueOf = (series, category) => series.data.find((point) => point.label === category)?.value ?? 0;

function bars(data) {
  const place = scale(data);
  const width = Math.min((place.step * 0.72) / data.series.length, 44);
  const drawn = data.series.map((series, index) =>
    data.axis_config.categories.map((category, column) => {
      const value = valueOf(series, category);
      const x = place.x(column) + (index - data.series.length / 2) * width;
      const [top, bottom] = [place.y(Math.max(value, 0)), place.y(Math.min(value, 0))];
      const bar = svg("rect", {
        x: x + 1,
        y: top,
        width: width - 2,
        height: Math.max(bottom - top, 1),
        rx: 3,
        class: `tone-${index}`,
      });
      return width < 18 ? [bar] : [bar, words(x + width / 2, top - 4, String(value), "chart-value")];
    }),
  );
  return frame(drawn.flat(), axis(data, place));
}

function lines(data, filled) {
  const place = scale(data);
  const drawn = data.series.map((series, index) => {
    const points = data.axis_config.categories.map((category, column) => [
      place.x(column),
      place.y(valueOf(series, category)),
    ]);
    const path = points.map((point) => point.join(",")).join(" ");
    const ground = `${points[0][0]},${place.y(0)} ${path} ${points.at(-1)[0]},${place.y(0)}`;
    const dots = points.map(([cx, cy]) => svg("circle", { cx, cy, r: 3, class: `tone-${index}` }));
    return [
      filled ? svg("polygon", { points: ground, class: `chart-area tone-${index}` }) : [],
      svg("polyline", { points: path, class: `chart-line tone-${index}` }),
      dots,
    ];
  });
  return frame(drawn.flat(2), axis(data, place));
}

function pie(data) {
  const whole = data.segments.reduce((sum, segment) => sum + segment.value, 0);
  let begun = 0;
  const rings = data.segments.map((segment, index) => {
    const share = (segment.value / whole) * 100;
    const ring = svg("circle", {
      cx: WIDTH / 2,
      cy: HEIGHT / 2,
      r: 66,
      pathLength: 100,
      class: `chart-ring tone-${index}`,
      "stroke-dasharray": `${share} ${100 - share}`,
      "stroke-dashoffset": 25 - begun,
    });
    begun += share;
    return ring;
  });
  return frame(rings);
}

const DRAWN = { bar: bars, line: (data) => lines(data, false), area: (data) => lines(data, true), pie };

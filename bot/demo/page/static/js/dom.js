// Builds DOM nodes. Strings always become text nodes, so what people wrote is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...flat(children));
  return node;
}

function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name in PROPERTIES) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

const PROPERTIES = { value: 1, checked: 1, disabled: 1, hidden: 1, open: 1, indeterminate: 1 };

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function replace(parent, ...children) {
  parent.replaceChildren(...flat(children));
  return parent;
}

/** Puts the nodes of `items` into `parent`, keeping those that did not change (and so their focus). */
export function keep(parent, items, cache, render) {
  const next = new Map();
  const nodes = items.map(([key, value]) => {
    const print = JSON.stringify(value);
    const known = cache.get(key);
    const entry = known?.print === print ? known : { print, node: render(value, key) };
    next.set(key, entry);
    return entry.node;
  });
  place(parent, nodes);
  cache.clear();
  next.forEach((entry, key) => cache.set(key, entry));
}

function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

export function svg(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

let counter = 0;

/** A fresh id, to tie labels, hints and errors to their fields. */
export const freshId = (word) => `${word}-${(counter += 1)}`;

export function debounce(wait, act) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), wait);
  };
}

/** Runs `act` soon, once for many calls, and never twice at the same time. */
export function coalesce(wait, act) {
  let waiting = false;
  let running = false;
  const run = async () => {
    waiting = false;
    running = true;
    try {
      await act();
    } finally {
      running = false;
      if (waiting) setTimeout(run, wait);
    }
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (!running) setTimeout(run, wait);
  };
}

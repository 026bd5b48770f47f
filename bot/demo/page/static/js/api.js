// The only module that talks to the server. Each call says who acts.

export class Refused extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `The workspace answered ${response.status}.`);
  return body;
}

async function get(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return answer(await fetch(`/page/${path}?${new URLSearchParams(known)}`));
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(`/page/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export const company = () => get("company");
export const sidebar = (me) => get("sidebar", { as: me });
export const messages = (me, channel, before) => get("messages", { as: me, channel, before });
export const views = (me) => get("views", { as: me });
export const record = () => get("record");
export const story = () => get("story");

export const command = (me, channel, text) => post("command", { as: me, channel, text });
export const say = (me, channel, text) => post("message", { as: me, channel, text });
export const act = (me, use) => post("act", { as: me, ...use });
export const submit = (me, view, values) => post("submit", { as: me, view, values });
export const close = (me, view, clear) => post("close", { as: me, view, clear });
export const options = (me, ask) => post("options", { as: me, ...ask });
export const openHome = (me) => post("home", { as: me });
export const openMessages = (me) => post("tab", { as: me });
export const shortcut = (me, callback) => post("shortcut", { as: me, callback });
export const react = (me, channel, ts, name) => post("react", { as: me, channel, ts, name });
export const join = (me, channel) => post("join", { as: me, channel });
export const nextStep = () => post("story/next", {});
export const move = (days) => post("story/move", { days });

export const fileAddress = (me, id) => `/page/files/${encodeURIComponent(id)}?as=${encodeURIComponent(me)}`;

export async function upload(me, file) {
  const body = new FormData();
  body.append("as", me);
  body.append("file", file, file.name);
  return answer(await fetch("/page/upload", { method: "POST", body }));
}

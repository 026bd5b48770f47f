// Text, number, email, address, date and time fields.

import { h } from "../dom.js";
import { plainWords } from "../mrkdwn.js";

function described(element, ctx, extra) {
  return {
    class: "field",
    placeholder: plainWords(element.placeholder) || null,
    "aria-labelledby": ctx.labelId,
    "aria-label": ctx.labelId ? null : plainWords(element.placeholder) || "Answer",
    "aria-describedby": ctx.hintIds,
    dataset: { action: element.action_id },
    ...extra,
  };
}

/** A field whose text is the answer; the app hears of it only where the element asks for that. */
function typed(element, ctx, node) {
  node.value = ctx.get(element) ?? "";
  node.addEventListener("input", () => ctx.set(element, node.value === "" ? null : node.value));
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (when.includes("on_enter_pressed"))
    node.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && !event.shiftKey && ctx.use(element, node.value || null, node),
    );
  if (when.includes("on_character_entered"))
    node.addEventListener("input", () => ctx.use(element, node.value || null, node));
  return node;
}

export function plainText(element, ctx) {
  const limits = { minlength: element.min_length, maxlength: element.max_length };
  const props = described(element, ctx, limits);
  return typed(
    element,
    ctx,
    element.multiline ? h("textarea", { ...props, rows: 4 }) : h("input", { ...props, type: "text" }),
  );
}

export const number = (element, ctx) =>
  typed(
    element,
    ctx,
    h(
      "input",
      described(element, ctx, {
        type: "text",
        inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
      }),
    ),
  );

export const email = (element, ctx) =>
  typed(element, ctx, h("input", described(element, ctx, { type: "email" })));
export const address = (element, ctx) =>
  typed(element, ctx, h("input", described(element, ctx, { type: "url" })));

function picked(element, ctx, node, read = (text) => text || null) {
  node.addEventListener("change", () => ctx.use(element, read(node.value), node));
  return node;
}

export const datePicker = (element, ctx) =>
  picked(
    element,
    ctx,
    h(
      "input",
      described(element, ctx, { type: "date", value: ctx.get(element) ?? "", class: "field short" }),
    ),
  );

export const timePicker = (element, ctx) =>
  picked(
    element,
    ctx,
    h(
      "input",
      described(element, ctx, { type: "time", value: ctx.get(element) ?? "", class: "field short" }),
    ),
  );

/** A date and a time in the acted person's zone; the answer is unix seconds. */
export function dateTimePicker(element, ctx) {
  const zone = ctx.session.me.tz;
  const given = ctx.get(element);
  const node = h(
    "input",
    described(element, ctx, {
      type: "datetime-local",
      value: given ? wallClock(given, zone) : "",
      class: "field short",
    }),
  );
  return picked(element, ctx, node, (text) => (text ? instant(text, zone) : null));
}

function wallClock(seconds, zone) {
  const style = { timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" };
  return new Intl.DateTimeFormat("sv-SE", style).format(new Date(seconds * 1000)).replace(" ", "T");
}

/** Unix seconds of a wall-clock time in a zone: guess in UTC, correct by what that looks like there. */
function instant(text, zone) {
  const wanted = Date.parse(`${text}Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 2; round += 1)
    guess += wanted - Date.parse(`${wallClock(guess, zone)}Z`) / 1000;
  return guess;
}

// A person's picture: initials on a color that follows from their id.

import { h } from "./dom.js";

const TONES = 10;

function tone(id) {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % TONES;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...word][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

export function avatar(person, size = "m") {
  const kind = person.is_bot ? "avatar avatar-app" : "avatar";
  const letters = person.is_bot ? "⇄" : initials(person.real_name || person.name);
  return h(
    "span",
    { class: `${kind} size-${size}`, dataset: { tone: tone(person.id) }, "aria-hidden": "true" },
    letters,
  );
}

/** Up to two pictures for a group conversation. */
export function avatars(people, size = "s") {
  if (people.length < 2) return people.length ? avatar(people[0], size) : null;
  return h(
    "span",
    { class: "avatar-pair", "aria-hidden": "true" },
    people.slice(0, 2).map((one) => avatar(one, "xs")),
  );
}

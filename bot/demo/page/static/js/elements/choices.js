// Where the options of a select come from: its own list, the people, the channels, the app.

import { avatar } from "../avatar.js";
import { plainWords } from "../mrkdwn.js";

export const fromOption = (option, group) => ({
  value: option.value,
  label: plainWords(option.text),
  description: plainWords(option.description) || null,
  group,
  raw: option,
});

export const fromAnswer = (answer) => [
  ...(answer.options ?? []).map((option) => fromOption(option)),
  ...(answer.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => fromOption(option, plainWords(group.label))),
  ),
];

export const fromPerson = (person) => ({
  value: person.id,
  label: person.real_name,
  description: person.title || null,
  also: person.name,
  picture: avatar(person, "s"),
});

function people(_element, session) {
  const mayBePicked = [...session.people.values()].filter((person) => !person.deleted);
  return mayBePicked.map(fromPerson).sort((one, other) => one.label.localeCompare(other.label));
}

const KINDS = { im: "im", mpim: "mpim", public: "public", private: "private" };

function conversations(element, session) {
  const wanted = element.filter?.include?.map((kind) => KINDS[kind]);
  const allowed = session.conversations.filter((channel) => !wanted || wanted.includes(channel.kind));
  return allowed.map((channel) => fromChannel(channel, session));
}

const channels = (_element, session) =>
  [...session.channels.values()]
    .filter((channel) => channel.kind === "public")
    .map((channel) => fromChannel(channel, session));

function fromChannel(channel, session) {
  const named = channel.kind === "public" || channel.kind === "private";
  return { value: channel.id, label: named ? `#${channel.name}` : session.titleOf(channel) };
}

const SOURCES = {
  static_select: fromAnswer,
  multi_static_select: fromAnswer,
  users_select: people,
  multi_users_select: people,
  conversations_select: conversations,
  multi_conversations_select: conversations,
  channels_select: channels,
  multi_channels_select: channels,
};

export const isExternal = (element) => element.type.endsWith("external_select");

/** All options of a select that is not external. */
export const choicesOf = (element, session) => SOURCES[element.type]?.(element, session) ?? [];

// Who acts, where they are, and what everybody knows about the company. One per browser tab.

import * as api from "./api.js";

export async function openSession() {
  const session = new Session();
  await session.reload();
  return session;
}

class Session {
  people = new Map();
  channels = new Map();
  conversations = [];
  me = null;
  place = null;
  now = Date.now() / 1000;

  async reload() {
    const company = await api.company();
    Object.assign(this, { app: company.app, commands: company.commands, shortcuts: company.shortcuts });
    this.run = company.run;
    this.hasStory = company.has_story;
    this.people = new Map(company.people.map((person) => [person.id, person]));
    this.channels = new Map(company.channels.map((channel) => [channel.id, channel]));
  }

  async refresh() {
    const me = this.me.id;
    const answer = await api.sidebar(me);
    if (me !== this.me.id) return;
    this.conversations = answer.conversations;
    this.now = answer.now;
    for (const channel of answer.conversations) this.channels.set(channel.id, channel);
  }

  become(id) {
    this.me = this.people.get(id) ?? this.humans()[0];
  }

  humans() {
    return [...this.people.values()].filter((person) => !person.is_bot && !person.deleted);
  }

  person(id) {
    return this.people.get(id) ?? { id, name: id, real_name: id, title: "", is_bot: false };
  }

  nameOf(id) {
    return this.person(id).real_name;
  }

  conversation(id) {
    return this.conversations.find((channel) => channel.id === id) ?? this.channels.get(id);
  }

  isApp(id) {
    return id === this.app.bot_user_id;
  }

  isMember(channel) {
    return channel.members.includes(this.me.id);
  }

  /** Public channels that the acted person could join; guests see only their own. */
  get openChannels() {
    if (this.me.is_restricted) return [];
    return [...this.channels.values()].filter(
      (channel) => channel.kind === "public" && !channel.is_archived && !this.isMember(channel),
    );
  }

  /** The conversation that is on screen now, or null on the Home tab. */
  get channelId() {
    if (this.place === "home") return null;
    return this.place === "app" ? this.appDm?.id : this.place;
  }

  get appDm() {
    return this.conversations.find((channel) => channel.is_app_dm);
  }

  others(channel) {
    const people = channel.members.filter((id) => id !== this.me.id).map((id) => this.person(id));
    return people.sort((one, other) => Number(one.is_bot) - Number(other.is_bot));
  }

  titleOf(channel) {
    if (channel.kind === "public" || channel.kind === "private") return channel.name;
    return (
      this.others(channel)
        .map((person) => person.real_name)
        .join(", ") || `${this.me.real_name} (you)`
    );
  }
}

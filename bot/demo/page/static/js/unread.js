// Which conversations have something new for the acted person, in this browser tab.

const key = (session, channel) => `seen:${session.run}:${session.me.id}:${channel.id}`;

export const isUnread = (session, channel) =>
  Number(channel.latest ?? 0) > Number(sessionStorage.getItem(key(session, channel)) ?? 0);

export function markSeen(session, channel) {
  if (channel?.latest) sessionStorage.setItem(key(session, channel), channel.latest);
}

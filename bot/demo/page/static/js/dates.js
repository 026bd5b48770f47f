// Dates and times as the acted person sees them, in their own zone.

const LANGUAGE = "en-US";
const cache = new Map();

function formatter(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, ...options }));
  return cache.get(key);
}

const write = (seconds, zone, options) => formatter(zone, options).format(new Date(seconds * 1000));

export const time = (seconds, zone) => write(seconds, zone, { hour: "numeric", minute: "2-digit" });
export const longDay = (seconds, zone) =>
  write(seconds, zone, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
export const shortDay = (seconds, zone) =>
  write(seconds, zone, { weekday: "short", month: "short", day: "numeric" });
export const stamp = (seconds, zone) => `${longDay(seconds, zone)} at ${time(seconds, zone)}`;

/** The calendar day, "2026-11-30". */
export function dayKey(seconds, zone) {
  const parts = formatter(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    new Date(seconds * 1000),
  );
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${of("year")}-${of("month")}-${of("day")}`;
}

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function pretty(seconds, zone, now, otherwise) {
  const distance = daysBetween(dayKey(now, zone), dayKey(seconds, zone));
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[distance] ?? otherwise(seconds, zone, now);
}

function plainDay(seconds, zone, now, style) {
  const sameYear = dayKey(now, zone).slice(0, 4) === dayKey(seconds, zone).slice(0, 4);
  return write(seconds, zone, { ...style, ...(sameYear ? {} : { year: "numeric" }) });
}

const day = (seconds, zone, now) => plainDay(seconds, zone, now, { month: "long", day: "numeric" });
const dayShort = (seconds, zone, now) => plainDay(seconds, zone, now, { month: "short", day: "numeric" });
const dayLong = (seconds, zone, now) =>
  plainDay(seconds, zone, now, { weekday: "long", month: "long", day: "numeric" });

/** The words on the line between two days. */
export const separator = (seconds, zone, now) => pretty(seconds, zone, now, dayLong);

const TOKENS = {
  date_num: (seconds, zone) => dayKey(seconds, zone),
  date_slash: (seconds, zone) => write(seconds, zone, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: day,
  date_short: dayShort,
  date_long: dayLong,
  date_pretty: (seconds, zone, now) => pretty(seconds, zone, now, day),
  date_short_pretty: (seconds, zone, now) => pretty(seconds, zone, now, dayShort),
  date_long_pretty: (seconds, zone, now) => pretty(seconds, zone, now, dayLong),
  day_divider_pretty: (seconds, zone, now) => pretty(seconds, zone, now, dayLong),
  time,
  time_secs: (seconds, zone) =>
    write(seconds, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (seconds, _zone, now) => ago(now - seconds),
};

function ago(seconds) {
  const steps = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}

/** Slack's date format, `{date_short_pretty} at {time}`; a relative day in mid-sentence is lower case. */
export function fill(format, seconds, zone, now) {
  return format.replace(/\{(\w+)\}/g, (whole, name, offset) => {
    const words = TOKENS[name]?.(seconds, zone, now) ?? whole;
    return offset > 0 && /^(Today|Tomorrow|Yesterday)$/.test(words) ? words.toLowerCase() : words;
  });
}

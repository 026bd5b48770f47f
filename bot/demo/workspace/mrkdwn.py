"""Slack's mrkdwn as it is read: mentions by name, dates in the reader's time zone, no marks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from bot.clock import SystemClock


def _same(some_id: str) -> str:
    return some_id


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: how they see people and channels (id -> name), in which zone they live, when they look."""

    name_of: Callable[[str], str] = _same
    zone: tzinfo = UTC
    now: Callable[[], datetime] = SystemClock().now


_TOKEN: Final = re.compile(r"<([^<>\n]+)>")
_CODE: Final = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_MARKS: Final = tuple(
    re.compile(rf"(?<![\w{sign}]){sign}(\S|\S[^{sign}\n]*?\S){sign}(?![\w{sign}])")
    for sign in (r"\*", "_", "~")
)
_QUOTE: Final = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
_FIELD: Final = re.compile(r"\{(\w+)\}")


def read(text: str, reader: Reader) -> str:
    """Return what a person reads where an app wrote this mrkdwn."""
    # Code keeps its marks: it waits aside while they are taken off the rest.
    codes = [block or inline for block, inline in _CODE.findall(text)]
    text = _QUOTE.sub("", _CODE.sub("\0", text))
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    for code in codes:
        text = text.replace("\0", code, 1)
    return unescape(_TOKEN.sub(lambda found: _token(found[1], reader), text))


def unescape(text: str) -> str:
    """Undo Slack's escape of the three characters that it needs itself."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, reader: Reader) -> str:
    target, _, label = token.partition("|")
    match target[0]:
        case "@":
            return "@" + reader.name_of(target[1:])
        case "#":
            return "#" + (label or reader.name_of(target[1:]))
        case "!" if target.startswith("!date^"):
            return _date_token(target, label, reader)
        case "!":
            return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:")


def _date_token(target: str, fallback: str, reader: Reader) -> str:
    parts = target.split("^")
    if len(parts) < 3 or not parts[1].isdigit():
        return fallback
    return moment(int(parts[1]), parts[2], reader)


def moment(timestamp: int, pattern: str, reader: Reader) -> str:
    """Return a moment by Slack's date pattern, such as ``{date_short_pretty} at {time}``, in English."""
    at = datetime.fromtimestamp(timestamp, reader.zone)
    today = reader.now().astimezone(reader.zone).date()
    forms = _forms(at, _near(at.date(), today), reader.now())
    return _FIELD.sub(lambda found: forms.get(found[1], found[0]), pattern)


def _near(day: date, today: date) -> str | None:
    known = {today - timedelta(1): "yesterday", today: "today", today + timedelta(1): "tomorrow"}
    return known.get(day)


def _forms(at: datetime, near: str | None, now: datetime) -> Mapping[str, str]:
    ordinal = f"{at.day}{_suffix(at.day)}"
    plain = {
        "date": f"{at:%B} {ordinal}, {at.year}",
        "date_short": f"{at:%b} {at.day}, {at.year}",
        "date_long": f"{at:%A}, {at:%B} {ordinal}, {at.year}",
    }
    return plain | {
        **{f"{name}_pretty": near or form for name, form in plain.items()},
        "date_num": f"{at:%Y-%m-%d}",
        "date_slash": f"{at:%m/%d/%Y}",
        "time": f"{at.hour % 12 or 12}:{at:%M} {at:%p}",
        "time_secs": f"{at.hour % 12 or 12}:{at:%M:%S} {at:%p}",
        "ago": _ago(now - at),
    }


def _suffix(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _ago(gone: timedelta) -> str:
    amount = abs(gone)
    for unit, name in ((timedelta(1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        if count := amount // unit:
            words = f"{count} {name}{'' if count == 1 else 's'}"
            return f"{words} ago" if gone > timedelta(0) else f"in {words}"
    return "now"

"""Where Slack's JSON ends: who did it, on what, and what they filled in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from bot.rules.refusals import Stale

Json = dict[str, Any]
MOST_DIGITS = 9  # of a number that a button or an option stands for


@contextmanager
def reading() -> Iterator[None]:
    """Refuse as stale what cannot be read: it was offered by an older version, or never."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError, OSError) as unreadable:
        raise Stale from unreadable


@reading()
def whole(text: object) -> int:
    """Return the whole number that a text spells; refuses what no screen of ours offers."""
    if len(str(text)) > MOST_DIGITS:
        raise ValueError("too long")
    return int(str(text))


def actor(body: Json) -> str:
    """Return the id of the person who clicked, submitted or typed."""
    return str(body["user"]["id"] if "user" in body else body["user_id"])


def value(body: Json) -> str:
    """Return the value of the button that was clicked."""
    return str(body["actions"][0].get("value", ""))


@reading()
def choice(body: Json) -> str:
    """Return the value of the option that was chosen in a menu."""
    return str(body["actions"][0]["selected_option"]["value"])


def variant(body: Json) -> str:
    """Return which of several like buttons was clicked: what follows the dot in its action id."""
    return str(body["actions"][0]["action_id"]).partition(".")[2]


@reading()
def view(body: Json) -> Json:
    """Return the modal or the Home in which something was clicked."""
    found: Json = body["view"]
    return found


def is_in_modal(body: Json) -> bool:
    """Tell whether the click happened in a modal, not in a message or on Home."""
    return bool(body.get("view", {}).get("type") == "modal")


def may_be_on_home(body: Json) -> bool:
    """Tell whether whoever clicked may see Home: not in a message. When it is opened, it is made anew."""
    return bool(body.get("container", {}).get("type") != "message")


def metadata(view: Json) -> str:
    """Return what the modal carried along."""
    return str(view.get("private_metadata", ""))


@dataclass(frozen=True, slots=True)
class Fields:
    """What was filled in a view, by the name (block id) of each input; what was left empty is falsy."""

    values: Json

    @classmethod
    def of(cls, view: Json) -> Fields:
        """Read the state of a view (or of an action's body) in which each block holds one element."""
        blocks = view.get("state", {}).get("values", {})
        return cls({name: next(iter(elements.values()), {}) for name, elements in blocks.items()})

    def text(self, name: str) -> str:
        """Return what was typed, without space around it."""
        return str(self._get(name, "value") or "").strip()

    def choice(self, name: str) -> str | None:
        """Return the value chosen in a menu or by radio button."""
        option = self._get(name, "selected_option")
        return str(option["value"]) if option else None

    def choices(self, name: str) -> list[str]:
        """Return the values chosen in a multiple menu or by check boxes."""
        return [str(option["value"]) for option in self._get(name, "selected_options") or []]

    def person(self, name: str) -> str | None:
        """Return the person picked."""
        person_id: str | None = self._get(name, "selected_user")
        return person_id

    def people(self, name: str) -> list[str]:
        """Return the people picked."""
        return list(self._get(name, "selected_users") or [])

    def channel(self, name: str) -> str | None:
        """Return the channel picked."""
        channel_id: str | None = self._get(name, "selected_channel")
        return channel_id

    @reading()
    def date(self, name: str) -> date | None:
        """Return the day picked."""
        day = self._get(name, "selected_date")
        return date.fromisoformat(day) if day else None

    @reading()
    def time(self, name: str) -> time | None:
        """Return the time of day picked."""
        clock = self._get(name, "selected_time")
        return time.fromisoformat(clock) if clock else None

    @reading()
    def moment(self, name: str) -> datetime | None:
        """Return the moment picked, in UTC."""
        seconds = self._get(name, "selected_date_time")
        return datetime.fromtimestamp(seconds, UTC) if seconds else None

    def file(self, name: str) -> Json | None:
        """Return the file handed in, as Slack describes it."""
        files = self._get(name, "files") or []
        return dict(files[0]) if files else None

    def _get(self, name: str, key: str) -> Any:
        return (self.values.get(name) or {}).get(key)

"""What a person means by a value, as the plain value that a field takes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from bot.demo.workspace import forms

if TYPE_CHECKING:
    from bot.demo.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The field that a person answers, and where it stands."""

    workspace: "Workspace"
    user_id: str
    surface: str
    place: forms.Place


async def meant(asked: Asked, value: Any) -> Any:
    """Return the plain value for what a person chose or typed in a field; LookupError when it is not offered.

    Options go by their text, people by id, name or real name, channels by id or name, days and times as text
    or as such, files as bytes or (name, bytes).
    """
    if forms.takes_several(asked.place.element):
        return [await _one(asked, item) for item in _listed(value)]
    return None if value is None else await _one(asked, value)


async def _one(asked: Asked, value: Any) -> Any:
    place, kind = asked.place, str(asked.place.element["type"])
    if kind in ("external_select", "multi_external_select"):
        ids = place.block_id, place.action_id
        found = await asked.workspace.options(asked.user_id, asked.surface, *ids, value)
        return _offered(found.options, value)
    if kind == "file_input":
        name, data = value if isinstance(value, tuple) else ("file.txt", value)
        return await asked.workspace.upload(asked.user_id, name, data)
    take: Callable[[Asked, Any], Any] = _MEANT.get(kind, _written)
    return take(asked, value)


def _option(asked: Asked, label: str) -> str:
    return str(_offered(forms.options_of(asked.place.element), label)["value"])


def _offered(options: Iterable[Json], label: str) -> Json:
    there = list(options)
    for option in there:
        if label == option["text"]["text"]:
            return option
    words = ", ".join(repr(option["text"]["text"]) for option in there)
    raise LookupError(f"no option {label!r}; offered: {words or 'nothing'}")


def _person(asked: Asked, value: str) -> str:
    users = asked.workspace.users
    if value in users:
        return value
    wanted = value.removeprefix("@")
    for user in users.values():
        if wanted in (user.real_name, user.name):
            return user.id
    raise LookupError(f"no person {value!r}")


def _channel(asked: Asked, value: str) -> str:
    return asked.workspace.channel(value).id


def _day(_asked: Asked, value: date | str) -> str:
    if isinstance(value, str):
        return date.fromisoformat(value).isoformat()
    return f"{value:%Y-%m-%d}"


def _time(_asked: Asked, value: time | datetime | str) -> str:
    return f"{time.fromisoformat(value) if isinstance(value, str) else value:%H:%M}"


def _moment(asked: Asked, value: datetime | int | str) -> int:
    if isinstance(value, int):
        return value
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    zone = ZoneInfo(asked.workspace.users[asked.user_id].tz)
    return int((at if at.tzinfo else at.replace(tzinfo=zone)).timestamp())


def _rich_text(_asked: Asked, value: Json | str) -> Json:
    if isinstance(value, dict):
        return value
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}


def _written(_asked: Asked, value: Any) -> str:
    return str(value)


_MEANT: Final[Mapping[str, Callable[[Asked, Any], Any]]] = {
    **dict.fromkeys(("static_select", "multi_static_select", "checkboxes", "radio_buttons"), _option),
    **dict.fromkeys(("users_select", "multi_users_select"), _person),
    **dict.fromkeys(("channels_select", "multi_channels_select"), _channel),
    **dict.fromkeys(("conversations_select", "multi_conversations_select"), _channel),
    "datepicker": _day,
    "timepicker": _time,
    "datetimepicker": _moment,
    "rich_text_input": _rich_text,
}


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]

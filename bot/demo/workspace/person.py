"""A person who uses the workspace by what they see: tests and the cast of the demo act through this."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.demo.workspace import forms, labels, surface
from bot.demo.workspace.choices import Asked, meant
from bot.demo.workspace.glances import FAR, back, is_personal, newest_first
from bot.demo.workspace.mrkdwn import Reader
from bot.demo.workspace.surface import Surface
from bot.demo.workspace.values import Outcome, User

if TYPE_CHECKING:
    from bot.demo.workspace import Workspace

Json = dict[str, Any]


class NotAnsweredError(RuntimeError):
    """The app did not take an interaction: the person sees Slack's own error instead."""


class Person:
    """Somebody of the workspace.

    Everything is found by the label that the person sees; what is not there raises LookupError with what is.
    Each action returns once the app has finished with it; NotAnsweredError when the app did not take it.
    """

    __slots__ = ("_at_home", "errors", "id", "workspace")

    def __init__(self, workspace: "Workspace", user_id: str) -> None:
        self.workspace = workspace
        self.id = user_id
        self.errors: dict[str, str] = {}
        self._at_home = False

    def __repr__(self) -> str:
        return f"Person({self.user.real_name!r})"

    @property
    def user(self) -> User:
        """Who they are."""
        return self.workspace.users[self.id]

    # What they do

    async def says(self, text: str, to: str | None = None) -> None:
        """Write in a channel (`"#general"` or its id) or in the app's DM; what starts with / is a command."""
        self._at_home = False
        room = self.workspace.channel(to) if to else self.workspace.app_dm(self.id)
        say = self.workspace.command if text.startswith("/") else self.workspace.message
        self._taken(await say(self.id, room.id, text), text)

    async def clicks(self, label: str, near: str | None = None) -> None:
        """Click a button or an overflow item, saying yes to a confirm dialog.

        It is looked for in the open modal if there is one; else in Home when the person looked there last,
        and in their messages, newest first. `near` is a text that its part of the surface shows.
        """
        for shown in self._looked_at():
            if found := labels.find(shown.near(near), label):
                value = found.option["value"] if found.option else None
                return await self._use(shown, found.place, value, label)
        raise LookupError(self._not_there("button", label, near))

    async def picks(self, label: str, choice: Any, near: str | None = None) -> None:
        """Choose in a menu, picker, or boxes that act at once; found as a button is."""
        for shown in self._looked_at():
            if place := labels.find_field(shown.near(near), label):
                return await self._answer(shown, place, choice, label)
        raise LookupError(self._not_there("field", label, near))

    async def fills(self, values: Mapping[str, Any]) -> None:
        """Fill fields of the open modal by their labels; None empties one."""
        for label, value in values.items():
            shown = self._open_modal()
            place = labels.find_field(shown.blocks, label)
            if place is None:
                there = _quoted(list(shown.inputs))
                raise LookupError(f"no field {label!r} for {self._name}; visible: {there}")
            await self._answer(shown, place, value, label)

    async def submits(self) -> dict[str, str]:
        """Submit the open modal; returns what it complains of, {label: words}, {} when it was accepted."""
        shown = self._open_modal()
        outcome = await self.workspace.submit(self.id, shown.place)
        names = {place.block_id: labels.field_labels(place)[0] for place in labels.fields(shown.blocks)}
        self.errors = {names.get(block_id, block_id): words for block_id, words in outcome.errors.items()}
        if not self.errors:
            self._taken(outcome, shown.title)
        return self.errors

    async def closes(self) -> None:
        """Close the open modal without submitting it."""
        shown = self._open_modal()
        self._taken(await self.workspace.close(self.id, shown.place), shown.title)

    async def opens_home(self) -> None:
        """Look at the app's Home."""
        self._at_home = True
        self._taken(await self.workspace.open_home(self.id), "Home")

    async def presses_shortcut(self, label: str) -> None:
        """Use one of the app's global shortcuts."""
        offered = [one for one in self.workspace.shortcuts() if one.type == "global"]
        for one in offered:
            if label in (one.name, one.callback_id):
                return self._taken(await self.workspace.shortcut(self.id, one.callback_id), label)
        raise LookupError(f"no shortcut {label!r}; there are: {_quoted([one.name for one in offered])}")

    # What they see

    @property
    def modal(self) -> Surface | None:
        """The open modal, with what has been typed into it."""
        stack = self.workspace.modals_of(self.id)
        return surface.of_view(stack[-1], self._reader) if stack else None

    @property
    def home(self) -> Surface | None:
        """The app's Home as they have it."""
        view = self.workspace.home_of(self.id)
        return surface.of_view(view, self._reader) if view else None

    @property
    def last_heard(self) -> str | None:
        """The newest thing that the app said to them, in a DM, a group DM, or for their eyes only."""
        return next(self._heard(FAR), None)

    @property
    def heard(self) -> list[str]:
        """All that the app said to them, oldest first."""
        return [*self._heard(10_000)][::-1]

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """The files that were shared with them lately, oldest first: (name, bytes)."""
        shared = [
            file["id"] for _, one in newest_first(self.workspace, self.id) for file in one.get("files", ())
        ]
        kept = [self.workspace.file(file_id) for file_id in reversed(shared)]
        return [(file.name, file.read()) for file in kept]

    def sees(self, text: str) -> bool:
        """Tell whether a text is visible to them: in a modal, Home, or the newest of any conversation."""
        return any(shown.shows(text) for shown in self._everything())

    def conversation(self, name: str) -> list[Surface]:
        """Return the messages of a conversation (`"#general"` or its id) that they see, oldest first."""
        room = self.workspace.channel(name)
        found = [self._message(room.id, room.name, one) for one in back(self.workspace, room.id, self.id)]
        return found[::-1]

    # How they find it

    @property
    def _name(self) -> str:
        return self.user.real_name

    @property
    def _reader(self) -> Reader:
        return Reader(self._name_of, ZoneInfo(self.user.tz), self.workspace.clock.now)

    def _name_of(self, some_id: str) -> str:
        if user := self.workspace.users.get(some_id):
            return user.name
        with suppress(LookupError):
            return self.workspace.channel(some_id).name
        return some_id

    def _message(self, channel_id: str, title: str, message: Json) -> Surface:
        return surface.of_message(channel_id, title, message, self._reader)

    def _messages(self) -> Iterator[Surface]:
        return (self._message(room.id, room.name, one) for room, one in newest_first(self.workspace, self.id))

    def _heard(self, far: int) -> Iterator[str]:
        for room, message in newest_first(self.workspace, self.id, far):
            if is_personal(self.workspace, room, message):
                yield self._message(room.id, room.name, message).text

    def _looked_at(self) -> Iterator[Surface]:
        if shown := self.modal:
            yield shown
            return
        if self._at_home and (home := self.home):
            yield home
        yield from self._messages()

    def _everything(self) -> Iterator[Surface]:
        yield from (shown for shown in (self.modal, self.home) if shown)
        yield from self._messages()

    def _open_modal(self) -> Surface:
        shown = self.modal
        if shown is None:
            raise LookupError(f"no modal is open for {self._name}")
        return shown

    async def _answer(self, shown: Surface, place: forms.Place, value: Any, label: str) -> None:
        plain = await meant(Asked(self.workspace, self.id, shown.place, place), value)
        await self._use(shown, place, plain, label)

    async def _use(self, shown: Surface, place: forms.Place, plain: Any, label: str) -> None:
        used = place.block_id, place.action_id
        self._taken(await self.workspace.act(self.id, shown.place, *used, plain), label)

    def _taken(self, outcome: Outcome, what: str) -> None:
        if not outcome.ok:
            raise NotAnsweredError(f"{what!r} by {self._name}: {outcome.error}")

    def _not_there(self, kind: str, label: str, near: str | None) -> str:
        around = f" near {near!r}" if near else ""
        seen = [
            name
            for shown in islice(self._looked_at(), 10)
            for name in (shown.labels if kind == "button" else shown.inputs)
        ]
        return f"no {kind} {label!r}{around} for {self._name}; visible: {_quoted(list(dict.fromkeys(seen)))}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words) or "nothing"

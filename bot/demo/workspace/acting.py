"""What all acting has in common: finding what a person sees, reaching the app, coming to an end."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Core
from bot.demo.workspace.courier import Delivery, Receipt, parcel
from bot.demo.workspace.events import Events
from bot.demo.workspace.ids import MILLION, ts_of
from bot.demo.workspace.values import Json, Outcome
from bot.demo.workspace.views import View

_MOMENT = (
    2 * MILLION
)  # microseconds that a person takes from one act to the next, also where the clock stands


class Stage:
    """Where people act: the workspace's parts, the way to the app, and how to know that it is done."""

    def __init__(self, core: Core, delivery: Delivery, events: Events) -> None:
        self.core = core
        self.delivery = delivery
        self.events = events
        self.after_each: Callable[[str], Awaitable[None]] = self._comes_to_rest
        self.outcomes: dict[str, Outcome] = {}
        self._acts: Counter[str] = Counter()

    async def send(self, kind: str, name: str, payload: Json) -> Receipt:
        """Deliver a payload to the app."""
        return await self.delivery.send(parcel(kind, name, payload))

    async def end(self, user_id: str, outcome: Outcome, token: str) -> Outcome:
        """Wait until the app has finished with the interaction of this id, and keep how it went."""
        if token:
            await self.after_each(token)
        self._acts[user_id] += 1
        self.outcomes[user_id] = replace(outcome, options=(), response=None)  # 2,000 people's would be much
        return outcome

    def stamp(self, user_id: str) -> str:
        """Return when the person clicks: a moment after the act before, or during it (a double click)."""
        return ts_of(self.core.ids.micros() + self._acts[user_id] * _MOMENT)

    async def happen(self, user_id: str, name: str, event: Json) -> Outcome:
        """Send an event about what the person did."""
        event_id = await self.events.send(name, event)
        return await self.end(user_id, Outcome(), event_id or "")

    def room(self, user_id: str, channel_id: str) -> Channel:
        """Return a conversation in which the person is; PermissionError when they are not, or nowhere."""
        if self.core.users[user_id].deleted:
            raise PermissionError(f"{user_id} is deactivated")
        room = self.core.conversations.by_id.get(channel_id) or self.core.conversations.named(channel_id)
        if room is None:
            raise LookupError(f"no conversation {channel_id!r}")
        if user_id not in room.members:
            raise PermissionError(f"{user_id} is not in {room.name or room.id}")
        return room

    def view(self, user_id: str, view_id: str) -> View:
        """Return the person's Home or open modal; LookupError for one that they do not see."""
        view = self.core.views.get(view_id)
        if view is None or view.user_id != user_id:
            raise LookupError(f"{user_id} sees no view {view_id!r}")
        if view.kind == "modal" and self.core.views.stack(user_id)[-1] is not view:
            raise LookupError(f"the view {view_id!r} is covered by another")
        return view

    def message(self, user_id: str, room: Channel, ts: str) -> Json:
        """Return a message that the person sees, an ephemeral one too; LookupError without one."""
        whispered = (body for body in self.core.conversations.whispers(room, user_id) if body["ts"] == ts)
        message = room.log.get(ts) or next(whispered, None)
        if message is None:
            raise LookupError(f"no message {ts!r} in {room.id}")
        return message

    async def _comes_to_rest(self, _token: str) -> None:
        await self.core.activity.settle()

"""Channels, DMs and group DMs, indexed by who is in them; their messages, packed."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.demo.workspace.ids import micros_of, ts_of
from bot.demo.workspace.packing import pack, unpack
from bot.demo.workspace.values import Json

_EPHEMERALS_KEPT = 20  # a person's newest in one conversation; Slack forgets them at reload


class Log:
    """A conversation's messages in order of time: some 16 bytes beside each packed message."""

    __slots__ = ("_bodies", "_times")

    def __init__(self) -> None:
        self._times = array("q")
        self._bodies: list[bytes] = []

    def __len__(self) -> int:
        return len(self._times)

    @property
    def newest(self) -> int:
        """The time of the newest message in microseconds, 0 without one."""
        return self._times[-1] if self._times else 0

    def add(self, micros: int, body: Json) -> None:
        """Append a message, which must be newer than all others."""
        self._times.append(micros)
        self._bodies.append(pack(body))

    def get(self, ts: str) -> Json | None:
        """Return the message of this ts."""
        place = self._place(ts)
        return None if place is None else unpack(self._bodies[place])

    def packed(self, ts: str) -> bytes:
        """Return the message of this ts as it is kept; KeyError without one."""
        return self._bodies[self._known(ts)]

    def replace(self, ts: str, body: Json) -> None:
        """Change the message of this ts; KeyError without one."""
        self._bodies[self._known(ts)] = pack(body)

    def remove(self, ts: str) -> None:
        """Forget the message of this ts; KeyError without one."""
        place = self._known(ts)
        del self._times[place], self._bodies[place]

    def backward(self, before: int | None = None, after: int = -1) -> Iterator[Json]:
        """Yield the messages between the two moments (microseconds, both left out), the newest first."""
        end = len(self._times) if before is None else bisect_left(self._times, before)
        start = bisect_right(self._times, after)
        return (unpack(self._bodies[place]) for place in range(end - 1, start - 1, -1))

    def _place(self, ts: str) -> int | None:
        try:
            micros = micros_of(ts)
        except ValueError:
            return None
        place = bisect_left(self._times, micros)
        return place if place < len(self._times) and self._times[place] == micros else None

    def _known(self, ts: str) -> int:
        place = self._place(ts)
        if place is None:
            raise KeyError(ts)
        return place


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation; `kind` is "public", "private", "im" or "mpim"."""

    id: str
    name: str
    kind: str
    creator: str
    created: int
    members: set[str]
    topic: str = ""
    topic_by: str = ""
    is_general: bool = False
    is_archived: bool = False
    log: Log = field(default_factory=Log)
    last_ts: int = 0  # of ephemerals too: a ts is unique in its conversation

    def next_ts(self, micros: int) -> str:
        """Return a ts at this time that no message here has had."""
        self.last_ts = max(micros, self.last_ts + 1)
        return ts_of(self.last_ts)


class Conversations:
    """All conversations; finds one by id, name or people without looking at the others."""

    def __init__(self) -> None:
        self.by_id: dict[str, Channel] = {}
        self._by_name: dict[str, Channel] = {}
        self._by_people: dict[frozenset[str], Channel] = {}
        self._of: defaultdict[str, dict[str, Channel]] = defaultdict(dict)
        self._ephemerals: dict[tuple[str, str], deque[tuple[str, bytes]]] = {}

    def add(self, channel: Channel) -> Channel:
        """Take in a conversation and index it."""
        self.by_id[channel.id] = channel
        if channel.kind in {"im", "mpim"}:
            self._by_people[frozenset(channel.members)] = channel
        else:
            self._by_name[channel.name] = channel
        for user_id in channel.members:
            self._of[user_id][channel.id] = channel
        return channel

    def join(self, channel: Channel, user_id: str) -> bool:
        """Make the person a member; False when they were one."""
        if user_id in channel.members:
            return False
        channel.members.add(user_id)
        self._of[user_id][channel.id] = channel
        return True

    def leave(self, channel: Channel, user_id: str) -> None:
        """Make the person a member no more."""
        channel.members.discard(user_id)
        self._of[user_id].pop(channel.id, None)

    def named(self, name: str) -> Channel | None:
        """Return the channel of this name, with or without #."""
        return self._by_name.get(name.removeprefix("#"))

    def between(self, people: Iterable[str]) -> Channel | None:
        """Return the DM or group DM of exactly these people."""
        return self._by_people.get(frozenset(people))

    def of(self, user_id: str) -> list[Channel]:
        """Return the person's conversations, the one with the newest message first."""
        return sorted(self._of[user_id].values(), key=lambda channel: -channel.last_ts)

    def whisper(self, channel: Channel, user_id: str, body: Json) -> None:
        """Keep an ephemeral message for this person."""
        kept = self._ephemerals.setdefault((channel.id, user_id), deque(maxlen=_EPHEMERALS_KEPT))
        kept.append((body["ts"], pack(body)))

    def whispers(self, channel: Channel, user_id: str) -> list[Json]:
        """Return the ephemeral messages that this person sees here, the oldest first."""
        return [unpack(data) for _, data in self._ephemerals.get((channel.id, user_id), ())]

    def change_whisper(self, channel: Channel, user_id: str, ts: str, body: Json | None) -> bool:
        """Replace an ephemeral message, or remove it with None; False when it is not there."""
        kept = self._ephemerals.get((channel.id, user_id), deque())
        for place, (known, _) in enumerate(kept):
            if known == ts:
                del kept[place]
                if body is not None:
                    kept.insert(place, (ts, pack(body)))
                return True
        return False

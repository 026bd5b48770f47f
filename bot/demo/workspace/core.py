"""The workspace's parts in one place: what the Web API and the interactions both work on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.workspace import shapes
from bot.demo.workspace.activity import Activity
from bot.demo.workspace.changes import Changes
from bot.demo.workspace.chosen import Chosen
from bot.demo.workspace.conversations import Channel, Conversations
from bot.demo.workspace.faults import Faults
from bot.demo.workspace.files import Files
from bot.demo.workspace.ids import Ids
from bot.demo.workspace.manifest import Manifest
from bot.demo.workspace.record import Record
from bot.demo.workspace.shapes import Identity
from bot.demo.workspace.tickets import Reply, ResponseUrls, Triggers
from bot.demo.workspace.values import Clock, Json, Timing, User
from bot.demo.workspace.views import Views


@dataclass(frozen=True, slots=True)
class Tokens:
    """The app's secrets for this workspace."""

    bot: str
    app: str
    signing_secret: str
    verification: str


def _nobody_listens(_name: str, _event: Json) -> None:
    """Let an event pass while no app is there."""


@dataclass(frozen=True, slots=True)
class Usergroup:
    """A group of people with a handle."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(slots=True)
class Core:
    """State and rules of one workspace with one app; no network."""

    identity: Identity
    manifest: Manifest
    tokens: Tokens
    clock: Clock
    timing: Timing
    ids: Ids
    users: dict[str, User]
    record: Record
    faults: Faults
    triggers: Triggers
    response_urls: ResponseUrls
    changes: Changes = field(default_factory=Changes)
    conversations: Conversations = field(default_factory=Conversations)
    views: Views = field(default_factory=Views)
    files: Files = field(default_factory=Files)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=Chosen)
    handles: dict[str, str] = field(default_factory=dict)  # lower-case handle -> user id
    activity: Activity = field(default_factory=Activity)
    socket_tickets: set[str] = field(default_factory=set)
    echo: bool = False
    emit: Callable[[str, Json], None] = _nobody_listens

    @property
    def bot(self) -> str:
        """The app's user id."""
        return self.identity.bot_user_id

    def new_channel(self, kind: str, name: str, members: set[str], creator: str) -> Channel:
        """Open a conversation of any kind and tell its people."""
        letter = {"public": "C", "private": "C", "im": "D", "mpim": "C"}[kind]
        room = Channel(self.ids.make(letter), name, kind, creator, self.ids.seconds(), members)
        room.last_ts = self.ids.micros() if kind in {"public", "private"} else 0
        self.conversations.add(room)
        self.tell_channel(room)
        return room

    def dm(self, user_id: str) -> Channel:
        """Return the DM of the app with this person, made when missing."""
        people = {self.bot, user_id}
        return self.conversations.between(people) or self.new_channel("im", "", people, self.bot)

    def group_dm(self, people: set[str], creator: str) -> Channel:
        """Return the group DM of exactly these people, made when missing."""
        names = sorted(self.users[user_id].name for user_id in people)
        found = self.conversations.between(people)
        return found or self.new_channel("mpim", f"mpdm-{'--'.join(names)}-1", people, creator)

    def joined(self, room: Channel, user_id: str, inviter: str | None) -> None:
        """Send the event of somebody's coming, where the app is a member too."""
        if self.bot not in room.members:
            return
        event = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": room.id,
            "channel_type": room.id[0],
            "team": self.identity.team_id,
        }
        self.emit("member_joined_channel", event | ({"inviter": inviter} if inviter else {}))

    def tell_channel(self, room: Channel) -> None:
        """Tell the listeners that a conversation is new or different."""
        if self.changes:
            self.changes.tell(
                "channel", self.audience(room), room.id, shapes.channel(self.identity, room, self.bot)
            )

    def audience(self, room: Channel) -> set[str] | None:
        """Return who may see the conversation; None: everybody."""
        return None if room.kind == "public" else room.members

    def response_url(
        self, room: Channel, user_id: str, ts: str | None = None, *, ephemeral: bool = False
    ) -> str:
        """Return an address at which the app may answer an interaction."""
        token = self.response_urls.issue(Reply(room.id, user_id, ts, ephemeral))
        return f"{self.identity.origin}/actions/{self.identity.team_id}/{token}"

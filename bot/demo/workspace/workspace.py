"""The workspace as the app, persons, the page and tests use it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Self

from bot.demo.workspace import founding, screens, server, shapes
from bot.demo.workspace.acting import Stage
from bot.demo.workspace.changes import Listener
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Usergroup
from bot.demo.workspace.courier import Delivery
from bot.demo.workspace.doings import Doings
from bot.demo.workspace.events import Events
from bot.demo.workspace.manifest import Command, Manifest, Shortcut
from bot.demo.workspace.person import Person
from bot.demo.workspace.signed_http import SignedHttp
from bot.demo.workspace.sockets import Sockets
from bot.demo.workspace.values import Clock, File, Json, Timing, User

_SLACKS = Timing()


class Workspace(Doings):
    """A Slack on loopback with one app installed: what `manifest` declares.

    `clock.now()` dates messages; what expires does so in real time. `keep_calls` bounds the record's bodies.
    With `echo` the app hears its own messages as events too, as in Slack; that costs time and seldom helps.
    """

    def __init__(
        self,
        users: Iterable[User],
        *,
        manifest: Path,
        clock: Clock,
        seed: int = 1,
        keep_calls: int = 2000,
        timing: Timing = _SLACKS,
        echo: bool = False,
    ) -> None:
        self._core = core = founding.found(
            users, Manifest.read(manifest), clock, seed=seed, keep_calls=keep_calls, timing=timing
        )
        self._sockets = Sockets(core, seed)
        self._delivery = Delivery(core, self._sockets)
        self._events = Events(core, self._delivery)
        super().__init__(Stage(core, self._delivery, self._events))
        self._http: SignedHttp | None = None
        self._runner: server.Runner | None = None
        core.echo = echo
        core.emit = self._events.emit
        core.faults.on_refresh(self._sockets.refresh)
        self.clock = clock
        self.record = core.record
        self.faults = core.faults
        self.users = core.users
        self.web = server.application(core, self._sockets)
        self.bot_token, self.app_token = core.tokens.bot, core.tokens.app
        self.signing_secret = core.tokens.signing_secret
        self.team_id, self.app_id = core.identity.team_id, core.identity.app_id
        self.bot_user_id, self.bot_id = core.identity.bot_user_id, core.identity.bot_id

    async def start(self, port: int = 0) -> None:
        """Serve on 127.0.0.1; port 0 picks a free one."""
        self._runner, bound = await server.listen(self.web, port)
        self._core.identity = replace(self._core.identity, origin=f"http://{server.HOST}:{bound}")
        self._events.flowing = True

    async def stop(self) -> None:
        """End all connections and serve no more."""
        await self._events.close()
        await self._sockets.close()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def http_mode(self, url: str) -> None:
        """Deliver as signed HTTP to this address from now on; ValueError when it fails Slack's challenge."""
        courier = SignedHttp(self._core, url)
        self._http = courier
        await courier.verify()
        self._delivery.courier = courier

    # Who is who

    @property
    def origin(self) -> str:
        """The address without a path: `http://127.0.0.1:PORT`."""
        return self._core.identity.origin

    @property
    def url(self) -> str:
        """The Web API's base_url."""
        return f"{self.origin}/api/"

    @property
    def connections(self) -> int:
        """How many Socket Mode connections take envelopes."""
        return self._sockets.count

    # People and places

    def person(self, user_id: str) -> Person:
        """Return somebody who acts by what they see."""
        return Person(self, user_id)

    def add_user(self, user: User) -> None:
        """Let somebody join the workspace (team_join)."""
        founding.enroll(self._core, user)
        self._tell_user("team_join", user)

    def change_user(self, user: User) -> None:
        """Change who somebody is (user_change)."""
        self._core.handles.pop(self.users[user.id].name.lower(), None)
        founding.enroll(self._core, user)
        self._tell_user("user_change", user)

    def create_channel(self, name: str, members: Iterable[str], private: bool = False) -> Channel:
        """Make a channel with these people."""
        people = set(members)
        return self._core.new_channel(
            "private" if private else "public", name, people, min(people, default="")
        )

    def create_usergroup(self, handle: str, name: str, users: Iterable[str]) -> Usergroup:
        """Make a group of people."""
        group = Usergroup(self._core.ids.make("S"), handle, name, tuple(users))
        self._core.usergroups[group.id] = group
        return group

    @property
    def channels(self) -> dict[str, Channel]:
        """All conversations by id."""
        return self._core.conversations.by_id

    def channel(self, id_or_name: str) -> Channel:
        """Return a conversation by id or name; LookupError without one."""
        found = self.channels.get(id_or_name) or self._core.conversations.named(id_or_name)
        if found is None:
            raise LookupError(f"no conversation {id_or_name!r}")
        return found

    def app_dm(self, user_id: str) -> Channel:
        """Return the DM of the app and this person."""
        return self._core.dm(user_id)

    def direct(self, *people: str) -> Channel:
        """Return the DM or group DM of these people, made when missing."""
        members = set(people)
        found = self._core.conversations.between(members)
        if found is not None:
            return found
        if len(members) > 2:
            return self._core.group_dm(members, people[0])
        return self._core.new_channel("im", "", members, people[0])

    def conversations_of(self, user_id: str) -> list[Channel]:
        """Return the person's conversations, the latest first."""
        return self._core.conversations.of(user_id)

    # What people see

    def messages(
        self, channel_id: str, user_id: str, before: str | None = None, limit: int = 50
    ) -> list[Json]:
        """Return what the person sees in a conversation, the oldest first; PermissionError when nothing."""
        return screens.messages(self._core, self.channel(channel_id), user_id, before, limit)

    def home_of(self, user_id: str) -> Json | None:
        """Return the person's Home, None before there was one."""
        return screens.home(self._core, user_id)

    def modals_of(self, user_id: str) -> list[Json]:
        """Return the person's open modals, the one on top last."""
        return screens.modals(self._core, user_id)

    def commands(self) -> list[Command]:
        """Return the declared slash commands."""
        return list(self._core.manifest.commands.values())

    def shortcuts(self) -> list[Shortcut]:
        """Return the declared shortcuts."""
        return list(self._core.manifest.shortcuts.values())

    def file(self, file_id: str) -> File:
        """Return a file; LookupError without one."""
        found = self._core.files.get(file_id)
        if found is None:
            raise LookupError(f"no file {file_id!r}")
        return found

    def may_see_file(self, user_id: str, file_id: str) -> bool:
        """Say whether the person may open the file."""
        return screens.may_see_file(self._core, user_id, file_id)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener at each change until the returned function is called."""
        return self._core.changes.subscribe(listener)

    def _tell_user(self, event: str, user: User) -> None:
        core = self._core
        email = "users:read.email" in core.manifest.scopes
        body = shapes.member(core.identity, user, self.clock.now(), email=email)
        core.changes.tell("user", None, None, body)
        cached = {"cache_ts": core.ids.seconds()} if event == "user_change" else {}
        core.emit(event, {"type": event, "user": body} | cached)

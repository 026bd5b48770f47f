"""Founds a workspace: ids, tokens, the app's bot among the people, the general channel."""

from collections.abc import Iterable

from bot.demo.workspace.core import Core, Tokens
from bot.demo.workspace.faults import Faults
from bot.demo.workspace.ids import Ids
from bot.demo.workspace.manifest import Manifest
from bot.demo.workspace.record import Record
from bot.demo.workspace.shapes import Identity
from bot.demo.workspace.tickets import ResponseUrls, Triggers
from bot.demo.workspace.values import Clock, Timing, User

GENERAL = "general"


def found(
    users: Iterable[User], manifest: Manifest, clock: Clock, *, seed: int, keep_calls: int, timing: Timing
) -> Core:
    """Return a workspace with these people, in which the app is installed."""
    ids = Ids(seed, clock)
    identity = Identity(
        team_id=ids.make("T"),
        team_name="Embedded",
        domain="embedded",
        app_id=ids.make("A"),
        bot_id=ids.make("B"),
        bot_user_id=ids.make("U"),
        bot_name=manifest.bot_name,
        origin="http://127.0.0.1",
        created=ids.seconds(),
    )
    tokens = Tokens(
        bot=f"xoxb-{ids.secret()}",
        app=f"xapp-1-{ids.secret()}",
        signing_secret=ids.secret(),
        verification=ids.secret(),
    )
    bot = User(
        identity.bot_user_id, manifest.bot_name.lower().replace(" ", "_"), manifest.bot_name, is_bot=True
    )
    core = Core(
        identity=identity,
        manifest=manifest,
        tokens=tokens,
        clock=clock,
        timing=timing,
        ids=ids,
        users={},
        record=Record(keep_calls),
        faults=Faults(seed),
        triggers=Triggers(ids, timing),
        response_urls=ResponseUrls(ids, timing),
    )
    core.new_channel("public", GENERAL, set(), bot.id).is_general = True
    for user in (*users, bot):
        enroll(core, user)
    return core


def enroll(core: Core, user: User) -> None:
    """Take a person in; the general channel holds all but guests, bots and deactivated people."""
    core.users[user.id] = user
    core.handles[user.name.lower()] = user.id
    general = core.conversations.named(GENERAL)
    if general is not None and not (user.is_bot or user.deleted or user.is_restricted):
        core.conversations.join(general, user.id)
    if user.deleted:
        _retire(core, user.id)


def _retire(core: Core, user_id: str) -> None:
    """Take a deactivated person out of all channels; DMs stay, and take no more messages."""
    for room in core.conversations.of(user_id):
        if room.kind in {"public", "private"}:
            core.conversations.leave(room, user_id)

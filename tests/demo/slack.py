"""A workspace with three people and a real Bolt app in it, for the tests of the workspace."""

from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovingClock
from bot.demo.workspace import Timing, User, Workspace

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANA, BO, CY, GUS, ROB, DEE = "U0ANA", "U0BO", "U0CY", "U0GUS", "U0ROB", "U0DEE"
PEOPLE = [
    User(ANA, "ana", "Ana Lima", "ana@example.com", "Trainee", tz="America/Sao_Paulo"),
    User(BO, "bo.chen", "Bo Chen", "bo@example.com", tz="Asia/Tokyo", is_admin=True),
    User(CY, "cy", "Cy Marsh", "cy@example.com", tz="Europe/Berlin"),
    User(GUS, "gus", "Gus Guest", is_restricted=True),
    User(ROB, "rob", "Rob Robot", is_bot=True),
    User(DEE, "dee", "Dee Parted", deleted=True),
]
SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.im",
    "reaction_added",
    "team_join",
    "user_change",
]
MANIFEST = {
    "display_information": {"name": "Tester"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Tester"},
        "slash_commands": [
            {"command": "/ask", "description": "Ask", "usage_hint": "[anything]", "should_escape": True},
            {"command": "/raw", "description": "Not escaped"},
        ],
        "shortcuts": [
            {"name": "Start", "type": "global", "callback_id": "start", "description": "Start it"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep it"},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
QUICK = Timing(ack=0.4, retries=(0.0, 0.05, 0.1))


def without(*names):
    """Return the manifest without these scopes and events."""
    manifest = deepcopy(MANIFEST)
    scopes = manifest["oauth_config"]["scopes"]
    scopes["bot"] = [scope for scope in SCOPES if scope not in names]
    events = manifest["settings"]["event_subscriptions"]
    events["bot_events"] = [event for event in EVENTS if event not in names]
    return manifest


def found(manifest=MANIFEST, *, timing=QUICK, **more):
    """Return a workspace that is not started yet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.yml"
        path.write_text(yaml.safe_dump(manifest))
        return Workspace(PEOPLE, manifest=path, clock=MovingClock(NOON), timing=timing, **more)


def client_of(workspace):
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.url, retry_handlers=[])


@asynccontextmanager
async def slack(manifest=MANIFEST, **more):
    """Yield (workspace, client) without an app."""
    async with found(manifest, **more) as workspace:
        yield workspace, client_of(workspace)


@asynccontextmanager
async def bolt(register, manifest=MANIFEST, *, connections=1, **more):
    """Yield (workspace, client) with a Bolt app on Socket Mode; `register(app)` adds its listeners."""
    async with slack(manifest, **more) as (workspace, client):
        app = AsyncApp(client=client, raise_error_for_unhandled_request=False)
        register(app)
        handlers = [AsyncSocketModeHandler(app, workspace.app_token) for _ in range(connections)]
        for handler in handlers:
            await handler.connect_async()
        try:
            yield workspace, client
        finally:
            for handler in handlers:
                await handler.close_async()


def plain(text):
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text, **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text, action_id, **more):
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements, block_id="row"):
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def options(*values):
    return [{"text": plain(value.title()), "value": value} for value in values]


def text_input(block_id, label, **more):
    element = {"type": "plain_text_input", "action_id": "typed"} | more.pop("element", {})
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(title, *blocks, **more):
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": list(blocks), **more}


def home(*blocks):
    return {"type": "home", "blocks": list(blocks)}

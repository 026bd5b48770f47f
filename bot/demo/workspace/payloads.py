"""What Slack sends the app about what people do."""

from typing import Any

from bot.demo.workspace import shapes
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Core
from bot.demo.workspace.manifest import Command, Shortcut
from bot.demo.workspace.values import Json
from bot.demo.workspace.views import View


def slash_command(core: Core, user_id: str, room: Channel, command: Command, text: str) -> Json:
    """Describe a typed command."""
    who = core.identity
    return {
        "token": core.tokens.verification,
        "team_id": who.team_id,
        "team_domain": who.domain,
        "channel_id": room.id,
        "channel_name": _public_name(room),
        "user_id": user_id,
        "user_name": core.users[user_id].name,
        "command": command.name,
        "text": text,
        "api_app_id": who.app_id,
        "is_enterprise_install": False,
        "response_url": core.response_url(room, user_id),
        "trigger_id": core.triggers.issue(user_id),
    }


def actions_in_view(core: Core, view: View, action: Json) -> Json:
    """Describe the use of an element in a modal or Home."""
    shown = shapes.view(core.identity, view)
    return _interaction(core, "block_actions", view.user_id) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": core.triggers.issue(view.user_id, view.id if view.kind == "modal" else None),
        "view": shown,
        "actions": [action],
    }


def actions_in_message(
    core: Core, user_id: str, room: Channel, message: Json, *, values: Json, action: Json
) -> Json:
    """Describe the use of an element in a message. Of an ephemeral one Slack tells only the ts."""
    ephemeral, ts = bool(message.get("is_ephemeral")), message["ts"]
    payload = _interaction(core, "block_actions", user_id) | {
        "container": {"type": "message", "message_ts": ts, "channel_id": room.id, "is_ephemeral": ephemeral},
        "trigger_id": core.triggers.issue(user_id),
        "channel": {"id": room.id, "name": _public_name(room)},
        "state": {"values": values},
        "response_url": core.response_url(room, user_id, ts, ephemeral=ephemeral),
        "actions": [action],
    }
    return payload if ephemeral else payload | {"message": shapes.message(core.identity, message)}


def view_submission(core: Core, view: View) -> Json:
    """Describe a submitted modal."""
    return _interaction(core, "view_submission", view.user_id) | {
        "trigger_id": core.triggers.issue(view.user_id, view.id),
        "view": shapes.view(core.identity, view),
        "response_urls": [],
    }


def view_closed(core: Core, view: View, *, cleared: bool) -> Json:
    """Describe a modal that was closed without submitting."""
    return _interaction(core, "view_closed", view.user_id) | {
        "view": shapes.view(core.identity, view),
        "is_cleared": cleared,
    }


def block_suggestion(core: Core, user_id: str, where: Json, ids: tuple[str, str], query: str) -> Json:
    """Ask for the options of an external select; `where` has the container and the view or message."""
    block_id, action_id = ids
    return (
        _interaction(core, "block_suggestion", user_id)
        | where
        | {
            "block_id": block_id,
            "action_id": action_id,
            "value": query,
        }
    )


def shortcut(core: Core, user_id: str, declared: Shortcut) -> Json:
    """Describe a global shortcut. Of the person only what documentation and recordings agree on."""
    payload = _interaction(core, "shortcut", user_id)
    del payload["api_app_id"]
    return payload | {
        "user": {"id": user_id, "team_id": core.identity.team_id},
        "callback_id": declared.callback_id,
        "trigger_id": core.triggers.issue(user_id),
        "action_ts": core.ids.stamp(),
    }


def message_action(core: Core, user_id: str, declared: Shortcut, room: Channel, message: Json) -> Json:
    """Describe a shortcut on a message."""
    user = core.users[user_id]
    return shortcut(core, user_id, declared) | {
        "type": "message_action",
        "user": {"id": user_id, "name": user.name, "team_id": core.identity.team_id},
        "channel": {"id": room.id, "name": _public_name(room)},
        "message_ts": message["ts"],
        "message": shapes.message(core.identity, message),
        "response_url": core.response_url(room, user_id, message["ts"]),
    }


def event_callback(core: Core, event: Json) -> Json:
    """Wrap an event as the Events API does."""
    who = core.identity
    authorization: dict[str, Any] = {
        "enterprise_id": None,
        "team_id": who.team_id,
        "user_id": who.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": core.tokens.verification,
        "team_id": who.team_id,
        "api_app_id": who.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": core.ids.make("Ev"),
        "event_time": core.ids.seconds(),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{core.ids.secret()}",
    }


def _interaction(core: Core, kind: str, user_id: str) -> Json:
    who, user = core.identity, core.users[user_id]
    return {
        "type": kind,
        "user": {"id": user_id, "username": user.name, "name": user.name, "team_id": who.team_id},
        "api_app_id": who.app_id,
        "token": core.tokens.verification,
        "team": {"id": who.team_id, "domain": who.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _public_name(room: Channel) -> str:
    return {"im": "directmessage", "private": "privategroup"}.get(room.kind, room.name)

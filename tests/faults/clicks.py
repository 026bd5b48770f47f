"""What people do in a storm: commands, and taps on a check-in of their own, as Slack would send them."""

from __future__ import annotations

from typing import Any

from bot.demo.workspace import User, Workspace, payloads
from bot.demo.workspace.courier import Parcel, parcel
from bot.demo.workspace.ids import MILLION, ts_of


def users(count: int) -> list[User]:
    """Return so many people; their ids are those of ``builders.a_crowd``."""
    return [User(f"U{number:06}", f"p{number}", f"Person {number}") for number in range(count)]


def command(workspace: Workspace, user: str) -> Parcel:
    """Let somebody type /flipside."""
    core = workspace._core
    declared = core.manifest.commands["/flipside"]
    body = payloads.slash_command(core, user, core.dm(user), declared, "")
    return parcel("slash_commands", "slash_command", body)


def tap(
    workspace: Workspace, user: str, action_id: str, value: str, *, ts: str | None = None, after: float = 0.0
) -> Parcel:
    """Let somebody tap a button of the message with this ts, so many seconds after now."""
    core = workspace._core
    room, now = core.dm(user), core.ids.micros()
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    action["action_ts"] = ts_of(now + round(after * MILLION))
    message = {
        "ts": ts or ts_of(now),
        "text": "A question",
        "blocks": [],
        "user": core.bot,
        "type": "message",
    }
    body = payloads.actions_in_message(core, user, room, message, values={}, action=action)
    return parcel("interactive", "block_actions", body)


def form(workspace: Workspace, user: str, callback_id: str, values: dict[str, Any]) -> Parcel:
    """Let somebody submit a form that is open on their screen."""
    core = workspace._core
    who = core.identity
    view = {
        "id": core.ids.make("V"),
        "team_id": who.team_id,
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": "",
        "hash": core.ids.stamp(),
        "blocks": [],
        "state": {"values": values},
        "title": {"type": "plain_text", "text": "A form"},
        "app_id": who.app_id,
        "bot_id": who.bot_id,
    }
    body = {
        "type": "view_submission",
        "user": {"id": user, "username": user, "name": user, "team_id": who.team_id},
        "api_app_id": who.app_id,
        "token": core.tokens.verification,
        "team": {"id": who.team_id, "domain": who.domain},
        "trigger_id": core.triggers.issue(user),
        "view": view,
        "response_urls": [],
    }
    return parcel("interactive", "view_submission", body)

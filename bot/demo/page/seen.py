"""What the page shows of the workspace, as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.demo.page.story import NextStep, StoryPanel
from bot.demo.workspace import Channel, Command, Outcome, Record, Shortcut, User, Workspace

Json = dict[str, Any]

_RECENT = 60  # entries under the hood


def company(workspace: Workspace, title: str) -> Json:
    """Return what everybody knows: people, public channels, commands, shortcuts."""
    bot = workspace.users[workspace.bot_user_id]
    return {
        "app": {"bot_user_id": bot.id, "name": bot.real_name, "team_name": title or bot.real_name},
        "people": [_person(user) for user in workspace.users.values()],
        "channels": [
            _channel(workspace, room) for room in workspace.channels.values() if room.kind == "public"
        ],
        "commands": [_command(command) for command in workspace.commands()],
        "shortcuts": [_shortcut(shortcut) for shortcut in workspace.shortcuts()],
    }


def sidebar(workspace: Workspace, user_id: str) -> Json:
    """Return the person's conversations, each with the time of the newest message that they see."""
    workspace.app_dm(user_id)
    rooms = workspace.conversations_of(user_id)
    return {
        "now": workspace.clock.now().timestamp(),
        "conversations": [
            _channel(workspace, room) | {"latest": _latest(workspace, room, user_id)} for room in rooms
        ],
    }


def views(workspace: Workspace, user_id: str) -> Json:
    """Return the person's Home and open modals."""
    return {"home": workspace.home_of(user_id), "modals": workspace.modals_of(user_id)}


def outcome(done: Outcome) -> Json:
    """Return how an interaction went."""
    return {"ok": done.ok, "error": done.error, "errors": dict(done.errors)}


def record(log: Record) -> Json:
    """Return the newest traffic and its sums, the newest first."""
    newest = log.entries[: -_RECENT - 1 : -1]
    return {
        "calls": log.calls.total(),
        "acks": log.acks.total(),
        "ack_p50": log.latencies.p50,
        "ack_p99": log.latencies.p99,
        "entries": [
            {"kind": entry.kind, "name": entry.name, "error": entry.error, "seconds": entry.seconds}
            for entry in newest
        ],
    }


def panel(told: StoryPanel) -> Json:
    """Return the story's panel; moments as unix seconds."""
    return {
        "now": told.now.timestamp(),
        "chapters": [_chapter(when, text) for when, text in told.chapters],
        "next_step": _step(told.next_step),
        "busy": told.busy,
    }


def _chapter(when: datetime, text: str) -> Json:
    return {"when": when.timestamp(), "text": text}


def _step(step: NextStep | None) -> Json | None:
    if step is None:
        return None
    return {"text": step.text, "label": step.label, "person_id": step.person_id, "place": step.place}


def _person(user: User) -> Json:
    fields: Iterable[str] = ("id", "name", "real_name", "title", "tz", "is_bot", "deleted", "is_restricted")
    return {name: getattr(user, name) for name in fields}


def _channel(workspace: Workspace, room: Channel) -> Json:
    return {
        "id": room.id,
        "name": room.name,
        "kind": room.kind,
        "members": sorted(room.members),
        "topic": room.topic,
        "is_archived": room.is_archived,
        "is_app_dm": room.kind == "im" and workspace.bot_user_id in room.members,
    }


def _latest(workspace: Workspace, room: Channel, user_id: str) -> str | None:
    newest = workspace.messages(room.id, user_id, limit=1)
    return newest[0]["ts"] if newest else None


def _command(command: Command) -> Json:
    return {"name": command.name, "description": command.description, "usage_hint": command.usage_hint}


def _shortcut(shortcut: Shortcut) -> Json:
    return {
        "name": shortcut.name,
        "type": shortcut.type,
        "callback_id": shortcut.callback_id,
        "description": shortcut.description,
    }

"""A Slack on loopback for an unmodified Bolt app: the demo, the rehearsal and the tests share it.

It speaks Slack's Web API, Socket Mode and signed HTTP on 127.0.0.1, refuses what Slack refuses (tokens,
scopes, Block Kit, trigger ids, what the manifest does not declare), can misbehave on demand
(`workspace.faults`) and remembers what went over the wire (`workspace.record`). README.md beside this file
says how people act in it and what they see.

    async with Workspace(users, manifest=Path("manifest.yml"), clock=clock) as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.url, retry_handlers=[])
        app = AsyncApp(client=client)
        handler = AsyncSocketModeHandler(app, workspace.app_token)
        await handler.connect_async()
        await workspace.person("U0MENTOR").says("/flipside join")
"""

from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.faults import Faults
from bot.demo.workspace.manifest import Command, Manifest, Shortcut
from bot.demo.workspace.person import Person
from bot.demo.workspace.record import Record
from bot.demo.workspace.surface import Surface
from bot.demo.workspace.values import Change, File, Outcome, Timing, User
from bot.demo.workspace.workspace import Workspace

__all__ = [
    "Change",
    "Channel",
    "Command",
    "Faults",
    "File",
    "Manifest",
    "Outcome",
    "Person",
    "Record",
    "Shortcut",
    "Surface",
    "Timing",
    "User",
    "Workspace",
]

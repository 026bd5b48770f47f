"""What people do, as methods of the workspace; each waits until the app has finished with it."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.demo.workspace import speaking, using
from bot.demo.workspace.acting import Stage
from bot.demo.workspace.using import Values
from bot.demo.workspace.values import Outcome


class Doings:
    """Acts as people do in Slack's client.

    LookupError for what is not there, PermissionError for what is not theirs.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def after_each(self) -> Callable[[str], Awaitable[None]]:
        """What is awaited after each interaction, with its trigger_id or event_id."""
        return self._stage.after_each

    @after_each.setter
    def after_each(self, wait: Callable[[str], Awaitable[None]]) -> None:
        self._stage.after_each = wait

    def last_outcome(self, user_id: str) -> Outcome | None:
        """Return how the person's newest interaction went."""
        return self._stage.outcomes.get(user_id)

    async def command(self, user_id: str, channel_id: str, text: str) -> Outcome:
        """Type a slash command, such as "/flipside join"."""
        return await speaking.command(self._stage, user_id, channel_id, text)

    async def message(self, user_id: str, channel_id: str, text: str) -> Outcome:
        """Write a message."""
        return await speaking.message(self._stage, user_id, channel_id, text)

    async def act(  # noqa: PLR0917 - the person, the element by its three ids, and what they do with it
        self,
        user_id: str,
        place: str,
        block_id: str,
        action_id: str,
        value: Any = None,
        values: Values | None = None,
    ) -> Outcome:
        """Use an element of a view ("V…") or message ("<channel>:<ts>"); LookupError when it is not there."""
        return await using.act(self._stage, user_id, place, (block_id, action_id), value, values=values)

    async def submit(self, user_id: str, view_id: str, values: Values | None = None) -> Outcome:
        """Submit the open modal."""
        return await using.submit(self._stage, user_id, view_id, values)

    async def close(self, user_id: str, view_id: str, clear: bool = False) -> Outcome:
        """Close the open modal, or with `clear` all of the stack."""
        return await using.close(self._stage, user_id, view_id, clear=clear)

    async def options(self, user_id: str, place: str, block_id: str, action_id: str, query: str) -> Outcome:
        """Ask the app for an external select's options."""
        return await using.options(self._stage, user_id, place, (block_id, action_id), query)

    async def open_home(self, user_id: str) -> Outcome:
        """Look at the app's Home."""
        return await speaking.open_app(self._stage, user_id, "home")

    async def open_messages(self, user_id: str) -> Outcome:
        """Look at the app's messages."""
        return await speaking.open_app(self._stage, user_id, "messages")

    async def shortcut(
        self, user_id: str, callback_id: str, message: tuple[str, str] | None = None
    ) -> Outcome:
        """Press a global shortcut, or one on a message (channel id, ts)."""
        return await speaking.shortcut(self._stage, user_id, callback_id, message)

    async def upload(self, user_id: str, name: str, data: bytes) -> str:
        """Choose a file for a modal's file input; returns its id."""
        return speaking.upload(self._stage, user_id, name, data)

    async def react(self, user_id: str, channel_id: str, ts: str, name: str) -> Outcome:
        """React to a message."""
        return await speaking.react(self._stage, user_id, channel_id, ts, name)

    async def join(self, user_id: str, channel_id: str) -> Outcome:
        """Join a public channel."""
        return await speaking.join(self._stage, user_id, channel_id)

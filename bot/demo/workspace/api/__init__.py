"""The Web API: a table from method names to functions of a call."""

from collections.abc import Callable, Mapping

from bot.demo.workspace.api import chat, conversations, files, history, reactions, team, users, views
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.values import Json

Method = Callable[[Call], Json]

METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **reactions.METHODS,
    **team.METHODS,
    **users.METHODS,
    **views.METHODS,
}

__all__ = ["METHODS", "Call", "Method"]

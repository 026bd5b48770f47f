"""What the app answers to an interaction: by a response URL or in its ack."""

import json

from aiohttp import web

from bot.demo.workspace import posting
from bot.demo.workspace.core import Core
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.tickets import Reply
from bot.demo.workspace.values import Json


def respond(core: Core, reply: Reply, body: Json, source: str) -> None:
    """Show the app's answer: in place of the message acted on, to the person, or to all who are there."""
    room = core.conversations.by_id[reply.channel_id]
    if body.get("delete_original") and reply.ts:
        _remove(core, reply, reply.ts)
        return
    message = posting.from_app(core, posting.checked(core, source, body))
    if body.get("replace_original") and reply.ts:
        _replace(core, reply, reply.ts, message)
    elif body.get("response_type") == "in_channel":
        posting.post(core, room, message)
    else:
        posting.whisper(core, room, reply.user_id, message)


def _remove(core: Core, reply: Reply, ts: str) -> None:
    room = core.conversations.by_id[reply.channel_id]
    if reply.ephemeral:
        posting.remove_whisper(core, room, reply.user_id, ts)
    elif room.log.get(ts) is not None:
        posting.remove(core, room, ts)


def _replace(core: Core, reply: Reply, ts: str, message: Json) -> None:
    room = core.conversations.by_id[reply.channel_id]
    if reply.ephemeral:
        posting.change_whisper(core, room, reply.user_id, ts, message)
    elif room.log.get(ts) is not None:
        posting.change(core, room, ts, message)


class ResponseUrlEndpoint:
    """Serves `/actions/<team>/<token>`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.Response:
        """Take one answer; a used up or late address is refused as Slack does."""
        self._core.activity.begins()
        try:
            return self._answer(request.match_info["token"], await request.read())
        finally:
            self._core.activity.ends()

    def _answer(self, token: str, data: bytes) -> web.Response:
        reply = self._core.response_urls.spend(token)
        if isinstance(reply, str):
            self._core.record.refused["response_url", reply] += 1
            return web.json_response({"ok": False, "error": reply}, status=404)
        self._core.record.calls["response_url"] += 1
        try:
            respond(self._core, reply, json.loads(data), "response_url")
        except ValueError:
            return self._refuse("invalid_payload")
        except Refused as refused:
            return self._refuse(refused.error)
        return web.Response(text="ok")

    def _refuse(self, error: str) -> web.Response:
        self._core.record.refused["response_url", error] += 1
        return web.Response(status=400, text=error)

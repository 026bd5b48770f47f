"""The Web API at the wire: read the call, refuse or do it, answer in Slack's way."""

import asyncio
import json
import math
import time
from urllib.parse import parse_qsl

from aiohttp import web

from bot.demo.workspace import scopes
from bot.demo.workspace.api import METHODS, Call
from bot.demo.workspace.core import Core
from bot.demo.workspace.faults import Fault
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json

_APP_METHODS = frozenset({"apps.connections.open"})


class Endpoint:
    """Serves `/api/<method>`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method, core = request.match_info["method"], self._core
        started = time.perf_counter()
        await core.faults.heard.wait()
        core.activity.begins()
        try:
            await asyncio.sleep(core.faults.delay(method))
            response, answer = await self._respond(request, method)
            error = None if answer.get("ok") else str(answer.get("error", response.status))
            body = response.body if isinstance(response.body, bytes) and answer else b""
            core.record.answered(method, error, time.perf_counter() - started, body)
            return response
        finally:
            core.activity.ends()

    def answer(self, method: str, token: str, values: Json) -> Json:
        """Do what a call asks, or say why not: Slack's answer, without the wire."""
        try:
            _check_token(self._core, method, token)
            function = METHODS.get(method, _unknown)
            call = Call(self._core, method, values)
            needed = scopes.METHODS.get(method)
            if needed:
                call.scope(*needed)
            return {"ok": True} | function(call)
        except Refused as refused:
            return {"ok": False, "error": refused.error} | refused.fields

    async def _respond(self, request: web.Request, method: str) -> tuple[web.Response, Json]:
        faults = self._core.faults
        try:
            values = await _arguments(request)
        except Refused as refused:
            return self._json({"ok": False, "error": refused.error})
        fault = faults.before(method)
        if fault is not None:
            return self._failure(request, fault)
        wait = faults.limited(method, str(values.get("channel", "")))
        if wait:
            return self._failure(request, Fault(method, 429, 1, 1.0, math.ceil(wait)))
        answer = self.answer(method, _token(request, values), values)
        fault = faults.after(method)
        return self._json(answer) if fault is None else self._failure(request, fault)

    def _json(self, answer: Json, status: int = 200, **headers: str) -> tuple[web.Response, Json]:
        body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        granted = ",".join(sorted(self._core.manifest.scopes))
        known = {"Content-Type": "application/json; charset=utf-8", "x-oauth-scopes": granted}
        return web.Response(body=body, status=status, headers=known | headers), answer

    def _failure(self, request: web.Request, fault: Fault) -> tuple[web.Response, Json]:
        match fault.error:
            case "drop":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(), {"ok": False, "error": "drop"}
            case 429:
                after = str(fault.retry_after or 1)
                return self._json({"ok": False, "error": "ratelimited"}, 429, **{"Retry-After": after})
            case int(status):
                return web.Response(status=status, text="Server Error", content_type="text/html"), {}
            case error:
                return self._json({"ok": False, "error": error})


def _unknown(call: Call) -> Json:
    raise Refused("unknown_method", req_method=call.method)


def _check_token(core: Core, method: str, token: str) -> None:
    if not token:
        raise Refused("not_authed")
    if token not in {core.tokens.bot, core.tokens.app}:
        raise Refused("invalid_auth")
    if (token == core.tokens.app) != (method in _APP_METHODS):
        raise Refused("not_allowed_token_type")


def _token(request: web.Request, values: Json) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else str(values.get("token") or "")


async def _arguments(request: web.Request) -> Json:
    """Return the arguments of the query and the body; raises Refused for a body that Slack would not read."""
    values: Json = dict(request.query)
    if not request.can_read_body:
        return values
    kind = request.content_type
    if kind == "application/json":
        return values | _parsed(await request.read())
    if kind == "application/x-www-form-urlencoded":
        return values | dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        form = await request.post()
        return values | {name: value for name, value in form.items() if isinstance(value, str)}
    raise Refused("invalid_post_type")


def _parsed(data: bytes) -> Json:
    try:
        values = json.loads(data)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(values, dict):
        raise Refused("json_not_object")
    return values

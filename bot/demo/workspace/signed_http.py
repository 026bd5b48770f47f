"""The same traffic as signed HTTP, to a Bolt app's request URL."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.demo.workspace.core import Core
from bot.demo.workspace.courier import Parcel, Receipt
from bot.demo.workspace.values import Json

_FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """Posts parcels with Slack's signature and reads the app's answer from the response."""

    def __init__(self, core: Core, url: str) -> None:
        self._core = core
        self._url = url
        self._session = aiohttp.ClientSession()

    async def verify(self) -> None:
        """Ask the app for the challenge, as Slack does at first; ValueError when it fails."""
        challenge = self._core.ids.secret()
        body = {"token": self._core.tokens.verification, "challenge": challenge, "type": "url_verification"}
        _, text = await self._post(json.dumps(body), "application/json", {})
        if challenge not in text:
            raise ValueError(f"{self._url} did not answer the challenge")

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Post a parcel and wait for the answer."""
        core, started = self._core, time.perf_counter()
        body, kind = _encoded(parcel)
        try:
            async with self._limit():
                status, text = await self._post(body, kind, _retry_headers(parcel))
        except TimeoutError:
            return Receipt("operation_timeout")
        except aiohttp.ClientError:
            return Receipt("dispatch_failed")
        if status != 200:
            return Receipt("dispatch_failed")
        core.record.acked(parcel.name, time.perf_counter() - started)
        return Receipt(answer=_answer(text))

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    def _limit(self) -> asyncio.Timeout:
        return asyncio.timeout(self._core.timing.ack)

    async def _post(self, body: str, kind: str, headers: dict[str, str]) -> tuple[int, str]:
        signed = headers | signature(self._core.tokens.signing_secret, body) | {"Content-Type": kind}
        async with self._session.post(self._url, data=body.encode(), headers=signed) as response:
            return response.status, await response.text()


def signature(secret: str, body: str) -> dict[str, str]:
    """Return the headers that prove a body to be Slack's."""
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(parcel: Parcel) -> tuple[str, str]:
    match parcel.kind:
        case "slash_commands":
            fields = {
                name: str(value).lower() if value is False else value for name, value in parcel.body.items()
            }
            return urlencode(fields), _FORM
        case "interactive":
            return urlencode({"payload": parcel.text}), _FORM
        case _:
            return parcel.text, "application/json"


def _retry_headers(parcel: Parcel) -> dict[str, str]:
    if not parcel.retry:
        return {}
    reason = {"timeout": "http_timeout"}.get(parcel.retry_reason, parcel.retry_reason)
    return {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": reason}


def _answer(text: str) -> Json | None:
    """Return what the app answered: JSON, or plain text that a command shows."""
    if not text:
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}

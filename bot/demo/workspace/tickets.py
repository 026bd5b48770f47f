"""Trigger ids and response URLs: what an interaction entitles the app to, and for how long."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from dataclasses import dataclass

from bot.demo.workspace.ids import Ids
from bot.demo.workspace.values import Timing

_USES = 5


@dataclass(slots=True)
class _Trigger:
    user_id: str
    view_id: str | None
    ends: float
    used: bool = False


class Triggers:
    """Each opens one modal, for one person, within three seconds."""

    def __init__(self, ids: Ids, timing: Timing) -> None:
        self._ids = ids
        self._timing = timing
        self._live: dict[str, _Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        """Return a new trigger id; `view_id` is the modal in which the interaction happened."""
        self._forget_old()
        number = self._ids.micros()
        trigger_id = f"{number // 1000}.{number % 10**12}.{self._ids.secret()}"
        self._live[trigger_id] = _Trigger(user_id, view_id, time.monotonic() + self._timing.trigger)
        return trigger_id

    def spend(self, trigger_id: str) -> tuple[str, str | None] | str:
        """Use it up: returns (user id, view id), or Slack's name of the error."""
        trigger = self._live.get(trigger_id)
        if trigger is None:
            # An id of the right form was probably ours, and forgotten after it had expired.
            return "expired_trigger_id" if trigger_id.count(".") == 2 else "invalid_trigger_id"
        if trigger.ends < time.monotonic():
            return "expired_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        trigger.used = True
        return trigger.user_id, trigger.view_id

    def _forget_old(self) -> None:
        # Spent ones stay a while longer, so that a second use is told apart from a late one.
        horizon = time.monotonic() - self._timing.trigger
        while self._live:
            oldest = next(iter(self._live))
            if self._live[oldest].ends >= horizon:
                return
            del self._live[oldest]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a response URL speaks of: a person in a conversation, and the message acted on if any."""

    channel_id: str
    user_id: str
    ts: str | None
    ephemeral: bool


class ResponseUrls:
    """Signed addresses, so that the many that nobody uses cost no memory."""

    def __init__(self, ids: Ids, timing: Timing) -> None:
        self._key = ids.secret().encode()
        self._timing = timing
        self._uses = bytearray()  # one for each address ever issued

    def issue(self, reply: Reply) -> str:
        """Return the path's last part of a new response URL."""
        ends = time.monotonic() + self._timing.response_url
        row = [reply.channel_id, reply.user_id, reply.ts, reply.ephemeral, ends, len(self._uses)]
        self._uses.append(0)
        text = base64.urlsafe_b64encode(json.dumps(row).encode()).decode().rstrip("=")
        return f"{text}.{self._signature(text)}"

    def spend(self, token: str) -> Reply | str:
        """Use it once: returns what it speaks of, or Slack's name of the error."""
        text, _, signature = token.partition(".")
        if not hmac.compare_digest(signature, self._signature(text)):
            return "invalid_token"
        try:
            row = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError):
            return "invalid_token"
        if row[4] < time.monotonic():
            return "expired_url"
        if self._uses[row[5]] >= _USES:
            return "used_url"
        self._uses[row[5]] += 1
        return Reply(*row[:4])

    def _signature(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:24]

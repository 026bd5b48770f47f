"""Whether Slack takes messages at all: after a row of failures, one small question now and then finds out."""

from __future__ import annotations

from time import monotonic

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import errors

log = structlog.get_logger()

IN_A_ROW = 5  # failures
REMEDIES = {
    "messages_tab_disabled": "Switch the app's Messages tab on at api.slack.com/apps under App Home.",
    "missing_scope": "Reinstall the app from manifest.yml at api.slack.com/apps.",
}
REMEDY = "Run `python -m bot check`."


class Health:
    """What keeps us from sending, in a sentence; None while nothing does."""

    def __init__(self, client: AsyncWebClient, probe_every: float = 10.0) -> None:
        self.trouble: str | None = None
        self.probe_every = probe_every  # seconds
        self._client = client
        self._failures = 0
        self._probed_at = 0.0

    def went_well(self) -> None:
        """Note that Slack has answered sensibly."""
        self._failures = 0

    def went_wrong(self, problem: str) -> None:
        """Note that Slack did not answer sensibly; some of these in a row are trouble."""
        self._failures += 1
        if self._failures >= IN_A_ROW:
            self._stop(f"Slack does not answer ({problem}). Messages wait and go out by themselves.")

    def no_access(self, problem: str) -> None:
        """Note that Slack refuses us altogether."""
        remedy = REMEDIES.get(problem, REMEDY)
        if self.trouble is None:
            log.error("delivery.no_access", problem=problem, remedy=remedy)
        self._stop(f"Slack refuses us ({problem}). {remedy}")

    def wait(self) -> float:
        """Return the seconds until the next probe is due."""
        return max(0.0, self._probed_at + self.probe_every - monotonic())

    async def probe(self) -> bool:
        """Ask Slack whether it knows us, where that is due; tell whether sending may go on."""
        if self.wait() > 0:
            return self.trouble is None
        self._probed_at = monotonic()
        try:
            await self._client.auth_test()
        except SlackApiError as error:
            self._still(errors.of(error).problem)
        except (ClientError, OSError, TimeoutError) as broken:
            self._still(type(broken).__name__)
        else:
            self.trouble, self._failures = None, 0
            log.warning("delivery.goes_on")
        return self.trouble is None

    def _stop(self, sentence: str) -> None:
        if self.trouble is None:
            log.error("delivery.stopped", trouble=sentence)
            self._probed_at = monotonic()
        self.trouble = sentence

    def _still(self, problem: str) -> None:
        log.warning("delivery.still_stopped", problem=problem)

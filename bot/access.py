"""Who Slack says we are, and what we may do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

MANIFEST = Path(__file__).parents[1] / "manifest.yml"

SCOPES = (
    "The app was installed without these scopes: {names}. Add them at api.slack.com/apps under"
    " OAuth & Permissions > Scopes, then choose “Reinstall to Workspace”."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The workspace and the bot that a token stands for, and which of the manifest's scopes it lacks."""

    team_id: str
    bot_id: str
    missing: tuple[str, ...]


async def introduce(client: AsyncWebClient) -> Standing:
    """Ask Slack whose token we have; raises SlackApiError where it is refused."""
    answer = await client.auth_test()
    return Standing(str(answer["team_id"]), str(answer.get("bot_id", "")), tuple(missing_scopes(answer)))


async def app_of(client: AsyncWebClient, bot_id: str) -> str:
    """Return the id of the app that a bot belongs to."""
    answer = await client.bots_info(bot=bot_id)
    return str(answer["bot"].get("app_id", ""))


def missing_scopes(answer: AsyncSlackResponse) -> list[str]:
    """Compare what Slack says it granted with what the manifest asks for."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    wanted = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    return [scope for scope in wanted if scope not in granted]

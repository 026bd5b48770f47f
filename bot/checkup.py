"""What is missing before Flipside can run, in words, each with its remedy."""

from __future__ import annotations

import os
from pathlib import Path

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from bot.access import SCOPES, missing_scopes
from bot.settings import Settings
from handlers.payloads import directory
from storage import faults, migrations
from storage.database import BrokenDatabase, connect
from storage.models import Appointment, Duty

NOT_THERE = frozenset({"users_not_found", "user_not_found", "user_not_visible"})

SILENT = "Slack does not answer at {url} ({problem}). Look at the network and its proxy, or at SLACK_API_URL."
REFUSED = "Slack refuses {name} ({problem}). Copy it again from api.slack.com/apps under {place}."
NO_ADMIN = (
    "Nobody is named in FLIPSIDE_ADMINS, so nobody could set up a program."
    " Name at least one colleague by e-mail address or Slack user id."
)
UNKNOWN_ADMIN = (
    "FLIPSIDE_ADMINS names {name}, whom Slack does not know. Write the e-mail address that they have there,"
    " or their user id (in their profile: “Copy member ID”)."
)
UNSURE_ADMIN = "Slack does not say now who {name} of FLIPSIDE_ADMINS is ({problem}). Try again in a minute."
NO_COLLEAGUE = (
    "FLIPSIDE_ADMINS names {name}, a guest, an app or a former colleague. Name somebody who works here."
)
NO_FOLDER = "Flipside may not write to a folder {folder}. Make it, or change FLIPSIDE_DATABASE_URL."


async def examine(settings: Settings) -> list[str]:
    """Return what is missing in tokens, scopes, the database and the admins; nothing when all is well."""
    database = _database(settings.database_url)
    has_admins = not database and _has_admins(settings.database_url)
    return [*await _slack(settings, has_admins=has_admins), *database]


async def _slack(settings: Settings, *, has_admins: bool) -> list[str]:
    try:
        return [*await _bot_token(settings, has_admins=has_admins), *await _app_token(settings)]
    except (ClientError, OSError, TimeoutError) as silent:
        return [SILENT.format(url=settings.api_url, problem=type(silent).__name__)]


async def _bot_token(settings: Settings, *, has_admins: bool) -> list[str]:
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.api_url)
    try:
        answer = await client.auth_test()
    except SlackApiError as refusal:
        return [_refused("SLACK_BOT_TOKEN", refusal, "OAuth & Permissions > Bot User OAuth Token")]
    if missing := missing_scopes(answer):
        return [SCOPES.format(names=", ".join(missing))]
    return await _admins(client, settings.admins, has_admins=has_admins)


async def _app_token(settings: Settings) -> list[str]:
    """Ask for a connection as Socket Mode does; none is opened."""
    if settings.transport != "socket":
        return []
    client = AsyncWebClient(base_url=settings.api_url)
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as refusal:
        place = "Basic Information > App-Level Tokens; it needs the scope connections:write"
        return [_refused("SLACK_APP_TOKEN", refusal, place)]
    return []


def _refused(name: str, refusal: SlackApiError, place: str) -> str:
    problem = refusal.response.get("error") or f"status {refusal.response.status_code}"
    return REFUSED.format(name=name, problem=problem, place=place)


async def _admins(client: AsyncWebClient, names: tuple[str, ...], *, has_admins: bool) -> list[str]:
    if not names and not has_admins:
        return [NO_ADMIN]
    return [problem for name in names if (problem := await _wrong_admin(client, name))]


async def _wrong_admin(client: AsyncWebClient, name: str) -> str | None:
    try:
        found = await (
            client.users_lookupByEmail(email=name) if "@" in name else client.users_info(user=name)
        )
    except SlackApiError as refusal:
        problem = refusal.response.get("error") or f"status {refusal.response.status_code}"
        words = UNKNOWN_ADMIN if problem in NOT_THERE else UNSURE_ADMIN
        return words.format(name=name, problem=problem)
    return None if directory.entry(found["user"]).is_employee else NO_COLLEAGUE.format(name=name)


def _database(url: str) -> list[str]:
    """Look whether the database can be opened, written and brought up to date; makes no file."""
    if not _is_there(url):
        folder = Path(make_url(url).database or ".").parent
        can_write = folder.is_dir() and os.access(folder, os.W_OK)
        return [] if can_write else [NO_FOLDER.format(folder=folder)]
    try:
        engine = connect(url)
    except BrokenDatabase as broken:
        return [str(broken)]
    try:
        with engine.begin() as connection:
            migrations.check(connection)
    except BrokenDatabase as broken:
        return [str(broken)]
    except DBAPIError as broken:
        return [faults.tell(broken)]
    finally:
        engine.dispose()
    return []


def _has_admins(url: str) -> bool:
    """Tell whether the database names admins already."""
    if not _is_there(url):
        return False
    engine = connect(url)
    try:
        if not inspect(engine).has_table(str(Appointment.__tablename__)):
            return False
        with Session(engine) as session:
            return session.exec(select(Appointment).where(Appointment.duty == Duty.ADMIN)).first() is not None
    finally:
        engine.dispose()


def _is_there(url: str) -> bool:
    path = make_url(url).database
    return not url.startswith("sqlite") or not path or Path(path).exists()

"""Settings, read once from the environment and ``.env`` into a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

Transport = Literal["socket", "http"]
SLACK = "https://slack.com/api/"
DATABASE = "sqlite:///flipside.db"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BrokenSettings(ValueError):
    """Settings that are missing or make no sense, all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """How this Flipside runs. Every field is a setting that the README explains."""

    bot_token: str
    app_token: str = ""
    signing_secret: str = ""
    api_url: str = SLACK
    transport: Transport = "socket"
    port: int = 3000
    health_port: int = 0
    database_url: str = DATABASE
    admins: tuple[str, ...] = ()
    messages_per_minute: int = 200
    log_level: str = "INFO"


NAMES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "api_url": "SLACK_API_URL",
    "transport": "FLIPSIDE_TRANSPORT",
    "port": "FLIPSIDE_PORT",
    "health_port": "FLIPSIDE_HEALTH_PORT",
    "database_url": "FLIPSIDE_DATABASE_URL",
    "admins": "FLIPSIDE_ADMINS",
    "messages_per_minute": "FLIPSIDE_MESSAGES_PER_MINUTE",
    "log_level": "FLIPSIDE_LOG_LEVEL",
}


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings in an environment; raises BrokenSettings that names every gap and its remedy."""
    problems: list[str] = []
    given = {
        field: environment[name].strip() for field, name in NAMES.items() if environment.get(name, "").strip()
    }
    settings = Settings(
        bot_token=given.get("bot_token", ""),
        app_token=given.get("app_token", ""),
        signing_secret=given.get("signing_secret", ""),
        api_url=_address(given.get("api_url", SLACK), problems),
        transport=_transport(given.get("transport", "socket"), problems),
        port=_number("port", given, 3000, problems, most=65535),
        health_port=_number("health_port", given, 0, problems, most=65535, least=0),
        database_url=_database(given.get("database_url", DATABASE), problems),
        admins=tuple(word.strip() for word in given.get("admins", "").split(",") if word.strip()),
        messages_per_minute=_number("messages_per_minute", given, 200, problems, most=100_000),
        log_level=_level(given.get("log_level", "INFO").upper(), problems),
    )
    problems += _tokens(settings)
    if settings.transport == "http" and settings.port == settings.health_port:
        problems.append("FLIPSIDE_HEALTH_PORT is FLIPSIDE_PORT. Set it to another port, or leave it out.")
    if problems:
        raise BrokenSettings(problems)
    return settings


def _tokens(settings: Settings) -> list[str]:
    wanted = [("bot_token", "xoxb-", "OAuth & Permissions > Bot User OAuth Token")]
    if settings.transport == "socket":
        wanted.append(("app_token", "xapp-", "Basic Information > App-Level Tokens, scope connections:write"))
    else:
        wanted.append(("signing_secret", "", "Basic Information > Signing Secret"))
    return [
        f"{NAMES[field]} is missing or does not look right. You find it at api.slack.com/apps under {place}."
        for field, prefix, place in wanted
        if not getattr(settings, field) or not getattr(settings, field).startswith(prefix)
    ]


def _address(url: str, problems: list[str]) -> str:
    if not url.startswith(("https://", "http://")):
        problems.append(f"SLACK_API_URL is {url!r}. Set it to an address such as {SLACK}, or leave it out.")
    return url if url.endswith("/") else url + "/"


def _database(url: str, problems: list[str]) -> str:
    """Check the address of the database; it may hold a password, so it is not repeated."""
    if not url.startswith(("sqlite:///", "postgresql://")) or not _is_address(url):
        problems.append(
            f"FLIPSIDE_DATABASE_URL is no address of a database. Set it to one such as {DATABASE}"
            " or postgresql://user:password@host/flipside (signs such as @ in a password as %40)."
        )
    return url


def _is_address(url: str) -> bool:
    try:
        return bool(make_url(url).database)
    except (ArgumentError, ValueError):
        return False


def _level(word: str, problems: list[str]) -> str:
    if word not in LEVELS:
        problems.append(f"FLIPSIDE_LOG_LEVEL is {word!r}. Set it to one of {', '.join(LEVELS)}.")
    return word


def _transport(word: str, problems: list[str]) -> Transport:
    for transport in get_args(Transport):
        if word.lower() == transport:
            return transport  # type: ignore[no-any-return]  # get_args of a Literal is untyped
    problems.append(f"FLIPSIDE_TRANSPORT is {word!r}. Set it to socket or http.")
    return "socket"


def _number(
    field: str, given: Mapping[str, str], default: int, problems: list[str], *, most: int, least: int = 1
) -> int:
    text = given.get(field, str(default))
    if text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    problems.append(f"{NAMES[field]} is {text!r}. Set it to a whole number from {least} to {most}.")
    return default

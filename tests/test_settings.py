"""Settings: read once, complained of all at once, and named in .env.example."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import NAMES, SLACK, BrokenSettings, Settings, read

EXAMPLE = Path(__file__).parents[1] / ".env.example"
ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def problems_of(**environment: str) -> list[str]:
    with pytest.raises(BrokenSettings) as broken:
        read(ENOUGH | environment)
    return broken.value.problems


def test_two_tokens_are_enough():
    settings = read(ENOUGH)

    assert settings == Settings(bot_token="xoxb-1", app_token="xapp-1")
    assert settings.api_url == SLACK


def test_everything_can_be_set():
    settings = read(
        {
            "SLACK_BOT_TOKEN": " xoxb-1 ",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": "http://127.0.0.1:8750/api",
            "FLIPSIDE_TRANSPORT": "HTTP",
            "FLIPSIDE_PORT": "8080",
            "FLIPSIDE_HEALTH_PORT": "8081",
            "FLIPSIDE_DATABASE_URL": "sqlite:////data/flipside.db",
            "FLIPSIDE_ADMINS": "ada@example.com, U0ADA,,",
            "FLIPSIDE_MESSAGES_PER_MINUTE": "60",
            "FLIPSIDE_LOG_LEVEL": "debug",
        }
    )

    assert settings == Settings(
        bot_token="xoxb-1",
        signing_secret="secret",
        api_url="http://127.0.0.1:8750/api/",
        transport="http",
        port=8080,
        health_port=8081,
        database_url="sqlite:////data/flipside.db",
        admins=("ada@example.com", "U0ADA"),
        messages_per_minute=60,
        log_level="DEBUG",
    )


def test_all_gaps_are_named_at_once_each_with_its_remedy():
    with pytest.raises(BrokenSettings) as broken:
        read(
            {
                "SLACK_APP_TOKEN": "xoxb-mixed-up",
                "SLACK_API_URL": "slack.com/api",
                "FLIPSIDE_TRANSPORT": "carrier pigeon",
                "FLIPSIDE_PORT": "80000",
                "FLIPSIDE_DATABASE_URL": "flipside.db",
                "FLIPSIDE_MESSAGES_PER_MINUTE": "many",
                "FLIPSIDE_LOG_LEVEL": "LOUD",
            }
        )

    told = broken.value.problems
    assert len(told) == 8
    for name, remedy in {
        "SLACK_BOT_TOKEN": "OAuth & Permissions > Bot User OAuth Token",
        "SLACK_APP_TOKEN": "Basic Information > App-Level Tokens",
        "SLACK_API_URL": SLACK,
        "FLIPSIDE_TRANSPORT": "socket or http",
        "FLIPSIDE_PORT": "from 1 to 65535",
        "FLIPSIDE_DATABASE_URL": "sqlite:///flipside.db",
        "FLIPSIDE_MESSAGES_PER_MINUTE": "a whole number",
        "FLIPSIDE_LOG_LEVEL": "DEBUG, INFO, WARNING, ERROR",
    }.items():
        assert any(name in problem and remedy in problem for problem in told), name


def test_http_asks_for_the_signing_secret_and_not_for_the_app_token():
    told = problems_of(FLIPSIDE_TRANSPORT="http", SLACK_APP_TOKEN="")

    assert [problem.split()[0] for problem in told] == ["SLACK_SIGNING_SECRET"]


def test_health_has_a_port_of_its_own():
    told = problems_of(FLIPSIDE_TRANSPORT="http", SLACK_SIGNING_SECRET="s", FLIPSIDE_HEALTH_PORT="3000")

    assert told == ["FLIPSIDE_HEALTH_PORT is FLIPSIDE_PORT. Set it to another port, or leave it out."]


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "3e3", "9" * 5000])
def test_a_port_is_a_whole_number(number):
    assert "FLIPSIDE_PORT" in problems_of(FLIPSIDE_PORT=number)[0]


def test_what_is_left_empty_is_not_set():
    assert read(ENOUGH | {"FLIPSIDE_PORT": " ", "SLACK_API_URL": ""}) == read(ENOUGH)


def test_complaints_never_repeat_a_secret():
    told = problems_of(SLACK_BOT_TOKEN="xoxp-secret", SLACK_APP_TOKEN="xoxb-secret")

    assert "secret" not in " ".join(told)


def test_what_else_stands_in_the_environment_is_no_matter():
    assert read(ENOUGH | {"PATH": "/bin", "FLIPSIDE_UNKNOWN": "1"}) == read(ENOUGH)


def test_every_field_has_a_name_and_the_example_lists_exactly_these():
    listed = re.findall(r"^#?([A-Z][A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)

    assert set(NAMES) == {field.name for field in fields(Settings)}
    assert sorted(listed) == sorted(NAMES.values())


def test_the_example_shows_the_defaults():
    shown = re.findall(r"^#([A-Z][A-Z_]+)=(.+)$", EXAMPLE.read_text(), re.MULTILINE)

    assert read(ENOUGH | dict(shown)) == read(ENOUGH)


@pytest.mark.parametrize(
    "address",
    ["postgresql://flip:side%40@db.example.com:5432/flipside", "postgresql:///flipside?host=/run/postgresql"],
)
def test_a_postgresql_may_be_named(address: str):
    assert read(ENOUGH | {"FLIPSIDE_DATABASE_URL": address}).database_url == address


@pytest.mark.parametrize(
    "address", ["postgres://a/b", "postgresql://host", "postgresql://a:secret@host:port/b", "flipside.db"]
)
def test_a_wrong_address_of_a_database_is_told_without_its_password(address: str):
    [problem] = problems_of(FLIPSIDE_DATABASE_URL=address)

    assert "postgresql://user:password@host/flipside" in problem
    assert "secret" not in problem

"""What manifest.yml declares: nothing else is granted or delivered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from bot.demo.workspace.values import Json


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as its completion shows it; `name` carries the slash."""

    name: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `type` is "global" or "message"."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an app's manifest that decide what Slack lets it do."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactive: bool
    socket_mode: bool

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest.yml; KeyError names a missing part."""
        return cls.parse(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def parse(cls, tree: Json) -> Self:
        """Take what is needed from a manifest's parsed tree."""
        features, settings = tree.get("features", {}), tree.get("settings", {})
        home = features.get("app_home", {})
        name = tree["display_information"]["name"]
        return cls(
            name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            scopes=frozenset(tree.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands={row["command"]: _command(row) for row in features.get("slash_commands", ())},
            shortcuts={row["callback_id"]: _shortcut(row) for row in features.get("shortcuts", ())},
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
            messages_read_only=home.get("messages_tab_read_only_enabled", False),
            interactive=settings.get("interactivity", {}).get("is_enabled", False),
            socket_mode=settings.get("socket_mode_enabled", False),
        )


def _command(row: Json) -> Command:
    return Command(
        row["command"], row["description"], row.get("usage_hint", ""), row.get("should_escape", False)
    )


def _shortcut(row: Json) -> Shortcut:
    return Shortcut(row["name"], row["type"], row["callback_id"], row.get("description", ""))

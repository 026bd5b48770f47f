"""The papers say what the code does: commands, settings, the map, links, versions."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command

import handlers
from bot.__main__ import cli
from bot.settings import NAMES, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
PAPERS = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING}
ROOMS = ("bot", "handlers", "storage", "tests")


def all_commands(group=None, before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return the path of every command of the command line."""
    found: set[tuple[str, ...]] = set()
    for name, command in (group or get_command(cli)).commands.items():
        is_group = hasattr(command, "commands")
        found |= all_commands(command, (*before, name)) if is_group else {(*before, name)}
    return found


def shown_commands(text: str) -> list[list[str]]:
    """Return the words after each ``python -m bot`` in code."""
    return [shlex.split(words) for words in re.findall(r"python -m bot ([^`\n#]+)", text)]


def resolved(words: list[str]):
    """Return the path of the command that is meant, and the command; KeyError where there is none."""
    command, path = get_command(cli), ()
    while hasattr(command, "commands"):
        command, path = command.commands[words[len(path)]], (*path, words[len(path)])
    return path, command


def targets() -> dict[str, str]:
    """Return the Makefile's targets and what they say they do."""
    return dict(re.findall(r"^([a-z]+):.*## (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))


def folders() -> set[str]:
    """Return the folders of Python down to the second level, as the README names them."""
    inner = {path.parent for room in ROOMS for path in (ROOT / room).glob("*/*.py")}
    demo = {path.parent for path in (ROOT / "bot" / "demo").glob("*/__init__.py")}
    return {f"{path.relative_to(ROOT).as_posix()}/" for path in inner | demo} | {f"{room}/" for room in ROOMS}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_command_shown_exists_with_its_options(paper: str):
    for words in shown_commands(PAPERS[paper]):
        _, command = resolved(words)
        options = {name for option in command.params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= options, words


def test_every_command_is_shown():
    shown = {resolved(words)[0] for words in shown_commands(README)}

    assert all_commands() - shown <= {("demo",)}  # make demo opens it


@pytest.mark.parametrize("paper", PAPERS)
def test_every_target_shown_exists(paper: str):
    shown = set(re.findall(r"(?:^|`)make ([a-z]+)", PAPERS[paper], re.MULTILINE))

    assert shown
    assert shown <= targets().keys()


def test_the_two_commands_come_first():
    assert re.findall(r"^make ([a-z]+)", README, re.MULTILINE) == ["demo", "test"]


def test_every_setting_is_explained_with_its_default():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]+)`)? ?\|", README, re.MULTILINE)
    defaults = {
        NAMES[field.name]: "" if field.name in {"bot_token", "admins"} else str(field.default)
        for field in fields(Settings)
    }

    assert dict(rows) == defaults
    assert len(rows) == len(NAMES)


def test_every_word_of_the_command_is_told():
    told = re.search(r"`/flipside` opens the hub(.*?)go straight there", README, re.DOTALL)
    assert told

    words = re.findall(r"`(?:/flipside )?([a-z]+)[^`]*`", told[1])

    assert sorted(words) == sorted(handlers.COMMANDS)


def test_every_folder_on_the_map_exists():
    named = set(re.findall(r"`((?:bot|handlers|storage|tests|docs)/(?:[a-z]+/)*)`", README))

    assert [folder for folder in sorted(named) if not (ROOT / folder).is_dir()] == []


def test_every_folder_is_on_the_map():
    inside = {folder for folder in folders() if folder.startswith("tests/") and folder != "tests/"}
    told_as_one = {"bot/demo/company/", "bot/demo/lives/", *inside}  # in the lines of bot/demo/ and tests/

    assert [folder for folder in sorted(folders() - told_as_one) if f"`{folder}`" not in README] == []


def test_every_cell_of_the_grid_is_a_file():
    grid = re.search(r"```\n( +handlers/.*?)```", README, re.DOTALL)
    assert grid
    rooms = ("handlers", "bot/flows", "bot/rules", "storage")
    heads = grid[1].splitlines()[0]
    starts = [re.search(rf"(?<!\S){room}/", heads).start() for room in rooms]
    missing = []
    for line in grid[1].splitlines()[2:]:
        for room, cell in zip(rooms, (cell_at(line, start) for start in starts), strict=True):
            if cell.endswith(".py") and not (ROOT / room / cell).is_file():
                missing.append(f"{room}/{cell}")

    assert missing == []


def cell_at(line: str, start: int) -> str:
    return line[start:].split(" ", 1)[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_and_picture_named_is_there(paper: str):
    text = PAPERS[paper]
    linked = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:bot|handlers|storage|tests|docs|\.slack)/[\w/.]+\.\w+|[\w.]+\.yml)`", text)

    assert [path for path in [*linked, *paths] if not (ROOT / path).exists()] == []


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest
    assert newest[1] == version

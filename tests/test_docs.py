"""What the papers say is so: commands, settings, folders, links, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.settings import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def written(pattern: str) -> list[str]:
    texts = ((ROOT / name).read_text(encoding="utf-8") for name in PAPERS)
    return sorted({found for text in texts for found in re.findall(pattern, text)})


@pytest.mark.parametrize("command", written(r"python -m bot ([a-z]+(?: import)?)"))
def test_each_command_of_the_papers_exists(command: str) -> None:
    answer = CliRunner().invoke(cli, [*command.split(), "--help"])

    assert answer.exit_code == 0, answer.output


@pytest.mark.parametrize("command", [one.name or one.callback.__name__ for one in cli.registered_commands])
def test_each_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"python -m bot {command}|make {command}", README)


@pytest.mark.parametrize("target", written(r"`make ([a-z]+)`"))
def test_each_quoted_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_settings_are_the_readmes_settings() -> None:
    assert sorted(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == sorted(NAMES.values())


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    named = set(re.findall(r"^\| `bot/([a-z]+)/` \|", README, re.MULTILINE))

    assert named == rooms


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|handlers|storage|tests|docs)/[\w/.]*)`", README)))
)
def test_each_path_of_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_each_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()

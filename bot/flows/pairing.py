"""How a program pairs: its weights and hard rules, kept as far as they differ from the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.flows import admins
from bot.matching import MatchingError, Rules, Weights
from bot.rules.pairs import BadSettings
from bot.rules.refusals import NoProgram
from storage.models import Program, ProgramState
from storage.work import Work

#: What an admin may switch off. The management chain stays: only its distance can change.
SWITCHABLE = ("team", "level", "skills", "language", "hours", "format")

LARGEST_WEIGHT, LARGEST_FLOOR = 100_000, 1_000_000  # thousandths of a point

Settings = tuple[Weights, Rules]


@dataclass(frozen=True, slots=True)
class Form:
    """The settings that a form shows; ``round_id`` names the draft that they are tried on, if any."""

    weights: Weights
    rules: Rules
    round_id: str | None = None


def program_rules(program: Program) -> Settings:
    """Return the weights and hard rules by which a program pairs."""
    return read(program.pairing)


def read(stored: Mapping[str, Any]) -> Settings:
    """Return settings as a row keeps them; what it does not name, or what is no longer known, is as usual."""
    rules = _known(Rules, stored.get("rules", {}))
    return Weights(**_known(Weights, stored.get("weights", {}))), Rules(
        **{**rules, "off": frozenset(rules.get("off", ()))}
    )


def stored(settings: Settings) -> dict[str, Any]:
    """Return settings as a row keeps them: only what differs from the usual."""
    weights, rules = settings
    changed = _changed(asdict(rules), asdict(Rules()))
    if "off" in changed:
        changed["off"] = sorted(rules.off)
    parts = {"weights": _changed(asdict(weights), asdict(Weights())), "rules": changed}
    return {name: part for name, part in parts.items() if part}


def form(work: Work, admin_id: str) -> Form:
    """Return the program's settings, to an admin."""
    return Form(*program_rules(_program(work, admin_id)))


def save(work: Work, admin_id: str, settings: Settings) -> Program:
    """Keep the settings for all rounds from now on; a draft that stands changes once it is run again."""
    program = _program(work, admin_id)
    program.pairing = stored(settings)
    admins.note(work, admin_id, "pairing.changed", program.name)
    return program


def settings_of(weights: Mapping[str, int], rules: Mapping[str, Any]) -> Settings:
    """Return settings from plain values; refuses what the engine cannot work with, or what no form offers."""
    try:
        chosen = Weights(**weights), Rules(**rules)
    except MatchingError as problem:
        raise BadSettings from problem
    if max(weights.values(), default=0) > LARGEST_WEIGHT or not 0 <= (chosen[1].floor or 0) <= LARGEST_FLOOR:
        raise BadSettings
    return chosen


def _program(work: Work, admin_id: str) -> Program:
    work.people.require_admin(admin_id)
    program = work.program.current()
    if program is None or program.state == ProgramState.CLOSED:
        raise NoProgram
    return program


def _known(kind: type[Weights | Rules], values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def _changed(values: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != usual[name]}

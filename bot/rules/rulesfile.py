"""The rules file: a program's weights and rules in TOML, held against the settings that there are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, get_type_hints

LONGEST_FILE = 100_000  # bytes
Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A file as read: its settings by table, and each problem with its remedy."""

    tables: Tables
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a setting may hold, and how that is called."""

    called: str
    types: tuple[type, ...]

    def holds(self, value: Any) -> bool:
        if isinstance(value, list):
            return list in self.types and all(isinstance(each, str) for each in value)
        return isinstance(value, self.types) and (not isinstance(value, bool) or bool in self.types)


_KINDS: Mapping[Any, _Kind] = {
    int: _Kind("a whole number", (int,)),
    int | None: _Kind("a whole number, or leave the line out", (int,)),
    float: _Kind("a number", (int, float)),
    float | None: _Kind("a number, or leave the line out", (int, float)),
    bool: _Kind("true or false", (bool,)),
    str: _Kind("a text in quotation marks", (str,)),
    frozenset[str]: _Kind('a list of names, such as [] or ["team"]', (list,)),
}


def read(content: bytes, settings: Mapping[str, type]) -> RulesFile:
    """Read a file whose tables are named and shaped like these dataclasses; all in it or none counts."""
    try:
        tables = tomllib.loads(_text(content))
    except (ValueError, RecursionError) as broken:  # tomllib says line and column; not UTF-8 is one, too
        return RulesFile({}, (f"The file cannot be read as TOML: {broken}. Correct it and run again.",))
    problems = tuple(_problems(tables, settings))
    if problems:
        return RulesFile({}, problems)
    return RulesFile({name: _values(table) for name, table in tables.items()})


def _text(content: bytes) -> str:
    if len(content) > LONGEST_FILE:
        raise ValueError("it is larger than 100 kB")
    return content.decode("utf-8-sig")


def _problems(tables: Mapping[str, Any], settings: Mapping[str, type]) -> Iterator[str]:
    for name, table in tables.items():
        if name not in settings:
            yield f"[{name}] is unknown. {_instead(name, settings)}"
        elif not isinstance(table, dict):
            yield f"{name} is no table. Write [{name}] on a line of its own, and its settings below."
        else:
            yield from _wrong_keys(name, table, settings[name])


def _wrong_keys(name: str, table: Mapping[str, Any], shape: type) -> Iterator[str]:
    hints = get_type_hints(shape)
    kinds = {each.name: _KINDS[hints[each.name]] for each in fields(shape) if hints[each.name] in _KINDS}
    for key, value in table.items():
        if key not in kinds:
            yield f"[{name}] {key} is unknown. {_instead(key, kinds)}"
        elif not kinds[key].holds(value):
            yield f"[{name}] {key} is {_shown(value)}. Write {kinds[key].called}."


def _instead(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."


def _shown(value: Any) -> str:
    return repr(value) if len(repr(value)) < 40 else "something else"


def _values(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in table.items()}

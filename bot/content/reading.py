"""TOML in, frozen values out."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar

Role = Literal["mentor", "mentee", "both"]
Record = TypeVar("Record")


@cache
def document(name: str) -> Mapping[str, Any]:
    """Return the whole of `<name>.toml`."""
    text = files("bot.content").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def record(kind: type[Record], table: Mapping[str, Any]) -> Record:
    """Make one value of a table; a missing or unknown key is a TypeError, lists become tuples."""
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})


def keyed(kind: type[Record], tables: Iterable[Mapping[str, Any]], key: str = "id") -> Mapping[Any, Record]:
    """Make a value of each table, by its key and in their order."""
    return MappingProxyType({table[key]: record(kind, table) for table in tables})

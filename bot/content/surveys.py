"""What the surveys ask: statements on a five-point scale, a recommend score, a look back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bot.content.people import Area
from bot.content.reading import Role, document, keyed, record


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a group of statements measures."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One statement; `role` says who is asked, `area` is DigComp's where it measures digital confidence."""

    id: str
    role: Role
    dimension: str
    statement: str
    area: Area = "other"


@dataclass(frozen=True, slots=True)
class Survey:
    """The words above the statements: baseline, midpoint or closing."""

    id: str
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class Recommend:
    """The question answered from 0 (`low`) to 10 (`high`)."""

    question: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class ThenTest:
    """The look back at the end: the statements of these dimensions, answered for the start."""

    title: str
    intro: str
    dimensions: tuple[str, ...]


@cache
def survey_texts() -> Mapping[str, Survey]:
    """Return the surveys by id: baseline, midpoint, closing."""
    return keyed(Survey, document("surveys")["surveys"])


@cache
def dimensions() -> Mapping[str, Dimension]:
    """Return the dimensions by id."""
    return keyed(Dimension, document("surveys")["dimensions"])


@cache
def items() -> Mapping[str, Item]:
    """Return all statements by id."""
    return keyed(Item, document("surveys")["items"])


@cache
def items_for(role: Role) -> tuple[Item, ...]:
    """Return the statements that somebody in this role answers; who is both answers all."""
    return tuple(item for item in items().values() if "both" in (role, item.role) or item.role == role)


@cache
def scale() -> Mapping[int, str]:
    """Return the labels of the scale, 1 to 5."""
    return MappingProxyType({step["value"]: step["label"] for step in document("surveys")["scale"]})


@cache
def recommend() -> Recommend:
    """Return the recommend question."""
    return record(Recommend, document("surveys")["recommend"])


@cache
def then_test() -> ThenTest:
    """Return the words of the look back."""
    return record(ThenTest, document("surveys")["then_test"])


@cache
def then_items_for(role: Role) -> tuple[Item, ...]:
    """Return the statements that somebody in this role answers once more, looking back."""
    return tuple(item for item in items_for(role) if item.dimension in then_test().dimensions)


@cache
def credit() -> str:
    """Return the line that credits DigComp, to stand wherever its areas are shown."""
    return str(document("surveys")["credit"])

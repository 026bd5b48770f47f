"""What a JSON value may be: small checks that are put together into tables.

A check takes a value and answers what is wrong with it, as (pointer below the value, words). Nothing is built
for a value that is right, because nearly all are.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Problem = tuple[str, str]
Check = Callable[[Any], Sequence[Problem]]

FINE: tuple[Problem, ...] = ()


def problem(words: str, pointer: str = "") -> tuple[Problem, ...]:
    """Return the one thing that is wrong."""
    return ((pointer, words),)


def below(step: str | int, found: Iterable[Problem]) -> list[Problem]:
    """Return the problems as seen from one level up."""
    return [(f"/{step}{pointer}", words) for pointer, words in found]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its required and optional fields, and rules about all of it once its fields are right."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Check, ...] = ()
    fields: Mapping[str, Check] = field(init=False)
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {**self.required, **self.optional})
        object.__setattr__(self, "names", frozenset(self.required))

    def __call__(self, value: Any) -> Sequence[Problem]:
        """Check the object's fields, then the rules."""
        if not isinstance(value, dict):
            return problem("must provide an object")
        fields = self.fields
        found: list[Problem] = []
        for name, item in value.items():
            check = fields.get(name)
            if check is None:
                found.append(("", f"invalid additional property: {name}"))
            elif wrong := check(item):
                found += below(name, wrong)
        if not self.names <= value.keys():
            found += [("", f"missing required field: {name}") for name in self.required if name not in value]
        if not found:
            for rule in self.rules:
                found += rule(value)
        return found


@dataclass(frozen=True, slots=True)
class ByType:
    """An object that is one of several, told apart by its ``type``."""

    shapes: Mapping[str, Check]

    def __call__(self, value: Any) -> Sequence[Problem]:
        """Check the object by the table of its type."""
        if not isinstance(value, dict):
            return problem("must provide an object")
        kind = value.get("type")
        check = self.shapes.get(kind) if isinstance(kind, str) else None
        if check is not None:
            return check(value)
        if kind is None:
            return problem("missing required field: type")
        return problem(f"unsupported type: {kind}", "/type")


def string(most: int, least: int = 1) -> Check:
    """Check for a string of ``least`` to ``most`` characters."""

    def check(value: Any) -> Sequence[Problem]:
        if not isinstance(value, str):
            return problem("must provide a string")
        if len(value) > most:
            return problem(f"must be less than {most + 1} characters")
        if len(value) < least:
            return problem(f"must be more than {least - 1} characters")
        return FINE

    return check


def pattern(expression: str, words: str) -> Check:
    """Check for a string of a form, which ``words`` describe."""
    matches = re.compile(expression).fullmatch

    def check(value: Any) -> Sequence[Problem]:
        return FINE if isinstance(value, str) and matches(value) else problem(words)

    return check


def both(first: Check, second: Check) -> Check:
    """Check twice; the second check looks only at what the first passed."""

    def check(value: Any) -> Sequence[Problem]:
        return first(value) or second(value)

    return check


def one_of(*allowed: str) -> Check:
    """Check for one of a few words."""
    choices = frozenset(allowed)

    def check(value: Any) -> Sequence[Problem]:
        if isinstance(value, str) and value in choices:
            return FINE
        return problem(f"must be one of: {', '.join(allowed)}")

    return check


def whole(least: int | None = None, most: int | None = None) -> Check:
    """Check for a whole number within bounds."""

    def check(value: Any) -> Sequence[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            return problem("must provide an integer")
        if least is not None and value < least:
            return problem(f"must be at least {least}")
        if most is not None and value > most:
            return problem(f"must be at most {most}")
        return FINE

    return check


def number(value: Any) -> Sequence[Problem]:
    """Check for any number."""
    fine = isinstance(value, (int, float)) and not isinstance(value, bool)
    return FINE if fine else problem("must provide a number")


def boolean(value: Any) -> Sequence[Problem]:
    """Check for true or false."""
    return FINE if isinstance(value, bool) else problem("must provide a boolean")


def anything(_value: Any) -> Sequence[Problem]:
    """Pass a value that is looked at elsewhere."""
    return FINE


def items(check: Check, most: int, least: int = 1) -> Check:
    """Check for a list of ``least`` to ``most`` items that all pass the check."""

    def check_all(value: Any) -> Sequence[Problem]:
        if not isinstance(value, list):
            return problem("must provide an array")
        if len(value) > most:
            return problem(f"no more than {most} items allowed")
        if len(value) < least:
            return problem(f"no less than {least} items allowed")
        found: list[Problem] = []
        for index, item in enumerate(value):
            if wrong := check(item):
                found += below(index, wrong)
        return found

    return check_all


def exclusive(*names: str) -> Check:
    """Check that exactly one of these fields is there."""
    either = " or ".join(f"`{name}`" for name in names)

    def rule(value: Any) -> Sequence[Problem]:
        count = sum(name in value for name in names)
        if count == 1:
            return FINE
        words = f"must define either {either}"
        return problem(f"{words}, not both" if count else words)

    return rule


def some(*names: str) -> Check:
    """Check that at least one of these fields is there."""
    either = " or ".join(f"`{name}`" for name in names)

    def rule(value: Any) -> Sequence[Problem]:
        if any(name in value for name in names):
            return FINE
        return problem(f"must define either {either}", "/type")

    return rule


def in_order(low: str, high: str) -> Check:
    """Check that the field ``low`` is not above the field ``high``."""

    def rule(value: Any) -> Sequence[Problem]:
        if low in value and high in value and float(value[low]) > float(value[high]):
            return problem(f"must not be more than `{high}`", f"/{low}")
        return FINE

    return rule


def distinct(listing: str, name: str) -> Check:
    """Check that the items of the list ``listing`` differ in ``name``, where they have one."""

    def rule(value: Any) -> Sequence[Problem]:
        found = repeated(name, value[listing]) if len(value[listing]) > 1 else FINE
        return below(listing, found) if found else FINE

    return rule


def repeated(name: str, values: Iterable[Any]) -> list[Problem]:
    """Return a problem for each object whose value of ``name`` an earlier one has."""
    seen: set[Any] = set()
    found: list[Problem] = []
    for index, item in enumerate(values):
        mark = item.get(name)
        if mark is not None and mark in seen:
            found.append((f"/{index}/{name}", f"`{name}` must be unique: {mark}"))
        seen.add(mark)
    return found

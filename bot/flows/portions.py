"""A beat that concerns everybody comes in portions: each is a transaction, and others get in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storage.work import Work

PEOPLE = 500  # in one transaction, where each costs a row or two
PAIRS = 100  # in one transaction, where each is thought about


@dataclass(frozen=True, slots=True)
class Portion:
    """How many were reached, and the rest that is still to be done, if any.

    A portion changes nothing that it has done before: after a stop, the beat begins with the first one again.
    """

    count: int = 0
    rest: Callable[[Work], Portion] | None = None

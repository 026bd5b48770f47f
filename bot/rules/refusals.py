"""What Flipside declines to do, and in which words.

Refusal
├── Mistakes          fields of a form that need another look
├── AdminsOnly
├── NotAMember
├── NoProgram
├── NotYours
├── Stale
└── (each row adds its own beside its rules)
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """That is not possible right now."""

    def __init__(self, **facts: str) -> None:
        super().__init__(self.template)
        self.facts = facts

    @property
    def template(self) -> str:
        """The sentence for people, with {names} of facts still open; also the key of its translation."""
        return " ".join((type(self).__doc__ or "").split())


class Mistakes(Refusal):
    """Some answers need another look."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__()
        self.fields = dict(fields)


class AdminsOnly(Refusal):
    """This is for program admins. Ask one of them; the Home tab names them."""


class NotAMember(Refusal):
    """You are not in the program. Type `/flipside join` to opt in."""


class NoProgram(Refusal):
    """There is no program yet. A program admin can set one up from my Home tab."""


class NotYours(Refusal):
    """This belongs to somebody else, so only they can change it."""


class Stale(Refusal):
    """This message is out of date: things have moved on since. My Home tab shows where you are."""

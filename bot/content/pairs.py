"""What a pair is given: who does what, an agreement, six agendas, icebreakers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.content.reading import Role, document, keyed


@dataclass(frozen=True, slots=True)
class Agenda:
    """One of six sessions: in one half the mentor teaches, in the other the mentee gives."""

    number: int
    title: str
    minutes: int
    opening: str
    mentor_half: str
    mentee_half: str
    closing: str
    icebreaker: str


@dataclass(frozen=True, slots=True)
class Intro:
    """A role in words: at joining (`welcome`) and when a pair is announced (`pair`)."""

    role: Role
    welcome: str
    pair: str


@cache
def agendas() -> Mapping[int, Agenda]:
    """Return the agendas by number, from one."""
    return keyed(Agenda, document("agendas")["agendas"], key="number")


@cache
def intros() -> Mapping[Role, Intro]:
    """Return the words for each role."""
    return keyed(Intro, document("pairs")["intros"], key="role")


@cache
def agreement() -> tuple[str, ...]:
    """Return the lines that both partners agree on."""
    return tuple(document("pairs")["agreement"])


@cache
def icebreakers() -> tuple[str, ...]:
    """Return questions to begin with."""
    return tuple(document("pairs")["icebreakers"])

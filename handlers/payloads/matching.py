"""What an admin says about a draft."""

from __future__ import annotations

import json
from typing import NamedTuple

from bot.flows.drafts import Show
from bot.rules.pairs import Ids
from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json

EVERYBODY = "*"  # all departments: an option needs a value


class Place(NamedTuple):
    """Where in a draft an admin is: what travels in the modal."""

    round_id: str
    show: Show = Show.ALL
    page: int = 0
    department: str = ""

    def text(self) -> str:
        """Return it as a modal carries it along."""
        return json.dumps(self)

    @classmethod
    @fields.reading()
    def of(cls, view: Json) -> Place:
        """Read it from a modal."""
        round_id, show, page, department = json.loads(fields.metadata(view))
        return cls(str(round_id), Show(show), fields.whole(page), str(department))


class Verb(NamedTuple):
    """What an admin wants done with a proposed pair: the value of a menu's option or of a button."""

    verb: str
    mentor_id: str
    mentee_id: str

    @property
    def ids(self) -> Ids:
        """The pair: mentor, mentee."""
        return self.mentor_id, self.mentee_id

    def text(self) -> str:
        """Return it as a value."""
        return json.dumps(self)

    @classmethod
    @fields.reading()
    def of(cls, value: str) -> Verb:
        """Read it from a value."""
        verb, mentor_id, mentee_id = json.loads(value)
        return cls(str(verb), str(mentor_id), str(mentee_id))


class HandForm(NamedTuple):
    """A pair that an admin wants; ``anyway`` once the warning was read."""

    round_id: str
    mentor_id: str | None
    mentee_id: str | None
    anyway: bool = False


@fields.reading()
def filtered(body: Json) -> Place:
    """Read which part of the draft an admin chose: its first page."""
    return Place.of(fields.view(body))._replace(show=Show(fields.choice(body)), page=0)


def department(body: Json) -> Place:
    """Read of which department an admin wants to see the draft: its first page; all of them if none."""
    chosen = fields.choice(body)
    wanted = "" if chosen == EVERYBODY else chosen
    return Place.of(fields.view(body))._replace(department=wanted, page=0)


def turned(body: Json) -> Place:
    """Read which page of the draft an admin turned to."""
    return Place.of(fields.view(body))._replace(page=fields.whole(fields.value(body)))


def hand_form(view: Json) -> HandForm:
    """Read the form in which an admin pairs two people by hand."""
    filled = Fields.of(view)
    return HandForm(fields.metadata(view), filled.person("mentor"), filled.person("mentee"))


@fields.reading()
def warned_form(view: Json) -> HandForm:
    """Read the warning that an admin has confirmed."""
    round_id, mentor_id, mentee_id = json.loads(fields.metadata(view))
    return HandForm(str(round_id), str(mentor_id), str(mentee_id), anyway=True)

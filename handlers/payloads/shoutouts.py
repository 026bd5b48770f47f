"""What the forms and buttons of shout-outs say. The draft travels with the modal from step to step."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from bot import content
from bot.rules.refusals import Stale
from bot.rules.shoutouts import Answer, Draft
from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json


def packed(draft: Draft) -> str:
    """Return a draft as text that a modal can carry along."""
    return json.dumps(asdict(draft), ensure_ascii=False, separators=(",", ":"))


@fields.reading()
def unpacked(view: Json) -> Draft:
    """Return the draft that a modal carried along."""
    facts = json.loads(fields.metadata(view))
    return Draft(**facts | {"people": tuple(facts["people"])})


def draft(view: Json) -> Draft:
    """Read the form in which a shout-out is composed."""
    filled = Fields.of(view)
    people = tuple(dict.fromkeys(filled.people("people")))
    return Draft(people, filled.text("text"), filled.choice("value"), filled.channel("channel"))


def from_template(body: Json) -> tuple[Draft, str]:
    """Read which template was chosen: the draft with its words, and the template's id."""
    template = content.shoutouts().get(fields.choice(body))
    if template is None:
        raise Stale
    return replace(draft(fields.view(body)), text=template.text), template.id


@fields.reading()
def answer(body: Json) -> Answer:
    """Read what somebody wants to become of words about them; refuses what was never offered."""
    return Answer(fields.variant(body))

"""What the forms of a survey say. The first page's answers travel to the second in the modal itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.flows.sheets import Filled
from bot.flows.surveys import RECOMMEND
from handlers.payloads import fields
from handlers.payloads.fields import Fields

THEN = "then-"  # before an item's id: the look back


class Page(NamedTuple):
    """A page of a sheet that was handed in; ``on_home``: Home may stand behind it."""

    survey: str
    actor: str
    filled: Filled
    on_home: bool


@fields.reading()
def page(body: dict[str, Any]) -> Page:
    """Read a page of a sheet, with the answers of the page before."""
    view = fields.view(body)
    carried = json.loads(fields.metadata(view))
    filled = Fields.of(view)
    chosen = {name: fields.whole(answer) for name in filled.values if (answer := filled.choice(name))}
    then = {name.removeprefix(THEN): chosen[name] for name in chosen if name.startswith(THEN)}
    now = {name: chosen[name] for name in chosen if not name.startswith(THEN) and name != RECOMMEND}
    return Page(
        carried["survey"],
        fields.actor(body),
        Filled(carried.get("now", {}) | now, then, chosen.get(RECOMMEND)),
        bool(carried.get("home")),
    )


def carry(survey_id: str, now: Mapping[str, int] | None = None, *, on_home: bool = False) -> str:
    """Return what a page carries along: the survey, the answers before, whether Home may be behind it."""
    found = {"survey": survey_id} | ({"now": dict(now)} if now else {}) | ({"home": True} if on_home else {})
    return json.dumps(found, separators=(",", ":"))

"""What an admin chooses between two drafts."""

from __future__ import annotations

import json
from typing import NamedTuple

from handlers.payloads import fields
from handlers.payloads.fields import Json


class Choice(NamedTuple):
    """The present draft, and the other one."""

    draft_id: str
    other_id: str


@fields.reading()
def choice(body: Json) -> Choice:
    """Read between which drafts an admin has chosen."""
    draft_id, other_id = json.loads(fields.value(body))
    return Choice(str(draft_id), str(other_id))

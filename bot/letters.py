"""What a letter is: an owed message on its way to becoming words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.models import OutboxMessage
from storage.work import Work

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a message; it is made when it is uploaded, beside the loop."""

    name: str
    title: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack needs: a text for notifications and screen readers, blocks for the eye, files."""

    text: str
    blocks: tuple[Json, ...] = ()
    files: tuple[File, ...] = ()


class Letter(NamedTuple):
    """How a kind of message is made at the door.

    ``load`` is a flow that reads what the view needs, or answers None when things have moved on; ``view``
    makes the words from it, in the recipient's language.
    """

    load: Callable[[Work, OutboxMessage], Any]
    view: Callable[[Any], Message]


Letters = Mapping[str, Letter]
ALSO = "also"  # the letter that names further messages at the foot of another

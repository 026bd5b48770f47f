"""What a thank-you must say, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.rules.refusals import Mistakes, Refusal

LONGEST_THANKS = 500  # characters
MOST_THANKED = 5  # people at a time
SAME_THANKS = timedelta(minutes=10)  # the same words again within this time are a slip of the finger


class CannotThank(Refusal):
    """Thanks reach people who work here and can be reached in Slack. {name} cannot be."""


def check_thanks(sender: str, recipients: Sequence[str], text: str) -> tuple[str, ...]:
    """Return whom to thank, each once; raises Mistakes that name the field and the remedy."""
    people = tuple(dict.fromkeys(recipients))
    mistakes = {}
    if not people:
        mistakes["recipients"] = "Choose the person you want to thank."
    elif sender in people:
        mistakes["recipients"] = "Choose somebody else: thanks to yourself would stay with you."
    elif len(people) > MOST_THANKED:
        mistakes["recipients"] = f"Thank at most {MOST_THANKED} people at a time, so that each feels meant."
    if not text:
        mistakes["text"] = "Write what you are thankful for. One sentence is plenty."
    elif len(text) > LONGEST_THANKS:
        mistakes["text"] = f"Keep it under {LONGEST_THANKS} characters; you wrote {len(text)}."
    if mistakes:
        raise Mistakes(mistakes)
    return people

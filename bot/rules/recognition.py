"""What may be said of whom."""

from __future__ import annotations

from bot.rules.refusals import Mistakes, Refusal

LONGEST_THANKS = 500  # characters


class CannotThank(Refusal):
    """Thanks reach people who work here and can be reached in Slack. This person cannot be."""


def check_thanks(sender: str, recipient: str | None, text: str) -> str:
    """Return whom to thank; raises Mistakes that name the field and the remedy."""
    mistakes = {}
    if recipient is None:
        mistakes["recipient"] = "Choose the person you want to thank."
    elif recipient == sender:
        mistakes["recipient"] = "Choose somebody else: thanks to yourself would stay with you."
    if not text:
        mistakes["text"] = "Write what you are thankful for. One sentence is plenty."
    elif len(text) > LONGEST_THANKS:
        mistakes["text"] = f"Keep it under {LONGEST_THANKS} characters; you wrote {len(text)}."
    if recipient is None or mistakes:
        raise Mistakes(mistakes)
    return recipient

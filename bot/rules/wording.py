"""Words about somebody's age: praise and texts do without them."""

from __future__ import annotations

import re

AGE_WORDS = (
    r"young(?:er|est|ster|sters|ish)?",
    r"youth(?:s|ful)?",
    r"older|oldest|elder(?:s|ly)?",
    r"old[ -](?:age|dogs?|folks?|guards?|hands?|school|timers?)",
    r"(?:years?|days)[ -]old",
    r"aged|ag(?:e)?ing",
    r"(?:for|at) (?:her|his|their|your|my|our) age",
    r"middle[ -]aged",
    r"gen(?:eration)?[ -]?(?:x|y|z|alpha)",
    r"boomers?|millennials?|zoomers?",
    r"digital natives?",
    r"kids?|grandma|grandpa|grann(?:y|ies)|dinosaurs?",
    r"veterans?|retire(?:d|ment)?|birthdays?",
)
_ABOUT_AGE = re.compile(rf"\b(?:{'|'.join(AGE_WORDS)})\b", re.IGNORECASE)


def age_words(text: str) -> list[str]:
    """Return the words in a text that speak of age, as they were written, each once."""
    return list(dict.fromkeys(found.group() for found in _ABOUT_AGE.finditer(text)))

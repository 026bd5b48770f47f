"""Names from many languages, with a plain handle for each."""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from bot.demo.company.cast import Culture

# Letters that do not come apart into a plain one and a mark; the escape is a Turkish dotless i.
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "\u0131": "i",
        "ø": "o",
        "æ": "ae",
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, and as a handle."""

    real_name: str
    handle: str


def plain(text: str) -> str:
    """Return the text in lower-case ASCII, without marks and blanks."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return re.sub(r"[^a-z0-9-]", "", apart.encode("ascii", "ignore").decode().lower())


class NameBook:
    """Gives out names, unused parts first and none twice: a middle initial tells namesakes apart."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._handles: set[str] = set()
        self._parts: set[str] = set()

    def draw(self, culture: Culture) -> Name:
        """Return a new name."""
        given, family = self._part(culture.given), self._part(culture.family)
        middle = ""
        while (name := _write(culture, given, family, middle)).handle in self._handles:
            middle += self._chance.choice("ABCDEFGHJKLMNOPRSTVW")
        self._handles.add(name.handle)
        return name

    def _part(self, pool: tuple[str, ...]) -> str:
        part = self._chance.choice([each for each in pool if each not in self._parts] or pool)
        self._parts.add(part)
        return part


def _write(culture: Culture, given: str, family: str, middle: str) -> Name:
    given, _, latin_given = given.partition("=")
    family, _, latin_family = family.partition("=")
    handle = [plain(latin_given or given), plain(middle), plain(latin_family or family)]
    initials = [f"{letter}." for letter in middle]
    written = [family, given, *initials] if culture.family_first else [given, *initials, family]
    blank = "" if latin_family and culture.family_first and not middle else " "
    return Name(blank.join(written), ".".join(part for part in handle if part))

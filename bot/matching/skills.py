"""Skills that people name in words of their own, found on the list in spite of typos, case and plurals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

Names = Mapping[str, Collection[str]]  # what each skill is called, by its id

LONGEST = 1000  # characters; what follows is not read
LETTERS_A_SLIP = 5  # a name of so many letters may hold one slip of the finger, one of twice as many two
WORD = re.compile(r"[^\W_]+")
BREAK = re.compile(r"[,;|/•·\n\r]+|\.\s|\s[-–+&]\s")  # noqa: RUF001  the dash that people type
AND = re.compile(r"\band\b|&|\+", re.IGNORECASE)
LEADING_AND = re.compile(r"^and\b\s*", re.IGNORECASE)
ACCENTS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Guess:
    """A phrase that somebody wrote, and the skill on the list that it most likely means."""

    words: str
    skill: str


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a skill explains a phrase: by how many letters, and whether by all of its words."""

    skill: str
    letters: float
    is_whole: bool


def named(words: str, names: Names) -> str | None:
    """Return the skill that somebody's words speak of most clearly; None where they name none."""
    found = _best(words, _by_length(names))
    return found.skill if found else None


def guesses(words: str, names: Names) -> list[Guess]:
    """Return each phrase of a text that means a skill on the list, in order, no skill twice."""
    by_length = _by_length(names)
    found: dict[str, Guess] = {}
    for phrase in phrases(words):
        for part, match in _read(phrase, by_length):
            found.setdefault(match.skill, Guess(part, match.skill))
    return list(found.values())


def phrases(words: str) -> list[str]:
    """Split what somebody wrote into phrases: at commas, semicolons, slashes, bullets and ends of lines."""
    parts = (LEADING_AND.sub("", part.strip(" .\t")) for part in BREAK.split(words[:LONGEST]))
    return [part for part in parts if part]


def without(words: str, told: Collection[str]) -> str:
    """Return a text without the phrases that are said by the list now."""
    rest = [_cut(phrase, told) for phrase in phrases(words)]
    return ", ".join(phrase for phrase in rest if phrase)


def _cut(phrase: str, told: Collection[str]) -> str:
    if phrase in told:
        return ""
    kept = [part for part in _parts(phrase) if part not in told]
    return phrase if len(kept) == len(_parts(phrase)) else ", ".join(kept)


def _parts(phrase: str) -> list[str]:
    return [part for half in AND.split(phrase) if (part := half.strip())]


def _read(phrase: str, by_length: Mapping[int, dict[str, str]]) -> Iterator[tuple[str, _Match]]:
    """Yield what a phrase means; one that joins two by "and" means each of them, unless a name does so."""
    whole = _best(phrase, by_length)
    if whole is None:
        return
    if whole.is_whole or len(_parts(phrase)) < 2:
        yield phrase, whole
        return
    for part in _parts(phrase):
        if match := _best(part, by_length):
            yield part, match


def _best(words: str, by_length: Mapping[int, dict[str, str]]) -> _Match | None:
    """Return the match that explains most letters; among equals the first on the list."""
    said = _words(words[:LONGEST])
    most = max((len(name) for names in by_length.values() for name in names), default=0)
    best: _Match | None = None
    for start in range(len(said)):
        run = ""
        for end in range(start, len(said)):
            run += said[end]
            if len(run) > most + most // LETTERS_A_SLIP:
                break
            match = _closest(run, by_length, is_whole=end - start + 1 == len(said))
            if match and (best is None or match.letters > best.letters):
                best = match
    return best


def _closest(run: str, by_length: Mapping[int, dict[str, str]], *, is_whole: bool) -> _Match | None:
    """Return the name that a run of letters is, or nearly is."""
    best: _Match | None = None
    reach = len(run) // LETTERS_A_SLIP + 1
    for length in range(max(1, len(run) - reach), len(run) + reach + 1):
        slips = length // LETTERS_A_SLIP
        for name, skill in by_length.get(length, {}).items():
            distance = OSA.distance(run, name, score_cutoff=slips)
            letters = length - 1.5 * distance
            if distance <= slips and (best is None or letters > best.letters):
                best = _Match(skill, letters, is_whole)
    return best


def _by_length(names: Names) -> dict[int, dict[str, str]]:
    """Return the skill of each name, run together, by the name's length in letters."""
    known: dict[int, dict[str, str]] = {}
    for skill, called in names.items():
        for name in called:
            if letters := "".join(_words(name)):
                known.setdefault(len(letters), {}).setdefault(letters, skill)
    return known


def _words(text: str) -> list[str]:
    """Return the words of a text as they are compared: no case, no accents, no plural s, any width."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", ACCENTS.sub("", plain))
    return [_singular(word) for word in WORD.findall(plain)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

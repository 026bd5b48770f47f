"""Letters on paper: whatever people are called, there is a font for it.

DejaVu comes with the project: Latin, Vietnamese, Greek, Cyrillic, Hebrew. Chinese, Japanese and Korean
are set in fonts that PDF readers bring along, which reportlab calls CID fonts. Arabic letters stand unjoined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

CHINESE, JAPANESE, KOREAN = "STSong-Light", "HeiseiMin-W3", "HYSMyeongJo-Medium"
KANA = range(0x3040, 0x3100)
HANGUL = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xAC00, 0xD7B0))
IDEOGRAPHS = (range(0x3000, 0x3040), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0))


class Face(StrEnum):
    """The two faces of the house; the value is the font's name."""

    SERIF = "DejaVuSerif"
    SANS = "DejaVuSans"


Run = tuple[str, str]  # a font and what is set in it
Point = tuple[float, float]

_TO_THE_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+"  # Hebrew, Arabic and their neighbors
_LEFTWARD = re.compile(f"{_TO_THE_LEFT}(?:[ '-]+{_TO_THE_LEFT})*")


def runs(text: str, face: Face) -> list[Run]:
    """Split a text by font, as seen from left to right; what no font has, such as emoji, is left out."""
    east = _eastern(text)
    seen = _LEFTWARD.sub(lambda found: found.group()[::-1], text)
    fonts = ((_font(letter, face, east), letter) for letter in seen)
    known = ((font, letter) for font, letter in fonts if font)
    return [(font, "".join(letter for _, letter in run)) for font, run in groupby(known, lambda one: one[0])]


def width(text: str, face: Face, size: float) -> float:
    """Return how wide a text is, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(float(stringWidth(part, font, size)) for font, part in runs(text, face))


def fitting(text: str, face: Face, size: float, most: float, least: float) -> tuple[str, float]:
    """Return a text and its size, made smaller (in the end shorter) to be at most ``most`` points wide."""
    size = max(least, min(size, size * most / max(1.0, width(text, face, size))))
    while width(text, face, size) > most:
        text = text.removesuffix("…")[:-1] + "…"
    return text, size


def write(canvas: Any, text: str, at: Point, face: Face, size: float) -> None:
    """Write a line that begins at a point."""
    line = canvas.beginText(*at)
    for font, part in runs(text, face):
        line.setFont(font, size)
        line.textOut(part)
    canvas.drawText(line)


def write_centered(canvas: Any, text: str, at: Point, face: Face, size: float) -> None:
    """Write a line that has its middle at a point."""
    x, y = at
    write(canvas, text, (x - width(text, face, size) / 2, y), face, size)


def _font(letter: str, face: Face, east: str) -> str | None:
    for font in (face, Face.SANS):
        if ord(letter) in _letters()[font]:
            return font
    if any(ord(letter) in block for block in (KANA, *HANGUL, *IDEOGRAPHS)):
        return east
    return None


def _eastern(text: str) -> str:
    """Return the font for the ideographs of a text: kana make it Japanese, hangul Korean."""
    codes = [ord(letter) for letter in text]
    if any(code in KANA for code in codes):
        return JAPANESE
    if any(code in block for code in codes for block in HANGUL):
        return KOREAN
    return CHINESE


@cache
def _letters() -> Mapping[str, Mapping[int, int]]:
    """Make all fonts known to reportlab, once, and return the letters of our own by code point."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    own = dict(_own_fonts())
    for font in own.values():
        registerFont(font)
    for name in (CHINESE, JAPANESE, KOREAN):
        registerFont(UnicodeCIDFont(name))
    return {name: font.face.charToGlyph for name, font in own.items()}


def _own_fonts() -> Iterator[tuple[str, Any]]:
    from reportlab.pdfbase.ttfonts import TTFont

    for face in Face:
        with files("bot.content").joinpath("fonts", f"{face}.ttf").open("rb") as file:
            yield face.value, TTFont(face.value, file)

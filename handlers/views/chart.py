"""The chart of objectives as a picture; the same is always said in words beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

from bot.flows.standing import Progress
from bot.words import _
from handlers.views import kit, measures

WIDTH, MARGIN, ROW, TOP = 1200, 48, 128, 112  # pixels
BAR, BAR_HEIGHT = 720, 22
TREND = 300  # width of the line beside the bar
INK, SOFT, TRACK, FILL, PAPER = "#1d2b28", "#5c6b66", "#e3eae7", "#2f7d6b", "#ffffff"


def objectives_png(title: str, progress: Sequence[Progress]) -> bytes:
    """Return a PNG with a bar an objective, from nothing to its target, and how it came there."""
    image = Image.new("RGB", (WIDTH, TOP + ROW * max(1, len(progress)) + MARGIN), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 40), kit.shorten(title, 60), fill=INK, font=_font(32, bold=True))
    for number, one in enumerate(progress):
        _row(draw, TOP + number * ROW, one)
    page = io.BytesIO()
    image.save(page, "PNG", optimize=True)
    return page.getvalue()


def _row(draw: ImageDraw.ImageDraw, top: int, one: Progress) -> None:
    draw.text((MARGIN, top), kit.shorten(one.title, 58), fill=INK, font=_font(22, bold=True))
    bar = top + 40
    draw.rounded_rectangle((MARGIN, bar, MARGIN + BAR, bar + BAR_HEIGHT), 11, fill=TRACK)
    if one.share:
        end = MARGIN + max(BAR_HEIGHT, round(BAR * one.share))
        draw.rounded_rectangle((MARGIN, bar, end, bar + BAR_HEIGHT), 11, fill=FILL)
    draw.text((MARGIN, bar + 32), measures.standing(one), fill=SOFT, font=_font(18))
    _trend(draw, top, one)


def _trend(draw: ImageDraw.ImageDraw, top: int, one: Progress) -> None:
    """Draw the readings so far as a line, and the target as a level above it."""
    values = [value for _on, value in one.history]
    if len(values) < 2:
        return
    left, height = WIDTH - MARGIN - TREND, 70
    low, high = min(0.0, *values), max(one.target, *values)
    scale = height / (high - low or 1)
    step = TREND / (len(values) - 1)
    level = top + height - (one.target - low) * scale
    draw.line((left, level, left + TREND, level), fill=TRACK, width=3)
    points = [(left + n * step, top + height - (value - low) * scale) for n, value in enumerate(values)]
    draw.line(points, fill=FILL, width=4, joint="curve")
    words = _("since {day}; in gray the target").format(day=kit.day(one.history[0][0]))
    draw.text((left, top + height + 8), words, fill=SOFT, font=_font(16))


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    folder = Path(reportlab.__file__).parent / "fonts"
    return ImageFont.truetype(folder / ("VeraBd.ttf" if bold else "Vera.ttf"), size)

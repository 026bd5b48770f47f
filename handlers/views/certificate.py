"""The certificate on paper: A4, landscape, one page. The same achievement makes the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from threading import Lock
from typing import Any

from bot.flows.certificates import Achievement
from bot.words import _, counted
from handlers.views import kit
from handlers.views.lettering import Face, fitting, width, write, write_centered

WIDTH, HEIGHT = 841.89, 595.28  # points
MIDDLE = WIDTH / 2
PAPER, INK, GREEN, GOLD, SOFT = "#fdfaf3", "#1c2b28", "#1f3d37", "#c9973f", "#5d6d68"
ROOM = WIDTH - 200  # for one line of text
AT_A_TIME = Lock()  # reportlab's documents share their fonts, which remember where they are being read
PILL, PILL_GAP, PILL_ROOM = 20.0, 8.0, WIDTH - 150


def pdf(achievement: Achievement) -> bytes:
    """Return the certificate as a PDF."""
    with AT_A_TIME:
        return _drawn(achievement)


def role(achievement: Achievement) -> str:
    """Return in which role somebody took part."""
    if achievement.was_mentor and achievement.was_mentee:
        return _("mentor and mentee")
    return _("mentor") if achievement.was_mentor else _("mentee")


def _drawn(achievement: Achievement) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    paper = BytesIO()
    canvas = Canvas(paper, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(_("Certificate for {name}").format(name=achievement.name))
    canvas.setAuthor("Flipside")
    canvas.setSubject(achievement.program)
    for draw in (_frame, _emblem, _heading, _person, _numbers, _badges, _foot):
        draw(canvas, achievement)
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


def _frame(canvas: Any, _achievement: Achievement) -> None:
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(GREEN)
    for y in (0, HEIGHT - 12):
        canvas.rect(0, y, WIDTH, 12, stroke=0, fill=1)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.8)
    canvas.roundRect(30, 34, WIDTH - 60, HEIGHT - 68, 10, stroke=1, fill=0)


def _emblem(canvas: Any, _achievement: Achievement) -> None:
    """Draw two arrows that go round: who teaches learns, who learns teaches."""
    y, radius = HEIGHT - 90, 20.0
    canvas.setLineWidth(4.5)
    canvas.setLineCap(1)
    for color, start, turn in ((GREEN, 20, 0), (GOLD, 200, 180)):
        canvas.saveState()
        canvas.setStrokeColor(color)
        canvas.setFillColor(color)
        canvas.arc(MIDDLE - radius, y - radius, MIDDLE + radius, y + radius, start, 130)
        canvas.translate(MIDDLE, y)
        canvas.rotate(turn)
        head = canvas.beginPath()
        head.moveTo(-radius - 7, 8)
        head.lineTo(-radius + 7, 8)
        head.lineTo(-radius, -3)
        head.close()
        canvas.drawPath(head, stroke=0, fill=1)
        canvas.restoreState()


def _heading(canvas: Any, _achievement: Achievement) -> None:
    canvas.setFillColor(GREEN)
    write_centered(canvas, _("Certificate of Reverse Mentoring"), (MIDDLE, 428), Face.SERIF, 27)
    canvas.setFillColor(SOFT)
    write_centered(canvas, _("for"), (MIDDLE, 396), Face.SANS, 12)


def _person(canvas: Any, achievement: Achievement) -> None:
    canvas.setFillColor(INK)
    name, size = fitting(achievement.name, Face.SERIF, 42, ROOM, 20)
    write_centered(canvas, name, (MIDDLE, 342), Face.SERIF, size)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(1.2)
    canvas.line(MIDDLE - 110, 320, MIDDLE + 110, 320)
    canvas.setFillColor(INK)
    for line, y in zip(_story(achievement), (291, 271), strict=True):
        text, size = fitting(line, Face.SANS, 13, ROOM, 9)
        write_centered(canvas, text, (MIDDLE, y), Face.SANS, size)


def _story(achievement: Achievement) -> tuple[str, str]:
    took_part = _("who took part in {program} as a {role}")
    period = _("from {start} to {end}")
    return (
        took_part.format(program=achievement.program, role=role(achievement)),
        period.format(start=kit.day(achievement.started_on), end=kit.day(achievement.issued_on)),
    )


def _numbers(canvas: Any, achievement: Achievement) -> None:
    numbers = [
        (achievement.sessions, counted("session held", "sessions held", achievement.sessions)),
        (achievement.lessons, counted("lesson done", "lessons done", achievement.lessons)),
        (achievement.questions, counted("quick question", "quick questions", achievement.questions)),
        (len(achievement.badges), counted("badge earned", "badges earned", len(achievement.badges))),
    ]
    shown = [(number, label) for number, label in numbers if number]  # a nought is nothing to frame
    for place, (number, label) in enumerate(shown):
        x = MIDDLE + (place - (len(shown) - 1) / 2) * 170
        canvas.setFillColor(GREEN)
        write_centered(canvas, str(number), (x, 206), Face.SERIF, 30)
        canvas.setFillColor(SOFT)
        write_centered(canvas, label, (x, 187), Face.SANS, 10)


def _badges(canvas: Any, achievement: Achievement) -> None:
    canvas.setLineWidth(0.8)
    for place, line in enumerate(_lines([badge.label for badge in achievement.badges])):
        x = MIDDLE - (sum(_pill(label) for label in line) + PILL_GAP * (len(line) - 1)) / 2
        y = 134 - place * (PILL + PILL_GAP)
        for label in line:
            canvas.setStrokeColor(GOLD)
            canvas.setFillColor("#ffffff")
            canvas.roundRect(x, y, _pill(label), PILL, PILL / 2, stroke=1, fill=1)
            canvas.setFillColor(GREEN)
            write_centered(canvas, label, (x + _pill(label) / 2, y + 6.5), Face.SANS, 9)
            x += _pill(label) + PILL_GAP


def _pill(label: str) -> float:
    """Return how wide the shape around a badge's name is."""
    return width(label, Face.SANS, 9) + 22


def _lines(labels: Sequence[str]) -> Iterator[list[str]]:
    """Break the badges into lines that fit."""
    line: list[str] = []
    for label in labels:
        if line and sum(_pill(one) + PILL_GAP for one in [*line, label]) > PILL_ROOM:
            yield line
            line = []
        line.append(label)
    if line:
        yield line


def _foot(canvas: Any, achievement: Achievement) -> None:
    canvas.setFillColor(SOFT)
    issued = _("Issued on {day}").format(day=kit.day(achievement.issued_on))
    write(canvas, issued, (54, 52), Face.SANS, 9)
    words = _("Thank you for both halves: what you taught, and what you learned.")
    write(canvas, words, (WIDTH - 54 - width(words, Face.SANS, 9), 52), Face.SANS, 9)

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from bot import content
from bot.flows.certificates import Achievement
from handlers.views import certificate
from handlers.views.lettering import CHINESE, JAPANESE, KOREAN, Face, fitting, runs, width

ZOE = Achievement(
    name="Zoë Łukasiewicz",
    program="Flip 2026",
    was_mentor=True,
    was_mentee=False,
    started_on=date(2026, 1, 5),
    issued_on=date(2026, 7, 3),
    sessions=6,
    lessons=6,
    badges=tuple(content.badges().values()),
)


def test_a_certificate_is_one_page_of_pdf_in_the_persons_name() -> None:
    paper = certificate.pdf(ZOE)

    assert paper.startswith(b"%PDF-")
    assert b"/Count 1" in paper
    assert b"/MediaBox [ 0 0 841.89 595.28 ]" in paper
    assert b"DejaVuSerif" in paper
    assert len(paper) < 100_000


def test_the_same_achievement_makes_the_same_bytes() -> None:
    first = certificate.pdf(ZOE)
    certificate.pdf(replace(ZOE, name="Дмитрий"))

    assert certificate.pdf(ZOE) == first
    assert certificate.pdf(replace(ZOE, sessions=5)) != first


@pytest.mark.parametrize("name", ["Zoë Łukasiewicz", "Nguyễn Thị", "Дмитрий", "Αθηνά", "Þórdís O'Brien-Ñ"])
def test_our_own_serif_has_every_letter_of_many_names(name: str) -> None:
    assert runs(name, Face.SERIF) == [(Face.SERIF, name)]


@pytest.mark.parametrize(
    ("name", "font"),
    [("李娜", CHINESE), ("山田はなこ", JAPANESE), ("金민준", KOREAN), ("高橋ノボル", JAPANESE)],
)
def test_eastern_names_get_a_font_of_their_own(name: str, font: str) -> None:
    assert runs(name, Face.SERIF) == [(font, name)]
    assert font.encode() in certificate.pdf(replace(ZOE, name=name))


def test_hebrew_runs_from_the_right() -> None:
    assert runs("לוי (Levi)", Face.SERIF) == [(Face.SANS, "יול"), (Face.SERIF, " (Levi)")]


def test_what_no_font_has_is_left_out() -> None:
    assert runs("Ana 🌻", Face.SERIF) == [(Face.SERIF, "Ana ")]
    assert certificate.pdf(replace(ZOE, name="🌻"))


def test_a_long_name_is_set_smaller_and_in_the_end_shortened() -> None:
    name = "Maximiliana von und zu der Heide-Featherstonehaugh"
    text, size = fitting(name, Face.SERIF, 42, 400, 10)
    assert (text, width(text, Face.SERIF, size) <= 400) == (name, True)

    text, size = fitting(name * 3, Face.SERIF, 42, 400, 20)
    assert size == 20
    assert text.endswith("…")
    assert width(text, Face.SERIF, size) <= 400


def test_both_roles_are_said() -> None:
    assert certificate.role(replace(ZOE, was_mentee=True)) == "mentor and mentee"
    assert certificate.role(replace(ZOE, was_mentor=False, was_mentee=True)) == "mentee"


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Let threads take turns after every few steps, so that they meet where they should not."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_certificates_that_are_made_at_once_are_those_made_one_by_one() -> None:
    accents = "éèêëàáâãäåçñòóôõöùúûüýÿąęłńśźżčďěňřšťůž"  # of several parts, which are looked up in the font
    names = [accents[turn:] + accents[:turn] for turn in range(len(accents))]
    people = [replace(ZOE, name=name) for name in names]
    one_by_one = [certificate.pdf(one) for one in people]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(certificate.pdf, people)) == one_by_one

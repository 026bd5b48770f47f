from datetime import date

import pytest

from bot.flows.standing import Progress
from handlers.views import chart, measures


def progress(value: float | None, share: float | None, *, unit: str = "%", on_track: bool = True) -> Progress:
    due = date(2026, 7, 12)
    history = ((date(2026, 1, 12), 0.0), (date(2026, 1, 19), value or 0.0))
    return Progress("o", "Pairs keep meeting", unit, 0.0, value, 70, due, share, on_track, False, history)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (progress(None, None), "Not known yet · target 70 % by 12 July 2026"),
        (progress(41.6, 0.59), "42 % · on track · target 70 % by 12 July 2026"),
        (progress(10, 0.14, on_track=False), "10 % · needs a push · target 70 % by 12 July 2026"),
        (progress(75, 1.0), "75 % · reached · target 70 % by 12 July 2026"),
    ],
)
def test_where_an_objective_stands_is_said_in_words(one: Progress, words: str) -> None:
    assert measures.standing(one) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(0.333, "points", "+0.33 points"), (-0.2, "points", "-0.2 points"), (3.26, "sessions", "3.3 sessions"),
     (8, "of 10", "8 of 10"), (4, "", "4")],
)  # fmt: skip
def test_a_number_comes_with_its_unit(value: float, unit: str, words: str) -> None:
    assert measures.amount(value, unit) == words


def test_a_bar_has_ten_cells_whatever_the_share() -> None:
    assert [measures.bar(share) for share in (None, 0.0, 0.44, 1.0)] == [
        "▱" * 10, "▱" * 10, "▰" * 4 + "▱" * 6, "▰" * 10
    ]  # fmt: skip


@pytest.mark.parametrize("many", [0, 1, 5])
def test_the_chart_is_a_picture_of_any_number_of_objectives(many: int) -> None:
    rows = [progress(50, 0.7), progress(None, None), progress(-1, 0.0, unit="points")] * 2

    assert chart.objectives_png("Objectives of Flip", rows[:many]).startswith(b"\x89PNG")

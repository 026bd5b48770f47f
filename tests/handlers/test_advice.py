import pytest

from bot.flows.reasons import Told
from handlers.views import advice


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            Told("change:hours", {"minutes": 30, "start": "08:30", "candidates": 3}),
            "What would help: starting work 30 minutes earlier, at 08:30. Then 3 people fit.",
        ),
        (
            Told("change:hours", {"minutes": 60, "end": "18:00", "candidates": 1}),
            "What would help: ending work 60 minutes later, at 18:00. Then 1 person fits.",
        ),
        (
            Told("change:format", {"candidates": 2}),
            "What would help: being fine with either, video or in person. Then 2 people fit.",
        ),
        (
            Told("change:languages", {"languages": ("French",), "candidates": 2}),
            "What would help: being comfortable in *French* as well. Then 2 people fit.",
        ),
        (
            Told("change:skills", {"skills": ("Slides & co",), "candidates": 2}),
            "What would help: wanting to learn *Slides &amp; co* as well. Then 2 people fit.",
        ),
    ],
)
def test_every_change_has_words_and_says_what_it_brings(told: Told, words: str) -> None:
    assert advice.what_helps(told, wants_mentor=True, is_reader=True) == words
    assert advice.what_helps(told, wants_mentor=True, is_reader=False) == words


def test_what_only_others_can_change_is_said_without_asking_for_anything() -> None:
    told = Told("recruit", {"skills": ("Data literacy",), "more": 2})

    mine = advice.what_helps(told, wants_mentor=True, is_reader=True)
    admins = advice.what_helps(told, wants_mentor=True, is_reader=False)

    assert mine == "2 more mentors for *Data literacy* are being looked for."
    assert admins == "What would help: 2 more mentors for *Data literacy*."


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert advice.what_helps(None, wants_mentor=True, is_reader=True) == ""


def test_the_button_is_named_for_what_would_help() -> None:
    hours = Told("change:hours", {"minutes": 30, "start": "08:30", "candidates": 3})

    assert advice.button(hours)["text"]["text"] == "Change my hours"
    assert advice.button(None)["text"]["text"] == "Change my profile"

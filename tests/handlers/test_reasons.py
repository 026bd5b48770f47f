import pytest

from bot.flows.reasons import Told
from bot.matching import RULES
from handlers.views import reasons
from handlers.views.reasons import Eyes, Reader

SKILLS = Told("skills", {"skills": ("AI assistants", "Slides & <b>"), "is_wanted_most": True})


@pytest.mark.parametrize(
    ("eyes", "words"),
    [
        (
            Eyes.MENTOR,
            "You offer *AI assistants* and *Slides &amp; &lt;b&gt;*, which Sam wants to learn most",
        ),
        (
            Eyes.MENTEE,
            "Ana offers *AI assistants* and *Slides &amp; &lt;b&gt;*, which you want to learn most",
        ),
        (Eyes.PAIR, "Ana offers *AI assistants* and *Slides &amp; &lt;b&gt;*, which Sam wants to learn most"),
    ],
)
def test_each_side_reads_the_same_facts_in_their_own_words(eyes: Eyes, words: str) -> None:
    assert reasons.why_you_two([SKILLS], Reader(eyes, "Ana", "Sam")) == [words]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told("interests", {"interests": ("Science fiction",)}), "You both like *Science fiction*"),
        (Told("languages", {"languages": ("English", "German")}), "You both speak *English* and *German*"),
        (Told("hours", {"minutes": 240}), "4 hours of shared working time"),
        (Told("hours", {"minutes": 90}), "1 hour of shared working time"),
        (Told("place", {"place": "Lisbon"}), "You can meet in person in Lisbon"),
        (
            Told("departments", {"mentor": "Sales", "mentee": "Legal"}),
            "You come from two departments: Sales and Legal",
        ),
    ],
)
def test_every_kind_of_reason_has_words(told: Told, words: str) -> None:
    assert reasons.why_you_two([told], Reader(Eyes.PAIR, "Ana", "Sam")) == [words]


@pytest.mark.parametrize(
    ("eyes", "words"),
    [
        (Eyes.MENTOR, "4 hours of shared working time, mornings for you"),
        (Eyes.MENTEE, "4 hours of shared working time, afternoons for you"),
        (Eyes.PAIR, "4 hours of shared working time, mornings for Ana, afternoons for Sam"),
        (Eyes.ADMIN, "4 hours of shared working time, mornings for Ana, afternoons for Sam"),
    ],
)
def test_shared_hours_are_told_by_each_ones_own_day(eyes: Eyes, words: str) -> None:
    hours = Told("hours", {"minutes": 240, "mentor_part": "morning", "mentee_part": "afternoon"})

    assert reasons.why_you_two([hours], Reader(eyes, "Ana", "Sam")) == [words]


def test_hours_in_the_same_part_of_the_day_are_told_once() -> None:
    hours = Told("hours", {"minutes": 240, "mentor_part": "morning", "mentee_part": "morning"})

    assert reasons.why_you_two([hours], Reader(Eyes.PAIR, "Ana", "Sam")) == [
        "4 hours of shared working time, mornings for both"
    ]


def test_nobody_can_tell_a_job_level_from_why_they_wait() -> None:
    words = {
        reasons.why_alone(Told(f"hard_rule:{rule}", {}), wants_mentor=True, is_reader=True)
        for rule in ("team", "level")
    }

    assert len(words) == 1


def test_what_one_can_teach_the_other_comes_first() -> None:
    hours = Told("hours", {"minutes": 480})

    first, _ = reasons.why_you_two([hours, SKILLS], Reader(Eyes.PAIR, "Ana", "Sam"))

    assert first.startswith("Ana offers")


def test_who_waits_reads_what_is_missing() -> None:
    why = Told("no_mentor_for_skill", {"skills": ("Data tools",)})

    assert reasons.why_alone(why, wants_mentor=True, is_reader=True) == "nobody offers *Data tools* yet"


@pytest.mark.parametrize("is_reader", [True, False])
def test_a_private_wish_a_removal_and_full_partners_read_alike(is_reader: bool) -> None:
    whys = [
        Told(kind, {})
        for kind in ("nobody_free", "hard_rule:not_with", "hard_rule:removed", "hard_rule:self")
    ]

    sentences = {reasons.why_alone(why, wants_mentor=True, is_reader=is_reader) for why in whys}

    assert len(sentences) == 1


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_no_reason_for_waiting_is_left_without_words(rule: str) -> None:
    words = reasons.why_alone(Told(f"hard_rule:{rule}", {}), wants_mentor=True, is_reader=True)

    assert words
    assert "not with" not in words

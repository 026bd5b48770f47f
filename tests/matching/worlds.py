"""Small companies with every rule, lock and capacity, drawn by Hypothesis."""

from __future__ import annotations

from datetime import time
from typing import Any

from hypothesis import strategies as st

from bot.matching import Candidate, Rules, Weights
from bot.matching.pool import Pool
from tests.matching.people import ON

SKILLS = st.dictionaries(st.sampled_from(["ai", "sql", "art"]), st.integers(1, 3))
THINGS = st.frozensets(st.sampled_from(["en", "pt", "de"]))
ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"])
IDS = [f"p{number}" for number in range(8)]
IDS_PAIRS = st.frozensets(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=5)


@st.composite
def people(draw: Any, most: int = 8, partners: int = 1) -> list[Candidate]:
    """Draw people who may mentor up to three and learn from up to `partners`."""
    return [
        Candidate(
            id=name,
            mentor_capacity=draw(st.integers(0, 3)),
            mentee_capacity=draw(st.integers(0, partners)),
            level=draw(st.none() | st.integers(1, 6)),
            department=draw(st.sampled_from([None, "it", "hr"])),
            team=draw(st.sampled_from([None, "", "web", "ops"])),
            place=draw(st.sampled_from([None, "rome", "bonn"])),
            timezone=draw(ZONES),
            work_start=draw(st.sampled_from([time(8), time(9, 30)])),
            languages=draw(THINGS),
            offers=draw(SKILLS),
            wants=draw(SKILLS),
            interests=draw(THINGS),
            format=draw(st.sampled_from(["video", "in_person", "either", "either"])),
        )
        for name in IDS[: draw(st.integers(0, most))]
    ]


@st.composite
def pools(draw: Any, most: int = 8, partners: int = 1) -> Pool:
    """Draw a pool with all that may stand between people."""
    everybody = draw(people(most, partners))
    bosses = {f"p{n}": f"p{draw(st.integers(0, n - 1))}" for n in range(1, 8) if draw(st.booleans())}
    switchable = st.sampled_from(["chain", "team", "level", "skills", "language", "hours", "format"])
    number = st.sampled_from([0, 100, 150, 1000])
    return Pool(
        mentors=tuple(person for person in everybody if person.mentor_capacity),
        mentees=tuple(person for person in everybody if person.mentee_capacity),
        on=ON,
        managers=draw(st.sampled_from([{}, bosses])),
        not_with=draw(IDS_PAIRS),
        met=draw(IDS_PAIRS),
        removed=draw(IDS_PAIRS),
        weights=draw(
            st.builds(Weights, skills=number, interests=number, hours=number, place=number, stability=number)
        ),
        rules=draw(
            st.builds(
                Rules,
                chain_distance=st.none() | st.integers(1, 2),
                level_gap=st.integers(0, 2),
                floor=st.none() | st.integers(0, 4000),
                off=st.frozensets(switchable, max_size=7),
            )
        ),
    )

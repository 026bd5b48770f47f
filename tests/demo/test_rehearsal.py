"""A whole program, rehearsed twice by one seed, each time in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

COMMAND = [
    sys.executable,
    "-m",
    "bot",
    "rehearse",
    "--people",
    "40",
    "--weeks",
    "10",
    "--seed",
    "5",
    "--json",
]
OF_THE_MACHINE = {"ack_ms", "wall_seconds", "peak_memory_mb"}

Numbers = dict[str, Any]


@pytest.fixture(scope="module")
def rehearsals() -> list[Numbers]:
    """What two rehearsals print; sets and dictionaries of strings have another order in each."""
    running = [
        subprocess.Popen(COMMAND, stdout=subprocess.PIPE, env=os.environ | {"PYTHONHASHSEED": seed})  # noqa: S603  our own
        for seed in ("1", "2")
    ]
    printed = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return [json.loads(text) for text in printed]


def test_the_same_seed_tells_the_same_story(rehearsals: list[Numbers]) -> None:
    first, second = ({name: told[name] for name in told.keys() - OF_THE_MACHINE} for told in rehearsals)

    assert first == second


def test_nothing_fails(rehearsals: list[Numbers]) -> None:
    for told in rehearsals:
        assert told["failures"] == []
        assert told["errors"] == {}
        assert told["invalid_payloads"] == 0
        assert told["refused_calls"] == {}
        assert told["unanswered_interactions"] == 0
        assert told["messages_unsent"].get("dead", 0) == 0


def test_nobody_gets_more_than_two_unasked_messages_a_week(rehearsals: list[Numbers]) -> None:
    assert all(told["most_messages_to_one_person_in_a_week"] <= 2 for told in rehearsals)


def test_the_program_takes_place(rehearsals: list[Numbers]) -> None:
    told = rehearsals[0]

    assert told["pairs_by_state"].keys() <= {"completed", "ended"}
    for thing in ("joined", "pairs", "lessons_done", "sessions_held", "check_ins_answered", "survey_answers"):
        assert told[thing] > 0, thing


def test_who_waits_asks_a_quick_question_and_a_pair_in_one_chain_is_offered_a_good_close(
    rehearsals: list[Numbers],
) -> None:
    sent = rehearsals[0]["messages_by_kind"]

    assert sent["question"] > 0
    assert sent["question_talk"] == 1
    assert sent["hand_over"] == 2
